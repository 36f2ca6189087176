//! Values of more than one quantity, each with a text of its own: rivals, items, outages, drops, a
//! charge hold, a taper, what an interruption costs. Plain data; the models give them meaning.

use super::data::{Rate, Size};
use super::fraction::Fraction;
use super::listing::Sizes;
use super::power::Power;
use super::time::{ClockTime, Span};
use super::windows::ClockWindow;

/// Free text of at most 200 characters, for instance a scenario's name. May be hostile: every sink
/// escapes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name(pub String);

/// A fixed list of words, one of which is a field's value. Implemented by the enum of each such
/// field through `choices!`, which also gives it its [`super::Kind`].
pub trait Choice: Copy + PartialEq + std::fmt::Debug + 'static {
    /// What the choice is called, for instance `service`.
    const NAME: &'static str;
    /// Every value with its word, and one line on what it means, in the order shown.
    const ALL: &'static [(Self, &'static str, &'static str)];
    /// Other words that are read as a value.
    const ALIASES: &'static [(&'static str, Self)] = &[];
    /// Words that could mean several values and are refused: why, and the values, likeliest first.
    const REFUSED: &'static [(&'static str, &'static str, &'static [Self])] = &[];
    /// The word of a value.
    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(v, _, _)| *v == self).map_or("", |(_, w, _)| w)
    }

    /// Its place in [`Choice::ALL`].
    fn place(self) -> u32;
}

/// A rate that changes at clock times, every day: `18:00 2Mbps, 23:00 9Mbps`. Each entry holds
/// until the next; the last one holds over midnight. A single rate holds always.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RatePlan {
    /// The same rate all day.
    Constant(Rate),
    /// Entries by rising clock time, at most 168, all different.
    Daily(Vec<(ClockTime, Rate)>),
}

/// What an outage does to connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutageEffect {
    /// They die; the client resumes as its service allows.
    Cut,
    /// They live on and go on afterwards.
    Hold,
    /// Packets vanish and nobody is told; connections live on until a time-out.
    Hole,
    /// Only the phone's ends of its connections die; the service keeps the dead sessions.
    Stale,
}

/// Outages of the link: clock windows, each with its effect if one is written (else
/// `link.survive` decides between cut and hold).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Outages(pub Vec<(ClockWindow, Option<OutageEffect>)>);

/// Random drops: up for a time with mean `every`, then down for a time with mean `lasting`, both
/// exponential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Drops {
    /// Mean time from one drop's end to the next drop, more than zero.
    pub every: Span,
    /// Mean length of a drop, more than zero.
    pub lasting: Span,
}

/// A cap on a rate: one, or one by clock time. In a plan [`Rate::UNLIMITED`] is no cap, written
/// `off`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RateCap(pub RatePlan);

impl RateCap {
    /// The highest that it ever allows.
    pub fn most(&self) -> Rate {
        match &self.0 {
            RatePlan::Constant(rate) => *rate,
            RatePlan::Daily(list) => list.iter().map(|&(_, r)| r).max().unwrap_or(Rate::UNLIMITED),
        }
    }
}

/// What a rival upload wants.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RivalDemand {
    /// As much as its connections get, for as long as it is on.
    Endless,
    /// This many bytes, once, over as many nights as it takes.
    Sized(Size),
    /// Items of these sizes, in this order, once: two or more.
    Items(Sizes),
    /// A fixed rate, served first.
    Fixed(Rate),
}

/// When a rival is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RivalTime {
    /// In the whole backup window.
    Always,
    /// In this clock window.
    Within(ClockWindow),
    /// From this clock time to the end of the night's 24 h, every night.
    From(ClockTime),
}

/// Another upload over the same link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rival {
    /// What it is called; empty if it has no name.
    pub name: String,
    /// Its connections, 1 to 1,000; the link is shared in proportion.
    pub flows: u32,
    /// What it wants.
    pub demand: RivalDemand,
    /// When it is on.
    pub time: RivalTime,
    /// Whether it is over for good as soon as its connections are cut.
    pub until_cut: bool,
}

/// Rival uploads, at most 16.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rivals(pub Vec<Rival>);

/// How unlike items are: the standard deviation of the logarithm of their sizes, in millionths;
/// written as a percentage, `~55%`. Sizes are lognormal around their mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spread(u32);

impl Spread {
    /// All of one size.
    pub const ZERO: Spread = Spread(0);
    /// The most that is accepted, 400 %: a file system's sizes have about 250 %.
    pub const MAX: Spread = Spread(4_000_000);

    /// From millionths.
    pub const fn from_millionths(millionths: u32) -> Self {
        Spread(millionths)
    }

    /// In millionths.
    pub const fn millionths(self) -> u32 {
        self.0
    }
}

/// A class of like items: `photos 3000 x 2.4MB ~55%`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ItemClass {
    /// What they are, for instance `photos`.
    pub name: String,
    /// How many, at least 1.
    pub count: u64,
    /// The mean size of one.
    pub size: Size,
    /// How unlike they are in size.
    pub spread: Spread,
}

/// The classes of items of a library, at most 32, never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Items(pub Vec<ItemClass>);

/// A charge hold: charging stops at `level` until a clock time, or for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hold {
    /// The level at which charging stops.
    pub level: Fraction,
    /// When it goes on; `None` is never.
    pub until: Option<ClockTime>,
}

/// How the accepted charging power falls with the state of charge: knots `(state of charge,
/// share of the full power)`, rising in the first, joined by straight lines, level before the
/// first knot. At least one knot, at most 16.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Taper(pub Vec<(Fraction, Fraction)>);

