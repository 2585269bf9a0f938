//! Whether words that stand where a name may stand are a name.
//!
//! `VESSELS LICENSED TO FISH` and `Das Schiff` are none.

use crate::entities::page::Span;
use crate::entities::values::closed;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{self, phrases};

/// A run of capital words is a name and not the words of a caption or of an office.
pub(super) fn sound(text: &str, name: &Span) -> bool {
    let printed = text.get(name.clone()).unwrap_or("");
    let folded = crate::entities::words::fold::fold_phrase(printed);
    if phrases::FORMULAS.holds(&printed.to_lowercase()) || printed.ends_with("-built") {
        return false;
    }
    let mut words = 0;
    let mut spoken = 0;
    for word in folded.split(' ') {
        words += 1;
        if lexicon::term(word).is_some_and(|t| !t.strong.is_empty()) {
            spoken += 1;
        }
    }
    // `EMBARCACIONES PESQUERAS CON PERMISO`
    if words == 1 && lexicon::term(&folded).is_some_and(|t| t.small) {
        return false;
    }
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    // `Das Schiff (Rufzeichen …)`: the ship spoken of, not its name.
    let spoken_of = !capitals(text, name)
        && words == 2
        && folded.split(' ').next_back().is_some_and(|w| {
            lexicon::lookup(w)
                .is_some_and(|t| t.senses.contains(&lexicon::Sense::VesselTypeGeneric))
        });
    // `was named as Vieirasa Corp`: a company.
    let firm = words >= 2
        && folded
            .split(' ')
            .next_back()
            .is_some_and(|w| phrases::FIRMS_NAMED.holds(w));
    if spoken_of || firm {
        return false;
    }
    let first = printed.split(' ').next().unwrap_or("");
    // `THE SHIP HAS BEEN TRANSFERRED`, `Three Korean vessels`
    let last = printed.rsplit(' ').next().unwrap_or("");
    let counted = phrases::FEW.holds(&first.to_lowercase())
        && closed::has_sense(last, |s| matches!(s, lexicon::Sense::Demonym(_)));
    // `longliner, number MSRF 2842`: a number.
    let head = text.get(..name.start).unwrap_or("");
    let numbered = phrases::LEADS_TO_A_NUMBER.end(head).is_some()
        && printed.bytes().any(|b| b.is_ascii_digit());
    // `Matrícula LB-2864, indicativo D2BY`: a caption and its number.
    let captioned = words == 2
        && last.bytes().any(|b| b.is_ascii_digit())
        && lexicon::lookup(first).is_some_and(|t| {
            t.strong.any(
                C::REGISTER
                    .with(C::LICENSE)
                    .with(C::CALLSIGN)
                    .with(C::IMO)
                    .with(C::MMSI),
            )
        });
    // `PSC 2`: a form.
    let form = words == 2
        && last.bytes().all(|b| b.is_ascii_digit())
        && closed::has_sense(first, |s| matches!(s, lexicon::Sense::RfmoAcronym(_)));
    if phrases::VERBS_IN_CAPITALS.holds(first) || counted || form || numbered || captioned {
        return false;
    }
    if phrases::STATE_SHIPS.holds(first) || phrases::MISTERS.holds(first) {
        return false;
    }
    // `Das Vorgängerschiff, …`
    let compound = printed.split_once(' ').is_some_and(|(article, rest)| {
        phrases::GERMAN_HEADS.holds(article)
            && !rest.contains(' ')
            && phrases::GERMAN_SHIPS.end(rest).is_some()
    });
    if compound {
        return false;
    }
    // `Der Eigner des Trawlers NORDLICHT`: a sentence about a party begins.
    let mut first_two = printed.split(' ').take(2);
    let party = !capitals(text, name)
        && first_two
            .next()
            .is_some_and(|w| phrases::ARTICLES_BEFORE_PARTIES.holds(w))
        && first_two.next().is_some_and(|w| {
            lexicon::lookup(w)
                .is_some_and(|t| t.strong.any(C::OWNER.with(C::OPERATOR).with(C::MASTER)))
        });
    if party {
        return false;
    }
    // `The Second Respondent`: one of the parties of a paper.
    let spoken_for = !capitals(text, name)
        && words > 1
        && phrases::ARTICLES_BEFORE_NAMES.holds(first)
        && is_other(printed);
    if spoken_for {
        return false;
    }
    // `Rikumbi Kandanga Road`
    if words > 1
        && !capitals(text, name)
        && super::address::is_street_word(printed.rsplit(' ').next().unwrap_or(""))
    {
        return false;
    }
    let office = &phrases::OFFICE_WORDS;
    // `subject to R.A. 8550`: a law.
    if printed.ends_with(" No.") {
        return false;
    }
    let figures = printed.bytes().filter(u8::is_ascii_digit).count();
    letters >= 2
        && !(letters == 2 && figures > 2 && printed.contains('.'))
        && (capitals(text, name)
            || !phrases::SENTENCE_HEADS.holds(printed.split(' ').next().unwrap_or("")))
        && !phrases::NO_NAMES.holds(&folded)
        && (spoken < words || words >= 3 && spoken * 2 <= words)
        && !folded
            .split(' ')
            .next()
            .is_some_and(|w| office.contains(&w) && (words < 2 || !capitals(text, name)))
        && !(folded.split(' ').any(|w| phrases::OFFICE_HEADS.holds(w)))
}

