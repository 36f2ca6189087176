//! All that an article on one case is drawn from, and the set of its charts: a scenario flows in; the
//! material of every kind, the files of a folder and the kinds that do not suit flow out.

use super::case::{self, Ask};
use super::chart::{failed, parts, tell_missing};
use super::disk::Machine;
use super::failure::{ARGUMENTS, Failure, Usage};
use super::grid;
use super::look::Look;
use super::parse::Parsed;
use super::progress::during;
use super::sink::{check, check_folder, write_file};
use super::stop;
use backup_sim::report::chart::{
    BundlePart, Chart, ChartError, ChartKind, ChartOptions, Dots, Material,
};
use backup_sim::report::wording::grid::refusal;
use backup_sim::scenario::Scenario;
use backup_sim::study::grid::Axes;
use backup_sim::units::Choice;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The word for all kinds in place of one.
pub const ALL: &str = "all";
/// The files of the set beside the bundles.
const PAGE: &str = "index.md";
const LIST: &str = "index.json";

/// A kind that is not drawn, and why.
type LeftOut = (ChartKind, String);

/// What every kind is drawn from, and why a kind cannot be.
pub struct Article {
    /// What the charts are drawn from.
    pub material: Material,
    /// Kinds for which nothing could be computed, with the reason.
    refused: Vec<LeftOut>,
}

impl Article {
    /// Of a scenario; `threads` compute the grids.
    pub fn of(scenario: Scenario, ask: &Ask, dots: Dots, threads: usize) -> Self {
        let (answer, sample) = during(Some(ask.trials), || case::answer_and_sample(scenario, ask));
        let mut material = Material { sample, dots, ..Material::of(answer) };
        during(Some(ask.trials), || material.run_drains(ask.trials()));
        let mut refused = Vec::new();
        let base = &material.answer.scenario;
        // The axes of its own can always be read.
        let map = Axes::read(None, None).ok().map(|axes| grid::answers(base, &axes, threads));
        let nights = grid::answers_by_speed(base, threads);
        match map {
            Some(Ok(grid)) => material.grid = Some(grid),
            Some(Err(why)) => refused.push((ChartKind::Map, refusal(why))),
            None => {}
        }
        match nights {
            Ok(curves) => material.curves = Some(curves),
            Err(why) => refused.push((ChartKind::Nights, refusal(why))),
        }
        Article { material, refused }
    }

    /// The chart of a kind, or why there is none.
    fn chart(&self, kind: ChartKind) -> Result<Chart<'_>, String> {
        if let Some((_, why)) = self.refused.iter().find(|(refused, _)| *refused == kind) {
            return Err(why.clone());
        }
        self.material.in_article(kind).map_err(|error: ChartError| error.to_string())
    }
}

/// A file of the set.
struct File {
    name: String,
    bytes: Vec<u8>,
}

/// Runs `chart all`.
pub fn run(
    parsed: &Parsed,
    look: &Look,
    options: &ChartOptions,
    ask: &Ask,
    dots: Dots,
) -> Result<ExitCode, Failure> {
    let folder = parsed.text("bundle");
    if folder.is_none() {
        let message = "writes many files: name a folder for them";
        parsed.fault(Usage::new(ARGUMENTS, "chart all", message).or("--bundle article"));
    }
    for flag in ["output", "title"].into_iter().filter(|flag| parsed.text(flag).is_some()) {
        let shown = if flag == "output" { "-o" } else { "--title" };
        let message = "is for one chart, and all are asked for";
        parsed.fault(Usage::new(ARGUMENTS, shown, message).or("chart progress"));
    }
    let scenario = parsed.build()?;
    let folder = Path::new(folder.unwrap_or_default());
    let force = parsed.switch("force");
    check_folder(&Machine, folder)?;
    std::fs::create_dir_all(folder).map_err(|e| Failure::write(folder, e))?;
    for name in names() {
        check(&Machine, &folder.join(name), force)?;
    }
    stop::watch();
    let only = parts(parsed);
    let article = Article::of(scenario, ask, dots, parsed.threads());
    let (files, left_out) = set(&article, options, &only, look)?;
    for file in &files {
        let path: PathBuf = folder.join(&file.name);
        write_file(&path, &file.bytes, force)?;
    }
    for (kind, why) in left_out {
        look.tell_note(&format!("no {}: {why}", kind.word()));
    }
    Ok(ExitCode::SUCCESS)
}

/// The names that may be written: a file that is there already is told before anything is computed.
fn names() -> Vec<String> {
    let of = |kind: &ChartKind| {
        let stem = kind.word();
        Chart::SUFFIXES.map(|suffix| format!("{stem}{suffix}"))
    };
    let own = [PAGE, LIST].map(str::to_owned);
    ChartKind::ARTICLE.iter().flat_map(of).chain(own).collect()
}

/// All files, the list of them last, and the kinds that are left out.
fn set(
    article: &Article,
    options: &ChartOptions,
    only: &[BundlePart],
    look: &Look,
) -> Result<(Vec<File>, Vec<LeftOut>), Failure> {
    let (mut files, mut charts, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    let mut page = String::new();
    let mut noted = false;
    for &kind in ChartKind::ARTICLE {
        let chart = match article.chart(kind) {
            Ok(chart) => chart,
            Err(why) => {
                left_out.push((kind, why));
                continue;
            }
        };
        let stem = kind.word();
        let mut names = Vec::new();
        for file in chart.bundle_of(options, stem, only).map_err(failed)? {
            let name = format!("{stem}{}", file.suffix);
            if file.suffix == ".md" {
                page += if page.is_empty() { "" } else { "\n" };
                page += &String::from_utf8_lossy(&file.bytes);
            }
            names.push(name.clone());
            files.push(File { name, bytes: file.bytes });
        }
        charts.push(json!({
            "kind": stem,
            "title": chart.title(options.clock),
            "alt": chart.alt_text(options.clock),
            "files": names,
        }));
        // All charts have the same name and with it the same letters.
        noted = noted || tell_missing(look, &chart, options)?;
    }
    files.push(File { name: PAGE.to_owned(), bytes: page.into_bytes() });
    let list = index(&files, charts, &left_out);
    files.push(File { name: LIST.to_owned(), bytes: format!("{list:#}\n").into_bytes() });
    Ok((files, left_out))
}

/// The list of the set, without itself.
fn index(files: &[File], charts: Vec<Value>, left_out: &[LeftOut]) -> Value {
    let file = |file: &File| json!({"name": file.name, "bytes": file.bytes.len()});
    let left = |(kind, why): &LeftOut| json!({"kind": kind.word(), "reason": why});
    json!({
        "schema_version": "1.0",
        "version": env!("CARGO_PKG_VERSION"),
        "charts": charts,
        "left_out": left_out.iter().map(left).collect::<Vec<_>>(),
        "files": files.iter().map(file).collect::<Vec<_>>(),
    })
}
