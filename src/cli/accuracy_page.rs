//! The measured parts of docs/accuracy.md: recordings flow in, sections flow into the page, each
//! between two marks, and leave the rest as it is. Written by a command that no help shows,
//! `write-accuracy`: unlike `write-docs` it needs recordings that are not part of the project.

use super::charging;
use super::failure::{ARGUMENTS, Failure, Usage};
use super::fit_page;
use super::sink::write_file;
use super::{speeds_page, uploads_page};
use std::path::Path;
use std::process::ExitCode;

/// The name of the command.
pub const NAME: &str = "write-accuracy";

const PAGE: &str = "accuracy.md";

/// A section of the page.
pub struct Section {
    /// What stands in it, without its heading.
    pub text: String,
    /// Drawings: the path below the documents, and the bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Writes a section from the folder of documents and the folder of recordings.
/// `None` where it has no recordings: what stands there stays.
type Writer = fn(&Path, &Path) -> Result<Option<Section>, Failure>;

/// The sections in the order of the page: mark, heading, what writes it.
const SECTIONS: [(&str, &str, Writer); 4] = [
    ("chance", "Chance", speeds_page::section),
    ("uploads", "Uploads", uploads_page::section),
    ("fit", "A progress so far", fit_page::section),
    ("power", "Power", charging::section),
];

/// `write-accuracy DOCS DATA`: writes every section anew.
pub fn run(rest: &[String]) -> Result<ExitCode, Failure> {
    let [docs, data] = rest else {
        let message = "takes the folder of the documents and the folder of the recordings";
        let usage = Usage::new(ARGUMENTS, NAME, message);
        return Err(usage.or("backup-sim write-accuracy docs ../shared/data").into());
    };
    let (docs, data) = (Path::new(docs), Path::new(data));
    let path = docs.join(PAGE);
    let mut page = match std::fs::read_to_string(&path) {
        Ok(page) => page,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "# Accuracy\n".to_owned(),
        Err(error) => return Err(Failure::Read(path, error)),
    };
    for (mark, heading, writer) in SECTIONS {
        let Some(section) = writer(docs, data)? else { continue };
        page = put(&page, mark, &format!("## {heading}\n\n{}", section.text));
        for (name, bytes) in section.files {
            let file = docs.join(name);
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder).map_err(|e| Failure::write(folder, e))?;
            }
            write_file(&file, &bytes, true)?;
        }
    }
    write_file(&path, page.as_bytes(), true)?;
    Ok(ExitCode::SUCCESS)
}

/// Puts a text between the marks of a section, or at the end of a page that has none.
fn put(page: &str, mark: &str, text: &str) -> String {
    let open = format!("<!-- {mark}: written by `backup-sim {NAME} docs DATA` -->\n");
    let close = format!("<!-- end of {mark} -->\n");
    let body = format!("{open}\n{}\n\n{close}", text.trim_end());
    let old = page.find(&open).and_then(|from| {
        let length = page.get(from..)?.find(&close)?;
        Some((from, from + length + close.len()))
    });
    match old {
        Some((from, to)) => format!("{}{body}{}", &page[..from], &page[to..]),
        None => format!("{}\n\n{body}", page.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn a_section_replaces_itself_and_nothing_else() {
        let page = put(&put("# Page\n", "one", "first"), "two", "second");
        let after = page.clone() + "\nWritten by hand.\n";
        let changed = put(&after, "one", "third");
        assert!(changed.contains("third") && !changed.contains("first"), "{changed}");
        assert_eq!(changed.replace("third", "first"), after);
        assert_eq!(put(&changed, "one", "third"), changed);
    }
}
