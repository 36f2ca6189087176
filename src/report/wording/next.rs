//! The line to type next: a scenario flows in, a command line of this tool with everything that was
//! given flows out, quoted for a shell. One line whatever the values hold.

use crate::model::link::LinkKind;
use crate::model::phone::Platform;
use crate::model::service::Preset;
use crate::report::format::is_hostile;
use crate::scenario::fields::id_of;
use crate::scenario::{Scenario, fields};
use std::fmt::Write as _;

/// The command that is worth typing next: with the phone's own rules if there were none, else the
/// chart of the progress.
pub fn command(scenario: &Scenario) -> String {
    match service_to_add(scenario) {
        Some(service) => {
            format!("backup-sim estimate{} --service {service}", flags(scenario, true))
        }
        None => format!("backup-sim chart progress{} -o progress.svg", flags(scenario, false)),
    }
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
    let mut text = String::new();
    let service = id_of("service.preset");
    for f in fields() {
        if !scenario.origin(f.id).is_given() || (without_service && f.id == service) {
            continue;
        }
        let value = scenario.print(f.id);
        let done = match f.flags.first() {
            Some(flag) if value.starts_with('-') => write!(text, " --{flag}={}", quoted(&value)),
            Some(flag) => write!(text, " --{flag} {}", quoted(&value)),
            None => write!(text, " --set {}", quoted(&format!("{}={value}", f.key))),
        };
        // Writing to a string does not fail.
        let _ = done;
    }
    text
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
