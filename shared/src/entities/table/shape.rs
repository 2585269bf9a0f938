//! What the values of a column show by themselves: days, positions, countries, addresses and closed vocabularies.

use super::columns::Column;
use super::evidence::{Sampled, most, share};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::{closed, date};
use crate::entities::words::lexicon::{self, Sense};

/// What most values of a column are.
pub(super) fn shape(
    reader: &Reader<'_>,
    columns: &[Column],
    sample: &[Sampled],
    vessels: bool,
    unheaded: bool,
) -> Option<Label> {
    let page = reader.page;
    let has = |label: Label| columns.iter().any(|c| c.meaning.labels.contains(&label));
    let whole =
        |span: &Span, wanted: &dyn Fn(&Sense) -> bool| closed::has_sense(page.slice(span), wanted);
    let sense = |wanted: &dyn Fn(&Sense) -> bool| share(sample, |_, s| whole(s, wanted));
    if most(80, sample, |_, s| {
        date_like(page.slice(s)) && page.slice(s).len() < 28
    }) {
        return Some(Label::Date);
    }
    if most(80, sample, |_, s| {
        !crate::entities::values::coordinates::scan(&page.text, s, false).is_empty()
    }) {
        return Some(Label::Coordinates);
    }
    if !vessels {
        let coded = most(80, sample, |_, s| {
            page.slice(s).len() == 3 && whole(s, &|x| matches!(x, Sense::SpeciesCode(_)))
        });
        if (coded || sense(&|s| matches!(s, Sense::Species(_))) >= 50) && !sample.is_empty() {
            return Some(Label::Species);
        }
        let countries = share(sample, |_, s| {
            page.slice(s).len() > 3 && closed::is_country(page, s)
        });
        return (countries >= 60 && sample.len() >= 2).then_some(Label::Country);
    }
    let countries = share(sample, |_, s| closed::is_country(page, s));
    if countries >= 80 {
        return Some(if has(Label::Flag) {
            Label::Country
        } else {
            Label::Flag
        });
    }
    let addresses = share(sample, |_, s| {
        let text = page.slice(s);
        text.contains(',')
            && text.len() > 14
            && text.bytes().any(|b| b.is_ascii_digit())
            && text.contains(' ')
    });
    if unheaded && addresses >= 80 && !has(Label::Address) {
        return Some(Label::Address);
    }
    if sense(&|s| *s == Sense::VesselType) >= 70 && !has(Label::VesselType) {
        return Some(Label::VesselType);
    }
    if sense(&|s| matches!(s, Sense::Gear(_) | Sense::GearCode(_))) >= 80 && !has(Label::GearType) {
        let codes = sense(&|s| *s == Sense::VesselTypeCode);
        return Some(if codes >= 80 && has(Label::GearType) {
            Label::VesselType
        } else {
            Label::GearType
        });
    }
    if sense(&|s| *s == Sense::VesselTypeCode) >= 80 && !has(Label::VesselType) && sample.len() >= 2
    {
        return Some(Label::VesselType);
    }
    if sense(&|s| matches!(s, Sense::Species(_) | Sense::SpeciesCode(_))) >= 80
        && sense(&|s| matches!(s, Sense::GearCode(_) | Sense::VesselTypeCode)) < 50
        || sense(&|s| matches!(s, Sense::Species(_))) >= 60
    {
        return Some(Label::Species);
    }
    if sense(&|s| *s == Sense::Hull) >= 80 && !has(Label::HullMaterial) {
        return Some(Label::HullMaterial);
    }
    if sense(&|s| *s == Sense::Area) >= 70 {
        return Some(Label::FishingArea);
    }
    let years = share(sample, |_, s| {
        page.slice(s)
            .trim()
            .parse::<u32>()
            .is_ok_and(|y| (1900..=2060).contains(&y))
    });
    if years >= 90 && sample.len() >= 3 && !has(Label::BuildYear) && unheaded {
        return Some(Label::BuildYear);
    }
    None
}

/// A word or more, no figures only, not long.
pub(crate) fn is_name(text: &str) -> bool {
    // A number is no name: `IOTC015855`.
    if !text.contains(' ') && text.bytes().filter(u8::is_ascii_digit).count() >= 4 {
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

pub(super) fn date_like(text: &str) -> bool {
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
