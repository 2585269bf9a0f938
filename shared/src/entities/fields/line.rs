//! Lines that are fields: `Key: value`, `Key ..... value`, `12. Key – value`, several fields side by side.

use super::cuts::{Cut, answer, beside_a_bar, cuts, may_part};
pub(crate) use super::list_mark::list_mark;
use super::list_mark::{KEPT, place};
use super::sentence::holds_field;
pub(crate) use super::sentence::{is_sentence, sentences};
use crate::entities::caption::Meaning;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::lines::kind::is_institution;
use crate::entities::page::{Page, Span, trim};
use crate::entities::values::closed;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, Sense, phrases};
use crate::entities::words::seek;

/// Longest caption of a field, in words.
pub(crate) const CAPTION_WORDS: usize = 12;

/// Splits `Key: value`, `Key ..... value`, `Key – value`, `12. Key: value`; none where the line is no field.
pub(crate) fn split_field(reader: &mut Reader<'_>, span: &Span) -> Option<(Span, Span)> {
    let place = place(span);
    if let Some(known) = reader.fields.get(&place) {
        return known.clone();
    }
    let field = split(reader, span);
    if reader.fields.len() < KEPT {
        reader.fields.insert(place, field.clone());
    }
    field
}

/// `Length 41.35 m`: a caption and figures behind it.
fn has_figure(reader: &mut Reader<'_>, key: &Span) -> bool {
    let text = reader.page.slice(key);
    let figure = text.match_indices(' ').find(|(at, _)| {
        text.get(at + 1..)
            .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
    });
    figure.is_some_and(|(at, _)| {
        let meaning = reader.caption(&(key.start..key.start + at));
        meaning.understood() && meaning.coverage() == 100
    })
}

/// A line that may be a field.
struct Line<'s> {
    span: &'s Span,
    /// The line behind its list mark.
    body: Span,
}

impl Line<'_> {
    /// True if a list mark stands before it.
    fn numbered(&self) -> bool {
        self.body.start > self.span.start
    }

    /// True if the mark is a number.
    fn counted(&self, page: &Page) -> bool {
        let mark = page.slice(&(self.span.start..self.body.start));
        seek::has_figure(mark)
    }

    /// What stands on both sides of a cut.
    fn sides(&self, page: &Page, cut: &Cut) -> (Span, Span) {
        let at = self.body.start + cut.at;
        let value = trim(&page.text, &(at + cut.width..self.body.end));
        // `Flag:- Togo`
        let dashed = page.slice(&value).starts_with("- ")
            && page.slice(&(at..value.start)).trim() == ":"
            && value.start == at + 1;
        let value = if dashed {
            trim(&page.text, &(value.start + 2..value.end))
        } else {
            value
        };
        (trim(&page.text, &(self.body.start..at)), value)
    }
}

fn split(reader: &mut Reader<'_>, span: &Span) -> Option<(Span, Span)> {
    let body = list_mark(reader, span);
    if !may_part(reader.page.slice(&body)) {
        return None;
    }
    let cuts = cuts(reader, span, &body);
    let line = Line { span, body };
    if let Some(cut) = cuts.first().filter(|cut| cut.sure)
        && let Some(field) = explained(reader, line.sides(reader.page, cut))
    {
        return Some(field);
    }
    cuts.iter().find_map(|cut| field(reader, &line, cut))
}

