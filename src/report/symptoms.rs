//! `explain symptoms`: the catalogue flows in; each message with its causes in plain words flows out,
//! grouped by whose screen shows it.

use super::text::wrap;
use super::wording::cause::name;
use crate::model::service::Preset;
use crate::study::symptoms::{SYMPTOMS, Screen, Symptom};

const COLUMNS: usize = 80;
/// What is left out of a list of causes after the likeliest: the command ranks them all.
const MOST: usize = 4;

const HEAD: &str = "\
What phones and people say of a backup that fails, and what each points to, the
likeliest first. backup-sim diagnose \"TEXT\" ranks all causes for your case; the
id in brackets is for --ruled-out. Messages collected 2026-11-23; how likely
each cause is, is assumed.
";

/// The page.
pub fn page() -> String {
    let mut out = HEAD.to_owned();
    for (screen, title, service) in [
        (Screen::Iphone, "On an iPhone or iPad", Preset::IcloudBackup),
        (Screen::Google, "Google on Android", Preset::GooglePhotos),
        (Screen::Computer, "On the computer", Preset::ComputerUsb2),
        (Screen::People, "What people say", Preset::Generic),
    ] {
        out += &format!("\n{}\n{}\n", title, "=".repeat(title.len()));
        for symptom in SYMPTOMS.iter().filter(|s| s.screen == screen) {
            out += &entry(symptom, service);
        }
    }
    out
}

/// The usual text, then the causes.
fn entry(symptom: &Symptom, service: Preset) -> String {
    let text = symptom.texts.first().copied().unwrap_or_default().replace('#', "...");
    let mut out = String::from("\n");
    for line in wrap(&format!("\"{text}\""), COLUMNS) {
        out += &format!("{line}\n");
    }
    let causes = symptom.causes.iter().take(MOST);
    let causes: Vec<String> =
        causes.map(|&(cause, _)| format!("{} [{}]", name(cause, service), cause.id())).collect();
    let left = symptom.causes.len().saturating_sub(MOST);
    let more = if left > 0 { format!("; {left} less likely") } else { String::new() };
    for line in wrap(&format!("{}{more}", causes.join("; ")), COLUMNS - 2) {
        out += &format!("  {line}\n");
    }
    out
}
