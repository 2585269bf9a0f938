//! Cells that hold several things at once, as `Owner (name, address)` or `LOA / GT` ask for.

use super::party::{in_roles, name_end, party_and_address};
use super::pieces::{
    mixed, number_and_word, outside_and_inside, parted, split_dashes, unbracketed,
};
use super::term;
use crate::entities::caption::Meaning;
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::values::list::{self, By};
use crate::entities::values::measure::Unit;
use crate::entities::values::{self, Frame, Value, closed, date};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{self, Sense};
use crate::entities::words::seek;

/// Labels whose values a closed list may tell apart.
const LISTED: [Label; 3] = [Label::VesselType, Label::GearType, Label::Species];

/// Labels whose values are numbers or hold some.
const NUMBERED: [Label; 8] = [
    Label::ExternalMarking,
    Label::NationalRegNo,
    Label::LicenseNo,
    Label::RfmoId,
    Label::EuCfr,
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
];

/// Labels of which one cell may list several.
const MANY: [Label; 5] = [
    Label::GearType,
    Label::Species,
    Label::FishingArea,
    Label::PreviousFlag,
    Label::PreviousName,
];

/// Reads a value that holds several labels, each by the shape of its part, in the caption's order.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    meaning: &Meaning,
    labels: &[Label],
    value: &Span,
    told: Told<'_>,
) {
    let frame = reader.frame(Some(meaning), told.record);
    let (value, former) = without_former(reader, labels, value);
    if let Some(former) = former {
        reader.read(&frame, &former, Label::PreviousName, told);
    }
    let value = &value;
    if labels.iter().any(|label| label.is_party()) && in_roles(reader, value, told)
        || joined(reader, &frame, meaning, labels, value, told)
        || meaning.slotted() && slotted(reader, meaning, value, told)
    {
        return;
    }
    let pieces = pieces(reader, labels, value, told.evidence);
    by_shape(reader, frame, labels, value, pieces, told);
}

/// `ALBA NOVA / 3DXB (ex MAR BRAVO)` under `Name / call sign`: the value without the bracket, and her former name.
fn without_former(reader: &Reader<'_>, labels: &[Label], value: &Span) -> (Span, Option<Span>) {
    let whole = (value.clone(), None);
    let asked = labels.contains(&Label::VesselName) && !labels.contains(&Label::PreviousName);
    let text = reader.page.slice(value);
    let signs = [' ', '-', '.', ':'];
    let former = text.match_indices(' ').find_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let bare = rest.strip_prefix('(').unwrap_or(rest);
        let lead = bare.find(signs)?;
        let word = bare.get(..lead)?;
        let former = !word.contains(char::is_uppercase)
            && lexicon::lookup(word).is_some_and(|term| term.concepts == C::PREVIOUS);
        let name = bare.get(lead..)?.trim_start_matches(signs);
        former.then_some((at, name))
    });
    let Some((at, name)) = former.filter(|_| asked) else {
        return whole;
    };
    let start = value.end - name.len();
    let end = start + name.strip_suffix(')').unwrap_or(name).len();
    (value.start..value.start + at, Some(start..end))
}

/// Reads a value under labels that are known to stand together; false where these are not, or the value is not like it.
fn joined(
    reader: &mut Reader<'_>,
    frame: &Frame<'_>,
    meaning: &Meaning,
    labels: &[Label],
    value: &Span,
    told: Told<'_>,
) -> bool {
    match labels {
        [party, Label::Address] if *party != Label::Address => {
            party_and_address(reader, *party, value, told);
        }
        [party, Label::Date] if party.is_party() => {
            let hits = date::scan(&reader.page.text, value, reader.order);
            let days = hits.first().map_or(value.end, |hit| hit.span.start);
            let named = trim(&reader.page.text, &(value.start..days));
            super::party::party(reader, frame, &named, *party, told);
            reader.read(frame, &(days..value.end), Label::Date, told);
        }
        // `Date and position` over `22.06.2023, 04°24’S, 140°11’E`
        _ if labels.contains(&Label::Coordinates)
            && labels
                .iter()
                .all(|label| matches!(label, Label::Coordinates | Label::Date)) =>
        {
            reader.read(frame, value, Label::Coordinates, told);
        }
        [Label::LicenseNo, others @ ..] => {
            return permit(reader, frame, meaning, others, value, told);
        }
        [Label::StartDate, Label::EndDate] => term::term(reader, frame, value, told),
        [Label::BuildYear, Label::BuildPlace] => term::year_and_place(reader, frame, value, told),
        _ => return false,
    }
    true
}

