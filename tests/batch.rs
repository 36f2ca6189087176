//! Batches: every row accounted for, the same bytes for any number of threads, and files as people
//! save them.

use backup_sim::batch::{self, BatchError, Options, Reject, Sink, Summary, Work};
use backup_sim::scenario::fields::id_of;
use backup_sim::scenario::{Draft, Origin, Scenario};
use backup_sim::sim::outcome::Verdict;
use std::io;

/// Writes down what was understood, so that the tests need no engine.
struct Understood;

impl Work for Understood {
    fn header(&self) -> Vec<&'static str> {
        vec!["row", "size", "upload", "service", "window"]
    }

    fn answer(
        &self,
        scenario: &Scenario,
        row: u64,
        out: &mut Vec<u8>,
        notes: &mut Vec<&'static str>,
    ) -> Verdict {
        assert!(scenario.inputs().top.name.0 != "panic", "as asked");
        let keys = ["library.size", "link.upload", "service.preset", "window.allowed"];
        let cells: Vec<String> = keys.iter().map(|k| scenario.print(id_of(k))).collect();
        out.extend_from_slice(format!("{row},{}", cells.join(",")).as_bytes());
        notes.extend(scenario.notes().iter().map(|(_, note)| note.code));
        Verdict::Finishes
    }
}

#[derive(Default)]
struct Kept {
    text: String,
    rejects: Vec<Reject>,
}

impl Sink for Kept {
    fn rows(&mut self, lines: &[u8]) -> io::Result<()> {
        self.text.push_str(std::str::from_utf8(lines).unwrap());
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        self.rejects.push(reject.clone());
        Ok(())
    }
}

fn run_with(input: &[u8], base: Draft, options: Options) -> Result<(Summary, Kept), BatchError> {
    let mut kept = Kept::default();
    let options = Options { threads: options.threads.max(1), ..options };
    let summary = batch::run(input, base, &options, &Understood, &mut kept)?;
    Ok((summary, kept))
}

fn run(input: &str) -> (Summary, Kept) {
    run_with(input.as_bytes(), Draft::new(), Options::default()).unwrap()
}

fn lines(kept: &Kept) -> Vec<&str> {
    kept.text.lines().collect()
}

fn fault(input: &str) -> String {
    run_with(input.as_bytes(), Draft::new(), Options::default()).err().unwrap().to_string()
}

#[test]
fn a_row_is_read_as_its_flags_would_be() {
    let (summary, kept) = run("size,upload,window\n40GB,3Mbps,23:00-07:00\n10GB,20Mbps,\n");
    let wanted = [
        "row,size,upload,service,window",
        "1,40GB,3Mbps,generic,23:00-07:00",
        "2,10GB,20Mbps,generic,22:00-07:00",
    ];
    assert_eq!(lines(&kept), wanted);
    assert_eq!((summary.tally.rows(), summary.tally.answered), (2, 2));
}

#[test]
fn rows_in_are_rows_answered_and_rows_rejected() {
    let (summary, kept) =
        run("size,upload\n40GB,3\n,3Mbps\n40GB,3Mbps\n40GB\n1,2,3\n\"40GB,3Mbps\n");
    assert_eq!((summary.tally.rows(), summary.tally.answered, summary.tally.rejects()), (6, 1, 5));
    let found: Vec<_> =
        kept.rejects.iter().map(|r| (r.line, r.byte, r.column.as_str(), r.code.0)).collect();
    let wanted = [
        (2, 17, "upload", "E012"),
        (3, 19, "size", "E041"),
        (5, 37, "", "E054"),
        (6, 42, "", "E054"),
        (7, 48, "", "E055"),
    ];
    assert_eq!(found, wanted);
    assert_eq!(lines(&kept)[1..], ["3,40GB,3Mbps,generic,22:00-07:00"]);
}

