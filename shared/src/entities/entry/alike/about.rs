//! What the lines over a list speak of: ships, ports, persons.

use crate::entities::ashore::speaks_of_ships;
use crate::entities::words::concept::Concepts;
use crate::entities::words::lexicon::{lookup, phrases};

/// Bytes before a list in which its heading stands.
const HEADING: usize = 240;

/// The two lines over a place, in small letters.
pub(super) fn heading(text: &str, start: usize) -> String {
    let from = (start.saturating_sub(HEADING)..start).find(|at| text.is_char_boundary(*at));
    let before = text.get(from.unwrap_or(start)..start).unwrap_or("");
    let full = |line: &&str| line.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let lines: Vec<&str> = before.lines().rev().filter(full).take(2).collect();
    lines.join("\n").to_lowercase()
}

/// What the lines over a list speak of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum About {
    Ships,
    Ports,
    /// Persons, bills.
    Others,
    Anything,
}

/// What stands over a place speaks of.
pub(super) fn about(text: &str, start: usize) -> About {
    let heading = heading(text, start);
    let any = |concepts: Concepts| {
        heading
            .split(|c: char| !c.is_alphabetic())
            .any(|word| lookup(word).is_some_and(|term| term.strong.any(concepts)))
    };
    let ships = phrases::OF_SHIPS.within(&heading) || speaks_of_ships(&heading);
    if any(Concepts::CREW.with(Concepts::PERSON)) || phrases::OF_BILLS.within(&heading) {
        About::Others
    } else if !ships && opens_with_ports(&heading) || is_of_ports(&heading) {
        About::Ports
    } else if ships {
        About::Ships
    } else {
        About::Anything
    }
}

/// `Ports designated for landings by foreign vessels`: the heading begins with a word for several.
fn is_of_ports(heading: &str) -> bool {
    let line = heading.lines().last().unwrap_or("");
    let first = line.split_whitespace().next().unwrap_or("");
    first.ends_with('s') && lookup(first).is_some_and(|term| term.strong.any(Concepts::PORT))
}

/// Words of a heading among which the word for its things stands.
const OPENING: usize = 3;

/// `Ports designated for landings`
fn opens_with_ports(heading: &str) -> bool {
    let mut words = heading.split_whitespace().take(OPENING);
    // `Inspecciones en puerto`: of one port, of which the list says what happened there.
    words.any(|word| {
        word.ends_with('s') && lookup(word).is_some_and(|term| term.strong.any(Concepts::PORT))
    })
}
