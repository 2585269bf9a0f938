//! Titles that name a vessel and give her number beside the name: `ALBA NOVA (IMO 9281310)`, `MV ALBA – 9281310, Togo`.

use super::head::{inner, is_title_name};
use crate::entities::context::Reader;
use crate::entities::page::{Span, trim};
use crate::entities::values::identity::{self, Reading};
use crate::entities::values::text::without_prefix;
use crate::entities::words::seek;

/// A title's vessel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Titled {
    /// Her name.
    pub(crate) name: Span,
    /// What stands beside it.
    pub(crate) beside: Span,
    /// Her IMO number there.
    pub(crate) number: Span,
}

/// What parts the name from the number.
const SIGNS: [&str; 10] = [
    " (", " [", " – ", " — ", " - ", ", ", " | ", " / ", " · ", "** ",
];

/// Longest title, in bytes.
const LONGEST: usize = 120;

/// The vessel of a title; none where the title gives no number that its check proves.
pub(crate) fn titled(reader: &mut Reader<'_>, span: &Span) -> Option<Titled> {
    if span.len() > LONGEST {
        return None;
    }
    let text = reader.page.slice(span);
    let bare = text.trim_matches(['"', '“', '”', '«', '»', ':', '*', ' ']);
    let whole = inner(reader, span, bare);
    let cut = SIGNS
        .iter()
        .filter_map(|sign| seek::find(bare, sign))
        .min()?;
    let beside = whole.start + cut..whole.end;
    let number = checked_number(reader.page.slice(&beside))?;
    let number = beside.start + number.start..beside.start + number.end;
    let name = trim(&reader.page.text, &(whole.start..whole.start + cut));
    let printed = reader.page.slice(&name);
    let unquoted = printed.trim_matches(['"', '“', '”', '«', '»', '*', ' ']);
    let name = inner(reader, &name, unquoted);
    let name = without_prefix(&reader.page.text, name);
    is_title_name(reader, &name, true).then_some(Titled {
        name,
        beside,
        number,
    })
}

/// The only number of seven figures, if its check holds.
fn checked_number(text: &str) -> Option<Span> {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() == 7 && word.bytes().all(|b| b.is_ascii_digit()));
    let (number, None) = (words.next()?, words.next()) else {
        return None;
    };
    let at = text.find(number)?;
    matches!(identity::imo(number), Reading::Valid(_)).then(|| at..at + number.len())
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_title_with_her_number_names_the_vessel_of_what_follows() {
        for title in [
            "# ALBA NOVA (IMO 9281310)",
            "**ALBA NOVA** (9281310)",
            "ALBA NOVA - IMO 9281310",
            "# Alba Nova, IMO 9281310",
            "## F/V ALBA NOVA [IMO: 9281310]",
        ] {
            let page = format!("{title}\n\nFlag: Fiji\nOwner: Alba Ltd");
            let wanted = [
                "0 VESSEL_NAME=ALBA NOVA",
                "0 IMO=9281310",
                "0 FLAG=FJI",
                "0 OWNER=Alba Ltd",
            ];
            assert_eq!(found(&page), wanted, "{title}");
        }
    }

    #[test]
    fn a_title_with_another_number_names_no_vessel() {
        for title in ["# ALBA NOVA (9281311)", "# Annex II (9281310)"] {
            let names = found(&format!("{title}\n\nFee: 12"))
                .into_iter()
                .filter(|e| e.contains("VESSEL_NAME"));
            assert_eq!(names.count(), 0, "{title}");
        }
    }
}
