//! The unhindered case in closed form: nothing but the line's speed stands in the way, so that every night
//! sends the same, and in a trial, in which the speed strays, what its line carries. Inputs flow in; the
//! outcome flows out, or what a trial found, or nothing where something else is in the way. It is what the
//! engine would find, at a fraction of the cost, which two properties hold (tests/closed_form.rs).

use super::frame::Frame;
use super::outcome::{Bytes, Finish, Ledger, LimitShare, Outcome, Verdict};
use super::setup;
use crate::client::classes::library_size;
use crate::model::conditions::{Conditions, Limits, Model, Relaxed};
use crate::model::link::line::Line;
use crate::model::service::Commit;
use crate::scenario::Inputs;
use crate::units::{Amount, SimTime, Size, Span};

/// The outcome of an unhindered case; `None` for all others.
///
/// With the rate r and windows of length w, a night sends A = r w. Of what is to send, R, nights 1 to
/// n - 1 send A each, n = ⌈R / A⌉, and the last of them takes (R - (n - 1) A) / r.
pub fn outcome(inputs: &Inputs) -> Option<Outcome> {
    if !setup::is_unhindered(inputs) {
        return None;
    }
    let frame = Frame::of_like_nights(inputs);
    let mut line = Line::new(&inputs.link, setup::connections(inputs), None);
    line.begin(&frame.night(1));
    let Limits { cap: rate, binding, .. } = limits(&line);
    let (size, done) = (library_size(&inputs.library), inputs.library.done);
    let whole = whole(inputs);
    let night = rate.over(frame.length);
    if whole <= Amount::ZERO || night <= Amount::ZERO {
        return None;
    }
    let before = (whole - Amount::from_units(1)).holds(night);
    let nights = i64::from(frame.nights);
    let (finish, full) = if before < nights {
        let rest = whole - night.times(before.unsigned_abs());
        let number = u32::try_from(before + 1).ok()?;
        let last = rest.time_at(rate)?;
        (Some((Finish { night: number, at: frame.night(number).base.plus(last) }, last)), before)
    } else {
        (None, nights)
    };
    let uploading = frame.length.times(full).plus(finish.map_or(Span::ZERO, |(_, last)| last));
    let horizon = match finish {
        Some((finish, _)) => finish.at,
        None => frame.night(frame.nights).base.plus(frame.length),
    };
    let finish = finish.map(|(finish, _)| finish);
    let sent = match finish {
        Some(_) => whole,
        None => night.times(u64::from(frame.nights)),
    };
    let first = if full == 0 { whole } else { night };
    // Of a stream that did not get through the first night, what whole items hold could be restored.
    let is_safe = full == 0 || inputs.service.commit == Commit::Item;
    let (sent, first) = (sent.floor(), first.floor());
    let horizon = horizon.since(SimTime::ZERO);
    Some(Outcome {
        verdict: match finish {
            Some(finish) if finish.at <= frame.deadline => Verdict::Finishes,
            _ => Verdict::Misses,
        },
        finish,
        deadline: frame.deadline,
        clock_zero: frame.start,
        bytes: Bytes {
            size,
            done,
            sent,
            resent: Size::ZERO,
            left: size.minus(done).minus(sent),
            by_first_morning: first,
            safe_first_morning: if is_safe { first } else { Size::ZERO },
        },
        ledger: Ledger {
            horizon,
            uploading,
            stalled: Span::ZERO,
            outside: horizon.minus(uploading),
        },
        stalls: Vec::new(),
        limits: [LimitShare { cause: binding, time: uploading }].into(),
        proof: None,
        battery: None,
        timeline: None,
    })
}

/// What there is to send.
pub fn whole(inputs: &Inputs) -> Amount {
    library_size(&inputs.library).amount() - inputs.library.done.amount()
}

/// What the line has in the way now.
fn limits(line: &Line<'_>) -> Limits {
    let mut limits = Limits::new(Relaxed::default());
    line.limit(SimTime::ZERO, &Conditions::default(), &mut limits);
    limits
}

