//! Files that inputs name: through a map of a caller of the library, by the command line, and in the
//! cells of a batch, where each is read once.

use crate::cli::{code, err, out, run};
use backup_sim::batch::{self, Options, Reject, Sink};
use backup_sim::report::wording::note::notes;
use backup_sim::scenario::error::{CONTRADICTION, FILE, FILE_FORMAT};
use backup_sim::scenario::{Draft, Files, Origin, Shelf, toml};
use backup_sim::sim::{Chance, Record, simulate};
use backup_sim::study;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

fn shelf(files: &[(&str, &str)]) -> Shelf {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Shelf::of(files.collect::<BTreeMap<_, _>>())
}

pub fn draft(lines: &str, files: &[(&str, &str)]) -> Draft {
    let mut draft = Draft::new();
    draft.read_from(shelf(files));
    toml::apply(&mut draft, "x.toml", lines);
    draft
}

const PHOTOS: &str = "name,size\na.jpg,2MB\nb.mp4,60MB\n";

#[test]
fn a_listing_says_how_much_there_is() {
    let lines = "library.listing = 'photos.csv'\nlink.upload = '8Mbps'\nlink.efficiency = '100%'";
    let scenario = draft(lines, &[("photos.csv", PHOTOS)]).build().unwrap();
    let outcome = simulate(&scenario, Chance::Mean, Record::No);
    // 62 MB at 1 MB/s.
    assert_eq!(outcome.finish.unwrap().at.as_secs().round(), 62.0);
    assert_eq!(outcome.bytes.size.bytes(), 62_000_000);
    // Edits on top need the file no more.
    let again = scenario.with(&[]).unwrap();
    assert_eq!(again.inputs(), scenario.inputs());
}

#[test]
fn a_file_that_gives_no_value_is_told_with_its_place() {
    let told = |lines: &str, files: &[(&str, &str)]| {
        let lines = format!("{lines}\nlink.upload = '8Mbps'");
        let errors = draft(&lines, files).build().unwrap_err();
        let all = format!("{errors:?}");
        (errors[0].code(), errors[0].field(), all)
    };
    let (code, field, all) = told("library.listing = 'photos.csv'", &[]);
    assert_eq!((code, field.is_some()), (FILE, true));
    // What is in the file is not asked for once more.
    assert!(all.contains("no such file") && !all.contains("Missing"), "{all}");
    let (code, _, all) =
        told("library.listing = 'photos.csv'", &[("photos.csv", "size\n2MB\n3\n")]);
    assert!(code == FILE_FORMAT && all.contains("photos.csv:3:1: 3 what?"), "{all}");
    let trace = "library.size = '1GB'\nlink.trace = 't.csv'";
    let (code, _, all) = told(trace, &[("t.csv", "t_s,upload_mbps\n0,3\n0,4\n")]);
    assert!(code == FILE_FORMAT && all.contains("t.csv:3:1"), "{all}");
    let listing = "library.listing = '2MB, 3MB'";
    for more in ["library.size = '6MB'", "library.items = 'photos 1 x 5MB'"] {
        let (code, ..) = told(&format!("{listing}\n{more}"), &[]);
        assert_eq!(code, CONTRADICTION, "{more}");
    }
    assert!(
        draft(&format!("{listing}\nlibrary.size = '5MB'\nlink.upload = '8Mbps'"), &[])
            .build()
            .is_ok()
    );
    // Without files of any kind, a path is a fault, not a panic.
    let mut bare = Draft::new();
    bare.set("link.trace", "t.csv", Origin::Study);
    assert!(bare.build().unwrap_err().iter().any(|e| e.code() == FILE));
}

