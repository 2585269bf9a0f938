//! Names told by what is said of ships only: `the Grey Heron ran aground`, `the crew of the Grey Heron`, `collided with
//! GREY HERON`.
//!
//! What persons and firms do as well (`was sold`, `left`) tells a name with an article or in capitals only.

use std::sync::LazyLock;

use super::super::names::PARTICULARS;
use super::super::other_names::announced_party;
use super::super::sound::{capitals, name_words};
use super::super::take::NameKind;
use super::super::{is_mark, is_registered};
use super::{C, Item, Kind, Label, Passage, Source, Span, single_spaces};
use crate::entities::values::date::month;
use crate::entities::words::concept::one_of;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::phrases::Finder;

/// Least bytes of a word in capitals that is no abbreviation.
const LONG: usize = 5;

/// Things looked at behind a name.
const NEAR: usize = 3;

/// Concepts of what ships have.
const OF_SHIPS: C = PARTICULARS.with(one_of(&[
    C::PORT,
    C::OWNER,
    C::OPERATOR,
    C::MASTER,
    C::CHARTERER,
]));

/// What ships do, whether others do it as well or not.
static SHIPS_DO: LazyLock<Finder> =
    LazyLock::new(|| Finder::of(&[&phrases::ONLY_SHIPS_DO, &phrases::SHIPS_MAY]));

/// Signs around a quoted name.
const QUOTES: [char; 8] = ['"', '“', '”', '«', '»', '’', '\'', '*'];

/// A word for a number that only ships have.
fn is_number_of_ships(item: &Item) -> bool {
    const NUMBERS: C = one_of(&[C::IMO, C::MMSI, C::CFR, C::CALLSIGN]);
    matches!(item, Item::Cue { concepts, .. } if concepts.any(NUMBERS))
}

