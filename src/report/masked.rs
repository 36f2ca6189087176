//! Text for others to read: what somebody typed flows in, the same without mail addresses and phone
//! numbers flows out. The other words stay: they are what the ticket is about.

/// What stands for a mail address.
const MAIL: &str = "[mail]";
/// What stands for a phone number.
const NUMBER: &str = "[number]";
/// So many digits make a phone number; clock times, percentages, sizes and dates have fewer or marks of
/// their own.
const DIGITS: usize = 7;

/// The text with mail addresses and phone numbers masked.
pub(super) fn masked(text: &str) -> String {
    let mail = |word: &str| {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_mail =
            plain.split_once('@').is_some_and(|(who, at)| !who.is_empty() && !at.is_empty());
        if is_mail { word.replace(plain, MAIL) } else { word.to_owned() }
    };
    let words: Vec<String> = text.split(' ').map(mail).collect();
    numbers(&words.join(" "))
}

/// The text with phone numbers masked: digits with at most two marks between one and the next.
fn numbers(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let begins = c.is_ascii_digit() || matches!(c, '+' | '(');
        let after =
            at.checked_sub(1).and_then(|i| letters.get(i)).is_some_and(|c| c.is_alphanumeric());
        let end = if begins && !after { end_of(&letters, at) } else { None };
        match end {
            Some(end) => {
                out += NUMBER;
                at = end;
            }
            None => {
                out.push(c);
                at += 1;
            }
        }
    }
    out
}

/// Where a phone number that begins here ends; `None` where none begins.
fn end_of(letters: &[char], from: usize) -> Option<usize> {
    let (mut digits, mut end, mut marks) = (0, from, 0);
    for (i, &c) in letters.iter().enumerate().skip(from) {
        if c.is_ascii_digit() {
            (digits, end, marks) = (digits + 1, i + 1, 0);
        } else if matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '+') && marks < 2 {
            marks += 1;
        } else {
            break;
        }
    }
    let number: String = letters.get(from..end)?.iter().collect();
    (digits >= DIGITS && !is_date(&number)).then_some(end)
}

/// `2026-11-23`, `23.11.2026`, `11/23/2026`.
fn is_date(text: &str) -> bool {
    let parts: Vec<usize> = text.split(['-', '.', '/']).map(str::len).collect();
    matches!(parts.as_slice(), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_and_phone_numbers_are_masked_and_all_else_stays() {
        for (text, want) in [
            ("mail (jo.doe+1@mail.example.org), please", "mail ([mail]), please"),
            ("call +49 (170) 555-12 34 now", "call [number] now"),
            ("call 555-123-4567.", "call [number]."),
            ("stuck at 62% since 23:10, 40GB", "stuck at 62% since 23:10, 40GB"),
            ("since 2026-11-23 and 23.11.2026", "since 2026-11-23 and 23.11.2026"),
            ("", ""),
            ("@ 12 @x", "@ 12 @x"),
        ] {
            assert_eq!(masked(text), want);
        }
    }
}
