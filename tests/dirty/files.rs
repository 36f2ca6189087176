//! Files as they come: a seed flows in, 600 small CSV files in 30 classes flow out, each with the
//! exit code, the rejects and the number of answers that it must give, known because each fault is
//! put into a clean file at a known place.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Files of each class.
const OF_A_CLASS: usize = 20;

/// What a file must give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Exit 2 with this code and at this line; no row is looked at.
    Refused(&'static str, u64),
    /// Exit 0 or 3: so many answers, and these rejects: line, column, code.
    Rows(u64, Vec<(u64, &'static str, &'static str)>),
}

/// A file.
pub struct Dirty {
    /// What kind of dirt.
    pub class: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it must give.
    pub wanted: Wanted,
}

/// A clean table with room for one fault.
pub struct Table {
    random: Xoshiro256PlusPlus,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The row that the fault goes to.
    at: usize,
}

/// Where the columns stand.
const SIZE: usize = 0;
const UPLOAD: usize = 1;
const NAME: usize = 2;
const BATTERY: usize = 3;

impl Table {
    fn new(seed: u64) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let below = |n: u64, random: &mut Xoshiro256PlusPlus| random.next_u64() % n;
        let count = 2 + below(30, &mut random) as usize;
        let rows = (0..count)
            .map(|row| {
                let size = 1 + below(200, &mut random);
                let rate = 1 + below(50, &mut random);
                vec![
                    format!("{size}GB"),
                    format!("{rate}Mbps"),
                    format!("phone {row}"),
                    format!("{}%", 20 + below(80, &mut random)),
                ]
            })
            .collect::<Vec<_>>();
        let header = ["size", "upload", "name", "battery"].map(str::to_owned).to_vec();
        let at = below(rows.len() as u64, &mut random) as usize;
        Table { random, header, rows, at }
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[(self.random.next_u64() % from.len() as u64) as usize]
    }

    fn set(&mut self, column: usize, text: &str) {
        self.rows[self.at][column] = text.to_owned();
    }

    /// The line of the faulty row, if each row takes one.
    fn line(&self) -> u64 {
        self.at as u64 + 2
    }

    fn text(&self, between: &str, end: &str) -> String {
        let mut text = String::new();
        for line in std::iter::once(&self.header).chain(&self.rows) {
            text += &line.join(between);
            text += end;
        }
        text
    }

    fn bytes(&self) -> Vec<u8> {
        self.text(",", "\n").into_bytes()
    }

    fn clean(&self) -> Wanted {
        Wanted::Rows(self.rows.len() as u64, Vec::new())
    }

    /// All rows but the faulty one are answered.
    fn but_one(&self, column: &'static str, code: &'static str) -> Wanted {
        Wanted::Rows(self.rows.len() as u64 - 1, vec![(self.line(), column, code)])
    }

    /// Bytes with the faulty row's line replaced by the given one.
    fn with_line(&self, line: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (number, own) in self.text(",", "\n").lines().enumerate() {
            bytes.extend_from_slice(if number == self.at + 1 { line } else { own.as_bytes() });
            bytes.push(b'\n');
        }
        bytes
    }

    fn row_text(&self) -> String {
        self.rows[self.at].join(",")
    }
}

pub type Class = (&'static str, fn(&mut Table) -> (Vec<u8>, Wanted));

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff_u16);
    let units = mark.into_iter().chain(text.encode_utf16());
    units.flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
}

