//! Entries of a list of ships: what opens one, the name in its head, the particulars behind it, and what each is by the
//! others beside it.

pub(super) mod alike;
pub(super) mod chain;
pub(super) mod head;
pub(super) mod headed;
pub(super) mod line;
pub(super) mod number;
mod opening;
pub(super) mod serial;
pub(super) mod titled;
