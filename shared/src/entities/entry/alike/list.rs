//! The lists of a page: lines or paragraphs that begin alike, each with what stands under it.

use super::evidence::{About, about};
use super::inside::{
    alone, between_numbers, between_semicolons, of_transfer, stacked, under_heads,
};
use crate::entities::context::Reader;
use crate::entities::entry::number::ordinal as spelt;
use crate::entities::fields::line::list_mark;
use crate::entities::label::Label;
use crate::entities::page::{Block, Line, LineKind, Span};
use crate::entities::values::number_words::is_roman;
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

/// What begins a line of a list: the signs of its mark with figures and letters as one, and whether it is indented.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Mark {
    signs: String,
    indented: bool,
}

/// The mark of a line and the line without it.
fn marked(reader: &Reader<'_>, line: &Line) -> Option<(Mark, Span)> {
    let body = match counted(reader.page.slice(&line.span)) {
        Some(used) => line.span.start + used..line.span.end,
        None => list_mark(reader, &line.span),
    };
    let printed = reader.page.text.get(line.span.start..body.start)?.trim();
    if printed.is_empty() {
        return None;
    }
    let letters = || printed.find(|c: char| !c.is_alphabetic());
    let word = match spelt(reader.page.slice(&line.span)) {
        // `first –`, `second –`
        Some(_) => "first",
        None => letters().map_or(printed, |end| printed.get(..end).unwrap_or("")),
    };
    if word.chars().count() > 2 && !is_roman(&word.to_ascii_uppercase()) {
        let signs = word.to_string();
        let indented = line.indented;
        return Some((Mark { signs, indented }, body));
    }
    let signs = printed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            _ if c.is_ascii_digit() => '9',
            _ if c.is_alphabetic() => 'a',
            // `+ added ALBA` over `− removed NOVA`, `↓ ALBA` over `↑ NOVA`
            '−' | '±' | '↑' | '↓' | '→' | '←' | '~' => '+',
            _ => c,
        })
        .fold(String::with_capacity(printed.len()), |mut signs, c| {
            if !(signs.ends_with(c) && c.is_ascii_alphanumeric()) {
                signs.push(c);
            }
            signs
        });
    Some((
        Mark {
            signs,
            indented: line.indented,
        },
        body,
    ))
}

/// Fewest figures of a number that counts no entries.
const LICENCE: usize = 4;
/// Longest word that counts entries, in letters.
const WORD: usize = 12;

/// Bytes of a mark with a word before its number or blanks before its sign: `Lote 1. `, `N° 1 : `, `2 : `, `7.1 – `,
/// `ENTRY A`.
fn counted(text: &str) -> Option<usize> {
    // `*First notice.* ALBA`
    if let Some(inner) = text.strip_prefix('*')
        && let Some(at) = seek::find(inner, ".* ").filter(|at| *at <= BETWEEN)
    {
        return Some(at + 4);
    }
    // `III — ALBA`, `a – ALBA`
    let roman = text
        .bytes()
        .take_while(|b| matches!(b, b'I' | b'V' | b'X'))
        .count();
    let letter = usize::from(text.starts_with(|c: char| c.is_ascii_lowercase()));
    let roman = roman.max(letter);
    if (1..=5).contains(&roman)
        && let Some(tail) = text.get(roman..)
        && let Some(sign) = [" — ", " – ", " - ", ") ", ". ", ".- ", "/ "]
            .iter()
            .find(|sign| tail.starts_with(**sign))
    {
        return Some(roman + sign.len());
    }
    // `+ ALBA`, `⮞ ALBA`
    let mut signs = text.chars();
    if let (Some(sign), Some(' ')) = (signs.next(), signs.next())
        && !sign.is_alphanumeric()
        && !sign.is_whitespace()
        && !matches!(sign, '"' | '“' | '«' | '„' | '(' | '[' | '|')
    {
        return Some(sign.len_utf8() + 1);
    }
    let letters: usize = text
        .chars()
        .take_while(|c| c.is_alphabetic() || matches!(c, '°' | 'º'))
        .map(char::len_utf8)
        .sum();
    let word = text.get(..letters)?;
    let rest = text.get(letters..)?;
    let number = if letters == 0 {
        rest
    } else {
        rest.strip_prefix(". ").or_else(|| rest.strip_prefix(' '))?
    };
    let figures = number
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    let letter = number.bytes().take_while(u8::is_ascii_uppercase).count();
    let length = if figures > 0 { figures } else { letter };
    // `3370: ALBA`: the number of her licence.
    let counts = word.chars().count() <= WORD
        && (letters > 0 || figures < LICENCE)
        && word.chars().next().is_none_or(char::is_uppercase)
        && (1..=4).contains(&length)
        && (figures > 0 || length == 1 && letters > 2);
    let tail = number.get(length..).filter(|_| counts)?;
    let sign = [": ", " : ", " – ", " — ", " - ", ". ", ") ", "  ", " "]
        .iter()
        .find(|sign| tail.starts_with(**sign));
    let used = match sign {
        // `Lote 1 Buque`: a number between words may belong to them.
        Some(&" ") => return None,
        // `3  ALBA   MMSI 512004466`
        Some(&"  ") if figures == 0 || letters > 0 => return None,
        Some(sign) => sign.len(),
        // `Vessel 1 (donor): ALBA`
        None if letters > 0 && tail.starts_with(" (") => {
            seek::find(tail, "): ").filter(|at| *at <= BETWEEN)? + "): ".len()
        }
        None if tail.is_empty() && letters > 2 => 0,
        None if number.get(..length)?.ends_with('.') && tail.starts_with(' ') => 1,
        None => return None,
    };
    Some(text.len() - tail.len() + used)
}

