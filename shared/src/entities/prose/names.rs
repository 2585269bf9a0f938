//! Vessels' names in running text: after a vessel word, before a bracket of particulars, at the head of a list entry.
//!
//! `the trawler GREY HERON`, `Grey Heron (IMO 9074729)`. A name that no word, bracket or capitals tell is not found.

use super::fillers::{aside, skip_fillers};
use super::items::{Item, Kind, Placed};
use super::name_edges::{key_letter, opens_with_particulars, without_number};
use super::other_names::{answers, is_home, plays_a_part, speaks_of_ships};
use super::sound::{capitals, name_words, shouts_or_titled, sound};
use super::take::{self, NameKind};
use crate::entities::page::Span;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::{closed, identity};
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::lexicon::{self, Sense, phrases, with_folded};

/// The passage follows a list mark.
pub(super) fn listed(text: &str, passage: &Span) -> bool {
    let head = text.get(..passage.start).unwrap_or("");
    let line = head.rsplit('\n').next().unwrap_or("").trim();
    !line.is_empty() && line.len() <= 12
}

/// `Mahdia (Tunisie)`: nothing but a country in the bracket behind it.
pub(super) fn is_town(text: &str, name: &Span) -> bool {
    text.get(name.end..)
        .and_then(|tail| tail.strip_prefix(" ("))
        .and_then(|tail| tail.split_once(')'))
        .is_some_and(|(inner, _)| closed::is_land(inner))
}

/// `Declara a bordo MAS (35 t)`: a code of a fish or a gear.
pub(super) fn is_code(text: &str, name: &Span) -> bool {
    name.len() <= 3
        && text.get(name.clone()).is_some_and(|code| {
            closed::has_sense(code, |s| {
                matches!(s, Sense::GearCode(_) | Sense::SpeciesCode(_))
            })
        })
}

/// Where a name that begins at `from` must end at the latest: before the next date, position or measure.
pub(super) fn limit(
    text: &str,
    items: &[Placed],
    from: usize,
    passage: &Span,
    told: bool,
) -> usize {
    items
        .iter()
        .find(|p| {
            p.span.start > from
                && (matches!(
                    p.item,
                    Item::Value(Kind::Date(_) | Kind::Position(_) | Kind::Quantity(_))
                ) || matches!(&p.item, Item::Cue { labels, .. } if !labels.is_empty())
                    && p.span.start > from + 1
                    && (!told
                        || text
                            .get(p.span.end..)
                            .is_some_and(|t| t.trim_start().starts_with(':'))))
        })
        .map_or(passage.end, |p| p.span.start)
}

/// Concepts of particulars that stand in brackets after a vessel's name.
pub(super) const PARTICULARS: C = one_of(&[
    C::IMO,
    C::MMSI,
    C::CALLSIGN,
    C::FLAG,
    C::PREVIOUS,
    C::REGISTER,
    C::CFR,
    C::MARKING,
    C::RFMO,
    C::WIN,
    C::TONNAGE,
    C::LENGTH,
    C::RADIO,
    C::LICENSE,
]);

/// The name that stands behind `from`, with at most as many fillers before it, and before `to`.
pub(super) fn after(text: &str, from: usize, to: usize, fillers: usize) -> Option<Span> {
    let aside = text
        .get(from..to)
        .filter(|t| t.starts_with(" ("))
        .map_or(0, aside);
    let from = from + aside;
    let skip = skip_fillers(text.get(from..to)?, fillers);
    let gap = text.get(from..from + skip)?;
    // `Das Schiff ist in Vigo beheimatet`: a place, not the name.
    let placed = &phrases::IN_A_PLACE;
    if placed.iter().any(|lead| gap.ends_with(lead)) {
        return None;
    }
    if gap.contains(['–', '—', '|', '·', ';', '/'])
        || gap.contains(['.', '(', ')'])
            && !gap.trim_end().ends_with(['"', '“', '«'])
            && !gap.contains("no.")
        || gap.contains('\n')
    {
        return None;
    }
    // `hereinafter called "the Mortgagor"`: a word of the contract.
    let defined = gap.trim_end().rsplit_once(['"', '“', '«']);
    if defined.is_some_and(|(_, article)| {
        lexicon::lookup(article).is_some_and(|term| term.small)
            && article.starts_with(char::is_lowercase)
    }) {
        return None;
    }
    let start = from + skip + key_letter(text, from + skip);

    take::name(text, start, to, NameKind::Ship).filter(|name| !begins_fish(text, name))
}

/// `longliner, Atlantic cod`: the first word of a fish.
fn begins_fish(text: &str, name: &Span) -> bool {
    const MORE: usize = 2;
    let tail = text.get(name.end..).unwrap_or("");
    let tail = tail.split([',', ';', '.', '(', '\n']).next().unwrap_or("");
    let ends = tail
        .match_indices(' ')
        .map(|(at, _)| at)
        .skip(1)
        .chain([tail.len()]);
    tail.starts_with(' ')
        && ends.take(MORE).any(|end| {
            let words = text.get(name.start..name.end + end).unwrap_or("");
            closed::has_sense(words, |s| matches!(s, Sense::Species(_)))
        })
}

/// The capital run at `index` is followed by a bracket that opens with particulars.
pub(super) fn before_bracket(text: &str, items: &[Placed], index: usize, passage: &Span) -> bool {
    let Some(placed) = items.get(index) else {
        return false;
    };
    // `launched in 1999 at Whangarei (61.5 m …)`: where something happened.
    let placed_at = &phrases::NEAR_A_PLACE;
    if text.get(..placed.span.start).is_some_and(|h| {
        h.ends_with(['-', '\'', '’'])
            || placed_at.iter().any(|w| h.ends_with(w))
                && text
                    .get(placed.span.clone())
                    .is_some_and(|w| w.chars().any(char::is_lowercase))
    }) {
        return false;
    }
    take::name(text, placed.span.start, passage.end, NameKind::Ship).is_some_and(|name| {
        (capitals(text, &name) || !answers(text, &name))
            && !is_home(text, &name)
            && bracketed(text, items, &name, passage)
    })
}

