//! The text of power, energy, temperature and chargers: `20W`, `13Wh`, `25 °C`, `magsafe-15w` flow
//! in, integers of the smallest unit flow out, and back. Charge (mAh) is not energy and is refused
//! with the way to get there.

use super::compound::{ChargerPower, Coupling};
use super::error::{
    MILLIAMPERE_HOURS, NO_UNIT, NOT_A_CHOICE, OUT_OF_RANGE, ReadError, UNKNOWN_UNIT,
};
use super::fault::{Fault, Grammar, is_one_of, missing_end, read, shown};
use super::grammar::{decimal, number, number_text};
use super::power::{Energy, Power, Temperature};
use super::windows_text::NOTHING;
use super::{Kind, Plain, Reading};

/// Microwatts (or microwatt-hours) per unit. `MW` would be a megawatt.
fn watts(unit: &str, tail: &str) -> Option<u64> {
    let at = unit.len().checked_sub(tail.len())?;
    if !unit.get(at..)?.eq_ignore_ascii_case(tail) {
        return None;
    }
    match unit.get(..at)? {
        "" => Some(1_000_000),
        "m" => Some(1_000),
        "k" | "K" => Some(1_000_000_000),
        _ => None,
    }
}

fn exactly<'a>(
    text: &'a str,
    amount: u128,
    range: (u64, u64),
    say: &str,
) -> Result<u64, Fault<'a>> {
    match u64::try_from(amount) {
        Ok(n) if (range.0..=range.1).contains(&n) => Ok(n),
        _ => {
            let message = format!("{} is out of range", shown(text));
            Err(Fault::new(OUT_OF_RANGE, text, message).allowing(say))
        }
    }
}

impl Grammar for Power {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        const RANGE: &str = "0W to 1kW";
        let text = text.trim();
        let (n, unit) = number(text).map_err(|f| f.allowing(RANGE))?;
        let lower = unit.to_ascii_lowercase();
        let factor = match lower.as_str() {
            "watt" | "watts" => Some(1_000_000),
            "milliwatt" | "milliwatts" => Some(1_000),
            "kilowatt" | "kilowatts" => Some(1_000_000_000),
            _ => watts(unit, "w"),
        };
        let Some(factor) = factor else {
            let number = number_text(text, unit);
            let fault = if unit.is_empty() {
                let message = format!("{} what? a power needs a unit", shown(text));
                Fault::new(NO_UNIT, missing_end(text), message).replacing(text)
            } else {
                let message = format!("{} is no unit of power; write mW or W", shown(unit));
                Fault::new(UNKNOWN_UNIT, unit, message).replacing(text)
            };
            return Err(fault
                .or(format!("{number}W"), "watts, as on chargers")
                .or(format!("{number}mW"), "milliwatts"));
        };
        let microwatts = exactly(text, n.times(factor), (0, 1_000_000_000), RANGE)?;
        Ok(Power::from_microwatts(microwatts).into())
    }
}

impl Kind for Power {
    const NAME: &'static str = "power";
    const PLACEHOLDER: &'static str = "POWER";
    const EXAMPLE: &'static str = "20W";
    const UNIT: Option<&'static str> = Some("W");
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = &[("w", "W"), ("mw", "mW")];

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        match self.microwatts() {
            0 => "0W".to_owned(),
            n @ 1..1_000_000 => format!("{}mW", decimal(n, 3)),
            n => format!("{}W", decimal(n, 6)),
        }
    }

    fn plain(&self) -> Plain {
        match self.microwatts() {
            n if n % 1_000_000 == 0 => Plain::Integer(i128::from(n / 1_000_000)),
            _ => Plain::Number(self.as_watts()),
        }
    }
}

