//! What a batch came to: the rows of its result flow in, counts flow out, over all and for each value of
//! one column: how many are done by which night, what the others end in and why, what held them back.

use crate::cause::Cause;
use crate::import::batch_result::{self, BatchSummary, ResultError, Row};
use crate::sim::outcome::Verdict;
use crate::units::Span;
use std::collections::BTreeMap;
use std::io::Read;

/// The most values that a column may have to be told by it.
pub const MOST_GROUPS: usize = 1_000;
/// The longest value of such a column, in letters.
const MOST_LETTERS: usize = 200;

/// What a batch came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// The name of the file; may be hostile.
    pub source: String,
    /// All rows.
    pub all: Group,
    /// The rows by the values of a column.
    pub by: Option<By>,
    /// What the summary beside the result tells; `None` if there was none, or one of other rows.
    pub summary: Option<BatchSummary>,
}

/// The rows by the values of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct By {
    /// The name of the column; may be hostile.
    pub column: String,
    /// Each value with its rows, most rows first, then by value; may be hostile.
    pub groups: Vec<(String, Group)>,
}

/// Counts over some rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// How many rows.
    pub rows: u64,
    /// How many finish in which night, whether or not that is by their deadline.
    pub nights: BTreeMap<u32, u64>,
    /// How many have which verdict.
    pub verdicts: BTreeMap<Verdict, u64>,
    /// Those that do not finish at all, by verdict and cause.
    pub unfinished: BTreeMap<(Verdict, Option<Cause>), u64>,
    /// Those that are not done by their deadline, by their bottleneck.
    pub held_back: BTreeMap<Cause, u64>,
    /// How long all rows stood still for the cause of their longest stall, in milliseconds.
    pub stalled_ms: BTreeMap<Cause, u64>,
}

impl Group {
    fn add(&mut self, row: &Row<'_, Verdict>) {
        let count = |slot: &mut u64| *slot += 1;
        count(&mut self.rows);
        count(self.verdicts.entry(row.verdict).or_default());
        match row.nights {
            Some(night) => count(self.nights.entry(night).or_default()),
            None => {
                let cause = row.bottleneck.or(row.top_stall.map(|(cause, _)| cause));
                count(self.unfinished.entry((row.verdict, cause)).or_default());
            }
        }
        if let Some(cause) = row.bottleneck.filter(|_| row.verdict != Verdict::Finishes) {
            count(self.held_back.entry(cause).or_default());
        }
        if let Some((cause, time)) = row.top_stall {
            let sum = self.stalled_ms.entry(cause).or_default();
            *sum = sum.saturating_add(millis(time));
        }
    }

    /// How many rows have a verdict.
    pub fn with(&self, verdict: Verdict) -> u64 {
        self.verdicts.get(&verdict).copied().unwrap_or(0)
    }

    /// How many finish by the end of a night.
    pub fn done_by(&self, night: u32) -> u64 {
        self.nights.range(..=night).map(|(_, count)| count).sum()
    }

    /// How many finish in any night that was looked at.
    pub fn done(&self) -> u64 {
        self.nights.values().sum()
    }

    /// The last night in which one finishes; `None` if none does.
    pub fn last_night(&self) -> Option<u32> {
        self.nights.last_key_value().map(|(night, _)| *night)
    }

    /// The first night by which so many percent of all rows are done; `None` if that is never.
    pub fn night_of(&self, percent: u64) -> Option<u32> {
        let wanted = u128::from(self.rows) * u128::from(percent);
        let mut done = 0u64;
        self.nights.iter().find_map(|(&night, &count)| {
            done += count;
            (u128::from(done) * 100 >= wanted && done > 0).then_some(night)
        })
    }

