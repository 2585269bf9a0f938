//! Another name of the vessel spoken of: `She had also been known as NYBERVÅG`, `An old bell carries the name Lagoon
//! Chief`, `Il s'est appelé POLONUS et ISLA TABOGA`.
//!
//! A vessel bears one name. A second one in what is told of her is a former one, if the sentence speaks of another time or
//! of what is left to see, and nothing introduces another vessel by it: no word for a ship before it, no particulars or kind
//! of vessel behind it.

use super::super::former::former;
use super::super::overlaps;
use super::super::sound::sound;
use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Label, Passage, Source, Span, closed, single_spaces};
use crate::entities::words::concept::one_of;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{phrases, with_folded};
use crate::entities::words::phrases::Phrases;

/// Farthest that a word for another time may stand from the name, in bytes.
const REACH: usize = 72;

impl Passage<'_> {
    /// Gives the second names of a vessel their label, and finds those that stand beside them.
    pub(super) fn second_names(&mut self) {
        let mut last = 0;
        for index in 0..self.items.len() {
            let Some(placed) = self.items.get(index) else {
                break;
            };
            let (start, capital) = (
                placed.span.start,
                matches!(
                    placed.item,
                    Item::Word { capital: true }
                        | Item::Cue { .. }
                        | Item::Value(Kind::Species | Kind::Area | Kind::VesselType)
                ),
            );
            if start < last
                || !capital
                || !self
                    .gap(start, self.span.end)
                    .starts_with(char::is_uppercase)
            {
                continue;
            }
            let hit = self.hits.iter().find(|h| {
                h.value.label == Label::VesselName
                    && h.value.span.start <= start
                    && start < h.value.span.end
            });
            let name = if let Some(hit) = hit {
                hit.value.span.clone()
            } else {
                if !self.led_to_former(start) {
                    continue;
                }
                let name = self.name_at(start, NameKind::Ship);
                let Some(name) = name.filter(|n| self.may_be_former(n)) else {
                    continue;
                };
                name
            };
            last = name.end;
            if self.of_another_time(&name) {
                self.former_from(&name);
            }
        }
    }

    /// The word before byte `at` leads to a name.
    fn led_to_former(&self, at: usize) -> bool {
        let head = self.gap(self.sentence_begin(at), at);
        let near = head.trim_end_matches([' ', '"', '“', '«', '„', ',', ':']);
        let word = near.rsplit([' ', '\n']).next().unwrap_or("");
        with_folded(word, |word| phrases::FORMER_LEADS.holds(word))
    }

    /// Capital words that nothing else was read as.
    fn may_be_former(&self, name: &Span) -> bool {
        let printed = self.slice(name);
        printed.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && sound(self.text, name)
            && !overlaps(&self.hits, name)
            && !closed::has_sense(printed, |_| true)
            && !printed.split(' ').any(take::is_company_word)
            && !self.in_company(name)
            && !self.a_person(name)
            && closed::countries_of(self.page, name, closed::Codes::None).is_empty()
    }

    /// What stands behind the name says that it is left of another time.
    pub(super) fn left_of_another(&self, name: &Span) -> bool {
        let tail = self.gap(name.end, self.sentence_end(name.end).max(name.end));
        let small = tail.find(|c: char| c.is_uppercase() || matches!(c, ';' | '(' | ':' | ','));
        let tail = tail.get(..small.unwrap_or(tail.len())).unwrap_or("");
        end_of(tail, &phrases::LEFT_TO_SEE).is_some()
    }

    /// The page has another name for the vessel, the sentence speaks of another time, and nothing introduces a vessel.
    fn of_another_time(&self, name: &Span) -> bool {
        let own = fold_phrase(self.slice(name));
        let is_own = |h: &super::Hit| with_folded(&h.value.norm, |norm| norm == own);
        let names = || {
            self.hits
                .iter()
                .filter(|h| h.value.label == Label::VesselName)
        };
        let before = names().any(|h| h.value.span.end <= name.start && !is_own(h));
        let again = names().any(|h| h.value.span != *name && is_own(h));
        if again || self.known.contains_key(&own) || !before && self.known.is_empty() {
            return false;
        }
        let begin = self.sentence_begin(name.start);
        let head = self.gap(begin, name.start);
        // `renamed`, `now called`: the name of today.
        if end_of(head, &phrases::AS_OF_NOW).is_some()
            || phrases::RENAMED_STEMS.within(self.lower(begin, name.start))
        {
            return false;
        }
        let hint = end_of(head, &phrases::OF_ANOTHER_TIME);
        let said = hint.is_some_and(|end| {
            let between = begin + end..name.start;
            let near = self.slice(&between);
            near.len() <= REACH
                && !near.contains([';', '(', ')'])
                && !near.bytes().any(|b| b.is_ascii_digit())
                && !self.told_of_another(&between)
        });
        // `built in 2001 at Viareggio as KAIO MARU`
        let built = [
            " as ",
            " como ",
            " comme ",
            " als ",
            " nom de ",
            " nome de ",
            " nombre de ",
        ]
        .iter()
        .any(|w| head.ends_with(w))
            && phrases::BORN_STEMS.within(self.lower(begin, name.start));
        let left = built || self.left_of_another(name);
        (said || left) && !self.introduces(name)
    }

    /// A ship, a party or another name stands there.
    fn told_of_another(&self, between: &Span) -> bool {
        const PARTIES: C = one_of(&[C::OWNER, C::OPERATOR, C::CHARTERER, C::MASTER, C::COMPANY]);
        self.items.iter().any(|p| {
            p.span.start >= between.start
                && p.span.end <= between.end
                && match &p.item {
                    Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Prefix) => true,
                    Item::Cue { concepts, .. } => concepts.any(PARTIES),
                    _ => false,
                }
        })
    }

    /// A word for a ship stands right before the name, or what she is right behind it.
    fn introduces(&self, name: &Span) -> bool {
        let ship = self.items.iter().any(|p| {
            let shipped = matches!(
                p.item,
                Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Prefix)
            );
            shipped
                && p.span.end <= name.start
                && self
                    .gap(p.span.end, name.start)
                    .trim_matches(['"', '“', '«', '„', ' '])
                    .is_empty()
        });
        ship || self.goes_on_as_ship(name)
    }

    /// Takes the names from one on: `POLONUS et ISLA TABOGA`.
    fn former_from(&mut self, first: &Span) {
        let end = self.sentence_end(first.end).max(first.end);
        let mut names = former(self.text, first.start, end);
        if names.first() != Some(first) {
            names = vec![first.clone()];
        }
        for name in names {
            let known = self.known.contains_key(&fold_phrase(self.slice(&name)));
            let other = name != *first
                && (self.introduces(&name)
                    || known
                    || !sound(self.text, &name)
                    || self.a_person(&name));
            if other {
                break;
            }
            if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == name) {
                if hit.value.label != Label::VesselName {
                    break;
                }
                hit.value.label = Label::PreviousName;
            } else if !overlaps(&self.hits, &name) {
                let norm = single_spaces(&self.slice(&name).to_uppercase());
                let evidence = "another name of the vessel";
                let (label, source) = (Label::PreviousName, Source::Cue);
                self.push(label, name, norm, 0.85, "name", source, evidence);
            }
        }
    }
}

