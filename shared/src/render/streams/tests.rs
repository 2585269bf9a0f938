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

/// What becomes of the second page; the first is read in any case.
fn second_page(file: Vec<u8>) -> Result<()> {
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
        let error = second_page(document(page, &[(&dict, data)])).err();
        let category = error.map(|error| error.category);
        assert_eq!(category, Some(FailureCategory::Render), "{name}");
    }
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
    ] {
        let error = PdfDocument::open(document("", &[(dict, data)]), 10).err();
        let category = error.map(|error| error.category);
        assert_eq!(category, Some(FailureCategory::Policy), "{dict}");
    }
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
        assert!(second_page(document("", &[(dict, data)])).is_ok(), "{dict}");
    }
}
