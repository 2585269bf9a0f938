//! Running text where a value might stand.
//!
//! `I hereby certify that the trawler ALBA is owned by Reef Fish Ltd.` under `Certificate` is no value of that
//! caption.

use crate::entities::context::Reader;
use crate::entities::page::Span;
use crate::entities::prose::abbreviation::abbreviation;
use crate::entities::words::seek;

/// Running text rather than a value: several sentences, or a verb's words.
pub(crate) fn is_sentence(value: &str) -> bool {
    let words = seek::words(value);
    let lower = value
        .split_whitespace()
        .filter(|w| w.chars().next().is_some_and(char::is_lowercase))
        .count();
    let fields = seek::count(value, ": ")
        + if seek::has(value, ": ") {
            seek::count(value, "; ")
        } else {
            0
        };
    (words > 14 && lower * 2 > words)
        || (words > 5 && lower * 3 > words * 2 && (value.ends_with('.') || seek::has(value, ". ")))
        || (fields >= 1 && words > 3 && value.contains(['.', ';', ',']))
        // `Inspection: the Togo-flagged trawler ALBA (IMO …) was detained at …`
        || (words > 8
            && value.starts_with(char::is_lowercase)
            && lower * 5 > words * 2
            && value.ends_with('.'))
        || (words > 8 && sentences(value) && seek::has_figure(value))
}

/// A sentence ends inside the text: a dot after a word or a figure, and a capital word behind it.
pub(crate) fn sentences(text: &str) -> bool {
    seek::places(text, ". ").any(|at| {
        let head = text.get(..at).unwrap_or("");
        let word = head.rsplit([' ', '.', ',']).next().unwrap_or("");
        let long = word.chars().count() >= 4 && word.chars().all(char::is_alphanumeric)
            || word.len() > 1 && word.bytes().all(|b| b.is_ascii_digit() || b == b'/');
        let next = text.get(at + 2..).unwrap_or("");
        let first = next.split(' ').next().unwrap_or("");
        let begins = first.chars().nth(1).is_some_and(char::is_lowercase) || first.ends_with(':');
        long && begins
            && !abbreviation(text, at)
            && next.starts_with(char::is_uppercase)
            && first.trim_end_matches(':').chars().count() >= 4
    })
}

/// `Capitán: Juan Rey. Exportador`: a caption, its value and the caption of the next.
pub(super) fn holds_field(reader: &mut Reader<'_>, key: &Span) -> bool {
    let text = reader.page.slice(key);
    let Some((head, tail)) = seek::parted(text, ": ") else {
        return false;
    };
    let stopped = seek::has(tail, ". ");
    let meaning = reader.caption(&(key.start..key.start + head.len()));
    stopped && meaning.coverage() == 100 && !meaning.labels.is_empty()
}