impl Grammar for Energy {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        const RANGE: &str = "0.1Wh to 1kWh";
        let text = text.trim();
        let (n, unit) = number(text).map_err(|f| f.allowing(RANGE))?;
        if let Some(factor) = watts(unit, "wh") {
            let amount = exactly(text, n.times(factor), (100_000, 1_000_000_000), RANGE)?;
            return Ok(Energy::from_microwatt_hours(amount).into());
        }
        let number = number_text(text, unit);
        let charge = match unit.to_ascii_lowercase().as_str() {
            "mah" => Some(1),
            "ah" => Some(1_000),
            _ => None,
        };
        let fault = if let Some(factor) = charge {
            // 3.85 V in millionths of a watt-hour per mAh, rounded to tenths of a watt-hour.
            let tenths = (n.times(factor * 3_850) + 50_000) / 100_000;
            let energy = format!("{}Wh", decimal(u64::try_from(tenths).unwrap_or(0), 1));
            let message = format!("{} is charge; Wh = mAh x V / 1000", shown(text));
            Fault::new(MILLIAMPERE_HOURS, unit, message)
                .replacing(text)
                .or(energy, "at 3.85 V, the usual voltage of a phone battery")
        } else if unit.is_empty() {
            let message = format!("{} what? a battery capacity needs a unit", shown(text));
            let fault = Fault::new(NO_UNIT, missing_end(text), message).replacing(text);
            fault.or(format!("{number}Wh"), "watt-hours").or(format!("{number}mWh"), "a thousandth")
        } else {
            let message = format!("{} is no unit of energy; write Wh or mWh", shown(unit));
            Fault::new(UNKNOWN_UNIT, unit, message)
                .replacing(text)
                .or(format!("{number}Wh"), "watt-hours")
        };
        Err(fault)
    }
}

impl Kind for Energy {
    const NAME: &'static str = "energy";
    const PLACEHOLDER: &'static str = "ENERGY";
    const EXAMPLE: &'static str = "13Wh";
    const UNIT: Option<&'static str> = Some("Wh");
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = &[("wh", "Wh"), ("mwh", "mWh")];

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        format!("{}Wh", decimal(self.microwatt_hours(), 6))
    }

    fn plain(&self) -> Plain {
        match self.microwatt_hours() {
            n if n % 1_000_000 == 0 => Plain::Integer(i128::from(n / 1_000_000)),
            _ => Plain::Number(self.as_watt_hours()),
        }
    }
}

impl Grammar for Temperature {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        const RANGE: &str = "-40°C to 80°C";
        let text = text.trim();
        let (below, amount) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(amount) if amount.starts_with(|c: char| c.is_ascii_digit()) => (true, amount),
            _ => (false, text),
        };
        let (n, unit) = number(amount).map_err(|f| f.allowing(RANGE))?;
        let lower = unit.to_lowercase();
        let celsius =
            ["", "c", "\u{b0}c", "\u{b0} c", "\u{ba}c", "\u{2103}", "celsius", "\u{b0}", "degrees"];
        if !celsius.contains(&lower.as_str()) {
            let message = format!("{} is no unit here; write degrees Celsius, °C", shown(unit));
            let fault = Fault::new(UNKNOWN_UNIT, unit, message).replacing(text);
            let fahrenheit = ["f", "\u{b0}f", "fahrenheit"].contains(&lower.as_str());
            return Err(match i64::try_from(n.times(10)) {
                Ok(tenths) if fahrenheit && tenths < 10_000 => {
                    let tenths = if below { -tenths } else { tenths };
                    let celsius = ((tenths - 320) * 5).div_euclid(90);
                    fault.or(format!("{celsius}°C"), "the same in degrees Celsius, rounded down")
                }
                _ => fault,
            });
        }
        let thousandths = n.times(1_000);
        let limit = if below { 40_000 } else { 80_000 };
        match i32::try_from(thousandths) {
            Ok(t) if t <= limit => {
                Ok(Temperature::from_millidegrees(if below { -t } else { t }).into())
            }
            _ => {
                let message = format!("{} is out of range", shown(text));
                Err(Fault::new(OUT_OF_RANGE, text, message).allowing(RANGE))
            }
        }
    }
}

