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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::conditions::Relaxed;
    use crate::units::{ClockTime, ClockWindow};

    fn at(seconds: i64) -> SimTime {
        SimTime::from_secs(seconds)
    }

    fn night(fresh: bool, base: i64) -> Night {
        let start = ClockTime::from_hm(22, 0);
        Night { number: 1, base: at(base), start, length: Span::DAY, fresh }
    }

    /// Wi-Fi from 22:00 to 22:01.
    fn link() -> Link {
        let minute = ClockWindow::daily(ClockTime::from_hm(22, 0), ClockTime::from_hm(22, 1));
        Link { wifi: Windows::Clock(vec![minute]), ..Link::default() }
    }

    fn effect(wifi: &Wifi, now: i64, running: bool) -> Option<Effect> {
        let mut limits = Limits::new(Relaxed::default());
        let facts = Conditions { running, ..Conditions::default() };
        wifi.limit(at(now), &facts, &mut limits);
        limits.effect
    }

    #[test]
    fn without_wifi_a_client_lives_on_for_its_grace_while_it_runs() {
        let (link, grace) = (link(), Span::from_secs(30));
        let mut wifi = Wifi::new(&link, true, grace).unwrap();
        wifi.begin(&night(true, 0));
        let facts = |running| Conditions { running, ..Conditions::default() };
        let next = |wifi: &Wifi, now| {
            [true, false].map(|r| wifi.next_event(at(now), &facts(r), Rate::ZERO))
        };
        assert_eq!(effect(&wifi, 59, true), None);
        assert_eq!((next(&wifi, 0), wifi.rests_until(at(0))), ([Some(at(60)); 2], Some(at(60))));
        wifi.advance(at(0), at(60), &facts(true), Rate::ZERO);
        // What else happens meanwhile lengthens no grace.
        wifi.advance(at(60), at(70), &facts(true), Rate::ZERO);
        let seen = |now| [true, false].map(|running| effect(&wifi, now, running));
        assert_eq!(seen(89), [Some(Effect::Cut), Some(Effect::Stop)]);
        assert_eq!(seen(90), [Some(Effect::Stop); 2]);
        assert_eq!(next(&wifi, 60), [Some(at(90)), None]);
        assert_eq!(next(&wifi, 90), [None, None]);
        // Whether it lives on depends on whether it runs, so that it is asked again and again.
        assert_eq!((wifi.rests_until(at(60)), wifi.heeds_client()), (None, true));
        // Another day of the same window goes on with the loss of the day before, a night does not.
        let mut later = Wifi::new(&link, true, grace).unwrap();
        later.begin(&night(true, 0));
        later.advance(at(0), at(60), &facts(true), Rate::ZERO);
        later.begin(&night(false, 100));
        later.on.advance(at(160));
        assert_eq!(later.lost, at(60));
        later.begin(&night(true, 200));
        assert_eq!(later.lost, at(200));
        later.shift(Span::DAY);
        assert_eq!(later.lost, at(200 + 86_400));
    }

    #[test]
    fn without_a_grace_it_is_known_until_when_there_is_no_wifi() {
        let link = link();
        let mut wifi = Wifi::new(&link, true, Span::ZERO).unwrap();
        wifi.begin(&night(true, 0));
        wifi.advance(at(0), at(60), &Conditions::default(), Rate::ZERO);
        assert_eq!((wifi.rests_until(at(60)), wifi.heeds_client()), (Some(SimTime::END), false));
        assert_eq!([true, false].map(|r| effect(&wifi, 60, r)), [Some(Effect::Stop); 2]);
    }

    #[test]
    fn only_wi_fi_that_is_needed_and_not_always_there_is_looked_at() {
        let grace = Span::ZERO;
        assert!(Wifi::new(&link(), false, grace).is_none());
        assert!(Wifi::new(&Link::default(), true, grace).is_none());
        assert!(Wifi::new(&Link { kind: LinkKind::Wired, ..link() }, true, grace).is_none());
    }

    #[test]
    fn days_without_wifi_begin_alike_if_a_run_has_as_much_grace_left() {
        let link = link();
        let mut wifi = Wifi::new(&link, true, Span::from_secs(30)).unwrap();
        wifi.begin(&night(true, 0));
        let print = |wifi: &Wifi, now, running| {
            let mut print = Fingerprint::default();
            wifi.fingerprint(at(now), &Conditions { running, ..Conditions::default() }, &mut print);
            print
        };
        let nothing = Fingerprint::default();
        assert_eq!(print(&wifi, 10, true), nothing);
        wifi.advance(at(0), at(60), &Conditions::default(), Rate::ZERO);
        assert_eq!(print(&wifi, 70, false), nothing);
        assert_ne!(print(&wifi, 70, true), print(&wifi, 71, true));
        assert_eq!(print(&wifi, 90, true), print(&wifi, 91, true));
    }
}
