//! Papers drawn as one grid of merged cells: captions beside their values, boxes, and small tables between them.
//!
//! A port state's form has `6. Name of the vessel | ALBA` in some rows and `Species | Catch area | Quantity` over
//! others. Each row is read as what it is.

use super::captions::sure_caption;
use super::other_rows::is_total;
use super::sections::{heading, is_field, part};
use super::stacked;
use crate::entities::context::Reader;
use crate::entities::fields::syntax::boxed_cell;
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::lines;
use crate::entities::page::{Cell, Span, Table};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;

/// Most rows of such a paper.
const LONGEST: usize = 90;

/// A caption, where it is not in the cell of its value, and the value.
pub(super) type Field = (Option<Span>, Span);

/// What a row of a paper is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// One cell across the paper.
    Title(Span),
    /// Captions, each with its value beside it or under it; a cell alone has its caption with it.
    Fields(Vec<Field>),
    /// A caption in each cell.
    Heading,
    /// Values under a heading.
    Data,
}

/// The rows of a paper; none where the table is of one kind from top to bottom. Among rows of captions and values
/// (`paired`) a heading must have its title.
pub(super) fn rows(reader: &mut Reader<'_>, table: &Table, paired: bool) -> Option<Vec<Row>> {
    let merged = |cell: &Cell| cell.columns > 1 && cell.columns < table.columns;
    let drawn = table.columns > 2
        && (4..=LONGEST).contains(&table.rows())
        && table.cells.iter().any(|cell| cell.row > 0 && merged(cell));
    if !drawn {
        return None;
    }
    let mut rows = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        rows.push(kind(reader, table, row));
    }
    let of_fields = |row: &&Row| matches!(row, Row::Fields(_));
    let fields = rows.iter().filter(of_fields).count();
    let headed = rows
        .windows(2)
        .filter(|pair| matches!(pair, [Row::Heading, Row::Data]));
    let headed = headed.count();
    let titled =
        |pair: &[Row]| !matches!(pair, [before, Row::Heading] if !matches!(before, Row::Title(_)));
    if paired && !rows.windows(2).all(titled) {
        return None;
    }
    // Values that no heading stands over belong to a table of another kind.
    let (mut below, mut stray) = (false, 0);
    for row in &rows {
        match row {
            Row::Heading => below = true,
            Row::Fields(_) => below = false,
            Row::Title(_) => {}
            Row::Data => stray += usize::from(!below),
        }
    }
    (fields >= 2 && headed >= 1 && stray <= fields).then_some(rows)
}

/// What a row is by itself.
pub(super) fn kind(reader: &mut Reader<'_>, table: &Table, row: usize) -> Row {
    let cells: Vec<&Cell> = table.filled_in(row).collect();
    let mut fields = Vec::new();
    for cell in &cells {
        if is_field(reader, cell) {
            fields.push((None, cell.span.clone()));
        } else if let Some((key, value)) = boxed_cell(reader, &cell.span) {
            fields.push((Some(key), value));
        }
    }
    if !fields.is_empty() && fields.len() * 2 >= cells.len() {
        return Row::Fields(fields);
    }
    match cells.as_slice() {
        [] => return Row::Data,
        [first, ..] if is_total(reader.page.slice(&first.span)) => return Row::Data,
        [only] if only.columns >= table.columns => return Row::Title(only.span.clone()),
        _ => {}
    }
    // A row of many cells, none merged, over another like it is no form's.
    let listed = cells.len() > 4
        && cells.iter().all(|c| c.columns == 1)
        && table.filled_in(row + 1).count() == cells.len();
    if let Some(pairs) = pairs(reader, &cells).filter(|_| !listed) {
        return Row::Fields(pairs);
    }
    match heading(reader, table, row) {
        Some(_) => Row::Heading,
        None => Row::Data,
    }
}

/// `Length | 49.8 m | Beam | 8.7 m`: captions with their values beside them; a title may lead them.
fn pairs(reader: &mut Reader<'_>, cells: &[&Cell]) -> Option<Vec<Field>> {
    // `Gear | longline | Gear | jigs`: the same caption twice, whatever stands beside it.
    if let [one, value, again, other] = cells
        && reader.page.slice(&one.span) == reader.page.slice(&again.span)
        && is_caption(reader, one)
    {
        let field = |key: &Cell, value: &Cell| (Some(key.span.clone()), value.span.clone());
        return Some(vec![field(one, value), field(again, other)]);
    }
    let mut fields = Vec::new();
    let mut known = 0;
    let mut titles = 0;
    let mut at = 0;
    while let Some(caption) = cells.get(at) {
        // `Vessel name | ALBA | Flag – port: Ghana – Tema`
        if !fields.is_empty() && (is_field(reader, caption) || is_joined_field(reader, caption)) {
            fields.push((None, caption.span.clone()));
            at += 1;
            continue;
        }
        let sure = is_caption(reader, caption);
        if !sure && !is_counted(reader.page.slice(&caption.span)) {
            return None;
        }
        known += usize::from(sure);
        let counted = is_counted(reader.page.slice(&caption.span));
        let another = |cell: &Cell| counted && is_counted(reader.page.slice(&cell.span));
        let value = cells.get(at + 1).filter(|cell| !another(cell));
        if let Some(value) = value.filter(|value| !is_caption(reader, value)) {
            fields.push((Some(caption.span.clone()), value.span.clone()));
            at += 2;
        } else {
            titles += 1;
            at += 1;
        }
    }
    // A caption whose value is blank stands alone.
    let blank = titles == cells.len() && cells.len() == 1;
    (known > 0 && titles <= 1 && (blank || !fields.is_empty())).then_some(fields)
}

