//! Power, energy and temperature: integers at the text border, floating point in the battery's
//! closed forms.

/// Power in microwatts. Accepted from 0 W to 1 kW.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Power(u64);

impl Power {
    /// No power.
    pub const ZERO: Power = Power(0);

    /// From microwatts.
    pub const fn from_microwatts(microwatts: u64) -> Self {
        Power(microwatts)
    }

    /// From milliwatts.
    pub const fn from_milliwatts(milliwatts: u64) -> Self {
        Power(milliwatts.saturating_mul(1000))
    }

    /// In microwatts.
    pub const fn microwatts(self) -> u64 {
        self.0
    }

    /// In watts.
    pub fn as_watts(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// Energy in microwatt-hours. Accepted from 0.1 Wh to 1 kWh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Energy(u64);

impl Energy {
    /// From microwatt-hours.
    pub const fn from_microwatt_hours(microwatt_hours: u64) -> Self {
        Energy(microwatt_hours)
    }

    /// In microwatt-hours.
    pub const fn microwatt_hours(self) -> u64 {
        self.0
    }

    /// In joules.
    pub fn as_joules(self) -> f64 {
        self.0 as f64 * 3.6e-3
    }

    /// In watt-hours.
    pub fn as_watt_hours(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// A temperature in thousandths of a degree Celsius. Accepted from -40 °C to 80 °C.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Temperature(i32);

impl Temperature {
    /// From thousandths of a degree Celsius.
    pub const fn from_millidegrees(millidegrees: i32) -> Self {
        Temperature(millidegrees)
    }

    /// In thousandths of a degree Celsius.
    pub const fn millidegrees(self) -> i32 {
        self.0
    }

    /// In degrees Celsius.
    pub fn as_celsius(self) -> f64 {
        f64::from(self.0) / 1e3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_and_millions_are_in_the_right_place() {
        assert_eq!(Power::from_milliwatts(7_500), Power::from_microwatts(7_500_000));
        assert_eq!(Power::from_milliwatts(7_500).as_watts(), 7.5);
        assert_eq!(Energy::from_microwatt_hours(12_700_000).as_watt_hours(), 12.7);
        assert_eq!(Temperature::from_millidegrees(-5_500).as_celsius(), -5.5);
    }
}
