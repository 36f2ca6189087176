//! A backup vendor's published times, held against what a size and a nominal speed give: sizes
//! binary, the whole of the line, nothing else on it. The vendor's figures are not part of the
//! project; where a copy of its table is at hand (`vendor-tables/mozy.csv`: "Duration of Backups and
//! Downloads", Mozy support article 000273595), all its cells are compared.

use crate::charging::data;
use crate::scenarios::outcome;
use std::path::PathBuf;

/// Seconds of an upload of so many MiB at so many kbit/s, in a window without end.
fn seconds(mebibytes: u64, kbit: u64) -> f64 {
    let text = format!(
        "library.size = \"{mebibytes}MiB\"\nlink.upload = \"{kbit}kbps\"\n\
         link.efficiency = \"100%\"\nwindow.allowed = \"all-day\"\nwindow.nights = 100"
    );
    outcome("published", &text).finish.unwrap().at.as_secs()
}

/// The seconds of a unit as such tables write it.
fn unit(word: &str) -> f64 {
    match word.trim_end_matches('s') {
        "second" => 1.0,
        "minute" => 60.0,
        "hour" => 3600.0,
        "day" => 86_400.0,
        other => panic!("no unit: {other}"),
    }
}

/// Whether a displayed time is within one of its units of the time in seconds.
fn holds(shown: &str, seconds: f64) -> bool {
    let (number, word) = shown.split_once(' ').unwrap();
    let unit = unit(word);
    (number.parse::<f64>().unwrap() - seconds / unit).abs() <= 1.0
}

#[test]
fn binary_sizes_at_nominal_speeds_take_what_division_gives() {
    // 100 MiB = 838,860,800 bit: at 56 kbit/s 14,979.657 s, at 1.5 Mbit/s 559.241 s, at 100 Mbit/s
    // 8.389 s. 5 GiB = 42,949,672,960 bit: at 256 kbit/s 167,772.16 s, close to two days.
    for (size, kbit, want) in [
        (100, 56, 14_979.657_143),
        (100, 1500, 559.240_534),
        (100, 100_000, 8.388_608),
        (5 * 1024, 256, 167_772.16),
    ] {
        let found = seconds(size, kbit);
        assert!((found - want).abs() < 1e-5, "{size} MiB at {kbit} kbit/s: {found}");
    }
    assert!(
        holds("4 hours", 14_979.657) && holds("9 minutes", 559.24) && holds("2 days", 167_772.0)
    );
    assert!(
        !holds("6 hours", 14_979.657) && !holds("8 minutes", 559.24) && !holds("9 seconds", 7.9)
    );
}

/// The table: in the folder that is named, as for the recordings of charging, or beside the project.
fn table(test: &str) -> Option<PathBuf> {
    let folder = data(test);
    folder.map(|folder| folder.join("vendor-tables/mozy.csv")).filter(|path| path.exists())
}

/// Every cell of the table: size, speed and time as it writes them.
pub fn cells(test: &str) -> Option<Vec<(String, String, String)>> {
    let mut reader = csv::Reader::from_path(table(test)?).unwrap();
    let speeds: Vec<String> = reader.headers().unwrap().iter().skip(1).map(str::to_owned).collect();
    let mut cells = Vec::new();
    for record in reader.records().map(Result::unwrap) {
        for (shown, speed) in record.iter().skip(1).zip(&speeds) {
            cells.push((record[0].to_owned(), speed.clone(), shown.to_owned()));
        }
    }
    Some(cells)
}

fn kbit(column: &str) -> u64 {
    let (number, unit) = column.split_once(' ').unwrap();
    let number: f64 = number.parse().unwrap();
    let times = if unit == "Mbps" { 1000.0 } else { 1.0 };
    (number * times).round() as u64
}

#[test]
fn at_least_29_of_30_published_times_are_met_within_one_displayed_unit() {
    let test = "at_least_29_of_30_published_times_are_met_within_one_displayed_unit";
    let Some(path) = table(test) else { return };
    let mut reader = csv::Reader::from_path(path).unwrap();
    let speeds: Vec<u64> = reader.headers().unwrap().iter().skip(1).map(kbit).collect();
    let (mut cells, mut apart) = (0, Vec::new());
    for record in reader.records().map(Result::unwrap) {
        let (number, unit) = record[0].split_once(' ').unwrap();
        let times = if unit == "GB" { 1024 } else { 1 };
        let size = number.parse::<u64>().unwrap() * times;
        for (shown, &kbit) in record.iter().skip(1).zip(&speeds) {
            cells += 1;
            let found = seconds(size, kbit);
            if !holds(shown, found) {
                apart.push(format!("{size} MiB at {kbit} kbit/s: {found} s, published {shown}"));
            }
        }
    }
    assert_eq!(cells, 30);
    assert!(apart.len() <= 1, "{apart:#?}");
}
