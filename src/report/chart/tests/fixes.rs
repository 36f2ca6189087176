//! Fixes made by hand: a case's answer flows in, a list as the study would give it flows out, with
//! finishes of every kind: in an instant, tonight, a little sooner, late, two changes together.

use crate::sim::outcome::{Finish, Verdict};
use crate::study::answer::Answer;
use crate::study::catalogue::{Effort, FixId};
use crate::study::fixes::Fix;
use crate::study::probe::Probe;
use crate::units::*;

/// None for what is done in an instant, a few where it is in time, else ten and a pair.
pub fn of(answer: &Answer) -> Vec<Fix> {
    let outcome = &answer.outcome;
    if outcome.finish.is_some_and(|f| f.at == SimTime::ZERO) {
        return Vec::new();
    }
    let window = answer.scenario.inputs().window.allowed.length().micros();
    // As night and share of its window.
    let fix = |ids: &[FixId], night: u32, share: i64, effort, unlikely| {
        let at =
            Span::DAY.times(i64::from(night) - 1).plus(Span::from_micros(window / 100 * share));
        let finish = Finish { night, at: SimTime::ZERO.plus(at) };
        let mut after = outcome.clone();
        after.finish = Some(finish);
        after.timeline = None;
        after.proof = None;
        let in_time = finish.at <= outcome.deadline;
        after.verdict = if in_time { Verdict::Finishes } else { Verdict::Misses };
        Fix {
            ids: ids.to_vec(),
            edits: Vec::new(),
            probe: Probe { scenario: answer.scenario.clone(), outcome: after },
            parts: Vec::new(),
            plan: None,
            copy_age: None,
            effort,
            unlikely,
            score: 0.0,
        }
    };
    let (low, medium, high) = (Effort::Low, Effort::Medium, Effort::High);
    let last = outcome.finish.map_or(3, |f| f.night);
    let mut list = vec![fix(&[FixId::KeepLocked], 1, 40, low, false)];
    if outcome.verdict == Verdict::Finishes {
        list.push(fix(&[FixId::LocalAndCloud], 1, 3, high, false));
        return list;
    }
    list.extend([
        fix(&[FixId::UpdateSoftware], 1, 99, medium, false),
        fix(&[FixId::ComputerUsb2], 1, 2, medium, false),
        fix(&[FixId::StaggerRivals], 1, 100, low, false),
        fix(&[FixId::LocalAndCloud], 1, 5, high, false),
        fix(&[FixId::StopRivals], 1, 70, low, true),
        fix(&[FixId::AllDay], last, 1, medium, false),
        fix(&[FixId::StayOnWifi], last, 10, low, false),
        fix(&[FixId::WaitForService], last, 20, low, false),
        fix(&[FixId::DeleteCorruptBackup], last, 30, medium, false),
        fix(&[FixId::KeepLocked, FixId::StaggerRivals], 1, 30, low, false),
    ]);
    list
}
