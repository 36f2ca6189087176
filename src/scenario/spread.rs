//! Inputs that vary from trial to trial (`[spread]`): the laws of some inputs and random numbers flow in,
//! drawn inputs flow out, as valid as those they came from. Which laws suit which input is decided here,
//! for all kinds of inputs in one place.

mod known;

use super::draft::Origin;
use super::error::ScenarioError;
use super::fields::{FieldRef, Inputs, field, find, id_of};
use super::validate;
use crate::edit::{Edit, FieldId, Value};
use crate::model::keyed::Keyed;
use crate::units::{BackupWindow, Deadline, Kind, Law, Span, Suggestion, Varies};
use known::{Known, number, numbered};

/// Inputs that say how to look, or what else is read, and no chance decides.
const FIXED: [&str; 5] = ["name", "spread", "service.preset", "window.nights", "library.listing"];

/// The trials of inputs that vary. What the laws say is read once; then the same inputs are drawn in again
/// and again.
pub struct Spread<'a> {
    inputs: &'a Inputs,
    laws: Vec<Known>,
    /// Those of the last trial.
    drawn: Inputs,
    faults: Vec<ScenarioError>,
}

impl<'a> Spread<'a> {
    /// Of valid inputs with their laws.
    pub fn new(inputs: &'a Inputs) -> Self {
        let known = |(key, law): &(String, Law)| {
            let input = find(key).filter(|_| !law.is_nothing())?;
            Known::of(inputs, input, law)
        };
        let laws = inputs.top.spread.0.iter().filter_map(known).collect();
        Spread { inputs, laws, drawn: inputs.clone(), faults: Vec::new() }
    }

    /// The keys of the inputs that are drawn.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.laws.iter().map(|law| law.input.key)
    }

    /// The inputs of a trial. A draw that would not be valid is taken back towards the value that it came
    /// from, as far as need be.
    pub fn draw(&mut self, spread: Keyed) -> &Inputs {
        let Spread { inputs, laws, drawn, faults } = self;
        for law in laws.iter() {
            drawn.put(Edit { field: law.input.id, value: law.base.clone() });
        }
        (drawn.window.deadline, drawn.charger.late) = (inputs.window.deadline, inputs.charger.late);
        // They were checked once.
        let written = std::mem::take(&mut drawn.top.spread);
        for law in laws.iter() {
            let Some(wanted) = law.value(inputs, spread) else { continue };
            put(inputs, drawn, law, wanted, faults);
        }
        if inputs.top.spread.of("charger.plugged").is_some_and(|law| !law.is_nothing()) {
            // How late it may be is said by the law.
            drawn.charger.late = Span::ZERO;
        }
        drawn.top.spread = written;
        drawn
    }
}

/// Puts what was drawn for an input among the others, or what is nearest to it of what is valid.
fn put(
    inputs: &Inputs,
    drawn: &mut Inputs,
    law: &Known,
    wanted: Value,
    faults: &mut Vec<ScenarioError>,
) {
    let (input, base) = (law.input, &law.base);
    if input.key == "window.allowed" && drawn.window.deadline.is_none() {
        // The deadline stays where it was.
        drawn.window.deadline = match inputs.window.allowed {
            BackupWindow::Nightly { end, .. } => Some(Deadline { night: None, clock: end }),
            BackupWindow::AllDay => None,
        };
    }
    let mut holds = |drawn: &mut Inputs, value: Value| {
        drawn.put(Edit { field: input.id, value });
        faults.clear();
        validate::check(drawn, &[], faults);
        // Whether there is a size was asked with all that is known of where values come from.
        faults.iter().all(|fault| matches!(fault, ScenarioError::Missing { .. }))
    };
    if holds(drawn, wanted.clone()) {
        return;
    }
    // The farthest that is valid, to a millionth of the way.
    let (mut near, mut far) = (0.0, 1.0);
    if let (Some(from), Some(to)) = (number(base), number(&wanted)) {
        for _ in 0..20 {
            let middle = f64::midpoint(near, far);
            let value = numbered(base, from + (to - from) * middle);
            if holds(drawn, value) { near = middle } else { far = middle }
        }
        holds(drawn, numbered(base, from + (to - from) * near));
    }
    if near == 0.0 {
        holds(drawn, base.clone());
    }
}

/// The inputs of a single trial: see [`Spread::draw`].
pub fn drawn(inputs: &Inputs, spread: Keyed) -> Inputs {
    let mut trial = Spread::new(inputs);
    trial.draw(spread);
    trial.drawn
}

/// Examples of laws that suit an input.
fn suitable(inputs: &Inputs, input: &'static FieldRef) -> Vec<Suggestion> {
    let laws: [(&str, &str); 5] = [
        ("lognormal 40%", "from two thirds to half as much again, two of three times"),
        ("±30%", "evenly within 30 % either way"),
        ("±30min", "evenly up to 30 minutes earlier or later"),
        ("+30min", "evenly up to 30 minutes later"),
        ("yes 90% | no 10%", "no in one of ten"),
    ];
    let suits = |text: &str| Law::read(text).is_ok_and(|law| suits(inputs, input, &law.value));
    let found = laws.iter().filter(|(text, _)| suits(text)).map(|&(typed, meaning)| Suggestion {
        typed: format!("{} {typed}", input.key),
        meaning: meaning.to_owned(),
    });
    found.collect()
}

/// Whether a law can be drawn for an input.
fn suits(inputs: &Inputs, input: &'static FieldRef, law: &Law) -> bool {
    Known::of(inputs, input, law).is_some_and(|known| known.suits())
}

/// Checks all laws; every unsuitable one adds a fault.
pub fn check(inputs: &Inputs, origin: &Origin, errors: &mut Vec<ScenarioError>) {
    for (key, law) in &inputs.top.spread.0 {
        let Some(input) = find(key) else {
            let (key, nearest) = (format!("spread.{key}"), super::fields::nearest(key));
            errors.push(ScenarioError::UnknownKey { key, origin: origin.clone(), nearest });
            continue;
        };
        let conflict = |message: String, instead: Vec<Suggestion>| ScenarioError::Conflict {
            code: super::error::CONTRADICTION,
            field: id_of("spread"),
            origin: origin.clone(),
            message,
            instead,
        };
        let absent = inputs.get(input.id) == Value::Absent;
        if FIXED.contains(&input.key) || input.key == "link.trace" {
            errors.push(conflict(format!("{} is not a matter of chance", input.key), Vec::new()));
        } else if !suits(inputs, input, law) {
            let law = law.print();
            let message = if absent {
                format!("{} has no value that {law} could vary; give it one", input.key)
            } else {
                format!(
                    "{law} does not suit {}, which is {} ({})",
                    input.key,
                    inputs.print(input.id),
                    input.kind.name
                )
            };
            errors.push(conflict(message, suitable(inputs, input)));
        }
    }
}

/// The key of the field that a name stands for behind `spread.`.
pub fn key_of(name: &str) -> Option<&'static str> {
    find(name).map(|input| field(input.id).key)
}

/// Laws by keys of fields, where they were written by a flag's name; a name of no field stays, to be told.
pub fn named(laws: &Varies) -> Varies {
    let mut named = Varies::default();
    for (name, law) in &laws.0 {
        named.put(key_of(name).unwrap_or(name), Some(law.clone()));
    }
    named
}

/// The field that holds the laws.
pub fn id() -> FieldId {
    const { id_of("spread") }
}
