//! Foreign text as a cell of a CSV, whoever opens it: a program, a spreadsheet, a terminal. Text flows in,
//! a cell that is text and nothing else flows out. All cells that hold what somebody else wrote are
//! written here; `sweep` writes its own, which `batch` must read back as they are.

use super::format::is_hostile;

/// Text that somebody else wrote.
#[derive(Clone, Copy, Debug)]
pub struct CsvText<'a>(pub &'a str);

impl CsvText<'_> {
    /// Appends it as a cell: quoted where CSV asks for it; with a `'` in front where a spreadsheet would
    /// take it for a formula, which numbers are not; and with U+FFFD for what a terminal would act on or
    /// nobody would see. Tabs and line ends stay, in quotes.
    pub fn write(self, out: &mut Vec<u8>) {
        let text = self.0;
        // Nearly all texts are plain; one look is enough for them.
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'.');
        if text.bytes().all(plain) && text.trim_ascii().len() == text.len() {
            out.extend_from_slice(text.as_bytes());
            return;
        }
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
            && text.parse::<f64>().is_err();
        let quoted = formula
            || text.contains([',', '"', '\n', '\r', ';', '\t'])
            || text.starts_with(' ')
            || text.ends_with(' ');
        if quoted {
            out.push(b'"');
        }
        if formula {
            out.push(b'\'');
        }
        for c in text.chars() {
            match c {
                '"' => out.extend_from_slice(b"\"\""),
                '\t' | '\n' | '\r' => out.push(c as u8),
                c => {
                    let shown = if is_hostile(c) { char::REPLACEMENT_CHARACTER } else { c };
                    out.extend_from_slice(shown.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
        if quoted {
            out.push(b'"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(text: &str) -> String {
        let mut out = Vec::new();
        CsvText(text).write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_that_a_spreadsheet_would_run_is_defused_and_numbers_are_not_touched() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(cell("-5"), "-5");
        assert_eq!(cell("+1.5"), "+1.5");
        assert_eq!(cell("a\"b"), "\"a\"\"b\"");
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell(" a "), "\" a \"");
    }

    #[test]
    fn what_a_terminal_would_act_on_is_replaced() {
        assert_eq!(cell("\x1b[31mred\0\u{202e}"), "\u{fffd}[31mred\u{fffd}\u{fffd}");
        assert_eq!(cell("two\nlines"), "\"two\nlines\"");
    }

    proptest! {
        #[test]
        fn any_text_is_one_cell_and_what_can_be_seen_of_it_stays(text: String) {
            let line = format!("{},x\n", cell(&text));
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.has_headers(false).from_reader(line.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(record.len(), 2);
            let seen = |c: &char| !is_hostile(*c) && *c != char::REPLACEMENT_CHARACTER;
            let read: String = record[0].chars().filter(seen).collect();
            let wanted: String = text.chars().filter(seen).collect();
            prop_assert!(read == wanted || read == format!("'{wanted}"), "{text:?} {read:?}");
        }
    }
}
