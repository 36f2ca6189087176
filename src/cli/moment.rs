//! Signals in runs of a moment, as most charts are: a signal flows in, the end of the program flows out,
//! at once but for what must not be left half done. Longer runs have a thread that hears them
//! ([`super::stop`]), which takes about a tenth of the time in which a chart is drawn.

use super::failure::INTERRUPTED;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

/// Whether a signal may end the program at once.
static MAY_END: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));
/// Whether one came.
static PRESSED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From here on SIGINT and SIGTERM end the program where it is, but for what [`whole`] does.
#[cfg(unix)]
pub fn end_at_once() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_shutdown};
    for signal in [SIGINT, SIGTERM] {
        let ends = Arc::clone(&MAY_END);
        if register_conditional_shutdown(signal, i32::from(INTERRUPTED), ends).is_err()
            || register(signal, Arc::clone(&PRESSED)).is_err()
        {
            return;
        }
    }
}

/// See above; elsewhere the machine's own ways hold.
#[cfg(not(unix))]
pub fn end_at_once() {}

/// Does what must not be left half done, after which a signal that came meanwhile ends the program.
pub fn whole<T>(work: impl FnOnce() -> T) -> T {
    MAY_END.store(false, Ordering::SeqCst);
    let done = work();
    MAY_END.store(true, Ordering::SeqCst);
    if PRESSED.load(Ordering::SeqCst) {
        std::process::exit(i32::from(INTERRUPTED));
    }
    done
}
