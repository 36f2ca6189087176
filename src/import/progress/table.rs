//! A table with a time and a percent or a size among its columns; commas, semicolons or tabs. Also the
//! timeline that this program writes.

mod columns;

use super::cells::{cells, delimiter};
use super::stamp::{Stamps, Times};
use super::{Done, Format, Gathered, Progress, shown};
use crate::cause::Cause;
use crate::import::ImportError;
use crate::import::lines::{filled, plain};
use crate::units::{Fraction, Kind, Size, Span};
use columns::{Amounts, REPEATS, choose, headless, named};

/// Reads the table.
pub(super) fn read(text: &str) -> Result<Progress, ImportError> {
    let mut lines = filled(text).peekable();
    let Some(&(head, header)) = lines.peek() else {
        return Err(ImportError::new(0, 0, "it is empty"));
    };
    let mark = delimiter(header);
    let names: Vec<String> = cells(header, mark).iter().map(|c| plain(c.text)).collect();
    let first = cells(header, mark);
    let is_row =
        first.first().is_some_and(|c| Stamps::default().micros(c.text, Times::Any).is_ok());
    let mut columns = if is_row {
        headless(head, &first)?
    } else {
        lines.next();
        named(head, &names)?
    };
    let rows: Vec<(usize, &str)> = lines.collect();
    choose(&mut columns, &rows, mark);
    let mut stamps = Stamps::default();
    let mut gathered = Gathered::new();
    let (mut total, mut clock) = (None, None);
    // What a timeline had sent at the first share above zero, and that share.
    let mut mark_of_all: Option<(f64, f64)> = None;
    let mut told: Vec<(i64, i64, Cause)> = Vec::new();
    let amounts = columns.amounts.first().copied();
    for &(line, row) in &rows {
        let cells = cells(row, mark);
        let Some((place, kind)) = amounts else { break };
        let (Some(time), Some(cell)) = (cells.get(columns.time), cells.get(place)) else {
            let message = format!("{} cells under {} columns", cells.len(), names.len());
            gathered.fault(ImportError::new(line, 0, message));
            continue;
        };
        if mark == ',' && cells.len() > names.len() {
            let rest = cells.get(place + 1).map_or("", |next| next.text);
            decimal_comma(cell.text, rest)
                .map_err(|message| ImportError::new(line, cell.column, message))?;
        }
        if is_absent(cell.text) || is_absent(time.text) {
            gathered.left_out += 1;
            continue;
        }
        let date = columns.date.and_then(|place| cells.get(place)).map(|c| c.text);
        let stamp = date.map_or_else(|| time.text.to_owned(), |d| format!("{d} {}", time.text));
        let at = match stamps.micros(&stamp, columns.times) {
            Ok(at) => at,
            Err(message) => {
                gathered.fault(ImportError::new(line, time.column, message));
                continue;
            }
        };
        match amount(cell.text, kind) {
            Ok(done) => {
                if gathered.rows.is_empty()
                    && let Some(start) = columns.start.and_then(|place| cells.get(place))
                    && let Ok(from) = stamps.micros(start.text, columns.times)
                {
                    // A timeline tells the ends of its segments, and begins with nothing sent.
                    gathered.push(line, start.column, from, nothing(done));
                    let text = columns.clock_start.and_then(|place| cells.get(place));
                    clock = text.and_then(|c| {
                        let mut stamps = Stamps::default();
                        stamps.micros(c.text, Times::Any).ok()?;
                        stamps.first_clock()
                    });
                }
                if gathered.rows.iter().take(1).any(|(_, other)| !same(*other, done)) {
                    let message = "a percent among sizes, or a size among percents";
                    gathered.fault(ImportError::new(line, cell.column, message));
                    continue;
                }
                gathered.push(line, cell.column, at, done);
                let cell = |place: Option<usize>| Some(cells.get(place?)?.text);
                if let Some((from, cause)) =
                    standstill(cell(columns.start), cell(columns.state), cell(columns.cause))
                {
                    match told.last_mut() {
                        Some((_, to, last)) if *to == from && *last == cause => *to = at,
                        _ => told.push((from, at, cause)),
                    }
                }
            }
            Err(message) => gathered.fault(ImportError::new(line, cell.column, message)),
        }
        if let (Some(share), Some(&(_, Done::Bytes(sent)))) = (
            columns.share.and_then(|place| cells.get(place)).and_then(|c| number(c.text)),
            gathered.rows.last(),
        ) {
            let sent = sent.bytes() as f64;
            let (first_sent, first_share) = *mark_of_all.get_or_insert((sent, share));
            // What is left at a share is as much as its sending adds to it; what was done before
            // second 0 is in the share only.
            let (more, part) = match share - first_share {
                part if part > 0.001 => (sent - first_sent, part),
                _ => (sent, share),
            };
            if part > 0.0 && more > 0.0 {
                total = Some(Size::from_bytes((sent + more / part * (1.0 - share)).round() as u64));
            }
        }
        if let Some((place, kind)) = columns.total
            && let Some(cell) = cells.get(place)
            && let Ok(Done::Bytes(size)) = amount(cell.text, kind)
        {
            total = Some(size);
        }
    }
    let format = if columns.start.is_some() { Format::Timeline } else { Format::Table };
    let clock = clock.or(stamps.first_clock());
    let begins = gathered.rows.first().map_or(0, |(at, _)| *at);
    let mut progress = gathered.finished(format, total, clock)?;
    progress.day = stamps.first_day(Span::ZERO).filter(|_| format == Format::Table);
    let since = |at: i64| Span::from_micros(at - begins);
    progress.told = told.iter().map(|&(from, to, cause)| (since(from), since(to), cause)).collect();
    progress.repeats = amounts.is_some_and(|(place, _)| {
        let name = names.get(place).map_or("", String::as_str);
        let name = name.rsplit_once('_').map_or(name, |(head, _)| head);
        REPEATS.contains(&name) && !is_row
    });
    Ok(progress)
}

