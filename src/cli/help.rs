//! Short help: what `-h` shows of each command, by hand, so that it fits one screen of 80 columns.
//! [`super::manual`] has the long form.

/// Without arguments: at most 12 lines, two examples to run.
pub const SHORT: &str = "\
backup-sim: will tonight's phone backup finish, when, and what holds it back?

  backup-sim estimate --size 40GB --upload 3Mbps
  backup-sim chart progress --size 40GB --upload 3Mbps -o progress.svg

  estimate   will it finish, when, what holds it back
  diagnose   from a message or what you saw to the cause
  chart      draw it: progress, states, speed, chance, fixes, map and more
  batch      the same for every row of a CSV
  explain    what a field, cause, error code or preset means

COMMAND -h. More: fixes solve check fit sweep report accuracy completions man
";

/// `estimate -h`.
pub const ESTIMATE: &str = "\
Will it finish, when, and what holds it back?
Usage: backup-sim estimate --size SIZE --upload RATE [FLAGS]

  --size 40GB            how much to back up (iPhone: Next Backup Size)
  --upload 3Mbps         the upload figure of a speed test
  --service NAME         icloud-backup, google-photos, computer-usb2, ...
  --window 22:00-07:00   when it may run; all-day
  --deadline 07:00       by when it must be done
  --done 12GB            what is uploaded already
  --cloud-free 5GB       free space at the destination
  --phone-free 3GB       free space on the phone
  --battery 80%  --charger 20W  --plugged 23:30-07:00
  --wifi 22:00-06:00     when there is Wi-Fi
  --scenario FILE.toml   values from a file
  --trials 1000          random trials for the chance; 0 for none
  --format json          also text, markdown, csv; --for owner, agent, author
  --csv timeline.csv  --json FILE  --md FILE  --svg FILE  --png FILE

  backup-sim estimate --size 40GB --upload 3Mbps
  backup-sim estimate --service icloud-backup --size 40GB --upload 20Mbps

All flags, units and exit codes: backup-sim estimate --help
";

/// `diagnose -h`.
pub const DIAGNOSE: &str = "\
What is the matter, from a message, from what was seen, or from both?
Usage: backup-sim diagnose [TEXT] [--seen READINGS] [FLAGS]

  TEXT                   what the phone or its owner says; or --symptom TEXT
  --seen \"23:10 30%, 07:00 34%\"
                         the figure on the phone, twice or more; percent or GB,
                         night 2 07:00 40% for another night
  --ruled-out ID,...     causes that it is not: no-wifi, low-power-mode, ...
  --service NAME         icloud-backup, google-photos, ... and all that is known
                         of the case; size and upload may be left out
  --scenario FILE.toml   values from a file
  --format json          also text, markdown
  --json FILE  --md FILE
  --for owner            six lines; agent: a paragraph; author: Markdown

  backup-sim diagnose \"stuck at 5% for hours\"
  backup-sim diagnose --seen \"23:10 30%, 07:00 34%\" --service icloud-backup
  backup-sim diagnose \"Waiting for Wi-Fi\" --service google-photos

Each cause is simulated and held against what was seen. All messages that are
known: backup-sim explain symptoms. All flags: backup-sim diagnose --help
";

