//! A vessel's name over her fields: the numbered line of a list's entry, a title.
//!
//! `3. POLAR STAR (ex Arctic Dawn)` over `Flag: Norway`. A name in small letters is none.

use crate::entities::context::{Found, Reader, Source, Told};
use crate::entities::fields::led;
use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::fields::run::{chained_fields, run_on_fields, stopped_fields};
use crate::entities::fields::side::side_fields;
use crate::entities::form::Form;
use crate::entities::label::Label as L;
use crate::entities::lines::is_caption_line;
use crate::entities::page::{Line, Span, trim};
use crate::entities::prose::{self, is_company_word};
use crate::entities::table;
use crate::entities::values::closed;
use crate::entities::values::text;
use crate::entities::words::concept::Concepts;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, Sense, lookup, phrases};
use crate::entities::words::seek;

/// What the first field under a vessel's name in a list speaks of.
const OWN_PARTICULARS: [L; 14] = {
    [
        L::Flag,
        L::PreviousFlag,
        L::PreviousName,
        L::Imo,
        L::Mmsi,
        L::Ircs,
        L::NationalRegNo,
        L::ExternalMarking,
        L::EuCfr,
        L::RfmoId,
        L::VesselType,
        L::Port,
        L::Length,
        L::Tonnage,
    ]
};

/// Signs around a name.
const AROUND: [char; 8] = ['"', '“', '”', '«', '»', ':', '*', ' '];

/// The name in a numbered line under which fields follow: `3. POLAR STAR (ex Arctic Dawn)` over `Flag: Norway`.
pub(crate) fn entry_name(reader: &mut Reader<'_>, lines: &[Line], index: usize) -> Option<Span> {
    let (first, next) = (lines.get(index)?, lines.get(index + 1)?);
    let entry = list_mark(reader, &first.span);
    // `(4) IMO – 9244714`
    if entry.start == first.span.start || split_field(reader, &first.span).is_some() {
        return None;
    }
    let (name, prefixed) = name_in(reader, &entry);
    let text = reader.page.slice(&name);
    let mark = reader.page.slice(&(first.span.start..entry.start));
    if is_title(text)
        || table::is_days(text)
        || !prefixed
            && (begins_section(reader, mark, &next.span) || names_part(reader, lines, index))
        || index > 0 && !is_listed(reader, mark, lines)
        || !is_printed_as_name(reader, &name, &next.span)
    {
        return None;
    }
    let opens = index == 0
        && seek::has_figure(mark)
        && !text.chars().any(char::is_lowercase)
        && !is_part_of(reader, mark, &next.span);
    let ship = told_below(reader, text, &next.span)
        || first_key(reader, &next.span).is_some_and(|key| opens || asks_of_ships(reader, &key));
    (ship && !is_caption_line(reader, &name, 75)).then_some(name)
}

/// The name in an entry, without what a bracket adds and the signs around it; and whether a ship's prefix stood before.
fn name_in(reader: &Reader<'_>, entry: &Span) -> (Span, bool) {
    let printed = reader.page.slice(entry);
    let bracket = seek::find(printed, " (").filter(|_| printed.ends_with([')', ':']));
    let end = entry.start + bracket.unwrap_or(printed.len());
    let head = trim(&reader.page.text, &(entry.start..end));
    let bare = reader.page.slice(&head).trim_matches(AROUND);
    let whole = inner(reader, &head, bare);
    let name = text::without_prefix(&reader.page.text, whole.clone());
    let prefixed = name.start > whole.start;
    (name, prefixed)
}

/// `ANTECEDENTES DE LA NAVE`, `DATOS TECNICOS`: words of titles, or a title that ends with a word for ships.
fn is_title(text: &str) -> bool {
    let of_ship = text.rsplit_once(' ').is_some_and(|(head, last)| {
        phrases::OF_THE_VESSEL
            .end(&format!(" {} ", head.to_lowercase()))
            .is_some()
            && lookup(last).is_some_and(|term| term.concepts.any(C::SHIP))
    });
    of_ship || text.split_whitespace().all(is_title_word)
}

