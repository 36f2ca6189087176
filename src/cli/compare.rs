//! `chart progress --compare`: two scenario files flow in, or one case and its best fix; the second case
//! with the names of both flows out.

use super::case::{self, Ask};
use super::failure::{ARGUMENTS, Failure, Usage};
use super::parse::Parsed;
use backup_sim::report::chart::{Against, ChartKind, Named};
use backup_sim::report::format::inert;
use backup_sim::scenario::Scenario;
use backup_sim::study::answer::Answer;
use std::path::Path;

/// How two cases are compared.
const TYPED: &str = "chart progress --compare --scenario a.toml --scenario b.toml";

/// Whether a comparison is asked for; tells what does not go with it.
pub fn is_asked(parsed: &Parsed, kind: Option<ChartKind>) -> bool {
    if !parsed.switch("compare") {
        return false;
    }
    let files = parsed.texts("scenario").len();
    if kind != Some(ChartKind::Progress) {
        let message = "goes with the kind progress alone";
        parsed.fault(Usage::new(ARGUMENTS, "--compare", message).or(TYPED));
    }
    if files > 2 {
        let message = format!("takes two --scenario files, and {files} are given");
        parsed.fault(Usage::new(ARGUMENTS, "--compare", message).or(TYPED));
    }
    true
}

/// The second case: the other file's, else the first with its best fix.
pub fn against(
    parsed: &Parsed,
    first: &Answer,
    second: Option<Scenario>,
    ask: &Ask,
) -> Result<Against, Failure> {
    let plain = Ask { trials: 0, ..*ask };
    let Some(scenario) = second else {
        let Some(fix) = Against::best_fix(first) else {
            let message = "nothing that is known would help, so there is no fix to compare with";
            return Err(Usage::new(ARGUMENTS, "--compare", message).or(TYPED).into());
        };
        let named = Named::Fix(Box::new(fix.clone()));
        let answer = case::answer(fix.probe.scenario.clone(), &plain);
        return Ok(Against { answer, named });
    };
    let names = names(&parsed.texts("scenario"), [&first.scenario, &scenario]);
    Ok(Against { answer: case::answer(scenario, &plain), named: Named::Cases(names) })
}

/// What the cases are called: their own names, else those of their files; numbered where even these are
/// the same.
fn names(paths: &[&str], scenarios: [&Scenario; 2]) -> [String; 2] {
    let own = scenarios.map(|s| s.inputs().top.name.0.trim().to_owned());
    let stem = |i: usize| {
        let path = paths.get(i).copied().unwrap_or_default();
        Path::new(path).file_stem().map_or_else(String::new, |s| inert(&s.to_string_lossy()))
    };
    let stems = [stem(0), stem(1)];
    let either = [0, 1].map(|i| if own[i].is_empty() { stems[i].clone() } else { own[i].clone() });
    if either[0] != either[1] {
        return either;
    }
    if stems[0] != stems[1] {
        return stems;
    }
    [1, 2].map(|n| format!("{} {n}", stems[0]))
}
