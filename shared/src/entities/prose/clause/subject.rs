//! Who a sentence about a ship names as its owner, operator, charterer or master: behind `is`, where the ship stands
//! between (`The owner of the vessel is …`), or as the subject (`… is the owner of the vessel`).

use super::super::overlaps;
use super::super::take::{self, NameKind, begins_ending, is_company, is_company_word};
use super::{Item, Kind, Label, Passage, Source, Span, closed, single_spaces};
use crate::entities::words::lexicon::phrases;

/// Most words of a subject's name.
const WORDS: usize = 9;

impl Passage<'_> {
    /// `owner of the vessel is …`: where the name begins, behind the ship and the verb.
    pub(super) fn behind_the_ship(&self, cue: &Span) -> Option<usize> {
        let end = self.sentence_end(cue.end).max(cue.end);
        let tail = self.gap(cue.end, end);
        let leads = phrases::OF_THE_SHIP
            .iter()
            .filter(|w| tail.starts_with(**w));
        let ship = leads.clone().find_map(|w| {
            let from = cue.end + w.len();
            self.items
                .iter()
                .find(|p| p.span.start == from && p.item.is_ship())
                .map(|p| p.span.end)
                .or_else(|| {
                    // `El armador del primero, …`: one of two ships.
                    let word = self
                        .gap(from, end)
                        .split(|c: char| !c.is_alphabetic())
                        .next()?;
                    phrases::ONE_OF_TWO.holds(word).then_some(from + word.len())
                })
        });
        if let Some(ship) = ship {
            let rest = self.gap(ship, end);
            if let Some(verb) = phrases::IS_THE
                .iter()
                .chain(&[", ", ": ", " : "])
                .find(|w| rest.starts_with(**w))
            {
                let from = ship + verb.len();
                return Some(from + super::super::fillers::skip_fillers(self.gap(from, end), 2));
            }
        }
        // `The owner of the trawler ALBA (call sign EABC) is …`
        let named = leads
            .map(|w| cue.end + w.len())
            .chain(ship)
            .find_map(|from| self.named_ship(from))?;
        self.to_predicate(named, end)
    }

    /// Behind a bracket and a few small words after byte `named`: where the predicate of `is` begins.
    pub(super) fn to_predicate(&self, named: usize, end: usize) -> Option<usize> {
        let rest = self.gap(named, end);
        let bracket = rest
            .strip_prefix(" (")
            .and_then(|inner| inner.find(')').map(|at| at + 3))
            .unwrap_or(0);
        let rest = rest.get(bracket..)?;
        // `the master of the Alba (IMO …), Mr Petrov`
        let titled = rest
            .strip_prefix(", ")
            .and_then(|r| r.split(' ').next())
            .is_some_and(|w| phrases::CAPTAINS.holds(w.trim_end_matches('.')));
        let firm = rest.starts_with(", ")
            && self
                .party_at(named + bracket + 2, self.line_end(named))
                .is_some();
        // `the master of the Alba, Juan Rey, was`
        let person = || {
            let from = named + bracket + 2;
            let name = take::name(
                self.text,
                from,
                self.sentence_end(from).max(from),
                NameKind::Party,
            );
            name.is_some_and(|name| {
                let words = self.slice(&name).split(' ').count();
                (2..=4).contains(&words)
                    && name.start == from
                    && self.gap(name.end, self.span.end).starts_with(',')
                    && closed::countries_of(self.page, &name, closed::Codes::None).is_empty()
            })
        };
        if titled || firm || rest.starts_with(", ") && person() {
            return Some(named + bracket + 2);
        }
        // `the Master of the Alba at the relevant time was …`
        let mut small = 0;
        for (count, word) in rest.split(' ').enumerate().skip(1) {
            let stops = word.is_empty() || !word.chars().all(char::is_lowercase) || count > 5;
            let verb = rest
                .get(small..)
                .is_some_and(|r| phrases::IS_THE.begin(r).is_some());
            if stops || verb {
                break;
            }
            small += word.len() + 1;
        }
        let bracket = bracket + small;
        let rest = rest.get(small..)?;
        let verb = phrases::IS_THE.begin(rest)?;
        let from = named + bracket + verb.len();
        Some(from + super::super::fillers::skip_fillers(self.gap(from, end), 2))
    }

    /// The end of the vessel's name that begins at `from` or right behind it, with its closing quotation mark.
    fn named_ship(&self, from: usize) -> Option<usize> {
        let name = self.hits.iter().find(|h| {
            h.value.label == Label::VesselName
                && h.value.span.start >= from
                && self.gap(from, h.value.span.start).chars().count() <= 2
        })?;
        let tail = self.gap(name.value.span.end, self.span.end);
        let quoted = tail.len() - tail.trim_start_matches(['"', '”', '»', '“', '’']).len();
        let blank = usize::from(tail.starts_with(" »")) * 3;
        Some(name.value.span.end + quoted.max(blank))
    }

    /// `Alba S.L. is the registered owner`: the subject of the sentence whose predicate begins with the cue.
    pub(super) fn subject_of(&mut self, cue: &Span, label: Label) -> bool {
        let head = self.gap(self.span.start, cue.start);
        let clause = head.rsplit([',', '.', ';']).next().unwrap_or("");
        let Some(at) = phrases::IS_THE
            .iter()
            .filter_map(|w| {
                clause
                    .rfind(w.trim_end())
                    .map(|at| (at, w.trim_end().len()))
            })
            .filter(|(at, length)| {
                let between = clause.get(at + length..).unwrap_or("");
                between.split_whitespace().count() <= 2
            })
            .map(|(at, _)| cue.start - clause.len() + at)
            .max()
        else {
            return false;
        };
        let known = self.hits.iter().any(|h| h.value.label == label);
        !known && self.subject(at, label, "is, before the word")
    }

    /// The capital words that end at `at`, if they are a party's name.
    pub(super) fn subject(&mut self, at: usize, label: Label, evidence: &str) -> bool {
        let mut start = at;
        let head = self.gap(self.sentence_begin(at.saturating_sub(1)), at);
        let head = head.trim_start_matches(['.', ' ', '\n']);
        for word in head.rsplit(' ').take(WORDS) {
            // `Heron Fishing (Pty) Ltd`
            let limited = start != at && matches!(word, "(Pty)" | "(Private)" | "(Pvt)");
            let begins =
                limited || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
            let joins = phrases::FIRM_JOINTS.holds(word);
            let parts = !limited
                && word.ends_with([',', ';', ':', ')'])
                && !(word.ends_with(',')
                    && start != at
                    && begins_ending(self.gap(start, at))
                    && is_company(&format!("X {}", self.gap(start, at))));
            let bare = word.trim_end_matches('.');
            // `1,321.33 GT. Rocío Vega commands her`
            let unit = matches!(
                bare,
                "GT" | "GRT" | "kW" | "HP" | "m" | "m3" | "m³" | "t" | "mt"
            );
            let stops = word.ends_with('.') && !is_company_word(bare) && (word.len() > 4 || unit);
            if !(begins || joins) || (parts || stops) && start != at {
                break;
            }
            start = start.saturating_sub(word.len() + usize::from(start != at));
        }
        let own = self.gap(start, at);
        let lead = own.len()
            - own
                .trim_start_matches(|c: char| !c.is_uppercase() && !c.is_ascii_digit())
                .len();
        let named = self.gap(start + lead, at);
        // `L’armement Yugen Kaisha Minami Maru`
        let lead = lead + phrases::FIRM_LEADS.begin(named).map_or(0, str::len);
        let end =
            at - (self.gap(start, at).len() - self.gap(start, at).trim_end_matches(',').len());
        let name = take::untitled(self.text, start + lead..end);
        let name = self.without_don(name, evidence);
        let printed = self.slice(&name);
        let state = self.items.iter().any(|p| {
            matches!(p.item, Item::Value(Kind::Country { .. }))
                && p.span.start <= name.start
                && name.end <= p.span.end
        });
        if state {
            return false;
        }
        let words = printed.split_whitespace().count();
        let first = printed.split(' ').next().unwrap_or("");
        let article = phrases::SENTENCE_PRONOUNS.holds(first);
        let free = !overlaps(&self.hits, &name)
            && !self
                .items
                .iter()
                .any(|p| p.span.start >= name.start && p.span.end <= name.end && p.item.is_ship());
        let sound = is_company(printed) || words >= 2 && printed.chars().any(char::is_lowercase);
        if words == 0 || article || !free || !sound || words > WORDS {
            return false;
        }
        let norm = single_spaces(printed);
        self.push(label, name, norm, 0.88, "name", Source::Cue, evidence);
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_party_is_found_behind_the_ship_and_before_the_verb() {
        let cases = [
            (
                "The registered owner of the vessel is Alba Mar Ltd.",
                Label::Owner,
                "Alba Mar Ltd",
            ),
            (
                "El armador del buque es Pesquera Alba S.L.",
                Label::Owner,
                "Pesquera Alba S.L.",
            ),
            (
                "Nakhoda kapal adalah Sutrisno Wibowo.",
                Label::Master,
                "Sutrisno Wibowo",
            ),
            (
                "Alba Mar Ltd is the owner of the vessel.",
                Label::Owner,
                "Alba Mar Ltd",
            ),
            (
                "Alba Mar Ltd operates the vessel.",
                Label::Operator,
                "Alba Mar Ltd",
            ),
            (
                "Alba Mar Ltd has chartered the vessel from Beta Corp.",
                Label::Charterer,
                "Alba Mar Ltd",
            ),
        ];
        for (sentence, label, name) in cases {
            let page = format!("GREY HERON (IMO 9074729). {sentence}");
            let (read, _) = extract_page(&page, &Carried::default());
            let found = read.entities.iter().find(|e| e.label == label);
            assert_eq!(
                found.map(|e| e.norm_value.as_str()),
                Some(name),
                "{sentence}"
            );
            let ships = read
                .entities
                .iter()
                .filter(|e| e.label == Label::VesselName)
                .count();
            assert_eq!(ships, 1, "{sentence}");
        }
    }
}
