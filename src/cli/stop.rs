//! Signals: SIGINT and SIGTERM end the program within half a second with 130, after files under way
//! are removed or, of a run that can be gone on with, brought to a last checkpoint. A second one ends
//! it at once. A file-size limit becomes an ordinary error of the write.

#[cfg(unix)]
use super::failure::INTERRUPTED;
#[cfg(unix)]
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::AtomicBool;

/// From here on SIGINT and SIGTERM leave nothing half-written behind. For runs that take a while;
/// the others end before anybody could press a key.
pub fn watch() {
    let said = || "interrupted; nothing half-written is left\n".to_owned();
    watch_and(said, "interrupted\n".to_owned());
}

/// The same as [`watch`], with something to do first that says what was done, and what is said if that takes too
/// long. What it holds it may keep: the program ends.
#[cfg(unix)]
pub fn watch_and(last: impl FnOnce() -> String + Send + 'static, otherwise: String) {
    use std::io::{Read, Write, stderr};
    use std::os::unix::net::UnixStream;
    use std::sync::mpsc::channel;
    use std::time::Duration;
    /// Somebody who pressed a key hears something within a tenth of a second ...
    const HEARD: Duration = Duration::from_millis(80);
    /// ... and waits half a second at most, whatever the disk does.
    const WAITED: Duration = Duration::from_millis(360);
    let Ok((mut bell, ringer)) = UnixStream::pair() else { return };
    let pressed = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let Ok(ringer) = ringer.try_clone() else { return };
        let second = signal_hook::flag::register_conditional_shutdown(
            signal,
            i32::from(INTERRUPTED),
            Arc::clone(&pressed),
        );
        let first = signal_hook::flag::register(signal, Arc::clone(&pressed));
        let heard = signal_hook::low_level::pipe::register(signal, ringer);
        if second.is_err() || first.is_err() || heard.is_err() {
            return;
        }
    }
    std::thread::spawn(move || {
        let mut one = [0];
        if bell.read_exact(&mut one).is_err() {
            return;
        }
        let say = |text: &str| {
            super::progress::wipe();
            let _ = stderr().lock().write_all(text.as_bytes());
        };
        let (done, said) = channel();
        std::thread::spawn(move || {
            let _ = done.send(last());
        });
        let said = said.recv_timeout(HEARD).or_else(|_| {
            say("stopping; what is done is being kept; once more ends it at once\n");
            said.recv_timeout(WAITED)
        });
        // A last step that hangs is left: what it was to keep is what was kept before.
        let said = said.unwrap_or(otherwise);
        let _none_is_started = super::temporary::discard_all();
        say(&said);
        std::process::exit(i32::from(INTERRUPTED));
    });
}

/// See above; elsewhere the machine's own ways hold.
#[cfg(not(unix))]
pub fn watch_and(_: impl FnOnce() -> String + Send + 'static, _: String) {}

/// The default action of SIGXFSZ would kill the program before the write could report it.
#[cfg(unix)]
pub fn survive_file_size_limit() {
    let seen = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
}

/// See above.
#[cfg(not(unix))]
pub fn survive_file_size_limit() {}
