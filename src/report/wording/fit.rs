//! The words of a fit: amounts, moments, gates with their evidence, and what there is to know of the
//! readings. Findings flow in, phrases flow out.

use super::{cause, next};
use crate::import::progress::Format;
use crate::report::format::{self, ClockStyle, Way, count};
use crate::study::fit::gates::{Evidence, Gate};
use crate::study::fit::{Basis, Fit, Remark, Speed, Sum};
use crate::units::{ClockTime, Fraction, Span};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// The seconds of a day in which nobody speaks of a night: from noon to 18:00.
const DAYTIME: (u32, u32) = (43_200, 64_800);
/// Under this length a series is told to the second.
const SHORT: Span = Span::from_secs(900);

/// `12.3 GB`, `34.5 %`.
pub fn sum(sum: Sum) -> String {
    match sum {
        Sum::Bytes(size) => format::size(size, Way::Nearest),
        Sum::Percent(percent) => percent_of(percent),
    }
}

fn percent_of(percent: f64) -> String {
    let tenths = (percent * 10.0).round().clamp(0.0, 1e7) as u32;
    format::percent(tenths.saturating_mul(1_000))
}

/// `3.1 Mbps`, `4.2 % an hour`.
pub fn speed(speed: Speed) -> String {
    match speed {
        Speed::Bits(rate) => format::rate(rate, Way::Nearest),
        Speed::PercentPerHour(percent) => format!("{} an hour", percent_of(percent)),
    }
}

/// A moment of a fit: by the clock where there is one, else the time since the first reading.
pub fn moment(fit: &Fit, at: Span, style: ClockStyle) -> String {
    let Some(clock) = fit.clock else { return since(fit, at) };
    let (time, day) = by_clock(fit, clock, at);
    let text = format::clock(time, style);
    let date = fit.day.zip(u32::try_from(day).ok()).map(|(first, days)| first.plus(days));
    // By day a night says nothing.
    let by_night = !(DAYTIME.0..DAYTIME.1).contains(&time.secs());
    match (day, date) {
        (0, _) => text,
        (_, Some(date)) => format!("{text} on {date}"),
        (1, None) => format!("{text} the next day"),
        (_, None) if by_night => format!("{text} of night {}", night_of(fit, clock, at)),
        (day, None) => format!("{text} of day {}", day + 1),
    }
}

/// The number of the night that a moment is of, as the nights are counted.
fn night_of(fit: &Fit, clock: ClockTime, at: Span) -> i64 {
    let head = (i64::from(clock.secs()) - i64::from(fit.nights_from.secs())).rem_euclid(DAY);
    (head + at.micros() / 1_000_000).div_euclid(DAY) + 1
}

/// The clock time of a moment alone.
fn clock_of(fit: &Fit, at: Span, style: ClockStyle) -> String {
    match fit.clock {
        Some(clock) => format::clock(by_clock(fit, clock, at).0, style),
        None => since(fit, at),
    }
}

fn by_clock(fit: &Fit, clock: ClockTime, at: Span) -> (ClockTime, i64) {
    let unit = if fit.seen < SHORT { 1 } else { 60 };
    let seconds = i64::from(clock.secs()) + at.micros().saturating_add(999_999) / 1_000_000;
    let seconds = (seconds + unit - 1) / unit * unit;
    let time = ClockTime::from_secs(u32::try_from(seconds.rem_euclid(DAY)).unwrap_or(0));
    (time, seconds.div_euclid(DAY))
}

fn since(fit: &Fit, at: Span) -> String {
    format!("{} from the start", spelled(fit, at))
}

/// A span to the second where all is short.
fn spelled(fit: &Fit, span: Span) -> String {
    if fit.seen < SHORT && span < SHORT.times(4) && span >= Span::from_secs(119) {
        let seconds = span.millis_up() / 1_000;
        return format!("{} min {} s", seconds / 60, seconds % 60);
    }
    format::span(span, Way::Nearest)
}

/// The first line.
pub fn headline(fit: &Fit, style: ClockStyle) -> String {
    let done = sum(fit.sent);
    match (fit.forecast.basis, fit.forecast.finish) {
        (Basis::Seen, Some(at)) => format!("Done: all was there, {}.", moment(fit, at, style)),
        (_, Some(at)) => {
            let more = Span::from_micros(at.micros() - fit.seen.micros());
            let at = moment(fit, at, style);
            let at = if fit.clock.is_some() { format!("at {at}") } else { at };
            format!("Done in about {}, {at}; so far {done}.", spelled(fit, more))
        }
        (Basis::Fitted, None) if fit.goodput.is_none() => {
            let seen = spelled(fit, fit.seen);
            format!("Nothing moved in {seen}, so no end is in sight; {done} done.")
        }
        (_, None) => format!("No end in sight, the way it went so far: {done} done."),
    }
}

