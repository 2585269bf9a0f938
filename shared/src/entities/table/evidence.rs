//! What a column holds by its values, where its heading says nothing or too little.

use super::columns::Column;
use super::units::{inline_captions, measured_as, units};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::lexicon::{self, Sense};
use crate::entities::page::{Span, Table};
use crate::entities::values::closed::{self, Codes};
use crate::entities::values::identity::{self, Reading};
use crate::entities::values::{date, identity::in_series};

/// Rows looked at.
const SAMPLE: usize = 60;

/// The filled cells of a column.
fn cells(reader: &Reader<'_>, table: &Table, from: usize, column: usize) -> Vec<(usize, Span)> {
    (from..table.rows())
        .take(SAMPLE)
        .filter_map(|row| table.starts_at(row, column).map(|c| (row, c)))
        .filter(|(_, c)| {
            !c.span.is_empty()
                && c.columns * 2 <= table.columns.max(2)
                && !closed::is_empty_value(reader.page.slice(&c.span))
        })
        .map(|(row, c)| (row, c.span.clone()))
        .collect()
}

/// Share of cells that pass, in percent.
pub(super) fn share(spans: &[(usize, Span)], passes: impl Fn(usize, &Span) -> bool) -> usize {
    let hit = spans
        .iter()
        .filter(|(row, span)| passes(*row, span))
        .count();
    (hit * 100).checked_div(spans.len()).unwrap_or(0)
}

/// Fills in the columns whose heading is not understood and notes how flags are coded.
pub(super) fn complete(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    columns: &mut [Column],
) {
    let page = reader.page;
    let has = |columns: &[Column], label: Label| {
        columns.iter().any(|c| c.meaning.labels.contains(&label))
    };
    let samples: Vec<Vec<(usize, Span)>> = (0..columns.len())
        .map(|c| cells(reader, table, from, c))
        .collect();
    let ends = has(columns, Label::EndDate);
    for (column, sample) in columns.iter_mut().zip(&samples) {
        if matches!(
            column.meaning.label(),
            Some(Label::Flag | Label::PreviousFlag | Label::Country)
        ) {
            column.short_codes = share(sample, |_, s| page.slice(s).trim().len() == 2) >= 50;
        }
        demote(page, column, sample);
        if ends && days_without_marks(page, column, sample) {
            column.meaning.labels = vec![Label::StartDate];
        }
        bracketed_past(page, column, sample);
    }
    nationalities(columns);
    ports(page, columns, &samples);
    for (column, sample) in columns.iter_mut().zip(&samples) {
        dimensions(page, column, sample);
    }
    inline_captions(reader, columns, &samples);
    units(reader, columns, &samples);
    for index in 0..columns.len() {
        let cfr = samples.get(index).is_some_and(|s| {
            s.len() >= 2 && share(s, |_, c| identity::is_cfr(page.slice(c).trim())) >= 80
        });
        if cfr {
            assign(columns, index, Some(Label::EuCfr));
        }
        let serial = samples.get(index).is_some_and(|s| {
            !s.is_empty() && share(s, |_, c| identity::is_serial(page.slice(c).trim())) >= 80
        });
        // `IOTC015855`, all the way down a column without a heading.
        let numbered = samples.get(index).is_some_and(|s| {
            s.len() >= 2
                && share(s, |_, c| {
                    identity::is_organisation_number(page.slice(c).trim())
                }) >= 80
        }) && columns.get(index).is_some_and(|c| c.heading.is_empty());
        if serial || numbered {
            assign(columns, index, Some(Label::RfmoId));
        }
    }
    // Ships' numbers that carry their own check need no heading.
    for index in 0..columns.len() {
        let (Some(column), Some(sample)) = (columns.get(index), samples.get(index)) else {
            continue;
        };
        if column.meaning.understood() || sample.is_empty() {
            continue;
        }
        let imo = share(sample, |_, s| {
            matches!(identity::imo(page.slice(s)), Reading::Valid(_))
        });
        let found = if imo >= 80 && sample.len() >= 3 && !has(columns, Label::Imo) {
            Some(Label::Imo)
        } else if share(sample, |_, s| identity::is_cfr(page.slice(s).trim())) >= 80 {
            Some(Label::EuCfr)
        } else {
            None
        };
        assign(columns, index, found);
    }
    let unheaded = columns.iter().all(|c| c.heading.is_empty());
    let mut told = 0;
    if unheaded {
        stations(page, columns, &samples);
        for index in 0..columns.len() {
            let found = samples
                .get(index)
                .and_then(|s| measured_as(reader, s))
                .filter(|l| !has(columns, *l));
            told += usize::from(found.is_some());
            assign(columns, index, found);
        }
    }
    let measured = told >= 2 || unheaded && columns.iter().filter(|c| c.unit_beside).count() >= 2;
    let vessels = measured
        || has(columns, Label::Imo)
        || has(columns, Label::VesselName)
        || has(columns, Label::Ircs)
        || has(columns, Label::Mmsi)
        || has(columns, Label::EuCfr)
        || has(columns, Label::RfmoId);
    for index in 0..columns.len() {
        let (Some(column), Some(sample)) = (columns.get(index), samples.get(index)) else {
            continue;
        };
        if column.meaning.understood() || sample.is_empty() {
            continue;
        }
        let found = shape(reader, columns, sample, vessels, column.heading.is_empty());
        assign(columns, index, found);
    }
    if unheaded && vessels {
        super::terms::by_order(reader, columns, &samples);
    }
    if vessels && !has(columns, Label::Flag) && !has(columns, Label::Ircs) {
        same_series(reader, columns, &samples);
    }
    if vessels {
        with_flags(reader, table, columns, &samples);
        if !has(columns, Label::VesselName) && has(columns, Label::Imo) | has(columns, Label::Ircs)
        {
            let name = (0..columns.len()).find(|i| {
                columns.get(*i).is_some_and(|c| !c.meaning.understood())
                    && samples.get(*i).is_some_and(|s| {
                        s.len() >= 2 && share(s, |_, span| is_name(page.slice(span))) >= 80
                    })
            });
            if let Some(index) = name {
                assign(columns, index, Some(Label::VesselName));
            }
        }
    }
    if unheaded && vessels {
        super::torn::complete(reader, table, columns, &samples);
    }
}

