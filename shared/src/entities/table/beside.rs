//! What a column is beside the others: a state that repeats the flag, a number that is the list's own, another ship.
//!
//! `Giver | Flag | IMO | Carrier | Flag | IMO`: the carrier is a ship.

use super::columns::Column;
use crate::entities::caption::Meaning;
use crate::entities::context::Reader;
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::words::concept::Concepts as C;

/// A column of members or states beside a column of flags repeats it and is no flag of its own.
pub(super) fn one_flag(columns: &mut [Column]) {
    let flags = |c: &Column| c.meaning.labels.as_slice() == [Label::Flag];
    let named = columns
        .iter()
        .any(|c| flags(c) && c.meaning.concepts.any(C::FLAG));
    if !named || columns.iter().filter(|c| flags(c)).count() < 2 {
        return;
    }
    for column in columns
        .iter_mut()
        .filter(|c| flags(c) && !c.meaning.concepts.any(C::FLAG))
    {
        let person = column.meaning.concepts.any(C::NATIONALITY);
        column.meaning.labels = if person {
            vec![Label::Country]
        } else {
            Vec::new()
        };
        column.meaning.other = !person;
    }
}

/// A bare vessel number beside a national registration is the list's own.
pub(super) fn own_number(columns: &mut [Column]) {
    let bare = C::SHIP.with(C::NUMBER);
    let national = columns.iter().any(|c| {
        c.meaning.labels.as_slice() == [Label::NationalRegNo] && c.meaning.concepts != bare
    });
    let listed = columns
        .iter()
        .any(|c| c.meaning.labels.contains(&Label::RfmoId));
    if !national || listed {
        return;
    }
    for column in columns.iter_mut().filter(|c| {
        c.meaning.labels.as_slice() == [Label::NationalRegNo] && c.meaning.concepts == bare
    }) {
        column.meaning.labels = vec![Label::RfmoId];
    }
}

/// `RGP`, a number of licence and register at once, beside the number of the licence: the register's.
pub(super) fn own_register(columns: &mut [Column]) {
    let asks = |label: Label, register: bool| {
        move |c: &&mut Column| {
            c.meaning.labels.as_slice() == [label]
                && c.meaning.concepts.any(C::REGISTER) == register
        }
    };
    let licensed = columns
        .iter_mut()
        .any(|c| asks(Label::LicenseNo, false)(&c));
    if licensed
        && !columns
            .iter_mut()
            .any(|c| asks(Label::NationalRegNo, true)(&c))
    {
        for column in columns.iter_mut().filter(asks(Label::LicenseNo, true)) {
            column.meaning.labels = vec![Label::NationalRegNo];
        }
    }
}

/// `Name (last known) | Previous names`: of two names of the past and none of today the first is the vessel's.
pub(super) fn last_name(columns: &mut [Column]) {
    let asks = |c: &Column, label: Label| c.meaning.labels.as_slice() == [label];
    let mut past = columns.iter().filter(|c| asks(c, Label::PreviousName));
    if (past.next().is_some() && past.next().is_some())
        && !columns.iter().any(|c| asks(c, Label::VesselName))
        && let Some(first) = columns.iter_mut().find(|c| asks(c, Label::PreviousName))
    {
        first.meaning.labels = vec![Label::VesselName];
    }
}

/// `Giver | Flag | IMO | Carrier | Flag | IMO`: what stands before the flag that is asked again is another ship.
pub(super) fn second_ship(columns: &mut [Column]) {
    const HERS: [Label; 4] = [Label::Flag, Label::Imo, Label::Ircs, Label::Mmsi];
    let label = |c: &Column| match c.meaning.labels.as_slice() {
        [label] => Some(*label),
        _ => None,
    };
    let labels: Vec<Option<Label>> = columns.iter().map(label).collect();
    let Some(first) = labels.iter().position(|l| *l == Some(Label::VesselName)) else {
        return;
    };
    let again = labels.iter().enumerate().find(|(at, own)| {
        own.is_some_and(|own| HERS.contains(&own))
            && labels
                .get(first..*at)
                .is_some_and(|before| before.contains(own))
    });
    let Some(before) = again.and_then(|(at, _)| at.checked_sub(1)) else {
        return;
    };
    if before > first
        && let Some(column) = columns.get_mut(before)
        && !column.meaning.understood()
        && !column.heading.is_empty()
    {
        column.meaning.labels = vec![Label::VesselName];
    }
}

/// A bare type beside a fish, with no ship in the table, is the product's.
pub(super) fn own_type(columns: &mut [Column]) {
    let asks = |wanted: &[Label]| {
        let mut labels = columns.iter().flat_map(|c| &c.meaning.labels);
        labels.any(|label| wanted.contains(label))
    };
    let ships = [Label::VesselName, Label::Imo, Label::Ircs, Label::Flag];
    let fish = columns.iter().any(|c| c.meaning.concepts.any(C::SPECIES));
    if !fish || asks(&ships) {
        return;
    }
    let bare = |c: &&mut Column| c.meaning.concepts == C::TYPE;
    for column in columns.iter_mut().filter(bare) {
        column.meaning.labels.clear();
        column.meaning.other = true;
    }
}

