//! How far a long run is: one line on stderr that is written over and wiped at the end. Counts flow in;
//! nothing flows out that an answer could depend on.

use backup_sim::report::format::thousands;
use std::io::{self, IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{Builder, scope};
use std::time::{Duration, Instant};

/// Work that takes less shows nothing.
pub const QUIET: Duration = Duration::from_secs(1);
/// How often the line is written anew.
pub const ANEW: Duration = Duration::from_millis(200);
/// To the start of the line, and all of it wiped.
const WIPE: &str = "\r\x1b[K";

/// The trials that were run, of all threads: what somebody who waits is shown.
pub static DRAWN: AtomicU64 = AtomicU64::new(0);

/// Whether a line stands there.
static SHOWN: AtomicBool = AtomicBool::new(false);

/// Whether somebody watches stderr.
pub fn is_watched() -> bool {
    stderr().is_terminal()
}

/// Writes the line, in place of the one before.
pub fn show(line: &str) {
    SHOWN.store(true, Ordering::Relaxed);
    let _ = put(&mut stderr().lock(), line);
}

/// Wipes the line, if one stands there: at the end, and before anything else is told.
pub fn wipe() {
    if SHOWN.swap(false, Ordering::Relaxed) {
        let _ = put(&mut stderr().lock(), "");
    }
}

fn put(out: &mut impl Write, line: &str) -> io::Result<()> {
    out.write_all(format!("{WIPE}{line}").as_bytes())?;
    out.flush()
}

/// Does some work that draws trials, `total` of them if that is known, and shows on a terminal how far it
/// is.
pub fn during<T>(total: Option<u64>, work: impl FnOnce() -> T) -> T {
    if !is_watched() {
        return work();
    }
    let (working, over) = channel::<()>();
    scope(|threads| {
        // Without another thread the work is done unseen.
        let _ = Builder::new().spawn_scoped(threads, move || watch(&over, total, QUIET, &show));
        let result = work();
        drop(working);
        result
    })
}

/// Shows how far it is until the sender has gone.
fn watch(over: &Receiver<()>, total: Option<u64>, quiet: Duration, show: &dyn Fn(&str)) {
    let (began, mut wait) = (Instant::now(), quiet);
    while over.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        show(&words(DRAWN.load(Ordering::Relaxed), total, began.elapsed()));
        wait = ANEW;
    }
    wipe();
}

fn words(drawn: u64, total: Option<u64>, taken: Duration) -> String {
    let taken = format!("{} s", taken.as_secs());
    match total {
        _ if drawn == 0 => format!("simulating, {taken}"),
        // A refusal has its trials twice: as it is, and once it is lifted.
        Some(total) if drawn <= total => {
            format!("{} of {} trials, {taken}", thousands(drawn), thousands(total))
        }
        _ => format!("{} trials, {taken}", thousands(drawn)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn the_line_counts_trials_against_what_was_asked_for() {
        let words = |drawn, total| words(drawn, total, Duration::from_millis(2_900));
        assert_eq!(words(0, Some(1_000)), "simulating, 2 s");
        assert_eq!(words(312_000, Some(1_000_000)), "312,000 of 1,000,000 trials, 2 s");
        assert_eq!(words(1_400, Some(1_000)), "1,400 trials, 2 s");
        assert_eq!(words(1_400, None), "1,400 trials, 2 s");
    }

    #[test]
    fn a_line_is_shown_while_the_work_lasts_and_none_before_it_takes_a_while() {
        let shown = Mutex::new(0);
        let (working, over) = channel::<()>();
        let working = Mutex::new(Some(working));
        watch(&over, None, Duration::ZERO, &|_| {
            *shown.lock().unwrap() += 1;
            // The work is done while the first line stands.
            working.lock().unwrap().take();
        });
        assert_eq!(*shown.lock().unwrap(), 1);
        let (working, over) = channel::<()>();
        drop(working);
        watch(&over, None, QUIET, &|line| panic!("{line}"));
    }

    #[test]
    fn a_line_takes_the_place_of_the_one_before() {
        let mut out = Vec::new();
        put(&mut out, "1 trial").unwrap();
        put(&mut out, "").unwrap();
        assert_eq!(out, b"\r\x1b[K1 trial\r\x1b[K");
    }
}
