use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};

use super::*;
use crate::ocr::ladder::View;
use crate::ocr::profile::ModelProfile;
use crate::render::PdfDocument;

const MOST: u64 = 96 << 20;

fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(data);
    assert!(written.is_ok());
    encoder.finish().unwrap_or_default()
}

fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(data);
    assert!(written.is_ok());
    encoder.finish().unwrap_or_default()
}

/// So many megabytes of one byte.
fn megabytes(count: usize) -> Vec<u8> {
    vec![b' '; count << 20]
}

/// LZW of ever longer runs of one byte: the table's new entry is used at once.
fn lzw_bomb(tables: usize) -> Vec<u8> {
    let (mut bits, mut held, mut bytes) = (0_u64, 0_u32, Vec::new());
    let mut put = |code: u64, width: u32| {
        bits = bits << width | code;
        held += width;
        while held >= 8 {
            held -= 8;
            bytes.push((bits >> held).to_le_bytes()[0]);
        }
    };
    let mut width = 9;
    for _ in 0..tables {
        put(256, width);
        put(32, 9);
        for code in 258..4_094_u64 {
            width = match code {
                0..511 => 9,
                511..1_023 => 10,
                1_023..2_047 => 11,
                _ => 12,
            };
            put(code, width);
        }
    }
    bytes
}

/// A PDF of two pages of which the second is made of these objects, numbered from 6.
fn document(second: &str, objects: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = format!(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
         2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/Contents 5 0 R>>endobj\n\
         4 0 obj<</Type/Page/Parent 2 0 R/Contents 5 0 R{second}>>endobj\n\
         5 0 obj<</Length 18>>stream\n90 90 200 60 re f \nendstream endobj\n"
    )
    .into_bytes();
    for (index, (dict, data)) in objects.iter().enumerate() {
        let head = format!(
            "{} 0 obj<<{dict}/Length {}>>stream\n",
            index + 6,
            data.len()
        );
        file.extend(head.into_bytes());
        file.extend(data);
        file.extend(b"\nendstream endobj\n");
    }
    file.extend(b"trailer<</Size 99/Root 1 0 R>>\n");
    file
}

/// What becomes of the second page; nothing is wrong with the first in any case.
fn second_page(file: Vec<u8>) -> Result<()> {
    let document = PdfDocument::open(file, 10)?;
    let mut lengths = Lengths::default();
    let first = check(document.page(1)?, document.size, &mut lengths);
    assert!(first.is_ok());
    check(document.page(2)?, document.size, &mut lengths)
}

/// The same, drawn.
fn second_page_drawn(file: Vec<u8>) -> Result<()> {
    let document = PdfDocument::open(file, 10)?;
    let mut renderer = document.renderer(ModelProfile::of(""));
    assert_eq!(renderer.render(1, View::Whole)?.images.len(), 1);
    renderer.render(2, View::Whole).map(|_| ())
}

const FONT: &str = "/Resources<</Font<</F<</Type/Font/Subtype/TrueType/BaseFont/A\
    /FontDescriptor<</Type/FontDescriptor/FontFile2 6 0 R>>>>>>>>";
const IMAGE: &str = "/Resources<</XObject<</I 6 0 R>>>>";
const PIXEL: &str = "/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceGray/BitsPerComponent 8";

#[test]
fn page_is_measured_before_it_is_drawn() {
    let font = [("/Filter/FlateDecode", zlib(&megabytes(100)))];
    let error = second_page_drawn(document(FONT, &font)).err();
    let said = error.map(|error| (error.category, error.external));
    let expected = "The page holds data that would fill the memory once it is unpacked.";
    assert_eq!(said, Some((FailureCategory::Render, expected.to_owned())));
}

