//! Lists whose columns a line of words announces: `Order of the data: vessel - IMO - owner`.

use super::flat::{COLUMNS, MOST, Rule, cells_of, grid, is_heading};
use crate::entities::context::Reader;
use crate::entities::fields::line;
use crate::entities::page::{Block, Line, Span, Table};
use crate::entities::words::lexicon::phrases;

/// What may part the columns that a line of their own announces.
const ANNOUNCED: [Rule; 11] = [
    Rule::Sign(" // "),
    Rule::Sign(" - "),
    Rule::Sign(" – "),
    Rule::Sign(" — "),
    Rule::Sign(" · "),
    Rule::Sign(" / "),
    Rule::Sign(" ... "),
    Rule::Sign("|"),
    Rule::Sign(";"),
    Rule::Sign(","),
    Rule::Blanks,
];

/// What parts columns and is no sign of a table elsewhere.
const DASHED: [Rule; 8] = [
    Rule::Sign(" // "),
    Rule::Sign(" – "),
    Rule::Sign(" - "),
    Rule::Sign(" — "),
    Rule::Sign(" · "),
    Rule::Sign(" / "),
    Rule::Sign(" ... "),
    Rule::Sign("/"),
];

/// `Order of the data: vessel - IMO - owner` as the last line of the paragraph over the list: the lines before it, the
/// number of blocks and their table.
pub(crate) fn announced_above<'p>(
    reader: &mut Reader<'_>,
    blocks: &'p [Block],
    index: usize,
) -> Option<(&'p [Line], usize, Table)> {
    let Some(Block::Paragraph(head)) = blocks.get(index) else {
        return None;
    };
    let below = blocks.get(index + 1..)?;
    let ([lead @ .., line], Some(Block::Paragraph(_))) = (head.as_slice(), below.first()) else {
        return None;
    };
    let text = reader.page.slice(&line.span);
    // The words are often parted by commas, the entries by dashes.
    for named in ANNOUNCED.into_iter().filter(|rule| rule.may_part(text)) {
        let told = headings(reader, &line.span, named);
        let sure = told.is_some();
        let Some(heads) = told.or_else(|| parts_of_heading(reader, &line.span, named)) else {
            continue;
        };
        let others = ANNOUNCED.into_iter().filter(|rule| *rule != named);
        let found = std::iter::once(named)
            .chain(others)
            .find_map(|rule| rows_of_blocks(reader, &heads, below, rule));
        // Rows are seen at once, captions are read.
        if let Some((used, table)) = found
            && (sure || is_heading(reader, &heads))
        {
            return Some((lead, 1 + used, table));
        }
    }
    None
}

/// `(boat | state | radio)`, `For each: name; mark; sign`: the headings of the lines below, in the words above them. The
/// number of lines, and the table.
pub(super) fn announced(
    reader: &mut Reader<'_>,
    head: &Span,
    below: &[Line],
    rule: Rule,
) -> Option<(usize, Table)> {
    let heads = headings(reader, head, rule)?;
    rows_of(reader, &heads, below, rule)
}

/// `Name – flag – IMO – owner`: the parts of a line that may be nothing but headings.
fn parts_of_heading(reader: &Reader<'_>, line: &Span, rule: Rule) -> Option<Vec<Span>> {
    let heads = cells_of(reader, line, rule);
    // `(Kennzeichen)      (Rufzeichen)`: of what stands over them.
    if rule == Rule::Blanks && reader.page.slice(line).starts_with('(') {
        return None;
    }
    let fewest = match rule {
        Rule::Blanks => COLUMNS,
        Rule::Sign(_) => COLUMNS + 1,
    };
    (fewest..=MOST).contains(&heads.len()).then_some(heads)
}

/// Headings between dashes in a line of their own, and the lines under it: the line, the line after its last, the table.
pub(super) fn dashed(reader: &mut Reader<'_>, lines: &[Line]) -> Option<(usize, usize, Table)> {
    let most = lines.len().saturating_sub(2).min(6);
    for (index, line) in lines.iter().enumerate().take(most) {
        let text = reader.page.slice(&line.span);
        for rule in DASHED.into_iter().filter(|rule| rule.may_part(text)) {
            let below = lines.get(index + 1..).unwrap_or(&[]);
            if let Some(heads) = parts_of_heading(reader, &line.span, rule)
                && let Some((rows, table)) = rows_of(reader, &heads, below, rule)
                && is_heading(reader, &heads)
            {
                return Some((index, index + 1 + rows, table));
            }
        }
    }
    None
}

