//! The corpus of the fuzz targets, replayed: what a fuzzer once found, and what is worth starting
//! from, holds on every run of the tests, with any toolchain.

pub mod checks;

use std::fs;
use std::path::Path;

type Check = fn(&[u8]);

/// Each target with its check; a folder of the same name under `fuzz/corpus` keeps its inputs.
const TARGETS: &[(&str, Check)] = &[
    ("size", checks::size),
    ("rate", checks::rate),
    ("window", checks::window),
    ("csv_rows", checks::csv_rows),
    ("scenario", checks::scenario),
    ("journal", checks::journal),
];

#[test]
fn what_is_kept_for_the_fuzzers_holds() {
    for (name, check) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        let mut files: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(files.len() >= 10, "{name}: {} files", files.len());
        for file in files {
            check(&fs::read(&file).unwrap());
        }
    }
}

#[test]
fn every_scenario_that_we_ship_and_every_broken_one_holds() {
    for folder in ["scenarios", "tests/invalid", "src/scenario/presets"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "toml") {
                checks::scenario(&fs::read(&path).unwrap());
            }
        }
    }
}

#[test]
fn each_target_has_its_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        let program = fs::read_to_string(root.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("checks::{name}(data)")), "{name}");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
