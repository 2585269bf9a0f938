//! Forms: captions with one value each, section titles that say whom the next fields speak of.
//!
//! `Owner` over `Name: Reef Fish Ltd` and `Address: Suva`. Two values of one label that a vessel has once begin
//! another vessel.

mod behind;
mod beside;
pub(super) mod catch;
pub(super) mod fit;
mod section;
pub(super) mod shape;
pub(super) mod tick;
mod unasked;
mod weighed;

use std::rc::Rc;

use super::caption::Meaning;
use super::context::{Reader, Told};
use super::fields::led::led_field;
use super::label::Label;
use super::page::{Span, trim};
use super::values::{self, closed, list};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;
use beside::{bracketed, columns};
pub(crate) use fit::fit;
use fit::same;
use section::Section;
pub(crate) use shape::measured;

/// The form being read: its vessel and the section it is in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    pub(crate) record: Option<u32>,
    /// Vessels of the last table, row by row; a table that goes on with them may follow.
    pub(crate) rows: Vec<u32>,
    /// A title that names a vessel if her particulars follow it.
    pub(crate) title: Option<Span>,
    section: Section,
    /// A value that may be the vessel's name, under a caption that is not understood.
    pub(super) open: Option<Span>,
    pub(super) last: Option<Label>,
    /// The caption with which a paragraph began the form.
    pub(crate) opening: Option<Span>,
}

/// Labels that a vessel has once; a second value begins another vessel.
const SINGLE: [Label; 4] = [Label::VesselName, Label::Imo, Label::Mmsi, Label::Ircs];

/// Labels with which the form of a vessel may begin before her name.
const OPENING: [Label; 8] = [
    Label::NationalRegNo,
    Label::RfmoId,
    Label::EuCfr,
    Label::ExternalMarking,
    Label::LicenseNo,
    Label::Flag,
    Label::Port,
    Label::VesselType,
];

impl Form {
    /// A form of a vessel already known.
    pub(crate) fn of(record: Option<u32>) -> Self {
        Form {
            record,
            ..Form::default()
        }
    }

    /// True if a paragraph that begins with the caption begins another vessel: the form of one that is named already began
    /// with the same (`Registry number: 004418` below the count of an entry).
    pub(crate) fn begins_again(&self, reader: &mut Reader<'_>, caption: &Span) -> bool {
        let Some(opening) = &self.opening else {
            return false;
        };
        let vessel = self.record.and_then(|r| reader.vessels.get(r as usize));
        let named = vessel.is_some_and(|vessel| !vessel.names.is_empty());
        named
            && reader.page.slice(opening) == reader.page.slice(caption)
            && matches!(reader.caption(caption).labels.as_slice(), [label] if OPENING.contains(label))
    }

    /// The vessel of the form, made when first needed.
    pub(crate) fn vessel(&mut self, reader: &mut Reader<'_>) -> u32 {
        let open = &self.open;
        *self.record.get_or_insert_with(|| {
            let record = reader.new_vessel();
            reader
                .open_names
                .extend(open.iter().map(|span| (span.clone(), record)));
            record
        })
    }

