//! Room at the destination and on the phone: what is free flows in; the edits flow out that delete, buy or
//! free as much as is needed.

use super::{Case, Change, edit, round_up, set};
use crate::cause::Cause;
use crate::edit::Edit;
use crate::model::space::free_space;
use crate::scenario::fields::id_of;
use crate::study::catalogue::{PLANS, Provider};
use crate::units::Size;

impl Case<'_> {
    /// The space in use as far as it is known: what is free, and the plan that it is part of.
    fn space(&self) -> Option<(Size, Option<Size>)> {
        let i = self.inputs();
        if !i.cloud.resized.0.is_empty() {
            return None;
        }
        let free = free_space(&i.cloud)?;
        let known = Provider::of(i.service.preset);
        let sold = PLANS.iter().filter(|p| Some(p.provider) == known && p.size >= free);
        Some((free, i.cloud.plan.or_else(|| sold.map(|p| p.size).next())))
    }

    /// Another amount of free space, in the fields in which it was given.
    fn set_free(&self, free: Size, plan: Option<Size>) -> Vec<Edit> {
        let cloud = &self.inputs().cloud;
        let mut edits = Vec::new();
        if let (Some(plan), Some(_)) = (plan, cloud.plan) {
            edits.extend(set!["cloud.used": Some(plan.minus(free))]);
        }
        if cloud.free.is_some() || cloud.plan.is_none() {
            edits.extend(set!["cloud.free": Some(free)]);
        }
        edits
    }

    /// The least that has to be deleted, as the space that is free then; `None` where that is more
    /// than `most`.
    pub(super) fn cleared(&self, most: Size) -> Option<Vec<Edit>> {
        let (free, plan) = self.space()?;
        let most = free.bytes().saturating_add(most.bytes());
        let most = plan.unwrap_or(Size::MAX).bytes().min(most);
        let make = |bytes: u64| self.set_free(Size::from_bytes(bytes), plan);
        let round = if plan.is_some() { |bytes| bytes } else { round_up };
        self.least(free.bytes(), most, round, &make)
    }

    /// The smallest plan above the present one that is large enough.
    pub(super) fn plan(&self) -> Option<Change> {
        let i = self.inputs();
        let provider = Provider::of(i.service.preset)?;
        let (free, now) = self.space()?;
        let now = now?;
        let used = now.minus(free);
        let larger = PLANS.iter().filter(|p| p.provider == provider && p.size > now);
        for plan in larger {
            let free = plan.size.minus(used);
            let mut edits = Vec::new();
            if i.cloud.plan.is_some() {
                edits.extend(set!["cloud.plan": Some(plan.size)]);
            }
            if i.cloud.free.is_some() || i.cloud.plan.is_none() {
                edits.extend(set!["cloud.free": Some(free)]);
            }
            let outcome = self.with(&edits);
            if outcome.proof.is_none_or(|proof| proof.cause != Cause::CloudFull) {
                return Some(Change { edits, plan: Some(*plan) });
            }
        }
        None
    }

    pub(super) fn phone_space(&self) -> Option<Vec<Edit>> {
        let free = self.inputs().storage.free?.bytes();
        let make = |bytes: u64| set!["storage.free": Some(Size::from_bytes(bytes))];
        self.least(free, Size::MAX.bytes(), round_up, &make)
    }
}
