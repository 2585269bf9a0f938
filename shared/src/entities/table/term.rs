//! Values that figures part: a licence and its term, the days of a term, year and yard, species and weights.

use crate::entities::caption;
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::prose;
use crate::entities::values::date;
use crate::entities::values::{self, closed};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, phrases, with_folded};
use crate::entities::words::seek;

/// The days of a term. A single day is its last unless a word says that it is the first.
pub(crate) fn term(
    reader: &mut Reader<'_>,
    frame: &values::Frame<'_>,
    value: &Span,
    told: Told<'_>,
) {
    let mut doubts = Vec::new();
    let mut days = values::read(frame, value, Label::StartDate, &mut doubts);
    if days.is_empty() {
        prose::fragment(reader, value, told.record, true);
    }
    if let [day] = days.as_mut_slice() {
        let lead = reader.page.slice(&(value.start..day.span.start));
        let begins = caption::read_text(lead, &mut caption::Mender::new(0))
            .concepts
            .any(C::START)
            || lead
                .to_lowercase()
                .split_whitespace()
                .any(|w| phrases::FROM_A_DAY.holds(w));
        // `01.01.2024-31.12.2024`: the second day stands close behind the first.
        let behind = reader.page.slice(&(day.span.end..value.end));
        let gap = behind.len() - behind.trim_start_matches(['-', '–', '—', '/', ' ']).len();
        let rest = day.span.end + gap..value.end;
        let second = if gap > 0 {
            values::read(frame, &rest, Label::EndDate, &mut doubts)
        } else {
            Vec::new()
        };
        if !begins && second.is_empty() && day.label == Label::StartDate {
            day.label = Label::EndDate;
        }
        days.extend(second);
    }
    for day in days {
        reader.push(day, told);
    }
}

/// `Navia, 1999`, `1990 Girvan`, `Vigo (2001)`: the year, and what is left as the place.
pub(super) fn year_and_place(
    reader: &mut Reader<'_>,
    frame: &values::Frame<'_>,
    value: &Span,
    told: Told<'_>,
) {
    let mut doubts = Vec::new();
    let years = values::read(frame, value, Label::BuildYear, &mut doubts);
    let Some(year) = years.first().map(|v| v.span.clone()) else {
        reader.read(frame, value, Label::BuildPlace, told);
        return;
    };
    let signs = |c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '/' | '(' | ')' | '-' | '–' | '—' | ':' | '.')
    };
    for value in years {
        reader.push(value, told);
    }
    for side in [value.start..year.start, year.end..value.end] {
        let text = reader.page.slice(&side);
        let lead = text.len() - text.trim_start_matches(signs).len();
        let bare = text.trim_matches(signs);
        // `by Astilleros Freire, Vigo`
        let small = bare
            .split(' ')
            .take_while(|w| w.len() <= 3 && w.chars().all(char::is_lowercase));
        let small: usize = small.map(|word| word.len() + 1).sum();
        let (lead, bare) = match bare.get(small..) {
            Some(named) if !named.is_empty() => (lead + small, named),
            _ => (lead, bare),
        };
        let place = side.start + lead..side.start + lead + bare.len();
        let wordy = bare.chars().filter(|c| c.is_alphabetic()).count() >= 3;
        if wordy && reader.read(frame, &place, Label::BuildPlace, told) > 0 {
            return;
        }
    }
}

