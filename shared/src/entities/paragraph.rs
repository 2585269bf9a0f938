//! The readers of a line of text, in the order in which they are asked, and the signs without which each has nothing
//! to read. What no reader takes is running text.

use super::concept::Concepts as C;
use super::context::{Reader, Source};
use super::entry_head::{ENTRY, TITLE, begin_vessel, begins_particulars, entry_name, title_name};
use super::field_line::{list_mark, split_field};
use super::field_run::{
    chained_fields, led_fields, numbered_fields, run_on_fields, side_fields, stopped_fields,
    titled_number,
};
use super::follows::{entered_by, is_part, named_by, twice};
use super::form::Form;
use super::label::Label;
use super::line_kind::{
    is_caption_line, is_letterhead, is_prose, is_section, is_title, key_lines, runs_on,
};
use super::line_signs::Signs;
use super::listed::{listed_values, party_block};
use super::page::{Line, LineKind, Span};
use super::prose::{self, Story};

/// Reads the line at an index.
type Read = fn(&mut Paragraph<'_, '_>, &Line, usize) -> Taken;

/// The index of the next line to read; none where a line is not the reader's own.
type Taken = Option<usize>;

/// The signs that a line must have for a reader, and the reader.
const READERS: [(Signs, Read); 25] = [
    (Signs::FIGURES, paper_number),
    (Signs::MARK, note),
    (Signs::NONE, headed_entry),
    (Signs::CLOSED, headed_captions),
    (Signs::CLOSED, lettered_key),
    (Signs::CLOSED, lettered_fields),
    (Signs::CODED, coded_message),
    (Signs::NONE, over_captions),
    (Signs::SIGNED, signed_fields),
    (Signs::EQUALS, legend),
    (Signs::NONE, titled_particulars),
    (Signs::NONE, heading),
    (Signs::NONE, vessel_title),
    (Signs::NONE, group_heading),
    (Signs::KEYED, dealt_values),
    (Signs::KEYED_TWICE, entry_of_fields),
    (Signs::WIDE, side_by_side),
    (Signs::NONE, several_fields),
    (Signs::NONE, entry_head),
    (Signs::NONE, field),
    (Signs::NONE, block_under_caption),
    (Signs::NONE, letterhead),
    (Signs::NONE, caption_over_value),
    (Signs::NONE, title),
    (Signs::NONE, section),
];

/// A paragraph being read.
struct Paragraph<'p, 'a> {
    reader: &'p mut Reader<'a>,
    lines: &'p [Line],
    form: &'p mut Form,
    story: &'p mut Story,
    /// The paragraph is the page's first.
    first: bool,
    /// Lines of running text that were not read yet.
    running: Vec<Span>,
    /// The form of the right one of two vessels side by side.
    beside: Option<Form>,
    /// A third of the lines are captions, as far as this was asked.
    keyed: Option<bool>,
}

/// Reads one paragraph.
pub(super) fn read(
    reader: &mut Reader<'_>,
    lines: &[Line],
    form: &mut Form,
    story: &mut Story,
    first: bool,
) {
    let mut paragraph = Paragraph {
        reader,
        lines,
        form,
        story,
        first,
        running: Vec::new(),
        beside: None,
        keyed: None,
    };
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let signs = Signs::of(paragraph.reader.page.slice(&line.span));
        let next = READERS
            .iter()
            .filter(|(needs, _)| signs.all(*needs))
            .find_map(|(_, read)| read(&mut paragraph, line, index));
        index = next.unwrap_or_else(|| {
            paragraph.running.push(line.span.clone());
            index + 1
        });
    }
    paragraph.flush();
}

impl Paragraph<'_, '_> {
    /// Reads the running text so far.
    fn flush(&mut self) {
        if self.running.is_empty() {
            return;
        }
        let lines = std::mem::take(&mut self.running);
        prose::paragraph(self.reader, &lines, self.form, self.story);
        let own = match lines.as_slice() {
            [line] => named_by(self.reader, line),
            _ => None,
        };
        if let Some(record) = own.or_else(|| entered_by(self.reader, &lines)) {
            *self.form = Form::of(Some(record));
        }
    }

