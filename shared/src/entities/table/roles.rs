//! Tables of the parties to one vessel: each row gives a party's role, its name, where it is. Their numbers are no
//! vessels'.

use super::captions::is_sure;
use super::columns::Column;
use super::party::party;
use crate::entities::context::{Reader, Told};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::page::{Span, Table};
use crate::entities::words::concept::Concepts as C;

/// The columns of a table of parties.
#[derive(Clone, Debug)]
pub(super) struct Roles {
    role: usize,
    name: usize,
    /// Addresses, countries and days.
    others: Vec<(usize, Label)>,
}

/// Whether each row names a party by its role: `Role | Name of company`, over `Registered owner | Alba Ltd`.
pub(super) fn find(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    columns: &[Column],
) -> Option<Roles> {
    let of_ships = |c: &Column| {
        c.meaning.concepts.any(C::SHIP) && c.meaning.label() == Some(Label::VesselName)
            || matches!(c.meaning.label(), Some(Label::Ircs | Label::Mmsi))
    };
    if columns.iter().any(of_ships) {
        return None;
    }
    let role = (0..columns.len()).find(|column| {
        let open = columns.get(*column).is_some_and(|c| {
            !c.meaning.understood() || c.meaning.other || c.meaning.concepts == C::TYPE
        });
        open && holds_roles(reader, table, from, *column)
    })?;
    let names = |c: &Column| {
        let told = c.meaning.label().is_some_and(Label::is_party)
            || c.meaning.label() == Some(Label::VesselName);
        told && !c.meaning.concepts.any(C::SHIP)
    };
    let name = (0..columns.len()).find(|i| *i != role && columns.get(*i).is_some_and(names))?;
    let others = columns.iter().enumerate().filter_map(|(index, column)| {
        let label = match column.meaning.label()? {
            label @ (Label::Address | Label::Country | Label::Date) => label,
            Label::Flag => Label::Country,
            Label::StartDate | Label::EndDate => Label::Date,
            _ => return None,
        };
        Some((index, label))
    });
    Some(Roles {
        role,
        name,
        others: others.collect(),
    })
}

/// Most cells of the column are roles of parties, and one at least is.
fn holds_roles(reader: &mut Reader<'_>, table: &Table, from: usize, column: usize) -> bool {
    let (mut roles, mut filled) = (0, 0);
    for row in from..table.rows() {
        let Some(cell) = table.filled(row, column) else {
            continue;
        };
        filled += 1;
        roles += usize::from(role_of(reader, &cell.span).is_some());
    }
    roles > 0 && roles * 2 >= filled
}

/// The party that a role speaks of.
fn role_of(reader: &mut Reader<'_>, role: &Span) -> Option<Label> {
    let meaning = reader.understood(role)?;
    let label = meaning
        .label()
        .filter(|label| label.is_party() || *label == Label::Master)?;
    is_sure(&meaning).then_some(label)
}

/// Reads the rows below the heading of a table of parties.
pub(super) fn read(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    roles: &Roles,
    form: &Form,
) {
    let record = form.record.or(reader.only_vessel());
    for row in from..table.rows() {
        let filled = |column: usize| table.filled(row, column).map(|cell| cell.span.clone());
        let (Some(role), Some(name)) = (filled(roles.role), filled(roles.name)) else {
            continue;
        };
        let label = role_of(reader, &role);
        let evidence = reader.page.slice(&role);
        let frame = reader.frame(None, record);
        match label {
            Some(label) if label.is_party() => {
                let told = Told::column(record, evidence);
                party(reader, &frame, &name, label, told);
            }
            Some(label) => {
                reader.read(&frame, &name, label, Told::column(record, evidence));
            }
            None => {}
        }
        let own = record.filter(|_| label.is_some());
        for (column, label) in &roles.others {
            if *label == Label::Address && own.is_none() {
                continue;
            }
            if let Some(span) = filled(*column) {
                reader.read(&frame, &span, *label, Told::column(own, evidence));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn the_parties_to_a_vessel_are_no_vessels() {
        let page = "Ship: ALBA NOVA\nIMO: 9281310\n\n\
                    <table><tr><td>IMO number</td><td>Role</td><td>Name of company</td><td>Address</td></tr>\
                    <tr><td>5820114</td><td>Registered owner</td><td>Alba Ltd</td><td>Main Street 2, Suva, Fiji</td></tr>\
                    <tr><td>5820126</td><td>Operator</td><td>Bravo Ltd</td><td>Main Street 3, Suva, Fiji</td></tr></table>";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 IMO=9281310",
            "0 OWNER=Alba Ltd",
            "0 ADDRESS=Main Street 2, Suva, Fiji",
            "0 OPERATOR=Bravo Ltd",
            "0 ADDRESS=Main Street 3, Suva, Fiji",
        ];
        assert_eq!(found(page), wanted);
    }
}
