//! Countries: flags, former flags, and former names.
//!
//! `flying the flag of Ghana`, `former flags: Ukraine, Georgia`, `struck off the Honduran register`.

use super::{C, Item, Kind, Label, Passage, Placed, Source, Span};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// A country by its name: the vessel's state, a former one, or a person's.
    pub(super) fn country_told(
        &mut self,
        label: Label,
        span: Span,
        code: &str,
        trust: f64,
        evidence: &str,
    ) {
        let norm = code.to_string();
        self.push(
            label,
            span,
            norm,
            trust,
            "country name",
            Source::Cue,
            evidence,
        );
    }

    pub(super) fn country(&self, index: usize) -> Option<(Span, &'static str)> {
        match self.items.get(index) {
            Some(Placed {
                span,
                item: Item::Value(Kind::Country { code, .. }),
            }) if !self.used.get(index).copied().unwrap_or(true) => Some((span.clone(), code)),
            _ => None,
        }
    }

    /// `former flags: Ukraine, Georgia`: a word of the past announces the countries before this one.
    fn among_former(&self, index: usize) -> bool {
        let mut right = self.items.get(index).map_or(0, |p| p.span.start);
        for placed in self.items.iter().take(index).rev() {
            let gap = self.gap(placed.span.end, right);
            if gap.contains([';', '.', '(', ')', '–', '|', '\n']) {
                return false;
            }
            match &placed.item {
                Item::Value(Kind::Country { .. }) => right = placed.span.start,
                Item::Cue { concepts, .. } => return concepts.any(C::PREVIOUS),
                _ => return false,
            }
        }
        false
    }

    /// Countries that are flags by what stands beside them.
    pub(super) fn flags(&mut self) {
        for index in 0..self.items.len() {
            let Some((span, code)) = self.country(index) else {
                continue;
            };
            let next = self.items.get(index + 1);
            let after_next = self.items.get(index + 2);
            let beside = |p: Option<&Placed>, text: &Self| {
                p.is_some_and(|p| {
                    let gap = text.gap(span.end, p.span.start);
                    gap.len() <= 20
                        && !gap.contains([',', ';', '.', '(', ')', ':', '\n'])
                        && match &p.item {
                            Item::Cue { concepts, .. } => {
                                concepts.any(C::FLAG) && gap.trim().len() <= 1 && gap.len() <= 3
                                    || concepts.any(C::REGISTER) && gap == "-"
                                    || *concepts == C::SHIP && gap.trim().len() <= 12
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
            let third = word_between
                && matches!(after_next.map(|p| &p.item), Some(Item::Word { .. }))
                && beside(self.items.get(index + 3), self);
            if beside(next, self) || (word_between && beside(after_next, self)) || third {
                self.country_told(Label::Flag, span, code, 0.95, "stands before the vessel");
                continue;
            }
            // `pesquero noruego`, `palangrier espagnol`.
            let vessel_before = index
                .checked_sub(1)
                .and_then(|i| self.items.get(i))
                .is_some_and(|p| {
                    let ship = matches!(
                        p.item,
                        Item::Value(Kind::VesselType | Kind::GenericVessel)
                    ) || matches!(&p.item, Item::Cue { concepts, .. } if *concepts == C::SHIP);
                    ship && self.gap(p.span.end, span.start) == " "
                });
            if adjective && vessel_before {
                self.country_told(Label::Flag, span, code, 0.93, "after the vessel word");
                continue;
            }
            // `ALBA; BI4470; China; 29.6 m`: a bare entry of a list.
            let fenced = self.text.get(..span.start).is_some_and(|h| {
                h.ends_with(' ')
                    && (h.trim_end().ends_with([';', ',', '–', '—', '|', '·'])
                        || h.ends_with("): ")
                        || h.ends_with(" - "))
            }) && self.text.get(span.end..).is_some_and(|t| {
                t.is_empty()
                    || t.starts_with([';', ',', '\n', '.'])
                    || [" –", " —", " |", " ·", " - "]
                        .iter()
                        .any(|w| t.starts_with(w))
            });
            let near_name = self.hits.iter().any(|h| {
                h.value.label == Label::VesselName
                    && h.value.span.end <= span.start
                    && (span.start - h.value.span.end <= 24
                        || self.entry_of_parts(h.value.span.end, span.start))
            });
            if !adjective && self.heads_port(index, &span) {
                self.country_told(Label::Flag, span, code, 0.85, "before the port of registry");
                continue;
            }
            if let Some(label) = self.beside_name(&span, fenced && adjective, adjective) {
                self.country_told(label, span, code, 0.88, "alone behind the name");
                continue;
            }
            if fenced && near_name && !adjective && !self.among_former(index) {
                self.country_told(Label::Flag, span, code, 0.85, "after the vessel's name");
                continue;
            }
            // `ALBA (VID 12044; China)`.
            if !adjective
                && let Some(open) = self
                    .text
                    .get(self.span.start..span.start)
                    .and_then(|h| h.rfind('('))
            {
                let open = self.span.start + open;
                let inside = self.gap(open, span.start);
                let named = self.hits.iter().any(|h| {
                    h.value.label == Label::VesselName
                        && self.gap(h.value.span.end, open).trim().is_empty()
                        && h.value.span.end <= open
                });
                let before = inside.trim_end();
                if named && !inside.contains(')') && before.ends_with([';', ',']) {
                    self.country_told(Label::Flag, span, code, 0.9, "in brackets after the vessel");
                    continue;
                }
            }
            // `ex "Star 5" (Cambodia)`
            if !adjective && self.of_former_name(&span) {
                self.country_told(
                    Label::PreviousFlag,
                    span,
                    code,
                    0.88,
                    "in brackets after the former name",
                );
                continue;
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
                        self.country_told(
                            Label::Flag,
                            span,
                            code,
                            0.93,
                            "in brackets after the vessel",
                        );
                    }
                }
            }
        }
    }

    /// `Ghana, port of Tema`: a line that begins with a state and goes on with a port.
    fn heads_port(&self, index: usize, state: &Span) -> bool {
        let head = self.text.get(..state.start).unwrap_or("");
        let line = head.rsplit('\n').next().unwrap_or("");
        !line.contains(char::is_alphanumeric)
            && self.items.get(index + 1).is_some_and(|next| {
                self.gap(state.end, next.span.start) == ", "
                    && matches!(&next.item, Item::Cue { concepts, .. } if concepts.any(C::PORT))
            })
    }

    /// `struck off the Honduran register`, `her former Korean registration`: a word before the country says so.
    pub(super) fn left_register(&self, place: &Span) -> bool {
        const REACH: usize = 56;
        let head = self.gap(self.sentence_begin(place.start), place.start);
        let from = (head.len().saturating_sub(REACH)..head.len())
            .find(|i| head.is_char_boundary(*i))
            .unwrap_or(0);
        let near = head.get(from..).unwrap_or("").to_lowercase();
        let struck = phrases::STRUCK.last_places(&near).into_iter();
        let struck = struck
            .map(|(at, w)| near.get(at + w.len()..).unwrap_or(""))
            .any(|rest| {
                !rest.contains([',', ';', '(', '.']) && rest.split_whitespace().count() <= 5
            });
        let tail = self.gap(place.end, self.span.end);
        let tail = tail.get(..tail.len().min(40)).unwrap_or("").to_lowercase();
        let registered =
            near.contains("regist") || tail.contains("regist") || near.contains("flag");
        let former = near
            .trim_end()
            .rsplit(' ')
            .next()
            .is_some_and(|w| phrases::FORMER_WORDS.holds(w));
        // A certificate of deletion names one State, and no other that the vessel went to.
        let another = self.items.iter().any(|p| {
            matches!(p.item, Item::Value(Kind::Country { .. })) && p.span.start > place.end
        });
        struck && registered && another || former
    }

    /// `changed flag from Russia to Ghana`, `cambió su pabellón de Namibia a Togo`.
    fn moved(&self, cue: usize, place: &Span) -> bool {
        let Some(cue) = self.items.get(cue) else {
            return false;
        };
        let from = self.gap(cue.span.end, place.start);
        let tail = self.gap(place.end, self.sentence_end(place.end).max(place.end));
        let next = phrases::TO_A_NEW_FLAG
            .begin(tail)
            .map(|w| place.end + w.len());
        phrases::FROM_A_FLAG.holds(from)
            && next.is_some_and(|at| {
                self.items.iter().any(|p| {
                    matches!(p.item, Item::Value(Kind::Country { .. }))
                        && p.span.start.abs_diff(at) <= 3
                })
            })
    }

    /// `– IMO 9054183 – call sign EABC –`: short parts of one entry between dashes, bars or semicolons.
    fn entry_of_parts(&self, from: usize, to: usize) -> bool {
        const LONGEST_PART: usize = 40;
        let gap = self.gap(from, to);
        let parts = gap.split(['–', '—', '|', '·', ';']);
        gap.len() <= 4 * LONGEST_PART
            && !gap.contains(['\n', '.'])
            && gap.contains(['–', '—', '|', '·', ';'])
            && parts.clone().all(|part| part.len() <= LONGEST_PART)
    }

    /// A country after a flag word, and what follows it in a list.
    pub(super) fn flag(&mut self, index: usize, label: Label, evidence: &str) {
        let Some(mut at) = self.next_value(index, 5, |k| matches!(k, Kind::Country { .. })) else {
            return;
        };
        let mut label = label;
        loop {
            let Some((place, code)) = self.country(at) else {
                return;
            };
            let end = place.end;
            if label == Label::Flag
                && (self.bygone(&place)
                    || self.left_behind(index)
                    || self.left_register(&place)
                    || self.moved(index, &place))
            {
                self.country_told(Label::PreviousFlag, place, code, 0.9, evidence);
                let next = self
                    .items
                    .iter()
                    .enumerate()
                    .skip(at + 1)
                    .take(4)
                    .find_map(|(i, p)| {
                        matches!(p.item, Item::Value(Kind::Country { .. })).then_some(i)
                    });
                if let Some((place, code)) = next.and_then(|i| self.country(i))
                    && phrases::TO_A_NEW_FLAG
                        .begin(self.gap(end, place.start))
                        .is_some()
                {
                    self.country_told(Label::Flag, place, code, 0.9, evidence);
                }
                return;
            }
            self.country_told(label, place, code, 0.95, evidence);
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
}
