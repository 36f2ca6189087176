//! The generated documents: the tables of fields, columns, causes, codes and commands flow in, three
//! Markdown files flow out. Written by a command that no help shows, `write-docs`, and held against
//! the committed files by a test, so that no list of the same things is kept twice.

use super::args::{Flag, Subcommand};
use super::commands::COMMANDS;
use super::diagnosis_page;
use super::explain::{codes, kinds};
use super::failure::{ARGUMENTS, Failure, Usage};
use super::manual;
use super::sink::write_file;
use backup_sim::batch::{rejects, summary};
use backup_sim::cause::Cause;
use backup_sim::report::{accuracy, column, csv, fit, wording::note};
use backup_sim::scenario::{FieldRef, Inputs, fields};
use serde_json::Value;
use std::path::Path;
use std::process::ExitCode;

/// The name of the command.
pub const NAME: &str = "write-docs";

const SCHEMA: &str = include_str!("../../docs/schema/answer.schema.json");
/// What other commands write as JSON: command, the schema's name, whether it stands on top of the answer,
/// schema.
const PARTS: [(&str, &str, bool, &str); 7] = [
    ("solve", "solve", true, include_str!("../../docs/schema/solve.schema.json")),
    ("check", "check", true, include_str!("../../docs/schema/check.schema.json")),
    ("fit", "fit", true, include_str!("../../docs/schema/fit.schema.json")),
    ("diagnose", "diagnose", true, include_str!("../../docs/schema/diagnose.schema.json")),
    ("chart", "chart", false, include_str!("../../docs/schema/chart.schema.json")),
    ("chart all", "index", false, include_str!("../../docs/schema/index.schema.json")),
    ("accuracy", "accuracy", false, include_str!("../../docs/schema/accuracy.schema.json")),
];

