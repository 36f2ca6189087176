//! What people call a cause: words as typed flow in, the causes they mean flow out. A cause goes by its
//! id, by the words that reports print for it, and by the flag whose field brings it about first.

use super::wording::cause::name;
use crate::cause::Cause;
use crate::model::service::Preset;
use crate::scenario::field;
use crate::scenario::fields::id_of;
use crate::study::diagnose::hypotheses::fields_of;
use crate::units::Choice;

/// The causes that go by these words; several where one flag stands for several.
pub fn named(typed: &str) -> Vec<Cause> {
    let words = typed.trim().trim_start_matches("--").trim_matches(['[', ']', '.']).to_lowercase();
    let id = words.replace(['_', ' '], "-");
    if let Some(cause) = Cause::from_id(&id) {
        return vec![cause];
    }
    let all = || Cause::ALL.iter().copied();
    let printed = |cause: &Cause| {
        Preset::ALL.iter().any(|&(preset, ..)| name(*cause, preset).to_lowercase() == words)
    };
    let by_words: Vec<Cause> = all().filter(printed).collect();
    if !by_words.is_empty() {
        return by_words;
    }
    let flag = |cause: &Cause| {
        let first = fields_of(*cause).first().map(|key| field(id_of(key)));
        first.is_some_and(|f| f.key == words || f.flags.contains(&id.as_str()))
    };
    all().filter(flag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_goes_by_its_id_its_words_and_its_flag() {
        assert_eq!(named("no-wifi"), [Cause::NoWifi]);
        assert_eq!(named("no Wi-Fi"), [Cause::NoWifi]);
        assert_eq!(named("No_WiFi"), [Cause::NoWifi]);
        assert_eq!(named("iCloud storage"), [Cause::CloudFull]);
        assert_eq!(named("cloud-cap"), [Cause::CloudSpeed]);
        assert_eq!(named("--cloud-cap"), [Cause::CloudSpeed]);
        assert!(named("plugged").contains(&Cause::NoPower));
        assert!(named("my dog").is_empty() && named("").is_empty());
    }

    #[test]
    fn every_cause_goes_by_the_words_that_are_printed_for_it() {
        for &cause in Cause::ALL {
            for &(preset, ..) in Preset::ALL {
                assert!(named(name(cause, preset)).contains(&cause), "{}", cause.id());
            }
        }
    }
}
