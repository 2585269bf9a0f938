//! Headings that the values below them contradict or make plain.
//!
//! `Distinguishing letters` over call signs of many countries: told by radio, no marks on hulls.

use super::columns::Column;
use super::evidence::{most, share};
use super::shape::{date_like, is_days};
use crate::entities::label::Label;
use crate::entities::page::{Page, Span};
use crate::entities::values::call_sign;
use crate::entities::values::identity::{self, Reading};
use crate::entities::values::{closed, coordinates};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, phrases};

/// Headings that the values contradict: a "name" column of countries, a "number" column of call signs.
pub(super) fn demote(page: &Page, column: &mut Column, sample: &[(usize, Span)]) {
    if sample.is_empty() {
        return;
    }
    match column.meaning.label() {
        Some(Label::Port)
            if most(90, sample, |_, s| closed::is_country(page, s)) && sample.len() >= 3 =>
        {
            column.meaning.labels = vec![Label::Flag];
        }
        Some(Label::NationalRegNo | Label::ExternalMarking | Label::LicenseNo | Label::RfmoId)
            if most(80, sample, |_, s| is_days(page.slice(s)))
                && column.meaning.labels.len() == 1 =>
        {
            column.meaning.labels = vec![Label::Date];
        }
        Some(Label::NationalRegNo | Label::ExternalMarking)
            if most(100, sample, |_, s| {
                matches!(identity::imo(page.slice(s)), Reading::Valid(_))
            }) && sample.len() >= 4
                && column.meaning.labels.len() == 1 =>
        {
            column.meaning.labels = vec![Label::Imo];
        }
        // `Domicile of owner` over countries.
        Some(Label::Address)
            if column.meaning.labels.len() == 1
                && most(100, sample, |_, s| closed::is_country(page, s)) =>
        {
            column.meaning.labels = vec![Label::Country];
        }
        // `Sighted` over positions.
        Some(Label::Date)
            if most(80, sample, |_, s| {
                !date_like(page.slice(s)) && !coordinates::scan(&page.text, s, false).is_empty()
            }) =>
        {
            column.meaning.labels = vec![Label::Coordinates];
        }
        Some(Label::Flag) if most(80, sample, |_, s| date_like(page.slice(s))) => {
            column.meaning.labels = vec![Label::Date];
        }
        // `Ree. length`: figures are no party, whatever the misread word.
        Some(Label::Owner | Label::Operator | Label::Master)
            if column.meaning.concepts.any(C::LENGTH)
                && most(80, sample, |_, s| {
                    page.slice(s).starts_with(|c: char| c.is_ascii_digit())
                }) =>
        {
            column.meaning.labels = vec![Label::Length];
        }
        // `Construit en` over years.
        Some(Label::HullMaterial | Label::BuildPlace)
            if column.meaning.labels.len() == 1
                && column.meaning.concepts.any(C::BUILD)
                && most(80, sample, |_, s| {
                    let year = page.slice(s).parse::<u32>();
                    year.is_ok_and(|year| (1900..=2060).contains(&year))
                }) =>
        {
            column.meaning.labels = vec![Label::BuildYear];
        }
        // `Mat.`: a *matrícula* where the cells are numbers, no material.
        Some(Label::HullMaterial)
            if column.meaning.labels.len() == 1
                && most(80, sample, |_, s| {
                    let text = page.slice(s);
                    text.bytes().filter(u8::is_ascii_digit).count() >= 3
                }) =>
        {
            column.meaning.labels = vec![Label::NationalRegNo];
        }
        // `Modalidad` over `Cerco (PS)`: a gear and its code.
        Some(Label::VesselType)
            if share(sample, |_, s| {
                page.slice(s)
                    .strip_suffix(')')
                    .and_then(|text| text.rsplit_once(" ("))
                    .is_some_and(|(words, code)| {
                        closed::has_sense(code, |x| matches!(x, Sense::GearCode(_)))
                            && !closed::has_sense(words, |x| *x == Sense::VesselType)
                    })
            }) >= 70
                && sample.len() >= 2 =>
        {
            column.meaning.labels = vec![Label::GearType];
        }
        // `C`, `A`: a class of the list's own, no kind of vessel.
        Some(Label::VesselType)
            if sample.len() >= 2 && most(100, sample, |_, s| page.slice(s).trim().len() == 1) =>
        {
            column.meaning.labels.clear();
            column.meaning.other = true;
        }
        // `Particulars`, `Details`: whatever the rows are about.
        Some(Label::VesselName)
            if closed::has_sense(&column.heading, |s| {
                matches!(s, Sense::FieldTitle | Sense::ValueTitle)
            }) =>
        {
            column.meaning.labels.clear();
        }
        // Several things in each cell.
        Some(Label::VesselName)
            if column.meaning.labels.len() == 1
                && most(80, sample, |_, s| page.slice(s).matches("; ").count() >= 2) =>
        {
            column.meaning.labels.clear();
        }
        Some(Label::VesselName) => {
            if most(80, sample, |_, s| closed::is_country(page, s)) && sample.len() >= 2 {
                column.meaning.labels = vec![Label::Flag];
            } else if most(70, sample, |_, s| {
                closed::has_sense(page.slice(s), |x| *x == Sense::VesselType)
            }) && sample.len() >= 2
            {
                column.meaning.labels = vec![Label::VesselType];
            }
        }
        _ => {}
    }
}

