//! How many nights are skipped, counted by hand. 3 Mbit/s x 95 % carry 11.5425 GB in a night of 9 h.

use super::*;
use crate::scenario::{Draft, Origin};
use crate::sim::nights::Simulation;
use crate::sim::setup::Wanted;
use crate::units::Size;

/// What is found after the first night of 40 GB.
fn found(last: u32, more: &[(&str, &str)]) -> After {
    let mut draft = Draft::new();
    for (key, text) in [("size", "40GB"), ("upload", "3Mbps")].iter().chain(more) {
        draft.set(key, text, Origin::Study);
    }
    let scenario = draft.build().unwrap();
    let mut simulation = Simulation::new(scenario.inputs(), Wanted::default());
    let frame = simulation.frame.clone();
    let (engine, mut tally) = (&mut simulation.engine, Tally::new(false, None));
    let night = frame.night(1);
    let end = night.base.plus(night.length);
    engine.begin(&night);
    let mark = Mark::new(engine, &frame, &night, &tally);
    engine.run(&night, night.base, end, &mut tally);
    tally.share_out();
    engine.parts.client.window_ends(end);
    after(engine, &frame, (1, last), &mark, (true, true), &mut tally)
}

fn skipped(last: u32, more: &[(&str, &str)]) -> Option<u32> {
    match found(last, more) {
        After::Alike(nights) => Some(nights),
        After::Unknown | After::Never(_) => None,
    }
}

fn proof_of(more: &[(&str, &str)]) -> Option<Proof> {
    match found(60, more) {
        After::Never(proof) => Some(proof),
        After::Unknown | After::Alike(_) => None,
    }
}

/// After the first night 28.4575 GB are left: nights 2 and 3 go alike, in the fourth it is done.
#[test]
fn nights_in_which_nothing_comes_to_its_end_are_skipped() {
    assert_eq!(skipped(60, &[]), Some(2));
    // Two full nights are left after the first: only the second goes alike.
    assert_eq!(skipped(60, &[("size", "34.6275GB")]), Some(1));
    assert_eq!(skipped(60, &[("size", "34628MB")]), Some(2));
    assert_eq!(skipped(60, &[("size", "23085MB")]), Some(0));
    // The last night that is looked at is never skipped.
    assert_eq!(skipped(4, &[]), Some(2));
    assert_eq!(skipped(3, &[]), Some(1));
    assert_eq!(skipped(2, &[]), None);
    // Nor one that the clock treats specially.
    assert_eq!(skipped(60, &[("outages", "night 3: 01:00-02:00")]), Some(1));
    assert_eq!(skipped(60, &[("outages", "night 2: 01:00-02:00")]), Some(0));
    assert_eq!(skipped(60, &[("outages", "night 1: 01:00-02:00")]), None);
    assert_eq!(skipped(60, &[("start-mode", "manual")]), None);
}

/// What grows is done later: 29.4575 GB less 11.5425 GB are left after night 2, a GB more before the next.
#[test]
fn growth_takes_from_what_a_night_does() {
    assert_eq!(skipped(60, &[("growth", "1GB")]), Some(2));
    assert_eq!(skipped(60, &[("growth", "5GB")]), Some(4));
    // Up front 41 GB are free, and 41 GB are to go in the second night; in the third it is too much.
    let asked = ("quota", "up-front");
    assert_eq!(skipped(60, &[("growth", "1GB"), asked, ("cloud-free", "41GB")]), Some(1));
    assert_eq!(skipped(60, &[("growth", "1GB"), asked, ("cloud-free", "43GB")]), Some(2));
    assert_eq!(skipped(60, &[("growth", "1GB"), asked, ("cloud-free", "40GB")]), None);
    // The phone has 1 GB to spare: one night's growth, and no more.
    assert_eq!(skipped(60, &[("growth", "1GB"), ("phone-free", "1GB")]), Some(1));
    assert_eq!(skipped(60, &[("growth", "1GB"), ("phone-free", "1.5GB")]), Some(1));
    assert_eq!(skipped(60, &[("growth", "1GB"), ("phone-free", "2GB")]), Some(2));
    assert_eq!(
        skipped(60, &[("growth", "1GB"), ("phone-free", "2GB"), ("phone-rewritten", "1MB")]),
        Some(0)
    );
}

/// 30 GB are free: 18.4575 GB after the first night, which the third would fill.
#[test]
fn a_night_that_fills_the_destination_is_looked_at() {
    assert_eq!(skipped(60, &[("cloud-free", "30GB")]), Some(1));
    assert_eq!(skipped(60, &[("cloud-free", "34628MB")]), Some(2));
    assert_eq!(skipped(60, &[("cloud-free", "34627MB")]), Some(1));
    assert_eq!(skipped(60, &[("cloud-free", "23GB")]), Some(0));
}

/// A rival with as many connections sends 5.77125 GB in a night, as we do: 20 GB of its are over in the
/// fourth night, ours in the seventh.
#[test]
fn a_night_in_which_a_rival_is_done_is_looked_at() {
    assert_eq!(skipped(60, &[("rivals", "nas 20GB always")]), Some(2));
    assert_eq!(skipped(60, &[("rivals", "nas 17314MB always")]), Some(2));
    assert_eq!(skipped(60, &[("rivals", "nas 17313MB always")]), Some(1));
    assert_eq!(skipped(60, &[("rivals", "nas 100GB always")]), Some(5));
    assert_eq!(skipped(60, &[("rivals", "nas endless always")]), Some(5));
}

#[test]
fn what_stays_as_it_is_for_ever_is_proved() {
    let size = Size::from_bytes;
    assert_eq!(proof_of(&[]), None);
    let outgrown = |growth| {
        let kind = ProofKind::Outgrown { growth: size(growth), night: size(11_542_500_000) };
        Some(Proof { cause: Cause::UploadSpeed, kind })
    };
    assert_eq!(proof_of(&[("growth", "12GB")]), outgrown(12_000_000_000));
    assert_eq!(proof_of(&[("growth", "11542500kB")]), outgrown(11_542_500_000));
    assert_eq!(proof_of(&[("growth", "11542499kB")]), None);
    let never = proof_of(&[("requires", "power"), ("plugged", "never")]);
    assert_eq!(never, Some(Proof { cause: Cause::NoPower, kind: ProofKind::NeverOpens }));
    // 5 GB are free and were filled in the first night; that is known after the second.
    assert_eq!(proof_of(&[("cloud-free", "5GB")]), None);
    // 40 GB in one piece: each night sends 11.5425 GB of it for nothing.
    let piece = [("items", "videos 1 x 40GB"), ("resume-from", "item")];
    let unit_too_long = proof_of(&piece).map(|proof| proof.kind);
    let Some(ProofKind::UnitTooLong { unit, class, lost, .. }) = unit_too_long else {
        panic!("{unit_too_long:?}");
    };
    assert_eq!((unit, class, lost), (size(40_000_000_000), Some(0), size(11_542_500_000)));
}
