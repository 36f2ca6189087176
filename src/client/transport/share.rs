//! Who gets how much of the line: equal shares, and what a connection cannot use goes to the others.

use super::{Flow, LossLaw};
use crate::units::{Rate, Span};

/// Room to work in, kept from one sharing to the next.
#[derive(Default)]
pub struct Scratch {
    order: Vec<(Rate, usize)>,
}

/// Which connections take part.
#[derive(Clone, Copy)]
enum Who {
    /// All that are on the line.
    All,
    /// Ours that the cap is for, and what reads ahead under it.
    Capped,
    /// The others on the line.
    Uncapped,
}

impl Who {
    fn has(self, flow: &Flow) -> bool {
        let capped = flow.is_own() && flow.limited;
        match self {
            Who::All => flow.is_on_line(),
            Who::Capped => flow.sending && (capped || flow.reader),
            Who::Uncapped => flow.is_on_line() && !capped,
        }
    }
}

impl Scratch {
    /// Sets every connection's rate. `own_cap` bounds ours together; what reads ahead takes part in
    /// it without using the line.
    pub fn share_out(
        &mut self,
        flows: &mut [Flow],
        line: Rate,
        own_cap: Option<Rate>,
        loss: Option<(LossLaw, Span)>,
    ) {
        flows.iter_mut().for_each(|f| f.rate = if f.reader { Rate::UNLIMITED } else { Rate::ZERO });
        self.fill(flows, line, Who::All, |flow| flow.most(loss));
        let Some(cap) = own_cap else { return };
        let ours = flows.iter().filter(|f| f.is_on_line() && Who::Capped.has(f));
        let total = ours.fold(Rate::ZERO, |sum, f| sum.plus(f.rate));
        let reads = flows.iter().any(|f| f.sending && f.reader);
        if total <= cap && !reads {
            return;
        }
        // Within the cap none gets more than the line gave it.
        self.fill(flows, cap, Who::Capped, |flow| flow.rate);
        let ours = flows.iter().filter(|f| f.is_on_line() && Who::Capped.has(f));
        let used = ours.fold(Rate::ZERO, |sum, f| sum.plus(f.rate));
        self.fill(flows, line.minus(used), Who::Uncapped, |flow| flow.most(loss));
    }

    fn fill(&mut self, flows: &mut [Flow], whole: Rate, who: Who, most: impl Fn(&Flow) -> Rate) {
        self.order.clear();
        let some = flows.iter().enumerate().filter(|(_, f)| who.has(f));
        self.order.extend(some.map(|(place, flow)| (most(flow), place)));
        self.order.sort_unstable();
        let (mut left, mut count) = (whole, self.order.len() as u64);
        for &(most, place) in &self.order {
            let share = most.min(left.share(1, count));
            if let Some(flow) = flows.get_mut(place) {
                flow.rate = share;
            }
            left = left.minus(share);
            count -= 1;
        }
    }
}
