//! Values of closed vocabularies: countries, species, organisations, and the words that say there is no value.
//!
//! `Chinese Taipei (TWN)` → `TWN`, `N/A` → nothing.

use std::sync::LazyLock;

use super::super::page::{Page, Span};
use super::state_title;
use crate::entities::words::concept::Concepts;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, COUNTRIES, RFMOS, SPECIES, Sense, Term, phrases};
use crate::entities::words::tokens::Tokens;

/// Longest text that says that there is no value, in bytes.
const EMPTY_LONGEST: usize = 40;

/// How the phrases begin that say so, by two letters, and how many letters they have: most texts are seen at once to be
/// none of them.
struct Empty(Box<[u64]>);

/// Beginnings that are told apart: five bits a letter.
const BEGINNINGS: usize = 1 << 10;

static EMPTY: LazyLock<Empty> = LazyLock::new(|| {
    let mut lengths = vec![0; BEGINNINGS];
    let empty = |term: &Term| term.senses.contains(&Sense::Empty);
    for (phrase, _) in lexicon::entries().filter(|(_, term)| empty(term)) {
        let (begins, letters) = shape(phrase);
        if let Some(set) = lengths.get_mut(begins) {
            *set |= 1u64 << letters.min(63);
        }
    }
    Empty(lengths.into())
});

/// The first two letters and figures of a plain text as a number, and how many there are.
fn shape(text: &str) -> (usize, usize) {
    let (mut begins, mut letters) = (0, 0);
    for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
        if letters < 2 {
            begins = begins << 5 | usize::from(byte & 31);
        }
        letters += 1;
    }
    (begins, letters)
}

/// True if the text says that there is no value.
pub(crate) fn is_empty_value(text: &str) -> bool {
    // Figures begin no such phrase.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let lengths = |begins: usize| EMPTY.0.get(begins).copied().unwrap_or(0);
    // Two letters tell of most texts that they are no such phrase.
    if let [first, second, ..] = text.as_bytes()
        && first.is_ascii_alphanumeric()
        && second.is_ascii_alphanumeric()
        && lengths(usize::from(first & 31) << 5 | usize::from(second & 31)) == 0
    {
        return false;
    }
    if text.is_ascii() {
        let (begins, letters) = shape(text);
        if letters > 0 && lengths(begins) & 1 << letters.min(63) == 0 {
            return false;
        }
    }
    let text = text.trim();
    let worded = text.bytes().any(|b| b.is_ascii_alphanumeric());
    if !worded && !text.chars().any(char::is_alphanumeric) {
        return true;
    }
    if text.len() > EMPTY_LONGEST {
        return false;
    }
    lexicon::lookup(text).is_some_and(|t| t.senses.contains(&Sense::Empty))
}

/// A country named in text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CountryHit {
    pub(crate) span: Span,
    pub(crate) code: &'static str,
    pub(crate) demonym: bool,
    /// Named by a two-letter code only.
    pub(crate) short: bool,
}

/// How freely codes are read as countries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Codes {
    /// `ESP` and `ES` (a column of flags).
    Both,
    /// No codes (running text).
    None,
}

fn country_sense(term: &Term, word: &str, codes: Codes) -> Option<(u16, bool, bool)> {
    let upper = word.bytes().all(|b| b.is_ascii_uppercase());
    // `bandera argentina`: in small letters it is the adjective.
    let small = word.starts_with(char::is_lowercase)
        && term.senses.iter().any(|s| matches!(s, Sense::Demonym(_)));
    let mut best = None;
    for sense in term.senses {
        match sense {
            Sense::Country(_) if small => {}
            Sense::Country(i) => return Some((*i, false, false)),
            Sense::Alpha3(i)
                if codes == Codes::Both && (upper || word.len() == 3 && !term.small) =>
            {
                best = best.or(Some((*i, false, false)));
            }
            Sense::Alpha2(i) if codes == Codes::Both && upper => {
                best = best.or(Some((*i, false, true)));
            }
            Sense::Demonym(i) => best = best.or(Some((*i, true, false))),
            _ => {}
        }
    }
    best
}

