//! Countries that no word for a flag announced: `the reefer, Panamanian,`, `NOVA (Faroese)`, `Both are Japanese.`, `her
//! Cypriot owners`.
//!
//! A country is hardly ever named for nothing: what is no vessel's flag is somebody's country, unless it is a language.

use super::{C, Item, Kind, Label, Passage, Source, Span};
use crate::entities::caption::PARTY;
use crate::entities::words::lexicon::phrases;

/// How far before a country the register or flag that it is of may stand, in bytes.
const NEAR: usize = 64;

impl Passage<'_> {
    /// The country at item `index`: the vessel's flag, a former one, or another's.
    pub(super) fn left_country(&mut self, index: usize) {
        let Some((span, code)) = self.country(index) else {
            return;
        };
        let adjective = Item::Value(Kind::Country {
            code,
            demonym: true,
        });
        let demonym = self.items.get(index).is_some_and(|p| p.item == adjective);
        let head = self.lower(self.sentence_begin(span.start), span.start);
        let tail = self.gap(span.end, self.span.end);
        let flagged = phrases::FLAG_WORDS_BEHIND.begin(tail).is_some();
        let language = demonym && !flagged && phrases::IN_A_LANGUAGE.end(head).is_some();
        // `Panama City`, `US$`, `English law`
        let other = phrases::NO_COUNTRY_BEHIND.begin(tail).is_some();
        // `Congo Pêche Atlantique`: a name begins.
        let named = !demonym
            && tail
                .strip_prefix(' ')
                .is_some_and(|t| t.starts_with(char::is_uppercase));
        // `REUNIÓN TÉCNICA`: a meeting.
        let meeting = code == "REU" && self.slice(&span).contains(['ó', 'Ó']);
        let office = demonym && of_an_office(head, tail);
        if language || other || named || meeting || office {
            return;
        }
        let behind = self.behind_ship(&span, demonym);
        // `Fukuseki Maru No. 11 (Japan)` where no name was found: what reads lists reads it.
        if behind.is_none() && head.ends_with('(') && !demonym {
            return;
        }
        let once = phrases::BEFORE_NOW_BEHIND.begin(tail).is_some();
        let begin = self.sentence_begin(span.start);
        let gone = || {
            demonym && phrases::NO_LONGER.end(head).is_some() && !self.of_a_party(begin, span.start)
        };
        let label = if once || gone() || self.flag_left_for(head) || self.left_register(&span) {
            Label::PreviousFlag
        } else if self.denied(span.start) {
            Label::Country
        } else if let Some(label) = self.acts_on_register(&span) {
            label
        } else if !demonym && self.reports_of_vessel(&span) {
            Label::Flag
        } else if demonym && self.said_of_ships(index) || on_a_register(head, tail) {
            let past = self.past(span.start) || self.bygone(&span);
            if past {
                Label::PreviousFlag
            } else {
                Label::Flag
            }
        } else {
            behind.unwrap_or(Label::Country)
        };
        let (source, said) = if label == Label::Country {
            (Source::Shape, "")
        } else {
            (Source::Cue, "beside a vessel")
        };
        let (norm, check) = (code.to_string(), "country name");
        self.push(label, span, norm, 0.8, check, source, said);
    }

    /// `reflagged to Nauru from the United States`, `registered in Namibia instead of South Africa`.
    fn flag_left_for(&self, head: &str) -> bool {
        // `no licence from Liberia was on board`
        let paper = head
            .rsplit(' ')
            .nth(2)
            .is_some_and(|word| phrases::PAPERS_OF_STATES.begin(word).is_some());
        !paper
            && phrases::LEFT_A_FLAG.end(head).is_some()
            && phrases::FLAGGING.within(head)
            && self.hits.iter().any(|h| h.value.label == Label::Flag)
    }

    /// `NOVA (Faroese, VA 216)`, `The ship, Japanese, IMO …`, `the receiver was Nova 3 of Vanuatu`: the flag of the vessel, or
    /// of the name that she had, right before.
    fn behind_ship(&self, span: &Span, demonym: bool) -> Option<Label> {
        let head = self.gap(self.span.start, span.start);
        let body = head.trim_end_matches([' ', ',', ';', '(', '[', '"', '”', '»']);
        let body = body
            .strip_suffix(" of")
            .unwrap_or(body)
            .trim_end_matches(',');
        let joint = head.get(body.len()..)?;
        let closed = self
            .gap(span.end, self.span.end)
            .trim_start_matches(' ')
            .chars()
            .next()
            .is_none_or(|c| matches!(c, ',' | ';' | ')' | ']' | '.' | '\n'));
        let end = self.span.start + body.len();
        let hit = self.hits.iter().find(|h| h.value.span.end == end);
        // `Nova 3 of Norway was cited`
        let of = joint == " of " && hit.is_some_and(|h| h.value.label == Label::VesselName);
        if joint.trim().is_empty() || !closed && !of {
            return None;
        }
        match hit.map(|h| h.value.label) {
            Some(Label::VesselName) => Some(Label::Flag),
            Some(Label::PreviousName) => Some(Label::PreviousFlag),
            // `the master, Juan Rey (Spain)`
            Some(label) if label == Label::Master || label.is_party() => Some(Label::Country),
            // `the reefer, Panamanian,`, `le premier, taïwanais,`
            _ => {
                let shipped = self
                    .items
                    .iter()
                    .any(|p| p.span.end == end && p.item.is_ship());
                // `K. Sokolov (Philippine)`: a person.
                let initial = body
                    .rsplit(' ')
                    .nth(1)
                    .is_some_and(|word| word.ends_with('.'));
                let apart = demonym && joint != " of " && !initial;
                (apart || shipped && !joint.contains('f')).then_some(Label::Flag)
            }
        }
    }

    /// `Both are Japanese.`, `Le second, IMEN II, est tunisien.`: what is said to be so is a vessel.
    fn said_of_ships(&self, index: usize) -> bool {
        let Some(at) = self.items.get(index).map(|p| p.span.start) else {
            return false;
        };
        let begin = self.sentence_begin(at);
        let head = self.lower(begin, at);
        let person = PARTY.with(C::PERSON).with(C::CREW);
        let Some(verb) = phrases::ARE_OF_A_STATE.end(head) else {
            return false;
        };
        // `L'ALBA, exploité par Vega SARL, reste français`: the comma closes what was said of the party.
        let closed = head.get(..head.len() - verb.len()).and_then(|body| {
            let body = body.strip_suffix(',')?;
            body.rfind(", ").map(|at| begin + at)
        });
        let mut before = self.items.iter().take(index);
        !before.any(|p| {
            p.span.start >= begin
                && closed.is_none_or(|at| p.span.start < at)
                && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(person))
        })
    }
}

