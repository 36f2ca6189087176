//! A draft: edits in layers, each with the place it came from. Building it applies the preset below
//! everything that was said, checks the whole, and gives a [`Scenario`].

use super::error::ScenarioError;
use super::fields::{FIELD_COUNT, FieldSet, Inputs, field, find, id_of};
use super::files::Shelf;
use super::{preset, spread, strict, validate};
use crate::edit::{Edit, FieldId, FieldValue, Value};
use crate::model::service::Preset;
use crate::units::{Kind, Law, Note, Plain, Varies};

/// Where a value came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Built in.
    #[default]
    Default,
    /// The preset of the service.
    Preset(Preset),
    /// A scenario file: its path and line, from 1.
    File(String, usize),
    /// A flag of the command line, as typed.
    Flag(String),
    /// A column of a CSV row.
    Column(String),
    /// An edit made by a study.
    Study,
}

impl Origin {
    /// Whether the user said it, in any way.
    pub const fn is_given(&self) -> bool {
        !matches!(self, Origin::Default | Origin::Preset(_))
    }

    /// One word for reports: `default`, `preset`, `file`, `flag`, `column`, `study`.
    pub const fn word(&self) -> &'static str {
        match self {
            Origin::Default => "default",
            Origin::Preset(_) => "preset",
            Origin::File(..) => "file",
            Origin::Flag(_) => "flag",
            Origin::Column(_) => "column",
            Origin::Study => "study",
        }
    }
}

/// Edits in layers, not yet checked.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    edits: Vec<(Edit, Origin)>,
    notes: Vec<(FieldId, Note)>,
    errors: Vec<ScenarioError>,
    shelf: Shelf,
    strict: bool,
}

impl Draft {
    /// Nothing but the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says where the files come from that fields name; without it naming one is a fault.
    pub fn read_from(&mut self, shelf: Shelf) {
        self.shelf = shelf;
    }

    /// From here on a value that would earn a note is a fault.
    pub const fn be_strict(&mut self) {
        self.strict = true;
    }

    /// Whether a value that would earn a note is a fault.
    pub const fn is_strict(&self) -> bool {
        self.strict
    }

    /// Where the files come from.
    pub(super) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Puts the edits, notes and faults of another draft on top of all before them.
    pub fn put_over(&mut self, other: &Draft) {
        let below = self.laws().map(|(laws, _)| laws.clone());
        self.edits.extend_from_slice(&other.edits);
        // Each law stands for itself: those above replace only laws of the same inputs.
        if let (Some(mut all), Some((over, origin))) = (below, other.laws()) {
            over.0.iter().for_each(|(key, law)| all.put(key, Some(law.clone())));
            self.push(Edit { field: spread::id(), value: all.into_value() }, origin.clone());
        }
        self.notes.extend_from_slice(&other.notes);
        self.errors.extend_from_slice(&other.errors);
    }

    /// Adds an edit on top of all before it.
    pub fn push(&mut self, edit: Edit, origin: Origin) {
        self.edits.push((edit, origin));
    }

    /// Reads `text` for the field named `name` (its key or one of its flags) and adds it on top. A
    /// fault is kept and reported by [`Draft::build`], so that one run reports all of them.
    pub fn set(&mut self, name: &str, text: &str, origin: Origin) {
        let plain = name.trim().to_ascii_lowercase();
        if let Some(of) = plain.strip_prefix("spread.") {
            return self.set_law(name, of, text, origin);
        }
        match find(name) {
            Some(found) => self.set_field(found.id, text, origin),
            None => {
                let nearest = super::fields::nearest(name);
                self.fault(ScenarioError::UnknownKey { key: name.to_owned(), origin, nearest });
            }
        }
    }

    /// The laws of inputs that vary, and where the last of them came from.
    fn laws(&self) -> Option<(&Varies, &Origin)> {
        let last = self.edits.iter().rev().find(|(edit, _)| edit.field == spread::id())?;
        match &last.0.value {
            Value::Varies(laws) => Some((laws, &last.1)),
            _ => None,
        }
    }

