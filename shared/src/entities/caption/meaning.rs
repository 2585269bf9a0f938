//! From concepts to labels: the rules that say what a caption of these ideas asks for.
//!
//! NAME and SHIP ask for `VESSEL_NAME`; NAME, SHIP and PREVIOUS for `PREVIOUS_NAME`. The order of the words is not
//! asked, but for a weak first or last one (`from`, `au`).

mod dates;
mod particulars;

use Verdict::{Is, Other, Unknown};

use crate::entities::label::Label as L;
use crate::entities::words::concept::{Concepts as C, one_of};

/// What a set of concepts comes to.
#[derive(Clone, Copy)]
pub(crate) enum Verdict {
    /// These labels.
    Is(&'static [L]),
    /// Something that is no entity.
    Other,
    /// Nothing that is understood.
    Unknown,
}

/// Concepts of the persons and companies behind a vessel.
pub(crate) const PARTY: C = one_of(&[
    C::OWNER,
    C::OPERATOR,
    C::BENEFICIAL,
    C::CHARTERER,
    C::MASTER,
]);
const DATED: C = one_of(&[C::DATE, C::UPDATE, C::BIRTH]);
/// Concepts of states.
const LAND: C = one_of(&[C::FLAG, C::STATE, C::COUNTRY, C::NATIONALITY]);

/// The label of a set of concepts; `edges` are the concepts of a weak first and last word (`from`, `au`).
pub(crate) fn resolve(c: C, edges: (C, C)) -> Verdict {
    let weak = edges.0.with(edges.1);
    if c.is_empty() && weak.is_empty() {
        return Unknown;
    }
    foreign(c)
        .or_else(|| identifiers(c))
        .or_else(|| of_people(c))
        .or_else(|| dates::resolve(c, weak))
        .or_else(|| parties(c))
        .or_else(|| particulars::resolve(c))
        .unwrap_or_else(|| names(c))
}

/// Captions of things that are no entity, and what is told of these.
fn foreign(c: C) -> Option<Verdict> {
    if c.any(C::POSITION) && !c.any(C::FOREIGN) {
        return Some(Is(&[L::Coordinates]));
    }
    // `Observer's nationality`
    if c.any(C::NATIONALITY) && c.any(C::PERSON) && !c.any(C::FOREIGN.with(C::NUMBER)) {
        return Some(Is(&[L::Country]));
    }
    if c.any(C::FOREIGN.with(C::PERSON)) {
        let (starts, ends) = (c.any(C::START), c.any(C::END));
        // `Trip start`
        if c.any(C::CALLPORT) && (starts || ends) {
            return Some(Is(&[L::Date]));
        }
        return Some(match c.any(C::PERSON) {
            false if starts && !ends => Is(&[L::StartDate]),
            false if ends && !starts => Is(&[L::EndDate]),
            _ if c.any(DATED) && !c.any(C::NUMBER) => Is(&[L::Date]),
            _ => Other,
        });
    }
    // `Port and year of registry`
    (c.all(C::REGISTER.with(C::YEAR)) && !c.any(C::NUMBER.with(C::BUILD))).then_some(Other)
}

/// Numbers of the vessel that are hers alone.
fn identifiers(c: C) -> Option<Verdict> {
    let past = c.any(C::PREVIOUS);
    if c.any(C::IMO) {
        let other = past || c.any(PARTY.with(C::COMPANY));
        return Some(if other { Other } else { Is(&[L::Imo]) });
    }
    if c.any(C::MMSI) {
        return Some(if past { Other } else { Is(&[L::Mmsi]) });
    }
    if c.any(C::CFR) && !c.any(DATED.with(C::START).with(C::END)) {
        return Some(Is(&[L::EuCfr]));
    }
    let called = c.any(C::CALLSIGN) || c.all(C::RADIO.with(C::NUMBER));
    called.then_some(if past { Other } else { Is(&[L::Ircs]) })
}

/// Who speaks, where people live, when they were born, of which country they are.
fn of_people(c: C) -> Option<Verdict> {
    // `Fisheries Commission`, `Fisheries Administration`: who speaks, not what is caught.
    let office = C::RFMOWORD.with(C::STATE);
    if c.any(C::SPECIES) && c.any(office) && c.without(office.with(C::SPECIES)).is_empty() {
        return Some(Other);
    }
    if c.any(C::ADDRESS) {
        // `Name and address of the shipyard`
        let yard = c.any(C::YARD) && !c.any(PARTY);
        return Some(Is(if yard {
            &[L::BuildPlace]
        } else {
            &[L::Address]
        }));
    }
    if c.any(C::BIRTH) {
        let place = c.any(C::PLACE);
        return Some(if place { Other } else { Is(&[L::Date]) });
    }
    let country = c.any(one_of(&[C::NATIONALITY, C::COUNTRY, C::STATE]))
        && c.any(PARTY.with(C::CHARTER).with(C::COMPANY))
        && !c.any(C::START.with(C::END));
    country.then_some(Is(&[L::Country]))
}

/// The persons and companies behind a vessel, and her crew.
fn parties(c: C) -> Option<Verdict> {
    // `Crew, skipper included`
    if c.all(C::CREW.with(C::MASTER)) && !c.any(one_of(&[C::NAME, C::NATIONALITY, C::NUMBER])) {
        return Some(Is(&[L::CrewCount]));
    }
    if c.any(PARTY) && !c.any(C::NAME) {
        // `Owner city`: a part of an address, no party.
        if c.any(one_of(&[C::NUMBER, C::PREVIOUS, C::PLACE])) {
            return Some(Other);
        }
        if c.all(C::CHARTERER.with(C::LICENSE)) && !c.any(C::BENEFICIAL) {
            return Some(Is(&[L::LicenseNo]));
        }
    }
    if c.any(C::BENEFICIAL) {
        return Some(Is(&[L::BeneficialOwner]));
    }
    if c.any(C::CHARTERER) {
        return Some(Is(&[L::Charterer]));
    }
    if c.any(C::MASTER) && !c.any(C::OWNER) {
        return Some(Is(&[L::Master]));
    }
    if c.any(C::OWNER) {
        let past = c.any(C::PREVIOUS);
        return Some(if past { Other } else { Is(&[L::Owner]) });
    }
    if c.any(C::OPERATOR) && !c.any(C::AREA.with(C::GEAR)) {
        return Some(Is(&[L::Operator]));
    }
    c.any(C::CREW).then_some(if c.any(C::NAME) {
        Other
    } else if c.any(C::NATIONALITY) {
        Is(&[L::Country])
    } else {
        Is(&[L::CrewCount])
    })
}

/// Names, states and numbers of the vessel, and what a general word alone may ask for.
fn names(c: C) -> Verdict {
    if c.any(C::PREVIOUS) {
        return past(c);
    }
    if let Some(verdict) = registered(c) {
        return verdict;
    }
    if c.any(LAND) {
        return Is(&[L::Flag]);
    }
    if c.any(C::TYPE) {
        return Is(&[L::VesselType]);
    }
    if c.any(C::COMPANY) {
        let number = c.any(C::NUMBER);
        return if number { Other } else { Is(&[L::Owner]) };
    }
    if c.any(C::SHIP) && c.any(C::NUMBER) && !c.any(C::NAME) {
        return Is(&[L::NationalRegNo]);
    }
    if c.any(C::NAME.with(C::SHIP)) {
        return Is(&[L::VesselName]);
    }
    if c.any(C::YEAR) && !c.any(C::UPDATE) {
        // `Year and place`
        let placed = c.any(C::PLACE);
        return Is(if placed {
            &[L::BuildYear, L::BuildPlace]
        } else {
            &[L::BuildYear]
        });
    }
    if c.any(C::HOME) {
        return Is(&[L::Port]);
    }
    if c.any(C::RFMO) {
        return Is(&[L::RfmoId]);
    }
    if c.any(C::RADIO) && c.without(C::RADIO.with(C::NAME)).is_empty() {
        return Is(&[L::Ircs]);
    }
    if c.any(C::CALLPORT) || c.any(C::NUMBER) && c.without(C::NUMBER).is_empty() {
        return Other;
    }
    Unknown
}

/// Former names and flags.
fn past(c: C) -> Verdict {
    if c.any(C::CURRENT) && c.any(C::FLAG) {
        return Is(&[L::Flag, L::PreviousFlag]);
    }
    if c.any(LAND) {
        return Is(&[L::PreviousFlag]);
    }
    if c.any(C::NAME.with(C::SHIP)) || c.without(C::PREVIOUS).is_empty() {
        return Is(&[L::PreviousName]);
    }
    Other
}

/// Numbers, marks and names that a register, an organisation or a licence gives.
fn registered(c: C) -> Option<Verdict> {
    // `Name of RFMO`: who keeps the list, no ship's name.
    if c.any(C::RFMOWORD.with(C::RFMO)) && c.any(C::NAME) && !c.any(C::SHIP) {
        return Some(Other);
    }
    if c.any(C::RFMO.with(C::WIN).with(C::RFMOWORD))
        && c.any(one_of(&[C::NUMBER, C::REGISTER, C::SHIP, C::WIN]))
        && !c.any(C::LICENSE)
    {
        return Some(Is(&[L::RfmoId]));
    }
    if c.any(C::MARKING) && !c.any(C::NATIONAL) && !(c.any(C::NAME) && !c.any(C::NUMBER)) {
        return Some(Is(&[L::ExternalMarking]));
    }
    if c.any(C::REGISTER) {
        if c.any(LAND) && !c.any(C::NUMBER) {
            return Some(Is(&[L::Flag]));
        }
        if c.any(C::NAME) {
            return Some(Is(&[L::VesselName]));
        }
        if !c.any(C::LICENSE) {
            return Some(Is(&[L::NationalRegNo]));
        }
    }
    // `N° nat.` shortens the national number, not a nationality.
    if c.all(C::NATIONAL.with(C::NUMBER)) || c == C::NATIONALITY.with(C::NUMBER) {
        return Some(Is(&[L::NationalRegNo]));
    }
    let kind = c.any(C::TYPE.with(C::NAME));
    c.any(C::LICENSE)
        .then_some(if kind { Other } else { Is(&[L::LicenseNo]) })
}
