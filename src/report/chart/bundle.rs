//! The files of a chart for an article: drawing, pictures, numbers, words. One call, so that all of
//! them come from the same answer.

use super::{
    Background, Chart, ChartError, ChartOptions, Layout, Theme, frame, png, png_at_size, svg,
};
use crate::study::answer::Answer;
use crate::units::{Choice, Plain};
use serde_json::{Map, Value, json};

/// Rows of the table in the Markdown file; the CSV file has all.
const MARKDOWN_ROWS: usize = 40;

crate::choices! {
    /// A part of a bundle: one file.
    pub enum BundlePart ("part") {
        /// The drawing.
        Svg = "svg",
        /// A picture of twice its size.
        Png = "png",
        /// A picture for the preview of a link, 1200 x 630.
        Social = "social",
        /// The plotted numbers.
        Csv = "csv",
        /// What it shows, in words.
        Alt = "alt",
        /// Picture, words and numbers for an article.
        Md = "md",
        /// Words, inputs and numbers for machines.
        Json = "json",
    }
}

impl BundlePart {
    /// What comes behind the bundle's name in the name of its file.
    pub const fn suffix(self) -> &'static str {
        match self {
            BundlePart::Svg => ".svg",
            BundlePart::Png => "@2x.png",
            BundlePart::Social => ".social.png",
            BundlePart::Csv => ".csv",
            BundlePart::Alt => ".alt.txt",
            BundlePart::Md => ".md",
            BundlePart::Json => ".json",
        }
    }

    /// All parts, in the order of their files.
    pub fn all() -> Vec<BundlePart> {
        BundlePart::ALL.iter().map(|part| part.0).collect()
    }
}

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
        self.bundle_of(options, stem, &BundlePart::all())
    }

    /// Some files of it, in the order of all; the others are not computed. The Markdown file refers to the
    /// pictures that are among them, and to both if none is.
    ///
    /// # Errors
    /// As [`Chart::bundle`].
    pub fn bundle_of(
        &self,
        options: &ChartOptions,
        stem: &str,
        only: &[BundlePart],
    ) -> Result<Vec<BundleFile>, ChartError> {
        let still = if options.theme == Theme::Dark { Theme::Dark } else { Theme::Light };
        let picture = ChartOptions { theme: still, ..options.clone() };
        // Nobody knows on what a preview is shown, so it keeps its ground.
        let card = ChartOptions {
            layout: Layout::Social,
            background: Background::Solid,
            ..picture.clone()
        };
        let parts = BundlePart::all().into_iter().filter(|part| only.contains(part));
        let file = |part: BundlePart| {
            let bytes = match part {
                BundlePart::Svg => self.svg(options)?.into_bytes(),
                BundlePart::Png => png(&self.svg(&picture)?)?,
                BundlePart::Social => png_at_size(&self.svg(&card)?)?,
                BundlePart::Csv => self.data_csv().into_bytes(),
                BundlePart::Alt => (self.alt_text(options.clock) + "\n").into_bytes(),
                BundlePart::Md => self.markdown(options, stem, only).into_bytes(),
                BundlePart::Json => format!("{:#}\n", self.json(options)).into_bytes(),
            };
            Ok(BundleFile { suffix: part.suffix(), bytes })
        };
        parts.map(file).collect()
    }

    /// Picture, title, caption and numbers for an article.
    fn markdown(&self, options: &ChartOptions, stem: &str, only: &[BundlePart]) -> String {
        let story = self.content.story(options.clock);
        let title = options.own_title().map_or(story.title, str::to_owned);
        let stem = svg::xml_text(stem);
        let [drawn, pixels] =
            [BundlePart::Svg, BundlePart::Png].map(|part| only.contains(&part).then_some(part));
        let image = |part: BundlePart| {
            let alt = svg::xml_text(&story.alt);
            format!("<img src=\"{stem}{}\" alt=\"{alt}\">", part.suffix())
        };
        let picture = match (drawn, pixels) {
            (Some(one), None) | (None, Some(one)) => image(one),
            _ => format!(
                "<picture><source type=\"image/svg+xml\" srcset=\"{stem}.svg\">{}</picture>",
                image(BundlePart::Png)
            ),
        };
        format!(
            "{picture}\n\n**{}**\n\n{}\n\n<details><summary>The numbers</summary>\n\n{}\n</details>\n",
            markdown_text(&title),
            markdown_text(&self.content.caption(options.clock)),
            story.table.markdown(MARKDOWN_ROWS),
        )
    }

    /// Its words, inputs and numbers for machines.
    fn json(&self, options: &ChartOptions) -> Value {
        let basis = self.content.basis();
        let story = self.content.story(options.clock);
        let title = options.own_title().map_or(story.title, str::to_owned);
        let mut json = json!({
            "schema_version": "1.0",
            "kind": self.kind.word(),
            "title": title,
            "subtitle": story.subtitle,
            "alt": story.alt,
            "caption": self.content.caption(options.clock),
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
        json
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
