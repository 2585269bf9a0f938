//! What a passage is made of for those who weigh clues: the values that were found, and the words between them.

use super::super::super::named;
use super::super::super::opening::Words;
use super::super::facts::is_code;
use super::super::{Item, Kind, Label, Passage, Placed, Span};
use super::runs::Run;
use crate::entities::order;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::CLASSES;

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

/// What the things of a passage are: values that were found, and words between them.
pub(super) struct Told {
    pub(super) things: Vec<Thing>,
    /// The thing that each item is, or is a part of.
    pub(super) of_items: Vec<usize>,
    /// The kinds of those that are more than words, each once.
    pub(super) kinds: Vec<&'static str>,
    /// A vessel's values were found, and no name of hers.
    pub(super) nameless: bool,
}

pub(super) struct Thing {
    pub(super) span: Span,
    /// Another reader found a value there.
    pub(super) found: bool,
    pub(super) kind: &'static str,
    pub(super) word: String,
    /// What sort of thing the word says.
    pub(super) class: Option<&'static str>,
    /// More than a word.
    pub(super) tells: bool,
}

impl Told {
    /// The thing that a place begins with, and the first one behind it.
    pub(super) fn place(&self, run: &Run) -> (usize, usize) {
        let own = self.of_items.get(run.index).copied().unwrap_or(0);
        let later = self.things.iter().skip(own);
        let inside = later.take_while(|thing| thing.span.start < run.span.end);
        (own, own + inside.count())
    }
}

impl Thing {
    pub(super) const fn end(at: usize, kind: &'static str) -> Thing {
        Thing {
            span: at..at,
            found: false,
            kind,
            word: String::new(),
            class: None,
            tells: false,
        }
    }
}

impl Passage<'_> {
    /// What the passage's things are; asked once for all its places.
    pub(super) fn told_things(&self) -> Told {
        let mut found: Vec<(&Span, Label)> = self
            .hits
            .iter()
            .map(|hit| (&hit.value.span, hit.value.label))
            .collect();
        order::by_key(&mut found, |(span, _)| [span.start, 0, 0]);
        let mut found = found.into_iter().peekable();
        let mut told = Told {
            things: Vec::with_capacity(self.items.len()),
            of_items: Vec::with_capacity(self.items.len()),
            kinds: Vec::new(),
            nameless: self.tells_of_unnamed(),
        };
        for placed in &self.items {
            while found
                .next_if(|(span, _)| span.end <= placed.span.start)
                .is_some()
            {}
            let inside = found
                .peek()
                .filter(|(span, _)| span.start <= placed.span.start);
            if told
                .things
                .last()
                .is_none_or(|thing| thing.span.end <= placed.span.start)
            {
                let thing = match inside {
                    Some((span, label)) => Thing {
                        span: (*span).clone(),
                        found: true,
                        kind: label.as_str(),
                        word: String::new(),
                        class: None,
                        tells: true,
                    },
                    None => self.thing(placed),
                };
                if thing.tells && !thing.found && !told.kinds.contains(&thing.kind) {
                    told.kinds.push(thing.kind);
                }
                told.things.push(thing);
            }
            told.of_items.push(told.things.len() - 1);
        }
        told
    }

    /// What an item is, and its word where it is no value.
    fn thing(&self, placed: &Placed) -> Thing {
        let word = || fold_phrase(self.slice(&placed.span));
        let (kind, word, tells) = match &placed.item {
            Item::Stop => ("stop", String::new(), false),
            Item::Value(kind) => (kind_name(kind), String::new(), true),
            Item::Cue { labels, .. } => {
                let plain = if placed.item.is_ship() { "ship" } else { "cue" };
                (
                    labels.first().map_or(plain, |label| label.as_str()),
                    word(),
                    true,
                )
            }
            Item::Word { capital } => {
                let printed = self.slice(&placed.span);
                let figured = printed.bytes().any(|b| b.is_ascii_digit());
                let letters = printed.len() <= 4 && printed.chars().all(char::is_uppercase);
                let kind = if printed.bytes().all(|b| b.is_ascii_digit()) {
                    "figure"
                } else if figured && is_code(printed) {
                    "code"
                } else if *capital && letters {
                    "letters"
                } else if *capital {
                    "capital"
                } else {
                    "word"
                };
                let plain = matches!(kind, "figure" | "code");
                (kind, if plain { String::new() } else { word() }, false)
            }
        };
        Thing {
            span: placed.span.clone(),
            found: false,
            kind,
            class: CLASSES.class(&word),
            word,
            tells,
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
        let names = named(&self.hits);
        if names.iter().any(|name| !self.left_of_another(name)) {
            return false;
        }
        // On a page that names vessels only those of another one.
        let words = Words::of(self.page, &self.span, self.span.end);
        self.known.is_empty() || !words.meant_first() && (told >= 2 || words.begins())
    }
}

fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Date(_) => "date",
        Kind::Position(_) => "position",
        Kind::Quantity(_) => "quantity",
        Kind::Country { demonym: true, .. } => "demonym",
        Kind::Country { .. } => "country",
        Kind::Rfmo(_) => "rfmo",
        Kind::Species => "species",
        Kind::Gear => "gear",
        Kind::VesselType => "type",
        Kind::Hull => "hull",
        Kind::Area => "area",
        Kind::Prefix => "prefix",
        Kind::GenericVessel => "ship",
    }
}
