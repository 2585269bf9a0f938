//! What is said of a vessel by its kind: `Alda Rós, a pole-and-line boat of 33 m`, `a wooden craft of Greek nationality`.

use super::super::overlaps;
use super::super::sound::sound;
use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Label, Passage, Placed, Source, Span, closed, single_spaces};
use crate::entities::caption::PARTY;
use crate::entities::words::concept::one_of;
use crate::entities::words::lexicon::{lookup, phrases};

/// Most bytes of words before the kind where no article stands.
const ADJECTIVES: usize = 12;

/// Farthest that the kind of vessel may stand from the comma after its name, in bytes.
const DESCRIBED: usize = 64;

/// Concepts of what is a number or a sign.
const NUMBERED: C = one_of(&[
    C::CALLSIGN,
    C::NUMBER,
    C::IMO,
    C::MMSI,
    C::REGISTER,
    C::MARKING,
]);

impl Passage<'_> {
    /// What follows the kind of vessel goes on about the vessel: `of 300 tons`, `, which`, `flying`; no other noun does.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        let tail = self.gap(at, self.span.end);
        tail.is_empty()
            || tail.starts_with([',', '.', ';', '(', ')', '\n'])
            || tail.starts_with(" (")
            || tail.starts_with(" – ")
            || tail
                .strip_prefix(' ')
                .and_then(|t| t.split(|c: char| !c.is_alphabetic()).next())
                .is_some_and(|w| phrases::GOES_ON_ABOUT_A_SHIP.holds(w))
    }

    /// The names before `, a longliner of`, `, un chalutier`.
    pub(super) fn typed_names(&mut self) {
        for index in 1..self.items.len() {
            let Some(kind) = self
                .items
                .get(index)
                .filter(|p| p.item == Item::Value(Kind::VesselType))
                .map(|p| p.span.clone())
            else {
                continue;
            };
            let start = self.sentence_start(index);
            let Some(comma) = self.comma_before_kind(start, &kind) else {
                continue;
            };
            if let Some(name) = self.name_before_comma(start, comma) {
                let norm = single_spaces(&self.slice(&name).to_uppercase());
                let evidence = self.slice(&kind).to_string();
                self.push(
                    Label::VesselName,
                    name,
                    norm,
                    0.87,
                    "name",
                    Source::Cue,
                    &evidence,
                );
            }
        }
    }

    /// The comma before an article that leads to a kind of vessel, with no name and no other clause between.
    fn comma_before_kind(&self, start: usize, kind: &Span) -> Option<usize> {
        const PARTIES: C = one_of(&[C::MASTER, C::OWNER, C::OPERATOR, C::PERSON, C::CREW]);
        let head = self.gap(start, kind.start);
        let comma = head
            .rmatch_indices(", ")
            .map(|(at, _)| at)
            .take(3)
            .take_while(|at| head.len() - at <= DESCRIBED)
            .find(|at| {
                let words = head.get(at + 2..).unwrap_or("");
                let first = words.split(' ').next();
                first.is_some_and(|word| phrases::INDEFINITE_ARTICLES.holds(word))
                    || words.len() <= ADJECTIVES && bare(head.get(..*at).unwrap_or(""))
            })?;
        let between = head.get(comma + 2..)?;
        let party = |p: &Placed| {
            p.span.start >= start + comma
                && p.span.end <= kind.start
                && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(PARTIES))
        };
        let named = |w: &str| w.starts_with(char::is_uppercase) && !w.starts_with("GT");
        (between.split_whitespace().count() <= 7
            && self.goes_on(kind.end)
            && !self.items.iter().any(party)
            && !between.split(' ').any(named))
        .then_some(start + comma)
    }

    /// The name that ends at a comma and stands at the head of its sentence or clause, or after an article.
    pub(super) fn name_before_comma(&self, start: usize, comma: usize) -> Option<Span> {
        let body = self.gap(start, comma);
        let at = super::apposition::ending_ship(body)?;
        let before = body.get(..at).unwrap_or("").trim();
        let titled = before.rsplit(' ').next().is_some_and(|w| {
            w.ends_with('.') || w.starts_with(char::is_uppercase) && at > 0 && w.len() < 4
        });
        let led = [
            "\"", "“", "«", "„", ":", ",", "there is", "and", "vessel", "boat",
        ];
        let heads = before.is_empty()
            || led.iter().any(|w| before.ends_with(w))
            || !titled && before.ends_with(char::is_alphabetic);
        // `Provider of Kirkcudbright, BA 412`: a town.
        let town = phrases::FROM_A_TOWN.end(body.get(..at).unwrap_or(""));
        if !heads || town.is_some() {
            return None;
        }
        let from = start + at;
        let name = take::name(self.text, from, comma, NameKind::Ship)
            .filter(|n| n.start == from && n.end == comma)?;
        let printed = single_spaces(self.slice(&name));
        let known = closed::has_sense(&printed, |_| true)
            || lookup(&printed).is_some_and(|t| !t.strong.is_empty());
        // `call sign E5U2904, a steel longliner`
        let announced = |p: &Placed| {
            let gap = self.gap(p.span.end, name.start);
            p.span.end <= name.start
                && gap.trim_matches([' ', ':', '.']).is_empty()
                && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(NUMBERED))
        };
        (!known
            && !self.items.iter().any(announced)
            && !overlaps(&self.hits, &name)
            && sound(self.text, &name)
            && !printed.split(' ').any(take::is_company_word)
            && take::untitled(self.text, name.clone()) == name)
            .then_some(name)
    }

    /// The nationality is a vessel's: the last vessel or person before it in the sentence is a vessel.
    pub(super) fn vessels_nationality(&self, index: usize) -> bool {
        let Some(cue) = self.items.get(index) else {
            return false;
        };
        let start = self.sentence_start(index);
        let person = PARTY.with(C::PERSON).with(C::CREW).with(C::BUILD);
        let persons = self
            .items
            .iter()
            .filter(|p| p.span.start >= start && p.span.end <= cue.span.start)
            .filter(|p| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(person)))
            .map(|p| p.span.end);
        let told = self
            .hits
            .iter()
            .filter(|h| {
                matches!(
                    h.value.label,
                    Label::Master | Label::Owner | Label::Operator | Label::Charterer
                ) && h.value.span.start >= start
                    && h.value.span.end <= cue.span.start
            })
            .map(|h| h.value.span.end);
        let vessels = self
            .items
            .iter()
            .filter(|p| p.span.start >= start && p.span.end <= cue.span.start)
            .filter(|p| {
                matches!(
                    p.item,
                    Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Prefix)
                ) || matches!(&p.item, Item::Cue { concepts, .. } if *concepts == C::SHIP)
            })
            .map(|p| p.span.end);
        let named = self
            .hits
            .iter()
            .filter(|h| {
                h.value.label == Label::VesselName
                    && h.value.span.start >= start
                    && h.value.span.end <= cue.span.start
            })
            .map(|h| h.value.span.end);
        // `Particulars: nationality France, IMO 8560094`: her numbers stand beside it.
        let end = self.sentence_end(cue.span.end).max(cue.span.end);
        let numbered = self.items.iter().any(|p| {
            p.span.start > cue.span.end
                && p.span.end <= end
                && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::IMO.with(C::MMSI).with(C::CALLSIGN)))
        });
        let vessel = vessels.chain(named).max();
        let person = persons.chain(told).max();
        vessel.is_some() && person < vessel || numbered && person.is_none()
    }
}

