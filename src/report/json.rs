//! The answer for machines: an [`Answer`] flows in, one JSON document flows out, as
//! docs/schema/answer.schema.json describes it. Every key is always there; what is not known is
//! null.

use super::format::{self, ClockStyle};
use super::millis::{self, Millis};
use super::wording::{self, fix, grounds::unchecked, note, proof};
use crate::cause::Cause;
use crate::scenario::{Inputs, Scenario, fields};
use crate::sim::outcome::Outcome;
use crate::study::answer::{Answer, Chance, Unchecked};
use crate::study::fixes::{Fix, shown};
use crate::study::parts::Part;
use crate::units::{Choice, Plain, Rate};
use serde_json::{Map, Value, json};

/// The version of the document: a new minor adds keys, a new major changes them.
pub const SCHEMA_VERSION: &str = "1.0";

/// The document.
pub fn json(answer: &Answer) -> Value {
    let outcome = &answer.outcome;
    let mut document = Map::new();
    let mut put = |key: &str, value: Value| document.insert(key.to_owned(), value);
    put("schema_version", SCHEMA_VERSION.into());
    put("verdict", outcome.verdict.word().into());
    put("nights", outcome.finish.map(|f| f.night).into());
    put("finish", finish(outcome));
    put("margin_seconds", millis::margin(outcome).map(seconds).into());
    put("bytes", bytes(outcome));
    let whole = Millis::of(outcome);
    put("seconds", ledger(&whole));
    put("stalls", stalls(outcome, &whole));
    put("limits", limits(outcome, &whole));
    put("bottleneck", answer.bottleneck.map(Cause::id).into());
    let inputs = answer.scenario.inputs();
    put("proof", proof_of(outcome, inputs));
    put("reasons", wording::reasons(answer).iter().map(reason).collect());
    put("battery", battery(outcome));
    put("chance", answer.chance.as_ref().map_or(Value::Null, chance));
    put("fixes", fixes(shown(&answer.fixes).into_iter(), answer));
    put(
        "one_night",
        json!({
            "upload_bits_per_s": answer.one_night.upload.map(whole_bits),
            "size_bytes": answer.one_night.size.map(|s| s.bytes()),
        }),
    );
    let open = answer.unchecked.iter().map(|u| unknown(u, inputs));
    put("unchecked", open.collect());
    let notes = note::notes(answer).into_iter();
    put("notes", notes.map(|n| json!({"code": n.code, "text": n.text})).collect());
    put("inputs", inputs_of(&answer.scenario));
    Value::Object(document)
}

/// The document with a command's own part on top: the keys of `part` first, then those of the answer
/// that it does not have.
pub fn under(part: Map<String, Value>, answer: &Answer) -> Value {
    let mut document = part;
    if let Value::Object(rest) = json(answer) {
        for (key, value) in rest {
            document.entry(key).or_insert(value);
        }
    }
    Value::Object(document)
}

/// The document as text, indented, with a line end.
pub fn pretty(answer: &Answer) -> String {
    // A document of our own making always serialises: its keys are text.
    format!("{:#}\n", json(answer))
}

/// Seconds with three decimals from milliseconds.
pub(super) fn seconds(millis: i64) -> Value {
    if millis % 1000 == 0 { (millis / 1000).into() } else { (millis as f64 / 1000.0).into() }
}

/// Whole bits per second, rounded up.
pub(super) const fn whole_bits(rate: Rate) -> u64 {
    rate.microbits_per_s().div_ceil(1_000_000)
}

fn finish(outcome: &Outcome) -> Value {
    let (Some(finish), Some(clock)) = (outcome.finish, format::finish_clock(outcome)) else {
        return Value::Null;
    };
    json!({
        "night": finish.night,
        "clock": format::clock(clock, ClockStyle::H24),
        "seconds": seconds(millis::up(finish.at)),
    })
}

fn bytes(outcome: &Outcome) -> Value {
    let bytes = &outcome.bytes;
    json!({
        "size": bytes.size.bytes(),
        "done": bytes.done.bytes(),
        "sent": bytes.sent.bytes(),
        "resent": bytes.resent.bytes(),
        "left": bytes.left.bytes(),
        "by_first_morning": bytes.by_first_morning.bytes(),
        "safe_first_morning": bytes.safe_first_morning.bytes(),
    })
}

fn ledger(whole: &Millis) -> Value {
    json!({
        "horizon": seconds(whole.horizon),
        "window": seconds(whole.horizon - whole.outside),
        "uploading": seconds(whole.uploading),
        "stalled": seconds(whole.stalled),
        "outside": seconds(whole.outside),
    })
}

