//! What the tests of the readers compare: a page's entities, each with the number of its vessel.

use super::{Carried, extract_page};

/// `0 IMO=9281310` for each entity of a page in order, 9 where it is no vessel's.
pub(crate) fn found(text: &str) -> Vec<String> {
    let (page, _) = extract_page(text, &Carried::default());
    page.entities
        .iter()
        .map(|e| format!("{} {}={}", e.record.map_or(9, |r| r), e.label, e.norm_value))
        .collect()
}
