//! The page of a batch: how many cases finish by their deadline, the curve of all nights, then the counts
//! behind it: verdicts, nights, causes, groups, rejected rows, and what it rests on.

use super::case::{PageOptions, figure};
use super::shell::{Column, long_table, page, table};
use crate::cause::Cause;
use crate::model::service::Preset;
use crate::report::chart::{Chart, ChartError};
use crate::report::format::{self, Way, count, inert, share_of, thousands};
use crate::report::wording::cause;
use crate::sim::outcome::Verdict;
use crate::study::overview::{Group, Overview};
use crate::units::Span;
use maud::{Markup, html};

/// As many causes are listed; the others are counted.
const CAUSES: usize = 12;
/// As many groups are listed; the others are counted.
const GROUPS: usize = 50;
/// The longest value of a group that is shown, in letters.
const LETTERS: usize = 60;
/// By which night so many percent of all rows are done.
const PERCENTS: [u64; 6] = [10, 25, 50, 75, 90, 100];

/// The page of what a batch came to.
///
/// # Errors
/// What its chart fails with; a batch without an answered row has none, and a page all the same.
pub fn batch_page(overview: &Overview, options: &PageOptions) -> Result<String, ChartError> {
    let chart = match Chart::overview(overview) {
        Ok(chart) => Some(figure(&chart, options.clock)?),
        Err(ChartError::NotFor(_)) => None,
        Err(error) => return Err(error),
    };
    let finding = finding(overview);
    let title = options.title.as_deref().map(inert).filter(|t| !t.trim().is_empty());
    let body = html! {
        header {
            p.kicker { (inert(&overview.source)) }
            h1 { (title.as_deref().unwrap_or(&finding)) }
            @if title.is_some() { p.lead { (finding) } }
        }
        (in_short(overview))
        @if let Some(chart) = chart {
            section { h2 { "By which night" } (chart) }
        }
        (verdicts(&overview.all))
        (nights(&overview.all))
        (causes(&overview.all))
        (groups(overview))
        (rejected(overview))
        (grounds(overview))
    };
    let window = format!("{}: {finding}", inert(&overview.source));
    let made_with = format!("Written by backup-sim {}.", env!("CARGO_PKG_VERSION"));
    Ok(page(&window, &body, &made_with))
}

/// `Of 10,000 cases 6,120 finish by the deadline`.
fn finding(overview: &Overview) -> String {
    let all = &overview.all;
    let (rows, done) = (all.rows, all.with(Verdict::Finishes));
    match (rows, done) {
        (0, _) => "No case was answered".to_owned(),
        (1, 0) => "The one case does not finish by its deadline".to_owned(),
        (1, _) => "The one case finishes by its deadline".to_owned(),
        (_, 0) => format!("None of {} cases finishes by its deadline", thousands(rows)),
        (_, 1) => format!("Of {} cases one finishes by its deadline", thousands(rows)),
        _ if done == rows => format!("All {} cases finish by their deadline", thousands(rows)),
        _ => format!("Of {} cases {} finish by their deadline", thousands(rows), thousands(done)),
    }
}

fn in_short(overview: &Overview) -> Markup {
    let all = &overview.all;
    let share = |rows: u64| format!("{} of {}", share_of(rows, all.rows), thousands(all.rows));
    let half = all.night_of(50).map_or_else(
        || "not within the nights that were tried".to_owned(),
        |night| format!("by night {night}"),
    );
    let causes = all.causes();
    let held = causes.first().filter(|(_, rows, _)| *rows > 0).map(|(cause, rows, _)| {
        format!("most often by {}, {}", named(*cause), count(*rows, "case"))
    });
    html! {
        section aria-label="In short" {
            @if all.rows > 0 {
                dl {
                    dt { "In time" } dd { (share(all.with(Verdict::Finishes))) }
                    dt { "At all" } dd { (share(all.done())) }
                    dt { "Half of them" } dd { (half) }
                    @if let Some(held) = held { dt { "Held back" } dd { (held) } }
                }
            } @else {
                p { "The file has no row below its first line." }
            }
        }
    }
}

/// A cause in words; rows of a batch may be of any service.
fn named(cause: Cause) -> String {
    cause::name(cause, Preset::Generic).to_owned()
}

fn verdicts(all: &Group) -> Markup {
    let meaning = |verdict| match verdict {
        Verdict::Finishes => "done by the deadline",
        Verdict::Misses => "later, or not in the nights that were tried",
        Verdict::Never => "never, as things are",
        Verdict::Refused => "turned down before the first byte",
    };
    let row = |verdict: Verdict| {
        let rows = all.with(verdict);
        let cells = [verdict.word().to_owned(), meaning(verdict).to_owned(), thousands(rows)];
        cells.into_iter().chain([share_of(rows, all.rows)]).collect()
    };
    let rows: Vec<Vec<String>> = Verdict::ALL.into_iter().map(row).collect();
    let columns = [
        Column::text("verdict"),
        Column::text("meaning"),
        Column::number("cases"),
        Column::number("share"),
    ];
    html! {
        @if all.rows > 0 {
            section { h2 { "Verdicts" } (table("Cases by verdict", &columns, &rows)) }
        }
    }
}

fn nights(all: &Group) -> Markup {
    let row = |percent: u64| {
        let night = all.night_of(percent);
        let night = night.map_or_else(|| "not reached".to_owned(), |night| night.to_string());
        vec![format!("{percent} %"), night]
    };
    let rows: Vec<Vec<String>> = PERCENTS.into_iter().map(row).collect();
    let columns = [Column::text("of all cases"), Column::number("done by night")];
    html! {
        @if all.rows > 0 {
            section { h2 { "Nights" } (table("By which night so many are done", &columns, &rows)) }
        }
    }
}

