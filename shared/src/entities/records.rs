//! The vessels of a page, each with its entities and with what does not agree among them.
//!
//! A flag of Spain beside an MMSI of Panama; a length of 271 m beside a tonnage of 906.

use super::label::Label;
use super::values::{call_sign, identity};
use super::{Conflict, Entity, VesselRecord};

/// The entities of each of the `count` vessels.
pub(super) fn of(entities: &[Entity], count: u32) -> Vec<VesselRecord> {
    let mut records: Vec<VesselRecord> = (0..count)
        .map(|record| VesselRecord {
            record,
            entities: Vec::with_capacity(8),
            conflicts: Vec::new(),
        })
        .collect();
    for (index, entity) in entities.iter().enumerate() {
        if let Some(record) = entity.record.and_then(|r| records.get_mut(r as usize)) {
            record.entities.push(index);
        }
    }
    for record in &mut records {
        let members = record.entities.iter().filter_map(|i| entities.get(*i));
        record.conflicts = conflicts(&Told(members.collect()));
    }
    records
}

/// What is told of one vessel.
struct Told<'a>(Vec<&'a Entity>);

impl<'a> Told<'a> {
    fn of(&self, label: Label) -> impl Iterator<Item = &'a str> {
        let own = self.0.iter().filter(move |e| e.label == label);
        own.map(|e| e.norm_value.as_str())
    }

    /// The different values of a label, sorted; none where all are the same.
    fn several(&self, label: Label) -> Vec<&'a str> {
        let mut values = Vec::new();
        let mut own = self.of(label);
        let first = own.next();
        if own.any(|value| Some(value) != first) {
            values.extend(self.of(label));
            values.sort_unstable();
            values.dedup();
        }
        values
    }

    /// The value of a label that has one only.
    fn only(&self, label: Label) -> Option<&'a str> {
        let mut own = self.of(label);
        let first = own.next();
        first.filter(|_| own.all(|value| Some(value) == first))
    }
}

fn conflicts(told: &Told<'_>) -> Vec<Conflict> {
    let mut found = Vec::new();
    for label in [Label::Imo, Label::Mmsi, Label::Flag, Label::VesselName] {
        let several = told.several(label);
        if !several.is_empty() {
            found.push(Conflict {
                labels: vec![label],
                values: several.into_iter().map(str::to_string).collect(),
                reason: format!("two values of {label}"),
            });
        }
    }
    if let Some(flag) = told.only(Label::Flag) {
        against_flag(told, flag, &mut found);
    }
    found.extend(against_length(told));
    found
}

/// Numbers and signs of another country than the flag.
fn against_flag(told: &Told<'_>, flag: &str, found: &mut Vec<Conflict>) {
    let country = identity::country(flag);
    let mut add = |label: Label, value: &str, reason: &str| {
        let conflict = Conflict {
            labels: vec![Label::Flag, label],
            values: vec![flag.to_string(), value.to_string()],
            reason: reason.to_string(),
        };
        if !found.contains(&conflict) {
            found.push(conflict);
        }
    };
    for number in told.of(Label::Mmsi) {
        let digits = number.get(..3).and_then(|m| m.parse::<u16>().ok());
        if !country.is_some_and(|c| digits.is_some_and(|m| c.mids.contains(&m))) {
            let reason = "the MMSI's country digits are not the flag's";
            add(Label::Mmsi, number, reason);
        }
    }
    for sign in told.of(Label::Ircs) {
        let foreign =
            country.is_some_and(|c| !c.series.is_empty() && !call_sign::in_series(c, sign));
        if foreign && call_sign::countries(sign).next().is_some() {
            let reason = "the call sign's series is another country's";
            add(Label::Ircs, sign, reason);
        }
    }
}

/// Tonnage over the cube of the length in metres: 0.0013 to 0.035 on 1,142 of the 1,144 vessels of the project's pages
/// that tell both, 0.0067 in the middle. Beyond these a figure or a decimal mark is lost.
const TONNES_A_CUBIC_METRE: std::ops::RangeInclusive<f64> = 0.001..=0.04;

/// A tonnage that no ship of that length has.
fn against_length(told: &Told<'_>) -> Option<Conflict> {
    let (length, tonnage) = (told.only(Label::Length)?, told.only(Label::Tonnage)?);
    let metres: f64 = length.parse().ok().filter(|m| *m > 0.0)?;
    let share = tonnage.parse::<f64>().ok().filter(|t| *t > 0.0)? / metres.powi(3);
    (!TONNES_A_CUBIC_METRE.contains(&share)).then(|| Conflict {
        labels: vec![Label::Length, Label::Tonnage],
        values: vec![length.to_string(), tonnage.to_string()],
        reason: "no ship of this length has this tonnage".to_string(),
    })
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn what_does_not_agree_of_a_vessel_is_named() {
        let cases: [(&str, &[&str]); 5] = [
            ("Flag: Spain\nCall sign: EAHP\nMMSI: 224123450", &[]),
            (
                "Flag: Spain\nCall sign: HOKD\nMMSI: 351123450",
                &[
                    "the MMSI's country digits are not the flag's",
                    "the call sign's series is another country's",
                ],
            ),
            ("Length overall: 27.1 m\nGross tonnage: 106", &[]),
            (
                "Length overall: 271 m\nGross tonnage: 906",
                &["no ship of this length has this tonnage"],
            ),
            (
                "Length overall: 27.1 m\nGross tonnage: 19060",
                &["no ship of this length has this tonnage"],
            ),
        ];
        for (fields, reasons) in cases {
            let page = format!("Vessel name: ALBA NOVA\n{fields}");
            let (found, _) = extract_page(&page, &Carried::default());
            let named: Vec<&str> = found
                .records
                .iter()
                .flat_map(|r| &r.conflicts)
                .map(|c| c.reason.as_str())
                .collect();
            assert_eq!(named, reasons, "{fields}");
        }
    }
}
