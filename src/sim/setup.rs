//! From inputs to the parts of a simulation. A part that nobody reads and that cannot limit is left
//! out, so that a plain case costs little.

use super::engine::{Engine, Thinning};
use super::parts::Parts;
use super::random::{Source, Stream};
use super::uplink;
use crate::cause::{Cause, CauseSet};
use crate::client::classes::{items_do_not_matter, too_few_for_classes};
use crate::client::pace::Cost;
use crate::client::payload::Payload;
use crate::client::{Client, Lanes, Work};
use crate::model::conditions::Relaxed;
use crate::model::link::LinkKind;
use crate::model::link::drops::DrawnDrops;
use crate::model::link::line::{Line, fastest, measured, stated_at_most};
use crate::model::link::outages::LineOutages;
use crate::model::link::wander::{Average, Wander, strays};
use crate::model::link::wifi::Wifi;
use crate::model::phone::{InUse, Platform, Software};
use crate::model::power::battery::Saver;
use crate::model::power::charger::Plug;
use crate::model::power::level::{Level, Watch};
use crate::model::power::supply::{keeps_up, keeps_up_by_far};
use crate::model::rivals::Competition;
use crate::model::service::rules::Rules;
use crate::model::service::{Quota, Requirement, Uploader};
use crate::model::space::{Coming, Destination, OwnSpace};
use crate::scenario::Inputs;
use crate::units::{Fraction, Listing, Power, Rate, Resume, Scan, Series, Size, Span, Windows};

/// How a simulation is to be done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// The trial whose random numbers are drawn; `None` for the point answer.
    pub drawn: Option<Stream>,
    /// The first window's battery is part of the outcome.
    pub battery: bool,
    /// Nothing counts but when it ends and what was sent: nobody is told of the battery.
    pub bare: bool,
    /// What is taken out of the way to see what it costs.
    pub relaxed: Relaxed,
    /// No factor for random drops: a proof must hold without them.
    pub calm: bool,
}

/// What is made of inputs that many simulations share.
#[derive(Debug, Default)]
pub struct Made {
    /// The library as it is sent: of inputs alike in all that [`lays_out`] says yes to.
    pub payload: Option<Box<Payload>>,
    /// How far the average of a window's speed strays: good for any inputs.
    pub average: Average,
}

/// Whether how the library is laid out may depend on an input.
pub fn lays_out(key: &str) -> bool {
    key.starts_with("library.") || key.starts_with("service.") || key == "link.rtt"
}

/// The gates that given facts close for good before the first byte.
pub fn refusals(inputs: &Inputs) -> CauseSet {
    let phone = &inputs.phone;
    let is_well = phone.signed_in && phone.backup_on && phone.fault.is_empty();
    if is_well && phone.software != Software::Unsupported {
        return CauseSet::EMPTY;
    }
    let given = [
        (!phone.signed_in, Cause::SignedOut),
        (!phone.backup_on, Cause::BackupOff),
        (phone.software == Software::Unsupported, Cause::Unsupported),
    ];
    let fixed = given.into_iter().filter(|(closed, _)| *closed).map(|(_, cause)| cause);
    let faults = phone.fault.iter().map(|fault| fault.cause());
    fixed.chain(faults).fold(CauseSet::EMPTY, CauseSet::with)
}

/// Which cause it is if the destination is full: a computer's disk or the cloud.
pub fn destination_is_computer(inputs: &Inputs) -> bool {
    inputs.link.kind == LinkKind::Usb || inputs.phone.platform == Some(Platform::Computer)
}

/// Whether items are simulated one by one: those of a listing, and classes of which there are too few
/// for their closed form. Where items cost nothing and nothing depends on where one ends, a stream is
/// as good.
fn one_by_one(inputs: &Inputs, cost: Cost) -> bool {
    let (library, service) = (&inputs.library, &inputs.service);
    let listed = library.listing.as_ref().and_then(Listing::items).is_some();
    let apart = listed || too_few_for_classes(library, service, service.transfers.get());
    apart && !(cost.is_nothing() && items_do_not_matter(service))
}

/// What items cost besides their bytes.
fn cost(inputs: &Inputs, wanted: Wanted) -> Cost {
    let (link, overhead) = (&inputs.link, inputs.service.item_overhead);
    Cost {
        each: overhead.fixed.plus(link.rtt.times(i64::from(overhead.round_trips))),
        // Who pays a round trip for each item begins each transfer slowly as well.
        round_trip: if overhead.round_trips > 0 { link.rtt } else { Span::ZERO },
        eased: wanted.relaxed.doubled == Some(Cause::ItemOverhead),
    }
}

