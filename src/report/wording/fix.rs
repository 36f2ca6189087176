//! Fixes in words: a simulated fix flows in; what to do, what comes of it and what it costs flow out.
//! No number is told that the edits do not hold to the digit.

use super::cause::service;
use super::lines::{Lines, duration};
use super::next;
use crate::cause::Cause;
use crate::model::link::LinkKind;
use crate::model::phone::{Platform, Software};
use crate::model::service::Preset;
use crate::model::space::free_space;
use crate::report::format::{
    ClockStyle, Way, by_day, clock, count, deadline_night, finish_clock, percent, rate, size, span,
};
use crate::scenario::{Inputs, Scenario};
use crate::sim::outcome::{Outcome, Verdict};
use crate::study::answer::Answer;
use crate::study::catalogue::{FixId, PLANS_COLLECTED, Plan};
use crate::study::fixes::{Fix, left_out, shown};
use crate::study::parts::sync_of;
use crate::units::{BackupWindow, Kind, Size};

/// What a fix costs besides its effort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// In words.
    pub text: String,
    /// The day on which a price was collected.
    pub date: Option<&'static str>,
}

/// In place of flags that are longer than a line.
const ELSEWHERE: &str = "see backup-sim fixes";

/// What to do and what comes of it: `back up to a computer by cable: 23 min`.
pub fn text(fix: &Fix, answer: &Answer, style: ClockStyle) -> String {
    let base = &answer.scenario;
    format!("{}: {}", what(fix, base, style), effect(fix, &answer.outcome, style))
}

/// The same in fewer words, where there are any, for a line that is short of room.
fn short_text(fix: &Fix, answer: &Answer, style: ClockStyle) -> Option<String> {
    let what = match fix.ids.as_slice() {
        [FixId::ComputerUsb2 | FixId::ComputerUsb3 | FixId::ComputerAndroid] => "to a computer",
        _ => return None,
    };
    Some(format!("{what}: {}", effect(fix, &answer.outcome, style)))
}

/// The flags to paste, in place of those of the same name.
pub fn edit(fix: &Fix) -> String {
    next::edits(&fix.edits)
}

/// What to do, all of it: `go nearer to the router, for 20 Mbps`.
pub fn what(fix: &Fix, base: &Scenario, style: ClockStyle) -> String {
    let each = fix.ids.iter().map(|&id| step(id, fix, base, style));
    let each: Vec<String> = each.collect();
    match each.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        [only] => only.clone(),
        _ => String::new(),
    }
}

