//! When a plain client sends again once its line is back. The closed gates of the line and
//! `service.retry` flow in; the gates `backing-off` and `reconnecting` flow out. A real program has
//! rules of its own (`programs`).
//!
//! After a cut it tries again at the moments of its back-off, counted from the cut: with `1s x2 up to
//! 60s` after 1, 3, 7, 15, 31, 63 s, then every 60 s. After a hold the connection lives and wakes at one
//! of TCP's retransmissions, counted from where the line went quiet. The first moment at or after the
//! return succeeds. With `0s` it is back at once, either way.

use crate::cause::Cause;
use crate::model::conditions::{Fingerprint, Limits};
use crate::units::{Backoff, SimTime, Span};

/// TCP's retransmissions on a quiet line: after 0.5, 1.5, 3.5 s and so on, each wait twice the last. The
/// first is assumed for a phone's round trip (twice 200 ms and what it varies, measured 0.2 to 1 s);
/// the doubling is RFC 6298 (5.5), the longest wait Linux's `TCP_RTO_MAX`.
const WAKE_UPS: Backoff = Backoff {
    first: Span::from_micros(500_000),
    thousandths: 2_000,
    ceiling: Some(Span::from_secs(120)),
};

/// A line that is away, or back before anyone has noticed.
#[derive(Clone, Copy, Debug)]
struct Broken {
    /// Since when attempts are counted.
    since: SimTime,
    /// Its connections have died.
    dead: bool,
    /// Since when it is away without a break.
    away: SimTime,
    /// Once it is back: the attempt that will find it so.
    until: Option<SimTime>,
}

impl Broken {
    const fn cause(&self) -> Cause {
        if self.dead { Cause::BackingOff } else { Cause::Reconnecting }
    }

    /// It has been away for a day without a break. The next day, which goes by the same clock, it is
    /// away too, and it does not matter when it is tried.
    fn lasts(&self, now: SimTime) -> bool {
        self.until.is_none() && now.since(self.away) >= Span::DAY
    }
}

/// The rule, and what has become of the connections.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    rule: Backoff,
    broken: Option<Broken>,
    /// When the night began.
    night: SimTime,
}

impl Retry {
    /// A client whose connections live.
    pub const fn new(rule: Backoff) -> Self {
        Retry { rule, broken: None, night: SimTime::ZERO }
    }

    /// Whether it never waits.
    #[inline]
    pub fn is_at_once(&self) -> bool {
        self.rule.first == Span::ZERO
    }

    /// Whether nothing is broken.
    #[inline]
    pub const fn is_whole(&self) -> bool {
        self.broken.is_none()
    }

    /// A night begins; what is broken stays so.
    pub const fn begin(&mut self, night: SimTime) {
        self.night = night;
    }

    /// It is not sending: there is nothing to repair.
    pub const fn forget(&mut self) {
        self.broken = None;
    }

    /// Follows the limits of a moment at which the client is sending.
    #[inline]
    pub fn follow(&mut self, now: SimTime, limits: &Limits) {
        if self.is_at_once() {
            return;
        }
        let cuts = limits.cuts();
        let away = cuts || limits.path.is_some();
        if self.broken.is_none() && !away {
            return;
        }
        let fresh = Broken { since: now, dead: cuts, away: now, until: None };
        let broken = self.broken.get_or_insert(fresh);
        if cuts && !broken.dead {
            // What lived through a hold dies now.
            *broken = Broken { away: broken.away, ..fresh };
        }
        if away {
            if broken.until.take().is_some() {
                broken.away = now;
            }
            return;
        }
        let rule = if broken.dead { self.rule } else { WAKE_UPS };
        let since = broken.since;
        let until = *broken.until.get_or_insert_with(|| since.plus(rule.after(now.since(since))));
        if now >= until || limits.is_held_open(broken.cause()) {
            self.broken = None;
        }
    }

    /// By which rule it tries again if the line goes away and is back, with nothing in between, counted
    /// from when it went: what [`Retry::follow`] comes to at both moments. `None` if something holds open
    /// what it would wait for.
    pub fn tries(&self, dead: bool, limits: &Limits) -> Option<Backoff> {
        if self.is_at_once() {
            return Some(Backoff::AT_ONCE);
        }
        let waits = Broken { since: self.night, dead, away: self.night, until: None };
        let rule = if dead { self.rule } else { WAKE_UPS };
        (!limits.is_held_open(waits.cause())).then_some(rule)
    }

    /// The line went away at `lost`, and is back.
    pub fn breaks(&mut self, lost: SimTime, dead: bool) {
        if !self.is_at_once() {
            self.broken = Some(Broken { since: lost, dead, away: lost, until: None });
        }
    }

    /// Whether connections have died and it has not got through since.
    #[inline]
    pub fn is_dead(&self) -> bool {
        self.broken.is_some_and(|broken| broken.dead)
    }

    /// What it waits for, once the line is back.
    #[inline]
    pub fn waits_for(&self) -> Option<Cause> {
        self.broken.filter(|broken| broken.until.is_some()).map(|broken| broken.cause())
    }

    /// When it tries next, as far as that can succeed.
    #[inline]
    pub fn next_event(&self) -> Option<SimTime> {
        self.broken.and_then(|broken| broken.until)
    }

    /// Moves the moments that it remembers, as days have been skipped.
    pub fn shift(&mut self, by: Span) {
        if let Some(broken) = self.broken.as_mut().filter(|broken| !broken.lasts(self.night)) {
            broken.since = broken.since.plus(by);
            broken.away = broken.away.plus(by);
            broken.until = broken.until.map(|until| until.plus(by));
        }
    }

