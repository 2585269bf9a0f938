//! Tables that the OCR left as lines: columns set by tabs, bars, semicolons or blanks, or headings and values stacked
//! one under the other.
//!
//! `Vessel;Flag;IRCS` over `ORCA I;Fiji;3DXA`.

use super::beside_captions;
use crate::entities::context::Reader;
use crate::entities::fields::line::split_field;
use crate::entities::page::{Block, Cell, Line, Span, Table, trim};
use crate::entities::values::{closed, list};
use crate::entities::words::seek;

/// Fewest columns of such a table.
pub(super) const COLUMNS: usize = 3;
/// Most columns.
pub(super) const MOST: usize = 40;

/// What parts the columns of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// This sign, or these with the blanks around them.
    Sign(&'static str),
    /// Two blanks or more; cells stand under their headings.
    Blanks,
}

impl Rule {
    /// False if the text does not have the sign often enough to part a table's row.
    pub(super) fn may_part(self, text: &str) -> bool {
        match self {
            Rule::Sign(sign) => {
                let signs = match sign.as_bytes() {
                    [sign] => memchr::memchr_iter(*sign, text.as_bytes()).count(),
                    _ => seek::count(text, sign),
                };
                signs + 1 >= COLUMNS
            }
            Rule::Blanks => text.as_bytes().windows(2).any(|pair| pair == b"  "),
        }
    }
}

/// A table among the lines of a paragraph: its first line, the line after its last, the table.
pub(crate) fn delimited(reader: &mut Reader<'_>, lines: &[Line]) -> Option<(usize, usize, Table)> {
    if let Some(found) = beside_captions::table(reader, lines) {
        return Some(found);
    }
    for rule in [
        Rule::Sign("\t"),
        Rule::Sign("|"),
        Rule::Sign(";"),
        Rule::Blanks,
        Rule::Sign(","),
    ] {
        // The last line can head nothing.
        let heads = lines.len().saturating_sub(1).min(6);
        for (index, line) in lines.iter().enumerate().take(heads) {
            if !rule.may_part(reader.page.slice(&line.span)) {
                continue;
            }
            let below = lines.get(index + 1..).unwrap_or(&[]);
            if let Some((rows, table)) =
                super::announced::announced(reader, &line.span, below, rule)
            {
                return Some((index, index + 1 + rows, table));
            }
            let parts = cells_of(reader, &line.span, rule);
            // Commas part words of sentences too.
            let fewest = match rule {
                Rule::Sign(",") => COLUMNS + 1,
                Rule::Blanks => COLUMNS - 1,
                Rule::Sign(_) => COLUMNS,
            };
            if parts.len() < fewest || parts.len() > MOST {
                continue;
            }
            let mut parts = parts;
            let mut rows = rows_under(reader, lines, index, &parts, rule);
            if rows.is_empty() && rule == Rule::Blanks {
                parts = parts
                    .iter()
                    .flat_map(|part| list::parted(&reader.page.text, part, ", "))
                    .collect();
                rows = rows_under(reader, lines, index, &parts, rule);
            }
            let fields = rows.iter().flatten().flatten();
            let coloned = fields
                .clone()
                .filter(|span| seek::has(reader.page.slice(span), ": "))
                .count();
            let heading = |reader: &mut Reader<'_>| {
                is_heading(reader, &parts) || is_short_heading(reader, lines, &parts, &rows)
            };
            if !rows.is_empty() && coloned * 2 <= fields.count() && heading(reader) {
                let end = index + 1 + rows.len();
                let mut all = vec![parts.into_iter().map(Some).collect()];
                all.extend(rows);
                return Some((index, end, grid(all)));
            }
        }
    }
    super::announced::dashed(reader, lines)
}

/// Headings stacked line by line, then as many values line by line for each vessel: the blocks it takes and the table.
pub(crate) fn stacked(
    reader: &mut Reader<'_>,
    blocks: &[Block],
    index: usize,
) -> Option<(usize, Table)> {
    let Some(Block::Paragraph(lines)) = blocks.get(index) else {
        return None;
    };
    if lines.len() < COLUMNS {
        return None;
    }
    let spans: Vec<Span> = lines.iter().map(|l| l.span.clone()).collect();
    let mut captions = 0;
    for span in spans.iter().take(MOST + 1) {
        if !is_caption(reader, span) {
            break;
        }
        captions += 1;
    }
    if !(COLUMNS..=MOST).contains(&captions) {
        return None;
    }
    // `Flag – Togo` over `Crew – 23`: fields, and no headings.
    let mut fields = 0;
    for span in spans.iter().take(captions) {
        fields +=
            usize::from(split_field(reader, span).is_some_and(|(_, value)| !value.is_empty()));
    }
    if fields * 2 > captions {
        return None;
    }
    let some = |spans: &[Span]| spans.iter().cloned().map(Some).collect::<Vec<_>>();
    if captions == spans.len() {
        let mut rows = vec![some(&spans)];
        for block in blocks.get(index + 1..)? {
            match block {
                Block::Paragraph(values) if values.len() == captions => {
                    let values: Vec<Span> = values.iter().map(|l| l.span.clone()).collect();
                    if values.iter().filter(|v| is_caption(reader, v)).count() * 3 > captions {
                        break;
                    }
                    rows.push(some(&values));
                }
                _ => break,
            }
        }
        let used = rows.len();
        return (used >= 2).then(|| (used, grid(rows)));
    }
    // All in one paragraph: the values' lines are a multiple of the headings'.
    let values = spans.get(captions..)?;
    let whole = values.len().is_multiple_of(captions) && values.len() >= captions;
    let plain = values.iter().filter(|v| is_caption(reader, v)).count() * 5 <= values.len()
        && !values.iter().any(|v| reader.page.slice(v).contains(':'));
    if !whole || !plain || captions < COLUMNS + 1 {
        return None;
    }
    let mut rows = vec![some(spans.get(..captions)?)];
    rows.extend(values.chunks(captions).map(some));
    Some((1, grid(rows)))
}

