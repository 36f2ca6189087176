//! From a scenario to its answer, the one place where the command line calls the studies.

use super::progress::DRAWN;
use backup_sim::edit::FieldId;
use backup_sim::report::failure::EXAMPLE_SIZE;
use backup_sim::report::format::{self, ClockStyle, Way};
use backup_sim::scenario::{Draft, Origin, Scenario, ScenarioError, field};
use backup_sim::sim::outcome::Verdict;
use backup_sim::sim::{Chance, Record, simulate};
use backup_sim::study::risk::{self, Sample};
use backup_sim::study::{self, Advice, answer::Answer};
use backup_sim::units::BackupWindow;

/// What is asked besides the scenario.
pub struct Ask {
    /// Random trials; 0 for none.
    pub trials: u64,
    /// Their seed.
    pub seed: u64,
    /// The row whose random numbers are used.
    pub row: u64,
    /// How many threads compute.
    pub threads: usize,
    /// Whether a timeline is needed.
    pub recorded: bool,
    /// Whether fixes are.
    pub advice: Advice,
}

impl Ask {
    /// Everything but a timeline.
    pub const fn of(trials: u64, (seed, row): (u64, u64), threads: usize) -> Self {
        Ask { trials, seed, row, threads, recorded: false, advice: Advice::Sought }
    }

    /// What the studies are asked; their trials are counted for who waits.
    pub fn trials(&self) -> risk::Ask {
        let &Ask { trials, seed, row, threads, .. } = self;
        risk::Ask { trials, seed, row, threads, drawn: Some(&DRAWN) }
    }
}

/// The answer to a scenario.
pub fn answer(scenario: Scenario, ask: &Ask) -> Answer {
    answer_and_sample(scenario, ask).0
}

/// The same with the trials behind its chance.
pub fn answer_and_sample(scenario: Scenario, ask: &Ask) -> (Answer, Option<Sample>) {
    let record = if ask.recorded { Record::Yes } else { Record::No };
    study::answer_and_sample(scenario, ask.trials(), record, ask.advice)
}

/// Whether a field says how much there is to send or how fast, so that an answer is best told as the
/// time it takes; for all others the clock tells more.
fn is_amount(key: &str) -> bool {
    matches!(
        key,
        "library.size" | "library.done" | "library.growth" | "link.upload" | "link.usb_speed"
    )
}

/// What a suggested text for a field would answer: the time it uploads and the nights it takes,
/// `31 h 12 min, 4 nights`, or when it is done. `None` if other faults leave it open.
pub fn answer_of(draft: &Draft, id: FieldId, typed: &str) -> Option<String> {
    let mut draft = draft.clone();
    // The other faults are told on their own; with them nothing could be built.
    draft.forgive();
    draft.set_field(id, typed, Origin::Study);
    let scenario = match draft.clone().build() {
        Ok(scenario) => scenario,
        Err(errors) => {
            let size = backup_sim::scenario::fields::id_of("library.size");
            let only_size =
                matches!(errors.as_slice(), [ScenarioError::Missing { field }] if *field == size);
            if !only_size || field(id).key != "link.upload" {
                return None;
            }
            draft.set_field(size, EXAMPLE_SIZE, Origin::Study);
            draft.build().ok()?
        }
    };
    let outcome = simulate(&scenario, Chance::Mean, Record::No);
    let window = scenario.inputs().window.allowed;
    let nights = |n| format::count(n, if format::by_day(window) { "day" } else { "night" });
    Some(match (outcome.verdict, outcome.finish) {
        (Verdict::Refused, _) => "does not start".to_owned(),
        (Verdict::Never, _) => "never done".to_owned(),
        (_, None) => format!("not within {}", nights(scenario.inputs().window.nights.get())),
        (_, Some(finish)) if !is_amount(field(id).key) => {
            let clock =
                format::clock(format::finish_clock(&outcome).unwrap_or_default(), ClockStyle::H24);
            match finish.night {
                1 => format!("done at {clock}"),
                n => format!("done at {clock} of night {n}"),
            }
        }
        (_, Some(finish)) => {
            let time = format::span(outcome.ledger.uploading, Way::Up);
            match finish.night {
                1 => time,
                _ if window == BackupWindow::AllDay => time,
                n => format!("{time}, {}", nights(u64::from(n))),
            }
        }
    })
}
