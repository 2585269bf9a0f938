//! Writes rows given as JSON as the Parquet that the Workers write, for tests that play a stage:
//!
//! ```text
//! cargo run --example parquet_from_json pages < rows.json > pages.parquet
//! ```

use std::error::Error;
use std::io::{Read, Write, stdin, stdout};

use vessel_ner_shared::columnar::write_rows;
use vessel_ner_shared::model::{EntityRow, PageRow};

fn main() -> Result<(), Box<dyn Error>> {
    let mut json = String::new();
    stdin().read_to_string(&mut json)?;
    let bytes = match std::env::args().nth(1).as_deref() {
        Some("pages") => write_rows(&serde_json::from_str::<Vec<PageRow>>(&json)?)?,
        Some("entities") => write_rows(&serde_json::from_str::<Vec<EntityRow>>(&json)?)?,
        _ => return Err("usage: parquet_from_json pages|entities < rows.json".into()),
    };
    stdout().write_all(&bytes)?;
    Ok(())
}
