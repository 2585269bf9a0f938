//! Names: the part of a cell that is the name, without quotation and footnote marks, and the former names inside it.
//!
//! `“ALBA NOVA” (ex VEGA) *` → `ALBA NOVA`, and `VEGA` as a former name.

use super::super::page::{Span, trim};
use crate::entities::values::list::{self, By};
use crate::entities::values::number_words::{self, is_roman};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, Sense, phrases};
use crate::entities::words::seek;

/// `Bqe. pesq. «DON HÉCTOR M»`: the name between the quotation marks, where a few small words lead to it.
fn inside_quotes(text: &str, span: &Span) -> Span {
    let part = text.get(span.clone()).unwrap_or("");
    let Some(open) = part
        .find(['«', '“', '„', '"'])
        .filter(|at| (2..=24).contains(at))
    else {
        return span.clone();
    };
    let lead = part.get(..open).unwrap_or("");
    let sign = part.get(open..).and_then(|t| t.chars().next());
    let inner = part
        .get(open + sign.map_or(0, char::len_utf8)..)
        .unwrap_or("");
    let close = inner.find(['»', '”', '“', '"']).unwrap_or(inner.len());
    // `MFV "SEA HARRIER II"`, but not `"GALAECIA" (to 2010)`
    let abbreviated = match sign {
        Some('"') => super::closed::has_sense(lead.trim_end(), |s| *s == Sense::VesselPrefix),
        _ => lead.trim_end().ends_with('.') || lead.chars().any(char::is_lowercase),
    };
    let name = inner.get(..close).unwrap_or("");
    if !abbreviated || name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return span.clone();
    }
    let start = span.end - inner.len();
    trim(text, &(start..start + close))
}

/// Signs at the beginning of a name that are no part of it.
const LEADING: &str = "\"“”„«‘’*†‡`´•»',:_=";
/// Signs at its end.
const TRAILING: &str = "\"“”„»’*†‡¹²³⁴⁵⁶⁷`´«',;_^§#¶";

/// The span without quotation marks, footnote marks and stray signs at its ends.
pub(crate) fn clean_name(text: &str, span: &Span) -> Span {
    let mut span = inside_quotes(text, &trim(text, span));
    // Most begin and end with a letter or a figure: nothing is to cut off.
    if let [first, .., last] = text.as_bytes().get(span.clone()).unwrap_or(&[])
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return span;
    }
    for _ in 0..8 {
        let before = span.clone();
        let part = text.get(span.clone()).unwrap_or("");
        span.start += leading(part);
        let part = text.get(span.clone()).unwrap_or("");
        let Some(sign) = trailing(part) else {
            break;
        };
        span.end -= sign;
        let part = text.get(span.clone()).unwrap_or("");
        span.end -= footnote(part).unwrap_or(0);
        span = trim(text, &span);
        if span == before {
            break;
        }
    }
    span
}

/// Bytes of the stray sign or the count in brackets, `(3) `, `(c) `, that a name begins with.
fn leading(part: &str) -> usize {
    let count = part
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(") "));
    // `(1) ALBA (2) NOVA` are two.
    if let Some((count, rest)) = count
        && !rest.contains(" (")
        && ((1..=3).contains(&count.len()) && count.bytes().all(|b| b.is_ascii_digit())
            || matches!(count.as_bytes(), [letter] if letter.is_ascii_lowercase()))
    {
        return count.len() + "() ".len();
    }
    let quotes = part.starts_with('\'') && part.matches('\'').count() > 1 && !part.ends_with('\'');
    part.chars()
        .next()
        .filter(|sign| LEADING.contains(*sign) && !quotes)
        .map_or(0, char::len_utf8)
}

/// Bytes of the stray sign that a name ends with; none where the sign is a unit's and nothing more is to cut off.
fn trailing(part: &str) -> Option<usize> {
    let sign = part
        .chars()
        .next_back()
        .filter(|sign| TRAILING.contains(*sign));
    let Some(sign) = sign else {
        return Some(0);
    };
    let unit = matches!(sign, '²' | '³') && part.trim_end_matches(['²', '³']).ends_with(['m', 't']);
    // `80'`: feet.
    let feet = matches!(sign, '\'' | '’')
        && part
            .get(..part.len() - sign.len_utf8())
            .is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()));
    (!unit && !feet).then_some(sign.len_utf8())
}

