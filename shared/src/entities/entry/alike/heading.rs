//! What the lines over a list of ships say of all of them.
//!
//! `Vessels authorised for Patagonian toothfish` over the names: what they fish for; `Palangreros autorizados`: what
//! they are.

use super::Read;
use super::about::heading;
use super::columns::may_own;
use super::may_name::looks_named;
use super::terms::begins_no_right;
use crate::entities::context::{Found, Reader, Told};
use crate::entities::fields::line::list_mark;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose;
use crate::entities::words::concept::Concepts;
use crate::entities::words::lexicon::{lookup, phrases};

/// Lines over a list that speak of it.
const LINES: usize = 2;
/// Longest such line, in bytes.
const LONGEST: usize = 240;

/// Reads species, areas, gears and kinds of ships in the lines over a list.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &[Read]) {
    let start = entries.first().map_or(0, |entry| entry.span.start);
    let struck = phrases::OF_REMOVALS.within(&heading(&reader.page.text, start));
    for entry in entries.iter().filter(|_| struck) {
        removed(reader, entry);
    }
    for line in over(&reader.page.text, start) {
        prose::said_of_all(reader, &line);
    }
    before(reader, entries);
    between(reader, entries);
}

/// Longest field between entries, in bytes.
const FIELD: usize = 48;

/// `Flag: Fiji` between the entries: what stands there is of none where several follow.
fn between(reader: &mut Reader<'_>, entries: &[Read]) {
    let text = &reader.page.text;
    let first = entries.first().map_or(0, |entry| entry.span.start);
    let over = over(text, first).first().map_or(first, |line| line.start);
    let ends = entries.iter().map(|entry| entry.span.end);
    let gaps = std::iter::once(over).chain(ends).zip(entries);
    let mut sections: Vec<(Span, usize)> = Vec::new();
    for (at, (end, entry)) in gaps.enumerate() {
        let gap = end..entry.span.start.max(end);
        let line = text.get(gap.clone()).unwrap_or("").trim();
        if at == 0 || line.len() <= FIELD && line.contains(": ") && !line.contains('\n') {
            sections.push((gap, at));
        }
    }
    if sections.len() < 2 {
        return;
    }
    let nexts: Vec<usize> = sections.iter().skip(1).map(|(_, at)| *at).collect();
    let nexts = nexts.into_iter().chain([entries.len()]);
    for ((gap, at), next) in sections.into_iter().zip(nexts) {
        let single = entries.get(at).filter(|_| next == at + 1);
        for found in &mut reader.found {
            if gap.start <= found.value.span.start && found.value.span.end <= gap.end {
                found.record = single.and_then(|entry| entry.record);
            }
        }
    }
}

/// `Mar Ltd: ALBA (GY 25), NOVA (GY 118)`: what stands before the entries of a line is of none where they are several, and
/// most firms there are owners.
fn before(reader: &mut Reader<'_>, entries: &[Read]) {
    let text = &reader.page.text;
    let begin = |entry: &Read| {
        let head = text.get(..entry.span.start).unwrap_or("");
        head.rfind('\n').map_or(0, |at| at + 1)
    };
    let mut leads: Vec<(Span, Option<u32>)> = Vec::new();
    for group in entries.chunk_by(|one, other| begin(one) == begin(other)) {
        let Some(first) = group.first() else {
            continue;
        };
        let line = begin(first)..first.span.start;
        let head = text.get(line.clone()).unwrap_or("").trim_end();
        if let Some(head) = head.strip_suffix(':').map(str::trim_end) {
            let whole = line.start..line.start + head.len();
            // `J. Rey & Sons`: the letter counts nothing.
            let initial = head.starts_with(char::is_uppercase);
            let place = if initial {
                whole
            } else {
                list_mark(reader, &whole)
            };
            leads.push((place, first.record.filter(|_| group.len() == 1)));
        }
    }
    for found in &mut reader.found {
        let own = &found.value.span;
        let over = leads
            .iter()
            .find(|(lead, _)| lead.start <= own.start && own.end <= lead.end);
        if let Some((_, record)) = over {
            found.record = *record;
        }
    }
    let firms = leads
        .iter()
        .filter(|(lead, _)| prose::is_company(reader.page.slice(lead)));
    if firms.count() * 3 < leads.len().max(1) {
        return;
    }
    for (lead, record) in leads {
        let printed = reader.page.slice(&lead);
        let free = |found: &Found| {
            let own = &found.value.span;
            own.end <= lead.start || lead.end <= own.start
        };
        let ships = || {
            let first = lookup(printed.split(' ').next().unwrap_or(""));
            first.is_some_and(|term| term.strong.any(Concepts::SHIP))
        };
        if looks_named(printed) && may_own(printed) && !ships() && reader.found.iter().all(free) {
            let frame = reader.frame(None, record);
            let told = Told::shape(record, "over its ships");
            reader.read(&frame, &lead, Label::Owner, told);
        }
    }
}

