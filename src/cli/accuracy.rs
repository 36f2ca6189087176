//! `accuracy`: a folder of measured runs in, predictions and their errors out. Only the inputs of a run
//! are read for its prediction; outcomes are looked at afterwards, where there are any.

use super::deliver::{Deliverable, Delivery};
use super::failure::Failure;
use super::look::Look;
use super::parse::{Parsed, read_scenario};
use super::source::Disk;
use backup_sim::import::measured_run::outcome;
use backup_sim::report::accuracy::{csv, json, markdown, text};
use backup_sim::report::format::inert;
use backup_sim::scenario::{Draft, ScenarioError, Shelf, toml};
use backup_sim::study::accuracy::{Run, Summary, hold, summary};
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The files of a run.
const INPUTS: &str = "scenario.json";
const OUTCOME: &str = "outcome.json";

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let delivery = Delivery::of(parsed, "accuracy.json");
    parsed.check()?;
    delivery.ready()?;
    let folder = Path::new(parsed.text("positional").unwrap_or_default());
    let mut runs = Vec::new();
    let mut faults: Vec<ScenarioError> = Vec::new();
    for path in folders(folder)? {
        match predicted(&path, parsed.draft())? {
            Ok(run) => runs.push(run),
            Err(errors) => faults.extend(errors),
        }
    }
    let held = Held { summary: summary(&runs), runs };
    delivery.write(&held)?;
    // Where no run could be read, the faults say all there is to say.
    if faults.is_empty() || !held.runs.is_empty() || delivery.exports_to_stdout() {
        delivery.print(&held, look)?;
    }
    // Runs that cannot be read do not hide the others.
    if faults.is_empty() {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(Failure::Input(Vec::new(), faults, Box::default()))
    }
}

/// Runs held against what was measured.
struct Held {
    runs: Vec<Run>,
    summary: Summary,
}

impl Deliverable for Held {
    fn text(&self) -> String {
        text(&self.runs, &self.summary)
    }

    fn json(&self) -> String {
        format!("{:#}\n", json(&self.runs, &self.summary))
    }

    fn markdown(&self) -> String {
        markdown(&self.runs, &self.summary)
    }

    fn csv(&self) -> String {
        csv(&self.runs)
    }

    /// A table has none.
    fn has_verdict(&self) -> bool {
        false
    }
}

/// The folders below one that hold a run, by name; or the folder itself if it is one.
pub fn folders(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let told = |error: Error| Failure::Read(folder.to_owned(), error);
    let mut found = Vec::new();
    if folder.join(INPUTS).is_file() {
        found.push(folder.to_owned());
    } else {
        for entry in fs::read_dir(folder).map_err(told)? {
            let path = entry.map_err(told)?.path();
            if path.join(INPUTS).is_file() {
                found.push(path);
            }
        }
    }
    if found.is_empty() {
        let message = format!("no folder with a {INPUTS} in it");
        return Err(told(Error::new(ErrorKind::NotFound, message)));
    }
    found.sort();
    Ok(found)
}

/// A run predicted from its inputs, with the values of the command line on top.
pub fn predicted(path: &Path, over: &Draft) -> Result<Result<Run, Vec<ScenarioError>>, Failure> {
    let file = path.join(INPUTS);
    let text = match read_scenario(&file.to_string_lossy()) {
        Ok(text) => text,
        Err(Ok(usage)) => return Err(usage.into()),
        Err(Err(error)) => return Err(Failure::Read(file, error)),
    };
    let mut draft = Draft::new();
    draft.read_from(Shelf::of(Disk));
    toml::apply(&mut draft, &file.to_string_lossy(), &text);
    draft.put_over(over);
    let scenario = match draft.build() {
        Ok(scenario) => scenario,
        Err(errors) => return Ok(Err(errors)),
    };
    let outcome = path.join(OUTCOME);
    let measured = match fs::read_to_string(&outcome) {
        Ok(text) => match outcome::read(&text) {
            Ok(measured) => Some(measured),
            Err(fault) => {
                let fault = Error::new(ErrorKind::InvalidData, inert(&fault.message));
                return Err(Failure::Read(outcome, fault));
            }
        },
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Failure::Read(outcome, error)),
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| scenario.inputs().top.name.0.clone());
    Ok(Ok(hold(name, &scenario, measured)))
}
