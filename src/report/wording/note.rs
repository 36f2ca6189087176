//! Notes in words: remarks and how values were read flow in, a stable code and a sentence flow out.

use super::unread;
use crate::report::format::{Way, inert, size};
use crate::scenario::{Scenario, field};
use crate::study::answer::{Answer, Remark};

/// A note as reports show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteText {
    /// Its stable id, in kebab case.
    pub code: &'static str,
    /// One plain sentence.
    pub text: String,
}

/// All notes of an answer: how values were read, then its remarks; none twice.
pub fn notes(answer: &Answer) -> Vec<NoteText> {
    let mut notes = Vec::new();
    let mut add = |note: NoteText| {
        if !notes.contains(&note) {
            notes.push(note);
        }
    };
    for (id, note) in answer.scenario.notes() {
        add(word(&Remark::Read(*id, note.clone()), &answer.scenario));
    }
    for remark in &answer.notes {
        add(word(remark, &answer.scenario));
    }
    notes
}

/// The stable id of a remark.
pub const fn code(remark: &Remark) -> &'static str {
    match remark {
        Remark::Read(_, note) => note.code,
        Remark::NoEffect(..) => "no-effect",
        Remark::LosingCharge => "losing-charge",
        Remark::DropsCost(_) => "drops-cost",
        Remark::Outdated => "outdated",
        Remark::NoWifiNeeded => "no-wifi-needed",
        Remark::PlanAlone => "plan-alone",
        Remark::ItemsScaled => "items-scaled",
        Remark::ItemsLeftOut(_) => "items-left-out",
        Remark::StuckSkipped => "stuck-skipped",
    }
}

/// A remark as a sentence.
pub fn word(remark: &Remark, scenario: &Scenario) -> NoteText {
    let text = match remark {
        Remark::Read(id, note) => format!("{}: {}", field(*id).key, inert(&note.text)),
        Remark::NoEffect(id, why) => {
            let (key, value) = (field(*id).key, inert(&scenario.print(*id)));
            format!("{key} = {value} has no effect here: {}", unread::because(*why))
        }
        Remark::LosingCharge => {
            "The phone is plugged in but losing charge: the charger gives less than it draws."
                .to_owned()
        }
        Remark::DropsCost(percent) => {
            format!("Random drops of the line cost about {percent:.1} % of the speed.")
        }
        Remark::Outdated => {
            "The phone's software is outdated; this stops nothing in a forecast, but update it if \
             backups fail."
                .to_owned()
        }
        Remark::NoWifiNeeded => {
            "This service does not ask for Wi-Fi: hours without it run on at the stated speed."
                .to_owned()
        }
        Remark::PlanAlone => {
            "A storage plan without what is used: nothing used was assumed; add --cloud-used."
                .to_owned()
        }
        Remark::ItemsScaled => {
            "The numbers of items were scaled so that they add up to the size.".to_owned()
        }
        Remark::ItemsLeftOut(left) => format!(
            "Items larger than this service takes are left out: {}.",
            size(*left, Way::Nearest)
        ),
        Remark::StuckSkipped => {
            "The item that never uploads is skipped; the backup finishes without it.".to_owned()
        }
    };
    NoteText { code: code(remark), text }
}
