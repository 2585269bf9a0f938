//! Turns the tables of `data/*.tsv` into one sorted text of phrases with their entries, and a few code tables.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[allow(dead_code)]
#[path = "src/entities/words/clues.rs"]
mod clues;
#[path = "src/entities/words/concept.rs"]
mod concept;
#[path = "src/entities/words/fold.rs"]
mod fold;
#[allow(dead_code)]
#[path = "src/entities/words/hash.rs"]
mod hash;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::{env, fs, path::Path};

use fold::fold_phrase;

#[derive(Default, Clone)]
struct Term {
    concepts: u64,
    strong: u64,
    small: bool,
    senses: Vec<String>,
}

struct Dictionary {
    terms: BTreeMap<String, Term>,
    stems: BTreeMap<String, u64>,
}

impl Dictionary {
    fn term(&mut self, phrase: &str) -> Option<&mut Term> {
        let key = fold_phrase(phrase);
        if key.is_empty() {
            return None;
        }
        Some(self.terms.entry(key).or_default())
    }

    fn sense(&mut self, phrase: &str, sense: &str) {
        if let Some(term) = self.term(phrase)
            && !term.senses.iter().any(|s| s == sense)
        {
            term.senses.push(sense.to_string());
        }
    }
}

fn rows(name: &str) -> Vec<Vec<String>> {
    let path = format!("data/{name}.tsv");
    println!("cargo:rerun-if-changed={path}");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    text.lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split('\t').map(str::to_string).collect())
        .collect()
}

fn phrases(cell: &str) -> impl Iterator<Item = &str> {
    cell.split("; ")
        .map(|p| p.trim().trim_end_matches(';'))
        .filter(|p| !p.is_empty())
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/entities/words/fold.rs");
    println!("cargo:rerun-if-changed=src/entities/words/concept.rs");
    let mut out = String::new();
    let mut dictionary = Dictionary {
        terms: BTreeMap::new(),
        stems: BTreeMap::new(),
    };
    vocabulary(&mut dictionary);
    countries(&mut dictionary, &mut out);
    coded("gears", "Gear", "GEARS", &mut dictionary, &mut out);
    species(&mut dictionary, &mut out);
    rfmos(&mut dictionary, &mut out);
    terms(&mut dictionary);
    told(&mut out);
    constructions(&mut out);
    keyed(
        "units",
        "UNITS",
        "Unit",
        |unit| format!("Unit::{unit}"),
        &mut out,
    );
    keyed("months", "MONTHS", "u32", str::to_string, &mut out);
    keyed("counts", "COUNTS", "u32", str::to_string, &mut out);
    classes(&mut out);
    learned("clues", &mut out);
    learned("columns", &mut out);
    learned("fields", &mut out);
    write_dictionary(&dictionary, &mut out);
    let target = Path::new(&env::var("OUT_DIR").unwrap()).join("dictionary.rs");
    fs::write(target, out).unwrap();
}

/// The bits of `OWNER+NAME`.
fn concepts(names: &str) -> u64 {
    names.split('+').fold(0, |bits, name| {
        let index = concept::NAMES.iter().position(|n| *n == name);
        bits | 1 << index.unwrap_or_else(|| panic!("unknown concept {name}"))
    })
}

fn vocabulary(dictionary: &mut Dictionary) {
    for row in rows("vocabulary") {
        let (weak, names) = match row[0].strip_prefix('~') {
            Some(rest) => (true, rest),
            None => (false, row[0].as_str()),
        };
        let bits = concepts(names);
        for phrase in phrases(&row[1]) {
            if let Some(stem) = phrase.strip_suffix('*') {
                *dictionary.stems.entry(fold_phrase(stem)).or_default() |= bits;
            } else if let Some(term) = dictionary.term(phrase) {
                term.concepts |= bits;
                if !weak {
                    term.strong |= bits;
                }
            }
        }
    }
}

