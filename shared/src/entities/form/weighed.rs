//! What the value of a field is whose caption is not understood and that no rule knows: weighed, as columns are.
//!
//! `Shell plating: welded steel` among a vessel's fields: what her hull is made of.

use super::Form;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::looks::{self, OFTEN};
use crate::entities::page::Span;
use crate::entities::words::lexicon::FIELDS;
use crate::entities::words::weighed::{Context, Giver, Kind};

/// What a field's clues must say at least, in hundredths of the logarithm of the odds.
const ENOUGH: i32 = 130;

/// Labels that no weighing gives a field: what identifies a vessel needs a caption, a check or a series.
const NEVER: [Label; 2] = [Label::Ircs, Label::RfmoId];

impl Form {
    /// The label for which most speaks and enough, of those that the form's vessel has not.
    pub(super) fn weighed(
        &self,
        reader: &Reader<'_>,
        caption: &str,
        value: &Span,
    ) -> Option<Label> {
        let vessel = reader.vessels.get(self.record? as usize)?;
        let odds = FIELDS.weigh(|give| self.clues(reader, caption, value, give));
        let has = |label: Label| vessel.labels.iter().any(|(known, _)| *known == label);
        let free = odds.filter(|(label, _)| OFTEN.contains(label) || !has(*label));
        let (label, odds) = free.max_by_key(|(_, odds)| *odds)?;
        (odds >= ENOUGH && !NEVER.contains(&label)).then_some(label)
    }

    /// The field with its clues.
    pub(super) fn context(
        &self,
        reader: &Reader<'_>,
        caption: &str,
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

    fn clues(&self, reader: &Reader<'_>, caption: &str, value: &Span, give: &mut dyn FnMut(&str)) {
        let mut giver = Giver::new(give);
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
