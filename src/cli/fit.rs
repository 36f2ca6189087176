//! `fit`: a file of readings and whatever is known of the case in; how fast, how still, what held it and
//! when it will be done out.

use super::failure::{ARGUMENTS, Failure, NO_PROGRESS, PROGRESS, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::sink::{Machine, check, print, write_file};
use super::source::Disk;
use super::stop;
use backup_sim::import::progress::{self, Format, Progress};
use backup_sim::report::audience::Audience;
use backup_sim::report::fit::{csv, document, markdown, text};
use backup_sim::report::fit_audience::worded;
use backup_sim::report::format::{ClockStyle, inert};
use backup_sim::report::wording::fit::sum;
use backup_sim::scenario::Files;
use backup_sim::study::fit::{Ask, Fit, NoFit, fit};
use std::io::{Error, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What files hold, by flag.
const EXPORTS: [&str; 3] = ["csv", "json", "md"];
/// How many trials the range rests on, unless said otherwise.
const TRIALS: u64 = 400;
/// The most that is read from standard input.
const MAX_INPUT: u64 = 512 << 20;

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let exports: Vec<(&str, &str)> =
        EXPORTS.iter().filter_map(|&flag| Some((flag, parsed.text(flag)?))).collect();
    if exports.iter().filter(|(_, target)| *target == "-").count() > 1 {
        let message = "only one result can go to standard output";
        parsed.fault(Usage::new(ARGUMENTS, "-", message).or("--json fit.json"));
    }
    let (seed, row) = parsed.seed_and_row();
    let ask = Ask { trials: parsed.trials(TRIALS), seed, row };
    let style = parsed.clock();
    let reader = parsed.reader();
    let format = parsed.text("format").unwrap_or("text");
    let wordless = matches!(format, "json" | "csv")
        || format == "markdown" && reader != Some(Audience::Author);
    if reader.is_some() && wordless {
        let message = format!("words the text, and --format {format} has words of its own");
        parsed.fault(Usage::new(ARGUMENTS, "--for", message).or("--format text"));
    }
    parsed.check()?;
    let force = parsed.switch("force");
    for (_, target) in exports.iter().filter(|(_, target)| *target != "-") {
        check(&Machine, Path::new(target), force)?;
    }
    let name = parsed.text("positional").unwrap_or_default();
    let progress = readings(name)?;
    tell(&progress, name, look);
    stop::watch();
    let fit = match fit(&progress, parsed.draft(), ask) {
        Ok(fit) => fit,
        Err(why) => return Err(refused(why, parsed, name, &progress)),
    };
    let mut printed = false;
    for (flag, target) in &exports {
        let bytes = shown(flag, &fit, style);
        if *target == "-" {
            printed = true;
            print(bytes.as_bytes())?;
        } else {
            write_file(Path::new(target), bytes.as_bytes(), force)?;
        }
    }
    if !printed {
        let bytes = reader.map_or_else(|| shown(format, &fit, style), |r| worded(&fit, r, style));
        print(
            if format == "text" && reader.is_none_or(|r| r == Audience::Owner) {
                look.paint_answer(&bytes)
            } else {
                bytes
            }
            .as_bytes(),
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn shown(format: &str, fit: &Fit, style: ClockStyle) -> String {
    match format {
        "json" => format!("{:#}\n", document(fit)),
        "csv" => csv(fit),
        "md" | "markdown" => markdown(fit, style),
        _ => text(fit, style),
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
    progress::read(&bytes).map_err(|fault| {
        let place = match (fault.line, fault.column) {
            (0, _) => inert(place),
            (line, 0) => format!("{}:{line}", inert(place)),
            (line, column) => format!("{}:{line}:{column}", inert(place)),
        };
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
    let place = inert(if name == "-" { "standard input" } else { name });
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
