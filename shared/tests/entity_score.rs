//! The extractor holds its score on the invented pages of `fixtures/pages`, measured as `score.py` measures.

#[path = "support/gold.rs"]
mod gold;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use gold::{GoldPage, Mark, canonical};
use vessel_ner_shared::entities::{Carried, Label, extract_page};

/// Floors: value F1, span F1, records. Raise them when the extractor gets better; never lower them unseen.
const FLOORS: (f64, f64, f64) = (0.976, 0.976, 0.940);

const IDENTITY: [Label; 7] = [
    Label::VesselName,
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::Flag,
    Label::NationalRegNo,
    Label::RfmoId,
];

#[derive(Default)]
struct Count {
    hit: usize,
    extra: usize,
    missed: usize,
}

impl Count {
    fn f1(&self) -> f64 {
        let twice = 2 * self.hit;
        let all = twice + self.extra + self.missed;
        if all == 0 {
            1.0
        } else {
            twice as f64 / all as f64
        }
    }

    /// Adds the multiset match of two lists.
    fn add<K: std::hash::Hash + Eq>(&mut self, gold: Vec<K>, found: Vec<K>) {
        let mut open: HashMap<K, usize> = HashMap::new();
        let wanted = gold.len();
        let given = found.len();
        for key in gold {
            *open.entry(key).or_default() += 1;
        }
        let mut hit = 0;
        for key in found {
            if let Some(left) = open.get_mut(&key).filter(|n| **n > 0) {
                *left -= 1;
                hit += 1;
            }
        }
        self.hit += hit;
        self.extra += given - hit;
        self.missed += wanted - hit;
    }
}

type Identity = BTreeMap<Label, HashSet<String>>;

/// The identity values of each record; `least` is the number of entities a record needs.
fn records(marks: &[Mark], least: usize) -> Vec<Identity> {
    let mut by_record: BTreeMap<u32, Vec<&Mark>> = BTreeMap::new();
    for mark in marks {
        if let Some(record) = mark.record {
            by_record.entry(record).or_default().push(mark);
        }
    }
    by_record
        .values()
        .filter(|members| members.len() >= least)
        .map(|members| {
            let mut identity = Identity::new();
            for mark in members.iter().filter(|m| IDENTITY.contains(&m.label)) {
                identity
                    .entry(mark.label)
                    .or_default()
                    .insert(canonical(mark.label, &mark.norm_value));
            }
            identity
        })
        .filter(|identity| least == 0 || !identity.is_empty())
        .collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/pages")
}

#[test]
fn the_score_on_the_invented_pages_does_not_fall() -> Result<(), Box<dyn std::error::Error>> {
    let gold = fs::read_to_string(folder().join("gold.jsonl"))?;
    let (mut values, mut spans) = (Count::default(), Count::default());
    let (mut right, mut all) = (0usize, 0usize);
    for line in gold.lines().filter(|l| !l.trim().is_empty()) {
        let page: GoldPage = serde_json::from_str(line)?;
        let text = fs::read_to_string(folder().join("pages").join(format!("{}.md", page.id)))?;
        let (answer, _) = extract_page(&text, &Carried::default());
        let found: Vec<Mark> = answer
            .entities
            .into_iter()
            .map(|e| Mark {
                label: e.label,
                start: e.start,
                end: e.end,
                norm_value: e.norm_value,
                record: e.record,
            })
            .collect();
        let value = |m: &Mark| (m.label, canonical(m.label, &m.norm_value));
        let span = |m: &Mark| (m.label, m.start, m.end);
        values.add(
            page.entities.iter().map(value).collect(),
            found.iter().map(value).collect(),
        );
        spans.add(
            page.entities.iter().map(span).collect(),
            found.iter().map(span).collect(),
        );
        let mut predicted = records(&found, 0);
        for wanted in records(&page.entities, 3) {
            all += 1;
            let fits = predicted
                .iter()
                .position(|p| wanted.iter().all(|(label, set)| p.get(label) == Some(set)));
            if let Some(index) = fits {
                predicted.remove(index);
                right += 1;
            }
        }
    }
    let share = right as f64 / all.max(1) as f64;
    let scores = (values.f1(), spans.f1(), share);
    println!(
        "value F1 {:.4}, span F1 {:.4}, records {:.4}",
        scores.0, scores.1, scores.2
    );
    assert!(scores.0 >= FLOORS.0, "value F1 fell to {}", scores.0);
    assert!(scores.1 >= FLOORS.1, "span F1 fell to {}", scores.1);
    assert!(scores.2 >= FLOORS.2, "records fell to {}", scores.2);
    Ok(())
}
