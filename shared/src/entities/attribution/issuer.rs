//! The state that issued a ship's paper, where the paper says her flag nowhere else.
//!
//! `REPUBLIC OF PANAMA` over a provisional patente without a flag: Panama. Where the page names a flag, or several
//! ships, the issuer is none.

use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::Value;
use crate::entities::values::closed::{self, Codes};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;

/// How far down the page the state is looked for, in bytes.
const HEAD: usize = 1200;

/// `REPUBLIC OF PANAMA` over a ship's own paper that names no flag: the state that issued it is her flag.
pub(crate) fn issuing_state(reader: &mut Reader<'_>) {
    if reader.vessels.len() != 1 || reader.found.iter().any(|f| f.value.label == Label::Flag) {
        return;
    }
    let first = reader
        .found
        .iter()
        .filter(|f| f.record.is_some())
        .map(|f| f.value.span.start)
        .min()
        .unwrap_or(0);
    let end = first.min(HEAD);
    let mut states: Vec<Value> = Vec::new();
    let mut at = 0;
    for line in reader.page.text.split_inclusive('\n') {
        let span = at..at + line.len();
        at = span.end;
        if span.end > end + 1 {
            break;
        }
        let stately = line.len() <= 260
            && fold_phrase(line)
                .split(' ')
                .any(|w| phrases::STATELY.holds(w));
        if stately {
            let hits = closed::countries_of(reader.page, &span, Codes::None);
            states.extend(hits.into_iter().map(|hit| Value {
                label: Label::Flag,
                span: bare(&reader.page.text, hit.span),
                norm: hit.code.to_string(),
                trust: 0.9,
                mended: None,
                check: "country name",
            }));
        }
    }
    if let Some(state) = states.first().cloned()
        && states.iter().all(|s| s.norm == state.norm)
    {
        reader.push(state, Told::field(Some(0), "state that issued the paper"));
    }
}

/// `Republic of the Philippines`: the country's own name.
fn bare(text: &str, span: Span) -> Span {
    let printed = text.get(span.clone()).unwrap_or("");
    let lower = printed.to_lowercase();
    let stately = lower.starts_with("rep") || lower.starts_with("kingdom");
    let cut = phrases::OF_THE_COUNTRY
        .iter()
        .find_map(|word| lower.find(word).map(|at| at + word.len()))
        .filter(|_| stately && lower.len() == printed.len());
    span.start + cut.unwrap_or(0)..span.end
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::first;

    #[test]
    fn the_state_over_a_ship_s_paper_is_her_flag_only_where_no_other_is_given() {
        let cases = [
            (
                "REPUBLIC OF PANAMA\n\nName of ship: ALBA\nIMO: 9281310",
                Some("PAN"),
            ),
            (
                "REPUBLIC OF PANAMA\n\nName of ship: ALBA\nFlag: Spain",
                Some("ESP"),
            ),
            (
                "Meeting in Panama\n\nName of ship: ALBA\nIMO: 9281310",
                None,
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(first(text, Label::Flag).as_deref(), wanted, "{text}");
        }
    }
}
