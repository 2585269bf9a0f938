//! Names met before on the page, wherever they stand again.
//!
//! After `the trawler GREY HERON`, `Grey Heron` alone. Words in small letters are none.

use std::slice;

use super::sound::sound;
use super::take::{self, NameKind};
use super::{Hit, overlaps};
use crate::entities::context::{Reader, Source};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::number_words::is_roman;
use crate::entities::values::{Value, closed};
use crate::entities::words::concept::Concepts;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::hash::hash;
use crate::entities::words::lexicon::{Sense, lookup, phrases};
use crate::entities::words::tokens::Tokens;

/// Longest page that is searched for names as a whole, in bytes.
const LONGEST: usize = 20_000;

/// Most words of a name.
const WORDS: usize = 7;

/// The first words of names, as bits of their hashes: a word whose bit is not among them begins none; and how many words
/// the longest has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NameHeads(u128, usize);

impl NameHeads {
    /// Adds a folded name.
    pub(crate) fn add(&mut self, name: &str) {
        let mut words = name.split(' ');
        self.0 |= 1 << (hash(words.next().unwrap_or("")) >> 57);
        self.1 = self.1.max(1 + words.count()).min(WORDS);
    }

    /// A name may begin with the word of a hash.
    fn may_hold(self, hash: u64) -> bool {
        self.0 >> (hash >> 57) & 1 == 1
    }
}

/// Fewest finds of a vessel whose name is looked for before it is told.
const PARTICULARS: usize = 3;

/// Names of the page's vessels before they are told: in titles and in the subjects of letters.
pub(crate) fn before_told(reader: &mut Reader<'_>) {
    let length = reader.page.text.len();
    if length > LONGEST || reader.names.is_empty() || reader.names.len() > 40 {
        return;
    }
    let mut hits = Vec::new();
    find(reader, &(0..length), &mut hits);
    let taken: Vec<Span> = reader.found.iter().map(|f| f.value.span.clone()).collect();
    for hit in hits {
        let place = hit.value.span.clone();
        let free = !taken
            .iter()
            .any(|t| t.start < place.end && place.start < t.end);
        if !free || !alone(&reader.page.text, &place, as_told(reader, &place)) {
            continue;
        }
        let folded = fold_phrase(&hit.value.norm);
        let record = reader.names.get(&folded).copied();
        let described = record
            .and_then(|r| reader.vessels.get(r as usize))
            .is_some_and(|vessel| vessel.labels.len() >= PARTICULARS);
        let told = reader.found.iter().any(|f| {
            f.value.label == Label::VesselName
                && f.value.span.end <= place.start
                && fold_phrase(&f.value.norm) == folded
        });
        if described && (!told || as_told(reader, &place)) {
            hit.enter(reader, record);
        }
    }
}

/// A vessel's name is printed elsewhere as here, letter for letter.
fn as_told(reader: &Reader<'_>, place: &Span) -> bool {
    let printed = reader.page.slice(place);
    reader
        .found
        .iter()
        .any(|f| f.value.label == Label::VesselName && reader.page.slice(&f.value.span) == printed)
}

/// Fewest letters of a name of one word that is looked for in lines that speak of other things.
const SHOUTED: usize = 6;

/// A name of several words, or one in capitals that is printed so elsewhere (`told`), that no other capital words make
/// longer: not `Alba Nova Fishing Ltd`.
fn alone(text: &str, place: &Span, told: bool) -> bool {
    let printed = text.get(place.clone()).unwrap_or("");
    let head = text.get(..place.start).unwrap_or("");
    let tail = text.get(place.end..).unwrap_or("");
    let line = head.rsplit('\n').next().unwrap_or("");
    let before = line
        .strip_suffix(' ')
        .and_then(|h| h.rsplit(' ').next())
        .is_some_and(|word| {
            word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && word.ends_with(char::is_alphanumeric)
                // `El ALBA NOVA debe salir.`
                && !phrases::ARTICLES_OF_NO_PERSON.holds(&format!(" {} ", word.to_lowercase()))
                && line.trim_end() != word
        });
    let behind = tail.strip_prefix(' ').is_some_and(|t| {
        t.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '&')
    });
    // `First ship:`
    let worded = printed
        .split(' ')
        .any(|word| lookup(word).is_some_and(|t| t.strong.any(Concepts::SHIP)));
    let shouted = told
        && printed.chars().count() >= SHOUTED
        && !printed.chars().any(|c| c.is_lowercase() || c.is_numeric());
    (printed.contains(' ') || shouted)
        && !worded
        && !before
        && !behind
        && !tail.starts_with(['-', '/', '_', '’', '\'', '<'])
        && !head.ends_with(['-', '/', '_', '>', '@'])
}

