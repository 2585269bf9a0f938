//! The name of a vessel that a passage tells of and names by no word that leads to names: `We hold cover on Grey Heron for
//! Vega Ltd. … IMO 9074729`, `Grey Heron, longliner, home port Lae`.
//!
//! Of the capital words of the passage those are her name for which most speaks: what stands around them, how they are
//! set, that the page has them again. One sign is not enough, and where two would do equally none is taken.

use super::super::address::names_street;
use super::super::opening::Words;
use super::super::sound::{capitals, is_other, name_words, sound};
use super::super::take::{self, NameKind};
use super::super::{names, overlaps};
use super::{Item, Kind, Label, Passage, Placed, Source, Span, closed, single_spaces};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases};

/// What must speak for a name.
const ENOUGH: i32 = 3;

/// Most bytes behind a name in which what the vessel is may stand.
const NEAR: usize = 48;

/// Labels whose values only ships have.
const TELLING: [Label; 6] = [
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::EuCfr,
    Label::NationalRegNo,
    Label::RfmoId,
];

/// Labels whose values speak of a ship beside those.
const DESCRIBING: [Label; 8] = [
    Label::Flag,
    Label::VesselType,
    Label::GearType,
    Label::Port,
    Label::Coordinates,
    Label::LicenseNo,
    Label::Tonnage,
    Label::Length,
];

/// The capital words for which most speaks so far.
#[derive(Default)]
struct Best {
    name: Option<(i32, Span)>,
    /// As much speaks for others.
    even: bool,
    /// How many different ones were weighed.
    weighed: i32,
}

impl Passage<'_> {
    /// Finds the name of the vessel whose numbers the passage tells.
    pub(super) fn unnamed(&mut self) {
        if !self.tells_of_unnamed() {
            return;
        }
        let best = self.best_name();
        if let Some((weight, name)) = best.name
            && weight >= ENOUGH - i32::from(best.weighed == 1)
            && !best.even
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

    /// How many of some labels were found.
    fn found_of(&self, labels: &[Label]) -> usize {
        let found = |label: &&Label| self.hits.iter().any(|h| h.value.label == **label);
        labels.iter().filter(found).count()
    }

    /// The passage tells of a vessel and names none.
    fn tells_of_unnamed(&self) -> bool {
        let told = self.found_of(&TELLING);
        if told == 0 || told + self.found_of(&DESCRIBING) < 2 {
            return false;
        }
        // `Name Kathleen Mary still legible under the paint`: a former name only.
        let names = super::super::named(&self.hits);
        if names.iter().any(|name| !self.left_of_another(name)) {
            return false;
        }
        // On a page that names vessels only those of another one.
        let words = Words::of(self.page, &self.span, self.span.end);
        self.known.is_empty() || !words.meant_first() && (told >= 2 || words.begins())
    }

    /// The capital words for which most speaks as the vessel's name.
    fn best_name(&self) -> Best {
        let mut best = Best::default();
        let mut last = 0;
        for placed in &self.items {
            let start = placed.span.start;
            if start < last || !self.may_begin_name(placed) {
                continue;
            }
            let Some(name) = self.name_at(start, NameKind::Ship) else {
                continue;
            };
            last = name.end;
            let Some(weight) = self.weight(&name) else {
                continue;
            };
            let own = best.name.as_ref();
            let again = own.is_some_and(|(_, own)| self.slice(own) == self.slice(&name));
            if again {
                continue;
            }
            best.weighed += 1;
            match &best.name {
                Some((most, _)) if *most > weight => {}
                Some((most, _)) if *most == weight => best.even = true,
                _ => {
                    best.even = false;
                    best.name = Some((weight, name));
                }
            }
        }
        best
    }

    /// Capital words that may be a name begin with a thing.
    fn may_begin_name(&self, placed: &Placed) -> bool {
        let start = placed.span.start;
        let runs = matches!(
            placed.item,
            Item::Word { capital: true }
                | Item::Value(Kind::Species | Kind::Area | Kind::Gear)
                | Item::Cue { .. }
        );
        if !runs
            || !self
                .gap(start, self.span.end)
                .starts_with(char::is_uppercase)
        {
            return false;
        }
        let quoted = self
            .gap(self.span.start, start)
            .ends_with(['"', '“', '«', '„']);
        // `Que Vega es un cerquero`: a clause begins.
        let word = self.gap(start, self.sentence_end(start).max(start));
        let word = fold_phrase(word.split(' ').next().unwrap_or(""));
        quoted
            || !lookup(&word).is_some_and(|t| t.small)
                && !phrases::LEADING_WORDS.holds(&word)
                && word != "que"
    }

    /// Capital words that are something else than a ship's name by their own look.
    pub(super) fn is_no_ships_name(&self, name: &Span) -> bool {
        let printed = self.slice(name);
        let words = name_words(self.text, name);
        let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
        let tail = self.gap(name.end, self.span.end);
        letters < 3
            || words > 5
            || phrases::COUNTED_THINGS
                .holds(&printed.split(' ').next().unwrap_or("").to_lowercase())
            || printed
                .to_uppercase()
                .replace(" NO.", " ")
                .contains(['.', ':', '/'])
            || names_street(printed)
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
            || !closed::countries_of(self.page, name, closed::Codes::None).is_empty()
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
        if self.is_no_ships_name(name) {
            return None;
        }
        let from = self.sentence_begin(name.start);
        let head = self.gap(from, name.start);
        let near = head.trim_end_matches([' ', '"', '“', '«', '„', '(']);
        let word = near.rsplit([' ', '\n']).next().unwrap_or("");
        let folded = fold_phrase(word);
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