/// Caption and value on both sides of a cut, where it parts a field.
fn field(reader: &mut Reader<'_>, line: &Line<'_>, cut: &Cut) -> Option<(Span, Span)> {
    let page = reader.page;
    let sign = page.slice(&line.body).get(cut.at..).unwrap_or("");
    let (key, printed) = line.sides(page, cut);
    let words = seek::words(page.slice(&key));
    let bar = sign.starts_with('|');
    if words == 0
        || words > CAPTION_WORDS
        || is_no_caption(reader, &key, &printed, sign)
        || bar && !beside_a_bar(reader, line.span)
        || !line.numbered() && holds_field(reader, &key)
    {
        return None;
    }
    // Behind a number any words may be a caption.
    let open = line.numbered() && cut.sure && words <= 8;
    let meaning = if open {
        reader.caption(&key)
    } else {
        reader.understood(&key)?
    };
    let least = if bar {
        BARRED
    } else {
        least_coverage(page.slice(&key), &meaning, cut.sure)
    };
    let fits = meaning.understood() && meaning.coverage() >= least;
    if !fits && !open {
        return None;
    }
    let words = seek::words(page.slice(&printed));
    let lower = page.slice(&printed).starts_with(char::is_lowercase);
    let value = answered(reader, &printed, sign);
    // `Vessel: name and number` over its values.
    if lower && words >= 3 && {
        let inner = reader.caption(&value);
        inner.understood() && inner.known >= 2 && inner.coverage() == 100
    } {
        return None;
    }
    let barred = sign.starts_with(" – ") || sign.starts_with(" — ");
    // `AQUA RANGER – 3DTL – 203 GT`: a caption that had to be mended is the name of an entry.
    if barred && (meaning.mended && line.numbered() || words <= 6 && captions(reader, line, &value))
        || has_nearer(reader, line, cut, &meaning, &value)
    {
        return None;
    }
    let tail = page.slice(&value);
    let chained = seek::has(tail, " – ") && !line.numbered() && cues_inside(tail);
    let known = fits
        && (cut.sure || bar || line.numbered() || !lower)
        && words <= 60
        && !chained
        && !listing(&meaning, tail)
        && !is_sentence(&unbracketed(tail));
    (known || open && words <= 12 && line.counted(page)).then_some((key, value))
}

/// How much of a caption before a bar must be understood, in percent.
pub(super) const BARRED: usize = 60;

/// How much of a caption must be understood, in percent: less before a sure sign, least where it asks for a number.
fn least_coverage(key: &str, meaning: &Meaning, sure: bool) -> usize {
    // `Ocean Hero: …`: a sea's word in a name.
    let ocean = || {
        let head = key.get(..3);
        meaning.label() == Some(Label::FishingArea)
            && head.is_some_and(|head| head.eq_ignore_ascii_case("oce"))
    };
    match meaning.label() {
        _ if !sure || is_dotted(key) => 70,
        Some(Label::Imo | Label::Mmsi | Label::Ircs) => 30,
        _ if ocean() => 70,
        _ => 50,
    }
}

/// The value behind a sign, without what only answers a question, is left blank or says what else the box is for.
fn answered(reader: &mut Reader<'_>, printed: &Span, sign: &str) -> Span {
    let page = reader.page;
    let value = if sign.starts_with('?') {
        answer(reader, printed)
    } else {
        printed.clone()
    };
    let value = blank(reader, &value);
    // `Name of master – Signature – Seal: Juan Rey`
    let head = seek::parted(page.slice(&value), ": ")
        .map(|(head, _)| value.start..value.start + head.len())
        .filter(|head| {
            sign.starts_with(' ') && {
                let more = reader.caption(head);
                more.other && more.coverage() >= 50
            }
        });
    match head {
        Some(head) => trim(&page.text, &(head.end + 1..value.end)),
        None => value,
    }
}

/// `VALID FROM – UNTIL` over its values: captions on both sides.
fn captions(reader: &mut Reader<'_>, line: &Line<'_>, value: &Span) -> bool {
    let whole = reader.caption(&line.body);
    whole.labels.len() >= 2 && whole.coverage() == 100 && {
        let inner = reader.caption(value);
        !inner.labels.is_empty() && inner.coverage() == 100
    }
}

/// `vessel: name: ALBA`: the value has a caption of its own, and the nearer one counts.
fn has_nearer(
    reader: &mut Reader<'_>,
    line: &Line<'_>,
    cut: &Cut,
    meaning: &Meaning,
    value: &Span,
) -> bool {
    let page = reader.page;
    let inner = page
        .slice(value)
        .split_once(':')
        .filter(|(_, tail)| tail.is_empty() || tail.starts_with(' '))
        .map(|(head, _)| value.start..value.start + head.len())
        .filter(|head| head.len() <= 40 && !page.slice(head).contains(','));
    // `Valid from – to: 1.1.2024–31.12.2024`: both halves are the caption's.
    if let Some(head) = &inner
        && super::syntax::parts_languages(page.slice(&line.body), cut.at)
    {
        let whole = reader.caption(&(line.body.start..head.end));
        if whole.labels.as_slice() == [Label::StartDate, Label::EndDate] && whole.coverage() == 100
        {
            return true;
        }
    }
    let inner = inner.map(|head| reader.caption(&head));
    inner.is_some_and(|inner| {
        // `Arte de pesca – Engins: Palangre`: the caption in two languages.
        let again = || {
            super::syntax::parts_languages(page.slice(&line.body), cut.at)
                && inner.labels == meaning.labels
        };
        let whole = inner.coverage() == 100;
        inner.understood()
            && (whole && meaning.label() == Some(Label::VesselName)
                || inner.coverage() >= 50 && again())
    })
}