/// Reads a permit's number with its days, or these alone; false where neither is there.
fn permit(
    reader: &mut Reader<'_>,
    frame: &Frame<'_>,
    meaning: &Meaning,
    others: &[Label],
    value: &Span,
    told: Told<'_>,
) -> bool {
    // `Permit, expiry` over a day alone: the day, whatever the number.
    if super::shape::is_days(reader.page.slice(value)) {
        match others {
            [day @ (Label::StartDate | Label::EndDate)] => {
                reader.read(frame, value, *day, told);
                return true;
            }
            [Label::StartDate, Label::EndDate] => {
                term::term(reader, frame, value, told);
                return true;
            }
            _ => {}
        }
    }
    // `Licence – valid to` over `512024 – 31.12.2024`
    let until = matches!(
        meaning.slots.as_slice(),
        [
            Some(Label::LicenseNo),
            Some(Label::StartDate | Label::EndDate)
        ]
    );
    let dated = |label: &Label| matches!(label, Label::StartDate | Label::EndDate | Label::Date);
    until && slotted(reader, meaning, value, told)
        || others.iter().all(dated) && term::number_and_days(reader, frame, value, told)
}

/// The parts of a value: those between the sign that gives as many as the caption has (`Vigo, VI-5/12-03`).
fn pieces(reader: &Reader<'_>, labels: &[Label], value: &Span, caption: &str) -> Vec<Span> {
    let text = &reader.page.text;
    let slashed = || list::parted(text, value, " / ");
    let mut pieces = [
        if seek::has(caption, " / ") {
            slashed()
        } else {
            Vec::new()
        },
        list::split(text, value, By::SIGNS),
        slashed(),
        list::split(text, value, By::COMMAS),
        mixed(reader, labels, value),
    ]
    .into_iter()
    .find(|pieces| pieces.len() == labels.len())
    .unwrap_or_else(|| list::split(text, value, By::SLASHES));
    if pieces.len() < labels.len() {
        pieces = list::split(text, value, By::COMMAS.with(By::SLASHES));
    }
    if pieces.len() < 2 {
        let dashes = split_dashes(reader, value);
        if dashes.len() >= labels.len() {
            pieces = dashes;
        }
    }
    if pieces.len() < 2 {
        pieces = outside_and_inside(reader, value);
    }
    // `Jui Hsing Fa 88` under `Name (former name)`: the number is the name's.
    match labels {
        [first, last] if pieces.len() < 2 && !labels.contains(&Label::VesselName) => {
            numbered_first(reader, value, (*first, *last))
        }
        _ => pieces,
    }
}

/// The words with figures and the others, in the order of the two labels where only one asks for figures.
fn numbered_first(reader: &Reader<'_>, value: &Span, (first, last): (Label, Label)) -> Vec<Span> {
    let mut pieces = number_and_word(reader, value);
    let counts = NUMBERED.contains(&first);
    let figures = |piece: &Span| seek::has_figure(reader.page.slice(piece));
    if counts != NUMBERED.contains(&last) && counts != pieces.first().is_some_and(figures) {
        pieces.reverse();
    }
    pieces
}

