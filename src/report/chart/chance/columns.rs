//! Where the dots stand: their places along the axis flow in, columns of dots that do not touch flow
//! out. After Wilkinson's dot plots (1999): from the left, a column takes all that lie within one dot
//! of its first; here a column never mixes what is in time with what is late, and none lies across the
//! deadline.

/// Dots over one another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Column {
    /// Its middle, in pixels.
    pub x: f64,
    /// How many dots it has.
    pub dots: usize,
    /// Whether they are in time.
    pub in_time: bool,
}

/// What there is of the axis, in pixels.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    /// Its parts from left to right, each with its edges: the nights, between which nothing is done.
    pub parts: Vec<(f64, f64)>,
    /// Where the deadline lies, if it does.
    pub deadline: Option<f64>,
}

/// The columns of dots of such a diameter. `places` rise within those in time and within the others;
/// the flag is whether it is in time.
pub(super) fn columns(places: &[(f64, bool)], diameter: f64, stretch: &Stretch) -> Vec<Column> {
    let mut list = Vec::new();
    let half = diameter / 2.0;
    let last = stretch.parts.len().saturating_sub(1);
    let part_of = |x: f64| stretch.parts.partition_point(|part| part.1 < x - 1e-6).min(last);
    for in_time in [true, false] {
        for (k, &(from, to)) in stretch.parts.iter().enumerate() {
            let own = places.iter().filter(|p| p.1 == in_time && part_of(p.0) == k);
            let own: Vec<f64> = own.map(|p| p.0).collect();
            let mut part = gathered(&own, diameter, in_time);
            let (mut from, mut to) = (from + half, to - half);
            match stretch.deadline {
                Some(at) if in_time => to = to.min(at - half),
                Some(at) => from = from.max(at + half),
                None => {}
            }
            apart(&mut part, diameter, from, to);
            list.extend(part);
        }
    }
    list
}

fn gathered(places: &[f64], diameter: f64, in_time: bool) -> Vec<Column> {
    let mut list = Vec::new();
    let mut rest = places;
    while let Some(&first) = rest.first() {
        let dots = rest.iter().take_while(|&&x| x < first + diameter).count().max(1);
        let (own, later) = rest.split_at(dots);
        let last = own.last().copied().unwrap_or(first);
        list.push(Column { x: (first + last) / 2.0, dots, in_time });
        rest = later;
    }
    list
}

/// Moves columns as little as keeps them one dot apart and between two ends, as far as there is room.
fn apart(list: &mut [Column], diameter: f64, from: f64, to: f64) {
    let mut least = from;
    for column in list.iter_mut() {
        column.x = column.x.max(least);
        least = column.x + diameter;
    }
    let mut most = to.max(from);
    for column in list.iter_mut().rev() {
        column.x = column.x.min(most);
        most = column.x - diameter;
    }
}

/// The largest diameter, at most `most`, with which no column is higher than `height` and all of them fit
/// into their night.
pub(super) fn diameter(places: &[(f64, bool)], most: f64, height: f64, stretch: &Stretch) -> f64 {
    let fits = |d: f64| {
        let columns = columns(places, d, stretch);
        let inside = |c: &Column| {
            let (left, right) = (c.x - d / 2.0 + 0.01, c.x + d / 2.0 - 0.01);
            stretch.parts.iter().any(|part| part.0 <= left && right <= part.1)
        };
        let highest = columns.iter().map(|c| c.dots).max().unwrap_or(1);
        highest as f64 * d <= height && columns.iter().all(inside)
    };
    let mut d = most;
    while d > 4.0 && !fits(d) {
        d -= 0.5;
    }
    d
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(parts: &[(f64, f64)]) -> Stretch {
        Stretch { parts: parts.to_vec(), deadline: Some(50.0) }
    }

    #[test]
    fn every_dot_is_in_a_column_and_columns_stand_apart_on_their_side_of_the_deadline() {
        let places: Vec<(f64, bool)> =
            (0..20).map(|k| f64::from(k) * 5.0).map(|x| (x, x <= 50.0)).collect();
        let list = columns(&places, 10.0, &stretch(&[(0.0, 100.0)]));
        assert_eq!(list.iter().map(|c| c.dots).sum::<usize>(), 20);
        for pair in list.windows(2) {
            assert!(pair[1].x - pair[0].x >= 10.0 - 1e-9, "{pair:?}");
        }
        let right = |c: &Column| if c.in_time { c.x <= 45.0 } else { c.x >= 55.0 && c.x <= 95.0 };
        assert!(list.iter().all(right), "{list:?}");
    }

    #[test]
    fn what_is_all_alike_is_one_column_that_fits() {
        let places = vec![(30.0, true); 20];
        let stretch = stretch(&[(0.0, 100.0)]);
        let d = diameter(&places, 26.0, 200.0, &stretch);
        assert_eq!(columns(&places, d, &stretch).len(), 1);
        assert_eq!(d, 10.0);
    }

    #[test]
    fn dots_are_small_enough_for_their_columns_to_fit_into_a_night() {
        let places: Vec<(f64, bool)> = (0..20).map(|k| (f64::from(k) * 4.0, false)).collect();
        let stretch = Stretch { parts: vec![(0.0, 80.0), (85.0, 165.0)], deadline: None };
        let d = diameter(&places, 30.0, 400.0, &stretch);
        let list = columns(&places, d, &stretch);
        assert!(
            list.iter().all(|c| c.x - d / 2.0 >= -0.1 && c.x + d / 2.0 <= 80.1),
            "{d} {list:?}"
        );
        assert!(list.len() as f64 * d > 60.0, "{d} {list:?}");
    }

    #[test]
    fn no_column_mixes_two_nights_or_stands_between_them() {
        let places = [(70.0, false), (78.0, false), (79.0, false), (86.0, false), (87.0, false)];
        let list = columns(&places, 10.0, &stretch(&[(0.0, 80.0), (85.0, 165.0)]));
        let found: Vec<(f64, usize)> = list.iter().map(|c| (c.x, c.dots)).collect();
        assert_eq!(found, [(74.5, 3), (90.0, 2)]);
    }
}
