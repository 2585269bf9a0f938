//! A line that names the parts of the entries below it: `Vessels (name; call sign; licence no.)`, `(name – flag – gear):`.

use super::line::list_mark;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::list;

/// Signs between the captions, and between the parts of an entry.
const BARS: [&str; 8] = [" – ", " — ", " | ", " · ", "; ", " / ", " - ", ", "];

/// Most figures in a line of captions.
const FIGURES: usize = 4;

/// The captions in the brackets of a line, or of a whole line, if they head the entries below.
pub(crate) fn captions(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<Span>> {
    let text = reader.page.slice(span);
    let open = text.find('(')?;
    let close = text.rfind(')').filter(|close| *close > open)?;
    let rest = text.get(close + 1..)?.trim_matches([':', '.', ' ', '*']);
    if !rest.is_empty() || text.len() > 240 {
        return None;
    }
    // `ALBA (Senegal (SEN)): OMI 9281310, bandera anterior: Togo (TGO)` is an entry itself.
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    if text.contains("): ") || figures > FIGURES {
        return None;
    }
    let inner = span.start + open + 1..span.start + close;
    let parts = BARS
        .iter()
        .map(|bar| cut(reader, &inner, bar))
        .find(|parts| parts.len() >= 3)?;
    let mut known = 0;
    let mut named = false;
    for part in &parts {
        let meaning = reader.caption(part);
        known += usize::from(meaning.understood() && meaning.coverage() >= 50);
        named |= meaning.labels.contains(&Label::VesselName);
    }
    (named && known * 3 >= parts.len() * 2).then_some(parts)
}

/// The fields of an entry that has as many parts as the line above has captions.
pub(crate) fn fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    if reader.headed.is_empty() {
        return None;
    }
    let captions = reader.headed.clone();
    let at = captions
        .iter()
        .position(|c| reader.caption(c).labels.contains(&Label::VesselName))?;
    let body = list_mark(reader, span);
    let printed = reader.page.slice(&body);
    let body = body.end - printed.trim_start_matches(['|', ' ']).len()..body.end;
    // `061 | ALBA | COK | …`: the entry's own number.
    let numbered = |parts: &[Span]| {
        parts.len() == captions.len() + 1
            && parts.first().is_some_and(|first| {
                let text = reader.page.slice(first);
                text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
            })
    };
    let (bar, parts) = BARS.iter().find_map(|bar| {
        let mut parts = cut(reader, &body, bar);
        if numbered(&parts) {
            parts.remove(0);
        }
        (parts.len() == captions.len()).then_some((*bar, parts))
    })?;
    // The name is short and in capitals: commas part sentences, too.
    let name = reader.page.slice(parts.get(at)?);
    let barred = bar != ", " && name.starts_with(char::is_uppercase) && captions.len() > 3;
    let shouts =
        barred || !name.chars().any(char::is_lowercase) || name.starts_with(['"', '“', '«']);
    if !shouts || name.split_whitespace().count() > 6 || name.is_empty() {
        return None;
    }
    let fields = captions.into_iter().zip(parts);
    Some(fields.filter(|(_, value)| !value.is_empty()).collect())
}

fn cut(reader: &Reader<'_>, span: &Span, bar: &str) -> Vec<Span> {
    let mut parts = list::parted(&reader.page.text, span, bar);
    for part in &mut parts {
        let bare = reader.page.slice(part).trim_end_matches([';', ',']).len();
        part.end = part.start + bare;
    }
    parts
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn captions_in_a_heading_s_bracket_name_the_parts_of_its_entries() {
        let page = "Active vessels (name; call sign; licence no.; valid until)\n\n\
                    ORCA I; 3DXA; FJ-24-001; 31/12/2024\nORCA II; 3DXB; FJ-24-002; 31/12/2024";
        let (read, _) = extract_page(page, &Carried::default());
        let found: Vec<String> = read
            .entities
            .iter()
            .map(|e| format!("{}={}:{}", e.label, e.norm_value, e.record.map_or(9, |r| r)))
            .collect();
        assert_eq!(
            found,
            [
                "VESSEL_NAME=ORCA I:0",
                "IRCS=3DXA:0",
                "LICENSE_NO=FJ-24-001:0",
                "END_DATE=2024-12-31:0",
                "VESSEL_NAME=ORCA II:1",
                "IRCS=3DXB:1",
                "LICENSE_NO=FJ-24-002:1",
                "END_DATE=2024-12-31:1",
            ]
        );
    }
}
