//! `fixes`: one scenario in, everything that would help out, each simulated, the best first.

use super::case::{self, Ask};
use super::deliver::{Deliverable, Delivery};
use super::failure::Failure;
use super::look::Look;
use super::parse::Parsed;
use super::progress;
use super::stop;
use backup_sim::report::audience::Audience;
use backup_sim::report::text::TextOptions;
use backup_sim::report::{fixes, json};
use backup_sim::sim::outcome::Verdict;
use backup_sim::study::answer::Answer;
use serde_json::Map;
use std::process::ExitCode;

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let delivery = Delivery::of(parsed, "fixes.json");
    let numbers = parsed.seed_and_row();
    let trials = parsed.trials(1000);
    let ask = Ask::of(trials, numbers, parsed.threads_for(trials));
    let options = TextOptions { clock: parsed.clock() };
    let scenario = parsed.build()?;
    delivery.ready()?;
    if ask.trials > 0 || delivery.exports_any() {
        stop::watch();
    }
    let answer = progress::during(Some(ask.trials), || case::answer(scenario, &ask));
    delivery.deliver(&Fixes { answer, options }, look)
}

/// An answer, of which the fixes are shown.
struct Fixes {
    answer: Answer,
    options: TextOptions,
}

impl Deliverable for Fixes {
    fn text(&self) -> String {
        fixes::text(&self.answer, &self.options)
    }

    fn json(&self) -> String {
        let all = json::fixes(self.answer.fixes.iter(), &self.answer);
        let part = Map::from_iter([("fixes".to_owned(), all)]);
        format!("{:#}\n", json::under(part, &self.answer))
    }

    fn markdown(&self) -> String {
        fixes::markdown(&self.answer, &self.options)
    }

    fn words_for(&self, reader: Audience) -> String {
        fixes::text_for(&self.answer, reader, &self.options)
    }

    fn notes(&self) -> Option<&Answer> {
        Some(&self.answer)
    }

    fn is_good(&self) -> bool {
        self.answer.outcome.verdict == Verdict::Finishes
    }
}
