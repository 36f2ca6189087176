//! `report` as it is typed: the page is written whole, says what `estimate` says, and is never put where
//! something stands already.

use crate::cli::{code, err, out, run};

#[test]
fn the_page_opens_with_the_verdict_of_estimate_and_holds_its_fixes() {
    let case = ["--scenario", "scenarios/plan-full.toml"];
    let page = out(&run(&[&["report"], &case[..]].concat()));
    let text = out(&run(&[&["estimate"], &case[..]].concat()));
    let verdict = text.lines().next().unwrap();
    assert!(page.contains(&format!("<h1>{verdict}</h1>")), "{verdict}");
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">") && page.ends_with("</html>\n"));
    let fixes = out(&run(&[&["fixes"], &case[..]].concat()));
    let first =
        fixes.lines().find(|l| l.starts_with("1.")).unwrap().trim_start_matches("1.").trim();
    let first = first[..1].to_uppercase() + &first[1..];
    assert!(page.contains(&format!("<strong>{first}</strong>")), "{first}");
}

#[test]
fn a_page_is_written_once_and_again_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    let file = path.to_str().unwrap();
    let case = ["report", "--size", "40GB", "--upload", "3Mbps", "-o", file];
    assert_eq!(code(&run(&case)), 0);
    let first = std::fs::read(&path).unwrap();
    let again = run(&case);
    assert_eq!(code(&again), 1);
    assert!(err(&again).contains("--force"), "{}", err(&again));
    assert_eq!(code(&run(&[&case[..], &["--force"]].concat())), 0);
    assert_eq!(std::fs::read(&path).unwrap(), first);
}

#[test]
fn a_page_goes_into_an_html_file() {
    let wrong = run(&["report", "--size", "40GB", "--upload", "3Mbps", "-o", "report.pdf"]);
    assert_eq!(code(&wrong), 2);
    assert!(err(&wrong).contains("-o report.html"), "{}", err(&wrong));
}
