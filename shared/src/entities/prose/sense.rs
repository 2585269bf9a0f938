//! What a word of the lexicon is in running text.
//!
//! `sole` and `bar` are fishes among fishes only; `el transporte Albacora Tres` is a carrier and her name.

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
    let inside = at > 0
        && text.get(..own.start).is_some_and(|h| h.ends_with(' '))
        && text
            .get(..own.start)
            .is_some_and(|h| h.trim_end().ends_with(char::is_lowercase));
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

pub(super) fn value_kind(
    text: &str,
    tokens: &Tokens<'_>,
    at: usize,
    words: usize,
    term: &Term,
    printed: &str,
) -> Option<Kind> {
    let upper = printed.chars().all(|c| !c.is_lowercase());
    let folded = tokens.folded(at, at + words);
    for sense in term.senses {
        let kind = match sense {
            Sense::Rfmo(i) => closed::rfmo(*i).map(Kind::Rfmo),
            Sense::RfmoAcronym(i) if upper => {
                if caption_follows(text, tokens, at + words) {
                    None
                } else {
                    closed::rfmo(*i).map(Kind::Rfmo)
                }
            }
            Sense::Area if !(words == 1 && inside_name(text, tokens, at)) => Some(Kind::Area),
            Sense::VesselType if folded == "tug" && !before_a_name(text, tokens, at) => None,
            Sense::VesselType
                if !(upper && words == 1 && printed.len() < 5)
                    && !begins_firm(folded, printed)
                    && (!phrases::DOUBTFUL_SHIPS.holds(folded)
                        || names_a_ship(text, tokens, at))
                    && !(words == 1 && inside_name(text, tokens, at)) =>
            {
                // `longline` is a gear unless a vessel word makes it a kind of vessel.
                let gear =
                    !is_agent(folded) && term.senses.iter().any(|s| matches!(s, Sense::Gear(_)));
                if gear {
                    Some(Kind::Gear)
                } else {
                    Some(Kind::VesselType)
                }
            }
            // `canneur` and `bait boat` are ships before they are gear.
            Sense::Gear(_)
                if !(is_agent(folded) && term.senses.contains(&Sense::VesselType))
                    && !(words == 1 && inside_name(text, tokens, at))
                    && folded.len() > 3
                    // `a dragué la coquille`: a participle.
                    && !(words == 1 && printed.ends_with('é'))
                    // `working with pots`: words of many meanings are a gear behind *with*.
                    && (at > 0 && phrases::BY_MEANS_OF.holds(tokens.folded(at - 1, at))
                        || term.strong.is_empty() && !phrases::DOUBTFUL_GEARS.holds(folded)) =>
            {
                Some(Kind::Gear)
            }
            Sense::Species(i)
                if !(words == 1 && (inside_name(text, tokens, at) || begins_name(text, tokens, at)))
                    && (!phrases::DOUBTFUL_FISH.holds(folded)
                        || !upper && among_fish(text, tokens, at, words))
                    && folded.len() > 2
                    // `Cód.` shortens a code.
                    && (folded != "cod" || printed.is_ascii())
                    && closed::species_code(*i).is_some() =>
            {
                Some(Kind::Species)
            }
            Sense::SpeciesCode(_)
                if upper
                    && printed.len() == 3
                    && words == 1
                    && term.strong.is_empty()
                    && !phrases::CODES_THAT_ARE_WORDS.holds(folded)
                    || matches!(sense, Sense::SpeciesCode(_))
                        && upper
                        && printed.len() == 3
                        && in_code_list(text, tokens, at) =>
            {
                Some(Kind::Species)
            }
            Sense::VesselPrefix
                if term.strong.is_empty() && prefix_shape(text, tokens, at, words) =>
            {
                Some(Kind::Prefix)
            }
            Sense::VesselTypeGeneric
                if !folded.starts_with("other")
                    && folded != "type"
                    && folded != "pescador"
                    && folded != "unidad" =>
            {
                Some(Kind::GenericVessel)
            }
            Sense::Hull if term.strong.is_empty() && folded.len() >= 3 => Some(Kind::Hull),
            _ => None,
        };
        if kind.is_some() {
            return kind;
        }
    }
    None
}
