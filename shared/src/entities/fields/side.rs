//! Fields side by side in one line, wide blanks between them.
//!
//! `Flag: Peru     Vessel name: ALBA`.

use super::led::led_field;
use super::line::split_field;
use crate::entities::context::Reader;
use crate::entities::page::{Span, trim};
use crate::entities::words::seek;

/// `Flag: Peru     Vessel name: ALBA`: fields side by side in one line.
pub(crate) fn side_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span);
    let led = || seek::count(text, "... ") >= 2;
    if !seek::has(text, "  ") || text.matches([':', '：', '|']).count() < 2 && !led() {
        return None;
    }
    let parts = super::syntax::apart(reader, span);
    let known = parts
        .iter()
        .filter(|part| split_field(reader, part).is_some())
        .count();
    // `Shiptype: Trawler` among fields that are understood.
    let most = known >= 2 && known * 2 >= parts.len();
    let fields: Vec<(Span, Span)> = parts
        .iter()
        .filter_map(|part| match split_field(reader, part) {
            Some(field) => Some(field),
            // `CFR ESP000026114` among fields that are understood.
            None => colon_field(reader, part, most)
                .or_else(|| most.then(|| bare_field(reader, part)).flatten()),
        })
        .collect();
    (known >= 1 && fields.len() >= 2 && fields.len() == parts.len()).then_some(fields)
}

/// `CFR ESP000026114`: a caption and its value without a sign.
fn bare_field(reader: &mut Reader<'_>, part: &Span) -> Option<(Span, Span)> {
    let signed = reader.page.slice(part).contains([':', '：']);
    if signed {
        None
    } else {
        led_field(reader, part)
    }
}

/// `ISSUE DATE  1 March 2025      EXPIRES  31 March 2026`: captions and values by turns, wide blanks between them.
pub(crate) fn alternate_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span);
    if text.contains(':') || seek::has(text, "..") {
        return None;
    }
    let parts = super::syntax::apart(reader, span);
    // `Vessel : WIN  FAR No. 1`: a colon sets captions and values apart, not the blanks.
    let signed = reader.page.slice(span).contains(" : ");
    if parts.len() < 4 || !parts.len().is_multiple_of(2) || signed {
        return None;
    }
    let fields = parts.chunks(2).filter_map(|pair| match pair {
        [key, value] => Some((key.clone(), value.clone())),
        _ => None,
    });
    let mut asked = fields.clone();
    let whole = asked.all(|(key, value)| {
        let meaning = reader.caption(&key);
        meaning.understood() && meaning.coverage() >= 60 && {
            let said = reader.page.slice(&value);
            seek::has_figure(said) || reader.understood(&value).is_none()
        }
    });
    whole.then(|| fields.collect())
}

/// `Season: 2024` beside a field: a key of a few words, understood or not, before a colon and figures, or of one word
/// before anything where `most` of the line are fields.
fn colon_field(reader: &Reader<'_>, part: &Span, most: bool) -> Option<(Span, Span)> {
    let text = reader.page.slice(part);
    let at = text.find([':', '：']).filter(|at| *at > 1)?;
    let key = trim(&reader.page.text, &(part.start..part.start + at));
    let sign = text.get(at..)?.chars().next().map_or(1, char::len_utf8);
    let value = trim(&reader.page.text, &(part.start + at + sign..part.end));
    let words: Vec<&str> = reader.page.slice(&key).split_whitespace().collect();
    // `T o: …` is a broken word, which others mend.
    let whole = words.iter().all(|w| w.chars().count() > 1);
    let figures = reader
        .page
        .slice(&value)
        .bytes()
        .any(|b| b.is_ascii_digit());
    ((1..=4).contains(&words.len()) && whole && (figures || most && words.len() == 1))
        .then_some((key, value))
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn an_unknown_caption_among_known_ones_ends_the_value_before_it() {
        let line = "Ship Name: ALBA NOVA    Blurb: good    IMO: 9281310    Flag: Fiji";
        let wanted = ["0 VESSEL_NAME=ALBA NOVA", "0 IMO=9281310", "0 FLAG=FJI"];
        assert_eq!(found(line), wanted);
    }

    #[test]
    fn fields_without_a_sign_stand_by_turns_or_beside_fields() {
        for (line, wanted) in [
            (
                "ISSUED  1 March 2025      EXPIRES  31 March 2026",
                ["0 DATE=2025-03-01", "0 END_DATE=2026-03-31"],
            ),
            (
                "Indicatif: FKQT    Jauge: 44    CFR ESP000026114",
                ["0 IRCS=FKQT", "0 EU_CFR=ESP000026114"],
            ),
        ] {
            let told = found(&format!("Vessel: ALBA NOVA\n{line}"));
            for wanted in wanted {
                assert!(told.contains(&wanted.to_string()), "{wanted} in {told:?}");
            }
        }
    }

    #[test]
    fn two_of_one_kind_in_a_line_make_no_second_vessel() {
        let page =
            "Ship: ALBA NOVA     IMO: 9281310\nCapitán: Juan Rey     Patrón de pesca: Luis Mar";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 IMO=9281310",
            "0 MASTER=Juan Rey",
            "0 MASTER=Luis Mar",
        ];
        assert_eq!(found(page), wanted);
    }
}
