//! Headings that recognition tore off their table: they stand as lines above it, in no order.
//!
//! ```text
//! Flag State Name Callsign IMO_NUMBER National registration number Home port
//! Gears LOA (m) GT From
//! | IOTC015855 | PERINTIS | IDN | YEA5995 | 8563278 | 14 No.1807/Pd | Benoa | 15.55 | 14 |
//! ```
//!
//! A column without a heading is given one of them only where its values leave one reading.

use super::columns::Column;
use super::evidence::{Sampled, assign, most};
use super::shape::is_name;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Block, Table};
use crate::entities::values::measure;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::seek;
use crate::entities::words::tokens::Tokens;

/// Bytes above a table in which its headings may stand.
const REACH: usize = 500;
/// Fewest rows that show what a column holds, and fewest captions above that make headings of the lines.
const LEAST_ROWS: usize = 4;
const LEAST_CAPTIONS: usize = 4;

/// Gives columns without headings the labels that the lines above the table ask for.
pub(super) fn complete(
    reader: &Reader<'_>,
    table: &Table,
    columns: &mut [Column],
    samples: &[Vec<Sampled>],
) {
    let above = captions_above(reader, table);
    let has = |columns: &[Column], label: Label| {
        columns.iter().any(|c| c.meaning.labels.contains(&label))
    };
    if above.count < LEAST_CAPTIONS || !has(columns, Label::VesselName) {
        return;
    }
    let free = |columns: &[Column]| -> Vec<usize> {
        (0..columns.len())
            .filter(|index| columns.get(*index).is_some_and(|c| !c.meaning.understood()))
            .filter(|index| samples.get(*index).is_some_and(|s| s.len() >= LEAST_ROWS))
            .collect()
    };
    let page = reader.page;
    let sample = |index: usize| samples.get(index).map_or(&[][..], Vec::as_slice);
    let numeric: Vec<(usize, f64, bool)> = free(columns)
        .into_iter()
        .filter_map(|index| {
            numbers(reader, sample(index)).map(|(mean, parts)| (index, mean, parts))
        })
        .collect();
    // A ship's tons are many times its metres, or only its metres have decimals.
    if let ([(a, mean_a, parts_a), (b, mean_b, parts_b)], true) = (
        numeric.as_slice(),
        above.concepts.any(C::LENGTH) && above.concepts.any(C::TONNAGE),
    ) {
        let first_is_length =
            *parts_a && !parts_b || mean_a * 3.0 < *mean_b && *parts_a == *parts_b;
        let second_is_length =
            *parts_b && !parts_a || mean_b * 3.0 < *mean_a && *parts_a == *parts_b;
        let fits = |mean: f64| (4.0..=150.0).contains(&mean);
        if first_is_length && fits(*mean_a) {
            assign(columns, *a, Some(Label::Length));
            assign(columns, *b, Some(Label::Tonnage));
        } else if second_is_length && fits(*mean_b) {
            assign(columns, *b, Some(Label::Length));
            assign(columns, *a, Some(Label::Tonnage));
        }
    }
    let figures = seek::has_figure;
    let registered: Vec<usize> = free(columns)
        .into_iter()
        .filter(|index| {
            numbers(reader, sample(*index)).is_none()
                && most(80, sample(*index), |_, s| figures(page.slice(s)))
        })
        .collect();
    if let ([only], true) = (registered.as_slice(), above.concepts.any(C::REGISTER)) {
        assign(columns, *only, Some(Label::NationalRegNo));
    }
    let places: Vec<usize> = free(columns)
        .into_iter()
        .filter(|index| {
            most(80, sample(*index), |_, s| {
                is_name(page.slice(s)) && !figures(page.slice(s))
            })
        })
        .collect();
    if let ([only], true) = (places.as_slice(), above.concepts.any(C::PORT)) {
        assign(columns, *only, Some(Label::Port));
    }
}

/// What the lines above a table ask for.
#[derive(Default)]
struct Above {
    concepts: C,
    /// Captions in them.
    count: usize,
}

fn captions_above(reader: &Reader<'_>, table: &Table) -> Above {
    let mut above = Above::default();
    let Some(start) = table.cells.first().map(|cell| cell.span.start) else {
        return above;
    };
    let lines = reader.page.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(lines) => Some(lines),
        Block::Table(_) => None,
    });
    for line in lines.flatten() {
        if line.span.end > start || start - line.span.end > REACH {
            continue;
        }
        let tokens = Tokens::of(reader.page, &line.span);
        let mut at = 0;
        while at < tokens.len() {
            let found = tokens.longest(at, |term| !term.concepts.is_empty());
            if let Some((_, term)) = found {
                above.concepts = above.concepts.with(term.concepts);
                above.count += 1;
            }
            at += found.map_or(1, |(words, _)| words);
        }
    }
    above
}

/// The mean of a column of plain numbers and whether some have decimals; none where a cell is something else.
fn numbers(reader: &Reader<'_>, sample: &[Sampled]) -> Option<(f64, bool)> {
    let mut sum = 0.0;
    let mut decimals = false;
    for (_, span) in sample {
        let text = reader.page.slice(span);
        let number = measure::number_at(text, 0, reader.style, 120_000.0)?;
        if number.end != text.len() {
            return None;
        }
        sum += number.value;
        decimals |= !number.whole;
    }
    let count = u32::try_from(sample.len()).ok().filter(|n| *n > 0)?;
    Some((sum / f64::from(count), decimals))
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn torn_headings_speak_where_the_values_leave_one_reading() {
        let rows: String = [
            (
                "LANTERN",
                "YEA5995",
                "9281310",
                "14 No.1807/Pd",
                "Benoa",
                "15.55",
                "14",
            ),
            (
                "HERON",
                "YEA5996",
                "9074729",
                "108 No.1913/Sd",
                "Sibolga",
                "29",
                "108",
            ),
            (
                "PLAYA",
                "YEA5997",
                "7330399",
                "99 No.44/Pd",
                "Semarang",
                "28.65",
                "128",
            ),
            (
                "MARISMA",
                "YEA5998",
                "9100372",
                "75 No.12/Pd",
                "Cilacap",
                "25",
                "75",
            ),
        ]
        .iter()
        .map(|(name, sign, imo, number, port, length, tons)| {
            format!(
                "<tr><td>{name}</td><td>IDN</td><td>{sign}</td><td>{imo}</td><td>{number}</td>\
                 <td>{port}</td><td>{length}</td><td>{tons}</td></tr>"
            )
        })
        .collect();
        let read = |lines: &str| -> Vec<(Label, String)> {
            let page = format!("{lines}\n\n<table>{rows}</table>");
            let (read, _) = extract_page(&page, &Carried::default());
            read.entities
                .into_iter()
                .filter(|entity| entity.record == Some(0))
                .map(|entity| (entity.label, entity.norm_value))
                .collect()
        };
        let torn = read(
            "Flag State Name Callsign IMO National registration number Home port\n\nLOA (m) GT",
        );
        for wanted in [
            (Label::NationalRegNo, "14 No.1807/Pd"),
            (Label::Port, "Benoa"),
            (Label::Length, "15.55"),
            (Label::Tonnage, "14"),
        ] {
            assert!(
                torn.contains(&(wanted.0, wanted.1.to_string())),
                "{wanted:?} {torn:?}"
            );
        }
        let bare = read("Annex 2");
        assert!(
            !bare.iter().any(|(label, _)| *label == Label::Port),
            "{bare:?}"
        );
    }
}
