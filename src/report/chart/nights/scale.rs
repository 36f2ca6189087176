//! The scale of `nights`: from a speed and a number of nights to pixels, which nights have a mark, and the
//! strip above the scale for a case that is not on it. The scale is linear from 0, so that a night is as
//! high everywhere; what is never done has no height on it, and so has no place on it.

use super::super::canvas::Rect;
use super::super::font::{self, Weight};
use super::super::frame::Metrics;
use super::{MOST, Nights};
use crate::units::Rate;

/// The top of the scale, a little above the most nights.
const TOP: f64 = 14.7;

/// One small chart.
pub struct Panel<'a> {
    pub nights: &'a Nights<'a>,
    pub window: usize,
    pub plot: Rect,
    /// Where the reader's own case is, if it is above the scale.
    pub strip: Option<Rect>,
}

impl Panel<'_> {
    pub fn x(&self, rate: Rate) -> f64 {
        let speeds = &self.nights.curves.speeds;
        let (low, high) = (speeds.first().copied(), speeds.last().copied());
        let log = |rate: Option<Rate>| libm::log(rate.map_or(1.0, Rate::as_mbps).max(1e-6));
        let (low, high, at) = (log(low), log(high), log(Some(rate)));
        let part = if high > low { (at - low) / (high - low) } else { 0.0 };
        self.plot.x + part.clamp(0.0, 1.0) * self.plot.w
    }

    pub fn y(&self, nights: f64) -> f64 {
        self.plot.bottom() - nights / TOP * self.plot.h
    }

    /// The nights with a mark: every second one where there is room for that, else those that leave the
    /// small counts to be read. The axis itself is 0.
    pub fn marks(&self, m: &Metrics) -> &'static [u32] {
        const EVEN: [u32; 8] = [0, 2, 4, 6, 8, 10, 12, 14];
        let night = self.plot.h / TOP;
        // Of the height of a digit, and some air.
        let fit = |nights: f64| nights * night >= 1.06 * m.tick;
        match () {
            () if fit(2.0) => &EVEN,
            () if fit(3.0) => &[2, 5, 10, 14],
            () => &[2, 7, 14],
        }
    }
}

/// The strip above the scale.
pub struct Strip {
    /// What it stands for.
    pub name: String,
    /// Its height.
    pub high: f64,
    /// Between it and the scale, so that it is not taken for more of it.
    pub gap: f64,
}

impl Strip {
    /// The strip that a case needs; `None` where it is on the scale or has no place at all.
    pub fn of(nights: &Nights<'_>, m: &Metrics) -> Option<Strip> {
        nights.own_speed()?;
        let own = &nights.curves.own;
        let name = match (own.night(), own.proof()) {
            (Some(night), _) if night <= MOST => return None,
            (None, Some(_)) => "never".to_owned(),
            _ => format!(">{MOST}"),
        };
        Some(Strip { name, high: 1.5 * m.label, gap: 0.55 * m.label })
    }

    /// How much of the height of a panel it takes.
    pub fn takes(&self) -> f64 {
        self.high + self.gap
    }

    /// How wide its name is, left of it.
    pub fn wide(&self, m: &Metrics) -> f64 {
        font::width(&self.name, m.tick, Weight::Regular)
    }
}
