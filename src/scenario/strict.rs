//! Doubtful readings as errors: with `--strict-units` a value that would earn a note is refused. What was
//! read and its note flow in, the error with what leaves no doubt flows out.

use super::error::DOUBTFUL;
use super::fields::{Inputs, field};
use crate::edit::{Edit, FieldId, Value};
use crate::units::{Note, ReadError, Suggestion};

/// The error instead of a note on a reading of `text`.
pub fn refused(id: FieldId, text: &str, value: Value, note: &Note) -> ReadError {
    let mut inputs = Inputs::default();
    let is_sure = |typed: &str| (field(id).read)(typed).is_ok_and(|r| r.note.is_none());
    let printed = inputs.put(Edit { field: id, value }).then(|| inputs.print(id));
    let instead = match printed.filter(|typed| is_sure(typed)) {
        Some(typed) => Suggestion { typed, meaning: "as it was read".to_owned() },
        None => Suggestion {
            typed: field(id).kind.example.to_owned(),
            meaning: "for instance; or leave out --strict-units".to_owned(),
        },
    };
    let read = text.trim();
    let message = note.text.trim_end_matches('.').to_owned();
    ReadError {
        code: DOUBTFUL,
        span: 0..read.len(),
        read: read.to_owned(),
        message,
        instead: vec![instead],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::fields::id_of;
    use crate::scenario::{Draft, Origin, ScenarioError};

    fn error(key: &'static str, text: &str) -> ReadError {
        let mut draft = Draft::new();
        draft.be_strict();
        draft.set(key, text, Origin::Study);
        match draft.faults() {
            [ScenarioError::Unreadable { field, error, .. }] if *field == id_of(key) => {
                error.clone()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_would_earn_a_note_is_refused_with_the_text_that_leaves_no_doubt() {
        let typed = |key, text| error(key, text).instead[0].typed.clone();
        assert_eq!(typed("library.size", "40G"), "40GB");
        // 3 megabytes a second are 24 megabits.
        assert_eq!(typed("link.upload", "3MB/s"), "24Mbps");
        assert_eq!(error("link.upload", "3MB/s").code, DOUBTFUL);
        // No text for 2 kbps is free of doubt, as it is the speed itself that is doubtful.
        assert_eq!(typed("link.upload", "2kbps"), "3Mbps");
    }

    #[test]
    fn what_is_sure_is_read_as_ever_and_without_the_switch_doubt_is_a_note() {
        let mut draft = Draft::new();
        draft.set("library.size", "40G", Origin::Study);
        assert_eq!((draft.faults().len(), draft.notes().len()), (0, 1));
        let mut strict = Draft::new();
        strict.be_strict();
        strict.set("library.size", "40GB", Origin::Study);
        strict.set("link.upload", "3Mbps", Origin::Study);
        assert!(strict.faults().is_empty() && strict.notes().is_empty());
    }
}
