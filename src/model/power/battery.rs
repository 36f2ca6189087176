//! The battery and what draws on it: the `battery` section.

use crate::section;
use crate::units::{Energy, Fraction, Power};

crate::choices! {
    /// Power saving.
    pub enum Saver ("power-saving") {
        /// Off all the time.
        Off = "off",
        /// On all the time.
        On = "on",
        /// Switched by the phone: iPhone on at 20 %, off at 80 %; Android on at 15 %, off on power.
        Auto = "auto",
    }
    aliases { "yes" => On, "true" => On, "false" => Off }
}

section! {
    /// The battery.
    pub struct Battery ("battery") {
        /// Its level at the start of each window.
        level: Fraction = Fraction::from_percent(80), "battery.level", ["battery"];
        /// What it holds when full: 13 Wh (an iPhone 15 has 12.98 Wh).
        capacity: Energy = Energy::from_microwatt_hours(13_000_000), "battery.capacity",
            ["battery-capacity"];
        /// Power saving.
        saver: Saver = Saver::Off, "battery.saver", ["power-saving", "low-power"];
        /// The most it accepts; left out, 1.7 W for each Wh of capacity.
        charge_max: Option<Power> = None, "battery.charge_max", ["battery-charge-max"];
        /// What the idle phone draws.
        idle_draw: Power = Power::from_milliwatts(30), "battery.idle_draw",
            ["battery-idle-draw"];
        /// What it draws while it sends, in place of the idle draw.
        upload_draw: Power = Power::from_milliwatts(450), "battery.upload_draw",
            ["battery-upload-draw"];
        /// And this for each Mbit/s.
        upload_draw_per_mbps: Power = Power::from_milliwatts(15), "battery.upload_draw_per_mbps",
            ["battery-upload-draw-per-mbps"];
        /// What looking through the library adds: 1.5 W, assumed within 0.8 to 3 W.
        scan_draw: Power = Power::from_milliwatts(1500), "battery.scan_draw",
            ["battery-scan-draw"];
        /// What the screen adds while the phone is in use: 1 W (0.3 to 2.2 W in the power profiles of
        /// two phones).
        screen_draw: Power = Power::from_milliwatts(1000), "battery.screen_draw",
            ["battery-screen-draw"];
    }
}
