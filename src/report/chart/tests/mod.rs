//! Tests of the charts: palette, lint over many answers, hostile names, what was found wrong.

mod alone;
mod captions;
pub(crate) mod cases;
mod compare;
mod fan;
mod fixes;
mod found;
mod grids;
mod lint;
mod named;
mod narrow;
mod nights;
mod outgrown;
mod overviews;
mod palette;
mod power;
mod sample;
mod short;
mod written;

use super::canvas::Sheet;
use super::{BundleFile, ChartError, ChartKind, ChartOptions, Material, Story};
use crate::report::format::ClockStyle;
use crate::study::answer::Answer;

/// The answer with what a kind is drawn from.
fn of(answer: &Answer, kind: ChartKind) -> Material {
    let mut material = Material::of(Answer { fixes: fixes::of(answer), ..answer.clone() });
    match kind {
        ChartKind::Map => material.grid = Some(grids::grid_of(&answer.scenario)),
        ChartKind::Nights => material.curves = Some(grids::curves_of(&answer.scenario)),
        ChartKind::Plan => material.shelf = material.shelf.or_else(|| power::shelf(answer)),
        ChartKind::Chance => material.sample = sample::of(answer),
        // Of which batch does not matter here; all shapes have a lint of their own.
        ChartKind::Overview => {
            let all = overviews::all();
            let place = answer.outcome.bytes.size.bytes() / 1_000_000_000 % all.len() as u64;
            material.overview = all.into_iter().nth(usize::try_from(place).unwrap());
        }
        _ => {}
    }
    material
}

fn svg(answer: &Answer, kind: ChartKind, options: &ChartOptions) -> Result<String, ChartError> {
    of(answer, kind).chart(kind)?.svg(options)
}

fn sheet(
    answer: &Answer,
    kind: ChartKind,
    options: &ChartOptions,
) -> Result<(Sheet, Story), ChartError> {
    of(answer, kind).chart(kind)?.sheet(options)
}

fn bundle(
    answer: &Answer,
    kind: ChartKind,
    options: &ChartOptions,
    stem: &str,
) -> Result<Vec<BundleFile>, ChartError> {
    of(answer, kind).chart(kind)?.bundle(options, stem)
}

fn title(answer: &Answer, kind: ChartKind) -> String {
    of(answer, kind).chart(kind).unwrap().title(ClockStyle::H24)
}

fn alt_text(answer: &Answer, kind: ChartKind) -> String {
    of(answer, kind).chart(kind).unwrap().alt_text(ClockStyle::H24)
}

fn data_csv(answer: &Answer, kind: ChartKind) -> String {
    of(answer, kind).chart(kind).unwrap().data_csv()
}

/// The answer of the engine to a scenario file and to flags without their dashes.
fn answered(file: &str, flags: &[(&str, &str)]) -> Answer {
    answered_with(file, flags, 0)
}

/// The same with so many trials.
fn answered_with(file: &str, flags: &[(&str, &str)], trials: u64) -> Answer {
    use crate::scenario::{Draft, Origin, toml};
    let mut draft = Draft::new();
    toml::apply(&mut draft, "case.toml", file);
    for (key, text) in flags {
        draft.set(key, text, Origin::Flag(format!("--{key}")));
    }
    crate::study::answer(draft.build().unwrap(), trials, 1, 1, 1, crate::sim::Record::Yes)
}
