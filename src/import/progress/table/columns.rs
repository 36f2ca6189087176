//! Which column of a table holds what: the names of its header flow in; the columns of the time, of the
//! amounts and of the total flow out. Without a header a time stands first and an amount second.

use super::super::cells::{Cell, cells};
use super::super::shown;
use super::super::stamp::Times;
use super::is_absent;
use crate::import::ImportError;

/// Names of a column of times.
const TIMES: [(&[&str], Times); 5] = [
    (
        &[
            "time",
            "t",
            "clock",
            "timestamp",
            "datetime",
            "date_time",
            "when",
            "ts",
            "epoch",
            "unix",
            "at",
        ],
        Times::Any,
    ),
    (
        &[
            "t_s",
            "time_s",
            "seconds",
            "secs",
            "sec",
            "s",
            "elapsed",
            "elapsed_s",
            "elapsed_seconds",
            "seconds_elapsed",
            "end_s",
        ],
        Times::Of(1e6),
    ),
    (&["t_min", "time_min", "minutes", "min", "elapsed_min"], Times::Of(60e6)),
    (&["t_h", "time_h", "hours", "h", "elapsed_h"], Times::Of(3600e6)),
    (&["t_ms", "time_ms", "ms", "millis"], Times::Of(1e3)),
];

/// A date in a column of its own, with the clock time in another.
const DATE: &str = "date";

/// What the cells of an amount hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Amounts {
    /// Percent, the sign may be there or not.
    Percent,
    /// Shares from 0 to 1.
    Share,
    /// Numbers of so many bytes.
    Of(f64),
    /// A percent sign or a unit stands in each cell.
    Written,
}

/// Names of a column of percents.
const PERCENTS: [&str; 12] = [
    "percent",
    "percentage",
    "pct",
    "%",
    "done_percent",
    "percent_done",
    "progress_percent",
    "done_%",
    "progress_%",
    "done_pct",
    "complete_percent",
    "percent_complete",
];

/// Names of a column of shares.
const SHARES: [&str; 3] = ["fraction", "share", "ratio"];

/// Names that an amount may have, the likeliest first: what was kept before what a tool says.
const AMOUNTS: [&str; 14] = [
    "stored",
    "done",
    "uploaded",
    "sent",
    "transferred",
    "bytes_done",
    "backed_up",
    "progress",
    "complete",
    "completed",
    "size",
    "amount",
    "tool",
    "bytes",
];

/// Those of them that count what went twice twice.
pub(super) const REPEATS: [&str; 3] = ["sent", "transferred", "tool"];

/// Names of a column of all that there is.
const TOTALS: [&str; 4] = ["total", "of", "library", "total_size"];

/// Units in a name, in bytes.
const UNITS: [(&str, f64); 11] = [
    ("bytes", 1.0),
    ("b", 1.0),
    ("kb", 1e3),
    ("mb", 1e6),
    ("gb", 1e9),
    ("tb", 1e12),
    ("kib", 1024.0),
    ("mib", 1_048_576.0),
    ("gib", 1_073_741_824.0),
    ("tib", 1_099_511_627_776.0),
    ("byte", 1.0),
];

/// Where a table holds what.
pub(super) struct Columns {
    pub(super) date: Option<usize>,
    pub(super) time: usize,
    pub(super) times: Times,
    pub(super) amounts: Vec<(usize, Amounts)>,
    pub(super) total: Option<(usize, Amounts)>,
    /// Where the timeline says the clock time and the second of a segment's start.
    pub(super) clock_start: Option<usize>,
    pub(super) start: Option<usize>,
    /// Where the timeline says the state of a segment and its cause.
    pub(super) state: Option<usize>,
    pub(super) cause: Option<usize>,
    /// Where the timeline says the share of all that is done.
    pub(super) share: Option<usize>,
}

