//! Does it fit the cloud plan? A scenario flows in; the plans of its provider flow out, each with what
//! is used, what this backup adds and what is missing or left. Sizes and prices are those of
//! [`catalogue`](super::catalogue); what is in use and was not given is 0, and said to be.

use super::catalogue::{PLANS, Provider};
use crate::client::classes::library_size;
use crate::model::space::free_space;
use crate::scenario::Inputs;
use crate::units::Size;

/// How the space in use is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsedFrom {
    /// From what was given: the plan and what is used of it, or what is free of it.
    Given,
    /// From the free space, on the smallest plan that has as much.
    FreeSpace,
    /// Not at all: nothing is taken to be used.
    Unknown,
}

/// A plan on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// How much it holds.
    pub size: Size,
    /// The price of a month in US cents, 0 for a free plan; `None` for a plan that is not sold.
    pub cents: Option<u32>,
}

/// The plans of a provider and one backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Who sells them.
    pub provider: Provider,
    /// The plans by rising size.
    pub plans: Vec<Shelved>,
    /// The size of the present plan: one of them.
    pub now: Size,
    /// What is used of it.
    pub used: Size,
    /// How that is known.
    pub used_from: UsedFrom,
    /// What this backup adds.
    pub backup: Size,
}

impl Shelf {
    /// Of a scenario; `None` where the service has no plans that are known.
    pub fn of(inputs: &Inputs) -> Option<Self> {
        let provider = Provider::of(inputs.service.preset)?;
        let sold = PLANS.iter().filter(|p| p.provider == provider);
        let mut plans: Vec<Shelved> =
            sold.map(|p| Shelved { size: p.size, cents: Some(p.cents) }).collect();
        let cloud = &inputs.cloud;
        let free = free_space(cloud);
        let least = |room: Size| plans.iter().map(|p| p.size).find(|&size| size >= room);
        let first = plans.first().map_or(Size::ZERO, |p| p.size);
        let (now, used, used_from) = match (cloud.plan, free, cloud.used) {
            (Some(plan), Some(free), _) => (plan, plan.minus(free), UsedFrom::Given),
            (Some(plan), None, _) => (plan, Size::ZERO, UsedFrom::Unknown),
            (None, _, Some(used)) => (least(used).unwrap_or(first), used, UsedFrom::Given),
            (None, Some(free), None) => match least(free) {
                Some(plan) => (plan, plan.minus(free), UsedFrom::FreeSpace),
                // More is free than any plan has.
                None => (free, Size::ZERO, UsedFrom::FreeSpace),
            },
            (None, None, None) => (first, Size::ZERO, UsedFrom::Unknown),
        };
        if plans.iter().all(|p| p.size != now) {
            plans.push(Shelved { size: now, cents: None });
            plans.sort_by_key(|p| p.size);
        }
        // What is there already is part of what is used, as far as that is known.
        let library = library_size(&inputs.library);
        let backup = match used_from {
            UsedFrom::Unknown => library,
            _ => library.minus(inputs.library.done),
        };
        Some(Shelf { provider, plans, now, used, used_from, backup })
    }

    /// What must fit.
    pub fn need(&self) -> Size {
        self.used.plus(self.backup)
    }

    /// The smallest plan from the present one up that holds it.
    pub fn fits(&self) -> Option<Shelved> {
        let from = |p: &&Shelved| p.size >= self.now && p.size >= self.need();
        self.plans.iter().find(from).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Draft, Origin};

    fn shelf(flags: &[(&str, &str)]) -> Option<Shelf> {
        let mut draft = Draft::new();
        for (key, text) in [("size", "40GB"), ("upload", "20Mbps")].iter().chain(flags) {
            draft.set(key, text, Origin::Flag(format!("--{key}")));
        }
        Shelf::of(draft.build().unwrap().inputs())
    }

    fn gb(n: u64) -> Size {
        Size::from_bytes(n * 1_000_000_000)
    }

    #[test]
    fn the_next_plan_that_holds_it_is_found_from_what_is_known() {
        let apple = ("service", "icloud-backup");
        let shelf = |flags: &[(&str, &str)]| shelf(&[&[apple], flags].concat()).unwrap();
        let none = shelf(&[]);
        assert_eq!((none.used, none.now, none.used_from), (gb(0), gb(5), UsedFrom::Unknown));
        assert_eq!(none.fits().unwrap(), Shelved { size: gb(50), cents: Some(99) });
        let given = shelf(&[("cloud-plan", "50GB"), ("cloud-used", "20GB")]);
        assert_eq!((given.need(), given.fits().unwrap().size), (gb(60), gb(200)));
        // Free space of 20 GB is on the 50 GB plan at the least.
        let free = shelf(&[("cloud-free", "20GB")]);
        assert_eq!((free.now, free.used, free.used_from), (gb(50), gb(30), UsedFrom::FreeSpace));
        // A plan that is not sold any more has its own place.
        let old = shelf(&[("cloud-plan", "100GB"), ("cloud-used", "70GB"), ("done", "25GB")]);
        assert_eq!((old.backup, old.fits().unwrap().cents), (gb(15), None));
    }

    #[test]
    fn a_service_without_known_plans_has_no_shelf() {
        assert_eq!(shelf(&[("service", "samsung-cloud")]), None);
        assert_eq!(shelf(&[]), None);
    }
}
