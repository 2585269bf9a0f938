//! Entries of a list in one line: a ship's name, then fields with a sign between them.
//!
//! ```text
//! 1) ALBA (ex NOVA) – Flag: Spain – IMO: 9281310 – Call sign: EADN
//! Entry 2: Alba. Flag: Spain. IMO: 9281310. Call sign: EADN.
//! ```

use super::opening::{OPENINGS, in_bracket};
use crate::entities::context::{Reader, Told};
use crate::entities::fields::led;
use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::form::{self, Form};
use crate::entities::label::Label;
use crate::entities::page::{Page, Span, trim};
use crate::entities::prose;
use crate::entities::table::particulars;
use crate::entities::table::term;
use crate::entities::table::{self, is_term};
use crate::entities::values::closed;
use crate::entities::words::lexicon::{Sense, opens_with_caption, phrases};
use crate::entities::words::seek;

/// Signs between the fields of an entry.
const BARS: [&str; 9] = [" – ", " — ", " | ", " · ", " • ", " / ", "; ", ". ", ", "];
/// Longest entry, in bytes.
const LONGEST: usize = 700;
/// Most words of a name, brackets apart.
const NAME_WORDS: usize = 6;

/// A line that is an entry: its name, and the fields after it.
pub(crate) fn find(reader: &mut Reader<'_>, span: &Span) -> Option<(Span, Vec<Span>)> {
    // Two fields have two colons: said first, since most lines have none.
    let keyed = |text: &str| {
        [": ", " = "]
            .iter()
            .any(|sign| text.matches(sign).take(2).count() == 2)
    };
    if !keyed(reader.page.slice(span)) {
        return None;
    }
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    if text.len() > LONGEST || !keyed(text) {
        return None;
    }
    let (name, parts) = BARS
        .iter()
        .filter(|bar| text.contains(**bar))
        .find_map(|bar| entry(reader, &body, bar))?;
    if is_sentence(reader.page.slice(&name)) {
        return None;
    }
    let marked = body.start > span.start || name.start > body.start;
    let shouts = !reader.page.slice(&name).chars().any(char::is_lowercase);
    (marked || shouts).then_some((name, parts))
}

/// `Licence LIC/2024/591. Holder Vega Ltd`: a sentence and a firm, and no name.
pub(crate) fn is_sentence(head: &str) -> bool {
    let last = head.rsplit(' ').next();
    seek::has(head, ". ") && last.is_some_and(prose::is_company_word)
}

/// What speaks for the name of such an entry.
pub(crate) const OF_FIELDS: &str = "head of an entry of fields";

/// Reads an entry as a vessel of its own.
pub(crate) fn read(reader: &mut Reader<'_>, name: &Span, parts: Vec<Span>, form: &mut Form) {
    *form = Form::of(None);
    let record = Some(form.vessel(reader));
    let evidence = OF_FIELDS;
    if !particulars::name_with_particulars(reader, name, Told::field(record, evidence)) {
        let frame = reader.frame(None, record);
        reader.read(
            &frame,
            name,
            Label::VesselName,
            Told::field(record, evidence),
        );
    }
    for part in parts {
        let before = reader.found.len();
        particular(reader, &part, form);
        last_day(reader, &part, before);
    }
}

/// Most bytes of the words before a last day: `jusqu'au`.
const BEFORE_DAY: usize = 12;

/// `valable du 3 mars 2023; au 2 mars 2024`: a day alone behind the first is the last.
fn last_day(reader: &mut Reader<'_>, part: &Span, before: usize) {
    let first = before
        .checked_sub(1)
        .and_then(|last| reader.found.get(last))
        .is_some_and(|f| f.value.label == Label::StartDate);
    if let Some([day]) = reader.found.get_mut(before..)
        && first
        && day.value.label == Label::Date
        && day.value.span.end == part.end
        && day.value.span.start - part.start <= BEFORE_DAY
    {
        day.value.label = Label::EndDate;
    }
}

