//! The name of a form's vessel where the caption over it is not understood: `Appelé .... SOLEIL LEVANT`,
//! `Unit under class | Havstein`.
//!
//! The first value of a form that has the shape of a name is kept aside, and becomes the vessel's name if the form gives
//! an identifier and other particulars of a vessel and no name.

use crate::entities::context::{Reader, Told};
use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::order;
use crate::entities::page::{Line, Span, trim};
use crate::entities::prose;
use crate::entities::table::is_name;
use crate::entities::words::seek;

/// Most words of a name.
const WORDS: usize = 5;
/// What a form must hold to be a vessel's.
const PARTICULARS: usize = 3;

/// Labels that only a vessel has.
const IDENTIFIERS: [Label; 7] = [
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::NationalRegNo,
    Label::EuCfr,
    Label::RfmoId,
    Label::ExternalMarking,
];

impl Form {
    /// Keeps the value aside if it may be the vessel's name.
    pub(crate) fn may_be_named(&mut self, reader: &mut Reader<'_>, value: &Span) {
        let known = self
            .record
            .and_then(|r| reader.vessels.get(r as usize))
            .map_or(0, |vessel| vessel.labels.len());
        if self.open.is_some() || known > 1 || !named(reader.page.slice(value)) {
            return;
        }
        self.open = Some(value.clone());
        if let Some(record) = self.record {
            reader.open_names.push((value.clone(), record));
        }
    }
}

/// Most words of a caption that is not understood, and of its value.
const CAPTION_WORDS: usize = 8;
const VALUE_WORDS: usize = 12;

/// Lines looked at on either side of such a field, and how many of them are fields at least.
const NEAR: usize = 4;
const FIELDS: usize = 2;

/// `Denominada: ALBA`, `Letters: V3RT5` among lines that are fields: read by what the value shows, or kept aside as a
/// name. False where the line is no field or its value shows nothing.
pub(crate) fn unknown_field(
    reader: &mut Reader<'_>,
    lines: &[Line],
    index: usize,
    form: &mut Form,
) -> bool {
    let Some(line) = lines.get(index) else {
        return false;
    };
    let Some((key, value)) = colon(reader, &line.span) else {
        return false;
    };
    let near = lines.get(index.saturating_sub(NEAR)..lines.len().min(index + NEAR + 1));
    let fields = near
        .unwrap_or(&[])
        .iter()
        .filter(|line| split_field(reader, &line.span).is_some_and(|(_, value)| !value.is_empty()))
        .count();
    if fields < FIELDS || reader.caption(&key).understood() {
        return false;
    }
    let open = form.open.is_some();
    form.field(reader, &key, &value) > 0 || !open && form.open.is_some()
}

/// A key of a few words, a colon or a leader, and a value of a few words.
fn colon(reader: &Reader<'_>, line: &Span) -> Option<(Span, Span)> {
    let body = list_mark(reader, line);
    let text = reader.page.slice(&body);
    let at = seek::find(text, ": ").or_else(|| seek::find(text, " ..."))?;
    let key = trim(&reader.page.text, &(body.start..body.start + at));
    let rest = text.get(at..)?;
    let lead = rest.len() - rest.trim_start_matches([':', '.', ' ']).len();
    let value = trim(&reader.page.text, &(body.start + at + lead..body.end));
    let printed = reader.page.slice(&value);
    let short = reader.page.slice(&key).split_whitespace().count() <= CAPTION_WORDS
        && (1..=VALUE_WORDS).contains(&seek::words(printed))
        && !seek::has(printed, ": ")
        && !printed.ends_with('.')
        && (!printed.starts_with(char::is_lowercase) || seek::words(printed) <= WORDS);
    short.then_some((key, value))
}

/// Words with capitals or figures, a small word between them at most.
fn named(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| {
        word.starts_with(|c: char| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '“' | '"' | '«')
        })
    };
    let firm = words
        .last()
        .is_some_and(|word| prose::is_company_word(word));
    (1..=WORDS).contains(&words.len())
        && !text.contains([',', ';', ':', '/', '@', '|', '☐', '☒'])
        && words.iter().filter(|w| !capital(w)).all(|w| w.len() <= 3)
        && words.first().is_some_and(capital)
        && words
            .iter()
            .any(|w| w.chars().count() >= 3 && w.chars().all(char::is_alphabetic))
        && !firm
        && is_name(text)
}

/// Names the vessels whose forms give no other name.
pub(crate) fn settle(reader: &mut Reader<'_>) {
    for (span, record) in std::mem::take(&mut reader.open_names) {
        let Some(vessel) = reader.vessels.get(record as usize) else {
            continue;
        };
        let has = |label: Label| vessel.labels.iter().any(|(known, _)| *known == label);
        let kinds = order::labels(vessel.labels.iter().map(|(label, _)| *label).collect());
        if has(Label::VesselName)
            || kinds.len() < PARTICULARS
            || !IDENTIFIERS.iter().any(|label| has(*label))
        {
            continue;
        }
        let frame = reader.frame(None, Some(record));
        let evidence = "first words of the form";
        reader.read(
            &frame,
            &span,
            Label::VesselName,
            Told::shape(Some(record), evidence),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    fn names(text: &str) -> Vec<String> {
        values(text, Label::VesselName)
    }

    #[test]
    fn the_first_name_of_a_form_is_the_vessel_s_where_no_other_is_told() {
        let rows = "<tr><td>IMO</td><td>9281310</td></tr><tr><td>Flag</td><td>Fiji</td></tr>\
                    <tr><td>Port</td><td>Suva</td></tr>";
        let table = |first: &str| format!("<table>{first}{rows}</table>");
        let zeta = "<tr><td>Zeta under zeta</td><td>Coral Dawn</td></tr>";
        assert_eq!(names(&table(zeta)), ["CORAL DAWN"]);
        // A name under its own caption leaves nothing open.
        let both = format!("{zeta}<tr><td>Vessel name</td><td>ALBA</td></tr>");
        assert_eq!(names(&table(&both)), ["ALBA"]);
        // A firm, a sentence, a code.
        for value in ["Coral Fishing Ltd", "as agreed with the agent", "29-5581"] {
            let row = format!("<tr><td>Zeta under zeta</td><td>{value}</td></tr>");
            assert!(names(&table(&row)).is_empty(), "{value}");
        }
    }

    #[test]
    fn lines_whose_captions_are_not_understood_may_stand_together() {
        let page = "Zetaba: Coral Dawn\nZeta of the zeta kept: spare\nFlag: Fiji\nIMO: 9281310\nPort: Suva";
        assert_eq!(names(page), ["CORAL DAWN"]);
    }

    #[test]
    fn a_line_among_fields_may_have_a_caption_that_is_not_understood() {
        let text = "Zetaba: Coral Dawn\nFlag: Fiji\nIMO: 9281310\nPort: Suva";
        assert_eq!(names(text), ["CORAL DAWN"]);
        // Nothing of a vessel follows.
        assert!(names("Zetaba: Coral Dawn\nDate: 1 May 2024\nFax: 123").is_empty());
    }
}
