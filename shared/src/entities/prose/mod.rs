//! Running text and lists: cues and the values they announce, and which vessel each sentence speaks of.

pub(super) mod abbreviation;
pub(super) mod address;
mod area;
mod behind_ship;
mod beside;
mod clause;
mod compound;
mod construction;
mod entry_mark;
mod fillers;
mod former;
mod given;
mod hit;
mod items;
mod join;
mod mentions;
mod name_edges;
mod names;
mod noise;
mod opening;
mod other_names;
mod own_start;
mod part;
mod present;
mod roles;
mod sense;
mod ship_kind;
mod shouted;
mod sound;
mod strip;
mod strip_entry;
mod strip_head;
mod strip_part;
mod strip_sort;
mod take;
mod thing;
mod waters;
mod whose;
mod word_classes;

pub(crate) use mentions::{NameHeads, before_told};
pub(crate) use name_edges::opens_with_particulars;
pub(crate) use part::{is_part, part};
pub(crate) use roles::names_a_part as is_role;
pub(crate) use strip_part::{is_mark, is_national, is_registered, place_name};
pub(crate) use take::{bracketed_groups, is_company, is_company_word};

use super::context::{Reader, Source, Told};
use super::form::Form;
use super::label::Label;
use super::page::Span;
use super::values::closed;
use super::words::lexicon::{Sense, lookup, phrases};
use hit::{Hit, named, overlaps};

/// What a passage is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    /// A heading or caption row: organisations, dates, areas.
    Title,
    /// Running text or a list.
    Text,
    /// A cell of a known vessel.
    Cell,
}

/// Words in capitals that may be a vessel's name and not an office's or a paper's.
pub(crate) fn is_name(reader: &Reader<'_>, span: &Span) -> bool {
    sound::sound(&reader.page.text, span)
}

/// A name and particulars in parts: `OCEAN HERO; call sign 3DXB; IMO 9281310`.
pub(crate) fn is_entry(reader: &mut Reader<'_>, span: &Span) -> bool {
    let text = reader.page.slice(span);
    // `Receiving side: ALBA, Fiji, IMO 9281310. Ana Rey commands her.`
    let first = text
        .find(". ")
        .filter(|at| text.get(..*at).is_some_and(|t| t.contains(", ")));
    let span = &(span.start..span.start + first.unwrap_or(text.len()));
    let text = reader.page.slice(span);
    let parted = ["; ", " / ", " | ", " – ", ", "]
        .iter()
        .any(|bar| text.contains(bar));
    parted && strip::is_named(reader, span)
}

/// The vessel that the text speaks of from paragraph to paragraph.
#[derive(Debug, Default)]
pub(crate) struct Story {
    current: Option<u32>,
    /// Byte where the text of the current vessel's list entry began.
    listed: bool,
    /// What the vessels met so far are called by what they are.
    roles: roles::Roles,
}

impl Story {
    /// The vessel that a caption means by what she is: `Master of the donor`.
    pub(crate) fn meant(&self, reader: &mut Reader<'_>, caption: &Span) -> Option<u32> {
        let (_, record) = *self.roles.turns(reader, caption, &[]).last()?;
        reader.caption(caption).understood().then_some(record)
    }

    /// A form field was read: what follows speaks of the form's vessel.
    pub(crate) fn field(&mut self, _reader: &mut Reader<'_>, form: &Form) {
        if form.record.is_some() {
            self.current = form.record;
        }
    }
}

/// A heading, a title row or a band of a table.
pub(crate) fn title(reader: &mut Reader<'_>, span: &Span) {
    let mut hits = Vec::new();
    for part in stretches(&reader.page.text, span) {
        hits.extend(clause::read(reader, &part, Mode::Title));
    }
    for hit in hits {
        if matches!(
            hit.value.label,
            Label::Rfmo
                | Label::Flag
                | Label::Date
                | Label::FishingArea
                | Label::Species
                | Label::Imo
                | Label::Mmsi
                | Label::EuCfr
                | Label::LicenseNo
                | Label::StartDate
                | Label::EndDate
        ) {
            hit.enter(reader, None);
        }
    }
}

/// The vessel that a title names (`Log of the vessel ALBA (Spain, EHQR)`), with what the title says of it; none, and
/// nothing read, where it names no vessel or several.
pub(crate) fn titled_vessel(reader: &mut Reader<'_>, span: &Span) -> Option<u32> {
    let hits = read_title(reader, span)?;
    let names = hits.iter().filter(|h| h.value.label == Label::VesselName);
    if names.count() != 1 {
        return None;
    }
    let record = reader.new_vessel();
    for hit in hits {
        let own = hit.value.label != Label::Rfmo;
        hit.enter(reader, own.then_some(record));
    }
    Some(record)
}

