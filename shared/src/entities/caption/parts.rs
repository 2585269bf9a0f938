//! What a caption means as a whole where it joins several things (`Owner, address`, `Length × breadth`).

use super::{Meaning, PARTY, Verdict, resolve};
use crate::entities::label::Label;
use crate::entities::words::concept::{Concepts as C, one_of};

/// Fills in what the concepts of the caption and of its parts mean.
pub(crate) fn decide(meaning: &mut Meaning, parts: &[C], all: C, edges: (C, C)) {
    let mut whole = resolve(all, edges);
    let complete = meaning.known >= meaning.words;
    if !complete {
        // A weak `from` or `to`, or a general word such as `type` or `name`, speaks only where nothing beside it is
        // left unexplained.
        let strong = resolve(all, (C::default(), C::default()));
        if matches!(strong, Verdict::Unknown | Verdict::Other) || general(all) {
            whole = if general(all) || !matches!(strong, Verdict::Other) {
                Verdict::Unknown
            } else {
                strong
            };
        }
    }
    if let Verdict::Is(labels) = &whole
        && labels.len() > 1
        && !numbered_permit(parts)
    {
        meaning.labels.clone_from(labels);
        return;
    }
    // `Armement exploitant`, `Gérant armateur`: the owner's word says whose firm, the operator's what it does.
    let both = |part: &C| part.all(C::OWNER.with(C::OPERATOR));
    if parts.iter().any(both)
        && !all.any(C::NUMBER.with(C::ADDRESS).with(C::NATIONALITY))
        && let Verdict::Is(labels) = &whole
        && labels.as_slice() == [Label::Owner]
    {
        meaning.labels = vec![Label::Operator];
        return;
    }
    let mut parties = None;
    if parts.iter().filter(|p| !p.is_empty()).count() > 1 {
        let mut labels: Vec<Label> = Vec::new();
        let mut slots: Vec<Option<Label>> = Vec::new();
        let mut specific = Vec::new();
        // A part that asks for two things (`period`) has no one place among the parts of a value.
        let mut double = false;
        // `Owner (name, address)`: a part that names no party takes the one before it.
        let mut party = if parts.first().is_some_and(|p| *p == C::NAME) {
            part_of(all, PARTY)
        } else {
            C::default()
        };
        // `Former name / flag`: both are of the past.
        let formerly = matches!(parts, [first, _] if first.all(C::PREVIOUS.with(C::NAME)));
        for (index, part) in parts.iter().enumerate() {
            let own = part.without(PARTY).is_empty();
            if part.any(PARTY) {
                party = part_of(*part, PARTY);
            }
            // `Place & No. of registration`: the place is the register's.
            if *part == C::PLACE && parts.iter().any(|p| p.all(C::REGISTER.with(C::NUMBER))) {
                slots.push(Some(Label::Port));
                specific.push(Label::Port);
                labels.push(Label::Port);
                continue;
            }
            let with_party = if !own
                && !part.any(PARTY)
                && part.any(one_of(&[C::NAME, C::ADDRESS, C::NATIONALITY]))
            {
                part.with(party)
            } else if formerly && part.without(C::NAME.with(C::FLAG)).is_empty() {
                part.with(C::PREVIOUS)
            } else {
                *part
            };
            // `Address of owner or owners`: the party once more.
            let again = own
                && index > 0
                && parts
                    .iter()
                    .take(index)
                    .any(|p| part_of(*p, PARTY) == *part)
                // `Address of the PO or vessel owner`: one of whom is not known.
                || part.without(PARTY.with(C::SHIP)).is_empty()
                    && parts.first() == Some(&C::ADDRESS)
                    && meaning.known < meaning.words;
            if part.is_empty() || again {
                continue;
            }
            let verdict = resolve(with_party, (C::default(), C::default()));
            double |= matches!(&verdict, Verdict::Is(found) if found.contains(&Label::StartDate) && found.len() > 1);
            slots.push(match &verdict {
                Verdict::Is(found) if found.len() == 1 => found.first().copied(),
                _ => None,
            });
            if let Verdict::Is(found) = verdict {
                if !general(*part) {
                    specific.extend(found.iter().copied());
                }
                for label in found {
                    if !labels.contains(&label) {
                        labels.push(label);
                    }
                }
            }
        }
        // `Flag (previous)`: the bracket only says which.
        let qualifier = parts
            .iter()
            .skip(1)
            .any(|p| !p.is_empty() && p.without(C::PREVIOUS).is_empty())
            && !all.any(C::CURRENT);
        if labels.len() > 1 && compatible(&labels) && !qualifier {
            meaning.labels = labels;
            // `Builder / place`: no part of its own asks for one thing.
            if !double && slots.iter().any(Option::is_some) {
                meaning.slots = slots;
            }
            return;
        }
        // `Call sign (previous)`: the caption speaks of the present value first.
        let first = slots.first().copied().flatten();
        if matches!(whole, Verdict::Other)
            && qualifier
            && let Some(first) =
                first.filter(|l| matches!(l, Label::Ircs | Label::Imo | Label::Mmsi))
        {
            meaning.labels = vec![first];
            return;
        }
        // `Owner / operator`: two parties, told apart only where the value has two parts.
        let party = |slot: &Option<Label>| slot.is_some_and(Label::is_party);
        if slots.len() == 2 && slots.iter().all(party) && slots.first() != slots.last() {
            parties = Some(slots.clone());
        }
        // `MCR, aux.`
        if all.any(C::AUX)
            && all.any(C::POWER.with(C::ENGINE))
            && parts.iter().skip(1).any(|p| *p == C::AUX)
        {
            meaning.other = true;
            return;
        }
        // `Length × breadth`, `Agent or operator`: one of the things joined is an entity.
        if matches!(whole, Verdict::Other) && specific.len() == 1 && slots.len() > 1 {
            meaning.labels = specific;
            meaning.slots = slots;
            return;
        }
    }
    match whole {
        Verdict::Is(labels) => {
            if let Some(parties) = parties {
                meaning.slots = parties;
            }
            meaning.labels = labels;
        }
        Verdict::Other => meaning.other = true,
        Verdict::Unknown => {}
    }
}

