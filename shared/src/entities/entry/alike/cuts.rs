//! Parts that hold two things in every entry of a list: a name and a town, a number and a name.

use std::collections::BTreeMap;

use super::Read;
use super::parts::{self, Part};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::prose;
use crate::entities::words::seek;

/// Parts them.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) {
    towns(reader, entries);
    numbers(reader, entries);
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
    let mut columns: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (row, entry) in entries.iter().enumerate() {
        for (at, part) in entry.parts.iter().enumerate() {
            if part.lead.is_empty() && part.slot.contains('#') {
                columns.entry(&part.slot).or_default().push((row, at));
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
