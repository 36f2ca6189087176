//! `estimate`: one scenario in, one answer out, on standard output and into any number of files.

use super::case::{self, Ask};
use super::deliver::{Deliverable, Delivery, Form};
use super::failure::{ARGUMENTS, Failure, Usage};
use super::look::Look;
use super::parse::Parsed;
use super::progress;
use super::stop;
use backup_sim::batch::answer::remarks;
use backup_sim::report::audience::{self, Audience};
use backup_sim::report::millis::Millis;
use backup_sim::report::text::{self, TextOptions};
use backup_sim::report::{column, csv, json, markdown};
use backup_sim::sim::outcome::Verdict;
use backup_sim::study::answer::Answer;
use backup_sim::units::Span;
use std::process::ExitCode;

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let delivery = Delivery::of(parsed, "answer.json");
    let options = TextOptions { clock: parsed.clock() };
    let every = parsed.span("every");
    if every.is_some() && parsed.text("csv").is_none() {
        let message = "cuts the rows of the timeline, so it needs --csv";
        parsed.fault(Usage::new(ARGUMENTS, "--every", message).or("--csv timeline.csv"));
    }
    let numbers = parsed.seed_and_row();
    let trials = parsed.trials(1000);
    let ask = Ask::of(trials, numbers, parsed.threads_for(trials));
    let ask = Ask { recorded: delivery.exports(&[Form::Csv, Form::Svg, Form::Png]), ..ask };
    let scenario = parsed.build()?;
    delivery.ready()?;
    if ask.trials > 0 || delivery.exports_any() {
        stop::watch();
    }
    let answer = progress::during(Some(ask.trials), || case::answer(scenario, &ask));
    delivery.deliver(&Estimate { answer: &answer, ask: &ask, every, options, look }, look)
}

/// An answer and how it is written.
struct Estimate<'a> {
    answer: &'a Answer,
    ask: &'a Ask,
    every: Option<Span>,
    options: TextOptions,
    look: &'a Look,
}

impl Deliverable for Estimate<'_> {
    fn text(&self) -> String {
        text::text(self.answer, &self.options)
    }

    fn json(&self) -> String {
        json::pretty(self.answer)
    }

    fn markdown(&self) -> String {
        markdown::markdown(self.answer, &self.options)
    }

    /// The row that a batch would write.
    fn csv(&self) -> String {
        let answer = self.answer;
        let columns = column::columns(self.ask.trials > 0, false);
        let mut out = Vec::new();
        column::header(columns.clone(), &mut out);
        out.push(b'\n');
        let row = column::Row {
            row: self.ask.row,
            name: &answer.scenario.inputs().top.name.0,
            outcome: &answer.outcome,
            millis: Millis::of(&answer.outcome),
            bottleneck: answer.bottleneck,
            notes: &remarks(&answer.scenario, &answer.notes),
            chance: answer.chance.as_ref(),
            needs: None,
        };
        column::row(columns, &row, &mut out);
        out.push(b'\n');
        String::from_utf8_lossy(&out).into_owned()
    }

    /// The timeline.
    fn table(&self) -> String {
        csv::timeline(&self.answer.scenario, &self.answer.outcome, self.every)
    }

    #[cfg(feature = "charts")]
    fn picture(&self, png: bool) -> Result<Vec<u8>, Failure> {
        super::chart::progress(self.answer, png, self.options.clock, self.look)
    }

    #[cfg(not(feature = "charts"))]
    fn picture(&self, _: bool) -> Result<Vec<u8>, Failure> {
        let _ = self.look;
        Err(Failure::Internal("built without charts".to_owned()))
    }

    fn words_for(&self, reader: Audience) -> String {
        audience::text(self.answer, reader, &self.options)
    }

    fn notes(&self) -> Option<&Answer> {
        Some(self.answer)
    }

    fn is_good(&self) -> bool {
        self.answer.outcome.verdict == Verdict::Finishes
    }
}
