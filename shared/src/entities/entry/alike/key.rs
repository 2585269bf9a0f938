//! A line over or under a list that says in which order the parts of its entries stand.
//!
//! `Owner, boat, number` over `Juan Rey, Alba, 2318`; `(number, ship, port)` at the end of a heading.

use super::fill::free;
use super::parts::Part;
use super::{Read, found_in};
use crate::entities::caption::Meaning;
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// Bytes over and under a list in which the line stands.
const NEAR: usize = 240;
/// Fewest parts of which it speaks.
const PARTS: usize = 3;
/// Longest word for a part, in bytes.
const LONGEST: usize = 40;

/// Most commas of an address.
const ADDRESS: usize = 3;

/// What a part is: its place among the parts, its caption.
pub(super) type Key = Vec<(Span, std::rc::Rc<Meaning>)>;

/// The captions that lines near the list give its parts.
pub(super) fn of_list(reader: &mut Reader<'_>, entries: &[Read]) -> Option<Key> {
    near(reader, entries)
        .into_iter()
        .find_map(|line| key(reader, &line, entries))
}

/// What a line near the list says that its brackets hold, and the words that say so.
type Bracket = (Span, std::rc::Rc<Meaning>);

/// `Arrivals, hull numbers in brackets`: what a line near the list says that the brackets hold.
pub(super) fn of_brackets(reader: &mut Reader<'_>, entries: &[Read]) -> Option<Bracket> {
    let lines = near(reader, entries);
    lines.into_iter().find_map(|line| bracketed(reader, &line))
}

/// Reads what brackets hold.
pub(super) fn brackets(reader: &mut Reader<'_>, entries: &mut [Read], bracket: &Bracket) {
    let (caption, meaning) = bracket;
    let Some(label) = meaning.label() else {
        return;
    };
    for entry in entries {
        let opens = |part: &&Part| part.sign == "(";
        let (Some(record), Some(part)) = (entry.record, entry.parts.iter().find(opens)) else {
            continue;
        };
        if !label.is_party() && !seek::has_figure(reader.page.slice(&part.value)) {
            continue;
        }
        for index in &entry.found {
            if let Some(found) = reader.found.get_mut(*index)
                && found.value.span == part.value
            {
                found.value.span.end = found.value.span.start;
            }
        }
        let frame = reader.frame(Some(meaning), Some(record));
        let told = reader.page.slice(caption);
        reader.read(&frame, &part.value, label, Told::field(Some(record), told));
        entry.found = found_in(reader, &entry.span);
    }
}

/// What a line says that brackets hold: the words on either side of `in brackets`.
fn bracketed(reader: &mut Reader<'_>, line: &Span) -> Option<Bracket> {
    let text = reader.page.slice(line);
    let lower = text.to_lowercase();
    let sign = phrases::IN_BRACKETS
        .iter()
        .find(|sign| lower.contains(*sign))?;
    let at = lower.find(sign).filter(|_| lower.len() == text.len())?;
    let before = text.get(..at)?.rfind([',', '(']).map_or(0, |at| at + 1);
    let behind = at + sign.len();
    let rest = text.get(behind..)?.trim_start_matches([',', ':', ' ']);
    let from = text.len() - rest.len();
    let end = rest
        .find([',', ';', ':', ')'])
        .map_or(text.len(), |at| from + at);
    [before..at, from..end].into_iter().find_map(|piece| {
        let place = trim(
            &reader.page.text,
            &(line.start + piece.start..line.start + piece.end),
        );
        let meaning = (!place.is_empty()).then(|| reader.caption(&place))?;
        let told = match meaning.labels.as_slice() {
            [Label::ExternalMarking | Label::NationalRegNo | Label::Ircs | Label::LicenseNo] => {
                true
            }
            [label] => label.is_party(),
            _ => false,
        };
        told.then_some((place, meaning))
    })
}

/// The lines near a list, parted at stops.
fn near(reader: &Reader<'_>, entries: &[Read]) -> Vec<Span> {
    let text = &reader.page.text;
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return Vec::new();
    };
    let (first, last) = (first.span.start, last.span.end);
    let from = (first.saturating_sub(NEAR)..first).find(|at| text.is_char_boundary(*at));
    let to = (last..=text.len().min(last + NEAR))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    let mut lines: Vec<Span> = Vec::new();
    for near in [from.unwrap_or(first)..first, last..to.unwrap_or(last)] {
        let mut at = near.start;
        for line in text.get(near).unwrap_or("").split(['\n', '.']) {
            lines.push(at..at + line.len());
            at += line.len() + 1;
        }
    }
    lines
}

