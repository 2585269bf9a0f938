//! Headings that the values below them contradict or make plain.
//!
//! `Distinguishing letters` over call signs of many countries: told by radio, no marks on hulls.

use super::columns::Column;
use super::evidence::{Sampled, most, share};
use super::shape::{date_like, is_days};
use crate::entities::label::Label;
use crate::entities::page::{Page, Span};
use crate::entities::values::call_sign;
use crate::entities::values::identity::{self, Reading};
use crate::entities::values::{closed, coordinates, date};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, phrases};
use crate::entities::words::seek;

/// A column and what is looked at of its cells.
struct Seen<'s> {
    page: &'s Page,
    column: &'s Column,
    sample: &'s [Sampled],
}

impl<'s> Seen<'s> {
    /// True if the heading asks for one thing only.
    fn alone(&self) -> bool {
        self.column.meaning.labels.len() == 1
    }

    fn asks(&self, concepts: C) -> bool {
        self.column.meaning.concepts.any(concepts)
    }

    /// True if the column has as many cells, and so many percent of them pass.
    fn most(&self, least: usize, percent: usize, passes: impl Fn(&'s str) -> bool) -> bool {
        self.sample.len() >= least && most(percent, self.sample, |_, s| passes(self.page.slice(s)))
    }

    fn are_countries(&self, least: usize, percent: usize) -> bool {
        let country = |_, s: &Span| closed::is_country(self.page, s);
        self.sample.len() >= least && most(percent, self.sample, country)
    }
}

/// What a column is after all.
enum Is {
    This(Label),
    /// Nothing that is known yet.
    Open,
    /// No entity.
    Other,
}

/// Labels of a heading, values that contradict it, and what the column is then.
type Contradiction = (&'static [Label], fn(&Seen<'_>) -> bool, Is);

/// Headings that the values contradict: a "name" column of countries, a "number" column of call signs. The first
/// that holds counts.
const CONTRADICTIONS: [Contradiction; 18] = [
    // `State` over `GG`, `DR`: how fish was gutted.
    (
        &[Label::Flag, Label::Country],
        |seen| {
            let code = |text: &str| text.len() == 2;
            seen.alone() && seen.most(2, 100, code) && !seen.are_countries(2, 80)
        },
        Is::Other,
    ),
    (
        &[Label::Port],
        |seen| seen.are_countries(3, 90),
        Is::This(Label::Flag),
    ),
    (
        &[
            Label::NationalRegNo,
            Label::ExternalMarking,
            Label::LicenseNo,
            Label::RfmoId,
        ],
        |seen| seen.alone() && seen.most(1, 80, is_days),
        Is::This(Label::Date),
    ),
    (
        &[Label::NationalRegNo, Label::ExternalMarking],
        |seen| {
            let ship_s = |text| matches!(identity::imo(text), Reading::Valid(_));
            seen.alone() && seen.most(4, 100, ship_s)
        },
        Is::This(Label::Imo),
    ),
    // `Domicile of owner` over countries.
    (
        &[Label::Address],
        |seen| seen.alone() && seen.are_countries(1, 100),
        Is::This(Label::Country),
    ),
    // `Sighted` over positions.
    (
        &[Label::Date],
        |seen| {
            most(80, seen.sample, |_, s| {
                !date_like(seen.page.slice(s))
                    && !coordinates::scan(&seen.page.text, s, false).is_empty()
            })
        },
        Is::This(Label::Coordinates),
    ),
    (
        &[Label::Flag],
        |seen| seen.most(1, 80, date_like),
        Is::This(Label::Date),
    ),
    // `Ree. length`: figures are no party, whatever the misread word.
    (
        &[Label::Owner, Label::Operator, Label::Master],
        |seen| {
            let figures = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
            seen.asks(C::LENGTH) && seen.most(1, 80, figures)
        },
        Is::This(Label::Length),
    ),
    // `Construit en` over years.
    (
        &[Label::HullMaterial, Label::BuildPlace],
        |seen| seen.alone() && seen.asks(C::BUILD) && seen.most(1, 80, date::is_build_year),
        Is::This(Label::BuildYear),
    ),
    // `Mat.`: a *matrícula* where the cells are numbers, no material.
    (
        &[Label::HullMaterial],
        |seen| {
            let number = |text: &str| seek::figures(text) >= 3;
            seen.alone() && seen.most(1, 80, number)
        },
        Is::This(Label::NationalRegNo),
    ),
    // `Modalidad` over `Cerco (PS)`: a gear and its code.
    (
        &[Label::VesselType],
        |seen| {
            let gear = |_, s: &Span| is_gear_with_code(seen.page.slice(s));
            seen.sample.len() >= 2 && share(seen.sample, gear) >= 70
        },
        Is::This(Label::GearType),
    ),
    // `Modalidad` over `LLD`: codes of gears that are none of ships.
    (
        &[Label::VesselType],
        |seen| seen.most(2, 100, is_gear_code),
        Is::This(Label::GearType),
    ),
    // `Fishery / kind` over `Seiner`.
    (
        &[Label::Species],
        |seen| {
            let kind = |text| closed::has_sense(text, |s| *s == Sense::VesselType);
            seen.most(2, 70, kind)
        },
        Is::This(Label::VesselType),
    ),
    // `C`, `A`: a class of the list's own, no kind of vessel.
    (
        &[Label::VesselType],
        |seen| seen.most(2, 100, |text| text.trim().len() == 1),
        Is::Other,
    ),
    // `Particulars`, `Details`: whatever the rows are about.
    (
        &[Label::VesselName],
        |seen| {
            closed::has_sense(&seen.column.heading, |s| {
                matches!(s, Sense::FieldTitle | Sense::ValueTitle)
            })
        },
        Is::Open,
    ),
    // Several things in each cell.
    (
        &[Label::VesselName],
        |seen| seen.alone() && seen.most(1, 80, |text| text.matches("; ").count() >= 2),
        Is::Open,
    ),
    (
        &[Label::VesselName],
        |seen| seen.are_countries(2, 80),
        Is::This(Label::Flag),
    ),
    (
        &[Label::VesselName],
        |seen| {
            let kind = |text| closed::has_sense(text, |s| *s == Sense::VesselType);
            seen.most(2, 70, kind)
        },
        Is::This(Label::VesselType),
    ),
];