    /// What is not done, by verdict and cause, most first.
    pub fn why_not(&self) -> Vec<(Verdict, Option<Cause>, u64)> {
        // What is just late has no single reason that a chart could tell in a word.
        let mut found: BTreeMap<(Verdict, Option<Cause>), u64> = BTreeMap::new();
        for (&(verdict, cause), &count) in &self.unfinished {
            let cause = cause.filter(|_| matches!(verdict, Verdict::Never | Verdict::Refused));
            *found.entry((verdict, cause)).or_default() += count;
        }
        let mut list: Vec<_> = found.into_iter().map(|((v, c), count)| (v, c, count)).collect();
        list.sort_by_key(|&(verdict, cause, count)| (std::cmp::Reverse(count), verdict, cause));
        list
    }

    /// How many do not finish at all for each cause, whether or not that is proved.
    pub fn unfinished_by_cause(&self) -> Vec<(Cause, u64)> {
        let mut found: BTreeMap<Cause, u64> = BTreeMap::new();
        for (&(_, cause), &count) in &self.unfinished {
            if let Some(cause) = cause {
                *found.entry(cause).or_default() += count;
            }
        }
        found.into_iter().collect()
    }

    /// The causes with the rows that they held back and for how long they stopped any, in
    /// milliseconds; most rows first, then the longest.
    pub fn causes(&self) -> Vec<(Cause, u64, u64)> {
        let mut found: BTreeMap<Cause, (u64, u64)> = BTreeMap::new();
        self.held_back.iter().for_each(|(&c, &rows)| found.entry(c).or_default().0 = rows);
        self.stalled_ms.iter().for_each(|(&c, &time)| found.entry(c).or_default().1 = time);
        let mut list: Vec<_> = found.into_iter().map(|(c, (rows, time))| (c, rows, time)).collect();
        list.sort_by_key(|&(cause, rows, time)| {
            std::cmp::Reverse((rows, time, std::cmp::Reverse(cause)))
        });
        list
    }
}

fn millis(time: Span) -> u64 {
    u64::try_from(time.micros()).unwrap_or(0).saturating_add(500) / 1_000
}

