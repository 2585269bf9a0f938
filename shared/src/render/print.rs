/*!
Pages of print: text, rules and boxes that stand upright on white paper, as registers and letters are
made of, in colours that grey keeps apart. They are drawn straight in grey; the rasteriser would
composite each glyph in four bytes a pixel. Where anything else turns up, nothing of this is used.
*/

use std::collections::HashMap;
use std::rc::Rc;

use ab_glyph_rasterizer::{Rasterizer, point};
use hayro::hayro_interpret::font::{Glyph, GlyphRun, HintingCache, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::WritingMode;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, SoftMask, StrokeProps, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Cap, Join, PathEl, Point, Rect, Shape};

use super::cost::scale;
use super::pixels::{Pixel, keeps_apart};

/// Pixels of an em between which glyphs are hinted.
const HINTED: std::ops::RangeInclusive<f64> = 4.0..=128.0;

/// Places within a pixel at which a glyph may begin.
const PLACES: f64 = 4.0;

/// Pixels of a side of the largest glyph.
const MAX_GLYPH: f64 = 512.0;

/// Bytes of glyphs that are kept: more than a book's fonts have.
const MAX_GLYPH_BYTES: usize = 4 << 20;

/// Bytes that a glyph takes besides its pixels.
const ENTRY: usize = 128;

/// Colours of a page; one with more is a picture.
const MAX_COLOURS: usize = 16;

/// Pixels of the width up to which the ends and corners of a line look the same round and square.
const THIN: f64 = 2.0;

/// Pixels by which a line may be aslant.
const ASLANT: f64 = 1e-3;

/// A glyph's identity, the linear part of its transform, and its place within the pixel.
type Key = (u128, [u64; 4], u8);

/// How much of each pixel a glyph covers.
struct Coverage {
    pixels: Vec<u8>,
    width: usize,
    /// Where it begins, from the glyph's origin.
    x: f64,
    y: f64,
}

/// What is kept from page to page.
#[derive(Default)]
pub(super) struct Cache<'a> {
    fonts: InterpreterCache<'a>,
    glyphs: HashMap<Key, Option<Rc<Coverage>>>,
    /// Bytes of all of them.
    glyph_bytes: usize,
    hints: HintingCache,
}

impl Cache<'_> {
    fn keep(&mut self, key: Key, coverage: Option<Rc<Coverage>>) {
        let bytes = coverage.as_ref().map_or(0, |made| made.pixels.len());
        self.glyph_bytes = self.glyph_bytes.saturating_add(bytes).saturating_add(ENTRY);
        if self.glyph_bytes > MAX_GLYPH_BYTES {
            self.glyphs.clear();
            self.glyph_bytes = bytes;
        }
        self.glyphs.insert(key, coverage);
    }
}

/// Draws the page into these pixels, if it is nothing but grey print.
pub(super) fn grey<'a>(
    page: &'a Page<'a>,
    transform: Affine,
    settings: &InterpreterSettings,
    (width, height): (u16, u16),
    cache: &mut Cache<'a>,
) -> Option<Vec<u8>> {
    let target = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let fonts = cache.fonts.clone();
    let mut context = Context::new(transform, target, &fonts, page.xref(), settings.clone());
    let width = usize::from(width);
    let mut sheet = Sheet {
        pixels: vec![u8::MAX; width.checked_mul(usize::from(height))?],
        width,
        clips: vec![target],
        colours: vec![[u8::MAX; 3]],
        cache,
        is_more: false,
    };
    interpret_page(page, &mut context, &mut sheet);
    (!sheet.is_more).then_some(sheet.pixels)
}

/// White paper that is printed on.
struct Sheet<'c, 'a> {
    pixels: Vec<u8>,
    width: usize,
    /// What may be printed on; the last one counts.
    clips: Vec<Rect>,
    /// What was painted with so far, and the paper.
    colours: Vec<[u8; 3]>,
    cache: &'c mut Cache<'a>,
    /// Whether something was asked for that is not done here.
    is_more: bool,
}

