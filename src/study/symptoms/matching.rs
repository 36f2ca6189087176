//! A text as typed flows in; the nearest entries of the catalogue flow out, each with how near it is.
//! Words are compared one by one with room for typos (Damerau and Levenshtein's distance, from the
//! crate `strsim`), in any order; rare words count more than common ones. A word that is denied ("not
//! backed up") is no meeting with the same word that is not. What is said beside the nearest entry is
//! heard by itself, clause by clause.

use super::{SYMPTOMS, Shape, Symptom};

/// How near an entry must be to count as meant: found with the tests of this module, whose texts lie
/// at 0.66 and over where they mean something and under 0.5 where they do not.
const MEANT: f64 = 0.60;

/// How much of what was said a text of a word or two must hold (assumed).
const SHORT: f64 = 0.45;

/// How near an entry must be to what is said beside another one: a part of a text says less, so it
/// must be plainer (assumed).
const BESIDE: f64 = 0.75;

/// What was heard in a text.
#[derive(Clone, Debug)]
pub struct Heard {
    /// The entry that is meant and how near the text is to it, 0 to 1.
    pub meant: Option<(&'static Symptom, f64)>,
    /// The text of that entry that is the nearest.
    pub text: Option<&'static str>,
    /// Entries that are meant beside it, each with how near what was said of it is.
    pub also: Vec<(&'static Symptom, f64)>,
    /// The three nearest entries.
    pub nearest: Vec<&'static Symptom>,
    /// A percentage in the text.
    pub percent: Option<f64>,
    /// How long, in hours, if the text names it: `for 6 hours`, `overnight`.
    pub hours: Option<f64>,
    /// It is about putting a backup back, which is another matter than making one.
    pub restore: bool,
}

/// A word as it is compared.
struct Word {
    text: String,
    /// Something in front of it denies it.
    denied: bool,
}

impl Heard {
    /// All that is meant, the nearest entry first.
    pub fn all(&self) -> impl Iterator<Item = (&'static Symptom, f64)> {
        self.meant.into_iter().chain(self.also.iter().copied())
    }

    /// What it says of the progress: the first of what is meant that says anything.
    pub fn shape(&self) -> Option<Shape> {
        let shapes = || self.all().map(|(symptom, _)| symptom.shape);
        shapes().find(|s| matches!(s, Shape::Stuck | Shape::Slow)).or_else(|| shapes().next())
    }
}

/// An entry, how near it is, and its nearest text.
type Near = (f64, &'static Symptom, &'static str);

/// Hears a text.
pub fn hear(text: &str) -> Heard {
    let said = words(text);
    let all = ranked(&said);
    let (percent, hours) = figures(text);
    let restore = said.iter().any(|w| w.text.starts_with("restor"));
    let nearest = all.iter().take(3).map(|&(_, s, _)| s).collect();
    let first = exact(text).or_else(|| all.first().copied().filter(|(near, ..)| *near >= MEANT));
    let mut meant: Vec<Near> = first.into_iter().collect();
    meant.extend(beside(text, first));
    // What says more than that it does not work goes before what does not.
    meant.sort_by_key(|(_, s, _)| s.shape == Shape::Vague);
    if restore {
        meant.clear();
    }
    let also = meant.iter().skip(1).filter(|(_, s, _)| s.shape != Shape::Vague);
    let also = also.map(|&(near, s, _)| (s, near)).collect();
    let first = meant.first();
    Heard {
        meant: first.map(|&(near, s, _)| (s, near)),
        text: first.map(|&(.., text)| text),
        also,
        nearest,
        percent,
        hours,
        restore,
    }
}

/// The entry of which this is a text, letter by letter, though all its words say little by themselves.
fn exact(text: &str) -> Option<Near> {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let said = letters(text);
    let mut all = SYMPTOMS.iter().flat_map(|s| s.texts.iter().map(move |&t| (1.0, s, t)));
    all.find(|(.., text)| letters(text) == said)
}

/// The catalogue, nearest first; its order breaks ties.
fn ranked(said: &[Word]) -> Vec<Near> {
    let nearness = |s: &'static Symptom| {
        let each = s.texts.iter().map(|&t| (near(said, &words(t)), t));
        let (near, text) =
            each.fold((0.0, ""), |best, next| if next.0 > best.0 { next } else { best });
        (near, s, text)
    };
    let mut all: Vec<Near> = SYMPTOMS.iter().map(nearness).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all
}

/// What is meant beside the first: of each clause the words that the first does not say.
fn beside(text: &str, first: Option<Near>) -> Vec<Near> {
    let taken = first.map_or_else(Vec::new, |(.., text)| words(text));
    let says = |words: &[Word]| words.iter().map(|w| weight(&w.text)).sum::<f64>();
    let mut found: Vec<Near> = Vec::new();
    for clause in clauses(text) {
        let all = words(&clause);
        let (rest, told): (Vec<Word>, Vec<Word>) =
            all.into_iter().partition(|w| taken.iter().all(|t| meet(w, t) == 0.0));
        if says(&rest) < 1.0 {
            continue;
        }
        // A clause that is mostly new is heard whole.
        let whole = says(&rest) >= says(&told);
        let heard = if whole { words(&clause) } else { rest };
        let near = ranked(&heard).into_iter().next().filter(|(near, ..)| *near >= BESIDE);
        let new = |n: &Near| {
            let known = first.iter().chain(&found).any(|f| f.1.id == n.1.id);
            !known && (n.1.shape != Shape::Vague || first.is_none()) && n.1.id != "moving"
        };
        found.extend(near.filter(new));
    }
    found
}

/// The parts of a text between its marks and its "but", "and", "because".
fn clauses(text: &str) -> Vec<String> {
    let mut marked = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        // The mark in `62.5` and in `Wi-Fi 10:30` divides nothing.
        let ends = letters.peek().is_none_or(|next| !next.is_alphanumeric());
        let mark = matches!(c, ';' | '!' | '?' | '(' | ')' | '\n' | '"')
            || matches!(c, '.' | ',' | ':') && ends;
        marked.push(if mark { '\n' } else { c });
    }
    for word in [" but ", " and ", " because "] {
        marked = marked.replace(word, "\n");
    }
    marked.lines().map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect()
}

