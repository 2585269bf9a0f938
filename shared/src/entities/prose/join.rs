//! Things that stand together and are one: the words of a cue, a name and its code, a country and its Union.
//!
//! `name of the vessel`, `Yellowfin tuna (YFT)`, `Spain (EU)`.

use super::items::{Item, Kind, Placed};
use crate::entities::caption::{self, Verdict};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::closed::{self, Codes};
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::lexicon::{self, Sense, phrases};

/// Concepts of those who own, work or command a ship.
const PARTIES: C = one_of(&[C::OWNER, C::OPERATOR, C::CHARTERER, C::MASTER]);

/// Words of captions that are written with a capital: `the chartering State`, `owner's Address`.
const CAPTIONED: C = one_of(&[
    C::STATE,
    C::FLAG,
    C::NAME,
    C::NUMBER,
    C::COUNTRY,
    C::NATIONALITY,
    C::ADDRESS,
    C::SHIP,
]);

/// Words that announce a number: `registered IMO 9281310`.
const NUMBERED: C = one_of(&[C::NUMBER, C::IMO, C::MMSI]);

/// Two capitals before figures.
fn lettered(text: &str, place: &Span) -> bool {
    let behind = text.get(place.end..).and_then(|t| t.strip_prefix(' '));
    text.get(place.clone())
        .is_some_and(|t| t.len() == 2 && t.bytes().all(|b| b.is_ascii_uppercase()))
        && behind.is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
}

/// The cue that a set of concepts is.
pub(super) fn cue(concepts: C) -> Item {
    Item::Cue {
        labels: labels_of(concepts),
        concepts,
    }
}

/// The labels of a set of concepts.
fn labels_of(concepts: C) -> Vec<Label> {
    match caption::resolve(concepts, (C::default(), C::default())) {
        Verdict::Is(labels) => labels.to_vec(),
        Verdict::Other | Verdict::Unknown => Vec::new(),
    }
}

/// The label that a set of concepts announces, if it is one.
pub(super) fn announced(concepts: C) -> Option<Label> {
    match labels_of(concepts).as_slice() {
        [label] => Some(*label),
        _ => None,
    }
}

/// The end of a name with its own code after it: `Yellowfin tuna (YFT)`, `… Commission (IOTC)`.
pub(super) fn own_code(text: &str, place: &Span, item: &Item) -> usize {
    let tail = text.get(place.end..).unwrap_or("");
    let Some(body) = tail.trim_start_matches(' ').strip_prefix(['(', '[']) else {
        return place.end;
    };
    // `CICTA (Commission internationale …)`
    let longest = if matches!(item, Item::Value(Kind::Rfmo(_))) {
        120
    } else {
        12
    };
    let Some(close) = body.find([')', ']']).filter(|c| *c <= longest) else {
        return place.end;
    };
    let inner = body.get(..close).unwrap_or("").trim();
    let fits = match item {
        Item::Value(Kind::Rfmo(code)) => closed::has_sense(
            inner,
            |s| matches!(s, Sense::RfmoAcronym(i) | Sense::Rfmo(i) if closed::rfmo(*i) == Some(code)),
        ),
        Item::Value(Kind::Species) => inner.len() == 3 && closed::is_code(inner, 3, 3),
        _ => {
            (2..=4).contains(&inner.len())
                && closed::has_sense(inner, |s| matches!(s, Sense::GearCode(_)))
                && closed::is_code(inner, 2, 4)
        }
    };
    if !fits {
        return place.end;
    }
    let used = tail.len() - body.len() + close + 1;
    place.end + used
}

/// The whole span of a country with its code or the Union beside it.
pub(super) fn country_span(text: &str, limit: &Span, place: &Span) -> Span {
    let from = text
        .get(..place.start)
        .map_or(0, |h| {
            h.len() - h.chars().rev().take(4).map(char::len_utf8).sum::<usize>()
        })
        .max(limit.start);
    let to = limit.end.min(place.end + 12);
    let to = (to..limit.end.max(to))
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(limit.end);
    let hits = closed::countries(text, &(from..to), Codes::None);
    hits.into_iter()
        .find(|h| h.span.start <= place.start && h.span.end >= place.end)
        .map_or_else(|| place.clone(), |h| h.span)
}

