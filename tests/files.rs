//! Where results go: files whole or not there, pipes that close, disks that are full, signals.

use crate::cli::{CASE, PROGRAM, case, code, err, out, piped, run};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn a_batch_into_files_leaves_answers_rejects_and_a_summary_that_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("in.csv"), "size,upload,name\n40GB,3,=1+1\n40GB,3Mbps,=1+1\n").unwrap();
    let output = run(&["batch", &path("in.csv"), "-o", &path("out.csv")]);
    assert_eq!(code(&output), 3, "{}", err(&output));
    let rejects = fs::read_to_string(path("out.rejects.csv")).unwrap();
    let mut lines = rejects.lines();
    assert_eq!(lines.next(), Some("line,byte,column,code,reason,text"));
    assert!(lines.next().unwrap().starts_with("2,22,upload,E012,"), "{rejects}");
    let answers = fs::read_to_string(path("out.csv")).unwrap();
    assert_eq!(answers.lines().count(), 2);
    assert!(answers.contains("'=1+1"), "{answers}");
    let summary: Value =
        serde_json::from_str(&fs::read_to_string(path("out.summary.json")).unwrap()).unwrap();
    assert_eq!(
        (&summary["rows_in"], &summary["answered"], &summary["rejected"]),
        (&2.into(), &1.into(), &1.into())
    );
    assert_eq!(summary["rejected_by_code"]["E012"], 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
    // A second run is refused and changes nothing; with --force it gives the same answers.
    let again = run(&["batch", &path("in.csv"), "-o", &path("out.csv")]);
    assert_eq!(code(&again), 1);
    assert!(err(&again).contains("--force"));
    let forced =
        run(&["batch", &path("in.csv"), "-o", &path("out.csv"), "--force", "--threads", "2"]);
    assert_eq!(code(&forced), 3);
    assert_eq!(fs::read_to_string(path("out.csv")).unwrap(), answers);
}

#[test]
fn the_output_may_not_be_the_input() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.csv");
    fs::write(&path, "size,upload\n40GB,3Mbps\n").unwrap();
    let path = path.to_str().unwrap();
    assert_eq!(code(&run(&["batch", path, "-o", path, "--force"])), 2);
    assert_eq!(fs::read_to_string(path).unwrap(), "size,upload\n40GB,3Mbps\n");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly_with_141() {
    let mut rows = "size,upload\n".to_owned();
    rows += &"40GB,3Mbps\n".repeat(20_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.csv");
    fs::write(&path, rows).unwrap();
    for args in [vec!["batch", path.to_str().unwrap()], vec!["estimate", "--help"], CASE.to_vec()] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(PROGRAM)
            .args(&args)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!((code(&output), err(&output).as_str()), (141, ""), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_with_the_path_and_ends_with_one() {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for args in [CASE.to_vec(), case(&["--format", "json"]), vec!["--help"], vec!["man"]] {
        let output = Command::new(PROGRAM)
            .args(&args)
            .stdout(full())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(code(&output), 1, "{args:?}");
        assert!(
            err(&output).contains("standard output") && err(&output).contains("full"),
            "{args:?}"
        );
    }
    for flag in ["--csv", "--json", "--md", "--svg", "--png"] {
        let output = run(&case(&[flag, "/dev/full"]));
        assert_eq!(code(&output), 1, "{flag}");
        assert!(err(&output).contains("/dev/full") && err(&output).contains("full"), "{flag}");
    }
    let mut rows = "size,upload\n".to_owned();
    rows += &"40GB,3Mbps\n".repeat(5_000);
    let output = piped(&["batch", "-", "-o", "/dev/full"], &rows);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("/dev/full"));
}

#[test]
fn places_that_cannot_be_written_are_told_before_anything_is_computed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("there.json"), "old").unwrap();
    let long = at(&"x".repeat(300));
    for (target, word) in [
        (at("missing/answer.json"), "folder"),
        (folder.path().to_str().unwrap().to_owned(), "folder"),
        (at("there.json"), "--force"),
        (long, "long"),
    ] {
        let output = run(&case(&["--json", &target]));
        assert_eq!(code(&output), 1, "{target}");
        assert!(err(&output).contains(word), "{target}: {}", err(&output));
        assert_eq!(out(&output), "");
    }
    assert_eq!(fs::read_to_string(at("there.json")).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(feature = "charts")]
#[test]
fn a_picture_names_the_letters_that_its_font_lacks_and_an_svg_keeps_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let draw = |title: &str, file: &str| {
        let args = ["--size", "40GB", "--upload", "3Mbps", "--name", "电话 phone"];
        let file = path(file);
        let rest = ["--title", title, "-o", file.as_str()];
        run(&[["chart", "states"].as_slice(), &args, &rest].concat())
    };
    let output = draw("Cztery noce, четыре ночи", "a.png");
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(err(&output).starts_with("note: the font of PNG charts lacks 电 话:"));
    // What is missing shows as one and the same mark; what the font holds shows as itself.
    let picture = |title| fs::read(path(title)).unwrap();
    for (title, file) in
        [("ночи 备", "b.png"), ("ночи 份", "c.png"), ("ноча 份", "d.png"), ("ночи", "e.png")]
    {
        assert_eq!(code(&draw(title, file)), 0);
    }
    assert_eq!(picture("b.png"), picture("c.png"));
    assert_ne!(picture("c.png"), picture("d.png"));
    assert_ne!(picture("c.png"), picture("e.png"));
    let output = draw("备份", "a.svg");
    assert_eq!(err(&output), "");
    let svg = fs::read_to_string(path("a.svg")).unwrap();
    assert!(
        svg.contains("<title") && svg.contains(">备份</title>") && svg.contains(">备份</text>")
    );
    assert!(svg.contains(">电话 phone: ") && svg.contains(">电话 phone. "));
}

