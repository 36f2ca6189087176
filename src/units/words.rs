//! The text of words from a fixed list, and of sets of them: any case, with `_`, `-` and spaces
//! alike; a word that is near one of the list leads to it.

use super::compound::{Choice, Set};
use super::error::{NOT_A_CHOICE, ReadError, SEVERAL_MEANT};
use super::fault::{Fault, Grammar, is_one_of, read, shown};
use super::windows_text::NOTHING;
use super::{Kind, Plain, Reading};

/// How many words are offered for one that is not known.
const MOST_OFFERED: usize = 3;

/// Whether two words are the same but for case and `_`, `-` and space.
fn alike(a: &str, b: &str) -> bool {
    let plain = |c: u8| match c {
        b'_' | b' ' => b'-',
        c => c.to_ascii_lowercase(),
    };
    a.len() == b.len() && a.bytes().map(plain).eq(b.bytes().map(plain))
}

fn find<C: Choice>(text: &str) -> Option<C> {
    let word = C::ALL.iter().find(|(_, word, _)| alike(word, text)).map(|&(c, _, _)| c);
    word.or_else(|| C::ALIASES.iter().find(|(word, _)| alike(word, text)).map(|&(_, c)| c))
}

/// The words of a list that are nearest to a text, best first. Words that start alike come first.
#[must_use]
pub fn nearest<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let text: String = text.chars().take(64).flat_map(char::to_lowercase).collect();
    let text = text.replace(['_', ' '], "-");
    let mut scored: Vec<(f64, &str)> = words
        .into_iter()
        .map(|word| {
            let starts = text.len() > 2 && (word.starts_with(&text) || text.starts_with(word));
            (if starts { 1.0 } else { strsim::jaro_winkler(&text, word) }, word)
        })
        .filter(|(score, _)| *score > 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().map(|(_, word)| word).take(MOST_OFFERED).collect()
}

fn list<C: Choice>() -> String {
    C::ALL.iter().map(|&(_, word, _)| word).collect::<Vec<_>>().join(", ")
}

fn meaning<C: Choice>(choice: C) -> &'static str {
    C::ALL.iter().find(|(c, _, _)| *c == choice).map_or("", |&(_, _, meaning)| meaning)
}

#[cold]
fn unknown<C: Choice>(text: &str) -> Fault<'_> {
    if text.is_empty() {
        return Fault::empty(text, C::NAME);
    }
    let refused = C::REFUSED.iter().find(|(word, ..)| alike(word, text));
    if let Some(&(_, why, meant)) = refused {
        let message = format!("{} may mean several: {why}", shown(text));
        let fault = Fault::new(SEVERAL_MEANT, text, message);
        return meant.iter().fold(fault, |f, &c| f.or(c.word(), meaning(c)));
    }
    let message = format!("{} is not one of {}", shown(text), list::<C>());
    let fault = Fault::new(NOT_A_CHOICE, text, message);
    let aliases = C::ALIASES.iter().map(|&(word, _)| word);
    let near = nearest(text, C::ALL.iter().map(|&(_, word, _)| word).chain(aliases));
    let near = near.into_iter().filter_map(find::<C>);
    let fault = near.fold(fault, |f, c| f.or(c.word(), meaning(c)));
    // The nearest come first; if there is none, the first of the list stand in.
    if fault.has_candidates() {
        return fault;
    }
    C::ALL.iter().take(MOST_OFFERED).fold(fault, |f, &(_, word, meaning)| f.or(word, meaning))
}

impl<C: Choice> Grammar for C {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        find::<C>(text).map(Into::into).ok_or_else(|| unknown::<C>(text))
    }
}

impl<C: Choice> Kind for C {
    const NAME: &'static str = <C as Choice>::NAME;
    const PLACEHOLDER: &'static str = "WORD";
    const EXAMPLE: &'static str = match <C as Choice>::ALL {
        [(_, word, _), ..] => word,
        [] => "",
    };
    const UNIT: Option<&'static str> = None;

    fn words() -> Vec<(&'static str, &'static str)> {
        <C as Choice>::ALL.iter().map(|&(_, word, meaning)| (word, meaning)).collect()
    }

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        self.word().to_owned()
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

impl<C: Choice> Grammar for Set<C> {
    fn parse(text: &str) -> Result<Reading<Self>, Fault<'_>> {
        let text = text.trim();
        if is_one_of(text, &NOTHING) {
            return Ok(Set::EMPTY.into());
        }
        // One word may contain a space: `screen off`.
        if let Some(choice) = find::<C>(text) {
            return Ok(Set::of(&[choice]).into());
        }
        let mut found = Vec::new();
        for entry in text.split([',', ';', '+']).map(str::trim).filter(|e| !e.is_empty()) {
            if let Some(choice) = find::<C>(entry) {
                found.push(choice);
                continue;
            }
            for word in entry.split_whitespace() {
                found.push(find::<C>(word).ok_or_else(|| unknown::<C>(word))?);
            }
        }
        if found.is_empty() {
            return Err(Fault::empty(text, "a word of the list, or nothing,"));
        }
        Ok(Set::of(&found).into())
    }
}