#[test]
fn stream_that_would_fill_the_memory_costs_its_page_only() {
    let bomb = zlib(&megabytes(100));
    let hex: String = bomb
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let flate = |dict: &str| format!("{dict}/Filter/FlateDecode");
    let jbig2 = [
        &[0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19][..],
        &[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff],
        &[0; 11],
    ]
    .concat();
    let symbols = [
        &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 18, 0, 0][..],
        &[0; 8],
        &[0, 0x0f, 0xff, 0xff, 0, 0x0f, 0xff, 0xff],
    ]
    .concat();
    let cases: Vec<(&str, &str, String, Vec<u8>)> = vec![
        ("a font", FONT, flate(""), bomb.clone()),
        ("an image of nine pixels", IMAGE, flate(PIXEL), bomb.clone()),
        ("no header", IMAGE, flate(PIXEL), deflate(&megabytes(100))),
        ("packed twice", IMAGE, format!("{PIXEL}/Filter[/FlateDecode/FlateDecode]"), zlib(&bomb)),
        ("hex", IMAGE, format!("{PIXEL}/Filter[/ASCIIHexDecode/FlateDecode]"), hex.into_bytes()),
        ("LZW", IMAGE, format!("{PIXEL}/Filter/LZWDecode"), lzw_bomb(20)),
        (
            "a soft mask in a form",
            "/Resources<</ExtGState<</G<</SMask<</S/Alpha/G 6 0 R>>>>>>>>",
            flate("/Subtype/Form/BBox[0 0 9 9]"),
            bomb.clone(),
        ),
        (
            "an annotation",
            "/Annots[<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>]",
            flate("/Subtype/Form/BBox[0 0 9 9]"),
            bomb,
        ),
        (
            "wide rows",
            IMAGE,
            format!("{PIXEL}/Filter/FlateDecode/DecodeParms<</Predictor 12/Colors 7/Columns 2000000000>>"),
            zlib(b"x"),
        ),
        (
            "a wide fax",
            IMAGE,
            "/Subtype/Image/Width 9/Height 9000/Filter/CCITTFaxDecode/DecodeParms<</Columns 900000>>".into(),
            vec![0; 9],
        ),
        ("JBIG2", IMAGE, format!("{PIXEL}/Filter/JBIG2Decode"), jbig2),
        ("JBIG2 symbols", IMAGE, format!("{PIXEL}/Filter/JBIG2Decode"), symbols),
    ];
    for (name, page, dict, data) in cases {
        assert_costs_its_page(name, document(page, &[(&dict, data)]));
    }
}

fn assert_costs_its_page(name: &str, file: Vec<u8>) {
    let error = second_page(file).err();
    let category = error.map(|error| error.category);
    assert_eq!(category, Some(FailureCategory::Render), "{name}");
}

/// A segment of JBIG2 of this kind, with the data `body` as hexadecimal numbers.
fn segment(kind: u8, body: &str) -> Vec<u8> {
    let body: Vec<u8> = (0..body.len() / 2)
        .filter_map(|at| u8::from_str_radix(body.get(2 * at..2 * at + 2)?, 16).ok())
        .collect();
    let length = u8::try_from(body.len()).unwrap_or_default();
    [&[0, 0, 0, 0, kind, 0, 1, 0, 0, 0, length][..], &body].concat()
}

#[test]
fn every_way_of_naming_too_much_is_seen() {
    let huge = "0000ffff0000ffff0000000000000000000000";
    // A block of a kind that Deflate has not, and two hundred kilobytes behind it.
    let damaged = [&[0x78, 0x9c, 0x07][..], &vec![0; 200_000]].concat();
    for (name, dict, data) in [
        (
            "dimensions",
            "/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8"
                .into(),
            vec![0],
        ),
        (
            "wide rows of the second filter",
            format!(
                "{PIXEL}/Filter[/AHx/Fl]/DecodeParms[null<</Predictor 12/Columns 2000000000>>]"
            ),
            b"00>".to_vec(),
        ),
        (
            "wide rows by the short name",
            format!("{PIXEL}/Filter/FlateDecode/DP<</Predictor 12/Columns 2000000000>>"),
            zlib(b"x"),
        ),
        (
            "runs",
            format!("{PIXEL}/Filter/RunLengthDecode"),
            [129, 32].repeat(820_000),
        ),
        (
            "what is behind damage",
            format!("{PIXEL}/Filter/FlateDecode"),
            damaged,
        ),
        (
            "twice in a way that nobody uses",
            format!("{PIXEL}/Filter[/RunLengthDecode/FlateDecode]"),
            vec![0, 7, 128],
        ),
        (
            "a region of JBIG2",
            format!("{PIXEL}/Filter/JBIG2Decode"),
            segment(38, huge),
        ),
        (
            "a later segment of JBIG2",
            format!("{PIXEL}/Filter/JBIG2Decode"),
            [segment(49, ""), segment(48, huge)].concat(),
        ),
    ] {
        assert_costs_its_page(name, document(IMAGE, &[(&dict, data)]));
    }
}

