//! Will tonight's phone backup finish? `backup_sim` simulates the overnight backup window event by
//! event and says whether and when the backup finishes, what stalled it and what limited it.
//!
//! # One way for the data
//!
//! ```text
//! text ──► edits ──► Draft ──► Scenario ──► simulate ──► Outcome ──► report
//! ```
//!
//! - Text in the [`units`] that people write (`40GB`, `3Mbps`, `11pm-7am`) becomes an [`Edit`]: one
//!   field, one typed value. A preset, a scenario file, a flag and a CSV cell all end up here.
//! - A [`Draft`] collects edits, the last one on a field wins; [`Draft::build`] puts the rules of the
//!   service below them and checks the whole. All faults come back together.
//! - A [`Scenario`] is complete and valid, so [`simulate`] has no error to return.
//! - The [`Outcome`] holds the verdict, the finish, the bytes, every stalled second with its cause
//!   and, if asked for, the timeline. Reports read this and never the engine.
//! - [`study`] asks more of a scenario by simulating it again with other edits; [`report`] puts the
//!   [`Answer`] into words, tables and charts; [`batch`] does the same for every row of a CSV.
//!
//! Nothing here prints, reads a clock, a file or the environment, or panics; equal inputs give equal
//! bytes.
//!
//! # Example
//!
//! ```
//! use backup_sim::report::text::{TextOptions, text};
//! use backup_sim::{Chance, Draft, Origin, Record, Verdict, simulate, study};
//!
//! // Text to a draft: any field by its key or its flag.
//! let mut draft = Draft::new();
//! for (field, typed) in [
//!     ("library.size", "40GB"),
//!     ("link.upload", "3Mbps"),
//!     ("link.efficiency", "100%"),
//!     ("window", "11pm-7am"),
//! ] {
//!     draft.set(field, typed, Origin::Flag(field.to_owned()));
//! }
//!
//! // Draft to scenario: the only step that can fail, and it names all faults.
//! let scenario = draft.build()?;
//!
//! // Scenario to outcome. 40e9 B x 8 / 3e6 bit/s = 106,666.7 s; a night has 28,800 s: three full
//! // nights and 20,266.7 s of the fourth, which is 3 x 86,400 + 20,266.7 s after the first 23:00.
//! let outcome = simulate(&scenario, Chance::Mean, Record::Yes);
//! assert_eq!(outcome.verdict, Verdict::Misses);
//! let finish = outcome.finish.expect("it finishes on a later night");
//! assert_eq!(finish.night, 4);
//! assert_eq!(finish.at.as_secs().round(), 279_467.0);
//! // 3 Mbit/s over 8 h are 10.8 GB by the first morning.
//! assert_eq!(outcome.bytes.by_first_morning.bytes(), 10_800_000_000);
//! // Four nights and the days between them.
//! assert_eq!(outcome.timeline.as_ref().map(|t| t.segments.len()), Some(7));
//!
//! // Outcome to report: the same as `backup-sim estimate` prints.
//! let (trials, seed, row, threads) = (0, 1, 1, 1);
//! let answer = study::answer(scenario, trials, seed, row, threads, Record::No);
//! let report = text(&answer, &TextOptions::default());
//! assert!(report.starts_with("No, not by 07:00: 40 GB at 3 Mbps takes 4 nights.\n"));
//! assert!(report.contains("night 4 at 04:38"));
//! # Ok::<(), Vec<backup_sim::ScenarioError>>(())
//! ```
//!
//! # Features
//!
//! `cli` (the command line) and `charts` (SVG and PNG) are both on by default. Without them this is a
//! library that opens no file and no terminal.

pub mod batch;
pub mod cause;
pub mod client;
pub mod edit;
pub mod field;
pub mod import;
pub mod model;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod study;
pub mod units;

pub use cause::Cause;
pub use edit::{Edit, FieldId, Value};
pub use scenario::{Draft, Origin, Scenario, ScenarioError};
pub use sim::outcome::{Outcome, Verdict};
pub use sim::timeline::Timeline;
pub use sim::{Chance, Record, simulate};
pub use study::answer::Answer;
