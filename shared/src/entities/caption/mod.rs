//! What a caption asks for: the words of a heading, key or cue give concepts, and the concepts give labels.
//!
//! `Nombre del buque` → NAME, SHIP → `VESSEL_NAME`. A caption of which too few words are known asks for nothing.

pub(super) mod gloss;
pub(super) mod meaning;
pub(super) mod parts;
mod tally;
pub(super) mod word;

use super::label::Label;
use super::page::{Page, Span};
use super::values::date::Order;
use super::values::measure::Unit;
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::lexicon::{Sense, Term, phrases};
use crate::entities::words::tokens::{Gap, Tokens};
use gloss::{condition, instruction, parted, translated, unmarked};
pub(crate) use meaning::{PARTY, Verdict, resolve};
use parts::decide;
use tally::Tally;
pub(crate) use word::{Mender, unblurred};
use word::{Understood, Word};

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

/// Reads a caption of a page.
pub(crate) fn read(page: &Page, span: &Span, mender: &mut Mender) -> Meaning {
    if span.len() > LONGEST {
        return Meaning::default();
    }
    let span = &unmarked(&page.text, span);
    let tokens = Tokens::of(page, span);
    let words = Understood::of(&tokens, mender);
    if !words.any()
        && let Some(apart) = parted(page.slice(span))
    {
        return read_text(&apart, mender);
    }
    let meaning = of_words(&page.text, span, &tokens, &words);
    translated(page.slice(span), &meaning, mender).unwrap_or(meaning)
}

/// Reads a caption of a page where any of its words means something as a caption.
pub(crate) fn read_known(page: &Page, span: &Span, mender: &mut Mender) -> Option<Meaning> {
    if span.len() > LONGEST {
        return None;
    }
    let span = &unmarked(&page.text, span);
    let tokens = Tokens::of(page, span);
    let words = Understood::of(&tokens, mender);
    if !words.any()
        && let Some(apart) = parted(page.slice(span))
    {
        return Some(read_text(&apart, mender)).filter(Meaning::understood);
    }
    (words.any() || is_call(&tokens)).then(|| {
        let meaning = of_words(&page.text, span, &tokens, &words);
        translated(page.slice(span), &meaning, mender).unwrap_or(meaning)
    })
}

/// Reads a caption that stands on no page.
pub(crate) fn read_text(text: &str, mender: &mut Mender) -> Meaning {
    if text.len() > LONGEST {
        return Meaning::default();
    }
    let span = 0..text.len();
    let tokens = Tokens::read(text, &span);
    let words = Understood::of(&tokens, mender);
    of_words(text, &span, &tokens, &words)
}

/// `Llamada`: as a caption the word is the call, in a sentence it is `named`.
fn is_call(tokens: &Tokens<'_>) -> bool {
    matches!(tokens.folded(0, tokens.len()), "llamada" | "chamada")
}

/// Reads a caption whose words were read.
fn of_words(text: &str, span: &Span, tokens: &Tokens<'_>, read: &Understood) -> Meaning {
    let mut meaning = Meaning::default();
    let mut parts: Vec<C> = Vec::with_capacity(4);
    parts.push(C::default());
    let mut edges = (C::default(), C::default());
    // Words and understood words of each alternative; one in an unknown language does not count.
    let mut tally = Tally::default();
    let mut depth = 0usize;
    let mut abbreviated = false;
    let mut at = 0;
    // `Hold, cu ft`: the unit after the comma says nothing more.
    let whole = text.get(span.clone()).unwrap_or("");
    let condition = condition(whole)
        .or_else(|| instruction(whole))
        .map_or(span.end, |cut| span.start + cut);
    let unit_from = whole
        .contains(',')
        .then(|| whole.rfind(", "))
        .flatten()
        .filter(|comma| {
            whole
                .get(comma + 2..)
                .is_some_and(|u| Unit::of(u).is_some())
        })
        .map_or(span.end, |comma| span.start + comma)
        .min(condition);
    let mut steps = read.words();
    while at < tokens.len() {
        let Some(token) = tokens.get(at).filter(|t| t.start < unit_from) else {
            break;
        };
        let gap = text
            .get(
                at.checked_sub(1)
                    .and_then(|i| tokens.get(i))
                    .map_or(span.start, |t| t.end)..token.start,
            )
            .unwrap_or("");
        if gap.len() > 1 {
            depth = (depth + gap.matches('(').count()).saturating_sub(gap.matches(')').count());
        } else {
            depth = match gap {
                "(" => depth + 1,
                ")" => depth.saturating_sub(1),
                _ => depth,
            };
        }
        // Most words stand behind a blank, which parts nothing.
        let parts_here = || {
            let party = parts.iter().any(|p| p.any(PARTY));
            let previous = tokens.term(at).is_some_and(|t| t.concepts.any(C::PREVIOUS))
                && parts.iter().any(|p| !p.is_empty());
            // `Vessel (flag)`: the bracket asks for a thing of its own.
            let signs = one_of(&[C::CALLSIGN, C::IMO, C::MMSI]);
            let told = parts.iter().fold(C::default(), |sum, p| sum.with(*p));
            let named = C::SHIP.with(C::NAME);
            let new_sign = tokens
                .term(at)
                .is_some_and(|t| C(t.concepts.0 & signs.0).without(told).any(signs));
            let beside = gap.contains(['(', '['])
                && told.without(named.with(signs).with(C::NUMBER)).is_empty()
                && (told.without(named).is_empty() || new_sign && told.any(signs))
                && told.any(named.with(signs))
                && tokens.term(at).is_some_and(|t| {
                    t.concepts
                        .any(one_of(&[C::FLAG, C::CALLSIGN, C::IMO, C::MMSI, C::PORT]))
                });
            splits(gap, token, party || beside, previous)
        };
        if at > 0 && gap != " " && !(abbreviated && gap.trim() == ".") && parts_here() {
            tally.part();
            parts.push(C::default());
        }
        let Some(Word {
            words,
            found,
            weak,
            mended,
        }) = steps.next()
        else {
            break;
        };
        meaning.mended |= mended;
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
        // `Vessel boarded`, `Buque inspeccionado`: what was done with the ship asks for nothing else.
        let done = found.is_empty()
            && parts
                .iter()
                .all(|p| p.without(C::SHIP.with(C::NAME)).is_empty())
            && parts.iter().any(|p| p.any(C::SHIP))
            && participle(tokens.folded(at, at + 1));
        let small = words == 1 && (done || tokens.term(at).is_some_and(|t| t.small));
        if joins(tokens.folded(at, at + 1)) && words == 1 && at > 0 && !last {
            parts.push(C::default());
        }
        let printed = tokens.folded(at, at + words);
        let digits = printed.bytes().all(|b| b.is_ascii_digit());
        // `Vol. (m3)`: a unit in brackets is understood.
        let unit = depth > 0 && found.is_empty() && Unit::of(printed).is_some();
        // `Vessel nominated`, `Navire concerné`: which of the vessels it is.
        let told = found.is_empty()
            && words == 1
            && of_ships(tokens, at, &parts)
            && is_participle(text.get(token.start..token.end).unwrap_or(""));
        if !(small && (found.is_empty() || weak)) && !digits && !unit && !told {
            tally.words += words;
            if !found.is_empty() {
                tally.known += words;
            }
        }
        // `Yr. built`, `Nat. Reg. No.`: the dot of an abbreviation parts nothing.
        abbreviated = !found.is_empty() && tokens.folded(at + words - 1, at + words).len() <= 6;
        at += words;
    }
    (meaning.words, meaning.known) = tally.sum();
    let all = parts.iter().fold(C::default(), |sum, part| sum.with(*part));
    meaning.concepts = all;
    meaning.unit = whole
        .get(unit_from - span.start..)
        .and_then(Unit::of)
        .or_else(|| super::values::measure::unit_of_caption(whole));
    meaning.order = super::values::date::order_of_caption(tokens);
    decide(&mut meaning, &parts, all, edges);
    if is_call(tokens) {
        meaning.labels = vec![Label::Ircs];
    }
    // `Capacity (GT)` measures the ship.
    if meaning.labels.as_slice() == [Label::HoldCapacity] && meaning.unit == Some(Unit::Gross) {
        meaning.labels = vec![Label::Tonnage];
    }
    meaning
}