fn stalls(outcome: &Outcome, whole: &Millis) -> Value {
    let parts = Millis::parts(outcome.stalls.iter().map(|s| s.time), whole.stalled);
    let entry = |(stall, part): (&crate::sim::outcome::Stall, i64)| {
        let sole = millis::nearest(stall.sole);
        let sole = if stall.sole == stall.time { part } else { sole.min(part) };
        json!({"cause": stall.cause.id(), "seconds": seconds(part), "sole_seconds": seconds(sole)})
    };
    outcome.stalls.iter().zip(parts).map(entry).collect()
}

fn limits(outcome: &Outcome, whole: &Millis) -> Value {
    let parts = Millis::parts(outcome.limits.iter().map(|l| l.time), whole.uploading);
    let shares = outcome.limits.iter().zip(parts);
    shares.map(|(l, part)| json!({"cause": l.cause.id(), "seconds": seconds(part)})).collect()
}

fn proof_of(outcome: &Outcome, inputs: &Inputs) -> Value {
    outcome.proof.as_ref().map_or(
        Value::Null,
        |p| json!({"cause": p.cause.id(), "text": proof::sentence(p, inputs, outcome)}),
    )
}

fn reason(reason: &wording::Reason) -> Value {
    json!({
        "code": reason.cause.id(),
        "text": reason.text,
        "where": reason.place,
        "collected": reason.collected,
    })
}

fn battery(outcome: &Outcome) -> Value {
    outcome.battery.as_ref().map_or(Value::Null, |battery| {
        json!({
            "start_percent": battery.start.as_percent(),
            "end_percent": battery.end.as_percent(),
            "min_percent": battery.min.as_percent(),
            "seconds_charging": seconds(millis::nearest(battery.charging)),
        })
    })
}

fn chance(chance: &Chance) -> Value {
    let nights = chance.nights;
    let finish = chance.finish.map(|at| at.map(|at| seconds(millis::up(at))));
    let [finish_p10, finish_p50, finish_p90] = finish;
    json!({
        "trials": chance.trials,
        "seed": chance.seed,
        "by_deadline": chance.in_time as f64 / chance.trials.max(1) as f64,
        "nights_p10": nights[0],
        "nights_p50": nights[1],
        "nights_p90": nights[2],
        "finish_seconds_p10": finish_p10,
        "finish_seconds_p50": finish_p50,
        "finish_seconds_p90": finish_p90,
    })
}

/// Fixes, each with all that is known of it.
pub fn fixes<'a>(list: impl Iterator<Item = &'a Fix>, answer: &Answer) -> Value {
    let before = answer.outcome.finish.map(|f| f.night);
    let entry = |found: &Fix| {
        let outcome = &found.probe.outcome;
        let part = |part: &Part| {
            json!({
                "preset": part.preset.word(),
                "size_bytes": part.size.bytes(),
                "nights": part.finish.map(|f| f.night),
            })
        };
        let cost = fix::cost(found, &answer.scenario);
        let steps = fix::steps(found, &answer.scenario);
        json!({
            "id": found.id(),
            "text": fix::text(found, answer, ClockStyle::H24),
            "edit": fix::edit(found),
            "parts": found.parts.iter().map(part).collect::<Vec<_>>(),
            "nights_before": before,
            "nights_after": outcome.finish.map(|f| f.night),
            "finish_seconds_after": outcome.finish.map(|f| seconds(millis::up(f.at))),
            "meets_deadline": found.meets_deadline(),
            "effort": found.effort.word(),
            "cost": cost.map(|cost| json!({"text": cost.text, "date": cost.date})),
            "copy_age_hours": found.copy_age.map(|age| age.as_secs() / 3600.0),
            "where": steps.as_ref().map(|(text, _)| text),
            "collected": steps.as_ref().map(|(_, date)| date),
        })
    };
    list.map(entry).collect()
}

fn unknown(unknown: &Unchecked, inputs: &Inputs) -> Value {
    json!({
        "field": crate::scenario::field(unknown.field).key,
        "text": unchecked(unknown, inputs),
        "flips_to": unknown.flips_to.map(|v| v.word()),
    })
}

/// Every input with its origin.
pub fn inputs_of(scenario: &Scenario) -> Value {
    let input = |f: &crate::scenario::FieldRef| {
        json!({
            "field": f.key,
            "text": scenario.print(f.id),
            "value": plain(scenario.plain(f.id)),
            "unit": f.kind.unit,
            "origin": scenario.origin(f.id).word(),
        })
    };
    fields().iter().map(input).collect()
}

/// A plain value. Whole numbers beyond 64 bits are no input's; they would become text.
pub(super) fn plain(value: Plain) -> Value {
    match value {
        Plain::Integer(number) => match (i64::try_from(number), u64::try_from(number)) {
            (Ok(number), _) => number.into(),
            (_, Ok(number)) => number.into(),
            _ => number.to_string().into(),
        },
        Plain::Number(number) => number.into(),
        Plain::Flag(flag) => flag.into(),
        Plain::Text(text) => text.into(),
        Plain::Absent => Value::Null,
    }
}
