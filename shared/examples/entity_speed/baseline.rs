//! The plain way to do it, as a measure: for each label one regular expression, an alternation of the words that the
//! rules know for it, with the shape of its value behind them. No check digits, tables, records or resolving.

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};

const VOCABULARY: &str = include_str!("../../data/vocabulary.tsv");
const TERMS: &str = include_str!("../../data/terms.tsv");
const COUNTRIES: &str = include_str!("../../data/countries.tsv");
const DEMONYMS: &str = include_str!("../../data/demonyms.tsv");
const GEARS: &str = include_str!("../../data/gears.tsv");
const SPECIES: &str = include_str!("../../data/species.tsv");
const RFMOS: &str = include_str!("../../data/rfmos.tsv");

const TEXT: &str = r"[^\n<;]{2,80}";
const WORDS: &str = r"[\p{Lu}\d][^\n<;,]{1,60}";
const CODE: &str = r"[A-Z0-9][A-Z0-9/.\-]{2,20}";
const NUMBER: &str = r"\d[\d.,' ]{0,12}";
const DATE: &str = r"\d{1,4}[-/. ]\w{1,10}[-/. ]\d{2,4}";

/// Labels that stand behind a caption: name, concepts of the caption, shape of the value.
const CAPTIONED: &[(&str, &[&str], &str)] = &[
    ("VESSEL_NAME", &["SHIP", "NAME+SHIP"], WORDS),
    ("PREVIOUS_NAME", &["PREVIOUS+NAME", "PREVIOUS"], WORDS),
    ("IMO", &["IMO"], r"\d{7}"),
    ("MMSI", &["MMSI"], r"[2-7]\d{8}"),
    ("IRCS", &["CALLSIGN"], r"[A-Z0-9]{4,7}"),
    ("PREVIOUS_FLAG", &["PREVIOUS+FLAG"], WORDS),
    ("PORT", &["PORT", "HOME"], WORDS),
    ("NATIONAL_REG_NO", &["REGISTER", "REGISTER+NUMBER"], CODE),
    ("EXTERNAL_MARKING", &["MARKING"], CODE),
    ("RFMO_ID", &["WIN", "RFMO"], CODE),
    ("LENGTH", &["LENGTH"], NUMBER),
    ("TONNAGE", &["TONNAGE"], NUMBER),
    ("ENGINE_POWER", &["POWER", "ENGINE"], NUMBER),
    ("HOLD_CAPACITY", &["HOLD"], NUMBER),
    ("BUILD_YEAR", &["BUILD", "BUILD+YEAR"], r"\d{4}"),
    ("BUILD_PLACE", &["YARD", "BUILD+PLACE"], WORDS),
    ("CREW_COUNT", &["CREW"], r"\d{1,3}"),
    ("OWNER", &["OWNER"], TEXT),
    ("OPERATOR", &["OPERATOR"], TEXT),
    ("BENEFICIAL_OWNER", &["BENEFICIAL"], TEXT),
    ("CHARTERER", &["CHARTERER"], TEXT),
    ("MASTER", &["MASTER"], TEXT),
    ("ADDRESS", &["ADDRESS"], TEXT),
    ("LICENSE_NO", &["LICENSE"], CODE),
    ("START_DATE", &["START", "VALID"], DATE),
    ("END_DATE", &["END"], DATE),
];

/// Labels whose values have a shape of their own.
const SHAPED: &[(&str, &str)] = &[
    ("EU_CFR", r"\b[A-Z]{3}[A-Z0-9]{9}\b"),
    (
        "DATE",
        r"\b(?:\d{1,2}[-/. ]\w{1,10}[-/. ]\d{2,4}|\d{4}-\d{2}-\d{2})\b",
    ),
    (
        "COORDINATES",
        r#"\d{1,2}[°º][\d.,'’′ ]{1,12}["”″]? ?[NS][ ,/;]{1,3}\d{1,3}[°º][\d.,'’′ ]{1,12}["”″]? ?[EWO]"#,
    ),
];

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').collect())
}

fn phrases(cell: &str) -> impl Iterator<Item = &str> {
    cell.split("; ").map(str::trim).filter(|p| !p.is_empty())
}

/// The phrases as one alternation; the longest first, as an alternation takes the first that fits.
fn alternation<'a>(phrases: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<String> = phrases
        .map(|phrase| match phrase.strip_suffix('*') {
            Some(stem) => format!(r"{}\w*", regex::escape(stem)),
            None => regex::escape(phrase),
        })
        .collect();
    all.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    all.dedup();
    all.join("|")
}

/// One expression a label.
pub(crate) fn expressions() -> Result<Vec<Regex>, regex::Error> {
    let mut concepts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows(VOCABULARY) {
        if let [concept, cell, ..] = row.as_slice() {
            let name = concept.trim_start_matches('~');
            concepts.entry(name).or_default().extend(phrases(cell));
        }
    }
    let kind = |wanted: &'static str| {
        rows(TERMS)
            .filter(move |row| row.first() == Some(&wanted))
            .filter_map(|row| row.get(1).copied())
            .flat_map(phrases)
    };
    let column = |table: &'static str, index: usize| {
        rows(table)
            .filter_map(move |row| row.get(index).copied())
            .flat_map(phrases)
    };
    let closed = [
        column(COUNTRIES, 2).chain(column(DEMONYMS, 1)).collect(),
        column(GEARS, 0).chain(column(GEARS, 3)).collect(),
        column(SPECIES, 0).chain(column(SPECIES, 1)).collect(),
        column(RFMOS, 0).chain(column(RFMOS, 2)).collect(),
        kind("vessel_type").collect(),
        kind("hull").collect(),
        kind("area").collect::<Vec<_>>(),
    ];
    let captioned = CAPTIONED.iter().map(|(_, names, value)| {
        let words = names.iter().filter_map(|name| concepts.get(name)).flatten();
        format!(
            r"(?-u:\b)(?:{})(?-u:\b)[^\n\w]{{0,6}}(?:</t[dh]><td>)?({value})",
            alternation(words.copied())
        )
    });
    let listed = closed
        .into_iter()
        .map(|words| format!(r"(?-u:\b)(?:{})(?-u:\b)", alternation(words.into_iter())));
    captioned
        .chain(listed)
        .chain(SHAPED.iter().map(|(_, shape)| (*shape).to_owned()))
        .map(|pattern| {
            RegexBuilder::new(&pattern)
                .case_insensitive(true)
                .size_limit(1 << 28)
                .dfa_size_limit(1 << 28)
                .build()
        })
        .collect()
}
