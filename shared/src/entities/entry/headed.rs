//! Sentences about a ship behind her name and a colon: `ALBA: IMO 9281310. Her owner is Alba Ltd.`
//!
//! The name is in capitals, in quotation marks, or one that the page told before; what follows the colon begins with a
//! ship's particular. Fields with colons and chains of particulars have readers of their own.

use super::line::named;
use crate::entities::context::Reader;
use crate::entities::fields::line::list_mark;
use crate::entities::page::{Span, trim};
use crate::entities::prose::opens_with_particulars;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, lookup, opens_with_caption, phrases};
use crate::entities::words::seek;

/// Longest head, in bytes.
const HEAD: usize = 60;
/// Fewest bytes of what is said of the ship.
const SAID: usize = 20;
/// Fewest figures of the first sentence.
const FIGURES: usize = 2;
/// Most words between an article and the word for the ship.
const WORDS: usize = 4;

/// The name before the colon, and the sentences behind it.
pub(crate) fn find(reader: &mut Reader<'_>, span: &Span) -> Option<(Span, Span)> {
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    let colon = seek::find(text, ": ").filter(|at| *at <= HEAD)?;
    let head = trim(&reader.page.text, &(body.start..body.start + colon));
    let rest = trim(&reader.page.text, &(body.start + colon + 2..body.end));
    let said = reader.page.slice(&rest);
    let printed = reader.page.slice(&head);
    if phrases::HEADS_OF_NOTICES.holds(&printed.to_lowercase()) {
        return None;
    }
    // One word in capitals may be a heading.
    let told = opens_with_particulars(said)
        || opens_with_a_ship(said)
        || printed.contains(' ') && opens_with_caption(said);
    let figures = said.split(". ").next()?.bytes();
    if said.len() < SAID || !told || figures.filter(u8::is_ascii_digit).count() < FIGURES {
        return None;
    }
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    let shouts = letters >= 3 && !printed.chars().any(char::is_lowercase);
    let known = reader.names.contains_key(&fold_phrase(printed));
    if !(shouts || known || printed.starts_with(['"', '“', '«', '„'])) {
        return None;
    }
    let name = named(reader, &head, false)?;
    Some((name, rest))
}

/// `a longliner of 45 m`, `un atunero español`
fn opens_with_a_ship(text: &str) -> bool {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let ship = |word: &str| {
        lookup(word).is_some_and(|t| {
            t.strong.any(C::SHIP)
                || t.senses
                    .iter()
                    .any(|s| matches!(s, Sense::VesselType | Sense::VesselTypeGeneric))
        })
    };
    words
        .next()
        .is_some_and(|first| phrases::INDEFINITE_ARTICLES.holds(&first.to_lowercase()))
        && words.take(WORDS).any(ship)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn sentences_behind_a_name_are_hers() {
        let cases: &[(&str, &[&str])] = &[
            (
                "ALBA: IMO 9281310. The owner is Alba Ltd.\n\nLIMNARIA: a longliner, IMO 9100372. The owner is Nova Ltd.",
                &[
                    "0 VESSEL_NAME=ALBA",
                    "0 IMO=9281310",
                    "0 OWNER=Alba Ltd",
                    "1 VESSEL_NAME=LIMNARIA",
                    "1 VESSEL_TYPE=longliner",
                    "1 IMO=9100372",
                    "1 OWNER=Nova Ltd",
                ],
            ),
            // A name with a word of an area.
            (
                "BELLE OCÉANE : immatriculé à Brest, longueur 31 m. Indicatif FLVP.",
                &[
                    "0 VESSEL_NAME=BELLE OCÉANE",
                    "0 PORT=Brest",
                    "0 LENGTH=31",
                    "0 IRCS=FLVP",
                ],
            ),
            ("REMARKS: IMO 9281310 was seen.", &["0 IMO=9281310"]),
            (
                "IMPORTANT: IMO number 9281310 was reported twice.",
                &["0 IMO=9281310"],
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(found(text), *wanted, "{text}");
        }
    }
}
