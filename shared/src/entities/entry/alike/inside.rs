//! Lists inside a paragraph: entries between semicolons, the two sides of each transfer, and paragraphs of like build.

use super::inline::joined;
use super::list::Entry;
use crate::entities::context::Reader;
use crate::entities::entry::number::ordinal;
use crate::entities::fields::line::list_mark;
use crate::entities::lines::is_caption_line;
use crate::entities::page::{Block, Line, LineKind, Span, trim};
use crate::entities::prose::is_company_word;
use crate::entities::words::seek;

/// Longest head of an entry between semicolons, in bytes.
const HEAD: usize = 60;

/// Where the signs of a text stand that are in no bracket.
fn outside(text: &str, signs: &[&str]) -> Vec<(usize, usize)> {
    let mut depth = 0_usize;
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut free = 0;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            // `; ` is a part of ` ; `.
            _ if at < free => {}
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b' ' | b';' | b':' if depth == 0 => {
                let tail = bytes.get(at..).unwrap_or(&[]);
                // Behind most blanks no sign goes on.
                let alike = |sign: &&&str| sign.as_bytes().get(1) == tail.get(1);
                let mut alike = signs.iter().filter(alike);
                if let Some(sign) = alike.find(|sign| tail.starts_with(sign.as_bytes())) {
                    free = at + sign.len();
                    found.push((at, free));
                }
            }
            _ => {}
        }
    }
    found
}

/// `Struck off: ALBA (ex NOVA; Togo); SOL (Fiji)`: the pieces between the semicolons of a line, where each begins with a
/// name and has more to say.
pub(super) fn between_semicolons(reader: &Reader<'_>, line: &Line) -> Vec<Entry> {
    let body = list_mark(reader, &line.span);
    let text = reader.page.slice(&body);
    if !text.contains(';') {
        return Vec::new();
    }
    let ends = outside(text, &["; ", " ; "]);
    if ends.is_empty() {
        return Vec::new();
    }
    let lead = outside(text, &[": ", " : "]);
    let first = ends.first().map_or(0, |(end, _)| *end);
    let mut from = match lead.as_slice() {
        [] => 0,
        [(_, after)] if *after < first => *after,
        _ => return Vec::new(),
    };
    let mut entries = Vec::new();
    for (end, next) in ends.into_iter().chain([(text.len(), text.len())]) {
        let piece = trim(&reader.page.text, &(body.start + from..body.start + end));
        let piece = list_mark(reader, &joined(reader, &piece));
        from = next;
        let printed = reader.page.slice(&piece);
        let head = [", ", " (", " – ", " of "]
            .iter()
            .filter_map(|sign| seek::find(printed, sign))
            .min();
        let named = head.is_some_and(|at| at <= HEAD)
            && (printed.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '«'))
                || begins_with_hour(printed));
        if !named {
            return Vec::new();
        }
        entries.push(Entry::of(piece));
    }
    entries
}

/// `8.30 h, Juan Rey, …`
fn begins_with_hour(text: &str) -> bool {
    let hour = text
        .split(", ")
        .next()
        .and_then(|hour| hour.strip_suffix(" h"));
    hour.is_some_and(|hour| {
        hour.bytes()
            .all(|b| b.is_ascii_digit() || b".:".contains(&b))
    })
}

/// `1. ALBA, … 2. NOVA, …`, `Primero: ALBA, … Segundo: NOVA, …`: the entries of a line between numbers that count on.
pub(super) fn between_numbers(reader: &Reader<'_>, line: &Line) -> Vec<Entry> {
    let text = reader.page.slice(&line.span);
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let sentences = seek::places(text, ". ").map(|at| at + 2);
    for from in std::iter::once(0).chain(sentences) {
        let tail = text.get(from..).unwrap_or("");
        let counts = tail.starts_with(|c: char| c.is_ascii_digit());
        let number = counts.then(|| (starts.len() + 1).to_string());
        let counted = number
            .as_deref()
            .and_then(|number| tail.strip_prefix(number))
            .and_then(|rest| {
                [". ", ") ", ".º ", "° "]
                    .iter()
                    .find(|sign| rest.starts_with(**sign))
            })
            .map(|sign| number.as_deref().map_or(0, str::len) + sign.len());
        if let Some(used) = counted.or_else(|| ordinal(tail)) {
            starts.push((from, from + used));
        }
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|((_, from), end)| {
            Entry::of(trim(
                &reader.page.text,
                &(line.span.start + from..line.span.start + end),
            ))
        })
        .collect()
}

