//! The program as people meet it: help, wrong inputs, exit codes, files and pipes.

use backup_sim::scenario::fields::fields;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_backup-sim");

pub(crate) fn run(args: &[&str]) -> Output {
    Command::new(PROGRAM).args(args).stdin(Stdio::null()).output().unwrap()
}

pub(crate) fn piped(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(PROGRAM)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    match child.stdin.take().unwrap().write_all(input.as_bytes()) {
        // It may end, for an error of its own, before it has read anything.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => panic!("{error}"),
        _ => {}
    }
    child.wait_with_output().unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(crate) const CASE: [&str; 7] =
    ["estimate", "--size", "40GB", "--upload", "3Mbps", "--trials", "0"];

pub(crate) fn case<'a>(more: &[&'a str]) -> Vec<&'a str> {
    CASE.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn help_without_arguments_is_twelve_lines_with_two_examples_that_run() {
    let help = out(&run(&[]));
    assert!(help.lines().count() <= 12 && help.lines().all(|l| l.chars().count() <= 80), "{help}");
    let examples: Vec<&str> = help
        .lines()
        .filter_map(|l| l.trim_start().strip_prefix("backup-sim "))
        .filter(|l| l.contains("--size"))
        .collect();
    assert_eq!(examples.len(), 2, "{help}");
    let folder = tempfile::tempdir().unwrap();
    for example in examples {
        let output = Command::new(PROGRAM)
            .args(example.split(' '))
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(code(&output), 0, "{example}: {}", err(&output));
    }
    assert!(folder.path().join("progress.svg").is_file());
}

#[test]
fn every_command_has_a_short_help_of_one_screen_and_a_long_one() {
    for name in ["estimate", "diagnose", "chart", "batch", "fit", "explain", "completions", "man"] {
        let (short, long) = (run(&[name, "-h"]), run(&[name, "--help"]));
        assert_eq!((code(&short), code(&long)), (0, 0));
        assert!(out(&short).lines().count() <= 24, "{name}");
        assert!(out(&short).lines().all(|l| l.chars().count() <= 80), "{name}");
        assert!(out(&long).lines().all(|l| l.chars().count() <= 80), "{name}");
        assert!(out(&long).contains("Exit codes"), "{name}");
    }
}

#[test]
fn the_long_help_of_estimate_names_the_flags_of_all_fields() {
    let help = out(&run(&["estimate", "--help"]));
    for flag in fields().iter().flat_map(|f| f.flags) {
        assert!(help.contains(&format!("--{flag}")), "{flag}");
    }
}

#[test]
fn completions_and_the_manual_name_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let text = out(&run(&["completions", shell]));
        assert!(text.contains("phone-free") && text.contains("explain"), "{shell}");
    }
    let page = out(&run(&["man"]));
    assert!(page.contains("BACKUP\\-SIM ESTIMATE") || page.contains("BACKUP-SIM ESTIMATE"));
}

#[test]
fn a_no_is_an_answer_and_exits_with_ten_only_on_request() {
    assert_eq!(code(&run(&CASE)), 0);
    assert_eq!(code(&run(&case(&["--exit-code"]))), 10);
    let yes = ["estimate", "--size", "1GB", "--upload", "30Mbps", "--trials", "0", "--exit-code"];
    assert_eq!(code(&run(&yes)), 0);
}