/// What stands before a sign is no caption by its looks; `sign` is the line from the sign on.
fn is_no_caption(reader: &mut Reader<'_>, key: &Span, value: &Span, sign: &str) -> bool {
    let key_text = reader.page.slice(key);
    if key_text.len() > 110 || seek::has(key_text, "; ") {
        return true;
    }
    // `"Ocean Hero" – Fiji – …`: a name between quotation marks is no caption.
    if key_text.starts_with(['"', '“', '«', '„']) && key_text.ends_with(['"', '”', '»', '“'])
    {
        return true;
    }
    // `PLAYA BRAVA (previously OCEAN TASMAN) — …`: a name and the one she bore.
    if once_named(key_text) {
        return true;
    }
    // `… the vessel ALBA (flag: Japan)`: the colon stands inside a bracket of running text.
    if key_text.matches('(').count() > key_text.matches(')').count() {
        return true;
    }
    // `COMMANDANT BIROT (France) — …`: a name and its flag.
    if key_text.strip_suffix(')').is_some_and(|head| {
        head.rsplit_once(" (").is_some_and(|(name, inner)| {
            !name.chars().any(char::is_lowercase)
                && closed::has_sense(inner, |s| matches!(s, Sense::Country(_) | Sense::Alpha3(_)))
        })
    }) {
        return true;
    }
    if is_dotted(key_text) && !abbreviated(key_text) {
        return true;
    }
    let halves = seek::parted(key_text, " – ").is_some_and(|(left, right)| {
        !seek::has(right, " – ") && !seek::has(right, ": ") && sign.starts_with(':') && {
            let cut = key.start + left.len();
            let (left, right) = (key.start..cut, cut + " – ".len()..key.end);
            let (one, other) = (reader.caption(&left), reader.caption(&right));
            !one.labels.is_empty() && one.labels == other.labels
        }
    });
    if seek::has(key_text, " – ") && !halves || seek::has(key_text, " | ") {
        return true;
    }
    if seek::figures(key_text) > 4 {
        return true;
    }
    // `ALBA LTD, 21 Main Street, Suva — 64 shares`: a party and her address.
    let dashed = [" – ", " — ", " - "]
        .iter()
        .any(|dash| sign.starts_with(dash));
    if dashed && seek::has(key_text, ", ") && key_text.contains(char::is_numeric) {
        return true;
    }
    // `ARTICLE 3. — The charter takes effect on …`: the mark of a paragraph.
    let cited =
        || phrases::RULES_CITED.holds(&fold_phrase(key_text.split(' ').next().unwrap_or("")));
    if dashed && seek::has_figure(key_text) && cited() {
        return true;
    }
    // `Capture Fisheries Division – 12 Main Road`, `Licences: third quarter      Sheet 2`
    // `Radio call sign – 5VAB2`
    let office = |reader: &mut Reader<'_>| {
        is_institution(key_text) && reader.caption(key).labels.as_slice() != [Label::Ircs]
    };
    if dashed && office(reader) || sign.starts_with("  ") && seek::has(key_text, ": ") {
        return true;
    }
    // `Length 41.35 m   Breadth 8.50 m`: what stands before wide blanks has its value with it.
    if sign.starts_with("  ") && has_figure(reader, key) {
        return true;
    }
    // `OCEAN FRESH – Namibia – stern trawler`: the name and the parts of an entry.
    sign.starts_with(" – ")
        && seek::has(reader.page.slice(value), " – ")
        && !key_text.chars().any(char::is_lowercase)
        && reader.page.slice(value).chars().any(char::is_lowercase)
}

/// A stop stands between the words.
fn is_dotted(key: &str) -> bool {
    seek::has(key.trim_end_matches('.'), ". ")
}

