/*!
Entities of a page of OCR text: 37 labels with exact places, normalised values, the vessel each belongs to, and the
reason for each.

```
use vessel_ner_shared::entities::{Carried, Label, extract_page};

let (page, _) = extract_page("Vessel name: ALBA\nIMO No.: 9281310\nFlag: Spain", &Carried::default());
let imo = page.entities.iter().find(|e| e.label == Label::Imo).map(|e| e.norm_value.as_str());
assert_eq!(imo, Some("9281310"));
assert_eq!(page.records.len(), 1);
```

A page is parsed once ([`page`]: blocks, tables, lines) and its words are folded and looked up once ([`words`]). What
slips of the OCR tore is mended before ([`mend`]), with every place given back as printed. Then the page is read from top
to bottom ([`lines`], whose `paragraph` lists the readers of a line with the signs that each needs): its tables
([`table`]), forms ([`form`], [`fields`]), lists ([`entry`]) and running text ([`prose`], whose `clause::readers` lists
the readers of a passage with the facts that each needs) by recognisers of their own, each value by its label's reader ([`values`]), each thing given to its vessel ([`attribution`]). What was found is
resolved ([`resolve`]): no two entities overlap, the better reason wins, each entity belongs to one vessel or to none.
What a caption asks for follows from the concepts of its words ([`caption`]), not from a list of headings.

# Limits

Rules, no model: a name in running text without any word that announces it is not found. Names are taken as printed; the
spelling of persons and companies is not mended. Positions are not checked against areas.
*/

// A recogniser's conditions are read in one piece and in the order they are meant.
#![allow(clippy::nonminimal_bool, clippy::similar_names)]

mod ashore;
mod attribution;
mod caption;
mod code_points;
mod consensus;
mod context;
mod entry;
mod fields;
mod form;
mod label;
mod lines;
mod looks;
mod mend;
mod order;
mod page;
mod prose;
mod records;
mod resolve;
mod table;
#[cfg(test)]
mod told;
mod values;
mod words;

use serde::{Deserialize, Serialize};

pub use label::{Label, UnknownLabel};
pub use table::place::{CellPlace, WHOLE, table_cell};
pub use words::weighed::Context;

/// Version of the rules; changes whenever their output may change.
pub const RULES_VERSION: &str = "192";

/// One entity of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub label: Label,
    /// Where it begins, in Unicode code points of the page as stored.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// The page's text from `start` to `end`.
    pub text: String,
    /// Its value in the label's normal form.
    pub norm_value: String,
    /// Which vessel of the page it describes; none where the page ties it to no vessel or to several.
    pub record: Option<u32>,
    /// How sure the rules are, 0 to 1; calibrated on pages with gold entities.
    pub confidence: f64,
    /// The value was read through a correction.
    pub corrected: bool,
    /// Recogniser, check, and the heading or words that spoke for it.
    pub reason: String,
}

/// The entities of one vessel on a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VesselRecord {
    /// Number of the vessel, in reading order from 0.
    pub record: u32,
    /// Indices into [`PageEntities::entities`].
    pub entities: Vec<usize>,
    /// What does not agree.
    pub conflicts: Vec<Conflict>,
}

/// Two values of one vessel that do not agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The labels that disagree.
    pub labels: Vec<Label>,
    /// The values that disagree, normalised.
    pub values: Vec<String>,
    /// What the disagreement is.
    pub reason: String,
}

/// Something that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What the place was read as, where it was.
    pub label: Option<Label>,
    /// Where it begins, in Unicode code points.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// The page's text from `start` to `end`.
    pub text: String,
    /// What is odd about it.
    pub message: String,
}

/// What was found on a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageEntities {
    /// In reading order, without overlaps.
    pub entities: Vec<Entity>,
    /// One per vessel.
    pub records: Vec<VesselRecord>,
    /// Places flagged for review.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the next page of a document may need: the heading of a table that runs on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Heading texts of the page's last table, one per column.
    pub heading: Vec<String>,
}

/// Finds the entities of a page. Total over any text and linear in its length; `carried` is what the page before gave.
pub fn extract_page(text: &str, carried: &Carried) -> (PageEntities, Carried) {
    let Some(mended) = mend::mend(text) else {
        return read_page(text, carried);
    };
    let (mut found, next) = read_page(&mended.text, carried);
    mend::give_back(text, &mended, &mut found);
    (found, next)
}

/// The places of a page's running text that may hold a name, a sign, a State or a day, and the columns of its tables, with
/// the clues around each: what `data/clues.tsv` and `data/columns.tsv` are learned from.
pub fn contexts(text: &str) -> Vec<Context> {
    let mended = mend::mend(text);
    let page = page::Page::parse(mended.as_ref().map_or(text, |mended| &mended.text));
    let mut reader = context::Reader::new(&page);
    reader.contexts = Some(Vec::new());
    lines::read_page(&mut reader, &Carried::default());
    reader.contexts.unwrap_or_default()
}

fn read_page(text: &str, carried: &Carried) -> (PageEntities, Carried) {
    let page = page::Page::parse(text);
    let mut reader = context::Reader::new(&page);
    let next = lines::read_page(&mut reader, carried);
    consensus::settle(&mut reader);
    (resolve::resolve(text, reader), next)
}
