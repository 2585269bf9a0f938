//! Entries that begin with who owns the ship: a party, its address, then her name.

use super::{Read, found_in};
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose::address::names_street;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// `Reef Fish Ltd, Plot 15, Harbour Road – ALBA`, `Juan Rey | rue Uno, Brest | NOVA`: reads the parties and addresses of
/// entries that mostly begin so; what is behind them are the entries' parts.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) {
    let heads: Vec<Option<usize>> = entries.iter().map(|entry| head(reader, entry)).collect();
    if heads.iter().flatten().count() * 3 < entries.len() * 2 {
        return;
    }
    for (entry, last) in entries.iter_mut().zip(heads) {
        let Some(last) = last else {
            continue;
        };
        let rest = entry.parts.split_off(last + 1);
        let parts = std::mem::replace(&mut entry.parts, rest);
        let ([first, second, ..], Some(end)) = (parts.as_slice(), parts.last()) else {
            continue;
        };
        let address = second.span.start..end.span.end;
        for index in &entry.found {
            if let Some(found) = reader.found.get_mut(*index)
                && found.value.span.start < address.end
            {
                found.value.span.end = found.value.span.start;
            }
        }
        let party = untitled(reader, &first.span);
        for (span, label) in [(party, Label::Owner), (address, Label::Address)] {
            let frame = reader.frame(None, None);
            let told = Told::cue(None, "a party before its address");
            reader.read(&frame, &span, label, told);
        }
        entry.found = found_in(reader, &entry.span);
    }
}

/// `Mr Juan Rey`: the name without the title.
fn untitled(reader: &Reader<'_>, party: &Span) -> Span {
    let text = reader.page.slice(party);
    let word = text.split(' ').next().unwrap_or("");
    let title = phrases::FILLERS.holds(word.trim_end_matches('.').to_lowercase().as_str());
    let lead = if title && word.len() < text.len() {
        word.len() + 1
    } else {
        0
    };
    party.start + lead..party.end
}

/// The number of the last part of the address that stands behind the words at the head of an entry; more follows it.
fn head(reader: &Reader<'_>, entry: &Read) -> Option<usize> {
    let text = &reader.page.text;
    let between = |at: usize| {
        let (one, other) = (entry.parts.get(at)?, entry.parts.get(at + 1)?);
        text.get(one.span.end..other.span.start)
    };
    let mut last = 1;
    while between(last)? == ", " {
        last += 1;
    }
    let (first, second, end) = (
        entry.parts.first()?,
        entry.parts.get(1)?,
        entry.parts.get(last)?,
    );
    let address = reader.page.slice(&(second.span.start..end.span.end));
    let party = reader.page.slice(&first.span);
    let place = second.span.start..end.span.end;
    // `ALBA, longliner, IMO 9281310, …, 21 Main Street`: the address of who runs her.
    let told = entry.found.iter().any(|index| {
        reader.found.get(*index).is_some_and(|found| {
            found.value.span.start < place.end
                && !matches!(
                    found.value.label,
                    Label::Address | Label::Country | Label::VesselName | Label::Owner
                )
        })
    });
    let fits = !told
        && names_street(address)
        && address.contains(", ")
        && party.contains(' ')
        && !seek::has_figure(party);
    fits.then_some(last)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_party_and_its_address_stand_before_the_name() {
        let page = "Boats by owner\n\n• Mr Juan Rey, 14 Harbour Road, Tema – Alba Nova, call sign 9GVT\n\
                    • Mar Azul Ltd, Beach Lane, Tema – Rio Sul, call sign 9GVU";
        let wanted = [
            "0 OWNER=Juan Rey",
            "0 ADDRESS=14 Harbour Road, Tema",
            "0 VESSEL_NAME=ALBA NOVA",
            "0 IRCS=9GVT",
            "1 OWNER=Mar Azul Ltd",
            "1 ADDRESS=Beach Lane, Tema",
            "1 VESSEL_NAME=RIO SUL",
            "1 IRCS=9GVU",
        ];
        assert_eq!(found(page), wanted);
        // The address of who runs her stands behind her particulars.
        let page = "1. ALBA NOVA, longliner, GHA, run by Mar Ltd, 15 Harbour Road, Tema (ex SOL)\n\
                    2. RIO SUL, longliner, GHA, run by Sol Ltd, 9 Harbour Road, Tema (ex LUNA)";
        let owners = found(page)
            .into_iter()
            .filter(|e| e.ends_with("OWNER=ALBA NOVA"));
        assert_eq!(owners.count(), 0);
    }
}
