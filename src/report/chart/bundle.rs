//! The files of a chart for an article: drawing, pictures, numbers, words. One call, so that all of
//! them come from the same answer.

use super::frame::Metrics;
use super::{
    Background, Basis, Chart, ChartError, ChartOptions, Layout, Theme, frame, png, png_at_size, svg,
};
use crate::report::json::inputs_of;
use crate::units::Choice;
use serde_json::{Value, json};

/// Rows of the table in the Markdown file; the CSV file has all.
const MARKDOWN_ROWS: usize = 12;

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
    /// What comes behind a bundle's name in the names of its files.
    pub const SUFFIXES: [&'static str; 7] =
        [".svg", "@2x.png", ".social.png", ".csv", ".alt.txt", ".md", ".json"];

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
        let all = markdown_text(&format!("{stem}{}", BundlePart::Csv.suffix()));
        let stem = svg::xml_text(stem);
        let [drawn, pixels] =
            [BundlePart::Svg, BundlePart::Png].map(|part| only.contains(&part).then_some(part));
        let image = |part: BundlePart| {
            let alt = svg::xml_text(&story.alt);
            // The picture has twice as many pixels as it is to be wide.
            let width = Metrics::of(options.layout).width;
            format!("<img src=\"{stem}{}\" width=\"{width}\" alt=\"{alt}\">", part.suffix())
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
            self.content.numbers(options.clock).markdown(
                &self.content.telling(),
                MARKDOWN_ROWS,
                &all
            ),
        )
    }

    /// Its words, inputs and numbers for machines (docs/schema/chart.schema.json).
    pub fn json(&self, options: &ChartOptions) -> Value {
        let basis = self.content.basis();
        // A batch has no one case.
        let answer = basis.answer();
        let chance = answer.and_then(|answer| answer.chance.as_ref());
        let story = self.content.story(options.clock);
        let title = options.own_title().map_or(story.title, str::to_owned);
        let against = match basis {
            Basis::Compared(first, against) => json!({
                "name": against.name(first, options.clock),
                "scenario": frame::scenario_id(&against.answer),
                "verdict": against.answer.outcome.verdict.word(),
                "differs": against.differs(first),
                "inputs": inputs_of(&against.answer.scenario),
            }),
            _ => Value::Null,
        };
        json!({
            "schema_version": "1.0",
            "kind": self.kind.word(),
            "title": title,
            "subtitle": story.subtitle,
            "alt": story.alt,
            "caption": self.content.caption(options.clock),
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": answer.map(frame::scenario_id),
            "seed": chance.map(|chance| chance.seed),
            "trials": chance.map(|chance| chance.trials),
            "verdict": answer.map(|answer| answer.outcome.verdict.word()),
            "inputs": answer.map(|answer| inputs_of(&answer.scenario)),
            "against": against,
            "data": self.content.numbers(options.clock).json(),
        })
    }
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
