//! What rate the line, the service and the phone grant, and what rivals take of it.

use super::env::Env;
use super::payload::{Payload, bits};
use backup_sim::cause::Cause;
use backup_sim::model::link::LinkKind;
use backup_sim::scenario::Inputs;
use backup_sim::units::{RateCap, RatePlan, Resume, RivalDemand, Scan};

/// What is granted: millionths of a bit per second.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    pub rate: i64,
    pub cause: Cause,
    /// What fixed rivals leave of the capacity.
    pub rest: i64,
    /// Connections of the rivals that share it.
    pub flows: i64,
}

fn part(rate: i64, share: i64, whole: i64) -> i64 {
    (i128::from(rate) * i128::from(share) / i128::from(whole)) as i64
}

/// The line and what lies behind it.
pub struct Line<'a> {
    i: &'a Inputs,
    /// What sized rivals have left, in millionths of a bit; `None` where it is not of that kind.
    pub left: Vec<Option<i64>>,
}

impl<'a> Line<'a> {
    pub fn new(i: &'a Inputs) -> Self {
        let left = i.link.rivals.0.iter().map(|r| match &r.demand {
            RivalDemand::Sized(size) => Some(bits(*size)),
            RivalDemand::Items(items) => Some(bits(items.total())),
            _ => None,
        });
        Line { i, left: left.collect() }
    }

    fn sharing(&self, env: &Env) -> impl Iterator<Item = (usize, i64)> {
        self.i.link.rivals.0.iter().enumerate().filter_map(move |(k, r)| {
            let on = env.rivals >> k & 1 == 1
                && match r.demand {
                    RivalDemand::Fixed(_) => false,
                    RivalDemand::Endless => true,
                    RivalDemand::Sized(_) | RivalDemand::Items(_) => {
                        self.left[k].is_some_and(|l| l > 0)
                    }
                };
            on.then_some((k, i64::from(r.flows)))
        })
    }

    /// The granted rate.
    pub fn grant(&self, env: &Env, payload: &Payload) -> Grant {
        let link = &self.i.link;
        let usb = link.kind == LinkKind::Usb;
        let capacity = if usb {
            env.stated
        } else {
            let sent = part(env.stated, i64::from(link.efficiency.millionths()), 1_000_000);
            part(sent, 1_000_000 - i64::from(link.loss.millionths()), 1_000_000)
        };
        let ours = if usb { i64::MAX } else { self.bound_by_loss() };
        let first = if usb { Cause::UsbSpeed } else { Cause::UploadSpeed };
        let mut caps = vec![(capacity.min(ours), first)];
        if link.kind == LinkKind::Wifi
            && let Some(rate) = link.wifi_speed
        {
            caps.push((rate.microbits_per_s() as i64 / 2, Cause::WifiSpeed));
        }
        caps.extend(env.cloud_cap.map(|r| (r, Cause::CloudSpeed)));
        if let Some(RateCap(RatePlan::Constant(rate))) = &self.i.service.max_rate {
            caps.push((rate.microbits_per_s() as i64, Cause::PhoneSpeed));
        }
        let fixed: i64 = (link.rivals.0.iter().enumerate())
            .filter(|(k, _)| env.rivals >> k & 1 == 1)
            .filter_map(|(_, r)| match r.demand {
                RivalDemand::Fixed(rate) => Some(rate.microbits_per_s() as i64),
                _ => None,
            })
            .sum();
        let any_fixed = fixed > 0;
        let rest = capacity - fixed.min(part(capacity, 9, 10));
        let flows: i64 = self.sharing(env).map(|(_, f)| f).sum();
        if any_fixed || flows > 0 {
            let ours = self.i.service.flows.get() as i64;
            caps.push((part(rest, ours, ours + flows), Cause::RivalTraffic));
        }
        let (rate, cause) = caps.into_iter().min().expect("there is a line");
        let rate = match self.kept_by_drops(rate, payload) {
            Some(share) => {
                let left = (rate as f64 * share) as i64;
                if left < 1_000_000 { 0 } else { left }
            }
            None => rate,
        };
        Grant { rate, cause, rest, flows }
    }

    /// What our connections carry together at most where packets are lost: the square-root law, or
    /// cubic's own where that is faster, 1,448 bytes a packet.
    fn bound_by_loss(&self) -> i64 {
        let p = self.i.link.loss.as_ratio();
        let rtt = self.i.link.rtt.as_secs();
        if p == 0.0 || rtt == 0.0 {
            return i64::MAX;
        }
        let square_root = (1.5f64.sqrt()) * (1.0 - p.sqrt()) / p.sqrt();
        let packets = square_root.max(1.054 * (rtt / p).powf(0.75)) * (1.0 - p);
        let each = (packets * 1448.0 / rtt * 8.0).max(1.0);
        let service = &self.i.service;
        let connections = service.flows.get().max(service.transfers.get()) as f64;
        (each * connections * 1e6) as i64
    }

    /// The share of a rate that random drops leave on average.
    fn kept_by_drops(&self, rate: i64, payload: &Payload) -> Option<f64> {
        let (link, service) = (&self.i.link, &self.i.service);
        let drops = link.drops.filter(|_| link.kind != LinkKind::Usb)?;
        let lambda = 1.0 / drops.every.as_secs();
        let mut down = drops.lasting.as_secs();
        let wifi = link.kind == LinkKind::Wifi;
        if wifi && drops.lasting > service.grace_wifi {
            down += service.start_delay.as_secs() + scan_seconds(self.i, payload);
        }
        let resume = if !wifi && link.survive { Resume::Byte } else { service.resume };
        let unit = payload.unit(resume);
        let u = unit as f64 / rate as f64;
        let x = lambda * u;
        let lost = if x > 0.0 { x / x.exp_m1() } else { 1.0 };
        Some(lost / (1.0 + lambda * down))
    }

    /// Sized rivals send for a while in which we move `ours` a second; `true` if one is done.
    pub fn rivals_send(&mut self, env: &Env, grant: &Grant, ours: i64, micros: i64) -> bool {
        if env.outage.is_some() || grant.flows == 0 {
            return false;
        }
        let mut ended = false;
        let sharing: [i64; 16] = {
            let mut list = [0; 16];
            self.sharing(env).for_each(|(k, f)| list[k] = f);
            list
        };
        for (k, left) in self.left.iter_mut().enumerate() {
            let Some(left) = left else { continue };
            if *left > 0 && sharing[k] > 0 {
                let rate = part((grant.rest - ours).max(0), sharing[k], grant.flows);
                *left = (*left - part(rate, micros, 1_000_000)).max(0);
                ended |= *left == 0;
            }
        }
        ended
    }
}

/// How long the client looks through the library.
pub fn scan_seconds(i: &Inputs, payload: &Payload) -> f64 {
    match i.service.scan {
        Scan::Lasting(span) => span.as_secs(),
        Scan::ItemsPerSecond(n) => payload.items / n as f64,
    }
}
