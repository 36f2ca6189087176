//! What restic writes with `--json`: one object in each line. `status` lines count what was *read*:
//! `seconds_elapsed`, `total_bytes`, `bytes_done`, each left out where it is zero, in whole seconds and
//! without a clock. The `summary` at the end knows what was sent: `data_added_packed` (newer
//! versions) or `data_added`, in `total_duration` seconds. Fields as restic 0.14 writes them.

use super::{Done, Format, Gathered, Progress};
use crate::import::ImportError;
use crate::import::lines::filled;
use crate::units::Size;
use serde_json::Value;

/// Reads the output.
pub(super) fn read(text: &str) -> Result<Progress, ImportError> {
    let mut gathered = Gathered::new();
    let (mut total, mut elapsed) = (0, 0);
    for (line, row) in filled(text) {
        let Ok(value) = serde_json::from_str::<Value>(row.trim()) else {
            // The last line of an output that is still written, or text of something else.
            gathered.left_out += 1;
            continue;
        };
        match value["message_type"].as_str() {
            Some("status") => {
                let seconds = value["seconds_elapsed"].as_i64().unwrap_or(0);
                if seconds < elapsed {
                    // Another run of it in the same file: only the last one counts.
                    gathered = Gathered { rows: Vec::new(), ..gathered };
                }
                elapsed = seconds;
                total = value["total_bytes"].as_u64().unwrap_or(total);
                let done = Size::from_bytes(value["bytes_done"].as_u64().unwrap_or(0));
                let at = seconds.clamp(0, 1_000_000_000) * 1_000_000;
                gathered.push(line, 0, at, Done::Bytes(done));
            }
            Some("summary") => {
                if let Some(progress) = summary(&value, gathered.left_out) {
                    return Ok(progress);
                }
            }
            _ => {}
        }
    }
    if gathered.rows.is_empty() {
        let message = "no line holds progress; run restic backup --json and keep its output";
        return Err(ImportError::new(0, 0, message));
    }
    gathered.finished(Format::Restic, Some(Size::from_bytes(total)), None)
}

/// A run that has ended: nothing at its start, all that was added at its end.
fn summary(value: &Value, left_out: usize) -> Option<Progress> {
    let added = value["data_added_packed"].as_u64().or(value["data_added"].as_u64())?;
    let seconds = value["total_duration"].as_f64().filter(|s| s.is_finite() && *s > 0.0)?;
    let added = Size::from_bytes(added);
    let mut gathered = Gathered { left_out, ..Gathered::new() };
    gathered.push(0, 0, 0, Done::Bytes(Size::ZERO));
    gathered.push(0, 0, (seconds.min(1e9) * 1e6).round() as i64, Done::Bytes(added));
    gathered.finished(Format::ResticSummary, Some(added), None).ok()
}
