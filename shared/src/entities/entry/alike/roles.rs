//! Entries that begin with a person or firm and say of which ship: `Mar Ltd, owner of ALBA`.

use super::about::heading;
use super::may_name::looks_named;
use super::parts::Part;
use super::{Read, found_in};
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{lookup, phrases};

/// Who stands before a ship's name, the number of the part in which her name is, and where it begins.
struct Role {
    person: Span,
    label: Label,
    name: usize,
    from: usize,
}

/// Reads the parties and masters of entries that mostly begin so; what is behind them are the entries' parts. False where
/// they do not.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) -> bool {
    let all = of_all(reader, entries);
    let roles: Vec<Option<Role>> = entries
        .iter()
        .map(|entry| role(reader, entry).or_else(|| headed(reader, entry, all?)))
        .collect();
    let count = roles.iter().flatten().count();
    if count < 2 || count * 3 < entries.len() * 2 {
        return false;
    }
    for (entry, role) in entries.iter_mut().zip(roles) {
        let Some(role) = role else {
            continue;
        };
        // `WCR-0114: Juan Rey, boat ALBA`: the number stays.
        let before = |part: &Part| part.span.end <= role.person.start;
        let kept = entry.parts.iter().take_while(|part| before(part)).count();
        entry.parts.drain(kept..role.name);
        let start = entry.parts.get(..kept).and_then(|parts| parts.last());
        let start = start.map_or(entry.span.start, |part| part.span.end);
        let Some(name) = entry.parts.get_mut(kept) else {
            continue;
        };
        name.value.start = role.from;
        name.span.start = role.from;
        name.lead = role.from..role.from;
        let (name, end) = (name.value.clone(), role.person.end);
        for index in &entry.found {
            if let Some(found) = reader.found.get_mut(*index)
                && found.value.span.end > start
                && (found.value.span.start < end || found.value.span.end == name.end)
            {
                found.value.span.end = found.value.span.start;
            }
        }
        let frame = reader.frame(None, None);
        let told = Told::cue(None, "before what he is to the ship");
        reader.read(&frame, &role.person, role.label, told);
        entry.found = found_in(reader, &entry.span);
    }
    true
}

/// Most parts before the one that says what somebody is to the ship.
const BEFORE: usize = 2;

/// `Juan Rey, master of ALBA`, `Juan Rey (skipper, ALBA)`.
fn role(reader: &mut Reader<'_>, entry: &Read) -> Option<Role> {
    let found = (1..=BEFORE).find_map(|at| {
        let part = entry.parts.get(at)?;
        let text = reader.page.slice(&part.span);
        if part.lead.is_empty() {
            let name = entry.parts.get(at + 1).filter(|_| part.sign == "(")?;
            let shouted = !reader.page.slice(&name.value).contains(char::is_lowercase);
            let label = asked(reader, &part.span).filter(|_| shouted)?;
            return Some((at, label, at + 1));
        }
        // `patron du`, `armador del pesquero`
        let lead = reader.page.slice(&part.lead);
        let end = lead
            .split(' ')
            .position(|word| phrases::OF_SHIP_WORDS.holds(word))
            .filter(|words| *words > 0)?;
        let width: usize = text.split(' ').take(end).map(|word| word.len() + 1).sum();
        let label = asked(reader, &(part.span.start..part.span.start + width - 1))?;
        Some((at, label, at))
    });
    let (at, label, name) = found?;
    let value = entry.parts.get(name)?.value.clone();
    let person = of_case(reader, &entry.parts.get(at - 1)?.value);
    let printed = reader.page.slice(&person);
    let named = printed.contains(' ') && printed.starts_with(char::is_uppercase);
    let firm = prose::is_company(reader.page.slice(&value));
    (named && !firm && looks_named(reader.page.slice(&value))).then_some(Role {
        person,
        label,
        name,
        from: value.start,
    })
}

/// `Three skippers were fined:`, of whom the heading speaks.
fn of_all(reader: &Reader<'_>, entries: &[Read]) -> Option<Label> {
    let start = entries.first()?.span.start;
    let heading = heading(&reader.page.text, start);
    let words = heading.split(|c: char| !c.is_alphabetic());
    let one = |word: &str| {
        let singular = || {
            ["s", "es"]
                .iter()
                .find_map(|end| lookup(word.strip_suffix(end)?))
        };
        lookup(word).or_else(singular)
    };
    let concepts = words.filter_map(one).map(|term| term.strong);
    concepts
        .filter_map(|own| {
            let master = own.any(C::MASTER).then_some(Label::Master);
            master.or_else(|| own.any(C::OWNER).then_some(Label::Owner))
        })
        .next_back()
}

