//! What could be read on a ship: `the stern showed ALBA over Vigo`, `en la popa se leía ALBA y debajo VIGO`.

use super::super::overlaps;
use super::super::sound::sound;
use super::super::take::{self, NameKind};
use super::{Label, Passage, Source, Span, single_spaces};
use crate::entities::words::lexicon::phrases;

/// Most small words between a name and the port below it.
const BETWEEN: usize = 4;

impl Passage<'_> {
    /// The name and the port that follow item `index`, which tells of letters on a bow or a stern.
    pub(super) fn lettered(&mut self, index: usize, evidence: &str) {
        let Some(from) = self.items.get(index).map(|p| p.span.end) else {
            return;
        };
        let end = self.sentence_end(from).max(from);
        let gap = self.gap(from, end);
        let from = from + gap.len() - gap.trim_start_matches([' ', ':', '"', '“', '«', '„']).len();
        let Some(name) = take::name(self.text, from, end, NameKind::Ship)
            .filter(|n| n.start == from && sound(self.text, n))
        else {
            return;
        };
        let told = self
            .hits
            .iter()
            .any(|h| h.value.label == Label::VesselName && h.value.span == name);
        if !told && overlaps(&self.hits, &name) {
            return;
        }
        let printed = self.slice(&name).to_string();
        // `KX 221`: a mark.
        let figures = printed.bytes().any(|b| b.is_ascii_digit());
        let short = printed
            .split(|c: char| !c.is_alphabetic())
            .all(|letters| letters.chars().count() <= 3);
        if figures && short {
            let span = from..from;
            self.number(index, &span, Label::ExternalMarking, evidence);
            return;
        }
        let port = self.port_below(name.end, end);
        let named = self
            .hits
            .iter()
            .any(|h| h.value.label == Label::VesselName && h.value.span != name)
            || !self.known.is_empty();
        let tail = self.gap(name.end, end);
        let home = phrases::AS_A_PARTY.begin(tail).is_some();
        // `the stern read Majuro`
        let town =
            phrases::STERNS.begin(evidence).is_some() && printed.chars().any(char::is_lowercase);
        if port.is_none() && !told && (named || home || town) {
            let place = take::name(self.text, from, end, NameKind::Place).unwrap_or(name);
            self.told_as(Label::Port, place, evidence);
            return;
        }
        if !told {
            self.told_as(Label::VesselName, name, evidence);
        }
        if let Some(place) = port {
            self.told_as(Label::Port, place, evidence);
        }
    }

    fn told_as(&mut self, label: Label, span: Span, evidence: &str) {
        let printed = single_spaces(self.slice(&span));
        let (norm, check) = if label == Label::Port {
            (printed, "place")
        } else {
            (printed.to_uppercase(), "name")
        };
        self.push(label, span, norm, 0.86, check, Source::Cue, evidence);
    }

    /// ` over Vigo`, `, and Vigo was lettered below`, ` y debajo VIGO`: the port that stands by a name.
    fn port_below(&self, from: usize, end: usize) -> Option<Span> {
        let tail = self.gap(from, end);
        let mut below = false;
        let mut at = from + tail.len() - tail.trim_start_matches(['"', '”', '»']).len();
        for word in self.gap(at, end).split(' ').take(BETWEEN + 2) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            if bare.starts_with(char::is_uppercase) {
                let start = at + word.len() - word.trim_start_matches(['"', '“', '«', '„']).len();
                let place = take::name(self.text, start, end, NameKind::Place)
                    .filter(|p| p.start == start)?;
                let behind = self.gap(place.end, end);
                let told = below
                    || phrases::BELOW
                        .places_of_words(behind)
                        .iter()
                        .any(|(i, _)| behind.get(..*i).unwrap_or("").split(' ').count() <= 5);
                return told.then_some(place);
            }
            if word.contains(['.', ';']) {
                return None;
            }
            below |= phrases::BELOW.holds(&bare.to_lowercase());
            at += word.len() + 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::first;

    #[test]
    fn letters_on_a_stern_are_a_name_over_a_port() {
        for (text, name, port) in [
            (
                "The stern showed MONTE ALTO over Balboa; she is a longliner.",
                Some("MONTE ALTO"),
                "Balboa",
            ),
            (
                "Through binoculars the bow read SHUN DA 9, and Fuzhou was lettered below.",
                Some("SHUN DA 9"),
                "Fuzhou",
            ),
            (
                "À la poupe on lisait BELLE AURORE et au-dessous Sète.",
                Some("BELLE AURORE"),
                "Sète",
            ),
            (
                "The longliner GREY HERON (IMO 9074729) was met. The stern showed Walvis Bay.",
                Some("GREY HERON"),
                "Walvis Bay",
            ),
        ] {
            let of = |label| first(text, label);
            assert_eq!(of(Label::VesselName).as_deref(), name, "{text}");
            assert_eq!(of(Label::Port).as_deref(), Some(port), "{text}");
        }
    }
}
