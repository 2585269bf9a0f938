//! Where a name ends: words with capitals, what joins them, and what belongs to a company's ending.

use std::ops::ControlFlow;

use super::super::abbreviation::abbreviation;
use super::seen::{Seen, closes};
use super::{MOST_WORDS, Words, is_company_word, is_ending, shouts};
use crate::entities::page::{Span, trim};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, lookup, phrases, with_folded};
use crate::entities::words::seek;

/// How a name may look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) enum NameKind {
    /// A ship: stops at a comma; figures belong to it.
    Ship,
    /// A person or company: company endings after commas belong to it.
    Party,
    /// A town: as a ship, without figures.
    Place,
}

/// The name that begins at `from`, at most to `to`; none where no capital word stands there.
pub(in super::super) fn name(text: &str, from: usize, to: usize, kind: NameKind) -> Option<Span> {
    let mut walk = Walk {
        text,
        kind,
        all: Words::new(text, from, to),
        start: None,
        end: None,
        pending: 0,
    };
    for index in 0..MOST_WORDS {
        let Some(word) = walk.all.get(index) else {
            break;
        };
        if walk.step(index, &Seen::of(word)).is_break() {
            break;
        }
    }
    let span = trim(text, &(walk.start?..walk.end?));
    let span = unpossessed(text, span, kind);
    let firm = kind == NameKind::Party && text.get(span.clone()).is_some_and(is_head);
    (span.end > span.start && !firm).then_some(span)
}

/// `THUNDER's Togolese registration`: a small `s` behind a word in capitals is no part of the ship's name.
fn unpossessed(text: &str, name: Span, kind: NameKind) -> Span {
    let printed = text.get(name.clone()).unwrap_or("");
    let end = ["'s ", "’s "].iter().find_map(|mark| {
        let at = seek::find(printed, mark)?;
        let word = printed.get(..at)?.rsplit(' ').next()?;
        (word.len() > 1 && shouts(word)).then_some(at)
    });
    match end {
        Some(end) if kind == NameKind::Ship => name.start..name.start + end,
        _ => name,
    }
}

/// A name as far as it was read.
struct Walk<'a> {
    text: &'a str,
    kind: NameKind,
    all: Words<'a>,
    start: Option<usize>,
    end: Option<usize>,
    /// Small words since the last one that belongs to it.
    pending: usize,
}

impl<'a> Walk<'a> {
    fn is_party(&self) -> bool {
        self.kind == NameKind::Party
    }

    fn is_ship(&self) -> bool {
        self.kind == NameKind::Ship
    }

    /// The word at an index fits.
    fn word_fits(&mut self, index: usize, fits: impl FnOnce(&'a str) -> bool) -> bool {
        self.all.get(index).is_some_and(|word| fits(word.text))
    }

    /// The word at an index, folded.
    fn folded(&mut self, index: usize) -> Option<String> {
        self.all.get(index).map(|word| fold_phrase(word.text))
    }

    /// Takes a word, or ends the name.
    fn step(&mut self, index: usize, seen: &Seen<'a>) -> ControlFlow<()> {
        let within_party = self.is_party() && self.start.is_some();
        if within_party
            && phrases::PRIVATE_FIRMS.may_lead(seen.opening)
            && with_folded(seen.opening, |word| phrases::PRIVATE_FIRMS.holds(word))
        {
            // `Deep Blue (Seychelles) Pty: broken up`
            let text = seen.word.text;
            let bare = text.trim_end_matches([':', ';', ',']).len();
            self.end = Some(seen.word.end + bare - text.len());
            return if bare == text.len() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            };
        }
        if within_party && self.is_inner_bracket(index, seen) {
            return ControlFlow::Continue(());
        }
        if self.is_sign(index, seen) || self.start.is_some() && seen.is_clock() {
            return ControlFlow::Break(());
        }
        if self.is_solid(index, seen) {
            return self.take(index, seen);
        }
        if self.start.is_some() && self.joins(index, seen) {
            self.pending += 1;
            return ControlFlow::Continue(());
        }
        ControlFlow::Break(())
    }

    /// `Golden Ocean (Fiji) Ltd`, `Golden Ocean (Cook Islands) Ltd`: a word of a bracket before a company's ending.
    fn is_inner_bracket(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        let text = seen.word.text;
        let closes = |word: &str| word.ends_with(')');
        let last = if text.starts_with('(') {
            (index..index + 3).find(|at| self.word_fits(*at, closes))
        } else {
            let before = self
                .start
                .and_then(|start| self.text.get(start..seen.word.start));
            let open = before.is_some_and(|before| before.contains('('));
            Some(index).filter(|_| open && closes(text) && !text.contains('('))
        };
        let ending = |word: &str| word.starts_with(char::is_alphabetic) && is_ending(word);
        !text.contains(',') && last.is_some_and(|last| self.word_fits(last + 1, ending))
    }

