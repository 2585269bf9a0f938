/*!
What the three Workers share of Cloudflare's bindings: the bucket by [`ObjectKey`], queue messages
decoded one by one, and one JSON object a log line.

[`ObjectKey`]: vessel_ner_shared::keys::ObjectKey

# Limits

Objects are read into memory whole, up to a bound that the caller names. What needs a stream uses
the binding itself.
*/

mod bucket;
mod deletion;
mod failures;
pub mod log;
mod message;
mod reconcile;

pub use bucket::{Listed, Store, StoredObject, create_only};
pub use deletion::{delete_objects, is_deleted, settle_deletion, sweep_if_deleted};
pub use failures::record_dead_letter;
pub use message::body_of;
pub use reconcile::{ALIAS_OF, CARRIED, reconcile};
