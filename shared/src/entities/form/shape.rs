//! What a value under a caption that is not understood says by its own shape.
//!
//! `Letters: WDJ7718` of a ship of the United States is her call sign. What has neither unit, check nor word of its
//! own stays unread.

use super::Form;
use crate::entities::caption::Meaning;
use crate::entities::context::{Reader, Source, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose;
use crate::entities::table;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::list::{self, By};
use crate::entities::values::{self, Frame, closed};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::Sense;
use crate::entities::words::seek;

/// `Product passed over`, `Produits`: a caption for what is caught.
fn of_products(caption: &str) -> bool {
    caption
        .get(..4)
        .is_some_and(|head| head.eq_ignore_ascii_case("prod"))
}

impl Form {
    /// `Letters: WDJ7718` of a ship of the United States: a call sign of the flag's own series, where none is known.
    fn own_sign(&self, reader: &Reader<'_>, text: &str) -> bool {
        let Some(vessel) = self.record.and_then(|r| reader.vessels.get(r as usize)) else {
            return false;
        };
        let signed = vessel.labels.iter().any(|(label, _)| *label == Label::Ircs);
        !signed
            && vessel
                .flag
                .is_some_and(|flag| call_sign::is_bare(text, Witness::Flag(flag)))
    }

    /// A vessel's particular that its own unit, series or word tells, where the vessel has none yet: `184 kW`,
    /// `fibreglass`, an MMSI with the digits of her flag, a term of half a year or more.
    fn particular(&self, reader: &Reader<'_>, value: &Span) -> Option<Label> {
        let vessel = self.record.and_then(|r| reader.vessels.get(r as usize))?;
        let free = |label: &Label| !vessel.labels.iter().any(|(known, _)| known == label);
        let text = reader.page.slice(value).trim();
        let own_number = text.len() == 9
            && values::identity::mmsi_country(text)
                .zip(vessel.flag)
                .is_some_and(|(country, flag)| country.alpha3 == flag.alpha3)
            && matches!(
                values::identity::mmsi(text),
                values::identity::Reading::Valid(_)
            );
        let label = if own_number {
            Label::Mmsi
        } else if closed::has_sense(text, |s| *s == Sense::Hull) {
            Label::HullMaterial
        } else if is_long_term(reader, value) {
            Label::StartDate
        } else {
            measured(reader, value)?
        };
        Some(label).filter(free)
    }

    /// Reads a value as what its clues say it is; a name makes the form's vessel.
    fn take_weighed(
        &mut self,
        reader: &mut Reader<'_>,
        label: Label,
        value: &Span,
        evidence: &str,
    ) -> usize {
        let record = match label {
            Label::VesselName => Some(self.vessel(reader)),
            _ => self.record,
        };
        let frame = reader.frame(None, record);
        let told = Told {
            source: Source::Weighed,
            ..Told::shape(record, evidence)
        };
        reader.read(&frame, value, label, told)
    }

    /// A value whose caption says nothing: only what shows by its own shape.
    pub(crate) fn shape(
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
        let told = Told::shape(record, evidence);
        if !meaning.understood() && self.own_sign(reader, text) {
            return reader.read(&frame, value, Label::Ircs, told);
        }
        // `Status in RFMO area: IOTC030885, on the list`
        let own = |word: &&str| values::identity::is_organisation_number(word);
        if meaning.label().is_none()
            && let Some(number) = text.split([',', ' ', ';']).find(own)
            && let Some(at) = text.find(number)
        {
            let start = value.start + at;
            let label = Label::RfmoId;
            return reader.read(&frame, &(start..start + number.len()), label, told);
        }
        if meaning.label().is_none() && of_products(evidence) {
            prose::fragment(reader, value, record, true);
            return reader.found.len() - before;
        }
        // `Member: Alba Shipping AS, Kaia 1, Bergen (as Registered Owner)`: the bracket is the caption.
        if let Some((party, role)) = table::party::in_role(reader, value) {
            let vessel = Some(self.vessel(reader));
            let frame = reader.frame(None, vessel);
            let told = Told::field(vessel, evidence);
            table::party::party(reader, &frame, &party, role, told);
            return reader.found.len() - before;
        }
        // `Of: 3 Braehead Drive, Peterhead AB42 0NW` below a party
        let party = self.last.is_some_and(Label::is_party) && !meaning.understood();
        let dated = || {
            let order = reader.order;
            !values::date::scan(&reader.page.text, value, order).is_empty()
        };
        let place = prose::address::looks_like_address(text);
        if party && seek::has(text, ", ") && place && !dated() {
            return reader.read(&frame, value, Label::Address, told);
        }
        if let Some(label) = telling(reader, meaning, value) {
            // The number of the Union's fleet register is a vessel's.
            let record = if label == Label::EuCfr {
                Some(self.vessel(reader))
            } else {
                record
            };
            return reader.read(&frame, value, label, Told { record, ..told });
        }
        let dated = meaning
            .concepts
            .any(C::CHARTER.with(C::LICENSE).with(C::VALID));
        if dated && record.is_some() && is_long_term(reader, value) {
            let label = Label::StartDate;
            return reader.read(&frame, value, label, told);
        }
        // `Bodegas refrigeradas: 7,511 m3`
        let cold = meaning.concepts.all(C::HOLD.with(C::FREEZE));
        let open = !meaning.understood() || cold && measured(reader, value).is_some();
        if open && let Some(label) = self.particular(reader, value) {
            return reader.read(&frame, value, label, told);
        }
        if reader.contexts.is_none()
            && let Some(label) = self.weighed(reader, (meaning, evidence), value)
        {
            return self.take_weighed(reader, label, value, evidence);
        }
        if open {
            self.may_be_named(reader, value);
        }
        if !meaning.understood() && closed::has_sense(text, |s| matches!(s, Sense::Country(_))) {
            return self.country(reader, &frame, value, told);
        }
        // `Remarks: name changed from ALBA`
        let sentence = meaning.other && record.is_some() && text.starts_with(char::is_lowercase);
        if sentence && seek::more_words(text, 3) {
            prose::fragment(reader, value, record, false);
            return reader.found.len() - before;
        }
        days_and_positions(reader, &frame, value, told)
    }

    /// A country: a person's behind one, and else kept, since the vessel's call sign or MMSI may show it is her flag.
    fn country(
        &self,
        reader: &mut Reader<'_>,
        frame: &Frame<'_>,
        value: &Span,
        told: Told<'_>,
    ) -> usize {
        let person = matches!(
            self.last,
            Some(Label::Master | Label::Owner | Label::Operator | Label::BeneficialOwner)
        );
        if person {
            return reader.read(frame, value, Label::Country, told);
        }
        let flags = values::read(frame, value, Label::Flag, &mut Vec::new());
        if let ([flag], Some(record)) = (flags.as_slice(), told.record) {
            let open = (flag.clone(), record, told.evidence.to_string());
            reader.open_flags.push(open);
        }
        0
    }
}

/// The days and the positions of a value; the number of entities found.
fn days_and_positions(
    reader: &mut Reader<'_>,
    frame: &Frame<'_>,
    value: &Span,
    told: Told<'_>,
) -> usize {
    let before = reader.found.len();
    reader.read(frame, value, Label::Date, told);
    let found = reader.found.get(before..).unwrap_or(&[]);
    if !found.iter().any(|f| f.value.label == Label::Coordinates) {
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
            reader.push(value, told);
        }
    }
    reader.found.len() - before
}

