//! What a passage has, found in one pass over its signs, its words and its things: most readers of a passage need
//! something that most passages do not have.

use super::super::word_classes::Classes;
use super::{C, Item, Kind, Label, Mode, Placed};
use crate::entities::page::{Page, Span};

/// A set of facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Facts(u32);

impl Facts {
    /// No fact.
    pub(super) const NONE: Facts = Facts(0);
    /// It is running text or a list.
    pub(super) const TEXT: Facts = Facts(1);
    /// It is a heading or running text.
    pub(super) const NAMES: Facts = Facts(1 << 1);
    /// A quotation mark.
    pub(super) const QUOTES: Facts = Facts(1 << 2);
    /// An opening bracket.
    pub(super) const BRACKETS: Facts = Facts(1 << 3);
    /// A figure.
    pub(super) const FIGURES: Facts = Facts(1 << 4);
    /// Two signs that part entries.
    pub(super) const BARS: Facts = Facts(1 << 5);
    /// It is set in small letters, so that capitals say something.
    pub(super) const SMALL: Facts = Facts(1 << 6);
    /// Words that announce a value.
    pub(super) const CUES: Facts = Facts(1 << 7);
    /// Words for an owner, an operator, a charterer, a beneficial owner or a master.
    pub(super) const PARTIES: Facts = Facts(1 << 8);
    /// Values by their own shape.
    pub(super) const VALUES: Facts = Facts(1 << 9);
    /// A country.
    pub(super) const COUNTRY: Facts = Facts(1 << 10);
    /// A kind of vessel.
    pub(super) const TYPES: Facts = Facts(1 << 11);
    /// A kind of vessel or a word for one.
    pub(super) const SHIPS: Facts = Facts(1 << 12);
    /// An organisation, or a word of capitals and figures as long as an identifier.
    pub(super) const CODES: Facts = Facts(1 << 13);
    /// Two words for an identifier, or `BARS`.
    pub(super) const ENTRY: Facts = Facts(1 << 14);
    /// Words for what is done with a vessel.
    pub(super) const DEEDS: Facts = Facts(1 << 15);
    /// Verbs that tell a vessel's names apart.
    pub(super) const TURNS: Facts = Facts(1 << 16);
    /// `TURNS`, or a word for the building of a vessel.
    pub(super) const TURNS_OR_BUILT: Facts = Facts(1 << 17);
    /// Words for whom a paper is written.
    pub(super) const CLIENTS: Facts = Facts(1 << 18);
    /// Words for people.
    pub(super) const PEOPLE: Facts = Facts(1 << 19);
    /// Words for what a vessel was once called.
    pub(super) const ONCE: Facts = Facts(1 << 20);
    /// Verbs behind which a vessel's name stands.
    pub(super) const BOARDING: Facts = Facts(1 << 24);
    /// A bow or a stern, and that something could be read there.
    pub(super) const BOARDS: Facts = Facts(1 << 25);
    /// A word for the hull.
    pub(super) const HULLS: Facts = Facts(1 << 26);
    /// Words for parts of a hull.
    pub(super) const HULL_PARTS: Facts = Facts(1 << 27);
    /// Words for a name that a vessel took later.
    pub(super) const LATER: Facts = Facts(1 << 28);
    /// A vessel's name was found.
    pub(super) const NAMED: Facts = Facts(1 << 21);
    /// A flag or a country was found.
    pub(super) const FLAGGED: Facts = Facts(1 << 22);

    /// The facts of a passage in which nothing was found yet.
    pub(super) fn of(
        page: &Page,
        span: &Span,
        mode: Mode,
        items: &[Placed],
        classes: Classes,
    ) -> Facts {
        let text = page.slice(span);
        let mode = match mode {
            Mode::Text => Facts::TEXT.with(Facts::NAMES),
            Mode::Title => Facts::NAMES,
            Mode::Cell => Facts::NONE,
        };
        let facts = mode.with(of_signs(text)).with(of_things(text, span, items));
        let facts = facts.with(of_words(classes));
        let also = |either: Facts, told: Facts| {
            let told = facts.all(either).then_some(told);
            told.unwrap_or(Facts::NONE)
        };
        facts
            .with(also(Facts::BARS, Facts::ENTRY))
            .with(also(Facts::TURNS, Facts::TURNS_OR_BUILT))
    }

    /// What a find says.
    pub(super) const fn of_find(label: Label) -> Facts {
        match label {
            Label::VesselName | Label::PreviousName => Facts::NAMED,
            // One may be told to be the other later.
            Label::Flag | Label::PreviousFlag | Label::Country => Facts::FLAGGED,
            _ => Facts::NONE,
        }
    }

