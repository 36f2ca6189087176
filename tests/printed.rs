//! What is printed for any scenario: the text fits its frame, never contradicts the verdict, and
//! following what it asks for gives yes; the timeline adds up as CSV; chance is the same for any
//! number of threads.

use crate::monotone::calm;
use crate::properties::{cases, changed, mean};
use crate::ticker::draw;
use backup_sim::edit::Value;
use backup_sim::report::csv;
use backup_sim::report::text::{TextOptions, text};
use backup_sim::scenario::Scenario;
use backup_sim::sim::outcome::Verdict;
use backup_sim::sim::{Chance, Record, simulate};
use backup_sim::study::risk::{Ask, chance};
use backup_sim::study::{self, answer::Answer, needs};
use backup_sim::units::{Kind, Rate, Size, Span};
use proptest::prelude::*;

fn answered(scenario: &Scenario) -> Answer {
    study::answer(scenario.clone(), 0, 1, 1, 1, Record::No)
}

/// The amount in front of a unit of the list, as it may be typed.
fn amount(line: &str, units: &[&str]) -> Option<String> {
    let words: Vec<&str> = line.split([' ', ',', ';']).filter(|w| !w.is_empty()).collect();
    let at = words.iter().position(|w| units.contains(w))?;
    Some(format!("{}{}", words.get(at.checked_sub(1)?)?, words[at]))
}

/// The One night line, unwrapped.
fn one_night(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|l| l.starts_with("One night"))?;
    let more = lines[at + 1..].iter().take_while(|l| l.starts_with(' '));
    let all = std::iter::once(&lines[at]).chain(more).map(|l| l.trim());
    Some(all.collect::<Vec<_>>().join(" "))
}

const RATES: [&str; 5] = ["bps", "kbps", "Mbps", "Gbps", "Tbps"];
const SIZES: [&str; 8] = ["B", "byte", "bytes", "kB", "MB", "GB", "TB", "PB"];