    /// A bracket, a bar or a dash, but not that of `ALBA - II`.
    fn is_sign(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        let numbered = |next: &str| {
            let numeral = next.trim_end_matches(['.', ',', ')']);
            next.starts_with(|c: char| c.is_ascii_digit())
                || numeral.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
        };
        seen.opening
            .starts_with(['(', '[', '–', '—', '|', '/', '=', '·', ';'])
            || seen.word.text == "-" && !self.word_fits(index + 1, numbered)
    }

    /// The word is a company's ending, and not the small word of `Ana Reis as beneficial owner`, which is no *A/S*.
    fn is_company_ending(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        let role = seen.bare == "as"
            && self.word_fits(index + 1, |next| next.starts_with(char::is_lowercase));
        !role
            && phrases::COMPANY_ENDINGS.may_lead(seen.bare)
            && seen.folded(|folded| phrases::COMPANY_ENDINGS.holds(folded))
    }

    /// The word itself may be a part of the name.
    fn is_solid(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        let (bare, begun) = (seen.bare, self.start.is_some());
        let first = bare.chars().next();
        let counted = || {
            self.is_ship() || bare.len() > 5 || self.is_party() && self.pending == 0 && index > 0
        };
        first.is_some_and(char::is_uppercase)
            || begun && seen.is_elided()
            || seen.is_figure() && counted()
            || matches!(seen.word.text, "&" | "-" | "+") && begun
            || first.is_some_and(|c| !c.is_ascii() && !c.is_lowercase())
            || bare.contains('-') && bare.chars().any(char::is_uppercase) && begun
            || begun && self.is_party() && self.is_company_ending(index, seen)
            || self.is_party() && self.is_family(index, seen)
    }

    /// `hermanos Varo Gallardo`, `McBride brothers`
    fn is_family(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        phrases::FAMILY_WORDS.may_lead(seen.bare)
            && seen.folded(|folded| phrases::FAMILY_WORDS.holds(folded))
            && (self.start.is_some() && self.pending == 0
                || self.word_fits(index + 1, |next| next.starts_with(char::is_uppercase)))
    }

    /// A small word inside a name: `Virgen de la Mar`, `Société d’armement Penmarc’h`.
    fn joins(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        let joint = self.is_particle(index, seen)
            && !self.ends_capitals(index, seen)
            && (self.is_of_a_name(index, seen) || !self.is_of_a_place(index, seen));
        joint
            || self.is_pious(index, seen)
            || self.is_party() && self.pending < 3 && self.is_headed()
    }

    fn is_particle(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        // `et` alone is no particle.
        if !phrases::NAME_PARTICLES.may_lead(seen.bare) && seen.bare.len() != "et".len() {
            return false;
        }
        self.pending < 3
            && !matches!(seen.bare, "é" | "è" | "à" | "dès")
            && seen.folded(|folded| {
                // `Armement Le Gall et Fils`
                let sons = |walk: &mut Self| {
                    let of_sons =
                        |next: &str| is_company_word(next.trim_end_matches([',', ';', '.']));
                    walk.is_party() && folded == "et" && walk.word_fits(index + 1, of_sons)
                };
                (phrases::NAME_PARTICLES.holds(folded) || sons(self))
                    // `and`, `y`, `e` carry on only to another capital word of a company's name.
                    && (self.is_party() || !matches!(folded, "and" | "y" | "e"))
                    // `under her former name Vega the Alba was …`
                    && !(self.is_ship() && self.pending == 0 && folded == "the")
            })
    }

    /// `OCEAN CREST of Avatiu`: the name is set in capitals, what follows is not.
    fn ends_capitals(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        let head = self
            .start
            .and_then(|start| self.text.get(start..seen.word.start));
        self.is_ship()
            && head.is_some_and(shouts)
            && self.word_fits(index + 1, |next| !shouts(next))
    }

    /// `Fé em Deus`, `Deus te Guarde`, `Espoir en Dieu`
    fn is_pious(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        self.is_ship()
            && phrases::PIOUS_JOINTS.holds(seen.bare)
            && self
                .folded(index + 1)
                .is_some_and(|next| phrases::PIOUS_WORDS.holds(&next))
    }