    /// A caption and its value; the number of entities found.
    pub(crate) fn field(&mut self, reader: &mut Reader<'_>, caption: &Span, value: &Span) -> usize {
        // `Port: Fraserburgh   12-08-2025`, `Gear: LL   WCPFC VID 10118`: another column begins.
        if let Some((value, beside)) = columns(reader, value) {
            let found = self.field(reader, caption, &value);
            return found + self.beside(reader, &beside);
        }
        // `Nom : ALBA (nom d'origine : Sol, pavillon d'origine : Togo)`: fields in a bracket.
        if let Some((value, fields)) = bracketed(reader, value) {
            let found = self.field(reader, caption, &value);
            let inner = fields
                .iter()
                .map(|(key, value)| self.field(reader, key, value));
            return found + inner.sum::<usize>();
        }
        let mut meaning = self.meaning(reader, caption);
        let party = meaning.label().is_some_and(Label::is_party);
        if let Some((value, fields)) = behind::told(reader, value).filter(|_| party) {
            let found = self.field(reader, caption, &value);
            let rest = fields
                .iter()
                .map(|(key, value)| self.field(reader, key, value));
            return found + rest.sum::<usize>();
        }
        // A bare vessel number on an organisation's page is its own.
        if reader.organised
            && meaning.concepts == C::SHIP.with(C::NUMBER)
            && meaning.label() == Some(Label::NationalRegNo)
        {
            Rc::make_mut(&mut meaning).labels = vec![Label::RfmoId];
        }
        // `Observer name` before `Nationality`
        if meaning.other && meaning.concepts.any(C::PERSON) && !meaning.concepts.any(C::NUMBER) {
            self.last = Some(Label::Master);
        }
        if let Some((own, of, rest)) = Form::about(reader, &meaning, value) {
            return self.value(reader, &own, &of, &rest);
        }
        if let Some((old, new)) = changed(reader, value) {
            return super::table::change(reader, self, (&meaning, caption), &old, &new);
        }
        self.value(reader, &meaning, caption, value)
    }

    /// What stands in another column beside a value: a field without a sign, or days.
    fn beside(&mut self, reader: &mut Reader<'_>, span: &Span) -> usize {
        if let Some((key, value)) = led_field(reader, span) {
            return self.field(reader, &key, &value);
        }
        let before = reader.found.len();
        let frame = reader.frame(None, self.record);
        reader.read(&frame, span, Label::Date, Told::shape(self.record, ""));
        reader.found.len() - before
    }

    /// A value under a caption already understood.
    pub(crate) fn value(
        &mut self,
        reader: &mut Reader<'_>,
        meaning: &Meaning,
        caption: &Span,
        value: &Span,
    ) -> usize {
        if catch::is_caught(reader, caption, value) {
            return catch::read(reader, caption, self.record);
        }
        let page = reader.page;
        let text = page.slice(value);
        let short_flag = meaning.label() == Some(Label::Flag) && text.len() == 2;
        if closed::is_empty_value(text) && !short_flag || self.measured(reader, meaning, value) {
            return 0;
        }
        if let Some(parts) = several(reader, meaning, value) {
            return parts
                .iter()
                .map(|part| self.value(reader, meaning, caption, part))
                .sum();
        }
        let labels = fit(meaning, text);
        if reader.contexts.is_some() {
            let caption = (meaning, page.slice(caption));
            let context = self.context(reader, caption, value, !labels.is_empty());
            reader.contexts.get_or_insert_default().push(context);
        }
        if labels == [Label::VesselName] && particulars(reader, value) {
            let record = Some(self.vessel(reader));
            let before = reader.found.len();
            super::prose::fragment(reader, value, record, true);
            return reader.found.len() - before;
        }
        let evidence = page.slice(caption);
        if labels.is_empty() {
            return self.shape(reader, meaning, value, evidence);
        }
        if unasked::is_not_asked(labels, self.last, evidence, text) {
            return 0;
        }
        let before = reader.found.len();
        if meaning.slotted() {
            let told = Told::field(Some(self.vessel(reader)), evidence);
            if super::table::composite::slotted(reader, meaning, value, told) {
                return reader.found.len() - before;
            }
        }
        let labels = self.nationality(reader, meaning, labels);
        self.last = labels.first().copied().or(self.last);
        if let [label] = labels {
            if self.one(reader, meaning, *label, value, evidence) {
                return reader.found.len() - before;
            }
        } else {
            if self.names_another(reader, labels, text) {
                *self = Form::default();
            }
            let told = Told::field(Some(self.vessel(reader)), evidence);
            super::table::composite::read(reader, meaning, labels, value, told);
        }
        super::table::term::without_weights(reader, before);
        if reader.found.len() == before && self.half(reader, caption, value) > 0 {
            return reader.found.len() - before;
        }
        // `Vessel ID: ATLANTIC ROSE`
        if reader.found.len() == before && matches!(labels, [Label::NationalRegNo | Label::RfmoId])
        {
            self.may_be_named(reader, value);
        }
        reader.found.len() - before
    }

