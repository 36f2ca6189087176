//! The text of what was seen on the phone: `23:10 30%, 07:00 34%`, `night 2 07:00 12.5GB`, `30% at
//! 11pm` flow in, clock times with a progress each flow out, and back. How the readings lie to each
//! other (forward, or back) is for whoever reads them to say: a backup that starts over is seen too.

use super::clock_text::end_clock;
use super::data::Size;
use super::error::{NO_NIGHT, NO_UNIT, ReadError, SHAPE, TOO_MANY};
use super::fault::{Fault, Grammar, read, shown, split_word};
use super::fraction::Fraction;
use super::time::ClockTime;
use super::windows_text::nights;
use super::{Kind, Plain, Reading};

/// The most readings that are taken.
pub const MOST_READINGS: usize = 48;

/// How far a backup was, as its owner saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Progress {
    /// A share of the whole, as the phone shows it: mostly whole percents.
    Share(Fraction),
    /// An amount.
    Bytes(Size),
}

/// One look at the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// The night, from 1; `None` is the next such clock time after the look before.
    pub night: Option<u32>,
    /// When.
    pub clock: ClockTime,
    /// How far it was.
    pub progress: Progress,
}

/// Looks at the phone in the order in which they were taken: two or more, at most
/// [`MOST_READINGS`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seen(pub Vec<Look>);

/// What stands between a clock time and a progress, if anything does.
const BETWEEN: [char; 4] = [':', '=', '>', '-'];

/// `30 %` or `12.5GB`; a bare number is either.
fn progress(text: &str) -> Result<Progress, Fault<'_>> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        let message = format!("{} what? percent or an amount", shown(text));
        return Err(Fault::new(NO_UNIT, text, message)
            .or(format!("{text}%"), "percent, as the phone shows it")
            .or(format!("{text}GB"), "an amount"));
    }
    let is_share = text.ends_with('%')
        || text.split_whitespace().last().is_some_and(|w| w.to_ascii_lowercase().ends_with("cent"));
    if is_share {
        return Ok(Progress::Share(Fraction::parse(text)?.value));
    }
    // Nothing yet is worth telling too.
    Ok(Progress::Bytes(Size::parse(text)?.value))
}

/// A clock time in front of a progress, at the last space where both read.
fn in_order(text: &str) -> Option<(ClockTime, Progress)> {
    let spaces = text.char_indices().rev().filter(|(_, c)| c.is_whitespace());
    spaces.filter_map(|(at, _)| Some((text.get(..at)?, text.get(at..)?.trim()))).find_map(
        |(front, back)| {
            let front = front.trim_end_matches(|c: char| c.is_whitespace() || BETWEEN.contains(&c));
            Some((end_clock(front).ok()?, progress(back).ok()?))
        },
    )
}

fn look(text: &str) -> Result<Look, Fault<'_>> {
    let (nights, rest) = nights(text)?;
    let night = match nights {
        Some(n) if n.first != n.last => {
            let message = "a reading is taken in one night";
            return Err(Fault::new(NO_NIGHT, text.trim(), message)
                .or(format!("night {} {rest}", n.first), "in the first of them"));
        }
        other => other.map(|n| n.first),
    };
    if let Some((clock, progress)) = in_order(rest) {
        return Ok(Look { night, clock, progress });
    }
    if let Some((front, back)) = split_word(rest, "at") {
        // `23:10 at 30%` and `30% at 23:10` say the same.
        return match (end_clock(front), progress(back)) {
            (Ok(clock), Ok(progress)) => Ok(Look { night, clock, progress }),
            _ => Ok(Look { night, clock: end_clock(back)?, progress: progress(front)? }),
        };
    }
    let Some((front, back)) = rest.trim().split_once(char::is_whitespace) else {
        let message = format!("{} is not a clock time and how far it was", shown(rest));
        return Err(Fault::new(SHAPE, text.trim(), message).or("23:10 30%", "for instance"));
    };
    let front = front.trim_end_matches(BETWEEN);
    let clock = end_clock(front)?;
    Ok(Look { night, clock, progress: progress(back)? })
}

/// The fault of readings that read once there is a comma between each and the next.
fn without_comma(text: &str) -> Option<Fault<'_>> {
    let plain = text.replace([',', ';'], " ").replace(" %", "%");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let entries: Vec<String> = words.chunks(2).map(|pair| pair.join(" ")).collect();
    let reads = entries.len() >= 2 && entries.iter().all(|entry| look(entry).is_ok());
    let message = "a comma is missing between two readings";
    reads.then(|| Fault::new(SHAPE, text.trim(), message).or(entries.join(", "), "one each"))
}

