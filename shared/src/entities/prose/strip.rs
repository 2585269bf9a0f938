//! Entries set as a strip of parts: `40 | ALBA | Spain | EADN | IMO 9281310`, `ALBA – NEU 24 – Büsum – 18,60 m`.
//!
//! A part says what it is by a caption before it, by its own shape, or by the parts beside it. Only what no words of
//! the text announce is read here; the limits: a bare person or firm without a company's ending is not told apart.

use super::items::Placed;
use super::sound::capitals;
use super::strip_head::{head, is_quoted, opens_with_flag, particular};
use super::strip_part::{Cut, cut, is_mark, place_name};
use super::strip_sort::{Parts, SHORT, Sort, is_imo, is_length, is_mmsi};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::{self, Value};
use crate::entities::words::lexicon::phrases;

/// What the parts of one line come to.
#[derive(Debug, Default)]
pub(super) struct Strip {
    pub(super) line: Span,
    /// The vessel's name, where the line begins with one.
    pub(super) name: Option<Span>,
    /// Values that stand in parts of their own, with what spoke for them.
    pub(super) fills: Vec<(Value, String)>,
    /// Letters and figures before the name.
    mark: Option<Span>,
}

/// Longest part before the name, in bytes.
const LONGEST: usize = 60;
/// Most parts of a strip; longer lines are lists of something else.
const MOST_PARTS: usize = 24;
/// The strips among the lines of a passage.
pub(super) fn strips(reader: &mut Reader<'_>, passage: &Span, items: &[Placed]) -> Vec<Strip> {
    let page = reader.page;
    let mut found = Vec::new();
    let mut start = passage.start;
    let mut lines = Vec::new();
    for line in page.slice(passage).split('\n') {
        lines.push(start..start + line.len());
        start += line.len() + 1;
    }
    let alike = alike(&page.text, &lines, items);
    for place in lines {
        let pieces = entries_of(reader, &place, items);
        if pieces.len() > 1 {
            found.extend(pieces);
        } else if let Some(strip) = strip(reader, &place, items, alike) {
            found.push(strip);
        }
    }
    leading_marks(reader, &mut found);
    found
}

/// `ALBA, 3DXB, Fiji; NOVA, A3AB5, Tonga`: the entries of one line, where each piece between semicolons is one.
fn entries_of(reader: &mut Reader<'_>, line: &Span, items: &[Placed]) -> Vec<Strip> {
    let text = reader.page.slice(line);
    if !text.contains("; ") || !text.contains(", ") {
        return Vec::new();
    }
    let mut at = line.start;
    let mut found = Vec::new();
    for piece in text.split("; ") {
        let place = trim(&reader.page.text, &(at..at + piece.len()));
        at += piece.len() + 2;
        match strip(reader, &place, items, false).filter(|s| s.name.is_some()) {
            Some(strip) => found.push(strip),
            None => return Vec::new(),
        }
    }
    found
}

/// True if the text is an entry that begins with a vessel's name.
pub(super) fn is_named(reader: &mut Reader<'_>, span: &Span) -> bool {
    let items = super::join::merge(&reader.page.text, super::items::scan(reader, span).0);
    strip(reader, span, &items, false).is_some_and(|s| s.name.is_some())
}

/// Three lines or more whose parts begin alike (`words, mark, country, sign`): the entries of one list.
fn alike(text: &str, lines: &[Span], items: &[Placed]) -> bool {
    if lines.len() < 3 {
        return false;
    }
    let mut shapes: Vec<[Option<std::mem::Discriminant<Sort>>; 2]> = Vec::new();
    for line in lines {
        let parts = cut(text, line).parts;
        let looked = Parts::of(text, &parts, items, None, false);
        let of = |index: usize| {
            let sort = looked.sort(index).filter(|sort| speaks(sort))?;
            Some(std::mem::discriminant(sort))
        };
        if parts.len() >= 4 && parts.len() <= MOST_PARTS {
            shapes.push([of(1), of(2)]);
        }
    }
    let most = |index: usize| {
        let same = |shape: &[Option<_>; 2]| shape.get(index).copied().flatten();
        let first = shapes.iter().find_map(same);
        first.is_some() && shapes.iter().filter(|s| same(s) == first).count() * 3 >= lines.len() * 2
    };
    shapes.len() >= 3 && shapes.len() * 3 >= lines.len() * 2 && (most(0) || most(1))
}

