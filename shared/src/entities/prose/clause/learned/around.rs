//! What was found around a place, and with what the words there begin.

use super::runs::Run;
use super::told::{Thing, Told};
use crate::entities::words::weighed::{Giver, stem};

/// Most things looked at on either side of a place.
pub(super) const REACH: usize = 7;

/// Letters with which a word begins, whatever its ending: `autoriz`, `caduc`.
const STEM: usize = 5;

/// Gives the clues of both sides of a place.
pub(super) fn around(run: &Run, told: &Told, giver: &mut Giver<'_>) {
    let (own, next) = told.place(run);
    let before = (1..=REACH).map_while(|steps| told.things.get(own.checked_sub(steps)?));
    let behind = (0..REACH).map_while(|steps| told.things.get(next + steps));
    beside("before", before, giver);
    beside("behind", behind, giver);
}

/// The clues of one side, up to where the sentence begins or ends.
fn beside<'t>(side: &str, things: impl Iterator<Item = &'t Thing>, giver: &mut Giver<'_>) {
    let mut met = false;
    for (steps, thing) in things.enumerate() {
        if thing.kind == "stop" {
            break;
        }
        if thing.found && !met {
            met = true;
            giver.clue("first found", &[side, " ", thing.kind]);
        }
        if thing.found {
            let near = if steps == 0 { "next to" } else { "near" };
            giver.clue(near, &[side, " ", thing.kind]);
        }
        if let Some(class) = thing.class {
            giver.clue("class", &[side, " ", class]);
            if steps == 0 {
                giver.clue("class next to", &[side, " ", class]);
            }
        }
        let begins = stem(&thing.word, STEM);
        if begins.len() > 2 {
            giver.clue("stem", &[side, " ", begins]);
        }
    }
}
