//! Signs that optical recognition takes for one another, undone before a page is read: `2O24`, `lndia`, `Ecua-⏎dor`.
//!
//! ```text
//! lMO 9O41174, flag lndia, 3O June 2O24   →   IMO 9041174, flag India, 30 June 2024
//! ```
//!
//! A word is changed only where its own shape leaves one reading: letters that look like figures among figures, an `l`
//! where no word has one, a broken word that the dictionary knows in one piece. What needs more than the word (check
//! digits, call-sign series) is left to the readers of the values. On a page that shows such slips the rarer ones are
//! looked for too: blanks inside words, a figure read as a letter at the head of a number.
//!
//! Places and printed texts stay those of the page; what is printed text by its label (names, numbers of registers)
//! keeps its printed form as the value.

mod alike;
mod apply;
mod blanks;
mod numbers;
mod slips;
mod tags;
mod words;
mod wraps;

pub(super) use alike::{as_digit, as_letters};
pub(super) use apply::{Mended, give_back};
pub(super) use numbers::{MENDED, as_numbers, as_told_number};

/// The text as it was meant, or none where nothing is to be undone.
pub(super) fn mend(text: &str) -> Option<Mended> {
    let edits = slips::of_page(text);
    (!edits.is_empty()).then(|| apply::apply(text, &edits))
}
