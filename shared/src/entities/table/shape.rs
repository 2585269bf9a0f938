//! What the values of a column show by themselves: days, positions, countries, addresses and closed vocabularies.

use super::columns::Column;
use super::evidence::{Sampled, most, share};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Page;
use crate::entities::values::coordinates;
use crate::entities::values::{closed, date};
use crate::entities::words::lexicon::{self, Sense};
use crate::entities::words::seek;

/// What most values of a column are.
pub(super) fn shape(
    reader: &Reader<'_>,
    columns: &[Column],
    sample: &[Sampled],
    vessels: bool,
    unheaded: bool,
) -> Option<Label> {
    let page = reader.page;
    if most(80, sample, |_, s| {
        date_like(page.slice(s)) && page.slice(s).len() < 28
    }) {
        return Some(Label::Date);
    }
    if most(80, sample, |_, s| {
        !coordinates::scan(&page.text, s, false).is_empty()
    }) {
        return Some(Label::Coordinates);
    }
    let looks = Looks {
        page,
        columns,
        sample,
        unheaded,
    };
    if vessels {
        looks.of_vessels()
    } else {
        looks.of_others()
    }
}

/// The values of a column beside others, and what words and signs they are.
struct Looks<'l> {
    page: &'l Page,
    columns: &'l [Column],
    sample: &'l [Sampled],
    /// The table has no headings here.
    unheaded: bool,
}

impl Looks<'_> {
    /// True if no column has the label.
    fn lacks(&self, label: Label) -> bool {
        !self
            .columns
            .iter()
            .any(|c| c.meaning.labels.contains(&label))
    }

    /// How many percent of the cells pass.
    fn share(&self, passes: impl Fn(&str) -> bool) -> usize {
        share(self.sample, |_, s| passes(self.page.slice(s)))
    }

    /// How many percent of the cells are words of a closed list.
    fn sense(&self, wanted: impl Fn(&Sense) -> bool) -> usize {
        self.share(|text| closed::has_sense(text, &wanted))
    }

    /// In a table without vessels: species and countries.
    fn of_others(&self) -> Option<Label> {
        let code = |s: &Sense| matches!(s, Sense::SpeciesCode(_));
        let coded = most(80, self.sample, |_, s| {
            let text = self.page.slice(s);
            text.len() == 3 && closed::has_sense(text, code)
        });
        if coded || self.sense(|s| matches!(s, Sense::Species(_))) >= 50 {
            return Some(Label::Species);
        }
        // `Caught by` over `longline`
        let gear = |s: &Sense| matches!(s, Sense::Gear(_));
        if self.sense(gear) >= 80 && self.lacks(Label::GearType) {
            return Some(Label::GearType);
        }
        let countries = share(self.sample, |_, s| {
            self.page.slice(s).len() > 3 && closed::is_country(self.page, s)
        });
        (countries >= 60 && self.sample.len() >= 2).then_some(Label::Country)
    }

    /// In a table of vessels.
    fn of_vessels(&self) -> Option<Label> {
        if share(self.sample, |_, s| closed::is_country(self.page, s)) >= 80 {
            let flag = self.lacks(Label::Flag);
            return Some(if flag { Label::Flag } else { Label::Country });
        }
        let address = |text: &str| {
            text.contains(',') && text.len() > 14 && seek::has_figure(text) && text.contains(' ')
        };
        if self.unheaded && self.share(address) >= 80 && self.lacks(Label::Address) {
            return Some(Label::Address);
        }
        if let Some(label) = self.listed() {
            return Some(label);
        }
        (self.unheaded
            && self.sample.len() >= 3
            && self.share(date::is_build_year) >= 90
            && self.lacks(Label::BuildYear))
        .then_some(Label::BuildYear)
    }

    /// The label of a closed list that the values are of.
    fn listed(&self) -> Option<Label> {
        let gear = |s: &Sense| matches!(s, Sense::Gear(_) | Sense::GearCode(_));
        let kind_code = |s: &Sense| *s == Sense::VesselTypeCode;
        let species = |s: &Sense| matches!(s, Sense::Species(_));
        let any_species = |s: &Sense| matches!(s, Sense::Species(_) | Sense::SpeciesCode(_));
        let other_code = |s: &Sense| matches!(s, Sense::GearCode(_) | Sense::VesselTypeCode);
        if self.sense(|s| *s == Sense::VesselType) >= 70 && self.lacks(Label::VesselType) {
            return Some(Label::VesselType);
        }
        if self.sense(gear) >= 80 && self.lacks(Label::GearType) {
            return Some(Label::GearType);
        }
        if self.sense(kind_code) >= 80 && self.lacks(Label::VesselType) && self.sample.len() >= 2 {
            return Some(Label::VesselType);
        }
        if self.sense(any_species) >= 80 && self.sense(other_code) < 50 || self.sense(species) >= 60
        {
            return Some(Label::Species);
        }
        if self.sense(|s| *s == Sense::Hull) >= 80 && self.lacks(Label::HullMaterial) {
            return Some(Label::HullMaterial);
        }
        (self.sense(|s| *s == Sense::Area) >= 70).then_some(Label::FishingArea)
    }
}

/// A word or more, no figures only, not long.
pub(crate) fn is_name(text: &str) -> bool {
    // A number is no name: `IOTC015855`.
    if !text.contains(' ') && seek::figures(text) >= 4 {
        return false;
    }
    text.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && text.chars().count() <= 40
        && !date_like(text)
        && text
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_ascii())
        && !lexicon::lookup(text).is_some_and(|t| {
            t.senses.iter().any(|s| {
                !matches!(
                    s,
                    Sense::Alpha2(_) | Sense::Alpha3(_) | Sense::SpeciesCode(_)
                )
            })
        })
}

/// True if a day stands in the text.
pub(crate) fn date_like(text: &str) -> bool {
    !date::scan(text, &(0..text.len()), date::Order::DayMonth).is_empty()
}

/// True if the text is days and little else.
pub(crate) fn is_days(text: &str) -> bool {
    let hits = date::scan(text, &(0..text.len()), date::Order::DayMonth);
    let covered: usize = hits.iter().map(|hit| hit.span.len()).sum();
    !hits.is_empty() && covered + 8 >= text.len()
}

/// True if the text is two days, the earlier one first: the term of what a register allows.
pub(crate) fn is_term(text: &str) -> bool {
    let hits = date::scan(text, &(0..text.len()), date::Order::DayMonth);
    matches!(hits.as_slice(), [first, last] if first.iso < last.iso) && is_days(text)
}
