//! The values of a column as quantities: a text from outside flows in; its amount in base units, its kind,
//! and how it is written with a space before its unit flow out. What is no quantity stays as it is.

/// Units and what they are worth in the base unit of their kind.
const UNITS: [(&str, u8, f64); 24] = [
    ("bytes", 1, 1.0),
    ("B", 1, 1.0),
    ("kB", 1, 1e3),
    ("MB", 1, 1e6),
    ("GB", 1, 1e9),
    ("TB", 1, 1e12),
    ("PB", 1, 1e15),
    ("KiB", 1, 1024.0),
    ("MiB", 1, 1_048_576.0),
    ("GiB", 1, 1_073_741_824.0),
    ("TiB", 1, 1_099_511_627_776.0),
    ("bps", 2, 1.0),
    ("kbps", 2, 1e3),
    ("Mbps", 2, 1e6),
    ("Gbps", 2, 1e9),
    ("s", 3, 1.0),
    ("min", 3, 60.0),
    ("h", 3, 3_600.0),
    ("d", 3, 86_400.0),
    ("days", 3, 86_400.0),
    ("%", 4, 1.0),
    ("mW", 5, 1e-3),
    ("W", 5, 1.0),
    ("", 6, 1.0),
];

/// The number and the unit of a text that is one of each.
fn parts(text: &str) -> Option<(f64, &str, &'static (&'static str, u8, f64))> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let unit = unit.trim();
    let known = UNITS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(unit))?;
    Some((number.parse().ok()?, number, known))
}

/// What kind of quantity a text is.
pub fn kind(text: &str) -> Option<u8> {
    parts(text).map(|(_, _, unit)| unit.1)
}

/// Its amount in the base unit of its kind.
pub fn quantity(text: &str) -> Option<f64> {
    parts(text).map(|(number, _, unit)| number * unit.2)
}

/// As people write it: `100 Mbps`.
pub fn readable(text: &str) -> String {
    match parts(text) {
        Some((_, number, unit)) if !unit.0.is_empty() => format!("{number} {}", unit.0),
        _ => text.to_owned(),
    }
}

/// At most so many of a list in order, as far apart as can be: the first and the last among them.
pub fn spread<T>(list: Vec<T>, most: usize) -> Vec<T> {
    let last = list.len().saturating_sub(1);
    if list.len() <= most {
        return list;
    }
    let kept: Vec<usize> = (0..most).map(|i| i * last / most.saturating_sub(1).max(1)).collect();
    let of = |(place, item): (usize, T)| kept.contains(&place).then_some(item);
    list.into_iter().enumerate().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_of_one_kind_are_ordered_by_what_they_are_worth() {
        let mut list = ["100Mbps", "15.8Mbps", "1Mbps", "800kbps", "2.51 mbps", "1Gbps"];
        list.sort_by(|a, b| quantity(a).partial_cmp(&quantity(b)).unwrap());
        assert_eq!(list, ["800kbps", "1Mbps", "2.51 mbps", "15.8Mbps", "100Mbps", "1Gbps"]);
        assert_eq!(kind("1GB"), kind("1000 kB"));
        assert_ne!(kind("1GB"), kind("1Mbps"));
        for text in ["a", "", "1.2.3", "3 apples", "-", "GB", "é"] {
            assert_eq!(quantity(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_unit_stands_apart_from_its_number_and_other_text_is_left_alone() {
        for (text, wanted) in [
            ("100Mbps", "100 Mbps"),
            ("2.51 mbps", "2.51 Mbps"),
            ("40", "40"),
            ("80%", "80 %"),
            ("plan b", "plan b"),
        ] {
            assert_eq!(readable(text), wanted);
        }
    }

    #[test]
    fn a_few_of_many_keep_both_ends() {
        assert_eq!(spread((0..8).collect(), 6), [0, 1, 2, 4, 5, 7]);
        assert_eq!(spread(vec![1, 2], 6), [1, 2]);
        assert_eq!(spread((0..8).collect::<Vec<_>>(), 1), [0]);
    }
}
