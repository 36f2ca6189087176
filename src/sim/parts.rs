//! The parts of a simulation and the questions that are asked of all of them: what they publish, what
//! they have in the way, when they change next. Parts that rest are asked once for many events; which
//! they are, and until when, stands in [`Rest`].

use crate::client::Client;
use crate::model::conditions::{Conditions, Fingerprint, Limits, Model, Night, Relaxed};
use crate::model::link::drops::DrawnDrops;
use crate::model::link::line::Line;
use crate::model::link::outages::LineOutages;
use crate::model::link::wifi::Wifi;
use crate::model::phone::InUse;
use crate::model::power::charger::Plug;
use crate::model::power::level::Level;
use crate::model::rivals::Competition;
use crate::model::service::rules::Rules;
use crate::model::space::{Destination, OwnSpace};
use crate::units::{Rate, SimTime, Span};

macro_rules! registry {
    ($($part:ident: $type:ty),+ $(,)?) => {
        /// All parts of a simulation. A part that nobody reads and that cannot limit is `None`.
        pub struct Parts<'a> {
            $(pub $part: Option<$type>,)+
            /// The client that sends.
            pub client: Client,
        }

        /// The place of each part.
        #[expect(non_camel_case_types, reason = "the names of the fields")]
        enum Place {
            $($part,)+
        }

        /// Some of the parts.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(super) struct PartSet(u16);

        impl PartSet {
            $(
                #[inline(always)]
                pub(super) const fn $part(self) -> bool {
                    self.0 & PartSet::of(Place::$part).0 != 0
                }
            )+
        }

        impl<'a> Parts<'a> {
            /// A night begins.
            pub(super) fn begin(&mut self, night: &Night) {
                $(if let Some(part) = &mut self.$part { part.begin(night); })+
            }

            /// All facts, and the limits of the parts that rest; says which have to be asked from
            /// now on, and until when the others rest.
            pub(super) fn lull(&self, now: SimTime, facts: &mut Conditions, rest: &mut Rest) {
                facts.line_down = false;
                rest.limits.clear();
                let (mut awake, mut due, mut wakes) = (PartSet::NONE, PartSet::NONE, SimTime::END);
                let mut sleeps = |place: PartSet, until: SimTime| {
                    if until <= wakes {
                        due = if until < wakes { place } else { due.and(place) };
                        wakes = until;
                    }
                };
                $(if let Some(part) = &self.$part {
                    match part.rests_until(now) {
                        Some(until) => {
                            part.publish(facts);
                            part.limit(now, facts, &mut rest.limits);
                            sleeps(PartSet::of(Place::$part), until);
                        }
                        None => awake = awake.and(PartSet::of(Place::$part)),
                    }
                })+
                // What it reads of the others is known until they wake; the battery is listened to.
                if awake.rules()
                    && !awake.plug()
                    && !awake.screen()
                    && let Some(rules) = &self.rules
                    && let Some(until) = rules.rests_beside(now, facts)
                {
                    if let Some(battery) = self.battery.as_ref().filter(|_| awake.battery()) {
                        battery.publish(facts);
                    }
                    rules.limit(now, facts, &mut rest.limits);
                    let place = PartSet::of(Place::rules);
                    awake = awake.without(place);
                    sleeps(place, until);
                }
                (rest.awake, rest.due, rest.wakes) = (awake, due, wakes);
                rest.heard = (facts.charging, facts.saver);
                rest.line_down = facts.line_down;
                rest.others_rest = awake.is_plain();
            }

            /// The facts, which only change when something advances or the battery notices
            /// that it charges. `PLAIN`, here and below: all but [`PartSet::PLAIN`] rest, and are not
            /// even looked at.
            #[inline]
            pub(super) fn publish<const PLAIN: bool>(&self, facts: &mut Conditions, rest: &Rest) {
                // It has two publishers, and often neither.
                facts.line_down = rest.line_down;
                $(if (!PLAIN || PartSet::PLAIN.$part())
                    && rest.awake.$part()
                    && let Some(part) = &self.$part
                {
                    part.publish(facts);
                })+
            }

            /// The limits of all parts but the client.
            #[inline]
            pub(super) fn limit<const PLAIN: bool>(
                &self,
                now: SimTime,
                facts: &Conditions,
                rest: &Rest,
                limits: &mut Limits,
            ) {
                *limits = rest.limits;
                $(if (!PLAIN || PartSet::PLAIN.$part())
                    && rest.awake.$part()
                    && let Some(part) = &self.$part
                {
                    part.limit(now, facts, limits);
                })+
            }

            /// Whether some part's limits depend on the client's facts.
            #[inline(always)]
            pub(super) fn heeds_client(&self) -> bool {
                false $(|| self.$part.as_ref().is_some_and(|part| part.heeds_client()))+
            }

            /// The next event, at most `end`. The client is asked last: whether it comes to
            /// something before all others is cheaper to say than when it does.
            #[inline]
            pub(super) fn next_event<const PLAIN: bool>(
                &self,
                now: SimTime,
                facts: &Conditions,
                rate: Rate,
                rest: &Rest,
                end: SimTime,
            ) -> SimTime {
                let mut next = end.min(rest.wakes);
                $(if (!PLAIN || PartSet::PLAIN.$part())
                    && rest.awake.$part()
                    && let Some(part) = &self.$part
                    && let Some(at) = part.next_event(now, facts, rate)
                {
                    next = next.min(at);
                })+
                self.client.next_event(now, facts, rate, next)
            }

            #[inline]
            pub(super) fn advance<const PLAIN: bool>(
                &mut self,
                now: SimTime,
                to: SimTime,
                facts: &Conditions,
                rate: Rate,
                rest: &Rest,
            ) {
                let wakes = to >= rest.wakes;
                $(if (!PLAIN || PartSet::PLAIN.$part() || wakes)
                    && (rest.awake.$part() || wakes)
                    && let Some(part) = &mut self.$part
                {
                    part.advance(now, to, facts, rate);
                })+
                self.client.advance(now, to, facts, rate);
            }

            /// Moves the parts that wake to where they do; the others rest on.
            pub(super) fn wake(&mut self, now: SimTime, facts: &Conditions, rate: Rate, rest: &Rest) {
                $(if rest.due.$part() && let Some(part) = &mut self.$part {
                    part.advance(now, rest.wakes, facts, rate);
                })+
            }

            /// What decides how a day of `all-day` goes on, amounts left out.
            pub(super) fn fingerprint(&self, now: SimTime, facts: &Conditions) -> Fingerprint {
                let mut print = Fingerprint::default();
                $(if let Some(part) = &self.$part { part.fingerprint(now, facts, &mut print); })+
                self.client.fingerprint(now, &mut print);
                print
            }

            /// Days have been skipped.
            pub(super) fn shift(&mut self, by: Span) {
                $(if let Some(part) = &mut self.$part { part.shift(by); })+
                self.client.shift(by);
            }
        }
    };
}

