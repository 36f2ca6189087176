//! A backup in two parts: photos and videos by a sync of their own, the rest by the backup. A case
//! flows in, both parts flow out, simulated on one line and in one storage plan.

use super::changes::{Case, edit, round_down};
use super::probe::Probe;
use crate::client::classes::library_size;
use crate::edit::Edit;
use crate::model::service::Preset;
use crate::model::space::free_space;
use crate::scenario::fields::id_of;
use crate::sim::outcome::Finish;
use crate::units::{Count, Items, Rival, RivalDemand, RivalTime, Rivals, Size};

/// One part of what is backed up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// By which service.
    pub preset: Preset,
    /// How much.
    pub size: Size,
    /// When it is done; `None` if not within the nights that were looked at.
    pub finish: Option<Finish>,
}

/// The edits of the backup without photos, and both parts.
pub struct TwoParts {
    /// The edits of the part that stays with the backup.
    pub edits: Vec<Edit>,
    /// That part simulated.
    pub probe: Probe,
    /// The backup, then the sync.
    pub parts: [Part; 2],
}

/// The sync that takes photos off a backup, by the same provider.
pub const fn sync_of(preset: Preset) -> Option<Preset> {
    match preset {
        Preset::IcloudBackup => Some(Preset::IcloudPhotos),
        _ => None,
    }
}

/// The classes of items that a photo sync takes.
fn is_media(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("photo") || name.contains("video")
}

/// Photos and videos by a sync of their own. `None` where the library has none, where nothing else
/// is in it, or where part of it is done already and nobody knows which.
pub fn photos_separate(case: &Case<'_>) -> Option<TwoParts> {
    let i = case.base.inputs();
    let preset = i.service.preset;
    let sync = sync_of(preset)?;
    let known = i.library.listing.is_none() && i.library.done == Size::ZERO;
    let items = i.library.items.as_ref().filter(|_| known)?;
    let (media, rest): (Vec<_>, Vec<_>) = items.0.iter().cloned().partition(|c| is_media(&c.name));
    let (media, rest) = (Items(media), Items(rest));
    let sum = |items: &Items| {
        items.0.iter().map(|c| u128::from(c.count) * u128::from(c.size.bytes())).sum::<u128>()
    };
    let whole = library_size(&i.library);
    let (of_media, of_rest) = (sum(&media), sum(&rest));
    if of_media == 0 || of_rest == 0 {
        return None;
    }
    let share = u128::from(whole.bytes()) * of_rest / (of_media + of_rest);
    let exact = u64::try_from(share).ok()?;
    // A shape is scaled to any size; classes that were counted are taken as they are.
    let told = if i.library.size.is_some() { round_down(exact) } else { exact };
    let stays = Size::from_bytes(told.max(1));
    let moved = whole.minus(stays);
    let room = |less: Size| -> Option<Vec<Edit>> {
        let Some(free) = free_space(&i.cloud) else { return Some(Vec::new()) };
        // Both fill the same space.
        let left = Size::from_bytes(free.bytes().checked_sub(less.bytes())?);
        let mut edits = Vec::new();
        if i.cloud.plan.is_some() {
            let used = i.cloud.plan?.minus(left);
            edits.push(edit(const { id_of("cloud.used") }, Some(used)));
        }
        if i.cloud.free.is_some() || i.cloud.plan.is_none() {
            edits.push(edit(const { id_of("cloud.free") }, Some(left)));
        }
        Some(edits)
    };
    let beside = |name: &str, flows: Count, size: Size| {
        let mut rivals = i.link.rivals.clone();
        rivals.0.push(Rival {
            name: name.to_owned(),
            flows: u32::try_from(flows.get()).unwrap_or(1),
            demand: RivalDemand::Sized(size),
            time: RivalTime::Always,
            until_cut: false,
        });
        edit(const { id_of("link.rivals") }, Rivals(rivals.0))
    };
    let part = |size: Size, items: Items| {
        [
            edit(const { id_of("library.size") }, Some(size)),
            edit(const { id_of("library.items") }, Some(items)),
        ]
    };

    let mut of_sync = case.instead(sync);
    of_sync.extend(part(moved, media));
    of_sync.extend(room(stays)?);
    of_sync.push(beside("backup", i.service.flows, stays));
    let photos = Probe::of(case.base, &of_sync)?;

    let mut edits = Vec::from(part(stays, rest));
    edits.extend(room(moved)?);
    edits.push(beside("sync", photos.scenario.inputs().service.flows, moved));
    let probe = Probe::of(case.base, &edits)?;
    let parts = [
        Part { preset, size: stays, finish: probe.outcome.finish },
        Part { preset: sync, size: moved, finish: photos.outcome.finish },
    ];
    Some(TwoParts { edits, probe, parts })
}
