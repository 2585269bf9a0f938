//! What a part of a strip is: a country, a call sign, a mark, a measure, a told value, words.
//!
//! `EST, ESQB, fishing`: country, sign, words.

use std::cell::OnceCell;

use super::items::{Item, Kind, Placed};
use super::names::PARTICULARS;
use super::strip_part::{is_mark, is_national, is_registered};
use super::take;
use crate::entities::label::Label;
use crate::entities::page::{Page, Span};
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::closed::{self, Codes};
use crate::entities::values::identity;
use crate::entities::values::measure::Unit;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Country, Sense, lookup};

/// Words of a part that may be a value by its shape.
pub(super) const SHORT: usize = 4;

/// Longest mark or register's number with a blank, in bytes.
const LONGEST_MARK: usize = 40;

/// Bytes of the longest call sign with the blanks in it.
const LONGEST_SIGN: usize = 8;

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sort {
    /// A bare number, an hour, an empty word.
    Figures,
    Country(&'static str),
    /// A call sign of the flag's series.
    Sign,
    /// Letters and figures as painted on a hull.
    Mark,
    /// A register's number in groups.
    Register,
    /// A day, a position, a measure.
    Measure {
        of_ship: bool,
    },
    /// A kind of vessel, a gear.
    Worded(Label),
    /// Begins with a word that announces its value.
    Told {
        of_ship: bool,
    },
    Firm,
    /// Capital words.
    Words,
    Other,
}

/// The parts of a line, each looked at when it is asked for and once.
pub(super) struct Parts<'a> {
    page: &'a Page,
    pub(super) places: &'a [Span],
    items: &'a [Placed],
    /// The flag of the group that the line stands in.
    group: Option<&'static Country>,
    barred: bool,
    seen: Vec<(OnceCell<Option<&'static str>>, OnceCell<Sort>)>,
    flag: OnceCell<Option<&'static Country>>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(
        page: &'a Page,
        places: &'a [Span],
        items: &'a [Placed],
        group: Option<&'static Country>,
        barred: bool,
    ) -> Self {
        Parts {
            page,
            places,
            items,
            group,
            barred,
            seen: places.iter().map(|_| Default::default()).collect(),
            flag: OnceCell::new(),
        }
    }

    /// The country that a part is.
    fn country(&self, index: usize) -> Option<&'static str> {
        let (part, (country_of, _)) = (self.places.get(index)?, self.seen.get(index)?);
        *country_of.get_or_init(|| country(self.page, part, self.items))
    }

    /// The flag that the parts tell: a part that is a country, else the country digits of an MMSI, else the group's.
    pub(super) fn flag(&self) -> Option<&'static Country> {
        *self.flag.get_or_init(|| {
            let named = (0..self.places.len()).find_map(|index| self.country(index));
            let told = match named {
                Some(code) => identity::country(code),
                None => self.flag_of_mmsi(),
            };
            told.or(self.group)
        })
    }

    fn flag_of_mmsi(&self) -> Option<&'static Country> {
        self.places.iter().find_map(|part| {
            let printed = self.page.text.get(part.clone())?;
            let figures = printed
                .split(|c: char| !c.is_ascii_digit())
                .find(|w| w.len() == 9)?;
            identity::mmsi_country(figures).filter(|_| printed.len() <= 24)
        })
    }

    /// What a part is.
    pub(super) fn sort(&self, index: usize) -> Option<&Sort> {
        let (part, (_, sort)) = (self.places.get(index)?, self.seen.get(index)?);
        Some(sort.get_or_init(|| self.sorted(index, part)))
    }

    fn sorted(&self, index: usize, part: &Span) -> Sort {
        let (text, items, barred) = (&self.page.text, self.items, self.barred);
        let printed = text.get(part.clone()).unwrap_or("");
        if printed.is_empty()
            || closed::is_empty_value(printed)
            || printed
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'/' | b'#'))
        {
            return Sort::Figures;
        }
        if let Some(code) = self.country(index).filter(|_| barred || printed.len() > 2) {
            return Sort::Country(code);
        }
        let words = printed.split_whitespace().count();
        let inside = items
            .iter()
            .filter(|p| p.span.start < part.end && part.start < p.span.end);
        let mut first = true;
        for placed in inside {
            let opens = placed.span.start <= part.start;
            match &placed.item {
                Item::Cue { concepts, .. } if first && opens => {
                    return Sort::Told {
                        of_ship: concepts.any(PARTICULARS.with(C::TYPE).with(C::GEAR)),
                    };
                }
                Item::Value(Kind::Quantity(quantity)) if words <= SHORT + 1 => {
                    return Sort::Measure {
                        of_ship: matches!(
                            quantity.unit,
                            Some(Unit::Gross | Unit::Kilowatt | Unit::Horsepower | Unit::Metre)
                        ),
                    };
                }
                Item::Value(Kind::Date(_) | Kind::Position(_)) => {
                    return Sort::Measure { of_ship: false };
                }
                Item::Value(Kind::VesselType) if words <= SHORT && placed.span.end == part.end => {
                    // `bottom longliner`: the whole part, unless it says more than the kind.
                    return Sort::Worded(Label::VesselType);
                }
                Item::Value(Kind::VesselType) if words <= SHORT => {
                    return Sort::Worded(Label::Species);
                }
                Item::Value(Kind::Gear) if words <= SHORT => return Sort::Worded(Label::GearType),
                Item::Value(Kind::Hull) if placed.span == *part => {
                    return Sort::Worded(Label::HullMaterial);
                }
                _ => {}
            }
            first = false;
        }
        let signed = printed.len() <= LONGEST_SIGN
            && call_sign::is_bare(
                printed,
                // `V3XK2` in a list that names no flag.
                self.flag().map_or(Witness::Look, Witness::Flag),
            );
        if signed {
            return Sort::Sign;
        }
        // A number or mark is short or has no blanks.
        let coded = printed.len() <= LONGEST_MARK || !printed.contains(' ');
        let norwegian = || self.flag().is_some_and(|c| c.alpha3 == "NOR");
        if coded && is_mark(printed) && (!is_national(printed) || norwegian()) {
            return Sort::Mark;
        }
        if coded && is_registered(printed) {
            return Sort::Register;
        }
        if take::is_company(printed) {
            return Sort::Firm;
        }
        if words <= SHORT + 2 && printed.starts_with(|c: char| c.is_uppercase() || c == '"') {
            return Sort::Words;
        }
        Sort::Other
    }
}

