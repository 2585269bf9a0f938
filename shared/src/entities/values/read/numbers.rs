//! Identifiers and the numbers that registers give.

use super::{dates, is_date, licence_dates, value};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::call_sign;
use crate::entities::values::closed::{self, single_spaces};
use crate::entities::values::identity::{self, Reading};
use crate::entities::values::list::{self, By};
use crate::entities::values::{Doubt, Frame, Value, text};
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

pub(super) fn identifier(
    frame: &Frame<'_>,
    span: &Span,
    label: Label,
    doubts: &mut Vec<Doubt>,
) -> Vec<Value> {
    let judge = if label == Label::Imo {
        identity::imo
    } else {
        identity::mmsi
    };
    let check = if label == Label::Imo {
        "IMO check digit"
    } else {
        "MMSI country digits"
    };
    let mut found = Vec::new();
    for piece in list::split(frame.text, span, By::ALL) {
        let mut piece = text::clean_name(frame.text, &piece);
        let part = frame.text.get(piece.clone()).unwrap_or("");
        if closed::is_empty_value(part) {
            continue;
        }
        // `IMO 9123456`, `LR9123456`: the words before the figures are no part of the number.
        let lead = part.find(|c: char| c.is_ascii_digit()).filter(|at| {
            *at > 0
                && part
                    .get(..*at)
                    .is_some_and(|h| h.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        });
        if let Some(lead) = lead {
            piece.start += lead;
        }
        let part = frame.text.get(piece.clone()).unwrap_or("");
        let (reading, piece) = match judge(part) {
            Reading::No => first_run(frame, &piece, judge),
            other => (other, piece),
        };
        match reading {
            Reading::Valid(norm) => found.push(value(label, piece, norm, 0.995, check)),
            Reading::Mended(norm) => {
                let mut v = value(label, piece, norm, 0.93, check);
                v.mended = Some(
                    "misread signs or blanks inside the number; the check agrees with one reading only",
                );
                found.push(v);
            }
            Reading::Ambiguous | Reading::No => doubts.push(Doubt {
                label,
                span: piece,
                why: "the number fails its check and no single correction mends it",
            }),
        }
    }
    found
}

/// The first run of figures in the piece that passes.
fn first_run(frame: &Frame<'_>, piece: &Span, judge: fn(&str) -> Reading) -> (Reading, Span) {
    let part = frame.text.get(piece.clone()).unwrap_or("");
    let mut at = 0;
    for word in part.split([' ', '\n', '(', ')', ',', ':', '/', '\u{a0}']) {
        let clean = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let offset = at + word.find(clean).unwrap_or(0);
        if clean.len() >= 7 && seek::figures(clean) >= 5 {
            let reading = judge(clean);
            if reading != Reading::No {
                return (
                    reading,
                    piece.start + offset..piece.start + offset + clean.len(),
                );
            }
        }
        at += word.len();
        at += part
            .get(at..)
            .and_then(|t| t.chars().next())
            .map_or(0, char::len_utf8);
    }
    (Reading::No, piece.clone())
}

/// Call signs of irregular forms are right as printed on clean pages; on pages that an OCR engine read, one in three is.
const IRREGULAR_TRUST: f64 = 0.84;

pub(super) fn call_sign(frame: &Frame<'_>, span: &Span, doubts: &mut Vec<Doubt>) -> Vec<Value> {
    let mut found = Vec::new();
    for piece in list::split(frame.text, span, By::COMMAS.with(By::WORDS)) {
        let mut piece = text::clean_name(frame.text, &piece);
        let mut part = frame.text.get(piece.clone()).unwrap_or("");
        if let Some(open) = part.find('(').filter(|at| *at > 2) {
            piece.end = piece.start + part.get(..open).unwrap_or("").trim_end().len();
            part = frame.text.get(piece.clone()).unwrap_or("");
        }
        if closed::is_empty_value(part) || part == "0" {
            continue;
        }
        // `LOA 66 m`: small letters that no capital is misread for, among capitals.
        let words = part
            .split_whitespace()
            .filter(|w| w.len() >= 2 && w.chars().all(char::is_lowercase));
        let small = !part.chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
        let worded = small
            || words.count() >= 2 && !seek::has_figure(part)
            || part.chars().any(char::is_uppercase)
                && part.chars().any(|c| {
                    c.is_lowercase() && !matches!(c, 'l' | 'o' | 'i' | 's' | 'z' | 'b' | 'g')
                });
        if worded {
            doubts.push(Doubt {
                label: Label::Ircs,
                span: piece,
                why: "no call sign by its shape",
            });
            continue;
        }
        match call_sign::read(part, frame.flag) {
            Reading::Valid(norm) => {
                let regular = call_sign::is_regular(&norm);
                if !regular {
                    doubts.push(Doubt {
                        label: Label::Ircs,
                        span: piece.clone(),
                        why: "not the form of a ship's call sign (ITU Radio Regulations 19.55)",
                    });
                }
                let trust = if regular { 0.98 } else { IRREGULAR_TRUST };
                found.push(value(Label::Ircs, piece, norm, trust, "call sign shape"));
            }
            Reading::Mended(norm) => {
                let mut v = value(
                    Label::Ircs,
                    piece,
                    norm,
                    0.9,
                    "call sign series of the flag",
                );
                v.mended =
                    Some("misread signs; one reading only lies in the flag's call-sign series");
                found.push(v);
            }
            Reading::Ambiguous => doubts.push(Doubt {
                label: Label::Ircs,
                span: piece,
                why: "two readings lie in the flag's call-sign series",
            }),
            Reading::No => doubts.push(Doubt {
                label: Label::Ircs,
                span: piece,
                why: "no call sign by its shape",
            }),
        }
    }
    found
}

/// Bytes of the register before its number: `Føroysk Skipaskrá, entry FD 2217`.
fn register_named(label: Label, part: &str) -> usize {
    let numbered = seek::has_figure;
    let Some((head, tail)) = part.rsplit_once(", ") else {
        return 0;
    };
    let worded = head.chars().filter(|c| c.is_lowercase()).count() >= 4;
    if label != Label::NationalRegNo || !worded || numbered(head) || !numbered(tail) {
        return 0;
    }
    let number =
        tail.trim_start_matches(|c: char| c.is_lowercase() || matches!(c, ' ' | '.' | 'º'));
    part.len() - number.len()
}

/// Numbers and marks that registers and licences give.
pub(super) fn register_number(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let pieces = match label {
        Label::NationalRegNo => vec![span.clone()],
        Label::ExternalMarking => list::split(frame.text, span, By::SIGNS),
        _ => list::split(frame.text, span, By::COMMAS),
    };
    let mut found = Vec::new();
    for piece in pieces {
        let mut piece = without_mark(frame.text, &piece);
        if let Some(remark) = remark(frame.text, &piece) {
            piece.end = remark.start;
            let days = dates(frame, &remark, Label::Date);
            found.extend(days.into_iter().filter(|v| v.span.len() >= 6));
        }
        piece.end = piece.start + sentence_behind(frame.text.get(piece.clone()).unwrap_or(""));
        piece.start += register_named(label, frame.text.get(piece.clone()).unwrap_or(""));
        if label == Label::ExternalMarking {
            piece = unworded(frame.text, piece);
        }
        if is_date(frame, &piece) {
            if piece == *span {
                return licence_dates(frame, &piece, label);
            }
            // `Authority: Harbour Master, 11 June 2024.`
            found.extend(dates(frame, &piece, Label::Date));
            continue;
        }
        found.extend(number(frame.text, piece, label));
    }
    found
}

/// `painted BKXV7 port/stbd`: the mark without the words that say where it is painted.
fn unworded(page: &str, piece: Span) -> Span {
    let printed = page.get(piece.clone()).unwrap_or("");
    let mark = |word: &&str| word.contains(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let lead: usize = printed
        .split(' ')
        .take_while(|word| !mark(word))
        .map(|w| w.len() + 1)
        .sum();
    let tail = printed.rsplit(' ').take_while(|word| !mark(word));
    let tail: usize = tail.map(|w| w.len() + 1).sum();
    if lead + tail < printed.len() {
        text::clean_name(page, &(piece.start + lead..piece.end - tail))
    } else {
        piece
    }
}

/// Where a number ends before a sentence: `T-088. Seals 771201–771206.`
fn sentence_behind(part: &str) -> usize {
    let mut stops = part.match_indices(". ");
    let end = stops.find(|(at, stop)| {
        let words = part.get(at + stop.len()..).unwrap_or("");
        part.get(..*at).is_some_and(|own| seek::figures(own) >= 2)
            && words.starts_with(char::is_uppercase)
            && words.chars().nth(1).is_some_and(char::is_lowercase)
    });
    end.map_or(part.len(), |(at, _)| at)
}

/// `2025/26`: a season.
fn is_season(part: &str) -> bool {
    part.split_once('/').is_some_and(|(year, next)| {
        year.len() == 4
            && year.starts_with("20")
            && matches!(next.len(), 2 | 4)
            && next.bytes().all(|b| b.is_ascii_digit())
    })
}

/// `No. 3439/2025`: the sign for a number is no part of it.
fn without_mark(text: &str, piece: &Span) -> Span {
    let piece = text::clean_name(text, piece);
    let printed = text.get(piece.clone()).unwrap_or("");
    match phrases::NUMBER_MARKS.begin(printed) {
        Some(sign) if printed.len() >= sign.len() + 2 => {
            text::clean_name(text, &(piece.start + sign.len()..piece.end))
        }
        _ => piece,
    }
}

/// `ZA-HS-0442 (issued 14 March 2024)`: the remark in brackets is no part of the number.
fn remark(text: &str, piece: &Span) -> Option<Span> {
    let printed = text.get(piece.clone())?;
    let at = seek::find(printed, " (").filter(|at| *at >= 3)?;
    let small = printed.get(at..)?.chars().filter(|c| c.is_lowercase());
    (small.count() >= 3).then(|| piece.start + at..piece.end)
}

/// `IOTC IOTC006914`: the organisation named before its number, which begins with the same letters.
fn without_organisation(text: &str, piece: Span) -> Span {
    let part = text.get(piece.clone()).unwrap_or("");
    match part.split_once(' ') {
        Some((name, number)) if name.len() >= 3 && number.starts_with(name) => {
            piece.end - number.len()..piece.end
        }
        _ => piece,
    }
}

/// The number that a piece is, if it is one.
fn number(text: &str, piece: Span, label: Label) -> Option<Value> {
    let piece = if label == Label::RfmoId {
        without_organisation(text, piece)
    } else {
        piece
    };
    let part = text.get(piece.clone()).unwrap_or("");
    // `printed sheet 11`: words, not a number.
    let words = part
        .split_whitespace()
        .filter(|w| w.chars().all(char::is_lowercase));
    if closed::is_empty_value(part)
        || part == "0"
        || part.chars().count() > 60
        || words.count() >= 2
        // `Registro de buques – Tel. 94 684 02 17`
        || phrases::TELEPHONES.begin(&part.to_lowercase()).is_some()
    {
        return None;
    }
    let squeezed: String = part.chars().filter(|c| !c.is_whitespace()).collect();
    let of_register = match label {
        Label::EuCfr => identity::is_cfr(&squeezed),
        _ => identity::is_member_s_cfr(&squeezed),
    };
    if of_register {
        let norm = squeezed.to_ascii_uppercase();
        let check = "member state and nine signs";
        return Some(value(Label::EuCfr, piece, norm, 0.99, check));
    }
    let digits = seek::has_figure(part);
    let fits = match label {
        Label::EuCfr => false,
        // `Record no. 4366586`
        Label::RfmoId => {
            digits
                && !part.contains(':')
                && !part.split(' ').any(is_small_word)
                && !is_season(part)
                // `CIRCULAR 031/2025`
                && !part.split(' ').any(|w| w.len() > 6 && w.chars().all(char::is_alphabetic))
        }
        Label::LicenseNo => digits,
        // `1.85`: a price.
        Label::ExternalMarking if part.contains('.') && part.parse::<f64>().is_ok() => false,
        // `Folio 88, tomo III`: words without a figure are no number.
        _ => {
            let capitals = part.chars().any(char::is_uppercase);
            digits || part.len() <= 12 && capitals && !part.contains(char::is_lowercase)
        }
    };
    // `Vessel No.: IOTC000123`: the number says whose it is.
    let label = match label {
        Label::NationalRegNo if identity::is_organisation_number(part) => Label::RfmoId,
        _ => label,
    };
    let norm = match label {
        Label::RfmoId => squeezed,
        _ => single_spaces(part),
    };
    let trust = if digits { 0.97 } else { 0.8 };
    fits.then(|| value(label, piece, norm, trust, "number"))
}

/// `no.`, `record`: a word that is no part of a number.
fn is_small_word(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| c.is_lowercase() || c == '.')
}