#[test]
fn the_command_line_reads_files_from_where_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let (csv, json) = (folder.path().join("photos.csv"), folder.path().join("files.json"));
    fs::write(&csv, PHOTOS).unwrap();
    fs::write(&json, r#"[{"Name":"a","Size":62000000,"IsDir":false}]"#).unwrap();
    let bytes = |path: &std::path::Path| {
        let path = path.to_str().unwrap();
        let output = run(&[
            "estimate",
            "--listing",
            path,
            "--upload",
            "8Mbps",
            "--trials",
            "0",
            "--format",
            "json",
        ]);
        assert_eq!(code(&output), 0, "{}", err(&output));
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        document["bytes"]["size"].as_u64()
    };
    assert_eq!((bytes(&csv), bytes(&json)), (Some(62_000_000), Some(62_000_000)));
    let output = run(&["estimate", "--listing", "nowhere.csv", "--upload", "8Mbps"]);
    assert_eq!(code(&output), 2);
    assert!(
        err(&output).contains("E046") && err(&output).contains("--listing"),
        "{}",
        err(&output)
    );
    assert!(out(&output).is_empty());
}

#[test]
fn how_much_a_trace_knows_is_said() {
    let note = |trace: &str| {
        let lines = "library.size = '1GB'\nlink.upload = '8Mbps'\nlink.trace = 't'";
        let scenario = draft(lines, &[("t", trace)]).build().unwrap();
        let answer = study::answer(scenario, 0, 1, 1, 1, Record::No);
        let found = notes(&answer).into_iter().find(|note| note.code == "trace-covers");
        found.unwrap().text
    };
    // Steps of 10 s, and a hole: 0 to 40 s and 120 to 140 s of 140 s are known, which are 42 %; the
    // length is told in whole minutes.
    let holes = "t_s,upload_mbps\n0,3\n10,3\n20,3\n120,4\n";
    assert_eq!(
        note(holes),
        "The trace knows the rate for 42 % of its 2 min; behind it nothing is known."
    );
    let again = note("500\n1000\n60000\n");
    assert!(
        again.contains(" 100 % of its ") && again.ends_with("; it then begins again."),
        "{again}"
    );
}

/// Counts how often it is asked.
struct Counted(Arc<AtomicUsize>);

impl Files for Counted {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.fetch_add(1, Ordering::SeqCst);
        match path {
            "a.csv" => Ok(b"size\n2MB\n".to_vec()),
            "b.csv" => Ok(b"size\n3MB\n4MB\n".to_vec()),
            _ => Err("no such file".to_owned()),
        }
    }
}

#[derive(Default)]
struct Kept(Vec<u8>, Vec<Reject>);

impl Sink for Kept {
    fn rows(&mut self, lines: &[u8]) -> io::Result<()> {
        self.0.extend_from_slice(lines);
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        self.1.push(reject.clone());
        Ok(())
    }
}

#[test]
fn the_rows_of_a_batch_may_name_files_and_each_is_read_once() {
    let asked = Arc::new(AtomicUsize::new(0));
    let mut base = Draft::new();
    base.read_from(Shelf::of(Counted(asked.clone())));
    let mut table = "listing,upload,size\n".to_owned();
    for _ in 0..100 {
        table += "a.csv,8Mbps,\nb.csv,8Mbps,\nc.csv,8Mbps,\n,8Mbps,9MB\n";
    }
    let options = Options { threads: 4, ..Options::default() };
    let work = batch::answer::Answers { trials: 0, seed: 1, needs: false };
    let mut kept = Kept::default();
    let summary = batch::run(table.as_bytes(), base, &options, &work, &mut kept).unwrap();
    assert_eq!((summary.tally.answered, kept.1.len()), (300, 100));
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    assert!(kept.1.iter().all(|r| r.code == FILE && r.reason.contains("no such file")));
    let mut rows = csv::Reader::from_reader(kept.0.as_slice());
    let sent = rows.headers().unwrap().iter().position(|h| h == "sent_bytes").unwrap();
    let sent: Vec<String> = rows.records().map(|r| r.unwrap()[sent].to_owned()).collect();
    assert_eq!(sent[..4], ["2000000", "7000000", "9000000", "2000000"]);
}
