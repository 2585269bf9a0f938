/*!
What can be known of a page before it is rasterised: how large its images become, whether the page is a
scan, whose own pixels are all there is to see, and whether the file holds its content.
*/

use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::content::ops::TypedInstruction;
use hayro::hayro_syntax::object::{Dict, Name, Number, Object, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Affine;

use super::PageGeometry;
use super::streams::jbig2_bytes;

/// Bytes of an image file in which its size is looked for.
const HEADER_BYTES: usize = 64 * 1024;

/// Instructions that are looked at to find out whether a page is a scan.
const MAX_INSTRUCTIONS: usize = 20_000;

/// Share of the page that a scan covers.
const SCAN_COVERAGE: f64 = 0.85;

/// Whether the page names content that the file does not hold, as pages of a file that was cut do.
pub(super) fn lacks_content(page: &Page<'_>) -> bool {
    match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(_)) => false,
        Some(Object::Array(parts)) => parts.iter::<Stream<'_>>().count() < parts.raw_iter().count(),
        _ => page.raw().get_ref("Contents").is_some(),
    }
}

/// Bytes of an image once decoded: by its dictionary or by its own header, whichever says more.
pub(super) fn decoded_bytes(image: &Stream<'_>) -> u64 {
    let dict = image.dict();
    let number = |key: &str| {
        let value = dict.get::<Number>(key).map_or(0, |number| number.as_i64());
        u64::try_from(value).unwrap_or(0)
    };
    let channels = match dict.get::<Name<'_>>("ColorSpace").as_deref() {
        Some(b"DeviceGray" | b"CalGray" | b"G") => 1,
        Some(b"DeviceCMYK") => 4,
        _ if number("BitsPerComponent") == 1 => 1,
        _ => 3,
    };
    let declared = number("Width")
        .saturating_mul(number("Height"))
        .saturating_mul(channels);
    let raw = image.raw_data();
    let header = raw.get(..raw.len().min(HEADER_BYTES)).unwrap_or_default();
    let own = match image.filters().last() {
        Some(Filter::Jbig2Decode) => jbig2_bytes(&raw).saturating_add(jbig2_globals(dict)),
        Some(Filter::CcittFaxDecode) => fax_columns(dict).saturating_mul(number("Height")),
        _ => jpeg_bytes(header)
            .or_else(|| jpeg2000_bytes(header))
            .unwrap_or(0),
    };
    declared.max(own)
}

/// The parameters of an image's filter.
fn parameters<'a>(dict: &Dict<'a>) -> Vec<Dict<'a>> {
    match dict.get::<Object<'_>>("DecodeParms") {
        Some(Object::Dict(parameters)) => vec![parameters],
        Some(Object::Array(all)) => all.iter::<Dict<'_>>().collect(),
        _ => Vec::new(),
    }
}

/// What the segments of JBIG2 that images share ask for.
fn jbig2_globals(dict: &Dict<'_>) -> u64 {
    let globals = parameters(dict)
        .into_iter()
        .find_map(|parameters| parameters.get::<Stream<'_>>("JBIG2Globals"));
    globals.map_or(0, |globals| jbig2_bytes(&globals.raw_data()))
}

/// Width of a fax, which its parameters tell and not its dictionary.
fn fax_columns(dict: &Dict<'_>) -> u64 {
    let columns = parameters(dict)
        .into_iter()
        .find_map(|parameters| parameters.get::<Number>("Columns"));
    let columns = columns.map_or(1_728, |columns| columns.as_i64());
    u64::try_from(columns).unwrap_or(u64::MAX)
}

fn big_endian(bytes: Option<&[u8]>) -> Option<u64> {
    Some(
        bytes?
            .iter()
            .fold(0, |number, byte| (number << 8) | u64::from(*byte)),
    )
}

/// Size by the frame header of a JPEG file (ITU-T T.81, B.2.2).
fn jpeg_bytes(file: &[u8]) -> Option<u64> {
    let mut rest = file.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let [0xff, marker, length @ ..] = rest else {
            return None;
        };
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let height = big_endian(rest.get(5..7))?;
            let width = big_endian(rest.get(7..9))?;
            let channels = u64::from(*rest.get(9)?);
            return Some(width.saturating_mul(height).saturating_mul(channels));
        }
        let length = usize::try_from(big_endian(length.get(..2))?).ok()?;
        rest = rest.get(length.max(2).saturating_add(2)..)?;
    }
}

/// Size by the SIZ marker of a JPEG 2000 codestream (ITU-T T.800, A.5.1).
fn jpeg2000_bytes(file: &[u8]) -> Option<u64> {
    let at = file
        .windows(4)
        .position(|window| window == [0xff, 0x4f, 0xff, 0x51])?;
    let field = |offset: usize, length: usize| {
        let from = at.saturating_add(4).saturating_add(offset);
        big_endian(file.get(from..from.saturating_add(length)))
    };
    let (width, height) = (field(4, 4)?, field(8, 4)?);
    let channels = field(36, 2)?;
    Some(width.saturating_mul(height).saturating_mul(channels))
}

