//! Whether words that stand where a name may stand are a name.
//!
//! `VESSELS LICENSED TO FISH` and `Das Schiff` are none.

use crate::entities::page::Span;
use crate::entities::values::closed;
use crate::entities::values::text::{counts_a_ship, is_reference};
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, Sense, phrases};

/// A run of capital words is a name and not the words of a caption or of an office.
pub(super) fn sound(text: &str, name: &Span) -> bool {
    let printed = text.get(name.clone()).unwrap_or("");
    let folded = fold_phrase(printed);
    let words = Words {
        text,
        head: text.get(..name.start).unwrap_or(""),
        printed,
        count: folded.split(' ').count(),
        folded,
        shout: capitals(text, name),
    };
    !REFUSALS.iter().any(|refuses| refuses(&words))
}

/// Words that stand where a name may stand.
struct Words<'a> {
    text: &'a str,
    /// The text before them.
    head: &'a str,
    printed: &'a str,
    folded: String,
    count: usize,
    /// They have no small letter.
    shout: bool,
}

impl Words<'_> {
    fn first(&self) -> &str {
        self.printed.split(' ').next().unwrap_or("")
    }

    fn last(&self) -> &str {
        self.printed.rsplit(' ').next().unwrap_or("")
    }

    fn folded_first(&self) -> &str {
        self.folded.split(' ').next().unwrap_or("")
    }

    fn folded_last(&self) -> &str {
        self.folded.rsplit(' ').next().unwrap_or("")
    }
}

