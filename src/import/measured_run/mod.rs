//! The inputs of a measured run, `scenario.json` (docs/measured-runs.md): the options of the client, the
//! link, the items in their order and what happened when. Flows in as JSON; entries `key = text`, the
//! same as in a scenario file, flow out. Second 0 of the run is 00:00 of an all-day window.

mod events;
pub mod outcome;
mod place;
mod tool;

use super::{ImportError, shown};
use serde_json::{Map, Value};
use std::ops::Range;

/// What the relay between the two ends adds to each round trip, in milliseconds: fitted on the time
/// that 1,050 small files took (measured for this project, 2026-11).
const RELAY_MS: f64 = 0.5;
/// How long a server takes from the start of its process until it listens, in milliseconds: rclone's
/// needs as long as rclone itself before its first request (as in its presets), rsync's next to
/// nothing.
const SERVER_STARTS_MS: u64 = 150;
/// Where clock times end, in milliseconds.
const DAY: u64 = 86_400_000;

/// An input of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key of its field.
    pub key: &'static str,
    /// The value as one would type it.
    pub text: String,
    /// The line it comes from, from 1.
    pub line: usize,
}

/// Reads a run's inputs.
///
/// # Errors
/// If it is not JSON, lacks what is needed, or holds a key or a word that is not known: every input
/// counts, so none is passed over.
pub fn read(text: &str) -> Result<Vec<Entry>, ImportError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|e| ImportError::new(e.line(), e.column(), "this is not JSON"))?;
    let mut run = Run { text, within: 0..text.len(), entries: Vec::new() };
    let top = run.object(&value, "the run")?;
    run.known(
        top,
        &[
            "name",
            "about",
            "tool",
            "link",
            "item_bytes",
            "events",
            "supervise",
            "quota_bytes",
            "max_s",
        ],
    )?;
    if let Some(name) = top.get("name") {
        let name = run.word(name, "name")?.to_owned();
        run.put("name", name, "name");
    }
    let (tool, link) = (run.part(top, "tool")?, run.part(top, "link")?);
    run.inside("tool", |run| run.tool(tool))?;
    run.inside("link", |run| run.link(link))?;
    let items = run.sizes(run.part(top, "item_bytes")?, "item_bytes", ", ")?;
    run.put("library.listing", items, "item_bytes");
    if let Some(supervise) = top.get("supervise").filter(|v| !v.is_null()) {
        run.inside("supervise", |run| run.supervise(supervise))?;
    }
    if let Some(quota) = top.get("quota_bytes").filter(|v| !v.is_null()) {
        let bytes = run.whole(quota, "quota_bytes")?;
        run.put("cloud.free", format!("{bytes}B"), "quota_bytes");
    }
    if let Some(events) = top.get("events").filter(|v| !v.is_null()) {
        run.events(events, link)?;
    }
    if let Some(end) = top.get("max_s").filter(|v| !v.is_null()) {
        run.horizon(end)?;
    }
    Ok(run.entries)
}

struct Run<'a> {
    text: &'a str,
    /// The part of it that is being read.
    within: Range<usize>,
    entries: Vec<Entry>,
}

impl<'a> Run<'a> {
    /// The line of a key in the part that is being read, else that of the part.
    fn line(&self, key: &str) -> usize {
        let at = place::key_at(self.text, self.within.clone(), key);
        place::line(self.text, at.unwrap_or(self.within.start))
    }

