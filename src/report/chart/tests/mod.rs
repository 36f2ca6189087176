//! Tests of the charts: palette, lint over many answers, hostile names, what was found wrong.

mod cases;
mod fixes;
mod found;
mod lint;
mod palette;
mod sample;
mod short;

use super::canvas::Sheet;
use super::{BundleFile, ChartError, ChartKind, ChartOptions, Material, Story};
use crate::study::answer::Answer;

fn of(answer: &Answer) -> Material {
    let sample = sample::of(answer);
    let answer = Answer { fixes: fixes::of(answer), ..answer.clone() };
    Material { sample, ..Material::of(answer) }
}

fn svg(answer: &Answer, kind: ChartKind, options: &ChartOptions) -> Result<String, ChartError> {
    of(answer).chart(kind)?.svg(options)
}

fn sheet(
    answer: &Answer,
    kind: ChartKind,
    options: &ChartOptions,
) -> Result<(Sheet, Story), ChartError> {
    of(answer).chart(kind)?.sheet(options)
}

fn bundle(
    answer: &Answer,
    kind: ChartKind,
    options: &ChartOptions,
    stem: &str,
) -> Result<Vec<BundleFile>, ChartError> {
    of(answer).chart(kind)?.bundle(options, stem)
}

fn title(answer: &Answer, kind: ChartKind) -> String {
    of(answer).chart(kind).unwrap().title()
}

fn alt_text(answer: &Answer, kind: ChartKind) -> String {
    of(answer).chart(kind).unwrap().alt_text()
}

fn data_csv(answer: &Answer, kind: ChartKind) -> String {
    of(answer).chart(kind).unwrap().data_csv()
}
