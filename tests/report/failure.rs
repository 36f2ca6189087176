//! Errors for people and machines.

use super::machine::schema;
use backup_sim::edit::FieldId;
use backup_sim::report::failure::{RowPlace, Telling, json, text};
use backup_sim::scenario::error::CONTRADICTION;
use backup_sim::scenario::fields::id_of;
use backup_sim::scenario::{Draft, Origin, ScenarioError};
use backup_sim::units::{Code, ReadError, Suggestion};
use insta::assert_snapshot;

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

fn suggestion(typed: &str, meaning: &str) -> Suggestion {
    Suggestion { typed: typed.to_owned(), meaning: meaning.to_owned() }
}

fn three(origin: Origin) -> ScenarioError {
    let error = ReadError {
        code: Code("E012"),
        read: "3".to_owned(),
        span: 0..1,
        message: "3 what? a speed needs a unit".to_owned(),
        instead: vec![
            suggestion("3Mbps", "megabits per second, as on speed tests"),
            suggestion("3MB/s", "megabytes per second, as in file copies"),
        ],
    };
    ScenarioError::Unreadable { field: id_of("link.upload"), origin, error }
}

fn answers(_: FieldId, s: &Suggestion) -> Option<String> {
    let known = [("3Mbps", "29 h 38 min"), ("3MB/s", "3 h 42 min"), ("10Mbps", "8 h 54 min")];
    known.iter().find(|(typed, _)| *typed == s.typed).map(|(_, answer)| (*answer).to_owned())
}

fn line(_: &str, _: usize) -> Option<String> {
    Some("upload = \"3\"".to_owned())
}

fn telling<'a>(command: &'a [String], row: Option<&'a RowPlace>, art: bool) -> Telling<'a> {
    Telling { command, row, file_line: &line, art, answer: &answers }
}

