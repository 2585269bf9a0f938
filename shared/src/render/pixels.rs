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

/// Brightness of an opaque pixel, weighted as the eye does (ITU-R BT.601).
fn luma([red, green, blue, _]: [u8; 4]) -> u8 {
    // The weights add up to 256, so nothing wraps; compilers make vectors of wrapping steps only.
    let sum = u16::from(red)
        .wrapping_mul(77)
        .wrapping_add(u16::from(green).wrapping_mul(150))
        .wrapping_add(u16::from(blue).wrapping_mul(29));
    let [_, high] = sum.to_le_bytes();
    high
}

fn pixels(pixmap: &Pixmap) -> &[[u8; 4]] {
    pixmap.data_as_u8_slice().as_chunks::<4>().0
}

fn rows(pixmap: &Pixmap) -> impl Iterator<Item = &[[u8; 4]]> {
    let width = usize::from(pixmap.width()).max(1);
    pixels(pixmap).chunks_exact(width)
}

/// The paper's colour: that of the commonest brightness in a sample of the pixels. Brightnesses near
/// each other are one paper, because scans are never of one value.
fn paper(pixmap: &Pixmap) -> [u8; 3] {
    const SPREAD: u8 = 6;
    let sample = || {
        rows(pixmap)
            .step_by(16)
            .flat_map(|row| row.iter().step_by(16))
    };
    let mut histogram = [0_u32; 256];
    for pixel in sample() {
        if let Some(count) = histogram.get_mut(usize::from(luma(*pixel))) {
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
    for pixel in sample().filter(|pixel| luma(**pixel).abs_diff(commonest) <= SPREAD) {
        count = count.saturating_add(1);
        for (sum, channel) in sums.iter_mut().zip(pixel) {
            *sum = sum.saturating_add(u32::from(*channel));
        }
    }
    sums.map(|sum| {
        sum.checked_div(count)
            .and_then(|mean| u8::try_from(mean).ok())
            .unwrap_or(commonest)
    })
}

/// Whether a pixel is not paper: in any channel, because print may differ in colour alone.
fn is_ink([red, green, blue, _]: [u8; 4], paper: [u8; 3]) -> bool {
    let [paper_red, paper_green, paper_blue] = paper;
    // Without a branch the whole row is compared at once.
    (red.abs_diff(paper_red) > INK_CONTRAST)
        | (green.abs_diff(paper_green) > INK_CONTRAST)
        | (blue.abs_diff(paper_blue) > INK_CONTRAST)
}

/// Looks at what is printed.
pub(super) fn ink(pixmap: &Pixmap) -> Ink {
    let paper = paper(pixmap);
    let mut edges = 0_usize;
    let mut inked: Vec<bool> = Vec::new();
    for row in rows(pixmap).step_by(ROW_STEP) {
        inked.clear();
        inked.extend(row.iter().map(|pixel| is_ink(*pixel, paper)));
        let begins_inked = usize::from(inked.first().copied().unwrap_or_default());
        let followers = inked.iter().zip(inked.iter().skip(1));
        let changes = followers.filter(|(before, here)| !**before && **here);
        edges = edges
            .saturating_add(begins_inked)
            .saturating_add(changes.count());
    }
    let edges = u32::try_from(edges.saturating_mul(ROW_STEP)).unwrap_or(u32::MAX);
    Ink {
        specks: specks(pixmap, paper),
        expected_characters: edges / EDGES_PER_CHARACTER,
    }
}

/// Squares of 2×2 pixels of ink, up to what makes a page not blank. Dust is smaller than that.
fn specks(pixmap: &Pixmap, paper: [u8; 3]) -> u32 {
    let mut specks = 0_u32;
    let mut above: Vec<bool> = Vec::new();
    for row in rows(pixmap) {
        let here: Vec<bool> = row.iter().map(|pixel| is_ink(*pixel, paper)).collect();
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
pub(super) fn quietest_row(pixmap: &Pixmap) -> f64 {
    let paper = paper(pixmap);
    let height = usize::from(pixmap.height());
    let (from, to) = (height.saturating_mul(2) / 5, height.saturating_mul(3) / 5);
    let middle = height / 2;
    let ink_of = |row: &[[u8; 4]]| row.iter().filter(|pixel| is_ink(**pixel, paper)).count();
    let quietest = rows(pixmap)
        .enumerate()
        .take(to)
        .skip(from)
        .min_by_key(|(index, row)| (ink_of(row), index.abs_diff(middle)))
        .map_or(middle, |(index, _)| index);
    quietest as f64 / height.max(1) as f64
}

/// Whether no pixel has any colour, as in most print and scans.
fn is_grey(pixmap: &Pixmap) -> bool {
    pixels(pixmap)
        .iter()
        .fold(0, |found, [red, green, blue, _]| {
            found | (red ^ green) | (green ^ blue)
        })
        == 0
}

/// Whether there are edges that are plain in colour and lost in grey.
fn colour_matters(pixmap: &Pixmap) -> bool {
    if is_grey(pixmap) {
        return false;
    }
    let mut edges = 0_usize;
    let mut pixels = 0_usize;
    for row in rows(pixmap).step_by(ROW_STEP) {
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
                contrast > COLOR_CONTRAST && luma(*left).abs_diff(luma(*right)) < GREY_CONTRAST;
            edges = edges.saturating_add(usize::from(is_lost));
        }
    }
    edges.saturating_mul(COLOR_EDGE_SHARE) > pixels
}

/// The image file: grey, or colour where that carries something.
pub(super) fn encode_png(pixmap: &Pixmap) -> Result<Vec<u8>> {
    let pixels = pixels(pixmap);
    let mut data;
    let color = if colour_matters(pixmap) {
        data = vec![0; pixels.len().saturating_mul(3)];
        for (kept, pixel) in data.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
            let [red, green, blue, _] = *pixel;
            *kept = [red, green, blue];
        }
        ColorType::Rgb
    } else {
        data = vec![0; pixels.len()];
        for (kept, pixel) in data.iter_mut().zip(pixels) {
            *kept = luma(*pixel);
        }
        ColorType::Grayscale
    };
    let failed = |cause: png::EncodingError| {
        PipelineError::new(
            FailureCategory::Render,
            "The page could not be drawn.",
            format!("png: {cause}"),
        )
    };
    let mut file = Vec::with_capacity(data.len() / 8);
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fastest);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&data).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}