#[test]
fn a_rejected_row_leaves_nothing_behind_for_the_next() {
    let (_, kept) =
        run("size,upload,window\n40GB,3Mbps,all-day\n40GB,x,23:00-05:00\n,,\n1GB,1Mbps,\n");
    assert_eq!(lines(&kept)[2], "4,1GB,1Mbps,generic,22:00-07:00");
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let mut input = String::from("size_gb,upload_mbps,service,name\n");
    for i in 0..30_000u32 {
        let service = ["", "generic", "icloud-backup", "nonsense"][(i % 4) as usize];
        input += &format!("{},{},{service},\"case, {i}\"\n", i % 97, 1 + i % 13);
    }
    let of = |threads| {
        let options = Options { threads, keep_input: true, ..Options::default() };
        let (summary, kept) = run_with(input.as_bytes(), Draft::new(), options).unwrap();
        (summary, kept.text, kept.rejects)
    };
    let one = of(1);
    assert_eq!(one.0.tally.rows(), 30_000);
    assert!(one.0.tally.rejects() > 7_500, "{:?}", one.0.tally);
    for threads in [2, 3, 8] {
        assert!(of(threads) == one, "{threads} threads");
    }
}

#[test]
fn files_as_programs_save_them_read_the_same() {
    let plain = run("size,upload,name\n39.8GB,3Mbps,a\n").1.text;
    assert_eq!(run("\u{feff}size,upload,name\r\n39.8GB,3Mbps,a\r\n").1.text, plain);
    assert_eq!(run("size;upload;name\n39,8GB;3Mbps;a\n").1.text, plain);
    assert_eq!(run("size\tupload\tname\n39.8GB\t3Mbps\ta").1.text, plain);
    assert_eq!(run("\n\nSize (GB);UPLOAD-Mbps;Name\n\n39,8;3;a\n\n").1.text, plain);
}

#[test]
fn another_encoding_is_named() {
    let wide: Vec<u8> = "size\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = run_with(&wide, Draft::new(), Options::default()).err().unwrap().to_string();
    assert!(error.contains("UTF-16"), "{error}");
    let latin = b"size,upload,name\n4GB,3Mbps,Gr\xfc\xdfe\n4GB,3Mbps,x\n";
    let (_, kept) = run_with(latin, Draft::new(), Options::default()).unwrap();
    let reject = &kept.rejects[0];
    assert_eq!((reject.line, reject.byte, reject.column.as_str()), (2, 29, "name"));
    assert!(reject.reason.contains("0xFC is not UTF-8"), "{}", reject.reason);
    assert_eq!(lines(&kept).len(), 2);
}

#[test]
fn an_unknown_column_is_an_error_with_the_nearest_name() {
    let error = fault("size,uplaod\n40GB,3Mbps\n");
    assert!(error.contains("\"uplaod\"") && error.contains("write upload"), "{error}");
    let error = fault("size,upload_mpbs,colour\n40GB,3,red\n");
    assert!(error.contains("upload_mbps") && error.contains("--allow-extra"), "{error}");
}

#[test]
fn two_columns_for_one_field_are_an_error() {
    let error = fault("size,upload,size_gb\n40GB,3Mbps,40\n");
    assert!(error.contains("\"size_gb\"") && error.contains("\"size\""), "{error}");
    let error = fault("row,size,upload,Row\n1,40GB,3Mbps,1\n");
    assert!(error.contains("\"Row\""), "{error}");
}

#[test]
fn extra_columns_are_passed_through_and_input_columns_on_request() {
    let input = "size,flat,upload\n40GB,\"12, left\",3Mbps\n";
    let options = Options { allow_extra: true, ..Options::default() };
    let (_, kept) = run_with(input.as_bytes(), Draft::new(), options.clone()).unwrap();
    let wanted =
        ["row,size,upload,service,window,flat", "1,40GB,3Mbps,generic,22:00-07:00,\"12, left\""];
    assert_eq!(lines(&kept), wanted);
    let options = Options { keep_input: true, ..options };
    let input = "size_gb,flat,upload\n40,x,3Mbps\n";
    let (_, kept) = run_with(input.as_bytes(), Draft::new(), options).unwrap();
    // A column that the answer has already is not repeated.
    assert_eq!(lines(&kept)[0], "row,size,upload,service,window,size_gb,flat");
    assert_eq!(lines(&kept)[1], "1,40GB,3Mbps,generic,22:00-07:00,40,x");
}