/// Reads each part as the first of the labels still open that its shape fits.
fn by_shape(
    reader: &mut Reader<'_>,
    mut frame: Frame<'_>,
    labels: &[Label],
    value: &Span,
    pieces: Vec<Span>,
    told: Told<'_>,
) {
    frame.unit = None;
    let mut open: Vec<Label> = labels.to_vec();
    let lists = pieces.len() > labels.len();
    // `Type / gear` over `GNS / GNS, LLS`: parted as the caption is.
    let placed = told.evidence.contains(" / ")
        && list::parted(&reader.page.text, value, " / ").len() == labels.len();
    for piece in pieces {
        let piece = unbracketed(reader, &piece);
        let text = reader.page.slice(&piece);
        if closed::is_empty_value(text) {
            if !open.is_empty() {
                open.remove(0);
            }
            continue;
        }
        let dated = |label: &Label| matches!(label, Label::StartDate | Label::EndDate);
        if open.iter().filter(|label| dated(label)).count() == 2 && super::shape::is_days(text) {
            term::term(reader, &frame, &piece, told);
            open.retain(|label| !dated(label));
            continue;
        }
        // `Gear, species` over `pole; troll`: the kind goes on.
        let kind = kind_of(text).filter(|kind| !placed && labels.contains(kind));
        open.extend(kind.filter(|kind| !open.contains(kind)));
        let Some((index, values)) = first_fitting(frame, &open, kind, &piece, told.evidence) else {
            continue;
        };
        let label = open.remove(index);
        // A list of one kind may go on (`Vega / Altair` under former names).
        if lists && MANY.contains(&label) {
            open.insert(index, label);
        }
        for value in values {
            reader.push(value, told);
        }
    }
}

/// The first of the open labels that a part has values for, and these.
fn first_fitting(
    mut frame: Frame<'_>,
    open: &[Label],
    kind: Option<Label>,
    piece: &Span,
    caption: &str,
) -> Option<(usize, Vec<Value>)> {
    // `Type, gear` over a gear, `Gear / species` over a species.
    let other = |label: &Label| LISTED.contains(label) && kind.is_some_and(|kind| kind != *label);
    let fitting = open.iter().enumerate().filter(|(_, label)| !other(label));
    fitting
        .map(|(index, label)| {
            frame.unit = unit_for(*label, caption);
            let values = values::read(&frame, piece, *label, &mut Vec::new());
            (index, values)
        })
        .find(|(_, values)| !values.is_empty())
}

/// The label that a closed list gives the first of a piece's values, by its name or the code in brackets behind it.
fn kind_of(text: &str) -> Option<Label> {
    let first = text.split([';', ',']).next().unwrap_or(text).trim();
    let code = first
        .strip_suffix(')')
        .and_then(|t| t.rsplit_once('('))
        .map(|(_, code)| code.trim());
    [Some(first), code].into_iter().flatten().find_map(|part| {
        let is = |label: Label| {
            closed::has_sense(part, |s| match s {
                Sense::Gear(_) | Sense::GearCode(_) => label == Label::GearType,
                Sense::Species(_) | Sense::SpeciesCode(_) => label == Label::Species,
                Sense::VesselType => label == Label::VesselType,
                _ => false,
            })
        };
        let mut fitting = LISTED.into_iter().filter(|label| is(*label));
        let only = fitting.next();
        only.filter(|_| fitting.next().is_none())
    })
}

/// The unit of a power or a hold in a caption that joins several measures: `GT | LOA | kW`.
fn unit_for(label: Label, caption: &str) -> Option<Unit> {
    let fits = |unit: &Unit| match label {
        Label::EnginePower => matches!(
            unit,
            Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower
        ),
        Label::HoldCapacity => matches!(unit, Unit::CubicMetre | Unit::CubicFoot | Unit::Tonne),
        _ => false,
    };
    caption
        .split([' ', '|', '/', '×', ',', ';', '(', ')', '[', ']'])
        .filter(|word| !word.is_empty())
        .find_map(|word| Unit::of(word).filter(|unit| fits(unit)))
}

/// Reads a value whose caption joins entities and other things (`Length × breadth / GT`), each part in its place.
/// False where the value has not as many parts as the caption.
pub(crate) fn slotted(
    reader: &mut Reader<'_>,
    meaning: &Meaning,
    value: &Span,
    told: Told<'_>,
) -> bool {
    let text = reader.page.slice(value);
    if let Some((first, second)) = two_parties(reader, meaning, value) {
        let frame = reader.frame(Some(meaning), told.record);
        for (part, label) in [first, second].iter().zip(meaning.slots.iter().flatten()) {
            reader.read(&frame, part, *label, told);
        }
        return true;
    }
    let joined = text.contains(['\n', ':']) || seek::has(text, ", ");
    if !meaning.slots.contains(&None) && joined {
        return false;
    }
    // `51-L/2018 / São Tomé`: slashes with blanks part first.
    let Some(pieces) = std::iter::once_with(|| list::parted(&reader.page.text, value, " / "))
        .chain(
            [false, true]
                .into_iter()
                .map(|commas| parted(reader.page.slice(value), value.start, commas)),
        )
        .chain(std::iter::once_with(|| {
            list::parted(&reader.page.text, value, "–")
        }))
        .chain(std::iter::once_with(|| {
            net_in_bracket(reader, meaning, value)
        }))
        .find(|pieces| pieces.len() == meaning.slots.len())
    else {
        return false;
    };
    let mut frame = reader.frame(Some(meaning), told.record);
    let own = frame.unit;
    for (piece, slot) in pieces.iter().zip(&meaning.slots) {
        if let Some(label) = slot {
            let piece = unbracketed(reader, piece);
            frame.unit = unit_for(*label, told.evidence).or(own);
            reader.read(&frame, &piece, *label, told);
        }
    }
    true
}

