//! The number of the paper in its title, or under it.
//!
//! `FISHING LICENCE No. FL-2024/0117`.

use crate::entities::context::Reader;
use crate::entities::page::Span;
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// `FISHING LICENCE No. FL-2024/0117`, `PERMISO DE PESCA N.º 2207/23`: the number that ends a title of a paper.
pub(crate) fn titled_number(reader: &mut Reader<'_>, span: &Span) -> Option<Span> {
    if let Some(number) = under_title(reader, span) {
        return Some(number);
    }
    let text = reader.page.slice(span);
    let number = text.split_whitespace().next_back()?;
    if seek::figures(number) < 2 {
        return None;
    }
    let sign = text.split_whitespace().rev().nth(1)?;
    let marked =
        phrases::PAPER_NUMBER_WORDS.holds(sign.to_lowercase().trim_end_matches([':', '.']));
    if !marked
        || !(3..=10).contains(&seek::words(text))
        || number.len() > 30
        || seek::has(text, ": ")
    {
        return None;
    }
    let end = span.start + text.len() - number.len();
    is_licence(reader, &(span.start..end)).then_some(end..span.end)
}

/// The title of a licence.
fn is_licence(reader: &mut Reader<'_>, title: &Span) -> bool {
    let concepts = reader.caption(title).concepts;
    let others = [C::REGISTER, C::OWNER, C::FOREIGN, C::OPERATOR, C::IMO];
    concepts.any(C::LICENSE) && !concepts.any(one_of(&others))
}

/// Longest title of a paper, in bytes, and fewest figures of the number under it.
const TITLE: usize = 90;
const UNDER_TITLE: usize = 5;

/// `SURAT IZIN PENANGKAPAN IKAN` over `Nomor : 26.24.0001.127`: the number of the paper whose title stands above it.
fn under_title(reader: &mut Reader<'_>, span: &Span) -> Option<Span> {
    let text = reader.page.slice(span);
    let (sign, rest) = text.split_once(' ')?;
    let sign = sign.to_lowercase();
    if !phrases::PAPER_NUMBER_WORDS.holds(sign.trim_end_matches([':', '.'])) {
        return None;
    }
    let rest = rest.trim_start_matches([':', ' ']);
    let number = rest.split([' ', '\t']).next()?;
    let end = rest.get(number.len()..)?;
    if seek::figures(number) < UNDER_TITLE || !end.is_empty() && !end.starts_with("  ") {
        return None;
    }
    let head = reader.page.text.get(..span.start)?.trim_end();
    let title = head.rfind('\n').map_or(0, |at| at + 1)..head.len();
    let number = span.end - rest.len()..span.end - rest.len() + number.len();
    (title.len() <= TITLE && is_licence(reader, &title)).then_some(number)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn a_title_gives_the_number_of_a_licence_and_of_nothing_else() {
        let under = "\n\nName of vessel: ALBA\nFlag: Fiji";
        for title in [
            "PERMISO DE PESCA N.º 2207/23",
            "## LICENZA DI PESCA n. 2207/23",
            "FISHING LICENCE\n\nNumber: 2207/23",
        ] {
            let page = format!("{title}{under}");
            assert!(
                things(&page).contains(&"LICENSE_NO=2207/23".to_string()),
                "{title}"
            );
        }
        let invoice = format!("INVOICE No. 2207/23{under}");
        assert!(!things(&invoice).iter().any(|e| e.starts_with("LICENSE_NO")));
    }
}
