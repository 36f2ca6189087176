//! Wi-Fi and metering as the service sees them: the gates `no-wifi` and `metered`. A running client
//! survives without Wi-Fi for `service.grace_wifi` (its connections die, it does not).

use super::{Link, LinkKind};
use crate::cause::Cause;
use crate::model::conditions::{Conditions, Effect, Fingerprint, Limits, Model, Night};
use crate::model::timed::OnOff;
use crate::units::{Rate, SimTime, Span, Windows};

/// The Wi-Fi gate.
pub struct Wifi<'a> {
    on: OnOff<'a>,
    lost: SimTime,
    grace: Span,
}

impl<'a> Wifi<'a> {
    /// From the link's inputs; `None` where Wi-Fi is never missed: on a cable, always there, or not
    /// needed.
    pub fn new(link: &'a Link, needed: bool, grace: Span) -> Option<Self> {
        let may_lack = link.kind == LinkKind::Wifi && link.wifi != Windows::Always && needed;
        may_lack.then(|| Wifi { on: OnOff::new(&link.wifi), lost: SimTime::ZERO, grace })
    }
}

/// What losing the network does to the client: it survives as long as it runs and its grace lasts.
#[inline]
pub fn loss_effect(now: SimTime, lost: SimTime, grace: Span, running: bool) -> Effect {
    if running && now < lost.plus(grace) { Effect::Cut } else { Effect::Stop }
}

impl Model for Wifi<'_> {
    fn begin(&mut self, night: &Night) {
        let was_on = night.fresh || self.on.is_on();
        self.on.begin(night);
        if was_on {
            self.lost = night.base;
        }
    }

    fn heeds_client(&self) -> bool {
        self.grace > Span::ZERO
    }

    #[inline]
    fn limit(&self, now: SimTime, facts: &Conditions, limits: &mut Limits) {
        if !self.on.is_on() {
            limits.close(Cause::NoWifi, loss_effect(now, self.lost, self.grace, facts.running));
        }
    }

    fn fingerprint(&self, now: SimTime, facts: &Conditions, print: &mut Fingerprint) {
        if !self.on.is_on() && facts.running {
            print.add_age(self.lost, now, self.grace);
        }
    }

    fn shift(&mut self, by: Span) {
        self.lost = self.lost.plus(by);
    }

    #[inline]
    fn rests_until(&self, _: SimTime) -> Option<SimTime> {
        let rests = self.on.is_on() || self.grace == Span::ZERO;
        rests.then(|| self.on.next_change().unwrap_or(SimTime::END))
    }

    #[inline]
    fn next_event(&self, now: SimTime, facts: &Conditions, _: Rate) -> Option<SimTime> {
        let change = self.on.next_change();
        if self.on.is_on() || !facts.running {
            return change;
        }
        let ends = self.lost.plus(self.grace);
        crate::model::conditions::earlier(change, (ends > now).then_some(ends))
    }

    #[inline]
    fn advance(&mut self, _: SimTime, to: SimTime, _: &Conditions, _: Rate) {
        if self.on.advance(to) && !self.on.is_on() {
            self.lost = to;
        }
    }
}
