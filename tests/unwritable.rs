//! Every flag that writes and every command that prints, held against disks that are full, pipes that
//! are closed, and places that cannot be written. Commands and flags are those of the program's own
//! table, as its reference page lists it: a new one that is missing here fails the test.

use crate::cli::{PROGRAM, code, err, out, run};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The reference page, which another test holds against the table of commands.
const TABLE: &str = include_str!("../docs/cli.md");
/// Flags that name a file that is read.
const READ: [&str; 1] = ["--scenario"];

/// Each command with its flags that write: name and placeholder.
fn commands() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let mut found: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for line in TABLE.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            found.push((name, Vec::new()));
        }
        let Some(cell) = line.strip_prefix("| `") else { continue };
        let cell = cell.split('|').next().unwrap();
        let Some(long) = cell.find("--").map(|at| &cell[at..]) else { continue };
        let (name, rest) = long.split_once(['`', ' ']).unwrap();
        let value = rest.split('`').next().unwrap();
        // FILE, DIR, or a name with an end.
        let writes = matches!(value, "FILE" | "DIR") || value.contains('.');
        if writes && !READ.contains(&name) {
            found.last_mut().unwrap().1.push((name, value));
        }
    }
    found.retain(|(name, _)| base(name, "").is_some());
    found
}

/// A command line that runs; the rows of `batch` and `report` are in `rows`.
fn base(command: &str, rows: &str) -> Option<Vec<String>> {
    let case = "--size 40GB --upload 3Mbps";
    let line = match command {
        "estimate" | "fixes" => format!("{command} {case} --trials 0"),
        "diagnose" => "diagnose Waiting".to_owned(),
        "chart" => format!("chart states {case}"),
        "batch" => format!("batch {rows}"),
        "sweep" => "sweep --size 10GB..100GB:40 --upload 1Mbps..100Mbps:40".to_owned(),
        "explain" => "explain limits".to_owned(),
        "solve" => format!("solve upload {case} --trials 0"),
        "check" => format!("check {case} --claim 2h --trials 0"),
        "fit" => "fit tests/data/progress/rclone.jsonl --trials 0".to_owned(),
        "report" => format!("report {case} --trials 10"),
        "accuracy" => "accuracy tests/runs".to_owned(),
        "completions" => "completions bash".to_owned(),
        "man" => "man".to_owned(),
        _ => return None,
    };
    Some(line.split(' ').map(str::to_owned).collect())
}

/// The end that a name must have for this flag.
fn end(command: &str, flag: &str) -> &'static str {
    match (command, flag) {
        ("chart", "--output") | (_, "--svg") => ".svg",
        ("report", "--output") => ".html",
        (_, "--png") => ".png",
        _ => ".csv",
    }
}

fn rows(folder: &Path) -> String {
    let path = folder.join("rows.csv");
    fs::write(&path, "size,upload\n".to_owned() + &"40GB,3Mbps\n".repeat(5_000)).unwrap();
    path.to_str().unwrap().to_owned()
}

fn with(line: &[String], more: &[&str]) -> Vec<String> {
    line.iter().map(String::as_str).chain(more.iter().copied()).map(str::to_owned).collect()
}