/// Marks before the names: a hull's letters and figures, unless they only count the entries (`NB 214`, `NB 219`).
fn leading_marks(reader: &Reader<'_>, strips: &mut [Strip]) {
    let text = &reader.page.text;
    let read = |span: &Span| {
        let printed = text.get(span.clone()).unwrap_or("");
        let letters = printed.trim_end_matches(|c: char| !c.is_alphabetic());
        let figures = printed.rsplit(|c: char| !c.is_ascii_digit()).next();
        (letters, figures.and_then(|f| f.parse::<u32>().ok()))
    };
    let marks: Vec<_> = strips
        .iter()
        .filter_map(|s| s.mark.as_ref())
        .map(read)
        .collect();
    let counted = marks.len() > 1
        && marks
            .windows(2)
            .all(|w| matches!(w, [(a, m), (b, n)] if a == b && m < n));
    if counted
        || marks
            .iter()
            .any(|(letters, _)| matches!(*letters, "NB" | "YN" | "HN"))
    {
        return;
    }
    let frame = reader.frame(None, None);
    for strip in strips {
        let Some(mark) = strip.mark.take() else {
            continue;
        };
        for value in values::read(&frame, &mark, Label::ExternalMarking, &mut Vec::new()) {
            strip
                .fills
                .push((value, "before the vessel's name".to_string()));
        }
    }
}

fn strip(reader: &mut Reader<'_>, line: &Span, items: &[Placed], alike: bool) -> Option<Strip> {
    let page = reader.page;
    let text = &page.text;
    let Cut {
        parts,
        bars,
        bracketed,
        colon,
    } = cut(text, line);
    let (barred, dashed) = (bars > 1, bars > 0);
    if parts.len() < 2 || parts.len() > MOST_PARTS {
        return None;
    }
    let group = crate::entities::attribution::group::flag(reader);
    let looked = Parts::of(text, &parts, items, group, barred);
    let marked = text
        .get(..line.start)
        .and_then(|h| h.rsplit('\n').next())
        .is_some_and(|h| !h.trim().is_empty() && h.len() <= 16);
    // `On 2 December the carrier collided … (Panama, V7XQ9, …`: a sentence before it is no part of an entry.
    let head = head(text, &looked, items, barred || marked || alike)
        .filter(|(at, _)| parts.iter().take(*at).all(|part| part.len() <= LONGEST));
    // Without a name every part must say what it is; one of them may not where a colon ends the first.
    let mut dumb = 0;
    let mut sorts: Vec<Sort> = Vec::with_capacity(parts.len());
    let mut leds: Vec<Option<(Span, Span, Label)>> = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate() {
        let sort = looked.sort(index)?.clone();
        let keyed = matches!(sort, Sort::Measure { .. })
            && !reader
                .page
                .slice(part)
                .starts_with(|c: char| c.is_ascii_digit());
        let open = (keyed
            || matches!(
                sort,
                Sort::Told { .. } | Sort::Words | Sort::Other | Sort::Mark
            ))
            && head.as_ref().is_none_or(|(at, _)| *at < index);
        let led = open.then(|| led(reader, part)).flatten();
        dumb += usize::from(!speaks(&sort) && led.is_none());
        if head.is_none() && dumb > usize::from(colon) {
            return None;
        }
        sorts.push(sort);
        leds.push(led);
    }
    let flag = looked.flag();
    let typed = sorts
        .iter()
        .zip(&leds)
        .filter(|(s, led)| speaks(s) || led.is_some())
        .count();
    let of_ship = sorts.iter().zip(&leds).any(|(s, led)| {
        matches!(
            s,
            Sort::Sign
                | Sort::Mark
                | Sort::Worded(Label::VesselType)
                | Sort::Measure { of_ship: true }
                | Sort::Told { of_ship: true }
        ) || led.as_ref().is_some_and(|(_, _, label)| {
            matches!(
                label,
                Label::Ircs | Label::Flag | Label::ExternalMarking | Label::Port
            )
        })
    });
    // `Size: 69.9 m / 2,014 GT`: what a colon ends is a name only where a flag or an identifier follows.
    let head = head.filter(|(at, name)| {
        !colon
            || reader.page.slice(name).contains(' ')
                && parts.get(at + 1).is_some_and(|p| opens_with_flag(p, items))
    });
    let listed = match &head {
        Some((at, name)) => {
            let next = sorts.get(at + 1);
            let near = next.is_some_and(|s| {
                !matches!(
                    s,
                    Sort::Words | Sort::Other | Sort::Figures | Sort::Measure { .. }
                )
            }) || leds.get(at + 1).is_some_and(Option::is_some);
            of_ship
                && (typed >= 2
                    || parts.len() == 2
                        && capitals(text, name)
                        && (dashed && parts.get(at + 1).is_some_and(|p| opens_with_flag(p, items))
                            || bracketed
                                && matches!(
                                    sorts.get(at + 1),
                                    Some(Sort::Mark | Sort::Sign | Sort::Register)
                                )))
                && typed * 2 + 1 >= parts.len() - at
                && (barred
                    || near && (marked || alike || capitals(text, name) || is_quoted(text, name))
                    || particular(text, name, items))
        }
        None => {
            typed == parts.len() && leds.iter().any(Option::is_some)
                // `Size: 69.9 m / 2,014 GT / 4,500 kW`
                || colon && typed + 1 == parts.len() && typed >= 2 && of_ship
        }
    };
    if !listed {
        return None;
    }
    let mut strip = Strip {
        line: line.clone(),
        name: head.as_ref().map(|(_, name)| name.clone()),
        fills: Vec::new(),
        mark: None,
    };
    let first = head.as_ref().map_or(0, |(at, _)| at + 1);
    let mut doubts = Vec::new();
    let mut frame = reader.frame(None, None);
    frame.flag = flag;
    for (index, part) in parts.iter().enumerate() {
        let led = leds.get(index).and_then(Option::as_ref);
        if let Some((key, value, label)) = led {
            let evidence = reader.page.slice(key).to_string();
            for value in values::read(&frame, value, *label, &mut doubts) {
                strip.fills.push((value, evidence.clone()));
            }
            continue;
        }
        let label = match sorts.get(index) {
            Some(Sort::Country(_)) if strip.name.is_some() => Label::Flag,
            Some(Sort::Sign) => Label::Ircs,
            Some(Sort::Figures) if index >= first && is_imo(text, part) => Label::Imo,
            Some(Sort::Figures) if index >= first && is_mmsi(text, part, flag) => Label::Mmsi,
            Some(Sort::Mark) if index >= first => Label::ExternalMarking,
            Some(Sort::Mark) => {
                strip.mark = Some(part.clone());
                continue;
            }
            Some(Sort::Measure { of_ship: true }) if is_length(text, part) => Label::Length,
            Some(Sort::Register) => Label::NationalRegNo,
            Some(Sort::Words | Sort::Other | Sort::Country(_))
                if index >= first && typed >= 3 && is_gear_code(reader.page.slice(part)) =>
            {
                Label::GearType
            }
            Some(Sort::Worded(label @ (Label::VesselType | Label::HullMaterial))) => *label,
            Some(Sort::Words)
                if strip.name.is_some()
                    && index >= first
                    && typed >= if barred { 2 } else { 3 }
                    && place_name(text, part, after_code(&sorts, index)) =>
            {
                Label::Port
            }
            _ => continue,
        };
        let mut frame = frame;
        frame.short_codes = label == Label::Flag;
        for mut value in values::read(&frame, part, label, &mut doubts) {
            value.trust = value.trust.min(0.9);
            // The sign is of the flag's series as printed: nothing is to mend.
            if value.label == Label::Ircs && value.mended.take().is_some() {
                value.norm = call_sign::squeeze(reader.page.slice(part));
            }
            strip
                .fills
                .push((value, "a part of a list entry".to_string()));
        }
    }
    Some(strip)
}

