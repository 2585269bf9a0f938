//! Where a name begins among capital words: behind articles, words for ships and quotation marks.
//!
//! `Das Schiff NORDSEE` is `NORDSEE`, `Gegen den Kapitän des Kutters Seeadler` is `Seeadler`.

use crate::entities::page::Span;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Sense, lookup, phrases};

/// Where the name itself begins.
pub(super) fn own_start(text: &str, name: &Span) -> usize {
    let printed = text.get(name.clone()).unwrap_or("");
    let sure = BEHIND.iter().find_map(|behind| behind(printed));
    name.start + sure.unwrap_or_else(|| behind_lead(text, name, printed))
}

/// Bytes before the name itself; none where the words say nothing of it.
type Behind = fn(&str) -> Option<usize>;

/// The first that knows is believed.
const BEHIND: [Behind; 6] = [
    behind_participle,
    behind_shouted_lead,
    behind_inner_article,
    behind_quote,
    behind_quoted_prefix,
    behind_ship_of_sentence,
];

/// `Rebaptisé VEGA`: the participle that begins a sentence.
fn behind_participle(printed: &str) -> Option<usize> {
    let (first, rest) = printed.split_once(' ')?;
    let led = first.contains(char::is_lowercase)
        && rest.starts_with(char::is_uppercase)
        && phrases::RENAMED.holds(&first.to_lowercase());
    led.then_some(first.len() + 1)
}

/// A word in capitals.
fn shouts(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !word.chars().any(char::is_lowercase)
}

fn has_sense(word: &str, wanted: impl Fn(&Sense) -> bool) -> bool {
    lookup(word).is_some_and(|t| t.senses.iter().any(wanted))
}

pub(super) fn is_prefix(word: &str) -> bool {
    has_sense(word, |sense| *sense == Sense::VesselPrefix)
}

/// A word for ships.
fn shipped(word: &str) -> bool {
    lookup(word).is_some_and(|t| t.strong.any(C::SHIP))
        || has_sense(word, |sense| {
            matches!(sense, Sense::VesselTypeGeneric | Sense::VesselType)
        })
}

/// `SPANISH TRAWLER PUNTA CANDIEIRA`: in a text set in capitals the words that lead to the name are, too.
fn behind_shouted_lead(printed: &str) -> Option<usize> {
    if !shouts(printed) {
        return None;
    }
    let mut words = printed.splitn(3, ' ');
    let (first, second) = (words.next()?, words.next()?);
    words.next()?;
    let demonym = has_sense(first, |sense| matches!(sense, Sense::Demonym(_)));
    (demonym && shipped(second)).then_some(first.len() + second.len() + 2)
}

/// `In March 2021 the BALTIC STAR`, `Mientras el BALTIC STAR`
fn behind_inner_article(printed: &str) -> Option<usize> {
    let (at, article) = phrases::ARTICLES_INSIDE
        .last_places(printed)
        .into_iter()
        .max()?;
    let behind = at + article.len();
    (shouts(printed.get(behind..)?) && !shouts(printed.get(..at)?)).then_some(behind)
}

/// `Der Kutter „Wattläufer`: the name is what stands after the quotation mark.
fn behind_quote(printed: &str) -> Option<usize> {
    let (at, sign) = printed
        .char_indices()
        .rfind(|(_, c)| matches!(c, '„' | '“' | '«' | '"'))?;
    printed
        .get(..at)?
        .ends_with(' ')
        .then_some(at + sign.len_utf8())
}

/// `MV "LADY HANNE"`
fn behind_quoted_prefix(printed: &str) -> Option<usize> {
    let (prefix, quoted) = printed.split_once(' ')?;
    let sign = quoted
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '“' | '«' | '„'))?;
    is_prefix(prefix).then_some(prefix.len() + 1 + sign.len_utf8())
}

/// `Gegen den Kapitän … des Kutters Seeadler`: the name follows the last vessel word behind an article.
fn behind_ship_of_sentence(printed: &str) -> Option<usize> {
    if !printed.chars().any(char::is_lowercase) {
        return None;
    }
    let mut from = 0;
    let mut led = None;
    let mut before = "";
    for word in printed.split_inclusive(' ') {
        let bare = word.trim_end();
        from += word.len();
        if phrases::OF_A_NAME.holds(before) && shipped(bare) && from < printed.len() {
            led = Some(from);
        }
        before = bare;
    }
    led
}

/// Bytes of the articles and words for ships at the head of the words.
fn behind_lead(text: &str, name: &Span, printed: &str) -> usize {
    let mut at = 0;
    let mut vessel = false;
    for word in printed.split_inclusive(' ') {
        let bare = word.trim_end();
        let led = bare.chars().any(char::is_lowercase)
            && (phrases::ARTICLES_BEFORE_NAMES.holds(bare) || shipped(bare));
        let prefixed = bare.contains(['/', '.']) && is_prefix(bare);
        if !led && !prefixed {
            break;
        }
        // `Der Kutter Wattläufer`: a kind of vessel leads to a name where an article stands before it.
        vessel = has_sense(bare, |sense| {
            *sense == Sense::VesselTypeGeneric || at > 0 && *sense == Sense::VesselType
        });
        at += word.len();
    }
    if let Some(article) = leading_article(text, name, printed)
        && at <= article
    {
        return article;
    }
    let rest = printed.get(at..).unwrap_or("");
    // `Dem Fischereifahrzeug Hannes Schröder`: the vessel word leads whatever the name looks like.
    let titled = vessel && rest.starts_with(char::is_uppercase);
    if titled || rest.split(' ').next().is_some_and(shouts) {
        at
    } else {
        0
    }
}

/// `Die Ocean Lily (Rufzeichen …)`: bytes of the article that begins a sentence.
fn leading_article(text: &str, name: &Span, printed: &str) -> Option<usize> {
    let (article, rest) = printed.split_once(' ')?;
    let heads = text
        .get(..name.start)
        .is_none_or(|h| h.is_empty() || h.ends_with(['\n', '.', ' ']));
    let first = rest.split(' ').next().unwrap_or("");
    (heads
        && phrases::GERMAN_AND_OTHER_ARTICLES.holds(article)
        && printed.chars().any(char::is_lowercase)
        && rest.contains(' ')
        && rest.starts_with(char::is_uppercase)
        && !shipped(first))
    .then_some(article.len() + 1)
}
