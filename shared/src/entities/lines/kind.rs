//! What a line of text is by its looks: a title, a letterhead, a section, a caption over its value.
//!
//! `GERENCIA REGIONAL DE LA PRODUCCIÓN` is a letterhead, `REGISTRATION NO.` a caption.

use crate::entities::context::Reader;
use crate::entities::fields::led::{led_field, led_fields};
use crate::entities::fields::line::{list_mark, split_field};
use crate::entities::label::Label;
use crate::entities::page::{Line, Span};
use crate::entities::values::closed;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Sense, lookup, phrases};
use crate::entities::words::seek;
use crate::entities::words::tokens::Tokens;

/// `GERENCIA REGIONAL DE LA PRODUCCIÓN` over the office's name: the page begins with who writes it.
pub(crate) fn is_letterhead(reader: &Reader<'_>, span: &Span) -> bool {
    let text = reader.page.slice(span);
    seek::words(text) >= 3 && !text.chars().any(char::is_lowercase)
}

/// `MINISTRY OF AGRICULTURE, FISHERIES WEALTH AND WATER RESOURCES`, `Distant Water Fisheries Division`: who writes.
pub(crate) fn is_institution(text: &str) -> bool {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or("").to_lowercase();
    let last = words.next_back().unwrap_or("").to_lowercase();
    words.next().is_some()
        && (phrases::HEADS_OF_INSTITUTIONS.holds(&first)
            || phrases::ENDS_OF_INSTITUTIONS.holds(&last))
}

/// `I hereby certify that the trawler ALBA is owned by Reef Fish Ltd.`: a sentence, and no value of a caption over it.
pub(crate) fn is_prose(text: &str) -> bool {
    let words = seek::words(text);
    let small = text
        .split_whitespace()
        .filter(|w| w.starts_with(char::is_lowercase))
        .count();
    words >= 8 && small * 2 >= words && text.ends_with(['.', ':'])
}

/// `Handed over: 186.3 t bigeye tuna. ALBA hails from Majuro and measures 53.83 m.`: sentences, and no value.
pub(crate) fn is_told(value: &str) -> bool {
    let mut sentences = seek::split(value, ". ");
    let first = sentences.next().unwrap_or("");
    let prose = is_prose(value);
    first.split(' ').count() > 2
        && sentences.any(|s| {
            s.split(' ').count() > 4
                && s.starts_with(char::is_uppercase)
                && (prose || is_of_a_ship(s))
        })
}

/// `The vessel, AL SHAMS 4, is based at Sur.`: a sentence that begins with a word for a ship.
fn is_of_a_ship(sentence: &str) -> bool {
    let words = sentence.split(|c: char| !c.is_alphabetic());
    let mut heads = words.take(HEADS).map(str::to_lowercase);
    heads.any(|word| phrases::THE_VESSEL.holds(&word)) && sentence.ends_with('.')
}

/// Where the caption itself ends and the ship's name begins, in bytes, in one that says of which ship it asks, by her
/// name in capitals: `Owner of record of the trawler ALBA NOVA`.
pub(crate) fn of_her_ship(caption: &str) -> Option<(usize, usize)> {
    let ship = |word: &str| {
        lookup(word).is_some_and(|term| {
            let kind = |s: &Sense| matches!(s, Sense::VesselType | Sense::VesselTypeGeneric);
            term.senses.iter().any(kind)
        })
    };
    let mut at = 0;
    let mut own = None;
    for word in caption.split(' ') {
        let end = at + word.len();
        if own.is_none() && at > 0 && word.starts_with(char::is_lowercase) && ship(word) {
            own = Some((at, end + 1));
        }
        at = end + 1;
    }
    let (noun, name) = own?;
    let mut words = caption.get(name..)?.split(' ').peekable();
    let named = |word: &str| word.len() > 1 && !word.contains(char::is_lowercase);
    let of = |word: &str| {
        phrases::DETERMINERS.holds(&word.to_lowercase()) || matches!(word, "of" | "de")
    };
    let head = caption.get(..noun)?.trim_end();
    let mut bare = head;
    while let Some((rest, last)) = bare.rsplit_once(' ')
        && of(last)
    {
        bare = rest;
    }
    let asked = bare.len() < head.len() && words.next().is_some_and(named);
    // `NUEVO MAR de VIGO` is none.
    (asked && words.all(|word| !word.contains(char::is_lowercase))).then_some((bare.len(), name))
}

