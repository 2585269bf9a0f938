//! A caption and its value, in one line or one below the other.
//!
//! `Owner: Alba Fishing Ltd`; `OWNER:` over `Alba Fishing Ltd`. What only looks like a field is left to running text:
//! `BINTANG LAUT 12 – Indonesia – …`.

use super::{Paragraph, Taken, beside};
use crate::entities::attribution::follows::is_part;
use crate::entities::attribution::group;
use crate::entities::context::{Found, Reader, Told};
use crate::entities::entry::head::begin_vessel;
use crate::entities::fields::line::split_field;
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::lines::kind::{answers, is_caption_line, is_title, is_told, of_her_ship};
use crate::entities::page::{Line, Span, trim};
use crate::entities::prose::{self, Story};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::seek;

/// Fewest words before the dash of a title.
const TITLE_WORDS: usize = 3;

/// A caption and its value, which may stand in the next line.
pub(super) fn field(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let (mut key, value) = split_field(p.reader, &line.span)?;
    let page = p.reader.page;
    let behind_key = key.end;
    let dashed = |value: &Span| {
        let between = page.slice(&(behind_key..value.start));
        between.contains(['–', '—', '-'])
    };
    let titled = index == 0 && dashed(&value) && is_page_title(p, &key, &value);
    if titled || is_told(page.slice(&value)) {
        return None;
    }
    p.flush();
    if let Some((end, name)) = of_her_ship(page.slice(&key)) {
        let name = key.start + name..key.end;
        of_ship(p, &name);
        key.end = key.start + end;
    }
    let (value, index) = with_next_line(p, &key, value, index + 1);
    if is_entry(p, &key, &value) {
        entry(p, &value);
        return Some(index);
    }
    if group::field(p.reader, p.lines, index, &key, &value) {
        *p.form = Form::default();
        return Some(index);
    }
    if value.is_empty() {
        return Some(index);
    }
    if beside::names_several(p.reader, &key, &value) {
        p.running.push(line.span.clone());
        return Some(index);
    }
    // `Master of the donor: …`
    if let Some(record) = p.story.meant(p.reader, &key) {
        *p.form = Form::of(Some(record));
    }
    let dashed = dashed(&value);
    let understood = p.reader.caption(&key).understood();
    let first = !std::mem::replace(&mut p.fielded, true);
    if first && p.form.begins_again(p.reader, &key) {
        *p.form = Form::default();
    }
    let opens = first && p.form.record.is_none();
    let found = p.form.field(p.reader, &key, &value);
    if opens && found > 0 {
        p.form.opening = Some(key.clone());
    }
    if found == 0 {
        // A name that only looked like a caption: `BINTANG LAUT 12 – Indonesia – …`.
        if (dashed || !understood) && !is_title(p.reader, line, p.alone(), p.first) {
            p.running.push(line.span.clone());
            return Some(index);
        }
        // `Boats without a permit: «Alba» (HU-2-1122); «Nova» (HU-3-877)`
        let printed = page.slice(&value);
        let listed = !dashed && (printed.contains("), ") || printed.contains("); "));
        // `Lot 1: trawler «Alba», 18 m`, `Subject: arrest of the trawler Alba`
        if listed || prose::names_vessel(p.reader, &value) {
            p.running.push(value);
            return Some(index);
        }
        prose::title(p.reader, &value);
    }
    p.story.field(p.reader, p.form);
    Some(index)
}

/// `Former name of the trawler ALBA NOVA: …`: what follows is told of the ship that the caption names.
fn of_ship(p: &mut Paragraph<'_, '_>, name: &Span) {
    let evidence = "ship named by the caption";
    let printed = fold_phrase(p.reader.page.slice(name));
    let Some(record) = p.reader.names.get(&printed).copied() else {
        begin_vessel(p.reader, p.form, name, evidence);
        return;
    };
    *p.form = Form::of(Some(record));
    let frame = p.reader.frame(None, Some(record));
    let told = Told::field(Some(record), evidence);
    p.reader.read(&frame, name, Label::VesselName, told);
}

/// Longest field among sentences, in bytes.
const AMONG_SENTENCES: usize = 70;

/// `… were paid. Fishing area: Spratly Islands.`: a sentence of running text that is a field, where nothing of it was read.
pub(super) fn left_over(reader: &mut Reader<'_>, line: &Span, record: Option<u32>) {
    let mut at = line.start;
    for sentence in seek::split(reader.page.slice(line), ". ") {
        let place = trim(&reader.page.text, &(at..at + sentence.len()));
        at += sentence.len() + ". ".len();
        if place.len() > AMONG_SENTENCES || seek::count(sentence, ": ") != 1 {
            continue;
        }
        let told = |found: &Found| {
            found.value.span.start < place.end && place.start < found.value.span.end
        };
        if reader.found.iter().rev().any(told) {
            continue;
        }
        let Some((key, value)) = split_field(reader, &place) else {
            continue;
        };
        let meaning = reader.caption(&key);
        let named = |label: &Label| {
            label.is_party() || matches!(label, Label::FishingArea | Label::PreviousName)
        };
        if let ([label], 100) = (meaning.labels.as_slice(), meaning.coverage())
            && named(label)
            && reader.understood(&value).is_none()
        {
            let value = value.start..value.end - usize::from(sentence.ends_with('.'));
            let frame = reader.frame(Some(&meaning), record);
            let evidence = reader.page.slice(&key);
            reader.read(&frame, &value, *label, Told::field(record, evidence));
        }
    }
}

