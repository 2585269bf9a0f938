//! Words whose dot ends no sentence.
//!
//! `Av. Uno 18`, `Reef Fish Co. Ltd`.

use crate::entities::words::lexicon::phrases;
use crate::entities::words::phrases::Phrases;
/// True if the word that ends at `at` is an abbreviation, so that its dot ends no sentence.
pub(crate) fn abbreviation(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or("");
    let start = head
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | '.' | '-' | '/'))
        .map_or(0, |i| i + 1);
    let word = head.get(start..).unwrap_or("");
    let single = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let among = |list: &Phrases| list.may_lead(word) && list.holds(&word.to_lowercase());
    // `Mz. D Lote 4`, `Urb. Buenos Aires`, `Tnte. de navío`
    single
        || word.starts_with(char::is_uppercase) && among(&phrases::ABBREVIATIONS_OF_ADDRESSES)
        || among(&phrases::ABBREVIATIONS)
}
