//! How far a cue reaches: the sentence it stands in, and the next value that fits.
//!
//! In `her call sign, painted on the bridge, is EADN. Flag: Spain` the cue ends at the stop.

use crate::entities::words::lexicon::phrases;

use super::super::take::{self, NameKind};
use super::facts::Facts;
use super::{C, Item, Kind, Label, Passage, Placed, Span};

/// Where the stops among things stand.
pub(super) fn stops(items: &[Placed]) -> Vec<usize> {
    let stops = items.iter().filter(|p| matches!(p.item, Item::Stop));
    stops.map(|p| p.span.start).collect()
}

impl Passage<'_> {
    /// Where the sentence or line begins that holds item `index`.
    pub(super) fn sentence_start(&self, index: usize) -> usize {
        let before = self.items.iter().take(index);
        let stop = before.rev().find(|p| matches!(p.item, Item::Stop));
        stop.map_or(self.span.start, |p| p.span.start)
    }

    /// Where the sentence or line begins that holds byte `at`.
    pub(super) fn sentence_begin(&self, at: usize) -> usize {
        let behind = self.stops.partition_point(|stop| *stop <= at);
        let stop = behind.checked_sub(1).and_then(|last| self.stops.get(last));
        stop.copied().unwrap_or(self.span.start)
    }

    /// The end of the sentence or line that holds byte `at`.
    pub(super) fn sentence_end(&self, at: usize) -> usize {
        let before = self.stops.partition_point(|stop| *stop < at);
        self.stops.get(before).copied().unwrap_or(self.span.end)
    }

    /// The name that begins at byte `start` and goes no farther than its sentence; many readers ask for it.
    pub(super) fn name_at(&self, start: usize, kind: NameKind) -> Option<Span> {
        let key = (start as u64) << 2 | kind as u64;
        let known = self.names_at.borrow().get(&key).copied();
        let end = known.unwrap_or_else(|| {
            let limit = self.sentence_end(start).max(start);
            let name = take::name(self.text, start, limit, kind).filter(|n| n.start == start);
            let end = name.map(|name| name.end);
            self.names_at.borrow_mut().insert(key, end);
            end
        });
        end.map(|end| start..end)
    }

    /// The word for an owner, an operator, a charterer or a master at an index.
    pub(super) fn party_cue(&self, index: usize) -> Option<(Span, Label)> {
        let placed = self.items.get(index)?;
        let Item::Cue { labels, .. } = &placed.item else {
            return None;
        };
        match labels.as_slice() {
            [
                label @ (Label::Owner
                | Label::Operator
                | Label::BeneficialOwner
                | Label::Charterer
                | Label::Master),
            ] => Some((placed.span.clone(), *label)),
            _ => None,
        }
    }

    /// The next value after `index` that `wanted` accepts, at most `words` plain words away, with no other cue between.
    pub(super) fn next_value(
        &self,
        index: usize,
        words: usize,
        wanted: impl Fn(&Kind) -> bool,
    ) -> Option<usize> {
        let mut passed = 0;
        for (offset, placed) in self.items.iter().enumerate().skip(index + 1) {
            match &placed.item {
                Item::Stop | Item::Cue { .. } => return None,
                Item::Word { .. } => passed += 1,
                Item::Value(kind) => {
                    let used = self.used.get(offset).copied().unwrap_or(true);
                    if !used && wanted(kind) {
                        return Some(offset);
                    }
                    passed += 1;
                }
            }
            if passed > words {
                return None;
            }
        }
        None
    }

    /// Where a name that begins at `from` ends at the latest in a text set in capitals: before the next caption or
    /// value; `end` in any other text.
    pub(super) fn shouted_end(&self, from: usize, end: usize) -> usize {
        if self.facts.all(Facts::SMALL) {
            return end;
        }
        self.items
            .iter()
            .find(|p| {
                p.span.start > from + 1
                    && match &p.item {
                        Item::Cue { labels, .. } => !labels.is_empty(),
                        Item::Value(kind) => !matches!(
                            kind,
                            Kind::Area
                                | Kind::Species
                                | Kind::Gear
                                | Kind::GenericVessel
                                | Kind::VesselType
                        ),
                        // `OWNER ALBA LLC PSN 67-45N`
                        Item::Word { .. } => phrases::TELEX.holds(self.slice(&p.span)),
                        Item::Stop => false,
                    }
            })
            .map_or(end, |p| p.span.start.min(end))
    }

    /// The last cue before an item inside its clause (no comma, semicolon or stop between).
    pub(super) fn clause_cue(&self, index: usize) -> Option<C> {
        let mut right = self.items.get(index)?.span.start;
        for placed in self.items.iter().take(index).rev() {
            let gap = self.gap(placed.span.end, right);
            if gap.contains([',', ';', '\n']) || placed.item == Item::Stop {
                return None;
            }
            if let Item::Cue { concepts, .. } = &placed.item {
                return Some(*concepts);
            }
            // `– call sign XYZ1 – 24.9 m`: the part before is another thing's.
            if gap.contains(['—', '|', '·']) || gap.contains(" – ") {
                return None;
            }
            right = placed.span.start;
        }
        None
    }
}
