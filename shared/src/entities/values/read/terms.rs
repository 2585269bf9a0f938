//! Countries and the words of closed lists: gears, species, areas, kinds of vessel.

use super::value;
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::values::closed::{self, single_spaces};
use crate::entities::values::gear;
use crate::entities::values::list::{self, By};
use crate::entities::values::{Frame, Value, text};
use crate::entities::words::fold::{fold_phrase, lowered};
use crate::entities::words::lexicon::{self, Sense, phrases};
use crate::entities::words::seek;

/// `3L`, `4Vn`: a figure and a letter or two.
fn is_division(text: &str) -> bool {
    matches!(
        text.as_bytes(),
        [b'0'..=b'6', b'A'..=b'Z'] | [b'0'..=b'6', b'A'..=b'Z', b'a'..=b'z']
    )
}

/// The words of a closed list: gears, species, areas, kinds of vessel.
pub(super) fn terms(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let span = &within_bounds(frame.text, span, label);
    // `Fish factory ship (since 01/06/2001)`
    let span = &match label {
        Label::VesselType => {
            without_measure(frame.text, text::without_years(frame.text, span.clone()))
        }
        _ => span.clone(),
    };
    if let Some(found) = whole(frame, span, label) {
        return found;
    }
    let mut found: Vec<Value> = Vec::new();
    for piece in pieces(frame.text, span, label) {
        let mut piece = text::clean_name(frame.text, &piece);
        if matches!(label, Label::Species | Label::GearType) {
            piece.start += counted(frame.text.get(piece.clone()).unwrap_or(""));
        }
        if label == Label::Species {
            piece = without_figures(frame.text, piece);
        }
        let part = frame.text.get(piece.clone()).unwrap_or("");
        // `between 26°N and 20°46'N` under the waters
        if closed::is_empty_value(part) || label == Label::FishingArea && part.contains('°') {
            continue;
        }
        // `Bottom trawl, mesh 70 mm`: how the gear is made.
        let made = label == Label::GearType
            && !found.is_empty()
            && seek::has_figure(part)
            && gear::code(part).is_none();
        if !made && let Some(v) = term_value(part, piece, label) {
            found.push(v);
        }
    }
    found
}

/// `stern trawler (LOA about 35 m)`: the kind without what is measured.
fn without_measure(text: &str, span: Span) -> Span {
    let printed = text.get(span.clone()).unwrap_or("");
    let kind = printed.split_once(" (").filter(|(kind, inner)| {
        seek::has_figure(inner) && inner.contains(' ') && kind.contains(char::is_lowercase)
    });
    span.start..span.start + kind.map_or(printed, |(kind, _)| kind).len()
}

/// What a value holds that is not to be parted, or is none of the label's; none where its parts are read.
fn whole(frame: &Frame<'_>, span: &Span, label: Label) -> Option<Vec<Value>> {
    let printed = frame.text.get(span.clone()).unwrap_or("");
    match label {
        Label::FishingArea => placed(frame, span).or_else(|| dated(frame, span)),
        Label::Species => species(frame, span, printed),
        Label::VesselType => {
            // `VMS: yes   Type: Argos`
            if phrases::POSITION_SENDERS
                .begin(&printed.to_lowercase())
                .is_some()
            {
                return Some(Vec::new());
            }
            let one = || {
                term_value(printed, span.clone(), label)
                    .into_iter()
                    .collect()
            };
            is_one_kind(frame.text, span).then(one)
        }
        Label::GearType if closed::has_sense(printed, |s| matches!(s, Sense::Gear(_))) => {
            let norm = gear::code(printed).map_or_else(|| single_spaces(printed), str::to_string);
            Some(vec![value(label, span.clone(), norm, 0.97, "gear list")])
        }
        _ => None,
    }
}