/// What is sent, and how long looking through it takes. `laid_out`: what is sent, from a case with the same
/// library and service.
pub fn payload(inputs: &Inputs, wanted: Wanted, laid_out: Option<Box<Payload>>) -> (Work, Span) {
    let (library, service, cost) = (&inputs.library, &inputs.service, cost(inputs, wanted));
    let lanes = service.transfers.get();
    let payload = laid_out.unwrap_or_else(|| {
        Box::write(Box::new_uninit(), Payload::new(library, service, cost, lanes))
    });
    let scan = payload.scan_time(service.scan);
    if one_by_one(inputs, cost) {
        (Work::Lanes(Box::new(Lanes::new(library, service, cost, lanes))), scan)
    } else {
        (Work::Classes(payload), scan)
    }
}

/// What random drops leave of a rate, where looking through the library takes so long.
pub fn thinning(inputs: &Inputs, wanted: Wanted, scan: Span) -> Option<Thinning> {
    let (link, service) = (&inputs.link, &inputs.service);
    let online = link.kind != LinkKind::Usb;
    let drops = link.drops.filter(|_| online && wanted.drawn.is_none() && !wanted.calm);
    drops.map(|drops| Thinning {
        drops,
        stop_cost: if link.kind == LinkKind::Wifi && drops.lasting > service.grace_wifi {
            service.start_delay.plus(scan)
        } else {
            Span::ZERO
        },
        survive: link.kind == LinkKind::Wired && link.survive,
    })
}

/// Over how many connections a plain client sends: what shares the line with rivals, or what works on
/// items at once, whichever is more. None for a program, whose connections are looked at one by one.
pub fn connections(inputs: &Inputs) -> u64 {
    let service = &inputs.service;
    let program = service.client != Uploader::Plain && inputs.link.kind != LinkKind::Usb;
    if program { 0 } else { service.flows.get().max(service.transfers.get()).max(1) }
}

/// Whether nothing stands in the way of the point answer but one speed of the line: no part is there
/// besides it, the library goes as one stream that needs no time of its own and loses nothing as a
/// window ends.
pub fn is_unhindered(inputs: &Inputs) -> bool {
    let (link, service, library) = (&inputs.link, &inputs.service, &inputs.library);
    let online = link.kind != LinkKind::Usb;
    library.items.is_none()
        && library.listing.is_none()
        && library.growth == Size::ZERO
        && library.stuck_at.is_none()
        && service.client == Uploader::Plain
        && service.resume_after_stop.unwrap_or(service.resume) == Resume::Byte
        && service.scan == Scan::Lasting(Span::ZERO)
        && service.start_delay == Span::ZERO
        && service.item_overhead.fixed == Span::ZERO
        && service.item_overhead.round_trips == 0
        && link.plan.is_none()
        && link.trace.is_none()
        && link.drops.filter(|_| online).is_none()
        && link.outages.0.is_empty()
        && link.rivals.0.is_empty()
        && inputs.storage.free.is_none()
        && Wifi::new(link, service.requires.has(Requirement::Wifi), Span::ZERO).is_none()
        && Rules::new(service, fixed(inputs), inputs.battery.saver == Saver::Auto).is_none()
        && Destination::is_without_limits(&inputs.cloud)
        && battery(inputs, Wanted::default(), false).is_none()
}

/// The gates that given facts close for good.
fn fixed(inputs: &Inputs) -> CauseSet {
    let (link, service) = (&inputs.link, &inputs.service);
    let requires = |what| service.requires.has(what);
    let mut fixed = refusals(inputs);
    if link.kind != LinkKind::Usb && link.metered && requires(Requirement::Unmetered) {
        fixed = fixed.with(Cause::Metered);
    }
    if inputs.battery.saver == Saver::On && requires(Requirement::NotSaver) {
        fixed = fixed.with(Cause::LowPowerMode);
    }
    fixed
}

