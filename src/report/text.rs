//! The answer for people: labelled lines in a fixed order, at most 14 of 80 columns, then the line
//! to type next. An [`Answer`] flows in, one string flows out.

use super::format::ClockStyle;
use super::wording::lines::Lines;
use super::wording::next;
use crate::study::answer::Answer;

/// How the text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextOptions {
    /// How clock times are written.
    pub clock: ClockStyle,
}

const COLUMNS: usize = 80;
const LINES: usize = 14;
/// The width of the labels.
const LABEL: usize = 13;
/// The place of "Chance", before "One night" and "Helps most".
const CHANCE: usize = 5;

/// Where it is told how many pieces are missing.
const COUNTED: [&str; 2] = ["Not checked", "Assumed"];

/// The pieces behind one label; later pieces are the first to go where space is short.
pub(super) struct Entry {
    pub(super) label: &'static str,
    pub(super) pieces: Vec<String>,
    pub(super) between: &'static str,
    /// How many pieces had to go for want of room.
    pub(super) cut: usize,
}

impl Entry {
    pub(super) fn of(label: &'static str, text: impl IntoIterator<Item = String>) -> Self {
        Entry { label, pieces: text.into_iter().collect(), between: ", ", cut: 0 }
    }

    fn lines(&self) -> Vec<String> {
        if self.pieces.is_empty() {
            return Vec::new();
        }
        let indent = if self.label.is_empty() { 0 } else { LABEL };
        let mut joined = self.pieces.join(self.between);
        // Nobody may take what is left for all there was.
        if self.cut > 0 && COUNTED.contains(&self.label) {
            joined += &format!("{}{} more", self.between, self.cut);
        }
        let width = COLUMNS - indent;
        // What fits is laid out already.
        let wrap = |l: &str| match l.chars().count() <= width {
            true => vec![l.to_owned()],
            false => wrap(l, width),
        };
        let wrapped: Vec<_> = joined.split('\n').flat_map(wrap).collect();
        let label = |i: usize| if i == 0 { self.label } else { "" };
        wrapped.iter().enumerate().map(|(i, t)| format!("{:indent$}{t}", label(i))).collect()
    }
}

/// The text of an answer.
pub fn text(answer: &Answer, options: &TextOptions) -> String {
    let lines = Lines::of(answer, options.clock);
    let mut entries = vec![
        Entry::of("", [lines.verdict()]),
        Entry::of("Finishes", [lines.finishes()]),
        Entry::of("Held back", lines.held_back()),
        Entry::of("On screen", lines.on_screen()),
        Entry::of("Look at", lines.look_at()),
        Entry::of("Chance", lines.chance()),
        Entry::of("One night", lines.one_night()),
        Entry { between: "\n", ..Entry::of("Helps most", lines.helps_most(COLUMNS - LABEL)) },
        Entry::of("Not checked", lines.not_checked()),
        Entry::of("Assumed", lines.assumed()),
        Entry { between: "; ", ..Entry::of("Read as", lines.read_as()) },
    ];
    if answer.outcome.proof.is_some() {
        // How sure it is once a fix has lifted what stops it: behind the fixes.
        entries.swap(CHANCE, CHANCE + 1);
        entries.swap(CHANCE + 1, CHANCE + 2);
    }
    labelled(&mut entries, &next::command(answer))
}

/// Entries as lines, cut down to what fits, and the line to type next under them.
pub(super) fn labelled(entries: &mut [Entry], next: &str) -> String {
    fit(entries, LINES - 1);
    let mut text = String::new();
    for line in entries.iter().flat_map(Entry::lines) {
        text += line.trim_end();
        text.push('\n');
    }
    text + &format!("{:LABEL$}{next}\n", "Next")
}

/// What goes first where space is short, a piece at a time from the last one: a label, and how many
/// of its pieces stay for now.
const LEAST_FIRST: [(&str, usize); 17] = [
    ("Assumed", 1),
    ("Not checked", 1),
    ("On screen", 1),
    ("Look at", 1),
    ("Read as", 1),
    ("Helps most", 2),
    ("Assumed", 0),
    ("Helps most", 1),
    ("Chance", 1),
    ("Not checked", 0),
    ("On screen", 0),
    ("Look at", 0),
    ("Read as", 0),
    ("One night", 0),
    ("Chance", 0),
    ("Held back", 0),
    ("Helps most", 0),
];

/// Drops what matters least until all fits.
fn fit(entries: &mut [Entry], lines: usize) {
    let mut total = entries.iter().map(|e| e.lines().len()).sum::<usize>();
    for (label, keep) in LEAST_FIRST {
        while total > lines {
            let entry = entries.iter_mut().find(|e| e.label == label);
            let Some(entry) = entry.filter(|e| e.pieces.len() > keep) else { break };
            total -= entry.lines().len();
            entry.pieces.pop();
            entry.cut += 1;
            total += entry.lines().len();
        }
    }
}

/// Text in lines of at most `width` characters, broken at spaces.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let mut word = word;
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        // A word longer than a line is cut.
        while let Some((at, _)) = word.char_indices().nth(width) {
            let (head, tail) = word.split_at(at);
            lines.push(head.to_owned());
            word = tail;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
