//! A form or table without a name beside a text that names one vessel: both tell of the same.
//!
//! A letter about ALBA with her particulars in a list below, a report with a box of figures. Joined only where the page
//! names one vessel, one form lacks a name, and nothing that both say differs.

use std::collections::HashMap;

use crate::entities::context::{Reader, Source};
use crate::entities::label::Label;
use crate::entities::words::fold::fold_phrase;

/// What a vessel has once: different values are different vessels.
const SINGLE: [Label; 11] = [
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::EuCfr,
    Label::RfmoId,
    Label::NationalRegNo,
    Label::ExternalMarking,
    Label::Flag,
    Label::Length,
    Label::Tonnage,
    Label::BuildYear,
];

/// Joins what the page tells twice of one vessel.
pub(crate) fn join(reader: &mut Reader<'_>) {
    same_names(reader);
    nameless(reader);
    flag_told_before(reader);
}

/// `… is entitled to fly the flag of the Cook Islands.` over the form of the page's only vessel.
fn flag_told_before(reader: &mut Reader<'_>) {
    let mut records = reader.found.iter().filter_map(|f| f.record);
    let Some(only) = records.next() else { return };
    if records.any(|record| record != only) {
        return;
    }
    let mut flags = reader.found.iter().filter(|f| f.value.label == Label::Flag);
    let Some(first) = flags.next() else { return };
    let one = first.record.is_none()
        && flags.all(|f| f.record.is_none() && f.value.norm == first.value.norm);
    if one {
        for found in &mut reader.found {
            if found.value.label == Label::Flag {
                found.record = Some(only);
            }
        }
    }
}

/// Most vessels of a page whose names are compared.
const VESSELS: usize = 200;

/// Records of one name, read in different ways, of which nothing differs.
fn same_names(reader: &mut Reader<'_>) {
    let mut first: HashMap<String, u32> = HashMap::new();
    let mut joined: HashMap<u32, u32> = HashMap::new();
    let names: Vec<(String, u32, Source)> = reader
        .found
        .iter()
        .filter(|f| f.value.label == Label::VesselName)
        .filter_map(|f| Some((fold_phrase(&f.value.norm), f.record?, f.source)))
        .collect();
    if names.len() > VESSELS {
        return;
    }
    let mut sources: HashMap<u32, Source> = HashMap::new();
    for (name, record, source) in names {
        sources.entry(record).or_insert(source);
        let own = *first.entry(name).or_insert(record);
        let mixed = sources.get(&own) != Some(&source) || source == Source::Field;
        if own != record && mixed && !joined.contains_key(&record) && !differ(reader, own, record) {
            joined.insert(record, own);
        }
    }
    if joined.is_empty() {
        return;
    }
    for found in &mut reader.found {
        if let Some(own) = found.record.and_then(|r| joined.get(&r)) {
            found.record = Some(*own);
        }
    }
}

/// True if two records give different values for what a vessel has once.
fn differ(reader: &Reader<'_>, one: u32, other: u32) -> bool {
    let values = |record: u32, label: Label| -> Vec<&str> {
        reader
            .found
            .iter()
            .filter(|f| f.record == Some(record) && f.value.label == label)
            .map(|f| f.value.norm.as_str())
            .collect()
    };
    SINGLE.iter().any(|label| {
        let (own, others) = (values(one, *label), values(other, *label));
        !own.is_empty() && !others.is_empty() && !own.iter().any(|v| others.contains(v))
    })
}

/// Gives the nameless form's values to the one vessel that is named.
fn nameless(reader: &mut Reader<'_>) {
    let mut named: Vec<u32> = Vec::new();
    let mut all: Vec<u32> = Vec::new();
    for found in &reader.found {
        let Some(record) = found.record else { continue };
        if found.value.label == Label::VesselName && !named.contains(&record) {
            named.push(record);
        }
        if !all.contains(&record) {
            all.push(record);
        }
        if named.len() > 1 || all.len() > 2 {
            return;
        }
    }
    let ([name], [first, second]) = (named.as_slice(), all.as_slice()) else {
        return;
    };
    let (name, other) = (*name, if first == name { *second } else { *first });
    let form = reader
        .found
        .iter()
        .any(|f| f.record == Some(other) && matches!(f.source, Source::Field | Source::Column));
    if !form || differ(reader, name, other) {
        return;
    }
    for found in &mut reader.found {
        if found.record == Some(other) {
            found.record = Some(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::{found, vessels};

    #[test]
    fn a_flag_told_over_the_form_of_the_only_vessel_is_hers() {
        let page = "The vessel below may fly the flag of the Cook Islands.\n\n\
                    Name of ship ..... TAKITUMU\nOfficial number ..... CI-2758\nCall sign ..... E5U2578";
        assert!(
            found(page).contains(&"0 FLAG=COK".to_string()),
            "{:?}",
            found(page)
        );
    }

    #[test]
    fn a_nameless_form_is_the_named_vessel_s_unless_they_differ() {
        let letter =
            "We refer to the fishing vessel ALBA NOVA (flag Fiji), inspected on 3 March 2024.\n\n";
        for (form, records) in [
            (
                "Call sign: 3DXB\nIMO number: 9281310\nPort of registry: Suva",
                1,
            ),
            ("Flag: Fiji\nCall sign: 3DXB\nIMO number: 9281310", 1),
            ("Flag: Tonga\nCall sign: A3AB5\nIMO number: 9281310", 2),
            (
                "<table><tr><td>Call sign</td><td>3DXB</td></tr><tr><td>IMO</td><td>9281310</td></tr></table>",
                1,
            ),
        ] {
            assert_eq!(vessels(&format!("{letter}{form}")), records, "{form}");
        }
    }
}
