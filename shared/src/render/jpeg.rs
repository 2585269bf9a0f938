/*!
Grey JPEG files as scanners write them: baseline, one component, one scan, whole (ITU-T T.81, annexes A,
B and F). hayro's decoder reads every kind of JPEG and has no SIMD in WASM; where only the plain kind has
to be read, half of its time is enough.

```text
file ─ headers ─▶ tables, entropy-coded data ─ huffman ─▶ blocks of coefficients ─ transform ─▶ rows
```

# Limits

Only what both decoders understand alike is taken; anything else is `None` and left to hayro: several
components or scans, progressive or arithmetic coding, restart intervals, a size other than the
dictionary's, colour spaces that change the tones, masks. So is every file that does not end exactly with
its last block, or holds a coefficient that no image of eight bits has: damage moves the codes behind it,
and each decoder has its own noise there.
*/

mod headers;
mod huffman;
mod transform;

use hayro::hayro_syntax::object::{Dict, Object, Stream};

use super::cost::filters;
use super::scan::Grey;
use headers::Scan;
use huffman::Reader;
use transform::{BLOCK, Coefficients, flat, samples};

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
    let scan = Scan::of(file, (width, height))?;
    let (columns, lines) = (usize::from(width), usize::from(height));
    let stride = columns.next_multiple_of(BLOCK);
    let mut reader = Reader::new(scan.data);
    let mut band = vec![0; stride.checked_mul(BLOCK)?];
    let mut pixels = Vec::with_capacity(columns.checked_mul(lines)?);
    let mut left = lines;
    while left > 0 {
        for at in (0..stride).step_by(BLOCK) {
            let mut coefficients = Coefficients::default();
            let is_flat = reader.block(&scan.tables, &mut coefficients)?;
            let rows = band.chunks_exact_mut(stride);
            let places = rows.filter_map(|row| row.get_mut(at..)?.first_chunk_mut::<BLOCK>());
            if is_flat {
                let tone = flat(&coefficients);
                places.for_each(|place| *place = [tone; BLOCK]);
            } else {
                for (place, row) in places.zip(samples(&coefficients)) {
                    *place = row;
                }
            }
        }
        let rows = band.chunks_exact(stride).take(left);
        for row in rows {
            pixels.extend_from_slice(row.get(..columns)?);
        }
        left = left.saturating_sub(BLOCK);
    }
    reader.is_at_end().then_some(Grey {
        pixels,
        width: u32::from(width),
        height: u32::from(height),
    })
}

#[cfg(test)]
mod tests;
