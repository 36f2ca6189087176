//! What every page has around its content: head, style and foot flow out, one string. The style is a
//! file of its own, laid out for phone, desk and paper, in light and dark.

use crate::report::format::count;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// So many rows of a table stand open; a longer one stops the reading.
pub(super) const SHOWN: usize = 12;

const STYLE: &str = include_str!("style.css");

/// A whole page. `title` is for the window and the list of tabs, `made_with` for the foot.
pub(super) fn page(title: &str, body: &Markup, made_with: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("backup-sim ", env!("CARGO_PKG_VERSION")));
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main { (body) }
                footer { p { (made_with) } }
            }
        }
    };
    page.into_string() + "\n"
}

/// A table with a caption. Cells are text; a column of numbers is set to the right.
pub(super) fn table(caption: &str, columns: &[Column<'_>], rows: &[Vec<String>]) -> Markup {
    html! {
        // Wider than a phone it scrolls by itself, and can be reached by the keyboard to do so.
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for column in columns { th scope="col" class=(column.class()) { (column.name) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (column, cell) in columns.iter().zip(row) {
                                td class=(column.class()) {
                                    @if column.code { code { (cell) } } @else { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A table of which the first rows are shown and the others folded away.
pub(super) fn long_table(caption: &str, columns: &[Column<'_>], rows: &[Vec<String>]) -> Markup {
    let (first, rest) = rows.split_at(rows.len().min(SHOWN));
    html! {
        (table(caption, columns, first))
        @if !rest.is_empty() {
            details {
                summary { (count(rest.len() as u64, "more row")) }
                (table(&format!("{caption}, continued"), columns, rest))
            }
        }
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column<'a> {
    /// Its head.
    pub(super) name: &'a str,
    /// Whether it holds numbers.
    pub(super) number: bool,
    /// Whether it holds what is typed.
    pub(super) code: bool,
}

impl<'a> Column<'a> {
    pub(super) const fn text(name: &'a str) -> Self {
        Column { name, number: false, code: false }
    }

    pub(super) const fn number(name: &'a str) -> Self {
        Column { name, number: true, code: false }
    }

    pub(super) const fn code(name: &'a str) -> Self {
        Column { name, number: false, code: true }
    }

    const fn class(&self) -> &'static str {
        if self.number { "n" } else { "t" }
    }
}
