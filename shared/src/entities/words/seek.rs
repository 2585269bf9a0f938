//! Short signs in text: where they stand, how often, how many words and figures there are. A search of the standard
//! library first prepares for a long text; captions, cells and lines are read before that is done.

/// Where `sign` first stands in `text`.
#[inline]
pub(crate) fn find(text: &str, sign: &str) -> Option<usize> {
    from(text, sign, 0)
}

/// `sign` stands in `text`.
#[inline]
pub(crate) fn has(text: &str, sign: &str) -> bool {
    find(text, sign).is_some()
}

/// Where `sign` stands in `text` without overlapping itself.
#[inline]
pub(crate) fn places(text: &str, sign: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let found = from(text, sign, at)?;
        at = found + sign.len();
        Some(found)
    })
}

/// How often `sign` stands in `text` without overlapping itself.
#[inline]
pub(crate) fn count(text: &str, sign: &str) -> usize {
    places(text, sign).count()
}

/// How often each of several signs stands in `text` without overlapping itself, counted in one pass. A sign that begins
/// with a blank has no letter and no figure behind it.
pub(crate) fn counts<const SIGNS: usize>(text: &str, signs: [&str; SIGNS]) -> [usize; SIGNS] {
    let bytes = text.as_bytes();
    let mut found = [(0, 0); SIGNS];
    for (at, byte) in bytes.iter().enumerate() {
        let opens = match byte {
            // Behind most blanks a word begins.
            b' ' => bytes
                .get(at + 1)
                .is_some_and(|next| !next.is_ascii_alphanumeric()),
            _ => !byte.is_ascii_alphanumeric(),
        };
        if !opens {
            continue;
        }
        let rest = bytes.get(at..).unwrap_or(&[]);
        for ((count, free), sign) in found.iter_mut().zip(signs) {
            if sign.as_bytes().first() == Some(byte)
                && *free <= at
                && rest.starts_with(sign.as_bytes())
            {
                (*count, *free) = (*count + 1, at + sign.len());
            }
        }
    }
    found.map(|(count, _)| count)
}

/// What stands before and behind the first `sign`.
#[inline]
pub(crate) fn parted<'t>(text: &'t str, sign: &str) -> Option<(&'t str, &'t str)> {
    let at = find(text, sign)?;
    Some((text.get(..at)?, text.get(at + sign.len()..)?))
}

/// What stands between the places of `sign`, as `str::split` gives it.
#[inline]
pub(crate) fn split<'t>(text: &'t str, sign: &str) -> impl Iterator<Item = &'t str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest?;
        let parts = parted(whole, sign);
        rest = parts.map(|(_, behind)| behind);
        Some(parts.map_or(whole, |(before, _)| before))
    })
}

/// Where `sign` first stands at byte `start` or behind it. Blanks are everywhere, so its first other byte is looked for.
#[inline]
fn from(text: &str, sign: &str, start: usize) -> Option<usize> {
    let (bytes, sign) = (text.as_bytes(), sign.as_bytes());
    let rare = sign.iter().position(|b| *b != b' ').unwrap_or(0);
    let byte = *sign.get(rare)?;
    let mut at = start + rare;
    loop {
        let found = at + memchr::memchr(byte, bytes.get(at..)?)?;
        let place = found - rare;
        if bytes
            .get(place..)
            .is_some_and(|tail| tail.starts_with(sign))
        {
            return Some(place);
        }
        at = found + 1;
    }
}

/// How many figures stand in a text.
#[inline]
pub(crate) fn figures(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// A figure stands in a text.
#[inline]
pub(crate) fn has_figure(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// Where the first word of a text that begins with one ends.
#[inline]
pub(crate) fn word_end(text: &str) -> usize {
    for (at, byte) in text.bytes().enumerate() {
        let ends = match byte {
            b' ' | b'\t'..=b'\r' => true,
            // The bytes with which white space beyond ASCII begins.
            0xC2 | 0xE1..=0xE3 => text
                .get(at..)
                .is_some_and(|tail| tail.starts_with(char::is_whitespace)),
            _ => false,
        };
        if ends {
            return at;
        }
    }
    text.len()
}

/// There are more than so many words between white space.
#[inline]
pub(crate) fn more_words(text: &str, most: usize) -> bool {
    text.len() > 2 * most && words(text) > most
}

/// The words between white space.
#[inline]
pub(crate) fn words(text: &str) -> usize {
    if text.is_ascii() {
        let blank = |byte: u8| byte == b' ' || byte.wrapping_sub(b'\t') < 5;
        let bytes = text.as_bytes();
        let first = bytes.first().is_some_and(|byte| !blank(*byte));
        let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or(&[]));
        let begun = pairs.map(|(before, here)| usize::from(blank(*before) & !blank(*here)));
        return usize::from(first) + begun.sum::<usize>();
    }
    let (mut words, mut blank) = (0, true);
    for (at, byte) in text.bytes().enumerate() {
        let here = match byte {
            b' ' | b'\t'..=b'\r' => true,
            // What follows the first byte of a sign is of its kind.
            0x80..0xC0 => blank,
            // The bytes with which white space beyond ASCII begins.
            0xC2 | 0xE1..=0xE3 => text
                .get(at..)
                .is_some_and(|tail| tail.starts_with(char::is_whitespace)),
            _ => false,
        };
        words += usize::from(blank && !here);
        blank = here;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{count, counts, find, has, parted, places, split, word_end, words};

    #[test]
    fn signs_are_found_where_plain_search_finds_them() {
        for text in [
            "",
            " ",
            ":",
            ": ",
            "Flag: Fiji; port: Suva",
            "a – b — c – d",
            "   ",
            "      ",
            "a  b   c \t\u{b}d\n\ne",
            "»:«: é : ",
            "\u{a0}ñ\u{a0}\u{2003}– è\u{3000}字\u{205f} º ",
        ] {
            let signs = [": ", " – ", "; ", "   ", "  ", " (", "»"];
            let counted = signs.map(|sign| text.matches(sign).count());
            assert_eq!(counts(text, signs), counted, "{text}");
            for sign in signs.into_iter().chain(["a"]) {
                assert_eq!(find(text, sign), text.find(sign), "{text}");
                assert_eq!(has(text, sign), text.contains(sign), "{text}");
                assert_eq!(count(text, sign), text.matches(sign).count(), "{text}");
                let indices = text.match_indices(sign).map(|(at, _)| at);
                assert!(places(text, sign).eq(indices), "{text}");
                assert_eq!(parted(text, sign), text.split_once(sign), "{text}");
                assert!(split(text, sign).eq(text.split(sign)), "{text}");
            }
            let first = text.split(char::is_whitespace).next().unwrap_or("");
            assert_eq!(word_end(text), first.len(), "{text}");
            assert_eq!(words(text), text.split_whitespace().count(), "{text}");
        }
    }
}
