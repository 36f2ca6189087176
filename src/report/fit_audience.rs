//! A fit for one kind of reader: a [`Fit`] flows in, text flows out. Six lines for the owner of the upload,
//! a paragraph for a ticket, Markdown for an article. Nothing here says what the full text does not say.

use super::audience::Audience;
use super::format::ClockStyle;
use super::markdown::{code, escaped};
use super::text::wrap;
use super::wording::{fit as words, next};
use crate::study::fit::Fit;

/// The most lines that an owner reads, of so many columns, and the most characters that a ticket takes.
const LINES: usize = 6;
const COLUMNS: usize = 80;
const TICKET: usize = 600;

/// The fit for a reader, with a line end.
pub fn worded(fit: &Fit, reader: Audience, style: ClockStyle) -> String {
    match reader {
        Audience::Owner => owner(fit, style),
        Audience::Agent => ticket(fit, style),
        Audience::Author => article(fit, style),
    }
}

/// `Speed: 3 Mbps while it sends.`
fn sentence(label: &str, text: &str) -> String {
    format!("{label}: {text}.")
}

/// What there is to say behind the first line, with how soon it may be left out.
fn facts(fit: &Fit, style: ClockStyle) -> Vec<(u8, &'static str, String)> {
    let mut out = Vec::new();
    let mut put = |rank, label, parts: Vec<String>| {
        if !parts.is_empty() {
            out.push((rank, label, parts.join(", ")));
        }
    };
    put(1, "Range", words::range(fit, style).into_iter().collect());
    put(1, "Only if", words::lifted(fit, style).into_iter().collect());
    put(
        2,
        "Likely held by",
        fit.gates.iter().take(1).map(|g| words::gate(fit, g, style)).collect(),
    );
    put(3, "Stalled", words::stalled(fit, style));
    put(4, "Speed", words::speeds(fit, style));
    put(6, "Rests on", words::rests_on(fit, style));
    put(7, "Nights", words::nights(fit));
    out
}

/// What does not fit into six lines is left out.
fn owner(fit: &Fit, style: ClockStyle) -> String {
    let mut out = wrap(&words::headline(fit, style), COLUMNS);
    for (rank, label, text) in facts(fit, style) {
        let lines = wrap(&sentence(label, &text), COLUMNS);
        if rank < 5 && out.len() + lines.len() <= LINES {
            out.extend(lines);
        }
    }
    out.join("\n") + "\n"
}

fn ticket(fit: &Fit, style: ClockStyle) -> String {
    let mut pieces = vec![(0, words::headline(fit, style))];
    pieces.extend(facts(fit, style).into_iter().map(|(rank, l, text)| (rank, sentence(l, &text))));
    pieces.push((5, sentence("Seen", &words::seen(fit).join(", "))));
    let version = env!("CARGO_PKG_VERSION");
    pieces.push((2, format!("The rest ({version}): {}", next::same(&fit.rest, None))));
    loop {
        let whole = pieces.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
        let least = pieces.iter().enumerate().max_by_key(|(_, (rank, _))| *rank);
        match least.map(|(place, _)| place) {
            Some(place) if pieces.len() > 1 && whole.chars().count() > TICKET => {
                pieces.remove(place);
            }
            _ => return whole.chars().take(TICKET).collect::<String>() + "\n",
        }
    }
}

fn article(fit: &Fit, style: ClockStyle) -> String {
    let mut out = format!("**{}**\n\n", escaped(&words::headline(fit, style)));
    for (_, label, text) in facts(fit, style) {
        out += &format!("- **{label}:** {}\n", escaped(&text));
    }
    let mut rests = vec![format!("Seen: {}.", words::seen(fit).join(", "))];
    rests.extend(fit.remarks.iter().map(|r| format!("Mind: {}.", words::remark(fit, r).1)));
    rests.push(format!("backup-sim {}.", env!("CARGO_PKG_VERSION")));
    out += &format!("\n*{}*\n", escaped(&rests.join(" ")));
    out + &format!("\n{}\n", code(&next::same(&fit.rest, None)))
}
