//! What happened during a measured run: moments flow in, lists by clock time flow out (the plan of the
//! line, its outages, the server's, the client's stops and starts, rivals, room).

use super::{DAY, Run, place};
use crate::import::{ImportError, shown};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A stretch of time that has begun.
type Open<'v> = Option<(u64, &'v str)>;

/// What has happened by a moment, each with the moment it began.
#[derive(Default)]
struct Happened<'v> {
    rates: Vec<(u64, String)>,
    outages: Vec<(u64, String)>,
    server: Vec<(u64, String)>,
    stops: Vec<(u64, String)>,
    starts: Vec<(u64, String)>,
    rivals: Vec<(u64, String)>,
    rooms: Vec<(u64, String)>,
    down: Open<'v>,
    hole: Open<'v>,
    dead: Open<'v>,
    stopped: Open<'v>,
}

/// What is wrong with an event, with its number.
fn of_event(place: usize, error: ImportError) -> ImportError {
    ImportError { message: format!("event {}: {}", place + 1, error.message), ..error }
}

impl Run<'_> {
    pub(super) fn events(&mut self, value: &Value, link: &Value) -> Result<(), ImportError> {
        let list = value.as_array().ok_or_else(|| self.fault("events", "\"events\" is no list"))?;
        let whole = self.within.clone();
        let parts = place::value(self.text, whole.clone(), "events");
        let parts = parts.map_or_else(Vec::new, |list| place::elements(self.text, list));
        let mut events: Vec<(u64, usize, &Map<String, Value>)> = Vec::with_capacity(list.len());
        for (place, event) in list.iter().enumerate() {
            self.within = parts.get(place).cloned().unwrap_or_else(|| whole.clone());
            let at = self
                .object(event, "the event")
                .and_then(|event| Ok((self.moment(self.part(event, "t")?, "t")?, place, event)));
            events.push(at.map_err(|e| of_event(place, e))?);
        }
        events.sort_by_key(|(at, ..)| *at);
        let mut happened = Happened::default();
        for (at, place, event) in events {
            self.within = parts.get(place).cloned().unwrap_or_else(|| whole.clone());
            self.event(at, event, &mut happened).map_err(|e| of_event(place, e))?;
        }
        self.within = whole;
        let Happened { rates, mut outages, mut server, mut stops, starts, rivals, rooms, .. } =
            happened;
        // What has begun and does not end lasts to the end of the day.
        for (from, effect) in [happened.down, happened.hole].into_iter().flatten() {
            outages.push((from, format!("{} {effect}", self.window(from, DAY, "events")?)));
        }
        for (open, list) in [(happened.dead, &mut server), (happened.stopped, &mut stops)] {
            if let Some((from, _)) = open {
                list.push((from, self.window(from, DAY, "events")?));
            }
        }
        if !rates.is_empty() {
            let mut plan: Vec<(u64, String)> = rates;
            if plan.first().is_some_and(|(at, _)| *at > 0) {
                let first = self.number(&link["kbit"], "kbit")?;
                plan.insert(0, (0, format!("00:00 {first}kbps")));
            }
            self.entries.retain(|entry| entry.key != "link.upload");
            self.list("link.plan", plan);
        }
        self.list("link.outages", outages);
        self.list("cloud.outages", server);
        self.list("service.stops", stops);
        self.list("service.starts", starts);
        self.list("link.rivals", rivals);
        self.list("cloud.resized", rooms);
        Ok(())
    }

    /// Puts a list in, by time; of two entries at one moment that set a value the later one holds.
    fn list(&mut self, key: &'static str, mut list: Vec<(u64, String)>) {
        list.sort_by_key(|(at, _)| *at);
        if matches!(key, "link.plan" | "cloud.resized" | "service.starts") {
            list.reverse();
            let mut seen = BTreeSet::new();
            list.retain(|(at, _)| seen.insert(*at));
            list.reverse();
        }
        if !list.is_empty() {
            let texts: Vec<String> = list.into_iter().map(|(_, text)| text).collect();
            self.put(key, texts.join(", "), "events");
        }
    }

    fn event<'v>(
        &self,
        at: u64,
        event: &'v Map<String, Value>,
        so_far: &mut Happened<'v>,
    ) -> Result<(), ImportError> {
        let what = self.word(self.part(event, "do")?, "do")?;
        let more: &[&str] = match what {
            "rate" => &["kbit"],
            "link_down" => &["kill_sockets"],
            "rival_start" => &["id", "kind", "item_bytes", "transfers", "kbit", "for_s"],
            "quota" => &["bytes", "quota_bytes", "MB"],
            _ => &[],
        };
        self.known(event, &[&["t", "do"], more].concat())?;
        let clock = self.clock(at, "t")?;
        match what {
            "rate" => {
                let rate = self.number(self.part(event, "kbit")?, "kbit")?;
                so_far.rates.push((at, format!("{clock} {rate}kbps")));
            }
            "link_down" => {
                self.close_outage(&mut so_far.down, at, &mut so_far.outages)?;
                let effect = match event.get("kill_sockets") {
                    None | Some(Value::Bool(true)) => "cut",
                    Some(Value::Bool(false)) => "hold",
                    Some(Value::String(side)) if side == "phone" => "stale",
                    Some(other) => {
                        let message = format!(
                            "{} is not known; known are true, false, \"phone\"",
                            shown(&other.to_string())
                        );
                        return Err(self.fault("kill_sockets", message));
                    }
                };
                so_far.down = Some((at, effect));
            }
            "link_up" => self.close_outage(&mut so_far.down, at, &mut so_far.outages)?,
            "hole_on" => so_far.hole = so_far.hole.or(Some((at, "hole"))),
            "hole_off" => self.close_outage(&mut so_far.hole, at, &mut so_far.outages)?,
            "server_stop" => so_far.dead = so_far.dead.or(Some((at, ""))),
            "server_start" => {
                if let Some((from, _)) = so_far.dead.take().filter(|(from, _)| *from < at) {
                    let listens = at.saturating_add(self.server_starts_ms()).min(DAY);
                    so_far.server.push((from, self.window(from, listens, "t")?));
                }
            }
            "client_stop" => so_far.stopped = so_far.stopped.or(Some((at, ""))),
            // Without a stop before it, a client that has ended is started.
            "client_start" => match so_far.stopped.take() {
                Some((from, _)) if from < at => {
                    so_far.stops.push((from, self.window(from, at, "t")?));
                }
                _ => so_far.starts.push((at, clock)),
            },
            "rival_start" => so_far.rivals.push((at, self.rival(at, &clock, event)?)),
            "quota" => {
                let keys = [("bytes", 1), ("quota_bytes", 1), ("MB", 1_000_000)];
                let found = keys.into_iter().find(|(key, _)| event.contains_key(*key));
                let (key, unit) = found.unwrap_or(("bytes", 1));
                let bytes = self.whole(self.part(event, key)?, key)?.saturating_mul(unit);
                so_far.rooms.push((at, format!("{clock} {bytes}B")));
            }
            other => {
                let message = format!("\"{}\" is no event of a run", shown(other));
                return Err(self.fault(other, message));
            }
        }
        Ok(())
    }

    fn close_outage<'v>(
        &self,
        open: &mut Open<'v>,
        at: u64,
        outages: &mut Vec<(u64, String)>,
    ) -> Result<(), ImportError> {
        if let Some((from, effect)) = open.take().filter(|(from, _)| *from < at) {
            outages.push((from, format!("{} {effect}", self.window(from, at, "t")?)));
        }
        Ok(())
    }

    fn rival(
        &self,
        at: u64,
        clock: &str,
        event: &Map<String, Value>,
    ) -> Result<String, ImportError> {
        let plain = |id: &str| {
            !id.is_empty() && id.len() < 100 && id.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let id = event.get("id").and_then(Value::as_str).filter(|id| plain(id));
        let name = id.map_or("rival".to_owned(), |id| format!("rival-{id}"));
        let kind = self.word(self.part(event, "kind")?, "kind")?;
        let flows = match kind {
            "udp" => {
                let rate = self.number(self.part(event, "kbit")?, "kbit")?;
                let length = self.moment(self.part(event, "for_s")?, "for_s")?;
                let window = self.window(at, at.saturating_add(length).min(DAY), "for_s")?;
                return Ok(format!("{name} fixed {rate}kbps {window} until cut"));
            }
            "webdav" | "s3" => 4,
            "restic" => 5,
            "rsync" => 1,
            other => {
                let known = "webdav, s3, restic, rsync, udp";
                let message = format!("\"{}\" is no rival; known are {known}", shown(other));
                return Err(self.fault("kind", message));
            }
        };
        let flows = event.get("transfers").map_or(Ok(flows), |v| self.whole(v, "transfers"))?;
        let items = self.sizes(self.part(event, "item_bytes")?, "item_bytes", " + ")?;
        // Nobody starts it again once it has given up.
        Ok(format!("{name} {flows} flows {items} from {clock} until cut"))
    }
}
