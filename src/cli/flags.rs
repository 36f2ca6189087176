//! The flags that are no fields, in groups that subcommands share. Names and help flow out; what a flag
//! does is the business of the subcommand that reads it.

use super::args::Flag;

const fn flag(name: &'static str, value: &'static str, help: &'static str) -> Flag {
    Flag { name, short: None, value: Some(value), words: &[], help }
}

const fn switch(name: &'static str, help: &'static str) -> Flag {
    Flag { name, short: None, value: None, words: &[], help }
}

const fn choice(
    name: &'static str,
    value: &'static str,
    words: &'static [&'static str],
    help: &'static str,
) -> Flag {
    Flag { name, short: None, value: Some(value), words, help }
}

/// Where values come from besides their own flags.
pub(super) const SOURCES: &[Flag] = &[SCENARIO, SET, STRICT_UNITS, MANUAL];

/// The same where two cases may be compared.
#[cfg(feature = "charts")]
pub(super) const SOURCES_OF_CHARTS: &[Flag] = &[
    flag(
        "scenario",
        "FILE",
        "Reads values from a TOML file; of several files the later one wins, but with --compare each \
         of two is a case of its own.",
    ),
    SET,
    STRICT_UNITS,
    MANUAL,
];

const SET: Flag =
    flag("set", "KEY=VALUE", "Sets any field by its key, for instance link.upload=3Mbps.");

const STRICT_UNITS: Flag =
    switch("strict-units", "Refuses every value that would be read with a note.");

const MANUAL: Flag =
    switch("manual", "You start it with Back Up Now; the same as --start-mode manual.");

const SCENARIO: Flag =
    flag("scenario", "FILE", "Reads values from a TOML file; of several files the later one wins.");

pub(super) const CHANCE: &[Flag] = &[
    flag("trials", "N", "Random trials for the chance: 0 for none, or 10 to 1000000."),
    flag("seed", "N", "The seed of the random trials (1)."),
    flag("row", "N", "The row whose random numbers are used (1)."),
    flag("threads", "N", "How many threads compute (one for each processor)."),
];

pub(super) const LOOK: &[Flag] = &[
    choice("color", "WHEN", &["auto", "always", "never"], "Colour: auto, always or never."),
    switch("plain", "No colour and no drawn carets."),
];

pub(super) const FORCE: &[Flag] = &[switch("force", "Replaces files that are there already.")];

const PROGRESS: Flag = choice(
    "progress",
    "STYLE",
    &["auto", "json", "none"],
    "How far it is, on stderr: auto (a line, on a terminal), json (a line every second), none.",
);

/// Whom the words are for.
pub(super) const READER: &[Flag] = &[
    choice(
        "for",
        "READER",
        &["owner", "agent", "author"],
        "Words for one reader: six lines, a paragraph for a ticket, or Markdown for an article.",
    ),
    CLOCK,
];

const CLOCK: Flag =
    choice("clock", "STYLE", &["24h", "12h"], "Clock times as 22:00 (24h) or 10:00 pm (12h).");

pub(super) const OUTPUT: &[Flag] = &[
    choice(
        "format",
        "FORMAT",
        &["text", "json", "markdown", "csv"],
        "What standard output gets: text, json, markdown or csv.",
    ),
    flag("csv", "FILE", "Writes the timeline as CSV; - is standard output."),
    flag("every", "SPAN", "Also cuts the rows of the timeline at fixed steps, for instance 5min."),
    flag("json", "FILE", "Writes the answer as JSON; - is standard output."),
    flag("md", "FILE", "Writes the answer as Markdown; - is standard output."),
    flag("svg", "FILE", "Writes the progress chart as SVG; - is standard output."),
    flag("png", "FILE", "Writes the progress chart as PNG; - is standard output."),
    switch("exit-code", "Exits with 10 if it is not done by the deadline."),
];

