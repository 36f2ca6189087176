//! That everything listed has a page, and that what a page shows reads.

use super::*;

#[test]
fn every_topic_that_is_listed_has_a_page() {
    let words = topics();
    for word in words.lines().filter(|l| l.starts_with("  ")).flat_map(str::split_whitespace) {
        let shown = super::list(word).or_else(|| page(word));
        assert!(shown.is_some_and(|p| p.lines().count() >= 3), "{word}");
    }
}

#[test]
fn every_form_of_a_rival_that_is_explained_reads() {
    let rivals = find("rivals").unwrap();
    for (form, _) in RIVALS {
        assert!((rivals.read)(form).is_ok(), "{form}");
    }
    assert!(page_of_field(rivals).contains("2 flows 8GB from 22:10"));
}

#[test]
fn a_unit_leads_to_every_field_that_takes_it() {
    for unit in ["Mbps", "Gbps", "MB/s", "mbps"] {
        assert!(page(unit).is_some_and(|page| page.contains("link.upload")), "{unit}");
    }
}

#[test]
fn no_code_is_used_twice() {
    let mut all: Vec<&str> = codes().map(|(code, ..)| code.0).collect();
    all.sort_unstable();
    assert!(all.windows(2).all(|w| w[0] != w[1]), "{all:?}");
}
