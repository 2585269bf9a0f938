//! Where a line may part into a caption and its value: at a colon, a question mark, leaders, a dash, wide blanks.
//!
//! `Length ..... 41.35 m`, `What is her call sign? – 3DXA`. Whether a caption stands there is asked in [`super::line`].

use crate::entities::context::Reader;
use crate::entities::page::Span;
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
            || last == b' ' && matches!(byte, b' ' | b'-' | b'/' | b'.');
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
    let mut cuts: Vec<Cut> = Vec::new();
    if let Some((at, width)) = super::syntax::leaders(text) {
        cuts.push(Cut::sure(at, width));
    } else if let Some(at) = seek::find(text, " . ").filter(|at| *at > 2) {
        // The leader of a long caption: `Port of registration . Walvis Bay`.
        cuts.push(Cut::sure(at, 3));
    } else if let Some(at) = seek::find(text, " .. ").filter(|at| *at > 2) {
        cuts.push(Cut::sure(at, 4));
    }
    let mut signs = 0;
    for (at, byte) in text.bytes().enumerate() {
        signs += usize::from(byte & 0xC0 != 0x80);
        if signs > SIGNS {
            break;
        }
        if byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b',' | b'(' | b')' | b'\'' | b'-' | 0x80..0xC0)
        {
            continue;
        }
        // Most blanks stand between words.
        let next = text.as_bytes().get(at + 1);
        if byte == b' ' && next.is_some_and(u8::is_ascii_alphanumeric) {
            continue;
        }
        let tail = text.get(at..).unwrap_or("");
        let Some(sign) = tail.chars().next() else {
            break;
        };
        let after = tail.chars().nth(1);
        match sign {
            ':' | '：'
                if after != Some('/')
                    && !(after.is_some_and(|c| c.is_ascii_digit())
                        && text
                            .get(..at)
                            .is_some_and(|h| h.ends_with(|c: char| c.is_ascii_digit()))) =>
            {
                cuts.push(Cut::sure(at, sign.len_utf8()));
            }
            '☐' | '☒' | '☑' | '□' | '■' if at > 2 => cuts.push(Cut::sure(at, 0)),
            // `What is her call sign? – 3DXA`
            '?' if after == Some(' ') => cuts.push(Cut::sure(at, 1)),
            '=' | '\t' | '→' | '►' => cuts.push(Cut::sure(at, sign.len_utf8())),
            // `Le navire « ALBA » est …`: the sign closes a quotation.
            '»' if !text.get(..at).is_some_and(|head| head.contains('«')) => {
                cuts.push(Cut::sure(at, sign.len_utf8()));
            }
            ' ' if numbered && tail.starts_with(" / ") => {
                // `(4) Signal letters / IMO` over a line of values.
                let rest = body.start + at + 3..body.end;
                let again = reader.caption(&rest);
                if !(again.understood() && again.coverage() == 100) {
                    cuts.push(Cut::sure(at, 3));
                }
            }
            ' ' if tail.starts_with(" – ")
                || tail.starts_with(" - ")
                || tail.starts_with(" — ") =>
            {
                let width = tail.chars().take(3).map(char::len_utf8).sum();
                cuts.push(Cut {
                    at,
                    width,
                    sure: numbered,
                });
            }
            ' ' if tail.starts_with("   ") => cuts.push(Cut::sure(at, 3)),
            ' ' if tail.starts_with("  ") && !seek::has(tail, ". ") && at > 6 => {
                cuts.push(Cut {
                    at,
                    width: 2,
                    sure: false,
                });
            }
            _ => {}
        }
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
