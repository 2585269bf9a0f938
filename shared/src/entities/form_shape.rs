//! What a value under a caption that is not understood says by its own shape.

use super::caption::Meaning;
use super::context::{Reader, Source};
use super::form::Form;
use super::label::Label;
use super::lexicon::Sense;
use super::page::Span;
use super::values::{self, closed};

impl Form {
    /// `Letters: WDJ7718` of a ship of the United States: a call sign of the flag's own series, where none is known.
    fn own_sign(&self, reader: &Reader<'_>, text: &str) -> bool {
        let Some(vessel) = self.record.and_then(|r| reader.vessels.get(r as usize)) else {
            return false;
        };
        let signed = vessel.labels.iter().any(|(label, _)| *label == Label::Ircs);
        values::identity::is_bare_sign(text)
            && !signed
            && vessel
                .flag
                .is_some_and(|flag| values::identity::in_series(flag, text))
    }

    /// A value whose caption says nothing: only what shows by its own shape.
    pub(super) fn shape(
        &mut self,
        reader: &mut Reader<'_>,
        meaning: &Meaning,
        value: &Span,
        evidence: &str,
    ) -> usize {
        let before = reader.found.len();
        let text = reader.page.slice(value);
        let frame = reader.frame(None, self.record);
        let record = self.record;
        if !meaning.understood() && self.own_sign(reader, text) {
            return reader.read(&frame, value, Label::Ircs, record, Source::Shape, evidence);
        }
        if let Some(label) = telling(reader, meaning, value) {
            return reader.read(&frame, value, label, record, Source::Shape, evidence);
        }
        if !meaning.understood() && closed::has_sense(text, |s| matches!(s, Sense::Country(_))) {
            let person = matches!(
                self.last,
                Some(Label::Master | Label::Owner | Label::Operator | Label::BeneficialOwner)
            );
            if person {
                return reader.read(
                    &frame,
                    value,
                    Label::Country,
                    record,
                    Source::Shape,
                    evidence,
                );
            }
            let mut doubts = Vec::new();
            let flags = values::read(&frame, value, Label::Flag, &mut doubts);
            if let ([flag], Some(record)) = (flags.as_slice(), record) {
                reader
                    .open_flags
                    .push((flag.clone(), record, evidence.to_string()));
            }
            return 0;
        }
        let found = reader.read(&frame, value, Label::Date, record, Source::Shape, evidence);
        if found == 0 {
            for position in values::coordinates::scan(frame.text, value, false) {
                let norm = position.norm();
                let value = values::Value {
                    label: Label::Coordinates,
                    span: position.span,
                    norm,
                    trust: 0.9,
                    mended: None,
                    check: "latitude and longitude",
                };
                reader.push(value, record, Source::Shape, evidence);
            }
        }
        reader.found.len() - before
    }
}

/// What a value says by itself under a caption that is not understood: a fleet register number, a list of nothing but
/// known species or kinds of vessel.
fn telling(reader: &Reader<'_>, meaning: &Meaning, value: &Span) -> Option<Label> {
    let text = reader.page.slice(value);
    if values::identity::is_cfr(text.trim()) {
        return Some(Label::EuCfr);
    }
    let all_of = |wanted: Sense| closed::has_sense(text, |s| *s == wanted);
    if all_of(Sense::VesselType) && text.contains(' ') {
        return Some(Label::VesselType);
    }
    if meaning.understood() {
        return None;
    }
    let parts = values::list::split(&reader.page.text, value, true, true, true);
    let all = |wanted: &dyn Fn(&Sense) -> bool| {
        !parts.is_empty()
            && parts
                .iter()
                .all(|part| closed::has_sense(reader.page.slice(part), wanted))
    };
    let codes = parts.len() >= 2 && all(&|s| matches!(s, Sense::SpeciesCode(_)));
    if codes || all(&|s| matches!(s, Sense::Species(_))) {
        return Some(Label::Species);
    }
    all(&|s| *s == Sense::VesselType).then_some(Label::VesselType)
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_value_that_speaks_for_itself_needs_no_caption_that_is_understood() {
        let cases: &[(&str, Option<(Label, &str)>)] = &[
            ("Zeta: ESP000026118", Some((Label::EuCfr, "ESP000026118"))),
            ("Zeta: COD, HAD, POK", Some((Label::Species, "COD"))),
            (
                "Zeta: tuna longliner",
                Some((Label::VesselType, "tuna longliner")),
            ),
            ("Letras zeta: EBJW", Some((Label::Ircs, "EBJW"))),
            // Of another country's series: no call sign of this ship.
            ("Letras zeta: LAXT", None),
            ("Zeta: POK", None),
            ("Price: COD, HAD", None),
        ];
        for (line, wanted) in cases {
            let page = format!(
                "<table><tr><td>Vessel</td><td>ALBA DAWN</td></tr><tr><td>Flag</td><td>Spain</td></tr>\
                 <tr><td>IMO</td><td>9281310</td></tr><tr><td>{}</td></tr></table>",
                line.replace(": ", "</td><td>")
            );
            let (read, _) = extract_page(&page, &Carried::default());
            let known = [Label::VesselName, Label::Flag, Label::Imo];
            let found = read.entities.iter().find(|e| !known.contains(&e.label));
            let found = found.map(|e| (e.label, e.norm_value.as_str()));
            assert_eq!(found, *wanted, "{line}");
        }
    }

    #[test]
    fn a_country_under_an_unknown_caption_is_a_flag_where_the_call_sign_says_so() {
        let page = |sign: &str| {
            format!(
                "| Vessel | ALBA DAWN |\n|---|---|\n| IMO | 9281310 |\n| Sails for | Fiji |\n| IRCS | {sign} |"
            )
        };
        let flag = |sign: &str| {
            let (read, _) = extract_page(&page(sign), &Carried::default());
            read.entities.iter().any(|e| e.label == Label::Flag)
        };
        assert!(flag("3DXA"));
        assert!(!flag("LAXT"));
    }
}