impl Grammar for Seen {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        // With semicolons between the readings a comma is one of decimals.
        let marks: &[char] = if text.contains(';') { &[';'] } else { &[','] };
        let list: Vec<&str> = text.split(marks).take(MOST_READINGS + 1).collect();
        if list.len() > MOST_READINGS {
            let message = format!("more than {MOST_READINGS} readings");
            return Err(Fault::new(TOO_MANY, text, message));
        }
        let looks = list.iter().map(|entry| look(entry)).collect::<Result<Vec<_>, _>>();
        let looks = match looks {
            Ok(looks) => looks,
            Err(fault) => return Err(without_comma(text).unwrap_or(fault)),
        };
        if looks.len() < 2 {
            let message =
                "one reading tells no speed; a second one does, half an hour or a night later";
            return Err(Fault::new(SHAPE, text, message)
                .or(format!("{}, 07:00 34%", text.trim()), "with what you saw in the morning"));
        }
        Ok(Seen(looks).into())
    }
}

impl Kind for Seen {
    const NAME: &'static str = "readings";
    const PLACEHOLDER: &'static str = "READINGS";
    const EXAMPLE: &'static str = "23:10 30%, 07:00 34%";
    const UNIT: Option<&'static str> = None;

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        let entry = |look: &Look| {
            let night = look.night.map(|n| format!("night {n} ")).unwrap_or_default();
            let progress = match look.progress {
                Progress::Share(share) => share.print(),
                Progress::Bytes(size) => size.print(),
            };
            format!("{night}{} {progress}", look.clock.print())
        };
        self.0.iter().map(entry).collect::<Vec<_>>().join(", ")
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(text: &str) -> String {
        Seen::read(text).unwrap_or_else(|e| panic!("{text}: {e}")).value.print()
    }

    #[test]
    fn readings_read_in_every_common_way() {
        for text in [
            "23:10 30%, 07:00 34%",
            "11:10pm 30 %, 7am 34 percent",
            "23:10: 30%; 07:00: 34%",
            "30% at 23:10, 34% at 07:00",
            "23:10 = 30%, 07:00 -> 34%",
            "23:10 at 30%, 07:00 at 34%",
            " 2310 30% ,07h 34% ",
        ] {
            assert_eq!(seen(text), "23:10 30%, 07:00 34%", "{text}");
        }
        assert_eq!(seen("23:00 12,5GB; 07:00 14 GB"), "23:00 12.5GB, 07:00 14GB");
        assert_eq!(seen("23:00 0B, night 2: 07:00 40%"), "23:00 0B, night 2 07:00 40%");
        // That it goes back is for the reader of the readings.
        assert_eq!(seen("23:00 40%, 07:00 30%"), "23:00 40%, 07:00 30%");
    }

    #[test]
    fn what_is_no_reading_says_what_to_type() {
        let wrong = |text: &str| {
            let e = Seen::read(text).unwrap_err();
            (e.code, e.instead.into_iter().map(|s| s.typed).collect::<Vec<_>>())
        };
        let (code, instead) = wrong("23:10 30, 07:00 34%");
        assert_eq!(code, NO_UNIT);
        assert_eq!(instead, ["23:10 30%, 07:00 34%", "23:10 30GB, 07:00 34%"]);
        let (code, instead) = wrong("23:10 30%");
        assert_eq!(code, SHAPE);
        assert_eq!(instead, ["23:10 30%, 07:00 34%"]);
        assert_eq!(wrong("23:10, 07:00 34%").0, SHAPE);
        // A comma that is missing is put in.
        for text in ["23:10 30% 07:00 34%", "23:10 30 %  07:00 34 %"] {
            assert_eq!(wrong(text), (SHAPE, vec!["23:10 30%, 07:00 34%".to_owned()]), "{text}");
        }
        let some = wrong("23:10 3GB, 02:00 4GB 07:00 5GB").1;
        assert_eq!(some, ["23:10 3GB, 02:00 4GB, 07:00 5GB"]);
        assert_eq!(wrong("7 30%, 07:00 34%").1[0], "07:00 30%, 07:00 34%");
        assert_eq!(wrong("25:00 30%, 07:00 34%").0, super::super::error::NO_CLOCK_TIME);
        assert_eq!(wrong("23:10 130%, 07:00 34%").1[0], "23:10 100%, 07:00 34%");
        assert_eq!(wrong("nights 1-2 23:10 3%, 07:00 34%").0, NO_NIGHT);
        assert_eq!(wrong(&["23:10 3%"; 49].join(",")).0, TOO_MANY);
        assert!(Seen::read(&["23:10 3%"; 48].join(",")).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_to_the_same_readings(
            looks in prop::collection::vec((prop::option::of(1u32..60), 0u32..1440, 0u32..=1_000_000,
                0u64..2_000_000_000_000, any::<bool>()), 2..9)
        ) {
            let looks = looks.into_iter().map(|(night, minutes, share, bytes, percent)| Look {
                night,
                clock: ClockTime::from_hm(0, minutes),
                progress: if percent {
                    Progress::Share(Fraction::from_millionths(share))
                } else {
                    Progress::Bytes(Size::from_bytes(bytes))
                },
            });
            let seen = Seen(looks.collect());
            prop_assert_eq!(Seen::read(&seen.print()).unwrap().value, seen);
        }

        #[test]
        fn reading_never_fails_badly(text in ".{0,60}") {
            if let Err(error) = Seen::read(&text) {
                for typed in error.instead {
                    prop_assert!(Seen::read(&typed.typed).is_ok(), "{}", typed.typed);
                }
            }
        }
    }
}
