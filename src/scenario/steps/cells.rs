//! What a field of a sweep holds: one value, several, or a stretch to draw from. The text of a flag flows
//! in, the cells of a CSV column flow out, each of which reads back to its value; or the fault with its
//! place in the whole text. Ranges are those of [`Steps`]; lists take any field, in the order typed.

use super::read::{Fault, range_example, said};
use super::{Step, Stepped, Steps, scale};
use crate::edit::{Edit, FieldId, Value};
use crate::scenario::fields::{FieldRef, Inputs, field, id_of};
use crate::scenario::{spread, strict};
use crate::units::error::{NOT_RISING, SHAPE, TOO_MANY};
use crate::units::{BackupWindow, Note, ReadError, Suggestion};

/// The most values of one field.
pub const MOST: usize = 100_000;

/// Kinds one value of which may have commas in it: there only `|` stands between values.
const WITH_COMMAS: [&str; 15] = [
    "clock times",
    "items",
    "listing",
    "outages",
    "patience",
    "restart",
    "rivals",
    "size plan",
    "speed cap",
    "speed plan",
    "spread",
    "taper",
    "text",
    "trace",
    "windows",
];

/// What a field holds in the rows of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// One value, as it was typed.
    One,
    /// Several, each with the text that reads back to it.
    List(Vec<(String, Value)>),
    /// Any value of a stretch.
    Between(Stretch),
}

/// All values from one to another. Sizes and rates lie in it by ratios, all else evenly.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    from: Step,
    to: Step,
    base: BackupWindow,
}

impl Stretch {
    /// The value that lies at a share of the way, from 0 to 1, and its text.
    pub fn at(&self, share: f64) -> (String, Value) {
        cell(&scale::at(&self.from, &self.to, share), self.base)
    }
}

/// How a field of a sweep is read.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// The window whose start stays where its length is stepped through.
    pub window: BackupWindow,
    /// Whether rows are drawn: then a range needs no count.
    pub drawn: bool,
    /// Whether a value that would earn a note is a fault.
    pub strict: bool,
}

/// Whether only `|` separates values of a field.
fn has_commas(field: &FieldRef) -> bool {
    WITH_COMMAS.contains(&field.kind.name) || field.kind.placeholder == "WORDS"
}

/// A step as a cell.
fn cell(step: &Step, window: BackupWindow) -> (String, Value) {
    let mut base = Inputs::default();
    base.window.allowed = window;
    // A window is set by its length; a plan beside the space is a field of its own here.
    let edit = step.edits(&base).into_iter().next();
    let value = edit.map_or(Value::Absent, |edit| edit.value);
    let field = match step {
        Step::Of(id, _) => *id,
        Step::Start(_) | Step::Length(_) => const { id_of("window.allowed") },
    };
    base.put(Edit { field, value: value.clone() });
    (base.print(field), value)
}

/// Reads what was typed for a field.
///
/// # Errors
/// [`ReadError`] says what is wrong, where, and what to type instead.
pub fn cells(id: FieldId, text: &str, how: How) -> Result<Cells, ReadError> {
    let input = field(id);
    if id == spread::id() {
        return Ok(Cells::One);
    }
    if text.contains('|') {
        return list(input, text, '|', how);
    }
    if let Some((from, to)) = text.split_once("..")
        && let Some(what) = stepped(input)
    {
        return range(what, text, (from, to), how);
    }
    match (input.read)(text) {
        Ok(_) if !has_commas(input) && is_list_too(input, text) => {
            let typed = |separator: &str| {
                text.split(',').map(str::trim).collect::<Vec<_>>().join(separator)
            };
            let message = "this is one value with a decimal comma, or two values".to_owned();
            let mut fault = Fault::new(text, SHAPE, text, message);
            fault.add(typed("."), "one value");
            Err(fault.or(typed(" | "), "two values"))
        }
        Ok(_) => Ok(Cells::One),
        Err(_) if !has_commas(input) && text.contains(',') => list(input, text, ',', how),
        Err(mut error) => {
            // Each part reads by itself: a list was meant.
            let parts: Vec<&str> = text.split(',').map(str::trim).collect();
            if parts.len() > 1 && parts.iter().all(|part| (input.read)(part).is_ok()) {
                error.instead.insert(0, said(&parts.join(" | "), "each a value by itself"));
            }
            Err(error)
        }
    }
}

