//! What a diagnosis says of what was said: which of it was not understood, which service it was taken
//! to be about, how causes are called. The words flow in, lines flow out.

use super::diagnosis::{Words, example, of_hundred, shown};
use super::format::{self, inert};
use super::masked::masked;
use super::wording::cause::service;
use crate::model::service::Preset;
use crate::scenario::field;
use crate::study::diagnose::Found;
use crate::units::Kind;

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// What a service is called as the thing that is backed up to.
const fn title(preset: Preset) -> &'static str {
    match preset {
        Preset::IcloudBackup => "iCloud Backup",
        Preset::ComputerUsb2 | Preset::ComputerUsb3 => "a backup to a computer by cable",
        other => service(other),
    }
}

impl Words<'_> {
    /// What was typed, with what belongs to its owner masked where others read it.
    pub(super) fn said_back(&self) -> String {
        let said = self.said.unwrap_or_default().trim();
        let said = if self.named { said.to_owned() } else { masked(said) };
        inert(&said)
    }

    /// What was typed and not understood, beside other things that were found.
    pub(super) fn unheard(&self) -> Option<String> {
        let heard = self.diagnosis.heard.as_ref()?;
        let shown = !self.diagnosis.causes.is_empty() || self.diagnosis.done;
        if heard.meant.is_some() || heard.restore || !shown || self.said.is_none() {
            return None;
        }
        let near = heard.nearest.first().map(|s| format!("; nearest is \"{}\"", example(s)));
        Some(format!("not understood: \"{}\"{}", self.said_back(), near.unwrap_or_default()))
    }

    /// Which service was taken from the words.
    pub(super) fn taken(&self) -> Option<String> {
        let is_service = |id: &&crate::edit::FieldId| field(**id).key == "service.preset";
        self.diagnosis.open.iter().find(is_service)?;
        let preset = self.diagnosis.base.inputs().service.preset;
        Some(format!("{}: say --service {}, or another", title(preset), preset.print()))
    }

    /// A cause's name, with its id where that is of use.
    pub(super) fn called(&self, found: &Found) -> String {
        let name = self.name(found);
        if self.ids { format!("{name} [{}]", found.cause.id()) } else { name.to_owned() }
    }

    /// A cause's score; what is known is certain.
    pub(super) fn score(&self, found: &Found) -> String {
        if found.known && found.score >= 1.0 {
            return "certain".to_owned();
        }
        of_hundred(found.score)
    }

    /// The last look says that all is sent.
    pub(super) fn done(&self) -> Option<String> {
        let last = self.diagnosis.observed.readings.last().filter(|_| self.diagnosis.done)?;
        let night =
            if last.night > 1 { format!(" of night {}", last.night) } else { String::new() };
        let clock = format::clock(last.look.clock, self.clock);
        Some(format!("It is done: {} at {clock}{night}. Nothing holds it up.", shown(last.percent)))
    }
}
