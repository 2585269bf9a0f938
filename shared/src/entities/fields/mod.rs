//! Lines that hold fields, in all the ways in which papers set a caption and its value apart.

pub(super) mod coded;
pub(super) mod cuts;
pub(super) mod dealt;
pub(super) mod led;
pub(super) mod lettered;
pub(super) mod line;
mod list_mark;
pub(super) mod listed;
pub(super) mod parallel;
pub(super) mod rowed;
pub(super) mod run;
mod sentence;
pub(super) mod side;
pub(super) mod syntax;
pub(super) mod titled_number;
