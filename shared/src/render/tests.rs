use super::*;

/// A PDF of one page with this content and these resources, with correct cross-references.
pub(super) fn pdf(page: &str, content: &str, objects: &[&str]) -> Vec<u8> {
    let mut bytes = String::from("%PDF-1.7\n");
    let content = format!("<</Length {}>>stream\n{content}\nendstream", content.len());
    let page = format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R {page}>>");
    let mut all = vec![
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        &page,
        &content,
    ];
    all.extend(objects);
    let mut offsets = Vec::new();
    for (index, object) in all.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let xref = bytes.len();
    bytes.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", all.len() + 1));
    for offset in offsets {
        bytes.push_str(&format!("{offset:010} 00000 n \n"));
    }
    let size = all.len() + 1;
    bytes.push_str(&format!(
        "trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF"
    ));
    bytes.into_bytes()
}

const FONT: &str = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>";
const TEXT: &str = "BT /F 12 Tf 72 700 Td (Fishing vessel EXAMPLE of Arbroath) Tj ET";

pub(super) fn render(bytes: Vec<u8>, view: View) -> Result<RenderedPage> {
    let document = PdfDocument::open(bytes, 10)?;
    document.renderer(ModelProfile::of("")).render(1, view)
}

fn size(page: &RenderedPage) -> Option<(u16, u16)> {
    page.images.first().map(|image| (image.width, image.height))
}

#[test]
fn page_is_fitted_into_what_the_model_uses() -> Result<()> {
    for (width, height, rotate, expected) in [
        (595, 842, 0, (1280, 1811)),
        (842, 595, 0, (1811, 1280)),
        (595, 842, 90, (1811, 1280)),
        (595, 842, -90, (1811, 1280)),
        (600, 600, 0, (1280, 1280)),
        (14_400, 14_400, 0, (1280, 1280)),
        (20_000, 100, 0, (1920, 16)),
    ] {
        let page = format!("/MediaBox[0 0 {width} {height}]/Rotate {rotate}");
        let content = format!("0 0 {} {} re f", width / 3, height);
        let rendered = render(pdf(&page, &content, &[]), View::Whole)?;
        assert_eq!(size(&rendered), Some(expected), "{page}");
    }
    Ok(())
}

#[test]
fn blank_page_is_found_and_a_page_number_is_not_blank() -> Result<()> {
    let number = "BT /F 10 Tf 300 30 Td (1) Tj ET";
    for (content, blank) in [
        ("", true),
        ("1 1 1 rg 0 0 600 900 re f", true),
        (number, false),
    ] {
        let rendered = render(
            pdf(&format!("/MediaBox[0 0 595 842]{FONT}"), content, &[]),
            View::Whole,
        )?;
        assert_eq!(rendered.ink.is_blank(), blank, "{content}");
        assert_eq!(rendered.images.is_empty(), blank);
    }
    Ok(())
}

#[test]
fn page_whose_content_was_cut_off_is_not_blank() -> Result<()> {
    let whole = pdf("/MediaBox[0 0 595 842]", "", &[]);
    assert!(render(whole.clone(), View::Whole)?.ink.is_blank());
    let cut = whole.windows(7).position(|bytes| bytes == b"4 0 obj");
    let cut = whole.get(..cut.unwrap_or_default()).unwrap_or_default();
    let parts = String::from_utf8_lossy(cut).replace("/Contents 4 0 R", "/Contents[4 0 R]");
    for bytes in [cut.to_vec(), parts.into_bytes()] {
        let error = render(bytes, View::Whole).err();
        assert_eq!(
            error.map(|error| error.category),
            Some(FailureCategory::Render)
        );
    }
    Ok(())
}

#[test]
fn ink_tells_about_how_much_text_there_is() -> Result<()> {
    let line = "(The fishing vessel named above is authorised to fish for squid in this area) Tj 0 -14 Td ";
    let text = format!("BT /F 11 Tf 60 780 Td {} ET", line.repeat(50));
    let rendered = render(
        pdf(&format!("/MediaBox[0 0 595 842]{FONT}"), &text, &[]),
        View::Whole,
    )?;
    let characters = 50 * 64;
    let expected = rendered.ink.expected_characters;
    assert!(
        (characters / 3..characters * 3).contains(&expected),
        "{expected}"
    );
    Ok(())
}

