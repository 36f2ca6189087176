//! The section "Chance" of docs/accuracy.md: histories of speed tests flow in, how often what was forecast
//! came true flows out.

use super::accuracy_page::Section;
use super::failure::Failure;
use backup_sim::import::speedtest;
use backup_sim::model::link::UploadIs;
use backup_sim::study::calibration::{Case, bin, cases, score};
use std::fmt::Write as _;
use std::path::Path;

/// The histories: what each is, its file below the folder of recordings, and the seconds from the clock
/// of its file to the local one.
const HISTORIES: [(&str, &str, i64); 2] = [
    // Central Daylight Time all through: 2014-09-13 to 2014-10-26.
    ("Comcast, Chicago (2014)", "speedtest-comcast-chicago/speedtest.csv", -5 * 3_600),
    // Logged by the local clock.
    ("Unitymedia, Germany (2015)", "speedtest-unitymedia-de/speedtest.log", 0),
];

/// What is known before a night.
const KNOWN: [(&str, UploadIs); 2] = [("one test", UploadIs::Test), ("typical", UploadIs::Typical)];

const BINS: [f64; 7] = [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01];

/// Writes the section.
pub fn section(_: &Path, data: &Path) -> Result<Option<Section>, Failure> {
    let mut sets: Vec<(&str, &str, Vec<Case>)> = Vec::new();
    for (name, file, offset) in HISTORIES {
        let path = data.join(file);
        if !path.is_file() {
            return Ok(None);
        }
        let bytes = std::fs::read(&path).map_err(|e| Failure::Read(path.clone(), e))?;
        let readings = speedtest::read(&bytes).map_err(|e| Failure::Internal(e.at(file)))?;
        for (known, is) in KNOWN {
            sets.push((name, known, cases(&readings, offset, is)));
        }
    }
    let mut text = format!("{INTRODUCTION}\n\n{SCORES}");
    let mut row = |name: &str, known: &str, cases: &[Case]| {
        let score = score(cases);
        let [ours, plain, bare] = score.brier;
        let (said, came) = score.sure;
        let _ = writeln!(
            text,
            "| {name} | {known} | {} | {ours:.3} | {bare:.3} | {:.2} | {plain:.3} | {:.2} | {came} of {said} |",
            score.number,
            ours / bare.max(1e-9),
            ours / plain.max(1e-9),
        );
    };
    for (name, known, cases) in &sets {
        row(name, known, cases);
    }
    let all: Vec<Case> = sets.iter().flat_map(|(_, _, cases)| cases.iter().copied()).collect();
    row("all", "", &all);
    text += "\n### How often it came true\n\n| forecast |";
    for (name, known, _) in &sets {
        let _ = write!(text, " {name}, {known} |");
    }
    text += "\n|---|";
    text += &"---|".repeat(sets.len());
    text.push('\n');
    for ends in BINS.windows(2) {
        let &[from, to] = ends else { continue };
        let _ = write!(text, "| {:.0} to {:.0} % |", 100.0 * from, 100.0 * to.min(1.0));
        for (_, _, cases) in &sets {
            let (number, said, came) = bin(cases, from, to);
            let _ = match number {
                0 => write!(text, " - |"),
                _ => write!(text, " {:.0} %: {:.0} % of {number} |", 100.0 * said, 100.0 * came),
            };
        }
        text.push('\n');
    }
    text += &format!("\n{REST}\n");
    Ok(Some(Section { text, files: Vec::new() }))
}

const INTRODUCTION: &str = "\
Whether chances come true, on two histories of speed tests: one a test each hour for six weeks, one each \
ten minutes for eight days (github.com/klimburg/InternetSpeedDash, commit 04490f0; github.com/d4ndo/unitymedia, \
commit 4fe3ce5). Each night from 22:00 to 07:00 local time of which at least 80 % is measured is forecast from \
what was known before it: *one test*, the last one before 22:00 (`--upload-is test`), or *typical*, the median \
of the seven days before (`--upload-is typical`). Thirteen sizes, from half to one and a half of what that speed \
carries in the night, are forecast with 1,000 trials each; what came of each is simulated over the measured \
speeds themselves. Nothing was fitted on these two lines.";

const SCORES: &str = "\
A Brier score is the mean square of the forecast less what came of it (1 or 0): less is better. *Size / rate* \
says 1 where the size fits in the night and 0 where not, with the rate as it is and with the 95 % of it that \
are payload; behind each stands how much of its score the chance has left.

| line | known | forecasts | chance | size / rate | chance ÷ this | size / rate x 95 % | chance ÷ this | of 90 % and more came true |
|---|---|--:|--:|--:|--:|--:|--:|--:|
";

const REST: &str = "\
Each cell: the mean forecast, and how often it came true in so many cases. The sizes of a night are not \
independent of each other: 30 nights are 30 trials, not 390.

- In all, the chance beats size / rate by a quarter and more, and what it calls nine of ten and more comes true. \
Against size / rate x 95 % it loses here: what came of a night is simulated with the same 95 %, so that this \
answer knows the one thing that is hard to know, and on a steady line nothing is left to be unsure of.
- The first line is steady, changes its plan once (its median lags behind for days), and has one test at a \
fifteenth of its speed. There the chance is too modest: most of its nights are closer to the reading than 12 %.
- The second flips between 4.83 Mbit/s and a third of that all day and night. One test sees one of the two, and \
no spread around it knows of the other: a test in a fast moment promises too much. Its median is an honest \
figure. Where tests differ that much, take several, and give the middle one as `--upload-is typical`, or widen the \
spread: `--spread 'link.upload lognormal 50%'`.";