    /// Those that tell what kind of text the passage is.
    pub(super) const fn of_kind(self) -> Facts {
        Facts(self.0 & Facts::TEXT.with(Facts::NAMES).with(Facts::SMALL).0)
    }

    /// True if every fact of `other` is here.
    pub(super) const fn all(self, other: Facts) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    pub(super) const fn with(self, other: Facts) -> Facts {
        Facts(self.0 | other.0)
    }
}

/// Fewest small letters of a text that is set in them.
const SMALL: usize = 12;

/// What the signs of a text say.
fn of_signs(text: &str) -> Facts {
    let mut facts = Facts::NONE;
    let (mut small, mut large, mut bars) = (0usize, 0usize, 0usize);
    let mut last = ' ';
    for sign in text.chars() {
        match sign {
            'a'..='z' => small += 1,
            'A'..='Z' => large += 1,
            '0'..='9' => facts = facts.with(Facts::FIGURES),
            '(' | '[' => facts = facts.with(Facts::BRACKETS),
            '"' | '“' | '«' | '„' | '”' => facts = facts.with(Facts::QUOTES),
            ';' => bars += 1,
            '–' | '—' | '|' | '·' | '-' => bars += usize::from(last == ' '),
            '\0'..='\x7f' => {}
            _ => {
                small += usize::from(sign.is_lowercase());
                large += usize::from(sign.is_uppercase());
            }
        }
        last = sign;
    }
    if small > large && small >= SMALL {
        facts = facts.with(Facts::SMALL);
    }
    if bars >= 2 {
        facts = facts.with(Facts::BARS);
    }
    facts
}

/// What the things of a passage say.
fn of_things(text: &str, span: &Span, items: &[Placed]) -> Facts {
    let ids = C::IMO
        .with(C::MMSI)
        .with(C::CALLSIGN)
        .with(C::RFMO)
        .with(C::REGISTER);
    let mut identifiers = 0;
    let mut facts = Facts::NONE;
    for placed in items {
        let own = match &placed.item {
            Item::Stop => Facts::NONE,
            Item::Word { .. } => {
                let place = placed.span.start.saturating_sub(span.start)
                    ..placed.span.end.saturating_sub(span.start);
                let code = text.get(place).is_some_and(is_code);
                if code { Facts::CODES } else { Facts::NONE }
            }
            Item::Cue { labels, concepts } => {
                identifiers += u32::from(concepts.any(ids));
                let party = matches!(
                    labels.as_slice(),
                    [Label::Owner
                        | Label::Operator
                        | Label::BeneficialOwner
                        | Label::Charterer
                        | Label::Master]
                );
                let mut own = Facts::CUES;
                if party {
                    own = own.with(Facts::PARTIES);
                }
                if concepts.any(C::BUILD) {
                    own = own.with(Facts::TURNS_OR_BUILT);
                }
                if concepts.any(C::HULL) {
                    own = own.with(Facts::HULLS);
                }
                if super::construed::is_board(&placed.item) {
                    own = own.with(Facts::BOARDS);
                }
                own
            }
            Item::Value(kind) => Facts::VALUES.with(match kind {
                Kind::Country { .. } => Facts::COUNTRY,
                Kind::VesselType => Facts::TYPES.with(Facts::SHIPS),
                Kind::GenericVessel => Facts::SHIPS,
                Kind::Rfmo(_) => Facts::CODES,
                _ => Facts::NONE,
            }),
        };
        facts = facts.with(own);
    }
    if identifiers >= 2 {
        facts = facts.with(Facts::ENTRY);
    }
    facts
}

/// A word of capitals and figures that is as long as an identifier.
pub(super) fn is_code(word: &str) -> bool {
    (4..=9).contains(&word.len())
        && word
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// What the words of a passage may belong to.
fn of_words(classes: Classes) -> Facts {
    [
        (Classes::DEEDS, Facts::DEEDS),
        (Classes::TURNS, Facts::TURNS),
        (Classes::CLIENTS, Facts::CLIENTS),
        (Classes::PEOPLE, Facts::PEOPLE),
        (Classes::ONCE, Facts::ONCE),
        (Classes::BOARDING, Facts::BOARDING),
        (Classes::HULL_PARTS, Facts::HULL_PARTS),
        (Classes::LATER, Facts::LATER),
    ]
    .into_iter()
    .filter(|(class, _)| classes.any(*class))
    .fold(Facts::NONE, |all, (_, fact)| all.with(fact))
}
