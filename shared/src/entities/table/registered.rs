//! Where a ship is registered, all in one cell or field: `Panama, Colón; reg. 41277-16`.

use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::values::closed;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon;
use crate::entities::words::seek;

/// Most parts of such a value.
const PARTS: usize = 4;

/// Reads a country with a port and a number of its register. False, and nothing read, where the value is anything else.
pub(crate) fn registered(reader: &mut Reader<'_>, value: &Span, told: Told<'_>) -> bool {
    let Some(parts) = parts(reader, value) else {
        return false;
    };
    let frame = reader.frame(None, told.record);
    for (label, span) in parts {
        reader.read(&frame, &span, label, told);
    }
    true
}

/// The parts with their labels: one country, at most one port, at most one number.
fn parts(reader: &Reader<'_>, value: &Span) -> Option<Vec<(Label, Span)>> {
    let text = reader.page.slice(value);
    if text.contains(['(', ':']) {
        return None;
    }
    let signs = [", ", "; ", " / ", "\n", " – "];
    let mut found: Vec<(Label, Span)> = Vec::new();
    let mut at = value.start;
    while at < value.end {
        let rest = text.get(at - value.start..)?;
        let (cut, sign) = signs
            .iter()
            .filter_map(|sign| Some((rest.find(sign)?, sign.len())))
            .min()
            .unwrap_or((rest.len(), 0));
        let span = trim(&reader.page.text, &(at..at + cut));
        at += cut + sign;
        let has = |label: Label| found.iter().any(|(known, _)| *known == label);
        let printed = reader.page.slice(&span);
        let label =
            if !has(Label::Flag) && printed.len() > 2 && closed::is_country(reader.page, &span) {
                Label::Flag
            } else if seek::has_figure(printed) {
                Label::NationalRegNo
            } else if printed.starts_with(char::is_uppercase) {
                Label::Port
            } else {
                return None;
            };
        if has(label) || found.len() == PARTS {
            return None;
        }
        let span = if label == Label::NationalRegNo {
            without_lead(reader, &span)
        } else {
            span
        };
        found.push((label, span));
    }
    (found.len() >= 2 && found.iter().any(|(label, _)| *label == Label::Flag)).then_some(found)
}

/// `reg. 41277-16`, `matrícula n.º 3-21`: the number without the words that announce it; `AN 3591` is one.
fn without_lead(reader: &Reader<'_>, span: &Span) -> Span {
    let text = reader.page.slice(span);
    let announces = |word: &str| {
        let caption = lexicon::lookup(word)
            .is_some_and(|term| term.concepts.any(C::REGISTER.with(C::NUMBER)));
        !seek::has_figure(word)
            && (word.ends_with(['.', 'º', '°'])
                || !word.chars().any(char::is_uppercase)
                || caption && word.chars().any(char::is_lowercase))
    };
    let lead: usize = text
        .split(' ')
        .take_while(|word| announces(word))
        .map(|word| word.len() + 1)
        .sum();
    span.start + if lead < text.len() { lead } else { 0 }..span.end
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn a_register_says_country_port_and_number_in_one_cell() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Panama, Colón; reg. 41277-16",
                &["FLAG=PAN", "PORT=Colón", "NATIONAL_REG_NO=41277-16"],
            ),
            (
                "Chile, Valparaíso, RPI 2921",
                &["FLAG=CHL", "PORT=Valparaíso", "NATIONAL_REG_NO=RPI 2921"],
            ),
            (
                "France / Brest / immatr. n.º 924-118",
                &["FLAG=FRA", "PORT=Brest", "NATIONAL_REG_NO=924-118"],
            ),
            (
                "Côte d'Ivoire, Abidjan; reg. AN 3591",
                &["FLAG=CIV", "PORT=Abidjan", "NATIONAL_REG_NO=AN 3591"],
            ),
            ("41277-16", &["NATIONAL_REG_NO=41277-16"]),
            ("30 NO.1121/QA", &["NATIONAL_REG_NO=30 NO.1121/QA"]),
        ];
        for (cell, wanted) in cases {
            let page = format!(
                "<table><tr><td>Vessel</td><td>Registry</td></tr><tr><td>ALBA</td><td>{cell}</td></tr>\
                 <tr><td>ORCA</td><td></td></tr></table>"
            );
            let (page, _) = extract_page(&page, &Carried::default());
            let found: Vec<String> = page
                .entities
                .iter()
                .filter(|e| e.label.as_str() != "VESSEL_NAME")
                .map(|e| format!("{}={}", e.label, e.norm_value))
                .collect();
            assert_eq!(found, *wanted, "{cell}");
        }
    }
}
