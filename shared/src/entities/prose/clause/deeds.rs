//! Parties told by what they do: `Nordfisk AS has bought the trawler`, `Rio Mar S.A. fleta a casco desnudo el buque …`,
//! `… as master`.

use std::sync::LazyLock;

use super::super::overlaps;
use super::super::take::{self, NameKind};
use super::super::word_classes::DEEDS;
use super::{C, Item, Kind, Label, Passage, Source, Span, single_spaces};
use crate::entities::words::lexicon::phrases;
use crate::entities::words::phrases::Finder;

/// Farthest that the vessel may stand from what is done with it, in bytes.
pub(super) const REACH: usize = 70;

/// Most bytes of a clause in which a party is looked for.
pub(super) const CLAUSE: usize = 260;

/// What is done with a vessel, and by whom. The participles before which German sets the party (`wird von der Nordfisch
/// GmbH betrieben`) are looked for first, then who a vessel goes to, then the subjects.
static VERBS: LazyLock<Finder> = LazyLock::new(|| Finder::of(&DEEDS));

impl Passage<'_> {
    /// The parties that the passage's verbs speak of.
    pub(super) fn deeds(&mut self) {
        for found in VERBS.words(self.slice(&self.span)) {
            let (start, verb) = (self.span.start + found.at, found.phrase);
            let end = start + verb.len();
            match found.list {
                0 => self.done_by(Label::Owner, start, verb),
                1 => self.done_by(Label::Charterer, start, verb),
                2 => self.done_by(Label::Operator, start, verb),
                3 => self.done_by(Label::Master, start, verb),
                4 => self.made_over(Label::Owner, end, verb),
                5 => self.made_over(Label::Charterer, end, verb),
                6 => self.deed(Label::Owner, found.at, verb),
                7 => self.deed(Label::Charterer, found.at, verb),
                8 => self.deed(Label::Operator, found.at, verb),
                _ => self.deed(Label::Master, found.at, verb),
            }
        }
    }

    /// The party of the verb at byte `start` of the passage.
    fn deed(&mut self, label: Label, start: usize, verb: &str) {
        let start = self.span.start + start;
        let end = start + verb.len();
        if !self.does_with_vessel(verb, end) {
            return;
        }
        let person = || {
            (label == Label::Master)
                .then(|| self.person_before_verb(start))
                .flatten()
        };
        let Some(party) = self.doer(start).or_else(person) else {
            return;
        };
        if !overlaps(&self.hits, &party) {
            let printed = single_spaces(self.slice(&party));
            let stop = party.end;
            self.push(label, party, printed, 0.87, "name", Source::Cue, verb);
            self.address_after(stop);
        }
        if label == Label::Charterer {
            self.let_by(end, verb);
        }
    }

    /// A vessel is what something is done with: one follows, or the verb has a pronoun.
    fn does_with_vessel(&self, verb: &str, end: usize) -> bool {
        let spoken = ["l'a", "l’a", "-o", "-a", "lo ", "la ", "l'ha", "l’ha"];
        if spoken
            .iter()
            .any(|w| verb.starts_with(w) || verb.ends_with(w))
        {
            return true;
        }
        let tail = self.gap(end, self.sentence_end(end).max(end));
        if tail
            .trim_start()
            .split(|c: char| !c.is_alphabetic())
            .next()
            .is_some_and(|w| phrases::PRONOUNS_BEHIND.holds(w))
        {
            return true;
        }
        self.items.iter().any(|p| {
            p.span.start >= end
                && p.span.start - end <= REACH
                && (matches!(
                    p.item,
                    Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Prefix)
                ) || matches!(&p.item, Item::Cue { concepts, .. } if *concepts == C::SHIP))
        }) || self.hits.iter().any(|h| {
            h.value.label == Label::VesselName
                && h.value.span.start >= end
                && h.value.span.start - end <= REACH
        })
    }

    /// The company or person that begins the clause which ends at byte `at`.
    fn doer(&self, at: usize) -> Option<Span> {
        let whole = self.gap(self.span.start, at);
        let mut cut = whole.len().saturating_sub(CLAUSE);
        while !whole.is_char_boundary(cut) {
            cut += 1;
        }
        let base = self.span.start + cut;
        let head = whole.get(cut..)?;
        // The clause begins after the last stop; `that`, `que` and articles lead to the party.
        let begin = [
            ". ", "; ", ": ", "\n", " that ", " que ", " dass ", " bahwa ", " che ",
        ]
        .iter()
        .filter_map(|w| {
            head.match_indices(w)
                .map(|(i, _)| i)
                .filter(|i| !super::super::abbreviation::abbreviation(self.text, base + i))
                .last()
                .map(|i| i + w.len())
        })
        .max()
        .unwrap_or(0);
        let clause = head.get(begin..)?;
        let mut from = base + begin;
        // `Par acte du 8 janvier 2024, la Société …`: the party follows the last comma before a company's name.
        for (i, _) in clause.match_indices(", ") {
            let next = base + begin + i + 2;
            let led = self.party_at(next, at);
            if self.party_at(from, at).is_none() && led.is_some() {
                from = next;
            }
        }
        // `The Nanuku company Lagoon Pride Ltd. has chartered …`
        let named = phrases::FIRM_WORDS.places_of_words(clause);
        let mut led = named.into_iter().map(|(i, _)| base + begin + i);
        let led = led.rfind(|i| self.party_at(*i, at).is_some());
        if let Some(led) = led.filter(|_| self.party_at(from, at).is_none()) {
            from = led;
        }
        // `confiscation from Senja Havdrift AS, which operated …`
        let told = || {
            let body = phrases::WHICH_DOES
                .iter()
                .find_map(|w| whole.strip_suffix(w))?;
            let start = super::apposition::ending_name(body)?;
            self.party_at(self.span.start + start, at)
        };
        let name = self.party_at(from, at).or_else(told)?;
        // Between the party and its deed stand words in commas only.
        let between = self.gap(name.end, at).trim_start_matches(['"', '”', '»']);
        // `Golden Tide Ltd, which operates the vessel`
        let between = phrases::WHICH_DOES
            .iter()
            .find_map(|w| between.strip_suffix(w.trim_start_matches(',')))
            .unwrap_or(between);
        let plain = between.trim().is_empty()
            || between.starts_with([',', ' ']) && between.trim_end().ends_with(',')
            || [" of ", " de ", " in ", " aus "]
                .iter()
                .any(|w| between.starts_with(w))
                && !between.contains([';', '('])
            || between.trim_start().starts_with('(') && between.trim_end().ends_with([')', ',']);
        plain.then_some(name)
    }

    /// `Ivan Petrov, who commanded`, `Mr Petrov skippered`: two capital words that begin a sentence or clause.
    fn person_before_verb(&self, at: usize) -> Option<Span> {
        let head = self.gap(self.span.start, at);
        let head = phrases::WHO.iter().find_map(|w| head.strip_suffix(w))?;
        let start = self.span.start + super::apposition::ending_name(head)?;
        let name = take::untitled(self.text, start..self.span.start + head.len());
        let printed = self.slice(&name);
        let titled = printed.split(' ').all(|w| {
            w.len() < 4 || w.starts_with(char::is_uppercase) && w.chars().any(char::is_lowercase)
        });
        let heads = self.text.get(..start).is_some_and(|h| {
            h.is_empty() || h.ends_with('\n') || h.ends_with(". ") || h.ends_with("that ")
        });
        (titled && heads && printed.split(' ').count() > 1).then_some(name)
    }

    /// A company's name at `from`, after an article.
    pub(super) fn party_at(&self, from: usize, to: usize) -> Option<Span> {
        let head = self.gap(from, to);
        let lead = phrases::PARTY_ARTICLES.begin(head).map_or(0, str::len);
        let rest = head.get(lead..)?;
        let small = phrases::FIRM_WORDS.begin(rest).map_or(0, str::len);
        let start = from + lead + small;
        let name = take::name(self.text, start, to, NameKind::Party)?;
        let printed = self.slice(&name);
        let last = printed.split(' ').next_back().unwrap_or("");
        let company = take::is_company_word(last)
            || super::super::take::is_company(printed)
            || printed.split([' ', ',']).any(take::is_company_word);
        (name.start <= start + 1 && company).then_some(name)
    }

    /// `… the longliner ALBA from Vega Shipping Ltd`: who lets a vessel is its owner.
    fn let_by(&mut self, at: usize, verb: &str) {
        let end = self.sentence_end(at).max(at);
        for lead in phrases::CHARTER_FROM.iter() {
            let lead = format!(" {lead} ");
            let tail = self.gap(at, end).to_string();
            for (i, _) in tail.match_indices(&lead) {
                let from = at + i + lead.len();
                let plain = || {
                    take::name(self.text, from, self.line_end(from), NameKind::Party)
                        .filter(|n| lead == " from " && n.start == from)
                };
                let Some(name) = self.party_at(from, self.line_end(from)).or_else(plain) else {
                    continue;
                };
                let free = !overlaps(&self.hits, &name);
                if free {
                    let printed = single_spaces(self.slice(&name));
                    let stop = name.end;
                    self.push(Label::Owner, name, printed, 0.85, "name", Source::Cue, verb);
                    self.address_after(stop);
                }
                return;
            }
        }
    }

    /// `charges Vega Ltd as owner, and Mr Le Van Hai, a Vietnamese national, as master`: the party before its part.
    pub(super) fn parts_played(&mut self) {
        for index in 0..self.items.len() {
            let Some((span, label)) = self.party_cue(index) else {
                continue;
            };
            let head = self.gap(self.sentence_start(index), span.start);
            let Some(body) = phrases::AS_ITS.iter().find_map(|w| head.strip_suffix(w)) else {
                continue;
            };
            let base = span.start - head.len();
            let end = body.trim_end_matches(',').len();
            let body = body.get(..end).unwrap_or("");
            // `, a Vietnamese national`
            let body = match body
                .rfind(", a ")
                .or_else(|| body.rfind(", de "))
                .or_else(|| body.rfind(", an "))
            {
                Some(at)
                    if body.len() - at < 44 && !body.get(at + 4..).unwrap_or("").contains(',') =>
                {
                    body.get(..at).unwrap_or("")
                }
                _ => body,
            };
            let start = super::apposition::ending_name(body).map(|at| base + at);
            let whole = start
                .and_then(|at| take::name(self.text, at, base + body.len(), NameKind::Party))
                .filter(|n| n.end + 1 >= base + body.len())
                .map(|n| take::untitled(self.text, n));
            let Some(name) = whole else {
                continue;
            };
            let printed = single_spaces(self.slice(&name));
            let clash = overlaps(&self.hits, &name);
            if !clash && printed.split(' ').count() > 1 {
                let evidence = self.slice(&span).to_string();
                self.push(label, name, printed, 0.87, "name", Source::Cue, &evidence);
                for (placed, used) in self.items.iter().zip(self.used.iter_mut()) {
                    if placed.span == span {
                        *used = true;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn who_does_something_with_a_vessel_is_its_party() {
        for (text, label, name) in [
            (
                "The longliner GREY HERON changed hands. Par acte du 8 mai 2023, la Société Vent Bleu SARL l'a acquise.",
                Label::Owner,
                "Société Vent Bleu SARL",
            ),
            (
                "A Pescas do Norte, Lda., com sede em Aveiro, comprou o navio GREY HERON em 2020.",
                Label::Owner,
                "Pescas do Norte, Lda.",
            ),
            (
                "Atunera Lisa S.A. fleta el buque palangrero GREY HERON de Vega Pesca S.L.",
                Label::Charterer,
                "Atunera Lisa S.A.",
            ),
            (
                "Atunera Lisa S.A. fleta el buque palangrero GREY HERON de Vega Pesca S.L.",
                Label::Owner,
                "Vega Pesca S.L.",
            ),
            (
                "The Republic charges Mr Le Van Hai, a Vietnamese national, as master of the longliner GREY HERON.",
                Label::Master,
                "Le Van Hai",
            ),
        ] {
            let (page, _) = extract_page(text, &Carried::default());
            let found = page.entities.iter().find(|e| e.label == label);
            assert_eq!(found.map(|e| e.text.as_str()), Some(name), "{text}");
        }
    }
}
