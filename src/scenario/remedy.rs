//! What to type instead where that needs more than the text: faults of reading and the inputs as far as
//! they are known flow in, the faults flow out with better remedies. A reader sees one text; of what a
//! percentage is a share, or which inputs there are, is known here.

use super::error::ScenarioError;
use super::fields::{Inputs, field, find, nearest};
use super::spread;
use crate::edit::FieldId;
use crate::units::{Fraction, Kind, ReadError, Size, Suggestion};

/// Words for no room at all.
const FULL: [&str; 5] = ["full", "nothing", "zero", "no", "empty"];

/// Puts what is meant in the place of what the text alone suggests.
pub fn mend(errors: &mut [ScenarioError], inputs: &Inputs) {
    for fault in errors {
        let ScenarioError::Unreadable { field, origin, error } = fault else { continue };
        if *field == spread::id() {
            if let Some(name) = unknown(&error.read) {
                let (key, nearest) = (format!("spread.{name}"), nearest(name));
                let origin = origin.clone();
                *fault = ScenarioError::UnknownKey { key, origin, nearest };
            }
        } else if let Some(better) = instead(*field, error, inputs) {
            error.instead = better;
        }
    }
}

/// The first name in a list of laws that no input has.
fn unknown(laws: &str) -> Option<&str> {
    let mut names = laws.split(';').filter_map(|law| law.trim().split([' ', '=', '\t']).next());
    names.find(|name| !name.is_empty() && find(name).is_none())
}

fn instead(id: FieldId, error: &ReadError, inputs: &Inputs) -> Option<Vec<Suggestion>> {
    let (key, text) = (field(id).key, error.read.trim());
    let (whole, called) = match key {
        "library.done" => (inputs.library.size, "of the size"),
        "cloud.used" | "cloud.free" => (inputs.cloud.plan, "of the plan"),
        "storage.free" => (None, ""),
        _ => return None,
    };
    let one = |typed: String, meaning: String| Some(vec![Suggestion { typed, meaning }]);
    if key.ends_with(".free") && FULL.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return one("0GB".to_owned(), "nothing is free".to_owned());
    }
    if !text.ends_with('%') {
        return None;
    }
    let (share, whole) = (Fraction::read(text).ok()?.value, whole?);
    let bytes = u128::from(whole.bytes()) * u128::from(share.millionths()) / 1_000_000;
    let part = Size::from_bytes(u64::try_from(bytes).unwrap_or(u64::MAX));
    one(part.print(), format!("{text} {called}"))
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Draft, Origin, ScenarioError};

    fn first(set: &[(&str, &str)]) -> ScenarioError {
        let mut draft = Draft::new();
        for (name, text) in set {
            draft.set(name, text, Origin::Flag(format!("--{name}")));
        }
        draft.build().unwrap_err().swap_remove(0)
    }

    fn typed(error: &ScenarioError) -> Vec<&str> {
        match error {
            ScenarioError::Unreadable { error, .. } => {
                error.instead.iter().map(|s| s.typed.as_str()).collect()
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_share_of_what_is_known_is_worked_out() {
        let done = first(&[("size", "40GB"), ("done", "62%")]);
        assert_eq!(typed(&done), ["24.8GB"]);
        let used = first(&[("cloud-plan", "50GB"), ("cloud-used", "90%")]);
        assert_eq!(typed(&used), ["45GB"]);
    }

    #[test]
    fn full_is_no_space_and_not_forty_gigabytes() {
        assert_eq!(typed(&first(&[("cloud-free", "full")])), ["0GB"]);
        assert_eq!(typed(&first(&[("phone-free", "Full")])), ["0GB"]);
    }

    #[test]
    fn a_law_of_no_input_is_told_as_that() {
        let error = first(&[("spread", "uplaod 10%")]);
        let ScenarioError::UnknownKey { key, nearest, .. } = error else { panic!("{error:?}") };
        assert_eq!((key.as_str(), nearest), ("spread.uplaod", Some("upload")));
    }
}
