//! Megabytes of page text a second on one core: `cargo run --release -p vessel-ner-shared --example entity_speed -- PAGES_DIR [ROUNDS]`.

use std::error::Error;
use std::time::Instant;
use std::{env, fs};

use vessel_ner_shared::entities::{Carried, extract_page};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments
        .next()
        .ok_or("usage: entity_speed PAGES_DIR [ROUNDS]")?;
    let rounds: usize = arguments.next().map_or(Ok(20), |n| n.parse())?;
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "md") {
            pages.push(fs::read_to_string(path)?);
        }
    }
    let bytes: usize = pages.iter().map(String::len).sum();
    let mut found = 0;
    let mut slowest = 0.0f64;
    let start = Instant::now();
    for _ in 0..rounds {
        for page in &pages {
            let begun = Instant::now();
            found += extract_page(page, &Carried::default()).0.entities.len();
            slowest = slowest.max(begun.elapsed().as_secs_f64());
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = (bytes * rounds) as f64 / 1e6;
    println!(
        "{} pages, {:.2} MB, {rounds} rounds: {:.1} MB/s, {:.3} ms a page, slowest {:.2} ms, {} entities a round",
        pages.len(),
        bytes as f64 / 1e6,
        megabytes / seconds,
        seconds * 1000.0 / (rounds * pages.len()).max(1) as f64,
        slowest * 1000.0,
        found / rounds.max(1)
    );
    Ok(())
}
