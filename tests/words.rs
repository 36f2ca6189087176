//! What the first lines of an answer say, held against the numbers under them: cases flow in by the
//! command line, as people type them, text flows out.

use crate::cli::{code, err, out, piped, run};

fn told(args: &str) -> String {
    let args: Vec<&str> = args.split_whitespace().collect();
    let output = run(&args);
    assert_eq!(code(&output), 0, "{}", err(&output));
    out(&output)
}

fn refused(args: &[&str]) -> String {
    let output = run(args);
    assert_eq!(code(&output), 2, "{}", out(&output));
    err(&output)
}

fn line<'a>(text: &'a str, label: &str) -> &'a str {
    text.lines().find(|line| line.starts_with(label)).unwrap_or_else(|| panic!("{label}: {text}"))
}

const ICLOUD: &str = "--service icloud-backup --size 14GB --upload 12Mbps --cloud-free 50GB";

#[test]
fn a_gate_that_took_most_of_the_time_is_named_before_the_bottleneck() {
    for (flags, cause, name) in [
        ("--wifi 22:00-00:30", "no-wifi", "no Wi-Fi"),
        ("--in-use 00:30-07:00", "screen-in-use", "the phone in use"),
        ("--plugged 22:00-00:30", "no-power", "not plugged in"),
    ] {
        let text = told(&format!("estimate {ICLOUD} {flags}"));
        let held = line(&text, "Held back");
        assert!(held.starts_with(&format!("Held back    {name}, 7")), "{text}");
        assert!(text.contains("upload speed"), "{text}");
        let ticket = told(&format!("estimate {ICLOUD} {flags} --for agent"));
        assert!(ticket.contains(&format!("Cause {cause}: {name}, 7")), "{ticket}");
        let json = told(&format!("estimate {ICLOUD} {flags} --format json"));
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["reasons"][0]["code"], cause, "{json}");
    }
}

#[test]
fn a_yes_that_the_odds_do_not_bear_out_says_so_in_its_first_line() {
    let case = "--service icloud-backup --upload 12Mbps --window 11pm-7am --seed 1";
    let hardly = told(&format!("estimate {case} --size 39.8GB"));
    assert!(
        hardly.starts_with("Hardly: by 07:00 on ") && hardly.contains("of 20 nights"),
        "{hardly}"
    );
    let about = told(&format!("estimate {case} --size 37GB"));
    assert!(about.starts_with("Just about: by 07:00 on 1"), "{about}");
    let sure = told(&format!("estimate {case} --size 10GB"));
    assert!(sure.starts_with("Yes, by 07:00: "), "{sure}");
    for reader in ["owner", "agent"] {
        let text = told(&format!("estimate {case} --size 39.8GB --for {reader}"));
        assert!(text.starts_with("Hardly: by 07:00 on "), "{text}");
    }
    let article = told(&format!("estimate {case} --size 39.8GB --for author"));
    assert!(article.starts_with("**Hardly: by 07:00 on "), "{article}");
    let markdown = told(&format!("estimate {case} --size 39.8GB --format markdown"));
    assert!(markdown.contains("**Hardly: by 07:00 on "), "{markdown}");
    // Nothing varies, or nothing was tried: the point answer is all there is.
    let point = told(&format!("estimate {case} --size 39.8GB --trials 0"));
    assert!(point.starts_with("Yes, by 07:00: "), "{point}");
    let json = told(&format!("estimate {case} --size 39.8GB --format json"));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["verdict"], "finishes", "{json}");
}

#[test]
fn the_largest_size_that_fits_is_told_as_the_edge() {
    let case = "solve size --service icloud-backup --upload 12Mbps --window 11pm-7am";
    let edge = told(case);
    assert!(edge.lines().next().is_some_and(|first| first.contains("just about (")), "{edge}");
    assert!(edge.contains("--confidence 90%"), "{edge}");
    let sure = told(&format!("{case} --confidence 90%"));
    assert!(!sure.contains("just about"), "{sure}");
}

#[test]
fn a_ticket_keeps_what_to_do_and_loses_a_long_command_first() {
    let many = "--wifi 22:00-00:30 --battery 80% --charger pd-20w --plugged 22:00-07:00 \
                --in-use 01:00-01:30 --phone-free 40GB --rtt 30ms --loss 0.1% --nights 40 \
                --efficiency 94% --cloud-cap 90Mbps --ambient 24C --battery-capacity 12.7Wh";
    let ticket = told(&format!("estimate {ICLOUD} {many} --for agent"));
    for label in ["Chance: ", "Do first: ", "Look at: ", "Cause "] {
        assert!(ticket.contains(label), "{label}: {ticket}");
    }
    assert!(!ticket.contains("Same numbers"), "{ticket}");
}