fn countries(dictionary: &mut Dictionary, out: &mut String) {
    let mut index = HashMap::new();
    let identity: HashMap<String, (String, String)> = rows("identity")
        .into_iter()
        .map(|row| {
            (
                row[0].clone(),
                (row[1].clone(), row.get(2).cloned().unwrap_or_default()),
            )
        })
        .collect();
    let _ = writeln!(out, "pub(crate) static COUNTRIES: &[Country] = &[");
    for (at, row) in rows("countries").into_iter().enumerate() {
        index.insert(row[0].clone(), at);
        let sense = format!("Sense::Country({at})");
        for name in phrases(&row[2]) {
            dictionary.sense(name, &sense);
        }
        dictionary.sense(&row[0], &format!("Sense::Alpha3({at})"));
        dictionary.sense(&row[1], &format!("Sense::Alpha2({at})"));
        let (mids, series) = identity.get(&row[0]).cloned().unwrap_or_default();
        let mids: Vec<&str> = mids.split_whitespace().collect();
        let series: Vec<String> = series
            .split_whitespace()
            .map(|s| format!("{s:?}"))
            .collect();
        let _ = writeln!(
            out,
            "Country {{ alpha3: {:?}, mids: &[{}], series: &[{}] }},",
            row[0],
            mids.join(","),
            series.join(",")
        );
    }
    let _ = writeln!(out, "];");
    for code in identity.keys() {
        assert!(
            index.contains_key(code),
            "identity.tsv: unknown country {code}"
        );
    }
    for row in rows("demonyms") {
        let at = index
            .get(&row[0])
            .unwrap_or_else(|| panic!("demonyms.tsv: {}", row[0]));
        for word in phrases(&row[1]) {
            for form in inflected(word) {
                dictionary.sense(&form, &format!("Sense::Demonym({at})"));
            }
        }
    }
}

/// An adjective of nationality with its other genders and numbers: `ivoirien`, `ivoirienne`, `ivoiriens`. English ones,
/// which have none, begin with a capital.
fn inflected(word: &str) -> Vec<String> {
    let endings: &[(&str, &[&str])] = &[
        (
            "ische",
            &["ische", "isch", "ischer", "ischen", "ischem", "isches"],
        ),
        ("és", &["és", "esa", "eses", "esas"]),
        ("ês", &["ês", "esa", "eses", "esas"]),
        ("ais", &["ais", "aise", "aises"]),
        ("ois", &["ois", "oise", "oises"]),
        ("ien", &["ien", "ienne", "iens", "iennes"]),
        ("éen", &["éen", "éenne", "éens", "éennes"]),
        ("ain", &["ain", "aine", "ains", "aines"]),
        ("ese", &["ese", "esi"]),
        ("o", &["o", "a", "os", "as", "i"]),
    ];
    let foreign = word.starts_with(char::is_lowercase);
    let found = endings
        .iter()
        .filter(|_| foreign)
        .find_map(|(ending, forms)| word.strip_suffix(ending).map(|stem| (stem, forms)));
    match found {
        Some((stem, forms)) => forms.iter().map(|form| format!("{stem}{form}")).collect(),
        None => vec![word.to_string()],
    }
}

fn coded(file: &str, sense: &str, table: &str, dictionary: &mut Dictionary, out: &mut String) {
    let _ = writeln!(out, "pub(crate) static {table}: &[Gear] = &[");
    for (at, row) in rows(file).into_iter().enumerate() {
        let _ = writeln!(
            out,
            "Gear {{ printed: {:?}, code: {:?}, number: {:?} }},",
            row[0], row[1], row[2]
        );
        dictionary.sense(&row[0], &format!("Sense::{sense}Code({at})"));
        for name in row.get(3).map(|c| phrases(c)).into_iter().flatten() {
            dictionary.sense(name, &format!("Sense::{sense}({at})"));
        }
    }
    let _ = writeln!(out, "];");
}