/// The captions of a line: what stands in its bracket, behind its colon, or all of it.
fn key(reader: &mut Reader<'_>, line: &Span, entries: &[Read]) -> Option<Key> {
    let page = reader.page;
    let printed = page.slice(line).trim_end_matches([')', ':', ' ']);
    let begin = printed.rfind(['(', ':']).map_or(0, |at| at + 1);
    let mut at = line.start + begin;
    let mut items = Vec::new();
    for piece in printed.get(begin..)?.split([',', ';', '/', '–', '|']) {
        let mut from = at;
        at += piece.len() + 1;
        let mut rest = piece;
        // `port and the ground for closing`
        while let Some((cut, sign)) = [" and ", " y ", " et ", " e "]
            .iter()
            .find_map(|sign| Some((seek::find(rest, sign)?, sign.len())))
        {
            items.push(trim(&page.text, &(from..from + cut)));
            from += cut + sign;
            rest = rest.get(cut + sign..)?;
        }
        items.push(trim(&page.text, &(from..from + rest.len())));
    }
    let figures = |item: &Span| seek::has_figure(page.slice(item));
    let plain = |item: &Span| !item.is_empty() && item.len() <= LONGEST && !figures(item);
    if items.len() + 1 < PARTS || !items.iter().all(plain) {
        return None;
    }
    let mut key: Key = items
        .into_iter()
        .map(|item| (item.clone(), reader.caption(&item)))
        .collect();
    // `(skipper and crew)` over `ALBA, Juan Rey, 4`: of names nothing need be said.
    let more = |entry: &Read| entry.parts.len() == key.len() + 1;
    let asked = key.iter().all(|(_, m)| m.labels.len() == 1 && !is_name(m));
    let whole = page.slice(line).trim_end().ends_with(')');
    if asked && whole && begin > 0 && entries.iter().all(more) {
        let name = reader.foreign_caption("name of vessel");
        key.insert(0, (line.start..line.start, name.into()));
    }
    if key.len() < PARTS {
        return None;
    }
    let key = stretched(key, entries);
    let known = key
        .iter()
        .filter(|(_, m)| !m.labels.is_empty() || is_name(m));
    let fits = known.count() * 3 >= key.len() * 2;
    let place = place_of_names(&key)?;
    let long = |entry: &&Read| entry.parts.len() > place && entry.parts.len() + 1 >= key.len();
    (fits && entries.iter().filter(long).count() == entries.len()).then_some(key)
}

/// `address` over `Los Aromos 41, Lebu`: an address has the parts that the others leave over.
fn stretched(mut key: Key, entries: &[Read]) -> Key {
    let parts = entries.iter().map(|entry| entry.parts.len()).min();
    let over = parts.unwrap_or(0).saturating_sub(key.len());
    let address = key
        .iter()
        .position(|(_, m)| m.labels.as_slice() == [Label::Address]);
    if let Some(at) = address
        && let Some(own) = key.get(at).cloned()
        && over <= ADDRESS
    {
        key.splice(at..at, std::iter::repeat_n(own, over));
    }
    key
}

/// The part of which a ship's name is asked.
pub(super) fn place_of_names(key: &[(Span, std::rc::Rc<Meaning>)]) -> Option<usize> {
    let mut named = key.iter().enumerate().filter(|(_, (_, m))| is_name(m));
    let (place, _) = named.next()?;
    named.next().is_none().then_some(place)
}

fn is_name(meaning: &Meaning) -> bool {
    meaning.labels.as_slice() == [Label::VesselName]
        || meaning.labels.is_empty()
            && meaning.concepts.any(C::SHIP)
            && meaning.concepts.without(C::SHIP.with(C::NAME)).is_empty()
}

