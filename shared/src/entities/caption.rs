//! What a caption asks for: the words of a heading, key or cue give concepts, and the concepts give labels.

pub(crate) use super::caption_word::unblurred;
use super::caption_word::word;
use super::concept::{Concepts as C, one_of};
use super::label::Label;
use super::lexicon::{Sense, Term};
pub(crate) use super::meaning::{PARTY, Verdict, resolve};
use super::page::Span;
use super::tokens::{Gap, Tokens};
use super::values::date::Order;
use super::values::measure::Unit;

/// Longest caption, in bytes; longer text is running text.
const LONGEST: usize = 300;

/// What a caption asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Meaning {
    /// The labels its values may have; several where the caption joins several things (`Owner, address`).
    pub(crate) labels: Vec<Label>,
    /// Understood, and nothing that is an entity (`Draught`, `Telephone`).
    pub(crate) other: bool,
    /// What each of its parts asks for, where it joins several (`Length × breadth / GT`); none for what is no entity.
    pub(crate) slots: Vec<Option<Label>>,
    /// Every concept in it.
    pub(crate) concepts: C,
    /// The unit it names.
    pub(crate) unit: Option<Unit>,
    /// The order of day and month it names.
    pub(crate) order: Option<Order>,
    /// Words understood, and words altogether (small words apart).
    pub(crate) known: usize,
    pub(crate) words: usize,
    /// A word was mended.
    pub(crate) mended: bool,
}

impl Meaning {
    /// The first label.
    pub(crate) fn label(&self) -> Option<Label> {
        self.labels.first().copied()
    }

    /// True if the caption was understood at all.
    pub(crate) fn understood(&self) -> bool {
        self.other || !self.labels.is_empty()
    }

    /// True if the parts of a value are told by their places rather than by their shapes.
    pub(crate) fn slotted(&self) -> bool {
        self.slots.contains(&None) || self.labels.len() == 1 && self.slots.len() > 1
    }

    /// Share of the words that were understood, in percent.
    pub(crate) fn coverage(&self) -> usize {
        (self.known * 100)
            .checked_div(self.words)
            .unwrap_or(if self.understood() { 100 } else { 0 })
    }
}

/// The concepts of a term inside a caption.
pub(super) fn concepts_of(term: &Term) -> C {
    let own = term.concepts;
    if term
        .senses
        .iter()
        .any(|s| matches!(s, Sense::RfmoAcronym(_) | Sense::Rfmo(_)))
    {
        return own.with(C::RFMO);
    }
    own
}

/// Reads a caption.
pub(crate) fn read(text: &str, span: &Span, budget: &mut usize) -> Meaning {
    let mut meaning = Meaning::default();
    if span.len() > LONGEST {
        return meaning;
    }
    let tokens = Tokens::of(text, span);
    let mut parts: Vec<C> = vec![C::default()];
    let mut edges = (C::default(), C::default());
    // Words and understood words of each alternative; one in an unknown language does not count.
    let mut tally: Vec<(usize, usize)> = vec![(0, 0)];
    let mut depth = 0usize;
    let mut abbreviated = false;
    let mut at = 0;
    while at < tokens.len() {
        let Some(token) = tokens.get(at) else { break };
        let gap = text
            .get(
                at.checked_sub(1)
                    .and_then(|i| tokens.get(i))
                    .map_or(span.start, |t| t.end)..token.start,
            )
            .unwrap_or("");
        depth = (depth + gap.matches('(').count()).saturating_sub(gap.matches(')').count());
        let party = parts.iter().any(|p| p.any(PARTY));
        let previous = tokens.term(at).is_some_and(|t| t.concepts.any(C::PREVIOUS))
            && parts.iter().any(|p| !p.is_empty());
        // `Vessel (flag)`: the bracket asks for a thing of its own.
        let beside = gap.contains('(')
            && parts
                .iter()
                .all(|p| p.without(C::SHIP.with(C::NAME)).is_empty())
            && parts.iter().any(|p| p.any(C::SHIP))
            && tokens.term(at).is_some_and(|t| {
                t.concepts
                    .any(one_of(&[C::FLAG, C::CALLSIGN, C::IMO, C::MMSI, C::PORT]))
            });
        if at > 0
            && !(abbreviated && gap.trim() == ".")
            && splits(
                text,
                tokens.get(at - 1).map_or(0, |t| t.end),
                token,
                party || beside,
                previous,
            )
        {
            tally.push((0, 0));
            parts.push(C::default());
        }
        let (words, found, weak) = word(&tokens, at, budget, &mut meaning.mended);
        let last = at + words >= tokens.len()
            || tokens.get(at + words).is_some_and(|t| {
                let end = tokens.get(at + words - 1).map_or(0, |p| p.end);
                text.get(end..t.start)
                    .is_some_and(|g| g.contains(['(', '[']))
            });
        if weak {
            if at == 0 {
                edges.0 = found;
            }
            if last {
                edges.1 = found;
            }
        } else if !found.is_empty()
            && !(depth > 0 && (qualified(&parts) || cites(tokens.folded(at, at + 1))))
            && let Some(part) = parts.last_mut()
        {
            *part = part.with(found);
        }
        let small = words == 1 && tokens.term(at).is_some_and(|t| t.small);
        if joins(tokens.folded(at, at + 1)) && words == 1 && at > 0 && !last {
            parts.push(C::default());
        }
        let printed = tokens.folded(at, at + words);
        let digits = printed.bytes().all(|b| b.is_ascii_digit());
        // `Vol. (m3)`: a unit in brackets is understood.
        let unit = depth > 0 && found.is_empty() && Unit::of(printed).is_some();
        if !(small && (found.is_empty() || weak))
            && !digits
            && !unit
            && let Some(last) = tally.last_mut()
        {
            last.0 += words;
            if !found.is_empty() {
                last.1 += words;
            }
        }
        // `Yr. built`, `Nat. Reg. No.`: the dot of an abbreviation parts nothing.
        abbreviated = !found.is_empty() && tokens.folded(at + words - 1, at + words).len() <= 6;
        at += words;
    }
    let spoken = tally.iter().any(|(_, known)| *known > 0);
    for (words, known) in tally.iter().filter(|(_, known)| *known > 0 || !spoken) {
        meaning.words += words;
        meaning.known += known;
    }
    let all = parts.iter().fold(C::default(), |sum, part| sum.with(*part));
    meaning.concepts = all;
    meaning.unit = super::values::measure::unit_of_caption(text.get(span.clone()).unwrap_or(""));
    meaning.order = super::values::date::order_of_caption(&tokens);
    decide(&mut meaning, &parts, all, edges);
    // `Llamada: CBHQ`: as a caption the word is the call, in a sentence it is `named`.
    if matches!(tokens.folded(0, tokens.len()), "llamada" | "chamada") {
        meaning.labels = vec![Label::Ircs];
    }
    // `Capacity (GT)` measures the ship.
    if meaning.labels.as_slice() == [Label::HoldCapacity] && meaning.unit == Some(Unit::Gross) {
        meaning.labels = vec![Label::Tonnage];
    }
    meaning
}

