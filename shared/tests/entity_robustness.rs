//! Any text at all is read without a panic, and every span is the text it claims to be.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use vessel_ner_shared::entities::{Carried, extract_page, table_cell};

/// Reads a page and checks what must hold for every page.
fn check(text: &str) -> Result<(), TestCaseError> {
    let (page, carried) = extract_page(text, &Carried::default());
    let signs: Vec<char> = text.chars().collect();
    let mut end = 0;
    for entity in &page.entities {
        let printed: Option<String> = signs
            .get(entity.start..entity.end)
            .map(|part| part.iter().collect());
        prop_assert_eq!(printed.as_deref(), Some(entity.text.as_str()));
        prop_assert!(
            entity.start >= end && entity.end > entity.start,
            "overlap or empty span"
        );
        prop_assert!((0.0..=1.0).contains(&entity.confidence));
        end = entity.end;
    }
    let ranges: Vec<(usize, usize)> = page.entities.iter().map(|e| (e.start, e.end)).collect();
    prop_assert_eq!(table_cell(text, &ranges).len(), ranges.len());
    // The heading that is carried over is text like any other.
    let _ = extract_page(text, &carried);
    Ok(())
}

fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/pages/pages");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|p| fs::read_to_string(p).ok())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_is_read(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn text_of_the_signs_that_matter_is_read(
        text in "[A-Za-z0-9 .,:;/|<>&*#°'’\"\\-–()\\[\\]\n\téñß№中İ\u{301}]{0,400}"
    ) {
        check(&text)?;
    }

    #[test]
    fn broken_tables_are_read(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td colspan=\"9\">",
                "<td rowspan=\"99999\">", "<td colspan='4294967296'>", "IMO", "9281310", "Vessel name",
                "ALBA", "Flag", "Spain", "&amp;", "&#x41;", "&bogus;", "<br>", "<sup>1</sup>", "\n", "\n\n",
                "| a | b |", "---", "–", "Ship A", "12.50 m", "<", ">", "ñ", "№",
            ]),
            0..80,
        )
    ) {
        check(&parts.concat())?;
    }

    #[test]
    fn mutated_pages_are_read(
        page in 0usize..200,
        cuts in prop::collection::vec((0usize..6000, 0usize..40, ".{0,6}"), 0..6),
    ) {
        let pages = pages();
        if let Some(text) = pages.get(page % pages.len().max(1)) {
            let mut signs: Vec<char> = text.chars().collect();
            for (at, length, insert) in cuts {
                let from = at.min(signs.len());
                let to = (from + length).min(signs.len());
                signs.splice(from..to, insert.chars());
            }
            let text: String = signs.into_iter().collect();
            check(&text)?;
        }
    }
}

#[test]
fn every_invented_page_is_read_and_its_spans_hold() -> Result<(), TestCaseError> {
    for page in pages() {
        check(&page)?;
        check(&page.replace('\n', "\r\n"))?;
    }
    Ok(())
}

#[test]
fn large_pages_of_one_kind_are_read() {
    for text in [
        "<td>".repeat(20_000),
        "<tr>".repeat(10_000),
        "<td colspan=\"64\" rowspan=\"400\">x</td>".repeat(300),
        "(".repeat(20_000),
        "a: ".repeat(10_000),
        "| ".repeat(10_000),
        "ALBA (IMO ".repeat(1_000),
        "1.".repeat(10_000),
        "12/".repeat(10_000),
    ] {
        let _ = extract_page(&text, &Carried::default());
    }
}

#[test]
fn text_at_the_end_of_a_long_cell_or_title_is_read() {
    let filler = "The crew told of the weather and of the sea. ".repeat(80);
    let cell = format!(
        "<table><tr><td>Vessel name</td><td>IMO</td><td>Remarks</td></tr>\
         <tr><td>ALBA</td><td>9281310</td><td>{filler}Seen on 3 May 2021.</td></tr></table>"
    );
    let title = format!("# {filler}List of 3 May 2021");
    for page in [cell, title] {
        let (found, _) = extract_page(&page, &Carried::default());
        assert!(
            found.entities.iter().any(|e| e.norm_value == "2021-05-03"),
            "{:?}",
            found.entities
        );
    }
}