#[test]
fn later_layers_win_and_explain_config_says_where_each_value_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.toml"), folder.path().join("b.toml"));
    fs::write(&a, "[library]\nsize = \"10GB\"\n[link]\nupload = \"1Mbps\"\nefficiency = 90\n")
        .unwrap();
    fs::write(&b, "[link]\nupload = \"2Mbps\"\n").unwrap();
    let (a, b) = (a.to_str().unwrap(), b.to_str().unwrap());
    let args = [
        "explain",
        "config",
        "--scenario",
        a,
        "--scenario",
        b,
        "--size",
        "5GB",
        "--set",
        "library.size=6GB",
    ];
    let text = out(&run(&args));
    let line =
        |key: &str| text.lines().find(|l| l.starts_with(&format!("{key} "))).unwrap().to_owned();
    assert!(line("library.size").contains("6GB") && line("library.size").contains("--set"));
    assert!(line("link.upload").contains("2Mbps") && line("link.upload").contains("b.toml:2"));
    assert!(
        line("link.efficiency").contains("90%") && line("link.efficiency").contains("a.toml:5")
    );
    // What was not given is told, but is no part of the scenario.
    let nights = text.lines().find(|l| l.starts_with("# window.nights = \"60\"")).unwrap();
    assert!(nights.ends_with("# default"));
    let saved = folder.path().join("saved.toml");
    fs::write(&saved, &text).unwrap();
    let again = out(&run(&["explain", "config", "--scenario", saved.to_str().unwrap()]));
    let values = |text: &str| -> Vec<String> {
        text.lines().map(|l| l.rsplit_once(" # ").unwrap().0.trim_end().to_owned()).collect()
    };
    assert_eq!(values(&again), values(&text));
}