/// A line that is a caption and nothing else.
pub(super) fn is_caption(reader: &mut Reader<'_>, span: &Span) -> bool {
    let text = reader.page.slice(span);
    if text.len() > 60
        || text.contains(':')
        || seek::has(text, "..")
        || closed::is_empty_value(text)
        || seek::figures(text) > 2
    {
        return false;
    }
    reader
        .understood(span)
        .is_some_and(|meaning| meaning.coverage() >= 60)
}

/// Two thirds of the parts are captions.
pub(super) fn is_heading(reader: &mut Reader<'_>, parts: &[Span]) -> bool {
    // The first parts of a sentence between commas tell already.
    let mut others = 0;
    for part in parts {
        others += usize::from(!is_caption(reader, part));
        if others * 3 > parts.len() {
            return false;
        }
    }
    let known = parts.len() - others;
    let labelled = parts
        .iter()
        .filter(|p| !reader.caption(p).labels.is_empty())
        .count();
    labelled >= 2 && (parts.len() > 2 || known == 2)
}

/// `OWNERS      OPERATIONAL ENDORSEMENTS` over one row of values: a line in capitals with a caption among its parts.
fn is_short_heading(
    reader: &mut Reader<'_>,
    lines: &[Line],
    parts: &[Span],
    rows: &[Vec<Option<Span>>],
) -> bool {
    let plain = |part: &Span| {
        let text = reader.page.slice(part);
        !text.chars().any(char::is_lowercase) && !seek::has_figure(text)
    };
    let first = rows.iter().flatten().flatten().next();
    lines.len() == 2
        && parts.iter().all(plain)
        && parts.iter().any(|part| {
            let meaning = reader.caption(part);
            !meaning.labels.is_empty() && meaning.coverage() == 100
        })
        && !first.is_some_and(|value| is_caption(reader, value))
}

/// The parts of a line.
pub(super) fn cells_of(reader: &Reader<'_>, span: &Span, rule: Rule) -> Vec<Span> {
    let whole = &reader.page.text;
    if let Rule::Sign(sign) = rule {
        return list::parted(whole, span, sign);
    }
    let text = reader.page.slice(span);
    let mut parts = Vec::new();
    let mut start = 0;
    while let Some(found) = text.get(start..).and_then(|t| seek::find(t, "  ")) {
        let here = start + found;
        parts.push(trim(whole, &(span.start + start..span.start + here)));
        let tail = text.get(here..).unwrap_or("");
        start = here + (tail.len() - tail.trim_start().len());
    }
    parts.push(trim(whole, &(span.start + start..span.end)));
    parts
}

/// The rows under a heading line, each with a place for every column.
fn rows_under(
    reader: &mut Reader<'_>,
    lines: &[Line],
    heading: usize,
    columns: &[Span],
    rule: Rule,
) -> Vec<Vec<Option<Span>>> {
    let mut rows = Vec::new();
    for line in lines.get(heading + 1..).unwrap_or(&[]) {
        let parts = cells_of(reader, &line.span, rule);
        let row = match rule {
            Rule::Sign(_) if parts.len() == columns.len() => {
                Some(parts.into_iter().map(Some).collect())
            }
            Rule::Sign(_) => None,
            Rule::Blanks => under(reader, columns, parts),
        };
        match row {
            // `LENGTH   GRT   POWER` under a row of values heads a table of its own.
            Some(row)
                if rule == Rule::Blanks && !rows.is_empty() && {
                    let parts: Vec<Span> = row.iter().flatten().cloned().collect();
                    parts.len() >= 2 && is_heading(reader, &parts)
                } =>
            {
                break;
            }
            Some(row) => rows.push(row),
            // A rule of dashes under the heading is no row and ends nothing.
            None if rows.is_empty() && is_rule(reader.page.slice(&line.span)) => {
                rows.push(vec![None; columns.len()]);
            }
            None => break,
        }
    }
    while rows.last().is_some_and(|r| r.iter().all(Option::is_none)) {
        rows.pop();
    }
    rows
}

