//! Values on the wire: parameters in, result columns out, in PostgreSQL's text and binary formats.

mod calendar;
mod encode;
mod numeric;
mod parameter;
mod text;

pub(crate) use encode::{append_field, append_int8};
pub(crate) use parameter::{decode, placeholder};
