//! What held it back: an answer flows in; the cause with its share of the time, what the screen says of it,
//! and where to look flow out.

use super::super::cause::name;
use super::super::{lead, proof, screen, time_of, where_to_look};
use super::Lines;
use crate::cause::Cause;
use crate::report::format::{Way, share, size, span};
use crate::sim::outcome::{ProofKind, Verdict};
use crate::units::Span;
use std::cmp::Reverse;

impl Lines<'_> {
    /// What held it back, and that the charger is too weak, if it is.
    pub fn held_back(&self) -> Option<String> {
        let mut text = self.blamed()?;
        if self.outcome().battery.is_some_and(|b| b.lost_while_plugged) {
            text += "; plugged in but losing charge";
        }
        Some(text)
    }

    /// The proof's cause, else what took most of the time or the bottleneck, with its share of the time.
    fn blamed(&self) -> Option<String> {
        let (inputs, outcome) = (self.inputs(), self.outcome());
        let window = outcome.ledger.uploading.plus(outcome.ledger.stalled);
        if let Some(proof) = &outcome.proof {
            let mut text = proof::held_back(proof, inputs);
            if proof.kind == ProofKind::NeverOpens {
                let time = share(self.time_of(proof.cause), window);
                text += &format!(", {time} of the allowed time").replace("100 %", "all");
            }
            return Some(text);
        }
        let bottleneck = self.answer.bottleneck?;
        let cause = lead(outcome, Some(bottleneck))?;
        let preset = inputs.service.preset;
        let time = self.time_of(cause);
        // Where it is done in time it had more than it took.
        let whole = match outcome.verdict {
            Verdict::Finishes => "of the time",
            _ => "of the allowed time",
        };
        let part = if time == window { "all".to_owned() } else { share(time, window) };
        let mut text = format!("{}, {part} {whole}", name(cause, preset));
        let first = size(outcome.bytes.by_first_morning, Way::Down);
        if outcome.finish.is_none_or(|f| f.night > 1) {
            text += &match (self.all_day(), time == window) {
                (true, _) => format!(": {first} by 24:00 of the first day"),
                (false, true) => format!(": {first} goes out a {}", self.night()),
                (false, false) if self.by_day() => format!(": {first} by the first evening"),
                (false, false) => format!(": {first} by the first morning"),
            };
        }
        if cause != bottleneck {
            // Most of the time is one thing, what would gain most another: both are told.
            let time = span(self.time_of(bottleneck), Way::Nearest);
            return Some(format!("{text}; the rest {}, {time}", name(bottleneck, preset)));
        }
        // What is under a hundredth of the time is not worth a word.
        if let Some((next, time)) = self.next_cause(cause)
            && i128::from(time.micros()) * 100 >= i128::from(window.micros())
        {
            text += &format!("; {} {}", name(next, preset), span(time, Way::Nearest));
        }
        Some(text)
    }

    /// What held it back longest besides a cause.
    fn next_cause(&self, cause: Cause) -> Option<(Cause, Span)> {
        let outcome = self.outcome();
        let stalls = outcome.stalls.iter().map(|s| (s.cause, s.time));
        let limits = outcome.limits.iter().map(|l| (l.cause, l.time));
        // Where a gate held it back, the rest of the time is just the upload.
        let all = stalls.chain(limits.filter(|_| !cause.is_gate()));
        let others = all.filter(|other| other.0 != cause);
        others.min_by_key(|&(other, time)| (Reverse(time), other))
    }

    fn time_of(&self, cause: Cause) -> Span {
        time_of(self.outcome(), cause)
    }

    /// The gate whose place and screen text are shown: the proof's, else the bottleneck; where that is
    /// a cap, which is a number and no setting, the gate that stalled it for at least a fifth.
    fn head(&self) -> Option<Cause> {
        let outcome = self.outcome();
        if outcome.verdict == Verdict::Finishes {
            return None;
        }
        let first = lead(outcome, self.answer.bottleneck)?;
        if first.is_gate() {
            return Some(first);
        }
        let window = outcome.ledger.uploading.plus(outcome.ledger.stalled);
        let worst = outcome.stalls.first().filter(|_| outcome.proof.is_none())?;
        (worst.time.times(5) >= window).then_some(worst.cause)
    }

    /// What the phone's screen says.
    pub fn on_screen(&self) -> Option<String> {
        let strings = screen::strings(self.head()?, self.inputs());
        let quoted: Vec<_> = strings.iter().map(|s| format!("\"{s}\"")).collect();
        (!quoted.is_empty()).then(|| quoted.join(" or "))
    }

    /// Where to look.
    pub fn look_at(&self) -> Option<String> {
        where_to_look::places(self.head()?, self.inputs())
    }
}
