//! Vessels' names in running text: after a vessel word, before a bracket of particulars, at the head of a list entry.
//!
//! `the trawler GREY HERON`, `Grey Heron (IMO 9074729)`. A name that no word, bracket or capitals tell is not found.

use super::behind_ship::behind_adjectives;
use super::fillers::{aside, skip_fillers, to_copula};
use super::items::{Item, Kind, Placed};
use super::name_edges::{
    announced, announced_former, is_prefix, key_letter, noun_phrase, opens_with_particulars,
    other_thing, own_start, quoted_whole, whole_start, without_number,
};
use super::other_names::{
    announced_party, answers, dated, inside_party, is_home, is_person, masters, of_a_party,
    other_name, patrols, plays_a_part, speaks_of_ships,
};
use super::shouted;
use super::sound::{capitals, in_headline, name_words, shouts_or_titled, sound, unnumbered};
use super::take::{self, NameKind};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::closed;
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::lexicon::{self, Sense, phrases, with_folded};

/// The passage follows a list mark.
fn listed(text: &str, passage: &Span) -> bool {
    let head = text.get(..passage.start).unwrap_or("");
    let line = head.rsplit('\n').next().unwrap_or("").trim();
    !line.is_empty() && line.len() <= 12
}

/// `Mahdia (Tunisie)`: nothing but a country in the bracket behind it.
fn is_town(text: &str, name: &Span) -> bool {
    text.get(name.end..)
        .and_then(|tail| tail.strip_prefix(" ("))
        .and_then(|tail| tail.split_once(')'))
        .is_some_and(|(inner, _)| closed::is_land(inner))
}

/// `Declara a bordo MAS (35 t)`: a code of a fish or a gear.
fn is_code(text: &str, name: &Span) -> bool {
    name.len() <= 3
        && text.get(name.clone()).is_some_and(|code| {
            closed::has_sense(code, |s| {
                matches!(s, Sense::GearCode(_) | Sense::SpeciesCode(_))
            })
        })
}

