//! Headings that hold for the entries below them: `Vessels flying the flag of Panama:`, `Owner: Mar Azul S.L.` over a list.

use crate::entities::context::{Reader, Told, Vessel};
use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::label::Label;
use crate::entities::page::{Line, Span};
use crate::entities::values::closed::{self, Codes};
use crate::entities::values::identity;
use crate::entities::words::concept::Concepts;
use crate::entities::words::lexicon::{self, Country, Sense};
use crate::entities::words::seek;

/// What the vessels of a group, or under a band of a table, may share.
pub(crate) const SHARED: [Label; 12] = [
    Label::Flag,
    Label::Owner,
    Label::Operator,
    Label::BeneficialOwner,
    Label::Charterer,
    Label::Port,
    Label::GearType,
    Label::VesselType,
    Label::FishingArea,
    Label::Species,
    Label::Address,
    Label::Rfmo,
];

/// A value that a heading gives to the entries below it.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Its place among what was found.
    found: usize,
    /// Vessels met before the heading.
    vessels: usize,
}

/// Longest heading, in words.
const WORDS: usize = 14;

/// Reads a line that ends with a colon or stands over entries; true if it says what they share. A `bare`
/// country may be such a heading.
pub(crate) fn heading(reader: &mut Reader<'_>, span: &Span, bare: bool) -> bool {
    let text = reader.page.slice(span);
    if seek::more_words(text, WORDS) || text.len() > 120 {
        return false;
    }
    let length = text.trim_end_matches([':', ' ', '*', '–', '-', '.']).len();
    let span = span.start..span.start + length;
    let span = list_mark(reader, &without_count(reader, &span));
    let hits = closed::countries_of(reader.page, &span, Codes::None);
    let [hit] = hits.as_slice() else {
        return false;
    };
    let whole = hit.span == span;
    let meaning = reader.caption(&span);
    let flagged = meaning.concepts.any(Concepts::FLAG);
    // `Spanish vessels`, `Buques de Panamá`: nothing but the country, a word for ships and small words.
    let rest = format!(
        "{} {}",
        reader.page.slice(&(span.start..hit.span.start)),
        reader.page.slice(&(hit.span.end..span.end))
    );
    let shipped = seek::words(&rest) > 0
        && rest.split_whitespace().all(|word| {
            let small = word.len() <= 3 && word.chars().all(char::is_lowercase);
            small
                || lexicon::lookup(word).is_some_and(|t| {
                    t.strong.any(Concepts::SHIP)
                        || t.senses
                            .iter()
                            .any(|s| matches!(s, Sense::VesselTypeGeneric | Sense::VesselType))
                })
        });
    if !(bare && whole && !hit.demonym || flagged || shipped) {
        return false;
    }
    let place = hit.span.clone();
    let frame = reader.frame(None, None);
    let found = reader.found.len();
    let evidence = "heading over the vessels";
    if reader.read(&frame, &place, Label::Flag, Told::field(None, evidence)) == 0 {
        return false;
    }
    reader.groups.push(Group {
        found,
        vessels: reader.vessels.len(),
    });
    true
}

/// A line that is a country and nothing else.
pub(crate) fn is_bare(reader: &Reader<'_>, span: &Span) -> bool {
    let text = reader.page.slice(span);
    text.len() <= 40
        && text.starts_with(char::is_uppercase)
        && closed::has_sense(text, |s| matches!(s, Sense::Country(_)))
}