/// `ICES IIb; from 74°30'N 016°00'E`: an area and a position in it.
fn placed(frame: &Frame<'_>, span: &Span) -> Option<Vec<Value>> {
    let places = super::positions(frame, span, false);
    let first = places.first()?.span.start;
    let head = frame.text.get(span.start..first)?;
    let small = |word: &&str| !word.contains(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let small: usize = head
        .rsplit(' ')
        .take_while(small)
        .map(|w| w.len() + 1)
        .sum();
    let bare = head.get(..head.len().saturating_sub(small)).unwrap_or("");
    let bare = bare.trim_end_matches([' ', ',', ';', '(', ':']);
    let mut found = terms(
        frame,
        &(span.start..span.start + bare.len()),
        Label::FishingArea,
    );
    found.extend(places);
    Some(found)
}

/// `FAO 51: 02/09/2021 – 11/10/2021`: an area and the days of the catch behind it.
fn dated(frame: &Frame<'_>, span: &Span) -> Option<Vec<Value>> {
    let days = super::dates(frame, span, Label::Date);
    let first = days.first()?;
    let area = frame.text.get(span.start..first.span.start).unwrap_or("");
    // `ZEE de Nouvelle-Calédonie (capture du 28/02/2025 …`
    let open = area
        .rfind(" (")
        .filter(|at| !area.get(*at..).is_some_and(|t| t.contains(')')));
    let area = open.map_or(area, |at| area.get(..at).unwrap_or(area));
    let area = area.trim_end_matches([' ', ':', '(', '–', '-', ',', '/']);
    let area = span.start..span.start + area.len();
    let mut found = terms(frame, &area, Label::FishingArea);
    found.extend(days);
    Some(found)
}

/// A species of one name whatever its words, codes with weights, or nothing where a sentence stands.
fn species(frame: &Frame<'_>, span: &Span, printed: &str) -> Option<Vec<Value>> {
    // `LICENCE TO FISH — FOREIGN FISHING VESSEL`
    if closed::names_ships(printed) {
        return Some(Vec::new());
    }
    let named = |text: &str| closed::has_sense(text, |s| matches!(s, Sense::Species(_)));
    if named(printed) {
        let norm = closed::species(printed);
        let whole = value(Label::Species, span.clone(), norm, 0.97, "species list");
        return Some(vec![whole]);
    }
    // `Fishery: Squid jig (LHM)`
    if let Some(norm) = gear_of_code(printed) {
        let gear = value(Label::GearType, span.clone(), norm, 0.95, "gear list");
        return Some(vec![gear]);
    }
    // `Tick and complete only one part`
    let sentence = !printed.contains([',', ';', '/', '(', '+'])
        && printed.split(' ').count() >= SENTENCE
        && !seek::has_figure(printed)
        && !printed
            .match_indices(' ')
            .take(3)
            .any(|(at, _)| named(printed.get(..at).unwrap_or("")));
    if sentence {
        return Some(Vec::new());
    }
    weighed(frame.text, span)
}

/// `Longliner, freezer` is one kind of vessel; `Longliner, trawler` are two.
fn is_one_kind(text: &str, span: &Span) -> bool {
    let parts = list::split(text, span, By::COMMAS);
    let kind = |part: &Span| {
        let part = text.get(part.clone()).unwrap_or("");
        let kind = |s: &Sense| matches!(s, Sense::VesselType | Sense::VesselTypeCode);
        closed::has_sense(part, kind) && !phrases::FREEZERS.holds(&part.to_lowercase())
    };
    parts.len() > 1 && !parts.iter().all(kind)
}

/// The parts of a value, each one term.
fn pieces(text: &str, span: &Span, label: Label) -> Vec<Span> {
    let printed = |part: &Span| text.get(part.clone()).unwrap_or("");
    if let Some(parts) = list::numbered(text, span) {
        return parts;
    }
    let by = match label {
        Label::VesselType => By::COMMAS,
        Label::FishingArea if !seek::has(printed(span), " / ") => By::COMMAS,
        _ => By::COMMAS.with(By::SLASHES),
    };
    let mut parts = list::split(text, span, by);
    // `…, blue antimora (ANT).`: a sentence's stop.
    for part in &mut parts {
        part.end -= usize::from(printed(part).ends_with(")."));
    }
    // `Subarea 48.3 / Division 58.5.2` are two areas, `58.4.1/58.4.2` may be one.
    if label == Label::FishingArea {
        parts = parts
            .iter()
            .flat_map(|part| list::parted(text, part, " / "))
            .flat_map(|part| {
                let area = printed(&part);
                // `3L/3N`: divisions of the north-west Atlantic.
                let and = area.rsplit(" & ").next().unwrap_or("");
                if area.contains('/') && area.split('/').all(is_division) {
                    list::parted(text, &part, "/")
                } else if and.starts_with(|c: char| c.is_ascii_digit()) {
                    list::parted(text, &part, " & ")
                } else {
                    vec![part]
                }
            })
            .collect();
    }
    if !matches!(label, Label::Species | Label::FishingArea | Label::GearType) {
        return parts;
    }
    // `Jurel (CJM) 214 t – Caballa (MAS) 8 t`
    if label == Label::Species {
        let fish = |name: &str| closed::has_sense(name, |s| matches!(s, Sense::Species(_)));
        let dashed = parts.iter().flat_map(|part| {
            let several = printed(part).split(" - ").all(fish);
            list::parted(text, part, if several { " - " } else { " – " })
        });
        parts = dashed.collect();
    }
    let one = |part: &Span| {
        let part = printed(part);
        closed::has_sense(part, |s| {
            matches!(s, Sense::Species(_) | Sense::Gear(_) | Sense::Area)
        }) || closes_with_code(part)
    };
    let mut pieces = Vec::with_capacity(parts.len());
    for part in parts {
        if one(&part) {
            pieces.push(part);
        } else {
            pieces.extend(list::split(text, &part, By::WORDS));
        }
    }
    pieces
}

/// Fewest words that no name of a species has.
const SENTENCE: usize = 6;

/// `Nasses et casiers (FPO)`: one name, whatever its words, and one code behind it.
fn closes_with_code(part: &str) -> bool {
    let inner = part.strip_suffix(')').and_then(|t| t.split_once(" ("));
    inner.is_some_and(|(_, code)| {
        closed::is_code(code, 2, 4)
            && closed::has_sense(code, |s| {
                matches!(s, Sense::GearCode(_) | Sense::SpeciesCode(_))
            })
    })
}

/// The code of one gear whose code stands behind it in brackets and is no fish's.
fn gear_of_code(part: &str) -> Option<String> {
    let code = part.strip_suffix(')')?.split_once(" (")?.1;
    let gear = closed::is_code(code, 2, 4)
        && closed::has_sense(code, |s| matches!(s, Sense::GearCode(_)))
        && !closed::has_sense(code, |s| matches!(s, Sense::SpeciesCode(_)));
    gear.then(|| gear::code(part).unwrap_or(code).to_string())
}

/// `SKJ 112 YFT 64 BET 9`: each code before its weight.
fn weighed(text: &str, span: &Span) -> Option<Vec<Value>> {
    let mut found = Vec::new();
    let mut at = span.start;
    for (index, word) in text.get(span.clone())?.split(' ').enumerate() {
        let place = at..at + word.len();
        at = place.end + 1;
        if index % 2 == 1 {
            let number = !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
            if !number {
                return None;
            }
            continue;
        }
        let code = word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase());
        if !code || !closed::has_sense(word, |s| matches!(s, Sense::SpeciesCode(_))) {
            return None;
        }
        found.push(value(
            Label::Species,
            place,
            closed::species(word),
            0.95,
            "species list",
        ));
    }
    (found.len() >= 2).then_some(found)
}

