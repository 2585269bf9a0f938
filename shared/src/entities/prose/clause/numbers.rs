//! Identifiers, register numbers, codes.
//!
//! `licensed under No. 2024-118`, `matr. RPI 904848`, `IMO No. 9074729`. A number whose check fails is none.

use super::super::{fillers, items, take};
use super::{C, Item, Kind, Label, Passage, Source, Span, closed, identity, single_spaces, values};
use crate::entities::mend::as_digit;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::date;
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// A number after its cue.
    pub(super) fn number(&mut self, index: usize, span: &Span, label: Label, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let under = self.under_the_number(span.end, end);
        let skip = under + fillers::skip_fillers(self.gap(span.end + under, end), 4);
        // `Licence No. (2023) GY-000231`: a bracket begins the number.
        let opens = self.gap(span.end, span.end + skip).ends_with('(');
        let grouped = take::bracketed_groups(self.text, span.end + skip.saturating_sub(1), end);
        let skip = skip - usize::from(opens && grouped.is_some());
        let near = take::code(self.text, span.end + skip, end).filter(|p| {
            p.start <= span.end + skip
                && !self.gap(span.end, span.end + skip).contains([')', ']'])
                && !closed::is_empty_value(self.slice(p))
        });
        let passes = |p: &Span| match label {
            Label::Imo => self
                .figures(p.start, end, 7)
                .is_some_and(|f| !matches!(identity::imo(self.slice(&f)), identity::Reading::No)),
            Label::Mmsi => self.figures(p.start, end, 9).is_some(),
            Label::Ircs => self.slice(p).bytes().any(|b| b.is_ascii_uppercase()),
            _ => true,
        };
        let Some(mut place) = near
            .clone()
            .filter(passes)
            .or_else(|| self.ahead(span.end, end, label))
            .or(near)
            .or_else(|| self.after_number_word(span.end, end, label))
            .or_else(|| self.behind_relative(span.end, end, label))
            .or_else(|| {
                // `Licence displayed in the wheelhouse: UA-KRI-07`
                let told = fillers::to_copula(self.gap(span.end, end));
                let from = span.end + told;
                take::code(self.text, from, end).filter(|p| {
                    label == Label::LicenseNo
                        && told > 0
                        && p.start == from
                        && self.slice(p).bytes().any(|b| b.is_ascii_digit())
                })
            })
        else {
            return;
        };
        if label == Label::NationalRegNo && self.of_trade(place.end) {
            return;
        }
        // `without authorisation in GSA 15`
        let in_area = self
            .items
            .iter()
            .any(|p| p.span.start == place.start && p.item == Item::Value(Kind::Area));
        if in_area && label == Label::LicenseNo {
            return;
        }
        let printed = self.slice(&place).to_string();
        if !matches!(label, Label::Imo | Label::Mmsi | Label::Ircs | Label::EuCfr) {
            let digits = printed.bytes().any(|b| b.is_ascii_digit());
            let dated = self.items.iter().any(|p| {
                matches!(
                    p.item,
                    Item::Value(Kind::Date(_) | Kind::Quantity(_) | Kind::Position(_))
                ) && p.span.start < place.end
                    && place.start < p.span.end
            });
            // `on the register in 2009`
            let year = label == Label::NationalRegNo
                && printed.len() == 4
                && ("1900"..="2099").contains(&printed.as_str())
                && self
                    .text
                    .get(..place.start)
                    .is_some_and(|h| phrases::IN_A_YEAR.end(h).is_some());
            let people = label == Label::NationalRegNo
                && printed.len() <= 3
                && self
                    .gap(place.end, end)
                    .trim_start()
                    .split(|c: char| !c.is_alphabetic())
                    .next()
                    .is_some_and(|w| phrases::CREW_WORDS.holds(w) || phrases::PEOPLE.holds(w));
            let sheet = label == Label::NationalRegNo && printed.len() == 1; // `see folio 3`
            if !digits || people || sheet || dated || year || self.day_of_month(&place) {
                return;
            }
        }
        if label == Label::NationalRegNo {
            place.start = self.own_letters(span, place.start);
        }
        if matches!(label, Label::Imo | Label::Mmsi)
            && let Some(figures) =
                self.figures(place.start, end, if label == Label::Imo { 7 } else { 9 })
        {
            place = figures;
        }
        if label == Label::Ircs {
            // A sign of letters and figures; words in small letters are none.
            let one = self
                .slice(&place)
                .split_whitespace()
                .next()
                .unwrap_or("")
                .to_string();
            let two = self
                .slice(&place)
                .split_whitespace()
                .nth(1)
                .is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()) && one.len() <= 3);
            let whole = call_sign::squeeze(self.slice(&place));
            let spread = one.len() < 4
                && self
                    .near_flag(index)
                    .is_some_and(|flag| call_sign::is_bare(&whole, Witness::Flag(flag)));
            // `A8 KT4,`, `3FGH 8;`: a short piece that ends the part belongs to the sign.
            let joined = (4..=6).contains(&whole.len())
                && whole.len() > one.len()
                && self.slice(&place).split_whitespace().count() == 2
                && (one.len() < 4 || whole.len() == one.len() + 1)
                && self
                    .text
                    .get(place.end..)
                    .is_none_or(|t| t.is_empty() || t.starts_with([',', ';', ')', '.', '\n']));
            if !two && !spread && !joined {
                place.end = place.start + one.trim_end_matches([',', ';', '.', ')']).len();
            }
            // `Callsign IMO National register`: another caption.
            let caption = crate::entities::words::lexicon::lookup(self.slice(&place))
                .is_some_and(|t| t.concepts.any(C::IMO.with(C::MMSI).with(C::FLAG)));
            if caption || self.slice(&place).chars().any(char::is_lowercase) {
                return;
            }
        }
        // `will continue to list her as IOTC009417`
        let label =
            if label == Label::LicenseNo && identity::is_organisation_number(self.slice(&place)) {
                Label::RfmoId
            } else {
                label
            };
        // `hull number IMO 9281310`, `com o n.º IMO 9281310`
        let lead = ["IMO ", "OMI "].iter().find(|w| printed.starts_with(**w));
        let open = matches!(label, Label::ExternalMarking | Label::NationalRegNo);
        let from = place.start + lead.map_or(0, |w| w.len());
        let seven = self.figures(from, end, 7).filter(|f| {
            let reading = identity::imo(self.slice(f));
            let valid = matches!(reading, identity::Reading::Valid(_));
            open && if lead.is_some() {
                reading != identity::Reading::No
            } else {
                valid && label == Label::ExternalMarking
            }
        });
        let label = if let Some(seven) = seven {
            place = seven;
            Label::Imo
        } else {
            label
        };
        let mut frame = self.frame;
        frame.flag = self.near_flag(index);
        let mut doubts = Vec::new();
        for value in values::read(&frame, &place, label, &mut doubts) {
            self.push_value(value, evidence);
        }
        self.numbers_in_a_row(label, evidence);
    }

    /// `inscrita a folio 155677 del Registro Público`: the number before byte `at` is a company's.
    pub(super) fn of_trade(&self, at: usize) -> bool {
        const NEAR: usize = 44;
        let tail = self.gap(at, self.line_end(at));
        let near = tail.get(..tail.floor_char_boundary(NEAR)).unwrap_or("");
        phrases::TRADE_REGISTERS.within(&near.to_lowercase())
    }

    /// Where `RPI 904848` begins behind `matr. RPI`: letters of a register that are a caption too belong to the number.
    fn own_letters(&self, cue: &Span, from: usize) -> usize {
        let Some((head, last)) = self.slice(cue).rsplit_once(' ') else {
            return from;
        };
        let letters = (2..=4).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_uppercase());
        let spoken = head.chars().any(char::is_lowercase)
            && !matches!(
                last,
                "NO" | "NR" | "NUM" | "REG" | "ID" | "IMO" | "OMI" | "EU" | "UE"
            );
        if letters && spoken && self.gap(cue.end, from) == " " {
            cue.end - last.len()
        } else {
            from
        }
    }

    /// `licensed under No. 2024-118`: bytes of the preposition before a word for a number.
    pub(super) fn under_the_number(&self, from: usize, end: usize) -> usize {
        let tail = self.gap(from, end);
        phrases::UNDER_A
            .iter()
            .find(|w| {
                tail.strip_prefix(**w)
                    .is_some_and(|rest| phrases::WORDS_FOR_A_NUMBER.begin(rest).is_some())
            })
            .map_or(0, |w| w.len())
    }

    /// `permiso de pesca comercial N° 456/2024`: the number after a few words and a word for a number.
    fn after_number_word(&self, from: usize, end: usize, label: Label) -> Option<Span> {
        const REACH: usize = 48;
        if !matches!(label, Label::LicenseNo | Label::NationalRegNo) {
            return None;
        }
        let tail = self.gap(from, end);
        // `La licence échue, n° TS-018/2023`: a comma right before the word for a number.
        let comma = phrases::NUMBER_WORDS_BEHIND_A_COMMA
            .places(tail)
            .into_iter()
            .map(|(at, _)| at)
            .min();
        let stop = tail
            .char_indices()
            .find(|(at, c)| matches!(c, ',' | ';' | '(' | ':' | '\n') && Some(*at) != comma)
            .map_or(tail.len(), |(at, _)| at)
            .min(REACH);
        let (at, word) = phrases::NUMBER_WORDS_BETWEEN
            .places(tail)
            .into_iter()
            .min()?;
        let start = from + at + word.len();
        let place = take::code(self.text, start, end)?;
        let figures = self
            .slice(&place)
            .bytes()
            .filter(u8::is_ascii_digit)
            .count();
        let between = self.gap(from, from + at);
        // `Autorização de Pesca n.º …`: capitals of words that are known.
        let known = |w: &str| {
            !w.starts_with(char::is_uppercase)
                || crate::entities::words::lexicon::lookup(w)
                    .is_some_and(|t| !t.concepts.any(C::REGISTER.with(C::SHIP).with(C::RFMO)))
        };
        let plain =
            !between.chars().any(char::is_lowercase) || between.split_whitespace().all(known);
        (at < stop && plain && place.start == start && figures >= 2).then_some(place)
    }

    /// `autorizado del 1 de enero al …`: the figures are a day.
    fn day_of_month(&self, place: &Span) -> bool {
        let tail = self.text.get(place.end..self.span.end).unwrap_or("");
        let word = tail
            .split_whitespace()
            .find(|w| *w != "de")
            .unwrap_or("")
            .trim_end_matches([',', '.', ';']);
        place.len() <= 2
            && self.slice(place).bytes().all(|b| b.is_ascii_digit())
            && tail.starts_with(' ')
            && date::month(&crate::entities::words::fold::fold_phrase(word)).is_some()
    }

    /// Figures with misread signs and stray blanks after an IMO or MMSI cue.
    pub(super) fn figures(&self, from: usize, to: usize, count: usize) -> Option<Span> {
        let mut seen = 0;
        let mut end = from;
        for (at, sign) in self.gap(from, to).char_indices() {
            if sign == ' ' {
                continue;
            }
            as_digit(sign)?;
            seen += 1;
            end = from + at + sign.len_utf8();
            if seen == count {
                break;
            }
        }
        let next = self.text.get(end..).and_then(|t| t.chars().next());
        (seen == count && next.is_none_or(|c| !c.is_alphanumeric())).then_some(from..end)
    }

    /// `tanda selar GT 118 No. 3207/Bc`: the Indonesian register mark, which holds the tonnage.
    pub(super) fn gross_mark(&mut self, span: &Span) -> bool {
        let printed = self.slice(span);
        if !printed.starts_with(['t', 'T']) {
            return false;
        }
        let cue = crate::entities::words::fold::fold_phrase(printed);
        if !cue.starts_with("tanda selar") {
            return false;
        }
        let end = self.sentence_end(span.end).max(span.end);
        let line = self.gap(span.start, end);
        let Some(gt) = line.find("GT") else {
            return false;
        };
        let mut stop = None;
        let mut at = gt;
        for (count, word) in line.get(gt..).unwrap_or("").split(' ').enumerate() {
            if count > 5 || word.is_empty() {
                break;
            }
            let bare = word.trim_end_matches([',', ';', '.', ')']);
            at += word.len() + 1;
            if bare.contains('/') && bare.bytes().any(|b| b.is_ascii_digit()) {
                stop = Some(at - 1 - (word.len() - bare.len()));
                break;
            }
        }
        // `No. 3207/Bc` may stand behind a dot that looks like the end of a sentence.
        let Some(stop) = stop else {
            return false;
        };
        let place = span.start + gt..span.start + stop;
        let printed = single_spaces(self.slice(&place));
        self.push(
            Label::NationalRegNo,
            place,
            printed,
            0.92,
            "number",
            Source::Cue,
            "tanda selar",
        );
        true
    }

    /// The flag found nearest to an item.
    pub(super) fn near_flag(
        &self,
        index: usize,
    ) -> Option<&'static crate::entities::words::lexicon::Country> {
        let at = self.items.get(index)?.span.start;
        let hit = self
            .hits
            .iter()
            .filter(|h| h.value.label == Label::Flag)
            .min_by_key(|h| h.value.span.start.abs_diff(at))?;
        identity::country(&hit.value.norm)
    }

    /// Codes after a gear word: `using LL, PS`.
    pub(super) fn gear_codes(&mut self, span: &Span, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let mut at = span.end;
        // `The only gear found was LL`
        let mut small = span.end;
        for word in self.gap(span.end, end).split_inclusive(' ').take(5) {
            let bare = word.trim_end();
            if !bare.is_empty()
                && (!bare.starts_with(char::is_lowercase) || !bare.ends_with(char::is_alphabetic))
            {
                break;
            }
            small += word.len();
        }
        let gear = self.items.iter().any(|p| {
            p.span.start >= span.end && p.span.start < small && matches!(p.item, Item::Value(_))
        });
        if small > span.end && !gear {
            at = small - 1;
        }
        for _ in 0..6 {
            let tail = self.gap(at, end);
            let lead = tail.len()
                - tail
                    .trim_start_matches([' ', ',', ':', '(', '/', ';'])
                    .len();
            let word: String = tail
                .get(lead..)
                .unwrap_or("")
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            let known = word.len() >= 2
                && !word.bytes().any(|b| b.is_ascii_lowercase())
                && closed::has_sense(&word, |s| {
                    matches!(s, crate::entities::words::lexicon::Sense::GearCode(_))
                });
            if !known {
                return;
            }
            let place = at + lead..at + lead + word.len();
            at = place.end;
            let norm = values::gear::code(&word).map_or(word, str::to_string);
            self.push(
                Label::GearType,
                place,
                norm,
                0.93,
                "gear code",
                Source::Cue,
                evidence,
            );
        }
    }

    /// `in area 51`, `fished in the waters of …`: figures after an area word that names a system.
    pub(super) fn bare_area(&mut self, span: &Span, concepts: C, evidence: &str) {
        let _ = concepts;
        let end = self.sentence_end(span.end).max(span.end);
        let skip = fillers::skip_fillers(self.gap(span.end, end), 2);
        let from = span.end + skip;
        let Some(place) = take::code(self.text, from, end).filter(|p| p.start == from) else {
            return;
        };
        let printed = self.slice(&place);
        let dotted = printed.contains('.')
            && printed.split('.').count() >= 2
            && printed.bytes().any(|b| b.is_ascii_digit())
            && printed.len() <= 12
            && printed.starts_with(|c: char| c.is_ascii_digit());
        let number = printed.len() == 2
            && printed.bytes().all(|b| b.is_ascii_digit())
            && evidence.to_lowercase().contains("fao");
        if dotted || number {
            let norm = single_spaces(printed);
            self.push(
                Label::FishingArea,
                place,
                norm,
                0.85,
                "area",
                Source::Cue,
                evidence,
            );
        }
    }

    /// Numbers that say what they are: EU fleet register numbers, an organisation's acronym with figures.
    pub(super) fn registers(&mut self) {
        for index in 0..self.items.len() {
            let free = !self.used.get(index).copied().unwrap_or(true);
            let Some(span) = self
                .items
                .get(index)
                .filter(|p| free && matches!(p.item, Item::Word { .. }))
                .map(|p| p.span.clone())
            else {
                continue;
            };
            let word = self.text.get(span.clone()).unwrap_or("");
            // `ESP000012345`, `IOTC1234`: letters and figures.
            if !word.bytes().any(|b| b.is_ascii_digit()) {
                continue;
            }
            if items::is_register_number(word) {
                self.push(
                    Label::EuCfr,
                    span,
                    word.to_ascii_uppercase(),
                    0.95,
                    "member state and nine signs",
                    Source::Shape,
                    "",
                );
            } else if identity::is_organisation_number(word) || identity::is_serial(word) {
                self.push(
                    Label::RfmoId,
                    span,
                    word.to_string(),
                    0.95,
                    "acronym and figures",
                    Source::Shape,
                    "",
                );
            }
        }
    }
}
