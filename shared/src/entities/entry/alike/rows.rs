//! Lines without marks that one sign parts alike, or that begin with numbers, weigh catches or hold positions: the rows of
//! a list.

use super::about::{About, about};
use super::of_ship::{is_numbered, is_painted};
use super::parts::WIDE;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Line, Span};
use crate::entities::words::seek;

/// Fewest rows of a list, and fewest where nothing but their signs is alike.
const ENTRIES: usize = 2;
const UNMARKED: usize = 3;

/// Lines one after the other that the same sign parts, most of those of the paragraph; or all but the short lines between
/// them (`Tuesday`).
pub(super) fn rows<'p>(reader: &Reader<'_>, lines: &'p [Line]) -> Option<Vec<&'p Line>> {
    lines.get(1)?;
    let catches = |line: &&Line| weighs(reader.page.slice(&line.span));
    if lines.len() >= UNMARKED && lines.iter().filter(catches).count() == lines.len() {
        return Some(lines.iter().collect());
    }
    let sign = |line: &Line| signs(reader.page.slice(&line.span), 1);
    let all: Vec<Row<'p>> = lines.iter().map(|line| (line, sign(line))).collect();
    let alike = all.chunk_by(|(_, one), (_, other)| one == other);
    let close = alike
        // `Arrivals, hull numbers in brackets` over the rows looks like one.
        .flat_map(|rows| [rows, rows.get(1..).unwrap_or(&[])])
        .find(|rows| rows.len() + 2 >= lines.len() && are_rows(reader, rows));
    if let Some(rows) = close {
        return Some(rows.iter().map(|(line, _)| *line).collect());
    }
    // `Wednesday`, `Flag: Fiji`
    let short =
        |(line, sign): &Row<'_>| line.span.len() <= SECTION && matches!(sign, None | Some(": "));
    let rows: Vec<Row<'p>> = all.iter().copied().filter(|row| !short(row)).collect();
    let one = rows.first().and_then(|(_, sign)| *sign);
    let same = rows.len() * 2 >= lines.len() && rows.iter().all(|(_, sign)| *sign == one);
    (same && are_rows(reader, &rows)).then(|| rows.iter().map(|(line, _)| *line).collect())
}

/// A line and the sign that parts it.
type Row<'p> = (&'p Line, Option<&'static str>);

/// Enough lines that a sign parts, of ships or each in several parts.
fn are_rows(reader: &Reader<'_>, rows: &[Row<'_>]) -> bool {
    let Some((line, Some(_))) = rows.first() else {
        return false;
    };
    let text = |line: &Line| reader.page.slice(&line.span);
    let many = |(line, _): &Row<'_>| signs(text(line), SIGNS).is_some();
    // `Cede: ALBA; bandeira Portugal` over `Recebe: NOVA; bandeira Togo`
    let keyed = |(line, _): &Row<'_>| {
        seek::parted(text(line), ": ").is_some_and(|(word, _)| !word.contains(' '))
    };
    // `Alba Nova (PD 337) 412 boxes`, `Alba Nova (512004466)`
    let numbered = |(line, _): &Row<'_>| {
        let bracket = seek::parted(text(line), " (").and_then(|(_, text)| text.split_once(')'));
        let first = text(line).split(' ').next().unwrap_or("");
        bracket.is_some_and(|(mark, _)| is_painted(mark) || is_numbered(mark)) || is_numbered(first)
    };
    // `02/09/2024 0615 11°20'N 152°44'E ALBA TGO`
    let placed = |(line, _): &Row<'_>| {
        let inside = |own: &Span| line.span.start <= own.start && own.end <= line.span.end;
        let mut found = reader.found.iter();
        found.any(|f| f.value.label == Label::Coordinates && inside(&f.value.span))
    };
    // `Licence 31. Holder: Mar Ltd. Vessel: ALBA.` over another such line.
    let asked = |(line, _): &Row<'_>| keys(text(line));
    let first = keys(text(line));
    let alike = first.len() > 1 && rows.iter().all(|row| asked(row) == first);
    // `ALBA, 14°22'S 44°10'E, 4 May 2022, master Juan Rey` over another such line.
    let pair = rows.len() == ENTRIES
        && rows.iter().all(many)
        && about(&reader.page.text, line.span.start) == About::Ships;
    let least = if alike || pair || rows.iter().all(keyed) {
        ENTRIES
    } else {
        UNMARKED
    };
    rows.len() >= least
        && (alike
            || about(&reader.page.text, line.span.start) == About::Ships
            || rows.iter().all(many)
            || rows.iter().all(numbered)
            || rows.iter().all(|(line, _)| weighs(text(line)))
            || rows.iter().all(placed))
}