/// Longest line between the entries of one list, in bytes.
const BETWEEN: usize = 60;

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
    let page = reader.page;
    let mut lists = Vec::new();
    let mut open: Option<(Mark, Vec<Entry>)> = None;
    // The number before the last entry, and whether a line that is none of its own stands behind it.
    let (mut last, mut parted) = (0, false);
    let close = |open: &mut Option<(Mark, Vec<Entry>)>, lists: &mut Vec<Vec<Entry>>| {
        if let Some((_, mut entries)) = open.take()
            && entries.len() >= ENTRIES
        {
            // `Between the name and the number, the port`: a line under entries of a line each.
            if let [others @ .., last] = entries.as_mut_slice()
                && others.iter().all(|entry| entry.lines.len() == 1)
                && last.lines.get(1).is_some_and(|line| {
                    others.len() >= ENTRIES && page.slice(line).starts_with(char::is_uppercase)
                })
            {
                last.lines.truncate(1);
            }
            lists.push(entries);
        }
    };
    for block in &page.blocks {
        let Block::Paragraph(lines) = block else {
            close(&mut open, &mut lists);
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
                _ if line.kind == LineKind::Heading => close(&mut open, &mut lists),
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
                    close(&mut open, &mut lists);
                    open = Some((mark, vec![Entry::of(body)]));
                    (last, parted) = (number, false);
                }
                (_, None) => close(&mut open, &mut lists),
            }
        }
    }
    close(&mut open, &mut lists);
    lists.extend(inside(reader));
    lists.extend(stacked(reader, |line| !taken(&lists, line)));
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
            lists.push(between_semicolons(reader, line));
            lists.push(between_numbers(reader, line));
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

/// Lines one after the other that the same sign parts, most of those of the paragraph.
fn rows<'p>(reader: &Reader<'_>, lines: &'p [Line]) -> Option<&'p [Line]> {
    lines.get(1)?;
    let sign = |line: &Line| signs(reader.page.slice(&line.span), 1);
    let many = |line: &Line| signs(reader.page.slice(&line.span), SIGNS).is_some();
    // `Cede: ALBA; bandeira Portugal` over `Recebe: NOVA; bandeira Togo`
    let keyed = |line: &Line| {
        let head = seek::parted(reader.page.slice(&line.span), ": ");
        head.is_some_and(|(word, _)| !word.contains(' '))
    };
    let fits = |rows: &[Line]| {
        let least = if rows.iter().all(keyed) {
            ENTRIES
        } else {
            UNMARKED
        };
        rows.len() >= least
            && rows.len() + 2 >= lines.len()
            && rows.first().is_some_and(|line| {
                let ships = about(&reader.page.text, line.span.start) == About::Ships;
                sign(line).is_some() && (ships || rows.iter().all(many))
            })
    };
    let signs: Vec<Option<&str>> = lines.iter().map(sign).collect();
    let mut from = 0;
    let alike = signs.chunk_by(|one, other| one == other).map(|signs| {
        let rows = lines.get(from..from + signs.len()).unwrap_or(&[]);
        from += signs.len();
        rows
    });
    alike
        // `Arrivals, hull numbers in brackets` over the rows looks like one.
        .flat_map(|rows| [rows, rows.get(1..).unwrap_or(&[])])
        .find(|rows| fits(rows))
}

/// Fewest signs between the parts of a line without a mark under a heading that speaks of no ships.
const SIGNS: usize = 2;

/// The sign that parts a line most often: what its neighbours have, too.
fn signs(text: &str, least: usize) -> Option<&'static str> {
    let opens = text.starts_with(|c: char| !c.is_lowercase()) || text.starts_with("n°");
    let text = text.trim_end_matches([':', ' ']);
    [
        " – ", " — ", " - ", " | ", " · ", " / ", " … ", "; ", "\t", "  ", ", ", " (", ": ",
    ]
    .into_iter()
    .map(|sign| {
        let wide = |piece: &&str| !piece.is_empty();
        let runs = || {
            seek::split(text, sign)
                .filter(wide)
                .count()
                .saturating_sub(1)
        };
        let count = if sign == "  " {
            runs()
        } else {
            seek::count(text, sign)
        };
        (count, sign)
    })
    .rev()
    .max_by_key(|(count, _)| *count)
    .filter(|(count, own)| {
        let other = |sign: &str| usize::from(*own != sign && seek::has(text, sign));
        opens && *count > 0 && *count + other(": ") + other(" (") >= least
    })
    .map(|(_, sign)| sign)
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
