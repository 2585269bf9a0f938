//! Parts that hold two things in every entry of a list: a name and a town, a number and a name.

use super::may_name::looks_named;
use super::parts::{self, Part};
use super::slots::Slots;
use super::{IDENTIFIERS, Read};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::order;
use crate::entities::page::{Span, trim};
use crate::entities::prose;
use crate::entities::table::is_term;
use crate::entities::values::closed;
use crate::entities::words::lexicon::Sense;
use crate::entities::words::seek;

/// Parts them.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) {
    towns(reader, entries);
    numbers(reader, entries);
    marks(reader, entries);
    around(reader, entries);
    for entry in entries {
        within_marks(reader, entry);
    }
}

/// Most words of a mark.
const MARK: usize = 2;

/// `FR 118 ALBA`, `SFA/PS/25-011 Nova`, `Alba RE 118`: a mark or number and a name are the first part of each entry.
fn marks(reader: &mut Reader<'_>, entries: &mut [Read]) {
    let named =
        |text: &str| looks_named(text) || text.starts_with(char::is_uppercase) && text.len() > 2;
    let before = |text: &str| {
        let ends = text.match_indices(' ').map(|(at, _)| at).take(MARK);
        let fits = |end: &usize| {
            let (mark, name) = text.split_at(*end);
            is_code(mark) && named(name.trim_start())
        };
        ends.filter(fits).last()
    };
    let behind = |text: &str| {
        let mut ends = text.rmatch_indices(' ').map(|(at, _)| at).take(MARK);
        let fits = |end: &usize| {
            let (name, mark) = text.split_at(*end);
            // `LU QING YU 101` is a name.
            let titled = name.contains(char::is_lowercase);
            titled && prose::is_mark(mark.trim_start()) && looks_named(name)
        };
        ends.find(fits)
    };
    for cut in [&before as &dyn Fn(&str) -> Option<usize>, &behind] {
        let first = |entry: &Read| {
            let part = entry.parts.first().filter(|part| part.lead.is_empty())?;
            cut(reader.page.slice(&part.span)).map(|at| part.span.start + at)
        };
        let cuts: Vec<usize> = entries.iter().map_while(first).collect();
        if cuts.len() == entries.len() {
            for (entry, at) in entries.iter_mut().zip(cuts) {
                split(reader, entry, 0, &[at]);
            }
            return;
        }
    }
}

/// `SFA/PS/25-011`, `FRA000614772`, `FR 118`
fn is_code(text: &str) -> bool {
    let whole = !text.contains(' ')
        && !text.contains(char::is_lowercase)
        && text.contains(|c: char| c.is_ascii_uppercase())
        && seek::figures(text) >= FIGURES;
    whole || prose::is_mark(text) || prose::is_registered(text)
}

/// Cuts a part of an entry at places of the text; what was read across them is nothing.
fn split(reader: &mut Reader<'_>, entry: &mut Read, index: usize, places: &[usize]) {
    let Some(whole) = entry.parts.get(index).cloned() else {
        return;
    };
    let ends = places.iter().copied().chain([whole.span.end]);
    let mut start = whole.span.start;
    let mut pieces: Vec<Part> = Vec::new();
    for end in ends {
        let mut piece = whole.clone();
        piece.span = trim(&reader.page.text, &(start..end));
        if start > whole.span.start {
            piece.sign = " ";
        }
        parts::describe(reader, &mut piece);
        pieces.push(piece);
        start = end;
    }
    let across = |own: &Span| places.iter().any(|at| own.start < *at && *at < own.end);
    drop_found(reader, entry, across);
    entry.parts.splice(index..=index, pieces);
}

/// `FR 118`, of which `118` was read.
fn within_marks(reader: &mut Reader<'_>, entry: &mut Read) {
    let text = |part: &&Part| {
        let text = reader.page.slice(&part.value);
        prose::is_mark(text) || prose::is_registered(text)
    };
    let marks: Vec<Span> = entry
        .parts
        .iter()
        .filter(text)
        .map(|part| part.value.clone())
        .collect();
    let inside = |own: &Span| {
        let mut around = marks.iter();
        around.any(|mark| mark.start <= own.start && own.end <= mark.end && own != mark)
    };
    drop_found(reader, entry, inside);
}

/// What was found at such places is nothing.
fn drop_found(reader: &mut Reader<'_>, entry: &mut Read, gone: impl Fn(&Span) -> bool) {
    entry.found.retain(|index| {
        let own = reader.found.get_mut(*index);
        let Some(own) = own.map(|found| &mut found.value.span) else {
            return false;
        };
        if gone(own) {
            own.end = own.start;
        }
        own.start < own.end
    });
}

