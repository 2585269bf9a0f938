/*!
Grey JPEG files as scanners write them: baseline, one component, one scan, whole. hayro's decoder has
no SIMD in WASM; this one has, and takes half the time.

# Limits

Only what both decoders understand alike is taken; anything else is `None` and left to hayro: several
components or scans, progressive or arithmetic coding, restart intervals, a size other than the
dictionary's, colour spaces that change the tones, masks, and data that ends early. Data that is damaged
in the middle and yet decodes to its end is taken: behind the damage each decoder has its own noise.
*/

use hayro::hayro_syntax::object::{Dict, Object, Stream};
use jpeg_decoder::Decoder;
use memchr::memchr_iter;

use super::cost::filters;
use super::scan::Grey;

/// Stuffed bytes of ones behind the data. No Huffman code is all ones (ITU-T T.81, annex C), so data
/// that ends early is an error instead of a page with an invented end.
const ONES: usize = 16;

/// The image if it is a plain grey JPEG.
pub(super) fn grey(image: &Stream<'_>) -> Option<Grey> {
    if !is_as_stored(image.dict()) {
        return None;
    }
    let side = |key: &str| image.dict().get::<u16>(key);
    decode(&image.raw_data(), (side("Width")?, side("Height")?))
}

/// Whether the samples of the file are the image's tones and there is nothing else to decode.
fn is_as_stored(dict: &Dict<'_>) -> bool {
    const CHANGES: [&str; 10] = [
        "CS",
        "D",
        "Decode",
        "H",
        "IM",
        "ImageMask",
        "Mask",
        "SMask",
        "SMaskInData",
        "W",
    ];
    let is_grey = match dict.get::<Object<'_>>("ColorSpace") {
        Some(Object::Name(name)) => matches!(&*name, b"DeviceGray" | b"G"),
        _ => false,
    };
    let filters = filters(dict);
    let is_jpeg = matches!(filters.as_slice(), [only] if matches!(&**only, b"DCTDecode" | b"DCT"));
    is_grey && is_jpeg && !CHANGES.iter().any(|key| dict.contains_key(*key))
}

fn decode(file: &[u8], (width, height): (u16, u16)) -> Option<Grey> {
    let file = plain(file, (width, height))?;
    let mut decoder = Decoder::new(file.as_slice());
    let pixels = decoder.decode().ok()?;
    let (width, height) = (u32::from(width), u32::from(height));
    (pixels.len() as u64 == u64::from(width) * u64::from(height)).then_some(Grey {
        pixels,
        width,
        height,
    })
}

/// The same image without what is not needed, and with ones behind the data; `None` unless it is a
/// whole baseline file of one grey scan of this size.
fn plain(file: &[u8], (width, height): (u16, u16)) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(file.len().saturating_add(2 * ONES));
    kept.extend_from_slice(file.get(..2).filter(|start| *start == [0xff, 0xd8])?);
    let mut rest = file.get(2..)?;
    let mut has_frame = false;
    loop {
        let [0xff, marker, high, low, ..] = *rest else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let (segment, behind) = rest.split_at_checked(length.checked_add(2)?)?;
        let body = segment.get(4..)?;
        rest = behind;
        match marker {
            // Quantisation and Huffman tables.
            0xdb | 0xc4 => {}
            // The frame: eight bits, height, width, one component.
            0xc0 => {
                let [eight, rest @ ..] = body else {
                    return None;
                };
                let size = [height.to_be_bytes(), width.to_be_bytes()];
                let is_plain = *eight == 8 && rest.starts_with(size.as_flattened());
                if has_frame || !is_plain || rest.get(4) != Some(&1) {
                    return None;
                }
                has_frame = true;
            }
            // The scan: one component, all coefficients, in full precision.
            0xda => {
                let is_plain = matches!(body, [1, _, _, 0, 63, 0]);
                if !(has_frame && is_plain) {
                    return None;
                }
                kept.extend_from_slice(segment);
                break;
            }
            // What programs note about the image and themselves.
            0xe0..=0xef | 0xfe => continue,
            _ => return None,
        }
        kept.extend_from_slice(segment);
    }
    let data = scan_data(rest)?;
    kept.extend_from_slice(data);
    for _ in 0..ONES {
        kept.extend_from_slice(&[0xff, 0]);
    }
    kept.extend_from_slice(&[0xff, 0xd9]);
    Some(kept)
}

/// The entropy-coded data up to the end of the image, if nothing else comes in between.
fn scan_data(rest: &[u8]) -> Option<&[u8]> {
    for at in memchr_iter(0xff, rest) {
        match rest.get(at.saturating_add(1))? {
            0 => {}
            0xd9 => return rest.get(..at),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests;