/// Of several columns of amounts the first that holds something.
pub(super) fn choose(columns: &mut Columns, rows: &[(usize, &str)], mark: char) {
    let filled = |place: usize| {
        let mut cells = rows.iter().take(2_000).map(|(_, row)| cells(row, mark));
        cells.any(|cells| {
            cells.get(place).is_some_and(|c| !is_absent(c.text) && !matches!(c.text, "0" | "0.0"))
        })
    };
    if columns.amounts.len() > 1
        && let Some(best) = columns.amounts.iter().position(|&(place, _)| filled(place))
    {
        columns.amounts.drain(..best);
    }
}

/// A table without a header: a time and an amount that carries its unit or percent sign.
pub(super) fn headless(line: usize, cells: &[Cell<'_>]) -> Result<Columns, ImportError> {
    if cells.len() < 2 {
        let message = "a time stands alone; a second column holds the percent or the size";
        return Err(ImportError::new(line, 0, message));
    }
    let amounts = vec![(1, Amounts::Written)];
    Ok(Columns {
        date: None,
        time: 0,
        times: Times::Any,
        amounts,
        total: None,
        clock_start: None,
        start: None,
        share: None,
        state: None,
        cause: None,
    })
}

/// The columns by their names.
pub(super) fn named(line: usize, names: &[String]) -> Result<Columns, ImportError> {
    let place = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    let is_timeline = place(&["start_s"]).is_some() && place(&["end_s"]).is_some();
    let time = TIMES.iter().find_map(|(known, times)| Some((place(known)?, *times)));
    let date = place(&[DATE]);
    let (time, times, date) = match (time, date) {
        (Some((time, times)), Some(date)) if times == Times::Any => (time, times, Some(date)),
        (Some((time, times)), _) => (time, times, None),
        (None, Some(date)) => (date, Times::Any, None),
        (None, None) => {
            let message = format!(
                "no column holds the time: name it time, seconds or clock (found: {})",
                shown(&names.join(", "))
            );
            return Err(ImportError::new(line, 0, message));
        }
    };
    let mut amounts: Vec<(usize, usize, Amounts)> = Vec::new();
    let mut total = None;
    for (at, name) in names.iter().enumerate().filter(|&(at, _)| at != time && Some(at) != date) {
        let Some((rank, kind)) = amount_of(name, &AMOUNTS) else {
            if let Some((_, kind)) = amount_of(name, &TOTALS) {
                total = total.or(Some((at, kind)));
            }
            continue;
        };
        amounts.push((rank, at, kind));
    }
    amounts.sort_by_key(|&(rank, at, _)| (rank, at));
    if amounts.is_empty() {
        let message = format!(
            "no column holds how much is done: name it percent, done_gb or bytes (found: {})",
            shown(&names.join(", "))
        );
        return Err(ImportError::new(line, 0, message));
    }
    Ok(Columns {
        date,
        time,
        times,
        amounts: amounts.into_iter().map(|(_, at, kind)| (at, kind)).collect(),
        total,
        clock_start: is_timeline.then(|| place(&["clock_start"])).flatten(),
        start: is_timeline.then(|| place(&["start_s"])).flatten(),
        state: is_timeline.then(|| place(&["state"])).flatten(),
        cause: is_timeline.then(|| place(&["cause"])).flatten(),
        share: is_timeline.then(|| place(&["fraction"])).flatten(),
    })
}

/// What a name says of its column: its rank among names, and what its cells hold.
fn amount_of(name: &str, known: &[&str]) -> Option<(usize, Amounts)> {
    let is_amount = known.len() == AMOUNTS.len();
    if is_amount && PERCENTS.contains(&name) {
        return Some((0, Amounts::Percent));
    }
    if is_amount && SHARES.contains(&name) {
        return Some((known.len() + 2, Amounts::Share));
    }
    let rank = |text: &str| known.iter().position(|k| *k == text);
    if let Some(&(_, bytes)) = UNITS.iter().find(|(unit, _)| is_amount && *unit == name) {
        return Some((known.len(), Amounts::Of(bytes)));
    }
    if let Some(rank) = rank(name) {
        return Some((rank, Amounts::Written));
    }
    let (head, unit) = name.rsplit_once('_')?;
    let (_, bytes) = UNITS.iter().find(|(known, _)| *known == unit)?;
    Some((rank(head)?, Amounts::Of(*bytes)))
}
