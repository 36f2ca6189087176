//! `diagnose`: a symptom, readings, or both in; causes with the case that shows each out.

use super::failure::{ARGUMENTS, Failure, NOT_IN_LIST, Usage};
use super::look::Look;
use super::parse::{Parsed, nearest};
use super::sink::{Machine, check, print, write_file};
use backup_sim::cause::Cause;
use backup_sim::report::audience::Audience;
use backup_sim::report::format::{ClockStyle, inert};
use backup_sim::report::{diagnosis, diagnosis_for, json};
use backup_sim::sim::Record;
use backup_sim::study::diagnose::{Asked, Diagnosis, Undiagnosed, diagnose};
use backup_sim::study::{self};
use backup_sim::units::{Kind, ReadError, Seen};
use std::path::Path;
use std::process::ExitCode;

/// What a file holds, by its flag.
const EXPORTS: [&str; 2] = ["json", "md"];

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let exports: Vec<(&str, &str)> =
        EXPORTS.iter().filter_map(|&flag| Some((flag, parsed.text(flag)?))).collect();
    if exports.iter().filter(|(_, target)| *target == "-").count() > 1 {
        let message = "only one result can go to standard output";
        parsed.fault(Usage::new(ARGUMENTS, "-", message).or("--json diagnosis.json"));
    }
    let reader = parsed.reader();
    let format = parsed.text("format").unwrap_or("text");
    let worded = format == "text" || format == "markdown" && reader == Some(Audience::Author);
    if reader.is_some() && !worded {
        let message = format!("words the text, and --format {format} has words of its own");
        parsed.fault(Usage::new(ARGUMENTS, "--for", message).or("--format text"));
    }
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
    let force = parsed.switch("force");
    let files = exports.iter().filter(|(_, target)| *target != "-");
    for (_, target) in files.clone() {
        check(&Machine, Path::new(target), force)?;
    }
    let said = text.as_deref();
    let clock = parsed.clock();
    for (flag, target) in files {
        write_file(Path::new(target), shown(flag, &found, said, clock, look).as_bytes(), force)?;
    }
    let to_stdout = exports.iter().find(|(_, target)| *target == "-").map(|(flag, _)| *flag);
    if to_stdout.is_none()
        && let Some(reader) = reader
    {
        let text = diagnosis_for::text(&found, said, clock, reader);
        let text = if reader == Audience::Owner { look.paint_answer(&text) } else { text };
        print(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let format = to_stdout.unwrap_or(format);
    print(shown(format, &found, said, clock, look).as_bytes())?;
    Ok(ExitCode::SUCCESS)
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

/// The causes behind `--ruled-out`.
fn ruled_out(parsed: &Parsed) -> Vec<Cause> {
    let typed = parsed.text("ruled-out").unwrap_or_default();
    let ids = typed.split([',', ';', ' ']).map(str::trim).filter(|id| !id.is_empty());
    let known = || Cause::ALL.iter().map(|c| c.id());
    ids.filter_map(|id| {
        let plain = id.to_ascii_lowercase().replace('_', "-");
        let found = Cause::from_id(&plain);
        if found.is_none() {
            let message = format!("\"{}\" is no cause", inert(id));
            let near = nearest(&plain, known()).unwrap_or("no-wifi");
            let usage = Usage::new(NOT_IN_LIST, "--ruled-out", message);
            parsed.fault(usage.or(format!("--ruled-out {near}")).or("backup-sim explain causes"));
        }
        found
    })
    .collect()
}

fn shown(
    format: &str,
    found: &Diagnosis,
    said: Option<&str>,
    clock: ClockStyle,
    look: &Look,
) -> String {
    match format {
        "json" => {
            let best = found.causes.first().map_or(&found.base, |cause| &cause.scenario);
            // The answer is that of the best case; its chance is a matter for estimate.
            let answer = study::answer(best.clone(), 0, 1, 1, 1, Record::No);
            format!("{:#}\n", json::under(diagnosis::part(found, said), &answer))
        }
        "md" | "markdown" => diagnosis::markdown(found, said, clock),
        _ => look.paint_answer(&diagnosis::text(found, said, clock)),
    }
}