/// The part says by itself what it is.
fn speaks(sort: &Sort) -> bool {
    !matches!(sort, Sort::Words | Sort::Other | Sort::Figures)
}

/// A caption of a word or three at the head of a part, its value, and what it asks for.
pub(super) fn led(reader: &mut Reader<'_>, part: &Span) -> Option<(Span, Span, Label)> {
    let text = reader.page.slice(part);
    if text.len() > 80 {
        return None;
    }
    let cuts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).take(3).collect();
    for at in cuts.into_iter().rev() {
        let key = part.start..part.start + at;
        let value = trim(&reader.page.text, &(key.end..part.end));
        let printed = reader.page.slice(&value);
        let key_text = reader.page.slice(&key);
        let opens = printed.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let short = printed.split_whitespace().count() <= SHORT + 2;
        if !opens || !short || key_text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let meaning = reader.understood(&key).filter(|m| m.label().is_some());
        let label = match meaning {
            Some(meaning) => meaning.label().filter(|_| {
                meaning.known >= meaning.words && !meaning.mended && meaning.labels.len() == 1
            }),
            None => called(key_text, printed),
        };
        let Some(label) = label else {
            continue;
        };
        let printed = reader.page.slice(&value);
        let digits = printed.bytes().any(|b| b.is_ascii_digit());
        let fits = match label {
            // `HOME Management | Vessel List`: the first link of a web page.
            Label::Port => {
                let first = reader.page.text.get(..part.start);
                let link = key_text.eq_ignore_ascii_case("home")
                    && first.is_none_or(|before| before.is_empty() || before.ends_with('\n'));
                !digits && !link && !super::strip_part::port_town(reader.page.slice(part))
            }
            Label::ExternalMarking | Label::NationalRegNo | Label::LicenseNo | Label::RfmoId => {
                digits
            }
            Label::Ircs => {
                !printed.chars().any(char::is_lowercase)
                    && call_sign::has_shape(&call_sign::squeeze(printed))
            }
            Label::HoldCapacity | Label::EnginePower | Label::Length | Label::Tonnage => digits,
            Label::VesselType | Label::GearType | Label::BuildPlace => true,
            // `Expedido en Madrid, a 24 de enero`: a small word begins no term.
            Label::StartDate | Label::EndDate => {
                key_text.len() >= 3 && crate::entities::table::is_days(printed)
            }
            Label::PreviousName => !printed.chars().any(char::is_lowercase),
            Label::Species => !digits,
            party if party.is_party() || party == Label::Master => {
                !digits && printed.chars().count() >= 4 && !key_text.contains(' ')
            }
            Label::HullMaterial => {
                !digits || is_mark(printed) || key_text.to_lowercase().starts_with("mat")
            }
            _ => false,
        };
        // `hull LBV 206`: painted on it, not what it is made of; `Mat. 8114`: a *matrícula*.
        let label = match label {
            Label::HullMaterial if digits && key_text.to_lowercase().starts_with("mat") => {
                Label::NationalRegNo
            }
            Label::HullMaterial if digits => Label::ExternalMarking,
            label => label,
        };
        if fits {
            return Some((key, value, label));
        }
    }
    None
}