/// The country that a part names and says nothing else of.
fn country(page: &Page, part: &Span, items: &[Placed]) -> Option<&'static str> {
    let text = &page.text;
    let whole_part = text.get(part.clone())?;
    // `now Togo`
    let first = whole_part.split(' ').next().unwrap_or("");
    let current =
        whole_part.len() > first.len() && lookup(first).is_some_and(|t| t.concepts.any(C::CURRENT));
    let part = &(part.start + if current { first.len() + 1 } else { 0 }..part.end);
    let printed = text.get(part.clone())?;
    if printed.starts_with(['"', '“', '«', '„']) {
        return None;
    }
    if printed.len() < 2 || printed.split_whitespace().nth(SHORT + 1).is_some() {
        return None;
    }
    let gear = printed.len() <= 3
        && closed::has_sense(printed, |s| {
            matches!(s, Sense::GearCode(_) | Sense::VesselTypeCode | Sense::Empty)
        });
    let upper = || !printed.chars().any(char::is_lowercase);
    if gear || printed.len() <= 3 && !upper() || is_unit(printed) {
        return None;
    }
    let whole = |s: &Span| s.start <= part.start && s.end >= part.end;
    items
        .iter()
        .find_map(|p| match p.item {
            Item::Value(Kind::Country { code, .. }) if whole(&p.span) => Some(code),
            _ => None,
        })
        .or_else(|| {
            if !may_be_country(printed) {
                return None;
            }
            match closed::countries_of(page, part, Codes::Both).as_slice() {
                [hit] if whole(&hit.span) => Some(hit.code),
                _ => None,
            }
        })
}

/// The first word is one with which a country's name or code begins, or the Union's.
fn may_be_country(printed: &str) -> bool {
    let word = printed.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let word = word.unwrap_or("");
    let ended = printed.as_bytes().get(word.len()).is_none_or(u8::is_ascii);
    if word.is_empty() || !ended {
        return true;
    }
    lookup(word).is_some_and(|t| {
        t.max_words > 1
            || t.senses.iter().any(|s| {
                matches!(
                    s,
                    Sense::Country(_) | Sense::Demonym(_) | Sense::Alpha2(_) | Sense::Alpha3(_)
                )
            })
    }) || matches!(
        word.to_ascii_lowercase().as_str(),
        "eu" | "ue" | "ec" | "ce"
    )
}

/// `29.6 m` and nothing else.
pub(super) fn is_length(text: &str, part: &Span) -> bool {
    let printed = text.get(part.clone()).unwrap_or("");
    let figures = printed.trim_end_matches([' ', 'm', '.']);
    printed.trim_end_matches('.').ends_with('m')
        && figures.starts_with(|c: char| c.is_ascii_digit())
        && figures
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

pub(super) fn is_unit(text: &str) -> bool {
    Unit::of(text).is_some()
}

/// Seven figures with their check digit.
pub(super) fn is_imo(text: &str, part: &Span) -> bool {
    let printed = text.get(part.clone()).unwrap_or("");
    printed.len() == 7 && matches!(identity::imo(printed), identity::Reading::Valid(_))
}

/// Nine figures that begin with the country digits of the flag.
pub(super) fn is_mmsi(text: &str, part: &Span, flag: Option<&'static Country>) -> bool {
    let printed = text.get(part.clone()).unwrap_or("");
    printed.len() == 9
        && identity::mmsi_country(printed)
            .zip(flag)
            .is_some_and(|(own, flag)| own.alpha3 == flag.alpha3)
}
