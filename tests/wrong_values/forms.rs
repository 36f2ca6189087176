//! Wrong values of the kinds that have numbers, as forms: each is filled in with some thirty
//! numbers. `#` is a whole number from 2, `@` a clock time, `{h}` and `{k}` hours from 1 to 12,
//! `{60}` a number from 60, `{25}` from 25, `{101}` from 101, `{2000}` from 2000 on.

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
    (
        "size",
        "GB",
        &[
            ("E012", NEAR, &["#", "#.5"]),
            ("E014", NEAR, &["#Gb", "#Mb", "#Gbit", "# gigabits", "#Gib", "#b"]),
            ("E016", NEAR, &["#Go", "#gigs", "#GBB", "#GB/s", "#Mbps"]),
            ("E016", FAR, &["#W", "#photos"]),
            ("E017", NEAR, &["#PB", "{2000}TB"]),
            ("E018", NEAR, &["#%", "# percent"]),
        ],
    ),
    (
        "speed",
        "Mbps",
        &[
            ("E012", NEAR, &["#", "#.5"]),
            ("E013", NEAR, &["#M", "#m", "#mb", "#MB", "#Mb", "#MBPS", "#G", "#kB"]),
            ("E016", NEAR, &["#Mpbs", "#Mbp", "#Mb/h", "#Mbbps"]),
            ("E016", FAR, &["#W", "#h"]),
            ("E017", NEAR, &["#Tbps", "0.000#kbps", "#bps"]),
        ],
    ),
    (
        "percentage",
        "%",
        &[
            ("E026", NEAR, &["{101}%", "{101}", "{101} %", "{101} percent", "100.#%"]),
            ("E016", NEAR, &["#%%", "#/100", "#percents", "#per"]),
            ("E016", FAR, &["#W", "#GB"]),
        ],
    ),
    (
        "span",
        "min",
        &[
            ("E012", NEAR, &["#", "#.5"]),
            ("E016", NEAR, &["#x", "#hurs", "#mim", "#minutess"]),
            ("E016", FAR, &["#GB"]),
            ("E017", NEAR, &["{2000}w"]),
            ("E025", NEAR, &["#M", "#mo", "# months", "#y", "# years"]),
            ("E038", NEAR, &["#h{60}", "#h 30h", "#min 5h", "#.5h 30min", "#:{60}"]),
        ],
    ),
    (
        "count",
        "",
        &[
            (
                "E032",
                NEAR,
                &["#.5", "#,5", "#x", "# nights", "#%", "#k", "#th", "#!", "# or so", "#;", "#/2"],
            ),
            ("E032", FAR, &["#GB", "#Mbps"]),
        ],
    ),
    (
        "power",
        "W",
        &[
            ("E012", NEAR, &["#", "#.5"]),
            ("E016", NEAR, &["#V", "#A", "#Wh", "#MW", "#mA", "#WW"]),
            ("E016", FAR, &["#GB"]),
            ("E017", NEAR, &["#kW", "{2000}W"]),
        ],
    ),
    (
        "charger",
        "",
        &[
            ("E010", FAR, &["  "]),
            ("E012", NEAR, &["#", "usb-#", "qi-#", "pd-#", "magsafe-#"]),
            ("E016", NEAR, &["#V", "qi-#V", "usb-#Wh", "#Wat", "pd-#MW"]),
            ("E017", NEAR, &["#kW", "-#W", "usb--#W", "{2000}W"]),
            ("E028", NEAR, &["about #W", "usc-#W", "qii-#W", "apple #W", "usb"]),
            ("E028", FAR, &["fast", "yes", "wireless"]),
            ("E035", NEAR, &["~#W", "usb-~#W"]),
            ("E015", NEAR, &["#,500W"]),
        ],
    ),
    (
        "energy",
        "Wh",
        &[
            ("E012", NEAR, &["#", "#.5"]),
            ("E016", NEAR, &["#W", "#Whr", "#MWh", "#kJ"]),
            ("E016", FAR, &["#GB"]),
            ("E017", NEAR, &["#kWh", "0.0#Wh", "{2000}Wh"]),
            ("E027", NEAR, &["#mAh", "#00mAh", "#Ah", "# mah"]),
        ],
    ),
    (
        "temperature",
        "",
        &[
            ("E011", NEAR, &["#e3C", "+#", "+#°C", "#_0", "#.", "\u{ff14}\u{ff10}"]),
            ("E015", NEAR, &["#'500C", "# 500", "#.500.5", "#,500"]),
            ("E016", NEAR, &["#F", "#K", "#°F", "-#F", "#°K", "#CC"]),
            ("E016", FAR, &["#W", "#GB"]),
            ("E017", NEAR, &["{101}C", "{101}", "-{60}°C", "-{60}", "--#"]),
            ("E019", NEAR, &["#.12345678901234567890"]),
            ("E035", NEAR, &["~#", "about #°C", "~#°"]),
            ("E035", FAR, &["warm", "=#"]),
            ("E010", FAR, &[" "]),
        ],
    ),
    (
        "windows",
        "",
        &[
            ("E024", FAR, &["@-@,,,,,,,,,,,,,,,,,,,,,,,,,"]),
            (
                "E031",
                NEAR,
                &["night 0: 01:00-0#:00", "nights {60}-2: 01:00-05:00", "night {4000}: 1:00-5:00"],
            ),
        ],
    ),
    ("backup window", "", &[("E020", NEAR, &["night #: 01:00-05:00", "nights #: 23:00-05:00"])]),
    (
        "deadline",
        "",
        &[
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
        ],
    ),
    (
        "speed plan",
        "",
        &[
            ("E012", NEAR, &["#", "@ #", "18:00 2Mbps, 23:00 #"]),
            ("E013", NEAR, &["#M", "@ #M", "@ #MBPS", "18:00 2Mbps, 23:00 #mb"]),
            ("E016", NEAR, &["@ #Mpbs", "@", "#Mpbs"]),
            ("E017", NEAR, &["@ -#Mbps", "@ #Tbps", "-#Mbps"]),
            ("E020", NEAR, &["{25}:00 #Mbps", "18:{60} #Mbps", "18:00 2Mbps, 24:00 #Mbps"]),
            ("E021", NEAR, &["{h} #Mbps, 18:00 2Mbps"]),
            ("E035", NEAR, &["18:00 2Mbps, #Mbps", "18:00 2Mbps, @"]),
            ("E036", NEAR, &["@ 2Mbps, @ #Mbps", "@ #Mbps, 12:34 2Mbps, @ 3Mbps"]),
            ("E035", FAR, &["fast", "slow"]),
        ],
    ),
    (
        "outages",
        "",
        &[
            ("E020", NEAR, &["02:00-02:20 cutt", "@-02:20 drop"]),
            ("E021", NEAR, &["{h}-{k} cut"]),
            ("E022", NEAR, &["@-@ hold"]),
            ("E023", NEAR, &["@ cut"]),
            ("E031", NEAR, &["night 0: 01:00-05:00 cut", "nights {60}-2: 01:00-05:00 hole"]),
        ],
    ),
    (
        "drops",
        "",
        &[
            ("E010", FAR, &["  "]),
            ("E012", NEAR, &["every # for 30s", "every #min for 30", "every #.5 for 1min"]),
            ("E016", NEAR, &["every #x for 30s", "every #min for 30 secnds", "every #GB for 1s"]),
            ("E017", NEAR, &["every 0s for #s", "every #min for 0s", "every -#min for 30s"]),
            ("E025", NEAR, &["every #M for 30s", "every #h for 1 month"]),
            (
                "E035",
                NEAR,
                &[
                    "every #min",
                    "#min for 30s",
                    "evry #min for 30s",
                    "every #min 30s",
                    "for #s every 1h",
                    "every #min fr 30s",
                ],
            ),
            ("E035", FAR, &["often", "#", "#%"]),
            ("E038", NEAR, &["every #h{60} for 30s", "every #min for 5s 3h"]),
        ],
    ),
    (
        "rivals",
        "",
        &[
            (
                "E012",
                NEAR,
                &["onedrive #", "# 22:00-07:00", "fixed #", "onedrive fixed # from 22:10"],
            ),
            ("E013", NEAR, &["fixed #M", "onedrive fixed #MB"]),
            ("E014", NEAR, &["onedrive #Gb", "#Gbit 22:00-07:00"]),
            ("E016", NEAR, &["onedrive #Go", "fixed #Mpbs"]),
            ("E017", NEAR, &["0 flows #GB", "{2000} flows 8GB", "onedrive #PB", "fixed #Tbps"]),
            (
                "E020",
                NEAR,
                &["onedrive 20GB {25}:00-07:00", "#GB 22:{60}-07:00", "#GB from {25}:00"],
            ),
            ("E021", NEAR, &["onedrive #GB {h}-{k}", "#GB from {h}"]),
            ("E022", NEAR, &["onedrive #GB @-@"]),
            ("E031", NEAR, &["onedrive #GB night 0: 01:00-05:00"]),
            ("E010", FAR, &["onedrive #GB,,x"]),
        ],
    ),
    (
        "items",
        "",
        &[
            ("E012", NEAR, &["photos # x 2.4", "photos 3000 x #"]),
            ("E014", NEAR, &["photos # x 2Mb", "photos 3000 x #Gbit"]),
            ("E016", NEAR, &["photos # x 2.4Mo", "photos 3000 x #megs", "photos # x 2MB ~5MB"]),
            ("E017", NEAR, &["photos # x 2MB ~999%"]),
            ("E035", NEAR, &["photos # x 2MB ~55"]),
            (
                "E017",
                NEAR,
                &["photos 0 x #MB", "photos # x 0MB", "photos 3000 x -#MB", "photos # x 999TB"],
            ),
            ("E018", NEAR, &["photos # x 5%"]),
            ("E032", NEAR, &["photos #.5 x 2MB", "photos # pieces x 2MB"]),
            (
                "E035",
                NEAR,
                &[
                    "photos #",
                    "photos x #MB",
                    "photos, # x 2MB",
                    "photos #MB",
                    "photos# x 2MB",
                    "(photos) # x 2MB",
                ],
            ),
            ("E035", FAR, &["many", "#", "#GB"]),
        ],
    ),
    (
        "charge hold",
        "",
        &[
            ("E010", FAR, &["80% until", " "]),
            ("E010", NEAR, &["until @"]),
            ("E011", NEAR, &["#e3%", "+#%"]),
            ("E016", NEAR, &["#W", "#%%", "#% till 05:00", "#/100 until 05:00"]),
            ("E017", NEAR, &["-#%", "-#% until 05:00"]),
            ("E020", NEAR, &["#% until {25}:00", "#% until 05:{60}", "80% until @h"]),
            ("E021", NEAR, &["#% until {h}"]),
            ("E026", NEAR, &["{101}%", "{101}% until 05:00", "{101}"]),
            ("E035", NEAR, &["~#%", "~#% until @"]),
            ("E035", FAR, &["=#", "a lot"]),
        ],
    ),
    (
        "spread",
        "",
        &[
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
        ],
    ),
    (
        "taper",
        "",
        &[
            ("E011", NEAR, &["+#% 1.0"]),
            ("E016", NEAR, &["#W 1.0", "80%% 1.0, #% 0.0"]),
            ("E017", NEAR, &["#% 1.5", "80% #", "-#% 1.0", "#% -1.0", "80% 1.0, 90% #"]),
            ("E026", NEAR, &["{101}% 1.0", "80% 1.0, {101}% 0.0", "80% {101}%"]),
            ("E035", NEAR, &["#%", "80% 1.0, #%", "#% x", "#%1.0"]),
            ("E036", NEAR, &["#% 1.0, #% 0.5", "100% 1.0, #% 0.0", "#% 1.0, 1% 0.5"]),
            ("E035", FAR, &["linear", "#"]),
        ],
    ),
    (
        "resume",
        "",
        &[
            ("E010", FAR, &["chunk", " "]),
            ("E011", NEAR, &["chunk #e3MB", "chunk +#MB"]),
            ("E012", NEAR, &["chunk #", "chunks #"]),
            ("E014", NEAR, &["chunk #Mb", "chunk #Gbit"]),
            ("E016", NEAR, &["chunk #Mo", "chunk #MiBB", "pack #Mo x5", "pack #MBB"]),
            (
                "E017",
                NEAR,
                &["chunk -#MB", "chunk #PB", "chunk 0MB", "pack #MB x0", "chunk #MB x{101}"],
            ),
            ("E018", NEAR, &["chunk #%"]),
            (
                "E028",
                NEAR,
                &[
                    "chunk#MB",
                    "byte #",
                    "item #MB",
                    "chnk #MB",
                    "pck #MB x5",
                    "indexx #",
                    "#MiB",
                    "#",
                    "part #MB",
                ],
            ),
            ("E028", FAR, &["indices", "all", "yes"]),
        ],
    ),
    (
        "overhead",
        "",
        &[
            ("E012", NEAR, &["#", "#.5", "# + 2 rtt"]),
            ("E016", NEAR, &["#x", "#x + 2 rtt", "#mms"]),
            ("E017", NEAR, &["-#ms", "{2000} rtt", "-# rtt", "30ms + {2000} rtt"]),
            ("E025", NEAR, &["#M", "#M + 2 rtt"]),
            ("E032", NEAR, &["#.5 rtt", "30ms + #.5 rtt", "# x rtt"]),
            ("E035", NEAR, &["#ms +", "#ms + 2ms", "# rtt + 2 rtt", "+ #ms", "#ms + 2 rtt + 1ms"]),
            ("E035", FAR, &["fast", "=#", "rtt #"]),
        ],
    ),
    (
        "scan",
        "min",
        &[
            ("E012", NEAR, &["#", "#.5"]),
            ("E016", NEAR, &["#x", "# items", "#hh"]),
            ("E017", NEAR, &["0 items/s", "-# items/s", "{2000}w"]),
            ("E025", NEAR, &["#M"]),
            ("E032", NEAR, &["#.5 items/s", "# k items/s", "# itms/s"]),
            ("E038", NEAR, &["#/min", "#h{60}"]),
            ("E010", FAR, &["items/s"]),
        ],
    ),
    (
        "speed cap",
        "",
        &[
            ("E012", NEAR, &["#", "@ #", "18:00 off, 23:00 #"]),
            ("E013", NEAR, &["#M", "@ #M", "@ #MBPS", "18:00 off, 23:00 #mb"]),
            ("E016", NEAR, &["@ #Mpbs", "@", "#Mpbs"]),
            ("E017", NEAR, &["@ -#Mbps", "@ #Tbps", "-#Mbps"]),
            ("E020", NEAR, &["{25}:00 off", "18:{60} #Mbps", "18:00 2Mbps, 24:00 off"]),
            ("E021", NEAR, &["{h} off, 18:00 #Mbps"]),
            ("E035", NEAR, &["18:00 2Mbps, #Mbps", "18:00 off, @", "@ of", "@ no cap"]),
            ("E036", NEAR, &["@ 2Mbps, @ off", "@ off, 12:34 2Mbps, @ #Mbps"]),
            ("E035", FAR, &["fast", "off"]),
        ],
    ),
    (
        "size plan",
        "",
        &[
            ("E012", NEAR, &["@ #", "18:00 2GB, 23:00 #"]),
            ("E014", NEAR, &["@ #Gb", "@ #Mbit"]),
            ("E016", NEAR, &["@ #Go", "18:00 2GB, 23:00 #gigs", "@ #Mbps"]),
            ("E017", NEAR, &["@ -#GB", "@ #PB"]),
            ("E018", NEAR, &["@ #%"]),
            ("E020", NEAR, &["{25}:00 #GB", "18:{60} #GB", "18:00 2GB, 24:00 #GB"]),
            ("E021", NEAR, &["{h} #GB, 18:00 2GB"]),
            ("E035", NEAR, &["#GB", "18:00 2GB, #GB", "@", "@ two", "18:00 2GB,"]),
            ("E036", NEAR, &["@ 2GB, @ #GB", "@ #GB, 12:34 2GB, @ 3GB"]),
            ("E035", FAR, &["more", "full"]),
        ],
    ),
    (
        "back-off",
        "",
        &[
            ("E010", FAR, &["x#", " "]),
            ("E011", NEAR, &["1s x+#", "#e3s x2"]),
            ("E012", NEAR, &["#", "# x2 up to 60s", "1s x2 up to #"]),
            ("E016", NEAR, &["#sz", "#GB x2", "1s x2 up to #secz"]),
            (
                "E017",
                NEAR,
                &["#s x0.5", "1s x0", "#s x{2000}", "{60}s x2 up to #ms", "-#s x2", "#s x-2"],
            ),
            ("E025", NEAR, &["#M x2", "1s x2 up to # months"]),
            ("E035", NEAR, &["#s x2 up to fast", "1s x#s", "1s x# times", "#s x2 upto 60s"]),
            ("E035", FAR, &["often", "=#"]),
            ("E038", NEAR, &["#h{60} x2", "#s 5h x2", "#s upto"]),
        ],
    ),
    (
        "patience",
        "",
        &[
            ("E010", FAR, &["x 2s per item", " "]),
            ("E012", NEAR, &["3 x # per item", "# x 2 per item", "3 x #.5 per item"]),
            ("E016", NEAR, &["3 x #sx per item", "# x 2GB per item"]),
            ("E017", NEAR, &["0 x #s per item", "# x 0s per item", "{2000} x 2s per item"]),
            ("E025", NEAR, &["3 x #M per item"]),
            ("E032", NEAR, &["#.5 x 2s per item", "# times x 2s per item"]),
            (
                "E035",
                NEAR,
                &[
                    "# x 2s",
                    "#s",
                    "#s per item",
                    "# x 2s each",
                    "# x 2s per file",
                    "# x 2s per item or so",
                    "# rounds",
                ],
            ),
            ("E035", FAR, &["endless", "#", "patient"]),
        ],
    ),
    (
        "restart",
        "",
        &[
            ("E010", FAR, &["every", " "]),
            ("E012", NEAR, &["every #", "every #, at most 60", "every #.5"]),
            ("E016", NEAR, &["every #sx", "every #GB", "every #sex, at most 60"]),
            ("E017", NEAR, &["every 0s, at most #", "every #s, at most 0", "every -#s"]),
            ("E025", NEAR, &["every #M", "every # months, at most 2"]),
            (
                "E032",
                NEAR,
                &["every 5s, at most #.5", "every #s, at most 3 or so", "every #s at most 2x"],
            ),
            ("E035", NEAR, &["#s", "#s, at most 60", "each #s", "evry #s", "after #s"]),
            ("E035", FAR, &["#", "always"]),
            ("E038", NEAR, &["every #h{60}", "every #s, 60", "every #s max 60"]),
        ],
    ),
    (
        "longest run",
        "",
        &[
            ("E010", FAR, &[" "]),
            ("E011", NEAR, &["+#s", "#e3s soft"]),
            ("E012", NEAR, &["#", "# soft", "#.5 hard"]),
            ("E016", NEAR, &["#sx", "#GB soft", "#x", "#ss hard"]),
            ("E017", NEAR, &["-#s", "0s", "-#s soft", "{2000}w"]),
            ("E025", NEAR, &["#M", "# months soft"]),
            ("E035", NEAR, &["~#s", "soft #s", "about #s"]),
            ("E035", FAR, &["=#", "long"]),
            ("E038", NEAR, &["#h{60}", "#s 5h", "#s (soft)", "#s, soft"]),
        ],
    ),
    (
        "clock times",
        "",
        &[
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
        ],
    ),
    (
        "listing",
        "",
        &[
            ("E012", NEAR, &["#", "#.5", "6MB, 3 x #", "# x 40"]),
            ("E014", NEAR, &["#Mb", "3 x #Gbit"]),
            ("E016", NEAR, &["#Mo", "# photos", "3 x #megs"]),
            ("E017", NEAR, &["0 x #MB", "# x 0MB", "-#MB", "#PB", "# x 900TB"]),
            ("E018", NEAR, &["#%", "6MB, #%"]),
            ("E032", NEAR, &["#.5 x 2MB", "# pieces x 2MB"]),
            ("E010", NEAR, &["#MB,", "#MB,,1MB"]),
            ("E010", FAR, &[" "]),
            ("E024", FAR, &["{2000}000 x 1B"]),
        ],
    ),
    (
        "working space",
        "",
        &[
            ("E012", NEAR, &["#", "# + 5%"]),
            ("E014", NEAR, &["#Mb", "#Gbit + 0.5%"]),
            ("E016", NEAR, &["#Mo", "#MBB + 0.5%", "#MB x 2"]),
            ("E017", NEAR, &["-#MB", "-#%", "#PB"]),
            ("E026", NEAR, &["{101}%", "100MB + {101}%"]),
            ("E035", NEAR, &["#MB + 5MB", "+ #%", "#MB +", "#% + 2%", "#MB + 1% + 2%", "~#MB"]),
            ("E035", FAR, &["a lot", "=#"]),
        ],
    ),
    (
        "session",
        "",
        &[
            ("E010", FAR, &["  "]),
            ("E012", NEAR, &["# per 24h", "#min per 24"]),
            ("E016", NEAR, &["#x per 24h", "30min per #x", "#mim per 24h"]),
            (
                "E017",
                NEAR,
                &["0s per #h", "#h per 1h", "-#min per 24h", "30min per 0s", "{2000}w per 1h"],
            ),
            ("E025", NEAR, &["#M per 24h", "30min per # months"]),
            (
                "E035",
                NEAR,
                &["#min", "#min/24h", "#min pro 24h", "#min every 24h", "~#min per 24h"],
            ),
            ("E035", FAR, &["daily", "#", "#%"]),
            ("E038", NEAR, &["#h{60} per 24h", "#min 5h per 24h"]),
        ],
    ),
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
