//! Names and flags that a sentence tells of another time: `bis 2018 führte es die dänische Flagge`, `she used to be
//! Sandfish in the South African fleet`, `coming from the register of Iceland`.

use super::super::sound::sound;
use super::super::take::{self, NameKind};
use super::{Item, Kind, Label, Passage, Placed, Source, Span, closed, single_spaces};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;

/// Farthest that a flag may stand from the former name it belongs to, in bytes.
const REACH: usize = 64;

/// Farthest that the State which a vessel went to may stand behind the one she left, in things.
const FURTHER: usize = 9;

/// Most words between what a vessel left and the State whose register it is.
const WORDS: usize = 6;

/// Longest time that stands inside what is said (`until 30 June 2019`), in bytes.
const TIME: usize = 36;

impl Passage<'_> {
    /// Gives names that the sentence tells of another time their label.
    pub(super) fn names_of_another_time(&mut self) {
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
    }

    /// Gives flags that the sentence tells of another time, and those in a bracket behind a person, their label.
    pub(super) fn flags_of_another_time(&mut self) {
        let persons: Vec<usize> = self
            .hits
            .iter()
            .filter(|h| matches!(h.value.label, Label::Master | Label::BeneficialOwner))
            .map(|h| h.value.span.end + 2)
            .collect();
        // `KWAK Dong-hyun, who holds papers of Republic of Korea`
        let told = |text: &str, at: usize| {
            persons.iter().any(|end| {
                let from = end.saturating_sub(2);
                at > from
                    && at - from <= REACH
                    && text.get(from..at).is_some_and(|gap| {
                        phrases::WHOSE_PAPERS.begin(gap).is_some() && !gap.contains(['.', ';'])
                    })
            })
        };
        for hit in &mut self.hits {
            let start = hit.value.span.start;
            if hit.value.label == Label::Flag
                && (persons.contains(&start)
                    || hit.evidence != "stands before the vessel" && told(self.text, start))
            {
                hit.value.label = Label::Country;
            }
        }
        for at in 0..self.hits.len() {
            let flag = self
                .hits
                .get(at)
                .filter(|h| matches!(h.value.label, Label::Flag | Label::Country))
                .filter(|h| h.evidence != MOVED)
                .map(|h| (h.value.span.clone(), h.value.label == Label::Flag));
            if let Some((place, flag)) = flag
                && (flag
                    && (self.past(place.start)
                        || self.left_register(&place)
                        || self.struck_behind(&place)
                        || self.lost(&place))
                    || self.with_former_name(&place, flag))
                && let Some(hit) = self.hits.get_mut(at)
            {
                hit.value.label = Label::PreviousFlag;
            }
        }
    }

    /// `She used to be Sandfish`, `known until 2011 as Bjarmi`, `hieß früher „Sisimiut“`: names that no word for a ship
    /// announces, behind a verb of the past.
    pub(super) fn names_once(&mut self) {
        let shipped =
            !self.known.is_empty() || self.hits.iter().any(|h| h.value.label == Label::VesselName);
        if !shipped {
            return;
        }
        for lead in self.leads_to_once() {
            if let Some(name) = self.name_once(lead) {
                self.take_once(name);
            }
        }
    }

    /// Where words that lead to a name of another time end.
    fn leads_to_once(&self) -> Vec<usize> {
        let text = self.lower(self.span.start, self.span.end);
        let called = phrases::ONCE_CALLED.places_of_words(text).into_iter();
        let mut leads: Vec<usize> = called.map(|(at, w)| at + w.len()).collect();
        // `known until 2011 as`, `fished out of Busan as`, `naviguait à l'époque sous le nom de`
        for (at, verb) in phrases::ONCE_SAILED.places(text) {
            let from = at + verb.len();
            let near = text.get(from..).unwrap_or("");
            let near = near
                .get(..near.len().min(REACH))
                .unwrap_or_else(|| near.split(['.', '\n']).next().unwrap_or(""));
            let clause = near.split(['.', ';', '(', '\n']).next().unwrap_or("");
            if let Some((i, w)) = phrases::AS_NAMED.places(clause).into_iter().min() {
                leads.push(from + i + w.len());
            }
        }
        leads.sort_unstable();
        leads.dedup();
        leads.retain(|lead| {
            let rest = text.get(*lead..).unwrap_or("");
            rest.starts_with([' ', '\u{a0}', '\u{202f}'])
        });
        leads.iter().map(|lead| self.span.start + lead).collect()
    }

    /// The name behind words that lead to one of another time.
    pub(super) fn name_once(&self, lead: usize) -> Option<Span> {
        let from = lead + time_ahead(self.gap(lead, self.span.end));
        let tail = self.gap(from, self.span.end);
        let tail = tail.trim_start_matches([' ', '\u{a0}', '\u{202f}', '"', '“', '«', '„']);
        let article = phrases::NAME_ARTICLES.begin(tail).map_or(0, str::len);
        let from = self.span.end - tail.len() + article;
        let end = self.sentence_end(from).max(from);
        let name = take::name(self.text, from, end, NameKind::Ship)
            .filter(|n| n.start == from && sound(self.text, n))?;
        // `Kyoei Maru nº 18`
        let numbered = [" nº ", " n.º ", " n° ", " No. ", " N.º "]
            .iter()
            .find(|w| self.gap(name.end, end).starts_with(**w))
            .map_or(0, |w| {
                let figures = self.gap(name.end + w.len(), end);
                let count = figures.bytes().take_while(u8::is_ascii_digit).count();
                if count == 0 { 0 } else { w.len() + count }
            });
        Some(name.start..name.end + numbered)
    }

    /// Takes a name of another time, unless it is that of a ship met before, or no ship's.
    fn take_once(&mut self, name: Span) {
        let printed = self.slice(&name);
        let known = closed::has_sense(printed, |_| true)
            || printed.split(' ').any(take::is_company_word)
            || self.known.contains_key(&fold_phrase(printed))
            || take::untitled(self.text, name.clone()) != name
            || self.a_person(&name);
        if known {
            return;
        }
        let norm = single_spaces(&printed.to_uppercase());
        let mut hits = self.hits.iter_mut();
        let present = |label| label == Label::VesselName;
        if let Some(hit) = hits.find(|h| h.value.span == name && present(h.value.label)) {
            hit.value.label = Label::PreviousName;
        } else if !super::super::overlaps(&self.hits, &name) {
            let (label, said) = (Label::PreviousName, "told of another time");
            self.push(label, name, norm, 0.86, "name", Source::Cue, said);
        }
    }

    /// `for transfer to the flag of Liberia`, `el cambio de bandera a Namibia`: a flag that the vessel may fly later.
    pub(super) fn to_come(&self, cue: &Span) -> bool {
        let head = self.lower(self.span.start, cue.start);
        let tail = self.gap(cue.end, self.span.end);
        let changed =
            phrases::CHANGE_OF.end(head).is_some() && phrases::CHANGED_TO.begin(tail).is_some();
        let moved = phrases::TRANSFER_TO.end(head).is_some();
        changed || moved
    }

    /// `perdió su pabellón de Honduras`, `she lost her Spanish flag in 2012`
    fn lost(&self, place: &Span) -> bool {
        let head = self.lower(self.sentence_begin(place.start), place.start);
        let clause = head.rsplit([',', ';', '(', ':']).next().unwrap_or("");
        phrases::LAST_FLAGS
            .last_places(clause)
            .into_iter()
            .any(|(at, words)| {
                let rest = clause.get(at + words.len()..).unwrap_or("");
                rest.split_whitespace().count() <= WORDS && !rest.contains(['.', '\n'])
            })
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
            .lower(self.sentence_begin(name.start), name.start)
            .replace('’', "'");
        let near = without_time(&head);
        let near = near.trim_end_matches([' ', '"', '“', '«', '„', '\'', '‘']);
        let near = phrases::ARTICLES_BEFORE_NAME
            .iter()
            .find_map(|article| near.strip_suffix(article))
            .unwrap_or(near);
        let near = near.trim_end_matches([' ', '\u{a0}', '\u{202f}', '"', '“', '«', '„']);
        phrases::ONCE_NAMED.iter().any(|w| {
            near.strip_suffix(w)
                .is_some_and(|before| !before.ends_with(char::is_alphanumeric))
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
        let turned = phrases::PRESENT_FLAGS.within(&lower)
            || phrases::PAST_TURNS.between_blanks(&lower)
            || phrases::AS_OF_NOW.between_blanks(&lower);
        let then = phrases::HAVING.between_blanks(&lower);
        let joined = !gap.contains(',') && phrases::STATE_JOINTS.within(&lower);
        let worded = flag || self.of_a_fleet(place, &lower);
        !turned && (then || joined) && worded
    }

    /// A word for a register, a fleet or a flag stands before or right behind the State.
    fn of_a_fleet(&self, place: &Span, before: &str) -> bool {
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
        phrases::FLEETS
            .iter()
            .any(|w| before.contains(w) || next.starts_with(w))
    }

    /// `coming from the register of Iceland`, `She left Poland's register`, `transferred from Panama to Vanuatu`.
    pub(super) fn left_for_another(&mut self) {
        for index in 0..self.items.len() {
            self.left_by(index);
        }
    }

    /// The State at an index, if the vessel left it.
    fn left_by(&mut self, index: usize) {
        let Some((span, code)) = self.items.get(index).and_then(|p| match p.item {
            Item::Value(Kind::Country { code, .. }) => Some((p.span.clone(), code)),
            _ => None,
        }) else {
            return;
        };
        let head = self
            .lower(self.sentence_begin(span.start), span.start)
            .replace('’', "'");
        let told = phrases::CAME_FROM.last_places(&head);
        let left = told.into_iter().any(|(at, w)| {
            let own = head.get(..at).unwrap_or("");
            let rest = head.get(at + w.len()..).unwrap_or("");
            !own.ends_with(char::is_alphanumeric)
                && !phrases::NOT_WORDS.end(own).is_some()
                && !rest.contains([',', ';', '(', '.'])
                && rest.split_whitespace().count() <= WORDS
                && self.of_a_fleet(&span, &format!(" {rest} "))
        });
        // `con anterioridad había navegado bajo el de Panamá`, `hasta entonces enarbolaba el de Venezuela`
        let pronoun = phrases::THAT_OF.end(&head).is_some();
        let then = pronoun && self.past(span.start);
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
        let led = phrases::FROM_A_STATE.end(head).is_some();
        let place = &self.items.get(index)?.span;
        if !led || !phrases::TRANSFERS.within(head) {
            return None;
        }
        // `left the registry of Mauritius on 3 May 2022 for that of the Comoros`
        (index + 1..index + FURTHER).find(|i| {
            self.items.get(*i).is_some_and(|p| {
                let gap = self.gap(place.end, p.span.start);
                matches!(p.item, Item::Value(Kind::Country { .. }))
                    && gap.len() <= REACH
                    && !gap.contains(['.', ';', '('])
            })
        })
    }

    /// Gives a State a label, whatever it was read as before.
    fn tell(&mut self, label: Label, place: &Span, code: &'static str) {
        if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == *place) {
            if matches!(hit.value.label, Label::Flag | Label::Country) {
                hit.value.label = label;
                hit.evidence = MOVED.to_string();
            }
        } else if !super::super::overlaps(&self.hits, place) {
            let (norm, check) = (code.to_string(), "country name");
            let place = place.clone();
            self.push(label, place, norm, 0.88, check, Source::Cue, MOVED);
        }
    }
}

/// Why a State is the one that a vessel left, or the one she went to.
const MOVED: &str = "moved from State to State";

/// Bytes of a time at the head of a text: ` bis 2012`, ` until April 2016`.
fn time_ahead(tail: &str) -> usize {
    let Some(body) = tail.strip_prefix(' ') else {
        return 0;
    };
    let Some(word) = phrases::UNTIL_WHEN.iter().find(|w| {
        body.strip_prefix(**w)
            .is_some_and(|rest| rest.starts_with(' '))
    }) else {
        return 0;
    };
    let rest = body.get(word.len()..).unwrap_or("");
    rest.char_indices()
        .map(|(i, _)| i)
        .take_while(|i| *i <= TIME)
        .find(|i| {
            rest.get(*i..*i + 4)
                .is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
        })
        .map_or(0, |i| 1 + word.len() + i + 4)
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
