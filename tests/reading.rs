//! How hard the answers are to read: the text of every example flows in, its Flesch-Kincaid grade flows
//! out (Kincaid, Fishburne, Rogers, Chissom, 1975). Menu paths, strings of the screen and lines to type are
//! nobody's prose and are left out.

use crate::scenarios::{files, scenario};
use backup_sim::report::audience::{self, Audience};
use backup_sim::report::text::{TextOptions, text};
use backup_sim::sim::Record;
use backup_sim::study;

/// The grade that nobody should need to go beyond.
const GRADE: f64 = 8.0;
/// What is no prose, by its label.
const NO_PROSE: [&str; 4] = ["Next", "Read as", "Look at", "On screen"];

/// Groups of vowels, less a silent e at the end; at least one.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut groups = 0;
    let mut before = false;
    for c in word.chars() {
        let vowel = is_vowel(c);
        groups += usize::from(vowel && !before);
        before = vowel;
    }
    let silent = word.ends_with('e') && !word.ends_with("le")
        || word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded");
    (groups - usize::from(silent && groups > 1)).max(1)
}

/// 0.39 x words per sentence + 11.8 x syllables per word - 15.59.
fn grade(sentences: &[String]) -> f64 {
    let prose = sentences.join(". ");
    let words: Vec<&str> = prose
        .split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '-'))
        .filter(|word| word.starts_with(char::is_alphabetic))
        .collect();
    let ends = prose.split_inclusive(['.', ';', ':', '?', '!']);
    let count = ends.filter(|s| s.contains(char::is_alphabetic)).count().max(1);
    let all: usize = words.iter().map(|word| syllables(word)).sum();
    let per = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    0.39 * per(words.len(), count) + 11.8 * per(all, words.len()) - 15.59
}

/// The prose of an answer: its verdict, then what stands behind each label.
fn prose(text: &str) -> Vec<String> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let labelled = line.get(..13).is_some_and(|label| label.ends_with(' '));
        match (parts.last_mut(), line.get(..13).map(str::trim), line.get(13..)) {
            (Some(last), Some(""), Some(more)) => last.1 += &format!(" {}", more.trim()),
            (Some(_), Some(label), Some(more)) if labelled => {
                parts.push((label.to_owned(), more.trim().to_owned()));
            }
            _ => parts.push((String::new(), line.trim_end_matches('.').to_owned())),
        }
    }
    let told = parts.into_iter().filter(|(label, _)| !NO_PROSE.contains(&label.as_str()));
    // Behind three spaces stands a flag to paste.
    told.map(|(_, text)| text.split("   ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_grade_of_known_sentences_is_as_on_paper() {
    // 6 words in a sentence, one syllable each: 2.34 + 11.8 - 15.59.
    let simple = grade(&["the cat sat on the mat".to_owned()]);
    assert!((simple - (2.34 + 11.8 - 15.59)).abs() < 1e-9, "{simple}");
    assert_eq!(
        ["upload", "failed", "finishes", "time", "idle", "needed"].map(syllables),
        [2, 1, 3, 1, 2, 2]
    );
}

#[test]
fn no_example_needs_more_than_eight_years_of_school() {
    for (name, file) in files("scenarios") {
        let answer = study::answer(scenario(&name, &file), 200, 1, 1, 1, Record::No);
        let whole = text(&answer, &TextOptions::default());
        let found = grade(&prose(&whole));
        assert!(found <= GRADE, "{name}: grade {found:.1}\n{whole}");
        let owner = audience::text(&answer, Audience::Owner, &TextOptions::default());
        let told: Vec<String> =
            owner.lines().filter(|l| !l.starts_with("Look at")).map(str::to_owned).collect();
        let found = grade(&told);
        assert!(found <= GRADE, "{name} for its owner: grade {found:.1}\n{owner}");
    }
}
