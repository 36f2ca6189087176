//! The program as people meet it: help, wrong inputs, exit codes, files and pipes.

use backup_sim::scenario::fields::fields;
use backup_sim::scenario::row::{Binding, RowError};
use backup_sim::scenario::{Draft, FieldRef, Origin, ScenarioError};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_backup-sim");

fn run(args: &[&str]) -> Output {
    Command::new(PROGRAM).args(args).stdin(Stdio::null()).output().unwrap()
}

fn piped(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(PROGRAM)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const CASE: [&str; 7] = ["estimate", "--size", "40GB", "--upload", "3Mbps", "--trials", "0"];

fn case<'a>(more: &[&'a str]) -> Vec<&'a str> {
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
    for name in ["estimate", "chart", "batch", "explain", "completions", "man"] {
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
    assert!(line("window.nights").contains("default"));
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
    for args in [
        vec!["estimate", "--format", "json", "--size", "40", "--upload", "3"],
        vec!["estimate", "--format=json", "--sise", "40GB"],
        vec!["estimate", "--format", "json", "--scenario", "nowhere.toml"],
        vec!["batch", "nowhere.csv", "--format", "json"],
        vec!["chart", "nothing", "--format", "json"],
    ] {
        let output = run(&args);
        assert!(code(&output) == 1 || code(&output) == 2, "{args:?}");
        let document: Value = serde_json::from_slice(&output.stderr).unwrap();
        let errors = document["errors"].as_array().unwrap();
        assert!(!errors.is_empty(), "{args:?}");
        for error in errors {
            assert!(error["code"].as_str().unwrap().starts_with('E'), "{error}");
            assert!(!error["text"].as_str().unwrap().is_empty(), "{error}");
        }
        assert_eq!(out(&output), "");
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

/// Texts near to what people type, right and wrong.
fn near_misses(field: &FieldRef) -> Vec<String> {
    let seeds = [
        field.kind.example,
        "3",
        "3M",
        "3mb",
        "3MBPS",
        "40",
        "40Gb",
        "40GB",
        "25%",
        "101%",
        "-1",
        "7-11",
        "10-6",
        "22:00-07:00",
        "25:00",
        "23:60",
        "8h30",
        "90",
        "1e400",
        "NaN",
        "inf",
        "0x10",
        "1_000",
        "1,500",
        "1.500,5",
        "yes",
        "maybe",
        "none",
        "20W",
        "13Wh",
        "every 20min for 30s",
        "night 0 07:00",
        "80% until 05:00",
        "photos 3000 x 2.4MB",
        "99999999999999999999999",
        "\u{ff14}\u{ff10}GB",
        "=1+1",
        "\0",
        "\u{1b}[2J",
    ];
    let ends = ["", " ", "GB", "Mbps", "%", "h", "W", ",", "-", "x", "s", " per", ";", "00"];
    let starts = ["", "-", "+", "~", " ", "0", "1,"];
    let mut all = Vec::new();
    for seed in seeds {
        for end in ends {
            all.push(format!("{seed}{end}"));
        }
        for start in starts {
            all.push(format!("{start}{seed}"));
        }
        for at in 0..seed.chars().count() {
            all.push(seed.chars().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| c).collect());
        }
    }
    all.truncate(1200);
    all
}

#[test]
fn hundreds_of_near_misses_of_each_kind_of_field_are_read_or_told_with_a_line_to_type() {
    let mut told = 0;
    for field in fields() {
        let texts = near_misses(field);
        assert!(texts.len() > 500, "{}", field.key);
        for text in texts {
            let mut draft = Draft::new();
            draft.set_field(field.id, &text, Origin::Flag(String::new()));
            for error in draft.faults() {
                let ScenarioError::Unreadable { error, .. } = error else { panic!("{error:?}") };
                assert_eq!(error.read, text, "{}", field.key);
                assert!(text.get(error.span.clone()).is_some(), "{} {text:?}", field.key);
                assert!(
                    !error.message.is_empty() && !error.instead.is_empty(),
                    "{} {text:?}",
                    field.key
                );
                for one in &error.instead {
                    assert!((field.read)(&one.typed).is_ok(), "{} {text:?} -> {one:?}", field.key);
                }
                told += 1;
            }
        }
    }
    assert!(told > 10_000, "{told}");
}

#[test]
fn the_same_near_misses_in_cells_are_answered_or_rejected_with_the_column() {
    for field in fields().iter().filter(|f| f.key != "library.size" && f.key != "link.upload") {
        let names = ["size", "upload", field.key];
        let binding = Binding::new(&names, Draft::new(), false).unwrap();
        let mut rows = binding.rows();
        for (i, text) in near_misses(field).iter().enumerate() {
            let cells = ["40GB", "3Mbps", text];
            if let Err(fault) = rows.read(i as u64, |at| cells[at]) {
                let RowError::Scenario(error) = &fault.error else { panic!("{fault:?}") };
                let reason = backup_sim::batch::rejects::reason(&fault);
                assert!(reason.len() > 10, "{} {text:?}", field.key);
                if matches!(error, ScenarioError::Unreadable { .. }) {
                    assert_eq!(fault.column, Some(2), "{} {text:?}", field.key);
                    assert!(reason.contains("; write "), "{reason}");
                }
            }
        }
        // And the row after a thousand wrong ones is as good as the first.
        assert!(rows.read(0, |at| ["40GB", "3Mbps", ""][at]).is_ok(), "{}", field.key);
    }
}

#[test]
fn bare_numbers_under_a_header_with_a_unit_are_read_as_flags_with_that_unit() {
    for field in fields() {
        let Some(flag) = field.flags.first() else { continue };
        for (header, unit) in field.kind.header_units {
            let name = format!("{}_{header}", flag.replace('-', "_"));
            let binding = Binding::new(&[name.as_str()], Draft::new(), false).unwrap();
            let mut given = Draft::new();
            given.set("size", "40GB", Origin::Study);
            given.set("upload", "3Mbps", Origin::Study);
            assert_eq!(binding.columns().len(), 1, "{name} {unit}");
            for number in ["1", "40", "12.5"] {
                let typed = (field.read)(&format!("{number}{unit}"));
                let bound = Binding::new(&[name.as_str()], given.clone(), false).unwrap();
                let mut rows = bound.rows();
                let read = rows.read(1, |_| number).map(|(_, s)| s.inputs().get(field.id));
                if let (Ok(typed), Ok(read)) = (typed, read) {
                    assert_eq!(typed.value, read, "{name}");
                }
            }
        }
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
    ] {
        let output = run(&["explain", topic]);
        assert_eq!(code(&output), 0, "{topic}");
        assert!(out(&output).lines().count() >= 3, "{topic}");
    }
    assert!(out(&run(&["explain"])).contains("cloud-full"));
}

#[cfg(unix)]
#[test]
fn every_example_in_a_help_text_runs() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rows.csv"), "size,upload\n40GB,3Mbps\n").unwrap();
    fs::write(folder.path().join("no-header.csv"), "40GB,3Mbps\n").unwrap();
    let program = Path::new(PROGRAM).parent().unwrap().display().to_string();
    let path = format!("{program}:{}", std::env::var("PATH").unwrap());
    let mut examples = Vec::new();
    let commands = ["estimate", "chart", "batch", "explain", "completions", "man"];
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
            if name != "rows.csv" && name != "no-header.csv" {
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

#[cfg(unix)]
#[test]
fn an_interrupted_batch_exits_with_130_and_leaves_nothing_half_written() {
    for signal in ["-INT", "-TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        let mut child = Command::new(PROGRAM)
            .args(["batch", "-", "-o", target.to_str().unwrap()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The input stays open, so that the batch waits for more.
        child.stdin.as_mut().unwrap().write_all(b"size,upload\n40GB,3Mbps\n").unwrap();
        let begun = || fs::read_dir(folder.path()).unwrap().count() >= 2;
        let mut patience = 500;
        while !begun() && patience > 0 {
            std::thread::sleep(std::time::Duration::from_millis(10));
            patience -= 1;
        }
        let stopped =
            Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(stopped.success());
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{signal}");
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
