//! A part of an entry of fields that has no colon: a caption and its value, or a measure.

use super::strip;
use crate::entities::context::{Reader, Told};
use crate::entities::form;
use crate::entities::label::Label;
use crate::entities::page::Span;

/// True if the part begins with its caption or is a measure.
pub(crate) fn is_part(reader: &mut Reader<'_>, span: &Span) -> bool {
    strip::led(reader, span).is_some() || form::measured(reader, span).is_some()
}

/// `Mat. 8114`, `198 TRB`: a part of an entry that begins with its caption or is a measure; false if it is neither.
pub(crate) fn part(reader: &mut Reader<'_>, span: &Span, record: Option<u32>) -> bool {
    let told = strip::led(reader, span);
    let measured = || form::measured(reader, span).map(|label| (span.clone(), label));
    let (evidence, (value, label)) = match told {
        Some((key, value, label)) => (reader.page.slice(&key).to_string(), (value, label)),
        None => match measured() {
            Some(found) => ("a part of a list entry".to_string(), found),
            None => return false,
        },
    };
    let worded = reader.page.slice(&value).split(' ').any(|word| {
        word.chars().count() > 2 && !word.chars().any(|c| c.is_uppercase() || c.is_ascii_digit())
    });
    if worded
        && matches!(
            label,
            Label::LicenseNo | Label::NationalRegNo | Label::ExternalMarking | Label::RfmoId
        )
    {
        return false;
    }
    let frame = reader.frame(None, record);
    reader.read(&frame, &value, label, Told::cue(record, &evidence)) > 0
}
