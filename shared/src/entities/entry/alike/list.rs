//! The lists of a page: lines or paragraphs that begin alike, each with what stands under it.

use super::bracketed;
use super::inline::between_marks;
use super::inside::{
    alone, between_numbers, between_semicolons, of_transfer, stacked, under_heads,
};
use super::mark::{BETWEEN, Mark, counted, marked};
use super::rows::rows;
use crate::entities::context::Reader;
use crate::entities::entry::number::ordinal as spelt;
use crate::entities::label::Label;
use crate::entities::page::{Block, Line, LineKind, Span};
use crate::entities::words::seek;

/// Fewest entries of a list.
const ENTRIES: usize = 2;
/// Fewest entries of a list whose entries have no marks.
const UNMARKED: usize = 3;
/// Longest entry, in bytes.
const LONGEST: usize = 2_000;

/// One entry: its lines, without the list marks.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) lines: Vec<Span>,
}

impl Entry {
    pub(super) fn of(line: Span) -> Self {
        let lines = if line.is_empty() {
            Vec::new()
        } else {
            vec![line]
        };
        Entry { lines }
    }

    /// From its first line's begin to its last line's end.
    pub(super) fn span(&self) -> Span {
        let start = self.lines.first().map_or(0, |line| line.start);
        start..self.lines.last().map_or(start, |line| line.end)
    }
}

/// The number in figures at the head of a line; 0 where there is none.
fn ordinal(text: &str) -> u32 {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = bare
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(bare.len());
    bare.get(..end)
        .and_then(|figures| figures.parse().ok())
        .unwrap_or(0)
}

/// The lists of the page.
pub(super) fn of_page(reader: &mut Reader<'_>) -> Vec<Vec<Entry>> {
    let mut lists = together(of_marks(reader));
    lists.extend(inside(reader));
    // The entries of such a line are its ships, not the line.
    let several = bracketed::of_page(reader);
    let holds = |entry: &&Entry| {
        let span = entry.span();
        let mut ships = several.iter().flatten().map(Entry::span);
        ships.any(|ship| span.start < ship.end && ship.start < span.end)
    };
    lists.retain(|list| list.iter().filter(holds).count() * 2 < list.len());
    lists.extend(several);
    let mut blocks = stacked(reader, |line| !taken(&lists, line));
    for list in &mut blocks {
        under_numbers(reader, list);
    }
    lists.extend(blocks);
    let mut more = unmarked(reader, &lists);
    more.extend(alone(reader, |line| {
        !taken(&lists, line) && !taken(&more, line)
    }));
    for list in &mut more {
        unnumbered(reader, list);
    }
    lists.extend(more);
    lists.retain(|list| {
        list.iter()
            .all(|entry| !entry.lines.is_empty() && entry.span().len() <= LONGEST)
    });
    lists
}

/// The entries that stand behind marks alike, list by list.
fn of_marks(reader: &mut Reader<'_>) -> Vec<(Mark, Vec<Entry>)> {
    let page = reader.page;
    let mut marks: Vec<(Mark, Vec<Entry>)> = Vec::new();
    let mut open: Option<(Mark, Vec<Entry>)> = None;
    // The number before the last entry, and whether a line that is none of its own stands behind it.
    let (mut last, mut parted) = (0, false);
    let close = |open: &mut Option<(Mark, Vec<Entry>)>, lists: &mut Vec<(Mark, Vec<Entry>)>| {
        if let Some((mark, mut entries)) = open.take() {
            // `Between the name and the number, the port`: a line under entries of a line each.
            if let [others @ .., last] = entries.as_mut_slice()
                && others.iter().all(|entry| entry.lines.len() == 1)
                && last.lines.get(1).is_some_and(|line| {
                    others.len() >= ENTRIES && page.slice(line).starts_with(char::is_uppercase)
                })
            {
                last.lines.truncate(1);
            }
            lists.push((mark, entries));
        }
    };
    for block in &page.blocks {
        let Block::Paragraph(lines) = block else {
            close(&mut open, &mut marks);
            continue;
        };
        for (index, line) in lines.iter().enumerate() {
            let begun = marked(reader, line);
            let further = (index > 0 || line.indented) && !parted;
            let number = ordinal(page.slice(&line.span));
            match (&mut open, begun) {
                // `Low priority` between the second entry and the third.
                (Some(_), None) if last > 0 && line.span.len() <= BETWEEN && !further => {
                    parted = true;
                }
                _ if line.kind == LineKind::Heading => close(&mut open, &mut marks),
                (Some((mark, entries)), Some((own, body)))
                    if *mark == own && (!parted || number == last + 1) =>
                {
                    entries.push(Entry::of(body));
                    (last, parted) = (number, false);
                }
                (Some((_, entries)), begun) if further => {
                    let body = begun.map_or_else(|| line.span.clone(), |(_, body)| body);
                    if let Some(last) = entries.last_mut() {
                        last.lines.push(body);
                    }
                }
                (_, Some((mark, body))) => {
                    close(&mut open, &mut marks);
                    open = Some((mark, vec![Entry::of(body)]));
                    (last, parted) = (number, false);
                }
                (_, None) => close(&mut open, &mut marks),
            }
        }
    }
    close(&mut open, &mut marks);
    marks
}

