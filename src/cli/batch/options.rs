//! What the answers of a batch depend on beside its input: the command line flows in, names and values
//! for the journal flow out; and, of two such lists, how they differ.

use crate::cli::parse::{Parsed, read_scenario};
use backup_sim::report::format::inert;
use backup_sim::scenario::find;
use std::collections::BTreeMap;
use xxhash_rust::xxh64::xxh64;

/// Flags that no answer depends on. Seed and trials are listed with their defaults.
const WITHOUT: [&str; 12] = [
    "threads", "resume", "force", "output", "csv", "check", "format", "color", "plain", "progress",
    "seed", "trials",
];

/// Fields whose value names a file.
const FILES: [&str; 2] = ["library.listing", "link.trace"];

/// The list for the journal. Flags for the same field stay in the order typed, as the last one wins;
/// all others are sorted, as their order says nothing.
pub fn recorded(parsed: &Parsed, seed: u64, trials: u64) -> Vec<(String, String)> {
    let mut keyed: Vec<(String, (String, String))> = Vec::new();
    for (flag, text) in parsed.typed() {
        if WITHOUT.contains(&flag.as_str()) {
            continue;
        }
        let text = text.unwrap_or_else(|| "given".to_owned());
        let (mut name, mut value) = (format!("--{flag}"), text);
        let mut field = flag.clone();
        if flag == "set"
            && let Some((key, set)) = value.clone().split_once('=')
        {
            (name, value, field) = (format!("--set {key}"), set.to_owned(), key.to_owned());
        }
        let key = find(field.trim()).map_or(flag.as_str(), |f| f.key).to_owned();
        if FILES.contains(&key.as_str())
            && let Ok(bytes) = std::fs::read(&value)
        {
            value = with_checksum(&value, &bytes);
        }
        if flag == "scenario"
            && let Ok(content) = read_scenario(&value)
        {
            value = with_checksum(&value, content.as_bytes());
        }
        keyed.push((key, (name, value)));
    }
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    let own = [("--seed", seed), ("--trials", trials)];
    let own = own.into_iter().map(|(name, value)| (name.to_owned(), value.to_string()));
    own.chain(keyed.into_iter().map(|(_, pair)| pair)).collect()
}

fn with_checksum(path: &str, content: &[u8]) -> String {
    format!("{path} ({} bytes, XXH64 {:016x})", content.len(), xxh64(content, 0))
}

/// How the second list differs from the first, as one sentence without a full stop.
pub fn difference(was: &[(String, String)], is: &[(String, String)]) -> Option<String> {
    if was == is {
        return None;
    }
    let by_name = |list: &[(String, String)]| {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in list {
            all.entry(name.clone()).or_default().push(inert(value));
        }
        all
    };
    let (before, now) = (by_name(was), by_name(is));
    let mut names: Vec<&String> = before.keys().chain(now.keys()).collect();
    names.sort();
    names.dedup();
    let told: Vec<String> = names
        .into_iter()
        .filter(|&name| before.get(name) != now.get(name))
        .map(|name| match (before.get(name), now.get(name)) {
            (Some(was), Some(is)) => {
                format!("{} was {}, is {}", inert(name), was.join(", "), is.join(", "))
            }
            (Some(was), None) if was == &["given"] => format!("{} was given, is not", inert(name)),
            (Some(was), None) => format!("{} was {}, is not given", inert(name), was.join(", ")),
            (None, _) => format!("{} was not given, is now", inert(name)),
        })
        .collect();
    Some(match told.is_empty() {
        true => "flags for the same field were given in another order".to_owned(),
        false => told.join("; "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_difference_is_named_with_both_values() {
        let list = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
        };
        let said = |was, is| difference(&list(was), &list(is)).unwrap_or_default();
        assert_eq!(said(&[("--seed", "1")], &[("--seed", "1")]), "");
        assert_eq!(said(&[("--seed", "1")], &[("--seed", "2")]), "--seed was 1, is 2");
        assert_eq!(
            said(&[("--needs", "given"), ("--upload", "3Mbps")], &[("--size", "4GB")]),
            "--needs was given, is not; --size was not given, is now; --upload was 3Mbps, is not given"
        );
        let (a, b) = (("--size", "1GB"), ("--set library.size", "2GB"));
        assert!(said(&[a, b], &[b, a]).contains("another order"));
    }
}
