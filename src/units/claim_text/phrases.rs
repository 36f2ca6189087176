//! The words of claims, as people and web pages use them: what makes a bound, what says a night, words for
//! numbers. Read by the grammar of claims, which knows none of its own.

pub(super) const ABOUT: [&str; 20] = [
    "it takes",
    "takes",
    "about",
    "around",
    "roughly",
    "approximately",
    "approx.",
    "approx",
    "circa",
    "ca.",
    "nearly",
    "almost",
    "only",
    "just",
    "another",
    "some",
    "in",
    "~",
    "\u{2248}",
    "an estimated",
];

pub(super) const AT_MOST: [&str; 14] = [
    "up to",
    "under",
    "less than",
    "at most",
    "no more than",
    "not more than",
    "within",
    "below",
    "fewer than",
    "a maximum of",
    "max.",
    "max",
    "<=",
    "<",
];

pub(super) const AT_LEAST: [&str; 10] = [
    "at least",
    "more than",
    "over",
    "no less than",
    "not less than",
    "upwards of",
    "a minimum of",
    "min.",
    ">=",
    ">",
];

pub(super) const OR_LESS: [&str; 7] =
    [" or less", " or under", " at most", " at the most", " tops", " max", " maximum"];

pub(super) const OR_MORE: [&str; 6] =
    [" or more", " or longer", " at least", " and more", " plus", " minimum"];

/// Lower bounds that the number itself does not meet: `over 2 nights` is into the third.
pub(super) const ABOVE: [&str; 3] = ["more than", "over", ">"];

/// Words that say that a night is filled.
pub(super) const ALL_NIGHT: [&str; 6] = [
    "all night",
    "all night long",
    "the whole night",
    "the entire night",
    "most of the night",
    "the better part of a night",
];

/// Words that say that a night is enough.
pub(super) const OVERNIGHT: [&str; 7] = [
    "overnight",
    "over night",
    "one night",
    "a night",
    "in one night",
    "done overnight",
    "done in a night",
];

pub(super) const NUMBERS: [(&str, &str); 17] = [
    ("a couple of", "2"),
    ("a couple", "2"),
    ("couple of", "2"),
    ("an", "1"),
    ("a", "1"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
];

/// Words for numbers that nobody counted, each with the range taken (assumed, and wide on purpose: what is
/// said so is wrong only where no reader would have taken it so).
pub(super) const VAGUE: [(&str, u32, u32); 4] =
    [("a few", 2, 6), ("few", 2, 6), ("several", 3, 10), ("a handful of", 3, 8)];

/// Units that stand alone in the plural, with the range taken: from two up to where the next unit begins
/// to be said.
pub(super) const PLURALS: [(&str, u32); 6] =
    [("seconds", 60), ("minutes", 60), ("hours", 24), ("days", 14), ("nights", 14), ("weeks", 8)];