#[test]
fn a_fault_in_a_file_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home.toml");
    fs::write(&path, "[library]\nsize = \"40\"\n[link]\nuplod = \"3Mbps\"\n").unwrap();
    let output = run(&["estimate", "--scenario", path.to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(
        err(&output).contains("home.toml:2") && err(&output).contains("home.toml:4"),
        "{}",
        err(&output)
    );
    let output = run(&["estimate", "--scenario", "nowhere.toml"]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("nowhere.toml"));
}

#[test]
fn all_faults_of_a_command_line_are_told_at_once() {
    let output = run(&[
        "estimate", "--size", "40", "--upload", "3M", "--windw", "22-7", "--format", "yaml",
        "--trials", "7",
    ]);
    let text = err(&output);
    assert_eq!(code(&output), 2);
    for part in ["--size", "--upload", "--windw", "--window", "yaml", "--trials"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_reading_is_shown_with_what_it_would_answer() {
    let output = run(&["estimate", "--size", "40GB", "--upload", "3"]);
    // 40e9 x 8 / (3e6 x 0.95) s = 112,281 s = 31 h 11 min 21 s; eight times as fast: 3 h 53 min 55 s.
    let text = err(&output);
    assert!(text.contains("31 h 12 min") && text.contains("3 h 54 min"), "{text}");
}

#[test]
fn names_that_are_nearly_right_are_suggested() {
    for (typed, meant) in [
        (vec!["estimat"], "estimate"),
        (vec!["bach", "x.csv"], "batch"),
        (vec!["estimate", "--uplaod", "3Mbps"], "--upload"),
        (vec!["estimate", "--clod-free", "3GB"], "--cloud-free"),
        (vec!["chart", "progres", "--size", "1GB", "--upload", "1Mbps"], "progress"),
        (vec!["explain", "cloud-ful"], "cloud-full"),
        (vec!["completions", "bsh"], "bash"),
        (vec!["estimate", "--service", "iclod-backup"], "icloud-backup"),
        (vec!["estimate", "--color", "allways"], "always"),
        (vec!["--size", "40GB"], "estimate"),
    ] {
        let output = run(&typed);
        assert_eq!(code(&output), 2, "{typed:?}");
        assert!(err(&output).contains(meant), "{typed:?}: {}", err(&output));
    }
}

#[test]
fn errors_are_json_where_json_was_asked_for() {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/errors.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let rows = folder.path().join("rows.csv");
    fs::write(&rows, "size,upload\n40GB,3\n,\n\"\n").unwrap();
    let rows = rows.to_str().unwrap();
    for args in [
        vec!["estimate", "--format", "json", "--size", "40", "--upload", "3"],
        vec!["estimate", "--format=json", "--sise", "40GB"],
        vec!["estimate", "--format", "json", "--scenario", "nowhere.toml"],
        vec!["batch", "nowhere.csv", "--format", "json"],
        vec!["chart", "nothing", "--format", "json"],
        vec!["batch", rows, "--check", "--format", "json"],
    ] {
        let output = run(&args);
        assert!(matches!(code(&output), 1..=3), "{args:?}");
        let document: Value = serde_json::from_slice(&output.stderr).unwrap();
        let faults: Vec<_> = schema.iter_errors(&document).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{args:?}: {faults:?}");
    }
}

#[test]
fn about_thirty_wrong_values_end_with_two_and_say_what_to_type() {
    let wrong = [
        ("--size", "40"),
        ("--size", "40Gb"),
        ("--size", "-5GB"),
        ("--size", "0GB"),
        ("--size", "25%"),
        ("--size", "1,500MB"),
        ("--size", "1e3GB"),
        ("--size", "NaN"),
        ("--size", ""),
        ("--size", "inf"),
        ("--upload", "3"),
        ("--upload", "3M"),
        ("--upload", "3mb"),
        ("--upload", "3MBPS"),
        ("--upload", "0Mbps"),
        ("--upload", "1e400Mbps"),
        ("--upload", "fast"),
        ("--window", "7-11"),
        ("--window", "22:00-22:00"),
        ("--window", "25:00-07:00"),
        ("--window", "22:00"),
        ("--deadline", "7"),
        ("--battery", "101%"),
        ("--battery", "-1"),
        ("--charger", "20"),
        ("--nights", "0"),
        ("--nights", "3.5"),
        ("--wifi", "maybe"),
        ("--service", "android"),
        ("--service", "dropbox"),
        ("--drops", "often"),
        ("--requires", "wlan"),
    ];
    for (flag, value) in wrong {
        let mut args = vec!["estimate", "--trials", "0", flag, value];
        for (other, good) in [("--size", "40GB"), ("--upload", "3Mbps")] {
            if other != flag {
                args.extend([other, good]);
            }
        }
        let output = run(&args);
        let text = err(&output);
        assert_eq!(code(&output), 2, "{args:?}: {text}");
        assert!(text.contains(flag) && text.contains("explain"), "{args:?}: {text}");
        assert!(!text.contains("panicked") && out(&output).is_empty(), "{args:?}: {text}");
    }
}

#[test]
fn a_row_of_a_batch_is_what_estimate_answers_on_the_same_values() {
    let rows = [
        ("40GB", "3Mbps", "generic", "22:00-07:00"),
        ("40GB", "20Mbps", "icloud-backup", "23:00-07:00"),
        ("5GB", "3MB/s", "google-photos", "all-day"),
        ("12GB", "9Mbps", "onedrive", "1am-6am"),
    ];
    let mut input = "size,upload,service,window\n".to_owned();
    for (size, upload, service, window) in rows {
        input += &format!("{size},{upload},{service},{window}\n");
    }
    let answered = out(&piped(&["batch", "-"], &input));
    for (i, (size, upload, service, window)) in rows.into_iter().enumerate() {
        let row = (i + 1).to_string();
        let single = run(&[
            "estimate",
            "--size",
            size,
            "--upload",
            upload,
            "--service",
            service,
            "--window",
            window,
            "--trials",
            "0",
            "--format",
            "csv",
            "--row",
            &row,
        ]);
        assert_eq!(out(&single).lines().nth(1), answered.lines().nth(i + 1), "{}", err(&single));
        assert_eq!(out(&single).lines().next(), answered.lines().next());
    }
}

#[test]
fn explain_has_a_page_for_fields_causes_codes_presets_and_units() {
    for topic in [
        "upload",
        "link.upload",
        "cloud-full",
        "E012",
        "E041",
        "E055",
        "icloud-backup",
        "size",
        "gb",
        "limits",
        "restore",
    ] {
        let output = run(&["explain", topic]);
        assert_eq!(code(&output), 0, "{topic}");
        assert!(out(&output).lines().count() >= 3, "{topic}");
    }
    assert!(out(&run(&["explain"])).contains("cloud-full"));
}

#[test]
fn explain_tells_the_limits() {
    let limits = out(&run(&["explain", "limits"]));
    for line in [
        "size               1 B to 1PB",
        "speed              1kbps to 1Tbps",
        "nights ahead       1 to 3,650, 60 unless given",
        "trials             0, or 10 to 1,000,000",
        "threads            1 to 1,024",
        "CSV columns        256",
    ] {
        assert!(limits.contains(line), "{line}\n{limits}");
    }
    assert!(limits.lines().all(|l| l.chars().count() <= 80), "{limits}");
}

#[cfg(unix)]
#[test]
fn every_example_in_a_help_text_runs() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rows.csv"), "size,upload\n40GB,3Mbps\n").unwrap();
    fs::write(folder.path().join("no-header.csv"), "40GB,3Mbps\n").unwrap();
    // The examples of fit read files of the project.
    let data = Path::new("tests/data/progress");
    fs::create_dir_all(folder.path().join(data)).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(data)).unwrap() {
        let file = entry.unwrap();
        fs::copy(file.path(), folder.path().join(data).join(file.file_name())).unwrap();
    }
    let program = Path::new(PROGRAM).parent().unwrap().display().to_string();
    let path = format!("{program}:{}", std::env::var("PATH").unwrap());
    let mut examples = Vec::new();
    let commands =
        ["estimate", "diagnose", "chart", "batch", "sweep", "explain", "fit", "completions", "man"];
    for args in [vec![], vec!["--help"]].into_iter().chain(commands.map(|c| vec![c, "-h"])) {
        let text = out(&run(&args));
        let found = text.lines().filter_map(|l| l.strip_prefix("  ")).map(str::trim_start);
        examples.extend(found.filter(|l| l.starts_with("backup-sim ")).map(str::to_owned));
    }
    examples.sort();
    examples.dedup();
    assert!(examples.len() > 10, "{examples:?}");
    for example in examples {
        for entry in fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
            let name = entry.file_name();
            if name != "rows.csv" && name != "no-header.csv" && name != "tests" {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        let output = Command::new("sh")
            .args(["-c", &example])
            .current_dir(folder.path())
            .env("PATH", &path)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(code(&output), 0, "{example}: {}", err(&output));
    }
}

#[test]
fn one_flag_with_two_values_is_refused_and_the_same_value_twice_is_not() {
    let output = run(&[
        "estimate",
        "--service",
        "icloud-backup",
        "--service",
        "google-photos",
        "--size",
        "40GB",
        "--upload",
        "20Mbps",
    ]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("is given twice: icloud-backup and google-photos"));
    let output = run(&["estimate", "--size", "4GB", "--upload", "5Mbps", "--upload", "5Mbps"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
}

#[test]
fn a_reading_of_a_window_with_minutes_marks_both_its_ends() {
    let output = run(&[
        "estimate",
        "--service",
        "icloud-backup",
        "--size",
        "40GB",
        "--upload",
        "20Mbps",
        "--in-use",
        "10pm-1am, 3-3:05",
    ]);
    let told = err(&output);
    // 40 GB at 2.375 MB/s take 4 h 41 min; 120 s of start delay after 01:00 and 03:05, and two scans.
    assert!(
        told.contains("write 10pm-1am, 3am-3:05am (on the 12-hour clock): done at 05:55"),
        "{told}"
    );
    assert!(
        told.contains("write 10pm-1am, 3pm-3:05pm (on the 12-hour clock): done at 05:46"),
        "{told}"
    );
}

#[test]
fn answers_rejects_and_summary_are_three_files() {
    let folder = tempfile::tempdir().unwrap();
    let rows = folder.path().join("rows.csv");
    std::fs::write(&rows, "size,upload\n40GB,3Mbps\n").unwrap();
    let (rows, out) = (rows.to_str().unwrap(), folder.path().join("out.csv"));
    let out = out.to_str().unwrap();
    for rejects in [out, "-"] {
        let output = run(&["batch", rows, "-o", out, "--rejects", rejects, "--force"]);
        assert_eq!(code(&output), 2, "{}", err(&output));
        assert!(!std::path::Path::new(out).exists());
    }
}
