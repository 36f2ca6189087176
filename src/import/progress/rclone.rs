//! The log that rclone writes with `--use-json-log`: one object in each line, of which those with
//! `stats` tell how far it is. Fields as rclone 1.60 writes them: `bytes`, `totalBytes`,
//! `elapsedTime`, `errors`, and `time` beside the statistics.
//!
//! `bytes` counts what was sent again as well, and then `totalBytes` grows by as much; it also grows
//! while rclone still lists files. So growth from the first error on is taken for what was lost, and
//! growth before it for files that were found.

use super::stamp::{Stamps, Times};
use super::{Done, Format, Gathered, Progress};
use crate::import::ImportError;
use crate::import::lines::filled;
use crate::units::{ClockTime, Size, Span};
use serde_json::Value;

/// What one process of rclone has told so far.
#[derive(Clone, Copy, Default)]
struct Process {
    /// Seconds since it started.
    elapsed: f64,
    total: u64,
    /// Sent for nothing.
    lost: u64,
    done: u64,
}

/// Reads the log.
pub(super) fn read(text: &str) -> Result<Progress, ImportError> {
    let mut gathered = Gathered::new();
    let mut stamps = Stamps::default();
    let mut process = Process::default();
    // What processes before this one have sent.
    let mut before = 0_u64;
    // How long the first process had run at its first line.
    let mut head = None;
    for (line, row) in filled(text) {
        let Ok(value) = serde_json::from_str::<Value>(row.trim()) else {
            // The last line of a log that is still written, or text of something else.
            gathered.left_out += 1;
            continue;
        };
        let stats = &value["stats"];
        let (Some(bytes), Some(total)) = (stats["bytes"].as_u64(), stats["totalBytes"].as_u64())
        else {
            continue;
        };
        let elapsed = stats["elapsedTime"].as_f64().unwrap_or(process.elapsed);
        let begins = gathered.rows.is_empty() || elapsed < process.elapsed;
        if elapsed < process.elapsed {
            // Started again: it skips what is there, and counts from nothing.
            before = before.saturating_add(process.done);
            process = Process::default();
        }
        let written = value["time"].as_str().map(|time| stamps.micros(time, Times::Any));
        let at = match written {
            Some(Ok(at)) => at,
            Some(Err(message)) => {
                gathered.fault(ImportError::new(line, 0, message));
                continue;
            }
            None => (elapsed * 1e6).round() as i64,
        };
        if begins && before == 0 {
            // It began with nothing sent.
            let start = at.saturating_sub((elapsed.clamp(0.0, 1e9) * 1e6).round() as i64);
            gathered.push(line, 0, start, Done::Bytes(Size::ZERO));
            head = head.or(Some(elapsed));
        }
        if stats["errors"].as_u64().unwrap_or(0) > 0 && process.total > 0 {
            process.lost = process.lost.saturating_add(total.saturating_sub(process.total));
        }
        process.elapsed = elapsed;
        process.total = total;
        process.done = bytes.saturating_sub(process.lost);
        let done = before.saturating_add(process.done);
        gathered.push(line, 0, at, Done::Bytes(Size::from_bytes(done)));
    }
    if gathered.rows.is_empty() {
        let message = "no line holds progress; run rclone with --use-json-log --stats 1m \
                       --log-level INFO";
        return Err(ImportError::new(0, 0, message));
    }
    let total = before.saturating_add(process.total.saturating_sub(process.lost));
    // The clock of the first line, moved to the start of the process.
    let past = (head.unwrap_or(0.0).clamp(0.0, 1e9) * 1e3).round() as i64;
    let clock = stamps.first_clock().map(|clock| {
        let millis = (i64::from(clock.millis()) - past).rem_euclid(86_400_000);
        ClockTime::from_millis(u32::try_from(millis).unwrap_or(0))
    });
    let day = stamps.first_day(Span::from_micros(past * 1000));
    let progress = gathered.finished(Format::Rclone, Some(Size::from_bytes(total)), clock)?;
    Ok(Progress { day, ..progress })
}
