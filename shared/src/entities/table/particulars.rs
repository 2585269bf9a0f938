//! A ship's name with its particulars in one cell or field: in brackets, between commas, behind the kind of ship.
//!
//! `STERNA FISHER (Norway, LFTS)`, `SEA LION; flag Tanzania; call sign 5IM234`.

use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose;
use crate::entities::values::Frame;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::closed;
use crate::entities::values::list::{self, By};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Sense, lookup, opens_with_caption, phrases};
use crate::entities::words::seek;

/// `STERNA FISHER (Norway, LFTS)`: a name with its flag and call sign in brackets.
pub(crate) fn name_with_particulars(reader: &mut Reader<'_>, value: &Span, told: Told<'_>) -> bool {
    let text = reader.page.slice(value).trim_end_matches(['.', ';']);
    let Some(open) = [(" (", ')'), (" [", ']')]
        .iter()
        .find_map(|(sign, end)| text.find(sign).filter(|_| text.ends_with(*end)))
    else {
        return listed_particulars(reader, value, told) || name_after_type(reader, value, told);
    };
    let inner = value.start + open + 2..value.start + text.len() - 1;
    let name = value.start..value.start + open;
    if name_and_former(reader, &name, &inner, told) {
        return true;
    }
    let parts = list::split(&reader.page.text, &inner, By::COMMAS.with(By::SLASHES));
    let flag = parts
        .iter()
        .position(|p| closed::is_country(reader.page, p));
    let bracket = reader.page.slice(&inner);
    let signed = flag.is_none() && is_sign(bracket);
    let cued = bracket.contains(char::is_whitespace);
    if flag.is_none() && !cued && !signed {
        return false;
    }
    let frame = reader.frame(None, told.record);
    if signed {
        reader.read(&frame, &name, Label::VesselName, told);
        let told = Told::shape(told.record, "in brackets after the name");
        reader.read(&frame, &inner, Label::Ircs, told);
        return true;
    }
    if flag.is_none() {
        let before = reader.found.len();
        prose::fragment(reader, &inner, told.record, false);
        let listed = reader.page.slice(&inner).contains([';', ',']);
        if reader.found.len() == before && !listed {
            return false;
        }
        reader.read(&frame, &name, Label::VesselName, told);
        return true;
    }
    reader.read(&frame, &name, Label::VesselName, told);
    for (index, part) in parts.iter().enumerate() {
        if Some(index) == flag {
            reader.read(
                &frame,
                part,
                Label::Flag,
                Told::shape(told.record, "in brackets after the name"),
            );
        } else if call_sign::is_bare(reader.page.slice(part), Witness::Place) {
            let frame = reader.frame(None, told.record);
            reader.read(
                &frame,
                part,
                Label::Ircs,
                Told::shape(told.record, "in brackets after the name"),
            );
        } else {
            prose::fragment(reader, part, told.record, false);
        }
    }
    true
}

/// `GULF RAIDER (fue LADY BRENDA)`
fn name_and_former(reader: &mut Reader<'_>, name: &Span, inner: &Span, told: Told<'_>) -> bool {
    let bracket = reader.page.slice(inner);
    let was = phrases::WAS.iter().find(|was| {
        bracket
            .strip_prefix(**was)
            .is_some_and(|rest| rest.starts_with(char::is_uppercase) && !rest.contains(','))
    });
    let Some(was) = was else {
        return false;
    };
    let frame = reader.frame(None, told.record);
    let former = inner.start + was.len()..inner.end;
    reader.read(&frame, name, Label::VesselName, told);
    let told = Told {
        evidence: was.trim(),
        ..told
    };
    reader.read(&frame, &former, Label::PreviousName, told);
    true
}

/// `3DXB`, `CXYQ`: a call sign; letters alone must not be a word that can be spoken.
fn is_sign(bracket: &str) -> bool {
    let vowels = bracket.bytes().filter(|b| b"AEIOU".contains(b)).count();
    (seek::has_figure(bracket) || vowels <= 1) && call_sign::is_bare(bracket, Witness::Place)
}

