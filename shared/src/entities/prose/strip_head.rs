//! The vessel's name at the head of a strip of parts.
//!
//! `Nordstern (SC 12)`, `Sea Empress: Tongan-flagged longliner`.

use super::entry_mark::numbered_head;
use super::items::{Item, Kind, Placed};
use super::names::PARTICULARS;
use super::own_start::own_start;
use super::sound::{capitals, shouts_or_titled, sound, unnumbered};
use super::strip_part::is_mark;
use super::strip_sort::{Parts, Sort};
use super::take::{self, NameKind};
use crate::entities::page::{Span, trim};
use crate::entities::words::concept::Concepts as C;

/// Signs before a name.
const QUOTES: [char; 6] = ['"', '“', '«', '‘', '„', '*'];

/// The vessel's name and the part it stands in: the first part that is no number, mark, day, position or country.
pub(super) fn head(
    text: &str,
    parts: &Parts<'_>,
    items: &[Placed],
    barred: bool,
) -> Option<(usize, Span)> {
    let at = (0..parts.places.len()).find(|index| may_hold_name(text, parts, *index))?;
    let part = parts.places.get(at)?;
    // `BIGEYE TUNA`: what a closed list holds is no name.
    let is_value = |p: &Placed| matches!(p.item, Item::Value(_)) && p.span == *part;
    if items.iter().any(is_value) {
        return None;
    }
    let open = match parts.sort(at)? {
        Sort::Words | Sort::Other | Sort::Sign => true,
        // `OCEAN HERO`, `KAPITAN VETROV`: a word of the vocabulary begins the name.
        Sort::Told { of_ship: false } | Sort::Worded(_) => {
            name_after_all(text, part, items, barred)
        }
        _ => false,
    };
    if !open || at > 3 {
        return None;
    }
    let name = name_in(text, part, begin(text, part, items)?)?;
    let printed = text.get(name.clone())?;
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    let figures = printed.bytes().filter(u8::is_ascii_digit).count();
    let fits = figures <= 4
        && letters >= 3
        && (capitals(text, &name)
            || is_quoted(text, &name)
            || barred && shouts_or_titled(text, &name)
            || particular(text, &name, items))
        && sound(text, &name);
    fits.then_some((at, name))
}

/// The part is no number, mark, day, position, country, nor a caption with its number: `IMO No. 8547482`.
fn may_hold_name(text: &str, parts: &Parts<'_>, index: usize) -> bool {
    let (Some(sort), Some(part)) = (parts.sort(index), parts.places.get(index)) else {
        return false;
    };
    let figures = || {
        let printed = text.get(part.clone()).unwrap_or("");
        printed.bytes().filter(u8::is_ascii_digit).count()
    };
    match sort {
        Sort::Figures
        | Sort::Mark
        | Sort::Register
        | Sort::Country(_)
        | Sort::Measure { of_ship: false } => false,
        Sort::Told { of_ship: true } => figures() < 5,
        _ => true,
    }
}

/// Where the name begins in its part: behind quotation marks, a short form of a ship's word, an entry's number.
fn begin(text: &str, part: &Span, items: &[Placed]) -> Option<usize> {
    let unquoted = |from: usize, blank: char| {
        let tail = text.get(from..part.end)?;
        let bare = tail.trim_start_matches(|c| QUOTES.contains(&c) || c == blank);
        Some(part.end - bare.len())
    };
    let from = unquoted(part.start, '"')?;
    let prefix = items
        .iter()
        .find(|p| {
            let short = p.item == Item::Value(Kind::GenericVessel) && p.span.len() <= 3;
            (short || p.item == Item::Value(Kind::Prefix)) && p.span.start <= from
        })
        .filter(|p| p.span.start >= part.start && p.span.end < part.end)
        .map_or(from, |p| p.span.end + 1);
    let tail = text.get(prefix..part.end).unwrap_or("");
    let short = ["MV ", "FV ", "MFV ", "M/V ", "F/V "]
        .iter()
        .find(|w| tail.starts_with(**w));
    let from = prefix + short.map_or(0, |w| w.len());
    let from = unquoted(from, ' ')?;
    let from = from + numbered_head(text, from, part.end);
    Some(trim(text, &(from..part.end)).start)
}

