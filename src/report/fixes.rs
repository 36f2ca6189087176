//! All that helps, for people: an answer flows in; a numbered list as text, or Markdown, flows out,
//! or the words for one kind of reader.

use super::audience::{Audience, OWNER_LINES, TICKET, sentence};
use super::format::inert;
use super::markdown::{code, escaped};
use super::text::{TextOptions, wrap};
use super::wording::fix::{age, cost, edit, steps, text as told};
use super::wording::lines::Lines;
use super::wording::next;
use crate::sim::outcome::Verdict;
use crate::study::answer::Answer;
use crate::study::catalogue::FixId;
use crate::study::fixes::{Fix, shown};

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
    let mut pieces = vec![format!("{} effort", fix.effort.word())];
    pieces.extend(cost(fix, &answer.scenario).map(|c| match c.date {
        Some(date) => format!("{} (as of {date})", c.text),
        None => c.text,
    }));
    pieces.extend(age(fix));
    if fix.ids == [FixId::LocalAndCloud] {
        pieces.push("the flags are those of the weekly copy".to_owned());
    }
    if fix.unlikely {
        pieces.push("late in nearly every random trial".to_owned());
    }
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
    out += "| fix | flags | asks for | where |\n|---|---|---|---|\n";
    for fix in &answer.fixes {
        let (told, flags) = (told(fix, answer, options.clock), inert(&edit(fix)));
        let asks = asks(fix, answer);
        // A place moves with updates: it is as of the day on which it was collected.
        let place = steps(fix, &answer.scenario);
        let place = place.map(|(text, date)| format!("{text} ({date})")).unwrap_or_default();
        let cells = [told, flags, asks, place].map(|cell| escaped(&cell));
        out += &format!("| {} |\n", cells.join(" | "));
    }
    out
}

/// The list for a reader: six lines for the owner, a paragraph for a ticket, or Markdown with what it
/// rests on. The first two have the fixes that are shown beside an answer, as many as there is room for.
pub fn text_for(answer: &Answer, reader: Audience, options: &TextOptions) -> String {
    match reader {
        Audience::Owner => owner(answer, options),
        Audience::Agent => ticket(answer, options),
        Audience::Author => article(answer, options),
    }
}

/// The verdict, then the fixes by number.
fn owner(answer: &Answer, options: &TextOptions) -> String {
    let mut lines = wrap(&Lines::of(answer, options.clock).verdict(), COLUMNS);
    let few = shown(&answer.fixes);
    if few.is_empty() {
        lines.push(nothing(answer).to_owned());
    }
    for (place, fix) in few.into_iter().enumerate() {
        let told = told(fix, answer, options.clock);
        let more = wrap(&format!("{}. {told}.", place + 1), COLUMNS);
        if lines.len() + more.len() <= OWNER_LINES {
            lines.extend(more);
        }
    }
    lines.truncate(OWNER_LINES);
    lines.into_iter().map(|line| line + "\n").collect()
}

/// The verdict, the fixes with their flags, and the command; fixes that do not fit are left out, the
/// last first, then the command.
fn ticket(answer: &Answer, options: &TextOptions) -> String {
    let verdict = Lines::of(answer, options.clock).verdict();
    let few = shown(&answer.fixes);
    let command = next::unnamed(&answer.scenario);
    let command =
        format!(" Same numbers ({}): backup-sim fixes{command}", env!("CARGO_PKG_VERSION"));
    let fits = |text: &String| text.chars().count() <= TICKET;
    let with = |many: usize, command: &str| {
        let fixes = few.iter().take(many).enumerate();
        let fixes = fixes.map(|(place, fix)| {
            format!("{}. {} ({})", place + 1, told(fix, answer, options.clock), edit(fix))
        });
        let list = fixes.collect::<Vec<_>>().join("; ");
        let helps = if few.is_empty() { nothing(answer).to_owned() } else { String::new() };
        let helps = if list.is_empty() { helps } else { sentence("Would help", &list) };
        format!("{verdict} {helps}{command}")
    };
    let tries = (1..=few.len().max(1)).rev().map(|many| with(many, &command));
    let tries = tries.chain([with(1, ""), with(0, "")]);
    let whole = tries.into_iter().find(fits).unwrap_or(verdict.clone());
    whole.chars().take(TICKET).collect::<String>().trim_end().to_owned() + "\n"
}

/// The table with what it rests on, and the command.
fn article(answer: &Answer, options: &TextOptions) -> String {
    let lines = Lines::of(answer, options.clock);
    let mut rests: Vec<String> = Vec::new();
    let assumed = lines.assumed().join(", ");
    if !assumed.is_empty() {
        rests.push(format!("Assumes {assumed}."));
    }
    rests.push(format!("{}.", lines.read_as().join("; ")));
    rests.push(format!("backup-sim {}.", env!("CARGO_PKG_VERSION")));
    let command = format!("backup-sim fixes{}", next::unnamed(&answer.scenario));
    let table = markdown(answer, options);
    format!("{table}\n*{}*\n\n{}\n", escaped(&rests.join(" ")), code(&command))
}