/// ` Shipping N.V.`, ` Fishing Co. Ltd`: what stands behind makes the name a company's.
fn names_firm(tail: &str) -> bool {
    let words = tail.strip_prefix(' ').unwrap_or("").split(' ').take(4);
    let mut named = words.take_while(|word| word.starts_with(char::is_uppercase));
    named.any(|word| {
        let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        plain.len() > 1 && phrases::FIRM_ENDINGS.holds(&plain.to_lowercase())
    })
}

/// The name at the head of a text that is built as a known one: `Alba 7` beside `Alba 4`, `the Golden King` beside
/// `Golden Queen`.
fn sister(reader: &Reader<'_>, text: &str, from: &Span, own: &[String]) -> Option<Span> {
    let name = take::name(text, from.start, from.end, NameKind::Ship)
        .filter(|name| name.start == from.start)?;
    let printed = text.get(name.clone())?;
    let folded = fold_phrase(printed);
    let (stem, last) = folded.rsplit_once(' ')?;
    let first = folded.split(' ').next()?;
    let articled = phrases::ARTICLES_OF_NO_PERSON
        .end(text.get(..name.start).unwrap_or(""))
        .is_some();
    if !articled && !is_numeral(last) {
        return None;
    }
    let firm = names_firm(text.get(name.end..).unwrap_or("")) || take::is_company(printed);
    // `Vessel 1`, `Vessel 2`: counted, not named.
    let counted = closed::has_sense(first, |s| *s == Sense::VesselTypeGeneric);
    if firm
        || counted
        || first.len() < 3
        || !sound(text, &name)
        || reader.names.contains_key(&folded)
    {
        return None;
    }
    let alike = |known: &str| match known.rsplit_once(' ') {
        Some((other, end)) if is_numeral(last) => stem == known || other == stem && is_numeral(end),
        Some(_) => articled && known.split(' ').next() == Some(first),
        None => is_numeral(last) && stem == known,
    };
    let mut known = reader.names.keys().chain(own);
    known.any(|known| alike(known)).then_some(name)
}

/// `307`, `ii`: the number that ends a ship's name.
fn is_numeral(word: &str) -> bool {
    word.len() <= 4 && (word.bytes().all(|b| b.is_ascii_digit()) || is_roman(word))
}

/// ` II` or ` 307` goes on: the name of a sister.
fn numbered(tail: &str) -> bool {
    let word = tail
        .strip_prefix(' ')
        .and_then(|t| t.split(|c: char| !c.is_alphanumeric()).next())
        .unwrap_or("");
    word.len() >= 2 && word.starts_with(char::is_uppercase) && is_roman(word)
}

/// Names met before, wherever they stand.
pub(super) fn find(reader: &Reader<'_>, span: &Span, hits: &mut Vec<Hit>) {
    let named = hits.iter().filter(|h| h.value.label == Label::VesselName);
    let own: Vec<String> = named.map(|h| fold_phrase(&h.value.norm)).collect();
    if own.is_empty() && reader.names.is_empty() {
        return;
    }
    let mut heads = reader.name_heads;
    for name in &own {
        heads.add(name);
    }
    let known = |name: &str| {
        reader.names.contains_key(name) || own.iter().any(|other| other.as_str() == name)
    };
    let text = &reader.page.text;
    let tokens = Tokens::of(reader.page, span);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        // No name begins in small letters.
        let small = |t: &str| t.starts_with(char::is_lowercase);
        if !heads.may_hold(token.hash) || text.get(token.start..).is_some_and(small) {
            at += 1;
            continue;
        }
        let sister = || sister(reader, text, &(token.start..span.end), &own);
        let met = (1..=heads.1).rev().find_map(|words| {
            let last = tokens.get(at + words - 1)?;
            known(tokens.folded(at, at + words)).then_some((words, token.start..last.end))
        });
        // `Alba II` is another ship than `Alba`.
        let met = met.filter(|(_, place)| {
            may_be_mention(text, place, hits) && !(figure_behind(text, place) && sister().is_some())
        });
        if let Some((words, place)) = met {
            hits.retain(|hit| !is_part(&hit.value, &place));
            hits.push(mention(text, place));
            at += words;
        } else if let Some(place) = sister().filter(|place| !overlaps(hits, place)) {
            at += Tokens::of(reader.page, &place).len().max(1);
            hits.push(as_sister(text, place));
        } else {
            at += 1;
        }
    }
}

