use super::*;
use crate::scenario::fields::{fields, find};
use crate::units::Size;
use proptest::prelude::*;

fn typed<'a>(flags: &[(&'a str, &'a str)]) -> Vec<Typed<'a>> {
    let one = |&(name, text): &(&'a str, &'a str)| {
        let origin = Origin::Flag(format!("--{name}"));
        Typed { name, text, origin }
    };
    flags.iter().map(one).collect()
}

fn sweep(flags: &[(&str, &str)], sample: Option<Sample>) -> Result<Sweep, NoSweep> {
    Sweep::new(&Draft::new(), &typed(flags), sample)
}

fn table(sweep: &Sweep) -> String {
    let mut out = Vec::new();
    sweep.header(&mut out);
    sweep.write(1, u64::MAX, &mut out);
    String::from_utf8(out).unwrap()
}

/// The cells of a column by its name.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let place = reader.headers().unwrap().iter().position(|h| h == name).unwrap();
    reader.records().map(|r| r.unwrap().get(place).unwrap().to_owned()).collect()
}

fn drawn(flags: &[(&str, &str)], rows: u64) -> String {
    table(&sweep(flags, Some(Sample { rows, seed: 1 })).unwrap())
}

#[test]
fn there_is_a_row_for_each_combination_and_the_last_column_changes_fastest() {
    let flags = [("size", "10GB,40GB"), ("window", "all-day"), ("upload", "2Mbps..8Mbps:3")];
    let wanted = "row,size,window,upload\n1,10GB,all-day,2Mbps\n2,10GB,all-day,4Mbps\n\
                  3,10GB,all-day,8Mbps\n4,40GB,all-day,2Mbps\n5,40GB,all-day,4Mbps\n6,40GB,all-day,8Mbps\n";
    let found = sweep(&flags, None).unwrap();
    assert_eq!((table(&found).as_str(), found.rows()), (wanted, 6));
    assert_eq!(found.varying().collect::<Vec<_>>(), [("size", Some(2)), ("upload", Some(3))]);
    // From any row on.
    let mut part = Vec::new();
    found.write(5, 1, &mut part);
    assert_eq!(part, b"5,40GB,all-day,4Mbps\n");
}

#[test]
fn what_files_give_is_a_column_and_flags_lie_on_top_of_it() {
    let mut base = Draft::new();
    let origin = || Origin::File("x.toml".to_owned(), 1);
    base.set("name", "one, \"two\"", origin());
    base.set("library.size", "1TB", origin());
    base.set("charger.plugged", "23:00-01:00, 02:00-03:00", origin());
    base.set("spread.link.upload", "lognormal 40%", origin());
    let found = Sweep::new(&base, &typed(&[("size", "5GB | 6GB"), ("upload", "3Mbps")]), None);
    assert_eq!(
        table(&found.unwrap()),
        "row,name,spread,plugged,size,upload\n\
         1,\"one, \"\"two\"\"\",link.upload lognormal 40%,\"23:00-01:00, 02:00-03:00\",5GB,3Mbps\n\
         2,\"one, \"\"two\"\"\",link.upload lognormal 40%,\"23:00-01:00, 02:00-03:00\",6GB,3Mbps\n"
    );
}

#[test]
fn more_than_a_thousand_million_rows_are_refused_with_their_factors() {
    let flags = [("size", "1GB..1TB:100000"), ("upload", "1Mbps..1Gbps:10001")];
    let factors = vec![("size", 100_000), ("upload", 10_001)];
    assert_eq!(sweep(&flags, None).err(), Some(NoSweep::TooMany(factors)));
    let flags = [("size", "1GB..1TB:100000"), ("upload", "1Mbps..1Gbps:10000")];
    assert_eq!(sweep(&flags, None).unwrap().rows(), MOST_ROWS);
    let mut last = Vec::new();
    sweep(&flags, None).unwrap().write(MOST_ROWS, 9, &mut last);
    assert_eq!(last, b"1000000000,1TB,1Gbps\n");
}

