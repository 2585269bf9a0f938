//! Several fields in one line: after semicolons, one running into the next, numbered.
//!
//! `Name: ALBA; IMO number: 9281310; port: Vigo`, `Master: Jean Prigent Nationality: French`. Captions after the first
//! need a colon or must be understood.

use super::led::{asks_other, led_field};
use super::line::{CAPTION_WORDS, is_sentence, list_mark, sentences, split_field};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::values::list::{self, By};
use crate::entities::words::lexicon;
use crate::entities::words::seek;

/// `Name: ALBA; IMO number: 9281310; port: Vigo`, `Crew: 27; main engine power 1,206 kW`: a field after each semicolon,
/// those behind the only colon without one.
pub(crate) fn chained_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    if !seek::has(text, "; ") || !text.contains([':', '：']) || text.len() > 600 {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for piece in text.split(';') {
        let place = trim(
            &reader.page.text,
            &(body.start + at..body.start + at + piece.len()),
        );
        at += piece.len() + 1;
        let bare = reader.page.slice(&place).trim_end_matches('.').len();
        parts.push(place.start..place.start + bare);
    }
    let single = seek::count(text, ": ") == 1 && !sentences(text);
    let mut fields = Vec::with_capacity(parts.len());
    for part in &parts {
        let colon = split_field(reader, part).filter(|(key, _)| key.start == part.start);
        match colon {
            Some(field) => fields.push(field),
            None if fields.is_empty() || !single => return None,
            // `Ling; Division 58.4.2`: a capital begins a value.
            None if !reader.page.slice(part).starts_with(char::is_lowercase) => return None,
            None => match led_field(reader, part) {
                // `Zonas: divisão CIEM 9.a; divisão CIEM 8.c`: another area.
                Some((key, _)) if of_the_first(reader, &fields, &key) => return None,
                Some(field) => fields.push(field),
                // `fuel 318 m³`, `agent Reef Ltd`: no entities.
                None if asks_other(reader, part) => {}
                None => return None,
            },
        }
    }
    (parts.len() >= 2).then_some(fields)
}

/// The caption asks for what the first of the fields is, which several measures of a hold may do.
fn of_the_first(reader: &mut Reader<'_>, fields: &[(Span, Span)], key: &Span) -> bool {
    let first = fields
        .first()
        .and_then(|(first, _)| reader.caption(first).label());
    first.is_some_and(|label| label != Label::HoldCapacity) && reader.caption(key).label() == first
}

/// Longest field of those set as sentences, in bytes.
const STOPPED: usize = 70;

/// `Flag: Togo. Past flags: Sierra Leone; Mongolia`: a field with its colon a sentence.
pub(crate) fn stopped_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span);
    if !seek::has(text, ". ") || text.len() > 300 {
        return None;
    }
    let mut fields = Vec::new();
    let mut at = span.start;
    for piece in seek::split(text, ". ") {
        let place = trim(&reader.page.text, &(at..at + piece.len()));
        at += piece.len() + 2;
        let printed = reader.page.slice(&place);
        let bare = printed.trim_end_matches('.');
        // `Owner: Mar, Lda. Address: …`: the stop is the abbreviation's.
        let word = bare.rsplit([' ', ',']).next().unwrap_or("");
        let short = word.contains('.') || matches!(word, "Lda" | "Ltda");
        let stopped = reader
            .page
            .text
            .get(place.start + bare.len()..span.end)
            .is_some_and(|t| t.starts_with('.'));
        let place = place.start..place.start + bare.len() + usize::from(short && stopped);
        if seek::count(piece, ": ") != 1 || piece.len() > STOPPED {
            return None;
        }
        let Some((key, value)) = split_field(reader, &place) else {
            // `Capitán: Juan Rey. Exportador: Mar S.A.`: a caption that is not understood ends the value before it.
            let word = piece.split(": ").next().unwrap_or("");
            if fields.is_empty() || word.contains(' ') || !word.starts_with(char::is_uppercase) {
                return None;
            }
            let key = place.start..place.start + word.len();
            fields.push((key.clone(), key.end + 2..place.end));
            continue;
        };
        if value.is_empty() {
            return None;
        }
        let meaning = reader.caption(&key);
        let party = meaning.label().is_some_and(Label::is_party);
        let least = if fields.is_empty() || !party { 100 } else { 50 };
        // `Master: Juan Rey. Exporter: Mar Ltd`
        let other = meaning.other && !fields.is_empty();
        if meaning.coverage() < least || meaning.labels.is_empty() && !other {
            return None;
        }
        fields.push((key, value));
    }
    (fields.len() >= 2).then_some(fields)
}

