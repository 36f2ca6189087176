//! A fit as text, JSON, Markdown and CSV. A [`Fit`] flows in, one string flows out.

use super::format::ClockStyle;
use super::json::under;
use super::markdown::escaped;
use super::text::wrap;
use super::wording::fit as words;
use crate::study::fit::gates::{Evidence, Gate};
use crate::study::fit::{Fit, Forecast, Night, Speed, Stretch, Sum};
use crate::units::{ClockTime, Span};
use serde_json::{Map, Value, json};

const COLUMNS: usize = 80;
const LINES: usize = 14;
const LABEL: usize = 13;
/// How many gates the text shows.
const GATES: usize = 2;

/// The columns of the CSV: name and what they hold.
pub const COLUMNS_CSV: &[(&str, &str)] = &[
    ("start_s", "Start in seconds since the first reading."),
    ("end_s", "End."),
    ("state", "`sending` or `stalled`."),
    ("seconds", "The seconds that count: in the window, without the stalls of a sending stretch."),
    (
        "goodput_bits_per_s",
        "The speed while sending; empty of a stall or where only percents are known.",
    ),
    ("percent_per_hour", "The same where only percents are known."),
    ("sent_bytes", "What was sent in it; empty where only percents are known."),
    ("sent_percent", "The same where only percents are known."),
    ("lost_bytes", "What was lost at its end."),
];

/// The labelled lines.
fn entries(fit: &Fit, style: ClockStyle) -> Vec<(&'static str, String)> {
    let mut out = vec![("", words::headline(fit, style))];
    let mut put = |label, parts: Vec<String>| {
        if !parts.is_empty() {
            out.push((label, parts.join(", ")));
        }
    };
    put("Range", words::range(fit, style).into_iter().collect());
    put("Only if", words::lifted(fit, style).into_iter().collect());
    put("Rests on", words::rests_on(fit, style));
    put("Seen", words::seen(fit));
    put("Speed", words::speeds(fit, style));
    put("Stalled", words::stalled(fit, style));
    for gate in fit.gates.iter().take(GATES) {
        let flags = words::gate_flags(gate);
        let gap = if flags.is_empty() { "" } else { "  " };
        put("Likely", vec![format!("{}{gap}{flags}", words::gate(fit, gate, style))]);
    }
    put("Nights", words::nights(fit));
    let told = fit.remarks.iter().map(|r| words::remark(fit, r));
    // How the case is built matters only to those who read the case.
    let told: Vec<String> =
        told.filter(|(code, _)| *code != "past-is-outage").map(|(_, text)| text).collect();
    if !told.is_empty() {
        put("Mind", vec![told.join("; ")]);
    }
    out
}

/// The text: at most 14 lines.
pub fn text(fit: &Fit, style: ClockStyle) -> String {
    let lines = |(label, text): &(&str, String)| -> Vec<String> {
        let indent = if label.is_empty() { 0 } else { LABEL };
        let wrapped = wrap(text, COLUMNS - indent);
        let label = |place| if place == 0 { *label } else { "" };
        wrapped.iter().enumerate().map(|(i, t)| format!("{:indent$}{t}", label(i))).collect()
    };
    let mut entries = entries(fit, style);
    // What matters least goes first.
    for least in ["Nights", "Likely", "Mind", "Seen", "Rests on"] {
        let total: usize = entries.iter().map(|entry| lines(entry).len()).sum();
        if total > LINES - 1
            && let Some(place) = entries.iter().rposition(|(label, _)| *label == least)
        {
            entries.remove(place);
        }
    }
    let mut out: String = entries
        .iter()
        .flat_map(lines)
        .take(LINES - 1)
        .map(|line| format!("{}\n", line.trim_end()))
        .collect();
    out += &format!("{:LABEL$}{}\n", "Next", words::next_line(fit));
    out
}

/// The Markdown.
pub fn markdown(fit: &Fit, style: ClockStyle) -> String {
    let entries = entries(fit, style);
    let mut out = String::from("## When will this upload be done?\n\n");
    for (place, (label, text)) in entries.iter().enumerate() {
        if place == 0 {
            out += &format!("**{}**\n\n| | |\n|---|---|\n", escaped(text));
        } else {
            out += &format!("| {label} | {} |\n", escaped(text));
        }
    }
    if fit.nights.len() > 1 {
        out += "\n| night | sent | lost | sending | stalled |\n|--:|--:|--:|--:|--:|\n";
        for night in &fit.nights {
            let time = |span| super::format::span(span, super::format::Way::Nearest);
            out += &format!(
                "| {} | {} | {} | {} | {} |\n",
                night.number,
                words::sum(night.sent),
                words::sum(night.lost),
                time(night.sending),
                time(night.stalled)
            );
        }
    }
    out + &format!("\n```sh\n{}\n```\n", super::format::inert(&words::next_line(fit)))
}

