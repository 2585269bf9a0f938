//! The name of a vessel whose identifier a sentence gives: `The Ocean Lily transmits with MMSI …`.

use super::super::overlaps;
use super::super::sound::{capitals, is_other, name_words, sound};
use super::super::take;
use super::{C, Item, Kind, Label, Passage, Placed, Source, Span, closed, single_spaces};
use crate::entities::page::trim;
use crate::entities::words::concept::one_of;
use crate::entities::words::lexicon::{lookup, phrases};

/// Concepts of words that speak of ships.
const TALK: C = one_of(&[
    C::SHIP,
    C::FLAG,
    C::IMO,
    C::MMSI,
    C::CALLSIGN,
    C::REGISTER,
    C::TONNAGE,
]);

/// How far before a name in quotation marks the kind of an authority's ship may begin, in bytes.
const PATROL: usize = 28;

/// Longest name in quotation marks, in bytes.
const LONGEST_QUOTED: usize = 48;

impl Passage<'_> {
    /// `Indienststellung der „Neuwerk Bank“`: capital words in quotation marks, in a sentence about ships.
    pub(super) fn quoted_names(&mut self) {
        let text = self.slice(&self.span);
        if !text.contains(['“', '"', '«', '„', '”']) {
            return;
        }
        let mut found: Vec<Span> = Vec::new();
        let mut from = 0;
        while let Some(open) = text
            .get(from..)
            .and_then(|t| t.find(['“', '"', '«', '„', '”']))
        {
            let at = from + open;
            let sign = text.get(at..).and_then(|t| t.chars().next()).unwrap_or('"');
            let inside = at + sign.len_utf8();
            let rest = text.get(inside..).unwrap_or("");
            let close = rest.find(match sign {
                '«' => &['»'][..],
                '"' => &['"'][..],
                _ => &['”', '“'][..],
            });
            let Some(close) = close else { break };
            let end = rest
                .get(close..)
                .and_then(|t| t.chars().next())
                .map_or(1, char::len_utf8);
            from = inside + close + end;
            if close <= LONGEST_QUOTED {
                found.push(trim(
                    self.text,
                    &(self.span.start + inside..self.span.start + inside + close),
                ));
            } else {
                from = inside;
            }
        }
        for name in found {
            if self.quoted_ship(&name) {
                let norm = single_spaces(&self.slice(&name).to_uppercase());
                let label = if self.called_in_the_past(&name) {
                    Label::PreviousName
                } else {
                    Label::VesselName
                };
                self.push(
                    label,
                    name,
                    norm,
                    0.86,
                    "name",
                    Source::Cue,
                    "in quotation marks",
                );
            }
        }
    }

    /// The words in quotation marks are a ship's name by their shape and by their sentence.
    fn quoted_ship(&self, name: &Span) -> bool {
        let printed = self.slice(name);
        if !shaped_as_name(printed)
            || !printed.contains(' ') && lookup(printed).is_some()
            || !sound(self.text, name)
            || printed.split(' ').any(take::is_company_word)
            || closed::has_sense(printed, |_| true)
            || overlaps(&self.hits, name)
        {
            return false;
        }
        let sentence = self.sentence_begin(name.start)..self.sentence_end(name.end).max(name.end);
        // `el guardacostas GC-24 "Mantilla"`
        let near = self.gap(sentence.start, name.start);
        let near = near.get(near.ceil_char_boundary(near.len().saturating_sub(PATROL))..);
        if near.is_some_and(|t| phrases::PATROLS.within(&t.to_lowercase())) {
            return false;
        }
        let inside = |p: &&Placed| p.span.start >= sentence.start && p.span.end <= sentence.end;
        let cue = |p: &&Placed| p.span.end <= name.start && matches!(p.item, Item::Cue { .. });
        let before = self.items.iter().filter(inside).rfind(cue);
        // `früher „Mellum“`: what reads former names reads it.
        if before.is_some_and(|cue| self.leads_to_former(cue, name)) {
            return false;
        }
        let talk = self.items.iter().filter(inside).any(|p| match &p.item {
            Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Prefix) => true,
            Item::Cue { concepts, .. } => concepts.any(TALK),
            _ => false,
        });
        let other = before.is_some_and(|cue| self.leads_to_another_thing(cue, name));
        (!other || self.named_once(name))
            && (talk
                || self.behind_article(name)
                    && super::super::other_names::speaks_of_ships(self.text, &self.span))
    }

    fn leads_to_former(&self, cue: &Placed, name: &Span) -> bool {
        self.gap(cue.span.end, name.start).len() <= 24
            && matches!(&cue.item, Item::Cue { concepts, .. } if concepts.any(C::PREVIOUS))
    }

    /// `the company “Alba”`, `painted “AB 12”`, `gear type “Mosca”`
    fn leads_to_another_thing(&self, cue: &Placed, name: &Span) -> bool {
        let of_ships = C::SHIP.with(C::NAME).with(C::PREVIOUS).with(C::FLAG);
        let gap = self.gap(cue.span.end, name.start);
        gap.len() <= 16
            && !gap.contains([',', ';', '('])
            && phrases::OF_A_SHIP.begin(gap).is_none()
            && !phrases::ENTRY_WORDS.holds(&self.slice(&cue.span).to_lowercase())
            && matches!(&cue.item, Item::Cue { concepts, .. } if !concepts.any(of_ships))
    }

    /// `la “Alba Nova”`
    fn behind_article(&self, name: &Span) -> bool {
        let head = self.gap(self.span.start, name.start);
        let head = head.trim_end_matches(['“', '"', '«', '„', '”', ' ']);
        let word = head.rsplit([' ', '\n']).next().unwrap_or("");
        phrases::ARTICLES.holds(&word.to_lowercase())
    }

    /// Capital words, not all of them in capitals, that are a ship's and own nothing.
    pub(super) fn is_ship_name(&self, name: &Span) -> bool {
        let tail = self.gap(name.end, self.span.end);
        !capitals(self.text, name) && !tail.starts_with(['\'', '’']) && self.is_ships(name)
    }

    /// Capital words that are no office, place, company, person or word of the trade.
    pub(super) fn is_ships(&self, name: &Span) -> bool {
        let printed = self.slice(name);
        let words = name_words(self.text, name);
        // `del Certificado de Matrícula`: a paper.
        let paper = printed.split(' ').next().is_some_and(|w| {
            lookup(w).is_some_and(|t| t.concepts.any(C::LICENSE.with(C::REGISTER).with(C::PERSON)))
                || phrases::PAPER_HEADS.begin(w).is_some()
        });
        let plain = paper || words == 1 && lookup(printed).is_some();
        let tail = self.gap(name.end, self.span.end);
        // `the Port Captain of Apia`, `the State’s`
        let owned = words == 1 && phrases::AND_A_CAPITAL.begin(tail).is_some()
            || tail.starts_with(['-', '/'])
            || tail.starts_with(" of ")
            || tail.starts_with(" (Pty");
        // `the Director of`, `Doña Carmen`
        let other = is_other(printed) || take::untitled(self.text, name.clone()) != *name;
        !plain
            && !owned
            && (words > 1 || printed.chars().count() > 3)
            && words <= 5
            && (!other || self.numbered_behind(name))
            && sound(self.text, name)
            && !printed.split(' ').any(take::is_company_word)
            && !closed::has_sense(printed, |_| true)
            && !overlaps(&self.hits, name)
            && closed::countries_of(self.page, name, closed::Codes::None).is_empty()
    }

    /// `the Wakatipu Bay, IMO 9074729`: a number that ships have stands right behind.
    fn numbered_behind(&self, name: &Span) -> bool {
        let ids = one_of(&[C::IMO, C::MMSI, C::CALLSIGN, C::REGISTER, C::MARKING]);
        let next = self.items.iter().find(|p| p.span.start >= name.end);
        next.is_some_and(|p| {
            matches!(self.gap(name.end, p.span.start), ", " | " (")
                && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(ids))
        })
    }
}

