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

/// The files hold nothing but sections, values each begun on a line of its own, and comments on lines
/// of theirs: read as any TOML they would take a fifth of a short run. A test holds this reader
/// against that of scenario files.
fn parse(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut section = "";
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    while let Some(line) = lines.next() {
        let Some((key, first)) = line.split_once(" = ") else {
            section = line.trim_matches(['[', ']']);
            continue;
        };
        let mut value = first.to_owned();
        if first.starts_with('[') && !first.ends_with(']') {
            lines.by_ref().take_while(|line| *line != "]").for_each(|line| value.push_str(line));
        }
        edits.extend(edit(&format!("{section}.{key}"), &value));
    }
    edits
}

/// A value of a file as the edit it stands for.
fn edit(key: &str, value: &str) -> Option<Edit> {
    let text = match value {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        // One text, or those of a list.
        _ if value.contains('"') => {
            value.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(", ")
        }
        number => number.to_owned(),
    };
    let found = super::fields::fields().iter().find(|field| field.key == key)?;
    Some(Edit { field: found.id, value: (found.read)(&text).ok()?.value })
}
