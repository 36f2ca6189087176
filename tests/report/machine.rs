//! The formats for machines: JSON against its schema, columns, the timeline.

use super::given::*;
use backup_sim::cause::{Cause, CauseSet};
use backup_sim::model::phone::Platform;
use backup_sim::model::service::Preset;
use backup_sim::report::column::{self, Row};
use backup_sim::report::wording::where_to_look::place;
use backup_sim::report::{csv, json};
use backup_sim::sim::timeline::{Segment, State, Timeline};
use backup_sim::study::answer::{Answer, Chance, Remark};
use backup_sim::units::{SimTime, Size, Span};
use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::{Value, json};

pub fn schema(name: &str) -> Value {
    let path = format!("{}/docs/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn valid(document: &Value) {
    let schema = schema("answer");
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let errors: Vec<_> = validator.iter_errors(document).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{document:#}");
}

fn with_chance(mut answer: Answer) -> Answer {
    answer.chance = Some(Chance {
        trials: 1000,
        seed: 1,
        in_time: 250,
        nights: [Some(4), Some(5), None],
        finish: [Some(SimTime::from_secs(279_467)), Some(SimTime::from_micros(1)), None],
        ends: [Some(3), None],
        rests_on: Vec::new(),
    });
    answer.notes = vec![Remark::LosingCharge, Remark::ItemsScaled];
    answer
}

#[test]
fn every_document_is_valid_and_complete() {
    let answers = [
        streamed(forty_gb().scenario()),
        streamed(night_of(gb(5), mbps(3)).scenario()),
        with_chance(streamed(forty_gb().scenario())),
        refused(),
        never(),
        by_cable(),
    ];
    for answer in answers {
        valid(&json::json(&answer));
    }
}

#[test]
fn the_schema_is_strict_and_knows_every_cause() {
    let schema = schema("answer");
    let causes: Vec<_> = Cause::ALL.iter().map(|c| c.id()).collect();
    assert_eq!(schema["$defs"]["cause"]["enum"], json!(causes));
    let mut document = json::json(&never());
    document["surprise"] = json!(1);
    assert!(!jsonschema::draft202012::is_valid(&schema, &document));
    let mut document = json::json(&never());
    document.as_object_mut().unwrap().remove("chance");
    assert!(!jsonschema::draft202012::is_valid(&schema, &document));
}

#[test]
fn forty_gb_at_3_mbps_has_the_published_numbers() {
    // 40e9 x 8 ÷ 3e6 = 106,666.667 s = 3 nights of 28,800 s and 20,266.667 s:
    // 3 x 86,400 + 20,266.667 = 279,466.667 s, 23:00 + 5 h 37 min 46.7 s.
    let document = json::json(&streamed(forty_gb().scenario()));
    assert_eq!(document["verdict"], "misses");
    assert_eq!(document["nights"], 4);
    assert_eq!(document["finish"], json!({"night": 4, "clock": "04:38", "seconds": 279_466.667}));
    assert_eq!(document["margin_seconds"], json!(-250_666.667));
    assert_eq!(document["bytes"]["by_first_morning"], 10_800_000_000_u64);
    assert_eq!(
        document["one_night"],
        json!({"upload_bits_per_s": 11_111_112, "size_bytes": 10_800_000_000_u64})
    );
    assert_eq!(
        document["seconds"],
        json!({
            "horizon": 279_466.667, "window": 106_666.667, "uploading": 106_666.667,
            "stalled": 0, "outside": 172_800
        })
    );
    assert_eq!(document["reasons"][0]["code"], "upload-speed");
    assert_eq!(document["chance"], Value::Null);
}

#[test]
fn a_refusal_names_its_proof_first_and_where_to_look() {
    let document = json::json(&refused());
    assert_eq!(document["proof"]["cause"], "cloud-full");
    assert_eq!(document["proof"]["text"], "It is short of 35 GB of iCloud space.");
    assert_eq!(
        document["reasons"][0],
        json!({
            "code": "cloud-full",
            "text": "It is short of 35 GB of iCloud space.",
            "where":
                "Settings > your name > iCloud > Manage Storage > Backups: see what fills it",
            "collected": "2026-11-23",
        })
    );
}

fn row_of(answer: &Answer, chance: bool) -> String {
    let row = Row {
        row: 7,
        name: "flat 12, left",
        outcome: &answer.outcome,
        millis: backup_sim::report::millis::Millis::of(&answer.outcome),
        bottleneck: answer.bottleneck,
        notes: &answer.notes,
        chance: answer.chance.as_ref(),
        needs: Some(&answer.one_night),
    };
    let mut out = Vec::new();
    column::row(column::columns(chance, true), &row, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_columns_of_a_batch_are_the_contract() {
    let mut out = Vec::new();
    column::header(column::columns(true, true), &mut out);
    assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
    row,name,verdict,nights,finish_clock,finish_s,margin_s,by_first_morning_bytes,safe_first_morning_bytes,sent_bytes,resent_bytes,left_bytes,uploading_s,stalled_s,bottleneck,top_stall,top_stall_s,reason,notes,chance_by_deadline,nights_p90,need_upload_bits_per_s,need_size_bytes
    "#);
}

#[test]
fn a_row_of_each_verdict() {
    assert_snapshot!(row_of(&with_chance(streamed(forty_gb().scenario())), true), @r#"
    7,"flat 12, left",misses,4,04:38,279466.667,-250666.667,10800000000,10800000000,40000000000,0,0,106666.667,0,upload-speed,,,At this upload speed the allowed time is too short.,losing-charge;items-scaled,0.25,,11111112,10800000000
    "#);
    assert_snapshot!(row_of(&refused(), true), @r#"
    7,"flat 12, left",refused,,,,,0,0,0,0,40000000000,0,32400,cloud-full,cloud-full,32400,The cloud space is too small.,,,,,
    "#);
    assert_snapshot!(row_of(&by_cable(), false), @r#"
    7,"flat 12, left",finishes,1,00:12,666.667,85733.333,40000000000,40000000000,40000000000,0,0,666.667,0,usb-speed,,,,,,5184000000000
    "#);
}

fn timeline() -> Answer {
    let mut answer = streamed(night_of(gb(5), mbps(3)).scenario());
    let segment = |from: i64, to: i64, state, cause, sent| Segment {
        start: SimTime::from_micros(from),
        end: SimTime::from_micros(to),
        night: 1,
        state,
        cause,
        closed: CauseSet::EMPTY,
        rate: if state == State::Uploading { mbps(3) } else { mbps(0) },
        sent: Size::from_bytes(sent),
        battery: None,
        charging: Some(true),
    };
    let mut stalled = segment(1_000_000, 2_500_000, State::Stalled, Cause::NoWifi, 375_000);
    stalled.closed = CauseSet::EMPTY.with(Cause::NoWifi).with(Cause::ScreenInUse);
    answer.outcome.timeline = Some(Timeline {
        segments: vec![
            segment(0, 1_000_000, State::Uploading, Cause::UploadSpeed, 375_000),
            stalled,
            segment(2_500_000, 13_334_833_334, State::Uploading, Cause::UploadSpeed, 5_000_000_000),
        ],
        ..Timeline::default()
    });
    answer
}

#[test]
fn the_timeline_has_a_row_for_each_segment() {
    let answer = timeline();
    assert_snapshot!(csv::timeline(&answer.scenario, &answer.outcome, None), @r#"
    start_s,end_s,night,clock_start,clock_end,state,cause,closed_gates,rate_bits_per_s,sent_bytes,fraction,battery_percent,charging
    0,1,1,23:00:00,23:00:01,uploading,upload-speed,,3000000,375000,0.000075,,yes
    1,2.5,1,23:00:01,23:00:03,stalled,no-wifi,no-wifi;screen-in-use,0,375000,0.000075,,yes
    2.5,13334.834,1,23:00:03,02:42:15,uploading,upload-speed,,3000000,5000000000,1,,yes
    "#);
}

#[test]
fn steps_cut_rows_without_changing_what_is_sent() {
    let answer = timeline();
    let every = Some(Span::from_secs(3600));
    assert_snapshot!(csv::timeline(&answer.scenario, &answer.outcome, every), @r#"
    start_s,end_s,night,clock_start,clock_end,state,cause,closed_gates,rate_bits_per_s,sent_bytes,fraction,battery_percent,charging
    0,1,1,23:00:00,23:00:01,uploading,upload-speed,,3000000,375000,0.000075,,yes
    1,2.5,1,23:00:01,23:00:03,stalled,no-wifi,no-wifi;screen-in-use,0,375000,0.000075,,yes
    2.5,3600,1,23:00:03,00:00:00,uploading,upload-speed,,3000000,1349437499,0.269887,,yes
    3600,7200,1,00:00:00,01:00:00,uploading,upload-speed,,3000000,2699437499,0.539887,,yes
    7200,10800,1,01:00:00,02:00:00,uploading,upload-speed,,3000000,4049437499,0.809887,,yes
    10800,13334.834,1,02:00:00,02:42:15,uploading,upload-speed,,3000000,5000000000,1,,yes
    "#);
}

#[test]
fn every_gate_that_a_setting_opens_has_a_place_on_every_phone() {
    // Waits that belong to every backup: nothing to look at.
    let waits = [
        Cause::OutsideWindow,
        Cause::SessionBudget,
        Cause::Starting,
        Cause::Scanning,
        Cause::BackingOff,
    ];
    // Causes that only Android has.
    let android = [Cause::StaleCache, Cause::ScreenLockBug, Cause::NotIdle, Cause::Doze];
    for &cause in Cause::ALL.iter().filter(|c| c.is_gate() && !waits.contains(c)) {
        let on = |platform| place(cause, platform, Preset::Generic).is_some();
        assert!(on(Platform::Android) && on(Platform::Samsung), "{cause:?}");
        assert!(on(Platform::Iphone) || android.contains(&cause), "{cause:?}");
    }
}

fn millis(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 1000.0).round() as i64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_document_is_valid_its_sums_hold_and_the_row_agrees(
        size in 1u64..=2_000_000_000_000, upload in 50_000u64..=2_000_000_000,
        stalls in proptest::collection::vec(1i64..50_000_000_000, 0..4),
    ) {
        let rate = backup_sim::units::Rate::from_bits_per_s(upload);
        let mut answer = streamed(night_of(Size::from_bytes(size), rate).scenario());
        // Any stalls, as long as they are part of the ledger.
        let outcome = &mut answer.outcome;
        for (i, &micros) in stalls.iter().enumerate() {
            let time = Span::from_micros(micros);
            let cause = Cause::ALL[1 + i];
            outcome.stalls.push(backup_sim::sim::outcome::Stall { cause, time, sole: time });
            outcome.ledger.stalled = outcome.ledger.stalled.plus(time);
        }
        let ledger = &mut outcome.ledger;
        ledger.horizon = ledger.uploading.plus(ledger.stalled).plus(ledger.outside);
        let finish = outcome.finish.as_mut().unwrap();
        finish.at = SimTime::from_micros(ledger.horizon.micros());

        let document = json::json(&answer);
        valid(&document);
        let seconds = |key: &str| millis(&document["seconds"][key]);
        let sum = |key: &str| -> i64 {
            document[key].as_array().unwrap().iter().map(|e| millis(&e["seconds"])).sum()
        };
        prop_assert_eq!(seconds("uploading") + seconds("stalled"), seconds("window"));
        prop_assert_eq!(seconds("window") + seconds("outside"), seconds("horizon"));
        prop_assert_eq!(sum("stalls"), seconds("stalled"));
        prop_assert_eq!(sum("limits"), seconds("uploading"));
        prop_assert_eq!(millis(&document["finish"]["seconds"]), seconds("horizon"));

        let row = row_of(&answer, false).replace("\"flat 12, left\"", "flat");
        let cells: Vec<&str> = row.split(',').collect();
        let cell = |name: &str| {
            cells[column::COLUMNS.iter().position(|c| c.name == name).unwrap()]
        };
        prop_assert_eq!(cell("finish_s").parse::<f64>().unwrap(), document["finish"]["seconds"].as_f64().unwrap());
        prop_assert_eq!(cell("margin_s").parse::<f64>().unwrap(), document["margin_seconds"].as_f64().unwrap());
        prop_assert_eq!(cell("stalled_s").parse::<f64>().unwrap(), document["seconds"]["stalled"].as_f64().unwrap());
        prop_assert_eq!(cell("finish_clock"), document["finish"]["clock"].as_str().unwrap());
        if let Some(top) = document["stalls"].get(0) {
            prop_assert_eq!(cell("top_stall_s").parse::<f64>().unwrap(), top["seconds"].as_f64().unwrap());
        }
    }
}
