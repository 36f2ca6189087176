//! `fit`: a file of readings and whatever is known of the case in; how fast, how still, what held it and
//! when it will be done out.

use super::deliver::{Deliverable, Delivery};
use super::failure::{Failure, NO_PROGRESS, PROGRESS, Place, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::progress;
use super::source::Disk;
use super::stop;
use backup_sim::import::progress::{Format, Progress, read};
use backup_sim::report::audience::Audience;
use backup_sim::report::fit::{csv, document, markdown, text};
use backup_sim::report::fit_audience::worded;
use backup_sim::report::format::{ClockStyle, inert};
use backup_sim::report::wording::fit::sum;
use backup_sim::scenario::Files;
use backup_sim::study::fit::{Ask, Fit, NoFit, fit};
use std::io::{Error, ErrorKind, Read};
use std::path::PathBuf;
use std::process::ExitCode;

/// How many trials the range rests on, unless said otherwise.
const TRIALS: u64 = 400;
/// The most that is read from standard input.
const MAX_INPUT: u64 = 512 << 20;

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let delivery = Delivery::of(parsed, "fit.json");
    let (seed, row) = parsed.seed_and_row();
    let ask = Ask { trials: parsed.trials(TRIALS), seed, row };
    let style = parsed.clock();
    parsed.check()?;
    delivery.ready()?;
    let name = parsed.text("positional").unwrap_or_default();
    let seen = readings(name)?;
    tell(&seen, name, look);
    stop::watch();
    let fit = match progress::during(None, || fit(&seen, parsed.draft(), ask)) {
        Ok(fit) => fit,
        Err(why) => return Err(refused(why, parsed, name, &seen)),
    };
    delivery.deliver(&Fitted { fit, style }, look)
}

/// A fit, and how it is written.
struct Fitted {
    fit: Fit,
    style: ClockStyle,
}

impl Deliverable for Fitted {
    fn text(&self) -> String {
        text(&self.fit, self.style)
    }

    fn json(&self) -> String {
        format!("{:#}\n", document(&self.fit))
    }

    fn markdown(&self) -> String {
        markdown(&self.fit, self.style)
    }

    /// The stretches of sending and standing still.
    fn csv(&self) -> String {
        csv(&self.fit)
    }

    fn words_for(&self, reader: Audience) -> String {
        worded(&self.fit, reader, self.style)
    }
}

/// The readings of a file, or of standard input.
fn readings(name: &str) -> Result<Progress, Failure> {
    let told = |error: Error| Failure::Read(PathBuf::from(name), error);
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        let input = std::io::stdin().lock();
        input.take(MAX_INPUT + 1).read_to_end(&mut bytes).map_err(told)?;
        if bytes.len() as u64 > MAX_INPUT {
            return Err(told(Error::new(ErrorKind::InvalidData, "it is larger than 512 MiB")));
        }
        bytes
    } else {
        Disk.read(name).map_err(|message| told(Error::new(ErrorKind::InvalidData, message)))?
    };
    let place = if name == "-" { "standard input" } else { name };
    read(&bytes).map_err(|fault| {
        let place = Place::line(place, fault.line as u64, fault.column as u64);
        Usage::new(PROGRESS, place, inert(&fault.message)).into()
    })
}

/// Rows that could not be read, on stderr.
fn tell(progress: &Progress, name: &str, look: &Look) {
    let place = if name == "-" { "standard input" } else { name };
    for fault in &progress.faults {
        look.tell_note(&format!("{}; left out", inert(&fault.at(place))));
    }
}

/// Why there is no fit.
fn refused(why: NoFit, parsed: &Parsed, name: &str, progress: &Progress) -> Failure {
    let place = Place::line(if name == "-" { "standard input" } else { name }, 0, 0);
    match why {
        NoFit::Case(errors) => Failure::Input(Vec::new(), errors, Box::new(parsed.draft().clone())),
        NoFit::NoSize => {
            let message = "it counts bytes, and how many there are in all is not known";
            Usage::new(NO_PROGRESS, place, message).or("--size 40GB").into()
        }
        NoFit::MoreThanAll(done, total) => {
            let (done, total) = (sum(done), sum(total));
            let message =
                format!("its last reading says {done}, which is more than the {total} in all");
            Usage::new(NO_PROGRESS, place, message)
                .or(format!("--size {}", done.replace(' ', "")))
                .into()
        }
        NoFit::NoProgress(Format::Restic) => {
            let message =
                "restic had read all of it at once, and its status does not tell what it sent";
            Usage::new(NO_PROGRESS, place, message).or("--upload 10Mbps").into()
        }
        NoFit::NoProgress(_) => {
            let readings = progress.readings.len();
            let message =
                format!("none of its {readings} readings shows any progress, so there is no speed");
            Usage::new(NO_PROGRESS, place, message).or("--upload 10Mbps").into()
        }
    }
}
