//! A name that a vessel took later, and the one she had before: `ALBA changed her name to VEGA`, `vendu, ALBA a quitté
//! Lorient sous le nom de VEGA`, `ALBA, now the VEGA`, `VEGA (formerly the Spanish trawler ALBA)`.

use super::{C, Item, Kind, Label, Passage, Source, Span, single_spaces};
use crate::entities::words::lexicon::phrases;

/// Farthest that the words for the later name may stand behind the earlier one, in bytes.
const REACH: usize = 160;

/// Farthest that the later name may stand behind a described earlier one, in bytes.
const BESIDE: usize = 24;

/// What speaks for a name that was taken later.
pub(super) const TAKEN_LATER: &str = "the name taken later";

/// Most things between a word for another time and the name.
const DESCRIPTION: usize = 6;

impl Passage<'_> {
    /// Gives the names that vessels took later, and those before them, their labels.
    pub(super) fn names_taken_later(&mut self) {
        let text = self.lower(self.span.start, self.span.end);
        let placed = |(at, words): (usize, &'static str)| (at, at + words.len());
        let taken = phrases::TAKES_A_NAME.places_of_words(text).into_iter();
        let now = phrases::NOW_BY_NAME.places(text).into_iter();
        let under = phrases::UNDER_A_NAME.places_of_words(text).into_iter();
        let mut leads: Vec<(usize, usize, bool)> = taken
            .map(placed)
            .map(|(at, end)| (at, end, false))
            .chain(now.map(placed).map(|(at, end)| (at, end, true)))
            .collect();
        leads.extend(under.map(placed).filter_map(|(at, end)| {
            let told = self.handed_on(self.span.start + at);
            told.then_some((at, end, false))
        }));
        for (at, end, now) in leads {
            let (at, end) = (self.span.start + at, self.span.start + end);
            if self.gap(end, self.span.end).starts_with(' ') {
                self.take_later(at, end, now);
            }
        }
    }

    /// The sentence says before byte `at` that the vessel went into other hands, or since when.
    fn handed_on(&self, at: usize) -> bool {
        let head = self.lower(self.sentence_begin(at), at);
        phrases::HANDED_ON.within(head) && !self.past(at)
    }

    /// Takes the name behind the words from byte `at` to `end`; `now`: they say that it is the present one.
    fn take_later(&mut self, at: usize, end: usize, now: bool) {
        let Some(later) = self.name_once(end) else {
            return;
        };
        let begin = self.sentence_begin(at);
        let earlier = self.hits.iter().rposition(|h| {
            matches!(h.value.label, Label::VesselName | Label::PreviousName)
                && h.value.span.start >= begin
                && h.value.span.end <= at
                && at - h.value.span.end <= REACH
                && !self.parted(h.value.span.end, at)
        });
        let norm = single_spaces(&self.slice(&later).to_uppercase());
        if let Some(hit) = earlier.and_then(|earlier| self.hits.get_mut(earlier)) {
            if hit.value.norm == norm {
                return;
            }
            hit.value.label = Label::PreviousName;
        } else if !now || !self.ship_between(begin, at) {
            return;
        }
        if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == later) {
            hit.value.label = Label::VesselName;
            hit.evidence = TAKEN_LATER.to_string();
        } else if !super::overlaps(&self.hits, &later) {
            let label = Label::VesselName;
            self.push(label, later, norm, 0.88, "name", Source::Cue, TAKEN_LATER);
        }
    }

    /// Another clause begins between two places, or another vessel is spoken of.
    fn parted(&self, from: usize, to: usize) -> bool {
        let gap = self.gap(from, to);
        let named = self.items.iter().any(|p| {
            let kind = matches!(p.item, Item::Value(Kind::VesselType | Kind::Prefix));
            kind && p.span.start >= from && p.span.end <= to
        });
        named || gap.contains([';', '\n', ':'])
    }

    fn ship_between(&self, from: usize, to: usize) -> bool {
        let mut items = self.items.iter();
        items.any(|p| p.span.start >= from && p.span.end <= to && p.item.is_ship())
    }

    /// `the former Spanish trawler ALBA`: the flag is of another time, and so is the name where another one stands beside it.
    pub(super) fn described_of_another_time(&mut self) {
        for index in 0..self.items.len() {
            let Some((cue, countries, name)) = self.description(index) else {
                continue;
            };
            for country in countries {
                if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == country)
                    && hit.value.label == Label::Flag
                {
                    hit.value.label = Label::PreviousFlag;
                }
            }
            if self.named_beside(&cue, &name)
                && let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == name)
            {
                hit.value.label = Label::PreviousName;
            }
        }
    }

    /// The word for another time at an index, with the States and the name of the vessel that it describes.
    fn description(&self, index: usize) -> Option<(Span, Vec<Span>, Span)> {
        let cue = self.items.get(index)?;
        let Item::Cue { concepts, .. } = &cue.item else {
            return None;
        };
        if !concepts.any(C::PREVIOUS) || concepts.any(C::NAME.with(C::FLAG)) {
            return None;
        }
        let mut countries = Vec::new();
        let (mut end, mut ship) = (cue.span.end, false);
        for next in self.items.iter().skip(index + 1).take(DESCRIPTION) {
            let gap = self.gap(end, next.span.start);
            let name = self.hits.iter().find(|h| {
                matches!(h.value.label, Label::VesselName | Label::PreviousName)
                    && h.value.span.start == next.span.start
            });
            if let Some(name) = name.filter(|_| ship) {
                return Some((cue.span.clone(), countries, name.value.span.clone()));
            }
            if !matches!(gap, " " | "-") {
                return None;
            }
            match &next.item {
                Item::Value(Kind::Country { .. }) => countries.push(next.span.clone()),
                Item::Word { capital: false } | Item::Value(Kind::Hull) => {}
                thing if thing.is_ship() => ship = true,
                _ => return None,
            }
            end = next.span.end;
        }
        None
    }

    /// Another name of the vessel stands right before the word for another time, or right behind the name that it
    /// describes.
    fn named_beside(&self, cue: &Span, name: &Span) -> bool {
        let aside = |gap: &str| {
            let gap = gap.trim_matches(['"', '”', '»', ' ']);
            let article = gap.strip_prefix(", ").unwrap_or("");
            matches!(gap, "," | "(" | "–" | "—")
                || phrases::ARTICLES.holds(article)
                || matches!(article, "l'" | "l’")
        };
        let behind = |from: usize| {
            let gap = self.gap(name.end, from);
            let small = !gap.contains(['.', ';', ')', '(']) && !gap.contains(char::is_uppercase);
            gap.len() <= BESIDE
                && small
                && gap.trim_start_matches(['"', '”', '»']).starts_with(", ")
        };
        self.hits.iter().any(|h| {
            let span = &h.value.span;
            h.value.label == Label::VesselName
                && (span.end <= cue.start && aside(self.gap(span.end, cue.start))
                    || span.start >= name.end && behind(span.start))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn the_name_taken_later_is_the_present_one() {
        for text in [
            "The trawler Alba Nova changed her name to Grey Heron in 2019.",
            "The trawler Alba Nova, now the Grey Heron, was met.",
            "Sold to owners in Ghana, the trawler Alba Nova sailed from Peterhead as Grey Heron.",
            "Vendu en janvier, le chalutier Alba Nova a quitté Lorient sous le nom de Grey Heron.",
            "El arrastrero Alba Nova, vendido a Marruecos, navega desde enero con el nombre de Grey Heron.",
            "The Grey Heron (formerly the Spanish trawler Alba Nova) was arrested in Dakar.",
            "Rebaptisé Grey Heron, l'ancien chalutier Alba Nova bat pavillon du Ghana.",
        ] {
            assert_eq!(values(text, Label::VesselName), ["GREY HERON"], "{text}");
            assert_eq!(values(text, Label::PreviousName), ["ALBA NOVA"], "{text}");
        }
        let text = "The former Spanish trawler Grey Heron was arrested in Dakar.";
        assert_eq!(values(text, Label::VesselName), ["GREY HERON"]);
        assert_eq!(values(text, Label::PreviousFlag), ["ESP"]);
    }

    #[test]
    fn a_name_under_which_she_sailed_before_is_a_former_one() {
        let text = "Before being sold, the trawler Grey Heron sailed under the name of Alba Nova.";
        assert_eq!(values(text, Label::VesselName), ["GREY HERON"]);
    }
}