/// Joins cues that stand together into one.
pub(super) fn merge(text: &str, mut items: Vec<Placed>) -> Vec<Placed> {
    let mut out: Vec<Placed> = Vec::with_capacity(items.len());
    let mut index = 0;
    while let Some(first) = items.get(index) {
        let Item::Cue { concepts, .. } = &first.item else {
            // `dhow longliner`, `buque atunero congelador`, `toothfish longliner`: one kind of vessel in several words.
            if let Some(last) = out.last_mut()
                && first.item == Item::Value(Kind::VesselType)
                && matches!(last.item, Item::Value(Kind::VesselType | Kind::Species))
                && text.get(last.span.end..first.span.start) == Some(" ")
            {
                let shouts = |place: &Span| {
                    let printed = text.get(place.clone()).unwrap_or("");
                    !printed.contains(char::is_lowercase)
                };
                // `the tug REMOLCADOR CALPE`: her name begins with what she is.
                if shouts(&first.span) && !shouts(&last.span) {
                    let (span, item) = (first.span.clone(), Item::Word { capital: true });
                    out.push(Placed { span, item });
                } else {
                    last.span.end = first.span.end;
                    last.item = first.item.clone();
                }
                index += 1;
                continue;
            }
            let place = first.span.clone();
            if let Some(first) = items.get_mut(index) {
                let item = std::mem::replace(&mut first.item, Item::Stop);
                out.push(Placed { span: place, item });
            }
            index += 1;
            continue;
        };
        let own = index;
        let mut all = *concepts;
        let mut end = first.span.end;
        let mut next = index + 1;
        let mut words = 0;
        while let Some(placed) = items.get(next) {
            let gap = text
                .get(end_of(&items, next).unwrap_or(end)..placed.span.start)
                .unwrap_or("");
            if !gap
                .chars()
                .all(|c| matches!(c, ' ' | '-' | '\'' | '’' | '/' | '.' | '&' | '(' | '\u{a0}'))
                || gap.contains('(') && !gap.ends_with('(')
            {
                break;
            }
            match &placed.item {
                // `armador de la nave SANTA RITA`: the ship that is named, not a part of the caption.
                Item::Cue { concepts, .. }
                    if *concepts == C::SHIP
                        && words > 0
                        && all.any(PARTIES)
                        && named_after(text, placed.span.end) =>
                {
                    break;
                }
                // `The master of the former, Chen Kuo-liang`: one of two ships.
                Item::Cue { concepts, .. }
                    if *concepts == C::PREVIOUS
                        && words > 0
                        && all.any(PARTIES)
                        && text.get(placed.span.end..).is_some_and(|t| {
                            t.starts_with(',') || t.starts_with(" is ") || t.starts_with(" was ")
                        }) =>
                {
                    break;
                }
                // `llevó el nombre de NUEVO ERIZANA`: a capital after small letters begins the name.
                Item::Cue { concepts, .. }
                    if *concepts == C::CURRENT
                        && text
                            .get(placed.span.start..)
                            .is_some_and(|t| t.starts_with(char::is_uppercase))
                        && text
                            .get(first.span.start..)
                            .is_some_and(|t| t.starts_with(char::is_lowercase))
                        && named_after(text, placed.span.end) =>
                {
                    break;
                }
                // `emissão da licença IND/0119/22`: the licence, not a date of issue.
                Item::Cue { concepts, .. }
                    if (all == C::UPDATE || all == C::END || all == C::START)
                        && *concepts == C::LICENSE
                        && words > 0
                        && text
                            .get(placed.span.end..)
                            .and_then(|t| t.strip_prefix(' '))
                            .and_then(|t| t.split([' ', ',', ';']).next())
                            .is_some_and(|w| w.bytes().filter(u8::is_ascii_digit).count() > 1) =>
                {
                    break;
                }
                // `gestionado por la firma …`: the company, not a signature.
                Item::Cue { concepts, .. }
                    if all.any(PARTIES)
                        && concepts.any(C::COMPANY)
                        && concepts.any(C::PERSON)
                        && words > 0 =>
                {
                    break;
                }
                // `affrété par Océan Pêche`: a capital after small letters begins the party's name.
                Item::Cue { concepts, .. }
                    if all.any(PARTIES)
                        && !concepts.any(CAPTIONED)
                        && text
                            .get(placed.span.start..)
                            .is_some_and(|t| t.starts_with(char::is_uppercase))
                        && text
                            .get(first.span.start..)
                            .is_some_and(|t| t.starts_with(char::is_lowercase)) =>
                {
                    break;
                }
                // `immatriculé AN 1346`: the letters of the number.
                Item::Cue { concepts, .. }
                    if !concepts.any(NUMBERED)
                        && text
                            .get(first.span.start..)
                            .is_some_and(|t| t.starts_with(char::is_lowercase))
                        && lettered(text, &placed.span) =>
                {
                    break;
                }
                Item::Cue { concepts, .. } if joinable(all, *concepts) => {
                    all = all.with(*concepts);
                    end = placed.span.end;
                    words = 0;
                    index = next;
                }
                // `registo da embarcação DJARFOGO`: the ship that is named.
                Item::Value(Kind::GenericVessel)
                    if words > 0
                        && (shouted_after(text, placed.span.end)
                            || titled_after(text, placed.span.end)) =>
                {
                    break;
                }
                Item::Value(Kind::GenericVessel)
                    if text
                        .get(placed.span.clone())
                        .is_some_and(|w| w.len() > 3 || w.chars().any(char::is_lowercase))
                        && all.any(one_of(&[
                            C::PORT,
                            C::NUMBER,
                            C::REGISTER,
                            C::RADIO,
                            C::IMO,
                        ])) =>
                {
                    end = placed.span.end;
                    index = next;
                }
                Item::Word { .. } => {
                    let folded = crate::entities::words::fold::fold_phrase(
                        text.get(placed.span.clone()).unwrap_or(""),
                    );
                    words += 1;
                    if words > 2 || !phrases::CUE_JOINTS.holds(&folded) {
                        break;
                    }
                }
                _ => break,
            }
            next += 1;
        }
        let (start, alone) = (first.span.start, all == *concepts);
        let item = match items.get_mut(own).filter(|_| alone) {
            Some(first) => std::mem::replace(&mut first.item, Item::Stop),
            None => cue(all),
        };
        out.push(Placed {
            span: start..end,
            item,
        });
        index += 1;
    }
    out
}

