//! The one font of the charts: two embedded faces of Noto Sans (licence in `font/OFL.txt`). Labels
//! are measured with it before they are placed, and PNG is drawn with it alone, so that pixels are
//! equal on every machine. A browser may lack it: the stack names faces that are no wider.

mod advances;

use advances::Advances;
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
    Measured::nothing(size, weight).and(text).width()
}

/// How wide a text is that grows at its end.
#[derive(Clone, Copy)]
struct Measured {
    weight: Weight,
    size: f64,
    scale: f32,
    known: f32,
    foreign: usize,
}

impl Measured {
    fn nothing(size: f64, weight: Weight) -> Self {
        // As plotters lays a text out: at its size, which is that of a line, and cut to whole units.
        let scale = (size * LINE_OVER_EM * MAGNIFY) as f32 / f32::from(at_hand(weight).line);
        Measured { weight, size, scale, known: 0.0, foreign: 0 }
    }

    fn and(mut self, text: &str) -> Self {
        for c in text.chars() {
            match advance(c, self.weight) {
                Some(advance) => self.known += self.scale * advance,
                // It comes from another face: one em is on the safe side.
                None => self.foreign += 1,
            }
        }
        self
    }

    fn width(&self) -> f64 {
        (f64::from(self.known as i32) / MAGNIFY + self.foreign as f64 * self.size) * ROOM
    }
}

/// Whether the embedded faces hold a letter. Both hold the same.
pub fn covered(c: char) -> bool {
    // Most letters are of this kind and need no look into the face.
    matches!(c, ' '..='~') || advance(c, Weight::Regular).is_some()
}

/// What a chart asks of the letters of a face, found as the program is built.
fn at_hand(weight: Weight) -> &'static Advances {
    static FACES: [Advances; 2] = [Advances::of(REGULAR), Advances::of(BOLD)];
    let [regular, bold] = &FACES;
    match weight {
        Weight::Regular => regular,
        Weight::Bold => bold,
    }
}

/// How far a letter goes, in units of the face; `None` if the face lacks it.
fn advance(c: char, weight: Weight) -> Option<f32> {
    match at_hand(weight).get(c) {
        Some(known) => known.map(f32::from),
        None => look_up(c, weight),
    }
}

/// As [`advance`], in the face itself.
fn look_up(c: char, weight: Weight) -> Option<f32> {
    type Face = Option<ttf_parser::Face<'static>>;
    static FACES: [OnceLock<Face>; 2] = [OnceLock::new(), OnceLock::new()];
    let [regular, bold] = &FACES;
    let face = match weight {
        Weight::Regular => regular.get_or_init(|| ttf_parser::Face::parse(REGULAR, 0).ok()),
        Weight::Bold => bold.get_or_init(|| ttf_parser::Face::parse(BOLD, 0).ok()),
    };
    let face = face.as_ref()?;
    face.glyph_hor_advance(face.glyph_index(c)?).map(f32::from)
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
    let nothing = Measured::nothing(size, weight);
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut measured) = (String::new(), nothing);
    let tied = words(text);
    // What belongs together and does not fit on one line is better parted than cut.
    let parted = tied.iter().flat_map(|word| match fits(word) {
        true => vec![word.as_str()],
        false => word.split(' ').collect(),
    });
    for word in parted {
        let space = if line.is_empty() { "" } else { " " };
        let longer = measured.and(space).and(word);
        if longer.width() <= room {
            line.push_str(space);
            line.push_str(word);
            measured = longer;
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
        measured = nothing.and(&line);
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

/// As [`wrap`], with lines of about equal length: no last word alone. The narrowest block, no narrower than half
/// the room, that takes no more lines.
pub fn balance(text: &str, size: f64, weight: Weight, room: f64, most: usize) -> Vec<String> {
    let is_cut = |lines: &[String]| lines.iter().any(|line| line.ends_with('…'));
    let mut best = wrap(text, size, weight, room, most);
    if best.len() < 2 || is_cut(&best) {
        return best;
    }
    // The narrower, the more lines, so that halving finds the narrowest.
    let step = size / 4.0;
    let (mut fits, mut over) = (0, (room / 2.0 / step).ceil() as usize + 1);
    while over - fits > 1 {
        let narrower = usize::midpoint(fits, over);
        let lines = wrap(text, size, weight, room - step * narrower as f64, most + 1);
        if lines.len() > best.len() || is_cut(&lines) {
            over = narrower;
        } else {
            (best, fits) = (lines, narrower);
        }
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
    fn what_is_at_hand_of_a_face_is_what_the_face_says() {
        for (bytes, weight) in [(REGULAR, Weight::Regular), (BOLD, Weight::Bold)] {
            let face = ttf_parser::Face::parse(bytes, 0).unwrap();
            let line = face.ascender() - face.descender();
            assert_eq!(i32::from(at_hand(weight).line), i32::from(line));
            for c in '\0'..='\u{ffff}' {
                assert_eq!(advance(c, weight), look_up(c, weight), "{c:?}");
            }
        }
        let [regular, bold] = [Weight::Regular, Weight::Bold].map(|weight| advance('W', weight));
        assert!(regular < bold && advance('電', Weight::Bold).is_none());
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
