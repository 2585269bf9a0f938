//! What stands beside a caption: a letter that counts it, a bracket that says in other words what it is, a condition.
//!
//! `(n) Operator`, `Ploioktitis (owner)`, `Registered owner, if other`. A bracket in words that nobody knows says
//! nothing.

use super::word::Mender;
use super::{Meaning, read_text};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// A caption without the letter that counts it: `(n) Operator`, `b) Type`, `B.3 Home port`, `2(b) Former names`.
pub(super) fn unmarked(text: &str, span: &Span) -> Span {
    let whole = text.get(span.clone()).unwrap_or("");
    // `Flag (b)`: the letter of its column. `Length (m)` has a unit.
    if let [.., b' ', b'(', letter @ b'a'..=b'z', b')'] = whole.as_bytes()
        && !matches!(letter, b'm' | b't')
    {
        return unmarked(text, &(span.start..span.end - " (b)".len()));
    }
    let figures = whole.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(marked) = whole.get(figures..).filter(|_| (1..=2).contains(&figures))
        && marked.starts_with('(')
        && seek::find(marked, ") ").is_some_and(|at| at <= 3)
    {
        return unmarked(text, &(span.start + figures..span.end));
    }
    let coded = whole.get(2..).filter(|_| {
        let letter = whole.starts_with(|c: char| c.is_ascii_alphabetic());
        letter && whole.as_bytes().get(1) == Some(&b'.')
    });
    if let Some((_, rest)) = coded.and_then(|t| t.split_once(' ')).filter(|(number, _)| {
        (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
    }) {
        return span.end - rest.len()..span.end;
    }
    let inner = whole.strip_prefix('(').unwrap_or(whole);
    let letters = inner.bytes().take_while(u8::is_ascii_lowercase).count();
    let behind = inner
        .get(letters..)
        .and_then(|rest| rest.strip_prefix(") "));
    match behind {
        Some(rest) if (1..=3).contains(&letters) => span.end - rest.len()..span.end,
        _ => span.clone(),
    }
}

/// A caption that is said again in other words, of which only some are understood.
pub(crate) fn translated(whole: &str, meaning: &Meaning, mender: &mut Mender) -> Option<Meaning> {
    if meaning.known >= meaning.words {
        return None;
    }
    in_bracket(whole, mender).or_else(|| behind_slash(whole, meaning, mender))
}

/// `Gyosen no namae / Name of fishing boat`: between slashes one caption is understood whole, and no other.
fn behind_slash(whole: &str, meaning: &Meaning, mender: &mut Mender) -> Option<Meaning> {
    if !seek::has(whole, " / ") {
        return None;
    }
    let mut told: Option<Meaning> = None;
    for own in whole.split(" / ") {
        let own = read_text(own, mender);
        if own.known < own.words || own.words == 0 {
            continue;
        }
        let again = told.as_ref().is_some_and(|told| told.labels != own.labels);
        let term = own.labels.as_slice() == [Label::StartDate, Label::EndDate];
        if own.labels.len() != 1 && !term || again {
            return None;
        }
        told = Some(own);
    }
    told.map(|told| Meaning {
        unit: told.unit.or(meaning.unit),
        ..told
    })
}

/// `Ploioktitis (owner)`, `So-tonsu (gross tonnage)`: a caption in words that are not understood, and in the bracket
/// behind it what it is.
fn in_bracket(whole: &str, mender: &mut Mender) -> Option<Meaning> {
    let open = whole
        .ends_with(')')
        .then(|| seek::find(whole, " ("))
        .flatten()?;
    let inner = whole.get(open + 2..whole.len() - 1)?;
    if inner.len() < 2 || inner.contains(['(', ')']) {
        return None;
    }
    let outer = read_text(whole.get(..open)?, mender);
    if outer.known > 0 || outer.understood() {
        return None;
    }
    let told = read_text(inner, mender);
    let fit = told.known > 0 && told.coverage() == 100 && !told.labels.is_empty();
    fit.then_some(told)
}

/// `FlagCur`, `NatRegNo`, `GTn`, `FlagPrevious1`: the words of a data base's caption, which only their capitals part.
pub(super) fn parted(text: &str) -> Option<String> {
    let text = text.trim_end_matches(|c: char| c.is_ascii_digit());
    if !(3..=30).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let mut words = String::with_capacity(text.len() + 4);
    let signs = text.as_bytes();
    for (at, sign) in signs.iter().enumerate().skip(1) {
        let lower = |at: usize| signs.get(at).is_some_and(u8::is_ascii_lowercase);
        let last = at + 1 == signs.len();
        let begins = if sign.is_ascii_uppercase() {
            lower(at - 1) || lower(at + 1) && at + 2 < signs.len()
        } else {
            // `LOAm`: the unit.
            last && at > 1 && !lower(at - 1)
        };
        if at == 1 {
            words.extend(text.chars().next());
        }
        if begins {
            words.push(' ');
        }
        words.push(char::from(*sign));
    }
    words.contains(' ').then_some(words)
}

/// Where the condition of `Registered owner, if other` begins.
pub(crate) fn condition(caption: &str) -> Option<usize> {
    let places = phrases::CONDITIONS.places(caption);
    places.first().map(|(at, _)| *at)
}

/// Where `Gross tonnage as per certificate`, `Bandera según el rol` begin to say who says so, or when it was so.
pub(crate) fn source(caption: &str) -> Option<usize> {
    let places = phrases::SOURCES.places(&caption.to_ascii_lowercase());
    places.into_iter().map(|(at, _)| at).min()
}

/// Where the bracket of `Valid to (dd/mm/yyyy)`, `Gear (tick one)` begins: it says how the field is filled in.
pub(crate) fn instruction(caption: &str) -> Option<usize> {
    let inside = caption.strip_suffix([')', ']'])?;
    let open = inside.rfind(['(', '[']).filter(|at| *at > 1)?;
    let inner = inside.get(open + 1..)?;
    let small = inner.to_lowercase();
    (is_date_form(inner)
        || phrases::INSTRUCTIONS.holds(&small)
        || phrases::INSTRUCTIONS_BEGIN.begin(&small).is_some())
    .then_some(open)
}

/// `dd/mm/yyyy`, `gg.mm.aaaa`, `TT-MM-JJ`: a letter over again for the day, the month and the year.
fn is_date_form(text: &str) -> bool {
    let parts = text.split(['/', '-', '.', ' ']);
    let figure = |part: &str| {
        let mut letters = part.bytes().map(|b| b.to_ascii_lowercase());
        let first = letters.next();
        first.is_some_and(|b| b"dmyajgthb".contains(&b))
            && part.len() <= 4
            && letters.all(|b| Some(b) == first)
    };
    parts.clone().count() == 3
        && parts.clone().all(figure)
        && parts.into_iter().any(|p| p.len() > 1)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn captions_of_a_data_base_are_parted_at_their_capitals() {
        let page = "<table><tr><td>VesselName</td><td>FlagCur</td><td>NatRegNo</td><td>LOAm</td><td>GTn</td></tr>\
                    <tr><td>CORAL DAWN</td><td>FJI</td><td>021-3</td><td>22.40</td><td>98.00</td></tr></table>";
        let wanted = [
            "VESSEL_NAME=CORAL DAWN",
            "FLAG=FJI",
            "NATIONAL_REG_NO=021-3",
            "LENGTH=22.4",
            "TONNAGE=98",
        ];
        assert_eq!(things(page), wanted);
    }

    #[test]
    fn a_column_beside_names_is_read_as_its_caption_says() {
        let page = |caption: &str, values: [&str; 3]| {
            let rows = ["ALBA", "OCEAN PEARL", "SOL"].iter().zip(values);
            let rows: String = rows
                .map(|(ship, value)| format!("<tr><td>{ship}</td><td>{value}</td></tr>"))
                .collect();
            format!(
                "<table><tr><td>No.</td><td>Vessel name</td><td>{caption}</td></tr>{}</table>",
                rows.replace("<tr>", "<tr><td>1</td>")
            )
        };
        let said = |caption: &str, values: [&str; 3]| {
            let found = things(&page(caption, values)).into_iter();
            found
                .filter(|e| !e.starts_with("VESSEL_NAME"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let cases = [
            // Fuel is measured in cubic metres, too, and is no hold.
            (
                "Capacidad de combustible",
                ["320 m3", "110 m3", "90 m3"],
                "",
            ),
            (
                "Port State",
                ["Chile", "Fiji", "Peru"],
                "COUNTRY=CHL COUNTRY=FJI COUNTRY=PER",
            ),
            (
                "FAO gear code",
                ["GND", "LLD", "PS"],
                "GEAR_TYPE=GND GEAR_TYPE=LLD GEAR_TYPE=PS",
            ),
            (
                "FlagPrevious1",
                ["Chile", "Fiji", "Peru"],
                "PREVIOUS_FLAG=CHL PREVIOUS_FLAG=FJI PREVIOUS_FLAG=PER",
            ),
            (
                "Matrícula de la nave",
                ["CO-35386", "CO-35387", "CO-35388"],
                "NATIONAL_REG_NO=CO-35386 NATIONAL_REG_NO=CO-35387 NATIONAL_REG_NO=CO-35388",
            ),
            (
                "Operator if different from owner",
                ["A Ltd", "B Ltd", "C Ltd"],
                "OPERATOR=A Ltd OPERATOR=B Ltd OPERATOR=C Ltd",
            ),
            (
                "Zeta zetou / Previous flag",
                ["Chile", "Fiji", "Peru"],
                "PREVIOUS_FLAG=CHL PREVIOUS_FLAG=FJI PREVIOUS_FLAG=PER",
            ),
        ];
        for (caption, values, wanted) in cases {
            assert_eq!(said(caption, values), wanted, "{caption}");
        }
    }

    #[test]
    fn the_letter_before_a_caption_says_nothing() {
        let wanted = [
            "VESSEL_NAME=CORAL DAWN",
            "VESSEL_TYPE=Trawler",
            "OPERATOR=Reef Fish Ltd",
        ];
        for text in [
            "<table><tr><td>a. Name of vessel</td><td>CORAL DAWN</td></tr><tr><td>b. Vessel type</td>\
             <td>Trawler</td></tr><tr><td>c. Operator</td><td>Reef Fish Ltd</td></tr></table>",
            "(a) Name of vessel\nCORAL DAWN\n\n(b) Vessel type\nTrawler\n\n(n) Operator\nReef Fish Ltd",
            "<table><tr><td>a) Name of vessel</td><td>CORAL DAWN</td></tr><tr><td>b) Vessel type</td>\
             <td>Trawler</td></tr><tr><td>n) Operator</td><td>Reef Fish Ltd</td></tr></table>",
        ] {
            let found = things(text);
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn brackets_and_dashes_say_a_caption_again() {
        let wanted = ["VESSEL_NAME=CORAL DAWN", "FLAG=FJI", "OWNER=Reef Fish Ltd"];
        for text in [
            "| Zeta zetou (name of ship) | CORAL DAWN |\n|---|---|\n| Zetaia (flag) | Fiji |\n\
             | Zetaktis (owner) | Reef Fish Ltd |",
            "**Nome do navio – Name of ship:** CORAL DAWN\n**Bandeira – Flag:** Fiji\n\
             **Armador – Owner:** Reef Fish Ltd",
            "Zeta zetou / Name of ship: CORAL DAWN\nZetaia / Flag: Fiji\nZetaktis / Registered owner: Reef Fish Ltd",
            "Name of ship ______ CORAL DAWN\nFlag _______ Fiji\nOwner, if known ________ Reef Fish Ltd",
            "<table><tr><td>CORAL DAWN</td><td>Fiji</td><td>Reef Fish Ltd</td></tr><tr>\
             <td>(name of ship)</td><td>(flag)</td><td>(owner)</td></tr></table>",
        ] {
            let found = things(text);
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn a_bracket_that_says_how_to_fill_in_a_field_is_no_part_of_its_caption() {
        let text = "Nave: ALBA\nN. IMO: 9281310\nDal (gg/mm/aaaa): 12/03/2024\nAl (gg/mm/aaaa): 11/03/2025\n\
                    Fishing gear (tick one): [ ] Pots  [x] Purse seine  [ ] Pole and line";
        let found = things(text);
        assert_eq!(
            found,
            [
                "VESSEL_NAME=ALBA",
                "IMO=9281310",
                "START_DATE=2024-03-12",
                "END_DATE=2025-03-11",
                "GEAR_TYPE=PS"
            ]
        );
    }
}