    /// Reads fields that stand behind the running text so far.
    fn fields(&mut self, fields: &[(Span, Span)]) {
        for (key, value) in fields {
            self.form.field(self.reader, key, value);
        }
        self.story.field(self.reader, self.form);
    }

    fn alone(&self) -> bool {
        self.lines.len() == 1
    }
}

/// The number that ends the title of a paper.
fn paper_number(p: &mut Paragraph<'_, '_>, line: &Line, _: usize) -> Taken {
    let number = titled_number(p.reader, &line.span)?;
    let frame = p.reader.frame(None, p.form.record);
    let (label, record, source) = (Label::LicenseNo, p.form.record, Source::Field);
    let evidence = "title of the paper";
    p.reader
        .read(&frame, &number, label, record, source, evidence);
    None
}

/// A note: the lines after it speak of the vessel at its mark.
fn note(p: &mut Paragraph<'_, '_>, line: &Line, _: usize) -> Taken {
    let record = super::footnote::vessel(p.reader, &line.span)?;
    p.flush();
    *p.form = Form::of(Some(record));
    p.story.field(p.reader, p.form);
    None
}

/// An entry whose parts a line above has named.
fn headed_entry(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let fields = super::headed::fields(p.reader, &line.span)?;
    p.flush();
    *p.form = Form::default();
    p.fields(&fields);
    Some(index + 1)
}

/// The names of the parts of the entries below.
fn headed_captions(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let captions = super::headed::captions(p.reader, &line.span)?;
    p.flush();
    p.reader.headed = captions;
    prose::title(p.reader, &line.span);
    Some(index + 1)
}

/// What the letters before the parts of the entries below stand for.
fn lettered_key(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let key = super::lettered::key(p.reader, &line.span)?;
    p.flush();
    p.reader.lettered = key;
    Some(index + 1)
}

/// Parts behind letters that stand for their captions.
fn lettered_fields(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let (fields, begins) = super::lettered::fields(p.reader, &line.span)?;
    p.flush();
    if begins {
        *p.form = Form::default();
    }
    p.fields(&fields);
    Some(index + 1)
}

/// A message of codes and values.
fn coded_message(p: &mut Paragraph<'_, '_>, _: &Line, index: usize) -> Taken {
    let used = super::coded::read(p.reader, p.lines, index, p.form)?;
    p.flush();
    Some(index + used)
}

/// Values over their captions in brackets.
fn over_captions(p: &mut Paragraph<'_, '_>, _: &Line, index: usize) -> Taken {
    let fields = super::syntax::over_captions(p.reader, p.lines, index)?;
    p.flush();
    p.fields(&fields);
    Some(index + 2)
}

/// Captions and values between brackets or signs of equality.
fn signed_fields(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let mut fields = super::syntax::fields(p.reader, &line.span)?;
    p.flush();
    fields.retain(|(_, value)| !value.is_empty());
    p.fields(&fields);
    Some(index + 1)
}

/// A legend tells of no vessel.
fn legend(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    super::legend::is_legend(p.reader.page, &line.span).then_some(index + 1)
}

/// The particulars of the vessel that a title before named.
fn titled_particulars(p: &mut Paragraph<'_, '_>, _: &Line, index: usize) -> Taken {
    let name = p.form.title.take()?;
    if begins_particulars(p.reader, p.lines, index) {
        p.flush();
        begin_vessel(p.reader, p.form, &name, TITLE);
        p.story.field(p.reader, p.form);
    }
    None
}

/// A heading as the page sets it.
fn heading(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    if line.kind != LineKind::Heading {
        return None;
    }
    p.flush();
    super::group::heading(p.reader, &line.span, !p.first);
    p.reader.headed.clear();
    prose::title(p.reader, &line.span);
    p.form.section(p.reader, &line.span);
    p.form.title = title_name(p.reader, &line.span, true);
    Some(index + 1)
}

/// A vessel's name over her particulars, or alone.
fn vessel_title(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    if index > 0 {
        return None;
    }
    let name = title_name(p.reader, &line.span, line.bold)?;
    if !p.alone() && !begins_particulars(p.reader, p.lines, 1) {
        return None;
    }
    p.form.title = Some(name);
    (!p.alone()).then(|| p.flush())?;
    Some(index + 1)
}