/// Most parts of an entry in which other things stand.
const PARTS: usize = 6;

/// `L'Alba radié le 14/01/2022`, `02/09/2024 0615 11°20'N 152°44'E ALBA TGO`: days, places and numbers that were found
/// inside the parts of most entries are parts of their own.
fn around(reader: &mut Reader<'_>, entries: &mut [Read]) {
    for index in 0..PARTS {
        let cuts: Vec<Vec<usize>> = entries
            .iter()
            .map(|entry| inner(reader, entry, index))
            .collect();
        let count = cuts.iter().filter(|cut| !cut.is_empty()).count();
        if count < 2 || count * 3 < entries.len() * 2 {
            continue;
        }
        for (entry, cut) in entries.iter_mut().zip(cuts) {
            if !cut.is_empty() {
                split(reader, entry, index, &cut);
            }
        }
    }
    let state = |entry: &Read| {
        let part = entry.parts.last().filter(|part| part.lead.is_empty())?;
        let (_, code) = reader.page.slice(&part.span).rsplit_once(' ')?;
        let known = |sense: &Sense| matches!(sense, Sense::Alpha3(_));
        let state = closed::is_code(code, 3, 3) && closed::has_sense(code, known);
        state.then(|| part.span.end - code.len())
    };
    let states: Vec<usize> = entries.iter().map_while(state).collect();
    if states.len() == entries.len() {
        for (entry, at) in entries.iter_mut().zip(states) {
            split(reader, entry, entry.parts.len() - 1, &[at]);
        }
    }
}

/// Where the first such thing inside a part begins, with the words that lead to it, and ends.
fn inner(reader: &Reader<'_>, entry: &Read, index: usize) -> Vec<usize> {
    let Some(part) = entry.parts.get(index).filter(|part| part.lead.is_empty()) else {
        return Vec::new();
    };
    let whole = &part.span;
    let mut things: Vec<&Span> = entry
        .found
        .iter()
        .filter_map(|index| reader.found.get(*index))
        .filter(|found| {
            let label = found.value.label;
            let own = &found.value.span;
            let inside = whole.start <= own.start && own.end <= whole.end && own != whole;
            inside
                && (label == Label::Date
                    || label == Label::Coordinates
                    || IDENTIFIERS.contains(&label))
        })
        .map(|found| &found.value.span)
        .collect();
    order::by_key(&mut things, |span| [span.start, 0, 0]);
    // `Del 01/10/2023 al 30/09/2024` is one thing.
    let days = reader.page.slice(whole);
    let Some(thing) = things.first().filter(|_| !is_term(days)) else {
        return Vec::new();
    };
    let head = reader.page.slice(&(whole.start..thing.start)).trim_end();
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    let lead: usize = head
        .rsplit(' ')
        .take_while(small)
        .map(|word| word.len() + 1)
        .sum();
    let begin = if lead > 0 {
        (whole.start + head.len() + 1).saturating_sub(lead)
    } else {
        thing.start
    };
    let inside = |at: &usize| whole.start < *at && *at < whole.end;
    [begin, thing.end].into_iter().filter(inside).collect()
}

/// `Jubilee of Grimsby`, `Our Hazel of Kirkwall`: the first or second part of each entry is a name and a town.
fn towns(reader: &Reader<'_>, entries: &mut [Read]) {
    let cut = |entry: &Read, index: usize| {
        let part = entry.parts.get(index)?;
        let text = reader.page.slice(&part.span);
        let at = [" of ", " aus ", " out of "].iter().filter_map(|word| {
            let at = seek::find(text, word)?;
            Some((at, at + word.len()))
        });
        let (end, from) = at.min()?;
        let start = part.span.start;
        let lead = text.strip_prefix("the ").map_or(0, |_| "the ".len());
        let town = start + from..part.span.end;
        prose::place_name(&reader.page.text, &town, true).then(|| (start + lead..start + end, town))
    };
    for index in 0..2 {
        let cuts: Vec<_> = entries
            .iter()
            .map_while(|entry| cut(entry, index))
            .collect();
        if cuts.len() < entries.len() {
            continue;
        }
        for (entry, (name, town)) in entries.iter_mut().zip(cuts) {
            let Some(first) = entry.parts.get_mut(index) else {
                continue;
            };
            let lead = name.end + 1..town.start.saturating_sub(1);
            let second = Part {
                span: lead.start..town.end,
                slot: reader.page.slice(&lead).to_string(),
                sign: " ",
                kind: first.kind,
                lead,
                value: town,
            };
            first.span = name.clone();
            first.lead = name.start..name.start;
            first.value = name;
            entry.parts.insert(index + 1, second);
        }
        return;
    }
}

