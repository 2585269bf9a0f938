//! What the headers of JBIG2 segments ask for (ITU-T T.88, 7.2 and 7.4).

/// Segments that are looked at.
const MAX_SEGMENTS: usize = 10_000;

/// Symbols that a dictionary may define: a page has some thousands of letters.
const MAX_SYMBOLS: u64 = 1 << 16;

/// Bytes of the page's and the regions' bitmaps; everything where a dictionary defines more symbols than
/// any page has.
pub(in crate::render) fn jbig2_bytes(mut data: &[u8]) -> u64 {
    let mut bytes = 0_u64;
    for _ in 0..MAX_SEGMENTS {
        let Some((kind, body, rest)) = segment(data) else {
            break;
        };
        data = rest;
        let area = || {
            let side = |at| number(body, at, 4).unwrap_or(0);
            side(0).saturating_mul(side(4))
        };
        let more = match kind {
            0 if symbols(body).is_some_and(|count| count > MAX_SYMBOLS) => u64::MAX,
            // The page, one byte a pixel once it is handed on.
            48 => area(),
            // Regions of text, halftone, bitmaps and refinements.
            4..=7 | 20..=23 | 36..=43 => area() / 8,
            _ => 0,
        };
        bytes = bytes.saturating_add(more);
    }
    bytes
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(length)?)?;
    Some(
        field
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    )
}

/// Kind and data of the first segment, and what is behind it.
fn segment(data: &[u8]) -> Option<(u64, &[u8], &[u8])> {
    let own_number = number(data, 0, 4)?;
    let flags = number(data, 4, 1)?;
    let short = number(data, 5, 1)? >> 5;
    let (count, at) = if short == 7 {
        let count = number(data, 5, 4)? & 0x1fff_ffff;
        let retained = usize::try_from(count.checked_add(8)? / 8).ok()?;
        (count, retained.checked_add(9)?)
    } else {
        (short, 6)
    };
    let width = match own_number {
        0..=256 => 1,
        257..=65_536 => 2,
        _ => 4,
    };
    let referred = usize::try_from(count.checked_mul(width)?).ok()?;
    let page = if flags & 0x40 == 0 { 1 } else { 4 };
    let at = at.checked_add(referred)?.checked_add(page)?;
    let length = number(data, at, 4)?;
    let body = data.get(at.checked_add(4)?..)?;
    // A length that is not known goes up to the end.
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let (body, rest) = body.split_at(length.min(body.len()));
    Some((flags & 0x3f, body, rest))
}

/// New symbols of a symbol dictionary.
fn symbols(body: &[u8]) -> Option<u64> {
    let flags = number(body, 0, 2)?;
    let has_huffman = flags & 1 != 0;
    let refines = flags & 2 != 0;
    let template = flags >> 10 & 3;
    let refinement_template = flags >> 12 & 1;
    let adaptive = match (has_huffman, template) {
        (true, _) => 0,
        (false, 0) => 8,
        (false, _) => 2,
    };
    let refinement = if refines && refinement_template == 0 {
        4
    } else {
        0
    };
    let at = adaptive + refinement + 2;
    Some(number(body, at, 4)?.max(number(body, at + 4, 4)?))
}
