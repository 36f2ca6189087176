//! What came of a measured run, `outcome.json`: when everything was stored, and what was sent in vain.

use crate::import::ImportError;
use serde_json::Value;

/// What came of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Seconds from the start of the client until everything was stored; `None` if it never was.
    pub finish: Option<f64>,
    /// Bytes that were sent and not kept, where that was measured.
    pub resent: Option<f64>,
}

/// Reads an outcome. Keys other than those that are held against a prediction are passed over.
///
/// # Errors
/// If it is not JSON, or says nothing of the end.
pub fn read(text: &str) -> Result<Measured, ImportError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|e| ImportError::new(e.line(), e.column(), "this is not JSON"))?;
    let finish = match value.get("finish_s") {
        Some(Value::Null) => None,
        Some(end) => match end.as_f64().filter(|s| *s > 0.0 && s.is_finite()) {
            Some(end) => Some(end),
            None => {
                return Err(ImportError::new(0, 0, "\"finish_s\" is no time in seconds above 0"));
            }
        },
        None => return Err(ImportError::new(0, 0, "\"finish_s\" is missing")),
    };
    let resent = value.get("measures").and_then(|m| m.get("resent_bytes")).and_then(Value::as_f64);
    Ok(Measured { finish, resent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_has_an_end_or_says_that_there_was_none() {
        let text = r#"{"finish_s": 12.5, "measures": {"resent_bytes": 7}, "more": []}"#;
        assert_eq!(read(text), Ok(Measured { finish: Some(12.5), resent: Some(7.0) }));
        let never = Measured { finish: None, resent: None };
        assert_eq!(read(r#"{"finish_s": null, "measures": {"resent_bytes": null}}"#), Ok(never));
        assert!(read("{}").unwrap_err().message.contains("missing"));
        assert!(read(r#"{"finish_s": "soon"}"#).is_err() && read(r#"{"finish_s": 0}"#).is_err());
        assert_eq!(read("{").unwrap_err().line, 1);
    }
}