impl<C: Choice> Kind for Set<C> {
    const NAME: &'static str = <C as Choice>::NAME;
    const PLACEHOLDER: &'static str = "WORDS";
    const EXAMPLE: &'static str = <C as Kind>::EXAMPLE;
    const UNIT: Option<&'static str> = None;

    fn words() -> Vec<(&'static str, &'static str)> {
        <C as Choice>::ALL.iter().map(|&(_, word, meaning)| (word, meaning)).collect()
    }

    fn read(text: &str) -> Result<Reading<Self>, ReadError> {
        read(text)
    }

    fn print(&self) -> String {
        if self.is_empty() {
            return "nothing".to_owned();
        }
        self.iter().map(Choice::word).collect::<Vec<_>>().join(", ")
    }

    fn plain(&self) -> Plain {
        Plain::Text(self.print())
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::*;
    use super::*;

    crate::choices! {
        /// A list for the tests.
        enum Pet ("pet") {
            /// A cat.
            Cat = "house-cat",
            /// A dog.
            Dog = "dog",
            /// A parrot.
            Parrot = "parrot",
        }
        aliases { "hound" => Dog }
        refused { "animal" => ("cat or dog", [Cat, Dog]) }
    }

    fn refused<T: Kind>(text: &str, code: Code) -> Vec<String> {
        let e = T::read(text).unwrap_err();
        assert_eq!(e.code, code, "{text}: {e}");
        e.instead.into_iter().map(|s| s.typed).collect()
    }

    #[test]
    fn case_and_joints_do_not_matter() {
        for text in ["house-cat", "House Cat", "HOUSE_CAT", " house-cat "] {
            assert_eq!(Pet::read(text).unwrap().value, Pet::Cat, "{text}");
        }
        assert_eq!(Pet::read("hound").unwrap().value, Pet::Dog);
        assert_eq!(<Pet as Kind>::EXAMPLE, "house-cat");
    }

    #[test]
    fn a_near_word_leads_to_the_one_that_is_meant() {
        assert_eq!(refused::<Pet>("parot", NOT_A_CHOICE), ["parrot"]);
        assert_eq!(refused::<Pet>("houd", NOT_A_CHOICE)[0], "dog");
        assert_eq!(refused::<Pet>("zzz", NOT_A_CHOICE), ["house-cat", "dog", "parrot"]);
        assert_eq!(refused::<Pet>("", EMPTY), ["house-cat"]);
        let e = Pet::read("parot").unwrap_err();
        assert_eq!(e.instead[0].meaning, "A parrot.");
        let e = Pet::read("zzz").unwrap_err();
        assert!(e.message.contains("house-cat, dog, parrot"), "{}", e.message);
    }

    #[test]
    fn a_word_that_begins_alike_comes_before_one_that_looks_alike() {
        let long = "link.upload-by-hour";
        assert_eq!(nearest("link", [long, "linc"]), [long, "linc"]);
        // Two letters are too few to say what is meant.
        assert_eq!(nearest("li", [long]), [""; 0]);
        assert_eq!(nearest("dog-and-bone", ["dig-and-bone", "dog"]), ["dog", "dig-and-bone"]);
    }

    #[test]
    fn a_list_says_its_words_with_what_they_mean() {
        let words = [("house-cat", "A cat."), ("dog", "A dog."), ("parrot", "A parrot.")];
        assert_eq!(Pet::words(), words);
        assert_eq!(Set::<Pet>::words(), words);
        assert_eq!(Option::<Pet>::words(), words);
        assert_eq!(<crate::units::Size as Kind>::words(), []);
    }

    #[test]
    fn a_word_that_names_several_is_refused_with_them() {
        assert_eq!(refused::<Pet>("Animal", SEVERAL_MEANT), ["house-cat", "dog"]);
    }

    #[test]
    fn sets_take_commas_or_spaces() {
        let set = |text| Set::<Pet>::read(text).unwrap().value;
        assert!(set("dog, house cat") == Set::of(&[Pet::Cat, Pet::Dog]));
        assert!(set("dog house-cat") == Set::of(&[Pet::Cat, Pet::Dog]));
        assert!(set("nothing") == Set::EMPTY && set("none").is_empty());
        assert_eq!(set("parrot,dog").print(), "dog, parrot");
        assert_eq!(refused::<Set<Pet>>("dog, parot", NOT_A_CHOICE), ["dog, parrot"]);
        assert_eq!(refused::<Set<Pet>>(",", EMPTY), ["house-cat"]);
    }
}
