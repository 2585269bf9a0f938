//! A passage of running text as a row of things: values that show by their own shape, cues, words, stops.

use crate::entities::caption::{self, Verdict};
use crate::entities::concept::{Concepts as C, one_of};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::lexicon::{COUNTRIES, Sense, Term};
use crate::entities::page::Span;
use crate::entities::tokens::{Gap, Tokens};
use crate::entities::values::closed::{self, Codes};
use crate::entities::values::measure::{Quantity, Unit};
use crate::entities::values::{coordinates, date, identity, measure};

/// What a value is by its own shape.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Date(String),
    Position(String),
    Quantity(Quantity),
    Country { code: &'static str, demonym: bool },
    Rfmo(&'static str),
    Species,
    Gear,
    VesselType,
    Hull,
    Area,
    Prefix,
    GenericVessel,
}

/// One thing in a passage.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Value(Kind),
    /// Words that announce a value; `Other` verdicts announce something that is no entity.
    Cue {
        labels: Vec<Label>,
        concepts: C,
    },
    Word {
        capital: bool,
    },
    /// The end of a sentence or line.
    Stop,
}

/// A thing and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) span: Span,
    pub(super) item: Item,
}

/// Words that join the words of one cue.
const JOINING: [&str; 26] = [
    "of", "the", "de", "del", "la", "el", "los", "las", "du", "des", "le", "les", "d", "l", "da",
    "do", "dos", "das", "s", "her", "his", "its", "su", "son", "sa", "the",
];

/// Splits a passage into things.
pub(super) fn scan(reader: &Reader<'_>, span: &Span) -> Vec<Placed> {
    let text = &reader.page.text;
    let mut typed = typed(reader, span);
    typed.sort_by_key(|(s, _)| (s.start, std::cmp::Reverse(s.end)));
    let tokens = Tokens::of(text, span);
    let mut out: Vec<Placed> = Vec::new();
    let mut next_typed = typed.into_iter().peekable();
    let mut at = 0;
    let mut end = span.start;
    while let Some(token) = tokens.get(at) {
        while next_typed.peek().is_some_and(|(s, _)| s.start < end) {
            next_typed.next();
        }
        if let Some((typed_span, _)) = next_typed.peek()
            && typed_span.start <= token.start
            && let Some((typed_span, kind)) = next_typed.next()
        {
            stops(text, end, typed_span.start, &mut out);
            end = typed_span.end;
            while tokens.get(at).is_some_and(|t| t.start < end) {
                at += 1;
            }
            out.push(Placed {
                span: typed_span,
                item: Item::Value(kind),
            });
            continue;
        }
        stops(text, end, token.start, &mut out);
        let limit = next_typed.peek().map_or(span.end, |(s, _)| s.start);
        let (words, item) = thing(reader, text, &tokens, at, limit);
        let last = tokens.get(at + words - 1).map_or(token.end, |t| t.end);
        let mut place = token.start..last;
        if let Item::Value(Kind::Rfmo(_) | Kind::Species | Kind::Gear) = item {
            place.end = own_code(text, &place, &item);
        }
        if let Item::Value(Kind::Country { .. }) = item {
            place = country_span(text, span, &place);
        }
        end = place.end;
        out.push(Placed { span: place, item });
        while tokens.get(at).is_some_and(|t| t.start < end) {
            at += 1;
        }
    }
    merge(text, &out)
}

/// Pushes a stop if a sentence or line ends between two places.
fn stops(text: &str, from: usize, to: usize, out: &mut Vec<Placed>) {
    let gap = text.get(from..to).unwrap_or("");
    let line = gap.contains('\n');
    let full = gap.starts_with(['.', '!', '?'])
        && gap.len() > 1
        && gap.chars().nth(1).is_some_and(char::is_whitespace)
        || gap.contains(". ");
    if line || (full && !abbreviation(text, from)) {
        out.push(Placed {
            span: from..from,
            item: Item::Stop,
        });
    }
}