fn with(scenario: &Scenario, key: &str, value: Value) -> Scenario {
    changed(scenario, &[(key, value)], |_, v| v)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_text_fits_its_frame_and_begins_with_the_verdict(seed: u64) {
        let answer = answered(&draw::scenario(seed));
        let text = text(&answer, &TextOptions::default());
        let lines: Vec<&str> = text.lines().collect();
        prop_assert!(lines.len() <= 15, "{text}");
        let (next, others) = lines.split_last().unwrap();
        prop_assert!(next.starts_with("Next         backup-sim "), "{text}");
        prop_assert!(others.iter().all(|l| l.chars().count() <= 80), "{text}");
        let yes = answer.outcome.verdict == Verdict::Finishes;
        prop_assert_eq!(crate::report::audience::is_yes(&text), yes, "{}", text);
        prop_assert_eq!(text.starts_with("No"), !yes, "{}", text);
        prop_assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
    }

    #[test]
    fn following_what_is_printed_gives_yes(seed: u64) {
        let scenario = calm(seed);
        let answer = answered(&scenario);
        let printed = text(&answer, &TextOptions::default());
        let Some(line) = one_night(&printed) else { return Ok(()) };
        if let Some(typed) = amount(&line, &RATES) {
            let rate = Rate::read(&typed).unwrap().value;
            let faster = with(&scenario, "link.upload", Value::Rate(rate));
            prop_assert_eq!(mean(&faster).verdict, Verdict::Finishes, "{}\n{}", typed, printed);
        }
        if let Some(typed) = amount(&line, &SIZES) {
            let size = Size::read(&typed).unwrap().value;
            // Counts scaled to less than a single item are no shape any more.
            let items = scenario.inputs().library.items.iter().flat_map(|items| &items.0);
            if items.map(|class| class.size).max() > Some(size) {
                return Ok(());
            }
            let smaller = with(&scenario, "library.size", Value::Size(size));
            prop_assert_eq!(mean(&smaller).verdict, Verdict::Finishes, "{}\n{}", typed, printed);
        }
    }

    #[test]
    fn what_is_needed_is_the_least_and_the_most_that_does(seed: u64) {
        let scenario = calm(seed);
        let one = needs::one_night(scenario.inputs());
        let verdict = |key, value| mean(&with(&scenario, key, value)).verdict;
        if let Some(upload) = one.upload {
            let bits = upload.bits_per_s();
            let at = |bits| verdict("link.upload", Value::Rate(Rate::from_bits_per_s(bits)));
            prop_assert_eq!(at(bits), Verdict::Finishes);
            prop_assert!(bits == 1000 || at(bits - 1) != Verdict::Finishes, "{}", bits);
        }
        if let Some(size) = one.size {
            let at = |bytes| verdict("library.size", Value::Size(Size::from_bytes(bytes)));
            prop_assert_eq!(at(size.bytes()), Verdict::Finishes);
            let more = size.bytes() + 1;
            prop_assert!(size == Size::MAX || at(more) != Verdict::Finishes, "{}", more);
        }
    }

    #[test]
    fn the_timeline_adds_up_as_csv(seed: u64) {
        let scenario = draw::scenario(seed);
        let outcome = simulate(&scenario, Chance::Mean, Record::Yes);
        let every = (seed % 3 == 0).then(|| Span::from_secs(300));
        let text = csv::timeline(&scenario, &outcome, every);
        let rows: Vec<Vec<&str>> =
            text.lines().skip(1).map(|l| l.split(',').collect()).collect();
        let number = |cell: &str| cell.parse::<f64>().unwrap();
        let (mut now, mut sums) = (0.0, [0.0f64; 3]);
        let states = ["uploading", "stalled", "outside"];
        for row in &rows {
            prop_assert_eq!(row.len(), csv::COLUMNS.len());
            prop_assert_eq!(number(row[0]), now);
            now = number(row[1]);
            let length = now - number(row[0]);
            prop_assert!(length >= 0.0 && every.is_none_or(|_| length <= 300.001));
            sums[states.iter().position(|s| *s == row[5]).unwrap()] += length;
            prop_assert!((0.0..=1.0).contains(&number(row[10])), "{row:?}");
            prop_assert!(row[11].is_empty() || (0.0..=100.0).contains(&number(row[11])));
            prop_assert!(["", "yes", "no"].contains(&row[12]));
            prop_assert_eq!(row[5] == "outside", row[6] == "outside-window");
        }
        let ledger = outcome.ledger;
        let thousandths = 0.001 * (rows.len() + 1) as f64;
        for (sum, span) in sums.into_iter().zip([ledger.uploading, ledger.stalled, ledger.outside])
        {
            prop_assert!((sum - span.as_secs()).abs() <= thousandths, "{sum} {span:?}");
        }
        if let Some(last) = rows.last() {
            let horizon = (ledger.horizon.micros() + 999) / 1000;
            prop_assert_eq!((number(last[1]) * 1000.0).round() as i64, horizon);
            let sent = last[9].parse::<u64>().unwrap();
            prop_assert_eq!(sent, outcome.bytes.sent.bytes());
        }
    }
}

#[test]
fn chance_is_the_same_for_any_number_of_threads() {
    let mut drawn = 0;
    for seed in 0..60 {
        let scenario = draw::scenario(seed);
        let point = mean(&scenario);
        let ask = |threads| Ask { trials: 16_000, seed: 3, row: 5, threads, drawn: None };
        // Three of them are enough; each costs 64,000 trials.
        let Some(one) = chance(scenario.inputs(), &point, ask(1)) else { continue };
        for threads in [2, 3, 8] {
            let more = chance(scenario.inputs(), &point, ask(threads));
            assert_eq!(more.as_ref(), Some(&one), "seed {seed}, {threads} threads");
        }
        drawn += 1;
        if drawn == 3 {
            return;
        }
    }
    panic!("only {drawn} have a chance");
}
