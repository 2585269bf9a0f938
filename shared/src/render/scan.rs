/*!
Pages that are one grey image and nothing else, as scanners make them: the image is decoded and fitted
to the page's pixels, without a rasteriser that would paint it in four bytes a pixel. A plain JPEG is
decoded by [`jpeg`], twice as fast as hayro would.
*/

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps,
    InterpreterCache, InterpreterSettings, LumaData, SoftMask, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Rect};
use pic_scale::{ImageSize, ImageStore, ImageStoreMut, ResamplingFunction, Scaler};

use super::jpeg;

/// Pixels by which an image may miss the edge of its page.
const TOLERANCE: f64 = 1.0;

/// The page's pixels if it is one upright grey image; `None` if it is anything else. `is_as_stored` says
/// that no transfer function changes the image's tones.
pub(super) fn grey(
    page: &Page<'_>,
    transform: Affine,
    settings: &InterpreterSettings,
    (width, height): (u16, u16),
    is_as_stored: bool,
) -> Option<Vec<u8>> {
    let target = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let cache = InterpreterCache::new();
    let mut context = Context::new(transform, target, &cache, page.xref(), settings.clone());
    let mut device = OneImage {
        target,
        is_as_stored,
        image: None,
        is_more: false,
    };
    interpret_page(page, &mut context, &mut device);
    if device.is_more {
        return None;
    }
    fit(device.image?, u32::from(width), u32::from(height))
}

/// Rows of grey pixels.
pub(super) struct Grey {
    pub(super) pixels: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl From<LumaData> for Grey {
    fn from(image: LumaData) -> Self {
        Self {
            pixels: image.data,
            width: image.width,
            height: image.height,
        }
    }
}

/// Keeps the only image of a page.
struct OneImage {
    target: Rect,
    is_as_stored: bool,
    image: Option<Grey>,
    /// Whether anything else was drawn.
    is_more: bool,
}

impl OneImage {
    /// Whether an image fills the target, upright.
    fn is_filled(&self, transform: Affine, width: u32, height: u32) -> bool {
        let [a, b, c, d, ..] = transform.as_coeffs();
        let drawn = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let drawn = transform.transform_rect_bbox(drawn);
        let near = |left: f64, right: f64| (left - right).abs() <= TOLERANCE;
        a > 0.0
            && d > 0.0
            && b.abs() < 1e-6
            && c.abs() < 1e-6
            && near(drawn.x0, self.target.x0)
            && near(drawn.y0, self.target.y0)
            && near(drawn.x1, self.target.x1)
            && near(drawn.y1, self.target.y1)
    }
}

impl<'a> Device<'a> for OneImage {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let is_plain = props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
        let (Image::Raster(raster), None, true) = (image, &self.image, is_plain) else {
            self.is_more = true;
            return;
        };
        if !self.is_filled(props.transform, raster.width(), raster.height()) {
            self.is_more = true;
            return;
        }
        let (width, height) = (self.target.width(), self.target.height());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let wanted = Some((width as u32, height as u32));
        if self.is_as_stored {
            self.image = jpeg::grey(raster.stream());
        }
        if self.image.is_none() {
            raster.with_rgba(
                |image, alpha| {
                    if let (ImageData::Luma(luma), None) = (image, alpha) {
                        self.image = Some(luma.into());
                    }
                },
                wanted,
            );
        }
        self.is_more |= self.image.is_none();
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, mode: &DrawMode) {
        self.is_more |= !matches!(mode, DrawMode::Invisible);
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.is_more = true;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.is_more = true;
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend: BlendMode,
    ) {
        self.is_more |= opacity < 1.0 || mask.is_some() || blend != BlendMode::Normal;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Makes an image smaller to so many pixels, with the function that the rasteriser has for it. One
/// that would have to grow is left to the rasteriser.
fn fit(image: Grey, width: u32, height: u32) -> Option<Vec<u8>> {
    if (image.width, image.height) == (width, height) {
        return Some(image.pixels);
    }
    if image.width < width || image.height < height {
        return None;
    }
    let size = |width: u32, height: u32| ImageSize::new(width as usize, height as usize);
    let (from, to) = (size(image.width, image.height), size(width, height));
    let scaler = Scaler::new(ResamplingFunction::Hermite);
    let plan = scaler.plan_planar_resampling(from, to).ok()?;
    let mut pixels = vec![0; to.width.checked_mul(to.height)?];
    let source = ImageStore::<u8, 1>::from_slice(&image.pixels, from.width, from.height).ok()?;
    let mut target = ImageStoreMut::<u8, 1>::from_slice(&mut pixels, to.width, to.height).ok()?;
    plan.resample(&source, &mut target).ok()?;
    Some(pixels)
}