impl Passage<'_> {
    /// Names before and behind words that go with ships.
    pub(super) fn afloat(&mut self) {
        let lower = self.lower(self.span.start, self.span.end);
        let numbered = self.items.iter().any(|p| is_number_of_ships(&p.item));
        let told = numbered || SHIPS_DO.within(lower);
        let (mut last, mut before) = (0, 0);
        for index in 0..self.items.len() {
            let Some(start) = self.items.get(index).map(|p| p.span.start) else {
                return;
            };
            let capital = self
                .gap(start, self.span.end)
                .starts_with(char::is_uppercase);
            if start < last || !capital || self.opens_with_article(start) {
                continue;
            }
            let from = self.sentence_begin(start).max(before);
            let head = self.lower(from, start);
            let head = head.trim_end_matches(QUOTES).trim_end();
            let (lead, article) = self.article(from, head);
            // `collision between the Grey Heron and the Lodestar`
            let joined = before > 0 && {
                // ` (Fiji) and`
                let aside = lead.strip_prefix(" (").and_then(|l| l.split_once(')'));
                matches!(
                    aside.map_or(lead, |(_, l)| l),
                    " and" | " with" | ", and" | " from" | " by"
                )
            };
            // `Two pair trawlers from Killybegs collided`: their home.
            let home = lead.ends_with(" from") || lead.ends_with(" out of");
            if before == 0 && home && article.is_empty() {
                continue;
            }
            let led = phrases::SHIP_LEADS.end(lead);
            let may = led.is_none()
                && (phrases::SHIP_LEADS_MAY.end(lead).is_some()
                    || lead.strip_suffix(" of").is_some_and(|head| {
                        let end = from + head.len();
                        article == "the" && self.particular_of(end) || self.with_captain(from, end)
                    }));
            if !(told || article == "the" || joined || may || led.is_some()) {
                continue;
            }
            let name = self.name_at(start, NameKind::Ship).filter(|n| {
                !self.hits.iter().any(|h| {
                    h.value.span.start < n.end && n.start < h.value.span.end && h.value.span != *n
                })
            });
            let Some(name) = name else { continue };
            last = name.end;
            let words = name_words(self.text, &name);
            let shown = !article.is_empty()
                || capitals(self.text, &name) && (words > 1 || name.len() >= LONG);
            let led = led.is_some_and(|lead| shown || words > 1 || !lead.ends_with(" of"));
            let described = || words > 1 && self.described_behind(&name) && !self.a_person(&name);
            if !(shown && (joined || may)
                || may && described()
                || led
                || self.does_as_ships(&name, shown, article))
            {
                continue;
            }
            if self.take_afloat(&name, shown) {
                before = name.end;
            }
        }
    }

    /// What stands before the article that ends a text from byte `from`, and the article; `Viana do Castelo` has none.
    fn article<'t>(&self, from: usize, head: &'t str) -> (&'t str, &'t str) {
        let (lead, word) = head.rsplit_once([' ', '\n']).unwrap_or(("", head));
        let inside = self.gap(from, from + lead.len()).rsplit(' ').next();
        let inside = inside.is_some_and(|word| word.starts_with(char::is_uppercase));
        if phrases::ARTICLES.holds(word) && !inside {
            (lead, word)
        } else {
            (head, "")
        }
    }

    /// `The Grey Heron`: the article of a sentence's first name.
    fn opens_with_article(&self, start: usize) -> bool {
        let head = self
            .gap(self.sentence_begin(start), start)
            .trim_matches(QUOTES);
        if !head.trim().is_empty() {
            return false;
        }
        let tail = self.gap(start, self.span.end);
        let word = tail.split(' ').next().unwrap_or("");
        word != word.to_uppercase() && phrases::ARTICLES.holds(&word.to_lowercase())
    }

    /// What follows the name is said of ships only, or also of others and the name is shown to be a thing's.
    fn does_as_ships(&self, name: &Span, shown: bool, article: &str) -> bool {
        let tail = self.lower(name.end, self.span.end);
        let tail = tail.trim_start_matches(QUOTES);
        let shown = !article.is_empty() || shown && !tail.starts_with(',');
        phrases::ONLY_SHIPS_DO.begin(tail).is_some()
            || shown && phrases::SHIPS_MAY.begin(tail).is_some()
            || article == "the" && self.particulars_follow(name)
            || [", ", " ("]
                .iter()
                .any(|joint| self.numbers_follow(name, joint))
    }

    /// `Aldabra Wind, IMO 9074729,`, `owner of Te Maru (IMO 8590128)`: a number that only ships have, right behind a joint.
    pub(super) fn numbers_follow(&self, name: &Span, joint: &str) -> bool {
        let bracket = joint == " (";
        let at = name.end + joint.len();
        if self.gap(name.end, at) != joint
            || !self.number_of_ships_at(at, bracket || name_words(self.text, name) > 1)
        {
            return false;
        }
        // `call sign UDXD, IMO 9074729`, `master Juan Rey, IMO 9074729`: another cue announces the words.
        let own = self.items.iter().position(|p| p.span.start == name.start);
        let led = own.is_some_and(|own| {
            let mut near = self.items.iter().take(own + 1).skip(own.saturating_sub(1));
            announced_party(self.text, &self.items, own)
                || near.any(|p| matches!(p.item, Item::Cue { .. }))
        });
        // `registri di Mazara del Vallo, IMO 9074729`: a town.
        let near = self.gap(self.sentence_begin(name.start), name.start);
        let word = near.trim_end().rsplit(' ').next().unwrap_or("");
        let placed =
            phrases::WORDS_OF_PLACES.holds(word) || !bracket && matches!(word, "of" | "de");
        !placed && (bracket || !led && spelt(self.slice(name)))
    }

    /// `IMO 9074729`, `MMSI 520123456` at byte `at`; a call sign where `signs` count.
    fn number_of_ships_at(&self, at: usize, signs: bool) -> bool {
        let first = self.items.iter().find(|p| p.span.start == at);
        match first.map(|p| &p.item) {
            Some(Item::Cue { concepts, .. }) if concepts.any(C::CALLSIGN) => signs,
            Some(item) => is_number_of_ships(item),
            None => false,
        }
    }

    /// `the Grey Heron, IMO 9074729,`, `the Grey Heron (Fiji)`, `the Grey Heron is based at`: what only ships have.
    fn particulars_follow(&self, name: &Span) -> bool {
        // `the Vigo register`: the words are no ship's.
        let verb = phrases::IS_OR_WAS.begin(self.gap(name.end, self.span.end));
        let from = name.end + usize::from(verb.is_none());
        let behind = self.items.iter().filter(|p| p.span.start > from);
        behind
            .take(NEAR)
            .take_while(|p| p.item != Item::Stop)
            .any(|p| match &p.item {
                Item::Cue { concepts, .. } => concepts.any(OF_SHIPS),
                Item::Value(Kind::Country { .. }) => {
                    matches!(self.gap(name.end, p.span.start), " (" | ", of ")
                }
                _ => false,
            })
    }

    /// `the home port of the Grey Heron`: what only ships have stands before `of`.
    fn particular_of(&self, end: usize) -> bool {
        let cue = self.items.iter().find(|p| p.span.end == end);
        matches!(cue.map(|p| &p.item), Some(Item::Cue { concepts, .. }) if concepts.any(OF_SHIPS))
    }

    /// `Skipper John Rey of the Grey Heron`: a person with a title before `of`.
    fn with_captain(&self, from: usize, end: usize) -> bool {
        let head = self.gap(from, end);
        let at = super::apposition::ending_name(head).unwrap_or(head.len());
        let titles = |words: &str| {
            phrases::PERSON_WORDS
                .end(&words.trim_end().to_lowercase())
                .is_some()
        };
        let (before, person) = head.split_at(at);
        person
            .split_once(' ')
            .is_some_and(|(title, _)| titles(before) || titles(title))
    }

    /// Takes the name; one that a weaker word told before has this reason, too.
    pub(super) fn take_afloat(&mut self, name: &Span, shown: bool) -> bool {
        const SAID: &str = "said of a ship";
        if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == *name) {
            let named = hit.value.label == Label::VesselName;
            if named {
                hit.evidence = SAID.to_string();
            }
            return named;
        }
        let printed = self.slice(name);
        let code = name_words(self.text, name) == 1
            && (printed.contains(char::is_numeric) || month(&printed.to_lowercase()).is_some());
        if code
            || is_mark(printed)
            || is_registered(printed)
            || printed.contains([',', '/'])
            || !self.is_ships(name)
            || !shown && self.a_person(name)
        {
            return false;
        }
        let norm = single_spaces(&self.slice(name).to_uppercase());
        let label = self.present_or_past(self.sentence_begin(name.start), name);
        self.push(label, name.clone(), norm, 0.86, "name", Source::Cue, SAID);
        true
    }
}

