//! Where things stand in a run's text, which JSON that is parsed no longer knows. A text that is known
//! to be JSON flows in; stretches of it and lines flow out.

use std::ops::Range;

/// The stretch of the value of a key, the first of that name within a stretch.
pub(super) fn value(text: &str, within: Range<usize>, key: &str) -> Option<Range<usize>> {
    let from = key_at(text, within, key)?;
    let colon = from + text.get(from..)?.find(':')?;
    Some(value_at(text, colon + 1))
}

/// Where a key stands, the first of that name within a stretch.
pub(super) fn key_at(text: &str, within: Range<usize>, key: &str) -> Option<usize> {
    let name = format!("\"{key}\"");
    let part = text.get(within.clone())?;
    let is_key = |at: &usize| {
        part.get(at + name.len()..).is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    part.match_indices(&name).map(|(at, _)| at).find(is_key).map(|at| within.start + at)
}

/// The stretches of a list's elements.
pub(super) fn elements(text: &str, list: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = list.start + 1;
    while at + 1 < list.end {
        let element = value_at(text, at);
        let comma = text.get(element.end..list.end).and_then(|rest| rest.find(','));
        at = comma.map_or(list.end, |comma| element.end + comma + 1);
        found.push(element);
    }
    found
}

/// The stretch of the value that begins at or behind a place.
fn value_at(text: &str, from: usize) -> Range<usize> {
    let bytes = text.as_bytes().get(from..).unwrap_or(&[]);
    let start = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let (mut depth, mut quoted, mut escaped) = (0u32, false, false);
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' | b']' => return from + start..from + at + usize::from(depth == 1),
            b',' if depth == 0 => return from + start..from + at,
            _ => {}
        }
    }
    from + start..text.len()
}

/// The line of a place, from 1.
pub(super) fn line(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_told_apart_by_their_brackets_outside_of_texts() {
        let text = r#"{"do": "a", "list": [ {"a": "],{"}, [1, 2] , "\"]", 7 ], "b": 1}"#;
        let list = value(text, 0..text.len(), "list").unwrap();
        let found: Vec<&str> =
            elements(text, list).into_iter().map(|part| text[part].trim_end()).collect();
        assert_eq!(found, [r#"{"a": "],{"}"#, "[1, 2]", r#""\"]""#, "7"]);
        assert_eq!(&text[value(text, 0..text.len(), "b").unwrap()], "1");
        assert!(elements("[]", 0..2).is_empty());
    }

    #[test]
    fn a_key_is_no_text_of_that_name() {
        let text = "{\"name\": \"tool\",\n \"tool\" : {}}";
        let at = key_at(text, 0..text.len(), "tool").unwrap();
        assert_eq!(line(text, at), 2);
        assert_eq!(key_at(text, 0..15, "tool"), None);
    }
}