#[test]
fn the_row_column_is_the_id_and_records_count_from_one_without_it() {
    let (_, kept) = run("row,size,upload\n17,1GB,1Mbps\n,1GB,1Mbps\nx,1GB,1Mbps\n");
    assert!(lines(&kept)[1].starts_with("17,") && lines(&kept).len() == 2);
    // A number that is counted could be that of another row.
    for (reject, said) in kept.rejects.iter().zip(["the cell is empty", "\"x\" is not a whole"]) {
        assert_eq!((reject.column.as_str(), reject.code.0), ("row", "E052"));
        assert!(reject.reason.contains(said), "{}", reject.reason);
    }
    assert_eq!(kept.rejects.len(), 2);
}

#[test]
fn a_part_of_a_larger_file_can_be_piped_through_without_headers() {
    let names = vec!["size".to_owned(), "upload".to_owned()];
    let options = Options { columns: Some(names), no_header: true, ..Options::default() };
    let (_, kept) = run_with(b"40GB,3Mbps\n1GB,1Mbps\n", Draft::new(), options).unwrap();
    let wanted = ["1,40GB,3Mbps,generic,22:00-07:00", "2,1GB,1Mbps,generic,22:00-07:00"];
    assert_eq!(lines(&kept), wanted);
}

#[test]
fn flags_lie_below_cells_and_a_preset_column_below_both() {
    let mut base = Draft::new();
    base.set("upload", "7Mbps", Origin::Flag("--upload".to_owned()));
    let input = "service,size,upload\n,1GB,\ncomputer-usb2,1GB,\n,1GB,9Mbps\n,1GB,\n";
    let (summary, kept) = run_with(input.as_bytes(), base, Options::default()).unwrap();
    assert_eq!(summary.tally.rejects(), 0, "{:?}", kept.rejects);
    let wanted = [
        "1,1GB,7Mbps,generic",
        "2,1GB,7Mbps,computer-usb2",
        "3,1GB,9Mbps,generic",
        "4,1GB,7Mbps,generic",
    ];
    for (line, wanted) in lines(&kept)[1..].iter().zip(wanted) {
        assert!(line.starts_with(wanted), "{line}");
    }
}

#[test]
fn a_fault_in_one_row_costs_that_row_alone() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let (summary, kept) = run("size,upload,name\n1GB,1Mbps,a\n2GB,1Mbps,panic\n3GB,1Mbps,c\n");
    std::panic::set_hook(hook);
    assert_eq!((summary.tally.answered, summary.tally.rejects()), (2, 1));
    assert_eq!(kept.rejects[0].code.0, "internal");
    assert_eq!(lines(&kept)[2], "3,3GB,1Mbps,generic,22:00-07:00");
}

#[test]
fn a_check_answers_nothing_and_counts_all() {
    let options = Options { check: true, ..Options::default() };
    let (summary, kept) =
        run_with(b"size,upload\n1GB,1\n1GB,1Mbps\n", Draft::new(), options).unwrap();
    assert_eq!(kept.text, "");
    assert_eq!((summary.tally.answered, summary.tally.rejects()), (1, 1));
}

#[test]
fn a_unit_in_a_cell_whose_column_has_one_is_refused_with_the_bare_number() {
    let (_, kept) = run("size_gb,upload_mbps\n40GB,3\n40,3MB/s\n40,3\n");
    assert_eq!(kept.rejects.len(), 2);
    assert_eq!(kept.rejects[0].code.0, "E051");
    assert!(kept.rejects[0].reason.contains("size: \"40GB\""), "{}", kept.rejects[0].reason);
    assert!(kept.rejects[0].reason.ends_with("write 40"), "{}", kept.rejects[0].reason);
}

#[test]
fn notes_are_those_of_the_row_and_of_no_other() {
    let (summary, _) = run("size,upload\n40GB,3MB/s\n40GB,3Mbps\n40GB,3MB/s\n40GB,3MB/s\n");
    assert_eq!(summary.tally.notes.values().sum::<u64>(), 3, "{:?}", summary.tally.notes);
}

