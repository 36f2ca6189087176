//! The presets: one TOML file for each service, embedded, with the source of every number. Parsed
//! once; edits flow out.

use crate::edit::Edit;
use crate::model::service::Preset;
use crate::units::Choice;
use std::sync::OnceLock;

/// The text of a preset's file.
pub const fn text(preset: Preset) -> &'static str {
    match preset {
        Preset::IcloudBackup => include_str!("presets/icloud-backup.toml"),
        Preset::IcloudPhotos => include_str!("presets/icloud-photos.toml"),
        Preset::GoogleBackup => include_str!("presets/google-backup.toml"),
        Preset::GooglePhotos => include_str!("presets/google-photos.toml"),
        Preset::SamsungCloud => include_str!("presets/samsung-cloud.toml"),
        Preset::Onedrive => include_str!("presets/onedrive.toml"),
        Preset::ComputerUsb2 => include_str!("presets/computer-usb2.toml"),
        Preset::ComputerUsb3 => include_str!("presets/computer-usb3.toml"),
        Preset::AndroidUsb => include_str!("presets/android-usb.toml"),
        Preset::RcloneWebdav => include_str!("presets/rclone-webdav.toml"),
        Preset::RcloneS3 => include_str!("presets/rclone-s3.toml"),
        Preset::Restic => include_str!("presets/restic.toml"),
        Preset::Rsync => include_str!("presets/rsync.toml"),
        Preset::Generic => include_str!("presets/generic.toml"),
    }
}

/// The edits of a preset, to be applied above the built-in defaults. A preset whose file does not
/// parse gives the edits before the fault; a test parses them all.
pub fn edits(preset: Preset) -> &'static [Edit] {
    static PARSED: [OnceLock<Vec<Edit>>; Preset::ALL.len()] =
        [const { OnceLock::new() }; Preset::ALL.len()];
    match PARSED.get(preset as usize) {
        Some(cell) => cell.get_or_init(|| parse(text(preset))),
        None => &[],
    }
}

fn parse(text: &str) -> Vec<Edit> {
    super::toml::entries(text)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|entry| {
            let found = super::fields::find(&entry.key)?;
            let value = (found.read)(&entry.text).ok()?.value;
            Some(Edit { field: found.id, value })
        })
        .collect()
}