/// `1.1 Port State: Fiji` below `1. EXAMINATION`: the head's own number counts its parts.
fn is_part_of(reader: &Reader<'_>, mark: &str, next: &Span) -> bool {
    let own = mark.trim_end_matches(|c: char| !c.is_ascii_digit());
    let part = reader.page.slice(next).split(' ').next();
    let part = part.and_then(|part| part.split_once('.'));
    part.is_some_and(|(head, part)| is_count(own) && head == own && is_count(part))
}

/// `I. APPLICANT` over `1. Name: …` begins a section, not an entry.
fn begins_section(reader: &Reader<'_>, mark: &str, next: &Span) -> bool {
    let own = next.start..list_mark(reader, next).start;
    let marked = reader.page.slice(&own).chars().any(char::is_alphanumeric);
    marked && !seek::has_figure(mark)
}

/// Lines before and behind a head in which a part of its form is looked for.
const PARTS_NEAR: usize = 30;

/// `2.2 Vessel name: ALBA` among the fields of counted heads: these are the parts of a form, not ships.
fn names_part(reader: &mut Reader<'_>, lines: &[Line], index: usize) -> bool {
    let near = lines
        .iter()
        .skip(index.saturating_sub(PARTS_NEAR))
        .take(2 * PARTS_NEAR);
    near.into_iter().any(|line| {
        let mark = reader.page.slice(&line.span).split(' ').next();
        let part = mark.and_then(|mark| mark.split_once('.'));
        part.is_some_and(|(head, own)| is_count(head) && is_count(own))
            && split_field(reader, &line.span)
                .is_some_and(|(key, _)| reader.caption(&key).labels == [L::VesselName])
    })
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The mark counts; or, `• ALBA` after the fields of `• NOVA`, the same one began the list.
fn is_listed(reader: &Reader<'_>, mark: &str, lines: &[Line]) -> bool {
    mark.chars().any(char::is_alphanumeric)
        || lines.first().is_some_and(|opening| {
            let own = opening.span.start..list_mark(reader, &opening.span).start;
            reader.page.slice(&own).trim() == mark.trim()
        })
}

/// Few words and no signs between them, with the capitals of a name.
fn is_printed_as_name(reader: &mut Reader<'_>, name: &Span, next: &Span) -> bool {
    let text = reader.page.slice(name);
    let short = text.split_whitespace().count() <= 6
        && !text.contains([':', '(', ';', ','])
        && !seek::has(text, "..");
    let shouts = letters(text) >= 3 && !text.chars().any(char::is_lowercase);
    short
        && (shouts || heads_common_fields(reader, text, next) || is_title_name(reader, name, true))
}

/// `Mestre Alfredo` over captions that stand over every entry of the list.
fn heads_common_fields(reader: &mut Reader<'_>, name: &str, next: &Span) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    letters(name) >= 4
        && words.len() > 1
        && !name.contains('/')
        && in_capitals(&words)
        && first_key(reader, next).is_some_and(|key| comes_again(reader, &key))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// `II. PERSONAS` over `Armador: …` is a section; a ship's own particulars, or the caption of every entry, follow its
/// name.
fn asks_of_ships(reader: &mut Reader<'_>, key: &Span) -> bool {
    let meaning = reader.caption(key);
    meaning.labels.iter().any(|l| OWN_PARTICULARS.contains(l))
        || meaning.understood() && comes_again(reader, key)
}

/// `- Isabella Rose` over `- IMO 9281310 – call sign 9GVT`: a line of a list that begins with a ship's particular.
fn told_below(reader: &Reader<'_>, name: &str, next: &Span) -> bool {
    let body = list_mark(reader, next);
    let printed = reader.page.slice(&body);
    let first = printed.split([',', ';']).next().unwrap_or("");
    let opening = printed.split(' ').next().and_then(lookup);
    let begins = |concepts: C| opening.is_some_and(|term| term.strong.any(concepts));
    let figures = seek::has_figure(printed);
    let own = begins(C::FLAG) || figures && begins(C::IMO.with(C::CALLSIGN).with(C::MMSI));
    body.start > next.start
        && !name.split(' ').any(is_company_word)
        && (own || closed::is_land(first))
}

/// Bytes beside a caption in which it may come again.
const NEAR: usize = 2_000;

/// The caption stands in another line near by: the entries of a list begin alike.
fn comes_again(reader: &Reader<'_>, key: &Span) -> bool {
    let text = &reader.page.text;
    let caption = reader.page.slice(key);
    let near = |from: usize, to: usize| {
        let (mut from, mut to) = (from, to.min(text.len()));
        while !text.is_char_boundary(from) {
            from += 1;
        }
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        text.get(from..to).is_some_and(|part| {
            part.lines()
                .any(|line| line.trim_start().starts_with(caption))
        })
    };
    near(
        key.start.saturating_sub(NEAR),
        key.start.saturating_sub(caption.len()),
    ) || near(key.end, key.end + NEAR)
}

/// Longest title that may be a vessel's name, in bytes.
const TITLE_NAME: usize = 40;

/// A line of its own that may be a vessel's name: capitals, or words with capitals where `titled` allows them.
pub(super) fn is_title_name(reader: &mut Reader<'_>, span: &Span, titled: bool) -> bool {
    let text = reader.page.slice(span);
    if text.len() > TITLE_NAME {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let shouts = !text.chars().any(char::is_lowercase);
    let capital = titled && words.len() > 1 && in_capitals(&words);
    let plain = (1..=5).contains(&words.len())
        && letters(text) >= 4
        && !text.contains([':', ',', ';', '(', '/', '|', '–', '@', '_'])
        && seek::figures(text) <= 4
        && text.starts_with(char::is_alphabetic);
    if !plain || !(shouts || capital) {
        return false;
    }
    let spoken = words.iter().any(|word| {
        let folded = fold_phrase(word);
        is_title_word(word)
            || lexicon::term(&folded).is_some_and(|t| {
                !t.strong.without(Concepts::AREA).is_empty()
                    || t.senses.iter().any(|s| matches!(s, Sense::RfmoAcronym(_)))
            })
    });
    let known = lookup(text).is_some();
    !spoken && !known && prose::is_name(reader, span)
}

/// `Mar de Hornos`, `Alba 3`: words that begin with capitals or figures, but for the small words of names.
pub(crate) fn in_capitals(words: &[&str]) -> bool {
    let begins = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    words.first().is_some_and(begins)
        && words.iter().all(|word| {
            begins(word) || phrases::NAME_PARTICLES.holds(word) || phrases::INSIDE_NAMES.holds(word)
        })
}

/// `CHARACTERISTICS`, `Datos`: a word of titles.
pub(crate) fn is_title_word(word: &str) -> bool {
    phrases::TITLE_WORDS.holds(&fold_phrase(word))
}

/// A field that speaks of a ship follows in this line, and none of the lines names her.
pub(crate) fn begins_particulars(reader: &mut Reader<'_>, lines: &[Line], index: usize) -> bool {
    let Some(line) = lines.get(index) else {
        return false;
    };
    let Some(key) = first_key(reader, &line.span) else {
        return false;
    };
    let own = reader
        .caption(&key)
        .labels
        .iter()
        .any(|l| OWN_PARTICULARS.contains(l) && !matches!(l, L::Length | L::Tonnage));
    own && !lines.iter().skip(index).take(FIELDS).any(|line| {
        first_key(reader, &line.span)
            .is_some_and(|key| reader.caption(&key).labels.contains(&L::VesselName))
    })
}

/// Lines looked at for the vessel's name.
const FIELDS: usize = 30;

/// The caption of the first field of a line.
fn first_key(reader: &mut Reader<'_>, span: &Span) -> Option<Span> {
    if let Some((key, _)) = split_field(reader, span) {
        return Some(key);
    }
    if let Some(fields) = led::barred_fields(reader, span) {
        return fields.into_iter().next().map(|(key, _)| key);
    }
    let fields = chained_fields(reader, span)
        .or_else(|| run_on_fields(reader, span))
        .or_else(|| stopped_fields(reader, span))
        .or_else(|| side_fields(reader, span));
    let Some(fields) = fields else {
        return chained_key(reader, span);
    };
    fields.into_iter().next().map(|(key, _)| key)
}

/// The caption of the first particular of a chain.
fn chained_key(reader: &mut Reader<'_>, span: &Span) -> Option<Span> {
    let parts = super::chain::chain(reader, span)?;
    led::led_field(reader, parts.first()?).map(|(key, _)| key)
}

/// What speaks for the name of a numbered entry.
pub(crate) const ENTRY: &str = "head of a list entry";
/// What speaks for a name beside its number in a title.
pub(crate) const NUMBERED_TITLE: &str = "title with the ship's number";
/// What speaks for a name over its particulars.
pub(crate) const TITLE: &str = "title over a ship's particulars";

/// A title is no name where a field names the vessel.
pub(crate) fn without_titles(reader: &mut Reader<'_>) {
    let named = |f: &Found| f.value.label == L::VesselName && f.source == Source::Field;
    let titled = |f: &Found| named(f) && &*f.evidence == TITLE;
    if reader
        .found
        .iter()
        .any(|f| named(f) && !titled(f) && ![ENTRY, NUMBERED_TITLE].contains(&&*f.evidence))
    {
        reader.found.retain(|f| !titled(f));
    }
}

/// A form begins under its vessel's name.
pub(crate) fn begin_vessel(
    reader: &mut Reader<'_>,
    form: &mut Form,
    name: &Span,
    evidence: &str,
) -> u32 {
    *form = Form::of(None);
    let record = form.vessel(reader);
    let frame = reader.frame(None, Some(record));
    let label = L::VesselName;
    reader.read(&frame, name, label, Told::field(Some(record), evidence));
    record
}

/// The place of `bare`, which is the text of `span` without the signs at its ends.
pub(super) fn inner(reader: &Reader<'_>, span: &Span, bare: &str) -> Span {
    let text = reader.page.slice(span);
    let lead = bare
        .chars()
        .next()
        .and_then(|first| text.find(first))
        .unwrap_or(0);
    span.start + lead..span.start + lead + bare.len()
}

/// A title that may be a vessel's name.
pub(crate) fn title_name(reader: &mut Reader<'_>, span: &Span, heading: bool) -> Option<Span> {
    let entry = list_mark(reader, span);
    if entry.start > span.start && !heading {
        return None;
    }
    let text = reader.page.slice(&entry);
    let bare = text.trim_matches(AROUND);
    let name = inner(reader, &entry, bare);
    // `=== MS Alba ===`
    let own = text::without_prefix(&reader.page.text, name.clone());
    let prefixed = heading && own.start > name.start && prose::is_name(reader, &own);
    (prefixed || is_title_name(reader, &name, heading)).then_some(name)
}

/// The vessel met before whose name ends a title: `Vessel history — ALBA NOVA`.
pub(crate) fn met_before(reader: &Reader<'_>, title: &Span) -> Option<u32> {
    let text = reader.page.slice(title);
    if reader.names.is_empty() || text.is_ascii() && !text.contains(':') {
        return None;
    }
    let (_, name) = [" — ", " – ", ": "]
        .iter()
        .find_map(|sign| text.rsplit_once(sign))?;
    reader.names.get(&fold_phrase(name)).copied()
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn counted_parts_of_a_form_are_no_vessels() {
        let page = "1. AUTHORISED INSPECTORS\n1.1 Names: D. Keough\n2. VESSEL INSPECTED AT SEA\n\
            2.1 Port of registration: KLAIPEDA\n2.2 Vessel name: DRANGEY NERIS\n2.3 Flag: Lithuania";
        let names = crate::entities::told::values(page, crate::entities::Label::VesselName);
        assert_eq!(names, ["DRANGEY NERIS"]);
    }

    #[test]
    fn a_title_may_name_a_vessel_of_the_list_above() {
        let page = "<table><tr><td>Vessel</td><td>Flag</td></tr><tr><td>Alba Nova</td><td>Norway</td></tr>\
                    <tr><td>Mar Bravo</td><td>Chile</td></tr></table>\n\n**Vessel history — Alba Nova**\n\n\
                    Previous names: Galaecia\nOwner: Alba AS";
        let all = found(page);
        for wanted in ["0 PREVIOUS_NAME=GALAECIA", "0 OWNER=Alba AS"] {
            assert!(all.contains(&wanted.to_string()), "{wanted} in {all:?}");
        }
    }

    #[test]
    fn entries_begin_alike_whatever_their_first_caption_and_an_address_needs_none() {
        let wanted = [
            "0 VESSEL_NAME=MAR DE SUR",
            "0 CREW_COUNT=17",
            "0 OWNER=Alba S.A.",
            "0 ADDRESS=Av. Uno 18, Callao 07001",
            "1 VESSEL_NAME=MESTRE PEDRO",
            "1 CREW_COUNT=12",
            "1 OWNER=Nova Ltd",
            "1 ADDRESS=PO Box 9, Bluff",
        ];
        for (one, other) in [("* ", "* "), ("A. ", "B. "), ("i) ", "ii) ")] {
            let page = format!(
                "{one}Mar de Sur\n  No. of crew: 17\n  Owner: Alba S.A.\n  Av. Uno 18, Callao 07001\n\n\
                 {other}Mestre Pedro\n  No. of crew: 12\n  Owner: Nova Ltd\n  PO Box 9, Bluff"
            );
            assert_eq!(found(&page), wanted, "{page}");
        }
    }

    #[test]
    fn fields_set_as_sentences_stand_under_a_name() {
        let page =
            "**KOSHKA**\nFlag: Equatorial Guinea. Previous flags: Togo, Mongolia\nIMO: 7420613";
        let wanted = [
            "0 VESSEL_NAME=KOSHKA",
            "0 FLAG=GNQ",
            "0 PREVIOUS_FLAG=TGO",
            "0 PREVIOUS_FLAG=MNG",
            "0 IMO=7420613",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn days_and_sections_head_no_vessel() {
        for page in [
            "* 3 June 2024\n  No. of crew: 17\n\n* 5 June 2024\n  No. of crew: 12",
            "A. ENGINE\nA.1 No. of crew: 17\n\nB. REGISTER\nB.1 No. of crew: 12",
        ] {
            let names = found(page).into_iter().filter(|e| e.contains("NAME"));
            assert_eq!(names.count(), 0, "{page}");
        }
    }

    #[test]
    fn a_list_under_a_name_is_the_ships() {
        let text = "* **Alba Dawn** (longliner)\n  - Ghana, port of Tema\n  - IMO 9281310 / 9GVT / MMSI 627000111\n  \
                    - 25.4 m / 70.3 GT / 231 kW\n* **Rio Sul**\n  - flag France, port of Brest\n  - IMO 9100372";
        assert_eq!(
            found(text),
            [
                "0 VESSEL_NAME=ALBA DAWN",
                "0 VESSEL_TYPE=longliner",
                "0 FLAG=GHA",
                "0 PORT=Tema",
                "0 IMO=9281310",
                "0 IRCS=9GVT",
                "0 MMSI=627000111",
                "0 LENGTH=25.4",
                "0 TONNAGE=70.3",
                "0 ENGINE_POWER=231 kW",
                "1 VESSEL_NAME=RIO SUL",
                "1 FLAG=FRA",
                "1 PORT=Brest",
                "1 IMO=9100372",
            ]
        );
    }
}
