//! Vessels' names, and what no vessel is called: figures, days, remarks, sentences.

use super::countries::countries;
use super::{dates, value};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::closed::{self, single_spaces};
use crate::entities::values::{Frame, Value, date, list, text};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon;
use crate::entities::words::seek;

/// `457 GT`, `38,7m`, `2024-10-13`, `12°49’N`: figures with the letters of a unit at most, which no ship is called.
fn is_figure(printed: &str) -> bool {
    let figured = printed
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit());
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    figured && letters <= 2
}

/// Bytes of a page that show whether it has capitals at all.
const CAPITALS: usize = 400;

/// `no presentó título`, `(en magasin)`, `see sheet 2`: several words without a capital say why there is no name.
pub(super) fn is_remark(frame: &Frame<'_>, printed: &str) -> bool {
    let several = printed.contains(' ')
        || printed.starts_with(['(', '['])
        || printed.chars().all(char::is_lowercase);
    let small = || printed.chars().filter(|c| c.is_lowercase()).count() >= 3;
    let firm = || {
        printed
            .split_whitespace()
            .any(|word| lexicon::lookup(word).is_some_and(|term| term.concepts.any(C::COMPANY)))
    };
    several
        && !printed.chars().any(char::is_uppercase)
        && small()
        && !firm()
        && frame
            .text
            .bytes()
            .take(CAPITALS)
            .any(|b| b.is_ascii_uppercase())
}

/// `31-Mar-2025 – 30-Mar-2026`: no name.
fn begins_with_day(frame: &Frame<'_>, span: &Span) -> bool {
    let figured = frame
        .text
        .get(span.clone())
        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    figured
        && date::scan(frame.text, span, frame.order)
            .first()
            .is_some_and(|day| day.span.start == span.start)
}

/// `12`, `A`: the number or letter of a row, by which other tables mean its vessel; `2,640`, `71.20`: a measure.
fn counts(printed: &str) -> bool {
    let figures = seek::figures(printed);
    let points = printed.bytes().filter(|b| matches!(b, b',' | b'.')).count();
    printed.len() == 1
        || figures == printed.len() && figures <= 3
        || figures > 0 && points > 0 && figures + points == printed.len()
}

/// Longest name, in bytes; the longest of 21,505 registered ones has 60.
const LONGEST_NAME: usize = 100;

/// Several sentences, or more than any name: what stands behind a caption that was misunderstood.
fn runs_on(printed: &str) -> bool {
    let stopped = printed.match_indices(". ").any(|(at, _)| {
        let word = printed.get(..at).unwrap_or("").rsplit(' ').next();
        word.is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 4)
    });
    printed.len() > LONGEST_NAME || stopped && printed.len() > LONGEST_NAME / 2
}

/// `3. ALBA NOVA`, `12) NOVA`: the bytes before the name that count it.
fn counted(printed: &str) -> usize {
    let behind = printed.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = behind.strip_prefix(". ").or(behind.strip_prefix(") "));
    name.filter(|name| {
        (1..=3).contains(&(printed.len() - behind.len())) && name.starts_with(char::is_alphabetic)
    })
    .map_or(0, |name| printed.len() - name.len())
}

fn upper(frame: &Frame<'_>, mut span: Span, label: Label) -> Option<Value> {
    span.start += counted(frame.text.get(span.clone())?);
    let printed = frame.text.get(span.clone())?;
    if closed::is_empty_value(printed)
        || !printed.chars().any(char::is_alphanumeric)
        || is_remark(frame, printed)
        || begins_with_day(frame, &span)
        || counts(printed)
        || runs_on(printed)
        || text::is_reference(printed)
        || text::counts_a_ship(frame.text, &span)
    {
        return None;
    }
    // `(1)` counts the ships.
    let counter = printed.starts_with('(') && !printed.chars().any(char::is_alphabetic);
    if counter {
        return None;
    }
    let norm = single_spaces(&printed.to_uppercase());
    Some(value(label, span, norm, 0.97, "name"))
}

/// Former names, and the flags and days that brackets behind them tell: `ALBA (to 12 May 2013, China)`, `SOL (Fiji)`.
pub(super) fn former(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let mut names = text::former_names(frame.text, span);
    let ends: Vec<usize> = names
        .iter()
        .skip(1)
        .map(|n| n.start)
        .chain([span.end])
        .collect();
    for (name, end) in names.iter_mut().zip(ends) {
        let told = frame.text.get(name.start..end).unwrap_or("");
        let bracket = told
            .find(" (")
            .zip(told.find(')'))
            .filter(|(open, close)| open < close);
        let mut behind = Vec::new();
        if let Some((open, close)) = bracket {
            let inner = name.start + open + 2..name.start + close;
            let mut flags = countries(frame, &inner, Label::PreviousFlag);
            // `to Mar 2010`: no code.
            flags.retain(|flag| {
                let word = frame.text.get(flag.span.clone()).unwrap_or("");
                word.len() > 3 || !word.chars().any(char::is_lowercase)
            });
            // `Sea Lynx (previous flag: Fiji)`
            if flags.last().is_some_and(|flag| flag.span.end == inner.end) {
                name.end = name.end.min(name.start + open);
                *name = text::clean_name(frame.text, name);
            }
            if seek::figures(told.get(open..close).unwrap_or("")) >= 4 || name.end <= inner.start {
                behind = flags;
                behind.extend(dates(frame, &inner, Label::Date));
            }
        }
        let printed = frame.text.get(name.clone()).unwrap_or("");
        let named = (!is_figure(printed)).then(|| upper(frame, name.clone(), Label::PreviousName));
        if let Some(named) = named.flatten() {
            found.push(named);
            found.extend(behind);
        }
    }
    found
}

