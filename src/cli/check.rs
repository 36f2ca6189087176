//! `check`: whether a quoted time can be true for a size and a speed, and what would explain it if not.

use super::case::{self, Ask};
use super::deliver::{Deliverable, Delivery};
use super::failure::{ARGUMENTS, Failure, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::progress;
use super::stop;
use backup_sim::report::audience::Audience;
use backup_sim::report::check::{self as report, Checked};
use backup_sim::report::text::TextOptions;
use backup_sim::study::answer::Answer;
use backup_sim::study::check::{ClaimVerdict, chance, check};
use backup_sim::study::risk;
use backup_sim::units::{Claim, Kind};
use std::process::ExitCode;

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let claim = claim(parsed);
    let delivery = Delivery::of(parsed, "answer.json");
    let (seed, row) = parsed.seed_and_row();
    let trials = parsed.trials(1000);
    let trials = risk::Ask {
        trials,
        seed,
        row,
        threads: parsed.threads_for(trials),
        drawn: Some(&progress::DRAWN),
    };
    let base = parsed.build()?;
    let Some(claim) = claim else {
        return Err(missing().into());
    };
    delivery.ready()?;
    if trials.trials > 0 {
        stop::watch();
    }
    let found = check(&base, &claim);
    // The verdict is that of the point answer; the trials say how sure the claim is. How sure the deadline
    // is, which nobody asked for, is left out.
    let ask = Ask::of(0, (seed, row), 1);
    let answer = case::answer(found.scenario.clone(), &ask);
    let chance = progress::during(Some(trials.trials), || chance(&found, trials));
    let found = Checked { chance, check: found, answer };
    let options = TextOptions { clock: parsed.clock() };
    delivery.deliver(&CheckedClaim { found, options }, look)
}

/// What the check found, and how it is written.
struct CheckedClaim {
    found: Checked,
    options: TextOptions,
}

impl Deliverable for CheckedClaim {
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
        Some(&self.found.answer)
    }

    fn is_good(&self) -> bool {
        self.found.check.verdict == ClaimVerdict::Plausible
    }
}

fn missing() -> Usage {
    let message = "is missing: the time that is quoted";
    Usage::new(ARGUMENTS, "--claim", message).or(format!("--claim '{}'", Claim::EXAMPLE))
}

/// The claim; a fault is kept with those of the other values.
fn claim(parsed: &Parsed) -> Option<Claim> {
    let Some(text) = parsed.text("claim") else {
        parsed.fault(missing());
        return None;
    };
    match Claim::read(text) {
        Ok(reading) => Some(reading.value),
        Err(error) => {
            let mut usage = Usage::unreadable("--claim", &error);
            usage.instead =
                error.instead.iter().map(|s| format!("--claim '{}'", s.typed)).collect();
            parsed.fault(usage);
            None
        }
    }
}
