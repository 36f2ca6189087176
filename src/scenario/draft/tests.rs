//! An edit of a scenario beside the same scenario built from the ground up.

use super::*;
use crate::scenario::fields::fields;

#[test]
fn an_edit_gives_what_building_from_the_ground_up_gives() {
    for preset in ["generic", "icloud-backup", "google-photos", "computer-usb2", "restic"] {
        let mut draft = Draft::new();
        for (name, text) in [
            ("preset", preset),
            ("size", "40GB"),
            ("upload", "3Mbps"),
            ("battery", "50%"),
            ("spread", "size 30GB..50GB"),
        ] {
            draft.set(name, text, Origin::Flag(format!("--{name}")));
        }
        let base = draft.build().unwrap();
        let mut base = vec![base];
        let size = field(id_of("library.size"));
        let edit = Edit { field: size.id, value: (size.read)("45GB").unwrap().value };
        base.push(base[0].with(&[edit]).unwrap());
        for base in &base {
            for f in fields() {
                let Ok(reading) = (f.read)(f.kind.example) else { continue };
                let edits = [Edit { field: f.id, value: reading.value }];
                assert_eq!(base.with(&edits), base.rebuilt(&edits), "{preset} {}", f.key);
            }
        }
    }
}
