//! What two cases differ in and what both rest on, for the caption: two answers flow in; short pieces in
//! plain words flow out, those that differ first.

use super::super::assumed::{self, readable};
use super::super::font::{self, Weight};
use super::super::frame::Metrics;
use super::Pair;
use crate::report::format::inert;
use crate::scenario::{FieldRef, fields as all_fields};
use crate::study::answer::Answer;

/// The longest value that is told.
const LONGEST: usize = 40;

/// The fields with other values, of which at least one was given. What comes with the rules of another
/// service goes without saying.
pub fn fields(first: &Answer, second: &Answer) -> Vec<&'static FieldRef> {
    let (first, second) = (&first.scenario, &second.scenario);
    let told = |f: &&FieldRef| {
        let given = first.origin(f.id).is_given() || second.origin(f.id).is_given();
        given && f.key != "name" && first.print(f.id) != second.print(f.id)
    };
    all_fields().iter().filter(told).collect()
}

/// What differs: `upload 12 Mbps instead of 3 Mbps`.
pub fn differing(pair: &Pair<'_>) -> Vec<String> {
    let [first, second] = &pair.sides;
    let value = |facts: &super::Facts<'_>, field: &FieldRef| {
        let printed = inert(&facts.answer.scenario.print(field.id));
        let text = readable(&printed, facts.style());
        match text.chars().count() {
            0 => "none".to_owned(),
            _ if printed == "absent" => "none".to_owned(),
            1..=LONGEST => text,
            _ => "as given".to_owned(),
        }
    };
    let place = match pair.against.named {
        super::Named::Fix(_) => ["now", "then"],
        super::Named::Cases(_) => ["first", "second"],
    };
    let piece = |field: &&FieldRef| {
        if field.key == "service.preset" {
            let rules = [first, second].map(|f| assumed::plain(f.inputs.service.preset));
            return format!("{} instead of {}", rules[1], rules[0]);
        }
        let words = |facts: &super::Facts<'_>| match facts.answer.scenario.print(field.id).as_str()
        {
            "absent" => None,
            _ => assumed::given(facts, field),
        };
        match (words(first), words(second)) {
            (Some(before), Some(after)) => return instead(&before, &after),
            (Some(only), None) => return format!("{only} ({} only)", place[0]),
            (None, Some(only)) => return format!("{only} ({} only)", place[1]),
            (None, None) => {}
        }
        let name = field.flags.first().copied().unwrap_or(field.key).replace(['-', '.', '_'], " ");
        format!("{name} {} instead of {}", value(second, field), value(first, field))
    };
    pair.fields().iter().map(piece).collect()
}

/// What both rest on, in the words of the captions of one case.
pub fn common(pair: &Pair<'_>) -> Vec<String> {
    let differ = pair.fields();
    let varies = |key: &str| differ.iter().any(|f| f.key == key);
    let [first, second] = &pair.sides;
    let others = assumed::pieces(second, &varies);
    let pieces = assumed::pieces(first, &varies);
    let mut list: Vec<_> = pieces.into_iter().filter(|piece| others.contains(piece)).collect();
    // By another way than the line, the piece that tells the size is another.
    let size = first.size_text();
    if !varies("library.size") && !list.iter().any(|piece| piece.contains(&size)) {
        list.insert(0, size);
    }
    list
}

/// The second of two texts in place of the first, the words that both begin or end with said once: `50 GB
/// instead of 5 GB free in the cloud`.
fn instead(before: &str, after: &str) -> String {
    let (mut a, mut b): (Vec<&str>, Vec<&str>) =
        (after.split(' ').collect(), before.split(' ').collect());
    let alike = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let begins = alike.min(b.len() - 1);
    b.drain(..begins);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut kept = a.len() - tail.min(a.len() - 1);
    // A number keeps its unit.
    let number = |word: &&str| word.ends_with(|c: char| c.is_ascii_digit());
    if kept < a.len() && a.get(kept - 1).is_some_and(number) {
        kept += 1;
    }
    // One word alike at the end is said twice sooner than missed.
    if a.len() - kept > 1 {
        a.truncate(kept);
    }
    format!("{} instead of {}", a.join(" "), b.join(" "))
}

/// The caption; so many of either kind were left out.
pub fn caption(
    differing: &[String],
    unsaid: usize,
    common: &[String],
    more: usize,
    made_by: &str,
) -> String {
    let and_more = |n: usize| match n {
        0 => String::new(),
        1 => " and 1 more setting".to_owned(),
        n => format!(" and {n} more settings"),
    };
    let differs = match differing.is_empty() {
        true => "Nothing that was given differs.".to_owned(),
        false => format!("What differs: {}{}.", differing.join("; "), and_more(unsaid)),
    };
    let both = match common.is_empty() {
        true => String::new(),
        false => format!(" Both: {}{}.", common.join(", "), and_more(more)),
    };
    format!("{differs}{both} {made_by}")
}

/// As much of it as a layout has lines for: what differs counts more.
pub fn caption_within(pair: &Pair<'_>, m: &Metrics, made_by: &str) -> String {
    let (differing, common) = (differing(pair), common(pair));
    let room = f64::from(m.width) - 2.0 * m.side;
    let fits = |text: &String| {
        font::wrap(text, m.caption, Weight::Regular, room, 9).len() <= m.caption_lines()
    };
    let with = |said: usize, kept: usize| {
        let (some, few) = (differing.get(..said), common.get(..kept));
        caption(
            some.unwrap_or_default(),
            differing.len() - said,
            few.unwrap_or_default(),
            common.len() - kept,
            made_by,
        )
    };
    let all = differing.len();
    let fewer_common = (0..=common.len()).rev().map(|kept| (all, kept));
    let fewer = (1..all).rev().map(|said| (said, 0));
    let texts = fewer_common.chain(fewer).map(|(said, kept)| with(said, kept));
    let mut texts = texts.filter(fits);
    texts.next().unwrap_or_else(|| with(all.min(1), 0))
}

#[cfg(test)]
mod tests {
    use super::instead;

    #[test]
    fn words_that_both_begin_or_end_with_are_said_once() {
        for (before, after, told) in [
            ("upload 3 Mbps", "upload 12 Mbps", "upload 12 Mbps instead of 3 Mbps"),
            ("no Wi-Fi", "Wi-Fi all night", "Wi-Fi all night instead of no Wi-Fi"),
            (
                "5 GB free in the cloud",
                "50 GB free in the cloud",
                "50 GB instead of 5 GB free in the cloud",
            ),
            (
                "700 MB free on the phone",
                "1.34 GB free on the phone",
                "1.34 GB instead of 700 MB free on the phone",
            ),
            ("old software", "new software", "new software instead of old software"),
            ("plugged in", "plugged in", "plugged in instead of in"),
        ] {
            assert_eq!(instead(before, after), told);
        }
    }
}
