//! A word as names are read: without the signs around it, and what it looks like.

use super::Word;
use crate::entities::words::lexicon::with_folded;

/// A quotation mark before a name.
const fn opens(sign: char) -> bool {
    matches!(sign, '"' | '“' | '«' | '‘' | '\'' | '„')
}

/// A sign behind a word that may close a name.
pub(super) const fn closes(sign: char) -> bool {
    matches!(
        sign,
        '.' | ',' | ';' | ':' | ')' | '"' | '”' | '“' | '»' | ']' | '\'' | '?' | '!'
    )
}

/// A word, without the signs around it.
pub(super) struct Seen<'a> {
    pub(super) word: Word<'a>,
    /// Without the quotation marks before it.
    pub(super) opening: &'a str,
    /// Without the signs behind it, too.
    pub(super) bare: &'a str,
}

impl<'a> Seen<'a> {
    pub(super) fn of(word: Word<'a>) -> Seen<'a> {
        let opening = word.text.trim_start_matches(opens);
        let bare = opening.trim_end_matches(|c| closes(c) || c == '’');
        Seen {
            word,
            opening,
            bare,
        }
    }

    /// What is said of the folded word.
    pub(super) fn folded<T>(&self, said: impl FnOnce(&str) -> T) -> T {
        with_folded(self.bare, said)
    }

    /// Where the word begins behind its quotation marks.
    pub(super) fn begin(&self) -> usize {
        self.word.start + (self.word.text.len() - self.opening.len())
    }

    /// The signs behind it that may close a name.
    pub(super) fn tail(&self) -> &'a str {
        let text = self.word.text;
        let body = text.trim_end_matches(closes);
        text.get(body.len()..).unwrap_or("")
    }

    /// `3`; `lI` of `AREIA BRANCA lI`: a misread numeral.
    pub(super) fn is_figure(&self) -> bool {
        self.bare.starts_with(|c: char| c.is_ascii_digit())
            || matches!(self.bare, "lI" | "Il" | "lV")
    }

    /// `0927Z`, `07:30`: the time of day.
    pub(super) fn is_clock(&self) -> bool {
        let bare = self.bare;
        self.is_figure() && (bare.ends_with('Z') && bare.len() <= 6 || bare.contains(':'))
    }

    /// `d’Armor`
    pub(super) fn is_elided(&self) -> bool {
        matches!(self.bare.as_bytes(), [b'd' | b'l' | b'D' | b'L', ..])
            && self.bare.get(1..).is_some_and(|t| {
                let rest = t.trim_start_matches(['\'', '’']);
                rest.len() < t.len() && rest.starts_with(char::is_uppercase)
            })
    }
}
