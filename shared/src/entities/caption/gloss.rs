//! What stands beside a caption: a letter that counts it, a bracket that says in other words what it is, a condition.

use super::word::Mender;
use super::{Meaning, read_text};
use crate::entities::page::Span;
use crate::entities::words::seek;

/// A caption without the letter that counts it: `(n) Operator`, `b) Type`, `B.3 Home port`.
pub(super) fn unmarked(text: &str, span: &Span) -> Span {
    let whole = text.get(span.clone()).unwrap_or("");
    let coded = whole.get(2..).filter(|_| {
        let letter = whole.starts_with(|c: char| c.is_ascii_alphabetic());
        letter && whole.as_bytes().get(1) == Some(&b'.')
    });
    if let Some((_, rest)) = coded.and_then(|t| t.split_once(' ')).filter(|(number, _)| {
        (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
    }) {
        return span.end - rest.len()..span.end;
    }
    let inner = whole.strip_prefix('(').unwrap_or(whole);
    let letters = inner.bytes().take_while(u8::is_ascii_lowercase).count();
    let behind = inner
        .get(letters..)
        .and_then(|rest| rest.strip_prefix(") "));
    match behind {
        Some(rest) if (1..=3).contains(&letters) => span.end - rest.len()..span.end,
        _ => span.clone(),
    }
}

/// `Ploioktitis (owner)`, `So-tonsu (gross tonnage)`: a caption in words that are not understood, and in the bracket
/// behind it what it is.
pub(crate) fn translated(whole: &str, meaning: &Meaning, mender: &mut Mender) -> Option<Meaning> {
    let open = whole
        .ends_with(')')
        .then(|| seek::find(whole, " ("))
        .flatten()?;
    let inner = whole.get(open + 2..whole.len() - 1)?;
    if inner.len() < 2 || meaning.known >= meaning.words || inner.contains(['(', ')']) {
        return None;
    }
    let outer = read_text(whole.get(..open)?, mender);
    if outer.known > 0 || outer.understood() {
        return None;
    }
    let told = read_text(inner, mender);
    let fit = told.known > 0 && told.coverage() == 100 && !told.labels.is_empty();
    fit.then_some(told)
}

/// Words that begin a condition behind a caption.
const CONDITIONS: [&str; 7] = [
    ", if ",
    ", si ",
    ", se ",
    ", falls ",
    ", jika ",
    ", s’il ",
    ", s'il ",
];

/// Where the condition of `Registered owner, if other` begins.
pub(crate) fn condition(caption: &str) -> Option<usize> {
    if !caption.contains(',') {
        return None;
    }
    CONDITIONS.iter().find_map(|sign| caption.find(sign))
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn the_letter_before_a_caption_says_nothing() {
        let wanted = [
            "VESSEL_NAME=CORAL DAWN",
            "VESSEL_TYPE=Trawler",
            "OPERATOR=Reef Fish Ltd",
        ];
        for text in [
            "(a) Name of vessel\nCORAL DAWN\n\n(b) Vessel type\nTrawler\n\n(n) Operator\nReef Fish Ltd",
            "<table><tr><td>a) Name of vessel</td><td>CORAL DAWN</td></tr><tr><td>b) Vessel type</td>\
             <td>Trawler</td></tr><tr><td>n) Operator</td><td>Reef Fish Ltd</td></tr></table>",
        ] {
            let (page, _) = extract_page(text, &Carried::default());
            let entities = page.entities.iter();
            let found: Vec<String> = entities
                .map(|e| format!("{}={}", e.label, e.norm_value))
                .collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn brackets_and_dashes_say_a_caption_again() {
        let wanted = ["VESSEL_NAME=CORAL DAWN", "FLAG=FJI", "OWNER=Reef Fish Ltd"];
        for text in [
            "| Zeta zetou (name of ship) | CORAL DAWN |\n|---|---|\n| Zetaia (flag) | Fiji |\n\
             | Zetaktis (owner) | Reef Fish Ltd |",
            "**Nome do navio – Name of ship:** CORAL DAWN\n**Bandeira – Flag:** Fiji\n\
             **Armador – Owner:** Reef Fish Ltd",
            "Name of ship ______ CORAL DAWN\nFlag _______ Fiji\nOwner, if known ________ Reef Fish Ltd",
            "<table><tr><td>CORAL DAWN</td><td>Fiji</td><td>Reef Fish Ltd</td></tr><tr>\
             <td>(name of ship)</td><td>(flag)</td><td>(owner)</td></tr></table>",
        ] {
            let (page, _) = extract_page(text, &Carried::default());
            let entities = page.entities.iter();
            let found: Vec<String> = entities
                .map(|e| format!("{}={}", e.label, e.norm_value))
                .collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
