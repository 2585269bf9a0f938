use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;
use crate::ocr::ladder::{Part, View};
use crate::ocr::profile::ModelProfile;
use crate::render::PdfDocument;
use crate::render::tests::pdf;

fn stream(dict: &str, content: &str) -> String {
    let length = content.len();
    format!("<<{dict}/Length {length}>>stream\n{content}\nendstream")
}

/// A PDF of one A4 page.
fn page(entries: &str, content: &str, objects: &[String]) -> Vec<u8> {
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    pdf(
        &format!("/MediaBox[0 0 595 842]{entries}"),
        content,
        &objects,
    )
}

/// Forty objects from number 5 on, each made of the number of the next.
fn chain(object: impl Fn(usize) -> String) -> Vec<String> {
    (6..46).map(object).collect()
}

/// Units that a page costs.
fn price(bytes: Vec<u8>, page_number: u32) -> Result<f64> {
    let document = PdfDocument::open(bytes, 100)?;
    let renderer = document.renderer(ModelProfile::of(""));
    let page = document.page(page_number)?;
    let target = renderer.target(document.geometry(page_number)?, Part::Whole, None);
    Ok(check(page, target.on(page), target.pixels())?.units)
}

/// The error's text if the page is refused for what it would cost.
fn refusal(bytes: Vec<u8>) -> Result<Option<String>> {
    let document = PdfDocument::open(bytes, 10)?;
    let rendered = document
        .renderer(ModelProfile::of(""))
        .render(1, View::Whole);
    Ok(rendered.err().map(|error| {
        assert_eq!(error.category, FailureCategory::Render);
        error.external.clone()
    }))
}

const FORM: &str = "/Subtype/Form/BBox[0 0 600 900]";
const TILE: &str = "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9";
const FILLED: &str = "/Pattern cs /P scn 0 0 600 900 re f 0 0 500 900 re f";
const MASKED: &str = "/G gs 0 0 9 9 re f 1 0 0 1 1 0 cm /G gs 0 0 9 9 re f";
const GLYPHS: &str = "/Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]\
    /FirstChar 97/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>";

/// Pages in which each object draws the next one twice.
fn nested() -> Vec<(&'static str, Vec<u8>)> {
    let x_object = |n: usize| format!("/Resources<</XObject<</A {n} 0 R>>>>");
    let pattern = |n: usize| format!("/Resources<</Pattern<</P {n} 0 R>>>>");
    let mask = |n: usize| format!("/Resources<</ExtGState<</G<</SMask<</S/Alpha/G {n} 0 R>>>>>>>>");
    let twice = "/A Do /A Do";
    let group = format!("{FORM}/Group<</S/Transparency>>");
    vec![
        (
            "forms",
            page(
                &x_object(5),
                twice,
                &chain(|n| stream(&format!("{FORM}{}", x_object(n)), twice)),
            ),
        ),
        (
            "groups",
            page(
                &x_object(5),
                twice,
                &chain(|n| stream(&format!("{group}{}", x_object(n)), twice)),
            ),
        ),
        (
            "an annotation's forms",
            page(
                "/Annots[<</Subtype/Stamp/Rect[0 0 600 900]/AP<</N 5 0 R>>>>]",
                "",
                &chain(|n| stream(&format!("{FORM}{}", x_object(n)), twice)),
            ),
        ),
        (
            "patterns",
            page(
                &pattern(5),
                FILLED,
                &chain(|n| stream(&format!("{TILE}{}", pattern(n)), FILLED)),
            ),
        ),
        (
            "soft masks",
            page(
                &mask(5),
                MASKED,
                &chain(|n| stream(&format!("{group}{}", mask(n)), MASKED)),
            ),
        ),
    ]
}

/// Pages whose objects are made of themselves.
fn circular() -> Vec<(&'static str, Vec<u8>)> {
    let x_object = |n: usize| format!("/Resources<</XObject<</A {n} 0 R>>>>");
    let pattern = |n: usize| format!("/Resources<</Pattern<</P {n} 0 R>>>>");
    let show = "BT /F 9 Tf (aa) Tj ET";
    let tiny = "/Pattern cs /P scn 0 0 20 20 re f";
    vec![
        (
            "a form of itself",
            page(
                &x_object(5),
                "/A Do",
                &[stream(
                    &format!("{FORM}{}", x_object(5)),
                    "9 9 200 300 re f /A Do",
                )],
            ),
        ),
        (
            "a pattern of itself",
            page(
                &pattern(5),
                tiny,
                &[stream(&format!("{TILE}{}", pattern(5)), tiny)],
            ),
        ),
        (
            "a glyph of itself",
            page(
                "/Resources<</Font<</F 5 0 R>>>>",
                show,
                &[
                    format!("<<{GLYPHS}/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>"),
                    stream("", &format!("9 0 d0 {show}")),
                ],
            ),
        ),
        (
            "a function of itself",
            page(
                "/Resources<</Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 9]\
                 /Function 5 0 R>>>>>>",
                "/S sh",
                &[
                    "<</FunctionType 3/Domain[0 1]/Bounds[]/Encode[0 1]/Functions[5 0 R]>>"
                        .to_owned(),
                ],
            ),
        ),
        (
            "a colour space on itself",
            page(
                "/Resources<</ColorSpace<</C 5 0 R>>>>",
                "/C cs 0 0 9 9 re f",
                &["[/Separation/Spot 5 0 R<</FunctionType 2/Domain[0 1]/N 1>>]".to_owned()],
            ),
        ),
    ]
}

