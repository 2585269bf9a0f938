//! Lists of phrases that are looked for in running text, with what lets most of a text be passed over unread.
//!
//! ```text
//! static SOLD: Phrases = Phrases::of("sold\nhas sold");
//! SOLD.begin("sold to Vega Ltd") == Some("sold")
//! ```
//!
//! A list is one text, parted when it is first asked: thousands of references would make the Worker larger. It knows how
//! its phrases begin and end, two bytes each: where a text has other bytes none of them is compared.
//! Phrases are compared byte by byte; folding is the caller's.

use std::ops::Deref;
use std::sync::OnceLock;

use super::endings::Endings;

/// A list of phrases, none of them empty.
#[derive(Debug)]
pub(crate) struct Phrases {
    /// The phrases, a line each.
    text: &'static str,
    list: OnceLock<Box<[&'static str]>>,
    /// By how they end.
    endings: OnceLock<Endings>,
    /// By how they begin, made when they are first looked for.
    finder: OnceLock<Box<Finder>>,
}

impl Deref for Phrases {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.list.get_or_init(|| self.text.split('\n').collect())
    }
}

impl Phrases {
    /// The list of a text of a phrase a line.
    pub(crate) const fn of(text: &'static str) -> Phrases {
        Phrases {
            text,
            list: OnceLock::new(),
            endings: OnceLock::new(),
            finder: OnceLock::new(),
        }
    }

    fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| Finder::of(&[self]).into())
    }

    /// The phrases that stand at byte `at`, in the order of the list.
    fn here<'t>(&'t self, text: &'t str, at: usize) -> impl Iterator<Item = &'static str> + 't {
        let found = self.finder().here(text.as_bytes(), at);
        found.map(|found| found.phrase)
    }

    /// The first phrase of the list that `text` begins with.
    pub(crate) fn begin(&self, text: &str) -> Option<&'static str> {
        self.finder()
            .here(text.as_bytes(), 0)
            .min()
            .map(|found| found.phrase)
    }

    /// The first phrase of the list that `text` ends with.
    pub(crate) fn end(&self, text: &str) -> Option<&'static str> {
        let phrase = |place: u16| self.get(usize::from(place)).copied();
        let places = self
            .endings
            .get_or_init(|| Endings::of(self))
            .of_text(text.as_bytes());
        places
            .filter(|place| phrase(*place).is_some_and(|phrase| text.ends_with(phrase)))
            .min()
            .and_then(phrase)
    }

    /// `text` is one of the phrases.
    pub(crate) fn holds(&self, text: &str) -> bool {
        self.held(text).is_some()
    }

    /// The phrase that `text` is.
    pub(crate) fn held(&self, text: &str) -> Option<&'static str> {
        let alike = self.finder().alike(text.as_bytes()).iter();
        alike
            .map(|found| found.phrase)
            .find(|phrase| *phrase == text)
    }

    /// One of the phrases stands in `text`.
    pub(crate) fn within(&self, text: &str) -> bool {
        self.finder().within(text)
    }

    /// One of the phrases stands in `text` between two blanks.
    pub(crate) fn between_blanks(&self, text: &str) -> bool {
        memchr::memchr_iter(b' ', text.as_bytes()).any(|blank| {
            self.here(text, blank + 1)
                .any(|p| text.as_bytes().get(blank + 1 + p.len()) == Some(&b' '))
        })
    }

    /// The first word of `text`, folded, may be a phrase or begin one.
    #[inline]
    pub(crate) fn may_lead(&self, text: &str) -> bool {
        match text.as_bytes() {
            [first, second, ..]
                if first.is_ascii_alphanumeric() && second.is_ascii_alphanumeric() =>
            {
                let pair = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
                self.finder().opens(&pair)
            }
            _ => true,
        }
    }

    /// Every place of the phrases in `text`: phrase by phrase in the order of the list, from left to right, where a
    /// phrase does not overlap itself.
    pub(crate) fn places(&self, text: &str) -> Vec<(usize, &'static str)> {
        let found = self.finder().places(text).into_iter();
        found.map(|found| (found.at, found.phrase)).collect()
    }

    /// The last place of each phrase that stands in `text`.
    pub(crate) fn last_places(&self, text: &str) -> Vec<(usize, &'static str)> {
        let mut found = self.finder().all(text, |_| true);
        found.reverse();
        found.dedup_by_key(|found| found.rank);
        let found = found.into_iter();
        found.map(|found| (found.at, found.phrase)).collect()
    }

    /// The places of the phrases where no letter or figure stands before them.
    pub(crate) fn places_of_words(&self, text: &str) -> Vec<(usize, &'static str)> {
        let bytes = text.as_bytes();
        let begins = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            before.is_none_or(|b| match b {
                b' ' => true,
                0x80.. => !text
                    .get(..at)
                    .is_none_or(|head| head.ends_with(char::is_alphanumeric)),
                _ => !b.is_ascii_alphanumeric(),
            })
        };
        let found = self.finder().places_where(text, begins).into_iter();
        found.map(|found| (found.at, found.phrase)).collect()
    }
}

