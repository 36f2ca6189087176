//! `solve FIELD`: the least change of one field that meets the deadline. What is asked for may be
//! missing from the case: it is then put in, and the case is shown with the value found.

use super::arguments::nearest;
use super::case::{self, Ask};
use super::deliver::{Deliverable, Delivery};
use super::failure::{ARGUMENTS, Failure, NUMBER, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::progress;
use super::stop;
use backup_sim::edit::Edit;
use backup_sim::report::audience::Audience;
use backup_sim::report::failure::EXAMPLE_SIZE;
use backup_sim::report::format::inert;
use backup_sim::report::solve::{self as report, Solved};
use backup_sim::report::text::TextOptions;
use backup_sim::scenario::fields::id_of;
use backup_sim::scenario::{Origin, Scenario, ScenarioError, field};
use backup_sim::study::answer::{Answer, Remark};
use backup_sim::study::probe::Probe;
use backup_sim::study::solve::{Goal, Target, solve};
use backup_sim::units::{Fraction, Kind, Note};
use std::process::ExitCode;

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let typed = parsed.text("positional").unwrap_or_default();
    let target = Target::find(typed);
    if target.is_none() && !typed.is_empty() {
        parsed.fault(unknown(typed));
    }
    let numbers = parsed.seed_and_row();
    let (confidence, note) = confidence(parsed).unzip();
    let trials = parsed.trials(1000);
    // Without a share to reach, trials only show how sure the answer is.
    let ask = Ask::of(trials, numbers, parsed.threads_for(trials));
    if confidence.is_some() && ask.trials == 0 {
        let message = "needs trials, and --trials 0 asks for none";
        parsed.fault(Usage::new(ARGUMENTS, "--confidence", message).or("--trials 1000"));
    }
    let delivery = Delivery::of(parsed, "answer.json");
    let (base, placeholder) = base(parsed, target)?;
    let Some(target) = target else { return Err(unknown(typed).into()) };
    delivery.ready()?;
    stop::watch();
    // A share to reach draws its trials for each value that is tried.
    let total = confidence.is_none().then_some(ask.trials);
    let work = || solved(base, target, confidence, placeholder, &ask);
    let mut found = progress::during(total, work);
    let note = note.flatten().map(|note| Remark::Asked("confidence", note));
    found.base.notes.extend(note);
    let options = TextOptions { clock: parsed.clock() };
    delivery.deliver(&Solution { found, options }, look)
}

/// A value found, and how it is written.
struct Solution {
    found: Solved,
    options: TextOptions,
}

impl Deliverable for Solution {
    fn text(&self) -> String {
        report::text(&self.found, &self.options)
    }

    fn json(&self) -> String {
        report::pretty(&self.found)
    }

    fn markdown(&self) -> String {
        report::markdown(&self.found, &self.options)
    }

    fn words_for(&self, reader: Audience) -> String {
        report::reader(&self.found, reader, &self.options)
    }

    fn notes(&self) -> Option<&Answer> {
        Some(&self.found.base)
    }

    fn is_good(&self) -> bool {
        self.found.solution.exists
    }
}

/// A word that names nothing that can be solved for.
fn unknown(typed: &str) -> Usage {
    let words = Target::ALL.iter().map(|(_, word, _)| *word);
    let list = words.clone().collect::<Vec<_>>().join(", ");
    let message = format!("\"{}\" cannot be solved for; these can: {list}", inert(typed));
    let usage = Usage::new(ARGUMENTS, "FIELD", message);
    let meant = [
        ("speed", "upload"),
        ("bandwidth", "upload"),
        ("deadline", "start"),
        ("plan", "cloud-free"),
    ];
    let said = meant.iter().find(|(said, _)| *said == typed.to_ascii_lowercase());
    match said.map(|(_, word)| *word).or_else(|| nearest(typed, words)) {
        Some(near) => usage.or(format!("backup-sim solve {near}")),
        None => usage.or("backup-sim solve upload"),
    }
}

/// The share of the trials that must be in time, and how it was read where that is worth a note.
fn confidence(parsed: &Parsed) -> Option<(Fraction, Option<Note>)> {
    let text = parsed.text("confidence")?;
    match Fraction::read(text) {
        Ok(reading) if reading.value > Fraction::ZERO => Some((reading.value, reading.note)),
        Ok(_) => {
            let message = "0 % asks for nothing; write more than 0%, at most 100%";
            parsed.fault(Usage::new(NUMBER, "--confidence", message).or("--confidence 90%"));
            None
        }
        Err(error) => {
            parsed.fault(Usage::unreadable("--confidence", &error));
            None
        }
    }
}

/// The base case; where it lacks the very value that is asked for, with an example of it, and `true`.
fn base(parsed: &Parsed, target: Option<Target>) -> Result<(Scenario, bool), Failure> {
    let stand_in = match target {
        Some(Target::Size) => Some((id_of("library.size"), EXAMPLE_SIZE)),
        Some(Target::Upload) => {
            Some((id_of("link.upload"), field(id_of("link.upload")).kind.example))
        }
        _ => None,
    };
    let Some((id, example)) = stand_in else { return Ok((parsed.build()?, false)) };
    let lacks = |errors: &[ScenarioError]| {
        errors.iter().any(|e| matches!(e, ScenarioError::Missing { field } if *field == id))
    };
    match parsed.draft().clone().build() {
        Err(errors) if lacks(&errors) => {
            let built = parsed.build_with(|draft| draft.set_field(id, example, Origin::Study))?;
            Ok((built, true))
        }
        _ => Ok((parsed.build()?, false)),
    }
}

/// Solves, and answers the case with and without the value.
fn solved(
    base: Scenario,
    target: Target,
    confidence: Option<Fraction>,
    placeholder: bool,
    ask: &Ask,
) -> Solved {
    let goal = confidence.map_or(Goal::Deadline, |of| Goal::Chance { of, ask: ask.trials() });
    let solution = solve(&base, target, goal);
    let put = |edits: &[Edit]| base.with(edits).ok();
    let with = solution.exists.then(|| put(&solution.edits)).flatten();
    let with = with.map(|scenario| case::answer(scenario, ask));
    let best = if solution.exists { None } else { Probe::of(&base, &solution.best) };
    let base = match (&with, placeholder) {
        (Some(with), true) => with.clone(),
        _ => case::answer(base, ask),
    };
    Solved { solution, confidence, base, placeholder, with, best }
}
