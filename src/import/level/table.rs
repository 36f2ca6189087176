//! A CSV with a time and a percentage among its columns; commas, semicolons or tabs.

use super::moment::{self, Clock};
use super::{Curve, ImportError, fault, percent};

/// What a column of times holds.
#[derive(Clone, Copy)]
enum Times {
    /// Clock times or dates.
    Moments,
    /// Numbers of so many microseconds.
    Of(f64),
}

/// Names of a column of times, in lower case.
const TIMES: [(&[&str], Times); 4] = [
    (&["time", "clock", "timestamp", "date", "datetime"], Times::Moments),
    (&["t_s", "time_s", "seconds", "elapsed_s"], Times::Of(1e6)),
    (&["t_min", "time_min", "minutes", "elapsed_min"], Times::Of(60e6)),
    (&["t_h", "time_h", "hours", "elapsed_h"], Times::Of(3600e6)),
];

/// Names of a column of levels, in lower case.
const LEVELS: [&str; 9] = [
    "percent",
    "percentage",
    "level",
    "level %",
    "level_percent",
    "soc",
    "soc_percent",
    "battery",
    "battery_percent",
];

/// Reads the lines.
pub fn read<'a>(
    mut lines: impl Iterator<Item = (u32, &'a str)>,
    curve: &mut Curve,
) -> Result<(), ImportError> {
    let Some((number, first)) = lines.next() else { return Ok(()) };
    let separator = [';', '\t'].into_iter().find(|&c| first.contains(c)).unwrap_or(',');
    let cells = |line: &'a str| -> Vec<&'a str> {
        line.split(separator).map(|cell| cell.trim().trim_matches('"')).collect()
    };
    let names: Vec<String> = cells(first).iter().map(|name| name.to_ascii_lowercase()).collect();
    let is_row =
        names.first().is_some_and(|cell| moment::read(&cell.to_ascii_uppercase()).is_some());
    let (time, times, level) =
        if is_row { (0, Times::Moments, 1) } else { columns(number, &names)? };
    let mut clock = Clock::default();
    for (number, line) in is_row.then_some((number, first)).into_iter().chain(lines) {
        let cells = cells(line);
        let cell = |place: usize| cells.get(place).copied().unwrap_or_default();
        if matches!(cell(level).to_ascii_lowercase().as_str(), "" | "n/a" | "na" | "null" | "-") {
            curve.leave_out();
            continue;
        }
        let Some(level) = percent(cell(level)) else {
            return Err(fault(number, format!("\"{}\" is no percentage", cell(level))));
        };
        curve.push(number, micros(number, cell(time), times, &mut clock)?, level)?;
    }
    Ok(())
}

/// The place of the times, what they are, the place of the levels.
fn columns(line: u32, names: &[String]) -> Result<(usize, Times, usize), ImportError> {
    let place = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    let time = TIMES.iter().find_map(|(known, times)| Some((place(known)?, *times)));
    let (Some((time, times)), Some(level)) = (time, place(&LEVELS)) else {
        return Err(fault(
            line,
            "the header needs a column time (or time_s, time_min, time_h) and a column percent",
        ));
    };
    Ok((time, times, level))
}

fn micros(line: u32, cell: &str, times: Times, clock: &mut Clock) -> Result<i64, ImportError> {
    let number = || cell.parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() < 1e9);
    match times {
        Times::Moments => match moment::read(cell) {
            Some(moment) => Ok(clock.micros(moment)),
            None if number().is_some() => Err(fault(
                line,
                format!("{cell} of which unit? Name the column time_s, time_min or time_h"),
            )),
            None => Err(fault(line, format!("\"{cell}\" is no time"))),
        },
        Times::Of(unit) => match number() {
            // Under 1e9 hours: in range.
            Some(number) => Ok((number * unit).round() as i64),
            None => Err(fault(line, format!("\"{cell}\" is no number"))),
        },
    }
}
