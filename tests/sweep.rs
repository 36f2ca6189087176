//! `sweep`: the rows of ranges and lists, alone and through `batch`.
#![cfg(feature = "cli")]

use crate::cli::{code, err, out, piped, run};
use serde_json::Value;
use std::fs;

const PRODUCT: [&str; 9] = [
    "sweep",
    "--size",
    "5GB..128GB:8",
    "--upload",
    "1Mbps,3Mbps,10Mbps,30Mbps",
    "--preset",
    "icloud-backup,google-photos",
    "--charger",
    "20W",
];

fn sweep(args: &[&str]) -> String {
    let output = run(&[&["sweep"], args].concat());
    assert_eq!(code(&output), 0, "{args:?}: {}", err(&output));
    out(&output)
}

fn records(table: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let names = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |r: csv::StringRecord| r.iter().map(str::to_owned).collect();
    (names, reader.records().map(|r| row(r.unwrap())).collect())
}

#[test]
fn a_product_has_all_rows_in_order_and_says_how_many() {
    let output = run(&PRODUCT);
    assert_eq!(code(&output), 0);
    assert_eq!(err(&output), "64 rows: 8 of size x 4 of upload x 2 of service\n");
    let (names, rows) = records(&out(&output));
    assert_eq!(names, ["row", "size", "upload", "service", "charger"]);
    assert_eq!(rows.len(), 64);
    assert_eq!(rows[0], ["1", "5GB", "1Mbps", "icloud-backup", "20W"]);
    assert_eq!(rows[1], ["2", "5GB", "1Mbps", "google-photos", "20W"]);
    assert_eq!(rows[2], ["3", "5GB", "3Mbps", "icloud-backup", "20W"]);
    assert_eq!(rows[63], ["64", "128GB", "30Mbps", "google-photos", "20W"]);
}

#[test]
fn each_answer_of_the_batch_is_that_of_estimate_on_the_same_flags() {
    for (args, fixed) in [
        (&PRODUCT[1..], &[][..]),
        (
            &["--scenario", "scenarios/wifi-lost-at-night.toml", "--upload", "3Mbps..30Mbps:5"],
            &["--scenario", "scenarios/wifi-lost-at-night.toml"],
        ),
        (
            &[
                "--size",
                "40G",
                "--upload",
                "3Mbps | 1MB/s",
                "--outages",
                "none | 02:00-02:20, 04:00-04:10",
                "--set",
                "spread.link.upload=lognormal 30%",
                "--manual",
            ],
            &["--set", "spread.link.upload=lognormal 30%", "--manual"],
        ),
        (&["--size", "1GB..90GB", "--upload", "1Mbps..40Mbps", "--sample", "12"], &[]),
    ] {
        let table = sweep(args);
        let (names, rows) = records(&table);
        let answers = piped(&["batch", "-", "--trials", "20"], &table);
        assert_eq!(code(&answers), 0, "{}", err(&answers));
        let (_, answers) = records(&out(&answers));
        assert_eq!(answers.len(), rows.len());
        for (row, answer) in rows.iter().zip(&answers).step_by(1 + rows.len() / 7) {
            let mut flags = vec!["estimate", "--format", "csv", "--trials", "20"];
            flags.extend(["--row", row[0].as_str()]);
            flags.extend(fixed);
            let mut given: Vec<String> = Vec::new();
            for (name, cell) in names.iter().zip(row).skip(1) {
                // What files, laws and switches say is said by them.
                if args.contains(&format!("--{name}").as_str()) || name == "service" {
                    given.extend([format!("--{name}"), cell.clone()]);
                }
            }
            let given = given.iter().map(String::as_str);
            let given: Vec<&str> = given.filter(|_| true).collect();
            flags.extend(given);
            let flags: Vec<&str> = flags.into_iter().filter(|f| !f.is_empty()).collect();
            let output = run(&flags);
            assert_eq!(code(&output), 0, "{flags:?}: {}", err(&output));
            assert_eq!(&records(&out(&output)).1[0], answer, "{flags:?}");
        }
    }
}

