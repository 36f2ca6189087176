//! What of a night's rates and caps is drawn, and how high: the night and its caps flow in, the scale and
//! the steps on it flow out. A cap far above everything that happened is named instead of drawn.

use super::super::facts::Facts;
use super::super::label::word;
use super::{Cap, Night, Step, axis_end, caps, range, rate};
use crate::units::{Rate, SimTime};

/// The scale of a night.
pub struct Scale {
    /// All caps.
    pub caps: Vec<Cap>,
    /// Where the time axis ends.
    pub end: SimTime,
    /// How high the rate came; where nothing ran, what it could have come to. Hatches are as high.
    pub reached: f64,
    /// The highest that is drawn.
    pub highest: f64,
    /// What is above is named instead of drawn.
    limit: f64,
    /// The top of the axis.
    pub top: f64,
}

impl Scale {
    /// Of a night.
    pub fn of(facts: &Facts<'_>, night: &Night) -> Self {
        let (caps, end) = (caps(facts), axis_end(facts, night));
        let peak = night.steps.iter().map(|s| s.1).max().unwrap_or(Rate::ZERO).as_mbps();
        let lowest = caps.iter().map(|c| c.least().as_mbps()).fold(f64::INFINITY, f64::min);
        let reached = if peak > 0.0 {
            peak
        } else if lowest.is_finite() && lowest > 0.0 {
            lowest
        } else {
            1.0
        };
        // A cap far above what happened would press the rest to the floor.
        let limit = 2.6 * reached;
        let mut scale = Scale { caps, end, reached, highest: reached, limit, top: reached };
        let shown = scale.caps.iter().flat_map(|cap| scale.shown(cap));
        scale.highest = shown.map(|s| s.1.as_mbps()).fold(reached, f64::max);
        // Where a line leaves the scale there is room for that.
        scale.top = scale.highest * if scale.is_left() { 1.22 } else { 1.0 };
        scale
    }

    /// The steps of a cap that lie on the scale.
    pub fn shown<'a>(&self, cap: &'a Cap) -> impl Iterator<Item = &'a Step> + use<'a> {
        let (end, limit) = (self.end, self.limit);
        cap.steps.iter().filter(move |s| s.0 < end && s.1.as_mbps() <= limit)
    }

    /// The caps of which something is drawn.
    pub fn drawn(&self) -> Vec<&Cap> {
        self.caps.iter().filter(|cap| self.shown(cap).next().is_some()).collect()
    }

    /// Whether a cap that is drawn leaves the scale.
    pub fn is_left(&self) -> bool {
        let leaves = |cap: &&Cap| cap.steps.iter().any(|s| s.0 < self.end && self.is_above(s));
        self.drawn().iter().any(leaves)
    }

    fn is_above(&self, step: &Step) -> bool {
        step.1.as_mbps() > self.limit
    }

    /// The rates that are drawn of a cap, as text.
    pub fn range(&self, cap: &Cap) -> Option<String> {
        let rates = || self.shown(cap).map(|s| s.1);
        Some(range(rates().min()?, rates().max()?))
    }

    /// What lies above the scale: `service 20 to 30 Mbps at times`.
    pub fn far(&self) -> Vec<String> {
        self.caps.iter().filter_map(|cap| self.above(cap)).collect()
    }

    fn above(&self, cap: &Cap) -> Option<String> {
        let within = || cap.steps.iter().filter(|s| s.0 < self.end && s.1 < Rate::UNLIMITED);
        let high = || within().filter(|s| self.is_above(s)).map(|s| s.1);
        let text = range(high().min()?, high().max()?);
        let times = if within().all(|s| self.is_above(s)) { "" } else { " at times" };
        Some(format!("{} {text}{times}", word(cap.cause)))
    }

    /// The parts of a cap that lie on the scale. Where it leaves the scale, the part goes on to the top.
    pub fn parts(&self, cap: &Cap) -> Vec<Vec<(SimTime, f64)>> {
        let mut parts: Vec<Vec<(SimTime, f64)>> = Vec::new();
        let mut high = None;
        for pair in stairs(&cap.steps, self.end).chunks_exact(2) {
            let &[from, to] = pair else { continue };
            if from.1 > self.limit {
                if let (Some(part), Some(false)) = (parts.last_mut(), high) {
                    part.push((from.0, self.top));
                }
                high = Some(true);
                continue;
            }
            match (parts.last_mut(), high) {
                (Some(part), Some(false)) => part.extend([from, to]),
                (_, Some(true)) => parts.push(vec![(from.0, self.top), from, to]),
                _ => parts.push(vec![from, to]),
            }
            high = Some(false);
        }
        parts
    }
}

/// A staircase through steps up to `end`.
pub fn stairs(steps: &[Step], end: SimTime) -> Vec<(SimTime, f64)> {
    let ends = steps.iter().skip(1).map(|s| s.0).chain([end]);
    let pairs = steps.iter().zip(ends).filter(|(s, _)| s.0 < end);
    pairs.flat_map(|(s, to)| [(s.0, s.1.as_mbps()), (to.min(end), s.1.as_mbps())]).collect()
}

/// The steps that can be seen: what is narrower keeps the rate before it, at the very start the rate
/// behind it.
pub fn visible(steps: &[Step], end: SimTime, wide: impl Fn(&Step, SimTime) -> bool) -> Vec<Step> {
    let ends = steps.iter().skip(1).map(|s| s.0).chain([end]);
    let mut list: Vec<Step> = Vec::new();
    for (step, _) in steps.iter().zip(ends).filter(|(s, to)| wide(s, *to)) {
        if list.last().is_none_or(|last| last.1 != step.1) {
            list.push(*step);
        }
    }
    if let (Some(first), Some(start)) = (list.first_mut(), steps.first()) {
        first.0 = start.0;
    }
    list
}

/// A value of the axis with its unit.
pub fn unit(value: f64) -> String {
    rate(Rate::from_microbits_per_s((value * 1e12) as u64))
}

/// A tick without its unit, in the unit of the largest tick.
pub fn number(value: f64, last: f64) -> String {
    let of_last = unit(last);
    let per = match of_last.rsplit(' ').next().unwrap_or_default() {
        "Tbps" => 1e6,
        "Gbps" => 1e3,
        "kbps" => 1e-3,
        "bps" => 1e-6,
        _ => 1.0,
    };
    let text = format!("{:.3}", value / per);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
