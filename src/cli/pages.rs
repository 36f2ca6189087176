//! What `explain` says of what is accepted at most, as a page and for one field, read off the code's own bounds.

use super::parse::{MAX_FILE, THREADS, TRIALS};
use backup_sim::batch::reader::{MAX_CELL, MAX_RECORD};
use backup_sim::batch::sweep::MOST_ROWS;
use backup_sim::report::format::thousands;
use backup_sim::scenario::header::MAX_COLUMNS;
use backup_sim::scenario::steps::cells;
use backup_sim::scenario::validate::{MAX_EVENTS, MAX_NIGHTS};
use backup_sim::scenario::{FieldRef, Inputs};
use backup_sim::study::grid;
use backup_sim::units::{Kind, LONGEST_NAME, Size, bounds};

/// How the values of a sweep are written.
pub const SWEEP: &str = "\
sweep: how several values of a field are written, and what comes of them

One value    --size 40GB
             as for estimate; also photos 9 x 2MB, videos 2 x 60MB
A range      --size 5GB..128GB:8
             eight values, both ends among them: sizes and speeds by equal
             ratios, all else by equal steps, in as few digits as keep them
             apart; --window 4h..10h:4 is its length, from its start
A list       --upload 3Mbps,10Mbps
             in the order typed, each value once; with commas where no single
             value of the field has one
             --plugged 'yes | no'
             with | for all others (windows, items, outages, plans, rivals,
             faults, requirements, names, files), and wherever you like
Drawn        --sample 1000 --size 5GB..128GB
             a range needs no count: its values lie by ratios for sizes and
             speeds that begin above zero, evenly for all else; of a list or of
             a range with a count each value is equally likely; the laws of
             --spread move what is typed or drawn, as far as it stays valid

--set KEY=... takes the same. --spread is one value. What a scenario file gives
is one value too. Without --sample there is a row for each combination: columns
stand as typed, and the last one changes from row to row. A drawn row depends on
--seed and its own number alone. Combinations that contradict each other (done
more than there is) are rows as well: batch rejects them and says why.
What chance does to a night (bad nights, drops, how far one speed test lies from
the truth) is not drawn here: batch --trials does.
";

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
        ("rows of a sweep", thousands(MOST_ROWS)),
        ("values of a field", format!("{} in a sweep", thousands(cells::MOST as u64))),
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