/// Bytes of a footnote mark at the end: `(1)`, `[a]`, `1)`.
fn footnote(part: &str) -> Option<usize> {
    let close = part
        .chars()
        .next_back()
        .filter(|c| matches!(c, ')' | ']'))?;
    let open_sign = if close == ')' { '(' } else { '[' };
    let open = part.rfind(open_sign)?;
    let inner = part.get(open + 1..part.len() - 1)?;
    let mark = inner.len() <= 2
        && !inner.is_empty()
        && (inner.bytes().all(|b| b.is_ascii_digit())
            || (inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase() || b == b'*')));
    (mark && open > 0).then(|| part.len() - open)
}

/// The present name and the former names in one span: `SAILOR (ex Amber Reef, ex Vega)`.
pub(crate) fn name_parts(text: &str, span: &Span) -> (Span, Vec<Span>) {
    let whole = clean_name(text, span);
    let part = text.get(whole.clone()).unwrap_or("");
    let cut = part
        .char_indices()
        .filter(|(_, sign)| {
            matches!(
                sign,
                'a' | 'e' | 'f' | 'o' | 'p' | 'A' | 'E' | 'F' | 'O' | 'P'
            )
        })
        .find_map(|(at, _)| former_word(part, at).map(|width| (at, width)));
    let Some((at, width)) = cut else {
        // `ALBA (to be renamed NOVA)`: a name that she does not bear yet.
        let bracket = part.find(" (").filter(|at| {
            let inner = part.get(at + 2..).unwrap_or("").to_lowercase();
            phrases::TO_BE_NAMED.begin(&inner).is_some()
        });
        let end = bracket.map_or(whole.end, |at| whole.start + at);
        return (whole.start..end, Vec::new());
    };
    let name = clean_name(
        text,
        &(whole.start
            ..whole.start
                + part
                    .get(..at)
                    .unwrap_or("")
                    .trim_end_matches([' ', '(', '[', ',', ';', '/', '–', '-', '.', '\n'])
                    .len()),
    );
    let tail = whole.start + at + width..whole.end;
    (name, former_names(text, &tail))
}

/// Bytes of the words at byte `at` that bring in a former name.
fn former_word(part: &str, at: usize) -> Option<usize> {
    let (before, tail) = part.split_at_checked(at)?;
    let bounded = before
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | ',' | ';' | '/'));
    if !bounded {
        return None;
    }
    let bracket = before
        .trim_end()
        .ends_with(['(', '[', ',', ';', '/', '–', '-', '\n', '.']);
    phrases::FORMER_NAME_MARKS
        .iter()
        .filter(|word| bracket || word.len() > 4 || word.starts_with("ex"))
        .find(|word| starts_with(tail, word))
        .map(|word| word.len())
}

/// True if `text` begins with `word`, in capitals or not.
fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Bytes of the short form of a vessel word before a name, with the blank behind it.
pub(crate) fn prefix(printed: &str) -> Option<usize> {
    let (word, rest) = printed.split_once(' ')?;
    let small = phrases::SHIP_PREFIXES.holds(word);
    let barred = (3..=6).contains(&word.len())
        && word.matches('/').count() == 1
        && !word.starts_with('/')
        && !word.ends_with('/')
        && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'/');
    let named = rest.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    ((small || barred) && named).then_some(word.len() + 1)
}

/// `m.v. ALBA`, `F/B ALBA`: the short form of a vessel word in small letters or with a slash is no part of the name.
pub(crate) fn without_prefix(text: &str, span: Span) -> Span {
    let printed = text.get(span.clone()).unwrap_or("");
    let length = prefix(printed).unwrap_or(0);
    span.start + length..span.end
}