#[cfg(feature = "charts")]
#[test]
fn a_chart_goes_into_an_svg_or_a_png_and_nothing_else() {
    for name in ["a", "a.jpg", "svg"] {
        let output = run(&["chart", "states", "--size", "40GB", "--upload", "3Mbps", "-o", name]);
        assert_eq!(code(&output), 2);
        assert!(err(&output).contains(&format!("-o: {name} is neither .svg nor .png")));
        assert!(!Path::new(name).exists());
    }
}

#[cfg(feature = "charts")]
#[test]
fn a_bundle_has_the_files_that_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("article");
    let draw = |rest: &[&str]| {
        let case = ["chart", "states", "--size", "40GB", "--upload", "3Mbps"];
        let bundle = ["--bundle", into.to_str().unwrap()];
        run(&[case.as_slice(), &bundle, rest].concat())
    };
    let there = || {
        let names = fs::read_dir(&into).unwrap().map(|e| e.unwrap().file_name());
        let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    };
    let output = draw(&["--only", "alt, svg", "--background", "none", "--text", "paths"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(there(), ["states.alt.txt", "states.svg"]);
    let svg = fs::read_to_string(into.join("states.svg")).unwrap();
    assert!(!svg.contains("<text") && !svg.contains("height=\"450\" fill=\"#FFFFFF\""));
    // Only files that are asked for stand in the way.
    assert_eq!(code(&draw(&["--only", "csv"])), 0);
    assert_eq!(code(&draw(&["--only", "csv,json"])), 1);
    assert_eq!(there(), ["states.alt.txt", "states.csv", "states.svg"]);
    let output = draw(&["--only", "csv,pgn"]);
    assert_eq!(code(&output), 2);
    let list = "--only: \"pgn\" is none of svg, png, social, csv, alt, md, json";
    assert!(err(&output).contains(list) && err(&output).contains("--only png"));
    let alone = ["chart", "states", "--size", "40GB", "--upload", "3Mbps", "--only", "svg"];
    assert!(code(&run(&alone)) == 2 && err(&run(&alone)).contains("--bundle"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_file_is_told_without_the_name_of_a_temporary_one() {
    let output =
        run(&["estimate", "--size", "40GB", "--upload", "3Mbps", "--json", "/proc/a.json"]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("/proc/a.json") && !err(&output).contains(".part"));
}

#[test]
fn several_results_are_written_in_one_run_and_one_may_go_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let files = ["a.csv", "a.json", "a.md", "a.svg", "a.png"].map(at);
    let args = case(&[
        "--csv", &files[0], "--json", &files[1], "--md", &files[2], "--svg", &files[3], "--png",
        &files[4],
    ]);
    let output = run(&args);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).starts_with("No"), "{}", out(&output));
    assert!(files.iter().all(|f| fs::metadata(Path::new(f)).unwrap().len() > 100));
    let output = run(&case(&["--csv", "-", "--every", "1h"]));
    assert!(out(&output).starts_with("start_s,end_s,"), "{}", out(&output));
    assert_eq!(code(&run(&case(&["--csv", "-", "--json", "-"]))), 2);
}

#[cfg(unix)]
#[test]
fn an_interrupted_batch_into_a_pipe_exits_with_130_and_leaves_nothing_half_written() {
    for signal in ["-INT", "-TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("rejects.csv");
        let mut child = Command::new(PROGRAM)
            .args(["batch", "-", "--rejects", target.to_str().unwrap()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The input stays open to the end, so that the batch waits for more; waiting for the child
        // would close it otherwise, and a batch that has read all of it may well finish.
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"size,upload\n40GB,3Mbps\n").unwrap();
        let begun = || fs::read_dir(folder.path()).unwrap().count() >= 1;
        let mut patience = 500;
        while !begun() && patience > 0 {
            std::thread::sleep(std::time::Duration::from_millis(10));
            patience -= 1;
        }
        let stopped =
            Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(stopped.success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 130, "{signal}");
        assert!(err(&output).contains("nothing half-written is left"), "{}", err(&output));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{signal}");
        drop(input);
    }
}

#[test]
fn rows_are_answered_as_they_arrive_through_a_pipe() {
    use std::io::{BufRead, BufReader};
    let mut child = Command::new(PROGRAM)
        .args(["batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    input.write_all(b"size,upload\n40GB,3Mbps\n").unwrap();
    assert!(answers.next().unwrap().unwrap().starts_with("row,name,verdict"));
    assert!(answers.next().unwrap().unwrap().starts_with("1,"));
    input.write_all(b"4GB,3Mbps\n").unwrap();
    assert!(answers.next().unwrap().unwrap().starts_with("2,"));
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_drawing_is_never_written_under_the_name_of_another_kind() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("a.png");
    let output = run(&case(&["--svg", name.to_str().unwrap(), "--force"]));
    assert_eq!(code(&output), 2, "{}", err(&output));
    assert!(err(&output).contains("--png"), "{}", err(&output));
    assert!(!name.exists());
}
