//! The layers of the source tree, held to account. Every path that begins with `crate::` (and, among
//! the models, `super::`) is read from the text of every file; an arrow that points upward fails, and
//! so does one model that imports another. What may break the rule is written down here, with why.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The layer of each top-level module; a file imports only its own layer and lower ones.
const LAYERS: &[(&str, u32)] = &[
    ("units", 0),
    ("field", 10),
    ("edit", 10),
    ("cause", 10),
    ("model", 20),
    // The program that uploads stands on the models, and no model may know it.
    ("client", 25),
    ("import", 30),
    ("scenario", 40),
    ("sim", 50),
    ("study", 60),
    ("report", 70),
    ("batch", 80),
    ("lib", 90),
    ("cli", 100),
    ("main", 100),
];

/// Macros that are exported at the root of the crate, and the module that defines each.
const MACROS: &[(&str, &str)] = &[("choices", "units"), ("section", "field")];

/// Files of `model/` that are no models, which every model may import, and why.
const SHARED: &[(&str, &str)] = &[
    ("conditions", "the facts, limits and effects in which models meet"),
    ("exp", "powers of e, many at once: mechanism without a subject"),
    ("ziggurat", "exponential and normal random numbers: mechanism without a subject"),
    ("keyed", "random numbers by key and place: mechanism without a subject"),
    ("timed", "the clock windows of one night as a gate: mechanism without a subject"),
];

/// Arrows that break the rule: file, target module, why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// A path in a file: the top module it names, and the module below that.
struct Import {
    file: String,
    from: String,
    to: String,
    below: Option<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The modules from the root down to a file: `src/model/power/mod.rs` is `model`, `power`.
fn modules(path: &Path) -> Vec<String> {
    let below = path.strip_prefix(root()).unwrap().with_extension("");
    let mut parts: Vec<String> =
        below.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    if parts.len() > 1 && parts.last().is_some_and(|p| p == "mod") {
        parts.pop();
    }
    parts
}

/// The text without comments and without the tests at its end, which may look at anything.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    body.lines().map(|l| l.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The paths that follow `prefix`: the first two names of each, groups taken apart.
fn paths(code: &str, prefix: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        found.extend(tree(&code[at + prefix.len()..]).0);
    }
    found
}

/// Reads `a::b`, `a::{b, c::d}` or `{a, b::c}`: all paths in it, and what is left of the text.
fn tree(text: &str) -> (Vec<Vec<String>>, &str) {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        let mut found = Vec::new();
        loop {
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            if rest.is_empty() {
                return (found, rest);
            }
            if let Some(after) = rest.strip_prefix('}') {
                return (found, after);
            }
            let (inner, after) = tree(rest);
            found.extend(inner);
            // A rename: `x as y`.
            rest = after.trim_start();
            if let Some(renamed) = rest.strip_prefix("as ") {
                rest = renamed.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
            } else if rest == after && !rest.starts_with([',', '}']) {
                let skip = rest.char_indices().nth(1).map_or(rest.len(), |(i, _)| i);
                rest = &rest[skip..];
            }
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    match rest.strip_prefix("::") {
        Some(more) => {
            let (inner, after) = tree(more);
            let join = |tail: Vec<String>| std::iter::once(name.to_owned()).chain(tail).collect();
            (inner.into_iter().map(join).collect(), after)
        }
        None => (vec![vec![name.to_owned()]], rest),
    }
}

fn imports() -> Vec<Import> {
    let mut list = Vec::new();
    files(&root(), &mut list);
    let mut found = Vec::new();
    for path in list {
        let own = modules(&path);
        let file = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        let code = code(&fs::read_to_string(&path).unwrap());
        let mut add = |path: Vec<String>| {
            let mut names = path.into_iter();
            let Some(first) = names.next() else { return };
            let known = MACROS.iter().find(|(m, _)| *m == first);
            let to = known.map_or(first, |(_, module)| (*module).to_owned());
            found.push(Import {
                file: file.clone(),
                from: own[0].clone(),
                to,
                below: names.next(),
            });
        };
        paths(&code, "crate::").into_iter().chain(paths(&code, "$crate::")).for_each(&mut add);
        // In the binary the library goes by its own name and lies below everything.
        // `super::x` in `model/a.rs` is `model::x`; in `model/a/b.rs` it stays within `a`.
        let is_mod = file.ends_with("/mod.rs");
        if own.len() == 2 && !is_mod {
            for mut path in paths(&code, "super::") {
                path.insert(0, own[0].clone());
                add(path);
            }
        }
    }
    found
}

fn layer(module: &str) -> Option<u32> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|&(_, layer)| layer)
}