fn participle(word: &str) -> bool {
    word.len() >= 6
        && ["ed", "ado", "ada", "ido", "ida"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// `Length (Article 2(8))`: words that bring in the rule a caption follows.
fn cites(word: &str) -> bool {
    phrases::RULES_CITED.holds(word)
}

/// True if the sign before `token` parts two things of one caption.
fn splits(
    gap: &str,
    token: &crate::entities::words::tokens::Token,
    party: bool,
    previous: bool,
) -> bool {
    if gap.contains(['/', '×', '•', '|']) && !gap.contains(['(', '[']) {
        return true;
    }
    // `Length (m), tonnage (GT)`: a new thing behind the bracket.
    let behind = gap.rsplit([')', ']']).next().unwrap_or("");
    if behind.len() < gap.len()
        && behind.trim_start().starts_with([',', ';'])
        && !behind.contains(['(', '['])
    {
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

/// The caption is about ships, gear or fish and nothing else so far, and the word beside the one at `at` names them.
fn of_ships(tokens: &Tokens<'_>, at: usize, parts: &[C]) -> bool {
    let things = C::SHIP.with(C::GEAR).with(C::SPECIES);
    let ship = |index: usize| {
        tokens
            .term(index)
            .is_some_and(|t| t.concepts.any(things) && t.concepts.without(things).is_empty())
    };
    let only = parts.iter().all(|p| p.without(things).is_empty());
    only && (at.checked_sub(1).is_some_and(ship) || ship(at + 1) && at + 2 == tokens.len())
}

/// A word formed as a past participle of English, Spanish, Portuguese, Italian or French is.
fn is_participle(word: &str) -> bool {
    const ENDINGS: [&str; 10] = [
        "ed", "ado", "ada", "ido", "ida", "ato", "ata", "uta", "é", "ée",
    ];
    let lower = word.to_lowercase();
    // `Giving vessel`, not `Sighting vessel`.
    if phrases::DEALING.holds(&lower) {
        return true;
    }
    (lower.len() >= 5 || lower == "used")
        && !matches!(lower.as_str(), "speed" | "breed")
        && ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

fn joins(word: &str) -> bool {
    phrases::CAPTION_JOINTS.holds(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Label as L;

    fn labels(text: &str) -> Vec<Label> {
        read_text(text, &mut Mender::new(50)).labels
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
            ("Vessel nominated", &[L::VesselName]),
            ("Navire concerné", &[L::VesselName]),
            (
                "Authorisation, period",
                &[L::LicenseNo, L::StartDate, L::EndDate],
            ),
            ("Observer’s nationality", &[L::Country]),
            ("Eslora × manga (m) / TRB", &[L::Length, L::Tonnage]),
        ];
        for (text, wanted) in cases {
            assert_eq!(labels(text), *wanted, "{text}");
        }
    }

    #[test]
    fn each_part_of_a_joined_caption_has_its_place() {
        let slots = |text: &str| read_text(text, &mut Mender::new(50)).slots;
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
