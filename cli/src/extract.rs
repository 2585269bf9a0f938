//! `vessel-ner extract`.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use vessel_ner_shared::entities::{Carried, Diagnostic, Entity, VesselRecord, extract_page};

/// Largest page read, in bytes; far above any page of OCR text.
const MAX_PAGE: u64 = 64 * 1024 * 1024;

/// What to do.
pub(crate) struct Job {
    pub(crate) pages: PathBuf,
    pub(crate) out: Option<PathBuf>,
    pub(crate) document: bool,
    pub(crate) review: bool,
}

/// Why it could not be done.
#[derive(Debug)]
pub(crate) enum Failure {
    Io { path: PathBuf, source: io::Error },
    NotUtf8 { path: PathBuf, at: usize },
    TooLarge { path: PathBuf },
    NoPages { path: PathBuf },
    Encode(serde_json::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Io { path, source } => write!(f, "{}: {source}", path.display()),
            Failure::NotUtf8 { path, at } => {
                write!(f, "{}: not UTF-8 at byte {at}", path.display())
            }
            Failure::TooLarge { path } => {
                write!(f, "{}: larger than {MAX_PAGE} bytes", path.display())
            }
            Failure::NoPages { path } => {
                write!(f, "{}: no *.md files in the folder", path.display())
            }
            Failure::Encode(source) => {
                write!(f, "an answer could not be written as JSON: {source}")
            }
        }
    }
}

impl std::error::Error for Failure {}

#[derive(Serialize)]
struct PageLine<'a> {
    id: &'a str,
    entities: &'a [Entity],
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<&'a [VesselRecord]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<&'a [Diagnostic]>,
}

/// Does the job.
pub(crate) fn run(job: &Job) -> Result<(), Failure> {
    let standard_output =
        || -> Result<Box<dyn Write>, Failure> { Ok(Box::new(io::stdout().lock())) };
    if job.pages == Path::new("-") {
        let text = decode(&job.pages, read_bounded(&job.pages, io::stdin().lock())?)?;
        let mut out = job.out.as_deref().map_or_else(standard_output, create)?;
        page(job, "-", &text, &Carried::default(), &mut out)?;
        return finish(job, &mut out);
    }
    let pages = pages(&job.pages)?;
    let mut out = job.out.as_deref().map_or_else(standard_output, create)?;
    let mut carried = Carried::default();
    for path in pages {
        let text = read(&path)?;
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        let next = page(job, &id, &text, &carried, &mut out)?;
        if job.document {
            carried = next;
        }
    }
    finish(job, &mut out)
}

fn create(path: &Path) -> Result<Box<dyn Write>, Failure> {
    let file = File::create(path).map_err(|source| Failure::Io {
        path: path.to_path_buf(),
        source,
    })?;
    Ok(Box::new(BufWriter::new(file)))
}

fn output(job: &Job) -> PathBuf {
    job.out
        .clone()
        .unwrap_or_else(|| PathBuf::from("standard output"))
}

fn finish(job: &Job, out: &mut impl Write) -> Result<(), Failure> {
    out.flush().map_err(|source| Failure::Io {
        path: output(job),
        source,
    })
}

/// The text of a page.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    let file = File::open(path).map_err(|source| Failure::Io {
        path: path.to_path_buf(),
        source,
    })?;
    decode(path, read_bounded(path, file)?)
}

/// The folder's pages, sorted by name.
pub(crate) fn pages(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failure = |source| Failure::Io {
        path: folder.to_path_buf(),
        source,
    };
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        if path.extension().is_some_and(|e| e == "md") && path.is_file() {
            pages.push(path);
        }
    }
    if pages.is_empty() {
        return Err(Failure::NoPages {
            path: folder.to_path_buf(),
        });
    }
    pages.sort();
    Ok(pages)
}

fn read_bounded(path: &Path, source: impl Read) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    source
        .take(MAX_PAGE + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| Failure::Io {
            path: path.to_path_buf(),
            source,
        })?;
    if bytes.len() as u64 > MAX_PAGE {
        return Err(Failure::TooLarge {
            path: path.to_path_buf(),
        });
    }
    Ok(bytes)
}

fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|e| Failure::NotUtf8 {
        path: path.to_path_buf(),
        at: e.utf8_error().valid_up_to(),
    })
}

/// Writes one page's line; gives what the next page may need.
fn page(
    job: &Job,
    id: &str,
    text: &str,
    carried: &Carried,
    out: &mut impl Write,
) -> Result<Carried, Failure> {
    let (found, next) = extract_page(text, carried);
    let line = PageLine {
        id,
        entities: &found.entities,
        records: job.review.then_some(found.records.as_slice()),
        diagnostics: job.review.then_some(found.diagnostics.as_slice()),
    };
    let json = serde_json::to_string(&line).map_err(Failure::Encode)?;
    writeln!(out, "{json}").map_err(|source| Failure::Io {
        path: output(job),
        source,
    })?;
    Ok(next)
}