/// What was said and seen, and where the findings go.
pub(super) const DIAGNOSE: &[Flag] = &[
    flag("symptom", "TEXT", "What the phone or its owner says; the same as TEXT by itself."),
    flag("seen", "READINGS", "What was seen when: \"23:10 30%, 07:00 34%\", night 2 07:00 12GB."),
    flag("ruled-out", "IDS", "Causes that are out of the question: no-wifi, low-power-mode, ..."),
    choice(
        "format",
        "FORMAT",
        &["text", "json", "markdown"],
        "What standard output gets: text, json or markdown.",
    ),
    flag("json", "FILE", "Writes the findings as JSON; - is standard output."),
    flag("md", "FILE", "Writes the findings as Markdown; - is standard output."),
];

#[cfg(feature = "charts")]
const BY: Flag =
    flag("by", "COLUMN", "Of the result of a batch: tells the values of a column apart.");

#[cfg(feature = "charts")]
pub(super) const CHART: &[Flag] = &[
    Flag {
        name: "output",
        short: Some('o'),
        value: Some("FILE"),
        words: &[],
        help: "The file: .svg or .png; - or nothing is standard output, as SVG.",
    },
    choice(
        "layout",
        "LAYOUT",
        &["article", "mobile", "social", "wide"],
        "The size it is laid out for: article, mobile, social or wide.",
    ),
    choice("theme", "THEME", &["auto", "light", "dark"], "The colours: auto, light or dark."),
    choice(
        "background",
        "GROUND",
        &["solid", "none"],
        "What it stands on: solid, or none, so that the page below shows through.",
    ),
    choice(
        "text",
        "LETTERS",
        &["text", "paths"],
        "The letters of an SVG: text, or paths, which look the same everywhere.",
    ),
    flag("title", "TEXT", "A title instead of the finding."),
    choice("dots", "N", &["20", "50"], "How many dots chance has: 20 or 50."),
    switch(
        "fan",
        "Of chance: bands of the share sent over time in place of dots, for those who know bands.",
    ),
    CLOCK,
    flag(
        "x",
        "AXIS",
        "Of a map, from left to right: upload=1Mbps..100Mbps:10 or a list of values.",
    ),
    flag("y", "AXIS", "Of a map, from the bottom up: size=5GB..256GB:7, window=4h..10h:4, ..."),
    BY,
    switch(
        "compare",
        "Of progress: two --scenario files as two lines, or one case with its best fix.",
    ),
    flag(
        "bundle",
        "DIR",
        "Writes drawing, pictures, numbers and words into a folder; with all, those of every kind.",
    ),
    flag("only", "PARTS", "Only these files of it: svg,png,social,csv,alt,md,json."),
    choice("format", "FORMAT", &["text", "json"], "With json, errors are JSON."),
];

#[cfg(feature = "charts")]
pub(super) const REPORT: &[Flag] = &[
    Flag {
        name: "output",
        short: Some('o'),
        value: Some("FILE.html"),
        words: &[],
        help: "The page; - or nothing is standard output.",
    },
    flag("title", "TEXT", "A title instead of the verdict."),
    BY,
    CLOCK,
    choice("format", "FORMAT", &["text", "json"], "With json, errors are JSON."),
];

pub(super) const BATCH: &[Flag] = &[
    Flag {
        name: "output",
        short: Some('o'),
        value: Some("OUT.csv"),
        words: &[],
        help: "The answers; beside it OUT.rejects.csv and OUT.summary.json. Without: standard \
               output.",
    },
    flag("csv", "OUT.csv", "The same as --output."),
    flag("rejects", "FILE", "Where rejected rows go."),
    switch("resume", "Goes on with an unfinished run of the same input and flags."),
    PROGRESS,
    switch("rejects-inline", "Also writes them among the answers, with the verdict rejected."),
    flag(
        "columns",
        "NAMES",
        "Names for the columns of an input without a header: size,upload. Its cells are apart by what parts the names: , ; or a tab.",
    ),
    switch("no-header", "Leaves the header of the output out."),
    switch("check", "Only validates the rows; answers none."),
    switch("allow-extra", "Passes unknown columns through."),
    switch("keep-input", "Repeats the input's columns behind the answer's."),
    switch("needs", "Adds the speed and the size that would do it in time."),
    flag("trials", "N", "Random trials for each row: 0 for none, or 10 to 1000000 (0)."),
    flag("seed", "N", "The seed of the random trials (1)."),
    flag("threads", "N", "How many threads compute (one for each processor)."),
    choice(
        "format",
        "FORMAT",
        &["csv", "json"],
        "The output is CSV; json goes with --check alone, and makes the errors JSON.",
    ),
];

