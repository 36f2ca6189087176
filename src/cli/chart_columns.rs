//! What the CSV of each chart holds: the text of docs/outputs.md, which a test holds against the files that
//! are written. The same names are the keys of `data` in the chart's JSON.

/// A column and what it holds.
type Column = (&'static str, &'static str);

/// A moment of the simulation.
const TIME: [Column; 3] = [
    ("time_s", "The moment in seconds since second 0."),
    ("night", "The night it belongs to, from 1."),
    ("clock", "Its clock time."),
];
const STORED: [Column; 2] = [
    ("stored_bytes", "What is backed up by then."),
    ("share_percent", "The same as a share of the whole."),
];

/// What follows `chart`, what its rows are, and its columns.
pub const CHARTS: &[(&str, &str, &[Column])] = &[
    (
        "progress",
        "A row for each point of the line. `chart card` has the same in every case.",
        &[TIME[0], TIME[1], TIME[2], STORED[0], STORED[1]],
    ),
    (
        "progress of what grows faster than it is sent",
        "The same where the library grows by at least what a night carries, over some nights more, which go \
         as the one that repeats did.",
        &[
            TIME[0],
            TIME[1],
            TIME[2],
            STORED[0],
            ("share_percent", "The same as a share of the library then."),
            (
                "library_bytes",
                "What is to be backed up then: a day's growth comes with each night.",
            ),
            ("left_bytes", "What of it is not backed up."),
        ],
    ),
    (
        "progress --compare",
        "The same for both cases, one after the other, on one clock.",
        &[("case", "`first` or `second`."), TIME[0], TIME[1], TIME[2], STORED[0], STORED[1]],
    ),
    (
        "states",
        "A row for each stretch of a strip, then one for each bar.",
        &[
            ("part", "`strip` or `bar`."),
            ("night_first", "The first of the nights that the strip stands for; empty of a bar."),
            ("night_last", "The last of them."),
            ("clock_start", "Where the stretch begins."),
            ("clock_end", "Where it ends."),
            (
                "state",
                "`uploading`, `network`, `power`, `outside`, `cloud`, `phone`; of a bar also `other`.",
            ),
            ("cause", "The cause; empty while uploading and where several are in one bar."),
            ("seconds", "Its length; of a bar the sum over all nights."),
            ("share_percent", "The bar's share of the allowed time."),
        ],
    ),
    (
        "speed",
        "A row for each step of the rate over the first night, then those of each limit, then each standstill.",
        &[
            ("series", "`rate`, or the cause: a limit of the speed, or what stopped it."),
            ("clock", "The clock time of the start."),
            ("start_s", "Start in seconds since second 0."),
            ("end_s", "End."),
            ("rate_bits_per_s", "The rate or the limit; 0 of a standstill."),
        ],
    ),
    (
        "chance",
        "A row for each dot, the first to finish first.",
        &[
            ("dot", "Its number, from 1."),
            (
                "quantile_percent",
                "The share of the trials at whose end it lies: the middle of its own part.",
            ),
            (
                "finish_s",
                "The finish in seconds since second 0; empty if not within the nights looked at.",
            ),
            ("night", "The night of the finish, from 1."),
            ("clock", "The clock time of the finish, rounded up to the minute."),
            ("in_time", "`yes` by the deadline, else `no`."),
        ],
    ),
    (
        "chance --fan",
        "A row for each moment: in each window evenly and at its ends.",
        &[
            TIME[0],
            TIME[1],
            TIME[2],
            (
                "share_p5_percent",
                "What 5 % of the trials have not passed: the lower edge of the outer band.",
            ),
            ("share_p25_percent", "25 %: the lower edge of the inner band."),
            ("share_p50_percent", "Half: the line."),
            ("share_p75_percent", "75 %: the upper edge of the inner band."),
            ("share_p95_percent", "95 %: the upper edge of the outer band."),
        ],
    ),
    (
        "fixes",
        "A row for each fix, best first.",
        &[
            ("fix", "Its id; of two together both, joined by `+`."),
            ("nights_before", "The night of the finish without it; empty if there is none."),
            ("finish_s_before", "The finish without it, in seconds since second 0."),
            ("nights_after", "The night of the finish with it."),
            ("finish_s_after", "The finish with it."),
            ("meets_deadline", "`yes` or `no`."),
            ("effort", "What it asks of its owner."),
            ("asks", "The same in the words of the drawing."),
        ],
    ),
    (
        "map",
        "A row for each cell, from the bottom up.",
        &[
            ("x", "The value across, as it is typed."),
            ("x_value", "The same as a number in the base unit of its kind."),
            ("y", "The value upward, as it is typed."),
            ("y_value", "The same as a number."),
            ("nights", "The night in which it finishes; empty if it does not."),
            ("verdict", "The verdict, or `impossible` where the two values contradict each other."),
            ("cause", "Why it never finishes or is refused."),
            ("own", "`yes` of the cell of the case itself."),
        ],
    ),
    (
        "nights",
        "A row for each speed of each line of each panel.",
        &[
            ("window_s", "The length of the window: the panel."),
            ("size_bytes", "The size: the line."),
            ("upload", "The upload speed, as it is typed."),
            ("upload_bits_per_s", "The same in bits per second."),
            ("nights", "The night in which it finishes; empty if it does not."),
            ("verdict", "The verdict, or `impossible`."),
        ],
    ),
    (
        "battery",
        "For each night that is drawn a row for each point of the level, of the band's edges, each stretch on a \
         charger and each wait for power; then the levels at which something changes.",
        &[
            (
                "series",
                "`level`, `level-p5` and `level-p95` (what 5 % and 95 % of the trials are not above), \
                 `plugged-in`, the cause of a wait, or what happens at a level: `reserve`, `battery-low`, \
                 `power-saving-on`, `power-saving-off`, `charge-hold`.",
            ),
            ("clock", "The clock time of the moment or the start."),
            ("start_s", "The same in seconds since second 0."),
            ("end_s", "The end of a stretch or a wait."),
            ("level_percent", "The level."),
        ],
    ),
    (
        "plan",
        "A row for each plan, the smallest first.",
        &[
            ("plan_bytes", "Its size."),
            ("usd_a_month", "Its price in US dollars a month; empty where it is not known."),
            ("used_bytes", "What is used of it already."),
            ("backup_bytes", "What the backup needs."),
            ("free_bytes", "What it leaves free."),
            ("missing_bytes", "What is missing."),
            ("next_that_fits", "`yes` of the smallest that holds it, else `no`."),
        ],
    ),
    (
        "overview OUT.csv",
        "For each group a row for each night, then one for each way in which rows are not done.",
        &[
            ("group", "The value that is common to its rows; empty for all rows."),
            ("rows", "How many rows it has."),
            ("part", "`done`, or the verdict of those that are not: `misses`, `never`, `refused`."),
            ("night", "The night by which it is done."),
            ("cause", "Why it is not."),
            ("count", "How many rows."),
            ("percent", "Their share of the group."),
        ],
    ),
];