/// Where the finish lies in 8 of 10 trials.
pub fn range(fit: &Fit, style: ClockStyle) -> Option<String> {
    if fit.forecast.basis == Basis::Seen {
        return None;
    }
    let (from, to) = fit.forecast.range?;
    let under_way =
        fit.stretches.last().is_some_and(|last| last.speed.is_none() && last.to >= fit.seen);
    let why = match under_way && fit.forecast.basis == Basis::Fitted {
        true => ", by how long the stall under way lasts",
        false => "",
    };
    let repeats = fit.forecast.basis == Basis::GivenCase && fit.answer.chance.is_none();
    let of = if repeats { "9 of 10 times" } else { "8 of 10 times" };
    Some(match (from, to) {
        (Some(from), Some(to)) => {
            let (from, to) = (moment(fit, from, style), moment(fit, to, style));
            format!("{of} between {from} and {to}{why}")
        }
        (Some(from), None) => {
            format!("{of} after {}, with no end in sight{why}", moment(fit, from, style))
        }
        _ => "no end in sight".to_owned(),
    })
}

/// Where nothing moved: when the given line would be done.
pub fn lifted(fit: &Fit, style: ClockStyle) -> Option<String> {
    let at = fit.forecast.lifted?;
    let more = Span::from_micros(at.micros() - fit.seen.micros());
    let (more, at) = (spelled(fit, more), moment(fit, at, style));
    let at = if fit.clock.is_some() { format!("at {at}") } else { at };
    Some(format!(
        "whatever holds it must be lifted first; then it takes about {more}, and ends {at} if lifted now"
    ))
}

/// What the forecast rests on, and what a plain division says.
pub fn rests_on(fit: &Fit, style: ClockStyle) -> Vec<String> {
    let mut parts = Vec::new();
    match fit.forecast.basis {
        Basis::Seen => return parts,
        Basis::GivenCase => {
            parts.push("the case as given, which fits what was seen and begins with it".to_owned());
        }
        Basis::Fitted if fit.goodput.is_none() => parts.push("the line as given".to_owned()),
        Basis::Fitted => {
            parts.push("what was seen, simulated on".to_owned());
            parts.extend(slowed(fit));
        }
    }
    if let Some(plain) = fit.forecast.plain {
        parts.push(format!("what is left over the average says {}", moment(fit, plain, style)));
    }
    parts
}

/// Why the speed of the command is not the one that was seen, where they differ clearly.
fn slowed(fit: &Fit) -> Option<String> {
    let (Speed::Bits(seen), upload) = (fit.goodput?, fit.rest.inputs().link.upload?) else {
        return None;
    };
    let lower = upload.bits_per_s().saturating_mul(10) < seen.bits_per_s().saturating_mul(9);
    lower.then(|| {
        let upload = format::rate(upload, Way::Nearest);
        format!("its {upload} are the speed with the stalls, losses and changes to expect")
    })
}

/// What was read.
pub fn seen(fit: &Fit) -> Vec<String> {
    let of = match fit.total {
        Some(total @ Sum::Bytes(_)) if fit.sent != fit.done.1 => {
            let (told, sent) = (sum(fit.done.1), sum(fit.sent));
            format!("{told} of {} in the file, {sent} of them sent", sum(total))
        }
        Some(total @ Sum::Bytes(_)) => format!("{} of {} done", sum(fit.done.1), sum(total)),
        _ => format!("from {} to {}", sum(fit.done.0), sum(fit.done.1)),
    };
    vec![format!("{} over {}", count(fit.readings as u64, "reading"), spelled(fit, fit.seen)), of]
}

/// How fast it sends.
pub fn speeds(fit: &Fit, style: ClockStyle) -> Vec<String> {
    let Some(goodput) = fit.goodput else { return vec!["nothing was sent".to_owned()] };
    let mut parts = vec![format!("{} while it sends", speed(goodput))];
    if let Some(recent) = fit.recent.filter(|_| fit.recent_since > Span::ZERO) {
        parts.push(format!("{} since {}", speed(recent), clock_of(fit, fit.recent_since, style)));
    }
    parts
}

/// How much it stood still.
pub fn stalled(fit: &Fit, style: ClockStyle) -> Vec<String> {
    let stalls: Vec<_> = fit.stretches.iter().filter(|s| s.speed.is_none()).collect();
    let Some(longest) = stalls.iter().max_by_key(|s| s.time) else {
        return vec!["never for long".to_owned()];
    };
    let share = Fraction::from_millionths((fit.stall_share * 1e2).round() as u32 * 10_000);
    let mut parts = vec![format!(
        "{} of the time, {}",
        format::percent(share.millionths()),
        count(stalls.len() as u64, "time")
    )];
    let (from, to) = (clock_of(fit, longest.from, style), clock_of(fit, longest.to, style));
    parts.push(format!("the longest {}, {from} to {to}", spelled(fit, longest.time)));
    parts
}