/// Since when a segment of a timeline stood still, and why, if it did.
fn standstill(
    start: Option<&str>,
    state: Option<&str>,
    cause: Option<&str>,
) -> Option<(i64, Cause)> {
    if !matches!(state?, "stalled" | "outside") {
        return None;
    }
    let from = Stamps::default().micros(start?, Times::Of(1e6)).ok()?;
    Some((from, Cause::from_id(cause?)?))
}

/// A number with a decimal comma that was not quoted fell into two cells.
fn decimal_comma(whole: &str, rest: &str) -> Result<(), String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(());
    }
    let (whole, rest) = (shown(whole), shown(rest));
    Err(format!(
        "{whole},{rest} are two cells: write {whole}.{rest}, or \"{whole},{rest}\" in quotes, or separate \
         the cells by semicolons"
    ))
}

/// `1,234`: a number with a decimal comma, or one of thousands.
fn thousands(text: &str) -> Option<(String, String)> {
    let (whole, rest) = text.split_once(',')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (digits(whole) && digits(rest) && rest.len() == 3 && whole != "0")
        .then(|| (format!("{whole}{rest}"), format!("{whole}.{rest}")))
}

fn nothing(like: Done) -> Done {
    match like {
        Done::Bytes(_) => Done::Bytes(Size::ZERO),
        Done::Share(_) => Done::Share(Fraction::ZERO),
    }
}

const fn same(one: Done, other: Done) -> bool {
    matches!((one, other), (Done::Bytes(_), Done::Bytes(_)) | (Done::Share(_), Done::Share(_)))
}

fn is_absent(cell: &str) -> bool {
    matches!(cell.to_ascii_lowercase().as_str(), "" | "n/a" | "na" | "null" | "none" | "-" | "?")
}

/// A cell as an amount; what is wrong with it otherwise.
fn amount(cell: &str, kind: Amounts) -> Result<Done, String> {
    let percent = |text: &str| {
        let number = number(text)?;
        // Up to 100 % and a rounding over it.
        (-0.0..=100.5).contains(&number).then(|| {
            Done::Share(Fraction::from_millionths((number.min(100.0) * 1e4).round() as u32))
        })
    };
    let shown = shown(cell);
    match kind {
        Amounts::Percent => percent(cell.trim_end_matches('%').trim_end())
            .ok_or_else(|| format!("\"{shown}\" is no percentage from 0 to 100")),
        Amounts::Share => number(cell)
            .filter(|n| (-0.0..=1.005).contains(n))
            .map(|n| Done::Share(Fraction::from_millionths((n.min(1.0) * 1e6).round() as u32)))
            .ok_or_else(|| format!("\"{shown}\" is no share from 0 to 1")),
        Amounts::Of(unit) => {
            if let Some((many, few)) = thousands(cell) {
                return Err(format!("\"{shown}\" may be {many} or {few}; write one of them"));
            }
            if let Some(n) = number(cell).filter(|n| *n >= 0.0 && n * unit < 1e18) {
                return Ok(Done::Bytes(Size::from_bytes((n * unit).round() as u64)));
            }
            // A unit that is written all the same.
            match Size::read(cell) {
                Ok(reading) => Ok(Done::Bytes(reading.value)),
                Err(_) => Err(format!("\"{shown}\" is no number of the unit of its column")),
            }
        }
        Amounts::Written => {
            if let Some(text) = cell.strip_suffix('%') {
                return percent(text.trim_end())
                    .ok_or_else(|| format!("\"{shown}\" is no percentage from 0 to 100"));
            }
            if number(cell).is_some() {
                return Err(format!(
                    "{shown} of which unit? Write {shown}% or {shown}GB, or name the columns in a first \
                     line: time,percent or time,done_gb"
                ));
            }
            match Size::read(cell) {
                Ok(reading) => Ok(Done::Bytes(reading.value)),
                Err(error) => Err(format!("\"{shown}\": {}", error.message)),
            }
        }
    }
}

/// A number; a comma may stand for the point. Where commas separate cells one that is here was quoted.
fn number(text: &str) -> Option<f64> {
    let text = text.replacen(',', ".", 1);
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e'));
    text.parse::<f64>().ok().filter(|n| plain && n.is_finite())
}