/// `MAR AZUL (2004-2008)`, `Lion IV (until 2014)`: the name without the years it was borne.
pub(crate) fn without_years(text: &str, span: Span) -> Span {
    let printed = text.get(span.clone()).unwrap_or("");
    let cut = printed.rfind(['(', '[']).filter(|at| {
        let inner = printed.get(at + 1..).unwrap_or("");
        let years = inner
            .split(|c: char| !c.is_ascii_digit())
            .filter(|w| w.len() == 4 && (w.starts_with("19") || w.starts_with("20")))
            .count();
        let words = inner.split_whitespace().count();
        *at > 2 && (1..=2).contains(&years) && words <= MOST_YEAR_WORDS
    });
    let bare = match cut {
        Some(at) => printed.get(..at).unwrap_or("").trim_end(),
        None => until_year(printed).unwrap_or(printed),
    };
    span.start..span.start + bare.len()
}

/// Most words of a bracket that tells when a name was borne and under which flag (`to 12 May 2013, China`).
const MOST_YEAR_WORDS: usize = 6;

/// `Frio Aegean until 2008`: the name before a small word and a year.
fn until_year(printed: &str) -> Option<&str> {
    let (head, year) = printed.rsplit_once(' ')?;
    let years = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let (name, word) = head.rsplit_once(' ').filter(|_| years)?;
    let small = word
        .chars()
        .all(|c| c.is_lowercase() || matches!(c, '\'' | '’'));
    (small && year.starts_with(['1', '2'])).then_some(name)
}

/// `yes, was ALBA`, `oui : ALBA`: the name without the word that answers a question; none where it is all.
fn unanswered(text: &str, span: Span) -> Option<Span> {
    let printed = text.get(span.clone())?;
    let word = printed.split([' ', ':', ',']).next()?;
    let small = word.starts_with(char::is_lowercase) && phrases::ANSWERS.holds(word);
    if small {
        let rest = printed
            .get(word.len()..)?
            .trim_start_matches([' ', ':', ',', '–', '-']);
        return (!rest.is_empty()).then(|| span.end - rest.len()..span.end);
    }
    let was = printed.strip_prefix("was ").map_or(0, |_| "was ".len());
    Some(span.start + was..span.end)
}

/// The names of a list of former names, each without its `ex`.
pub(crate) fn former_names(text: &str, span: &Span) -> Vec<Span> {
    let mut names = Vec::new();
    let numbered = list::numbered(text, span).unwrap_or_else(|| vec![span.clone()]);
    let pieces = numbered
        .iter()
        .flat_map(|part| list::split(text, part, By::ALL));
    for piece in pieces {
        let Some(mut piece) = unanswered(text, clean_name(text, &piece)) else {
            continue;
        };
        let trimmed = text
            .get(piece.clone())
            .unwrap_or("")
            .trim_end_matches([')', ']', ' ', '.']);
        let opens = text.get(piece.clone()).unwrap_or("").contains(['(', '[']);
        // `Anita B.`: the dot of an initial.
        let initial = trimmed.len() >= 3
            && trimmed.get(trimmed.len() - 2..).is_some_and(|t| {
                t.starts_with(' ')
                    && t.ends_with(|c: char| {
                        c.is_ascii_uppercase() && !matches!(c, 'I' | 'V' | 'X')
                    })
            })
            && text
                .get(piece.start + trimmed.len()..piece.end)
                .is_some_and(|t| t.starts_with('.'));
        if !opens {
            piece.end = piece.start + trimmed.len() + usize::from(initial);
        }
        let printed = text.get(piece.clone()).unwrap_or("");
        if let Some(word) = phrases::FORMER_NAME_MARKS
            .iter()
            .find(|word| starts_with(printed, word))
        {
            piece.start += word.len();
        }
        // `*Galaecia* (to 2010)`: the years stand behind the marks.
        let piece = without_years(text, piece);
        let piece = clean_name(text, &piece);
        if !piece.is_empty() {
            names.push(piece);
        }
    }
    names
}

