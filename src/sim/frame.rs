//! The calendar of a simulation: when its nights begin and end, by when it must be done, and which
//! nights are unlike the others. Inputs flow in; nothing here changes while it runs.

use crate::model::conditions::Night;
use crate::model::link::line::measured;
use crate::model::link::{Link, LinkKind};
use crate::model::service::Start;
use crate::scenario::Inputs;
use crate::units::{
    Amount, BackupWindow, ClockTime, Nights, RivalTime, SimTime, Size, Span, Windows,
};

/// The calendar.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The clock time of second 0.
    pub start: ClockTime,
    /// How much of each 24 h lies in the window.
    pub length: Span,
    /// One window without end.
    pub all_day: bool,
    /// How many nights to look ahead.
    pub nights: u32,
    /// By when it must be done.
    pub deadline: SimTime,
    /// What each day adds.
    pub growth: Amount,
    /// The library at second 0.
    pub size: Size,
    /// Nights that differ from others by the clock.
    special: Vec<Nights>,
    /// The first night is started by hand.
    pub manual: bool,
    /// The line is another every night, for ever: a trace that repeats, but not with the day, or one
    /// behind which nothing is known.
    pub drifts: bool,
}

impl Frame {
    /// From the inputs.
    pub fn new(inputs: &Inputs) -> Self {
        let (special, drifts) = (special_nights(inputs), drifts(&inputs.link));
        Frame { special, drifts, ..Frame::of_like_nights(inputs) }
    }

    /// As [`Frame::new`], for who knows that no night is unlike the others, or does not ask.
    pub fn of_like_nights(inputs: &Inputs) -> Self {
        let window = &inputs.window;
        let (start, length) = (window.allowed.start(), window.allowed.length());
        let first_end = SimTime::ZERO.plus(length);
        let deadline = window.deadline.map_or(first_end, |deadline| {
            let nights = i64::from(deadline.night.unwrap_or(1).max(1)) - 1;
            let within = start.until(deadline.clock);
            let within = if within == Span::ZERO { Span::DAY } else { within };
            SimTime::ZERO.plus(Span::DAY.times(nights)).plus(within)
        });
        Frame {
            start,
            length,
            all_day: window.allowed == BackupWindow::AllDay,
            nights: u32::try_from(window.nights.get()).unwrap_or(u32::MAX).max(1),
            deadline,
            growth: inputs.library.growth.amount(),
            size: crate::client::classes::library_size(&inputs.library),
            special: Vec::new(),
            manual: inputs.service.start == Start::Manual,
            drifts: false,
        }
    }

    /// A night, from 1.
    pub fn night(&self, number: u32) -> Night {
        let base = SimTime::ZERO.plus(Span::DAY.times(i64::from(number) - 1));
        let fresh = !self.all_day || number == 1;
        Night { number, base, start: self.start, length: self.length, fresh }
    }

    /// Whether the clock treats a night like all others.
    pub fn is_ordinary(&self, number: u32) -> bool {
        !self.special.iter().any(|n| n.first <= number && number <= n.last)
    }

    /// The first night after `number` that the clock treats specially.
    pub fn next_special(&self, number: u32) -> Option<u32> {
        let ahead = self.special.iter().filter(|n| n.last > number);
        ahead.map(|n| n.first.max(number + 1)).min()
    }

    /// The library with what has grown by a night.
    pub fn size_in(&self, number: u32) -> Size {
        let grown = self.growth.units().saturating_mul(i128::from(number) - 1);
        self.size.plus(Amount::from_units(grown).floor())
    }
}

/// Whether no night's line is like that of another.
fn drifts(link: &Link) -> bool {
    measured(link).is_some_and(|series| match series.repeats() {
        true => series.steps().len() > 1 && Span::DAY.micros() % series.end().micros().max(1) != 0,
        false => link.upload.is_none() && link.plan.is_none(),
    })
}