/// Several lists as one, by how their phrases begin: one look at a place of a text answers all of them.
#[derive(Debug)]
pub(crate) struct Finder {
    phrases: Vec<Found>,
    /// For each beginning: where its phrases begin among `phrases`; the next one's are behind them.
    starts: [u16; BEGINNINGS + 1],
    /// For each beginning: what its phrases have behind it (`third`); none where no phrase begins so.
    thirds: [u32; BEGINNINGS],
    /// Phrases of one byte.
    short: Vec<Found>,
}

/// A phrase of one of several lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Found {
    /// The number of the list.
    pub(crate) list: usize,
    rank: usize,
    /// The byte where the phrase begins.
    pub(crate) at: usize,
    pub(crate) phrase: &'static str,
}

/// Beginnings that a finder tells apart.
const BEGINNINGS: usize = 256;

/// The beginning of a phrase or a text; none where it is too short to have one.
fn beginning(text: &[u8]) -> Option<u8> {
    match text {
        [first, second, ..] => Some(first.wrapping_mul(19).wrapping_add(*second)),
        _ => None,
    }
}

/// The byte behind a beginning as a bit of 32; all of them where there is none.
#[inline]
fn third(text: &[u8]) -> u32 {
    text.get(2).map_or(u32::MAX, |byte| 1 << (byte & 31))
}

impl Finder {
    /// A finder of lists; no more phrases than a `u16` counts.
    pub(crate) fn of(lists: &[&Phrases]) -> Finder {
        let mut all: Vec<(u8, Found)> = Vec::new();
        let mut short = Vec::new();
        for (list, phrases) in lists.iter().enumerate() {
            for (rank, phrase) in phrases.iter().enumerate() {
                let found = Found {
                    list,
                    rank,
                    at: 0,
                    phrase,
                };
                match beginning(phrase.as_bytes()) {
                    Some(begins) => all.push((begins, found)),
                    None => short.push(found),
                }
            }
        }
        all.sort_unstable();
        let mut finder = Finder {
            starts: [0; BEGINNINGS + 1],
            thirds: [0; BEGINNINGS],
            phrases: Vec::with_capacity(all.len()),
            short,
        };
        for (begins, found) in all {
            finder.phrases.push(found);
            let begins = usize::from(begins);
            if let (Some(thirds), Some(starts)) = (
                finder.thirds.get_mut(begins),
                finder.starts.get_mut(begins + 1..),
            ) {
                *thirds |= third(found.phrase.as_bytes());
                starts.fill(u16::try_from(finder.phrases.len()).unwrap_or(u16::MAX));
            }
        }
        finder
    }

    /// A phrase of two bytes or more may begin as a text of two or more does.
    #[inline]
    fn opens(&self, text: &[u8]) -> bool {
        let thirds = beginning(text).and_then(|begins| self.thirds.get(usize::from(begins)));
        thirds.is_some_and(|thirds| thirds & third(text) != 0)
    }

    /// The phrases that begin as a text does; those of one byte where it has no more.
    fn alike(&self, text: &[u8]) -> &[Found] {
        let Some(begins) = beginning(text).map(usize::from) else {
            return &self.short;
        };
        if !self.opens(text) {
            return &[];
        }
        let start = |begins| self.starts.get(begins).copied().map_or(0, usize::from);
        let range = start(begins)..start(begins + 1);
        self.phrases.get(range).unwrap_or(&[])
    }

    /// The phrases that stand at byte `at` of a text.
    fn here<'f>(&'f self, text: &'f [u8], at: usize) -> impl Iterator<Item = Found> + 'f {
        let tail = text.get(at..).unwrap_or(&[]);
        let short = if tail.len() > 1 { &*self.short } else { &[] };
        self.alike(tail)
            .iter()
            .chain(short)
            .filter(|found| tail.starts_with(found.phrase.as_bytes()))
            .map(move |found| Found { at, ..*found })
    }

