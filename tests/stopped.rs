//! Batches that are stopped, killed or run out of disk, and go on: no file under a final name is ever
//! half-written, and what comes out in the end is what a straight run gives.
#![cfg(unix)]

use crate::cli::{PROGRAM, code, err};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Rows, some of them rejected, some with notes.
fn rows(count: u32) -> String {
    let mut text = "size_gb,upload,name\n".to_owned();
    for i in 0..count {
        let upload = ["3Mbps", "20Mbps", "3MB/s", "3"][(i * 7 % 11 % 4) as usize];
        text += &format!("{},{upload},case {i}\n", 1 + i % 97);
    }
    text
}

/// A folder with an input and an old result.
struct Place(tempfile::TempDir);

impl Place {
    fn new(input: &str) -> Self {
        let place = Place(tempfile::tempdir().unwrap());
        fs::write(place.at("in.csv"), input).unwrap();
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn batch(&self, more: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.0.path()).args(["batch", "in.csv", "-o", "out.csv"]).args(more);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn done(&self, more: &[&str]) -> Output {
        self.batch(more).output().unwrap()
    }

    /// Answers, rejects, and the summary without its seconds.
    fn results(&self) -> (Vec<u8>, Vec<u8>, Value) {
        let read = |name| fs::read(self.at(name)).unwrap();
        let mut summary: Value = serde_json::from_slice(&read("out.summary.json")).unwrap();
        summary.as_object_mut().unwrap().remove("seconds");
        (read("out.csv"), read("out.rejects.csv"), summary)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Waits until some rows are answered.
    fn wait_for_rows(&self, child: &mut Child) {
        let part = self.at("out.csv.part");
        for _ in 0..2_000 {
            let lines = fs::read_to_string(&part).map_or(0, |text| text.lines().count());
            if lines > 20 || child.try_wait().unwrap().is_some() {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("nothing was answered");
    }
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Kills runs at moments spread over the time that one takes, goes on each time, and holds the end
/// against a straight run. Gives how many were killed while under way.
fn killed_and_resumed(rows_in: u32, kills: u32, threads: &[&str]) -> u32 {
    let place = Place::new(&rows(rows_in));
    let began = Instant::now();
    assert_eq!(code(&place.done(&[])), 3);
    let takes = began.elapsed();
    let straight = place.results();
    let mut random = 0x9e37_79b9_u64;
    let mut met = 0;
    let mut left = kills;
    while left > 0 {
        fs::write(place.at("out.csv"), "old").unwrap();
        fs::remove_file(place.at("out.rejects.csv")).unwrap();
        fs::remove_file(place.at("out.summary.json")).unwrap();
        let mut more = vec!["--force", "--threads", threads[left as usize % threads.len()]];
        loop {
            let mut child = place.batch(&more).spawn().unwrap();
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let wait = takes.mul_f64((random >> 33) as f64 / f64::from(1u32 << 31) * 0.7);
            if left == 0 {
                assert_eq!(code(&child.wait_with_output().unwrap()), 3);
                break;
            }
            std::thread::sleep(wait);
            let over = child.try_wait().unwrap().is_some();
            let _ = child.kill();
            child.wait().unwrap();
            if over {
                break;
            }
            (met, left) = (met + 1, left - 1);
            // Whatever had its name has it still, and nothing else has.
            let found = fs::read(place.at("out.csv")).unwrap();
            assert!(found == b"old" || found == straight.0, "{} bytes", found.len());
            more = vec!["--resume", "--force", "--threads", threads[left as usize % threads.len()]];
        }
        assert!(place.results() == straight, "after {met} kills");
        let wanted = ["in.csv", "out.csv", "out.rejects.csv", "out.summary.json"];
        assert_eq!(place.names(), wanted, "after {met} kills");
    }
    met
}

#[test]
fn a_run_that_is_killed_at_any_moment_goes_on_to_the_same_bytes() {
    assert!(killed_and_resumed(30_000, 5, &["1", "2"]) >= 5);
}

#[test]
fn slow_a_million_rows_killed_two_hundred_times_come_to_the_same_bytes() {
    assert!(killed_and_resumed(1_000_000, 200, &["2", "1", "3"]) >= 200);
}

#[test]
fn a_signal_keeps_the_rows_that_are_done_and_says_how_to_go_on() {
    let place = Place::new(&rows(8_000));
    assert_eq!(code(&place.done(&["--trials", "10"])), 3);
    let straight = place.results();
    for name in ["-INT", "-TERM"] {
        fs::write(place.at("out.csv"), "old").unwrap();
        let mut child = place.batch(&["--trials", "10", "--force"]).spawn().unwrap();
        place.wait_for_rows(&mut child);
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 130, "{}", err(&output));
        let said = err(&output);
        // A machine that is busy says first that it is stopping, and may not come to count.
        let last = said.lines().last().unwrap();
        assert!(last.starts_with("stopped; ") && last.contains(" kept"), "{said}");
        let again = "; go on with: backup-sim batch in.csv -o out.csv --trials 10 --resume";
        assert!(last.ends_with(again), "{said}");
        assert_eq!(fs::read(place.at("out.csv")).unwrap(), b"old");
        // A new run does not drop what is kept unasked.
        let refused = place.done(&["--trials", "10"]);
        assert_eq!(code(&refused), 1);
        assert!(err(&refused).contains("--resume  or  --force"), "{}", err(&refused));
        // Another seed or another input is told by what differs.
        let other = place.done(&["--trials", "10", "--seed", "2", "--resume"]);
        assert_eq!(code(&other), 2);
        assert!(err(&other).contains("--seed was 1, is 2"), "{}", err(&other));
        let input = fs::read_to_string(place.at("in.csv")).unwrap();
        fs::write(place.at("in.csv"), input.replacen("size_gb", "size_Gib", 1)).unwrap();
        let other = place.done(&["--trials", "10", "--resume"]);
        assert_eq!(code(&other), 2);
        assert!(err(&other).contains("the input changed: its first"), "{}", err(&other));
        fs::write(place.at("in.csv"), input).unwrap();
        // What may be replaced was said when it began.
        let resumed = place.done(&["--trials", "10", "--resume", "--threads", "2"]);
        assert_eq!(code(&resumed), 3, "{}", err(&resumed));
        assert!(err(&resumed).contains("going on behind"), "{}", err(&resumed));
        assert!(place.results() == straight);
    }
}

#[test]
fn an_input_through_a_pipe_is_gone_on_with_as_well() {
    let input = rows(300);
    let place = Place::new(&input);
    assert_eq!(code(&place.done(&[])), 3);
    let straight = place.results();
    let piped = |more: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.current_dir(place.0.path()).args(["batch", "-", "-o", "out.csv"]).args(more);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let mut child = piped(&["--force"]);
    let mut writer = child.stdin.take().unwrap();
    writer.write_all(&input.as_bytes()[..2_000]).unwrap();
    place.wait_for_rows(&mut child);
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 130, "{}", err(&output));
    assert!(err(&output).contains("(with the same input)"), "{}", err(&output));
    drop(writer);
    let mut child = piped(&["--resume"]);
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    assert_eq!(code(&child.wait_with_output().unwrap()), 3);
    assert!(place.results() == straight);
}

#[test]
fn resume_without_anything_to_go_on_from_begins_and_where_nothing_is_kept_it_is_refused() {
    let place = Place::new("size,upload\n40GB,3Mbps\n");
    let first = place.done(&["--resume"]);
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert!(err(&first).contains("there is no unfinished run"), "{}", err(&first));
    // The result is there, and no journal: as without --resume.
    let again = place.done(&["--resume"]);
    assert_eq!(code(&again), 1);
    assert!(err(&again).contains("out.csv") && err(&again).contains("--force"));
    assert!(!err(&again).contains("begins anew"), "{}", err(&again));
    for target in [["-o", "-"], ["-o", "/dev/null"], ["--rejects", "r.csv"]] {
        let mut command = Command::new(PROGRAM);
        command.current_dir(place.0.path()).args(["batch", "in.csv", "--resume"]).args(target);
        let output = command.stdin(Stdio::null()).output().unwrap();
        assert_eq!(code(&output), 2, "{target:?}");
        assert!(err(&output).contains("-o OUT.csv"), "{}", err(&output));
    }
}

#[test]
fn a_file_size_limit_ends_a_run_that_goes_on_once_there_is_room() {
    let place = Place::new(&rows(20_000));
    assert_eq!(code(&place.done(&[])), 3);
    let straight = place.results();
    fs::write(place.at("out.csv"), "old").unwrap();
    // 512 blocks of 1 KiB, or of half of that.
    let limited =
        format!("ulimit -f 512; exec {PROGRAM} batch in.csv -o out.csv --force --threads 1");
    let output = Command::new("sh").args(["-c", &limited]).current_dir(place.0.path()).output();
    let output = output.unwrap();
    assert_eq!(code(&output), 1, "{}", err(&output));
    assert!(err(&output).contains("out.csv.part: the file would be larger"), "{}", err(&output));
    assert!(err(&output).contains("go on with: backup-sim batch in.csv"), "{}", err(&output));
    assert_eq!(fs::read(place.at("out.csv")).unwrap(), b"old");
    assert_eq!(code(&place.done(&["--resume"])), 3);
    assert!(place.results() == straight);
}

#[test]
fn two_runs_into_one_file_do_not_mix() {
    let place = Place::new(&rows(8_000));
    let mut child = place.batch(&["--trials", "10"]).spawn().unwrap();
    place.wait_for_rows(&mut child);
    for more in [["--trials", "10", "--resume"], ["--trials", "10", "--force"]] {
        let second = place.done(&more);
        assert_eq!(code(&second), 1, "{}", err(&second));
        assert!(err(&second).contains("another run is writing it"), "{}", err(&second));
    }
    let _ = child.kill();
    child.wait().unwrap();
    assert_eq!(code(&place.done(&["--trials", "10", "--resume"])), 3);
    assert!(!Path::new(&place.at("out.csv.journal")).exists());
}

#[test]
fn progress_is_quiet_away_from_a_terminal_and_json_on_request() {
    let place = Place::new(&rows(500));
    let quiet = place.done(&[]);
    let lines = err(&quiet).lines().filter(|line| line.contains("rows a second")).count();
    assert_eq!(lines, 0, "{}", err(&quiet));
    let told = place.done(&["--force", "--progress", "json"]);
    let objects: Vec<Value> = err(&told)
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let last = objects.last().unwrap();
    assert_eq!((&last["rows"], &last["seconds_left"]), (&500.into(), &0.into()));
    assert_eq!(last["answered"].as_u64().unwrap() + last["rejected"].as_u64().unwrap(), 500);
}
