//! Columns of a table with a vessel (or a catch of a vessel) a row: what each holds by its heading.
//!
//! `Vessel | Flag | IRCS`. A column whose heading says nothing is left to `evidence`.

use super::rows::{rows, title};
use super::{beside, crew, evidence, heads, history, roles};
use crate::entities::caption::{self, Meaning, Verdict};
use crate::entities::context::Reader;
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::lines;
use crate::entities::page::{Cell, Table};
use crate::entities::values::{closed, measure::Unit};
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::seek;

/// A column: what its heading means and the heading's text.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Column {
    pub(super) meaning: Meaning,
    pub(super) heading: String,
    /// The column names vessels by keys or names that other tables have.
    pub(super) link: bool,
    /// Flags are two-letter codes.
    pub(super) short_codes: bool,
    /// The next column holds the unit of each value.
    pub(super) unit_beside: bool,
    /// Found by its values.
    pub(super) by_value: bool,
    /// Found by what its values and the columns beside it weigh.
    pub(super) weighed: bool,
}

impl Column {
    /// Nothing says what the column holds.
    pub(super) fn is_open(&self) -> bool {
        !self.meaning.understood()
    }
}

/// Reads a table whose captions stand in the rows `first..=last`.
pub(super) fn read(
    reader: &mut Reader<'_>,
    table: &Table,
    first: usize,
    last: usize,
    form: &mut Form,
    heading: &mut Vec<String>,
) {
    let mut columns: Vec<Column> = (0..table.columns)
        .map(|c| column(reader, table, first, last, c))
        .collect();
    heading.clear();
    heading.extend(columns.iter().map(|c| c.heading.clone()));
    for row in 0..first {
        title(reader, table, row, form);
    }
    if let Some(crew) = crew::find(&columns) {
        crew::read(reader, table, last + 1, &crew, form);
        return;
    }
    if let Some(roles) = roles::find(reader, table, last + 1, &columns) {
        roles::read(reader, table, last + 1, &roles, form);
        return;
    }
    if let Some(history) = history::find(reader, table, last + 1, &columns, form) {
        history::read(reader, table, last + 1, &history);
        return;
    }
    beside::one_flag(&mut columns);
    beside::own_number(&mut columns);
    beside::own_register(&mut columns);
    beside::second_ship(&mut columns);
    beside::last_name(&mut columns);
    beside::own_type(&mut columns);
    beside::own_party(reader, &mut columns, form);
    beside::own_address(&mut columns);
    beside::one_owner(&mut columns);
    for (index, column) in columns.iter_mut().enumerate() {
        two_in_one(reader, table, last + 1, index, column);
    }
    evidence::complete(reader, table, last + 1, &mut columns);
    rows(reader, table, last + 1, &mut columns, form);
}

/// Reads a table without captions: by the heading of the page before where the columns agree, else by its values.
pub(super) fn read_bare(
    reader: &mut Reader<'_>,
    table: &Table,
    form: &mut Form,
    heading: &[String],
) {
    if table.columns == 1 {
        for row in 0..table.rows() {
            if let Some(cell) = table.starts_at(row, 0) {
                lines::read_cell(reader, &cell.span, form);
            }
        }
        return;
    }
    let mut columns: Vec<Column> = if heading.len() == table.columns {
        heading
            .iter()
            .map(|text| Column {
                meaning: reader.foreign_caption(text),
                heading: text.clone(),
                ..Column::default()
            })
            .collect()
    } else {
        vec![Column::default(); table.columns]
    };
    evidence::complete(reader, table, 0, &mut columns);
    rows(reader, table, 0, &mut columns, form);
}

