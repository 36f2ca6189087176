//! Numbers with their units in a text for people, and whether data hold them: a text, a table and
//! documents flow in, quantities in base units and a yes or no flow out.

use serde_json::Value;
use std::collections::BTreeMap;

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// Bytes, and what one in the last place is worth.
    Size(f64, f64),
    /// Bits per second, likewise.
    Rate(f64, f64),
    /// Seconds, likewise.
    Span(f64, f64),
    /// Percent, likewise.
    Share(f64, f64),
    /// A clock time in seconds after midnight, likewise.
    Clock(f64, f64),
    /// What is counted.
    Count(f64),
}

/// The number at a word's start or whole, and what one in its last place is worth.
fn number(word: &str) -> Option<(f64, f64)> {
    let digits = word.replace(',', "");
    let value: f64 =
        digits.parse().ok().filter(|_| digits.starts_with(|c: char| c.is_ascii_digit()))?;
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    // Three digits are told; the rest are zeros.
    let idle = whole.len().saturating_sub(3).min(whole.len() - whole.trim_end_matches('0').len());
    let places = if part.is_empty() { idle as i32 } else { -(part.len() as i32) };
    Some((value, 10f64.powi(places)))
}

fn clock(word: &str, half: Option<&str>) -> Option<(f64, f64)> {
    let half = half.filter(|half| ["am", "pm"].contains(half));
    let mut parts = word.split(':');
    let hour: f64 = parts.next()?.parse().ok()?;
    let rest: Vec<f64> = parts.map(|p| p.parse().ok()).collect::<Option<_>>()?;
    if rest.is_empty() && half.is_none() {
        return None;
    }
    let hour = match half {
        Some("am") => hour % 12.0,
        Some(_) => hour % 12.0 + 12.0,
        None => hour,
    };
    let step = if rest.len() == 2 { 1.0 } else { 60.0 };
    let minutes = rest.first().unwrap_or(&0.0) * 60.0 + rest.get(1).unwrap_or(&0.0);
    Some((hour * 3_600.0 + minutes, step))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%')
}

/// The numbers of a text, in order. A range takes the unit of its end, a span all its parts.
pub fn quantities(text: &str) -> Vec<Quantity> {
    let text = text.replace(['–', '-'], " ");
    let written: Vec<&str> = text.split_whitespace().collect();
    let words: Vec<&str> = written.iter().copied().map(bare).collect();
    // A list goes on with another quantity.
    let ends = |at: usize| written.get(at).is_some_and(|w| w.ends_with([',', '.', ';', ':', ')']));
    let unit_at = |at: usize| {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let range =
            ["to", "and"].contains(&next) && words.get(at + 2).is_some_and(|w| number(w).is_some());
        if range { words.get(at + 3).copied().unwrap_or_default() } else { next }
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let next = words.get(at + 1).copied();
        at += 1;
        if let Some((seconds, step)) = clock(word, next) {
            found.push(Quantity::Clock(seconds, step));
            continue;
        }
        let Some((value, step)) = number(word) else { continue };
        let size = |power| Quantity::Size(value * 10f64.powi(power), step * 10f64.powi(power));
        let rate = |power| Quantity::Rate(value * 10f64.powi(power), step * 10f64.powi(power));
        found.push(match unit_at(at - 1) {
            "byte" | "bytes" => size(0),
            "kB" => size(3),
            "MB" => size(6),
            "GB" => size(9),
            "TB" => size(12),
            "PB" => size(15),
            "bps" => rate(0),
            "kbps" => rate(3),
            "Mbps" => rate(6),
            "Gbps" => rate(9),
            "Tbps" => rate(12),
            "%" => Quantity::Share(value, step),
            "h" | "min" | "s" | "days" | "day" => {
                let (mut seconds, mut least) = (0.0, 0.0);
                let mut part = at - 1;
                while let Some((value, step)) = words.get(part).and_then(|w| number(w)) {
                    let (unit, worth) = match words.get(part + 1).copied().unwrap_or_default() {
                        "days" | "day" => (86_400.0, 60.0),
                        "h" => (3_600.0, 60.0),
                        "min" => (60.0, 60.0),
                        "s" => (1.0, step),
                        _ => break,
                    };
                    seconds += value * unit;
                    least = worth;
                    part += 2;
                    if ends(part - 1) {
                        break;
                    }
                }
                at = part.max(at);
                // Days alone are counted.
                if seconds % 86_400.0 == 0.0 && unit_at(at.saturating_sub(2)).starts_with("day") {
                    Quantity::Count(value)
                } else {
                    Quantity::Span(seconds, least)
                }
            }
            _ => Quantity::Count(value),
        });
    }
    found
}

