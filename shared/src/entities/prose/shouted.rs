//! Names in capitals inside running text: in a paper about vessels they are vessels' names.
//!
//! `GREY HERON, Japan, call sign 7KAD`. One word alone needs more than several.

use super::items::{Item, Kind, Placed};
use super::names::PARTICULARS;
use super::other_names::dated;
use super::sound::{capitals, name_words, sound};
use super::take::{self, NameKind};
use crate::entities::lines::kind::is_institution;
use crate::entities::page::Span;
use crate::entities::values::call_sign;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{self, Sense, phrases, with_folded};

/// Things looked at after a name.
const NEAR: usize = 9;

/// The passage is set in small letters, so that capitals say something.
pub(super) fn told(text: &str, passage: &Span) -> bool {
    let (mut small, mut large) = (0usize, 0usize);
    for sign in text.get(passage.clone()).unwrap_or("").chars() {
        small += usize::from(sign.is_lowercase());
        large += usize::from(sign.is_uppercase());
    }
    small > large && small >= 12
}

/// Small letters and capitals stand side by side in the passage.
pub(super) fn mixed(text: &str, passage: &Span) -> bool {
    let (mut small, mut large) = (0usize, 0usize);
    for sign in text.get(passage.clone()).unwrap_or("").chars() {
        small += usize::from(sign.is_lowercase());
        large += usize::from(sign.is_uppercase());
    }
    small >= 12 && small * 2 >= large
}

/// The name in capitals that begins at item `index`, if what follows or stands in the passage speaks of a vessel.
pub(super) fn name(text: &str, items: &[Placed], index: usize, passage: &Span) -> Option<Span> {
    let start = items.get(index)?.span.start;
    let inside_word = text
        .get(..start)
        .is_some_and(|h| h.ends_with(['-', '/', '.', '@', '’', '\'']));
    if inside_word || !capitals(text, &items.get(index)?.span) {
        return None;
    }
    let name = take::name(text, start, passage.end, NameKind::Ship)
        .filter(|n| n.start == start && capitals(text, n) && sound(text, n))?;
    let name = begun(text, unquoted_tail(text, name), passage);
    let printed = text.get(name.clone())?;
    if !sound(text, &name)
        || !worded(printed)
        || dated(items, &name)
        || company(printed)
        || coded(text, printed, name.end)
        || own_line(text, &name)
        || is_term(printed)
        || beside_firm(text, &name)
        || is_sign(printed)
    {
        return None;
    }
    let shipped = || {
        items.iter().any(|p| match &p.item {
            Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Prefix) => true,
            Item::Cue { concepts, .. } => concepts.any(PARTICULARS.with(C::SHIP)),
            _ => false,
        })
    };
    let fits = if name_words(text, &name) > 1 {
        shipped() || named_afloat(text, &name, passage)
    } else {
        evident(text, items, &name, passage)
    };
    fits.then_some(name)
}

/// `o MARIA CACILDA foi avistado`: a ship has an article, and what is told happens afloat.
pub(super) fn named_afloat(text: &str, name: &Span, passage: &Span) -> bool {
    let head = text.get(passage.start..name.start).unwrap_or("");
    let led = phrases::BEFORE_A_SHIPS_NAME
        .end(&head.to_lowercase())
        .is_some();
    let told = text.get(passage.clone()).unwrap_or("");
    led && name_words(text, name) > 1
        && !is_institution(text.get(name.clone()).unwrap_or(""))
        && phrases::AFLOAT.within(&told.to_lowercase())
}

/// Letters enough for a name, and no clause: `IT IS ORDERED` is one.
fn worded(printed: &str) -> bool {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let spoken = |word: &str| lexicon::lookup(word).is_some_and(|t| !t.strong.is_empty());
    let long = printed.split_whitespace().any(|word| letters(word) >= 4);
    let pair = || {
        printed.split_whitespace().count() > 1
            && letters(printed) >= 6
            && !printed.split(' ').any(spoken)
    };
    let first = printed.split(' ').next().unwrap_or("");
    letters(printed) >= 4 && (long || pair()) && !phrases::FORMS_OF_IS.holds(&first.to_lowercase())
}

/// Words of the vocabulary: an organisation among them, or all of them one term.
fn is_term(printed: &str) -> bool {
    let acronym = |word: &str| {
        with_folded(word, |word| {
            lexicon::term(word)
                .is_some_and(|t| t.senses.iter().any(|s| matches!(s, Sense::RfmoAcronym(_))))
        })
    };
    let term = |t: &lexicon::Term| {
        !t.strong.is_empty()
            || t.senses.iter().any(|s| {
                matches!(
                    s,
                    Sense::Rfmo(_)
                        | Sense::RfmoAcronym(_)
                        | Sense::Country(_)
                        | Sense::Species(_)
                        | Sense::Gear(_)
                )
            })
    };
    printed.split(' ').any(acronym) || lexicon::lookup(printed).is_some_and(term)
}

