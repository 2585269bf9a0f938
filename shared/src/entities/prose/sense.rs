//! What a word of the lexicon is in running text.
//!
//! `sole` and `bar` are fishes among fishes only; `el transporte Albacora Tres` is a carrier and her name.

use super::address::names_street;
use super::beside::{caption_follows, in_code_list, inside_name, prefix_shape};
use super::compound::among_fish;
use super::items::Kind;
use crate::entities::values::closed;
use crate::entities::words::lexicon::{Sense, Term, phrases};
use crate::entities::words::tokens::Tokens;

/// Senses that speak in running text.
pub(super) fn speaks(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Country(_)
            | Sense::Demonym(_)
            | Sense::Gear(_)
            | Sense::Species(_)
            | Sense::SpeciesCode(_)
            | Sense::Rfmo(_)
            | Sense::RfmoAcronym(_)
            | Sense::VesselType
            | Sense::VesselTypeGeneric
            | Sense::VesselPrefix
            | Sense::Area
            | Sense::Hull
    )
}

/// `el transporte Albacora Tres`: a capital word that is none of the dictionary's follows inside a sentence.
fn begins_name(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let (Some(own), Some(next)) = (tokens.get(at), tokens.get(at + 1)) else {
        return false;
    };
    let capital = |from: usize| {
        text.get(from..)
            .is_some_and(|t| t.starts_with(char::is_uppercase))
    };
    // `Av. Camarón Sábalo 1210`
    let street = || names_street(tokens.folded(at - 1, at));
    let inside = at > 0
        && text.get(..own.start).is_some_and(|h| {
            h.ends_with(' ') && (h.trim_end().ends_with(char::is_lowercase) || street())
        });
    inside
        && capital(own.start)
        && capital(next.start)
        && text.get(own.end..next.start) == Some(" ")
        && text
            .get(next.start..next.end)
            .is_some_and(|w| w.chars().any(char::is_lowercase))
        && next.term().is_none()
}

