//! Listings of files: a CSV with a column of sizes, or the JSON that `rclone lsjson` prints. The
//! items flow out in the order of the file.
//!
//! CSV: the size column is called `size`, `bytes` or `length`, alone or with a unit behind it
//! (`size_mb`). Cells under a name with a unit, or under `bytes`, are bare numbers; all others carry
//! their unit, or are all of them whole numbers, which are bytes, as whatever lists files prints them.
//! JSON: an array of objects with `Size` in bytes; folders (`IsDir`) are left out.

use super::lines::{Table, plain, table, text};
use super::{ImportError, shown};
use crate::units::listing::MOST_ITEMS;
use crate::units::{Kind, Size, Sizes};
use serde_json::Value;

const NAMES: [&str; 3] = ["size", "bytes", "length"];

/// Reads a listing.
///
/// # Errors
/// Where it is not one, or holds no item, more than 1,000,000 or more than 1 PB.
pub fn read(bytes: &[u8]) -> Result<Sizes, ImportError> {
    let text = text(bytes)?;
    let most = usize::try_from(MOST_ITEMS).unwrap_or(usize::MAX);
    let runs = match text.trim_start().starts_with(['[', '{']) {
        true => json(&text, most)?,
        false => csv(&table(&text, most, "items")?)?,
    };
    let items = Sizes::of(runs);
    if items.count() == 0 {
        return Err(ImportError::new(0, 0, "no item of at least one byte in it"));
    }
    if items.total() > Size::MAX {
        return Err(ImportError::new(0, 0, "all items together are more than 1 PB"));
    }
    Ok(items)
}

fn csv(table: &Table) -> Result<Vec<(u64, Size)>, ImportError> {
    let unit_of = |name: &str| {
        let name = plain(name);
        let own = NAMES.into_iter().find(|own| {
            name.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        })?;
        let unit = name.get(own.len()..)?.trim_start_matches('_').to_owned();
        match (own, unit.as_str()) {
            ("bytes", "") => Some(Some("B")),
            (_, "") => Some(None),
            (_, "b" | "bytes") => Some(Some("B")),
            (_, unit) => {
                Size::HEADER_UNITS.iter().find(|(header, _)| *header == unit).map(|&(_, u)| Some(u))
            }
        }
    };
    let mut columns = table.header.iter().enumerate().filter_map(|(at, n)| Some((at, unit_of(n)?)));
    let Some((column, unit)) = columns.next() else {
        let message = format!(
            "no column of sizes; name one size, bytes or size_mb, not {}",
            shown(&table.header.join(", "))
        );
        return Err(ImportError::new(table.line, 0, message));
    };
    if let Some((other, _)) = columns.next() {
        let names = [column, other].map(|at| table.header.get(at).map_or("", String::as_str));
        let message = format!("two columns of sizes, {} and {}", shown(names[0]), shown(names[1]));
        return Err(ImportError::new(table.line, other + 1, message));
    }
    let cell = |cells: &[String]| cells.get(column).map_or("", String::as_str).trim().to_owned();
    let is_bare = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let bare = table.records.iter().all(|(_, cells)| is_bare(&cell(cells)));
    let unit = unit.unwrap_or(if bare { "B" } else { "" });
    let mut runs = Vec::with_capacity(table.records.len());
    for (line, cells) in &table.records {
        let cell = cell(cells);
        let size = Size::read(&format!("{cell}{unit}"));
        let size = size.map_err(|e| ImportError::new(*line, column + 1, e.to_string()))?;
        runs.push((1, size.value));
    }
    Ok(runs)
}

fn json(text: &str, most: usize) -> Result<Vec<(u64, Size)>, ImportError> {
    let entries: Vec<Value> = serde_json::from_str(text).map_err(|e| {
        let message = if e.is_data() { "this is not a list of files" } else { "this is not JSON" };
        ImportError::new(e.line(), e.column(), message)
    })?;
    let mut runs = Vec::with_capacity(entries.len().min(most));
    for (at, entry) in entries.iter().enumerate() {
        let fault =
            |what: &str| ImportError::new(0, 0, format!("file {} of the list {what}", at + 1));
        if entry["IsDir"].as_bool() == Some(true) {
            continue;
        }
        let size = match &entry["Size"] {
            Value::Null => return Err(fault("has no \"Size\"")),
            size if size.as_i64() == Some(-1) => {
                return Err(fault("has the size -1, which is unknown"));
            }
            size => size.as_u64().ok_or_else(|| fault("has a \"Size\" that is no whole number"))?,
        };
        if runs.len() == most {
            return Err(ImportError::new(0, 0, format!("more than {most} items")));
        }
        runs.push((1, Size::from_bytes(size)));
    }
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u64> {
        let read = read(text.as_bytes()).unwrap_or_else(|e| panic!("{}", e.at(text)));
        read.each().map(Size::bytes).collect()
    }

    fn refused(text: &str) -> String {
        read(text.as_bytes()).unwrap_err().at("f")
    }

    #[test]
    fn sizes_come_in_the_order_of_the_file() {
        assert_eq!(bytes("name,size\na.jpg,2.4MB\nb.mp4,60MB\n"), [2_400_000, 60_000_000]);
        assert_eq!(bytes("path,size\na.jpg,2400000\nempty,0\nb,7\n"), [2_400_000, 7]);
        assert_eq!(bytes("bytes\r\n7\r\n7\r\n9\r\n"), [7, 7, 9]);
        assert_eq!(bytes("Name;Size (MB)\n\"a;b\";1.5\n"), [1_500_000]);
        assert_eq!(bytes("\u{feff}size_bytes\tname\n12\tx\n"), [12]);
        let json = r#"[{"Name":"a","Size":5,"IsDir":false},{"Name":"d","Size":-1,"IsDir":true},
            {"Name":"b","Size":6}]"#;
        assert_eq!(bytes(json), [5, 6]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        assert!(refused("name,size\na,2.4\n").starts_with("f:2:2: 2.4 what?"));
        assert!(refused("size\n17\n2MB\n").starts_with("f:2:1: 17 what?"));
        assert!(refused("name\na\n").starts_with("f:1: no column of sizes"));
        assert!(refused("size,bytes\n1B,1\n").starts_with("f:1:2: two columns of sizes"));
        assert_eq!(refused("size,name\n1B\n"), "f:2: 1 cells under 2 columns");
        assert_eq!(refused(""), "f: it is empty");
        assert_eq!(refused("size\n"), "f: no item of at least one byte in it");
        assert!(refused("[{\"Size\":1},").starts_with("f:1:12: this is not JSON"));
        assert_eq!(refused("{\"Size\":1}"), "f:1:0: this is not a list of files".replace(":0", ""));
        assert_eq!(refused("[{\"Name\":\"a\"}]"), "f: file 1 of the list has no \"Size\"");
        assert!(refused("[{\"Size\":-1}]").contains("unknown"));
        assert_eq!(read(&[b's', 0xff]).unwrap_err().at("f"), "f:1: this is not text in UTF-8");
    }

    #[test]
    fn more_than_a_million_items_are_refused() {
        let text = "bytes\n".to_owned() + &"1\n".repeat(1_000_001);
        assert_eq!(refused(&text), "f:1000002: more than 1000000 items");
    }
}
