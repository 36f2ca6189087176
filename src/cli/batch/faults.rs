//! Every call to the disk fails once: whatever happens, under the final names stand the old files or
//! the new ones, whole, and a run that goes on gives the bytes of a straight one.

use super::files::Files;
use super::kept::Pace;
use super::progress::Progress;
use super::under_way::Plan;
use crate::cli::failure::Failure;
use crate::cli::memory::{Fault, Lost, Memory};
use backup_sim::batch::journal::Begun;
use backup_sim::batch::{Options, Summary, Work};
use backup_sim::report::format::inert;
use backup_sim::scenario::{Draft, Scenario};
use backup_sim::sim::outcome::Verdict;
use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

const INPUT: &str = "size,upload\n1GB,1Mbps\n2GB,1Mbps\n3GB,x\n4GB,1Mbps\n5GB,1Mbps\n,1Mbps\n\
                     7GB,1Mbps\n8GB,1Mbps\n9GB,9Mbps\n\n10GB,x\n11GB,1Mbps\n12GB,1Mbps\n";
const OUTPUT: &str = "d/out.csv";
const REJECTS: &str = "d/out.rejects.csv";
const SUMMARY: &str = "d/out.summary.json";

/// Repeats what was understood.
struct Echo;

impl Work for Echo {
    fn header(&self) -> Vec<&'static str> {
        vec!["row", "name"]
    }

    fn answer(
        &self,
        scenario: &Scenario,
        row: u64,
        out: &mut Vec<u8>,
        notes: &mut Vec<&'static str>,
    ) -> Verdict {
        let size = scenario.print(backup_sim::scenario::fields::id_of("library.size"));
        out.extend_from_slice(format!("{row},{size}").as_bytes());
        notes.extend(scenario.notes().iter().map(|(_, note)| note.code));
        Verdict::Finishes
    }
}

/// Runs a batch into files of a disk in memory.
fn run(disk: &Memory, input: &str, resume: bool, force: bool, seed: u64) -> Result<(), Failure> {
    let files = Files::of(disk, Some(Path::new(OUTPUT)), None);
    let kept = files.kept(disk)?.unwrap();
    let options = vec![("--seed".to_owned(), seed.to_string())];
    let plan = Plan {
        disk,
        files: &files,
        kept: &kept,
        asked: Begun { program: "1".to_owned(), replace: force, options },
        resume,
        // Every other row is noted down, every fourth made to last.
        pace: Pace { rows: 2, time: Duration::MAX, lasting: 4 },
        options: Options { threads: 1, ..Options::default() },
        work: &Echo,
        draft: &Draft::new(),
        name: "rows.csv",
        again: String::new(),
        json: &|summary: &Summary| summary.json(1, 0, 0.0),
        say: &|_| (),
        watch: &|_| (),
    };
    plan.run(Box::new(std::io::Cursor::new(input.as_bytes().to_vec())), Progress::quiet())
        .map(|_| ())
}

type Three = [Option<Vec<u8>>; 3];

fn results(disk: &Memory) -> Three {
    [OUTPUT, REJECTS, SUMMARY].map(|name| disk.get(name))
}

fn straight() -> Three {
    let disk = Memory::default();
    run(&disk, INPUT, false, false, 1).unwrap();
    assert_eq!(disk.names(), [OUTPUT, REJECTS, SUMMARY]);
    results(&disk)
}

fn with_old_files() -> Memory {
    let disk = Memory::default();
    [OUTPUT, REJECTS, SUMMARY].iter().for_each(|name| disk.put(name, b"old"));
    disk
}

fn told(failure: &Failure) -> String {
    match failure {
        Failure::Write(path, _) | Failure::Read(path, _) => path.display().to_string(),
        Failure::Exists(path) | Failure::Unfinished(path) => path.display().to_string(),
        other => inert(&format!("{other:?}")),
    }
}

/// Each result is the old one or the new one, whole; the answers are new only if all are.
fn assert_whole(disk: &Memory, new: &Three, when: &str) {
    let found = results(disk);
    for (found, new) in found.iter().zip(new) {
        let whole = found.as_deref() == Some(b"old".as_slice()) || found == new;
        assert!(whole, "{when}: {:?}", found.as_ref().map(|f| String::from_utf8_lossy(f)));
    }
    if found[0] == new[0] {
        assert_eq!(&found, new, "{when}");
    }
}

#[test]
fn whichever_call_fails_old_files_stay_whole_and_a_resumed_run_gives_the_same_bytes() {
    let new = straight();
    let mut runs = 0;
    let kinds = [ErrorKind::StorageFull, ErrorKind::Interrupted, ErrorKind::Other];
    let once = kinds.map(|kind| move |n| Fault::Once(n, kind));
    let faults: Vec<Box<dyn Fn(u32) -> Fault>> = once
        .into_iter()
        .map(|f| Box::new(f) as Box<dyn Fn(u32) -> Fault>)
        .chain([Box::new(|n| Fault::From(n, ErrorKind::StorageFull)) as Box<_>])
        .chain(Lost::ALL.map(|lost| Box::new(move |n| Fault::Crash(n, lost)) as Box<_>))
        .collect();
    for fault in &faults {
        for short in [false, true] {
            for n in 1.. {
                let (fault, disk) = (fault(n), with_old_files());
                let when = format!("{fault:?}, short writes: {short}");
                disk.arm(fault, short);
                let result = run(&disk, INPUT, false, true, 1);
                runs += 1;
                if !disk.fired() {
                    assert!(result.is_ok() && results(&disk) == new, "{when}");
                    break;
                }
                let crashed = matches!(fault, Fault::Crash(..));
                match &result {
                    // A write that is interrupted is done again.
                    Ok(()) => assert!(crashed || results(&disk) == new, "{when}"),
                    Err(failure) => {
                        assert_eq!(failure.exit(), ExitCode::from(1), "{when}");
                        assert!(crashed || told(failure).starts_with('d'), "{when}: {failure:?}");
                    }
                }
                disk.restart();
                assert_whole(&disk, &new, &when);
                disk.arm(Fault::None, short);
                // Where nothing was kept this begins anew, and the old files are replaced as before.
                let resumed = run(&disk, INPUT, true, true, 1);
                runs += 1;
                assert!(resumed.is_ok(), "{when}: {resumed:?}");
                assert_eq!(results(&disk), new, "{when}");
                assert_eq!(disk.names(), [OUTPUT, REJECTS, SUMMARY], "{when}");
            }
        }
    }
    assert!(runs > 2_000, "{runs} runs");
}

