//! Postal addresses.
//!
//! `of 8 rue de Larmor, 56100 Lorient, owner of …`: up to the end of the sentence, the bracket or the line. An address
//! is looked for behind a party or a caption only.

use super::abbreviation::abbreviation;
use crate::entities::page::{Span, trim};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{phrases, with_folded};

/// `8 rue de Larmor`: the number before a street that a caption's word begins.
fn street_number(text: &str, from: usize) -> usize {
    let head = text.get(..from).unwrap_or("");
    let Some(body) = head.strip_suffix(' ') else {
        return from;
    };
    let word = body.rsplit([' ', '\n', '(']).next().unwrap_or("");
    let number = word.trim_end_matches([',', '.']);
    let figures = number.len() <= 4
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_alphanumeric())
        && text
            .get(from..)
            .is_some_and(|t| phrases::STREETS_BEHIND.begin(t).is_some());
    if figures { from - 1 - word.len() } else { from }
}

/// `No. 88 Harbour Road`: where the sign before the number of a house begins.
pub(super) fn with_number_sign(text: &str, from: usize) -> usize {
    let (head, tail) = (
        text.get(..from).unwrap_or(""),
        text.get(from..).unwrap_or(""),
    );
    let sign = ["No. ", "No.", "Nº ", "N.º ", "N° "]
        .iter()
        .find(|sign| head.ends_with(**sign));
    match sign {
        Some(sign) if tail.starts_with(|c: char| c.is_ascii_digit()) => from - sign.len(),
        _ => from,
    }
}

/// The address that begins at byte `from`, where `part` begins, ends before the sign at `at`; `depth`: open brackets.
fn ends_at(text: &str, part: &str, from: usize, at: usize, sign: char, depth: &mut i32) -> bool {
    let tail = part.get(at + sign.len_utf8()..).unwrap_or("");
    match sign {
        // `36208 Vigo (NIF B-38775158)`, `Vigo, de 28,0 m de eslora`: no part of the address.
        // `35008 Las Palmas (la parte hipotecante)`
        '(' if is_firm_number(tail) || phrases::ASIDES_OF_PARTIES.begin(tail).is_some() => true,
        '–' | '-' if tail.strip_prefix(' ').is_some_and(is_firm_number) => true,
        ',' => measured_behind(tail) || tail.strip_prefix(' ').is_some_and(is_firm_number),
        '(' => {
            *depth += 1;
            false
        }
        ')' => {
            *depth -= 1;
            *depth < 0
        }
        '\n' | ';' | '|' | '·' | '•' => true,
        '.' => ends_sentence(tail) && !abbreviation(text, from + at),
        ' ' => goes_on_small(tail),
        _ => false,
    }
}

/// Nothing, a capital or a count stands behind a stop.
fn ends_sentence(tail: &str) -> bool {
    let next = tail.trim_start().chars().next();
    tail.is_empty()
        || tail.starts_with(' ') && next.is_none_or(|c| c.is_uppercase() || c == '"')
        || counts(tail)
}

/// `Negombo, n'a pas répondu`, `Lae was`: a word in small letters that no address has.
fn goes_on_small(tail: &str) -> bool {
    let end = tail.find(|c: char| !c.is_alphanumeric() && c != '/');
    let (word, behind) = tail.split_at(end.unwrap_or(tail.len()));
    let elided = matches!(word, "n" | "s" | "j" | "c") && behind.starts_with(['\'', '’']);
    if !word.starts_with(char::is_lowercase) || word.len() == 1 && !elided {
        return false;
    }
    let usual =
        |word: &str| phrases::NAME_PARTICLES.holds(word) || phrases::ADDRESS_WORDS.holds(word);
    elided || !with_folded(word, usual)
}

/// A postal address that begins at `from`: to the end of the sentence, the bracket or the line.
pub(super) fn address(text: &str, from: usize, to: usize) -> Option<Span> {
    let part = text.get(from..to)?;
    let mut depth = 0;
    let ends = |(at, sign): &(usize, char)| ends_at(text, part, from, *at, *sign, &mut depth);
    let end = part
        .char_indices()
        .find(ends)
        .map_or(part.len(), |(at, _)| at);
    let span = trim(text, &(street_number(text, from)..from + end));
    let body = text.get(span.clone())?;
    let body = body.trim_end_matches([',', '–', ' ', '-']);
    let body = phrases::ADDRESS_TAILS
        .iter()
        .find_map(|w| body.strip_suffix(w))
        .unwrap_or(body)
        .trim_end_matches([',', ' ']);
    let span = span.start..span.start + body.len();
    let capital = body
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase)
        || body.starts_with(|c: char| c.is_ascii_digit())
        || phrases::ADDRESS_HEADS.begin(body).is_some();
    (capital && body.len() >= 4 && body.chars().filter(|c| c.is_alphabetic()).count() >= 3)
        .then_some(span)
}

/// ` de 28,0 m de eslora`, ` di 30 metri`: what the vessel measures.
fn measured_behind(tail: &str) -> bool {
    tail.strip_prefix(" de ")
        .or_else(|| tail.strip_prefix(" di "))
        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
}

/// ` 11 crew were on board`: a sentence that begins with a number.
fn counts(tail: &str) -> bool {
    let mut words = tail.split(' ').skip(1);
    let number = words.next().unwrap_or("");
    let word = words.next().unwrap_or("");
    let counted =
        !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    counted && word.len() >= 3 && word.chars().all(char::is_lowercase)
}

/// The number of a firm in a register of taxes or trade, not an address: `RUT 76.123.456-7`.
pub(crate) fn is_firm_number(text: &str) -> bool {
    phrases::TAX_NUMBERS.holds(text.split([' ', ':']).next().unwrap_or(""))
}

/// A word that ends the name of a street or a house: `Harbour Road`, `Custom House`.
pub(crate) fn is_street_word(word: &str) -> bool {
    phrases::STREET_ENDS.holds(word)
}

/// `Quay Street 21`: a house in a street.
pub(super) fn is_house(text: &str) -> bool {
    let mut words = text.rsplit(' ');
    let number = words.next().unwrap_or("");
    number.starts_with(|c: char| c.is_ascii_digit()) && words.next().is_some_and(is_street_word)
}

/// True if a word for a street, a quay or a box of the post stands in the text.
pub(crate) fn names_street(text: &str) -> bool {
    let street = &phrases::STREET_WORDS;
    fold_phrase(text).split(' ').any(|w| street.contains(&w))
}

/// True if the text looks like an address: figures and a comma, or several parts.
pub(crate) fn looks_like_address(text: &str) -> bool {
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    let commas = text.matches(',').count();
    let named = names_street(text);
    (digits && (commas > 0 || named)) || (named && commas > 0) || commas >= 3
}
