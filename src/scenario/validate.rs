//! Rules across fields. Inputs and their origins flow in, faults flow out. What passes here can be
//! simulated without any further check.

use super::draft::Origin;
use super::error::{CONTRADICTION, OUT_OF_RANGE, ScenarioError, TOO_MANY_EVENTS};
use super::fields::{Inputs, id_of};
use super::spread;
use crate::model::link::LinkKind;
use crate::model::link::line::{fastest, measured, stated_at_most};
use crate::model::power::supply::{keeps_up_by_far, most_swings};
use crate::model::service::Uploader;
use crate::units::{Code, Fraction, Kind, Listing, Resume, Size, Span, Suggestion, Windows};

/// The most nights that a simulation looks ahead (about ten years).
pub const MAX_NIGHTS: u64 = 3650;
/// The most events that a simulation takes on.
pub const MAX_EVENTS: u64 = 5_000_000;
/// Plans as they are sold, in GB, for an example.
const SOLD: [u64; 4] = [50, 200, 2_000, 12_000];
/// The most connections of rivals beside a real program.
const MAX_RIVAL_FLOWS: u64 = 64;
/// The most packs or parts of a real program.
const MAX_UNITS: u64 = 1_000_000;

/// Checks all rules; every broken one adds a fault.
pub fn check(inputs: &Inputs, origins: &[Origin], errors: &mut Vec<ScenarioError>) {
    let mut rules = Rules { origins, errors };
    rules.library(inputs);
    rules.link(inputs);
    rules.window(inputs);
    rules.power(inputs);
    rules.cloud(inputs);
    rules.service(inputs);
    if !inputs.top.spread.0.is_empty() {
        let origin = origins.get(spread::id().0 as usize).cloned().unwrap_or_default();
        spread::check(inputs, &origin, errors);
    }
}

struct Rules<'a> {
    origins: &'a [Origin],
    errors: &'a mut Vec<ScenarioError>,
}

