//! Names and titles that have broken other tools stay text in every kind, and charts that stand in one
//! page keep out of each other's way.

use super::cases::{material, on_all_cores, scenario};
use super::{every, none, sheet};
use backup_sim::report::chart::{Chart, ChartKind, ChartOptions, Layout, Material, Theme};
use backup_sim::units::Choice;
use resvg::usvg::roxmltree::Document;
use std::collections::{BTreeMap, BTreeSet};

/// What a name or a title must not do.
const HOSTILE: [&str; 8] = [
    "</text><script>alert(1)</script>",
    "\" onload=\"x' style='fill:red",
    "]]>&#0;&amp;<!DOCTYPE svg>",
    "a\u{0}b\u{1b}[31m\u{7f}\u{85}",
    "\u{202e}gnirts\u{2066} \u{200b}",
    "\u{fffe}\u{ffff}\u{1fffe}",
    "<foreignObject/><!-- --> <use href='#x'/>",
    "=HYPERLINK(\"http://x\") url(http://x)",
];

/// How often each element is there, texts apart, of which a longer name has more lines.
fn elements(svg: &str) -> BTreeMap<String, usize> {
    let document = Document::parse(svg).expect("well-formed");
    let mut counts = BTreeMap::new();
    for node in document.descendants().filter(|n| n.is_element() && !n.has_tag_name("text")) {
        *counts.entry(node.tag_name().name().to_owned()).or_default() += 1;
    }
    counts
}

/// The same material under another name.
fn named(base: &Material, name: &str) -> Option<Material> {
    use backup_sim::scenario::{Draft, Origin};
    let mut draft = Draft::new();
    for (key, text) in
        [("size", "40GB"), ("upload", "12Mbps"), ("wifi", "22:00-02:30"), ("name", name)]
    {
        draft.set(key, text, Origin::Flag(format!("--{key}")));
    }
    // A name that is refused does no harm.
    let scenario = draft.build().ok()?;
    let mut material = base.clone();
    material.answer.scenario = scenario;
    Some(material)
}

#[test]
fn hostile_names_and_titles_stay_text_in_every_kind() {
    let base = material(scenario("size=40GB; upload=12Mbps; wifi=22:00-02:30"));
    let mut drawn = 0;
    let mut faults = Vec::new();
    for text in HOSTILE {
        let harmless: String = text.chars().map(|c| if c == ' ' { ' ' } else { 'x' }).collect();
        let (Some(hostile), Some(plain)) = (named(&base, text), named(&base, &harmless)) else {
            continue;
        };
        drawn += 1;
        for &kind in ChartKind::ARTICLE {
            let options = |title: &str| ChartOptions {
                theme: Theme::Dark,
                title: Some(title.to_owned()),
                ..ChartOptions::default()
            };
            let Ok(chart) = hostile.chart(kind) else { continue };
            let svg = chart.svg(&options(text)).unwrap();
            let other = plain.chart(kind).unwrap().svg(&options(&harmless)).unwrap();
            let found = sheet::document(&svg);
            faults.extend(found.into_iter().map(|f| format!("{text:?} {}: {f}", kind.word())));
            assert_eq!(elements(&svg), elements(&other), "{text:?} {}", kind.word());
            for words in [chart.data_csv(), chart.alt_text(Default::default())] {
                assert!(!words.contains(text) && !words.contains("http"), "{text:?} {words}");
            }
        }
    }
    none(&faults);
    assert!(drawn >= 5, "{drawn}");
}

