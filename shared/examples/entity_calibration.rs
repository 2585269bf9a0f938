//! How often entities are right, by the confidence they claim:
//! `cargo run --release -p vessel-ner-shared --example entity_calibration -- FOLDER…`, where each folder holds `pages/*.md`
//! and `gold.jsonl`. An entity is right if the page's gold has its label and value; each gold value is used once.

#[path = "../tests/support/gold.rs"]
mod gold;

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use gold::{GoldPage, canonical};
use vessel_ner_shared::entities::{Carried, extract_page};

/// Lower ends of the bins.
const BINS: [f64; 10] = [0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98];
/// Recognisers with fewer entities say nothing.
const FEWEST: usize = 20;

/// Entities, those that are right, and what they claim together.
#[derive(Clone, Copy, Default)]
struct Tally {
    all: usize,
    right: usize,
    claimed: f64,
}

impl Tally {
    fn add(&mut self, is_right: bool, confidence: f64) {
        self.all += 1;
        self.right += usize::from(is_right);
        self.claimed += confidence;
    }

    fn line(&self) -> String {
        let all = self.all as f64;
        format!(
            "{:6} entities, right {:.3}, claimed {:.3}",
            self.all,
            self.right as f64 / all,
            self.claimed / all
        )
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut bins = [Tally::default(); BINS.len()];
    let mut recognisers: BTreeMap<String, Tally> = BTreeMap::new();
    let folders: Vec<String> = env::args().skip(1).collect();
    if folders.is_empty() {
        return Err("usage: entity_calibration FOLDER…".into());
    }
    for folder in folders {
        let folder = Path::new(&folder);
        let lines = fs::read_to_string(folder.join("gold.jsonl"))?;
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let page: GoldPage = serde_json::from_str(line)?;
            let text = fs::read_to_string(folder.join("pages").join(format!("{}.md", page.id)))?;
            let mut open: HashMap<_, usize> = HashMap::new();
            for mark in &page.entities {
                let key = (mark.label, canonical(mark.label, &mark.norm_value));
                *open.entry(key).or_default() += 1;
            }
            for entity in extract_page(&text, &Carried::default()).0.entities {
                let key = (entity.label, canonical(entity.label, &entity.norm_value));
                let left = open.get_mut(&key).filter(|left| **left > 0);
                let is_right = left.is_some();
                if let Some(left) = left {
                    *left -= 1;
                }
                let bin = BINS.partition_point(|low| *low <= entity.confidence);
                if let Some(tally) = bin.checked_sub(1).and_then(|bin| bins.get_mut(bin)) {
                    tally.add(is_right, entity.confidence);
                }
                let recogniser = entity.reason.split(';').next().unwrap_or_default();
                recognisers
                    .entry(recogniser.to_owned())
                    .or_default()
                    .add(is_right, entity.confidence);
            }
        }
    }
    for (low, tally) in BINS.iter().zip(&bins).filter(|(_, tally)| tally.all > 0) {
        println!("from {low:.2}  {}", tally.line());
    }
    println!();
    for (name, tally) in recognisers.iter().filter(|(_, t)| t.all >= FEWEST) {
        println!("{}  {name}", tally.line());
    }
    Ok(())
}