/// `80,90` is a number with a decimal comma, and two numbers.
fn is_list_too(input: &FieldRef, text: &str) -> bool {
    text.contains(',') && text.split(',').all(|part| (input.read)(part).is_ok())
}

/// What of a field can be stepped through; of the window it is its length.
fn stepped(input: &FieldRef) -> Option<Stepped> {
    match input.key {
        "window.allowed" => Some(Stepped::Length),
        _ => scale::is_scale(input).then_some(Stepped::Field(input.id)),
    }
}

fn range(
    what: Stepped,
    text: &str,
    (from, to): (&str, &str),
    how: How,
) -> Result<Cells, ReadError> {
    let prefix = format!("{}=", what.word());
    let whole = format!("{prefix}{text}");
    // Without a count it is a stretch to draw from; 22:00..02:00 has none.
    if how.drawn && (what.read(to).is_ok() || !to.contains(':')) {
        let end = |part: &str| what.read(part).map_err(|e| Fault::within(text, part, e));
        let (from_step, to_step) = (end(from)?, end(to)?);
        let ends = from_step.place(&from_step).zip(to_step.place(&from_step));
        if ends.is_none_or(|(low, high)| low >= high) {
            let fault = Fault::new(text, NOT_RISING, to, "the range does not rise".to_owned());
            return Err(match from_step == to_step {
                true => fault.or(from.trim(), "one value"),
                false => fault.or(format!("{to}..{from}"), "from the least to the most"),
            });
        }
        return Ok(Cells::Between(Stretch { from: from_step, to: to_step, base: how.window }));
    }
    let steps =
        Steps::read(&whole, MOST).map_err(|error| unprefixed(error, what, &prefix, text))?;
    Ok(Cells::List(steps.values.iter().map(|step| cell(step, how.window)).collect()))
}

/// A fault of `FIELD=RANGE` as one of the range alone.
fn unprefixed(error: ReadError, what: Stepped, prefix: &str, text: &str) -> ReadError {
    let back = |at: usize| at.saturating_sub(prefix.len()).min(text.len());
    let span = back(error.span.start)..back(error.span.end);
    let mut instead: Vec<_> = error
        .instead
        .into_iter()
        .filter_map(|s| Some(said(s.typed.strip_prefix(prefix)?, &s.meaning)))
        .collect();
    if instead.is_empty() {
        instead.push(said(range_example(what), "for instance"));
    }
    ReadError { read: text.to_owned(), span, instead, ..error }
}

/// Values with a separator between them, in the order typed, each once.
fn list(input: &FieldRef, text: &str, separator: char, how: How) -> Result<Cells, ReadError> {
    let mut found: Vec<(String, Value)> = Vec::new();
    for part in text.split(separator) {
        let within = |error| {
            let mut error: ReadError = Fault::within(text, part, error);
            // What is meant by a slip may stand in the list already.
            error.instead.retain(|one| are_apart(input, &one.typed, separator));
            if error.instead.is_empty() {
                error.instead.push(Suggestion {
                    typed: input.kind.example.to_owned(),
                    meaning: "one value".to_owned(),
                });
            }
            error
        };
        let reading = (input.read)(part).map_err(within)?;
        if let (true, Some(note)) = (how.strict, &reading.note) {
            return Err(within(refused(input, part, &reading.value, note)));
        }
        if found.iter().any(|(_, value)| *value == reading.value) {
            let once: Vec<&str> = found.iter().map(|(typed, _)| typed.as_str()).collect();
            let message = format!("\"{}\" is there twice", part.trim().escape_default());
            let fault = Fault::new(text, SHAPE, part, message);
            return Err(fault.or(once.join(&separator.to_string()), "each once"));
        }
        if found.len() == MOST {
            let fault = Fault::new(text, TOO_MANY, part, format!("more than {MOST} values"));
            return Err(fault.or(input.kind.example, "one value"));
        }
        found.push((part.trim().to_owned(), reading.value));
    }
    Ok(Cells::List(found))
}

