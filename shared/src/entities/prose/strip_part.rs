//! The parts of a line and the shapes they may have.
//!
//! `OCEAN HERO. Fiji. 3DXB. IMO 9281310`; `NEU 241` is a mark, `VI-5-10-98` a register's number.

use super::take::is_company_word;
use crate::entities::page::{Span, trim};
use crate::entities::values::closed::{self, Codes};
use crate::entities::values::identity;
use crate::entities::words::lexicon::{Sense, lookup, phrases};
use crate::entities::words::seek;

/// Signs between the parts of an entry.
const BARS: [&str; 11] = [
    " – ", " — ", " | ", " · ", " • ", " / ", " - ", "; ", "\t", " :: ", " → ",
];

/// The parts of a line.
pub(super) struct Cut {
    /// Without the stops around them.
    pub(super) parts: Vec<Span>,
    /// Dashes, strokes and dots in the middle that part them; slashes count where there are two.
    pub(super) bars: usize,
    /// A colon ends the first.
    pub(super) colon: bool,
}

/// Parts a line.
pub(super) fn cut(text: &str, line: &Span) -> Cut {
    let whole = text.get(line.clone()).unwrap_or("");
    let mut parts: Vec<Span> = Vec::new();
    let mut line = line.clone();
    let head = head_colon(whole);
    if let Some(colon) = head {
        parts.push(bare(text, &(line.start..line.start + colon)));
        line.start += colon + 2;
    }
    let (count, bar) = main_bar(text.get(line.clone()).unwrap_or(""));
    let mut at = line.start;
    for piece in seek::split(text.get(line).unwrap_or(""), bar) {
        let end = at + piece.len();
        part_at_commas(text, at..end, &mut parts);
        at = end + bar.len();
    }
    parts.retain(|p| !p.is_empty());
    if bar != " – " {
        part_flag(text, &mut parts);
    }
    part_bracket(text, &mut parts);

    let strong = !matches!(bar, "; " | "\n") && (count > 1 || bar != " / ");
    Cut {
        parts,
        bars: if strong { count } else { 0 },
        colon: head.is_some(),
    }
}

/// The bar that parts a line, and how often it stands there: the first of those that stand there most often.
fn main_bar(printed: &str) -> (usize, &'static str) {
    let main = seek::counts(printed, BARS)
        .into_iter()
        .zip(BARS)
        .rev()
        .max_by_key(|(count, _)| *count)
        .filter(|b| b.0 > 0);
    main.unwrap_or_else(|| {
        if dotted(printed) {
            (seek::count(printed, ". "), ". ")
        } else {
            (0, "\n")
        }
    })
}

/// Parts a piece of a line at its commas and semicolons.
fn part_at_commas(text: &str, piece: Span, parts: &mut Vec<Span>) {
    let printed = text.get(piece.clone()).unwrap_or("");
    if memchr::memchr2(b',', b';', printed.as_bytes()).is_none() {
        parts.push(bare(text, &piece));
        return;
    }
    let mut from = piece.start;
    let mut inner = piece.start;
    for word in printed.split_inclusive([',', ';']) {
        inner += word.len();
        let tail = text.get(inner..piece.end).unwrap_or("");
        // `Mar Azul, S.A.`: an ending belongs to the firm before it.
        let ending = || {
            tail.trim_start()
                .split([' ', ','])
                .next()
                .is_some_and(is_company_word)
        };
        let ends = word.ends_with([',', ';']) && tail.starts_with(' ') && !ending();
        if ends || inner >= piece.end {
            parts.push(bare(text, &(from..inner)));
            from = inner;
        }
    }
}

/// Parts the first part behind its first bytes, and `gap` bytes that belong to neither.
fn part_first(parts: &mut Vec<Span>, length: usize, gap: usize) {
    if let Some(rest) = parts.first_mut() {
        let begin = rest.start..rest.start + length;
        rest.start = begin.end + gap;
        parts.insert(0, begin);
    }
}

/// `NOR – OCEAN HERO / LFTS / …`: the flag before the name.
fn part_flag(text: &str, parts: &mut Vec<Span>) {
    const DASH: &str = " – ";
    if let Some(first) = parts.first()
        && let Some(part) = text.get(first.clone()).filter(|t| !t.is_ascii())
        && let Some(dash) = part.find(DASH)
        && matches!(
            closed::countries(text, &(first.start..first.start + dash), Codes::Both).as_slice(),
            [hit] if hit.span.len() == dash
        )
    {
        part_first(parts, dash, DASH.len());
    }
}

/// `LE GRAND BLEU (FRA, CC 925604)`: what stands in the bracket is a part, or several.
fn part_bracket(text: &str, parts: &mut Vec<Span>) {
    let Some((at, open)) = parts.iter().take(3).enumerate().find_map(|(at, part)| {
        let open = seek::find(text.get(part.clone())?, " (").filter(|o| *o > 2)?;
        Some((at, part.start + open))
    }) else {
        return;
    };
    let Some(part) = parts.get_mut(at) else {
        return;
    };
    let inner = open + 2;
    let printed = text.get(inner..part.end).unwrap_or("");
    let shut = printed.find(')').unwrap_or(printed.len());
    let alone = printed.get(shut..).is_none_or(|rest| rest.len() <= 1);
    if !alone || printed.split_whitespace().count() > 4 {
        return;
    }
    part.end = open;
    parts.insert(at + 1, inner..inner + shut);
}

