//! What if two values were otherwise? A scenario and the values of two fields flow in; for each pair
//! the answer of the edited scenario flows out, with the case's own values among them. Every cell is
//! simulated, none is interpolated.

pub mod curves;
#[cfg(test)]
mod tests;

use super::many::{Told, each};
use super::unread::{Unread, unread};
use crate::client::classes::library_size;
use crate::edit::{Edit, FieldId, FieldValue};
use crate::scenario::fields::id_of;
use crate::scenario::steps::{Step, Stepped, Steps};
use crate::scenario::{Inputs, Scenario};
use crate::sim::outcome::{Finish, Outcome, Proof, Verdict};
use crate::sim::{End, Ends, simulate_inputs};
use crate::units::{Count, ReadError, SimTime, Size};

/// The most values of an axis, the own one not counted.
pub const MOST: usize = 40;

/// As many nights as may be looked ahead (`window.nights`).
const FURTHEST: Count = Count::new(3650);

/// The speeds of a map, unless others are asked for.
const SPEEDS: &str = "upload=1Mbps,2Mbps,3Mbps,5Mbps,8Mbps,12Mbps,20Mbps,35Mbps,60Mbps,100Mbps";
/// The sizes, likewise: common phones and what is on them.
const SIZES: &str = "size=5GB,10GB,20GB,40GB,64GB,128GB,256GB";

/// The answer of one edited scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Simulated.
    Answer {
        /// The verdict.
        verdict: Verdict,
        /// When it is done; `None` where it is not by the horizon.
        finish: Option<Finish>,
        /// Why it is refused or never done.
        proof: Option<Proof>,
    },
    /// The values cannot be together, for instance less in all than is done already.
    Impossible,
}

impl Cell {
    fn of(outcome: &Outcome) -> Self {
        let Outcome { verdict, finish, proof, .. } = outcome;
        Cell::Answer { verdict: *verdict, finish: *finish, proof: *proof }
    }

    /// The answer to a scenario with some edits.
    fn with(base: &Scenario, edits: &[Edit]) -> Self {
        let ends = &mut Ends::default();
        base.edited(edits).map_or(Cell::Impossible, |inputs| Cell::from_inputs(ends, &inputs))
    }

    /// The same, looked ahead as far as may be asked for.
    fn furthest(base: &Scenario, edits: &[Edit]) -> Self {
        let ends = &mut Ends::default();
        base.edited(edits).map_or(Cell::Impossible, |mut inputs| {
            inputs.window.nights = FURTHEST;
            Cell::from_inputs(ends, &inputs)
        })
    }

    /// Whether it is not done within the nights, and may be later.
    fn is_open(&self) -> bool {
        matches!(self, Cell::Answer { verdict: Verdict::Misses, finish: None, .. })
    }

    /// The answer to inputs that can be together.
    fn from_inputs(ends: &mut Ends, inputs: &Inputs) -> Self {
        let End { finish, in_time, refused, may_be_never, .. } = ends.next(inputs);
        let verdict = match (finish, refused) {
            (Some(_), _) if in_time => Verdict::Finishes,
            (Some(_), _) => Verdict::Misses,
            (None, Some(_)) => Verdict::Refused,
            (None, None) if may_be_never => return Cell::of(&simulate_inputs(inputs)),
            (None, None) => Verdict::Misses,
        };
        Cell::Answer { verdict, finish, proof: refused }
    }

    /// The night in which it is done.
    pub fn night(&self) -> Option<u32> {
        match self {
            // What has nothing to send is done before its first night.
            Cell::Answer { finish, .. } => finish.map(|f| f.night.max(1)),
            Cell::Impossible => None,
        }
    }

    /// Its verdict.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Cell::Answer { verdict, .. } => Some(*verdict),
            Cell::Impossible => None,
        }
    }

    /// Why it is refused or never done.
    pub fn proof(&self) -> Option<Proof> {
        match self {
            Cell::Answer { proof, .. } => *proof,
            Cell::Impossible => None,
        }
    }

    /// Whether it is done by the deadline.
    pub fn in_time(&self) -> bool {
        self.verdict() == Some(Verdict::Finishes)
    }
}

/// The answers for all pairs of two fields' values.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The values from left to right.
    pub x: Steps,
    /// The values from the bottom up.
    pub y: Steps,
    /// The answers, row by row from the bottom, each from left to right.
    cells: Vec<Cell>,
    /// The places of the case's own values, where both are given.
    pub own: Option<(usize, usize)>,
    /// The deadline of the case itself.
    pub deadline: SimTime,
}

impl Grid {
    /// The answer at a place.
    pub fn cell(&self, x: usize, y: usize) -> Cell {
        let at = y * self.x.values.len() + x;
        self.cells.get(at).copied().unwrap_or(Cell::Impossible)
    }

    /// The answers of a row from left to right.
    pub fn row(&self, y: usize) -> impl Iterator<Item = Cell> + '_ {
        (0..self.x.values.len()).map(move |x| self.cell(x, y))
    }

    /// All answers.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }
}

