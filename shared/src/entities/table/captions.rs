//! Cells of tables as captions.

use crate::entities::words::seek;
use std::rc::Rc;

use super::columns::Column;
use super::keys;
use crate::entities::caption::Meaning;
use crate::entities::context::Reader;
use crate::entities::page::{Cell, Table};
use crate::entities::values::closed::{self, NumberedArea};
use crate::entities::values::measure::Unit;
use crate::entities::words::lexicon::{Sense, phrases};

/// Most cells whose readings as captions are kept.
const KEPT: usize = 4000;

/// Cells that are commonly read so.
const EXPECTED: usize = 48;

/// Share of a cell's words that must be understood, so that it surely is a caption, in percent.
const SURE: usize = 60;

/// Share of a row's cells that must be captions, so that it is a heading, in percent; half are enough where they are
/// many.
const HEADING: usize = 60;
const MANY: usize = 3;

/// Shares of a row's cells that must be the columns' headings again, or captions, so that it repeats them, in percent.
const SAME: usize = 60;
const SAME_OR_CAPTIONS: usize = 80;

/// Share of the words of such a caption that must be understood, in percent, and of its row most figures in a cell.
const REPEATED: usize = 80;
const FIGURES: usize = 4;

/// The filled cells of a row and which of them surely are captions.
pub(super) struct CaptionRow<'t> {
    pub(super) cells: Vec<&'t Cell>,
    pub(super) known: Vec<(&'t Cell, Rc<Meaning>)>,
}

impl<'t> CaptionRow<'t> {
    pub(super) fn of(reader: &mut Reader<'_>, table: &'t Table, row: usize) -> Self {
        let cells: Vec<&Cell> = table.filled_in(row).collect();
        let sure = |cell: &&'t Cell| Some((*cell, sure_caption(reader, cell)?));
        CaptionRow {
            known: cells.iter().filter_map(sure).collect(),
            cells,
        }
    }

    /// Two cells or more are captions, and most are.
    pub(super) fn is_heading(&self) -> bool {
        let (known, cells) = (self.known.len(), self.cells.len());
        known >= 2 && (known * 100 >= cells * HEADING || known >= MANY && self.is_half())
    }

    /// Half of the cells are captions.
    pub(super) fn is_half(&self) -> bool {
        self.known.len() * 2 >= self.cells.len()
    }
}

/// True if most cells of the row are the headings again.
pub(super) fn repeats_heading(
    reader: &mut Reader<'_>,
    table: &Table,
    row: usize,
    columns: &[Column],
) -> bool {
    let (mut same, mut filled, mut captions) = (0, 0, 0);
    for cell in table.filled_in(row) {
        let text = reader.page.slice(&cell.span);
        // A heading holds no long figures.
        if seek::figures(text) > FIGURES {
            return false;
        }
        filled += 1;
        let own = columns.get(cell.column);
        if own.is_some_and(|column| column.heading.contains(text) && text.len() > 1) {
            same += 1;
        } else if text.chars().any(char::is_alphabetic)
            && caption_of(reader, cell).is_some_and(|m| m.coverage() >= REPEATED)
        {
            captions += 1;
        }
    }
    filled >= 2
        && (same * 100 >= filled * SAME
            || (same + captions) * 100 >= filled * SAME_OR_CAPTIONS && captions >= MANY)
}

/// A cell's reading, where it surely is a caption: most of its words are understood, and none was mended.
pub(super) fn sure_caption(reader: &mut Reader<'_>, cell: &Cell) -> Option<Rc<Meaning>> {
    caption_of(reader, cell).filter(|meaning| is_sure(meaning))
}

pub(super) fn is_sure(meaning: &Meaning) -> bool {
    meaning.coverage() >= SURE && !meaning.mended
}

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
    let digits = seek::figures(text);
    if digits > 4 || text.len() > 120 || text.chars().nth(1).is_none() || seek::more_words(text, 14)
    {
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
    // `420 tons`, `441 kW`
    let measured = bare
        .split_once(' ')
        .is_some_and(|(figures, unit)| is_figures(figures) && Unit::of(unit).is_some());
    measured
        || closed::numbered_area(bare) == Some(NumberedArea::OfBody)
        || closed::has_sense(bare, |s| {
            matches!(
                s,
                Sense::Country(_) | Sense::Hull | Sense::VesselType | Sense::Area
            ) || (matches!(s, Sense::Species(_) | Sense::Gear(_))
                && bare.split_whitespace().count() > 1)
        }) && !phrases::CAPTIONS_OVER_TERMS.holds(&bare.to_lowercase())
}

fn is_figures(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}
