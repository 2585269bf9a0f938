//! Captions and values that are paragraphs of their own: `Name of vessel`, a blank line, `ALBA NOVA`, a blank line.
//!
//! A scanned form may lose its boxes, and each of their texts then stands alone. Three pairs or more, one behind the
//! other, are such a form; one pair may be a title over its text.

use super::kind::{answers, is_caption_line};
use crate::entities::context::Reader;
use crate::entities::fields::line::split_field;
use crate::entities::page::{Block, LineKind, Span};
use crate::entities::words::seek;

/// Fewest pairs.
const PAIRS: usize = 3;
/// Most words of a value.
const WORDS: usize = 12;
/// Most words of a value that ends in a stop, an abbreviation's.
const STOPPED: usize = 5;
/// How far a caption must be understood, in percent.
const UNDERSTOOD: usize = 75;

/// The captions with their values from a block on, and the blocks they stand in; none where they are fewer than three.
pub(super) fn pairs(reader: &mut Reader<'_>, blocks: &[Block]) -> (Vec<(Span, Span)>, usize) {
    let mut pairs = Vec::new();
    let mut used = 0;
    while let Some((key, value, width)) = pair(blocks.get(used..).unwrap_or(&[])) {
        let text = reader.page.slice(&value);
        let caption = reader.page.slice(&key);
        // `Name: ALBA` over `Flag: Togo`: each is a field.
        let own = caption.trim_end_matches(':').contains(':') || text.contains(": ");
        let told = seek::more_words(text, WORDS)
            || text.ends_with(':')
            || text.ends_with('.') && seek::more_words(text, STOPPED);
        if own
            || told
            || is_field(reader, &key)
            || is_field(reader, &value)
            || !is_caption_line(reader, &key, UNDERSTOOD)
            || is_caption_line(reader, &value, UNDERSTOOD) && !answers(reader, &key, &value)
        {
            break;
        }
        pairs.push((key, value));
        used += width;
    }
    if pairs.len() < PAIRS {
        return (Vec::new(), 0);
    }
    (pairs, used)
}

/// A line of its own over another, or a heading over the line of its paragraph; and the blocks these are.
fn pair(blocks: &[Block]) -> Option<(Span, Span, usize)> {
    let first = blocks.first()?;
    if let Block::Paragraph(lines) = first
        && let [key, value] = lines.as_slice()
        && key.kind == LineKind::Heading
        && value.kind == LineKind::Text
    {
        return Some((key.span.clone(), value.span.clone(), 1));
    }
    Some((alone(first)?, alone(blocks.get(1)?)?, 2))
}

/// True if a line is a caption with its value.
fn is_field(reader: &mut Reader<'_>, line: &Span) -> bool {
    split_field(reader, line).is_some_and(|(_, value)| !value.is_empty())
}

/// The only line of a paragraph.
fn alone(block: &Block) -> Option<Span> {
    match block {
        Block::Paragraph(lines) => match lines.as_slice() {
            [line] => Some(line.span.clone()),
            _ => None,
        },
        Block::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn captions_and_values_may_stand_in_paragraphs_of_their_own() {
        let form = "Name of vessel\n\nALBA NOVA\n\nFlag State\n\nTogo\n\nOwner\n\nReef Fish Ltd\n\nCall sign\n\n5VAB2";
        assert_eq!(
            things(form),
            [
                "VESSEL_NAME=ALBA NOVA",
                "FLAG=TGO",
                "OWNER=Reef Fish Ltd",
                "IRCS=5VAB2"
            ]
        );
        let two = "Owner\n\nThe report says nothing of him\n\nVessel\n\nShe was seen by many";
        assert!(things(two).is_empty());
        let fields = form
            .replace("\n\nA", ": A")
            .replace("\n\nT", ": T")
            .replace("\n\nR", ": R")
            .replace("\n\n5", ": 5");
        assert_eq!(things(&fields).len(), 4);
        let headings =
            "### Name of vessel\nALBA NOVA\n\n### Flag State\nTogo\n\n### Call sign\n5VAB2";
        assert_eq!(
            things(headings),
            ["VESSEL_NAME=ALBA NOVA", "FLAG=TGO", "IRCS=5VAB2"]
        );
    }

    #[test]
    fn codes_and_places_answer_though_they_are_spelt_like_captions() {
        let form =
            "Gear\nPS, LLD\n\nHome port\nColón\n\nVessel\nALBA NOVA\n\nLicenza n.\nL-2021-576";
        let wanted = [
            "GEAR_TYPE=PS",
            "GEAR_TYPE=LLD",
            "PORT=Colón",
            "VESSEL_NAME=ALBA NOVA",
            "LICENSE_NO=L-2021-576",
        ];
        assert_eq!(things(form), wanted);
    }
}