/// Concepts so general that a caption of them alone must be understood as a whole.
fn general(all: C) -> bool {
    let words = one_of(&[
        C::TYPE,
        C::NAME,
        C::SHIP,
        C::STATE,
        C::COUNTRY,
        C::NUMBER,
        C::CURRENT,
        C::YEAR,
        C::COMPANY,
    ]);
    all.without(words).is_empty() && !all.all(C::NAME.with(C::SHIP))
}

/// `Authorisation, period`: a permit's number beside what else is said of the permit.
fn numbered_permit(parts: &[C]) -> bool {
    let number = |p: &C| {
        p.any(C::LICENSE)
            && p.without(C::LICENSE.with(C::NUMBER).with(C::SHIP))
                .is_empty()
    };
    parts.iter().any(number) && parts.iter().any(|p| !p.is_empty() && !p.any(C::LICENSE))
}

fn part_of(all: C, mask: C) -> C {
    C(all.0 & mask.0)
}

/// Labels that one cell may hold together.
fn compatible(labels: &[Label]) -> bool {
    use Label as L;
    let group = |l: &Label| match l {
        L::Owner
        | L::Operator
        | L::BeneficialOwner
        | L::Charterer
        | L::Master
        | L::Address
        | L::Country => 1,
        L::LicenseNo | L::StartDate | L::EndDate => 2,
        L::BuildYear | L::BuildPlace | L::HullMaterial => 3,
        L::Length | L::Tonnage | L::EnginePower | L::HoldCapacity | L::CrewCount => 4,
        L::VesselName
        | L::PreviousName
        | L::Imo
        | L::Mmsi
        | L::Ircs
        | L::Flag
        | L::PreviousFlag
        | L::Port
        | L::NationalRegNo
        | L::ExternalMarking
        | L::RfmoId
        | L::EuCfr
        | L::VesselType => 5,
        L::GearType | L::Species | L::FishingArea => 6,
        _ => 7,
    };
    let parties = labels.iter().filter(|l| l.is_party()).count();
    let Some(first) = labels.first().map(group) else {
        return false;
    };
    // What a permit allows may stand beside its number and its days.
    let permit = labels.contains(&L::LicenseNo);
    // `Catch areas and dates`
    let fished = labels
        .iter()
        .all(|l| matches!(l, L::FishingArea | L::Date | L::Species));
    // `Type, gear`
    let rigged = labels
        .iter()
        .all(|l| matches!(l, L::VesselType | L::GearType));
    let fits =
        |l: &Label| group(l) == first || rigged || fished || permit && matches!(group(l), 2 | 6);
    parties < 2 && labels.iter().all(fits)
}