/// Where a name that begins at `from` must end at the latest: before the next date, position or measure.
fn limit(text: &str, items: &[Placed], from: usize, passage: &Span, told: bool) -> usize {
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

/// The present names in a passage: place and the words that spoke for each. `titled`: a heading; `boarding`: verbs that
/// lead to a name stand in it; `told`: it is set in small letters.
pub(super) fn present(
    text: &str,
    passage: &Span,
    items: &[Placed],
    titled: bool,
    boarding: bool,
    told: bool,
) -> Vec<(Span, String)> {
    let mut found: Vec<(Span, String)> = Vec::new();
    let described = items.iter().any(|p| {
        matches!(
            p.item,
            Item::Value(Kind::Country { .. } | Kind::Quantity(_))
        )
    });
    let particulars = items
        .iter()
        .any(|p| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(PARTICULARS)));
    let limit = |from: usize| limit(text, items, from, passage, told);
    let last_bracket = text
        .get(passage.clone())
        .and_then(|t| t.rfind(['(', '[']))
        .map_or(passage.start, |at| passage.start + at);
    for (index, placed) in items.iter().enumerate() {
        if found.last().is_some_and(|(s, _)| s.end > placed.span.start) {
            continue;
        }
        let evidence = || text.get(placed.span.clone()).unwrap_or("").to_string();
        match &placed.item {
            Item::Value(Kind::Prefix) => {
                if let Some(name) = after(text, placed.span.end, limit(placed.span.end), 0) {
                    // Indonesian registers print `KM.` (kapal motor) as part of the name.
                    let own = matches!(
                        text.get(placed.span.clone()),
                        Some("KM" | "KMN" | "KMN." | "KM.")
                    );
                    let start = if own { placed.span.start } else { name.start };
                    found.push((start..name.end, evidence()));
                }
            }
            Item::Value(Kind::GenericVessel | Kind::VesselType)
                if !titled
                    && !patrols(text, placed)
                    && !of_a_party(text, items, index)
                    && !masters(text, items, index, passage) =>
            {
                let from = behind_adjectives(text, items, index);
                if let Some(name) = after(text, from, limit(from), 2)
                    .and_then(|n| {
                        // `kapal KM. BINTANG`: a vessel word and its short form.
                        if is_prefix(text, &n) {
                            let dot = text.get(n.end..).is_some_and(|t| t.starts_with('.'));
                            let from = n.end + usize::from(dot);
                            let kept = matches!(text.get(n.clone()), Some("KM" | "KMN"));
                            after(text, from, limit(from), 0)
                                .map(|name| if kept { n.start..name.end } else { name })
                        } else {
                            Some(n)
                        }
                    })
                    .filter(|n| {
                        // `IMPERATOR, arrastão de Larache`: the town of a ship that was named; `el muelle pesquero
                        // de Callao`: that of a quay.
                        let quay = index
                            .checked_sub(1)
                            .and_then(|i| items.get(i))
                            .and_then(|p| text.get(p.span.clone()))
                            .is_some_and(|word| {
                                with_folded(word, |word| phrases::QUAYS.holds(word))
                            });
                        let town = (!found.is_empty() || quay)
                            && matches!(
                                text.get(from..n.start),
                                Some(" de " | " di " | " do " | " da ")
                            );
                        (sound(text, n) || announced(text, from, n, passage))
                            && !in_headline(text, passage, &placed.span, n)
                            && n.start - from < 24
                            && !town
                    })
                {
                    found.push((name, evidence()));
                }
            }
            Item::Cue { labels, concepts }
                if labels.as_slice() == [Label::VesselName]
                    && !titled
                    && !of_a_party(text, items, index)
                    && !other_name(text, placed.span.start) =>
            {
                let more = concepts.any(C::NAME);
                let words = if more { 4 } else { 2 };
                let to = limit(placed.span.end);
                let told = to_copula(text.get(placed.span.end..passage.end).unwrap_or(""));
                let further = || {
                    let from = placed.span.end + told;
                    (more && told > 0 && text.get(..from).is_some_and(|h| h.ends_with(": ")))
                        .then(|| after(text, from, limit(from), 0))
                        .flatten()
                        .filter(|n| sound(text, n) && capitals(text, n))
                };
                if let Some(name) = further() {
                    found.push((name, evidence()));
                    continue;
                }
                if let Some(name) = after(text, placed.span.end, to, words).filter(|n| {
                    sound(text, n)
                        && n.start - placed.span.end < 24
                        && !in_headline(text, passage, &placed.span, n)
                }) {
                    found.push((name, evidence()));
                }
            }
            Item::Word { capital } if !titled => {
                if *capital
                    && placed.span.start < last_bracket
                    && !announced_party(text, items, index)
                    && !inside_party(text, items, index)
                    && !announced_former(text, items, index)
                    && before_bracket(text, items, index, passage)
                {
                    if let Some(name) = take::name(
                        text,
                        placed.span.start,
                        limit(placed.span.start),
                        NameKind::Ship,
                    )
                    .filter(|n| {
                        sound(text, n)
                            && shouts_or_titled(text, n)
                            && !noun_phrase(text, n)
                            && !(found
                                .last()
                                .is_some_and(|(ship, _)| text.get(ship.end..n.start) == Some(". "))
                                && is_town(text, n))
                    }) {
                        found.push((unnumbered(text, name), "particulars after it".to_string()));
                    }
                    continue;
                }
                let head = index == 0 && (particulars || described && listed(text, passage));
                if head
                    && *capital
                    && let Some(name) = take::name(
                        text,
                        placed.span.start,
                        limit(placed.span.start),
                        NameKind::Ship,
                    )
                    .filter(|n| head_of_entry(text, n, passage) && !dated(items, n))
                {
                    found.push((name, "head of a list entry".to_string()));
                    continue;
                }
                let printed = text.get(placed.span.clone()).unwrap_or("");
                if boarding
                    && let Some(word) = with_folded(printed, |word| phrases::BOARDING.held(word))
                    && let Some(name) = after(text, placed.span.end, limit(placed.span.end), 2)
                        .filter(|n| {
                            let letters = |t: &str| t.chars().filter(|c| c.is_alphabetic()).count();
                            sound(text, n)
                                && (capitals(text, n) || name_words(text, n) > 1)
                                && text.get((*n).clone()).is_some_and(|t| letters(t) >= 4)
                                && n.start - placed.span.end < 12
                                && !is_code(text, n)
                        })
                {
                    found.push((name, word.to_string()));
                }
            }
            Item::Cue { .. }
            | Item::Value(Kind::Area | Kind::Species | Kind::Country { .. } | Kind::Rfmo(_))
                if !titled
                    && index
                        .checked_sub(1)
                        .and_then(|i| items.get(i))
                        .is_none_or(|p| p.item == Item::Stop) =>
            {
                // `KAPITAN VETROV (…)`: a word of the vocabulary begins the name.
                let name = take::name(
                    text,
                    placed.span.start,
                    limit(placed.span.start),
                    NameKind::Ship,
                );
                let bracketed = name.clone().filter(|n| {
                    n.start == placed.span.start
                        && n.end > placed.span.end
                        && capitals(text, n)
                        && bracketed(text, items, n, passage)
                });
                if let Some(name) = bracketed {
                    found.push((unnumbered(text, name), "particulars after it".to_string()));
                    continue;
                }
                // `TUNA PRINCESS 3, a purse seiner …` at the head of an entry.
                let heads = !matches!(
                    placed.item,
                    Item::Cue { .. } | Item::Value(Kind::Country { .. })
                ) && index == 0
                    && (particulars || described && listed(text, passage));
                if let Some(name) = name.filter(|n| {
                    n.end > placed.span.end
                        && capitals(text, n)
                        && name_words(text, n) > 1
                        && heads
                        && head_of_entry(text, n, passage)
                }) {
                    found.push((name, "head of a list entry".to_string()));
                }
            }
            _ => {}
        }
    }
    for (name, _) in &mut found {
        name.start = own_start(text, name);
        name.start = whole_start(text, name, passage);
    }
    if !titled {
        for (name, evidence) in super::articled::names(text, passage, items) {
            let free =
                |(other, _): &(Span, String)| other.end <= name.start || name.end <= other.start;
            if found.iter().all(free) {
                found.push((name, evidence));
            }
        }
        found.sort_by_key(|(name, _)| name.start);
    }
    found.retain(|(name, _)| !other_thing(text, items, name));
    if !titled
        && particulars
        && listed(text, passage)
        && let Some(name) = super::entry_name::entry_name(text, passage, items)
        && found
            .first()
            .is_none_or(|(first, _)| name.start < first.start || first.end < name.end)
    {
        found.retain(|(other, _)| name.end <= other.start);
        found.insert(0, (name, "head of a list entry".to_string()));
    }
    found
}

