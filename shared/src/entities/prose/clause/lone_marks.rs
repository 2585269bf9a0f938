//! Marks that stand alone between signs, and the names before them: `Mary Catherine, WT 114, skipper …`.

use super::super::{named, overlaps};
use super::entry::{UNITS, marking};
use super::{Label, Passage, Placed, Source, single_spaces};

impl Passage<'_> {
    /// Marks that stand alone between signs, and the names before them: `Mary Catherine, WT 114, skipper …`, `when Resolve
    /// (N 214) rolled over`, `the second (A-3499-N)`.
    pub(super) fn marks_alone(&mut self) {
        let text = self.gap(self.span.start, self.span.end);
        let brackets = text.match_indices(" (").chain(text.match_indices(", "));
        let marks = brackets.filter_map(|(at, sign)| {
            let body = text.get(at + sign.len()..)?;
            let length = mark_alone(body)?;
            let from = self.span.start + at;
            Some((from, from + sign.len()..from + sign.len() + length))
        });
        for (end, place) in marks.collect::<Vec<_>>() {
            // `The boat, BM 218, is hers`
            if let Some(hit) = self
                .hits
                .iter_mut()
                .find(|h| h.value.label == Label::VesselName && h.value.span == place)
            {
                hit.value.label = Label::ExternalMarking;
                hit.value.norm = single_spaces(self.text.get(place).unwrap_or(""));
                continue;
            }
            if overlaps(&self.hits, &place) {
                continue;
            }
            let begin = self.sentence_begin(place.start);
            let name = self.name_before_comma(begin, end);
            let shipped =
                |p: &Placed| p.item.is_ship() && begin <= p.span.start && p.span.end <= place.start;
            let told = name.is_some()
                || self.named_before(&place)
                || self.items.iter().any(shipped)
                || is_lettered(self.slice(&place)) && !named(&self.hits).is_empty();
            if !told {
                continue;
            }
            let evidence = "a mark behind it";
            if let Some(name) = name {
                let norm = single_spaces(&self.slice(&name).to_uppercase());
                let label = Label::VesselName;
                self.push(label, name, norm, 0.85, "name", Source::Cue, evidence);
            }
            let (label, norm) = (Label::ExternalMarking, single_spaces(self.slice(&place)));
            let check = "letters and figures";
            self.push(label, place, norm, 0.85, check, Source::Cue, "alone");
        }
    }
}

/// Bytes of a mark that stands alone at the head of a text: `WT 114, skipper …`, `A-3481-N)`.
fn mark_alone(text: &str) -> Option<usize> {
    let end = text.find([',', ';', ')', '.'])?;
    let mark = text.get(..end)?;
    // `R 41,880.15`
    let more = text.get(end + 1..)?;
    if more.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let figures = mark.bytes().filter(u8::is_ascii_digit).count();
    let letters = mark.bytes().take_while(u8::is_ascii_uppercase).count();
    // `A 442`, `MN 899443`
    let figured = mark.get(letters..).is_some_and(|tail| {
        tail.strip_prefix(' ')
            .is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()))
    });
    let spaced = figures > 1 && marking(mark) == Some(end);
    let own = matches!((letters, figures), (1, 3) | (2, 6)) && figured && !UNITS.contains(&mark);
    (spaced || own || is_lettered(mark)).then_some(end)
}

/// `A-3481-N`, `T-125-LK`: figures between letters, as Portuguese and Norwegian hulls have them; `PS-4412-CM` is a number of
/// Peru's register.
pub(super) fn is_lettered(mark: &str) -> bool {
    let mut groups = mark.split('-');
    let (first, figures, last) = (groups.next(), groups.next(), groups.next());
    let letters = |group: Option<&str>| {
        group.is_some_and(|g| {
            (1..=2).contains(&g.len()) && g.bytes().all(|b| b.is_ascii_uppercase())
        })
    };
    groups.next().is_none()
        && letters(first)
        && letters(last)
        && !matches!(last, Some("CM" | "PM" | "BM"))
        && figures.is_some_and(|f| f.len() <= 4 && f.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_mark_between_signs_is_a_ship_s_and_the_name_before_it_hers() {
        for (text, names, marks) in [
            (
                "She was towed in by Grey Heron, WT 114, skipper Juan Rey.",
                &["GREY HERON"][..],
                &["WT 114"][..],
            ),
            (
                "Her predecessor, Alba Nova III, T-125-LK, went to Ireland.",
                &["ALBA NOVA III"],
                &["T-125-LK"],
            ),
            (
                "Le chalutier Héron Gris est à quai. Le bateau, MN 899443, a repris la mer.",
                &["HÉRON GRIS"],
                &["MN 899443"],
            ),
            (
                "The dredger Grey Heron of Kirkcudbright, BA 412, sank.",
                &["GREY HERON"],
                &["BA 412"],
            ),
            (
                "The trawler Grey Heron paid a fine, R 41,880.15, and left.",
                &["GREY HERON"],
                &[],
            ),
        ] {
            assert_eq!(values(text, Label::VesselName), names, "{text}");
            assert_eq!(values(text, Label::ExternalMarking), marks, "{text}");
        }
    }
}
