//! The page of one case: the verdict and its facts, what to do, the charts, then the numbers behind
//! them: where the time went, each night, all inputs with their origin, the rules of the service with
//! their sources, and the command that gives the same again.

use super::shell::{Column, SHOWN, long_table, page, table};
use crate::cause::Cause;
use crate::model::service::Preset;
use crate::report::chart::facts::Facts;
use crate::report::chart::{Chart, ChartError, ChartKind, ChartOptions, Layout, Material, Theme};
use crate::report::format::{self, ClockStyle, Way, inert};
use crate::report::wording::lines::Lines;
use crate::report::wording::{self, cause, fix, next, note};
use crate::scenario::{fields, preset};
use crate::sim::outcome::Verdict;
use crate::sim::timeline::State;
use crate::study::answer::Answer;
use crate::units::{Choice, Size, Span};
use maud::{Markup, PreEscaped, html};

/// As many fixes are told; the rest is counted.
const FIXES: usize = 6;
/// As many nights are listed.
const NIGHTS: usize = 60;

/// How a page is to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageOptions {
    /// How clock times are written.
    pub clock: ClockStyle,
    /// A title instead of the verdict.
    pub title: Option<String>,
}

/// The page of a case, with those of the charts that there is something to draw for.
///
/// # Errors
/// [`ChartError::NoTimeline`] if the answer has none, and what a chart that can be drawn fails with.
pub fn case_page(
    material: &Material,
    kinds: &[ChartKind],
    options: &PageOptions,
) -> Result<String, ChartError> {
    let answer = &material.answer;
    let lines = Lines::of(answer, options.clock);
    let verdict = lines.verdict();
    let name = inert(answer.scenario.inputs().top.name.0.trim());
    let title = options.title.as_deref().map(inert).filter(|t| !t.trim().is_empty());
    let mut figures = Vec::new();
    for &kind in kinds {
        match material.in_article(kind) {
            Ok(chart) => figures.push(figure(&chart, options.clock)?),
            Err(ChartError::NoTimeline) => return Err(ChartError::NoTimeline),
            // A computer has no battery, a cable no plan: the page goes without that chart.
            Err(_) => {}
        }
    }
    let body = html! {
        header {
            p.kicker { @if name.is_empty() { "Will this backup finish?" } @else { (name) } }
            h1 { (title.as_deref().unwrap_or(&verdict)) }
            @if title.is_some() { p.lead { (verdict) } }
        }
        (facts(answer, &lines))
        (what_to_do(answer, options.clock))
        section {
            h2 { "What happens" }
            @for figure in &figures { (figure) }
        }
        (numbers(answer, options.clock))
        (grounds(answer, &lines))
    };
    let window = if name.is_empty() { verdict } else { format!("{name}: {verdict}") };
    let made_with = format!("Simulated by backup-sim {}.", env!("CARGO_PKG_VERSION"));
    Ok(page(&window, &body, &made_with))
}

/// A chart, laid out for a desk and for a phone, with its numbers folded away.
pub(super) fn figure(chart: &Chart<'_>, clock: ClockStyle) -> Result<Markup, ChartError> {
    let draw = |layout| {
        let options = ChartOptions { layout, clock, theme: Theme::Auto, ..ChartOptions::default() };
        chart.svg(&options)
    };
    let (desk, phone) = (draw(Layout::Article)?, draw(Layout::Mobile)?);
    let (heads, rows, rest) = chart.data_to_read(SHOWN);
    let heads: Vec<Column<'_>> = heads.iter().map(|name| Column::text(name)).collect();
    Ok(html! {
        figure {
            div.desk { (PreEscaped(desk)) }
            div.phone { (PreEscaped(phone)) }
            figcaption { (chart.alt_text(clock)) }
            details {
                summary { "The numbers of this chart" }
                (table(&chart.title(clock), &heads, &rows))
                @if let Some(rest) = rest { p.soft { (rest) } }
            }
        }
    })
}

