//! The speed of the parts, as ratios to hand-written limits that do only the same work: `cargo
//! bench`. Each topic asserts its results before it times them. Ratios are taken within one run,
//! figures of different runs or machines do not compare.
#![allow(clippy::expect_used, clippy::print_stdout, missing_docs)]

mod batch;
#[cfg(feature = "charts")]
mod charts;
mod engine;
mod listing;
mod measure;
mod trials;
mod workload;

/// A topic's name, and what measures it.
type Topic = (&'static str, fn() -> Vec<measure::Row>);

fn main() {
    // `cargo bench -- rows` for one topic; cargo itself adds `--bench`.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let topics: &[Topic] = &[
        ("trials", trials::rows),
        ("phone-trials", trials::phones),
        ("engine", engine::rows),
        ("listing", listing::rows),
        ("rows", batch::plain),
        ("phone-rows", batch::phone),
        ("w-rows", batch::chance),
        #[cfg(feature = "charts")]
        ("charts", charts::rows),
    ];
    let asked =
        topics.iter().filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|w| w == name));
    let rows: Vec<_> = asked.flat_map(|(_, rows)| rows()).collect();
    println!();
    measure::print(&rows);
}
