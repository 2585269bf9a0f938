//! Entries set as a strip of parts: `40 | ALBA | Spain | EADN | IMO 9281310`, `ALBA – NEU 24 – Büsum – 18,60 m`.
//!
//! A part says what it is by a caption before it, by its own shape, or by the parts beside it. Only what no words of
//! the text announce is read here; the limits: a bare person or firm without a company's ending is not told apart.

use super::items::Placed;
use super::strip_entry::{MOST_PARTS, speaks, strip};
use super::strip_part::{cut, is_mark};
use super::strip_sort::{Parts, SHORT, Sort};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Page, Span, trim};
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::closed;
use crate::entities::values::{self, Value};
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// What the parts of one line come to.
#[derive(Debug, Default)]
pub(super) struct Strip {
    pub(super) line: Span,
    /// The vessel's name, where the line begins with one.
    pub(super) name: Option<Span>,
    /// Values that stand in parts of their own, with what spoke for them.
    pub(super) fills: Vec<(Value, String)>,
    /// Letters and figures before the name.
    pub(super) mark: Option<Span>,
}

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
    let alike = alike(page, &lines, items);
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
    if !seek::has(text, "; ") || !seek::has(text, ", ") {
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
fn alike(page: &Page, lines: &[Span], items: &[Placed]) -> bool {
    if lines.len() < 3 {
        return false;
    }
    let mut shapes: Vec<[Option<std::mem::Discriminant<Sort>>; 2]> = Vec::new();
    for line in lines {
        let parts = cut(&page.text, line).parts;
        let looked = Parts::of(page, &parts, items, None, false);
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
            // `licensed for FAO Area 34`
            Label::ExternalMarking | Label::NationalRegNo | Label::LicenseNo | Label::RfmoId => {
                digits && closed::numbered_area(printed).is_none()
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
