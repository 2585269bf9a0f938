//! Names of ships that only an article announces: `the crew of the Havtind`, `El Siempre Kike, un palangrero`.
//!
//! Courts, seas and offices have an article and capitals, too. So what stands before the article must speak of a ship
//! (`owner of the`), or what stands behind the name: a bracket with her marks, a word for her kind, a particular, or what
//! only ships do.

use super::fillers::skip_fillers;
use super::items::{Item, Kind, Placed};
use super::name_edges::opens_with_particulars;
use super::names::PARTICULARS;
use super::sound::{name_words, sound};
use super::take::{self, NameKind, is_company};
use crate::entities::page::Span;
use crate::entities::values::closed;
use crate::entities::values::identity;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Sense, lookup, phrases};

/// Longest name, in bytes.
const LONGEST: usize = 40;
/// Most bytes before a particular behind a name: `, although formerly `.
const REACH: usize = 20;
/// Longest bracket of marks, in bytes.
const BRACKET: usize = 40;

/// Those names of a passage, each with the words that spoke for it.
pub(super) fn names(text: &str, passage: &Span, items: &[Placed]) -> Vec<(Span, String)> {
    let mut found: Vec<(Span, String)> = Vec::new();
    for placed in items {
        let start = placed.span.start;
        if found.last().is_some_and(|(last, _)| last.end > start)
            || !text
                .get(start..)
                .is_some_and(|t| t.starts_with(char::is_uppercase))
        {
            continue;
        }
        let Some(before) = before_article(text, passage, start) else {
            continue;
        };
        let name = take::name(text, start, passage.end, NameKind::Ship)
            .filter(|n| n.start == start && n.len() <= LONGEST);
        let Some(name) = name.filter(|n| is_proper(text, n)) else {
            continue;
        };
        let tail = text.get(name.end..passage.end).unwrap_or("");
        let announced = phrases::BEFORE_ARTICLED_SHIPS
            .end(&before.to_lowercase())
            .map(str::to_string);
        let evidence = announced.or_else(|| {
            let told = name_words(text, &name) > 1 && told_behind(text, items, &name, tail);
            told.then(|| "what is said of it".to_string())
        });
        found.extend(evidence.map(|evidence| (name, evidence)));
    }
    found
}

/// What stands before the article before `start`; none where no article stands there.
fn before_article<'t>(text: &'t str, passage: &Span, start: usize) -> Option<&'t str> {
    let head = text.get(passage.start..start)?;
    if let Some(rest) = head.strip_suffix(['\'', '’']) {
        return rest.strip_suffix(['l', 'L']).map(str::trim_end);
    }
    let head = head.strip_suffix(' ')?;
    let head = without_demonym(head);
    let at = head.rfind([' ', '\n', '(']).map_or(0, |at| at + 1);
    let (before, article) = head.split_at_checked(at)?;
    // `LE GOFF`, `Le Gall`: a surname.
    if article == "Le" || article.len() > 1 && !article.chars().any(char::is_lowercase) {
        return None;
    }
    let small = article.to_lowercase();
    if phrases::JOINED_ARTICLES.holds(&small) {
        // `a bordo del`: the article is part of what announces the name.
        return Some(head);
    }
    phrases::ARTICLES_OF_SHIPS
        .holds(&small)
        .then(|| before.trim_end())
}

/// `compra del islandés`: without the word that says of which State she is.
fn without_demonym(head: &str) -> &str {
    let word = head.rsplit([' ', '\n']).next().unwrap_or("");
    let national = word.starts_with(char::is_lowercase)
        && closed::has_sense(word, |s| matches!(s, Sense::Demonym(_)));
    head.strip_suffix(word)
        .filter(|_| national)
        .map_or(head, str::trim_end)
}

