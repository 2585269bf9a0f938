//! Crews told by a count and a word for people: `22 tripulantes`, `twenty-two men on board`, `mit 2 Mann Besatzung`,
//! `berths for 14`.

use super::super::{fillers, overlaps};
use super::{C, Item, Label, Passage, Source, Span};
use crate::entities::values::number_words;
use crate::entities::words::lexicon::phrases;

/// Longest count that is written in words, in words.
const WORDS: usize = 4;

/// Most figures of a count.
const FIGURES: usize = 3;

/// Farthest that a word for the crew may stand from the people who are counted, in bytes.
const REACH: usize = 90;

impl Passage<'_> {
    /// `crew of 15`, `15 men`.
    pub(super) fn crew(&mut self, span: &Span, evidence: &str) {
        // `changed hands on 28 June`
        if evidence.to_lowercase().starts_with("chang") {
            return;
        }
        if let Some(figures) = self.figures_before(span.start) {
            self.crew_in_figures(figures, evidence);
            return;
        }
        let figures = self.figures_behind(span.end);
        if figures.is_empty() {
            if let Some((place, count)) = self.count_led_by_of(span.end, evidence) {
                self.crew_of(place, count, evidence);
            }
            return;
        }
        if self.are_people(span.end, &figures) {
            self.crew_in_figures(figures, evidence);
        }
    }

    /// A count in figures.
    fn crew_in_figures(&mut self, place: Span, evidence: &str) {
        let norm = self.slice(&place).trim_start_matches('0').to_string();
        let (check, source) = ("count", Source::Cue);
        self.push(Label::CrewCount, place, norm, 0.92, check, source, evidence);
    }

    /// `15 men`, `15-man`: the figures right before byte `at`, where they count this crew.
    fn figures_before(&self, at: usize) -> Option<Span> {
        const GAP: usize = 2;
        let head = self.gap(self.span.start, at).trim_end_matches([' ', '-']);
        let before = head.trim_end_matches(|c: char| c.is_ascii_digit());
        // `B15 men`, `1,015 men`
        let glued = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ','));
        let (start, end) = (self.span.start + before.len(), self.span.start + head.len());
        let counted = (1..=FIGURES).contains(&(end - start)) && at - end <= GAP && !glued;
        (counted && !self.of_another(&(at..at))).then_some(start..end)
    }

    /// The figures where a count behind byte `at` would begin; empty where there are none.
    fn figures_behind(&self, at: usize) -> Span {
        let end = self.sentence_end(at).max(at);
        let passed = || at + fillers::skip_fillers(self.gap(at, end), 4);
        let from = passed();
        let tail = self.gap(from, end);
        let figures = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        from..from + figures
    }

    /// `a crew of six`
    fn count_led_by_of(&self, at: usize, evidence: &str) -> Option<(Span, u32)> {
        const OF: &str = " of";
        let tail = self.gap(at, self.sentence_end(at).max(at));
        if tail.starts_with(" of ") {
            self.count_at(at + OF.len())
        } else if evidence.ends_with(OF) {
            self.count_at(at)
        } else {
            None
        }
    }

    /// The figures behind a word for the crew, which ends at byte `at`, count people: no `12/18`, `5th`, `12 kg`.
    fn are_people(&self, at: usize, figures: &Span) -> bool {
        let end = self.sentence_end(at).max(at);
        let after = self.text.get(figures.end..);
        let joined =
            after.is_some_and(|after| after.starts_with(|c: char| c.is_alphanumeric() || c == '/'));
        let next = self
            .gap(figures.end, end)
            .trim_start()
            .split(|c: char| !c.is_alphabetic())
            .next();
        let weighed = next.is_some_and(|word| phrases::WEIGHTS.holds(&word.to_lowercase()));
        figures.len() <= FIGURES
            && !joined
            && !self.gap(at, figures.start).contains(')')
            && !weighed
    }

    /// Counts before words for people, where the crew is meant.
    pub(super) fn crews(&mut self) {
        let text = self.slice(&self.span).to_string();
        for (at, word) in words(&text) {
            // German nouns and words in capitals are met in small letters, too.
            let small = (!word.starts_with(char::is_lowercase)).then(|| word.to_lowercase());
            let small = small.as_deref().unwrap_or(word);
            let crew = phrases::CREW_WORDS.holds(small);
            if !crew && !phrases::PEOPLE.holds(small) {
                continue;
            }
            let start = self.span.start + at;
            let Some((place, count)) = self.count_before(start) else {
                continue;
            };
            // `Mútua dos Pescadores`
            if self.slice(&place) == "dos" && word.starts_with(char::is_uppercase) {
                continue;
            }
            if (crew && !self.of_another(&place) || self.on_board(start, start + word.len()))
                && !overlaps(&self.hits, &place)
                && (1..=250).contains(&count)
            {
                self.crew_of(place, count, word);
            }
        }
        for (at, lead) in phrases::CREW_LEADS.places_of_words(&text) {
            let from = self.span.start + at + lead.len();
            if let Some((place, count)) = self.count_at(from)
                && !overlaps(&self.hits, &place)
                && (1..=250).contains(&count)
            {
                self.crew_of(place, count, lead);
            }
        }
    }

    fn crew_of(&mut self, place: Span, count: u32, evidence: &str) {
        // A page counts its crew once: what is said of them later is another count.
        let told = self.hits.iter().any(|h| {
            h.value.label == Label::CrewCount
                && h.value.span.start.abs_diff(place.start) < 4 * REACH
        });
        if !told {
            let norm = count.to_string();
            let evidence = evidence.to_string();
            self.push(
                Label::CrewCount,
                place,
                norm,
                0.88,
                "count",
                Source::Cue,
                &evidence,
            );
        }
    }

    /// The count right before byte `at`, over a word or two that say what kind of people they are.
    fn count_before(&self, at: usize) -> Option<(Span, u32)> {
        let head = self.gap(self.sentence_begin(at), at);
        let mut end = head.trim_end_matches([' ', '-', '\u{a0}']).len();
        for _ in 0..=1 {
            let part = head.get(..end)?;
            for count in 1..=WORDS {
                let from = part
                    .rmatch_indices([' ', '\n', '('])
                    .nth(count - 1)
                    .map_or(0, |(i, _)| i + 1);
                let words = part.get(from..end)?;
                if let Some(number) = number_words::count(words) {
                    // `cuarenta y dos`: the longest that is a number.
                    let longer = (count + 1..=WORDS).rev().find_map(|more| {
                        let from = part
                            .rmatch_indices([' ', '\n', '('])
                            .nth(more - 1)
                            .map_or(0, |(i, _)| i + 1);
                        number_words::count(part.get(from..end)?).map(|n| (from, n))
                    });
                    let (from, number) = longer.unwrap_or((from, number));
                    let base = at - head.len();
                    return Some((base + from..base + end, number));
                }
                if from == 0 {
                    break;
                }
            }
            // `22 Filipino men`, `14 Mann`: one word of what kind.
            let word = part.rsplit(' ').next()?;
            if word.contains([',', '.', ';', ':', ')']) || word.bytes().any(|b| b.is_ascii_digit())
            {
                return None;
            }
            end = part.strip_suffix(word)?.trim_end().len();
        }
        None
    }

    /// The count that begins at byte `from`.
    fn count_at(&self, from: usize) -> Option<(Span, u32)> {
        let tail = self.gap(from, self.sentence_end(from).max(from));
        let lead = tail.len() - tail.trim_start_matches([' ', ':']).len();
        let rest = tail.get(lead..)?;
        let word = rest.split([' ', ',', ';', '.', ')', '\n']).next()?;
        let number = number_words::count(word)?;
        // `Crew 12/18`, `crew of 5.5`
        let after = rest.get(word.len()..).unwrap_or("");
        let figures = after
            .strip_prefix(['.', ','])
            .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        (!figures && word.len() < 20).then_some((from + lead..from + lead + word.len(), number))
    }

    /// `8 tripulantes del buque cedente fueron entrevistados`, `3 crew members were missing`.
    fn of_another(&self, place: &Span) -> bool {
        let end = self.sentence_end(place.end).max(place.end);
        let tail = self.lower(place.end, end);
        let near = tail.get(..tail.len().min(REACH)).unwrap_or(tail);
        phrases::NOT_CREW.within(near)
    }

    /// `on board`, `à bord` or a word for the crew stands near.
    fn on_board(&self, from: usize, to: usize) -> bool {
        let start = self.sentence_begin(from);
        let end = self.sentence_end(to).max(to);
        let head = self.lower(start, from);
        let tail = self.lower(to, end);
        let board = phrases::ABOARD.iter().any(|w| {
            tail.get(..tail.len().min(REACH))
                .unwrap_or(tail)
                .contains(w)
        }) || phrases::ABOARD.within(head);
        let crew = self.items.iter().any(|p| {
            p.span.start >= start
                && p.span.start < end
                && p.span.start.abs_diff(from) <= REACH
                && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::CREW))
        });
        (board || crew) && !self.of_another(&(from..to))
    }
}

/// The words of letters in a text and where each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(|c: char| !c.is_alphabetic())
        .map(move |part| {
            let start = at;
            at += part.len();
            (start, part.trim_end_matches(|c: char| !c.is_alphabetic()))
        })
        .filter(|(_, word)| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::first;

    #[test]
    fn a_crew_is_a_count_of_people_on_board() {
        for (text, count) in [
            ("O navio ALBA tem seguro na Mútua dos Pescadores.", None),
            (
                "The longliner GREY HERON (IMO 9074729) had twenty-two men on board.",
                Some("22"),
            ),
            ("Zarpó el buque GREY HERON con 18 tripulantes.", Some("18")),
            (
                "Le navire GREY HERON avait à son bord six marins.",
                Some("6"),
            ),
            (
                "A traineira GREY HERON navegava com catorze pescadores a bordo.",
                Some("14"),
            ),
            (
                "The vessel GREY HERON was met by 12 men of the harbour authority.",
                None,
            ),
        ] {
            assert_eq!(first(text, Label::CrewCount).as_deref(), count, "{text}");
        }
    }
}
