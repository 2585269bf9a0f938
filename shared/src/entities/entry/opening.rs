//! Where the name of an entry ends and its particulars begin.

use crate::entities::context::Reader;
use crate::entities::fields::line::split_field;
use crate::entities::page::{Page, Span};
use crate::entities::words::lexicon::opens_with_caption;
use crate::entities::words::seek;

/// Parts the name that opens an entry from a particular behind it.
pub(super) type Opening = fn(&mut Reader<'_>, &Span) -> Option<(Span, Span)>;

/// Signs behind the name that are other than those between the particulars.
pub(super) const OPENINGS: [(&str, Opening); 3] = [
    (": ", behind_colon),
    (" – ", behind_dash),
    (". ", behind_stop),
];

/// `ALBA (Flag: Togo; IMO: 9281310)`: the name, and what the bracket behind it holds.
pub(super) fn in_bracket(page: &Page, body: &Span) -> Option<(Span, Span)> {
    let text = page.slice(body);
    let closed = text.trim_end_matches(['.', ';', ',', ' ']);
    let open = seek::find(text, " (")?;
    let inner = closed.strip_suffix(')')?.get(open + 2..)?;
    let mut depth = 1;
    for sign in inner.chars() {
        depth = match sign {
            '(' => depth + 1,
            ')' => depth - 1,
            _ => depth,
        };
        if depth == 0 {
            return None;
        }
    }
    let start = body.start + open + 2;
    let fields = seek::has(inner, ": ") || seek::has(inner, " = ");
    fields.then(|| (body.start..body.start + open, start..start + inner.len()))
}

/// `ALBA (ESP): IMO 9281310; Port: Vigo`: the first particular stands behind the name's own colon or bracket.
fn behind_colon(reader: &mut Reader<'_>, first: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(first);
    let bracket = ["): ", "), "]
        .iter()
        .filter_map(|sign| seek::find(text, sign))
        .min()
        .filter(|at| text.find(": ").is_none_or(|colon| *at < colon))
        .map(|at| at + 1);
    let captioned = |at: &usize| text.get(at + 2..).is_some_and(opens_with_caption);
    let end = bracket.or_else(|| seek::find(text, ": ").filter(captioned))?;
    let end = first.start + end;
    Some((first.start..end, end + 2..first.end))
}

/// `ALBA – IMO 9281310; owner: …`
fn behind_dash(reader: &mut Reader<'_>, first: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(first);
    let at = seek::find(text, " – ")?;
    let rest = at + " – ".len();
    opens_with_caption(text.get(rest..)?).then(|| {
        let end = first.start + at;
        (first.start..end, first.start + rest..first.end)
    })
}

/// `Mar Ferro II. Otros nombres = …; Bandera = …`
fn behind_stop(reader: &mut Reader<'_>, first: &Span) -> Option<(Span, Span)> {
    let at = seek::find(reader.page.slice(first), ". ")?;
    let rest = first.start + at + 2..first.end;
    split_field(reader, &rest)
        .is_some_and(|(key, _)| reader.caption(&key).understood())
        .then(|| (first.start..first.start + at, rest))
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_bracket_may_hold_all_particulars() {
        let page = "* ALBA NOVA (Bandera: Togo; Armador: Benguela (Pty) Ltd; Tipo: Arrastrero)\n\
            * MAR BRAVO (Bandera: Fiji; Armador: Mar S.A.; Tipo: Palangrero)";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 FLAG=TGO",
            "0 OWNER=Benguela (Pty) Ltd",
            "0 VESSEL_TYPE=Arrastrero",
            "1 VESSEL_NAME=MAR BRAVO",
            "1 FLAG=FJI",
            "1 OWNER=Mar S.A.",
            "1 VESSEL_TYPE=Palangrero",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn a_comma_stands_inside_a_firm_too() {
        let page = "- ALBA NOVA, Owner: Alba, S.A., Flag: Togo, Type: Trawler\n\
            - MAR BRAVO, Owner: Mar Co., Ltd., Flag: Fiji, Type: Longliner";
        let found = found(page);
        for owner in ["0 OWNER=Alba, S.A.", "1 OWNER=Mar Co., Ltd."] {
            assert!(found.contains(&owner.to_owned()), "{found:?}");
        }
    }
}