/// `write-docs FOLDER`: replaces the generated documents in a folder.
pub fn run(rest: &[String]) -> Result<ExitCode, Failure> {
    let [folder] = rest else {
        let message = "takes the folder that the documents go to";
        return Err(Usage::new(ARGUMENTS, NAME, message).or("backup-sim write-docs docs").into());
    };
    std::fs::create_dir_all(folder).map_err(|e| Failure::write(Path::new(folder), e))?;
    for (name, text) in [
        ("fields.md", fields_page()),
        ("outputs.md", outputs()),
        ("cli.md", cli()),
        ("diagnosis.md", diagnosis_page::page()),
    ] {
        write_file(&Path::new(folder).join(name), text.as_bytes(), true)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn opening(title: &str, text: &str) -> String {
    format!(
        "<!-- Written by `backup-sim write-docs docs`; edit the tables, not this file. -->\n\n# {title}\n\n{text}\n"
    )
}

/// A table cell: on one line, and no `|` of its own.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(" | "))
}

fn head(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    row(&names) + &format!("|{}\n", "---|".repeat(names.len()))
}

/// Every input: key, flags, default, meaning; then every kind of value.
fn fields_page() -> String {
    let mut text = opening(
        "Fields",
        "Every input, in the order in which reports show them. The key works in a scenario file \
         (`upload = \"3Mbps\"` under `[link]`), behind `--set`, and as the header of a CSV column; \
         a flag works on the command line and as a header too. `-`, `_` and spaces are equal. The \
         default is the built-in one: the preset of the service lies above it, and \
         `backup-sim explain config` shows every value of a case with its origin.\n\n\
         `absent` means that nothing is known or nothing is set; `unknown` and `none` are read as \
         well. Where nothing is free the size is `0GB`.",
    );
    let defaults = Inputs::default();
    let mut section = None;
    for f in fields() {
        if section != Some(f.section) {
            section = Some(f.section);
            text += &format!("\n## {}\n\n", manual::title(f.section));
            text += &head(&["key", "flags", "kind", "default", "what it is"]);
        }
        let flags = f.flags.iter().map(|flag| format!("`--{flag}`")).collect::<Vec<_>>();
        text += &row(&[
            code(f.key),
            flags.join(", "),
            format!("[{}](#{})", f.kind.name, anchor(f)),
            code(&defaults.print(f.id)),
            f.help.to_owned(),
        ]);
    }
    text += "\n# Kinds of values\n\nA number without a unit is never guessed: the error shows each \
             reading with what it would answer. In a CSV file the header may carry the unit \
             instead (`size_gb`), and the cells are then bare numbers.\n";
    for f in kinds() {
        text += &kind(f);
    }
    text
}

fn anchor(f: &FieldRef) -> String {
    f.kind.name.replace(' ', "-")
}

fn kind(f: &FieldRef) -> String {
    let mut text = format!("\n## {}\n\n", f.kind.name);
    let words = (f.kind.words)();
    if words.is_empty() {
        let example = Some(f.kind.example).filter(|e| !e.is_empty());
        text += &example.map_or(String::new(), |e| format!("For instance `{e}`.\n"));
    } else {
        text += &head(&["word", "meaning"]);
        for (word, meaning) in words {
            text += &row(&[code(word), meaning.to_owned()]);
        }
    }
    if !f.kind.header_units.is_empty() {
        let units = f.kind.header_units.iter().map(|(header, _)| format!("`_{header}`"));
        let units = units.collect::<Vec<_>>().join(", ");
        text += &format!("\nEnds of a CSV header with the unit: {units}.\n");
    }
    text
}

/// What comes out: columns, the JSON document, causes, notes, codes.
fn outputs() -> String {
    let mut text = opening(
        "Outputs",
        "What each output holds. An empty cell, and `null` in JSON, mean that the value is not \
         known or does not apply. Second 0 is the first start of the window.",
    );
    text += "\n## Rows of a batch\n\nAlso of `estimate --format csv`. With `--keep-input` and \
             `--allow-extra` columns of the input follow, but for `row` and `name`, which stand in \
             front already. One that is called like another column of the answer gets `input_` in front of its name, and a cell that a spreadsheet would take for a formula \
             (it begins with `=`, `+`, `-` or `@` and is no number) an apostrophe. With `--rejects-inline` \
             a rejected row stands in its place among the answers, as wide as they are: `row` holds its id \
             (empty where that cannot be read), `verdict` is `rejected`, `reason` what was read and what to \
             type, `notes` the error code; `name` and repeated columns are as in the input where it has a \
             cell for each column, all else is empty.\n\n";
    text += &head(&["column", "unit", "what it holds"]);
    let always = column::COLUMNS.iter().map(|c| (c, ""));
    let chance = column::CHANCE_COLUMNS.iter().map(|c| (c, " Only with trials."));
    let needs = column::NEEDS_COLUMNS.iter().map(|c| (c, " Only with `--needs`."));
    for (column, only) in always.chain(chance).chain(needs) {
        let unit = column.unit.unwrap_or("").to_owned();
        text += &row(&[code(column.name), unit, format!("{}{only}", column.help)]);
    }
    text += "\n## Rejected rows\n\nEvery row of the input is either answered or stands here.\n\n";
    text += &pairs(["column", "what it holds"], rejects::COLUMNS);
    text += "\n## Rows of a sweep\n\n`sweep` writes what `batch` reads: `row`, the id, counted from 1, and a \
             column for each value that was given, named by its flag, or by its key where it has none. Values \
             stand as they were typed; those of ranges, laws and scenario files as [fields.md](fields.md) \
             has them. First the columns that a scenario file gives, then the others in the order typed; the \
             last of them changes from row to row. With `--sample` the laws of `spread` are drawn from and \
             are no column.\n";
    text += "\n## Summary of a batch\n\n`OUT.summary.json`.\n\n";
    text += &pairs(["key", "what it holds"], summary::KEYS);
    text += "\n`batch --check --format json` writes the same document to standard output, with the first hundred \
             rejects as `errors`.\n";
    text += "\n## A batch under way\n\nUntil a batch into `OUT.csv` is done, its answers are in \
             `OUT.csv.part`, its rejected rows in `OUT.rejects.csv.part`, and `OUT.csv.journal` tells \
             after each 10,000 rows, and each second, what was reached: a line of JSON behind its \
             XXH64. The parts get their names when all rows are done; an `OUT.csv` of before is whole \
             until then. A run that is stopped, or killed, or finds the disk full, leaves the three \
             files, and the same command with `--resume` goes on: the results are those of a run that \
             was never broken off, byte for byte. At most two seconds of work are lost, or a row for \
             each thread where rows take longer. Another input, other flags or another version of the \
             program are refused with the difference; `--force` in place of `--resume` drops what is \
             kept. `--resume` compares the files that flags name by their content, those named in \
             cells and scenario files by their names alone. A run to standard output, or with a device \
             among its files, keeps nothing.\n\nEvery other file is written beside its place as well, as \
             `.NAME.backup-sim.part`, and gets its name once it is whole. A run that is killed in that moment \
             leaves it, and the next one that writes the same file removes it. Two runs that write one file \
             at once do not meet: the last one to end has its file there, whole.\n\n`--progress json` writes a line each second to \
             standard error, and one at the end:\n\n";
    text += &pairs(["key", "what it holds"], super::batch::PROGRESS_KEYS);
    text += "\n## Timeline\n\n`estimate --csv FILE`; `--every 5min` also cuts the rows at fixed \
             steps.\n\n";
    text += &pairs(["column", "what it holds"], csv::COLUMNS);
    text += "\n## Runs held against measurements\n\n`accuracy DIR --csv FILE`; with `--json` also \
             the figures over all of them, see \
             [schema/accuracy.schema.json](schema/accuracy.schema.json). Errors are shares: 0.01 is \
             1 %. A run that was predicted to finish and never did, or the other way round, is a miss: \
             it has no error of its own and counts as 100 % in every figure. The format of a run is \
             in [measured-runs.md](measured-runs.md).\n\n";
    text += &pairs(["column", "what it holds"], accuracy::COLUMNS);
    text += "\n## Stretches of a progress\n\n`fit --csv FILE`; with `--json` also the fit, on top of the \
             answer of the fitted case, see [schema/fit.schema.json](schema/fit.schema.json).\n\n";
    text += &pairs(["column", "what it holds"], fit::COLUMNS_CSV);
    text += &chart_columns();
    text += "\n## JSON\n\n`estimate --format json`; the schema is \
             [schema/answer.schema.json](schema/answer.schema.json). Every key is always there.\n\n";
    text += &head(&["key", "type", "what it holds"]);
    if let Ok(schema) = serde_json::from_str::<Value>(SCHEMA) {
        text += &properties("", &schema);
    }
    for (command, name, on_top, schema) in PARTS {
        let how = if on_top { "On top of the answer, as in" } else { "As in" };
        text += &format!(
            "\n## JSON of {command}\n\n{how} \
             [schema/{name}.schema.json](schema/{name}.schema.json).\n\n"
        );
        text += &head(&["key", "type", "what it holds"]);
        if let Ok(schema) = serde_json::from_str::<Value>(schema) {
            text += &properties("", &schema);
        }
    }
    text += "\n## Causes\n\nIn the order of blame: each stalled second goes to the first gate that \
             is closed.\n\n";
    text += &head(&["cause", "kind", "meaning"]);
    for cause in Cause::ALL {
        let kind = if cause.is_gate() { "gate" } else { "cap" };
        text += &row(&[code(cause.id()), kind.to_owned(), cause.meaning().to_owned()]);
    }
    text += "\n## Notes\n\n";
    text += &pairs(["code", "what it says"], note::CODES);
    text += "\n## Error codes\n\n`backup-sim explain E012` shows the page of one.\n\n";
    text += &head(&["code", "what is wrong"]);
    let mut all: Vec<_> = codes().collect();
    all.sort_by_key(|(code, ..)| code.0);
    for (number, title, _) in all {
        text += &row(&[code(number.0), (*title).to_owned()]);
    }
    text
}

/// The columns of each chart's CSV.
#[cfg(feature = "charts")]
fn chart_columns() -> String {
    let mut text = "\n## Charts\n\n`chart KIND --bundle DIR` writes `KIND.csv`, the plotted numbers; `data` in \
                    `KIND.json` has the same columns as keys.\n"
        .to_owned();
    for (command, rows, columns) in super::chart_columns::CHARTS {
        text += &format!("\n### CSV of chart {command}\n\n{rows}\n\n");
        text += &pairs(["column", "what it holds"], columns);
    }
    text
}

/// Without charts there are none.
#[cfg(not(feature = "charts"))]
fn chart_columns() -> String {
    String::new()
}

fn pairs(names: [&str; 2], list: &[(&str, &str)]) -> String {
    let rows = list.iter().map(|(name, what)| row(&[code(name), (*what).to_owned()]));
    head(&names) + &rows.collect::<String>()
}

/// A row for each key of a schema, keys of its parts behind it.
fn properties(above: &str, schema: &Value) -> String {
    let mut text = String::new();
    for (name, part) in schema["properties"].as_object().into_iter().flatten() {
        let key = format!("{above}{name}");
        let (kind, what) = (json_type(part), part["description"].as_str().unwrap_or(""));
        text += &row(&[code(&key), kind, what.to_owned()]);
        text += &properties(&format!("{key}."), part);
        text += &properties(&format!("{key}[]."), &part["items"]);
    }
    text
}

fn json_type(part: &Value) -> String {
    let any = part["anyOf"].as_array().into_iter().flatten();
    let mut words: Vec<&str> = Vec::new();
    for part in any.chain([part]) {
        words.extend(part["$ref"].as_str().and_then(|r| r.rsplit('/').next()));
        match &part["type"] {
            Value::Array(list) => words.extend(list.iter().filter_map(Value::as_str)),
            one => words.extend(one.as_str()),
        }
        words.extend(part["const"].as_str());
        words.extend(part["enum"].as_array().map(|_| "word"));
    }
    words.join(" or ")
}

/// Every command with its flags, units, exit codes.
fn cli() -> String {
    let mut text = opening(
        "The command line",
        "`backup-sim COMMAND -h` shows the usual flags of a command, `--help` all of them. Flags \
         are written `--size 40GB` or `--size=40GB`. Commands that answer a case take every field \
         of [fields.md](fields.md) as a flag.",
    );
    for command in COMMANDS {
        text += &one(command);
    }
    text + "\n# Values and exit codes\n\n```text" + manual::UNITS + "```\n"
}

fn one(command: &Subcommand) -> String {
    let mut text =
        format!("\n## {}\n\n{}\n\n```text\n{}\n```\n", command.name, command.about, command.usage);
    let own: Vec<&Flag> = command.groups.iter().flat_map(|g| g.iter()).collect();
    if !own.is_empty() {
        text += &format!("\n{}", head(&["flag", "what it does"]));
    }
    for flag in own {
        let short = flag.short.map(|c| format!("`-{c}`, ")).unwrap_or_default();
        let value = flag.value.map(|v| format!(" {v}")).unwrap_or_default();
        text += &row(&[format!("{short}`--{}{value}`", flag.name), flag.help.to_owned()]);
    }
    if command.fields {
        text += "\nAnd every field as a flag.\n";
    }
    text
}