    /// Reads the value of a key, an object, so that faults are told with its lines.
    fn inside<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let whole = self.within.clone();
        let part = place::value(self.text, whole.clone(), key);
        self.within = part.unwrap_or_else(|| whole.clone());
        let found = read(self);
        self.within = whole;
        found
    }

    fn fault(&self, key: &str, message: impl Into<String>) -> ImportError {
        ImportError::new(self.line(key), 0, message)
    }

    fn put(&mut self, key: &'static str, text: impl Into<String>, from: &str) {
        let line = self.line(from);
        self.entries.push(Entry { key, text: text.into(), line });
    }

    fn object<'v>(
        &self,
        value: &'v Value,
        what: &str,
    ) -> Result<&'v Map<String, Value>, ImportError> {
        value.as_object().ok_or_else(|| self.fault(what, format!("{what} is no object {{...}}")))
    }

    fn part<'v>(&self, of: &'v Map<String, Value>, key: &str) -> Result<&'v Value, ImportError> {
        of.get(key).ok_or_else(|| self.fault(key, format!("\"{key}\" is missing")))
    }

    /// Every key that is not known, named.
    fn known(&self, object: &Map<String, Value>, keys: &[&str]) -> Result<(), ImportError> {
        let odd: Vec<&str> =
            object.keys().map(String::as_str).filter(|key| !keys.contains(key)).collect();
        let Some(first) = odd.first() else { return Ok(()) };
        let names =
            odd.iter().map(|key| format!("\"{}\"", shown(key))).collect::<Vec<_>>().join(", ");
        let known = keys.join(", ");
        Err(self.fault(first, format!("{names} is no input of a run; known here are {known}")))
    }

    fn word<'v>(&self, value: &'v Value, key: &str) -> Result<&'v str, ImportError> {
        value.as_str().ok_or_else(|| self.fault(key, format!("\"{key}\" is no text")))
    }

    fn whole(&self, value: &Value, key: &str) -> Result<u64, ImportError> {
        value.as_u64().ok_or_else(|| {
            self.fault(
                key,
                format!("\"{key}\" is {}, not a whole number", shown(&value.to_string())),
            )
        })
    }

    /// A number as it is written.
    fn number(&self, value: &Value, key: &str) -> Result<String, ImportError> {
        let number = value.as_f64().filter(|n| *n >= 0.0 && value.is_number());
        number.map(|_| value.to_string()).ok_or_else(|| {
            self.fault(
                key,
                format!("\"{key}\" is {}, not a number from 0", shown(&value.to_string())),
            )
        })
    }

    /// Seconds since the start as milliseconds.
    fn moment(&self, value: &Value, key: &str) -> Result<u64, ImportError> {
        let seconds = value.as_f64().filter(|s| (0.0..=1e9).contains(s));
        seconds.map(|s| (s * 1000.0).round() as u64).ok_or_else(|| {
            self.fault(
                key,
                format!("\"{key}\" is {}, not a time in seconds", shown(&value.to_string())),
            )
        })
    }

    fn sizes(&self, value: &Value, key: &str, between: &str) -> Result<String, ImportError> {
        let list = value.as_array().filter(|list| !list.is_empty());
        let list = list.ok_or_else(|| self.fault(key, format!("\"{key}\" is no list of sizes")))?;
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for size in list {
            // An empty file costs what any file costs but its bytes; here it has one.
            let size = self.whole(size, key)?.max(1);
            match runs.last_mut() {
                Some((count, before)) if *before == size => *count += 1,
                _ => runs.push((1, size)),
            }
        }
        let run = |&(count, size): &(u64, u64)| match count {
            1 => format!("{size}B"),
            n => format!("{n} x {size}B"),
        };
        Ok(runs.iter().map(run).collect::<Vec<_>>().join(between))
    }

    fn link(&mut self, value: &Value) -> Result<(), ImportError> {
        let link = self.object(value, "link")?;
        self.known(link, &["kbit", "rtt_ms", "queue_ms", "loss_ppm"])?;
        let rate = self.number(self.part(link, "kbit")?, "kbit")?;
        self.put("link.upload", format!("{rate}kbps"), "kbit");
        for (key, field) in [("rtt_ms", "link.rtt"), ("queue_ms", "link.queue")] {
            if let Some(value) = link.get(key).filter(|v| !v.is_null()) {
                self.number(value, key)?;
                let relay = if field == "link.rtt" { RELAY_MS } else { 0.0 };
                let millis = value.as_f64().unwrap_or(0.0) + relay;
                self.put(field, format!("{millis}ms"), key);
            }
        }
        if let Some(value) = link.get("loss_ppm").filter(|v| !v.is_null()) {
            let millionths = self.whole(value, "loss_ppm")?;
            let (whole, part) = (millionths / 10_000, millionths % 10_000);
            self.put("link.loss", format!("{whole}.{part:04}%"), "loss_ppm");
        }
        Ok(())
    }

    fn supervise(&mut self, value: &Value) -> Result<(), ImportError> {
        let supervise = self.object(value, "supervise")?;
        self.known(supervise, &["restart_after_s", "max_restarts"])?;
        let wait = self.part(supervise, "restart_after_s")?;
        let every = match self.number(wait, "restart_after_s")? {
            // At once, a millisecond later.
            _ if wait.as_f64() == Some(0.0) => "0.001".to_owned(),
            seconds => seconds,
        };
        let most = match supervise.get("max_restarts").filter(|v| !v.is_null()) {
            Some(value) => match self.whole(value, "max_restarts")? {
                // Nobody starts it again.
                0 => return Ok(()),
                times => format!(", at most {times}"),
            },
            None => String::new(),
        };
        self.put("service.restart", format!("every {every}s{most}"), "restart_after_s");
        Ok(())
    }

    /// A moment on the clock of the first day.
    fn clock(&self, millis: u64, key: &str) -> Result<String, ImportError> {
        if millis > DAY {
            return Err(self.fault(key, "a moment after the first 24 h"));
        }
        let (seconds, part) = (millis / 1_000, millis % 1_000);
        let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        Ok(if part == 0 { clock } else { format!("{clock}.{part:03}") })
    }

    /// How long the server of the run's tool takes to start.
    fn server_starts_ms(&self) -> u64 {
        let preset = self.entries.iter().find(|e| e.key == "service.preset");
        if preset.is_some_and(|e| e.text == "rsync") { 0 } else { SERVER_STARTS_MS }
    }

    fn window(&self, from: u64, to: u64, key: &str) -> Result<String, ImportError> {
        Ok(format!("{}-{}", self.clock(from, key)?, self.clock(to, key)?))
    }

    fn horizon(&mut self, value: &Value) -> Result<(), ImportError> {
        let end = self.moment(value, "max_s")?;
        if end == 0 {
            return Err(self.fault("max_s", "\"max_s\" is 0, so that nothing was watched"));
        }
        // The end of a day is its 24:00, not the next day's 00:00.
        let day = (end - 1) / DAY + 1;
        let clock = self.clock(end - (day - 1) * DAY, "max_s")?;
        let deadline = if day == 1 { clock } else { format!("night {day} {clock}") };
        self.put("window.nights", day.to_string(), "max_s");
        self.put("window.deadline", deadline, "max_s");
        Ok(())
    }
}
