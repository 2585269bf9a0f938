//! The readers of a line of text, in the order in which they are asked, and the signs without which each has nothing
//! to read. What no reader takes is running text.

mod beside;
mod field;
mod readers;

use super::kind::organisation;
use super::signs::Signs;
use crate::entities::attribution::follows::{entered_by, named_by};
use crate::entities::context::{Found, Reader, Told};
use crate::entities::entry::line;
use crate::entities::fields::led::led_fields;
use crate::entities::fields::parallel::parallel_fields;
use crate::entities::fields::run::{
    bundled_fields, chained_fields, numbered_fields, run_on_fields, stopped_fields,
};
use crate::entities::fields::side::{alternate_fields, side_fields};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::page::{Line, Span};
use crate::entities::prose::{self, Story};

/// Reads the line at an index.
type Read = fn(&mut Paragraph<'_, '_>, &Line, usize) -> Taken;

/// The index of the next line to read; none where a line is not the reader's own.
type Taken = Option<usize>;

/// The signs that a line must have for a reader, and the reader.
const READERS: &[(Signs, Read)] = &[
    (Signs::FIGURES, beside::entry_licence),
    (Signs::FIGURES, readers::paper_number),
    (Signs::MARK, readers::note),
    (Signs::CLOSED, readers::lettered_key),
    (Signs::CLOSED, readers::lettered_fields),
    (Signs::CODED, readers::coded_message),
    (Signs::NONE, readers::over_captions),
    (Signs::EQUALS, readers::entry_of_fields),
    (Signs::EQUALS, readers::worded_legend),
    (Signs::SIGNED, readers::signed_fields),
    (Signs::EQUALS, readers::legend),
    (Signs::NONE, readers::titled_particulars),
    (Signs::FIGURES, readers::numbered_title),
    (Signs::NONE, readers::heading),
    (Signs::NONE, readers::vessel_title),
    (Signs::NONE, readers::group_heading),
    (Signs::KEYED, readers::dealt_values),
    (Signs::KEYED_TWICE, readers::entry_of_fields),
    (Signs::KEYED, readers::entry_of_particulars),
    (
        Signs::KEYED.with(Signs::BARRED),
        readers::barred_particulars,
    ),
    (Signs::WIDE, readers::side_by_side),
    (Signs::BARRED, beside::row_over_row),
    (Signs::KEYED, beside::headed_sentences),
    (Signs::NONE, several_fields),
    (Signs::FIGURES, readers::particulars),
    (Signs::NONE, beside::address_line),
    (Signs::NONE, readers::entry_head),
    (Signs::FIGURES, beside::unsigned_field),
    (Signs::NONE, field::field),
    (Signs::NONE, readers::unknown_field),
    (Signs::NONE, readers::block_under_caption),
    (Signs::NONE, readers::letterhead),
    (Signs::NONE, readers::caption_over_value),
    (Signs::NONE, readers::title),
    (Signs::NONE, readers::section),
];

/// Reads the fields of a line.
type Fields = fn(&mut Reader<'_>, &Span) -> Option<Vec<(Span, Span)>>;

/// The ways in which a line holds several fields, and the signs that each needs.
const FIELDS: [(Signs, Fields); 9] = [
    (Signs::KEYED, parallel_fields),
    (Signs::WIDE, side_fields),
    (Signs::WIDE, alternate_fields),
    (Signs::KEYED, chained_fields),
    (Signs::FIGURES, numbered_fields),
    (Signs::KEYED_TWICE, stopped_fields),
    (Signs::COLONS, run_on_fields),
    (Signs::BARRED, led_fields),
    (Signs::KEYED, bundled_fields),
];

/// A paragraph being read.
struct Paragraph<'p, 'a> {
    reader: &'p mut Reader<'a>,
    lines: &'p [Line],
    /// Those of the line being read.
    signs: Signs,
    form: &'p mut Form,
    story: &'p mut Story,
    /// The paragraph is the page's first.
    first: bool,
    /// Lines of running text that were not read yet.
    running: Vec<Span>,
    /// The form of the right one of two vessels side by side.
    beside: Option<Form>,
    /// The caption and the number of a licence over its vessel.
    licence: Option<(Span, Span)>,
    /// A third of the lines are captions, as far as this was asked.
    keyed: Option<bool>,
    /// A field of it was read.
    fielded: bool,
}

/// Reads one paragraph.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    lines: &[Line],
    form: &mut Form,
    story: &mut Story,
    first: bool,
) {
    let organisation = lines
        .first()
        .filter(|_| first)
        .and_then(|line| organisation(reader, line));
    let mut paragraph = Paragraph {
        reader,
        lines,
        signs: Signs::NONE,
        form,
        story,
        first,
        running: Vec::new(),
        beside: None,
        licence: None,
        keyed: None,
        fielded: false,
    };
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let signs = Signs::of(paragraph.reader.page.slice(&line.span));
        paragraph.signs = signs;
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
    let overlaps =
        |f: &Found, own: &Span| f.value.span.start < own.end && own.start < f.value.span.end;
    let told = |own: &Span| reader.found.iter().any(|f| overlaps(f, own));
    if let Some(own) = organisation.filter(|own| !told(own)) {
        let frame = reader.frame(None, None);
        reader.read(
            &frame,
            &own,
            Label::Rfmo,
            Told::shape(None, "title of the page"),
        );
    }
}

impl Paragraph<'_, '_> {
    /// Reads the running text so far.
    fn flush(&mut self) {
        if self.running.is_empty() {
            return;
        }
        let lines = std::mem::take(&mut self.running);
        prose::paragraph(self.reader, &lines, self.form, self.story);
        for line in &lines {
            field::left_over(self.reader, line, self.form.record);
        }
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

    /// Reads a line of several fields of one vessel.
    fn line_of_fields(&mut self, mut fields: Vec<(Span, Span)>) {
        self.flush();
        fields.retain(|(_, value)| !value.is_empty());
        self.fields(&fields);
    }

    /// Reads an entry of a list as a vessel of its own.
    fn entry(&mut self, name: &Span, parts: Vec<Span>) {
        self.flush();
        line::read(self.reader, name, parts, self.form);
        self.story.field(self.reader, self.form);
    }

    fn alone(&self) -> bool {
        self.lines.len() == 1
    }
}

/// Several fields of one vessel in a line.
fn several_fields(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let fields = fields_of(p.reader, &line.span, p.signs)?;
    p.line_of_fields(fields);
    Some(index + 1)
}

/// The several fields of a line that has these signs.
pub(super) fn fields_of(
    reader: &mut Reader<'_>,
    line: &Span,
    signs: Signs,
) -> Option<Vec<(Span, Span)>> {
    let able = FIELDS.iter().filter(|(needs, _)| signs.all(*needs));
    able.into_iter().find_map(|(_, read)| read(reader, line))
}