/// The name that begins at a byte and ends its part, or stands before a bracket or a former name.
fn name_in(text: &str, part: &Span, from: usize) -> Option<Span> {
    let name = take::name(text, from, part.end, NameKind::Ship).filter(|n| n.start == from)?;
    let rest = text
        .get(name.end..part.end)?
        .trim_start_matches(['"', '”', '»', '’', '*', ' ']);
    if !rest.is_empty() && !["(", "[", "ex ", "ex-"].iter().any(|w| rest.starts_with(w)) {
        return None;
    }
    let mut name = unnumbered(text, name);
    let begun = own_start(text, &name);
    if begun > name.start {
        // `Ship A TERRE-NEUVAS`: a letter by which the text refers to the ship.
        let letter = text
            .get(begun..name.end)
            .is_some_and(|t| matches!(t.as_bytes(), [a, b' ', ..] if a.is_ascii_uppercase()));
        name.start = begun + if letter { 2 } else { 0 };
    }
    Some(name)
}

/// Quotation marks stand around the name.
pub(super) fn is_quoted(text: &str, name: &Span) -> bool {
    let head = text.get(..name.start).unwrap_or("");
    let tail = text.get(name.end..).unwrap_or("");
    head.ends_with(['"', '“', '«', '„', '‘']) && tail.starts_with(['"', '”', '»', '“', '’'])
}

/// Two words in capitals, with capitals or between quotation marks, of which the first only looks like a caption.
pub(super) fn name_after_all(text: &str, part: &Span, items: &[Placed], barred: bool) -> bool {
    let printed = text.get(part.clone()).unwrap_or("");
    let quoted = printed.starts_with(['"', '“', '«', '„']);
    let other = items.iter().any(|p| {
        p.span.start <= part.start
            && p.span.end > part.start
            && match &p.item {
                Item::Cue { concepts, .. } => {
                    // `II — PORTO DA CRUZ; …`: behind a mark the port's word begins a name.
                    let port = if barred { C::default() } else { C::PORT };
                    concepts.any(C::OWNER.with(C::OPERATOR).with(C::COMPANY).with(port))
                }
                Item::Value(_) => p.span.end >= part.end,
                _ => false,
            }
    });
    let titled = barred
        && printed
            .split_whitespace()
            .all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    (quoted || titled || capitals(text, part)) && printed.split_whitespace().count() > 1 && !other
}

/// `Tongan-flagged longliner`: a country or the caption of a ship's particular begins the part.
pub(super) fn opens_with_flag(part: &Span, items: &[Placed]) -> bool {
    items.iter().any(|p| {
        p.span.start == part.start
            && match &p.item {
                Item::Value(Kind::Country { .. }) => true,
                Item::Cue { concepts, .. } => concepts.any(C::FLAG.with(C::CALLSIGN).with(C::IMO)),
                _ => false,
            }
    })
}

/// `Nordstern (SC 12)`: a bracket with a mark, a country or a caption of a ship's particular follows.
pub(super) fn particular(text: &str, name: &Span, items: &[Placed]) -> bool {
    let tail = text.get(name.end..).unwrap_or("");
    let Some(inner) = tail
        .strip_prefix(" (")
        .and_then(|t| t.split([')', '\n', ',', ';']).next())
    else {
        return false;
    };
    let open = name.end + 2;
    is_mark(inner)
        || items.iter().any(|p| {
            p.span.start == open
                && match &p.item {
                    Item::Cue { concepts, .. } => concepts.any(PARTICULARS),
                    Item::Value(Kind::Country { demonym, .. }) => !demonym,
                    _ => false,
                }
        })
}
