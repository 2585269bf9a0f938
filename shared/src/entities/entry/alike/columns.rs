//! What the same part of all entries holds by its looks, where no reader read it in any.

use super::fill::free;
use super::of_ship::is_painted;
use super::parts::Part;
use super::slots::Slots;
use super::{Read, has, terms};
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Page;
use crate::entities::prose;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::{self, closed, date, identity};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Sense, lookup, phrases};
use crate::entities::words::seek;

/// Reads the slots that no reader read in any entry.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) {
    let mut slots: Slots<'_, Column> = Slots::new();
    for entry in entries.iter() {
        let Some(record) = entry.record else {
            continue;
        };
        for part in &entry.parts {
            if free(reader, entry, part) {
                slots.add(&part.slot, |slot| slot.open.push((record, part.clone())));
            } else if let Some(label) = told(reader, entry, part) {
                slots.add(&part.slot, |slot| slot.known.push(label));
            }
        }
    }
    for Column { open: parts, known } in slots.into_values() {
        let Some(label) =
            Slot::of(reader.page, entries, &parts, &known).and_then(|slot| label(reader, &slot))
        else {
            continue;
        };
        for (record, part) in &parts {
            let frame = reader.frame(None, Some(*record));
            let found = values::read(&frame, &part.value, label, &mut Vec::new());
            if let [value] = found.as_slice() {
                let mut value = value.clone();
                // `Norðurs ehf.`: the stop is the ending's.
                let rest = reader.page.text.get(value.span.end..part.value.end);
                if label.is_party() && rest == Some(".") {
                    value.span.end += 1;
                    value.norm.push('.');
                }
                let evidence = "alike in every entry";
                reader.push(value, Told::shape(Some(*record), evidence));
            }
        }
    }
    terms::settle(reader, entries);
}

/// `formerly ALBA, Lerwick, LK 63` over `formerly NOVA, Lerwick, LK 419`: what is a mark or the same in two entries is no
/// former name, nor is what stands in its column.
pub(super) fn of_former_names(reader: &mut Reader<'_>, entries: &mut [Read]) {
    let mut slots: Slots<'_, Vec<(usize, &str)>> = Slots::new();
    for entry in entries.iter() {
        for part in entry.parts.iter().filter(|part| part.lead.is_empty()) {
            let own = |index: &&usize| {
                reader.found.get(**index).is_some_and(|found| {
                    found.value.label == Label::PreviousName && found.value.span == part.value
                })
            };
            if let Some(index) = entry.found.iter().find(own) {
                let text = reader.page.slice(&part.value);
                slots.add(&part.slot, |texts| texts.push((*index, text)));
            }
        }
    }
    let mut gone: Vec<usize> = Vec::new();
    for column in slots.into_values() {
        let again = |(at, text): (usize, &str)| {
            let mut before = column.iter().take(at);
            prose::is_mark(text) || before.any(|(_, other)| *other == text)
        };
        let mut texts = column.iter().map(|(_, text)| *text).enumerate();
        if texts.any(again) {
            gone.extend(column.into_iter().map(|(index, _)| index));
        }
    }
    for index in &gone {
        if let Some(found) = reader.found.get_mut(*index) {
            found.value.span.end = found.value.span.start;
        }
    }
    for entry in entries {
        entry.found.retain(|index| !gone.contains(index));
    }
}

/// The same part of all entries: those of which nothing is known, with their vessels, and what the others are.
#[derive(Default)]
struct Column {
    open: Vec<(u32, Part)>,
    known: Vec<Label>,
}

/// What a part was read as, if as one thing.
fn told(reader: &Reader<'_>, entry: &Read, part: &Part) -> Option<Label> {
    let mut found = entry.found.iter().filter_map(|index| {
        let found = reader.found.get(*index)?;
        (found.value.span == part.value).then_some(found.value.label)
    });
    found.next()
}

/// The same part of all entries that have it, where nothing was found in it.
struct Slot<'s> {
    page: &'s Page,
    entries: &'s [Read],
    parts: &'s [(u32, Part)],
    known: &'s [Label],
    first: &'s Part,
}

impl<'s> Slot<'s> {
    fn of(
        page: &'s Page,
        entries: &'s [Read],
        parts: &'s [(u32, Part)],
        known: &'s [Label],
    ) -> Option<Self> {
        let (_, first) = parts.first()?;
        Some(Slot {
            page,
            entries,
            parts,
            known,
            first,
        })
    }

