//! What stands right behind a vessel's name without any word that announces it: `ALBA (SC 44)`, `ALBA of Vágur (VA 3)`.

use super::super::strip_part::is_registered;
use super::super::take::is_company_word;
use super::super::{named, overlaps};
use super::{Label, Passage, Source, Span, closed, single_spaces};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// Letters and figures right after a vessel's name: `SILVER DARLING (FR 228, …)` is marked FR 228.
    pub(super) fn markings(&mut self) {
        for end in named(&self.hits).into_iter().map(|name| name.end) {
            let tail = self.gap(end, self.span.end);
            let bare = tail.trim_start_matches(['"', '”', '“', '»', '’', '*', ' ']);

            // `JIN HWA YI NO. 232 (CT7-0624; call sign BI3320)`
            let inner = bare
                .strip_prefix('(')
                .and_then(|t| t.split([',', ';', ')']).next());
            // `Essalam 2 (n° 10/2-1184)`, `DON CAYETANO (M.N. 02519)`
            let lead = inner.and_then(|t| phrases::BRACKET_NUMBERS.begin(t));
            let lead = lead.map_or(0, str::len);
            let coded = |t: &&str| {
                let figures = t.bytes().filter(u8::is_ascii_digit).count();
                lead > 0 && figures > 2 && !t.contains(' ')
            };
            let inner = inner.and_then(|t| t.get(lead..));
            let number = inner.filter(|t| is_registered(t) || coded(t));
            if let Some(number) = number {
                let from = self.span.end - bare.len() + 1 + lead;
                let place = from..from + number.len();
                if !overlaps(&self.hits, &place) {
                    let norm = number.to_string();
                    let label = if super::lone_marks::is_lettered(number) {
                        Label::ExternalMarking
                    } else {
                        Label::NationalRegNo
                    };
                    let evidence = "in brackets after the vessel";
                    self.push(label, place, norm, 0.88, "number", Source::Cue, evidence);
                }
                continue;
            }
            // `Bonnie Fraser FR 17`
            let body = bare.strip_prefix(['(', '[']);
            let Some((body, length)) = body
                .map(|body| (body, marking(body)))
                .or_else(|| behind_comma(bare))
                .or(Some((bare, mark_behind(bare))))
                .and_then(|(body, length)| Some((body, length?)))
            else {
                continue;
            };
            let from = self.span.end - body.len();
            let place = from..from + length;
            if overlaps(&self.hits, &place) {
                continue;
            }
            let norm = single_spaces(self.slice(&place));
            self.push(
                Label::ExternalMarking,
                place,
                norm,
                0.88,
                "letters and figures",
                Source::Cue,
                "in brackets after the vessel",
            );
        }
    }

    /// The words of a place belong to a company's name: `Indian Ocean Tuna Ltd`, `Harvest Namibia (Pty) Ltd`.
    pub(super) fn in_company(&self, place: &Span) -> bool {
        let tail = self.gap(place.end, self.span.end);
        let Some(tail) = tail.strip_prefix(' ') else {
            return false;
        };
        for word in tail.split('\n').next().unwrap_or("").split(' ').take(4) {
            if is_company_word(word) {
                return true;
            }
            let capital = word
                .trim_start_matches('(')
                .starts_with(|c: char| c.is_uppercase() || c == '&');
            if !capital || word.ends_with(['.', ',', ';', ':']) {
                return false;
            }
        }
        false
    }
}

/// Letters before figures that are no marking's.
pub(super) const UNITS: [&str; 9] = ["KW", "HP", "PS", "NO", "NR", "EU", "UN", "MV", "BP"];

/// Bytes of a marking at the head of a text: one to three letters, a blank or hyphen, up to four figures.
pub(super) fn marking(text: &str) -> Option<usize> {
    let letters = text.find(|c: char| !c.is_uppercase())?;
    let rest = text.get(letters..)?.strip_prefix([' ', '-', '.'])?;
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest.get(figures..)?;
    let closed_off = behind.is_empty() || behind.starts_with([',', ')', ';', ']']);
    let word = text.get(..letters)?;
    let spoken = UNITS.contains(&word)
        || crate::entities::words::lexicon::lookup(word)
            .is_some_and(|t| !t.strong.is_empty() || !t.concepts.is_empty())
        || closed::has_sense(word, |s| {
            matches!(s, crate::entities::words::lexicon::Sense::RfmoAcronym(_))
        });
    ((1..=3).contains(&letters) && (1..=4).contains(&figures) && closed_off && !spoken)
        .then_some(letters + 1 + figures)
}

