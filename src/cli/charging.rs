//! Recorded battery levels held against the model: the scenarios of docs/accuracy and the recordings
//! that they belong to flow in, the section "Power" of docs/accuracy.md with its drawings flows out; or
//! one recording and one scenario of the user, and their errors.

use super::accuracy_page::Section;
use super::failure::{ARGUMENTS, Failure, NOT_IN_LIST, Usage};
use super::sink::print;
use backup_sim::import::level::{self, LevelCurve};
use backup_sim::report::charging::{json, markdown_head, markdown_rows, points, text};
#[cfg(feature = "charts")]
use backup_sim::report::chart::{self, LevelChart, Theme};
use backup_sim::report::format::inert;
use backup_sim::scenario::{Draft, Origin, Scenario, toml};
use backup_sim::sim::outcome::Outcome;
use backup_sim::sim::{Chance, Record, simulate};
use backup_sim::study::charging::{Comparison, compare};
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::process::ExitCode;

/// The name of the command.
pub const NAME: &str = "hold-level";

/// A recording and what is said of it.
struct Set {
    /// The scenario's file in docs/accuracy, without its ending.
    scenario: &'static str,
    /// The recording's file below the folder of recordings.
    recording: &'static str,
    /// What it is and where it is from.
    what: &'static str,
    /// What came out, and why.
    remark: &'static str,
    /// A value to try besides: the field, the value, why that value.
    besides: Option<(&'static str, &'static str, &'static str)>,
}

const SETS: [Set; 3] = [
    Set {
        scenario: "iphone-2013",
        recording: "iphone-2013-full-cycle/battery.csv",
        what: "An iPhone logged by a Mac each minute from full to empty and back to full \
               (github.com/nst/BatteryChart, `data/battery.csv` of commit 8a4b54c). The level is the \
               gauge's charge over its full charge. While the phone was off, for six minutes, there \
               are no readings.",
        remark: "Nothing of the charge is fitted: efficiency, taper and the most that the battery \
                 accepts are the built-in ones. It is worst at the end of the steep part, since the \
                 phone gained 0.99 % a minute and the model gives it 0.96 %. On the way down the \
                 model is too fast at first and too slow at the end: the phone draws the same power at \
                 a falling voltage, so that its gauge, which counts charge, falls faster and faster, \
                 while the model counts energy. The straight line of that stretch suffers from its first \
                 quarter of an hour, in which the phone stood full on the charger. The status bar of \
                 this phone showed 100 % until its gauge was near 93 %.",
        besides: Some((
            "charger.efficiency",
            "80%",
            "From 10 to 75 % it gains 0.99 % of 5.3 Wh a minute, 3.16 W; with the 0.86 W that the \
             phone draws these are 80 % of 5 W.",
        )),
    },
    Set {
        scenario: "xiaomi-2026",
        recording: "xiaomi-discharge-2026/xiaomi_discharge.csv",
        what: "A Xiaomi phone logged each minute during an afternoon of use, without a charger \
               (github.com/shishang20050525-boop/Mobile-phone-datasets, \
               `xiaomi_v15_sum_20260131_150853.csv` of commit f120dca). Whole percents.",
        remark: "Two draws, screen on and screen off, carry most of it. What the phone does while its \
                 screen is on is left: the load of its processor varies tenfold in the recording.",
        besides: None,
    },
    Set {
        scenario: "android-2026",
        recording: "android-batterystats-2026/batterystats_history_scenario2.txt",
        what: "Half an hour of video on an Android phone, without a charger \
               (github.com/baichenyang-all/mcm2026-smartphone-battery-data, \
               `batterystats_history_scenario2.txt` of commit 6e0ecda, CC BY 4.0), as Android's own \
               history. Whole percents.",
        remark: "Here the straight line is better, since it knows the end. The phone shows 100 % for \
                 16 minutes in which it draws 176 mAh, more than for the three percent after them \
                 (129 mAh): its gauge keeps 100 % longer than it lasts. The model has no such gauge; \
                 from there on it runs beside the recording, about three points below it.",
        besides: Some((
            "battery.capacity",
            "15.4Wh",
            "The capacity decides here, and nobody wrote it down: a battery of 4,000 mAh would put \
             the model further off.",
        )),
    },
];

/// What is not covered, for all of them.
const NOT_COVERED: &str = "- One charge, of one old phone at 5 W. Fast chargers, wireless ones and heat \
are in the model, but no recording here shows them.\n\
- The draws of the falling stretches are taken from the same recordings that they are held against. \
What they test is the shape, not the draw.\n\
- What a phone shows is not what its cell holds: gauges keep 100 % for a while, round, and correct \
themselves in steps. The model knows energy and a capacity.\n\
- No recording has an upload in it: what sending draws is not tested here.\n";

/// A recording held against its scenario.
struct Held {
    scenario: Scenario,
    outcome: Outcome,
    curve: LevelCurve,
    comparison: Comparison,
}

fn wrong(path: &Path, message: String) -> Failure {
    Failure::Read(path.to_owned(), Error::new(ErrorKind::InvalidData, message))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::Read(path.to_owned(), error))
}