/// Words with capitals that are no caption, firm, state, sea or office.
fn is_proper(text: &str, name: &Span) -> bool {
    let printed = text.get(name.clone()).unwrap_or("");
    let words = || printed.split(' ');
    let meant = |word: &str| {
        lookup(word).is_some_and(|t| {
            !t.strong.is_empty()
                || t.senses.iter().any(|s| {
                    matches!(
                        s,
                        Sense::Area
                            | Sense::VesselType
                            | Sense::VesselTypeGeneric
                            | Sense::Rfmo(_)
                            | Sense::RfmoAcronym(_)
                    )
                })
        })
    };
    let office = |word: &str| {
        let small = word.to_lowercase();
        phrases::HEADS_OF_INSTITUTIONS.holds(&small) || phrases::ENDS_OF_INSTITUTIONS.holds(&small)
    };
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3
        // `the Chinese-flagged trawler`
        && printed.split('-').skip(1).all(|part| part.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        && sound(text, name)
        && !is_company(printed)
        && !words().any(|word| meant(word) || office(word))
        && !closed::has_sense(printed, |_| true)
        // `bandeira das Ilhas Fiji`
        && closed::countries(text, name, closed::Codes::None).is_empty()
}

/// What stands behind a name speaks of a ship.
fn told_behind(text: &str, items: &[Placed], name: &Span, tail: &str) -> bool {
    if let Some(inner) = tail.strip_prefix(" (") {
        let inner = inner.split(')').next().unwrap_or("");
        let bare = inner.trim();
        return bare.len() <= BRACKET
            && (opens_with_particulars(bare)
                || identity::is_cfr(bare)
                || super::strip_part::is_registered(bare));
    }
    if phrases::SHIPS_DO
        .begin(tail.trim_start_matches([' ', ',']))
        .is_some()
    {
        return true;
    }
    let Some(behind) = tail.strip_prefix(", ") else {
        return false;
    };
    let skip = skip_fillers(behind, 2);
    let first = name.end + 2 + skip;
    let mut near = items.iter().filter(|p| {
        p.span.start >= name.end + 2 && p.span.start <= first.max(name.end + 2 + REACH)
    });
    near.any(|p| match &p.item {
        Item::Value(Kind::VesselType | Kind::GenericVessel) => true,
        Item::Cue { concepts, .. } => concepts.any(PARTICULARS.with(C::BUILD)),
        _ => false,
    }) && text
        .get(name.end..first)
        .is_some_and(|gap| !gap.contains(['.', ';']))
}

#[cfg(test)]
mod tests {
    use crate::entities::label::Label;
    use crate::entities::told::values;

    #[test]
    fn an_article_and_what_is_said_of_it_tell_a_ship() {
        let cases: &[(&str, &[&str])] = &[
            (
                "The trawler was laid up when the owner of the Havtind said that her sale had fallen through.",
                &["HAVTIND"],
            ),
            (
                "The crew of the Charisma Star have taken delivery of a trawler.",
                &["CHARISMA STAR"],
            ),
            (
                "El Hermanos Vilar Segundo, un palangrero de 21,3 metros de eslora, se fue a pique.",
                &["HERMANOS VILAR SEGUNDO"],
            ),
            (
                "Nous nous sommes rendus à bord du Jean-Marie Vianney II, fileyeur en bois de 14 mètres.",
                &["JEAN-MARIE VIANNEY II"],
            ),
            (
                "La demande du navire concernant le Ker Damien, numéro communautaire FRA000898113, est rejetée.",
                &["KER DAMIEN"],
            ),
            (
                "Due pescherecci sono stati fermati, mentre il tunisino Sidi Daoud, nominativo TSQD, è fuggito.",
                &["SIDI DAOUD"],
            ),
            // Offices, seas and parties have capitals and an article, too.
            (
                "The fleet of the Barents Sea is inspected by the Coast Guard, the master was told.",
                &[],
            ),
            (
                "The Applicant, a fishing company, asked the Supreme Court to release the vessel.",
                &[],
            ),
            ("The Chinese-flagged vessel was boarded.", &[]),
            ("A bandeira das Ilhas Fiji, de 24 m de comprimento.", &[]),
            (
                "Los inspectores del Ministerio subieron a bordo del buque.",
                &[],
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(values(text, Label::VesselName), *wanted, "{text}");
        }
    }
}