/// `Juan Rey, da Alba Nova`, `Juan Rey of the Alba Nova`
fn headed(reader: &mut Reader<'_>, entry: &Read, label: Label) -> Option<Role> {
    let first = entry.parts.first()?;
    let text = reader.page.slice(&first.value);
    let split = || {
        let at = text.find(OF_THE)?;
        let from = first.value.start + at + OF_THE.len();
        Some((first.value.start..first.value.start + at, 0, from))
    };
    let behind = || {
        let next = entry.parts.get(1)?;
        let lead = reader.page.slice(&next.lead);
        let of = phrases::OF_SHIP_WORDS.holds(lead);
        of.then(|| (first.value.clone(), 1, next.value.start))
    };
    let found = split().or_else(behind);
    let (person, name, from) = found.or_else(|| before_ship(reader, entry))?;
    let end = entry.parts.get(name)?.value.end;
    let printed = reader.page.slice(&person);
    let named = printed.contains(' ') && looks_named(printed);
    (named && looks_named(reader.page.slice(&(from..end)))).then_some(Role {
        person,
        label,
        name,
        from,
    })
}

/// `WCR-0114: Juan Rey, boat ALBA`: who stands before the word for a ship's name.
fn before_ship(reader: &mut Reader<'_>, entry: &Read) -> Option<(Span, usize, usize)> {
    (1..=BEFORE).find_map(|at| {
        let (person, ship) = (entry.parts.get(at - 1)?, entry.parts.get(at)?);
        let bare = person.lead.is_empty() && !ship.lead.is_empty();
        let asked = bare.then(|| reader.caption(&ship.lead))?;
        let named = asked.labels.as_slice() == [Label::VesselName];
        named.then(|| (person.value.clone(), at, ship.value.start))
    })
}

/// Between a person and a ship.
const OF_THE: &str = " of the ";

/// The party or master that words ask for.
fn asked(reader: &mut Reader<'_>, words: &Span) -> Option<Label> {
    let meaning = reader.caption(words);
    match meaning.labels.as_slice() {
        [label] if meaning.coverage() >= 75 && (label.is_party() || *label == Label::Master) => {
            Some(*label)
        }
        _ => None,
    }
}

/// `State v Juan Rey`: whom a case is against.
fn of_case(reader: &Reader<'_>, party: &Span) -> Span {
    let text = reader.page.slice(party);
    let against = [
        " v ", " v. ", " vs ", " vs. ", " c. ", " contra ", " contre ", " contro ",
    ];
    let end = against
        .iter()
        .filter_map(|sign| Some(text.find(sign)? + sign.len()))
        .min();
    party.start + end.unwrap_or(0)..party.end
}

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn persons_stand_before_the_ships_that_are_theirs() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Cases for mention\n\n- State v Juan Rey (skipper, ALBA NOVA 2) — closed waters\n- State v Mar Fisheries Ltd (owner, RIO SUL) — no logbook",
                &[
                    "0 VESSEL_NAME=ALBA NOVA 2",
                    "0 MASTER=Juan Rey",
                    "1 VESSEL_NAME=RIO SUL",
                    "1 OWNER=Mar Fisheries Ltd",
                ],
            ),
            (
                "Tres patrones multados: Juan Rey, del Alba Nova (matrícula VI-5-1-98); Luis Mora, del Rio Sul (matrícula VI-5-2-98).",
                &[
                    "0 MASTER=Juan Rey",
                    "0 VESSEL_NAME=ALBA NOVA",
                    "1 VESSEL_NAME=RIO SUL",
                ],
            ),
            (
                "Lobster permits, with the boat's owner\n\n1. WCR-0114: P. J. Rey, boat Dolfyn, home port Tema\n2. WCR-0131: Mar Visserye CC, boat Seemeu, home port Wick",
                &[
                    "0 LICENSE_NO=WCR-0114",
                    "0 OWNER=P. J. Rey",
                    "0 VESSEL_NAME=DOLFYN",
                    "1 OWNER=Mar Visserye CC",
                ],
            ),
            (
                "Guests\n\n- Juan Rey (owner, Casa Rey) — table 2\n- Ana Mar (owner, Casa Mar) — table 3",
                &["-0 VESSEL_NAME=CASA REY"],
            ),
        ];
        for (page, wanted) in cases {
            tells(page, wanted);
        }
    }
}