#[test]
fn scan_is_not_enlarged() -> Result<()> {
    let image = |side: u32| {
        let (width, height) = (side, side * 842 / 595);
        let data = "f0".repeat((width * height) as usize);
        format!(
            "<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray\
             /BitsPerComponent 8/Filter/ASCIIHexDecode/Length {}>>stream\n{data}\nendstream",
            data.len()
        )
    };
    let page = "/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>";
    let full_page = "q 595 0 0 842 0 0 cm /I Do Q 0 0 300 400 re f";
    for (side, expected) in [(800, (800, 1132)), (300, (724, 1024))] {
        let rendered = render(pdf(page, full_page, &[&image(side)]), View::Whole)?;
        assert_eq!(size(&rendered), Some(expected));
    }
    Ok(())
}

/// Grey pixels of a PNG file.
pub(super) fn pixels(page: &RenderedPage) -> Vec<u8> {
    let file = page.images.first().map(|image| image.png.as_slice());
    let Ok(mut reader) =
        png::Decoder::new(std::io::Cursor::new(file.unwrap_or_default())).read_info()
    else {
        return Vec::new();
    };
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or_default()];
    let is_read = reader.next_frame(&mut pixels).is_ok();
    assert!(is_read);
    pixels
}

/// Mean difference of the pixels of two pages.
pub(super) fn difference(left: &[u8], right: &[u8]) -> f64 {
    assert_eq!(left.len(), right.len());
    let pairs = left.iter().zip(right);
    let sum: u64 = pairs
        .map(|(left, right)| u64::from(left.abs_diff(*right)))
        .sum();
    sum as f64 / left.len() as f64
}

