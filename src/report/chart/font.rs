//! The one font of the charts: two embedded faces of Noto Sans (licence in `font/OFL.txt`). Labels
//! are measured with it before they are placed, and PNG is drawn with it alone, so that pixels are
//! equal on every machine. A browser may lack it: the stack names faces that are no wider.

use plotters::style::FontStyle;
use std::sync::OnceLock;

/// The regular face.
pub static REGULAR: &[u8] = include_bytes!("font/NotoSans-Regular.ttf");
/// The bold face.
pub static BOLD: &[u8] = include_bytes!("font/NotoSans-Bold.ttf");
/// What SVG text asks for.
pub const STACK: &str = "'Noto Sans','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
/// The name in plotters' own register.
pub const NAME: &str = "Noto Sans";

/// Room left for a reader's face that is a little wider than the measured one.
const ROOM: f64 = 1.04;
/// Height of a line of the face over its em: ascent 1.069, descent 0.293. plotters takes the
/// height for the size, SVG the em.
const LINE_OVER_EM: f64 = 1.362;
/// Texts are measured this many times larger, since plotters rounds to whole units.
const MAGNIFY: f64 = 16.0;

/// How heavy a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Titles and findings.
    Bold,
}

impl Weight {
    /// As plotters names it.
    pub const fn style(self) -> FontStyle {
        match self {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        }
    }
}

/// Registers both faces with plotters, once.
pub fn register() -> bool {
    static DONE: OnceLock<bool> = OnceLock::new();
    *DONE.get_or_init(|| {
        plotters::style::register_font(NAME, FontStyle::Normal, REGULAR).is_ok()
            && plotters::style::register_font(NAME, FontStyle::Bold, BOLD).is_ok()
    })
}

/// The width of a text in pixels at a font size in pixels, with some room.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = Measures::of(weight);
    // As plotters lays a text out: at its size, which is that of a line, and cut to whole units.
    let scale = (size * LINE_OVER_EM * MAGNIFY) as f32 / face.line;
    let (mut known, mut foreign) = (0_f32, 0_usize);
    for c in text.chars() {
        match face.advance(c) {
            Some(advance) => known += scale * advance,
            // It comes from another face: one em is on the safe side.
            None => foreign += 1,
        }
    }
    (f64::from(known as i32) / MAGNIFY + foreign as f64 * size) * ROOM
}

/// Whether the embedded faces hold a letter. Both hold the same.
pub fn covered(c: char) -> bool {
    // Most letters are of this kind and need no look into the face.
    matches!(c, ' '..='~') || Measures::of(Weight::Regular).advance(c).is_some()
}

/// How wide the letters of a face are, in its own units. Labels are measured some ten thousand times for
/// a chart, so the letters of most texts are kept at hand.
struct Measures {
    face: Option<ttf_parser::Face<'static>>,
    /// The height of a line.
    line: f32,
    /// The advances of the first letters.
    first: [Option<f32>; AT_HAND],
}

/// Letters up to U+017F: Latin with all its accents in Europe.
const AT_HAND: usize = 0x180;

impl Measures {
    fn of(weight: Weight) -> &'static Measures {
        static FACES: [OnceLock<Measures>; 2] = [OnceLock::new(), OnceLock::new()];
        let [regular, bold] = &FACES;
        match weight {
            Weight::Regular => regular.get_or_init(|| Measures::new(REGULAR)),
            Weight::Bold => bold.get_or_init(|| Measures::new(BOLD)),
        }
    }

    fn new(bytes: &'static [u8]) -> Self {
        let face = ttf_parser::Face::parse(bytes, 0).ok();
        let line = face.as_ref().map_or(1, |face| face.ascender().saturating_sub(face.descender()));
        let mut measures = Measures { face, line: f32::from(line.max(1)), first: [None; AT_HAND] };
        measures.first = std::array::from_fn(|code| {
            u32::try_from(code).ok().and_then(char::from_u32).and_then(|c| measures.look_up(c))
        });
        measures
    }

    /// How far a letter goes; `None` if the face lacks it.
    fn advance(&self, c: char) -> Option<f32> {
        match self.first.get(c as usize) {
            Some(advance) => *advance,
            None => self.look_up(c),
        }
    }

    fn look_up(&self, c: char) -> Option<f32> {
        let face = self.face.as_ref()?;
        face.glyph_hor_advance(face.glyph_index(c)?).map(f32::from)
    }
}

