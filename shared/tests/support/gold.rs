//! Pages with gold entities, and how a value is compared with gold (as `score.py` of the evaluation does).
#![allow(dead_code, unreachable_pub)]

use serde::Deserialize;
use vessel_ner_shared::entities::Label;

/// A page's gold.
#[derive(Deserialize)]
pub struct GoldPage {
    pub id: String,
    pub entities: Vec<Mark>,
}

/// One entity.
#[derive(Deserialize, Clone)]
pub struct Mark {
    pub label: Label,
    pub start: usize,
    pub end: usize,
    pub norm_value: String,
    pub record: Option<u32>,
}

/// A value as it is compared: case and blanks folded, signs dropped from names, numbers to two decimals, positions to
/// three.
pub fn canonical(label: Label, value: &str) -> String {
    let folded = value
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let number = |text: &str| text.parse::<f64>().map(|n| format!("{n:.2}")).ok();
    match label {
        Label::VesselName
        | Label::PreviousName
        | Label::Owner
        | Label::Operator
        | Label::BeneficialOwner
        | Label::Charterer
        | Label::Master => {
            let plain: String = folded
                .chars()
                .filter(|c| c.is_alphanumeric() || c.is_whitespace())
                .collect();
            plain.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        Label::Length | Label::Tonnage | Label::CrewCount | Label::BuildYear => {
            number(&folded).unwrap_or(folded)
        }
        Label::EnginePower | Label::HoldCapacity => match folded.split_once(' ') {
            Some((n, unit)) => format!("{} {unit}", number(n).unwrap_or_else(|| n.to_string())),
            None => number(&folded).unwrap_or(folded),
        },
        Label::Coordinates => folded
            .split(',')
            .filter_map(|part| part.trim().parse::<f64>().ok())
            .map(|n| format!("{n:.3}"))
            .collect::<Vec<_>>()
            .join(","),
        _ => folded,
    }
}