impl Overview {
    /// Reads the result of a batch, by the values of a column if one is named. A summary that counts
    /// other rows than these is that of another run, and left out.
    ///
    /// # Errors
    /// As [`batch_result::read`]; a row that finishes in no night, or ends without a finish in one; a
    /// column with more than [`MOST_GROUPS`] values.
    pub fn read(
        input: impl Read,
        source: &str,
        by: Option<&str>,
        summary: Option<BatchSummary>,
    ) -> Result<Self, ResultError> {
        let words = Verdict::ALL.map(|verdict| (verdict.word(), verdict));
        let mut all = Group::default();
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        batch_result::read(input, &words, by, |row| {
            match (row.verdict, row.nights) {
                (Verdict::Finishes, None) => {
                    return Err("it finishes, but nights is empty".to_owned());
                }
                (Verdict::Never | Verdict::Refused, Some(night)) => {
                    let verdict = row.verdict.word();
                    return Err(format!("the verdict is {verdict}, but nights is {night}"));
                }
                _ => {}
            }
            all.add(&row);
            if let Some(cell) = row.cell {
                let cell: String = cell.chars().take(MOST_LETTERS).collect();
                if groups.len() == MOST_GROUPS && !groups.contains_key(&cell) {
                    return Err(format!(
                        "the column has more than {MOST_GROUPS} values; take one with few"
                    ));
                }
                groups.entry(cell).or_default().add(&row);
            }
            Ok(())
        })?;
        let by = by.map(|column| {
            let mut groups: Vec<_> = groups.into_iter().collect();
            groups.sort_by(|a, b| b.1.rows.cmp(&a.1.rows).then_with(|| a.0.cmp(&b.0)));
            By { column: column.to_owned(), groups }
        });
        let summary = summary.filter(|summary| summary.answered == all.rows);
        Ok(Overview { source: source.to_owned(), all, by, summary })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESULT: &str = "\
row,verdict,nights,bottleneck,top_stall,top_stall_s,plan
1,finishes,1,upload-speed,starting,120,a
2,misses,3,upload-speed,starting,480.5,a
3,misses,3,no-wifi,no-wifi,3600,b
4,never,,no-power,no-power,32400,b
5,refused,,cloud-full,cloud-full,32400,b
6,misses,,scanning,scanning,100,c
";

    fn overview(by: Option<&str>) -> Overview {
        Overview::read(RESULT.as_bytes(), "out.csv", by, None).unwrap()
    }

    #[test]
    fn the_counts_of_a_small_result_are_those_counted_by_hand() {
        let all = overview(None).all;
        assert_eq!(all.rows, 6);
        let verdicts = Verdict::ALL.map(|verdict| all.with(verdict));
        assert_eq!(verdicts, [1, 3, 1, 1]);
        assert_eq!([0, 1, 2, 3, 9].map(|night| all.done_by(night)), [0, 1, 1, 3, 3]);
        assert_eq!(
            (all.night_of(10), all.night_of(50), all.night_of(51)),
            (Some(1), Some(3), None)
        );
        assert_eq!(
            all.why_not(),
            [
                (Verdict::Misses, None, 1),
                (Verdict::Never, Some(Cause::NoPower), 1),
                (Verdict::Refused, Some(Cause::CloudFull), 1),
            ]
        );
        let causes = all.causes();
        let of = |cause| causes.iter().find(|c| c.0 == cause).copied().unwrap();
        assert_eq!(of(Cause::UploadSpeed), (Cause::UploadSpeed, 1, 0));
        assert_eq!(of(Cause::Starting), (Cause::Starting, 0, 600_500));
        assert_eq!(of(Cause::NoWifi), (Cause::NoWifi, 1, 3_600_000));
        assert_eq!(causes.last().unwrap().0, Cause::Starting);
    }

    #[test]
    fn groups_add_up_to_all_and_the_largest_comes_first() {
        let overview = overview(Some("plan"));
        let groups = overview.by.unwrap().groups;
        let sizes: Vec<_> = groups.iter().map(|(value, g)| (value.as_str(), g.rows)).collect();
        assert_eq!(sizes, [("b", 3), ("a", 2), ("c", 1)]);
        let done: u64 = groups.iter().map(|(_, group)| group.done()).sum();
        assert_eq!(done, overview.all.done());
    }

    #[test]
    fn what_contradicts_itself_is_told_with_its_line() {
        let head = RESULT.lines().next().unwrap();
        for row in ["1,finishes,,,,,a", "1,never,2,,,,a"] {
            let text = format!("{head}\n{row}\n");
            let found = Overview::read(text.as_bytes(), "out.csv", None, None);
            assert!(matches!(found, Err(ResultError::Content(e)) if e.line == 2), "{row}");
        }
        let many: String = (0..1001).map(|i| format!("{i},misses,,,,,{i}\n")).collect();
        let text = format!("{head}\n{many}");
        let found = Overview::read(text.as_bytes(), "out.csv", Some("plan"), None);
        assert!(matches!(found, Err(ResultError::Content(e)) if e.line == 1002));
    }

    #[test]
    fn the_summary_of_another_run_is_left_out() {
        let summary = |answered| BatchSummary {
            version: "0.1.0".to_owned(),
            answered,
            rejected: 2,
            rejected_by_code: Vec::new(),
            seed: 1,
            trials: 0,
        };
        let read = |s| Overview::read(RESULT.as_bytes(), "out.csv", None, Some(s)).unwrap().summary;
        assert!(read(summary(6)).is_some() && read(summary(7)).is_none());
    }

    #[test]
    fn only_a_header_is_a_result_of_no_rows() {
        let head = RESULT.lines().next().unwrap();
        let overview = Overview::read(head.as_bytes(), "out.csv", Some("plan"), None).unwrap();
        assert_eq!(overview.all, Group::default());
        assert_eq!(overview.all.night_of(50), None);
    }
}
