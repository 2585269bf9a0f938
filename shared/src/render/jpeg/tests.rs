use std::fmt::Write;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::*;
use crate::error::Result;
use crate::ocr::ladder::View;
use crate::render::tests::{difference, pdf, pixels, render};

/// Width and height of a page that is shown at this size.
const SMALL: (u16, u16) = (725, 1_026);

/// Numbers that look random and are the same each time.
fn numbers(seed: u32) -> impl FnMut() -> u32 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 16
    }
}

/// A scan: lines of strokes on paper with a scanner's noise, in so many channels.
fn scan((width, height): (u16, u16), channels: usize) -> Vec<u8> {
    let mut noise = numbers(7);
    let mut pixels = Vec::new();
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            let is_line = y % 48 < 30 && (x / 9 + y / 48) % 3 > 0 && (x + y / 3) % 18 < 7;
            let tone = if is_line { 40 } else { 225 } + (noise() % 16);
            for darker in (0..).step_by(20).take(channels) {
                pixels.push(tone.wrapping_sub(darker).to_le_bytes()[0]);
            }
        }
    }
    pixels
}

fn encoded(
    size: (u16, u16),
    color: ColorType,
    quality: u8,
    set: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let channels = match color {
        ColorType::Luma => 1,
        ColorType::Rgb | ColorType::Ycbcr => 3,
        _ => 4,
    };
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, quality);
    set(&mut encoder);
    let made = encoder.encode(&scan(size, channels), size.0, size.1, color);
    assert!(made.is_ok());
    file
}

fn grey_file(size: (u16, u16)) -> Vec<u8> {
    encoded(size, ColorType::Luma, 75, |_| {})
}

/// A page that is this image.
fn page(file: &[u8], (width, height): (u16, u16), entries: &str, content: &str) -> Vec<u8> {
    let length = file.len();
    let image = format!(
        "<</Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8\
         /Filter/DCTDecode{entries}/Length {length}>>stream\n{}\nendstream",
        "Z".repeat(length)
    );
    let page = "/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>\
        /ExtGState<</T<</TR<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>>>>>>>";
    let mut bytes = pdf(page, content, &[&image]);
    let hole = bytes.windows(4).position(|window| window == b"ZZZZ");
    let at = hole.unwrap_or_default();
    bytes.splice(at..at + length, file.iter().copied());
    bytes
}

const DRAWN: &str = "q 595 0 0 842 0 0 cm /I Do Q";

/// Pixels of the page that is this grey image.
fn shown(file: &[u8], size: (u16, u16), entries: &str) -> Result<Vec<u8>> {
    let entries = format!("/ColorSpace/DeviceGray{entries}");
    Ok(pixels(&render(
        page(file, size, &entries, DRAWN),
        View::Whole,
    )?))
}

/// The same page from hayro's own decoder, which says more than it has to about the same tones.
fn expected(file: &[u8], size: (u16, u16)) -> Result<Vec<u8>> {
    shown(file, size, "/Decode[0 1]")
}

fn taken(file: &[u8], size: (u16, u16)) -> bool {
    decode(file, size).is_some()
}

/// Where the entropy-coded data begins.
fn scan_data_starts(file: &[u8]) -> usize {
    let marker = file.windows(2).position(|pair| pair == [0xff, 0xda]);
    marker.unwrap_or_default() + 10
}

#[test]
fn plain_grey_scan_looks_as_hayro_decodes_it() -> Result<()> {
    for quality in [20, 95] {
        for size in [SMALL, (1_301, 1_842)] {
            let file = encoded(size, ColorType::Luma, quality, |_| {});
            assert!(taken(&file, size));
            let (ours, hayros) = (shown(&file, size, "")?, expected(&file, size)?);
            // The two round differently in their last bit.
            let most = ours.iter().zip(&hayros).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(most <= Some(3), "{most:?}");
            assert!(difference(&ours, &hayros) < 0.3);
        }
    }
    Ok(())
}

