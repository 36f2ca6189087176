//! How many nights at which speed? A scenario flows in; for some lengths of the window, some sizes
//! and many speeds the answers flow out, with the case's own size and window among them.

use super::super::many::{Told, each};
use super::{Cell, NoGrid, counts};
use crate::client::classes::library_size;
use crate::edit::{Edit, FieldValue, Value};
use crate::scenario::fields::id_of;
use crate::scenario::steps::{Step, Stepped, Steps};
use crate::scenario::{Inputs, Scenario};
use crate::sim::Ends;
use crate::units::{Rate, Size, Span};

/// Hours of the windows.
const HOURS: [i64; 4] = [4, 6, 8, 10];
/// Gigabytes of the sizes.
const SIZES: [u64; 5] = [10, 20, 40, 80, 160];
/// So many speeds lie between one and ten times as much, before they are rounded to two digits.
const IN_A_TENFOLD: u32 = 40;

/// A window that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its length; it starts as in the case.
    pub length: Span,
    /// Whether it is the case's own.
    pub is_own: bool,
}

/// A size that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The size.
    pub size: Size,
    /// Whether it is the case's own.
    pub is_own: bool,
}

/// The answers by window, size and speed.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// The lengths of the window, rising.
    pub windows: Vec<Window>,
    /// The sizes, rising.
    pub lines: Vec<Line>,
    /// The speeds, rising.
    pub speeds: Vec<Rate>,
    /// The case's own speed, where it has one.
    pub own_speed: Option<Rate>,
    /// The answer of the case itself.
    pub own: Cell,
    cells: Vec<Cell>,
}

impl Curves {
    /// All answers.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The answers of one line, speed by speed.
    pub fn line(&self, window: usize, line: usize) -> &[Cell] {
        let long = self.speeds.len();
        let from = (window * self.lines.len() + line) * long;
        self.cells.get(from..from + long).unwrap_or(&[])
    }
}

/// Round speeds from 0.5 to 100 Mbps, each about 6 % faster than the one before.
fn speeds() -> Vec<Rate> {
    let kbps = |step: u32| {
        let exact = libm::pow(10.0, 2.0 + f64::from(step) / f64::from(IN_A_TENFOLD));
        let unit = libm::pow(10.0, libm::floor(libm::log10(exact + 0.5)) - 1.0);
        (libm::round(exact / unit) * unit) as u64
    };
    let mut all: Vec<u64> = (0..=3 * IN_A_TENFOLD).map(kbps).collect();
    all.retain(|kbps| (500..=100_000).contains(kbps));
    all.dedup();
    all.into_iter().map(|kbps| Rate::from_bits_per_s(kbps * 1000)).collect()
}

/// The lengths of the window: the case's own takes the place of the nearest.
fn windows(own: Span) -> Vec<Window> {
    let mut lengths = HOURS.map(|hours| Span::from_secs(hours * 3600));
    let far = |length: &Span| length.micros().abs_diff(own.micros());
    if let Some(nearest) = lengths.iter_mut().min_by_key(|length| far(length)) {
        *nearest = own;
    }
    lengths.sort();
    lengths.map(|length| Window { length, is_own: length == own }).to_vec()
}

/// The sizes, the case's own among them: it takes the place of those less than half as large again or
/// as small, whose lines would lie on its own.
fn lines(own: Option<Size>) -> Vec<Line> {
    let round = SIZES.iter().map(|gb| Size::from_bytes(gb * 1_000_000_000));
    let apart = |size: &Size| {
        own.is_none_or(|own| {
            let (less, more) = (own.min(*size).bytes(), own.max(*size).bytes());
            u128::from(more) * 2 >= u128::from(less) * 3
        })
    };
    let mut sizes: Vec<Size> = round.filter(apart).chain(own).collect();
    sizes.sort();
    sizes.dedup();
    sizes.into_iter().map(|size| Line { size, is_own: Some(size) == own }).collect()
}

/// Answers all of them.
///
/// # Errors
/// [`NoGrid`] where the size or the upload speed would change nothing.
pub fn curves(base: &Scenario, threads: usize, told: Told<'_>) -> Result<Curves, NoGrid> {
    curves_at(base, speeds(), threads, told)
}

