//! The slips that people make with sizes, speeds and times: the inputs of a case and the middle of a claim
//! flow in, the edits that stand for a slip flow out. Whether a slip explains a claim is found out by
//! simulating them.

use super::implied;
use crate::client::classes::library_size;
use crate::edit::{Edit, FieldId, FieldValue};
use crate::model::link::{Link, LinkKind};
use crate::model::service::Preset;
use crate::model::window::Window;
use crate::scenario::Inputs;
use crate::scenario::fields::id_of;
use crate::study::search::rounded;
use crate::units::{BackupWindow, Fraction, Rate, Rivals, Size, Span};

/// How many times the upload of a line its download is: from the 10th percentile of DSL to the 90th of
/// cable, of advertised tiers (FCC, Measuring Broadband America 2021, 1,376 and 1,329 boxes; the median
/// of all is 10, fibre is mostly even).
pub const DOWNLOAD_RATIO: (u64, u64) = (4, 40);
/// What somebody may have got wrong, in the order of likelihood (assumed).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slip {
    /// Mbps read as megabytes per second: eight times too fast.
    BitsForBytes,
    /// Megabytes per second read as Mbps: eight times too slow.
    BytesForBits,
    /// The download figure of the line in place of the upload figure.
    DownloadForUpload,
    /// The whole line as payload.
    NoOverhead,
    /// The line alone: none of the service's own rules and costs.
    LineAlone,
    /// Nothing else on the line.
    NoRivals,
    /// Day and night in place of the window.
    DayAndNight,
    /// The hours of one night after the other in place of all day.
    NightsOnly,
    /// All of the library, though a part is done.
    NothingDone,
    /// Binary gigabytes for decimal ones: 7 % too slow.
    BinarySize,
    /// Decimal gigabytes for binary ones: 7 % too fast.
    DecimalSize,
    /// Minutes meant, hours said.
    HoursForMinutes,
    /// Hours meant, minutes said.
    MinutesForHours,
    /// Days meant, hours said.
    HoursForDays,
    /// Hours meant, days said.
    DaysForHours,
    /// Mbps read as kbps: a thousand times too slow.
    MegaAsKilo,
    /// kbps read as Mbps: a thousand times too fast.
    KiloAsMega,
}

impl Slip {
    /// All of them, each with its id.
    pub const ALL: [(Slip, &str); 17] = [
        (Slip::BitsForBytes, "bits-for-bytes"),
        (Slip::BytesForBits, "bytes-for-bits"),
        (Slip::DownloadForUpload, "download-for-upload"),
        (Slip::NoOverhead, "no-overhead"),
        (Slip::LineAlone, "line-alone"),
        (Slip::NoRivals, "no-rivals"),
        (Slip::DayAndNight, "day-and-night"),
        (Slip::NightsOnly, "nights-only"),
        (Slip::NothingDone, "nothing-done"),
        (Slip::BinarySize, "gib-for-gb"),
        (Slip::DecimalSize, "gb-for-gib"),
        (Slip::HoursForMinutes, "hours-for-minutes"),
        (Slip::MinutesForHours, "minutes-for-hours"),
        (Slip::HoursForDays, "hours-for-days"),
        (Slip::DaysForHours, "days-for-hours"),
        (Slip::MegaAsKilo, "mbps-as-kbps"),
        (Slip::KiloAsMega, "kbps-as-mbps"),
    ];

    /// A size or a speed was mistaken, as by somebody who divides one by the other.
    pub(super) const fn is_of_a_number(self) -> bool {
        matches!(
            self,
            Slip::BitsForBytes
                | Slip::BytesForBits
                | Slip::DownloadForUpload
                | Slip::NothingDone
                | Slip::BinarySize
                | Slip::DecimalSize
                | Slip::MegaAsKilo
                | Slip::KiloAsMega
        )
    }

    /// Its stable id.
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(slip, _)| *slip == self).map_or("", |(_, id)| id)
    }
}