/// True if the word that ends at `at` is an abbreviation, so that its dot ends no sentence.
pub(super) fn abbreviation(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or("");
    let start = head
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | '.' | '-' | '/'))
        .map_or(0, |i| i + 1);
    let word = head.get(start..).unwrap_or("");
    let lower = word.to_lowercase();
    let single = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    single
        || matches!(
            lower.as_str(),
            "no" | "nos"
                | "nr"
                | "num"
                | "núm"
                | "co"
                | "ltd"
                | "inc"
                | "corp"
                | "st"
                | "sta"
                | "sto"
                | "mr"
                | "mrs"
                | "ms"
                | "dr"
                | "capt"
                | "cap"
                | "cmdt"
                | "reg"
                | "ref"
                | "tel"
                | "jl"
                | "kel"
                | "kec"
                | "prov"
                | "kab"
                | "jr"
                | "sr"
                | "sra"
                | "d"
                | "dª"
                | "av"
                | "avda"
                | "rd"
                | "ave"
                | "bldg"
                | "lat"
                | "long"
                | "approx"
                | "ca"
                | "gt"
                | "art"
                | "b"
                | "p.o"
                | "s.a"
                | "s.l"
                | "cía"
                | "cia"
                | "pt"
                | "ext"
                | "ident"
                | "lic"
                | "aut"
                | "mat"
                | "matr"
                | "esq"
                | "int"
                | "dept"
                | "n"
                | "nº"
                | "tlf"
                | "fax"
                | "vs"
                | "viz"
                | "cf"
                | "i.e"
                | "e.g"
        )
}

/// Values that scanners of their own find.
fn typed(reader: &Reader<'_>, span: &Span) -> Vec<(Span, Kind)> {
    let text = &reader.page.text;
    let mut found: Vec<(Span, Kind)> = Vec::new();
    for hit in date::scan(text, span, reader.order) {
        found.push((hit.span, Kind::Date(hit.iso)));
    }
    for position in coordinates::scan(text, span, false) {
        let norm = position.norm();
        found.push((position.span, Kind::Position(norm)));
    }
    for quantity in measure::scan(text, span, reader.style, 400_000.0) {
        let mut quantity = quantity;
        if quantity.unit == Some(Unit::Gross)
            && let Some(lead) = text
                .get(quantity.span.clone())
                .and_then(|t| t.find(|c: char| c.is_ascii_digit()))
        {
            quantity.span.start += lead;
        }
        let unit_known = matches!(quantity.unit, Some(u) if u != Unit::Tonne);
        let clear = !found
            .iter()
            .any(|(s, _)| s.start < quantity.span.end && quantity.span.start < s.end);
        if unit_known && clear {
            found.push((quantity.span.clone(), Kind::Quantity(quantity)));
        }
    }
    found
}

