//! How sure the answer is, in words: the spread of the trials flows in, "17 of 20 nights" flows out. Of
//! twenty, since people count nights and not percent; and never all or none unless it was all or none.

use super::fix::{is_named, with};
use super::lines::Lines;
use crate::edit::FieldId;
use crate::model::link::UploadIs;
use crate::model::link::wander::{night_spread, reading_error};
use crate::report::format::{Way, count, deadline_night, of_twenty, span};
use crate::scenario::Inputs;
use crate::scenario::fields::{field, id_of};
use crate::sim::outcome::Outcome;
use crate::sim::reading_is_drawn;
use crate::study::answer::Chance;
use crate::study::risk::horizon;
use crate::units::Windows;

impl Lines<'_> {
    /// How sure; where it is refused or never, how sure with the best fix.
    pub fn chance(&self) -> Option<String> {
        let answer = self.answer();
        if let Some(chance) = &answer.chance {
            return Some(self.how_sure(chance, self.inputs(), self.outcome()));
        }
        let (chance, fix) = (answer.lifted.as_ref()?, answer.fixes.first()?);
        let sure = self.how_sure(chance, fix.probe.scenario.inputs(), &fix.probe.outcome);
        Some(format!("{}: {sure}", with(fix)))
    }

    /// As [`Lines::chance`], where no list of fixes stands beside it: the fix is named, or it is left out
    /// where its name is a sentence.
    pub fn chance_by_itself(&self) -> Option<String> {
        let answer = self.answer();
        let named = || answer.fixes.first().is_some_and(is_named);
        self.chance().filter(|_| answer.chance.is_some() || named())
    }

    /// What a "yes" of the point answer begins with where fewer than four fifths of the trials are in
    /// time; `None` where it may be relied on.
    pub(super) fn doubt(&self) -> Option<String> {
        let chance = self.answer().chance.as_ref()?;
        let word = match chance.in_time {
            n if n * 5 >= chance.trials * 4 => return None,
            n if n * 2 >= chance.trials => "Just about",
            _ => "Hardly",
        };
        let by = self.deadline();
        let of = of_twenty(chance.in_time, chance.trials);
        Some(match deadline_night(self.outcome()) {
            1 => format!("{word}: by {by} on {of} {}s", self.night()),
            _ => format!("{word}: by {by} in {of} cases"),
        })
    }

    fn how_sure(&self, chance: &Chance, inputs: &Inputs, outcome: &Outcome) -> String {
        let in_time = of_twenty(chance.in_time, chance.trials);
        let deadline = self.deadline_of(outcome);
        let mut text = match deadline_night(outcome) {
            1 => format!("by {deadline} on {in_time} {}s like this", self.night()),
            _ => format!("by {deadline} in {in_time} cases"),
        };
        if let Some(rest) = self.nights_taken(chance, inputs, outcome) {
            text += "; ";
            text += &rest;
        }
        text
    }

    /// Within how many nights it is done, where that says more than the deadline's part.
    fn nights_taken(&self, chance: &Chance, inputs: &Inputs, outcome: &Outcome) -> Option<String> {
        let nights = |n: u32| count(u64::from(n), self.night());
        let within = |from: u32, to: u32| match (from, to) {
            (1, to) => format!("within {}", nights(to)),
            (from, to) if from == to => format!("within {}", nights(to)),
            (from, to) => format!("within {from} to {}", nights(to)),
        };
        let [first, last] = chance.ends;
        match (first, last, chance.nights) {
            (Some(_), Some(_), _) if chance.in_time == chance.trials => None,
            (Some(first), Some(last), _) => Some(format!("{} 20 of 20", within(first, last))),
            // In time in as many at least: the second part would say less than the first.
            _ if chance.in_time * 10 >= chance.trials * 9 => None,
            (_, _, [_, _, Some(most)]) => Some(format!("{} 18 of 20", within(1, most))),
            (_, _, [_, Some(half), None]) => {
                let never = format!("some not within {}", nights(horizon(inputs, outcome)));
                match chance.in_time * 2 >= chance.trials {
                    true => Some(never),
                    false => Some(format!("10 of 20 {}, {never}", within(1, half))),
                }
            }
            _ => None,
        }
    }

    /// What the chance takes for granted of the speed and of people, where nobody said it.
    pub(super) fn assumed_for_chance(&self) -> Vec<String> {
        let answer = self.answer();
        let Some(chance) = answer.chance.as_ref().or(answer.lifted.as_ref()) else {
            return Vec::new();
        };
        let inputs = self.inputs();
        let rests = |key| chance.rests_on.contains(&id_of(key));
        let mut pieces = Vec::new();
        if rests("link.upload_is") || rests("link.variation") {
            pieces.push(speed(inputs));
        }
        if rests("charger.late") {
            let late = span(inputs.charger.late, Way::Nearest);
            pieces.push(format!("on the charger up to {late} late"));
        }
        if rests("screen.unlock") {
            let time = span(inputs.screen.unlock, Way::Nearest);
            // Where hours of use are given, this comes on top of them.
            let used = inputs.screen.in_use != Windows::Never;
            let unlocked = if used { "unlocked for another" } else { "unlocked for" };
            pieces.push(format!("{unlocked} {time} a {}", self.night()));
        }
        pieces
    }
}

/// `speed +-20 %`: within this lie nine of ten nights, slow ones apart.
pub(crate) fn speed(inputs: &Inputs) -> String {
    // The sd of what a night's mean differs by from the stated rate; 1.645 sd hold nine of ten.
    if reading_is_drawn(inputs) {
        // How far the reading may be off was said.
        return "1 night in 10 slower".to_owned();
    }
    let is = inputs.link.upload_is;
    let (reading, night) = (reading_error(is), night_spread(&inputs.link));
    let sd = (reading * reading + night * night).sqrt();
    let percent = (164.5 * sd).round().max(1.0);
    match is {
        UploadIs::Typical => format!("speed +-{percent} %, 1 night in 10 slower"),
        UploadIs::Test | UploadIs::Plan => format!("speed +-{percent} %"),
    }
}

/// The values that a chance rests on and nobody gave: `link.upload_is = test, link.variation = 10%`.
pub fn assumed(fields: &[FieldId], inputs: &Inputs) -> String {
    let one = |&id: &FieldId| format!("{} = {}", field(id).key, inputs.print(id));
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}
