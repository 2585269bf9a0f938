//! `vessel-ner contexts`: what `fixtures/contexts/learn.py` learns from.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use vessel_ner_shared::entities::{Context, contexts};

use crate::extract::{Failure, pages, read};

#[derive(Serialize)]
struct PageLine<'a> {
    id: &'a str,
    contexts: &'a [Context],
}

/// Prints the contexts of each page of a folder.
pub(crate) fn run(folder: &Path) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    for path in pages(folder)? {
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        let line = PageLine {
            id: &id,
            contexts: &contexts(&read(&path)?),
        };
        let line = serde_json::to_string(&line).map_err(Failure::Encode)?;
        writeln!(out, "{line}").map_err(|source| Failure::Io {
            path: "standard output".into(),
            source,
        })?;
    }
    Ok(())
}
