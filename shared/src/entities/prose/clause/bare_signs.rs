//! Call signs that no caption announces: `ALBA NOVA (Fiji, 3DXB)`, `the letters 4LXW2`.
//!
//! Each reader looks at one place where such a sign stands and says what speaks for it there; whether the token is one is
//! said once, in [`call_sign::is_bare`].

use super::super::{named, overlaps};
use super::facts::is_code;
use super::{Item, Kind, Label, Passage, Source, Span, identity};
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::list::{self, By};
use crate::entities::words::lexicon::{Country, lookup, phrases};

/// How far a word that speaks of signs may stand from the sign, in bytes.
const NEAR: usize = 36;

/// How far behind a sign without figures a number of hers may stand, in bytes.
const BESIDE: usize = 12;

/// Longest bracket that is looked into, in bytes.
const LONGEST: usize = 200;

impl Passage<'_> {
    /// Call signs right beside a flag of their series: `ORCA (Fiji) 3DXB`, `ORCA (Fiji, 3DXB)`.
    pub(super) fn signs_beside_flags(&mut self) {
        for (flag, country) in self.flags_told() {
            let tail = self.gap(flag.end, self.span.end);
            let body = tail.trim_start_matches([')', '(', ',', ' ', ';', '–', '|', '·', '/']);
            let word = body.split([' ', ',', ';', ')', '\n']).next().unwrap_or("");
            let word = word.trim_end_matches('.');
            let from = self.span.end - body.len();
            let apart = from - flag.end;
            let known = self.signed(|h| h.start.abs_diff(flag.end) < 120);
            // Without a figure it may be any word in capitals, but beside a number of hers: `(FLRT, OMI 9311775)`.
            let numbered = || {
                self.hits.iter().any(|h| {
                    matches!(h.value.label, Label::Imo | Label::Mmsi)
                        && h.value.span.start > from
                        && h.value.span.start - from <= word.len() + BESIDE
                })
            };
            let figured = word.bytes().any(|b| b.is_ascii_digit());
            if (1..=4).contains(&apart) && !known && (figured || numbered()) {
                let witness = Witness::Flag(country);
                self.take_sign(from..from + word.len(), witness, "beside its flag");
            }
        }
    }

    /// Call signs in the bracket behind a vessel's name: alone, or a part beside her flag or an MMSI with its digits.
    pub(super) fn signs_in_brackets(&mut self) {
        for name in named(&self.hits) {
            let Some(inner) = self.bracket(name.end) else {
                continue;
            };
            let evidence = "in brackets after the vessel";
            if self.flag_in_bracket(&inner, evidence)
                || self.take_sign(inner.clone(), Witness::Place, evidence)
            {
                continue;
            }
            let parts = list::split(self.text, &inner, By::COMMAS);
            let beside = parts.iter().filter_map(|part| country(self.slice(part)));
            let told = self.states();
            let flags: Vec<&Country> = beside.chain(told).collect();
            let _ = parts.into_iter().any(|part| {
                flags
                    .iter()
                    .any(|flag| self.take_sign(part.clone(), Witness::Flag(flag), evidence))
            });
        }
    }

    /// A country's code alone in a bracket behind a vessel's name: `ALBA NOVA [ESP]`.
    fn flag_in_bracket(&mut self, inner: &Span, evidence: &str) -> bool {
        let code = self.slice(inner);
        let coded = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
        let Some(country) = identity::country(code).filter(|_| coded) else {
            return false;
        };
        if !overlaps(&self.hits, inner) {
            let (check, code) = ("country code", country.alpha3.to_string());
            let place = inner.clone();
            self.push(Label::Flag, place, code, 0.9, check, Source::Cue, evidence);
        }
        true
    }

    /// `HUA YING 82 – BI4946, IMO …`: a part of its own right behind a vessel's name, of a State's series that the passage
    /// names.
    pub(super) fn signs_behind_names(&mut self) {
        for name in named(&self.hits) {
            let tail = self.gap(name.end, self.span.end);
            let body = tail.trim_start_matches(['"', '”', '»']);
            let lead = [" – ", " — ", ", ", " / ", " · ", " - "];
            let Some(body) = lead.iter().find_map(|sign| body.strip_prefix(*sign)) else {
                continue;
            };
            let word = body.split([' ', ',', ';', ')', '\n']).next().unwrap_or("");
            let from = self.span.end - body.len();
            let place = from..from + word.len();
            let _ = self.states().into_iter().any(|state| {
                self.take_sign(
                    place.clone(),
                    Witness::Flag(state),
                    "behind the vessel's name",
                )
            });
        }
    }

    /// The States that the passage names, flags first.
    fn states(&self) -> Vec<&'static Country> {
        let named = self.items.iter().filter_map(|p| match p.item {
            Item::Value(Kind::Country { code, .. }) => identity::country(code),
            _ => None,
        });
        let flags = self.flags_told().into_iter().map(|(_, country)| country);
        flags.chain(named).collect()
    }

    /// Call signs that a word of their sentence tells: `she answered on channel 16 as 4LXW2`.
    pub(super) fn signs_told_by_words(&mut self) {
        let words: Vec<Span> = self
            .items
            .iter()
            .filter(|p| matches!(p.item, Item::Word { .. }) && is_code(self.slice(&p.span)))
            .map(|p| p.span.clone())
            .collect();
        for place in words {
            let begin = self.sentence_begin(place.start);
            let known = self.signed(|h| self.sentence_begin(h.start) == begin);
            let flags = self.flags_told();
            let fits = |flag: &Country| call_sign::in_series(flag, self.slice(&place));
            let own = flags.is_empty() || flags.iter().any(|(_, flag)| fits(flag));
            if !known && own && !self.inside_number(&place) && self.spoken_of(begin, &place) {
                self.take_sign(place, Witness::Place, "the sentence's words");
            }
        }
    }

    /// A word for signs stands right before or behind the place.
    fn spoken_of(&self, begin: usize, place: &Span) -> bool {
        let head = self.lower(begin, place.start);
        let from = head.ceil_char_boundary(head.len().saturating_sub(NEAR));
        let near = head.get(from..).unwrap_or("");
        // The words between are small: `letters are`, `answered on channel 16 as`.
        let before = phrases::SIGN_WORDS.places(near).into_iter().any(|(at, w)| {
            let rest = near.get(at + w.len()..).unwrap_or("");
            !rest.starts_with(char::is_alphanumeric)
                && (rest == ": " || !rest.contains(['.', ';', ':', '(']))
        });
        let end = self.sentence_end(place.end).max(place.end);
        let tail = self.lower(place.end, end);
        before || phrases::SIGN_PLACES.begin(tail.trim_start()).is_some()
    }

    /// `IMO 9281310 / ZTUC / MMSI 601900416`: a sign between bars beside an IMO or MMSI number, which is no ship's name.
    pub(super) fn signs_between_numbers(&mut self) {
        for line in self.lines_with(" / ") {
            let within = |span: &Span| line.start <= span.start && span.end <= line.end;
            let numbered = self.hits.iter().any(|h| {
                matches!(h.value.label, Label::Imo | Label::Mmsi) && within(&h.value.span)
            });
            if !numbered || self.signed(within) {
                continue;
            }
            for part in list::parted(self.text, &line, " / ") {
                let is_name =
                    |h: &super::Hit| h.value.label == Label::VesselName && h.value.span == part;
                let name = self.hits.iter().position(is_name);
                let sign = call_sign::is_bare(self.slice(&part), Witness::Place);
                if let Some(at) = name.filter(|_| sign) {
                    self.hits.remove(at);
                }
                if self.take_sign(part, Witness::Place, "between the vessel's numbers") {
                    break;
                }
            }
        }
    }

    /// `ALBA NOVA, IMO 9281310, EADN` below a heading that gives the entries a flag: a part of its series.
    pub(super) fn signs_of_group(&mut self) {
        let Some(flag) = self.group else {
            return;
        };
        for name in named(&self.hits) {
            let tail = self.gap(name.end, self.span.end);
            let line = name.end..name.end + tail.find('\n').unwrap_or(tail.len());
            if self.signed(|h| line.contains(&h.start)) {
                continue;
            }
            let parts = list::split(self.text, &line, By::COMMAS.with(By::SLASHES));
            let (witness, evidence) = (Witness::Flag(flag), "of the heading's flag");
            let _ = parts
                .into_iter()
                .any(|part| self.take_sign(part, witness, evidence));
        }
    }

    /// Takes what stands there as a call sign, if it may be one and nothing else was found there.
    fn take_sign(&mut self, place: Span, witness: Witness<'_>, evidence: &str) -> bool {
        let printed = self.slice(&place);
        if overlaps(&self.hits, &place) || !call_sign::is_bare(printed, witness) {
            return false;
        }
        let norm = call_sign::squeeze(printed);
        let check = "call sign series";
        self.push(Label::Ircs, place, norm, 0.9, check, Source::Cue, evidence);
        true
    }

    /// A call sign was found at a place that is asked for.
    fn signed(&self, there: impl Fn(&Span) -> bool) -> bool {
        let mut signs = self.hits.iter().filter(|h| h.value.label == Label::Ircs);
        signs.any(|h| there(&h.value.span))
    }

    /// The flags found so far, with their places.
    fn flags_told(&self) -> Vec<(Span, &'static Country)> {
        let flags = self.hits.iter().filter(|h| h.value.label == Label::Flag);
        flags
            .filter_map(|h| Some((h.value.span.clone(), identity::country(&h.value.norm)?)))
            .collect()
    }

    /// The lines of the passage that hold a sign.
    fn lines_with(&self, sign: &str) -> Vec<Span> {
        let lines = list::parted(self.text, &self.span, "\n").into_iter();
        lines
            .filter(|line| self.slice(line).contains(sign))
            .collect()
    }

    /// What stands in the bracket behind byte `end`, after a quotation mark and a bracket of its own at most:
    /// `ALBA (ex VEGA) [ESP]`.
    fn bracket(&self, end: usize) -> Option<Span> {
        let tail = self.gap(end, self.span.end);
        let bracket = tail.trim_start_matches(['"', '”', '»', '’', ' ']);
        let body = bracket
            .strip_prefix('(')
            .and_then(|t| t.split_once(") "))
            .map(|(_, behind)| behind)
            .filter(|behind| behind.starts_with(['(', '[']))
            .unwrap_or(bracket);
        let inner = body.strip_prefix(['(', '['])?;
        let close = inner.find([')', ']']).filter(|at| *at <= LONGEST)?;
        let start = self.span.end - inner.len();
        Some(start..start + close)
    }
}