/// The flag that the last heading gives to the entries below it.
pub(crate) fn flag(reader: &Reader<'_>) -> Option<&'static Country> {
    let Some(group) = reader.groups.last() else {
        return header(reader);
    };
    let value = &reader.found.get(group.found)?.value;
    (value.label == Label::Flag)
        .then(|| identity::country(&value.norm))
        .flatten()
}

/// `Flag: Fiji. Owner of all vessels: Reef Fish Ltd` over a list: the flag of what is no vessel itself.
fn header(reader: &Reader<'_>) -> Option<&'static Country> {
    let first = reader.vessels.first().filter(|v| is_header(v))?;
    first.flag
}

/// Nothing but what several vessels may share is known.
fn is_header(vessel: &Vessel) -> bool {
    let mut labels = vessel.labels.iter().map(|(label, _)| label);
    !vessel.labels.is_empty() && labels.all(|label| SHARED.contains(label))
}

/// What stands in fields over several named vessels is nobody's alone.
fn over_all(reader: &mut Reader<'_>) {
    let named = reader
        .vessels
        .iter()
        .filter(|v| !v.names.is_empty())
        .count();
    if named < 2 || !reader.vessels.first().is_some_and(is_header) {
        return;
    }
    for found in &mut reader.found {
        if found.record == Some(0) {
            found.record = None;
        }
    }
}

/// `Owner: Mar Azul S.L.` above entries with a list mark: theirs, not a vessel's of its own.
pub(crate) fn field(
    reader: &mut Reader<'_>,
    lines: &[Line],
    index: usize,
    key: &Span,
    value: &Span,
) -> bool {
    let Some(next) = lines.get(index) else {
        return false;
    };
    let meaning = reader.caption(key);
    let Some(label) = meaning.label().filter(|l| SHARED.contains(l)) else {
        return false;
    };
    let entry = list_mark(reader, &next.span);
    let name = reader.page.slice(&entry);
    let shouts = name
        .split_whitespace()
        .next()
        .is_some_and(|w| w.chars().filter(|c| c.is_uppercase()).count() >= 2);
    let listed = entry.start > next.span.start
        && (shouts || name.starts_with(['"', '“', '«']))
        && split_field(reader, &next.span).is_none();
    if !listed || meaning.labels.len() != 1 {
        return false;
    }
    // The last field of an entry, with the next entry below it.
    // `Flag State: Angola` after the entries under `Flag State: Namibia`.
    let again = reader
        .groups
        .last()
        .and_then(|group| reader.found.get(group.found))
        .is_some_and(|found| found.value.label == label);
    let inside = !again
        && lines
            .iter()
            .take(index.saturating_sub(1))
            .any(|line| list_mark(reader, &line.span).start > line.span.start);
    if inside {
        return false;
    }
    let value = without_count(reader, value);
    let evidence = reader.page.slice(key);
    let mut frame = reader.frame(Some(&meaning), None);
    frame.short_codes = label == Label::Flag && value.len() == 2;
    let found = reader.found.len();
    if reader.read(&frame, &value, label, Told::field(None, evidence)) == 0 {
        return false;
    }
    reader.groups.push(Group {
        found,
        vessels: reader.vessels.len(),
    });
    true
}

/// `Panama (2 vessels)`: the heading without the number of its entries.
fn without_count(reader: &Reader<'_>, span: &Span) -> Span {
    let text = reader.page.slice(span);
    let cut = text
        .rfind(" (")
        .filter(|at| {
            text.get(at + 2..)
                .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        })
        .unwrap_or(text.len());
    span.start..span.start + cut
}

/// Where only one vessel stands below a heading, what the heading says is its own.
pub(crate) fn finish(reader: &mut Reader<'_>) {
    over_all(reader);
    let groups = std::mem::take(&mut reader.groups);
    for (index, group) in groups.iter().enumerate() {
        let end = groups
            .iter()
            .skip(index + 1)
            .map(|g| g.vessels)
            .find(|v| *v > group.vessels)
            .unwrap_or(reader.vessels.len());
        if end != group.vessels + 1 {
            continue;
        }
        let record = u32::try_from(group.vessels).unwrap_or(u32::MAX);
        let known = reader.found.get(group.found).map(|f| f.value.label);
        let open = known.is_some_and(|label| reader.known(record, label).is_none());
        if let Some(found) = reader.found.get_mut(group.found).filter(|_| open) {
            found.record = Some(record);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::{values, vessels};
    use crate::entities::{Carried, Label, extract_page};

    fn flags(text: &str) -> Vec<(String, Option<u32>)> {
        let (page, _) = extract_page(text, &Carried::default());
        page.entities
            .into_iter()
            .filter(|e| e.label == Label::Flag)
            .map(|e| (e.norm_value, e.record))
            .collect()
    }

    #[test]
    fn fields_over_a_list_are_nobody_s_alone_and_tell_the_call_signs() {
        let page = "Flag: Fiji. Owner of all vessels: Reef Fish Ltd, Suva.\n\n\
                    1. AQUA HUNTER – 3DTH – 187 GT\n2. AQUA RANGER – 3DTL – 203 GT";
        assert_eq!(flags(page), [("FJI".to_string(), None)]);
        let (read, _) = extract_page(page, &Carried::default());
        let signs: Vec<_> = read
            .entities
            .iter()
            .filter(|e| e.label == Label::Ircs)
            .map(|e| (e.norm_value.as_str(), e.record))
            .collect();
        assert_eq!(signs, [("3DTH", Some(0)), ("3DTL", Some(1))]);
    }

    #[test]
    fn what_is_said_of_all_vessels_is_nobody_s_alone() {
        let list = "1. AFKO 801, call sign 9GXA, 398 GT\n2. AFKO 802, call sign 9GXB, 401 GT\n\n";
        for sentence in [
            "Both vessels fly the flag of Ghana.",
            "All the vessels fly the flag of Ghana.",
            "Ambos buques enarbolan el pabellón de Ghana.",
        ] {
            let page = format!("{list}{sentence}");
            assert_eq!(flags(&page), [("GHA".to_string(), None)], "{sentence}");
        }
    }

    #[test]
    fn a_country_over_entries_in_capitals_is_their_flag() {
        let page = "Spain\n - MONTE ALBO, VI-5-9932, 1,022 GT\n - PUENTE NOVO, VI-5-9871, 988 GT\n\
                    Portugal\n - SANTA DUNA, A-2013-N, 1,344 GT\n - LOMBA, A-1977-N, 1,710 GT";
        assert_eq!(vessels(page), 4);
        let found: Vec<String> = flags(page).into_iter().map(|(norm, _)| norm).collect();
        assert_eq!(found, ["ESP", "PRT"]);
    }

    #[test]
    fn the_last_field_of_an_entry_is_no_heading_over_the_next() {
        let text = "1. ALBA NOVA\nFlag: Spain\nOwner: Mar S.L.\n2. MAR BRAVO\nFlag: Panama";
        let (page, _) = extract_page(text, &Carried::default());
        let owner = page.entities.iter().find(|e| e.label == Label::Owner);
        assert_eq!(owner.and_then(|e| e.record), Some(0));
    }

    #[test]
    fn a_bare_call_sign_of_the_heading_s_flag_is_an_entry_s() {
        let text = "Vessels flying the flag of Spain:\n- ALBA NOVA, IMO 9281310, EADN\n- MAR BRAVO, IMO 9100372, EAQB";
        let signs = values(text, Label::Ircs);
        assert_eq!(signs, ["EADN", "EAQB"]);
    }

    #[test]
    fn a_heading_s_flag_is_its_only_vessel_s_or_nobody_s() {
        let entries = "\n- ALBA NOVA, IMO 9281310, call sign HO5512";
        let two = format!("{entries}\n- MAR BRAVO, IMO 9100372, call sign HP2231");
        for heading in [
            "Vessels flying the flag of Panama:",
            "Flag: Panama",
            "Panama (1):",
            "Panamanian vessels:",
            "Buques de Panamá:",
        ] {
            let one = format!("{heading}{entries}");
            assert_eq!(flags(&one), [("PAN".to_string(), Some(0))], "{heading}");
            let more = format!("{heading}{two}");
            assert_eq!(flags(&more), [("PAN".to_string(), None)], "{heading}");
        }
    }
}
