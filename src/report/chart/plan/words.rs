//! The words of `plan`: by how much the present plan is too small, or what it leaves, as title and alt
//! text; and what was taken for granted.

use super::super::facts::Facts;
use super::super::label::{first_within, sentences_within};
use super::super::told::{self, Told};
use super::Fit;
use crate::cause::Cause;
use crate::report::format::{self, ClockStyle, Way};
use crate::study::catalogue::{PLANS_COLLECTED, Provider};
use crate::study::shelf::{Shelved, UsedFrom};
use crate::units::Size;

/// What the provider's space is called.
const fn space(provider: Provider) -> &'static str {
    match provider {
        Provider::Apple => "iCloud",
        Provider::Google => "Google",
        Provider::Microsoft => "OneDrive",
    }
}

/// `5 GB`.
pub fn stated(size: Size) -> String {
    format::size(size, Way::Nearest)
}

/// `$0`, `$0.99`; nothing for a plan that is not sold.
pub fn price(plan: &Shelved) -> Option<String> {
    plan.cents.map(|cents| match cents {
        0 => "$0".to_owned(),
        _ => format!("${}.{:02}", cents / 100, cents % 100),
    })
}

/// The article of a size at the start of a sentence.
fn an(size: &str) -> &'static str {
    let eight = size.starts_with('8') || size.starts_with("11 ") || size.starts_with("18 ");
    if eight { "An" } else { "A" }
}

/// The present plan.
fn now<'a>(fit: &Fit<'a>) -> Option<&'a Shelved> {
    fit.shelf.plans.iter().find(|p| p.size == fit.shelf.now)
}

pub fn title(fit: &Fit<'_>) -> String {
    let plan = stated(fit.shelf.now);
    let a = an(&plan);
    let Some(now) = now(fit) else { return format!("{a} {plan} plan and this backup") };
    if fit.missing(now) > Size::ZERO {
        let missing = format::size(fit.missing(now), Way::Up);
        let texts = [
            format!("{a} {plan} plan is {missing} too small for this backup"),
            format!("The plan is {missing} too small for this backup"),
        ];
        return first_within(65, &texts);
    }
    let free = format::left(fit.free(now));
    first_within(65, &[format!("{a} {plan} plan holds this backup and leaves {free} free")])
}

pub fn subtitle(fit: &Fit<'_>) -> String {
    let space = space(fit.shelf.provider);
    format!("{space} plans with their price a month: what is used, added, free or missing")
}

/// What becomes of the backup. A plan that was not stated stops nothing in the answer; where it is too small
/// the answer holds with room alone.
pub fn told(fit: &Fit<'_>, clock: ClockStyle) -> Told {
    let facts = &Facts::of(fit.answer, clock);
    let short = now(fit).is_some_and(|now| fit.missing(now) > Size::ZERO);
    let stopped = facts.outcome.proof.is_some_and(|proof| proof.cause == Cause::CloudFull);
    if short && !stopped {
        return told::all_after(facts, "If there were room: ");
    }
    told::all(facts)
}

/// What is used, as a label: `used 12 GB`.
pub fn used(fit: &Fit<'_>) -> String {
    format!("used {}", stated(fit.shelf.used))
}

/// This backup, as a label.
pub fn backup(fit: &Fit<'_>) -> String {
    format!("this backup {}", stated(fit.shelf.backup))
}

/// What stands behind a bar.
pub fn rest(fit: &Fit<'_>, plan: &Shelved) -> String {
    if fit.missing(plan) > Size::ZERO {
        format!("{} missing", format::size(fit.missing(plan), Way::Up))
    } else {
        format!("{} free", format::left(fit.free(plan)))
    }
}

/// The same with what the plan is to the reader: the one at hand, or the first that would do.
pub fn told_rest(fit: &Fit<'_>, plan: &Shelved) -> String {
    let rest = rest(fit, plan);
    if plan.size == fit.shelf.now {
        format!("yours: {rest}")
    } else if fit.shelf.fits() == Some(*plan) {
        format!("fits: {rest}")
    } else {
        rest
    }
}

pub fn alt(fit: &Fit<'_>) -> String {
    let mut sentences = vec![format!(
        "Bars for {} {} plans: {} used plus {} of this backup.",
        fit.shelf.plans.len(),
        space(fit.shelf.provider),
        stated(fit.shelf.used),
        stated(fit.shelf.backup)
    )];
    let rest = now(fit).map(|now| format!("The {} plan: {}.", stated(now.size), rest(fit, now)));
    sentences.extend(rest);
    sentences.push(match fit.shelf.fits() {
        Some(fits) if fits.size == fit.shelf.now => "It fits as it is.".to_owned(),
        Some(fits) => {
            let price = price(&fits).map_or_else(String::new, |p| format!(", {p} a month"));
            format!("It fits from {} up{price}.", stated(fits.size))
        }
        None => "It fits in none of them.".to_owned(),
    });
    sentences_within(250, &sentences)
}

/// What was taken for granted: what is in use, and where and when sizes and prices were found.
pub fn assumed(fit: &Fit<'_>) -> String {
    let used = match fit.shelf.used_from {
        UsedFrom::Given => "",
        UsedFrom::FreeSpace => "What is used follows from the free space. ",
        UsedFrom::Unknown => "Assumes that nothing is used yet. ",
    };
    // As `PLANS` tells of each where it is from; none of them was read in the provider's own shop.
    let from = match fit.shelf.provider {
        Provider::Apple | Provider::Microsoft => {
            "Sizes of plans are from a list by others, US prices before tax are unverified"
        }
        Provider::Google => {
            "From a list by others: plans up to 2 TB, US prices of 100 GB and 2 TB; the rest is unverified"
        }
    };
    format!("{used}{from} ({PLANS_COLLECTED}).")
}
