//! Parts that hold two things in every entry of a list: a name and a town, a number and a name.

use super::Read;
use super::parts::{self, Part};
use crate::entities::context::Reader;
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
        let mut name = first.clone();
        name.sign = " ";
        name.span.start = start + end + 1;
        parts::describe(reader, &mut name);
        first.span.end = start + end;
        parts::describe(reader, first);
        first.lead = start..start + from - 1;
        first.value = start + from..start + end;
        first.slot = word.to_lowercase();
        entry.parts.insert(1, name);
    }
}
