//! Owners told as those for whom something is asked or written: `We act for Cape Fisheries Limited, of …`, `presentado
//! por Pesquera Alba S.A.`, `auf Antrag der Kutterfischerei Brockes GmbH`.

use super::super::other_names::speaks_of_ships;
use super::super::overlaps;
use super::super::take::{self, NameKind};
use super::{Label, Passage, Source, Span, closed, single_spaces};
use crate::entities::words::lexicon::phrases;

/// How far ahead the talk of ships is looked for, in bytes.
const AHEAD: usize = 900;

impl Passage<'_> {
    /// Companies right behind the words for whom a paper is written, where no other owner is told.
    pub(super) fn clients(&mut self) {
        let text = self.lower(self.span.start, self.span.end);
        let mut leads: Vec<usize> = phrases::CLIENTS
            .places_of_words(text)
            .into_iter()
            .map(|(at, lead)| at + lead.len())
            .collect();
        if leads.is_empty() || !self.of_ships() {
            return;
        }
        leads.sort_unstable();
        leads.dedup();
        for lead in leads {
            let told = self.hits.iter().any(|h| h.value.label == Label::Owner);
            let from = self.span.start + lead;
            let gap = self.gap(from, self.line_end(from));
            let from = from + gap.len() - gap.trim_start_matches([' ', '«', '“', '"', ':']).len();
            let line = self.line_end(from);
            let Some(name) = self
                .party_at(from, line)
                .or_else(|| self.person_at(from, line))
            else {
                continue;
            };
            let role = self.hits.iter().any(|h| {
                h.value.span.start < name.end
                    && name.start < h.value.span.end
                    && h.value.label != Label::Owner
            });
            if told || role || overlaps(&self.hits, &name) || self.agent(name.end) {
                continue;
            }
            let printed = single_spaces(self.slice(&name));
            let stop = name.end;
            self.push(
                Label::Owner,
                name,
                printed,
                0.8,
                "name",
                Source::Cue,
                "for whom is written",
            );
            self.address_after(stop);
        }
    }

    /// `au profit de Luc Morvan (12 rue du Port, Sète)`, `por el cual MORENO Ana, domiciliada en …, pide`: a person at byte
    /// `from` whose address follows.
    fn person_at(&self, from: usize, to: usize) -> Option<Span> {
        let name = take::name(self.text, from, to, NameKind::Party).filter(|n| n.start == from)?;
        let words = self.slice(&name).split(' ').count();
        let tail = self.gap(name.end, to);
        let housed = tail.strip_prefix(" (").is_some_and(|rest| {
            let inner = rest.split(')').next().unwrap_or("");
            super::super::address::looks_like_address(inner)
        }) || phrases::RESIDENT
            .begin(tail.trim_start_matches([',', ' ']))
            .is_some();
        let free = closed::countries(self.text, &name, closed::Codes::None).is_empty();
        ((2..=5).contains(&words) && housed && free).then_some(name)
    }

    /// A vessel is spoken of in the passage or soon after it.
    fn of_ships(&self) -> bool {
        let mut end = (self.span.end + AHEAD).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        speaks_of_ships(self.text, &(self.span.start..end))
            && phrases::SHIP_WORDS.within(self.lower(self.span.start, end))
    }

    /// `, agents of the owners`, `, buyer of the catch`: another part is told right behind the name.
    pub(super) fn agent(&self, at: usize) -> bool {
        let tail = self.gap(at, self.sentence_end(at).max(at));
        let Some(rest) = tail.strip_prefix(", ").or_else(|| tail.strip_prefix(" (")) else {
            return false;
        };
        let mut words = rest.split([' ', ',', ')', ';']).take(5).peekable();
        while let Some(word) = words.next() {
            // `, consignataire Diop & Fils, …`: another party's part.
            let named = words
                .peek()
                .is_some_and(|next| next.starts_with(char::is_uppercase));
            if phrases::OTHER_PARTS.begin(&word.to_lowercase()).is_some() {
                return !named;
            }
        }
        false
    }
}
