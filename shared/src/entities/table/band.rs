//! Band rows: a merged row that says the flag, owner, port or kind of the vessels below it.
//!
//! `FLAG: SPAIN` across the table over Spanish vessels, until the next band.

use super::columns::Column;
use super::party::is_firm;
use crate::entities::attribution::group::SHARED;
use crate::entities::context::{Reader, Told};
use crate::entities::fields::line::{self, split_field};
use crate::entities::label::Label;
use crate::entities::page::{Span, Table, trim};
use crate::entities::prose;
use crate::entities::values::closed::{self, Codes};
use crate::entities::words::lexicon::Sense;

/// Reads a band; the places in `reader.found` of what its vessels share.
pub(super) fn read(
    reader: &mut Reader<'_>,
    table: &Table,
    row: usize,
    columns: &[Column],
) -> std::ops::Range<usize> {
    let from = reader.found.len();
    // The last cell: a mark may stand before what the band says.
    let Some(cell) = table.filled_in(row).last() else {
        return from..from;
    };
    let span = cell.span.clone();
    let parts = fields(reader, &span);
    if parts.len() > 1 {
        for part in parts {
            read_part(reader, &part, columns);
        }
    } else {
        read_part(reader, &span, columns);
    }
    from..reader.found.len()
}

/// `Flag: Iceland – Owner: Brim hf.`: the band's fields, or the band as a whole.
pub(super) fn fields(reader: &mut Reader<'_>, span: &Span) -> Vec<Span> {
    let text = reader.page.slice(span);
    for sign in [" – ", " — ", " | ", "; ", " · "] {
        if !text.contains(sign) {
            continue;
        }
        let mut parts = Vec::new();
        let mut at = span.start;
        for piece in text.split(sign) {
            parts.push(trim(&reader.page.text, &(at..at + piece.len())));
            at += piece.len() + sign.len();
        }
        let keyed = parts
            .iter()
            .filter(|part| split_field(reader, part).is_some_and(|(_, value)| !value.is_empty()))
            .count();
        if keyed == parts.len() {
            return parts;
        }
    }
    vec![span.clone()]
}

/// Reads one field of a band, or a band that is one.
fn read_part(reader: &mut Reader<'_>, span: &Span, columns: &[Column]) {
    let from = reader.found.len();
    let open = |label: Label| !columns.iter().any(|c| c.meaning.labels.contains(&label));
    // `Estados Unidos (USA)` begins with no caption.
    let state = closed::is_country(reader.page, span);
    if let Some((key, value)) = split_field(reader, span)
        .filter(|(_, value)| !value.is_empty())
        .or_else(|| led(reader, span))
        .filter(|_| !state)
    {
        let meaning = reader.caption(&key);
        let shared = meaning.labels.iter().all(|l| SHARED.contains(l));
        if let Some(label) = meaning.label().filter(|l| shared && open(*l)) {
            let evidence = reader.page.slice(&key);
            let frame = reader.frame(Some(&meaning), None);
            let several = meaning.labels.len() > 1;
            let value = counted(reader, &value);
            if several {
                super::composite::read(
                    reader,
                    &meaning,
                    &meaning.labels,
                    &value,
                    Told::field(None, evidence),
                );
            } else if matches!(label, Label::Owner | Label::Operator | Label::Charterer) {
                super::party::party(reader, &frame, &value, label, Told::field(None, evidence));
            } else {
                reader.read(&frame, &value, label, Told::field(None, evidence));
            }
            if reader.found.len() > from {
                return;
            }
        }
    }
    let bare = counted(reader, span);
    if open(Label::Owner) && open(Label::Operator) && names_firm(reader, &bare) {
        firm(reader, &bare, None);
        return;
    }
    let text = reader.page.slice(&bare);
    let hits = closed::countries_of(reader.page, &bare, Codes::Both);
    let label = if let [hit] = hits.as_slice()
        && open(Label::Flag)
        && (hit.span == bare || flagged(reader, &bare))
    {
        Some((Label::Flag, hit.span.clone()))
    } else if open(Label::VesselType) && closed::has_sense(text, |s| *s == Sense::VesselType) {
        Some((Label::VesselType, bare.clone()))
    } else if open(Label::GearType)
        && text.len() > 3
        && closed::has_sense(text, |s| matches!(s, Sense::Gear(_)))
    {
        Some((Label::GearType, bare.clone()))
    } else {
        None
    };
    match label {
        Some((label, place)) => {
            let frame = reader.frame(None, None);
            reader.read(&frame, &place, label, Told::field(None, "band of rows"));
        }
        None => prose::title(reader, span),
    }
}

