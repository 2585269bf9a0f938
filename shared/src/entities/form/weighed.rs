//! What the value of a field is whose caption is not understood and that no rule knows: weighed, as columns are.
//!
//! `Shell plating: welded steel` among a vessel's fields: what her hull is made of.

use super::Form;
use crate::entities::caption::Meaning;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::looks::{self, OFTEN};
use crate::entities::page::Span;
use crate::entities::prose::address::looks_like_address;
use crate::entities::table::is_name;
use crate::entities::values::date;
use crate::entities::words::lexicon::FIELDS;
use crate::entities::words::weighed::{Context, Giver, Kind};

/// What a field's clues must say at least, in hundredths of the logarithm of the odds.
const ENOUGH: i32 = 130;

/// What must speak for a label beyond that where the caption is understood and asks for nothing that is an entity.
const OTHER: i32 = 60;

/// Labels that no weighing gives a field: what identifies a vessel needs a caption, a check or a series.
const NEVER: [Label; 2] = [Label::Ircs, Label::RfmoId];

impl Form {
    /// The label for which most speaks and enough, of those that the form's vessel has not.
    pub(super) fn weighed(
        &self,
        reader: &Reader<'_>,
        (meaning, caption): (&Meaning, &str),
        value: &Span,
    ) -> Option<Label> {
        let vessel = self.record.and_then(|r| reader.vessels.get(r as usize));
        let odds = FIELDS.weigh(|give| self.clues(reader, (meaning, caption), value, give));
        let has = |label: Label| match vessel {
            Some(vessel) => vessel.labels.iter().any(|(known, _)| *known == label),
            // A form begins with the name of its vessel.
            None => label != Label::VesselName,
        };
        let often = |label: &Label| vessel.is_some() && OFTEN.contains(label);
        let free = odds.filter(|(label, _)| often(label) || !has(*label));
        let (label, odds) = free.max_by_key(|(_, odds)| *odds)?;
        let enough = if meaning.other {
            ENOUGH + OTHER
        } else {
            ENOUGH
        };
        let dated = || !date::scan(&reader.page.text, value, reader.order).is_empty();
        let place = || looks_like_address(reader.page.slice(value)) && !dated();
        let fits = match label {
            Label::Address => place(),
            Label::VesselName => is_name(reader.page.slice(value)),
            // `File reference: FV/88/3432`
            Label::LicenseNo | Label::NationalRegNo | Label::ExternalMarking => !meaning.other,
            _ => true,
        };
        (odds >= enough && fits && !NEVER.contains(&label)).then_some(label)
    }

    /// The field with its clues.
    pub(super) fn context(
        &self,
        reader: &Reader<'_>,
        caption: (&Meaning, &str),
        value: &Span,
        ruled: bool,
    ) -> Context {
        let mut clues = Vec::new();
        self.clues(reader, caption, value, &mut |clue| {
            clues.push(clue.to_string());
        });
        Context {
            kind: Kind::Field,
            text: reader.page.slice(value).to_string(),
            ruled,
            clues,
        }
    }

    fn clues(
        &self,
        reader: &Reader<'_>,
        (meaning, caption): (&Meaning, &str),
        value: &Span,
        give: &mut dyn FnMut(&str),
    ) {
        let mut giver = Giver::new(give);
        giver.fact("heading other", meaning.other);
        looks::caption(caption, false, &mut giver);
        looks::values(reader.page, &[value], &mut giver);
        giver.clue("last", &[self.last.map_or("none", Label::as_str)]);
        let vessel = self.record.and_then(|r| reader.vessels.get(r as usize));
        match vessel {
            Some(vessel) => {
                for (label, _) in &vessel.labels {
                    giver.clue("has", &[label.as_str()]);
                }
            }
            None => giver.fact("no vessel", true),
        }
    }
}
