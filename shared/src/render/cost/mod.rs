/*!
What drawing a page would cost, found out without drawing it.

A few hundred bytes of PDF can ask for more work than a machine does in a year: forms that draw forms
twice, sixty deep; a pattern that is filled with itself; a line of a kilometre in dashes of a
micrometre. The interpreter cannot be stopped once it draws, so the page's content is followed first
as the interpreter would follow it, and every step is paid for from a budget. Whoever runs out of it
is refused: following a page costs no more than its budget, whatever it holds.

# Limits

Prices are rough and were measured on pages that do one thing many times. What
streams become is measured before ([`super::streams`]). Not foreseen: what a font's own programs do,
JBIG2 symbols drawn over each other, and overlapping patches of a mesh.
*/

mod objects;
mod paint;
mod path;
mod text;
mod walk;

use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, Rect};

use crate::error::{FailureCategory, PipelineError, Result};

pub(super) use objects::filters;
use path::Path;
pub(super) use path::scale;
use walk::{State, Walk};

/// What one page may cost. A unit is about ten nanoseconds of the rasteriser in WASM, so this is a
/// few seconds; a page of text costs a hundredth of it.
const BUDGET: f64 = 400e6;

/// Prices in units.
mod price {
    /// Any instruction.
    pub(super) const INSTRUCTION: f64 = 20.0;
    /// A byte that is decoded to be read as content.
    pub(super) const CONTENT_BYTE: f64 = 0.5;
    /// Going into a form, which clips to its box, and out again.
    pub(super) const FORM: f64 = 4_000.0;
    /// Going into a pattern, a glyph program or a soft mask and out again.
    pub(super) const INNER: f64 = 500.0;
    /// A path or a glyph run, whatever its size.
    pub(super) const PAINT: f64 = 250.0;
    /// An image, whatever its size.
    pub(super) const IMAGE: f64 = 4_000.0;
    /// A line or curve of a path that is filled.
    pub(super) const SEGMENT: f64 = 10.0;
    /// The same, stroked.
    pub(super) const STROKED_SEGMENT: f64 = 100.0;
    /// A dash of a stroke.
    pub(super) const DASH: f64 = 60.0;
    /// A pixel's length of an outline.
    pub(super) const EDGE: f64 = 5.0;
    /// A pixel that is painted with a colour.
    pub(super) const PIXEL: f64 = 0.04;
    /// A pixel of a layer that is composited: a group, a mask, an image.
    pub(super) const LAYER_PIXEL: f64 = 0.1;
    /// A pixel that is painted with a pattern, or with a shading before its function.
    pub(super) const PATTERN_PIXEL: f64 = 1.0;
    /// A glyph from the cache of glyphs.
    pub(super) const GLYPH: f64 = 300.0;
}

/// The budget is spent, or the page would never end.
#[derive(Debug)]
pub(super) struct TooMuch;

type Outcome<T = ()> = std::result::Result<T, TooMuch>;

/// What is left of the budget.
struct Meter {
    left: f64,
}

impl Meter {
    fn charge(&mut self, units: f64) -> Outcome {
        self.left -= units;
        // Not `< 0.0`: whatever is not a number is too much.
        if self.left >= 0.0 {
            Ok(())
        } else {
            Err(TooMuch)
        }
    }
}

/// What was learnt of a page on the way.
pub(super) struct Estimate {
    /// What drawing it costs, in units.
    #[cfg(test)]
    pub(super) units: f64,
    /// Whether there may be nothing but text, and upright lines and boxes.
    pub(super) is_print: bool,
    /// Whether a transfer function may change tones.
    pub(super) has_transfer: bool,
}

/// Refuses a page that would take too long to draw with this transform onto so many pixels.
pub(super) fn check(
    page: &Page<'_>,
    transform: Affine,
    (width, height): (u16, u16),
) -> Result<Estimate> {
    let target = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut walk = Walk::new(Meter { left: BUDGET }, target);
    whole_page(&mut walk, page, transform).map_err(|TooMuch| {
        PipelineError::new(
            FailureCategory::Render,
            "The page is so complicated that drawing it would take too long.",
            "pdf: drawing the page would cost more than its budget",
        )
    })?;
    Ok(Estimate {
        #[cfg(test)]
        units: BUDGET - walk.left(),
        is_print: walk.is_print(),
        has_transfer: walk.has_transfer(),
    })
}

fn whole_page<'a>(walk: &mut Walk<'a>, page: &Page<'a>, transform: Affine) -> Outcome {
    for stream in contents(page.raw()) {
        objects::check_inflated(&stream)?;
    }
    let content = page.page_stream().unwrap_or_default();
    let state = State::new(transform, walk.target());
    walk.content(content, page.resources(), state)?;
    for annotation in page
        .raw()
        .get::<Array<'_>>("Annots")
        .iter()
        .flat_map(Array::iter::<Dict<'_>>)
    {
        walk.charge(price::INSTRUCTION)?;
        if let Some((appearance, placed)) = appearance(&annotation) {
            let state = State::new(transform * placed, walk.target());
            walk.form(&appearance, page.resources(), &state)?;
        }
    }
    Ok(())
}

/// The streams of a page's content.
fn contents<'a>(page: &Dict<'a>) -> Vec<Stream<'a>> {
    match page.get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(array)) => array.iter::<Stream<'_>>().collect(),
        _ => Vec::new(),
    }
}

/// What an annotation looks like, and the transform that puts it into its rectangle
/// (ISO 32000-2, 12.5.5).
fn appearance<'a>(annotation: &Dict<'a>) -> Option<(Stream<'a>, Affine)> {
    let normal = annotation.get::<Dict<'_>>("AP")?.get::<Object<'_>>("N")?;
    let stream = match normal {
        Object::Stream(stream) => stream,
        Object::Dict(states) => annotation
            .get::<Name<'_>>("AS")
            .and_then(|state| states.get::<Stream<'_>>(state))
            .or_else(|| states.get::<Stream<'_>>("Off"))?,
        _ => return None,
    };
    let [x0, y0, x1, y1] = annotation.get::<[f64; 4]>("Rect")?;
    let rect = Rect::new(x0, y0, x1, y1).abs();
    let (matrix, bbox) = objects::placement(stream.dict())?;
    let natural = matrix.transform_rect_bbox(bbox);
    let (x, y) = (
        rect.width() / natural.width(),
        rect.height() / natural.height(),
    );
    let placed = Affine::new([
        x,
        0.0,
        0.0,
        y,
        rect.x0 - x * natural.x0,
        rect.y0 - y * natural.y0,
    ]);
    Some((stream, placed))
}

#[cfg(test)]
mod tests;