/// In a table without headings: a column of maritime identities beside one of countries.
fn stations(
    page: &crate::entities::page::Page,
    columns: &mut [Column],
    samples: &[Vec<(usize, Span)>],
) {
    let all = |sample: &[(usize, Span)], passes: &dyn Fn(&Span) -> bool| {
        sample.len() >= 2 && share(sample, |_, s| passes(s)) == 100
    };
    let is_country = |s: &Span| {
        let found = closed::countries(&page.text, s, Codes::Both);
        found.iter().any(|hit| hit.span == *s)
    };
    let is_identity =
        |s: &Span| matches!(identity::mmsi(page.slice(s)), Reading::Valid(_)) && s.len() == 9;
    if !samples.iter().any(|sample| all(sample, &is_country)) {
        return;
    }
    let found = samples.iter().position(|sample| all(sample, &is_identity));
    if let Some(index) = found {
        assign(columns, index, Some(Label::Mmsi));
    }
}

pub(super) fn assign(columns: &mut [Column], index: usize, label: Option<Label>) {
    if let (Some(column), Some(label)) = (columns.get_mut(index), label) {
        column.meaning.labels = vec![label];
        column.by_value = true;
    }
}

/// Days as `20250301` under a heading like "Authorised", beside a column of days that end it.
fn days_without_marks(
    page: &crate::entities::page::Page,
    column: &Column,
    sample: &[(usize, Span)],
) -> bool {
    column.meaning.labels == [Label::LicenseNo]
        && share(sample, |_, s| {
            let text = page.slice(s).trim();
            let part = |range| text.get(range).and_then(|p: &str| p.parse::<u16>().ok());
            text.len() == 8
                && text.bytes().all(|b| b.is_ascii_digit())
                && part(0..4).is_some_and(|year| (1950..2100).contains(&year))
                && part(4..6).is_some_and(|month| (1..=12).contains(&month))
                && part(6..8).is_some_and(|day| (1..=31).contains(&day))
        }) == 100
        && !sample.is_empty()
}

