//! The lines of an answer for people: an answer flows in, the sentence behind each label flows out.
//! Which lines there are and how they are wrapped is the business of `text`.

mod held_back;

use super::cause::{service, space};
use super::proof;
use crate::client::classes::library_size;
use crate::model::link::LinkKind;
use crate::model::service::{Preset, Requirement};
use crate::model::space::free_space;
use crate::report::format::{
    ClockStyle, Way, by_day, clock, count, deadline_clock, deadline_night, finish_clock, rate,
    rate_and_need, size, size_and_limit, span,
};
use crate::scenario::Inputs;
use crate::scenario::fields::id_of;
use crate::sim::left_out;
use crate::sim::outcome::{Finish, Outcome, ProofKind, Verdict};
use crate::study::answer::Answer;
use crate::units::{BackupWindow, ClockTime, Kind, SimTime, Size, Span, Windows};

/// An answer to be put into words.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'a> {
    answer: &'a Answer,
    style: ClockStyle,
}

impl<'a> Lines<'a> {
    /// Of an answer.
    pub const fn of(answer: &'a Answer, style: ClockStyle) -> Self {
        Lines { answer, style }
    }

    pub(super) const fn answer(&self) -> &'a Answer {
        self.answer
    }

    pub(super) fn inputs(&self) -> &'a Inputs {
        self.answer.scenario.inputs()
    }

    pub(super) const fn outcome(&self) -> &'a Outcome {
        &self.answer.outcome
    }

    /// The library as it is at the start; what grows on top is not what anyone typed.
    pub(super) fn library(&self) -> Size {
        library_size(&self.inputs().library)
    }

    pub(super) fn given(&self, key: &str) -> bool {
        self.answer.scenario.origin(id_of(key)).is_given()
    }

    pub(super) fn by_cable(&self) -> bool {
        self.inputs().link.kind == LinkKind::Usb
    }

    pub(super) fn all_day(&self) -> bool {
        self.inputs().window.allowed == BackupWindow::AllDay
    }

    fn by_day(&self) -> bool {
        by_day(self.inputs().window.allowed)
    }

    /// What a night is called.
    pub(super) fn night(&self) -> &'static str {
        if self.by_day() { "day" } else { "night" }
    }

    fn tonight(&self) -> &'static str {
        if self.by_day() { "today" } else { "tonight" }
    }

    pub(super) const fn style(&self) -> ClockStyle {
        self.style
    }

    pub(super) fn clock(&self, at: ClockTime) -> String {
        clock(at, self.style)
    }

    /// The hours of the window: `22:00-07:00`, `all day`.
    pub fn hours(&self) -> String {
        match self.inputs().window.allowed {
            BackupWindow::AllDay => "all day".to_owned(),
            BackupWindow::Nightly { start, end } => {
                format!("{}-{}", clock(start, self.style), clock(end, self.style))
            }
        }
    }

    /// `07:00`, `07:00 in night 5`.
    pub(super) fn deadline(&self) -> String {
        self.deadline_of(self.outcome())
    }

    pub(super) fn deadline_of(&self, outcome: &Outcome) -> String {
        let at = clock(deadline_clock(outcome), self.style);
        match deadline_night(outcome) {
            1 => at,
            night => format!("{at} in {} {night}", self.night()),
        }
    }

    fn finish_at(&self) -> String {
        finish_clock(self.outcome()).map(|at| clock(at, self.style)).unwrap_or_default()
    }

    fn duration(&self, finish: Finish) -> String {
        duration(self.outcome(), finish)
    }

    /// `40 GB at 3 Mbps`, `the last 10 GB of 40 GB by cable`.
    fn task(&self) -> String {
        let link = &self.inputs().link;
        let (library, done) = (self.taken(), self.outcome().bytes.done);
        let mut shown = match self.left_out() {
            None => size_and_limit(library, self.answer.one_night.size).stated,
            Some(_) => size(library, Way::Nearest),
        };
        if done > Size::ZERO && done < library {
            shown = format!("the last {} of {shown}", size(library.minus(done), Way::Nearest));
        }
        match link.upload {
            _ if self.by_cable() => format!("{shown} by cable"),
            _ if link.trace.is_some() => format!("{shown} at the measured speeds"),
            Some(upload) if link.plan.is_none() => {
                let need = self.answer.one_night.upload;
                format!("{shown} at {}", rate_and_need(upload, need).stated)
            }
            _ => format!("{shown} at the stated speeds"),
        }
    }

    /// The first line: yes or no, and the one number that says why.
    pub fn verdict(&self) -> String {
        let outcome = self.outcome();
        match outcome.verdict {
            Verdict::Finishes if outcome.bytes.done == outcome.bytes.size => {
                "Yes: everything is backed up already, nothing is left to send.".to_owned()
            }
            Verdict::Finishes if self.by_cable() && !self.given("window.deadline") => {
                match self.doubt() {
                    Some(doubt) => format!("{doubt}. As stated, {}.", self.takes()),
                    None => format!("Yes: {}.", self.takes()),
                }
            }
            Verdict::Finishes => match self.doubt() {
                Some(doubt) => format!("{doubt}. As stated, {}.", self.takes()),
                None => format!("Yes, by {}: {}.", self.deadline(), self.takes()),
            },
            Verdict::Misses => format!("No, not by {}: {}.", self.deadline(), self.takes()),
            Verdict::Never => format!("No, never as things are. {}", self.proof()),
            Verdict::Refused => {
                let who = match self.inputs().service.preset {
                    Preset::Generic => "the backup will not start".to_owned(),
                    preset => format!("{} will not start this backup", service(preset)),
                };
                format!("No: {who}. {}", self.proof())
            }
        }
    }

    fn proof(&self) -> String {
        let proof = self.outcome().proof.as_ref();
        proof.map(|p| proof::sentence(p, self.inputs(), self.outcome())).unwrap_or_default()
    }

    /// What is never sent because its items are larger than the service takes, and how large these may
    /// be.
    fn left_out(&self) -> Option<(Size, Size)> {
        let most = self.inputs().service.max_item?;
        let left_out = left_out(self.inputs());
        (left_out > Size::ZERO).then_some((left_out, most))
    }

    /// The library as far as it is ever sent.
    fn taken(&self) -> Size {
        self.library().minus(self.left_out().map_or(Size::ZERO, |(left_out, _)| left_out))
    }

    /// `40 GB at 3 Mbps takes 4 nights`, and what is left out of it.
    pub fn takes(&self) -> String {
        let Some((left_out, most)) = self.left_out() else { return self.takes_all() };
        let (out, most) = (size(left_out, Way::Nearest), size(most, Way::Nearest));
        if self.taken() <= self.outcome().bytes.done {
            return format!(
                "nothing is sent, as {out} is in items over {most}, which are left out"
            );
        }
        format!("{}; {out} in items over {most} is left out", self.takes_all())
    }

    fn takes_all(&self) -> String {
        let task = self.task();
        let Some(finish) = self.outcome().finish else {
            let nights = count(self.inputs().window.nights.get(), self.night());
            return format!("{task} is not done within {nights}");
        };
        if self.all_day() || (self.by_cable() && finish.night == 1) {
            return format!("{task} takes {}", self.duration(finish));
        }
        let at = self.finish_at();
        match finish.night {
            1 => format!("{task} is done {} at {at}", self.tonight()),
            n if n == deadline_night(self.outcome()) => {
                format!("{task} is done in {} {n} at {at}", self.night())
            }
            n => format!("{task} takes {}", count(u64::from(n), self.night())),
        }
    }

    /// When it is done, and on what condition.
    pub fn finishes(&self) -> String {
        let outcome = self.outcome();
        let Some(finish) = outcome.finish else {
            let sent = outcome.bytes.sent;
            return match outcome.verdict {
                Verdict::Misses | Verdict::Finishes => {
                    let nights = count(self.inputs().window.nights.get(), self.night());
                    let (left, sent) = (size(outcome.bytes.left, Way::Up), size(sent, Way::Down));
                    let short = self.short_later().unwrap_or_default();
                    format!("not within {nights}: {sent} sent by then, {left} left{short}")
                }
                Verdict::Never if self.is_outgrown() => {
                    format!("not as things are; each {} adds more than goes out", self.night())
                }
                Verdict::Never if sent.bytes() > 0 => {
                    format!("not as things are; no more than {} gets there", size(sent, Way::Up))
                }
                Verdict::Never if outcome.bytes.resent.bytes() > 0 => {
                    "not as things are; what is sent is lost again".to_owned()
                }
                Verdict::Never | Verdict::Refused => {
                    format!("not as things are; nothing is uploaded, {} or later", self.tonight())
                }
            };
        };
        if outcome.bytes.done == outcome.bytes.size {
            return "done already".to_owned();
        }
        let when = if self.by_cable() && finish.night == 1 {
            format!("{} after the start", self.duration(finish))
        } else {
            let night = match (finish.night, self.all_day()) {
                (1, false) => self.tonight().to_owned(),
                (n, _) => format!("{} {n}", self.night()),
            };
            format!("{night} at {}", self.finish_at())
        };
        format!("{when}, if {}", self.condition(finish))
    }

    /// What is known to run out behind the nights looked ahead: the room at the destination.
    fn short_later(&self) -> Option<String> {
        let (cloud, bytes) = (&self.inputs().cloud, &self.outcome().bytes);
        let free = free_space(cloud).filter(|_| cloud.resized.0.is_empty())?;
        let short = bytes.left.plus(bytes.sent).minus(free);
        let (space, short_by) = (space(self.inputs().service.preset), size(short, Way::Up));
        (short > Size::ZERO).then(|| format!("; {space} then ends {short_by} short"))
    }

    fn is_outgrown(&self) -> bool {
        let proof = self.outcome().proof;
        proof.is_some_and(|p| matches!(p.kind, ProofKind::Outgrown { .. }))
    }

    fn condition(&self, finish: Finish) -> String {
        let inputs = self.inputs();
        let requires = inputs.service.requires;
        if self.by_cable() {
            return "the cable stays in".to_owned();
        }
        let wifi = inputs.link.kind == LinkKind::Wifi
            && inputs.link.wifi == Windows::Always
            && (requires.has(Requirement::Wifi) || requires.has(Requirement::Unmetered));
        let power = inputs.charger.plugged == Windows::Always
            && (requires.has(Requirement::Power) || requires.has(Requirement::Charging));
        let every = match (self.all_day(), finish.night) {
            (true, _) => "all day".to_owned(),
            (false, 1) => self.hours(),
            (false, _) => format!("{} every {}", self.hours(), self.night()),
        };
        match (wifi, power) {
            (true, true) => format!("it stays on Wi-Fi and power {every}"),
            (true, false) => format!("Wi-Fi holds {every}"),
            (false, true) => format!("it stays on power {every}"),
            (false, false) => "nothing else changes".to_owned(),
        }
    }

    /// What would do it in time.
    pub fn one_night(&self) -> Option<String> {
        let (one, link) = (&self.answer.one_night, &self.inputs().link);
        // Nobody asks what else a cable could do in a day.
        let in_time = self.outcome().verdict == Verdict::Finishes;
        if self.outcome().proof.is_some() && !self.answer.fixes.is_empty() {
            // What lifts it is told as a fix.
            return None;
        }
        if in_time && self.by_cable() && !self.given("window.deadline") {
            return None;
        }
        let library = self.library();
        // Rounded down it may be less than what is there already, which nobody can ask for.
        let done = self.inputs().library.done;
        let holds_done = |text: &String| Size::read(text).is_ok_and(|size| size.value >= done);
        let fits = size_and_limit(library, one.size).limit.filter(holds_done);
        let need = match link.upload {
            _ if self.by_cable() || link.trace.is_some() => None,
            Some(upload) => rate_and_need(upload, one.upload).limit,
            None => one.upload.map(|r| rate(r, Way::Up)),
        };
        if in_time {
            return match (need, fits) {
                (Some(need), Some(fits)) => {
                    Some(format!("still in time with {need} upload, or a backup of {fits}"))
                }
                (Some(need), None) => Some(format!("still in time with {need} upload")),
                (None, Some(fits)) => Some(format!("still in time with a backup of {fits}")),
                (None, None) => None,
            };
        }
        match (need, fits) {
            (Some(need), Some(fits)) => {
                Some(format!("needs {need} upload, or a backup of at most {fits}"))
            }
            (Some(need), None) => Some(format!("needs {need} upload")),
            (None, Some(fits))
                if self.by_cable() || link.plan.is_some() || link.trace.is_some() =>
            {
                Some(format!("needs a backup of at most {fits}"))
            }
            (None, Some(fits)) => {
                Some(format!("needs a backup of at most {fits}; no upload speed alone would do"))
            }
            (None, None) => None,
        }
    }
}

/// The time from second 0 to the finish; to the second where the minute would pass the deadline that
/// was met.
pub(super) fn duration(outcome: &Outcome, finish: Finish) -> String {
    let taken = finish.at.since(SimTime::ZERO);
    let minutes = Span::from_secs(60 * (taken.micros().saturating_add(59_999_999) / 60_000_000));
    let deadline = outcome.deadline.since(SimTime::ZERO);
    if taken <= deadline && minutes > deadline {
        let seconds = taken.micros().saturating_add(999_999) / 1_000_000;
        let minutes = Span::from_secs(seconds / 60 * 60);
        return format!("{} {} s", span(minutes, Way::Down), seconds % 60);
    }
    span(taken, Way::Up)
}
