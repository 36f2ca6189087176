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

        /// Which parts have to be asked at each event. The others are not there, or rest: what they
        /// publish and limit stays as it is until [`Rest::wakes`].
        #[derive(Default)]
        pub(super) struct Awake {
            $(pub(super) $part: bool,)+
        }

        impl Awake {
            /// What may be awake in a plain stretch: what changes often where little else does.
            const PLAIN: Awake =
                Awake { line: true, drops: true, battery: true, ..Awake { $($part: false),+ } };

            /// Whether nothing else is awake.
            const fn is_plain(&self) -> bool {
                true $(& (Awake::PLAIN.$part | !self.$part))+
            }
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
                rest.wakes = SimTime::END;
                $(if let Some(part) = &self.$part {
                    let until = part.rests_until(now);
                    rest.awake.$part = until.is_none();
                    if let Some(until) = until {
                        part.publish(facts);
                        part.limit(now, facts, &mut rest.limits);
                        rest.wakes = rest.wakes.min(until);
                    }
                })+
                // What it reads of the others is known until they wake; the battery is listened to.
                if rest.awake.rules
                    && !rest.awake.plug
                    && !rest.awake.screen
                    && let Some(rules) = &self.rules
                    && let Some(until) = rules.rests_beside(now, facts)
                {
                    if let Some(battery) = self.battery.as_ref().filter(|_| rest.awake.battery) {
                        battery.publish(facts);
                    }
                    rules.limit(now, facts, &mut rest.limits);
                    rest.awake.rules = false;
                    rest.wakes = rest.wakes.min(until);
                }
                rest.heard = (facts.charging, facts.saver);
                rest.line_down = facts.line_down;
                rest.others_rest = rest.awake.is_plain();
            }

            /// The facts, which only change when something advances or the battery notices
            /// that it charges. `PLAIN`, here and below: all but [`Awake::PLAIN`] rest, and are not
            /// even looked at.
            #[inline]
            pub(super) fn publish<const PLAIN: bool>(&self, facts: &mut Conditions, rest: &Rest) {
                // It has two publishers, and often neither.
                facts.line_down = rest.line_down;
                $(if (!PLAIN || Awake::PLAIN.$part)
                    && rest.awake.$part
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
                $(if (!PLAIN || Awake::PLAIN.$part)
                    && rest.awake.$part
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
                $(if (!PLAIN || Awake::PLAIN.$part)
                    && rest.awake.$part
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
                $(if (!PLAIN || Awake::PLAIN.$part || wakes)
                    && (rest.awake.$part || wakes)
                    && let Some(part) = &mut self.$part
                {
                    part.advance(now, to, facts, rate);
                })+
                self.client.advance(now, to, facts, rate);
            }

            /// Moves the parts that rest to where they wake.
            pub(super) fn wake(&mut self, now: SimTime, facts: &Conditions, rate: Rate, rest: &Rest) {
                $(if !rest.awake.$part && let Some(part) = &mut self.$part {
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
    rivals: Competition<'a>,
}

/// What the parts that rest have said, once for many events.
pub(super) struct Rest {
    /// Which parts do not rest.
    pub(super) awake: Awake,
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
            awake: Awake::default(),
            limits: Limits::new(relaxed),
            line_down: false,
            heard: (false, false),
            others_rest: false,
            wakes: SimTime::ZERO,
        }
    }
}
