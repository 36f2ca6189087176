//! A backup somewhere else: another service flows in; the edits flow out that bring its own rules, and for a
//! backup to a computer clear away what stands in the way of the cloud alone.

use super::{Case, edit, set};
use crate::edit::Edit;
use crate::model::link::LinkKind;
use crate::model::phone::{Fault, Platform, Software};
use crate::model::service::Preset;
use crate::scenario::fields::id_of;
use crate::scenario::{Draft, Origin, field};
use crate::units::{Set, Size, Windows};

impl Case<'_> {
    /// A backup to a computer instead. What stands in the way of the cloud alone is out of the way:
    /// its space and outages, the account, and faults of the network and the apps.
    pub(super) fn computer(&self, preset: Preset) -> Option<Vec<Edit>> {
        let i = self.inputs();
        let android = matches!(i.phone.platform, Some(Platform::Android | Platform::Samsung))
            || i.service.preset == Preset::GooglePhotos;
        let here = match i.service.preset {
            Preset::ComputerUsb2 => preset == Preset::ComputerUsb3,
            Preset::ComputerUsb3 | Preset::AndroidUsb => false,
            // The cable copies photos and files; apps' data and settings stay without a copy.
            Preset::GoogleBackup | Preset::SamsungCloud => false,
            Preset::RcloneWebdav | Preset::RcloneS3 | Preset::Restic | Preset::Rsync => false,
            _ => android == (preset == Preset::AndroidUsb),
        };
        if !here || (i.service.preset == Preset::Generic && i.link.kind == LinkKind::Usb) {
            return None;
        }
        let mut edits = self.instead(preset);
        if i.link.kind == LinkKind::Usb {
            return Some(edits);
        }
        let (cloud, phone) = (&i.cloud, &i.phone);
        if cloud.free.is_some() {
            edits.extend(set!["cloud.free": None::<Size>]);
        }
        if cloud.plan.is_some() {
            edits.extend(set!["cloud.plan": None::<Size>]);
        }
        if cloud.used.is_some() {
            edits.extend(set!["cloud.used": None::<Size>]);
        }
        if !cloud.resized.0.is_empty() {
            edits.extend(set!["cloud.resized": crate::units::SizePlan(Vec::new())]);
        }
        if cloud.cap.is_some() {
            edits.extend(set!["cloud.cap": None::<crate::units::RateCap>]);
        }
        if cloud.outages != Windows::Never {
            edits.extend(set!["cloud.outages": Windows::Never]);
        }
        if i.library.done > Size::ZERO {
            edits.extend(set!["library.done": Size::ZERO]);
        }
        if !phone.signed_in {
            edits.extend(set!["phone.signed_in": true]);
        }
        if !phone.backup_on {
            edits.extend(set!["phone.backup_on": true]);
        }
        if phone.software == Software::Unsupported {
            edits.extend(set!["phone.software": Software::Outdated]);
        }
        let own: Vec<_> = phone.fault.iter().filter(|f| *f == Fault::StuckProcess).collect();
        if Set::of(&own) != phone.fault {
            edits.extend(set!["phone.fault": Set::of(&own)]);
        }
        Some(edits)
    }

    /// Another service with its own rules, whatever rules of the present one were given.
    pub(in crate::study) fn instead(&self, preset: Preset) -> Vec<Edit> {
        let chosen = edit(const { id_of("service.preset") }, preset);
        let mut draft = Draft::new();
        draft.push(chosen.clone(), Origin::Study);
        let (target, _) = draft.inputs();
        let mut edits = vec![chosen];
        for id in self.base.given().iter() {
            let f = field(id);
            let rule = f.section == "service" && f.key != "service.preset";
            let value = target.get(id);
            if (rule || f.key == "link.kind") && value != self.inputs().get(id) {
                edits.push(Edit { field: id, value });
            }
        }
        edits
    }
}
