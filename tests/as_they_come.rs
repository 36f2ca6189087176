//! Tables as they come out of spreadsheets and other people's programs: what is no CSV is named with what
//! to do, what can be read two ways is refused or told, and no row is lost without being counted.

use crate::cli::{PROGRAM, code, err, out};
use serde_json::Value;
use std::fs;
use std::process::{Command, Output};

/// Runs `batch` on these bytes. The answers go to standard output.
fn batch(bytes: impl AsRef<[u8]>, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.csv"), bytes).unwrap();
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder.path()).args(["batch", "in.csv"]).args(more);
    command.output().unwrap()
}

/// Line and code of each reject.
fn rejects(output: &Output) -> Vec<(u64, String)> {
    let told = err(output);
    let lines = told.lines().filter_map(|line| line.strip_prefix("error "));
    let parts = lines.map(|line| {
        let (code, rest) = line.split_once(": in.csv line ").unwrap();
        let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (number.parse().unwrap(), code.to_owned())
    });
    parts.collect()
}

#[test]
fn a_point_before_three_digits_is_refused_beside_a_decimal_comma_and_told_among_semicolons() {
    let output = batch("size;upload\n1.500 MB;3,5Mbps\n1.500 MB;3Mbps\n1.500 MB;3,5Mbps\n", &[]);
    assert_eq!(
        rejects(&output),
        [(2, "E015".to_owned()), (4, "E015".to_owned())],
        "{}",
        err(&output)
    );
    let told = err(&output);
    assert!(told.contains("write 1,5 MB or 1500 MB"), "{told}");
    assert!(told.contains("in 1 row a point before three digits"), "{told}");
    assert!(out(&output).contains("point-read"), "{}", out(&output));
    // A bare number under a unit, and among commas.
    let output = batch("size_gb,upload_mbps\n1.500,\"3,5\"\n1.500,3.5\n", &[]);
    assert_eq!(rejects(&output), [(2, "E015".to_owned())]);
    assert!(err(&output).contains("write 1,5 or 1500"), "{}", err(&output));
    // Nothing groups these digits, and a name is no number.
    let fine =
        "name;size;upload\n1.500;0.500GB;3,5Mbps\n1.500;1.50GB;3,5Mbps\n1.500;1234.500MB;3,5Mbps\n";
    let output = batch(fine, &[]);
    assert_eq!((code(&output), rejects(&output).len()), (0, 0), "{}", err(&output));
    assert!(!err(&output).contains("point"), "{}", err(&output));
    let strict = batch("size;upload\n1.500 MB;3Mbps\n", &["--strict-units"]);
    assert_eq!(code(&strict), 3, "{}", err(&strict));
}

#[test]
fn a_share_under_a_column_of_percent_is_read_as_written_and_told_once() {
    let rows = "size,upload,efficiency_percent\n1GB,3Mbps,0.95\n2GB,3Mbps,0.95\n2GB,3Mbps,95\n";
    for more in [&[][..], &["--check"]] {
        let output = batch(rows, more);
        let told = err(&output);
        assert_eq!(code(&output), 0, "{told}");
        assert_eq!(
            told.matches("0.95 is 0.95 %; a share of 0.95 is written 95").count(),
            1,
            "{told}"
        );
        assert!(told.contains("in 2 rows"), "{told}");
    }
    // Losses are that small.
    let output = batch("size,upload,loss_percent\n1GB,3Mbps,0.5\n", &[]);
    assert!(!err(&output).contains("small-percent"), "{}", err(&output));
}

