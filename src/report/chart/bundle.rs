//! The files of a chart for an article: drawing, pictures, numbers, words. One call, so that all of
//! them come from the same answer.

use super::{Chart, ChartError, ChartOptions, Layout, Theme, frame, png, png_at_size, svg};
use crate::study::answer::Answer;
use crate::units::{Choice, Plain};
use serde_json::{Map, Value, json};

/// Rows of the table in the Markdown file; the CSV file has all.
const MARKDOWN_ROWS: usize = 40;

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// What comes behind the bundle's name, for instance `@2x.png`.
    pub suffix: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Chart<'_> {
    /// All files of it. `stem` is the name they will have, as the Markdown file refers to them.
    ///
    /// # Errors
    /// As [`Chart::svg`] and [`png`].
    pub fn bundle(
        &self,
        options: &ChartOptions,
        stem: &str,
    ) -> Result<Vec<BundleFile>, ChartError> {
        let with = |layout, theme| ChartOptions { layout, theme, ..options.clone() };
        let basis = self.content.basis();
        let story = self.content.story(options.clock);
        let title = options.own_title().map_or(story.title, str::to_owned);
        let caption = self.content.caption(options.clock);
        let drawing = self.svg(options)?;
        let still = if options.theme == Theme::Dark { Theme::Dark } else { Theme::Light };
        let picture = png(&self.svg(&with(options.layout, still))?)?;
        let social = png_at_size(&self.svg(&with(Layout::Social, still))?)?;
        let markdown = format!(
            "<picture><source type=\"image/svg+xml\" srcset=\"{stem}.svg\"><img src=\"{stem}@2x.png\" \
         alt=\"{alt}\"></picture>\n\n**{title}**\n\n{caption}\n\n<details><summary>The numbers\
         </summary>\n\n{table}\n</details>\n",
            stem = svg::xml_text(stem),
            alt = svg::xml_text(&story.alt),
            title = markdown_text(&title),
            caption = markdown_text(&caption),
            table = story.table.markdown(MARKDOWN_ROWS),
        );
        let mut json = json!({
            "schema_version": "1.0",
            "kind": self.kind.word(),
            "title": title,
            "subtitle": story.subtitle,
            "alt": story.alt,
            "caption": caption,
            "version": env!("CARGO_PKG_VERSION"),
            "data": story.table.json(),
        });
        if let (Some(answer), Some(json)) = (basis.answer(), json.as_object_mut()) {
            let data = json.shift_remove("data").unwrap_or_default();
            json.insert("scenario".to_owned(), frame::scenario_id(&basis).into());
            json.insert("verdict".to_owned(), answer.outcome.verdict.word().into());
            json.insert("inputs".to_owned(), inputs(answer));
            json.insert("data".to_owned(), data);
        }
        let text = |text: String| text.into_bytes();
        Ok([
            (".svg", text(drawing)),
            ("@2x.png", picture),
            (".social.png", social),
            (".csv", text(story.table.csv())),
            (".alt.txt", text(story.alt + "\n")),
            (".md", text(markdown)),
            (".json", text(format!("{json:#}\n"))),
        ]
        .map(|(suffix, bytes)| BundleFile { suffix, bytes })
        .into())
    }
}

fn inputs(answer: &Answer) -> Value {
    let entry = |f: &crate::scenario::FieldRef| {
        let value = match answer.scenario.plain(f.id) {
            Plain::Integer(n) => {
                i64::try_from(n).map_or_else(|_| json!(n.to_string()), Value::from)
            }
            Plain::Number(n) => json!(n),
            Plain::Flag(b) => Value::from(b),
            Plain::Text(t) => Value::from(t),
            Plain::Absent => Value::Null,
        };
        let pairs = [
            ("field", Value::from(f.key)),
            ("text", Value::from(answer.scenario.print(f.id))),
            ("value", value),
            ("unit", f.kind.unit.map_or(Value::Null, Value::from)),
            ("origin", Value::from(answer.scenario.origin(f.id).word())),
        ];
        Value::Object(pairs.map(|(k, v)| (k.to_owned(), v)).into_iter().collect::<Map<_, _>>())
    };
    Value::Array(crate::scenario::fields().iter().map(entry).collect())
}

/// Text that Markdown and HTML leave alone.
pub(super) fn markdown_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().map(svg::plain) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '!' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
