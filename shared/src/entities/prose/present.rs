//! The present names of vessels in a passage, by what leads to each: a short form, a word for a ship, a caption, a
//! bracket of particulars, a verb.
//!
//! `MV ALBA`, `the trawler ALBA`, `Name: ALBA`, `ALBA (IMO 9074729)`, `boarded ALBA`.

use super::behind_ship::behind_adjectives;
use super::fillers::to_copula;
use super::items::{Item, Kind, Placed};
use super::name_edges::{announced, is_prefix, noun_phrase, other_thing, whole_start};
use super::names::{
    PARTICULARS, after, before_bracket, bracketed, head_of_entry, is_code, is_town, limit, listed,
};
use super::other_names::{announced_party, dated, of_a_party, other_name, patrols};
use super::own_start::own_start;
use super::sound::{capitals, in_headline, name_words, shouts_or_titled, sound, unnumbered};
use super::take::{self, NameKind};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{phrases, with_folded};
use crate::entities::words::seek;

/// Most bytes between a word for a ship, or a caption, and the name.
const NEAR: usize = 24;

/// Most bytes between a verb and the name.
const BESIDE: usize = 12;

/// A passage whose names are sought, and what is known of it.
pub(super) struct Stretch<'a> {
    pub(super) text: &'a str,
    pub(super) span: &'a Span,
    pub(super) items: &'a [Placed],
    /// It is a heading.
    pub(super) titled: bool,
    /// Verbs that lead to a name stand in it.
    pub(super) boarding: bool,
    /// It is set in small letters.
    pub(super) small: bool,
}

/// The present names in a passage: place and the words that spoke for each.
pub(super) fn present(stretch: &Stretch<'_>) -> Vec<(Span, String)> {
    let (text, items) = (stretch.text, stretch.items);
    let described = |p: &Placed| {
        matches!(
            p.item,
            Item::Value(Kind::Country { .. } | Kind::Quantity(_))
        )
    };
    let particular =
        |p: &Placed| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(PARTICULARS));
    let particulars = items.iter().any(particular);
    let entry = particulars || listed(text, stretch.span) && items.iter().any(described);
    let brackets = text
        .get(stretch.span.clone())
        .and_then(|t| t.rfind(['(', '[']));
    let mut names = Names {
        stretch,
        entry,
        last_bracket: stretch.span.start + brackets.unwrap_or(0),
        found: Vec::new(),
    };
    for (index, placed) in items.iter().enumerate() {
        let taken = |(name, _): &(Span, String)| name.end > placed.span.start;
        if !names.found.last().is_some_and(taken) {
            let name = names.led_by(index, placed);
            names.found.extend(name);
        }
    }
    let mut found = names.found;
    for (name, _) in &mut found {
        name.start = own_start(text, name);
        name.start = whole_start(text, name, stretch.span);
    }
    found.retain(|(name, _)| !other_thing(text, items, name));
    found
}

/// `PREFECTURA NAVAL – REGISTRO DE BUQUES`: the page's first line, and nothing in it numbers a ship.
fn titles(text: &str, name: &Span) -> bool {
    let head = text.get(..name.start).unwrap_or("");
    let line = text.get(name.start..).unwrap_or("").split('\n').next();
    head.trim_matches(['#', '*', ' ', '\n']).is_empty()
        && line.is_some_and(|line| seek::figures(line) < NUMBER)
}

/// Fewest figures of a number that tells a ship.
const NUMBER: usize = 4;

/// What speaks for a name at the head of an entry, and for one before a bracket.
const HEAD: &str = "head of a list entry";
const BEFORE: &str = "particulars after it";

/// The names of a passage found so far.
struct Names<'a, 'p> {
    stretch: &'p Stretch<'a>,
    /// A name at the head of the passage is a vessel's.
    entry: bool,
    last_bracket: usize,
    found: Vec<(Span, String)>,
}

impl Names<'_, '_> {
    /// The name to which the thing at `index` leads, and the words that speak for it.
    fn led_by(&self, index: usize, placed: &Placed) -> Option<(Span, String)> {
        let Stretch {
            text,
            items,
            titled,
            ..
        } = *self.stretch;
        let told = |name: Span| (name, self.printed(placed).to_string());
        match &placed.item {
            Item::Value(Kind::Prefix) => self.behind_short_form(placed).map(told),
            _ if titled => None,
            Item::Value(Kind::GenericVessel | Kind::VesselType)
                if !patrols(text, placed) && !of_a_party(text, items, index) =>
            {
                self.behind_ship(index, placed).map(told)
            }
            Item::Cue { labels, concepts }
                if labels.as_slice() == [Label::VesselName]
                    && !of_a_party(text, items, index)
                    && !other_name(text, placed.span.start) =>
            {
                self.behind_caption(placed, concepts.any(C::NAME)).map(told)
            }
            Item::Word { capital } => {
                if *capital && self.may_stand_before_bracket(index, placed) {
                    return self.before_bracket(placed);
                }
                let head = capital.then(|| self.head(index, placed));
                head.flatten().or_else(|| self.boarded(placed))
            }
            Item::Cue { .. }
            | Item::Value(Kind::Area | Kind::Species | Kind::Country { .. } | Kind::Rfmo(_)) => {
                self.begun_by_a_term(index, placed)
            }
            _ => None,
        }
    }

    fn printed(&self, placed: &Placed) -> &str {
        self.stretch.text.get(placed.span.clone()).unwrap_or("")
    }

    /// The name behind `from`, with at most as many fillers between.
    fn behind(&self, from: usize, fillers: usize) -> Option<Span> {
        after(self.stretch.text, from, self.limit(from), fillers)
    }