/// `the tug Sea Falcon`, not `hired a tug`, `tug no. 3`: one that serves others is told with her name.
fn before_a_name(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let tail = tokens.get(at).and_then(|own| text.get(own.end..));
    let name = tail.and_then(|tail| tail.strip_prefix(' '));
    name.is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// A ship called by what she does.
fn is_agent(folded: &str) -> bool {
    ["eur", "eurs", "ier", "iers", "boat", "boats"]
        .iter()
        .any(|ending| folded.ends_with(ending))
}

/// `el mercante Vega`, not `la marina mercante`: an article stands before the word, and a capital word behind it.
fn names_a_ship(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let article = at > 0 && phrases::ARTICLES.holds(tokens.folded(at - 1, at));
    let name = tokens
        .get(at + 1)
        .and_then(|next| text.get(next.start - 1..));
    let name = name.and_then(|tail| tail.strip_prefix(' '));
    article && name.is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// `Atuneros Vega, S.A.`: several ships with a capital, as firms are called.
fn begins_firm(folded: &str, printed: &str) -> bool {
    printed.starts_with(char::is_uppercase)
        && !folded.contains(' ')
        && (folded.ends_with("os") || folded.ends_with("as"))
}

/// Words of a passage that are a term of the dictionary.
struct Use<'a> {
    text: &'a str,
    tokens: &'a Tokens<'a>,
    at: usize,
    words: usize,
    term: &'a Term,
    printed: &'a str,
    folded: &'a str,
    /// They have no small letter.
    upper: bool,
}

/// What a term of the dictionary is as a value at a word, if it is one there.
pub(super) fn value_kind(
    text: &str,
    tokens: &Tokens<'_>,
    at: usize,
    words: usize,
    term: &Term,
    printed: &str,
) -> Option<Kind> {
    let used = Use {
        text,
        tokens,
        at,
        words,
        term,
        printed,
        folded: tokens.folded(at, at + words),
        upper: printed.chars().all(|c| !c.is_lowercase()),
    };
    term.senses.iter().find_map(|sense| used.kind(*sense))
}

impl Use<'_> {
    /// What the words are in one of their senses.
    fn kind(&self, sense: Sense) -> Option<Kind> {
        match sense {
            Sense::Rfmo(i) => closed::rfmo(i).map(Kind::Rfmo),
            Sense::RfmoAcronym(i)
                if self.upper && !caption_follows(self.text, self.tokens, self.at + self.words) =>
            {
                closed::rfmo(i).map(Kind::Rfmo)
            }
            Sense::Area if !self.inside_name() => Some(Kind::Area),
            Sense::VesselType if self.is_ship() => Some(self.ship_or_gear()),
            Sense::Gear(_) if self.is_gear() => Some(Kind::Gear),
            Sense::Species(i) if self.is_fish() && closed::species_code(i).is_some() => {
                Some(Kind::Species)
            }
            Sense::SpeciesCode(_) if self.is_code_of_fish() => Some(Kind::Species),
            Sense::VesselPrefix
                if self.term.strong.is_empty()
                    && prefix_shape(self.text, self.tokens, self.at, self.words) =>
            {
                Some(Kind::Prefix)
            }
            Sense::VesselTypeGeneric
                if !self.folded.starts_with("other")
                    && !matches!(self.folded, "type" | "pescador" | "unidad") =>
            {
                Some(Kind::GenericVessel)
            }
            Sense::Hull if self.term.strong.is_empty() && self.folded.len() >= 3 => {
                Some(Kind::Hull)
            }
            _ => None,
        }
    }

    /// One word inside a name: `OCEAN` of `Blue Ocean Star`.
    fn inside_name(&self) -> bool {
        self.words == 1 && inside_name(self.text, self.tokens, self.at)
    }

    /// The words are a kind of vessel here.
    fn is_ship(&self) -> bool {
        let (text, tokens, at) = (self.text, self.tokens, self.at);
        (self.folded != "tug" || before_a_name(text, tokens, at))
            && !(self.upper && self.words == 1 && self.printed.len() < 5)
            && !begins_firm(self.folded, self.printed)
            && (!phrases::DOUBTFUL_SHIPS.holds(self.folded) || names_a_ship(text, tokens, at))
            && !self.inside_name()
    }

    /// `longline` is a gear unless a vessel word makes it a kind of vessel.
    fn ship_or_gear(&self) -> Kind {
        let gear = self.term.senses.iter().any(|s| matches!(s, Sense::Gear(_)));
        // `la palangrera Garza Azul`
        let named = || names_a_ship(self.text, self.tokens, self.at);
        if gear && !is_agent(self.folded) && !named() {
            Kind::Gear
        } else {
            Kind::VesselType
        }
    }

    /// The words are a gear here.
    fn is_gear(&self) -> bool {
        // `canneur` and `bait boat` are ships before they are gear.
        let ship = self.term.senses.contains(&Sense::VesselType)
            && (is_agent(self.folded) || names_a_ship(self.text, self.tokens, self.at));
        // `a dragué la coquille`
        let participle = self.words == 1 && self.printed.ends_with('é');
        // `working with pots`: words of many meanings are a gear behind *with*.
        let with =
            || self.at > 0 && phrases::BY_MEANS_OF.holds(self.tokens.folded(self.at - 1, self.at));
        !ship
            && !self.inside_name()
            && self.folded.len() > 3
            && !participle
            && (with()
                || self.term.strong.is_empty() && !phrases::DOUBTFUL_GEARS.holds(self.folded))
    }

    /// The words are a fish here.
    fn is_fish(&self) -> bool {
        let (text, tokens, at) = (self.text, self.tokens, self.at);
        !self.inside_name()
            && !(self.words == 1 && begins_name(text, tokens, at))
            && (!phrases::DOUBTFUL_FISH.holds(self.folded)
                || !self.upper && (among_fish(text, tokens, at, self.words) || self.is_fished()))
            && self.folded.len() > 2
            // `Listado de buques` is a list.
            && !(self.folded == "listado" && tokens.folded(at + 1, at + 2) == "de")
            // `Cód.` shortens a code.
            && (self.folded != "cod" || self.printed.is_ascii())
    }

    /// `licensed to fish for sole`, `12 t de sardine`
    fn is_fished(&self) -> bool {
        let start = self.tokens.get(self.at).map_or(0, |token| token.start);
        let head = self.text.get(..start).unwrap_or("");
        phrases::BEFORE_FISH.end(head).is_some()
    }

    /// Three capitals are the code of a fish here.
    fn is_code_of_fish(&self) -> bool {
        let alone = self.words == 1
            && self.term.strong.is_empty()
            && !phrases::CODES_THAT_ARE_WORDS.holds(self.folded);
        self.upper
            && self.printed.len() == 3
            && (alone || in_code_list(self.text, self.tokens, self.at))
    }
}
