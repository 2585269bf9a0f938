//! Puts the pages of a folder (`VESSEL_NER_BENCH_PAGES`, else the invented ones) into the program: WASM without a host
//! has no files to read.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-env-changed=VESSEL_NER_BENCH_PAGES");
    let invented =
        Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../fixtures/pages/pages");
    let folder = env::var("VESSEL_NER_BENCH_PAGES").map_or(invented, PathBuf::from);
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    let mut out = String::from("static PAGES: &[&str] = &[\n");
    for file in files {
        let _ = writeln!(out, "{:?},", fs::read_to_string(file).unwrap());
    }
    out.push_str("];\n");
    fs::write(
        Path::new(&env::var("OUT_DIR").unwrap()).join("pages.rs"),
        out,
    )
    .unwrap();
}
