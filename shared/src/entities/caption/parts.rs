//! What a caption means as a whole where it joins several things (`Owner, address`, `Length × breadth`).

use std::mem::take;

use super::{Meaning, PARTY, Verdict, resolve};
use crate::entities::label::Label;
use crate::entities::words::concept::{Concepts as C, one_of};

/// Fills in what the concepts of the caption and of its parts mean.
pub(crate) fn decide(meaning: &mut Meaning, parts: &[C], all: C, edges: (C, C)) {
    let complete = meaning.known >= meaning.words;
    let whole = whole(all, edges, complete);
    if let Verdict::Is(labels) = whole {
        if labels.len() > 1 && !numbered_permit(parts) {
            meaning.labels = labels.to_vec();
            return;
        }
        // `Builder and year`: two things, and the first of them no verb.
        if labels == [Label::BuildYear] && parts.contains(&C::BUILD) && parts.contains(&C::YEAR) {
            meaning.labels = vec![Label::BuildYear, Label::BuildPlace];
            return;
        }
        if labels == [Label::Owner] && operated(parts, all) {
            meaning.labels = vec![Label::Operator];
            return;
        }
    }
    let mut joined = Joined::default();
    if parts.iter().filter(|p| !p.is_empty()).count() > 1 {
        joined = Joined::of(parts, all, complete);
        if joined.decide(meaning, parts, all, whole) {
            return;
        }
    }
    match whole {
        Verdict::Is(labels) => {
            meaning.labels = labels.to_vec();
            if joined.two_alike() {
                meaning.slots = joined.slots;
            }
        }
        Verdict::Other => meaning.other = true,
        Verdict::Unknown => {}
    }
}

/// What all concepts together come to. Where a word beside them is left unexplained, a weak `from` or `to` and a
/// general word such as `type` or `name` say nothing.
fn whole(all: C, edges: (C, C), complete: bool) -> Verdict {
    let whole = resolve(all, edges);
    if complete {
        return whole;
    }
    match resolve(all, (C::default(), C::default())) {
        _ if general(all) => Verdict::Unknown,
        strong @ (Verdict::Unknown | Verdict::Other) => strong,
        Verdict::Is(_) => whole,
    }
}

/// `Armement exploitant`, `Gérant armateur`: the owner's word says whose firm, the operator's what it does.
fn operated(parts: &[C], all: C) -> bool {
    let both = |part: &C| part.all(C::OWNER.with(C::OPERATOR));
    parts.iter().any(both) && !all.any(C::NUMBER.with(C::ADDRESS).with(C::NATIONALITY))
}

/// What the parts of a caption ask for, each by itself.
#[derive(Default)]
struct Joined {
    labels: Vec<Label>,
    /// The label of each part; none for what is no entity.
    slots: Vec<Option<Label>>,
    /// The labels of parts that are more than a general word.
    specific: Vec<Label>,
    /// A part asks for two things (`period`): it has no one place among the parts of a value.
    double: bool,
}

impl Joined {
    fn of(parts: &[C], all: C, complete: bool) -> Self {
        let mut joined = Joined::default();
        // `Owner (name, address)`: a part that names no party takes the one before it.
        let mut party = match parts {
            [C::NAME, ..] => part_of(all, PARTY),
            _ => C::default(),
        };
        // `Former name / flag`: both are of the past.
        let formerly = matches!(parts, [first, _] if first.all(C::PREVIOUS.with(C::NAME)));
        for (index, part) in parts.iter().enumerate() {
            if part.any(PARTY) {
                party = part_of(*part, PARTY);
            }
            // `Place & No. of registration`: the place is the register's.
            if *part == C::PLACE && parts.iter().any(|p| p.all(C::REGISTER.with(C::NUMBER))) {
                joined.slots.push(Some(Label::Port));
                joined.specific.push(Label::Port);
                joined.labels.push(Label::Port);
            } else if *part == C::NUMBER
                && index > 0
                && parts
                    .iter()
                    .any(|p| p.any(C::PORT) && p.any(C::REGISTER.with(C::HOME)))
            {
                // `Port of registry and number`
                joined.slots.push(Some(Label::NationalRegNo));
                joined.specific.push(Label::NationalRegNo);
                joined.labels.push(Label::NationalRegNo);
            } else if !part.is_empty() && !again(parts, index, *part, complete) {
                joined.add(*part, told_of(*part, party, formerly));
            }
        }
        joined
    }