#[test]
fn every_module_has_a_layer() {
    let mut list = Vec::new();
    files(&root(), &mut list);
    let missing: Vec<String> =
        list.iter().map(|f| modules(f)[0].clone()).filter(|m| layer(m).is_none()).collect();
    assert!(missing.is_empty(), "give these modules a place in LAYERS: {missing:?}");
}

#[test]
fn no_file_imports_a_higher_layer() {
    let mut upward = Vec::new();
    for import in imports() {
        // An item at the root, such as a re-export, counts as the library's.
        let to = layer(&import.to).or_else(|| layer("lib")).unwrap();
        let excused = EXCEPTIONS.iter().any(|(f, t, _)| *f == import.file && *t == import.to);
        if to > layer(&import.from).unwrap() && !excused {
            upward.push(format!("{} imports {}", import.file, import.to));
        }
    }
    upward.sort();
    upward.dedup();
    assert!(upward.is_empty(), "upward arrows:\n{}", upward.join("\n"));
}

#[test]
fn no_model_imports_another() {
    let mut across = Vec::new();
    for import in imports().iter().filter(|i| i.from == "model" && i.to == "model") {
        let own = import.file.trim_start_matches("model/").trim_end_matches(".rs");
        let own = own.split('/').next().unwrap_or_default();
        let Some(other) = import.below.as_deref() else { continue };
        let is_model = root().join("model").join(format!("{other}.rs")).exists()
            || root().join("model").join(other).is_dir();
        let shared = SHARED.iter().any(|(name, _)| *name == other || *name == own);
        let target = format!("model::{other}");
        let excused = EXCEPTIONS.iter().any(|(f, t, _)| *f == import.file && *t == target);
        if is_model && own != "mod" && own != other && !shared && !excused {
            across.push(format!("{} imports {target}", import.file));
        }
    }
    across.sort();
    across.dedup();
    assert!(
        across.is_empty(),
        "models meet in `conditions`, not in each other:\n{}",
        across.join("\n")
    );
}

#[test]
fn every_exception_is_still_needed_and_has_a_reason() {
    let all = imports();
    for (file, to, why) in EXCEPTIONS {
        assert!(!why.is_empty(), "{file} to {to}: why?");
        let used = all.iter().any(|i| {
            let full = i.below.as_ref().map(|b| format!("{}::{b}", i.to));
            i.file == *file && (i.to == *to || full.as_deref() == Some(*to))
        });
        assert!(used, "{file} no longer imports {to}: drop the exception");
    }
    let names: BTreeMap<_, _> = SHARED.iter().copied().collect();
    assert_eq!(names.len(), SHARED.len());
}

#[test]
fn the_reader_of_paths_takes_groups_apart() {
    let text = "use crate::units::{Size, time::{Span, SimTime}};\nuse crate::{cause::Cause, edit};\n\
                let x = crate::field::Field;\n";
    let found: Vec<String> = paths(text, "crate::").into_iter().map(|p| p.join("::")).collect();
    let want = [
        "units::Size",
        "units::time::Span",
        "units::time::SimTime",
        "cause::Cause",
        "edit",
        "field::Field",
    ];
    assert_eq!(found, want);
}
