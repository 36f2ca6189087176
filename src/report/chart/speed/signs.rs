//! Names over the plot of `speed`: what is named and the stretches of the axis that it may be pointed at
//! flow in; rows of names above the highest line, each with the place of its leader's foot, flow out. No
//! name stands on a hatch, where it would read as a part of it, and no leader runs through a name.
//! All of it is a matter of widths, so that it is settled before the height of the plot is.

use super::super::canvas::Label;
use crate::cause::ChartState;

/// So many rows at most, or little is left of the plot.
const ROWS: usize = 3;
/// How far apart two rows are, in sizes of a label.
pub const STEP: f64 = 1.35;
/// How far the lowest row's baseline is from what is below it.
pub const OFF: f64 = 0.55;

/// What is to be named.
pub struct Wish {
    /// Its texts, the longest first.
    pub labels: Vec<Label>,
    /// Where a leader may reach it, the best stretch first.
    pub feet: Vec<(f64, f64)>,
    /// Of which state's hatch it is the name.
    pub state: Option<ChartState>,
}

/// A name that has its place.
#[derive(Clone, Debug)]
pub struct Sign {
    /// What it says.
    pub label: Label,
    /// Its row, from the plot upward.
    pub row: usize,
    /// Its left edge.
    pub left: f64,
    /// Which wish it fulfils, and where its leader stands.
    pub of: Option<(usize, f64)>,
}

/// Rows of names between two edges.
#[derive(Clone, Default)]
pub struct Rows {
    edges: (f64, f64),
    /// Each row's stretches that are taken, by names and by leaders to those above.
    taken: Vec<(usize, f64, f64)>,
    /// The names.
    pub signs: Vec<Sign>,
    /// How much is not as wished.
    cost: f64,
}

impl Rows {
    /// None yet, between two edges.
    pub fn between(left: f64, right: f64) -> Self {
        Rows { edges: (left, right), ..Rows::default() }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.signs.iter().map(|sign| sign.row + 1).max().unwrap_or(0)
    }

    fn is_free(&self, row: usize, from: f64, to: f64) -> bool {
        self.taken.iter().all(|t| t.0 != row || t.2 <= from || t.1 >= to)
    }

    /// Puts a name without a leader into a row, if it has room there.
    pub fn put(&mut self, label: &Label, row: usize, left: f64) -> bool {
        let (gap, right) = (0.8 * label.size, left + label.width());
        let inside = left >= self.edges.0 - 0.01 && right <= self.edges.1 + 0.01;
        if !inside || !self.is_free(row, left - gap, right + gap) {
            return false;
        }
        self.taken.push((row, left, right));
        self.signs.push(Sign { label: label.clone(), row, left, of: None });
        true
    }

    /// Puts a name with a leader to one of its feet into the lowest row that has room.
    fn point(&mut self, label: &Label, feet: &[(f64, f64)], of: usize) -> bool {
        for row in 0..ROWS {
            for &stretch in feet {
                for (foot, left) in self.spots(label, stretch) {
                    let reaches = foot > left && foot < left + label.width();
                    let off = 0.5 * label.size;
                    let clear = (0..row).all(|r| self.is_free(r, foot - off, foot + off));
                    if !reaches || !clear || !self.put(label, row, left) {
                        continue;
                    }
                    self.taken.extend((0..row).map(|below| (below, foot, foot)));
                    self.cost += row as f64;
                    if let Some(sign) = self.signs.last_mut() {
                        sign.of = Some((of, foot));
                    }
                    return true;
                }
            }
        }
        false
    }

    /// Feet with the left edge of a label for each: over the middle of the stretch, else flush with a
    /// leader at its middle or its ends.
    fn spots(&self, label: &Label, (from, to): (f64, f64)) -> [(f64, f64); 7] {
        let (wide, inset) = (label.width(), (1.2 * label.size).min((to - from) / 2.0));
        let (middle, first, last) = ((from + to) / 2.0, from + inset, to - inset);
        let most = (self.edges.1 - wide).max(self.edges.0);
        let over = (middle - wide / 2.0).clamp(self.edges.0, most);
        let (behind, before) =
            (|foot: f64| (foot, foot - 3.0), |foot: f64| (foot, foot - wide + 3.0));
        [
            (middle, over),
            behind(first),
            before(last),
            behind(middle),
            before(middle),
            behind(last),
            before(first),
        ]
    }