/// Most words before the number.
const LEAD: usize = 2;
/// Fewest figures of the number.
const FIGURES: usize = 3;

/// `Lic. B24-07 Alba Nova`: the first part of each entry is the same caption, a number and a name.
fn numbers(reader: &mut Reader<'_>, entries: &mut [Read]) {
    let cut = |reader: &Reader<'_>, entry: &Read| {
        let first = entry.parts.first()?;
        let text = reader.page.slice(&first.span);
        let mut at = 0;
        for (index, word) in text.split(' ').enumerate().take(LEAD + 1) {
            let end = at + word.len();
            if index > 0 && word.bytes().filter(u8::is_ascii_digit).count() >= FIGURES {
                let name = text.get(end + 1..)?;
                let named = name.starts_with(char::is_uppercase);
                return named.then_some((at, end));
            }
            at = end + 1;
        }
        None
    };
    let cuts: Vec<(usize, usize)> = entries
        .iter()
        .map_while(|entry| cut(reader, entry))
        .collect();
    let Some(((from, _), part)) = cuts
        .first()
        .filter(|_| cuts.len() == entries.len())
        .zip(entries.first().and_then(|entry| entry.parts.first()))
    else {
        return;
    };
    let lead = part.span.start..part.span.start + from - 1;
    let word = reader.page.slice(&lead);
    let same = entries
        .iter()
        .zip(&cuts)
        .all(|(entry, (at, _))| at == from && reader.page.slice(&entry.span).starts_with(word));
    if !same || reader.caption(&lead).labels.len() != 1 {
        return;
    }
    for (entry, (from, end)) in entries.iter_mut().zip(cuts) {
        let Some(first) = entry.parts.first_mut() else {
            continue;
        };
        let start = first.span.start;
        // `B24-08 Rio Sul`, read as one number.
        let across = |index: &usize| {
            let own = reader
                .found
                .get_mut(*index)
                .map(|found| &mut found.value.span);
            let own = own.filter(|own| own.start < start + end && start + end < own.end);
            own.is_none_or(|own| {
                own.end = own.start;
                false
            })
        };
        entry.found.retain(across);
        let mut name = first.clone();
        name.sign = " ";
        name.span.start = start + end + 1;
        parts::describe(reader, &mut name);
        first.span.end = start + end;
        parts::lead_to(reader, first, from - 1, from);
        entry.parts.insert(1, name);
    }
}

/// Most words that lead to the values of a column.
const WORDS: usize = 3;

/// `Inscrição 443-008127-4` over `Inscrição 443-011650-8`: the words with which all parts of a column begin and that
/// ask for something lead to what stands behind them.
pub(super) fn leads(reader: &mut Reader<'_>, entries: &mut [Read]) {
    let mut columns: Slots<'_, Vec<(usize, usize)>> = Slots::new();
    for (row, entry) in entries.iter().enumerate() {
        for (at, part) in entry.parts.iter().enumerate() {
            if part.lead.is_empty() && part.slot.contains('#') {
                columns.add(&part.slot, |places| places.push((row, at)));
            }
        }
    }
    let mut led: Vec<(usize, usize, usize)> = Vec::new();
    for places in columns.into_values() {
        let parts: Vec<&Part> = places
            .iter()
            .filter_map(|(row, at)| entries.get(*row)?.parts.get(*at))
            .collect();
        let Some(first) = parts.first() else {
            continue;
        };
        if parts.len() < 2 || parts.len() * 3 < entries.len() * 2 {
            continue;
        }
        let text = reader.page.slice(&first.span);
        let ends: Vec<usize> = text
            .match_indices(' ')
            .map(|(at, _)| at)
            .take(WORDS)
            .collect();
        let end = ends.into_iter().rev().find(|end| {
            let head = text.get(..end + 1).unwrap_or("");
            let shared = |part: &&Part| {
                let value = reader.page.slice(&part.span).strip_prefix(head);
                value.is_some_and(|value| !value.starts_with(char::is_lowercase))
            };
            let lead = first.span.start..first.span.start + end;
            parts.iter().all(shared) && {
                let meaning = reader.caption(&lead);
                let label = meaning.label().filter(|_| meaning.labels.len() == 1);
                meaning.coverage() >= COVERED && label.is_some_and(|l| l != Label::VesselName)
            }
        });
        led.extend(
            end.into_iter()
                .flat_map(|end| places.iter().map(move |(row, at)| (*row, *at, end))),
        );
    }
    for (row, at, end) in led {
        if let Some(part) = entries
            .get_mut(row)
            .and_then(|entry| entry.parts.get_mut(at))
        {
            parts::lead_to(reader, part, end, end + 1);
        }
    }
}