fn is_rule(text: &str) -> bool {
    text.len() >= 3
        && text
            .chars()
            .all(|c| matches!(c, '-' | '=' | '+' | '_' | '–' | '|' | ' '))
}

/// Each part under the heading it stands below; none where two parts stand below one heading.
pub(super) fn under(
    reader: &Reader<'_>,
    columns: &[Span],
    parts: Vec<Span>,
) -> Option<Vec<Option<Span>>> {
    if parts.len() < 2 {
        return None;
    }
    if parts.len() == columns.len() {
        return Some(parts.into_iter().map(Some).collect());
    }
    let starts: Vec<usize> = columns.iter().map(|c| column_of(reader, c.start)).collect();
    let mut row: Vec<Option<Span>> = vec![None; columns.len()];
    for part in parts {
        let at = column_of(reader, part.start);
        let nearest = starts
            .iter()
            .enumerate()
            .min_by_key(|(_, start)| start.abs_diff(at))
            .map(|(index, _)| index)?;
        let place = row.get_mut(nearest)?;
        if place.is_some() {
            return None;
        }
        *place = Some(part);
    }
    Some(row)
}

/// Signs between the line's beginning and `at`.
fn column_of(reader: &Reader<'_>, at: usize) -> usize {
    let head = reader.page.text.get(..at).unwrap_or("");
    head.chars()
        .rev()
        .take(400)
        .take_while(|c| *c != '\n')
        .count()
}

/// A grid of cells.
pub(super) fn grid(rows: Vec<Vec<Option<Span>>>) -> Table {
    let mut table = Table {
        columns: rows.iter().map(Vec::len).max().unwrap_or(0),
        ..Table::default()
    };
    for (row, parts) in rows.into_iter().enumerate() {
        let mut places = Vec::with_capacity(parts.len());
        for (column, span) in parts.into_iter().enumerate() {
            places.push(span.map(|span| {
                table.cells.push(Cell {
                    span,
                    row,
                    column,
                    rows: 1,
                    columns: 1,
                });
                u32::try_from(table.cells.len() - 1).unwrap_or(u32::MAX)
            }));
        }
        table.grid.push(places);
    }
    table
}

#[cfg(test)]
mod tests {
    use crate::entities::told::owned as found;
    use crate::entities::{Carried, extract_page};

    #[test]
    fn columns_of_lines_are_read_as_a_table_however_they_are_parted() {
        let wanted = [
            "0:ORCA I",
            "0:FJI",
            "0:3DXA",
            "1:BLUE WAVE",
            "1:NAM",
            "1:V5AB",
        ];
        for page in [
            "Vessel\tFlag\tIRCS\nORCA I\tFiji\t3DXA\nBLUE WAVE\tNamibia\tV5AB",
            "Vessel;Flag;IRCS\nORCA I;Fiji;3DXA\nBLUE WAVE;Namibia;V5AB",
            "Vessel | Flag | IRCS\nORCA I | Fiji | 3DXA\nBLUE WAVE | Namibia | V5AB",
            "LIST\nVessel      Flag      IRCS\nORCA I      Fiji      3DXA\nBLUE WAVE   Namibia   V5AB",
            "Vessel\nFlag\nIRCS\n\nORCA I\nFiji\n3DXA\n\nBLUE WAVE\nNamibia\nV5AB",
        ] {
            assert_eq!(found(page), wanted, "{page}");
        }
    }

    #[test]
    fn words_above_the_lines_may_name_their_columns() {
        let wanted = [
            "0:ORCA I",
            "0:FJI",
            "0:3DXA",
            "1:BLUE WAVE",
            "1:NAM",
            "1:V5AB",
        ];
        for page in [
            "Roll, sheet 6 (boat | state | radio)\n061 | ORCA I | FJI | 3DXA\n062 | BLUE WAVE | NAM | V5AB",
            "For each craft: name; flag; call sign.\nORCA I; Fiji; 3DXA\nBLUE WAVE; Namibia; V5AB",
        ] {
            assert_eq!(found(page), wanted, "{page}");
        }
    }

    #[test]
    fn sentences_and_fields_are_no_table() {
        for page in [
            "The vessel, her flag, her gear\nwere seen, noted, filed",
            "Vessel: ORCA I\nFlag: Fiji\nIRCS: 3DXA",
        ] {
            let (read, _) = extract_page(page, &Carried::default());
            assert!(
                read.entities.iter().all(|e| !e.reason.starts_with("table")),
                "{page}"
            );
        }
    }

    #[test]
    fn ten_fields_are_no_headings_over_values() {
        let page = "# Register\n\n- Flag – Togo\n- Crew – 23\n- Fishing area – FAO 34\n- Master – Juan Rey\n\
            - Name of vessel – ALBA NOVA\n- IMO – 9281310\n- ICCAT serial No. – AT000TGO00001\n\
            - Engine power (kW) – 1440\n- External marking – LK610\n- Radio call sign – 5VAB2";
        let found = crate::entities::told::things(page);
        assert_eq!(found.len(), 10, "{found:?}");
    }
}