#[test]
fn jbig2_that_images_share_is_counted() {
    let symbols = segment(0, "00000000000000000000000fffff000fffff");
    let image = format!("{PIXEL}/Filter/JBIG2Decode/DecodeParms<</JBIG2Globals 7 0 R>>");
    let objects = [(image.as_str(), vec![0]), ("", symbols)];
    assert_costs_its_page("symbols", document(IMAGE, &objects));
}

#[test]
fn what_is_in_memory_together_is_counted_together() {
    let flate = "/Filter/FlateDecode";
    let (large, half) = (zlib(&megabytes(60)), zlib(&megabytes(40)));
    let fonts = "/Resources<</Font<</F<</Type/Font/Subtype/TrueType/BaseFont/A\
        /FontDescriptor<</FontFile2 6 0 R>>>>/G<</Type/Font/Subtype/TrueType/BaseFont/B\
        /FontDescriptor<</FontFile2 7 0 R>>>>>>>>";
    let two = [(flate, large.clone()), (flate, large)];
    assert_costs_its_page("two fonts", document(fonts, &two));
    // Images are opened one after the other.
    let images = "/Resources<</XObject<</I 6 0 R/J 7 0 R/K 8 0 R>>>>";
    let image = format!("{PIXEL}{flate}");
    let three = [
        (image.as_str(), half.clone()),
        (image.as_str(), half.clone()),
        (image.as_str(), half.clone()),
    ];
    assert!(second_page(document(images, &three)).is_ok());
    // The document is in memory as well.
    let opened = PdfDocument::open(document(FONT, &[(flate, half)]), 10);
    let checked = opened.and_then(|document| {
        let page = document.page(2)?;
        check(page, 50 << 20, &mut Lengths::default())?;
        check(page, 60 << 20, &mut Lengths::default())
    });
    let category = checked.err().map(|error| error.category);
    assert_eq!(category, Some(FailureCategory::Render));
}

#[test]
fn page_of_more_parts_than_can_be_looked_at_is_refused() {
    let parts = |count| format!("/Resources<</Font<</F<</X[{}]>>>>>>", "<<>>".repeat(count));
    assert!(second_page(document(&parts(49_000), &[])).is_ok());
    assert_costs_its_page("parts", document(&parts(51_000), &[]));
}

#[test]
fn parts_that_lead_back_to_themselves_come_to_an_end() {
    for loops in [
        "/Resources<</Font<</F 6 0 R>>>>",
        "/Resources<</Font<</F<</X[6 0 R 6 0 R]>>>>>>",
    ] {
        let file = document(loops, &[("/Y 6 0 R/Z[6 0 R[6 0 R]]", vec![0])]);
        assert!(second_page(file).is_ok(), "{loops}");
    }
}

#[test]
fn many_ordinary_fonts_are_no_bomb() {
    let font: Vec<u8> = (0..60_000_u32)
        .map(|n| (n.wrapping_mul(n) >> 7).to_le_bytes()[0])
        .collect();
    let packed = zlib(&font);
    let objects: Vec<(&str, Vec<u8>)> = (0..6)
        .map(|_| ("/Filter/FlateDecode", packed.clone()))
        .collect();
    let fonts: String = (6..12)
        .map(|number| format!("/F{number}<</FontDescriptor<</FontFile2 {number} 0 R>>>>"))
        .collect();
    let page = format!("/Resources<</Font<<{fonts}>>>>");
    assert!(second_page(document(&page, &objects)).is_ok());
}