/// The stretches as CSV with a header.
pub fn csv(fit: &Fit) -> String {
    let names: Vec<&str> = COLUMNS_CSV.iter().map(|(name, _)| *name).collect();
    let mut out = names.join(",") + "\n";
    for stretch in &fit.stretches {
        let document = stretch_json(stretch);
        let keys = [
            "start_seconds",
            "end_seconds",
            "state",
            "seconds",
            "goodput_bits_per_s",
            "percent_per_hour",
            "sent_bytes",
            "sent_percent",
            "lost_bytes",
        ];
        let cells = keys.map(|key| match &document[key] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        out += &cells.join(",");
        out.push('\n');
    }
    out
}

/// The document: the fit's own parts on top of the answer of the fitted case.
pub fn document(fit: &Fit) -> Value {
    let mut part = Map::new();
    let mut put = |key: &str, value: Value| part.insert(key.to_owned(), value);
    put("goodput_bits_per_s", fit.goodput.and_then(words::bits).into());
    put("stall_share", rounded(fit.stall_share).into());
    put("gates", fit.gates.iter().map(|gate| gate_json(fit, gate)).collect());
    put("forecast", forecast(fit, &fit.forecast));
    put("percent_per_hour", fit.goodput.and_then(percent_per_hour).into());
    put("recent_bits_per_s", fit.recent.and_then(words::bits).into());
    put("recent_percent_per_hour", fit.recent.and_then(percent_per_hour).into());
    put("recent_since_seconds", seconds(fit.recent_since).into());
    let (done, total) = (fit.done.1, fit.total);
    put(
        "seen",
        json!({
            "format": fit.format.word(),
            "readings": fit.readings,
            "seconds": seconds(fit.seen),
            "clock": fit.clock.map(clock),
            "done_bytes": bytes(done),
            "done_percent": percent(done),
            "total_bytes": total.and_then(bytes),
        }),
    );
    put("by_night", fit.nights.iter().map(night_json).collect());
    put("stretches", fit.stretches.iter().map(stretch_json).collect());
    let remarks = fit.remarks.iter().map(|r| words::remark(fit, r));
    put("remarks", remarks.map(|(code, text)| json!({"code": code, "text": text})).collect());
    put("edits", words::next_line(fit).trim_start_matches("backup-sim estimate").trim().into());
    under(part, &fit.answer)
}

/// Seconds with three decimals, rounded up as every finish is.
fn seconds(span: Span) -> f64 {
    span.millis_up() as f64 / 1e3
}

fn rounded(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}

fn clock(clock: ClockTime) -> String {
    super::format::clock(clock, ClockStyle::H24)
}

fn bytes(sum: Sum) -> Option<u64> {
    match sum {
        Sum::Bytes(size) => Some(size.bytes()),
        Sum::Percent(_) => None,
    }
}

fn percent(sum: Sum) -> Option<f64> {
    match sum {
        Sum::Bytes(_) => None,
        Sum::Percent(percent) => Some(rounded(percent)),
    }
}

fn percent_per_hour(speed: Speed) -> Option<f64> {
    match speed {
        Speed::Bits(_) => None,
        Speed::PercentPerHour(percent) => Some(rounded(percent)),
    }
}

fn forecast(fit: &Fit, forecast: &Forecast) -> Value {
    let more = |at: Span| seconds(Span::from_micros(at.micros() - fit.seen.micros()));
    let range = forecast.range;
    json!({
        "basis": forecast.basis.word(),
        "finish_seconds": forecast.finish.map(seconds),
        "remaining_seconds": forecast.finish.map(more),
        "finish_text": forecast.finish.map(|at| words::moment(fit, at, ClockStyle::H24)),
        "finish_seconds_p10": range.and_then(|(from, _)| from).map(seconds),
        "finish_seconds_p50": forecast.middle.map(seconds),
        "finish_seconds_p90": range.and_then(|(_, to)| to).map(seconds),
        "lifted_seconds": forecast.lifted.map(seconds),
        "plain_seconds": forecast.plain.map(seconds),
    })
}

fn gate_json(fit: &Fit, gate: &Gate) -> Value {
    let also: Vec<&str> = gate.also.iter().map(|cause| cause.id()).collect();
    json!({
        "cause": gate.cause.id(),
        "also": also,
        "seconds": seconds(gate.time),
        "stalls": gate.stalls,
        "evidence": evidence(gate.evidence),
        "text": words::gate(fit, gate, ClockStyle::H24),
        "edits": words::gate_flags(gate),
    })
}

fn evidence(evidence: Evidence) -> Value {
    match evidence {
        Evidence::Given => json!({"kind": "given"}),
        Evidence::Clock { from, to, nights } => {
            json!({"kind": "clock", "from": clock(from), "to": clock(to), "nights": nights})
        }
        Evidence::Runs { budget, per } => {
            json!({"kind": "runs", "budget_seconds": seconds(budget), "per_seconds": seconds(per)})
        }
        Evidence::Again { every, lasting, regular } => json!({
            "kind": "again",
            "every_seconds": seconds(every),
            "lasting_seconds": seconds(lasting),
            "regular": regular,
        }),
        Evidence::SamePlace { at } => json!({"kind": "same-place", "percent": at.as_percent()}),
        Evidence::Told => json!({"kind": "told"}),
        Evidence::Once => json!({"kind": "once"}),
        Evidence::Now => json!({"kind": "now"}),
    }
}

fn night_json(night: &Night) -> Value {
    json!({
        "night": night.number,
        "start_seconds": seconds(night.from),
        "end_seconds": seconds(night.to),
        "sent_bytes": bytes(night.sent),
        "sent_percent": percent(night.sent),
        "lost_bytes": bytes(night.lost),
        "lost_percent": percent(night.lost),
        "sending_seconds": seconds(night.sending),
        "stalled_seconds": seconds(night.stalled),
    })
}

fn stretch_json(stretch: &Stretch) -> Value {
    json!({
        "start_seconds": seconds(stretch.from),
        "end_seconds": seconds(stretch.to),
        "state": if stretch.speed.is_some() { "sending" } else { "stalled" },
        "seconds": seconds(stretch.time),
        "goodput_bits_per_s": stretch.speed.and_then(words::bits),
        "percent_per_hour": stretch.speed.and_then(percent_per_hour),
        "sent_bytes": bytes(stretch.sent),
        "sent_percent": percent(stretch.sent),
        "lost_bytes": bytes(stretch.lost),
        "lost_percent": percent(stretch.lost),
    })
}
