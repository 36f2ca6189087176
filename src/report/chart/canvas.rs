//! The sheet a chart is drawn on. plotters maps coordinates and draws its elements; this backend
//! keeps what they drew, in pixels and roles, for `svg.rs` to write. Labels are placed with their
//! real boxes, so that none covers another: the same boxes are what the lint checks.

use super::ChartError;
use super::font::{self, Weight};
use super::palette::{Ink, Look, Role};
pub use super::shape::{Align, Element, Label, Rect, Shape, Sheet};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, TextStyle};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

/// plotters rounds to whole units: drawing at 8 times the size keeps lines smooth.
pub const SCALE: f64 = 8.0;

/// Pixels to plotters' units.
pub fn units(px: f64) -> i32 {
    (px * SCALE).round() as i32
}

/// The plotters backend that records into a sheet.
pub struct Recorder(Rc<RefCell<Sheet>>);

type Recorded = Result<(), DrawingErrorKind<Infallible>>;

impl Recorder {
    fn push(&mut self, color: BackendColor, shape: Shape) -> Recorded {
        let ink = Ink::from_indexed(color.rgb);
        self.0.borrow_mut().elements.push(Element { shape, ink });
        Ok(())
    }
}

fn px(v: i32) -> f64 {
    f64::from(v) / SCALE
}

