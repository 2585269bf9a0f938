//! A passage of running text as a row of things: values that show by their own shape, cues, words, stops.

use std::cell::LazyCell;

use super::abbreviation::abbreviation;
use super::area::zone_of_state;
use super::join::{country_span, own_code};
use super::thing::Place;
use super::waters::widened;
use super::word_classes::Classes;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::mend;
use crate::entities::order;
use crate::entities::page::Span;
use crate::entities::values::measure::{Quantity, Unit};
use crate::entities::values::{coordinates, date, identity, measure};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;
use crate::entities::words::tokens::Tokens;

/// What a value is by its own shape.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Date(String),
    Position(String),
    Quantity(Quantity),
    Country { code: &'static str, demonym: bool },
    Rfmo(&'static str),
    Species,
    Gear,
    VesselType,
    Hull,
    Area,
    Prefix,
    GenericVessel,
}

/// One thing in a passage.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Value(Kind),
    /// Words that announce a value; `Other` verdicts announce something that is no entity.
    Cue {
        labels: Vec<Label>,
        concepts: C,
    },
    Word {
        capital: bool,
    },
    /// The end of a sentence or line.
    Stop,
}

impl Item {
    /// A kind of ship or a word for one.
    pub(super) fn is_ship(&self) -> bool {
        match self {
            Item::Value(Kind::VesselType | Kind::GenericVessel) => true,
            Item::Cue { concepts, .. } => *concepts == C::SHIP,
            _ => false,
        }
    }
}

/// A thing and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) span: Span,
    pub(super) item: Item,
}

/// Splits a passage into things, each by itself (`join::merge` joins those that are one), and tells what its words may
/// belong to.
pub(super) fn scan(reader: &Reader<'_>, span: &Span) -> (Vec<Placed>, Classes) {
    let text = &reader.page.text;
    let mut typed = typed(reader, span);
    order::by_key(&mut typed, |(s, _)| [s.start, usize::MAX - s.end, 0]);
    let tokens = Tokens::of(reader.page, span);
    let classes = Classes::of_words(&tokens);
    let mut out: Vec<Placed> = Vec::with_capacity(tokens.len() + 8);
    let mut next_typed = typed.into_iter().peekable();
    let mut at = 0;
    let mut end = span.start;
    while let Some(token) = tokens.get(at) {
        while next_typed.peek().is_some_and(|(s, _)| s.start < end) {
            next_typed.next();
        }
        if let Some((typed_span, _)) = next_typed.peek()
            && typed_span.start <= token.start
            && let Some((typed_span, kind)) = next_typed.next()
        {
            stops(text, end, typed_span.start, &mut out);
            end = typed_span.end;
            while tokens.get(at).is_some_and(|t| t.start < end) {
                at += 1;
            }
            out.push(Placed {
                span: typed_span,
                item: Item::Value(kind),
            });
            continue;
        }
        stops(text, end, token.start, &mut out);
        let limit = next_typed.peek().map_or(span.end, |(s, _)| s.start);
        let (words, item) = if begins_win_name(text, &tokens, at) {
            (1, Item::Word { capital: true })
        } else {
            Place {
                text,
                tokens: &tokens,
                at,
                limit,
            }
            .thing(classes)
        };
        let last = tokens.get(at + words - 1).map_or(token.end, |t| t.end);
        let mut place = token.start..last;
        if let Item::Value(Kind::Rfmo(_) | Kind::Species | Kind::Gear) = item {
            place.end = own_code(text, &place, &item);
        }
        if item == Item::Value(Kind::Species) {
            place = super::compound::whole(text, &place, &mut out);
        }
        let mut item = item;
        if numbers_a_register(text, &place) || begins_shouted_name(text, &place, &item, &out) {
            item = Item::Word { capital: true };
        }
        if let Item::Value(kind @ (Kind::VesselType | Kind::GenericVessel)) = item {
            let (whole, kind) = super::ship_kind::whole(text, span, &place, kind, &mut out);
            (place, item) = (whole, Item::Value(kind));
        }
        // `Sino-Gabon Pêche`: half a word.
        let half = matches!(item, Item::Value(Kind::Country { demonym: false, .. }))
            && text
                .get(..place.start)
                .and_then(|head| head.strip_suffix('-'))
                .is_some_and(|head| head.ends_with(char::is_alphabetic) && !head.ends_with("ex"));
        if half || is_isle(text, &place) {
            item = Item::Word { capital: true };
        }
        if let Item::Value(kind @ (Kind::Country { .. } | Kind::Area)) = &item {
            // `zone économique exclusive de Kerguelen`: an area has a zone before it, as a State has; no waters.
            let state = *kind != Kind::Area;
            if state {
                place = country_span(reader.page, span, &place);
            }
            let zone = zone_of_state(text, &place);
            if let Some(zone) = zone.filter(|zone| state || zoned(text, zone, &place)) {
                out.retain(|placed| placed.span.end <= zone.start);
                place = zone;
                item = Item::Value(Kind::Area);
            }
        }
        if item == Item::Value(Kind::Area) {
            place = widened(text, &place);
            out.retain(|placed| placed.span.end <= place.start);
        }
        end = place.end;
        out.push(Placed { span: place, item });
        while tokens.get(at).is_some_and(|t| t.start < end) {
            at += 1;
        }
    }
    super::compound::coded_among_fish(text, &mut out);
    (out, classes)
}

