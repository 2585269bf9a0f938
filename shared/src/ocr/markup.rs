/*!
Tokens that are the model's markup and never text.
*/

/// Tokens that frame blocks or end an answer, in both spellings of the end mark. None is a prefix
/// of another.
pub(super) const SPECIAL_TOKENS: [&str; 9] = [
    "<|ref|>",
    "<|/ref|>",
    "<|det|>",
    "<|/det|>",
    "<|grounding|>",
    "<｜end▁of▁sentence｜>",
    "<|end_of_sentence|>",
    "<|end▁of▁sentence|>",
    "<｜begin▁of▁sentence｜>",
];

/// Layout tags that DeepSeek's own scripts remove.
const LAYOUT_TAGS: [&str; 2] = ["<center>", "</center>"];

/// The byte where a special token begins that the end of the answer cut off; the end if none does.
pub(super) fn cut_token_start(text: &str) -> usize {
    let tail_start = text.rfind('<').unwrap_or(text.len());
    let tail = text.get(tail_start..).unwrap_or_default();
    let is_cut = tail.len() > 1
        && SPECIAL_TOKENS
            .iter()
            .any(|token| token.len() > tail.len() && token.starts_with(tail));
    if is_cut { tail_start } else { text.len() }
}

/// `text` without special tokens, layout tags and control characters other than tab and newline;
/// tokens that only come together when another is taken out go as well.
pub(super) fn strip_tokens(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() && !matches!(letter, '\n' | '\t') {
            continue;
        }
        kept.push(letter);
        if letter == '>' {
            let token = SPECIAL_TOKENS
                .into_iter()
                .chain(LAYOUT_TAGS)
                .find(|token| kept.ends_with(token));
            if let Some(token) = token {
                kept.truncate(kept.len().saturating_sub(token.len()));
            }
        }
    }
    kept
}

/// Lines without blanks at their ends, never more than one empty line in a row, none at the ends.
pub(super) fn tidy_lines(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty_lines = 0_usize;
    for line in text.lines() {
        let line = line.trim_end();
        if line.trim_start().is_empty() {
            empty_lines = empty_lines.saturating_add(1);
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        tidy.push_str(if tidy.is_empty() {
            line.trim_start()
        } else {
            line
        });
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_go_and_text_stays() {
        for (text, expected) in [
            ("a<|ref|>b", "ab"),
            ("a <｜end▁of▁sentence｜>", "a "),
            ("<center>Fig. 1</center>", "Fig. 1"),
            ("a < b > c", "a < b > c"),
            ("<|re<|ref|>f|>x", "x"),
            ("a\u{0}b\tc\r\n", "ab\tc\n"),
        ] {
            assert_eq!(strip_tokens(text), expected);
        }
    }

    #[test]
    fn only_a_special_token_is_cut_off() {
        for (text, expected) in [
            ("a <|re", 2),
            ("a <｜end▁of", 2),
            ("a <", 3),
            ("a <td", 5),
            ("a <|ref|>", 9),
        ] {
            assert_eq!(cut_token_start(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_are_tidied() {
        assert_eq!(tidy_lines("\n  a  \n\n \n\n  b \nc\n\n"), "a\n\n  b\nc");
    }
}