    /// Shows the places of a text where a phrase may stand, until one is what is looked for.
    #[inline]
    fn any_open(&self, text: &[u8], mut found: impl FnMut(usize) -> bool) -> bool {
        if !self.short.is_empty() {
            return (0..text.len()).any(found);
        }
        for (at, triple) in text.windows(3).enumerate() {
            if self.opens(triple) && found(at) {
                return true;
            }
        }
        let last = text.len().checked_sub(2);
        last.is_some_and(|at| self.opens(text.get(at..).unwrap_or(&[])) && found(at))
    }

    /// A phrase of any of the lists stands in `text`.
    pub(crate) fn within(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        self.any_open(bytes, |at| self.here(bytes, at).next().is_some())
    }

    /// Every place of the phrases: list by list, phrase by phrase, from left to right.
    pub(crate) fn places(&self, text: &str) -> Vec<Found> {
        self.places_where(text, |_| true)
    }

    /// The places that `wanted` accepts.
    fn places_where(&self, text: &str, wanted: impl Fn(usize) -> bool) -> Vec<Found> {
        let mut found = self.all(text, wanted);
        found.dedup_by(|next, last| {
            (next.list, next.rank) == (last.list, last.rank)
                && next.at < last.at + last.phrase.len()
        });
        found
    }

    /// The places that `wanted` accepts, those where a phrase overlaps itself too.
    fn all(&self, text: &str, wanted: impl Fn(usize) -> bool) -> Vec<Found> {
        let bytes = text.as_bytes();
        let mut found: Vec<Found> = Vec::new();
        self.any_open(bytes, |at| {
            if wanted(at) {
                found.extend(self.here(bytes, at));
            }
            false
        });
        found.sort_unstable();
        found
    }

    /// The places of the phrases behind a blank where they end words, in the order of `places`.
    pub(crate) fn words(&self, text: &str) -> Vec<Found> {
        let bytes = text.as_bytes();
        let mut found: Vec<Found> = Vec::new();
        for blank in memchr::memchr_iter(b' ', bytes) {
            found.extend(self.here(bytes, blank + 1).filter(|found| {
                text.get(found.at + found.phrase.len()..)
                    .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
            }));
        }
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Finder, Found, Phrases};

    static LIST: Phrases = Phrases::of("sold\nhas sold\nété vendu\n as \na");
    static VERBS: Phrases = Phrases::of("sold\nhas sold\nété vendu");
    static MORE: Phrases = Phrases::of("became\ndevint");

    #[test]
    fn phrases_are_found_where_plain_search_finds_them() {
        for text in [
            "",
            "a",
            "é",
            "sold",
            "has sold her",
            "ALBA has sold",
            "elle a été vendu",
            "sold as as as sold",
            "SOLD",
            " as as as ",
        ] {
            for list in [&LIST, &VERBS] {
                let first = |fits: &dyn Fn(&str) -> bool| list.iter().copied().find(|p| fits(p));
                assert_eq!(list.begin(text), first(&|p| text.starts_with(p)), "{text}");
                assert_eq!(list.end(text), first(&|p| text.ends_with(p)), "{text}");
                assert_eq!(list.within(text), list.iter().any(|p| text.contains(p)));
                assert_eq!(list.holds(text), list.contains(&text), "{text}");
                let places: Vec<(usize, &str)> =
                    list.iter().flat_map(|p| text.match_indices(*p)).collect();
                assert_eq!(list.places(text), places, "{text}");
                for (at, phrase) in list.last_places(text) {
                    assert_eq!(text.rfind(phrase), Some(at), "{text}");
                }
            }
        }
    }

    #[test]
    fn several_lists_are_found_at_once() {
        let finder = Finder::of(&[&VERBS, &MORE]);
        let places = |found: Vec<Found>| -> Vec<(usize, usize, &str)> {
            let of = |f: &Found| (f.list, f.at, f.phrase);
            found.iter().map(of).collect()
        };
        let text = "Vega sold it, resold it and has sold; sold; solder";
        assert_eq!(
            places(finder.words(text)),
            [
                (0, 5, "sold"),
                (0, 32, "sold"),
                (0, 38, "sold"),
                (0, 28, "has sold")
            ]
        );
        let text = "resold and became";
        let wanted = [(0, 2, "sold"), (1, 11, "became")];
        assert_eq!(places(finder.places(text)), wanted);
        assert_eq!(VERBS.places_of_words("resold; sold"), [(8, "sold")]);
        assert!(VERBS.between_blanks("it has sold now"));
        assert!(!VERBS.between_blanks("it has sold"));
    }
}
