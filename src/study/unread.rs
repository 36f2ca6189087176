//! Given values that no rule reads, with what would have to be otherwise. One arm for each field that
//! can go unread; parsed means modelled, so everything else always counts.

use crate::edit::FieldId;
use crate::model::link::LinkKind;
use crate::model::service::{Commit, Requirement, Start};
use crate::scenario::{FieldRef, Inputs, Scenario, field};
use crate::units::{Fraction, Resume, Scan, Span, Windows};

/// Why nothing reads a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The phone is on a cable to a computer.
    ByCable,
    /// It is about Wi-Fi, and the phone is not on Wi-Fi.
    NotOnWifi,
    /// It is about a cable, and there is none.
    NoCable,
    /// A speed plan replaces it.
    PlanReplaces,
    /// It only widens the spread of speeds, which trials do not draw yet.
    SpeedIsCertain,
    /// It is about items, and the library is a stream.
    NoItems,
    /// Items cost nothing of their own and nothing depends on where one ends.
    ItemsCostNothing,
    /// No round trips are counted.
    NoRoundTrips,
    /// No outage or drop whose effect it could decide.
    NoOutages,
    /// No rivals share the line.
    NoRivals,
    /// The service does not ask for this.
    NotRequired(Requirement),
    /// The service needs no power.
    PowerNotNeeded,
    /// The phone is plugged in all the time.
    AlwaysPlugged,
    /// The phone is never plugged in.
    NeverPlugged,
    /// The screen is off all the time.
    ScreenOff,
    /// The client does not scan.
    NoScan,
    /// The free space at the destination is not known.
    SpaceUnknown,
    /// The free space at the destination is known.
    SpaceKnown,
    /// The free space at the destination is given as such.
    FreeGiven,
    /// The free space on the phone is not known.
    PhoneSpaceUnknown,
    /// Nothing is waived by starting it by hand.
    NothingWaived,
    /// Nothing says how long ago the last backup was.
    NoLast,
    /// The service sets no interval.
    NoInterval,
    /// No item is stuck.
    NothingStuck,
    /// Wi-Fi is never missed.
    WifiNeverLost,
}

/// The given fields that nothing reads, in the order of the table.
pub fn unread(scenario: &Scenario) -> impl Iterator<Item = (FieldId, Unread)> + '_ {
    scenario.given().filter_map(|id| why(field(id), scenario.inputs()).map(|why| (id, why)))
}

fn when(unread: bool, why: Unread) -> Option<Unread> {
    unread.then_some(why)
}

fn why(field: &FieldRef, i: &Inputs) -> Option<Unread> {
    let key = field.key;
    // The name behind the section and its dot.
    match (field.section, key.get(field.section.len() + 1..)?) {
        ("library", name) => library(name, i),
        ("link", name) => link(name, i),
        ("battery" | "charger", _) => power(key, i),
        ("cloud", name) => cloud(name, i),
        // The others count where the space is taken to be at its floor, to see what that changes.
        ("storage", "floor") => when(i.storage.free.is_none(), Unread::PhoneSpaceUnknown),
        ("service", name) => service(name, i),
        _ => None,
    }
}

fn library(name: &str, i: &Inputs) -> Option<Unread> {
    let s = &i.service;
    let cuts = |r: Resume| matches!(r, Resume::Item | Resume::Chunk(_));
    let plain = i.library.items.is_some()
        && (s.item_overhead.fixed, s.item_overhead.round_trips) == (Span::ZERO, 0)
        && !cuts(s.resume)
        && !s.resume_after_stop.is_some_and(cuts)
        && matches!(s.scan, Scan::Lasting(_))
        && s.max_item.is_none()
        && s.commit == Commit::Whole;
    match name {
        "items" => when(plain && i.library.size.is_some(), Unread::ItemsCostNothing),
        "order" => when(i.library.items.is_none(), Unread::NoItems)
            .or(when(plain, Unread::ItemsCostNothing)),
        _ => None,
    }
}

fn link(name: &str, i: &Inputs) -> Option<Unread> {
    let l = &i.link;
    let by_cable = when(l.kind == LinkKind::Usb, Unread::ByCable);
    let on_wifi = when(l.kind != LinkKind::Wifi, Unread::NotOnWifi);
    match name {
        "upload" => by_cable.or(when(l.plan.is_some(), Unread::PlanReplaces)),
        "efficiency" | "plan" | "outages" | "drops" | "rivals" => by_cable,
        "upload_is" => by_cable.or(Some(Unread::SpeedIsCertain)),
        "variation" => when(l.variation > Fraction::ZERO, Unread::SpeedIsCertain),
        "survive" => {
            let open = l.outages.0.iter().any(|(_, effect)| effect.is_none());
            let drops = l.drops.is_some() && l.kind == LinkKind::Wired;
            by_cable.or(when(!open && !drops, Unread::NoOutages))
        }
        "wifi" | "wifi_speed" => on_wifi,
        "usb_speed" => when(l.kind != LinkKind::Usb, Unread::NoCable),
        "metered" => by_cable.or(asked(i, Requirement::Unmetered)),
        "rtt" if i.library.items.is_none() => Some(Unread::NoItems),
        "rtt" => when(i.service.item_overhead.round_trips == 0, Unread::NoRoundTrips),
        _ => None,
    }
}

