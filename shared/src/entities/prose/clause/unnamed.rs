//! The name of a vessel that a passage tells of and names by no word that leads to names: `We hold cover on Grey Heron for
//! Vega Ltd. … IMO 9074729`, `Grey Heron, longliner, home port Lae`.
//!
//! Of the capital words of the passage those are her name for which most speaks: what stands around them, how they are
//! set, that the page has them again. One sign is not enough, and where two would do equally none is taken.

use super::super::opening::Words;
use super::super::sound::{capitals, is_other, name_words, sound};
use super::super::take::{self, NameKind};
use super::super::{names, overlaps};
use super::{Item, Kind, Label, Passage, Source, Span, closed, single_spaces};
use crate::entities::words::lexicon::{lookup, phrases};

/// What must speak for a name.
const ENOUGH: i32 = 3;

/// Most bytes behind a name in which what the vessel is may stand.
const NEAR: usize = 48;

impl Passage<'_> {
    /// Finds the name of the vessel whose numbers the passage tells.
    pub(super) fn unnamed(&mut self) {
        let count = |labels: &[Label]| {
            let mut found: Vec<Label> = self.hits.iter().map(|h| h.value.label).collect();
            found.retain(|label| labels.contains(label));
            found.sort_unstable();
            found.dedup();
            found.len()
        };
        let told = count(&[
            Label::Imo,
            Label::Mmsi,
            Label::Ircs,
            Label::EuCfr,
            Label::NationalRegNo,
            Label::RfmoId,
        ]);
        let described = count(&[
            Label::Flag,
            Label::VesselType,
            Label::GearType,
            Label::Port,
            Label::Coordinates,
            Label::LicenseNo,
            Label::Tonnage,
            Label::Length,
        ]);
        let names: Vec<Span> = super::super::named(&self.hits);
        // `Name Kathleen Mary still legible under the paint`: a former name only.
        let named = names.iter().any(|name| !self.left_of_another(name));
        if named || told == 0 || told + described < 2 {
            return;
        }
        let words = Words::of(self.page, &self.span, self.span.end);
        if words.meant_first() && !self.known.is_empty() {
            return;
        }
        // On a page that names vessels only those of another one.
        if !self.known.is_empty() && !(told >= 2 || words.begins()) {
            return;
        }
        let mut best: Option<(i32, Span)> = None;
        let mut even = false;
        let mut others = 0;
        let mut last = 0;
        for index in 0..self.items.len() {
            let Some(start) = self.items.get(index).map(|p| p.span.start) else {
                break;
            };
            let item = self.items.get(index).map(|p| &p.item);
            let runs = matches!(item, Some(Item::Word { capital: true }))
                || matches!(
                    item,
                    Some(Item::Value(Kind::Species | Kind::Area | Kind::Gear) | Item::Cue { .. })
                );
            if start < last
                || !runs
                || !self
                    .slice(&(start..self.span.end))
                    .starts_with(char::is_uppercase)
            {
                continue;
            }
            let end = self.sentence_end(start).max(start);
            // `Que Vega es un cerquero`: a clause begins.
            let word = self.slice(&(start..end)).split(' ').next().unwrap_or("");
            let word = crate::entities::words::fold::fold_phrase(word);
            let quoted = self
                .gap(self.span.start, start)
                .ends_with(['"', '“', '«', '„']);
            if !quoted
                && (lookup(&word).is_some_and(|t| t.small)
                    || phrases::LEADING_WORDS.holds(&word)
                    || word == "que")
            {
                continue;
            }
            let Some(name) =
                take::name(self.text, start, end, NameKind::Ship).filter(|n| n.start == start)
            else {
                continue;
            };
            last = name.end;
            let Some(weight) = self.weight(&name) else {
                continue;
            };
            others += 1;
            let again = best
                .as_ref()
                .is_some_and(|(_, own)| self.slice(own) == self.slice(&name));
            others -= i32::from(again);
            match &best {
                Some((most, _)) if *most > weight || again => {}
                Some((most, _)) if *most == weight => even = true,
                _ => {
                    even = false;
                    best = Some((weight, name));
                }
            }
        }
        if let Some((weight, name)) = best
            && weight >= ENOUGH - i32::from(others == 1)
            && !even
        {
            let norm = single_spaces(&self.slice(&name).to_uppercase());
            let evidence = "the only name of the vessel told";
            self.push(
                Label::VesselName,
                name,
                norm,
                0.8,
                "name",
                Source::Cue,
                evidence,
            );
        }
    }

    /// What speaks for capital words as the name of the vessel; none where they are something else.
    fn weight(&self, name: &Span) -> Option<i32> {
        let printed = self.slice(name);
        let words = name_words(self.text, name);
        let last = printed.rsplit(' ').next().unwrap_or("");
        let figured = words > 1
            && (last.bytes().any(|b| b.is_ascii_digit())
                || last.len() > 1 && last.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')));
        let shouts = capitals(self.text, name);
        let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
        let tail = self.gap(name.end, self.span.end);
        let other = letters < 3
            || words > 5
            || phrases::COUNTED_THINGS
                .holds(&printed.split(' ').next().unwrap_or("").to_lowercase())
            || printed
                .to_uppercase()
                .replace(" NO.", " ")
                .contains(['.', ':', '/'])
            || super::super::address::names_street(printed)
            || overlaps(&self.hits, name)
            || !sound(self.text, name)
            || words == 1 && lookup(printed).is_some()
            || words == 1 && printed.bytes().any(|b| b.is_ascii_digit())
            || closed::has_sense(printed, |_| true)
            || lookup(printed).is_some_and(|t| !t.strong.is_empty())
            || printed.split(' ').any(take::is_company_word)
            || self.in_company(name)
            || is_other(printed)
            || take::untitled(self.text, name.clone()) != *name
            || self.a_person(name)
            || tail.starts_with(['’', '\'', '-', '/', '@'])
            || !closed::countries(self.text, name, closed::Codes::None).is_empty();
        if other {
            return None;
        }
        let from = self.sentence_begin(name.start);
        let head = self.gap(from, name.start);
        let near = head.trim_end_matches([' ', '"', '“', '«', '„', '(']);
        let word = near.rsplit([' ', '\n']).next().unwrap_or("");
        let folded = crate::entities::words::fold::fold_phrase(word);
        let opens = near.is_empty() || near.ends_with([':', '.', '–', ';']);
        if phrases::PLACE_LEADS.holds(&folded) || opens && words == 1 && !self.goes_on_as_ship(name)
        {
            return None;
        }
        let mut weight = i32::try_from(words.min(2)).unwrap_or(0);
        weight += i32::from(head.ends_with(['"', '“', '«', '„'])) * 2;
        weight += i32::from(shouts && letters > 4) + i32::from(figured) * 2;
        weight += i32::from(self.repeated(printed)) * 2;
        weight -= i32::from(near.ends_with(','));
        if phrases::NAME_LEADS.holds(&folded) {
            weight += 3;
        }
        if self.goes_on_as_ship(name) {
            weight += 3;
        }
        if words == 1 && weight < 4 && !self.behind_a_ships_state(name) {
            return None;
        }
        if self.behind_a_ships_state(name) {
            weight += 3;
        }
        Some(weight)
    }

    /// `, longliner`, ` es un cerquero`, `, Kiribati, IMO`: what the vessel is follows, or her particulars.
    pub(super) fn goes_on_as_ship(&self, name: &Span) -> bool {
        let tail = self.gap(name.end, self.span.end);
        let bare = tail.trim_start_matches(['"', '”', '»', '“']);
        let parted =
            bare.starts_with([',', '(']) || bare.starts_with(" (") || bare.starts_with(" – ");
        let copula = [
            " is ", " was ", " es ", " era ", " est ", " é ", " è ", " ist ",
        ]
        .iter()
        .any(|w| bare.starts_with(w));
        if !(parted || copula) {
            return false;
        }
        self.items
            .iter()
            .filter(|p| p.span.start >= name.end && p.span.start - name.end <= NEAR)
            .take_while(|p| p.item != Item::Stop)
            .take(if copula { 4 } else { 3 })
            .any(|p| match &p.item {
                Item::Value(Kind::VesselType | Kind::GenericVessel) => true,
                Item::Value(Kind::Country { .. }) => parted,
                Item::Cue { concepts, .. } => parted && concepts.any(names::PARTICULARS),
                _ => false,
            })
    }

    /// `o palangreiro francês Dibolé`: a kind of vessel and a State stand right before.
    fn behind_a_ships_state(&self, name: &Span) -> bool {
        let before = self.items.iter().rev().filter(|p| p.span.end <= name.start);
        let mut ends = name.start;
        let mut state = false;
        for placed in before.take(2) {
            if self.gap(placed.span.end, ends).trim() != "" {
                return false;
            }
            ends = placed.span.start;
            match placed.item {
                Item::Value(Kind::Country { demonym: true, .. }) if !state => state = true,
                Item::Value(Kind::VesselType | Kind::GenericVessel) => return state,
                _ => return false,
            }
        }
        false
    }

    /// The page has the words more than once.
    fn repeated(&self, printed: &str) -> bool {
        memchr::memmem::find_iter(self.text.as_bytes(), printed.as_bytes())
            .take(2)
            .count()
            > 1
    }
}
