//! `chart map` and `chart nights` on the command line: the axes that are refused with what to type
//! instead, the same bytes for any number of threads, the other words for kinds.

use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backup-sim")).args(args).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn any_number_of_threads_draws_the_same_bytes() {
    for kind in ["map", "nights"] {
        let draw = |threads: &str| {
            let case = ["--size", "33GB", "--upload", "7Mbps", "--service", "icloud-backup"];
            let args = [&["chart", kind, "--threads", threads][..], &case].concat();
            let output = run(&args);
            assert!(output.status.success(), "{}", err(&output));
            output.stdout
        };
        let one = draw("1");
        assert!(one.starts_with(b"<svg"));
        assert!(one == draw("2") && one == draw("8"), "{kind}");
    }
}

#[test]
fn heatmap_is_map_and_stalls_is_states() {
    for (other, kind) in [("heatmap", "map"), ("stalls", "states")] {
        let case = ["--size", "5GB", "--upload", "9Mbps"];
        let draw = |kind: &str| run(&[&["chart", kind][..], &case].concat()).stdout;
        assert!(!draw(kind).is_empty());
        assert_eq!(draw(other), draw(kind), "{other}");
    }
}

#[test]
fn an_axis_that_counts_for_nothing_is_refused_with_one_that_does() {
    let plan = ["--size", "40GB", "--speed-plan", "18:00 2Mbps, 23:00 9Mbps"];
    let cable = ["--size", "40GB", "--service", "computer-usb2"];
    for (case, why, typed) in [
        (plan, "link.plan gives the speed", "--x window=4h..10h:4"),
        (cable, "over a cable", "--x usb-speed=30Mbps..480Mbps:6"),
    ] {
        let output = run(&[&["chart", "map"][..], &case].concat());
        assert_eq!(output.status.code(), Some(2));
        let told = err(&output);
        assert!(told.contains(why) && told.contains(typed), "{told}");
        // What is suggested draws.
        let axis: Vec<&str> = typed.split(' ').collect();
        let mended = run(&[&["chart", "map"][..], &case, &axis].concat());
        assert!(mended.status.success(), "{}", err(&mended));
        let nights = run(&[&["chart", "nights"][..], &case].concat());
        assert_eq!(nights.status.code(), Some(2));
        assert!(err(&nights).contains("backup-sim chart map"), "{}", err(&nights));
    }
}

#[test]
fn faults_of_both_axes_are_told_at_once_and_other_kinds_have_none() {
    let case = ["--size", "40GB", "--upload", "3Mbps"];
    let both = ["--x", "upload=9Mbps..1Mbps:3", "--y", "service=1..3:2"];
    let output = run(&[&["chart", "map"][..], &case, &both].concat());
    assert_eq!(output.status.code(), Some(2));
    let told = err(&output);
    assert!(told.contains("--x upload=1Mbps..9Mbps:3") && told.contains("E049"), "{told}");
    assert!(told.contains("upload, size, start, window, battery, cloud-free, charger"), "{told}");
    let states = run(&[&["chart", "states"][..], &case, &both[..2]].concat());
    assert_eq!(states.status.code(), Some(2));
    assert!(err(&states).contains("backup-sim chart map"), "{}", err(&states));
}