/// Pages that do one thing too often.
fn endless() -> Vec<(&'static str, Vec<u8>)> {
    let resources = |kind: &str, object: &str| format!("/Resources<</{kind}<</A {object}>>>>");
    let tile = "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 900 900]/XStep .01/YStep .01";
    let shading = "<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 600 0 900]/Function 5 0 R>>";
    let program = format!("{{{}pop}}", "dup mul ".repeat(2_000));
    let image = "/Subtype/Image/Width 900/Height 900/ColorSpace/DeviceGray/BitsPerComponent 8";
    vec![
        ("dashes", page("", "[0.000001] 0 d 0 0 m 500 500 l S", &[])),
        (
            "a long dashed line",
            page("", "[1] 0 d 0 0 m 9000000000 0 l S", &[]),
        ),
        ("fills", page("", &"0 0 600 900 re f\n".repeat(40_000), &[])),
        (
            "tiles",
            page(
                &resources("Pattern", "5 0 R"),
                "/Pattern cs /A scn 0 0 600 900 re f",
                &[stream(tile, "1 1 5 5 re f")],
            ),
        ),
        (
            "images",
            page(
                &resources("XObject", "5 0 R"),
                &"q 600 0 0 900 0 0 cm /A Do Q\n".repeat(2_000),
                &[stream(image, &"x".repeat(810_000))],
            ),
        ),
        (
            "a function for each pixel",
            page(
                &resources("Shading", shading),
                "/A sh",
                &[stream(
                    "/FunctionType 4/Domain[0 600 0 900]/Range[0 1]",
                    &program,
                )],
            ),
        ),
    ]
}

#[test]
fn page_that_would_never_be_drawn_is_refused_in_words() -> Result<()> {
    for (name, bytes) in nested().into_iter().chain(endless()) {
        let reason = refusal(bytes)?.unwrap_or_default();
        assert!(reason.contains("too long"), "{name}: {reason}");
    }
    Ok(())
}

#[test]
fn content_that_would_fill_the_memory_is_refused() -> Result<()> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..100 {
        let written = encoder.write_all(&vec![b' '; 1 << 20]);
        assert!(written.is_ok());
    }
    let deflated = encoder.finish().unwrap_or_default();
    let hole = "Z".repeat(deflated.len());
    let form = stream(&format!("{FORM}/Filter/FlateDecode"), &hole);
    let mut bytes = page("/Resources<</XObject<</A 5 0 R>>>>", "/A Do", &[form]);
    let at = bytes.windows(2).position(|pair| pair == b"ZZ").unwrap_or(0);
    bytes.splice(at..at + deflated.len(), deflated);
    assert!(refusal(bytes)?.is_some());
    Ok(())
}

#[test]
fn what_is_made_of_itself_comes_to_an_end() -> Result<()> {
    for (name, bytes) in circular() {
        let reason = refusal(bytes)?;
        assert!(
            reason.is_none_or(|reason| reason.contains("too long")),
            "{name}"
        );
    }
    Ok(())
}

#[test]
fn ordinary_pages_cost_a_small_part_of_what_they_may() -> Result<()> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/pdf");
    let mut pages = 0;
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        let Ok(document) = PdfDocument::open(bytes.clone(), 100) else {
            continue;
        };
        for page_number in 1..=document.page_count() {
            let share = price(bytes.clone(), page_number)? / BUDGET;
            assert!(share < 0.05, "{}: {share}", file.path().display());
            pages += 1;
        }
    }
    assert!(pages > 3);
    Ok(())
}

#[test]
fn more_of_the_same_costs_more() -> Result<()> {
    for (once, twice) in [
        ("0 0 9 9 re f", "0 0 9 9 re f 0 0 9 9 re f"),
        ("0 0 9 9 re f", "0 0 99 99 re f"),
        ("0 0 m 9 9 l S", "0 0 m 9 9 l 9 0 l S"),
        ("0 0 m 9 9 l S", "20 w 0 0 m 9 9 l S"),
        ("BT /F 9 Tf (a) Tj ET", "BT /F 9 Tf (aa) Tj ET"),
        ("BT /F 9 Tf (a) Tj ET", "BT /F 90 Tf (a) Tj ET"),
        (
            "9 9 9 9 re W n 0 0 600 900 re f",
            "9 9 99 99 re W n 0 0 600 900 re f",
        ),
    ] {
        let (once, twice) = (
            price(page("", once, &[]), 1)?,
            price(page("", twice, &[]), 1)?,
        );
        assert!(once < twice, "{once} {twice}");
    }
    Ok(())
}