/// What a value says by itself under a caption that is not understood: a fleet register number, a list of nothing but
/// known species or kinds of vessel.
fn telling(reader: &Reader<'_>, meaning: &Meaning, value: &Span) -> Option<Label> {
    let text = reader.page.slice(value);
    if values::identity::is_cfr(text.trim()) {
        return Some(Label::EuCfr);
    }
    // `IOTC030885, on the authorised list`
    let number = text.split(',').next().unwrap_or("");
    if values::identity::is_organisation_number(number.trim()) {
        return Some(Label::RfmoId);
    }
    let all_of = |wanted: Sense| closed::has_sense(text, |s| *s == wanted);
    if all_of(Sense::VesselType) && text.contains(' ') {
        return Some(Label::VesselType);
    }
    if meaning.understood() {
        return None;
    }
    let parts = list::split(&reader.page.text, value, By::ALL);
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

/// `2023.07.01 – 2028.06.30`: two days and little else, months apart.
fn is_long_term(reader: &Reader<'_>, value: &Span) -> bool {
    let hits = values::date::scan(&reader.page.text, value, reader.order);
    let [first, last] = hits.as_slice() else {
        return false;
    };
    values::date::is_term(&first.iso, &last.iso) && table::is_days(reader.page.slice(value))
}

/// `184 kW`, `312 GRT`: one measure and nothing else, in a unit of one thing only.
pub(crate) fn measured(reader: &Reader<'_>, value: &Span) -> Option<Label> {
    use crate::entities::values::measure::{self, Unit};
    let found = measure::scan(&reader.page.text, value, reader.style, 400_000.0);
    let [one] = found.as_slice() else {
        return None;
    };
    let whole = one.span == *value;
    match one.unit.filter(|_| whole)? {
        Unit::Gross => Some(Label::Tonnage),
        Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower => Some(Label::EnginePower),
        Unit::CubicMetre | Unit::CubicFoot => Some(Label::HoldCapacity),
        _ => None,
    }
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

    #[test]
    fn a_caption_that_asks_for_no_entity_gives_no_number() {
        let page = "Vessel: ALBA DAWN\nFlag: Spain\nIMO: 9281310\nFile reference: FV/88/3432";
        let (read, _) = extract_page(page, &Carried::default());
        let numbers = read.entities.iter().filter(|e| e.text.contains("3432"));
        assert_eq!(numbers.count(), 0);
    }

    #[test]
    fn a_fleet_number_begins_the_form_of_its_vessel() {
        let page =
            "Código U.E.: ESP000026118\nNombre: MONTE ALBO\nIRCS: EAFF\nVMS: yes\nType: ARGOS";
        let wanted = [
            "0 EU_CFR=ESP000026118",
            "0 VESSEL_NAME=MONTE ALBO",
            "0 IRCS=EAFF",
        ];
        assert_eq!(crate::entities::told::found(page), wanted);
    }
}
