/*!
Takes the place of the crate `stringprep` below the Postgres client: `SASLprep` (RFC 4013) of what is ASCII.

A warehouse's token is ASCII, and of ASCII `SASLprep` changes nothing. For the rest of Unicode the crate of that name
brings tables along that were a twentieth of the extractor.

```
assert_eq!(stringprep::saslprep("eyJhbGciOi.token_1")?, "eyJhbGciOi.token_1");
assert!(stringprep::saslprep("mot de passé").is_err());
# Ok::<(), stringprep::Error>(())
```

# Limits

Any other text is refused. The clients and servers that ask then take a password as it is, which RFC 4013 would change
only where it holds characters that Unicode writes in more than one way, or blanks that are not ASCII's.
*/
#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::fmt;

/// The text holds a control character or something that is not ASCII.
#[derive(Debug)]
pub struct Error;

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("not ASCII, or a control character")
    }
}

impl std::error::Error for Error {}

/// The text as `SASLprep` has it, which for printable ASCII is the text.
pub fn saslprep(text: &str) -> Result<Cow<'_, str>, Error> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Ok(Cow::Borrowed(text))
    } else {
        Err(Error)
    }
}

#[cfg(test)]
mod tests {
    use super::saslprep;

    #[test]
    fn printable_ascii_is_left_as_it_is_and_all_else_refused() {
        for text in ["", "vega 7~", "!\"#$%&'()"] {
            assert_eq!(saslprep(text).ok().as_deref(), Some(text));
        }
        for text in ["tab\t", "\u{7f}", "é", "a\u{a0}b", "\u{ad}"] {
            assert!(saslprep(text).is_err(), "{text:?}");
        }
    }
}
