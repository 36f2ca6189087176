//! The client of a measured run: which tool it was and the options that it was given. What is not given
//! is left to the preset of the tool.

use super::Run;
use crate::import::{ImportError, shown};
use serde_json::{Map, Value};

/// How large a pack of restic is, and how long rclone rests after a file that failed: as in the presets.
/// Only where a run changes the number that stands beside it.
const PACK: &str = "16MiB";
const REST: &str = "1s";
const REST_S3: &str = "50ms";

impl Run<'_> {
    pub(super) fn tool(&mut self, value: &Value) -> Result<(), ImportError> {
        let tool = self.object(value, "tool")?;
        self.known(
            tool,
            &[
                "kind",
                "transfers",
                "connections",
                "append",
                "chunk_mib",
                "chunk_concurrency",
                "timeout_s",
                "retries",
                "retries_sleep_s",
                "bwlimit_kbyte",
                "bwlimit_minutes_kbyte",
                "max_duration_s",
                "cutoff_mode",
            ],
        )?;
        let kind = self.word(self.part(tool, "kind")?, "kind")?;
        let preset = match kind {
            "webdav" => "rclone-webdav",
            "s3" => "rclone-s3",
            "restic" | "rsync" => kind,
            other => {
                let message =
                    format!("\"{}\" is no tool; known are webdav, s3, restic, rsync", shown(other));
                return Err(self.fault("kind", message));
            }
        };
        self.put("service.preset", preset, "kind");
        let get = |key: &str| tool.get(key).filter(|v| !v.is_null());
        let whole = |run: &Self, key: &str, default: u64| {
            get(key).map_or(Ok(default), |value| run.whole(value, key))
        };
        let transfers = whole(self, "transfers", 4)?;
        if get("transfers").is_some() {
            self.put("service.transfers", transfers.to_string(), "transfers");
        }
        let parts = whole(self, "chunk_concurrency", 4)?;
        match kind {
            "webdav" if get("transfers").is_some() => {
                self.put("service.flows", transfers.to_string(), "transfers");
            }
            "s3" => {
                // Each part of a file in flight has a connection of its own.
                let flows = transfers.saturating_mul(parts);
                self.put("service.flows", flows.to_string(), "kind");
                let size =
                    get("chunk_mib").map_or(Ok("5".to_owned()), |v| self.number(v, "chunk_mib"))?;
                self.put("service.resume", format!("chunk {size}MiB x{parts}"), "kind");
            }
            "restic" if get("connections").is_some() => {
                let n = whole(self, "connections", 5)?;
                self.put("service.flows", n.to_string(), "connections");
                self.put("service.resume", format!("pack {PACK} x{n}"), "connections");
            }
            "rsync" => {
                // Without it the file under way starts over.
                let append = get("append").is_some_and(|v| v.as_bool() == Some(true));
                self.put("service.resume", if append { "byte" } else { "item" }, "append");
            }
            _ => {}
        }
        self.rules(tool, if kind == "s3" { REST_S3 } else { REST })
    }

    /// The options that any tool may have: time-out, retries, limits.
    fn rules(&mut self, tool: &Map<String, Value>, rest: &str) -> Result<(), ImportError> {
        let get = |key: &str| tool.get(key).filter(|v| !v.is_null());
        if let Some(value) = get("timeout_s") {
            let text = match self.number(value, "timeout_s")?.as_str() {
                "0" | "0.0" => "none".to_owned(),
                seconds => format!("{seconds}s"),
            };
            self.put("service.timeout", text, "timeout_s");
        }
        if get("retries").is_some() || get("retries_sleep_s").is_some() {
            let rounds = get("retries").map_or(Ok(3), |v| self.whole(v, "retries"))?;
            let sleep =
                get("retries_sleep_s").map(|v| self.number(v, "retries_sleep_s")).transpose()?;
            let apart = sleep.map_or(String::new(), |s| format!(", {s}s apart"));
            self.put("service.patience", format!("{rounds} x {rest} per item{apart}"), "retries");
        }
        let cap = |run: &Self, value: &Value, key: &str| match value {
            Value::String(word) if word == "off" => Ok("off".to_owned()),
            value => run.number(value, key).map(|n| format!("{n}KiB/s")),
        };
        if let Some(value) = get("bwlimit_kbyte") {
            let text = match cap(self, value, "bwlimit_kbyte")?.as_str() {
                "off" | "0KiB/s" => "none".to_owned(),
                rate => rate.to_owned(),
            };
            self.put("service.max_rate", text, "bwlimit_kbyte");
        }
        if let Some(value) = get("bwlimit_minutes_kbyte") {
            let key = "bwlimit_minutes_kbyte";
            let fault =
                || self.fault(key, format!("\"{key}\" is no list of [minute, KiB/s or \"off\"]"));
            let mut plan = Vec::new();
            for entry in value.as_array().ok_or_else(fault)? {
                let [minute, rate] = entry.as_array().map_or(&[][..], Vec::as_slice) else {
                    return Err(fault());
                };
                let at = self.moment(minute, key)?.saturating_mul(60);
                plan.push(format!("{} {}", self.clock(at, key)?, cap(self, rate, key)?));
            }
            self.put("service.max_rate", plan.join(", "), key);
        }
        if let Some(value) = get("max_duration_s") {
            let seconds = self.number(value, "max_duration_s")?;
            let mode = get("cutoff_mode").map_or(Ok("HARD"), |v| self.word(v, "cutoff_mode"))?;
            let end = match mode.to_ascii_lowercase().as_str() {
                "hard" => "hard",
                "soft" => "soft",
                _ => {
                    let message =
                        format!("the mode {} is not known; known are HARD, SOFT", shown(mode));
                    return Err(self.fault("cutoff_mode", message));
                }
            };
            self.put("service.max_run", format!("{seconds}s {end}"), "max_duration_s");
        }
        Ok(())
    }
}