/// The answer in its labelled lines.
fn facts(answer: &Answer, lines: &Lines<'_>) -> Markup {
    let chance = lines.chance_by_itself().or_else(|| lines.chance());
    let rows: Vec<(&str, Option<String>)> = vec![
        ("Finishes", Some(lines.finishes())),
        ("Held back", lines.held_back()),
        ("On screen", lines.on_screen()),
        ("Look at", lines.look_at()),
        ("Chance", chance),
        ("One night", lines.one_night()),
    ];
    html! {
        section aria-label="In short" {
            dl {
                @for (label, text) in rows {
                    @if let Some(text) = text.filter(|text| !text.is_empty()) {
                        dt { (label) }
                        dd { (text) }
                    }
                }
            }
            @if let Some(chance) = answer.chance.as_ref().filter(|chance| chance.trials > 0) {
                p.soft {
                    "“Finishes” and its charts hold if nothing varies; “Chance” counts "
                    (format::count(chance.trials, "trial")) " in which speed and habits do."
                }
            }
            @for note in note::notes(answer) { p.soft { "Note: " (note.text) } }
        }
    }
}

/// What would help, the best first, with the steps on this phone.
fn what_to_do(answer: &Answer, clock: ClockStyle) -> Markup {
    let is_yes = answer.outcome.verdict == Verdict::Finishes;
    let list: Vec<_> = answer.fixes.iter().filter(|fix| !fix.unlikely).collect();
    if list.is_empty() {
        return html! {
            @if !is_yes {
                section { h2 { "What to do" } p { "Nothing that is known would help." } }
            }
        };
    }
    let more = list.len().saturating_sub(FIXES);
    html! {
        section {
            h2 { @if is_yes { "What makes it safer" } @else { "What to do" } }
            ol.fixes {
                @for fix in list.into_iter().take(FIXES) {
                    li {
                        strong { (sentence(&fix::text(fix, answer, clock))) }
                        @if let Some((steps, collected)) = fix::steps(fix, &answer.scenario) {
                            p { (sentence(&steps)) " " span.soft.date { "(as of " (collected) ")" } }
                        }
                        p.soft { (asks(fix, answer)) }
                        p { span.soft { "Simulated with " } code { (inert(&fix::edit(fix))) } }
                    }
                }
            }
            @if more > 0 { p.soft { (more) " more: see " code { "backup-sim fixes" } "." } }
        }
    }
}

/// With a capital letter.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + chars.as_str())
}

fn asks(fix: &crate::study::fixes::Fix, answer: &Answer) -> String {
    let mut pieces = vec![format!("{} effort", sentence(fix.effort.word()))];
    pieces.extend(fix::cost(fix, &answer.scenario).map(|cost| match cost.date {
        Some(date) => format!("{} (as of {date})", cost.text),
        None => cost.text,
    }));
    pieces.extend(fix::age(fix));
    pieces.join("; ")
}

/// Where the time went, and each night.
fn numbers(answer: &Answer, clock: ClockStyle) -> Markup {
    let (outcome, preset) = (&answer.outcome, answer.scenario.inputs().service.preset);
    let whole = outcome.ledger.uploading.plus(outcome.ledger.stalled);
    let time = |what: String, cause: Cause, time: Span| {
        let named = cause::name(cause, preset).to_owned();
        vec![what, named, format::span(time, Way::Nearest), format::share(time, whole)]
    };
    let stalls = outcome.stalls.iter().map(|s| time("stood still".to_owned(), s.cause, s.time));
    let limits = outcome.limits.iter().map(|l| time("sending".to_owned(), l.cause, l.time));
    let rows: Vec<Vec<String>> = limits.chain(stalls).collect();
    let columns = [
        Column::text("what"),
        Column::text("for, or limited by"),
        Column::number("time"),
        Column::number("share"),
    ];
    let nights = nights(answer, clock);
    let named =
        if format::by_day(answer.scenario.inputs().window.allowed) { "Day" } else { "Night" };
    let by_night = [
        Column::number(named),
        Column::text("sending ends"),
        Column::number("sending"),
        Column::number("standing still"),
        Column::number("sent"),
        Column::number("share of all"),
    ];
    html! {
        section {
            h2 { "Where the time went" }
            @if rows.is_empty() { p { "Nothing was left to send." } }
            @else { (table("Time in which it may run, by what it did", &columns, &rows)) }
            @if nights.len() > 1 {
                (long_table(&format!("{named} by {}", named.to_lowercase()), &by_night, &nights))
            }
        }
    }
}

