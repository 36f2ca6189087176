//! The result of a batch as `chart overview` and `report` take it: its name as it was typed flows in, what it
//! came to flows out, with what OUT.summary.json beside it tells. Flags about one case do not go with it.

use super::disk::Machine;
use super::failure::{ARGUMENTS, Failure, Place, READ, Usage};
use super::parse::Parsed;
use super::sink::check;
use super::stop;
use backup_sim::import::batch_result::{BatchSummary, MAX_SUMMARY, ResultError, summary};
use backup_sim::report::format::inert;
use backup_sim::study::overview::Overview;
use std::fs::File;
use std::io::{IsTerminal, Read, stdin};
use std::path::{Path, PathBuf};

/// The result named behind a kind of chart.
pub fn required(parsed: &Parsed, output: Option<&str>, force: bool) -> Result<Overview, Failure> {
    let name = parsed.text("second");
    if name.is_none() {
        let message = "draws the result of a batch; name it";
        let usage = Usage::new(ARGUMENTS, "overview", message);
        parsed.fault(usage.or("backup-sim chart overview OUT.csv -o overview.svg"));
    }
    of(parsed, name.unwrap_or_default(), output, force)
}

/// Notes what is typed for a batch where there is none.
pub fn refuse(parsed: &Parsed) {
    if let Some(left) = parsed.text("second") {
        let usage = Usage::new(ARGUMENTS, inert(left), "is left over");
        parsed.fault(usage.or(format!("backup-sim chart overview {}", inert(left))));
    }
    without(parsed);
}

/// Notes `--by` where there is no batch.
pub fn without(parsed: &Parsed) {
    if parsed.text("by").is_some() {
        let message = "goes with the result of a batch alone";
        let usage = Usage::new(ARGUMENTS, "--by", message);
        parsed.fault(usage.or("backup-sim chart overview OUT.csv --by COLUMN"));
    }
}

/// Reads the result of that name, after all that was typed is found fine and the output can be written.
pub fn of(
    parsed: &Parsed,
    name: &str,
    output: Option<&str>,
    force: bool,
) -> Result<Overview, Failure> {
    for flag in parsed.of_a_case() {
        let message = "is about one case; the rows of a batch were answered already";
        parsed
            .fault(Usage::new(ARGUMENTS, flag, message).or("backup-sim batch ROWS.csv -o OUT.csv"));
    }
    if name == "-" && stdin().is_terminal() {
        let message = "standard input is the keyboard; name a file or pipe one in";
        parsed.fault(Usage::new(ARGUMENTS, "-", message).or("OUT.csv"));
    }
    parsed.check()?;
    if let Some(output) = output {
        check(&Machine, Path::new(output), force)?;
    }
    let path = Path::new(name);
    let (input, shown): (Box<dyn Read>, _) = match name {
        "-" => (Box::new(stdin()), "standard input".to_owned()),
        _ => {
            let file = File::open(path).map_err(|e| Failure::Read(PathBuf::from(path), e))?;
            let shown = path.file_name().map_or(name.into(), |n| n.to_string_lossy());
            (Box::new(file), shown.into_owned())
        }
    };
    let beside = (name != "-").then(|| beside(path)).flatten();
    stop::watch();
    Overview::read(input, &shown, parsed.text("by"), beside).map_err(|error| match error {
        ResultError::Read(e) => Failure::Read(PathBuf::from(path), e),
        ResultError::Content(e) => {
            let place = Place::line(name, e.line as u64, e.column as u64);
            Usage::new(READ, place, inert(&e.message)).into()
        }
    })
}

/// What OUT.summary.json tells; one that cannot be read tells nothing.
fn beside(path: &Path) -> Option<BatchSummary> {
    let file = File::open(path.with_extension("summary.json")).ok()?;
    let mut bytes = Vec::new();
    file.take(MAX_SUMMARY).read_to_end(&mut bytes).ok()?;
    summary(&bytes)
}