/// The thing at word `at`, with its number of words; it may not reach beyond byte `limit`.
fn thing(
    reader: &Reader<'_>,
    text: &str,
    tokens: &Tokens,
    at: usize,
    limit: usize,
) -> (usize, Item) {
    let word = tokens
        .get(at)
        .map_or("", |t| text.get(t.start..t.end).unwrap_or(""));
    let capital = word
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let within = |words: usize| tokens.get(at + words - 1).is_some_and(|t| t.end <= limit);
    if let Some((words, area)) = area_at(text, tokens, at).filter(|(w, _)| within(*w))
        && area
    {
        return (words, Item::Value(Kind::Area));
    }
    // A caption misread letter by letter: `F1ag`, `Cal1sign`.
    let folded_word = tokens.folded(at, at + 1);
    let mixed = folded_word.len() >= 3
        && folded_word.bytes().any(|b| b.is_ascii_digit())
        && folded_word.bytes().filter(u8::is_ascii_alphabetic).count() >= 2
        && folded_word.len() <= 16;
    if mixed {
        for candidate in caption::unblurred(folded_word).take(7) {
            if let Some(term) = crate::entities::lexicon::term(&candidate)
                && !term.strong.is_empty()
            {
                return (1, cue(term.strong));
            }
        }
    }
    if let Some(words) = organisation_caption(text, tokens, at).filter(|w| within(*w)) {
        return (words, cue(C::RFMO.with(C::NUMBER)));
    }
    let spoken = |t: &Term| !t.strong.is_empty() || t.senses.iter().any(|s| speaks(*s));
    if let Some((words, term)) = tokens.longest(at, spoken).filter(|(w, _)| within(*w)) {
        let printed = match (tokens.get(at), tokens.get(at + words - 1)) {
            (Some(a), Some(b)) => text.get(a.start..b.end).unwrap_or(""),
            _ => "",
        };
        if let Some(kind) = value_kind(reader, text, tokens, at, words, term, printed) {
            return (words, Item::Value(kind));
        }
        let named = capital
            && term.strong.without(C::COMPANY).is_empty()
            && tokens.get(at + words).is_some_and(|t| {
                t.gap == Gap::Tight
                    && text
                        .get(t.start..)
                        .and_then(|t| t.chars().next())
                        .is_some_and(char::is_uppercase)
            });
        if !term.strong.is_empty()
            && !named
            && !(words == 1 && inside_name(text, tokens, at))
            && !toponym(text, tokens, at, words)
        {
            return (words, cue(term.strong));
        }
        let short = printed.len() <= 3
            && tokens.get(at + words).is_some_and(|t| {
                text.get(t.start..t.end)
                    .is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()))
            });
        if short {
            return (1, Item::Word { capital });
        }
        if let Some((words, index, demonym, _)) = closed::country_at(text, tokens, at, Codes::None)
            && let Some(country) = COUNTRIES.get(usize::from(index))
        {
            return (
                words,
                Item::Value(Kind::Country {
                    code: country.alpha3,
                    demonym,
                }),
            );
        }
    }
    (1, Item::Word { capital })
}

/// A capital word beside capital words of a name (`PORT` in `NOVO PORT ROYAL`, `Services` in `Halyard Port Services`).
fn inside_name(text: &str, tokens: &Tokens, at: usize) -> bool {
    let known = matches!(
        tokens.folded(at, at + 1),
        "imo"
            | "omi"
            | "mmsi"
            | "ircs"
            | "ais"
            | "gt"
            | "grt"
            | "loa"
            | "cfr"
            | "lr"
            | "win"
            | "vid"
            | "ex"
            | "aka"
            | "kw"
            | "hp"
    );
    if known || at == 0 {
        return false;
    }
    let word = |i: usize| {
        tokens
            .get(i)
            .and_then(|t| text.get(t.start..t.end))
            .unwrap_or("")
    };
    let shouts = |w: &str| {
        w.len() > 1 && !w.chars().any(char::is_lowercase) && w.chars().any(char::is_alphabetic)
    };
    let titled = |w: &str| {
        w.chars().next().is_some_and(char::is_uppercase)
            && w.chars().skip(1).any(char::is_lowercase)
    };
    let tight = |i: usize| {
        tokens.get(i).is_some_and(|t| t.gap == Gap::Tight)
            && tokens
                .get(i)
                .zip(tokens.get(i.wrapping_sub(1)))
                .is_some_and(|(t, b)| {
                    text.get(b.end..t.start)
                        .is_some_and(|g| g == " " || g == " & ")
                })
    };
    let own = word(at);
    let before = word(at - 1);
    let spoken = super::super::lexicon::term(tokens.folded(at - 1, at)).is_some_and(|t| {
        !t.strong.is_empty()
            || t.senses
                .iter()
                .any(|s| matches!(s, Sense::RfmoAcronym(_) | Sense::VesselTypeGeneric))
    });
    tight(at)
        && !spoken
        && ((shouts(own) && shouts(before) && !mostly_capitals(text, tokens))
            || (titled(own) && titled(before)))
}

