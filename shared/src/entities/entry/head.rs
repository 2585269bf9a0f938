//! A vessel's name over her fields: the numbered line of a list's entry, a title.

use crate::entities::context::{Found, Reader, Source};
use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::fields::run::{chained_fields, run_on_fields};
use crate::entities::fields::side::side_fields;
use crate::entities::form::Form;
use crate::entities::label::Label as L;
use crate::entities::lines::is_caption_line;
use crate::entities::page::{Line, Span, trim};
use crate::entities::words::lexicon::phrases;

/// What the first field under a vessel's name in a list speaks of.
const OWN_PARTICULARS: [L; 14] = {
    [
        L::Flag,
        L::PreviousFlag,
        L::PreviousName,
        L::Imo,
        L::Mmsi,
        L::Ircs,
        L::NationalRegNo,
        L::ExternalMarking,
        L::EuCfr,
        L::RfmoId,
        L::VesselType,
        L::Port,
        L::Length,
        L::Tonnage,
    ]
};

/// The name in a numbered line under which fields follow: `3. POLAR STAR (ex Arctic Dawn)` over `Flag: Norway`.
pub(crate) fn entry_name(reader: &mut Reader<'_>, lines: &[Line], index: usize) -> Option<Span> {
    let (first, next) = (lines.get(index)?, lines.get(index + 1)?);
    let entry = list_mark(reader, &first.span);
    if entry.start == first.span.start {
        return None;
    }
    // `(4) IMO – 9244714`
    if split_field(reader, &first.span).is_some() {
        return None;
    }
    let text = reader.page.slice(&entry);
    let bracket = text.find(" (").filter(|_| text.ends_with([')', ':']));
    let name = trim(
        &reader.page.text,
        &(entry.start..entry.start + bracket.unwrap_or(text.len())),
    );
    let bare = reader
        .page
        .slice(&name)
        .trim_matches(['"', '“', '”', '«', '»', ':', '*', ' ']);
    let name = inner(reader, &name, bare);
    let from = name.start;
    let name = crate::entities::values::text::without_prefix(&reader.page.text, name);
    let prefixed = name.start > from;
    let text = reader.page.slice(&name);
    let capitals = !text.chars().any(char::is_lowercase)
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 3
        || is_title_name(reader, &name, true);
    let text = reader.page.slice(&name);
    let short = text.split_whitespace().count() <= 6 && !text.contains([':', '(', ';', ',']);
    // `I. APPLICANT` over `1. Name: …` begins a section, not an entry.
    let mark = reader
        .page
        .text
        .get(first.span.start..entry.start)
        .unwrap_or("");
    let inner = list_mark(reader, &next.span).start;
    let own = reader
        .page
        .text
        .get(next.span.start..inner)
        .is_some_and(|m| m.chars().any(char::is_alphanumeric));
    let counted = mark.bytes().any(|b| b.is_ascii_digit());
    let section = own && !counted && !prefixed;
    let marked = mark.chars().any(char::is_alphanumeric);
    let titled = text.split_whitespace().all(is_title_word);
    // `• ALBA` after the fields of `• NOVA`: the same mark began the list.
    let again = || {
        lines.first().is_some_and(|opening| {
            let begins = list_mark(reader, &opening.span).start;
            let own = reader.page.text.get(opening.span.start..begins);
            own.is_some_and(|own| own.trim() == mark.trim())
        })
    };
    let unlisted = index > 0 && !marked && !again();
    if section || titled || !capitals || !short || text.contains("..") || unlisted {
        return None;
    }
    let key = first_key(reader, &next.span)?;
    // `II. PERSONAS` over `Armador: …` is a section; a ship's own particulars follow its name.
    let shouts = !reader.page.slice(&name).chars().any(char::is_lowercase);
    let ship = index == 0 && counted && shouts || {
        let meaning = reader.caption(&key);
        meaning.labels.iter().any(|l| OWN_PARTICULARS.contains(l))
    };
    (ship && !is_caption_line(reader, &name, 75)).then_some(name)
}

/// Longest title that may be a vessel's name, in bytes.
const TITLE_NAME: usize = 40;

