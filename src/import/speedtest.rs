//! Histories of speed tests, as people log them: bytes flow in, upload readings with their moments flow
//! out. Two shapes: lines of `epoch seconds,download,upload,"Mbit",…` without a header, and records of
//! `DD/MM/YYYY HH:MM` with a line `Upload: x Mbits/s` (`speedtest-cli --simple` behind a date).

use super::lines::{filled, text};
use super::{ImportError, shown};
use crate::units::Rate;

/// A reading: seconds of the clock since 1970-01-01 (UTC in the first shape, local in the second), rate.
pub type Readings = Vec<(i64, Rate)>;

/// Reads a history; the readings come in order of time, none twice at one moment.
///
/// # Errors
/// Where a line is of neither shape, or no upload is read.
pub fn read(bytes: &[u8]) -> Result<Readings, ImportError> {
    let text = text(bytes)?;
    let first = filled(&text).next().ok_or_else(|| ImportError::new(0, 0, "it is empty"))?.1;
    let mut found = match first.contains('/') && !first.contains(',') {
        true => records(&text)?,
        false => rows(&text)?,
    };
    if found.is_empty() {
        return Err(ImportError::new(0, 0, "no upload in it"));
    }
    found.sort_by_key(|&(at, _)| at);
    found.dedup_by_key(|&mut (at, _)| at);
    Ok(found)
}

fn mbps(cell: &str) -> Option<Rate> {
    let number: f64 = cell.trim().parse().ok()?;
    // From a bit per second to 1 Tbps.
    (1e-6..=1e6).contains(&number).then(|| Rate::from_bits_per_s((number * 1e6).round() as u64))
}

fn rows(text: &str) -> Result<Readings, ImportError> {
    let row = |(line, row): (usize, &str)| {
        let mut cells = row.split(',');
        let at = cells.next().and_then(|cell| cell.trim().parse().ok());
        let rate = cells.nth(1).and_then(mbps);
        at.zip(rate).ok_or_else(|| {
            let message = format!("\"{}\" is no time, download, upload", shown(row));
            ImportError::new(line, 0, message)
        })
    };
    filled(text).map(row).collect()
}

fn records(text: &str) -> Result<Readings, ImportError> {
    let mut found = Readings::new();
    let mut at = None;
    for (line, row) in filled(text) {
        if let Some(rate) = row.trim().strip_prefix("Upload:") {
            let rate = rate.trim().strip_suffix("Mbits/s").or(rate.trim().strip_suffix("Mbit/s"));
            let fault = || ImportError::new(line, 0, format!("\"{}\" is no upload", shown(row)));
            let rate = rate.and_then(mbps).ok_or_else(fault)?;
            found.extend(at.take().map(|at| (at, rate)));
        } else if !row.contains(": ") {
            let fault = || ImportError::new(line, 0, format!("\"{}\" is no moment", shown(row)));
            at = Some(moment(row.trim()).ok_or_else(fault)?);
        }
    }
    Ok(found)
}

/// `26/11/2015 21:10`.
fn moment(text: &str) -> Option<i64> {
    let (date, clock) = text.split_once(' ')?;
    let part = |text: &str| text.parse::<i64>().ok();
    let mut date = date.split('/').map(part);
    let (day, month, year) = (date.next()??, date.next()??, date.next()??);
    let (hour, minute) = clock.trim().split_once(':')?;
    let (hour, minute) = (part(hour)?, part(minute)?);
    let valid =
        (1..=31).contains(&day) && (1..=12).contains(&month) && (1970..=9999).contains(&year);
    (valid && (0..24).contains(&hour) && (0..60).contains(&minute))
        .then(|| days(year, month, day) * 86_400 + hour * 3_600 + minute * 60)
}

/// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, chrono-compatible low-level date
/// algorithms: years that begin in March, in eras of 400 years).
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    year.div_euclid(400) * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_read() {
        let rows = read(b"1410627641,29.21,5.81,\"Mbit\",\"['http://x/']\"\n1410625600,31.27,5.85,\"Mbit\",[]\n");
        let rate = |bits| Rate::from_bits_per_s(bits);
        assert_eq!(
            rows.unwrap(),
            [(1_410_625_600, rate(5_850_000)), (1_410_627_641, rate(5_810_000))]
        );
        let records = read(
            b"26/11/2015 21:10\nPing: 18.459 ms\nDownload: 31.36 Mbits/s\nUpload: 4.83 Mbits/s\n",
        );
        // 2015-11-26 is day 16,765 since 1970.
        assert_eq!(records.unwrap(), [(16_765 * 86_400 + 76_200, rate(4_830_000))]);
    }

    #[test]
    fn what_is_no_history_is_told_with_its_line() {
        assert_eq!(read(b"a,b\n").unwrap_err().line, 1);
        assert_eq!(read(b"26/11/2015 21:10\nUpload: fast\n").unwrap_err().line, 2);
        assert!(read(b"").is_err());
    }
}