/// `Vessels removed` over `ALBA, from 15 January 2024`: the day she was.
fn removed(reader: &mut Reader<'_>, entry: &Read) {
    for part in &entry.parts {
        if !phrases::AS_FROM.holds(&reader.page.slice(&part.lead).to_lowercase()) {
            continue;
        }
        begins_no_right(reader, entry, part);
    }
}

/// The lines over a place that hold words, the nearest first.
fn over(text: &str, start: usize) -> Vec<Span> {
    let head = text.get(..start).unwrap_or("");
    let mut end = head.rfind('\n').unwrap_or(0);
    let mut lines = Vec::new();
    while end > 0 && lines.len() < LINES {
        let from = text.get(..end).and_then(|head| head.rfind('\n'));
        let line = from.map_or(0, |at| at + 1)..end;
        let words = text.get(line.clone()).unwrap_or("");
        if line.len() <= LONGEST && words.chars().any(char::is_alphabetic) {
            lines.push(line);
        }
        end = from.unwrap_or(0);
    }
    lines
}

#[cfg(test)]
mod tests {
    use crate::entities::told::{found, tells};

    #[test]
    fn the_heading_says_what_the_ships_of_a_list_fish_for() {
        let ships = "1. Alba Nova, Spain, IMO 9281310\n2. Rio Sul, Chile, IMO 9100372";
        for (heading, wanted) in [
            (
                "Vessels authorised for Patagonian toothfish",
                "9 SPECIES=Patagonian toothfish",
            ),
            ("Quota de thon rouge par navire", "9 SPECIES=thon rouge"),
            ("Vessels in port", ""),
            ("Notified factory trawlers", ""),
        ] {
            let told = found(&format!("{heading}\n\n{ships}"));
            let of = |e: &&String| e.contains("SPECIES");
            let species: Vec<&str> = told.iter().filter(of).map(String::as_str).collect();
            assert_eq!(species.join(""), wanted, "{heading}");
        }
    }

    #[test]
    fn fields_between_the_entries_are_of_those_below_them() {
        let page = "Flag: Honduras\nALBA LION, IMO 9281310\nRIO SUL 2, IMO 9100372\nFlag: Togo\nKITE, IMO 7718228";
        let wanted = [
            "9 FLAG=HND",
            "1 VESSEL_NAME=RIO SUL 2",
            "2 FLAG=TGO",
            "2 IMO=7718228",
        ];
        tells(page, &wanted);
    }

    #[test]
    fn the_heading_says_what_the_ships_are_and_what_became_of_them() {
        let ships =
            "1. Alba Nova, IMO 9281310, from 3 May 2024\n2. Rio Sul, IMO 9100372, from 4 May 2024";
        for (heading, wanted) in [
            (
                "Notified factory trawlers",
                "9 VESSEL_TYPE=factory trawlers",
            ),
            ("Atuneros con base en Manta", "9 PORT=Manta"),
            ("Vessels in the Port of Manta", "-9 PORT=Manta"),
            ("Palangreros autorizados", "9 VESSEL_TYPE=Palangreros"),
            ("Vessels removed from the list", "0 DATE=2024-05-03"),
        ] {
            tells(&format!("{heading}\n\n{ships}"), &[wanted]);
        }
    }
}