#[test]
fn print_looks_the_same_with_and_without_the_rasteriser() -> Result<()> {
    // A curve outside of the page is nothing to see, but more than print.
    let more = " -9 -9 m -8 -8 -7 -8 -6 -9 c S";
    let lines = "(Fishing vessel EXAMPLE of Arbroath, 41.5 t) Tj 0.3 -14 Td ".repeat(40);
    let boxes: String = (0..20)
        .map(|row| format!("{} {} 90.3 17.7 re S\n", 40 + row * 3, 60 + row * 18))
        .collect();
    let form = "<</Subtype/Form/BBox[0 0 300 90]/Matrix[1 0 0 1 40 20]/Length 39>>stream\n\
        BT /F 15 Tf 250 9 Td (cut at the edge) Tj ET\nendstream";
    for (page, content) in [
        ("", format!("BT /F 11 Tf 60 780 Td {lines} ET")),
        (
            "",
            format!(".4 g BT /F 7.3 Tf 1 0 .2 1 60 780 Tm {lines} ET"),
        ),
        (
            "",
            format!(".1 .2 .5 rg BT /F 11 Tf 60 780 Td {lines} ET .8 .9 1 rg 9 9 90 90.5 re f"),
        ),
        (
            "/Rotate 90",
            format!("BT /F 11 Tf 60 780 Td {lines} ET .5 w {boxes}"),
        ),
        (
            "",
            format!(".5 w {boxes} 3 w 0.6 G {boxes} .9 g 90.2 700.6 300.1 40.4 re f"),
        ),
        (
            "",
            "1 w 40 100.3 m 400 100.3 l S 2 J 5 w 60 200 m 60 600 l S 70 80 m 70 80 l S".into(),
        ),
        (
            "",
            format!("q 100 300 200.5 300.5 re W n BT /F 30 Tf 60 780 Td 32 TL {lines} ET Q"),
        ),
        ("", "/A Do BT /F 400 Tf 20 300 Td (Ex) Tj ET".into()),
    ] {
        let page = format!(
            "/MediaBox[0 0 595 842]{page}/Resources<</XObject<</A 5 0 R>>\
             /Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        );
        let print = pixels(&render(pdf(&page, &content, &[form]), View::Whole)?);
        let drawn = pixels(&render(
            pdf(&page, &(content.clone() + more), &[form]),
            View::Whole,
        )?);
        let difference = difference(&print, &drawn);
        assert!(difference < 0.5, "{difference} {content}");
    }
    Ok(())
}

#[test]
fn scan_looks_the_same_with_and_without_the_rasteriser() -> Result<()> {
    let (width, height) = (1_500_usize, 2_122_usize);
    let mut data = String::new();
    for row in 0..height {
        for column in 0..width {
            // Lines of characters of nine pixels, so that a shift would show.
            let ink = row % 40 < 20 && (column / 9 + row / 40) % 2 == 0;
            data.push_str(if ink { "30" } else { "f0" });
        }
    }
    let image = format!(
        "<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray\
         /BitsPerComponent 8/Filter/ASCIIHexDecode/Length {}>>stream\n{data}\nendstream",
        data.len()
    );
    let page = "/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>";
    let alone = "q 595 0 0 842 0 0 cm /I Do Q";
    let painted = format!("{alone} 1 1 1 rg -9 -9 1 1 re f");
    let alone = pixels(&render(pdf(page, alone, &[&image]), View::Whole)?);
    let painted = pixels(&render(pdf(page, &painted, &[&image]), View::Whole)?);
    assert_eq!((alone.len(), painted.len()), (1280 * 1811, 1280 * 1811));
    assert!(difference(&alone, &painted) < 2.0);
    Ok(())
}

#[test]
fn image_that_would_not_fit_costs_its_page_only() {
    let bomb = "<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB\
        /BitsPerComponent 8/Length 1>>stream\nx\nendstream";
    let page = "/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>";
    let error = render(
        pdf(page, "q 595 0 0 842 0 0 cm /I Do Q", &[bomb]),
        View::Whole,
    )
    .err();
    assert_eq!(
        error.map(|error| error.category),
        Some(FailureCategory::Render)
    );
}

/// Colour type of a PNG file: 0 grey, 2 colour.
fn color_type(page: &RenderedPage) -> Option<u8> {
    page.images
        .first()
        .and_then(|image| image.png.get(25).copied())
}

#[test]
fn image_is_grey_unless_grey_would_lose_something() -> Result<()> {
    // The same words in two colours of the same brightness, and in one that grey keeps.
    let on_color = |paper: &str, ink: &str| {
        let words = "(Fishing vessel EXAMPLE of Arbroath, registered) Tj 0 -24 Td ".repeat(24);
        format!("{paper} rg 0 0 595 842 re f {ink} rg BT /F 20 Tf 40 780 Td {words} ET")
    };
    for (content, expected) in [
        (on_color("1 1 1", "0 0 0"), 0),
        (on_color("1 1 1", "0.8 0 0"), 0),
        (on_color("0.9 0.2 0.2", "0 0.6 0.3"), 2),
    ] {
        let rendered = render(
            pdf(&format!("/MediaBox[0 0 595 842]{FONT}"), &content, &[]),
            View::Whole,
        )?;
        assert_eq!(color_type(&rendered), Some(expected), "{content}");
    }
    Ok(())
}

#[test]
fn halves_tile_the_page_and_turned_pages_lie_on_their_side() -> Result<()> {
    let bytes = || pdf(&format!("/MediaBox[0 0 595 842]{FONT}"), TEXT, &[]);
    let halves = render(bytes(), View::Halves)?;
    let parts: Vec<Part> = halves.images.iter().map(|image| image.part).collect();
    assert!(
        matches!(parts.as_slice(), [Part::Band(0.0, cut), Part::Band(from, 1.0)]
        if (cut - from).abs() < f64::EPSILON && (0.4..0.6).contains(cut))
    );
    assert!(halves.images.iter().all(|image| image.width > image.height));
    for view in [View::TurnedRight, View::TurnedLeft] {
        assert_eq!(size(&render(bytes(), view)?), Some((1811, 1280)));
    }
    Ok(())
}

#[test]
fn what_is_no_pdf_or_has_no_pages_is_refused_in_words() {
    let empty = String::from_utf8_lossy(&pdf("/MediaBox[0 0 595 842]", "", &[]))
        .replace("/Kids[3 0 R]/Count 1", "/Kids[     ]/Count 9");
    for bytes in [b"".to_vec(), b"%PDF-1.7".to_vec(), empty.into_bytes()] {
        let error = PdfDocument::open(bytes, 10).err();
        assert_eq!(
            error.map(|error| error.category),
            Some(FailureCategory::Policy)
        );
    }
}

#[test]
fn more_pages_than_allowed_are_refused() {
    let bytes = pdf("/MediaBox[0 0 595 842]", "", &[]);
    assert!(PdfDocument::open(bytes.clone(), 1).is_ok());
    let error = PdfDocument::open(bytes, 0)
        .err()
        .map(|error| error.external);
    assert_eq!(
        error.as_deref(),
        Some("The PDF has 1 pages; at most 0 are read.")
    );
}

#[test]
fn broken_cross_references_are_repaired() -> Result<()> {
    let broken = String::from_utf8_lossy(&pdf(&format!("/MediaBox[0 0 595 842]{FONT}"), TEXT, &[]))
        .replace("startxref\n", "startxref\n9");
    assert_eq!(render(broken.into_bytes(), View::Whole)?.images.len(), 1);
    Ok(())
}
