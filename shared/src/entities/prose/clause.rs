//! From cues to values inside a passage.

use super::items::{self, Item, Kind, Placed};
use super::names;
use super::take::{self, NameKind};
use super::{Hit, Mode};
use crate::entities::concept::Concepts as C;
use crate::entities::context::{Reader, Source};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::closed::{self, single_spaces};
use crate::entities::values::measure::{self, Unit};
use crate::entities::values::{self, Frame, Value, identity};

struct Passage<'a> {
    text: &'a str,
    span: Span,
    items: Vec<Placed>,
    used: Vec<bool>,
    hits: Vec<Hit>,
    frame: Frame<'a>,
}

/// Everything found in a passage; overlaps are settled later.
pub(super) fn read(reader: &mut Reader<'_>, span: &Span, mode: Mode) -> Vec<Hit> {
    let items = items::scan(reader, span);
    let used = vec![false; items.len()];
    let mut passage = Passage {
        text: &reader.page.text,
        span: span.clone(),
        items,
        used,
        hits: Vec::new(),
        frame: reader.frame(None, None),
    };
    if mode != Mode::Cell {
        for (name, evidence) in
            names::present(passage.text, span, &passage.items, mode == Mode::Title)
        {
            let name = values::text::clean_name(passage.text, &name);
            let printed = passage.text.get(name.clone()).unwrap_or("");
            if !closed::is_empty_value(printed) {
                let norm = single_spaces(&printed.to_uppercase());
                passage.push(
                    Label::VesselName,
                    name,
                    norm,
                    0.93,
                    "name",
                    Source::Cue,
                    &evidence,
                );
            }
        }
    }
    passage.charter();
    passage.flags();
    for index in 0..passage.items.len() {
        passage.cue(index);
    }
    passage.leftovers(mode);
    let mut hits = passage.hits;
    // Earlier finds of a passage are surer than later ones.
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits.drain(..) {
        let clash = kept.iter().any(|k| {
            k.value.span.start < hit.value.span.end && hit.value.span.start < k.value.span.end
        });
        if !clash {
            kept.push(hit);
        }
    }
    kept
}

