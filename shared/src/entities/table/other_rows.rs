//! Rows of a table that are no vessel's: totals, sums over merged cells, counts, places that nobody holds.
//!
//! `Total | 8 vessels | 1,150`.

use super::columns::Column;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Cell, Table};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, phrases};

/// True if a row's first cell says that the row sums up others.
///
/// `Total`, `Sub-total Spain`, `Promedio`: words no vessel begins its name with. `GRAND MAKO` or `MEDIA NARANJA` may be
/// a vessel, so those need their second word or to stand alone.
pub(crate) fn is_total(text: &str) -> bool {
    // The letters with which these words begin.
    let begins = |b: u8| {
        matches!(
            b | 32,
            b't' | b's' | b'j' | b'g' | b'a' | b'm' | b'p' | b'c'
        )
    };
    let plain = text.bytes().next().filter(u8::is_ascii_alphanumeric);
    if plain.is_some_and(|first| !begins(first)) {
        return false;
    }
    let folded = fold_phrase(text);
    let mut words = folded.split(' ');
    let first = words.next().unwrap_or("");
    let second = words.find(|w| w.bytes().any(|b| b.is_ascii_alphabetic()));
    match first {
        "total" | "totals" | "totales" | "totaux" | "subtotal" | "jumlah" | "gesamt" | "totale"
        | "average" | "moyenne" | "promedio" => true,
        "sum" | "suma" | "somme" | "soma" | "mean" | "media" => {
            second.is_none_or(|w| matches!(w, "of" | "de" | "des" | "total" | "totale" | "per"))
        }
        "sub" | "grand" => second.is_some_and(|w| w.starts_with("total")),
        // `Peso total`, `Poids total`
        "peso" | "poids" | "weight" | "berat" | "gewicht" | "cantidad" | "quantite" => {
            second.is_some_and(|w| matches!(w, "total" | "totale" | "jumlah" | "insgesamt"))
        }
        "carried" => second.is_some_and(|w| matches!(w, "forward" | "over" | "down")),
        _ => false,
    }
}

/// `Tonnage of the group (merged) | 2300.25`: words over most of the columns, and figures alone behind them.
pub(super) fn sums_up(reader: &Reader<'_>, table: &Table, row: usize) -> bool {
    let mut cells = table.filled_in(row);
    let Some(first) = cells.next() else {
        return false;
    };
    let figures = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}'))
    };
    first.column == 0
        && first.columns >= 3
        && first.columns * 2 >= table.columns
        && cells.all(|cell| figures(reader.page.slice(&cell.span)))
}

/// Fewest columns of a table in which a row without particulars may be no vessel's.
const WIDE: usize = 5;

/// `Withdrawn | | | | 880 | |`: no name in capitals where the others are (`names_shout`), and beside it nothing that a
/// caption with a label asks for.
pub(super) fn is_empty_place(
    reader: &Reader<'_>,
    table: &Table,
    row: usize,
    columns: &[Column],
) -> bool {
    let mut filled = table.filled_in(row);
    let (Some(first), second, None) = (filled.next(), filled.next(), filled.next()) else {
        return false;
    };
    let label = |cell: &Cell| columns.get(cell.column).and_then(|c| c.meaning.label());
    label(first) == Some(Label::VesselName)
        && second.is_none_or(|cell| label(cell).is_none())
        && !shouts(reader.page.slice(&first.span))
}

fn shouts(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

/// Two thirds of the names in a wide table are set in capitals.
pub(super) fn names_shout(
    reader: &Reader<'_>,
    table: &Table,
    from: usize,
    columns: &[Column],
) -> bool {
    let names = columns
        .iter()
        .position(|c| c.meaning.label() == Some(Label::VesselName))
        .filter(|_| columns.len() >= WIDE);
    let Some(names) = names else {
        return false;
    };
    let (mut all, mut shouted) = (0, 0);
    for cell in (from..table.rows()).filter_map(|row| table.starts_at(row, names)) {
        if !cell.span.is_empty() {
            all += 1;
            shouted += usize::from(shouts(reader.page.slice(&cell.span)));
        }
    }
    shouted * 3 >= all * 2
}

/// `| | 8 vessels | 1,150 |`: a cell that counts the rows above.
pub(super) fn counts_rows(reader: &Reader<'_>, table: &Table, row: usize) -> bool {
    table.row(row).any(|cell| {
        let text = reader.page.slice(&cell.span);
        if let Some((word, number)) = text.split_once(": ") {
            return number.bytes().all(|b| b.is_ascii_digit()) && is_ship(word);
        }
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let Some((number, word)) = text.split_once(' ') else {
            return false;
        };
        number.bytes().all(|b| b.is_ascii_digit())
            && text.len() < 30
            && phrases::COUNTED_ENTRIES.holds(&fold_phrase(word))
            || number.bytes().all(|b| b.is_ascii_digit()) && is_ship(word)
    })
}

/// `Ships`: a word for vessels and nothing else.
fn is_ship(word: &str) -> bool {
    lexicon::term(&fold_phrase(word)).is_some_and(|t| t.concepts == C::SHIP && t.senses.len() <= 1)
}
