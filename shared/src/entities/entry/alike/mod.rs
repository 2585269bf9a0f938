//! The entries of a list are alike: what is not understood in one is read as the same part of the others.
//!
//! ```text
//! 1) ALBA – Spain – IMO 9281310; rights to 31 December 2025
//! 2) NOVA – Zetaland – IMO 9100372; rights to 2 May 2026
//! ```
//!
//! Read after everything else, over what the other readers found: the page's lists ([`list`]), the parts of their
//! entries ([`parts`]), whose each entry is ([`names`]), and what each part holds ([`fill`]). A list none of whose
//! entries were found to be of vessels is left alone.

mod about;
mod addresses;
mod align;
mod beside;
mod bracketed;
mod columns;
mod cuts;
mod evidence;
mod fill;
mod heading;
mod inline;
mod inside;
mod key;
mod list;
mod mark;
mod may_name;
mod names;
mod of_ship;
mod parties;
mod parts;
mod roles;
mod rows;
mod slots;
mod terms;
mod whole;

use about::{About, about};
use evidence::Evidence;
use list::Entry;
use parts::Part;

use crate::entities::context::{Reader, Source};
use crate::entities::fields::line::split_field;
use crate::entities::label::Label;
use crate::entities::order;
use crate::entities::page::Span;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// An entry, its parts and what was found in it.
struct Read {
    span: Span,
    lines: usize,
    parts: Vec<Part>,
    /// Indices into what the reader found.
    found: Vec<usize>,
    /// The vessel it tells of; none where it tells of several, or of none.
    record: Option<u32>,
}

/// Longest page whose lists are read once more, in bytes, and most that was found on it: each entry looks through it.
const LONGEST_PAGE: usize = 60_000;
const MOST_FOUND: usize = 4_000;

/// Reads the lists of a page once more.
pub(crate) fn settle(reader: &mut Reader<'_>) {
    if reader.page.text.len() > LONGEST_PAGE || reader.found.len() > MOST_FOUND {
        return;
    }
    for list in list::of_page(reader) {
        if are_fields(reader, &list) {
            of_blocks(reader, &list);
            continue;
        }
        let spaced = |entry: &&Entry| seek::has(reader.page.slice(&entry.span()), parts::WIDE);
        let wide = list.iter().filter(spaced).count() * 2 > list.len();
        let mut entries: Vec<Read> = list
            .iter()
            .map(|entry| read(&mut *reader, entry, wide))
            .collect();
        cuts::settle(reader, &mut entries);
        parties::settle(reader, &mut entries);
        let roles = roles::settle(reader, &mut entries);
        align::settle(&mut entries);
        cuts::leads(reader, &mut entries);
        columns::of_former_names(reader, &mut entries);
        let key = key::of_list(reader, &entries);
        let bracket = key::of_brackets(reader, &entries);
        let start = entries.first().map_or(0, |entry| entry.span.start);
        let evidence = match key {
            Some(_) => Evidence::Parts,
            None if bracket.is_some() && about(&reader.page.text, start) == About::Ships => {
                Evidence::Parts
            }
            None if roles => Evidence::Parts,
            None => evidence::of_list(reader, &entries),
        };
        if evidence == Evidence::None {
            continue;
        }
        for entry in &mut entries {
            unmark(reader, &entry.span);
            entry.found = found_in(reader, &entry.span);
        }
        let place = key.as_deref().and_then(key::place_of_names);
        if !names::settle(reader, &mut entries, evidence, place) {
            continue;
        }
        across(reader, &entries);
        if let Some(key) = key {
            key::settle(reader, &mut entries, &key);
        }
        if let Some(bracket) = bracket {
            key::brackets(reader, &mut entries, &bracket);
        }
        fill::settle(reader, &mut entries);
        heading::settle(reader, &entries);
    }
}

