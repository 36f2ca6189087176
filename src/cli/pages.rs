//! What `explain` says of what is accepted at most, as a page and for one field, read off the code's own bounds.

use super::parse::{MAX_FILE, THREADS, TRIALS};
use backup_sim::batch::reader::{MAX_CELL, MAX_RECORD};
use backup_sim::report::format::thousands;
use backup_sim::scenario::header::MAX_COLUMNS;
use backup_sim::scenario::validate::{MAX_EVENTS, MAX_NIGHTS};
use backup_sim::scenario::{FieldRef, Inputs};
use backup_sim::study::grid;
use backup_sim::units::{Kind, LONGEST_NAME, Size, bounds};

/// What is accepted, each bound as the code has it.
pub fn limits() -> String {
    let (slowest, fastest) = bounds::RATES;
    let (common_slow, common_fast) = bounds::USUAL_RATES;
    let inputs = Inputs::default();
    let kib = |bytes: usize| format!("{} KiB", bytes >> 10);
    let rows = [
        ("size", format!("1 B to {}", Size::MAX.print())),
        ("speed", format!("{} to {}", slowest.print(), fastest.print())),
        ("", format!("with a note outside {} to {}", common_slow.print(), common_fast.print())),
        ("windows", format!("{} for each field", bounds::WINDOWS)),
        ("plans, outages", format!("{} entries", bounds::ENTRIES)),
        ("rivals", bounds::RIVALS.to_string()),
        ("classes of items", bounds::CLASSES.to_string()),
        ("name", format!("{LONGEST_NAME} characters")),
        (
            "nights ahead",
            format!("1 to {}, {} unless given", thousands(MAX_NIGHTS), inputs.window.nights.get()),
        ),
        ("events", format!("{} in a case, reckoned up before it runs", thousands(MAX_EVENTS))),
        ("trials", format!("0, or {} to {}", TRIALS.0, thousands(TRIALS.1))),
        ("threads", format!("1 to {}", thousands(THREADS))),
        ("scenario file", format!("{} KiB", MAX_FILE >> 10)),
        ("axis of a map", format!("2 to {} values", grid::MOST)),
        ("CSV cell, record", format!("{}, {}", kib(MAX_CELL), kib(MAX_RECORD))),
        ("CSV columns", MAX_COLUMNS.to_string()),
        ("CSV rows", "as many as there are; they are streamed".to_owned()),
    ];
    let lines = rows.iter().map(|(what, bound)| format!("{what:<18} {bound}\n"));
    let text = lines.collect::<String>();
    format!("limits: what is accepted; more is refused with an error that says so\n\n{text}")
}

/// What a field accepts, where its bounds are the code's own.
pub fn range(field: &FieldRef) -> Option<String> {
    match field.key {
        "window.nights" => Some(format!("1 to {}", thousands(MAX_NIGHTS))),
        "name" => Some(format!("at most {LONGEST_NAME} characters")),
        _ => range_of(field.kind.name),
    }
}

/// The same of a kind of value.
pub fn range_of(kind: &str) -> Option<String> {
    let (slowest, fastest) = bounds::RATES;
    match kind {
        "size" => Some(format!("1 B to {}", Size::MAX.print())),
        "speed" => Some(format!("{} to {}", slowest.print(), fastest.print())),
        "windows" => Some(format!("at most {} windows", bounds::WINDOWS)),
        "speed plan" | "outages" => Some(format!("at most {} entries", bounds::ENTRIES)),
        "rivals" => Some(format!("at most {}", bounds::RIVALS)),
        "items" => Some(format!("at most {} classes", bounds::CLASSES)),
        _ => None,
    }
}