/// `la société ABIDJAN PECHE`, `ATUNERA DEL SUR, S.A.`: words for a firm stand beside the name.
fn beside_firm(text: &str, name: &Span) -> bool {
    let head = text.get(..name.start).unwrap_or("");
    let behind = text.get(name.end..).and_then(|t| t.strip_prefix(", "));
    let word = behind.and_then(|t| t.split([' ', ',', '\n']).next());
    phrases::FIRM_WORDS.end(head).is_some() || word.is_some_and(take::is_company_word)
}

/// A call sign, or figures that no name has.
fn is_sign(printed: &str) -> bool {
    let sign = || {
        printed.split_whitespace().count() == 1
            && call_sign::has_shape(printed)
            && call_sign::countries(printed).next().is_some()
    };
    printed.bytes().filter(u8::is_ascii_digit).count() > 4 || sign()
}

/// A vessel's particulars follow a name in the same sentence: `…, Japan, call sign 7KAD`.
pub(super) fn evident(text: &str, items: &[Placed], name: &Span, passage: &Span) -> bool {
    let tail = text.get(name.end..passage.end).unwrap_or("");
    let bare = tail.trim_start_matches(['"', '”', '»', '’', '*', '“', '\'']);
    if !(bare
        .trim_start()
        .starts_with([',', '(', '[', '–', '—', ':']))
    {
        return false;
    }
    items
        .iter()
        .filter(|p| p.span.start >= name.end)
        .take(NEAR)
        .take_while(|p| p.item != Item::Stop)
        .any(|p| match &p.item {
            Item::Cue { concepts, .. } => concepts.any(PARTICULARS),
            Item::Value(Kind::VesselType | Kind::GenericVessel) => true,
            Item::Value(Kind::Country { .. }) => p.span.start <= name.end + 4,
            _ => false,
        })
}

/// A firm's words or ending.
fn company(printed: &str) -> bool {
    let folded = crate::entities::words::fold::fold_phrase(printed);
    let last = folded.split(' ').next_back().unwrap_or("");
    let ending = phrases::SHOUTED_FIRMS.holds(last);
    ending
        || printed
            .split(' ')
            .next_back()
            .is_some_and(super::take::is_company_word)
        || folded.split(' ').any(|w| {
            lexicon::term(w)
                .is_some_and(|t| t.strong.any(C::COMPANY.with(C::ADDRESS).with(C::LICENSE)))
        })
}

/// A reference of a paper: `COMM CIRC 15/09`, `CMM 04-2023`.
fn coded(text: &str, printed: &str, end: usize) -> bool {
    text.get(end..)
        .is_some_and(|t| t.starts_with(['/', '_', '@']))
        || printed.contains(['/', '_', '№'])
        || printed
            .split(' ')
            .any(|w| w.contains('-') && w.bytes().filter(u8::is_ascii_digit).count() >= 3)
}

/// The name fills its line: it is a heading.
fn own_line(text: &str, name: &Span) -> bool {
    let head = text.get(..name.start).unwrap_or("");
    let tail = text.get(name.end..).unwrap_or("");
    let before = head.rsplit('\n').next().unwrap_or("");
    let after = tail.split('\n').next().unwrap_or("");
    !before.chars().any(char::is_alphanumeric) && !after.chars().any(char::is_alphanumeric)
}

/// The name with the capital words right before it: `OCEAN` of `OCEAN DIAMOND 2` is a word of the vocabulary.
fn begun(text: &str, name: Span, passage: &Span) -> Span {
    let mut start = name.start;
    for _ in 0..3 {
        let Some(head) = text
            .get(passage.start..start)
            .and_then(|h| h.strip_suffix(' '))
        else {
            break;
        };
        let word = head
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let short = word.len() < 3 || word.chars().any(|c| !c.is_uppercase());
        let caption = matches!(word, "IMO" | "OMI" | "MMSI" | "IRCS" | "AIS");
        if short || caption {
            break;
        }
        start -= word.len() + 1;
    }
    start..name.end
}

/// The name without capital words of captions behind it: `ALBA IMO`.
fn unquoted_tail(text: &str, name: Span) -> Span {
    let printed = text.get(name.clone()).unwrap_or("");
    let mut at = 0;
    for word in printed.split(' ') {
        let caption = at > 0
            && phrases::CAPTIONS_BEHIND_NAMES
                .holds(&crate::entities::words::fold::fold_phrase(word));
        if caption {
            return name.start..name.start + printed.get(..at).unwrap_or("").trim_end().len();
        }
        at += word.len() + 1;
    }
    name
}