#[test]
fn space_that_runs_out_behind_the_nights_looked_ahead_is_said() {
    let output = run(&[
        "estimate",
        "--service",
        "google-photos",
        "--items",
        "photos 90000 x 3.5MB, videos 6000 x 300MB",
        "--upload",
        "900kbps",
        "--cloud-free",
        "2TB",
        "--trials",
        "0",
    ]);
    let text = out(&output);
    assert!(
        text.contains("not within 60 nights")
            && text.contains("Google")
            && text.contains("GB short"),
        "{text}"
    );
}

#[test]
fn what_is_suggested_instead_is_what_was_meant() {
    let case = ["estimate", "--service", "icloud-backup", "--size", "40GB", "--upload", "10Mbps"];
    let with = |more: &[&'static str]| refused(&[&case[..], more].concat());
    assert!(with(&["--done", "62%"]).contains("--done 24.8GB"));
    assert!(with(&["--cloud-free", "full"]).contains("--cloud-free 0GB"));
    assert!(with(&["--plan", "50GB"]).contains("--cloud-plan"));
    let saver = with(&["--low-power"]);
    assert!(saver.contains("--low-power on") && saver.contains("--low-power auto"), "{saver}");
    assert!(!saver.contains("--low-power off"), "{saver}");
    assert!(with(&["--cloud-used", "4.9GB"]).contains("--cloud-plan 5GB"));
    assert!(with(&["--spread", "uplaod 10%"]).contains("upload"));
    let spread = with(&["--spread", "foo 10%"]);
    assert!(!spread.contains("foo lognormal"), "{spread}");
    let service = refused(&["estimate", "--service", "android-backup", "--size", "1GB"]);
    assert!(service.contains("--service google-backup"), "{service}");
    assert!(with(&["--rivals", "yes"]).contains("--rivals '1 flow'"));
}

#[test]
fn lines_to_type_keep_what_was_typed_beside_a_second_fault() {
    let text = refused(&["estimate", "--size", "40GB", "--low-power"]);
    assert!(text.contains("--size 40GB --low-power on --upload 1Mbps"), "{text}");
}

#[test]
fn a_law_without_width_takes_the_place_of_the_reading() {
    let case = "estimate --size 36GB --upload 10Mbps --spread";
    let chance = |law: &str| {
        let mut args: Vec<&str> = case.split(' ').collect();
        args.push(law);
        line(&out(&run(&args)), "Chance").to_owned()
    };
    let without = told("estimate --size 36GB --upload 10Mbps");
    let point = chance("link.upload lognormal 0%");
    assert_ne!(line(&without, "Chance"), point);
    for law in ["link.upload ±0%", "link.upload normal 0%"] {
        assert_eq!(chance(law), point, "{law}");
    }
}

#[test]
fn a_cable_that_copies_photos_is_no_backup_of_apps_and_settings() {
    let json = told(
        "fixes --service google-backup --size 400MB --upload 5Mbps --backup-on no --format json",
    );
    assert!(!json.contains("android-usb"), "{json}");
}

#[test]
fn megabytes_are_loud_in_every_form_of_the_answer() {
    let case = "estimate --size 40GB --upload 5MB/s --trials 20";
    for form in ["", "--for author", "--format markdown"] {
        let text = told(&format!("{case} {form}"));
        assert!(text.contains("5 megaBYTES per second = 40Mbps"), "{text}");
    }
}

#[test]
fn much_is_not_given_up_where_a_setting_keeps_it() {
    let plan = told("estimate --service icloud-backup --size 64GB --upload 5Mbps --cloud-free 5GB");
    assert!(plan.contains("200 GB plan") && !plan.contains("leave 59 GB out"), "{plan}");
}

#[test]
fn a_column_that_is_called_like_one_of_the_answer_keeps_its_cells() {
    let table = "size,upload,Notes,verdict\n1GB,10Mbps,of mum,soon\n";
    let output = piped(&["batch", "-", "--allow-extra"], table);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let text = out(&output);
    let header = text.lines().next().unwrap();
    assert!(header.ends_with(",input_Notes,input_verdict"), "{header}");
    assert!(text.lines().nth(1).unwrap().ends_with(",of mum,soon"), "{text}");
}

#[test]
fn a_cell_that_nobody_knows_is_read_and_a_wrong_word_is_shown_as_typed() {
    let table = "size,upload,cloud_free_gb\n1GB,10Mbps,none\n1GB,10Mbps,absent\n1GB,10Mbps,\n";
    let output = piped(&["batch", "-"], table);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 4, "{}", out(&output));
    let table = "size,upload,cloud_free_gb\n1GB,10Mbps,plenty\n";
    let output = piped(&["batch", "-", "--check"], table);
    let told = err(&output) + &out(&output);
    assert!(told.contains("plenty") && !told.contains("plentyGB"), "{told}");
    assert!(!told.contains("write  40") && told.contains("unknown"), "{told}");
}
