//! Notices of change and of correction: a caption, the value as it was, the value as it is.
//!
//! ```text
//! Item | Before     | After            Field | As notified | As corrected
//! Name | TUNA QUEEN | OCEAN JEWEL      IMO   | 9281319     | 9281310
//! Flag | Honduras   | Panama           Flag  | Belize      | no change
//! ```
//!
//! What a change leaves behind is a previous name or flag; what a correction leaves behind is nothing.

use super::caption_of;
use crate::entities::caption::Meaning;
use crate::entities::context::{Reader, Told};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::page::{Span, Table};
use crate::entities::prose;
use crate::entities::values::closed;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::Sense;

/// The columns of the old and the new values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Revised {
    old: usize,
    new: usize,
    /// The old values were wrong, not former ones.
    correction: bool,
}

/// Whether a table has captions, old values and new ones.
pub(super) fn find(reader: &mut Reader<'_>, table: &Table) -> Option<Revised> {
    if !(3..=4).contains(&table.columns) || table.rows() < 3 {
        return None;
    }
    let heads: Vec<String> = (0..table.columns)
        .map(|column| {
            table
                .starts_at(0, column)
                .map(|cell| fold_phrase(reader.page.slice(&cell.span)))
                .unwrap_or_default()
        })
        .collect();
    let says = |head: &str, sense: Sense| {
        closed::has_sense(head, |s| *s == sense)
            || head
                .split(' ')
                .any(|word| closed::has_sense(word, |s| *s == sense))
    };
    let old = heads.iter().position(|head| says(head, Sense::OldValue))?;
    let new = heads
        .iter()
        .position(|head| says(head, Sense::NewValue) && !says(head, Sense::OldValue))?;
    let first = old.min(new);
    if first == 0 {
        return None;
    }
    let rows = table.rows();
    let captions = (1..rows)
        .filter_map(|row| table.starts_at(row, first - 1))
        .filter(|cell| caption_of(reader, cell).is_some_and(|meaning| !meaning.labels.is_empty()))
        .count();
    let correction = heads
        .get(new)
        .is_some_and(|head| says(head, Sense::CorrectedValue));
    (captions >= 2 && captions * 2 >= rows - 1).then_some(Revised {
        old,
        new,
        correction,
    })
}

/// Reads such a table as the form of one vessel.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table, columns: Revised, form: &mut Form) {
    for cell in table.row(0) {
        prose::title(reader, &cell.span);
    }
    let first = columns.old.min(columns.new);
    for row in 1..table.rows() {
        let filled = |column: usize| {
            table
                .starts_at(row, column)
                .filter(|cell| !cell.span.is_empty())
        };
        let Some(caption) = filled(first.saturating_sub(1)) else {
            continue;
        };
        let meaning = form.meaning(reader, &caption.span);
        let old = filled(columns.old).map(|cell| cell.span.clone());
        let new = filled(columns.new)
            .map(|cell| cell.span.clone())
            .filter(|span| says_something(reader, span));
        match (old, new) {
            (Some(old), Some(new)) => {
                let key = (&*meaning, &caption.span);
                become_new(reader, form, key, &old, &new, columns.correction);
            }
            (Some(value), None) | (None, Some(value)) => {
                form.value(reader, &meaning, &caption.span, &value);
            }
            (None, None) => {}
        }
    }
}

/// A value that was `old` and is `new` now; the number of entities found.
pub(crate) fn change(
    reader: &mut Reader<'_>,
    form: &mut Form,
    key: (&Meaning, &Span),
    old: &Span,
    new: &Span,
) -> usize {
    // `Name: ALBA → NOVA` of the vessel that was ALBA so far: hers, and no other vessel's.
    let named = key.0.labels.as_slice() == [Label::VesselName];
    let known = fold_phrase(reader.page.slice(old));
    if named && let Some(record) = reader.names.get(&known).copied() {
        *form = Form::of(Some(record));
        if let Some(vessel) = reader.vessels.get_mut(record as usize) {
            vessel
                .labels
                .retain(|(label, _)| *label != Label::VesselName);
        }
    }
    become_new(reader, form, key, old, new, false)
}

