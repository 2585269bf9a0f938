//! What each reader of a line does with it.

use super::{Paragraph, Taken};
use crate::entities::attribution::follows::twice;
use crate::entities::attribution::footnote;
use crate::entities::attribution::group;
use crate::entities::attribution::open_name;
use crate::entities::context::{Reader, Told};
use crate::entities::entry;
use crate::entities::entry::head::{
    ENTRY, NUMBERED_TITLE, TITLE, begin_vessel, begins_particulars, entry_name, title_name,
};
use crate::entities::entry::titled;
use crate::entities::fields::coded;
use crate::entities::fields::dealt;
use crate::entities::fields::led::{barred_fields, led_field};
use crate::entities::fields::lettered;
use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::fields::listed::{is_day, listed_values, party_block};
use crate::entities::fields::side::side_fields;
use crate::entities::fields::syntax;
use crate::entities::fields::titled_number::titled_number;
use crate::entities::form::Form;
use crate::entities::form::catch::is_caught_line;
use crate::entities::label::Label;
use crate::entities::lines::kind::{
    self, first_column, is_caption_line, is_letterhead, is_prose, is_section, is_title, key_lines,
    kind_behind, runs_on,
};
use crate::entities::page::{Line, LineKind, Span};
use crate::entities::prose;
use crate::entities::table::legend;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::seek;

/// The number that ends the title of a paper.
pub(super) fn paper_number(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    if let Some((key, number)) = p.first.then(|| behind_title(p.reader, line)).flatten() {
        p.form.field(p.reader, &key, &number);
        prose::title(p.reader, &(line.span.start..key.start));
        return Some(index + 1);
    }
    let number = titled_number(p.reader, &line.span)?;
    let frame = p.reader.frame(None, p.form.record);
    p.reader.read(
        &frame,
        &number,
        Label::LicenseNo,
        Told::field(p.form.record, "title of the paper"),
    );
    None
}

/// `TRANSCRIPT OF REGISTER          RSS No. C20417`: a number of the vessel behind wide blanks in a title.
fn behind_title(reader: &mut Reader<'_>, line: &Line) -> Option<(Span, Span)> {
    let parts = syntax::apart(reader, &line.span);
    let [_, last] = parts.as_slice() else {
        return None;
    };
    let (key, number) = led_field(reader, last)?;
    let text = reader.page.slice(&number);
    let plain = !text.contains(' ') && seek::figures(text) >= 4;
    let label = reader.caption(&key).label();
    (plain && label == Some(Label::NationalRegNo)).then_some((key, number))
}

/// A note: the lines after it speak of the vessel at its mark.
pub(super) fn note(p: &mut Paragraph<'_, '_>, line: &Line, _: usize) -> Taken {
    let record = footnote::vessel(p.reader, &line.span)?;
    p.flush();
    *p.form = Form::of(Some(record));
    p.story.field(p.reader, p.form);
    None
}

/// What the letters before the parts of the entries below stand for.
pub(super) fn lettered_key(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let key = lettered::key(p.reader, &line.span)?;
    p.flush();
    p.reader.lettered = key;
    Some(index + 1)
}

/// Parts behind letters that stand for their captions.
pub(super) fn lettered_fields(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let (fields, begins) = lettered::fields(p.reader, &line.span)?;
    p.flush();
    if begins {
        *p.form = Form::default();
    }
    p.fields(&fields);
    Some(index + 1)
}

/// A message of codes and values.
pub(super) fn coded_message(p: &mut Paragraph<'_, '_>, _: &Line, index: usize) -> Taken {
    let used = coded::read(p.reader, p.lines, index, p.form)?;
    p.flush();
    Some(index + used)
}

/// Values over their captions in brackets.
pub(super) fn over_captions(p: &mut Paragraph<'_, '_>, _: &Line, index: usize) -> Taken {
    let fields = syntax::over_captions(p.reader, p.lines, index)?;
    p.flush();
    p.fields(&fields);
    Some(index + 2)
}

/// Captions and values between brackets or signs of equality.
pub(super) fn signed_fields(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let fields = syntax::fields(p.reader, &line.span)?;
    p.line_of_fields(fields);
    Some(index + 1)
}

/// `XR = external registration; REB = beaked redfish`: signs and words without a figure.
pub(super) fn worded_legend(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let text = p.reader.page.slice(&line.span);
    let mut told = seek::split(text, " = ").skip(1);
    let worded = !seek::has_figure(text) && told.all(|word| word.starts_with(char::is_lowercase));
    (worded && legend::is_legend(p.reader.page, &line.span)).then_some(index + 1)
}

/// A legend tells of no vessel.
pub(super) fn legend(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let page = p.reader.page;
    if legend::is_legend(page, &line.span) {
        return Some(index + 1);
    }
    // `Drawn up on 3 May. STN = stern trawler, JIG = jigger.`
    let first = page.slice(&line.span).find('=')?;
    let head = page.slice(&line.span).get(..first)?.rfind(". ")?;
    let tail = line.span.start + head + 2..line.span.end;
    if !legend::is_legend(page, &tail) {
        return None;
    }
    p.running.push(line.span.start..tail.start - 1);
    Some(index + 1)
}

