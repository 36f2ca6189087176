//! The words of stepped values: what an axis is called, a value as its tick and as part of a sentence.

use crate::edit::Value;
use crate::report::format::{self, ClockStyle, Way};
use crate::scenario::field;
use crate::scenario::steps::{Step, Stepped, Steps};
use crate::units::{Size, Span};

/// What the axis is called, in a sentence.
pub fn name(what: Stepped) -> String {
    let known = match key(what) {
        "start" => "start of the window",
        "window" => "length of the window",
        "link.upload" => "upload speed",
        "link.wifi_speed" => "Wi-Fi speed",
        "link.usb_speed" => "cable speed",
        "library.size" => "backup size",
        "library.done" => "size done already",
        "battery.level" => "battery level at the start",
        "cloud.free" => "free space at the destination",
        "cloud.plan" => "storage plan",
        "storage.free" => "free space on the phone",
        "charger.power" => "charger",
        other => other,
    };
    known.to_owned()
}

/// What one value of it is called, with its plural.
pub fn one(what: Stepped) -> (&'static str, &'static str) {
    match key(what) {
        "start" => ("start", "starts"),
        "window" => ("window", "windows"),
        "link.upload" | "link.wifi_speed" | "link.usb_speed" => ("speed", "speeds"),
        "library.size" => ("size", "sizes"),
        "battery.level" => ("battery level", "battery levels"),
        "charger.power" => ("charger", "chargers"),
        "cloud.plan" => ("plan", "plans"),
        _ => ("value", "values"),
    }
}

fn key(what: Stepped) -> &'static str {
    match what {
        Stepped::Field(id) => field(id).key,
        other => other.word(),
    }
}

/// A size as it was stated.
pub fn size(size: Size) -> String {
    format::size_and_limit(size, None).stated
}

/// A length of a window: `8 h`, `8 h 30 min`.
pub fn hours(span: Span) -> String {
    format::span(span, Way::Nearest)
}

/// A value as a tick.
pub fn tick(step: &Step) -> String {
    match step {
        Step::Start(clock) => format::clock(*clock, ClockStyle::H24),
        Step::Length(span) => hours(*span),
        Step::Of(_, value) => match value {
            Value::Size(bytes) => size(*bytes),
            Value::Rate(rate) => format::rate_and_need(*rate, None).stated,
            Value::Fraction(share) => format::percent(share.millionths()),
            Value::Span(span) => hours(*span),
            Value::Charger(charger) if charger.power.microwatts() == 0 => "none".to_owned(),
            Value::Charger(charger) => format!("{} W", charger.power.as_watts()),
            Value::Power(power) => format!("{} W", power.as_watts()),
            _ => step.print(),
        },
    }
}

/// The values of an axis as ticks: sizes and rates in one unit if that reads well.
pub fn ticks(steps: &Steps) -> Vec<String> {
    let own: Vec<String> = steps.values.iter().map(tick).collect();
    let unit = |text: &String| text.rsplit_once(' ').map(|(_, unit)| unit.to_owned());
    let Some(middle) = own.get(own.len() / 2).and_then(unit) else { return own };
    let Some(per) = UNITS.iter().find(|(name, _)| *name == middle).map(|u| u.1) else { return own };
    let shared = |step: &Step| {
        let base = match step {
            Step::Of(_, Value::Size(size)) => size.bytes() as f64,
            Step::Of(_, Value::Rate(rate)) => rate.as_mbps() * 1e6,
            _ => return None,
        };
        let number = format!("{:.3}", base / per);
        let number = number.trim_end_matches('0').trim_end_matches('.');
        let reads = (0.05..10_000.0).contains(&(base / per)) && number.len() <= 5;
        reads.then(|| format!("{number} {middle}"))
    };
    steps.values.iter().map(shared).collect::<Option<Vec<_>>>().unwrap_or(own)
}

/// Units in bytes, or in bits per second.
const UNITS: [(&str, f64); 9] = [
    ("kB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("PB", 1e15),
    ("kbps", 1e3),
    ("Mbps", 1e6),
    ("Gbps", 1e9),
    ("Tbps", 1e12),
];

/// A value as it stands behind what it is true of: `at 3 Mbps`, `with a 20 W charger`.
pub fn with(step: &Step, what: Stepped) -> String {
    let text = tick(step);
    match key(what) {
        "start" => format!("from {text}"),
        "window" => format!("in {text} a night"),
        "link.upload" => format!("at {text}"),
        "link.wifi_speed" => format!("over Wi-Fi at {text}"),
        "link.usb_speed" => format!("over a cable at {text}"),
        "library.size" => format!("of {text}"),
        "battery.level" => format!("with {text} battery"),
        "cloud.free" => format!("with {text} free"),
        "storage.free" => format!("with {text} free on the phone"),
        "charger.power" if text == "none" => "without a charger".to_owned(),
        "charger.power" => format!("with a {text} charger"),
        "cloud.plan" => format!("with a plan of {text}"),
        _ => format!("with {} {text}", what.word()),
    }
}

/// From a value on: `From 12 Mbps up`; up to it: `Up to 40 GB`. Later starts are more.
pub fn bound(step: &Step, what: Stepped, is_least: bool) -> String {
    let text = tick(step);
    match (key(what), is_least) {
        ("start", true) => format!("Started at {text} or later"),
        ("start", false) => format!("Started by {text}"),
        ("window", true) => format!("With {text} a night or more"),
        ("window", false) => format!("With up to {text} a night"),
        ("battery.level", true) => format!("From {text} battery up"),
        ("charger.power", true) if text == "none" => "With any charger or none".to_owned(),
        ("charger.power", true) => format!("With {text} of charger or more"),
        ("cloud.free" | "storage.free", true) => format!("With {text} free or more"),
        (_, true) => format!("From {text} up"),
        (_, false) => format!("Up to {text}"),
    }
}