/// `OCEAN HERO. Fiji. 3DXB. IMO 9281310`: stops part short pieces.
fn dotted(printed: &str) -> bool {
    seek::has(printed, ". ")
        && printed
            .split(". ")
            .all(|p| p.split_whitespace().nth(4).is_none())
        && seek::count(printed, ". ") >= 2
}

/// Where the colon after a name at the head of an entry stands: `Sea Empress: Tongan-flagged longliner`.
fn head_colon(printed: &str) -> Option<usize> {
    let at = seek::find(printed, ": ")?;
    let head = printed.get(..at)?;
    let words = head.split_whitespace().count();
    ((1..=6).contains(&words)
        && head.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '«'))
        && !head.contains([',', ';', '(']))
    .then_some(at)
}

/// A part without blanks, commas and the stop after it.
fn bare(text: &str, span: &Span) -> Span {
    let place = trim(text, span);
    let printed = text.get(place.clone()).unwrap_or("");
    let kept = printed.trim_end_matches([',', ';', ' ', '|']);
    // `lights off.`: the stop of the line; `Ltda.` keeps its dot.
    let stopped = kept
        .strip_suffix('.')
        .filter(|head| {
            let last = head.rsplit(' ').next().unwrap_or("");
            // `PADRE PIO M.`
            let initial =
                head.contains(' ') && last.len() == 1 && last.starts_with(char::is_uppercase);
            let kept = initial
                || last.contains('.')
                || is_company_word(last) && last.chars().any(char::is_lowercase);
            !head.ends_with('.') && !kept
        })
        .unwrap_or(kept);
    let open = stopped.contains('(');
    let inner = stopped
        .strip_suffix(')')
        .filter(|_| !open)
        .unwrap_or(stopped);
    place.start..place.start + inner.len()
}

/// Letters and figures as painted on a hull: `NEU 241`, `M-88-HQ`, `ST-0442`.
pub(crate) fn is_mark(printed: &str) -> bool {
    let letters: String = printed.chars().take_while(|c| c.is_uppercase()).collect();
    let count = letters.chars().count();
    let Some(rest) = printed
        .get(letters.len()..)
        .and_then(|t| t.strip_prefix([' ', '-', '.']))
    else {
        return false;
    };
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let tail = rest.get(figures..).unwrap_or("");
    let closed_off = tail.is_empty()
        || figures <= 3
            && tail.len() <= 3
            && tail.starts_with(['-', ' '])
            && tail.bytes().skip(1).all(|b| b.is_ascii_uppercase())
            && tail.len() > 1;
    (1..=4).contains(&count)
        && (1..=5).contains(&figures)
        && closed_off
        && (!tail.is_empty() || !spoken(&letters))
}

/// A number as registers write them, whatever stands beside it.
pub(crate) fn is_registered(printed: &str) -> bool {
    is_register_mark(printed) || is_national(printed)
}

/// `VI-5-10-98`, `IMUL-A-1177-TLE`: groups that hyphens tie; `GV 730112`, `ST 925 003`, `09CI00123`: six figures or more.
pub(super) fn is_register_mark(printed: &str) -> bool {
    let printed = printed
        .strip_prefix(|c: char| c.is_ascii_digit())
        .and_then(|t| t.strip_prefix("ª "))
        .unwrap_or(printed);
    let letters = printed.bytes().take_while(u8::is_ascii_uppercase).count();
    let spaced = (1..=3).contains(&letters)
        && printed.get(letters..).is_some_and(|t| {
            let figures = t.strip_prefix(' ').unwrap_or("");
            // `ST 925 003`
            let (first, last) = figures.split_once(' ').unwrap_or_else(|| {
                figures
                    .split_at_checked(figures.len() / 2)
                    .unwrap_or(("", ""))
            });
            [first, last]
                .iter()
                .all(|half| half.len() == 3 && half.bytes().all(|b| b.is_ascii_digit()))
        })
        && printed.get(..letters).is_some_and(|l| !spoken(l));
    let glued = (8..=11).contains(&printed.len())
        && printed.starts_with(|c: char| c.is_ascii_digit())
        && printed
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && (2..=3).contains(&printed.bytes().filter(u8::is_ascii_uppercase).count());
    if spaced || glued {
        return true;
    }
    let groups: Vec<&str> = printed.split('-').collect();
    (3..=5).contains(&groups.len())
        && !printed.contains(' ')
        && groups.iter().all(|g| {
            !g.is_empty()
                && g.bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        })
        && printed.starts_with(|c: char| c.is_ascii_uppercase())
        && printed.bytes().filter(u8::is_ascii_digit).count() >= 3
}

