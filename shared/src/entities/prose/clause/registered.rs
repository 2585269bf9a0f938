//! Numbers under which a State or a port has entered a vessel: `registered in New Zealand under 907515`, `immatriculé à
//! Beira sous le 806/BR/M`.

use super::super::overlaps;
use super::super::take;
use super::{Item, Kind, Label, Passage, Source, Span, single_spaces};
use crate::entities::values::identity;
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// Reads the numbers behind the States and ports of registers.
    pub(super) fn registered_under(&mut self) {
        let mut places: Vec<Span> = self
            .items
            .iter()
            .filter(|p| matches!(p.item, Item::Value(Kind::Country { .. })))
            .map(|p| p.span.clone())
            .collect();
        let ports = self.hits.iter().filter(|h| h.value.label == Label::Port);
        places.extend(ports.map(|h| h.value.span.clone()));
        for place in places {
            let tail = self.gap(place.end, self.sentence_end(place.end).max(place.end));
            let Some(lead) = phrases::ENTERED_UNDER.begin(tail) else {
                continue;
            };
            let mut head = self
                .lower(self.sentence_begin(place.start), place.start)
                .split(|c: char| !c.is_alphabetic());
            if !head.any(|word| phrases::REGISTERED.holds(word)) {
                continue;
            }
            let from = place.end + lead.len();
            let Some(number) =
                take::code(self.text, from, self.line_end(from)).filter(|n| n.start == from)
            else {
                continue;
            };
            let figures = self
                .slice(&number)
                .bytes()
                .filter(u8::is_ascii_digit)
                .count();
            if figures >= 2 && !overlaps(&self.hits, &number) {
                let norm = single_spaces(self.slice(&number));
                let (label, source) = (Label::NationalRegNo, Source::Cue);
                self.push(label, number, norm, 0.9, "number", source, lead);
            }
        }
    }
}

impl Passage<'_> {
    /// Numbers that are set as a State's register sets them, whatever stands before them.
    pub(super) fn register_shapes(&mut self) {
        let text = self.gap(self.span.start, self.span.end);
        let parts = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | ':');
        let mut places: Vec<Span> = Vec::new();
        let mut free = 0;
        for dash in memchr::memchr_iter(b'-', text.as_bytes()) {
            let (Some(head), Some(tail)) = (text.get(free..dash), text.get(dash..)) else {
                continue;
            };
            let begin = dash - head.rsplit(parts).next().map_or(0, str::len);
            free = dash + tail.find(parts).unwrap_or(tail.len());
            let word = text.get(begin..free).unwrap_or("");
            let bare = word.trim_end_matches('.');
            if identity::is_national_register(bare) {
                let start = self.span.start + begin;
                places.push(start..start + bare.len());
            }
        }
        for place in places {
            if !overlaps(&self.hits, &place) {
                let norm = self.slice(&place).to_string();
                let (label, check) = (Label::NationalRegNo, "form of a register's numbers");
                self.push(label, place, norm, 0.95, check, Source::Shape, "");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_number_of_a_register_s_own_form_needs_no_word() {
        let page = "1. JIN HWA YI NO. 232 (CT7-0624; call sign BI3320). Fined.";
        assert!(
            found(page).contains(&"0 NATIONAL_REG_NO=CT7-0624".to_string()),
            "{:?}",
            found(page)
        );
    }

    #[test]
    fn a_number_behind_the_state_of_a_register_is_the_registers() {
        for (told, number) in [
            (
                "It is registered in New Zealand under 907515, radio sign ZM8910",
                "907515",
            ),
            ("Il est immatriculé à Beira sous le 806/BR/M", "806/BR/M"),
            (
                "She is documented in Russian Federation under entry 604-88002",
                "604-88002",
            ),
        ] {
            let page = format!("The longliner GREY HERON (IMO 9074729) was met. {told}.");
            let wanted = format!("0 NATIONAL_REG_NO={number}");
            assert!(found(&page).contains(&wanted), "{told}: {:?}", found(&page));
        }
    }
}