/// A gate with its evidence.
pub fn gate(fit: &Fit, gate: &Gate, style: ClockStyle) -> String {
    let preset = fit.answer.scenario.inputs().service.preset;
    let name = cause::name(gate.cause, preset);
    let also: Vec<&str> = gate.also.iter().take(2).map(|c| cause::name(*c, preset)).collect();
    let also = if also.is_empty() { String::new() } else { format!(" (or {})", also.join(", ")) };
    let clock = |clock| format::clock(clock, style);
    let why = match gate.evidence {
        Evidence::Given => format!("in the hours given, {}", spelled(fit, gate.time)),
        Evidence::Clock { from, to, nights } => {
            format!("{} to {} on {}", clock(from), clock(to), count(nights as u64, "day"))
        }
        Evidence::Runs { budget, per } => {
            format!("runs of {} every {}", spelled(fit, budget), spelled(fit, per))
        }
        Evidence::Again { every, lasting, regular } => format!(
            "{} of about {}, {} {} of sending",
            count(gate.stalls as u64, "stall"),
            spelled(fit, lasting),
            if regular { "each after" } else { "one in" },
            spelled(fit, every)
        ),
        Evidence::SamePlace { at } => {
            format!("it fell back and stopped at {} again", format::percent(at.millionths()))
        }
        Evidence::Told => {
            let times = count(gate.stalls as u64, "time");
            format!("so the file says, {times}, {} in all", spelled(fit, gate.time))
        }
        Evidence::Once => {
            let once = format!("once, for {}", spelled(fit, gate.time));
            match (fit.forecast.basis, gate.edits.is_empty()) {
                (Basis::Fitted, true) => format!("{once}; counted in part for what is to come"),
                (Basis::Fitted, false) => format!("{once}; taken to come back at these hours"),
                _ => once,
            }
        }
        Evidence::Now => format!("now, for {} so far", spelled(fit, gate.time)),
    };
    format!("{name}{also}: {why}")
}

/// The flags that put a gate into a case.
pub fn gate_flags(gate: &Gate) -> String {
    next::edits(&gate.edits)
}

/// A night in a few words.
pub fn nights(fit: &Fit) -> Vec<String> {
    const SHOWN: usize = 4;
    if fit.nights.len() < 2 {
        return Vec::new();
    }
    let from = fit.nights.len().saturating_sub(SHOWN);
    let told = fit.nights.iter().skip(from);
    let mut parts: Vec<String> = told
        .map(|n| format!("{}: {} in {}", n.number, sum(n.sent), spelled(fit, n.sending)))
        .collect();
    if let (true, Some(first)) = (from > 0, parts.first_mut()) {
        *first = format!("... {first}");
    }
    parts
}

/// A remark: its code and its sentence.
pub fn remark(fit: &Fit, remark: &Remark) -> (&'static str, String) {
    match *remark {
        Remark::Ahead(amount) => (
            "ahead",
            format!("the file counts ahead of the line, by up to {}: taken off", sum(amount)),
        ),
        Remark::CountsRead => {
            ("counts-read", "restic tells what it has read, not what it has sent".to_owned())
        }
        Remark::LeftOut(rows) => {
            ("left-out", format!("{} held no reading", count(rows as u64, "line")))
        }
        Remark::Lost(amount) => ("fell-back", format!("it fell back, {} in all", sum(amount))),
        Remark::MoreThanAll => (
            "more-than-all",
            "more is counted than there is, so parts went twice: half is taken to be left"
                .to_owned(),
        ),
        Remark::OutsideWindow => {
            ("outside-window", "it went on outside the given window, which is left out".to_owned())
        }
        Remark::SizeAssumed => {
            ("size-assumed", "no size is known: give --size for speeds in Mbps".to_owned())
        }
        Remark::GivenSpeedOff => {
            ("given-off", "the case as given does not give what was seen".to_owned())
        }
        Remark::NoClock => {
            ("no-clock", "without clock times no hours can be told from others".to_owned())
        }
        Remark::PastIsOutage => (
            "past-is-outage",
            format!(
                "the case begins at {}; what is past stands in it as an outage",
                format::clock(fit.answer.outcome.clock_zero, ClockStyle::H24)
            ),
        ),
    }
}

/// The line to type next: the rest as a case, where it can be told as one.
pub fn next_line(fit: &Fit) -> String {
    format!("backup-sim estimate{}", next::flags(&fit.rest, false))
}

/// A rate for machines in whole bits.
pub fn bits(speed: Speed) -> Option<u64> {
    match speed {
        Speed::Bits(rate) => Some(rate.bits_per_s()),
        Speed::PercentPerHour(_) => None,
    }
}

/// What kind of file it was, in words.
pub const fn kind(format: Format) -> &'static str {
    match format {
        Format::Table => "a table",
        Format::Timeline => "a timeline of this program",
        Format::Rclone => "a log of rclone",
        Format::Restic | Format::ResticSummary => "the output of restic",
    }
}