#[test]
fn ordinary_streams_are_measured_as_they_are() {
    let data: Vec<u8> = (0..200_000_u32)
        .map(|n| (n.wrapping_mul(n) >> 7).to_le_bytes()[0])
        .collect();
    let flate = [Filter::FlateDecode];
    assert_eq!(decoded_length(&flate, &zlib(&data), MOST), 200_000);
    assert_eq!(decoded_length(&flate, &deflate(&data), MOST), 200_000);
    let packed = zlib(&data);
    let cut = packed.get(..packed.len() / 2).unwrap_or_default();
    let length = decoded_length(&flate, cut, MOST);
    assert!((1..200_000).contains(&length), "{length}");
    let hex: Vec<u8> = packed
        .iter()
        .flat_map(|byte| format!("{byte:02X}").into_bytes())
        .collect();
    let twice = [Filter::AsciiHexDecode, Filter::FlateDecode];
    assert_eq!(decoded_length(&twice, &hex, MOST), 200_000);
    assert_eq!(
        decoded_length(&[Filter::RunLengthDecode], &[2, 7, 7, 7, 254, 9, 128], MOST),
        6
    );
    assert_eq!(decoded_length(&[], &data, MOST), 200_000);
}

#[test]
fn object_streams_that_would_fill_the_memory_are_refused_with_their_document() {
    let bomb = zlib(&megabytes(100));
    for (dict, data) in [
        ("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", bomb.clone()),
        (
            "/Type/Obj#53tm/N 1/First 4/Filter/Fl#61teDecode",
            bomb.clone(),
        ),
        (
            "/Type/ObjStm/N 1/First 4/Filter[/FlateDecode /FlateDecode]",
            zlib(&bomb),
        ),
        ("/Type/XRef/Size 9/W[1 2 1]/Filter/FlateDecode", bomb),
        ("/Type/ObjStm/N 1/First 4/Filter/LZWDecode", lzw_bomb(20)),
        (
            "/Type/ObjStm/N 1/First 4/Filter 9 0 R",
            b"7 0 <<>>".to_vec(),
        ),
    ] {
        assert_refused(dict, document("", &[(dict, data)]));
    }
    let (dict, part) = (
        "/Type/ObjStm/N 1/First 4/Filter/FlateDecode",
        zlib(&megabytes(60)),
    );
    assert_refused(
        "two",
        document("", &[(dict, part.clone()), (dict, part.clone())]),
    );
    let beside_much = [document("", &[(dict, part)]), megabytes(40)].concat();
    assert_refused("beside much", beside_much);
}

/// The sender is told why, and nobody tries again.
fn assert_refused(name: &str, file: Vec<u8>) {
    let error = PdfDocument::open(file, 10).err();
    let said = error.map(|error| (error.category, error.is_retryable(), error.external));
    let expected = "The PDF's objects would fill the memory once they are unpacked.";
    assert_eq!(
        said,
        Some((FailureCategory::Policy, false, expected.to_owned())),
        "{name}"
    );
}

#[test]
fn object_streams_that_lie_do_no_harm() {
    for (dict, data) in [
        // More objects than there are.
        ("/Type/ObjStm/N 4000000000/First 4", b"7 0 <<>>".to_vec()),
        (
            "/Type/ObjStm/N 3/First 4000000000",
            b"7 0 8 0 9 0 <<>>".to_vec(),
        ),
        // An object stream in an object stream, and one that extends itself.
        (
            "/Type/ObjStm/N 1/First 4",
            b"6 0 <</Type/ObjStm/N 1/First 4>>stream".to_vec(),
        ),
        (
            "/Type/ObjStm/N 1/First 4/Extends 6 0 R",
            b"6 0 6 0 R".to_vec(),
        ),
    ] {
        assert!(
            second_page_drawn(document("", &[(dict, data)])).is_ok(),
            "{dict}"
        );
    }
}