impl Kind for Temperature {
    const NAME: &'static str = "temperature";
    const PLACEHOLDER: &'static str = "CELSIUS";
    const EXAMPLE: &'static str = "25°C";
    const UNIT: Option<&'static str> = Some("celsius");
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = &[("c", "°C"), ("celsius", "°C")];

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        let sign = if self.millidegrees() < 0 { "-" } else { "" };
        format!("{sign}{}°C", decimal(u64::from(self.millidegrees().unsigned_abs()), 3))
    }

    fn plain(&self) -> Plain {
        match self.millidegrees() {
            n if n % 1_000 == 0 => Plain::Integer(i128::from(n / 1_000)),
            _ => Plain::Number(self.as_celsius()),
        }
    }
}

/// The chargers that are offered, with their meaning.
pub const CHARGERS: &[(&str, &str)] = &[
    ("none", "no charger"),
    ("usb-0.5w", "a port of an old computer"),
    ("usb-2.5w", "a computer's USB port"),
    ("usb-5w", "a small USB charger"),
    ("qi-7.5w", "a wireless pad"),
    ("magsafe-15w", "a magnetic wireless charger"),
    ("pd-20w", "a 20 W USB-C charger"),
];

impl Grammar for ChargerPower {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_one_of(text, &NOTHING) || is_one_of(text, &["no", "off"]) {
            return Ok(ChargerPower::NONE.into());
        }
        let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (word, behind) = (text.get(..end).unwrap_or(""), text.get(end..).unwrap_or(""));
        let coupling = match word.to_ascii_lowercase().as_str() {
            "" | "usb" | "pd" => Coupling::Wired,
            "qi" => Coupling::Qi,
            "magsafe" => Coupling::MagSafe,
            _ => return Err(no_charger(text)),
        };
        let amount = behind.strip_prefix(['-', '_']).filter(|_| !word.is_empty()).unwrap_or(behind);
        if amount.trim().is_empty() {
            return Err(no_charger(text));
        }
        let power = Power::parse(amount)?.value;
        Ok(ChargerPower { power, coupling }.into())
    }
}

#[cold]
fn no_charger(text: &str) -> Fault<'_> {
    let message =
        format!("{} is no charger; write none, its watts, or one of the kinds", shown(text));
    let fault = Fault::new(NOT_A_CHOICE, text, message);
    let lower = text.to_ascii_lowercase();
    let alike = CHARGERS.iter().filter(|(w, _)| !lower.is_empty() && w.starts_with(&lower));
    let fault = alike.fold(fault, |f, &(word, meaning)| f.or(word, meaning));
    fault.or("20W", "a charger by cable").or("qi-7.5w", "a wireless pad").or("none", "no charger")
}

impl Kind for ChargerPower {
    const NAME: &'static str = "charger";
    const PLACEHOLDER: &'static str = "CHARGER";
    const EXAMPLE: &'static str = "20W";
    const UNIT: Option<&'static str> = None;
    const HEADER_UNITS: &'static [(&'static str, &'static str)] = &[("w", "W"), ("mw", "mW")];

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        let watts = || decimal(self.power.microwatts(), 6);
        match self.coupling {
            Coupling::Wired if self.power == Power::ZERO => "none".to_owned(),
            Coupling::Wired => self.power.print(),
            Coupling::MagSafe => format!("magsafe-{}w", watts()),
            Coupling::Qi => format!("qi-{}w", watts()),
        }
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::*;
    use super::*;