/// Reads one particular of the form's vessel: a field, a state, or a value with its caption before it.
pub(crate) fn particular(reader: &mut Reader<'_>, part: &Span, form: &mut Form) {
    let record = Some(form.vessel(reader));
    match split_field(reader, part) {
        Some((key, value)) if !value.is_empty() => {
            form.field(reader, &key, &value);
        }
        Some(_) => {}
        None if bare(reader, part, form) => {}
        // `Past flags: Norway; Brazil`
        None if goes_on(reader, part, form) => {}
        // `species SKJ, ALB`: albacore, not Albania.
        None if is_caught(reader, part) => {
            let frame = reader.frame(None, record);
            reader.read(
                &frame,
                part,
                Label::Species,
                Told::shape(record, "behind a species"),
            );
        }
        None if closed::is_country(reader.page, part) => {
            let frame = reader.frame(None, record);
            reader.read(
                &frame,
                part,
                Label::Flag,
                Told::shape(record, "behind the name"),
            );
        }
        None if prose::part(reader, part, record) => {}
        None => {
            let before = reader.found.len();
            prose::fragment(reader, part, record, true);
            if reader.found.len() == before {
                worked_with(reader, part, record);
            }
        }
    }
}

/// Reads a part without a caption as one more value of the field before it, where a vessel may have several.
fn goes_on(reader: &mut Reader<'_>, part: &Span, form: &Form) -> bool {
    let several = matches!(
        form.last,
        Some(Label::PreviousFlag | Label::PreviousName | Label::Species | Label::FishingArea)
    );
    let Some(label) = form.last.filter(|_| several) else {
        return false;
    };
    let text = reader.page.slice(part);
    let fits = match label {
        Label::PreviousFlag => closed::is_country(reader.page, part),
        Label::PreviousName => {
            table::is_name(text)
                && !opens_with_caption(text)
                && !closed::is_country(reader.page, part)
                && prose::is_name(reader, part)
                && form::measured(reader, part).is_none()
        }
        _ => closed::has_sense(text, |s| {
            matches!(s, Sense::Species(_) | Sense::SpeciesCode(_) | Sense::Area)
        }),
    };
    let frame = reader.frame(None, form.record);
    let evidence = "behind one of its kind";
    fits && reader.read(&frame, part, label, Told::field(form.record, evidence)) > 0
}

/// A code of a species right behind one.
fn is_caught(reader: &Reader<'_>, part: &Span) -> bool {
    let text = reader.page.slice(part);
    closed::is_code(text, 3, 3)
        && closed::has_sense(text, |s| matches!(s, Sense::SpeciesCode(_)))
        && reader
            .found
            .last()
            .is_some_and(|f| f.value.label == Label::Species && part.start <= f.value.span.end + 2)
}

/// `flag of KOR`, `TTF`, `du 18/08/2023 au 31/12/2024`: what running text would not tell.
fn bare(reader: &mut Reader<'_>, part: &Span, form: &mut Form) -> bool {
    let record = Some(form.vessel(reader));
    let text = reader.page.slice(part);
    let kind = |s: &Sense| *s == Sense::VesselTypeCode;
    if closed::is_code(text, 2, 3) && closed::has_sense(text, kind) {
        let frame = reader.frame(None, record);
        return reader.read(
            &frame,
            part,
            Label::VesselType,
            Told::shape(record, "code of a kind"),
        ) > 0;
    }
    if table::is_days(text) && is_term(text) {
        let frame = reader.frame(None, record);
        term::term(reader, &frame, part, Told::cue(record, "a term"));
        return true;
    }
    let coded = text
        .rsplit(' ')
        .next()
        .is_some_and(|last| closed::is_code(last, 3, 3));
    if let Some((key, value)) = coded.then(|| led::led_field(reader, part)).flatten()
        && reader.caption(&key).labels.as_slice() == [Label::Flag]
    {
        return form.field(reader, &key, &value) > 0;
    }
    false
}

/// `works purse seine`: a gear behind a verb.
fn worked_with(reader: &mut Reader<'_>, part: &Span, record: Option<u32>) {
    let Some((verb, gear)) = reader.page.slice(part).split_once(' ') else {
        return;
    };
    let gears = gear
        .split([';', ','])
        .all(|one| closed::has_sense(one.trim(), |s| matches!(s, Sense::Gear(_))));
    if gears && verb.starts_with(char::is_lowercase) {
        let frame = reader.frame(None, record);
        let place = part.end - gear.len()..part.end;
        reader.read(&frame, &place, Label::GearType, Told::cue(record, verb));
    }
}

