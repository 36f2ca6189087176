//! The short words of the charts: what a cause is called where there is room for a few letters.

use crate::cause::{Cause, ChartState};
use crate::sim::outcome::{Proof, ProofKind};

/// A few words for a cause, fit for a bar or a band.
pub const fn word(cause: Cause) -> &'static str {
    match cause {
        Cause::OutsideWindow => "outside the hours",
        Cause::SignedOut => "signed out",
        Cause::BackupOff => "backup switched off",
        Cause::Unsupported => "software too old",
        Cause::StuckProcess => "backup process hangs",
        Cause::OldApps => "backup apps too old",
        Cause::StaleCache => "damaged app cache",
        Cause::ScreenLockBug => "screen lock bug",
        Cause::CorruptBackup => "damaged old backup",
        Cause::SignInPage => "Wi-Fi sign-in page",
        Cause::BlockedNetwork => "network blocks it",
        Cause::NetworkSettings => "network settings",
        Cause::AccountBlocked => "account not verified",
        Cause::StuckItem => "one item is stuck",
        Cause::NoWifi => "no Wi-Fi",
        Cause::Metered => "metered network",
        Cause::LinkOutage => "line down",
        Cause::CloudOutage => "service down",
        Cause::Reconnecting => "reconnecting",
        Cause::NoPower => "not plugged in",
        Cause::NotCharging => "not charging",
        Cause::LowBattery => "low battery",
        Cause::LowPowerMode => "power saving",
        Cause::ScreenInUse => "phone in use",
        Cause::NotIdle => "phone not idle",
        Cause::Doze => "phone asleep",
        Cause::SessionBudget => "phone's time limit",
        Cause::Starting => "wait before start",
        Cause::Scanning => "scanning",
        Cause::BackingOff => "wait after error",
        Cause::CloudFull => "cloud space full",
        Cause::PhoneFull => "phone space full",
        Cause::ComputerFull => "computer disk full",
        Cause::TooHot => "phone too hot",
        Cause::UploadSpeed => "upload speed",
        Cause::WifiSpeed => "Wi-Fi speed",
        Cause::CloudSpeed => "service's speed",
        Cause::PhoneSpeed => "phone's speed",
        Cause::UsbSpeed => "cable's speed",
        Cause::RivalTraffic => "other uploads",
        Cause::ItemOverhead => "time lost per file",
        Cause::Heat => "warm phone",
    }
}

/// A few words for why something can never be done: the gate where that takes the time of one piece.
pub const fn proven(proof: Proof) -> &'static str {
    match proof.kind {
        ProofKind::Outgrown { .. } => "it grows too fast",
        _ => word(proof.cause),
    }
}

/// The word of a state in tables.
pub const fn state(state: ChartState) -> &'static str {
    match state {
        ChartState::Uploading => "uploading",
        ChartState::Network => "network",
        ChartState::Power => "power",
        ChartState::Outside => "outside",
        ChartState::Cloud => "cloud",
        ChartState::Phone => "phone",
    }
}

/// The text with a capital first letter. A name that is written with a small one, like iCloud, keeps it.
pub fn capital(text: &str) -> String {
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if first.chars().skip(1).any(char::is_uppercase) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + chars.as_str())
}

/// The first of some texts, best first, that has at most so many characters; else the last, cut.
pub fn first_within(most: usize, texts: &[String]) -> String {
    if let Some(fit) = texts.iter().find(|t| t.chars().count() <= most) {
        return fit.clone();
    }
    let last = texts.last().map_or("", String::as_str);
    last.chars().take(most.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
}

/// How many words a title has; a unit belongs to its number.
fn words(text: &str) -> usize {
    const UNITS: [&str; 15] = [
        "h", "min", "s", "days", "%", "kB", "MB", "GB", "TB", "PB", "bytes", "bps", "kbps", "Mbps",
        "Gbps",
    ];
    let unit = |w: &&str| UNITS.contains(&w.trim_end_matches([',', ';', ':']));
    text.split_whitespace().filter(|w| !unit(w)).count()
}

/// The first of some titles, best first, that has at most 65 characters and 12 words.
pub fn title_of(texts: &[String]) -> String {
    let few: Vec<String> = texts.iter().filter(|t| words(t) <= 12).cloned().collect();
    first_within(65, if few.is_empty() { texts } else { &few })
}

/// The longest part of a text that ends with a sentence and has at most so many characters.
pub fn sentences_within(most: usize, sentences: &[String]) -> String {
    let mut out = String::new();
    for sentence in sentences.iter().filter(|s| !s.is_empty()) {
        let longer = if out.is_empty() { sentence.clone() } else { format!("{out} {sentence}") };
        if longer.chars().count() <= most {
            out = longer;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital_but_a_name_stays_as_it_is_written() {
        for (text, wanted) in [
            ("upload speed", "Upload speed"),
            ("iCloud plan too small", "iCloud plan too small"),
            ("iPhone-Backup", "iPhone-Backup"),
            ("a new iPhone", "A new iPhone"),
            ("élan", "Élan"),
            ("3 Mbps", "3 Mbps"),
            ("", ""),
        ] {
            assert_eq!(capital(text), wanted);
        }
    }

    #[test]
    fn every_cause_has_a_word_short_enough_for_a_bar() {
        for &cause in Cause::ALL {
            assert!((3..=20).contains(&word(cause).len()), "{}", word(cause));
        }
    }
}