/// `Number: 18834` over `Ship: ALBA`, and again: what stands in a block that names one ship is hers.
fn of_blocks(reader: &mut Reader<'_>, list: &[Entry]) {
    let mut blocks: Vec<(Vec<usize>, u32)> = Vec::new();
    for entry in list.iter().filter(|entry| entry.lines.len() > 1) {
        let found = found_in(reader, &entry.span());
        let mut names = found
            .iter()
            .filter_map(|index| reader.found.get(*index))
            .filter(|found| found.value.label == Label::VesselName);
        if let (Some(name), None) = (names.next(), names.next())
            && let Some(record) = name.record
        {
            blocks.push((found, record));
        }
    }
    let mut apart: Vec<u32> = blocks.iter().map(|(_, record)| *record).collect();
    apart.sort_unstable();
    apart.dedup();
    if blocks.len() < list.len() || apart.len() < list.len() {
        return;
    }
    for (found, record) in blocks {
        for index in found {
            if let Some(found) = reader.found.get_mut(index)
                && found.record.is_some()
            {
                found.record = Some(record);
            }
        }
    }
}

/// `A.1 Name ..... ALBA`, `(b) Flag: Spain`: half of the entries begin with a caption; it is a form.
fn are_fields(reader: &mut Reader<'_>, list: &[Entry]) -> bool {
    let mut fields = 0;
    let start = list.first().map_or(0, |entry| entry.span().start);
    // `ALBA ..... 44,000` under a heading of quotas
    let amount = |entry: &Entry| {
        let line = entry
            .lines
            .first()
            .map_or("", |line| reader.page.slice(line));
        let value = seek::parted(line, ": ").map_or("", |(_, value)| value);
        rows::weighs(value)
    };
    let shares = phrases::OF_SHARES.within(&about::heading(&reader.page.text, start))
        || list.iter().all(amount);
    for entry in list {
        let Some(line) = entry.lines.first() else {
            continue;
        };
        let text = reader.page.slice(line);
        let keyed = [": ", "....", "   "]
            .iter()
            .any(|sign| seek::has(text, sign));
        // A caption and a value, and nothing else.
        let head = seek::parted(text, ": ").map_or(text, |(head, _)| head);
        let short = keyed
            && !shares
            && !seek::has(head, ", ")
            && parts::of_entry(reader, entry, true).len() <= 2;
        fields += usize::from(
            short
                || split_field(reader, line).is_some_and(|(key, _)| {
                    let parted = [" / ", " – ", " | ", ", ", "; "];
                    let caption = reader.page.slice(&key);
                    let figures = seek::figures(caption);
                    if figures > 2 || parted.iter().any(|sign| caption.contains(sign)) {
                        return false;
                    }
                    let meaning = reader.caption(&key);
                    let named = meaning.labels.as_slice() == [Label::VesselName];
                    meaning.understood() && meaning.coverage() >= 70 && !named
                }),
        );
    }
    fields * 2 >= list.len()
}

fn read(reader: &mut Reader<'_>, entry: &Entry, wide: bool) -> Read {
    let span = entry.span();
    Read {
        parts: parts::of_entry(reader, entry, wide),
        found: found_in(reader, &span),
        record: None,
        lines: entry.lines.len(),
        span,
    }
}

/// Longest mark of an entry, in bytes.
const MARK: usize = 16;

/// `N° 1 : ALBA, licence PA-2217`: what counts an entry is no caption of what stands in it.
fn unmark(reader: &mut Reader<'_>, span: &Span) {
    let head = reader.page.text.get(..span.start).unwrap_or("");
    let mark = head.rsplit('\n').next().unwrap_or("").trim();
    if !mark.bytes().any(|b| b.is_ascii_digit()) || mark.len() > MARK {
        return;
    }
    for found in &mut reader.found {
        let own = &found.value.span;
        if found.source == Source::Field
            && span.start <= own.start
            && own.end <= span.end
            && !found.evidence.is_empty()
            && mark.starts_with(&*found.evidence)
        {
            found.value.span.end = found.value.span.start;
        }
    }
}

/// Longest number of an entry, in bytes.
const COUNT: usize = 3;

/// `New owners: (i) ALBA, …; (ii) NOVA, …`, read as one owner: what begins in one entry and ends in another is nothing.
fn across(reader: &mut Reader<'_>, entries: &[Read]) {
    for found in &mut reader.found {
        let own = &mut found.value.span;
        let begun = entries
            .iter()
            .filter(|entry| own.start < entry.span.end && entry.span.start < own.end);
        // `authorisations: (1) ALBA`
        let counts = own.len() <= COUNT
            && entries.iter().any(|entry| {
                let between = reader.page.text.get(own.end..entry.span.start);
                between.is_some_and(|sign| matches!(sign, ") " | ". "))
            });
        if begun.count() > 1 || counts {
            own.end = own.start;
        }
    }
}

