//! The charts that are drawn of more than one case: two cases as two lines, and the result of a batch. The
//! lint that single cases pass is theirs as well.

use super::{cases, every, faults, none};
use backup_sim::report::chart::{Against, Chart, ChartOptions, Layout, Named, Theme};
use backup_sim::report::format::ClockStyle;
use backup_sim::sim::Record;
use backup_sim::study::answer::Answer;
use backup_sim::study::overview::Overview;
use backup_sim::study::risk::Ask;
use backup_sim::study::{Advice, answer_and_sample};

const UNTRIED: Ask = Ask { trials: 0, seed: 1, row: 1, threads: 1, drawn: None };

/// Two cases, the clock they are drawn with, and what they are called in failures.
pub struct Two {
    first: &'static Answer,
    against: Against,
    clock: ClockStyle,
    pub name: String,
}

impl Two {
    pub fn chart(&self) -> Chart<'_> {
        Chart::compared(self.first, &self.against).unwrap()
    }
}

/// Every case beside itself with its best fix, and beside the case behind it.
pub fn pairs() -> Vec<Two> {
    let all = cases::all();
    let mut list = Vec::new();
    for (place, case) in all.iter().enumerate() {
        let first = &case.material.answer;
        if let Some(fix) = Against::best_fix(first) {
            let (answer, _) =
                answer_and_sample(fix.probe.scenario.clone(), UNTRIED, Record::Yes, Advice::Sought);
            let against = Against { answer, named: Named::Fix(Box::new(fix.clone())) };
            let name = format!("{} and its fix", case.name);
            list.push(Two { first, against, clock: case.clock, name });
        }
        let next = &all[(place + 1) % all.len()];
        let names = [case.name.clone(), next.name.clone()];
        let against = Against { answer: next.material.answer.clone(), named: Named::Cases(names) };
        let name = format!("{} and {}", case.name, next.name);
        list.push(Two { first, against, clock: case.clock, name });
    }
    list
}

/// So many rows of a verdict, its nights, its cause and its group.
type Alike<'a> = (usize, &'a str, &'a str, &'a str, &'a str);

fn batch(name: &str, rows: &[Alike<'_>], by: bool) -> (String, Overview) {
    let mut text = "row,verdict,nights,bottleneck,top_stall,top_stall_s,plan\n".to_owned();
    for (many, verdict, nights, cause, group) in rows {
        for _ in 0..*many {
            text += &format!("1,{verdict},{nights},{cause},{cause},60,\"{group}\"\n");
        }
    }
    let by = by.then_some("plan");
    (format!("{name} by {by:?}"), Overview::read(text.as_bytes(), "rows.csv", by, None).unwrap())
}

/// Batches of every shape that an analyst may meet, as a whole and by group.
pub fn batches() -> Vec<(String, Overview)> {
    let long = "a plan with a name that is far too long for a panel";
    let plans = ["fibre", "cable", long, "", "קבוצה", "LTE", "a & b", "tiny"];
    let mut many = Vec::new();
    for (i, plan) in plans.into_iter().enumerate() {
        many.push((40 - 4 * i, "finishes", "1", "upload-speed", plan));
        many.push((9 * i, "misses", "5", "no-wifi", plan));
        many.push((3 * i, "misses", "31", "upload-speed", plan));
        many.push((2 * i, "never", "", "no-power", plan));
        many.push((i, "refused", "", "cloud-full", plan));
    }
    let causes =
        ["no-wifi", "no-power", "cloud-full", "low-battery", "too-hot", "metered", "stuck-item"];
    let never = causes.map(|cause| (5, "never", "", cause, "b"));
    let nearly: Vec<_> = std::iter::once((500, "finishes", "1", "upload-speed", "a"))
        .chain(causes.map(|cause| (1, "never", "", cause, "b")))
        .collect();
    let late =
        [(700, "misses", "2", "upload-speed", "a"), (3, "misses", "3000", "upload-speed", "b")];
    let shapes: [(&str, &[Alike<'_>]); 7] = [
        ("many", &many),
        ("nearly", &nearly),
        ("late", &late),
        ("never", &never),
        ("all at once", &[(12, "finishes", "1", "upload-speed", "a")]),
        ("one", &[(1, "misses", "4", "upload-speed", "a")]),
        ("refused", &[(8, "refused", "", "cloud-full", "a"), (4, "misses", "", "", "b")]),
    ];
    let both = |by| shapes.map(|(name, rows)| batch(name, rows, by));
    both(false).into_iter().chain(both(true)).collect()
}

fn options(layout: Layout, theme: Theme, clock: ClockStyle) -> ChartOptions {
    ChartOptions { layout, theme, clock, ..ChartOptions::default() }
}

/// The layouts and themes that a chart is drawn in: all of them, or one of each in turn.
fn looks(turn: usize, all: bool) -> Vec<(Layout, Theme)> {
    let (layouts, themes) = (every::<Layout>(), every::<Theme>());
    let turned = |k: usize| (layouts[k % layouts.len()], themes[(turn + k) % themes.len()]);
    match all {
        true => layouts.iter().flat_map(|&l| themes.iter().map(move |&t| (l, t))).collect(),
        false => vec![turned(turn)],
    }
}

fn lint(all: bool) -> usize {
    let (pairs, batches) = (pairs(), batches());
    let two: Vec<_> = pairs.iter().enumerate().collect();
    let drawn = cases::on_all_cores(&two, |(turn, two)| {
        let looks = looks(*turn, all);
        let found = looks
            .iter()
            .flat_map(|&(l, t)| faults(&two.chart(), &two.name, &options(l, t, two.clock)));
        (found.collect::<Vec<_>>(), looks.len())
    });
    let many = cases::on_all_cores(&batches, |(name, overview)| {
        let chart = Chart::overview(overview).unwrap();
        // There are few: each in every size and theme.
        let looks = looks(0, true);
        let found =
            looks.iter().flat_map(|&(l, t)| faults(&chart, name, &options(l, t, ClockStyle::H24)));
        (found.collect::<Vec<_>>(), looks.len())
    });
    let found: Vec<_> = drawn.into_iter().chain(many).collect();
    none(&found.iter().flat_map(|(faults, _)| faults.clone()).collect::<Vec<_>>());
    found.iter().map(|(_, many)| many).sum()
}

#[test]
fn two_cases_and_whole_batches_pass_in_sizes_and_themes_in_turn() {
    let drawn = lint(false);
    assert!(drawn > 250, "{drawn}");
}

#[test]
fn slow_two_cases_and_whole_batches_pass_in_every_size_and_theme() {
    let drawn = lint(true);
    assert!(drawn >= 1_700, "{drawn}");
}