fn species(dictionary: &mut Dictionary, out: &mut String) {
    let _ = writeln!(out, "pub(crate) static SPECIES: &[&str] = &[");
    for (at, row) in rows("species").into_iter().enumerate() {
        let _ = writeln!(out, "{:?},", row[0]);
        dictionary.sense(&row[0], &format!("Sense::SpeciesCode({at})"));
        for name in row.get(1).map(|c| phrases(c)).into_iter().flatten() {
            dictionary.sense(name, &format!("Sense::Species({at})"));
        }
    }
    let _ = writeln!(out, "];");
}

fn rfmos(dictionary: &mut Dictionary, out: &mut String) {
    let _ = writeln!(out, "pub(crate) static RFMOS: &[&str] = &[");
    for (at, row) in rows("rfmos").into_iter().enumerate() {
        let _ = writeln!(out, "{:?},", row[0]);
        for acronym in std::iter::once(row[0].as_str()).chain(phrases(&row[1])) {
            dictionary.sense(acronym, &format!("Sense::RfmoAcronym({at})"));
        }
        for name in row.get(2).map(|c| phrases(c)).into_iter().flatten() {
            dictionary.sense(name, &format!("Sense::Rfmo({at})"));
        }
    }
    let _ = writeln!(out, "];");
}

fn terms(dictionary: &mut Dictionary) {
    for row in rows("terms") {
        if row[0] == "small" {
            for phrase in phrases(&row[1]) {
                if let Some(term) = dictionary.term(phrase) {
                    term.small = true;
                }
            }
            continue;
        }
        let sense = match row[0].as_str() {
            "vessel_type" => "Sense::VesselType",
            "vessel_type_code" => "Sense::VesselTypeCode",
            "vessel_type_generic" => "Sense::VesselTypeGeneric",
            "field_title" => "Sense::FieldTitle",
            "old_value" => "Sense::OldValue",
            "new_value" => "Sense::NewValue",
            "corrected_value" => "Sense::CorrectedValue",
            "unchanged" => "Sense::Unchanged",
            "value_title" => "Sense::ValueTitle",
            "hull" => "Sense::Hull",
            "area" => "Sense::Area",
            "empty" => "Sense::Empty",
            "vessel_prefix" => "Sense::VesselPrefix",
            other => panic!("terms.tsv: unknown kind {other}"),
        };
        for phrase in phrases(&row[1]) {
            dictionary.sense(phrase, sense);
            // `arrastrero`, `chalutier`, `traineira`: what does a thing in the Romance languages.
            let agent = ["ero", "era", "eiro", "eira", "ier", "eur"];
            if row[0] == "vessel_type"
                && !phrase.contains(' ')
                && agent.iter().any(|ending| phrase.ends_with(ending))
            {
                dictionary.sense(&format!("{phrase}s"), sense);
            }
        }
    }
}

/// The lists of phrases that are met in running text as they are written.
fn told(out: &mut String) {
    let _ = writeln!(out, "pub(crate) mod phrases {{");
    let _ = writeln!(out, "use crate::entities::words::phrases::Phrases;");
    for row in rows("phrases") {
        let phrases = row[1].split("; ").map(str::trim_start);
        let list: Vec<String> = phrases.map(|phrase| phrase.replace('_', " ")).collect();
        let _ = writeln!(
            out,
            "pub(crate) static {}: Phrases = Phrases::of({:?});",
            row[0].to_uppercase(),
            list.join("\n")
        );
    }
    let _ = writeln!(out, "}}");
}

/// Set ways of saying something of a ship: concepts and patterns.
fn constructions(out: &mut String) {
    let _ = writeln!(out, "pub(crate) static CONSTRUCTIONS: &[(u64, &str)] = &[");
    for row in rows("constructions") {
        let _ = writeln!(out, "({}, {:?}),", concepts(&row[0]), row[1]);
    }
    let _ = writeln!(out, "];");
}