/// The meaning of a column from its heading cells.
fn column(
    reader: &mut Reader<'_>,
    table: &Table,
    first: usize,
    last: usize,
    column: usize,
) -> Column {
    let mut cells: Vec<&Cell> = Vec::new();
    for row in first.saturating_sub(1)..=last {
        let Some(cell) = table.at(row, column).filter(|c| !c.span.is_empty()) else {
            continue;
        };
        if row > first && heads::is_number_row(reader, table, row) {
            continue;
        }
        // A row above the heading counts only as a group over some of the columns.
        let group = row >= first
            || (cell.columns > 1 && cell.columns < table.columns && table.row(row).count() > 1);
        if group && cells.last().is_none_or(|l| l.span != cell.span) {
            cells.push(cell);
        }
    }
    let mut out = Column::default();
    for cell in cells {
        let meaning = reader.caption(&cell.span);
        let text = reader.page.slice(&cell.span).to_string();
        let unit = Unit::of(text.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']')))
            .or(meaning.unit.filter(|_| heads::is_units(&text)));
        // `Dimensions (m)` over `L`, `B` and `D`.
        let length = text == "L" && out.meaning.unit == Some(Unit::Metre);
        if out.heading.is_empty() {
            out.meaning = Meaning::clone(&meaning);
        } else if let Some(unit) = unit.filter(|unit| {
            meaning
                .concepts
                .without(C::POWER.with(C::TONNAGE).with(C::UNIT_M))
                .is_empty()
                && measures(&out.meaning, &meaning, *unit)
        }) {
            out.meaning.unit = Some(unit);
        } else if length {
            out.meaning.labels = vec![Label::Length];
            out.meaning.other = false;
        } else {
            out.meaning = combine(&out.meaning, Meaning::clone(&meaning));
        }
        if !out.heading.is_empty() {
            out.heading.push(' ');
        }
        out.heading.push_str(&text);
    }
    let number = C::SHIP.with(C::NUMBER);
    if reader.organised
        && out.meaning.concepts == number
        && out.meaning.label() == Some(Label::NationalRegNo)
    {
        out.meaning.labels = vec![Label::RfmoId];
    }
    out
}

/// `Flag (port of registry)` over `Spain (Vigo)`, `Flag / Registration No.` over `USA / 976841`: two things, where the
/// cells are parted as the heading is.
fn two_in_one(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    index: usize,
    column: &mut Column,
) {
    if column.meaning.labels.len() > 1 {
        return;
    }
    let Some((first, second, bracket)) = halves(&column.heading) else {
        return;
    };
    let (first, second) = (
        reader.foreign_caption(first),
        reader.foreign_caption(second),
    );
    let ([one], [other]) = (first.labels.as_slice(), second.labels.as_slice()) else {
        return;
    };
    if one == other {
        return;
    }
    // `Flag (previous)`
    let other = match (one, other) {
        (Label::Flag, Label::PreviousName) => &Label::PreviousFlag,
        _ => other,
    };
    let (mut parted, mut filled) = (0, 0);
    for row in from..table.rows() {
        let Some(cell) = table.filled(row, index) else {
            continue;
        };
        let text = reader.page.slice(&cell.span);
        filled += usize::from(!closed::is_empty_value(text));
        parted += usize::from(halves(text).is_some_and(|(.., b)| b == bracket));
    }
    if parted >= 2 && parted * 10 >= filled * 7 {
        column.meaning.slots = vec![Some(*one), Some(*other)];
        column.meaning.labels = vec![*one, *other];
        column.meaning.other = false;
    }
}

/// `Flag (port)`, `Flag / port`: the two, and whether the second stands in brackets.
fn halves(text: &str) -> Option<(&str, &str, bool)> {
    let bracket = text.strip_suffix(')').and_then(|t| seek::parted(t, " ("));
    let (first, second) = bracket.or_else(|| seek::parted(text, " / "))?;
    Some((first, second, bracket.is_some()))
}