/// The name and the fields of an entry whose parts stand between `bar`.
fn entry(reader: &mut Reader<'_>, body: &Span, bar: &str) -> Option<(Span, Vec<Span>)> {
    let mut parts = match in_bracket(reader.page, body) {
        Some((name, inner)) => {
            let mut within = parts(reader.page, &inner, bar);
            within.insert(0, name);
            within
        }
        None => parts(reader.page, body, bar),
    };
    for (sign, open) in OPENINGS {
        if sign != bar
            && let Some(first) = parts.first().cloned()
            && let Some((name, particular)) = open(reader, &first)
        {
            parts.splice(..1, [name, particular]);
        }
    }
    let (first, rest) = parts.split_first()?;
    let name = named(reader, first, bar != ". ")?;
    let mut fields = 0;
    for part in rest {
        fields += usize::from(is_captioned(reader, part));
    }
    if fields < 2 {
        return None;
    }
    let mut told = 0;
    for part in rest {
        let signed = has_sign(reader.page.slice(part));
        told += usize::from(signed || !matches!(bar, ", " | ". ") && is_told(reader, part));
    }
    (fields.max(told) * 10 >= rest.len() * 6).then(|| (name, rest.to_vec()))
}

/// A field whose caption is understood.
fn is_captioned(reader: &mut Reader<'_>, part: &Span) -> bool {
    split_field(reader, part).is_some_and(|(key, value)| {
        let meaning = reader.caption(&key);
        meaning.understood() && meaning.coverage() >= 50 && !value.is_empty()
    })
}

/// A sign between a caption and its value.
fn has_sign(text: &str) -> bool {
    seek::has(text, ": ") || seek::has(text, " = ")
}

/// `Mat. 8114`, `198 TRB`, `TTF`: what needs no sign behind its caption, or no caption.
fn is_told(reader: &mut Reader<'_>, part: &Span) -> bool {
    let text = reader.page.slice(part);
    prose::is_part(reader, part)
        || opens_with_caption(text)
        || is_term(text)
        || closed::has_sense(text, |s| *s == Sense::VesselTypeCode)
}

/// The parts of an entry between the signs, without the stops behind them.
fn parts(page: &Page, body: &Span, bar: &str) -> Vec<Span> {
    // `– 198 TRB –`: the sign that would part another field.
    let text = page.slice(body).trim_end_matches([' ', '–', '—']);
    let end = body.start + text.len();
    let mut parts: Vec<Span> = Vec::new();
    let mut at = body.start;
    for piece in text.split(bar) {
        let from = at;
        at += piece.len() + bar.len();
        if bar != ". " {
            let place = trim(&page.text, &(from..from + piece.len()));
            let printed = page.slice(&place);
            // `Owner: Alba, S.A., Flag: Togo`
            if bar == ", "
                && prose::is_company_word(printed)
                && let Some(last) = parts.last_mut()
            {
                last.end = place.end;
                continue;
            }
            let bare = printed.trim_end_matches(['.', ';']).len();
            parts.push(place.start..place.start + bare);
            continue;
        }
        // `SEA STAR No. 1. Flag: …`
        if piece.starts_with(|c: char| c.is_ascii_digit())
            && let Some(last) = parts.last_mut()
            && page.slice(last).ends_with(" No")
        {
            last.end = at - bar.len();
            continue;
        }
        let place = trim(&page.text, &(from..from + piece.len()));
        // `Owner: Alba S.L. Listed: …`: the dot of the abbreviation is the name's.
        let abbreviated = piece.len() > 2
            && piece
                .get(piece.len() - 2..)
                .is_some_and(|t| t.starts_with('.'));
        parts.push(place.start..place.end + usize::from(abbreviated && at < end));
    }
    parts
}

