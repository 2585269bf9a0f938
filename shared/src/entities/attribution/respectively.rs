//! Values that a sentence deals to its vessels in their order: `ALBA and NOVA, of Fiji and Panama respectively`.

use std::ops::Range;

use crate::entities::context::{Found, Reader};
use crate::entities::label::Label;
use crate::entities::order;
use crate::entities::page::Span;
use crate::entities::words::lexicon::phrases;

/// What may be dealt.
const DEALT: [Label; 16] = [
    Label::Flag,
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::NationalRegNo,
    Label::RfmoId,
    Label::ExternalMarking,
    Label::Port,
    Label::Owner,
    Label::Operator,
    Label::Master,
    Label::Length,
    Label::Tonnage,
    Label::EnginePower,
    Label::LicenseNo,
    Label::BuildYear,
];

/// Gives the values of the sentences that say `respectively` to the vessels of those sentences, in their order; `from`
/// is the first find of the passage.
pub(crate) fn deal(reader: &mut Reader<'_>, passage: &Span, ends: &[usize], from: usize) {
    let named = |f: &&Found| f.record.is_some() && f.value.label == Label::VesselName;
    if reader.found.iter().filter(named).nth(1).is_none() {
        return;
    }
    let places: Vec<usize> = phrases::RESPECTIVELY
        .places(reader.lower().get(passage.clone()).unwrap_or(""))
        .into_iter()
        .map(|(at, _)| passage.start + at)
        .collect();
    for at in places {
        let index = ends.partition_point(|end| *end <= at);
        let begin = index.checked_sub(1).and_then(|i| ends.get(i).copied());
        let sentence =
            begin.unwrap_or(passage.start)..ends.get(index).copied().unwrap_or(passage.end);
        in_sentence(reader, &sentence, from);
    }
}

fn in_sentence(reader: &mut Reader<'_>, sentence: &Range<usize>, from: usize) {
    let own = |f: &Found| sentence.contains(&f.value.span.start);
    let named = |own: &dyn Fn(&Found) -> bool| {
        let mut vessels: Vec<u32> = Vec::new();
        for found in &reader.found {
            if let Some(record) = found
                .record
                .filter(|_| own(found) && found.value.label == Label::VesselName)
                && !vessels.contains(&record)
            {
                vessels.push(record);
            }
        }
        vessels
    };
    let mut vessels = named(&own);
    // `The vessels' call signs are EADN and ZTUC respectively`: all that the page named before.
    if vessels.len() < 2 {
        vessels = named(&|f| f.value.span.end <= sentence.start);
    }
    if vessels.len() < 2 {
        return;
    }
    for label in DEALT {
        let mut values: Vec<(usize, usize)> = reader
            .found
            .iter()
            .enumerate()
            .skip(from)
            .filter(|(_, f)| {
                // `of Fiji and Panama respectively`
                let state = label == Label::Flag && f.value.label == Label::Country;
                own(f) && (f.value.label == label || state)
            })
            .map(|(index, f)| (f.value.span.start, index))
            .collect();
        order::by_key(&mut values, |(start, index)| [*start, *index, 0]);
        if values.len() != vessels.len() {
            continue;
        }
        for ((_, index), record) in values.into_iter().zip(&vessels) {
            if let Some(found) = reader.found.get_mut(index) {
                found.record = Some(*record);
                found.value.label = label;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn what_is_said_respectively_is_dealt_in_order() {
        let page = "The trawler GREY HERON (IMO 9074729) and the reefer OCEAN TERN (IMO 9281310), of Fiji and Panama \
                    respectively, lay alongside.";
        let read = found(page);
        for wanted in ["0 FLAG=FJI", "1 FLAG=PAN"] {
            assert!(read.contains(&wanted.to_string()), "{wanted}: {read:?}");
        }
    }
}
