/*!
What is done with the pixels of a rendered page: how much is printed on it, whether colour matters,
and the PNG.
*/

use hayro::vello_cpu::Pixmap;
use png::{BitDepth, ColorType, Compression, Encoder};

use crate::error::{FailureCategory, PipelineError, Result};

/// A pixel is ink if it differs from the paper by more than this (of 255).
const INK_CONTRAST: u8 = 24;

/// A page with fewer solid specks of ink (2×2 pixels) is blank: no legible character has less.
const MIN_SPECKS: u32 = 12;

/// Changes from paper to ink along rows for one character of ordinary size.
const EDGES_PER_CHARACTER: u32 = 30;

/// Every so many rows are looked at to estimate the text.
const ROW_STEP: usize = 4;

/// Neighbours whose strongest channel differs by more than this, while their grey hardly does, are
/// an edge that grey loses.
const COLOR_CONTRAST: u8 = 72;

/// Colours that differ by no more are tints of one paper.
const TINT_CONTRAST: u8 = 40;

/// What counts as hardly.
const GREY_CONTRAST: u8 = 16;

/// Colour matters if more than one in so many pixels is such an edge.
const COLOR_EDGE_SHARE: usize = 2_000;

/// What is printed on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ink {
    /// Solid specks that were found; counting stops when the page is certainly not blank.
    specks: u32,
    /// Characters that as much ink would make; pictures and rules count as well.
    pub expected_characters: u32,
}

impl Ink {
    /// Whether nothing legible is printed.
    pub const fn is_blank(self) -> bool {
        self.specks < MIN_SPECKS
    }
}

/// A pixel of either kind of image.
pub(super) trait Pixel: Copy {
    /// Red, green and blue.
    fn channels(self) -> [u8; 3];
    /// Brightness, weighted as the eye does (ITU-R BT.601).
    fn luma(self) -> u8;
    /// Whether it is not paper: in any channel, because print may differ in colour alone.
    fn is_ink(self, paper: [u8; 3]) -> bool;
}

impl Pixel for u8 {
    fn channels(self) -> [u8; 3] {
        [self; 3]
    }

    fn luma(self) -> u8 {
        self
    }

    fn is_ink(self, [paper, ..]: [u8; 3]) -> bool {
        self.abs_diff(paper) > INK_CONTRAST
    }
}

/// Red, green, blue and the opacity of an opaque pixel.
impl Pixel for [u8; 4] {
    fn channels(self) -> [u8; 3] {
        let [red, green, blue, _] = self;
        [red, green, blue]
    }

    fn luma(self) -> u8 {
        let pixel = u32::from_le_bytes(self);
        let (red, green, blue) = (pixel & 0xff, pixel >> 8 & 0xff, pixel >> 16 & 0xff);
        // The weights add up to 256, so nothing wraps; compilers make vectors of wrapping steps only.
        let sum = red
            .wrapping_mul(77)
            .wrapping_add(green.wrapping_mul(150))
            .wrapping_add(blue.wrapping_mul(29));
        let [_, high, ..] = sum.to_le_bytes();
        high
    }

    fn is_ink(self, paper: [u8; 3]) -> bool {
        let ([red, green, blue, _], [paper_red, paper_green, paper_blue]) = (self, paper);
        // Without a branch the whole row is compared at once.
        (red.abs_diff(paper_red) > INK_CONTRAST)
            | (green.abs_diff(paper_green) > INK_CONTRAST)
            | (blue.abs_diff(paper_blue) > INK_CONTRAST)
    }
}

/// Rows of pixels.
#[derive(Clone, Copy)]
pub(super) struct Image<'a, P> {
    pixels: &'a [P],
    width: usize,
}

impl<'a> Image<'a, [u8; 4]> {
    pub(super) fn of(pixmap: &'a Pixmap) -> Self {
        Self {
            pixels: pixmap.data_as_u8_slice().as_chunks::<4>().0,
            width: usize::from(pixmap.width()).max(1),
        }
    }
}

impl<'a, P: Pixel> Image<'a, P> {
    fn rows(self) -> impl Iterator<Item = &'a [P]> + Clone {
        self.pixels.chunks_exact(self.width)
    }
}

