/*!
The objects of the bucket, and their keys. A key is a function of document, run and page range, so
a retry writes the same object; each stage's trigger prefix is written by the stage before it only
(`wrangler/r2-notifications.json`), so no stage can wake itself.

| key | written by | holds |
|---|---|---|
| `uploads/{doc}.pdf` | portal | the PDF; wakes the OCR processor |
| `receipts/{doc}/{hash of token}.json` | portal; OCR processor for a copy | who may see the document |
| `hashes/{sha256}.json` | portal, OCR processor | the document that has these bytes |
| `aliases/{doc}.json` | OCR processor | this upload is the same bytes as that document |
| `plans/{doc}/{run}.json` | OCR processor | pages, chunks, model, prompt and parameters of a run |
| `progress/{doc}/{run}/{pages}.json` | OCR processor | pages of a chunk that were read so far |
| `ocr/{doc}/document.parquet` | OCR processor | the document's row; wakes the extractor |
| `ocr/{doc}/{run}/{pages}.parquet` | OCR processor | the pages' rows; wakes the extractor |
| `entities/{doc}/document.json` | extractor | the document's row is committed |
| `entities/{doc}/{run}/{pages}.parquet` | extractor | the entities' rows, after the commit |
| `doubts/{doc}/{run}/{pages}.parquet` | extractor | what a person should look at on the chunk's pages |
| `carried/{doc}/{run}/{pages}.json` | extractor | what the next chunk has to know of this one |
| `failures/{doc}/{stage}[-{run}-{pages}].json` | every stage | what failed, why, and the message |
| `tombstones/{doc}.json` | portal | the document was deleted |
| `reconcile/cursor.json` | OCR processor | where the search for undone work goes on |
*/

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{DocId, PageRange, RunId, Sha256Digest};

/// A step of the chain that can fail for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The PDF is opened, counted and cut into chunks.
    Plan,
    /// A chunk's pages are rendered and read.
    Read,
    /// A chunk's pages and entities are loaded into the warehouse.
    Load,
}

impl Stage {
    /// Every stage, in the order of the chain.
    pub const ALL: [Self; 3] = [Self::Plan, Self::Read, Self::Load];

    /// The name used in keys and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Read => "read",
            Self::Load => "load",
        }
    }
}

/// The key of one object of the bucket.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ObjectKey {
    /// The PDF as it was sent.
    Upload(DocId),
    /// A receipt: the SHA-256 of its token grants access to the document.
    Receipt(DocId, Sha256Digest),
    /// Which document has these bytes.
    Hash(Sha256Digest),
    /// The upload turned out to be the same bytes as another document.
    Alias(DocId),
    /// How a run reads the document.
    Plan(DocId, RunId),
    /// How far a chunk has come.
    Progress {
        /// The document.
        doc_id: DocId,
        /// The run.
        run_id: RunId,
        /// The chunk.
        pages: PageRange,
    },
    /// The document's row.
    Document(DocId),
    /// The document's row is in the warehouse.
    DocumentLoaded(DocId),
    /// The rows of a chunk's pages.
    Pages {
        /// The document.
        doc_id: DocId,
        /// The run.
        run_id: RunId,
        /// The chunk.
        pages: PageRange,
    },
    /// The rows of a chunk's entities.
    Entities {
        /// The document.
        doc_id: DocId,
        /// The run.
        run_id: RunId,
        /// The chunk.
        pages: PageRange,
    },
    /// The rows of what a person should look at on a chunk's pages.
    Doubts {
        /// The document.
        doc_id: DocId,
        /// The run.
        run_id: RunId,
        /// The chunk.
        pages: PageRange,
    },
    /// What the next chunk has to know: the heading of a table that goes on there.
    Carried {
        /// The document.
        doc_id: DocId,
        /// The run.
        run_id: RunId,
        /// The chunk that hands it on.
        pages: PageRange,
    },
    /// What failed; a chunk is named where the failure is one chunk's.
    Failure {
        /// The document.
        doc_id: DocId,
        /// The stage that gave up.
        stage: Stage,
        /// The run and chunk, where it is not the whole document.
        chunk: Option<(RunId, PageRange)>,
    },
    /// The document was deleted and must not come back.
    Tombstone(DocId),
    /// Where the search for undone work goes on.
    ReconcileCursor,
}