/// False where the heading above asks for another thing than the unit measures, or for nothing, and the unit is a
/// caption itself: `Size and engine` over `GT`.
fn measures(upper: &Meaning, lower: &Meaning, unit: Unit) -> bool {
    let own = match unit {
        Unit::Gross => Label::Tonnage,
        Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower => Label::EnginePower,
        _ => return true,
    };
    upper.labels.contains(&own) || lower.labels.is_empty()
}

/// `Hull and engine`: a title over columns of several kinds, which says of none of them what it is.
fn is_section(upper: &Meaning) -> bool {
    let hull = C::HULL.with(C::LENGTH).with(C::TONNAGE).with(C::BUILD);
    upper.concepts.any(C::ENGINE.with(C::POWER)) && upper.concepts.any(hull)
}

/// A heading over a heading.
fn combine(upper: &Meaning, lower: Meaning) -> Meaning {
    if upper.labels == lower.labels && upper.understood() {
        let mut both = lower;
        both.unit = both.unit.or(upper.unit);
        both.order = both.order.or(upper.order);
        return both;
    }
    // `Particulars` over `ME, kW`: the unit says more than the group.
    let named = upper.labels.as_slice() == [Label::VesselName];
    if named && lower.unit.is_some() && !lower.understood() {
        return lower;
    }
    let mut together = both_said(upper, &lower);
    let above = upper.concepts.without(C::SHIP.with(C::VALID));
    if lower.concepts.is_empty() || above.is_empty() {
        return together;
    }
    if is_folio(upper, &lower) {
        together.labels = vec![Label::LicenseNo];
    } else if asks_with_its_group(upper, &lower) {
        ask_together(&mut together, above, &lower);
    }
    together
}

/// The lower heading where it is understood, else the upper one, with the words of both.
fn both_said(upper: &Meaning, lower: &Meaning) -> Meaning {
    let surer = if lower.understood() { lower } else { upper };
    Meaning {
        unit: lower.unit.or(upper.unit),
        order: lower.order.or(upper.order),
        concepts: upper.concepts.with(lower.concepts),
        ..surer.clone()
    }
}

/// `Permiso` over `Folio`
fn is_folio(upper: &Meaning, lower: &Meaning) -> bool {
    lower.words == 1
        && lower.concepts == C::REGISTER.with(C::NUMBER)
        && upper.labels.as_slice() == [Label::LicenseNo]
}

/// Concepts of headings that say what is told, and leave it to their group of what: `Name`, `Country`, `From`.
const ASKED_OF_A_GROUP: C = one_of(&[
    C::NAME,
    C::NUMBER,
    C::ADDRESS,
    C::COUNTRY,
    C::STATE,
    C::NATIONALITY,
    C::DATE,
    C::YEAR,
    C::PLACE,
    C::TYPE,
    C::START,
    C::END,
    C::COMPANY,
    C::PORT,
    C::VALID,
    C::PREVIOUS,
    C::CURRENT,
    C::FLAG,
]);

/// What the lower heading asks for, the upper one says of what.
fn asks_with_its_group(upper: &Meaning, lower: &Meaning) -> bool {
    // The same thing in two languages is not a group: its words bring nothing new.
    let bare = lower.concepts.without(ASKED_OF_A_GROUP).is_empty();
    // `Ship and owner` over `Cat.`: a group of several things says of none which it is.
    let several = upper.labels.len() > 1 || upper.concepts.any(C::SHIP);
    let section = is_section(upper) && !lower.labels.is_empty();
    !lower.understood() || bare && !several && !section
}

/// What the concepts of a group and of the heading under it ask for.
fn ask_together(together: &mut Meaning, group: C, lower: &Meaning) {
    // `Registration` over `Flag State`: a state is no number of the group's.
    let place = matches!(lower.labels.as_slice(), [Label::Flag | Label::Port]);
    match caption::resolve(group.with(lower.concepts), (C::default(), C::default())) {
        Verdict::Is(labels) if place && !labels.iter().copied().all(is_place) => {}
        Verdict::Is(labels) => {
            together.labels = labels.to_vec();
            together.other = false;
        }
        Verdict::Other => {
            together.labels.clear();
            together.other = true;
        }
        Verdict::Unknown => {}
    }
}

