//! What a line of text has by its looks, found in one pass over it: most of its readers need a sign that most lines
//! do not have.

/// A set of signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Signs(u16);

impl Signs {
    /// No sign.
    pub(super) const NONE: Signs = Signs(0);
    /// Two figures or more.
    pub(super) const FIGURES: Signs = Signs(1);
    /// It begins with a star or a sign beyond ASCII, as notes do.
    pub(super) const MARK: Signs = Signs(1 << 1);
    /// A closing bracket.
    pub(super) const CLOSED: Signs = Signs(1 << 2);
    /// `//`, or `SR` and nothing else.
    pub(super) const CODED: Signs = Signs(1 << 3);
    /// A square bracket, `=`, `>` or `::`.
    pub(super) const SIGNED: Signs = Signs(1 << 4);
    /// `=`.
    pub(super) const EQUALS: Signs = Signs(1 << 5);
    /// `: `.
    pub(super) const KEYED: Signs = Signs(1 << 6);
    /// `: ` twice or more.
    pub(super) const KEYED_TWICE: Signs = Signs(1 << 7);
    /// Two blanks side by side.
    pub(super) const WIDE: Signs = Signs(1 << 8);

    /// The signs of a line.
    pub(super) fn of(text: &str) -> Signs {
        let mut signs = Signs::NONE;
        if text.starts_with(|c: char| c == '*' || !c.is_ascii()) {
            signs = signs.with(Signs::MARK);
        }
        if text.trim() == "SR" {
            signs = signs.with(Signs::CODED);
        }
        let (mut figures, mut keys) = (0, 0);
        let mut last = 0;
        for byte in text.bytes() {
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
            last = byte;
        }
        if figures >= 2 {
            signs = signs.with(Signs::FIGURES);
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
    pub(super) const fn all(self, other: Signs) -> bool {
        self.0 & other.0 == other.0
    }

    const fn with(self, other: Signs) -> Signs {
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
            ("¹ Formerly", Signs::MARK),
            ("(a) Name", Signs::CLOSED),
            ("//SR//NA", Signs::CODED),
            (" SR ", Signs::CODED),
            ("Flag :: Fiji", Signs::SIGNED),
            ("Flag [ Fiji ]", Signs::SIGNED),
            ("a=b", Signs::SIGNED.with(Signs::EQUALS)),
            ("Flag: Fiji", Signs::KEYED),
            ("Flag: F, p: S", Signs::KEYED.with(Signs::KEYED_TWICE)),
            ("ALBA  NOVA", Signs::WIDE),
        ];
        for (text, signs) in cases {
            assert_eq!(Signs::of(text), signs, "{text}");
        }
    }
}
