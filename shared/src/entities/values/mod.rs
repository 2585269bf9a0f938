//! Values: what a cell, a field or a phrase holds, read as the label that its caption asks for.

pub(crate) mod call_sign;
pub(crate) mod closed;
pub(crate) mod coordinates;
pub(crate) mod date;
pub(crate) mod gear;
pub(crate) mod identity;
pub(crate) mod list;
pub(crate) mod measure;
pub(crate) mod number_words;
pub(crate) mod persons;
mod read;
mod state_title;
pub(crate) mod text;

use super::label::Label;
use super::page::Span;
use crate::entities::words::lexicon::Country;
use date::Order;
use measure::{Style, Unit};

pub(crate) use read::{quantity_value, read};

/// A value read: its place, what it is, its normalised form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) label: Label,
    pub(crate) span: Span,
    pub(crate) norm: String,
    /// How sure the reading is by the value's own shape, 0 to 1.
    pub(crate) trust: f64,
    /// What was mended, if anything was.
    pub(crate) mended: Option<&'static str>,
    /// The check that spoke for it.
    pub(crate) check: &'static str,
}

/// A value that was seen and not taken, or taken with a doubt, for the annotator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Doubt {
    pub(crate) label: Label,
    pub(crate) span: Span,
    pub(crate) why: &'static str,
}

/// What surrounds a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    /// The cleaned text of the page.
    pub(crate) text: &'a str,
    /// How the page writes decimals.
    pub(crate) style: Style,
    /// Order of day and month.
    pub(crate) order: Order,
    /// The unit the caption names.
    pub(crate) unit: Option<Unit>,
    /// The vessel's flag, where it is known already.
    pub(crate) flag: Option<&'static Country>,
    /// The column holds two-letter country codes.
    pub(crate) short_codes: bool,
}