#[test]
fn a_stray_quote_costs_its_own_line_and_is_told_there() {
    let table = |stray: &str, closing: &str| {
        format!(
            "size,upload,name\n1GB,3Mbps,a\n{stray}\n3GB,3Mbps,c\n4GB,3Mbps,d\n{closing}\n6GB,3Mbps,f\n"
        )
    };
    for (stray, closing) in [
        // Ended by a quote that begins a cell, by one at the end of a cell, by none.
        ("2GB,3Mbps,\"b", "5GB,3Mbps,\"e\""),
        ("\"2GB,3Mbps,b", "\"5GB\",3Mbps,e"),
        ("2GB,\"3Mbps,b", "5GB,\"3Mbps\",e"),
        ("2GB,3Mbps,\"b", "5GB,3Mbps,e"),
    ] {
        let output = batch(table(stray, closing), &[]);
        assert_eq!(rejects(&output), [(3, "E055".to_owned())], "{stray}: {}", err(&output));
        assert_eq!(out(&output).lines().count(), 6, "{stray}: {}", out(&output));
    }
    // A quote that is stray at both ends: each of the two lines is told, and no other.
    let output = batch(table("2GB,\"3Mbps,b", "5GB,3Mbps\",e"), &[]);
    assert_eq!(
        rejects(&output),
        [(3, "E055".to_owned()), (6, "E016".to_owned())],
        "{}",
        err(&output)
    );
    // Cells of several lines are none of this, nor is a number that cannot be read.
    let output = batch(table("2GB,3Mbps,\"b, b\nb\"", "\"5\nXB\",3Mbps,e"), &[]);
    assert_eq!(rejects(&output).len(), 1, "{}", err(&output));
    // One of the names takes two lines.
    assert_eq!(out(&output).lines().count(), 7);
    // The line is that of the quote, not of its row.
    let output = batch("name,size,upload\n\"a\nb\",\"1GB,3Mbps\nc,2GB,3Mbps\n", &[]);
    assert_eq!(rejects(&output), [(3, "E055".to_owned())], "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 2, "{}", out(&output));
}

#[test]
fn empty_columns_at_the_right_are_left_out() {
    let output = batch(
        "size,upload,,,\n1GB,3Mbps,,,\n2GB,3Mbps,, ,\n3GB,3Mbps\n4GB,3Mbps,,x,\n",
        &["--keep-input"],
    );
    assert_eq!(rejects(&output), [(5, "E054".to_owned())], "{}", err(&output));
    assert!(err(&output).contains("column 4 has no name"), "{}", err(&output));
    let answers = out(&output);
    assert!(answers.lines().next().unwrap().ends_with(",size,upload"), "{answers}");
    assert_eq!(answers.lines().count(), 4);
    assert_eq!(code(&batch("size,,upload\n1GB,,3Mbps\n", &[])), 2);
}

#[test]
fn what_is_no_csv_is_named_with_what_to_do() {
    for (bytes, said) in [
        (&b"PK\x03\x04\x14\0\x06\0"[..], "Excel workbook (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook"),
        (b"\x1f\x8b\x08\0\0", "gzip -dc IN.csv.gz | backup-sim batch -"),
        (b"\x28\xb5\x2f\xfd", "zstd -dc"),
        (b"size,upload\r1GB,3Mbps\r", "tr '\\r' '\\n'"),
    ] {
        let output = batch(bytes, &[]);
        assert_eq!(code(&output), 2, "{said}");
        assert!(err(&output).contains(said), "{said}: {}", err(&output));
    }
}

#[test]
fn a_first_line_that_says_what_separates_the_cells_is_taken_at_its_word() {
    for first in ["sep=;", "SEP=;\r", "\"sep=;\"", "\u{feff}sep=;"] {
        let output =
            batch(format!("{first}\nsize;upload;name\n1GB;3Mbps;a,b,c,d,e\nx;3Mbps;b\n"), &[]);
        assert_eq!(rejects(&output).first().map(|r| r.0), Some(4), "{first}: {}", err(&output));
        assert_eq!(out(&output).lines().count(), 2, "{first}");
    }
}

#[test]
fn a_check_as_json_is_one_document_on_standard_output() {
    let output = batch("size,upload\n1GB,3Mbps\nx,3Mbps\n", &["--check", "--format", "json"]);
    assert_eq!(code(&output), 3);
    let document: Value = serde_json::from_str(&out(&output)).unwrap();
    // What is wrong stands where that of all commands does as well.
    let told: Value = serde_json::from_str(&err(&output)).unwrap();
    assert_eq!(told["errors"], document["errors"]);
    assert_eq!((&document["rows_in"], &document["rejected"]), (&2.into(), &1.into()));
    assert_eq!(document["errors"][0]["origin"]["line"], 3);
}

#[test]
fn going_on_with_a_finished_run_says_that_it_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.csv"), "size,upload\n1GB,3Mbps\n").unwrap();
    let run = |more: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.current_dir(folder.path()).args(["batch", "in.csv", "-o", "out.csv"]).args(more);
        command.output().unwrap()
    };
    assert_eq!(code(&run(&[])), 0);
    let again = run(&["--resume"]);
    assert!(err(&again).contains("nothing is left to go on with"), "{}", err(&again));
    assert!(err(&again).contains("out.csv has it"), "{}", err(&again));
}
