//! Wrong values of the kinds that are words: each word of the list with a letter more, less or
//! other, and words of something else. Each mutation is one slip of a finger away.

use super::Miss;

/// The kinds, their words, and the code of a word that is not in the list.
const KINDS: &[(&str, &str, &str)] = &[
    ("service", "E028", "icloud-backup google-photos onedrive generic iphone"),
    ("start", "E028", "automatic manual"),
    ("requirement", "E028", "power charging unmetered locked idle"),
    ("on-stuck", "E028", "stop skip"),
    ("quota", "E028", "up-front until-full"),
    ("commit", "E028", "whole item"),
    ("order", "E028", "as-is small-first photos-first"),
    ("upload-is", "E028", "test typical plan"),
    ("client", "E028", "plain rclone-webdav rclone-s3 restic rsync"),
    ("link-kind", "E028", "wifi wired usb"),
    ("power-saving", "E028", "off on auto"),
    ("software", "E028", "current outdated unsupported"),
    ("platform", "E028", "iphone android samsung computer"),
    ("fault", "E028", "stuck-process old-apps stale-cache"),
    ("yes or no", "E030", "yes no true false on off y n"),
];

const OTHER: &[&str] = &[
    "3",
    "40GB",
    "3Mbps",
    "25%",
    "22:00-07:00",
    "maybe",
    "perhaps",
    "dropbox",
    "1",
    "0",
    "-1",
    "NaN",
    "null",
    "undefined",
    "ja",
    "oui",
    "=1+1",
    "???",
    "<b>",
    "a lot",
    "\u{4f60}\u{597d}",
];

/// The wrong values of a kind; empty if it is no kind of words.
pub fn misses(kind: &str) -> Vec<Miss> {
    let Some(&(_, code, words)) = KINDS.iter().find(|(name, ..)| *name == kind) else {
        return Vec::new();
    };
    let mut list = Vec::new();
    for word in words.split(' ') {
        for text in slips(word) {
            list.push(Miss { text, code, near: true });
        }
    }
    list.extend(OTHER.iter().map(|&text| Miss { text: text.to_owned(), code, near: false }));
    list.push(Miss { text: "  ".to_owned(), code: "E010", near: false });
    if kind == "service" {
        list.push(Miss { text: "android".to_owned(), code: "E029", near: true });
    }
    let valid = |text: &str| {
        let known = super::fields().iter().find(|f| f.kind.name == kind).unwrap();
        text != "android" && (known.read)(text).is_ok() && is_a_word(text, words)
    };
    list.retain(|m| !valid(&m.text));
    list
}

/// Whether a slip has made another word that is in a list: `on` for `off` less a letter.
fn is_a_word(text: &str, words: &str) -> bool {
    const ALSO: [&str; 4] = ["usb", "mac", "pc", "item"];
    words.split(' ').any(|w| w == text) || ALSO.contains(&text)
}

/// All texts that are one slip away.
fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let join = |parts: &[&[char]]| parts.concat().into_iter().collect::<String>();
    let mut list = Vec::new();
    for at in 0..=letters.len() {
        let (front, back) = letters.split_at(at);
        for extra in ('a'..='z').chain('0'..='9') {
            list.push(join(&[front, &[extra], back]));
            if let Some((first, rest)) = back.split_first()
                && *first != extra
            {
                list.push(join(&[front, &[extra], rest]));
            }
        }
        if let Some((_, rest)) = back.split_first()
            && !(front.is_empty() && rest.is_empty())
        {
            list.push(join(&[front, rest]));
        }
        if let [a, b, rest @ ..] = back
            && a != b
        {
            list.push(join(&[front, &[*b, *a], rest]));
        }
    }
    list
}