/// `Zeldenrust (UK 118)`: the name, and the letters and the number of her port.
fn marked(text: &str, name: Span) -> (Span, Option<Span>) {
    let printed = text.get(name.clone()).unwrap_or("");
    let parts = printed
        .strip_suffix(')')
        .and_then(|head| head.rsplit_once(" ("));
    let mark = parts.filter(|(head, inner)| {
        let (letters, figures) = inner.split_once(' ').unwrap_or_default();
        !head.is_empty()
            && (1..=3).contains(&letters.len())
            && letters.bytes().all(|b| b.is_ascii_uppercase())
            && (1..=4).contains(&figures.len())
            && figures.bytes().all(|b| b.is_ascii_digit())
    });
    match mark {
        Some((head, inner)) => {
            let end = name.end - 1;
            (
                name.start..name.start + head.len(),
                Some(end - inner.len()..end),
            )
        }
        None => (name, None),
    }
}

pub(super) fn vessel_name(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    // `동원 707호 / DONG WON NO. 707`: the name in two scripts.
    let sides = list::parted(frame.text, span, " / ");
    let latin = |side: &Span| {
        let text = frame.text.get(side.clone()).unwrap_or("");
        text.bytes().any(|b| b.is_ascii_alphabetic())
    };
    if let [one, other] = sides.as_slice()
        && latin(one) != latin(other)
    {
        let sides = [one, other].into_iter();
        let names = sides.filter_map(|side| upper(frame, side.clone(), Label::VesselName));
        return names.collect();
    }
    let (name, former) = text::name_parts(frame.text, span);
    let (name, mark) = marked(frame.text, text::without_prefix(frame.text, name));
    // `F/V *ALBA*`, `M/V "ALBA"`: signs behind the short form.
    let printed = frame.text.get(name.clone()).unwrap_or("");
    let marks = printed.len()
        - printed
            .trim_start_matches(['*', '_', '"', '“', '«', '\''])
            .len();
    let name = name.start + marks..name.end;
    let mut found: Vec<Value> = upper(frame, name, Label::VesselName).into_iter().collect();
    found.extend(mark.map(|mark| {
        let norm = frame.text.get(mark.clone()).unwrap_or("").to_string();
        value(
            Label::ExternalMarking,
            mark,
            norm,
            0.9,
            "letters and figures",
        )
    }));
    found.extend(
        former
            .into_iter()
            .filter_map(|s| upper(frame, s, Label::PreviousName)),
    );
    found
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::{things, values};

    #[test]
    fn former_names_leave_when_and_under_which_flag_they_were_borne() {
        let cases: [(&str, &[&str]); 5] = [
            ("MAR BRAVO until 2008", &["PREVIOUS_NAME=MAR BRAVO"]),
            (
                "MAR BRAVO (to 12 May 2013, China)",
                &[
                    "PREVIOUS_NAME=MAR BRAVO",
                    "DATE=2013-05-12",
                    "PREVIOUS_FLAG=CHN",
                ],
            ),
            (
                "1) MAR BRAVO (Fiji)   2) SEA LYNX",
                &[
                    "PREVIOUS_NAME=MAR BRAVO",
                    "PREVIOUS_FLAG=FJI",
                    "PREVIOUS_NAME=SEA LYNX",
                ],
            ),
            (
                "SEA LYNX (previous flag: Togo)",
                &["PREVIOUS_NAME=SEA LYNX", "PREVIOUS_FLAG=TGO"],
            ),
            ("HUA YING 16; 2008", &["PREVIOUS_NAME=HUA YING 16"]),
        ];
        for (names, wanted) in cases {
            let told = things(&format!("Vessel: ALBA NOVA\nFormer names: {names}"));
            let told: Vec<&str> = told.iter().skip(1).map(String::as_str).collect();
            assert_eq!(told, wanted, "{names}");
        }
    }

    #[test]
    fn the_letters_and_number_of_a_port_behind_a_name_are_her_mark() {
        let marks = |name: &str| {
            values(
                &format!("Vessel: {name}\nFlag: Fiji"),
                Label::ExternalMarking,
            )
        };
        assert_eq!(marks("ALBA (UK 118)"), ["UK 118"]);
        assert!(marks("ALBA (ex SOL)").is_empty() && marks("ALBA (118)").is_empty());
    }

    #[test]
    fn days_remarks_and_counts_are_no_names() {
        let named = |name: &str| {
            values(
                &format!("Flag: FIJI\nVessel name: {name}"),
                Label::VesselName,
            )
        };
        for name in ["ALBA NOVA", "31 MARCH II"] {
            assert_eq!(named(name), [name]);
        }
        for name in [
            "31-Mar-2025 – 30-Mar-2026",
            "see sheet 2",
            "12",
            "A",
            "(1)",
            "2,640",
        ] {
            assert!(named(name).is_empty(), "{name}: {:?}", named(name));
        }
    }
}
