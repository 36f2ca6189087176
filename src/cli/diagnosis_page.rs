//! docs/diagnosis.md: how well a diagnosis finds a cause that is known. Drawn cases flow in, the page
//! with its table of confusions flows out; written by `write-docs`.

use backup_sim::cause::Cause;
use backup_sim::study::drill::{KINDS, Verdicted, drill};
use std::collections::BTreeMap;

/// The seed of the cases on the page.
const SEED: u64 = 1;
/// How many there are.
const CASES: usize = 200;

const HEAD: &str = "\
# How well a cause is found

`backup-sim diagnose` ranks causes. This page says how often the true one comes first, over cases whose
cause is known because it was put there. It is written by `backup-sim write-docs docs`; do not edit it.

## The cases

A cause is drawn, each as often as the others; then a service that it occurs under, a library of a size
that takes about one to three nights, and the numbers of the cause (when the Wi-Fi goes, at which
percentage an item hangs). The case is simulated, and it counts if it is not done by the morning and the
cause was at work for half an hour between the first look and the last. Its owner then tells:

- the service and the size, and the upload of a speed test within 8 %, unless the line is the cause;
- three or four looks at the phone: whole percents, rounded down, off a clock that is two minutes off;
- things that are in order, as the quick checks of every help page ask (on the charger, on Wi-Fi, power
  saving off, space in the cloud and on the phone, software current, signed in, switched on, not in use at
  night), each in six of ten cases and never about the cause itself;
- words: always where nothing moves, for then there is nothing else to see, else in six of ten cases.
  They are drawn from the catalogue of symptoms in proportion to its own weights, without those that say
  no more than that it does not work.

So the figures say how well the causes can be told apart if those weights are right. The weights, and how
common each cause is, are assumed: nobody publishes such counts.

";

const TAIL: &str = "
## What cannot be told apart, and why

- **Nothing moves from the start.** Signed out, switched off, unsupported, power saving, never on the
  charger, no Wi-Fi, a full phone and every fault show the same figure all night. Only the message on the
  screen, or a question, tells them apart; without one the more common comes first.
- **One steady speed, lower than stated.** Other uploads all night, a weak Wi-Fi, a service that takes no
  more, a phone that manages no more, a cost for each item and a line slower than its speed test all draw
  the same straight line. So of these only other uploads, some of them for part of the night, and a line
  that was never measured are drawn; the others are hypotheses of `diagnose`, each with its question.
- **A late start or an early end.** The charger, the Wi-Fi and the hand that uses the phone make the same
  step when the service asks for all three. Telling what is in order (`--plugged yes`) settles it.
- **A stretch without progress.** A line that is down and a service that is down differ only in how long
  they last, which is assumed: minutes to two hours at home, hours for a service.
- **Backup apps and systems that are out of date** stop nothing in a forecast; `diagnose` names them as
  `old-apps` where the message points there.
";

/// The page.
pub fn page() -> String {
    let all = drill(SEED, CASES);
    let share = |most: usize| {
        let within = all.iter().filter(|v| v.place.is_some_and(|place| place <= most)).count();
        format!(
            "{within} of {} ({:.1} %)",
            all.len(),
            100.0 * within as f64 / all.len().max(1) as f64
        )
    };
    let mut out = HEAD.to_owned();
    out += &format!("## The result\n\nThe true cause came first in {}, ", share(1));
    out += &format!("and among the first three in {}.\n\n", share(3));
    out += "| true cause | under | cases | first | among three | taken for |\n";
    out += "|---|---|--:|--:|--:|---|\n";
    for &(cause, services) in KINDS {
        let own: Vec<&Verdicted> = all.iter().filter(|v| v.cause == cause).collect();
        let within =
            |most: usize| own.iter().filter(|v| v.place.is_some_and(|p| p <= most)).count();
        let mut taken: BTreeMap<&str, u32> = BTreeMap::new();
        for other in own.iter().filter(|v| v.place != Some(1)) {
            *taken.entry(other.first.map_or("nothing", Cause::id)).or_default() += 1;
        }
        let mut taken: Vec<(&str, u32)> = taken.into_iter().collect();
        taken.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let taken: Vec<String> = taken.iter().map(|(id, n)| format!("{id} {n}")).collect();
        let taken = if taken.is_empty() { "-".to_owned() } else { taken.join(", ") };
        out += &format!(
            "| {} | {} | {} | {} | {} | {taken} |\n",
            cause.id(),
            services.join(", "),
            own.len(),
            within(1),
            within(3),
        );
    }
    out + TAIL
}