/// `VESSEL ONE`, `Navire II`, `Vessel C`, `First ship`, `No. 3`, `Group 2`, `1 et 4`, `2A`: how a paper refers to its ships,
/// and no name.
pub(crate) fn is_reference(text: &str) -> bool {
    let short = text.len() <= 24
        && text
            .chars()
            .any(|c| c.is_ascii_digit() || c.is_alphabetic());
    let text = text.trim_matches(['-', ' ', '–', '—']);
    if !short {
        return false;
    }
    let mark = |word: &str| {
        word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 2
            || matches!(word.as_bytes(), [letter] if letter.is_ascii_uppercase())
    };
    let mut words = text.split(' ');
    match (words.next(), words.next(), words.next(), words.next()) {
        // `2A`
        (Some(one), None, ..) => {
            matches!(one.as_bytes(), [figure, letter] if figure.is_ascii_digit() && letter.is_ascii_uppercase())
        }
        (Some(one), Some(other), None, _) => {
            let counts = matches!(
                one,
                "No." | "Nr." | "N°" | "Nº" | "N.º" | "n°" | "n.º" | "no."
            );
            is_ship(one) && (is_count(other) || mark(other))
                || (counts || phrases::COUNTED_KEYS.holds(&fold_phrase(one))) && mark(other)
                || phrases::ORDINALS.holds(&fold_phrase(one)) && is_ship(other)
        }
        (Some(one), Some("and" | "et" | "y" | "e" | "und" | "dan" | "&"), Some(other), None) => {
            mark(one) && mark(other)
        }
        _ => false,
    }
}

/// True if the name is a number and a word for a ship stands before it: `the tonnage of vessel one`.
pub(crate) fn counts_a_ship(text: &str, name: &Span) -> bool {
    let printed = text.get(name.clone()).unwrap_or("");
    is_count(printed) && {
        let before = text.get(..name.start).and_then(|t| t.strip_suffix(' '));
        before.is_some_and(|t| is_ship(t.rsplit([' ', '\n', '(']).next().unwrap_or("")))
    }
}

/// A Roman numeral or a number in words.
fn is_count(word: &str) -> bool {
    is_roman(word) || !seek::has_figure(word) && number_words::count(word).is_some()
}

fn is_ship(word: &str) -> bool {
    lexicon::lookup(word)
        .is_some_and(|t| t.concepts.any(C::SHIP) && t.concepts.without(C::SHIP).is_empty())
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn what_stands_beside_a_name_is_no_part_of_it() {
        for (page, wanted) in [
            (
                "Name of ship: ALBA MARU (to be renamed NOVA)",
                "0 VESSEL_NAME=ALBA MARU",
            ),
            (
                "Vessel's name: M/V \"ALBA NOVA\"",
                "0 VESSEL_NAME=ALBA NOVA",
            ),
            ("Vessel: F/V *ALBA NOVA*", "0 VESSEL_NAME=ALBA NOVA"),
        ] {
            assert_eq!(found(page), [wanted], "{page}");
        }
    }

    #[test]
    fn numbers_part_former_names() {
        let page = "Vessel: ALBA NOVA\na.k.a.: (1) HAI XING 8 (2) GOLDEN TUNA";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 PREVIOUS_NAME=HAI XING 8",
            "0 PREVIOUS_NAME=GOLDEN TUNA",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn a_headline_of_a_licence_names_no_fish_and_a_party_before_her_shares_is_one() {
        let headline = "**LICENCE TO FISH — FOREIGN FISHING VESSEL**\n\nVessel: ALBA NOVA";
        assert_eq!(found(headline), ["0 VESSEL_NAME=ALBA NOVA"]);
        let shares =
            "Vessel: ALBA NOVA\nOwners:\nALBA LTD, Suite 4, 21 Main Street, Suva — 64 shares";
        assert!(found(shares).contains(&"0 OWNER=ALBA LTD".to_string()));
    }

    #[test]
    fn a_master_is_named_without_the_number_of_his_papers() {
        let page = "<table><tr><td>Embarcación</td><td>Patrón</td><td>Tripulantes</td></tr>\
                    <tr><td>DOÑA ALBA</td><td>Pedro Rey<br>RUT 9.412.118-3</td><td>4</td></tr>\
                    <tr><td>DON MAR</td><td>Luis Vera<br>RUT 10.221.901-7</td><td>3</td></tr></table>";
        let masters = found(page).into_iter().filter(|e| e.contains("MASTER"));
        let wanted = ["0 MASTER=Pedro Rey", "1 MASTER=Luis Vera"];
        assert!(masters.eq(wanted), "{:?}", found(page));
    }
}