fn point((x, y): BackendCoord) -> (f64, f64) {
    (px(x), px(y))
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let (w, h) = self.0.borrow().size;
        (w * SCALE as u32, h * SCALE as u32)
    }

    fn ensure_prepared(&mut self) -> Recorded {
        Ok(())
    }

    fn present(&mut self) -> Recorded {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Recorded {
        let (x, y) = point(at);
        self.push(color, Shape::Area(Rect { x, y, w: 1.0 / SCALE, h: 1.0 / SCALE }))
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Recorded {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Recorded {
        let ((x0, y0), (x1, y1)) = (point(a), point(b));
        let area = Rect::between(x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1));
        self.push(style.color(), Shape::Area(area))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Recorded {
        let points = path.into_iter().map(point).collect();
        self.push(style.color(), Shape::Line(points, f64::from(style.stroke_width()) / SCALE))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Recorded {
        let (x, y) = point(center);
        self.push(style.color(), Shape::Dot(x, y, f64::from(radius) / SCALE, fill))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Recorded {
        self.push(style.color(), Shape::Polygon(path.into_iter().map(point).collect()))
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        at: BackendCoord,
    ) -> Recorded {
        let align = match style.anchor().h_pos {
            HPos::Left => Align::Start,
            HPos::Center => Align::Middle,
            HPos::Right => Align::End,
        };
        let weight = match style.style() {
            plotters::style::FontStyle::Bold => Weight::Bold,
            _ => Weight::Regular,
        };
        let size = style.size() / SCALE;
        let (at, text) = (point(at), text.to_owned());
        self.push(style.color(), Shape::Text { at, align, size, weight, text })
    }
}

/// The drawing area of a canvas, in plotters' units.
pub type Area<C = Shift> = DrawingArea<Recorder, C>;

/// A sheet with its plotters area and the boxes that later labels must not cover.
pub struct Canvas {
    sheet: Rc<RefCell<Sheet>>,
    /// The plotters area over the whole sheet.
    pub area: Area,
    blocked: Vec<Rect>,
}

impl Canvas {
    /// An empty sheet of that size.
    pub fn new(width: u32, height: u32, hatch: f64) -> Self {
        font::register();
        let sheet = Sheet { size: (width, height), hatch, ..Sheet::default() };
        let sheet = Rc::new(RefCell::new(sheet));
        let area = Recorder(Rc::clone(&sheet)).into_drawing_area();
        Canvas { sheet, area, blocked: Vec::new() }
    }

    /// The whole sheet.
    pub fn bounds(&self) -> Rect {
        let (w, h) = self.sheet.borrow().size;
        Rect { x: 0.0, y: 0.0, w: f64::from(w), h: f64::from(h) }
    }

    /// Fills a box.
    pub fn fill(&self, rect: Rect, ink: Ink) -> Result<(), ChartError> {
        let corners = [(units(rect.x), units(rect.y)), (units(rect.right()), units(rect.bottom()))];
        let style = ink.indexed().filled();
        self.area.draw(&plotters::element::Rectangle::new(corners, style)).map_err(drawing)
    }

    /// Draws a line.
    pub fn line(&self, points: &[(f64, f64)], width: f64, ink: Ink) -> Result<(), ChartError> {
        let path: Vec<_> = points.iter().map(|&(x, y)| (units(x), units(y))).collect();
        let style = Color::stroke_width(&ink.indexed(), stroke(width));
        self.area.draw(&plotters::element::PathElement::new(path, style)).map_err(drawing)
    }

    /// Fills a polygon.
    pub fn polygon(&self, points: &[(f64, f64)], ink: Ink) -> Result<(), ChartError> {
        let path: Vec<_> = points.iter().map(|&(x, y)| (units(x), units(y))).collect();
        let style = ink.indexed().filled();
        self.area.draw(&plotters::element::Polygon::new(path, style)).map_err(drawing)
    }

    /// Draws a dot.
    pub fn dot(&self, (x, y): (f64, f64), radius: f64, ink: Ink) -> Result<(), ChartError> {
        let style = ink.indexed().filled();
        let dot = plotters::element::Circle::new((units(x), units(y)), units(radius), style);
        self.area.draw(&dot).map_err(drawing)
    }

    /// Puts a label where it is told to, whatever is there.
    pub fn text(&mut self, label: &Label, x: f64, y: f64, align: Align) -> Result<(), ChartError> {
        if label.text.trim().is_empty() {
            return Ok(());
        }
        let h_pos = match align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let style = TextStyle {
            font: FontDesc::new(
                FontFamily::Name(font::NAME),
                label.size * SCALE,
                label.weight.style(),
            ),
            color: label.ink.indexed().to_backend_color(),
            pos: Pos::new(h_pos, VPos::Bottom),
        };
        self.area.draw_text(&label.text, &style, (units(x), units(y))).map_err(drawing)?;
        let rect = label.at(x, y, align);
        self.blocked.push(rect);
        self.sheet.borrow_mut().labels.push((rect, label.text.clone(), label.size));
        Ok(())
    }

    /// Whether a label may stand there: on the sheet and clear of everything blocked.
    pub fn is_free(&self, rect: &Rect) -> bool {
        self.bounds().holds(rect) && !self.blocked.iter().any(|b| b.overlaps(rect))
    }

    /// The colour of a plate below a label: of the shaded area, or the ground, that lies below all of
    /// it. `None` where nothing is drawn over that, so that there is no need for one.
    pub fn backdrop(&self, plate: &Rect) -> Option<Role> {
        let (mut below, mut crossed) = (Role::Ground, false);
        for element in &self.sheet.borrow().elements {
            let plain = element.ink.look == Look::Solid;
            if plain && element.shape.covers(plate) {
                (below, crossed) = (element.ink.role, false);
            } else if element.shape.touches(plate) {
                crossed = true;
            }
        }
        let shade = matches!(below, Role::Ground | Role::Band);
        (crossed || !shade).then_some(if shade { below } else { Role::Ground })
    }

    /// Whether a label stands there.
    pub fn is_lettered(&self, rect: &Rect) -> bool {
        self.sheet.borrow().labels.iter().any(|(label, ..)| label.overlaps(rect))
    }

    /// Whether a line would run through a label that stands there.
    pub fn is_crossed(&self, from: (f64, f64), to: (f64, f64)) -> bool {
        let steps = libm::hypot(to.0 - from.0, to.1 - from.1).ceil().max(1.0) as u32;
        let at = |a: f64, b: f64, i: u32| a + (b - a) * f64::from(i) / f64::from(steps);
        (0..=steps)
            .map(|i| (at(from.0, to.0, i), at(from.1, to.1, i)))
            .any(|(x, y)| self.is_lettered(&Rect::between(x - 1.0, y - 1.0, x + 1.0, y + 1.0)))
    }

    /// Puts a label at the first of some points where it is free; `false` if none is.
    pub fn place(
        &mut self,
        label: &Label,
        points: &[(f64, f64, Align)],
    ) -> Result<bool, ChartError> {
        let free = points.iter().find(|&&(x, y, align)| self.is_free(&label.at(x, y, align)));
        match free {
            Some(&(x, y, align)) => self.text(label, x, y, align).map(|()| true),
            None => Ok(false),
        }
    }

    /// Keeps later labels off a box.
    pub fn block(&mut self, rect: Rect) {
        self.blocked.push(rect);
    }

    /// Keeps later labels off a line.
    pub fn block_line(&mut self, points: &[(f64, f64)], width: f64) {
        for pair in points.windows(2) {
            let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
            let steps = ((x1 - x0).abs().min((y1 - y0).abs()) / 4.0).ceil().clamp(1.0, 200.0);
            for i in 0..steps as u32 {
                let (a, b) = (f64::from(i) / steps, f64::from(i + 1) / steps);
                let (ax, bx) = (x0 + (x1 - x0) * a, x0 + (x1 - x0) * b);
                let (ay, by) = (y0 + (y1 - y0) * a, y0 + (y1 - y0) * b);
                self.blocked.push(Rect::between(
                    ax.min(bx) - width / 2.0,
                    ay.min(by) - width / 2.0,
                    ax.max(bx) + width / 2.0,
                    ay.max(by) + width / 2.0,
                ));
            }
        }
    }

    /// How far the drawing is, for [`Canvas::back_to`].
    pub fn mark(&self) -> [usize; 3] {
        let sheet = self.sheet.borrow();
        [sheet.elements.len(), sheet.labels.len(), self.blocked.len()]
    }

    /// Takes back what was drawn since a mark: where something found no place, it is laid out anew.
    pub fn back_to(&mut self, [elements, labels, blocked]: [usize; 3]) {
        let mut sheet = self.sheet.borrow_mut();
        sheet.elements.truncate(elements);
        sheet.labels.truncate(labels);
        self.blocked.truncate(blocked);
    }

    /// What was drawn.
    pub fn finish(self) -> Sheet {
        self.sheet.take()
    }
}

/// A stroke width in plotters' units.
pub fn stroke(px: f64) -> u32 {
    units(px).unsigned_abs()
}

/// Any failure of plotters as one of ours.
pub fn drawing<E: std::error::Error + Send + Sync>(
    error: plotters::drawing::DrawingAreaErrorKind<E>,
) -> ChartError {
    ChartError::Drawing(error.to_string())
}

/// A style for a filled element.
pub fn filled(role: super::palette::Role, look: Look) -> plotters::style::ShapeStyle {
    Ink::with(role, look).indexed().filled()
}