    /// `Star of Annan`, `Sovereign of the Forth`: one word before a place that is no State.
    fn is_of_a_name(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        let head = self.start.zip(self.end);
        let head = head.and_then(|(start, end)| self.text.get(start..end));
        // `Nova` of `Alba Nova of Grimsby`
        let before = self.start.and_then(|start| self.text.get(..start));
        let word = before.and_then(|text| text.strip_suffix(' ')?.rsplit([' ', '\n']).next());
        self.is_ship()
            && seen.bare == "of"
            && !word.is_some_and(|word| word.starts_with(char::is_uppercase) && word.len() > 3)
            && head.is_some_and(|head| {
                !head.contains(' ')
                    && head.contains(char::is_lowercase)
                    && with_folded(head, |head| {
                        !phrases::OFFICES.holds(head) && !phrases::HEADS_OF_NO_SHIP.holds(head)
                    })
            })
            && self.word_fits(index + 1, |next| {
                let word = next.trim_end_matches(closes);
                let state = |sense: &Sense| matches!(sense, Sense::Country(_));
                next == "the"
                    || word.starts_with(char::is_uppercase)
                        && !lookup(word).is_some_and(|term| term.senses.iter().any(state))
            })
    }

    /// `Le Van Hai of Binh Dinh`, `Afko Fisheries Co. Ltd of Tema`: what follows `of` is where the party lives.
    fn is_of_a_place(&mut self, index: usize, seen: &Seen<'_>) -> bool {
        if !seen.folded(|folded| folded == "of") {
            return false;
        }
        let from = self.start.unwrap_or(seen.word.start);
        let head = fold_phrase(self.text.get(from..seen.word.start).unwrap_or(""));
        if head.split(' ').any(|w| phrases::OFFICES.holds(w)) {
            return false;
        }
        let company = phrases::COMPANY_ENDINGS
            .iter()
            .any(|e| head.strip_suffix(e).is_some_and(|rest| rest.ends_with(' ')));
        company || !(index + 1..index + 6).any(|i| self.word_fits(i, is_ending))
    }

    /// `Société d’armement Penmarc’h`, `Copropriété maritime Kreiz`
    fn is_headed(&self) -> bool {
        let place = self.start.zip(self.end);
        let head = place.and_then(|(start, end)| self.text.get(start..end));
        head.is_some_and(is_head)
    }

    /// Takes a word as a part of the name; breaks where the name ends with it or before it.
    fn take(&mut self, index: usize, seen: &Seen<'a>) -> ControlFlow<()> {
        if let Some(end) = self.owner_end(index, seen) {
            self.start = self.start.or(Some(seen.begin()));
            self.end = Some(end);
            return ControlFlow::Break(());
        }
        if self.start.is_none() {
            // A name does not begin with a plain number.
            if seen.bare.bytes().all(|b| b.is_ascii_digit()) {
                return ControlFlow::Break(());
            }
            self.start = Some(seen.begin());
        }
        self.pending = 0;
        self.go_on(index, seen)
    }

    /// `the Grey Heron's master`: what follows is hers; `FISHERMAN'S PRIDE` goes on.
    fn owner_end(&mut self, index: usize, seen: &Seen<'_>) -> Option<usize> {
        let hers = self.is_ship()
            && self.word_fits(index + 1, |next| next.starts_with(char::is_lowercase));
        let owner = seen.bare.strip_suffix('s').filter(|_| hers)?;
        let owner = owner.strip_suffix(['\'', '’'])?;
        Some(seen.begin() + owner.len())
    }

