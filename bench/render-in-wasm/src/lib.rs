/*!
PDF pages to PNG, one page a call. In a Worker the clock stands still while it computes, so
`bench/render.mjs` times these calls in V8 outside of one. Nothing here is deployed.
*/

use std::io::Read;

use flate2::read::ZlibDecoder;
use png::{BitDepth, ColorType, Compression, Encoder};
use vessel_ner_shared::ocr::ladder::View;
use vessel_ner_shared::ocr::profile::ModelProfile;
use vessel_ner_shared::render::{PageRenderer, PdfDocument};
use wasm_bindgen::prelude::wasm_bindgen;

/// A document and what renders it. It is never given back: a bench opens a handful.
#[wasm_bindgen]
pub struct Pages {
    renderer: PageRenderer<'static>,
}

#[wasm_bindgen]
impl Pages {
    /// Opens a PDF; the error is its text.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>) -> Result<Pages, String> {
        let document = PdfDocument::open(bytes, u32::MAX).map_err(|error| error.to_string())?;
        let document: &'static PdfDocument = Box::leak(Box::new(document));
        let renderer = document.renderer(ModelProfile::of("deepseek-ai/DeepSeek-OCR"));
        Ok(Self { renderer })
    }

    /// The page's PNG as it is sent to the model; nothing if it is blank.
    pub fn png(&mut self, page_number: u32) -> Result<Vec<u8>, String> {
        let page = self
            .renderer
            .render(page_number, View::Whole)
            .map_err(|error| error.to_string())?;
        let image = page.images.into_iter().next();
        Ok(image.map(|image| image.png).unwrap_or_default())
    }
}

/// The PNG step alone, for another renderer's bitmap of four bytes a pixel, red first, or one.
#[wasm_bindgen]
pub fn grey_png(bitmap: &[u8], width: u32, height: u32) -> Result<Vec<u8>, String> {
    let is_grey = bitmap.len() == width as usize * height as usize;
    let converted: Vec<u8>;
    let grey = if is_grey {
        bitmap
    } else {
        converted = bitmap
            .as_chunks::<4>()
            .0
            .iter()
            .copied()
            .map(luma)
            .collect();
        &converted
    };
    let mut file = Vec::with_capacity(grey.len() / 8);
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fastest);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer
        .write_image_data(grey)
        .map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(file)
}

/// Counts what Deflate made smaller, as the core does before it opens an image.
#[wasm_bindgen]
pub fn inflated_length(packed: &[u8]) -> Result<usize, String> {
    let mut decoder = ZlibDecoder::new(packed);
    let mut buffer = vec![0; 256 * 1_024];
    let mut length = 0;
    loop {
        match decoder.read(&mut buffer) {
            Ok(0) => return Ok(length),
            Ok(more) => length += more,
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// As the core does it.
fn luma(pixel: [u8; 4]) -> u8 {
    let pixel = u32::from_le_bytes(pixel);
    let sum = 77 * (pixel & 0xff) + 150 * (pixel >> 8 & 0xff) + 29 * (pixel >> 16 & 0xff);
    let [_, high, ..] = sum.to_le_bytes();
    high
}
