//! What `map` and `nights` are drawn from: the axes that were typed flow in, the answers of all edited
//! scenarios flow out, or the fault that names what to use instead. Shows on a terminal how far it is.

use super::failure::{ARGUMENTS, Failure, Usage};
use super::parse::Parsed;
use super::progress;
use backup_sim::report::chart::ChartKind;
use backup_sim::report::format::thousands;
use backup_sim::report::wording::grid::{instead, refusal};
use backup_sim::scenario::Scenario;
use backup_sim::study::grid::curves::{Curves, curves};
use backup_sim::study::grid::{Axes, Grid, NoGrid, grid};
use std::sync::Mutex;
use std::time::Instant;

/// The axes of a map; other kinds have none, and say so.
pub fn axes(parsed: &Parsed, kind: Option<ChartKind>) -> Option<Axes> {
    let (x, y) = (parsed.text("x"), parsed.text("y"));
    if kind != Some(ChartKind::Map) {
        for (flag, _) in [("--x", x), ("--y", y)].into_iter().filter(|(_, text)| text.is_some()) {
            let message = "goes with the kind map alone";
            parsed.fault(Usage::new(ARGUMENTS, flag, message).or("backup-sim chart map"));
        }
        return None;
    }
    match Axes::read(x, y) {
        Ok(axes) => Some(axes),
        Err(errors) => {
            for (error, is_y) in errors {
                parsed.fault(Usage::unreadable(if is_y { "--y" } else { "--x" }, &error));
            }
            None
        }
    }
}

/// Answers all pairs of a map.
pub fn map(base: &Scenario, axes: &Axes, threads: usize) -> Result<Grid, Failure> {
    answers(base, axes, threads).map_err(|why| refused(why, Some(axes)))
}

/// The same with the reason where there is no map.
pub fn answers(base: &Scenario, axes: &Axes, threads: usize) -> Result<Grid, NoGrid> {
    watched(|told| grid(base, axes, threads, told))
}

/// Answers all speeds, sizes and windows of `nights`.
pub fn nights(base: &Scenario, threads: usize) -> Result<Curves, Failure> {
    answers_by_speed(base, threads).map_err(|why| refused(why, None))
}

/// The same with the reason where there are none.
pub fn answers_by_speed(base: &Scenario, threads: usize) -> Result<Curves, NoGrid> {
    watched(|told| curves(base, threads, told))
}

/// Does some work that tells how far it is.
fn watched<T>(work: impl FnOnce(&(dyn Fn(usize, usize) + Sync)) -> T) -> T {
    if !progress::is_watched() {
        return work(&|_, _| ());
    }
    let began = Instant::now();
    let next = Mutex::new(progress::QUIET);
    let told = |done: usize, of: usize| {
        let taken = began.elapsed();
        // Whoever finds the line held leaves it to the one who writes it.
        let Ok(mut next) = next.try_lock() else { return };
        if taken >= *next {
            *next = taken + progress::ANEW;
            let (done, of) = (thousands(done as u64), thousands(of as u64));
            progress::show(&format!("{done} of {of} scenarios, {} s", taken.as_secs()));
        }
    };
    let found = work(&told);
    progress::wipe();
    found
}

/// Why there is nothing to draw, at the flag that it is about.
fn refused(why: NoGrid, axes: Option<&Axes>) -> Failure {
    let flag = match (why, axes) {
        (NoGrid::Unread(what, _), Some(axes)) if axes.x.what == what => "--x",
        (NoGrid::Unread(..) | NoGrid::Same(_), Some(_)) => "--y",
        (NoGrid::Listed, Some(axes)) if axes.x.what.word() == "size" => "--x",
        (NoGrid::Listed, Some(_)) => "--y",
        (_, None) => "KIND",
    };
    let usage = Usage::new(ARGUMENTS, flag, refusal(why));
    let typed = match axes {
        Some(_) => format!("{flag} {}", instead(why)),
        None => format!("backup-sim chart map --x {}", instead(why)),
    };
    usage.or(typed).into()
}
