//! The numbered name over the fields of a list's entry.

use super::context::Reader;
use super::field_line::{list_mark, split_field};
use super::field_run::{chained_fields, run_on_fields, side_fields};
use super::label::Label as L;
use super::lines::is_caption_line;
use super::page::{Line, Span, trim};

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
pub(super) fn entry_name(reader: &mut Reader<'_>, lines: &[Line], index: usize) -> Option<Span> {
    let (first, next) = (lines.get(index)?, lines.get(index + 1)?);
    let entry = list_mark(reader, &first.span);
    if entry.start == first.span.start {
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
    let lead = reader.page.slice(&name).find(bare).unwrap_or(0);
    let name = name.start + lead..name.start + lead + bare.len();
    let text = reader.page.slice(&name);
    let capitals = !text.chars().any(char::is_lowercase)
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 3;
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
    let section = own && !counted;
    let marked = mark.chars().any(char::is_alphanumeric);
    if section || !capitals || !short || text.contains("..") || index > 0 && !marked {
        return None;
    }
    let key = first_key(reader, &next.span)?;
    // `II. PERSONAS` over `Armador: …` is a section; a ship's own particulars follow its name.
    let ship = index == 0 && counted || {
        let meaning = reader.caption(&key);
        meaning.labels.iter().any(|l| OWN_PARTICULARS.contains(l))
    };
    (ship && !is_caption_line(reader, &name, 75)).then_some(name)
}

/// The caption of the first field of a line.
fn first_key(reader: &mut Reader<'_>, span: &Span) -> Option<Span> {
    if let Some((key, _)) = split_field(reader, span) {
        return Some(key);
    }
    let fields = chained_fields(reader, span)
        .or_else(|| run_on_fields(reader, span))
        .or_else(|| side_fields(reader, span))?;
    fields.into_iter().next().map(|(key, _)| key)
}
