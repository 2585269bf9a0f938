//! Captions of a vessel's particulars: her port, what she fishes with, where and for what, her sizes, how she was built.

use super::Verdict::{self, Is, Other};
use super::{C, L, names, one_of};

/// The label of a caption of particulars.
pub(super) fn resolve(c: C) -> Option<Verdict> {
    ports(c)
        .or_else(|| fishing(c))
        .or_else(|| sizes(c))
        .or_else(|| build(c))
}

fn ports(c: C) -> Option<Verdict> {
    if c.any(C::CALLPORT) && c.any(one_of(&[C::PORT, C::PLACE, C::AREA]))
        || c.any(C::FUEL.with(C::FREEZE))
    {
        return Some(Other);
    }
    let (home, register) = (c.any(C::HOME), c.any(C::REGISTER));
    if !c.any(C::PORT) {
        return ((home || register) && c.any(C::PLACE)).then_some(Is(&[L::Port]));
    }
    let own = home || register;
    Some(if !own && c.any(C::CURRENT) {
        Is(&[L::Port])
    } else if !own && c.any(C::PREVIOUS) {
        Other
    } else if c.any(C::BUILD) {
        Is(&[L::BuildPlace])
    } else if !own && c.any(C::STATE) {
        Is(&[L::Country])
    } else {
        Is(&[L::Port])
    })
}

/// What a vessel fishes with, where and for what, and where she keeps it.
fn fishing(c: C) -> Option<Verdict> {
    if c.all(C::HOLD.with(C::SPECIES)) && !c.any(C::AREA.with(C::LICENSE)) {
        return Some(Is(&[L::HoldCapacity]));
    }
    if c.any(C::GEAR) && !c.any(C::SPECIES.with(C::AREA)) {
        return Some(Is(&[L::GearType]));
    }
    if c.any(C::AREA) && !c.any(C::REGISTER) {
        // `Permit number to fish on the high seas`
        let permit = c.all(C::LICENSE.with(C::NUMBER));
        return Some(Is(if permit {
            &[L::LicenseNo]
        } else {
            &[L::FishingArea]
        }));
    }
    if c.any(C::MATERIAL) {
        return Some(Is(&[L::HullMaterial]));
    }
    let kind = c.any(C::TYPE.with(C::NUMBER)) && c.any(C::SHIP);
    c.any(C::SPECIES).then_some(Is(if kind {
        &[L::VesselType]
    } else {
        &[L::Species]
    }))
}

/// Capacity, tonnage, length and power.
fn sizes(c: C) -> Option<Verdict> {
    if c.any(C::DEADWEIGHT) && !c.any(C::HOLD) {
        return Some(Other);
    }
    if c.any(C::HOLD) && !c.all(C::TONNAGE.with(C::REGISTER)) {
        // `Nº de cubas`
        let other =
            c.any(C::NET.with(C::NUMBER)) || c.any(C::ENGINE.with(C::POWER)) && !c.any(C::SHIP);
        return Some(if other {
            names(c)
        } else {
            Is(&[L::HoldCapacity])
        });
    }
    if c.any(C::NET) {
        return Some(Other);
    }
    let kind = c.any(C::TYPE) && !c.any(C::NUMBER);
    if c.any(C::TONNAGE) && !c.any(C::POWER) {
        return Some(if kind { Other } else { Is(&[L::Tonnage]) });
    }
    if c.any(C::LENGTH) {
        return Some(if kind { Other } else { Is(&[L::Length]) });
    }
    let engine = one_of(&[C::TYPE, C::NUMBER, C::YEAR, C::BUILD]);
    // `Former engine`
    let past = c.any(C::PREVIOUS) && !c.any(C::CURRENT.with(C::POWER));
    if c.any(C::AUX)
        || past && c.any(C::ENGINE)
        || c.any(C::ENGINE) && !c.any(C::POWER) && c.any(engine)
    {
        return Some(Other);
    }
    c.any(C::ENGINE.with(C::POWER))
        .then_some(Is(&[L::EnginePower]))
}

/// The hull, the yard, the year and the place.
fn build(c: C) -> Option<Verdict> {
    let yard = c.any(C::YARD);
    let built = yard || c.any(C::BUILD);
    if c.any(C::HULL) {
        if c.any(C::NUMBER.with(C::MARKING)) {
            return Some(Is(&[L::ExternalMarking]));
        }
        if c.any(C::NAME) && !built && !c.any(C::MATERIAL) {
            return Some(Is(&[L::VesselName]));
        }
        if !built || !c.any(C::YEAR.with(C::PLACE)) {
            return Some(Is(&[L::HullMaterial]));
        }
    }
    if !built {
        return None;
    }
    if yard && c.any(C::NUMBER) {
        return Some(Other);
    }
    let placed = c.any(one_of(&[C::PLACE, C::COUNTRY]));
    let named = placed || c.any(one_of(&[C::STATE, C::COMPANY, C::NAME]));
    Some(Is(match c.any(C::YEAR) {
        true if yard || placed => &[L::BuildYear, L::BuildPlace],
        true => &[L::BuildYear],
        false if yard || named => &[L::BuildPlace],
        false => &[L::BuildYear, L::BuildPlace],
    }))
}