/// Bytes of the number of pieces before what they are: `31 swordfish (SWO)`, `2 bottom trawls`.
fn counted(part: &str) -> usize {
    let figures = part.bytes().take_while(u8::is_ascii_digit).count();
    let Some(name) = part.get(figures..).and_then(|tail| tail.strip_prefix(' ')) else {
        return 0;
    };
    let first = name.split(' ').next().unwrap_or("");
    let worded = first.len() >= 4 && first.bytes().all(|b| b.is_ascii_lowercase());
    if (1..=3).contains(&figures) && worded {
        figures + 1
    } else {
        0
    }
}

/// `COD 41200`: the code before the kilograms that were caught of it.
fn without_figures(text: &str, span: Span) -> Span {
    let part = text.get(span.clone()).unwrap_or("");
    // `Jurel (CJM) 214.500 kg`
    // `Northern prawn (PRA) for vessel A`
    if let Some((name, behind)) = seek::parted(part, ") ")
        && (behind.starts_with(|c: char| c.is_ascii_digit()) || behind.starts_with("for "))
    {
        return span.start..span.start + name.len() + 1;
    }
    let figures = part
        .get(3..)
        .and_then(|rest| rest.strip_prefix(' '))
        .is_some_and(|rest| {
            !rest.is_empty()
                && rest
                    .chars()
                    .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | ','))
        });
    let coded = part
        .get(..3)
        .is_some_and(|code| closed::has_sense(code, |s| matches!(s, Sense::SpeciesCode(_))));
    if figures && coded {
        span.start..span.start + 3
    } else {
        span
    }
}