/// Bars are told so that they add up: the upload has what the others' rounding leaves of the whole.
fn left_over(rows: &[Vec<&str>]) -> Option<f64> {
    let bars: Vec<(bool, f64)> = rows
        .iter()
        .filter(|row| row[0] == "bar")
        .filter_map(|row| Some((row.get(5)? == &"uploading", row.get(7)?.parse().ok()?)))
        .collect();
    // Under two minutes seconds are told.
    let told = |s: f64| if s < 120.0 { s.round() } else { (s / 60.0).round() * 60.0 };
    let whole: f64 = bars.iter().map(|(_, s)| s).sum();
    let others: f64 = bars.iter().filter(|(upload, _)| !upload).map(|(_, s)| told(*s)).sum();
    (!bars.is_empty()).then(|| (whole / 60.0).ceil() * 60.0 - others)
}

/// All numbers that a table and documents hold, and what follows from them by sums and shares.
#[derive(Default)]
pub struct Known {
    numbers: Vec<f64>,
    clocks: Vec<f64>,
    spans: Vec<f64>,
}

impl Known {
    /// Of a table and documents; their seconds are counted from a clock time.
    pub fn of(csv: &str, documents: [&Value; 2], zero: f64) -> Known {
        let mut known = Known::default();
        documents.into_iter().for_each(|document| known.document(document));
        known.table(csv);
        known.clocks.extend(known.numbers.iter().map(|seconds| seconds + zero));
        // Where the axis of nights ends.
        known.numbers.push(14.0);
        known
    }

    /// A chance, which is told as so many of twenty or as over so many.
    pub fn chance(&mut self, share: f64) {
        self.numbers.extend([(share * 20.0).round(), (share * 20.0).floor(), 20.0]);
    }

    fn text(&mut self, text: &str) {
        for quantity in quantities(text) {
            match quantity {
                Quantity::Clock(seconds, _) => self.clocks.push(seconds),
                Quantity::Span(value, _) => self.spans.push(value),
                Quantity::Size(value, _)
                | Quantity::Rate(value, _)
                | Quantity::Share(value, _)
                | Quantity::Count(value) => self.numbers.push(value),
            }
        }
        // A typed value: 20Mbps, 40GB.
        let split = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
        let (digits, unit) = text.split_at(split);
        if !unit.is_empty() && digits.parse::<f64>().is_ok() {
            self.text(&format!("{digits} {unit}"));
        }
    }

