//! What may be the name of an entry's vessel.

use super::Read;
use crate::entities::context::{Reader, Source};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose;
use crate::entities::values::closed;
use crate::entities::words::concept::Concepts;
use crate::entities::words::lexicon::{Sense, lookup, opens_with_caption};
use crate::entities::words::seek;

/// Most words of a name.
const WORDS: usize = 6;

/// Most figures of a name: Vietnamese boats bear five (`QUANG NGAI 90417`).
const MOST_FIGURES: usize = 5;

/// Fewest figures of a word that is a number.
const FIGURES: usize = 3;

/// A few capital words, with small ones between them.
pub(super) fn looks_named(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (1..=WORDS).contains(&words)
        && letters >= 3
        && text.starts_with(char::is_uppercase)
        && text.split(' ').all(|word| {
            word.len() <= 3 || word.contains(['\'', '’']) || !word.starts_with(char::is_lowercase)
        })
        && !text.contains([':', '@', '=', '"', '”', '»', 'º', '°'])
        && !text.contains(" v. ")
        && seek::figures(text) <= MOST_FIGURES
        && !is_reference(text)
}

/// `Case 11/24`: what counts papers by years.
fn is_reference(text: &str) -> bool {
    let figures = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    text.split(' ')
        .filter_map(|word| word.split_once('/'))
        .any(|(number, year)| figures(number) && figures(year))
}

/// Capital words that no closed list holds and that announce nothing.
pub(super) fn may_name(reader: &mut Reader<'_>, entry: &Read, span: &Span, sure: bool) -> bool {
    let text = reader.page.slice(span);
    let words = text.split_whitespace().count();
    let plain = looks_named(text);
    let sense = |s: &Sense| !sure || !matches!(s, Sense::Alpha2(_) | Sense::Alpha3(_));
    // `VJT4471`
    let code = words == 1 && seek::figures(text) >= FIGURES;
    // `Tiburón Azul`, `Capitán Gallo`: each word is written as names are.
    let titled = sure && words > 1 && text.split(' ').all(|w| w.starts_with(char::is_uppercase));
    if !plain
        || code
        || opens_with_caption(text) && words == 1
        || closed::has_sense(text, |s| {
            sense(s) && !(titled && matches!(s, Sense::Species(_)))
        })
        || closed::is_empty_value(text)
        || text
            .split(' ')
            .next_back()
            .is_some_and(prose::is_company_word)
    {
        return false;
    }
    // `PEN KALET`: a code inside a name is none.
    let free = entry.found.iter().all(|index| {
        reader.found.get(*index).is_none_or(|f| {
            let own = &f.value.span;
            own.end <= span.start
                || span.end <= own.start
                || sure && own.len() < span.len() && (own.len() <= 3 || f.source == Source::Shape)
                // `Sold to breakers: ALBA (H 320), …`, read as an owner.
                || sure && own == span && f.value.label.is_party()
                // `Katsuo Brasil`, `Capitán Gallo`
                || titled
                    && (matches!(f.value.label, Label::Species | Label::Master)
                        || own.len() < span.len()
                            && matches!(f.value.label, Label::Flag | Label::Country))
        })
    });
    let known = lookup(text).is_some_and(|term| !term.strong.is_empty());
    if is_key(reader, span) || has_key(reader, span) {
        return false;
    }
    let captioned = |reader: &mut Reader<'_>| {
        let meaning = reader.caption(span);
        meaning.understood() && meaning.coverage() >= 80
    };
    free && (sure || !known && prose::is_name(reader, span) && !captioned(reader))
}

/// `DEPARTED: Suva    RETURNED: Levuka`: a caption among others in its line.
fn is_key(reader: &Reader<'_>, span: &Span) -> bool {
    let tail = reader.page.text.get(span.end..).unwrap_or("");
    let line = tail.split('\n').next().unwrap_or("");
    line.starts_with(": ") && seek::has(line, "   ") && seek::count(line, ": ") >= 2
}

/// `OBSERVER NAME: Tevita Moala`: a caption for a person stands before it.
fn has_key(reader: &mut Reader<'_>, span: &Span) -> bool {
    let head = reader.page.text.get(..span.start).unwrap_or("");
    let Some(head) = head.trim_end_matches(' ').strip_suffix(':') else {
        return false;
    };
    let line = head.rsplit('\n').next().unwrap_or("");
    let key = line.rsplit("  ").next().unwrap_or("").trim();
    let end = line.trim_end().len() + head.len() - line.len();
    let meaning = reader.caption(&(end - key.len()..end));
    seek::words(key) <= 3
        && !key.contains(':')
        && meaning.other
        && meaning.concepts.any(Concepts::PERSON)
}