#[test]
fn charts_in_one_page_have_ids_and_classes_of_their_own() {
    let material = material(scenario("size=40GB; upload=12Mbps; wifi=22:00-02:30"));
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for &kind in ChartKind::ARTICLE {
        let Ok(chart) = material.chart(kind) else { continue };
        for layout in every::<Layout>() {
            for theme in every::<Theme>() {
                let options = ChartOptions { layout, theme, ..ChartOptions::default() };
                let svg = chart.svg(&options).unwrap();
                let document = Document::parse(&svg).unwrap();
                let mut own = BTreeSet::new();
                for node in document.descendants() {
                    own.extend(node.attribute("id").map(str::to_owned));
                    own.extend(node.attribute("class").map(str::to_owned));
                }
                // A style reaches its own classes alone.
                let prefix = document.root_element().attribute("id").unwrap();
                let style = document.descendants().find(|n| n.has_tag_name("style"));
                let style = style.and_then(|n| n.text()).unwrap_or_default();
                let selectors = style.matches(['.', '#']).count();
                let owned = style.matches(&format!(".{prefix}-")).count()
                    + style.matches(&format!("#{prefix}{{")).count();
                let colors = style.split("--bs-").filter(|p| p.contains(":#")).count();
                assert_eq!(selectors - colors, owned, "{style}");
                assert!(seen.is_disjoint(&own), "{} {}", kind.word(), layout.word());
                seen.extend(own);
            }
        }
    }
}

/// Prints a cell of the JSON as the table does.
fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn a_bundle_tells_the_same_in_every_file() {
    const MOST_BYTES: usize = 300_000;
    let flags =
        "size=40GB; upload=12Mbps; wifi=22:00-02:30; service=icloud-backup; cloud-plan=50GB";
    let material = material(scenario(flags));
    let faults = on_all_cores(ChartKind::ARTICLE, |kind| {
        let chart: Chart<'_> = material.chart(*kind).unwrap();
        let files = chart.bundle(&ChartOptions::default(), "x").unwrap();
        let file = |suffix: &str| &files.iter().find(|f| f.suffix == suffix).unwrap().bytes;
        let text = |suffix: &str| String::from_utf8(file(suffix).clone()).unwrap();
        let json: serde_json::Value = serde_json::from_slice(file(".json")).unwrap();
        let mut faults = Vec::new();
        let mut same = |what: &str, one: &str, other: &str| {
            if one != other {
                faults.push(format!("{} {what}: {one} is not {other}", kind.word()));
            }
        };
        let csv = text(".csv");
        let mut lines = csv.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let rows: Vec<&str> = lines.collect();
        let data = json["data"].as_array().unwrap();
        same("rows", &rows.len().to_string(), &data.len().to_string());
        for (row, object) in rows.iter().zip(data) {
            let cells: Vec<String> = names.iter().map(|name| cell(&object[*name])).collect();
            same("cells", row, &cells.join(","));
        }
        same("title", json["title"].as_str().unwrap(), &chart.title(Default::default()));
        same("alt", json["alt"].as_str().unwrap(), text(".alt.txt").trim_end());
        let svg = text(".svg");
        let document = Document::parse(&svg).unwrap();
        let said = |name: &str| {
            let node = document.root_element().children().find(|n| n.has_tag_name(name));
            node.and_then(|n| n.text().map(str::to_owned)).unwrap_or_default()
        };
        same("title", &said("title"), json["title"].as_str().unwrap());
        let alt = json["alt"].as_str().unwrap();
        same("description", &said("desc").contains(alt).to_string(), "true");
        // A few rows to read, each with a cell for every column; where there are more, the file that
        // has all is named.
        let page = text(".md");
        let (_, numbers) = page.split_once("<details>").unwrap();
        let table: Vec<&str> = numbers.lines().filter(|line| line.starts_with("| ")).collect();
        let widths = table.iter().filter(|line| line.split(" | ").count() != names.len());
        same("widths", &widths.count().to_string(), "0");
        let shown = table.len().saturating_sub(2);
        same("few rows", &(1..=12).contains(&shown).to_string(), "true");
        let named = numbers.contains("all are in x.csv");
        same("the others", &named.to_string(), &(rows.len() > shown).to_string());
        for picture in ["@2x.png", ".social.png"] {
            let bytes = file(picture).len();
            same(picture, &(bytes <= MOST_BYTES).to_string(), "true");
        }
        faults
    });
    none(&faults.concat());
}