/// Words of a sentence among which its subject is.
const HEADS: usize = 2;

/// A sentence goes on in the next line: it begins with a small letter, or a hyphen splits a word.
pub(crate) fn runs_on(reader: &Reader<'_>, line: &Span, next: &Span) -> bool {
    // `(11) Term of validity` is a caption whatever follows.
    let marked = list_mark(reader, line).start > line.start;
    let words = reader.page.slice(line).split_whitespace().count();
    let small = reader.page.slice(next).starts_with(char::is_lowercase);
    small && (words > 3 && !marked || reader.page.slice(line).ends_with('-'))
}

/// `**Isabella Rose** (longliner)`: what a bracket behind the name says the ship is.
pub(crate) fn kind_behind(reader: &Reader<'_>, rest: &Span) -> Option<Span> {
    let text = reader.page.slice(rest);
    let open = text.find('(')?;
    let inner = text.get(open + 1..)?.trim_end().strip_suffix(')')?;
    let kind = closed::has_sense(inner, |sense| *sense == Sense::VesselType);
    let start = rest.start + open + 1;
    kind.then(|| start..start + inner.len())
}

/// What stands before wide blanks in a line: `N.º 3439/2025          Page 1`.
pub(crate) fn first_column(reader: &Reader<'_>, span: &Span) -> Span {
    let wide = seek::find(reader.page.slice(span), "    ");
    span.start..wide.map_or(span.end, |at| span.start + at)
}

/// Key line, value line, key line, value line …: a third of the lines or more are captions.
pub(crate) fn key_lines(reader: &mut Reader<'_>, lines: &[Line]) -> bool {
    if lines.len() < 4 {
        return false;
    }
    // `Port letters and number PH 33` among them.
    let captions = lines
        .iter()
        .filter(|l| is_caption_line(reader, &l.span, 75) || leads_to_figures(reader, &l.span))
        .count();
    captions * 10 >= lines.len() * 3
}

/// A line of its own in capitals, or the page's first line without an end: a title.
pub(crate) fn is_title(reader: &Reader<'_>, line: &Line, alone: bool, first: bool) -> bool {
    if !alone {
        return false;
    }
    let text = reader.page.slice(&line.span);
    let ended = text.ends_with(['.', ';', ':', ',']);
    let shouts = !text.chars().any(char::is_lowercase);
    if ended || !(shouts || first) {
        return false;
    }
    let words = seek::words(text);
    let figures = seek::figures(text);
    if words > 14 || figures > 8 {
        return false;
    }
    (shouts && words >= 2 && !text.contains(['(', ';']))
        || (first && words >= 2 && !is_entry(reader, &line.span))
}

/// An entry of a list rather than a title: a list mark, particulars between dashes, or the caption of an identifier.
fn is_entry(reader: &Reader<'_>, span: &Span) -> bool {
    let text = reader.page.slice(span);
    let barred = text.matches([' ']).count() >= 4
        && [" – ", " — ", " | ", " · ", " - "]
            .iter()
            .any(|bar| text.matches(bar).count() >= 2);
    let identifiers = C::IMO.with(C::MMSI).with(C::CALLSIGN);
    let tokens = Tokens::of(reader.page, span);
    let announced = (0..tokens.len()).any(|at| {
        tokens
            .longest(at, |term| !term.strong.is_empty())
            .is_some_and(|(_, term)| term.strong.any(identifiers))
    });
    list_mark(reader, span).start > span.start || barred || announced
}

/// A short line in capitals above fields.
pub(crate) fn is_section(reader: &Reader<'_>, lines: &[Line], index: usize) -> bool {
    let Some(line) = lines.get(index).filter(|_| index + 1 < lines.len()) else {
        return false;
    };
    let text = reader.page.slice(&line.span);
    let words = seek::words(text);
    words <= 6
        && (line.bold
            || !text.chars().any(char::is_lowercase)
                && text.chars().filter(|c| c.is_alphabetic()).count() >= 4)
}