/// The words of a known name may be that name here.
fn may_be_mention(text: &str, place: &Span, hits: &[Hit]) -> bool {
    let tail = text.get(place.end..).unwrap_or("");
    let free = |hit: &Hit| !overlaps(slice::from_ref(hit), place) || is_part(&hit.value, place);
    !numbered(tail) && !names_firm(tail) && place.len() >= 3 && hits.iter().all(free)
}

/// `CHEPE` of the ship `CAPITÁN CHEPE`, taken for her captain.
fn is_part(value: &Value, place: &Span) -> bool {
    value.label == Label::Master && place.start < value.span.start && value.span.end == place.end
}

/// `Alba 2`
fn figure_behind(text: &str, place: &Span) -> bool {
    let tail = text.get(place.end..).and_then(|t| t.strip_prefix(' '));
    tail.is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
}

/// A name at a place.
fn named(text: &str, span: Span, trust: f64, check: &'static str) -> Value {
    let printed = text.get(span.clone()).unwrap_or("");
    Value {
        label: Label::VesselName,
        norm: closed::single_spaces(&printed.to_uppercase()),
        span,
        trust,
        mended: None,
        check,
    }
}

fn mention(text: &str, place: Span) -> Hit {
    Hit {
        value: named(text, place, 0.95, "name met on this page"),
        source: Source::Mention,
        evidence: String::new(),
    }
}

fn as_sister(text: &str, place: Span) -> Hit {
    Hit {
        value: named(text, place, 0.9, "name as a sister's"),
        source: Source::Cue,
        evidence: "a name met on this page".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::label::Label;
    use crate::entities::told::values;

    #[test]
    fn a_sister_has_a_name_of_her_own() {
        let cases: &[(&str, &[&str])] = &[
            (
                "The trawler Loango 5, call sign TRBD, fished together with Loango 6 all night.",
                &["LOANGO 5", "LOANGO 6"],
            ),
            (
                "La licence du navire Kiriolet est suspendue. La suspension ne s'étend pas au Kiriolet II.",
                &["KIRIOLET", "KIRIOLET II"],
            ),
            (
                "The vessel Golden Queen was inspected. Nothing in this order affects the Golden King.",
                &["GOLDEN QUEEN", "GOLDEN KING"],
            ),
            (
                "The vessel Golden Queen was inspected. Golden Ocean Fishing Ltd was told.",
                &["GOLDEN QUEEN"],
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(values(text, Label::VesselName), *wanted, "{text}");
        }
    }

    #[test]
    fn a_ship_may_be_named_after_a_captain() {
        let page = "Buque: CAPITÁN CHEPE\nIRCS: TEKL\n\nLa licencia del CAPITÁN CHEPE vence. El capitán Juan Chepe firma.";
        assert_eq!(values(page, Label::VesselName), ["CAPITÁN CHEPE"; 2]);
        assert_eq!(values(page, Label::Master), ["Juan Chepe"]);
    }

    #[test]
    fn an_article_is_no_part_of_a_name() {
        let page = "Buque: AL WAHDA\nIRCS: CNA4190\nLength: 35 m\n\nPlazo: 26/05/2025 a 01/07/2025. El AL WAHDA debe salir. Mr AL WAHDA firma.";
        assert_eq!(values(page, Label::VesselName), ["AL WAHDA"; 2]);
    }

    #[test]
    fn a_name_is_hers_wherever_it_is_printed_again() {
        let page = "Vessel: ALBA NOVA\nFlag: Fiji\nIMO: 9281310\nCall sign: 3DXA\n\n\
                    Signature of master, ALBA NOVA: ______\nALBA NOVA FISHING LTD";
        assert_eq!(values(page, Label::VesselName), ["ALBA NOVA"; 2]);
    }
}