/// True if the passage is set in capitals, so that they say nothing.
fn mostly_capitals(text: &str, tokens: &Tokens) -> bool {
    let (Some(first), Some(last)) = (
        tokens.get(0),
        tokens.len().checked_sub(1).and_then(|i| tokens.get(i)),
    ) else {
        return false;
    };
    let part = text.get(first.start..last.end).unwrap_or("");
    let (mut small, mut large) = (0usize, 0usize);
    for c in part.chars().take(400) {
        small += usize::from(c.is_lowercase());
        large += usize::from(c.is_uppercase());
    }
    small * 4 < large
}

/// `Port Louis`, `Puerto Montt`: the word is part of the town's name.
fn toponym(text: &str, tokens: &Tokens, at: usize, words: usize) -> bool {
    let (Some(own), Some(next)) = (tokens.get(at), tokens.get(at + words)) else {
        return false;
    };
    let printed = text.get(own.start..own.end).unwrap_or("");
    words == 1
        && matches!(
            printed,
            "Port" | "Puerto" | "Porto" | "Pelabuhan" | "PORT" | "PUERTO" | "PELABUHAN" | "Tanjung"
        )
        && text.get(own.end..next.start) == Some(" ")
        && text
            .get(next.start..)
            .and_then(|t| t.chars().next())
            .is_some_and(char::is_uppercase)
}

/// Senses that speak in running text.
fn speaks(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Country(_)
            | Sense::Demonym(_)
            | Sense::Gear(_)
            | Sense::Species(_)
            | Sense::SpeciesCode(_)
            | Sense::Rfmo(_)
            | Sense::RfmoAcronym(_)
            | Sense::VesselType
            | Sense::VesselTypeGeneric
            | Sense::VesselPrefix
            | Sense::Area
            | Sense::Hull
    )
}

/// Words that name a fish and something else.
const DOUBTFUL_FISH: [&str; 34] = [
    "sole",
    "bar",
    "rape",
    "monk",
    "monks",
    "witch",
    "angler",
    "cat",
    "dab",
    "buey",
    "choco",
    "gallo",
    "rubio",
    "plie",
    "peto",
    "mora",
    "merlan",
    "gamba",
    "corvina",
    "rubio",
    "skate",
    "roi",
    "lotte",
    "moras",
    "marca",
    "argentine",
    "sardine",
    "voilier",
    "veleiro",
    "ray",
    "rays",
    "emperador",
    "imperador",
    "juliana",
];

fn value_kind(
    reader: &Reader<'_>,
    text: &str,
    tokens: &Tokens,
    at: usize,
    words: usize,
    term: &Term,
    printed: &str,
) -> Option<Kind> {
    let _ = reader;
    let upper = printed.chars().all(|c| !c.is_lowercase());
    let folded = tokens.folded(at, at + words);
    for sense in term.senses {
        let kind = match sense {
            Sense::Rfmo(i) => closed::rfmo(*i).map(Kind::Rfmo),
            Sense::RfmoAcronym(i) if upper => {
                if caption_follows(text, tokens, at + words) {
                    None
                } else {
                    closed::rfmo(*i).map(Kind::Rfmo)
                }
            }
            Sense::Area if !(words == 1 && inside_name(text, tokens, at)) => Some(Kind::Area),
            Sense::VesselType
                if !(upper && words == 1 && printed.len() < 5)
                    && !(words == 1 && inside_name(text, tokens, at)) =>
            {
                // `longline` is a gear unless a vessel word makes it a kind of vessel.
                let gear = term.senses.iter().any(|s| matches!(s, Sense::Gear(_)));
                if gear {
                    Some(Kind::Gear)
                } else {
                    Some(Kind::VesselType)
                }
            }
            Sense::Gear(_)
                if term.strong.is_empty()
                    && !(words == 1 && inside_name(text, tokens, at))
                    && folded.len() > 3
                    && !matches!(
                        folded,
                        "vara"
                            | "lines"
                            | "pots"
                            | "pot"
                            | "trap"
                            | "traps"
                            | "tonda"
                            | "retenida"
                            | "troll"
                            | "deriva"
                            | "canne"
                            | "cana"
                            | "cordel"
                            | "jig"
                            | "diver"
                            | "jigs"
                            | "senne"
                    ) =>
            {
                Some(Kind::Gear)
            }
            Sense::Species(i)
                if !(words == 1 && inside_name(text, tokens, at))
                    && !DOUBTFUL_FISH.contains(&folded)
                    && folded.len() > 2
                    && closed::species_code(*i).is_some() =>
            {
                Some(Kind::Species)
            }
            Sense::SpeciesCode(_)
                if upper
                    && printed.len() == 3
                    && words == 1
                    && term.strong.is_empty()
                    && !matches!(
                        folded,
                        "mon" | "had" | "cat" | "bar" | "her" | "mac" | "cap" | "red" | "pos"
                    )
                    || matches!(sense, Sense::SpeciesCode(_))
                        && upper
                        && printed.len() == 3
                        && in_code_list(text, tokens, at) =>
            {
                Some(Kind::Species)
            }
            Sense::VesselPrefix
                if term.strong.is_empty() && prefix_shape(text, tokens, at, words) =>
            {
                Some(Kind::Prefix)
            }
            Sense::VesselTypeGeneric
                if !folded.starts_with("other")
                    && folded != "type"
                    && folded != "pescador"
                    && folded != "unidad" =>
            {
                Some(Kind::GenericVessel)
            }
            Sense::Hull if term.strong.is_empty() && folded.len() >= 3 => Some(Kind::Hull),
            _ => None,
        };
        if kind.is_some() {
            return kind;
        }
    }
    None
}

