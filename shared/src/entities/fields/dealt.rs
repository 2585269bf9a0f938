//! One caption and a value for each of several vessels: `Call signs: ALBA – 3DXA; ORCA – 3DXB`.

use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::values::{self, Value};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::seek;
use crate::entities::words::tokens::Tokens;

/// What may be dealt out so.
const DEALT: [Label; 15] = [
    Label::Ircs,
    Label::Imo,
    Label::Mmsi,
    Label::EuCfr,
    Label::RfmoId,
    Label::NationalRegNo,
    Label::ExternalMarking,
    Label::LicenseNo,
    Label::Flag,
    Label::Port,
    Label::Owner,
    Label::Operator,
    Label::Master,
    Label::Tonnage,
    Label::Length,
];

/// Identifiers: a name and one of these may stand side by side without a sign.
const BARE: [Label; 5] = [
    Label::Ircs,
    Label::Imo,
    Label::Mmsi,
    Label::EuCfr,
    Label::RfmoId,
];

/// Most words of the caption.
const CAPTION: usize = 6;

/// Most pieces of a value.
const PIECES: usize = 40;

/// A piece: the vessel's name, the value, the vessel if it was met before.
type Piece = (Span, Span, Option<u32>);

/// Reads a line that gives something to each of several vessels; false if it is not one.
pub(crate) fn read(reader: &mut Reader<'_>, line: &Span) -> bool {
    let line = super::line::list_mark(reader, line);
    let Some((head, tail)) = seek::parted(reader.page.slice(&line), ": ") else {
        return false;
    };
    if seek::more_words(head, CAPTION) || !tail.contains([';', ',', '–', ' ']) {
        return false;
    }
    let key = &(line.start..line.start + head.len());
    let value = &trim(&reader.page.text, &(line.end - tail.len()..line.end));
    let Some(meaning) = reader.understood(key) else {
        return false;
    };
    let Some(label) = meaning.label().filter(|l| DEALT.contains(l)) else {
        return false;
    };
    let Some(pieces) = pieces(reader, value, label) else {
        return false;
    };
    let frame = reader.frame(Some(&meaning), None);
    let mut doubts = Vec::new();
    let read: Vec<Vec<Value>> = pieces
        .iter()
        .map(|(_, value, _)| values::read(&frame, value, label, &mut doubts))
        .collect();
    if read.iter().any(|values| values.len() != 1) {
        return false;
    }
    let evidence = reader.page.slice(key).to_string();
    for ((name, _, known), values) in pieces.into_iter().zip(read) {
        let record = known.unwrap_or_else(|| reader.new_vessel());
        let frame = reader.frame(None, Some(record));
        reader.read(
            &frame,
            &name,
            Label::VesselName,
            Told::field(Some(record), &evidence),
        );
        for value in values {
            reader.push(value, Told::field(Some(record), &evidence));
        }
    }
    true
}

fn pieces(reader: &Reader<'_>, value: &Span, label: Label) -> Option<Vec<Piece>> {
    let text = reader.page.slice(value);
    let bare = BARE.contains(&label);
    for signs in [&[';'][..], &[',']] {
        let mut at = value.start;
        let mut found = Vec::new();
        for piece in text.split(signs).take(PIECES) {
            let place = trim(&reader.page.text, &(at..at + piece.len()));
            at += piece.len() + 1;
            let printed = reader.page.slice(&place);
            let led = ["and ", "y ", "et ", "e "]
                .iter()
                .find(|w| printed.starts_with(**w))
                .map_or(0, |w| w.len());
            let end = printed.trim_end_matches(['.', ';', ' ']).len();
            let place = place.start + led..place.start + end.max(led);
            found.push(dealt(reader, &place, bare));
        }
        let met = found.iter().flatten().filter(|p| p.2.is_some()).count();
        if found.len() >= 2 && found.iter().all(Option::is_some)
            || bare && found.len() == 1 && met == 1 && !text.contains(',')
        {
            return Some(found.into_iter().flatten().collect());
        }
    }
    None
}

/// `ALBA – 3DXA`, `ALBA: 3DXA`, `ALBA (3DXA)`, `ALBA 3DXA` where the name was met before, `3DXA (ALBA)`.
fn dealt(reader: &Reader<'_>, piece: &Span, bare: bool) -> Option<Piece> {
    let text = reader.page.slice(piece);
    let record = |span: &Span| {
        let folded = fold_phrase(reader.page.slice(span));
        reader.names.get(&folded).copied()
    };
    if let (Some(open), true) = (text.rfind(" ("), text.ends_with(')')) {
        let outer = piece.start..piece.start + open;
        let inner = piece.start + open + 2..piece.end - 1;
        if let Some(known) = record(&inner) {
            return Some((inner, outer, Some(known)));
        }
        let known = record(&outer);
        return (known.is_some() || is_name(reader.page.slice(&outer)))
            .then_some((outer, inner, known));
    }
    let bar = [" – ", " — ", ": ", " = ", " - "]
        .iter()
        .filter_map(|bar| Some((seek::find(text, bar)?, bar.len())))
        .min();
    if let Some((at, width)) = bar {
        let name = piece.start..piece.start + at;
        let value = trim(&reader.page.text, &(name.start + at + width..piece.end));
        let known = record(&name);
        return (known.is_some() || is_name(reader.page.slice(&name)))
            .then_some((name, value, known));
    }
    if !bare {
        return None;
    }
    let tokens = Tokens::of(reader.page, piece);
    let words = (1..=7usize)
        .rev()
        .find(|words| reader.names.contains_key(tokens.folded(0, *words)))?;
    let (first, last) = (tokens.get(0)?, tokens.get(words - 1)?);
    let name = first.start..last.end;
    let rest = trim(&reader.page.text, &(name.end..piece.end));
    let known = record(&name);
    (first.start == piece.start && !rest.is_empty()).then_some((name, rest, known))
}

/// A name in capitals of some letters.
fn is_name(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 4
        && seek::words(text) <= 6
        && !text.contains([',', ':', '('])
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_caption_deals_its_values_out_to_the_vessels_named() {
        let list =
            "1. ALBA NOVA, IMO 9281310, flag Fiji\n2. MAR BRAVO II, IMO 9100372, flag Fiji\n\n";
        for line in [
            "Call signs: ALBA NOVA 3DXB; MAR BRAVO II 3DXC.",
            "Call signs: ALBA NOVA – 3DXB, MAR BRAVO II – 3DXC",
            "Call signs: 3DXB (ALBA NOVA); 3DXC (MAR BRAVO II)",
            "Call signs: ALBA NOVA (3DXB), MAR BRAVO II (3DXC)",
        ] {
            let (page, _) = extract_page(&format!("{list}{line}"), &Carried::default());
            let signs: Vec<(&str, Option<u32>)> = page
                .entities
                .iter()
                .filter(|e| e.label == Label::Ircs)
                .map(|e| (e.norm_value.as_str(), e.record))
                .collect();
            assert_eq!(signs, [("3DXB", Some(0)), ("3DXC", Some(1))], "{line}");
        }
    }
}
