//! Charts of how sure an answer is and of what would help, over every scenario that ships: the dots
//! are quantiles of the raw trials and say what `estimate` says.

use backup_sim::report::chart::{ChartKind, Dots, Material};
use backup_sim::report::format::{ClockStyle, nearest_of, of_twenty};
use backup_sim::report::{json, text};
use backup_sim::scenario::{Draft, Scenario};
use backup_sim::sim::{Record, Trials};
use backup_sim::study::risk::Ask;
use backup_sim::study::{Advice, answer_and_sample, risk};
use backup_sim::units::SimTime;
use serde_json::Value;

/// Enough for quantiles of twenty, few enough for all scenarios.
const ASK: Ask = Ask { trials: 200, seed: 1, row: 1, threads: 1, drawn: None };

/// Every scenario that ships, with its name.
fn scenarios() -> Vec<(String, Scenario)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    assert!(files.len() >= 20);
    let read = |path: &std::path::PathBuf| {
        let mut draft = Draft::new();
        let text = std::fs::read_to_string(path).unwrap();
        backup_sim::scenario::toml::apply(&mut draft, "scenario.toml", &text);
        (path.file_stem().unwrap().to_string_lossy().into_owned(), draft.build().unwrap())
    };
    files.iter().map(read).collect()
}

fn material(scenario: Scenario) -> Material {
    let (answer, sample) = answer_and_sample(scenario, ASK, Record::Yes, Advice::Sought);
    Material { sample, dots: Dots::Twenty, ..Material::of(answer) }
}