/// Gives a column whose values contradict its heading what these are.
pub(super) fn demote(page: &Page, column: &mut Column, sample: &[Sampled]) {
    let Some(label) = column.meaning.label().filter(|_| !sample.is_empty()) else {
        return;
    };
    let seen = Seen {
        page,
        column,
        sample,
    };
    let contradiction = CONTRADICTIONS
        .iter()
        .find(|(labels, holds, _)| labels.contains(&label) && holds(&seen));
    let Some((_, _, is)) = contradiction else {
        return;
    };
    column.meaning.labels.clear();
    match is {
        Is::This(label) => column.meaning.labels.push(*label),
        Is::Open => {}
        Is::Other => column.meaning.other = true,
    }
}

/// `LLD`, and no kind of ship.
fn is_gear_code(text: &str) -> bool {
    closed::has_sense(text, |s| matches!(s, Sense::GearCode(_)))
        && !closed::has_sense(text, |s| *s == Sense::VesselTypeCode)
}

/// `Cerco (PS)`: words that are no kind of vessel, and the code of a gear.
fn is_gear_with_code(text: &str) -> bool {
    text.strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("))
        .is_some_and(|(words, code)| {
            closed::has_sense(code, |x| matches!(x, Sense::GearCode(_)))
                && !closed::has_sense(words, |x| *x == Sense::VesselType)
        })
}

/// `Flag (previous)` over `Kenya (Belize)`: the bracket of the heading speaks of the brackets in the cells.
pub(super) fn bracketed_past(page: &Page, column: &mut Column, sample: &[Sampled]) {
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
pub(super) fn letters(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) {
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
        let coded = found(&[
            &["Vessel", "Class"],
            &["GREY LION", "LLD"],
            &["ALBA DAWN", "LLS"],
        ]);
        assert!(coded.contains(&"GEAR_TYPE=LLD".to_string()), "{coded:?}");
        let kinds = found(&[
            &["Vessel", "Fishery / kind"],
            &["GREY LION", "Trawler"],
            &["ALBA DAWN", "Longliner"],
        ]);
        assert!(
            kinds.contains(&"VESSEL_TYPE=Trawler".to_string()),
            "{kinds:?}"
        );
        let asked = found(&[
            &["Vessel", "Kind"],
            &["GREY LION", "Tuna longline"],
            &["ALBA DAWN", "Tuna purse seine"],
        ]);
        assert!(
            asked.contains(&"VESSEL_TYPE=Tuna longline".to_string()),
            "{asked:?}"
        );
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
