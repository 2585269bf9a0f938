//! Numbers that an organisation gave a vessel: `(CIAT) con el número 17733`, `The WCPFC lists her as 13677`, `La IATTC
//! asignó a ALBA el código 10144 y a NOVA el código 18689`.

use super::super::overlaps;
use super::super::take;
use super::{Item, Kind, Label, Passage, Source, Span};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{phrases, with_folded};

/// How far the number may stand from the organisation or from another one, in bytes.
const NEAR: usize = 48;

impl Passage<'_> {
    /// Reads the numbers behind the passage's organisations.
    pub(super) fn organisation_numbers(&mut self) {
        let bodies: Vec<Span> = self
            .items
            .iter()
            .filter(|p| matches!(p.item, Item::Value(Kind::Rfmo(_))))
            .map(|p| p.span.clone())
            .collect();
        for body in bodies {
            let end = self.sentence_end(body.end).max(body.end);
            let mut from = body.end;
            let mut first = true;
            while let Some(number) = self.number_under(from, end, first) {
                from = number.end;
                first = false;
                if overlaps(&self.hits, &number) {
                    continue;
                }
                let norm = self.slice(&number).to_string();
                let (label, source) = (Label::RfmoId, Source::Cue);
                self.push(
                    label,
                    number,
                    norm,
                    0.9,
                    "number",
                    source,
                    "an organisation's number",
                );
            }
        }
    }

    /// `número 16204 en el registro de la CIAT`, `no. 8827 in the IATTC register`: the number before the register.
    pub(super) fn numbers_on_registers(&mut self) {
        let bodies = self.items.iter();
        let bodies = bodies.filter(|p| matches!(p.item, Item::Value(Kind::Rfmo(_))));
        let bodies: Vec<Span> = bodies.map(|p| p.span.clone()).collect();
        for body in bodies {
            let begin = self.sentence_begin(body.start);
            let head = self.lower(begin, body.start);
            let Some(lead) = phrases::ON_A_REGISTER_OF.end(head) else {
                continue;
            };
            let end = body.start - lead.len();
            let word = self.gap(begin, end).rsplit([' ', '(']).next().unwrap_or("");
            let number = end - word.len()..end;
            let figures = word.len() > 2 && word.bytes().all(|b| b.is_ascii_digit());
            if figures && !overlaps(&self.hits, &number) {
                let (label, norm) = (Label::RfmoId, word.to_string());
                let said = "an organisation's register";
                self.push(label, number, norm, 0.9, "number", Source::Cue, said);
            }
        }
    }

    /// Letters and figures stand right behind an organisation: they are its number for a vessel.
    pub(super) fn numbers(&self, end: usize) -> bool {
        let tail = self.gap(end, self.span.end).strip_prefix(' ');
        let word = tail.and_then(|tail| tail.split(|c: char| !c.is_ascii_alphanumeric()).next());
        word.is_some_and(|word| {
            let figures = word.bytes().filter(u8::is_ascii_digit).count();
            figures > 4
                && word.len() > figures
                && word.starts_with(|c: char| c.is_ascii_uppercase())
        })
    }

    /// The next number behind a word for one, with the organisation's verb and names of vessels between at most.
    fn number_under(&self, from: usize, end: usize, first: bool) -> Option<Span> {
        let tail = self.gap(from, end);
        // `La CIAT la tiene registrada con el número 8823`
        let (at, lead) = phrases::UNDER_A_NUMBER.places(tail).into_iter().min()?;
        let between = tail.get(..at)?;
        let small = !between
            .chars()
            .any(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, ',' | ';' | '('));
        let verb = between
            .split(|c: char| !c.is_alphabetic())
            .any(|word| with_folded(word, |word| phrases::ASSIGNS.holds(word)));
        // ` y a NOVA`: another vessel, whose name is known.
        let named = self.hits.iter().any(|h| {
            h.value.label == Label::VesselName
                && h.value.span.start >= from
                && h.value.span.end <= from + at
        });
        let between = fold_phrase(between);
        let named = named
            || self
                .known
                .keys()
                .any(|name| between.contains(name.as_str()));
        let plain = lead.trim() == "as";
        if at > NEAR || !(small && (!plain || verb) && first || named && (verb || !first)) {
            return None;
        }
        let start = from + at + lead.len();
        let number = take::code(self.text, start, end).filter(|n| n.start == start)?;
        let printed = self.slice(&number);
        let figures = printed.bytes().filter(u8::is_ascii_digit).count();
        ((3..=15).contains(&printed.len()) && figures >= 2 && !printed.contains(' '))
            .then_some(number)
    }
}