#[test]
fn image_that_is_not_plain_is_left_to_hayro() {
    let size = (200, 120);
    let kinds: [(&str, Vec<u8>); 8] = [
        (
            "progressive",
            encoded(size, ColorType::Luma, 75, |encoder| {
                encoder.set_progressive(true);
            }),
        ),
        (
            "restarts",
            encoded(size, ColorType::Luma, 75, |encoder| {
                encoder.set_restart_interval(4);
            }),
        ),
        ("4:4:4", encoded(size, ColorType::Rgb, 95, |_| {})),
        (
            "4:2:0",
            encoded(size, ColorType::Rgb, 75, |encoder| {
                encoder.set_sampling_factor(SamplingFactor::F_2_2);
            }),
        ),
        ("CMYK", encoded(size, ColorType::Cmyk, 75, |_| {})),
        ("YCCK", encoded(size, ColorType::CmykAsYcck, 75, |_| {})),
        ("no image", b"\xff\xd8\xff\xd9".to_vec()),
        ("nothing", Vec::new()),
    ];
    for (kind, file) in kinds {
        assert!(!taken(&file, size), "{kind}");
    }
    let file = grey_file(size);
    assert!(taken(&file, size));
    for other in [(199, 120), (200, 121), (120, 200)] {
        assert!(!taken(&file, other), "{other:?}");
    }
}

#[test]
fn dictionary_that_changes_the_tones_is_obeyed() -> Result<()> {
    let file = grey_file(SMALL);
    let plain = shown(&file, SMALL, "")?;
    let inverted = shown(&file, SMALL, "/Decode[1 0]")?;
    let inverse: Vec<u8> = plain.iter().map(|tone| 255 - tone).collect();
    assert!(difference(&inverted, &inverse) < 0.5);
    // A transfer function that inverts, over the whole page or an annotation that comes later.
    let turned = page(
        &file,
        SMALL,
        "/ColorSpace/DeviceGray",
        &format!("/T gs {DRAWN}"),
    );
    assert!(difference(&pixels(&render(turned, View::Whole)?), &inverse) < 0.5);
    let mut table = String::new();
    for tone in 0..256_u32 {
        let _ = write!(table, "{0:02x}{0:02x}{0:02x}", 255 - tone);
    }
    let indexed = format!("/ColorSpace[/Indexed/DeviceRGB 255<{table}>]");
    let cal = "/ColorSpace[/CalGray<</WhitePoint[.95 1 1.09]/Gamma 2.2>>]".to_owned();
    let mask = "/ColorSpace/DeviceGray/Mask[0 90]".to_owned();
    for entries in [indexed, cal, mask] {
        let ours = pixels(&render(page(&file, SMALL, &entries, DRAWN), View::Whole)?);
        // Masked, it is blank.
        let is_other = ours.is_empty() || difference(&ours, &plain) > 3.0;
        assert!(is_other, "{entries}");
    }
    Ok(())
}

#[test]
fn data_that_ends_early_is_left_to_hayro() {
    let size = (640, 400);
    let file = grey_file(size);
    let ends = (1..40).map(|part| file.len() * part / 40);
    for end in ends.chain([file.len() - 3, file.len() - 12]) {
        let cut = &file[..end];
        assert!(!taken(cut, size), "cut at {end}");
        // The last bytes of the data hold less than a block.
        if end < file.len() - 16 {
            assert!(
                !taken(&[cut, &[0xff, 0xd9]].concat(), size),
                "ended at {end}"
            );
        }
    }
    assert!(!taken(
        &[&file, &file[..20]].concat()[..file.len() - 1],
        size
    ));
}

#[test]
fn damaged_data_is_left_to_hayro_or_looks_the_same() -> Result<()> {
    let mut random = numbers(11);
    let file = grey_file(SMALL);
    let data = scan_data_starts(&file);
    let (mut taken_count, mut left_count) = (0, 0);
    for _ in 0..24 {
        let mut damaged = file.clone();
        let at = data + (file.len() - data - 2) * (random() as usize % 1_000) / 1_000;
        damaged[at] ^= 1 << (random() % 8);
        if taken(&damaged, SMALL) {
            taken_count += 1;
            let (ours, hayros) = (shown(&damaged, SMALL, "")?, expected(&damaged, SMALL)?);
            assert!(difference(&ours, &hayros) < 0.3, "byte {at}");
        } else {
            left_count += 1;
        }
    }
    assert!(
        taken_count > 0 && left_count > 0,
        "{taken_count} taken, {left_count} left"
    );
    Ok(())
}

