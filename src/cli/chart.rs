//! `chart`: one scenario, or the result of a batch, in; one drawing out, as SVG or PNG, or a bundle of files
//! for an article.

use super::arguments::nearest;
use super::article;
use super::case::{self, Ask};
use super::compare;
use super::disk::{Machine, is_device};
use super::failure::{ARGUMENTS, Failure, NOT_IN_LIST, Usage};
use super::grid;
use super::look::Look;
use super::moment;
use super::overview;
use super::parse::Parsed;
use super::progress::during;
use super::sink::{check, check_folder, print, write_file};
use super::stop;
use backup_sim::report::chart::{
    self, Background, BundlePart, Chart, ChartError, ChartKind, ChartOptions, Dots, Layout,
    Lettering, Material, Theme,
};
use backup_sim::report::format::{ClockStyle, inert};
use backup_sim::study::Advice;
use backup_sim::study::answer::Answer;
use backup_sim::study::fan::Fan;
use backup_sim::units::Choice;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// So many trials take no longer than somebody takes to press a key.
const A_MOMENT: u64 = 1_000;
/// The letters that a note names one by one.
const MOST_LETTERS: usize = 20;
/// The parts of a bundle that are drawn with the embedded font alone.
const PICTURES: [BundlePart; 2] = [BundlePart::Png, BundlePart::Social];

/// Runs it.
pub fn run(parsed: &Parsed, look: &Look) -> Result<ExitCode, Failure> {
    let typed = parsed.text("positional").unwrap_or_default();
    let kind = word::<ChartKind>(typed);
    let all = typed == article::ALL;
    if kind.is_none() && !typed.is_empty() && !all {
        let words = ChartKind::ALL.iter().map(|(_, word, _)| *word).chain([article::ALL]);
        let list = words.clone().collect::<Vec<_>>().join(", ");
        let message = format!("\"{}\" is none of {list}", inert(typed));
        let near = nearest(typed, words).unwrap_or("progress");
        parsed.fault(Usage::new(NOT_IN_LIST, "KIND", message).or(format!("chart {near}")));
    }
    let output = parsed.text("output").filter(|o| *o != "-");
    let is_png = output.is_some_and(|o| o.to_ascii_lowercase().ends_with(".png"));
    let is_svg = output.is_none_or(|o| {
        // What can hold no name of a file, as a pipe, takes an SVG.
        o.to_ascii_lowercase().ends_with(".svg") || is_device(Path::new(o))
    });
    if !is_png && !is_svg {
        let message = format!("{} is neither .svg nor .png", inert(output.unwrap_or_default()));
        parsed.fault(Usage::new(ARGUMENTS, "-o", message).or("-o chart.svg"));
    }
    let options = ChartOptions {
        layout: parsed.text("layout").and_then(word).unwrap_or(Layout::Article),
        theme: parsed.text("theme").and_then(word).unwrap_or(Theme::Auto),
        background: parsed.text("background").and_then(word).unwrap_or(Background::Solid),
        lettering: parsed.text("text").and_then(word).unwrap_or(Lettering::Text),
        title: parsed.text("title").map(str::to_owned),
        clock: parsed.clock(),
    };
    // What is wrong with them is told with all other faults.
    let _ = parts(parsed);
    let axes = grid::axes(parsed, kind);
    let force = parsed.switch("force");
    if kind == Some(ChartKind::Overview) {
        let overview = overview::required(parsed, output, force)?;
        let chart = Chart::overview(&overview).map_err(failed)?;
        return put(parsed, look, &chart, &options, is_png);
    }
    overview::refuse(parsed);
    let is_compared = compare::is_asked(parsed, kind);
    tell_merged(parsed, look, is_compared);
    let (seed, row) = parsed.seed_and_row();
    // As many as `estimate` runs, so that both tell the same chance; only two kinds need any.
    let chance = all || matches!(kind, Some(ChartKind::Chance | ChartKind::Battery));
    let trials = parsed.trials(if chance { 1000 } else { 0 });
    // A bundle tells of all that was found; of pictures only these show fixes.
    let advised = all
        || is_compared
        || parsed.text("bundle").is_some()
        || matches!(kind, Some(ChartKind::Fixes | ChartKind::Card));
    let advice = if advised { Advice::Sought } else { Advice::OnlyIfRefused };
    let threads = parsed.threads_for(trials);
    let ask = Ask { trials, seed, row, threads, recorded: true, advice };
    let fan = is_fan(parsed, kind, trials);
    let dots = parsed.text("dots").and_then(word).unwrap_or(Dots::Twenty);
    if all {
        return article::run(parsed, look, &options, &ask, dots);
    }
    let scenario = parsed.build()?;
    let second = parsed.build_second()?;
    if let Some(output) = output {
        check(&Machine, Path::new(output), force)?;
    }
    if let Some(folder) = parsed.text("bundle") {
        check_folder(&Machine, Path::new(folder))?;
    }
    let long = ask.trials > A_MOMENT || axes.is_some() || parsed.text("bundle").is_some();
    if long {
        stop::watch();
    } else {
        moment::end_at_once();
    }
    // The band of `battery` has trials of its own, and nothing else in it is of trials.
    let of_answer = if kind == Some(ChartKind::Battery) { 0 } else { ask.trials };
    let asked = Ask { trials: of_answer, ..ask };
    let (answer, sample) = during(Some(of_answer), || case::answer_and_sample(scenario, &asked));
    let mut material = Material { sample, dots, ..Material::of(answer) };
    if fan {
        let (answer, sample) = (&material.answer, material.sample.as_ref());
        let found = during(Some(ask.trials), || Fan::of(answer, sample, ask.trials()));
        material.fan = Some(found);
    }
    if kind == Some(ChartKind::Battery) {
        during(Some(ask.trials), || material.run_drains(ask.trials()));
    }
    let base = &material.answer.scenario;
    if let Some(axes) = &axes {
        material.grid = Some(grid::map(base, axes, parsed.threads())?);
    } else if kind == Some(ChartKind::Nights) {
        material.curves = Some(grid::nights(base, parsed.threads())?);
    }
    if is_compared {
        material.against = Some(compare::against(parsed, &material.answer, second, &ask)?);
    }
    let chart = material.chart(kind.unwrap_or(ChartKind::Progress)).map_err(failed)?;
    put(parsed, look, &chart, &options, is_png)
}