/// `Flag (previous)` over `Kenya (Belize)`: the bracket of the heading speaks of the brackets in the cells.
pub(super) fn bracketed_past(page: &Page, column: &mut Column, sample: &[(usize, Span)]) {
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

/// `Distinguishing letters` over call signs of many countries: what is told by radio, no mark on the hull.
pub(super) fn letters(page: &Page, columns: &mut [Column], samples: &[Vec<(usize, Span)>]) {
    if columns
        .iter()
        .any(|c| c.meaning.labels.contains(&Label::Ircs))
    {
        return;
    }
    for (column, sample) in columns.iter_mut().zip(samples) {
        let signs = share(sample, |_, s| {
            let text = page.slice(s).trim();
            (4..=6).contains(&text.len())
                && text.bytes().take(3).all(|b| b.is_ascii_uppercase())
                && call_sign::has_shape(text)
        });
        let marked = column.meaning.labels.as_slice() == [Label::ExternalMarking]
            && !column
                .meaning
                .concepts
                .any(C::HULL.with(C::NUMBER).with(C::REGISTER));
        if marked && sample.len() >= 2 && signs == 100 {
            column.meaning.labels = vec![Label::Ircs];
        }
    }
}

/// `Day | Month | Year`: the parts of a day in columns of their own; no ship was built in such a year.
pub(super) fn parts_of_days(columns: &mut [Column]) {
    let month = |column: &Column| {
        let heading = fold_phrase(&column.heading);
        phrases::MONTHS_OVER_COLUMNS.holds(&heading)
    };
    if !columns.iter().any(month) {
        return;
    }
    for column in columns.iter_mut() {
        if column.meaning.labels == [Label::BuildYear] && !column.meaning.concepts.any(C::BUILD) {
            column.meaning.labels.clear();
            column.meaning.other = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    fn found(rows: &[&[&str]]) -> Vec<String> {
        let mut text = String::from("<table>");
        for row in rows {
            text.push_str("<tr>");
            for cell in *row {
                text.push_str(&format!("<td>{cell}</td>"));
            }
            text.push_str("</tr>");
        }
        text.push_str("</table>");
        things(&text)
    }

    #[test]
    fn values_say_what_their_heading_leaves_open() {
        let letters = found(&[
            &["Vessel", "Distinguishing letters"],
            &["GREY LION", "GXWB"],
            &["ALBA DAWN", "MABC4"],
        ]);
        assert!(letters.contains(&"IRCS=GXWB".to_string()), "{letters:?}");
        let gear = found(&[
            &["Embarcación", "Modalidad"],
            &["CALA ROIG", "Palangre de fondo (LLS)"],
            &["PARE TONI", "Trasmallo (GTR)"],
        ]);
        assert!(gear.contains(&"GEAR_TYPE=LLS".to_string()), "{gear:?}");
    }

    #[test]
    fn headings_of_unknown_words_head_columns_of_figures() {
        let rows = found(&[
            &[
                "Ship name",
                "IMO number",
                "Flag",
                "Zork (GT)",
                "Blimf (kW)",
                "Wazzle (m3)",
                "Prax",
                "Quom",
            ],
            &[
                "ASTRID BULKER",
                "9281310",
                "Cyprus",
                "30042",
                "9000",
                "20000",
                "18",
                "12",
            ],
        ]);
        for wanted in [
            "VESSEL_NAME=ASTRID BULKER",
            "TONNAGE=30042",
            "ENGINE_POWER=9000 kW",
        ] {
            assert!(rows.contains(&wanted.to_string()), "{wanted}: {rows:?}");
        }
    }

    #[test]
    fn the_year_beside_a_month_is_no_year_of_building() {
        let found = found(&[
            &["", "Day", "Month", "Year"],
            &["Departure", "02", "06", "2017"],
            &["Return", "19", "08", "2017"],
        ]);
        assert_eq!(found, Vec::<String>::new());
    }
}