/// `POSITION REPORT OF VESSELS – 12 March 2025`: the page's title.
fn is_page_title(p: &Paragraph<'_, '_>, key: &Span, value: &Span) -> bool {
    let head = p.reader.page.slice(key);
    // `HARBOUR AUTHORITY – LANDING INSPECTIONS, JANUARY TO MARCH`
    let tail = p.reader.page.slice(value);
    p.first
        && p.alone()
        && !head.chars().any(char::is_lowercase)
        && head.split(' ').count() + usize::from(tail.contains(' ')) >= TITLE_WORDS
}

/// The value of a field and the line behind it. A key with nothing after it has the next line for its value, unless
/// that is a key itself.
fn with_next_line(
    p: &mut Paragraph<'_, '_>,
    key: &Span,
    value: Span,
    index: usize,
) -> (Span, usize) {
    let Some(next) = p.lines.get(index).filter(|_| value.is_empty()) else {
        return (value, index);
    };
    if (p.lines.len() == 2 || beside::is_value_of(p, key, index))
        && split_field(p.reader, &next.span).is_none()
        && (!is_caption_line(p.reader, &next.span, 75) || answers(p.reader, key, &next.span))
    {
        return (next.span.clone(), index + 1);
    }
    // `OWNER:` over `Name   ALBA FISHING LTD`.
    if is_part(p.reader, &next.span) {
        p.form.section(p.reader, key);
    }
    (value, index)
}

/// `Vessel: OCEAN HERO; call sign 3DXB; IMO 9281310`, a vessel's part in what is told and what is told of her.
fn is_entry(p: &mut Paragraph<'_, '_>, key: &Span, value: &Span) -> bool {
    let page = p.reader.page;
    p.reader.caption(key).labels.as_slice() == [Label::VesselName]
        && prose::is_entry(p.reader, value)
        || prose::is_role(page.slice(key)) && page.slice(value).contains(", ")
}

/// Reads a vessel's entry as running text; the fields below it are hers.
fn entry(p: &mut Paragraph<'_, '_>, value: &Span) {
    *p.form = Form::default();
    *p.story = Story::default();
    let before = p.reader.found.len();
    let licence = p.licence.take();
    prose::paragraph(p.reader, std::slice::from_ref(value), p.form, p.story);
    let found = p.reader.found.get(before..).unwrap_or(&[]);
    let mut named = found.iter().filter(|f| f.value.label == Label::VesselName);
    if let (Some(only), None) = (named.next(), named.next()) {
        *p.form = Form::of(only.record);
    }
    if let Some((key, value)) = licence.filter(|_| p.form.record.is_some()) {
        p.form.field(p.reader, &key, &value);
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::{found, things};

    #[test]
    fn a_paragraph_that_begins_as_the_form_before_begins_another_vessel() {
        for counted in ["", "2.\n", "No. 2\n", "## 2\n", "Record 2 of 2\n"] {
            let page = format!(
                "Registration number: 4417\nName: ALBA NOVA\nFlag: Japan\n\n\
                 {counted}Registration number: 4418\nName: MAR BRAVO\nFlag: Japan"
            );
            let told = found(&page);
            for wanted in [
                "0 NATIONAL_REG_NO=4417",
                "1 NATIONAL_REG_NO=4418",
                "1 FLAG=JPN",
            ] {
                assert!(told.contains(&wanted.to_string()), "{counted}: {told:?}");
            }
        }
    }

    #[test]
    fn a_sentence_may_be_a_field() {
        let area = "FISHING_AREA=Spratly Islands".to_string();
        let told = |text: &str| things(&format!("Vessel: ALBA NOVA\n\n{text}")).contains(&area);
        assert!(told(
            "The fee of 20 dollars was paid. Fishing area: Spratly Islands."
        ));
        assert!(!told(
            "The fee of 20 dollars was paid. Office: Spratly Islands."
        ));
    }

    #[test]
    fn the_last_of_two_captions_may_ask_for_the_party() {
        let told = things("Vessel: ALBA NOVA\nMember / registered owner: Alba Ltd");
        assert_eq!(told, ["VESSEL_NAME=ALBA NOVA", "OWNER=Alba Ltd"]);
    }

    #[test]
    fn a_price_is_no_marking() {
        let told = things("Vessel: ALBA NOVA\nExternal marking: 1.85");
        assert_eq!(told, ["VESSEL_NAME=ALBA NOVA"]);
    }

    #[test]
    fn a_number_may_stand_behind_a_title() {
        let told = things("TRANSCRIPT OF REGISTER          RSS No. C20417\n\nVessel: ALBA NOVA");
        assert_eq!(told, ["NATIONAL_REG_NO=C20417", "VESSEL_NAME=ALBA NOVA"]);
    }
}