impl ObjectKey {
    /// Prefix of the uploads; an object-create event below it wakes the OCR processor.
    pub const UPLOADS_PREFIX: &str = "uploads/";
    /// Prefix of the OCR results; an object-create event below it wakes the entity extractor.
    pub const OCR_PREFIX: &str = "ocr/";

    /// Every prefix under which one document's objects can lie. An upload and a tombstone are
    /// single objects and are not among them, nor is the entry of its hash.
    pub fn prefixes_of(doc_id: &DocId) -> [String; 8] {
        [
            "receipts", "plans", "progress", "ocr", "entities", "doubts", "carried", "failures",
        ]
        .map(|folder| format!("{folder}/{doc_id}/"))
    }

    /// Reads a key; `None` for anything that [`fmt::Display`] would not print.
    pub fn parse(key: &str) -> Option<Self> {
        let parts: Vec<&str> = key.split('/').collect();
        let parsed = match *parts.as_slice() {
            ["uploads", name] => Self::Upload(name.strip_suffix(".pdf")?.parse().ok()?),
            ["receipts", doc, name] => {
                Self::Receipt(doc.parse().ok()?, name.strip_suffix(".json")?.parse().ok()?)
            }
            ["hashes", name] => Self::Hash(name.strip_suffix(".json")?.parse().ok()?),
            ["aliases", name] => Self::Alias(name.strip_suffix(".json")?.parse().ok()?),
            ["tombstones", name] => Self::Tombstone(name.strip_suffix(".json")?.parse().ok()?),
            ["reconcile", "cursor.json"] => Self::ReconcileCursor,
            ["plans", doc, name] => {
                Self::Plan(doc.parse().ok()?, name.strip_suffix(".json")?.parse().ok()?)
            }
            ["ocr", doc, "document.parquet"] => Self::Document(doc.parse().ok()?),
            ["entities", doc, "document.json"] => Self::DocumentLoaded(doc.parse().ok()?),
            ["progress", doc, run, name] => Self::Progress {
                doc_id: doc.parse().ok()?,
                run_id: run.parse().ok()?,
                pages: name.strip_suffix(".json")?.parse().ok()?,
            },
            ["ocr", doc, run, name] => Self::Pages {
                doc_id: doc.parse().ok()?,
                run_id: run.parse().ok()?,
                pages: name.strip_suffix(".parquet")?.parse().ok()?,
            },
            ["entities", doc, run, name] => Self::Entities {
                doc_id: doc.parse().ok()?,
                run_id: run.parse().ok()?,
                pages: name.strip_suffix(".parquet")?.parse().ok()?,
            },
            ["doubts", doc, run, name] => Self::Doubts {
                doc_id: doc.parse().ok()?,
                run_id: run.parse().ok()?,
                pages: name.strip_suffix(".parquet")?.parse().ok()?,
            },
            ["carried", doc, run, name] => Self::Carried {
                doc_id: doc.parse().ok()?,
                run_id: run.parse().ok()?,
                pages: name.strip_suffix(".json")?.parse().ok()?,
            },
            ["failures", doc, name] => {
                let doc_id = doc.parse().ok()?;
                let name = name.strip_suffix(".json")?;
                let (stage, rest) = match name.split_once('-') {
                    Some((stage, rest)) => (stage, Some(rest)),
                    None => (name, None),
                };
                let stage = Stage::ALL
                    .into_iter()
                    .find(|known| known.as_str() == stage)?;
                let chunk = match rest {
                    None => None,
                    Some(rest) => {
                        let (run, pages) = rest.split_once('-')?;
                        Some((run.parse().ok()?, pages.parse().ok()?))
                    }
                };
                Self::Failure {
                    doc_id,
                    stage,
                    chunk,
                }
            }
            _ => return None,
        };
        Some(parsed)
    }

