//! What the lines over a list of ships say of all of them.
//!
//! `Vessels authorised for Patagonian toothfish` over the names: what they fish for.

use super::Read;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose;

/// Lines over a list that speak of it.
const LINES: usize = 2;
/// Longest such line, in bytes.
const LONGEST: usize = 240;

/// Reads the species of the lines over a list.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &[Read]) {
    let start = entries.first().map_or(0, |entry| entry.span.start);
    for line in over(&reader.page.text, start) {
        let before = reader.found.len();
        prose::fragment(reader, &line, None, true);
        let mut at = before;
        while let Some(found) = reader.found.get(at) {
            let own = found.value.span.clone();
            let taken =
                reader.found.iter().take(before).any(|other| {
                    other.value.span.start < own.end && own.start < other.value.span.end
                });
            if found.value.label == Label::Species && !taken {
                at += 1;
            } else {
                reader.found.remove(at);
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
    use crate::entities::told::found;

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
        ] {
            let told = found(&format!("{heading}\n\n{ships}"));
            let of = |e: &&String| e.contains("SPECIES");
            let species: Vec<&str> = told.iter().filter(of).map(String::as_str).collect();
            assert_eq!(species.join(""), wanted, "{heading}");
        }
    }
}
