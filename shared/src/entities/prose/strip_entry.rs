//! One line of parts: whether it is an entry, and the values of its parts.
//!
//! `40 | ALBA | Spain | EADN | IMO 9281310`, `ALBA – NEU 24 – Büsum – 18,60 m`.

use super::items::Placed;
use super::strip::{Strip, led};
use super::strip_head::{head, opens_with_flag, particular};
use super::strip_part::{Cut, cut, place_name};
use super::strip_sort::{Parts, Sort, is_imo, is_length, is_mmsi};
use crate::entities::attribution::group;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::{self, Value, call_sign};
use crate::entities::words::lexicon::Country;

/// Longest part before the name, in bytes.
const LONGEST: usize = 60;

/// Most parts of a strip; longer lines are lists of something else.
pub(super) const MOST_PARTS: usize = 24;

/// What the parts of a line come to; `alike`: the lines beside it are parted as it is.
pub(super) fn strip(
    reader: &mut Reader<'_>,
    line: &Span,
    items: &[Placed],
    alike: bool,
) -> Option<Strip> {
    let cut = cut(&reader.page.text, line);
    if cut.parts.len() < 2 || cut.parts.len() > MOST_PARTS {
        return None;
    }
    let entry = Entry::of(reader, line, cut, items, alike)?;
    entry.is_listed().then(|| entry.read(reader, line))
}

/// A line of parts, and what each part is.
struct Entry<'p, 'i> {
    text: &'p str,
    items: &'i [Placed],
    cut: Cut,
    /// The name, and the part that it begins.
    head: Option<(usize, Span)>,
    sorts: Vec<Sort>,
    /// Captions at the heads of parts, with value and label.
    leds: Vec<Option<(Span, Span, Label)>>,
    flag: Option<&'static Country>,
}

impl<'p, 'i> Entry<'p, 'i> {
    /// The parts of a line; none where too many of them say nothing of themselves.
    fn of(
        reader: &mut Reader<'p>,
        line: &Span,
        cut: Cut,
        items: &'i [Placed],
        alike: bool,
    ) -> Option<Entry<'p, 'i>> {
        let text = &reader.page.text;
        let looked = Parts::of(
            reader.page,
            &cut.parts,
            items,
            group::flag(reader),
            cut.bars > 1,
        );
        let marked = text
            .get(..line.start)
            .and_then(|h| h.rsplit('\n').next())
            .is_some_and(|h| !h.trim().is_empty() && h.len() <= 16);
        let listed = marked || alike;
        // `On 2 December the carrier collided … (Panama, V7XQ9, …`: a sentence before it is no part of an entry.
        let short = |at: &usize| cut.parts.iter().take(*at).all(|part| part.len() <= LONGEST);
        let head = head(text, &looked, items, cut.bars > 1 || listed).filter(|(at, _)| short(at));
        // Without a name every part must say what it is; one of them may not where a colon ends the first.
        let mut dumb = 0;
        let mut sorts: Vec<Sort> = Vec::with_capacity(cut.parts.len());
        let mut leds = Vec::with_capacity(cut.parts.len());
        for (index, part) in cut.parts.iter().enumerate() {
            let sort = looked.sort(index)?.clone();
            let behind_name = head.as_ref().is_none_or(|(at, _)| *at < index);
            let led = (behind_name && may_be_led(text, part, &sort))
                .then(|| led(reader, part))
                .flatten();
            dumb += usize::from(!speaks(&sort) && led.is_none());
            // Behind a name about half of them must (`is_listed`).
            let most = match &head {
                Some((at, _)) => (cut.parts.len() + at).div_ceil(2),
                None => usize::from(cut.colon),
            };
            if dumb > most {
                return None;
            }
            sorts.push(sort);
            leds.push(led);
        }
        // `Size: 69.9 m / 2,014 GT`: what a colon ends is a name only where a flag or an identifier follows.
        let head = head.filter(|(at, name)| {
            let flagged = || {
                let next = cut.parts.get(at + 1);
                next.is_some_and(|p| opens_with_flag(p, items))
            };
            !cut.colon || reader.page.slice(name).contains(' ') && flagged()
        });
        let flag = looked.flag();
        Some(Entry {
            text,
            items,
            cut,
            head,
            sorts,
            leds,
            flag,
        })
    }