/// The name that opens an entry, behind a caption if it may be `keyed`: capital words and what stands in brackets behind them, after `Entry 2:`.
pub(crate) fn named(reader: &mut Reader<'_>, part: &Span, keyed: bool) -> Option<Span> {
    let text = reader.page.slice(part);
    let counted = seek::parted(text, ": ").filter(|(head, _)| {
        let mut words = head.split_whitespace();
        let word = words.next().unwrap_or("").to_lowercase();
        phrases::ENTRY_WORDS.holds(&word)
            && words
                .next()
                .is_some_and(|n| n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()))
            && words.next().is_none()
    });
    // `01 — Vessel: ALBA / Flag: …`
    if counted.is_none()
        && let Some((key, value)) = split_field(reader, part).filter(|(_, value)| !value.is_empty())
    {
        let asked = reader.caption(&key).labels.as_slice() == [Label::VesselName];
        return (keyed && asked).then_some(value);
    }
    let skip = counted.map_or(0, |(head, _)| head.len() + 2);
    let name = part.start + skip..part.end;
    let own = reader.page.slice(&name);
    let outside = own.split(['(', '[']).next().unwrap_or("").trim();
    let quoted = outside.trim_start_matches(['"', '“', '«', '„']);
    let sound = quoted.starts_with(char::is_uppercase)
        && seek::words(outside) <= NAME_WORDS
        && outside.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !outside.contains([':', ',', ';'])
        && !closed::has_sense(outside, |_| true);
    if !sound {
        return None;
    }
    let bare = name.start..name.start + outside.len();
    let meaning = reader.caption(&bare);
    (!(meaning.understood() && meaning.coverage() >= 80)).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_name_and_fields_in_one_line_are_one_vessel() {
        let wanted = [
            "0 VESSEL_NAME=ALBA DAWN",
            "0 FLAG=ESP",
            "0 IMO=9281310",
            "0 IRCS=EADN",
        ];
        for page in [
            "1) ALBA DAWN – Flag: Spain – IMO: 9281310 – Call sign: EADN",
            "- ALBA DAWN; Flag: Spain; IMO: 9281310; Call sign: EADN",
            "Entry 1: Alba Dawn. Flag: Spain. IMO: 9281310. Call sign: EADN.",
            "ALBA DAWN, flag: Spain, IMO: 9281310, call sign: EADN",
            "- Alba Dawn (ESP): IMO 9281310; Call sign: EADN; Beam: wide",
            "- ALBA DAWN: flag Spain; IMO: 9281310; Call sign: EADN; Beam: wide",
        ] {
            assert_eq!(found(page), wanted, "{page}");
        }
        let told = found(
            "a) Alba Dawn (Spain), ex Nova; IMO: 9281310; armateur : Mar S.A.; valable du 3 mai 2023; au 2 mai 2024",
        );
        assert_eq!(
            told,
            [
                "0 VESSEL_NAME=ALBA DAWN",
                "0 FLAG=ESP",
                "0 PREVIOUS_NAME=NOVA",
                "0 IMO=9281310",
                "0 OWNER=Mar S.A.",
                "0 START_DATE=2023-05-03",
                "0 END_DATE=2024-05-02",
            ]
        );
        let former = found("1) ALBA DAWN (ex NOVA) – Flag: Spain – IMO: 9281310");
        assert!(
            former.contains(&"0 PREVIOUS_NAME=NOVA".to_string()),
            "{former:?}"
        );
    }

    #[test]
    fn entries_begin_with_an_identifier_a_flag_or_a_counted_word() {
        let names = |page: &str| {
            found(page)
                .into_iter()
                .filter(|e| e.contains("VESSEL_NAME") || e.contains("IMO"))
                .collect::<Vec<_>>()
        };
        let wanted = [
            "0 VESSEL_NAME=ALBA DAWN",
            "0 IMO=9281310",
            "1 VESSEL_NAME=MAR BRAVO",
            "1 IMO=9100372",
        ];
        for page in [
            "IMO No. 9281310 – ALBA DAWN – Togo – Owner: Mar Ltd\n\
             IMO No. 9100372 – MAR BRAVO – Togo – Owner: Mar Ltd",
            "• TGO – Alba Dawn / 5VAB4 / IMO 9281310\n• TGO – Mar Bravo / 5VAB5 / IMO 9100372",
            "Item 1: Vessel: ALBA DAWN; Flag: Togo; IMO: 9281310\n\
             Item 2: Vessel: MAR BRAVO; Flag: Togo; IMO: 9100372",
            "001 ALBA DAWN, Togo, 5VAB4, IMO 9281310\n002 MAR BRAVO, Togo, 5VAB5, IMO 9100372",
        ] {
            let mut own = names(page);
            own.sort_by_key(|e| (e.chars().next(), !e.contains("VESSEL_NAME")));
            assert_eq!(own, wanted, "{page}");
        }
    }

    #[test]
    fn particulars_that_no_sentence_has_are_read_in_entries() {
        let told = found(
            "* ALBA DAWN – IMO 9281310; owner: Mar Ltd; flag of TGO; from 18/08/2023 to 31/12/2024; TTF; port: Lomé",
        );
        assert_eq!(
            told,
            [
                "0 VESSEL_NAME=ALBA DAWN",
                "0 IMO=9281310",
                "0 OWNER=Mar Ltd",
                "0 FLAG=TGO",
                "0 START_DATE=2023-08-18",
                "0 END_DATE=2024-12-31",
                "0 VESSEL_TYPE=TTF",
                "0 PORT=Lomé",
            ]
        );
    }

    #[test]
    fn a_caption_opens_no_entry() {
        let fields = found("Name: ALBA DAWN; Flag: Spain; IMO: 9281310");
        assert_eq!(
            fields.iter().filter(|e| e.contains("VESSEL_NAME")).count(),
            1
        );
    }
}