impl Passage<'_> {
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
        for (placed, used) in self.items.iter().zip(self.used.iter_mut()) {
            if placed.span.start < span.end && span.start < placed.span.end {
                *used = true;
            }
        }
        self.hits.push(Hit {
            value: Value {
                label,
                span,
                norm,
                trust,
                mended: None,
                check,
            },
            source,
            evidence: evidence.to_string(),
        });
    }

    fn push_value(&mut self, value: Value, evidence: &str) {
        for (placed, used) in self.items.iter().zip(self.used.iter_mut()) {
            if placed.span.start < value.span.end && value.span.start < placed.span.end {
                *used = true;
            }
        }
        self.hits.push(Hit {
            value,
            source: Source::Cue,
            evidence: evidence.to_string(),
        });
    }

    fn slice(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or("")
    }

    fn gap(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or("")
    }

    /// The end of the sentence or line that holds byte `at`.
    fn sentence_end(&self, at: usize) -> usize {
        self.items
            .iter()
            .find(|p| p.item == Item::Stop && p.span.start >= at)
            .map_or(self.span.end, |p| p.span.start)
    }

    /// The next value after `index` that `wanted` accepts, at most `words` plain words away, with no other cue between.
    fn next_value(
        &self,
        index: usize,
        words: usize,
        wanted: impl Fn(&Kind) -> bool,
    ) -> Option<usize> {
        let mut passed = 0;
        for (offset, placed) in self.items.iter().enumerate().skip(index + 1) {
            match &placed.item {
                Item::Stop => return None,
                Item::Cue { .. } => return None,
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

    fn country(&self, index: usize) -> Option<(Span, &'static str)> {
        match self.items.get(index) {
            Some(Placed {
                span,
                item: Item::Value(Kind::Country { code, .. }),
            }) if !self.used.get(index).copied().unwrap_or(true) => Some((span.clone(), code)),
            _ => None,
        }
    }

    /// Countries that are flags by what stands beside them.
    fn flags(&mut self) {
        for index in 0..self.items.len() {
            let Some((span, code)) = self.country(index) else {
                continue;
            };
            let next = self.items.get(index + 1);
            let after_next = self.items.get(index + 2);
            let beside = |p: Option<&Placed>, text: &Self| {
                p.is_some_and(|p| {
                    let gap = text.gap(span.end, p.span.start);
                    gap.len() <= 14
                        && !gap.contains([',', ';', '.', '(', ')', ':', '\n'])
                        && match &p.item {
                            Item::Cue { concepts, .. } => {
                                concepts.any(C::FLAG) && gap.trim().len() <= 1 && gap.len() <= 3
                            }
                            Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Prefix) => {
                                true
                            }
                            _ => false,
                        }
                })
            };
            let adjective = matches!(
                self.items.get(index).map(|p| &p.item),
                Some(Item::Value(Kind::Country { demonym: true, .. }))
            );
            let word_between = matches!(
                next.map(|p| &p.item),
                Some(Item::Word { .. } | Item::Value(Kind::Gear))
            ) && adjective;
            let before_flag = index.checked_sub(1).and_then(|i| self.items.get(i)).is_some_and(|p| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::PREVIOUS) && !concepts.any(C::FLAG)));
            if before_flag {
                continue;
            }
            if beside(next, self) || (word_between && beside(after_next, self)) {
                self.push(
                    Label::Flag,
                    span,
                    code.to_string(),
                    0.95,
                    "country name",
                    Source::Cue,
                    "stands before the vessel",
                );
                continue;
            }
            // `pesquero noruego`, `palangrier espagnol`.
            let vessel_before = index.checked_sub(1).and_then(|i| self.items.get(i)).is_some_and(|p| {
                matches!(p.item, Item::Value(Kind::VesselType | Kind::GenericVessel)) && self.gap(p.span.end, span.start) == " "
            });
            if adjective && vessel_before {
                self.push(Label::Flag, span, code.to_string(), 0.93, "country name", Source::Cue, "after the vessel word");
                continue;
            }
            // `ALBA (VID 12044; China)`.
            if !adjective && let Some(open) = self.text.get(self.span.start..span.start).and_then(|h| h.rfind('(')) {
                let open = self.span.start + open;
                let inside = self.gap(open, span.start);
                let named = self.hits.iter().any(|h| h.value.label == Label::VesselName && self.gap(h.value.span.end, open).trim().is_empty() && h.value.span.end <= open);
                let before = inside.trim_end();
                if named && !inside.contains(')') && before.ends_with([';', ',']) {
                    self.push(Label::Flag, span, code.to_string(), 0.9, "country name", Source::Cue, "in brackets after the vessel");
                    continue;
                }
            }
            // `ALBA (Norway)`, `ALBA [ex Vega] (Norway; …)`.
            let open = self
                .text
                .get(..span.start)
                .is_some_and(|h| h.ends_with(['(', '[']));
            if open {
                let name = self
                    .hits
                    .iter()
                    .filter(|h| {
                        h.value.label == Label::VesselName && h.value.span.end <= span.start
                    })
                    .max_by_key(|h| h.value.span.end);
                if let Some(name) = name {
                    let between = self.gap(name.value.span.end, span.start - 1);
                    let only_brackets =
                        between.trim().trim_matches(['"', '”', '’', '»']).is_empty()
                            || between.trim().starts_with(['[', '('])
                                && between.trim().ends_with([']', ')']);
                    if only_brackets {
                        self.push(
                            Label::Flag,
                            span,
                            code.to_string(),
                            0.93,
                            "country name",
                            Source::Cue,
                            "in brackets after the vessel",
                        );
                    }
                }
            }
        }
    }

    /// What one cue announces.
    fn cue(&mut self, index: usize) {
        let Some(Placed {
            span,
            item: Item::Cue { labels, concepts },
        }) = self.items.get(index).cloned()
        else {
            return;
        };
        if self.used.get(index).copied().unwrap_or(true) {
            return;
        }
        let evidence = self.slice(&span).to_string();
        match labels.as_slice() {
            [Label::Flag] => {
                // A person's nationality is no flag.
                let person = concepts.any(C::NATIONALITY) && !concepts.any(C::FLAG.with(C::SHIP));
                let label = if person { Label::Country } else { Label::Flag };
                self.flag(index, label, &evidence);
            }
            [Label::PreviousFlag] => self.flag(index, Label::PreviousFlag, &evidence),
            [Label::PreviousName] => self.previous(index, &span, concepts, &evidence),
            [Label::StartDate] => self.date(index, Label::StartDate, &evidence),
            [Label::EndDate] => self.date(index, Label::EndDate, &evidence),
            [Label::StartDate, Label::EndDate] => self.period(index, &evidence),
            [
                label @ (Label::Imo
                | Label::Mmsi
                | Label::Ircs
                | Label::RfmoId
                | Label::NationalRegNo
                | Label::ExternalMarking
                | Label::EuCfr
                | Label::LicenseNo),
            ] => {
                self.number(index, &span, *label, &evidence);
            }
            [
                label @ (Label::Owner
                | Label::Operator
                | Label::BeneficialOwner
                | Label::Charterer
                | Label::Master),
            ] => self.party(&span, *label, &evidence),
            [Label::Address] => {
                self.address(&span, &evidence);
            }
            [Label::Port] => self.place(index, &span, Label::Port, &evidence),
            [Label::BuildPlace] => self.build(index, &span, &evidence),
            [Label::BuildYear] => self.build_year(&span, &evidence),
            [Label::BuildYear, Label::BuildPlace] => self.build(index, &span, &evidence),
            [Label::CrewCount] => self.crew(&span, &evidence),
            [
                label @ (Label::Tonnage | Label::Length | Label::EnginePower | Label::HoldCapacity),
            ] => self.quantity(index, &span, *label, &evidence),
            [Label::Country] => {
                if let Some(found) =
                    self.next_value(index, 5, |k| matches!(k, Kind::Country { .. }))
                    && let Some((place, code)) = self.country(found)
                {
                    self.push(
                        Label::Country,
                        place,
                        code.to_string(),
                        0.93,
                        "country name",
                        Source::Cue,
                        &evidence,
                    );
                }
            }
            [Label::HullMaterial] => {
                if let Some(found) = self.next_value(index, 3, |k| *k == Kind::Hull)
                    && let Some(place) = self.items.get(found).map(|p| p.span.clone())
                {
                    let norm = single_spaces(self.slice(&place));
                    self.push(
                        Label::HullMaterial,
                        place,
                        norm,
                        0.93,
                        "hull material",
                        Source::Cue,
                        &evidence,
                    );
                }
            }
            [Label::GearType] => self.gear_codes(&span, &evidence),
            [Label::FishingArea] => self.bare_area(&span, concepts, &evidence),
            _ => {}
        }
    }

    /// A country after a flag word, and what follows it in a list.
    fn flag(&mut self, index: usize, label: Label, evidence: &str) {
        let Some(mut at) = self.next_value(index, 5, |k| matches!(k, Kind::Country { .. })) else {
            return;
        };
        let mut label = label;
        loop {
            let Some((place, code)) = self.country(at) else {
                return;
            };
            let end = place.end;
            self.push(
                label,
                place,
                code.to_string(),
                0.95,
                "country name",
                Source::Cue,
                evidence,
            );
            let Some(next) = self.items.get(at + 1) else {
                return;
            };
            let (step, gap) = match &next.item {
                Item::Value(Kind::Country { .. }) => {
                    (1, self.gap(end, next.span.start).to_string())
                }
                Item::Word { .. } => match self.items.get(at + 2) {
                    Some(p) if matches!(p.item, Item::Value(Kind::Country { .. })) => {
                        (2, self.gap(end, p.span.start).to_string())
                    }
                    _ => return,
                },
                _ => return,
            };
            let joined = matches!(
                gap.trim(),
                "," | "and"
                    | "y"
                    | "et"
                    | "e"
                    | "/"
                    | ";"
                    | ", and"
                    | "then"
                    | ", then"
                    | "&"
                    | "luego"
                    | "puis"
                    | "dan"
                    | ", y"
            );
            if !joined {
                return;
            }
            if label == Label::Flag {
                if gap.trim() != "/" {
                    return;
                }
                label = Label::PreviousFlag;
            }
            at += step;
        }
    }

    /// `formerly`, `ex`, `before that`: names, or countries.
    fn previous(&mut self, index: usize, span: &Span, concepts: C, evidence: &str) {
        if let Some(next) = self.items.get(index + 1)
            && matches!(next.item, Item::Value(Kind::Country { .. }))
            && !concepts.any(C::NAME)
        {
            self.flag(index, Label::PreviousFlag, evidence);
            return;
        }
        if let Some(found) = self.next_value(index, 3, |k| matches!(k, Kind::Country { .. }))
            && !concepts.any(C::NAME)
            && let Some((place, _)) = self.country(found)
            && !self
                .gap(span.end, place.start)
                .chars()
                .any(char::is_uppercase)
        {
            self.flag(index, Label::PreviousFlag, evidence);
            return;
        }
        let end = self.sentence_end(span.end).max(span.end);
        if [" of ", " de ", " do ", " da "].iter().any(|w| self.gap(span.end, end).starts_with(w)) && !concepts.any(C::NAME) {
            return;
        }
        for name in names::former(self.text, span.end, end) {
            let printed = self.slice(&name);
            if closed::is_empty_value(printed)
                || printed.chars().filter(|c| c.is_alphabetic()).count() < 2
            {
                continue;
            }
            let norm = single_spaces(&printed.to_uppercase());
            self.push(
                Label::PreviousName,
                name,
                norm,
                0.92,
                "name",
                Source::Cue,
                evidence,
            );
        }
    }

    fn date_at(&self, index: usize) -> Option<(Span, String)> {
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

    fn date(&mut self, index: usize, label: Label, evidence: &str) {
        let verb = crate::entities::fold::fold_phrase(evidence);
        let general = matches!(verb.as_str(), "began" | "started" | "commenced" | "ended" | "closed" | "starting" | "ending" | "begins" | "ends" | "starts");
        if general && !self.sentence_has(index, C::LICENSE.with(C::VALID).with(C::CHARTER).with(C::CHARTERER).with(C::REGISTER)) {
            return;
        }
        let Some(found) = self.next_value(index, 6, |k| matches!(k, Kind::Date(_))) else {
            return;
        };
        let Some((place, iso)) = self.date_at(found) else {
            return;
        };
        let end = place.end;
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

    /// A cue of the given concepts stands in the sentence of an item.
    fn sentence_has(&self, index: usize, wanted: C) -> bool {
        let start = self.items.iter().take(index).rposition(|p| p.item == Item::Stop).map_or(0, |i| i + 1);
        self.items.iter().skip(start).take_while(|p| p.item != Item::Stop).any(|p| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(wanted)))
    }

    /// The end after a start: `… to 31 December 2025`.
    fn second_date(&mut self, first: usize, end: usize, evidence: &str) {
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
    fn range_gap(&self, from: usize, to: usize) -> bool {
        let gap = crate::entities::fold::fold_phrase(self.gap(from, to));
        let printed = self.gap(from, to).trim().to_string();
        matches!(printed.as_str(), "-" | "–" | "—" | "/" | "to")
            || matches!(
                gap.as_str(),
                "to" | "until"
                    | "till"
                    | "al"
                    | "au"
                    | "a"
                    | "hasta"
                    | "hasta el"
                    | "ao"
                    | "ate"
                    | "ate o"
                    | "bis"
                    | "sampai"
                    | "hingga"
                    | "through"
                    | "and"
                    | "y"
                    | "y el"
                    | "et"
                    | "et le"
                    | "e"
                    | "jusqu au"
                    | "s d"
                    | "sampai dengan"
                    | "thru"
                    | "and until"
                    | "up to"
                    | "y hasta"
                    | "al dia"
                    | "e o"
                    | "dan"
                    | "bis zum"
                    | "to and including"
                    | "and ends on"
                    | "and expires on"
                    | "fino al"
                    | "y el dia"
                    | "jusqu a"
                    | "ate ao"
                    | "inclusive to"
            )
    }

    fn period(&mut self, index: usize, evidence: &str) {
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

    /// A number after its cue.
    fn number(&mut self, index: usize, span: &Span, label: Label, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let skip = take::skip_fillers(self.gap(span.end, end), 4);
        if self.gap(span.end, span.end + skip).contains([')', ']']) {
            return;
        }
        let Some(mut place) = take::code(self.text, span.end + skip, end) else {
            return;
        };
        let far = place.start > span.end + skip;
        let printed = self.slice(&place).to_string();
        if far || closed::is_empty_value(&printed) {
            return;
        }
        if label == Label::LicenseNo
            || label == Label::ExternalMarking
            || label == Label::NationalRegNo
            || label == Label::RfmoId
        {
            let digits = printed.bytes().any(|b| b.is_ascii_digit());
            let dated = self.items.iter().any(|p| {
                matches!(p.item, Item::Value(Kind::Date(_) | Kind::Quantity(_)))
                    && p.span.start < place.end
                    && place.start < p.span.end
            });
            if !digits || dated {
                return;
            }
        }
        if matches!(label, Label::Imo | Label::Mmsi)
            && let Some(figures) =
                self.figures(place.start, end, if label == Label::Imo { 7 } else { 9 })
        {
            place = figures;
        }
        if label == Label::Ircs {
            // A sign of letters and figures; words in small letters are none.
            let one = self
                .slice(&place)
                .split_whitespace()
                .next()
                .unwrap_or("")
                .to_string();
            let two = self
                .slice(&place)
                .split_whitespace()
                .nth(1)
                .is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()) && one.len() <= 3);
            let whole = identity::squeeze(self.slice(&place));
            let spread = one.len() < 4 && (4..=7).contains(&whole.len()) && self.near_flag(index).is_some_and(|c| identity::in_series(c, &whole));
            if !two && !spread {
                place.end = place.start + one.trim_end_matches([',', ';', '.', ')']).len();
            }
            if self.slice(&place).chars().any(char::is_lowercase) {
                return;
            }
        }
        let seven = printed.len() == 7 && matches!(identity::imo(&printed), identity::Reading::Valid(_));
        let label = if label == Label::ExternalMarking && seven { Label::Imo } else { label };
        let mut frame = self.frame;
        frame.flag = self.near_flag(index);
        let mut doubts = Vec::new();
        for value in values::read(&frame, &place, label, &mut doubts) {
            self.push_value(value, evidence);
        }
    }

    /// Figures with misread signs and stray blanks after an IMO or MMSI cue.
    fn figures(&self, from: usize, to: usize, count: usize) -> Option<Span> {
        let mut seen = 0;
        let mut end = from;
        for (at, sign) in self.gap(from, to).char_indices() {
            if sign == ' ' {
                continue;
            }
            identity::as_digit(sign)?;
            seen += 1;
            end = from + at + sign.len_utf8();
            if seen == count {
                break;
            }
        }
        let next = self.text.get(end..).and_then(|t| t.chars().next());
        (seen == count && next.is_none_or(|c| !c.is_alphanumeric())).then_some(from..end)
    }

    /// The flag found nearest to an item.
    fn near_flag(&self, index: usize) -> Option<&'static crate::entities::lexicon::Country> {
        let at = self.items.get(index)?.span.start;
        let hit = self
            .hits
            .iter()
            .filter(|h| h.value.label == Label::Flag)
            .min_by_key(|h| h.value.span.start.abs_diff(at))?;
        identity::country(&hit.value.norm)
    }

    /// A person or company after its cue, and the address after it.
    fn party(&mut self, span: &Span, label: Label, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let skip = take::skip_fillers(self.gap(span.end, self.span.end.min(end + 1)), 5);
        let from = span.end + skip;
        let gap = self.gap(span.end, from);
        if gap.contains([')', ']', '.']) && !gap.contains("Mr.") && !gap.contains("Capt.") {
            return;
        }
        let limit = self.line_end(from);
        let Some(name) = take::name(self.text, from, limit, NameKind::Party) else {
            return;
        };
        let printed = self.slice(&name).to_string();
        let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
        let cue_again = self.items.iter().any(|p| {
            p.span == name
                && matches!(
                    p.item,
                    Item::Cue { .. } | Item::Value(Kind::Country { .. } | Kind::VesselType)
                )
        });
        if name.start > from + 2
            || letters < 3
            || cue_again
            || closed::is_empty_value(&printed)
            || self.hits.iter().any(|h| h.value.span == name)
        {
            return;
        }
        let stop = name.end;
        self.push(
            label,
            name,
            single_spaces(&printed),
            0.92,
            "name",
            Source::Cue,
            evidence,
        );
        if label != Label::Master {
            self.address_after(stop);
        }
    }

    fn line_end(&self, at: usize) -> usize {
        self.text
            .get(at..self.span.end)
            .and_then(|t| t.find('\n'))
            .map_or(self.span.end, |n| at + n)
    }

    /// An address right after a party's name.
    fn address_after(&mut self, at: usize) {
        let limit = self.line_end(at);
        let tail = self.gap(at, limit);
        let lead = [", of ", " of ", ", ", " (", "; ", " – ", ". "]
            .iter()
            .find(|l| tail.starts_with(**l));
        let Some(lead) = lead.filter(|l| **l != ". ") else {
            return;
        };
        let from = at + lead.len();
        let Some(mut place) = take::address(self.text, from, limit) else { return };
        self.before_particulars(&mut place);
        let printed = self.slice(&place).to_string();
        let closes = self.text.get(place.end..).is_some_and(|t| t.is_empty() || t.starts_with(['.', ';', ')', '\n']) || t.starts_with(", and ") || t.starts_with(" and "));
        let country = closed::countries(self.text, &place, closed::Codes::None).iter().any(|h| h.span == place);
        let plain = lead.starts_with(',') && closes && !country && printed.chars().any(char::is_uppercase) && !closed::has_sense(&printed, |_| true);
        if place.start == from && (plain || take::looks_like_address(&printed)) {
            self.push(
                Label::Address,
                place,
                single_spaces(&printed),
                0.9,
                "address",
                Source::Cue,
                "after the party's name",
            );
        }
    }

    /// An address ends where the vessel's particulars go on.
    fn before_particulars(&self, place: &mut Span) {
        let ids = C::IMO.with(C::MMSI).with(C::CALLSIGN).with(C::RFMO).with(C::REGISTER).with(C::FLAG);
        let cut = self.items.iter().find(|p| {
            p.span.start >= place.start && p.span.start < place.end && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(ids))
        });
        if let Some(cut) = cut {
            let kept = self.text.get(place.start..cut.span.start).unwrap_or("");
            place.end = place.start + kept.trim_end_matches([' ', ',', ';', '–', '-']).len();
        }
    }

    fn address(&mut self, span: &Span, evidence: &str) {
        let skip = take::skip_fillers(self.gap(span.end, self.line_end(span.end)), 3);
        let from = span.end + skip;
        let Some(place) = take::address(self.text, from, self.line_end(from)) else {
            return;
        };
        let printed = single_spaces(self.slice(&place));
        if place.start <= from + 2 && !printed.contains('@') {
            self.push(
                Label::Address,
                place,
                printed,
                0.9,
                "address",
                Source::Cue,
                evidence,
            );
        }
    }

    fn place(&mut self, index: usize, span: &Span, label: Label, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let skip = take::skip_fillers(self.gap(span.end, end), 4);
        let from = span.end + skip;
        if self.gap(span.end, from).contains([')', ']']) {
            return;
        }
        let named =
            take::name(self.text, from, end, NameKind::Place).filter(|n| n.start <= from + 1);
        let country = self
            .next_value(index, 2, |k| matches!(k, Kind::Country { .. }))
            .and_then(|i| self.country(i))
            .filter(|(p, _)| p.start == from)
            .map(|(p, _)| p);
        let mut place = match (named, country) {
            (Some(n), Some(c)) if c.end > n.end => c,
            (Some(n), _) => n,
            (None, Some(c)) => c,
            _ => return,
        };
        if label == Label::BuildPlace {
            // A town and its country are one place.
            let tail = self.gap(place.end, end);
            if let Some(rest) = tail.strip_prefix(", ")
                && let Some(more) = take::name(self.text, place.end + 2, end, NameKind::Place)
                    .filter(|m| m.start == place.end + 2)
                && rest.len() >= more.len()
            {
                place.end = more.end;
            }
        }
        let printed = single_spaces(self.slice(&place));
        if printed.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && !closed::is_empty_value(&printed)
        {
            self.push(label, place, printed, 0.91, "place", Source::Cue, evidence);
        }
    }

    /// A year of four figures soon after a cue.
    fn build_year(&mut self, span: &Span, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let window = self.gap(span.end, end.min(span.end + 60).max(span.end));
        let window = if window.is_empty() {
            self.text.get(span.end..end).unwrap_or("")
        } else {
            window
        };
        let bytes = window.as_bytes();
        for at in 0..bytes.len().saturating_sub(3) {
            let Some(four) = window
                .get(at..at + 4)
                .filter(|t| t.bytes().all(|b| b.is_ascii_digit()))
            else {
                continue;
            };
            let free = at
                .checked_sub(1)
                .and_then(|i| bytes.get(i))
                .is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'.' && *b != b',')
                && bytes.get(at + 4).is_none_or(|b| !b.is_ascii_alphanumeric());
            let year = ("1850"..="2099").contains(&four);
            let place = span.end + at..span.end + at + 4;
            let inside = self.items.iter().any(|p| {
                matches!(p.item, Item::Value(Kind::Date(_) | Kind::Quantity(_)))
                    && p.span.start < place.end
                    && place.start < p.span.end
            });
            if free && year && !inside {
                let norm = four.to_string();
                self.push(
                    Label::BuildYear,
                    place,
                    norm,
                    0.93,
                    "year",
                    Source::Cue,
                    evidence,
                );
                return;
            }
        }
    }

    /// `built in 1998 at Vigo, Spain`, `yard Norway, 2011`.
    fn build(&mut self, index: usize, span: &Span, evidence: &str) {
        self.build_year(span, evidence);
        let year_end = self
            .hits
            .last()
            .filter(|h| h.value.label == Label::BuildYear && h.value.span.start >= span.end)
            .map(|h| h.value.span.end);
        let before = self.hits.len();
        self.place(index, span, Label::BuildPlace, evidence);
        if self.hits.len() > before {
            return;
        }
        if let Some(year_end) = year_end {
            let tail = self
                .gap(year_end, self.sentence_end(year_end).max(year_end))
                .to_string();
            for word in [
                " in ", " at ", " by ", " en ", " à ", " em ", ", ", " (", " au ", " di ",
                " chez ", " por ", " par ",
            ] {
                if tail.starts_with(word) {
                    let fake = year_end..year_end + word.len();
                    let inside = take::name(
                        self.text,
                        fake.end,
                        self.sentence_end(fake.end).max(fake.end),
                        NameKind::Place,
                    )
                    .filter(|n| n.start == fake.end);
                    if inside.is_some()
                        && !(word == ", "
                            && !tail
                                .get(2..)
                                .is_some_and(|t| t.starts_with(char::is_uppercase)))
                    {
                        self.place(index, &fake, Label::BuildPlace, evidence);
                    }
                    break;
                }
            }
        }
    }

    /// `crew of 15`, `15 men`.
    fn crew(&mut self, span: &Span, evidence: &str) {
        let head = self
            .text
            .get(self.span.start..span.start)
            .unwrap_or("")
            .trim_end_matches([' ', '-']);
        let digits: String = head
            .chars()
            .rev()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
            .chars()
            .rev()
            .collect();
        let gap = span.start - self.span.start - head.len();
        let glued = head
            .get(..head.len() - digits.len())
            .and_then(|h| h.chars().next_back())
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ','));
        if !digits.is_empty() && digits.len() <= 3 && gap <= 2 && !glued {
            let end = self.span.start + head.len();
            let norm = digits.trim_start_matches('0').to_string();
            self.push(
                Label::CrewCount,
                end - digits.len()..end,
                norm,
                0.92,
                "count",
                Source::Cue,
                evidence,
            );
            return;
        }
        let end = self.sentence_end(span.end).max(span.end);
        let skip = take::skip_fillers(self.gap(span.end, end), 4);
        let from = span.end + skip;
        let digits: String = self
            .gap(from, end)
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let after = self
            .text
            .get(from + digits.len()..)
            .and_then(|t| t.chars().next());
        if !digits.is_empty()
            && digits.len() <= 3
            && after.is_none_or(|c| !c.is_alphanumeric() && c != '/')
            && !self.gap(span.end, from).contains(')')
        {
            let norm = digits.trim_start_matches('0').to_string();
            self.push(
                Label::CrewCount,
                from..from + digits.len(),
                norm,
                0.92,
                "count",
                Source::Cue,
                evidence,
            );
        }
    }

    /// A measure after its cue, with or without a unit.
    fn quantity(&mut self, index: usize, span: &Span, label: Label, evidence: &str) {
        let fits = |unit: Option<Unit>| match label {
            Label::Length => matches!(unit, Some(Unit::Metre | Unit::Foot)),
            Label::Tonnage => matches!(unit, Some(Unit::Gross)),
            Label::EnginePower => matches!(
                unit,
                Some(Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower)
            ),
            _ => matches!(unit, Some(Unit::CubicMetre | Unit::CubicFoot)),
        };
        if let Some(found) =
            self.next_value(index, 6, |k| matches!(k, Kind::Quantity(q) if fits(q.unit)))
            && let Some(Item::Value(Kind::Quantity(quantity))) =
                self.items.get(found).map(|p| p.item.clone())
        {
            if let Some(value) = values_quantity(&self.frame, &quantity, label) {
                self.push_value(value, evidence);
            }
            return;
        }
        let end = self.sentence_end(span.end).max(span.end);
        let skip = take::skip_fillers(self.gap(span.end, end), 4);
        let from = span.end + skip;
        if !self
            .gap(from, end)
            .starts_with(|c: char| c.is_ascii_digit())
            || self.gap(span.end, from).contains([')', ','])
        {
            return;
        }
        let odd = if label == Label::Length {
            400.0
        } else {
            120_000.0
        };
        let Some(number) = measure::number_at(self.text, from, self.frame.style, odd) else {
            return;
        };
        let mut place = from..number.end;
        let mut unit = measure::unit_at(self.text, number.end);
        if let Some((stop, u)) = unit {
            if u == Unit::Tonne && matches!(label, Label::HoldCapacity | Label::Tonnage)
                || fits(Some(u))
            {
                place.end = stop;
            } else {
                unit = None;
            }
        }
        let next = self.text.get(number.end..).and_then(|t| t.chars().next());
        if number.end > end
            || next.is_some_and(char::is_alphanumeric) && unit.is_none()
            || next == Some('/')
        {
            return;
        }
        let quantity = measure::Quantity {
            span: place,
            value: number.value,
            unit: unit.map(|(_, u)| u),
        };
        if let Some(value) = values_quantity(&self.frame, &quantity, label) {
            self.push_value(value, evidence);
        }
    }

    /// Codes after a gear word: `using LL, PS`.
    fn gear_codes(&mut self, span: &Span, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let mut at = span.end;
        for _ in 0..6 {
            let tail = self.gap(at, end);
            let lead = tail.len() - tail.trim_start_matches([' ', ',', ':', '(', '/', ';']).len();
            let word: String = tail.get(lead..).unwrap_or("").chars().take_while(char::is_ascii_alphanumeric).collect();
            let known = word.len() >= 2 && !word.bytes().any(|b| b.is_ascii_lowercase()) && closed::has_sense(&word, |s| matches!(s, crate::entities::lexicon::Sense::GearCode(_)));
            if !known {
                return;
            }
            let place = at + lead..at + lead + word.len();
            at = place.end;
            let norm = closed::gear(&word).map_or(word, str::to_string);
            self.push(Label::GearType, place, norm, 0.93, "gear code", Source::Cue, evidence);
        }
    }

    /// `in area 51`, `fished in the waters of …`: figures after an area word that names a system.
    fn bare_area(&mut self, span: &Span, concepts: C, evidence: &str) {
        let _ = concepts;
        let end = self.sentence_end(span.end).max(span.end);
        let skip = take::skip_fillers(self.gap(span.end, end), 2);
        let from = span.end + skip;
        let Some(place) = take::code(self.text, from, end).filter(|p| p.start == from) else {
            return;
        };
        let printed = self.slice(&place);
        let dotted = printed.contains('.')
            && printed.split('.').count() >= 2
            && printed.bytes().any(|b| b.is_ascii_digit())
            && printed.len() <= 12
            && printed.starts_with(|c: char| c.is_ascii_digit());
        let number = printed.len() == 2
            && printed.bytes().all(|b| b.is_ascii_digit())
            && evidence.to_lowercase().contains("fao");
        if dotted || number {
            let norm = single_spaces(printed);
            self.push(
                Label::FishingArea,
                place,
                norm,
                0.85,
                "area",
                Source::Cue,
                evidence,
            );
        }
    }

    /// `A of B has taken on hire the ship C from D (address)`.
    fn charter(&mut self) {
        for index in 0..self.items.len() {
            let Some(Placed {
                span,
                item: Item::Cue { concepts, .. },
            }) = self.items.get(index).cloned()
            else {
                continue;
            };
            let verb = crate::entities::fold::fold_phrase(self.slice(&span));
            if !concepts.any(C::CHARTERER)
                || !matches!(
                    verb.as_str(),
                    "has taken on hire" | "taken on hire" | "has chartered"
                )
            {
                continue;
            }
            let start = self
                .items
                .iter()
                .take(index)
                .filter(|p| p.item == Item::Stop)
                .map(|p| p.span.start)
                .next_back()
                .unwrap_or(self.span.start);
            let head = self.gap(start, span.start).to_string();
            let lead = head.rfind(" that ").map_or(0, |i| i + 6);
            if let Some(name) = take::name(self.text, start + lead, span.start, NameKind::Party)
                .filter(|n| n.start <= start + lead + 2)
            {
                let printed = single_spaces(self.slice(&name));
                let stop = name.end;
                self.push(
                    Label::Charterer,
                    name,
                    printed,
                    0.85,
                    "name",
                    Source::Cue,
                    &verb,
                );
                self.address_after(stop);
            }
            let end = self.sentence_end(span.end).max(span.end);
            let tail = self.gap(span.end, end).to_string();
            if let Some(at) = tail.find(" from ") {
                let from = span.end + at + 6;
                if let Some(name) =
                    take::name(self.text, from, self.line_end(from), NameKind::Party)
                        .filter(|n| n.start == from)
                {
                    let printed = single_spaces(self.slice(&name));
                    let stop = name.end;
                    self.push(
                        Label::Owner,
                        name,
                        printed,
                        0.85,
                        "name",
                        Source::Cue,
                        &verb,
                    );
                    self.address_after(stop);
                }
            }
        }
    }

    /// A person was named shortly before in the same sentence.
    fn person_before(&self, span: &Span) -> bool {
        self.hits.iter().any(|h| {
            matches!(h.value.label, Label::Master | Label::Owner | Label::BeneficialOwner | Label::Operator)
                && h.value.span.end <= span.start
                && span.start - h.value.span.end < 80
        })
    }

    /// The last cue before an item inside its clause (no comma, semicolon or stop between).
    fn clause_cue(&self, index: usize) -> Option<C> {
        let mut right = self.items.get(index)?.span.start;
        for placed in self.items.iter().take(index).rev() {
            let gap = self.gap(placed.span.end, right);
            if gap.contains([',', ';', '\n']) || placed.item == Item::Stop {
                return None;
            }
            if let Item::Cue { concepts, .. } = &placed.item {
                return Some(*concepts);
            }
            right = placed.span.start;
        }
        None
    }

    /// Values that no cue announced.
    fn leftovers(&mut self, mode: Mode) {
        let context = self.items.iter().any(|p| matches!(&p.item, Item::Value(Kind::Quantity(q)) if matches!(q.unit, Some(Unit::Gross | Unit::Kilowatt | Unit::Horsepower | Unit::CubicMetre))));
        for index in 0..self.items.len() {
            if self.used.get(index).copied().unwrap_or(true) {
                continue;
            }
            let Some(Placed {
                span,
                item: Item::Value(kind),
            }) = self.items.get(index).cloned()
            else {
                continue;
            };
            let printed = single_spaces(self.slice(&span));
            match kind {
                Kind::Date(iso) => self.loose_date(index, span, iso),
                Kind::Position(norm) => self.push(
                    Label::Coordinates,
                    span,
                    norm,
                    0.95,
                    "latitude and longitude",
                    Source::Shape,
                    "",
                ),
                Kind::Quantity(quantity) => self.loose_quantity(index, &quantity, context),
                Kind::Rfmo(code) => self.push(
                    Label::Rfmo,
                    span,
                    code.to_string(),
                    0.97,
                    "organisation",
                    Source::Shape,
                    "",
                ),
                Kind::Species if mode != Mode::Title => {
                    let norm = closed::species(&printed);
                    self.push(
                        Label::Species,
                        span,
                        norm,
                        0.9,
                        "species list",
                        Source::Shape,
                        "",
                    );
                }
                Kind::Gear if mode != Mode::Title => {
                    let norm = closed::gear(&printed).map_or(printed, str::to_string);
                    self.push(
                        Label::GearType,
                        span,
                        norm,
                        0.88,
                        "gear list",
                        Source::Shape,
                        "",
                    );
                }
                Kind::VesselType if mode != Mode::Title => self.push(
                    Label::VesselType,
                    span,
                    printed,
                    0.9,
                    "vessel type list",
                    Source::Shape,
                    "",
                ),
                Kind::Area => self.push(
                    Label::FishingArea,
                    span,
                    printed,
                    0.92,
                    "area list",
                    Source::Shape,
                    "",
                ),
                Kind::Country { demonym: true, .. } if !self.person_before(&span) => {}
                Kind::Country { code, .. } if mode == Mode::Text => self.push(
                    Label::Country,
                    span,
                    code.to_string(),
                    0.8,
                    "country name",
                    Source::Shape,
                    "",
                ),
                Kind::Hull
                    if mode == Mode::Text
                        && self
                            .clause_cue(index)
                            .is_some_and(|c| c.any(C::HULL.with(C::MATERIAL))) =>
                {
                    self.push(
                        Label::HullMaterial,
                        span,
                        printed,
                        0.9,
                        "hull material",
                        Source::Cue,
                        "hull",
                    );
                }
                _ => {}
            }
        }
        self.home_ports();
        self.registers();
    }

    /// `– of Tromsø –` among the particulars of a list entry.
    fn home_ports(&mut self) {
        let text = self.slice(&self.span).to_string();
        let cues = self.items.iter().filter(|p| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::IMO.with(C::MMSI).with(C::CALLSIGN).with(C::RFMO).with(C::REGISTER)))).count();
        let barred = text.matches(" – ").count() + text.matches(" | ").count() + text.matches(" · ").count() >= 2;
        if !barred && cues < 2 {
            return;
        }
        for lead in [", of ", "; of ", " – of ", " | of ", " · of ", " – de ", " | de "] {
            let mut from = 0;
            while let Some(found) = text.get(from..).and_then(|t| t.find(lead)) {
                let at = self.span.start + from + found + lead.len();
                from += found + lead.len();
                let end = self.sentence_end(at).max(at);
                if let Some(name) = take::name(self.text, at, end, NameKind::Place).filter(|n| n.start == at) {
                    let printed = single_spaces(self.slice(&name));
                    let free = !self.hits.iter().any(|h| h.value.span.start < name.end && name.start < h.value.span.end);
                    if free {
                        self.push(Label::Port, name, printed, 0.85, "place", Source::Cue, "of");
                    }
                }
            }
        }
    }

    /// A date with no cue of its own: the start or end of a period where another date follows.
    fn loose_date(&mut self, index: usize, span: Span, iso: String) {
        let sentence_start = self
            .items
            .iter()
            .take(index)
            .filter(|p| p.item == Item::Stop)
            .map(|p| p.span.start)
            .next_back()
            .unwrap_or(self.span.start);
        let end = self.sentence_end(span.end);
        let licensed = self.items.iter().any(|p| p.span.start >= sentence_start && p.span.end <= end && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::LICENSE.with(C::VALID).with(C::CHARTER).with(C::REGISTER).with(C::START))));
        let next = (index + 1..=index + 3).find_map(|i| self.date_at(i).map(|d| (i, d)));
        if let Some((_, (place, second))) = next
            && licensed
            && self.range_gap(span.end, place.start)
        {
            self.push(
                Label::StartDate,
                span,
                iso,
                0.92,
                "calendar date",
                Source::Cue,
                "a period",
            );
            self.push(
                Label::EndDate,
                place,
                second,
                0.92,
                "calendar date",
                Source::Cue,
                "a period",
            );
            return;
        }
        self.push(
            Label::Date,
            span,
            iso,
            0.95,
            "calendar date",
            Source::Shape,
            "",
        );
    }

    fn loose_quantity(&mut self, index: usize, quantity: &measure::Quantity, context: bool) {
        let cue = self.clause_cue(index).unwrap_or_default();
        let after = self.items.get(index + 1).and_then(|p| match &p.item {
            Item::Cue { concepts, .. }
                if self.gap(quantity.span.end, p.span.start).trim().is_empty() =>
            {
                Some(*concepts)
            }
            Item::Word { .. } => match self.items.get(index + 2) {
                Some(q) if self.gap(quantity.span.end, q.span.start).len() <= 5 => match &q.item {
                    Item::Cue { concepts, .. } => Some(*concepts),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
        let after = after.unwrap_or_default();
        let foreign = cue.any(
            C::FOREIGN
                .with(C::FUEL)
                .with(C::AUX)
                .with(C::NET)
                .with(C::FREEZE)
                .with(C::DEADWEIGHT),
        ) || after.any(C::FUEL.with(C::AUX));
        let label = match quantity.unit {
            Some(Unit::Gross) => Label::Tonnage,
            Some(Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower) => Label::EnginePower,
            Some(Unit::CubicMetre | Unit::CubicFoot) => Label::HoldCapacity,
            Some(Unit::Metre | Unit::Foot) if cue.any(C::LENGTH) || after.any(C::LENGTH) => {
                Label::Length
            }
            Some(Unit::Metre | Unit::Foot)
                if context
                    && !foreign
                    && cue.is_empty()
                    && after.is_empty()
                    && quantity.value >= 4.0
                    && self.bare_chunk(index) =>
            {
                Label::Length
            }
            _ => return,
        };
        if foreign && !(label == Label::Length && after.any(C::LENGTH)) {
            return;
        }
        if let Some(value) = values_quantity(&self.frame, quantity, label) {
            self.push_value(value, "");
        }
    }

    /// The quantity stands alone between commas.
    fn bare_chunk(&self, index: usize) -> bool {
        let Some(placed) = self.items.get(index) else {
            return false;
        };
        let before = self
            .text
            .get(self.span.start..placed.span.start)
            .unwrap_or("")
            .trim_end();
        let after = self
            .text
            .get(placed.span.end..self.span.end)
            .unwrap_or("")
            .trim_start();
        before.ends_with([',', ';', ':', '(', '|'])
            && (after.is_empty() || after.starts_with([',', ';', '.', ')', '|']))
    }

    /// Numbers that say what they are: EU fleet register numbers, an organisation's acronym with figures.
    fn registers(&mut self) {
        let words: Vec<(Span, String)> = self
            .items
            .iter()
            .zip(&self.used)
            .filter(|(p, used)| matches!(p.item, Item::Word { .. }) && !**used)
            .map(|(p, _)| (p.span.clone(), self.slice(&p.span).to_string()))
            .collect();
        for (span, word) in words {
            if items::is_register_number(&word) {
                self.push(
                    Label::EuCfr,
                    span,
                    word.to_ascii_uppercase(),
                    0.95,
                    "member state and nine signs",
                    Source::Shape,
                    "",
                );
            } else if is_organisation_number(&word) || identity::is_serial(&word) {
                self.push(
                    Label::RfmoId,
                    span,
                    word,
                    0.95,
                    "acronym and figures",
                    Source::Shape,
                    "",
                );
            }
        }
    }
}

/// `IOTC018537`.
fn is_organisation_number(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    letters >= 3
        && word.len() - letters >= 4
        && word.bytes().skip(letters).all(|b| b.is_ascii_digit())
        && word.get(..letters).is_some_and(|w| {
            closed::has_sense(w, |s| {
                matches!(s, crate::entities::lexicon::Sense::RfmoAcronym(_))
            })
        })
}

fn values_quantity(frame: &Frame<'_>, quantity: &measure::Quantity, label: Label) -> Option<Value> {
    values::quantity_value(frame, quantity, label, true)
}
