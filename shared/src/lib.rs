/*!
The pure core of vessel-ner: what a document, a page, a block and an entity are, how they are named,
written and read. The Workers move data between bindings and call this crate.

```
use vessel_ner_shared::ids::{DocId, PageRange, RunId, Sha256Digest};
use vessel_ner_shared::keys::ObjectKey;

let document = Sha256Digest::of(b"%PDF-1.7 ...");
let doc_id = DocId::from_document_hash(&document);
let run_id = RunId::new(&document, "deepseek-ai/DeepSeek-OCR", "prompt", "{}");
let key = ObjectKey::Pages { doc_id, run_id, pages: PageRange::new(1, 16)? };
assert_eq!(ObjectKey::parse(&key.to_string()), Some(key));
# Ok::<(), vessel_ner_shared::error::PipelineError>(())
```

# Limits

There is no Cloudflare type here, no I/O, no clock and no randomness: what needs one of them gets
its result as an argument. Everything compiles natively and to `wasm32-unknown-unknown`, and is
tested natively.
*/

#[cfg(feature = "parquet")]
pub mod columnar;
pub mod entities;
pub mod error;
pub mod events;
pub mod extraction;
pub mod ids;
pub mod keys;
pub mod model;
pub mod ocr;
pub mod reconcile;
#[cfg(feature = "render")]
pub mod render;
pub mod upload;
pub mod warehouse;

/// Version of this program, as rows carry it.
pub const PROGRAM_VERSION: &str = env!("CARGO_PKG_VERSION");