/// Signs between who gives and who takes.
const TO: [&str; 9] = [
    " > ", " → ", " -> ", " => ", " >> ", " to ", " a ", " à ", " para ",
];

/// `ALBA (Togo, 5VAB7) > SOL (Fiji, 3DXB); 6 March`: the two vessels of a transfer, each with its bracket.
pub(super) fn of_transfer(reader: &Reader<'_>, line: &Line) -> Vec<Entry> {
    if !reader.page.slice(&line.span).contains(')') {
        return Vec::new();
    }
    let body = list_mark(reader, &line.span);
    let text = reader.page.slice(&body);
    let [(end, from)] = outside(text, &TO)[..] else {
        return Vec::new();
    };
    let shut = text.get(from..).and_then(|rest| rest.find(')'));
    let Some(shut) = shut.filter(|_| text.get(..end).is_some_and(|left| left.ends_with(')')))
    else {
        return Vec::new();
    };
    // `15 t of tuna from ALBA (no. 108)`
    let giver = text.get(..end).unwrap_or("");
    let counted = giver.starts_with(|c: char| c.is_ascii_digit());
    let lead = ["from ", "de ", "von ", "da ", "do "]
        .iter()
        .filter_map(|sign| {
            let at = match giver.get(..sign.len()) {
                Some(head) if head.eq_ignore_ascii_case(sign) => 0,
                _ => giver.find(&format!(" {sign}")).filter(|_| counted)? + 1,
            };
            Some(at + sign.len())
        })
        .min();
    let (left, right) = (
        body.start + lead.unwrap_or(0)..body.start + end,
        body.start + from..body.start + from + shut + 1,
    );
    vec![Entry::of(left), Entry::of(right)]
}

/// `ALBA` over indented lines, and again: each line that is not indented, with those under it.
pub(super) fn under_heads(reader: &Reader<'_>, lines: &[Line]) -> Option<Vec<Entry>> {
    let head = lines.first().filter(|line| !line.indented)?;
    let mut entries = vec![Entry::of(head.span.clone())];
    for line in lines.iter().skip(1) {
        if list_mark(reader, &line.span).start > line.span.start {
            return None;
        }
        match entries.last_mut() {
            Some(last) if line.indented => last.lines.push(line.span.clone()),
            _ => entries.push(Entry::of(line.span.clone())),
        }
    }
    let named = |entry: &Entry| {
        let head = entry
            .lines
            .first()
            .map_or("", |line| reader.page.slice(line));
        entry.lines.len() > 1 && head.len() <= SHORT && !head.ends_with([':', '.'])
    };
    entries.iter().all(named).then_some(entries)
}

/// Most lines of an entry that is a paragraph.
const LINES: usize = 8;
/// Longest line of one, in bytes.
const SHORT: usize = 60;

/// Fewest figures of a value.
const FIGURES: usize = 3;

/// `ALBA` over `Togo` over `seen 3 May`, and again: paragraphs one after the other with about as many lines each.
pub(super) fn stacked(reader: &mut Reader<'_>, free: impl Fn(&Line) -> bool) -> Vec<Vec<Entry>> {
    let page = reader.page;
    let mut lists: Vec<Vec<Entry>> = Vec::new();
    let mut count = 0_usize;
    for block in &page.blocks {
        let lines = match block {
            Block::Paragraph(lines) if (2..=LINES).contains(&lines.len()) => lines.as_slice(),
            _ => &[],
        };
        let mut plain = lines.iter().map(|line| {
            let text = page.slice(&line.span);
            let last = text.rsplit(' ').next().unwrap_or("");
            let ended = text.ends_with(['.', ':', ',']) && !is_company_word(last);
            line.kind == LineKind::Text && text.len() <= SHORT && !ended && free(line)
        });
        let whole = plain.next() == Some(true) && plain.all(|plain| plain);
        // `NAME OF SHIP` over the name; `IATTC VESSEL NO. 10418` has its value.
        let caption = lines.first().is_some_and(|line| {
            let text = page.slice(&line.span);
            let figures = seek::figures(text);
            // `BADIS SOUK` over `Flag: Algeria` only looks like a caption.
            let keyed = lines
                .get(1)
                .is_some_and(|next| seek::has(page.slice(&next.span), ": "));
            let share = if keyed { 90 } else { 50 };
            // `CALL SIGN 3FGT9`
            let coded = last_word_is_code(text);
            figures < FIGURES
                && !coded
                && !seek::has(text, ": ")
                && is_caption_line(reader, &line.span, share)
        });
        if !whole || caption {
            count = 0;
            continue;
        }
        let entry = Entry {
            lines: lines.iter().map(|line| line.span.clone()).collect(),
        };
        match lists
            .last_mut()
            .filter(|_| count.abs_diff(lines.len()) <= 1)
        {
            Some(list) => list.push(entry),
            None => lists.push(vec![entry]),
        }
        count = lines.len();
    }
    lists.retain(|list| list.len() > 1);
    lists
        .into_iter()
        .map(|list| of_lines(reader, list))
        .collect()
}

