/*!
PDF pages as the images that the OCR model wants.

A page is fitted into what the model makes use of, its `/Rotate` honoured; a scan is not enlarged
beyond its own pixels; the image is 8-bit grey unless colour carries something that grey loses. The
same pass over the pixels tells whether the page is blank, and about how much text it holds.

```
use vessel_ner_shared::ocr::profile::ModelProfile;
use vessel_ner_shared::render::PdfDocument;

let error = PdfDocument::open(b"not a PDF".to_vec(), 2_000).err();
assert!(error.is_some_and(|error| !error.is_retryable()));
# let _ = ModelProfile::of("");
```

# Limits

The rasteriser is `hayro`, which forbids unsafe code but may panic or run out of memory on a hostile
page; whoever calls this must be able to lose the page. What can be foreseen is refused before it
starts: images too large to decode beside the document, and content that would take too long to draw.
Forms that only a script fills stay empty.
*/

mod cost;
mod jpeg;
mod pixels;
mod preflight;
mod print;
mod scan;
mod streams;

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_syntax::page::{Page, Rotation};
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use crate::error::{FailureCategory, PipelineError, Result};
use crate::ocr::ladder::{Part, View};
use crate::ocr::profile::ModelProfile;

pub use pixels::Ink;

/// Smallest side of an image, for pages that are a mere line.
const MIN_SIDE: f64 = 16.0;

/// A scan with fewer pixels is enlarged so far: the model would do it with less care.
const MIN_LONG_SIDE: f64 = 1_024.0;

/// Pages after which fonts and glyphs are let go, so that a long document does not fill the memory.
const PAGES_PER_CACHE: u32 = 32;

/// An opened PDF.
pub struct PdfDocument {
    pdf: Pdf,
    page_count: u32,
    size: usize,
}

/// One image of a page or of a part of it.
#[derive(Clone, Debug)]
pub struct PageImage {
    /// What it shows.
    pub part: Part,
    /// The image file.
    pub png: Vec<u8>,
    /// Width in pixels.
    pub width: u16,
    /// Height in pixels.
    pub height: u16,
}

/// Size and position of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageGeometry {
    /// Width as displayed, in points.
    pub width_pt: f64,
    /// Height as displayed, in points.
    pub height_pt: f64,
    /// `/Rotate` in clockwise degrees: 0, 90, 180 or 270.
    pub rotation: i32,
}

/// A rendered view of a page.
#[derive(Clone, Debug)]
pub struct RenderedPage {
    /// The images in reading order; none if the page is blank.
    pub images: Vec<PageImage>,
    /// What is printed on it.
    pub ink: Ink,
}

fn unreadable(cause: &str) -> PipelineError {
    PipelineError::new(
        FailureCategory::Policy,
        "The file could not be read as a PDF. It may be damaged.",
        format!("pdf: {cause}"),
    )
}

impl PdfDocument {
    /// Opens a PDF. The error is a refusal for the sender: not a PDF, encrypted, without pages, or
    /// with more than `max_pages`. An owner password alone does not keep anyone from reading.
    pub fn open<B>(bytes: B, max_pages: u32) -> Result<Self>
    where
        B: AsRef<[u8]> + Send + Sync + 'static,
    {
        let size = bytes.as_ref().len();
        streams::check_object_streams(bytes.as_ref())?;
        let pdf = Pdf::new(Arc::new(bytes)).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PipelineError::policy(
                "The PDF is encrypted with a password. Please remove the password and send it again.",
            ),
            LoadPdfError::Decryption(cause) => PipelineError::new(
                FailureCategory::Policy,
                "The PDF is encrypted in a way that cannot be read.",
                format!("pdf: {cause:?}"),
            ),
            LoadPdfError::Invalid => unreadable("no cross-references and no page tree"),
        })?;
        let page_count = u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX);
        if page_count == 0 {
            return Err(PipelineError::policy("The PDF has no pages."));
        }
        if page_count > max_pages {
            return Err(PipelineError::policy(format!(
                "The PDF has {page_count} pages; at most {max_pages} are read."
            )));
        }
        Ok(Self {
            pdf,
            page_count,
            size,
        })
    }

    /// Number of pages, at least 1.
    pub const fn page_count(&self) -> u32 {
        self.page_count
    }

    /// Something that renders the pages for a model.
    pub fn renderer(&self, profile: ModelProfile) -> PageRenderer<'_> {
        PageRenderer {
            document: self,
            profile,
            cache: RenderCache::new(),
            pages_in_cache: 0,
            settings: InterpreterSettings::default(),
            context: RenderContext::new(1, 1),
            pixmap: Pixmap::new(1, 1),
            grey: pixels::Grey::default(),
            print: print::Cache::default(),
            lengths: streams::Lengths::default(),
            resources: Resources::default(),
        }
    }

    fn page(&self, page_number: u32) -> Result<&Page<'_>> {
        page_number
            .checked_sub(1)
            .and_then(|index| self.pdf.pages().get(index as usize))
            .ok_or_else(|| PipelineError::internal(format!("pdf: no page {page_number}")))
    }

    /// Size and rotation of a page.
    pub fn geometry(&self, page_number: u32) -> Result<PageGeometry> {
        let page = self.page(page_number)?;
        let (width, height) = page.render_dimensions();
        let (width_pt, height_pt) = (f64::from(width), f64::from(height));
        if !(width_pt.is_finite() && height_pt.is_finite() && width_pt > 0.0 && height_pt > 0.0) {
            return Err(PipelineError::new(
                FailureCategory::Render,
                "The page has no size.",
                format!("pdf: page box of {width_pt} by {height_pt} points"),
            ));
        }
        Ok(PageGeometry {
            width_pt,
            height_pt,
            rotation: match page.rotation() {
                Rotation::None => 0,
                Rotation::Horizontal => 90,
                Rotation::Flipped => 180,
                Rotation::FlippedHorizontal => 270,
            },
        })
    }
}