/// Headings that the values contradict: a "name" column of countries, a "number" column of call signs.
fn demote(page: &crate::entities::page::Page, column: &mut Column, sample: &[(usize, Span)]) {
    if sample.is_empty() {
        return;
    }
    match column.meaning.label() {
        Some(Label::Port)
            if share(sample, |_, s| {
                closed::countries(&page.text, s, Codes::Both)
                    .iter()
                    .any(|h| h.span == *s)
            }) >= 90
                && sample.len() >= 3 =>
        {
            column.meaning.labels = vec![Label::Flag];
        }
        Some(Label::NationalRegNo | Label::ExternalMarking | Label::LicenseNo | Label::RfmoId)
            if share(sample, |_, s| date_like(page.slice(s))) >= 80
                && column.meaning.labels.len() == 1 =>
        {
            column.meaning.labels = vec![Label::Date];
        }
        Some(Label::NationalRegNo | Label::ExternalMarking)
            if share(sample, |_, s| {
                matches!(identity::imo(page.slice(s)), Reading::Valid(_))
            }) == 100
                && sample.len() >= 4
                && column.meaning.labels.len() == 1 =>
        {
            column.meaning.labels = vec![Label::Imo];
        }
        Some(Label::Flag) if share(sample, |_, s| date_like(page.slice(s))) >= 80 => {
            column.meaning.labels = vec![Label::Date];
        }
        Some(Label::VesselName) => {
            if share(sample, |_, s| {
                closed::countries(&page.text, s, Codes::Both)
                    .iter()
                    .any(|h| h.span == *s)
            }) >= 80
                && sample.len() >= 2
            {
                column.meaning.labels = vec![Label::Flag];
            } else if share(sample, |_, s| {
                closed::has_sense(page.slice(s), |x| *x == Sense::VesselType)
            }) >= 70
                && sample.len() >= 2
            {
                column.meaning.labels = vec![Label::VesselType];
            }
        }
        _ => {}
    }
}

/// `Flag (previous)` over `Kenya (Belize)`: the bracket of the heading speaks of the brackets in the cells.
fn bracketed_past(
    page: &crate::entities::page::Page,
    column: &mut Column,
    sample: &[(usize, Span)],
) {
    let labels = match column.meaning.label() {
        Some(Label::PreviousFlag) => vec![Label::Flag, Label::PreviousFlag],
        Some(Label::PreviousName) => vec![Label::VesselName, Label::PreviousName],
        _ => return,
    };
    let own = column.heading.find('(').filter(|at| *at > 2);
    let inside = sample
        .iter()
        .any(|(_, s)| page.slice(s).find('(').is_some_and(|at| at > 1));
    if column.meaning.labels.len() == 1 && own.is_some() && inside {
        column.meaning.labels = labels;
    }
}

/// `76.7 × 13.2 × 8.9` under a heading that is not understood: length, breadth and depth.
fn dimensions(page: &crate::entities::page::Page, column: &mut Column, sample: &[(usize, Span)]) {
    let crossed = share(sample, |_, s| {
        let parts: Vec<&str> = page.slice(s).split(['×', 'x', 'X']).collect();
        (2..=3).contains(&parts.len())
            && parts
                .iter()
                .all(|p| p.trim().starts_with(|c: char| c.is_ascii_digit()))
    });
    if column.meaning.understood() || sample.len() < 2 || crossed < 80 {
        return;
    }
    let parts = sample
        .first()
        .map_or(0, |(_, s)| page.slice(s).split(['×', 'x', 'X']).count());
    column.meaning.labels = vec![Label::Length];
    column.meaning.slots = vec![None; parts];
    if let Some(first) = column.meaning.slots.first_mut() {
        *first = Some(Label::Length);
    }
    column.by_value = true;
}

/// Of two columns for the port the one with codes (`PTLIX`) only repeats the other.
fn ports(
    page: &crate::entities::page::Page,
    columns: &mut [Column],
    samples: &[Vec<(usize, Span)>],
) {
    let port = |c: &Column| c.meaning.labels.as_slice() == [Label::Port];
    if columns.iter().filter(|c| port(c)).count() != 2 {
        return;
    }
    let coded = |sample: &Vec<(usize, Span)>| {
        !sample.is_empty()
            && share(sample, |_, s| {
                let text = page.slice(s);
                text.len() == 5
                    && text
                        .bytes()
                        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            }) == 100
    };
    for (column, sample) in columns.iter_mut().zip(samples) {
        if port(column) && coded(sample) {
            column.meaning.labels.clear();
            column.meaning.other = true;
        }
    }
}

/// A nationality in a table without a column for ships is a person's (a crew list).
fn nationalities(columns: &mut [Column]) {
    use crate::entities::concept::Concepts as C;
    let ship = C::SHIP
        .with(C::IMO)
        .with(C::MMSI)
        .with(C::CALLSIGN)
        .with(C::FLAG);
    if columns.iter().any(|c| c.meaning.concepts.any(ship)) {
        return;
    }
    for column in columns.iter_mut() {
        if column.meaning.label() == Some(Label::Flag)
            && column.meaning.concepts.any(C::NATIONALITY)
        {
            column.meaning.labels = vec![Label::Country];
        }
    }
}

