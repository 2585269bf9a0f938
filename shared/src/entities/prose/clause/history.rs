//! What a vessel was one after another: flags told in a row, names with their years, the name before a renaming.
//!
//! `flew the flags of Norway and Belize before passing to Panama`.

use std::sync::LazyLock;

use super::super::overlaps;
use super::super::sound::sound;
use super::super::take::{self, NameKind};
use super::facts::Facts;
use super::{C, Item, Kind, Label, Passage, Placed, Source, Span, closed, single_spaces};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases};
use crate::entities::words::phrases::{Finder, Found};

/// Longest stretch between two flags of one row, in bytes.
const STEP: usize = 56;

/// Most countries of one row.
const LONGEST_ROW: usize = 8;

/// Verbs that tell a vessel's names apart, by the numbers of their lists.
static TURNS: LazyLock<Finder> =
    LazyLock::new(|| Finder::of(&[&phrases::BECOMES, &phrases::UNDER_NAME]));
const BECOMES: usize = 0;
const UNDER_NAME: usize = 1;

/// How two flags of a row are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    /// `and`, a comma: side by side.
    Plain,
    /// `then`, `and later`: the second came after the first.
    Later,
    /// `and since 2010`, `now`: the second is of today.
    Now,
    /// `and before that`: the second came before the first.
    Earlier,
}

