//! Fields whose captions stand before their values without a colon: `Flag Korea – Radio DTCF4`, `engine 547 kW`.

use super::line::{is_sentence, list_mark, split_field};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::values::list;
use crate::entities::words::concept::Concepts;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::{lexicon, seek};

/// `Name ALBA – Flag Korea – Radio DTCF4 – Home port Busan`: parts between bars, each with its caption before it.
pub(crate) fn led_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    // Most lines have no bar.
    if text.is_ascii() && !text.contains('|') && !seek::has(text, "   ") {
        return None;
    }
    let bar = [" – ", " — ", " | ", " · ", " • ", "   "]
        .into_iter()
        .map(|bar| (bar, seek::count(text, bar)))
        .max_by_key(|(_, count)| *count)
        .filter(|(bar, count)| *count >= if *bar == "   " { 1 } else { 2 })?
        .0;
    let even = bar == "   " && !text.contains(':') && !seek::has(text, "..");
    let wide = even.then(|| between(reader, &body, "  ")).flatten();
    let fields = wide.or_else(|| between(reader, &body, bar))?;
    // A name's word begins it: other entries are read as running text. `LOA 62.2 m    GT 1,899    Crew 46`: what
    // stands between wide blanks are fields whatever the first is.
    let (first, _) = fields.first()?;
    let named = reader.caption(first).labels.as_slice() == [Label::VesselName];
    (named || bar == "   ").then_some(fields)
}

/// `Flag: ESP | engine 547 kW | species: Hake (HKE); Ling (LIN)`: fields between bars, with or without colons.
pub(crate) fn barred_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    let bar = [" | ", " · ", " • "]
        .into_iter()
        .find(|bar| text.contains(bar))?;
    between(reader, &body, bar)
}

/// The fields between a sign, with or without colons; none where a part is no field.
fn between(reader: &mut Reader<'_>, body: &Span, bar: &str) -> Option<Vec<(Span, Span)>> {
    if body.len() > 600 {
        return None;
    }
    let mut fields: Vec<(Span, Span)> = Vec::new();
    for place in list::parted(&reader.page.text, body, bar) {
        if place.is_empty() {
            continue;
        }
        // `Type of ship   Stern trawler`: the blanks stand between a caption and its value.
        if bar.trim().is_empty() && place.start == body.start && is_caption(reader, &place) {
            return None;
        }
        let printed = reader.page.slice(&place);
        // `Flag: Iran   (previous: Djibouti)`: what a bracket says belongs to the value before it.
        if printed.starts_with('(')
            && printed.contains(':')
            && bar.trim().is_empty()
            && let Some((_, value)) = fields.last_mut()
        {
            value.end = place.end;
            continue;
        }
        // `Zona de pesca      : Biobío`: the blanks part no fields.
        if printed.starts_with(':') {
            return None;
        }
        let bare = printed.trim_end_matches([';', ' ', ',']).len();
        let place = place.start..place.start + bare;
        let field = match split_field(reader, &place).filter(|(_, value)| !value.is_empty()) {
            Some(field) => Some(field),
            None => led_field(reader, &place),
        };
        // `Breadth 8.50 m   Depth 3.90 m` between the fields: measures that are no entities.
        if field.is_none() && bar.trim().is_empty() && asks_other(reader, &place) {
            continue;
        }
        let (key, value) = field?;
        if value.is_empty() || is_sentence(reader.page.slice(&value)) {
            return None;
        }
        fields.push((key, value));
    }
    Some(fields)
}

/// Nothing but a caption, and no figures.
fn is_caption(reader: &mut Reader<'_>, place: &Span) -> bool {
    if reader.page.slice(place).contains(':') {
        return false;
    }
    let meaning = reader.caption(place);
    !meaning.labels.is_empty()
        && meaning.coverage() == 100
        && !meaning.mended
        && !seek::has_figure(reader.page.slice(place))
}