/// `PV-1234-C`, `PM-204-C`: letters, figures and one letter for the kind of craft, as registers number.
pub(crate) fn is_national(printed: &str) -> bool {
    let groups: Vec<&str> = printed.split('-').collect();
    if groups.len() == 2 {
        return identity::is_national_register(printed);
    }
    matches!(groups.as_slice(), [a, b, c]
        if (1..=3).contains(&a.len())
            && a.bytes().all(|x| x.is_ascii_uppercase())
            && (3..=5).contains(&b.len())
            && b.bytes().all(|x| x.is_ascii_digit())
            && c.len() == 1
            && c.bytes().all(|x| x.is_ascii_uppercase()))
}

/// Letters that mean a measure, a number or an organisation.
fn spoken(letters: &str) -> bool {
    matches!(
        letters,
        "KW" | "HP" | "PS" | "CV" | "NO" | "NR" | "EU" | "UN" | "FAO" | "GT" | "VHF" | "CH" | "IMO"
    ) || lookup(letters).is_some_and(|t| {
        !t.strong.is_empty()
            || !t.concepts.is_empty()
            || t.senses.iter().any(|s| matches!(s, Sense::RfmoAcronym(_)))
    }) || closed::has_sense(letters, |s| matches!(s, Sense::VesselPrefix))
}

/// `Port Louis`: the word for a port is part of the town's name.
pub(super) fn port_town(printed: &str) -> bool {
    let mut words = printed.split_whitespace();
    let lead = words.next().unwrap_or("");
    let next = words.next().unwrap_or("").to_lowercase();
    matches!(lead, "Puerto" | "Porto")
        || matches!(lead, "Port" | "PORT")
            && phrases::PORT_TOWNS.holds(next.trim_end_matches([',', '.']))
            // `Port La Rochelle`: the word leads.
            && !(next == "la" && printed.split_whitespace().nth(2) != Some("Nouvelle"))
}

/// A town's name by its look: a word that begins with a capital, or two after an article or `San`.
pub(crate) fn place_name(text: &str, part: &Span, after_code: bool) -> bool {
    let printed = text.get(part.clone()).unwrap_or("");
    let words: Vec<&str> = printed.split_whitespace().collect();
    let titled = |w: &str| {
        w.chars().next().is_some_and(char::is_uppercase)
            && w.chars().skip(1).any(char::is_lowercase)
            && w.chars()
                .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
    };
    let known = lookup(printed)
        .is_some_and(|t| !t.strong.is_empty() || !t.concepts.is_empty() || !t.senses.is_empty());
    if known {
        return false;
    }
    match words.as_slice() {
        [one] => titled(one) && one.chars().count() >= 4,
        // `Póvoa de Varzim` after a register's number.
        [
            first,
            "de" | "do" | "da" | "del" | "di" | "du" | "von" | "van",
            last,
        ] if after_code => titled(first) && titled(last),
        [first, rest @ ..] if rest.len() <= 3 => {
            let led = phrases::HEADS_OF_TOWNS.holds(first);
            led && rest.last().is_some_and(|w| titled(w))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, is_mark, is_register_mark, place_name, port_town};

    #[test]
    fn bars_and_commas_part_an_entry_and_firms_stay_whole() {
        let cases: [(&str, &[&str]); 4] = [
            ("ALBA | Spain | EADN", &["ALBA", "Spain", "EADN"]),
            (
                "NB 2 – ALBA – Mar Azul, S.L. – 38.50 m, 1,100 kW.",
                &["NB 2", "ALBA", "Mar Azul, S.L.", "38.50 m", "1,100 kW"],
            ),
            ("ALBA, STP, hull ST-0442", &["ALBA", "STP", "hull ST-0442"]),
            ("ALBA – Pesquera Sur Ltda.", &["ALBA", "Pesquera Sur Ltda."]),
        ];
        for (line, wanted) in cases {
            let parts = cut(line, &(0..line.len())).parts;
            let parts: Vec<&str> = parts.iter().filter_map(|p| line.get(p.clone())).collect();
            assert_eq!(parts, wanted, "{line}");
        }
    }

    #[test]
    fn marks_and_register_numbers_are_told_by_their_shape() {
        for (text, mark, register) in [
            ("NEU 241", true, false),
            ("BÜS 14", true, false),
            ("M-88-HQ", true, false),
            ("GT 499", false, false),
            ("KW 800", false, false),
            ("VI-5-10-98", false, true),
            ("CO-21877-PM", false, true),
            ("Suva", false, false),
        ] {
            assert_eq!(
                (is_mark(text), is_register_mark(text)),
                (mark, register),
                "{text}"
            );
        }
    }

    #[test]
    fn a_town_is_a_capital_word_and_port_may_belong_to_it() {
        for (text, town) in [
            ("Büsum", true),
            ("Las Palmas", true),
            ("Gerd Janssen", false),
            ("Spain", false),
            ("ALBA", false),
        ] {
            assert_eq!(place_name(text, &(0..text.len()), false), town, "{text}");
        }
        assert!(port_town("Port Louis"));
        assert!(!port_town("Port Hobart"));
    }
}
