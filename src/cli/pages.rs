//! The page of `explain` on what is accepted at most, read off the code's own bounds.

use super::parse::{MAX_FILE, THREADS, TRIALS};
use backup_sim::batch::reader::{MAX_CELL, MAX_RECORD};
use backup_sim::report::format::thousands;
use backup_sim::scenario::Inputs;
use backup_sim::scenario::header::MAX_COLUMNS;
use backup_sim::scenario::validate::{MAX_EVENTS, MAX_NIGHTS};
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
        ("CSV cell, record", format!("{}, {}", kib(MAX_CELL), kib(MAX_RECORD))),
        ("CSV columns", MAX_COLUMNS.to_string()),
        ("CSV rows", "as many as there are; they are streamed".to_owned()),
    ];
    let lines = rows.iter().map(|(what, bound)| format!("{what:<18} {bound}\n"));
    let text = lines.collect::<String>();
    format!("limits: what is accepted; more is refused with an error that says so\n\n{text}")
}