/// `Name | Address | Shares` under the title `Owners`: the party's.
pub(super) fn own_party(reader: &mut Reader<'_>, columns: &mut [Column], form: &Form) {
    // `Shares` is known for a word of no vessel.
    let party = C::NAME
        .with(C::FOREIGN)
        .with(C::ADDRESS)
        .with(C::NUMBER)
        .with(C::NATIONALITY);
    let told = columns
        .iter()
        .all(|c| c.meaning.concepts.without(party).is_empty());
    let named = columns.iter().any(|c| c.meaning.concepts == C::NAME);
    let placed = columns.iter().any(|c| c.meaning.concepts == C::ADDRESS);
    if !told || !named || !placed || form.record.is_none() {
        return;
    }
    for column in columns {
        let meaning = form.within(reader, std::mem::take(&mut column.meaning).into());
        column.meaning = Meaning::clone(&meaning);
    }
}

/// `Fleet` beside `Owner`: a sort of ships.
pub(super) fn one_owner(columns: &mut [Column]) {
    let owners = |c: &Column| c.meaning.labels.as_slice() == [Label::Owner];
    let told = |c: &Column| owners(c) && c.meaning.concepts.any(C::OWNER);
    if !columns.iter().any(told) {
        return;
    }
    for column in columns.iter_mut().filter(|c| owners(c)) {
        if column.meaning.concepts == C::COMPANY {
            column.meaning.labels.clear();
            column.meaning.other = true;
        }
    }
}

/// `Owner – postal address` beside a column for the owner alone: the address only.
pub(super) fn own_address(columns: &mut [Column]) {
    let alone: Vec<Label> = columns
        .iter()
        .filter_map(|c| match c.meaning.labels.as_slice() {
            [label] if label.is_party() => Some(*label),
            _ => None,
        })
        .collect();
    for column in columns.iter_mut() {
        if let [party, Label::Address] = column.meaning.labels.as_slice()
            && alone.contains(party)
        {
            column.meaning.labels = vec![Label::Address];
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_column_before_the_second_flag_is_of_another_ship() {
        let page = "<table><tr><td>Giver</td><td>Vessel</td><td>Flag</td><td>IMO</td><td>Carrier</td><td>Flag</td></tr>\
            <tr><td>1</td><td>ALBA NOVA</td><td>Fiji</td><td>9281310</td><td>MAR BRAVO</td><td>Togo</td></tr></table>";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 FLAG=FJI",
            "0 IMO=9281310",
            "1 VESSEL_NAME=MAR BRAVO",
            "1 FLAG=TGO",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn a_register_s_number_beside_a_permit_s_is_no_permit() {
        let page = "<table><tr><td>Embarcação</td><td>RGP</td><td>Autorização</td></tr>\
            <tr><td>ALBA NOVA</td><td>RN-0001177-2</td><td>AUT-2025/0331</td></tr>\
            <tr><td>MAR BRAVO</td><td>RN-0001178-0</td><td>AUT-2025/0332</td></tr></table>";
        let numbers = crate::entities::told::values(page, crate::entities::Label::NationalRegNo);
        assert_eq!(numbers, ["RN-0001177-2", "RN-0001178-0"]);
    }

    #[test]
    fn the_last_known_name_beside_former_ones_is_the_ship_s() {
        let page = "# Buques INN, ICCAT\n\n| N.º de serie | Nombre (último conocido) | Nombres anteriores | Armador |\n\
            |---|---|---|---|\n| 20060013 | ALBA | Madrugada 2 | Mar S.A. |\n| 20110008 | NOVA | Sol; Luna | - |";
        let wanted = [
            "9 RFMO=ICCAT",
            "0 RFMO_ID=20060013",
            "0 VESSEL_NAME=ALBA",
            "0 PREVIOUS_NAME=MADRUGADA 2",
            "0 OWNER=Mar S.A.",
            "1 RFMO_ID=20110008",
            "1 VESSEL_NAME=NOVA",
            "1 PREVIOUS_NAME=SOL",
            "1 PREVIOUS_NAME=LUNA",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn what_counts_a_name_is_no_part_of_it() {
        let page = "| N° d’ordre et nom du navire | Pavillon |\n|---|---|\n| 1. ALBA 7 | Togo |\n| 12) NOVA | Fiji |\n| 3 MARIAS | Fiji |";
        let names = crate::entities::told::values(page, crate::entities::Label::VesselName);
        assert_eq!(names, ["ALBA 7", "NOVA", "3 MARIAS"]);
    }
}