/// The particulars of the vessel that a title before named.
pub(super) fn titled_particulars(p: &mut Paragraph<'_, '_>, _: &Line, index: usize) -> Taken {
    let name = p.form.title.take()?;
    if begins_particulars(p.reader, p.lines, index) {
        p.flush();
        begin_vessel(p.reader, p.form, &name, TITLE);
        p.story.field(p.reader, p.form);
    }
    None
}

/// Longest text beside a vessel's name in a line that is no heading, in bytes.
const BESIDE: usize = 32;

/// `ALBA NOVA (IMO 9281310)`: a title of its own, or over fields, that gives her number beside the vessel's name.
pub(super) fn numbered_title(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let heading = line.kind == LineKind::Heading;
    if index > 0 && !heading {
        return None;
    }
    let span = list_mark(p.reader, &line.span);
    if !heading && span.start > line.span.start {
        return None;
    }
    let titled = titled::titled(p.reader, &span)?;
    let over = |p: &mut Paragraph<'_, '_>| {
        let next = p.lines.get(index + 1);
        next.is_some_and(|next| split_field(p.reader, &next.span).is_some())
    };
    // `ALBA (Togo) – IMO 9281310 – reg. 4417 – property of Alba Ltd` is an entry with more to say.
    let short = titled.beside.len() <= BESIDE;
    if !heading && !(p.alone() && short) && !over(p) {
        return None;
    }
    p.flush();
    let record = begin_vessel(p.reader, p.form, &titled.name, NUMBERED_TITLE);
    prose::fragment(p.reader, &titled.beside, Some(record), false);
    if p.reader.known(record, Label::Imo).is_none() {
        let frame = p.reader.frame(None, Some(record));
        let (label, record) = (Label::Imo, Some(record));
        p.reader.read(
            &frame,
            &titled.number,
            label,
            Told::field(record, NUMBERED_TITLE),
        );
    }
    p.story.field(p.reader, p.form);
    Some(index + 1)
}

/// A heading as the page sets it.
pub(super) fn heading(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    if line.kind != LineKind::Heading {
        return None;
    }
    p.flush();
    group::heading(p.reader, &line.span, !p.first);
    prose::title(p.reader, &line.span);
    p.form.section(p.reader, &line.span);
    p.form.title = title_name(p.reader, &line.span, true);
    p.form.record = entry::head::met_before(p.reader, &line.span).or(p.form.record);
    Some(index + 1)
}