/// The nights that windows name, of those windows that anything reads.
fn special_nights(inputs: &Inputs) -> Vec<Nights> {
    let mut nights = Vec::new();
    if !inputs.cloud.resized.0.is_empty() {
        nights.push(Nights { first: 1, last: 1 });
    }
    let wifi = (inputs.link.kind == LinkKind::Wifi).then_some(&inputs.link.wifi);
    let others = [
        &inputs.cloud.outages,
        &inputs.charger.plugged,
        &inputs.screen.in_use,
        &inputs.service.stops,
    ];
    for windows in others.into_iter().chain(wifi) {
        if let Windows::Clock(list) = windows {
            nights.extend(list.iter().filter_map(|w| w.nights));
        }
    }
    if inputs.link.kind == LinkKind::Usb {
        return nights;
    }
    if let Some(series) = measured(&inputs.link).filter(|series| !series.repeats()) {
        let days =
            series.end().micros().saturating_add(Span::DAY.micros() - 1) / Span::DAY.micros();
        nights.push(Nights { first: 1, last: u32::try_from(days).unwrap_or(u32::MAX) });
    }
    nights.extend(inputs.link.outages.0.iter().filter_map(|(w, _)| w.nights));
    nights.extend(inputs.link.rivals.0.iter().filter_map(|rival| match rival.time {
        RivalTime::Within(window) => window.nights,
        RivalTime::Always | RivalTime::From(_) => None,
    }));
    nights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Draft, Origin, Scenario};
    use crate::units::{Rate, Series, Trace};
    use std::sync::Arc;

    fn scenario(more: &[(&str, &str)]) -> Scenario {
        let mut draft = Draft::new();
        for (key, text) in [("size", "40GB"), ("upload", "3Mbps")].iter().chain(more) {
            draft.set(key, text, Origin::Study);
        }
        draft.build().unwrap()
    }

    fn frame(more: &[(&str, &str)]) -> Frame {
        Frame::new(scenario(more).inputs())
    }

    fn hours(n: i64) -> SimTime {
        SimTime::from_secs(3600 * n)
    }

    #[test]
    fn a_deadline_is_a_clock_time_of_a_night_else_the_end_of_the_first_window() {
        let due = |text| frame(&[("deadline", text)]).deadline;
        assert_eq!(frame(&[]).deadline, hours(9));
        assert_eq!(due("06:00"), hours(8));
        assert_eq!(due("night 1 06:00"), hours(8));
        assert_eq!(due("night 3 06:00"), hours(48 + 8));
        // The clock time at which nights begin comes again after a day.
        assert_eq!(due("22:00"), hours(24));
    }

    #[test]
    fn nights_begin_a_day_apart_and_days_without_a_pause_go_on() {
        let night = frame(&[]).night(3);
        assert_eq!((night.number, night.base, night.fresh), (3, hours(48), true));
        assert_eq!(
            (night.length, night.start),
            (Span::from_secs(9 * 3600), ClockTime::from_hm(22, 0))
        );
        let day = frame(&[("window", "all-day")]);
        assert_eq!([1, 2].map(|number| day.night(number).fresh), [true, false]);
        assert!(day.all_day && !frame(&[]).all_day);
        assert!(frame(&[("start-mode", "manual")]).manual && !frame(&[]).manual);
    }

    #[test]
    fn the_library_grows_by_the_day() {
        let grown = frame(&[("growth", "1GB")]);
        assert_eq!([1, 2, 5].map(|n| grown.size_in(n).bytes() / 1_000_000_000), [40, 41, 44]);
    }

    #[test]
    fn nights_that_any_window_names_are_special() {
        let span = "nights 2-4: 01:00-02:00";
        for key in ["cloud-outages", "plugged", "in-use", "stops", "wifi", "outages"] {
            let frame = frame(&[(key, span)]);
            let ordinary = (1..=5).map(|n| frame.is_ordinary(n)).collect::<Vec<_>>();
            assert_eq!(ordinary, [true, false, false, false, true], "{key}");
            let next = [1, 2, 3, 4].map(|n| frame.next_special(n));
            assert_eq!(next, [Some(2), Some(3), Some(4), None], "{key}");
        }
        let wired = frame(&[("link", "wired"), ("wifi", span)]);
        let daily = frame(&[("plugged", "01:00-02:00")]);
        assert!([&wired, &daily].into_iter().all(|frame| frame.next_special(1).is_none()));
        let resized = frame(&[("cloud-free", "50GB"), ("cloud-resized", "23:00 60GB")]);
        assert_eq!([1, 2].map(|n| resized.is_ordinary(n)), [false, true]);
    }

    /// A trace that repeats within a day, or has one rate, is every night the same; one that repeats
    /// otherwise never is, and behind one that ends the stated rate holds, if there is one.
    #[test]
    fn a_line_drifts_that_is_never_the_same_again() {
        let rates = [1_000_000, 2_000_000].map(Rate::from_bits_per_s);
        let period = |seconds, rates: &[Rate]| {
            Series::of_period(Span::from_secs(1), rates, Span::from_secs(seconds))
        };
        let drifts = |series, upload| {
            let trace = Trace { path: String::new(), series: Some(Arc::new(series)) };
            super::drifts(&Link { trace: Some(trace), upload, ..Link::default() })
        };
        assert!(!super::drifts(&Link::default()));
        let stated = Some(rates[0]);
        assert!(!drifts(period(2, &rates), stated));
        assert!(drifts(period(7, &rates), stated));
        assert!(!drifts(period(7, &rates[..1]), stated));
        let once = |rate| Series::of_readings(&[(Span::ZERO, rate)]);
        assert!(!drifts(once(rates[0]), stated));
        assert!(drifts(once(rates[0]), None));
    }

    /// The last of hourly readings holds for two hours: 23 of them fill a day and night 1, one more reaches
    /// into night 2. What repeats names no night, and on a cable nothing of it is read.
    #[test]
    fn nights_that_a_trace_reaches_are_special() {
        let days = |series, kind| {
            let mut inputs = scenario(&[]).inputs().clone();
            inputs.link.kind = kind;
            inputs.link.trace = Some(Trace { path: String::new(), series: Some(Arc::new(series)) });
            let frame = Frame::new(&inputs);
            [1, 2, 3].map(|number| frame.is_ordinary(number))
        };
        let hour = Span::from_secs(3600);
        let rate = Rate::from_bits_per_s(1_000_000);
        let readings = |n| (0..n).map(|k| (hour.times(k), rate)).collect::<Vec<_>>();
        let once = |n| Series::of_readings(&readings(n));
        assert_eq!(days(once(23), LinkKind::Wifi), [false, true, true]);
        assert_eq!(days(once(24), LinkKind::Wifi), [false, false, true]);
        assert_eq!(days(once(24), LinkKind::Usb), [true, true, true]);
        let again = Series::of_period(hour, &[rate], hour.times(5));
        assert_eq!(days(again, LinkKind::Wifi), [true, true, true]);
    }
}
