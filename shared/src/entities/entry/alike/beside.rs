//! What stands beside the names of a list: a word that begins them all, numbers before them, other names behind them.

use super::Read;
use super::may_name::may_name;
use super::parts::Part;
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::{closed, identity};
use crate::entities::words::concept::Concepts;
use crate::entities::words::lexicon::{Sense, lookup};
use crate::entities::words::seek;

/// Reads what stands beside the names in the parts at a place.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &[Read], place: usize) {
    shared_prefix(reader, entries);
    registered(reader, entries);
    licences(reader, entries, place);
    aliases(reader, entries, place);
}

/// `SSR 114502 Bess`, `SSR 114519 Kittiwake`: names that all begin with one word and a number are numbered with it.
fn registered(reader: &mut Reader<'_>, entries: &[Read]) {
    let mut names: Vec<(usize, u32, usize, usize)> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    for entry in entries {
        for index in &entry.found {
            let Some(found) = reader.found.get(*index) else {
                continue;
            };
            let text = reader.page.slice(&found.value.span);
            let mut parts = text.split(' ');
            if let (Some(record), Some(word), Some(number), Some(_)) =
                (entry.record, parts.next(), parts.next(), parts.next())
                && found.value.label == Label::VesselName
                && number.len() >= 3
                && number.bytes().all(|b| b.is_ascii_digit())
            {
                names.push((*index, record, word.len() + 1, number.len()));
                words.push(word);
            }
        }
    }
    words.dedup();
    if names.len() < 2 || names.len() * 3 < entries.len() * 2 || words.len() > 1 {
        return;
    }
    for (index, record, lead, length) in names {
        let Some(found) = reader.found.get_mut(index) else {
            continue;
        };
        let number = found.value.span.start + lead..found.value.span.start + lead + length;
        found.value.span.start = number.end + 1;
        let cut = found.value.norm.char_indices().nth(lead + length + 1);
        found.value.norm = cut
            .and_then(|(at, _)| found.value.norm.get(at..))
            .unwrap_or("")
            .to_string();
        let frame = reader.frame(None, Some(record));
        let told = Told::shape(Some(record), "before the vessel's name");
        reader.read(&frame, &number, Label::NationalRegNo, told);
    }
}

/// Words before the name that a ship has now.
const NOW: [&str; 4] = ["Now", "Hoy", "Hoje", "Oggi"];

/// `KM SUMBER`, `KM MITRA`: the short form of a vessel word that begins most names is no part of them.
fn shared_prefix(reader: &mut Reader<'_>, entries: &[Read]) {
    let prefixes = |word: &str| closed::has_sense(word, |s| *s == Sense::VesselPrefix);
    // `Barco ALBA`, `Barco NOVA`: a whole word for ships must begin several.
    let mut generic = false;
    let mut names: Vec<(usize, usize)> = Vec::new();
    let begun = |word: &str| {
        let begins = |e: &&Read| reader.page.slice(&e.span).starts_with(word);
        entries.iter().filter(begins).count() > 1
    };
    for index in entries.iter().flat_map(|entry| entry.found.iter().copied()) {
        let Some(found) = reader.found.get(index) else {
            continue;
        };
        let text = reader.page.slice(&found.value.span);
        if let Some((word, rest)) = text.split_once(' ')
            && found.value.label == Label::VesselName
            && rest.chars().filter(|c| c.is_alphabetic()).count() >= 3
        {
            let whole = closed::has_sense(word, |s| *s == Sense::VesselTypeGeneric);
            let short = prefixes(word.trim_end_matches('.'));
            // `Hoy ALBA`, `Entró ALBA`: no part of a name in capitals.
            let shouted =
                || word.chars().any(char::is_lowercase) && !rest.chars().any(char::is_lowercase);
            if !(short || whole || shouted() || begun(word) && NOW.contains(&word)) {
                continue;
            }
            let quotes = rest.len() - rest.trim_start_matches(['"', '“', '«', ' ']).len();
            generic |= !begun(word) && (!short || entries.len() > 2);
            names.push((index, word.chars().count() + 1 + quotes));
        }
    }
    if names.len() < 2 && generic {
        return;
    }
    for (index, length) in names {
        let Some(found) = reader.found.get_mut(index) else {
            continue;
        };
        let lead = reader.page.slice(&found.value.span).chars().take(length);
        let width: usize = lead.map(char::len_utf8).sum();
        found.value.norm = closed::single_spaces(
            reader
                .page
                .text
                .get(found.value.span.start + width..found.value.span.end)
                .unwrap_or(""),
        )
        .to_uppercase();
        found.value.span.start += width;
    }
}

