//! Given values that no rule reads, with what would have to be otherwise. One entry for each field
//! that can go unread; parsed means modelled, so everything else always counts.

use crate::edit::FieldId;
use crate::model::link::LinkKind;
use crate::model::link::line::measured;
use crate::model::service::{Commit, Requirement, Start, Uploader};
use crate::scenario::fields::{FIELD_COUNT, FieldSet, id_of};
use crate::scenario::{Inputs, Scenario};
use crate::sim::{plugging_matters, speed_strays, unlocking_matters};
use crate::units::{Fraction, Resume, Scan, Series, Span, Windows};

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
    /// A trace gives the rate at all times.
    TraceReplaces,
    /// The speed does not stray, so that it matters not how well it is known.
    SpeedIsCertain,
    /// When it is plugged in matters to nothing.
    PluggingNotRead,
    /// Whether it is unlocked matters to nothing.
    UnlockingNotRead,
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
    /// Only real programs have such a rule.
    PlainClient,
    /// This program has a rule of its own instead.
    OwnRule(Uploader),
}

/// Says why nothing reads a field's value, if nothing does.
type Rule = fn(&Inputs) -> Option<Unread>;

/// The fields that can go unread, and when they do.
const RULES: &[(&str, Rule)] = &[
    ("service.start", |i| {
        when(i.service.start == Start::Manual && !waives(i), Unread::NothingWaived)
    }),
    ("service.last", |i| when(i.service.interval.is_none(), Unread::NoInterval)),
    ("service.interval", |i| when(i.service.last.is_none(), Unread::NoLast)),
    ("service.resume", |i| {
        let unused = i.service.resume_after_stop.is_some() && !breaks_connections(i);
        when(unused, Unread::NoOutages)
    }),
    ("service.reserve", |i| when(always_plugged(i), Unread::AlwaysPlugged)),
    ("service.doze", |i| when(always_plugged(i), Unread::AlwaysPlugged)),
    ("service.flows", |i| {
        by_cable(i).or(when(i.link.rivals.0.is_empty() && !loses(i), Unread::NoRivals))
    }),
    ("service.transfers", |i| {
        no_items(i).or(when(items_are_free(i), Unread::ItemsCostNothing)).filter(|_| !loses(i))
    }),
    ("service.client", by_cable),
    ("service.retry", |i| match i.service.client {
        _ if plain(i).is_some() => when(!loses_its_line(i), Unread::NoOutages),
        Uploader::Plain | Uploader::Restic => None,
        other => Some(Unread::OwnRule(other)),
    }),
    ("service.patience", |i| match i.service.client {
        Uploader::Plain => plain(i),
        Uploader::Rsync => Some(Unread::OwnRule(Uploader::Rsync)),
        _ => None,
    }),
    ("service.restart", plain),
    ("service.timeout", plain),
    ("service.starts", plain),
    ("service.max_run", plain),
    ("link.trace", by_cable),
    ("link.loss", by_cable),
    ("link.queue", plain),
    ("service.item_overhead", no_items),
    ("service.max_item", no_items),
    ("service.on_stuck", |i| when(i.library.stuck_at.is_none(), Unread::NothingStuck)),
    ("service.quota", |i| {
        let known = i.cloud.free.or(i.cloud.plan).or(i.cloud.free_tier);
        let resized = !i.cloud.resized.0.is_empty();
        when(known.is_none() && !resized, Unread::SpaceUnknown)
    }),
    ("service.grace_power", |i| {
        let power = [Requirement::Power, Requirement::Charging];
        when(!power.into_iter().any(|r| i.service.requires.has(r)), Unread::PowerNotNeeded)
            .or(when(always_plugged(i), Unread::AlwaysPlugged))
    }),
    ("service.grace_wifi", |i| {
        let l = &i.link;
        not_on_wifi(i)
            .or(asked(i, Requirement::Wifi).filter(|_| l.drops.is_none()))
            .or(when(l.wifi == Windows::Always && l.drops.is_none(), Unread::WifiNeverLost))
    }),
    ("service.idle_delay", |i| asked(i, Requirement::Idle)),
    // Whoever asks for it or not, how long it charges is part of the answer.
    ("service.charging_delay", |i| when(never_plugged(i), Unread::NeverPlugged)),
    ("library.items", |i| {
        when(items_are_free(i) && i.library.size.is_some(), Unread::ItemsCostNothing)
    }),
    ("library.order", |i| no_items(i).or(when(items_are_free(i), Unread::ItemsCostNothing))),
    ("link.upload", |i| {
        let planned = when(i.link.plan.is_some(), Unread::PlanReplaces);
        by_cable(i).or(planned).or(traced(i))
    }),
    ("link.efficiency", by_cable),
    ("link.plan", |i| by_cable(i).or(traced(i))),
    ("link.outages", by_cable),
    ("link.drops", by_cable),
    ("link.rivals", by_cable),
    ("link.upload_is", |i| {
        by_cable(i).or(traced(i)).or(when(!speed_strays(i), Unread::SpeedIsCertain))
    }),
    ("link.variation", |i| by_cable(i).or(traced(i))),
    ("charger.late", |i| {
        let late = i.charger.late > Span::ZERO;
        when(never_plugged(i), Unread::NeverPlugged)
            .or(when(late && !plugging_matters(i), Unread::PluggingNotRead))
    }),
    ("screen.unlock", |i| {
        let unlocked = i.screen.unlock > Span::ZERO;
        when(unlocked && !unlocking_matters(i), Unread::UnlockingNotRead)
    }),
    ("link.survive", |i| {
        let l = &i.link;
        let open = l.outages.0.iter().any(|(_, effect)| effect.is_none());
        let drops = l.drops.is_some() && l.kind == LinkKind::Wired;
        by_cable(i).or(when(!open && !drops, Unread::NoOutages))
    }),
    ("link.wifi", not_on_wifi),
    ("link.wifi_speed", not_on_wifi),
    ("link.usb_speed", |i| when(i.link.kind != LinkKind::Usb, Unread::NoCable)),
    ("link.metered", |i| by_cable(i).or(asked(i, Requirement::Unmetered))),
    ("link.rtt", |i| {
        let counted = i.service.item_overhead.round_trips > 0;
        no_items(i).or(when(!counted, Unread::NoRoundTrips)).filter(|_| !loses(i))
    }),
    ("battery.saver", |i| asked(i, Requirement::NotSaver)),
    ("battery.screen_draw", |i| when(i.screen.in_use == Windows::Never, Unread::ScreenOff)),
    ("battery.scan_draw", |i| when(i.service.scan == Scan::Lasting(Span::ZERO), Unread::NoScan)),
    ("battery.charge_max", |i| when(never_plugged(i), Unread::NeverPlugged)),
    ("charger.hold", |i| when(never_plugged(i), Unread::NeverPlugged)),
    ("charger.efficiency", |i| when(never_plugged(i), Unread::NeverPlugged)),
    ("charger.taper", |i| when(never_plugged(i), Unread::NeverPlugged)),
    ("charger.power", |i| when(i.charger.plugged == Windows::Never, Unread::NeverPlugged)),
    ("cloud.free_tier", |i| {
        when(i.cloud.free.is_some() || i.cloud.plan.is_some(), Unread::SpaceKnown)
    }),
    ("cloud.plan", |i| when(i.cloud.free.is_some(), Unread::FreeGiven)),
    ("cloud.used", |i| when(i.cloud.free.is_some(), Unread::FreeGiven)),
    // The others count where the space is taken to be at its floor, to see what that changes.
    ("storage.floor", |i| when(i.storage.free.is_none(), Unread::PhoneSpaceUnknown)),
];

