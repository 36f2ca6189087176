//! The program on 600 dirty files: every row is answered or rejected, faults are told where they
//! are, and nothing that a name holds reaches a terminal or a spreadsheet as more than text.

mod files;

use files::{CLASSES, Dirty, Wanted, files};
use std::path::Path;
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_backup-sim");

fn batch(dirty: &Dirty, folder: &Path) -> Output {
    let path = |name: &str| folder.join(name);
    std::fs::write(path("in.csv"), &dirty.bytes).unwrap();
    for end in ["csv", "rejects.csv", "summary.json"] {
        let _ = std::fs::remove_file(folder.join("out").with_extension(end));
    }
    Command::new(PROGRAM)
        .args(["batch", "in.csv", "-o", "out.csv", "--threads", "2"])
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Line, column and code of each reject in the file beside the answers.
fn rejects(folder: &Path) -> Vec<(u64, String, String)> {
    let reader = csv::Reader::from_path(folder.join("out.rejects.csv")).unwrap();
    let records = reader.into_records().map(Result::unwrap);
    records.map(|r| (r[0].parse().unwrap(), r[2].to_owned(), r[3].to_owned())).collect()
}

fn check(dirty: &Dirty, folder: &Path) {
    let output = batch(dirty, folder);
    let (class, code) = (dirty.class, output.status.code());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains(['\x1b', '\x07', '\u{202e}', '\0']), "{class}: {said:?}");
    match &dirty.wanted {
        Wanted::Refused(wanted, line) => {
            assert_eq!(code, Some(2), "{class}: {said}");
            assert!(
                said.starts_with(&format!("error {wanted}: in.csv:{line}: ")),
                "{class}: {said}"
            );
            assert!(!folder.join("out.csv").exists(), "{class}");
        }
        Wanted::Rows(answered, wanted) => {
            assert_eq!(code, Some(if wanted.is_empty() { 0 } else { 3 }), "{class}: {said}");
            let found = rejects(folder);
            let found: Vec<_> =
                found.iter().map(|(l, c, e)| (*l, c.as_str(), e.as_str())).collect();
            assert_eq!(found, *wanted, "{class}");
            let text = std::fs::read_to_string(folder.join("out.summary.json")).unwrap();
            let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
            let rejected = wanted.len() as u64;
            let counts = [&summary["rows_in"], &summary["answered"]].map(|n| n.as_u64().unwrap());
            assert_eq!(counts, [answered + rejected, *answered], "{class}");
            for file in ["out.csv", "out.rejects.csv"] {
                let text = std::fs::read_to_string(folder.join(file)).unwrap();
                assert!(!text.contains(['\x1b', '\x07', '\u{202e}', '\0']), "{class}: {text:?}");
            }
            let mut reader = csv::Reader::from_path(folder.join("out.csv")).unwrap();
            assert_eq!(reader.records().map(Result::unwrap).count() as u64, *answered, "{class}");
        }
    }
}

#[test]
fn six_hundred_dirty_files_in_thirty_classes_are_answered_row_by_row() {
    assert_eq!(CLASSES.len(), 30);
    let folder = tempfile::tempdir().unwrap();
    let mut seen = 0;
    for dirty in files(7) {
        check(&dirty, folder.path());
        seen += 1;
    }
    assert_eq!(seen, 600);
}