fn done(line: &[String]) -> std::process::Output {
    run(&line.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn the_table_has_the_commands_and_flags_that_write() {
    let found = commands();
    let headings = TABLE.lines().filter_map(|line| line.strip_prefix("## "));
    let named: Vec<&str> =
        headings.filter(|h| TABLE.contains(&format!("backup-sim {h}"))).collect();
    let known: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
    assert_eq!(known, named, "a command that prints needs a line in `base`");
    let flags = found.iter().map(|(_, flags)| flags.len()).sum::<usize>();
    assert!(flags >= 20, "{found:?}");
    let of = |command: &str| found.iter().find(|(name, _)| *name == command).unwrap();
    assert!(of("batch").1.contains(&("--rejects", "FILE")), "{found:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_at_every_flag_that_writes() {
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(folder.path());
    for (command, flags) in commands() {
        let base = base(command, &rows).unwrap();
        for (flag, value) in flags {
            // Under a device there is no folder either.
            let target = if value == "DIR" { "/dev/full/bundle" } else { "/dev/full" };
            let output = done(&with(&base, &[flag, target]));
            let said = err(&output);
            assert_eq!(code(&output), 1, "{command} {flag}: {said}");
            let why = if value == "DIR" { "folder" } else { "the disk is full" };
            assert!(said.contains("/dev/full") && said.contains(why), "{command} {flag}: {said}");
        }
    }
}

/// Everything that is printed to standard output.
fn printed(rows: &str) -> Vec<Vec<String>> {
    let mut lines = vec![vec![], vec!["--help".to_owned()], vec!["--version".to_owned()]];
    for (command, flags) in commands() {
        let base = base(command, rows).unwrap();
        for (flag, value) in flags {
            if value != "DIR" && flag != "--rejects" {
                lines.push(with(&base, &[flag, "-"]));
            }
        }
        for more in [&["-h"][..], &["--help"]] {
            lines.push(with(&[command.to_owned()], more));
        }
        lines.push(vec!["help".to_owned(), command.to_owned()]);
        lines.push(base);
    }
    lines
}

#[cfg(unix)]
#[test]
fn whatever_is_printed_into_a_closed_pipe_ends_quietly_with_141() {
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(folder.path());
    for line in printed(&rows) {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(PROGRAM);
        command.args(&line).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped());
        let output = command.output().unwrap();
        assert_eq!((code(&output), err(&output).as_str()), (141, ""), "{line:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn whatever_is_printed_onto_a_full_disk_ends_with_1_and_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(folder.path());
    for line in printed(&rows) {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(PROGRAM);
        command.args(&line).stdin(Stdio::null()).stdout(full).stderr(Stdio::piped());
        let output = command.output().unwrap();
        let said = err(&output);
        assert_eq!(code(&output), 1, "{line:?}: {said}");
        assert!(said.contains("standard output: the disk is full"), "{line:?}: {said}");
    }
}

/// Places that cannot be written, under a folder that was prepared, and a word of the reason.
#[cfg(unix)]
fn places(folder: &Path, end: &str) -> Vec<(String, &'static str)> {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let at = |name: &str| format!("{}/{name}{end}", folder.display());
    fs::write(at("there"), "old").unwrap();
    fs::write(folder.join("file"), "old").unwrap();
    fs::create_dir_all(at("folder")).unwrap();
    let _ = symlink("nowhere", at("dead"));
    let _ = symlink(at("round"), at("round"));
    let _ = symlink(at("folder"), at("to-folder"));
    let closed = folder.join("closed");
    fs::create_dir_all(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    let mut places = vec![
        (at("missing/a"), "there is no folder"),
        (at("file/a"), "there is no folder"),
        (at("folder"), "that is a folder"),
        (at("new") + "/", "that is a folder"),
        (at("to-folder"), "that is a folder"),
        (at("there"), "is there already"),
        (at("dead"), "a link that leads nowhere"),
        (at("round"), "a link that leads nowhere"),
        (at(&"x".repeat(300)), "the name is too long"),
        (at(&"y/".repeat(3_000)), "the name is too long"),
    ];
    // Who may do everything may write there too.
    if fs::write(closed.join("probe"), "").is_err() {
        places.push((at("closed/a"), "no permission"));
    }
    if cfg!(target_os = "linux") {
        places.push((format!("/proc/a{end}"), "/proc/a"));
    }
    places
}

#[cfg(unix)]
#[test]
fn places_that_cannot_be_written_are_told_of_every_flag_before_anything_is_computed() {
    let input = tempfile::tempdir().unwrap();
    let rows = rows(input.path());
    for (command, flags) in commands() {
        let mut base = base(command, &rows).unwrap();
        // Whoever computed first would not come to an end.
        if let Some(trials) = base.iter().position(|word| word == "--trials") {
            base[trials + 1] = "1000000".to_owned();
        }
        for (flag, value) in flags {
            if value == "DIR" {
                continue;
            }
            let folder = tempfile::tempdir().unwrap();
            let places = places(folder.path(), end(command, flag));
            let before = fs::read_dir(folder.path()).unwrap().count();
            for (place, why) in places {
                // A drawing and a page are refused by their end before anything else.
                if matches!(command, "chart" | "report") && place.ends_with('/') {
                    continue;
                }
                let output = done(&with(&base, &[flag, &place]));
                let said = err(&output);
                assert_eq!(code(&output), 1, "{command} {flag} {place}: {said}");
                assert!(said.contains(why), "{command} {flag} {place}: {said}");
                assert!(said.lines().next().unwrap().contains(&place), "{place}: {said}");
                assert!(said.lines().count() <= 3 && !said.contains(".backup-sim"), "{said}");
                assert_eq!(out(&output), "", "{command} {flag} {place}");
            }
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before, "{command} {flag}");
        }
    }
}

#[cfg(all(unix, feature = "charts"))]
#[test]
fn folders_that_cannot_be_made_are_told_before_anything_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("file"), "old").unwrap();
    std::os::unix::fs::symlink("nowhere", at("dead")).unwrap();
    for (place, why) in [
        (at("file"), "is no folder"),
        (at("file/bundle"), "is no folder"),
        (at("dead"), "is no folder"),
        (at(&"x".repeat(300)), "the name is too long"),
    ] {
        for kind in ["chance", "all"] {
            let case = ["--size", "40GB", "--upload", "3Mbps", "--trials", "1000000"];
            let output = run(&[&["chart", kind], &case[..], &["--bundle", &place]].concat());
            assert_eq!(code(&output), 1, "{place}: {}", err(&output));
            assert!(err(&output).contains(why), "{place}: {}", err(&output));
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn an_empty_name_is_no_place_for_a_result() {
    let output = run(&["estimate", "--size", "40GB", "--upload", "3Mbps", "--json", ""]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("the name is empty"), "{}", err(&output));
}
