//! Running text (being written).
use super::context::Reader;
use super::form::Form;
use super::page::Span;

#[derive(Debug, Default)]
pub(crate) struct Story {}
impl Story {
    pub(crate) fn field(&mut self, _: &mut Reader<'_>, _: &Form) {}
}
pub(crate) fn title(_: &mut Reader<'_>, _: &Span) {}
pub(crate) fn fragment(_: &mut Reader<'_>, _: &Span, _: Option<u32>, _: bool) {}
pub(crate) fn paragraph(_: &mut Reader<'_>, _: &[Span], _: &mut Form, _: &mut Story) {}
pub(crate) fn finish(_: &mut Reader<'_>, _: &mut Story, _: &Form) {}
