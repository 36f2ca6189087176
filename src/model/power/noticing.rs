//! When the phone notices that it charges (docs/models.md, Power; Android's rule: `charging` at 90 % and over,
//! or once the level has risen since plug-in, noticed up to 15 min late; AOSP BatteryStatsImpl
//! constants, collected 2026-11-23). The level counts in whole percents. Once it falls below the
//! highest whole percent, charging is false until it is one percent above the mark that it fell
//! through; from then on a whole percent more may be lost, so that a charger that is too weak gives
//! a few long stalls and no chatter.
//!
//! The mark never lies above 90 %: a full phone may lose charge down to there and goes on charging, as
//! in Android. Nor does it lie closer than a percent under a hold in force, above which no level would
//! come back. So whatever the load, between losing charging and having it again the level moves by a
//! percent.

use crate::model::conditions::Fingerprint;
use crate::units::{SimTime, Span};

/// At this whole percent and over, a phone that is plugged in counts as charging at once.
const COUNTS_AS_FULL: f64 = 90.0;

/// What the phone reads of its battery.
#[derive(Clone, Copy, Debug)]
pub struct Gauge {
    /// What is in it, J.
    pub energy: f64,
    /// What is in it when full, J.
    pub full: f64,
    /// What flows into it, W; below zero out of it.
    pub watts: f64,
    /// The hold in force, as a share of full.
    pub hold: Option<f64>,
}

impl Gauge {
    fn percent(&self) -> f64 {
        percent(self.energy, self.full)
    }

    /// The highest mark through which a fall counts, in percent.
    fn highest_mark(&self) -> f64 {
        let held =
            self.hold.map(|share| percent(share, 1.0)).filter(|&held| held >= self.percent());
        // Over a hold nothing rises, and there is nothing to come back to.
        held.map_or(COUNTS_AS_FULL, |held| COUNTS_AS_FULL.min(held - 1.0))
    }
}

/// What the phone knows of its charging since it was plugged in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Noticing {
    since: Option<SimTime>,
    at_plug: f64,
    plug_percent: f64,
    mark_percent: f64,
    slack: f64,
    fallen_until: Option<f64>,
    noticed: bool,
}

fn percent(energy: f64, full: f64) -> f64 {
    libm::floor(energy / full * 100.0 + 1e-9)
}

impl Noticing {
    /// Whether the phone has noticed that it charges, if it has been plugged in since then.
    pub fn charging(&self, plugged_since: SimTime, energy: f64, full: f64) -> bool {
        if self.since == Some(plugged_since) {
            self.noticed
        } else {
            // Just plugged in; at the very mark the first update says.
            energy > COUNTS_AS_FULL / 100.0 * full
        }
    }

    /// Whether it has been noticed by the last moment up to which it was brought.
    pub const fn has_noticed(&self) -> bool {
        self.noticed
    }

    /// Brings it up to a moment on power; whether what is noticed changed.
    pub fn update(
        &mut self,
        now: SimTime,
        plugged_since: SimTime,
        gauge: &Gauge,
        delay: Span,
    ) -> bool {
        let &Gauge { energy, full, watts, .. } = gauge;
        let (percent, highest_mark) = (gauge.percent(), gauge.highest_mark());
        if self.since != Some(plugged_since) {
            *self = Noticing {
                since: Some(plugged_since),
                at_plug: energy,
                plug_percent: percent,
                mark_percent: percent.min(highest_mark),
                noticed: percent >= COUNTS_AS_FULL,
                ..Noticing::default()
            };
        }
        let before = self.noticed;
        if let Some(until) = self.fallen_until {
            if energy < until {
                return false;
            }
            self.fallen_until = None;
            self.noticed = true;
        }
        self.mark_percent = self.mark_percent.max((percent - self.slack).min(highest_mark));
        let mark = self.mark_percent / 100.0 * full;
        if watts < 0.0 && energy <= mark {
            self.fallen_until = Some(mark + full / 100.0);
            self.noticed = false;
            self.slack = 1.0;
        } else {
            let late = now >= plugged_since.plus(delay);
            let risen = energy > self.at_plug || energy == self.at_plug && watts > 0.0;
            self.noticed |= percent > self.plug_percent || late && risen;
        }
        self.noticed != before
    }

    /// The energies at which it changes.
    pub fn marks(&self, full: f64) -> [Option<f64>; 3] {
        let (rising, back) = match self.fallen_until {
            Some(until) => (Some(until), None),
            None if self.noticed => (None, None),
            None => (Some((self.plug_percent + 1.0) / 100.0 * full), Some(self.at_plug)),
        };
        [rising, back, Some(self.mark_percent / 100.0 * full)]
    }

    /// The moment at which it changes without a mark.
    pub fn timer(&self, now: SimTime, delay: Span) -> Option<SimTime> {
        if self.noticed || self.fallen_until.is_some() {
            return None;
        }
        Some(self.since?.plus(delay)).filter(|&late| late > now)
    }