    fn refused<T: Kind>(text: &str, code: Code) -> Vec<String> {
        let e = T::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    fn same<T: Kind>(text: &str) -> String {
        T::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value.print()
    }

    #[test]
    fn power_reads_and_prints() {
        assert_eq!(same::<Power>("20W"), "20W");
        assert_eq!(same::<Power>("0.5 w"), "500mW");
        assert_eq!(same::<Power>("7.5w"), "7.5W");
        assert_eq!(same::<Power>("1kW"), "1000W");
        assert_eq!(same::<Power>("20 watts"), "20W");
        assert_eq!(same::<Power>("20 milliwatts"), "20mW");
        assert_eq!(same::<Power>("0.5 kilowatts"), "500W");
        assert_eq!(refused::<Power>("20", NO_UNIT), ["20W", "20mW"]);
        assert_eq!(refused::<Power>("20MW", UNKNOWN_UNIT), ["20W", "20mW"]);
        assert_eq!(refused::<Power>("2kW", OUT_OF_RANGE), ["20W"]);
    }

    #[test]
    fn energy_is_not_charge() {
        assert_eq!(same::<Energy>("13Wh"), "13Wh");
        assert_eq!(same::<Energy>("13000mWh"), "13Wh");
        assert_eq!(same::<Energy>("12,7 Wh"), "12.7Wh");
        // 3.3 Ah x 3.85 V = 12.705 Wh.
        assert_eq!(refused::<Energy>("3300mAh", MILLIAMPERE_HOURS), ["12.7Wh"]);
        assert_eq!(refused::<Energy>("3.3Ah", MILLIAMPERE_HOURS), ["12.7Wh"]);
        assert_eq!(refused::<Energy>("13", NO_UNIT)[0], "13Wh");
        assert_eq!(refused::<Energy>("0.05Wh", OUT_OF_RANGE), ["13Wh"]);
    }

    #[test]
    fn temperatures_are_celsius() {
        for text in ["25°C", "25C", "25", "25 °C", "25 c"] {
            assert_eq!(same::<Temperature>(text), "25°C", "{text}");
        }
        assert_eq!(same::<Temperature>("-5.5"), "-5.5°C");
        assert_eq!(same::<Temperature>("0"), "0°C");
        assert_eq!(refused::<Temperature>("77F", UNKNOWN_UNIT), ["25°C"]);
        // (50 - 32) x 5/9 = 10 and (-4 - 32) x 5/9 = -20; kelvin are not turned into anything.
        assert_eq!(refused::<Temperature>("50F", UNKNOWN_UNIT), ["10°C"]);
        assert_eq!(refused::<Temperature>("-4F", UNKNOWN_UNIT), ["-20°C"]);
        assert_eq!(refused::<Temperature>("50K", UNKNOWN_UNIT), ["25°C"]);
        refused::<Temperature>("-°C", OUT_OF_RANGE);
        assert_eq!(refused::<Temperature>("81", OUT_OF_RANGE), ["25°C"]);
        refused::<Temperature>("-41", OUT_OF_RANGE);
        refused::<Temperature>("--5", OUT_OF_RANGE);
    }

    #[test]
    fn machines_get_whole_numbers_where_they_are_whole() {
        let watts = |text| Power::read(text).unwrap().value.plain();
        assert_eq!((watts("20W"), watts("7.5W")), (Plain::Integer(20), Plain::Number(7.5)));
        let hours = |text| Energy::read(text).unwrap().value.plain();
        assert_eq!((hours("13Wh"), hours("12.7Wh")), (Plain::Integer(13), Plain::Number(12.7)));
        let celsius = |text| Temperature::read(text).unwrap().value.plain();
        assert_eq!((celsius("-40"), celsius("5.5")), (Plain::Integer(-40), Plain::Number(5.5)));
    }

    #[test]
    fn chargers_read_by_watts_or_by_kind() {
        assert_eq!(ChargerPower::read("20W").unwrap().value, ChargerPower::PD_20W);
        assert_eq!(ChargerPower::read("PD-20W").unwrap().value, ChargerPower::PD_20W);
        assert_eq!(ChargerPower::read("none").unwrap().value, ChargerPower::NONE);
        assert_eq!(same::<ChargerPower>("0W"), "none");
        assert_eq!(same::<ChargerPower>("qi 7.5W"), "qi-7.5w");
        assert_eq!(same::<ChargerPower>("MagSafe-15w"), "magsafe-15w");
        for (text, _) in CHARGERS {
            assert!(ChargerPower::read(text).is_ok(), "{text}");
        }
        assert_eq!(refused::<ChargerPower>("magsafe", NOT_A_CHOICE)[0], "magsafe-15w");
        assert_eq!(refused::<ChargerPower>("qi-7.5", NO_UNIT)[0], "qi-7.5W");
        assert_eq!(refused::<ChargerPower>("20", NO_UNIT), ["20W", "20mW"]);
    }
}
