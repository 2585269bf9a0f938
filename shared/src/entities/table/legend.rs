//! Legends: `O = owner, C = charterer`, `1 = drifting longline; 2 = purse seine`, below a table, above it or in a heading.

use std::collections::HashMap;

use crate::entities::page::{Block, Page, Span, trim};
use crate::entities::values::measure::Unit;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, phrases};
use crate::entities::words::seek;
use crate::entities::words::tokens::Tokens;

/// Longest sign that a legend explains.
const SIGN: usize = 3;
/// Longest explanation, in bytes.
const PHRASE: usize = 60;
/// Most signs kept.
const MOST: usize = 60;

/// The signs that the page explains, each with the place of its explanation.
pub(crate) fn of_page(page: &Page) -> HashMap<String, Span> {
    let mut legend = HashMap::new();
    if !page.text.contains('=') {
        return legend;
    }
    for block in &page.blocks {
        match block {
            Block::Paragraph(lines) => {
                for line in lines {
                    take(page, &line.span, &mut legend);
                }
            }
            Block::Table(table) => {
                for cell in table.cells.iter().take(200) {
                    take(page, &cell.span, &mut legend);
                }
            }
        }
    }
    legend
}

fn take(page: &Page, span: &Span, legend: &mut HashMap<String, Span>) {
    let found = entries(page, span);
    if found.len() >= 2 {
        for (sign, phrase) in found {
            if legend.len() < MOST {
                legend.entry(sign).or_insert(phrase);
            }
        }
    }
}

/// True if the line is a legend as a whole.
pub(crate) fn is_legend(page: &Page, span: &Span) -> bool {
    let text = page.slice(span);
    let found = entries(page, span);
    let lead = text
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or("");
    if found.len() >= 2 && phrases::LEGENDS.holds(&fold_phrase(lead)) {
        return true;
    }
    let told: usize = found
        .iter()
        .map(|(sign, phrase)| sign.len() + phrase.len() + 4)
        .sum();
    found.len() >= 2 && told * 10 >= text.len() * 7
}

/// The signs and explanations of a line.
fn entries(page: &Page, span: &Span) -> Vec<(String, Span)> {
    let text = page.slice(span);
    if text.len() > 1000 || text.matches('=').count() < 2 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, _) in text.match_indices('=').take(MOST) {
        let head = text.get(..at).unwrap_or("").trim_end();
        let sign = head
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let free = head.get(..head.len() - sign.len()).is_some_and(|h| {
            h.is_empty() || h.ends_with([' ', '(', ',', ';', '\n', '[', ':', '.'])
        });
        let tail = text.get(at + 1..).unwrap_or("");
        let end = tail
            .find([',', ';', '(', ')', '\n', '=', ']', '.'])
            .unwrap_or(tail.len());
        let phrase = trim(
            &page.text,
            &(span.start + at + 1..span.start + at + 1 + end),
        );
        let short = (1..=SIGN).contains(&sign.chars().count())
            && (sign.chars().all(|c| c.is_ascii_digit() || c.is_uppercase()) || sign.len() == 1);
        let worded = page
            .slice(&phrase)
            .chars()
            .filter(|c| c.is_alphabetic())
            .count()
            >= 3;
        if short && free && worded && phrase.len() <= PHRASE {
            // `G1, G2 = main and second gear`: the explanation is of both.
            let before = head
                .strip_suffix(sign)
                .and_then(|h| h.strip_suffix(", ").or_else(|| h.strip_suffix(" and ")))
                .and_then(|h| h.rsplit([' ', '.', '(', ';']).next())
                .filter(|twin| {
                    twin.len() == sign.len()
                        && twin.chars().next() == sign.chars().next()
                        && seek::has_figure(twin)
                });
            if let Some(twin) = before {
                found.push((twin.to_string(), phrase.clone()));
            }
            found.push((sign.to_string(), phrase));
        }
    }
    found
}