/// All classes.
pub const CLASSES: &[Class] = &[
    ("a byte-order mark", |t| (["\u{feff}", &t.text(",", "\n")].concat().into_bytes(), t.clean())),
    ("line ends of Windows", |t| (t.text(",", "\r\n").into_bytes(), t.clean())),
    ("line ends of both kinds", |t| {
        let line = [t.row_text().as_bytes(), b"\r"].concat();
        (t.with_line(&line), t.clean())
    }),
    ("semicolons and decimal commas", |t| {
        t.set(SIZE, "40,5GB");
        (t.text(";", "\n").into_bytes(), t.clean())
    }),
    ("tabs", |t| (t.text("\t", "\n").into_bytes(), t.clean())),
    ("UTF-16", |t| {
        let (little, mark) = (t.random.next_u64().is_multiple_of(2), t.rows.len() % 2 == 0);
        (utf16(&t.text(",", "\n"), little, mark), Wanted::Refused("E057", 1))
    }),
    ("Latin-1 in a cell", |t| {
        let line = [t.rows[t.at][SIZE].as_bytes(), b",3Mbps,Gr\xfc\xdfe,50%"].concat();
        (t.with_line(&line), t.but_one("name", "E057"))
    }),
    ("Latin-1 in the header", |t| {
        t.header[NAME] = "Grx".to_owned();
        let mut bytes = t.bytes();
        let at = bytes.iter().position(|&b| b == b'x').unwrap();
        bytes[at] = 0xf6;
        (bytes, Wanted::Refused("E057", 1))
    }),
    ("half a letter", |t| {
        let line = [t.row_text().as_bytes(), b"\xc3"].concat();
        (t.with_line(&line), t.but_one("battery", "E057"))
    }),
    ("a row that is too short", |t| {
        let keep = 1 + (t.random.next_u64() % 3) as usize;
        t.rows[t.at].truncate(keep);
        (t.bytes(), t.but_one("", "E054"))
    }),
    ("a row that is too long", |t| {
        t.rows[t.at].push("x".to_owned());
        (t.bytes(), t.but_one("", "E054"))
    }),
    ("a line of spaces", |t| {
        let wanted = Wanted::Rows(t.rows.len() as u64 - 1, vec![(t.line(), "", "E054")]);
        (t.with_line(b"    "), wanted)
    }),
    ("empty lines", |t| {
        let line = ["\n\n", &t.row_text(), "\n"].concat();
        (t.with_line(line.as_bytes()), t.clean())
    }),
    ("no line end at the end", |t| {
        let text = t.text(",", "\n");
        (text.trim_end().as_bytes().to_vec(), t.clean())
    }),
    ("NUL in a number", |t| {
        t.set(SIZE, "4\x000GB");
        (t.bytes(), t.but_one("size", "E016"))
    }),
    ("two columns of one name", |t| {
        t.header[BATTERY] = "SIZE".to_owned();
        (t.bytes(), Wanted::Refused("E050", 1))
    }),
    ("two columns for one field", |t| {
        t.header[BATTERY] = t.pick(&["library.size", "size_gb", "Size GB"]).to_owned();
        (t.bytes(), Wanted::Refused("E050", 1))
    }),
    ("an unknown column", |t| {
        t.header[BATTERY] = t.pick(&["batery", "wert", "x", "upload speed in town"]).to_owned();
        (t.bytes(), Wanted::Refused("E040", 1))
    }),
    ("more columns than are read", |t| {
        t.header.extend((0..300).map(|n| format!("c{n}")));
        (t.bytes(), Wanted::Refused("E053", 1))
    }),
    ("a quote that is never closed", |t| {
        t.set(NAME, "\"phone");
        (t.bytes(), t.but_one("", "E055"))
    }),
    ("quoted line ends before a bad row", |t| {
        // The quoted cell of the first row takes three lines.
        t.rows
            .insert(0, ["9GB", "9Mbps", "\"a,\n\"\"b\"\"\nc\"", "9%"].map(str::to_owned).to_vec());
        t.at += 1;
        t.set(UPLOAD, "3");
        let wanted = Wanted::Rows(t.rows.len() as u64 - 1, vec![(t.line() + 2, "upload", "E012")]);
        (t.bytes(), wanted)
    }),
    ("a huge cell", |t| {
        t.set(NAME, &"x".repeat((64 << 10) + 1));
        (t.bytes(), t.but_one("name", "E056"))
    }),
    ("a huge row", |t| {
        t.set(NAME, &"x".repeat(1 << 20));
        (t.bytes(), t.but_one("", "E056"))
    }),
    ("nothing", |t| {
        let ends = "\n".repeat((t.random.next_u64() % 3) as usize);
        (ends.into_bytes(), Wanted::Refused("E058", 1))
    }),
    ("a header and no row", |t| {
        t.rows.clear();
        (t.bytes(), t.clean())
    }),
    ("the header again among the rows", |t| {
        let header = t.header.join(",");
        (t.with_line(header.as_bytes()), t.but_one("size", "E035"))
    }),
    ("a number without a unit", |t| {
        t.set(UPLOAD, "3");
        (t.bytes(), t.but_one("upload", "E012"))
    }),
    ("a number out of range", |t| {
        let (text, code) = [
            ("-4GB", "E017"),
            ("99999999999999999999GB", "E017"),
            ("NaN", "E017"),
            ("0GB", "E042"),
            ("1e400GB", "E011"),
        ][(t.random.next_u64() % 5) as usize];
        t.set(SIZE, text);
        let wanted = t.but_one("size", code);
        (t.bytes(), wanted)
    }),
    ("an id that is no number", |t| {
        t.header.push("row".to_owned());
        for (number, row) in t.rows.iter_mut().enumerate() {
            row.push((number + 1).to_string());
        }
        let id = t.pick(&["x", "-1", "1.5", "18446744073709551616"]).to_owned();
        t.set(BATTERY + 1, &id);
        (t.bytes(), t.but_one("row", "E052"))
    }),
    ("names for spreadsheets and terminals", |t| {
        let name = t.pick(&["=1+1", "+1", "-1", "@x", "\x1b[31mred", "\x1b]0;x\x07", "\u{202e}x"]);
        t.set(NAME, name);
        (t.bytes(), t.clean())
    }),
];

/// All files of a seed.
pub fn files(seed: u64) -> impl Iterator<Item = Dirty> {
    CLASSES.iter().enumerate().flat_map(move |(place, (class, make))| {
        (0..OF_A_CLASS).map(move |number| {
            let own = seed.wrapping_add((place * OF_A_CLASS + number) as u64);
            let (bytes, wanted) = make(&mut Table::new(own));
            Dirty { class, bytes, wanted }
        })
    })
}
