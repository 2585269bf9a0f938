//! Captions of days: a term's first and last, the day of a thing, the year in which a vessel was built.

use super::Verdict::{self, Is, Other};
use super::{C, L, PARTY, one_of};

/// Concepts beside which a first or last day is one of an authorisation, a register or a charter.
const FRAME: C = one_of(&[
    C::LICENSE,
    C::VALID,
    C::CHARTER,
    C::CHARTERER,
    C::DATE,
    C::REGISTER,
    C::YEAR,
    C::CURRENT,
    C::NUMBER,
    C::FLAG,
    C::STATE,
    C::SHIP,
    C::UPDATE,
    C::RFMO,
    C::RFMOWORD,
    C::WIN,
]);

/// Concepts that may stand beside them where the first or last day is said outright.
const WIDE_FRAME: C = FRAME.with(one_of(&[
    C::SPECIES,
    C::AREA,
    C::PERSON,
    C::PREVIOUS,
    C::COMPANY,
    C::PLACE,
]));

/// Concepts beside which an update is a day.
const UPDATED: C = one_of(&[
    C::UPDATE,
    C::PREVIOUS,
    C::LICENSE,
    C::SHIP,
    C::NAME,
    C::REGISTER,
    C::CURRENT,
    C::RFMO,
    C::PLACE,
    C::AREA,
    C::SPECIES,
]);

/// The label of a caption of days; `weak` are the concepts of a weak first or last word.
pub(super) fn resolve(c: C, weak: C) -> Option<Verdict> {
    if let Some(labels) = term(c, weak) {
        return Some(Is(labels));
    }
    let measured = one_of(&[C::FREEZE, C::FUEL, C::HOLD, C::POWER, C::LENGTH]);
    if c.any(C::DATE) && !c.any(C::NAME.with(measured)) {
        return Some(Is(day(c)));
    }
    let rest = c.without(C::START).without(C::END);
    if c.any(C::UPDATE) && rest.without(UPDATED).is_empty() {
        let placed = rest.any(C::PLACE.with(C::AREA));
        return Some(if placed { Other } else { Is(&[L::Date]) });
    }
    None
}

/// The days of a term.
fn term(c: C, weak: C) -> Option<&'static [L]> {
    let edges = C::START.with(C::END);
    let mut told = C(c.0 & edges.0);
    if told.is_empty()
        && c.without(FRAME).is_empty()
        && !c.any(one_of(&[C::FLAG, C::SHIP, C::RFMO]))
    {
        told = weak;
    }
    let rest = c.without(edges);
    let of_term = || {
        rest.without(WIDE_FRAME).is_empty() || rest.any(one_of(&[C::DATE, C::VALID, C::LICENSE]))
    };
    // `Flag till 2016`
    if rest == C::FLAG && told == C::END {
        return Some(&[L::PreviousFlag]);
    }
    match (told.any(C::START), told.any(C::END)) {
        (true, true) if of_term() => return Some(&[L::StartDate, L::EndDate]),
        (true, false) if of_term() => return Some(&[L::StartDate]),
        (false, true) if of_term() => return Some(&[L::EndDate]),
        _ => {}
    }
    if c.any(C::VALID) && rest.without(FRAME).is_empty() {
        return Some(&[L::StartDate, L::EndDate]);
    }
    let charter = c.all(C::CHARTER.with(C::DATE))
        && !c.any(PARTY.with(C::TYPE).with(C::NAME).with(C::COMPANY));
    charter.then_some(&[L::StartDate])
}

/// What a day is of.
fn day(c: C) -> &'static [L] {
    if c.any(C::BUILD) {
        let placed = c.any(C::PLACE.with(C::COUNTRY));
        return if placed {
            &[L::BuildYear, L::BuildPlace]
        } else {
            &[L::BuildYear]
        };
    }
    let permit = c.any(C::LICENSE.with(C::REGISTER)) && !c.any(C::UPDATE.with(C::POSITION));
    if permit { &[L::StartDate] } else { &[L::Date] }
}