fn asked(i: &Inputs, what: Requirement) -> Option<Unread> {
    when(!i.service.requires.has(what), Unread::NotRequired(what))
}

fn never_plugged(i: &Inputs) -> bool {
    i.charger.power.power.microwatts() == 0 || i.charger.plugged == Windows::Never
}

fn always_plugged(i: &Inputs) -> bool {
    i.charger.power.power.microwatts() > 0 && i.charger.plugged == Windows::Always
}

fn power(key: &str, i: &Inputs) -> Option<Unread> {
    match key {
        "battery.saver" => asked(i, Requirement::NotSaver),
        "battery.screen_draw" => when(i.screen.in_use == Windows::Never, Unread::ScreenOff),
        "battery.scan_draw" => when(i.service.scan == Scan::Lasting(Span::ZERO), Unread::NoScan),
        "battery.charge_max" | "charger.hold" | "charger.efficiency" | "charger.taper" => {
            when(never_plugged(i), Unread::NeverPlugged)
        }
        "charger.power" => when(i.charger.plugged == Windows::Never, Unread::NeverPlugged),
        _ => None,
    }
}

fn cloud(name: &str, i: &Inputs) -> Option<Unread> {
    let known = i.cloud.free.is_some() || i.cloud.plan.is_some();
    match name {
        "free_tier" => when(known, Unread::SpaceKnown),
        "plan" | "used" => when(i.cloud.free.is_some(), Unread::FreeGiven),
        _ => None,
    }
}

fn service(name: &str, i: &Inputs) -> Option<Unread> {
    let (s, l) = (&i.service, &i.link);
    let no_items = when(i.library.items.is_none(), Unread::NoItems);
    match name {
        "start" => when(s.start == Start::Manual && !waives(i), Unread::NothingWaived),
        "last" => when(s.interval.is_none(), Unread::NoInterval),
        "interval" => when(s.last.is_none(), Unread::NoLast),
        "resume" => {
            when(s.resume_after_stop.is_some() && !breaks_connections(i), Unread::NoOutages)
        }
        "reserve" | "doze" => when(always_plugged(i), Unread::AlwaysPlugged),
        "flows" if l.kind == LinkKind::Usb => Some(Unread::ByCable),
        "flows" => when(l.rivals.0.is_empty(), Unread::NoRivals),
        "item_overhead" | "max_item" => no_items,
        "on_stuck" => when(i.library.stuck_at.is_none(), Unread::NothingStuck),
        "quota" => {
            let known = i.cloud.free.or(i.cloud.plan).or(i.cloud.free_tier);
            when(known.is_none(), Unread::SpaceUnknown)
        }
        "grace_power" => {
            let power = [Requirement::Power, Requirement::Charging];
            when(!power.into_iter().any(|r| s.requires.has(r)), Unread::PowerNotNeeded)
                .or(when(always_plugged(i), Unread::AlwaysPlugged))
        }
        "grace_wifi" => when(l.kind != LinkKind::Wifi, Unread::NotOnWifi)
            .or(asked(i, Requirement::Wifi).filter(|_| l.drops.is_none()))
            .or(when(l.wifi == Windows::Always && l.drops.is_none(), Unread::WifiNeverLost)),
        "idle_delay" => asked(i, Requirement::Idle),
        // Whoever asks for it or not, how long it charges is part of the answer.
        "charging_delay" => when(never_plugged(i), Unread::NeverPlugged),
        _ => None,
    }
}

/// Whether anything may cut connections while the client runs on.
fn breaks_connections(i: &Inputs) -> bool {
    let l = &i.link;
    let line = l.kind != LinkKind::Usb && (!l.outages.0.is_empty() || l.drops.is_some());
    let wifi = l.kind == LinkKind::Wifi && l.wifi != Windows::Always;
    line || wifi || i.cloud.outages != Windows::Never
}

/// Whether starting by hand spares it anything.
fn waives(i: &Inputs) -> bool {
    let s = &i.service;
    let rules = [
        Requirement::Power,
        Requirement::Charging,
        Requirement::Locked,
        Requirement::ScreenOff,
        Requirement::Idle,
    ];
    rules.into_iter().any(|r| s.requires.has(r))
        || s.doze
        || s.session.is_some()
        || s.interval.is_some() && s.last.is_some()
        || s.start_delay > Span::ZERO
}
