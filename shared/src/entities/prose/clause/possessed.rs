//! What is said of a ship's thing behind her name: `the home port of the trawler ALBA NOVA is Vigo`, `el indicativo del
//! ALBA NOVA es 3DXB`.
//!
//! The owner's and the other parties' words have a reader of their own (`parties`).

use super::super::take::{self, NameKind};
use super::{Hit, Item, Label, Passage, Placed, Span};
use crate::entities::words::lexicon::phrases;

/// Signs around a quoted name.
const QUOTES: [char; 7] = ['"', '“', '”', '«', '»', '*', '_'];

/// A ship between a word and what it announces.
struct Possessor {
    /// Her name, where she is named.
    name: Option<Span>,
    /// Where the form of *to be* behind her ends.
    end: usize,
}

impl Passage<'_> {
    /// The ship between byte `at`, where a word for a thing of hers ends, and the value.
    fn possessor(&self, at: usize) -> Option<Possessor> {
        let stop = self.sentence_end(at).max(at);
        let tail = self.lower(at, stop);
        let of = phrases::OF_A_NAMED_SHIP.begin(tail)?;
        let from = at + of.len();
        let kind = self.items.partition_point(|p| p.span.start < from);
        let kind = self.items.get(kind).filter(|p| p.span.start == from);
        let kind = kind.filter(|p| p.item.is_ship());
        let begin = kind.map_or(from, |p| p.span.end);
        let opening = self.gap(begin, stop);
        let quoted = opening.trim_start_matches(' ').starts_with(QUOTES);
        let start = stop
            - opening
                .trim_start_matches(' ')
                .trim_start_matches(QUOTES)
                .len();
        let name = self.name_at(start, NameKind::Ship);
        let name = name.filter(|n| {
            let printed = self.slice(n);
            let article = of.trim_end() != "of" && of.trim_end() != "de";
            !printed.split(' ').any(take::is_company_word)
                && (kind.is_some() || quoted || article || printed == printed.to_uppercase())
        });
        if name.is_none() && kind.is_none() {
            return None;
        }
        let behind = name.as_ref().map_or(begin, |n| n.end);
        let said = self.lower(behind, stop).trim_start_matches(QUOTES);
        let is = phrases::IS_OF_A_THING.begin(said)?;
        let end = stop - said.len() + is.len();
        Some(Possessor { name, end })
    }

    /// The word at an index with the ship behind it, as one that announces the value, and the last thing in it; the ship's
    /// name is taken.
    pub(super) fn with_possessor(&mut self, index: usize, label: Label) -> Option<(usize, Span)> {
        let word = self.items.get(index)?.span.clone();
        let possessor = self.possessor(word.end)?;
        if let Some(name) = possessor.name.filter(|_| label != Label::LicenseNo) {
            self.take_afloat(&name, true);
            let of = |hit: &&mut Hit| hit.value.span == name;
            if let Some(hit) = self.hits.iter_mut().find(of) {
                // `The former name of the ALBA NOVA is …`
                hit.value.label = Label::VesselName;
            }
        }
        let within = |p: &Placed| p.span.start < possessor.end && p.item != Item::Stop;
        let behind = self.items.iter().skip(index + 1);
        let last = index + behind.take_while(|p| within(p)).count();
        Some((last, word.start..possessor.end))
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label as L;
    use crate::entities::told::values;

    #[test]
    fn what_is_a_ship_s_stands_behind_her_name() {
        for (text, label, value) in [
            ("The home port of the ALBA NOVA is Vigo.", L::Port, "Vigo"),
            (
                "The home port of the trawler Alba Nova is Vigo.",
                L::Port,
                "Vigo",
            ),
            ("The call sign of the ALBA NOVA is 3DXB.", L::Ircs, "3DXB"),
            (
                "The side number of the “Alba Nova” was VI-5-1234.",
                L::ExternalMarking,
                "VI-5-1234",
            ),
            (
                "The licence number of the ALBA NOVA is L-2024-077.",
                L::LicenseNo,
                "L-2024-077",
            ),
            (
                "The gross tonnage of the vessel ALBA NOVA is 420.",
                L::Tonnage,
                "420",
            ),
            ("El puerto base del ALBA NOVA es Vigo.", L::Port, "Vigo"),
            (
                "La matrícula del ALBA NOVA es VI-5-1234.",
                L::NationalRegNo,
                "VI-5-1234",
            ),
            (
                "El indicativo de llamada del buque ALBA NOVA es 3DXB.",
                L::Ircs,
                "3DXB",
            ),
            (
                "Le port d'attache de l'ALBA NOVA est Lorient.",
                L::Port,
                "Lorient",
            ),
            (
                "L'indicatif d'appel du navire ALBA NOVA est 3DXB.",
                L::Ircs,
                "3DXB",
            ),
            (
                "O porto de registo do navio ALBA NOVA é Aveiro.",
                L::Port,
                "Aveiro",
            ),
        ] {
            assert_eq!(values(text, label), [value], "{text}");
            assert_eq!(values(text, L::VesselName), ["ALBA NOVA"], "{text}");
        }
        for text in [
            "Use of the port of Suva is denied to the trawler.",
            "The licence number of Reef Fish Ltd is L-2024-077.",
        ] {
            assert!(values(text, L::VesselName).is_empty(), "{text}");
        }
    }
}
