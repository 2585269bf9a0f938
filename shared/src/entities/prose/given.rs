//! Whose the finds of a passage are: each is given to the vessel that its sentence speaks of.
//!
//! `The trawler ALBA (Spain) was met. Her master is Juan Rey.`: the finds are taken from left to right, a name makes its
//! vessel the one spoken of, and what stands before a name in its sentence waits for it.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::hit::Hit;
use super::whose::{self, enter, of_all, record_for, ship_key};
use super::{Mode, Story, clause, mentions, opening, sentence_ends};
use crate::entities::attribution::respectively;
use crate::entities::context::Reader;
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::order;
use crate::entities::page::Span;

/// Reads a passage and gives each find to its vessel.
pub(super) fn passage(
    reader: &mut Reader<'_>,
    span: &Span,
    form: &Form,
    story: &mut Story,
    listed: bool,
) {
    let mut hits = clause::read(reader, span, Mode::Text);
    mentions::find(reader, span, &mut hits);
    order::by_key(&mut hits, |h| {
        let span = &h.value.span;
        [span.start, usize::MAX - span.end, 0]
    });
    let named = hits.iter().any(|h| h.value.label == Label::VesselName);
    let only = || reader.only_vessel().filter(|_| !named);
    let mut current = story.current.or(form.record).or_else(only);
    let opened = opening::opening(reader, span, &hits, current);
    if let Some(own) = opened {
        current = Some(match own {
            opening::Opening::Known(record) => record,
            opening::Opening::New => reader.new_vessel(),
        });
    }
    let turns = story.roles.turns(reader, span, &hits);
    let mut telling = Telling {
        span,
        sentences: sentence_ends(reader, span),
        all: &hits,
        first_found: reader.found.len(),
        begins_anew: listed && opened.is_none(),
        current,
        spoken_in: None,
        last_name: None,
        waiting: Vec::new(),
        turns: turns.into_iter().peekable(),
        before: None,
    };
    for hit in hits.clone() {
        telling.give(reader, story, hit);
    }
    for early in telling.waiting {
        early.enter(reader, telling.current);
    }
    respectively::deal(reader, span, &telling.sentences, telling.first_found);
    story.current = telling.before.map_or(telling.current, |(_, record)| record);
    story.listed = listed;
}

/// The walk through the finds of a passage.
struct Telling<'a> {
    span: &'a Span,
    /// Where its sentences end.
    sentences: Vec<usize>,
    all: &'a [Hit],
    /// Finds of the page before the passage.
    first_found: usize,
    /// The first name is that of a list entry: another vessel than the one spoken of.
    begins_anew: bool,
    /// The vessel spoken of.
    current: Option<u32>,
    /// The sentence in which she was last named or meant.
    spoken_in: Option<usize>,
    /// Where the last name ends.
    last_name: Option<usize>,
    /// Finds that wait for the name behind them.
    waiting: Vec<Hit>,
    /// Places where a word for her part means a vessel: `the donor`.
    turns: Peekable<IntoIter<(usize, u32)>>,
    /// The vessel spoken of before another one did something, and the sentence in which that is told.
    before: Option<(usize, Option<u32>)>,
}

