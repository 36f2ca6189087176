//! Tests of the pages: over all cases of the charts a page says what the text says, needs nothing else,
//! and takes foreign text as text.

use super::super::chart::{ChartKind, Material};
use super::super::format::ClockStyle;
use super::super::wording::lines::Lines;
use super::{PageOptions, case_page};
use crate::report::chart::tests::cases;
use crate::study::answer::Answer;
use crate::units::Name;

fn page(answer: &Answer) -> String {
    let options = PageOptions::default();
    case_page(&Material::of(answer.clone()), ChartKind::ARTICLE, &options).unwrap()
}

/// What stands between the first such tag and its end.
fn inside<'a>(page: &'a str, tag: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("<{tag}>")).unwrap();
    rest.split_once(&format!("</{tag}>")).unwrap().0
}

#[test]
fn a_page_says_the_verdict_of_the_text_and_shows_every_chart_in_two_layouts() {
    for case in cases::all() {
        let answer = case.answer();
        let page = page(&answer);
        let verdict = Lines::of(&answer, ClockStyle::H24).verdict();
        assert_eq!(inside(&page, "h1").replace("&gt;", ">"), verdict, "{}", case.name);
        let material = Material::of(answer);
        let drawn = |kind: &&ChartKind| material.in_article(**kind).is_ok();
        let kinds = ChartKind::ARTICLE.iter().filter(drawn).count();
        assert!(kinds >= 2, "{}", case.name);
        assert_eq!(page.matches("<svg ").count(), 2 * kinds, "{}", case.name);
        assert!(page.len() < 600_000, "{} {}", case.name, page.len());
    }
}

#[test]
fn a_page_needs_no_script_and_nothing_from_elsewhere_and_names_each_element_once() {
    for case in cases::all() {
        let page = page(&case.answer());
        for word in ["<script", "<link", "<img", "src=", "url(http", "@import", "javascript:"] {
            assert!(!page.contains(word), "{} {word}", case.name);
        }
        // Only the name space of the drawings looks like an address.
        let spaces = page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count();
        assert_eq!(page.matches("http").count(), spaces, "{}", case.name);
        let ids = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        let mut ids: Vec<&str> = ids.collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{}", case.name);
    }
}

#[test]
fn the_same_answer_gives_the_same_page() {
    let answer = cases::all()[7].answer();
    assert_eq!(page(&answer), page(&answer));
}

#[test]
fn foreign_text_in_a_page_stays_text() {
    // A longer name may take more lines in a drawing; no other element may appear or vanish.
    let tags = |page: &str| {
        let names = page.split('<').skip(1).map(|t| t.split([' ', '>']).next().unwrap().to_owned());
        let mut names: Vec<String> = names.filter(|name| !name.ends_with("text")).collect();
        names.sort();
        names
    };
    let plain = cases::Case::new("plain", 40.0, 3.0).with("name", Name("a phone".to_owned()));
    let plain = tags(&page(&plain.answer()));
    for name in [
        "</style><script>alert(1)</script>",
        "\"><img src=x onerror=y>",
        "a\u{0}\u{202e}b",
        "&lt;b&gt;",
    ] {
        let case = cases::Case::new("hostile", 40.0, 3.0).with("name", Name(name.to_owned()));
        let page = page(&case.answer());
        assert!(tags(&page) == plain, "{name}");
        assert!(!page.contains(['\u{0}', '\u{202e}']), "{name}");
    }
}

#[test]
fn a_title_takes_the_place_of_the_verdict_which_stays_below_it() {
    let answer = cases::all()[0].answer();
    let title =
        |title: &str| PageOptions { title: Some(title.to_owned()), ..PageOptions::default() };
    let draw =
        |options| case_page(&Material::of(answer.clone()), ChartKind::ARTICLE, &options).unwrap();
    let own = draw(title("Anna's phone"));
    assert_eq!(inside(&own, "h1"), "Anna's phone");
    assert!(own.contains(&Lines::of(&answer, ClockStyle::H24).verdict()));
    assert_eq!(draw(title(" ")), draw(PageOptions::default()));
}