    /// Reads the law of one input and adds it to those of others.
    fn set_law(&mut self, name: &str, of: &str, text: &str, origin: Origin) {
        let Some(key) = spread::key_of(of) else {
            let (key, nearest) = (name.to_owned(), super::fields::nearest(of));
            return self.fault(ScenarioError::UnknownKey { key, origin, nearest });
        };
        match Law::read(text) {
            Ok(law) => {
                let mut laws = self.laws().map(|(laws, _)| laws.clone()).unwrap_or_default();
                laws.put(key, Some(law.value));
                self.push(Edit { field: spread::id(), value: laws.into_value() }, origin);
            }
            Err(error) => {
                self.fault(ScenarioError::Unreadable { field: spread::id(), origin, error });
            }
        }
    }

    /// As [`Draft::set`], for a field that is known.
    pub fn set_field(&mut self, id: FieldId, text: &str, origin: Origin) {
        match (field(id).read)(text) {
            Ok(reading) => {
                if let Some(note) = reading.note {
                    if self.strict {
                        let error = strict::refused(id, text, reading.value, &note);
                        self.fault(ScenarioError::Unreadable { field: id, origin, error });
                        return;
                    }
                    self.notes.push((id, note));
                }
                let value = match reading.value {
                    Value::Varies(laws) => Value::Varies(spread::named(&laws)),
                    other => other,
                };
                self.push(Edit { field: id, value }, origin);
            }
            Err(error) => self.fault(ScenarioError::Unreadable { field: id, origin, error }),
        }
    }

    /// Keeps a fault for [`Draft::build`].
    pub fn fault(&mut self, error: ScenarioError) {
        self.errors.push(error);
    }

    /// The faults kept so far: unreadable texts and unknown keys.
    pub fn faults(&self) -> &[ScenarioError] {
        &self.errors
    }

    /// Forgets the faults, to see what the rest amounts to.
    pub fn forgive(&mut self) {
        self.errors.clear();
    }

    /// Remarks on how texts were read so far.
    pub fn notes(&self) -> &[(FieldId, Note)] {
        &self.notes
    }

    /// The inputs as far as they are known, without any check: defaults, preset, edits.
    pub fn inputs(&self) -> (Inputs, Box<[Origin]>) {
        let mut inputs = Inputs::default();
        let mut origins = vec![Origin::Default; FIELD_COUNT].into_boxed_slice();
        let mut apply = |edit: &Edit, origin: &Origin| {
            let index = edit.field.0 as usize;
            if inputs.put(edit.clone())
                && let Some(slot) = origins.get_mut(index)
            {
                *slot = origin.clone();
            }
        };
        let preset = self.preset();
        for edit in preset::edits(preset) {
            apply(edit, &Origin::Preset(preset));
        }
        for (edit, origin) in &self.edits {
            apply(edit, origin);
        }
        (inputs, origins)
    }

    fn preset(&self) -> Preset {
        let id = const { id_of("service.preset") };
        let last = self.edits.iter().rev().find(|(edit, _)| edit.field == id);
        last.and_then(|(edit, _)| crate::edit::FieldValue::from_value(edit.value.clone()))
            .unwrap_or(Preset::Generic)
    }

    /// Builds the scenario.
    ///
    /// # Errors
    /// Every fault found: unreadable texts, unknown keys and files in the order they were set, then
    /// what is missing and what contradicts itself.
    pub fn build(self) -> Result<Scenario, Vec<ScenarioError>> {
        let (mut inputs, origins) = self.inputs();
        let mut errors = self.errors;
        super::remedy::mend(&mut errors, &inputs);
        self.shelf.fill(&mut inputs, &origins, &mut errors);
        // What is unreadable would show up once more as missing.
        if errors.is_empty() {
            validate::check(&inputs, &origins, &mut errors);
        }
        if errors.is_empty() {
            Ok(Scenario::from_parts(inputs, origins, self.notes))
        } else {
            Err(errors)
        }
    }
}

/// A complete, valid set of inputs with the origin of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    inputs: Inputs,
    origins: Box<[Origin]>,
    /// The fields whose origin is the user.
    given: FieldSet,
    notes: Vec<(FieldId, Note)>,
}

/// Whether edits bring other values with them: those of a preset, those of a file.
fn brings_others(edits: &[Edit]) -> bool {
    let bring = const { [id_of("service.preset"), id_of("library.listing"), id_of("link.trace")] };
    edits.iter().any(|edit| bring.contains(&edit.field))
}

impl Scenario {
    /// The inputs.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Where a field's value came from.
    pub fn origin(&self, id: FieldId) -> &Origin {
        self.origins.get(id.0 as usize).unwrap_or(&Origin::Default)
    }

