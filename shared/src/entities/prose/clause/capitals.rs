//! Names in capitals without any word that announces them.
//!
//! `On 3 May GREY HERON was met at sea.` In a passage set in capitals throughout they say nothing.

use super::super::{overlaps, shouted};
use super::{Item, Label, Passage, Placed, Source, single_spaces, values};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// Names in capitals that nothing else has claimed, and the flags beside them.
    pub(super) fn shouted(&mut self) {
        let before = self.hits.len();
        for index in 0..self.items.len() {
            let plain = matches!(
                self.items.get(index),
                Some(Placed {
                    item: Item::Word { capital: true },
                    ..
                })
            );
            if !plain || self.used.get(index).copied().unwrap_or(true) {
                continue;
            }
            let Some(name) = shouted::name(self.text, &self.items, index, &self.span) else {
                continue;
            };
            let clash = overlaps(&self.hits, &name);
            let start = self.sentence_start(index);
            // After a comma or a colon in a vessel's sentence stand its owners and addresses.
            let listed = self
                .gap(start, name.start)
                .trim_end_matches([' ', '"', '“', '«', '*'])
                .ends_with([',', ';', ':', '(', '|', '–', '-']);
            let named = self.hits.iter().any(|h| {
                h.value.label == Label::VesselName
                    && h.value.span.start >= start
                    && h.value.span.end <= name.start
            });
            let known = self.slice(&name);
            let party = self.hits.iter().any(|h| {
                !matches!(h.value.label, Label::VesselName | Label::PreviousName)
                    && self.slice(&h.value.span) == known
            });
            // `CONVENTION FOR THE SAFETY OF LIFE AT SEA`: the words go on with a paper's title.
            let words = self.gap(start, name.start).trim_end().rsplit(' ');
            let titled = words
                .take_while(|word| word.len() > 1 && !word.contains(char::is_lowercase))
                .any(|word| phrases::OFFICE_HEADS.holds(&word.to_lowercase()));
            if clash
                || titled
                || party
                || known.contains(',')
                || listed && (named || !shouted::evident(self.text, &self.items, &name, &self.span))
            {
                continue;
            }
            let name = values::text::without_prefix(self.text, name);
            let norm = single_spaces(&self.slice(&name).to_uppercase());
            let label = self.present_or_past(start, &name);
            // `o MARIA CACILDA foi avistado`; an English article stands before much else.
            let english = self.gap(start, name.start).ends_with("the ");
            let afloat = !english && shouted::named_afloat(self.text, &name, &self.span);
            let evidence = if afloat {
                "an article, and what goes with a ship"
            } else {
                "a name in capitals"
            };
            self.push(label, name, norm, 0.85, "name", Source::Shape, evidence);
        }
        if self.hits.len() > before {
            self.flags();
        }
    }
}
