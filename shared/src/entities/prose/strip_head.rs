//! The vessel's name at the head of a strip of parts.
//!
//! `Nordstern (SC 12)`, `Sea Empress: Tongan-flagged longliner`.

use super::entry_mark::numbered_head;
use super::items::{Item, Kind, Placed};
use super::name_edges::own_start;
use super::names::PARTICULARS;
use super::sound::{capitals, shouts_or_titled, sound, unnumbered};
use super::strip_part::{is_company_end, is_mark};
use super::strip_sort::{Parts, Sort};
use super::take::{self, NameKind};
use crate::entities::page::{Span, trim};
use crate::entities::words::concept::Concepts as C;

/// The vessel's name and the part it stands in: the first part that is no number, mark, day, position or country.
pub(super) fn head(
    text: &str,
    parts: &Parts<'_>,
    items: &[Placed],
    barred: bool,
) -> Option<(usize, Span)> {
    let at = parts.places.iter().enumerate().position(|(index, part)| {
        let Some(s) = parts.sort(index) else {
            return false;
        };
        // `IMO No. 8547482 – OCEAN HERO – …`
        let identified = || {
            let printed = text.get(part.clone()).unwrap_or("");
            matches!(s, Sort::Told { of_ship: true })
                && printed.bytes().filter(u8::is_ascii_digit).count() >= 5
        };
        !matches!(
            s,
            Sort::Figures
                | Sort::Mark
                | Sort::Register
                | Sort::Country(_)
                | Sort::Measure { of_ship: false }
        ) && !identified()
    })?;
    let part = parts.places.get(at)?;
    let sort = parts.sort(at)?;
    // `BIGEYE TUNA`: what a closed list holds is no name.
    if items
        .iter()
        .any(|p| matches!(p.item, Item::Value(_)) && p.span == *part)
    {
        return None;
    }
    let open = match sort {
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
    let lead = text.get(part.clone())?;
    let quotes = lead.len()
        - lead
            .trim_start_matches(['"', '“', '«', '‘', '„', '*'])
            .len();
    let prefix = items
        .iter()
        .find(|p| {
            let short = p.item == Item::Value(Kind::GenericVessel) && p.span.len() <= 3;
            (short || p.item == Item::Value(Kind::Prefix)) && p.span.start <= part.start + quotes
        })
        .filter(|p| p.span.start >= part.start && p.span.end < part.end)
        .map_or(part.start + quotes, |p| p.span.end + 1);
    let short = ["MV ", "FV ", "MFV ", "M/V ", "F/V "]
        .iter()
        .find(|w| {
            text.get(prefix..part.end)
                .is_some_and(|t| t.starts_with(**w))
        })
        .map_or(0, |w| w.len());
    let prefix = prefix + short;
    let quoted = text.get(prefix..part.end)?;
    let prefix = prefix + quoted.len()
        - quoted
            .trim_start_matches([' ', '"', '“', '«', '‘', '„', '*'])
            .len();
    let from = trim(
        text,
        &(prefix + numbered_head(text, prefix, part.end)..part.end),
    )
    .start;
    let mut name = take::name(text, from, part.end, NameKind::Ship).filter(|n| n.start == from)?;
    let rest = text
        .get(name.end..part.end)?
        .trim_start_matches(['"', '”', '»', '’', '*', ' ']);
    let ended = rest.is_empty()
        || rest.starts_with(['(', '['])
        || rest.starts_with("ex ")
        || rest.starts_with("ex-");
    if !ended {
        return None;
    }
    name = unnumbered(text, name);
    let begun = own_start(text, &name);
    if begun > name.start {
        // `Ship A TERRE-NEUVAS`: a letter by which the text refers to the ship.
        let letter = text
            .get(begun..name.end)
            .is_some_and(|t| matches!(t.as_bytes(), [a, b' ', ..] if a.is_ascii_uppercase()));
        name.start = begun + if letter { 2 } else { 0 };
    }
    let letters = text
        .get(name.clone())?
        .chars()
        .filter(|c| c.is_alphabetic())
        .count();
    let figures = text
        .get(name.clone())?
        .bytes()
        .filter(u8::is_ascii_digit)
        .count();
    let fits = figures <= 4
        && letters >= 3
        && (capitals(text, &name)
            || is_quoted(text, &name)
            || barred && shouts_or_titled(text, &name)
            || particular(text, &name, items))
        && !is_company_end(text.get(name.clone())?)
        && sound(text, &name);
    fits.then_some((at, name))
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