    /// `Member / registered owner: Alba Ltd`: a party under the last of two captions that say together what it is not.
    fn half(&mut self, reader: &mut Reader<'_>, caption: &Span, value: &Span) -> usize {
        let Some((_, last)) = reader.page.slice(caption).rsplit_once(" / ") else {
            return 0;
        };
        let last = caption.end - last.len()..caption.end;
        let meaning = reader.caption(&last);
        match meaning.label().filter(|label| label.is_party()) {
            Some(_) => self.value(reader, &meaning, &last, value),
            None => 0,
        }
    }

    /// Reads a value of one label; a second one of what a vessel has once begins another vessel. True if the value said
    /// more than its label, so that nothing is left to ask.
    fn one(
        &mut self,
        reader: &mut Reader<'_>,
        meaning: &Meaning,
        label: Label,
        value: &Span,
        evidence: &str,
    ) -> bool {
        if let Some((name, address)) = named_and_placed(reader, label, value) {
            let record = Some(self.vessel(reader));
            let told = Told::field(record, evidence);
            let frame = reader.frame(Some(meaning), record);
            reader.read(&frame, &name, label, told);
            reader.read(&frame, &address, Label::Address, told);
            return false;
        }
        if self.starts_new(reader, label, value) {
            self.record = None;
            self.section = Section::default();
        }
        let record = Some(self.vessel(reader));
        let told = Told::field(record, evidence);
        let mut frame = reader.frame(Some(meaning), record);
        frame.short_codes = label == Label::Flag && reader.page.slice(value).trim().len() == 2;
        let value = &without_stop(reader, label, &without_year(reader, label, value));
        if super::table::cell::holds_more(reader, &frame, label, value, told) {
            return true;
        }
        if label.is_party() {
            super::table::party::party(reader, &frame, value, label, told);
        } else {
            reader.read(&frame, value, label, told);
        }
        false
    }

    /// `Engine power unit: HP` after `Engine power: 1200`: the measure is read again with its unit.
    fn measured(&mut self, reader: &mut Reader<'_>, meaning: &Meaning, value: &Span) -> bool {
        let Some(unit) = values::measure::Unit::of(reader.page.slice(value)) else {
            return false;
        };
        let Some(last) = reader.found.last().filter(|f| f.record == self.record) else {
            return false;
        };
        let label = last.value.label;
        let span = last.value.span.clone();
        if meaning.label() != Some(label) || self.record.is_none() {
            return false;
        }
        let mut frame = reader.frame(None, self.record);
        frame.unit = Some(unit);
        let read = values::read(&frame, &span, label, &mut Vec::new());
        let ([again], Some(last)) = (read.as_slice(), reader.found.last_mut()) else {
            return false;
        };
        last.value.norm.clone_from(&again.norm);
        true
    }