/// The engine for a set of inputs, from what was made for inputs like these.
#[inline(always)]
pub fn engine(inputs: &Inputs, wanted: Wanted, made: Made) -> Engine<'_> {
    let (link, service) = (&inputs.link, &inputs.service);
    let requires = |what| service.requires.has(what);
    let online = link.kind != LinkKind::Usb;
    let (mut work, mut scan) = payload(inputs, wanted, made.payload);
    let thinning = thinning(inputs, wanted, scan);
    let plain = service.client == Uploader::Plain || !online;
    if !plain {
        // It looks through the library at the start of each process.
        work = Work::Program(uplink::program(inputs, scan, wanted.drawn));
        scan = Span::ZERO;
    }

    let draws = |which: bool, source| wanted.drawn.filter(|_| which).map(|s| s.keyed(source));
    let late = draws(plugging_matters(inputs), Source::Plugging);
    let unlock = draws(unlocking_matters(inputs), Source::Unlocking);
    let speed = wanted.drawn.filter(|_| speed_strays(inputs));
    let alone = (link.wifi_speed.is_none() || link.kind != LinkKind::Wifi)
        && link.trace.is_none()
        && link.loss == Fraction::ZERO
        && link.rivals.0.is_empty()
        && service.max_rate.is_none()
        && inputs.cloud.cap.is_none()
        && plain;
    let speed = speed.and_then(|s| Wander::new(link, reading_is_drawn(inputs), alone, s.speed()));
    let speed = speed.map(|wander| wander.with(made.average));
    let battery = battery(inputs, wanted, late.is_some());
    let screen_read = battery.is_some()
        || service.doze
        || [Requirement::Locked, Requirement::ScreenOff, Requirement::Idle]
            .into_iter()
            .any(requires);

    let growth = inputs.library.growth.amount();
    let library = crate::client::classes::library_size(&inputs.library);
    let parts = Parts {
        line: Some(Line::new(link, connections(inputs), speed)),
        outages: if online { LineOutages::new(link) } else { None },
        drops: wanted
            .drawn
            .and_then(|stream| DrawnDrops::new(link, service.grace_wifi, stream.drops())),
        wifi: Wifi::new(link, requires(Requirement::Wifi), service.grace_wifi),
        plug: Plug::new(&inputs.charger, late),
        screen: if screen_read { InUse::new(&inputs.screen, unlock) } else { None },
        battery,
        rules: Rules::new(service, fixed(inputs), inputs.battery.saver == Saver::Auto)
            .map(Box::new),
        destination: Destination::new(
            &inputs.cloud,
            inputs.window.allowed.start(),
            Coming {
                to_send: library.amount() - inputs.library.done.amount(),
                growth,
                up_front: service.quota == Quota::UpFront,
                refuses: !plain,
                computer: destination_is_computer(inputs),
            },
        ),
        space: OwnSpace::new(&inputs.storage, library, growth).map(Box::new),
        // A program shares the line with them connection by connection.
        rivals: if online && plain { Competition::new(&link.rivals).map(Box::new) } else { None },
        client: Client::new(
            work,
            service.start_delay,
            scan,
            service.flows.get().max(1),
            service.retry,
        ),
    };
    Engine::new(parts, thinning, wanted.relaxed)
}

/// Whether the parts of one point answer do for the other. What is out of the way is told to the parts as
/// they run, but for the cost of items, which is part of the payload, and the speed at which the battery is
/// drained.
pub fn is_made_alike(inputs: &Inputs, one: Wanted, other: Wanted) -> bool {
    let eased = |wanted: Wanted| wanted.relaxed.doubled == Some(Cause::ItemOverhead);
    let drained = |wanted: Wanted| is_kept_up(inputs, wanted);
    let doubled = |wanted: Wanted| wanted.relaxed.doubled.is_some();
    one.drawn.or(other.drawn).is_none()
        && (!one.bare || other.bare)
        && (one.battery, one.calm, eased(one)) == (other.battery, other.calm, eased(other))
        && (doubled(one) == doubled(other) || drained(one) == drained(other))
}

/// The fastest that the phone may ever upload.
fn fastest_upload(inputs: &Inputs, wanted: Wanted) -> Rate {
    let mut fastest = fastest(&inputs.link, connections(inputs));
    if let Some(cap) = &inputs.service.max_rate {
        fastest = fastest.min(cap.most());
    }
    at_best(inputs, wanted, fastest)
}

/// How fast it may be at best where this is the most that is stated.
fn at_best(inputs: &Inputs, wanted: Wanted, stated: Rate) -> Rate {
    let mut fastest = stated;
    if wanted.relaxed.doubled.is_some() {
        fastest = fastest.plus(fastest);
    }
    if wanted.drawn.is_some() && speed_strays(inputs) {
        // A fast night draws more; this much faster there is none in a million.
        fastest = (0..2).fold(fastest, |rate, _| rate.plus(rate));
    }
    fastest
}