/// One row for each night: when sending ends, for how long it sends and stands still, and how much of
/// all is there by then.
fn nights(answer: &Answer, clock: ClockStyle) -> Vec<Vec<String>> {
    struct Night {
        number: u32,
        last: Option<crate::units::ClockTime>,
        sending: Span,
        still: Span,
        stored: Size,
        sent: Size,
    }
    let outcome = &answer.outcome;
    let segments = outcome.timeline.as_ref().map_or(&[][..], |t| &t.segments);
    let mut list: Vec<Night> = Vec::new();
    let mut before = Size::ZERO;
    for segment in segments.iter().filter(|s| s.state != State::Outside) {
        if list.last().is_none_or(|night| night.number != segment.night) {
            let (sending, still) = (Span::ZERO, Span::ZERO);
            let stored = outcome.bytes.done.plus(before);
            list.push(Night {
                number: segment.night,
                last: None,
                sending,
                still,
                stored,
                sent: Size::ZERO,
            });
        }
        let Some(night) = list.last_mut() else { continue };
        if segment.state == State::Uploading {
            night.sending = night.sending.plus(segment.length());
            night.last = Some(outcome.clock_at(segment.end));
        } else {
            night.still = night.still.plus(segment.length());
        }
        night.sent = night.sent.plus(segment.sent.minus(before));
        before = segment.sent;
        night.stored = outcome.bytes.done.plus(before);
    }
    // The very percent that the charts say.
    let facts = Facts::of(answer, clock);
    let row = |night: &Night| {
        vec![
            night.number.to_string(),
            night
                .last
                .map_or_else(|| "nothing sent".to_owned(), |at| format::clock(minute(at), clock)),
            format::span(night.sending, Way::Nearest),
            format::span(night.still, Way::Nearest),
            format::size(night.sent, Way::Nearest),
            facts.percent(night.stored),
        ]
    };
    list.iter().take(NIGHTS).map(row).collect()
}

/// Rounded up to a minute, as finishes are.
fn minute(at: crate::units::ClockTime) -> crate::units::ClockTime {
    crate::units::ClockTime::from_secs(at.secs().div_ceil(60) * 60 % 86_400)
}

/// What it rests on: assumptions, what was not checked, all inputs, the rules and their sources.
fn grounds(answer: &Answer, lines: &Lines<'_>) -> Markup {
    let scenario = &answer.scenario;
    let inputs: Vec<Vec<String>> = fields()
        .iter()
        .map(|f| {
            let value = inert(&scenario.print(f.id));
            vec![f.key.to_owned(), value, scenario.origin(f.id).word().to_owned()]
        })
        .collect();
    let chosen = scenario.inputs().service.preset;
    let command = next::same(scenario, answer.chance.as_ref());
    let list = |title: &str, items: Vec<String>| {
        html! {
            @if !items.is_empty() {
                h3 { (title) }
                ul { @for item in &items { li { (item) } } }
            }
        }
    };
    html! {
        section {
            h2 { "What this rests on" }
            (list("Assumed", lines.assumed()))
            (list("Not checked", lines.not_checked()))
            (list("Read as", lines.read_as()))
            @if chosen != Preset::Generic {
                details {
                    summary { "The rules of " (wording::cause::service(chosen)) ", and where they come from" }
                    (table(
                        &format!("Rules of {}", chosen.word()),
                        &[Column::code("rule"), Column::code("value"), Column::text("source")],
                        &rules(chosen),
                    ))
                }
            }
            details {
                summary { "All inputs" }
                (table(
                    "Every input with its origin",
                    &[Column::code("input"), Column::text("value"), Column::text("from")],
                    &inputs,
                ))
            }
            h3 { "The same again" }
            pre { code { (inert(&command)) } }
        }
    }
}

/// The rules of a preset: key, value and the remark above it, which names its source.
fn rules(chosen: Preset) -> Vec<Vec<String>> {
    let (mut rows, mut remark, mut section) = (Vec::new(), Vec::new(), String::new());
    for line in preset::text(chosen).lines() {
        if let Some(text) = line.strip_prefix('#') {
            remark.push(text.trim());
        } else if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
            remark.clear();
        } else if let Some((key, value)) = line.split_once(" = ") {
            let value = value.trim_matches('"').to_owned();
            rows.push(vec![format!("{section}.{key}"), value, remark.join(" ")]);
            remark.clear();
        } else {
            // An empty line ends a remark that belongs to no key.
            remark.clear();
        }
    }
    rows
}