/// A page in grey, and whether it has lost nothing by that that is to be seen.
#[derive(Default)]
pub(super) struct Grey {
    pixels: Vec<u8>,
    width: u16,
    height: u16,
    is_exact: bool,
}

impl Grey {
    /// Takes over an image that was grey from the start, or lost nothing.
    pub(super) fn set(&mut self, pixels: Vec<u8>, width: u16, height: u16) {
        *self = Self {
            pixels,
            width,
            height,
            is_exact: true,
        };
    }

    /// Makes it of a drawn page.
    pub(super) fn take(&mut self, pixmap: &Pixmap) {
        let drawn = Image::of(pixmap).pixels;
        self.pixels.resize(drawn.len(), 0);
        let mut differences = 0;
        for (kept, pixel) in self.pixels.iter_mut().zip(drawn) {
            *kept = pixel.luma();
            // Red against green, and green against blue, in the two lowest bytes.
            let bits = u32::from_le_bytes(*pixel);
            differences |= bits ^ (bits >> 8);
        }
        self.is_exact = differences.trailing_zeros() >= 16;
        (self.width, self.height) = (pixmap.width(), pixmap.height());
    }

    /// Whether no pixel had any colour that matters, as in most print and scans.
    pub(super) const fn is_exact(&self) -> bool {
        self.is_exact
    }

    pub(super) fn image(&self) -> Image<'_, u8> {
        Image {
            pixels: &self.pixels,
            width: usize::from(self.width).max(1),
        }
    }

    /// The image file: grey, or colour where the drawn page has some that matters.
    pub(super) fn encode_png(&self, pixmap: &Pixmap) -> Result<Vec<u8>> {
        if self.is_exact || !colour_matters(Image::of(pixmap)) {
            return png_file(&self.pixels, ColorType::Grayscale, self.width, self.height);
        }
        let drawn = Image::of(pixmap).pixels;
        let mut colours = vec![0; drawn.len().saturating_mul(3)];
        for (kept, pixel) in colours.as_chunks_mut::<3>().0.iter_mut().zip(drawn) {
            *kept = pixel.channels();
        }
        png_file(&colours, ColorType::Rgb, self.width, self.height)
    }

    /// Width and height in pixels.
    pub(super) const fn size(&self) -> (u16, u16) {
        (self.width, self.height)
    }
}

/// The paper's colour: that of the commonest brightness in a sample of the pixels. Brightnesses near
/// each other are one paper, because scans are never of one value.
fn paper<P: Pixel>(image: Image<'_, P>) -> [u8; 3] {
    const SPREAD: u8 = 6;
    let sample = || {
        image
            .rows()
            .step_by(16)
            .flat_map(|row| row.iter().step_by(16))
    };
    let mut histogram = [0_u32; 256];
    for pixel in sample() {
        if let Some(count) = histogram.get_mut(usize::from(pixel.luma())) {
            *count = count.saturating_add(1);
        }
    }
    let neighbourhood = |value: u8| -> u32 {
        let from = usize::from(value.saturating_sub(SPREAD));
        histogram.iter().skip(from).take(13).sum()
    };
    let commonest = (0..=u8::MAX)
        .max_by_key(|value| (neighbourhood(*value), *value))
        .unwrap_or(u8::MAX);
    let mut sums = [0_u32; 3];
    let mut count = 0_u32;
    for pixel in sample().filter(|pixel| pixel.luma().abs_diff(commonest) <= SPREAD) {
        count = count.saturating_add(1);
        for (sum, channel) in sums.iter_mut().zip(pixel.channels()) {
            *sum = sum.saturating_add(u32::from(channel));
        }
    }
    sums.map(|sum| {
        sum.checked_div(count)
            .and_then(|mean| u8::try_from(mean).ok())
            .unwrap_or(commonest)
    })
}

/// Whether an edge between two colours is the same to see in grey: neither is it ink in one of them
/// alone, nor does any mixture of them on the edge make it one that grey loses.
pub(super) fn keeps_apart(left: [u8; 3], right: [u8; 3]) -> bool {
    let opaque = |[red, green, blue]: [u8; 3]| [red, green, blue, u8::MAX].luma();
    let contrast = left
        .iter()
        .zip(right)
        .map(|(left, right)| left.abs_diff(right))
        .max()
        .unwrap_or_default();
    let grey = opaque(left).abs_diff(opaque(right));
    let is_kept = u32::from(grey) * u32::from(COLOR_CONTRAST)
        >= u32::from(contrast) * u32::from(GREY_CONTRAST);
    contrast <= TINT_CONTRAST || (grey > INK_CONTRAST && is_kept)
}