/// `For sale: Morning Tide, steel trawler`, `o Mestre Zé, traineira`: the name stands behind a colon or an article.
fn bare(head: &str) -> bool {
    super::apposition::ending_ship(head).is_some_and(|at| {
        let before = head.get(..at).unwrap_or("").trim_end();
        let word = before.rsplit([' ', '\n']).next().unwrap_or("");
        let several = head.get(at..).is_some_and(|name| name.contains(' '));
        word.ends_with(':') && several || phrases::ARTICLES.holds(&word.to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use crate::entities::told::first;
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_name_stands_before_what_the_vessel_is() {
        for (text, name) in [
            (
                "Alda Dögg, a pole-and-line vessel of 33.2 m, was bought second-hand.",
                Some("ALDA DÖGG"),
            ),
            ("Juan Rey, a longliner captain, was heard.", None),
            (
                "For sale: Alda Dögg, steel longliner, built in 2003, main engine 480 HP.",
                Some("ALDA DÖGG"),
            ),
            (
                "Segundo o relatório, o Alda Dögg, traineira de 19,5 m, saiu de Peniche.",
                Some("ALDA DÖGG"),
            ),
            (
                "It is held that Alda Dögg 12, a Chinese bottom trawler, hit a buoy.",
                Some("ALDA DÖGG 12"),
            ),
        ] {
            assert_eq!(first(text, Label::VesselName).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn a_nationality_is_the_vessels_or_the_persons() {
        for (text, label) in [
            (
                "The accused vessel GREY HERON is a craft of Greek nationality.",
                Label::Flag,
            ),
            (
                "El capitán del buque GREY HERON es Ilias Bazos, de nacionalidad griega.",
                Label::Country,
            ),
        ] {
            let (page, _) = extract_page(text, &Carried::default());
            let found = page.entities.iter().find(|e| e.norm_value == "GRC");
            assert_eq!(found.map(|e| e.label), Some(label), "{text}");
        }
    }
}
