//! Countries: flags, former flags, and former names.
//!
//! `flying the flag of Ghana`, `former flags: Ukraine, Georgia`, `struck off the Honduran register`.

use super::{Item, Kind, Label, Passage, Placed, Source, Span};
use crate::entities::words::lexicon::phrases;

/// What stands between the countries of a list.
const JOINTS: [&str; 15] = [
    ",", "and", "y", "et", "e", "/", ";", ", and", "then", ", then", "&", "luego", "puis", "dan",
    ", y",
];

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
        let registered = phrases::FLAGS_AND_REGISTERS.within(&near)
            || phrases::FLAGS_AND_REGISTERS.within(&tail);
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

    /// A country after a flag word, and what follows it in a list.
    pub(super) fn flag(&mut self, index: usize, label: Label, evidence: &str) {
        let next = self.next_value(index, 5, |k| matches!(k, Kind::Country { .. }));
        let Some(mut at) = next.or_else(|| self.state_behind_ship(index)) else {
            return;
        };
        let mut label = label;
        while let Some((place, code)) = self.country(at) {
            let end = place.end;
            if label == Label::Flag && self.is_former(index, &place) {
                self.country_told(Label::PreviousFlag, place, code, 0.9, evidence);
                self.flag_after(at, end, evidence);
                return;
            }
            self.country_told(label, place, code, 0.95, evidence);
            let Some((next, sign)) = self.joined_country(at, end) else {
                // `reflagged from Australia to Mauritius`
                if label == Label::PreviousFlag {
                    self.flag_after(at, end, evidence);
                }
                return;
            };
            // `Flag: Ghana / Togo`: of two, the second is the former one.
            if label == Label::Flag {
                if sign != "/" {
                    return;
                }
                label = Label::PreviousFlag;
            }
            at = next;
        }
    }

    /// The State behind `flags of the longliner ALBA NOVA are`, where the words before the ship's name are at an index.
    fn state_behind_ship(&self, index: usize) -> Option<usize> {
        let from = self.items.get(index)?.span.end;
        let named = self.hits.iter().map(|hit| &hit.value);
        let name = named
            .filter(|value| value.label == Label::VesselName && value.span.start > from)
            .map(|value| &value.span)
            .min_by_key(|name| name.start)?;
        let before = self.gap(from, name.start);
        let near =
            before.split_whitespace().count() <= WORDS && !before.contains([',', ';', '.', ':']);
        let state = self.items.iter().position(|p| {
            p.span.start > name.end && matches!(p.item, Item::Value(Kind::Country { .. }))
        })?;
        let place = &self.items.get(state)?.span;
        let copula = phrases::TO_A_STATE.holds(self.lower(name.end, place.start));
        (near && copula).then_some(state)
    }

    /// The State behind a flag word is one that the vessel left.
    fn is_former(&self, cue: usize, place: &Span) -> bool {
        self.bygone(place) || self.left_behind(cue) || self.left_register(place)
    }

    /// The flag that a vessel took after the former one, which stands at an index and ends at byte `end`.
    fn flag_after(&mut self, former: usize, end: usize, evidence: &str) {
        let next = self
            .items
            .iter()
            .enumerate()
            .skip(former + 1)
            .take(4)
            .find_map(|(i, p)| matches!(p.item, Item::Value(Kind::Country { .. })).then_some(i));
        if let Some((place, code)) = next.and_then(|i| self.country(i))
            && to_a_new_flag(self.gap(end, place.start))
        {
            self.country_told(Label::Flag, place, code, 0.9, evidence);
        }
    }

    /// The country that a list goes on with behind the one at an index, which ends at byte `end`, and the sign or word
    /// between them.
    fn joined_country(&self, index: usize, end: usize) -> Option<(usize, &str)> {
        let is_country = |p: &Placed| matches!(p.item, Item::Value(Kind::Country { .. }));
        let (first, second) = (self.items.get(index + 1)?, self.items.get(index + 2));
        let (next, country) = match (&first.item, second) {
            (Item::Value(_), _) if is_country(first) => (index + 1, first),
            (Item::Word { .. }, Some(second)) if is_country(second) => (index + 2, second),
            _ => return None,
        };
        let sign = self.gap(end, country.span.start).trim();
        JOINTS.contains(&sign).then_some((next, sign))
    }
}

/// ` to the `, `, tomou a de `: what stands between the flag that a vessel left and the one that she took.
fn to_a_new_flag(gap: &str) -> bool {
    phrases::TO_A_NEW_FLAG.begin(gap).is_some()
        || gap.len() <= LONGEST_TURN
            && gap.starts_with([',', ';'])
            && phrases::TOOK_THAT_OF.within(gap)
}

/// Most words between a word for a flag and the name of the ship that flies it.
const WORDS: usize = 5;

/// Most bytes of `, y tomó enseguida la de `.
const LONGEST_TURN: usize = 32;
