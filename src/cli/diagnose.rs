//! `diagnose`: a symptom, readings, or both in; causes with the case that shows each out.

use super::arguments::nearest;
use super::deliver::{Deliverable, Delivery};
use super::failure::{ARGUMENTS, Failure, NOT_IN_LIST, Usage};
use super::look::Look;
use super::parse::Parsed;
use backup_sim::cause::Cause;
use backup_sim::report::audience::Audience;
use backup_sim::report::diagnosis_names::named;
use backup_sim::report::format::{ClockStyle, inert};
use backup_sim::report::{diagnosis, diagnosis_for, json};
use backup_sim::sim::Record;
use backup_sim::study;
use backup_sim::study::diagnose::{Asked, Diagnosis, Undiagnosed, diagnose};
use backup_sim::units::{Kind, ReadError, Seen};
use std::process::ExitCode;

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let delivery = Delivery::of(parsed, "diagnosis.json");
    let text = words(parsed);
    let seen = parsed.text("seen").and_then(|typed| match Seen::read(typed) {
        Ok(reading) => Some(reading.value),
        Err(error) => {
            parsed.fault(unreadable(&error));
            None
        }
    });
    let ruled_out = ruled_out(parsed);
    parsed.check()?;
    let asked = Asked {
        draft: parsed.draft(),
        text: text.as_deref(),
        seen: seen.as_ref(),
        ruled_out: &ruled_out,
    };
    let found = diagnose(&asked).map_err(|undiagnosed| match undiagnosed {
        Undiagnosed::Case(errors) => {
            Failure::Input(Vec::new(), errors, Box::new(parsed.draft().clone()))
        }
        Undiagnosed::Order(order) => {
            let message = format!(
                "reading {} lies before the one in front of it; write them in the order in which \
                 they were taken",
                order.place + 1
            );
            Usage::new(ARGUMENTS, "--seen", message)
                .or("--seen \"night 1 23:10 30%, night 2 07:00 40%\"")
                .into()
        }
        Undiagnosed::Beyond(beyond) => {
            let (read, size) = (beyond.read.print(), beyond.size.print());
            let message = format!("reading {} is {read} of a library of {size}", beyond.place + 1);
            Usage::new(ARGUMENTS, "--seen", message)
                .or(format!("--size {read}"))
                .or("--seen \"23:10 30%, 07:00 34%\"")
                .into()
        }
    })?;
    if text.is_none() && seen.is_none() && found.causes.is_empty() {
        let message = "says neither what the phone shows nor what was seen";
        return Err(Usage::new(ARGUMENTS, "diagnose", message)
            .or("backup-sim diagnose \"stuck at 5% for hours\"")
            .or("backup-sim diagnose --seen \"23:10 30%, 07:00 34%\"")
            .into());
    }
    delivery.ready()?;
    let findings = Findings { found: &found, said: text.as_deref(), clock: parsed.clock() };
    delivery.deliver(&findings, look)
}

/// What was found, behind what was said.
struct Findings<'a> {
    found: &'a Diagnosis,
    said: Option<&'a str>,
    clock: ClockStyle,
}

impl Deliverable for Findings<'_> {
    fn text(&self) -> String {
        diagnosis::text(self.found, self.said, self.clock)
    }

    fn json(&self) -> String {
        let best = self.found.causes.first().map_or(&self.found.base, |cause| &cause.scenario);
        // The answer is that of the best case; its chance is a matter for estimate.
        let answer = study::answer(best.clone(), 0, 1, 1, 1, Record::No);
        format!("{:#}\n", json::under(diagnosis::part(self.found, self.said), &answer))
    }

    fn markdown(&self) -> String {
        diagnosis::markdown(self.found, self.said, self.clock)
    }

    fn words_for(&self, reader: Audience) -> String {
        diagnosis_for::text(self.found, self.said, self.clock, reader)
    }
}

/// Readings that cannot be understood; what to type is quoted for a shell.
fn unreadable(error: &ReadError) -> Usage {
    let mut usage = Usage::unreadable("--seen", error);
    let typed = error.instead.iter().map(|s| s.typed.replace('"', ""));
    usage.instead = typed.map(|typed| format!("--seen \"{typed}\"")).collect();
    usage
}

/// What the phone or its owner says, from either place.
fn words(parsed: &Parsed) -> Option<String> {
    let (plain, flag) = (parsed.text("positional"), parsed.text("symptom"));
    if let (Some(plain), Some(flag)) = (plain, flag)
        && plain != flag
    {
        let message = "is given twice: once by itself and once behind --symptom";
        parsed
            .fault(Usage::new(ARGUMENTS, inert(plain), message).or(format!("\"{plain} {flag}\"")));
    }
    plain.or(flag).map(str::to_owned)
}

/// The causes behind `--ruled-out`: by their ids, as they are printed, or by the flag that says them.
fn ruled_out(parsed: &Parsed) -> Vec<Cause> {
    let typed = parsed.text("ruled-out").unwrap_or_default();
    let mut found = Vec::new();
    for part in typed.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let whole = named(part);
        if !whole.is_empty() {
            found.extend(whole);
            continue;
        }
        for word in part.split_whitespace() {
            let causes = named(word);
            if causes.is_empty() {
                let message = format!("\"{}\" is no cause", inert(word));
                let plain = word.to_ascii_lowercase().replace('_', "-");
                let known = Cause::ALL.iter().map(|c| c.id());
                let near = nearest(&plain, known).unwrap_or("no-wifi");
                let usage = Usage::new(NOT_IN_LIST, "--ruled-out", message);
                let usage = usage.or(format!("--ruled-out {near}"));
                parsed.fault(usage.or("backup-sim explain causes"));
            }
            found.extend(causes);
        }
    }
    found
}