#[test]
fn a_resumed_run_that_is_broken_off_again_and_again_comes_to_the_same_end() {
    let new = straight();
    for lost in Lost::ALL {
        for step in 20..45 {
            let disk = with_old_files();
            let mut tries = 0;
            loop {
                // Each try comes a little further than what it takes to pick up the last one.
                disk.arm(Fault::Crash(step + tries, lost), false);
                let done = run(&disk, INPUT, tries > 0, true, 1);
                let fired = disk.fired();
                disk.restart();
                assert_whole(&disk, &new, &format!("{lost:?} {step} {tries}"));
                if !fired {
                    assert!(done.is_ok(), "{done:?}");
                    break;
                }
                tries += 1;
            }
            assert_eq!(results(&disk), new, "{lost:?} {step} {tries}");
        }
    }
}

/// A disk on which a run was killed after some rows.
fn killed() -> Memory {
    let disk = Memory::default();
    disk.arm(Fault::Crash(36, Lost::None), false);
    let _ = run(&disk, INPUT, false, false, 1);
    disk.restart();
    assert!(disk.names().contains(&"d/out.csv.journal".to_owned()), "{:?}", disk.names());
    disk
}

#[test]
fn another_input_or_other_options_are_refused_with_the_difference_and_nothing_is_lost() {
    let said = |result: Result<(), Failure>| {
        let failure = result.unwrap_err();
        (failure.exit() == ExitCode::from(2), format!("{failure:?}"))
    };
    let disk = killed();
    let before = disk.names();
    let (usage, text) = said(run(&disk, INPUT, true, false, 2));
    assert!(usage && text.contains("--seed was 1, is 2") && text.contains("--force"), "{text}");
    let (usage, text) = said(run(&disk, &INPUT.replacen("1GB", "6GB", 1), true, false, 1));
    assert!(usage && text.contains("Changed"), "{text}");
    let (usage, text) = said(run(&disk, &INPUT[..30], true, false, 1));
    assert!(usage && text.contains("Changed"), "{text}");
    assert!(matches!(run(&disk, INPUT, false, false, 1), Err(Failure::Unfinished(_))));
    assert_eq!(disk.names(), before);
    run(&disk, INPUT, true, false, 1).unwrap();
    assert_eq!(results(&disk), straight());
}

#[test]
fn force_drops_what_is_kept_and_a_file_that_has_come_meanwhile_is_not_replaced_unasked() {
    let disk = killed();
    disk.put(OUTPUT, b"other");
    assert!(matches!(run(&disk, INPUT, true, false, 1), Err(Failure::Exists(_))));
    assert_eq!(disk.get(OUTPUT).unwrap(), b"other");
    run(&disk, INPUT, false, true, 1).unwrap();
    assert_eq!(results(&disk), straight());
}

#[test]
fn a_part_that_was_altered_is_not_built_upon() {
    for name in ["d/out.csv.part", "d/out.rejects.csv.part"] {
        for at in 0..3 {
            let disk = killed();
            let mut bytes = disk.get(name).unwrap();
            match at {
                0 => bytes[3] ^= 1,
                1 => bytes.truncate(5),
                _ => bytes.clear(),
            }
            disk.put(name, &bytes);
            run(&disk, INPUT, true, false, 1).unwrap();
            assert_eq!(results(&disk), straight(), "{name} {at}");
        }
    }
}

#[test]
fn an_input_that_has_grown_since_is_gone_on_with_and_one_that_had_ended_is_not() {
    let disk = killed();
    let more = format!("{INPUT}13GB,1Mbps\n");
    run(&disk, &more, true, false, 1).unwrap();
    assert!(String::from_utf8(disk.get(OUTPUT).unwrap()).unwrap().ends_with("13,13GB\n"));
    let journal = |disk: &Memory| String::from_utf8(disk.get("d/out.csv.journal")?).ok();
    for n in 1.. {
        let disk = Memory::default();
        disk.arm(Fault::Crash(n, Lost::None), false);
        let _ = run(&disk, INPUT, false, false, 1);
        assert!(disk.fired());
        disk.restart();
        if journal(&disk).is_some_and(|text| text.contains("\"ended\":true")) {
            let failure = run(&disk, &more, true, false, 1).unwrap_err();
            assert!(failure.exit() == ExitCode::from(2), "{failure:?}");
            run(&disk, INPUT, true, false, 1).unwrap();
            assert_eq!(results(&disk), straight());
            break;
        }
    }
}
