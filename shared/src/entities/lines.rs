//! The page from top to bottom: which lines are fields of a form, which are titles, which are running text.

use super::Carried;
use super::concept::Concepts as C;
use super::context::Reader;
use super::entry_head::{
    ENTRY, TITLE, begin_vessel, begins_particulars, entry_name, title_name, without_titles,
};
pub(crate) use super::field_line::{list_mark, split_field};
use super::field_run::{
    chained_fields, led_fields, numbered_fields, run_on_fields, side_fields, slashed,
    stopped_fields, titled_number,
};
use super::follows::{entered_by, is_part, named_by, twice};
use super::form::Form;
pub(super) use super::line_kind::is_caption_line;
use super::line_kind::{is_letterhead, is_prose, is_section, is_title, key_lines, runs_on};
use super::listed::{listed_values, party_block};
use super::page::{Block, Line, LineKind, Span, trim};
use super::prose::{self, Story};
use super::table;

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
        if let Some((used, grid)) = table::flat::stacked(reader, &page.blocks, index) {
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
                    paragraph(reader, before.unwrap_or(&[]), &mut form, &mut story, first);
                    table::read(reader, &grid, &mut form, &mut heading);
                    rest = after.unwrap_or(&[]);
                    first = false;
                }
                paragraph(reader, rest, &mut form, &mut story, first);
            }
        }
    }
    prose::finish(reader, &mut story, &form);
    super::context::settle_flags(reader);
    without_titles(reader);
    super::one_vessel::join(reader);
    super::group::finish(reader);
    super::issuer::issuing_state(reader);
    Carried { heading }
}