/// `REGISTRATION NO.`: the stop is the abbreviation's.
fn abbreviates(text: &str) -> bool {
    let last = text.rsplit([' ', '/']).next().unwrap_or("").to_lowercase();
    phrases::ABBREVIATED_CAPTIONS.holds(&last)
}

/// A line that is a caption as a whole.
pub(crate) fn is_caption_line(reader: &mut Reader<'_>, span: &Span, least: usize) -> bool {
    let text = reader.page.slice(span);
    if text.is_empty()
        || text.len() > 80
        || seek::more_words(text, 8)
        || seek::figures(text) > 2
        || seek::count(text, " | ") > 1
    {
        return false;
    }
    // `ALBA LTD, 21 Main Street, Suva`
    let housed = text
        .split(' ')
        .any(|word| word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit()));
    if housed && seek::has(text, ", ") {
        return false;
    }
    // `T.R.B. / T.R.N.`
    let initials = text
        .rsplit(' ')
        .next()
        .is_some_and(|word| word.matches('.').count() >= 2)
        && !text.contains(',');
    if text.ends_with(['.', ',', '!', '?']) && !abbreviates(text) && !initials
        || closed::is_empty_value(text)
    {
        return false;
    }
    let dashes = seek::count(text, " – ");
    let span = list_mark(reader, span);
    let Some(meaning) = reader.understood(&span) else {
        return false;
    };
    // `Radio call sign` begins as an office does.
    if is_institution(text) && meaning.labels.as_slice() != [Label::Ircs] {
        return false;
    }
    // `Port letters and number PH 33`
    if leads_to_figures(reader, &span) {
        return false;
    }
    // `CALL SIGN – IMO NUMBER – MMSI`
    if dashes > 1 && meaning.labels.len() <= dashes {
        return false;
    }
    meaning.coverage() >= least
}

/// True if the line has captions of its own, and so is no value of the line above.
pub(crate) fn has_captions(reader: &mut Reader<'_>, line: &Span) -> bool {
    split_field(reader, line).is_some()
        || is_caption_line(reader, line, 75)
        || led_fields(reader, line).is_some()
        || leads_to_number(reader, line)
}

/// Longest name of a place that is taken for one, in bytes.
const PLACE: usize = 28;

/// `Gear` over `PS, LLD`, `Vessel` over `BINTANG LAUT 12`: a value of the caption above, though its words are those of
/// captions.
pub(crate) fn answers(reader: &mut Reader<'_>, caption: &Span, line: &Span) -> bool {
    let label = reader.caption(caption).label();
    let text = reader.page.slice(line);
    let shouts = |span: &Span| !reader.page.slice(span).contains(char::is_lowercase);
    match label {
        Some(Label::GearType) => text.split([',', ';', '/']).all(|gear| {
            closed::has_sense(gear.trim(), |s| {
                matches!(s, Sense::Gear(_) | Sense::GearCode(_))
            })
        }),
        Some(Label::VesselType) => closed::has_sense(text, |s| *s == Sense::VesselTypeCode),
        // `Colón`, which is spelt like a caption.
        Some(Label::Port | Label::Flag) => {
            reader.caption(line).mended && text.len() <= PLACE && !text.contains(['.', '…', ':'])
        }
        Some(Label::VesselName) if shouts(line) && !shouts(caption) => {
            text.contains(' ') && (seek::has_figure(text) || reader.caption(line).coverage() < 100)
        }
        _ => false,
    }
}

/// `Port letters and number PH 33`: a caption and its value, which ends with figures.
fn leads_to_figures(reader: &mut Reader<'_>, line: &Span) -> bool {
    let numbered = reader
        .page
        .slice(line)
        .ends_with(|c: char| c.is_ascii_digit());
    let led = numbered.then(|| led_field(reader, line)).flatten();
    led.is_some_and(|(_, value)| value.len() > 2)
}

