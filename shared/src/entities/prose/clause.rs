//! From cues to values inside a passage.

mod afloat;
mod agreed;
mod ahead;
mod apposition;
mod articled;
mod assigned;
mod bare;
mod bare_measures;
mod bare_signs;
mod behind;
mod built;
mod bygone;
mod capitals;
mod clients;
mod company;
mod construed;
mod crew;
mod cues;
mod dates;
mod dealings;
mod dealt_measures;
mod deeds;
mod entry;
mod facts;
mod flag_places;
mod flags;
mod goes_on;
mod gone_flags;
mod history;
mod identified;
mod learned;
mod left_country;
mod leftovers;
mod lengths;
mod lettered;
mod lone_marks;
mod marked;
mod measures;
mod number;
mod numbers;
mod papers;
mod parties;
mod past;
mod persons;
mod places;
mod ports;
mod possessed;
mod previous;
mod reach;
mod readers;
mod registered;
mod renamed;
mod second_name;
mod several;
mod state_acts;
mod strips;
mod subject;
mod successor;
mod told_flags;
mod typed;
mod years;

use std::cell::RefCell;
use std::collections::HashMap;

use facts::Facts;

use super::construction::{self, Construction};
use super::items::{self, Item, Kind, Placed};
use super::strip::{self, Strip};
use super::{Hit, Mode, overlaps};
use crate::entities::attribution::group;
use crate::entities::context::{Reader, Source};
use crate::entities::label::Label;
use crate::entities::mend;
use crate::entities::page::{Page, Span};
use crate::entities::values::closed::{self, single_spaces};
use crate::entities::values::measure::{self, Unit};
use crate::entities::values::{self, Frame, Value, identity};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::hash::Whole;
use crate::entities::words::lexicon::Country;
use crate::entities::words::tokens::Tokens;

struct Passage<'a> {
    text: &'a str,
    /// The text in small letters, each where it is in the text.
    lower: &'a str,
    span: Span,
    mode: Mode,
    facts: Facts,
    items: Vec<Placed>,
    /// Where its sentences and lines end, in order.
    stops: Vec<usize>,
    used: Vec<bool>,
    hits: Vec<Hit>,
    /// Its lines that are set as strips of parts.
    strips: Vec<Strip>,
    /// Set ways of saying something of a ship.
    constructions: Vec<Construction>,
    frame: Frame<'a>,
    /// Where the names end that were looked for (`name_at`), by where they begin and their kind.
    names_at: RefCell<HashMap<u64, Option<usize>, Whole>>,
    /// The flag that a heading gives to the entries below it.
    group: Option<&'static Country>,
    page: &'a Page,
    /// Names of vessels met on the page before, folded.
    known: &'a HashMap<String, u32>,
}

/// Everything found in a passage; overlaps are settled later.
pub(super) fn read(reader: &mut Reader<'_>, span: &Span, mode: Mode) -> Vec<Hit> {
    let text = &reader.page.text;
    let constructions = if mode == Mode::Title {
        Vec::new()
    } else {
        construction::find(text, &Tokens::of(reader.page, span))
    };
    let (things, classes) = items::scan(reader, span);
    let (items, constructions) = construction::settle(text, things, constructions);
    let strips = match mode {
        Mode::Text => strip::strips(reader, span, &items),
        Mode::Title | Mode::Cell => Vec::new(),
    };
    let mut passage = Passage {
        text: &reader.page.text,
        lower: reader.lower(),
        span: span.clone(),
        mode,
        facts: Facts::of(reader.page, span, mode, &items, classes),
        used: vec![false; items.len()],
        stops: reach::stops(&items),
        items,
        hits: Vec::new(),
        strips,
        constructions,
        frame: reader.frame(None, None),
        names_at: RefCell::default(),
        group: group::flag(reader),
        page: reader.page,
        known: &reader.names,
    };
    if reader.contexts.is_some() {
        readers::ask(&mut passage);
        let contexts = passage.contexts();
        let hits = passage.hits;
        reader.contexts.get_or_insert_default().extend(contexts);
        return hits;
    }
    passage.read();
    passage.hits
}

impl<'a> Passage<'a> {
    /// Asks the readers, and once more if clues tell of names that they missed: what stands beside a name may be hers.
    fn read(&mut self) {
        let facts = self.facts;
        readers::ask(self);
        if !facts.all(Facts::TEXT.with(Facts::SMALL)) {
            return;
        }
        self.learned(|passage, names| {
            passage.facts = facts;
            passage.used.fill(false);
            passage.hits.clear();
            for name in names {
                passage.accept(name.value, name.source, &name.evidence);
            }
            readers::ask(passage);
        });
        self.weigh_roles();
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        label: Label,
        span: Span,
        norm: String,
        trust: f64,
        check: &'static str,
        source: Source,
        evidence: &str,
    ) {
        let value = Value {
            label,
            span,
            norm,
            trust,
            mended: None,
            check,
        };
        self.accept(value, source, evidence);
    }

    fn push_value(&mut self, value: Value, evidence: &str) {
        self.accept(value, Source::Cue, evidence);
    }

    /// Adds a value to the finds; what stands there is used.
    fn accept(&mut self, mut value: Value, source: Source, evidence: &str) {
        value.mended = value
            .mended
            .or_else(|| self.mended(value.label, &value.span));
        for (placed, used) in self.items.iter().zip(self.used.iter_mut()) {
            if placed.span.start < value.span.end && value.span.start < placed.span.end {
                *used = true;
            }
        }
        self.facts = self.facts.with(Facts::of_find(value.label));
        self.hits.push(Hit {
            value,
            source,
            evidence: evidence.to_string(),
        });
    }

    /// What was mended in a date, a position or a measure.
    fn mended(&self, label: Label, span: &Span) -> Option<&'static str> {
        let figured = matches!(
            label,
            Label::Date
                | Label::StartDate
                | Label::EndDate
                | Label::Coordinates
                | Label::Length
                | Label::Tonnage
                | Label::EnginePower
                | Label::HoldCapacity
        );
        (figured
            && matches!(
                mend::as_numbers(self.slice(span)),
                std::borrow::Cow::Owned(_)
            ))
        .then_some(mend::MENDED)
    }

    /// Of finds that overlap, the first stays: earlier ones are surer.
    fn keep_first_finds(&mut self) {
        let mut kept: Vec<Hit> = Vec::new();
        for hit in std::mem::take(&mut self.hits) {
            if !overlaps(&kept, &hit.value.span) {
                kept.push(hit);
            }
        }
        self.hits = kept;
    }

    fn slice(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or("")
    }

    fn gap(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or("")
    }

    /// What stands between two places, in small letters.
    fn lower(&self, from: usize, to: usize) -> &'a str {
        self.lower.get(from..to).unwrap_or("")
    }
}

fn values_quantity(frame: &Frame<'_>, quantity: &measure::Quantity, label: Label) -> Option<Value> {
    values::quantity_value(frame, quantity, label, true)
}

/// A mark as painted on a hull begins the text of a bracket.
pub(super) fn is_marking(inner: &str) -> bool {
    entry::marking(inner).is_some()
}