/// The country that the words at `at` name, with the words it takes.
pub(crate) fn country_at(
    text: &str,
    tokens: &Tokens<'_>,
    at: usize,
    codes: Codes,
) -> Option<(usize, u16, bool, bool)> {
    let word = |words: usize| -> &str {
        match (tokens.get(at), tokens.get(at + words - 1)) {
            (Some(a), Some(b)) => text.get(a.start..b.end).unwrap_or(""),
            _ => "",
        }
    };
    // `12 MAR 2019`: a month.
    if word(1).len() == 3 && within_day(tokens, at, text) {
        return None;
    }
    let named = |t: &Term| {
        t.senses
            .iter()
            .any(|s| matches!(s, Sense::Country(_) | Sense::Demonym(_)))
    };
    if let Some((words, term)) = tokens.longest(at, named) {
        let printed = word(words);
        let capital = printed
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || !c.is_ascii());
        let (index, demonym, short) = country_sense(term, printed, codes)?;
        // `US`, `UK` and the like are words in lower case; names are capitalised.
        if (capital || demonym || codes == Codes::Both)
            && (printed.len() > 3
                || printed.bytes().all(|b| !b.is_ascii_lowercase())
                || codes == Codes::Both)
        {
            return Some((words, index, demonym, short));
        }
        return None;
    }
    let term = lexicon::term(tokens.folded(at, at + 1))?;
    country_sense(term, word(1), codes).map(|(i, d, s)| (1, i, d, s))
}

/// Figures stand before and behind a word, as in a day.
fn within_day(tokens: &Tokens<'_>, at: usize, text: &str) -> bool {
    let figures = |index: usize| {
        let token = tokens.get(index)?;
        let printed = text.get(token.start..token.end)?;
        printed
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then_some(printed.len())
    };
    let before = at.checked_sub(1).and_then(figures);
    before.is_some_and(|length| length <= 2) && figures(at + 1) == Some(4)
}

/// Words that mean the European Union beside a member's name.
fn is_union(word: &str) -> bool {
    matches!(word, "eu" | "ue" | "ec" | "ce")
}

/// A country of a page, by name or code, and nothing else.
pub(crate) fn is_country(page: &Page, span: &Span) -> bool {
    countries_of(page, span, Codes::Both)
        .iter()
        .any(|hit| hit.span == *span)
}

/// A text that is a country's name, with or without its code, and nothing else.
pub(crate) fn is_land(text: &str) -> bool {
    countries(text, &(0..text.len()), Codes::Both)
        .iter()
        .any(|hit| hit.span == (0..text.len()) && !hit.demonym)
}

/// Every country in a span; a name with its own code or with the Union's is one hit.
pub(crate) fn countries(text: &str, span: &Span, codes: Codes) -> Vec<CountryHit> {
    among(text, &Tokens::read(text, span), codes)
}

/// Every country in a span of a page, whose words were read before.
pub(crate) fn countries_of(page: &Page, span: &Span, codes: Codes) -> Vec<CountryHit> {
    among(&page.text, &Tokens::of(page, span), codes)
}