fn date_like(text: &str) -> bool {
    !date::scan(text, &(0..text.len()), date::Order::DayMonth).is_empty()
}

/// What most values of a column are.
fn shape(
    reader: &Reader<'_>,
    columns: &[Column],
    sample: &[(usize, Span)],
    vessels: bool,
    unheaded: bool,
) -> Option<Label> {
    let page = reader.page;
    let has = |label: Label| columns.iter().any(|c| c.meaning.labels.contains(&label));
    let whole =
        |span: &Span, wanted: &dyn Fn(&Sense) -> bool| closed::has_sense(page.slice(span), wanted);
    let sense = |wanted: &dyn Fn(&Sense) -> bool| share(sample, |_, s| whole(s, wanted));
    if share(sample, |_, s| {
        date_like(page.slice(s)) && page.slice(s).len() < 28
    }) >= 80
    {
        return Some(Label::Date);
    }
    if share(sample, |_, s| {
        !crate::entities::values::coordinates::scan(&page.text, s, false).is_empty()
    }) >= 80
    {
        return Some(Label::Coordinates);
    }
    if !vessels {
        let coded = share(sample, |_, s| {
            page.slice(s).len() == 3 && whole(s, &|x| matches!(x, Sense::SpeciesCode(_)))
        }) >= 80;
        if (coded || sense(&|s| matches!(s, Sense::Species(_))) >= 50) && !sample.is_empty() {
            return Some(Label::Species);
        }
        let countries = share(sample, |_, s| {
            page.slice(s).len() > 3
                && closed::countries(&page.text, s, Codes::Both)
                    .iter()
                    .any(|h| h.span == *s)
        });
        return (countries >= 60 && sample.len() >= 2).then_some(Label::Country);
    }
    let countries = share(sample, |_, s| {
        closed::countries(&page.text, s, Codes::Both)
            .iter()
            .any(|h| h.span == *s)
    });
    if countries >= 80 {
        return Some(if has(Label::Flag) {
            Label::Country
        } else {
            Label::Flag
        });
    }
    let addresses = share(sample, |_, s| {
        let text = page.slice(s);
        text.contains(',')
            && text.len() > 14
            && text.bytes().any(|b| b.is_ascii_digit())
            && text.contains(' ')
    });
    if unheaded && addresses >= 80 && !has(Label::Address) {
        return Some(Label::Address);
    }
    if sense(&|s| *s == Sense::VesselType) >= 70 && !has(Label::VesselType) {
        return Some(Label::VesselType);
    }
    if sense(&|s| matches!(s, Sense::Gear(_) | Sense::GearCode(_))) >= 80 && !has(Label::GearType) {
        let codes = sense(&|s| *s == Sense::VesselTypeCode);
        return Some(if codes >= 80 && has(Label::GearType) {
            Label::VesselType
        } else {
            Label::GearType
        });
    }
    if sense(&|s| *s == Sense::VesselTypeCode) >= 80 && !has(Label::VesselType) && sample.len() >= 2
    {
        return Some(Label::VesselType);
    }
    if sense(&|s| matches!(s, Sense::Species(_) | Sense::SpeciesCode(_))) >= 80
        && sense(&|s| matches!(s, Sense::GearCode(_) | Sense::VesselTypeCode)) < 50
        || sense(&|s| matches!(s, Sense::Species(_))) >= 60
    {
        return Some(Label::Species);
    }
    if sense(&|s| *s == Sense::Hull) >= 80 && !has(Label::HullMaterial) {
        return Some(Label::HullMaterial);
    }
    if sense(&|s| *s == Sense::Area) >= 70 {
        return Some(Label::FishingArea);
    }
    let years = share(sample, |_, s| {
        page.slice(s)
            .trim()
            .parse::<u32>()
            .is_ok_and(|y| (1900..=2060).contains(&y))
    });
    if years >= 90 && sample.len() >= 3 && !has(Label::BuildYear) && unheaded {
        return Some(Label::BuildYear);
    }
    None
}

/// A word or more, no figures only, not long.
pub(super) fn is_name(text: &str) -> bool {
    // A number is no name: `IOTC015855`.
    if !text.contains(' ') && text.bytes().filter(u8::is_ascii_digit).count() >= 4 {
        return false;
    }
    text.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && text.chars().count() <= 40
        && !date_like(text)
        && text
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_ascii())
        && !lexicon::lookup(text).is_some_and(|t| {
            t.senses.iter().any(|s| {
                !matches!(
                    s,
                    Sense::Alpha2(_) | Sense::Alpha3(_) | Sense::SpeciesCode(_)
                )
            })
        })
}

