//! The charger and when it is plugged in: the `charger` section flows in, the fact `plugged` flows
//! out. How much of its power the battery takes is the battery's business.

use crate::model::conditions::{Conditions, Model, Night};
use crate::model::keyed::{Keyed, unit};
use crate::model::timed::OnOff;
use crate::section;
use crate::units::schedule::stretches;
use crate::units::{
    ChargerPower, Coupling, Fraction, Hold, Power, Rate, Schedule, SimTime, Span, Taper, Windows,
};

section! {
    /// The charger.
    pub struct Charger ("charger") {
        /// What the charger gives, or its kind: usb-0.5w, usb-2.5w, usb-5w, qi-7.5w, magsafe-15w,
        /// pd-20w, none.
        power: ChargerPower = ChargerPower::PD_20W, "charger.power", ["charger"];
        /// When it is plugged in.
        plugged: Windows = Windows::Always, "charger.plugged", ["plugged"];
        /// How much later than that it may be plugged in, at most. Chance draws it anew every night;
        /// the point answer takes no delay.
        late: Span = Span::ZERO, "charger.late", ["plugged-late"];
        /// The level at which charging is held, and until when.
        hold: Option<Hold> = None, "charger.hold", ["charge-hold"];
        /// The share of the charger's power that reaches the battery; left out, it follows the kind
        /// of charger: cable 78 %, MagSafe 60 %, Qi 55 %.
        efficiency: Option<Fraction> = None, "charger.efficiency", ["charger-efficiency"];
        /// How the accepted power falls with the state of charge.
        taper: Taper = default_taper(), "charger.taper", ["charger-taper"];
    }
}

/// The share of the charger's power that reaches the battery: cable 0.78, MagSafe 0.60, Qi 0.55
/// (fitted on 69 charging sessions of 7 phones).
pub const fn default_efficiency(coupling: Coupling) -> Fraction {
    match coupling {
        Coupling::Wired => Fraction::from_percent(78),
        Coupling::MagSafe => Fraction::from_percent(60),
        Coupling::Qi => Fraction::from_percent(55),
    }
}

/// `63% 1.0, 80% 0.35, 90% 0.20, 100% 0.05` (fitted on 69 charging sessions of 7
/// phones; mean error of the state of charge 0.7 to 0.8 points).
pub fn default_taper() -> Taper {
    let knot = |soc, share| (Fraction::from_percent(soc), Fraction::from_percent(share));
    Taper(vec![knot(63, 100), knot(80, 35), knot(90, 20), knot(100, 5)])
}

/// Whether the phone is on power: publishes `plugged` and since when.
pub struct Plug<'a> {
    on: OnOff<'a>,
    charger: bool,
    since: SimTime,
    /// It is plugged in and out by the clock, every day anew.
    by_clock: bool,
    /// How late it may be plugged in, and the random numbers for it.
    late: Option<(Span, Keyed)>,
}

impl<'a> Plug<'a> {
    /// From the charger's inputs; `None` where it is always plugged in. `late` holds the random numbers
    /// of a trial in which it may be plugged in late.
    pub fn new(charger: &'a Charger, late: Option<Keyed>) -> Option<Self> {
        let late = late.map(|keyed| (charger.late, keyed)).filter(|(late, _)| *late > Span::ZERO);
        let always = Plug::is_always_on(charger) && late.is_none();
        (!always).then(|| Plug {
            on: OnOff::new(&charger.plugged),
            charger: Plug::has_power(charger),
            since: SimTime::ZERO,
            by_clock: matches!(charger.plugged, Windows::Clock(_)),
            late,
        })
    }

    fn has_power(charger: &Charger) -> bool {
        charger.power.power > Power::ZERO
    }

    /// Whether the phone is always on power where nobody comes late.
    pub fn is_always_on(charger: &Charger) -> bool {
        Plug::has_power(charger) && charger.plugged == Windows::Always
    }

    /// Another trial.
    pub fn draw_from(&mut self, keyed: impl FnOnce() -> Keyed) {
        if let Some((_, own)) = &mut self.late {
            *own = keyed();
        }
    }

    /// The moment after which the phone stays plugged in to the end of the night's window, if there
    /// is one: what the battery does then may matter to nobody. Without a pause to the next night it
    /// does: that begins with the level at which this one ends, and unplugs by the clock.
    pub fn plugged_from(&self, night: &Night) -> Option<SimTime> {
        if self.by_clock && night.length >= Span::DAY {
            return None;
        }
        let mut from = None;
        for (at, on) in self.on.steps().filter(|(at, _)| *at < night.length) {
            from = (on && self.charger).then_some(night.base.plus(at));
        }
        from
    }

