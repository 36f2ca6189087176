//! `write-gallery`: the scenarios of the project flow in; a page with one chart of each kind, a contact
//! sheet of all kinds in all sizes and colours, and a short article built from a bundle flow out. Written
//! by a command that no help shows and held against the tree by a test.

use super::article::Article;
use super::case::Ask;
use super::failure::{ARGUMENTS, Failure, Usage};
use super::sink::write_file;
use backup_sim::report::audience::Audience;
use backup_sim::report::chart::{
    self, Chart, ChartError, ChartKind, ChartOptions, Dots, Layout, Theme, contact_sheet,
};
use backup_sim::report::format::ClockStyle;
use backup_sim::report::millis::Millis;
use backup_sim::report::text::TextOptions;
use backup_sim::report::wording::fix::edit;
use backup_sim::report::{column, fixes};
use backup_sim::scenario::{Draft, Scenario, toml};
use backup_sim::study::fan::Fan;
use backup_sim::study::fixes::Fix;
use backup_sim::study::overview::Overview;
use backup_sim::study::{self, Advice};
use backup_sim::units::Choice;
use std::path::Path;
use std::process::ExitCode;

/// The word that runs it.
pub const NAME: &str = "write-gallery";

/// What is asked of each scenario.
const ASK: Ask =
    Ask { trials: 1000, seed: 1, row: 1, threads: 1, recorded: true, advice: Advice::Sought };

/// How small the drawings of the contact sheet are.
const SMALL: f64 = 0.4;

/// A kind, the scenario that it is shown with, and what a reader asks it.
const SHOWN: &[(ChartKind, &str, &str)] = &[
    (ChartKind::Progress, "slow-upload", "Will it finish, and when?"),
    (ChartKind::States, "screen-used-at-night", "What held it back, night by night?"),
    (ChartKind::Speed, "two-clouds-at-once", "How fast was it, and what was the limit?"),
    (ChartKind::Chance, "evening-and-night-speed", "How sure is that?"),
    (ChartKind::Fixes, "wifi-lost-at-night", "Which change helps most?"),
    (ChartKind::Battery, "unplugged", "Does the battery last?"),
    (ChartKind::Plan, "plan-full", "Does it fit into the plan?"),
    (ChartKind::Map, "slow-upload", "What with another size or another line?"),
    (ChartKind::Nights, "slow-upload", "How many nights, by speed and hours?"),
    (ChartKind::Card, "huge-photo-library", "The answer at a glance, to share."),
];

/// The scenario of the article, and the kinds that it shows.
const ARTICLE: &str = "wifi-lost-at-night";
const ARTICLE_KINDS: [ChartKind; 3] = [ChartKind::Progress, ChartKind::States, ChartKind::Fixes];

/// A file below the folder of the documents.
struct File {
    name: String,
    bytes: Vec<u8>,
}