/// `Length (Article 2(8))`: words that bring in the rule a caption follows.
fn cites(word: &str) -> bool {
    matches!(
        word,
        "article"
            | "art"
            | "regulation"
            | "reg"
            | "rule"
            | "item"
            | "note"
            | "annex"
            | "articulo"
            | "regla"
            | "regle"
    )
}

/// True if the sign before `token` parts two things of one caption.
fn splits(
    text: &str,
    before: usize,
    token: &super::tokens::Token,
    party: bool,
    previous: bool,
) -> bool {
    let gap = text.get(before..token.start).unwrap_or("");
    if gap.contains(['/', '×', '•', '|']) && !gap.contains(['(', '[']) {
        return true;
    }
    if gap.contains(['(', ')', '[', ']']) {
        return party || previous;
    }
    token.gap != Gap::Tight || gap.contains(['/', '&', '–', '—', '+', '×', '•', '|'])
}

/// `Type (LOA class A–F)`: what stands in brackets after a kind of vessel only explains it.
fn qualified(parts: &[C]) -> bool {
    parts
        .iter()
        .any(|p| p.any(C::TYPE) && p.without(C::TYPE.with(C::SHIP)).is_empty())
}

fn joins(word: &str) -> bool {
    matches!(
        word,
        "and" | "or" | "y" | "e" | "et" | "ou" | "dan" | "und" | "o" | "oder"
    )
}