/// Whether the charger keeps up with any upload. A warm phone charges at half power, which may be too
/// little.
fn is_kept_up(inputs: &Inputs, wanted: Wanted) -> bool {
    let (battery, charger) = (&inputs.battery, &inputs.charger);
    let by_far = |stated| keeps_up_by_far(battery, charger, at_best(inputs, wanted, stated));
    inputs.phone.temperature.is_none()
        && (stated_at_most(&inputs.link).is_some_and(by_far)
            || keeps_up(battery, charger, fastest_upload(inputs, wanted)))
}

/// The battery, where a gate reads it, the outcome shows it, or it may run empty. `late`: the charger
/// may come later than it says.
fn battery(inputs: &Inputs, wanted: Wanted, late: bool) -> Option<Box<Level<'_>>> {
    let (battery, charger, service) = (&inputs.battery, &inputs.charger, &inputs.service);
    let requires = |what| service.requires.has(what);
    let ambient = inputs.phone.temperature;
    let keeps_up = is_kept_up(inputs, wanted);
    let saver = requires(Requirement::NotSaver) && battery.saver == Saver::Auto;
    let charging = requires(Requirement::Charging);
    let unplugged = late || !Plug::is_always_on(charger);
    let empty = battery.level == Fraction::ZERO;
    if !(wanted.battery || charging || saver || !keeps_up || unplugged || empty) {
        return None;
    }
    // A battery that may lose charge on power is followed, so that a remark can say so.
    let charges = charging || wanted.battery || !keeps_up;
    let watch = Watch {
        charging: charges,
        told: charges && !wanted.bare,
        not_low: requires(Requirement::BatteryNotLow),
        reserve: service.reserve,
        delay: service.charging_delay,
        android: matches!(inputs.phone.platform, Some(Platform::Android | Platform::Samsung)),
        shown: wanted.battery,
        keeps_up,
        saver,
        ambient,
    };
    // Made where it stays: it is large.
    let mut level = Box::write(Box::new_uninit(), Level::new(battery, charger, watch));
    if let Some(stream) = wanted.drawn.filter(|_| charging && service.charging_delay > Span::ZERO) {
        level.draw_delay(stream.of(Source::ChargingDelay));
    }
    Some(level)
}

/// Whether the speed strays: where the stated rate or a plan is read at all.
pub fn speed_strays(inputs: &Inputs) -> bool {
    strays(&inputs.link) && !measured(&inputs.link).is_some_and(Series::is_complete)
}

/// Whether a law says how far the stated rate may lie from the typical one.
pub fn reading_is_drawn(inputs: &Inputs) -> bool {
    let laws = &inputs.top.spread;
    // One without width says that the stated rate is the typical one.
    laws.of("link.upload").or(laws.of("link.plan")).is_some()
}

/// Whether it matters, and may be, that the charger is plugged in late.
pub fn plugging_matters(inputs: &Inputs) -> bool {
    let (charger, service) = (&inputs.charger, &inputs.service);
    let plugged = charger.power.power > Power::ZERO && charger.plugged != Windows::Never;
    let read = [Requirement::Power, Requirement::Charging, Requirement::BatteryNotLow];
    let saver = service.requires.has(Requirement::NotSaver) && inputs.battery.saver == Saver::Auto;
    charger.late > Span::ZERO
        && plugged
        && (read.into_iter().any(|what| service.requires.has(what))
            || service.doze
            || service.reserve > Fraction::ZERO
            || saver)
}

/// Whether it matters, and may be, that the phone is unlocked in the night.
pub fn unlocking_matters(inputs: &Inputs) -> bool {
    let read = [Requirement::Locked, Requirement::ScreenOff, Requirement::Idle];
    inputs.screen.unlock > Span::ZERO
        && (read.into_iter().any(|what| inputs.service.requires.has(what)) || inputs.service.doze)
}

/// Whether chance has a part in it: whether two trials may differ.
pub fn varies(inputs: &Inputs) -> bool {
    let drops = inputs.link.drops.is_some() && inputs.link.kind != LinkKind::Usb;
    let service = &inputs.service;
    let delay = service.requires.has(Requirement::Charging) && service.charging_delay > Span::ZERO;
    !inputs.top.spread.is_nothing()
        || drops
        || delay
        || speed_strays(inputs)
        || plugging_matters(inputs)
        || unlocking_matters(inputs)
}

#[cfg(test)]
mod tests;
