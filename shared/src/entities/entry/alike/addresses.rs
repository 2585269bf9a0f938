//! The address of a party behind its name: the parts up to the next sign that is no comma.

use super::{Read, found_in};
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::words::seek;

/// Longest address, in bytes.
const LONGEST: usize = 160;

/// Reads what follows the parties of entries as their addresses, where it has figures.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) {
    for entry in entries.iter_mut() {
        let Some(record) = entry.record else {
            continue;
        };
        let parties: Vec<Span> = entry
            .found
            .iter()
            .filter_map(|index| reader.found.get(*index))
            .filter(|f| f.value.label.is_party())
            .map(|f| f.value.span.clone())
            .collect();
        for party in parties {
            if let Some(place) = behind(reader, entry, &party) {
                address(reader, entry, &place, record);
            }
        }
        entry.found = found_in(reader, &entry.span);
    }
}

/// The parts behind commas after a party's name.
fn behind(reader: &Reader<'_>, entry: &Read, party: &Span) -> Option<Span> {
    let at = entry
        .parts
        .iter()
        .position(|part| part.span.end >= party.end)?;
    let own = entry.parts.get(at)?;
    // The name ends its part, but for a stop.
    if own.span.start > party.start || own.span.end > party.end + 1 {
        return None;
    }
    let mut place: Option<Span> = None;
    let mut end = own.span.end;
    for part in entry.parts.iter().skip(at + 1) {
        let between = reader.page.text.get(end..part.span.start)?;
        if !matches!(between, ", " | "., " | " of " | " de " | " du " | " da ")
            || !part.lead.is_empty()
        {
            break;
        }
        end = part.span.end;
        place = Some(place.map_or(part.span.start, |p| p.start)..end);
    }
    let place = place.filter(|place| place.len() <= LONGEST)?;
    let text = reader.page.slice(&place);
    let figures = seek::has_figure(text);
    (figures && text.contains(", ")).then_some(place)
}

/// Labels that may stand in an address by mistake.
fn mistaken(label: Label) -> bool {
    matches!(
        label,
        Label::Address | Label::Country | Label::Port | Label::VesselName | Label::BuildYear
    )
}

fn address(reader: &mut Reader<'_>, entry: &Read, place: &Span, record: u32) {
    let inside: Vec<usize> = entry
        .found
        .iter()
        .copied()
        .filter(|index| {
            reader
                .found
                .get(*index)
                .is_some_and(|f| f.value.span.start < place.end && place.start < f.value.span.end)
        })
        .collect();
    let sound = inside.iter().all(|index| {
        reader
            .found
            .get(*index)
            .is_some_and(|f| mistaken(f.value.label) && f.value.span.start > place.start)
    });
    if !sound {
        return;
    }
    for index in inside {
        if let Some(found) = reader.found.get_mut(index) {
            found.value.span.end = found.value.span.start;
        }
    }
    let frame = reader.frame(None, Some(record));
    reader.read(
        &frame,
        place,
        Label::Address,
        Told::cue(Some(record), "behind the party"),
    );
}