/// `immatriculé LR 785412`: the letters of a port before six figures, and no number of Lloyd's Register.
fn numbers_a_register(text: &str, place: &Span) -> bool {
    let behind = text
        .get(place.end..)
        .and_then(|tail| tail.strip_prefix(' '));
    text.get(place.clone()) == Some("LR")
        && behind.is_some_and(|tail| tail.bytes().take_while(u8::is_ascii_digit).count() == 6)
}

/// `navio ARRASTÃO PEIXE I`: a kind in capitals behind a word for ships in small letters begins the name.
fn begins_shouted_name(text: &str, place: &Span, item: &Item, before: &[Placed]) -> bool {
    let shouts = |text: &str| text.len() > 1 && !text.chars().any(char::is_lowercase);
    let next = || {
        let tail = text.get(place.end..)?.strip_prefix(' ')?;
        let word = tail.split(|c: char| !c.is_alphanumeric()).next()?;
        (shouts(word) && word.starts_with(char::is_alphabetic)).then_some(())
    };
    let ship = |placed: &Placed| {
        let printed = text.get(placed.span.clone()).unwrap_or("");
        placed.item.is_ship()
            && placed.span.end + 1 == place.start
            && !printed.chars().any(char::is_uppercase)
    };
    *item == Item::Value(Kind::VesselType)
        && shouts(text.get(place.clone()).unwrap_or(""))
        && before.last().is_some_and(ship)
        && next().is_some()
}

/// `Corn Island`: an island, not Iceland.
fn is_isle(text: &str, place: &Span) -> bool {
    let before = text
        .get(..place.start)
        .and_then(|head| head.strip_suffix(' '))
        .and_then(|head| head.rsplit([' ', '\n', '(']).next());
    matches!(text.get(place.clone()), Some("Island" | "ISLAND"))
        && before.is_some_and(|word| {
            word.ends_with(char::is_alphabetic) && word.starts_with(char::is_uppercase)
        })
}

/// `WIN FAR No. 18`: a name; behind the word for a number of the western Pacific's register stand figures.
fn begins_win_name(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let printed = |at: usize| tokens.get(at).and_then(|t| text.get(t.start..t.end));
    let (Some("WIN"), Some(token), Some(next)) = (printed(at), tokens.get(at), tokens.get(at + 1))
    else {
        return false;
    };
    text.get(token.end..next.start) == Some(" ")
        && printed(at + 1)
            .is_some_and(|word| word.len() >= 3 && word.chars().all(char::is_uppercase))
}

/// Pushes a stop if a sentence or line ends between two places.
fn stops(text: &str, from: usize, to: usize, out: &mut Vec<Placed>) {
    let gap = text.get(from..to).unwrap_or("");
    if gap == " " {
        return;
    }
    let line = gap.contains('\n');
    let full = gap.starts_with(['.', '!', '?'])
        && gap.len() > 1
        && gap.chars().nth(1).is_some_and(char::is_whitespace)
        || seek::has(gap, ". ");
    // `Atlântico Pesca Ltda. from 1 March`: no sentence begins in small letters.
    let goes_on = text
        .get(to..)
        .is_some_and(|t| t.starts_with(char::is_lowercase));
    if line || (full && !goes_on && !abbreviation(text, from)) {
        out.push(Placed {
            span: from..from,
            item: Item::Stop,
        });
    }
}

