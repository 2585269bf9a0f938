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
    let (mut point, mut comma) = (0, 0);
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
        if !(1..=2).contains(&after) || !open || before.is_some_and(|b| matches!(b, b'.' | b'/')) {
            continue;
        }
        if bytes.get(at) == Some(&b'.') {
            point += 1;
        } else {
            comma += 1;
        }
    }
    if comma > point {
        Style::Comma
    } else {
        Style::Point
    }
}
