//! Things that stand together and are one: the words of a cue, a name and its code, a country and its Union.
//!
//! `name of the vessel`, `Yellowfin tuna (YFT)`, `Spain (EU)`.

use super::items::{Item, Kind, Placed};
use crate::entities::caption::{self, Verdict};
use crate::entities::label::Label;
use crate::entities::page::{Page, Span};
use crate::entities::values::closed::{self, Codes};
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::lexicon::{Sense, phrases, with_folded};

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
pub(super) fn country_span(page: &Page, limit: &Span, place: &Span) -> Span {
    let text = &page.text;
    let from = text
        .get(..place.start)
        .map_or(0, |h| {
            h.len() - h.chars().rev().take(4).map(char::len_utf8).sum::<usize>()
        })
        .max(limit.start);
    // `Pavillon allégué: Togo` tells of no union.
    let word = |c: char| c.is_alphanumeric();
    let head = text.get(from..place.start).unwrap_or("");
    let from = match head.find(|c| !word(c)) {
        Some(at) if text.get(..from).is_some_and(|h| h.ends_with(word)) => from + at,
        _ => from,
    };
    let to = limit.end.min(place.end + 12);
    let to = (to..limit.end.max(to))
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(limit.end);
    let hits = closed::countries_of(page, &(from..to), Codes::None);
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
            if !joins_type(text, &mut out, first) {
                out.extend(taken(&mut items, index));
            }
            index += 1;
            continue;
        };
        let own = *concepts;
        let Words {
            concepts,
            end,
            last,
            ..
        } = Words::from(text, &items, index, own);
        if let Some(mut placed) = taken(&mut items, index) {
            placed.span.end = end;
            if concepts != own {
                placed.item = cue(concepts);
            }
            out.push(placed);
        }
        index = last + 1;
    }
    out
}

/// The thing at an index, moved out of the list.
fn taken(items: &mut [Placed], index: usize) -> Option<Placed> {
    let placed = items.get_mut(index)?;
    let item = std::mem::replace(&mut placed.item, Item::Stop);
    let span = placed.span.clone();
    Some(Placed { span, item })
}

/// `dhow longliner`, `buque atunero congelador`, `toothfish longliner`: one kind of vessel in several words.
fn joins_type(text: &str, out: &mut Vec<Placed>, next: &Placed) -> bool {
    let Some(last) = out.last_mut() else {
        return false;
    };
    if next.item != Item::Value(Kind::VesselType)
        || !matches!(last.item, Item::Value(Kind::VesselType | Kind::Species))
        || !matches!(text.get(last.span.end..next.span.start), Some(" " | "-"))
    {
        return false;
    }
    let (lower, upper) = (char::is_lowercase, char::is_uppercase);
    let printed = |place: &Span| text.get(place.clone()).unwrap_or("");
    let (before, own) = (printed(&last.span), printed(&next.span));
    let shouts = !own.contains(lower) && before.contains(lower);
    // `the tug REMOLCADOR CALPE`, `the tanker Bunker Star`: her name begins with what she is.
    if shouts || own.starts_with(upper) && before.starts_with(lower) {
        let (span, item) = (next.span.clone(), Item::Word { capital: true });
        out.push(Placed { span, item });
    } else {
        last.span.end = next.span.end;
        last.item = next.item.clone();
    }
    true
}

/// The words of a caption as far as they were read.
struct Words<'a> {
    text: &'a str,
    /// Where the first one begins.
    start: usize,
    /// The concepts of all.
    concepts: C,
    end: usize,
    /// The index of the last one.
    last: usize,
    /// Small words since the last one.
    small: usize,
}