    /// Whether the name goes on behind a word that belongs to it.
    fn go_on(&mut self, index: usize, seen: &Seen<'_>) -> ControlFlow<()> {
        let tail = seen.tail();
        let ending = tail.starts_with('.') && self.is_company_ending(index, seen);
        let keeps_dot = tail.starts_with('.')
            && !self.stops_at_ending(index, seen, tail)
            && (ending || abbreviation(self.text, seen.word.end - tail.len()));
        self.end = Some(seen.word.end - tail.len() + usize::from(keeps_dot));
        let goes_on = if tail.contains([';', ':', ')', '"', '”', '»', ']', '!', '?']) {
            false
        } else if tail.contains(',') {
            self.is_party() && self.ending_behind_comma(index)
        } else if tail.starts_with('.') && !keeps_dot {
            false
        } else {
            !(keeps_dot && ending) || self.ending_behind_ending(index)
        };
        if goes_on {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// `Vega Limited. The`: the stop behind an ending that is a whole word ends the sentence.
    fn stops_at_ending(&mut self, index: usize, seen: &Seen<'_>, tail: &str) -> bool {
        let (whole, stopped) = seen.folded(|folded| {
            let whole = matches!(folded, "limited" | "company" | "incorporated" | "society");
            (whole, phrases::ENDINGS_WITH_A_STOP.holds(folded))
        });
        if whole {
            return true;
        }
        let start = self.start.unwrap_or(seen.word.start);
        let head = self.text.get(start..seen.word.start);
        let dotted = head.is_some_and(|t| t.contains(".,") || t.contains(". "));
        let next = self.all.get(index + 1);
        !dotted
            && stopped
            && tail == "."
            && next.is_none_or(|next| {
                // `Karadeniz Ltd. Şti.`
                next.text.starts_with(char::is_uppercase) && !is_ending(next.text)
            })
    }

    /// `Vega, S.A.`: another ending follows the comma. That of `Pescarias Rio Sado, S. A., NIPC …` is taken here.
    fn ending_behind_comma(&mut self, index: usize) -> bool {
        // The last word of a line is taken whatever it is.
        let last = self.all.get(index + 2).is_none();
        if !last && !self.word_fits(index + 1, |next| phrases::COMPANY_ENDINGS.may_lead(next)) {
            return false;
        }
        let next = self.folded(index + 1).unwrap_or_default();
        let second = self.folded(index + 2);
        let two = second.map_or(String::new(), |second| format!("{next} {second}"));
        // `Pescarias do Cávado, Unipessoal Lda`
        let of_two = phrases::COMPANY_ENDINGS.holds(&two)
            && (next.len() == 1 || !phrases::COMPANY_ENDINGS.holds(&next));
        if let Some(last) = self.all.get(index + 2).filter(|_| of_two) {
            let stop = usize::from(last.text.contains('.'));
            let bare = last.text.trim_end_matches(['.', ',', ';', ':', ')']);
            self.end = Some(last.start + bare.len() + stop);
            return false;
        }
        let small = self.word_fits(index + 1, |next| {
            next.starts_with(char::is_lowercase) && next.len() <= 3
        });
        !(small && matches!(next.as_str(), "as" | "sa" | "co" | "ab"))
            && phrases::COMPANY_ENDINGS.holds(&next)
    }

    /// After an ending with its dot a capital word begins a new sentence, unless another ending follows.
    fn ending_behind_ending(&mut self, index: usize) -> bool {
        let next = self.folded(index + 1).unwrap_or_default();
        // `S.A. de C.V.`, `Sp. z o.o.`
        let last = match next.as_str() {
            "de" => Some("C.V"),
            "z" => Some("O.O"),
            _ => None,
        };
        let last = last.and_then(|last| {
            let word = self.all.get(index + 2)?;
            word.text.to_uppercase().starts_with(last).then_some(word)
        });
        if let Some(last) = last {
            let bare = last.text.trim_end_matches([',', ';', ')', ':']);
            self.end = Some(last.start + bare.len());
            return false;
        }
        phrases::COMPANY_ENDINGS.holds(&next) || index == 0
    }
}

/// `Société`: the word for a firm that begins its name, alone.
fn is_head(text: &str) -> bool {
    !text.contains(' ') && phrases::COMPANY_HEADS.holds(text)
}

#[cfg(test)]
mod tests {
    use super::{NameKind, name};

    #[test]
    fn a_name_goes_on_behind_its_small_words() {
        for (text, kind, whole) in [
            ("Fé em Deus encalhou.", NameKind::Ship, "Fé em Deus"),
            ("Deus te Guarde saiu.", NameKind::Ship, "Deus te Guarde"),
            ("Alba em Lisboa.", NameKind::Ship, "Alba"),
            ("Star of Annan sank.", NameKind::Ship, "Star of Annan"),
            ("Alba of Norway sank.", NameKind::Ship, "Alba"),
            ("Grey Heron of Hull sank.", NameKind::Ship, "Grey Heron"),
            (
                "McBride brothers of Hull",
                NameKind::Party,
                "McBride brothers",
            ),
            (
                "hermanos Varo Gallardo, de Barbate",
                NameKind::Party,
                "hermanos Varo Gallardo",
            ),
            (
                "Vega Sp. z o.o. of Gdynia",
                NameKind::Party,
                "Vega Sp. z o.o.",
            ),
            (
                "Vega Ltd. Şti. of Trabzon",
                NameKind::Party,
                "Vega Ltd. Şti.",
            ),
            (
                "Vega, Lda. Levará 14 homens.",
                NameKind::Party,
                "Vega, Lda.",
            ),
            ("Vega Ltd. She was sold.", NameKind::Party, "Vega Ltd"),
        ] {
            let found = name(text, 0, text.len(), kind);
            assert_eq!(found.and_then(|n| text.get(n)), Some(whole), "{text}");
        }
    }
}
