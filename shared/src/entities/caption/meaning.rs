//! From concepts to labels: the rules that say what a caption of these ideas asks for.
//!
//! NAME and SHIP ask for `VESSEL_NAME`; NAME, SHIP and PREVIOUS for `PREVIOUS_NAME`. The order of the words is not
//! asked, but for a weak first or last one (`from`, `au`).

use crate::entities::label::Label;
use crate::entities::words::concept::{Concepts as C, one_of};

/// What a set of concepts comes to.
pub(crate) enum Verdict {
    /// These labels.
    Is(Vec<Label>),
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

/// The label of a set of concepts; `edges` are the concepts of a weak first and last word (`from`, `au`).
pub(crate) fn resolve(c: C, edges: (C, C)) -> Verdict {
    use Label as L;
    let is = |l: Label| Verdict::Is(vec![l]);
    let weak = edges.0.with(edges.1);
    if c.is_empty() && weak.is_empty() {
        return Verdict::Unknown;
    }
    if let Some(verdict) = foreign(c) {
        return verdict;
    }
    // `Port and year of registry`
    if c.all(C::REGISTER.with(C::YEAR)) && !c.any(C::NUMBER.with(C::BUILD)) {
        return Verdict::Other;
    }
    if let Some(verdict) = identifiers(c) {
        return verdict;
    }
    // `Fisheries Commission`: who speaks, not what is caught.
    if c.all(C::SPECIES.with(C::RFMOWORD)) && c.without(C::SPECIES.with(C::RFMOWORD)).is_empty() {
        return Verdict::Other;
    }
    if c.any(C::ADDRESS) {
        // `Name and address of the shipyard`
        let yard = c.any(C::YARD) && !c.any(PARTY);
        return is(if yard { L::BuildPlace } else { L::Address });
    }
    if c.any(C::BIRTH) {
        return if c.any(C::PLACE) {
            Verdict::Other
        } else {
            is(L::Date)
        };
    }
    if c.any(one_of(&[C::NATIONALITY, C::COUNTRY, C::STATE]))
        && c.any(PARTY.with(C::CHARTER).with(C::COMPANY))
        && !c.any(C::START.with(C::END))
    {
        return is(L::Country);
    }
    if let Some(verdict) = dates(c, weak) {
        return verdict;
    }
    if let Some(verdict) = parties(c) {
        return verdict;
    }
    if let Some(verdict) = particulars(c) {
        return verdict;
    }
    names(c)
}

/// Captions of things that are no entity.
fn foreign(c: C) -> Option<Verdict> {
    if c.any(C::POSITION) && !c.any(C::FOREIGN) {
        return Some(Verdict::Is(vec![Label::Coordinates]));
    }
    // `Observer's nationality`
    if c.any(C::NATIONALITY) && c.any(C::PERSON) && !c.any(C::FOREIGN.with(C::NUMBER)) {
        return Some(Verdict::Is(vec![Label::Country]));
    }
    if c.any(C::FOREIGN.with(C::PERSON)) {
        if c.any(C::START) && !c.any(C::END) && !c.any(C::PERSON) {
            return Some(Verdict::Is(vec![Label::StartDate]));
        }
        if c.any(C::END) && !c.any(C::START) && !c.any(C::PERSON) {
            return Some(Verdict::Is(vec![Label::EndDate]));
        }
        if c.any(DATED) && !c.any(C::NUMBER) {
            return Some(Verdict::Is(vec![Label::Date]));
        }
        return Some(Verdict::Other);
    }
    None
}

fn identifiers(c: C) -> Option<Verdict> {
    use Label as L;
    let is = |l: Label| Some(Verdict::Is(vec![l]));
    if c.any(C::IMO) {
        return if c.any(PARTY.with(C::COMPANY).with(C::PREVIOUS)) {
            Some(Verdict::Other)
        } else {
            is(L::Imo)
        };
    }
    if c.any(C::MMSI) {
        return if c.any(C::PREVIOUS) {
            Some(Verdict::Other)
        } else {
            is(L::Mmsi)
        };
    }
    if c.any(C::CFR) && !c.any(DATED.with(C::START).with(C::END)) {
        return is(L::EuCfr);
    }
    if c.any(C::CALLSIGN) || c.all(C::RADIO.with(C::NUMBER)) {
        return if c.any(C::PREVIOUS) {
            Some(Verdict::Other)
        } else {
            is(L::Ircs)
        };
    }
    None
}

fn dates(c: C, weak: C) -> Option<Verdict> {
    use Label as L;
    let is = |l: Label| Some(Verdict::Is(vec![l]));
    let frame = one_of(&[
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
    let mut dates = C(c.0 & C::START.with(C::END).0);
    if dates.is_empty()
        && c.without(frame).is_empty()
        && !c.any(C::FLAG.with(C::SHIP).with(C::RFMO))
    {
        dates = weak;
    }
    let started = dates.any(C::START);
    let ended = dates.any(C::END);
    let rest = c.without(C::START).without(C::END);
    let framed = rest
        .without(
            frame
                .with(C::SPECIES)
                .with(C::AREA)
                .with(C::PERSON)
                .with(C::PREVIOUS)
                .with(C::COMPANY)
                .with(C::PLACE),
        )
        .is_empty();
    if (started || ended) && (framed || rest.any(C::DATE.with(C::VALID).with(C::LICENSE))) {
        return match (started, ended) {
            (true, true) => Some(Verdict::Is(vec![L::StartDate, L::EndDate])),
            (true, false) => is(L::StartDate),
            _ => is(L::EndDate),
        };
    }
    if c.any(C::VALID) && rest.without(frame).is_empty() {
        return Some(Verdict::Is(vec![L::StartDate, L::EndDate]));
    }
    if c.any(C::CHARTER)
        && !c.any(PARTY.with(C::TYPE).with(C::NAME).with(C::COMPANY))
        && c.any(C::DATE)
    {
        return is(L::StartDate);
    }
    let measured = one_of(&[C::FREEZE, C::FUEL, C::HOLD, C::POWER, C::LENGTH]);
    if c.any(C::DATE) && !c.any(C::NAME.with(measured)) {
        if c.any(C::BUILD) {
            return if c.any(C::PLACE.with(C::COUNTRY)) {
                Some(Verdict::Is(vec![L::BuildYear, L::BuildPlace]))
            } else {
                is(L::BuildYear)
            };
        }
        if c.any(C::UPDATE) {
            return is(L::Date);
        }
        if c.any(C::LICENSE.with(C::REGISTER)) && !c.any(C::POSITION) {
            return is(L::StartDate);
        }
        return is(L::Date);
    }
    if c.any(C::UPDATE)
        && rest
            .without(one_of(&[
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
            ]))
            .is_empty()
    {
        return if rest.any(C::PLACE.with(C::AREA)) {
            Some(Verdict::Other)
        } else {
            is(L::Date)
        };
    }
    None
}

fn parties(c: C) -> Option<Verdict> {
    use Label as L;
    let is = |l: Label| Some(Verdict::Is(vec![l]));
    if c.any(PARTY) && c.any(C::NUMBER.with(C::PREVIOUS)) && !c.any(C::NAME) {
        return Some(Verdict::Other);
    }
    // `Owner city`: a part of an address, no party.
    if c.any(PARTY) && c.any(C::PLACE) && !c.any(C::NAME) {
        return Some(Verdict::Other);
    }
    if c.any(C::BENEFICIAL) {
        return is(L::BeneficialOwner);
    }
    if c.all(C::CHARTERER.with(C::LICENSE)) && !c.any(C::NAME) {
        return is(L::LicenseNo);
    }
    if c.any(C::CHARTERER) {
        return is(L::Charterer);
    }
    if c.any(C::MASTER) && !c.any(C::OWNER) {
        return is(L::Master);
    }
    if c.any(C::OWNER) {
        return if c.any(C::PREVIOUS) {
            Some(Verdict::Other)
        } else {
            is(L::Owner)
        };
    }
    if c.any(C::OPERATOR) && !c.any(C::AREA.with(C::GEAR)) {
        return is(L::Operator);
    }
    if c.any(C::CREW) {
        return if c.any(C::NATIONALITY.with(C::NAME)) {
            Some(Verdict::Other)
        } else {
            is(L::CrewCount)
        };
    }
    None
}

fn particulars(c: C) -> Option<Verdict> {
    use Label as L;
    let is = |l: Label| Some(Verdict::Is(vec![l]));
    let other = Some(Verdict::Other);
    if c.any(C::CALLPORT) && c.any(C::PORT.with(C::PLACE).with(C::AREA)) {
        return other;
    }
    if c.any(C::FUEL.with(C::FREEZE)) {
        return other;
    }
    if c.any(C::PORT) {
        if c.any(C::PREVIOUS.with(C::CURRENT)) && !c.any(C::HOME.with(C::REGISTER)) {
            return if c.any(C::CURRENT) {
                is(L::Port)
            } else {
                other
            };
        }
        if c.any(C::BUILD) {
            return is(L::BuildPlace);
        }
        if c.any(C::STATE) && !c.any(C::HOME.with(C::REGISTER)) {
            return is(L::Country);
        }
        return is(L::Port);
    }
    if c.any(C::REGISTER.with(C::HOME)) && c.any(C::PLACE) {
        return is(L::Port);
    }
    if c.any(C::HOLD) && c.any(C::SPECIES) && !c.any(C::AREA.with(C::LICENSE)) {
        return is(L::HoldCapacity);
    }
    if c.any(C::GEAR) && !c.any(C::SPECIES.with(C::AREA)) {
        return is(L::GearType);
    }
    if c.any(C::AREA) && !c.any(C::REGISTER) {
        // `Permit number to fish on the high seas`
        if c.all(C::LICENSE.with(C::NUMBER)) {
            return is(L::LicenseNo);
        }
        return is(L::FishingArea);
    }
    if c.any(C::MATERIAL) {
        return is(L::HullMaterial);
    }
    if c.any(C::SPECIES) {
        return if c.any(C::TYPE.with(C::NUMBER)) && c.any(C::SHIP) {
            is(L::VesselType)
        } else {
            is(L::Species)
        };
    }
    if c.any(C::DEADWEIGHT) && !c.any(C::HOLD) {
        return other;
    }
    if c.any(C::HOLD) && !(c.any(C::TONNAGE) && c.any(C::REGISTER)) {
        return if c.any(C::NET) || (c.any(C::ENGINE.with(C::POWER)) && !c.any(C::SHIP)) {
            None
        } else {
            is(L::HoldCapacity)
        };
    }
    if c.any(C::NET) {
        return other;
    }
    let kind = c.any(C::TYPE) && !c.any(C::NUMBER);
    if c.any(C::TONNAGE) && !c.any(C::POWER) {
        return if kind { other } else { is(L::Tonnage) };
    }
    if c.any(C::LENGTH) {
        return if kind { other } else { is(L::Length) };
    }
    if c.any(C::POWER) {
        return if c.any(C::AUX) {
            other
        } else {
            is(L::EnginePower)
        };
    }
    if c.any(C::ENGINE) {
        return if c.any(one_of(&[C::AUX, C::TYPE, C::NUMBER, C::YEAR, C::BUILD])) {
            other
        } else {
            is(L::EnginePower)
        };
    }
    if c.any(C::AUX) {
        return other;
    }
    build(c)
}

fn build(c: C) -> Option<Verdict> {
    use Label as L;
    let is = |l: Label| Some(Verdict::Is(vec![l]));
    if c.any(C::HULL) {
        if c.any(C::NUMBER.with(C::MARKING)) {
            return is(L::ExternalMarking);
        }
        let painted = c.any(C::NAME) && !c.any(C::MATERIAL.with(C::BUILD).with(C::YARD));
        if painted {
            return is(L::VesselName);
        }
        if !c.any(C::BUILD.with(C::YARD)) || !c.any(C::YEAR.with(C::PLACE)) {
            return is(L::HullMaterial);
        }
    }
    if c.any(C::YARD) {
        return if c.any(C::NUMBER) {
            Some(Verdict::Other)
        } else if c.any(C::YEAR) {
            Some(Verdict::Is(vec![L::BuildYear, L::BuildPlace]))
        } else {
            is(L::BuildPlace)
        };
    }
    if c.any(C::BUILD) {
        if c.any(C::YEAR) {
            return if c.any(C::PLACE.with(C::COUNTRY)) {
                Some(Verdict::Is(vec![L::BuildYear, L::BuildPlace]))
            } else {
                is(L::BuildYear)
            };
        }
        if c.any(one_of(&[
            C::PLACE,
            C::COUNTRY,
            C::STATE,
            C::COMPANY,
            C::NAME,
        ])) {
            return is(L::BuildPlace);
        }
        return Some(Verdict::Is(vec![L::BuildYear, L::BuildPlace]));
    }
    None
}

fn names(c: C) -> Verdict {
    use Label as L;
    let is = |l: Label| Verdict::Is(vec![l]);
    let land = one_of(&[C::FLAG, C::STATE, C::COUNTRY, C::NATIONALITY]);
    if c.any(C::PREVIOUS) {
        if c.any(C::CURRENT) && c.any(C::FLAG) {
            return Verdict::Is(vec![L::Flag, L::PreviousFlag]);
        }
        if c.any(land) {
            return is(L::PreviousFlag);
        }
        if c.any(C::NAME.with(C::SHIP)) || c.without(C::PREVIOUS).is_empty() {
            return is(L::PreviousName);
        }
        return Verdict::Other;
    }
    // `Name of RFMO`: who keeps the list, no ship's name.
    if c.any(C::RFMOWORD.with(C::RFMO)) && c.any(C::NAME) && !c.any(C::SHIP) {
        return Verdict::Other;
    }
    if c.any(C::RFMO.with(C::WIN).with(C::RFMOWORD))
        && c.any(one_of(&[C::NUMBER, C::REGISTER, C::SHIP, C::WIN]))
        && !c.any(C::LICENSE)
    {
        return is(L::RfmoId);
    }
    if c.any(C::MARKING) && !c.any(C::NATIONAL) && !(c.any(C::NAME) && !c.any(C::NUMBER)) {
        return is(L::ExternalMarking);
    }
    if c.any(C::REGISTER) {
        if c.any(land) && !c.any(C::NUMBER) {
            return is(L::Flag);
        }
        if c.any(C::NAME) {
            return is(L::VesselName);
        }
        if !c.any(C::LICENSE) {
            return is(L::NationalRegNo);
        }
    }
    // `N° nat.` shortens the national number, not a nationality.
    let short = C::NATIONALITY.with(C::NUMBER);
    if c.all(C::NATIONAL.with(C::NUMBER)) || c == short {
        return is(L::NationalRegNo);
    }
    if c.any(C::LICENSE) {
        return if c.any(C::TYPE.with(C::NAME)) {
            Verdict::Other
        } else {
            is(L::LicenseNo)
        };
    }
    if c.any(land) {
        return is(L::Flag);
    }
    if c.any(C::TYPE) {
        return is(L::VesselType);
    }
    if c.any(C::COMPANY) {
        return if c.any(C::NUMBER) {
            Verdict::Other
        } else {
            is(L::Owner)
        };
    }
    if c.any(C::SHIP) && c.any(C::NUMBER) && !c.any(C::NAME) {
        return is(L::NationalRegNo);
    }
    if c.any(C::NAME.with(C::SHIP)) {
        return is(L::VesselName);
    }
    if c.any(C::YEAR) {
        return is(L::BuildYear);
    }
    if c.any(C::HOME) {
        return is(L::Port);
    }
    if c.any(C::RFMO) {
        return is(L::RfmoId);
    }
    if c.any(C::RADIO) && c.without(C::RADIO.with(C::NAME)).is_empty() {
        return is(L::Ircs);
    }
    if c.any(C::CALLPORT) || c.any(C::NUMBER) && c.without(C::NUMBER).is_empty() {
        return Verdict::Other;
    }
    Verdict::Unknown
}