impl<'a> Words<'a> {
    /// The caption that begins with the cue at an index, whose concepts are given.
    fn from(text: &'a str, items: &[Placed], first: usize, concepts: C) -> Words<'a> {
        let place = items.get(first).map_or(0..0, |placed| placed.span.clone());
        let mut words = Words {
            text,
            start: place.start,
            concepts,
            end: place.end,
            last: first,
            small: 0,
        };
        let mut before = place.end;
        for (index, placed) in items.iter().enumerate().skip(first + 1) {
            let gap = text.get(before..placed.span.start).unwrap_or("");
            if !joins(gap) || !words.goes_on(index, placed) {
                break;
            }
            before = placed.span.end;
        }
        words
    }

    /// Takes the next thing, if it is one of the caption's words.
    fn goes_on(&mut self, index: usize, placed: &Placed) -> bool {
        match &placed.item {
            Item::Cue { concepts, .. } => {
                let parted = PARTED.iter().any(|parts| parts(self, placed, *concepts));
                if parted || !joinable(self.concepts, *concepts) {
                    return false;
                }
                self.concepts = self.concepts.with(*concepts);
                self.end = placed.span.end;
                self.small = 0;
                self.last = index;
                true
            }
            Item::Value(Kind::GenericVessel) => {
                let inside = self.has_ships_word(placed);
                if inside {
                    self.end = placed.span.end;
                    self.last = index;
                }
                inside
            }
            Item::Word { .. } => {
                let printed = self.text.get(placed.span.clone()).unwrap_or("");
                self.small += 1;
                self.small <= 2 && with_folded(printed, |word| phrases::CUE_JOINTS.holds(word))
            }
            _ => false,
        }
    }

    /// `vessel's port of registry`: a word for a ship inside a caption; in `registo da embarcação DJARFOGO` it leads to
    /// the ship that is named.
    fn has_ships_word(&self, placed: &Placed) -> bool {
        const OF_SHIPS: C = one_of(&[C::PORT, C::NUMBER, C::REGISTER, C::RADIO, C::IMO]);
        let printed = self.text.get(placed.span.clone());
        self.small == 0
            && printed.is_some_and(|w| w.len() > 3 || w.chars().any(char::is_lowercase))
            && self.concepts.any(OF_SHIPS)
    }

    fn begins_small(&self) -> bool {
        let text = self.text.get(self.start..);
        text.is_some_and(|t| t.starts_with(char::is_lowercase))
    }

    /// What stands behind a cue.
    fn behind(&self, placed: &Placed) -> &'a str {
        self.text.get(placed.span.end..).unwrap_or("")
    }
}

/// The signs between the words of one caption.
fn joins(gap: &str) -> bool {
    let joint = |c| matches!(c, ' ' | '-' | '\'' | '’' | '/' | '.' | '&' | '(' | '\u{a0}');
    gap.chars().all(joint) && (!gap.contains('(') || gap.ends_with('('))
}

/// Whether a cue, whose concepts are given, is no word of the caption before it.
type Parts = fn(&Words<'_>, &Placed, C) -> bool;

const PARTED: [Parts; 7] = [
    named_ship,
    one_of_two,
    name_of_two_words,
    dated_licence,
    firm,
    party_named,
    lettered_number,
];

/// `armador de la nave SANTA RITA`: the ship that is named.
fn named_ship(words: &Words<'_>, placed: &Placed, concepts: C) -> bool {
    concepts == C::SHIP
        && words.small > 0
        && words.concepts.any(PARTIES)
        && named_after(words.text, placed.span.end)
}

/// `The master of the former, Chen Kuo-liang`: one of two ships.
fn one_of_two(words: &Words<'_>, placed: &Placed, concepts: C) -> bool {
    let behind = words.behind(placed);
    concepts == C::PREVIOUS
        && words.small > 0
        && words.concepts.any(PARTIES)
        && [",", " is ", " was "].iter().any(|w| behind.starts_with(w))
}

/// `llevó el nombre de NUEVO ERIZANA`: a capital after small letters begins the name.
fn name_of_two_words(words: &Words<'_>, placed: &Placed, concepts: C) -> bool {
    concepts == C::CURRENT
        && capital(words.text, placed)
        && words.begins_small()
        && named_after(words.text, placed.span.end)
}

/// `emissão da licença IND/0119/22`: the licence, not a date of issue.
fn dated_licence(words: &Words<'_>, placed: &Placed, concepts: C) -> bool {
    let of_date = [C::UPDATE, C::END, C::START].contains(&words.concepts);
    let word = words.behind(placed).strip_prefix(' ');
    let word = word.and_then(|t| t.split([' ', ',', ';']).next());
    of_date
        && concepts == C::LICENSE
        && words.small > 0
        && word.is_some_and(|w| w.bytes().filter(u8::is_ascii_digit).count() > 1)
}

/// `gestionado por la firma …`: the company, not a signature.
fn firm(words: &Words<'_>, _: &Placed, concepts: C) -> bool {
    words.concepts.any(PARTIES)
        && concepts.any(C::COMPANY)
        && concepts.any(C::PERSON)
        && words.small > 0
}

/// `affrété par Océan Pêche`: a capital after small letters begins the party's name.
fn party_named(words: &Words<'_>, placed: &Placed, concepts: C) -> bool {
    words.concepts.any(PARTIES)
        && !concepts.any(CAPTIONED)
        && capital(words.text, placed)
        && words.begins_small()
}

/// `immatriculé AN 1346`: the letters of the number.
fn lettered_number(words: &Words<'_>, placed: &Placed, concepts: C) -> bool {
    !concepts.any(NUMBERED) && words.begins_small() && lettered(words.text, &placed.span)
}

fn capital(text: &str, placed: &Placed) -> bool {
    let text = text.get(placed.span.start..);
    text.is_some_and(|t| t.starts_with(char::is_uppercase))
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
