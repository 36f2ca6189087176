//! Wrong values of the kinds of what a service and its program do with items.

use super::{FAR, Forms, NEAR};

pub(super) const ITEMS: Forms = &[
    ("E012", NEAR, &["photos # x 2.4", "photos 3000 x #"]),
    ("E014", NEAR, &["photos # x 2Mb", "photos 3000 x #Gbit"]),
    ("E016", NEAR, &["photos # x 2.4Mo", "photos 3000 x #megs", "photos # x 2MB ~5MB"]),
    ("E017", NEAR, &["photos # x 2MB ~999%"]),
    ("E035", NEAR, &["photos # x 2MB ~55"]),
    ("E017", NEAR, &["photos 0 x #MB", "photos # x 0MB", "photos 3000 x -#MB", "photos # x 999TB"]),
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
];

pub(super) const RESUME: Forms = &[
    ("E010", FAR, &["chunk", " "]),
    ("E011", NEAR, &["chunk #e3MB", "chunk +#MB"]),
    ("E012", NEAR, &["chunk #", "chunks #"]),
    ("E014", NEAR, &["chunk #Mb", "chunk #Gbit"]),
    ("E016", NEAR, &["chunk #Mo", "chunk #MiBB", "pack #Mo x5", "pack #MBB"]),
    ("E017", NEAR, &["chunk -#MB", "chunk #PB", "chunk 0MB", "pack #MB x0", "chunk #MB x{101}"]),
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
];

pub(super) const OVERHEAD: Forms = &[
    ("E012", NEAR, &["#", "#.5", "# + 2 rtt"]),
    ("E016", NEAR, &["#x", "#x + 2 rtt", "#mms"]),
    ("E017", NEAR, &["-#ms", "{2000} rtt", "-# rtt", "30ms + {2000} rtt"]),
    ("E025", NEAR, &["#M", "#M + 2 rtt"]),
    ("E032", NEAR, &["#.5 rtt", "30ms + #.5 rtt", "# x rtt"]),
    ("E035", NEAR, &["#ms +", "#ms + 2ms", "# rtt + 2 rtt", "+ #ms", "#ms + 2 rtt + 1ms"]),
    ("E035", FAR, &["fast", "=#", "rtt #"]),
];

pub(super) const SCAN: Forms = &[
    ("E012", NEAR, &["#", "#.5"]),
    ("E016", NEAR, &["#x", "# items", "#hh"]),
    ("E017", NEAR, &["0 items/s", "-# items/s", "{2000}w"]),
    ("E025", NEAR, &["#M"]),
    ("E032", NEAR, &["#.5 items/s", "# k items/s", "# itms/s"]),
    ("E038", NEAR, &["#/min", "#h{60}"]),
    ("E010", FAR, &["items/s"]),
];

pub(super) const BACK_OFF: Forms = &[
    ("E010", FAR, &["x#", " "]),
    ("E011", NEAR, &["1s x+#", "#e3s x2"]),
    ("E012", NEAR, &["#", "# x2 up to 60s", "1s x2 up to #"]),
    ("E016", NEAR, &["#sz", "#GB x2", "1s x2 up to #secz"]),
    ("E017", NEAR, &["#s x0.5", "1s x0", "#s x{2000}", "{60}s x2 up to #ms", "-#s x2", "#s x-2"]),
    ("E025", NEAR, &["#M x2", "1s x2 up to # months"]),
    ("E035", NEAR, &["#s x2 up to fast", "1s x#s", "1s x# times", "#s x2 upto 60s"]),
    ("E035", FAR, &["often", "=#"]),
    ("E038", NEAR, &["#h{60} x2", "#s 5h x2", "#s upto"]),
];

pub(super) const PATIENCE: Forms = &[
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
];

pub(super) const RESTART: Forms = &[
    ("E010", FAR, &["every", " "]),
    ("E012", NEAR, &["every #", "every #, at most 60", "every #.5"]),
    ("E016", NEAR, &["every #sx", "every #GB", "every #sex, at most 60"]),
    ("E017", NEAR, &["every 0s, at most #", "every #s, at most 0", "every -#s"]),
    ("E025", NEAR, &["every #M", "every # months, at most 2"]),
    ("E032", NEAR, &["every 5s, at most #.5", "every #s, at most 3 or so", "every #s at most 2x"]),
    ("E035", NEAR, &["#s", "#s, at most 60", "each #s", "evry #s", "after #s"]),
    ("E035", FAR, &["#", "always"]),
    ("E038", NEAR, &["every #h{60}", "every #s, 60", "every #s max 60"]),
];

pub(super) const LONGEST_RUN: Forms = &[
    ("E010", FAR, &[" "]),
    ("E011", NEAR, &["+#s", "#e3s soft"]),
    ("E012", NEAR, &["#", "# soft", "#.5 hard"]),
    ("E016", NEAR, &["#sx", "#GB soft", "#x", "#ss hard"]),
    ("E017", NEAR, &["-#s", "0s", "-#s soft", "{2000}w"]),
    ("E025", NEAR, &["#M", "# months soft"]),
    ("E035", NEAR, &["~#s", "soft #s", "about #s"]),
    ("E035", FAR, &["=#", "long"]),
    ("E038", NEAR, &["#h{60}", "#s 5h", "#s (soft)", "#s, soft"]),
];

pub(super) const LISTING: Forms = &[
    ("E012", NEAR, &["#", "#.5", "6MB, 3 x #", "# x 40"]),
    ("E014", NEAR, &["#Mb", "3 x #Gbit"]),
    ("E016", NEAR, &["#Mo", "# photos", "3 x #megs"]),
    ("E017", NEAR, &["0 x #MB", "# x 0MB", "-#MB", "#PB", "# x 900TB"]),
    ("E018", NEAR, &["#%", "6MB, #%"]),
    ("E032", NEAR, &["#.5 x 2MB", "# pieces x 2MB"]),
    ("E010", NEAR, &["#MB,", "#MB,,1MB"]),
    ("E010", FAR, &[" "]),
    ("E024", FAR, &["{2000}000 x 1B"]),
];

pub(super) const WORKING_SPACE: Forms = &[
    ("E012", NEAR, &["#", "# + 5%"]),
    ("E014", NEAR, &["#Mb", "#Gbit + 0.5%"]),
    ("E016", NEAR, &["#Mo", "#MBB + 0.5%", "#MB x 2"]),
    ("E017", NEAR, &["-#MB", "-#%", "#PB"]),
    ("E026", NEAR, &["{101}%", "100MB + {101}%"]),
    ("E035", NEAR, &["#MB + 5MB", "+ #%", "#MB +", "#% + 2%", "#MB + 1% + 2%", "~#MB"]),
    ("E035", FAR, &["a lot", "=#"]),
];
