//! Fishing areas by name or number.
//!
//! `FAO Area 57`, `zone de réglementation de l’OPANO`, `in el Golfo San Jorge`. A bare `EEZ` or `high seas` is none.

use super::word_classes::Classes;
use crate::entities::page::Span;
use crate::entities::words::lexicon::{Sense, phrases};
use crate::entities::words::tokens::{Gap, Tokens};

/// `FAO Area 57`, `zona FAO 81`, `Division 3L`, `NEAFC Regulatory Area`: words taken, and whether it is an area; `classes`
/// are those of all the words.
pub(super) fn area_at(
    text: &str,
    tokens: &Tokens<'_>,
    at: usize,
    classes: Classes,
) -> Option<(usize, bool)> {
    // `2024-FMA-019`: a part of a number.
    let start = tokens.get(at)?.start;
    if text.get(..start)?.ends_with(['-', '/']) {
        return None;
    }
    if let Some(words) = of_organisation(tokens, at) {
        return Some((words, true));
    }
    let first = tokens.folded(at, at + 1);
    if !classes.any(Classes::AREAS) || !Classes::of(first).any(Classes::AREAS) {
        return named(text, tokens, at);
    }
    let kind = phrases::AREA_KINDS.holds(first);
    if let Some(words) = governed(tokens, at, kind) {
        return Some((words, true));
    }
    if !kind && !phrases::AREA_BODIES.holds(first) {
        return named(text, tokens, at);
    }
    let Words { used, bodies } = words_of_area(text, tokens, at)?;
    if !is_code(text, tokens, at + used) || bodies == 0 && !phrases::NUMBERED_AREAS.holds(first) {
        return named(text, tokens, at);
    }
    let used = used + 1;

    Some((used + divisions(text, tokens, at + used), true))
}

/// `ICCAT Convention Area`, `CCAMLR area of competence`: an organisation and its waters.
fn of_organisation(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (words, _) = tokens.longest(at, |t| {
        t.senses
            .iter()
            .any(|s| matches!(s, Sense::RfmoAcronym(_) | Sense::Rfmo(_)))
    })?;
    let word = |i: usize| tokens.folded(at + words + i, at + words + i + 1);
    let area = |word: &str| matches!(word, "area" | "areas" | "zone");
    if phrases::AREA_OF_A_TREATY.holds(word(0)) && area(word(1)) {
        return Some(words + 2);
    }
    (area(word(0)) && word(1) == "of" && word(2) == "competence").then_some(words + 3)
}

/// The words before an area's number.
struct Words {
    used: usize,
    /// Those that name a body: `FAO`.
    bodies: usize,
}

/// `FAO Statistical Area`: the words before an area's number; none where they end without one.
fn words_of_area(text: &str, tokens: &Tokens<'_>, at: usize) -> Option<Words> {
    const MOST: usize = 6;
    let word = |i: usize| tokens.folded(at + i, at + i + 1);
    let mut words = Words {
        used: 1,
        bodies: usize::from(phrases::AREA_BODIES.holds(word(0))),
    };
    while words.used < MOST {
        let next = word(words.used);
        // `zona: zona FAO 71`: a caption and its value.
        let caption = tokens
            .get(at + words.used - 1)
            .zip(tokens.get(at + words.used))
            .and_then(|(a, b)| text.get(a.end..b.start))
            .is_some_and(|gap| gap.contains(':'));
        let token = tokens.get(at + words.used);
        if caption || token.is_none_or(|t| t.gap > Gap::Loose) || next.is_empty() {
            return None;
        }
        if !phrases::AREA_KINDS.holds(next) {
            if phrases::AREA_BODIES.holds(next) {
                words.bodies += 1;
            } else if !phrases::AREA_SMALL_WORDS.holds(next) {
                break;
            }
        }
        words.used += 1;
    }
    Some(words)
}

/// `57`, `3L`, `VIa`, `Division B1`: the number of an area.
fn is_code(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let printed = tokens.get(at).and_then(|t| text.get(t.start..t.end));
    let printed = printed.unwrap_or("");
    let bytes = printed.as_bytes();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let number = digits > 0 && digits == bytes.len() && bytes.len() <= 3;
    let roman = bytes.first().is_some_and(u8::is_ascii_uppercase)
        && bytes.len() <= 5
        && bytes
            .iter()
            .all(|b| matches!(b, b'I' | b'V' | b'X' | b'a'..=b'k'));
    let of_nafo =
        bytes.len() <= 6 && digits == 1 && bytes.iter().skip(1).all(u8::is_ascii_alphabetic);
    // `Division B1`, `Subarea D` of the South East Atlantic.
    let before = at.saturating_sub(1);
    let lettered = matches!(bytes, [b'A'..=b'D'] | [b'A'..=b'D', b'0'..=b'9'])
        && phrases::DIVISIONS.holds(tokens.folded(before, before + 1));
    number || lettered || of_nafo || roman
}

/// `27.14.b`, `48.1`, `58.4.1 a`: words of a number behind its stops.
fn divisions(text: &str, tokens: &Tokens<'_>, at: usize) -> usize {
    let behind_stop = |i: usize| {
        let before = tokens.get(at + i - 1).map_or(0, |p| p.end);
        tokens
            .get(at + i)
            .is_some_and(|t| text.get(before..t.start) == Some(".") && t.end - t.start <= 2)
    };
    let mut words = 0;
    while behind_stop(words) {
        words += 1;
    }
    words
}