impl<'a> Sheet<'_, 'a> {
    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or(Rect::ZERO)
    }

    fn glyph(&mut self, glyph: &OutlineGlyph, transform: Affine, tone: u8) -> Option<()> {
        let [linear @ .., x, y] = transform.as_coeffs();
        let places = (x * PLACES).round();
        let left = (places / PLACES).floor();
        let place = places - left * PLACES;
        let key = (
            glyph.identifier().cache_key(),
            linear.map(f64::to_bits),
            index(place),
        );
        let known = self.cache.glyphs.get(&key).cloned();
        let coverage = if let Some(known) = known {
            known
        } else {
            let made = coverage(&self.outline(glyph, linear, place / PLACES))?.map(Rc::new);
            self.cache.keep(key, made.clone());
            made
        };
        if let Some(coverage) = coverage {
            self.stamp(&coverage, left + coverage.x, y.round() + coverage.y, tone);
        }
        Some(())
    }

    /// The outline in pixels, hinted as the rasteriser's where it stands upright.
    fn outline(&self, glyph: &OutlineGlyph, linear: [f64; 4], shift: f64) -> BezPath {
        let [across, rise, slant, up] = linear;
        let em = up.abs() * 1_000.0;
        #[expect(clippy::cast_possible_truncation)]
        let hinted = (rise == 0.0 && HINTED.contains(&em))
            .then(|| glyph.hinted_outline(em as f32, &self.cache.hints))
            .flatten();
        let outline = hinted.unwrap_or_else(|| glyph.outline());
        Affine::new([across, rise, slant, up, shift, 0.0]) * outline
    }

    /// Puts a glyph where it belongs; what is outside of the clip is left out.
    fn stamp(&mut self, coverage: &Coverage, left: f64, top: f64, tone: u8) {
        let clip = self.clip();
        let first = (clip.x0.round() - left).max(0.0);
        let last = (clip.x1.round() - left).min(coverage.width as f64);
        if last <= first {
            return;
        }
        let (first, last): (usize, usize) = (index(first), index(last));
        let x: usize = index(left + first as f64);
        let rows = coverage.pixels.chunks_exact(coverage.width.max(1));
        for (row, y) in rows.zip(0_u32..) {
            let y = top + f64::from(y);
            if y < clip.y0.round() || y >= clip.y1.round() {
                continue;
            }
            let start = index::<usize>(y)
                .saturating_mul(self.width)
                .saturating_add(x);
            let source = row.get(first..last).unwrap_or_default();
            let end = start.saturating_add(source.len());
            let printed = self.pixels.get_mut(start..end).unwrap_or_default();
            for (pixel, cover) in printed.iter_mut().zip(source) {
                *pixel = mix(*pixel, tone, *cover);
            }
        }
    }

    /// Fills an upright rectangle, its edges in part.
    fn rect(&mut self, rect: Rect, tone: u8) {
        let rect = rect.abs().intersect(self.clip());
        if rect.width() <= 0.0 || rect.height() <= 0.0 {
            return;
        }
        let (left, right): (usize, usize) = (index(rect.x0.floor()), index(rect.x1.ceil()));
        let (top, bottom): (usize, usize) = (index(rect.y0.floor()), index(rect.y1.ceil()));
        let rows = self.pixels.chunks_exact_mut(self.width.max(1));
        for (row, y) in rows.zip(0_usize..).take(bottom).skip(top) {
            let across = share(rect.y0, rect.y1, y);
            let Some(row) = row.get_mut(left..right.min(self.width)) else {
                continue;
            };
            let [first, middle @ .., last] = row else {
                if let [only] = row {
                    let cover = across * (rect.x1 - rect.x0);
                    *only = mix(*only, tone, index(cover * 255.0));
                }
                continue;
            };
            let cover: u8 = index((across * 255.0).round());
            if cover == u8::MAX {
                middle.fill(tone);
            } else {
                for pixel in middle {
                    *pixel = mix(*pixel, tone, cover);
                }
            }
            let edge = |x: usize| index((across * share(rect.x0, rect.x1, x) * 255.0).round());
            *first = mix(*first, tone, edge(left));
            *last = mix(*last, tone, edge(right.saturating_sub(1)));
        }
    }

    /// Strokes upright lines; `None` if there are others.
    fn stroke(
        &mut self,
        path: &BezPath,
        stroke: &StrokeProps,
        transform: Affine,
        tone: u8,
    ) -> Option<()> {
        let width = (f64::from(stroke.line_width) * scale(transform)).max(1.0);
        let is_thin = width <= THIN;
        let is_square = match stroke.line_cap {
            Cap::Butt => false,
            Cap::Square => true,
            Cap::Round if is_thin => true,
            Cap::Round => return None,
        };
        let has_corners = is_thin || stroke.line_join == Join::Miter;
        if !stroke.dash_array.is_empty() || !is_upright(transform) {
            return None;
        }
        let mut lines: Vec<(Point, Point)> = Vec::new();
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        let mut is_joined = false;
        for element in path.elements() {
            let to = match *element {
                PathEl::MoveTo(to) => {
                    (start, last) = (to, to);
                    continue;
                }
                PathEl::LineTo(to) => to,
                PathEl::ClosePath => start,
                PathEl::QuadTo(..) | PathEl::CurveTo(..) => return None,
            };
            is_joined |= lines.last().is_some_and(|(_, end)| *end == last);
            if to != last {
                lines.push((last, to));
            }
            last = to;
        }
        if is_joined && !has_corners {
            return None;
        }
        let half = width / 2.0;
        let beyond = if is_square || is_joined { half } else { 0.0 };
        for (from, to) in lines {
            let line = Rect::from_points(transform * from, transform * to);
            let line = if line.height() <= ASLANT {
                line.inflate(beyond, half)
            } else if line.width() <= ASLANT {
                line.inflate(half, beyond)
            } else {
                return None;
            };
            self.rect(line, tone);
        }
        Some(())
    }

    fn path(&mut self, path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) -> Option<()> {
        let tone = self.tone(props)?;
        if let DrawMode::Fill(_) | DrawMode::FillAndStroke(..) = mode {
            self.rect(upright_rect(&(props.transform * path.clone()))?, tone);
        }
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = mode {
            self.stroke(path, stroke, props.transform, tone)?;
        }
        Some(())
    }

    fn run(
        &mut self,
        run: &GlyphRun<'_, 'a>,
        props: &DrawProps<'_>,
        mode: &DrawMode,
    ) -> Option<()> {
        match mode {
            DrawMode::Invisible => return Some(()),
            DrawMode::Fill(_) if run.writing_mode() == WritingMode::Horizontal => {}
            _ => return None,
        }
        let tone = self.tone(props)?;
        for glyph in run.glyphs() {
            let Glyph::Outline(outline) = &**glyph else {
                return None;
            };
            self.glyph(outline, props.transform * glyph.transform(), tone)?;
        }
        Some(())
    }

    /// The grey of what is painted with; `None` for anything but an opaque colour that can be told from
    /// the others of the page by its grey.
    fn tone(&mut self, props: &DrawProps<'_>) -> Option<u8> {
        let Paint::Color(paint) = &props.paint else {
            return None;
        };
        let pixel = paint.to_rgba().to_rgba8();
        let [red, green, blue, opacity] = pixel;
        let colour = [red, green, blue];
        if opacity < u8::MAX || props.soft_mask.is_some() || props.blend_mode != BlendMode::Normal {
            return None;
        }
        if !self.colours.contains(&colour) {
            let is_apart = (self.colours.iter()).all(|known| keeps_apart(*known, colour));
            if !is_apart || self.colours.len() >= MAX_COLOURS {
                return None;
            }
            self.colours.push(colour);
        }
        Some(pixel.luma())
    }

    /// Stops at what is not done here.
    fn unless_more(&mut self, work: impl FnOnce(&mut Self) -> Option<()>) {
        if !self.is_more {
            self.is_more = work(self).is_none();
        }
    }
}

