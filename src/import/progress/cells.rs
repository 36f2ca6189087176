//! A line of a table in cells, each with the column in which it starts, so that a fault can be told
//! where it is.

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell<'a> {
    /// The column of its first character, from 1.
    pub(super) column: usize,
    /// Its text without quotes and spaces around it.
    pub(super) text: &'a str,
}

/// The cells of a line. A quoted cell may hold the delimiter, and ends with its line.
pub(super) fn cells(line: &str, delimiter: char) -> Vec<Cell<'_>> {
    let mut found = Vec::new();
    let (mut start, mut column, mut first, mut quoted) = (0, 1, 1, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            c if c == delimiter && !quoted => {
                found.push(cell(line.get(start..at).unwrap_or_default(), first));
                (start, first) = (at + c.len_utf8(), column + 1);
            }
            _ => {}
        }
        column += 1;
    }
    found.push(cell(line.get(start..).unwrap_or_default(), first));
    found
}

fn cell(raw: &str, column: usize) -> Cell<'_> {
    let kept = raw.trim_start();
    let spaces = raw.chars().count() - kept.chars().count();
    Cell { column: column + spaces, text: kept.trim_end().trim_matches('"').trim() }
}

/// What separates the cells of a header: what it holds most of.
pub(super) fn delimiter(header: &str) -> char {
    let count = |mark: char| header.matches(mark).count();
    // The last of equals wins: a comma.
    ['\t', ';', ','].into_iter().max_by_key(|&mark| count(mark)).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_where_they_start() {
        let found = cells("23:10, \"1,5 GB\" ,é,x", ',');
        let told: Vec<_> = found.iter().map(|c| (c.column, c.text)).collect();
        assert_eq!(told, [(1, "23:10"), (8, "1,5 GB"), (18, "é"), (20, "x")]);
        assert_eq!(delimiter("time;percent"), ';');
        assert_eq!(delimiter("time"), ',');
    }
}