    /// Puts what is wished, each with the longest text that has room. Where the longest standstill of a
    /// state has none, a shorter one stays without a name too: it would be taken for that of both.
    fn fulfil(&mut self, wishes: &[Wish], order: impl Iterator<Item = usize>) {
        let mut unnamed: Vec<ChartState> = Vec::new();
        for place in order {
            let Some(wish) = wishes.get(place) else { continue };
            if wish.state.is_some_and(|state| unnamed.contains(&state)) {
                continue;
            }
            let found = wish.labels.iter().position(|label| self.point(label, &wish.feet, place));
            // A row more is a smaller loss than a fact less.
            self.cost += found.map_or(20.0, |text| 4.0 * text as f64);
            unnamed.extend(wish.state.filter(|_| found.is_none()));
        }
    }
}

/// Rows with the highest line's own name at one of some places in the lowest, the best place first, and
/// with all that is wished, as far as there is room.
pub fn pack(edges: (f64, f64), top: Option<(&Label, &[f64])>, wishes: &[Wish]) -> Rows {
    let mut best: Option<Rows> = None;
    let none = [0.0];
    // What is no standstill may come first or last; those are in order.
    let orders = if wishes.first().is_some_and(|wish| wish.state.is_none()) { 2 } else { 1 };
    let lefts = top.map_or(&none[..], |top| top.1);
    for (k, &left) in lefts.iter().enumerate() {
        for turned in [false, true].into_iter().take(orders) {
            let mut rows = Rows::between(edges.0, edges.1);
            rows.cost = 0.1 * k as f64;
            if let Some((label, _)) = top
                && !rows.put(label, 0, left)
            {
                continue;
            }
            match turned {
                false => rows.fulfil(wishes, 0..wishes.len()),
                true => rows.fulfil(wishes, (1..wishes.len()).chain([0])),
            }
            let better = best.as_ref().is_none_or(|best| rows.cost < best.cost);
            if better {
                best = Some(rows);
            }
        }
        // No later place costs less.
        if best.as_ref().is_some_and(|best| best.cost <= 0.1 * (k + 1) as f64) {
            break;
        }
    }
    best.unwrap_or_else(|| {
        let mut rows = Rows::between(edges.0, edges.1);
        rows.fulfil(wishes, 0..wishes.len());
        rows
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::font::Weight;
    use super::super::super::palette::{Ink, Role};
    use super::*;

    fn label(text: &str) -> Label {
        Label::new(text, 12.0, Weight::Regular, Ink::solid(Role::Text))
    }

    fn wish(texts: &[&str], feet: &[(f64, f64)]) -> Wish {
        let labels = texts.iter().map(|text| label(text)).collect();
        Wish { labels, feet: feet.to_vec(), state: Some(ChartState::Network) }
    }

    #[test]
    fn names_that_have_room_beside_one_another_share_a_row() {
        let (top, wide) = (label("upload speed 19 Mbps"), label("upload speed 19 Mbps").width());
        let wishes = [wish(&["no Wi-Fi 7 h"], &[(30.0, 230.0)])];
        let rows = pack((0.0, 270.0), Some((&top, &[266.0 - wide])), &wishes);
        assert_eq!((rows.count(), rows.signs.len()), (1, 2));
    }

    #[test]
    fn a_leader_runs_through_no_name_and_a_name_stands_over_its_own_foot() {
        let top = label("upload speed 2.85 Mbps");
        let left = 266.0 - top.width();
        let wishes = [
            wish(&["with time lost per file 2.78 to 2.85 Mbps"], &[(93.0, 118.0)]),
            wish(&["no Wi-Fi 8 h in all", "no Wi-Fi"], &[(121.0, 270.0), (0.0, 90.0)]),
        ];
        let rows = pack((0.0, 270.0), Some((&top, &[left])), &wishes);
        assert_eq!(rows.signs.len(), 3);
        for sign in &rows.signs {
            let Some((of, foot)) = sign.of else { continue };
            assert!(sign.left < foot && foot < sign.left + sign.label.width());
            assert!(wishes[of].feet.iter().any(|f| f.0 <= foot && foot <= f.1));
            let below = rows.signs.iter().filter(|other| other.row < sign.row);
            for other in below {
                let clear = other.left > foot || other.left + other.label.width() < foot;
                assert!(clear, "{} through {}", sign.label.text, other.label.text);
            }
        }
    }

    #[test]
    fn a_shorter_standstill_is_not_named_where_the_longer_of_its_state_is_not() {
        let long = "a name that is far too wide for a plot as narrow as this";
        let wishes = [wish(&[long], &[(0.0, 50.0)]), wish(&["no Wi-Fi"], &[(60.0, 90.0)])];
        assert!(Rows::between(0.0, 100.0).count() == 0);
        let mut rows = Rows::between(0.0, 100.0);
        rows.fulfil(&wishes, 0..2);
        assert!(rows.signs.is_empty());
    }
}