/// The last words before the colons of a line, and the small words with which what stands between its signs begins.
fn keys(text: &str) -> Vec<&str> {
    let heads = seek::places(text, ": ").filter_map(|at| text.get(..at));
    let heads = heads.filter_map(|head| head.rsplit(' ').next());
    let pieces = text.split(['–', '—', ';', ',', '|']);
    let words = pieces.filter_map(|piece| piece.trim_start().split(' ').next());
    let small = words.filter(|word| word.starts_with(char::is_lowercase));
    heads.chain(small).collect()
}

/// `340 kg`, `1 204 t`: a weight among the words of a line.
pub(super) fn weighs(text: &str) -> bool {
    let mut before = "";
    text.split([' ', ';', ',']).any(|word| {
        let number = before.starts_with(|c: char| c.is_ascii_digit());
        before = word;
        number && matches!(word.trim_end_matches('.'), "kg" | "t")
    })
}

/// Longest line that parts the rows of a list, in bytes.
const SECTION: usize = 24;

/// Fewest signs between the parts of a line without a mark under a heading that speaks of no ships.
const SIGNS: usize = 2;

/// Signs that part a line.
const PARTING: [&str; 17] = [
    "|", " – ", " — ", " - ", " | ", " · ", " / ", " … ", " ... ", " . ", " -- ", "; ", "\t", WIDE,
    ", ", " (", ": ",
];

/// The sign that parts a line most often: what its neighbours have, too.
fn signs(text: &str, least: usize) -> Option<&'static str> {
    let opens = text.starts_with(|c: char| !c.is_lowercase()) || text.starts_with("n°");
    let text = text.trim_end_matches([':', ' ']);
    let pieces = |sign| seek::split(text, sign).filter(|piece| !piece.is_empty());
    let mut counts = seek::counts(text, PARTING);
    for (count, sign) in counts.iter_mut().zip(PARTING) {
        if sign == WIDE && *count > 0 {
            *count = pieces(sign).count().saturating_sub(1);
        }
    }
    let counts = counts.into_iter().zip(PARTING);
    counts
        .rev()
        .max_by_key(|(count, _)| *count)
        .filter(|(count, own)| {
            let other = |sign: &str| usize::from(*own != sign && seek::has(text, sign));
            opens && *count > 0 && *count + other(": ") + other(" (") >= least
        })
        .map(|(_, sign)| sign)
        .or_else(|| {
            let (first, _) = text.split_once(' ')?;
            (least == 1 && seek::figures(first) >= FIGURES).then_some(" ")
        })
}

/// Fewest figures of a number that begins a line whose parts no sign parts.
const FIGURES: usize = 3;

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn lines_that_are_alike_are_the_rows_of_a_list() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Catches landed\n\nAlba Nova: hake 840 kg; cod 112 kg\nRio Sul: cod 5,200 kg\nMar Azul: hake 96 kg",
                &["0 VESSEL_NAME=ALBA NOVA", "1 VESSEL_NAME=RIO SUL"],
            ),
            (
                "Navires inspectés\n\nZahra 3, 14°22'S 044°10'E, 4 avril 2022, capitaine Said Ali\nMasiwa, 13°50'S 043°58'E, 5 avril 2022, capitaine Omar Bacar",
                &["0 VESSEL_NAME=ZAHRA 3", "1 MASTER=Omar Bacar"],
            ),
            (
                "Vessels which reported (call sign first)\nVMXP – Alba Champion – 53°S 074°E\nVHGI – Rio Leader II – 53°S 073°E\nVJNM – Mar Chieftain – 52°S 072°E",
                &["0 IRCS=VMXP", "1 VESSEL_NAME=RIO LEADER II"],
            ),
            (
                "Rope in store\n\nCoil of hemp: 84 kg\nCoil of wire: 12 kg\nNet twine: 96 kg",
                &["-0 VESSEL_NAME=COIL OF HEMP"],
            ),
        ];
        for (page, wanted) in cases {
            tells(page, wanted);
        }
    }
}