/// The lists of two entries and more. One that stands alone under `Refused:` goes to the list before it that has its mark,
/// else to the one after.
fn together(mut marks: Vec<(Mark, Vec<Entry>)>) -> Vec<Vec<Entry>> {
    for at in 0..marks.len() {
        let Some((mark, single)) = marks.get(at).filter(|(_, own)| own.len() == 1).cloned() else {
            continue;
        };
        let fits = |own: &&mut (Mark, Vec<Entry>)| own.0 == mark && own.1.len() >= ENTRIES;
        let (before, after) = marks.split_at_mut(at);
        if let Some((_, list)) = before.last_mut().filter(fits) {
            list.extend(single);
        } else if let Some((_, list)) = after.get_mut(1).filter(fits) {
            list.splice(0..0, single);
        }
    }
    marks.retain(|(_, own)| own.len() >= ENTRIES);
    marks.into_iter().map(|(_, own)| own).collect()
}

/// `One` over `ALBA`, `Two` over `NOVA`: a line that only counts the entry is no part of it.
fn under_numbers(reader: &Reader<'_>, list: &mut [Entry]) {
    let counts = |entry: &Entry| {
        let text = entry
            .lines
            .first()
            .map_or("", |line| reader.page.slice(line));
        let word = || spelt(&format!("{text}: ")).is_some();
        entry.lines.len() > 1
            && (text.bytes().all(|b| b.is_ascii_digit())
                || counted(text) == Some(text.len())
                || word())
    };
    if list.iter().all(counts) {
        for entry in list {
            entry.lines.remove(0);
        }
    }
}

/// `1 ALBA; Togo`, `2 NOVA; Fiji`: what counts the entries is no part of them.
fn unnumbered(reader: &Reader<'_>, list: &mut [Entry]) {
    let number = |entry: &Entry| {
        let text = reader.page.slice(entry.lines.first()?);
        let (figures, _) = text.split_once(' ')?;
        Some((figures.parse::<u32>().ok()?, figures.len() + 1))
    };
    let numbers: Vec<(u32, usize)> = list.iter().map_while(number).collect();
    let on = numbers
        .windows(2)
        .all(|two| matches!(two, [(a, _), (b, _)] if a + 1 == *b));
    if !on || numbers.len() < list.len() {
        return;
    }
    for (entry, (_, used)) in list.iter_mut().zip(numbers) {
        if let Some(line) = entry.lines.first_mut() {
            line.start += used;
        }
    }
}

/// The lists that stand inside lines.
fn inside(reader: &Reader<'_>) -> Vec<Vec<Entry>> {
    let mut lists = Vec::new();
    let mut transfers: Vec<Entry> = Vec::new();
    for block in &reader.page.blocks {
        let Block::Paragraph(lines) = block else {
            continue;
        };
        if let [line] = lines.as_slice() {
            let marked = between_marks(reader, line);
            if marked.is_empty() {
                lists.push(between_semicolons(reader, line));
                lists.push(between_numbers(reader, line));
            }
            lists.push(marked);
        } else {
            // `IN: ALBA (Togo), with tuna; NOVA (Fiji), empty` over `OUT: SOL (Peru), to sea; LUNA (Fiji), empty`
            let headed = |line: &&Line| seek::has(reader.page.slice(&line.span), ": ");
            let lines = lines.iter().filter(headed);
            lists.push(
                lines
                    .flat_map(|line| between_semicolons(reader, line))
                    .collect(),
            );
        }
        lists.extend(under_heads(reader, lines));
        transfers.extend(lines.iter().flat_map(|line| of_transfer(reader, line)));
    }
    lists.push(transfers);
    lists.retain(|list| list.len() >= ENTRIES);
    lists
}

