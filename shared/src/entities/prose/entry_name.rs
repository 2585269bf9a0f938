//! The name at the head of a numbered entry, whatever its words mean: `3. Cidade de Ílhavo, bandeira Portugal, IMO …`.

use super::items::{Item, Kind, Placed};
use super::take::is_company_word;
use crate::entities::entry::head::in_capitals;
use crate::entities::page::Span;
use crate::entities::words::concept::{Concepts as C, one_of};

/// Most words of a name.
const WORDS: usize = 6;
/// Most figures of a name.
const FIGURES: usize = 4;
/// Fewest figures of an entry with an identifier; a line of captions has none.
const TOLD: usize = 5;

/// What may part a name from its particulars.
const SIGNS: [&str; 6] = [", ", " (", " – ", " — ", "; ", " | "];

/// Captions that follow the name of a ship and of nothing else.
const OWN: C = one_of(&[C::FLAG, C::IMO, C::MMSI, C::CALLSIGN, C::MARKING]);

/// The head of a passage behind a list's number, where a caption of ships' particulars follows it at once and another
/// one later.
pub(super) fn entry_name(text: &str, passage: &Span, items: &[Placed]) -> Option<Span> {
    let body = text.get(passage.clone())?;
    let (end, sign) = SIGNS
        .iter()
        .filter_map(|sign| Some((body.find(sign)?, sign.len())))
        .min()?;
    let head = body.get(..end)?;
    let name = passage.start..passage.start + end;
    let own = |p: &Placed| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(OWN));
    let mut behind = items.iter().filter(|p| p.span.start >= name.end);
    let next = behind
        .next()
        .is_some_and(|p| p.span.start <= name.end + sign && own(p));
    let spoken = items.iter().any(|p| {
        p.span.start < name.end
            && (matches!(p.item, Item::Value(Kind::Prefix | Kind::GenericVessel | Kind::VesselType))
                || matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::NAME.with(C::SHIP).with(C::PREVIOUS).with(OWN))))
    });
    let figures = |t: &str| t.bytes().filter(u8::is_ascii_digit).count();
    (next
        && !spoken
        && behind.any(own)
        && figures(body) >= TOLD
        && figures(head) <= FIGURES
        && is_titled(head))
    .then_some(name)
}

/// Two words or more that begin with capitals, but for the small words of names: `Fé em Cristo Rei`.
fn is_titled(head: &str) -> bool {
    let words: Vec<&str> = head.split(' ').collect();
    let large = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    (2..=WORDS).contains(&words.len())
        && head.starts_with(char::is_uppercase)
        && words.last().is_some_and(large)
        && in_capitals(&words)
        && !head.contains([':', ';', '/', '"'])
        && !words.iter().any(|word| is_company_word(word))
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn the_head_of_an_entry_is_a_name_whatever_its_words_mean() {
        let cases: &[(&str, Option<&str>)] = &[
            (
                "2. Cidade de Lisboa, bandeira Portugal, IMO 9281310",
                Some("CIDADE DE LISBOA"),
            ),
            (
                "2. Fé em Deus, bandeira Portugal, IMO 9281310",
                Some("FÉ EM DEUS"),
            ),
            (
                "2. Star of the Sea (IMO 9281310, flag Panama)",
                Some("STAR OF THE SEA"),
            ),
            (
                "2. Gracias a Dios – bandera Panamá – OMI 9281310",
                Some("GRACIAS A DIOS"),
            ),
            ("2. Reef Fish Ltd, flag Fiji, IMO 9281310", None),
            ("2. Name of ship, flag, IMO number", None),
            (
                "2. Juan de Dios, nacionalidad Chile, pasaporte 9281310",
                None,
            ),
        ];
        for (text, wanted) in cases {
            let (page, _) = extract_page(text, &Carried::default());
            let mut names = page
                .entities
                .iter()
                .filter(|e| e.label == Label::VesselName);
            assert_eq!(
                names.next().map(|e| e.norm_value.as_str()),
                *wanted,
                "{text}"
            );
        }
    }
}
