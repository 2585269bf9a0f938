//! Letters and figures on a hull, whatever the verb: `NE 882 stood on either bow`, `sa coque porte CD-3865`, `FQ-3-190 on
//! the shoulder`.
//!
//! A code that no other words announce is a marking where a part of the hull stands in its clause.

use super::super::overlaps;
use super::{Label, Passage, Source, Span, identity, single_spaces};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases};

/// Most words between a code and the part of the hull.
const NEAR: usize = 6;

impl Passage<'_> {
    /// Reads the markings whose place on the hull is told.
    pub(super) fn marked(&mut self) {
        let words: Vec<(usize, usize)> = self
            .slice(&self.span)
            .split([' ', '\n'])
            .scan(self.span.start, |at, word| {
                let start = *at;
                *at += word.len() + 1;
                Some((start, start + word.len()))
            })
            .collect();
        let mut at = 0;
        while let Some((start, end)) = words.get(at).copied() {
            let next = words.get(at + 1).copied();
            let place = self.mark_at(start, end, next);
            let Some(place) = place else {
                at += 1;
                continue;
            };
            let used = if place.end > end { 2 } else { 1 };
            if !overlaps(&self.hits, &place) && self.on_hull(&words, at, used) {
                let norm = single_spaces(self.slice(&place));
                let evidence = "a part of the hull beside it";
                self.push(
                    Label::ExternalMarking,
                    place,
                    norm,
                    0.85,
                    "letters and figures",
                    Source::Cue,
                    evidence,
                );
            }
            at += used;
        }
    }

    /// The mark at a word: `FD-9-248`, `M-669`, `L176`, `NE 882`.
    fn mark_at(&self, start: usize, end: usize, next: Option<(usize, usize)>) -> Option<Span> {
        if !self.gap(start, end).bytes().any(|b| b.is_ascii_uppercase()) {
            return None;
        }
        let bare = |from: usize, to: usize| {
            let word = self.gap(from, to);
            let lead = word.len() - word.trim_start_matches(['(', '"', '“', '«']).len();
            let word = word.trim_start_matches(['(', '"', '“', '«']);
            let body = word.trim_end_matches([',', ';', '.', ':', ')', '"', '”', '»']);
            (
                from + lead..from + lead + body.len(),
                body,
                body.len() < word.len(),
            )
        };
        let (place, word, closed) = bare(start, end);
        let figures = |w: &str| w.bytes().filter(u8::is_ascii_digit).count();
        let capital = |w: &str| {
            w.chars().all(|c| {
                c.is_ascii_uppercase()
                    || c.is_ascii_digit()
                    || matches!(c, '-' | '/' | '.' | 'ª' | 'º')
            })
        };
        let letters = (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
        if letters && !closed {
            let (second, number, _) = bare(next?.0, next?.1);
            let numbered = (2..=8).contains(&number.len())
                && figures(number) >= 2
                && capital(number)
                && !word_is_caption(word)
                && self.gap(place.end, second.start) == " ";
            return numbered.then_some(place.start..second.end);
        }
        let mixed = (3..=16).contains(&word.len())
            && figures(word) >= 2
            && word.bytes().any(|b| b.is_ascii_uppercase())
            && capital(word)
            && word.starts_with(char::is_alphanumeric)
            && !identity::is_organisation_number(word)
            && !identity::is_serial(word)
            // `0655Z`: a time.
            && !(word.len() == 5 && word.ends_with(['Z', 'H']));
        mixed.then_some(place)
    }

    /// A part of the hull stands near the word `at` in its clause, and no other code or number between.
    fn on_hull(&self, words: &[(usize, usize)], at: usize, used: usize) -> bool {
        let stops = |word: &str| word.ends_with([',', ';', '.', ':']);
        let hull = |word: &str| {
            phrases::HULL_PARTS.holds(&fold_phrase(
                word.trim_matches(['.', ',', ';', ':', '’', '\'']),
            ))
        };
        let text = |i: usize| words.get(i).map(|(from, to)| self.gap(*from, *to));
        let own = text(at + used - 1).unwrap_or("");
        if !stops(own) {
            for i in at + used..at + used + NEAR {
                let Some(word) = text(i) else { break };
                if hull(word) {
                    return true;
                }
                if stops(word) || word.bytes().any(|b| b.is_ascii_digit()) {
                    break;
                }
            }
        }
        for i in (at.saturating_sub(NEAR)..at).rev() {
            let word = text(i).unwrap_or("");
            // `Hull side: RF 108`
            if stops(word) && !(word.ends_with(':') && i + 1 == at) {
                break;
            }
            if hull(word) {
                return true;
            }
            if word.bytes().any(|b| b.is_ascii_digit()) {
                break;
            }
        }
        false
    }
}

/// Letters that are a caption or a unit: `GT 300`, `HP 200`, `IMO 9074729`.
fn word_is_caption(word: &str) -> bool {
    matches!(word, "GT" | "GRT" | "KW" | "NO" | "CH" | "ON" | "AT")
        || lookup(word).is_some_and(|t| !t.strong.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_code_beside_a_part_of_the_hull_is_a_marking() {
        for (told, mark) in [
            ("NE 882 stood on either bow", "NE 882"),
            ("sa coque porte CD-3865 ;", "CD-3865"),
            ("We could read FQ-3-190 on the shoulder", "FQ-3-190"),
            ("Hull side: RF 108", "RF 108"),
            ("pintaba ZN-137 en las amuras", "ZN-137"),
        ] {
            let page = format!("The longliner GREY HERON (IMO 9074729) was met. {told}.");
            let wanted = format!("0 EXTERNAL_MARKING={mark}");
            assert!(found(&page).contains(&wanted), "{told}: {:?}", found(&page));
        }
        let page =
            "The longliner GREY HERON (IMO 9074729) was met. Receipt AB-2231 was left on board.";
        assert!(!found(page).iter().any(|e| e.contains("MARKING")));
    }
}