/// `Master: Jean Prigent Nationality: French`, `Flag: Fiji, Port: Suva`: captions that follow a value at once.
pub(crate) fn run_on_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    if text.len() > 400 || text.matches([':', '：']).count() < 2 {
        return None;
    }
    let mut captions: Vec<(Span, usize)> = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, ':' | '：')) {
        let after = at + sign.len_utf8();
        if text
            .get(after..)
            .is_some_and(|t| t.starts_with(|c: char| !c.is_whitespace()))
        {
            continue;
        }
        let from = captions.last().map_or(0, |(_, end)| end - body.start);
        if let Some(start) = caption_start(reader, &body, from, at) {
            captions.push((start..body.start + at, body.start + after));
        }
    }
    if captions.len() < 2
        || captions
            .first()
            .is_none_or(|(key, _)| key.start != body.start)
    {
        return None;
    }
    let mut fields = Vec::new();
    for (index, (key, from)) in captions.iter().enumerate() {
        let to = captions
            .get(index + 1)
            .map_or(body.end, |(next, _)| next.start);
        let value = trim(&reader.page.text, &(*from..to));
        let bare = reader
            .page
            .slice(&value)
            .trim_end_matches([',', ';', '|', '/', '–', '-', '·', '•', ' ']);
        let stop = bare.strip_suffix('.').filter(|head| {
            let word = head.rsplit(' ').next().unwrap_or("");
            let firm = ["td", "tda", "nc", "o", "Co", "Lda"]
                .iter()
                .any(|w| word.ends_with(w));
            !head.contains('.') && !firm
        });
        let value = value.start..value.start + stop.unwrap_or(bare).len();
        let value_text = reader.page.slice(&value);
        // `SUC. JUAN OYARZO`: the stop abbreviates a word before a party's name.
        let stopped = seek::parted(value_text, ". ").is_some_and(|(head, _)| {
            let word = head.rsplit(' ').next().unwrap_or("");
            word.chars().count() > 3 || reader.caption(key).label() != Some(Label::Owner)
        });
        if sentences(reader.page.slice(key))
            || is_sentence(value_text)
            || value_text.contains(';')
            || value_text.matches('(').count() > value_text.matches(')').count()
            || stopped
        {
            return None;
        }
        let key = trim(&reader.page.text, key);
        let (value, beside) = without_led(reader, value);
        fields.push((key, value));
        fields.extend(beside);
    }
    Some(fields)
}

/// `Numbers: IMO 9281310 / call sign EADN`: fields without colons behind a word for all of them.
pub(crate) fn bundled_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span);
    let (key, rest) = seek::parted(text, ": ")?;
    if key.contains([' ', '(']) || seek::has(rest, ": ") || rest.len() > 160 {
        return None;
    }
    let value = span.end - rest.len()..span.end;
    let parts = list::split(&reader.page.text, &value, By::COMMAS.with(By::SLASHES));
    if parts.is_empty()
        || !reader
            .caption(&(span.start..span.start + key.len()))
            .labels
            .is_empty()
    {
        return None;
    }
    let fields: Vec<(Span, Span)> = parts
        .iter()
        .map_while(|part| led_field(reader, part))
        .collect();
    let identified = fields.iter().any(|(key, _)| {
        let label = reader.caption(key).label();
        matches!(label, Some(Label::Imo | Label::Mmsi | Label::Ircs))
    });
    (identified && fields.len() == parts.len()).then_some(fields)
}

