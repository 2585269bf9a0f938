//! Whose the fields are that follow a line: the vessel it names, the party that heads them, two vessels side by side.
//!
//! `ALBA NOVA` alone in a line over `Flag: Fiji` names the vessel of the fields below. Only the line right above is
//! looked at.

use crate::entities::context::Reader;
use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::words::concept::Concepts as C;

/// The number of fields after which the same captions come again in one line.
pub(crate) fn twice(reader: &mut Reader<'_>, parts: &[(Span, Span)]) -> Option<usize> {
    let half = parts.len() / 2;
    let (left, right) = parts.split_at_checked(half)?;
    let own = |reader: &mut Reader<'_>, key: &Span| reader.caption(key).label();
    let same = left.len() == right.len()
        && left.iter().zip(right).all(|(a, b)| {
            let label = own(reader, &a.0);
            label.is_some_and(|l| !l.is_party() && l != Label::Address)
                && label == own(reader, &b.0)
        });
    (half > 0 && same).then_some(half)
}

/// The only vessel that the lines of a list's entry name: the fields under them are hers.
pub(crate) fn entered_by(reader: &Reader<'_>, lines: &[Span]) -> Option<u32> {
    let (first, last) = (lines.first()?, lines.last()?);
    if list_mark(reader, first).start == first.start {
        return None;
    }
    let mut own = None;
    for found in reader.found.iter().rev() {
        let place = &found.value.span;
        if place.start < first.start {
            break;
        }
        if found.value.label == Label::VesselName && place.end <= last.end {
            if own.is_some_and(|record| Some(record) != found.record) {
                return None;
            }
            own = found.record;
        }
    }
    own
}

/// Most bytes that may stand beside the name in a line that is a vessel's name: `M/V`, quotation marks.
const BESIDE_NAME: usize = 14;

/// The vessel that a line names and says nothing else of: the fields after it are that vessel's.
pub(crate) fn named_by(reader: &Reader<'_>, line: &Span) -> Option<u32> {
    let found = reader.found.last()?;
    let place = &found.value.span;
    let whole = place.start >= line.start
        && place.end <= line.end
        && line.len() <= place.len() + BESIDE_NAME;
    (whole && found.value.label == Label::VesselName)
        .then_some(found.record)
        .flatten()
}

/// A field that asks for a part of whom the line above names: a name, an address, a nationality.
pub(crate) fn is_part(reader: &mut Reader<'_>, span: &Span) -> bool {
    let Some((key, _)) = split_field(reader, span) else {
        return false;
    };
    let concepts = reader.caption(&key).concepts;
    concepts.any(C::NAME.with(C::ADDRESS).with(C::NATIONALITY)) && !concepts.any(C::SHIP)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::{found, printed};

    #[test]
    fn the_same_captions_twice_in_a_line_are_two_vessels() {
        let page = "Name: ALBA NOVA        Name: MAR BRAVO\nCall sign: EADN        Call sign: 3EPR9\n\
                    Flag: Spain        Flag: Panama";
        for wanted in ["0 IRCS=EADN", "1 IRCS=3EPR9", "0 FLAG=ESP", "1 FLAG=PAN"] {
            assert!(found(page).contains(&wanted.to_string()), "{wanted}");
        }
    }

    #[test]
    fn a_party_over_its_fields_is_theirs_and_an_empty_field_is_nobody_s() {
        let block = "OWNER:\nName   Blue Reef Ltd\nAddress   Box 118, Suva\nVESSEL:\nName   ALBA NOVA\nFlag   Fiji";
        let owned = found(block);
        assert!(
            owned.contains(&"0 OWNER=Blue Reef Ltd".to_string()),
            "{owned:?}"
        );
        assert!(
            owned.contains(&"0 VESSEL_NAME=ALBA NOVA".to_string()),
            "{owned:?}"
        );
        let empty = found("Name: ALBA NOVA\nPrevious flag:\nFlag: Spain");
        assert!(empty.contains(&"0 FLAG=ESP".to_string()), "{empty:?}");
    }

    #[test]
    fn captions_of_other_things_and_shares_are_no_gear_area_or_address() {
        let form = "Name: ALBA NOVA\nMethod of propulsion: Motor\nGear: longline\nTrading area: Unlimited\n\
                    Owner: Alba Fishing LLP (64 shares), 12 Bath Street, Suva";
        let found = printed(form);
        assert_eq!(
            found,
            [
                "ALBA NOVA",
                "longline",
                "Alba Fishing LLP",
                "12 Bath Street, Suva"
            ]
        );
    }

    #[test]
    fn fields_under_an_entry_are_its_vessel_s() {
        let page = "1. Alba (Belize, IMO 9281310, V3QW)\n   ex-Nova\n   Owner: Alba Marine SA\n\
                    2. Bravo Star (Honduras, IMO 9100372, HQXL4)\n   ex-Trinity\n   Owner: Bravo Inc.";
        let owners: Vec<String> = found(page)
            .into_iter()
            .filter(|e| e.contains("OWNER"))
            .collect();
        assert_eq!(owners, ["0 OWNER=Alba Marine SA", "1 OWNER=Bravo Inc."]);
    }
}