/// Words as they are compared: small letters, numbers as `#`, ways to write one thing made one.
fn words(text: &str) -> Vec<Word> {
    let text = text.to_lowercase().replace('\u{2019}', "'").replace("n't", " not");
    let text = text.replace("wi-fi", "wifi").replace("wi fi", "wifi").replace("e-mail", "email");
    let text =
        text.replace("back up", "backup").replace("backs up", "backup").replace('%', " percent ");
    let text = text.replace("backed up", "backup");
    let mut out: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '#') {
        let word = match word {
            "" => continue,
            w if w.bytes().all(|b| b.is_ascii_digit() || b == b'#') => "#",
            w => same_word(w),
        };
        // `62.5 %` is one number.
        if !(word == "#" && out.last().is_some_and(|last| last == "#")) {
            out.push(word.to_owned());
        }
    }
    denials(out)
}

/// Which words are denied: the two that say something behind a denial.
fn denials(words: Vec<String>) -> Vec<Word> {
    let mut left = 0;
    let mark = |text: String| {
        let says = text == "backup" || weight(&text) >= 1.0;
        let denied = left > 0 && says && !is_denial(&text);
        if is_denial(&text) {
            left = 2;
        } else if says {
            left = i32::max(left - 1, 0);
        }
        Word { text, denied }
    };
    words.into_iter().map(mark).collect()
}

fn is_denial(word: &str) -> bool {
    matches!(word, "not" | "no" | "never" | "without")
}

/// One word for several that say the same of a backup.
fn same_word(word: &str) -> &str {
    match word {
        "percentage" | "pct" => "percent",
        "hangs" | "hanging" | "hung" | "frozen" | "freezes" | "freezing" | "freeze" | "sticks"
        | "stands" => "stuck",
        "couldnt" | "hasnt" | "havent" | "wont" | "doesnt" | "didnt" | "isnt" | "wasnt"
        | "dont" | "cant" | "cannot" | "wouldnt" | "arent" => "not",
        // What is left of "can't" and "won't".
        "ca" | "wo" => "will",
        "working" | "works" | "worked" => "work",
        "happens" | "happening" | "happened" => "happens",
        "backups" | "backing" | "backed" => "backup",
        "overnight" | "nights" => "night",
        "hour" | "hrs" => "hours",
        "day" => "days",
        "mins" | "minutes" => "minute",
        "turned" | "turning" | "switches" | "switched" | "turn" => "turns",
        "itself" | "own" => "itself",
        "stopped" | "stopping" | "stop" | "pauses" | "aborts" => "stops",
        "fails" | "failing" | "fail" | "unsuccessful" => "failed",
        "unlocks" | "unlocked" => "unlock",
        "using" | "used" => "use",
        "cell" | "smartphone" | "handset" | "device" => "phone",
        "toggles" | "switch" | "slider" => "toggle",
        "space" => "storage",
        other => other,
    }
}