    /// What decides how a day goes on.
    pub fn fingerprint(&self, base: SimTime, print: &mut Fingerprint) {
        let Some(broken) = self.broken else { return print.add(0) };
        print.add(1 + i64::from(broken.dead));
        if broken.lasts(base) {
            return print.add(-1);
        }
        // Where waits no longer grow, only when the next attempt is matters, and how long they are.
        let rule = if broken.dead { self.rule } else { WAKE_UPS };
        let passed = base.since(broken.since);
        let next = rule.after(passed);
        print.add_time(broken.since.plus(next), base);
        print.add(rule.after(next.plus(Span::from_micros(1))).minus(next).micros());
        print.add(i64::from(broken.until.is_some()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::conditions::{Effect, Relaxed};

    /// `1s x2 up to 60s`.
    const RULE: Backoff = Backoff {
        first: Span::from_secs(1),
        thousandths: 2_000,
        ceiling: Some(Span::from_secs(60)),
    };

    fn at(tenths: i64) -> SimTime {
        SimTime::from_micros(tenths * 100_000)
    }

    fn limits(effect: Option<Effect>) -> Limits {
        let mut limits = Limits::new(Relaxed::default());
        if let Some(effect) = effect {
            limits.close(Cause::LinkOutage, effect);
        }
        limits
    }

    /// When a line that goes at 100 s and is back so many seconds later is used again.
    fn back(rule: Backoff, effect: Effect, lasting: i64) -> SimTime {
        let mut retry = Retry::new(rule);
        retry.follow(at(1_000), &limits(Some(effect)));
        let now = at(1_000 + 10 * lasting);
        retry.follow(now, &limits(None));
        let Some(until) = retry.next_event() else { return now };
        assert!(until > now && retry.waits_for().is_some());
        retry.follow(until, &limits(None));
        assert_eq!((retry.next_event(), retry.waits_for()), (None, None));
        until
    }

    #[test]
    fn the_first_attempt_at_or_after_the_return_succeeds() {
        // Attempts 1, 3, 7, 15, 31, 63, 123, ... s after the cut.
        for (lasting, tried) in
            [(1, 1), (2, 3), (3, 3), (20, 31), (63, 63), (64, 123), (1_200, 1_203)]
        {
            assert_eq!(back(RULE, Effect::Cut, lasting), at(1_000 + 10 * tried), "{lasting}");
        }
        // Wake-ups 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5, 127.5 s after, then every 120 s: 247.5.
        for (lasting, tenths) in [(1, 15), (2, 35), (20, 315), (127, 1_275), (128, 2_475)] {
            for effect in [Effect::Hold, Effect::Hole] {
                assert_eq!(back(RULE, effect, lasting), at(1_000 + tenths), "{lasting}");
            }
        }
        for effect in [Effect::Cut, Effect::Hold] {
            assert_eq!(back(Backoff::AT_ONCE, effect, 20), at(1_200));
        }
    }

    #[test]
    fn an_attempt_that_meets_another_outage_fails() {
        // Away from 100 to 102 s; the attempt of 103 s falls into 102.5 to 110 s, that of 115 s does not.
        let mut retry = Retry::new(RULE);
        let (cut, none) = (limits(Some(Effect::Cut)), limits(None));
        retry.follow(at(1_000), &cut);
        retry.follow(at(1_020), &none);
        assert_eq!(retry.next_event(), Some(at(1_030)));
        retry.follow(at(1_025), &cut);
        assert_eq!((retry.next_event(), retry.waits_for(), retry.is_dead()), (None, None, true));
        retry.follow(at(1_100), &none);
        assert_eq!(retry.next_event(), Some(at(1_150)));
        assert_eq!(retry.waits_for(), Some(Cause::BackingOff));
    }

    #[test]
    fn connections_that_are_held_and_then_cut_are_tried_anew_from_the_cut() {
        let mut retry = Retry::new(RULE);
        retry.follow(at(1_000), &limits(Some(Effect::Hold)));
        assert!(!retry.is_dead());
        retry.follow(at(1_100), &limits(Some(Effect::Cut)));
        assert!(retry.is_dead());
        retry.follow(at(1_105), &limits(None));
        assert_eq!(retry.next_event(), Some(at(1_110)));
    }

    #[test]
    fn a_gate_held_open_costs_no_wait() {
        let mut retry = Retry::new(RULE);
        retry.follow(at(1_000), &limits(Some(Effect::Cut)));
        let open = Limits::new(Relaxed::of(Cause::BackingOff));
        retry.follow(at(1_200), &open);
        assert_eq!((retry.waits_for(), retry.is_dead()), (None, false));
    }

    #[test]
    fn days_skipped_while_it_is_away_all_day_move_no_attempt() {
        // A rule whose waits do not divide a day.
        let seven = Backoff { first: Span::from_secs(7), thousandths: 1_000, ceiling: None };
        let mut retry = Retry::new(seven);
        retry.follow(at(0), &limits(Some(Effect::Cut)));
        let day = SimTime::ZERO.plus(Span::DAY);
        let print = |retry: &Retry, base| {
            let mut print = Fingerprint::default();
            retry.fingerprint(base, &mut print);
            print
        };
        let next = day.plus(Span::DAY);
        assert_eq!(print(&retry, day), print(&retry, next));
        retry.begin(day);
        retry.shift(Span::DAY);
        retry.follow(next, &limits(None));
        // 172,800 s are 24,685 x 7 s and 5 s.
        assert_eq!(retry.next_event(), Some(next.plus(Span::from_secs(2))));
    }
}
