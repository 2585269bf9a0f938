//! What a line of text has by its looks, found in one pass over it: most of its readers need a sign that most lines
//! do not have.

/// A set of signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Signs(u16);

impl Signs {
    /// No sign.
    pub(crate) const NONE: Signs = Signs(0);
    /// Two figures or more.
    pub(crate) const FIGURES: Signs = Signs(1);
    /// It begins with a star or a sign beyond ASCII, as notes do.
    pub(crate) const MARK: Signs = Signs(1 << 1);
    /// A closing bracket.
    pub(crate) const CLOSED: Signs = Signs(1 << 2);
    /// `//`, or `SR` and nothing else.
    pub(crate) const CODED: Signs = Signs(1 << 3);
    /// A square bracket, `=`, `>` or `::`.
    pub(crate) const SIGNED: Signs = Signs(1 << 4);
    /// `=`.
    pub(crate) const EQUALS: Signs = Signs(1 << 5);
    /// `: `.
    pub(crate) const KEYED: Signs = Signs(1 << 6);
    /// `: ` twice or more.
    pub(crate) const KEYED_TWICE: Signs = Signs(1 << 7);
    /// Two blanks side by side.
    pub(crate) const WIDE: Signs = Signs(1 << 8);
    /// Two colons or bars or more, or one colon of full width.
    pub(crate) const COLONS: Signs = Signs(1 << 9);
    /// A bar, three blanks side by side, or a sign beyond ASCII, as dashes are.
    pub(crate) const BARRED: Signs = Signs(1 << 10);

    /// The signs of a line.
    pub(crate) fn of(text: &str) -> Signs {
        let mut signs = Signs::NONE;
        if text.starts_with(|c: char| c == '*' || !c.is_ascii()) {
            signs = signs.with(Signs::MARK);
        }
        if text.trim() == "SR" {
            signs = signs.with(Signs::CODED);
        }
        let (mut figures, mut keys, mut colons, mut blanks) = (0, 0, 0, 0);
        let mut last = 0;
        for byte in text.bytes() {
            if byte.is_ascii_alphabetic() {
                (last, blanks) = (byte, 0);
                continue;
            }
            match (byte, last) {
                (b'0'..=b'9', _) => figures += 1,
                (b' ', b':') => keys += 1,
                (b' ', b' ') => signs = signs.with(Signs::WIDE),
                (b')', _) => signs = signs.with(Signs::CLOSED),
                (b'/', b'/') => signs = signs.with(Signs::CODED),
                (b':', b':') | (b'[' | b'>', _) => signs = signs.with(Signs::SIGNED),
                (b'=', _) => signs = signs.with(Signs::SIGNED).with(Signs::EQUALS),
                _ => {}
            }
            match byte {
                b':' => colons += 1,
                b'|' => {
                    signs = signs.with(Signs::BARRED);
                    colons += 1;
                }
                0x80.. => {
                    signs = signs.with(Signs::BARRED);
                    // The first byte of a colon of full width.
                    colons += 2 * u32::from(byte == 0xEF);
                }
                _ => {}
            }
            blanks = if byte == b' ' { blanks + 1 } else { 0 };
            if blanks == 3 {
                signs = signs.with(Signs::BARRED);
            }
            last = byte;
        }
        if figures >= 2 {
            signs = signs.with(Signs::FIGURES);
        }
        if colons >= 2 {
            signs = signs.with(Signs::COLONS);
        }
        if keys >= 1 {
            signs = signs.with(Signs::KEYED);
        }
        if keys >= 2 {
            signs = signs.with(Signs::KEYED_TWICE);
        }
        signs
    }

    /// True if every sign of `other` is here.
    pub(crate) const fn all(self, other: Signs) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    pub(crate) const fn with(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Signs;

    #[test]
    fn a_line_has_the_signs_that_stand_in_it() {
        let cases = [
            ("ALBA NOVA", Signs::NONE),
            ("FL-24", Signs::FIGURES),
            ("¹ Formerly", Signs::MARK.with(Signs::BARRED)),
            ("(a) Name", Signs::CLOSED),
            ("//SR//NA", Signs::CODED),
            (" SR ", Signs::CODED),
            (
                "Flag :: Fiji",
                Signs::SIGNED.with(Signs::COLONS).with(Signs::KEYED),
            ),
            ("Flag：Fiji", Signs::BARRED.with(Signs::COLONS)),
            ("a | b", Signs::BARRED),
            ("a   b", Signs::BARRED.with(Signs::WIDE)),
            ("Flag [ Fiji ]", Signs::SIGNED),
            ("a=b", Signs::SIGNED.with(Signs::EQUALS)),
            ("Flag: Fiji", Signs::KEYED),
            (
                "Flag: F, p: S",
                Signs::KEYED.with(Signs::KEYED_TWICE).with(Signs::COLONS),
            ),
            ("ALBA  NOVA", Signs::WIDE),
        ];
        for (text, signs) in cases {
            assert_eq!(Signs::of(text), signs, "{text}");
        }
    }
}