fn after(text: &str, from: usize, to: usize, fillers: usize) -> Option<Span> {
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
    if let Some(quoted) = quoted_whole(text, start, to) {
        return Some(quoted);
    }
    take::name(text, start, to, NameKind::Ship)
}

/// The capital run at `index` is followed by a bracket that opens with particulars.
fn before_bracket(text: &str, items: &[Placed], index: usize, passage: &Span) -> bool {
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
fn bracketed(text: &str, items: &[Placed], name: &Span, passage: &Span) -> bool {
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
        inner.len() == 7
            && matches!(
                crate::entities::values::identity::imo(inner),
                crate::entities::values::identity::Reading::Valid(_)
            )
    });
    // `«Virgen del Mar» (HU-2-1122)`
    let quoted = text
        .get(..name.start)
        .is_some_and(|h| h.ends_with(['«', '“', '"']))
        && text.get(open + 1..close).is_some_and(|inner| {
            super::strip_part::is_mark(inner) || super::strip_part::is_register_mark(inner)
        });
    proven
        || quoted
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
                && !is_person(text, name)
                && speaks_of_ships(text, passage)
        })
}

/// The name at the head of an entry is followed by a bracket, a dash, a comma or the line's end.
fn head_of_entry(text: &str, name: &Span, passage: &Span) -> bool {
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
    let ends = ends || colon || capitals(text, name) && shouted::described_after(tail);
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
