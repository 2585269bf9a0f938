//! A number after the words that announce it.
//!
//! `licensed under No. 2024-118`, `call sign A8 KT4`, `hull number IMO 9281310`.

use super::super::{fillers, take};
use super::{C, Item, Kind, Label, Passage, Span, closed, identity, values};
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::date;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases};

impl Passage<'_> {
    /// A number after its cue.
    pub(super) fn number(&mut self, index: usize, span: &Span, label: Label, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let Some(place) = self.number_behind(span, end, label) else {
            return;
        };
        if self.is_no_number(&place, end, label) {
            return;
        }
        let whole = match label {
            Label::NationalRegNo => Some(self.own_letters(span, place.start)..place.end),
            Label::Imo => Some(self.figures(place.start, end, 7).unwrap_or(place)),
            Label::Mmsi => Some(self.figures(place.start, end, 9).unwrap_or(place)),
            Label::Ircs => self.own_sign(index, place),
            _ => Some(place),
        };
        let Some(place) = whole else {
            return;
        };
        let (label, place) = self.by_its_own_shape(label, place, end);
        let (label, place) = self.on_an_organisations_register(index, label, place);
        let mut frame = self.frame;
        frame.flag = self.near_flag(index);
        let mut doubts = Vec::new();
        for value in values::read(&frame, &place, label, &mut doubts) {
            self.push_value(value, evidence);
        }
        self.numbers_in_a_row(label, evidence);
    }

    /// The letters and figures that a cue announces: right behind it, or behind words that lead on.
    fn number_behind(&self, span: &Span, end: usize, label: Label) -> Option<Span> {
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
        near.clone()
            .or_else(|| self.ahead(span.end, end, label))
            .or(near)
            .or_else(|| self.after_number_word(span.end, end, label))
            .or_else(|| self.behind_relative(span.end, end, label))
            .or_else(|| self.licence_behind_copula(span.end, end, label))
    }

    /// `Licence displayed in the wheelhouse: UA-KRI-07`
    fn licence_behind_copula(&self, from: usize, end: usize, label: Label) -> Option<Span> {
        let told = fillers::to_copula(self.gap(from, end));
        if label != Label::LicenseNo || told == 0 {
            return None;
        }
        take::code(self.text, from + told, end)
            .filter(|p| p.start == from + told && self.slice(p).bytes().any(|b| b.is_ascii_digit()))
    }

    /// What stands behind the cue is something else than its number.
    fn is_no_number(&self, place: &Span, end: usize, label: Label) -> bool {
        if label == Label::NationalRegNo
            && (self.of_trade(place.end) || self.is_no_entry(place, end))
        {
            return true;
        }
        // `without authorisation in GSA 15`
        let area =
            |p: &super::Placed| p.span.start == place.start && p.item == Item::Value(Kind::Area);
        let year = is_season(self.slice(place));
        // `licença de pesca, 2.º trimestre`
        let ordinal = self.slice(place).ends_with(['º', 'ª', '°']);
        if label == Label::LicenseNo && (year || ordinal || self.items.iter().any(area)) {
            return true;
        }
        let checked = matches!(label, Label::Imo | Label::Mmsi | Label::Ircs | Label::EuCfr);
        !checked
            && (!self.slice(place).bytes().any(|b| b.is_ascii_digit())
                || self.items.iter().any(|p| {
                    matches!(
                        p.item,
                        Item::Value(Kind::Date(_) | Kind::Quantity(_) | Kind::Position(_))
                    ) && p.span.start < place.end
                        && place.start < p.span.end
                })
                || self.day_of_month(place))
    }

    /// Behind a word for a register: a year, a count of people, a sheet.
    fn is_no_entry(&self, place: &Span, end: usize) -> bool {
        let printed = self.slice(place);
        // `on the register in 2009`
        let year = printed.len() == 4
            && ("1900"..="2099").contains(&printed)
            && self
                .text
                .get(..place.start)
                .is_some_and(|h| phrases::IN_A_YEAR.end(h).is_some());
        let next = self.gap(place.end, end).trim_start();
        let next = next.split(|c: char| !c.is_alphabetic()).next();
        let people = printed.len() <= 3
            && next.is_some_and(|w| phrases::CREW_WORDS.holds(w) || phrases::PEOPLE.holds(w));
        // `see folio 3`
        let sheet = printed.len() == 1;
        year || people || sheet
    }

    /// A sign of letters and figures within a place; none where words in small letters or another caption stand there.
    fn own_sign(&self, index: usize, place: Span) -> Option<Span> {
        let printed = self.slice(&place);
        let mut words = printed.split_whitespace();
        let one = words.next().unwrap_or("");
        let two = words
            .next()
            .is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()) && one.len() <= 3);
        let whole = call_sign::squeeze(printed);
        let spread = one.len() < 4
            && self
                .near_flag(index)
                .is_some_and(|flag| call_sign::is_bare(&whole, Witness::Flag(flag)));
        // `A8 KT4,`, `3FGH 8;`: a short piece that ends the part belongs to the sign.
        let joined = (4..=6).contains(&whole.len())
            && whole.len() > one.len()
            && printed.split_whitespace().count() == 2
            && (one.len() < 4 || whole.len() == one.len() + 1)
            && self
                .text
                .get(place.end..)
                .is_none_or(|t| t.is_empty() || t.starts_with([',', ';', ')', '.', '\n']));
        let end = if two || spread || joined {
            place.end
        } else {
            place.start + one.trim_end_matches([',', ';', '.', ')']).len()
        };
        let sign = place.start..end;
        // `Callsign IMO National register`: another caption.
        let caption = lookup(self.slice(&sign))
            .is_some_and(|t| t.concepts.any(C::IMO.with(C::MMSI).with(C::FLAG)));
        (!caption && !self.slice(&sign).chars().any(char::is_lowercase)).then_some(sign)
    }

    /// What a number is by its own signs, whatever its cue says.
    fn by_its_own_shape(&self, label: Label, place: Span, end: usize) -> (Label, Span) {
        let printed = self.slice(&place);
        // `will continue to list her as IOTC009417`
        let scheme = label == Label::NationalRegNo && printed.starts_with("PNA-");
        if scheme || label == Label::LicenseNo && identity::is_organisation_number(printed) {
            return (Label::RfmoId, place);
        }
        if !matches!(label, Label::ExternalMarking | Label::NationalRegNo) {
            return (label, place);
        }
        // `hull number IMO 9281310`, `com o n.º IMO 9281310`
        let lead = ["IMO ", "OMI "].iter().find(|w| printed.starts_with(**w));
        let from = place.start + lead.map_or(0, |w| w.len());
        let seven = self.figures(from, end, 7).filter(|figures| {
            let reading = identity::imo(self.slice(figures));
            match lead {
                Some(_) => reading != identity::Reading::No,
                None => {
                    label == Label::ExternalMarking
                        && matches!(reading, identity::Reading::Valid(_))
                }
            }
        });
        match seven {
            Some(seven) => (Label::Imo, seven),
            None => (label, place),
        }
    }

    /// `registro ICCAT AT000ESP00412`, `figura en el registro de la CIAT con el número 10342`: an organisation's number.
    pub(super) fn on_an_organisations_register(
        &self,
        index: usize,
        label: Label,
        place: Span,
    ) -> (Label, Span) {
        if label != Label::NationalRegNo {
            return (label, place);
        }
        // `FFA`, `PNA`: organisations that are no RFMOs.
        let organisation = |p: &&super::Placed| match &p.item {
            Item::Value(Kind::Rfmo(_)) => true,
            Item::Cue { concepts, .. } => concepts.any(C::RFMO),
            _ => false,
        };
        let mut items = self.items.iter();
        if let Some(own) = items.find(|p| p.span.start == place.start && organisation(p)) {
            let rest = self.gap(own.span.end, place.end);
            let from = place.end - rest.trim_start().len();
            return (Label::RfmoId, from..place.end);
        }
        // The register of the organisation stands right before the word for the number.
        let before = index.saturating_sub(3)..index;
        let own = self.items.get(before).unwrap_or(&[]).iter().rev();
        let own = own.take_while(|p| p.item != Item::Stop).find(organisation);
        let cue = self.items.get(index).map_or(place.start, |p| p.span.start);
        let registered = own.is_some_and(|own| {
            // `the entry in the NPFC vessel register, number 17502`
            let words = self
                .lower(own.span.end, place.start)
                .split([' ', ',', '.', ':']);
            let mut words = words.filter(|word| !word.is_empty()).peekable();
            let listed = |word: &&str| phrases::ORGANISATION_CAPTIONS.holds(word);
            if words.peek().is_some_and(listed)
                && words.all(|word| listed(&word) || phrases::NUMBER_WORDS.holds(word))
            {
                return true;
            }
            let head = self.lower(self.sentence_begin(own.span.start), own.span.start);
            let gap = self.gap(own.span.end, cue);
            !gap.contains([',', ';', '(']) && phrases::REGISTERS_OF.end(head).is_some()
        });
        if registered {
            (Label::RfmoId, place)
        } else {
            (label, place)
        }
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
                || lookup(w)
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
            && date::month(&fold_phrase(word)).is_some()
    }
}

/// `2025` of `VESSEL LICENCES 2025`, `BOATS 2024/2025`: a year, and no number of a licence.
fn is_season(printed: &str) -> bool {
    let mut words = printed.rsplit(' ');
    let year = |part: &str| matches!(part.as_bytes(), [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    let dated = words.next().is_some_and(|last| last.split('/').all(year));
    dated && words.all(|word| word.chars().count() >= 4 && word.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn the_year_of_a_title_is_no_licence() {
        let told = |title: &str| {
            let page = format!("{title}\n\nVessel: ALBA NOVA\nFlag: Togo");
            values(&page, Label::LicenseNo)
        };
        for title in [
            "AUTHORISED VESSELS 2025",
            "LICENSED BOATS 2024/2025",
            "VESSEL LICENCES 2025",
        ] {
            assert!(told(title).is_empty(), "{title}");
        }
        assert_eq!(told("Licensed VJ-2025"), ["VJ-2025"]);
    }
}
