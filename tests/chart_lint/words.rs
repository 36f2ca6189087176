//! The checks on the words of a chart: short findings, and the same numbers in title, alternative text,
//! table and document. Every number in a title or alternative text is looked for, with its unit, in the
//! table and the JSON of the answer; how far it may be off is what its last digit is worth.

use super::numbers::{Known, quantities};
use backup_sim::report::chart::Chart;
use backup_sim::report::format::ClockStyle;
use backup_sim::report::json;
use backup_sim::study::answer::Answer;

/// The units that stand behind a number as a word of their own.
const UNITS: [&str; 18] = [
    "h", "min", "s", "day", "days", "%", "bytes", "kB", "MB", "GB", "TB", "PB", "bps", "kbps",
    "Mbps", "Gbps", "am", "pm",
];

/// How many words a title has; a number with its units counts as one.
fn words(title: &str) -> usize {
    let unit = |word: &&str| !UNITS.contains(&word.trim_end_matches([',', ';', ':']));
    title.split_whitespace().filter(unit).count()
}

/// What is wrong with the words of a chart.
pub fn faults(chart: &Chart<'_>, answer: &Answer, clock: ClockStyle) -> Vec<String> {
    let (title, alt) = (chart.title(clock), chart.alt_text(clock));
    let mut faults = Vec::new();
    let long = title.chars().count();
    if title.split_whitespace().count() < 6 || words(&title) > 12 || long > 65 {
        faults.push(format!("{} words, {long} characters: {title}", words(&title)));
    }
    if title.ends_with('.') || title.contains('…') {
        faults.push(format!("the end of {title}"));
    }
    if alt.chars().count() > 250 || !alt.ends_with('.') {
        faults.push(format!("{} characters of alt text: {alt}", alt.chars().count()));
    }
    let csv = chart.data_csv();
    let columns = csv.lines().map(|line| line.split(',').count());
    if columns.collect::<std::collections::BTreeSet<_>>().len() != 1 {
        faults.push("rows of unlike lengths".to_owned());
    }
    let fixes = json::fixes(answer.fixes.iter(), answer);
    let zero = f64::from(answer.outcome.clock_zero.secs());
    let mut known = Known::of(&csv, [&json::json(answer), &fixes], zero);
    for chance in answer.chance.iter().chain(&answer.lifted) {
        known.chance(chance.in_time as f64 / chance.trials as f64);
    }
    // A title counts; what it says of a fix the list of fixes says.
    let (counted, told) = (quantities(&title), quantities(&alt));
    if !counted.is_empty() && !counted.iter().any(|number| told.contains(number)) {
        faults.push(format!("no number of the title is in the alt text: {title} | {alt}"));
    }
    let all =
        counted.iter().map(|q| ("title", q, &title)).chain(told.iter().map(|q| ("alt", q, &alt)));
    for (place, quantity, text) in all {
        if !known.has(quantity) {
            faults.push(format!("{quantity:?} of the {place} is nowhere in the data: {text}"));
        }
    }
    faults
}