/// `98 (31)` under `GT (NT)`: the figures outside and inside.
fn net_in_bracket(reader: &Reader<'_>, meaning: &Meaning, value: &Span) -> Vec<Span> {
    if meaning.slots.as_slice() == [Some(Label::Tonnage), None] {
        outside_and_inside(reader, value)
    } else {
        Vec::new()
    }
}

/// `Diaz Deepsea (Pty) Ltd, Harbour Fishing Services` under `Owner, operator`: two parties and no address.
fn two_parties(reader: &Reader<'_>, meaning: &Meaning, value: &Span) -> Option<(Span, Span)> {
    let party = |slot: &Option<Label>| slot.is_some_and(Label::is_party);
    if meaning.slots.len() != 2 || !meaning.slots.iter().all(party) {
        return None;
    }
    let text = reader.page.slice(value);
    let cut = name_end(text);
    let rest = text.get(cut..)?.strip_prefix(", ")?;
    let plain = !rest.contains([',', ';', '\n']) && !seek::has_figure(rest);
    let second = value.end - rest.len()..value.end;
    plain.then(|| (value.start..value.start + cut, second))
}

#[cfg(test)]
mod tests {
    use crate::entities::told::{found, printed};
    use crate::entities::{Carried, extract_page};

    #[test]
    fn gear_and_species_of_one_cell_are_told_by_their_lists() {
        for (heading, cell) in [
            ("Gear / Species", "PS / hake (HKE) / tuna (YFT)"),
            ("Gear, species", "PS, hake (HKE), tuna (YFT)"),
            (
                "Gear / Species",
                "Purse seine (PS) / hake (HKE); tuna (YFT)",
            ),
        ] {
            let page = format!(
                "<table><tr><td>Name</td><td>{heading}</td></tr><tr><td>ALBA NOVA</td><td>{cell}</td></tr>\
                 <tr><td>MAR BRAVO</td><td>{cell}</td></tr></table>"
            );
            let (read, _) = extract_page(&page, &Carried::default());
            let entities = read.entities.iter().filter(|e| e.record == Some(0));
            let found: Vec<String> = entities
                .map(|e| format!("{}={}", e.label, e.norm_value))
                .collect();
            let wanted = [
                "VESSEL_NAME=ALBA NOVA",
                "GEAR_TYPE=PS",
                "SPECIES=HKE",
                "SPECIES=YFT",
            ];
            assert_eq!(found, wanted, "{cell}");
        }
    }

    #[test]
    fn one_code_behind_several_words_is_one_gear() {
        for cell in ["Nasses et casiers (FPO)", "pots and traps (FPO)"] {
            let found = printed(&format!("Gear: {cell}"));
            assert_eq!(found, [cell]);
        }
    }

    #[test]
    fn a_former_name_may_stand_behind_the_call_sign() {
        for cell in [
            "ALBA NOVA / 5VAB2 (ex MAR BRAVO)",
            "ALBA NOVA / 5VAB2 ex-MAR BRAVO",
        ] {
            let page = format!(
                "<table><tr><td>Vessel / Call sign</td><td>Flag</td></tr><tr><td>{cell}</td><td>Togo</td></tr></table>"
            );
            let wanted = [
                "0 VESSEL_NAME=ALBA NOVA",
                "0 IRCS=5VAB2",
                "0 PREVIOUS_NAME=MAR BRAVO",
                "0 FLAG=TGO",
            ];
            assert_eq!(found(&page), wanted, "{cell}");
        }
    }
}