    /// What decides how it goes on.
    pub fn fingerprint(&self, now: SimTime, delay: Span, print: &mut Fingerprint) {
        print.add(i64::from(self.noticed) + 2 * i64::from(self.fallen_until.is_some()));
        print.add(self.mark_percent as i64 * 2 + i64::from(self.slack > 0.0));
        if !self.noticed
            && let Some(since) = self.since
        {
            print.add_age(since, now, delay);
            print.add(self.at_plug.to_bits().cast_signed());
        }
    }

    /// Moves the moment that it remembers, as days have been skipped.
    pub fn shift(&mut self, by: Span) {
        self.since = self.since.map(|since| since.plus(by));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A phone of 100 J, plugged in at second 0, whose charging is noticed an hour late; gives what
    /// it knows at each level in turn under each power.
    fn known(hold: Option<f64>, seen: &[(f64, f64)]) -> Vec<bool> {
        let mut noticing = Noticing::default();
        let look = |&(energy, watts): &(f64, f64)| {
            let gauge = Gauge { energy, full: 100.0, watts, hold };
            noticing.update(SimTime::ZERO, SimTime::ZERO, &gauge, Span::from_secs(3600));
            noticing.charging(SimTime::ZERO, energy, 100.0)
        };
        seen.iter().map(look).collect()
    }

    #[test]
    fn a_load_beyond_the_charger_ends_it_at_90_percent_until_one_percent_more() {
        // At 95 % at once, and down to just above 90 % whatever is lost. There it is over, and 90.5 %
        // are not enough: 91 % are. From then on the same again.
        let falls = [(95.0, 1.0), (94.0, -1.0), (90.1, -1.0), (90.0, -1.0)];
        let rises = [(90.0, 1.0), (90.5, 1.0), (91.0, 1.0)];
        assert_eq!(known(None, &falls), [true, true, true, false]);
        let seen = [&falls[..], &rises, &falls[2..], &rises].concat();
        let expected = [&[true, true, true, false][..], &[false, false, true]].concat();
        assert_eq!(known(None, &seen), [&expected[..], &expected[2..]].concat());
    }

    #[test]
    fn exactly_90_percent_are_enough_unless_the_level_falls() {
        assert_eq!(known(None, &[(90.0, 0.0)]), [true]);
        assert_eq!(known(None, &[(90.0, 1.0)]), [true]);
        assert_eq!(known(None, &[(90.0, -1.0), (90.0, 1.0)]), [false, false]);
    }

    #[test]
    fn at_a_hold_a_percent_may_be_lost_and_the_hold_brings_it_back() {
        // Noticed at 79 %, a whole percent more. Held at 80 %, so the mark is 79 % and not 80 %, from
        // which no 81 % could lead back.
        let seen = [(78.0, 1.0), (79.0, 1.0), (80.0, 0.0), (79.5, -1.0), (79.0, -1.0), (79.5, 1.0)];
        let until_then = [false, true, true, true, false, false];
        assert_eq!(known(Some(0.8), &seen), until_then);
        assert_eq!(known(Some(0.8), &[&seen[..], &[(80.0, 0.0)]].concat())[6..], [true]);
        // A hold at 90 %: down to 89 % and back at 90 %.
        let seen = [(90.0, 0.0), (89.5, -1.0), (89.0, -1.0), (89.9, 1.0), (90.0, 0.0)];
        assert_eq!(known(Some(0.9), &seen), [true, true, false, false, true]);
        // From over a hold nothing leads back.
        assert_eq!(
            known(Some(0.8), &[(95.0, 0.0), (90.0, -1.0), (90.0, 0.0)]),
            [true, false, false]
        );
    }

    fn plugged_at(seconds: i64, energy: f64, watts: f64) -> Noticing {
        let mut noticing = Noticing::default();
        let (at, delay) = (SimTime::from_secs(seconds), Span::from_secs(60));
        let gauge = Gauge { energy, full: 100.0, watts, hold: None };
        noticing.update(at, at, &gauge, delay);
        noticing
    }

    #[test]
    fn a_level_that_has_risen_at_all_is_noticed_after_the_delay() {
        let at = SimTime::from_secs;
        let later = |energy, watts, seconds| {
            let mut noticing = plugged_at(100, 50.5, 1.0);
            let gauge = Gauge { energy, full: 100.0, watts, hold: None };
            noticing.update(at(seconds), at(100), &gauge, Span::from_secs(60));
            noticing.has_noticed()
        };
        assert_eq!(
            [(50.6, 159), (50.6, 160), (51.0, 101)].map(|(e, s)| later(e, 1.0, s)),
            [false, true, true]
        );
        // As it was: only where it rises right now.
        assert_eq!([1.0, 0.0].map(|watts| later(50.5, watts, 160)), [true, false]);
        assert!(!later(50.4, 1.0, 160));
        let noticing = plugged_at(100, 50.5, 1.0);
        assert_eq!(noticing.timer(at(100), Span::from_secs(60)), Some(at(160)));
        assert_eq!(noticing.timer(at(160), Span::from_secs(60)), None);
        assert_eq!(plugged_at(100, 95.0, 1.0).timer(at(100), Span::from_secs(60)), None);
        assert_eq!(noticing.marks(100.0), [Some(51.0), Some(50.5), Some(50.0)]);
        assert_eq!(plugged_at(100, 95.0, 1.0).marks(100.0), [None, None, Some(90.0)]);
        // Fallen to its mark: back a percent above it.
        let fallen = plugged_at(100, 50.0, -1.0);
        assert_eq!(fallen.marks(100.0), [Some(51.0), None, Some(50.0)]);
        assert_eq!(fallen.timer(at(100), Span::from_secs(60)), None);
        // Just plugged in again, only the level tells.
        let known = plugged_at(100, 95.0, 1.0);
        assert!(known.charging(at(100), 50.0, 100.0));
        assert!(!known.charging(at(200), 90.0, 100.0) && known.charging(at(200), 90.1, 100.0));
    }

    #[test]
    fn days_are_told_apart_by_what_was_noticed_and_for_how_long() {
        let at = SimTime::from_secs;
        let print = |noticing: &Noticing, now| {
            let mut print = Fingerprint::default();
            noticing.fingerprint(at(now), Span::from_secs(60), &mut print);
            print
        };
        let waits = plugged_at(100, 50.5, 1.0);
        assert_ne!(print(&waits, 130), print(&waits, 131));
        assert_eq!(print(&waits, 160), print(&waits, 161));
        assert_ne!(print(&waits, 130), print(&plugged_at(100, 50.6, 1.0), 130));
        assert_ne!(print(&waits, 160), print(&plugged_at(100, 49.5, 1.0), 160));
        let mut shifted = waits;
        shifted.shift(Span::DAY);
        assert_eq!(print(&shifted, 130 + 86_400), print(&waits, 130));
        // Noticed, neither its age nor its start counts.
        let full = plugged_at(100, 95.0, 1.0);
        assert_eq!(print(&full, 130), print(&plugged_at(110, 96.0, 1.0), 131));
        assert_ne!(print(&full, 130), print(&waits, 130));
        let fallen = plugged_at(100, 50.0, -1.0);
        assert_ne!(print(&fallen, 130), print(&plugged_at(100, 50.0, 1.0), 130));
    }

    #[test]
    fn it_says_when_what_is_noticed_changes() {
        let at = SimTime::from_secs;
        let mut noticing = Noticing::default();
        let mut changes = |seconds, energy, watts| {
            let gauge = Gauge { energy, full: 100.0, watts, hold: None };
            noticing.update(at(seconds), at(0), &gauge, Span::from_secs(60))
        };
        let seen =
            [(0, 50.5, 1.0), (30, 50.9, 1.0), (40, 51.0, 1.0), (50, 52.0, 1.0), (55, 51.0, -1.0)];
        assert_eq!(seen.map(|(s, e, w)| changes(s, e, w)), [false, false, true, false, true]);
    }

    /// Brought to each level in turn under each power, from 50.5 % on.
    fn brought(seen: &[(f64, f64)]) -> Noticing {
        let mut noticing = plugged_at(100, 50.5, 1.0);
        let at = SimTime::from_secs(100);
        for &(energy, watts) in seen {
            let gauge = Gauge { energy, full: 100.0, watts, hold: None };
            noticing.update(at, at, &gauge, Span::from_secs(60));
        }
        noticing
    }

    /// At 53 % on the way up the mark is 53 %. Fallen to it, it takes 54 % to charge again; from there a whole
    /// percent may be lost, so that the mark stays.
    #[test]
    fn once_it_has_fallen_a_percent_may_be_lost_before_it_falls_again() {
        let back = [(53.0, 1.0), (53.0, -1.0), (54.0, 1.0)];
        assert!(brought(&back).has_noticed());
        assert!(brought(&[&back[..], &[(54.0, -1.0), (53.1, -1.0)]].concat()).has_noticed());
        assert!(!brought(&[&back[..], &[(53.0, -1.0)]].concat()).has_noticed());
    }

    /// All of these are noticed, so that only the mark and the percent that may be lost tell them apart: 52 %,
    /// 53 % and 54 % on the way up; 53 % that was fallen to and come back from.
    #[test]
    fn days_are_told_apart_by_the_mark_and_by_whether_a_percent_may_be_lost() {
        let seen = [
            &[(52.0, 1.0)][..],
            &[(53.0, 1.0)],
            &[(54.0, 1.0)],
            &[(53.0, 1.0), (53.0, -1.0), (54.0, 1.0)],
        ];
        let prints = seen.map(|seen| {
            let (mut print, noticing) = (Fingerprint::default(), brought(seen));
            assert!(noticing.has_noticed());
            noticing.fingerprint(SimTime::from_secs(130), Span::from_secs(60), &mut print);
            print
        });
        for (k, one) in prints.iter().enumerate() {
            assert!(prints[..k].iter().all(|other| other != one), "{k}: {prints:?}");
        }
    }
}
