//! Rows drawn at random: the number of a row flows in, its cells flow out. They depend on the seed and that
//! number alone, each field on numbers of its own, so that another field shifts no draw. A value of a list is
//! one of them, all equally likely; of a range it lies by ratios for sizes and rates, evenly for all else;
//! of a law (`[spread]`) it lies around the value of its field, held within what is valid.

use super::{Column, cell};
use crate::edit::{Edit, FieldId, FieldValue, Value};
use crate::model::keyed::{Keyed, mixed, unit};
use crate::model::service::Preset;
use crate::scenario::fields::id_of;
use crate::scenario::steps::cells::Cells;
use crate::scenario::{Draft, Inputs, Origin, field, find, spread};
use crate::sim::random::{Source, Stream};

/// What rows are drawn from.
#[derive(Debug)]
pub(super) struct Drawer {
    seed: u64,
    /// What holds under each preset that may be drawn, below what is drawn.
    bases: Vec<(Preset, Inputs)>,
}

impl Drawer {
    pub(super) fn new(draft: &Draft, columns: &[Column], seed: u64) -> Self {
        let preset = id_of("service.preset");
        let mut values = vec![draft.inputs().0.service.preset];
        let listed = columns.iter().find(|c| c.field == preset);
        if let Some(Cells::List(list)) = listed.map(|c| &c.values) {
            values.extend(list.iter().filter_map(|(_, v)| Preset::from_value(v.clone())));
        }
        let base = |value: Preset| {
            let mut draft = draft.clone();
            draft.push(Edit { field: preset, value: value.into_value() }, Origin::Study);
            // Files that fields name are read, if all else is in order.
            let filled = draft.clone().build().map(|scenario| scenario.inputs().clone());
            (value, filled.unwrap_or_else(|_| draft.inputs().0))
        };
        Drawer { seed, bases: values.into_iter().map(base).collect() }
    }

    /// Appends the cells of a row, each behind a comma.
    pub(super) fn write(&self, columns: &[Column], row: u64, out: &mut Vec<u8>) {
        let stream = Stream { seed: self.seed, row, trial: 0 };
        let ranges = stream.keyed(Source::Ranges);
        let picks: Vec<Pick> = columns.iter().map(|column| pick(column, ranges)).collect();
        let mut drawn = None;
        if columns.iter().any(|c| c.law) {
            let mut inputs = self.base(columns, &picks);
            for (column, pick) in columns.iter().zip(&picks) {
                if let Some(value) = &pick.value {
                    inputs.put(Edit { field: column.field, value: value.clone() });
                }
            }
            drawn = Some(spread::drawn(&inputs, stream.keyed(Source::Strays)));
        }
        for (column, pick) in columns.iter().zip(&picks) {
            out.push(b',');
            match (drawn.as_ref().filter(|_| column.law), &pick.text) {
                (Some(drawn), _) => out.extend(cell(&drawn.print(column.field))),
                (None, Some(text)) => out.extend(cell(text)),
                (None, None) => out.extend(column.cells.get(pick.place).into_iter().flatten()),
            }
        }
    }

    /// What holds under the preset that was drawn, if one was.
    fn base(&self, columns: &[Column], picks: &[Pick]) -> Inputs {
        let preset = id_of("service.preset");
        let mut named = columns.iter().zip(picks).filter(|(c, _)| c.field == preset);
        let value = named.find_map(|(_, pick)| Preset::from_value(pick.value.clone()?));
        let found = value.and_then(|value| self.bases.iter().find(|(own, _)| *own == value));
        found.or(self.bases.first()).map(|(_, inputs)| inputs.clone()).unwrap_or_default()
    }
}

/// What is drawn for a column: one of its cells, or a value of its own.
struct Pick {
    place: usize,
    text: Option<String>,
    value: Option<Value>,
}

fn pick(column: &Column, ranges: Keyed) -> Pick {
    let key = field(column.field).key;
    let hash = key.bytes().fold(0, |hash, byte| mixed(hash ^ u64::from(byte)));
    let share = || unit(&mut ranges.at(hash.cast_signed()));
    match &column.values {
        Cells::List(list) => {
            let place = (share() * list.len() as f64) as usize;
            let place = place.min(list.len().saturating_sub(1));
            let value = list.get(place).map(|(_, value)| value.clone());
            Pick { place, text: None, value }
        }
        Cells::Between(stretch) => {
            let (text, value) = stretch.at(share());
            Pick { place: 0, text: Some(text), value: Some(value) }
        }
        Cells::One => Pick { place: 0, text: None, value: None },
    }
}

/// Makes columns of the fields that laws move, with those that such a law moves along.
pub(super) fn add_laws(columns: &mut Vec<Column>, inputs: &Inputs) {
    let laws = inputs.top.spread.0.iter().filter(|(_, law)| !law.is_nothing());
    let moved = laws.filter_map(|(key, _)| find(key)).flat_map(|input| {
        let along = match input.key {
            // The deadline stays where it was, and how late is said by the law.
            "window.allowed" => Some(id_of("window.deadline")),
            "charger.plugged" => Some(id_of("charger.late")),
            _ => None,
        };
        [Some(input.id), along].into_iter().flatten()
    });
    for moved in moved.collect::<Vec<FieldId>>() {
        let values = Cells::One;
        match columns.iter_mut().find(|column| column.field == moved) {
            Some(column) => column.law = true,
            None => columns.push(Column { field: moved, cells: Vec::new(), values, law: true }),
        }
    }
}