pub(super) const SWEEP: &[Flag] = &[
    Flag {
        name: "output",
        short: Some('o'),
        value: Some("ROWS.csv"),
        words: &[],
        help: "The rows; - or nothing is standard output.",
    },
    flag("sample", "N", "Draws so many rows instead of all combinations; ranges need no count."),
    flag("seed", "N", "The seed of the rows that are drawn (1)."),
    choice("format", "FORMAT", &["csv", "json"], "The output is CSV; json makes the errors JSON."),
];

pub(super) const FIXES: &[Flag] = &[
    choice(
        "format",
        "FORMAT",
        &["text", "json", "markdown"],
        "What standard output gets: text, json or markdown.",
    ),
    flag("json", "FILE", "Writes the answer with all fixes as JSON; - is standard output."),
    flag("md", "FILE", "Writes the fixes as Markdown; - is standard output."),
    switch("exit-code", "Exits with 10 if it is not done by the deadline."),
];

pub(super) const ACCURACY: &[Flag] = &[
    choice(
        "format",
        "FORMAT",
        &["text", "json", "markdown", "csv"],
        "What standard output gets: text, json, markdown or csv.",
    ),
    flag("set", "KEY=VALUE", "Sets a field in every run, for instance link.efficiency=100%."),
    flag("csv", "FILE", "Writes the runs as CSV; - is standard output."),
    flag("json", "FILE", "Writes runs and summary as JSON; - is standard output."),
    flag("md", "FILE", "Writes runs and summary as Markdown; - is standard output."),
];

pub(super) const FIT: &[Flag] = &[
    choice(
        "format",
        "FORMAT",
        &["text", "json", "markdown", "csv"],
        "What standard output gets: text, json, markdown or csv.",
    ),
    flag(
        "csv",
        "FILE",
        "Writes the stretches of sending and standing still; - is standard output.",
    ),
    flag("json", "FILE", "Writes the fit as JSON; - is standard output."),
    flag("md", "FILE", "Writes the fit as Markdown; - is standard output."),
    flag("trials", "N", "Random trials for the range: 0 for none, or 10 to 1000000 (400)."),
    flag("seed", "N", "The seed of the random trials (1)."),
    flag("row", "N", "The row whose random numbers are used (1)."),
];

pub(super) const EXPLAIN: &[Flag] = &[choice(
    "format",
    "FORMAT",
    &["text", "json"],
    "text or json, for every topic and for errors.",
)];

pub(super) const SOLVE: &[Flag] = &[
    flag("confidence", "PERCENT", "In at least this share of the trials, for instance 90%."),
    choice("format", "FORMAT", FORMATS, "What standard output gets: text, json or markdown."),
    flag("json", "FILE", "Writes the answer as JSON; - is standard output."),
    flag("md", "FILE", "Writes the answer as Markdown; - is standard output."),
    switch("exit-code", "Exits with 10 if no value does."),
];

pub(super) const CHECK: &[Flag] = &[
    flag("claim", "TIME", "The time that is quoted: 1-2 hours, about 3 h, overnight, 3 nights."),
    choice("format", "FORMAT", FORMATS, "What standard output gets: text, json or markdown."),
    flag("json", "FILE", "Writes the answer as JSON; - is standard output."),
    flag("md", "FILE", "Writes the answer as Markdown; - is standard output."),
    switch("exit-code", "Exits with 10 if the claim is not plausible."),
];

/// The formats of a command that answers one question.
const FORMATS: &[&str] = &["text", "json", "markdown"];