/// The headings that a line of words gives.
fn headings(reader: &mut Reader<'_>, head: &Span, rule: Rule) -> Option<Vec<Span>> {
    if rule == Rule::Blanks {
        return None;
    }
    let text = reader.page.slice(head);
    let bracket = match (text.rfind('('), text.rfind(')')) {
        (Some(open), Some(close)) if open < close => Some((open + 1, close)),
        _ => None,
    };
    let colon = text
        .find(": ")
        .map(|at| (at + 2, text.trim_end_matches('.').len()));
    [bracket, colon]
        .into_iter()
        .flatten()
        .find_map(|(open, close)| {
            let list = text.get(open..close)?;
            // `(date of flight 17 October; name, mark, state)`: the longest run of the bracket.
            let lead = list
                .rfind("; ")
                .filter(|_| rule == Rule::Sign(","))
                .map_or(0, |at| at + 2);
            let inner = head.start + open + lead..head.start + close;
            let heads = cells_of(reader, &inner, rule);
            ((COLUMNS..=MOST).contains(&heads.len()) && is_heading(reader, &heads)).then_some(heads)
        })
}

/// The table of the paragraphs below that hold nothing but rows, and their number.
fn rows_of_blocks(
    reader: &Reader<'_>,
    heads: &[Span],
    below: &[Block],
    rule: Rule,
) -> Option<(usize, Table)> {
    let mut rows = vec![some(heads)];
    let mut used = 0;
    for block in below {
        let Block::Paragraph(lines) = block else {
            break;
        };
        let before = rows.len();
        rows.extend(
            lines
                .iter()
                .map_while(|line| row_of(reader, heads, line, rule)),
        );
        if rows.len() - before < lines.len() {
            rows.truncate(before);
            break;
        }
        used += 1;
    }
    (rows.len() > 2).then(|| (used, grid(rows)))
}

fn some(spans: &[Span]) -> Vec<Option<Span>> {
    spans.iter().cloned().map(Some).collect()
}

/// The rows below the headings, and their number.
fn rows_of(
    reader: &Reader<'_>,
    heads: &[Span],
    below: &[Line],
    rule: Rule,
) -> Option<(usize, Table)> {
    let mut rows = vec![some(heads)];
    rows.extend(
        below
            .iter()
            .map_while(|line| row_of(reader, heads, line, rule)),
    );
    (rows.len() > 2).then(|| (rows.len() - 1, grid(rows)))
}

/// The parts of a line that has as many as there are headings, or one less.
fn row_of(
    reader: &Reader<'_>,
    heads: &[Span],
    line: &Line,
    rule: Rule,
) -> Option<Vec<Option<Span>>> {
    if heads.len() >= COLUMNS && !rule.may_part(reader.page.slice(&line.span)) {
        return None;
    }
    let body = line::list_mark(reader, &line.span);
    let parts = cells_of(reader, &body, rule);
    if parts.len() + 1 < heads.len() {
        return None;
    }
    let mut parts = with_endings(reader, parts);
    // A number before the first column counts the lines.
    if parts.len() == heads.len() + 1
        && parts
            .first()
            .is_some_and(|p| reader.page.slice(p).bytes().all(|b| b.is_ascii_digit()))
    {
        parts.remove(0);
    }
    if parts.len() + 1 < heads.len() || parts.len() > heads.len() {
        return None;
    }
    let mut row = some(&parts);
    row.resize(heads.len(), None);
    Some(row)
}