    /// Adds a part by its concepts and those that it takes from what it is told of.
    fn add(&mut self, part: C, told: C) {
        let verdict = resolve(told, (C::default(), C::default()));
        let Verdict::Is(found) = verdict else {
            self.slots.push(None);
            return;
        };
        self.double |= found.contains(&Label::StartDate) && found.len() > 1;
        self.slots.push(match found {
            [one] => Some(*one),
            _ => None,
        });
        if !general(part) {
            self.specific.extend(found);
        }
        for label in found {
            if !self.labels.contains(label) {
                self.labels.push(*label);
            }
        }
    }

    /// Fills in what the parts ask for together; false where that is what the whole caption asks for.
    fn decide(&mut self, meaning: &mut Meaning, parts: &[C], all: C, whole: Verdict) -> bool {
        let behind = || parts.iter().skip(1);
        // `Flag (previous)`: the bracket only says which.
        let qualifier = behind().any(|p| !p.is_empty() && p.without(C::PREVIOUS).is_empty())
            && !all.any(C::CURRENT);
        if self.labels.len() > 1 && compatible(&self.labels) && !qualifier {
            meaning.labels = take(&mut self.labels);
            // `Builder / place`: no part of its own asks for one thing.
            if !self.double && self.slots.iter().any(Option::is_some) {
                meaning.slots = take(&mut self.slots);
            }
            return true;
        }
        let other = matches!(whole, Verdict::Other);
        // `Call sign (previous)`: the caption speaks of the present value first.
        if other
            && qualifier
            && let Some(Some(first @ (Label::Ircs | Label::Imo | Label::Mmsi))) = self.slots.first()
        {
            meaning.labels = vec![*first];
            return true;
        }
        // `MCR, aux.`
        if all.any(C::AUX) && all.any(C::POWER.with(C::ENGINE)) && behind().any(|p| *p == C::AUX) {
            meaning.other = true;
            return true;
        }
        // `Length × breadth`, `Agent or operator`: one of the things joined is an entity.
        let one = other && self.specific.len() == 1 && self.slots.len() > 1;
        if one {
            meaning.labels = take(&mut self.specific);
            meaning.slots = take(&mut self.slots);
        }
        one
    }

    /// `Owner / operator`, `VID / WIN`: two parties or numbers, told apart only where the value has two parts.
    fn two_alike(&self) -> bool {
        matches!(self.slots.as_slice(), [Some(first), Some(second)]
            if first != second && first.is_party() && second.is_party()
                || first == second && *first == Label::RfmoId)
    }
}

/// `Address of owner or owners`: the party once more.
fn again(parts: &[C], index: usize, part: C, complete: bool) -> bool {
    let party = part.without(PARTY).is_empty();
    let before = |p: &C| part_of(*p, PARTY) == part;
    party && index > 0 && parts.iter().take(index).any(before)
        // `Address of the PO or vessel owner`: one of whom is not known.
        || !complete
            && part.without(PARTY.with(C::SHIP)).is_empty()
            && parts.first() == Some(&C::ADDRESS)
}

/// The concepts of a part with those of the party or of the past that it is told of.
fn told_of(part: C, party: C, formerly: bool) -> C {
    let of_party = C::NAME.with(C::ADDRESS).with(C::NATIONALITY);
    if !part.any(PARTY) && part.any(of_party) {
        part.with(party)
    } else if formerly && part.without(C::NAME.with(C::FLAG)).is_empty() {
        part.with(C::PREVIOUS)
    } else {
        part
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
    // `New owner, transfer dated`
    if matches!(labels, [party, L::Date] if party.is_party()) {
        return true;
    }
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
    // `IMO – GT`, `Type / GT`; `Length and type` asks for the type of the length.
    let measured = !matches!(labels, [L::Length, L::VesselType])
        && labels.iter().all(|l| matches!(group(l), 4 | 5));
    let fits = |l: &Label| {
        group(l) == first || rigged || fished || measured || permit && matches!(group(l), 2 | 6)
    };
    parties < 2 && labels.iter().all(fits)
}
