//! Postal addresses.
//!
//! `of 8 rue de Larmor, 56100 Lorient, owner of …`: up to the end of the sentence, the bracket or the line. An address
//! is looked for behind a party or a caption only.

use super::abbreviation::abbreviation;
use crate::entities::page::{Span, trim};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;

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

/// A postal address that begins at `from`: to the end of the sentence, the bracket or the line.
pub(super) fn address(text: &str, from: usize, to: usize) -> Option<Span> {
    let part = text.get(from..to)?;
    let mut depth = 0i32;
    let mut end = part.len();
    let mut lower = 0;
    for (at, sign) in part.char_indices() {
        let tail = part.get(at + sign.len_utf8()..).unwrap_or("");
        match sign {
            // `36208 Vigo (NIF B-38775158)`, `Vigo, de 28,0 m de eslora`: no part of the address.
            '(' if is_firm_number(tail) => {
                end = at;
                break;
            }
            ',' if measured_behind(tail) => {
                end = at;
                break;
            }
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth < 0 {
                    end = at;
                    break;
                }
            }
            '\n' | ';' | '|' | '·' | '•' => {
                end = at;
                break;
            }
            '.' => {
                let next = part.get(at + 1..).unwrap_or("");
                let sentence = next.is_empty()
                    || next.starts_with(' ')
                        && next
                            .trim_start()
                            .chars()
                            .next()
                            .is_none_or(|c| c.is_uppercase() || c == '"')
                    || counts(next);
                if sentence && !abbreviation(text, from + at) {
                    end = at;
                    break;
                }
            }
            ' ' => {
                let word: String = part
                    .get(at + 1..)
                    .unwrap_or("")
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '/')
                    .collect();
                // `Negombo, n'a pas répondu`
                let elided = matches!(word.as_str(), "n" | "s" | "j" | "c")
                    && part
                        .get(at + 1 + word.len()..)
                        .is_some_and(|t| t.starts_with(['\'', '’']));
                let small = word.starts_with(char::is_lowercase) && (word.len() > 1 || elided);
                let folded = fold_phrase(&word);
                let usual =
                    phrases::NAME_PARTICLES.holds(&folded) || phrases::ADDRESS_WORDS.holds(&folded);
                if small && (elided || !usual) {
                    lower += 1;
                    if lower >= 1 {
                        end = at;
                        break;
                    }
                }
            }
            _ => {}
        }
    }
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
pub(super) fn is_firm_number(text: &str) -> bool {
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
