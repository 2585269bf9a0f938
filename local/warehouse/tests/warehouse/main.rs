//! The server as its clients see it: each test starts the real program on a free port.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod clients;
mod durability;
mod harness;
mod load;
mod migrations;
mod protocol;
mod refusals;
mod rows;
mod transactions;
mod values;
mod views;
