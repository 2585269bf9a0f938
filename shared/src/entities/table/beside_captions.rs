//! Captions at the head of lines, and behind each a value for every one of several vessels.
//!
//! `Skipper      Ejnar Toft      Svend Munk`.

use super::flat::{COLUMNS, Rule, cells_of, grid, is_caption, under};
use crate::entities::context::Reader;
use crate::entities::fields::cuts::leader;
use crate::entities::page::{Line, Span, Table, trim};
use crate::entities::values::list;
use crate::entities::words::seek;

/// Fewest lines of a caption and the values of several vessels.
const KEYED: usize = 4;

/// `Skipper      Ejnar Toft      Svend Munk`, `Skipper ...... Ejnar Toft      Svend Munk`: lines of a caption and as
/// many values as there are vessels, under a title for each or none.
pub(super) fn table(reader: &mut Reader<'_>, lines: &[Line]) -> Option<(usize, usize, Table)> {
    if lines.len() < KEYED {
        return None;
    }
    let mut from = 0;
    while from + KEYED <= lines.len() {
        let first = parts_of(reader, &lines.get(from)?.span);
        let width = first.len();
        if !(COLUMNS..=6).contains(&width) {
            from += 1;
            continue;
        }
        let mut rows: Vec<Vec<Option<Span>>> = vec![first.iter().cloned().map(Some).collect()];
        for line in lines.get(from + 1..)? {
            let parts = parts_of(reader, &line.span);
            // What one of them lacks is left blank behind the leader.
            let led = parts.len() < width && leader(reader.page.slice(&line.span)).is_some();
            if parts.len() != width && !led {
                break;
            }
            let Some(row) = under(reader, &first, parts) else {
                break;
            };
            rows.push(row);
        }
        let known = |reader: &mut Reader<'_>, column: usize| {
            let parts = rows.iter().filter_map(|row| row.get(column)?.as_ref());
            parts.filter(|part| is_caption(reader, part)).count()
        };
        let keys = known(reader, 0);
        let values = known(reader, 1);
        let whole = rows.iter().filter(|row| row.iter().all(Option::is_some));
        let whole = whole.count();
        if rows.len() >= KEYED
            && whole + 1 >= KEYED
            && whole * 2 > rows.len()
            && keys * 10 >= rows.len() * 6
            && values * 4 <= rows.len()
        {
            let end = from + rows.len();
            if let Some(titles) = titles_over(reader, lines, from, width) {
                rows.insert(0, titles);
                from -= 1;
            }
            return Some((from, end, grid(rows)));
        }
        from += rows.len();
    }
    None
}

/// The parts of a line with a caption and several values; none where another caption follows it.
fn parts_of(reader: &Reader<'_>, line: &Span) -> Vec<Span> {
    let text = reader.page.slice(line);
    if !Rule::Blanks.may_part(text) && leader(text).is_none() {
        return Vec::new();
    }
    let colon = || seek::find(text, ":  ").map(|at| (at, 1));
    let Some((at, sign)) = leader(text).or_else(colon) else {
        return cells_of(reader, line, Rule::Blanks);
    };
    let rest = trim(&reader.page.text, &(line.start + at + sign..line.end));
    let values = reader.page.slice(&rest);
    if seek::has(values, ": ") || leader(values).is_some() {
        return Vec::new();
    }
    let mut parts = vec![trim(&reader.page.text, &(line.start..line.start + at))];
    // Two blanks may stand between the words of a value.
    let cells = list::parted(&reader.page.text, &rest, "   ");
    parts.extend(cells.into_iter().filter(|cell| !cell.is_empty()));
    parts
}

/// `Navire pêcheur      Navire transporteur` over their columns.
fn titles_over(
    reader: &Reader<'_>,
    lines: &[Line],
    from: usize,
    width: usize,
) -> Option<Vec<Option<Span>>> {
    let line = &lines.get(from.checked_sub(1)?)?.span;
    let text = reader.page.slice(line);
    let titles = cells_of(reader, line, Rule::Blanks);
    let plain = titles.len() + 1 == width && !seek::has_figure(text) && !text.contains(':');
    plain.then(|| {
        std::iter::once(None)
            .chain(titles.into_iter().map(Some))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use crate::entities::told::owned as found;

    #[test]
    fn captions_before_the_values_of_several_vessels_are_a_table() {
        let page = "Boat        ORCA I      BLUE WAVE\nFlag        Fiji        Namibia\n\
                    IRCS        3DXA        V5AB\nSkipper     A. Toft     S. Munk";
        let found = found(page);
        for wanted in ["0:ORCA I", "0:3DXA", "1:BLUE WAVE", "1:S. Munk"] {
            assert!(found.contains(&wanted.to_string()), "{wanted}: {found:?}");
        }
    }

    #[test]
    fn leaders_may_lead_to_the_values_of_two_vessels_under_their_titles() {
        let page = "Navire pêcheur      Navire transporteur\nNom ......... ORCA I     BLUE WAVE\n\
                    Pavillon .... Fidji      Panama\nIndicatif ... 3DXA       3FKW2\nType ........ palangrier";
        let found = found(page);
        for wanted in [
            "0:ORCA I",
            "0:3DXA",
            "0:palangrier",
            "1:BLUE WAVE",
            "1:3FKW2",
        ] {
            assert!(found.contains(&wanted.to_string()), "{wanted}: {found:?}");
        }
    }

    #[test]
    fn two_blanks_between_words_part_no_vessels() {
        let page = "Name ......  ORCA  MARINA\nFlag ......  Ireland\nType ......  stern  trawler\n\
                    Owner .....  Beara  Ltd\nSkipper ...  Donal  Rea";
        assert!(
            found(page).iter().all(|e| e.starts_with('0')),
            "{:?}",
            found(page)
        );
    }
}
