//! Waters by their form: `golfo de Adén`, `mer d’Irlande`, `mar Argentino`, and what belongs to an area's name behind or
//! before it: `Área 41 de la FAO`, `Mediterráneo occidental`, `banc de Saya de Malha`.

use super::area::fishing;
use crate::entities::page::Span;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, lookup, phrases};
use crate::entities::words::tokens::{Gap, Tokens};

/// Most words of such a name.
const MOST: usize = 7;

/// The words of waters that begin with a small word for them, behind a preposition: `en el golfo de Adén`.
pub(super) fn of_a_name(text: &str, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let kind = tokens.folded(at, at + 1);
    if !phrases::WATERS_OF_A_NAME.holds(kind) {
        return None;
    }
    let first = tokens.get(at)?;
    let word = |i: usize| {
        let token = tokens.get(at + i).filter(|token| token.gap == Gap::Tight);
        token.and_then(|t| text.get(t.start..t.end)).unwrap_or("")
    };
    // `Mar Bravo` is a ship.
    let head = text.get(..first.start)?;
    let small = text.get(first.start..)?.starts_with(char::is_lowercase);
    if !small || phrases::AREA_LEADS.end(head).is_none() {
        return None;
    }
    if !phrases::SURE_WATERS.holds(kind) && !fishing(head) {
        return None;
    }
    let capital = |i: usize| {
        let word = word(i);
        word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some_and(char::is_lowercase)
    };
    let mut used = 1;
    while used < MOST && (capital(used) || phrases::WATERS_NAME_JOINTS.holds(word(used))) {
        used += 1;
    }
    while used > 1 && !capital(used - 1) {
        used -= 1;
    }
    (used > 1).then_some(used)
}

/// An area with the words of its name that stand behind and before it.
pub(super) fn widened(text: &str, area: &Span) -> Span {
    let mut span = area.clone();
    let printed = text.get(area.clone()).unwrap_or("");
    if printed.contains(|c: char| c.is_ascii_digit())
        && let Some(end) = body_behind(text, span.end)
    {
        span.end = end;
    }
    let tail = text.get(span.end..).unwrap_or("");
    let side = tail.strip_prefix(' ').map_or("", |tail| {
        let end = tail
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(tail.len());
        tail.get(..end).unwrap_or("")
    });
    if phrases::WATERS_SIDES.holds(side) {
        span.end += 1 + side.len();
    }
    let head = text.get(..span.start).unwrap_or("");
    if let Some(lead) = phrases::BANKS_OF_A_NAME.end(head)
        && !printed.contains(|c: char| c.is_ascii_digit())
        && !head
            .get(..head.len() - lead.len())
            .is_some_and(|head| head.ends_with(char::is_alphanumeric))
    {
        span.start -= lead.len();
    }
    span
}

/// `Área 41 de la FAO`, `division 3M de l’OPANO`: the end of the organisation behind a numbered area.
fn body_behind(text: &str, end: usize) -> Option<usize> {
    const WORDS: usize = 4;
    let tail = text.get(end..)?;
    let mut at = tail.len() - tail.strip_prefix(' ')?.len();
    for index in 0..WORDS {
        let rest = tail.get(at..)?;
        let length = rest.find(|c: char| !c.is_alphanumeric());
        let word = rest.get(..length.unwrap_or(rest.len()))?;
        let small = !word.contains(char::is_uppercase)
            && (word == "l" || phrases::WATERS_NAME_JOINTS.holds(word) || word == "the");
        if small {
            let sign = rest.get(word.len()..)?.chars().next()?;
            if !matches!(sign, ' ' | '\'' | '’') {
                return None;
            }
            at += word.len() + sign.len_utf8();
            continue;
        }
        let body = index > 0
            && word.len() > 2
            && !word.contains(char::is_lowercase)
            && (phrases::AREA_BODIES.holds(&fold_phrase(word))
                || lookup(word)
                    .is_some_and(|t| t.senses.iter().any(|s| matches!(s, Sense::RfmoAcronym(_)))));
        return body.then(|| end + at + word.len());
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn waters_are_known_by_their_form() {
        for (lead, waters) in [
            ("El arrastrero ALBA NOVA faenaba en el", "golfo de Adén"),
            ("El arrastrero ALBA NOVA faenaba en el", "mar Argentino"),
            (
                "El arrastrero ALBA NOVA faenaba en el",
                "banco de Terranova",
            ),
            (
                "El arrastrero ALBA NOVA faenaba en la",
                "subárea 48.3 de la CCRVMA",
            ),
            ("Le chalutier ALBA NOVA pêchait dans la", "mer d'Irlande"),
            (
                "Le chalutier ALBA NOVA pêchait dans la",
                "division 3M de l'OPANO",
            ),
            (
                "Le chalutier ALBA NOVA pêchait dans l'",
                "océan Pacifique oriental",
            ),
            ("O arrastão ALBA NOVA pescava no", "mar dos Açores"),
            (
                "The trawler ALBA NOVA was fishing in the",
                "territorial sea of Ghana",
            ),
            (
                "The trawler ALBA NOVA was fishing in the",
                "waters of Sierra Leone",
            ),
        ] {
            let page = format!("{lead} {waters}.");
            let area = format!("FISHING_AREA={waters}");
            let found = things(&page);
            assert!(found.contains(&area), "{page}: {found:?}");
        }
    }

    #[test]
    fn fish_and_areas_are_neither_ships_nor_licences() {
        let found = things("1. ALBA NOVA, Togo, longliner, Atlantic cod, licensed for FAO Area 34");
        let wanted = [
            "VESSEL_NAME=ALBA NOVA",
            "FLAG=TGO",
            "VESSEL_TYPE=longliner",
            "SPECIES=Atlantic cod",
            "FISHING_AREA=FAO Area 34",
        ];
        assert_eq!(found, wanted);
        let found = things("The trawler ALBA NOVA is licensed to fish for sole.");
        assert!(found.contains(&"SPECIES=sole".to_owned()), "{found:?}");
    }
}
