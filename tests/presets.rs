//! The presets: every entry is read and none is dropped, every number has its source or the word
//! "assumed", and what each service promises in the documentation holds when it is simulated.

use backup_sim::model::service::Preset;
use backup_sim::scenario::fields::find;
use backup_sim::scenario::{Inputs, preset, toml};
use backup_sim::units::Choice;

fn all() -> impl Iterator<Item = (&'static str, Preset, &'static str)> {
    Preset::ALL.iter().map(|&(p, word, _)| (word, p, preset::text(p)))
}

/// The inputs of a preset on top of the defaults.
fn inputs(preset: Preset) -> Inputs {
    let mut inputs = Inputs::default();
    for edit in preset::edits(preset) {
        assert!(inputs.put(edit.clone()));
    }
    inputs
}

#[test]
fn every_entry_of_every_preset_is_known_and_readable() {
    for (word, preset, text) in all() {
        let entries = toml::entries(text).unwrap_or_else(|f| panic!("{word}: {f:?}"));
        assert!(!entries.is_empty(), "{word} is empty");
        for entry in &entries {
            let field = find(&entry.key)
                .unwrap_or_else(|| panic!("{word}:{} no field {}", entry.line, entry.key));
            assert_eq!(field.key, entry.key, "{word}:{} write the key itself", entry.line);
            let reading = (field.read)(&entry.text)
                .unwrap_or_else(|e| panic!("{word}:{} {}: {e:?}", entry.line, entry.key));
            // Cables are sold in megabytes a second; the remark on it is for people who type.
            let remark = reading.note.filter(|_| entry.key != "link.usb_speed");
            assert_eq!(remark, None, "{word}:{} {} reads with a remark", entry.line, entry.key);
        }
        assert_eq!(preset::edits(preset).len(), entries.len(), "{word}: an entry was dropped");
        let mut keys: Vec<&str> = entries.iter().map(|e| e.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), entries.len(), "{word}: a key twice");
    }
}

#[test]
fn what_a_preset_sets_prints_and_reads_back_the_same() {
    for (word, preset, _) in all() {
        let inputs = inputs(preset);
        for edit in preset::edits(preset) {
            let printed = inputs.print(edit.field);
            let field = backup_sim::scenario::field(edit.field);
            let again = (field.read)(&printed)
                .unwrap_or_else(|e| panic!("{word} {}: {printed}: {e:?}", field.key));
            assert_eq!(again.value, edit.value, "{word} {}", field.key);
        }
    }
}

#[test]
fn no_preset_sets_what_only_the_owner_knows() {
    let never =
        ["library.size", "library.done", "link.upload", "cloud.free", "storage.free", "name"];
    for (word, _, text) in all() {
        for entry in toml::entries(text).unwrap() {
            assert!(!never.contains(&entry.key.as_str()), "{word} sets {}", entry.key);
            let by_cable = word.ends_with("usb") || word.contains("-usb");
            assert!(by_cable || entry.key != "window.allowed", "{word} sets the window");
        }
    }
}

#[test]
fn every_line_of_a_preset_has_a_source_with_a_date_or_is_called_assumed() {
    let said = |comment: &str| {
        let comment = comment.to_lowercase();
        let dated = ["collected 20", "project, 20", "2026-11"].iter().any(|d| comment.contains(d));
        dated || comment.contains("assumed") || comment.contains("by definition")
    };
    for (word, _, text) in all() {
        assert!(text.starts_with("# "), "{word}: the first line says what it is");
        assert!(!text.contains("platform-facts"), "{word}: name the source itself");
        let (mut comment, mut in_list) = (String::new(), false);
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(more) = line.strip_prefix('#') {
                comment.push_str(more);
            } else if line.is_empty() || line.starts_with('[') && !in_list {
                comment.clear();
            } else {
                let own = line.split_once('#').map_or("", |(_, c)| c);
                assert!(
                    said(&comment) || said(own),
                    "{word}:{} says nothing of {line}",
                    number + 1
                );
                in_list = line.ends_with('[') || in_list && !line.starts_with(']');
            }
        }
    }
}

#[test]
fn generic_repeats_the_built_in_defaults() {
    assert_eq!(inputs(Preset::Generic), Inputs::default());
}