/// When one trial of an unhindered case is done, `None` if not within so many nights, and what it has sent by
/// the end of the first window. `line`: the one that is drawn for it.
///
/// Its speed holds from one change to the next: a stretch of t at the rate r takes r t from what is left, or
/// ends it all after left / r.
pub fn trial(
    line: &mut Line<'_>,
    frame: &Frame,
    whole: Amount,
    nights: u32,
) -> (Option<Finish>, Amount) {
    if whole <= Amount::ZERO {
        return (Some(Finish { night: 1, at: SimTime::ZERO }), Amount::ZERO);
    }
    let facts = Conditions::default();
    let (mut left, mut first) = (whole, Amount::ZERO);
    for number in 1..=nights.max(1) {
        let night = frame.night(number);
        let (mut now, end) = (night.base, night.base.plus(night.length));
        line.expect(left);
        line.begin(&night);
        while now < end {
            let rate = limits(line).cap;
            let next = line.next_event(now, &facts, rate).map_or(end, |at| at.min(end));
            let next = next.max(now.plus(Span::from_micros(1)));
            let sent = rate.over(next.since(now));
            if sent >= left
                && let Some(rest) = left.time_at(rate)
            {
                let first = if number == 1 { whole } else { first };
                return (Some(Finish { night: number, at: now.plus(rest) }), first);
            }
            left -= sent;
            line.advance(now, next, &facts, rate);
            now = next;
        }
        if number == 1 {
            first = whole - left;
        }
    }
    (None, first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Draft, Origin};

    fn found(more: &[(&str, &str)]) -> Option<Outcome> {
        let mut draft = Draft::new();
        for (key, text) in [("size", "40GB"), ("upload", "3Mbps")].iter().chain(more) {
            draft.set(key, text, Origin::Study);
        }
        outcome(draft.build().unwrap().inputs())
    }

    /// 3 Mbit/s x 95 % carry 11.5425 GB in 9 h: three full nights and 5.3725 GB, which are 15,080.7 s.
    #[test]
    fn the_plain_division_is_unhindered_and_whatever_stands_in_its_way_is_not() {
        let finish = found(&[]).and_then(|outcome| outcome.finish).unwrap();
        assert_eq!((finish.night, finish.at.micros()), (4, 3 * 86_400_000_000 + 15_080_701_755));
        for hindered in [
            ("drops", "every 20min for 60s"),
            ("outages", "02:00-02:20"),
            ("cloud-outages", "02:00-02:20"),
            ("cloud-free", "50GB"),
            ("plugged", "23:00-07:00"),
            ("rivals", "nas 5GB always"),
            ("speed-plan", "20:00 3Mbps, 02:00 5Mbps"),
            ("growth", "100MB"),
            ("scan", "90s"),
            ("start-delay", "30s"),
            ("resume-from", "item"),
            ("requires", "charging"),
            ("phone-speed", "1Mbps"),
            ("signed-in", "no"),
        ] {
            assert_eq!(found(&[hindered]), None, "{hindered:?}");
        }
    }

    #[test]
    fn what_is_not_done_in_the_nights_that_are_looked_at_is_left() {
        let end = |nights| {
            let outcome = found(&[("nights", nights)]).unwrap();
            (outcome.finish.map(|f| f.night), outcome.bytes.left.bytes(), outcome.verdict)
        };
        assert_eq!(end("4"), (Some(4), 0, Verdict::Misses));
        // Of 40 GB three nights of 11.5425 GB leave 5.3725 GB.
        assert_eq!(end("3"), (None, 5_372_500_000, Verdict::Misses));
    }

    #[test]
    fn what_has_nothing_to_send_is_left_to_the_engine() {
        assert_eq!(found(&[("done", "40GB")]), None);
        // 11.5425 GB go out in a night: 28.4575 GB of 40 GB are done, and the rest ends with the window.
        let rest = found(&[("done", "28457500kB")]).unwrap();
        let at = SimTime::from_secs(9 * 3600);
        assert_eq!((rest.finish, rest.verdict), (Some(Finish { night: 1, at }), Verdict::Finishes));
        // Two nights to the byte end with the second window, after which nothing is left.
        let two = found(&[("size", "23085MB")]).unwrap();
        let at = SimTime::from_secs((24 + 9) * 3600);
        assert_eq!((two.finish, two.verdict), (Some(Finish { night: 2, at }), Verdict::Misses));
        assert_eq!((two.bytes.sent, two.bytes.left), (two.bytes.size, Size::ZERO));
    }
}