impl Rules<'_> {
    fn conflict(&mut self, code: Code, key: &str, message: String, instead: Vec<Suggestion>) {
        self.conflict_from(code, key, key, message, instead);
    }

    /// A conflict that is solved by another field than the one that was typed.
    fn conflict_from(
        &mut self,
        code: Code,
        key: &str,
        typed: &str,
        message: String,
        instead: Vec<Suggestion>,
    ) {
        let (field, typed) = (id_of(key), id_of(typed));
        let origin = self.origins.get(typed.0 as usize).cloned().unwrap_or_default();
        self.errors.push(ScenarioError::Conflict { code, field, origin, message, instead });
    }

    fn require(&mut self, holds: bool, code: Code, key: &str, message: impl FnOnce() -> String) {
        if !holds {
            self.conflict(code, key, message(), Vec::new());
        }
    }

    fn library(&mut self, inputs: &Inputs) {
        let library = &inputs.library;
        // The typical shape of a preset says how items are spread, not how much there is.
        let shape = const { id_of("library.items") };
        let given = self.origins.get(shape.0 as usize).is_some_and(Origin::is_given);
        let items = library.items.as_ref().filter(|_| given);
        let listing = library.listing.as_ref().and_then(Listing::items);
        if let (Some(listing), Some(size)) = (listing, library.size) {
            let sum = listing.total();
            if sum != size {
                let message =
                    format!("{} in all, but the listing holds {}", size.print(), sum.print());
                let instead =
                    Suggestion { typed: sum.print(), meaning: "all of the listing".to_owned() };
                self.conflict(CONTRADICTION, "library.size", message, vec![instead]);
            }
        }
        self.require(listing.is_none() || items.is_none(), CONTRADICTION, "library.items", || {
            "the listing already says which items there are; leave one of the two out".to_owned()
        });
        let listed = listing.map(|items| items.total());
        let Some(size) = library.size.or(listed).or_else(|| items.map(total)) else {
            self.errors.push(ScenarioError::Missing { field: id_of("library.size") });
            return;
        };
        self.require(size > Size::ZERO, OUT_OF_RANGE, "library.size", || {
            "a library of 0 bytes needs no backup; write a size from 1B to 1PB".to_owned()
        });
        self.require(size <= Size::MAX, OUT_OF_RANGE, "library.size", || {
            "more than 1PB; write a size from 1B to 1PB".to_owned()
        });
        if library.done > size {
            let message = format!(
                "{} is done, but the library holds only {}",
                library.done.print(),
                size.print()
            );
            let instead = Suggestion { typed: size.print(), meaning: "all of it".to_owned() };
            self.conflict(CONTRADICTION, "library.done", message, vec![instead]);
        }
    }

    fn link(&mut self, inputs: &Inputs) {
        let link = &inputs.link;
        let by_cable = link.kind == LinkKind::Usb;
        let missing = if by_cable {
            (link.usb_speed.is_none()).then_some("link.usb_speed")
        } else {
            (link.upload.is_none() && link.plan.is_none() && link.trace.is_none())
                .then_some("link.upload")
        };
        if let Some(key) = missing {
            self.errors.push(ScenarioError::Missing { field: id_of(key) });
        }
        self.require(
            link.upload.is_none_or(|r| r.bits_per_s() > 0),
            OUT_OF_RANGE,
            "link.upload",
            || "at 0 nothing is ever uploaded; write a speed from 1kbps to 1Tbps".to_owned(),
        );
        self.require(link.efficiency.millionths() > 0, OUT_OF_RANGE, "link.efficiency", || {
            "at 0% nothing is ever uploaded; write more than 0%, at most 100%".to_owned()
        });
        self.require(link.loss < Fraction::from_percent(50), OUT_OF_RANGE, "link.loss", || {
            format!("{} of all packets lost; write less than 50%", link.loss.print())
        });
        self.require(link.queue <= Span::from_secs(60), OUT_OF_RANGE, "link.queue", || {
            "a queue of over a minute; write at most 60s".to_owned()
        });
        self.require(link.rtt <= Span::from_secs(60), OUT_OF_RANGE, "link.rtt", || {
            "a round trip of over a minute; write at most 60s".to_owned()
        });
    }

    fn window(&mut self, inputs: &Inputs) {
        let window = &inputs.window;
        let nights = window.nights.get();
        self.require((1..=MAX_NIGHTS).contains(&nights), OUT_OF_RANGE, "window.nights", || {
            format!("{nights} nights; write 1 to {MAX_NIGHTS}")
        });
        if let Some(night) = window.deadline.and_then(|d| d.night) {
            self.require(u64::from(night) <= nights, CONTRADICTION, "window.deadline", || {
                format!(
                    "night {night} lies beyond the {nights} nights looked ahead; raise --nights"
                )
            });
        }
        let found = events(inputs, nights.min(MAX_NIGHTS));
        if found <= MAX_EVENTS {
            return;
        }
        let (key, instead) = match fewer_nights(inputs) {
            Some(few) => ("window.nights", format!("write --nights {few} or fewer")),
            None => ("link.trace", "give the trace longer steps".to_owned()),
        };
        let message = format!("about {found} events to simulate, at most {MAX_EVENTS}; {instead}");
        self.conflict(TOO_MANY_EVENTS, key, message, Vec::new());
    }

    fn power(&mut self, inputs: &Inputs) {
        let capacity = inputs.battery.capacity.microwatt_hours();
        self.require(capacity > 0, OUT_OF_RANGE, "battery.capacity", || {
            "a battery that holds nothing; write 0.1Wh to 1kWh".to_owned()
        });
        // What switches by the level switches back a percent away: few times with any real battery.
        let nights = inputs.window.nights.get().min(MAX_NIGHTS);
        let found = 2 * swings_a_night(inputs).min(u64::MAX / 2 / MAX_NIGHTS) * nights;
        self.require(found <= MAX_EVENTS, TOO_MANY_EVENTS, "battery.capacity", || {
            format!(
                "so small against its draws and its charger that what goes by its level may change \
                 {found} times, at most {MAX_EVENTS} are simulated; write a larger battery or fewer \
                 nights"
            )
        });
        self.require(!inputs.charger.taper.0.is_empty(), OUT_OF_RANGE, "charger.taper", || {
            "no knots; write for instance 80% 1.0, 100% 0.0".to_owned()
        });
    }

    fn cloud(&mut self, inputs: &Inputs) {
        let cloud = &inputs.cloud;
        if let (Some(plan), Some(used)) = (cloud.plan, cloud.used) {
            self.require(used <= plan, CONTRADICTION, "cloud.used", || {
                format!("{} used of a plan of {}", used.print(), plan.print())
            });
        }
        if cloud.used.is_some() && cloud.plan.is_none() && cloud.free.is_none() {
            let used = cloud.used.unwrap_or_default();
            let free = cloud.free_tier.filter(|tier| *tier >= used);
            let mut sold = SOLD.iter().map(|gb| Size::from_bytes(gb * 1_000_000_000));
            let sold = sold.find(|plan| *plan >= used).unwrap_or(used);
            let instead = match free {
                Some(tier) => {
                    Suggestion { typed: tier.print(), meaning: "the free plan".to_owned() }
                }
                None => Suggestion { typed: sold.print(), meaning: "for instance".to_owned() },
            };
            self.conflict_from(
                CONTRADICTION,
                "cloud.plan",
                "cloud.used",
                format!("{} used says nothing without the plan; how large is it?", used.print()),
                vec![instead],
            );
        }
        if let (Some(plan), Some(free)) = (cloud.plan, cloud.free) {
            let left = plan.minus(cloud.used.unwrap_or(Size::ZERO));
            let agree = if cloud.used.is_some() { left == free } else { free <= plan };
            if !agree {
                let message = format!(
                    "{} free, but the plan less what is used leaves {}",
                    free.print(),
                    left.print()
                );
                let instead = Suggestion { typed: left.print(), meaning: "plan - used".to_owned() };
                self.conflict(CONTRADICTION, "cloud.free", message, vec![instead]);
            }
        }
    }

    /// Bounds of what a real program is simulated with, connection by connection.
    fn program(&mut self, inputs: &Inputs) {
        if inputs.service.client == Uploader::Plain {
            return;
        }
        let rivals = inputs.link.rivals.0.iter().fold(0, |sum, r| sum + u64::from(r.flows));
        self.require(rivals <= MAX_RIVAL_FLOWS, TOO_MANY_EVENTS, "link.rivals", || {
            format!(
                "{rivals} connections of rivals; a real program is simulated beside at most \
                 {MAX_RIVAL_FLOWS}"
            )
        });
        let unit = match inputs.service.resume {
            Resume::Chunk { size, .. } | Resume::Pack { size, .. } => size,
            _ => return,
        };
        let size = crate::client::classes::library_size(&inputs.library);
        let units = size.bytes() / unit.bytes().max(1);
        self.require(units <= MAX_UNITS, TOO_MANY_EVENTS, "service.resume", || {
            format!("{units} packs or parts; at most {MAX_UNITS} are simulated: write larger ones")
        });
    }

    fn service(&mut self, inputs: &Inputs) {
        let transfers = inputs.service.transfers.get();
        self.require((1..=64).contains(&transfers), OUT_OF_RANGE, "service.transfers", || {
            format!("{transfers} items at once; write 1 to 64")
        });
        self.require(inputs.service.resume != Resume::Index, CONTRADICTION, "service.resume", || {
            "connections that die lose nothing of an index; write it as service.resume_after_stop"
                .to_owned()
        });
        self.program(inputs);
        let flows = inputs.service.flows.get();
        self.require((1..=1000).contains(&flows), OUT_OF_RANGE, "service.flows", || {
            format!("{flows} connections; write 1 to 1000")
        });
        if let Some(session) = inputs.service.session {
            let holds = session.budget > Span::ZERO && session.budget <= session.per;
            self.require(holds, OUT_OF_RANGE, "service.session", || {
                "the budget must be more than zero and at most the stretch it is for".to_owned()
            });
        }
    }
}