/// The country that a part names, or the one whose digits its MMSI or letters its EU fleet register number has.
fn country(part: &str) -> Option<&'static Country> {
    use crate::entities::words::lexicon::{COUNTRIES, Sense};
    let named = lookup(part).and_then(|term| {
        term.senses.iter().find_map(|sense| match sense {
            Sense::Country(index) | Sense::Alpha3(index) => COUNTRIES.get(usize::from(*index)),
            _ => None,
        })
    });
    named.or_else(|| {
        let digits = part.rsplit([' ', ':']).next()?;
        if identity::is_cfr(digits) {
            return identity::country(digits.get(..3)?);
        }
        (digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| identity::mmsi_country(digits))?
    })
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::first;

    #[test]
    fn a_bare_sign_is_taken_only_beside_its_own_country() {
        let cases = [
            (
                "The vessel STERNA DAWN (Uruguay, CXHT) was sighted.",
                Some("CXHT"),
            ),
            (
                "The trawler STERNA DAWN (MWQZ4, MMSI 235104887) was sighted.",
                Some("MWQZ4"),
            ),
            ("The vessel STERNA DAWN (Uruguay, LAXT) was sighted.", None),
            ("The vessel STERNA DAWN (Uruguay, ICCAT) was sighted.", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(first(text, Label::Ircs).as_deref(), wanted, "{text}");
        }
    }
}