/// Words with what each stands for, sorted.
fn keyed(file: &str, table: &str, kind: &str, value: impl Fn(&str) -> String, out: &mut String) {
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    for row in rows(file) {
        for word in phrases(&row[1]) {
            let before = words.insert(word.to_string(), value(&row[0]));
            assert!(before.is_none(), "{file}.tsv: {word} twice");
        }
    }
    let _ = writeln!(
        out,
        "pub(crate) static {table}: Keyed<{kind}> = Keyed::of(&["
    );
    for (word, value) in words {
        let _ = writeln!(out, "({word:?}, {value}),");
    }
    let _ = writeln!(out, "]);");
}

/// Writes each class of words with how they begin.
fn classes(out: &mut String) {
    let classes: Vec<(String, String)> = rows("classes")
        .into_iter()
        .map(|row| {
            (
                row[0].clone(),
                phrases(&row[1]).collect::<Vec<_>>().join(" "),
            )
        })
        .collect();
    let mut begins: Vec<&str> = classes.iter().flat_map(|(_, b)| b.split(' ')).collect();
    begins.sort_unstable();
    let twice = begins.windows(2).find(|pair| pair[0] == pair[1]);
    assert!(twice.is_none(), "classes.tsv: {twice:?}");
    let _ = writeln!(
        out,
        "pub(crate) static CLASSES: Classes = Classes::of(&{classes:?});"
    );
}

/// Writes what each clue of a file weighs for each learned label, and what each label weighs without any.
fn learned(file: &str, out: &mut String) {
    let weights = |cell: &str| -> Vec<(String, i16)> {
        cell.split(' ')
            .map(|weight| weight.split_once(':').unwrap())
            .map(|(label, weight)| (label.to_string(), weight.parse().unwrap()))
            .collect()
    };
    let mut rows: BTreeMap<String, Vec<(String, i16)>> = rows(file)
        .into_iter()
        .map(|row| (row[0].clone(), weights(&row[1])))
        .collect();
    let learned = rows.remove("even").unwrap_or_default();
    let labels: Vec<String> = learned
        .iter()
        .map(|(label, weight)| format!("(Label::{}, {weight})", camel(label)))
        .collect();
    let place = |label: &String| learned.iter().position(|(own, _)| own == label);
    let mut marked: BTreeMap<u32, Vec<(usize, i16)>> = BTreeMap::new();
    for (clue, weights) in &rows {
        let weights = weights.iter().map(|(label, weight)| {
            let label = place(label).unwrap_or_else(|| panic!("{file}.tsv: {label}"));
            (label, *weight)
        });
        let before = marked.insert(clues::mark(clue), weights.collect());
        assert!(before.is_none(), "{clue} has the mark of another clue");
    }
    let tenths = |weight: &i16| i8::try_from((weight + 5 * weight.signum()) / 10).unwrap();
    let weights: Vec<(usize, i8)> = marked
        .values()
        .flatten()
        .map(|(label, weight)| (*label, tenths(weight)))
        .collect();
    let mut last = 0;
    let steps = marked.keys().map(|mark| {
        let [highest, step @ ..] = (mark - last).to_be_bytes();
        assert!(highest == 0, "{file}.tsv: marks too far apart");
        last = *mark;
        step
    });
    let counts = marked
        .values()
        .map(|weights| u8::try_from(weights.len()).unwrap());
    assert!(weights.len() < usize::from(u16::MAX));
    let _ = writeln!(
        out,
        "pub(crate) static {}: Learned = Learned {{ labels: &[{}], clues: Clues {{ steps: &{:?}, counts: &{:?}, labels: &{:?}, tenths: &{:?}, table: OnceLock::new() }} }};",
        file.to_uppercase(),
        labels.join(", "),
        steps.collect::<Vec<_>>(),
        counts.collect::<Vec<_>>(),
        weights.iter().map(|(label, _)| label).collect::<Vec<_>>(),
        weights.iter().map(|(_, tenths)| tenths).collect::<Vec<_>>(),
    );
}

