//! Fields without a colon behind the sentence that a value is: `Owner: Reef Ltd. Licence L-77, valid until 31/12/2025`.

use crate::entities::context::Reader;
use crate::entities::fields::led::led_field;
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::values::closed;
use crate::entities::words::seek;

/// Longest value that is looked at, in bytes.
const LONGEST: usize = 240;
/// Most fields behind a value.
const MOST: usize = 6;

/// What is told behind a party. Words of other captions stand in addresses (`Jl. Ikan Tuna II No. 8`).
const TOLD: [Label; 10] = [
    Label::Flag,
    Label::Ircs,
    Label::Imo,
    Label::Mmsi,
    Label::NationalRegNo,
    Label::LicenseNo,
    Label::StartDate,
    Label::EndDate,
    Label::Length,
    Label::Tonnage,
];

/// The value without the fields behind it, and these; none where nothing but fields stands there.
pub(super) fn told(reader: &mut Reader<'_>, value: &Span) -> Option<(Span, Vec<(Span, Span)>)> {
    let text = reader.page.slice(value);
    if text.len() > LONGEST || !seek::has(text, ". ") {
        return None;
    }
    for at in seek::places(text, ". ") {
        let rest = value.start + at + 2..value.end;
        let own = value.start..value.start + at;
        let whole = |sign: [char; 2]| {
            let [open, close] = sign.map(|sign| reader.page.slice(&own).matches(sign).count());
            open == close
        };
        if whole(['(', ')'])
            && let Some(fields) = fields(reader, &rest)
        {
            return Some((own, fields));
        }
    }
    None
}

/// The fields of which a text consists, parted by commas and stops.
fn fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span).trim_end_matches('.');
    let mut found = Vec::new();
    let mut at = span.start;
    for piece in text.split(", ").flat_map(|part| seek::split(part, ". ")) {
        let place = trim(&reader.page.text, &(at..at + piece.len()));
        at += piece.len() + 2;
        let (key, value) = led_field(reader, &place)?;
        let label = reader.caption(&key).label()?;
        if found.len() == MOST || !TOLD.contains(&label) || !fits(reader, label, &value) {
            return None;
        }
        found.push((key, value));
    }
    (!found.is_empty()).then_some(found)
}

/// The value may be of the label: a country, a sign, figures.
fn fits(reader: &Reader<'_>, label: Label, value: &Span) -> bool {
    let text = reader.page.slice(value);
    match label {
        Label::Flag | Label::Country | Label::PreviousFlag => {
            closed::is_country(reader.page, value)
        }
        Label::VesselName | Label::PreviousName | Label::Port => {
            text.starts_with(char::is_uppercase)
        }
        label if label.is_party() => text.starts_with(char::is_uppercase),
        Label::Ircs => text.len() <= 9,
        _ => seek::has_figure(text),
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn fields_behind_a_party_are_no_part_of_its_name() {
        for (owner, name) in [
            ("Reef Ltd. Licence L-77, valid until 31/12/2025", "Reef Ltd"),
            (
                "Manuel Lomba. Licence L-77, valid until 31/12/2025.",
                "Manuel Lomba",
            ),
            (
                "Area e Hijos, S.L.. Licence L-77, valid until 31/12/2025",
                "Area e Hijos, S.L.",
            ),
        ] {
            let page = format!("Vessel: ALBA\nOwner: {owner}");
            let wanted = [
                "0 VESSEL_NAME=ALBA".to_string(),
                format!("0 OWNER={name}"),
                "0 LICENSE_NO=L-77".to_string(),
                "0 END_DATE=2025-12-31".to_string(),
            ];
            assert_eq!(found(&page), wanted);
        }
    }

    #[test]
    fn the_stop_of_an_abbreviation_ends_no_value() {
        let page = "Vessel: ALBA\nOwner: P. Rey, Puerto 12. Apto. 4, Vigo";
        assert_eq!(found(page).len(), 3);
    }
}
