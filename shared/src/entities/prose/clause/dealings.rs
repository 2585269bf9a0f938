//! Parties by where they stand beside a ship or a verb: `the longliner of Vega Ltd`, `wird von der Nordfisch GmbH
//! betrieben`, `sold the longliner ALBA to Vega Ltd`.

use super::super::overlaps;
use super::super::take::{self, NameKind};
use super::deeds::{CLAUSE, REACH};
use super::single_spaces;
use super::{Item, Kind, Label, Passage, Source};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// `das Fabrikschiff der Nordfisch GmbH`, `the longliner of Vega Ltd`: the company a ship is said to be of.
    pub(super) fn ships_of(&mut self) {
        let ships: Vec<usize> = self
            .items
            .iter()
            .filter(|p| matches!(p.item, Item::Value(Kind::VesselType | Kind::GenericVessel)))
            .filter(|p| !self.slice(&p.span).ends_with('s'))
            .map(|p| p.span.end)
            .collect();
        for at in ships {
            let tail = self.gap(at, self.sentence_end(at).max(at));
            let Some(lead) = phrases::OF_COMPANY
                .iter()
                .filter(|w| {
                    tail.strip_prefix(' ')
                        .and_then(|t| t.strip_prefix(**w))
                        .is_some_and(|t| t.starts_with(' '))
                })
                .map(|w| w.len() + 2)
                .max()
            else {
                continue;
            };
            let from = at + lead;
            let Some(name) = self.party_at(from, self.line_end(from)) else {
                continue;
            };
            if !overlaps(&self.hits, &name) {
                let printed = single_spaces(self.slice(&name));
                let stop = name.end;
                let evidence = "the ship's company";
                self.push(
                    Label::Owner,
                    name,
                    printed,
                    0.84,
                    "name",
                    Source::Cue,
                    evidence,
                );
                self.address_after(stop);
            }
        }
    }

    /// The party between a preposition and the participle at byte `at`.
    pub(super) fn done_by(&mut self, label: Label, at: usize, verb: &str) {
        let Some(head) = self.gap(self.span.start, at).strip_suffix(' ') else {
            return;
        };
        let lead = phrases::AGENT
            .iter()
            .filter_map(|w| {
                let body = head.rfind(w)?;
                let alone = head.get(..body)?.ends_with(' ');
                let from = body + w.len() + 1;
                (alone && head.get(..from)?.ends_with(' ')).then_some(from)
            })
            .max()
            .filter(|from| head.len() - from <= REACH);
        let Some(from) = lead else { return };
        let (start, end) = (self.span.start + from, self.span.start + head.len());
        let Some(name) = take::name(self.text, start, end, NameKind::Party)
            .filter(|n| n.start == start && n.end == end)
            .map(|n| take::untitled(self.text, n))
        else {
            return;
        };
        if !overlaps(&self.hits, &name) {
            let printed = single_spaces(self.slice(&name));
            self.push(label, name, printed, 0.87, "name", Source::Cue, verb);
        }
    }

    /// `sold the longliner ALBA to Vega Ltd`, `the charter of ALBA to Vega Ltd`: who a vessel goes to.
    pub(super) fn made_over(&mut self, label: Label, at: usize, verb: &str) {
        let end = self.sentence_end(at).max(at);
        let Some(ship) = self
            .hits
            .iter()
            .filter(|h| {
                matches!(h.value.label, Label::VesselName | Label::PreviousName)
                    && h.value.span.start >= at
                    && h.value.span.end <= end
            })
            .map(|h| h.value.span.end)
            .min()
            .filter(|ship| ship - at <= REACH + CLAUSE / 4)
        else {
            return;
        };
        let tail = self.gap(ship, end);
        let lead = phrases::SOLD_TO
            .iter()
            .filter_map(|w| {
                let i = tail.find(w)?;
                let alone =
                    tail.get(..i)?.ends_with(' ') && tail.get(i + w.len()..)?.starts_with(' ');
                alone.then_some(ship + i + w.len() + 1)
            })
            .min();
        // `fletamento del buque ALBA, de bandera …, por parte de Vega Ltd`
        let by = (label == Label::Charterer)
            .then(|| {
                phrases::ON_THE_PART_OF
                    .places_of_words(tail)
                    .into_iter()
                    .next()
            })
            .flatten()
            .map(|(i, w)| ship + i + w.len() + 1);
        let lead = by.or(lead);
        let Some(name) = lead.and_then(|from| self.party_at(from, self.line_end(from))) else {
            return;
        };
        if !overlaps(&self.hits, &name) {
            let printed = single_spaces(self.slice(&name));
            let stop = name.end;
            self.push(label, name, printed, 0.86, "name", Source::Cue, verb);
            self.address_after(stop);
        }
    }
}
