//! Whose a thing is, where neither a table's row nor a form's title says it: headings over groups, notes below lists,
//! a text beside a form.

pub(super) mod follows;
pub(super) mod footnote;
pub(super) mod group;
pub(super) mod issuer;
pub(super) mod one_vessel;
pub(super) mod open_name;
pub(super) mod respectively;