    /// The name that begins with a thing, or close behind its begin.
    fn at(&self, placed: &Placed) -> Option<Span> {
        let from = placed.span.start;
        take::name(self.stretch.text, from, self.limit(from), NameKind::Ship)
    }

    fn limit(&self, from: usize) -> usize {
        let Stretch {
            text,
            items,
            span,
            small,
            ..
        } = *self.stretch;
        limit(text, items, from, span, small)
    }

    /// `MV ALBA`
    fn behind_short_form(&self, placed: &Placed) -> Option<Span> {
        self.behind(placed.span.end, 0)
    }

    /// `the trawler ALBA`
    fn behind_ship(&self, index: usize, placed: &Placed) -> Option<Span> {
        let Stretch {
            text, items, span, ..
        } = *self.stretch;
        let from = behind_adjectives(text, items, index);
        let mut name = self.behind(from, 2)?;
        // `kapal KM. BINTANG`: a vessel word and its short form.
        if is_prefix(text, &name) {
            let dot = text.get(name.end..).is_some_and(|t| t.starts_with('.'));
            name = self.behind(name.end + usize::from(dot), 0)?;
        }
        // `IMPERATOR, arrastão de Larache`: the town of a ship that was named; `el muelle pesquero de Callao`: that of
        // a quay.
        let before = index.checked_sub(1).and_then(|i| items.get(i));
        let quay = before.is_some_and(|before| {
            with_folded(self.printed(before), |word| phrases::QUAYS.holds(word))
        });
        let gap = text.get(from..name.start);
        let titled = || super::place_name(text, &name, false);
        let town = (!self.found.is_empty() || quay || titled())
            && matches!(gap, Some(" de " | " di " | " do " | " da "));
        ((sound(text, &name) || announced(text, from, &name, span))
            && !in_headline(text, span, &placed.span, &name)
            && name.start - from < NEAR
            && !town)
            .then_some(name)
    }

    /// `Name: ALBA`, `the vessel's name was ALBA`; `named`: the caption has a word for a name.
    fn behind_caption(&self, placed: &Placed, named: bool) -> Option<Span> {
        let Stretch { text, span, .. } = *self.stretch;
        let end = placed.span.end;
        let copula = end + to_copula(text.get(end..span.end).unwrap_or(""));
        let coloned = || text.get(..copula).is_some_and(|h| h.ends_with(": "));
        if named && copula > end && coloned() {
            let further = self.behind(copula, 0);
            let further = further.filter(|n| sound(text, n) && capitals(text, n));
            if further.is_some() {
                return further;
            }
        }
        self.behind(end, if named { 4 } else { 2 }).filter(|n| {
            sound(text, n) && n.start - end < NEAR && !in_headline(text, span, &placed.span, n)
        })
    }

    fn may_stand_before_bracket(&self, index: usize, placed: &Placed) -> bool {
        let Stretch {
            text, items, span, ..
        } = *self.stretch;
        placed.span.start < self.last_bracket
            && !announced_party(text, items, index)
            && before_bracket(text, items, index, span)
    }

    /// `ALBA (IMO 9074729)`
    fn before_bracket(&self, placed: &Placed) -> Option<(Span, String)> {
        let text = self.stretch.text;
        let name = self.at(placed).filter(|n| {
            let of = self.found.last();
            let town = of.is_some_and(|(ship, _)| text.get(ship.end..n.start) == Some(". "));
            sound(text, n)
                && shouts_or_titled(text, n)
                && !noun_phrase(text, n)
                && !(town && is_town(text, n))
        })?;
        Some((unnumbered(text, name), BEFORE.to_string()))
    }

    /// `1. ALBA, call sign EADN`
    fn head(&self, index: usize, placed: &Placed) -> Option<(Span, String)> {
        let Stretch {
            text, items, span, ..
        } = *self.stretch;
        if index > 0 || !self.entry {
            return None;
        }
        let heads = |n: &Span| head_of_entry(text, n, span) && !dated(items, n) && !titles(text, n);
        Some((self.at(placed).filter(heads)?, HEAD.to_string()))
    }

    /// `boarded ALBA`
    fn boarded(&self, placed: &Placed) -> Option<(Span, String)> {
        let Stretch { text, boarding, .. } = *self.stretch;
        if !boarding {
            return None;
        }
        let verb = with_folded(self.printed(placed), |word| phrases::BOARDING.held(word))?;
        let name = self.behind(placed.span.end, 2).filter(|n| {
            let printed = text.get((*n).clone()).unwrap_or("");
            sound(text, n)
                && (capitals(text, n) || name_words(text, n) > 1)
                && printed.chars().filter(|c| c.is_alphabetic()).count() >= 4
                && n.start - placed.span.end < BESIDE
                && !is_code(text, n)
        })?;
        Some((name, verb.to_string()))
    }

    /// `KAPITAN VETROV (…)`, `TUNA PRINCESS 3, a purse seiner …`: a word of the vocabulary begins the name.
    fn begun_by_a_term(&self, index: usize, placed: &Placed) -> Option<(Span, String)> {
        let Stretch {
            text, items, span, ..
        } = *self.stretch;
        let before = index.checked_sub(1).and_then(|i| items.get(i));
        if before.is_some_and(|p| p.item != Item::Stop) {
            return None;
        }
        let name = self.at(placed)?;
        if name.end <= placed.span.end || !capitals(text, &name) {
            return None;
        }
        if name.start == placed.span.start && bracketed(text, items, &name, span) {
            return Some((unnumbered(text, name), BEFORE.to_string()));
        }
        let heads = !matches!(
            placed.item,
            Item::Cue { .. } | Item::Value(Kind::Country { .. })
        ) && index == 0
            && self.entry;
        (heads && name_words(text, &name) > 1 && head_of_entry(text, &name, span))
            .then(|| (name, HEAD.to_string()))
    }
}
