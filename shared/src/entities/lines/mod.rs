//! The page from top to bottom: which lines are fields of a form, which are titles, which are running text.

mod apart;
pub(super) mod kind;
pub(super) mod paragraph;
pub(super) mod signs;

use super::Carried;
use super::context::Reader;
use super::form::Form;
use super::page::{Block, Span, trim};
use super::prose::{self, Story};
use super::table;
use crate::entities::attribution::group;
use crate::entities::attribution::issuer;
use crate::entities::attribution::one_vessel;
use crate::entities::attribution::open_name;
use crate::entities::entry::alike;
use crate::entities::entry::head::without_titles;
pub(crate) use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::fields::parallel::parallel_fields;
use crate::entities::fields::run::slashed;
use crate::entities::words::seek;
pub(super) use kind::is_caption_line;
use signs::Signs;

/// Reads a page; gives what the next page may need.
pub(crate) fn read_page(reader: &mut Reader<'_>, carried: &Carried) -> Carried {
    let page = reader.page;
    let mut form = Form::default();
    let mut story = Story::default();
    let mut heading = carried.heading.clone();
    let mut stacked = 0;
    for (index, block) in page.blocks.iter().enumerate() {
        if index < stacked {
            continue;
        }
        let (pairs, used) = apart::pairs(reader, page.blocks.get(index..).unwrap_or(&[]));
        if !pairs.is_empty() {
            for (key, value) in &pairs {
                form.field(reader, key, value);
            }
            story.field(reader, &form);
            stacked = index + used;
            continue;
        }
        let set = table::flat::stacked(reader, &page.blocks, index)
            .map(|(used, grid)| (&[][..], used, grid))
            .or_else(|| table::announced::announced_above(reader, &page.blocks, index));
        if let Some((lead, used, grid)) = set {
            paragraph::read(reader, lead, &mut form, &mut story, index == 0);
            table::read(reader, &grid, &mut form, &mut heading);
            stacked = index + used;
            continue;
        }
        match block {
            Block::Table(grid) => {
                form.title = None;
                table::read(reader, grid, &mut form, &mut heading);
            }
            Block::Paragraph(lines) => {
                let first = index == 0;
                let mut rest = lines.as_slice();
                let mut first = first;
                while let Some((from, to, grid)) = table::flat::delimited(reader, rest) {
                    let (before, after) = (rest.get(..from), rest.get(to..));
                    paragraph::read(reader, before.unwrap_or(&[]), &mut form, &mut story, first);
                    table::read(reader, &grid, &mut form, &mut heading);
                    rest = after.unwrap_or(&[]);
                    first = false;
                }
                paragraph::read(reader, rest, &mut form, &mut story, first);
            }
        }
    }
    alike::settle(reader);
    super::context::settle_flags(reader);
    super::context::registered_flags(reader);
    open_name::settle(reader);
    without_titles(reader);
    one_vessel::join(reader);
    prose::before_told(reader);
    group::finish(reader);
    issuer::issuing_state(reader);
    Carried { heading }
}

/// A cell that is a small form or text of its own.
pub(crate) fn read_cell(reader: &mut Reader<'_>, span: &Span, form: &mut Form) {
    let mut start = span.start;
    let text = reader.page.slice(span).to_string();
    let mut rest: Vec<Span> = Vec::new();
    // `1. Issuing authority` over `Name: Ministry`: of whom the cell's fields speak.
    let mut own = form.clone();
    if let Some((title, _)) = text.split_once('\n').filter(|(t, _)| !t.contains(':')) {
        let title = trim(&reader.page.text, &(start..start + title.len()));
        own.section(reader, &list_mark(reader, &title));
    }
    let outer = std::mem::replace(form, own);
    for line in text.split('\n') {
        let piece = trim(&reader.page.text, &(start..start + line.len()));
        // `Call sign: XPKD / IMO: 9244714`.
        if seek::count(line, ": ") >= 2
            && let Some(parts) = slashed(reader, &piece)
                .or_else(|| paragraph::fields_of(reader, &piece, Signs::of(line)))
        {
            start += line.len() + 1;
            for (key, value) in parts {
                form.field(reader, &key, &value);
            }
            continue;
        }
        start += line.len() + 1;
        if piece.is_empty() {
            continue;
        }
        match split_field(reader, &piece) {
            Some((key, value)) if !value.is_empty() => {
                form.field(reader, &key, &value);
            }
            Some(_) => {}
            // `Flag – port: Ghana – Tema`
            None => match parallel_fields(reader, &piece) {
                Some(fields) => {
                    for (key, value) in fields {
                        form.field(reader, &key, &value);
                    }
                }
                None => rest.push(piece),
            },
        }
    }
    for piece in rest {
        prose::fragment(reader, &piece, form.record, true);
    }
    form.leave(&outer);
}
