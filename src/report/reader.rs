//! Words for one kind of reader: labelled rows or ranked pieces flow in, text that fits flows out. The owner
//! of a phone gets at most six lines, a help desk a paragraph for the ticket, the author of an article
//! Markdown with the assumptions under it.

use super::audience::Audience;
use super::markdown::{code, escaped};
use super::text::wrap;

/// A label with its pieces; the first, without a label, is the verdict.
pub(super) type Row = (&'static str, Vec<String>);

/// The most lines that an owner reads, of 80 columns each.
pub(super) const OWNER_LINES: usize = 6;
const COLUMNS: usize = 80;
/// A command of more characters is the first to leave a ticket: what is to be done stays.
const LONG: usize = 200;
/// The rank of what leaves a ticket before all else.
const FIRST_OUT: usize = usize::MAX;
/// The most characters that a ticket takes.
pub(super) const TICKET: usize = 600;
/// What an owner is told, the first first.
const OWNER: [&str; 8] =
    ["", "Type", "Finishes", "Takes", "Held back", "Chance", "Explained", "Look at"];
/// On what an answer rests.
const GROUNDS: [&str; 3] = ["Not checked", "Assumed", "Read as"];
/// In a ticket: which goes first where space is short, from the least needed on.
const SPARE: [&str; 9] = [
    "Read as",
    "Not checked",
    "Now",
    "Works",
    "Assumed",
    "Look at",
    "Chance",
    "Claim",
    "Explained",
];

/// Rows, and the command that gives the same numbers, for a reader.
pub(super) fn text(rows: &[Row], command: &str, audience: Audience) -> String {
    let told = || rows.iter().filter(|(_, pieces)| !pieces.is_empty());
    let joined = |(label, pieces): &Row| {
        let between = if matches!(*label, "Read as" | "Explained") { "; " } else { ", " };
        pieces.join(between)
    };
    let one =
        |row: &Row| if row.0.is_empty() { joined(row) } else { sentence(row.0, &joined(row)) };
    match audience {
        Audience::Owner => {
            let row = |&label: &&str| told().find(|row| row.0 == label).map(one);
            lines(OWNER.iter().filter_map(row))
        }
        Audience::Agent => {
            let spare = |label: &str| SPARE.iter().position(|own| *own == label);
            let rank = |label: &str| spare(label).map_or(0, |place| SPARE.len() + 1 - place);
            let mut pieces: Vec<_> = told().map(|row| (rank(row.0), one(row))).collect();
            pieces.push((command_rank(command, 1), same(command)));
            paragraph(pieces)
        }
        Audience::Author => {
            let mut out = String::new();
            let mut rests = Vec::new();
            for row in told() {
                let text = escaped(&joined(row));
                match row.0 {
                    "" => out += &format!("**{text}**\n\n"),
                    "Assumed" => rests.push(format!("Assumes {text}.")),
                    "Read as" => rests.push(format!("{text}.")),
                    label if GROUNDS.contains(&label) => rests.push(format!("{label}: {text}.")),
                    label => out += &format!("- **{label}:** {text}\n"),
                }
            }
            rests.push(format!("backup-sim {}.", env!("CARGO_PKG_VERSION")));
            out + &format!("\n*{}*\n\n{}\n", rests.join(" "), code(command))
        }
    }
}

/// `Look at: the router.`
pub(super) fn sentence(label: &str, text: &str) -> String {
    let stop = if text.trim_end_matches('"').ends_with('.') { "" } else { "." };
    format!("{label}: {text}{stop}")
}

/// When a command leaves a ticket: a long one first, another at its rank.
pub(super) fn command_rank(command: &str, rank: usize) -> usize {
    if command.chars().count() > LONG { FIRST_OUT } else { rank }
}

/// How to get the same numbers.
pub(super) fn same(command: &str) -> String {
    format!("Same numbers ({}): {command}", env!("CARGO_PKG_VERSION"))
}

/// Sentences, the one that matters most first; one that does not fit into six lines is left out.
pub(super) fn lines(sentences: impl IntoIterator<Item = String>) -> String {
    let mut out = Vec::new();
    for sentence in sentences {
        let wrapped = wrap(&sentence, COLUMNS);
        if out.len() + wrapped.len() <= OWNER_LINES {
            out.extend(wrapped);
        }
    }
    out.join("\n") + "\n"
}

/// One paragraph of at most 600 characters, in the order given; the highest ranks go first.
pub(super) fn paragraph(mut pieces: Vec<(usize, String)>) -> String {
    loop {
        let whole = pieces.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
        if whole.chars().count() <= TICKET {
            return whole + "\n";
        }
        let least = pieces.iter().enumerate().max_by_key(|(_, (rank, _))| *rank);
        match least.map(|(place, _)| place) {
            Some(place) if pieces.len() > 1 => {
                pieces.remove(place);
            }
            _ => return whole.chars().take(TICKET).collect::<String>() + "\n",
        }
    }
}
