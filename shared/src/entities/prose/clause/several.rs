//! Several in a row: `the trawlers Alba Nova and Mar Bravo`, `call signs EADN and ZTUC respectively`.

use super::super::former::former;
use super::super::sound::name_words;
use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Label, Passage, Source, Span, single_spaces, values};
use crate::entities::order;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;

/// Most values in a row.
const MOST: usize = 6;

/// What stands between the values of a row, the longest first.
const JOINTS: [&str; 18] = [
    ", and ",
    "; ",
    ", ",
    " and by ",
    " and to ",
    " and ",
    " y a ",
    " y de ",
    " y ",
    " et à l’armement ",
    " et à l'armement ",
    " et à ",
    " et ",
    " e à ",
    " e a ",
    " e ",
    " und ",
    " dan ",
];

/// True for words that mean several vessels: `trawlers`, `buques`.
fn are_ships(printed: &str) -> bool {
    let folded = fold_phrase(printed);
    let mut words = folded.split(' ');
    words.any(|word| word.ends_with('s') || phrases::SEVERAL_VESSELS.holds(word))
}

impl Passage<'_> {
    /// The names joined to the first one behind a word for several vessels.
    pub(super) fn names_in_a_row(&mut self) {
        let ships = self.items.iter().filter(|p| {
            (matches!(p.item, Item::Value(Kind::VesselType | Kind::GenericVessel))
                || matches!(&p.item, Item::Cue { concepts, .. } if *concepts == C::SHIP))
                && are_ships(self.slice(&p.span))
        });
        let firsts: Vec<Span> = ships
            .filter_map(|ship| {
                let named = |span: &Span| {
                    span.start >= ship.span.end
                        && self
                            .gap(ship.span.end, span.start)
                            .trim_matches([' ', '"', '“', '«', '„', '*'])
                            .is_empty()
                };
                super::super::named(&self.hits).into_iter().find(named)
            })
            .collect();
        for first in firsts {
            let end = self.sentence_end(first.end).max(first.end);
            let joined = former(self.text, first.start, end).into_iter().skip(1);
            let aside = self.behind_aside(first.end, end);
            for name in joined.chain(aside) {
                let norm = single_spaces(&self.slice(&name).to_uppercase());
                let (label, evidence) = (Label::VesselName, "joined to a vessel's name");
                self.push(label, name, norm, 0.86, "name", Source::Cue, evidence);
            }
        }
    }

    /// `Umngazi Bay and Ocean Amethyst were both operated by`, `Le Petit Fanch et le Marie-Galante`: the name joined to a
    /// vessel's from before, at the head of its sentence.
    pub(super) fn names_joined_before(&mut self) {
        for second in super::super::named(&self.hits) {
            let begin = self.sentence_begin(second.start);
            let head = self
                .lower(begin, second.start)
                .trim_end_matches(['"', '“', '«']);
            let Some(joint) = phrases::JOINED_BEFORE.end(head) else {
                continue;
            };
            let end = begin + head.len() - joint.len();
            let Some(at) = super::apposition::ending_ship(self.gap(begin, end)) else {
                continue;
            };
            let start = begin + at;
            // `O Príncipe Real e o Alcatraz`: the article of a sentence's first name.
            let first = self.gap(start, end).split(' ').next().unwrap_or("");
            let article = phrases::ARTICLES.holds(&first.to_lowercase());
            let start = start + if article { first.len() + 1 } else { 0 };
            let lead = self.lower(begin, start).trim_matches(['.', ' ', '\n']);
            let first = take::name(self.text, start, end, NameKind::Ship);
            let Some(first) = first.filter(|n| *n == (start..end)) else {
                continue;
            };
            let named = name_words(self.text, &first) > 1 && self.is_ships(&first);
            let heads = lead.is_empty() || phrases::ARTICLES.holds(lead);
            if named && heads {
                let norm = single_spaces(&self.slice(&first).to_uppercase());
                let (label, evidence) = (Label::VesselName, "joined to a vessel's name");
                self.push(label, first, norm, 0.84, "name", Source::Cue, evidence);
            }
        }
    }

    /// `los buques Alba, folio 12, y Nova, folio 14`, `(12 m) y Nova`: the name behind what is said of the one before.
    fn behind_aside(&self, from: usize, end: usize) -> Option<Span> {
        const LONGEST: usize = 64;
        let tail = self.gap(from, end);
        let close = match tail.strip_prefix(" (") {
            Some(inner) => inner.find(')')? + " ()".len(),
            None => tail.strip_prefix(", ")?.find(", ")? + ", ".len(),
        };
        let behind = tail.get(close..).filter(|_| close <= LONGEST)?;
        let joint = phrases::JOINTS_OF_SHIPS.begin(behind)?;
        let at = from + close + joint.len();
        take::name(self.text, at, end, NameKind::Ship).filter(|name| name.start == at)
    }

    /// The numbers joined to the last one found, where the sentence deals them out.
    pub(super) fn numbers_in_a_row(&mut self, label: Label, evidence: &str) {
        let last = self.hits.last().filter(|h| h.value.label == label);
        let Some(mut at) = last.map(|h| h.value.span.end) else {
            return;
        };
        let end = self.sentence_end(at).max(at);
        if !self.deals_out(at, end) {
            return;
        }
        for _ in 0..MOST {
            let tail = self.gap(at, end);
            let Some(joint) = JOINTS.iter().find(|joint| tail.starts_with(**joint)) else {
                return;
            };
            let from = at + joint.len();
            let Some(place) = take::code(self.text, from, end).filter(|p| p.start == from) else {
                return;
            };
            at = place.end;
            let mut doubts = Vec::new();
            for value in values::read(&self.frame, &place, label, &mut doubts) {
                self.push_value(value, evidence);
            }
        }
    }

    /// The parties that one stretch of capital words names, where the sentence deals them out or a word means several
    /// persons: `Alba Ltd and Mar SA`, `armadores Juan Rey y Ana Mora`.
    pub(super) fn dealt_parties(&self, name: &Span, several: bool) -> Vec<Span> {
        let end = self.sentence_end(name.end).max(name.end);
        let mut parts = Vec::new();
        let mut start = name.start;
        let printed = self.slice(name);
        let persons = several && !printed.split([' ', ',']).any(take::is_company_word);
        if persons || self.deals_out(name.end, end) {
            let mut cuts: Vec<(usize, usize)> = JOINTS
                .iter()
                .flat_map(|joint| printed.match_indices(joint).map(|(at, w)| (at, w.len())))
                .filter(|(at, length)| {
                    let next = printed.get(at + length..).unwrap_or("");
                    !next
                        .split([' ', ','])
                        .next()
                        .is_some_and(take::is_company_word)
                })
                .collect();
            order::by_key(&mut cuts, |(at, length)| [*at, *length, 0]);
            for (at, length) in cuts {
                if name.start + at > start {
                    parts.push(start..name.start + at);
                    start = name.start + at + length;
                }
            }
        }
        parts.push(start..name.end);
        // `Masters: Lin Ming-te, Hsu Chia-hao and Tsai Wen-pin, respectively`
        let mut at = name.end;
        while parts.len() < MOST && self.deals_out(at, end) {
            // `Ibsa S.L. (Marín, España) y a Pescas do Vouga Lda`
            let bracket = self
                .gap(at, end)
                .strip_prefix(" (")
                .and_then(|t| t.find(')'));
            at += bracket.map_or(0, |close| close + " ()".len());
            let tail = self.gap(at, end);
            let joint = JOINTS.iter().find(|joint| tail.starts_with(**joint));
            let from = at + joint.map_or(0, |joint| joint.len());
            let next = take::name(self.text, from, end, NameKind::Party);
            let Some(next) = next.filter(|next| joint.is_some() && next.start == from) else {
                break;
            };
            at = next.end;
            parts.extend(self.dealt_parties(&next, false));
            if parts.last().is_some_and(|last| last.end > at) {
                break;
            }
        }
        parts
    }

    /// `respectively` stands in the sentence that holds byte `from` and ends at byte `to`.
    pub(super) fn deals_out(&self, from: usize, to: usize) -> bool {
        let from = self.sentence_begin(from);
        phrases::RESPECTIVELY.within(self.lower(from, to))
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn what_stands_in_a_row_is_of_as_many_vessels() {
        let page = "The trawlers Alba Nova, Rio Sul and Mar Bravo were met on 3 May 2024. Their call signs are EADN, \
                    CUAB and ZTUC respectively. They are owned by Alba Ltd, Sol Lda and Mar SA respectively.";
        let read = found(page);
        for wanted in [
            "0 VESSEL_NAME=ALBA NOVA",
            "1 VESSEL_NAME=RIO SUL",
            "2 VESSEL_NAME=MAR BRAVO",
            "0 IRCS=EADN",
            "1 IRCS=CUAB",
            "2 IRCS=ZTUC",
            "0 OWNER=Alba Ltd",
            "2 OWNER=Mar SA",
        ] {
            assert!(read.contains(&wanted.to_string()), "{wanted}: {read:?}");
        }
    }

    #[test]
    fn what_is_said_of_the_first_stands_between() {
        for page in [
            "Los buques Alba Nova, folio 12-99, y Mar Bravo, folio 14-99, entraron a puerto.",
            "Les navires Alba Nova (12 m) et Mar Bravo (14 m) sont à vendre.",
        ] {
            let read = found(page);
            for wanted in ["0 VESSEL_NAME=ALBA NOVA", "1 VESSEL_NAME=MAR BRAVO"] {
                assert!(read.contains(&wanted.to_string()), "{wanted}: {read:?}");
            }
        }
    }

    #[test]
    fn parties_behind_the_word_that_deals_them_out() {
        let page = "Les navires « Alba Nova » et « Mar Bravo », appartenant respectivement à Ibsa S.L. (Marín, Espagne) \
                    et à Vouga Lda, ont été vus.";
        let read = found(page);
        for wanted in ["0 OWNER=Ibsa S.L.", "1 OWNER=Vouga Lda"] {
            assert!(read.contains(&wanted.to_string()), "{wanted}: {read:?}");
        }
    }

    #[test]
    fn a_name_at_the_head_is_joined_to_a_vessels() {
        for page in [
            "Alba Nova and the Mar Bravo collided off Vigo; the Mar Bravo sank.",
            "Le Alba Nova et le Mar Bravo, deux chalutiers, sont à vendre.",
        ] {
            let read = found(page);
            for wanted in ["0 VESSEL_NAME=ALBA NOVA", "1 VESSEL_NAME=MAR BRAVO"] {
                assert!(read.contains(&wanted.to_string()), "{wanted}: {read:?}");
            }
        }
    }

    #[test]
    fn what_is_joined_to_a_name_may_be_none() {
        for page in [
            "The trawlers Alba Nova, Spain and Portugal were told on 3 May 2024.",
            "The trawler Alba Nova and Mr. Rey were met. IMO 9074729.",
        ] {
            let read = found(page);
            let names = read.iter().filter(|e| e.contains("VESSEL_NAME")).count();
            assert_eq!(names, 1, "{page}: {read:?}");
        }
    }
}