/// The two fields of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Axes {
    /// From left to right.
    pub x: Steps,
    /// From the bottom up.
    pub y: Steps,
}

impl Axes {
    /// From the texts of flags; without them upload speeds and sizes.
    ///
    /// # Errors
    /// Each [`ReadError`] and whether it is about `y`.
    pub fn read(x: Option<&str>, y: Option<&str>) -> Result<Self, Vec<(ReadError, bool)>> {
        let of = |text: &str| Steps::read(text, MOST);
        let x = of(x.unwrap_or(SPEEDS));
        // What is on one axis already is no use on the other.
        let sized = x.as_ref().is_ok_and(|x| x.what.field() == id_of("library.size"));
        let y = of(y.unwrap_or(if sized { SPEEDS } else { SIZES }));
        match (x, y) {
            (Ok(x), Ok(y)) => Ok(Axes { x, y }),
            (x, y) => {
                let x = x.err().map(|error| (error, false));
                Err(x.into_iter().chain(y.err().map(|error| (error, true))).collect())
            }
        }
    }
}

/// Why there is no grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoGrid {
    /// Both axes change the same value.
    Same(Stepped),
    /// Nothing reads the field in this case.
    Unread(Stepped, Unread),
    /// A listing says how large the library is.
    Listed,
}

/// The edits of one value of each axis. A start is put before a length, which then counts from it.
fn edits(base: &Inputs, x: &Step, y: &Step) -> Vec<Edit> {
    let (first, second) = if matches!(y, Step::Start(_)) { (y, x) } else { (x, y) };
    let mut edits = first.edits(base);
    if matches!(second, Step::Length(_)) && matches!(first, Step::Start(_)) {
        let mut inputs = base.clone();
        for edit in &edits {
            inputs.put(edit.clone());
        }
        edits.extend(second.edits(&inputs));
    } else {
        edits.extend(second.edits(base));
    }
    edits
}

/// Why a field's values would change nothing.
pub(super) fn counts(base: &Scenario, steps: &Steps) -> Result<(), NoGrid> {
    let what = steps.what;
    let field: FieldId = what.field();
    if field == id_of("library.size") && base.inputs().library.listing.is_some() {
        return Err(NoGrid::Listed);
    }
    // What is put there is given, whether or not it was before.
    let put = steps.values.iter().filter_map(|step| base.with(&step.edits(base.inputs())).ok());
    let mut why = put.map(|put| unread(&put).find(|(id, _)| *id == field).map(|(_, why)| why));
    match why.next_back() {
        Some(Some(why)) => Err(NoGrid::Unread(what, why)),
        _ => Ok(()),
    }
}

/// The case's own value of what is stepped through. A size that nobody stated is that of its items: to
/// state it would scale their counts by one.
fn own(what: Stepped, inputs: &Inputs) -> Option<Step> {
    let size = const { id_of("library.size") };
    let sum = || {
        let sum = library_size(&inputs.library);
        (what.field() == size && sum > Size::ZERO).then(|| Step::Of(size, sum.into_value()))
    };
    what.own(inputs).or_else(sum)
}

/// Answers all pairs, and the case's own.
///
/// # Errors
/// [`NoGrid`] where an axis would change nothing.
pub fn grid(base: &Scenario, axes: &Axes, threads: usize, told: Told<'_>) -> Result<Grid, NoGrid> {
    let Axes { mut x, mut y } = axes.clone();
    if x.what == y.what {
        return Err(NoGrid::Same(x.what));
    }
    counts(base, &x)?;
    counts(base, &y)?;
    let inputs = base.inputs();
    let put = |steps: &mut Steps| steps.insert(own(steps.what, inputs)?);
    let own = put(&mut x).zip(put(&mut y));
    let wide = x.values.len().max(1);
    let answer = |at: usize| {
        let pair = x.values.get(at % wide).zip(y.values.get(at / wide));
        pair.map_or(Cell::Impossible, |(x, y)| Cell::with(base, &edits(inputs, x, y)))
    };
    let mut cells = each(wide * y.values.len(), threads, told, answer);
    if cells.iter().any(|cell| cell.verdict() == Some(Verdict::Never)) {
        // Beside what is never done, what is not done within the nights would read as if it were better off.
        let own = own.map(|(across, up)| up * wide + across);
        for (at, cell) in cells.iter_mut().enumerate().filter(|(at, _)| Some(*at) != own) {
            let pair = x.values.get(at % wide).zip(y.values.get(at / wide));
            let further = pair.filter(|_| cell.is_open());
            let further = further.map(|(x, y)| Cell::furthest(base, &edits(inputs, x, y)));
            *cell = further.filter(|f| f.verdict() == Some(Verdict::Never)).unwrap_or(*cell);
        }
    }
    let deadline = simulate_inputs(base.inputs()).deadline;
    Ok(Grid { x, y, cells, own, deadline })
}
