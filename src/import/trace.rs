//! Measured rates over time: a CSV of seconds and rates, or a mahimahi trace. A series flows out.
//!
//! CSV: the first column of the header that is a time (`t_s`, `time_s`, `seconds`, `t_ms`, `minutes`)
//! and the first that is a rate with its unit (`upload_mbps`, `rate_kbps`). Times rise from second 0;
//! an empty cell of a rate is a hole. Mahimahi: a line for each packet of 1,500 bytes, the
//! milliseconds at which it may go out; the last line's moment is where it begins again.

use super::lines::{Table, billionths, filled, plain, table, text};
use super::{ImportError, shown};
use crate::units::series::MOST_STEPS;
use crate::units::{Kind, Rate, Series, Span};

/// What a line of a mahimahi trace lets through, in bits.
const PACKET: u64 = 12_000;

/// Reads a trace.
///
/// # Errors
/// Where it is not one, holds nothing, or more than 10,000,000 steps.
pub fn read(bytes: &[u8]) -> Result<Series, ImportError> {
    let text = text(bytes)?;
    let first = filled(&text).next().ok_or_else(|| ImportError::new(0, 0, "it is empty"))?.1;
    match first.trim().bytes().all(|b| b.is_ascii_digit()) {
        true => mahimahi(&text),
        false => csv(&table(&text, MOST_STEPS, "steps")?),
    }
}

/// The length of a second, in microseconds of its unit, if the name is that of a time.
fn time_unit(name: &str) -> Option<u64> {
    Some(match plain(name).as_str() {
        "t_s" | "time_s" | "seconds" | "second" | "elapsed_s" | "start_s" | "s" => 1_000_000,
        "t_ms" | "time_ms" | "milliseconds" | "elapsed_ms" | "ms" => 1_000,
        "t_min" | "time_min" | "minutes" => 60_000_000,
        _ => return None,
    })
}

/// The unit of a rate if the name is that of one: `upload_mbps`.
fn rate_unit(name: &str) -> Option<&'static str> {
    let bytes = [("MBps", "MB/s"), ("MB_s", "MB/s"), ("kBps", "kB/s"), ("kB_s", "kB/s")];
    let written = name.trim().replace(['-', ' ', '/'], "_").replace(['(', ')', '[', ']'], "");
    if let Some((_, unit)) = bytes.into_iter().find(|(end, _)| written.ends_with(end)) {
        return Some(unit);
    }
    let name = plain(name);
    let units = Rate::HEADER_UNITS.iter();
    units
        .filter(|(end, _)| name == *end || name.strip_suffix(end).is_some_and(|n| n.ends_with('_')))
        .max_by_key(|(end, _)| end.len())
        .map(|&(_, unit)| unit)
}

fn csv(table: &Table) -> Result<Series, ImportError> {
    let times = table.header.iter().enumerate().find_map(|(at, n)| Some((at, time_unit(n)?)));
    let rates = table.header.iter().enumerate().find_map(|(at, n)| Some((at, rate_unit(n)?)));
    let (Some((when, scale)), Some((what, unit))) = (times, rates) else {
        let missing = if times.is_none() { "time such as t_s" } else { "rate such as upload_mbps" };
        let message =
            format!("no column of a {missing}; the header is {}", shown(&table.header.join(", ")));
        return Err(ImportError::new(table.line, 0, message));
    };
    let mut readings: Vec<(Span, Rate)> = Vec::with_capacity(table.records.len());
    let mut last: Option<Span> = None;
    for (line, cells) in &table.records {
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        let at = time(cell(when), scale).ok_or_else(|| {
            let message = format!("\"{}\" is no time from 0 to 10 years", shown(cell(when)));
            ImportError::new(*line, when + 1, message)
        })?;
        if last.is_some_and(|before| at <= before) {
            let message = format!("{} is not later than the line before", shown(cell(when)));
            return Err(ImportError::new(*line, when + 1, message));
        }
        last = Some(at);
        if cell(what).is_empty() {
            continue;
        }
        readings.push((at, rate(cell(what), unit, *line, what + 1)?));
    }
    if readings.is_empty() {
        return Err(ImportError::new(0, 0, "no reading in it"));
    }
    Ok(Series::of_readings(&readings))
}

fn time(cell: &str, scale: u64) -> Option<Span> {
    let micros = u128::from(billionths(cell)?) * u128::from(scale) / 1_000_000_000;
    let span = Span::from_micros(i64::try_from(micros).ok()?);
    (span <= Span::DAY.times(3653)).then_some(span)
}

/// A bare number in a unit; less than is read elsewhere is nothing.
fn rate(cell: &str, unit: &str, line: usize, column: usize) -> Result<Rate, ImportError> {
    let one = Rate::read(&format!("1{unit}")).or_else(|_| Rate::read(&format!("1000{unit}")));
    let micros = one.map_or(1_000_000, |r| r.value.microbits_per_s());
    // A bit per second is too slow to be read by itself, a thousand are not.
    let micros = if unit == "bps" { 1_000_000 } else { micros };
    let fault = || {
        let message = format!("\"{}\" is no rate from 0 to 1 Tbps in {unit}", shown(cell));
        ImportError::new(line, column, message)
    };
    // Bits per second have more digits before the point than the others.
    let (number, scale) = match cell.parse::<u64>() {
        Ok(whole) => (u128::from(whole), 1),
        Err(_) => (u128::from(billionths(cell).ok_or_else(fault)?), 1_000_000_000),
    };
    let rate = number.checked_mul(u128::from(micros)).ok_or_else(fault)? / scale;
    let most = 1_000_000_000_000_000_000;
    u64::try_from(rate)
        .ok()
        .filter(|&r| r <= most)
        .map(Rate::from_microbits_per_s)
        .ok_or_else(fault)
}

