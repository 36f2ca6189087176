//! Sending at one rate, drop after drop of the line: the innermost loop of a trial. Where the engine stands
//! and how far the speed holds flow in; how far it came flows out, and what it met there, which is left to
//! its caller. The loop is made twice, for a battery that nobody reads and for one that something does.

use super::engine::Engine;
use super::parts::Parts;
use crate::client::phases::Riding;
use crate::model::conditions::{Conditions, Limits, Model};
use crate::model::link::drops::DrawnDrops;
use crate::model::power::level::{Coast, Level};
use crate::units::{Amount, Rate, SimTime, Span};

/// What sending at one rate, drop after drop, came to.
pub(super) enum Ended {
    /// The line has just dropped, or all that could be done is done.
    Drop,
    /// The battery, which something reads, changes first.
    Battery,
    /// Something in the payload changes before the line does.
    Payload { before: SimTime },
    /// The line changes next.
    Line,
    /// The line that dropped at `lost` is back, and something comes between before the client gets
    /// through. `dead`: its connections have died.
    Attempt { lost: SimTime, dead: bool },
}

/// What stays the same from drop to drop: facts and limits, the rate that was granted and the one it is
/// sent at, and until when.
#[derive(Clone, Copy)]
struct Known<'k> {
    facts: &'k Conditions,
    limits: &'k Limits,
    granted: Rate,
    rate: Rate,
    until: SimTime,
}

/// A battery along the way.
trait Watched {
    /// Whether it is not in the way and changes nothing from one moment to another, sending at that rate.
    fn allows(&mut self, way: (SimTime, SimTime), known: Known<'_>, rate: Rate) -> bool;

    /// Moves it along a way that it allows.
    fn goes_on(&mut self, way: (SimTime, SimTime), facts: &Conditions, rate: Rate);
}

/// One that nobody reads.
struct Unread;

impl Watched for Unread {
    #[inline(always)]
    fn allows(&mut self, _: (SimTime, SimTime), _: Known<'_>, _: Rate) -> bool {
        true
    }

    #[inline(always)]
    fn goes_on(&mut self, _: (SimTime, SimTime), _: &Conditions, _: Rate) {}
}

/// One that something reads, and how it runs down where it does.
struct Read<'b, 'a> {
    level: &'b mut Level<'a>,
    coast: Option<Coast>,
}

impl Watched for Read<'_, '_> {
    #[inline(always)]
    fn allows(&mut self, (now, to): (SimTime, SimTime), known: Known<'_>, rate: Rate) -> bool {
        match &self.coast {
            Some(coast) if coast.reaches(to) => {
                self.level.coast_on(coast, now, rate > Rate::ZERO, known.facts);
                true
            }
            _ => is_quiet(self.level, (now, to), (known.facts, known.limits), rate),
        }
    }

    #[inline(always)]
    fn goes_on(&mut self, (now, to): (SimTime, SimTime), facts: &Conditions, rate: Rate) {
        match &self.coast {
            Some(coast) if coast.reaches(to) => self.level.coast_to(now, to),
            _ => self.level.advance(now, to, facts, rate),
        }
    }
}

/// Whether a battery that something reads is not in the way and changes nothing before `to`.
pub(super) fn is_quiet(
    battery: &mut Level<'_>,
    (now, to): (SimTime, SimTime),
    (facts, limits): (&Conditions, &Limits),
    rate: Rate,
) -> bool {
    let mut limits = *limits;
    battery.limit(now, facts, &mut limits);
    limits.closed.is_empty()
        && !battery.settle(now, facts, rate)
        && battery.is_quiet(now, to, facts)
}

impl Engine<'_> {
    /// Sends from `from` at one rate, of the granted one, drop after drop. Returns how far it came, and what
    /// it met there, which is left to do.
    pub(super) fn ride(
        &mut self,
        from: SimTime,
        until: SimTime,
        (granted, rate): (Rate, Rate),
    ) -> Option<(SimTime, Ended)> {
        let (facts, limits) = (&self.facts, &self.rest.limits);
        let known = Known { facts, limits, granted, rate, until };
        let Parts { drops, client, battery, .. } = &mut self.parts;
        // All drops are alike but for how long they last.
        let closes = drops.as_ref().map(|drops| drops.closes_first(facts.running));
        let client = client.riding(closes, limits)?;
        let battery = battery.as_deref_mut().filter(|_| self.rest.awake.battery());
        let drops = drops.as_mut();
        Some(match battery {
            None => over_drops(from, known, client, drops, Unread),
            Some(level) => {
                let coast = level.coast((from, until), (facts, limits), rate);
                over_drops(from, known, client, drops, Read { level, coast })
            }
        })
    }
}

/// The loop itself.
#[inline(always)]
fn over_drops(
    from: SimTime,
    known: Known<'_>,
    mut client: Riding<'_>,
    drops: Option<&mut DrawnDrops>,
    mut battery: impl Watched,
) -> (SimTime, Ended) {
    let Known { facts, granted, rate, until, .. } = known;
    // How much may go out before something in the payload changes.
    let mut ahead = client.payload.until_change(facts.room);
    let Some(drops) = drops else {
        return match sends(&mut client, &mut battery, (from, until), known, ahead) {
            Ok(_) => (from, Ended::Line),
            Err(ended) => (from, ended),
        };
    };
    // What it rides out: no drop is shorter than a microsecond.
    let patience = drops.noticed_after(facts.running).unwrap_or(Span::MAX);
    let patience = if client.rides { patience } else { Span::ZERO };
    let mut now = from;
    while now < until {
        let lost = drops.toggles().min(until);
        let amount = match sends(&mut client, &mut battery, (now, lost), known, ahead) {
            Ok(amount) => amount,
            Err(ended) => return (now, ended),
        };
        if lost >= until {
            return (now, Ended::Line);
        }
        let lasting = drops.goes_down(lost);
        battery.goes_on((now, lost), facts, rate);
        let back = drops.toggles();
        if back >= until || lasting > patience || !battery.allows((lost, back), known, Rate::ZERO) {
            return (lost, Ended::Drop);
        }
        let (through, lost_any) = client.ride_out(lost, lasting);
        ahead = match lost_any {
            true => client.payload.until_change(facts.room),
            false => ahead - amount,
        };
        drops.comes_back(back);
        battery.goes_on((lost, back), facts, Rate::ZERO);
        now = back;
        if through > back {
            let free = through < drops.toggles() && through < until;
            if !free || !battery.allows((back, through), known, Rate::ZERO) {
                return (back, Ended::Attempt { lost, dead: client.dead });
            }
            battery.goes_on((back, through), facts, Rate::ZERO);
            now = through;
        }
        // Where the drop took it back among other items, these may go out at another rate.
        if lost_any && client.payload.rate(granted) != rate {
            return (now, Ended::Drop);
        }
    }
    (now, Ended::Drop)
}

/// Sends along a way on which the line is there: how much, or what comes before its end.
#[inline(always)]
fn sends(
    client: &mut Riding<'_>,
    battery: &mut impl Watched,
    (now, to): (SimTime, SimTime),
    known: Known<'_>,
    ahead: Amount,
) -> Result<Amount, Ended> {
    let amount = known.rate.over(to.since(now));
    if amount >= ahead {
        return Err(Ended::Payload { before: to });
    }
    if !battery.allows((now, to), known, known.rate) {
        return Err(Ended::Battery);
    }
    client.payload.go_on(amount);
    Ok(amount)
}
