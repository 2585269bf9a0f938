//! Whether a page writes its decimals with a point or a comma.

/// How a page writes decimals.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Style {
    #[default]
    Point,
    Comma,
}

/// The style of a page, from its numbers that can be read one way only.
pub(crate) fn style_of_page(text: &str) -> Style {
    let bytes = text.as_bytes();
    let (mut point, mut comma, mut grouped) = (0, 0, 0);
    for at in memchr::memchr2_iter(b'.', b',', bytes) {
        if !at
            .checked_sub(1)
            .and_then(|i| bytes.get(i))
            .is_some_and(u8::is_ascii_digit)
        {
            continue;
        }
        let after = bytes
            .iter()
            .skip(at + 1)
            .take(4)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let next = bytes.get(at + 1 + after);
        let open = next.is_none_or(|b| {
            !matches!(b, b'.' | b',' | b'/' | b'-') && !b.is_ascii_alphanumeric()
                || matches!(b, b'm' | b'k' | b'H' | b'h' | b'f')
        });
        let lead = bytes
            .iter()
            .take(at)
            .rev()
            .take(12)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let before = at.checked_sub(lead + 1).and_then(|i| bytes.get(i));
        let first = at.checked_sub(lead).and_then(|i| bytes.get(i));
        if bytes.get(at) == Some(&b'.')
            && after == 3
            && (1..=3).contains(&lead)
            && first != Some(&b'0')
            && text.get(at + 1 + after..).is_some_and(of_thousands)
        {
            grouped += 1;
        }
        if !(1..=2).contains(&after) || !open || before.is_some_and(|b| matches!(b, b'.' | b'/')) {
            continue;
        }
        if bytes.get(at) == Some(&b'.') {
            let time = after == 2 && text.get(at + 3..).is_some_and(of_time);
            point += usize::from(!time);
        } else {
            comma += 1;
        }
    }
    // `1.020 m³`: nobody measures a hold to the litre.
    if comma + grouped > point {
        Style::Comma
    } else {
        Style::Point
    }
}

/// `15.20 horas`, `9.05 h`: hours and minutes.
fn of_time(tail: &str) -> bool {
    let word = tail
        .strip_prefix(' ')
        .and_then(|t| t.split(|c: char| !c.is_ascii_alphabetic()).next());
    matches!(
        word,
        Some(
            "h" | "hs" | "hrs" | "horas" | "hours" | "heures" | "Uhr" | "UTC" | "GMT" | "am" | "pm"
        )
    )
}

/// A unit follows of which ships have hundreds and thousands.
fn of_thousands(tail: &str) -> bool {
    let Some(word) = tail.strip_prefix([' ', '\u{a0}']) else {
        return false;
    };
    let unit = word.split([' ', ',', ';', '.', ')', '<', '\n']).next();
    matches!(
        unit,
        Some(
            "m³" | "m3"
                | "BRZ"
                | "GT"
                | "TRB"
                | "TAB"
                | "TPB"
                | "AB"
                | "kW"
                | "KW"
                | "CV"
                | "HP"
                | "PS"
                | "UMS"
                | "cv"
                | "ch"
                | "caballos"
                | "chevaux"
                | "cavalos"
                | "tx"
        )
    )
}