/// `SEA LION (IMO 9281310), Tanzania, call sign 5IM234`, `SEA LION; flag Tanzania; call sign 5IM234`: a name and its
/// ship's particulars between commas or semicolons.
fn listed_particulars(reader: &mut Reader<'_>, value: &Span, told: Told<'_>) -> bool {
    let page = reader.page;
    let text = page.slice(value);
    // Any of the signs, or the first byte of a dash.
    if !text
        .bytes()
        .any(|b| matches!(b, b'(' | b',' | b';' | b':' | 0xE2))
    {
        return false;
    }
    let Some((cut, sign)) = [" (", ", ", "; ", " ; ", ": ", " – "]
        .iter()
        .filter_map(|sign| Some((seek::find(text, sign)?, sign.len())))
        .min()
    else {
        return false;
    };
    let rest = value.start + cut + sign..value.end;
    let parts = list::split(&page.text, &rest, By::COMMAS);
    let is_flag = |part: &Span| closed::is_country(page, part);
    let cued = parts.iter().any(|part| {
        let printed = page.slice(part);
        printed.contains(' ') && seek::figures(printed) >= 3
    });
    let captioned = |part: &&Span| opens_with_caption(page.slice(part));
    let bracketed = seek::has(text, " (");
    let spoken = parts.iter().filter(captioned).count() >= 2
        || cued && (bracketed || parts.iter().any(is_flag));
    // `ALBA, IMO 9281310`
    let single = parts.len() == 1 && cued && parts.iter().any(|part| captioned(&part));
    if !single && (parts.len() < 2 || !spoken) {
        return false;
    }
    let before = reader.found.len();
    for part in &parts {
        let printed = page.slice(part).trim_matches(['(', ')']);
        let lead = page.slice(part).len() - page.slice(part).trim_start_matches('(').len();
        let part = part.start + lead..part.start + lead + printed.len();
        // `ind. ECJC`
        if let Some(sign) = printed
            .strip_prefix("ind. ")
            .filter(|sign| call_sign::is_bare(sign, Witness::Place))
        {
            let frame = reader.frame(None, told.record);
            let place = part.end - sign.len()..part.end;
            reader.read(&frame, &place, Label::Ircs, Told::cue(told.record, "ind."));
            continue;
        }
        if is_flag(&part) {
            let frame = reader.frame(None, told.record);
            reader.read(
                &frame,
                &part,
                Label::Flag,
                Told::shape(told.record, "behind the name"),
            );
        } else {
            prose::fragment(reader, &part, told.record, false);
        }
    }
    if reader.found.len() < before + parts.len().min(2) {
        return false;
    }
    let frame = reader.frame(None, told.record);
    let name = value.start..value.start + cut;
    reader.read(&frame, &name, Label::VesselName, told);
    true
}

/// `Stern trawler, steel hull`, `Seitentrawler, Rumpf aus Holz`: what the ship is, and what her hull is made of.
pub(super) fn kind_and_hull(
    reader: &mut Reader<'_>,
    frame: &Frame<'_>,
    value: &Span,
    told: Told<'_>,
) -> bool {
    let page = reader.page;
    let Some((kind, hull)) = seek::parted(page.slice(value), ", ") else {
        return false;
    };
    let hulled = |word: &str| lookup(word).is_some_and(|term| term.concepts.any(C::HULL));
    let mut words = hull.split(' ');
    let place = value.end - hull.len()..value.end;
    let material = hull
        .split(' ')
        .find(|word| closed::has_sense(word, |s| *s == Sense::Hull));
    let Some(material) = material.filter(|_| words.any(hulled)) else {
        return false;
    };
    let at = place.start + hull.find(material).unwrap_or(0);
    let kind = value.start..value.start + kind.len();
    reader.read(frame, &kind, Label::VesselType, told);
    let material = at..at + material.len();
    reader.read(frame, &material, Label::HullMaterial, told);
    true
}

/// `Trawler NORDSTJERNEN`: what the ship is, in small letters, before a name in capitals.
fn name_after_type(reader: &mut Reader<'_>, value: &Span, told: Told<'_>) -> bool {
    let text = reader.page.slice(value);
    let Some((cut, _)) = text.match_indices(' ').take(3).find(|(at, _)| {
        let (kind, name) = (
            text.get(..*at).unwrap_or(""),
            text.get(*at + 1..).unwrap_or(""),
        );
        let shouts = |t: &str| !t.chars().any(char::is_lowercase);
        !shouts(kind)
            && shouts(name)
            && name.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && closed::has_sense(kind, |s| *s == Sense::VesselType)
    }) else {
        return false;
    };
    let (kind, name) = (
        value.start..value.start + cut,
        value.start + cut + 1..value.end,
    );
    let frame = reader.frame(None, told.record);
    reader.read(&frame, &kind, Label::VesselType, told);
    reader.read(&frame, &name, Label::VesselName, told);
    true
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    fn found(cell: &str) -> Vec<String> {
        let page = format!(
            "<table><tr><td>Vessel</td><td>Owner</td></tr><tr><td>{cell}</td><td>Lion Ltd</td></tr></table>"
        );
        things(&page)
    }

    #[test]
    fn a_name_stands_apart_from_what_is_said_of_the_ship() {
        let cases: &[(&str, &[&str])] = &[
            (
                "GREY LION (IMO 9281310), Tanzania, call sign 5IM234",
                &[
                    "VESSEL_NAME=GREY LION",
                    "IMO=9281310",
                    "FLAG=TZA",
                    "IRCS=5IM234",
                    "OWNER=Lion Ltd",
                ],
            ),
            (
                "Trawler GREY LION",
                &[
                    "VESSEL_TYPE=Trawler",
                    "VESSEL_NAME=GREY LION",
                    "OWNER=Lion Ltd",
                ],
            ),
            (
                "TRAWLER LION",
                &["VESSEL_NAME=TRAWLER LION", "OWNER=Lion Ltd"],
            ),
            (
                "GREY LION (fue LADY ROSA)",
                &[
                    "VESSEL_NAME=GREY LION",
                    "PREVIOUS_NAME=LADY ROSA",
                    "OWNER=Lion Ltd",
                ],
            ),
            (
                "Bqe. pesq. «GREY LION»",
                &["VESSEL_NAME=GREY LION", "OWNER=Lion Ltd"],
            ),
            (
                "GREY LION (CXYQ)",
                &["VESSEL_NAME=GREY LION", "IRCS=CXYQ", "OWNER=Lion Ltd"],
            ),
            ("GREY LION", &["VESSEL_NAME=GREY LION", "OWNER=Lion Ltd"]),
        ];
        for (cell, wanted) in cases {
            assert_eq!(found(cell), *wanted, "{cell}");
        }
    }
}
