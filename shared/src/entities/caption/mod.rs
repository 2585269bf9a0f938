//! What a caption asks for: the words of a heading, key or cue give concepts, and the concepts give labels.
//!
//! `Nombre del buque` → NAME, SHIP → `VESSEL_NAME`. A caption of which too few words are known asks for nothing.

mod concepted;
pub(super) mod gloss;
pub(super) mod meaning;
pub(super) mod parts;
mod tally;
pub(super) mod word;

use super::label::Label;
use super::page::{Page, Span};
use super::values::date::Order;
use super::values::measure::Unit;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Sense, Term, phrases};
use crate::entities::words::tokens::Tokens;
use concepted::Concepted;
use gloss::{condition, instruction, parted, source, translated, unmarked};
pub(crate) use meaning::{PARTY, Verdict, resolve};
use parts::decide;
use word::Understood;
pub(crate) use word::{Mender, unblurred};

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

/// `togolais`
fn of_a_state(tokens: &Tokens<'_>, at: usize) -> bool {
    let demonym = |sense: &Sense| matches!(sense, Sense::Demonym(_));
    let term = tokens.term(at);
    term.is_some_and(|term| term.senses.iter().any(demonym))
}

/// `Llamada`: as a caption the word is the call, in a sentence it is `named`.
fn is_call(tokens: &Tokens<'_>) -> bool {
    matches!(tokens.folded(0, tokens.len()), "llamada" | "chamada")
}

/// Reads a caption whose words were read. Who says so and when it was so is no part of what is asked, where the words
/// before that ask for something; only a port at a time of inspection is another than the ship's.
fn of_words(text: &str, span: &Span, tokens: &Tokens<'_>, read: &Understood) -> Meaning {
    let whole = text.get(span.clone()).unwrap_or("");
    let ends = asks_until(whole);
    if let Some(asked) = source(whole).filter(|at| *at < ends) {
        let meaning = of_asked(text, span, tokens, read, asked);
        let a_port = meaning.labels.as_slice() == [Label::Port];
        let bare = whole.get(..asked).is_some_and(|head| !head.contains(' '));
        if !meaning.labels.is_empty() && !(a_port && bare) {
            return meaning;
        }
    }
    of_asked(text, span, tokens, read, ends)
}

/// Reads the first `ends` bytes of a caption as what it asks for.
fn of_asked(
    text: &str,
    span: &Span,
    tokens: &Tokens<'_>,
    read: &Understood,
    ends: usize,
) -> Meaning {
    let whole = text.get(span.clone()).unwrap_or("");
    let told = Concepted::read(text, span.start..span.start + ends, tokens, read);
    let all = told.all();
    let (words, known) = told.tally.sum();
    let mut meaning = Meaning {
        concepts: all,
        unit: whole
            .get(ends..)
            .filter(|behind| !behind.is_empty())
            .and_then(Unit::of)
            .or_else(|| super::values::measure::unit_of_caption(whole)),
        order: super::values::date::order_of_caption(tokens),
        known,
        words,
        mended: told.mended,
        ..Meaning::default()
    };
    decide(&mut meaning, &told.parts, all, told.edges);
    if is_call(tokens) {
        meaning.labels = vec![Label::Ircs];
    }
    // `N° togolais`: the number that a State gave.
    if all == C::NUMBER && (0..tokens.len()).any(|at| of_a_state(tokens, at)) {
        meaning.labels = vec![Label::NationalRegNo];
        meaning.known = meaning.words;
    }
    // `Flota` over `Potero`: who owns her is no heading of one word.
    if meaning.labels.as_slice() == [Label::Owner] && phrases::FLEETS.holds(&whole.to_lowercase()) {
        meaning.labels.clear();
    }
    // `Capacity (GT)` measures the ship.
    if meaning.labels.as_slice() == [Label::HoldCapacity] && meaning.unit == Some(Unit::Gross) {
        meaning.labels = vec![Label::Tonnage];
    }
    meaning
}

/// Where what a caption asks for ends: before a condition, an instruction and a unit behind a comma (`Hold, cu ft`).
fn asks_until(caption: &str) -> usize {
    let told = condition(caption)
        .or_else(|| instruction(caption))
        .unwrap_or(caption.len());
    let comma = caption.contains(',').then(|| caption.rfind(", ")).flatten();
    let unit = comma.filter(|at| {
        let behind = caption.get(at + 2..);
        behind.is_some_and(|behind| Unit::of(behind).is_some())
    });
    unit.unwrap_or(caption.len()).min(told)
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
            ("MMSI (not Inmarsat)", &[L::Mmsi]),
            ("Puerto base (no el de arribo)", &[L::Port]),
            ("Pavillon quitté", &[L::PreviousFlag]),
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
            ("Address or owner", &[L::Address]),
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
            ("Flag till 2016", &[L::PreviousFlag]),
            ("Bandera hasta 2010", &[L::PreviousFlag]),
            ("Crew nationalities", &[L::Country]),
            ("N° togolais", &[L::NationalRegNo]),
            ("Builder and year", &[L::BuildYear, L::BuildPlace]),
            ("Year of building", &[L::BuildYear]),
            ("Vigencia: del", &[L::StartDate]),
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
    fn who_says_so_and_when_is_no_part_of_what_is_asked() {
        for (caption, label) in [
            ("Gross tonnage as per registry certificate", L::Tonnage),
            ("Flag as declared by the master", L::Flag),
            ("Port of registry at time of inspection", L::Port),
            ("Bandera según certificado", L::Flag),
            ("Matrícula que figura en la licencia", L::NationalRegNo),
            ("Jauge brute selon le certificat", L::Tonnage),
            ("Proprietário no momento da inspeção", L::Owner),
            ("Heimathafen gem. Schiffszertifikat", L::Port),
            ("Number as shown on the licence", L::LicenseNo),
        ] {
            assert_eq!(labels(caption), [label], "{caption}");
        }
        assert!(labels("Port at time of inspection").is_empty());
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
