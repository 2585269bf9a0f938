//! Persons whose surname is printed first: `PAREDES LEMA, Rogelio`.

use crate::entities::prose::address::{is_street_word, names_street};
use crate::entities::words::lexicon::{self, phrases};
use crate::entities::words::seek;

/// Most words of a surname.
const SURNAMES: usize = 3;
/// Most given names.
const GIVEN: usize = 3;

/// True for a surname as lists print it: one to three words of capitals, no firm's.
fn is_surname(text: &str) -> bool {
    let words = text.split(' ');
    let shouted = |word: &str| {
        word.chars()
            .all(|c| c.is_uppercase() || matches!(c, '-' | '\'' | '’'))
            && word.chars().filter(|c| c.is_uppercase()).count() >= 2
    };
    // `FISHING CORPORATION`: what a firm does is no surname.
    let firm = |word: &str| {
        lexicon::lookup(word).is_some_and(|term| !term.concepts.is_empty())
            || phrases::COMPANY_ENDINGS.holds(&word.to_lowercase())
    };
    words.clone().count() <= SURNAMES && words.clone().all(shouted) && !words.into_iter().any(firm)
}

/// The length of the comma and the given names at the head of `tail`, behind a surname: `, Rogelio` of
/// `, Rogelio, Calle 95`. None where a place or a firm may be meant: given names end at a sign, and one word of capitals
/// is a surname only if a street follows or a person is asked for (`person`), since `ATUNMAR, Manta` may be a firm and its
/// town.
pub(crate) fn given_names(surname: &str, tail: &str, person: bool) -> Option<usize> {
    let given = tail.strip_prefix(", ")?;
    if !is_surname(surname) {
        return None;
    }
    let end = given
        .find([',', ';', '(', '\n', ':'])
        .unwrap_or(given.len());
    let part = given.get(..end)?.trim_end();
    let stopped = part.trim_end_matches('.');
    let mut words = 0;
    let mut length = 0;
    for word in stopped.split(' ') {
        let mut letters = word.chars();
        let named = letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() >= 1
            && letters.all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’' | '.'));
        let initial =
            word.trim_end_matches('.').chars().count() == 1 && word.starts_with(char::is_uppercase);
        if !named && !initial {
            break;
        }
        words += 1;
        length += word.len() + 1;
    }
    let whole = length == stopped.len() + 1;
    // `Ana Rita con domicilio` goes on, `Port of Spain` is one name.
    let sentence = stopped.get(length..).is_some_and(|rest| {
        let next = rest.split(' ').next().unwrap_or("");
        rest.starts_with(char::is_lowercase) && !phrases::OF_A_TOWN.holds(next)
    });
    let land = super::closed::is_land(stopped.get(..length.saturating_sub(1)).unwrap_or(""));
    if !(1..=GIVEN).contains(&words) || !whole && !sentence || land {
        return None;
    }
    let rest = given.get(end..).unwrap_or("");
    let street = rest
        .strip_prefix([',', ';'])
        .and_then(|r| r.split([',', ';']).next())
        .is_some_and(|part| {
            seek::has_figure(part) || part.split(' ').any(is_street_word) || names_street(part)
        });
    // `Malcolm J.`: the stop is the initial's.
    let dotted = whole && initialled(part);
    (street || person || surname.contains(' ')).then_some(length + 1 + usize::from(dotted))
}

/// True for `Malcolm J.`.
fn initialled(part: &str) -> bool {
    let last = part.rsplit(' ').next().unwrap_or("");
    last.len() == 2 && last.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::given_names;

    #[test]
    fn a_surname_in_capitals_has_its_given_names_behind_a_comma() {
        let cases: &[(&str, &str, Option<&str>)] = &[
            ("PAREDES LEMA", ", Rogelio", Some(", Rogelio")),
            (
                "PAREDES LEMA",
                ", Rogelio, Calle 95 Este",
                Some(", Rogelio"),
            ),
            (
                "TOLLEY",
                ", Malcolm J., 42 Airport Road",
                Some(", Malcolm J."),
            ),
            (
                "VAZ MONTEIRO",
                ", Ana Rita con domicilio",
                Some(", Ana Rita"),
            ),
            ("REBELO", ", Graça, RUA DA PRAIA, 7", Some(", Graça")),
            ("REBELO", ", Rui, AV. DO MAR, 108", Some(", Rui")),
            ("ATUNMAR", ", Manta, Ecuador", None),
            ("ATUNMAR SUR", ", Ecuador", None),
            ("PESQUERA DEL SUR S.A.", ", Vigo, Calle Real 4", None),
            ("Pesquera Sur", ", Vigo, Calle Real 4", None),
            ("ALBA SHIPPING", ", Port of Spain", None),
            (
                "ALBA FISHING CORPORATION",
                ", Tambler, General Santos City 9500",
                None,
            ),
        ];
        for (surname, tail, wanted) in cases {
            let found = given_names(surname, tail, false).and_then(|n| tail.get(..n));
            assert_eq!(found, *wanted, "{surname}{tail}");
        }
    }
}
