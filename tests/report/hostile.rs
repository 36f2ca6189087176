//! Names are hostile: whatever they hold, no format lets them act.

use super::given::named;
use backup_sim::report::column::{self, Row};
use backup_sim::report::format::is_hostile;
use backup_sim::report::text::{TextOptions, text};
use backup_sim::report::{json, markdown};
use proptest::prelude::*;

const NAMES: [&str; 9] = [
    "=HYPERLINK(\"http://evil\",\"x\")",
    "\u{1b}[31mred\u{1b}]8;;http://evil\u{7}",
    "a\r\nb,c\"d",
    "<script>alert(1)</script>",
    "| a | b |\n\n# heading",
    "`$(touch x)` '; rm -rf /'",
    "\u{202e}gnp.exe",
    "](javascript:alert(1))",
    "-oops",
];

fn inert_on_a_screen(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !is_hostile(c))
}

fn cell(name: &str) -> Vec<u8> {
    let answer = named("plain");
    let row = Row {
        row: 1,
        name,
        outcome: &answer.outcome,
        millis: backup_sim::report::millis::Millis::of(&answer.outcome),
        bottleneck: None,
        notes: &[],
        chance: None,
        needs: None,
    };
    let mut out = Vec::new();
    column::row(column::columns(false, false), &row, &mut out);
    out.push(b'\n');
    out
}

fn check(name: &str) {
    let answer = named(name);
    let options = TextOptions::default();

    let text = text(&answer, &options);
    assert!(inert_on_a_screen(&text), "{text}");
    assert!(text.lines().count() <= 14, "{text}");

    let page = markdown::markdown(&answer, &options);
    assert!(inert_on_a_screen(&page), "{page}");
    let heading = page.lines().next().unwrap_or_default();
    assert!(heading.starts_with("## "), "{page}");
    assert!(
        !heading.contains(['<', '>']) && !heading.replace("\\]", "").contains("]("),
        "{heading}"
    );

    let document = json::pretty(&answer);
    let back: serde_json::Value = serde_json::from_str(&document).unwrap();
    let top = &back["inputs"][0];
    assert_eq!(top["field"], "name");

    let bytes = cell(name);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].len(), column::COLUMNS.len());
    let read = &records[0][1];
    // What cannot be seen is replaced; tabs and line ends are no harm in a cell.
    let unseen = |c: char| is_hostile(c) && !matches!(c, '\t' | '\r' | '\n');
    let wanted = name.replace(unseen, "\u{fffd}");
    assert!(*read == wanted || read.strip_prefix('\'') == Some(&wanted), "{read:?}");
    let number = read.parse::<f64>().is_ok();
    assert!(number || !read.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{read:?}");
}

#[test]
fn known_attacks_are_inert_in_every_format() {
    for name in NAMES {
        check(name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_name_is_inert_in_every_format(name in "\\PC{0,40}|[\\x00-\\x7f]{0,40}") {
        check(&name);
    }
}
