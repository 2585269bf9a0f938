/*!
What is stored: rows of the three tables, the plan of a run, and the status that follows from what
is in the bucket.

A document's state is a chain of types, each made from the one before and from what a stage did:
an upload is *received* ([`crate::events::R2Event`]), a [`Plan`] makes it *planned*, a chunk of
[`PageRow`]s makes its pages *read*, and the [`EntityRow`]s found in them, committed, make it *loaded*.
*/

mod plan;
mod rows;
mod status;

pub use plan::{OcrSettings, Plan};
pub use rows::{
    Block, DocumentRow, DocumentState, DoubtRow, EntityRow, PageRow, PageStatus, UnixMillis,
};
pub use status::{
    ChunkFacts, DocumentFacts, DocumentStatus, FailureRecord, PageCounts, PageNote, Progress,
    StatusState,
};
