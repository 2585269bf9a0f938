//! Where a line may part into a caption and its value: at a colon, a question mark, leaders, a dash, wide blanks.
//!
//! `Length ..... 41.35 m`, `What is her call sign? – 3DXA`. Whether a caption stands there is asked in [`super::line`].

use crate::entities::context::Reader;
use crate::entities::page::Span;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// Most signs of a line that are looked at, and most cuts that are tried.
const SIGNS: usize = 160;
const CUTS: usize = 3;

/// A sign between a caption and its value.
pub(super) struct Cut {
    /// Byte of the line at which it stands.
    pub(super) at: usize,
    /// Its bytes.
    pub(super) width: usize,
    /// It parts nothing else.
    pub(super) sure: bool,
}

impl Cut {
    const fn sure(at: usize, width: usize) -> Cut {
        let sure = true;
        Cut { at, width, sure }
    }
}

/// False if no sign that may part a caption from its value stands in the text.
pub(super) fn may_part(text: &str) -> bool {
    let (mut last, mut dots) = (0, 0);
    for byte in text.bytes() {
        dots += usize::from(byte == b'.');
        let parts = !byte.is_ascii()
            || matches!(byte, b':' | b'?' | b'=' | b'\t' | b'_')
            || last == b' ' && matches!(byte, b' ' | b'-' | b'/' | b'.' | b'|');
        if parts || dots >= 3 {
            return true;
        }
        last = byte;
    }
    false
}

/// The signs at which a line may part, in order; `body` is the line behind its list mark.
pub(super) fn cuts(reader: &mut Reader<'_>, line: &Span, body: &Span) -> Vec<Cut> {
    let text = reader.page.slice(body);
    let numbered = body.start > line.start;
    let mut cuts: Vec<Cut> = leader(text)
        .map(|(at, width)| Cut::sure(at, width))
        .into_iter()
        .collect();
    let mut signs = 0;
    for (at, byte) in text.bytes().enumerate() {
        signs += usize::from(byte & 0xC0 != 0x80);
        if signs > SIGNS {
            break;
        }
        // Most blanks stand between words.
        let next = text.as_bytes().get(at + 1);
        let between = byte == b' ' && next.is_some_and(u8::is_ascii_alphanumeric);
        if between || parts_nothing(byte) {
            continue;
        }
        cuts.extend(match byte {
            b' ' => blank(reader, body, at, numbered),
            _ => sign(text, at),
        });
        if cuts.len() >= CUTS {
            break;
        }
    }
    if text.ends_with(" –") || text.ends_with(" -") {
        cuts.push(Cut::sure(
            text.len() - text.chars().next_back().map_or(1, char::len_utf8) - 1,
            1,
        ));
    }
    cuts
}

/// A byte with which no sign begins that may part a line.
const fn parts_nothing(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'.' | b',' | b'(' | b')' | b'\'' | b'-' | 0x80..0xC0)
}

/// The dots that lead from a caption to its value.
pub(crate) fn leader(text: &str) -> Option<(usize, usize)> {
    // The leader of a long caption: `Port of registration . Walvis Bay`.
    super::syntax::leaders(text).or_else(|| {
        [" . ", " .. "].iter().find_map(|dots| {
            let at = seek::find(text, dots).filter(|at| *at > 2)?;
            Some((at, dots.len()))
        })
    })
}

/// The cut at a sign other than a blank.
fn sign(text: &str, at: usize) -> Option<Cut> {
    let mut signs = text.get(at..)?.chars();
    let (sign, after) = (signs.next()?, signs.next());
    let head = text.get(..at).unwrap_or("");
    let digit = |c: char| c.is_ascii_digit();
    let width = match sign {
        ':' | '：' if after != Some('/') => {
            let clock = after.is_some_and(digit) && head.ends_with(digit);
            (!clock).then_some(sign.len_utf8())
        }
        '☐' | '☒' | '☑' | '□' | '■' if at > 2 => Some(0),
        // `Home port | Suva`: one bar and no more.
        '|' if head.ends_with(' ') && after == Some(' ') && seek::count(text, " | ") == 1 => {
            return Some(Cut {
                at,
                width: 1,
                sure: false,
            });
        }
        // `What is her call sign? – 3DXA`
        '?' if after == Some(' ') => Some(1),
        // `LOA >= 20 m`
        '=' if head.ends_with(['<', '>']) => None,
        '=' | '\t' | '→' | '►' => Some(sign.len_utf8()),
        // `Le navire « ALBA » est …`: the sign closes a quotation.
        '»' if !head.contains('«') => Some(sign.len_utf8()),
        _ => None,
    };
    width.map(|width| Cut::sure(at, width))
}