/// `Flag – port: Ghana – Tema`: several captions before one colon.
fn is_joined_field(reader: &mut Reader<'_>, cell: &Cell) -> bool {
    let text = reader.page.slice(&cell.span);
    let Some(colon) = text.find(": ").filter(|at| *at < text.len() - 2) else {
        return false;
    };
    let key = cell.span.start..cell.span.start + colon;
    reader.caption(&key).labels.len() > 1
}

fn is_caption(reader: &mut Reader<'_>, cell: &Cell) -> bool {
    let text = reader.page.slice(&cell.span);
    // `GRAND OCEAN NO. 168`: a name in capitals that ends in its number.
    let named = text.ends_with(|c: char| c.is_ascii_digit());
    text.ends_with(':') || !named && sure_caption(reader, cell).is_some()
}

/// `16. VMS`: the item of a form.
fn is_counted(text: &str) -> bool {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = text.get(figures..).unwrap_or("");
    (1..=2).contains(&figures) && behind.starts_with(['.', ')']) && behind.contains(' ')
}

/// `Name: Ministry | Address: Calle 1 | Tel. 22 418`, `Name: B. Rey | Authority: Port Health`: an office of which the paper
/// speaks before it has named its vessel, or a person of one.
fn is_office(reader: &mut Reader<'_>, fields: &[Field], form: &Form) -> bool {
    let mut asked = C::default();
    let mut authority = false;
    for (key, value) in fields {
        let own = key
            .clone()
            .or_else(|| Some(lines::split_field(reader, value)?.0));
        let Some(key) = own else { continue };
        authority |= phrases::AUTHORITIES.holds(&fold_phrase(reader.page.slice(&key)));
        asked = asked.with(reader.caption(&key).concepts);
    }
    let vessel = form.record.and_then(|r| reader.vessels.get(r as usize));
    let unnamed = vessel.is_none_or(|vessel| vessel.names.is_empty());
    asked.any(C::NAME)
        && !asked.any(C::SHIP.with(C::OWNER))
        && (authority || unnamed && asked.any(C::ADDRESS))
}

/// `Date of landing: 22/09/2024`
fn is_day(reader: &mut Reader<'_>, value: &Span) -> bool {
    let key = lines::split_field(reader, value).map(|(key, _)| key);
    key.is_some_and(|key| reader.caption(&key).labels == [Label::Date])
}

