//! The engine on the cases that have an answer on paper. Their derivations stand with them, in
//! `ticker::algebra`.
#![allow(clippy::print_stdout)]

use crate::ticker::algebra::cases;
use crate::ticker::found::Found;
use backup_sim::sim::{Chance, Record, simulate};

#[test]
fn the_engine_gives_the_answers_on_paper() {
    for case in cases() {
        println!("{}", case.name);
        let outcome = simulate(&case.scenario, Chance::Mean, Record::No);
        (case.expect)(&Found::from(&outcome));
    }
}
