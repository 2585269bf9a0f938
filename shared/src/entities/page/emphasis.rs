//! Names that a line sets off by emphasis: `the trawler *Alba Nova* was met` is read as `the trawler "Alba Nova" was met`.

use crate::entities::words::lexicon::lookup;

/// Most words of a name.
const WORDS: usize = 6;
/// Longest name, in bytes.
const LONGEST: usize = 48;
/// Longest small word inside a name.
const SMALL: usize = 3;

/// The marks before and behind a name at the head of `tail`, and the name; `line` is what stands before it.
pub(super) fn name<'a>(tail: &'a str, line: &str) -> Option<(usize, &'a str)> {
    let mark = tail.chars().next().filter(|c| matches!(c, '*' | '_'))?;
    let marks = tail.bytes().take_while(|b| *b == mark as u8).count();
    let body = tail.get(marks..)?;
    let inner = body.get(..body.find(mark).filter(|at| *at <= LONGEST)?)?;
    let behind = body.get(inner.len()..)?;
    let closed = behind.bytes().take_while(|b| *b == mark as u8).count() == marks;
    let rest = behind.get(marks..)?;
    let before = line.trim_end_matches([' ', '(', '-', '•', '–', '*']);
    // Bold type sets off keys and headings, too.
    let inside = match marks {
        1 => !before.is_empty() || !rest.trim().is_empty(),
        2 => before.ends_with(char::is_lowercase),
        _ => false,
    };
    let led = line.is_empty() || line.ends_with([' ', '(', '/']);
    (closed && inside && led && !rest.starts_with([':', '*']) && is_titled(inner))
        .then_some((marks, inner))
}

/// Words with capitals, but for the small words of names, that are none of the dictionary's.
fn is_titled(text: &str) -> bool {
    let words = text.split(' ');
    let titled = |word: &str| {
        let signs = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '’' | '/');
        word.chars().all(signs)
            && (word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                || (1..=SMALL).contains(&word.len()))
    };
    text.starts_with(char::is_uppercase)
        && text.chars().any(char::is_lowercase) | text.contains(' ')
        && !text.ends_with(' ')
        && words.clone().count() <= WORDS
        && words.into_iter().all(titled)
        && lookup(text).is_none()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_in_a_sentence_may_be_set_off() {
        let cases: &[(&str, &str, Option<&str>)] = &[
            ("*Alba Nova* was met", "the trawler ", Some("Alba Nova")),
            ("**Alba Nova** FR 17", "her trawler ", Some("Alba Nova")),
            ("_Rio do Sul 2_ (IMO", "", Some("Rio do Sul 2")),
            ("*Alba Nova*", "", None),
            ("**Alba Nova** FR 17", "", None),
            ("*Thunnus albacares* was", "tuna ", None),
            ("*Vessel name:* Alba", "", None),
            ("*Flag*: Spain", "", None),
            ("***", "", None),
            ("________ Alba", "Name ", None),
        ];
        for (tail, line, wanted) in cases {
            let found = name(tail, line).map(|(_, name)| name);
            assert_eq!(found, *wanted, "{line}{tail}");
        }
    }
}
