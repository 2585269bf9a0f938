/*!
What is said to the warehouse: where it is, the statements of a load, and what its error texts mean.
The warehouse speaks DuckDB SQL over the Postgres protocol (MotherDuck's Postgres endpoint, or the
local stand-in); the Worker owns the socket and sends these.

# Limits

Statements carry their rows as one JSON parameter, so a chunk has to fit into memory twice.
*/

mod address;
#[cfg(feature = "parquet")]
mod load;
mod outcome;
#[cfg(feature = "parquet")]
mod table_json;

pub use address::WarehouseAddress;
#[cfg(feature = "parquet")]
pub use load::{ChunkLoad, Statement, delete_document, replace_document};
pub use outcome::{SqlFailure, classify};