/// Reads the new value, and of the old one what a change leaves behind.
fn become_new(
    reader: &mut Reader<'_>,
    form: &mut Form,
    (meaning, caption): (&Meaning, &Span),
    old: &Span,
    new: &Span,
    correction: bool,
) -> usize {
    let same = fold_phrase(reader.page.slice(old)) == fold_phrase(reader.page.slice(new));
    let mut found = form.value(reader, meaning, caption, new);
    let label = match meaning.label() {
        Some(label) if same => Some(label),
        Some(Label::VesselName) if !correction => Some(Label::PreviousName),
        Some(Label::Flag) if !correction => Some(Label::PreviousFlag),
        _ => None,
    };
    if let Some(label) = label {
        let record = Some(form.vessel(reader));
        let frame = reader.frame(Some(meaning), record);
        let evidence = reader.page.slice(caption);
        found += reader.read(&frame, old, label, Told::field(record, evidence));
    }
    found
}

/// False for an empty value and for words that say nothing changed.
fn says_something(reader: &Reader<'_>, span: &Span) -> bool {
    let text = reader.page.slice(span);
    !closed::is_empty_value(text) && !closed::has_sense(text, |s| *s == Sense::Unchanged)
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    fn found(heads: [&str; 2], rows: &[[&str; 3]]) -> Vec<(Label, String)> {
        let mut page = format!(
            "<table><tr><td>Item</td><td>{}</td><td>{}</td></tr>",
            heads[0], heads[1]
        );
        for [caption, old, new] in rows {
            page.push_str(&format!(
                "<tr><td>{caption}</td><td>{old}</td><td>{new}</td></tr>"
            ));
        }
        page.push_str("</table>");
        let (read, _) = extract_page(&page, &Carried::default());
        read.entities
            .into_iter()
            .map(|entity| (entity.label, entity.norm_value))
            .collect()
    }

    #[test]
    fn an_arrow_between_two_values_is_a_change() {
        let page = "Vessel: LADY CLARE (call sign ZMLC2)\nName: LADY CLARE → SOUTHERN CLARE\n\
                    Flag: New Zealand → Cook Islands\nPort of registry: Nelson → Avatiu";
        let (read, _) = extract_page(page, &Carried::default());
        assert_eq!(read.records.len(), 1);
        let found = |label: Label, norm: &str| {
            read.entities
                .iter()
                .any(|e| e.label == label && e.norm_value == norm)
        };
        assert!(found(Label::PreviousName, "LADY CLARE"));
        assert!(found(Label::VesselName, "SOUTHERN CLARE"));
        assert!(found(Label::PreviousFlag, "NZL") && found(Label::Flag, "COK"));
        assert!(found(Label::Port, "Avatiu") && !found(Label::Port, "Nelson"));
    }

    #[test]
    fn a_change_leaves_former_names_and_flags_behind() {
        let rows = [
            ["Name of vessel", "TUNA QUEEN", "OCEAN JEWEL"],
            ["Flag", "Honduras", "Panama"],
            ["Owner", "Sunrise Inc.", "Jewel Marine S.A."],
        ];
        assert_eq!(
            found(["Before", "After"], &rows),
            [
                (Label::PreviousName, "TUNA QUEEN".to_string()),
                (Label::VesselName, "OCEAN JEWEL".to_string()),
                (Label::PreviousFlag, "HND".to_string()),
                (Label::Flag, "PAN".to_string()),
                (Label::Owner, "Jewel Marine S.A.".to_string()),
            ]
        );
    }

    #[test]
    fn a_correction_leaves_nothing_behind() {
        let rows = [
            ["Vessel name", "KARELIA", "no change"],
            ["IMO", "9281319", "9281310"],
            ["Flag", "Belize", "unchanged"],
        ];
        assert_eq!(
            found(["As notified", "As corrected"], &rows),
            [
                (Label::VesselName, "KARELIA".to_string()),
                (Label::Imo, "9281310".to_string()),
                (Label::Flag, "BLZ".to_string()),
            ]
        );
    }
}