fn mahimahi(text: &str) -> Result<Series, ImportError> {
    let mut packets: Vec<u32> = Vec::new();
    let mut last = 0u64;
    for (line, cell) in filled(text) {
        let cell = cell.trim();
        let fault = |what: &str| ImportError::new(line, 1, format!("\"{}\" {what}", shown(cell)));
        let at = cell.parse::<u64>().map_err(|_| fault("is no whole number of milliseconds"))?;
        if at < last {
            return Err(fault("is earlier than the line before"));
        }
        last = at;
        let end = usize::try_from(at / 1_000).unwrap_or(usize::MAX);
        if end >= MOST_STEPS {
            return Err(fault("is later than 10,000,000 s"));
        }
        if packets.len() <= end {
            packets.resize(end + 1, 0);
        }
        if let Some(count) = packets.get_mut(end) {
            *count = count.saturating_add(1);
        }
    }
    if last == 0 {
        return Err(ImportError::new(0, 0, "it ends at 0 ms, so that it has no length"));
    }
    // What comes exactly at the end counts into the second before it.
    if last.is_multiple_of(1_000)
        && let Some(over) = packets.pop()
        && let Some(before) = packets.last_mut()
    {
        *before = before.saturating_add(over);
    }
    let whole = packets.len();
    let rates = packets.iter().enumerate().map(|(place, &count)| {
        let left = last.saturating_sub(1_000 * place as u64);
        let length = if place + 1 == whole { left.min(1_000) } else { 1_000 };
        Rate::from_bits_per_s(u64::from(count) * PACKET * 1_000 / length.max(1))
    });
    let rates: Vec<Rate> = rates.collect();
    let period = Span::from_micros(i64::try_from(last).unwrap_or(i64::MAX).saturating_mul(1_000));
    Ok(Series::of_period(Span::from_secs(1), &rates, period))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(text: &str) -> Series {
        read(text.as_bytes()).unwrap_or_else(|e| panic!("{}", e.at(text)))
    }

    fn refused(text: &str) -> String {
        read(text.as_bytes()).unwrap_err().at("f")
    }

    fn bits(series: &Series, second: i64) -> Option<u64> {
        series.at(Span::from_secs(second)).map(Rate::bits_per_s)
    }

    #[test]
    fn a_csv_has_a_time_and_a_rate_with_its_unit() {
        let read = series("t_s,upload_mbps\n0,3\n10,4.5\n20,0\n");
        assert_eq!([0, 10, 20].map(|s| bits(&read, s)), [3_000_000, 4_500_000, 0].map(Some));
        assert_eq!(bits(&series("t_ms;rate_kbps\n0;1\n1000;2\n"), 1), Some(2_000));
        assert_eq!(bits(&series("seconds,Upload (Mbit/s)\n0,3\n"), 0), Some(3_000_000));
        assert_eq!(bits(&series("t_s,upload_bps\n0,1250000000\n"), 0), Some(1_250_000_000));
        assert_eq!(bits(&series("t_s,upload_MBps\n0,3\n"), 0), Some(24_000_000));
    }

    #[test]
    fn an_empty_rate_is_a_hole_that_is_not_bridged() {
        // Readings at 0, 10 and 50 s: the median step is 40 s (the upper of two), held 80 s.
        let read = series("t_s,upload_mbps\n0,1\n10,2\n20,\n50,3\n");
        assert_eq!(bits(&read, 30), Some(2_000_000));
        let read = series("t_s,upload_mbps\n0,1\n1,1\n2,1\n3,\n50,3\n");
        assert_eq!(
            [3, 4, 49, 50].map(|s| bits(&read, s)),
            [Some(1_000_000), None, None, Some(3_000_000)]
        );
    }

    #[test]
    fn a_mahimahi_trace_counts_packets_in_each_second() {
        // Two packets in the first second, one in the second, which is half as long: 24 kbit/s, and
        // 12 kbit in half a second.
        let read = series("100\n900\n1500\n");
        assert_eq!((bits(&read, 0), bits(&read, 1)), (Some(24_000), Some(24_000)));
        assert!(read.repeats() && read.end() == Span::from_micros(1_500_000));
        // A file `1` alone is a packet each millisecond: 12 Mbit/s.
        assert_eq!(bits(&series("1\n"), 7), Some(12_000_000));
        // The packet at the very end belongs to the second before it.
        assert_eq!(bits(&series("500\r\n\r\n1000\r\n"), 0), Some(24_000));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        assert!(refused("t,upload\n0,3\n").starts_with("f:1: no column of a time such as t_s"));
        assert!(refused("t_s,upload\n0,3\n").starts_with("f:1: no column of a rate"));
        assert_eq!(
            refused("t_s,up_mbps\n0,x\n"),
            "f:2:2: \"x\" is no rate from 0 to 1 Tbps in Mbps"
        );
        assert_eq!(
            refused("t_s,up_mbps\n5,1\n5,2\n"),
            "f:3:1: 5 is not later than the line before"
        );
        assert_eq!(refused("t_s,up_mbps\n-1,1\n"), "f:2:1: \"-1\" is no time from 0 to 10 years");
        assert_eq!(refused("t_s,up_mbps\n"), "f: no reading in it");
        assert_eq!(refused("5\n4\n"), "f:2:1: \"4\" is earlier than the line before");
        assert_eq!(refused("0\n"), "f: it ends at 0 ms, so that it has no length");
        assert_eq!(refused("5\nx\n"), "f:2:1: \"x\" is no whole number of milliseconds");
        assert_eq!(
            refused("99999999999999\n"),
            "f:1:1: \"99999999999999\" is later than 10,000,000 s"
        );
    }
}