    /// True if two entries and half of all have it: open, or read as this already.
    fn many(&self, label: Label) -> bool {
        let known = self.known.iter().filter(|own| **own == label).count();
        let count = self.parts.len() + known;
        count >= 2 && count * 2 >= self.entries.len()
    }

    fn values(&self) -> impl Iterator<Item = &'s str> {
        let page = self.page;
        self.parts.iter().map(|(_, part)| page.slice(&part.value))
    }

    fn all(&self, test: impl Fn(&str) -> bool) -> bool {
        self.values().all(test)
    }

    /// True if two of three do, and the others have figures and no small letters.
    fn most(&self, test: impl Fn(&str) -> bool) -> bool {
        let coded =
            |text: &str| seek::has_figure(text) && !text.contains(|c: char| c.is_ascii_lowercase());
        let count = self.values().filter(|text| test(text)).count();
        count * 3 >= self.parts.len() * 2 && self.all(coded)
    }

    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.values().any(test)
    }

    /// True if none of the entries whose part is open has a thing of the kind.
    fn lacks(&self, reader: &Reader<'_>, kind: impl Fn(Label) -> bool) -> bool {
        let own = |entry: &&Read| {
            let record = entry.record;
            self.parts.iter().any(|(open, _)| Some(*open) == record)
        };
        let mut entries = self.entries.iter().filter(own);
        !entries.any(|entry| has(reader, entry, &kind))
    }

    fn opens_bracket(&self) -> bool {
        self.first.slot.starts_with('(')
    }

    /// True if the part is a bracket's only one.
    fn fills_bracket(&self) -> bool {
        let behind = self.page.text.get(self.first.span.end..);
        self.opens_bracket() && behind.is_some_and(|text| text.starts_with(')'))
    }
}