impl Passage<'_> {
    /// `flew the flags of Norway and Belize before passing to Panama`, `registered in Togo and later in Ghana`: the last
    /// of a row is the flag, those before it are former ones.
    pub(super) fn flags_in_a_row(&mut self) {
        let countries: Vec<usize> = (0..self.items.len())
            .filter(|i| {
                matches!(
                    self.items.get(*i),
                    Some(Placed {
                        item: Item::Value(Kind::Country { .. }),
                        ..
                    })
                )
            })
            .collect();
        let mut from = 0;
        while from + 1 < countries.len() {
            let mut row: Vec<(usize, Join)> = Vec::new();
            for pair in countries
                .get(from..)
                .unwrap_or(&[])
                .windows(2)
                .take(LONGEST_ROW)
            {
                let [left, right] = pair else { break };
                let Some(join) = self.joined(*left, *right) else {
                    break;
                };
                row.push((*right, join));
            }
            if let Some(first) = countries.get(from) {
                self.settle(*first, &row);
            }
            from += row.len().max(1);
        }
    }

    /// Labels a row of countries whose first is a flag.
    fn settle(&mut self, first: usize, row: &[(usize, Join)]) {
        let Some(span) = self.items.get(first).map(|p| p.span.clone()) else {
            return;
        };
        let told = self
            .hits
            .iter()
            .find(|h| h.value.span == span)
            .map(|h| h.value.label);
        let (Some(start @ (Label::Flag | Label::PreviousFlag)), Some((last, end))) =
            (told, row.last())
        else {
            return;
        };
        let head = self.lower(self.span.start, span.start);
        let head = head.rsplit(". ").next().unwrap_or("");
        let successive = phrases::SUCCESSIVE.within(head);
        let later = row
            .iter()
            .any(|(_, join)| matches!(join, Join::Later | Join::Now));
        let earlier = row.iter().any(|(_, join)| *join == Join::Earlier);
        // `struck off the register of Norway and entered in that of Panama`
        // but not `earlier Cambodia, Georgia`, a list.
        let listed = |p: &Placed| self.gap(self.span.start, p.span.start).ends_with(", ");
        let listed = self.items.get(*last).is_some_and(listed);
        let left = start == Label::PreviousFlag && !listed && self.left_register(&span);
        if !(later || successive || earlier || left) {
            return;
        }
        let closed_row = self.items.get(*last).is_some_and(|p| self.bygone(&p.span));
        let all: Vec<usize> = std::iter::once(first)
            .chain(row.iter().map(|(i, _)| *i))
            .collect();
        for index in all {
            let present = if earlier {
                index == first && start == Label::Flag
            } else {
                index == *last && !closed_row && (*end == Join::Now || start == Label::Flag || left)
            };
            let label = if present {
                Label::Flag
            } else {
                Label::PreviousFlag
            };
            self.call(index, label);
        }
    }

    /// Gives the country `index` a label, whatever it was read as before.
    fn call(&mut self, index: usize, label: Label) {
        let Some(Placed {
            span,
            item: Item::Value(Kind::Country { code, .. }),
        }) = self.items.get(index).cloned()
        else {
            return;
        };
        if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == span) {
            if matches!(
                hit.value.label,
                Label::Flag | Label::PreviousFlag | Label::Country
            ) {
                hit.value.label = label;
            }
        } else if !overlaps(&self.hits, &span) {
            let (norm, check) = (code.to_string(), "country name");
            self.push(label, span, norm, 0.9, check, Source::Cue, "told in a row");
        }
    }

    /// How two countries are joined, if nothing but small words, years and words for flags stands between them.
    fn joined(&self, left: usize, right: usize) -> Option<Join> {
        let (a, b) = (self.items.get(left)?, self.items.get(right)?);
        let gap = self.gap(a.span.end, b.span.start);
        if gap.len() > STEP || gap.contains(['.', '\n', ':', '(']) {
            return None;
        }
        let folded = fold_phrase(gap);
        let mut join = Join::Plain;
        let mut small = true;
        for word in folded.split(' ').filter(|w| !w.is_empty()) {
            let year = word.bytes().all(|b| b.is_ascii_digit());
            if phrases::AS_OF_NOW.holds(word) {
                join = Join::Now;
            } else if phrases::LATER.holds(word) {
                join = if join == Join::Now {
                    Join::Now
                } else {
                    Join::Later
                };
            } else if phrases::PAST_VERBS.holds(word) {
                small = false;
            } else if phrases::EARLIER.holds(word) {
                join = Join::Earlier;
            } else if !year
                && !phrases::ROW_WORDS.holds(word)
                && !lookup(word).is_some_and(|t| t.small || t.strong.any(C::FLAG.with(C::REGISTER)))
            {
                small = false;
            }
        }
        // `before passing to Panama`
        if join == Join::Earlier && phrases::PASSING.within(&folded) {
            join = Join::Later;
        }
        small.then_some(join)
    }

    /// `Nordvind (1972-85), Ocean Wind (1985-2001), Polar Wind (since 2001)`: the years tell former names from the last.
    pub(super) fn dated_names(&mut self) {
        let text = self.slice(&self.span).to_string();
        let mut found: Vec<(Span, bool)> = Vec::new();
        for (open, _) in text.match_indices(" (") {
            let inner = text
                .get(open + 2..)
                .and_then(|t| t.split(')').next())
                .unwrap_or("");
            let Some(past) = years(inner) else { continue };
            let head = text
                .get(..open)
                .unwrap_or("")
                .trim_end_matches(['"', '”', '»', ' ']);
            let Some(at) = super::apposition::ending_name(head) else {
                continue;
            };
            let start = self.span.start + at;
            let Some(name) = take::name(
                self.text,
                start,
                self.span.start + head.len(),
                NameKind::Ship,
            )
            .filter(|n| n.end == self.span.start + head.len() && sound(self.text, n)) else {
                continue;
            };
            let company = self.slice(&name).split(' ').any(take::is_company_word);
            if !company && !closed::has_sense(self.slice(&name), |_| true) {
                found.push((name, past));
            }
        }
        if found.len() < 2 {
            return;
        }
        for (name, past) in found {
            let label = if past {
                Label::PreviousName
            } else {
                Label::VesselName
            };
            if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == name) {
                if matches!(hit.value.label, Label::VesselName | Label::PreviousName) {
                    hit.value.label = label;
                }
            } else if !overlaps(&self.hits, &name) {
                let norm = single_spaces(&self.slice(&name).to_uppercase());
                self.push(
                    label,
                    name,
                    norm,
                    0.88,
                    "name",
                    Source::Cue,
                    "with its years",
                );
            }
        }
    }

    /// Every place of the verbs that tell a vessel's names apart.
    fn turns(&self) -> Vec<Found> {
        if !self.facts.all(Facts::TURNS) {
            return Vec::new();
        }
        TURNS.places(self.slice(&self.span))
    }

    /// `became Ocean Wind in 1985`, `launched in 1972 as Nordvind`: a name that is not the one the text goes on with.
    pub(super) fn names_after_verbs(&mut self) {
        let turns = self.turns();
        let became = turns.iter().filter(|turn| turn.list == BECOMES);
        let mut leads: Vec<usize> = became
            .map(|turn| self.span.start + turn.at + turn.phrase.len())
            .collect();
        leads.extend(self.items.iter().filter_map(|p| self.built_as(p)));
        let under = turns.iter().filter(|turn| turn.list == UNDER_NAME);
        leads.extend(under.filter_map(|turn| self.aside_under_name(turn)));
        for lead in leads {
            self.take_then(lead);
        }
    }

    /// `launched in 1972 as`: where the words end that lead from a ship's building to her name.
    fn built_as(&self, placed: &Placed) -> Option<usize> {
        let Item::Cue { concepts, .. } = &placed.item else {
            return None;
        };
        let from = placed.span.end;
        // `construido con el nombre de …`: one cue.
        if !concepts.any(C::BUILD) || concepts.any(C::NAME) {
            return concepts.any(C::BUILD).then_some(from);
        }
        let tail = self.gap(from, self.sentence_end(from).max(from));
        let leads = phrases::BUILT_AS.iter().filter_map(|w| {
            let at = tail.find(w)?;
            let alone =
                tail.get(..at)?.ends_with(' ') && tail.get(at + w.len()..)?.starts_with(' ');
            (alone && at <= STEP).then_some(from + at + w.len())
        });
        leads.max()
    }

    /// `TIAN HAI 21, …, sob o nome “Bright Horizon”`: where the words end, behind a comma and a name.
    fn aside_under_name(&self, turn: &Found) -> Option<usize> {
        let at = self.span.start + turn.at + turn.phrase.len();
        let start = self.sentence_begin(at);
        let clause = self.gap(start, at);
        let cut = clause.len().checked_sub(turn.phrase.len() + 2)?;
        let named = || {
            self.hits.iter().any(|h| {
                h.value.label == Label::VesselName
                    && h.value.span.start >= start
                    && h.value.span.end < at
            })
        };
        let turned = || phrases::PAST_TURNS.between_blanks(&clause.to_lowercase());
        (clause.get(cut..)?.starts_with(", ") && named() && !turned()).then_some(at)
    }

    /// Takes the name behind a lead, where another one is the vessel's.
    fn take_then(&mut self, lead: usize) {
        let tail = self.gap(lead, self.span.end);
        let from = lead + tail.len() - tail.trim_start_matches([' ', '"', '“', '«', '„']).len();
        let end = self.sentence_end(from).max(from);
        let Some(name) = take::name(self.text, from, end, NameKind::Ship)
            .filter(|n| n.start == from && sound(self.text, n))
        else {
            return;
        };
        let printed = self.slice(&name);
        let norm = single_spaces(&printed.to_uppercase());
        let other = self
            .hits
            .iter()
            .any(|h| h.value.label == Label::VesselName && h.value.norm != norm);
        if !other
            || closed::has_sense(printed, |_| true)
            || printed.split(' ').any(take::is_company_word)
        {
            return;
        }
        if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == name) {
            if hit.value.label == Label::VesselName {
                hit.value.label = Label::PreviousName;
            }
        } else if !overlaps(&self.hits, &name) {
            let label = Label::PreviousName;
            self.push(label, name, norm, 0.86, "name", Source::Cue, "named then");
        }
    }
}