/// The sum of the items' sizes, at most `u64::MAX` bytes.
pub fn total(items: &crate::units::Items) -> Size {
    items.0.iter().fold(Size::ZERO, |sum, class| {
        sum.plus(Size::from_bytes(class.size.bytes().saturating_mul(class.count)))
    })
}

/// About how many events so many nights hold, for the check before running.
fn events(inputs: &Inputs, nights: u64) -> u64 {
    let steps = measured(&inputs.link).map_or(0, |series| {
        let steps = series.steps();
        if series.repeats() {
            // A series of one step never changes.
            let each = if steps.len() > 1 { steps.len() as u128 } else { 0 };
            let night = inputs.window.allowed.length().micros().unsigned_abs();
            let all = each * u128::from(night) * u128::from(nights)
                / u128::from(series.end().micros().unsigned_abs().max(1));
            return u64::try_from(all).unwrap_or(u64::MAX);
        }
        let end = Span::DAY.times(i64::try_from(nights).unwrap_or(i64::MAX));
        steps.partition_point(|&(at, _)| at < end) as u64
    });
    events_a_night(inputs).saturating_mul(nights).saturating_add(steps)
}

/// The most nights that are not too many events; `None` where one night is.
fn fewer_nights(inputs: &Inputs) -> Option<u64> {
    let (mut fits, mut over) = (0, MAX_NIGHTS + 1);
    while over - fits > 1 {
        let middle = fits + (over - fits) / 2;
        if events(inputs, middle) <= MAX_EVENTS { fits = middle } else { over = middle }
    }
    (fits > 0 || inputs.link.trace.is_none()).then_some(fits.max(1))
}

