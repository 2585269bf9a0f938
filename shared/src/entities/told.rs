//! What the tests of the readers compare: the entities of a page, said in a few ways.

use super::{Carried, Entity, Label, extract_page};

fn entities(text: &str) -> Vec<Entity> {
    extract_page(text, &Carried::default()).0.entities
}

fn each(text: &str, say: impl Fn(Entity) -> String) -> Vec<String> {
    entities(text).into_iter().map(say).collect()
}

/// `0 IMO=9281310` for each entity of a page in order, 9 where it is no vessel's.
pub(crate) fn found(text: &str) -> Vec<String> {
    each(text, |e| {
        format!("{} {}={}", e.record.unwrap_or(9), e.label, e.norm_value)
    })
}

/// `0:ORCA I` for each entity of a page in order, 9 where it is no vessel's.
pub(crate) fn owned(text: &str) -> Vec<String> {
    each(text, |e| {
        format!("{}:{}", e.record.unwrap_or(9), e.norm_value)
    })
}

/// The page has each of the entities as `found` says them, and none of those behind a `-`.
pub(crate) fn tells(page: &str, wanted: &[&str]) {
    let told = found(page);
    for entity in wanted {
        let there = told.iter().any(|t| t == entity.trim_start_matches('-'));
        assert!(there != entity.starts_with('-'), "{entity}: {told:?}");
    }
}

/// `IMO=9281310` for each entity of a page in order.
pub(crate) fn things(text: &str) -> Vec<String> {
    each(text, |e| format!("{}={}", e.label, e.norm_value))
}

/// The values of a page in order.
pub(crate) fn norms(text: &str) -> Vec<String> {
    each(text, |e| e.norm_value)
}

/// The entities of a page as they are printed, in order.
pub(crate) fn printed(text: &str) -> Vec<String> {
    each(text, |e| e.text)
}

/// The values of a label in order.
pub(crate) fn values(text: &str, label: Label) -> Vec<String> {
    let own = entities(text).into_iter().filter(|e| e.label == label);
    own.map(|e| e.norm_value).collect()
}

/// The first value of a label.
pub(crate) fn first(text: &str, label: Label) -> Option<String> {
    values(text, label).into_iter().next()
}

/// The number of a page's vessels.
pub(crate) fn vessels(text: &str) -> usize {
    extract_page(text, &Carried::default()).0.records.len()
}
