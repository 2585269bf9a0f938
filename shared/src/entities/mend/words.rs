//! The words of a page as they are printed, with what their signs are, found in one pass.

use super::apply::Edit;
use crate::entities::words::fold::is_word_char;

/// A word: its bytes on the page, and what they are.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl Word<'_> {
    pub(super) const fn end(self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn edit(self, text: String) -> Edit {
        Edit {
            span: self.start..self.end(),
            text,
        }
    }
}

/// A sign that is taken for another stands in a word of these signs, which is neither a number nor one in small letters
/// that begins with another letter than `l`.
fn may_slip(signs: u8, word: &[u8]) -> bool {
    signs & BLURRED != 0
        && signs & NO_FIGURE != 0
        && (signs & NOT_SMALL != 0 || word.first() == Some(&b'l'))
        && word.len() >= 2
}

/// What a byte is in a word: nothing outside of words.
const OF_WORD: u8 = 1;
/// It is taken for another sign.
const BLURRED: u8 = 2;
/// It is no small letter.
const NOT_SMALL: u8 = 4;
/// It is no figure.
const NO_FIGURE: u8 = 8;
/// It is a part of a sign beyond ASCII, which may be of a word.
const BEYOND: u8 = 16;

/// What each byte is.
static BYTES: [u8; 256] = {
    let mut all = [0; 256];
    let mut rest: &mut [u8] = &mut all;
    let mut byte = 0u8;
    while let [own, tail @ ..] = rest {
        *own = of_byte(byte);
        byte = byte.wrapping_add(1);
        rest = tail;
    }
    all
};

const fn of_byte(byte: u8) -> u8 {
    let blurred = if matches!(byte, b'l' | b'0' | b'1' | b'O' | b'I') {
        BLURRED
    } else {
        0
    };
    match byte {
        b'a'..=b'z' => OF_WORD | NO_FIGURE | blurred,
        b'A'..=b'Z' => OF_WORD | NO_FIGURE | NOT_SMALL | blurred,
        b'0'..=b'9' => OF_WORD | NOT_SMALL | blurred,
        0x80.. => BEYOND | NO_FIGURE | NOT_SMALL,
        _ => 0,
    }
}

/// The words of a text in order; ordinal signs are none.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    words_where(text, |_, _| true)
}

/// Those of them that may hold a sign taken for another: most are passed over in the loop that finds where they end.
pub(super) fn that_may_slip(text: &str) -> impl Iterator<Item = Word<'_>> {
    words_where(text, may_slip)
}

/// The words whose signs, and whose bytes, are as wanted.
fn words_where(text: &str, wanted: impl Fn(u8, &[u8]) -> bool) -> impl Iterator<Item = Word<'_>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            while bytes.get(at).is_some_and(|byte| class(*byte) == 0) {
                at += 1;
            }
            let (mut start, mut signs) = (at, 0);
            while let Some(own) = bytes.get(at).map(|byte| class(*byte))
                && own & OF_WORD != 0
            {
                signs |= own;
                at += 1;
            }
            if bytes.get(at).is_some_and(|byte| !byte.is_ascii()) {
                if start == at {
                    (start, _) = past(text, at, false);
                }
                let (end, more) = past(text, start.max(at), true);
                (at, signs) = (end, signs | more);
            }
            if at == start {
                return None;
            }
            if wanted(signs, bytes.get(start..at)?) {
                let text = text.get(start..at)?;
                return Some(Word { text, start });
            }
        }
    })
}

/// What a byte is.
#[inline]
fn class(byte: u8) -> u8 {
    BYTES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// The end of the signs from byte `at` on that are all in words, or all between them, and what they are together.
#[inline]
fn past(text: &str, mut at: usize, inside: bool) -> (usize, u8) {
    let wanted = if inside { OF_WORD } else { 0 };
    let mut signs = 0;
    loop {
        let rest = text.as_bytes().get(at..).unwrap_or(&[]);
        let mut plain = 0;
        for byte in rest {
            let own = class(*byte);
            if own & (OF_WORD | BEYOND) != wanted {
                break;
            }
            signs |= own;
            plain += 1;
        }
        at += plain;
        if rest.get(plain).is_none_or(u8::is_ascii) {
            return (at, signs);
        }
        let sign = text.get(at..).and_then(|tail| tail.chars().next());
        let Some(sign) = sign.filter(|sign| in_word(*sign) == inside) else {
            return (at, signs);
        };
        signs |= NO_FIGURE | NOT_SMALL;
        at += sign.len_utf8();
    }
}

fn in_word(c: char) -> bool {
    is_word_char(c) && !matches!(c, 'º' | 'ª')
}