/// `LEE Jong-gil, licence 1979/2023` behind `master:`: the value, and the numbers and persons behind it whose captions
/// have no colon.
fn without_led(reader: &mut Reader<'_>, value: Span) -> (Span, Vec<(Span, Span)>) {
    let parts = list::split(&reader.page.text, &value, By::COMMAS);
    let mut fields = Vec::new();
    let mut end = value.end;
    for part in parts.iter().skip(1).rev() {
        let text = reader.page.slice(part);
        let numbered = seek::has_figure(text);
        let told = |label: Option<Label>| matches!(label, Some(Label::Master | Label::Flag));
        let known = numbered
            || led_field(reader, part).is_some_and(|(key, _)| told(reader.caption(&key).label()));
        if !known || !lexicon::opens_with_caption(text) {
            break;
        }
        let Some(field) = led_field(reader, part) else {
            break;
        };
        fields.push(field);
        end = part.start;
    }
    let bare = reader.page.text.get(value.start..end).unwrap_or("");
    let bare = bare.trim_end_matches([',', ';', ' ']).len();
    (value.start..value.start + bare, fields)
}

/// `1. Vessel name ALBA 2. Call sign EGBT`: several numbered fields in one line, with or without colons.
pub(crate) fn numbered_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span);
    if text.len() > 500 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut marks: Vec<(usize, usize, u32)> = Vec::new();
    for (at, _) in text.match_indices(['.', ')']) {
        let head = text.get(..at).unwrap_or("");
        let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
        if !(1..=2).contains(&digits) {
            continue;
        }
        let start = at - digits;
        let free = start == 0 || text.get(..start).is_some_and(|h| h.ends_with(' '));
        let opens = text
            .get(at + 1..)
            .is_some_and(|t| t.starts_with(' ') && t.trim_start().starts_with(char::is_uppercase));
        let number = text.get(start..at).and_then(|n| n.parse::<u32>().ok());
        if let Some(number) = number.filter(|_| free && opens && digits <= 2) {
            let next = marks.last().is_none_or(|(.., last)| number == last + 1);
            if next && (start == 0) == marks.is_empty() {
                marks.push((start, at + 1, number));
            }
        }
    }
    if marks.len() < 2 {
        return None;
    }
    let mut fields = Vec::new();
    for (index, (_, from, _)) in marks.iter().enumerate() {
        let to = marks.get(index + 1).map_or(text.len(), |next| next.0);
        let piece = trim(&reader.page.text, &(span.start + from..span.start + to));
        let field = match split_field(reader, &piece) {
            Some(field) => Some(field),
            None => led_field(reader, &piece),
        };
        fields.extend(field.filter(|(_, value)| !value.is_empty()));
    }
    (fields.len() >= 2).then_some(fields)
}

/// Where the caption before the colon at `colon` begins: the most words before it, back to `from`, that are understood
/// in full.
fn caption_start(reader: &mut Reader<'_>, body: &Span, from: usize, colon: usize) -> Option<usize> {
    let text = reader.page.slice(body);
    let head = text.get(from..colon)?;
    let lead = head.len() - head.trim_start().len();
    // `ALBA / IMO 9281310 / Flag: Togo`: what holds a number is no caption.
    let figures = seek::figures(head);
    if from == 0 && (figures > 4 || seek::has(head, ": ")) {
        return None;
    }
    if from == 0 && seek::words(head) <= CAPTION_WORDS {
        let key = body.start..body.start + colon;
        let meaning = reader.caption(&key);
        return (meaning.understood() && meaning.coverage() >= 50).then_some(body.start);
    }
    let mut starts: Vec<usize> = head
        .char_indices()
        .filter(|(at, c)| {
            // `31,20 Capacidad`: the figures behind a decimal comma open nothing.
            *at > lead
                && !c.is_whitespace()
                && !c.is_ascii_digit()
                && head
                    .get(..*at)
                    .is_some_and(|h| h.ends_with([' ', ',', ';', '\t']))
        })
        .map(|(at, _)| at)
        .collect();
    starts.reverse();
    let mut best = None;
    for start in starts.into_iter().take(7) {
        let key = body.start + from + start..body.start + colon;
        let key_text = reader.page.slice(&key);
        // `PLAYA UNO. Matrícula`: the value before ends at its stop.
        let stopped = seek::parted(key_text, ". ").is_some_and(|(head, _)| {
            let word = head.rsplit(' ').next().unwrap_or("");
            word.len() >= 3 && !word.chars().any(char::is_lowercase)
        });
        let wide = seek::has(key_text, "   ") || best.is_some() && seek::has(key_text, " / ");
        if key_text.contains([',', ';', '|', '·', '•', '–', '—']) || stopped || wide {
            break;
        }
        let opens = key_text.starts_with(char::is_uppercase)
            || reader
                .page
                .text
                .get(..key.start)
                .is_some_and(|t| t.trim_end().ends_with([',', ';', '|', '/', '·', '•']));
        if !opens {
            continue;
        }
        let Some(meaning) = reader.understood(&key) else {
            continue;
        };
        if meaning.known >= meaning.words && !meaning.mended {
            best = Some(key.start);
        }
    }
    best
}

