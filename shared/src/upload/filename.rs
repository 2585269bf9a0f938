use std::fmt::Write as _;

/// A file's name as its sender gave it, made safe to show: the last part of a path, one line, no
/// control or direction marks, not longer than [`FileName::MAX_CHARACTERS`]. Still only data: it
/// names no object and no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// Longest name in characters.
    pub const MAX_CHARACTERS: usize = 200;
    /// Longest percent-encoded form in bytes; an object's metadata holds 2,048 bytes at least.
    pub const MAX_ENCODED_BYTES: usize = 1_200;

    /// The name that remains of `text`; `None` if nothing does.
    pub fn new(text: &str) -> Option<Self> {
        let last_part = text.rsplit(['/', '\\']).next().unwrap_or_default();
        let mut name = String::new();
        let mut characters = 0;
        let mut encoded_bytes = 0;
        for character in last_part.chars().filter(|character| is_kept(*character)) {
            let character = if character.is_whitespace() {
                ' '
            } else {
                character
            };
            characters += 1;
            encoded_bytes += encoded_length(character);
            if characters > Self::MAX_CHARACTERS || encoded_bytes > Self::MAX_ENCODED_BYTES {
                break;
            }
            name.push(character);
        }
        let name = name.trim();
        (!name.is_empty() && name != "." && name != "..").then(|| Self(name.to_owned()))
    }

    /// The name from its percent-encoded form; bytes that are no UTF-8 become U+FFFD.
    pub fn from_encoded(text: &str) -> Option<Self> {
        Self::new(&percent_decode(text))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name with everything but unreserved ASCII percent-encoded (RFC 3986).
    pub fn encoded(&self) -> String {
        self.0.bytes().fold(String::new(), |mut encoded, byte| {
            if is_unreserved(byte) {
                encoded.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
            encoded
        })
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn encoded_length(character: char) -> usize {
    match u8::try_from(character) {
        Ok(byte) if is_unreserved(byte) => 1,
        _ => character.len_utf8() * 3,
    }
}

/// Marks that change the direction or join of what stands around them, and invisible fillers.
fn is_kept(character: char) -> bool {
    let is_mark = matches!(
        character,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    !is_mark && !character.is_control()
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let decoded = if first == b'%' {
            tail.get(..2)
                .and_then(|digits| std::str::from_utf8(digits).ok())
                .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
                .and_then(|digits| u8::from_str_radix(digits, 16).ok())
        } else {
            None
        };
        bytes.push(decoded.unwrap_or(first));
        let skipped = if decoded.is_some() { 2 } else { 0 };
        rest = tail.get(skipped..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The file name of a `Content-Disposition` header: `filename*` (RFC 8187) before `filename`.
pub fn filename_from_disposition(header: &str) -> Option<FileName> {
    let extended = parameter(header, "filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_language, encoded) = rest.split_once('\'')?;
        charset
            .eq_ignore_ascii_case("utf-8")
            .then(|| FileName::from_encoded(encoded))?
    });
    extended.or_else(|| FileName::new(&parameter(header, "filename")?))
}

/// The value of a header's parameter, quoted or not; `\"` and `\\` are unescaped.
pub(super) fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => match after.split_once(';') {
                Some((value, next)) => (value.trim().to_owned(), next),
                None => (after.trim().to_owned(), ""),
            },
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = next.trim_start().trim_start_matches(';');
    }
}

fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Some((value, text.get(index.saturating_add(1)..)?)),
            '\\' => match characters.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                Some((_, escaped)) => value.push(escaped),
                None => value.push('\\'),
            },
            _ => value.push(character),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_harmless_last_part_remains() {
        for (text, expected) in [
            ("a.pdf", Some("a.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\Documents\\list.pdf", Some("list.pdf")),
            ("..", None),
            ("  \t ", None),
            ("", None),
            ("a/", None),
            ("line\r\nbreak\0.pdf", Some("linebreak.pdf")),
            ("gpj\u{202e}fdp.pdf", Some("gpjfdp.pdf")),
            ("<script>alert(1)<\\script>", Some("script>")),
            ("<b>x.pdf", Some("<b>x.pdf")),
            ("Skipalisti — Þór.pdf", Some("Skipalisti — Þór.pdf")),
        ] {
            let name = FileName::new(text);
            assert_eq!(name.as_ref().map(FileName::as_str), expected, "{text:?}");
        }
    }

    #[test]
    fn names_are_bounded_in_characters_and_in_encoded_bytes() {
        for text in ["a".repeat(5_000), "é".repeat(5_000), "🚢".repeat(5_000)] {
            let name =
                FileName::new(&text).map(|name| (name.0.chars().count(), name.encoded().len()));
            let (characters, bytes) = name.unwrap_or_default();
            assert!(characters > 50 && characters <= FileName::MAX_CHARACTERS);
            assert!(bytes <= FileName::MAX_ENCODED_BYTES);
        }
    }

    #[test]
    fn encoded_names_read_back() {
        for text in [
            "a b.pdf",
            "100%.pdf",
            "%zz%",
            "Þór é 🚢.pdf",
            "a\"b'c<d>.pdf",
        ] {
            let name = FileName::new(text);
            let encoded = name.as_ref().map(FileName::encoded).unwrap_or_default();
            assert!(encoded.is_ascii());
            assert_eq!(FileName::from_encoded(&encoded), name);
        }
    }

    #[test]
    fn disposition_names_the_file() {
        for (header, expected) in [
            ("attachment; filename=list.pdf", Some("list.pdf")),
            (
                "attachment; filename=\"a; b=\\\"c\\\".pdf\"; x=y",
                Some("a; b=\"c\".pdf"),
            ),
            (
                "attachment; filename=\"n.pdf\"; filename*=UTF-8''%C3%9E%C3%B3r.pdf",
                Some("Þór.pdf"),
            ),
            ("attachment; FileName = \"n.pdf\"", Some("n.pdf")),
            ("attachment; filename=\"open", None),
            ("attachment", None),
            ("", None),
        ] {
            let name = filename_from_disposition(header);
            assert_eq!(name.as_ref().map(FileName::as_str), expected, "{header}");
        }
    }
}
