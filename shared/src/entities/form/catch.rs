//! What was caught: a species as the caption of its weight.
//!
//! `Swordfish (SWO): 46,300 kg`, `espadarte ........ 18 t`. A catch says nothing of the vessel that is read from its
//! value; titles stand over it, not captions (`CARGO` over `swordfish .... 18 t`).

use crate::entities::context::{Reader, Told};
use crate::entities::fields::cuts::leader;
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::values::closed;
use crate::entities::words::lexicon::{Sense, phrases};
use crate::entities::words::seek;

/// Figures of a weight without its unit.
const WEIGHED: usize = 3;

/// True if a field is a species and how much of it there is.
pub(crate) fn is_caught(reader: &Reader<'_>, caption: &Span, value: &Span) -> bool {
    let amount = reader.page.slice(value);
    if !amount.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let unit = amount.trim_start_matches(|c: char| c.is_ascii_digit() || " .,'".contains(c));
    let unit = unit.split([' ', '.', ',', ';']).next().unwrap_or("");
    let weighed = if unit.is_empty() {
        seek::figures(amount) >= WEIGHED
    } else {
        phrases::WEIGHTS.holds(&unit.to_lowercase())
    };
    if !weighed {
        return false;
    }
    let printed = reader.page.slice(caption);
    let coded = printed.strip_suffix(')').and_then(|t| t.rsplit_once(" ("));
    let name = coded.map_or(printed, |(name, _)| name);
    closed::has_sense(name, |s| matches!(s, Sense::Species(_)))
}

/// True if a line is a species and its weight.
pub(crate) fn is_caught_line(reader: &Reader<'_>, line: &Span) -> bool {
    let text = reader.page.slice(line);
    let colon = || seek::find(text, ": ").map(|at| (at, 2));
    let Some((at, width)) = leader(text).or_else(colon) else {
        return false;
    };
    let key = trim(&reader.page.text, &(line.start..line.start + at));
    is_caught(reader, &key, &(line.start + at + width..line.end))
}

/// Reads the species of a catch; the number of entities found.
pub(crate) fn read(reader: &mut Reader<'_>, caption: &Span, record: Option<u32>) -> usize {
    let frame = reader.frame(None, record);
    let told = Told::shape(record, "the caption of a weight");
    reader.read(&frame, caption, Label::Species, told)
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_species_may_be_the_caption_of_its_weight() {
        for (text, wanted) in [
            (
                "Vessel: ALBA NOVA\n\nCARGO\nswordfish ........ 18 t\nblue shark ....... 41.2 t",
                &["swordfish", "blue shark"][..],
            ),
            (
                "Vessel: ALBA NOVA\nCATCH ON BOARD\nswordfish (SWO): 18,000 kg\nhake: 410",
                &["SWO", "hake"],
            ),
            (
                "<table><tr><td>Vessel</td><td>ALBA NOVA</td></tr><tr><td>Call sign</td><td>EBTU</td></tr>\
                 <tr><td>Flag</td><td>Spain</td></tr><tr><td>Master</td><td>Juan Rey</td></tr>\
                 <tr><td>Swordfish</td><td>46,300 kg</td></tr><tr><td>Hake</td><td>71 boxes</td></tr></table>",
                &["Swordfish", "Hake"],
            ),
            ("Vessel: ALBA NOVA\nSole agent: 41 t", &[]),
        ] {
            assert_eq!(values(text, Label::Species), wanted, "{text}");
        }
        let held = values(
            "Vessel: ALBA NOVA\n\nCARGO\nhake .... 18 t",
            Label::HoldCapacity,
        );
        assert!(held.is_empty());
    }
}
