//! Cases whose cause is known: how often it is found.

use backup_sim::study::drill::{KINDS, Verdicted, drill};

/// How many have the true cause first, and among the first three, of all.
fn shares(all: &[Verdicted]) -> (f64, f64) {
    let of = |most: usize| {
        let within = all.iter().filter(|v| v.place.is_some_and(|place| place <= most)).count();
        within as f64 / all.len() as f64
    };
    (of(1), of(3))
}

#[test]
fn the_true_cause_of_drawn_cases_comes_first_in_four_of_five() {
    let all = drill(1, 200);
    assert_eq!(all.len(), 200);
    let (first, three) = shares(&all);
    assert!(first >= 0.80 && three >= 0.95, "first {first}, among three {three}");
    for &(cause, _) in KINDS {
        let own = all.iter().filter(|v| v.cause == cause).count();
        assert!(own >= 6, "{} is drawn {own} times", cause.id());
    }
}

/// The page shows one draw; it was not picked.
#[test]
fn slow_the_true_cause_comes_first_in_four_of_five_over_other_draws_as_well() {
    let all: Vec<Verdicted> = (2..=11).flat_map(|seed| drill(seed, 200)).collect();
    let (first, three) = shares(&all);
    assert!(first >= 0.80 && three >= 0.95, "first {first}, among three {three}");
}