/// The last word is that of an office, a paper, a place, a party.
pub(super) fn is_other(printed: &str) -> bool {
    let last = printed.rsplit(' ').next().unwrap_or("").to_lowercase();
    phrases::NO_SHIPS.holds(&last)
}

/// The name without a reference number and wide blank before it: `N.66.696  ALBA`.
pub(super) fn unnumbered(text: &str, name: Span) -> Span {
    let printed = text.get(name.clone()).unwrap_or("");
    match printed.rfind("  ").filter(|at| {
        printed
            .get(..*at)
            .is_some_and(|h| h.bytes().any(|b| b.is_ascii_digit()) && h.contains(['.', '/']))
    }) {
        Some(at) => name.start + at + 2..name.end,
        None => name,
    }
}

pub(super) fn name_words(text: &str, name: &Span) -> usize {
    text.get(name.clone())
        .map_or(0, |t| t.split_whitespace().count())
}

pub(super) fn capitals(text: &str, name: &Span) -> bool {
    let printed = text.get(name.clone()).unwrap_or("");
    !printed.chars().any(char::is_lowercase)
}

pub(super) fn shouts_or_titled(text: &str, name: &Span) -> bool {
    let printed = text.get(name.clone()).unwrap_or("");
    capitals(text, name)
        || printed
            .split_whitespace()
            .all(|w| w.chars().next().is_some_and(|c| !c.is_lowercase()) || w.len() <= 3)
}

/// `Fischereifahrzeug-Kartei`: a compound. `VESSELS LICENSED TO FISH`, `NATIONAL VESSEL DOCUMENTATION CENTER`: in a line set in capitals, the words behind
/// several vessels, or a name of an institution, are no ship's name.
pub(super) fn in_headline(text: &str, passage: &Span, cue: &Span, name: &Span) -> bool {
    let printed = text.get(name.clone()).unwrap_or("");
    if name.start == cue.end + 1 && text.get(cue.end..name.start) == Some("-") {
        return true;
    }
    if printed.chars().any(char::is_lowercase) {
        return false;
    }
    let line = text.get(passage.start..name.start).unwrap_or("");
    let line = line.rsplit('\n').next().unwrap_or("");
    if line.chars().any(char::is_lowercase) {
        return false;
    }
    let cue = text.get(cue.clone()).unwrap_or("");
    let last = printed.rsplit(' ').next().unwrap_or("");
    phrases::INSTITUTIONS.holds(&crate::entities::words::fold::fold_phrase(last))
        || name_words(text, name) >= 3
            && phrases::SEVERAL_VESSELS.holds(cue.to_lowercase().rsplit(' ').next().unwrap_or(""))
}
