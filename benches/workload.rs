//! Workload W, shared by the benches and the test of its figures: one night over a link that drops,
//! a server that is down for 20 minutes, and a battery with a reserve. Here are its scenario, the
//! figures that six independent programs agree on, and the limit: a loop that does only this
//! workload, so that its time is about the least that any engine could take.

use backup_sim::scenario::{Draft, Scenario, toml};
use backup_sim::sim::random::{Source, Stream};
use rand_distr::{Distribution, Exp1};

/// One of the three cases of W.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// What it is called in tables.
    pub name: &'static str,
    /// The upload in Mbit/s, of which 90 % is payload.
    pub mbps: u32,
    /// The battery's level at 22:00, in percent.
    pub level: u32,
    /// What 10,000 trials must come to.
    pub agreed: Agreed,
}

/// A figure and how far the mean of 10,000 trials may stray from it.
#[derive(Clone, Copy, Debug)]
pub enum Agreed {
    /// The mean share that is sent by 07:00; no trial finishes.
    Share(f64, f64),
    /// The mean and the median finish in seconds, with their tolerances; every trial finishes.
    Finish((f64, f64), (f64, f64)),
}

/// How many trials the figures are for.
pub const TRIALS: u64 = 10_000;

/// The cases.
pub const CASES: [Case; 3] = [
    Case { name: "3 Mbit/s, 60 %", mbps: 3, level: 60, agreed: Agreed::Share(0.25074, 0.00015) },
    Case {
        name: "20 Mbit/s, 60 %",
        mbps: 20,
        level: 60,
        agreed: Agreed::Finish((19_866.0, 15.0), (19_834.0, 20.0)),
    },
    Case {
        name: "20 Mbit/s, 30 %",
        mbps: 20,
        level: 30,
        agreed: Agreed::Finish((21_512.0, 15.0), (21_484.0, 20.0)),
    },
];

/// What a trial comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The finish in seconds after 22:00, if that is by 07:00.
    pub finish: Option<f64>,
    /// The share sent by 07:00.
    pub share: f64,
}

/// The scenario of a case.
pub fn scenario(case: Case) -> Scenario {
    draft(case).build().expect("the scenario of W is valid")
}

/// As [`scenario`], to put something upon it.
pub fn draft(case: Case) -> Draft {
    let Case { mbps, level, .. } = case;
    let text = format!(
        "[library]\nsize = '40GB'\n\
         [link]\nupload = '{mbps}Mbps'\nefficiency = '90%'\ndrops = 'every 20min for 60s'\n\
         variation = '0%'\n\
         [window]\nallowed = '22:00-07:00'\nnights = 1\n\
         [cloud]\noutages = '02:00-02:20'\n\
         [battery]\nlevel = '{level}%'\ncapacity = '12Wh'\ncharge_max = '7.5W'\n\
         idle_draw = '0.15W'\nupload_draw = '1.2W'\nupload_draw_per_mbps = '0W'\n\
         [charger]\npower = '7.5W'\nefficiency = '100%'\ntaper = '80% 1.0, 100% 0.0'\n\
         plugged = '23:30-07:00'\n\
         [service]\nreserve = '20%'\n"
    );
    let mut draft = Draft::new();
    toml::apply(&mut draft, "w.toml", &text);
    draft
}

/// The figures of many trials against what was agreed: a line with both, or what is off.
pub fn check(case: Case, found: &[Found]) -> Result<String, String> {
    let number = found.len() as f64;
    let near = |what: &str, value: f64, (agreed, within): (f64, f64)| {
        let line = format!("{what} {value:.5}, agreed {agreed} within {within}");
        if (value - agreed).abs() <= within { Ok(line) } else { Err(line) }
    };
    let mut finishes: Vec<f64> = found.iter().filter_map(|f| f.finish).collect();
    finishes.sort_by(f64::total_cmp);
    match case.agreed {
        Agreed::Share(share, within) => {
            if let Some(first) = finishes.first() {
                return Err(format!("a trial finishes after {first} s"));
            }
            let mean = found.iter().map(|f| f.share).sum::<f64>() / number;
            near("mean share", mean, (share, within))
        }
        Agreed::Finish(mean, median) => {
            if finishes.len() < found.len() {
                return Err(format!("{} of {} finish", finishes.len(), found.len()));
            }
            let average = finishes.iter().sum::<f64>() / number;
            let middle = finishes[finishes.len() / 2 - 1];
            let mean = near("mean finish", average, mean)?;
            Ok(format!("{mean}; {}", near("median", middle, median)?))
        }
    }
}

/// The moments of W in seconds after 22:00, and its powers in W and energies in J.
const END: f64 = 32_400.0;
const OUTAGE: [f64; 2] = [14_400.0, 15_600.0];
const PLUGGED: f64 = 5_400.0;
const FULL: f64 = 43_200.0;
const RESERVE: f64 = 0.2 * FULL;
const BENDS: f64 = 0.8 * FULL;
const CHARGER: f64 = 7.5;
const TAPER: f64 = (FULL - BENDS) / CHARGER;

/// One trial of W and nothing else: the next event is the least of a few times, held in variables.
/// It draws the same random numbers as the engine, so that each trial can be held against the
/// engine's. The battery is followed to the end, as the workload says, though from 23:30 on nothing
/// asks for it.
pub fn limit(case: Case, trial: u64) -> Found {
    let mut random = Stream { seed: 1, row: 1, trial }.of(Source::Drops);
    let mut draw = |mean: f64| -> f64 {
        let unit: f64 = Exp1.sample(&mut random);
        mean * unit
    };
    let rate = f64::from(case.mbps) * 1e6 / 8.0 * 0.9;
    let size = 40e9;
    let (mut now, mut sent) = (0.0, 0.0);
    let mut energy = f64::from(case.level) / 100.0 * FULL;
    let (mut up, mut toggles) = (true, draw(1200.0));
    let (mut clear, mut outage) = (true, OUTAGE[0]);
    let (mut plugged, mut plug) = (false, PLUGGED);
    // When the taper began, if it has.
    let mut bent: Option<f64> = None;
    loop {
        let sends = up && clear && (plugged || energy > RESERVE);
        let load = if sends { 1.2 } else { 0.15 };
        let watts = if plugged { CHARGER - load } else { -load };
        let mark = if plugged {
            if bent.is_none() { now + (BENDS - energy) / watts } else { f64::INFINITY }
        } else if energy > RESERVE {
            now + (energy - RESERVE) / load
        } else {
            f64::INFINITY
        };
        let done = if sends { now + (size - sent) / rate } else { f64::INFINITY };
        let next = toggles.min(outage).min(plug).min(mark).min(done).min(END);
        if bent.is_none() {
            energy += watts * (next - now);
        }
        if sends {
            sent += rate * (next - now);
        }
        now = next;
        if now == done || now == END {
            // The battery's level as it would be shown.
            let level =
                bent.map_or(energy, |at| FULL - (FULL - BENDS) * (-(now - at) / TAPER).exp());
            std::hint::black_box(level);
            let finish = (now == done).then_some(now);
            return Found { finish, share: if finish.is_some() { 1.0 } else { sent / size } };
        }
        if now == toggles {
            up = !up;
            toggles = now + draw(if up { 1200.0 } else { 60.0 });
        } else if now == mark {
            if plugged { bent = Some(now) } else { energy = RESERVE }
        } else if now == outage {
            clear = !clear;
            outage = if clear { f64::INFINITY } else { OUTAGE[1] };
        } else {
            plugged = true;
            plug = f64::INFINITY;
        }
    }
}