#[test]
fn every_size_is_decoded_to_its_last_row_and_column() {
    for size in [
        (1, 1),
        (7, 9),
        (8, 8),
        (9, 7),
        (16, 1),
        (65, 33),
        (640, 401),
    ] {
        let file = encoded(size, ColorType::Luma, 100, |_| {});
        let original = scan(size, 1);
        let Some(ours) = decode(&file, size) else {
            panic!("{size:?}");
        };
        assert_eq!(ours.pixels.len(), original.len(), "{size:?}");
        let most = ours
            .pixels
            .iter()
            .zip(&original)
            .map(|(a, b)| a.abs_diff(*b))
            .max();
        assert!(most <= Some(3), "{size:?}: {most:?}");
    }
}

#[test]
fn file_that_goes_on_behind_its_last_block_is_left_to_hayro() {
    let size = (200, 120);
    let file = grey_file(size);
    let (head, end) = file.split_at(file.len() - 2);
    assert!(taken(&[head, end].concat(), size));
    assert!(!taken(&[head, &[0x55, 0x55], end].concat(), size));
    assert!(taken(
        &[&file[..], b"what is behind the end"].concat(),
        size
    ));
}

/// A file of one table each, and this data.
fn hand_made(size: (u16, u16), step: u8, codes: [u8; 2], data: &[u8]) -> Vec<u8> {
    let [width, height] = [size.0, size.1].map(u16::to_be_bytes);
    let mut steps = vec![0xff, 0xdb, 0, 67, 0];
    steps.extend([step; 64]);
    let code = |class: u8, symbol: u8| {
        // One code, a zero, for one symbol.
        [&[0xff, 0xc4, 0, 20, class, 1][..], &[0; 15], &[symbol]].concat()
    };
    [
        &[0xff, 0xd8][..],
        &steps,
        &[0xff, 0xc0, 0, 11, 8],
        &height,
        &width,
        &[1, 1, 0x11, 0],
        &code(0, codes[0]),
        &code(0x10, codes[1]),
        &[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
        data,
        &[0xff, 0xd9],
    ]
    .concat()
}

#[test]
fn what_no_encoder_writes_is_left_to_hayro() {
    let size = (8, 8);
    // A mean of one step, and nothing else.
    let plain = |step: u8, bits: u8| hand_made(size, step, [1, 0], &[bits]);
    assert_eq!(
        decode(&plain(80, 0b0101_1111), size).map(|image| image.pixels),
        Some(vec![138; 64])
    );
    assert_eq!(
        decode(&plain(80, 0b0001_1111), size).map(|image| image.pixels),
        Some(vec![118; 64])
    );
    for (kind, file) in [
        ("a code that is none", plain(80, 0b1101_1111)),
        (
            "a mean of 4,000",
            hand_made(size, 2, [11, 0], &[0b0111_1101, 0b0000_0111]),
        ),
        (
            "a mean of twelve bits",
            hand_made(size, 1, [12, 0], &[0, 0b0000_1111]),
        ),
        (
            "more coefficients than there are",
            hand_made(size, 1, [0, 0xf1], &[0; 2]),
        ),
        (
            "zeros to the end and beyond",
            hand_made(size, 1, [0, 0xf0], &[0b0000_0111]),
        ),
        (
            "ends of several blocks",
            hand_made(size, 1, [0, 0x10], &[0b0000_1111]),
        ),
        ("a code too many", {
            let mut file = plain(80, 0b0101_1111);
            let codes = file.windows(2).position(|pair| pair == [0xff, 0xc4]);
            file[codes.unwrap_or_default() + 5] = 3;
            file
        }),
        (
            "no steps",
            plain(80, 0b0101_1111)
                .into_iter()
                .take(2)
                .chain(plain(80, 0b0101_1111).into_iter().skip(2 + 69))
                .collect(),
        ),
    ] {
        assert!(!taken(&file, size), "{kind}");
    }
}