/// The cells of a chart's table below its header.
fn rows(csv: &str) -> Vec<Vec<String>> {
    csv.lines().skip(1).map(|l| l.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn dots_are_quantiles_of_the_raw_trials_and_agree_with_the_answer() {
    for (name, scenario) in scenarios() {
        let material = material(scenario);
        let answer = &material.answer;
        let chart = material.chart(ChartKind::Chance).unwrap();
        let rows = rows(&chart.data_csv());
        assert_eq!(rows.len(), 20, "{name}");
        let filled = rows.iter().filter(|row| row[5] == "yes").count();
        let document = json::json(answer);
        let Some(chance) = &answer.chance else {
            // All alike: every dot is the point answer.
            assert_eq!(document["chance"], Value::Null, "{name}");
            assert!(rows.iter().all(|row| row[2] == rows[0][2]), "{name}");
            let point = document["finish"]["seconds"].as_f64();
            assert_eq!(rows[0][2].parse::<f64>().ok(), point, "{name}");
            continue;
        };
        // The raw trials, run one by one.
        let inputs = answer.scenario.inputs();
        assert!(inputs.top.spread.is_nothing(), "{name} would need its laws drawn");
        let nights = risk::horizon(inputs, &answer.outcome);
        let mut raw = Trials::new(inputs, ASK.seed, ASK.row, nights);
        let all: Vec<_> = (0..ASK.trials).map(|trial| raw.run(trial)).collect();
        let in_time = all.iter().filter(|trial| trial.in_time).count() as u64;
        let mut ends: Vec<SimTime> =
            all.iter().map(|trial| trial.finish.map_or(SimTime::END, |f| f.at)).collect();
        ends.sort_unstable();
        for (k, row) in rows.iter().enumerate() {
            // Dot k stands for the share (2k + 1) / 40: of 200 trials the rank 10k + 5.
            let end = ends[10 * k + 5 - 1];
            let millis = |at: SimTime| (at.micros() + 999) / 1000;
            let told = row[2].parse::<f64>().ok().map(|s| (s * 1000.0).round() as i64);
            assert_eq!(told, (end != SimTime::END).then(|| millis(end)), "{name} dot {k}");
        }
        // What is told of the deadline.
        assert_eq!(filled, nearest_of(in_time, ASK.trials, 20) as usize, "{name}");
        let share = document["chance"]["by_deadline"].as_f64().unwrap();
        assert!((share - in_time as f64 / ASK.trials as f64).abs() < 1e-9, "{name}");
        let words = of_twenty(chance.in_time, chance.trials);
        let options = text::TextOptions { clock: ClockStyle::H24 };
        assert!(text::text(answer, &options).contains(&words), "{name}: {words}");
        let alt = chart.alt_text(ClockStyle::H24).to_lowercase();
        assert!(alt.contains(&words), "{name}: {alt}");
        // The median of the document is that of the words.
        let half = document["chance"]["finish_seconds_p50"].as_f64();
        assert_eq!(half.is_some(), alt.contains("half finish by"), "{name}: {alt}");
    }
}

#[test]
fn the_rows_of_fixes_are_those_of_the_document() {
    let mut fixes = 0;
    for (name, scenario) in scenarios() {
        let material = material(scenario);
        let answer = &material.answer;
        let chart = material.chart(ChartKind::Fixes).unwrap();
        let rows = rows(&chart.data_csv());
        let document = json::fixes(answer.fixes.iter(), answer);
        let entries = document.as_array().unwrap();
        assert_eq!(rows.len(), entries.len(), "{name}");
        // Fixes of several changes stand last; else the order is that of the document.
        let (single, several): (Vec<_>, Vec<_>) =
            entries.iter().partition(|e| !e["id"].as_str().unwrap().contains('+'));
        for (row, entry) in rows.iter().zip(single.into_iter().chain(several)) {
            let number = |cell: &str| cell.parse::<f64>().ok();
            assert_eq!(row[0], entry["id"].as_str().unwrap(), "{name}");
            assert_eq!(number(&row[1]), entry["nights_before"].as_f64(), "{name} {}", row[0]);
            assert_eq!(number(&row[3]), entry["nights_after"].as_f64(), "{name} {}", row[0]);
            let seconds = entry["finish_seconds_after"].as_f64();
            assert_eq!(number(&row[4]), seconds, "{name} {}", row[0]);
            assert_eq!(row[5] == "yes", entry["meets_deadline"].as_bool().unwrap(), "{name}");
            assert_eq!(row[6], entry["effort"].as_str().unwrap(), "{name}");
            fixes += 1;
        }
        let (title, alt) = (chart.title(ClockStyle::H24), chart.alt_text(ClockStyle::H24));
        assert!(title.chars().count() <= 65 && !title.ends_with('.'), "{name}: {title}");
        assert!(alt.chars().count() <= 250 && alt.ends_with('.'), "{name}: {alt}");
        if let Some(first) = entries.first() {
            // The one it calls best is the first that the command lists.
            let what = first["text"].as_str().unwrap().split(':').next().unwrap();
            let safer = title.starts_with("In time") || title.starts_with("It is in time");
            assert!(safer || alt.contains(what), "{name}: {alt}");
        }
    }
    assert!(fixes > 60, "{fixes}");
}

#[test]
fn a_card_says_the_verdict_of_the_answer() {
    for (name, scenario) in scenarios() {
        let material = material(scenario);
        let chart = material.chart(ChartKind::Card).unwrap();
        let (title, alt) = (chart.title(ClockStyle::H24), chart.alt_text(ClockStyle::H24));
        let yes = json::json(&material.answer)["verdict"] == "finishes";
        assert_eq!(title.starts_with("Yes: "), yes, "{name}: {title}");
        assert_eq!(title.starts_with("No: "), !yes, "{name}: {title}");
        assert!(alt.contains(&title), "{name}: {alt}");
        let csv = material.chart(ChartKind::Progress).unwrap().data_csv();
        // What grows faster than it is sent has more to tell than a card has room for.
        match csv.contains(",library_bytes,") {
            true => assert_eq!(name, "outgrown"),
            false => assert_eq!(chart.data_csv(), csv, "{name}"),
        }
    }
}

#[cfg(feature = "cli")]
#[test]
fn the_program_draws_the_trials_that_it_tells_of() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/charger-too-weak.toml");
    let told = crate::cli::out(&crate::cli::run(&["estimate", "--scenario", file]));
    let svg = crate::cli::out(&crate::cli::run(&["chart", "chance", "--scenario", file]));
    let (_, rest) = svg.split_once("chances in 20").map_or(("", ""), |parts| parts);
    assert!(!rest.is_empty() && svg.contains("1,000 trials, seed 1"), "{svg}");
    let (before, _) = svg.split_once(" chances in 20").unwrap();
    let number = before.rsplit(' ').next().unwrap();
    assert!(told.contains(&format!("{number} of 20")), "{number}: {told}");
}