/// A title that tells a vessel's name as running text does: `arrest of the trawler Alba`. The word for the ship stands
/// before the name, in small letters or first: in `Vessel Inspection Report` it is a part of the title.
pub(crate) fn names_vessel(reader: &mut Reader<'_>, span: &Span) -> bool {
    let page = reader.page;
    let hits = read_title(reader, span).unwrap_or_default();
    hits.iter().any(|hit| {
        let before = page.slice(&(span.start..hit.value.span.start));
        let lead = before.trim_end_matches(['"', '“', '«', '„', '*', ' ']);
        let word = lead.len().saturating_sub(hit.evidence.len());
        hit.value.label == Label::VesselName
            && lead.get(word..) == Some(hit.evidence.as_str())
            && (word == 0
                || hit.evidence.starts_with(char::is_lowercase)
                || lead.len() < before.trim_end().len()
                || phrases::SHIP_PREFIXES.holds(&hit.evidence.to_lowercase()))
            && hit.evidence.contains(char::is_lowercase)
    })
}

/// What a title says if it is read as running text; none where it is set in capitals, so that any word may look like a
/// name.
fn read_title(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<Hit>> {
    let text = reader.page.slice(span);
    // `RE: CONFIRMATION FOR FV "ALBA"`: the quotation marks tell which words are a name.
    let shouts = !text.chars().any(char::is_lowercase) && !text.contains(['"', '“', '«']);
    (span.len() <= LONGEST && !shouts).then(|| clause::read(reader, span, Mode::Text))
}

/// A cell that has captions of its own, or running text; its vessel is known.
pub(crate) fn fragment(reader: &mut Reader<'_>, span: &Span, record: Option<u32>, open: bool) {
    let mut hits = Vec::new();
    for part in stretches(&reader.page.text, span) {
        hits.extend(clause::read(reader, &part, Mode::Cell));
    }
    for hit in hits {
        let shaped = hit.source == Source::Shape;
        let kept = !shaped
            || matches!(
                hit.value.label,
                Label::Date | Label::Coordinates | Label::EuCfr | Label::RfmoId | Label::Rfmo
            )
            || open && matches!(hit.value.label, Label::Species | Label::FishingArea);
        if kept && hit.value.label != Label::VesselName {
            let record = if hit.value.label == Label::Rfmo {
                None
            } else {
                record
            };
            hit.enter(reader, record);
        }
    }
}

/// What a line over a list of ships says of all of them: what they fish for, where, with what, what they are.
pub(crate) fn said_of_all(reader: &mut Reader<'_>, span: &Span) {
    for mut hit in clause::read(reader, span, Mode::Cell) {
        if hit.value.label == Label::VesselType {
            whole_kind(&reader.page.text, span, &mut hit);
        }
        let own = &hit.value.span;
        let taken = reader
            .found
            .iter()
            .any(|other| other.value.span.start < own.end && own.start < other.value.span.end);
        // `Longliner fleet`: one word for ships is no kind of them.
        let several = || {
            let text = reader.page.slice(own);
            text.ends_with(['s', 'i']) && !text.eq_ignore_ascii_case("carriers")
        };
        let kept = match hit.value.label {
            Label::Species | Label::FishingArea | Label::GearType => true,
            Label::Owner | Label::Operator | Label::Charterer => is_company(reader.page.slice(own)),
            Label::Port => is_home(reader, &hit),
            Label::VesselType => several(),
            _ => false,
        };
        if kept && !taken {
            hit.enter(reader, None);
        }
    }
    opening_kind(reader, span);
}

/// `Atuneros con base en Manta`; not `Port of Manta`, not `Home port, valid until` over the columns.
fn is_home(reader: &Reader<'_>, hit: &Hit) -> bool {
    let told = hit.evidence.as_str();
    let whose =
        told.contains(' ') || told.starts_with(char::is_lowercase) && !phrases::QUAYS.holds(told);
    let printed = reader.page.slice(&hit.value.span);
    whose && hit.value.mended.is_none() && lookup(printed).is_none()
}

/// `Palangreros autorizados`: the line begins with a word for several ships of a kind.
fn opening_kind(reader: &mut Reader<'_>, line: &Span) {
    let text = reader.page.slice(line);
    let word = text.split(' ').next().unwrap_or("");
    let kind = |one: &str| closed::has_sense(one, |sense| *sense == Sense::VesselType);
    let place = line.start..line.start + word.len();
    let taken = reader
        .found
        .iter()
        .any(|other| other.value.span.start < place.end && place.start < other.value.span.end);
    if !taken && word.strip_suffix('s').is_some_and(kind) {
        let frame = reader.frame(None, None);
        let told = Told::shape(None, "a kind of ships over their list");
        reader.read(&frame, &place, Label::VesselType, told);
    }
}

/// `factory trawlers`, of which `trawlers` was read.
fn whole_kind(text: &str, line: &Span, hit: &mut Hit) {
    let own = &mut hit.value.span;
    let before = text.get(line.start..own.start).unwrap_or("").trim_end();
    let start = line.start + before.rfind(' ').map_or(0, |at| at + 1);
    let whole = text.get(start..own.end).unwrap_or("");
    if let Some(one) = whole.strip_suffix('s')
        && closed::has_sense(one, |sense| *sense == Sense::VesselType)
    {
        own.start = start;
        hit.value.norm = closed::single_spaces(whole);
    }
}

/// Longest stretch read as one passage; work inside a passage is not linear.
const LONGEST: usize = 1500;

/// Cuts a long span at line ends, sentence ends or blanks.
fn stretches(text: &str, span: &Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = span.start;
    while span.end - start > LONGEST {
        let limit = (start..=start + LONGEST)
            .rev()
            .find(|i| text.is_char_boundary(*i))
            .unwrap_or(span.end);
        let window = text.get(start..limit).unwrap_or("");
        let cut = ["\n", ". ", "; ", " "]
            .iter()
            .find_map(|sign| {
                window
                    .rfind(sign)
                    .filter(|at| *at > LONGEST / 2)
                    .map(|at| at + sign.len())
            })
            .unwrap_or(window.len());
        if cut == 0 {
            break;
        }
        parts.push(start..start + cut);
        start += cut;
    }
    parts.push(start..span.end);
    parts
}

/// `IMO 9281310 – ALBA – …` over `IMO 9100372 – NOVA – …`: lines of parts that begin with the same word for an
/// identifier are entries.
fn begin_alike(reader: &Reader<'_>, lines: &[Span]) -> bool {
    use crate::entities::words::concept::Concepts as C;
    let head = |line: &Span| {
        reader
            .page
            .slice(line)
            .split(' ')
            .next()
            .unwrap_or("")
            .to_string()
    };
    let Some(first) = lines.first().map(head) else {
        return false;
    };
    lines.len() > 1
        && first.chars().any(char::is_alphabetic)
        && lines.iter().all(|line| {
            let text = reader.page.slice(line);
            head(line) == first
                && [" – ", " | ", " / ", ", "]
                    .iter()
                    .any(|bar| text.contains(bar))
        })
        && first.split('/').any(|word| {
            crate::entities::words::lexicon::lookup(word)
                .is_some_and(|t| t.strong.any(C::IMO.with(C::MMSI).with(C::CALLSIGN)))
        })
}

/// A paragraph of running text or the lines of a list.
pub(crate) fn paragraph(
    reader: &mut Reader<'_>,
    lines: &[Span],
    form: &mut Form,
    story: &mut Story,
) {
    let mut from = 0;
    let alike = begin_alike(reader, lines);
    while from < lines.len() {
        let mut to = from + 1;
        // A list entry is a passage of its own; other lines of a paragraph belong together.
        while let Some(line) = lines.get(to) {
            if alike || super::lines::list_mark(reader, line).start > line.start {
                break;
            }
            to += 1;
        }
        if let (Some(first), Some(last)) = (lines.get(from), lines.get(to - 1)) {
            let marked = super::lines::list_mark(reader, first);
            let listed = alike || marked.start > first.start;
            for (index, part) in stretches(&reader.page.text, &(marked.start..last.end))
                .into_iter()
                .enumerate()
            {
                given::passage(reader, &part, form, story, listed && index == 0);
            }
        }
        from = to;
    }
}

/// Where the sentences of a passage end.
fn sentence_ends(reader: &Reader<'_>, span: &Span) -> Vec<usize> {
    let text = reader.page.slice(span);
    let mut ends = Vec::new();
    for (at, sign) in text.match_indices(['\n', '.', '!', '?']) {
        let next = text.get(at + 1..).unwrap_or("");
        let stop = sign == "\n"
            || next.starts_with(' ')
                && !next.trim_start().starts_with(char::is_lowercase)
                && !abbreviation::abbreviation(&reader.page.text, span.start + at);
        if stop {
            ends.push(span.start + at + 1);
        }
    }
    ends
}

#[cfg(test)]
mod tests;
