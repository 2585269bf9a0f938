//! What painting costs: paths, images, patterns, shadings.

use std::rc::Rc;

use hayro::hayro_syntax::object::{Dict, Object, Stream, dict_or_stream};
use hayro::hayro_syntax::page::Resources;
use hayro::kurbo::{Affine, Rect};

use super::objects;
use super::path::{area, scale};
use super::walk::{Painting, State, Walk};
use super::{Outcome, Path, price};
use crate::render::preflight::decoded_bytes;

impl<'a> Walk<'a> {
    /// Fills and strokes a path.
    pub(super) fn paint(&mut self, path: &Path, painting: Painting, state: &State<'a>) -> Outcome {
        let edge = path.visible_length(state.transform, state.clip);
        if (painting.fills || painting.strokes) && !path.is_upright() {
            self.found_more();
        }
        if painting.fills {
            let pixels = path.pixels(state.transform, state.clip);
            self.charge(price::PAINT + path.segments * price::SEGMENT + edge * price::EDGE)?;
            self.charge(pixels * price::PIXEL)?;
            if let Some(pattern) = &state.fill {
                self.pattern(pattern, state, pixels)?;
            }
        }
        if painting.strokes {
            let width = (state.line_width.abs() * scale(state.transform)).max(1.0);
            let pixels = (edge * width).min(area(state.clip));
            self.charge(price::PAINT + path.segments * price::STROKED_SEGMENT)?;
            self.charge(2.0 * edge * price::EDGE + pixels * price::PIXEL)?;
            if let Some((length, count)) = state.dashes {
                // Dashes are made along the whole path, seen or not.
                self.charge(path.length / length * count * price::DASH)?;
            }
            if let Some(pattern) = &state.stroke {
                self.pattern(pattern, state, pixels)?;
            }
        }
        Ok(())
    }

    /// An image `XObject` or an inline image, which fills the unit square.
    pub(super) fn image(
        &mut self,
        image: &Stream<'_>,
        resources: &Resources<'a>,
        state: &State<'a>,
    ) -> Outcome {
        self.found_more();
        self.charge(price::IMAGE)?;
        let placed = state
            .transform
            .transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        let visible = area(placed.intersect(self.target()));
        if visible <= 0.0 {
            return Ok(());
        }
        let dict = image.dict();
        let pixels = objects::number(dict, ["Width", "W"]) * objects::number(dict, ["Height", "H"]);
        let color = self.image_color_space(dict, resources)?;
        self.charge(decoding(image) + pixels * color * price::PIXEL)?;
        for key in ["SMask", "Mask"] {
            if let Some(mask) = dict.get::<Stream<'_>>(key) {
                self.charge(decoding(&mask))?;
            }
        }
        self.charge(visible * (price::PIXEL + price::LAYER_PIXEL))?;
        let is_mask = ["ImageMask", "IM"]
            .into_iter()
            .any(|key| dict.get::<bool>(key) == Some(true));
        match &state.fill {
            Some(pattern) if is_mask => self.pattern(pattern, state, visible),
            _ => Ok(()),
        }
    }

    /// What is painted with a pattern: the pattern is drawn anew each time.
    pub(super) fn pattern(
        &mut self,
        pattern: &Rc<Object<'a>>,
        state: &State<'a>,
        pixels: f64,
    ) -> Outcome {
        self.found_more();
        match &**pattern {
            Object::Stream(tile) => self.tiling(tile, state, pixels),
            Object::Dict(dict) => match dict.get::<Object<'_>>("Shading") {
                Some(shading) => self.shaded(&shading, pixels),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// A tiling pattern (ISO 32000-2, 8.7.3): its cell once, and what of it reaches over the step to
    /// the next.
    fn tiling(&mut self, tile: &Stream<'a>, state: &State<'a>, pixels: f64) -> Outcome {
        let dict = tile.dict();
        let Some((matrix, bbox)) = objects::placement(dict) else {
            return Ok(());
        };
        let step = |key: &str| dict.get::<f64>(key).map_or(0.0, f64::abs);
        let copies = (bbox.width() / step("XStep") + 1.0) * (bbox.height() / step("YStep") + 1.0);
        self.charge(price::PAINT + pixels * price::PATTERN_PIXEL)?;
        let transform = state.root * matrix;
        let cell = area(transform.transform_rect_bbox(bbox)).min(area(self.target()));
        self.charge(cell * price::LAYER_PIXEL)?;
        let before = self.left();
        let resources = Resources::new(dict.get::<Dict<'_>>("Resources").unwrap_or_default());
        self.inside(|walk| {
            let Some(content) = walk.decoded(tile)? else {
                return Ok(());
            };
            // The cell is drawn from its own corner on, wherever on the page it is.
            let corner = transform.transform_rect_bbox(bbox).origin().to_vec2();
            let transform = Affine::translate(-corner) * transform;
            let mut inner = State::new(transform, walk.target());
            inner.clip = inner.clip.intersect(transform.transform_rect_bbox(bbox));
            walk.content(&content, &resources, inner)
        })?;
        let once = before - self.left();
        self.charge(once * (copies - 1.0).max(0.0))
    }

    /// The operator `sh`, which fills the clip.
    pub(super) fn shading(&mut self, shading: &Object<'_>, clip: Rect) -> Outcome {
        self.found_more();
        self.charge(price::PAINT)?;
        self.shaded(shading, area(clip))
    }

    fn shaded(&mut self, shading: &Object<'_>, pixels: f64) -> Outcome {
        let Some((dict, stream)) = dict_or_stream(shading) else {
            return Ok(());
        };
        let mut call = 0.0;
        if let Some(space) = dict.get::<Object<'_>>("ColorSpace") {
            call += self.color_space(&space, 0)?;
        }
        if let Some(function) = dict.get::<Object<'_>>("Function") {
            call += self.function(&function, 0)?;
        }
        // An axial shading is a gradient that the rasteriser knows.
        let is_axial = dict.get::<u8>("ShadingType") == Some(2);
        let mut pixel = price::PATTERN_PIXEL * if is_axial { 0.3 } else { 1.0 } + call;
        if let Some(mesh) = stream {
            let bytes = self.decoded(mesh)?.map_or(0, |mesh| mesh.len());
            self.charge(bytes as f64 * price::STROKED_SEGMENT)?;
            pixel *= 8.0;
        }
        self.charge(pixels * pixel)
    }
}

/// Units that decoding an image costs, by its filter.
fn decoding(image: &Stream<'_>) -> f64 {
    let samples = decoded_bytes(image) as f64;
    let sample = objects::filters(image.dict())
        .iter()
        .map(|name| match &**name {
            b"JPXDecode" => 5.0,
            b"JBIG2Decode" => 3.0,
            b"DCTDecode" | b"DCT" => 1.0,
            _ => 0.5,
        })
        .fold(0.2, f64::max);
    samples * sample
}