/// What was found in a span: of what overlaps the surest.
fn found_in(reader: &Reader<'_>, span: &Span) -> Vec<usize> {
    let mut inside: Vec<usize> = (0..reader.found.len())
        .filter(|index| {
            reader.found.get(*index).is_some_and(|f| {
                let own = &f.value.span;
                !own.is_empty() && span.start <= own.start && own.end <= span.end
            })
        })
        .collect();
    let key = |index: &usize| {
        reader.found.get(*index).map_or([0; 3], |f| {
            [
                f.source as usize,
                usize::MAX - f.value.span.len(),
                f.value.span.start,
            ]
        })
    };
    order::by_key(&mut inside, key);
    let mut kept: Vec<usize> = Vec::with_capacity(inside.len());
    for index in inside {
        let clear = kept.iter().all(|other| !overlap(reader, index, *other));
        if clear {
            kept.push(index);
        }
    }
    kept
}

fn overlap(reader: &Reader<'_>, one: usize, other: usize) -> bool {
    let span = |index: usize| reader.found.get(index).map(|f| f.value.span.clone());
    match (span(one), span(other)) {
        (Some(a), Some(b)) => a.start < b.end && b.start < a.end,
        _ => false,
    }
}

/// What only vessels have.
const IDENTIFIERS: [Label; 6] = [
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::EuCfr,
    Label::RfmoId,
    Label::NationalRegNo,
];

