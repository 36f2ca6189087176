//! Wrong values of the kinds of the charger, the battery and the phone's warmth.

use super::{FAR, Forms, NEAR};

pub(super) const POWER: Forms = &[
    ("E012", NEAR, &["#", "#.5"]),
    ("E016", NEAR, &["#V", "#A", "#Wh", "#MW", "#mA", "#WW"]),
    ("E016", FAR, &["#GB"]),
    ("E017", NEAR, &["#kW", "{2000}W"]),
];

pub(super) const CHARGER: Forms = &[
    ("E010", FAR, &["  "]),
    ("E012", NEAR, &["#", "usb-#", "qi-#", "pd-#", "magsafe-#"]),
    ("E016", NEAR, &["#V", "qi-#V", "usb-#Wh", "#Wat", "pd-#MW"]),
    ("E017", NEAR, &["#kW", "-#W", "usb--#W", "{2000}W"]),
    ("E028", NEAR, &["about #W", "usc-#W", "qii-#W", "apple #W", "usb"]),
    ("E028", FAR, &["fast", "yes", "wireless"]),
    ("E035", NEAR, &["~#W", "usb-~#W"]),
    ("E015", NEAR, &["#,500W"]),
];

pub(super) const ENERGY: Forms = &[
    ("E012", NEAR, &["#", "#.5"]),
    ("E016", NEAR, &["#W", "#Whr", "#MWh", "#kJ"]),
    ("E016", FAR, &["#GB"]),
    ("E017", NEAR, &["#kWh", "0.0#Wh", "{2000}Wh"]),
    ("E027", NEAR, &["#mAh", "#00mAh", "#Ah", "# mah"]),
];

pub(super) const TEMPERATURE: Forms = &[
    ("E011", NEAR, &["#e3C", "+#", "+#°C", "#_0", "#.", "\u{ff14}\u{ff10}"]),
    ("E015", NEAR, &["#'500C", "# 500", "#.500.5", "#,500"]),
    ("E016", NEAR, &["#F", "#K", "#°F", "-#F", "#°K", "#CC"]),
    ("E016", FAR, &["#W", "#GB"]),
    ("E017", NEAR, &["{101}C", "{101}", "-{60}°C", "-{60}", "--#"]),
    ("E019", NEAR, &["#.12345678901234567890"]),
    ("E035", NEAR, &["~#", "about #°C", "~#°"]),
    ("E035", FAR, &["warm", "=#"]),
    ("E010", FAR, &[" "]),
];

pub(super) const CHARGE_HOLD: Forms = &[
    ("E010", FAR, &["80% until", " "]),
    ("E010", NEAR, &["until @"]),
    ("E011", NEAR, &["#e3%", "+#%"]),
    ("E016", NEAR, &["#W", "#%%", "#% till 05:00", "#/100 until 05:00"]),
    ("E017", NEAR, &["-#%", "-#% until 05:00"]),
    ("E020", NEAR, &["#% until {25}:00", "#% until 05:{60}", "80% until @h"]),
    ("E021", NEAR, &["#% until {h}"]),
    ("E026", NEAR, &["{101}%", "{101}% until 05:00", "{101}"]),
    ("E035", NEAR, &["~#%", "~#% until @"]),
    ("E035", FAR, &["=#", "a lot"]),
];

pub(super) const TAPER: Forms = &[
    ("E011", NEAR, &["+#% 1.0"]),
    ("E016", NEAR, &["#W 1.0", "80%% 1.0, #% 0.0"]),
    ("E017", NEAR, &["#% 1.5", "80% #", "-#% 1.0", "#% -1.0", "80% 1.0, 90% #"]),
    ("E026", NEAR, &["{101}% 1.0", "80% 1.0, {101}% 0.0", "80% {101}%"]),
    ("E035", NEAR, &["#%", "80% 1.0, #%", "#% x", "#%1.0"]),
    ("E036", NEAR, &["#% 1.0, #% 0.5", "100% 1.0, #% 0.0", "#% 1.0, 1% 0.5"]),
    ("E035", FAR, &["linear", "#"]),
];
