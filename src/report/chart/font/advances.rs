//! How wide the letters of a face are, found as the program is built: the bytes of a TrueType face flow in,
//! the advances of the letters of nearly all texts flow out, so that a chart need not read the face at all.
//! A face that is not as it is read here fails the build, or the test that compares it with `ttf-parser`.
//!
//! Read are cmap in format 4, hhea and hmtx, as OpenType lays them out.

/// Letters up to U+017F: Latin with all its accents in Europe.
const LETTERS: usize = 0x180;
/// Dashes, quotation marks, the ellipsis.
const MARKS: [usize; 2] = [0x2010, 0x2040];
const COUNT: usize = LETTERS + MARKS[1] - MARKS[0];
/// No letter is that wide: the face lacks it.
const LACKING: u16 = u16::MAX;

/// What is at hand of a face.
pub(super) struct Advances {
    /// The height of a line, in units of the face.
    pub(super) line: u16,
    advances: [u16; COUNT],
}

impl Advances {
    /// Of a face.
    pub(super) const fn of(face: &[u8]) -> Self {
        let (metrics, widths) = (table(face, *b"hhea"), table(face, *b"hmtx"));
        // Below the base line it counts negative.
        let line = word(face, metrics + 4) + (0x1_0000 - word(face, metrics + 6));
        let last = word(face, metrics + 34) - 1;
        let map = in_order(face);
        let (mut advances, mut place, mut segment) = ([LACKING; COUNT], 0, 0);
        while place < COUNT {
            let code = if place < LETTERS { place } else { MARKS[0] + place - LETTERS };
            while word(face, map + 14 + 2 * segment) < code {
                segment += 1;
            }
            let glyph = glyph(face, map, segment, code);
            if glyph > 0 {
                let width = if glyph < last { glyph } else { last };
                advances[place] = word(face, widths + 4 * width) as u16;
            }
            place += 1;
        }
        Advances { line: line as u16, advances }
    }

    /// How far a letter goes in units of the face: `Some(None)` if the face lacks it, `None` if that is not
    /// at hand.
    pub(super) fn get(&self, c: char) -> Option<Option<u16>> {
        let code = c as usize;
        let place = if code < LETTERS {
            code
        } else {
            code.checked_sub(MARKS[0]).filter(|_| code < MARKS[1])? + LETTERS
        };
        let advance = self.advances.get(place).copied()?;
        Some((advance != LACKING).then_some(advance))
    }
}

/// Two bytes, the first the greater.
const fn word(face: &[u8], at: usize) -> usize {
    (face[at] as usize) << 8 | face[at + 1] as usize
}

const fn long(face: &[u8], at: usize) -> usize {
    word(face, at) << 16 | word(face, at + 2)
}

/// Where a table of the face begins.
const fn table(face: &[u8], tag: [u8; 4]) -> usize {
    let mut record = 12;
    while long(face, record) != u32::from_be_bytes(tag) as usize {
        record += 16;
    }
    long(face, record + 8)
}

/// Where the map in format 4 begins, in which codes and segments rise.
const fn in_order(face: &[u8]) -> usize {
    let cmap = table(face, *b"cmap");
    let mut record = cmap + 4;
    while word(face, cmap + long(face, record + 4)) != 4 {
        record += 8;
    }
    cmap + long(face, record + 4)
}

/// The glyph of a code, of which this is the first segment that does not end before it; 0 if there is none.
const fn glyph(face: &[u8], map: usize, segment: usize, code: usize) -> usize {
    let all = word(face, map + 6);
    let start_at = map + 16 + all + 2 * segment;
    let (start, delta) = (word(face, start_at), word(face, start_at + all));
    let offset_at = start_at + 2 * all;
    let offset = word(face, offset_at);
    if code < start {
        return 0;
    }
    if offset == 0 {
        return (code + delta) % 0x1_0000;
    }
    let found = word(face, offset_at + offset + 2 * (code - start));
    if found == 0 { 0 } else { (found + delta) % 0x1_0000 }
}
