//! Wrong values of the kinds of one number and its unit, and of how a number varies.

use super::{FAR, Forms, NEAR};

pub(super) const SIZE: Forms = &[
    ("E012", NEAR, &["#", "#.5"]),
    ("E014", NEAR, &["#Gb", "#Mb", "#Gbit", "# gigabits", "#Gib", "#b"]),
    ("E016", NEAR, &["#Go", "#gigs", "#GBB", "#GB/s", "#Mbps"]),
    ("E016", FAR, &["#W", "#photos"]),
    ("E017", NEAR, &["#PB", "{2000}TB"]),
    ("E018", NEAR, &["#%", "# percent"]),
];

pub(super) const SPEED: Forms = &[
    ("E012", NEAR, &["#", "#.5"]),
    ("E013", NEAR, &["#M", "#m", "#mb", "#MB", "#Mb", "#MBPS", "#G", "#kB"]),
    ("E016", NEAR, &["#Mpbs", "#Mbp", "#Mb/h", "#Mbbps"]),
    ("E016", FAR, &["#W", "#h"]),
    ("E017", NEAR, &["#Tbps", "0.000#kbps", "#bps"]),
];

pub(super) const PERCENTAGE: Forms = &[
    ("E026", NEAR, &["{101}%", "{101}", "{101} %", "{101} percent", "100.#%"]),
    ("E016", NEAR, &["#%%", "#/100", "#percents", "#per"]),
    ("E016", FAR, &["#W", "#GB"]),
];

pub(super) const SPAN: Forms = &[
    ("E012", NEAR, &["#", "#.5"]),
    ("E016", NEAR, &["#x", "#hurs", "#mim", "#minutess"]),
    ("E016", FAR, &["#GB"]),
    ("E017", NEAR, &["{2000}w"]),
    ("E025", NEAR, &["#M", "#mo", "# months", "#y", "# years"]),
    ("E038", NEAR, &["#h{60}", "#h 30h", "#min 5h", "#.5h 30min", "#:{60}"]),
];

pub(super) const COUNT: Forms = &[
    (
        "E032",
        NEAR,
        &["#.5", "#,5", "#x", "# nights", "#%", "#k", "#th", "#!", "# or so", "#;", "#/2"],
    ),
    ("E032", FAR, &["#GB", "#Mbps"]),
];

pub(super) const SPREAD: Forms = &[
    ("E010", FAR, &["  "]),
    (
        "E017",
        NEAR,
        &[
            "link.upload lognormal {2000}%",
            "size ±{2000}%",
            "size normal {2000}%",
            "upload yes {2000}% | no 5%",
        ],
    ),
    (
        "E035",
        NEAR,
        &[
            "link.upload #%",
            "link.upload = #%",
            "size #GB",
            "link.upload lognormal #GB",
            "link.upload lognormal #",
            "link.upload lognormal x#%",
            "link.upload log-normal #%",
            "link.upload logn #%",
            "size gauss #%",
            "size about #%",
            "size #GB-#GB",
            "size #GB..",
            "size ..#GB",
            "size ± x#%",
            "size +x#GB",
            "size normal ~#GB",
            "size uniform x#GB",
            "size triangular #%",
            "size between # and #",
            "upload; size ±#GB",
            "upload ±#GB;",
        ],
    ),
    ("E035", FAR, &["#", "a lot", "=#"]),
];