/// Up to five words that begin with capitals, small ones between: `Étoile d'Armor`.
fn shaped_as_name(printed: &str) -> bool {
    let capital = |word: &str| {
        let elided = ["d'", "d’", "l'", "l’"]
            .iter()
            .find_map(|e| word.strip_prefix(*e));
        elided
            .unwrap_or(word)
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || phrases::NAME_PARTICLES.holds(&word.to_lowercase())
    };
    printed.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && printed.split(' ').count() <= 5
        && !printed.contains(['.', ':', ';', ',', '/', '\n', '(', '?'])
        && printed.starts_with(char::is_uppercase)
        && printed.split(' ').all(capital)
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::first;

    #[test]
    fn a_name_after_an_article_is_the_ship_whose_number_follows() {
        for (text, name) in [
            (
                "The Grey Heron transmits on AIS with MMSI 538004471.",
                Some("GREY HERON"),
            ),
            ("The Coast Guard received MMSI 538004471 on AIS.", None),
            (
                "The Grey Heron is a longliner flying the flag of Fiji.",
                Some("GREY HERON"),
            ),
            (
                "Der Verband begrüßt die „Grauer Reiher“, ein Schiff unter der Flagge Fidschis, MMSI 538004471.",
                Some("GRAUER REIHER"),
            ),
            ("The Harbour Master noted the call sign V7AB2.", None),
        ] {
            assert_eq!(first(text, Label::VesselName).as_deref(), name, "{text}");
        }
    }
}
