//! Values that stand before their caption: `9653410 (IMO)`, `South Africa as flag`, `CUAU as her call sign`.

use super::super::overlaps;
use super::super::take::{self, NameKind};
use super::{Item, Kind, Label, Passage, Source, Span, single_spaces, values};

/// What stands between a value and the caption behind it.
const LEADS: [&str; 16] = [
    " (",
    " as ",
    " as its ",
    " as her ",
    " as the ",
    " for ",
    " como ",
    " como su ",
    " como el ",
    " como la ",
    " comme ",
    " comme son ",
    " pour ",
    " como o ",
    " como a ",
    " als ",
];

/// Longest code before its caption, in bytes.
const LONGEST: usize = 24;

impl Passage<'_> {
    /// Reads values whose caption stands behind them.
    pub(super) fn behind(&mut self) {
        for index in 0..self.items.len() {
            let free = !self.used.get(index).copied().unwrap_or(true);
            let Some((cue, label)) = self.items.get(index).and_then(|p| match &p.item {
                Item::Cue { labels, .. } if free && labels.len() == 1 => {
                    labels.first().map(|label| (p.span.clone(), *label))
                }
                _ => None,
            }) else {
                continue;
            };
            let head = self.gap(self.sentence_begin(cue.start), cue.start);
            let Some(lead) = LEADS.iter().find(|lead| head.ends_with(**lead)) else {
                continue;
            };
            let tail = self.gap(cue.end, self.span.end);
            let ends = if *lead == " (" {
                tail.starts_with(')')
            } else {
                tail.is_empty()
                    || tail.starts_with([',', ';', '.', ')', '\n'])
                    || tail.starts_with(" and ")
                    || tail.starts_with(" y ")
                    || tail.starts_with(" et ")
                    || tail.starts_with(" e ")
            };
            let before = self.hits.len();
            if ends {
                self.value_before(cue.start - lead.len(), label, &cue);
            }
            if let Some(used) = self
                .used
                .get_mut(index)
                .filter(|_| self.hits.len() > before)
            {
                *used = true;
            }
        }
    }

    fn value_before(&mut self, end: usize, label: Label, cue: &Span) {
        let evidence = self.slice(cue).to_string();
        let place = match label {
            Label::Flag => {
                let state = self.items.iter().position(|p| {
                    p.span.end == end && matches!(p.item, Item::Value(Kind::Country { .. }))
                });
                if let Some((place, code)) = state.and_then(|index| self.country(index)) {
                    self.country_told(label, place, code, 0.9, &evidence);
                }
                return;
            }
            Label::Port => {
                let head = self.gap(self.span.start, end);
                let start = super::apposition::ending_name(head).map(|at| self.span.start + at);
                let name = start
                    .and_then(|start| take::name(self.text, start, end, NameKind::Place))
                    .filter(|name| name.end == end && !overlaps(&self.hits, name));
                if let Some(name) = name {
                    let norm = single_spaces(self.slice(&name));
                    let source = Source::Cue;
                    self.push(label, name, norm, 0.88, "place", source, &evidence);
                }
                return;
            }
            Label::Imo
            | Label::Mmsi
            | Label::Ircs
            | Label::RfmoId
            | Label::NationalRegNo
            | Label::ExternalMarking
            | Label::LicenseNo => self.code_before(end),
            _ => None,
        };
        let Some(place) = place else {
            return;
        };
        if overlaps(&self.hits, &place) {
            return;
        }
        let mut doubts = Vec::new();
        for value in values::read(&self.frame, &place, label, &mut doubts) {
            self.push_value(value, &evidence);
        }
    }

    /// The word of capitals and figures that ends at byte `end`, with the letters of a mark before its figures.
    fn code_before(&self, end: usize) -> Option<Span> {
        let head = self.gap(self.span.start, end);
        let word = head.rsplit([' ', '\n', '(', '"', '“']).next()?;
        let figures = word.bytes().filter(u8::is_ascii_digit).count();
        let shaped = (3..=LONGEST).contains(&word.len())
            && !word.chars().any(char::is_lowercase)
            && word.starts_with(char::is_alphanumeric)
            && word.ends_with(char::is_alphanumeric);
        let start = end - word.len();
        let before = head.get(..head.len() - word.len())?.strip_suffix(' ');
        let letters = before
            .and_then(|h| h.rsplit([' ', '\n', '(']).next())
            .filter(|w| {
                (1..=3).contains(&w.len())
                    && w.bytes().all(|b| b.is_ascii_uppercase())
                    && figures == word.len()
                    && figures < 7
            })
            .map_or(0, |w| w.len() + 1);
        (shaped && (figures > 0 || word.len() == 4)).then_some(start - letters..end)
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_caption_may_stand_behind_its_value() {
        let page = "The longliner GREY HERON was met. AIS gave 520877573 (MMSI) and 9074729 (IMO). Her papers show Suva \
                    as port of registry and Fiji as flag; 3DXB as her call sign.";
        let read = found(page);
        for wanted in [
            "0 MMSI=520877573",
            "0 IMO=9074729",
            "0 PORT=Suva",
            "0 FLAG=FJI",
            "0 IRCS=3DXB",
        ] {
            assert!(read.contains(&wanted.to_string()), "{wanted}: {read:?}");
        }
    }
}
