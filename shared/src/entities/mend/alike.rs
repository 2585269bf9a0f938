//! Which letters are taken for which figures, and where an `O` behind figures is none: the one table for all that undoes
//! misread signs.

/// How far a letter is from the figure that it is taken for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// The same in many typefaces: `O`, `I`, `l`.
    Same,
    /// Of one outline: `S`, `B`, `Z`, `G`, `o`, `|`.
    Near,
    /// Only where a figure must stand: `D`, `Q`, `L`, `i`, `!`, `z`, `s`.
    Far,
}

/// A figure itself, or the one that a sign is taken for if it is as like as that.
pub(crate) const fn figure(sign: u8, most: Likeness) -> Option<u8> {
    let (figure, likeness) = match sign {
        b'0'..=b'9' => return Some(sign),
        b'O' => (b'0', Likeness::Same),
        b'I' | b'l' => (b'1', Likeness::Same),
        b'o' => (b'0', Likeness::Near),
        b'|' => (b'1', Likeness::Near),
        b'Z' => (b'2', Likeness::Near),
        b'S' => (b'5', Likeness::Near),
        b'G' => (b'6', Likeness::Near),
        b'B' => (b'8', Likeness::Near),
        b'D' | b'Q' => (b'0', Likeness::Far),
        b'i' | b'!' | b'L' => (b'1', Likeness::Far),
        b'z' => (b'2', Likeness::Far),
        b's' => (b'5', Likeness::Far),
        _ => return None,
    };
    if likeness as u8 <= most as u8 {
        Some(figure)
    } else {
        None
    }
}

/// The figure that a sign is, or is taken for where a figure must stand.
pub(crate) fn as_digit(sign: char) -> Option<char> {
    let sign = u8::try_from(sign).ok()?;
    figure(sign, Likeness::Far).map(char::from)
}

/// The capitals that a figure is misread for.
pub(crate) const fn as_letters(figure: char) -> &'static [char] {
    match figure {
        '0' => &['O', 'D'],
        '1' => &['I', 'L'],
        '2' => &['Z'],
        '5' => &['S'],
        '6' => &['G'],
        '8' => &['B'],
        _ => &[],
    }
}

/// `012°15O`, `04512O`, `115-57O`: the O of a west in Spanish or French ends the figures from byte `start` to `end`.
pub(super) fn ends_in_west(text: &str, start: usize, end: usize) -> bool {
    let run = text.get(start..end).unwrap_or("");
    let Some(figures) = run.strip_suffix(['O', 'o']) else {
        return false;
    };
    if figures.is_empty() || !figures.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let after = text.get(end..).unwrap_or("");
    let before = text.get(..start).unwrap_or("");
    let dashed = figures.len() == 2
        && before
            .strip_suffix('-')
            .is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
    let goes_on = after.starts_with(['°', '\'', '’', '′'])
        || after.starts_with(['.', ',']) && after.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    !goes_on && (figures.len() >= 4 || dashed || before.ends_with(['°', '\'', '’', '′']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_less_alike_is_a_figure_only_where_one_must_stand() {
        for (sign, likeness) in [
            (b'O', Likeness::Same),
            (b'S', Likeness::Near),
            (b'D', Likeness::Far),
        ] {
            for most in [Likeness::Same, Likeness::Near, Likeness::Far] {
                assert_eq!(figure(sign, most).is_some(), likeness <= most);
            }
        }
        assert_eq!(figure(b'7', Likeness::Same), Some(b'7'));
        assert_eq!(figure(b'X', Likeness::Far), None);
    }
}