    /// The hours at the socket in a night on which somebody comes late. Who was plugged in before the
    /// night began was not late for it; who always is, is plugged in as the window starts.
    fn hours(windows: &Windows, hours: &mut Schedule<bool>, night: &Night, delay: Span) {
        match windows {
            Windows::Never => hours.hold(false),
            Windows::Always if !night.fresh => hours.hold(true),
            Windows::Always => hours.hold_stretches(std::iter::once((delay, Span::DAY))),
            Windows::Clock(list) => {
                let held = list.iter().filter(|window| window.in_night(night.number));
                let all = held.flat_map(|window| {
                    let later = move |(from, to): (Span, Span)| match window.start == night.start {
                        false if from == Span::ZERO => (from, to),
                        _ => (from.plus(delay), to),
                    };
                    stretches(window, night.start).map(later)
                });
                hours.hold_stretches(all);
            }
        }
    }
}

impl Model for Plug<'_> {
    fn begin(&mut self, night: &Night) {
        let was_on = self.on.is_on();
        match self.late {
            Some((late, keyed)) => {
                let delay = late.as_secs() * unit(&mut keyed.at(i64::from(night.number)));
                let delay = Span::from_micros((delay * 1e6) as i64);
                self.on.begin_with(night, |windows, hours| {
                    Plug::hours(windows, hours, night, delay);
                });
            }
            None => self.on.begin(night),
        }
        // Without a charger the hours at the socket change nothing.
        if night.fresh || self.charger && was_on != self.on.is_on() {
            self.since = night.base;
        }
    }

    fn heeds_client(&self) -> bool {
        false
    }

    #[inline]
    fn publish(&self, facts: &mut Conditions) {
        facts.plugged = self.charger && self.on.is_on();
        facts.plugged_since = self.since;
    }

    #[inline]
    fn rests_until(&self, _: SimTime) -> Option<SimTime> {
        Some(self.on.next_change().unwrap_or(SimTime::END))
    }

    #[inline]
    fn next_event(&self, _: SimTime, _: &Conditions, _: Rate) -> Option<SimTime> {
        self.on.next_change()
    }

    #[inline]
    fn advance(&mut self, _: SimTime, to: SimTime, _: &Conditions, _: Rate) {
        if self.on.advance(to) && self.charger {
            self.since = to;
        }
    }

    fn shift(&mut self, by: Span) {
        self.since = self.since.plus(by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{ClockTime, ClockWindow, Nights};

    fn hours(n: i64) -> Span {
        Span::from_secs(3600 * n)
    }

    fn night(number: u32, length: i64) -> Night {
        let base = SimTime::ZERO.plus(Span::DAY.times(i64::from(number) - 1));
        let start = ClockTime::from_hm(22, 0);
        Night { number, base, start, length: hours(length), fresh: true }
    }

    fn charger(windows: &[(u32, u32)]) -> Charger {
        let clock = |h| ClockTime::from_hm(h, 0);
        let list = windows.iter().map(|&(from, to)| ClockWindow::daily(clock(from), clock(to)));
        Charger { plugged: Windows::Clock(list.collect()), ..Charger::default() }
    }

    fn steps(plug: &Plug) -> Vec<(i64, bool)> {
        plug.on.steps().map(|(at, on)| (at.micros() / 3_600_000_000, on)).collect()
    }

    fn told(plug: &Plug) -> (bool, SimTime) {
        let mut facts = Conditions::default();
        plug.publish(&mut facts);
        (facts.plugged, facts.plugged_since)
    }

    #[test]
    fn it_tells_since_when_the_phone_is_plugged_in_or_not() {
        let charger = charger(&[(0, 6)]);
        let mut plug = Plug::new(&charger, None).unwrap();
        plug.begin(&night(1, 9));
        let (at, facts) = (|h: i64| SimTime::ZERO.plus(hours(h)), Conditions::default());
        assert_eq!(told(&plug), (false, at(0)));
        for (from, to, on) in [(0, 2, true), (2, 8, false)] {
            let next = plug.next_event(at(from), &facts, Rate::ZERO);
            assert_eq!((next, plug.rests_until(at(from))), (Some(at(to)), Some(at(to))));
            plug.advance(at(from), at(to), &facts, Rate::ZERO);
            assert_eq!(told(&plug), (on, at(to)));
        }
        assert_eq!(plug.rests_until(at(9)), Some(SimTime::END));
        // A night begins afresh; a day goes on, and what it changes counts from its start.
        plug.begin(&Night { fresh: false, ..night(2, 24) });
        assert_eq!(told(&plug), (false, at(8)));
        plug.begin(&night(3, 9));
        assert_eq!(told(&plug), (false, at(48)));
        plug.shift(Span::DAY);
        assert_eq!(told(&plug), (false, at(72)));
    }

    #[test]
    fn a_phone_that_is_plugged_in_at_the_start_of_a_day_was_so_before() {
        let charger = charger(&[(20, 23)]);
        let mut plug = Plug::new(&charger, None).unwrap();
        plug.begin(&night(1, 24));
        let facts = Conditions::default();
        let at = |h: i64| SimTime::ZERO.plus(hours(h));
        for to in [1, 22] {
            plug.advance(at(0), at(to), &facts, Rate::ZERO);
        }
        plug.begin(&Night { fresh: false, ..night(2, 24) });
        assert_eq!(told(&plug), (true, at(22)));
        // It is unplugged at the very end of the day of another's hours: that is news.
        let mut plug = Plug::new(&charger, None).unwrap();
        plug.begin(&night(1, 24));
        plug.advance(at(0), at(1), &facts, Rate::ZERO);
        plug.begin(&Night { fresh: false, ..night(2, 24) });
        assert_eq!(told(&plug), (true, at(24)));
    }

    #[test]
    fn without_a_charger_the_socket_changes_nothing() {
        let mut charger = charger(&[(20, 23)]);
        charger.power = ChargerPower { power: Power::ZERO, ..charger.power };
        let mut plug = Plug::new(&charger, None).unwrap();
        plug.begin(&night(1, 9));
        assert_eq!(told(&plug), (false, SimTime::ZERO));
        plug.advance(
            SimTime::ZERO,
            SimTime::ZERO.plus(hours(1)),
            &Conditions::default(),
            Rate::ZERO,
        );
        assert_eq!(told(&plug), (false, SimTime::ZERO));
        plug.begin(&Night { fresh: false, ..night(2, 9) });
        assert_eq!(told(&plug), (false, SimTime::ZERO));
        assert_eq!(plug.plugged_from(&night(1, 9)), None);
        assert!(Plug::new(&Charger::default(), None).is_none());
        let bare = Charger { power: charger.power, ..Charger::default() };
        assert!(Plug::new(&bare, None).is_some());
    }

    #[test]
    fn it_is_known_from_when_on_the_phone_stays_plugged_in() {
        let from = |windows: &[(u32, u32)], length| {
            let charger = charger(windows);
            let mut plug = Plug::new(&charger, None).unwrap();
            plug.begin(&night(1, 9));
            plug.plugged_from(&night(1, length)).map(|at| at.since(SimTime::ZERO))
        };
        assert_eq!(from(&[(0, 9)], 9), Some(hours(2)));
        assert_eq!(from(&[(0, 1), (2, 9)], 9), Some(hours(4)));
        assert_eq!(from(&[(0, 6)], 9), None);
        // What happens as the window ends, or later, is another night's.
        assert_eq!(from(&[(0, 7)], 9), Some(hours(2)));
        assert_eq!(from(&[(7, 9)], 9), None);
        // A day without a pause ends where the next begins.
        assert_eq!(from(&[(0, 22)], 24), None);
        assert_eq!(from(&[(0, 22)], 23), Some(hours(2)));
    }

    fn late(charger: &Charger, number: u32, fresh: bool) -> Plug<'_> {
        let mut plug = Plug::new(charger, Some(Keyed::new(7))).unwrap();
        plug.begin(&Night { fresh, ..night(number, 9) });
        plug
    }

    /// Two hours late at most, drawn evenly: the mean is one hour, good to 2 h/sqrt(12 x 1000) = 0.02 h.
    #[test]
    fn somebody_who_comes_late_comes_late_for_the_hours_of_the_night() {
        let mut charger = charger(&[(0, 6)]);
        charger.late = hours(2);
        let delay = |number| {
            let plug = late(&charger, number, true);
            plug.next_event(SimTime::ZERO, &Conditions::default(), Rate::ZERO)
                .map(|at| at.since(night(number, 9).base.plus(hours(2))).as_secs() / 3600.0)
                .unwrap()
        };
        let delays: Vec<f64> = (1..=1000).map(delay).collect();
        assert!(delays.iter().all(|d| (0.0..2.0).contains(d)));
        assert!((delays.iter().sum::<f64>() / 1000.0 - 1.0).abs() < 0.08);
        // Who was plugged in before the night began was not late for it; who comes as it begins was.
        charger.plugged = self::charger(&[(20, 23)]).plugged;
        assert_eq!(steps(&late(&charger, 1, true))[..2], [(0, true), (1, false)]);
        charger.plugged = self::charger(&[(22, 6)]).plugged;
        let found = steps(&late(&charger, 1, true));
        assert_eq!((found[0], found.len()), ((0, false), 3));
        // Who always is plugged in comes late for a window, but stays from one day to the next.
        charger.plugged = Windows::Always;
        assert_eq!(steps(&late(&charger, 1, true)).len(), 2);
        assert_eq!(steps(&late(&charger, 1, false)), [(0, true)]);
        charger.plugged = Windows::Never;
        assert_eq!(steps(&late(&charger, 1, true)), [(0, false)]);
        // Hours of other nights are not held.
        let mut other = self::charger(&[(0, 6)]);
        if let Windows::Clock(list) = &mut other.plugged {
            list[0].nights = Some(Nights { first: 2, last: 2 });
        }
        other.late = hours(1);
        assert_eq!(steps(&late(&other, 1, true)), [(0, false)]);
        assert_eq!(steps(&late(&other, 2, true)).len(), 3);
        // No delay at all needs no draw.
        assert!(Plug::new(&Charger::default(), Some(Keyed::new(7))).is_none());
        let mut drawn = late(&charger, 1, true);
        drawn.draw_from(|| Keyed::new(8));
        assert_eq!(drawn.late, Some((hours(2), Keyed::new(8))));
    }
}