/// Values that scanners of their own find.
fn typed(reader: &Reader<'_>, span: &Span) -> Vec<(Span, Kind)> {
    let text = &reader.page.text;
    let mut found: Vec<(Span, Kind)> = Vec::new();
    let part = text.get(span.clone()).unwrap_or("");
    // Letters inside figures are read as figures; places stay as they are.
    let mended = mend::as_numbers(part);
    let whole = 0..mended.len();
    let moved = |s: &Span| s.start + span.start..s.end + span.start;
    for hit in date::scan(&mended, &whole, reader.order) {
        found.push((moved(&hit.span), Kind::Date(hit.iso)));
    }
    if !mended.bytes().any(|b| b.is_ascii_digit()) {
        return found;
    }
    let german = LazyCell::new(|| german(part));
    for mut position in coordinates::scan(&mended, &whole, false) {
        // `54°08,2' N, 008°31,9' O`: in German the O is *Ost*.
        if *german
            && part
                .get(position.span.clone())
                .is_some_and(|t| t.trim_end().ends_with('O'))
        {
            position.longitude = position.longitude.abs();
        }
        let norm = position.norm();
        found.push((moved(&position.span), Kind::Position(norm)));
    }
    for mut quantity in measure::scan(&mended, &whole, reader.style, 400_000.0) {
        quantity.span = moved(&quantity.span);
        if quantity.unit == Some(Unit::Gross)
            && let Some(lead) = text
                .get(quantity.span.clone())
                .and_then(|t| t.find(|c: char| c.is_ascii_digit()))
        {
            quantity.span.start += lead;
        }
        // `Division 3M` is no length.
        let area = quantity.unit == Some(Unit::Metre)
            && text
                .get(..quantity.span.start)
                .is_some_and(|h| phrases::AREA_DIVISIONS.end(h).is_some());
        if area || is_bound(text, &quantity) {
            continue;
        }
        let unit_known = matches!(quantity.unit, Some(u) if u != Unit::Tonne);
        let clear = !found
            .iter()
            .any(|(s, _)| s.start < quantity.span.end && quantity.span.start < s.end);
        if unit_known && clear {
            found.push((quantity.span.clone(), Kind::Quantity(quantity)));
        }
    }
    found
}

/// `vessels 20 metres or more`, `CM 41-09`: a bound that ships are sorted by, or a part of a code.
fn is_bound(text: &str, quantity: &Quantity) -> bool {
    let (start, end) = (quantity.span.start, quantity.span.end);
    let behind = text.get(end..).unwrap_or("");
    let coded = behind
        .strip_prefix('-')
        .is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    let lettered = text
        .get(start..)
        .is_some_and(|own| own.starts_with(char::is_alphabetic));
    if quantity.unit != Some(Unit::Metre) {
        return coded && lettered;
    }
    let head = text.get(text.floor_char_boundary(start.saturating_sub(BOUND))..start);
    let tail = behind.get(..behind.floor_char_boundary(BOUND));
    let sentence = |text: &'_ str| {
        text.split(['.', ';', '\n'])
            .next()
            .unwrap_or("")
            .to_lowercase()
    };
    head.is_some_and(|head| phrases::BEFORE_A_BOUND.end(&head.to_lowercase()).is_some())
        || tail.is_some_and(|tail| phrases::BEHIND_A_BOUND.within(&sentence(tail)))
}

/// How far the words of a bound may stand from it, in bytes.
const BOUND: usize = 40;

/// Words that only German has stand in a text.
fn german(text: &str) -> bool {
    let words = &phrases::GERMAN;
    let found = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| words.holds(w))
        .take(2)
        .count();
    found == 2
}

/// True if the text is an EU fleet register number.
pub(super) fn is_register_number(text: &str) -> bool {
    identity::is_cfr(text)
}

/// `EEZ`, `zona`, `zone`: not `waters` or `aguas`, before a place.
fn zoned(text: &str, zone: &Span, place: &Span) -> bool {
    let lead = text.get(zone.start..place.start).unwrap_or("");
    zone.end == place.end && lead.contains(['z', 'Z'])
}