/// The words up to the sentence's end (`LL. Began 0605`), and an area without what it leaves out (`EEZ beyond 6 miles`).
fn within_bounds(text: &str, span: &Span, label: Label) -> Span {
    let part = text.get(span.clone()).unwrap_or("");
    let sentence = part.match_indices(". ").find(|(at, _)| {
        let word = part.get(..*at).unwrap_or("").rsplit(' ').next();
        let whole = word.is_some_and(|word| word.len() > 3 || closed::is_code(word, 2, 4));
        let next = part.get(at + 2..).unwrap_or("");
        whole && next.starts_with(char::is_uppercase) && next.contains(' ')
    });
    let mut end = sentence.map_or(part.len(), |(at, _)| at);
    if label == Label::FishingArea {
        // `Beyond 6 miles` begins with its bound.
        let lower = format!(" {}", lowered(part.get(..end).unwrap_or("")));
        let bound = phrases::AREA_BOUNDS.places(&lower).into_iter();
        end = bound
            .map(|(at, _)| at.saturating_sub(1))
            .min()
            .unwrap_or(end);
    }
    without_stop(text, &trim(text, &(span.start..span.start + end)))
}

/// `arrasto pelágico.`: the words without the sentence's stop; `G. S.` keeps its own.
fn without_stop(text: &str, span: &Span) -> Span {
    let part = text.get(span.clone()).unwrap_or("");
    let word = part
        .strip_suffix('.')
        .and_then(|bare| bare.rsplit([' ', '.']).next())
        .unwrap_or("");
    // `27.4.b.` ends a sentence.
    let numbered = part.starts_with(|c: char| c.is_ascii_digit()) && part.matches('.').count() >= 3;
    let stop = word.chars().count() > 3 && word.chars().all(char::is_lowercase)
        || numbered && part.ends_with('.');
    span.start..span.end - usize::from(stop)
}

/// `Gl`, `L1S`: the code of a gear with letters that the OCR took for others.
fn misread_gear(part: &str) -> Option<&'static str> {
    let meant: String = part
        .chars()
        .map(|c| match c {
            'l' | '1' | '|' => 'I',
            '0' => 'O',
            '5' => 'S',
            '8' => 'B',
            '2' => 'Z',
            other => other,
        })
        .collect();
    let coded = part.starts_with(|c: char| c.is_ascii_uppercase())
        && meant != part
        && closed::is_code(&meant, 2, 4)
        && closed::has_sense(&meant, |sense| matches!(sense, Sense::GearCode(_)));
    coded.then(|| gear::code(&meant)).flatten()
}

