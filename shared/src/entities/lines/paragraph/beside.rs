//! Lines that the line beside them explains: a licence over its vessel, an address below its party.
//!
//! `Owner: Reef Fish Ltd` over `12 Bath Street, Suva`.

use super::{Paragraph, Taken};
use crate::entities::context::{Reader, Told};
use crate::entities::entry;
use crate::entities::fields::led::led_field;
use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::fields::rowed;
use crate::entities::label::Label;
use crate::entities::lines::kind::{is_caption_line, is_prose};
use crate::entities::page::{Line, LineKind, Span};
use crate::entities::prose;
use crate::entities::words::lexicon::opens_with_caption;
use crate::entities::words::seek;

/// Sentences behind the name of their vessel and a colon.
pub(super) fn headed_sentences(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let (name, said) = entry::headed::find(p.reader, &line.span)?;
    p.flush();
    entry::head::begin_vessel(p.reader, p.form, &name, entry::head::ENTRY);
    p.story.field(p.reader, p.form);
    // The paragraph runs on in the lines without a mark of their own.
    let mut lines = vec![said];
    let mut next = index + 1;
    while let Some(line) = p.lines.get(next)
        && list_mark(p.reader, &line.span).start == line.span.start
        && split_field(p.reader, &line.span).is_none()
    {
        lines.push(line.span.clone());
        next += 1;
    }
    prose::paragraph(p.reader, &lines, p.form, p.story);
    Some(next)
}

/// Longest line that is an address, in bytes.
const ADDRESS_LINE: usize = 120;

/// The address of the party in the line above.
pub(super) fn address_line(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let above = p.lines.get(index.checked_sub(1)?)?;
    let text = p.reader.page.slice(&line.span);
    let begins = |c: char| c.is_uppercase() || c.is_ascii_digit();
    // `Residente in via …` is a clause.
    let clause = text
        .split(' ')
        .nth(1)
        .is_some_and(|word| matches!(word, "in" | "at" | "en" | "à" | "em"));
    let plain = text.starts_with(begins)
        && !clause
        && !text.contains([':', ';', '°', '(', '–'])
        && !seek::has(text, "..")
        && text.len() <= ADDRESS_LINE
        // `Inscripto al Tomo 41, Folio 118, con fecha 23/09/1999`
        && !seek::has(text, "/19")
        && !seek::has(text, "/20")
        && !opens_with_caption(text);
    if !plain
        || list_mark(p.reader, &line.span).start > line.span.start
        || !prose::address::looks_like_address(text)
    {
        return None;
    }
    let key = match split_field(p.reader, &above.span) {
        Some((_, value)) if value.is_empty() => return None,
        Some((key, _)) => key,
        // `Licensee and address` over the party and her address
        None => {
            let caption = p.lines.get(index.checked_sub(2)?)?;
            let key = list_mark(p.reader, &caption.span);
            is_caption_line(p.reader, &key, 75).then_some(key)?
        }
    };
    let asked = p.reader.caption(&key);
    let party =
        matches!(asked.labels.as_slice(), [label] | [label, Label::Address] if label.is_party());
    if !party || split_field(p.reader, &line.span).is_some() {
        return None;
    }
    p.flush();
    let record = p.form.record;
    let frame = p.reader.frame(None, record);
    let found = p.reader.read(
        &frame,
        &line.span,
        Label::Address,
        Told::field(record, "below the name of a party"),
    );
    (found > 0).then_some(index + 1)
}

/// `ESLORA – MANGA – PUNTAL` over `55,70 – 10,92 – 5,10`.
pub(super) fn row_over_row(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let next = p.lines.get(index + 1)?;
    let fields = rowed::row_over_row(p.reader, &line.span, &next.span)?;
    p.flush();
    for (key, value) in fields {
        p.form.field(p.reader, &key, &value);
    }
    Some(index + 2)
}

/// `2. Licence FFL/24/018` over `Vessel: ALBA (3DXA), Fiji`: the number is that of the vessel below.
pub(super) fn entry_licence(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    let next = p.lines.get(index + 1)?;
    let body = list_mark(p.reader, &line.span);
    if body.start == line.span.start {
        return None;
    }
    let (below, value) = split_field(p.reader, &next.span)?;
    let (key, number) = led_field(p.reader, &body)?;
    let licensed = p.reader.caption(&key).labels.as_slice() == [Label::LicenseNo]
        && p.reader.caption(&below).labels.as_slice() == [Label::VesselName]
        && prose::is_entry(p.reader, &value);
    licensed.then(|| p.flush())?;
    p.licence = Some((key, number));
    Some(index + 1)
}

/// What a number behind its caption may be.
const NUMBERS: [Label; 9] = [
    Label::NationalRegNo,
    Label::ExternalMarking,
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::EuCfr,
    Label::RfmoId,
    Label::LicenseNo,
    Label::BuildYear,
];

/// Longest value of a field without a sign, in bytes.
const UNSIGNED: usize = 24;