/// How much a word says: little words say little.
fn weight(word: &str) -> f64 {
    match word {
        "the" | "a" | "an" | "is" | "it" | "its" | "to" | "of" | "my" | "in" | "on" | "or"
        | "and" | "be" | "by" | "been" | "i" | "has" | "have" | "this" | "that" | "at" | "was"
        | "with" | "for" | "your" | "s" | "there" | "are" | "me" | "so" | "just" | "very"
        | "would" | "will" | "do" | "does" | "did" | "why" | "anymore" | "you" | "from"
        | "says" | "message" | "m" | "am" | "im" | "we" | "because" | "up" => 0.15,
        "backup" | "phone" | "iphone" | "icloud" | "google" | "android" | "samsung" | "cloud"
        | "#" | "percent" | "not" | "time" | "last" | "when" | "only" | "keeps" | "photos"
        | "every" => 0.5,
        _ => 1.0,
    }
}

/// How alike two words are, 0 or 0.8 to 1: one typo in a word of four letters, two in one of eight.
fn alike(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if short < 4 {
        return 0.0;
    }
    let typos = strsim::damerau_levenshtein(a, b);
    let same_stem = short >= 5 && long - short <= 3 && (a.starts_with(b) || b.starts_with(a));
    if typos * 4 <= long || same_stem { 0.85 } else { 0.0 }
}

/// How alike two words are in what they say and in whether it is denied.
fn meet(a: &Word, b: &Word) -> f64 {
    if a.denied == b.denied { alike(&a.text, &b.text) } else { 0.0 }
}

/// How near what was said is to a text of the catalogue: mostly how much of that text was said, and
/// partly how much of what was said is that text.
fn near(said: &[Word], text: &[Word]) -> f64 {
    let covered = |of: &[Word], by: &[Word]| {
        let (mut found, mut all) = (0.0, 0.0);
        for word in of {
            let best = by.iter().map(|other| meet(word, other)).fold(0.0, f64::max);
            found += weight(&word.text) * best;
            all += weight(&word.text);
        }
        if all > 0.0 { found / all } else { 0.0 }
    };
    // One says what the other denies: the opposite, however many words they share.
    let opposite = |a: &Word| {
        let same = |b: &&Word| weight(&a.text) >= 0.5 && alike(&a.text, &b.text) > 0.0;
        let mut there = text.iter().filter(same).peekable();
        there.peek().is_some() && there.all(|b| a.denied != b.denied)
    };
    let again = |a: &Word| said.iter().any(|b| b.text == a.text && b.denied != a.denied);
    if said.iter().any(|word| opposite(word) && !again(word)) {
        return 0.0;
    }
    // A single common word in common is no meeting.
    let common = text.iter().filter(|w| said.iter().any(|s| meet(w, s) > 0.0));
    if common.map(|w| weight(&w.text)).sum::<f64>() < 1.0 {
        return 0.0;
    }
    let (of_text, of_said) = (covered(text, said), covered(said, text));
    // A text of a word or two is meant only where little else was said.
    let says = text.iter().map(|w| weight(&w.text)).sum::<f64>();
    if says < 2.0 && of_said < SHORT { 0.0 } else { 0.65 * of_text + 0.35 * of_said }
}

/// A percentage and a length in hours.
fn figures(text: &str) -> (Option<f64>, Option<f64>) {
    let text = text.to_lowercase().replace('%', " % ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |w: &str| {
        let w = w.trim_matches(|c: char| !c.is_ascii_digit());
        (w.len() <= 6).then(|| w.replace(',', ".").parse::<f64>().ok()).flatten()
    };
    let behind = |units: &[&str]| {
        words
            .windows(2)
            .find(|w| units.iter().any(|u| w[1].starts_with(u)))
            .and_then(|w| number(w[0]))
    };
    // "a small percentage" is about five.
    let small = ["small percent", "few percent", "low percent"].iter().any(|w| text.contains(w));
    let percent = behind(&["%", "percent", "pct"]).filter(|&p| p <= 100.0);
    let percent = percent.or(small.then_some(5.0));
    let named = behind(&["hour", "hrs", "h "]).filter(|&h| (0.25..=240.0).contains(&h));
    let days = behind(&["day"]).filter(|&d| (1.0..=60.0).contains(&d)).map(|d| d * 24.0);
    let night =
        text.contains("overnight") || text.contains("all night") || text.contains("whole night");
    (percent, named.or(days).or(night.then_some(8.0)))
}