/// The rules by field.
static BY_FIELD: [Option<Rule>; FIELD_COUNT] = {
    let mut rules = [None; FIELD_COUNT];
    let mut k = 0;
    while k < RULES.len() {
        rules[id_of(RULES[k].0).0 as usize] = Some(RULES[k].1);
        k += 1;
    }
    rules
};

/// The fields that have a rule.
const WITH_RULE: FieldSet = {
    let mut fields = FieldSet::EMPTY;
    let mut k = 0;
    while k < RULES.len() {
        fields.put(id_of(RULES[k].0), true);
        k += 1;
    }
    fields
};

/// The given fields that nothing reads, in the order of the table.
pub fn unread(scenario: &Scenario) -> impl Iterator<Item = (FieldId, Unread)> + '_ {
    scenario.given().and(&WITH_RULE).iter().filter_map(|id| {
        let rule = BY_FIELD.get(id.0 as usize).copied().flatten()?;
        rule(scenario.inputs()).map(|why| (id, why))
    })
}

fn when(unread: bool, why: Unread) -> Option<Unread> {
    unread.then_some(why)
}

fn plain(i: &Inputs) -> Option<Unread> {
    let plain = i.service.client == Uploader::Plain || i.link.kind == LinkKind::Usb;
    when(plain, Unread::PlainClient)
}