#[test]
fn what_every_row_lacks_is_told_and_what_some_contradict_is_not() {
    let missing = |flags: &[(&str, &str)]| match sweep(flags, None) {
        Err(NoSweep::Faults(errors)) => {
            errors.iter().filter_map(ScenarioError::field).map(|id| field(id).key).collect()
        }
        other => panic!("{other:?}"),
    };
    let lacks: Vec<&str> = missing(&[("size", "1GB,2GB")]);
    assert_eq!(lacks, ["link.upload"]);
    // Only one of the two needs a speed.
    let lacks: Vec<&str> = missing(&[("size", "1GB"), ("preset", "computer-usb2,icloud-backup")]);
    assert_eq!(lacks, ["link.upload"]);
    let flags = [("size", "1GB,20GB"), ("done", "10GB"), ("upload", "3Mbps")];
    assert_eq!(sweep(&flags, None).unwrap().rows(), 2);
    let flags = [("size", "1GB"), ("upload", "3Mbps"), ("spread.name", "lognormal 40%")];
    assert!(matches!(sweep(&flags, None), Err(NoSweep::Faults(_))));
    let flags = [("size", "1GB"), ("upload", "3Mbps,4")];
    assert!(matches!(sweep(&flags, None), Err(NoSweep::Faults(_))));
}

#[test]
fn nothing_that_varies_is_nothing_to_draw() {
    let sample = Some(Sample { rows: 5, seed: 1 });
    assert_eq!(
        sweep(&[("size", "1GB"), ("upload", "3Mbps")], sample).err(),
        Some(NoSweep::Constant)
    );
}