// Publishers before their readers: the battery's saver and charging read what the plug publishes.
// What is large and often left out is boxed: moving the parts into their place is much of the cost
// of a plain case.
registry! {
    line: Line<'a>,
    outages: LineOutages<'a>,
    drops: DrawnDrops,
    wifi: Wifi<'a>,
    plug: Plug<'a>,
    screen: InUse<'a>,
    battery: Box<Level<'a>>,
    rules: Box<Rules<'a>>,
    destination: Box<Destination<'a>>,
    space: Box<OwnSpace>,
    rivals: Box<Competition<'a>>,
}

impl PartSet {
    /// No part.
    const NONE: PartSet = PartSet(0);
    /// What may be awake in a plain stretch: what changes often where little else does.
    const PLAIN: PartSet =
        PartSet::of(Place::line).and(PartSet::of(Place::drops)).and(PartSet::of(Place::battery));

    #[inline(always)]
    const fn of(place: Place) -> Self {
        PartSet(1 << place as u16)
    }

    #[inline(always)]
    const fn and(self, others: PartSet) -> Self {
        PartSet(self.0 | others.0)
    }

    #[inline(always)]
    const fn without(self, others: PartSet) -> Self {
        PartSet(self.0 & !others.0)
    }

    /// Whether nothing is awake that does not belong to a plain stretch.
    #[inline(always)]
    const fn is_plain(self) -> bool {
        self.without(PartSet::PLAIN).0 == 0
    }
}

/// What the parts that rest have said, once for many events.
pub(super) struct Rest {
    /// Which parts have to be asked at each event. The others are not there, or rest: what they publish and
    /// limit stays as it is until [`Rest::wakes`].
    pub(super) awake: PartSet,
    /// Those that wake then.
    due: PartSet,
    /// What those that rest have in the way.
    pub(super) limits: Limits,
    line_down: bool,
    /// What the battery told as they were asked: that the phone charges, that it saves power.
    pub(super) heard: (bool, bool),
    /// All but the line, its drops and the battery rest.
    pub(super) others_rest: bool,
    /// Until when they rest.
    pub(super) wakes: SimTime,
}

impl Rest {
    /// Before anything was asked.
    pub(super) fn new(relaxed: Relaxed) -> Self {
        Rest {
            awake: PartSet::NONE,
            due: PartSet::NONE,
            limits: Limits::new(relaxed),
            line_down: false,
            heard: (false, false),
            others_rest: false,
            wakes: SimTime::ZERO,
        }
    }
}