/// A slip as edits; `None` where it cannot have happened here. `time` is the middle of the claim.
pub(super) fn edits(slip: Slip, inputs: &Inputs, time: Span) -> Option<Vec<Edit>> {
    let one = |field: FieldId, value| Some(vec![Edit { field, value }]);
    let by_cable = inputs.link.kind == LinkKind::Usb;
    let rate = |times: u64, by: u64| {
        let (field, rate) = rate_of(&inputs.link)?;
        one(field, Some(writable(rate.share(times, by))?).into_value())
    };
    let window =
        |allowed: BackupWindow| one(const { id_of("window.allowed") }, allowed.into_value());
    let size = |times: u64, by: u64| {
        let bytes = u128::from(library_size(&inputs.library).bytes()) * u128::from(times);
        // Four digits, as a size is typed: what is left off is less than a slip of 7 % by far.
        let bytes = digits(u64::try_from(bytes / u128::from(by)).ok()?, 4);
        let fits = (1..=Size::MAX.bytes()).contains(&bytes);
        let size = fits.then(|| Size::from_bytes(bytes))?;
        one(const { id_of("library.size") }, Some(size).into_value())
    };
    match slip {
        Slip::BitsForBytes => rate(8, 1),
        Slip::BytesForBits => rate(1, 8),
        Slip::MegaAsKilo => rate(1, 1000),
        Slip::KiloAsMega => rate(1000, 1),
        Slip::DownloadForUpload if !by_cable => download(inputs, time),
        Slip::NoOverhead if !by_cable && inputs.link.efficiency < Fraction::ONE => {
            one(const { id_of("link.efficiency") }, Fraction::ONE.into_value())
        }
        Slip::LineAlone if !by_cable && inputs.service.preset != Preset::Generic => {
            one(const { id_of("service.preset") }, Preset::Generic.into_value())
        }
        Slip::NoRivals if !inputs.link.rivals.0.is_empty() => {
            one(const { id_of("link.rivals") }, Rivals(Vec::new()).into_value())
        }
        Slip::DayAndNight if inputs.window.allowed != BackupWindow::AllDay => {
            window(BackupWindow::AllDay)
        }
        Slip::NightsOnly if inputs.window.allowed == BackupWindow::AllDay => {
            window(Window::default().allowed)
        }
        Slip::NothingDone if inputs.library.done > Size::ZERO => {
            one(const { id_of("library.done") }, Size::ZERO.into_value())
        }
        Slip::BinarySize => size(bytesize::GIB, bytesize::GB),
        Slip::DecimalSize => size(bytesize::GB, bytesize::GIB),
        _ => None,
    }
}

/// The nearest number of so many digits.
fn digits(number: u64, digits: u32) -> u64 {
    let (down, up) = (rounded(number, digits, false), rounded(number, digits, true));
    if number - down < up - number { down } else { up }
}

/// The download rate that the claim would need, if a line with this upload may have one.
fn download(inputs: &Inputs, time: Span) -> Option<Vec<Edit>> {
    let (field, upload) = rate_of(&inputs.link)?;
    let payload = implied(inputs, time).bits_per_s();
    let share = u64::from(inputs.link.efficiency.millionths()).max(1);
    let (low, high) = DOWNLOAD_RATIO;
    let bits = upload.bits_per_s();
    let needed = u64::try_from(u128::from(payload) * 1_000_000 / u128::from(share)).ok()?;
    let rate = needed.clamp(bits.saturating_mul(low), bits.saturating_mul(high));
    let rate = writable(Rate::from_bits_per_s(rounded(rate, 3, true)))?;
    Some(vec![Edit { field, value: Some(rate).into_value() }])
}

/// The one rate of the line or the cable; `None` under a plan or a trace.
fn rate_of(link: &Link) -> Option<(FieldId, Rate)> {
    if link.kind == LinkKind::Usb {
        return Some((const { id_of("link.usb_speed") }, link.usb_speed?));
    }
    let one = link.plan.is_none() && link.trace.is_none();
    Some((const { id_of("link.upload") }, link.upload.filter(|_| one)?))
}

/// A rate within what can be written.
fn writable(rate: Rate) -> Option<Rate> {
    let (low, high) = crate::study::needs::SPEEDS;
    (low..=high).contains(&rate.bits_per_s()).then_some(rate)
}
