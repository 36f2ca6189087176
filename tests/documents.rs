//! The generated documents are what the program writes.
#![cfg(feature = "charts")]

use crate::cli::{code, err, run};
use std::fs;
use std::path::Path;

#[test]
fn the_generated_documents_are_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().to_str().unwrap();
    let output = run(&["write-docs", written]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["cli.md", "diagnosis.md", "fields.md", "outputs.md"]);
    for name in names {
        let text = fs::read_to_string(folder.path().join(&name)).unwrap();
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(&name);
        assert!(
            fs::read_to_string(&committed).ok().as_deref() == Some(&text),
            "docs/{} is stale; write it anew with: cargo run -- write-docs docs",
            name.display()
        );
        for line in text.lines() {
            assert!(!line.contains("| |  |") && !line.ends_with(' '), "{}: {line}", name.display());
        }
    }
}

#[test]
fn the_command_that_writes_documents_needs_a_folder() {
    let output = run(&["write-docs"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("write-docs docs"), "{}", err(&output));
}