/// Notes that several files make one case: whoever draws two mostly means two.
fn tell_merged(parsed: &Parsed, look: &Look, is_compared: bool) {
    let files = parsed.texts("scenario").len();
    if files > 1 && !is_compared {
        look.tell_note(&format!(
            "{files} --scenario files are read as one case, and what a later one says replaces what an \
             earlier one says; chart progress --compare draws two against each other"
        ));
    }
}

/// Whether bands are asked for in place of dots; tells what does not go with them.
fn is_fan(parsed: &Parsed, kind: Option<ChartKind>, trials: u64) -> bool {
    const TYPED: &str = "chart chance --fan";
    if !parsed.switch("fan") {
        return false;
    }
    if kind != Some(ChartKind::Chance) {
        let message = "goes with the kind chance alone";
        parsed.fault(Usage::new(ARGUMENTS, "--fan", message).or(TYPED));
    }
    if let Some(dots) = parsed.text("dots") {
        let message = format!("draws bands, which have no dots, and --dots {dots} is given");
        parsed.fault(Usage::new(ARGUMENTS, "--fan", message).or(TYPED));
    }
    if trials == 0 && kind == Some(ChartKind::Chance) {
        let message = "draws bands of random trials, and --trials 0 asks for none";
        parsed.fault(Usage::new(ARGUMENTS, "--fan", message).or("--fan --trials 1000"));
    }
    true
}

