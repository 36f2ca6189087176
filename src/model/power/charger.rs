//! The charger and when it is plugged in: the `charger` section flows in, the fact `plugged` flows
//! out. How much of its power the battery takes is the battery's business.

use crate::model::conditions::{Conditions, Model, Night};
use crate::model::keyed::{Keyed, unit};
use crate::model::timed::OnOff;
use crate::section;
use crate::units::schedule::stretches;
use crate::units::{
    ChargerPower, Coupling, Fraction, Hold, Rate, Schedule, SimTime, Span, Taper, Windows,
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
        let has_power = charger.power.power.microwatts() > 0;
        let late = late.map(|keyed| (charger.late, keyed)).filter(|(late, _)| *late > Span::ZERO);
        let always = has_power && charger.plugged == Windows::Always && late.is_none();
        (!always).then(|| Plug {
            on: OnOff::new(&charger.plugged),
            charger: has_power,
            since: SimTime::ZERO,
            by_clock: matches!(charger.plugged, Windows::Clock(_)),
            late,
        })
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
    fn hours(windows: &Windows, night: &Night, delay: Span) -> Schedule<bool> {
        match windows {
            Windows::Never => Schedule::constant(false),
            Windows::Always if !night.fresh => Schedule::constant(true),
            Windows::Always => Schedule::of_stretches(std::iter::once((delay, Span::DAY))),
            Windows::Clock(list) => {
                let held = list.iter().filter(|window| window.in_night(night.number));
                let all = held.flat_map(|window| {
                    let later = move |(from, to): (Span, Span)| match window.start == night.start {
                        false if from == Span::ZERO => (from, to),
                        _ => (from.plus(delay), to),
                    };
                    stretches(window, night.start).map(later)
                });
                Schedule::of_stretches(all)
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
                self.on.begin_with(night, |windows| Plug::hours(windows, night, delay));
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
