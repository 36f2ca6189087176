//! The line to type next: a scenario flows in, a command line of this tool with everything that was
//! given flows out, quoted for a shell. One line whatever the values hold.

use crate::edit::{Edit, FieldId};
use crate::model::link::LinkKind;
use crate::model::phone::Platform;
use crate::model::service::Preset;
use crate::report::format::is_hostile;
use crate::scenario::fields::{FieldRef, id_of};
use crate::scenario::{Inputs, Scenario, field, fields};
use crate::sim::outcome::Verdict;
use crate::study::answer::{Answer, Chance};
use std::fmt::Write as _;

/// The command that is worth typing next: with the phone's own rules if there were none, else all
/// that helps with a "no", else the chart of the progress.
pub fn command(answer: &Answer) -> String {
    let scenario = &answer.scenario;
    let no = answer.outcome.verdict != Verdict::Finishes;
    match service_to_add(scenario) {
        Some(service) => {
            format!("backup-sim estimate{} --service {service}", flags(scenario, true))
        }
        None if no && !answer.fixes.is_empty() => {
            format!("backup-sim fixes{}", flags(scenario, false))
        }
        None => format!("backup-sim chart progress{} -o progress.svg", flags(scenario, false)),
    }
}

/// The command that gives the same numbers again.
pub fn same(scenario: &Scenario, chance: Option<&Chance>) -> String {
    let seed = match chance {
        // What every run takes by itself needs no word.
        None | Some(Chance { trials: 1000, seed: 1, .. }) => String::new(),
        Some(Chance { trials, seed, .. }) => format!(" --trials {trials} --seed {seed}"),
    };
    format!("backup-sim estimate{}{seed}", unnamed(scenario))
}

/// As [`flags`], for others to read: what the case is called is its owner's business and changes no
/// number.
pub fn unnamed(scenario: &Scenario) -> String {
    flags_but(scenario, Some(id_of("name")))
}

/// The service whose rules would make a generic answer a phone's answer.
pub fn service_to_add(scenario: &Scenario) -> Option<&'static str> {
    let inputs = scenario.inputs();
    if inputs.service.preset != Preset::Generic || inputs.link.kind == LinkKind::Usb {
        return None;
    }
    match inputs.phone.platform {
        None | Some(Platform::Iphone) => Some("icloud-backup"),
        Some(Platform::Android | Platform::Samsung) => Some("google-photos"),
        Some(Platform::Computer) => None,
    }
}

/// Everything that was given as flags, each with a space in front.
pub fn flags(scenario: &Scenario, without_service: bool) -> String {
    flags_but(scenario, without_service.then(|| id_of("service.preset")))
}

/// As [`flags`], with the word of the help in place of one value: nobody gave it.
pub fn to_fill_in(scenario: &Scenario, id: FieldId) -> String {
    let field = field(id);
    let flag = field.flags.first().map(|flag| format!(" --{flag} {}", field.kind.placeholder));
    flags_but(scenario, Some(id)) + &flag.unwrap_or_default()
}

fn flags_but(scenario: &Scenario, left_out: Option<FieldId>) -> String {
    let shown = |f: &&FieldRef| scenario.origin(f.id).is_given() && left_out != Some(f.id);
    let typed = fields().iter().filter(shown).map(|f| flag(f, &scenario.print(f.id)));
    typed.map(|flag| format!(" {flag}")).collect()
}

/// Edits as flags with a space between them, to be pasted behind a command: what a fix is printed as.
pub fn edits(edits: &[Edit]) -> String {
    let mut inputs = Inputs::default();
    let mut typed = Vec::new();
    for edit in edits {
        let field = field(edit.field);
        if inputs.put(edit.clone()) {
            let value = inputs.print(field.id);
            // `none` reads better, where it is read as nothing given.
            let none = (field.read)("none").is_ok_and(|r| r.value == edit.value);
            typed.push(flag(field, if none { "none" } else { &value }));
        }
    }
    typed.join(" ")
}

/// A field's preferred flag with a value, or `--set` where it has none.
fn flag(field: &FieldRef, value: &str) -> String {
    match field.flags.first() {
        Some(flag) if value.starts_with('-') => format!("--{flag}={}", quoted(value)),
        Some(flag) => format!("--{flag} {}", quoted(value)),
        None => format!("--set {}", quoted(&format!("{}={value}", field.key))),
    }
}

/// A word as a POSIX shell reads it; control and invisible characters as `$'\u1b'`.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,%+@=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    if !word.chars().any(is_hostile) {
        return format!("'{}'", word.replace('\'', "'\\''"));
    }
    let mut text = String::from("$'");
    for c in word.chars() {
        match c {
            '\'' | '\\' => text.extend(['\\', c]),
            c if is_hostile(c) => {
                let _ = write!(text, "\\U{:08x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('\'');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Value;
    use crate::units::{Fraction, Size};

    #[test]
    fn edits_are_printed_as_the_flags_to_paste() {
        let size = Edit { field: id_of("library.size"), value: Value::Size(Size::from_bytes(5)) };
        let draw = Edit {
            field: id_of("charger.efficiency"),
            value: Value::Fraction(Fraction::from_percent(60)),
        };
        assert_eq!(edits(&[size, draw]), "--size 5B --charger-efficiency 60%");
    }

    #[test]
    fn words_are_quoted_as_a_shell_reads_them() {
        assert_eq!(quoted("40GB"), "40GB");
        assert_eq!(quoted("23:00-07:00"), "23:00-07:00");
        assert_eq!(quoted("photos 3000 x 2.4MB"), "'photos 3000 x 2.4MB'");
        assert_eq!(quoted("Mum's $(rm) `x`"), "'Mum'\\''s $(rm) `x`'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a\nb'\u{1b}"), "$'a\\U0000000ab\\'\\U0000001b'");
    }
}