/// `License No. 2022-R12-0418`: the number of a paper, which is no other caption's value.
fn leads_to_number(reader: &mut Reader<'_>, line: &Span) -> bool {
    led_field(reader, line).is_some_and(|(key, _)| {
        let asked = reader.caption(&key);
        asked.label() == Some(Label::LicenseNo) && asked.concepts.any(C::NUMBER)
    })
}

/// `IATTC Regional Vessel Register: …`: the organisation whose paper the page is, where its first line begins with it.
pub(crate) fn organisation(reader: &Reader<'_>, line: &Line) -> Option<Span> {
    let tokens = Tokens::of(reader.page, &line.span);
    let named = |s: &Sense| matches!(s, Sense::Rfmo(_) | Sense::RfmoAcronym(_));
    let (words, _) = tokens.longest(0, |term| term.senses.iter().any(named))?;
    let own = tokens.get(0)?.start..tokens.get(words - 1)?.end;
    let printed = reader.page.slice(&own);
    let rest = reader.page.slice(&(own.end..line.span.end));
    if words == 1 && printed.chars().any(char::is_lowercase) || rest.starts_with(['-', '–', '/'])
    {
        return None;
    }
    // `North Pacific Fisheries Commission (NPFC)`
    let code = rest
        .strip_prefix(" (")
        .and_then(|inner| inner.split_once(')'))
        .filter(|(code, _)| words > 1 && closed::has_sense(code, named));
    let end = own.end + code.map_or(0, |(code, _)| code.len() + " ()".len());
    // `IOTC No.: IOTC000123` is a caption.
    let caption = rest.split(':').next().unwrap_or("").to_lowercase();
    let mut behind = caption.split(' ').map(|word| word.trim_end_matches('.'));
    let numbered = behind.any(|word| word == "id" || phrases::PAPER_NUMBER_WORDS.holds(word));
    (!numbered && own.start == line.span.start).then_some(own.start..end)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn an_institution_over_its_address_is_no_caption() {
        for office in [
            "MINISTRY OF AGRICULTURE, FISHERIES WEALTH AND WATER RESOURCES",
            "Distant Water Fisheries Division",
        ] {
            let page = format!("{office}\nKing Street 12, Suva\n\nVessel: ALBA NOVA");
            assert_eq!(things(&page), ["VESSEL_NAME=ALBA NOVA"], "{office}");
        }
    }

    #[test]
    fn capitals_set_a_name_apart_from_its_caption() {
        let page = |name: &str| {
            format!("Fishing boat\n{name}\nRSS number B10226\nGross tonnage 44\n\nHome port\nPeel")
        };
        assert_eq!(things(&page("OUR JANE"))[0], "VESSEL_NAME=OUR JANE");
        assert!(
            things(&page("see the crew list"))
                .iter()
                .all(|e| !e.starts_with("VESSEL"))
        );
    }

    #[test]
    fn a_number_in_the_line_of_its_caption_has_no_other_line_for_its_value() {
        let page = "Fishing boat\nALBA NOVA\nPort letters and number DO 33\nRSS number B10226";
        let wanted = [
            "VESSEL_NAME=ALBA NOVA",
            "EXTERNAL_MARKING=DO 33",
            "NATIONAL_REG_NO=B10226",
        ];
        assert_eq!(things(page), wanted);
    }

    #[test]
    fn the_page_s_first_line_tells_whose_paper_it_is() {
        for (title, wanted) in [
            (
                "IATTC Regional Vessel Register: vessels authorised",
                Some("RFMO=IATTC"),
            ),
            (
                "WCPFC TRANSHIPMENT DECLARATION          Page 1 of 2",
                Some("RFMO=WCPFC"),
            ),
            ("CCAMLR – NOTIFICATION OF INTENT", Some("RFMO=CCAMLR")),
            ("IOTC number: pending", None),
        ] {
            let told = things(title);
            let found = told.iter().find(|e| e.starts_with("RFMO="));
            assert_eq!(found.map(String::as_str), wanted, "{title}");
        }
    }
}
