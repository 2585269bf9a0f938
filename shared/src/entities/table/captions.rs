//! Cells of tables as captions.

use crate::entities::words::seek;
use std::rc::Rc;

use super::keys;
use crate::entities::caption::Meaning;
use crate::entities::context::Reader;
use crate::entities::page::Cell;
use crate::entities::values::closed;
use crate::entities::words::lexicon::{Sense, phrases};

/// Most cells whose readings as captions are kept.
const KEPT: usize = 4000;

/// Cells that are commonly read so.
const EXPECTED: usize = 48;

/// A cell's reading as a caption; cells of one text are read once.
pub(crate) fn caption_of(reader: &mut Reader<'_>, cell: &Cell) -> Option<Rc<Meaning>> {
    let page = reader.page;
    let text = page.slice(&cell.span);
    if let Some(known) = reader.headings.get(text) {
        return known.clone();
    }
    let heading = read_caption(reader, cell);
    if reader.headings.is_empty() {
        reader.headings.reserve(EXPECTED);
    }
    if reader.headings.len() < KEPT {
        reader.headings.insert(text, heading.clone());
    }
    heading
}

fn read_caption(reader: &mut Reader<'_>, cell: &Cell) -> Option<Rc<Meaning>> {
    let text = reader.page.slice(&cell.span);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > 4 || text.len() > 120 || text.chars().nth(1).is_none() || seek::words(text) > 14 {
        return None;
    }
    // `VDS-0418`: letters and figures in one word are a code.
    let code = digits >= 3 && !text.contains(' ') && text.chars().any(char::is_alphabetic);
    if digits * 2 > text.len() || code || is_value(text) {
        return None;
    }
    let meaning = reader.understood(&cell.span)?;
    let code = text.len() <= 4
        && !text.chars().any(char::is_lowercase)
        && closed::has_sense(text, |s| {
            matches!(s, Sense::VesselTypeCode | Sense::GearCode(_))
        });
    if keys::is_numbered_key(text) || code {
        return None;
    }
    (meaning.coverage() >= 50).then_some(meaning)
}

/// True if the text is a value of a closed vocabulary (a country, a gear), or says there is none.
fn is_value(text: &str) -> bool {
    // `No. IMO` is a caption, although `no IMO` says that there is none.
    if closed::is_empty_value(text) && !text.starts_with("No. ") {
        return true;
    }
    let bare = text.trim();
    closed::has_sense(bare, |s| {
        matches!(
            s,
            Sense::Country(_) | Sense::Hull | Sense::VesselType | Sense::Area
        ) || (matches!(s, Sense::Species(_) | Sense::Gear(_))
            && bare.split_whitespace().count() > 1)
    }) && !phrases::CAPTIONS_OVER_TERMS.holds(&bare.to_lowercase())
}
