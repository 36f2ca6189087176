//! Hundreds of texts near to what people type, right and wrong, for each field: read, or refused
//! with a line to type; never a panic, never a row lost.

use backup_sim::scenario::fields::fields;
use backup_sim::scenario::row::{Binding, RowError};
use backup_sim::scenario::{Draft, FieldRef, Origin, ScenarioError};

/// Texts near to what people type, right and wrong.
fn near_misses(field: &FieldRef) -> Vec<String> {
    let seeds = [
        field.kind.example,
        "3",
        "3M",
        "3mb",
        "3MBPS",
        "40",
        "40Gb",
        "40GB",
        "25%",
        "101%",
        "-1",
        "7-11",
        "10-6",
        "22:00-07:00",
        "25:00",
        "23:60",
        "8h30",
        "90",
        "1e400",
        "NaN",
        "inf",
        "0x10",
        "1_000",
        "1,500",
        "1.500,5",
        "yes",
        "maybe",
        "none",
        "20W",
        "13Wh",
        "every 20min for 30s",
        "night 0 07:00",
        "80% until 05:00",
        "photos 3000 x 2.4MB",
        "99999999999999999999999",
        "\u{ff14}\u{ff10}GB",
        "=1+1",
        "\0",
        "\u{1b}[2J",
    ];
    let ends = ["", " ", "GB", "Mbps", "%", "h", "W", ",", "-", "x", "s", " per", ";", "00"];
    let starts = ["", "-", "+", "~", " ", "0", "1,"];
    let mut all = Vec::new();
    for seed in seeds {
        for end in ends {
            all.push(format!("{seed}{end}"));
        }
        for start in starts {
            all.push(format!("{start}{seed}"));
        }
        for at in 0..seed.chars().count() {
            all.push(seed.chars().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| c).collect());
        }
    }
    all.truncate(1200);
    all
}

#[test]
fn hundreds_of_near_misses_of_each_kind_of_field_are_read_or_told_with_a_line_to_type() {
    let mut told = 0;
    for field in fields() {
        let texts = near_misses(field);
        assert!(texts.len() > 500, "{}", field.key);
        for text in texts {
            let mut draft = Draft::new();
            draft.set_field(field.id, &text, Origin::Flag(String::new()));
            for error in draft.faults() {
                let ScenarioError::Unreadable { error, .. } = error else { panic!("{error:?}") };
                assert_eq!(error.read, text, "{}", field.key);
                assert!(text.get(error.span.clone()).is_some(), "{} {text:?}", field.key);
                assert!(
                    !error.message.is_empty() && !error.instead.is_empty(),
                    "{} {text:?}",
                    field.key
                );
                for one in &error.instead {
                    assert!((field.read)(&one.typed).is_ok(), "{} {text:?} -> {one:?}", field.key);
                }
                told += 1;
            }
        }
    }
    assert!(told > 10_000, "{told}");
}

#[test]
fn the_same_near_misses_in_cells_are_answered_or_rejected_with_the_column() {
    for field in fields().iter().filter(|f| f.key != "library.size" && f.key != "link.upload") {
        let names = ["size", "upload", field.key];
        let binding = Binding::new(&names, Draft::new(), false).unwrap();
        let mut rows = binding.rows();
        for (i, text) in near_misses(field).iter().enumerate() {
            let cells = ["40GB", "3Mbps", text];
            if let Err(fault) = rows.read(i as u64, |at| cells[at]) {
                let RowError::Scenario(error) = &fault.error else { panic!("{fault:?}") };
                let reason = backup_sim::batch::rejects::reason(&fault);
                assert!(reason.len() > 10, "{} {text:?}", field.key);
                if matches!(error, ScenarioError::Unreadable { .. }) {
                    assert_eq!(fault.column, Some(2), "{} {text:?}", field.key);
                    assert!(reason.contains("; write "), "{reason}");
                }
            }
        }
        // And the row after a thousand wrong ones is as good as the first.
        assert!(rows.read(0, |at| ["40GB", "3Mbps", ""][at]).is_ok(), "{}", field.key);
    }
}

#[test]
fn bare_numbers_under_a_header_with_a_unit_are_read_as_flags_with_that_unit() {
    for field in fields() {
        let Some(flag) = field.flags.first() else { continue };
        for (header, unit) in field.kind.header_units {
            let name = format!("{}_{header}", flag.replace('-', "_"));
            let binding = Binding::new(&[name.as_str()], Draft::new(), false).unwrap();
            let mut given = Draft::new();
            given.set("size", "40GB", Origin::Study);
            given.set("upload", "3Mbps", Origin::Study);
            assert_eq!(binding.columns().len(), 1, "{name} {unit}");
            for number in ["1", "40", "12.5"] {
                let typed = (field.read)(&format!("{number}{unit}"));
                let bound = Binding::new(&[name.as_str()], given.clone(), false).unwrap();
                let mut rows = bound.rows();
                let read = rows.read(1, |_| number).map(|(_, s)| s.inputs().get(field.id));
                if let (Ok(typed), Ok(read)) = (typed, read) {
                    assert_eq!(typed.value, read, "{name}");
                }
            }
        }
    }
}

#[test]
fn a_flag_of_another_command_is_told_as_that() {
    let output = crate::cli::run(&["diagnose", "stuck", "--trials", "100"]);
    let text = crate::cli::err(&output);
    assert!(text.contains("it belongs to estimate, "), "{text}");
    assert!(!text.contains("--rivals"), "{text}");
    let output =
        crate::cli::run(&["estimate", "--size", "1GB", "--upload", "3Mbps", "--claim", "1h"]);
    assert!(
        crate::cli::err(&output).contains("it belongs to check"),
        "{}",
        crate::cli::err(&output)
    );
}