/// `Yuan Lung Fishery Co., Ltd.` is one part.
fn with_endings(reader: &Reader<'_>, parts: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for part in parts {
        let word = reader.page.slice(&part).trim_end_matches('.');
        let ends = || {
            phrases::FIRM_ENDINGS.may_lead(word)
                && phrases::FIRM_ENDINGS.holds(&word.to_lowercase())
        };
        match joined.last_mut() {
            Some(last) if ends() => last.end = part.end,
            _ => joined.push(part),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_paragraph_names_the_parts_of_the_list_below_it() {
        let wanted = [
            "0 VESSEL_NAME=ALBA DAWN",
            "0 IMO=9281310",
            "0 OWNER=Mar Bravo Co., Ltd.",
            "1 VESSEL_NAME=RIO SUL",
            "1 IMO=9100372",
            "1 OWNER=Armadora Sul Lda.",
        ];
        let names = [
            "Each line gives: name of vessel",
            "Orden de los datos: nave",
        ];
        for lead in names {
            for bar in [" - ", " – ", "; ", ", ", " / "] {
                let page = format!(
                    "{lead}{bar}IMO{bar}owner.\n\n- Alba Dawn{bar}9281310{bar}Mar Bravo Co., Ltd.\n\
                     - Rio Sul{bar}9100372{bar}Armadora Sul Lda.\n\nPage 3 of 11"
                );
                assert_eq!(found(&page), wanted, "{lead} {bar}");
            }
        }
    }

    #[test]
    fn a_line_of_headings_names_the_parts_of_the_lines_below_it() {
        let wanted = [
            "0 VESSEL_NAME=ALBA DAWN",
            "0 FLAG=FJI",
            "0 IMO=9281310",
            "0 END_DATE=2026-06-12",
            "1 VESSEL_NAME=RIO SUL",
            "1 FLAG=VUT",
            "1 IMO=9100372",
            "1 END_DATE=2026-07-01",
        ];
        for bar in [" - ", " – ", " | ", " · "] {
            for (after, between) in [("\n\n", "\n"), ("\n", "\n"), ("\n\n", "\n\n")] {
                let page = format!(
                    "Name{bar}flag{bar}IMO{bar}expiry{after}ALBA DAWN{bar}FJI{bar}9281310{bar}2026-06-12{between}\
                     RIO SUL{bar}VUT{bar}9100372{bar}2026-07-01\n\nPage 3 of 11"
                );
                assert_eq!(found(&page), wanted, "{bar}{after:?}");
            }
        }
    }

    #[test]
    fn headings_may_stand_over_the_list_with_other_signs_or_blanks() {
        let wanted = [
            "0 VESSEL_NAME=ALBA DAWN",
            "0 OWNER=Mar Ltd",
            "0 LENGTH=36.8",
            "1 VESSEL_NAME=RIO SUL",
            "1 OWNER=Sol Ltd",
            "1 LENGTH=29.4",
        ];
        for page in [
            "SHIP      OWNER     LENGTH\n\nAlba Dawn   Mar Ltd    36.8 m\nRio Sul   Sol Ltd   29.4 m",
            "Register (ship, owner, length)\n\nAlba Dawn ... Mar Ltd ... 36.8 m\nRio Sul ... Sol Ltd ... 29.4 m",
            "Ship, owner               length\nAlba Dawn   Mar Ltd    36.8 m\nRio Sul   Sol Ltd   29.4 m",
            "Ship/Owner/Length/Remarks\nAlba Dawn/Mar Ltd/36.8 m/new\nRio Sul/Sol Ltd/29.4 m/old",
        ] {
            assert_eq!(found(page), wanted, "{page}");
        }
    }

    #[test]
    fn captions_in_a_bracket_name_the_parts_of_the_list_below_it() {
        let wanted = [
            "0 VESSEL_NAME=ORCA I",
            "0 IRCS=3DXA",
            "0 LICENSE_NO=FJ-24-001",
            "0 END_DATE=2024-12-31",
            "1 VESSEL_NAME=ORCA II",
            "1 IRCS=3DXB",
            "1 LICENSE_NO=FJ-24-002",
            "1 END_DATE=2024-12-31",
        ];
        for title in ["", "REGISTER OF THE REGION\n"] {
            let page = format!(
                "{title}Active vessels (name; call sign; licence no.; valid until)\n\n\
                 ORCA I; 3DXA; FJ-24-001; 31/12/2024\nORCA II; 3DXB; FJ-24-002; 31/12/2024"
            );
            assert_eq!(found(&page), wanted, "{page}");
        }
    }
}