/// Whether all parts of a list read, each as another value.
fn are_apart(input: &FieldRef, text: &str, separator: char) -> bool {
    let mut values: Vec<Value> = Vec::new();
    text.split(separator).all(|part| {
        (input.read)(part).is_ok_and(|reading| {
            let fresh = !values.contains(&reading.value);
            values.push(reading.value);
            fresh
        })
    })
}

fn refused(input: &FieldRef, part: &str, value: &Value, note: &Note) -> ReadError {
    strict::refused(input.id, part, value.clone(), note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::fields::{fields, find};
    use crate::scenario::preset;
    use proptest::prelude::*;

    fn how() -> How {
        How { window: Inputs::default().window.allowed, drawn: false, strict: false }
    }

    fn read(flag: &str, text: &str) -> Result<Cells, ReadError> {
        cells(find(flag).unwrap().id, text, how())
    }

    fn texts(flag: &str, text: &str) -> Vec<String> {
        match read(flag, text) {
            Ok(Cells::List(list)) => list.into_iter().map(|(text, _)| text).collect(),
            other => panic!("{flag} {text}: {other:?}"),
        }
    }

    #[test]
    fn ranges_are_those_of_an_axis_and_of_the_window_its_length() {
        assert_eq!(texts("size", "5GB..80GB:5"), ["5GB", "10GB", "20GB", "40GB", "80GB"]);
        assert_eq!(texts("battery", "20%..100%:3"), ["20%", "60%", "100%"]);
        assert_eq!(texts("window", "4h..8h:2"), ["22:00-02:00", "22:00-06:00"]);
    }

    #[test]
    fn lists_take_every_field_in_the_order_typed() {
        assert_eq!(texts("upload", "30Mbps, 3Mbps"), ["30Mbps", "3Mbps"]);
        assert_eq!(
            texts("preset", "icloud-backup,google-photos"),
            ["icloud-backup", "google-photos"]
        );
        assert_eq!(texts("window", "23:00-07:00,all-day"), ["23:00-07:00", "all-day"]);
        assert_eq!(texts("charger", "none,20W"), ["none", "20W"]);
        assert_eq!(
            texts("outages", "none | 02:00-02:20, 04:00-04:10"),
            ["none", "02:00-02:20, 04:00-04:10"]
        );
        assert_eq!(texts("plugged", "yes | no"), ["yes", "no"]);
        assert_eq!(texts("fault", "nothing | stuck-process,old-apps").len(), 2);
    }

    #[test]
    fn what_reads_as_one_value_is_one() {
        for (flag, text) in [
            ("size", "39,8GB"),
            ("items", "photos 3000 x 2.4MB, videos 250 x 60MB"),
            ("plugged", "22:00-23:00, 01:00-02:00"),
            ("requires", "wifi,power"),
            ("name", "one, two"),
            ("spread", "size 30GB..50GB"),
            ("window", "22:00-07:00"),
        ] {
            assert_eq!(read(flag, text), Ok(Cells::One), "{flag} {text}");
        }
    }

    #[test]
    fn every_fault_names_its_place_and_something_to_type_that_reads() {
        for (flag, text, code, at) in [
            ("size", "5GB,40", "E012", ""),
            ("size", "5GB,5000MB", "E035", "5000MB"),
            ("size", "80GB..5GB:3", "E036", "5GB:3"),
            ("size", "5GB..80GB", "E035", ""),
            ("size", "5GB..80GB:1", "E024", "1"),
            ("preset", "icloud-backup,iclod", "E028", "iclod"),
            ("battery", "80,90", "E035", "80,90"),
            ("plugged", "yes,no", "E023", "yes"),
        ] {
            let error = read(flag, text).expect_err(text);
            assert_eq!(error.code.0, code, "{text}: {error}");
            assert_eq!(error.read, text);
            if !at.is_empty() && flag != "plugged" {
                assert_eq!(text[error.span.clone()].trim(), at, "{text}");
            }
            assert!(!error.instead.is_empty(), "{text}");
            for s in &error.instead {
                assert!(read(flag, &s.typed).is_ok(), "{flag} {text}: {}", s.typed);
            }
        }
        assert_eq!(read("plugged", "yes,no").unwrap_err().instead[0].typed, "yes | no");
    }

    #[test]
    fn a_kind_without_commas_has_none_in_any_text_of_it() {
        let (inputs, _) = crate::scenario::Draft::new().inputs();
        for f in fields().iter().filter(|f| !has_commas(f)) {
            assert!(!f.kind.example.contains(','), "{}", f.key);
            assert!(!inputs.print(f.id).contains(','), "{}", f.key);
            let twice = format!("{0}, {0}", f.kind.example);
            assert!((f.read)(&twice).is_err(), "{} reads {twice}", f.key);
        }
        for (value, ..) in <crate::model::service::Preset as crate::units::Choice>::ALL {
            for edit in preset::edits(*value) {
                let mut inputs = Inputs::default();
                inputs.put(edit.clone());
                let text = inputs.print(edit.field);
                assert!(has_commas(field(edit.field)) || !text.contains(','), "{text}");
            }
        }
    }

    #[test]
    fn with_strict_units_a_doubtful_value_of_a_list_is_refused_in_its_place() {
        let strict = How { strict: true, ..how() };
        let error = cells(find("upload").unwrap().id, "3Mbps,5MB/s", strict).unwrap_err();
        assert_eq!((error.code.0, error.instead[0].typed.as_str()), ("E048", "3Mbps,40Mbps"));
    }

    #[test]
    fn a_stretch_lies_by_ratios_for_sizes_and_evenly_for_all_else() {
        let drawn = How { drawn: true, ..how() };
        let at = |flag: &str, text: &str, share| match cells(find(flag).unwrap().id, text, drawn) {
            Ok(Cells::Between(stretch)) => stretch.at(share).0,
            other => panic!("{other:?}"),
        };
        assert_eq!(at("size", "10GB..1000GB", 0.5), "100GB");
        assert_eq!(at("battery", "20%..80%", 0.5), "50%");
        assert_eq!(at("window", "4h..8h", 0.5), "22:00-04:00");
        assert_eq!(
            (at("size", "10GB..1TB", 0.0), at("size", "10GB..1TB", 1.0)),
            ("10GB".into(), "1TB".into())
        );
    }

    proptest! {
        #[test]
        fn every_cell_reads_back_to_its_value(share in 0.0..1.0f64, low in 1u64..1 << 40, more in 1u64..1 << 40, n in 2usize..60) {
            let id = find("size").unwrap().id;
            let text = format!("{low}B..{}B", low + more);
            let reads = |(text, value): &(String, Value)| (field(id).read)(text).is_ok_and(|r| r.value == *value);
            let Ok(Cells::Between(stretch)) = cells(id, &text, How { drawn: true, ..how() }) else {
                return Err(TestCaseError::fail(text));
            };
            prop_assert!(reads(&stretch.at(share)));
            if let Ok(Cells::List(list)) = cells(id, &format!("{text}:{n}"), how()) {
                prop_assert_eq!(list.len(), n);
                prop_assert!(list.iter().all(reads));
            }
        }
    }
}
