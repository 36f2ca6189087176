//! Paths and their numbers: points flow in; the data of an SVG path flows out, in hundredths of a pixel
//! and as few letters as it takes, since most of a chart's bytes are these.

/// A number with at most two decimals and no idle zeros.
pub fn num(v: f64) -> String {
    let hundredths = v * 100.0;
    let whole = hundredths.round();
    // In whole numbers, which takes a tenth of the time; not where the product may have been rounded over
    // the edge of a digit.
    if whole.abs() > 1e12 || (hundredths - whole).abs() > 0.499_999 || !v.is_finite() {
        let text = format!("{v:.2}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        return if text == "-0" { "0".to_owned() } else { text.to_owned() };
    }
    let mut text = String::with_capacity(12);
    push_hundredths(&mut text, whole as i64);
    text
}

/// Appends a number of hundredths with at most two decimals and no idle zeros.
fn push_hundredths(out: &mut String, hundredths: i64) {
    let digits = hundredths.unsigned_abs();
    let (mut whole, rest) = (digits / 100, digits % 100);
    // From the last digit on: 2^63 has 19, and there may be a point and a sign.
    let (mut text, mut from) = ([b'0'; 22], 22);
    let mut put = |letter: u8| {
        from -= 1;
        text[from] = letter;
    };
    if rest % 10 > 0 {
        put(b'0' + (rest % 10) as u8);
    }
    if rest > 0 {
        put(b'0' + (rest / 10) as u8);
        put(b'.');
    }
    loop {
        put(b'0' + (whole % 10) as u8);
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    if hundredths < 0 {
        put(b'-');
    }
    out.push_str(std::str::from_utf8(&text[from..]).unwrap_or_default());
}

/// The data of a path: from its first point on in steps, which are short, and those of staircases with
/// one number each.
pub fn path(points: &[(f64, f64)]) -> String {
    // A step takes some ten letters.
    let mut out = String::with_capacity(10 * points.len());
    push_path(&mut out, points);
    out
}

/// Appends the data of a path.
pub fn push_path(out: &mut String, points: &[(f64, f64)]) {
    let mut before: Option<(i64, i64)> = None;
    let hundredths = |v: f64| (v * 100.0).round() as i64;
    for &(x, y) in points {
        let (x, y) = (hundredths(x), hundredths(y));
        let (letter, steps) = match before.map(|(left, top)| (x - left, y - top)) {
            None => ('M', [Some(x), Some(y)]),
            Some((right, 0)) => ('h', [Some(right), None]),
            Some((0, down)) => ('v', [None, Some(down)]),
            Some((right, down)) => ('l', [Some(right), Some(down)]),
        };
        out.push(letter);
        for (i, step) in steps.into_iter().flatten().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            push_hundredths(out, step);
        }
        before = Some((x, y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_the_library_would_without_idle_zeros() {
        let by_hand = [(0.0, "0"), (-0.001, "0"), (12.0, "12"), (-3.1, "-3.1"), (0.05, "0.05")];
        for (v, text) in by_hand {
            assert_eq!(num(v), text);
        }
        let mut bits = 1_u64;
        for _ in 0..20_000 {
            bits = crate::model::keyed::mixed(bits);
            let v = (bits >> 20) as f64 / 4e7 - 2e5;
            // Ties and what lies next to them among them.
            for v in [v, (v * 8.0).round() / 8.0, (v * 200.0).round() / 200.0, v / 1e5] {
                let text = format!("{v:.2}");
                let text = text.trim_end_matches('0').trim_end_matches('.');
                assert_eq!(num(v), if text == "-0" { "0" } else { text }, "{v}");
            }
        }
        assert_eq!([num(f64::NAN), num(1e13)], ["NaN", "10000000000000"]);
        let mut longest = String::new();
        push_hundredths(&mut longest, i64::MIN);
        assert_eq!(longest, "-92233720368547758.08");
    }
}