/// `Official No. 400812` between fields: a caption and a number, no sign between them.
pub(super) fn unsigned_field(p: &mut Paragraph<'_, '_>, line: &Line, index: usize) -> Taken {
    if line.span.len() > UNSIGNED * 3 || split_field(p.reader, &line.span).is_some() {
        return None;
    }
    let beside = [index.checked_sub(1), Some(index + 1)];
    let among = beside.into_iter().flatten().any(|at| {
        let near = p.lines.get(at);
        near.is_some_and(|near| split_field(p.reader, &near.span).is_some())
    });
    if !among {
        return None;
    }
    let (key, value) = led_field(p.reader, &line.span)?;
    let page = p.reader.page;
    let printed = page.slice(&value);
    let number = printed.len() <= UNSIGNED
        && seek::has_figure(printed)
        && !printed.contains(char::is_lowercase)
        && !seek::has(printed, ", ")
        && !seek::has(printed, ". ");
    let caption = page.slice(&key);
    let plain = !caption.contains([':', ',', '/']) && !caption.contains(char::is_numeric);
    let label = p.reader.caption(&key).label();
    if !number || !plain || !label.is_some_and(|label| NUMBERS.contains(&label)) {
        return None;
    }
    p.flush();
    p.form.field(p.reader, &key, &value);
    Some(index + 1)
}

/// Longest value in the line below its caption, in bytes.
const BELOW: usize = 120;

/// `Home port:` over `Suva` among fields: the line holds the value of the caption above it, and another field follows,
/// or nothing, or an address below a party.
pub(super) fn is_value_of(p: &mut Paragraph<'_, '_>, key: &Span, index: usize) -> bool {
    let Some(line) = p.lines.get(index) else {
        return false;
    };
    let meaning = p.reader.caption(key);
    let Some(label) = meaning.label().filter(|_| meaning.coverage() >= 75) else {
        return false;
    };
    let plain = line.kind == LineKind::Text
        && line.span.len() <= BELOW
        && list_mark(p.reader, &line.span).start == line.span.start
        && !is_prose(p.reader.page.slice(&line.span));
    let mut closes = |at: usize| match p.lines.get(at) {
        Some(next) => split_field(p.reader, &next.span).is_some(),
        None => true,
    };
    plain && (closes(index + 1) || label.is_party() && closes(index + 2))
}

/// `Masters: Juan Rey (fishing vessel) and Ana Mora (reefer)`: persons with what each is in brackets, read as a sentence.
pub(super) fn names_several(reader: &mut Reader<'_>, key: &Span, value: &Span) -> bool {
    let each = [") and ", ") y ", ") et ", ") e "];
    reader.caption(key).labels.as_slice() == [Label::Master]
        && each.iter().any(|w| reader.page.slice(value).contains(w))
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_licence_over_its_vessel_and_the_fields_under_her_are_hers() {
        let page = "1. Licence FL/24/017\n   Vessel: CORAL DAWN (3DVX), Fiji\n   Holder: Reef Ltd\n\n\
                    2. Licence FL/24/018\n   Vessel: OCEAN TERN (3DUX), Fiji\n   Holder: Alba Ltd";
        let told = found(page);
        for wanted in [
            "0 LICENSE_NO=FL/24/017",
            "0 VESSEL_NAME=CORAL DAWN",
            "0 OWNER=Reef Ltd",
            "1 LICENSE_NO=FL/24/018",
            "1 VESSEL_NAME=OCEAN TERN",
            "1 OWNER=Alba Ltd",
        ] {
            assert!(told.contains(&wanted.to_string()), "{wanted} in {told:?}");
        }
    }

    #[test]
    fn titles_instructions_and_notations_are_no_values() {
        for page in [
            "POSITION REPORT OF VESSELS – 12 March 2025\n\nVessel: CORAL DAWN",
            "Vessel: CORAL DAWN\nCatch section – Tick and complete only one part",
            "Vessel: CORAL DAWN\nClass: DNV",
            "Vessel: CORAL DAWN\nClass: +100A1 Fishing",
        ] {
            let told = found(page);
            let of_her = told.iter().filter(|e| e.starts_with('0'));
            assert_eq!(of_her.count(), 1, "{told:?}");
        }
    }

    #[test]
    fn a_number_behind_its_caption_between_fields_is_a_field() {
        let wanted = [
            "0 NATIONAL_REG_NO=400812",
            "0 VESSEL_NAME=ALBA NOVA",
            "0 IMO=9281310",
        ];
        let page = "Official No. 400812\nName of Ship  ALBA NOVA\nI.M.O. No.  9281310";
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn a_value_may_stand_in_the_line_below_its_caption() {
        let page = "Vessel: ALBA NOVA\nOwners:\nALBA LTD, 21 Main Street, Suva\nHome port:\nSuva\nIMO: 9281310";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 OWNER=ALBA LTD",
            "0 ADDRESS=21 Main Street, Suva",
            "0 PORT=Suva",
            "0 IMO=9281310",
        ];
        assert_eq!(found(page), wanted);
    }
}