/// A code beside other codes or a quantity: `WHB, HER and MAC`.
fn in_code_list(text: &str, tokens: &Tokens, at: usize) -> bool {
    let code = |i: usize| {
        tokens
            .get(i)
            .and_then(|t| text.get(t.start..t.end))
            .is_some_and(|w| {
                w.len() == 3
                    && w.bytes().all(|b| b.is_ascii_uppercase())
                    && closed::has_sense(w, |s| matches!(s, Sense::SpeciesCode(_)))
            })
    };
    let unit = at.checked_sub(1).is_some_and(|i| {
        matches!(
            tokens.folded(i, i + 1),
            "kg" | "t" | "tonnes" | "tons" | "mt"
        )
    });
    unit || code(at + 1)
        || at.checked_sub(1).is_some_and(code)
        || at.checked_sub(2).is_some_and(code)
}

/// `F/V`, `M/V`, `mfv`: with a slash or dots, or all letters alike, and a name after it.
fn prefix_shape(text: &str, tokens: &Tokens, at: usize, words: usize) -> bool {
    let (Some(first), Some(last)) = (tokens.get(at), tokens.get(at + words - 1)) else {
        return false;
    };
    let printed = text.get(first.start..last.end).unwrap_or("");
    let marked = printed.contains(['/', '.'])
        || words == 1
            && matches!(
                printed,
                "FV" | "MV" | "MFV" | "mfv" | "MN" | "KM" | "mv" | "fv" | "MFB" | "B.M"
            );
    let named = tokens.get(at + words).is_some_and(|t| {
        t.gap <= Gap::Loose
            && text
                .get(t.start..t.end)
                .and_then(|w| w.chars().next())
                .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    });
    marked && named
}

/// A number word or figures after an organisation's acronym: it is a caption.
fn caption_follows(text: &str, tokens: &Tokens, at: usize) -> bool {
    let Some(next) = tokens.get(at) else {
        return false;
    };
    if next.gap > Gap::Loose {
        return false;
    }
    let word = tokens.folded(at, at + 1);
    let gap = tokens
        .get(at - 1)
        .map_or("", |t| text.get(t.end..next.start).unwrap_or(""));
    let number_word = matches!(
        word,
        "no" | "nr"
            | "number"
            | "id"
            | "numero"
            | "num"
            | "n"
            | "registration"
            | "reg"
            | "vid"
            | "win"
            | "serial"
            | "code"
            | "ref"
            | "identifier"
            | "vds"
    );
    let vessel_number = matches!(word, "vessel" | "record" | "register" | "registry")
        && matches!(
            tokens.folded(at + 1, at + 2),
            "number" | "no" | "id" | "entry"
        );
    let digits =
        word.len() >= 3 && word.bytes().all(|b| b.is_ascii_digit()) && !matches!(gap, ", " | ". ");
    (number_word || vessel_number || digits) && !gap.contains(['(', ')'])
}