/// Where the last word of a list that stands in a text ends.
fn end_of(text: &str, list: &Phrases) -> Option<usize> {
    let mut last = None;
    let mut at = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        at += word.len();
        let bare = word.trim_end_matches(|c: char| !c.is_alphabetic());
        if !bare.is_empty() && with_folded(bare, |bare| list.holds(bare)) {
            last = Some(at - word.len() + bare.len());
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_second_name_of_another_time_is_a_former_one() {
        for (told, names) in [
            ("She had also been known as NYBERVÅG.", &["NYBERVÅG"][..]),
            (
                "An old bell in the wheelhouse carries the name Lagoon Chief.",
                &["LAGOON CHIEF"],
            ),
            (
                "Il s’est appelé POLONUS BIS et ISLA TABOGA.",
                &["POLONUS BIS", "ISLA TABOGA"],
            ),
            (
                "Le nom Mys Ilyin se lit encore sous la peinture.",
                &["MYS ILYIN"],
            ),
        ] {
            let page = format!("The longliner GREY HERON (IMO 9074729) was met. {told}");
            let read = found(&page);
            assert!(
                read.contains(&"0 VESSEL_NAME=GREY HERON".to_string()),
                "{read:?}"
            );
            for name in names {
                assert!(
                    read.contains(&format!("0 PREVIOUS_NAME={name}")),
                    "{told}: {read:?}"
                );
            }
        }
        let two = "The longliner GREY HERON (IMO 9074729) was met. Earlier the trawler MAR BRAVO (IMO 9281310) had left.";
        assert!(found(two).contains(&"1 VESSEL_NAME=MAR BRAVO".to_string()));
    }
}