/// `Breadth 8.50 metres`, `agent Reef Ltd`: a caption that asks for no entity, before figures or a name.
pub(super) fn asks_other(reader: &mut Reader<'_>, place: &Span) -> bool {
    let text = reader.page.slice(place);
    let small = text.starts_with(char::is_lowercase);
    let value = text
        .char_indices()
        .find(|(_, c)| c.is_ascii_digit() || small && c.is_uppercase());
    let Some((at, _)) = value.filter(|(at, _)| *at > 1) else {
        return false;
    };
    let key = trim(&reader.page.text, &(place.start..place.start + at));
    reader
        .understood(&key)
        .is_some_and(|meaning| meaning.other && meaning.labels.is_empty())
}

/// A caption of some words and its value without a sign between them.
pub(crate) fn led_field(reader: &mut Reader<'_>, span: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(span);
    // `Official stamp`: nothing but a caption.
    if text.len() <= 24
        && reader
            .understood(span)
            .is_some_and(|whole| whole.other && whole.coverage() == 100)
    {
        return None;
    }
    let cuts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).take(7).collect();
    for at in cuts.into_iter().rev() {
        let key = span.start..span.start + at;
        let Some(meaning) = reader.understood(&key) else {
            continue;
        };
        let printed = reader.page.slice(&key);
        // `Cap. 234, section 20`, `(previous: Equatorial Guinea)`
        if seek::figures(printed) > 2 || seek::has(printed, ": ") {
            continue;
        }
        // `Port letters and number DO 33`: a boat's letters, no small word.
        let (_, last) = printed.rsplit_once(' ').unwrap_or(("", printed));
        let letters = last.len() <= 2 && !last.chars().any(char::is_lowercase);
        if letters && printed.chars().any(char::is_lowercase) {
            continue;
        }
        // `Name OCEAN TRIBUTE`: a sea's word in a name.
        let sea = printed.rsplit_once(' ').is_some_and(|(_, last)| {
            !last.chars().any(char::is_lowercase)
                && lexicon::lookup(last).is_some_and(|term| {
                    term.concepts.any(Concepts::AREA)
                        && term.concepts.without(Concepts::AREA).is_empty()
                })
        });
        if sea {
            continue;
        }
        if !meaning.labels.is_empty()
            && meaning.known >= meaning.words
            && !meaning.mended
            && (!printed.ends_with(|c: char| matches!(c, ',' | '.') || c.is_ascii_digit())
                || ends_with_number(printed))
        {
            return Some((key, trim(&reader.page.text, &(span.start + at..span.end))));
        }
    }
    None
}

/// `licence no.`, `matrícula n.º`: the dot is the abbreviation's.
fn ends_with_number(key: &str) -> bool {
    let word = key.rsplit(' ').next().unwrap_or("").to_lowercase();
    phrases::STOPPED_NUMBERS.holds(&word)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn measures_side_by_side_keep_their_own_figures() {
        for line in [
            "Length 41.35 m   Breadth 8.50 m   Depth 3.90 m   Gross tonnage 395   Net tonnage 118",
            "Length 41.35 m; gross tonnage 395, net tonnage 118",
            "Eslora 41,35 m   Manga 8,50 m   Puntal 3,90 m   TRB 395   TRN 118",
        ] {
            let found = found(&format!("Vessel: ALBA NOVA\n{line}"));
            let wanted = ["0 VESSEL_NAME=ALBA NOVA", "0 LENGTH=41.35", "0 TONNAGE=395"];
            assert_eq!(found, wanted, "{line}");
        }
    }

    #[test]
    fn wide_blanks_part_a_caption_from_a_value_of_its_words() {
        let page = "Vessel: ALBA NOVA\nType of ship   Stern trawler\nZona de pesca   FAO Area 71\n";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 VESSEL_TYPE=Stern trawler",
            "0 FISHING_AREA=FAO Area 71",
        ];
        assert_eq!(found(page), wanted);
    }
}