/// Call signs of one country, in a table without flags.
fn same_series(reader: &Reader<'_>, columns: &mut [Column], samples: &[Vec<(usize, Span)>]) {
    let page = reader.page;
    for index in 0..columns.len() {
        let (Some(column), Some(sample)) = (columns.get(index), samples.get(index)) else {
            continue;
        };
        if column.meaning.understood() || sample.len() < 3 {
            continue;
        }
        let signs: Vec<&str> = sample.iter().map(|(_, s)| page.slice(s).trim()).collect();
        let shaped = signs.iter().all(|s| {
            (4..=7).contains(&s.len())
                && s.bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                && identity::sign_shape(s)
        });
        let first = signs.first().copied().unwrap_or("");
        let shared = shaped
            && identity::sign_countries(first).any(|c| signs.iter().all(|s| in_series(c, s)));
        if shared {
            assign(columns, index, Some(Label::Ircs));
            return;
        }
    }
}

/// Call signs and MMSI agree with the flag of their row.
fn with_flags(
    reader: &Reader<'_>,
    table: &Table,
    columns: &mut [Column],
    samples: &[Vec<(usize, Span)>],
) {
    let page = reader.page;
    let Some(flag) = columns
        .iter()
        .position(|c| c.meaning.label() == Some(Label::Flag))
    else {
        return;
    };
    let country = |row: usize| {
        let cell = table.at(row, flag)?;
        let hits = closed::countries(&page.text, &cell.span, Codes::Both);
        hits.first().and_then(|h| identity::country(h.code))
    };
    for index in 0..columns.len() {
        let (Some(column), Some(sample)) = (columns.get(index), samples.get(index)) else {
            continue;
        };
        if column.meaning.understood() || sample.is_empty() {
            continue;
        }
        let sign = share(sample, |row, s| {
            let text = page.slice(s);
            let squeezed = identity::squeeze(text);
            text.len() <= 10
                && squeezed.len() >= 4
                && identity::sign_shape(&squeezed)
                && country(row).is_some_and(|c| in_series(c, &squeezed))
        });
        let mmsi = share(sample, |row, s| match identity::mmsi(page.slice(s)) {
            Reading::Valid(m) => country(row)
                .is_some_and(|c| identity::mmsi_country(&m).is_some_and(|o| o.alpha3 == c.alpha3)),
            _ => false,
        });
        let has = |label: Label| columns.iter().any(|c| c.meaning.labels.contains(&label));
        let found = if sign >= 80 && !has(Label::Ircs) {
            Some(Label::Ircs)
        } else if mmsi >= 70 && !has(Label::Mmsi) {
            Some(Label::Mmsi)
        } else {
            None
        };
        assign(columns, index, found);
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    /// Label and standard value of everything found.
    fn found(text: &str) -> Vec<String> {
        let (page, _) = extract_page(text, &Carried::default());
        let entities = page.entities.iter();
        entities
            .map(|e| format!("{} {}", e.label.as_str(), e.norm_value))
            .collect()
    }

    #[test]
    fn days_without_marks_begin_an_authorisation_that_a_column_ends() {
        let text = "<table><tr><td>Name</td><td>IRCS</td><td>Authorised</td><td>Until</td></tr>\
            <tr><td>LANTERN BAY</td><td>3DQS</td><td>20250301</td><td>20260228</td></tr></table>";
        let found = found(text);
        assert!(
            found.contains(&"START_DATE 2025-03-01".to_owned()),
            "{found:?}"
        );
        assert!(
            found.contains(&"END_DATE 2026-02-28".to_owned()),
            "{found:?}"
        );
    }

    #[test]
    fn maritime_identities_beside_countries_need_no_heading() {
        let rows = |identity: &str| {
            format!(
                "<table><tr><td>LANTERN BAY</td><td>Fiji</td><td>3DQS</td><td>{identity}</td></tr>\
                 <tr><td>CORAL DAWN</td><td>Fiji</td><td>3DUX</td><td>520117311</td></tr></table>"
            )
        };
        let wanted = "MMSI 520114011".to_owned();
        assert!(found(&rows("520114011")).contains(&wanted));
        assert!(
            !found(&rows("019114011"))
                .iter()
                .any(|e| e.starts_with("MMSI"))
        );
    }
}