/// A time of many cases together: in hours from two days on.
fn long(millis: u64) -> String {
    const HOUR: u64 = 3_600_000;
    match millis {
        0 => String::new(),
        1..172_800_000 => {
            let micros = i64::try_from(millis.saturating_mul(1_000)).unwrap_or(i64::MAX);
            format::span(Span::from_micros(micros), Way::Nearest)
        }
        _ => format!("{} h", thousands(millis.saturating_add(HOUR / 2) / HOUR)),
    }
}

fn causes(all: &Group) -> Markup {
    let list = all.causes();
    let late = all.rows - all.with(Verdict::Finishes);
    let row = |&(cause, rows, stalled): &(Cause, u64, u64)| {
        let cells = [named(cause), thousands(rows), share_of(rows, late), long(stalled)];
        cells.into_iter().collect()
    };
    let rows: Vec<Vec<String>> = list.iter().take(CAUSES).map(row).collect();
    let more = list.len().saturating_sub(CAUSES);
    let columns = [
        Column::text("cause"),
        Column::number("cases held back"),
        Column::number("of those late"),
        Column::number("longest stalls, summed"),
    ];
    html! {
        @if !rows.is_empty() {
            section {
                h2 { "What holds them back" }
                p {
                    "Of the " (count(late, "case")) " that do not finish by the deadline: what would bring \
                     the finish forward most. Of all cases: how long their longest stall was."
                }
                (table("Causes, most cases first", &columns, &rows))
                @if more > 0 { p.soft { (more) " more causes hold back fewer." } }
            }
        }
    }
}

fn groups(overview: &Overview) -> Markup {
    let Some(by) = &overview.by else { return html! {} };
    let column = inert(&by.column);
    let night =
        |group: &Group| group.night_of(50).map_or_else(|| "-".to_owned(), |n| n.to_string());
    let cause = |group: &Group| {
        let causes = group.causes();
        let by_time = causes.iter().max_by_key(|(.., time)| *time).filter(|(.., time)| *time > 0);
        let by_rows = causes.first().filter(|(_, rows, _)| *rows > 0);
        let name =
            |found: Option<&(Cause, u64, u64)>| found.map_or_else(String::new, |c| named(c.0));
        [name(by_rows), name(by_time)]
    };
    let row = |(value, group): &(String, Group)| {
        let value = inert(value.trim());
        let value = if value.is_empty() { "(empty)".to_owned() } else { value };
        let cells = [
            cut(&value),
            thousands(group.rows),
            share_of(group.with(Verdict::Finishes), group.rows),
            share_of(group.done(), group.rows),
            night(group),
        ];
        cells.into_iter().chain(cause(group)).collect()
    };
    let rows: Vec<Vec<String>> = by.groups.iter().take(GROUPS).map(row).collect();
    let others = by.groups.get(GROUPS..).unwrap_or_default();
    let left: u64 = others.iter().map(|(_, group)| group.rows).sum();
    let columns = [
        Column::text(&column),
        Column::number("cases"),
        Column::number("in time"),
        Column::number("at all"),
        Column::number("half by night"),
        Column::text("holds back most cases"),
        Column::text("stalls longest"),
    ];
    html! {
        @if !rows.is_empty() {
            section {
                h2 { "By " (column) }
                (long_table(&format!("Cases by {column}, the most first"), &columns, &rows))
                @if left > 0 {
                    p.soft { (count(others.len() as u64, "smaller group")) " of " (count(left, "case")) " not listed." }
                }
            }
        }
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    text.chars().take(LETTERS - 1).collect::<String>().trim_end().to_owned() + "…"
}

fn rejected(overview: &Overview) -> Markup {
    let summary = overview.summary.as_ref();
    let codes = summary.map(|s| s.rejected_by_code.as_slice()).unwrap_or_default();
    let row = |(code, rows): &(String, u64)| vec![inert(code), thousands(*rows)];
    let rows: Vec<Vec<String>> = codes.iter().map(row).collect();
    let columns = [Column::code("code"), Column::number("rows")];
    html! {
        section {
            h2 { "Rejected rows" }
            @match summary {
                None => p {
                    "Not known: there is no summary of these rows beside the file. Rows that were rejected are in none \
                     of the counts."
                },
                Some(summary) if summary.rejected == 0 => p { "None: every row was answered." },
                Some(summary) => {
                    p {
                        (count(summary.rejected, "row")) " of "
                        (thousands(summary.rejected.saturating_add(summary.answered)))
                        " could not be read and " @if summary.rejected == 1 { "is" } @else { "are" }
                        " in none of the counts. The file of rejected rows has each with its reason."
                    }
                    (long_table("Rejected rows by error code", &columns, &rows))
                    p.soft { "What a code means: " code { "backup-sim explain CODE" } }
                }
            }
        }
    }
}

fn grounds(overview: &Overview) -> Markup {
    let summary = overview.summary.as_ref();
    html! {
        section {
            h2 { "What this rests on" }
            ul {
                li { (count(overview.all.rows, "row")) " of " (inert(&overview.source)) ", each simulated by itself." }
                @if let Some(summary) = summary {
                    li {
                        "Answered by backup-sim " (inert(&summary.version)) ", "
                        @if summary.trials > 0 {
                            (count(summary.trials, "random trial")) " for each row with seed " (summary.seed) "."
                        } @else { "without random trials." }
                    }
                } @else {
                    li { "By which version and with which seed is not known." }
                }
                li { "A case counts as done in the night in which its last byte is sent, be that by its deadline or not." }
                li { "A stall is the longest of its case; shorter ones of other causes are not in the result of a batch." }
            }
        }
    }
}