    fn printed(&self, part: &Span) -> &'p str {
        self.text.get(part.clone()).unwrap_or("")
    }

    fn is_barred(&self) -> bool {
        self.cut.bars > 1
    }

    /// Parts that say what they are.
    fn told(&self) -> usize {
        let parts = self.sorts.iter().zip(&self.leds);
        parts.filter(|(s, led)| speaks(s) || led.is_some()).count()
    }

    /// A part is what only a ship has.
    fn is_of_ship(&self) -> bool {
        let mut parts = self.sorts.iter().zip(&self.leds);
        parts.any(|(sort, led)| {
            let own = matches!(
                sort,
                Sort::Sign
                    | Sort::Mark
                    | Sort::Worded(Label::VesselType)
                    | Sort::Measure { of_ship: true }
                    | Sort::Told { of_ship: true }
            );
            own || led.as_ref().is_some_and(|(_, _, label)| {
                matches!(
                    label,
                    Label::Ircs | Label::Flag | Label::ExternalMarking | Label::Port
                )
            })
        })
    }

    /// The line is an entry of a list of ships.
    fn is_listed(&self) -> bool {
        let (told, parts) = (self.told(), self.cut.parts.len());
        let Some((at, name)) = &self.head else {
            return told == parts && self.leds.iter().any(Option::is_some)
                // `Size: 69.9 m / 2,014 GT / 4,500 kW`
                || self.cut.colon && told + 1 == parts && told >= 2 && self.is_of_ship();
        };
        self.is_of_ship()
            && told >= 2
            && told * 2 + 1 >= parts - at
            && (self.is_barred()
                || self.speaks_behind(*at)
                || particular(self.text, name, self.items))
    }

    /// The part behind the name says what it is, and is no measure.
    fn speaks_behind(&self, at: usize) -> bool {
        let next = self.sorts.get(at + 1);
        next.is_some_and(|s| speaks(s) && !matches!(s, Sort::Measure { .. }))
            || self.leds.get(at + 1).is_some_and(Option::is_some)
    }

    /// The values of the parts.
    fn read(&self, reader: &mut Reader<'_>, line: &Span) -> Strip {
        let mut strip = Strip {
            line: line.clone(),
            name: self.head.as_ref().map(|(_, name)| name.clone()),
            fills: Vec::new(),
            mark: None,
        };
        let first = self.head.as_ref().map_or(0, |(at, _)| at + 1);
        let mut doubts = Vec::new();
        let mut frame = reader.frame(None, None);
        frame.flag = self.flag;
        for (index, part) in self.cut.parts.iter().enumerate() {
            if let Some((key, value, label)) = self.leds.get(index).and_then(Option::as_ref) {
                let evidence = self.printed(key).to_string();
                // `Fisheries Division, Lae`, `SERVICE D'IMMATRICULATION`: offices, where no ship is named.
                let unlisted = |v: &Value| matches!(v.check, "species" | "vessel type");
                let values = values::read(&frame, value, *label, &mut doubts).into_iter();
                let told = values.filter(|v| self.head.is_some() || !unlisted(v));
                strip.fills.extend(told.map(|v| (v, evidence.clone())));
                continue;
            }
            if index < first && self.sorts.get(index) == Some(&Sort::Mark) {
                strip.mark = Some(part.clone());
                continue;
            }
            let Some(label) = self.label(index, part, index >= first) else {
                continue;
            };
            let mut frame = frame;
            frame.short_codes = label == Label::Flag;
            for mut value in values::read(&frame, part, label, &mut doubts) {
                value.trust = value.trust.min(0.9);
                // The sign is of the flag's series as printed: nothing is to mend.
                if value.label == Label::Ircs && value.mended.take().is_some() {
                    value.norm = call_sign::squeeze(self.printed(part));
                }
                let evidence = "a part of a list entry".to_string();
                strip.fills.push((value, evidence));
            }
        }
        strip
    }

    /// What a part without a caption is; `behind`: the name stands before it.
    fn label(&self, index: usize, part: &Span, behind: bool) -> Option<Label> {
        let named = self.head.is_some();
        Some(match self.sorts.get(index)? {
            Sort::Country(_) if named => Label::Flag,
            Sort::Sign => Label::Ircs,
            Sort::Figures if behind && is_imo(self.text, part) => Label::Imo,
            Sort::Figures if behind && is_mmsi(self.text, part, self.flag) => Label::Mmsi,
            Sort::Mark => Label::ExternalMarking,
            Sort::Measure { of_ship: true } if is_length(self.text, part) => Label::Length,
            Sort::Register => Label::NationalRegNo,

            Sort::Worded(label @ (Label::VesselType | Label::HullMaterial)) => *label,
            Sort::Words
                if named
                    && behind
                    && self.told() >= if self.is_barred() { 2 } else { 3 }
                    && place_name(self.text, part, after_code(&self.sorts, index)) =>
            {
                Label::Port
            }
            _ => return None,
        })
    }
}

/// A caption may stand at the head of a part of this sort: it says nothing, or says it in words.
fn may_be_led(text: &str, part: &Span, sort: &Sort) -> bool {
    let figured = || {
        let printed = text.get(part.clone()).unwrap_or("");
        printed.starts_with(|c: char| c.is_ascii_digit())
    };
    match sort {
        Sort::Measure { .. } => !figured(),
        Sort::Told { .. } | Sort::Words | Sort::Other | Sort::Mark => true,
        _ => false,
    }
}

/// The part says by itself what it is.
pub(super) fn speaks(sort: &Sort) -> bool {
    !matches!(sort, Sort::Words | Sort::Other | Sort::Figures)
}

/// The part before is a mark, a register's number or a call sign.
fn after_code(sorts: &[Sort], index: usize) -> bool {
    index
        .checked_sub(1)
        .and_then(|i| sorts.get(i))
        .is_some_and(|s| matches!(s, Sort::Mark | Sort::Register | Sort::Sign))
}
