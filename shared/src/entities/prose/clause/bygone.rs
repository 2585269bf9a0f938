//! Names and flags that a sentence tells of another time: `bis 2018 führte es die dänische Flagge`, `she used to be
//! Sandfish in the South African fleet`, `coming from the register of Iceland`.

use super::{Item, Kind, Label, Passage, Placed, Source, Span};
use crate::entities::fold::fold_phrase;
use crate::entities::lexicon::phrases;

/// Farthest that a flag may stand from the former name it belongs to, in bytes.
const REACH: usize = 64;

/// Most words between what a vessel left and the State whose register it is.
const WORDS: usize = 6;

/// Longest time that stands inside what is said (`until 30 June 2019`), in bytes.
const TIME: usize = 36;

impl Passage<'_> {
    /// Gives names and flags that the sentence tells of another time their labels.
    pub(super) fn of_another_time(&mut self) {
        for at in 0..self.hits.len() {
            let name = self
                .hits
                .get(at)
                .filter(|h| h.value.label == Label::VesselName)
                .map(|h| h.value.span.clone());
            if let Some(name) = name
                && self.another_name(&name)
                && self.named_once(&name)
                && let Some(hit) = self.hits.get_mut(at)
            {
                hit.value.label = Label::PreviousName;
            }
        }
        for index in 0..self.items.len() {
            self.left_for_another(index);
        }
        for at in 0..self.hits.len() {
            let flag = self
                .hits
                .get(at)
                .filter(|h| matches!(h.value.label, Label::Flag | Label::Country))
                .map(|h| (h.value.span.clone(), h.value.label == Label::Flag));
            if let Some((place, flag)) = flag
                && (flag && (self.past(place.start) || self.said_of_then(&place))
                    || self.with_former_name(&place, flag))
                && let Some(hit) = self.hits.get_mut(at)
            {
                hit.value.label = Label::PreviousFlag;
            }
        }
    }

    /// The page has another name for the vessel, and this one was not its name before.
    fn another_name(&self, name: &Span) -> bool {
        let own = fold_phrase(self.slice(name));
        !self.known.contains_key(&own)
            && (!self.known.is_empty()
                || self.hits.iter().any(|h| {
                    h.value.label == Label::VesselName
                        && h.value.span != *name
                        && fold_phrase(&h.value.norm) != own
                }))
    }

    /// `se llamó hasta 2016 «X»`, `used to be X`, `avait porté jusqu'en 2009 le nom de X`.
    pub(super) fn named_once(&self, name: &Span) -> bool {
        let head = self
            .gap(self.sentence_begin(name.start), name.start)
            .to_lowercase()
            .replace('’', "'");
        let near = without_time(&head);
        let near = near.trim_end_matches([' ', '"', '“', '«', '„', '\'', '‘']);
        let near = [" the", " el", " le", " la", " o", " die", " der", " das"]
            .iter()
            .find_map(|article| near.strip_suffix(article))
            .unwrap_or(near);
        phrases::ONCE_NAMED.iter().any(|w| {
            near.strip_suffix(w)
                .is_some_and(|before| !before.ends_with(char::is_alphanumeric))
        })
    }

    /// `damals die niederländische Flagge`, `hasta entonces enarbolaba el de Venezuela`: the time is told in the clause.
    fn said_of_then(&self, place: &Span) -> bool {
        let head = self
            .gap(self.sentence_begin(place.start), place.start)
            .to_lowercase()
            .replace('’', "'");
        let clause = head.rsplit([';', '(']).next().unwrap_or("");
        phrases::AT_THAT_TIME.iter().any(|w| {
            clause.rfind(w).is_some_and(|at| {
                let rest = clause.get(at + w.len()..).unwrap_or("");
                rest.len() <= REACH
                    && !rest.contains([',', ':'])
                    && !phrases::PAST_TURNS
                        .iter()
                        .any(|turn| rest.contains(&format!(" {turn} ")))
            })
        })
    }

    /// `VEGA in the South African fleet`, `VEGA, habiendo navegado con bandera de Uruguay`: the flag of the former name
    /// right before it.
    fn with_former_name(&self, place: &Span, flag: bool) -> bool {
        let former = self
            .hits
            .iter()
            .filter(|h| h.value.label == Label::PreviousName && h.value.span.end <= place.start)
            .max_by_key(|h| h.value.span.end);
        let Some(former) = former else {
            return false;
        };
        let from = former.value.span.end;
        let gap = self.gap(from, place.start);
        let body = gap.trim_start_matches(['"', '”', '»', '“', ' ']);
        let named = self.hits.iter().any(|h| {
            h.value.label == Label::VesselName
                && h.value.span.start >= from
                && h.value.span.end <= place.start
        });
        if gap.len() > REACH
            || named
            || body.starts_with(')')
            || gap.contains(['.', ';', '\n', '('])
        {
            return false;
        }
        let lower = format!(" {} ", body.to_lowercase());
        let turned =
            phrases::PAST_TURNS.between_blanks(&lower) || phrases::AS_OF_NOW.between_blanks(&lower);
        let then = phrases::HAVING.between_blanks(&lower);
        let joined = !gap.contains(',')
            && [
                " under ", " in ", " of ", " sous ", " bajo ", " con ", " sob ", " unter ", " en ",
                " na ", " no ", " dans ", " im ", " in der ", " sotto ", " and ", " y ", " et ",
                " e ", " und ",
            ]
            .iter()
            .any(|w| lower.contains(w));
        let worded = flag || self.of_a_fleet(place, &lower);
        !turned && (then || joined) && worded
    }

    /// A word for a register, a fleet or a flag stands before or right behind the State.
    fn of_a_fleet(&self, place: &Span, before: &str) -> bool {
        const STEMS: [&str; 12] = [
            "fleet", "flota", "flotte", "frota", "flotta", "regist", "flag", "pabell", "bandera",
            "pavillon", "bandeira", "colours",
        ];
        let tail = self.gap(place.end, self.span.end);
        let tail = tail
            .get(..tail.len().min(16))
            .or_else(|| tail.get(..tail.len().min(15)))
            .unwrap_or("")
            .to_lowercase();
        let next = tail
            .trim_start_matches(['\'', '’', 's', ' '])
            .split([',', '.', ';'])
            .next()
            .unwrap_or("");
        STEMS
            .iter()
            .any(|w| before.contains(w) || next.starts_with(w))
    }

    /// `coming from the register of Iceland`, `She left Poland's register`, `transferred from Panama to Vanuatu`.
    fn left_for_another(&mut self, index: usize) {
        let Some(Placed {
            span,
            item: Item::Value(Kind::Country { code, .. }),
        }) = self.items.get(index).cloned()
        else {
            return;
        };
        let head = self
            .gap(self.sentence_begin(span.start), span.start)
            .to_lowercase()
            .replace('’', "'");
        let left = phrases::CAME_FROM.iter().any(|w| {
            head.rfind(w).is_some_and(|at| {
                let own = head.get(..at).unwrap_or("");
                let rest = head.get(at + w.len()..).unwrap_or("");
                !own.ends_with(char::is_alphanumeric)
                    && ![
                        " pas ", " not ", " no ", " não ", " never ", " nie ", " nicht ", "n't ",
                    ]
                    .iter()
                    .any(|no| own.ends_with(no))
                    && !rest.contains([',', ';', '(', '.'])
                    && rest.split_whitespace().count() <= WORDS
                    && self.of_a_fleet(&span, &format!(" {rest} "))
            })
        });
        // `con anterioridad había navegado bajo el de Panamá`, `hasta entonces enarbolaba el de Venezuela`
        let pronoun = [
            " el de ",
            " la de ",
            " that of ",
            " those of ",
            " celui de ",
            " celui du ",
            " o de ",
            " o da ",
            " a de ",
            " a da ",
            " quella di ",
            " quello di ",
        ]
        .iter()
        .any(|w| head.ends_with(w));
        let then = pronoun && (self.past(span.start) || self.said_of_then(&span));
        let moved = self.moved_on(index, &head);
        if left || then || moved.is_some() {
            self.tell(Label::PreviousFlag, &span, code);
        }
        if let Some(next) = moved
            && let Some(Placed {
                span,
                item: Item::Value(Kind::Country { code, .. }),
            }) = self.items.get(next).cloned()
        {
            self.tell(Label::Flag, &span, code);
        }
    }

    /// `transferred her from Panama to Vanuatu`: the State the vessel went to.
    fn moved_on(&self, index: usize, head: &str) -> Option<usize> {
        let led = [
            " from ",
            " de ",
            " du ",
            " da ",
            " do ",
            " von ",
            " from the ",
        ]
        .iter()
        .any(|w| head.ends_with(w));
        let place = &self.items.get(index)?.span;
        if !led || !phrases::TRANSFERS.within(head) {
            return None;
        }
        (index + 1..index + 4).find(|i| {
            self.items.get(*i).is_some_and(|p| {
                matches!(p.item, Item::Value(Kind::Country { .. }))
                    && matches!(
                        self.gap(place.end, p.span.start),
                        " to "
                            | " to that of "
                            | " to the "
                            | " a "
                            | " a la de "
                            | " à "
                            | " au "
                            | " para "
                            | " nach "
                            | " to the flag of "
                            | " al de "
                            | " para a "
                    )
            })
        })
    }

    /// Gives a State a label, whatever it was read as before.
    fn tell(&mut self, label: Label, place: &Span, code: &'static str) {
        if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == *place) {
            if matches!(hit.value.label, Label::Flag | Label::Country) {
                hit.value.label = label;
            }
        } else if !super::super::overlaps(&self.hits, place) {
            let (norm, check) = (code.to_string(), "country name");
            let place = place.clone();
            self.push(
                label,
                place,
                norm,
                0.88,
                check,
                Source::Cue,
                "told of another time",
            );
        }
    }
}

/// A sentence's head without the time that stands inside it: `avait porté jusqu'en 2009 le nom de`.
fn without_time(head: &str) -> String {
    let mut found: Option<(usize, usize)> = None;
    for (at, word) in phrases::UNTIL_WHEN.places(head) {
        let before = head.get(..at).unwrap_or("");
        let rest = head.get(at + word.len()..).unwrap_or("");
        // The time ends behind its year.
        let year = rest
            .char_indices()
            .map(|(i, _)| i)
            .take_while(|i| *i <= TIME)
            .find(|i| {
                rest.get(*i..*i + 4)
                    .is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
                    && !rest
                        .get(*i + 4..)
                        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
            });
        if let Some(year) = year
            && !before.ends_with(char::is_alphanumeric)
            && rest.starts_with(' ')
        {
            found = Some((at, at + word.len() + year + 4));
        }
    }
    match found {
        Some((from, to)) => {
            let before = head.get(..from).unwrap_or("").trim_end_matches([' ', ',']);
            let after = head.get(to..).unwrap_or("").trim_start_matches([' ', ',']);
            format!("{before} {after}")
        }
        None => head.to_string(),
    }
}
