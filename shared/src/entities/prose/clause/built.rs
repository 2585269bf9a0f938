//! When and where a vessel was built, where the verb comes last: `wurde 1996 in Stralsund gebaut`.

use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Label, Passage, Source, Span, single_spaces};
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
        let Some(own) = self.items.get(index) else {
            return false;
        };
        let ship = |item: &Item| {
            matches!(item, Item::Value(Kind::VesselType | Kind::GenericVessel))
                || matches!(item, Item::Cue { concepts, .. } if *concepts == C::SHIP)
        };
        let hull = |item: &Item| matches!(item, Item::Cue { concepts, .. } if concepts.any(C::HULL) && !concepts.any(C::MATERIAL));
        let next = self.items.get(index + 1).is_some_and(|p| {
            self.gap(own.span.end, p.span.start) == " " && (ship(&p.item) || hull(&p.item))
        });
        let head = self.gap(self.sentence_start(index), own.span.start);
        let led = phrases::MADE_OF.end(head).is_some();
        let told = self
            .items
            .iter()
            .take(index)
            .rev()
            .take(4)
            .take_while(|p| p.item != Item::Stop)
            .any(|p| {
                ship(&p.item)
                    || matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::BUILD.with(C::YARD)))
            });
        let shaped = self.items.get(index + 1).is_some_and(
            |p| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::BUILD)),
        );
        let start = self.sentence_start(index);
        let end = self.sentence_end(own.span.end);
        // `coque bois`, `casco acero`
        let hulled = index
            .checked_sub(1)
            .and_then(|i| self.items.get(i))
            .is_some_and(|p| {
                hull(&p.item)
                    && matches!(
                        self.gap(p.span.end, own.span.start),
                        " " | ", " | ": " | " – "
                    )
            });
        // `a steel single-screw stern trawler`: a few words of the kind before the ship.
        let ahead = self
            .items
            .iter()
            .skip(index + 1)
            .take(4)
            .take_while(|p| {
                matches!(
                    p.item,
                    Item::Word { capital: false }
                        | Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Gear)
                ) && !self
                    .gap(own.span.end, p.span.start)
                    .contains([',', ';', '('])
            })
            .any(|p| ship(&p.item) && p.span.end <= end);
        let article = phrases::ARTICLES_BEFORE_A_MATERIAL.end(head).is_some();
        // `, acero, botado en 1990`, `está hecho de acero`: alone between commas, or behind `is`, among particulars.
        let fenced = head.ends_with([',', ' ', ':'])
            && head.trim_end().ends_with([',', ':'])
            && self
                .text
                .get(own.span.end..)
                .is_some_and(|t| t.is_empty() || t.starts_with([',', '.', ';', '\n']));
        let copula = phrases::IS_OF.end(head).is_some();
        let particulars = self.items.iter().any(|p| {
            p.span.start >= start
                && p.span.end <= end
                && (matches!(&p.item, Item::Value(Kind::Quantity(_) | Kind::VesselType))
                    || matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::BUILD.with(C::YARD).with(C::LENGTH).with(C::TONNAGE).with(C::HULL))))
        });
        let boxed = phrases::MADE_THINGS.iter().any(|w| {
            head.to_lowercase()
                .rsplit([',', ';'])
                .next()
                .is_some_and(|clause| clause.contains(w))
        });
        if boxed {
            return false;
        }
        if hulled || article && ahead || (fenced || copula) && particulars {
            return true;
        }
        let built_here = led && particulars && self.items.iter().any(|p| {
            p.span.start >= start
                && p.span.end <= own.span.start
                && (ship(&p.item)
                    || matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::BUILD.with(C::YARD).with(C::HULL))))
        });
        if built_here {
            return true;
        }
        next || led && (told || shaped)
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
        if alone
            && ("1850"..="2099").contains(&printed)
            && printed.bytes().all(|b| b.is_ascii_digit())
        {
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