/// `CALL SIGN 3FGT9` has its value.
fn last_word_is_code(text: &str) -> bool {
    text.rsplit_once(' ').is_some_and(|(_, word)| {
        word.len() > FIGURES
            && seek::has_figure(word)
            && word
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    })
}

/// Longest line of an entry that is one, in bytes.
const ROW: usize = 200;
/// Fewest such entries.
const ROWS: usize = 3;

/// `ALBA, built in 1984, based at Brest.`, and again: paragraphs of a line each with as many signs between their parts.
pub(super) fn alone(reader: &Reader<'_>, free: impl Fn(&Line) -> bool) -> Vec<Vec<Entry>> {
    let signs = |text: &str| [", ", "; ", " – "].map(|sign| text.matches(sign).count());
    let mut lists: Vec<Vec<Entry>> = Vec::new();
    let mut before = [0; 3];
    for block in &reader.page.blocks {
        let line = match block {
            Block::Paragraph(lines) if lines.len() == 1 => lines.first(),
            _ => None,
        };
        let own = line
            .filter(|line| line.kind == LineKind::Text && line.span.len() <= ROW && free(line))
            .map_or([0; 3], |line| signs(reader.page.slice(&line.span)));
        if let Some(line) = line.filter(|_| own.iter().sum::<usize>() > 1) {
            let entry = Entry::of(line.span.clone());
            match lists.last_mut().filter(|_| own == before) {
                Some(list) => list.push(entry),
                None => lists.push(vec![entry]),
            }
        }
        before = own;
    }
    lists.retain(|list| list.len() >= ROWS);
    lists
}

