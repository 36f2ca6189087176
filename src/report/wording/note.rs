//! Notes in words: remarks and how values were read flow in, a stable code and a sentence flow out.

use super::{chance, unread};
use crate::report::format::{Way, inert, size, span};
use crate::scenario::points::POINT_READ;
use crate::scenario::{Scenario, field};
use crate::study::answer::{Answer, Remark};
use crate::units::{DECIMAL_SIZE, MEGABYTES, NONE_UNKNOWN, SMALL_PERCENT, UNUSUAL_SPEED};

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

/// Every note's code and what it says, in short.
pub static CODES: &[(&str, &str)] = &[
    (DECIMAL_SIZE, "A size was read as decimal (GB, not GiB), which its unit leaves open."),
    (UNUSUAL_SPEED, "A speed is far from what lines carry; it was taken as typed."),
    (MEGABYTES, "A speed was typed in megabytes per second, eight times as much as megabits."),
    (SMALL_PERCENT, "A percentage under 1 was taken as percent, not as a share."),
    (NONE_UNKNOWN, "`none` was taken as not known, not as no bytes at all."),
    (
        POINT_READ,
        "A point before three digits was read as a decimal point, in a file with semicolons.",
    ),
    ("no-effect", "A value was given that nothing reads under this service."),
    ("losing-charge", "The phone is plugged in and loses charge all the same."),
    ("drops-cost", "What random drops cost of the speed in the point answer."),
    ("outdated", "Outdated software stops nothing in a forecast."),
    ("no-wifi-needed", "The service does not ask for Wi-Fi, so hours without it run on."),
    ("plan-alone", "A storage plan was given without what is used of it."),
    ("trace-covers", "For how much of its length a file of measured rates knows the rate."),
    ("items-scaled", "The numbers of items were scaled to the size."),
    ("items-left-out", "Items larger than the service takes are left out."),
    ("stuck-skipped", "The item that never uploads is skipped."),
    ("chance-assumes", "The chance rests on values that were assumed, not given."),
];

/// The stable id of a remark.
pub const fn code(remark: &Remark) -> &'static str {
    match remark {
        Remark::Read(_, note) | Remark::Asked(_, note) => note.code,
        Remark::NoEffect(..) => "no-effect",
        Remark::LosingCharge => "losing-charge",
        Remark::DropsCost(_) => "drops-cost",
        Remark::Outdated => "outdated",
        Remark::NoWifiNeeded => "no-wifi-needed",
        Remark::PlanAlone => "plan-alone",
        Remark::TraceCovers { .. } => "trace-covers",
        Remark::ItemsScaled => "items-scaled",
        Remark::ItemsLeftOut(_) => "items-left-out",
        Remark::StuckSkipped => "stuck-skipped",
        Remark::ChanceAssumes(_) => "chance-assumes",
    }
}

/// A remark as a sentence.
pub fn word(remark: &Remark, scenario: &Scenario) -> NoteText {
    let text = match remark {
        Remark::Read(id, note) => format!("{}: {}", field(*id).key, inert(&note.text)),
        Remark::Asked(option, note) => format!("{option}: {}", inert(&note.text)),
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
        Remark::TraceCovers { covered, length, repeats, stated } => {
            // Rounded down: a hole is never called whole.
            let percent = covered.micros().saturating_mul(100) / length.micros().max(1);
            let behind =
                if *repeats { "it then begins again" } else { "behind it nothing is known" };
            let known = format!(
                "The trace knows the rate for {percent} % of its {}; {behind}.",
                span(*length, Way::Nearest)
            );
            match *stated || *repeats && covered >= length {
                true => known,
                false => format!("{known} There nothing is sent, as no --upload is given."),
            }
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
        Remark::ChanceAssumes(fields) => format!(
            "The chance rests on what was assumed and not given: {}.",
            chance::assumed(fields, scenario.inputs())
        ),
    };
    NoteText { code: code(remark), text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::fields::id_of;
    use crate::study::unread::Unread;
    use crate::units::{Note, Size, Span};

    #[test]
    fn every_code_is_in_the_list_once() {
        let field = id_of("link.wifi");
        let read = |code| Remark::Read(field, Note { code, text: String::new() });
        let all = [
            read(DECIMAL_SIZE),
            read(UNUSUAL_SPEED),
            read(MEGABYTES),
            read(SMALL_PERCENT),
            read(NONE_UNKNOWN),
            read(POINT_READ),
            Remark::NoEffect(field, Unread::ByCable),
            Remark::LosingCharge,
            Remark::DropsCost(1.0),
            Remark::Outdated,
            Remark::NoWifiNeeded,
            Remark::PlanAlone,
            Remark::TraceCovers {
                covered: Span::DAY,
                length: Span::DAY,
                repeats: false,
                stated: true,
            },
            Remark::ItemsScaled,
            Remark::ItemsLeftOut(Size::ZERO),
            Remark::StuckSkipped,
            Remark::ChanceAssumes(Vec::new()),
        ];
        let codes: Vec<&str> = all.iter().map(code).collect();
        assert_eq!(codes, CODES.iter().map(|(code, _)| *code).collect::<Vec<_>>());
    }
}