/// `0456/DPM, valid from 1 January 2024`: a licence's number, and the rest of the value read for its days.
/// False where the value is not so.
pub(crate) fn number_and_days(
    reader: &mut Reader<'_>,
    frame: &values::Frame<'_>,
    value: &Span,
    told: Told<'_>,
) -> bool {
    let text = reader.page.slice(value);
    // `2022/ESP/0441 Válida del 01/01/2022`
    let worded = text.match_indices(' ').find_map(|(at, _)| {
        let word = text.get(at + 1..)?.split(' ').next()?;
        with_folded(word, |word| phrases::VALID.holds(word)).then_some(at)
    });
    let cut = [
        ", ", " (", "; ", ": ", " – ", " - ", " du ", " from ", " valid", "\n",
    ]
    .iter()
    .filter_map(|sign| text.find(sign))
    .chain(worded)
    .filter(|at| text.get(..*at).is_some_and(seek::has_figure))
    .min();
    let Some(cut) = cut else { return false };
    let rest = value.start + cut..value.end;
    let days = date::scan(&reader.page.text, &rest, frame.order);
    let number = text
        .get(..cut)
        .unwrap_or("")
        .trim_end_matches([' ', '/', '-', '–']);
    let head = value.start..value.start + number.len();
    let own = date::scan(&reader.page.text, &head, frame.order);
    if days.is_empty() || !own.is_empty() {
        return false;
    }
    if reader.read(frame, &head, Label::LicenseNo, told) == 0 {
        return false;
    }
    let before = reader.found.len();
    let folded = fold_phrase(reader.page.slice(&rest));
    let term_like = days.len() == 2 || folded.split(' ').any(|w| phrases::VALID.holds(w));
    // `01.01.2024–31.12.2024`: the second day close behind the first.
    let close = days.first().is_some_and(|day| {
        let behind = reader.page.slice(&(day.span.end..rest.end));
        let tail = behind.trim_start_matches([' ', '-', '–', '—', '/']);
        tail.len() < behind.len() && tail.starts_with(|c: char| c.is_ascii_digit())
    });
    if term_like && days.len() == 2 || days.len() == 1 && close {
        let printed = reader.page.slice(&rest);
        let sign = |c: char| !c.is_alphanumeric();
        let bare = rest.end - printed.trim_start_matches(sign).len();
        term(reader, frame, &(bare..rest.end), told);
        // `…, Western Indian Ocean, purse seine`
        if let [.., last] = days.as_slice() {
            let behind = last.span.end..rest.end;
            prose::fragment(reader, &behind, told.record, true);
        }
    } else if days.len() == 1
        && reader
            .foreign_caption(told.evidence)
            .labels
            .contains(&Label::EndDate)
    {
        reader.read(frame, &rest, Label::EndDate, told);
    } else if let ([day], true) = (days.as_slice(), bounded(reader, &rest, days.first())) {
        reader.read(frame, &day.span, Label::EndDate, told);
    } else {
        prose::fragment(reader, &rest, told.record, true);
    }
    reader.found.len() >= before
}

/// `(to 31 December 2024)`: a word for the last day stands before the only one.
fn bounded(reader: &Reader<'_>, rest: &Span, day: Option<&date::DateHit>) -> bool {
    let head = day.and_then(|day| reader.page.text.get(rest.start..day.span.start));
    let head = head.unwrap_or("").trim_matches([' ', '(', ',', ';']);
    phrases::TILL.holds(&fold_phrase(head)) || head == "to"
}

/// `gillnetter, about 43 m`, `Steel, built 2018 at Vigo`: a kind of vessel or what her hull is made of, and figures that
/// say more of her. False where the value is not so.
pub(super) fn word_and_more(
    reader: &mut Reader<'_>,
    frame: &values::Frame<'_>,
    value: &Span,
    label: Label,
    told: Told<'_>,
) -> bool {
    let text = reader.page.slice(value);
    let Some(cut) = text.find([',', ';']) else {
        return false;
    };
    let (kind, more) = text.split_at(cut);
    let known = closed::has_sense(kind, |s| match label {
        Label::HullMaterial => *s == Sense::Hull,
        _ => *s == Sense::VesselType,
    });
    if !known || !seek::has_figure(more) {
        return false;
    }
    let kind = value.start..value.start + cut;
    reader.read(frame, &kind, label, told);
    let rest = trim(&reader.page.text, &(kind.end + 1..value.end));
    prose::fragment(reader, &rest, told.record, false);
    true
}

/// Takes the weights off the species found since `from`: `Bigeye 55 t` names the species before its weight, `64.2 t`
/// names none.
pub(crate) fn without_weights(reader: &mut Reader<'_>, from: usize) {
    let page = reader.page;
    for found in reader.found.get_mut(from..).unwrap_or(&mut []) {
        let text = page.slice(&found.value.span);
        if found.value.label != Label::Species
            || !text.ends_with(|c: char| c.is_ascii_alphanumeric())
        {
            continue;
        }
        let start = text.find(|c: char| c.is_ascii_digit()).filter(|at| {
            (*at == 0 || text.get(..*at).is_some_and(|h| h.ends_with(' ')))
                && text.get(*at..).is_some_and(|t| {
                    let unit = t.trim_start_matches(|c: char| {
                        c.is_ascii_digit() || matches!(c, '.' | ',' | ' ')
                    });
                    matches!(
                        unit.to_lowercase().as_str(),
                        "t" | "kg" | "mt" | "tonnes" | "tons" | "tm" | "toneladas"
                    )
                })
        });
        if let Some(at) = start {
            let bare = text.get(..at).unwrap_or("").trim_end();
            found.value.span.end = found.value.span.start + bare.len();
            found.value.norm = closed::species(bare);
        }
    }
    let new = reader.found.get(from..).unwrap_or(&[]);
    if new.iter().all(|f| !f.value.span.is_empty()) {
        return;
    }
    let mut own = reader.found.split_off(from.min(reader.found.len()));
    own.retain(|f| !f.value.span.is_empty());
    reader.found.append(&mut own);
}