/// `report -h`.
#[cfg(feature = "charts")]
pub const REPORT: &str = "\
One HTML page with the answer, its charts, what to do and what it rests on.
Usage: backup-sim report --size SIZE --upload RATE -o FILE.html [FLAGS]
       backup-sim report OUT.csv [--by COLUMN] -o FILE.html   (a batch's result)

  -o FILE.html           the page; without it standard output
  --title TEXT           a title instead of the verdict
  --clock 12h            clock times as 10:00 pm
  --trials 1000          random trials for the chance; 0 for none

  backup-sim report --scenario scenarios/plan-full.toml -o report.html

All flags: backup-sim report --help
";

/// `chart -h`.
#[cfg(feature = "charts")]
pub const CHART: &str = "\
Draws the answer.
Usage: backup-sim chart KIND --size SIZE --upload RATE -o FILE [FLAGS]

  progress               will it finish, and when
  states                 what held it back, night by night
  speed                  how fast, and what was the limit
  chance                 how sure: 20 equally likely finishes; --dots 50, --fan
  fixes                  which change helps most, before and after
  card                   the answer at a glance, for a link's preview
  map                    what if: nights by size and speed; also heatmap
  nights                 nights by speed, for sizes and lengths of the window
  battery                the level over the night, and when it waits for power
  plan                   does it fit the cloud plan, and which one would hold it
  overview OUT.csv       a batch: the share done by each night; --by COLUMN

  -o FILE.svg            or .png; --title TEXT in place of the finding
  --layout article       also mobile, social, wide; --theme auto, light, dark
  --background none      the page shows through; --text paths: letters drawn
  --x upload=1Mbps..100Mbps:10   of a map, as --y; also window=4h,8h, start, ...
  --compare              of progress: two --scenario files, or one and a fix
  --bundle DIR           for an article; KIND all: of each; --only svg,png,csv

  backup-sim chart progress --size 40GB --upload 3Mbps -o progress.svg
All flags: backup-sim chart --help
";

/// `batch -h`.
pub const BATCH: &str = "\
The same as estimate for every row of a CSV.
Usage: backup-sim batch INPUT.csv [-o OUT.csv] [FLAGS]     (- is standard input)

The first line names the columns: fields and flags (size, upload, window, ...),
with the unit where cells are bare numbers (size_gb, upload_mbps). A column row
is the id of the row. Flags hold for all rows, cells win.

  -o OUT.csv             with OUT.rejects.csv and OUT.summary.json beside it
  --check                only validates
  --allow-extra          passes unknown columns through
  --keep-input           repeats the input's columns
  --columns size,upload  names for an input without a header
  --no-header            leaves the header of the output out
  --rejects-inline       rejected rows also among the answers
  --needs                adds the speed and the size that would do it
  --trials 100           adds the chance of each row
  --threads 2            the output is the same for any number
  --resume               goes on with a run that was stopped

  backup-sim batch rows.csv -o answers.csv
  backup-sim batch - --columns size,upload < no-header.csv

Exit code 3 if rows were rejected. All flags: backup-sim batch --help
";

/// `sweep -h`.
pub const SWEEP: &str = "\
A CSV for batch: a row for each combination of ranges and lists.
Usage: backup-sim sweep --size RANGE --upload RANGE [-o ROWS.csv] [FLAGS]

Every field may hold one value, a list or a range:
  --size 5GB..128GB:8    so many values, both ends among them; by equal ratios
                         for sizes and speeds, else by equal steps
  --upload 3Mbps,10Mbps  a list; commas where no value of the field has one,
  --plugged 'yes | no'   else | (windows, items, outages, rivals, faults, ...)
  --window 4h..10h:4     of the window its length, from its start

Columns stand as typed, what a scenario file gives before them; the last one
changes from row to row. Every value given is a column, so that batch needs no
flag again. The column row counts from 1 and keys the random numbers.

  --sample 1000          draws rows instead: from lists, from ranges (--size
                         5GB..128GB), and from the laws of --spread
  --seed 1               of what is drawn
  -o ROWS.csv            else standard output

  backup-sim sweep --size 5GB..128GB:8 --upload 1Mbps..100Mbps:5 | backup-sim batch -
  backup-sim sweep --size 5GB..128GB --upload 1Mbps..50Mbps --sample 100

All flags: backup-sim sweep --help
";

/// `explain -h`.
pub const EXPLAIN: &str = "\
Explains a field, cause, error code, preset or unit.
Usage: backup-sim explain [TOPIC]

  backup-sim explain upload
  backup-sim explain cloud-full
  backup-sim explain E012
  backup-sim explain icloud-backup
  backup-sim explain config --service icloud-backup --size 40GB

  backup-sim explain limits
  backup-sim explain restore

Without a topic it lists all of them. config shows every value of a scenario
with its origin.
";

/// `fixes -h`.
pub const FIXES: &str = "\
Everything that would help, simulated and ranked, with the flags to paste.
Usage: backup-sim fixes --size SIZE --upload RATE [FLAGS]

The case is written as for estimate. Each fix is a change of the case that was
simulated; an amount is the least that does. Best first, by what it gains, the
effort and the cost. A fix that changes nothing is not shown.

  --format json          also text, markdown
  --for owner            six lines; agent: a ticket; author: an article
  --json FILE  --md FILE
  --exit-code            exits with 10 if it is not done by the deadline

  backup-sim fixes --size 40GB --upload 3Mbps
  backup-sim fixes --service icloud-backup --size 40GB --upload 20Mbps --cloud-free 5GB

All flags: backup-sim fixes --help
";

/// `solve -h`.
pub const SOLVE: &str = "\
The least change of one field that meets the deadline, all else as it is.
Usage: backup-sim solve FIELD --size SIZE --upload RATE [FLAGS]

  upload                 the least upload speed
  size                   the largest backup
  window                 how long it must be left
  start                  the latest start
  cloud-free             the least free space at the destination
  phone-free             the least free space on the phone
  charger                the weakest charger
  battery                the lowest battery level at the start

  --confidence 90%       in at least this share of the trials
  --deadline 07:00       by when it must be done
  --format json          also text, markdown
  --json FILE  --md FILE

  backup-sim solve upload --size 40GB
  backup-sim solve size --upload 3Mbps --confidence 90%
  backup-sim solve window --size 40GB --upload 6Mbps

The value asked for need not be given. All flags: backup-sim solve --help
";

/// `check -h`.
pub const CHECK: &str = "\
Can a quoted time be true, and what would explain it if not?
Usage: backup-sim check --size SIZE --upload RATE --claim TIME [FLAGS]

  --claim '1-2 hours'    as it is quoted: 90 minutes, 2h30, under an hour,
                         a couple of days, 3 nights, overnight
  --size 64GB  --upload 25Mbps  --service NAME
  --window 22:00-07:00   when it may run; else all day, or the nights claimed
  --format json          also text, markdown
  --json FILE  --md FILE
  --exit-code            exits with 10 if the claim is not plausible
  --trials 1000          in how many cases the claim holds; 0 for none

  backup-sim check --size 64GB --upload 25Mbps --claim '1-2 hours'
  backup-sim check --size 64GB --service computer-usb2 --claim '1 hour'

A claim may be rounded by half of its last unit; a bound (under, over) is not;
overnight is up to a night, a few 2 to 6, several 3 to 10. It is impossible
below size / speed, optimistic below the simulated time, slow above one and a
half times that, else plausible.
All flags: backup-sim check --help
";

/// `fit -h`.
pub const FIT: &str = "\
From a progress so far to its speed, its stalls and its end.
Usage: backup-sim fit PROGRESS [FLAGS]     (- is standard input)

PROGRESS is a CSV of readings with a time (23:10, 2026-11-29 23:10, seconds) and
a percent or a size (percent, done_gb, bytes); the timeline that estimate writes
with --csv; the log of rclone --use-json-log; or the output of restic --json.
Without a header a line is a time and an amount with its unit: 23:10,30%.
A decimal comma stands in quotes, or cells are apart by semicolons.

  --size 40GB            how much there is in all, where the file does not say
  --window 22:00-07:00   when it may run; without it, all day
  --wifi 22:00-06:00     hours that may explain the stalls; also --in-use,
                         --plugged, --outages, --cloud-outages
  --scenario FILE        a whole case: if it gives what was seen, its end counts
  --format json          also text, markdown, csv
  --csv stretches.csv  --json FILE  --md FILE
  --trials 400           random trials for the range; 0 for none
  --for owner            six lines; also agent (a ticket), author (an article)

  backup-sim fit tests/data/progress/two-nights.csv
  backup-sim fit tests/data/progress/rclone.jsonl --format json

All flags: backup-sim fit --help
";

/// `accuracy -h`.
pub const ACCURACY: &str = "\
Holds predictions against measured runs.
Usage: backup-sim accuracy DIR [FLAGS]

  --format json          also text, markdown, csv
  --csv FILE  --json FILE  --md FILE
  --set KEY=VALUE        another value in every run

  backup-sim accuracy tests/runs
  backup-sim accuracy tests/runs --set link.efficiency=100%

DIR holds a folder for each run: scenario.json, and outcome.json where it is
known. The format is in docs/measured-runs.md.
";

/// `completions -h`.
pub const COMPLETIONS: &str = "\
Prints completions for a shell.
Usage: backup-sim completions bash|elvish|fish|powershell|zsh

  backup-sim completions bash > backup-sim.bash
";

/// `man -h`.
pub const MAN: &str = "\
Prints the manual page.
Usage: backup-sim man

  backup-sim man > backup-sim.1
";