/// `call DUXR7`, `letras HOQV`: words that mean a call sign beside one.
fn called(key: &str, value: &str) -> Option<Label> {
    let word = key.trim_end_matches(['.', ':']).to_lowercase();
    let said = phrases::SIGN_CAPTIONS.holds(&word);
    if !said {
        return None;
    }
    call_sign::is_bare(value, Witness::Place).then_some(Label::Ircs)
}

/// `LLS`, `OTB`: a gear by its letters.
fn is_gear_code(printed: &str) -> bool {
    use crate::entities::words::lexicon::Sense;
    (2..=3).contains(&printed.len())
        && printed.bytes().all(|b| b.is_ascii_uppercase())
        && values::closed::has_sense(printed, |s| matches!(s, Sense::GearCode(_)))
        && !values::closed::has_sense(printed, |s| matches!(s, Sense::Country(_)))
}

/// The part before is a mark, a register's number or a call sign.
fn after_code(sorts: &[Sort], index: usize) -> bool {
    index
        .checked_sub(1)
        .and_then(|i| sorts.get(i))
        .is_some_and(|s| matches!(s, Sort::Mark | Sort::Register | Sort::Sign))
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn lines_of_like_parts_are_entries_whatever_their_letters() {
        let text = "Kihnu Talv, EK-1408, EST, ESQB, fishing\n\
            Kolkasrags, LVA-0714, LVA, YLDR, fishing\n\
            Ventava, KL-804, LTU, LYKB, steaming";
        let wanted = [
            "0 VESSEL_NAME=KIHNU TALV",
            "0 EXTERNAL_MARKING=EK-1408",
            "0 FLAG=EST",
            "0 IRCS=ESQB",
            "2 VESSEL_NAME=VENTAVA",
            "2 FLAG=LTU",
        ];
        let found = found(text);
        for entity in wanted {
            assert!(found.contains(&entity.to_string()), "{entity}: {found:?}");
        }
    }

    #[test]
    fn the_first_link_of_a_web_page_is_no_port() {
        let ports = |line: &str| {
            let found = found(&format!("Vessel list\n\n{line}\n\nName of vessel: ALBA"));
            found.iter().filter(|f| f.contains("PORT")).count()
        };
        assert_eq!(ports("HOME Management | Authorised Vessel List"), 0);
        assert_eq!(ports("OCEAN HERO | LFTS | home Bergen | NOR"), 1);
    }

    #[test]
    fn the_day_a_paper_was_signed_ends_nothing() {
        let found = found(
            "Buque: ALBA NOVA\nPuerto base: Marín\nExpedido en Madrid, a 24 de enero de 2025",
        );
        assert!(!found.iter().any(|e| e.contains("END_DATE")), "{found:?}");
    }

    #[test]
    fn parts_say_by_a_short_word_what_they_are() {
        let text = "- ALBA NOVA (PHL) :: purse seiner :: call DUXR7 :: 41.2 m :: 299 GT\n\
            - ORCA DAWN (IDN) :: longliner :: call YDAB :: 26.0 m :: 86 GT";
        let found = found(text);
        for entity in ["0 FLAG=PHL", "0 IRCS=DUXR7", "1 FLAG=IDN", "1 IRCS=YDAB"] {
            assert!(found.contains(&entity.to_string()), "{entity}: {found:?}");
        }
    }
}