fn end_of(items: &[Placed], index: usize) -> Option<usize> {
    items.get(index.checked_sub(1)?).map(|p| p.span.end)
}

/// A word in capitals of four letters or more, or a quotation mark, stands after byte `at`.
fn shouted_after(text: &str, at: usize) -> bool {
    let Some(tail) = text.get(at..).and_then(|t| t.strip_prefix(' ')) else {
        return false;
    };
    let word = tail.split([' ', ',', '(']).next().unwrap_or("");
    tail.starts_with(['“', '"', '«', '„'])
        || word.chars().filter(|c| c.is_alphabetic()).count() > 3
            && !word.chars().any(char::is_lowercase)
            && lexicon::lookup(word).is_none_or(|t| t.strong.is_empty())
}

/// Two capital words that announce nothing stand after byte `at`: `la nave Caleta Rojas`.
fn titled_after(text: &str, at: usize) -> bool {
    let tail = text.get(at..).and_then(|t| t.strip_prefix(' '));
    let mut words = tail.unwrap_or("").split(' ');
    let mut titled = || {
        words.next().is_some_and(|word| {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            bare.chars().count() > 1
                && bare.starts_with(char::is_uppercase)
                && bare.chars().skip(1).all(char::is_lowercase)
                && lexicon::lookup(bare).is_none_or(|t| t.strong.is_empty())
        })
    };
    titled() && titled()
}

/// A word in capitals or with a capital stands after byte `at`.
fn named_after(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|tail| tail.strip_prefix(' '))
        .is_some_and(|tail| {
            tail.trim_start_matches(['"', '“', '«', '„', ' '])
                .starts_with(char::is_uppercase)
        })
}

/// Concepts that make one caption together (`radio` `call sign`, `port` `registry`), and not two beside each other.
fn joinable(a: C, b: C) -> bool {
    let ids = one_of(&[
        C::IMO,
        C::MMSI,
        C::CALLSIGN,
        C::CFR,
        C::MARKING,
        C::POSITION,
    ]);
    let dates = C::START.with(C::END);
    if a.any(ids) && b.any(ids) && C(a.0 & b.0 & ids.0).is_empty() {
        return false;
    }
    if a.any(dates) && b.any(dates) && C(a.0 & b.0 & dates.0).is_empty() {
        return false;
    }
    // `alias Kapitan Beregovoy`: the word belongs to the name.
    if a.any(C::PREVIOUS) && a.any(C::NAME) && b.any(C::MASTER) {
        return false;
    }
    if a.any(C::ADDRESS) && b.without(C::SHIP.with(C::PLACE).with(C::PORT)).is_empty() {
        return false;
    }
    let parties = one_of(&[
        C::OWNER,
        C::OPERATOR,
        C::CHARTERER,
        C::MASTER,
        C::ADDRESS,
        C::CREW,
    ]);
    !(a.any(parties.with(ids))
        && b.any(parties)
        && C(a.0 & b.0 & parties.0).is_empty()
        && !a.any(C::ADDRESS)
        && !b.any(C::ADDRESS))
}