/// Words of letters and short numbers, the first of three letters or more: no sign, no mark, no number.
fn spelt(name: &str) -> bool {
    let figures = |word: &str| word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
    let letters = |word: &str| !word.contains(char::is_numeric);
    let first = name.split(' ').next().unwrap_or("");
    name.contains(' ')
        && first.chars().count() >= 3
        && name.split(' ').all(|word| letters(word) || figures(word))
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_name_is_told_by_what_is_said_of_ships() {
        for (text, names) in [
            ("The Grey Heron ran aground off Skye.", &["GREY HERON"][..]),
            ("Lodestar sank off Skye.", &["LODESTAR"]),
            (
                "The skipper of the Lodestar told police of it.",
                &["LODESTAR"],
            ),
            ("Inspectors boarded GREY HERON.", &["GREY HERON"]),
            (
                "The longliner you ask about is Grey Heron, call sign 3DTK, of Suva.",
                &["GREY HERON"],
            ),
            (
                "The Working Group on Compliance (IOTC) met; the Lodestar sank.",
                &["LODESTAR"],
            ),
            (
                "The Grey Heron collided with the Lodestar off Skye.",
                &["GREY HERON", "LODESTAR"],
            ),
            ("The Lodestar’s owner is Vega Ltd.", &["LODESTAR"]),
            (
                "The trawler was laid up when the owner of the Havtind said that her sale had fallen through.",
                &["HAVTIND"],
            ),
            (
                "The Wakatipu Bay, IMO 9074729, was lost.",
                &["WAKATIPU BAY"],
            ),
            (
                "The crew of the Charisma Star have taken delivery of a trawler.",
                &["CHARISMA STAR"],
            ),
            (
                "The fleet of the Barents Sea is inspected by the Coast Guard, the master was told.",
                &[],
            ),
            (
                "The Applicant, a fishing company, asked the Supreme Court to release the vessel.",
                &[],
            ),
            ("The Chinese-flagged vessel was boarded.", &[]),
            ("The Harbour Master was boarded.", &[]),
            ("Vega Ltd was sold.", &[]),
            ("Peter Grey left port.", &[]),
            ("The crew of the Coast Guard left port.", &[]),
        ] {
            assert_eq!(values(text, Label::VesselName), names, "{text}");
        }
    }
}