/// As [`curves`], at other speeds, which rise.
///
/// # Errors
/// As [`curves`].
pub fn curves_at(
    base: &Scenario,
    speeds: Vec<Rate>,
    threads: usize,
    told: Told<'_>,
) -> Result<Curves, NoGrid> {
    let (size, upload) = (id_of("library.size"), id_of("link.upload"));
    let put = |field, value: Value| Edit { field, value };
    let inputs = base.inputs();
    let windows = windows(inputs.window.allowed.length());
    let lines = lines(Some(library_size(&inputs.library)).filter(|size| *size > Size::ZERO));
    let steps = |field, values: Vec<Value>| Steps {
        what: Stepped::Field(field),
        values: values.into_iter().map(|value| Step::Of(field, value)).collect(),
    };
    counts(base, &steps(upload, speeds.iter().map(|r| r.into_value()).collect()))?;
    counts(base, &steps(size, lines.iter().map(|l| l.size.into_value()).collect()))?;
    let answers = |at: usize| -> Vec<Cell> {
        let (line, window) = (at % lines.len().max(1), at / lines.len().max(1));
        let (Some(line), Some(window)) = (lines.get(line), windows.get(window)) else {
            return Vec::new();
        };
        let mut edits = Vec::new();
        if !window.is_own {
            edits.extend(Step::Length(window.length).edits(inputs));
        }
        edits.push(put(size, line.size.into_value()));
        // The inputs of the first speed that can be, of which those after it change the speed alone.
        let (mut held, mut ends): (Option<Inputs>, Ends) = (None, Ends::default());
        let of_speed = |speed: &Rate| {
            let speed = put(upload, speed.into_value());
            let can_be = match &mut held {
                Some(inputs) => base.edited_again(inputs, speed),
                None => {
                    held = base.edited(&[edits.as_slice(), &[speed]].concat());
                    held.is_some()
                }
            };
            let inputs = held.as_ref().filter(|_| can_be);
            inputs.map_or(Cell::Impossible, |inputs| Cell::from_inputs(&mut ends, inputs))
        };
        speeds.iter().map(of_speed).collect()
    };
    let long = speeds.len();
    let told_all = |done: usize, of: usize| told(done * long, of * long);
    let cells = each(windows.len() * lines.len(), threads, &told_all, answers);
    let cells = cells.into_iter().flatten().collect();
    let own = Cell::with(base, &[]);
    Ok(Curves { own_speed: inputs.link.upload, own, cells, windows, lines, speeds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_size_takes_the_place_of_round_ones_whose_lines_would_lie_on_its_own() {
        let gb = |gb: u64| Size::from_bytes(gb * 1_000_000_000);
        let sizes = |own: Option<u64>| -> Vec<u64> {
            lines(own.map(gb)).iter().map(|line| line.size.bytes() / 1_000_000_000).collect()
        };
        assert_eq!(sizes(None), [10, 20, 40, 80, 160]);
        assert_eq!(sizes(Some(40)), [10, 20, 40, 80, 160]);
        assert_eq!(sizes(Some(70)), [10, 20, 40, 70, 160]);
        assert_eq!(sizes(Some(30)), [10, 20, 30, 80, 160]);
        assert_eq!(sizes(Some(300)), [10, 20, 40, 80, 160, 300]);
    }

    #[test]
    fn speeds_are_round_and_rise_by_six_percent_or_so() {
        let all = speeds();
        let mbps = |n: u64| Rate::from_bits_per_s(n * 100_000);
        for tenths in [5, 10, 20, 50, 100, 200, 500, 1000] {
            assert!(all.contains(&mbps(tenths)), "{tenths}");
        }
        assert_eq!((all[0], all[all.len() - 1]), (mbps(5), mbps(1000)));
        for pair in all.windows(2) {
            let ratio = pair[1].as_mbps() / pair[0].as_mbps();
            assert!(ratio > 1.0 && ratio < 1.12, "{ratio} {pair:?}");
        }
    }

    #[test]
    fn the_own_window_takes_the_place_of_the_nearest() {
        let hours = |own: i64| -> Vec<i64> {
            let own = Span::from_secs(own * 3600);
            windows(own).iter().map(|w| w.length.micros() / 3_600_000_000).collect()
        };
        assert_eq!(hours(8), [4, 6, 8, 10]);
        assert_eq!(hours(9), [4, 6, 9, 10]);
        assert_eq!(hours(1), [1, 6, 8, 10]);
        assert_eq!(hours(24), [4, 6, 8, 24]);
    }
}
