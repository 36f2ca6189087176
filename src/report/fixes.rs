//! All that helps, for people: an answer flows in; a numbered list as text, or Markdown, flows out.

use super::format::inert;
use super::markdown::escaped;
use super::text::{TextOptions, wrap};
use super::wording::fix::{age, cost, edit, steps, text as told};
use super::wording::lines::Lines;
use super::wording::next;
use crate::sim::outcome::Verdict;
use crate::study::answer::Answer;
use crate::study::fixes::Fix;

const COLUMNS: usize = 80;
/// The room in front of a fix, for its number.
const NUMBER: usize = 4;

/// The list as text. Flags and commands stand in lines of their own, of any length.
pub fn text(answer: &Answer, options: &TextOptions) -> String {
    let lines = Lines::of(answer, options.clock);
    let mut out = String::new();
    for line in wrap(&lines.verdict(), COLUMNS) {
        out += &format!("{line}\n");
    }
    if answer.fixes.is_empty() {
        return out + "\n" + nothing(answer) + "\n";
    }
    for (place, fix) in answer.fixes.iter().enumerate() {
        let number = format!("{}.", place + 1);
        let mut pieces = vec![told(fix, answer, options.clock)];
        pieces.push(asks(fix, answer));
        pieces.extend(steps(fix, &answer.scenario).map(|(text, _)| text));
        out.push('\n');
        for (at, line) in pieces.iter().flat_map(|p| wrap(p, COLUMNS - NUMBER)).enumerate() {
            let front = if at == 0 { number.as_str() } else { "" };
            out += &format!("{front:NUMBER$}{line}\n");
        }
        out += &format!("{:NUMBER$}{}\n", "", edit(fix));
    }
    out + &format!(
        "\nFlags take the place of those of the same name, as here for the first:\n{}\n",
        again(answer)
    )
}

/// Effort, cost and the age of the copy, in one sentence.
fn asks(fix: &Fix, answer: &Answer) -> String {
    let mut pieces = vec![format!("{} effort", fix.effort().word())];
    pieces.extend(cost(fix, &answer.scenario).map(|c| match c.date {
        Some(date) => format!("{} (as of {date})", c.text),
        None => c.text,
    }));
    pieces.extend(age(fix));
    pieces.join("; ")
}

/// The case again with the first fix.
fn again(answer: &Answer) -> String {
    let first = answer.fixes.first().map(|fix| &fix.probe.scenario);
    format!("backup-sim estimate{}", next::flags(first.unwrap_or(&answer.scenario), false))
}

const fn nothing(answer: &Answer) -> &'static str {
    match answer.outcome.verdict {
        Verdict::Finishes => "Nothing is needed.",
        _ => "Nothing that is known would help.",
    }
}

/// The list as Markdown.
pub fn markdown(answer: &Answer, options: &TextOptions) -> String {
    let lines = Lines::of(answer, options.clock);
    let mut out = format!("## What would help\n\n**{}**\n\n", escaped(&lines.verdict()));
    if answer.fixes.is_empty() {
        return out + nothing(answer) + "\n";
    }
    out += "| fix | flags | asks for |\n|---|---|---|\n";
    for fix in &answer.fixes {
        let (told, flags) = (told(fix, answer, options.clock), inert(&edit(fix)));
        let asks = asks(fix, answer);
        out += &format!("| {} | {} | {} |\n", escaped(&told), escaped(&flags), escaped(&asks));
    }
    out
}