/// Bytes before a list in which its heading stands.
const HEADING: usize = 240;

/// `Licences issued` over `L-8072: ALBA`: the number before each name is that of what the heading speaks of.
fn licences(reader: &mut Reader<'_>, entries: &[Read], place: usize) {
    let Some(start) = entries.first().map(|entry| entry.span.start) else {
        return;
    };
    let text = &reader.page.text;
    let from = (start.saturating_sub(HEADING)..start).find(|at| text.is_char_boundary(*at));
    let heading = text.get(from.unwrap_or(start)..start).unwrap_or("");
    let speaks = |concepts: Concepts| {
        heading
            .split(|c: char| !c.is_alphabetic())
            .any(|word| lookup(word).is_some_and(|term| term.strong.any(concepts)))
    };
    // `… con permiso, por matrícula`
    let licensed = speaks(Concepts::LICENSE) && !speaks(Concepts::REGISTER);
    if !licensed {
        return;
    }
    let mut numbers: Vec<Span> = Vec::new();
    for entry in entries {
        // Before the name, or behind `n°`.
        let before = entry.parts.iter().take(place.min(1));
        let led = entry.parts.iter().filter(|part| !part.lead.is_empty());
        let parts: Vec<&Part> = before.chain(led).collect();
        let number = parts.into_iter().find(|part| {
            let lead = part.lead.is_empty() || {
                let meaning = reader.caption(&part.lead);
                meaning.labels.is_empty() && meaning.concepts == Concepts::NUMBER
            };
            let printed = reader.page.slice(&part.value);
            let figures = seek::figures(printed);
            let least = if part.lead.is_empty() { 3 } else { 2 };
            lead && figures >= least
                && !printed.contains(' ')
                && !matches!(identity::imo(printed), identity::Reading::Valid(_))
        });
        numbers.extend(number.map(|part| part.value.clone()));
    }
    if numbers.len() < 2 || numbers.len() < entries.len() {
        return;
    }
    for (entry, place) in entries.iter().zip(numbers) {
        let Some(record) = entry.record else {
            continue;
        };
        for index in &entry.found {
            if let Some(found) = reader.found.get_mut(*index)
                && found.value.span.start < place.end
                && place.start < found.value.span.end
            {
                found.value.span.end = found.value.span.start;
            }
        }
        let frame = reader.frame(None, Some(record));
        let told = Told::shape(Some(record), "heading of the list");
        reader.read(&frame, &place, Label::LicenseNo, told);
    }
}

/// `ALBA (NOVA, SOL)`: names in the bracket behind the name, in the same letters, are others that she bore.
fn aliases(reader: &mut Reader<'_>, entries: &[Read], place: usize) {
    for entry in entries {
        let (Some(record), Some(name)) = (entry.record, entry.parts.get(place)) else {
            continue;
        };
        let mut open = false;
        let behind = entry.parts.iter().skip(place + 1);
        let inner: Vec<Span> = behind
            .take_while(|part| {
                let opens = part.slot.starts_with('(');
                open |= opens;
                opens || open && part.slot.starts_with(", ")
            })
            .map(|part| part.value.clone())
            .collect();
        let shouts = |span: &Span| !reader.page.slice(span).chars().any(char::is_lowercase);
        let fits = shouts(&name.value) && inner.iter().all(shouts);
        // `MARELLA (EI5512, MMSI 250003312, WHITE HULL)`: no list of names.
        let fits = fits
            && inner
                .iter()
                .all(|span| may_name(reader, entry, span, false));
        for span in inner {
            if fits {
                let frame = reader.frame(None, Some(record));
                let told = Told::shape(Some(record), "in brackets behind the name");
                reader.read(&frame, &span, Label::PreviousName, told);
            }
        }
    }
}
