//! The line around the cells that are in time: which cells hold flows in, stepped lines on the grid
//! between them flow out. Where a cell touches the edge of the grid there is no line.

use std::collections::{BTreeMap, BTreeSet};

/// A corner of the grid: columns from the left, rows from the bottom.
pub type Corner = (usize, usize);

/// The lines that part cells that hold from those that do not, each as its corners.
pub fn lines(
    columns: usize,
    rows: usize,
    holds: impl Fn(usize, usize) -> bool,
) -> Vec<Vec<Corner>> {
    let mut edges: BTreeSet<(Corner, Corner)> = BTreeSet::new();
    for i in 0..columns {
        for j in 0..rows {
            if i + 1 < columns && holds(i, j) != holds(i + 1, j) {
                edges.insert(((i + 1, j), (i + 1, j + 1)));
            }
            if j + 1 < rows && holds(i, j) != holds(i, j + 1) {
                edges.insert(((i, j + 1), (i + 1, j + 1)));
            }
        }
    }
    let mut lines = Vec::new();
    while let Some(start) = start(&edges) {
        let mut line = vec![start];
        let mut at = start;
        while let Some(next) = next(&mut edges, at, line.iter().rev().nth(1).copied()) {
            line.push(next);
            at = next;
        }
        lines.push(straight(&line));
    }
    lines
}

/// An end of a line; of what goes round, any corner.
fn start(edges: &BTreeSet<(Corner, Corner)>) -> Option<Corner> {
    let mut degree: BTreeMap<Corner, usize> = BTreeMap::new();
    for (a, b) in edges {
        *degree.entry(*a).or_default() += 1;
        *degree.entry(*b).or_default() += 1;
    }
    let end = degree.iter().find(|(_, count)| *count % 2 == 1);
    end.or(degree.iter().next()).map(|(corner, _)| *corner)
}

/// The next corner, with its edge taken out; a turn before going straight, so that lines that meet
/// at a corner do not cross.
fn next(
    edges: &mut BTreeSet<(Corner, Corner)>,
    at: Corner,
    before: Option<Corner>,
) -> Option<Corner> {
    let touching: Vec<(Corner, Corner)> =
        edges.iter().copied().filter(|(a, b)| *a == at || *b == at).collect();
    let other = |(a, b): (Corner, Corner)| if a == at { b } else { a };
    let turns = |to: Corner| before.is_none_or(|b| b.0 != to.0 && b.1 != to.1);
    let edge = touching.iter().copied().find(|e| turns(other(*e))).or(touching.first().copied())?;
    edges.remove(&edge);
    Some(other(edge))
}

/// Without the corners in the middle of a straight line.
fn straight(line: &[Corner]) -> Vec<Corner> {
    let mut out: Vec<Corner> = Vec::new();
    for &corner in line {
        if let [.., a, b] = out.as_slice()
            && ((a.0 == b.0 && b.0 == corner.0) || (a.1 == b.1 && b.1 == corner.1))
        {
            out.pop();
        }
        out.push(corner);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_staircase_is_one_line_from_edge_to_edge() {
        // In time from column 1 in row 0 and from column 2 in row 1.
        let found = lines(3, 2, |i, j| i > j);
        assert_eq!(found, [vec![(1, 0), (1, 1), (2, 1), (2, 2)]]);
    }

    #[test]
    fn where_all_or_none_hold_there_is_no_line_and_an_island_has_one_around_it() {
        assert!(lines(4, 3, |_, _| true).is_empty());
        assert!(lines(4, 3, |_, _| false).is_empty());
        let round = lines(3, 3, |i, j| (i, j) == (1, 1));
        assert_eq!(round.len(), 1);
        assert_eq!(round[0].first(), round[0].last());
    }

    proptest! {
        /// Every border between a cell that holds and one that does not is on a line, and no other.
        #[test]
        fn the_lines_are_exactly_the_borders(held in proptest::collection::vec(any::<bool>(), 20)) {
            let holds = |i: usize, j: usize| held[j * 5 + i];
            let mut units = BTreeSet::new();
            for line in lines(5, 4, holds) {
                for pair in line.windows(2) {
                    let (a, b) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
                    prop_assert!(a.0 == b.0 || a.1 == b.1);
                    for step in 0..(b.0 - a.0) + (b.1 - a.1) {
                        let on = |k: usize| if a.0 == b.0 { (a.0, a.1 + k) } else { (a.0 + k, a.1) };
                        prop_assert!(units.insert((on(step), on(step + 1))));
                    }
                }
            }
            for i in 0..5 {
                for j in 0..4 {
                    if i < 4 {
                        let edge = ((i + 1, j), (i + 1, j + 1));
                        prop_assert_eq!(units.contains(&edge), holds(i, j) != holds(i + 1, j));
                    }
                    if j < 3 {
                        let edge = ((i, j + 1), (i + 1, j + 1));
                        prop_assert_eq!(units.contains(&edge), holds(i, j) != holds(i, j + 1));
                    }
                }
            }
        }
    }
}
