//! DuckDB behind the Postgres wire protocol: the stand-in for MotherDuck on one machine.
//!
//! One database file, attached as `vessel_intelligence`; any Postgres client can query it with
//! DuckDB's SQL. The behaviour follows MotherDuck's Postgres endpoint where it is known: what it
//! refuses, DuckDB's error texts, a result set for every statement, parameters that need a type.
//!
//! ```no_run
//! use vessel_ner_warehouse::{Options, Server};
//!
//! # async fn example() -> Result<(), vessel_ner_warehouse::WarehouseError> {
//! let options = Options { database: "vessels.duckdb".into(), ..Options::default() };
//! let server = Server::bind("127.0.0.1:0".parse().unwrap(), options).await?;
//! println!("{}", server.address()?);
//! server.serve(std::future::pending()).await
//! # }
//! ```
//!
//! # Limits
//! * A result is computed whole by DuckDB (which spills to disk) before its first row is sent; the
//!   rows then stream. A portal read in portions (`max_rows`) is kept in memory.
//! * A query text with several statements is not one implicit transaction, as it would be in
//!   PostgreSQL: each statement commits by itself unless the text holds BEGIN and COMMIT.
//! * No COPY over the wire, no LISTEN, no cursors, no savepoints; parameters can not be arrays.
//! * Types are inferred from casts (`$1::bigint`), otherwise a parameter is text.

mod cancel;
pub mod client;
mod database;
mod error;
mod execute;
mod extended;
mod handler;
pub mod log;
mod login;
pub mod migrate;
mod policy;
pub mod query;
mod server;
mod session;
mod sql;
pub mod tls;
mod types;
mod wire;

pub use database::DATABASE_NAME;
pub use error::WarehouseError;
pub use server::{Limits, Options, Server};