/// A vessel's name over her particulars, or alone.
pub(super) fn vessel_title(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    if index > 0 {
        return None;
    }
    let known = entry::head::met_before(p.reader, &line.span);
    if known.is_some() && p.alone() && line.bold {
        *p.form = Form::of(known);
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
pub(super) fn group_heading(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let colon = p.reader.page.slice(&line.span).ends_with(':');
    let over = colon
        || list_mark(p.reader, &line.span).start == line.span.start
            && p.lines
                .get(index + 1)
                .is_some_and(|next| list_mark(p.reader, &next.span).start > next.span.start)
            && group::is_bare(p.reader, &line.span);
    if !over || !group::heading(p.reader, &line.span, true) {
        return None;
    }
    p.flush();
    *p.form = Form::default();
    Some(index + 1)
}

/// A value for each of several vessels.
pub(super) fn dealt_values(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    dealt::read(p.reader, &line.span).then(|| p.flush())?;
    Some(index + 1)
}

/// An entry of a list: a name and fields.
pub(super) fn entry_of_fields(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let (name, parts) = entry::line::find(p.reader, &line.span)?;
    p.entry(&name, parts);
    Some(index + 1)
}

/// A name and its particulars without colons.
pub(super) fn entry_of_particulars(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let (name, parts) = entry::chain::find(p.reader, &line.span)?;
    if entry::line::is_sentence(p.reader.page.slice(&name)) {
        return None;
    }
    p.entry(&name, parts);
    Some(index + 1)
}

/// Particulars between bars, some with a colon.
pub(super) fn barred_particulars(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let fields = barred_fields(p.reader, &line.span)?;
    p.line_of_fields(fields);
    Some(index + 1)
}

/// The particulars of the vessel named above, without colons.
pub(super) fn particulars(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    p.form.record.filter(|_| index > 0)?;
    let parts = entry::chain::chain(p.reader, &line.span)?;
    p.flush();
    for part in parts {
        entry::line::particular(p.reader, &part, p.form);
    }
    p.story.field(p.reader, p.form);
    Some(index + 1)
}

/// The fields of two vessels begin: their names, or the same captions twice.
fn begins_two(reader: &mut Reader<'_>, parts: &[(Span, Span)], half: usize) -> bool {
    let page = reader.page;
    let (left, right) = parts.split_at(half.min(parts.len()));
    left.iter().zip(right).all(|((one, _), (other, _))| {
        reader.caption(one).label() == Some(Label::VesselName)
            || page.slice(one).eq_ignore_ascii_case(page.slice(other))
    })
}

/// `Name: ALBA     Name: NOVA`: two vessels side by side.
pub(super) fn side_by_side(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let parts = side_fields(p.reader, &line.span)?;
    let half = twice(p.reader, &parts)?;
    let fresh = p.beside.is_none();
    // `Capitán: …   Patrón de pesca: …` below a vessel's name: two of one kind, and one vessel.
    if fresh && p.form.record.is_some() && !begins_two(p.reader, &parts, half) {
        return None;
    }
    p.flush();
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

/// `3. POLAR STAR (ex Arctic Dawn)` over her fields.
pub(super) fn entry_head(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let name = entry_name(p.reader, p.lines, index)?;
    p.flush();
    let record = begin_vessel(p.reader, p.form, &name, ENTRY);
    let rest = name.end..line.span.end;
    if let Some(kind) = kind_behind(p.reader, &rest) {
        let frame = p.reader.frame(None, Some(record));
        let (label, record) = (Label::VesselType, Some(record));
        p.reader
            .read(&frame, &kind, label, Told::field(record, ENTRY));
    } else if rest.len() > 3 {
        prose::fragment(p.reader, &rest, Some(record), false);
    }
    p.story.field(p.reader, p.form);
    Some(index + 1)
}

/// A field whose caption is not understood, among others.
pub(super) fn unknown_field(p: &mut Paragraph<'_, '_>, _line: &Line, index: usize) -> Taken {
    let found = open_name::unknown_field(p.reader, p.lines, index, p.form);
    if !found {
        return None;
    }
    p.flush();
    p.story.field(p.reader, p.form);
    Some(index + 1)
}

/// A party and its address, or a list of values, under a caption: the whole paragraph.
pub(super) fn block_under_caption(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
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
pub(super) fn letterhead(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let heads = p.first
        && index == 0
        && p.lines.len() > 1
        && (is_letterhead(p.reader, &line.span)
            // `FISHERIES DEPARTMENT` over `Vessel card`
            || p.lines.len() == 2 && is_caption_line(p.reader, &line.span, 50))
        && p.reader.caption(&line.span).coverage() < 75;
    if !heads {
        return None;
    }
    prose::title(p.reader, &line.span);
    Some(index + 1)
}

/// `Fishing boat` over `OUR SARAH JANE`: the capitals set a name apart from its caption.
fn names_ship(p: &mut Paragraph<'_, '_>, line: &Line, name: &Line) -> bool {
    let shouts = |line: &Line| !p.reader.page.slice(&line.span).contains(char::is_lowercase);
    let set_apart =
        !shouts(line) && shouts(name) && !seek::has_figure(p.reader.page.slice(&name.span));
    set_apart && p.reader.caption(&line.span).labels.as_slice() == [Label::VesselName]
}

/// A caption with its value in the next line, or over fields.
pub(super) fn caption_over_value(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let next = p.lines.get(index + 1)?;
    let two = p.lines.len() == 2;
    if !is_caption_line(p.reader, &line.span, if two { 50 } else { 75 }) {
        return None;
    }
    let lines = p.lines;
    let keyed = two
        || index == 0 && names_ship(p, line, next)
        || *p.keyed.get_or_insert_with(|| key_lines(p.reader, lines));
    if !keyed
        || runs_on(p.reader, &line.span, &next.span)
        || is_prose(p.reader.page.slice(&next.span))
    {
        return None;
    }
    p.flush();
    // `Puerto de registro` over `Marín`, which is spelt like a caption.
    let mended = two && p.reader.caption(&next.span).mended;
    let titled = !mended
        && kind::has_captions(p.reader, &next.span)
        && !kind::answers(p.reader, &line.span, &next.span);
    if titled || is_caught_line(p.reader, &next.span) {
        // A title over the fields, or a field left empty.
        p.form.section(p.reader, &line.span);
        return Some(index + 1);
    }
    let mut value = first_column(p.reader, &next.span);
    let (mut after, below) = (index + 2, p.lines.get(index + 2));
    // `Period` over a first and a last day.
    if let Some(below) = below.filter(|_| is_day(p.reader, &next.span))
        && is_day(p.reader, &below.span)
    {
        value.end = below.span.end;
        after += 1;
    }
    p.form.field(p.reader, &line.span, &value);
    Some(after)
}

/// A title by its looks.
pub(super) fn title(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    if !is_title(p.reader, line, p.alone(), p.first) || prose::names_vessel(p.reader, &line.span) {
        return None;
    }
    group::heading(p.reader, &line.span, !p.first);
    prose::title(p.reader, &line.span);
    p.form.section(p.reader, &line.span);
    Some(index + 1)
}

/// `SECTION 2 - OWNERS AND OPERATORS` over their fields.
pub(super) fn section(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
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
