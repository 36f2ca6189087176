//! Wrong values of the kinds that have numbers, as forms: each is filled in with some thirty
//! numbers. `#` is a whole number from 2, `@` a clock time, `{h}` and `{k}` hours from 1 to 12,
//! `{60}` a number from 60, `{25}` from 25, `{101}` from 101, `{2000}` from 2000 on.

mod amounts;
mod line;
mod power;
mod service;
mod times;

use super::Miss;

/// The code of some forms, and whether they are near misses.
type Forms = &'static [(&'static str, bool, &'static [&'static str])];

const NEAR: bool = true;
const FAR: bool = false;

/// What is wrong with any number, with `$` for the unit of the kind.
const AMOUNT: Forms = &[
    ("E010", FAR, &["  "]),
    ("E011", NEAR, &["#e3$", "+#$", "0x#$", "#_000$", "#.$", "\u{ff14}\u{ff10}$"]),
    ("E015", NEAR, &["#'500$", "# 500$", "#.500.5$"]),
    ("E017", NEAR, &["-#$", "\u{2212}#$"]),
    ("E017", FAR, &["NaN$", "inf$", "\u{221e}$", "99999999999999999999#$"]),
    ("E019", NEAR, &["#.12345678901234567890$"]),
    ("E035", NEAR, &["~#$", "about #$", ">#$"]),
    ("E035", FAR, &["a lot", "fast", "=#$", "x#"]),
];

/// Of those, what has a comma; not for lists.
const GROUPED: Forms = &[("E015", NEAR, &["#,500$", "#.500,5$"])];

const WINDOW: Forms = &[
    (
        "E020",
        NEAR,
        &[
            "22:{60}-07:00",
            "{25}:00-07:00",
            "22:00-{25}:00",
            "22:00-07:{60}",
            "{25}-07:00",
            "22:00:{60}-07:00",
            "22:00-7:{60}am",
            "@-7 o'clock",
            "13pm-@",
        ],
    ),
    (
        "E021",
        NEAR,
        &[
            "{h}-{k}",
            "{h}am-{k}",
            "{h}-{k}pm",
            "{h} to {k}",
            "from {h} to {k}",
            "{h}\u{2013}{k}",
            "{h}:30-{k}",
        ],
    ),
    ("E022", NEAR, &["@-@", "@ to @", "@\u{2013}@"]),
    ("E023", NEAR, &["@", "@/@", "@-", "-@", "@-@-@", "@...@"]),
    ("E010", FAR, &["  "]),
    ("E023", FAR, &["tonight", "#M", "#GB", "\u{1f319}"]),
];

const KINDS: &[(&str, &str, Forms)] = &[
    ("size", "GB", amounts::SIZE),
    ("speed", "Mbps", amounts::SPEED),
    ("percentage", "%", amounts::PERCENTAGE),
    ("span", "min", amounts::SPAN),
    ("count", "", amounts::COUNT),
    ("power", "W", power::POWER),
    ("charger", "", power::CHARGER),
    ("energy", "Wh", power::ENERGY),
    ("temperature", "", power::TEMPERATURE),
    ("windows", "", times::WINDOWS),
    ("backup window", "", times::BACKUP_WINDOW),
    ("deadline", "", times::DEADLINE),
    ("speed plan", "", line::SPEED_PLAN),
    ("outages", "", line::OUTAGES),
    ("drops", "", line::DROPS),
    ("rivals", "", line::RIVALS),
    ("items", "", service::ITEMS),
    ("charge hold", "", power::CHARGE_HOLD),
    ("spread", "", amounts::SPREAD),
    ("taper", "", power::TAPER),
    ("resume", "", service::RESUME),
    ("overhead", "", service::OVERHEAD),
    ("scan", "min", service::SCAN),
    ("speed cap", "", line::SPEED_CAP),
    ("size plan", "", line::SIZE_PLAN),
    ("back-off", "", service::BACK_OFF),
    ("patience", "", service::PATIENCE),
    ("restart", "", service::RESTART),
    ("longest run", "", service::LONGEST_RUN),
    ("clock times", "", times::CLOCK_TIMES),
    ("listing", "", service::LISTING),
    ("working space", "", service::WORKING_SPACE),
    ("session", "", times::SESSION),
];

/// The wrong values of a kind; empty if it has no forms.
pub fn misses(kind: &str) -> Vec<Miss> {
    if kind == "text" {
        // Any text of up to 200 characters is a name.
        let long = |n: usize, near| Miss { text: "n".repeat(n), code: "E037", near };
        return (201..=801).map(|n| long(n, n <= 501)).collect();
    }
    if kind == "trace" {
        // Any text without control characters is a path, but a speed is none.
        let speeds = (1..=300).map(|n| Miss { text: format!("{n}Mbps"), code: "E035", near: true });
        let long = (4097..=4310).map(|n| Miss { text: "p".repeat(n), code: "E037", near: false });
        return speeds.chain(long).collect();
    }
    let Some(&(_, unit, own)) = KINDS.iter().find(|(name, ..)| *name == kind) else {
        return Vec::new();
    };
    let mut forms: Vec<_> = own.iter().collect();
    match kind {
        "size" | "speed" | "percentage" | "span" | "count" | "power" | "energy" | "scan" => {
            forms.extend(AMOUNT);
            forms.extend(GROUPED);
        }
        "windows" | "outages" | "backup window" => forms.extend(WINDOW),
        _ => {}
    }
    let mut list = Vec::new();
    for (code, near, texts) in forms {
        for form in *texts {
            for at in 0..30 {
                list.push(Miss { text: filled(form, unit, at), code, near: *near });
            }
        }
    }
    list
}

fn filled(form: &str, unit: &str, at: usize) -> String {
    const NUMBERS: [u32; 30] = [
        2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 24, 25, 30, 36, 40, 48, 50, 60, 64, 70, 75, 80, 88,
        90, 95, 96, 98, 99,
    ];
    let hour = at % 12 + 1;
    let clock = format!("{:02}:{:02}", (at * 5 + 13) % 24, at * 7 % 60);
    form.replace('#', &NUMBERS[at].to_string())
        .replace('@', &clock)
        .replace('$', unit)
        .replace("{h}", &hour.to_string())
        .replace("{k}", &((hour + 3) % 12 + 1).to_string())
        .replace("{25}", &(25 + at).to_string())
        .replace("{60}", &(60 + at).to_string())
        .replace("{101}", &(101 + at * 7).to_string())
        .replace("{2000}", &(2000 + at * 37).to_string())
        .replace("{4000}", &(4000 + at * 37).to_string())
}
