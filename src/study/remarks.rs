//! What the reader should be told besides the answer. A scenario and its outcome flow in, remarks in
//! a fixed order flow out.

use super::answer::Remark;
use super::unread::unread;
use crate::client::classes::library_size;
use crate::model::link::LinkKind;
use crate::model::link::line::measured;
use crate::model::phone::Software;
use crate::model::service::{OnStuck, Requirement};
use crate::scenario::{Scenario, fields::id_of, validate};
use crate::sim::outcome::Outcome;
use crate::sim::{drops_cost, left_out};
use crate::units::{Size, Windows};

/// All remarks but those on how texts were read.
pub fn remarks(scenario: &Scenario, outcome: &Outcome) -> Vec<Remark> {
    let i = scenario.inputs();
    let mut list: Vec<Remark> =
        unread(scenario).map(|(id, why)| Remark::NoEffect(id, why)).collect();
    if outcome.battery.is_some_and(|b| b.lost_while_plugged) {
        list.push(Remark::LosingCharge);
    }
    list.extend(drops_cost(i).map(Remark::DropsCost));
    let on_wifi = i.link.kind == LinkKind::Wifi;
    let mut when = |holds: bool, remark: Remark| {
        if holds {
            list.push(remark);
        }
    };
    when(i.phone.software == Software::Outdated, Remark::Outdated);
    let unneeded = on_wifi && !i.service.requires.has(Requirement::Wifi);
    when(unneeded && i.link.wifi != Windows::Always, Remark::NoWifiNeeded);
    let alone = i.cloud.plan.is_some() && i.cloud.used.is_none() && i.cloud.free.is_none();
    when(alone, Remark::PlanAlone);
    let given = || scenario.given().has(const { id_of("library.items") });
    let written = i.library.items.as_ref().filter(|_| given()).map(validate::total);
    when(written.is_some_and(|sum| sum != library_size(&i.library)), Remark::ItemsScaled);
    if i.service.max_item.is_some() {
        let left_out = left_out(i);
        when(left_out > Size::ZERO, Remark::ItemsLeftOut(left_out));
    }
    if let Some(series) = measured(&i.link) {
        let (covered, length) = (series.covered(), series.end());
        let stated = i.link.upload.is_some() || i.link.plan.is_some();
        list.push(Remark::TraceCovers { covered, length, repeats: series.repeats(), stated });
    }
    let skips = i.library.stuck_at.is_some() && i.service.on_stuck == OnStuck::Skip;
    if skips {
        list.push(Remark::StuckSkipped);
    }
    list
}
