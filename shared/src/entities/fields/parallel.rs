//! Several captions before one colon, and as many values behind it between the same signs.
//!
//! `Flag – home port and registration number: India – Malpe – IND-KA-02-4417`.

use super::line::list_mark;
use crate::entities::context::Reader;
use crate::entities::page::Span;
use crate::entities::values::list::{self, By, parted};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::seek;

/// Signs between the captions and between the values.
const BARS: [&str; 6] = [" / ", " – ", " — ", " - ", " | ", " · "];

/// Most captions before one colon.
const MOST: usize = 8;

/// Most figures of captions: `CMM 07`.
const MOST_FIGURES: usize = 2;

/// The fields of a line with several captions before its colon, each of them understood, and as many values.
pub(crate) fn parallel_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let line = list_mark(reader, span);
    let page = reader.page;
    let (captions, values) = seek::parted(page.slice(&line), ": ")?;
    // `ALBA (Ireland) – IMO 9887580 – cs: EIXK2 – of Cork` is an entry.
    if seek::figures(captions) > MOST_FIGURES {
        return None;
    }
    let bar = BARS
        .into_iter()
        .find(|bar| seek::has(captions, bar) && seek::has(values, bar))?;
    let captions = line.start..line.start + captions.len();
    let values = parted(&page.text, &(line.end - values.len()..line.end), bar);
    let captions = apart(reader, &captions, bar, values.len())?;
    let asked = captions.iter().all(|caption| {
        let meaning = reader.caption(caption);
        // `Former name / flag`: both are of the past, which the caption says as a whole.
        let past = meaning.concepts.any(C::PREVIOUS);
        meaning.understood() && !past && (meaning.other || meaning.labels.len() == 1)
    });
    let labelled = captions
        .iter()
        .filter(|caption| !reader.caption(caption).labels.is_empty())
        .count();
    (asked && labelled >= 2).then(|| captions.into_iter().zip(values).collect())
}

/// The captions between the bars, the last of which may be two with an `and` between them; as many as there are values.
fn apart(reader: &Reader<'_>, span: &Span, bar: &str, count: usize) -> Option<Vec<Span>> {
    let page = reader.page;
    let mut captions = parted(&page.text, span, bar);
    if captions.len() + 1 == count {
        let last = captions.pop()?;
        captions.extend(list::split(&page.text, &last, By::WORDS));
    }
    (captions.len() == count && (2..=MOST).contains(&count)).then_some(captions)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn as_many_captions_as_values_are_as_many_fields() {
        let cases = [
            (
                "Flag – home port and registration number: India – Malpe – IND-KA-02-4417",
                &["FLAG=IND", "PORT=Malpe", "NATIONAL_REG_NO=IND-KA-02-4417"][..],
            ),
            (
                "2. Licence no. – valid to: KA/0932 – 31/05/2025",
                &["LICENSE_NO=KA/0932", "END_DATE=2025-05-31"],
            ),
            (
                "Flag / home port / registration number: India / Malpe / KA-4417",
                &["FLAG=IND", "PORT=Malpe", "NATIONAL_REG_NO=KA-4417"],
            ),
            (
                "IMO - call sign - MMSI: 9281310 - 3DXB - 520123456",
                &["IMO=9281310", "IRCS=3DXB", "MMSI=520123456"],
            ),
            // As many parts by chance.
            ("Alba – Sol: Vega – Nova", &[]),
        ];
        for (line, wanted) in cases {
            let page = format!("Vessel name: ALBA DAWN\n{line}\nBuilt: 1998");
            let read = things(&page);
            let read: Vec<&str> = read
                .iter()
                .map(String::as_str)
                .filter(|thing| !matches!(*thing, "VESSEL_NAME=ALBA DAWN" | "BUILD_YEAR=1998"))
                .collect();
            assert_eq!(read, wanted, "{line}");
        }
    }
}
