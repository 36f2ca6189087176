//! All integration tests, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod acceptance;
mod accuracy;
mod advice;
mod architecture;
mod as_they_come;
mod batch;
mod batch_is_single;
mod causes;
mod chance;
mod charging;
#[cfg(feature = "charts")]
mod chart_lint;
#[cfg(feature = "charts")]
mod charts;
#[cfg(all(feature = "charts", feature = "cli"))]
mod charts_article;
#[cfg(all(feature = "charts", feature = "cli"))]
mod charts_grid;
#[cfg(feature = "charts")]
mod charts_sure;
mod check;
mod check_told;
mod classes;
mod cli;
mod closed_form;
mod deliver;
mod diagnosis;
mod dirty;
mod documents;
mod drops;
mod every_field;
mod explain;
mod extremes;
mod files;
mod fit;
mod fit_told;
mod fixes;
mod fixes_order;
mod fuzzed;
mod invalid;
mod items;
mod level_curve;
mod listings;
mod measured_speeds;

mod monotone;
mod named_files;
mod near_misses;
#[cfg(all(feature = "charts", feature = "cli"))]
mod outputs;
#[cfg(all(feature = "charts", feature = "cli"))]
mod overview;
mod presets;
mod printed;
mod properties;
mod published;
mod quick_ways;
mod reading;
mod readme;
mod report;
mod runs;
mod scenarios;
mod schemas;
mod solve;
mod solve_random;
mod solve_told;
mod spread;
mod stopped;
mod sweep;
mod ticker;
mod ticker_agrees;
mod unwritable;
mod words;
mod workload_w;
mod wrong_values;