/// Reads the parts as what their captions ask for.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read], key: &Key) {
    for entry in entries {
        let Some(record) = entry.record else {
            continue;
        };
        for (index, (part, (caption, meaning))) in entry.parts.iter().zip(key).enumerate() {
            let same = |at: usize| key.get(at).is_some_and(|(own, _)| own == caption);
            if index > 0 && same(index - 1) {
                continue;
            }
            let more = (index..key.len()).take_while(|at| same(*at)).last();
            let last = more.and_then(|at| entry.parts.get(at)).unwrap_or(part);
            let value = part.value.start..last.value.end;
            let [label] = meaning.labels.as_slice() else {
                continue;
            };
            if matches!(label, Label::VesselName | Label::VesselType | Label::Flag)
                || !free(reader, entry, part)
            {
                continue;
            }
            let frame = reader.frame(Some(meaning), Some(record));
            let told = reader.page.slice(caption);
            reader.read(&frame, &value, *label, Told::field(Some(record), told));
        }
        entry.found = found_in(reader, &entry.span);
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_line_says_what_the_parts_of_the_entries_are() {
        let cases: &[(&str, &[&str])] = &[
            // Over the list; an address has commas of its own.
            (
                "Boats of the cove (owner, address, boat, registration number)\n\n\
                 Juan Rey, Los Aromos 41, Lebu, Nova Luz, 2318\n\
                 Ana Mora, Las Rosas 7, Lebu, Mar Azul, 2402\n\
                 Luis Prieto, Los Pinos 5, Lebu, Rio Sul, 1987",
                &[
                    "0 OWNER=Juan Rey",
                    "0 ADDRESS=Los Aromos 41, Lebu",
                    "0 VESSEL_NAME=NOVA LUZ",
                    "0 NATIONAL_REG_NO=2318",
                    "2 VESSEL_NAME=RIO SUL",
                ],
            ),
            // Under it.
            (
                "Radiations du registre\n\n\
                 NDB 1187 ; Banc d'Alba 4 ; vendu ; 7 janvier 2023\n\
                 NDB 1203 ; Rio Sul ; vendu ; 19 janvier 2023\n\
                 NDB 1264 ; Mar Bravo ; vendu ; 2 mars 2023\n\n\
                 Dans l'ordre : immatriculation, navire, motif, date de radiation.",
                &[
                    "0 NATIONAL_REG_NO=NDB 1187",
                    "0 VESSEL_NAME=BANC D'ALBA 4",
                    "1 NATIONAL_REG_NO=NDB 1203",
                    "2 VESSEL_NAME=MAR BRAVO",
                ],
            ),
            // Of the names nothing is said.
            (
                "Nómina de embarcaciones\n(se indica patrón y número de tripulantes)\n\n\
                 1) La Nova, Juan Rey, 4\n2) Virgen del Mar, Luis Mora, 5\n3) Rio Sul, Ana Prieto, 3",
                &["0 VESSEL_NAME=LA NOVA", "0 CREW_COUNT=4", "2 CREW_COUNT=3"],
            ),
            // Of the brackets alone.
            (
                "Arrivals of vessels, hull numbers in brackets.\n\n\
                 Alba Torrent (D 650), 640 t of cod\nRio Havn (VA 216), 1,900 t of cod\nNova Bay (PD 379), 1,450 t of cod",
                &["0 EXTERNAL_MARKING=D 650", "1 VESSEL_NAME=RIO HAVN"],
            ),
            (
                "The following vessels keep access (operator in brackets):\nAlba Ruby [Mar Fishing Ltd], Nova Jade [Mar Fishing Ltd], Rio Sul [Sol Co.]",
                &["0 VESSEL_NAME=ALBA RUBY", "1 OPERATOR=Mar Fishing Ltd"],
            ),
            (
                "Ropes in store (number, kind, length, price)\n\n\
                 2318, Alba Nova, 40 fathoms, 12.50\n2402, Mar Azul, 30 fathoms, 9.50\n1987, Rio Sul, 20 fathoms, 7.50",
                &[],
            ),
        ];
        for (page, wanted) in cases {
            let told = found(page);
            for entity in *wanted {
                assert!(told.contains(&entity.to_string()), "{entity}: {told:?}");
            }
            let named = told.iter().any(|e| e.contains("VESSEL_NAME"));
            assert_eq!(named, !wanted.is_empty(), "{page}");
        }
    }
}
