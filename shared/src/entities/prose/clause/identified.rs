//! The name of a vessel whose identifier a sentence gives: `The Ocean Lily transmits with MMSI …`.

use super::super::overlaps;
use super::super::sound::{capitals, name_words, sound};
use super::super::take::{self, NameKind};
use super::{Item, Label, Passage, Source, Span, closed, single_spaces};
use crate::entities::lexicon::lookup;

/// Articles before a ship's name, folded.
const ARTICLES: [&str; 17] = [
    "the", "el", "la", "le", "il", "lo", "o", "a", "die", "der", "das", "del", "al", "du", "do",
    "da", "des",
];

/// Last words of what is no ship: offices, papers, places.
const OTHERS: [&str; 58] = [
    "guard",
    "navy",
    "court",
    "ministry",
    "authority",
    "authorities",
    "administration",
    "convention",
    "act",
    "article",
    "office",
    "centre",
    "center",
    "company",
    "registry",
    "bureau",
    "treaty",
    "protocol",
    "council",
    "government",
    "minister",
    "director",
    "inspector",
    "police",
    "customs",
    "islands",
    "island",
    "sea",
    "ocean",
    "bay",
    "gulf",
    "zone",
    "area",
    "state",
    "states",
    "party",
    "parties",
    "members",
    "member",
    "coastguard",
    "union",
    "group",
    "service",
    "services",
    "organization",
    "organisation",
    "association",
    "harbour",
    "harbor",
    "port",
    "bank",
    "river",
    "coast",
    "agreement",
    "community",
    "system",
    "committee",
    "division",
];

impl Passage<'_> {
    /// Names after an article in sentences that give a ship's number and name no ship.
    pub(super) fn article_names(&mut self) {
        let marks: Vec<usize> = self
            .hits
            .iter()
            .filter(|h| matches!(h.value.label, Label::Imo | Label::Mmsi | Label::Ircs))
            .map(|h| h.value.span.start)
            .collect();
        for mark in marks {
            let start = self.sentence_begin(mark);
            let named = self.hits.iter().any(|h| {
                matches!(h.value.label, Label::VesselName | Label::PreviousName)
                    && h.value.span.start >= start
                    && h.value.span.start < self.sentence_end(mark).max(mark)
            });
            if named {
                continue;
            }
            if let Some(name) = self.after_article(start, mark) {
                let norm = single_spaces(&self.slice(&name).to_uppercase());
                let evidence = "an article, and a ship's number after it";
                self.push(
                    Label::VesselName,
                    name,
                    norm,
                    0.84,
                    "name",
                    Source::Cue,
                    evidence,
                );
            }
        }
    }

    fn after_article(&self, start: usize, mark: usize) -> Option<Span> {
        let mut before: Option<&Span> = None;
        for placed in self
            .items
            .iter()
            .filter(|p| p.span.start >= start && p.span.end <= mark)
        {
            let article = before.is_some_and(|b| {
                self.gap(b.end, placed.span.start)
                    .trim_matches(['"', '“', '«', '„', ' '])
                    .is_empty()
                    && ARTICLES.contains(&self.slice(b).to_lowercase().as_str())
            });
            before = (placed.item != Item::Stop).then_some(&placed.span);
            let capital = self.slice(&placed.span).starts_with(char::is_uppercase);
            if !article || !capital {
                continue;
            }
            let Some(name) = take::name(self.text, placed.span.start, mark, NameKind::Ship)
                .filter(|n| n.start == placed.span.start && self.is_ship_name(n))
            else {
                continue;
            };
            return Some(name);
        }
        None
    }

    /// Capital words that are no office, place, company, person or word of the trade.
    fn is_ship_name(&self, name: &Span) -> bool {
        let printed = self.slice(name);
        let last = printed.rsplit(' ').next().unwrap_or("").to_lowercase();
        let words = name_words(self.text, name);
        let plain = words == 1 && lookup(printed).is_some();
        let taken = self.gap(name.end, self.span.end);
        // `the Port Captain of Apia`, `the State’s`
        let owned = words == 1
            && [" and ", " y ", " et ", " e ", " und "]
                .iter()
                .any(|w| taken.starts_with(w))
            || taken.starts_with(['\'', '’', '-', '/'])
            || taken.starts_with(" of ")
            || taken.starts_with(" (Pty");
        !plain
            && !owned
            && (words > 1 || printed.chars().count() > 3)
            && words <= 5
            && !capitals(self.text, name)
            && !OTHERS.contains(&last.as_str())
            && sound(self.text, name)
            && !printed.split(' ').any(take::is_company_word)
            && !closed::has_sense(printed, |_| true)
            && take::untitled(self.text, name.clone()) == *name
            && !overlaps(&self.hits, name)
            && closed::countries(self.text, name, closed::Codes::None).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_name_after_an_article_is_the_ship_whose_number_follows() {
        for (text, name) in [
            (
                "The Grey Heron transmits on AIS with MMSI 538004471.",
                Some("GREY HERON"),
            ),
            ("The Coast Guard received MMSI 538004471 on AIS.", None),
            ("The Harbour Master noted the call sign V7AB2.", None),
        ] {
            let (page, _) = extract_page(text, &Carried::default());
            let found = page.entities.iter().find(|e| e.label == Label::VesselName);
            assert_eq!(found.map(|e| e.norm_value.as_str()), name, "{text}");
        }
    }
}