fn among(text: &str, tokens: &Tokens<'_>, codes: Codes) -> Vec<CountryHit> {
    let mut hits: Vec<CountryHit> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((words, index, demonym, short)) = country_at(text, tokens, at, codes) else {
            at += 1;
            continue;
        };
        let (Some(first), Some(last), Some(country)) = (
            tokens.get(at),
            tokens.get(at + words - 1),
            COUNTRIES.get(usize::from(index)),
        ) else {
            break;
        };
        let mut start = first.start;
        let mut end = last.end;
        if let Some(before) = at.checked_sub(1).and_then(|i| tokens.get(i)) {
            let gap = text.get(before.end..start).unwrap_or("");
            let taken = hits.last().is_some_and(|h| h.span.end > before.start);
            if !taken
                && is_union(tokens.folded(at - 1, at))
                && gap.len() <= 3
                && gap
                    .chars()
                    .all(|c| matches!(c, ' ' | '(' | '-' | '.' | '–' | '/' | ':' | '_'))
            {
                start = before.start;
            }
        }
        at += words;
        // `Spain (EU)`, `Chinese Taipei (TWN)`, `ESP - Spain`.
        while at < tokens.len() {
            let Some(next) = tokens.get(at) else { break };
            let gap = text.get(end..next.start).unwrap_or("");
            let joined = gap.len() <= 4
                && !gap.is_empty()
                && gap
                    .chars()
                    .all(|c| matches!(c, ' ' | '(' | '[' | '-' | '–' | '/' | ':' | ')'))
                && gap != " ";
            if !joined {
                break;
            }
            let union = is_union(tokens.folded(at, at + 1)) && gap.contains(['(', '[', '-', '/']);
            let same = country_at(text, tokens, at, Codes::Both).filter(|(_, i, ..)| *i == index);
            let used = match same {
                Some((used, ..)) => used,
                None if union => 1,
                None => break,
            };
            at += used;
            if let Some(token) = tokens.get(at - 1) {
                end = token.end;
            }
        }
        let open = text
            .get(start..end)
            .is_some_and(|t| t.matches(['(', '[']).count() > t.matches([')', ']']).count());
        if open
            && text
                .get(end..tokens.end())
                .is_some_and(|t| t.starts_with([')', ']']))
        {
            end += 1;
        }
        end += usize::from(is_abbreviated(text, start..end));
        if !demonym && !short {
            let free = hits.last().map_or(0, |hit| hit.span.end);
            start = state_title::before(text, start, free);
            end = state_title::behind(text, end, tokens.end());
        }
        hits.push(CountryHit {
            span: start..end,
            code: country.alpha3,
            demonym,
            short,
        });
    }
    hits
}

/// `U.S.A.`, `P.R.C.`: the last of the dots is the abbreviation's, too.
fn is_abbreviated(text: &str, span: Span) -> bool {
    let dotted = text.get(span.clone()).is_some_and(|name| {
        name.split('.').count() > 1 && name.split('.').all(|part| part.trim().len() == 1)
    });
    dotted
        && text
            .get(span.end..)
            .is_some_and(|tail| tail.starts_with('.'))
}

/// True if a word for a vessel stands in the text.
pub(crate) fn names_ships(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= 4)
        .any(|word| lexicon::lookup(word).is_some_and(|term| term.strong.any(Concepts::SHIP)))
}

/// True if the text is a code of `low` to `high` capitals or digits.
pub(crate) fn is_code(text: &str, low: usize, high: usize) -> bool {
    (low..=high).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && text.bytes().any(|b| b.is_ascii_uppercase())
}

/// The normalised species: the code where one stands inside, else the text as printed with single spaces.
pub(crate) fn species(text: &str) -> String {
    let text = text.trim();
    if let (Some(open), Some(close)) = (text.rfind(['(', '[']), text.rfind([')', ']']))
        && let Some(inner) = text.get(open + 1..close)
        && inner.len() == 3
        && is_code(inner.trim(), 3, 3)
    {
        return inner.trim().to_string();
    }
    // `YFT - yellowfin tuna`, `YFT yellowfin tuna`.
    for (index, word) in text
        .split([' ', '-', '–', ':', '/', ','])
        .filter(|w| !w.is_empty())
        .enumerate()
    {
        if word.len() == 3
            && word.bytes().all(|b| b.is_ascii_uppercase())
            && lexicon::lookup(word)
                .is_some_and(|t| t.senses.iter().any(|s| matches!(s, Sense::SpeciesCode(_))))
            && text.bytes().any(|b| b.is_ascii_lowercase())
            && index < 6
        {
            return word.to_string();
        }
    }
    single_spaces(text)
}

/// The ASFIS code of a sense.
pub(crate) fn species_code(index: u16) -> Option<&'static str> {
    SPECIES.get(usize::from(index)).copied()
}

