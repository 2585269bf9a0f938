//! Identifiers that stand further on in the sentence than right after their cue.

use super::super::{fillers, take};
use super::{Item, Label, Passage, Span, identity};
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::date::month;
use crate::entities::words::lexicon::{phrases, with_folded};

/// Bytes of a sentence in which an identifier is looked for after its cue.
const REACH: usize = 140;

impl Passage<'_> {
    /// `her IMO number, painted on the superstructure, is 9054183`: the first valid number after its cue.
    pub(super) fn ahead(&self, from: usize, end: usize, label: Label) -> Option<Span> {
        let window = self.gap(from, end);
        let mut base = 0;
        for (count, word) in window.split([' ', '\n']).enumerate() {
            let start = from + base;
            base += word.len() + 1;
            if base > REACH || count > 14 {
                return None;
            }
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let lead = word.find(bare).unwrap_or(0);
            let place = start + lead..start + lead + bare.len();
            let fits = match label {
                Label::Imo => {
                    bare.len() == 7 && matches!(identity::imo(bare), identity::Reading::Valid(_))
                }
                Label::Mmsi => {
                    bare.len() == 9 && matches!(identity::mmsi(bare), identity::Reading::Valid(_))
                }
                Label::Ircs => call_sign::is_bare(bare, Witness::Place),
                _ => false,
            };
            if fits && !bare.is_empty() {
                return Some(place);
            }
            // Another cue speaks for what follows it.
            let other = self.items.iter().any(|p| {
                p.span.start == place.start
                    && place.start > from
                    && matches!(&p.item, Item::Cue { labels, .. } if labels.iter().any(|l| matches!(l, Label::Imo | Label::Mmsi | Label::Ircs | Label::RfmoId | Label::NationalRegNo | Label::Owner)))
            });
            if other {
                return None;
            }
        }
        None
    }

    /// `Her WCPFC number there is 15531`, `le numéro CGPM qui lui est attribué est 4471`: the number behind a form of *to
    /// be* that ends a few small words.
    pub(super) fn behind_relative(&self, from: usize, end: usize, label: Label) -> Option<Span> {
        const WORDS: usize = 7;
        if !matches!(
            label,
            Label::RfmoId | Label::NationalRegNo | Label::LicenseNo
        ) {
            return None;
        }
        let mut at = from + 1;
        let mut told = false;
        for word in self
            .gap(from, end)
            .strip_prefix(' ')?
            .split(' ')
            .take(WORDS)
        {
            if told && word.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase()) {
                return take::code(self.text, at, end).filter(|p| p.start == at);
            }
            if !word.starts_with(char::is_lowercase) && word != "à"
                || word.contains([',', '.', ';', ':', '('])
            {
                return None;
            }
            told = phrases::FORMS_OF_IS.holds(word);
            at += word.len() + 1;
        }
        None
    }

    /// The bytes between a cue and its value: small words, words in commas, words up to `is`, `as` or a colon.
    pub(super) fn lead(&self, from: usize, end: usize, words: usize) -> usize {
        let tail = self.gap(from, end);
        let plain = fillers::skip_fillers(tail, words);
        let next = tail.get(plain..).unwrap_or("");
        if next.starts_with(char::is_uppercase) {
            return plain;
        }
        // `The skipper, identified as Juan Rey`
        let said = tail.strip_prefix(',').map_or(0, fillers::to_copula);
        if said > 0 {
            let from = 1 + said;
            return from + fillers::skip_fillers(tail.get(from..).unwrap_or(""), 3);
        }
        if let Some(at) = fillers::to_title(tail) {
            return at;
        }
        let aside = fillers::aside(tail);
        let rest = tail.get(aside..).unwrap_or("");
        let copula = fillers::to_copula(rest);
        // `Eigentümer des 32 m langen Schiffes ist die …`: a measure of the ship stands between.
        if copula == 0 && next.starts_with(|c: char| c.is_ascii_digit()) {
            return plain;
        }
        if copula > 0 {
            return aside + copula + fillers::skip_fillers(rest.get(copula..).unwrap_or(""), 3);
        }
        if aside > 0 {
            return aside + fillers::skip_fillers(rest, words);
        }
        plain
    }

    /// True if a country named there is a former flag: `until 2008`, `between 2011 and 2016 …`.
    pub(super) fn bygone(&self, place: &Span) -> bool {
        let tail = self.text.get(place.end..self.span.end).unwrap_or("");
        let rest = tail.trim_start_matches([' ', ',', '(']);
        let tail = rest.to_lowercase();
        // `hasta Montevideo`: no time.
        let ended = phrases::ENDED.begin(&tail).is_some_and(|word| {
            let behind = rest.get(word.len()..).unwrap_or("").trim_start();
            let next = behind.split(' ').next().unwrap_or("");
            !next.starts_with(char::is_uppercase) || with_folded(next, |next| month(next).is_some())
        });
        let from = self
            .items
            .iter()
            .filter(|p| p.item == Item::Stop && p.span.start <= place.start)
            .map(|p| p.span.start)
            .next_back()
            .unwrap_or(self.span.start);
        let head = self.lower(from, place.start);
        let span_of_years = phrases::BETWEEN_YEARS.iter().any(|w| {
            head.match_indices(w).any(|(i, _)| {
                let rest = head.get(i + w.len()..).unwrap_or("");
                let year = |t: &str| {
                    t.get(..4)
                        .is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
                };
                year(rest)
                    && phrases::AND_A_YEAR.iter().any(|j| {
                        rest.get(4..)
                            .and_then(|t| t.strip_prefix(j))
                            .is_some_and(year)
                    })
            })
        });
        let deleted = phrases::DELETED_FROM.end(head).is_some();
        ended || span_of_years || deleted
    }
}
