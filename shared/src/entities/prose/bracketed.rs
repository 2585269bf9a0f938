//! Call signs that stand bare in the bracket after a vessel's name: `ATLANTIC STERNA (Uruguay, CXHT)`.
//!
//! Nothing announces them, so another part of the bracket must speak for them: a country whose series the sign is of
//! (ITU Radio Regulations, Appendix 42), or an MMSI with that country's digits.

use super::{Hit, named, overlaps};
use crate::entities::context::Source;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::{Value, identity, list};
use crate::entities::words::lexicon::{COUNTRIES, Country, Sense, lookup};

/// Longest bracket that is looked into, in bytes.
const LONGEST: usize = 200;

/// Adds the call signs that stand bare in the brackets after the names among `hits`.
pub(super) fn signs(text: &str, hits: &mut Vec<Hit>) {
    for end in named(hits).into_iter().map(|name| name.end) {
        let Some(inner) = bracket(text, end) else {
            continue;
        };
        let parts = list::split(text, &inner, true, false, false);
        let slice = |part: &Span| text.get(part.clone()).unwrap_or("");
        let countries: Vec<&Country> = parts.iter().filter_map(|p| country(slice(p))).collect();
        let taken = |part: &Span| overlaps(hits, part);
        let found = parts.iter().find(|part| {
            let sign = slice(part);
            identity::is_bare_sign(sign)
                && !taken(part)
                && identity::sign_countries(sign)
                    .any(|c| countries.iter().any(|known| known.alpha3 == c.alpha3))
        });
        // `LOMA STAR (9329916)`: seven figures whose last one proves them, alone or first among particulars.
        let proven = parts
            .first()
            .filter(|part| {
                let figures = slice(part);
                figures.len() == 7
                    && !taken(part)
                    && matches!(identity::imo(figures), identity::Reading::Valid(_))
            })
            .cloned();
        if let Some(part) = found.cloned() {
            let norm = identity::squeeze(slice(&part));
            hits.push(bare_sign(part, norm, "in brackets after the vessel"));
        }
        if let Some(part) = proven {
            let norm = slice(&part).to_string();
            hits.push(Hit {
                value: Value {
                    label: Label::Imo,
                    span: part,
                    norm,
                    trust: 0.95,
                    mended: None,
                    check: "IMO check digit",
                },
                source: Source::Shape,
                evidence: "in brackets after the vessel".to_string(),
            });
        }
    }
}

/// `IMO 9281310 / ZTUC / MMSI 601900416`: a bare sign between bars beside an IMO or MMSI number, which is no ship's name.
pub(super) fn signs_between_numbers(text: &str, span: &Span, hits: &mut Vec<Hit>) {
    let whole = text.get(span.clone()).unwrap_or("");
    let mut from = span.start;
    for line in whole.split('\n') {
        let place = from..from + line.len();
        from += line.len() + 1;
        if !line.contains(" / ") {
            continue;
        }
        let within = |hit: &Hit, labels: &[Label]| {
            labels.contains(&hit.value.label)
                && place.start <= hit.value.span.start
                && hit.value.span.end <= place.end
        };
        let numbered = hits
            .iter()
            .any(|hit| within(hit, &[Label::Imo, Label::Mmsi]));
        if !numbered || hits.iter().any(|hit| within(hit, &[Label::Ircs])) {
            continue;
        }
        let sign = list::parted(text, &place, " / ").into_iter().find(|part| {
            let printed = text.get(part.clone()).unwrap_or("");
            identity::is_bare_sign(printed)
                && identity::sign_countries(printed).next().is_some()
                && !hits.iter().any(|hit| {
                    hit.value.label != Label::VesselName
                        && hit.value.span.start < part.end
                        && part.start < hit.value.span.end
                })
        });
        if let Some(part) = sign {
            hits.retain(|hit| hit.value.span != part);
            let norm = identity::squeeze(text.get(part.clone()).unwrap_or(""));
            hits.push(bare_sign(part, norm, "between the vessel's numbers"));
        }
    }
}

/// Adds the call signs that stand bare among the parts of an entry (`ALBA NOVA, IMO 9281310, EADN`) below a heading that
/// gives the entries a flag, where they are of its series.
pub(super) fn signs_of_group(text: &str, span: &Span, flag: &Country, hits: &mut Vec<Hit>) {
    for name in named(hits) {
        let tail = text.get(name.end..span.end).unwrap_or("");
        let line = name.end..name.end + tail.find('\n').unwrap_or(tail.len());
        let parts = list::split(text, &line, true, true, false);
        let known = hits
            .iter()
            .any(|h| h.value.label == Label::Ircs && line.contains(&h.value.span.start));
        let free = |part: &Span| !overlaps(hits, part);
        let found = parts.into_iter().find(|part| {
            let sign = text.get(part.clone()).unwrap_or("");
            identity::is_bare_sign(sign) && identity::in_series(flag, sign) && free(part)
        });
        if let Some(part) = found.filter(|_| !known) {
            let norm = identity::squeeze(text.get(part.clone()).unwrap_or(""));
            hits.push(bare_sign(part, norm, "of the heading's flag"));
        }
    }
}

fn bare_sign(span: Span, norm: String, evidence: &str) -> Hit {
    Hit {
        value: Value {
            label: Label::Ircs,
            span,
            norm,
            trust: 0.97,
            mended: None,
            check: "call sign of the country beside it",
        },
        source: Source::Shape,
        evidence: evidence.to_string(),
    }
}

/// What stands in the bracket that opens at `end`, after a closing quotation mark at most.
fn bracket(text: &str, end: usize) -> Option<Span> {
    let tail = text.get(end..)?;
    let bare = tail.trim_start_matches(['"', '”', '»', '’', ' ']);
    let inner = bare.strip_prefix('(')?;
    let close = inner.find(')').filter(|at| *at <= LONGEST)?;
    let start = end + tail.len() - inner.len();
    Some(start..start + close)
}

/// The country that a part names, or the one whose digits its MMSI has.
fn country(part: &str) -> Option<&'static Country> {
    let named = lookup(part).and_then(|term| {
        term.senses.iter().find_map(|sense| match sense {
            Sense::Country(index) | Sense::Alpha3(index) => COUNTRIES.get(usize::from(*index)),
            _ => None,
        })
    });
    named.or_else(|| {
        let digits = part.rsplit([' ', ':']).next()?;
        (digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| identity::mmsi_country(digits))?
    })
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_bare_sign_is_taken_only_beside_its_own_country() {
        let cases = [
            (
                "The vessel STERNA DAWN (Uruguay, CXHT) was sighted.",
                Some("CXHT"),
            ),
            (
                "The trawler STERNA DAWN (MWQZ4, MMSI 235104887) was sighted.",
                Some("MWQZ4"),
            ),
            ("The vessel STERNA DAWN (Uruguay, LAXT) was sighted.", None),
            ("The vessel STERNA DAWN (Uruguay, ICCAT) was sighted.", None),
        ];
        for (text, wanted) in cases {
            let (page, _) = extract_page(text, &Carried::default());
            let sign = page.entities.iter().find(|e| e.label == Label::Ircs);
            assert_eq!(sign.map(|e| e.norm_value.as_str()), wanted, "{text}");
        }
    }
}
