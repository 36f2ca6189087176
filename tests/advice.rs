//! Advice, followed to the letter: what the answer for people prints as the speed or the size that
//! would do is typed back, and the answer must be yes. It is taken from the text, so that rounding
//! is part of it.

use super::scenarios::{files, scenario};
use backup_sim::report::text::{TextOptions, text};
use backup_sim::scenario::{Draft, Origin, Scenario, fields::id_of, toml};
use backup_sim::sim::Record;
use backup_sim::sim::outcome::Verdict;
use backup_sim::study::{answer, answer::Answer};

fn told(scenario: Scenario) -> (Answer, String) {
    let answer = answer(scenario, 0, 1, 1, 1, Record::No);
    let text = text(&answer, &TextOptions::default());
    (answer, text)
}

/// The quantity that stands before or behind some words of the line "One night".
fn printed(text: &str, before: &str, behind: &str) -> Option<String> {
    let line = text.lines().find(|l| l.starts_with("One night"))?;
    let from = line.find(before)? + before.len();
    let words: Vec<&str> = line[from..].split_whitespace().take(2).collect();
    let fits = line[from..].contains(behind);
    fits.then(|| words.join("").trim_end_matches([',', ';']).to_owned())
}

/// The scenario of a text with one value typed over.
fn with(name: &str, toml_text: &str, key: &str, value: &str) -> Scenario {
    let mut draft = Draft::new();
    toml::apply(&mut draft, name, toml_text);
    draft.set_field(id_of(key), value, Origin::Study);
    draft.build().unwrap_or_else(|e| panic!("{name}: {key} = {value}: {e:#?}"))
}

#[test]
fn advice_that_is_printed_and_followed_gives_a_yes() {
    let (mut speeds, mut sizes) = (0, 0);
    let extra = [
        ("odd", "[library]\nsize = \"37.77GB\"\n[link]\nupload = \"3.17Mbps\"\n"),
        (
            "tight",
            "[library]\nsize = \"10260000001B\"\n[link]\nupload = \"3Mbps\"\n[window]\nallowed = \"23:00-07:00\"\n",
        ),
        (
            "day",
            "[library]\nsize = \"37GB\"\n[link]\nupload = \"3Mbps\"\n[window]\nallowed = \"09:00-17:00\"\n",
        ),
        ("done", "[library]\nsize = \"40GB\"\ndone = \"20GB\"\n[link]\nupload = \"3Mbps\"\n"),
    ];
    let extra = extra.map(|(name, text)| (name.to_owned(), text.to_owned()));
    for (name, toml_text) in files("scenarios").into_iter().chain(extra) {
        let (found, text) = told(scenario(&name, &toml_text));
        let yes = found.outcome.verdict == Verdict::Finishes;
        assert_eq!(crate::report::audience::is_yes(&text), yes, "{name}: {text}");
        let follow = |key: &str, value: Option<String>, count: &mut u32| {
            let Some(value) = value else { return };
            let (again, text) = told(with(&name, &toml_text, key, &value));
            assert_eq!(again.outcome.verdict, Verdict::Finishes, "{name}: {key} = {value}\n{text}");
            assert!(crate::report::audience::is_yes(&text), "{name}: {text}");
            *count += 1;
        };
        let (speed, size) = match yes {
            true => (
                printed(&text, "still in time with ", "upload"),
                printed(&text, "a backup of ", ""),
            ),
            false => (printed(&text, "needs ", "upload,"), printed(&text, "at most ", "")),
        };
        follow("link.upload", speed, &mut speeds);
        follow("library.size", size, &mut sizes);
    }
    assert!(speeds >= 12 && sizes >= 16, "only {speeds} speeds and {sizes} sizes");
}

#[test]
fn the_size_is_told_as_it_was_stated_whatever_grows() {
    // Google Photos adds 100 MB a day by its preset: on night 4 the library holds 10.3 GB.
    let (name, toml_text) =
        files("scenarios").into_iter().find(|(name, _)| name == "doze").unwrap();
    let (found, text) = told(scenario(&name, &toml_text));
    assert_eq!(found.outcome.bytes.size.bytes(), 10_300_000_000);
    assert!(text.contains(": 10 GB at 20 Mbps takes 4 nights."), "{text}");
    assert!(text.contains("Read as      10 GB = 10,000,000,000 bytes"), "{text}");
    assert!(text.contains("100 MB new a day"), "{text}");
}
