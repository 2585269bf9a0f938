/*!
Identifiers. None of them holds the clock: each is a function of what it identifies, so a retry
names the same thing by the same name. The one exception is a document whose hash is not known when
it arrives; it gets random bytes, once, from the caller.
*/

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::error::{FailureCategory, PipelineError, Result};

const HEX_DIGITS: &[u8; 16] = b"0123456789abcdef";

fn to_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|nibble| HEX_DIGITS.get(usize::from(nibble)))
        .map(|digit| char::from(*digit))
        .collect()
}

fn is_lower_hex(text: &str, length: usize) -> bool {
    text.len() == length
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn malformed(what: &str) -> PipelineError {
    PipelineError::new(
        FailureCategory::Internal,
        "This address is not valid.",
        format!("malformed {what}"),
    )
}

/// SHA-256 over parts that cannot run into each other: each is preceded by its length.
fn digest_of_parts(parts: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Length of the printed form in characters.
            pub const LENGTH: usize = $length;

            /// The printed form: lower-case hexadecimal digits.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            fn from_bytes(bytes: &[u8]) -> Self {
                let mut text = to_hex(bytes);
                text.truncate($length);
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = PipelineError;

            fn from_str(text: &str) -> Result<Self> {
                if is_lower_hex(text, $length) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(malformed(stringify!($name)))
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

hex_id!(
    /// SHA-256 of some bytes, as 64 hexadecimal digits.
    Sha256Digest,
    64
);
hex_id!(
    /// A document, given once at upload: 32 hexadecimal digits.
    DocId,
    32
);
hex_id!(
    /// One way of reading one document: 16 hexadecimal digits.
    RunId,
    16
);
hex_id!(
    /// One span of one page of one run: 32 hexadecimal digits.
    EntityId,
    32
);

impl Sha256Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self::from_bytes(&Sha256::digest(bytes.as_ref()))
    }

    /// A digest that somebody else computed.
    pub fn from_raw(bytes: [u8; 32]) -> Self {
        Self::from_bytes(&bytes)
    }

    /// The 32 bytes themselves.
    pub fn to_raw(&self) -> [u8; 32] {
        let mut raw = [0_u8; 32];
        for (byte, pair) in raw.iter_mut().zip(self.0.as_bytes().chunks_exact(2)) {
            *byte = std::str::from_utf8(pair)
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok())
                .unwrap_or_default();
        }
        raw
    }
}

impl DocId {
    /// The id of a document whose bytes are known to have this hash.
    pub fn from_document_hash(document: &Sha256Digest) -> Self {
        Self::from_bytes(&digest_of_parts(&[
            "vessel-ner document",
            document.as_str(),
        ]))
    }

    /// The id of a document whose hash is not known yet, from 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self::from_bytes(&bytes)
    }
}

impl RunId {
    /// The run that reads this document with this model, prompt and parameters. `parameters` is
    /// the canonical JSON of everything else that changes what is read.
    pub fn new(document: &Sha256Digest, model: &str, prompt: &str, parameters: &str) -> Self {
        let parts = [
            "vessel-ner run",
            document.as_str(),
            model,
            prompt,
            parameters,
        ];
        Self::from_bytes(&digest_of_parts(&parts))
    }
}

impl EntityId {
    /// The id of a span. Two entities of a page never share start, end and label.
    pub fn new(
        doc_id: &DocId,
        run_id: &RunId,
        page_number: u32,
        label: &str,
        start: u32,
        end: u32,
    ) -> Self {
        let [page, start, end] = [page_number, start, end].map(|number| number.to_string());
        let parts = [
            "vessel-ner entity",
            doc_id.as_str(),
            run_id.as_str(),
            &page,
            label,
            &start,
            &end,
        ];
        Self::from_bytes(&digest_of_parts(&parts))
    }
}

/// Pages of a document, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct PageRange {
    first: u32,
    last: u32,
}

impl PageRange {
    /// The highest page number that a key can hold.
    pub const MAX_PAGE: u32 = 99_999;

    /// Pages `first` to `last`; an error unless `1 <= first <= last <= MAX_PAGE`.
    pub fn new(first: u32, last: u32) -> Result<Self> {
        if first >= 1 && first <= last && last <= Self::MAX_PAGE {
            Ok(Self { first, last })
        } else {
            Err(malformed("page range"))
        }
    }