/// Fields with slashes between them.
pub(crate) fn slashed(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span);
    let mut parts = Vec::new();
    let mut at = 0;
    for piece in seek::split(text, " / ") {
        parts.push(trim(
            &reader.page.text,
            &(span.start + at..span.start + at + piece.len()),
        ));
        at += piece.len() + 3;
    }
    let fields: Vec<(Span, Span)> = parts
        .iter()
        .filter_map(|p| split_field(reader, p))
        .collect();
    (fields.len() >= 2 && fields.len() == parts.len()).then_some(fields)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn fields_between_bars_have_a_colon_or_none() {
        let page = "Name: ALBA NOVA\nFlag: Fiji | engine 547 kW | species: Hake (HKE); Ling (LIN) | licence no. L-6/24";
        assert_eq!(
            things(page),
            [
                "VESSEL_NAME=ALBA NOVA",
                "FLAG=FJI",
                "ENGINE_POWER=547 kW",
                "SPECIES=HKE",
                "SPECIES=LIN",
                "LICENSE_NO=L-6/24"
            ]
        );
    }

    #[test]
    fn several_fields_of_one_line_are_told_apart() {
        let wanted = ["VESSEL_NAME=ALBA", "FLAG=FJI", "IRCS=3DXA"];
        for line in [
            "Name of vessel: ALBA   Flag: Fiji   Call sign: 3DXA",
            "Name of vessel: ALBA; Flag: Fiji; Call sign: 3DXA",
            "Name of vessel: ALBA. Flag: Fiji. Call sign: 3DXA",
            "Name of vessel: ALBA Flag: Fiji Call sign: 3DXA",
            "Name of vessel: ALBA – Flag: Fiji – Call sign: 3DXA",
            "Name of vessel: ALBA, Flag: Fiji, Call sign: 3DXA",
            "Name of vessel: ALBA   |   Flag: Fiji   |   Call sign: 3DXA",
            "1. Vessel name ALBA 2. Flag Fiji 3. Call sign 3DXA",
            "Name ALBA – Flag Fiji – Call sign 3DXA",
            "Name ALBA | Flag Fiji | Radio 3DXA",
        ] {
            assert_eq!(things(line), wanted, "{line}");
        }
    }

    #[test]
    fn behind_a_firm_and_a_semicolon_stand_its_servants() {
        for (owner, wanted) in [
            ("Alba Co. K.S.C.; skipper Juan Rey", "Alba Co. K.S.C."),
            ("Alba Ltd; agent Reef Ltd; skipper Juan Rey", "Alba Ltd"),
        ] {
            let page = format!("Name: ALBA NOVA\nOwner: {owner}");
            let owner = format!("OWNER={wanted}");
            let wanted = ["VESSEL_NAME=ALBA NOVA", &owner, "MASTER=Juan Rey"];
            assert_eq!(things(&page), wanted, "{page}");
        }
    }

    #[test]
    fn a_caption_that_is_not_understood_ends_a_value() {
        let page = "Name: ALBA NOVA\nFlag: Chile\nCapitán: Juan Rey. Remitente: Luis Mar";
        let wanted = ["VESSEL_NAME=ALBA NOVA", "FLAG=CHL", "MASTER=Juan Rey"];
        assert_eq!(things(page), wanted);
    }

    #[test]
    fn decimal_commas_and_short_words_end_no_value() {
        let page = "Nombre: ALBA\nEslora: 14,90 mts. Manga: 4,8 mts.\nTRG: 31,20 Capacidad de bodega: 46 m3\n\
                    Armador: SUC. JUAN OYARZO RUT: 7.114.882-K";
        let wanted = [
            "VESSEL_NAME=ALBA",
            "LENGTH=14.9",
            "TONNAGE=31.2",
            "HOLD_CAPACITY=46 m3",
            "OWNER=SUC. JUAN OYARZO",
        ];
        assert_eq!(things(page), wanted);
    }
}