/// Least share of the letters of words that must be understood.
const COVERED: usize = 75;

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn parts_that_hold_two_things_are_cut() {
        let cases: &[(&str, &[&str])] = &[
            // A mark before the name, or behind it.
            (
                "Vessels decommissioned\n\nFR 118 ALBA – scrapped\nFR 204 BOY REY – sold\nFR 977 KITE – scrapped",
                &[
                    "0 EXTERNAL_MARKING=FR 118",
                    "0 VESSEL_NAME=ALBA",
                    "2 VESSEL_NAME=KITE",
                ],
            ),
            (
                "Fleet\n\nHafgla RE 118   IMO 9281310   trawler\nBrimur RE 44   IMO 9100372   longliner\nVindla GK 9   IMO 7718228   netter",
                &[
                    "0 VESSEL_NAME=HAFGLA",
                    "0 EXTERNAL_MARKING=RE 118",
                    "2 VESSEL_NAME=VINDLA",
                ],
            ),
            (
                "Fishing authorisations\n\nSFA/PS/25-011 Alba Nova (SYC), 01/01/2025 – 31/12/2025\nSFA/PS/25-014 Rio Sul (FRA), 01/01/2025 – 31/12/2025\nSFA/LL/25-103 Mar 36 (TWN), 01/02/2025 – 31/01/2026",
                &[
                    "0 LICENSE_NO=SFA/PS/25-011",
                    "0 VESSEL_NAME=ALBA NOVA",
                    "2 END_DATE=2026-01-31",
                ],
            ),
            // Days, numbers and places among the words.
            (
                "Radiés du fichier flotte :\nFRA000614772 L'Alba radié le 14/01/2022\nFRA000733081 Rio Sul radié le 02/02/2022\nFRA000916550 Nerz radié le 02/02/2022",
                &[
                    "1 EU_CFR=FRA000733081",
                    "1 VESSEL_NAME=RIO SUL",
                    "2 VESSEL_NAME=NERZ",
                ],
            ),
            (
                "Boarding register\n02/09/2024 0615 11°20'N 152°44'E ALBA NOVA 21 TWN\n02/09/2024 1340 11°52'N 153°10'E RIO SUL JPN\n04/09/2024 0905 12°07'N 155°31'E MAR AZUL VUT",
                &[
                    "0 VESSEL_NAME=ALBA NOVA 21",
                    "0 FLAG=TWN",
                    "2 VESSEL_NAME=MAR AZUL",
                ],
            ),
            (
                "Vessels in port\n\nLU ALBA YU 101 (412329701)\nLU ALBA YU 102 (412329702)\nLU ALBA YU 105 (412329705)",
                &["0 VESSEL_NAME=LU ALBA YU 101", "0 MMSI=412329701"],
            ),
            (
                "Authorisations to fish, season B\n\nLic. B24-07 Alba Nova; United Kingdom; 12 t\nLic. B24-08 Rio Sul 2; China; 14 t\nLic. B24-11 Mar Azul; South Korea; 9 t",
                &[
                    "0 LICENSE_NO=B24-07",
                    "0 VESSEL_NAME=ALBA NOVA",
                    "1 VESSEL_NAME=RIO SUL 2",
                ],
            ),
            (
                "Cancelamentos de embarcações\n\nALBA NOVA 9\nInscrição 443-008127-4\nProprietário Mar Azul Ltda.\nCancelado em 19 de setembro de 2021\n\nRIO SUL\nInscrição 443-011650-8\nProprietário Juan Rey\nCancelado em 4 de outubro de 2021",
                &[
                    "0 NATIONAL_REG_NO=443-008127-4",
                    "0 OWNER=Mar Azul Ltda.",
                    "1 OWNER=Juan Rey",
                ],
            ),
        ];
        for (page, wanted) in cases {
            tells(page, wanted);
        }
    }
}