/// What of the work under way survives an interruption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resume {
    /// Every byte.
    Byte,
    /// Finished items; the item under way starts over.
    Item,
    /// Whole chunks, counted from the item's start.
    Chunk {
        /// The size of one.
        size: Size,
        /// How many of one item are in flight at once, 1 to 64.
        parts: u32,
    },
    /// Whole packs of the items' bytes laid end to end, wherever one item ends.
    Pack {
        /// The size of one.
        size: Size,
        /// How many are in flight at once, 1 to 64.
        parts: u32,
    },
    /// What the service's index names; finished packs that it does not name yet are lost too. Only
    /// where the client is stopped.
    Index,
    /// Nothing: everything starts over.
    Nothing,
}

/// What each item costs besides its bytes: `30ms + 2 rtt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Overhead {
    /// A fixed span.
    pub fixed: Span,
    /// And this many round trips.
    pub round_trips: u32,
}

/// How long the client looks through the library before it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scan {
    /// A span, whatever the library.
    Lasting(Span),
    /// So many items in a second, at least 1.
    ItemsPerSecond(u64),
}

/// Local working space: a fixed size and a share of the library: `100MB + 0.5%`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scratch {
    /// The fixed part.
    pub fixed: Size,
    /// The share of the library's size.
    pub share: Fraction,
}

/// A running-time budget: `30min per 24h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Session {
    /// How long the client may run, more than zero.
    pub budget: Span,
    /// In each stretch of this length, counted from the first start; at least the budget.
    pub per: Span,
}

/// A set of words of one list, for instance what a service requires. `nothing` is the empty set.
pub struct Set<C: Choice> {
    mask: u32,
    of: std::marker::PhantomData<C>,
}

impl<C: Choice> Set<C> {
    /// The empty set.
    pub const EMPTY: Self = Set { mask: 0, of: std::marker::PhantomData };

    fn bit(choice: C) -> u32 {
        1 << choice.place()
    }

    /// The set of these.
    pub fn of(choices: &[C]) -> Self {
        let mask = choices.iter().fold(0, |mask, &c| mask | Self::bit(c));
        Set { mask, of: std::marker::PhantomData }
    }

    /// Whether it holds a choice.
    pub fn has(self, choice: C) -> bool {
        self.mask & Self::bit(choice) != 0
    }

    /// Whether it is empty.
    pub const fn is_empty(self) -> bool {
        self.mask == 0
    }

    /// Its choices in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = C> {
        C::ALL.iter().map(|&(c, _, _)| c).filter(move |&c| self.has(c))
    }
}

impl<C: Choice> Clone for Set<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Choice> Copy for Set<C> {}

impl<C: Choice> Default for Set<C> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<C: Choice> PartialEq for Set<C> {
    fn eq(&self, other: &Self) -> bool {
        self.mask == other.mask
    }
}

impl<C: Choice> std::fmt::Debug for Set<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter().map(Choice::word)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_it_was_given_once_or_twice() {
        let both = Set::of(&[Coupling::Qi, Coupling::Wired, Coupling::Qi]);
        assert_eq!(both.iter().collect::<Vec<_>>(), [Coupling::Wired, Coupling::Qi]);
        assert!(both.has(Coupling::Qi) && !both.has(Coupling::MagSafe) && !both.is_empty());
        assert_eq!(Some(&both).cloned(), Some(both));
        assert_ne!(both, Set::of(&[Coupling::Wired]));
        assert_eq!(format!("{both:?}"), r#"{"wired", "qi"}"#);
        assert!(Set::<Coupling>::default().is_empty());
    }
}

/// Defines an enum of words with one line of meaning each: a [`Choice`].
#[macro_export]
macro_rules! choices {
    ($(#[$meta:meta])* $vis:vis enum $name:ident ($what:literal) {
        $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+
    } $(aliases { $($alias:literal => $target:ident),+ $(,)? })?
    $(refused { $($word_refused:literal => ($why:literal, [$($meant:ident),+])),+ $(,)? })?) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[doc = $doc])+ $variant),+ }

        impl $crate::units::Choice for $name {
            const NAME: &'static str = $what;
            const ALL: &'static [(Self, &'static str, &'static str)] =
                &[$(($name::$variant, $word, concat!($($doc),+).trim_ascii())),+];

            fn place(self) -> u32 {
                self as u32
            }

            $(const ALIASES: &'static [(&'static str, Self)] =
                &[$(($alias, $name::$target)),+];)?
            $(const REFUSED: &'static [(&'static str, &'static str, &'static [Self])] =
                &[$(($word_refused, $why, &[$($name::$meant),+])),+];)?
        }
    };
}

crate::choices! {
    /// How the charger is coupled.
    pub enum Coupling ("coupling") {
        /// By cable.
        Wired = "wired",
        /// By a magnetic wireless charger.
        MagSafe = "magsafe",
        /// By a wireless pad.
        Qi = "qi",
    }
}

/// A charger: its power and how it is coupled. Written `none`, `20W`, or one of the kinds
/// `usb-0.5w usb-2.5w usb-5w qi-7.5w magsafe-15w pd-20w`. Zero power is no charger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChargerPower {
    /// Its power.
    pub power: Power,
    /// How it is coupled.
    pub coupling: Coupling,
}

impl ChargerPower {
    /// No charger.
    pub const NONE: Self = ChargerPower { power: Power::ZERO, coupling: Coupling::Wired };
    /// A 20 W USB-PD charger.
    pub const PD_20W: Self =
        ChargerPower { power: Power::from_milliwatts(20_000), coupling: Coupling::Wired };
}