/// What the entries below share.
fn group_heading(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let colon = p.reader.page.slice(&line.span).ends_with(':');
    let over = colon
        || list_mark(p.reader, &line.span).start == line.span.start
            && p.lines
                .get(index + 1)
                .is_some_and(|next| list_mark(p.reader, &next.span).start > next.span.start)
            && super::group::is_bare(p.reader, &line.span);
    if !over || !super::group::heading(p.reader, &line.span, true) {
        return None;
    }
    p.flush();
    *p.form = Form::default();
    Some(index + 1)
}

/// A value for each of several vessels.
fn dealt_values(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    super::dealt::read(p.reader, &line.span).then(|| p.flush())?;
    Some(index + 1)
}

/// An entry of a list: a name and fields.
fn entry_of_fields(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let (name, parts) = super::entry_line::find(p.reader, &line.span)?;
    p.flush();
    super::entry_line::read(p.reader, &name, parts, p.form);
    p.story.field(p.reader, p.form);
    Some(index + 1)
}

/// `Name: ALBA     Name: NOVA`: two vessels side by side.
fn side_by_side(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let parts = side_fields(p.reader, &line.span)?;
    let half = twice(p.reader, &parts)?;
    p.flush();
    let fresh = p.beside.is_none();
    let mut other = p.beside.take().unwrap_or_default();
    if fresh {
        *p.form = Form::default();
    }
    for (at, (key, value)) in parts.iter().enumerate() {
        let own = if at < half { &mut *p.form } else { &mut other };
        if !value.is_empty() {
            own.field(p.reader, key, value);
        }
    }
    p.beside = Some(other);
    Some(index + 1)
}

/// Several fields of one vessel in a line.
fn several_fields(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let mut parts = side_fields(p.reader, &line.span)
        .or_else(|| chained_fields(p.reader, &line.span))
        .or_else(|| numbered_fields(p.reader, &line.span))
        .or_else(|| stopped_fields(p.reader, &line.span))
        .or_else(|| run_on_fields(p.reader, &line.span))
        .or_else(|| led_fields(p.reader, &line.span))?;
    p.flush();
    parts.retain(|(_, value)| !value.is_empty());
    p.fields(&parts);
    Some(index + 1)
}

/// `3. POLAR STAR (ex Arctic Dawn)` over her fields.
fn entry_head(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let name = entry_name(p.reader, p.lines, index)?;
    p.flush();
    let record = begin_vessel(p.reader, p.form, &name, ENTRY);
    let rest = name.end..line.span.end;
    if rest.len() > 3 {
        prose::fragment(p.reader, &rest, Some(record), false);
    }
    p.story.field(p.reader, p.form);
    Some(index + 1)
}

/// A caption and its value, which may stand in the next line.
fn field(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let (key, mut value) = split_field(p.reader, &line.span)?;
    p.flush();
    let mut index = index + 1;
    if value.is_empty() {
        // A key with nothing after it: the next line is its value unless that is a key itself.
        let next = p.lines.get(index);
        if let Some(next) = next
            && p.lines.len() == 2
            && split_field(p.reader, &next.span).is_none()
            && !is_caption_line(p.reader, &next.span, 75)
        {
            value = next.span.clone();
            index += 1;
        } else if next.is_some_and(|next| is_part(p.reader, &next.span)) {
            // `OWNER:` over `Name   ALBA FISHING LTD`.
            p.form.section(p.reader, &key);
        }
    }
    // `Vessel: OCEAN HERO; call sign 3DXB; IMO 9281310`
    if p.reader.caption(&key).labels.as_slice() == [Label::VesselName]
        && prose::is_entry(p.reader, &value)
    {
        *p.form = Form::default();
        *p.story = Story::default();
        prose::paragraph(p.reader, std::slice::from_ref(&value), p.form, p.story);
        return Some(index);
    }
    if super::group::field(p.reader, p.lines, index, &key, &value) {
        *p.form = Form::default();
        return Some(index);
    }
    if value.is_empty() {
        return Some(index);
    }
    let page = p.reader.page;
    let dashed = page
        .slice(&(key.end..value.start))
        .contains(['–', '—', '-']);
    let understood = p.reader.caption(&key).understood();
    if p.form.field(p.reader, &key, &value) == 0 {
        let title = is_title(p.reader, line, p.alone(), p.first);
        if (dashed || !understood) && !title {
            // A name that only looked like a caption: `BINTANG LAUT 12 – Indonesia – …`.
            p.running.push(line.span.clone());
            return Some(index);
        }
        // `Boats without a permit: «Alba» (HU-2-1122); «Nova» (HU-3-877)`
        let printed = page.slice(&value);
        if !dashed && (printed.contains("), ") || printed.contains("); ")) {
            p.running.push(value);
            return Some(index);
        }
        prose::title(p.reader, &value);
    }
    p.story.field(p.reader, p.form);
    Some(index)
}

