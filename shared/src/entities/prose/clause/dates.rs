//! Dates: starts and ends of terms, periods, and the rest.
//!
//! `authorised from 1 January to 31 December 2024`, `expires on 3 May 2025`, `dated 2 June 2024`. A date needs its
//! day.

use super::{C, Item, Kind, Label, Passage, Placed, Source, Span};
use crate::entities::values::date;
use crate::entities::words::concept::one_of;
use crate::entities::words::lexicon::{phrases, with_folded};

/// Concepts of what has a term.
const TERMS: C = one_of(&[C::LICENSE, C::VALID, C::CHARTER, C::CHARTERER, C::REGISTER]);

impl Passage<'_> {
    pub(super) fn date_at(&self, index: usize) -> Option<(Span, String)> {
        match self.items.get(index) {
            Some(Placed {
                span,
                item: Item::Value(Kind::Date(iso)),
            }) if !self.used.get(index).copied().unwrap_or(true) => {
                Some((span.clone(), iso.clone()))
            }
            _ => None,
        }
    }

    pub(super) fn date(&mut self, index: usize, label: Label, evidence: &str) {
        let verb = crate::entities::words::fold::fold_phrase(evidence);
        let general = phrases::TERM_VERBS.holds(&verb) || phrases::GRANTED.begin(&verb).is_some();
        if general && !self.sentence_has(index, TERMS) {
            return;
        }
        let till = phrases::TILL.holds(&verb);
        let since = phrases::SINCE.holds(&verb);
        if (till || since) && !self.of_a_term(index, till) {
            return;
        }
        if phrases::EFFECTS.within(&verb) && self.ends_a_paper(index) {
            return;
        }
        let Some(found) = self.next_value(index, 6, |k| matches!(k, Kind::Date(_))) else {
            return;
        };
        let Some((place, iso)) = self.date_at(found) else {
            return;
        };
        let end = place.end;
        if till && self.goes_on_of_the_past(end) {
            return;
        }
        // `for the term 16 February 2024 to 8 April 2025`
        let ranged = label == Label::EndDate
            && self
                .date_at(found + 1)
                .or_else(|| self.date_at(found + 2))
                .is_some_and(|(next, _)| self.range_gap(end, next.start));
        // `valable du 1er juillet au 31 décembre 2024`
        let from = self.items.get(index).map_or(end, |p| p.span.end);
        let ended = label == Label::StartDate && yearless_start(self.gap(from, place.start));
        // `por el término de dos años a partir del 15 de abril`
        let begun = phrases::BEGINS_A_TERM
            .end(self.lower(from, place.start))
            .is_some();
        let label = match label {
            Label::EndDate if ranged || begun => Label::StartDate,
            // `a bareboat charter dated 12 February 2022`
            Label::StartDate if verb.ends_with(" dated") => Label::Date,
            Label::StartDate if ended => Label::EndDate,
            other => other,
        };
        self.push(
            label,
            place,
            iso,
            0.95,
            "calendar date",
            Source::Cue,
            evidence,
        );
        if label == Label::StartDate {
            self.second_date(found, end, evidence);
        }
    }

    /// A word that means a time of any kind (`until`, `desde el`) tells a term only in a sentence about one: `interdicto
    /// desde el 21 de marzo`, `Hasta el 15 de febrero ondeó …` do not.
    fn of_a_term(&self, index: usize, till: bool) -> bool {
        if till && self.former_before(index) {
            return self.sentence_has(index, TERMS.with(C::START));
        }
        let begin = self.sentence_start(index);
        let Some(at) = self.items.get(index).map(|p| p.span.start) else {
            return false;
        };
        let end = self.sentence_end(at).max(at);
        let sentence = self.lower(begin, end);
        // `Los interesados podrán formular postura hasta el 27.05.2022`
        let claimed = sentence
            .split(|c: char| !c.is_alphabetic())
            .any(|word| with_folded(word, |word| phrases::CLAIMS.holds(word)));
        if claimed {
            return false;
        }
        let allowed = phrases::ALLOWED.within(sentence);
        // `It holds licence 12. It runs until …`: the term of the sentence before.
        let pronoun = sentence
            .trim_start_matches(['.', ' ', '\n'])
            .split([' ', ','])
            .next()
            .is_some_and(|w| phrases::PRONOUNS.holds(w));
        let before = pronoun
            && self.items.iter().any(|p| {
                p.span.end <= begin + 2
                    && begin - p.span.start.min(begin) < 240
                    && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(TERMS))
            });
        let short = sentence.split_whitespace().count() <= 8;
        let ended = till
            && self.items.iter().any(|p| {
                p.span.start > at
                    && p.span.start < end
                    && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::START))
            });
        // `from 1 March until 31 August 2025`: a date right before begins the term.
        let ranged = till
            && index
                .checked_sub(1)
                .and_then(|i| self.items.get(i))
                .is_some_and(|p| {
                    matches!(p.item, Item::Value(Kind::Date(_))) && at - p.span.end <= 2
                });
        let begun = ranged || self.sentence_has(index, TERMS) || ended;
        begun || allowed || before || short
    }

    /// `known until 16 July 2009 as ALBA`, `até 30 de junho de 2019, se denominava`, `hasta 2011 ondeó bandera de`: the
    /// end of a name or a flag, not of a term.
    fn goes_on_of_the_past(&self, end: usize) -> bool {
        let tail = self.gap(end, self.span.end);
        let next = tail.trim_start_matches([',', ' ']);
        phrases::NAMED_BEHIND.begin(tail).is_some()
            || phrases::ONCE_NAMED.iter().any(|w| {
                next.strip_prefix(w)
                    .is_some_and(|rest| rest.starts_with(' '))
            })
            || phrases::GOES_ON_FLAG.begin(next).is_some()
    }

    /// `Was ALBA until …`: the sentence speaks of a former name or flag.
    fn former_before(&self, index: usize) -> bool {
        let Some(at) = self.items.get(index).map(|p| p.span.start) else {
            return false;
        };
        self.hits.iter().any(|h| {
            matches!(h.value.label, Label::PreviousName | Label::PreviousFlag)
                && h.value.span.end <= at
                && at - h.value.span.end <= 6
        }) || self
            .gap(self.span.start, at)
            .rsplit(". ")
            .next()
            .is_some_and(|s| s.starts_with("Was "))
    }

    /// `removed with effect from …`, `Se da de baja, con efecto …`: the day is the end of something, not the start of a term.
    fn ends_a_paper(&self, index: usize) -> bool {
        let Some(at) = self.items.get(index).map(|p| p.span.end) else {
            return false;
        };
        let start = self.sentence_start(index);
        let head = self.lower(start, at);
        let tail = self.lower(at, self.sentence_end(at).max(at));
        let terms = C::LICENSE.with(C::VALID).with(C::CHARTER);
        phrases::ENDS_OF_PAPERS.within(head)
            || phrases::ENDS_OF_PAPERS.within(tail) && !self.sentence_has(index, terms)
    }

    /// A cue of the given concepts stands in the sentence of an item.
    pub(super) fn sentence_has(&self, index: usize, wanted: C) -> bool {
        let start = self
            .items
            .iter()
            .take(index)
            .rposition(|p| p.item == Item::Stop)
            .map_or(0, |i| i + 1);
        self.items
            .iter()
            .skip(start)
            .take_while(|p| p.item != Item::Stop)
            .any(|p| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(wanted)))
    }

    /// The end after a start: `… to 31 December 2025`.
    pub(super) fn second_date(&mut self, first: usize, end: usize, evidence: &str) {
        for at in first + 1..=first + 3 {
            let Some((place, iso)) = self.date_at(at) else {
                continue;
            };
            if self.range_gap(end, place.start) {
                self.push(
                    Label::EndDate,
                    place,
                    iso,
                    0.94,
                    "calendar date",
                    Source::Cue,
                    evidence,
                );
            }
            return;
        }
    }

    /// True if what stands between two dates makes them a period.
    pub(super) fn range_gap(&self, from: usize, to: usize) -> bool {
        let gap = crate::entities::words::fold::fold_phrase(self.gap(from, to));
        let printed = self.gap(from, to).trim().to_string();
        matches!(printed.as_str(), "-" | "–" | "—" | "/" | "to") || phrases::UP_TO.holds(&gap)
    }

    /// A day on which a period begins or ends.
    fn push_of_period(&mut self, label: Label, span: Span, iso: String, trust: f64) {
        let (check, evidence) = ("calendar date", "a period");
        self.push(label, span, iso, trust, check, Source::Cue, evidence);
    }

    pub(super) fn period(&mut self, index: usize, evidence: &str) {
        let Some(found) = self.next_value(index, 6, |k| matches!(k, Kind::Date(_))) else {
            return;
        };
        let Some((place, iso)) = self.date_at(found) else {
            return;
        };
        let end = place.end;
        let pair = (found + 1..=found + 3)
            .find_map(|i| self.date_at(i))
            .is_some_and(|(next, _)| self.range_gap(end, next.start));
        if pair {
            self.push(
                Label::StartDate,
                place,
                iso,
                0.95,
                "calendar date",
                Source::Cue,
                evidence,
            );
            self.second_date(found, end, evidence);
        }
    }

    /// A date with no cue of its own: the start or end of a period where another date follows.
    pub(super) fn loose_date(&mut self, index: usize, span: Span, iso: String) {
        let licensed = self.tells_of_a_term(index, &span);
        if let Some((place, second)) = self.last_day(index, &span, &iso, licensed) {
            self.push_of_period(Label::StartDate, span, iso, 0.92);
            self.push_of_period(Label::EndDate, place, second, 0.92);
            return;
        }
        if self.leads_to_an_end(index, &span) {
            self.push_of_period(Label::StartDate, span, iso, 0.92);
            return;
        }
        let head = self.gap(self.sentence_start(index), span.start);
        // `del 1 de enero al 31 de diciembre de 2024`: the year is named once.
        if licensed && yearless_start(head) {
            self.push_of_period(Label::EndDate, span, iso, 0.9);
            return;
        }
        let (check, source) = ("calendar date", Source::Cue);
        if licensed && self.runs_out(&span) {
            let evidence = "a verb behind it";
            self.push(Label::EndDate, span, iso, 0.9, check, source, evidence);
            return;
        }
        let entered = phrases::REGISTERED_ON.end(&head.to_lowercase()).is_some();
        let label = if entered {
            Label::StartDate
        } else {
            Label::Date
        };
        self.push(label, span, iso, 0.95, check, Source::Shape, "");
    }

    /// The sentence of a date speaks of a right, a charter or a register, and the date is none of a trip's days.
    fn tells_of_a_term(&self, index: usize, span: &Span) -> bool {
        let start = self.sentence_start(index);
        let end = self.sentence_end(span.end);
        let inside = |p: &Placed| p.span.start >= start && p.span.end <= end;
        let terms = TERMS.with(C::START);
        let cued = self.items.iter().any(|p| {
            inside(p) && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(terms))
        });
        let head = self.lower(start, span.start);
        let paper = phrases::PAPERS_OF_TERMS.within(self.lower(start, end.max(span.end)));
        // `fish taken between 2 July 2024 and 3 August 2024 under licence …`: the days of a trip.
        // `inscrito en la lista, permaneció entre el 4 de mayo y el 19 de mayo`
        let of_a_trip = phrases::CAUGHT.within(head) || !paper;
        (cued || paper || phrases::TO_FISH.within(head)) && !(of_a_trip && ends_with_between(head))
    }

    /// The day that ends the period which a date begins: in a sentence about a term, or where the two stand like one.
    fn last_day(
        &self,
        index: usize,
        span: &Span,
        iso: &str,
        licensed: bool,
    ) -> Option<(Span, String)> {
        let (place, second) = (index + 1..=index + 3).find_map(|i| self.date_at(i))?;
        let paired = licensed || date::is_term(iso, &second);
        (paired && self.range_gap(span.end, place.start)).then_some((place, second))
    }

    /// `from 1 May 2023 until 30 April 2024`: the end is known already.
    fn leads_to_an_end(&self, index: usize, span: &Span) -> bool {
        let is_end = |place: &Span| {
            self.hits
                .iter()
                .any(|h| h.value.label == Label::EndDate && h.value.span == *place)
        };
        (index + 1..=index + 4)
            .filter_map(|i| self.items.get(i))
            .find(|p| is_end(&p.span))
            .is_some_and(|p| self.range_gap(span.end, p.span.start))
    }

    /// `läuft am 30. September 2027 ab`, `ist am 31. Oktober 2024 erloschen`: the verb stands behind.
    fn runs_out(&self, span: &Span) -> bool {
        let tail = self.gap(span.end, self.sentence_end(span.end));
        phrases::RUN_OUT.iter().any(|w| {
            tail.strip_prefix(' ')
                .and_then(|t| t.strip_prefix(w))
                .is_some_and(|t| !t.starts_with(char::is_alphanumeric))
        })
    }
}

/// `entre el `, `between `: a word for the first of two days ends the text.
fn ends_with_between(head: &str) -> bool {
    let head = head
        .trim_end_matches(" el")
        .trim_end_matches(" le")
        .trim_end();
    phrases::BETWEEN_DAYS.iter().any(|w| head.ends_with(w))
}

/// `from 1 January to `: a day and a month without a year, and a word that leads on to the end.
fn yearless_start(head: &str) -> bool {
    let mut words = head.split_whitespace().rev();
    let leads_on = words.next().is_some_and(|w| phrases::TO_A_DAY.holds(w));
    // `vom 1. Januar bis zum 31. Dezember`
    let month = words
        .find(|w| !phrases::TO_A_DAY.holds(w))
        .is_some_and(|w| date::month(&crate::entities::words::fold::fold_phrase(w)).is_some());
    let day = words
        .find(|w| *w != "de")
        .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()) && w.len() <= 4);
    leads_on && month && day
}