/// One thing to do.
fn step(id: FixId, fix: &Fix, base: &Scenario, style: ClockStyle) -> String {
    let (before, after) = (base.inputs(), fix.probe.scenario.inputs());
    let night = if by_day(before.window.allowed) { "day" } else { "night" };
    let iphone = is_iphone(before);
    let fixed = match id {
        FixId::SignIn => "sign in again",
        FixId::SwitchOn => "switch the backup on",
        FixId::UpdateSoftware if before.phone.software == Software::Unsupported => {
            "update the phone's software, if one is offered"
        }
        FixId::UpdateSoftware => "update the phone's software",
        FixId::Restart => "restart the phone",
        FixId::UpdateApps => "update the backup apps",
        FixId::ClearCache => "clear the cache of the backup apps",
        FixId::ScreenLockOff => "take the screen lock off for one run",
        FixId::DeleteCorruptBackup => "delete the damaged backup",
        FixId::OpenSignInPage => "sign in on the Wi-Fi's web page",
        FixId::OtherNetwork => "use another Wi-Fi",
        FixId::ResetNetwork => "reset the network settings",
        FixId::VerifyAccount => "verify the account",
        FixId::RemoveStuckItem => "remove the item that sticks",
        FixId::PlugIn => return format!("plug it in all {night}"),
        FixId::StrongerCharger => {
            return format!("use a charger of {} W", after.charger.power.power.as_watts());
        }
        FixId::ChargeFirst => {
            return {
                let level = percent(after.battery.level.millionths());
                format!("charge it to {level} first")
            };
        }
        FixId::ChargeLimitOff => "let it charge past its limit",
        FixId::PowerSavingOff if iphone => "turn Low Power Mode off",
        FixId::PowerSavingOff => "turn power saving off",
        FixId::KeepLocked => return format!("keep it locked all {night}"),
        FixId::BackUpNow => "tap Back Up Now",
        FixId::StayOnWifi => return format!("stay on Wi-Fi all {night}"),
        FixId::MeteredOff if iphone => "turn Low Data Mode off",
        FixId::MeteredOff => "set the Wi-Fi to not metered",
        FixId::SteadierNetwork => "use a Wi-Fi without outages",
        FixId::NearerRouter => {
            let shown = after.link.wifi_speed.map(|r| rate(r, Way::Up)).unwrap_or_default();
            return format!("go nearer to the router, for {shown}");
        }
        FixId::StopRivals => "stop the other uploads",
        FixId::StaggerRivals => {
            return format!("run the other uploads outside {}", hours(before, style));
        }
        FixId::WaitForService => "wait until the service is back",
        FixId::CoolDown => {
            let degrees = after.phone.temperature.map(|t| t.print()).unwrap_or_default();
            return format!("keep it at {degrees} or cooler");
        }
        FixId::Overnight => "leave it overnight",
        FixId::StartEarlier => {
            return format!("start at {}", clock(after.window.allowed.start(), style));
        }
        FixId::AllDay => "leave it on all day",
        FixId::DeleteOldBackups => {
            return format!("delete {} of old backups", freed(before, after));
        }
        FixId::DeleteMailAndFiles => {
            return format!("delete {} of mail and files", freed(before, after));
        }
        FixId::BuyPlan => return plan(fix.plan),
        FixId::FreePhoneSpace => {
            let free = |i: &Inputs| i.storage.free.unwrap_or_default();
            return format!("free {} on the phone", size(free(after).minus(free(before)), Way::Up));
        }
        FixId::FreeComputerSpace => {
            let place = if before.link.kind == LinkKind::Usb { "computer" } else { "server" };
            return format!("free {} on the {place}", freed(before, after));
        }
        FixId::PhotosSeparate => {
            let sync = sync_of(before.service.preset).map_or("a sync", service);
            return format!("let {sync} take the photos");
        }
        FixId::ComputerUsb2 | FixId::ComputerAndroid => "back up to a computer by cable",
        FixId::ComputerUsb3 => "back up to a computer by USB 3",
        FixId::Trim => {
            let less = size(left_out(base, fix), Way::Up);
            // Told of a size that is short of space, and of one that is short of time.
            let full = free_space(&before.cloud).is_some();
            return if full { format!("leave {less} out") } else { format!("back up {less} less") };
        }
        FixId::FasterUpload => {
            let shown = after.link.upload.map(|r| rate(r, Way::Up)).unwrap_or_default();
            return format!("a Wi-Fi or line with {shown}");
        }
        FixId::LocalAndCloud => "copy to a computer each week as well",
    };
    fixed.to_owned()
}

fn is_iphone(inputs: &Inputs) -> bool {
    inputs.phone.platform == Some(Platform::Iphone)
}

fn is_by_cable(inputs: &Inputs) -> bool {
    inputs.link.kind == LinkKind::Usb
}

fn hours(inputs: &Inputs, style: ClockStyle) -> String {
    match inputs.window.allowed {
        BackupWindow::AllDay => "these hours".to_owned(),
        BackupWindow::Nightly { start, end } => {
            format!("{}-{}", clock(start, style), clock(end, style))
        }
    }
}

fn plan(plan: Option<Plan>) -> String {
    let held = plan.map(|p| size(p.size, Way::Nearest)).unwrap_or_default();
    format!("{held} plan")
}

/// How much space is freed.
fn freed(before: &Inputs, after: &Inputs) -> String {
    let free = |i: &Inputs| free_space(&i.cloud).unwrap_or_default();
    size(free(after).minus(free(before)), Way::Up)
}

