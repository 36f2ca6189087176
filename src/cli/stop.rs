//! Signals: SIGINT and SIGTERM end the program at once with 130, after files under way are removed;
//! a file-size limit becomes an ordinary error of the write.

use super::failure::INTERRUPTED;

/// From here on SIGINT and SIGTERM leave nothing half-written behind. For runs that take a while;
/// the others end before anybody could press a key.
#[cfg(unix)]
pub fn watch() {
    use std::io::{Read, Write, stderr};
    use std::os::unix::net::UnixStream;
    let Ok((mut bell, ringer)) = UnixStream::pair() else { return };
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let Ok(ringer) = ringer.try_clone() else { return };
        if signal_hook::low_level::pipe::register(signal, ringer).is_err() {
            return;
        }
    }
    std::thread::spawn(move || {
        let mut one = [0];
        if bell.read_exact(&mut one).is_ok() {
            let _none_is_started = super::sink::discard_all();
            super::progress::wipe();
            let _ = stderr().lock().write_all(b"interrupted; nothing half-written is left\n");
            std::process::exit(i32::from(INTERRUPTED));
        }
    });
}

/// See above; elsewhere the machine's own ways hold.
#[cfg(not(unix))]
pub fn watch() {}

/// The default action of SIGXFSZ would kill the program before the write could report it.
#[cfg(unix)]
pub fn survive_file_size_limit() {
    let seen = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
}

/// See above.
#[cfg(not(unix))]
pub fn survive_file_size_limit() {}
