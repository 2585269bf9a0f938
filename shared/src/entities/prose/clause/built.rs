//! When and where a vessel was built, where the verb comes last: `wurde 1996 in Stralsund gebaut`.

use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Label, Passage, Placed, Source, Span, single_spaces};
use crate::entities::words::concept::one_of;
use crate::entities::words::lexicon::phrases;

/// Farthest the place may begin before the verb.
const REACH: usize = 60;

impl Passage<'_> {
    /// `The hull, of steel, left Gijón in 2013`: where a hull comes from, and when.
    pub(super) fn hulls_launched(&mut self) {
        let hulls: Vec<usize> = self
            .items
            .iter()
            .filter(|p| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::HULL)))
            .map(|p| p.span.end)
            .collect();
        for hull in hulls {
            let end = self.sentence_end(hull).max(hull);
            let tail = self.gap(hull, end);
            let Some((at, verb)) = phrases::LEFT_THE_YARD.places(tail).into_iter().min() else {
                continue;
            };
            let from = hull + at + verb.len();
            let Some(mut place) = take::name(self.text, from, end, NameKind::Place)
                .filter(|p| p.start == from && !super::super::overlaps(&self.hits, p))
            else {
                continue;
            };
            // `Astilleros Vega, Navia`
            let more = self
                .gap(place.end, end)
                .starts_with(", ")
                .then(|| take::name(self.text, place.end + 2, end, NameKind::Place))
                .flatten()
                .filter(|more| more.start == place.end + 2);
            place.end = more.map_or(place.end, |more| more.end);
            let year = phrases::IN_THE_YEAR.iter().find_map(|lead| {
                let rest = self.gap(place.end, end).strip_prefix(lead)?;
                let year = rest.get(..4)?;
                let alone = !rest.get(4..)?.starts_with(|c: char| c.is_alphanumeric());
                let start = place.end + lead.len();
                (alone && ("1850"..="2099").contains(&year)).then_some(start..start + 4)
            });
            let Some(year) = year else { continue };
            let printed = single_spaces(self.slice(&place));
            let stands = self.slice(&year).to_string();
            let (source, verb) = (Source::Cue, verb.trim());
            self.push(
                Label::BuildPlace,
                place,
                printed,
                0.88,
                "place",
                source,
                verb,
            );
            self.push(Label::BuildYear, year, stands, 0.9, "year", source, verb);
        }
    }

    /// `wooden craft`, `der hölzerne Kutter`, `chalutier en acier`, `construída em aço`: the material is the ship's.
    pub(super) fn made_of(&self, index: usize) -> bool {
        let Some(own) = self.items.get(index).map(|p| &p.span) else {
            return false;
        };
        let sentence = self.sentence_start(index)..self.sentence_end(own.end);
        let head = self.gap(sentence.start, own.start);
        let clause = head.to_lowercase();
        let clause = clause.rsplit([',', ';']).next().unwrap_or("");
        if phrases::MADE_THINGS.within(clause) {
            return false;
        }
        // `, acero, botado en 1990`, `está hecho de acero`: alone between commas, or behind `is`, among particulars.
        let among = || {
            (self.is_between_commas(head, own.end) || phrases::IS_OF.end(head).is_some())
                && (self.has_particulars(&sentence) || self.named_before(own))
        };
        let article = || phrases::ARTICLES_BEFORE_A_MATERIAL.end(head).is_some();
        let made = || phrases::MADE_OF.end(head).is_some();
        article() && self.before_ship_of_words(index, own, sentence.end)
            || among()
            || made() && self.speaks_of_building(index, &sentence)
            || self.right_before_ship(index, own)
    }

    /// `wooden craft`, `steel hull`
    fn right_before_ship(&self, index: usize, own: &Span) -> bool {
        self.items.get(index + 1).is_some_and(|p| {
            self.gap(own.end, p.span.start) == " " && (p.item.is_ship() || is_hull(&p.item))
        })
    }

    /// `a steel single-screw stern trawler`: a few words of the kind before the ship.
    fn before_ship_of_words(&self, index: usize, own: &Span, end: usize) -> bool {
        let of_kind = |p: &&Placed| {
            matches!(
                p.item,
                Item::Word { capital: false }
                    | Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Gear)
            ) && !self.gap(own.end, p.span.start).contains([',', ';', '('])
        };
        let behind = self.items.iter().skip(index + 1).take(4);
        behind
            .take_while(of_kind)
            .any(|p| p.item.is_ship() && p.span.end <= end)
    }

    fn is_between_commas(&self, head: &str, end: usize) -> bool {
        let tail = self.text.get(end..);
        head.ends_with([',', ' ', ':', '('])
            && head.trim_end().ends_with([',', ':', ';', '('])
            && tail.is_some_and(|t| t.is_empty() || t.starts_with([',', '.', ';', ')', '\n']))
    }

    /// A sentence tells what ships have.
    fn has_particulars(&self, sentence: &Span) -> bool {
        const OF_SHIPS: C = one_of(&[C::BUILD, C::YARD, C::LENGTH, C::TONNAGE, C::HULL]);
        self.items.iter().any(|p| {
            p.span.start >= sentence.start
                && p.span.end <= sentence.end
                && match &p.item {
                    Item::Value(Kind::Quantity(_) | Kind::VesselType) => true,
                    Item::Cue { concepts, .. } => concepts.any(OF_SHIPS),
                    _ => false,
                }
        })
    }

    /// A ship, a yard or building is spoken of near the material, or in a sentence that tells particulars.
    fn speaks_of_building(&self, index: usize, sentence: &Span) -> bool {
        let built = |item: &Item, of: C| {
            item.is_ship() || matches!(item, Item::Cue { concepts, .. } if concepts.any(of))
        };
        let near = || {
            let before = self.items.iter().take(index).rev().take(4);
            before
                .take_while(|p| p.item != Item::Stop)
                .any(|p| built(&p.item, C::BUILD.with(C::YARD)))
        };
        let next = || {
            let next = self.items.get(index + 1).map(|p| &p.item);
            matches!(next, Some(Item::Cue { concepts, .. }) if concepts.any(C::BUILD))
        };
        let told = || {
            let mut before = self.items.iter().take(index);
            before.any(|p| {
                p.span.start >= sentence.start
                    && built(&p.item, C::BUILD.with(C::YARD).with(C::HULL))
            })
        };
        near() || next() || self.has_particulars(sentence) && told()
    }

    /// `built in 1980 (IMO 7850442)`, `Transfer completed June 17, 2025`: a number or a day where a place would stand.
    pub(super) fn is_no_yard(&self, place: &Span) -> bool {
        let figures = self.slice(place).bytes().filter(u8::is_ascii_digit).count();
        figures >= 5
            || self.items.iter().any(|p| {
                matches!(p.item, Item::Value(Kind::Date(_)))
                    && p.span.start <= place.start
                    && place.start < p.span.end
            })
    }

    /// Year and place right before the verb.
    pub(super) fn built_before(&mut self, span: &Span, evidence: &str) {
        let start = self
            .items
            .iter()
            .filter(|p| p.item == super::Item::Stop && p.span.start <= span.start)
            .map(|p| p.span.start)
            .next_back()
            .unwrap_or(self.span.start);
        let Some(head) = self.gap(start, span.start).strip_suffix([' ', '-']) else {
            return;
        };
        // `1984 in Büsum aus Stahl gebaut`
        let head = match head.rsplit_once(" aus ") {
            Some((rest, material)) if !material.contains(' ') => rest,
            _ => head,
        };
        let head = head.strip_suffix(" der").unwrap_or(head);
        let mut end = start + head.len();
        let lead = phrases::BEFORE_A_YARD
            .iter()
            .filter_map(|w| head.rfind(w).map(|at| (at, at + w.len())))
            .filter(|(at, _)| head.len() - at <= REACH)
            .max();
        if let Some((before, from)) = lead
            && let Some(name) = take::name(self.text, start + from, end, NameKind::Place)
                .filter(|n| n.start == start + from && n.end == end)
        {
            let norm = single_spaces(self.slice(&name));
            self.push(
                Label::BuildPlace,
                name,
                norm,
                0.88,
                "place",
                Source::Cue,
                evidence,
            );
            end = start + before;
        }
        let year = end.saturating_sub(4)..end;
        let printed = self.slice(&year);
        let alone = self
            .text
            .get(..year.start)
            .is_some_and(|h| h.ends_with([' ', '(']));
        if alone && super::years::is_year(printed) {
            let norm = printed.to_string();
            self.push(
                Label::BuildYear,
                year,
                norm,
                0.9,
                "year",
                Source::Cue,
                evidence,
            );
        }
    }

    /// `construido en Astilleros Murueta`: the yard's own word begins the name.
    pub(super) fn with_yard_word(&self, cue: &Span, place: Span) -> Span {
        let whole = self.gap(cue.start, place.start).trim_end();
        let lead = [" de", " del", " di", " da", " do"]
            .iter()
            .find_map(|w| whole.strip_suffix(w))
            .unwrap_or(whole);
        phrases::YARDS
            .iter()
            .find(|w| {
                let at = cue.start + lead.len().saturating_sub(w.len());
                let before = self.gap(self.span.start, at).trim_end();
                // `aux chantiers Piriou`; `un chantier de Vigo` is one of several.
                let own = w.starts_with(char::is_uppercase) || lead.len() == whole.len();
                lead.ends_with(*w) && own && before.ends_with(char::is_lowercase)
            })
            .map_or(place.clone(), |w| {
                cue.start + lead.len() - w.len()..place.end
            })
    }
}

/// A word for the hull, and not for what it is made of.
fn is_hull(item: &Item) -> bool {
    matches!(item, Item::Cue { concepts, .. } if concepts.any(C::HULL) && !concepts.any(C::MATERIAL))
}

/// `launched in 1984 at Masan`: the word tells a deed and not a caption (`year built`).
pub(super) fn a_verb(evidence: &str) -> bool {
    let words = evidence.to_lowercase();
    evidence.starts_with(char::is_lowercase) && evidence.len() > 4 && !phrases::YEARS.within(&words)
}

/// `Built of steel in 1988 by …`, `construida en madera en Paita`: the words tell that the vessel was built.
pub(super) fn was_built(evidence: &str) -> bool {
    let verb = evidence.to_lowercase();
    phrases::BUILT_STEMS.begin(&verb).is_some()
}