    /// The document that the object belongs to; a hash entry belongs to none by its key.
    pub fn doc_id(&self) -> Option<&DocId> {
        match self {
            Self::Hash(_) | Self::ReconcileCursor => None,
            Self::Upload(doc_id)
            | Self::Receipt(doc_id, _)
            | Self::Alias(doc_id)
            | Self::Plan(doc_id, _)
            | Self::Progress { doc_id, .. }
            | Self::Document(doc_id)
            | Self::DocumentLoaded(doc_id)
            | Self::Pages { doc_id, .. }
            | Self::Entities { doc_id, .. }
            | Self::Doubts { doc_id, .. }
            | Self::Carried { doc_id, .. }
            | Self::Failure { doc_id, .. }
            | Self::Tombstone(doc_id) => Some(doc_id),
        }
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upload(doc) => write!(formatter, "uploads/{doc}.pdf"),
            Self::Receipt(doc, token) => write!(formatter, "receipts/{doc}/{token}.json"),
            Self::Hash(hash) => write!(formatter, "hashes/{hash}.json"),
            Self::Alias(doc) => write!(formatter, "aliases/{doc}.json"),
            Self::Tombstone(doc) => write!(formatter, "tombstones/{doc}.json"),
            Self::ReconcileCursor => formatter.write_str("reconcile/cursor.json"),
            Self::Plan(doc, run) => write!(formatter, "plans/{doc}/{run}.json"),
            Self::Document(doc) => write!(formatter, "ocr/{doc}/document.parquet"),
            Self::DocumentLoaded(doc) => write!(formatter, "entities/{doc}/document.json"),
            Self::Progress {
                doc_id,
                run_id,
                pages,
            } => {
                write!(formatter, "progress/{doc_id}/{run_id}/{pages}.json")
            }
            Self::Pages {
                doc_id,
                run_id,
                pages,
            } => {
                write!(formatter, "ocr/{doc_id}/{run_id}/{pages}.parquet")
            }
            Self::Entities {
                doc_id,
                run_id,
                pages,
            } => {
                write!(formatter, "entities/{doc_id}/{run_id}/{pages}.parquet")
            }
            Self::Doubts {
                doc_id,
                run_id,
                pages,
            } => {
                write!(formatter, "doubts/{doc_id}/{run_id}/{pages}.parquet")
            }
            Self::Carried {
                doc_id,
                run_id,
                pages,
            } => {
                write!(formatter, "carried/{doc_id}/{run_id}/{pages}.json")
            }
            Self::Failure {
                doc_id,
                stage,
                chunk,
            } => {
                write!(formatter, "failures/{doc_id}/{}", stage.as_str())?;
                if let Some((run, pages)) = chunk {
                    write!(formatter, "-{run}-{pages}")?;
                }
                formatter.write_str(".json")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back() -> crate::error::Result<()> {
        let hash = Sha256Digest::of(b"document");
        let doc_id = DocId::from_document_hash(&hash);
        let run_id = RunId::new(&hash, "model", "prompt", "{}");
        let pages = PageRange::new(1, 16)?;
        let mut keys = vec![
            ObjectKey::Upload(doc_id.clone()),
            ObjectKey::Receipt(doc_id.clone(), hash.clone()),
            ObjectKey::Hash(hash),
            ObjectKey::Alias(doc_id.clone()),
            ObjectKey::Tombstone(doc_id.clone()),
            ObjectKey::Plan(doc_id.clone(), run_id.clone()),
            ObjectKey::Document(doc_id.clone()),
            ObjectKey::DocumentLoaded(doc_id.clone()),
            ObjectKey::Carried {
                doc_id: doc_id.clone(),
                run_id: run_id.clone(),
                pages,
            },
            ObjectKey::Progress {
                doc_id: doc_id.clone(),
                run_id: run_id.clone(),
                pages,
            },
            ObjectKey::Pages {
                doc_id: doc_id.clone(),
                run_id: run_id.clone(),
                pages,
            },
            ObjectKey::Entities {
                doc_id: doc_id.clone(),
                run_id: run_id.clone(),
                pages,
            },
            ObjectKey::Doubts {
                doc_id: doc_id.clone(),
                run_id: run_id.clone(),
                pages,
            },
        ];
        for stage in Stage::ALL {
            let doc_id = doc_id.clone();
            keys.push(ObjectKey::Failure {
                doc_id: doc_id.clone(),
                stage,
                chunk: None,
            });
            keys.push(ObjectKey::Failure {
                doc_id,
                stage,
                chunk: Some((run_id.clone(), pages)),
            });
        }
        for key in keys {
            assert_eq!(ObjectKey::parse(&key.to_string()), Some(key));
        }
        Ok(())
    }

    #[test]
    fn foreign_keys_are_not_ours() {
        for key in [
            "",
            "/",
            "uploads/",
            "uploads/../secret.pdf",
            "uploads/0123.pdf",
            "ocr/x/document.parquet",
            "uploads/00000000000000000000000000000000.pdf/",
            "other/00000000000000000000000000000000.pdf",
        ] {
            assert_eq!(ObjectKey::parse(key), None, "{key}");
        }
    }
}