/// `write-gallery DOCS SCENARIOS`: replaces the gallery and the article.
pub fn run(rest: &[String]) -> Result<ExitCode, Failure> {
    let [docs, scenarios] = rest else {
        let message = "takes the folder of the documents and that of the scenarios";
        let usage = Usage::new(ARGUMENTS, NAME, message);
        return Err(usage.or("backup-sim write-gallery docs scenarios").into());
    };
    for file in files(Path::new(scenarios))? {
        let path = Path::new(docs).join(&file.name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| Failure::write(folder, e))?;
        }
        write_file(&path, &file.bytes, true)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn files(scenarios: &Path) -> Result<Vec<File>, Failure> {
    let (mut list, mut rows) = (Vec::new(), Vec::new());
    let mut page = String::from(
        "<!-- Written by `backup-sim write-gallery docs scenarios`; do not edit. -->\n\n# Gallery\n\n\
         One chart of each kind, with the command that draws it. Each follows the colours of the \
         reader's device. All kinds in all sizes and colours are on the \
         [contact sheet](gallery/contact-sheet.png); a short article made from a bundle is \
         [the article kit](article-kit/README.md).\n",
    );
    for &(kind, name, question) in SHOWN {
        let article = article(scenarios, name)?;
        let chart = article.material.chart(kind).map_err(failed)?;
        let command = format!("chart {} --scenario scenarios/{name}.toml", kind.word());
        page += &shown(&chart, (kind.word(), question), &command, &mut list, &mut rows)?;
        if kind == ChartKind::Chance {
            let (answer, sample) = (&article.material.answer, article.material.sample.as_ref());
            let fan = Fan::of(answer, sample, ASK.trials());
            let chart = Chart::fan(answer, sample, &fan);
            let told = ("chance-fan", "The same over time, for those who know bands.");
            let command = format!("{command} --fan");
            page += &shown(&chart, told, &command, &mut list, &mut rows)?;
        }
    }
    let overview = overview(scenarios)?;
    let chart = Chart::overview(&overview).map_err(failed)?;
    let question = "How many of many cases are done, and by which night?";
    let told = (ChartKind::Overview.word(), question);
    page += &shown(&chart, told, "chart overview OUT.csv", &mut list, &mut rows)?;
    let sheet = chart::png_at_size(&contact_sheet(&rows, SMALL)).map_err(failed)?;
    list.push(File { name: "gallery/contact-sheet.png".to_owned(), bytes: sheet });
    list.push(File { name: "gallery.md".to_owned(), bytes: page.into_bytes() });
    list.extend(kit(scenarios)?);
    Ok(list)
}

/// The section of a chart under a heading, which is the name of its file as well; its drawing goes to the
/// files, all its layouts to the contact sheet.
fn shown(
    chart: &Chart<'_>,
    (word, question): (&str, &str),
    command: &str,
    files: &mut Vec<File>,
    rows: &mut Vec<Vec<String>>,
) -> Result<String, Failure> {
    let draw = |layout, theme| {
        let options = ChartOptions { layout, theme, ..ChartOptions::default() };
        chart.svg(&options).map_err(failed)
    };
    let drawing = draw(Layout::Article, Theme::Auto)?;
    files.push(File { name: format!("gallery/{word}.svg"), bytes: drawing.into_bytes() });
    let layouts = [Layout::Article, Layout::Mobile, Layout::Social, Layout::Wide];
    let pairs = layouts.iter().flat_map(|&l| [(l, Theme::Light), (l, Theme::Dark)]);
    rows.push(pairs.map(|(l, t)| draw(l, t)).collect::<Result<Vec<String>, Failure>>()?);
    let alt = chart.alt_text(ClockStyle::H24).replace('"', "&quot;");
    Ok(format!(
        "\n## {word}\n\n{question}\n\n<img src=\"gallery/{word}.svg\" width=\"720\" alt=\"{alt}\">\n\n\
         ```sh\nbackup-sim {command} -o {word}.svg\n```\n"
    ))
}

/// All scenarios of the folder as the rows of a batch.
fn overview(scenarios: &Path) -> Result<Overview, Failure> {
    let unread = |e| Failure::Read(scenarios.to_owned(), e);
    let entries = std::fs::read_dir(scenarios).map_err(unread)?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    let columns = column::columns(false, false);
    let mut table = Vec::new();
    column::header(columns.clone(), &mut table);
    for (number, name) in (1..).zip(&names) {
        let scenario = scenario(scenarios, name)?;
        let found = study::row_answer(&scenario, 0, 1, number, false);
        let row = column::Row {
            row: number,
            name,
            outcome: &found.outcome,
            millis: Millis::of(&found.outcome),
            bottleneck: found.bottleneck,
            notes: &[],
            chance: None,
            needs: None,
        };
        table.push(b'\n');
        column::row(columns.clone(), &row, &mut table);
    }
    table.push(b'\n');
    let read = Overview::read(table.as_slice(), "scenarios", None, None);
    read.map_err(|_| Failure::Internal("the scenarios cannot be read back".to_owned()))
}

/// A short article of our own, and the bundles that it is made of.
fn kit(scenarios: &Path) -> Result<Vec<File>, Failure> {
    let article = article(scenarios, ARTICLE)?;
    let mut list = Vec::new();
    let mut shown = Vec::new();
    for kind in ARTICLE_KINDS {
        let chart = article.material.chart(kind).map_err(failed)?;
        for file in chart.bundle(&ChartOptions::default(), kind.word()).map_err(failed)? {
            if file.suffix == ".md" {
                shown.push(String::from_utf8_lossy(&file.bytes).into_owned());
            }
            let name = format!("article-kit/{}{}", kind.word(), file.suffix);
            list.push(File { name, bytes: file.bytes });
        }
    }
    let [progress, states, fixes] = shown.as_slice() else {
        return Err(Failure::Internal("a bundle without its snippet".to_owned()));
    };
    // What the words between the pictures say of this phone must be so.
    let mends = |fix: &Fix| edit(fix) == "--wifi yes" && fix.meets_deadline();
    if !article.material.answer.fixes.iter().any(mends) {
        let message =
            format!("{ARTICLE} is no longer mended by Wi-Fi alone: write the article anew");
        return Err(Failure::Internal(message));
    }
    let advice =
        fixes::text_for(&article.material.answer, Audience::Author, &TextOptions::default());
    let text = format!(
        "<!-- Written by `backup-sim write-gallery docs scenarios`; do not edit. -->\n\n\
         # Plugged in all night, and still no backup\n\n\
         A phone backs up by itself only while all its conditions hold at once: locked, on a charger, on \
         Wi-Fi. If one of them goes at midnight, the backup waits for it until morning, and all that the \
         phone says is that the last backup could not be completed. Here is such a night.\n\n\
         {progress}\n\
         The line of this phone is fast enough for one night. What it lacks is time on Wi-Fi: some phones \
         and routers switch it off while nobody looks.\n\n\
         {states}\n\
         ## What helps\n\n\
         Each change was tried on the same nights, one at a time.\n\n\
         {fixes}\n\
         {advice}\n\
         ## How this page was made\n\n\
         All pictures, numbers and alt texts come from one command; the words between them are ours.\n\n\
         ```sh\nbackup-sim chart all --scenario scenarios/{ARTICLE}.toml --bundle article\n```\n"
    );
    list.push(File { name: "article-kit/README.md".to_owned(), bytes: text.into_bytes() });
    Ok(list)
}

fn article(scenarios: &Path, name: &str) -> Result<Article, Failure> {
    Ok(Article::of(scenario(scenarios, name)?, &ASK, Dots::Twenty, 1))
}

fn scenario(folder: &Path, name: &str) -> Result<Scenario, Failure> {
    let path = folder.join(format!("{name}.toml"));
    let text = std::fs::read_to_string(&path).map_err(|e| Failure::Read(path.clone(), e))?;
    let mut draft = Draft::new();
    toml::apply(&mut draft, &path.display().to_string(), &text);
    draft.build().map_err(|_| Failure::Internal(format!("{} cannot be built", path.display())))
}

fn failed(error: ChartError) -> Failure {
    Failure::Internal(error.to_string())
}