/// How often a night, at most, the battery's level may go down by a percent and up again on power.
fn swings_a_night(inputs: &Inputs) -> u64 {
    let warm = inputs.phone.temperature.is_some();
    let window = inputs.window.allowed.length();
    let (battery, charger) = (&inputs.battery, &inputs.charger);
    if !warm
        && stated_at_most(&inputs.link).is_some_and(|rate| keeps_up_by_far(battery, charger, rate))
    {
        return 0;
    }
    // No bound on the connections: what loss leaves of a line is less than the line.
    most_swings(battery, charger, fastest(&inputs.link, 0), warm, window)
}

/// About how many events a night holds by the clock and by chance.
fn events_a_night(inputs: &Inputs) -> u64 {
    let list = |w: &Windows| match w {
        Windows::Clock(list) => 2 * list.len() as u64,
        Windows::Always | Windows::Never => 0,
    };
    let drops = inputs.link.drops.map_or(0, |d| {
        let cycle = d.every.plus(d.lasting).micros().max(1);
        2 * (Span::DAY.micros() / cycle).unsigned_abs()
    });
    let sessions = inputs
        .service
        .session
        .map_or(0, |s| 2 * (Span::DAY.micros() / s.per.micros().max(1)).unsigned_abs());
    // A program on a dead line tries again every two seconds or so.
    let program = if inputs.service.client == Uploader::Plain { 0 } else { 20_000 };
    20 + drops
        + program
        + sessions
        + list(&inputs.link.wifi)
        + list(&inputs.charger.plugged)
        + list(&inputs.cloud.outages)
        + list(&inputs.screen.in_use)
        + list(&inputs.service.stops)
        + inputs.service.starts.0.len() as u64
        + 2 * inputs.link.outages.0.len() as u64
}