/// What words that are no name may be.
const REFUSALS: [fn(&Words<'_>) -> bool; 22] = [
    paper,
    reference,
    set_words,
    too_short,
    small_word,
    sentence_article,
    caption,
    captioned_number,
    number,
    form,
    law,
    ship_spoken_of,
    german_ship,
    firm,
    foreign_head,
    party,
    respondent,
    demonym,
    body_or_sea,
    sentence,
    street,
    office,
];

/// `NOTICE OF ARREST`: a word for a paper begins the words, which are set in capitals.
fn paper(words: &Words<'_>) -> bool {
    words.shout && words.count > 1 && phrases::PAPERS_IN_CAPITALS.holds(words.folded_first())
}

/// `whereas`, `Spanish-built`
fn set_words(words: &Words<'_>) -> bool {
    phrases::FORMULAS.may_lead(words.printed)
        && phrases::FORMULAS.holds(&words.printed.to_lowercase())
        || phrases::NO_NAMES.holds(&words.folded)
        || words.printed.ends_with("-built")
}

/// `A 1`, `RA.66.696`
fn too_short(words: &Words<'_>) -> bool {
    let printed = words.printed;
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    let figures = || printed.bytes().filter(u8::is_ascii_digit).count();
    letters < 2 || letters == 2 && printed.contains('.') && figures() > 2
}

/// `The`, `PARA O`
fn small_word(words: &Words<'_>) -> bool {
    let mut all = words.folded.split(' ');
    all.all(|word| lexicon::term(word).is_some_and(|t| t.small))
}

/// `El Faro Nuevo, un palangrero`: the article begins the sentence and is no part of a name, as it is in `la barca El Faro`.
fn sentence_article(words: &Words<'_>) -> bool {
    let head = words.head.trim_end_matches(' ');
    !words.shout
        && phrases::ARTICLES_OF_A_SENTENCE.holds(words.first())
        && (head.is_empty() || head.ends_with(['.', '\n', ':', '*']))
}

/// `VESSEL OWNER`: all are words of captions.
fn caption(words: &Words<'_>) -> bool {
    let spoken = |word: &str| lexicon::term(word).is_some_and(|t| !t.strong.is_empty());
    words.folded.split(' ').all(spoken)
}

/// `No. 3`, `B and C`, the `II` of `Le navire II`: how a paper refers to its ships.
fn reference(words: &Words<'_>) -> bool {
    let end = words.head.len()..words.head.len() + words.printed.len();
    is_reference(words.printed) || counts_a_ship(words.text, &end)
}

/// `Matrícula LB-2864, indicativo D2BY`: a caption and its number.
fn captioned_number(words: &Words<'_>) -> bool {
    const NUMBERED: C = one_of(&[
        C::REGISTER,
        C::LICENSE,
        C::CALLSIGN,
        C::IMO,
        C::MMSI,
        C::WIN,
    ]);
    words.count == 2
        && words.last().bytes().any(|b| b.is_ascii_digit())
        && lexicon::lookup(words.first()).is_some_and(|t| t.strong.any(NUMBERED))
}

/// `longliner, number MSRF 2842`
fn number(words: &Words<'_>) -> bool {
    phrases::LEADS_TO_A_NUMBER.end(words.head).is_some()
        && words.printed.bytes().any(|b| b.is_ascii_digit())
}

/// `PSC 2`
fn form(words: &Words<'_>) -> bool {
    words.count == 2
        && words.last().bytes().all(|b| b.is_ascii_digit())
        && (words.first() == "PSC"
            || closed::has_sense(words.first(), |s| matches!(s, Sense::RfmoAcronym(_))))
}

/// `Republic Act No.`
fn law(words: &Words<'_>) -> bool {
    words.printed.ends_with(" No.")
}

/// `Das Schiff (Rufzeichen …)`: the ship spoken of, not its name.
fn ship_spoken_of(words: &Words<'_>) -> bool {
    !words.shout
        && words.count == 2
        && lexicon::lookup(words.folded_last())
            .is_some_and(|t| t.senses.contains(&Sense::VesselTypeGeneric))
}

/// `Das Vorgängerschiff, …`
fn german_ship(words: &Words<'_>) -> bool {
    words
        .printed
        .split_once(' ')
        .is_some_and(|(article, rest)| {
            phrases::GERMAN_HEADS.holds(article)
                && !rest.contains(' ')
                && phrases::GERMAN_SHIPS.end(rest).is_some()
        })
}

/// `was named as Vieirasa Corp`, `Tangalle Boat Society`: a company.
fn firm(words: &Words<'_>) -> bool {
    phrases::FIRMS_NAMED.holds(words.folded_last())
}

/// `Mr Rey`, `HMS ALBA`, `HAS BEEN`: a word that begins no fishing vessel's name.
fn foreign_head(words: &Words<'_>) -> bool {
    let first = words.first();
    phrases::VERBS_IN_CAPITALS.holds(first)
        || phrases::STATE_SHIPS.holds(first)
        || phrases::MISTERS.holds(first)
}

/// `Der Eigner des Trawlers NORDLICHT`: a sentence about a party begins.
fn party(words: &Words<'_>) -> bool {
    const PARTY: C = one_of(&[C::OWNER, C::OPERATOR, C::MASTER]);
    let second = || words.printed.split(' ').nth(1);
    !words.shout
        && phrases::ARTICLES_BEFORE_PARTIES.holds(words.first())
        && second().is_some_and(|w| lexicon::lookup(w).is_some_and(|t| t.strong.any(PARTY)))
}

/// `The Second Respondent`: one of the parties of a paper.
fn respondent(words: &Words<'_>) -> bool {
    !words.shout
        && words.count > 1
        && phrases::ARTICLES_BEFORE_NAMES.holds(words.first())
        && is_other(words.printed)
}

/// `ICCAT`, `Arabian Sea`
fn body_or_sea(words: &Words<'_>) -> bool {
    closed::has_sense(words.printed, |s| {
        matches!(s, Sense::RfmoAcronym(_)) || !words.shout && *s == Sense::Area
    })
}

/// `Three Koreans`
fn demonym(words: &Words<'_>) -> bool {
    phrases::FEW.may_lead(words.first())
        && phrases::FEW.holds(&words.first().to_lowercase())
        && closed::has_sense(words.last(), |s| matches!(s, Sense::Demonym(_)))
}

/// `During Patrol`: the head of a sentence.
fn sentence(words: &Words<'_>) -> bool {
    !words.shout && phrases::SENTENCE_HEADS.holds(words.first())
}

/// `Rikumbi Kandanga Road`
fn street(words: &Words<'_>) -> bool {
    words.count > 1 && !words.shout && super::address::is_street_word(words.last())
}

/// `Ministry of Fisheries`
fn office(words: &Words<'_>) -> bool {
    phrases::OFFICE_WORDS.holds(words.folded_first()) && (words.count < 2 || !words.shout)
        || words
            .folded
            .split(' ')
            .any(|w| phrases::OFFICE_HEADS.holds(w))
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
    phrases::INSTITUTIONS.holds(&fold_phrase(last))
        || name_words(text, name) >= 3
            && phrases::SEVERAL_VESSELS.holds(cue.to_lowercase().rsplit(' ').next().unwrap_or(""))
}