impl Telling<'_> {
    /// The number of the sentence that holds byte `at`.
    fn sentence(&self, at: usize) -> usize {
        self.sentences.partition_point(|end| *end <= at)
    }

    /// Where a sentence begins.
    fn begin(&self, sentence: usize) -> usize {
        let before = sentence.checked_sub(1);
        let end = before.and_then(|before| self.sentences.get(before).copied());
        end.unwrap_or(self.span.start)
    }

    /// Gives a find to its vessel, or lets it wait.
    fn give(&mut self, reader: &mut Reader<'_>, story: &mut Story, hit: Hit) {
        let at = hit.value.span.start;
        let here = self.sentence(at);
        if let Some((_, record)) = self.before.take_if(|(told, _)| *told < here) {
            self.current = record;
        }
        while let Some((_, record)) = self.turns.next_if(|(turn, _)| *turn <= at) {
            self.current = Some(record);
            self.spoken_in = Some(here);
        }
        if hit.value.label == Label::VesselName {
            self.name(reader, story, hit, here);
        } else if self.waits(reader, &hit, here) {
            self.waiting.push(hit);
        } else {
            let record = self.record(reader, &hit, here);
            hit.enter(reader, record);
        }
    }

    /// A name: its vessel is the one spoken of from here on, and what waited is hers.
    fn name(&mut self, reader: &mut Reader<'_>, story: &mut Story, hit: Hit, here: usize) {
        let place = &hit.value.span;
        let begin = self.begin(here);
        let head = reader.page.slice(&(begin..place.start));
        if self.is_agent(reader, begin, head) {
            self.before = Some((here, self.current));
        }
        let fresh = self.begins_anew && self.last_name.is_none();
        let same = self.current.filter(|_| {
            !fresh && whose::named_anew(head) && !reader.names.contains_key(&whose::fold(&hit))
        });
        let record = same.unwrap_or_else(|| enter(reader, &hit, self.current, fresh));
        self.current = Some(record);
        self.last_name = Some(place.end);
        self.spoken_in = Some(here);
        ship_key(reader, place.start, record);
        story.roles.named(&reader.page.text, place, record);
        let behind = place.end..self.span.end;
        let turns = story.roles.turns(reader, &behind, self.all);
        self.turns = turns.into_iter().peekable();
        for early in self.waiting.drain(..) {
            early.enter(reader, Some(record));
        }
        hit.enter(reader, Some(record));
    }

    /// `The vessel was sighted by the cutter ALBA`: the sentence speaks of another vessel before the name, from `begin`.
    fn is_agent(&self, reader: &Reader<'_>, begin: usize, head: &str) -> bool {
        let last = reader.found.get(self.first_found..).and_then(<[_]>::last);
        let spoken = last.is_some_and(|f| {
            f.value.span.start >= begin
                && self.current.is_some()
                && f.record == self.current
                && !matches!(f.value.label, Label::Date | Label::Coordinates)
        });
        whose::by_another(head).is_some_and(|at| {
            let until = begin + at;
            let meant = || opening::Words::of(reader.page, &(begin..until), until).meant_first();
            spoken || self.current.is_some() && meant()
        })
    }

    /// The find is told of the vessel that is named behind it in its sentence.
    fn waits(&self, reader: &Reader<'_>, hit: &Hit, here: usize) -> bool {
        if hit.value.label == Label::Rfmo {
            return false;
        }
        self.gap_to_name(reader, hit, here)
            .is_some_and(|gap| self.spoken_in != Some(here) || close_to_name(hit.value.label, gap))
    }

    /// What stands between a find and the next name of its sentence, where the find may be of that vessel.
    fn gap_to_name<'r>(&self, reader: &Reader<'r>, hit: &Hit, here: usize) -> Option<&'r str> {
        let at = self.names().find(|at| *at > hit.value.span.start)?;
        if self.sentence(at) != here {
            return None;
        }
        let gap = reader.page.slice(&(hit.value.span.end.min(at)..at));
        // `Her crew was rescued by the tanker ALBA`: what is told before is not of her who did it.
        let of_doer = matches!(
            hit.value.label,
            Label::Species | Label::FishingArea | Label::GearType
        );
        (of_doer || self.current.is_none() || whose::by_another(gap).is_none()).then_some(gap)
    }

    /// Where the names begin.
    fn names(&self) -> impl Iterator<Item = usize> {
        let names = self.all.iter();
        let names = names.filter(|h| h.value.label == Label::VesselName);
        names.map(|h| h.value.span.start)
    }

    /// The vessel of a find that is no name.
    fn record(&mut self, reader: &mut Reader<'_>, hit: &Hit, here: usize) -> Option<u32> {
        let identifies = whose::identifies(hit.value.label);
        let named_here = self.names().any(|at| self.sentence(at) == here);
        // `ALBA and NOVA, both of which flew the flag of Togo`
        let of_both = || {
            self.last_name.is_some_and(|end| {
                let gap = end..hit.value.span.start.max(end);
                named_here && whose::both(reader.page.slice(&gap))
            })
        };
        let of_all = || {
            !named_here
                && reader.vessels.len() > 1
                && of_all(reader, self.span, &self.sentences, here)
        };
        if hit.value.label == Label::Rfmo || !identifies && (of_both() || of_all()) {
            return None;
        }
        record_for(reader, hit, &mut self.current)
    }
}

/// What is said right before a name, with `gap` between, is of her although the sentence spoke of another vessel before.
fn close_to_name(label: Label, gap: &str) -> bool {
    // `ALBA, flag Fiji, and NOVA`: the flag is of the vessel before.
    let parted = [",", ";", " and ", " y ", " et ", " e ", " und ", " dan "]
        .iter()
        .any(|sign| gap.contains(sign));
    // `and I, Yusuf Bacan, master of the carrier MERIDIAN BAY`
    let of_her =
        (label.is_party() || label == Label::Master) && gap.len() < 90 && whose::party_of(gap);
    let beside = matches!(label, Label::Flag | Label::VesselType | Label::GearType);
    of_her || gap.len() < 40 && !parted && beside
}
