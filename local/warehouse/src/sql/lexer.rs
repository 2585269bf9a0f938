//! Just enough of DuckDB's lexical rules to find where statements end and which words are code.
//!
//! Strings, quoted names, dollar quotes and comments are skipped as units; nothing is interpreted.
//! Not a parser: DuckDB parses every statement itself.

/// What a token is, as far as splitting and classifying need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A bare word: keyword or unquoted name.
    Word,
    /// `"name"`.
    QuotedName,
    /// `'text'`, `E'text'`, `$$text$$`.
    Text,
    /// `$1`; the number is the parameter's.
    Parameter(usize),
    /// `::`.
    Cast,
    /// Any other single character, `;` and parentheses among them.
    Symbol(char),
}

/// A token and where it stands in the text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Walks the tokens of a text; white space and comments are passed over.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Lexer<'a> {
    /// Starts at the beginning of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, position: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn skip_blanks_and_comments(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.position += rest.len() - trimmed.len();
            if trimmed.starts_with("--") {
                self.position += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.position += block_comment_length(trimmed);
            } else {
                return;
            }
        }
    }

    fn next_kind_and_length(rest: &str, first: char) -> (TokenKind, usize) {
        match first {
            '\'' => (TokenKind::Text, quoted_length(rest, 1, '\'', false)),
            '"' => (TokenKind::QuotedName, quoted_length(rest, 1, '"', false)),
            'e' | 'E' if rest.get(1..2) == Some("'") => {
                (TokenKind::Text, quoted_length(rest, 2, '\'', true))
            }
            '$' => dollar(rest),
            ':' if rest.starts_with("::") => (TokenKind::Cast, 2),
            letter if letter == '_' || letter.is_alphabetic() => {
                let is_inside = |c: char| c == '_' || c == '$' || c.is_alphanumeric();
                let length = rest.find(|c| !is_inside(c)).unwrap_or(rest.len());
                (TokenKind::Word, length)
            }
            other => (TokenKind::Symbol(other), other.len_utf8()),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_blanks_and_comments();
        let rest = self.rest();
        let first = rest.chars().next()?;
        let (kind, length) = Self::next_kind_and_length(rest, first);
        let start = self.position;
        self.position += length.max(1);
        Some(Token {
            kind,
            start,
            end: self.position,
        })
    }
}

/// Bytes of a comment that starts `rest`; comments nest as in PostgreSQL.
fn block_comment_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut depth = 0_usize;
    let mut position = 0_usize;
    while let Some(pair) = bytes.get(position..position + 2) {
        match pair {
            b"/*" => {
                depth += 1;
                position += 2;
            }
            b"*/" => {
                depth -= 1;
                position += 2;
                if depth == 0 {
                    return position;
                }
            }
            _ => position += 1,
        }
    }
    rest.len()
}

/// Bytes of a quoted unit whose opening quote ends at `open`; a doubled quote stands for itself.
fn quoted_length(rest: &str, open: usize, quote: char, backslash_escapes: bool) -> usize {
    let mut characters = rest.char_indices().skip(open).peekable();
    while let Some((position, character)) = characters.next() {
        if character == '\\' && backslash_escapes {
            characters.next();
        } else if character == quote {
            if characters
                .peek()
                .is_some_and(|(_, following)| *following == quote)
            {
                characters.next();
            } else {
                return position + character.len_utf8();
            }
        }
    }
    rest.len()
}

/// `$1`, `$$text$$`, `$tag$text$tag$` or a lone dollar sign.
fn dollar(rest: &str) -> (TokenKind, usize) {
    let after = rest.get(1..).unwrap_or_default();
    let digits = after
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(after.len());
    if digits > 0 {
        let number = after.get(..digits).and_then(|number| number.parse().ok());
        return (
            TokenKind::Parameter(number.unwrap_or(usize::MAX)),
            1 + digits,
        );
    }
    let tag_length = after
        .find(|c: char| c != '_' && !c.is_alphanumeric())
        .unwrap_or(after.len());
    if after.get(tag_length..=tag_length) != Some("$") {
        return (TokenKind::Symbol('$'), 1);
    }
    let delimiter_length = tag_length + 2;
    let delimiter = rest.get(..delimiter_length).unwrap_or_default();
    let body = rest.get(delimiter_length..).unwrap_or_default();
    let length = body.find(delimiter).map_or(rest.len(), |found| {
        delimiter_length + found + delimiter_length
    });
    (TokenKind::Text, length)
}

#[cfg(test)]
mod tests {
    use super::{Lexer, TokenKind};

    fn semicolons(text: &str) -> usize {
        Lexer::new(text)
            .filter(|token| token.kind == TokenKind::Symbol(';'))
            .count()
    }

    #[test]
    fn a_semicolon_counts_only_where_it_is_code() {
        let cases = [
            ("select 1; select 2", 1),
            ("select ';'", 0),
            ("select 'it''s; fine'", 0),
            (r"select E'a\'; b'", 0),
            (r"select 'a\'; select 1", 1),
            ("select \"a;b\"", 0),
            ("select $$;$$", 0),
            ("select $tag$ ; $$ ; $tag$; select $1", 1),
            ("select 1 -- ;\n;", 1),
            ("select /* ; /* ; */ ; */ 1;", 1),
            ("select 'unclosed ;", 0),
            ("/* unclosed ;", 0),
            ("sélect é;", 1),
        ];
        for (text, expected) in cases {
            assert_eq!(semicolons(text), expected, "{text}");
        }
    }

    #[test]
    fn parameters_and_casts_are_told_from_other_dollars_and_colons() {
        let kinds: Vec<_> = Lexer::new("$1::text $ a$1 :x")
            .map(|token| token.kind)
            .collect();
        assert_eq!(
            kinds,
            [
                TokenKind::Parameter(1),
                TokenKind::Cast,
                TokenKind::Word,
                TokenKind::Symbol('$'),
                TokenKind::Word,
                TokenKind::Symbol(':'),
                TokenKind::Word,
            ]
        );
    }

    #[test]
    fn any_bytes_are_walked_to_the_end() {
        for text in [
            "",
            "$",
            "$$",
            "$a",
            "e'",
            "::",
            "\u{0}",
            "\u{1F6A2}",
            "'\u{1F6A2}",
            "/*/",
        ] {
            let last = Lexer::new(text).last().map_or(0, |token| token.end);
            assert!(last <= text.len(), "{text:?}");
        }
    }
}