/// Panics on the view that the page's entry `/TestTrap` names, as a rasteriser does on a page that
/// nobody thought of.
#[cfg(feature = "test-traps")]
fn spring_trap(page: &Page<'_>, view: View) {
    use hayro::hayro_syntax::object::Name;
    let asked = page.raw().get::<Name<'_>>("TestTrap");
    let is_meant = asked.is_some_and(|name| *name == *format!("{view:?}").as_bytes());
    assert!(!is_meant, "the page asks for it");
}

/// A band of the page as displayed, turned or not, and the pixels it is to fill.
struct Target {
    /// Size of what is shown, in points, before it is turned.
    width_pt: f64,
    height_pt: f64,
    /// Top of the band in points.
    top_pt: f64,
    part: Part,
    /// Pixels per point.
    scale: f64,
}

impl Target {
    fn is_turned(&self) -> bool {
        matches!(self.part, Part::TurnedLeft | Part::TurnedRight)
    }

    /// Width and height of the image.
    fn pixels(&self) -> (u16, u16) {
        let side = |points: f64| {
            let pixels = (points * self.scale).round();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let pixels = pixels.clamp(MIN_SIDE, f64::from(u16::MAX)) as u16;
            pixels
        };
        let (width, height) = (side(self.width_pt), side(self.height_pt));
        if self.is_turned() {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// From points of the page as it is stored to pixels of the image.
    fn on(&self, page: &Page<'_>) -> Affine {
        self.transform() * page.initial_transform(true).to_kurbo()
    }

    /// From points of the displayed page to pixels of the image.
    fn transform(&self) -> Affine {
        let upright = Affine::scale(self.scale) * Affine::translate((0.0, -self.top_pt));
        let (width, height) = (self.width_pt * self.scale, self.height_pt * self.scale);
        match self.part {
            Part::Whole | Part::Band(..) => upright,
            Part::TurnedRight => Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]) * upright,
            Part::TurnedLeft => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]) * upright,
        }
    }
}

/// Renders pages of one document, one after another, into the same memory.
pub struct PageRenderer<'a> {
    document: &'a PdfDocument,
    profile: ModelProfile,
    cache: RenderCache<'a>,
    pages_in_cache: u32,
    settings: InterpreterSettings,
    context: RenderContext,
    pixmap: Pixmap,
    grey: pixels::Grey,
    print: print::Cache<'a>,
    lengths: streams::Lengths,
    resources: Resources,
}