/// What comes of a fix: `tonight at 02:51`, `2 nights`.
pub fn effect(fix: &Fix, before: &Outcome, style: ClockStyle) -> String {
    if let [rest, photos] = fix.parts.as_slice()
        && fix.ids == [FixId::PhotosSeparate]
    {
        let when = |night: Option<u32>| match night {
            Some(1) => "tonight".to_owned(),
            Some(n) => format!("in {}", count(u64::from(n), "night")),
            None => "not in sight".to_owned(),
        };
        let (rest, photos) = (rest.finish.map(|f| f.night), photos.finish.map(|f| f.night));
        return format!("the rest {}, photos {}", when(rest), when(photos));
    }
    let when = done(&fix.probe.scenario, &fix.probe.outcome, before, style);
    if before.proof.is_some() && !is_by_cable(fix.probe.scenario.inputs()) {
        return format!("done {when}");
    }
    when
}

/// When it is done: `23 min`, `tonight at 02:51`, `2 nights`, `night 4 at 01:10`.
fn done(scenario: &Scenario, outcome: &Outcome, before: &Outcome, style: ClockStyle) -> String {
    let inputs = scenario.inputs();
    let (day, today) =
        if by_day(inputs.window.allowed) { ("day", "today") } else { ("night", "tonight") };
    let Some(finish) = outcome.finish else { return "later".to_owned() };
    let refused = before.proof.is_some();
    let all_day = inputs.window.allowed == BackupWindow::AllDay;
    if finish.night == 1 && (is_by_cable(inputs) || all_day) {
        let taken = duration(outcome, finish);
        return if refused && !is_by_cable(inputs) { format!("in {taken}") } else { taken };
    }
    let at = finish_clock(outcome).map(|at| clock(at, style)).unwrap_or_default();
    let same = before.finish.is_some_and(|f| f.night == finish.night);
    match finish.night {
        1 => format!("{today} at {at}"),
        n if same || n == deadline_night(outcome) => format!("{day} {n} at {at}"),
        n if refused => format!("in {}", count(u64::from(n), day)),
        n => count(u64::from(n), day),
    }
}

/// What goes before the chance of a fix: `with the 50 GB plan`.
pub fn with(fix: &Fix) -> String {
    match fix.ids.as_slice() {
        [FixId::BuyPlan] => format!("with the {}", plan(fix.plan)),
        _ => "with the first of these".to_owned(),
    }
}

/// Whether [`with`] names it, rather than its place in a list.
pub fn is_named(fix: &Fix) -> bool {
    matches!(fix.ids.as_slice(), [FixId::BuyPlan])
}

/// What a fix costs besides its effort; `None` where it is nothing that is known.
pub fn cost(fix: &Fix, base: &Scenario) -> Option<Cost> {
    let told: Vec<String> = fix.ids.iter().filter_map(|&id| of_entry(id, fix, base)).collect();
    let date = fix.plan.map(|_| PLANS_COLLECTED);
    (!told.is_empty()).then(|| Cost { text: told.join("; "), date })
}

fn of_entry(id: FixId, fix: &Fix, base: &Scenario) -> Option<String> {
    let text = match id {
        FixId::BuyPlan => {
            let cents = fix.plan?.cents;
            return Some(format!("{}.{:02} USD a month", cents / 100, cents % 100));
        }
        FixId::Trim => {
            return Some(format!("{} has no copy here", size(left_out(base, fix), Way::Up)));
        }
        FixId::ResetNetwork => "saved Wi-Fi networks are lost",
        FixId::Restart if is_iphone(base.inputs()) => "no backup before the first unlock",
        FixId::DeleteCorruptBackup => "all of it is sent again",
        FixId::ScreenLockOff => "anyone can open the phone meanwhile",
        FixId::ClearCache => "the apps are slow once",
        FixId::FreePhoneSpace if base.inputs().storage.rewritten > Size::ZERO => {
            "with room for what the phone writes meanwhile"
        }
        FixId::DeleteOldBackups => "those backups are gone",
        FixId::DeleteMailAndFiles => "what is deleted is gone",
        FixId::PhotosSeparate => "photos fill the same cloud space",
        FixId::RemoveStuckItem => "that item has no copy here",
        FixId::StopRivals | FixId::StaggerRivals => "the other uploads have to wait",
        _ => return None,
    };
    Some(text.to_owned())
}

