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
fn damaged_data_is_the_same_up_to_the_damage() -> Result<()> {
    let mut random = numbers(11);
    let file = grey_file(SMALL);
    let data = scan_data_starts(&file);
    let mut taken_count = 0;
    for _ in 0..12 {
        let mut damaged = file.clone();
        let percent = 20 + random() as usize % 70;
        let at = data + (file.len() - data) * percent / 100;
        damaged[at] ^= 1 << (random() % 8);
        if taken(&damaged, SMALL) {
            taken_count += 1;
            let (ours, hayros) = (shown(&damaged, SMALL, "")?, expected(&damaged, SMALL)?);
            // Every part of the scan takes about as many bytes.
            let sound = ours.len() * (percent - 10) / 100;
            assert!(
                difference(&ours[..sound], &hayros[..sound]) < 0.3,
                "{percent}"
            );
        }
    }
    assert!(taken_count > 0);
    Ok(())
}
