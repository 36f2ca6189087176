//! docs/situations.md held to its word: every command in its tables runs, and shows what stands beside
//! it.

use crate::cli::{PROGRAM, err, out};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

struct Row {
    section: String,
    command: String,
    shows: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The texts between backticks.
fn code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("docs/situations.md")).unwrap();
    let mut section = String::new();
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title.to_owned();
        }
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        if let [situation, command, shows] = cells.as_slice()
            && command.starts_with('`')
        {
            assert!(!situation.is_empty());
            let command = code(command).remove(0);
            rows.push(Row { section: section.clone(), command, shows: code(shows) });
        }
    }
    rows
}

fn shell(line: &str) -> Output {
    let programs = Path::new(PROGRAM).parent().unwrap().display();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    Command::new("sh").args(["-c", line]).current_dir(root()).env("PATH", path).output().unwrap()
}

/// With one space for any run of spaces and line ends.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_command_in_the_table_of_situations_shows_what_stands_beside_it() {
    let rows = rows();
    assert!(rows.len() >= 45, "only {} situations", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        assert!(row.command.starts_with("backup-sim "), "{}", row.command);
        assert!(!row.shows.is_empty(), "{} shows nothing", row.command);
        let output = shell(&row.command);
        if output.status.code() != Some(0) {
            wrong.push(format!("{}\n{}", row.command, err(&output)));
        }
        let shown = joined(&out(&output));
        for text in &row.shows {
            if !shown.contains(&joined(text)) {
                wrong.push(format!("{}\nshows no \"{text}\":\n{}", row.command, out(&output)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The list of situations that the table was made from is not part of the project; where it lies
/// beside it, no point of it may be missing.
#[test]
#[allow(clippy::print_stdout)]
fn no_situation_of_the_list_is_missing() {
    let Ok(list) = fs::read_to_string(root().join("../shared/seed-article.txt")) else {
        println!("skipped: there is no list of situations beside the project");
        return;
    };
    let rows = rows();
    let mut points: Vec<(String, usize)> = Vec::new();
    for line in list.lines() {
        let is_point = line.starts_with("- ") || line.starts_with("| ") && !line.contains("---");
        match points.last_mut() {
            Some((_, n)) if is_point => *n += 1,
            _ if !line.starts_with('|') && !line.starts_with("- ") && line.len() < 70 => {
                points.push((line.to_owned(), 0))
            }
            _ => {}
        }
    }
    let sections = [
        ("Quick Checks", "Quick checks"),
        ("Typical Backup Errors", "Messages"),
        ("On An iPhone", "On an iPhone"),
        ("On An Android Phone", "On an Android phone"),
        ("Slow Or Stuck", "Slow or stuck"),
        ("Computer Backup", "A computer instead"),
    ];
    for (title, section) in sections {
        let wanted = points.iter().find(|(t, _)| t.contains(title)).map_or(0, |(_, n)| *n);
        let there = rows.iter().filter(|r| r.section.starts_with(section)).count();
        // The head of a table is no point.
        assert!(wanted > 2 && there + 1 >= wanted, "{title}: {there} of {wanted}");
    }
}