    fn document(&mut self, value: &Value) {
        match value {
            Value::Number(n) => self.numbers.extend(n.as_f64()),
            Value::String(text) => self.text(text),
            Value::Array(list) => {
                self.numbers.push(list.len() as f64);
                list.iter().for_each(|v| self.document(v));
            }
            Value::Object(map) => {
                for (key, value) in map {
                    if key == "seconds" {
                        self.spans.extend(value.as_f64());
                        let parts = value.as_object().into_iter().flat_map(|o| o.values());
                        self.spans.extend(parts.filter_map(Value::as_f64));
                    }
                    self.document(value);
                }
            }
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn table(&mut self, csv: &str) {
        let header: Vec<&str> = csv.lines().next().unwrap_or_default().split(',').collect();
        let rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|l| l.split(',').collect()).collect();
        self.numbers.push(rows.len() as f64);
        let column = |name: &str| header.iter().position(|h| *h == name);
        let cell = |row: &[&str], at: Option<usize>| -> Option<f64> { row.get(at?)?.parse().ok() };
        let mut sums: BTreeMap<String, f64> = BTreeMap::new();
        for row in &rows {
            for (text, name) in row.iter().zip(&header) {
                // How many rows say the same; how many are of one kind.
                *sums.entry(format!("rows {name} {text}")).or_default() += 1.0;
                self.text(text);
                self.numbers.extend(text.parse::<f64>().ok());
            }
            let (start, end) = (cell(row, column("start_s")), cell(row, column("end_s")));
            let lasted = start.zip(end).map(|(s, e)| e - s).or(cell(row, column("seconds")));
            if let Some(lasted) = lasted {
                self.spans.push(lasted);
                *sums.entry(format!("of {}", row[0])).or_default() += lasted;
                let rate = cell(row, column("rate_bits_per_s"));
                if let Some(rate) = rate.filter(|r| *r > 0.0) {
                    *sums.entry(format!("moving {}", row[0])).or_default() += lasted;
                    *sums.entry(format!("sent {}", row[0])).or_default() += lasted * rate;
                }
            }
        }
        // A band from the quantile of 5 % to that of 95 % holds nine of ten, one of 25 % to 75 % five.
        let named = |quantile: &str| {
            let ends = |text: &str| text.split(['-', '_']).any(|part| part == quantile);
            header.iter().chain(rows.iter().filter_map(|row| row.first())).any(|text| ends(text))
        };
        for (low, high, inside) in [("p5", "p95", 9.0), ("p25", "p75", 5.0)] {
            if named(low) && named(high) {
                self.numbers.extend([inside, 10.0]);
            }
        }
        for name in &header {
            // How many values a column has.
            let at = column(name);
            let values: std::collections::BTreeSet<&str> =
                rows.iter().filter_map(|row| row.get(at?).copied()).collect();
            self.numbers.push(values.len() as f64);
        }
        self.spans.extend(left_over(&rows));
        // Rates over time are told as their mean.
        let sent = sums.iter().filter_map(|(what, sum)| Some((what.strip_prefix("sent ")?, sum)));
        let mean = |(what, sent): (&str, &f64)| Some(sent / sums.get(&format!("moving {what}"))?);
        self.numbers.extend(sent.filter_map(mean));
        for (what, sum) in sums {
            if what.starts_with("rows") { self.numbers.push(sum) } else { self.spans.push(sum) }
        }
    }

    /// Whether the data hold a number, rounded either way.
    pub fn has(&self, quantity: &Quantity) -> bool {
        let near = |known: f64, value: f64, step: f64| (known - value).abs() < step * 0.999_999;
        let any = |value: f64, step: f64| self.numbers.iter().any(|n| near(*n, value, step));
        match *quantity {
            Quantity::Count(value) => value <= 1.0 || self.numbers.contains(&value),
            Quantity::Size(value, step) | Quantity::Rate(value, step) => any(value, step),
            Quantity::Span(value, step) => {
                any(value, step) || self.spans.iter().any(|s| near(*s, value, step))
            }
            Quantity::Clock(value, step) => {
                // As far before it as after it, around midnight too.
                let off = |c: f64| (value - c + 43_200.0).rem_euclid(86_400.0) - 43_200.0;
                self.clocks.iter().any(|c| off(*c).abs() < step * 0.999_999)
            }
            Quantity::Share(value, step) => {
                let of = |whole: &f64| {
                    let part = |part: &f64| near(100.0 * part / whole, value, step);
                    *whole > 0.0 && self.spans.iter().any(part)
                };
                any(value, step)
                    || self.numbers.iter().any(|n| near(100.0 * n, value, step))
                    || self.spans.iter().any(of)
            }
        }
    }
}
