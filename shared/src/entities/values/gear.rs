//! Gears as their codes of the international classification (ISSCFG).
//!
//! `purse seine` → `PS`, `09.1.0 - handlines` → `LHP`.

use super::closed::is_code;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, GEARS, Sense, Term};
use crate::entities::words::tokens::Tokens;

/// The normalised code of a gear as printed; none where it is not in the list.
pub(crate) fn code(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let gear_of = |sense: &Sense| match sense {
        Sense::GearCode(gear) | Sense::Gear(gear) => code_of(*gear),
        _ => None,
    };
    let phrase = fold_phrase(text);
    // A code in brackets after the name wins.
    if let (Some(open), true) = (text.rfind('('), text.ends_with(')')) {
        let inner = text.get(open + 1..text.len() - 1).unwrap_or("").trim();
        if is_code(inner, 2, 5) {
            let known = lexicon::lookup(inner).and_then(|t| {
                t.senses
                    .iter()
                    .find(|s| matches!(s, Sense::GearCode(_)))
                    .and_then(gear_of)
            });
            return known.or_else(|| GEARS.iter().find(|g| g.printed == inner).map(|g| g.code));
        }
    }
    // `GNS (turbot)`
    if let Some((head, _)) = text
        .split_once(" (")
        .filter(|(head, _)| is_code(head, 2, 4))
    {
        return code(head);
    }
    if let Some(code) = lexicon::term(&phrase).and_then(|t| t.senses.iter().find_map(gear_of)) {
        return Some(code);
    }
    // `1.1 Espinhel horizontal`: a number of the list it stands in; the classification's has two figures in front.
    if text.bytes().take_while(u8::is_ascii_digit).count() < 2 {
        return inside(&phrase).or_else(|| by_number(text));
    }
    by_number(text).or_else(|| inside(&phrase))
}

/// `09.4.0 - …`, `9.4`: by the number of the classification.
fn by_number(text: &str) -> Option<&'static str> {
    let number: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let mut parts = number.split('.').filter(|p| !p.is_empty());
    let group: u32 = parts.next()?.parse().ok()?;
    let sub = parts.next()?;
    let third = parts.next().filter(|p| *p != "0");
    let wanted = match third {
        Some(t) => format!("{group:02}.{sub}.{t}"),
        None => format!("{group:02}.{sub}"),
    };
    GEARS.iter().find(|g| g.number == wanted).map(|g| g.code)
}

/// `drifting longlines set at night`, `LL - longline`: the longest gear phrase inside.
fn inside(phrase: &str) -> Option<&'static str> {
    let tokens = Tokens::read(phrase, &(0..phrase.len()));
    let mut best: Option<(usize, &'static str)> = None;
    for at in 0..tokens.len() {
        let wanted = |t: &Term| t.senses.iter().any(|s| matches!(s, Sense::Gear(_)));
        if let Some((words, term)) = tokens.longest(at, wanted)
            && best.is_none_or(|(w, _)| words > w)
            && let Some(code) = term.senses.iter().find_map(|s| match s {
                Sense::Gear(gear) => code_of(*gear),
                _ => None,
            })
        {
            best = Some((words, code));
        }
    }
    best.map(|(_, code)| code)
}

/// The code of a gear of the list.
fn code_of(gear: u16) -> Option<&'static str> {
    GEARS.get(usize::from(gear)).map(|gear| gear.code)
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn gears_are_normalised_by_name_code_and_number() {
        let cases = [
            ("Purse seines (PS)", Some("PS")),
            ("GILL", Some("GEN")),
            ("BB", Some("LHP")),
            ("Pole & line", Some("LHP")),
            ("drifting longlines", Some("LLD")),
            ("palangre de superficie", Some("LL")),
            ("chalut pélagique", Some("TM")),
            ("09.1.0 - handlines", Some("LHP")),
            ("1.1 Espinhel horizontal de superfície", Some("LLD")),
            ("trolling lines", Some("LTL")),
            ("UNCL", Some("UNCL")),
            ("hope", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(code(text), wanted, "{text}");
        }
    }
}