/// The cut at a blank: a dash or a slash between blanks, or several blanks.
fn blank(reader: &mut Reader<'_>, body: &Span, at: usize, numbered: bool) -> Option<Cut> {
    let tail = reader.page.slice(body).get(at..)?;
    if numbered && tail.starts_with(" / ") {
        // `(4) Signal letters / IMO` over a line of values.
        let start = body.start + at + 3;
        // `2. Flagge / Flag - Togo`
        let signs = [": ", " - ", " – ", " — ", "\t", " .."];
        let behind = tail.get(3..).unwrap_or("");
        let sign = signs.iter().filter_map(|sign| behind.find(sign)).min();
        let again = |reader: &mut Reader<'_>, end: usize| {
            let again = reader.caption(&(start..end));
            again.understood() && again.coverage() == 100
        };
        let caption =
            again(reader, body.end) || sign.is_some_and(|sign| again(reader, start + sign));
        return (!caption).then_some(Cut::sure(at, 3));
    }
    if tail.starts_with("   ") {
        return Some(Cut::sure(at, 3));
    }
    let dash = [" – ", " - ", " — "]
        .iter()
        .find(|dash| tail.starts_with(**dash));
    if let Some(dash) = dash {
        return Some(Cut {
            at,
            width: dash.len(),
            sure: numbered,
        });
    }
    let wide = tail.starts_with("  ") && !seek::has(tail, ". ") && at > 6;
    wide.then_some(Cut {
        at,
        width: 2,
        sure: false,
    })
}

/// `Home port | Suva` over or under another caption before a bar: not the headings of two columns.
pub(super) fn beside_a_bar(reader: &mut Reader<'_>, line: &Span) -> bool {
    let text = &reader.page.text;
    let head = text.get(..line.start).unwrap_or("");
    let start = head.rfind('\n').unwrap_or(0);
    let above = head
        .get(..start)
        .map(|head| (head.rfind('\n').map_or(0, |at| at + 1), start));
    let tail = text.get(line.end..).unwrap_or("");
    let end = tail.find('\n').map_or(text.len(), |at| line.end + at + 1);
    let below = text
        .get(end..)
        .map(|tail| (end, tail.find('\n').map_or(text.len(), |at| end + at)));
    [above, below].into_iter().flatten().any(|(from, to)| {
        let near = reader.page.slice(&(from..to));
        let Some((key, value)) = seek::parted(near, " | ") else {
            return false;
        };
        let lead = key.len() - key.trim_start().len();
        let meaning = reader.caption(&(from + lead..from + key.len()));
        !value.is_empty() && meaning.understood() && meaning.coverage() >= super::line::BARRED
    })
}

/// `– ALBA`, `Yes – 9281310`: an answer without the dash and the yes before it.
pub(super) fn answer(reader: &Reader<'_>, value: &Span) -> Span {
    let text = reader.page.slice(value);
    let word = text
        .find(|c: char| !c.is_alphabetic())
        .and_then(|end| text.get(..end))
        .unwrap_or(text);
    let agreed = phrases::AGREED.holds(&word.to_lowercase());
    let rest = text
        .get(if agreed { word.len() } else { 0 }..)
        .unwrap_or("");
    let bare = rest.trim_start_matches([' ', '–', '—', '-', ',', ':', '(']);
    value.end - bare.len()..value.end
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_bar_parts_captions_from_their_values() {
        let page = "Current name | ALBA NOVA\nFlag now | Liberia     Flag before | Fiji\nHull | steel\n\n\
                    IMO | 9281310     MMSI | 636018842\nYear and place | 1992, Vigo";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 FLAG=LBR",
            "0 PREVIOUS_FLAG=FJI",
            "0 HULL_MATERIAL=steel",
            "0 IMO=9281310",
            "0 MMSI=636018842",
            "0 BUILD_YEAR=1992",
            "0 BUILD_PLACE=Vigo",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn headings_between_bars_are_no_field() {
        let page = "Vessel: ALBA NOVA\n\nOWNERS | OPERATIONAL ENDORSEMENTS\nREEF LLC | REGISTRY";
        assert!(!found(page).contains(&"0 OWNER=OPERATIONAL ENDORSEMENTS".to_string()));
    }

    #[test]
    fn a_counted_caption_may_stand_in_two_languages() {
        for sign in [" - ", "\t", ": "] {
            let page = format!(
                "1. Schiffsname / Ship name{sign}ALBA NOVA\n2. Rufzeichen / Radio call sign{sign}5VAB2\n\
                 3. Flaggenstaat / Flag State{sign}Togo"
            );
            let wanted = ["0 VESSEL_NAME=ALBA NOVA", "0 IRCS=5VAB2", "0 FLAG=TGO"];
            assert_eq!(found(&page), wanted, "{sign:?}");
        }
    }
}