/// A party and its address, or a list of values, under a caption: the whole paragraph.
fn block_under_caption(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    if index > 0 {
        return None;
    }
    if party_block(p.reader, p.lines, p.form) {
        p.story.field(p.reader, p.form);
        return Some(p.lines.len());
    }
    let values = listed_values(p.reader, p.lines)?;
    p.flush();
    for value in values {
        p.form.field(p.reader, &line.span, &value);
    }
    p.story.field(p.reader, p.form);
    Some(p.lines.len())
}

/// The office that writes.
fn letterhead(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let heads = p.first
        && index == 0
        && p.lines.len() > 1
        && is_letterhead(p.reader, &line.span)
        && p.reader.caption(&line.span).coverage() < 75;
    if !heads {
        return None;
    }
    prose::title(p.reader, &line.span);
    Some(index + 1)
}

/// A caption with its value in the next line, or over fields.
fn caption_over_value(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let next = p.lines.get(index + 1)?;
    let two = p.lines.len() == 2;
    if !is_caption_line(p.reader, &line.span, if two { 50 } else { 75 }) {
        return None;
    }
    let lines = p.lines;
    let keyed = two || *p.keyed.get_or_insert_with(|| key_lines(p.reader, lines));
    if !keyed
        || runs_on(p.reader, &line.span, &next.span)
        || is_prose(p.reader.page.slice(&next.span))
    {
        return None;
    }
    p.flush();
    if split_field(p.reader, &next.span).is_some()
        || is_caption_line(p.reader, &next.span, 75)
        || led_fields(p.reader, &next.span).is_some()
    {
        // A title over the fields, or a field left empty.
        p.form.section(p.reader, &line.span);
        return Some(index + 1);
    }
    p.form.field(p.reader, &line.span, &next.span);
    Some(index + 2)
}

/// A title by its looks.
fn title(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    if !is_title(p.reader, line, p.alone(), p.first) {
        return None;
    }
    super::group::heading(p.reader, &line.span, !p.first);
    prose::title(p.reader, &line.span);
    p.form.section(p.reader, &line.span);
    Some(index + 1)
}

/// `SECTION 2 - OWNERS AND OPERATORS` over their fields.
fn section(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let section = is_section(p.reader, p.lines, index);
    if !p.alone() && !section {
        return None;
    }
    p.form.section(p.reader, &line.span);
    let figures = p.reader.page.slice(&line.span).bytes();
    if !section || figures.filter(u8::is_ascii_digit).count() > 2 {
        return None;
    }
    // `OCEAN QUEEN` may be a name.
    let meaning = p.reader.caption(&line.span);
    let sea = meaning.concepts.any(C::AREA.with(C::SPECIES));
    if meaning.coverage() < if sea { 66 } else { 50 } {
        return None;
    }
    let next = p.lines.get(index + 1)?;
    let fields = split_field(p.reader, &next.span).is_some()
        || is_section(p.reader, p.lines, index + 1)
        || is_caption_line(p.reader, &next.span, 75);
    if !fields {
        return None;
    }
    p.flush();
    prose::title(p.reader, &line.span);
    Some(index + 1)
}