impl<'a> Device<'a> for Sheet<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.unless_more(|sheet| sheet.path(path, &props, mode));
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.unless_more(|sheet| sheet.run(run, &props, mode));
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.is_more = true;
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let inside = upright_rect(&clip.path);
        self.is_more |= inside.is_none();
        let clip = self.clip();
        self.clips
            .push(inside.map_or(clip, |inside| clip.intersect(inside)));
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend: BlendMode,
    ) {
        self.is_more |= opacity < 1.0 || mask.is_some() || blend != BlendMode::Normal;
    }

    fn pop_transparency_group(&mut self) {}
}

fn is_upright(transform: Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let is_even = (a.hypot(b) - c.hypot(d)).abs() <= 1e-3 * a.hypot(b);
    is_even && ((b == 0.0 && c == 0.0) || (a == 0.0 && d == 0.0))
}

/// The rectangle that a path is, if it is one and upright.
fn upright_rect(path: &BezPath) -> Option<Rect> {
    let is_simple = path.elements().len() <= 6
        && (path.elements().iter())
            .all(|element| !matches!(element, PathEl::QuadTo(..) | PathEl::CurveTo(..)));
    let bounds = path.bounding_box();
    let is_filled = (path.area().abs() - bounds.area()).abs() <= 1e-6 * bounds.area();
    (is_simple && is_filled).then_some(bounds)
}