/// `RC ......... OWXL (radio call sign)`: a code of two or three capitals, the value, and in brackets what it is.
fn explained(reader: &mut Reader<'_>, (code, value): (Span, Span)) -> Option<(Span, Span)> {
    let sign = reader.page.slice(&code);
    let coded = (2..=3).contains(&sign.len()) && sign.bytes().all(|b| b.is_ascii_uppercase());
    let text = reader.page.slice(&value);
    let open = text
        .rfind(" (")
        .filter(|at| coded && *at > 0 && text.ends_with(')'))?;
    let inner = value.start + open + 2..value.end - 1;
    let meaning = reader.caption(&inner);
    (meaning.understood() && meaning.coverage() == 100)
        .then(|| (inner, value.start..value.start + open))
}

/// `....... Signature ......`, `Signature ......`: a field left blank before the next.
fn blank(reader: &mut Reader<'_>, value: &Span) -> Span {
    let text = reader.page.slice(value);
    let lead = text.len() - text.trim_start_matches(['.', ' ']).len();
    let next = text.get(lead..).and_then(|rest| seek::parted(rest, "...."));
    let Some((caption, _)) = next else {
        return value.clone();
    };
    let start = value.start + lead;
    if reader.caption(&(start..start + caption.len())).understood() {
        value.start..value.start
    } else {
        value.clone()
    }
}

/// Most words of a key with abbreviations in it, and most letters of what a dot abbreviates.
const ABBREVIATED_KEY: usize = 6;

/// `Nat. reg. no`, `Cap. (m3)`: every dot inside the key abbreviates a short word.
fn abbreviated(key: &str) -> bool {
    seek::words(key) <= ABBREVIATED_KEY
        && key.match_indices(". ").all(|(at, _)| {
            let word = key
                .get(..at)
                .and_then(|head| head.rsplit([' ', '.']).next());
            word.is_some_and(|w| (1..=ABBREVIATED_KEY).contains(&w.chars().count()))
        })
}

/// More captions follow in the line: it is a list entry or running text.
fn cues_inside(tail: &str) -> bool {
    seek::count(tail, ": ") >= 1 || seek::count(tail, " – ") >= 2
}

/// A caption for one number or day, and a list of things after it: it is no field.
fn listing(meaning: &Meaning, value: &str) -> bool {
    use crate::entities::label::Label as L;
    let single = matches!(
        meaning.label(),
        Some(
            L::Tonnage
                | L::Length
                | L::EnginePower
                | L::HoldCapacity
                | L::StartDate
                | L::EndDate
                | L::Imo
                | L::Mmsi
                | L::Ircs
                | L::BuildYear
                | L::CrewCount
                | L::Flag
        )
    );
    single && meaning.labels.len() == 1 && seek::count(value, ", ") >= 2
}

/// `Oman (antérieurs : Belize ; Comores)`: the value without what stands in a bracket at its end.
fn unbracketed(value: &str) -> std::borrow::Cow<'_, str> {
    match value
        .find(" (")
        .filter(|at| *at > 2 && value.ends_with(')'))
    {
        Some(at) => value.get(..at).unwrap_or(value).into(),
        None => value.into(),
    }
}

/// A name in capitals, and a former one in brackets behind it.
fn once_named(text: &str) -> bool {
    let Some((name, bracket)) = seek::parted(text, " (") else {
        return false;
    };
    let former = bracket.split_whitespace().next().and_then(lexicon::lookup);
    !name.chars().any(char::is_lowercase)
        && former.is_some_and(|term| term.concepts.any(C::PREVIOUS))
        && bracket.contains(' ')
}

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn the_mark_of_a_paragraph_is_no_caption() {
        for mark in ["ARTICLE 3.", "Artículo 3 º", "Art. 3"] {
            let page = format!(
                "Le thonier ALBA NOVA est affrété.\n\n{mark} — L'affrètement prend effet le 1er mars 2020 \
                 et prend fin le 28 février 2022."
            );
            tells(&page, &["0 START_DATE=2020-03-01", "0 END_DATE=2022-02-28"]);
        }
    }

    #[test]
    fn a_colon_with_a_dash_behind_it_parts_as_a_colon_does() {
        tells(
            "Vessel name:- ALBA NOVA\nFlag:- Togo\nOwner:- Reef Fish Ltd",
            &[
                "0 VESSEL_NAME=ALBA NOVA",
                "0 FLAG=TGO",
                "0 OWNER=Reef Fish Ltd",
            ],
        );
    }
}
