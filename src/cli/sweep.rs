//! `sweep`: from ranges and lists to the CSV that `batch` answers, streamed to a file or to standard output.

use super::disk::Machine;
use super::failure::{ARGUMENTS, Failure, TOO_MANY_ROWS, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::sink::{AtomicFile, check};
use super::stop;
use backup_sim::batch::sweep::{MOST_ROWS, NoSweep, Sample, Sweep, Typed};
use backup_sim::report::format::{count, thousands};
use backup_sim::scenario::Origin;
use std::io::{Write, stderr, stdout};
use std::path::Path;
use std::process::ExitCode;

/// Rows that are written at once.
const AT_ONCE: u64 = 512;

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let sample = sample(parsed);
    let output = parsed.text("output").filter(|name| *name != "-").map(Path::new);
    let force = parsed.switch("force");
    let typed = parsed.fields_typed().iter().map(|one| Typed {
        name: &one.name,
        text: &one.text,
        origin: Origin::Flag(one.shown.clone()),
    });
    let typed: Vec<Typed<'_>> = typed.collect();
    let sweep = match Sweep::new(parsed.draft(), &typed, sample) {
        Err(NoSweep::Faults(errors)) => return Err(parsed.failed(errors)),
        _ if parsed.is_faulty() => return Err(parsed.failed(Vec::new())),
        Ok(sweep) => sweep,
        Err(NoSweep::TooMany(counts)) => {
            parsed.fault(too_many(&counts));
            return Err(parsed.failed(Vec::new()));
        }
        Err(NoSweep::Constant) => {
            let message = "nothing varies, so that all rows would be the same; write a range, a list or \
                           a law";
            let usage = Usage::new(ARGUMENTS, "--sample", message)
                .or("--size 10GB..100GB")
                .or("--set 'spread.link.upload=lognormal 40%'");
            parsed.fault(usage);
            return Err(parsed.failed(Vec::new()));
        }
    };
    if let Some(path) = output {
        check(&Machine, path, force)?;
    }
    stop::watch();
    match output {
        Some(path) => {
            let mut file = AtomicFile::begin(&Machine, path, force)?;
            write(&sweep, &mut file).map_err(|e| Failure::write(path, e))?;
            file.finish()?;
        }
        None => write(&sweep, &mut stdout().lock()).map_err(Failure::stdout)?,
    }
    // Behind the rows: a reader that has gone hears nothing.
    announce(&sweep, sample.is_some(), look);
    Ok(ExitCode::SUCCESS)
}

/// How many rows are drawn, if they are.
fn sample(parsed: &Parsed) -> Option<Sample> {
    let (seed, _) = parsed.seed_and_row();
    parsed.text("sample")?;
    let allowed = |rows| (1..=MOST_ROWS).contains(&rows);
    let rows = parsed.number("sample", 1000, allowed, "a whole number from 1 to 1000000000");
    Some(Sample { rows, seed })
}

fn write(sweep: &Sweep, out: &mut dyn Write) -> std::io::Result<()> {
    let mut lines = Vec::new();
    sweep.header(&mut lines);
    let mut row = 1;
    loop {
        sweep.write(row, AT_ONCE, &mut lines);
        if lines.is_empty() {
            return out.flush();
        }
        out.write_all(&lines)?;
        lines.clear();
        row += AT_ONCE;
    }
}

/// `8 x 4 x 2 = 64 rows`.
fn too_many(counts: &[(&'static str, u64)]) -> Usage {
    let several: Vec<_> = counts.iter().filter(|(_, n)| *n > 1).collect();
    let product = several.iter().fold(1u128, |all, (_, n)| all.saturating_mul(u128::from(*n)));
    let factors: Vec<String> =
        several.iter().map(|(name, n)| format!("{} of {name}", thousands(*n))).collect();
    let rows = match u64::try_from(product) {
        Ok(rows) => format!("{} rows", thousands(rows)),
        Err(_) => format!("more than {} rows", thousands(u64::MAX)),
    };
    let message = format!(
        "{} make {rows}; at most {} are written",
        factors.join(" x "),
        thousands(MOST_ROWS)
    );
    Usage::new(TOO_MANY_ROWS, "sweep", message).or("--sample 1000000")
}

/// Says on stderr how much was written.
fn announce(sweep: &Sweep, drawn: bool, look: &Look) {
    if look.json_errors {
        return;
    }
    let rows = count(sweep.rows(), "row");
    let varying: Vec<String> = sweep
        .varying()
        .map(|(name, values)| match values {
            Some(values) => format!("{} of {name}", thousands(values as u64)),
            None => name.to_owned(),
        })
        .collect();
    let text = match (drawn, varying.is_empty()) {
        (true, _) => format!("{rows}, drawn: {}\n", varying.join(", ")),
        (false, true) => format!("{rows}\n"),
        (false, false) => format!("{rows}: {}\n", varying.join(" x ")),
    };
    let _ = stderr().lock().write_all(text.as_bytes());
}