    /// `Nationality` after a person, or beside a flag already given, is a person's country.
    fn nationality<'l>(
        &self,
        reader: &Reader<'_>,
        meaning: &Meaning,
        labels: &'l [Label],
    ) -> &'l [Label] {
        let own = meaning.concepts;
        let bare =
            labels == [Label::Flag] && own.any(C::NATIONALITY) && !own.any(C::FLAG.with(C::SHIP));
        let person = matches!(
            self.last,
            Some(
                Label::Master
                    | Label::Owner
                    | Label::Operator
                    | Label::BeneficialOwner
                    | Label::Charterer
                    | Label::Address
            )
        );
        let flagged = self
            .record
            .is_some_and(|r| reader.known(r, Label::Flag).is_some());
        if bare && (person || flagged) {
            &[Label::Country]
        } else {
            labels
        }
    }

    /// `KOYO MARU / JKQV` under `Name and call sign` of a form whose vessel is named otherwise.
    fn names_another(&self, reader: &Reader<'_>, labels: &[Label], text: &str) -> bool {
        let known = self.record.and_then(|r| reader.known(r, Label::VesselName));
        let signs = |text: &str| {
            let signs = text.chars().filter(|c| c.is_alphanumeric());
            signs.flat_map(char::to_uppercase).collect::<String>()
        };
        labels.contains(&Label::VesselName)
            && known.is_some_and(|known| !signs(text).contains(&signs(known)))
    }

    /// True if the value is another vessel's.
    fn starts_new(&self, reader: &Reader<'_>, label: Label, value: &Span) -> bool {
        let Some(record) = self.record else {
            return false;
        };
        if !SINGLE.contains(&label) {
            return false;
        }
        let Some(known) = reader.known(record, label) else {
            return false;
        };
        // `Vessel name (local): 第六十三幸生丸` right below the name in Latin letters: the same ship.
        let latin = |text: &str| text.bytes().any(|b| b.is_ascii_alphabetic());
        let behind = reader.found.last().map(|f| (f.value.label, f.record));
        if behind == Some((label, self.record)) && latin(known) != latin(reader.page.slice(value)) {
            return false;
        }
        let frame = reader.frame(None, Some(record));
        let values = values::read(&frame, value, label, &mut Vec::new());
        values
            .iter()
            .find(|v| v.label == label)
            .is_some_and(|v| !same(&v.norm, known))
    }
}

/// The values that one field gives: the options ticked, the names between dashes (`Ocean Fresh – Austral 6` under
/// former names); none where it gives one.
fn several(reader: &Reader<'_>, meaning: &Meaning, value: &Span) -> Option<Vec<Span>> {
    let text = &reader.page.text;
    if meaning.understood()
        && let Some(options) = tick::ticked(text, value)
    {
        // `Vessel: ☐ new ☒ existing`: one of a few words names no ship.
        let named = meaning.labels.as_slice() == [Label::VesselName];
        return Some(if named { Vec::new() } else { options });
    }
    let printed = reader.page.slice(value);
    let names = seek::has(printed, " – ")
        && fit(meaning, printed) == [Label::PreviousName]
        && printed
            .split(" – ")
            .all(|name| name.starts_with(char::is_alphabetic));
    names.then(|| list::parted(text, value, " – "))
}

/// `Length 18.2 metres, gross tonnage 48` under `Particulars of vessel`: measures with commas between them, no name.
fn particulars(reader: &Reader<'_>, value: &Span) -> bool {
    let text = reader.page.slice(value);
    seek::has(text, ", ")
        && text.chars().any(char::is_lowercase)
        && values::measure::scan(&reader.page.text, value, reader.style, 400_000.0)
            .iter()
            .any(|quantity| quantity.unit.is_some())
}

/// `Malta → Panama`: the value as it was and as it is.
fn changed(reader: &Reader<'_>, value: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(value);
    // A `>` or the first byte of an arrow.
    if !text.bytes().any(|b| matches!(b, b'>' | 0xE2)) {
        return None;
    }
    let (at, width) = ["→", "⇒", " -> ", " => "]
        .iter()
        .find_map(|sign| text.find(sign).map(|at| (at, sign.len())))?;
    let old = trim(&reader.page.text, &(value.start..value.start + at));
    let new = trim(&reader.page.text, &(value.start + at + width..value.end));
    (!old.is_empty() && !new.is_empty()).then_some((old, new))
}