/// Looks at what is printed.
pub(super) fn ink<P: Pixel>(image: Image<'_, P>) -> Ink {
    let paper = paper(image);
    let mut edges = 0_usize;
    let mut inked: Vec<bool> = Vec::new();
    for row in image.rows().step_by(ROW_STEP) {
        inked.clear();
        inked.extend(row.iter().map(|pixel| pixel.is_ink(paper)));
        let begins_inked = usize::from(inked.first().copied().unwrap_or_default());
        let followers = inked.iter().zip(inked.iter().skip(1));
        let changes = followers.filter(|(before, here)| !**before && **here);
        edges = edges
            .saturating_add(begins_inked)
            .saturating_add(changes.count());
    }
    let edges = u32::try_from(edges.saturating_mul(ROW_STEP)).unwrap_or(u32::MAX);
    Ink {
        specks: specks(image, paper),
        expected_characters: edges / EDGES_PER_CHARACTER,
    }
}

/// Squares of 2×2 pixels of ink, up to what makes a page not blank. Dust is smaller than that.
fn specks<P: Pixel>(image: Image<'_, P>, paper: [u8; 3]) -> u32 {
    let mut specks = 0_u32;
    let mut above: Vec<bool> = Vec::new();
    for row in image.rows() {
        let here: Vec<bool> = row.iter().map(|pixel| pixel.is_ink(paper)).collect();
        let squares = above
            .windows(2)
            .zip(here.windows(2))
            .filter(|(above, here)| above.iter().chain(*here).all(|ink| *ink))
            .count();
        specks = specks.saturating_add(u32::try_from(squares).unwrap_or(u32::MAX));
        if specks >= MIN_SPECKS {
            break;
        }
        above = here;
    }
    specks
}

/// The height near the middle, as a share of the page, at which a cut goes through the least ink.
pub(super) fn quietest_row<P: Pixel>(image: Image<'_, P>) -> f64 {
    let paper = paper(image);
    let height = image.rows().count();
    let (from, to) = (height.saturating_mul(2) / 5, height.saturating_mul(3) / 5);
    let middle = height / 2;
    let ink_of = |row: &[P]| row.iter().filter(|pixel| pixel.is_ink(paper)).count();
    let quietest = image
        .rows()
        .enumerate()
        .take(to)
        .skip(from)
        .min_by_key(|(index, row)| (ink_of(row), index.abs_diff(middle)))
        .map_or(middle, |(index, _)| index);
    quietest as f64 / height.max(1) as f64
}

/// Whether there are edges that are plain in colour and lost in grey.
fn colour_matters(image: Image<'_, [u8; 4]>) -> bool {
    let mut edges = 0_usize;
    let mut pixels = 0_usize;
    for row in image.rows().step_by(ROW_STEP) {
        pixels = pixels.saturating_add(row.len());
        for pair in row.windows(2) {
            let [left, right] = pair else { continue };
            if left == right {
                continue;
            }
            let contrast = left
                .iter()
                .zip(right)
                .map(|(left, right)| left.abs_diff(*right))
                .max()
                .unwrap_or_default();
            let is_lost =
                contrast > COLOR_CONTRAST && left.luma().abs_diff(right.luma()) < GREY_CONTRAST;
            edges = edges.saturating_add(usize::from(is_lost));
        }
    }
    edges.saturating_mul(COLOR_EDGE_SHARE) > pixels
}

fn png_file(pixels: &[u8], color: ColorType, width: u16, height: u16) -> Result<Vec<u8>> {
    let failed = |cause: png::EncodingError| {
        PipelineError::new(
            FailureCategory::Render,
            "The page could not be drawn.",
            format!("png: {cause}"),
        )
    };
    let mut file = Vec::with_capacity(pixels.len() / 4);
    let mut encoder = Encoder::new(&mut file, u32::from(width), u32::from(height));
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fastest);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}