/// A page that is nothing but a scan.
#[derive(Clone, Copy)]
pub(super) struct Scan {
    /// Pixels per point.
    pub(super) scale: f64,
    /// Whether it is one image and nothing is painted over it, so that it needs no rasteriser.
    pub(super) is_alone: bool,
}

/// Looks whether the page is a scan; `None` for a page that is more.
pub(super) fn scan(page: &Page<'_>, geometry: PageGeometry) -> Option<Scan> {
    let mut transform = Affine::IDENTITY;
    let mut saved = Vec::new();
    let mut covered = 0.0;
    let mut scale: f64 = 0.0;
    let mut invisible_text = false;
    let mut images = 0_usize;
    let mut is_painted = false;
    let mut instructions = page.typed_operations();
    let mut count = 0_usize;
    while let Some(instruction) = instructions.next() {
        count = count.saturating_add(1);
        if count > MAX_INSTRUCTIONS {
            return None;
        }
        match instruction {
            TypedInstruction::SaveState(_) => saved.push((transform, invisible_text)),
            TypedInstruction::RestoreState(_) => {
                if let Some(before) = saved.pop() {
                    (transform, invisible_text) = before;
                }
            }
            TypedInstruction::Transform(matrix) => {
                let numbers = [matrix.0, matrix.1, matrix.2, matrix.3, matrix.4, matrix.5];
                transform *= Affine::new(numbers.map(|number| number.as_f64()));
            }
            // The text that OCR software lays over a scan is invisible.
            TypedInstruction::TextRenderingMode(mode) => invisible_text = mode.0.as_i64() == 3,
            TypedInstruction::ShowText(_)
            | TypedInstruction::ShowTexts(_)
            | TypedInstruction::NextLineAndShowText(_)
            | TypedInstruction::ShowTextWithParameters(_)
                if !invisible_text =>
            {
                return None;
            }
            TypedInstruction::InlineImage(_) | TypedInstruction::Shading(_) => return None,
            TypedInstruction::XObject(object) => {
                let image = page.resources().get_x_object(object.0)?;
                if image.dict().get::<Name<'_>>("Subtype").as_deref() != Some(b"Image") {
                    return None;
                }
                let [a, b, c, d, ..] = transform.as_coeffs();
                let (width_pt, height_pt) = (a.hypot(b), c.hypot(d));
                let width = image.dict().get::<Number>("Width")?.as_f64();
                let height = image.dict().get::<Number>("Height")?.as_f64();
                images = images.saturating_add(1);
                covered += width_pt * height_pt;
                scale = scale.max(width / width_pt).max(height / height_pt);
            }
            TypedInstruction::FillPathNonZero(_)
            | TypedInstruction::FillPathNonZeroCompatibility(_)
            | TypedInstruction::FillPathEvenOdd(_)
            | TypedInstruction::FillAndStrokeNonZero(_)
            | TypedInstruction::FillAndStrokeEvenOdd(_)
            | TypedInstruction::CloseFillAndStrokeNonZero(_)
            | TypedInstruction::CloseFillAndStrokeEvenOdd(_)
            | TypedInstruction::StrokePath(_)
            | TypedInstruction::CloseAndStrokePath(_) => is_painted = true,
            _ => {}
        }
    }
    let page_area = geometry.width_pt * geometry.height_pt;
    let is_scan = covered > SCAN_COVERAGE * page_area && scale.is_finite() && scale > 0.0;
    is_scan.then_some(Scan {
        scale,
        is_alone: images == 1 && !is_painted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_of_an_image_is_read_from_its_own_header() {
        let jpeg = [
            0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, // an application segment
            0xff, 0xc2, 0, 17, 8, 0x75, 0x30, 0x75, 0x30,
            3, // 30,000 × 30,000, three channels
        ];
        assert_eq!(jpeg_bytes(&jpeg), Some(2_700_000_000));
        let codestream = [
            &[0, 0, 0, 12, 0xff, 0x4f, 0xff, 0x51, 0, 47, 0, 0][..],
            &[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30],
            &[0; 24],
            &[0, 1],
        ]
        .concat();
        assert_eq!(jpeg2000_bytes(&codestream), Some(900_000_000));
    }

    #[test]
    fn bytes_that_are_no_image_have_no_size() {
        for file in [
            &b""[..],
            b"\xff\xd8",
            b"\xff\xd8\xff\xe0",
            b"\xff\xd8\xff\xe0\0\0",
            b"\xffO\xffQ",
        ] {
            assert_eq!((jpeg_bytes(file), jpeg2000_bytes(file)), (None, None));
        }
    }
}