/// The mean and the standard deviation.
fn moments(list: &[f64]) -> (f64, f64) {
    let n = list.len() as f64;
    let mean = list.iter().sum::<f64>() / n;
    (mean, (list.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt())
}

fn megabits(table: &str) -> Vec<f64> {
    let id = find("upload").unwrap().id;
    let number = |text: String| {
        let mut inputs = Inputs::default();
        inputs.set(id, &text).unwrap();
        match inputs.get(id) {
            crate::edit::Value::Rate(rate) => rate.microbits_per_s() as f64 / 1e12,
            other => panic!("{other:?}"),
        }
    };
    column(table, "upload").into_iter().map(number).collect()
}

#[test]
fn values_of_a_range_lie_by_ratios_for_sizes_and_evenly_for_all_else() {
    const ROWS: u64 = 10_000;
    let found =
        drawn(&[("size", "1GB..100GB"), ("upload", "3Mbps"), ("battery", "20%..80%")], ROWS);
    let sizes: Vec<f64> = column(&found, "size")
        .iter()
        .map(|text| (Size::read(text).unwrap().value.bytes() as f64 / 1e9).log10())
        .collect();
    // The logarithm is even from 0 to 2: mean 1, sd 2/sqrt(12) = 0.577; of 10,000 the mean has an error of
    // 0.0058, the sd one of 0.0026.
    let (mean, sd) = moments(&sizes);
    assert!((mean - 1.0).abs() < 4.0 * 0.0058 && (sd - 0.577).abs() < 4.0 * 0.0026, "{mean} {sd}");
    assert!(sizes.iter().all(|x| (0.0..=2.0).contains(x)));
    let levels: Vec<f64> = column(&found, "battery")
        .iter()
        .map(|text| text.trim_end_matches('%').parse().unwrap())
        .collect();
    // Even from 20 to 80: mean 50 with an error of 0.17, sd 17.3.
    let (mean, sd) = moments(&levels);
    assert!((mean - 50.0).abs() < 0.7 && (sd - 17.32).abs() < 0.4, "{mean} {sd}");
    // And one knows nothing of the other.
    let product: f64 = sizes.iter().zip(&levels).map(|(a, b)| (a - 1.0) * (b - 50.0)).sum();
    assert!((product / ROWS as f64 / (0.577 * 17.32)).abs() < 0.04);
}

#[test]
fn a_law_is_drawn_around_the_value_of_its_field_and_is_no_column() {
    let law = ("spread.link.upload", "lognormal 40%");
    let found = drawn(&[("size", "1GB"), ("upload", "10Mbps"), law], 10_000);
    assert!(found.starts_with("row,size,upload\n"));
    let logs: Vec<f64> = megabits(&found).iter().map(|x| (x / 10.0).ln()).collect();
    // Normal with sd 0.4: the mean has an error of 0.004, the sd one of 0.0028; one of forty lies above 0.784.
    let (mean, sd) = moments(&logs);
    assert!(mean.abs() < 0.016 && (sd - 0.4).abs() < 0.012, "{mean} {sd}");
    let above = logs.iter().filter(|x| **x > 0.784).count();
    assert!((190..310).contains(&above), "{above}");
}

#[test]
fn a_law_on_top_of_a_range_moves_what_was_drawn() {
    let law = ("spread", "upload ±10%");
    let range = drawn(&[("size", "1GB"), ("upload", "1Mbps..100Mbps")], 500);
    let moved = drawn(&[("size", "1GB"), ("upload", "1Mbps..100Mbps"), law], 500);
    let pairs: Vec<f64> =
        megabits(&moved).iter().zip(megabits(&range)).map(|(a, b)| a / b).collect();
    assert!(pairs.iter().all(|x| (0.8999..=1.1001).contains(x)));
    let (mean, sd) = moments(&pairs);
    assert!((mean - 1.0).abs() < 0.011 && (sd - 0.0577).abs() < 0.006, "{mean} {sd}");
}

#[test]
fn choices_of_a_list_are_equally_likely_and_laws_keep_their_shares() {
    let flags = [
        ("size", "1GB"),
        ("upload", "3Mbps"),
        ("preset", "icloud-backup,google-photos,generic"),
        ("spread.phone.signed_in", "yes 90% | no 10%"),
    ];
    let found = drawn(&flags, 9_000);
    let services = column(&found, "service");
    for word in ["icloud-backup", "google-photos", "generic"] {
        // 3,000 with an sd of 45.
        let count = services.iter().filter(|s| *s == word).count();
        assert!((2_820..3_180).contains(&count), "{word}: {count}");
    }
    // 900 with an sd of 28.
    let out = column(&found, "signed-in").iter().filter(|s| *s == "no").count();
    assert!((790..1_010).contains(&out), "{out}");
}

#[test]
fn a_row_depends_on_the_seed_and_its_number_and_no_field_on_another() {
    let flags = [("size", "1GB..100GB"), ("upload", "1Mbps..100Mbps")];
    let many = sweep(&flags, Some(Sample { rows: 100, seed: 7 })).unwrap();
    let few = sweep(&flags, Some(Sample { rows: 10, seed: 7 })).unwrap();
    assert!(table(&many).starts_with(&table(&few)));
    let other = sweep(&flags, Some(Sample { rows: 10, seed: 8 })).unwrap();
    assert_ne!(table(&other), table(&few));
    let more = [("battery", "20%..80%"), flags[1], flags[0]];
    let more = table(&sweep(&more, Some(Sample { rows: 10, seed: 7 })).unwrap());
    assert_eq!(column(&more, "size"), column(&table(&few), "size"));
}

#[test]
fn a_law_of_the_window_keeps_the_deadline_and_one_of_the_charger_says_how_late() {
    let laws = ("spread", "window ±30min; plugged +1h");
    let found =
        drawn(&[("preset", "icloud-backup"), ("size", "1GB"), ("upload", "3Mbps"), laws], 20);
    assert!(column(&found, "deadline").iter().all(|text| text == "07:00"));
    assert!(column(&found, "plugged-late").iter().all(|text| text == "0s"));
    let windows = column(&found, "window");
    assert!(windows.windows(2).any(|pair| pair[0] != pair[1]), "{windows:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_cell_of_a_drawn_row_reads_back(seed in any::<u64>(), row in 1u64..1_000_000) {
        let flags = [
            ("preset", "icloud-backup,google-photos,rclone-s3"),
            ("size", "1GB..2TB"),
            ("upload", "500kbps..1Gbps"),
            ("window", "2h..12h"),
            ("rtt", "5ms..300ms"),
            ("battery", "1%..100%"),
            ("ambient", "-5C..35C"),
            ("charger", "none | 5W | qi-7.5w"),
            ("spread", "battery-capacity normal 20%; plugged ±2h; cloud-free 5GB..50GB"),
            ("cloud-free", "7GB"),
        ];
        let found = sweep(&flags, Some(Sample { rows: 1_000_000, seed })).unwrap();
        let (mut header, mut line) = (Vec::new(), Vec::new());
        found.header(&mut header);
        found.write(row, 1, &mut line);
        let both = [header, line].concat();
        let mut reader = csv::Reader::from_reader(both.as_slice());
        let names = reader.headers().unwrap().clone();
        let cells = reader.records().next().unwrap().unwrap();
        for (name, text) in names.iter().zip(&cells).skip(1) {
            let known = fields().iter().find(|f| f.flags.first() == Some(&name) || f.key == name).unwrap();
            let read = (known.read)(text);
            prop_assert!(read.is_ok(), "{}: {}: {:?}", name, text, read);
            let mut inputs = Inputs::default();
            inputs.set(known.id, text).unwrap();
            prop_assert_eq!((known.read)(&inputs.print(known.id)).unwrap().value, read.unwrap().value);
        }
    }
}
