//! The README held to its word: every command in it runs, what it shows is what comes out, its
//! pictures are what the program draws. `BLESS=1 cargo test readme` writes what comes out into it.
#![cfg(all(unix, feature = "charts"))]
#![allow(clippy::print_stdout)]

use crate::cli::{PROGRAM, code, err, out};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The pictures in the README, and what draws each.
const PICTURES: [(&str, &str); 3] = [
    ("progress", "chart progress --size 40GB --upload 3Mbps"),
    ("states", "chart states --scenario scenarios/screen-used-at-night.toml"),
    ("map", "chart map --size 40GB --upload 3Mbps"),
];

/// The test command, which the gate runs as well.
const TESTS: &str = "cargo test -- --skip slow_";

const STALE: &str = "if this is right, write it into the README with: BLESS=1 cargo test readme";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// Two tests may write the README; each reads it anew when it is its turn.
static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());

fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// A folder that looks like the project to a command: its scenarios and nothing else.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root().join("scenarios"), folder.path().join("scenarios")).unwrap();
    folder
}

/// What a command prints in a folder: results, then what it says besides.
fn printed(line: &str, folder: &Path) -> (i32, String) {
    let programs = Path::new(PROGRAM).parent().unwrap().display();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env("PATH", path)
        .env("LC_ALL", "C")
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (code(&output), out(&output) + &err(&output))
}

/// The blocks of console lines: for each its lines, and where they begin.
fn blocks(text: &str) -> Vec<(usize, Vec<&str>)> {
    let mut found: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        match (inside, line) {
            (false, "```console") => {
                inside = true;
                found.push((at + 1, Vec::new()));
            }
            (true, "```") => inside = false,
            (true, line) => found.last_mut().unwrap().1.push(line),
            _ => {}
        }
    }
    found
}

/// What stands for a line on this machine; `None` for one that is not run again inside a test.
fn runnable(line: &str) -> Option<String> {
    if let Some(arguments) = line.strip_prefix("cargo run --release -- ") {
        return Some(format!("backup-sim {arguments}"));
    }
    assert!(
        !line.starts_with("cargo") || line == TESTS || line == "cargo install --path . --locked"
    );
    (!line.starts_with("cargo")).then(|| line.to_owned())
}

#[test]
fn every_command_in_the_readme_prints_what_is_shown() {
    let _turn = TURN.lock();
    let text = readme();
    let folder = folder();
    let mut fresh: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut run = 0;
    // From the last to the first when writing, so that places stay; in order when running.
    let mut renewed = Vec::new();
    for (at, lines) in blocks(&text) {
        let mut new = Vec::new();
        for line in lines.iter().filter_map(|l| l.strip_prefix("$ ")) {
            new.push(format!("$ {line}"));
            let Some(command) = runnable(line) else { continue };
            let (code, printed) = printed(&command, folder.path());
            assert!([0, 2, 3].contains(&code), "{line}: {code}: {printed}");
            // The two commands at the top are shown without what they print.
            if command == line {
                new.extend(printed.lines().map(str::to_owned));
            }
            run += 1;
        }
        if !bless() {
            assert_eq!(lines, new, "{STALE}");
        }
        renewed.push((at, lines.len(), new));
    }
    assert!(run >= 10, "only {run} commands in the README");
    assert!(folder.path().join("progress.svg").is_file());
    for (at, length, new) in renewed.into_iter().rev() {
        fresh.splice(at..at + length, new);
    }
    if bless() {
        fs::write(root().join("README.md"), fresh.join("\n") + "\n").unwrap();
    }
}

#[test]
fn the_pictures_in_the_readme_are_what_the_program_draws() {
    let _turn = TURN.lock();
    let folder = folder();
    let mut text = readme();
    for (name, arguments) in PICTURES {
        for theme in ["light", "dark"] {
            let line = format!("backup-sim {arguments} --theme {theme}");
            let (code, drawn) = printed(&line, folder.path());
            assert_eq!(code, 0, "{line}: {drawn}");
            let path: PathBuf = root().join(format!("docs/img/{name}-{theme}.svg"));
            if bless() {
                fs::write(&path, &drawn).unwrap();
            }
            let committed = fs::read_to_string(&path).unwrap();
            assert!(committed == drawn, "{} differs from {line}; {STALE}", path.display());
            assert!(text.contains(&format!("docs/img/{name}-{theme}.svg")), "{name} is not shown");
        }
        // The words for those who do not see it are the program's as well.
        let bundle = format!("backup-sim {arguments} --bundle {name}");
        assert_eq!(printed(&bundle, folder.path()).0, 0);
        let words = fs::read_to_string(folder.path().join(format!("{name}/{name}.alt.txt")));
        let words = words.unwrap().trim().to_owned();
        let tag = format!("docs/img/{name}-light.svg\" width=\"720\" alt=\"");
        let start = text.find(&tag).unwrap() + tag.len();
        let end = start + text[start..].find('"').unwrap();
        if bless() {
            text.replace_range(start..end, &words);
        }
        let end = start + text[start..].find('"').unwrap();
        assert_eq!(&text[start..end], words, "{STALE}");
    }
    if bless() {
        fs::write(root().join("README.md"), text).unwrap();
    }
}

#[test]
fn the_gate_runs_the_tests_that_the_readme_names() {
    let gate = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(gate.lines().any(|line| line.trim().starts_with(TESTS)), "{TESTS}");
    assert!(readme().lines().any(|line| line == format!("$ {TESTS}")), "{TESTS}");
}

#[test]
fn all_that_the_documents_link_to_is_there() {
    let mut pages = vec![root().join("README.md"), root().join("CHANGELOG.md")];
    pages.extend(fs::read_dir(root().join("docs")).unwrap().map(|e| e.unwrap().path()));
    let mut dead = Vec::new();
    for page in pages.iter().filter(|p| p.extension().is_some_and(|e| e == "md")) {
        let text = fs::read_to_string(page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            if link.starts_with("https://") {
                continue;
            }
            if !target.exists() {
                dead.push(format!("{}: {link}", page.display()));
            } else if !heading.is_empty() && !headings(&target).iter().any(|h| h == heading) {
                dead.push(format!("{}: no heading {link}", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

/// The anchors of a page's headings.
fn headings(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let titles = text.lines().filter(|l| l.starts_with('#')).map(|l| l.trim_start_matches('#'));
    let plain = |title: &str| {
        let kept = title.trim().to_lowercase().replace(' ', "-");
        kept.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
    };
    titles.map(plain).collect()
}