/// Fills in what the concepts of the caption and of its parts mean.
fn decide(meaning: &mut Meaning, parts: &[C], all: C, edges: (C, C)) {
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
    {
        meaning.labels.clone_from(labels);
        return;
    }
    let mut parties = None;
    if parts.iter().filter(|p| !p.is_empty()).count() > 1 {
        let mut labels: Vec<Label> = Vec::new();
        let mut slots: Vec<Option<Label>> = Vec::new();
        let mut specific = Vec::new();
        // `Owner (name, address)`: a part that names no party takes the one before it.
        let mut party = if parts.first().is_some_and(|p| *p == C::NAME) {
            part_of(all, PARTY)
        } else {
            C::default()
        };
        for (index, part) in parts.iter().enumerate() {
            let own = part.without(PARTY).is_empty();
            if part.any(PARTY) {
                party = part_of(*part, PARTY);
            }
            let with_party = if !own
                && !part.any(PARTY)
                && part.any(one_of(&[C::NAME, C::ADDRESS, C::NATIONALITY]))
            {
                part.with(party)
            } else {
                *part
            };
            // `Address of owner or owners`: the party once more.
            let again = own
                && index > 0
                && parts
                    .iter()
                    .take(index)
                    .any(|p| part_of(*p, PARTY) == *part);
            if part.is_empty() || again {
                continue;
            }
            let verdict = resolve(with_party, (C::default(), C::default()));
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
            meaning.slots = slots;
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
        let party = |slot: &Option<Label>| {
            matches!(
                slot,
                Some(Label::Owner | Label::Operator | Label::BeneficialOwner | Label::Charterer)
            )
        };
        if slots.len() == 2 && slots.iter().all(party) && slots.first() != slots.last() {
            parties = Some(slots.clone());
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
        L::StartDate | L::EndDate => 2,
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
    let parties = labels
        .iter()
        .filter(|l| {
            matches!(
                l,
                L::Owner | L::Operator | L::BeneficialOwner | L::Charterer
            )
        })
        .count();
    let Some(first) = labels.first().map(group) else {
        return false;
    };
    parties < 2 && labels.iter().all(|l| group(l) == first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Label as L;

    fn labels(text: &str) -> Vec<Label> {
        read(text, &(0..text.len()), &mut 50).labels
    }

    #[test]
    fn a_caption_s_words_give_its_label_in_any_language() {
        let cases: &[(&str, &[Label])] = &[
            ("Name of vessel", &[L::VesselName]),
            ("Denominación del buque", &[L::VesselName]),
            ("Nama Kapal", &[L::VesselName]),
            ("Ex nombre", &[L::PreviousName]),
            ("Nom d’origine", &[L::PreviousName]),
            ("Código IMO", &[L::Imo]),
            ("Identidad AIS (MMSI)", &[L::Mmsi]),
            ("Indicativo de radio", &[L::Ircs]),
            ("Wireless letters", &[L::Ircs]),
            ("Negara Bendera", &[L::Flag]),
            ("Bandera de origen", &[L::PreviousFlag]),
            ("Flag (previous)", &[L::PreviousFlag]),
            ("Port de rattachement", &[L::Port]),
            ("Nº de inscripción", &[L::NationalRegNo]),
            ("Marca de costado", &[L::ExternalMarking]),
            ("IOTC vessel number", &[L::RfmoId]),
            ("Arqueo bruto", &[L::Tonnage]),
            ("Comprimento fora a fora", &[L::Length]),
            ("Puissance machine", &[L::EnginePower]),
            ("Fish room volume [m³]", &[L::HoldCapacity]),
            ("Material of hull", &[L::HullMaterial]),
            ("Année de lancement", &[L::BuildYear]),
            ("Place of build", &[L::BuildPlace]),
            ("Name of owner", &[L::Owner]),
            ("Owner (name, address)", &[L::Owner, L::Address]),
            ("Señas del titular", &[L::Address]),
            ("Owner in fact (beneficial)", &[L::BeneficialOwner]),
            ("Citizen of (shipmaster)", &[L::Country]),
            ("Licencia de pesca", &[L::LicenseNo]),
            ("En vigor desde", &[L::StartDate]),
            ("From", &[L::StartDate]),
            ("To", &[L::EndDate]),
            ("Berlaku Hingga", &[L::EndDate]),
            ("Fiche revue le", &[L::Date]),
            ("Authorised species", &[L::Species]),
            ("Permitted waters", &[L::FishingArea]),
            ("Colours now / before", &[L::Flag, L::PreviousFlag]),
            ("Tonnagc (gross)", &[L::Tonnage]),
            ("Ext. ID", &[L::ExternalMarking]),
            ("Nat. Reg. No.", &[L::NationalRegNo]),
            ("L (m)", &[L::Length]),
            ("L. ü. a.", &[L::Length]),
            ("Length (Article 2(8))", &[L::Length]),
            ("Capacity (GT)", &[L::Tonnage]),
            ("Besatzungsstärke", &[L::CrewCount]),
            ("Nombre de marins", &[L::CrewCount]),
            ("Hauptfanggerät", &[L::GearType]),
            ("Where & when built", &[L::BuildYear, L::BuildPlace]),
            ("Good standing from (dd/mm/yyyy)", &[L::StartDate]),
            ("Vessel (flag)", &[L::VesselName, L::Flag]),
            ("Call sign (previous)", &[L::Ircs]),
            ("Consignataire ou exploitant", &[L::Operator]),
            ("Eslora × manga (m) / TRB", &[L::Length, L::Tonnage]),
        ];
        for (text, wanted) in cases {
            assert_eq!(labels(text), *wanted, "{text}");
        }
    }

    #[test]
    fn each_part_of_a_joined_caption_has_its_place() {
        let slots = |text: &str| read(text, &(0..text.len()), &mut 50).slots;
        assert_eq!(
            slots("Eslora × manga (m) / TRB"),
            [Some(L::Length), None, Some(L::Tonnage)]
        );
        assert_eq!(
            slots("Owner / operator"),
            [Some(L::Owner), Some(L::Operator)]
        );
        assert!(slots("Name of vessel").is_empty());
    }

    #[test]
    fn captions_of_other_things_ask_for_nothing() {
        for text in [
            "Draught",
            "Telephone",
            "Fee receipt no.",
            "Company IMO number",
            "Owner’s fax",
            "Certificate of registry no.",
            "Net tonnage",
            "Engine type",
            "Port of landing",
            "Bunker tanks",
            "Type of arrangement",
            "Owner city",
            "Seitenhöhe",
            "Clasificadora",
            "Port of landing",
        ] {
            assert!(labels(text).is_empty(), "{text}: {:?}", labels(text));
        }
    }
}