/// Bytes of a marking right behind a name: `FR 17` of `FR 17, built …`; `RE-12`, `FY88`.
fn mark_behind(text: &str) -> Option<usize> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let figures = text.get(letters..)?;
    let apart = usize::from(figures.starts_with([' ', '-']));
    let figures = figures.get(apart..)?;
    let length = figures.bytes().take_while(u8::is_ascii_digit).count();
    let tail = figures.get(length..)?;
    let closed = tail.is_empty() || tail.starts_with([',', '.', ';', ')', '\n', ' ']);
    let lettered = (2..=3).contains(&letters) || letters == 1 && length > 2;
    let word = text.get(..letters)?;
    // Letters that are a word of their own need a sign that ties the figures to them.
    let tied = !text.get(letters..)?.starts_with(' ') && !UNITS.contains(&word);
    let mark = letters + apart + length;
    let own = || marking(&format!("{word} {},", figures.get(..length).unwrap_or(""))).is_some();
    (lettered && (2..=4).contains(&length) && closed && (tied || own())).then_some(mark)
}

/// `, PD 123, sank`: what stands behind the comma after a name, and the bytes of the marking there.
fn behind_comma(text: &str) -> Option<(&str, Option<usize>)> {
    let body = text.strip_prefix(", ")?;
    let length = mark_behind(body)?;
    let mark = body.get(..length)?;
    let closed = body.get(length..)?.starts_with([',', ';', ')', '.']);
    // `, BI3320,` may be a call sign.
    let parted = mark.contains([' ', '-']);
    (closed && parted && marking(body).is_some()).then_some((body, Some(length)))
}

/// `Boy Josiah N 412`, `Aurora RE-12`: the name in small letters without the marking behind it.
pub(super) fn without_mark(text: &str, name: Span) -> Span {
    let printed = text.get(name.clone()).unwrap_or("");
    let cut = |count: usize| {
        let (at, _) = printed.rmatch_indices(' ').nth(count)?;
        let (rest, mark) = (printed.get(..at)?, printed.get(at + 1..)?);
        let named = rest.contains(char::is_lowercase)
            && crate::entities::words::lexicon::lookup(rest).is_none_or(|t| t.strong.is_empty());
        (mark_behind(mark) == Some(mark.len()) && named).then_some(rest.len())
    };
    let length = cut(1).or_else(|| cut(0)).unwrap_or(printed.len());
    name.start..name.start + length
}

#[cfg(test)]
mod tests {
    use super::marking;
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn parts_of_an_entry_say_what_they_are_by_their_shape() {
        let text = "No. 1 – SKAGER QUEEN – Hirtshals Fisk A/S – 38.50 m, 1,100 kW, 2001\n\
                    No. 2 – HELGA MARIA – Útgerð Norðurs ehf. – 28.93 m, 552 kW, 2002";
        let (page, _) = extract_page(text, &Carried::default());
        for (label, values) in [
            (Label::VesselName, ["SKAGER QUEEN", "HELGA MARIA"]),
            (Label::Owner, ["Hirtshals Fisk A/S", "Útgerð Norðurs ehf."]),
            (Label::Length, ["38.5", "28.93"]),
            (Label::BuildYear, ["2001", "2002"]),
        ] {
            let found: Vec<(&str, Option<u32>)> = page
                .entities
                .iter()
                .filter(|e| e.label == label)
                .map(|e| (e.norm_value.as_str(), e.record))
                .collect();
            let [first, second] = values;
            assert_eq!(found, [(first, Some(0)), (second, Some(1))], "{label:?}");
        }
    }

    #[test]
    fn a_marking_in_brackets_is_letters_and_figures() {
        for (text, length) in [
            ("FR 228, call sign MKLT5)", Some(6)),
            ("SC 44)", Some(5)),
            ("BF-204;", Some(6)),
            ("GT 499)", None),
            ("IMO 9054183)", None),
            ("JKLM)", None),
            ("VI-5-10-98)", None),
        ] {
            assert_eq!(marking(text), length, "{text}");
        }
    }
}
