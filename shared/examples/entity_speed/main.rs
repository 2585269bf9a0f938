//! Megabytes of page text a second on one core, the entity rules beside one regular expression a label:
//! `cargo run --release -p vessel-ner-shared --example entity_speed -- PAGES_DIR [ROUNDS]`.

mod baseline;

use std::error::Error;
use std::time::Instant;
use std::{env, fs};

use vessel_ner_shared::entities::{Carried, extract_page};

/// What the pages took; of each page the fastest round counts, so that a busy machine does not change it much.
struct Measure {
    megabytes_a_second: f64,
    median_milliseconds: f64,
    slowest_milliseconds: f64,
    found: usize,
}

fn measure(pages: &[String], rounds: usize, mut find: impl FnMut(&str) -> usize) -> Measure {
    let mut found = 0;
    let mut times = vec![f64::INFINITY; pages.len()];
    for _ in 0..rounds {
        found = 0;
        for (page, best) in pages.iter().zip(&mut times) {
            let begun = Instant::now();
            found += find(page);
            *best = best.min(begun.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let bytes: usize = pages.iter().map(String::len).sum();
    let seconds = times.iter().sum::<f64>() / 1000.0;
    times.sort_by(f64::total_cmp);
    Measure {
        megabytes_a_second: bytes as f64 / 1e6 / seconds,
        median_milliseconds: times.get(times.len() / 2).copied().unwrap_or(0.0),
        slowest_milliseconds: times.last().copied().unwrap_or(0.0),
        found,
    }
}

fn print(name: &str, of: &Measure) {
    println!(
        "{name:<28} {:6.2} MB/s, median page {:.3} ms, slowest {:.2} ms, {} found",
        of.megabytes_a_second, of.median_milliseconds, of.slowest_milliseconds, of.found
    );
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments
        .next()
        .ok_or("usage: entity_speed PAGES_DIR [ROUNDS]")?;
    let rounds: usize = arguments.next().map_or(Ok(10), |n| n.parse())?;
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "md") {
            pages.push(fs::read_to_string(path)?);
        }
    }
    let bytes: usize = pages.iter().map(String::len).sum();
    println!(
        "{} pages, {:.2} MB, {rounds} rounds, one core",
        pages.len(),
        bytes as f64 / 1e6
    );
    let rules = measure(&pages, rounds, |page| {
        extract_page(page, &Carried::default()).0.entities.len()
    });
    print("entity rules", &rules);
    let expressions = baseline::expressions()?;
    let plain = measure(&pages, rounds, |page| {
        expressions.iter().map(|e| e.find_iter(page).count()).sum()
    });
    print("one expression a label", &plain);
    println!(
        "the rules are {:.1} times as fast",
        rules.megabytes_a_second / plain.megabytes_a_second
    );
    Ok(())
}