/// A state or a town.
fn is_place(label: Label) -> bool {
    matches!(
        label,
        Label::Flag | Label::PreviousFlag | Label::Country | Label::Port | Label::BuildPlace
    )
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn names_under_a_party_s_title_are_the_party_s() {
        let page = "Vessel: ALBA NOVA\nIMO: 9281310\n\n## OWNERS\n\n| Name | Address | Shares |\n|---|---|---|\n\
                    | Reef Ltd | 12 Quay Street, Suva | 32 |\n| Mar Ltd | 14 Quay Street, Suva | 32 |";
        let owners = crate::entities::told::values(page, crate::entities::Label::Owner);
        assert_eq!(owners, ["Reef Ltd", "Mar Ltd"]);
    }

    #[test]
    fn a_bare_type_beside_a_fish_is_no_vessel_s() {
        let page = "Vessel: ALBA NOVA\n\n| Species | Type | Area | Weight (kg) |\n|---|---|---|---|\n\
                    | TOP | HGT | 41.3.1 | 48,120 |\n| TOP | HGT | 41.3.2 | 11,400 |";
        let kinds = crate::entities::told::values(page, crate::entities::Label::VesselType);
        assert!(kinds.is_empty(), "{kinds:?}");
    }

    #[test]
    fn a_title_in_the_first_cell_is_no_part_of_the_heading() {
        let page = "| Registre d'immatriculation 2021 | | | |\n|---|---|---|---|\n| N° | NAVIRE | IMMAT. | TJB |\n\
                    | 1 | ALBA NOVA | DAK 1144 | 214,7 |\n| 2 | MAR BRAVO | DAK 998 | 149,2 |";
        let numbers = crate::entities::told::values(page, crate::entities::Label::NationalRegNo);
        assert_eq!(numbers, ["DAK 1144", "DAK 998"]);
    }

    #[test]
    fn a_heading_of_two_things_parts_its_cells_as_it_is_parted() {
        for (heading, first, second) in [
            ("Flag (port of registry)", "Spain (Vigo)", "Chile (Arica)"),
            (
                "Abanderamiento (Puerto de matrícula)",
                "Spain (Vigo)",
                "Chile (Arica)",
            ),
            ("Flag / Port of registry", "Spain / Vigo", "Chile / Arica"),
        ] {
            let page = format!(
                "<table><tr><td>Name</td><td>IMO</td><td>{heading}</td></tr>\
                 <tr><td>ALBA NOVA</td><td>9281310</td><td>{first}</td></tr>\
                 <tr><td>MAR BRAVO</td><td>9100372</td><td>{second}</td></tr></table>"
            );
            let (read, _) = extract_page(&page, &Carried::default());
            let entities = read.entities.iter();
            let found: Vec<String> = entities
                .filter(|e| e.record == Some(0))
                .map(|e| format!("{}={}", e.label, e.norm_value))
                .collect();
            assert_eq!(
                found,
                [
                    "VESSEL_NAME=ALBA NOVA",
                    "IMO=9281310",
                    "FLAG=ESP",
                    "PORT=Vigo"
                ],
                "{heading}"
            );
        }
    }

    #[test]
    fn a_regional_office_is_no_regional_organisation() {
        for (title, wanted) in [
            ("SOUTHEAST REGIONAL OFFICE", "0 NATIONAL_REG_NO=FL4471MK"),
            ("Regional Register of Vessels", "0 RFMO_ID=FL4471MK"),
        ] {
            let page = format!(
                "{title}\n\n| Vessel ID | Vessel name | Built |\n|---|---|---|\n| FL4471MK | ALBA | 2001 |"
            );
            crate::entities::told::tells(&page, &[wanted]);
        }
    }
}