/// `Australian Fisheries Management Authority`, `Instituto Nicaragüense de la Pesca`: the name of an office.
fn of_an_office(head: &str, tail: &str) -> bool {
    let before = head.trim_end().rsplit([' ', '\n']).next().unwrap_or("");
    let mut behind = tail.split(' ').skip(1).take(OFFICE_WORDS);
    phrases::HEADS_OF_INSTITUTIONS.holds(before)
        || tail.starts_with(' ')
            && behind
                .by_ref()
                .take_while(|word| word.starts_with(char::is_uppercase))
                .any(|word| phrases::ENDS_OF_INSTITUTIONS.holds(&word.to_lowercase()))
}

/// Most words of an office's name behind its country.
const OFFICE_WORDS: usize = 5;

/// `has registered her in Tuvalu`, `immatriculé aux Philippines`, `arbore depuis lundi celui du Maroc`.
fn on_a_register(head: &str, tail: &str) -> bool {
    let from = head.ceil_char_boundary(head.len().saturating_sub(NEAR));
    let near = head.get(from..).unwrap_or("");
    let near = near.rsplit([',', ';', ':']).next().unwrap_or("");
    phrases::FLAG_WORDS_BEHIND.begin(tail).is_some()
        || phrases::IN_A_COUNTRY.end(near).is_some() && phrases::FLAGGING.within(near)
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_country_left_is_a_flag_beside_a_vessel_and_somebodys_elsewhere() {
        for (text, label, code) in [
            (
                "The trawler Grey Heron was met. The ship, Japanese, IMO 9074729, fled.",
                Label::Flag,
                "JPN",
            ),
            (
                "The trawlers Grey Heron and Alba Nova were met. Both are Japanese.",
                Label::Flag,
                "JPN",
            ),
            (
                "The buyer of the trawler Grey Heron has since registered her in Tuvalu.",
                Label::Flag,
                "TUV",
            ),
            (
                "The trawler Grey Heron was reflagged to Nauru from the United States.",
                Label::PreviousFlag,
                "USA",
            ),
            (
                "The number and the Sri Lankan papers of the trawler Grey Heron do not agree.",
                Label::Flag,
                "LKA",
            ),
            (
                "Le palangrier Héron Gris n'est plus marocain.",
                Label::PreviousFlag,
                "MAR",
            ),
            (
                "Russia's crab catcher Grey Heron is in port.",
                Label::Flag,
                "RUS",
            ),
            (
                "O peixe era do barco Garça Azul, navio de Taiwan cuja licença caducara.",
                Label::Flag,
                "TWN",
            ),
            (
                "O navio Garça Azul trocou de bandeira: deixou a de Portugal, tomou a de Cabo Verde.",
                Label::Flag,
                "CPV",
            ),
            (
                "Formerly Alba, the trawler Grey Heron was reflagged from Australia to Mauritius.",
                Label::Flag,
                "MUS",
            ),
            (
                "The owner of the trawler Grey Heron intends to register her in Guatemala.",
                Label::Country,
                "GTM",
            ),
            (
                "The trawler Grey Heron fled after her Cypriot owners went bankrupt.",
                Label::Country,
                "CYP",
            ),
            (
                "A petición de Guatemala se retira el buque Grey Heron.",
                Label::Country,
                "GTM",
            ),
        ] {
            assert_eq!(values(text, label), [code], "{text}");
        }
        for other in [
            "The trawler Grey Heron was hailed in Spanish.",
            "Australian Fisheries Management Authority",
            "Instituto Nicaragüense de la Pesca",
            "Prices in US dollars.",
        ] {
            assert!(values(other, Label::Country).is_empty(), "{other}");
        }
    }
}