fn has(reader: &Reader<'_>, entry: &Read, wanted: impl Fn(Label) -> bool) -> bool {
    entry.found.iter().any(|index| {
        reader
            .found
            .get(*index)
            .is_some_and(|f| wanted(f.value.label))
    })
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    /// What was found of the labels asked for.
    fn told(page: &str, labels: &[&str]) -> Vec<String> {
        let of = |e: &String| {
            let label = e.split([' ', '=']).nth(1).unwrap_or("");
            labels.contains(&label)
        };
        found(page).into_iter().filter(of).collect()
    }

    const IDENTITY: [&str; 4] = ["VESSEL_NAME", "IMO", "FLAG", "IRCS"];

    #[test]
    fn what_counts_papers_by_years_names_no_vessel() {
        let page = "* Case 11/24, 4 May 2024. SEA TERN, trawler, flag Ghana.\n\
                    * Case 12/24, 9 May 2024. KITE DAWN, longliner, flag Togo.";
        let wanted = ["0 VESSEL_NAME=SEA TERN", "1 VESSEL_NAME=KITE DAWN"];
        assert_eq!(told(page, &["VESSEL_NAME"]), wanted);
    }

    #[test]
    fn entries_are_named_where_the_others_are() {
        let wanted = [
            "0 VESSEL_NAME=CORAL TERN",
            "0 IMO=9281310",
            "1 VESSEL_NAME=KITE DAWN 2",
            "1 IMO=9100372",
        ];
        for page in [
            "* Coral Tern: run by Alba Ltd; IMO 9281310; gear: trawl\n\
             * Kite Dawn 2: run by Mar Ltd; IMO 9100372; gear: trawl",
            "- Coral Tern\n  - IMO 9281310 – radio room\n- Kite Dawn 2\n  - IMO 9100372 – radio room",
        ] {
            let mut own = told(page, &["VESSEL_NAME", "IMO"]);
            own.sort_by_key(|e| (e.chars().next(), !e.contains("VESSEL_NAME")));
            assert_eq!(own, wanted, "{page}");
        }
    }

    #[test]
    fn codes_and_towns_among_the_parts_are_no_names() {
        let page = "Ships\n\n(1) Coral Tern, atunero palangrero, PER, OMI 9281310, señal OA-4463, Paita\n\
                    (2) Alba Nova, arrastrero, ECU, OMI 9100372, señal HC2KP, Posorja";
        let wanted = [
            "0 VESSEL_NAME=CORAL TERN",
            "0 FLAG=PER",
            "0 IMO=9281310",
            "0 IRCS=OA4463",
            "1 VESSEL_NAME=ALBA NOVA",
            "1 FLAG=ECU",
            "1 IMO=9100372",
            "1 IRCS=HC2KP",
        ];
        assert_eq!(told(page, &IDENTITY), wanted);
    }

    #[test]
    fn parts_without_captions_say_together_what_they_are() {
        let page = "Fleet\n\n1. CORAL TERN of Panama; 3FGT9; 352001447; 2004\n\
                    2. ALBA NOVA of Japan; 7JVK; 431220118; 1998";
        let labels = ["VESSEL_NAME", "FLAG", "IRCS", "MMSI", "BUILD_YEAR"];
        let wanted = [
            "0 VESSEL_NAME=CORAL TERN",
            "0 FLAG=PAN",
            "0 IRCS=3FGT9",
            "0 MMSI=352001447",
            "0 BUILD_YEAR=2004",
            "1 VESSEL_NAME=ALBA NOVA",
            "1 FLAG=JPN",
            "1 IRCS=7JVK",
            "1 MMSI=431220118",
            "1 BUILD_YEAR=1998",
        ];
        assert_eq!(told(page, &labels), wanted);
    }

    #[test]
    fn days_and_addresses_are_what_they_are_in_the_other_entries() {
        let page = "1. ALBA NOVA: IMO 9281310; held by Mar Ltd, Plot 15, Harbour Road, Tema; valid 01-Jan-2024 to 31-Dec-2024\n\
                    2. RIO SUL: IMO 9100372; held by Sol Ltd, Plot 9, Harbour Road, Tema; valid 02-Jan-2024 to 30-Dec-2024";
        let labels = ["ADDRESS", "START_DATE", "END_DATE"];
        let wanted = [
            "0 ADDRESS=Plot 15, Harbour Road, Tema",
            "0 START_DATE=2024-01-01",
            "0 END_DATE=2024-12-31",
            "1 ADDRESS=Plot 9, Harbour Road, Tema",
            "1 START_DATE=2024-01-02",
            "1 END_DATE=2024-12-30",
        ];
        assert_eq!(told(page, &labels), wanted);
    }

    #[test]
    fn a_word_for_ships_in_the_parts_says_where_their_names_stand() {
        let page = "Observers\n\n1. Luis Rey – buque ALBA NOVA – embarque 4/5/2023\n\
                    2. Ana Mora – buque RIO SUL – embarque 6/5/2023";
        let names: Vec<String> = told(page, &["VESSEL_NAME"]);
        assert_eq!(names, ["0 VESSEL_NAME=ALBA NOVA", "1 VESSEL_NAME=RIO SUL"]);
    }

    #[test]
    fn towns_behind_names_and_numbers_under_a_heading_of_licences() {
        let page = "Licences of vessels\n\nFL-801: the Alba Nova of Grimsby (GY 25), 23.9 m\n\
                    FL-802: the Rio Sul of Lerwick (LK 71), 19.1 m\n\
                    FL-803: the Mar Azul of Kirkwall (K 17), 26.5 m";
        let labels = ["VESSEL_NAME", "LICENSE_NO"];
        let mut own = told(page, &labels);
        own.retain(|e| e.starts_with('0'));
        assert_eq!(
            own,
            ["0 LICENSE_NO=FL-801", "0 VESSEL_NAME=Alba Nova"].map(str::to_uppercase)
        );
    }

    #[test]
    fn lists_of_other_things_are_left_alone() {
        for page in [
            "Personas\n\n1. Juan Rivas, capitán, domicilio en Vigo\n2. Ana Prieto, apoderada, domicilio en Marín",
            "Ports designated\n\n- Las Palmas (Spain): 06:00–22:00\n- Port Louis (Mauritius): 24 hours",
            "Prix\n\n- Thon : 2,15 €/kg (Abidjan)\n- Listao : 1,32 €/kg (Dakar)",
            "Agenda\n\n1. Opening – Chair – Spain\n2. Budget – Secretary – Fiji\n3. Control – Dr. Lee – Japan",
        ] {
            assert!(
                told(page, &IDENTITY).is_empty(),
                "{page}: {:?}",
                found(page)
            );
        }
    }
}