/// `CCSBT No.`, `IOTC vessel number`: words of the caption.
fn organisation_caption(text: &str, tokens: &Tokens, at: usize) -> Option<usize> {
    let own = tokens.get(at)?;
    let printed = text.get(own.start..own.end)?;
    let acronym = !printed.chars().any(char::is_lowercase)
        && crate::entities::lexicon::term(tokens.folded(at, at + 1)).is_some_and(|t| {
            t.concepts.any(C::RFMO) || t.senses.iter().any(|s| matches!(s, Sense::RfmoAcronym(_)))
        });
    if !acronym || !caption_follows(text, tokens, at + 1) {
        return None;
    }
    let word = |i: usize| tokens.folded(at + i, at + i + 1);
    let mut words = 1;
    while words < 4
        && matches!(
            word(words),
            "no" | "nr"
                | "number"
                | "id"
                | "numero"
                | "num"
                | "n"
                | "registration"
                | "reg"
                | "vid"
                | "win"
                | "serial"
                | "code"
                | "ref"
                | "identifier"
                | "vds"
                | "vessel"
                | "record"
                | "register"
                | "registry"
                | "entry"
        )
    {
        words += 1;
    }
    Some(words)
}

/// The cue that a set of concepts is.
fn cue(concepts: C) -> Item {
    Item::Cue {
        labels: labels_of(concepts),
        concepts,
    }
}

/// The labels of a set of concepts.
fn labels_of(concepts: C) -> Vec<Label> {
    match caption::resolve(concepts, (C::default(), C::default())) {
        Verdict::Is(labels) => labels,
        Verdict::Other | Verdict::Unknown => Vec::new(),
    }
}

/// The end of a name with its own code after it: `Yellowfin tuna (YFT)`, `… Commission (IOTC)`.
fn own_code(text: &str, place: &Span, item: &Item) -> usize {
    let tail = text.get(place.end..).unwrap_or("");
    let Some(body) = tail.trim_start_matches(' ').strip_prefix(['(', '[']) else {
        return place.end;
    };
    let Some(close) = body.find([')', ']']).filter(|c| *c <= 12) else {
        return place.end;
    };
    let inner = body.get(..close).unwrap_or("").trim();
    let fits = match item {
        Item::Value(Kind::Rfmo(code)) => closed::has_sense(
            inner,
            |s| matches!(s, Sense::RfmoAcronym(i) if closed::rfmo(*i) == Some(code)),
        ),
        Item::Value(Kind::Species) => inner.len() == 3 && closed::is_code(inner, 3, 3),
        _ => {
            (2..=4).contains(&inner.len())
                && closed::has_sense(inner, |s| matches!(s, Sense::GearCode(_)))
                && closed::is_code(inner, 2, 4)
        }
    };
    if !fits {
        return place.end;
    }
    let used = tail.len() - body.len() + close + 1;
    place.end + used
}

/// The whole span of a country with its code or the Union beside it.
fn country_span(text: &str, limit: &Span, place: &Span) -> Span {
    let from = text
        .get(..place.start)
        .map_or(0, |h| {
            h.len() - h.chars().rev().take(4).map(char::len_utf8).sum::<usize>()
        })
        .max(limit.start);
    let to = limit.end.min(place.end + 12);
    let to = (to..limit.end.max(to))
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(limit.end);
    let hits = closed::countries(text, &(from..to), Codes::None);
    hits.into_iter()
        .find(|h| h.span.start <= place.start && h.span.end >= place.end)
        .map_or_else(|| place.clone(), |h| h.span)
}