/// A company, with or without its address, and no caption: whose the vessels are.
pub(super) fn names_firm(reader: &Reader<'_>, span: &Span) -> bool {
    let text = reader.page.slice(span);
    let name = text.split(", ").next().unwrap_or(text);
    // `Alba Co., Ltd`
    let longer = text
        .split_once(", ")
        .map(|(_, rest)| rest.split(", ").next().unwrap_or(rest));
    !text.contains([':', ';'])
        && (is_firm(name) || longer.is_some_and(|rest| rest.len() <= 5 && is_firm(rest)))
}

/// Reads a company as the owner.
pub(super) fn firm(reader: &mut Reader<'_>, span: &Span, record: Option<u32>) {
    let frame = reader.frame(None, record);
    let told = Told::column(record, "band of rows");
    super::party::party(reader, &frame, span, Label::Owner, told);
}

/// A band without the count of its rows: `SPAIN (3)`, `Panama – 2 vessels`, `1. Spain`.
fn counted(reader: &Reader<'_>, span: &Span) -> Span {
    let span = line::list_mark(reader, span);
    let text = reader.page.slice(&span);
    let cut = text
        .char_indices()
        .find(|(at, c)| {
            let rest = text.get(at + c.len_utf8()..).unwrap_or("").trim_start();
            *at > 2
                && matches!(c, '(' | '–' | '—' | '-' | ':' | ',')
                && rest.starts_with(|d: char| d.is_ascii_digit())
                && rest.split_whitespace().count() <= 3
                && !rest.contains(',')
        })
        .map_or(text.len(), |(at, _)| at);
    trim(&reader.page.text, &(span.start..span.start + cut))
}

/// `Vessels flying the flag of Spain`: a word for flag stands in the band.
fn flagged(reader: &mut Reader<'_>, span: &Span) -> bool {
    use crate::entities::words::concept::Concepts as C;
    let meaning = reader.caption(span);
    meaning.concepts.any(C::FLAG)
}

/// `Puerto de Celeiro`, `Flag Cameroon`: a caption of a word or three, then its value without a colon.
fn led(reader: &mut Reader<'_>, span: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(span);
    if text.len() > 80 {
        return None;
    }
    let cuts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).take(4).collect();
    for at in cuts.into_iter().rev() {
        let key = span.start..span.start + at;
        let value = trim(&reader.page.text, &(key.end..span.end));
        let named = reader
            .page
            .slice(&value)
            .starts_with(|c: char| c.is_uppercase());
        let meaning = reader.caption(&key);
        let fits = matches!(meaning.labels.as_slice(), [Label::Port | Label::Flag]);
        if named && fits && meaning.known >= meaning.words && !meaning.mended {
            return Some((key, value));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_band_gives_what_its_vessels_share_and_no_record() {
        let cases = [
            ("SPAIN", Label::Flag, "ESP"),
            ("Panama (1)", Label::Flag, "PAN"),
            ("Flag: Cameroon", Label::Flag, "CMR"),
            ("Vessels flying the flag of Togo", Label::Flag, "TGO"),
            ("Puerto base: Celeiro", Label::Port, "Celeiro"),
            (
                "Owner: Hermanos Lago C.B.",
                Label::Owner,
                "Hermanos Lago C.B.",
            ),
            ("Purse seiners", Label::VesselType, "Purse seiners"),
            ("Reef Fish Co., Ltd", Label::Owner, "Reef Fish Co., Ltd"),
        ];
        for (band, label, value) in cases {
            let page = format!(
                "<table><tr><td>Vessel</td><td>IMO</td><td>GT</td></tr>\
                 <tr><td colspan=\"3\">{band}</td></tr>\
                 <tr><td>ALBACORA</td><td>9281310</td><td>411</td></tr>\
                 <tr><td>PLAYA DOS</td><td>9100372</td><td>322</td></tr></table>"
            );
            let (read, _) = extract_page(&page, &Carried::default());
            let found: Vec<(String, Option<u32>)> = read
                .entities
                .iter()
                .filter(|e| e.label == label)
                .map(|e| (e.norm_value.clone(), e.record))
                .collect();
            assert_eq!(found, [(value.to_string(), None)], "{band}");
        }
    }

    #[test]
    fn a_band_may_stand_behind_a_mark() {
        let page = "| | Vessel | IMO | Flag |\n|---|---|---|---|\n\
                    | A | Chartered by: Alba Line | | |\n\
                    | 1 | ALBACORA | 9281310 | Togo |\n| 2 | PLAYA DOS | 9100372 | Fiji |";
        let wanted = [
            "9 CHARTERER=Alba Line",
            "0 VESSEL_NAME=ALBACORA",
            "0 IMO=9281310",
            "0 FLAG=TGO",
            "1 VESSEL_NAME=PLAYA DOS",
            "1 IMO=9100372",
            "1 FLAG=FJI",
        ];
        assert_eq!(crate::entities::told::found(page), wanted);
    }
}