/// `Suva, 2011` under `Port of registry and year`, `14 / 1999 Suva`: the port alone.
fn without_year(reader: &Reader<'_>, label: Label, value: &Span) -> Span {
    let text = reader.page.slice(value);
    if label == Label::Port {
        let bare = text.trim_start_matches(|c: char| c.is_ascii_digit() || " /,-–".contains(c));
        if bare.starts_with(char::is_uppercase) && bare.len() < text.len() {
            return value.end - bare.len()..value.end;
        }
    }
    let year = label == Label::Port
        && text.len() > 7
        && text
            .get(text.len() - 4..)
            .is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()));
    if !year {
        return value.clone();
    }
    let bare = text
        .get(..text.len() - 4)
        .unwrap_or(text)
        .trim_end_matches([' ', ',', '/', '-', '–', '(']);
    value.start..value.start + bare.len()
}

/// `Jógvan við Neyst.`, `FV-2231.`: a value without the stop that ends its line.
fn without_stop(reader: &Reader<'_>, label: Label, value: &Span) -> Span {
    let text = reader.page.slice(value);
    let fewest = if label.is_party() { 5 } else { 4 };
    let spoken = |word: &str| word.chars().count() > 2 && word.chars().all(char::is_lowercase);
    let bare = text.strip_suffix('.').filter(|_| label != Label::Address);
    let bare = bare.filter(|bare| {
        let word = bare.rsplit([' ', '.', '-']).next().unwrap_or("");
        if super::prose::is_company_word(word) {
            return false;
        }
        let whole = word.chars().all(char::is_alphabetic) && word.chars().count() >= fewest;
        let spelt = whole && (!label.is_party() || word.chars().any(char::is_lowercase));
        let token = bare.rsplit(' ').next().unwrap_or("");
        spelt || !label.is_party() && (seek::has_figure(token) || spoken(word))
    });
    value.start..value.start + bare.unwrap_or(text).len()
}

/// `Margaret Ann Fishing Company Limited, 17 Shore Street, Macduff`: a party and its address in one value.
fn named_and_placed(reader: &Reader<'_>, label: Label, value: &Span) -> Option<(Span, Span)> {
    if !label.is_party() {
        return None;
    }
    let text = reader.page.slice(value);
    let cut = super::table::party::name_end(text);
    // `Alba Fishing LLP (64 shares), 12 Bath Street`: the share is neither's.
    let behind = text.get(cut..)?.trim_start();
    let share = behind
        .strip_prefix('(')
        .filter(|inner| inner.starts_with(|c: char| c.is_ascii_digit()) || is_company_number(inner))
        .and_then(|inner| inner.split_once(')'))
        .filter(|(inner, _)| inner.len() <= 20);
    let rest = share
        .map_or(behind, |(_, rest)| rest)
        .trim_start_matches([',', ' ', ';', '\n', '(', '–', '—', '|', '/']);
    let rest = super::table::party::without_seat(rest);
    let street = rest.starts_with(|c: char| c.is_ascii_digit())
        || rest.split_whitespace().next().is_some_and(|w| {
            phrases::STREET_WORDS_IN_VALUES.holds(w.to_lowercase().trim_end_matches('.'))
        });
    let numbered = seek::has_figure(rest)
        && seek::words(rest) >= 3
        && !text.contains(';')
        && text.get(..cut).is_some_and(|name| !seek::has_figure(name));
    let placed = (street || numbered) && rest.contains(',') && rest.len() >= 10 && cut > 3;
    let address = value.end - rest.len();
    // `5 Xenias Str., Kifissia (company IMO 1594521)`
    let numbered = rest.strip_suffix(')').and_then(|t| t.rsplit_once(" ("));
    let end = numbered.filter(|(_, inner)| is_company_number(inner));
    let end = end.map_or(value.end, |(bare, _)| address + bare.len());
    placed.then(|| (value.start..value.start + cut, address..end))
}

/// `IMO 5594521`, `company IMO 1594521`
fn is_company_number(inner: &str) -> bool {
    inner.contains("IMO")
}

#[cfg(test)]
mod tests;