#[test]
fn a_gigabyte_of_commas_and_an_endless_line_are_refused_within_bounds() {
    struct Endless(&'static [u8]);
    impl io::Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            into.iter_mut().zip(self.0.iter().cycle()).for_each(|(to, from)| *to = *from);
            Ok(into.len())
        }
    }
    let mut kept = Kept::default();
    let options = Options { threads: 1, ..Options::default() };
    let endless = Endless(b",");
    let error = batch::run(endless, Draft::new(), &options, &Understood, &mut kept).err().unwrap();
    assert!(error.to_string().contains("longer than"), "{error}");
    let behind = io::Read::chain(&b"size,upload\n"[..], Endless(b"x"));
    let error = batch::run(behind, Draft::new(), &options, &Understood, &mut kept).err().unwrap();
    assert!(error.to_string().contains("line 2"), "{error}");
}

#[test]
fn dirty_bytes_are_rows_or_rejects_and_never_a_panic() {
    use proptest::prelude::*;
    let byte = prop_oneof![
        8 => prop::sample::select(b"0123456789,,,\n\n\"\"GBMbps -:.%".to_vec()),
        1 => any::<u8>(),
    ];
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(600));
    runner
        .run(&prop::collection::vec(byte, 0..200), |bytes| {
            let mut input = b"size,upload,window,name\n".to_vec();
            input.extend_from_slice(&bytes);
            let (summary, kept) = run_with(&input, Draft::new(), Options::default()).unwrap();
            let answered = kept.text.lines().count() as u64 - 1;
            prop_assert_eq!(answered, summary.tally.answered);
            prop_assert_eq!(kept.rejects.len() as u64, summary.tally.rejects());
            prop_assert!(kept.rejects.iter().all(|r| r.code.0 != "internal"));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_capital_letter_in_a_header_tells_bytes_from_bits() {
    use backup_sim::scenario::header::{Target, bind};
    let unit = |name: &str| match bind(&[name], false) {
        Ok(columns) => match columns[0].target {
            Target::Field(_, unit) => unit,
            _ => panic!("{name}"),
        },
        Err(_) => Some("refused"),
    };
    for (name, want) in [
        ("upload_mbps", "Mbps"),
        ("upload_Mbps", "Mbps"),
        ("Upload (Mbit/s)", "Mbit/s"),
        ("upload_MBps", "MB/s"),
        ("Upload (MB/s)", "MB/s"),
        ("upload_kBps", "kB/s"),
        ("upload_MBPS", "refused"),
        ("size_gb", "GB"),
        ("size_GB", "GB"),
        ("size_Gb", "refused"),
    ] {
        assert_eq!(unit(name), Some(want), "{name}");
    }
}

/// A part of a table that an engine hands on may hold no row at all.
#[test]
fn a_part_without_rows_is_answered_with_none() {
    let flags = ["batch", "-", "--columns", "row,size,upload", "--rejects-inline"];
    let run = |more: &[&str], input: &str| {
        let mut args = flags.to_vec();
        args.extend(more);
        let output = crate::cli::piped(&args, input);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(run(&["--no-header"], ""), (Some(0), String::new()));
    // With the header: what to put in front of parts that were joined.
    let (code, header) = run(&[], "");
    assert_eq!((code, header.lines().count()), (Some(0), 1));
    assert!(header.starts_with("row,name,verdict,"), "{header}");
}

/// `2;39,8;3,5` has as many commas as semicolons: the names say which of them part the cells, whichever
/// line a part begins with.
#[test]
fn the_cells_of_a_part_are_apart_by_what_parts_the_names() {
    let columns = ["batch", "-", "--no-header", "--rejects-inline", "--columns"];
    let run = |names: &str, input: &str| {
        let mut args = columns.to_vec();
        args.push(names);
        String::from_utf8(crate::cli::piped(&args, input).stdout).unwrap()
    };
    let rows = ["1;40;3,5\n", "2;39,8;3,5\n", "3;x;y\n"];
    let names = "row;size_gb;upload_mbps";
    let apart: String = rows.iter().map(|row| run(names, row)).collect();
    assert_eq!(run(names, &rows.concat()), apart);
    assert_eq!(apart.lines().filter(|line| line.contains("rejected")).count(), 1);
}
