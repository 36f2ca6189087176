//! When the phone notices that it charges (docs/models.md, Power; Android's rule: `charging` at 90 % and over,
//! or once the level has risen since plug-in, noticed up to 15 min late; AOSP BatteryStatsImpl
//! constants, collected 2026-11-23). The level counts in whole percents. Once it falls below the
//! highest whole percent, charging is false until it is one percent above the mark that it fell
//! through; from then on a whole percent more may be lost, so that a charger that is too weak gives
//! a few long stalls and no chatter.

use crate::model::conditions::Fingerprint;
use crate::units::{SimTime, Span};

/// At this share and over, a plugged phone counts as charging at once.
pub const COUNTS_AS_FULL: f64 = 0.90;

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
    pub fn charging(&self, plugged_since: SimTime) -> bool {
        self.noticed && self.since == Some(plugged_since)
    }

    /// Brings it up to a moment on power; whether what is noticed changed.
    pub fn update(
        &mut self,
        now: SimTime,
        plugged_since: SimTime,
        (energy, full): (f64, f64),
        watts: f64,
        delay: Span,
    ) -> bool {
        if self.since != Some(plugged_since) {
            let percent = percent(energy, full);
            *self = Noticing {
                since: Some(plugged_since),
                at_plug: energy,
                plug_percent: percent,
                mark_percent: percent,
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
        let percent = percent(energy, full);
        self.mark_percent = self.mark_percent.max(percent - self.slack);
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
    pub fn marks(&self, full: f64) -> [Option<f64>; 4] {
        let (rising, back) = match self.fallen_until {
            Some(until) => (Some(until), None),
            None if self.noticed => (None, None),
            None => (Some((self.plug_percent + 1.0) / 100.0 * full), Some(self.at_plug)),
        };
        [Some(COUNTS_AS_FULL * full), rising, back, Some(self.mark_percent / 100.0 * full)]
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
