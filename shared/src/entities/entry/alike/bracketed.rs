//! Lists inside lines whose entries end with a bracket: `Mar Ltd: ALBA (GY 25), NOVA (GY 118)`.

use super::list::Entry;
use super::may_name::looks_named;
use super::parts::kind;
use crate::entities::context::Reader;
use crate::entities::fields::line::list_mark;
use crate::entities::label::Label;
use crate::entities::page::{Block, Line, Span};
use crate::entities::prose;
use crate::entities::values::closed;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// Longest line that stands between those of a list, in bytes.
const BETWEEN: usize = 60;
/// Signs around a name.
const QUOTES: [char; 8] = ['"', '“', '”', '«', '»', '„', '*', ' '];

/// The lists of lines that hold several such entries, with the lines beside them that hold one.
pub(super) fn of_page(reader: &mut Reader<'_>) -> Vec<Vec<Entry>> {
    let page = reader.page;
    let mut lists: Vec<(Vec<Entry>, bool)> = vec![(Vec::new(), false)];
    for block in &page.blocks {
        let lines: &[Line] = match block {
            Block::Paragraph(lines) => lines,
            Block::Table(_) => &[],
        };
        for line in lines {
            let entries = of_line(reader, line);
            match lists.last_mut() {
                Some((list, several)) if !entries.is_empty() => {
                    *several |= entries.len() > 1;
                    list.extend(entries);
                }
                _ if line.span.len() > BETWEEN => lists.push((Vec::new(), false)),
                _ => {}
            }
        }
    }
    lists.retain(|(_, several)| *several);
    lists.into_iter().map(|(list, _)| list).collect()
}

/// The entries of a line behind its colon, or of the whole line where it has several.
fn of_line(reader: &mut Reader<'_>, line: &Line) -> Vec<Entry> {
    if opens(reader.page.slice(&line.span)).is_none() {
        return Vec::new();
    }
    let body = list_mark(reader, &line.span);
    let text = reader.page.slice(&body).trim_end_matches([' ', '.', ';']);
    let lead = [": ", " : "]
        .iter()
        .filter_map(|sign| Some((seek::find(text, sign)?, sign.len())))
        .min();
    let from = lead.map_or(0, |(at, width)| at + width);
    let Some(pieces) = pieces(text, from).filter(|all| lead.is_some() || are_alike(text, all))
    else {
        return Vec::new();
    };
    let asks_others = lead.is_some_and(|(at, _)| {
        let meaning = reader.caption(&(body.start..body.start + at));
        let others = |label: &Label| !matches!(label, Label::VesselName | Label::VesselType);
        meaning.understood() && meaning.coverage() >= CAPTION && meaning.labels.iter().any(others)
    });
    let entry = |piece: Span| Entry::of(body.start + piece.start..body.start + piece.end);
    if asks_others {
        return Vec::new();
    }
    pieces.into_iter().map(entry).collect()
}

/// Share of the letters of words before a colon that makes them a caption, in hundredths.
const CAPTION: usize = 70;

/// The pieces from a place to the end: a name and its bracket each, parted by commas, semicolons and `and`.
fn pieces(text: &str, from: usize) -> Option<Vec<Span>> {
    let mut pieces = Vec::new();
    let mut at = from;
    loop {
        let tail = text.get(at..)?;
        let mut shut = shuts(tail)?;
        // `ALBA (ex NOVA) (Togo)`
        while let Some(more) = tail.get(shut..).filter(|more| opens(more) == Some(0)) {
            shut += shuts(more)?;
        }
        let article = phrases::NAME_ARTICLES.begin(tail).map_or(0, str::len);
        let start = at + article;
        let piece = text.get(start..at + shut)?;
        let name = piece.get(..opens(piece)?)?;
        let name = name.trim_matches(QUOTES);
        let other = closed::has_sense(name, |_| true) || prose::is_company(name);
        if other || !looks_named(name) {
            return None;
        }
        pieces.push(start..at + shut);
        at += shut;
        let rest = text.get(at..)?;
        if rest.is_empty() {
            return Some(pieces);
        }
        // `ALBA (H 320) and NOVA (H 54), all of Hull`
        let behind = rest.strip_prefix(", ");
        if behind.is_some_and(|rest| rest.starts_with(char::is_lowercase)) && pieces.len() > 1 {
            let joined = phrases::JOINTS_OF_SHIPS.begin(rest).is_some();
            let article = behind.and_then(|rest| phrases::NAME_ARTICLES.begin(rest));
            if !joined && article.is_none() {
                return Some(pieces);
            }
        }
        let joint = phrases::JOINTS_OF_SHIPS.begin(rest).map(str::len);
        let sign = || rest.starts_with([',', ';']).then_some(2);
        at += joint.or_else(sign)?;
    }
}

/// Several pieces, in whose brackets is what looks alike: `Alba (GY 25), Grimsby (24 m)` are no two ships.
fn are_alike(text: &str, pieces: &[Span]) -> bool {
    let mut kinds = pieces.iter().map(|piece| {
        let printed = text.get(piece.clone()).unwrap_or("");
        let inner = opens(printed).and_then(|at| printed.get(at + 2..printed.len() - 1));
        inner.map(kind)
    });
    let first = kinds.next();
    pieces.len() > 1 && kinds.all(|kind| Some(kind) == first)
}

/// Where a bracket opens behind a blank.
fn opens(text: &str) -> Option<usize> {
    let signs = [" (", " ["].into_iter();
    signs.filter_map(|sign| seek::find(text, sign)).min()
}

/// Where the bracket that opens first is shut.
fn shuts(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' if depth == 1 => return Some(at + 1),
            b')' | b']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn ships_with_their_brackets_stand_behind_who_has_them() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Crab permits, by owner\n\nMar Azul Ltd: Alba Nova (GY 25), Rio Sul (GY 118)\nJ. Rey & Sons: Kite Dawn (GY 7)",
                &[
                    "9 OWNER=Mar Azul Ltd",
                    "0 VESSEL_NAME=ALBA NOVA",
                    "0 EXTERNAL_MARKING=GY 25",
                    "1 VESSEL_NAME=RIO SUL",
                    "2 OWNER=J. Rey & Sons",
                    "2 VESSEL_NAME=KITE DAWN",
                ],
            ),
            (
                "Pesqueros multados: \"Alba Nova\" (multa de 60.000 €), \"Rio Sul\" (multa de 12.000 €) y \"Mar Azul\" (multa de 900 €).",
                &["0 VESSEL_NAME=ALBA NOVA", "2 VESSEL_NAME=MAR AZUL"],
            ),
            (
                "Sold to breakers: Alba Corsair (H 320), Rio Sul (GY 718) and Mar Line (H 54), all of Hull or Wick.",
                &["0 VESSEL_NAME=ALBA CORSAIR", "2 EXTERNAL_MARKING=H 54"],
            ),
            (
                "Bateaux échoués :\nla Belle Alba (Audierne), le Saint-Rio (Étel), la Kestrel (Groix).",
                &["0 VESSEL_NAME=BELLE ALBA", "1 PORT=Étel"],
            ),
            (
                "Owners of the vessel: Juan Rey (Spain), Luis Mora (Peru)",
                &["-0 VESSEL_NAME=JUAN REY"],
            ),
        ];
        for (page, wanted) in cases {
            tells(page, wanted);
        }
    }
}
