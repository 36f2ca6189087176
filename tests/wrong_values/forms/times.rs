//! Wrong values of the kinds of hours and of nights.

use super::{FAR, Forms, NEAR};

pub(super) const WINDOWS: Forms = &[
    ("E024", FAR, &["@-@,,,,,,,,,,,,,,,,,,,,,,,,,"]),
    (
        "E031",
        NEAR,
        &["night 0: 01:00-0#:00", "nights {60}-2: 01:00-05:00", "night {4000}: 1:00-5:00"],
    ),
];

pub(super) const BACKUP_WINDOW: Forms =
    &[("E020", NEAR, &["night #: 01:00-05:00", "nights #: 23:00-05:00"])];

pub(super) const DEADLINE: Forms = &[
    ("E010", FAR, &["  ", "night #"]),
    (
        "E020",
        NEAR,
        &[
            "{25}:00",
            "7:{60}",
            "@-@",
            "@h",
            "@ o'clock",
            "at @",
            "@:{60}",
            "{25}",
            "07:00:{60}",
            "{h}:00 xm",
            "13:#pm",
            "{25}pm",
            "night # {25}:00",
        ],
    ),
    ("E021", NEAR, &["{h}", "night # {h}"]),
    ("E031", NEAR, &["night 0 @", "nights #-{101} @", "night {4000} @", "night x @"]),
    ("E020", FAR, &["#GB", "soon", "tomorrow"]),
];

pub(super) const CLOCK_TIMES: Forms = &[
    ("E010", FAR, &[" ", "@,,12:34"]),
    (
        "E020",
        NEAR,
        &[
            "{25}:00",
            "@, {25}:00",
            "7:{60}",
            "@-@",
            "@h",
            "@ o'clock",
            "at @",
            "@:{60}",
            "{25}",
            "24:00",
            "@, 24:00",
            "{h}:00 xm",
        ],
    ),
    ("E021", NEAR, &["{h}", "00:01, {h}", "{h}, {k}"]),
    (
        "E024",
        FAR,
        &[
            "@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@,@",
        ],
    ),
    ("E036", NEAR, &["@, @", "@, 12:34, @"]),
    ("E020", FAR, &["#GB", "soon"]),
];

pub(super) const SESSION: Forms = &[
    ("E010", FAR, &["  "]),
    ("E012", NEAR, &["# per 24h", "#min per 24"]),
    ("E016", NEAR, &["#x per 24h", "30min per #x", "#mim per 24h"]),
    ("E017", NEAR, &["0s per #h", "#h per 1h", "-#min per 24h", "30min per 0s", "{2000}w per 1h"]),
    ("E025", NEAR, &["#M per 24h", "30min per # months"]),
    ("E035", NEAR, &["#min", "#min/24h", "#min pro 24h", "#min every 24h", "~#min per 24h"]),
    ("E035", FAR, &["daily", "#", "#%"]),
    ("E038", NEAR, &["#h{60} per 24h", "#min 5h per 24h"]),
];
