//! What stands beside a value and is none of it: the fields in a bracket, another column of the line.
//!
//! `ALBA (home port: Suva)`, `Suva   12 May 2025`.

use crate::entities::context::Reader;
use crate::entities::fields::line::split_field;
use crate::entities::page::{Span, trim};
use crate::entities::values::list::{self, By};
use crate::entities::words::seek;

/// A value and the fields in the bracket behind it.
pub(super) fn bracketed(
    reader: &mut Reader<'_>,
    value: &Span,
) -> Option<(Span, Vec<(Span, Span)>)> {
    let text = reader.page.slice(value);
    let (head, inner) = text.strip_suffix(')').and_then(|t| seek::parted(t, " ("))?;
    if !seek::has(inner, ": ") || inner.contains('(') || head.is_empty() {
        return None;
    }
    let place = value.end - 1 - inner.len()..value.end - 1;
    let parts = list::split(&reader.page.text, &place, By::COMMAS);
    let fields: Vec<(Span, Span)> = parts
        .iter()
        .map_while(|part| split_field(reader, part))
        .collect();
    (fields.len() == parts.len()).then_some((value.start..value.start + head.len(), fields))
}

/// A value and what stands behind wide blanks in its line.
pub(super) fn columns(reader: &Reader<'_>, value: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(value);
    let (first, rest) = seek::parted(text, "   ")?;
    let rest = trim(&reader.page.text, &(value.end - rest.len()..value.end));
    let first = value.start..value.start + first.len();
    let plain = !first.is_empty()
        && list::numbered(&reader.page.text, value).is_none()
        && !text.contains(['\n', ':', '[', '☐', '☒', '□', '■', '☑']);
    plain.then_some((first, rest))
}
