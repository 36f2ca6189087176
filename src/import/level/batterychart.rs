//! The rows of BatteryChart, a Mac program that logs an iPhone: time with offset, level as shown, two
//! other levels, charge in mAh, charge when full in mAh, voltage, a percentage. No header.
//!
//! The level is the charge over the full charge: the finest of the five, and the one that does not
//! bend what it shows. A phone that is off answers with zeros, a chip that does not answer in time with
//! a charge of 0 at a level that is none: both are no readings.

use super::moment::{self, Clock};
use super::{Curve, ImportError, fault};
use crate::units::Fraction;

/// The columns of a row.
const COLUMNS: usize = 8;
/// At or under this shown percentage a charge of 0 is believed.
const EMPTY: f64 = 2.0;

fn cells(line: &str) -> Vec<&str> {
    line.split(',').map(str::trim).collect()
}

/// Whether a line is such a row.
pub fn is_row(line: &str) -> bool {
    let cells = cells(line);
    let dated =
        matches!(cells.first().and_then(|c| moment::read(c)), Some(moment::Moment::Date(_)));
    cells.len() == COLUMNS && dated
}

/// Reads the lines.
pub fn read<'a>(
    lines: impl Iterator<Item = (u32, &'a str)>,
    curve: &mut Curve,
) -> Result<(), ImportError> {
    let mut clock = Clock::default();
    for (number, line) in lines {
        let cells = cells(line);
        let [time, shown, _, _, charge, full, _, _] = cells[..] else {
            return Err(fault(number, format!("{} columns, not {COLUMNS}", cells.len())));
        };
        let Some(at) = moment::read(time) else {
            return Err(fault(number, format!("\"{time}\" is no time")));
        };
        let amount = |cell: &str| cell.parse::<f64>().ok().filter(|n| (0.0..1e6).contains(n));
        let (Some(shown), Some(charge), Some(full)) = (amount(shown), amount(charge), amount(full))
        else {
            return Err(fault(number, "no charge in mAh in columns 5 and 6"));
        };
        let at = clock.micros(at);
        if full == 0.0 || charge == 0.0 && shown > EMPTY {
            curve.leave_out();
            continue;
        }
        let millionths = (charge / full * 1e6).round().min(4e9);
        curve.push(number, at, Fraction::from_millionths(millionths as u32))?;
    }
    Ok(())
}
