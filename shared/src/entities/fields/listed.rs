//! A caption line with its values on the lines under it.
//!
//! `Former names`, then one a line; `Shipowner`, then the name, then the address.

use std::rc::Rc;

use super::line::list_mark;
use crate::entities::context::{Reader, Told};
use crate::entities::form::Form;
use crate::entities::lines::is_caption_line;
use crate::entities::page::{Line, Span};
use crate::entities::table::party::is_firm;
use crate::entities::values::date::{self, Order};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::seek;

/// A caption line with a list of values under it (`Former names`, then one a line), or a party and its address.
pub(crate) fn listed_values(reader: &mut Reader<'_>, lines: &[Line]) -> Option<Vec<Span>> {
    use crate::entities::label::Label as L;
    let (first, rest) = lines.split_first()?;
    if !(2..=8).contains(&rest.len()) || !is_caption_line(reader, &first.span, 75) {
        return None;
    }
    let label = reader.caption(&first.span).label()?;
    let short = rest.iter().all(|line| {
        let text = reader.page.slice(&line.span);
        text.split_whitespace().count() <= 9
            && !text.contains(':')
            && list_mark(reader, &line.span).start == line.span.start
    });
    let captions = rest
        .iter()
        .filter(|line| is_caption_line(reader, &line.span, 75))
        .count();
    if !short || captions > 0 {
        return None;
    }
    match label {
        L::PreviousName
        | L::PreviousFlag
        | L::GearType
        | L::Species
        | L::FishingArea
        | L::VesselType => Some(
            rest.iter()
                .map(|line| without_years(reader, &line.span))
                .collect(),
        ),
        L::StartDate | L::EndDate => match rest {
            [from, to] if is_day(reader, &from.span) && is_day(reader, &to.span) => {
                let both = from.span.start..to.span.end;
                Some(std::iter::once(both).collect())
            }
            _ => None,
        },
        _ if label.is_party() => {
            let firm = |line: &Line| is_firm(reader.page.slice(&line.span));
            rest.iter()
                .all(firm)
                .then(|| rest.iter().map(|line| line.span.clone()).collect())
        }
        _ => None,
    }
}

/// A day and nothing else.
pub(crate) fn is_day(reader: &Reader<'_>, span: &Span) -> bool {
    let days = date::scan(&reader.page.text, span, Order::DayMonth);
    days.first().is_some_and(|day| day.span == *span)
}

/// `Shipowner`, below it the name, below that the address: one line each, or the address in two.
pub(crate) fn party_block(reader: &mut Reader<'_>, lines: &[Line], form: &mut Form) -> bool {
    use crate::entities::label::Label as L;
    let [caption, name, address @ ..] = lines else {
        return false;
    };
    let key = list_mark(reader, &caption.span);
    if !(1..=2).contains(&address.len()) || key.len() > 80 {
        return false;
    }
    let meaning = reader.caption(&key);
    let party = |label: &L| label.is_party();
    let owner = || (meaning.concepts.all(C::OWNER.with(C::NAME))).then_some(L::Owner);
    let label = meaning.labels.iter().copied().find(party).or_else(owner);
    if label.is_none() || meaning.coverage() < 50 {
        return false;
    }
    let placed = address.iter().all(|line| {
        let text = reader.page.slice(&line.span);
        !text.contains(": ") && (text.contains(',') || seek::has_figure(text))
    });
    let named = {
        let text = reader.page.slice(&name.span);
        !text.contains([':', ';'])
            && text.starts_with(char::is_uppercase)
            && seek::figures(text) <= 2
            && text.split_whitespace().count() <= 8
    };
    // `Name ........ Armement Penfret` is a field of the party's section.
    let field = super::line::split_field(reader, &name.span).is_some();
    if !placed || !named || field || is_caption_line(reader, &name.span, 75) {
        return false;
    }
    let mut meaning = Rc::unwrap_or_clone(form.meaning(reader, &key));
    meaning.labels = label.into_iter().collect();
    meaning.slots.clear();
    form.value(reader, &meaning, &key, &name.span);
    for line in address {
        // `Tel. +679 331`
        if reader.caption(&line.span).concepts.any(C::FOREIGN) {
            continue;
        }
        let record = Some(form.vessel(reader));
        let frame = reader.frame(None, record);
        reader.read(
            &frame,
            &line.span,
            L::Address,
            Told::field(record, "under the party's name"),
        );
    }
    true
}

/// `Arctic Princess (until 2014)`: the value without the years in brackets after it.
fn without_years(reader: &Reader<'_>, span: &Span) -> Span {
    let text = reader.page.slice(span);
    let end = text
        .find(" (")
        .filter(|at| *at > 2 && text.get(*at..).is_some_and(|t| seek::figures(t) >= 4))
        .unwrap_or(text.len());
    span.start..span.start + end
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn a_first_and_a_last_day_stand_under_their_caption() {
        let wanted = [
            "VESSEL_NAME=ALBA NOVA",
            "START_DATE=2025-06-01",
            "END_DATE=2025-10-31",
        ];
        for page in [
            "Vessel: ALBA NOVA\n\nPeriod\n01/06/2025\n31/10/2025",
            "Vessel: ALBA NOVA\nPeriod\n01/06/2025\n31/10/2025",
            "Vessel: ALBA NOVA\nPeriod: 01/06/2025 31/10/2025",
        ] {
            assert_eq!(things(page), wanted, "{page}");
        }
    }
}
