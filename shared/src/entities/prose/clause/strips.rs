//! Names and values of entries that are set as strips of parts, and call signs beside their flag.
//!
//! `LADY ROSE 8, Filipino, C/S DUA2217`, `GHA tuna seiner`.

use super::super::present::{Stretch, present};
use super::super::{address, named, overlaps};
use super::facts::Facts;
use super::{Item, Kind, Label, Mode, Passage, Source, Span, closed, single_spaces, values};
use crate::entities::entry::head::ENTRY;
use crate::entities::words::lexicon::Sense;

impl Passage<'_> {
    /// The vessels' names: at the head of strips, then by the words beside them.
    pub(super) fn names(&mut self) {
        let mode = self.mode;
        let heads = self.strips.iter().filter_map(|s| s.name.clone());
        let heads = heads.map(|name| (name, "head of a list entry".to_string()));
        let heads: Vec<_> = heads.collect();
        let told = present(&Stretch {
            text: self.text,
            span: &self.span,
            items: &self.items,
            titled: mode == Mode::Title,
            boarding: self.facts.all(Facts::BOARDING),
            small: self.facts.all(Facts::SMALL),
        });
        for (name, evidence) in heads.into_iter().chain(told) {
            let name = values::text::clean_name(self.text, &name);
            let name = values::text::without_prefix(self.text, name);
            let name = super::entry::without_mark(self.text, name);
            let printed = self.slice(&name);
            let company = printed
                .rsplit(' ')
                .next()
                .is_some_and(|w| w.len() > 2 && super::super::take::is_company_word(w));
            let house = evidence == ENTRY && address::is_house(printed);
            if house
                || closed::is_empty_value(printed)
                || company && printed.contains(' ')
                || self.a_person(&name)
            {
                continue;
            }
            let norm = single_spaces(&printed.to_uppercase());
            let label = if mode == Mode::Text && self.called_in_the_past(&name) {
                Label::PreviousName
            } else {
                Label::VesselName
            };
            self.push(label, name, norm, 0.93, "name", Source::Cue, &evidence);
        }
    }

    /// `owner Plava Liga d.o.o.` in a part of its own: the party is all of it.
    pub(super) fn led_parties(&mut self) {
        let parties: Vec<_> = self
            .strips
            .iter()
            .flat_map(|strip| &strip.fills)
            .filter(|(value, _)| value.label.is_party() || value.label == Label::Master)
            .filter(|(value, _)| {
                // Behind a comma its address may follow.
                let tail = self.gap(value.span.end, self.span.end);
                !tail.trim_start_matches('.').starts_with(',')
            })
            .cloned()
            .collect();
        for (value, evidence) in parties {
            let place = super::super::take::untitled(self.text, value.span);
            let norm = single_spaces(self.slice(&place));
            self.push(
                value.label,
                place,
                norm,
                0.9,
                "name",
                Source::Cue,
                &evidence,
            );
        }
    }

    /// `GHA tuna seiner` in a line that names a vessel: a country's code before the kind of vessel.
    pub(super) fn codes_before_types(&mut self) {
        let types: Vec<Span> = self
            .items
            .iter()
            .filter(|p| p.item == Item::Value(Kind::VesselType))
            .map(|p| p.span.clone())
            .collect();
        for kind in types {
            let head = self.gap(self.span.start, kind.start);
            let line = kind.start - head.rsplit('\n').next().map_or(0, str::len);
            let Some(word) = head
                .strip_suffix(' ')
                .and_then(|h| h.rsplit([' ', '\n']).next())
            else {
                continue;
            };
            let place = kind.start - 1 - word.len()..kind.start - 1;
            let coded = word.len() == 3
                && word.bytes().all(|b| b.is_ascii_uppercase())
                && !closed::has_sense(word, |s| matches!(s, Sense::SpeciesCode(_)));
            let named = self.hits.iter().any(|h| {
                h.value.label == Label::VesselName
                    && h.value.span.start >= line
                    && h.value.span.end <= place.start
            });
            let told = self.hits.iter().any(|h| {
                h.value.label == Label::Flag && (line..kind.start).contains(&h.value.span.start)
                    || h.value.span.start < place.end && place.start < h.value.span.end
            });
            let hits = closed::countries_of(self.page, &place, closed::Codes::Both);
            if let ([hit], true, true, false) = (hits.as_slice(), coded, named, told) {
                let evidence = "stands before the vessel";
                let check = "country code";
                let (label, code) = (Label::Flag, hit.code.to_string());
                self.push(label, place, code, 0.9, check, Source::Cue, evidence);
            }
        }
    }

    /// `LADY ROSE 8, Filipino, C/S DUA2217`: a country alone behind the name.
    pub(super) fn flags_behind_names(&mut self) {
        for end in named(&self.hits).into_iter().map(|name| name.end) {
            let tail = self.gap(end, self.span.end);
            let body = tail.trim_start_matches(['"', '”', '»', '’', '“']);
            let Some(rest) = body.strip_prefix(", ").or_else(|| body.strip_prefix("; ")) else {
                continue;
            };
            let from = self.span.end - rest.len();
            let Some((place, code)) = self.items.iter().find_map(|p| match p.item {
                Item::Value(Kind::Country { code, .. }) if p.span.start == from => {
                    Some((p.span.clone(), code))
                }
                _ => None,
            }) else {
                continue;
            };
            let after = self.gap(place.end, self.span.end);
            let told = self
                .hits
                .iter()
                .any(|h| h.value.label == Label::Flag && h.value.span.start.abs_diff(end) < 120);
            let alone = after.starts_with([',', ';']);
            if alone && !told && !overlaps(&self.hits, &place) {
                let evidence = "behind the vessel's name";
                let (label, check) = (Label::Flag, "country name");
                self.push(
                    label,
                    place,
                    code.to_string(),
                    0.88,
                    check,
                    Source::Cue,
                    evidence,
                );
            }
        }
    }

    /// The parts of strips that no words of the text announced.
    pub(super) fn parts(&mut self) {
        let strips = std::mem::take(&mut self.strips);
        for strip in &strips {
            for (value, evidence) in &strip.fills {
                let known = self.hits.iter().any(|h| {
                    h.value.span.start < value.span.end && value.span.start < h.value.span.end
                        || h.value.label == value.label
                            && h.value.span.start >= strip.line.start
                            && h.value.span.end <= strip.line.end
                });
                if !known {
                    self.push_value(value.clone(), evidence);
                }
            }
        }
        self.strips = strips;
    }
}