/// The acronym of an organisation.
pub(crate) fn rfmo(index: u16) -> Option<&'static str> {
    RFMOS.get(usize::from(index)).copied()
}

/// The text with single spaces.
pub(crate) fn single_spaces(text: &str) -> String {
    if is_spaced(text) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.to_string()
}

/// White space that is not one blank between two words.
fn is_spaced(text: &str) -> bool {
    let (mut blank, mut beyond) = (true, false);
    for byte in text.bytes() {
        match byte {
            b' ' if blank => return true,
            b'\t'..=b'\r' => return true,
            _ => blank = byte == b' ',
        }
        beyond |= !byte.is_ascii();
    }
    blank && !text.is_empty() || beyond && text.contains(|c: char| c != ' ' && c.is_whitespace())
}

/// True if the folded phrase has a sense that `wanted` accepts.
pub(crate) fn has_sense(text: &str, wanted: impl Fn(&Sense) -> bool) -> bool {
    lexicon::lookup(text).is_some_and(|t| t.senses.iter().any(wanted))
}

/// An area by its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NumberedArea {
    /// `FAO Area 71`, `ICES VII`: of an organisation.
    OfBody,
    /// `Division 3M`, `Area 87`
    Bare,
}

/// What kind of numbered area a text is, if it is nothing else.
pub(crate) fn numbered_area(text: &str) -> Option<NumberedArea> {
    const WORDS: usize = 5;
    let (words, number) = text.trim_end_matches('.').rsplit_once(' ')?;
    let figures = number.starts_with(|c: char| c.is_ascii_digit())
        && number.len() <= 8
        && number
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'.');
    if !figures && !number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) {
        return None;
    }
    let words = fold_phrase(words);
    let mut of = None;
    for (at, word) in words.split(' ').enumerate() {
        if phrases::AREA_BODIES.holds(word) {
            of = Some(NumberedArea::OfBody);
        } else if phrases::NUMBERED_AREAS.holds(word) {
            of = of.or(Some(NumberedArea::Bare));
        } else if !phrases::AREA_SMALL_WORDS.holds(word) && !phrases::AREA_KINDS.holds(word) {
            return None;
        }
        if at >= WORDS {
            return None;
        }
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_read_with_their_codes_and_the_union() {
        let cases = [
            ("Spain (EU)", "Spain (EU)", "ESP"),
            ("EU (Spain)", "EU (Spain)", "ESP"),
            ("Chinese Taipei (TWN)", "Chinese Taipei (TWN)", "TWN"),
            ("Korea, Republic of", "Korea, Republic of", "KOR"),
            ("Îles Féroé", "Îles Féroé", "FRO"),
            ("Taipei Chino", "Taipei Chino", "TWN"),
            ("JPN", "JPN", "JPN"),
            ("FO", "FO", "FRO"),
            ("República de Corea", "República de Corea", "KOR"),
        ];
        for (text, span, code) in cases {
            let hits = countries(text, &(0..text.len()), Codes::Both);
            let first = hits.first();
            assert_eq!(
                first.and_then(|h| text.get(h.span.clone())),
                Some(span),
                "{text}"
            );
            assert_eq!(first.map(|h| h.code), Some(code), "{text}");
        }
        for text in ["European Union", "unknown", "high seas", "12 MAR 2019"] {
            assert!(
                countries(text, &(0..text.len()), Codes::Both).is_empty(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_species_gives_its_code_only_where_it_is_printed() {
        assert_eq!(species("Yellowfin tuna (YFT)"), "YFT");
        assert_eq!(species("bigeye  tuna"), "bigeye tuna");
    }

    #[test]
    fn words_for_no_value_are_known_in_several_languages() {
        for text in [
            "-",
            "N/A",
            "NIL",
            "–",
            "néant",
            "sin datos",
            "não consta",
            "tidak ada",
            "none known",
            "PENDING",
            "…",
        ] {
            assert!(is_empty_value(text), "{text}");
        }
        for text in ["NONSUCH", "Nilo", "ALBA"] {
            assert!(!is_empty_value(text), "{text}");
        }
    }
}