/// `Área de la Convención de la WCPFC`, `zone de réglementation de l’OPANO`, `Convention Area of the IATTC`: the waters
/// that an organisation looks after, in words.
fn governed(tokens: &Tokens<'_>, at: usize, kind: bool) -> Option<usize> {
    let word = |i: usize| tokens.folded(at + i, at + i + 1);
    let close = |i: usize| tokens.get(at + i).is_some_and(|t| t.gap == Gap::Tight);
    let skip = |mut i: usize| {
        while close(i) && phrases::GOVERNING_SMALL_WORDS.holds(word(i)) {
            i += 1;
        }
        i
    };
    let ruled = if kind { skip(1) } else { 0 };
    if !phrases::GOVERNED_WATERS.holds(word(ruled)) || ruled > 0 && !close(ruled) {
        return None;
    }
    let mut used = ruled + 1;
    if !kind {
        let area = close(used) && matches!(word(used), "area" | "areas" | "zone");
        used += usize::from(area);
        if !area || skip(used) == used {
            return None;
        }
    }
    let owner = skip(used);
    let (words, _) = tokens.longest(at + owner, |t| {
        t.senses
            .iter()
            .any(|s| matches!(s, Sense::RfmoAcronym(_) | Sense::Rfmo(_)))
    })?;
    close(owner).then_some(owner + words)
}

/// `in el Golfo San Jorge`, `on the Amirantes Bank`, `in der Irmingersee`: a proper name with a word for waters, where a
/// preposition says that something is there.
fn named(text: &str, tokens: &Tokens<'_>, at: usize) -> Option<(usize, bool)> {
    let word = |i: usize| {
        tokens
            .get(at + i)
            .and_then(|t| text.get(t.start..t.end))
            .unwrap_or("")
    };
    let capital = |i: usize| {
        let word = word(i);
        word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
    };
    let close = |i: usize| tokens.get(at + i).is_some_and(|t| t.gap == Gap::Tight);
    if let Some(used) = super::waters::of_a_name(text, tokens, at) {
        return Some((used, true));
    }
    if !capital(0) {
        return None;
    }
    let start = tokens.get(at)?.start;
    let head = text.get(..start)?;
    let german = word(0).len() > 7
        && phrases::GERMAN_WATERS.end(word(0)).is_some()
        && phrases::GERMAN_PLACES.end(head).is_some();
    if german {
        return Some((1, true));
    }
    phrases::AREA_LEADS.end(head)?;
    let mut used = 1;
    if phrases::WATERS_BEFORE.holds(tokens.folded(at, at + 1)) {
        while used < 6 && close(used) && (capital(used) || phrases::AREA_JOINTS.holds(word(used))) {
            used += 1;
        }
        while used > 1 && !capital(used - 1) {
            used -= 1;
        }
        return (used > 1).then_some((used, true));
    }
    let fished = || fishing(head);
    // `the skipper of the Sea Crown`: in English a word leads on.
    let english = matches!(tokens.folded(at, at + 1), "sea" | "bay") && capital(1);
    if !english && phrases::FISHED_WATERS.holds(tokens.folded(at, at + 1)) && fished() {
        while used < 6 && close(used) && (capital(used) || phrases::WATERS_JOINTS.holds(word(used)))
        {
            used += 1;
        }
        while used > 1 && !capital(used - 1) {
            used -= 1;
        }
        return (used > 1).then_some((used, true));
    }
    while used < 4 && close(used) && capital(used) {
        let last = tokens.folded(at + used, at + used + 1);
        used += 1;
        // `the flag of the Faroe Islands`
        let state = tokens
            .longest(at, |t| {
                t.senses.iter().any(|s| matches!(s, Sense::Country(_)))
            })
            .is_some_and(|(words, _)| words == used);
        if state {
            return None;
        }
        if phrases::WATERS_BEHIND.holds(last)
            || phrases::FISHED_WATERS_BEHIND.holds(last) && fished()
        {
            return Some((used, true));
        }
    }
    None
}

/// `Fiji EEZ`, `fisheries waters of Tonga`, `ZEE de Guinea`: the zone of a state, around the state's name at `place`.
pub(super) fn zone_of_state(text: &str, place: &Span) -> Option<Span> {
    let tail = text.get(place.end..)?;
    if tail.starts_with(' ')
        && let Some(zone) = phrases::ZONES_BEHIND_A_STATE.begin(tail.trim_start_matches(' '))
    {
        return Some(place.start..place.end + 1 + zone.len());
    }
    let head = text.get(..place.start)?;
    // `zona económica exclusiva ecuatoriana`: the State's adjective, in small letters.
    let small = text.get(place.start..)?.starts_with(char::is_lowercase);
    let joint = match phrases::ZONE_JOINTS.end(head) {
        Some(joint) => joint,
        None if small && head.ends_with(' ') => " ",
        None => return None,
    };
    let head = head.get(..head.len() - joint.len())?;
    let zone = phrases::ZONES_BEFORE_A_STATE.end(head)?;
    let start = head.len() - zone.len();
    let whole = !text.get(..start)?.ends_with(char::is_alphanumeric);
    whole.then_some(start..place.end)
}

/// The sentence before a place speaks of fishing.
pub(super) fn fishing(head: &str) -> bool {
    const REACH: usize = 160;
    let from = head.len().saturating_sub(REACH);
    let from = (from..=head.len())
        .find(|at| head.is_char_boundary(*at))
        .unwrap_or(0);
    let near = head.get(from..).unwrap_or("");
    let near = near.rsplit(". ").next().unwrap_or("").to_lowercase();
    phrases::FISHES.within(&near)
}