#[test]
fn a_flag_without_a_unit_shows_each_reading_with_its_answer() {
    let command = words("backup-sim estimate --size 40GB --upload 3");
    let errors = [three(Origin::Flag("--upload".to_owned()))];
    assert_snapshot!(text(&errors, &telling(&command, None, true)), @r#"
    error[E012]: --upload: 3 what? a speed needs a unit
       backup-sim estimate --size 40GB --upload 3
                                                ^
       3Mbps   megabits per second, as on speed tests    -> 29 h 38 min
       3MB/s   megabytes per second, as in file copies   -> 3 h 42 min
    help: write  --upload 3Mbps            more: backup-sim explain E012
    "#);
    assert_snapshot!(text(&errors, &telling(&command, None, false)), @r#"
    error E012: --upload: 3 what? a speed needs a unit
    write 3Mbps (megabits per second, as on speed tests): 29 h 38 min
    write 3MB/s (megabytes per second, as in file copies): 3 h 42 min
    help: write  --upload 3Mbps
    more: backup-sim explain E012
    "#);
}

#[test]
fn a_line_of_a_file_and_a_row_of_a_table() {
    let file = [three(Origin::File("home.toml".to_owned(), 3))];
    assert_snapshot!(text(&file, &telling(&[], None, true)), @r#"
    error[E012]: home.toml:3:11: link.upload: 3 what? a speed needs a unit
       upload = "3"
                 ^
       3Mbps   megabits per second, as on speed tests    -> 29 h 38 min
       3MB/s   megabytes per second, as in file copies   -> 3 h 42 min
    help: write  link.upload = "3Mbps"     more: backup-sim explain E012
    "#);
    let row = RowPlace {
        path: "scenarios.csv".to_owned(),
        line: 812,
        byte: 41_077,
        text: "flat-12,40GB,3,23:00-07:00".to_owned(),
    };
    let cell = [three(Origin::Column("upload".to_owned()))];
    assert_snapshot!(text(&cell, &telling(&[], Some(&row), true)), @r#"
    error[E012]: scenarios.csv line 812, column "upload" (byte 41,077): 3 what? a
       speed needs a unit
       flat-12,40GB,3,23:00-07:00
                       ^
       3Mbps   megabits per second, as on speed tests    -> 29 h 38 min
       3MB/s   megabytes per second, as in file copies   -> 3 h 42 min
    help: write  3Mbps                     more: backup-sim explain E012
    "#);
}

#[test]
fn a_missing_size_and_speed_say_where_to_read_them() {
    let command = words("backup-sim estimate");
    let missing = |key| ScenarioError::Missing { field: id_of(key) };
    let both = [missing("library.size"), missing("link.upload")];
    assert_snapshot!(text(&both, &telling(&command, None, true)), @r#"
    error[E041]: --size is missing: how much is there to back up?
       iPhone: Settings > your name > iCloud > Manage Storage > Backups:
       "Next Backup Size", not the used storage of the phone
       Android: the size of the photos and videos; Settings > Google > Backup
    help: more: backup-sim explain E041

    error[E041]: --upload is missing: how fast is the upload?
       the upload figure of a speed test on the same Wi-Fi, not the download
       backup-sim estimate --size 40GB --upload 1Mbps
       backup-sim estimate --size 40GB --upload 10Mbps   -> 8 h 54 min
       backup-sim estimate --size 40GB --upload 50Mbps
    help: more: backup-sim explain E041
    "#);
    let speed = [missing("link.upload")];
    let command = words("backup-sim estimate --size 40GB");
    assert_snapshot!(text(&speed, &telling(&command, None, true)), @r#"
    error[E041]: --upload is missing: how fast is the upload?
       the upload figure of a speed test on the same Wi-Fi, not the download
       backup-sim estimate --size 40GB --upload 1Mbps
       backup-sim estimate --size 40GB --upload 10Mbps   -> 8 h 54 min
       backup-sim estimate --size 40GB --upload 50Mbps
    help: more: backup-sim explain E041
    "#);
}

#[test]
fn unknown_names_and_contradictions() {
    let unknown = ScenarioError::UnknownKey {
        key: "--uplaod".to_owned(),
        origin: Origin::Flag("--uplaod".to_owned()),
        nearest: Some("upload"),
    };
    let conflict = ScenarioError::Conflict {
        code: CONTRADICTION,
        field: id_of("library.done"),
        origin: Origin::Flag("--done".to_owned()),
        message: "50GB is done, but the library holds only 40GB".to_owned(),
        instead: vec![suggestion("40GB", "all of it")],
    };
    assert_snapshot!(text(&[unknown, conflict], &telling(&[], None, true)), @r#"
    error[E040]: --uplaod: there is no such input
    help: did you mean --upload?           more: backup-sim explain E040

    error[E043]: --done: 50GB is done, but the library holds only 40GB
       40GB   all of it
    help: write  --done 40GB               more: backup-sim explain E043
    "#);
}

#[test]
fn long_lines_are_cut_around_the_fault() {
    let mut command = words("backup-sim estimate --size 40GB");
    command.extend(words(&"--set library.done=1GB ".repeat(20)));
    command.extend(words("--upload 3 --name x"));
    let errors = [three(Origin::Flag("--upload".to_owned()))];
    let text = text(&errors, &telling(&command, None, true));
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let lines: Vec<_> = text.lines().collect();
    let at = lines[2].find('^').unwrap();
    assert_eq!(&lines[1][at..=at], "3", "{text}");
}

#[test]
fn error_documents_are_valid_and_hostile_text_is_inert() {
    let mut hostile = three(Origin::Flag("--upload".to_owned()));
    if let ScenarioError::Unreadable { error, .. } = &mut hostile {
        error.read = "\u{1b}[31m3\n".to_owned();
        error.message = "\u{1b}[31m3\n what?".to_owned();
        error.span = 0..3;
    }
    let missing = ScenarioError::Missing { field: id_of("link.upload") };
    let command =
        ["backup-sim".into(), "estimate".into(), "--upload".into(), "\u{1b}[31m3\n".into()];
    for errors in [
        [hostile, missing],
        [three(Origin::File("a\u{7}.toml".into(), 3)), three(Origin::Column("c\n".into()))],
    ] {
        let schema = schema("errors");
        let document = json(&errors, &telling(&command, None, true));
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let faults: Vec<_> = validator.iter_errors(&document).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}\n{document:#}");
        for art in [true, false] {
            let text = text(&errors, &telling(&command, None, art));
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        }
    }
}

/// What the grammar really says of what people type.
#[test]
fn what_people_type_is_told_in_eight_lines_of_a_screen() {
    let typed = [
        ("upload", "3"),
        ("upload", "3MBPS"),
        ("upload", "NaN"),
        ("size", "40"),
        ("size", "40Gb"),
        ("size", "1,500MB"),
        ("window", "7-11"),
        ("window", "22:00-22:00"),
        ("battery", "101"),
        ("items", "photos"),
        ("service", "android"),
        ("rivals", "onedrive 20 22:00-07:00"),
        ("deadline", "soon"),
        ("fault", "gremlins"),
    ];
    for (flag, value) in typed {
        let mut draft = Draft::new();
        draft.set("size", "40GB", Origin::Flag("--size".to_owned()));
        draft.set("upload", "3Mbps", Origin::Flag("--upload".to_owned()));
        draft.set(flag, value, Origin::Flag(format!("--{flag}")));
        let errors = draft.build().unwrap_err();
        let mut command = words("backup-sim estimate");
        command.extend([format!("--{flag}"), value.to_owned()]);
        for art in [true, false] {
            let text = text(&errors, &telling(&command, None, art));
            assert!(text.lines().count() <= 8, "{text}");
            assert!(!art || text.lines().all(|l| l.chars().count() <= 80), "{text}");
            for word in ["invalid", "illegal", "please", "oops", "failed to"] {
                assert!(!text.to_lowercase().contains(word), "{text}");
            }
        }
    }
}