/// What the parts of a slot may be, and whether all of them look so.
type Look = (Label, fn(&Slot<'_>) -> bool);

/// What parts without words before them may be; the first that fits.
const LOOKS: [Look; 10] = [
    (Label::BuildYear, |slot| {
        !slot.fills_bracket() && slot.all(date::is_build_year)
    }),
    (Label::Length, |slot| slot.all(is_length)),
    (Label::Mmsi, are_identities),
    // `name, call sign, type`: the same codes name kinds of ships.
    (Label::GearType, |slot| {
        slot.all(are_gears) && !phrases::TYPES_ASKED.within(&slot.page.text.to_lowercase())
    }),
    (Label::Ircs, are_call_signs),
    (Label::Flag, |slot| slot.all(is_state)),
    (Label::RfmoId, |slot| slot.all(is_numbered)),
    (Label::ExternalMarking, |slot| {
        let bracketed = slot.opens_bracket();
        slot.most(|text| {
            prose::is_mark(text) && !prose::is_national(text) || bracketed && is_painted(text)
        })
    }),
    (Label::NationalRegNo, |slot| slot.most(prose::is_registered)),
    (Label::Port, are_ports),
];

/// What all parts of a slot are.
fn label(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Label> {
    match slot.page.slice(&slot.first.lead) {
        "" => bare(reader, slot).filter(|label| slot.many(*label)),
        "of" | "de" | "from" | "da" | "do" | "di" | "du" | "aus" | "d'" => {
            belonging(reader, slot).filter(|label| slot.many(*label))
        }
        lead => led(reader, slot, lead),
    }
}

/// What parts without words before them are by their looks.
fn bare(reader: &Reader<'_>, slot: &Slot<'_>) -> Option<Label> {
    let look = LOOKS.iter().find(|(label, fits)| {
        // An MMSI is one even where another entry has its own.
        let open = || *label == Label::Mmsi || slot.lacks(reader, |known| known == *label);
        fits(slot) && open()
    });
    if let Some((label, _)) = look {
        return Some(*label);
    }
    let firms = slot.values().filter(|text| prose::is_company(text)).count();
    let owned = firms * 3 >= slot.parts.len() && slot.all(may_own);
    (owned && slot.lacks(reader, Label::is_party)).then_some(Label::Owner)
}

/// `Mar Azul Ltd`, `Juan Rey`, `R. and T. Whitford`
pub(super) fn may_own(text: &str) -> bool {
    let known = lookup(text).is_some_and(|term| !term.senses.is_empty());
    text.starts_with(char::is_uppercase) && text.contains(' ') && !known && !seek::has_figure(text)
}

/// What parts behind `of` are: owners or ports.
fn belonging(reader: &Reader<'_>, slot: &Slot<'_>) -> Option<Label> {
    let firms = slot.values().filter(|text| prose::is_company(text)).count();
    if firms >= 2
        && firms * 2 >= slot.parts.len()
        && slot.all(|text| text.contains(' '))
        && slot.lacks(reader, |label| label == Label::Owner)
    {
        return Some(Label::Owner);
    }
    let place = |text: &str| prose::place_name(text, &(0..text.len()), true);
    let ports = slot.all(place) && slot.lacks(reader, |label| label == Label::Port);
    ports.then_some(Label::Port)
}

/// Fewest figures of a register's number that is nothing but figures.
const LONG: usize = 5;

/// What parts behind other words are: what the words ask for as a caption, or what goes with them.
fn led(reader: &mut Reader<'_>, slot: &Slot<'_>, lead: &str) -> Option<Label> {
    let meaning = reader.caption(&slot.first.lead);
    // `now Reef Fish Ltd`
    if slot.many(Label::Owner) && meaning.concepts == C::CURRENT && slot.any(prose::is_company) {
        return Some(Label::Owner);
    }
    // `(no. D-559021)`
    let long = |text: &str| {
        let signs = text.bytes().filter(|b| b"-/. ".contains(b)).count();
        seek::figures(text) >= LONG && seek::figures(text) + signs == text.len()
    };
    let counted = meaning.labels.is_empty()
        && meaning.concepts == C::NUMBER
        && slot.all(|text| is_coded(text) || long(text));
    // `entered at Sfax, sous le MA 413`
    let entered = || {
        let number =
            |text: &str| prose::is_mark(text) || prose::is_registered(text) || is_coded(text);
        phrases::UNDER_LEADS.holds(&lead.to_lowercase()) && slot.all(number)
    };
    if slot.many(Label::NationalRegNo)
        && (counted || entered())
        && slot.lacks(reader, |label| label == Label::NationalRegNo)
    {
        return Some(Label::NationalRegNo);
    }
    let label = meaning.label().filter(|_| meaning.labels.len() == 1)?;
    let strict = label.is_party() || !slot.many(label);
    if meaning.coverage() < if strict { 75 } else { 50 }
        || label.is_party() && !slot.lacks(reader, |known| known == label)
    {
        return None;
    }
    let frame = reader.frame(Some(&meaning), None);
    let read = |part: &Part| {
        let values = values::read(&frame, &part.value, label, &mut Vec::new());
        matches!(values.as_slice(), [one] if one.span == part.value)
    };
    slot.parts
        .iter()
        .all(|(_, part)| read(part))
        .then_some(label)
}

/// `LLD`, `PS, GNS`: codes of gears, which no kind of ship or fish has.
fn are_gears(text: &str) -> bool {
    text.split([',', ';', '/']).all(|code| {
        let code = code.trim();
        closed::is_code(code, 2, 3) && closed::has_sense(code, |s| matches!(s, Sense::GearCode(_)))
    })
}

/// Entries whose numbers all begin with figures of States: no other numbers do so by chance.
const MANY: usize = 3;

/// MMSI: of one state, of many entries, or on a page that speaks of them.
fn are_identities(slot: &Slot<'_>) -> bool {
    let state = |text: &str| identity::mmsi_country(text).map(|country| country.alpha3);
    let one_state = || {
        let mut states = slot.values().map(state);
        let first = states.next();
        states.all(|state| Some(state) == first)
    };
    slot.all(|text| text.len() == 9 && state(text).is_some())
        && (slot.page.text.contains("MMSI") || slot.parts.len() >= MANY || one_state())
}

/// Call signs: by their own look, or of one state or with one that looks so where only the place speaks for them.
fn are_call_signs(slot: &Slot<'_>) -> bool {
    let looks = |text: &str| call_sign::is_bare(text, Witness::Look);
    let one_state = || {
        let state = |text| call_sign::countries(text).next().map(|c| c.alpha3);
        let mut states = slot.values().map(state);
        let first = states.next().flatten();
        first.is_some() && states.all(|state| state == first)
    };
    slot.all(|text| call_sign::is_bare(text, Witness::Place)) && (one_state() || slot.any(looks))
        || slot.all(|text| looks(text) && !prose::is_mark(text))
}

/// Towns right behind the name, in brackets or on a page that speaks of ports.
fn are_ports(slot: &Slot<'_>) -> bool {
    let mut seconds = slot.entries.iter().filter_map(|entry| entry.parts.get(1));
    let behind_name = seconds.any(|part| part.span == slot.first.span);
    let spoken_of = || {
        let words = slot.page.text.split(|c: char| !c.is_alphabetic());
        words
            .filter_map(lookup)
            .any(|term| term.strong.any(C::PORT))
    };
    behind_name
        && slot.all(|text| prose::place_name(text, &(0..text.len()), false))
        && (slot.opens_bracket() || spoken_of())
}

/// `44.6 m`, `118 ft`: as long as ships are.
fn is_length(text: &str) -> bool {
    let measure = text.split_once(' ');
    measure.is_some_and(|(number, unit)| {
        let number: Option<f64> = number.replace(',', ".").parse().ok();
        matches!(unit, "m" | "ft") && number.is_some_and(|number| (LEAST..500.0).contains(&number))
    })
}

/// Length of the shortest ship, in either unit.
const LEAST: f64 = 5.0;

/// The code of a state in three letters.
fn is_state(text: &str) -> bool {
    closed::is_code(text, 3, 3) && closed::has_sense(text, |s| matches!(s, Sense::Alpha3(_)))
}

/// `D-559021`: figures with capitals, without blanks.
fn is_coded(text: &str) -> bool {
    seek::figures(text) >= 3
        && !text.chars().any(|c| c.is_lowercase() || c.is_whitespace())
        && text.contains(|c: char| c.is_ascii_uppercase())
}

/// `WCPFC-8814`, `IOTC 015855`: an organisation's acronym and a number.
fn is_numbered(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (name, number) = text.split_at(letters);
    let number = number.trim_start_matches(['-', ' ', '/']);
    number.len() >= 3
        && number.bytes().all(|b| b.is_ascii_digit())
        && closed::has_sense(name, |s| matches!(s, Sense::RfmoAcronym(_)))
}

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn columns_are_read_by_the_looks_of_most() {
        let cases: &[(&str, &[&str])] = &[
            // The mark of one entry was read, the other's was not.
            (
                "Vessels with quota\n- Alba Lights (WK 33), owner J. Rey: 12 t\n- Star of Hope (WK 101), owner Mar Ltd: 30 t",
                &["0 EXTERNAL_MARKING=WK 33", "1 EXTERNAL_MARKING=WK 101"],
            ),
            // Towns and marks behind a former name.
            (
                "Name changes\n\nAlba, formerly Nova Star, Tema, LK 63\nRio Sul, formerly Kite, Tema, LK 419\nMar, formerly Quo, Wick, LK 985",
                &[
                    "0 PREVIOUS_NAME=NOVA STAR",
                    "0 EXTERNAL_MARKING=LK 63",
                    "-0 PREVIOUS_NAME=TEMA",
                ],
            ),
            // An owner among firms.
            (
                "Thoniers\n\nAlba (CC 730550), Mar Thon SA, Brest, 79 m\nNova (CC 752559), Sol Thon SA, Brest, 84 m\nRio (CC 770005), Via Mar, Brest, 80 m",
                &["2 OWNER=Via Mar"],
            ),
        ];
        for (page, wanted) in cases {
            tells(page, wanted);
        }
    }

    #[test]
    fn codes_of_gears_and_numbers_of_states_need_no_words() {
        let page = "Vessels allowed\n\n1. ALBA NOVA / Togo / LLD / 671234560\n2. MAR BRAVO / Fiji / PS / 520123450\n\
            3. SEA TERN / Spain / GNS / 224123450";
        let found = crate::entities::told::found(page);
        for wanted in ["0 GEAR_TYPE=LLD", "1 GEAR_TYPE=PS", "2 MMSI=224123450"] {
            assert!(found.contains(&wanted.to_owned()), "{found:?}");
        }
    }
}