pub(super) fn term_value(part: &str, piece: Span, label: Label) -> Option<Value> {
    let letters = part.chars().any(char::is_alphabetic);
    match label {
        Label::GearType => {
            let code = gear::code(part);
            if code.is_none()
                && let Some(code) = misread_gear(part)
            {
                let mut gear = value(label, piece, code.to_string(), 0.8, "gear list");
                gear.mended = Some("one letter of the code misread");
                return Some(gear);
            }
            let trust = if code.is_some() { 0.97 } else { 0.85 };
            // `L = 32,0 m`: no gear.
            let figured = part.starts_with(|c: char| c.is_ascii_digit());
            (letters && !figured || code.is_some()).then(|| {
                value(
                    label,
                    piece,
                    code.map_or_else(|| single_spaces(part), str::to_string),
                    trust,
                    "gear list",
                )
            })
        }
        Label::Species => {
            // `Type: HGT`, `Estimated weight 210,400`: other fields in the same cell.
            let code = |word: &str| word.contains(['-', '/']) && seek::figures(word) >= 3;
            let other = part.contains(": ")
                || part.contains("(kg)")
                || part.split(' ').any(code)
                || part.rsplit_once(' ').is_some_and(|(_, last)| {
                    closed::is_code(last, 2, 4) || last.starts_with(|c: char| c.is_ascii_digit())
                }) && lexicon::opens_with_caption(part);
            (letters && !other).then(|| value(label, piece, closed::species(part), 0.95, "species"))
        }
        Label::VesselType => {
            let generic = closed::has_sense(part, |s| *s == Sense::VesselTypeGeneric)
                && !closed::has_sense(part, |s| *s == Sense::VesselTypeCode);
            // `Class: DNV`, `+100A1`: a society and its notation.
            let society = part.split(',').next().unwrap_or("");
            let class = phrases::CLASS_SOCIETIES.holds(&society.to_lowercase())
                || part.starts_with(['+', '✠'])
                || seek::has(part, "A1");
            (letters && !generic && !class || isscfv_number(part))
                .then(|| value(label, piece, single_spaces(part), 0.95, "vessel type"))
        }
        _ => {
            let bare = phrases::NO_AREAS.holds(&fold_phrase(part));
            (!bare && part.chars().any(char::is_alphanumeric))
                .then(|| value(label, piece, single_spaces(part), 0.95, "area"))
        }
    }
}

/// `01.2.2`: a vessel type by its number.
fn isscfv_number(part: &str) -> bool {
    part.contains('.')
        && part
            .split('.')
            .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{counted, misread_gear};
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn pieces_are_counted_before_words_only() {
        for (part, bytes) in [
            ("2 bottom trawls", 2),
            ("31 swordfish (SWO)", 3),
            ("09.1.0 - handlines", 0),
            ("135 mm", 0),
            ("71", 0),
        ] {
            assert_eq!(counted(part), bytes, "{part}");
        }
    }

    #[test]
    fn a_fishery_may_be_told_by_its_gear() {
        let told = |fishery| values(&format!("Vessel: SOL\nFishery: {fishery}"), Label::GearType);
        assert_eq!(told("Squid jig (LHM)"), ["LHM"]);
        assert!(told("Squid (SQU)").is_empty());
    }

    #[test]
    fn a_code_of_a_gear_is_known_through_a_misread_letter() {
        for (printed, code) in [
            ("Gl", Some("GEN")),
            ("P5", Some("PS")),
            ("PS", None),
            ("Purse", None),
            ("l5", None),
        ] {
            assert_eq!(misread_gear(printed), code, "{printed}");
        }
    }
}
