//! Entries whose particulars follow one another without colons.
//!
//! ```text
//! * Alba, Panama: IMO 9281310; call sign 3FLH1; owner Mar Bravo S.A.
//! b) NOVA (also known as SOL): flag Greece | IMO 9100372 | master Juan Rey
//! ```

use super::line::named;
use crate::entities::context::Reader;
use crate::entities::fields::line::list_mark;
use crate::entities::page::Span;
use crate::entities::values::{closed, list};
use crate::entities::words::lexicon::{opens_with_caption, phrases};
use crate::entities::words::seek;

/// Signs between the particulars; commas also stand inside them.
const BARS: [&str; 4] = ["; ", " | ", " · ", " • "];
/// Fewest particulars between commas.
const LISTED: usize = 3;
/// Longest chain, in bytes.
const LONGEST: usize = 700;

/// The particulars of a chain: the first, and most of the others, begin with a word of a caption.
pub(crate) fn chain(reader: &Reader<'_>, span: &Span) -> Option<Vec<Span>> {
    let text = reader.page.slice(span);
    if text.len() > LONGEST || !opens_with_caption(text) {
        return None;
    }
    let bar = BARS
        .into_iter()
        .max_by_key(|bar| text.matches(bar).count())
        .filter(|bar| text.contains(bar))?;
    let mut parts = list::parted(&reader.page.text, span, bar);
    for part in &mut parts {
        // `owner Mar Bravo S.A.` keeps its dot, `added 22 February 2018.` does not.
        let stopped = reader.page.slice(part).strip_suffix('.');
        part.end -= usize::from(stopped.is_some_and(|bare| !firm_end(bare)));
    }
    let told = parts
        .iter()
        .filter(|part| opens_with_caption(reader.page.slice(part)))
        .count();
    // Fields with colons, and what stands in one bracket, are read elsewhere.
    let plain = parts.iter().all(|part| {
        let text = reader.page.slice(part);
        !seek::has(text, ": ") && text.matches('(').count() == text.matches(')').count()
    });
    (plain && told * 10 >= parts.len() * 6).then_some(parts)
}

/// The particulars between commas: most begin with a word of a caption, and an end of a firm's name goes to the firm.
fn listed(reader: &Reader<'_>, span: &Span) -> Option<Vec<Span>> {
    let text = reader.page.slice(span);
    if text.len() > LONGEST || !opens_with_caption(text) {
        return None;
    }
    let mut parts: Vec<Span> = Vec::new();
    for part in list::parted(&reader.page.text, span, ", ") {
        let own = reader.page.slice(&part);
        let firm = own.len() <= 8 && !own.contains(' ') && firm_end(own.trim_end_matches('.'));
        match parts.last_mut() {
            Some(last) if firm => last.end = part.end,
            _ => parts.push(part),
        }
    }
    if let Some(last) = parts.last_mut() {
        let stopped = reader.page.slice(last).strip_suffix('.');
        last.end -= usize::from(stopped.is_some_and(|bare| !firm_end(bare)));
    }
    let told = parts
        .iter()
        .filter(|part| opens_with_caption(reader.page.slice(part)))
        .count();
    (told >= LISTED && told * 10 >= parts.len() * 7).then_some(parts)
}

/// The end of a firm's name, or an abbreviation.
fn firm_end(text: &str) -> bool {
    let word = text.rsplit([' ', ',']).next().unwrap_or("");
    word.contains('.') || phrases::FIRM_ENDINGS.holds(&word.to_lowercase())
}

/// A name with a chain behind its colon: the name, and the particulars with the state that stands behind the name.
pub(crate) fn find(reader: &mut Reader<'_>, span: &Span) -> Option<(Span, Vec<Span>)> {
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    let colon = body.start + seek::find(text, ": ")?;
    let rest = colon + 2..body.end;
    let mut parts = chain(reader, &rest).or_else(|| listed(reader, &rest))?;
    let mut name = body.start..colon;
    let head = reader.page.slice(&name);
    if let Some((ship, state)) = head.rsplit_once(", ") {
        let place = colon - state.len()..colon;
        if closed::is_country(reader.page, &place) {
            name.end = name.start + ship.len();
            parts.insert(0, place);
        }
    }
    let name = named(reader, &name, false)?;
    let marked = body.start > span.start;
    let printed = reader.page.slice(&name);
    let shouts = !printed.chars().any(char::is_lowercase);
    // `Nova (Togo)` is a ship and her flag.
    let flagged = printed
        .strip_suffix(')')
        .and_then(|text| text.split_once(" ("))
        .is_some_and(|(ship, state)| {
            let start = name.start + ship.len() + 2;
            closed::is_country(reader.page, &(start..start + state.len()))
        });
    (shouts || marked && (flagged || titled(printed))).then_some((name, parts))
}

/// `Rio do Sul (ex Nova)`: a name of several words in capitals but for small ones; `Seen` and `Other papers` are none.
fn titled(text: &str) -> bool {
    let outside = text.split(" (").next().unwrap_or(text);
    let mut words = 0;
    outside.split_whitespace().all(|word| {
        words += 1;
        word.chars().count() <= 3 || !word.starts_with(char::is_lowercase)
    }) && words > 1
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn every_entry_of_a_list_of_chains_is_a_vessel() {
        let wanted = [
            "0 VESSEL_NAME=ALBA DAWN",
            "0 FLAG=PAN",
            "0 IMO=9281310",
            "0 OWNER=Mar Bravo Ltd",
            "1 VESSEL_NAME=RIO SUL",
            "1 FLAG=ESP",
            "1 IMO=9100372",
            "1 OWNER=Sol Ltd",
        ];
        for page in [
            "* Alba Dawn, Panama: IMO 9281310; works purse seine; owner Mar Bravo Ltd\n\
             * Rio Sul, Spain: IMO 9100372; works purse seine; owner Sol Ltd",
            "* Alba Dawn, Panama: IMO 9281310 | owner Mar Bravo Ltd\n\
             * Rio Sul, Spain: IMO 9100372 | owner Sol Ltd",
            "a) ALBA DAWN: flag Panama; IMO 9281310; owner Mar Bravo Ltd; added 22 February 2018.\n\
             b) RIO SUL: flag Spain; IMO 9100372; owner Sol Ltd; added 2 February 2018.",
            "1. Alba Dawn (Panama (PAN)): OMI 9281310, tipo palangrero, armador: Mar Bravo Ltd\n\
             2. Rio Sul (España (ESP)): OMI 9100372, tipo palangrero, armador: Sol Ltd",
            "a) ALBA DAWN\nflag Panama; IMO 9281310; owner Mar Bravo Ltd; added 2 May 2018.\n\n\
             b) RIO SUL\nflag Spain; IMO 9100372; owner Sol Ltd; added 2 May 2018.",
        ] {
            let (read, _) = extract_page(page, &Carried::default());
            let entities = read.entities.iter();
            let found: Vec<String> = entities
                .map(|e| format!("{} {}={}", e.record.map_or(9, |r| r), e.label, e.norm_value))
                .filter(|e| {
                    !["DATE", "GEAR", "TYPE"]
                        .iter()
                        .any(|label| e.contains(label))
                })
                .collect();
            assert_eq!(found, wanted, "{page}");
        }
    }
}