    /// The first page.
    pub const fn first(self) -> u32 {
        self.first
    }

    /// The last page.
    pub const fn last(self) -> u32 {
        self.last
    }

    /// How many pages these are, at least one.
    pub const fn count(self) -> u32 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }

    /// The page numbers in order.
    pub fn pages(self) -> std::ops::RangeInclusive<u32> {
        self.first..=self.last
    }

    /// `page_count` pages cut into ranges of `chunk_pages` (at least 1); empty for no pages.
    pub fn chunks(page_count: u32, chunk_pages: u32) -> Vec<Self> {
        let last_page = page_count.min(Self::MAX_PAGE);
        let step = chunk_pages.max(1);
        (1..=last_page)
            .step_by(step as usize)
            .map(|first| Self {
                first,
                last: first.saturating_add(step).saturating_sub(1).min(last_page),
            })
            .collect()
    }
}

impl TryFrom<(u32, u32)> for PageRange {
    type Error = PipelineError;

    fn try_from((first, last): (u32, u32)) -> Result<Self> {
        Self::new(first, last)
    }
}

impl From<PageRange> for (u32, u32) {
    fn from(range: PageRange) -> Self {
        (range.first, range.last)
    }
}

impl fmt::Display for PageRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "pages-{:05}-{:05}", self.first, self.last)
    }
}

impl FromStr for PageRange {
    type Err = PipelineError;

    fn from_str(text: &str) -> Result<Self> {
        let number = |digits: &str| {
            let is_number = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
            if is_number { digits.parse().ok() } else { None }
        };
        text.strip_prefix("pages-")
            .and_then(|rest| rest.split_once('-'))
            .and_then(|(first, last)| Some((number(first)?, number(last)?)))
            .ok_or_else(|| malformed("page range"))
            .and_then(|(first, last)| Self::new(first, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_the_standard_ones() {
        // FIPS 180-4, the empty message.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Sha256Digest::of(b"").as_str(), empty);
        let raw = Sha256Digest::of(b"").to_raw();
        assert_eq!(Sha256Digest::from_raw(raw).as_str(), empty);
    }

    #[test]
    fn ids_depend_on_every_part_and_on_nothing_else() {
        let document = Sha256Digest::of(b"a");
        let run = RunId::new(&document, "model", "prompt", "{}");
        assert_eq!(run, RunId::new(&document, "model", "prompt", "{}"));
        let others = [
            RunId::new(&Sha256Digest::of(b"b"), "model", "prompt", "{}"),
            RunId::new(&document, "model2", "prompt", "{}"),
            RunId::new(&document, "model", "prompt2", "{}"),
            RunId::new(&document, "model", "prompt", "{\"a\":1}"),
            RunId::new(&document, "modelprompt", "", "{}"),
        ];
        assert!(!others.contains(&run));
    }

    #[test]
    fn only_lower_case_hexadecimal_is_an_id() {
        for text in [
            "",
            "../../etc",
            &"A".repeat(32),
            &"0".repeat(31),
            &"0".repeat(33),
            &"é".repeat(16),
        ] {
            assert!(text.parse::<DocId>().is_err(), "{text}");
        }
        assert!("0".repeat(32).parse::<DocId>().is_ok());
    }

    #[test]
    fn chunks_hold_every_page_once() {
        for (page_count, chunk_pages, expected) in [
            (0, 16, vec![]),
            (1, 16, vec![(1, 1)]),
            (16, 16, vec![(1, 16)]),
            (17, 16, vec![(1, 16), (17, 17)]),
            (3, 0, vec![(1, 1), (2, 2), (3, 3)]),
        ] {
            let chunks: Vec<_> = PageRange::chunks(page_count, chunk_pages)
                .into_iter()
                .map(<(u32, u32)>::from)
                .collect();
            assert_eq!(chunks, expected);
        }
    }

    #[test]
    fn page_ranges_read_back_and_refuse_nonsense() {
        let range = PageRange::new(17, 32).map(|range| range.to_string());
        assert_eq!(range.as_deref(), Ok("pages-00017-00032"));
        assert_eq!("pages-00017-00032".parse(), PageRange::new(17, 32));
        for text in [
            "pages-00000-00001",
            "pages-00002-00001",
            "pages-1-2",
            "pages-+0001-00002",
            "",
        ] {
            assert!(text.parse::<PageRange>().is_err(), "{text}");
        }
    }
}