/// The line stands in one of the lists.
fn taken(lists: &[Vec<Entry>], line: &Line) -> bool {
    let inside = |entry: &Entry| {
        let span = entry.span();
        span.start <= line.span.end && line.span.start <= span.end
    };
    lists.iter().flatten().any(inside)
}

/// Lines of a paragraph, or paragraphs one after the other, that begin with a vessel's name more often than not.
fn unmarked(reader: &Reader<'_>, marked: &[Vec<Entry>]) -> Vec<Vec<Entry>> {
    let mut lists = Vec::new();
    let mut run: Vec<Entry> = Vec::new();
    let mut named = 0;
    let close = |run: &mut Vec<Entry>, named: &mut usize, lists: &mut Vec<Vec<Entry>>| {
        if *named >= ENTRIES && run.len() >= UNMARKED && *named * 2 >= run.len() {
            lists.push(std::mem::take(run));
        }
        run.clear();
        *named = 0;
    };
    for block in &reader.page.blocks {
        let Block::Paragraph(lines) = block else {
            close(&mut run, &mut named, &mut lists);
            continue;
        };
        let plain = |line: &Line| line.kind == LineKind::Text && !taken(marked, line);
        if !lines.iter().all(plain) {
            close(&mut run, &mut named, &mut lists);
            continue;
        }
        let opens = |line: &Line| opens_with_name(reader, &line.span);
        let own = lines.iter().filter(|line| opens(line)).count();
        if let Some(rows) = rows(reader, lines) {
            close(&mut run, &mut named, &mut lists);
            lists.push(
                rows.iter()
                    .map(|line| Entry::of(line.span.clone()))
                    .collect(),
            );
            continue;
        }
        if lines.len() >= UNMARKED && own * 2 >= lines.len() {
            close(&mut run, &mut named, &mut lists);
            run.extend(lines.iter().map(|line| Entry {
                lines: vec![line.span.clone()],
            }));
            named = own;
            close(&mut run, &mut named, &mut lists);
            continue;
        }
        let first = lines.first().is_some_and(opens);
        if !first && run.is_empty() {
            continue;
        }
        named += usize::from(first);
        run.push(Entry {
            lines: lines.iter().map(|line| line.span.clone()).collect(),
        });
    }
    close(&mut run, &mut named, &mut lists);
    lists
}

/// Bytes that may stand before the name: quotation marks, `M/V`.
const BEFORE_NAME: usize = 8;

/// A vessel's name begins the line, or words and her number in brackets.
fn opens_with_name(reader: &Reader<'_>, line: &Span) -> bool {
    let bracket = seek::find(reader.page.slice(line), " (").unwrap_or(0);
    reader.found.iter().any(|found| {
        let start = found.value.span.start;
        let name = found.value.label == Label::VesselName
            && (line.start..line.start + BEFORE_NAME).contains(&start);
        let number = found.value.label == Label::Imo
            && bracket > 0
            && start == line.start + bracket + " (".len();
        start < line.end && (name || number)
    })
}

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn entries_go_on_under_headings_and_below_numbers() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Landings\n\nTuesday\nAlba Nova (PD 337) 412 boxes haddock\nRio Sul (BF 88) 118 boxes cod\nWednesday\nNova Luz (INS 9) 30 boxes prawns",
                &["0 VESSEL_NAME=ALBA NOVA", "2 EXTERNAL_MARKING=INS 9"],
            ),
            (
                "Permits granted:\n- Alba Nova, trawler, Tema, to 30 June 2025\n- Rio Sul, seiner, Tema, to 31 July 2025\n\nPut off:\n- Kite Dawn, longliner, Wick, no papers",
                &[
                    "0 END_DATE=2025-06-30",
                    "2 VESSEL_NAME=KITE DAWN",
                    "-2 VESSEL_NAME=WICK",
                ],
            ),
            // Letters that count nothing.
            (
                "Pot licences (owner, boat, letters and number)\n\nD. Rey · Speedwell · OB 61\nR. Mar · Tern Lass · OB 88\nA. Sol · Kestrel · OB 93",
                &[
                    "0 OWNER=D. Rey",
                    "2 OWNER=A. Sol",
                    "1 VESSEL_NAME=TERN LASS",
                ],
            ),
            (
                "TRANSBORDOS\n\nUno\nALBA NOVA\nVanuatu – YJRT6\n\nDos\nRIO SUL\nEcuador – HC4902",
                &["0 VESSEL_NAME=ALBA NOVA", "1 VESSEL_NAME=RIO SUL"],
            ),
        ];
        for (page, wanted) in cases {
            tells(page, wanted);
        }
    }
}