/// `From: ALBA, Togo` over `To: NOVA, Fiji` in each paragraph: the lines with a word and a colon before them are the
/// entries.
fn of_lines(reader: &Reader<'_>, list: Vec<Entry>) -> Vec<Entry> {
    let value = |line: &Span| {
        let (word, value) = seek::parted(reader.page.slice(line), ": ")?;
        (value.contains(", ") && !word.contains(' ')).then(|| line.end - value.len()..line.end)
    };
    let values: Vec<Span> = list
        .iter()
        .flat_map(|entry| entry.lines.iter().filter_map(value))
        .collect();
    if values.len() < list.len() * 2 {
        return list;
    }
    values.into_iter().map(Entry::of).collect()
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn lists_inside_lines_and_of_like_paragraphs_are_read() {
        let cases: &[(&str, &[&str])] = &[
            (
                "The Commission keeps on its list: ALBA NOVA 8 (ex Sol, ex Luna 3; Guinea; IMO 9281310); RIO SUL (no known flag; no IMO); KITE DAWN 2 (ex Mar; Malaysia).",
                &[
                    "0 VESSEL_NAME=ALBA NOVA 8",
                    "0 FLAG=GIN",
                    "0 IMO=9281310",
                    "1 VESSEL_NAME=RIO SUL",
                    "2 VESSEL_NAME=KITE DAWN 2",
                    "2 FLAG=MYS",
                ],
            ),
            (
                "Boats awarded quota. First: Alba Nova, trawler, 12 t. Second: Rio Sul, trawler, 9 t. Third: Kite Dawn, trawler, 3 t.",
                &[
                    "0 VESSEL_NAME=ALBA NOVA",
                    "1 VESSEL_NAME=RIO SUL",
                    "2 VESSEL_NAME=KITE DAWN",
                ],
            ),
            (
                "Transfers\n\nAlba Nova 36 (Panama, 3FGT9) > Rio Sul (Japan, 7JVK); 6 March 2024; 41 t\n\
                 Kite Dawn 1 (Vanuatu, YJTK2) > Mar Bravo (Panama, 3FJR9); 9 March 2024; 27 t",
                &[
                    "0 VESSEL_NAME=ALBA NOVA 36",
                    "0 FLAG=PAN",
                    "0 IRCS=3FGT9",
                    "1 VESSEL_NAME=RIO SUL",
                    "1 FLAG=JPN",
                    "1 IRCS=7JVK",
                    "2 VESSEL_NAME=KITE DAWN 1",
                    "2 FLAG=VUT",
                    "2 IRCS=YJTK2",
                    "3 VESSEL_NAME=MAR BRAVO",
                    "3 FLAG=PAN",
                    "3 IRCS=3FJR9",
                ],
            ),
            (
                "VESSELS REMOVED\n\nIATTC VESSEL NO. 10418\nALBA DEL MAR\nPeru\nremoved 30/06/2021\n\n\
                 IATTC VESSEL NO. 13077\nEL NOVA II\nMexico\nremoved 14/09/2021",
                &[
                    "0 VESSEL_NAME=ALBA DEL MAR",
                    "0 FLAG=PER",
                    "1 VESSEL_NAME=EL NOVA II",
                    "1 FLAG=MEX",
                ],
            ),
            (
                "Ayudas\n\nAlba Nova, construido en 1984, con base en Burela; armadora, Ana Rey.\n\n\
                 Rio Sul, construido en 1979, con base en Roses; armadora, Luz Mar.\n\n\
                 Mar Azul, construido en 1991, con base en Vigo; armador, Jon Rey.",
                &[
                    "0 VESSEL_NAME=ALBA NOVA",
                    "1 VESSEL_NAME=RIO SUL",
                    "2 VESSEL_NAME=MAR AZUL",
                ],
            ),
            (
                "Ports for landings\n\n1. Ghana: Tema, tuna quay 5\n2. Senegal: Dakar, tuna quay 10",
                &[],
            ),
            (
                "NAME OF SHIP\nALBA NOVA\n\nFORMER NAMES, IF ANY\nRIO SUL",
                &["0 VESSEL_NAME=ALBA NOVA"],
            ),
        ];
        told(cases);
    }

    #[test]
    fn entries_stand_under_heads_and_behind_events() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Ships under arrest\n\nAlba Horizon III\n\trefrigerated cargo ship, 4,812 GT\n\tarrested 14 August 2024\n\
                 Rio Sul 916\n\tsquid jigger, 1,021 GT\n\tarrested 30 October 2024",
                &[
                    "0 VESSEL_NAME=ALBA HORIZON III",
                    "1 VESSEL_NAME=RIO SUL 916",
                ],
            ),
            (
                "Vessel movements\n\nSAILED: Alba Maru No. 11 (Japan) for the grounds; Rio Sul II (Australia) for Hobart.\n\
                 ARRIVED: Dae Mar 519 (Republic of Korea) from sea; Nova Luz II (New Zealand) for repairs.",
                &[
                    "0 VESSEL_NAME=ALBA MARU NO. 11",
                    "0 FLAG=JPN",
                    "1 VESSEL_NAME=RIO SUL II",
                    "1 FLAG=AUS",
                    "2 VESSEL_NAME=DAE MAR 519",
                    "2 FLAG=KOR",
                    "3 VESSEL_NAME=NOVA LUZ II",
                    "3 FLAG=NZL",
                ],
            ),
            (
                "Movimento do porto de pesca\n\nENTROU  Alba Sul, portuguesa, com 22 t de atum\n\
                 ENTROU  Rio Novo, espanhola, com 9 t de espadarte\nSAIU    Mar do Pico, portuguesa, para os bancos",
                &[
                    "0 VESSEL_NAME=ALBA SUL",
                    "0 FLAG=PRT",
                    "1 VESSEL_NAME=RIO NOVO",
                    "1 FLAG=ESP",
                    "2 VESSEL_NAME=MAR DO PICO",
                    "2 FLAG=PRT",
                ],
            ),
        ];
        told(cases);
    }

    fn told(cases: &[(&str, &[&str])]) {
        for (page, wanted) in cases {
            let mut own = found(page);
            own.retain(|e| {
                ["VESSEL_NAME=", "FLAG=", "IMO=", "IRCS="]
                    .iter()
                    .any(|l| e.get(2..).is_some_and(|e| e.starts_with(l)))
            });
            own.sort_by_key(|e| e.split(' ').next().map(str::to_string));
            assert_eq!(own, *wanted, "{page}");
        }
    }
}