/// The units that a page states for all its figures: `Power in kW`, `capacidad de bodega en m³`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stated {
    pub(crate) power: Option<Unit>,
    pub(crate) hold: Option<Unit>,
}

/// A word between what is measured and its unit stands in the line, with a unit behind it.
fn may_state(page: &Page, span: &Span) -> bool {
    let tokens = Tokens::of(page, span);
    let unit = |from: usize, to: usize| {
        let place = tokens.get(from).zip(tokens.get(to));
        place.is_some_and(|(a, b)| Unit::of(page.slice(&(a.start..b.end))).is_some())
    };
    (0..tokens.len()).any(|at| {
        phrases::UNIT_JOINTS.holds(tokens.folded(at, at + 1))
            && (unit(at + 1, at + 1) || unit(at + 1, at + 2))
    })
}

/// The units that the lines outside tables state.
pub(crate) fn stated_units(page: &Page) -> Stated {
    let mut stated = Stated::default();
    if !page
        .words
        .any(|word| matches!(word.len(), 2 | 5) && phrases::UNIT_JOINTS.holds(word))
    {
        return stated;
    }
    for block in &page.blocks {
        let Block::Paragraph(lines) = block else {
            continue;
        };
        for line in lines.iter().filter(|line| may_state(page, &line.span)) {
            let words: Vec<&str> = page
                .slice(&line.span)
                .split_whitespace()
                .take(200)
                .collect();
            for (at, around) in words.windows(3).enumerate() {
                let [what, joint, unit] = around else {
                    continue;
                };
                if !phrases::UNIT_JOINTS.contains(joint) {
                    continue;
                }
                // `hold in cubic metres`
                let wide = words.get(at + 3).map(|next| format!("{unit} {next}"));
                let folded = fold_phrase(what);
                let concepts = lexicon::term(&folded).map_or(C::default(), |t| t.concepts);
                match Unit::of(unit).or_else(|| Unit::of(wide.as_deref()?)) {
                    Some(unit @ (Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower))
                        if concepts.any(C::POWER.with(C::ENGINE)) =>
                    {
                        stated.power = Some(unit);
                    }
                    Some(unit @ (Unit::CubicMetre | Unit::CubicFoot | Unit::Tonne))
                        if concepts.any(C::HOLD) =>
                    {
                        stated.hold = Some(unit);
                    }
                    _ => {}
                }
            }
        }
    }
    stated
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    fn has(page: &str, label: Label, value: &str) -> bool {
        let (read, _) = extract_page(page, &Carried::default());
        read.entities
            .iter()
            .any(|e| e.label == label && e.norm_value == value && e.record == Some(0))
    }

    #[test]
    fn signs_mean_what_the_legend_says() {
        let parties = "<table><tr><td>Vessel</td><td>IRCS</td><td>Parties</td></tr><tr><td>ALBA</td><td>EADN</td>\
                       <td>O: Mar S.L.<br>C: Costa Ltd</td></tr></table>\n\nO = owner, C = charterer";
        assert!(has(parties, Label::Owner, "Mar S.L."));
        assert!(has(parties, Label::Charterer, "Costa Ltd"));
        let gears = "| Vessel | IRCS | Gear |\n|---|---|---|\n| ALBA | EADN | 1 |\n\n1 = drifting longline; 2 = purse seine";
        assert!(has(gears, Label::GearType, "LLD"));
        let heads = "<table><tr><td>Name</td><td>IRCS</td><td>G1</td><td>G2</td><td>Power</td></tr>\
                     <tr><td>ALBA</td><td>EADN</td><td>OTB</td><td>GTR</td><td>447</td></tr></table>\n\n\
                     Legend. G1, G2 = main and second gear; T = kind (TU trawlers, LL longliners). Power in kW.";
        assert!(has(heads, Label::GearType, "GTR"));
        assert!(has(heads, Label::EnginePower, "447 kW"));
        assert!(!has(heads, Label::VesselType, "trawlers"));
    }
}