    /// The fields that the user gave a value, in the order of the table.
    pub const fn given(&self) -> &FieldSet {
        &self.given
    }

    /// Remarks on how texts were read.
    pub fn notes(&self) -> &[(FieldId, Note)] {
        &self.notes
    }

    /// The canonical text of a field.
    pub fn print(&self, id: FieldId) -> String {
        self.inputs.print(id)
    }

    /// The value of a field for machines.
    pub fn plain(&self, id: FieldId) -> Plain {
        self.inputs.plain(id)
    }

    /// The scenario with some edits on top, of which a service preset is applied below all that was
    /// given.
    ///
    /// # Errors
    /// As [`Draft::build`].
    pub fn with(&self, edits: &[Edit]) -> Result<Scenario, Vec<ScenarioError>> {
        if brings_others(edits) {
            return self.rebuilt(edits);
        }
        let (mut inputs, mut origins) = (self.inputs.clone(), self.origins.clone());
        for edit in edits {
            if inputs.put(edit.clone())
                && let Some(slot) = origins.get_mut(edit.field.0 as usize)
            {
                *slot = Origin::Study;
            }
        }
        let mut errors = Vec::new();
        validate::check(&inputs, &origins, &mut errors);
        if errors.is_empty() {
            Ok(Scenario::from_parts(inputs, origins, self.notes.clone()))
        } else {
            Err(errors)
        }
    }

    /// The inputs of [`Scenario::with`], for who asks for no more than the answer; `None` where the edits
    /// cannot be together with the rest. A grid asks thousands of times.
    pub fn edited(&self, edits: &[Edit]) -> Option<Inputs> {
        // Items count as given only if somebody gave them.
        let given = edits.iter().any(|edit| edit.field == const { id_of("library.items") });
        if given || brings_others(edits) {
            return self.with(edits).ok().map(|scenario| scenario.inputs);
        }
        let mut inputs = self.inputs.clone();
        for edit in edits {
            inputs.put(edit.clone());
        }
        let mut errors = Vec::new();
        validate::check(&inputs, &self.origins, &mut errors);
        errors.is_empty().then_some(inputs)
    }

    /// One more edit of inputs that [`Scenario::edited`] gave, for a row of cases that differ in one value;
    /// whether it can be together with the rest. What brings other values with it cannot be put so.
    pub fn edited_again(&self, inputs: &mut Inputs, edit: Edit) -> bool {
        inputs.put(edit);
        let mut errors = Vec::new();
        validate::check(inputs, &self.origins, &mut errors);
        errors.is_empty()
    }

    /// The same from the ground up: preset, what was given, edits.
    fn rebuilt(&self, edits: &[Edit]) -> Result<Scenario, Vec<ScenarioError>> {
        let mut draft = Draft::new();
        for f in super::fields::fields() {
            if self.origin(f.id).is_given() {
                let edit = Edit { field: f.id, value: self.inputs.get(f.id) };
                draft.push(edit, self.origin(f.id).clone());
            }
        }
        for edit in edits {
            draft.push(edit.clone(), Origin::Study);
        }
        draft.notes.clone_from(&self.notes);
        draft.build()
    }

    /// From parts that the caller has checked: a batch row.
    pub(super) fn from_parts(
        inputs: Inputs,
        origins: Box<[Origin]>,
        notes: Vec<(FieldId, Note)>,
    ) -> Self {
        let mut given = FieldSet::EMPTY;
        for (place, origin) in (0..).zip(&origins) {
            given.put(FieldId(place), origin.is_given());
        }
        Scenario { inputs, origins, given, notes }
    }

    /// The inputs in place, for the batch row that checks them again before anyone else sees them.
    pub(super) fn inputs_mut(&mut self) -> &mut Inputs {
        &mut self.inputs
    }

    /// The remarks on how texts were read, likewise.
    pub(super) fn notes_mut(&mut self) -> &mut Vec<(FieldId, Note)> {
        &mut self.notes
    }

    /// Says where a field's value came from, likewise.
    pub(super) fn put_origin(&mut self, id: FieldId, origin: Origin) {
        self.given.put(id, origin.is_given());
        if let Some(slot) = self.origins.get_mut(id.0 as usize) {
            *slot = origin;
        }
    }

    /// Where all values came from, in the order of the table.
    pub(super) fn origins(&self) -> &[Origin] {
        &self.origins
    }
}

#[cfg(test)]
mod tests;