fn hold(scenario: Scenario, recording: &Path) -> Result<Held, Failure> {
    let bytes = read(recording)?;
    let curve = level::read(&bytes).map_err(|e| wrong(recording, e.to_string()))?;
    let outcome = simulate(&scenario, Chance::Mean, Record::Yes);
    let timeline = outcome.timeline.clone().unwrap_or_default();
    let Some(comparison) = compare(&curve.readings, &timeline) else {
        return Err(wrong(recording, "no two readings lie in the simulated time".to_owned()));
    };
    Ok(Held { scenario, outcome, curve, comparison })
}

/// `hold-level RECORDING SCENARIO [text|json]`: one's own recorded battery level held against a scenario
/// of one's own. No help shows it; `accuracy` is to take it over.
pub fn run(rest: &[String]) -> Result<ExitCode, Failure> {
    let (files, format) = rest.split_at(rest.len().min(2));
    let ([recording, scenario], [] | [_]) = (files, format) else {
        let message = "takes a recording, a scenario file, and text or json";
        let usage = Usage::new(ARGUMENTS, NAME, message);
        return Err(usage.or("backup-sim hold-level battery.csv phone.toml").into());
    };
    let as_json = match format.first().map(String::as_str) {
        None | Some("text") => false,
        Some("json") => true,
        Some(other) => {
            let message = format!("\"{}\" is neither text nor json", inert(other));
            return Err(Usage::new(NOT_IN_LIST, NAME, message).or("json").into());
        }
    };
    let mut draft = Draft::new();
    let path = Path::new(scenario);
    toml::apply(&mut draft, scenario, &String::from_utf8_lossy(&read(path)?));
    let Held { outcome, curve, comparison, .. } = hold(build(draft)?, Path::new(recording))?;
    let told = if as_json {
        format!("{:#}\n", json(&outcome, &comparison, curve.left_out))
    } else {
        text(&outcome, &comparison, curve.left_out)
    };
    print(told.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The section from the scenarios in `docs`/accuracy and the recordings below `data`.
pub fn section(docs: &Path, data: &Path) -> Result<Option<Section>, Failure> {
    let mut table = markdown_head();
    let (mut details, mut files) = (String::new(), Vec::new());
    for set in &SETS {
        let path = docs.join("accuracy").join(format!("{}.toml", set.scenario));
        let text = String::from_utf8_lossy(&read(&path)?).into_owned();
        let recording = data.join(set.recording);
        let held = hold(build(draft(set, &text))?, &recording)?;
        let name = held.scenario.inputs().top.name.0.clone();
        table += &markdown_rows(&name, &held.outcome, &held.comparison);
        let more = besides(set, &text, &recording, &held)?;
        details += &detail(set, &name, (&text, &more), &held, &mut files)?;
    }
    let text = format!(
        "The battery's level over time, recorded and simulated. Errors are points (percent of the full \
         battery), on average over the time of a stretch; a stretch is the time in which the level goes \
         one way. The simulation is the program's own: each scenario runs as \
         it is with `backup-sim estimate --csv - --every 5min`, and sends nothing, so that only the \
         charger and the phone's own draw move the level.\n\n\
         Beside the model stand two answers of a plain calculator, both with hindsight. *Straight line*: \
         from the first level of the stretch to its last at a constant rate. *Constant to 80 %*: from \
         the first level to 80 % at a constant rate, so that 80 % comes when it came, and from there at \
         a rate in proportion to what is missing; only where the level rises through 80 %.\n\n\
         {table}{details}\n### What is not covered\n\n{NOT_COVERED}"
    );
    Ok(Some(Section { text, files }))
}

fn draft(set: &Set, text: &str) -> Draft {
    let mut draft = Draft::new();
    toml::apply(&mut draft, set.scenario, text);
    draft
}

fn build(draft: Draft) -> Result<Scenario, Failure> {
    let kept = draft.clone();
    draft.build().map_err(|errors| Failure::Input(Vec::new(), errors, Box::new(kept)))
}

/// What one value more would change, in a sentence.
fn besides(set: &Set, text: &str, recording: &Path, held: &Held) -> Result<String, Failure> {
    let Some((field, value, reason)) = set.besides else { return Ok(String::new()) };
    let mut draft = draft(set, text);
    draft.set(field, value, Origin::Study);
    let other = hold(build(draft)?, recording)?;
    let stretches = |held: &Held| held.comparison.stretches.clone();
    let rises = stretches(held).iter().any(|s| s.rises());
    let error = |held: &Held| {
        let stretch = stretches(held).into_iter().find(|s| s.rises() == rises);
        stretch.map(|s| points(s.model.mean)).unwrap_or_default()
    };
    Ok(format!(
        "\n{reason} With `{field} = \"{value}\"` the {} is {} points off instead of {}.\n",
        if rises { "charge" } else { "discharge" },
        error(&other),
        error(held)
    ))
}

/// What stands below the table for one recording; its drawings go to `files`.
fn detail(
    set: &Set,
    name: &str,
    (text, more): (&str, &str),
    held: &Held,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<String, Failure> {
    let mut out = format!("\n### {name}\n\n{}\n", set.what);
    out += &format!(
        "\nGiven (`docs/accuracy/{}.toml`); all else is built in:\n\n| field | value | reason |\n\
         |---|---|---|\n",
        set.scenario
    );
    for (key, value, reason) in given(text) {
        out += &format!("| `{key}` | `{value}` | {reason} |\n");
    }
    out += &format!(
        "\n{} {} readings are compared, {} rows hold none.\n",
        set.remark,
        held.comparison.points.len(),
        held.curve.left_out
    );
    out += more;
    drawings(set, name, held, files).map(|picture| out + &picture)
}

#[cfg(feature = "charts")]
fn drawings(
    set: &Set,
    name: &str,
    held: &Held,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<String, Failure> {
    let timeline = held.outcome.timeline.clone().unwrap_or_default();
    let chart = LevelChart {
        name,
        comparison: &held.comparison,
        timeline: &timeline,
        clock_zero: held.outcome.clock_zero,
    };
    let path = |theme: &str| format!("img/power-{}-{theme}.svg", set.scenario);
    for (word, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
        let svg = chart::level_svg(&chart, chart::Layout::Article, theme)
            .map_err(|error| Failure::Internal(error.to_string()))?;
        files.push((path(word), svg.into_bytes()));
    }
    Ok(format!(
        "\n<picture>\n  <source media=\"(prefers-color-scheme: dark)\" srcset=\"{}\">\n  \
         <img src=\"{}\" width=\"720\" alt=\"{}\">\n</picture>\n",
        path("dark"),
        path("light"),
        chart.alt()
    ))
}

#[cfg(not(feature = "charts"))]
fn drawings(_: &Set, _: &str, _: &Held, _: &mut Vec<(String, Vec<u8>)>) -> Result<String, Failure> {
    Ok(String::new())
}

/// The values of a scenario file with the comments above them: what was given, and why.
fn given(text: &str) -> Vec<(String, String, String)> {
    let (mut section, mut reason, mut found) = (String::new(), String::new(), Vec::new());
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix('#') {
            reason = format!("{reason} {}", comment.trim()).trim().to_owned();
        } else if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
        } else if let Some((key, value)) = line.split_once('=') {
            let reason = std::mem::take(&mut reason);
            // The others only say that nothing is sent.
            if matches!(section.as_str(), "battery" | "charger" | "screen") {
                let value = value.trim().trim_matches('"').to_owned();
                found.push((format!("{section}.{}", key.trim()), value, reason));
            }
        }
    }
    found
}