/// A bracket that opens with particulars follows a name.
pub(super) fn bracketed(text: &str, items: &[Placed], name: &Span, passage: &Span) -> bool {
    let tail = text.get(name.end..passage.end).unwrap_or("");
    let bare = tail.trim_start_matches(['"', '”', '»', ' ', '’', ',']);
    if !bare.starts_with(['(', '[']) {
        return false;
    }
    let open = passage.end - bare.len();
    let after = bare
        .find([')', ']'])
        .and_then(|c| bare.get(c + 1..))
        .and_then(|tail| tail.split_whitespace().next());
    if after.is_some_and(|word| phrases::FIRMS_BEHIND.begin(&word.to_lowercase()).is_some()) {
        return false;
    }
    let close = bare.find([')', ']']).map_or(passage.end, |c| open + c);
    // `Loma Star (9329916), which …`
    let proven = text.get(open + 1..close).is_some_and(|inner| {
        inner.len() == 7 && matches!(identity::imo(inner), identity::Reading::Valid(_))
    });
    // `«Virgen del Mar» (HU-2-1122)`
    let quoted = text
        .get(..name.start)
        .is_some_and(|h| h.ends_with(['«', '“', '"']))
        && text.get(open + 1..close).is_some_and(|inner| {
            super::strip_part::is_mark(inner) || super::strip_part::is_register_mark(inner)
        });
    // `Bonny Lass (FR 872), a wooden crabber`
    let marked = text.get(open + 1..close).is_some_and(|inner| {
        let first = inner.split([',', ';']).next().unwrap_or("");
        let signed = || {
            items.iter().any(|p| match p.item {
                Item::Value(Kind::Country { code, .. }) => identity::country(code)
                    .is_some_and(|c| call_sign::is_bare(first, Witness::Flag(c))),
                _ => false,
            })
        };
        (super::clause::is_marking(inner) || signed()) && speaks_of_ships(text, passage)
    });
    proven
        || quoted
        || marked
        || items
            .iter()
            .filter(|p| p.span.start >= open && p.span.end <= close.max(open))
            .take(8)
            .any(|p| {
                matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(PARTICULARS))
                    || matches!(&p.item, Item::Value(Kind::VesselType))
            })
        || items.iter().find(|p| p.span.start > open).is_some_and(|p| {
            matches!(&p.item, Item::Value(Kind::Country { demonym: false, .. }))
                && p.span.start - open <= 2
                && speaks_of_ships(text, passage)
        })
}

/// The name at the head of an entry is followed by a bracket, a dash, a comma or the line's end.
pub(super) fn head_of_entry(text: &str, name: &Span, passage: &Span) -> bool {
    let tail = text.get(name.end..passage.end).unwrap_or("");
    let next = tail
        .trim_start_matches(['"', '”', '»', ' ', '*'])
        .chars()
        .next();
    let ends = tail.is_empty()
        || tail.trim_start_matches(' ').starts_with('\n')
        || next.is_some_and(|c| {
            matches!(c, '(' | '[' | '–' | '—' | '-' | '|' | ',' | ';' | '·' | '/')
        });
    // `NOR – Ocean Hero / LFTS`: a flag's code.
    let coded = name.len() == 3
        && closed::countries(text, name, closed::Codes::Both)
            .iter()
            .any(|hit| hit.span == *name);
    // `Cape Fish (Pty) Ltd owns …`, `Ivan Petrov, who commanded …`: a company, a person.
    let party = tail.starts_with(" (Pty)")
        || tail.starts_with(" (Private)")
        || phrases::WHO_IS_AGED.begin(tail).is_some();
    // `Ana Reis\nJefa de Registro`: who signs, over what they are.
    let signs = tail.strip_prefix('\n').is_some_and(|line| {
        let line = line.split('\n').next().unwrap_or("");
        line.split(|c: char| !c.is_alphabetic())
            .take(4)
            .any(|word| with_folded(word, |word| phrases::OFFICES_HELD.holds(word)))
    });
    // `L'armement Kerdoret, propriétaire du …`, `Yves Le Gall, patron et propriétaire du …`
    let firm = text
        .get(name.clone())
        .is_some_and(|t| phrases::FIRM_LEADS.begin(t).is_some());
    if coded || party || signs || firm || plays_a_part(tail) {
        return false;
    }
    let shouted = capitals(text, name) || name_words(text, name) > 1;
    let colon = tail.strip_prefix(": ").is_some_and(opens_with_particulars)
        && listed(text, passage)
        && capitals(text, &without_number(text, name));
    let ends = ends || colon;
    // `N° 1 – VAITEMATA. Indicatif FOVA`, `1. RIMAC OCHO mat. CO-21877-PM`
    let particular = |rest: &str| capitals(text, name) && opens_with_particulars(rest);
    let ends = ends || listed(text, passage) && tail.strip_prefix(' ').is_some_and(particular);
    let sentence = tail.starts_with('.') && capitals(text, name) && name_words(text, name) > 1
        || tail.strip_prefix(". ").is_some_and(particular);
    (ends || sentence)
        && shouted
        && sound(text, name)
        && shouts_or_titled(text, name)
        && text.get(name.clone()).is_some_and(|t| t.len() >= 2)
}