impl<'a> PageRenderer<'a> {
    /// Renders a view of a page. The error's category is `render`: it is this page's alone.
    pub fn render(&mut self, page_number: u32, view: View) -> Result<RenderedPage> {
        let geometry = self.document.geometry(page_number)?;
        let page = self.document.page(page_number)?;
        streams::check(page, self.document.size, &mut self.lengths)?;
        #[cfg(feature = "test-traps")]
        spring_trap(page, view);
        self.count_page();
        let part = match view {
            View::Whole | View::Halves => Part::Whole,
            View::TurnedRight => Part::TurnedRight,
            View::TurnedLeft => Part::TurnedLeft,
        };
        let scan = preflight::scan(page, geometry);
        let scan_scale = scan.map(|scan| scan.scale);
        let whole = self.target(geometry, part, scan_scale);
        let estimate = cost::check(page, whole.on(page), whole.pixels())?;
        let is_alone = scan.is_some_and(|scan| scan.is_alone);
        let is_drawn = (is_alone && self.take_scan(page, &whole, !estimate.has_transfer))
            || (estimate.is_print && self.take_print(page, &whole));
        if !is_drawn {
            self.rasterize(page_number, &whole)?;
        }
        let ink = if self.grey.is_exact() {
            pixels::ink(self.grey.image())
        } else {
            pixels::ink(pixels::Image::of(&self.pixmap))
        };
        if ink.is_blank() {
            if preflight::lacks_content(page) {
                return Err(PipelineError::new(
                    FailureCategory::Render,
                    "The page's content is missing from the file, which may be cut or damaged.",
                    "pdf: /Contents names no stream",
                ));
            }
            return Ok(RenderedPage {
                images: Vec::new(),
                ink,
            });
        }
        let images = if view == View::Halves {
            let middle = pixels::quietest_row(self.grey.image());
            let mut halves = Vec::with_capacity(2);
            for part in [Part::Band(0.0, middle), Part::Band(middle, 1.0)] {
                let half = self.target(geometry, part, scan_scale);
                // A half is larger in pixels, and drawn besides the whole.
                cost::check(page, half.on(page), half.pixels())?;
                self.rasterize(page_number, &half)?;
                halves.push(self.encode(part)?);
            }
            halves
        } else {
            vec![self.encode(part)?]
        };
        Ok(RenderedPage { images, ink })
    }

    fn count_page(&mut self) {
        if self.pages_in_cache >= PAGES_PER_CACHE {
            self.cache = RenderCache::new();
            self.print = print::Cache::default();
            self.pages_in_cache = 0;
        }
        self.pages_in_cache = self.pages_in_cache.saturating_add(1);
    }

    fn target(&self, geometry: PageGeometry, part: Part, scan_scale: Option<f64>) -> Target {
        let (top, bottom) = match part {
            Part::Band(from, to) => (from, to),
            _ => (0.0, 1.0),
        };
        let width_pt = geometry.width_pt;
        let height_pt = geometry.height_pt * (bottom - top);
        let (long, short) = if width_pt > height_pt {
            (width_pt, height_pt)
        } else {
            (height_pt, width_pt)
        };
        let fit = (f64::from(self.profile.long_side) / long)
            .min(f64::from(self.profile.short_side) / short.max(f64::MIN_POSITIVE));
        let own = scan_scale.map_or(fit, |scale| scale.max(MIN_LONG_SIDE / long));
        Target {
            width_pt,
            height_pt,
            top_pt: geometry.height_pt * top,
            part,
            scale: fit.min(own),
        }
    }

    /// Takes the pixels of a page that is one image; false if it is more than that.
    fn take_scan(&mut self, page: &Page<'_>, target: &Target, is_as_stored: bool) -> bool {
        let (width, height) = target.pixels();
        let transform = target.on(page);
        let size = (width, height);
        match scan::grey(page, transform, &self.settings, size, is_as_stored) {
            Some(pixels) => {
                self.grey.set(pixels, width, height);
                true
            }
            None => false,
        }
    }

    /// Draws a page of grey print; false if it is more than that.
    fn take_print(&mut self, page: &'a Page<'a>, target: &Target) -> bool {
        let (width, height) = target.pixels();
        let transform = target.on(page);
        match print::grey(
            page,
            transform,
            &self.settings,
            (width, height),
            &mut self.print,
        ) {
            Some(pixels) => {
                self.grey.set(pixels, width, height);
                true
            }
            None => false,
        }
    }

    fn rasterize(&mut self, page_number: u32, target: &Target) -> Result<()> {
        let page = self.document.page(page_number)?;
        let (width, height) = target.pixels();
        self.context.reset_and_resize(width, height);
        self.pixmap.resize(width, height);
        render_into(
            page,
            &self.cache,
            &self.settings,
            &RenderSettings::default(),
            &mut self.context,
            target.on(page),
        );
        self.context.flush();
        self.context.render_with(
            &mut self.pixmap,
            &mut self.resources,
            RasterizerSettings {
                target_init: TargetInit::Clear(WHITE),
                ..RasterizerSettings::default()
            },
        );
        self.grey.take(&self.pixmap);
        Ok(())
    }

    fn encode(&self, part: Part) -> Result<PageImage> {
        let (width, height) = self.grey.size();
        Ok(PageImage {
            part,
            png: self.grey.encode_png(&self.pixmap)?,
            width,
            height,
        })
    }
}

#[cfg(test)]
mod tests;
