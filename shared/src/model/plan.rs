use serde::{Deserialize, Serialize};

use crate::error::{PipelineError, Result};
use crate::ids::{DocId, PageRange, RunId, Sha256Digest};

/// Everything that changes what a run reads, besides the document itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OcrSettings {
    /// The model, as the server names it.
    pub model: String,
    /// The prompt.
    pub prompt: String,
    /// Canonical JSON (sorted keys, no blanks) of sampling, image and ladder parameters.
    pub parameters: String,
}

/// How a run reads a document: written once, then only read. `plans/{doc}/{run}.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The document.
    pub doc_id: DocId,
    /// The run; a function of the other fields.
    pub run_id: RunId,
    /// SHA-256 of the PDF.
    pub document_sha256: Sha256Digest,
    /// Pages of the document.
    pub page_count: u32,
    /// Pages in a chunk; the last may have fewer.
    pub chunk_pages: u32,
    /// What is asked of the model.
    pub settings: OcrSettings,
    /// Version of the program that planned the run.
    pub program_version: String,
}

impl Plan {
    /// Plans a run. An error if there is no page.
    pub fn new(
        doc_id: DocId,
        document_sha256: Sha256Digest,
        page_count: u32,
        chunk_pages: u32,
        settings: OcrSettings,
    ) -> Result<Self> {
        if page_count == 0 {
            return Err(PipelineError::policy("The PDF has no pages."));
        }
        let OcrSettings {
            model,
            prompt,
            parameters,
        } = &settings;
        let run_id = RunId::new(&document_sha256, model, prompt, parameters);
        Ok(Self {
            doc_id,
            run_id,
            document_sha256,
            page_count,
            chunk_pages: chunk_pages.max(1),
            settings,
            program_version: crate::PROGRAM_VERSION.to_owned(),
        })
    }

    /// The chunks, in page order; every page is in exactly one.
    pub fn chunks(&self) -> Vec<PageRange> {
        PageRange::chunks(self.page_count, self.chunk_pages)
    }

    /// Whether `pages` is one of the plan's chunks.
    pub fn has_chunk(&self, pages: PageRange) -> bool {
        self.chunks().contains(&pages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(page_count: u32) -> Result<Plan> {
        let hash = Sha256Digest::of(b"document");
        let settings = OcrSettings {
            model: "model".to_owned(),
            prompt: "prompt".to_owned(),
            parameters: "{}".to_owned(),
        };
        Plan::new(
            DocId::from_document_hash(&hash),
            hash,
            page_count,
            16,
            settings,
        )
    }

    #[test]
    fn plan_is_the_same_each_time() {
        assert_eq!(plan(60), plan(60));
    }

    #[test]
    fn document_without_pages_is_refused() {
        assert!(plan(0).is_err_and(|error| !error.is_retryable()));
    }

    #[test]
    fn only_planned_chunks_are_chunks() -> Result<()> {
        let plan = plan(20)?;
        assert!(plan.has_chunk(PageRange::new(17, 20)?));
        assert!(!plan.has_chunk(PageRange::new(17, 32)?));
        Ok(())
    }
}