/// Where to go for it and what to do there, step by step, and the day on which that was collected.
pub fn steps(fix: &Fix, base: &Scenario) -> Option<(String, &'static str)> {
    // More hours on a charger only where the fix plugs it in, or it is plugged in already.
    let mut inputs = base.inputs().clone();
    inputs.charger = fix.probe.scenario.inputs().charger.clone();
    let inputs = &inputs;
    let each: Vec<_> = fix.ids.iter().filter_map(|&id| super::steps::steps(id, inputs)).collect();
    let date = each.first().map(|(_, date)| *date)?;
    let texts: Vec<String> = each.into_iter().map(|(text, _)| text).collect();
    Some((texts.join(". Then "), date))
}

/// How old the newest copy gets, in words.
pub fn age(fix: &Fix) -> Option<String> {
    let age = fix.copy_age?;
    Some(format!("newest copy at most {} old", span(age, Way::Up)))
}

impl Lines<'_> {
    /// The fixes that help most, each with its flags in a column at the right, in at most `width`
    /// characters; behind them what would not help.
    pub fn helps_most(&self, width: usize) -> Vec<String> {
        let answer = self.answer();
        if answer.outcome.verdict == Verdict::Finishes {
            return Vec::new();
        }
        let length = |text: &str| text.chars().count();
        // Flags that are longer than a line stand in `fixes`.
        let rows = shown(&answer.fixes).into_iter().map(|f| {
            let flags = Some(edit(f)).filter(|flags| length(flags) <= width);
            let flags = flags.unwrap_or_else(|| ELSEWHERE.to_owned());
            let fits = |told: &String| length(told) + 2 + length(&flags) <= width;
            let told = text(f, answer, self.style());
            let short = Some(&told).filter(|told| !fits(told));
            let short = short.and_then(|_| short_text(f, answer, self.style())).filter(fits);
            (short.unwrap_or(told), flags)
        });
        let rows: Vec<(String, String)> = rows.collect();
        let fits = |row: &&(String, String)| length(&row.0) + 2 + length(&row.1) <= width;
        let column = rows.iter().filter(fits).map(|row| length(&row.1)).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (told, typed) in &rows {
            let (text, flags) = (length(told), length(typed));
            if text + 2 + column <= width && flags <= column {
                lines.push(format!("{told}{}{typed}", " ".repeat(width - column - text)));
            } else if text + 2 + flags <= width {
                lines.push(format!("{told}{}{typed}", " ".repeat(width - text - flags)));
            } else {
                lines.push(format!("{told}\n{}{typed}", " ".repeat(width - flags)));
            }
        }
        lines.extend(self.no_help().filter(|_| !lines.is_empty()));
        lines
    }

    /// The same in one line, each with its flags in brackets.
    pub fn helps_most_in_prose(&self) -> String {
        let answer = self.answer();
        if answer.outcome.verdict == Verdict::Finishes {
            return String::new();
        }
        let told = |f: &Fix| format!("{} ({})", text(f, answer, self.style()), edit(f));
        let told = shown(&answer.fixes).into_iter().map(told).chain(self.no_help());
        told.collect::<Vec<_>>().join("; ")
    }

    /// The best of those shown that no one has to pay for; no flags.
    pub fn first_free(&self) -> Option<String> {
        let answer = self.answer();
        if answer.outcome.verdict == Verdict::Finishes {
            return None;
        }
        let shown = shown(&answer.fixes);
        let mut all = shown.into_iter().chain(answer.fixes.iter().filter(|fix| !fix.unlikely));
        let free = all.find(|fix| fix.plan.is_none())?;
        Some(text(free, answer, self.style()))
    }

    /// What people try that would not help.
    fn no_help(&self) -> Option<String> {
        let inputs = self.inputs();
        self.outcome().proof.filter(|p| p.cause == Cause::CloudFull)?;
        if inputs.service.preset != Preset::IcloudBackup {
            return None;
        }
        let free = free_space(&inputs.cloud).filter(|free| *free > Size::ZERO);
        let same = free.map_or_else(|| "space".to_owned(), |free| size(free, Way::Nearest));
        Some(format!("(iCloud Photos would not help: it fills the same {same})"))
    }
}