/// Reads one paragraph.
fn paragraph(
    reader: &mut Reader<'_>,
    lines: &[Line],
    form: &mut Form,
    story: &mut Story,
    first: bool,
) {
    let mut index = 0;
    let mut running: Vec<Span> = Vec::new();
    let mut beside: Option<Form> = None;
    let mut keyed: Option<bool> = None;
    while let Some(line) = lines.get(index) {
        if let Some(number) = titled_number(reader, &line.span) {
            let frame = reader.frame(None, form.record);
            let label = super::label::Label::LicenseNo;
            let source = super::context::Source::Field;
            reader.read(
                &frame,
                &number,
                label,
                form.record,
                source,
                "title of the paper",
            );
        }
        if let Some(record) = super::footnote::vessel(reader, &line.span) {
            flush(reader, &mut running, form, story);
            *form = Form::of(Some(record));
            story.field(reader, form);
        }
        if let Some(fields) = super::headed::fields(reader, &line.span) {
            flush(reader, &mut running, form, story);
            *form = Form::default();
            for (key, value) in fields {
                form.field(reader, &key, &value);
            }
            story.field(reader, form);
            index += 1;
            continue;
        }
        if let Some(captions) = super::headed::captions(reader, &line.span) {
            flush(reader, &mut running, form, story);
            reader.headed = captions;
            prose::title(reader, &line.span);
            index += 1;
            continue;
        }
        if let Some(key) = super::lettered::key(reader, &line.span) {
            flush(reader, &mut running, form, story);
            reader.lettered = key;
            index += 1;
            continue;
        }
        if let Some((fields, begins)) = super::lettered::fields(reader, &line.span) {
            flush(reader, &mut running, form, story);
            if begins {
                *form = Form::default();
            }
            for (key, value) in fields {
                form.field(reader, &key, &value);
            }
            story.field(reader, form);
            index += 1;
            continue;
        }
        if let Some(used) = super::coded::read(reader, lines, index, form) {
            flush(reader, &mut running, form, story);
            index += used;
            continue;
        }
        if let Some(fields) = super::syntax::over_captions(reader, lines, index) {
            flush(reader, &mut running, form, story);
            for (key, value) in fields {
                form.field(reader, &key, &value);
            }
            story.field(reader, form);
            index += 2;
            continue;
        }
        if let Some(fields) = super::syntax::fields(reader, &line.span) {
            flush(reader, &mut running, form, story);
            for (key, value) in fields {
                if !value.is_empty() {
                    form.field(reader, &key, &value);
                }
            }
            story.field(reader, form);
            index += 1;
            continue;
        }
        if super::legend::is_legend(reader.page, &line.span) {
            index += 1;
            continue;
        }
        if let Some(name) = form.title.take()
            && begins_particulars(reader, lines, index)
        {
            flush(reader, &mut running, form, story);
            begin_vessel(reader, form, &name, TITLE);
            story.field(reader, form);
        }
        if line.kind == LineKind::Heading {
            flush(reader, &mut running, form, story);
            super::group::heading(reader, &line.span, !first);
            reader.headed.clear();
            prose::title(reader, &line.span);
            form.section(reader, &line.span);
            form.title = title_name(reader, &line.span, true);
            index += 1;
            continue;
        }
        let heads = index == 0 && lines.len() > 1 || lines.len() == 1;
        if heads
            && let Some(name) = title_name(reader, &line.span, line.bold)
            && (lines.len() == 1 || begins_particulars(reader, lines, 1))
        {
            form.title = Some(name);
            if lines.len() > 1 {
                flush(reader, &mut running, form, story);
                index += 1;
                continue;
            }
        }
        let colon = reader.page.slice(&line.span).ends_with(':');
        let over = colon
            || list_mark(reader, &line.span).start == line.span.start
                && lines
                    .get(index + 1)
                    .is_some_and(|next| list_mark(reader, &next.span).start > next.span.start)
                && super::group::is_bare(reader, &line.span);
        if over && super::group::heading(reader, &line.span, true) {
            flush(reader, &mut running, form, story);
            *form = Form::default();
            index += 1;
            continue;
        }
        if super::dealt::read(reader, &line.span) {
            flush(reader, &mut running, form, story);
            index += 1;
            continue;
        }
        if let Some((name, parts)) = super::entry_line::find(reader, &line.span) {
            flush(reader, &mut running, form, story);
            super::entry_line::read(reader, &name, parts, form);
            story.field(reader, form);
            index += 1;
            continue;
        }
        if let Some(parts) = side_fields(reader, &line.span)
            && let Some(half) = twice(reader, &parts)
        {
            // `Name: ALBA     Name: NOVA`: two vessels side by side.
            flush(reader, &mut running, form, story);
            let fresh = beside.is_none();
            let mut other = beside.take().unwrap_or_default();
            if fresh {
                *form = Form::default();
            }
            for (at, (key, value)) in parts.iter().enumerate() {
                let own = if at < half { &mut *form } else { &mut other };
                if !value.is_empty() {
                    own.field(reader, key, value);
                }
            }
            beside = Some(other);
            index += 1;
            continue;
        }
        if let Some(parts) = side_fields(reader, &line.span)
            .or_else(|| chained_fields(reader, &line.span))
            .or_else(|| numbered_fields(reader, &line.span))
            .or_else(|| stopped_fields(reader, &line.span))
            .or_else(|| run_on_fields(reader, &line.span))
            .or_else(|| led_fields(reader, &line.span))
        {
            flush(reader, &mut running, form, story);
            for (key, value) in parts {
                if !value.is_empty() {
                    form.field(reader, &key, &value);
                }
            }
            story.field(reader, form);
            index += 1;
            continue;
        }
        if let Some(name) = entry_name(reader, lines, index) {
            flush(reader, &mut running, form, story);
            let record = begin_vessel(reader, form, &name, ENTRY);
            // `POLAR STAR (ex Arctic Dawn)`
            let rest = name.end..line.span.end;
            if rest.len() > 3 {
                prose::fragment(reader, &rest, Some(record), false);
            }
            story.field(reader, form);
            index += 1;
            continue;
        }
        if let Some((key, value)) = split_field(reader, &line.span) {
            flush(reader, &mut running, form, story);
            let mut value = value;
            index += 1;
            if value.is_empty() {
                // A key with nothing after it: the next line is its value unless that is a key itself.
                if let Some(next) = lines.get(index)
                    && split_field(reader, &next.span).is_none()
                    && !is_caption_line(reader, &next.span, 75)
                    && lines.len() == 2
                {
                    value = next.span.clone();
                    index += 1;
                } else if lines
                    .get(index)
                    .is_some_and(|next| is_part(reader, &next.span))
                {
                    // `OWNER:` over `Name   ALBA FISHING LTD`.
                    form.section(reader, &key);
                }
            }
            // `Vessel: OCEAN HERO; call sign 3DXB; IMO 9281310`
            if reader.caption(&key).labels.as_slice() == [super::label::Label::VesselName]
                && prose::is_entry(reader, &value)
            {
                *form = Form::default();
                *story = Story::default();
                prose::paragraph(reader, std::slice::from_ref(&value), form, story);
                continue;
            }
            if super::group::field(reader, lines, index, &key, &value) {
                *form = Form::default();
                continue;
            }
            if !value.is_empty() {
                let dashed = reader
                    .page
                    .slice(&(key.end..value.start))
                    .contains(['–', '—', '-']);
                let understood = reader.caption(&key).understood();
                if form.field(reader, &key, &value) == 0 {
                    let title = is_title(reader, line, lines.len() == 1, first);
                    if (dashed || !understood) && !title {
                        // A name that only looked like a caption: `BINTANG LAUT 12 – Indonesia – …`.
                        running.push(line.span.clone());
                        continue;
                    }
                    // `Boats without a permit: «Alba» (HU-2-1122); «Nova» (HU-3-877)`
                    let printed = reader.page.slice(&value);
                    if !dashed && (printed.contains("), ") || printed.contains("); ")) {
                        running.push(value.clone());
                        continue;
                    }
                    prose::title(reader, &value);
                }
                story.field(reader, form);
            }
            continue;
        }
        if index == 0 && party_block(reader, lines, form) {
            story.field(reader, form);
            return;
        }
        if index == 0
            && let Some(values) = listed_values(reader, lines)
        {
            flush(reader, &mut running, form, story);
            for value in values {
                form.field(reader, &line.span, &value);
            }
            story.field(reader, form);
            return;
        }
        let least = if lines.len() == 2 { 50 } else { 75 };
        if first
            && index == 0
            && lines.len() > 1
            && is_letterhead(reader, &line.span)
            && reader.caption(&line.span).coverage() < 75
        {
            prose::title(reader, &line.span);
            index += 1;
            continue;
        }
        if is_caption_line(reader, &line.span, least)
            && let Some(next) = lines.get(index + 1)
            && (lines.len() == 2 || *keyed.get_or_insert_with(|| key_lines(reader, lines)))
            && !runs_on(reader, &line.span, &next.span)
            && !is_prose(reader.page.slice(&next.span))
        {
            flush(reader, &mut running, form, story);
            if split_field(reader, &next.span).is_some()
                || is_caption_line(reader, &next.span, 75)
                || led_fields(reader, &next.span).is_some()
            {
                // A title over the fields, or a field left empty.
                form.section(reader, &line.span);
                index += 1;
            } else {
                form.field(reader, &line.span, &next.span);
                index += 2;
            }
            continue;
        }
        if is_title(reader, line, lines.len() == 1, first) {
            super::group::heading(reader, &line.span, !first);
            prose::title(reader, &line.span);
            form.section(reader, &line.span);
            index += 1;
            continue;
        }
        let section = is_section(reader, lines, index);
        if lines.len() == 1 || section {
            form.section(reader, &line.span);
            // `SECTION 2 - OWNERS AND OPERATORS` over their fields.
            let figures = reader.page.slice(&line.span).bytes();
            if section
                && figures.filter(u8::is_ascii_digit).count() <= 2
                && {
                    // `OCEAN QUEEN` may be a name.
                    let meaning = reader.caption(&line.span);
                    let sea = meaning.concepts.any(C::AREA.with(C::SPECIES));
                    meaning.coverage() >= if sea { 66 } else { 50 }
                }
                && let Some(next) = lines.get(index + 1)
                && (split_field(reader, &next.span).is_some()
                    || is_section(reader, lines, index + 1)
                    || is_caption_line(reader, &next.span, 75))
            {
                flush(reader, &mut running, form, story);
                prose::title(reader, &line.span);
                index += 1;
                continue;
            }
        }
        running.push(line.span.clone());
        index += 1;
    }
    flush(reader, &mut running, form, story);
}

fn flush(reader: &mut Reader<'_>, running: &mut Vec<Span>, form: &mut Form, story: &mut Story) {
    if !running.is_empty() {
        let lines = std::mem::take(running);
        prose::paragraph(reader, &lines, form, story);
        let own = match lines.as_slice() {
            [line] => named_by(reader, line),
            _ => None,
        };
        if let Some(record) = own.or_else(|| entered_by(reader, &lines)) {
            *form = Form::of(Some(record));
        }
    }
}

/// A cell that is a small form or text of its own.
pub(crate) fn read_cell(reader: &mut Reader<'_>, span: &Span, form: &mut Form) {
    let mut start = span.start;
    let text = reader.page.slice(span).to_string();
    let mut rest: Vec<Span> = Vec::new();
    for line in text.split('\n') {
        let piece = trim(&reader.page.text, &(start..start + line.len()));
        // `Call sign: XPKD / IMO: 9244714`.
        if line.matches(": ").count() >= 2
            && let Some(parts) = slashed(reader, &piece)
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
            None => rest.push(piece),
        }
    }
    for piece in rest {
        prose::fragment(reader, &piece, form.record, true);
    }
}