/// Joins cues that stand together into one.
fn merge(text: &str, items: &[Placed]) -> Vec<Placed> {
    let mut out: Vec<Placed> = Vec::new();
    let mut index = 0;
    while let Some(first) = items.get(index) {
        let Item::Cue { concepts, .. } = &first.item else {
            out.push(first.clone());
            index += 1;
            continue;
        };
        let mut all = *concepts;
        let mut end = first.span.end;
        let mut next = index + 1;
        let mut words = 0;
        while let Some(placed) = items.get(next) {
            let gap = text
                .get(end_of(items, next).unwrap_or(end)..placed.span.start)
                .unwrap_or("");
            if !gap
                .chars()
                .all(|c| matches!(c, ' ' | '-' | '\'' | '’' | '/' | '.' | '&' | '(' | '\u{a0}'))
                || gap.contains('(') && !gap.ends_with('(')
            {
                break;
            }
            match &placed.item {
                Item::Cue { concepts, .. } if joinable(all, *concepts) => {
                    all = all.with(*concepts);
                    end = placed.span.end;
                    words = 0;
                    index = next;
                }
                Item::Value(Kind::GenericVessel)
                    if all.any(one_of(&[C::PORT, C::NUMBER, C::REGISTER, C::RADIO, C::IMO])) =>
                {
                    end = placed.span.end;
                    index = next;
                }
                Item::Word { .. } => {
                    let folded = crate::entities::fold::fold_phrase(
                        text.get(placed.span.clone()).unwrap_or(""),
                    );
                    words += 1;
                    if words > 2 || !JOINING.contains(&folded.as_str()) {
                        break;
                    }
                }
                _ => break,
            }
            next += 1;
        }
        out.push(Placed {
            span: first.span.start..end,
            item: cue(all),
        });
        index += 1;
    }
    out
}

fn end_of(items: &[Placed], index: usize) -> Option<usize> {
    items.get(index.checked_sub(1)?).map(|p| p.span.end)
}

/// Concepts that make one caption together (`radio` `call sign`, `port` `registry`), and not two beside each other.
fn joinable(a: C, b: C) -> bool {
    let ids = one_of(&[
        C::IMO,
        C::MMSI,
        C::CALLSIGN,
        C::CFR,
        C::MARKING,
        C::POSITION,
    ]);
    let dates = C::START.with(C::END);
    if a.any(ids) && b.any(ids) && C(a.0 & b.0 & ids.0).is_empty() {
        return false;
    }
    if a.any(dates) && b.any(dates) && C(a.0 & b.0 & dates.0).is_empty() {
        return false;
    }
    if a.any(C::ADDRESS) && b.without(C::SHIP.with(C::PLACE).with(C::PORT)).is_empty() {
        return false;
    }
    let parties = one_of(&[
        C::OWNER,
        C::OPERATOR,
        C::CHARTERER,
        C::MASTER,
        C::ADDRESS,
        C::CREW,
    ]);
    !(a.any(parties.with(ids))
        && b.any(parties)
        && C(a.0 & b.0 & parties.0).is_empty()
        && !a.any(C::ADDRESS)
        && !b.any(C::ADDRESS))
}

