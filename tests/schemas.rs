//! Every document for machines against its schema: the answers of all examples and of drawn
//! scenarios, and the errors of all faulty files.

use crate::report::machine::schema;
use crate::scenarios::{files, scenario};
use crate::ticker::draw;
use backup_sim::report::failure::{Telling, json as errors};
use backup_sim::report::json::json;
use backup_sim::scenario::{Draft, Origin, Scenario, toml};
use backup_sim::sim::Record;
use backup_sim::study;
use serde_json::Value;

#[track_caller]
fn valid(validator: &jsonschema::Validator, what: &str, document: &Value) {
    let faults: Vec<_> = validator.iter_errors(document).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{what}: {faults:#?}\n{document:#}");
}

fn document(scenario: Scenario, trials: u64) -> Value {
    json(&study::answer(scenario, trials, 1, 1, 1, Record::No))
}

/// What must hold in every document: sums to a thousandth, bytes to the byte.
fn adds_up(what: &str, d: &Value) {
    let millis = |v: &Value| (v.as_f64().unwrap() * 1000.0).round() as i64;
    let seconds = |key: &str| millis(&d["seconds"][key]);
    let sum = |key: &str| -> i64 {
        d[key].as_array().unwrap().iter().map(|e| millis(&e["seconds"])).sum()
    };
    assert_eq!(seconds("uploading") + seconds("stalled"), seconds("window"), "{what}");
    assert_eq!(seconds("window") + seconds("outside"), seconds("horizon"), "{what}");
    assert_eq!(sum("stalls"), seconds("stalled"), "{what}");
    assert_eq!(sum("limits"), seconds("uploading"), "{what}");
    let bytes = |key: &str| d["bytes"][key].as_u64().unwrap();
    assert_eq!(bytes("done") + bytes("sent") + bytes("left"), bytes("size"), "{what}");
    let decided = matches!(d["verdict"].as_str().unwrap(), "never" | "refused");
    assert_eq!(!d["proof"].is_null(), decided, "{what}");
    assert_eq!(d["finish"].is_null(), d["nights"].is_null(), "{what}");
    if decided {
        assert_eq!(d["proof"]["cause"], d["bottleneck"], "{what}");
    }
    if d["verdict"] == "finishes" {
        assert!(d["margin_seconds"].as_f64().unwrap() >= 0.0, "{what}");
    }
}

#[test]
fn the_answers_of_all_examples_and_of_drawn_scenarios_are_valid_and_add_up() {
    let validator = jsonschema::draft202012::new(&schema("answer")).unwrap();
    for (name, text) in files("scenarios") {
        let d = document(scenario(&name, &text), 30);
        valid(&validator, &name, &d);
        adds_up(&name, &d);
    }
    for seed in 0..512 {
        let d = document(draw::scenario(seed), if seed % 8 == 0 { 10 } else { 0 });
        let what = format!("seed {seed}");
        valid(&validator, &what, &d);
        adds_up(&what, &d);
    }
}

#[test]
fn the_errors_of_all_faulty_files_are_valid() {
    let validator = jsonschema::draft202012::new(&schema("errors")).unwrap();
    for (name, text) in files("tests/invalid") {
        let line = |_: &str, at: usize| text.lines().nth(at.checked_sub(1)?).map(str::to_owned);
        let telling =
            Telling { command: &[], row: None, file_line: &line, art: false, answer: &|_, _| None };
        let mut draft = Draft::new();
        toml::apply(&mut draft, &name, &text);
        let faults = draft.build().err().unwrap();
        let told = errors(&faults, &telling);
        valid(&validator, &name, &told);
        assert_eq!(told["errors"].as_array().unwrap().len(), faults.len(), "{name}");
    }
    // And of everything that can go wrong on a command line at once.
    let mut draft = Draft::new();
    for (name, text) in
        [("size", "40Gb"), ("upload", "3M"), ("window", "7-11"), ("battery", "101%"), ("sise", "1")]
    {
        draft.set(name, text, Origin::Flag(format!("--{name}")));
    }
    let telling = Telling {
        command: &[],
        row: None,
        file_line: &|_, _| None,
        art: false,
        answer: &|_, _| None,
    };
    let told = errors(&draft.build().err().unwrap(), &telling);
    valid(&validator, "flags", &told);
    let codes: Vec<_> = told["errors"].as_array().unwrap().iter().map(|e| &e["code"]).collect();
    assert_eq!(codes, ["E014", "E013", "E021", "E026", "E040"]);
}

#[test]
#[cfg(feature = "charts")]
fn the_documents_of_all_charts_of_all_examples_are_valid() {
    use backup_sim::report::chart::{Against, ChartKind, ChartOptions, Material, Named};
    let validator = jsonschema::draft202012::new(&schema("chart")).unwrap();
    let known = schema("chart")["properties"]["kind"]["enum"].as_array().unwrap().clone();
    for kind in ChartKind::ARTICLE {
        use backup_sim::units::Choice;
        assert!(known.contains(&Value::from(kind.word())), "{}", kind.word());
    }
    let mut drawn = 0;
    for (name, text) in files("scenarios") {
        let answer = study::answer(scenario(&name, &text), 10, 1, 1, 1, Record::Yes);
        let mut material = Material::of(answer);
        if let Some(fix) = Against::best_fix(&material.answer).cloned() {
            let answer = study::answer(fix.probe.scenario.clone(), 0, 1, 1, 1, Record::Yes);
            material.against = Some(Against { answer, named: Named::Fix(Box::new(fix)) });
        }
        for &kind in ChartKind::ARTICLE {
            let Ok(chart) = material.in_article(kind) else { continue };
            let document = chart.json(&ChartOptions::default());
            valid(&validator, &name, &document);
            drawn += 1;
        }
    }
    assert!(drawn > 100, "{drawn}");
}