#[test]
fn drawn_rows_are_the_same_again_and_others_with_another_seed() {
    let args = ["--size", "5GB..128GB", "--upload", "1Mbps..50Mbps", "--sample", "50"];
    let first = sweep(&args);
    assert_eq!(first.lines().count(), 51);
    assert_eq!(sweep(&args), first);
    assert_ne!(sweep(&[&args[..], &["--seed", "2"]].concat()), first);
    let output = run(&[&["sweep"], &args[..]].concat());
    assert_eq!(err(&output), "50 rows, drawn: size, upload\n");
}

#[test]
fn every_fault_says_where_and_what_to_type() {
    for (args, wanted) in [
        (vec!["--size", "5GB..80GB", "--upload", "3Mbps"], ["E035", "--size 5GB..80GB:10"]),
        (vec!["--size", "5GB,40", "--upload", "3Mbps"], ["E012", "--size 5GB,40GB"]),
        (vec!["--size", "5GB,6GB"], ["E041", "--upload"]),
        (vec!["--size", "5GB", "--upload", "3Mbps", "--plugged", "yes,no"], ["E023", "yes | no"]),
        (vec!["--size", "5GB", "--upload", "3Mbps", "--sample", "3"], ["E005", "10GB..100GB"]),
        (vec!["--size", "5GB", "--upload", "3Mbps", "--sample", "0"], ["E060", "--sample 1000"]),
        (vec!["--size", "5GB", "--set", "link.uplod=3Mbps"], ["E040", "link.upload"]),
        (
            vec!["--size", "1GB..1TB:40000", "--upload", "1Mbps..1Gbps:40000"],
            ["E068", "40,000 of size x 40,000 of upload make 1,600,000,000 rows"],
        ),
    ] {
        let output = run(&[&["sweep"], &args[..]].concat());
        assert_eq!((code(&output), out(&output).as_str()), (2, ""), "{args:?}");
        for word in wanted {
            assert!(err(&output).contains(word), "{args:?}: {word}\n{}", err(&output));
        }
        let output = run(&[&["sweep", "--format", "json"], &args[..]].concat());
        let errors: Value = serde_json::from_str(&err(&output)).unwrap();
        assert_eq!(errors["errors"][0]["code"], wanted[0], "{args:?}");
    }
}

#[test]
fn a_file_is_written_whole_and_replaced_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let name = path.to_str().unwrap();
    let args = [&PRODUCT[..], &["-o", name]].concat();
    assert_eq!(code(&run(&args)), 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), sweep(&PRODUCT[1..]));
    let again = run(&args);
    assert_eq!(code(&again), 1);
    assert!(err(&again).contains("E006"));
    assert_eq!(code(&run(&[&args[..], &["--force"]].concat())), 0);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly_and_a_full_disk_does_not() {
    use crate::cli::PROGRAM;
    use std::process::Command;
    let shell = |line: &str| {
        let output = Command::new("bash").args(["-c", line]).output().unwrap();
        (code(&output), out(&output), err(&output))
    };
    let many = format!("{PROGRAM} sweep --size 1GB..1TB:1000 --upload 1Mbps..1Gbps:1000");
    let line = format!("{many} 2>/dev/null | head -1; exit ${{PIPESTATUS[0]}}");
    assert_eq!(shell(&line), (141, "row,size,upload\n".to_owned(), String::new()));
    let (code, _, told) = shell(&format!("{many} > /dev/full"));
    assert_eq!(code, 1);
    assert!(told.contains("E008") && told.contains("full"), "{told}");
    let (code, _, told) = shell(&format!("{many} -o /dev/full"));
    assert_eq!(code, 1);
    assert!(told.contains("/dev/full"), "{told}");
}