/// A line of its own that may be a vessel's name: capitals, or words with capitals where `titled` allows them.
fn is_title_name(reader: &mut Reader<'_>, span: &Span, titled: bool) -> bool {
    let text = reader.page.slice(span);
    if text.len() > TITLE_NAME {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let shouts = !text.chars().any(char::is_lowercase);
    let capital = titled
        && words.len() > 1
        && words
            .iter()
            .all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    let plain = (1..=5).contains(&words.len())
        && letters >= 4
        && !text.contains([':', ',', ';', '(', '/', '|', '–', '@', '_'])
        && text.bytes().filter(u8::is_ascii_digit).count() <= 4
        && text.starts_with(char::is_alphabetic);
    if !plain || !(shouts || capital) {
        return false;
    }
    let spoken = words.iter().any(|word| {
        let folded = crate::entities::words::fold::fold_phrase(word);
        is_title_word(word)
            || crate::entities::words::lexicon::term(&folded).is_some_and(|t| {
                !t.strong
                    .without(crate::entities::words::concept::Concepts::AREA)
                    .is_empty()
                    || t.senses.iter().any(|s| {
                        matches!(s, crate::entities::words::lexicon::Sense::RfmoAcronym(_))
                    })
            })
    });
    let known = crate::entities::words::lexicon::lookup(text).is_some();
    !spoken && !known && crate::entities::prose::is_name(reader, span)
}

/// `CHARACTERISTICS`, `Datos`: a word of titles.
fn is_title_word(word: &str) -> bool {
    phrases::TITLE_WORDS.contains(&crate::entities::words::fold::fold_phrase(word).as_str())
}

/// A field that speaks of a ship follows in this line, and none of the lines names her.
pub(crate) fn begins_particulars(reader: &mut Reader<'_>, lines: &[Line], index: usize) -> bool {
    let Some(line) = lines.get(index) else {
        return false;
    };
    let Some(key) = first_key(reader, &line.span) else {
        return false;
    };
    let own = reader
        .caption(&key)
        .labels
        .iter()
        .any(|l| OWN_PARTICULARS.contains(l) && !matches!(l, L::Length | L::Tonnage));
    own && !lines.iter().skip(index).take(FIELDS).any(|line| {
        first_key(reader, &line.span)
            .is_some_and(|key| reader.caption(&key).labels.contains(&L::VesselName))
    })
}

/// Lines looked at for the vessel's name.
const FIELDS: usize = 30;

/// The caption of the first field of a line.
fn first_key(reader: &mut Reader<'_>, span: &Span) -> Option<Span> {
    if let Some((key, _)) = split_field(reader, span) {
        return Some(key);
    }
    let fields = chained_fields(reader, span)
        .or_else(|| run_on_fields(reader, span))
        .or_else(|| side_fields(reader, span));
    let Some(fields) = fields else {
        return chained_key(reader, span);
    };
    fields.into_iter().next().map(|(key, _)| key)
}

/// The caption of the first particular of a chain.
fn chained_key(reader: &mut Reader<'_>, span: &Span) -> Option<Span> {
    let parts = super::chain::chain(reader, span)?;
    crate::entities::fields::run::led_field(reader, parts.first()?).map(|(key, _)| key)
}

/// What speaks for the name of a numbered entry.
pub(crate) const ENTRY: &str = "head of a list entry";
/// What speaks for a name over its particulars.
pub(crate) const TITLE: &str = "title over a ship's particulars";

/// A title is no name where a field names the vessel.
pub(crate) fn without_titles(reader: &mut Reader<'_>) {
    let named = |f: &Found| f.value.label == L::VesselName && f.source == Source::Field;
    let titled = |f: &Found| named(f) && &*f.evidence == TITLE;
    if reader
        .found
        .iter()
        .any(|f| named(f) && !titled(f) && &*f.evidence != ENTRY)
    {
        reader.found.retain(|f| !titled(f));
    }
}

/// A form begins under its vessel's name.
pub(crate) fn begin_vessel(
    reader: &mut Reader<'_>,
    form: &mut Form,
    name: &Span,
    evidence: &str,
) -> u32 {
    *form = Form::of(None);
    let record = form.vessel(reader);
    let frame = reader.frame(None, Some(record));
    let label = L::VesselName;
    reader.read(&frame, name, label, Some(record), Source::Field, evidence);
    record
}

/// The place of `bare`, which is the text of `span` without the signs at its ends.
fn inner(reader: &Reader<'_>, span: &Span, bare: &str) -> Span {
    let text = reader.page.slice(span);
    let lead = bare
        .chars()
        .next()
        .and_then(|first| text.find(first))
        .unwrap_or(0);
    span.start + lead..span.start + lead + bare.len()
}

/// A title that may be a vessel's name.
pub(crate) fn title_name(reader: &mut Reader<'_>, span: &Span, heading: bool) -> Option<Span> {
    let entry = list_mark(reader, span);
    if entry.start > span.start && !heading {
        return None;
    }
    let text = reader.page.slice(&entry);
    let bare = text.trim_matches(['"', '“', '”', '«', '»', ':', '*', ' ']);
    let name = inner(reader, &entry, bare);
    is_title_name(reader, &name, heading).then_some(name)
}