/// Reads a paper row by row, its small tables as tables.
pub(super) fn read(
    reader: &mut Reader<'_>,
    table: &Table,
    rows: &[Row],
    form: &mut Form,
    heading: &mut Vec<String>,
) {
    let mut row = 0;
    let mut beside = Form::default();
    while let Some(kind) = rows.get(row) {
        let data = rows.iter().skip(row + 1);
        let data = data.take_while(|r| **r == Row::Data).count();
        match kind {
            Row::Title(span) => form.section(reader, span),
            Row::Fields(fields) => {
                // `Flag | Japan | Flag | Fiji`: the second column is of another vessel.
                if let [(Some(one), value), (Some(again), other)] = fields.as_slice()
                    && reader.page.slice(one) == reader.page.slice(again)
                {
                    form.field(reader, one, value);
                    beside.field(reader, again, other);
                    row += 1;
                    continue;
                }
                // `Owner: Alba Ltd | Owner: Bravo Ltd` below their vessels
                if beside.record.is_some()
                    && let [(None, one), (None, other)] = fields.as_slice()
                    && let Some((key, _)) = lines::split_field(reader, one)
                    && let Some((again, _)) = lines::split_field(reader, other)
                    && reader.page.slice(&key) == reader.page.slice(&again)
                {
                    lines::read_cell(reader, one, form);
                    lines::read_cell(reader, other, &mut beside);
                    row += 1;
                    continue;
                }
                let office = is_office(reader, fields, form);
                for (key, value) in fields {
                    if office && !is_day(reader, value) {
                        continue;
                    }
                    match key {
                        Some(key) => {
                            form.field(reader, key, value);
                        }
                        None => lines::read_cell(reader, value, form),
                    }
                }
            }
            Row::Heading if data > 0 => {
                let vessel = form.record;
                let own = part(table, row, row + 1 + data);
                if data == 1 {
                    stacked::read(reader, &own, form);
                } else {
                    let layout = super::layout(reader, &own);
                    super::read_as(reader, &own, layout, form, heading);
                }
                // The rows below go on with the paper's vessel.
                form.record = vessel.or(form.record);
                row += data;
            }
            Row::Heading | Row::Data => {}
        }
        row += 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn each_row_of_a_paper_is_read_as_what_it_is() {
        let page = "<table><tr><td colspan=\"2\">1. Intended port of call</td><td colspan=\"3\">Lomé</td></tr>\
            <tr><td colspan=\"2\">6. Name of the vessel</td><td colspan=\"3\">ALBA NOVA</td></tr>\
            <tr><td colspan=\"2\">7. Flag State</td><td colspan=\"3\">Ghana</td></tr>\
            <tr><td>17. Vessel dimensions</td><td>Length</td><td>49.8 m</td><td>Beam</td><td>8.7 m</td></tr>\
            <tr><td colspan=\"5\">19. Relevant fishing authorisations</td></tr>\
            <tr><td>Identifier</td><td>Issued by</td><td>Fishing area</td><td>Species</td><td>Gear</td></tr>\
            <tr><td>LV-0088</td><td>Ministry</td><td>FAO 34</td><td>ALB, BET</td><td>LLD</td></tr>\
            <tr><td colspan=\"5\">21. Donor vessels</td></tr>\
            <tr><td>Date</td><td>Name of vessel</td><td>Flag State</td><td>Species</td><td>Quantity</td></tr>\
            <tr><td>21/08/2021</td><td>MAR BRAVO</td><td>Togo</td><td>ALB</td><td>18,400 kg</td></tr>\
            <tr><td colspan=\"2\">22. Master</td><td colspan=\"3\">Chen Ko</td></tr></table>";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 FLAG=GHA",
            "0 LENGTH=49.8",
            "0 LICENSE_NO=LV-0088",
            "0 FISHING_AREA=FAO 34",
            "0 SPECIES=ALB",
            "0 SPECIES=BET",
            "0 GEAR_TYPE=LLD",
            "0 DATE=2021-08-21",
            "1 VESSEL_NAME=MAR BRAVO",
            "1 FLAG=TGO",
            "1 SPECIES=ALB",
            "0 MASTER=Chen Ko",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn captions_twice_in_a_row_are_of_two_vessels() {
        let page = "<table><tr><td colspan=\"4\">TRANSFER</td></tr>\
            <tr><td colspan=\"2\">GIVER</td><td colspan=\"2\">TAKER</td></tr>\
            <tr><td>Name</td><td>ALBA NOVA</td><td>Name</td><td>MAR BRAVO</td></tr>\
            <tr><td>Flag</td><td>Ghana</td><td>Flag</td><td>Togo</td></tr>\
            <tr><td colspan=\"4\">CATCH</td></tr>\
            <tr><td>Species</td><td>Product</td><td>Catch area</td><td>Quantity (kg)</td></tr>\
            <tr><td>SQA</td><td>Frozen</td><td>FAO 41</td><td>318,000</td></tr>\
            <tr><td>HKP</td><td>Frozen</td><td>FAO 41</td><td>12,500</td></tr></table>";
        let names = found(page);
        for wanted in ["0 FLAG=GHA", "1 VESSEL_NAME=MAR BRAVO", "1 FLAG=TGO"] {
            assert!(names.contains(&wanted.to_string()), "{wanted} in {names:?}");
        }
    }

    #[test]
    fn boxes_and_a_list_may_stand_in_one_grid() {
        let page = "<table><tr><td colspan=\"2\">1.1 Name of ship<br>ALBA NOVA</td><td>1.2 Call sign<br>9GXL</td></tr>\
            <tr><td colspan=\"2\">4. Flag State of ship<br>Ghana</td><td>5. Next port<br>Tema</td></tr>\
            <tr><td>No.</td><td>Name and rank</td><td>Nationality</td></tr>\
            <tr><td>1</td><td>MENSAH KOFI, captain</td><td>Ghana</td></tr>\
            <tr><td>2</td><td>ADDO YAW, deckhand</td><td>Togo</td></tr></table>";
        let read = found(page);
        let wanted = ["0 VESSEL_NAME=ALBA NOVA", "0 IRCS=9GXL", "0 FLAG=GHA"];
        assert_eq!(read.get(..3), Some(wanted.map(String::from).as_slice()));
    }
}