/// What a glyph covers, placed in its pixels; `Some(None)` if that is nothing, `None` if it is too
/// large.
#[expect(clippy::option_option, reason = "nothing to print is not a failure")]
fn coverage(outline: &BezPath) -> Option<Option<Coverage>> {
    let bounds = outline.bounding_box();
    if !(bounds.width() <= MAX_GLYPH && bounds.height() <= MAX_GLYPH) {
        return None;
    }
    if bounds.is_zero_area() {
        return Some(None);
    }
    let (x, y) = (bounds.x0.floor(), bounds.y0.floor());
    let (width, height): (usize, usize) =
        (index(bounds.x1.ceil() - x), index(bounds.y1.ceil() - y));
    let mut rasterizer = Rasterizer::new(width, height);
    #[expect(clippy::cast_possible_truncation)]
    let at = |from: Point| point((from.x - x) as f32, (from.y - y) as f32);
    let (mut start, mut last) = (Point::ZERO, Point::ZERO);
    for element in outline.elements().iter().chain([&PathEl::ClosePath]) {
        let to = match *element {
            PathEl::MoveTo(to) => {
                rasterizer.draw_line(at(last), at(start));
                start = to;
                to
            }
            PathEl::LineTo(to) => {
                rasterizer.draw_line(at(last), at(to));
                to
            }
            PathEl::QuadTo(control, to) => {
                rasterizer.draw_quad(at(last), at(control), at(to));
                to
            }
            PathEl::CurveTo(first, second, to) => {
                rasterizer.draw_cubic(at(last), at(first), at(second), at(to));
                to
            }
            PathEl::ClosePath => {
                rasterizer.draw_line(at(last), at(start));
                start
            }
        };
        last = to;
    }
    let mut pixels = vec![0; width.saturating_mul(height)];
    rasterizer.for_each_pixel(|at, cover| {
        if let Some(pixel) = pixels.get_mut(at) {
            *pixel = index((f64::from(cover.min(1.0)) * 255.0).round());
        }
    });
    Some(Some(Coverage {
        pixels,
        width,
        x,
        y,
    }))
}

/// How much of a pixel is between two edges.
fn share(from: f64, to: f64, pixel: usize) -> f64 {
    let pixel = pixel as f64;
    (to.min(pixel + 1.0) - from.max(pixel)).clamp(0.0, 1.0)
}

/// A tone over another, so much of it.
fn mix(below: u8, above: u8, cover: u8) -> u8 {
    let (below, above, cover) = (u32::from(below), u32::from(above), u32::from(cover));
    let sum = below
        .wrapping_mul(255_u32.wrapping_sub(cover))
        .wrapping_add(above.wrapping_mul(cover))
        .wrapping_add(127);
    // Exactly a division by 255 for what is below 2¹⁶.
    let [_, high, ..] = sum.wrapping_add(sum >> 8).wrapping_add(1).to_le_bytes();
    high
}

/// A whole number of a pixel; what is below none is none.
fn index<T: TryFrom<u32> + Default>(value: f64) -> T {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let value = value as u32;
    T::try_from(value).unwrap_or_default()
}