/// The letter, or U+FFFD where the embedded faces lack it.
pub fn shown(c: char) -> char {
    if c.is_control() || covered(c) { c } else { char::REPLACEMENT_CHARACTER }
}

/// Breaks a text into lines no wider than `room`. A word that is too long alone is cut; in one of
/// letters that the face lacks, as of a script without spaces, a line may end after any of them. The
/// last of `most` lines ends in `…` where text is left over.
pub fn wrap(text: &str, size: f64, weight: Weight, room: f64, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, size, weight) <= room;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let tied = words(text);
    // What belongs together and does not fit on one line is better parted than cut.
    let parted = tied.iter().flat_map(|word| match fits(word) {
        true => vec![word.as_str()],
        false => word.split(' ').collect(),
    });
    for word in parted {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if fits(word) {
            line = word.to_owned();
        } else if word.chars().all(covered) {
            line = shorten(word, size, weight, room);
        } else {
            for c in word.chars() {
                line.push(c);
                if !fits(&line) {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, c.to_string()));
                }
            }
        }
    }
    lines.push(line);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = shorten(&format!("{last}…"), size, weight, room);
        }
    }
    lines
}

/// The words of a text; a number keeps its unit, and `2 h 30 min` stays together.
fn words(text: &str) -> Vec<String> {
    const UNITS: [&str; 18] = [
        "h", "min", "s", "days", "%", "bytes", "kB", "MB", "GB", "TB", "PB", "bps", "kbps", "Mbps",
        "Gbps", "Tbps", "W", "mW",
    ];
    // A bare number belongs to what it counts, and a name to its number: `20 outcomes`, `night 1`.
    let bare = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let counted = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase());
    const NAMES: [&str; 7] = ["night", "day", "seed", "scenario", "backup-sim", "USB", "plugged"];
    let numbered =
        |word: &str| word.starts_with(|c: char| c.is_ascii_hexdigit()) || word.starts_with("in");
    let half =
        |word: &str| matches!(word.split(|c: char| !c.is_alphabetic()).next(), Some("am" | "pm"));
    let unit = |word: &str| {
        half(word) || UNITS.contains(&word.trim_end_matches([',', ';', ':', '.', ')']))
    };
    let mut words: Vec<String> = Vec::new();
    let mut before = "";
    for word in text.split_whitespace() {
        let number = before.ends_with(|c: char| c.is_ascii_digit()) && unit(word);
        let longer =
            matches!(before, "h" | "days") && word.starts_with(|c: char| c.is_ascii_digit());
        match words.last_mut() {
            Some(last)
                if number
                    || longer
                    || (bare(before) && counted(word))
                    || (NAMES.contains(&before) && numbered(word)) =>
            {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
        before = word;
    }
    words
}

/// As [`wrap`], with lines of about equal length: no last word alone.
pub fn balance(text: &str, size: f64, weight: Weight, room: f64, most: usize) -> Vec<String> {
    let mut best = wrap(text, size, weight, room, most);
    let cut = best.last().is_some_and(|l| l.ends_with('…'));
    let mut narrower = room;
    while !cut && best.len() > 1 && narrower > room / 2.0 {
        narrower -= size / 4.0;
        let lines = wrap(text, size, weight, narrower, most + 1);
        if lines.len() > best.len() || lines.iter().any(|l| l.ends_with('…')) {
            break;
        }
        best = lines;
    }
    best
}

/// The text, cut to fit with `…` at its end where it has to be.
pub fn shorten(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let cut: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if width(&cut, size, weight) <= room {
            return cut;
        }
    }
    "…".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::{FontDesc, FontFamily};

    #[test]
    fn a_width_is_the_sum_of_the_advances_of_the_face() {
        // Noto Sans Regular: digits are 572 units of 1000 wide, so ten at 10 px are 57.2 px.
        let ten = width("0123456789", 10.0, Weight::Regular);
        assert!((ten - 57.2 * ROOM).abs() < 0.2, "{ten}");
    }

    #[test]
    fn a_text_is_as_wide_as_plotters_lays_it_out() {
        register();
        let texts = [
            "40 GB at 3 Mbps: done on night 4, 06:12",
            "AVAToTyWe \u{2013} Điện thoại, Ελληνικά, Телефон: \u{20ac} … ½ · ×",
            "",
            "~",
        ];
        for text in texts {
            for size in [9.0, 11.5, 13.0, 20.25, 31.0, 64.0] {
                for weight in [Weight::Regular, Weight::Bold] {
                    let font = FontDesc::new(
                        FontFamily::Name(NAME),
                        size * LINE_OVER_EM * MAGNIFY,
                        weight.style(),
                    );
                    let (_, (right, _)) = font.layout_box(text).unwrap();
                    let theirs = f64::from(right) / MAGNIFY * ROOM;
                    assert!((width(text, size, weight) - theirs).abs() < 1e-9, "{text} {size}");
                }
            }
        }
    }

    #[test]
    fn wrapping_keeps_every_word_and_every_width() {
        let text = "Wi-Fi, not the line, held the upload to 8 Mbps";
        let lines = wrap(text, 20.0, Weight::Bold, 200.0, 9);
        assert_eq!(lines.join(" "), text);
        let hours = wrap("by night (10 pm–7 am) and day", 20.0, Weight::Bold, 190.0, 9);
        assert!(hours.iter().all(|l| !l.starts_with("am") && !l.starts_with("pm")), "{hours:?}");
        assert!(lines.iter().all(|l| width(l, 20.0, Weight::Bold) <= 200.0));
        let cut = wrap(&"x".repeat(500), 20.0, Weight::Bold, 200.0, 3);
        assert!(cut.len() == 1 && cut[0].ends_with('…'));
    }

    #[test]
    fn no_line_ends_between_a_number_and_what_it_counts() {
        let text =
            "As it is, 0 in 20: each dot is 1 of 20 outcomes of night 1. 200 trials, seed 1. USB 3";
        // Where `20 outcomes` does not fit on one line nothing is cut.
        assert_eq!(wrap(text, 20.0, Weight::Regular, 120.0, 99).join(" "), text);
        for room in [150.0, 180.0, 220.0, 260.0] {
            let lines = wrap(text, 20.0, Weight::Regular, room, 99);
            assert_eq!(lines.join(" "), text);
            let torn = |line: &String| {
                let last = line.rsplit(' ').next().unwrap_or_default();
                ["0", "1", "20", "200", "night", "seed", "USB"].contains(&last)
            };
            assert!(!lines.iter().any(torn), "{lines:?}");
        }
    }

    #[test]
    fn a_text_without_spaces_in_a_script_that_the_face_lacks_goes_over_several_lines() {
        // 12 letters of 20 px each and some room for 100 px: four to a line.
        let text = "备份需要四个晚上才能完成";
        let lines = wrap(text, 20.0, Weight::Bold, 100.0, 9);
        assert_eq!(lines.concat(), text);
        assert_eq!(lines.iter().map(|l| l.chars().count()).collect::<Vec<_>>(), [4, 4, 4]);
    }

    #[test]
    fn both_faces_hold_the_same_letters_of_latin_greek_and_cyrillic() {
        let faces = [REGULAR, BOLD].map(|face| ttf_parser::Face::parse(face, 0).unwrap());
        for c in '\u{20}'..='\u{ffff}' {
            let [regular, bold] = faces.each_ref().map(|face| face.glyph_index(c).is_some());
            assert!(regular == bold && regular == covered(c), "{c}");
        }
        let texts =
            ["Điện thoại của tôi", "Ελληνικά", "Телефон Анны", "İstanbul žluťoučký", "€ – …"];
        assert!(texts.iter().all(|text| text.chars().all(covered)));
        assert!(covered('\u{fffd}') && !covered('电') && !covered('ه') && !covered('😀'));
    }
}
