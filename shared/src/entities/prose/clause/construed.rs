//! What set ways of saying something of a ship announce (`construction`), behind their words or before them.

use super::super::construction::Construction;
use super::super::overlaps;
use super::super::take::{self, NameKind};
use super::deeds::CLAUSE;
use super::{C, Item, Kind, Label, Passage, Source, Span, single_spaces};

impl Passage<'_> {
    /// Reads what the passage's constructions announce.
    pub(super) fn construed(&mut self, constructions: &[Construction]) {
        for one in constructions {
            let evidence = self.slice(&one.span).to_string();
            if one.behind {
                self.told_before(one, &evidence);
                continue;
            }
            let Some(index) = self.items.iter().position(|p| p.span == one.span) else {
                continue;
            };
            if one.concepts == C::BUILD {
                self.build(index, &one.span, &evidence);
            } else if one.concepts != C::NAME.with(C::SHIP) {
                self.cue(index);
            }
        }
    }

    /// `Vega Ltd owns her`, `Fiji is her flag State`: what stands before the words.
    fn told_before(&mut self, one: &Construction, evidence: &str) {
        let head = self.gap(self.span.start, one.span.start);
        let at = self.span.start + head.trim_end_matches([' ', ',']).len();
        let Some(label) = super::super::join::announced(one.concepts) else {
            return;
        };
        match label {
            Label::Flag | Label::PreviousFlag => {
                let country = self.items.iter().position(|p| {
                    p.span.end == at && matches!(p.item, Item::Value(Kind::Country { .. }))
                });
                if let Some((place, code)) = country.and_then(|index| self.country(index)) {
                    self.country_told(label, place, code, 0.92, evidence);
                }
            }
            Label::Port => {
                if let Some(name) = self.place_before(at) {
                    let printed = single_spaces(self.slice(&name));
                    self.push(label, name, printed, 0.88, "place", Source::Cue, evidence);
                }
            }
            _ => {
                if !self.subject(at, label, evidence) {
                    self.before_aside(at, label, evidence);
                }
            }
        }
    }

    /// `Vega Ltd (Box 12, Apia) owns her`, `Vega Ltd, of Apia, owns her`: the party before a bracket or words in commas.
    fn before_aside(&mut self, at: usize, label: Label, evidence: &str) {
        let from = self.sentence_begin(at).max(at.saturating_sub(CLAUSE));
        let Some(from) = (from..=at).find(|i| self.text.is_char_boundary(*i)) else {
            return;
        };
        let head = self.gap(from, at);
        let mut asides: Vec<usize> = [" (", ", ", " of ", " de "]
            .iter()
            .flat_map(|sign| head.match_indices(sign).map(|(i, _)| i))
            .collect();
        asides.sort_unstable();
        for aside in asides {
            let end = from + aside;
            if self.subject(end, label, evidence) {
                self.address_after(end);
                return;
            }
        }
    }

    /// The capital words that end at `at`, as a place.
    fn place_before(&self, at: usize) -> Option<Span> {
        let start =
            self.span.start + super::apposition::ending_name(self.gap(self.span.start, at))?;
        take::name(self.text, start, at, NameKind::Place)
            .filter(|name| name.end == at && !overlaps(&self.hits, name))
    }
}
