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

/// All files below a folder, by their names in it.
fn below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut list = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            list.extend(below(&path).into_iter().map(|(n, bytes)| (format!("{name}/{n}"), bytes)));
        } else {
            list.push((name, fs::read(&path).unwrap()));
        }
    }
    list.sort();
    list
}

#[test]
fn the_gallery_the_contact_sheet_and_the_article_are_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&["write-gallery", folder.path().to_str().unwrap(), "scenarios"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let written = below(folder.path());
    let stale = "write it anew with: cargo run -- write-gallery docs scenarios";
    for (name, bytes) in &written {
        assert!(fs::read(docs.join(name)).ok().as_ref() == Some(bytes), "docs/{name}: {stale}");
    }
    // Nothing is left there that is no longer drawn.
    for part in ["gallery", "article-kit"] {
        for (name, _) in below(&docs.join(part)) {
            let name = format!("{part}/{name}");
            assert!(written.iter().any(|(n, _)| *n == name), "docs/{name} is not drawn any more");
        }
    }
    // Each kind of chart is shown.
    let page = fs::read_to_string(docs.join("gallery.md")).unwrap();
    for &(_, word, _) in <backup_sim::report::chart::ChartKind as backup_sim::units::Choice>::ALL {
        assert!(page.contains(&format!("## {word}\n")), "{word}");
    }
}

#[test]
fn every_crate_that_is_named_has_its_reason() {
    let read =
        |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let page = read("docs/dependencies.md");
    let manifest: toml_edit::DocumentMut = read("Cargo.toml").parse().unwrap();
    for table in ["dependencies", "dev-dependencies"] {
        for (name, _) in manifest[table].as_table().unwrap() {
            let listed =
                page.lines().any(|l| l.starts_with('|') && l.contains(&format!("`{name}`")));
            assert!(listed, "docs/dependencies.md does not say what {name} is for");
        }
    }
}
