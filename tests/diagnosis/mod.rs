//! `diagnose`, held to its word: cases with a known cause, the scenarios of every symptom, what is
//! known and what it rules out, the program itself.

mod drilled;
mod known;
mod on_screen;
mod program;
mod readings;
mod rows;
mod said;
mod situations;
