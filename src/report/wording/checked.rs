//! The sentences of a checked claim: a check flows in, the lines that only `check` has flow out.

use super::chance::speed;
use super::next;
use crate::client::classes::library_size;
use crate::model::link::LinkKind;
use crate::model::service::Preset;
use crate::report::format::{
    ClockStyle, Way, by_day, clock, count, inert, of_twenty, percent, rate, size, span,
};
use crate::scenario::fields::id_of;
use crate::study::check::{Check, ClaimVerdict, DOWNLOAD_RATIO, Explanation, Slip};
use crate::study::risk::{Held, rests_on};
use crate::units::{BackupWindow, Span};

/// The first line.
pub fn verdict(check: &Check) -> String {
    let claim = inert(&check.claim.text);
    let task = task(check);
    let takes = takes(check);
    match check.verdict {
        ClaimVerdict::Impossible => {
            format!("Impossible: \"{claim}\" is less than {task} can take at full speed.")
        }
        ClaimVerdict::Optimistic => format!("Optimistic: \"{claim}\", but {task} {takes}."),
        ClaimVerdict::Plausible => format!("Plausible: \"{claim}\"; {task} {takes}."),
        ClaimVerdict::Slow => format!("Too slow: \"{claim}\", but {task} {takes}."),
    }
}

/// `64 GB at 25 Mbps`.
fn task(check: &Check) -> String {
    let inputs = check.scenario.inputs();
    let library = library_size(&inputs.library);
    let left = library.minus(inputs.library.done);
    let shown = size(left, Way::Nearest);
    match inputs.link.upload {
        _ if inputs.link.kind == LinkKind::Usb => format!("{shown} by cable"),
        Some(upload) if inputs.link.plan.is_none() && inputs.link.trace.is_none() => {
            format!("{shown} at {}", rate(upload, Way::Nearest))
        }
        _ => format!("{shown} at the stated speeds"),
    }
}

/// `takes 5 h 59 min`, `is never done`.
fn takes(check: &Check) -> String {
    let Some(time) = check.takes else { return "is never done as things are".to_owned() };
    let nightly = check.scenario.inputs().window.allowed != BackupWindow::AllDay;
    let nights = check.outcome.finish.map_or(1, |finish| finish.night);
    let allowed = check.outcome.ledger.uploading.plus(check.outcome.ledger.stalled);
    match (nightly, nights) {
        (true, _) if check.claim.nights || nights > 1 => {
            let word = if by_day(check.scenario.inputs().window.allowed) { "day" } else { "night" };
            format!(
                "takes {}: {} of allowed time",
                count(u64::from(nights), word),
                told(check, allowed, Way::Up)
            )
        }
        _ => format!("takes {}", told(check, time, Way::Up)),
    }
}

/// A time as finely as the claim: with its seconds where the claim counts some.
fn told(check: &Check, time: Span, way: Way) -> String {
    let fine = check.claim.unit < Span::from_secs(60) && check.claim.unit > Span::ZERO;
    match (fine, way) {
        (false, _) => span(time, way),
        (true, Way::Up) => {
            exact(Span::from_micros((time.micros() + 999_999) / 1_000_000 * 1_000_000))
        }
        (true, _) => exact(time),
    }
}

/// How long it takes, and at the very least.
pub fn time(check: &Check) -> Option<String> {
    // A lower bound that is rounded up is none.
    let least =
        check.at_least.map(|t| format!("{} at the least, size / speed", told(check, t, Way::Down)));
    let takes = check.takes.map(|time| {
        let how = match check.scenario.inputs().window.allowed {
            BackupWindow::AllDay => "day and night without a pause",
            BackupWindow::Nightly { .. } => "from the first start to the end",
        };
        format!("{} {how}", told(check, time, Way::Up))
    });
    match (takes, least) {
        (Some(takes), Some(least)) => Some(format!("{takes}; {least}")),
        (one, other) => one.or(other),
    }
}

/// The range that the claim was taken for, and the speed that it needs.
pub fn claim(check: &Check) -> String {
    let range = match (check.claim.least(), check.claim.most()) {
        _ if check.claim.nights => {
            let hours = span(check.night, Way::Nearest);
            let nights = |end: Span| u64::try_from(end.micros() / Span::DAY.micros()).unwrap_or(0);
            let claim = &check.claim;
            match (claim.low.map(nights), claim.high.map(nights)) {
                _ if claim.fills => format!("a quarter of a night of {hours}, or all of it"),
                _ if claim.is_at_most() && claim.high == Some(Span::DAY) => {
                    format!("up to a night of {hours}")
                }
                (Some(low), None) => format!("{} of {hours} or more", count(low, "night")),
                (None, Some(high)) => format!("up to {} of {hours}", count(high, "night")),
                (Some(low), Some(high)) if low != high => {
                    format!("{low} to {} of {hours}", count(high, "night"))
                }
                (_, high) => format!("{} of {hours}", count(high.unwrap_or(1), "night")),
            }
        }
        (low, None) => format!("{} or more", exact(low)),
        (Span::ZERO, Some(high)) => format!("up to {}", exact(high)),
        (low, Some(high)) => format!("{} to {}", exact(low), exact(high)),
    };
    let implied = rate(check.implied, Way::Nearest);
    // One end of a claim is one end of the speed.
    let end = match check.claim.high {
        None => "at most ",
        _ if check.claim.is_at_most() => "at least ",
        _ => "",
    };
    format!("taken as {range}; it implies {end}{implied}")
}

