//! Measuring and printing: two pieces of work are timed in turn, so that what disturbs the machine
//! hits both, in CPU time of this thread; the medians go into one aligned table.

use cpu_time::ThreadTime;
use std::time::Duration;

/// How often each piece of work is timed.
const TURNS: usize = 21;

/// What a measured row is held against.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// At most this many times the limit.
    AtMost(f64),
    /// Only told.
    None,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    name: String,
    ours: f64,
    limit: Option<f64>,
    ratio: Option<f64>,
    goal: Goal,
}

impl Row {
    /// Whether it misses its goal.
    fn misses(&self) -> bool {
        matches!((self.goal, self.ratio), (Goal::AtMost(most), Some(ratio)) if ratio > most)
    }
}

fn timed(work: &mut dyn FnMut()) -> Duration {
    let start = ThreadTime::now();
    work();
    start.elapsed()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Times `ours` and `limit` in turn; each does its piece of work `times` times over. The ratio is
/// the median of the turns' ratios.
pub fn against(
    name: impl Into<String>,
    times: u64,
    goal: Goal,
    mut ours: impl FnMut(),
    mut limit: impl FnMut(),
) -> Row {
    // Once unmeasured, for caches and lazily built tables.
    ours();
    limit();
    let turns: Vec<(f64, f64)> = (0..TURNS)
        .map(|_| (timed(&mut ours).as_secs_f64(), timed(&mut limit).as_secs_f64()))
        .collect();
    let each = |which: fn(&(f64, f64)) -> f64| median(turns.iter().map(which).collect());
    Row {
        name: name.into(),
        ours: each(|t| t.0) / times as f64,
        limit: Some(each(|t| t.1) / times as f64),
        ratio: Some(each(|t| t.0 / t.1)),
        goal,
    }
}

/// Times one piece of work that nothing is held against.
pub fn alone(name: impl Into<String>, times: u64, mut ours: impl FnMut()) -> Row {
    ours();
    let turns = (0..TURNS).map(|_| timed(&mut ours).as_secs_f64()).collect();
    let ours = median(turns) / times as f64;
    Row { name: name.into(), ours, limit: None, ratio: None, goal: Goal::None }
}

fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
        s if s < 1e-3 => format!("{:.2} us", s * 1e6),
        s => format!("{:.2} ms", s * 1e3),
    }
}

/// Prints the table; rows that miss their goal are marked.
pub fn print(rows: &[Row]) {
    let width = rows.iter().map(|r| r.name.chars().count()).max().unwrap_or(0);
    println!("{:width$}  {:>9}  {:>9}  {:>6}  {:>6}", "name", "ours", "limit", "ratio", "goal");
    for row in rows {
        let limit = row.limit.map_or(String::new(), time);
        let ratio = row.ratio.map_or(String::new(), |r| format!("{r:.2}"));
        let goal = match row.goal {
            Goal::AtMost(most) => format!("<= {most}"),
            Goal::None => String::new(),
        };
        let late = if row.misses() { "  missed" } else { "" };
        let ours = time(row.ours);
        println!("{:width$}  {ours:>9}  {limit:>9}  {ratio:>6}  {goal:>6}{late}", row.name);
    }
}