fn by_cable(i: &Inputs) -> Option<Unread> {
    when(i.link.kind == LinkKind::Usb, Unread::ByCable)
}

/// Whether packets are lost, so that connections and round trips count.
fn loses(i: &Inputs) -> bool {
    i.link.loss > Fraction::ZERO && i.link.kind != LinkKind::Usb
}

/// Where a trace knows the rate at all times, nothing else is asked.
fn traced(i: &Inputs) -> Option<Unread> {
    when(measured(&i.link).is_some_and(Series::is_complete), Unread::TraceReplaces)
}

fn not_on_wifi(i: &Inputs) -> Option<Unread> {
    when(i.link.kind != LinkKind::Wifi, Unread::NotOnWifi)
}

fn no_items(i: &Inputs) -> Option<Unread> {
    let none = i.library.items.is_none() && i.library.listing.is_none();
    when(none, Unread::NoItems)
}

/// Whether there are items, but none costs anything and nothing depends on where one ends.
fn items_are_free(i: &Inputs) -> bool {
    let s = &i.service;
    let cuts = |r: Resume| matches!(r, Resume::Item | Resume::Chunk { .. });
    (i.library.items.is_some() || i.library.listing.is_some())
        && (s.item_overhead.fixed, s.item_overhead.round_trips) == (Span::ZERO, 0)
        && !cuts(s.resume)
        && !s.resume_after_stop.is_some_and(cuts)
        && matches!(s.scan, Scan::Lasting(_))
        && s.max_item.is_none()
        && s.commit == Commit::Whole
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

/// Whether anything may cut connections while the client runs on.
fn breaks_connections(i: &Inputs) -> bool {
    let l = &i.link;
    let line = l.kind != LinkKind::Usb && (!l.outages.0.is_empty() || l.drops.is_some());
    let wifi = l.kind == LinkKind::Wifi && l.wifi != Windows::Always;
    line || wifi || i.cloud.outages != Windows::Never
}

/// Whether an outage may meet a client that runs on: one that ends begins anew when it is over.
fn loses_its_line(i: &Inputs) -> bool {
    let (l, s) = (&i.link, &i.service);
    let survives = s.grace_wifi > Span::ZERO;
    let drops = l.drops.is_some() && (l.kind != LinkKind::Wifi || survives);
    let line = l.kind != LinkKind::Usb && (!l.outages.0.is_empty() || drops);
    let wifi = l.kind == LinkKind::Wifi && l.wifi != Windows::Always;
    line || wifi && survives && s.requires.has(Requirement::Wifi)
        || i.cloud.outages != Windows::Never
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::fields::field;

    #[test]
    fn every_rule_stands_at_the_field_it_names() {
        for &(key, _) in RULES {
            assert_eq!(field(id_of(key)).key, key);
            assert!(BY_FIELD[id_of(key).0 as usize].is_some(), "{key}");
        }
        assert_eq!(WITH_RULE.iter().count(), RULES.len(), "a field has two rules");
    }
}