/// `FAO Area 57`, `zona FAO 81`, `Division 3L`, `NEAFC Regulatory Area`: words taken, and whether it is an area.
fn area_at(text: &str, tokens: &Tokens, at: usize) -> Option<(usize, bool)> {
    let word = |i: usize| tokens.folded(at + i, at + i + 1);
    let kind = |w: &str| {
        matches!(
            w,
            "area"
                | "areas"
                | "zone"
                | "zones"
                | "zona"
                | "zonas"
                | "subarea"
                | "subareas"
                | "division"
                | "divisions"
                | "divisiones"
                | "subdivision"
                | "region"
                | "subzona"
                | "gebiet"
                | "wilayah"
                | "divisao"
                | "subzone"
                | "sous"
        )
    };
    let body = |w: &str| {
        matches!(
            w,
            "fao"
                | "ices"
                | "ciem"
                | "nafo"
                | "ccamlr"
                | "cecaf"
                | "gsa"
                | "wpp"
                | "wppnri"
                | "gfcm"
                | "opano"
                | "ccrvma"
                | "siofa"
                | "seafo"
        )
    };
    let middle = |w: &str| {
        matches!(
            w,
            "major"
                | "statistical"
                | "fishing"
                | "sub"
                | "estadistica"
                | "statistique"
                | "de"
                | "la"
                | "estatistica"
                | "pesca"
                | "peche"
                | "fishery"
                | "no"
                | "regulatory"
                | "convention"
                | "principal"
                | "du"
        )
    };
    let first = word(0);
    let organisation = tokens.longest(at, |t| {
        t.senses
            .iter()
            .any(|s| matches!(s, Sense::RfmoAcronym(_) | Sense::Rfmo(_)))
    });
    if let Some((words, _)) = organisation {
        let next = tokens.folded(at + words, at + words + 1);
        let after = tokens.folded(at + words + 1, at + words + 2);
        if matches!(next, "regulatory" | "convention" | "statistical")
            && matches!(after, "area" | "areas" | "zone")
        {
            return Some((words + 2, true));
        }
        if matches!(next, "area" | "areas" | "zone")
            && (matches!(after, "of")
                && tokens.folded(at + words + 2, at + words + 3) == "competence")
        {
            return Some((words + 3, true));
        }
    }
    if !kind(first) && !body(first) {
        return None;
    }
    let mut used = 1;
    let mut kinds = usize::from(kind(first));
    let mut bodies = usize::from(body(first));
    while used < 6 {
        let w = word(used);
        let loose = tokens.get(at + used).is_none_or(|t| t.gap > Gap::Loose);
        if loose || w.is_empty() {
            return None;
        }
        if kind(w) {
            kinds += 1;
        } else if body(w) {
            bodies += 1;
        } else if !middle(w) {
            break;
        }
        used += 1;
    }
    let code = |i: usize| {
        let printed = tokens
            .get(at + i)
            .and_then(|t| text.get(t.start..t.end))
            .unwrap_or("");
        let digits = printed.bytes().filter(u8::is_ascii_digit).count();
        let roman = !printed.is_empty()
            && printed.len() <= 5
            && printed
                .bytes()
                .all(|b| matches!(b, b'I' | b'V' | b'X' | b'a'..=b'k'));
        let nafo = printed.len() <= 6
            && digits == 1
            && printed
                .bytes()
                .skip(1)
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_lowercase());
        (digits > 0 && digits == printed.len() && printed.len() <= 3)
            || nafo
            || (roman
                && printed
                    .bytes()
                    .next()
                    .is_some_and(|b| b.is_ascii_uppercase()))
    };
    if !code(used)
        || (kinds == 0 && bodies == 0)
        || (bodies == 0
            && !matches!(
                first,
                "division"
                    | "divisions"
                    | "divisiones"
                    | "subarea"
                    | "subareas"
                    | "divisao"
                    | "area"
                    | "subdivision"
                    | "zona"
                    | "zone"
            ))
    {
        return None;
    }
    used += 1;
    // `Área 47 de la FAO`.
    for tail in [
        &["of", "fao"][..],
        &["de", "fao"],
        &["da", "fao"],
        &["de", "la", "fao"],
        &["del", "fao"],
        &["fao"],
    ] {
        if bodies == 0 && tail.iter().enumerate().all(|(i, w)| word(used + i) == *w) {
            return Some((used + tail.len(), true));
        }
    }
    // `27.14.b`, `48.1`, `58.4.1 a`.
    while tokens.get(at + used).is_some_and(|t| {
        let before = tokens.get(at + used - 1).map_or(0, |p| p.end);
        text.get(before..t.start) == Some(".") && t.end - t.start <= 2
    }) {
        used += 1;
    }
    Some((used, true))
}

/// True if the text is an EU fleet register number.
pub(super) fn is_register_number(text: &str) -> bool {
    identity::is_cfr(text)
}