/// Writes a chart where it was asked for.
fn put(
    parsed: &Parsed,
    look: &Look,
    chart: &Chart<'_>,
    options: &ChartOptions,
    is_png: bool,
) -> Result<ExitCode, Failure> {
    let (bundle, force) = (parsed.text("bundle"), parsed.switch("force"));
    let only = parts(parsed);
    if let Some(folder) = bundle {
        write_bundle(chart, options, &only, Path::new(folder), force)?;
        if options.lettering == Lettering::Paths || only.iter().any(|part| PICTURES.contains(part))
        {
            tell_missing(look, chart, options)?;
        }
    }
    match parsed.text("output").filter(|o| *o != "-") {
        Some(path) => {
            let drawn = draw(chart, options, is_png)?;
            moment::whole(|| write_file(Path::new(path), &drawn, force))?;
            if (is_png || options.lettering == Lettering::Paths) && bundle.is_none() {
                tell_missing(look, chart, options)?;
            }
        }
        None if bundle.is_some() => {}
        None => print(&draw(chart, options, false)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The parts of a bundle that are asked for: all, unless `--only` names some.
pub fn parts(parsed: &Parsed) -> Vec<BundlePart> {
    let Some(typed) = parsed.text("only") else { return BundlePart::all() };
    if parsed.text("bundle").is_none() {
        let message = "says which files of a bundle are written, and none is asked for";
        parsed.fault(Usage::new(ARGUMENTS, "--only", message).or("--bundle article"));
    }
    let mut parts = Vec::new();
    for name in typed.split(',').map(str::trim) {
        match word::<BundlePart>(name) {
            Some(part) => parts.push(part),
            None => {
                let words = BundlePart::ALL.iter().map(|(_, word, _)| *word);
                let list = words.clone().collect::<Vec<_>>().join(", ");
                let message = format!("\"{}\" is none of {list}", inert(name));
                let near = nearest(name, words).unwrap_or("svg");
                parsed
                    .fault(Usage::new(NOT_IN_LIST, "--only", message).or(format!("--only {near}")));
            }
        }
    }
    parts
}

fn word<C: Choice>(typed: &str) -> Option<C> {
    let own = C::ALL.iter().find(|(_, word, _)| *word == typed).map(|&(value, _, _)| value);
    own.or_else(|| C::ALIASES.iter().find(|(word, _)| *word == typed).map(|&(_, value)| value))
}

pub fn failed(error: ChartError) -> Failure {
    match error {
        ChartError::NotFor(why) => Usage::new(ARGUMENTS, "KIND", why).or("chart progress").into(),
        error => Failure::Internal(error.to_string()),
    }
}

fn draw(chart: &Chart<'_>, options: &ChartOptions, png: bool) -> Result<Vec<u8>, Failure> {
    // A picture cannot follow the reader's device.
    let theme = if png && options.theme == Theme::Auto { Theme::Light } else { options.theme };
    let svg = chart.svg(&ChartOptions { theme, ..options.clone() }).map_err(failed)?;
    if png { chart::png(&svg).map_err(failed) } else { Ok(svg.into_bytes()) }
}

/// Names the letters that a PNG of it, or an SVG of outlines, cannot show; `true` if there are any.
pub fn tell_missing(
    look: &Look,
    chart: &Chart<'_>,
    options: &ChartOptions,
) -> Result<bool, Failure> {
    let spelled = ChartOptions { lettering: Lettering::Text, ..options.clone() };
    let letters = chart::missing_letters(&chart.svg(&spelled).map_err(failed)?);
    let (what, others) = match options.lettering {
        Lettering::Text => ("PNG charts", "an SVG keeps them"),
        Lettering::Paths => ("charts", "an SVG without --text paths keeps them"),
    };
    if !letters.is_empty() {
        let list: Vec<String> =
            letters.iter().take(MOST_LETTERS).map(|c| inert(&c.to_string())).collect();
        let more = match letters.len() - list.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        look.tell_note(&format!(
            "the font of {what} lacks {}{more}: each is \u{fffd} there; {others}",
            list.join(" ")
        ));
    }
    Ok(!letters.is_empty())
}

/// The progress chart, for `estimate --svg` and `--png`.
pub fn progress(
    answer: &Answer,
    png: bool,
    clock: ClockStyle,
    look: &Look,
) -> Result<Vec<u8>, Failure> {
    let options = ChartOptions { clock, ..ChartOptions::default() };
    let chart = Chart::progress(answer).map_err(failed)?;
    if png {
        tell_missing(look, &chart, &options)?;
    }
    draw(&chart, &options, png)
}

fn write_bundle(
    chart: &Chart<'_>,
    options: &ChartOptions,
    only: &[BundlePart],
    folder: &Path,
    force: bool,
) -> Result<(), Failure> {
    let stem = chart.kind().word();
    let files = chart.bundle_of(options, stem, only).map_err(failed)?;
    std::fs::create_dir_all(folder).map_err(|e| Failure::write(folder, e))?;
    let path = |suffix: &str| -> PathBuf { folder.join(format!("{stem}{suffix}")) };
    for file in &files {
        check(&Machine, &path(file.suffix), force)?;
    }
    files.iter().try_for_each(|file| write_file(&path(file.suffix), &file.bytes, force))
}