/// A span to the second where it has some.
fn exact(time: Span) -> String {
    let seconds = time.micros() / 1_000_000 % 60;
    match time.micros() {
        0..120_000_000 => span(time, Way::Nearest),
        _ if seconds == 0 => span(time, Way::Down),
        _ => format!("{} {seconds} s", span(time, Way::Down)),
    }
}

/// In how many of twenty cases it holds; `None` where the verdict says so already.
pub fn chance(check: &Check, held: Held) -> Option<String> {
    let cases = of_twenty(held.held, held.trials);
    let nights = check.claim.nights;
    let text = match (check.verdict, check.claim.most(), check.claim.low) {
        (ClaimVerdict::Impossible | ClaimVerdict::Slow, ..) => return None,
        (_, Some(_), _) if nights => format!("done in what is claimed in {cases} cases"),
        (_, Some(most), _) => format!("done within {} in {cases} cases", exact(most)),
        (_, None, Some(low)) if !nights => format!("takes {} or more in {cases} cases", exact(low)),
        _ => format!("takes as long as is claimed in {cases} cases"),
    };
    Some(text)
}

/// What would explain it, the likeliest first.
pub fn explanations(check: &Check) -> Vec<String> {
    check.explanations.iter().map(sentence).collect()
}

/// One slip in a sentence, with the flags that show it.
pub fn sentence(found: &Explanation) -> String {
    let takes = span(found.takes, Way::Up);
    let text = match found.slip {
        Slip::BitsForBytes => "Mbps read as megabytes per second".to_owned(),
        Slip::BytesForBits => "megabytes per second read as Mbps".to_owned(),
        Slip::DownloadForUpload => {
            let (low, high) = DOWNLOAD_RATIO;
            format!(
                "a download speed taken for the upload ({low} to {high} times it on DSL and cable)"
            )
        }
        Slip::NoOverhead => "nothing taken off: the whole line counted as payload".to_owned(),
        Slip::LineAlone => "the line alone, without the service's own rules".to_owned(),
        Slip::NoRivals => "no other upload on the line".to_owned(),
        Slip::DayAndNight => "day and night, not only the window".to_owned(),
        Slip::NightsOnly => "only 22:00-07:00 of every day".to_owned(),
        Slip::NothingDone => "all of it, though a part is done".to_owned(),
        Slip::BinarySize => "GB read as GiB, 7 % more".to_owned(),
        Slip::DecimalSize => "GiB read as GB, 7 % less".to_owned(),
        Slip::HoursForMinutes => "hours said for minutes".to_owned(),
        Slip::MinutesForHours => "minutes said for hours".to_owned(),
        Slip::HoursForDays => "hours said for days".to_owned(),
        Slip::DaysForHours => "days said for hours".to_owned(),
        Slip::MegaAsKilo => "Mbps read as kbps".to_owned(),
        Slip::KiloAsMega => "kbps read as Mbps".to_owned(),
    };
    let text = if found.divided { format!("{text}, and nothing taken off the line") } else { text };
    match next::edits(&found.edits).as_str() {
        "" => format!("{text}: {takes}"),
        flags => format!("{text}: {takes} ({flags})"),
    }
}

/// The hours and rules under which it was held.
pub fn assumed(check: &Check, chance: bool) -> Vec<String> {
    let inputs = check.scenario.inputs();
    let spread = [const { id_of("link.upload_is") }, const { id_of("link.variation") }];
    let rests = || rests_on(&check.scenario).iter().any(|id| spread.contains(id));
    let mut list = Vec::new();
    match inputs.window.allowed {
        BackupWindow::AllDay => list.push("day and night".to_owned()),
        BackupWindow::Nightly { .. }
            if check.scenario.origin(id_of("window.allowed")).is_given() =>
        {
            list.push("only in the given window".to_owned());
        }
        BackupWindow::Nightly { start, end } => {
            let at = |time| clock(time, ClockStyle::H24);
            list.push(format!("nights of {}-{}", at(start), at(end)));
        }
    }
    if inputs.link.kind != LinkKind::Usb {
        let share = percent(inputs.link.efficiency.millionths());
        list.push(format!("{share} of the speed is payload"));
    }
    if chance && rests() {
        list.push(speed(inputs));
    }
    if inputs.service.preset == Preset::Generic {
        list.push("no service's own rules".to_owned());
    }
    list
}