/// Whether years in brackets are over: `1972-85` is, `since 2001` and `2001–` are not; none where they are no years.
fn years(inner: &str) -> Option<bool> {
    let four = |t: &str| {
        t.len() == 4 && ("1900"..="2099").contains(&t) && t.bytes().all(|b| b.is_ascii_digit())
    };
    let inner = inner.trim();
    if inner.len() > 24 {
        return None;
    }
    if let Some((a, b)) = inner.split_once(['-', '–', '—', '/']) {
        let (a, b) = (a.trim(), b.trim());
        let two = b.len() == 2 && b.bytes().all(|c| c.is_ascii_digit());
        let open = b.is_empty() || lookup(b).is_some_and(|t| t.concepts.any(C::CURRENT));
        return if !four(a) {
            None
        } else if open {
            Some(false)
        } else {
            (four(b) || two).then_some(true)
        };
    }
    let (word, year) = inner.rsplit_once(' ')?;
    let word = fold_phrase(word);
    if !four(year) {
        return None;
    }
    if phrases::AS_OF_NOW.holds(&word) {
        return Some(false);
    }
    phrases::UNTIL.holds(&word).then_some(true)
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn the_last_flag_of_a_row_is_the_vessels() {
        for (text, past, now) in [
            (
                "The trawler GREY HERON (IMO 9074729) flew the flags of Norway and Belize before passing to Panama.",
                vec!["NOR", "BLZ"],
                vec!["PAN"],
            ),
            (
                "The trawler GREY HERON (IMO 9074729) was registered in Togo and subsequently in Ghana.",
                vec!["TGO"],
                vec!["GHA"],
            ),
        ] {
            assert_eq!(values(text, Label::PreviousFlag), past, "{text}");
            assert_eq!(values(text, Label::Flag), now, "{text}");
        }
    }

    #[test]
    fn the_short_form_of_a_vessel_word_is_no_part_of_a_former_name() {
        for told in [
            "formerly MV. Vega Nova",
            "formerly F/V Vega Nova",
            "dahulu bernama KM. Vega Nova",
        ] {
            let page = format!("The trawler ALBA, {told}, was sold.");
            assert_eq!(values(&page, Label::PreviousName), ["VEGA NOVA"], "{page}");
        }
    }

    #[test]
    fn years_in_brackets_tell_former_names() {
        let text = "Names borne: Nordlys (1972-85), Ocean Tern (1985-2001), Grey Heron (since 2001). IMO 9074729.";
        assert_eq!(values(text, Label::PreviousName), ["NORDLYS", "OCEAN TERN"]);
        assert_eq!(values(text, Label::VesselName), ["GREY HERON"]);
    }
}
