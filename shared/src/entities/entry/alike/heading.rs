//! What the lines over a list of ships say of all of them.
//!
//! `Vessels authorised for Patagonian toothfish` over the names: what they fish for; `Palangreros autorizados`: what
//! they are.

use super::Read;
use super::about::heading;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose;
use crate::entities::words::lexicon::phrases;

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
}

/// `Vessels removed` over `ALBA, from 15 January 2024`: the day she was.
fn removed(reader: &mut Reader<'_>, entry: &Read) {
    for part in &entry.parts {
        if !phrases::AS_FROM.holds(&reader.page.slice(&part.lead).to_lowercase()) {
            continue;
        }
        for index in &entry.found {
            if let Some(found) = reader.found.get_mut(*index)
                && found.value.label == Label::StartDate
                && found.value.span == part.value
            {
                found.value.label = Label::Date;
            }
        }
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
    fn the_heading_says_what_the_ships_are_and_what_became_of_them() {
        let ships =
            "1. Alba Nova, IMO 9281310, from 3 May 2024\n2. Rio Sul, IMO 9100372, from 4 May 2024";
        for (heading, wanted) in [
            (
                "Notified factory trawlers",
                "9 VESSEL_TYPE=factory trawlers",
            ),
            ("Palangreros autorizados", "9 VESSEL_TYPE=Palangreros"),
            ("Vessels removed from the list", "0 DATE=2024-05-03"),
        ] {
            tells(&format!("{heading}\n\n{ships}"), &[wanted]);
        }
    }
}