/// `VesselName` for `VESSEL_NAME`.
fn camel(label: &str) -> String {
    label
        .split('_')
        .map(|word| format!("{}{}", &word[..1], word[1..].to_lowercase()))
        .collect()
}

/// Writes the phrases as one packed text and their entries once each; what follows from the phrases themselves (where
/// each begins, the hash table, the longest phrase behind a first word) is worked out when the dictionary is first used:
/// it would be the larger half of the program's data.
fn write_dictionary(dictionary: &Dictionary, out: &mut String) {
    let mut keys: BTreeMap<&str, Term> = BTreeMap::new();
    for (key, term) in &dictionary.terms {
        // A phrase's first word has an entry too, where its phrases are found.
        keys.entry(key.split(' ').next().unwrap()).or_default();
        keys.insert(key, term.clone());
    }
    let entries: Vec<String> = keys.values().map(entry).collect();
    let mut often: HashMap<&str, usize> = HashMap::new();
    for entry in &entries {
        *often.entry(entry).or_default() += 1;
    }
    let mut rendered: Vec<&str> = often.keys().copied().collect();
    rendered.sort_unstable_by_key(|entry| (usize::MAX - often[entry], *entry));
    let numbers: HashMap<&str, usize> = rendered.iter().zip(0..).map(|(e, n)| (*e, n)).collect();
    let numbers: Vec<u8> = entries
        .iter()
        .flat_map(|entry| packed_number(numbers[entry.as_str()]))
        .collect();
    assert!(keys.len() < usize::from(u16::MAX));
    let _ = writeln!(
        out,
        "pub(crate) static KEYS: &str = {:?};",
        packed(keys.keys().copied())
    );
    let _ = writeln!(
        out,
        "pub(crate) const KEYS_LENGTH: usize = {};",
        keys.keys().map(|key| key.len()).sum::<usize>()
    );
    let _ = writeln!(out, "pub(crate) static ENTRY_OF_KEY: &[u8] = &{numbers:?};");
    let _ = writeln!(
        out,
        "pub(crate) static ENTRIES: &[Term] = &[{}];",
        rendered.join(",\n")
    );
    let longest = keys.keys().map(|key| key.len()).max().unwrap_or(0);
    let _ = writeln!(out, "pub(crate) const LONGEST_KEY: usize = {longest};");
    let _ = writeln!(out, "pub(crate) static STEMS: &[(&str, u64)] = &[");
    for (stem, bits) in &dictionary.stems {
        let _ = writeln!(out, "({stem:?}, {bits}),");
    }
    let _ = writeln!(out, "];");
}

fn entry(term: &Term) -> String {
    format!(
        "Term {{ concepts: Concepts({}), strong: Concepts({}), max_words: 1, seconds: 0, small: {}, senses: &[{}] }}",
        term.concepts,
        term.strong,
        term.small,
        term.senses.join(",")
    )
}

/// Sorted phrases, each as a control character, one above the number of bytes that it shares with the phrase before, and
/// the bytes behind them. It is a third smaller than the phrases themselves, compressed, too.
fn packed<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let mut text = String::new();
    let mut before = "";
    for key in keys {
        assert!(!key.contains(|c: char| c < ' '), "{key:?}");
        let mut shared = key
            .bytes()
            .zip(before.bytes())
            .take(30)
            .take_while(|(one, other)| one == other)
            .count();
        while !key.is_char_boundary(shared) {
            shared -= 1;
        }
        text.push(char::from(u8::try_from(shared + 1).unwrap()));
        text.push_str(&key[shared..]);
        before = key;
    }
    text
}

/// A number below 2^15 in one byte or two, the low seven bits first.
fn packed_number(number: usize) -> Vec<u8> {
    match u8::try_from(number) {
        Ok(small) if small < 128 => vec![small],
        _ => vec![
            u8::try_from(number & 127).unwrap() | 128,
            u8::try_from(number >> 7).unwrap(),
        ],
    }
}
