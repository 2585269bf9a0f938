//! Places in a page's text as code points, which is how they are given, and as bytes, which is how they are found.
//!
//! The `N` of `É N` is byte 3 and code point 2.

/// Byte offsets to code points and back, in steps so that a look-up is short.
pub(crate) struct CodePoints<'a> {
    text: &'a str,
    /// Each byte is a code point.
    plain: bool,
    /// Code points before each multiple of [`STEP`] bytes.
    marks: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> CodePoints<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        if text.is_ascii() {
            return CodePoints {
                text,
                plain: true,
                marks: Vec::new(),
            };
        }
        let mut marks = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut count = 0;
        for chunk in bytes.chunks(STEP) {
            marks.push(count);
            count += chunk
                .iter()
                .map(|b| usize::from((b & 0xC0) != 0x80))
                .sum::<usize>();
        }
        marks.push(count);
        CodePoints {
            text,
            plain: false,
            marks,
        }
    }

    /// Code points before byte `at`.
    pub(crate) fn at(&self, at: usize) -> usize {
        if self.plain {
            return at;
        }
        let block = at / STEP;
        let before = self.marks.get(block).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(block * STEP..at).unwrap_or(&[]);
        before + rest.iter().filter(|b| (**b & 0xC0) != 0x80).count()
    }

    /// The byte at which code point `index` begins.
    pub(crate) fn byte(&self, index: usize) -> usize {
        if self.plain {
            return index.min(self.text.len());
        }
        let block = self
            .marks
            .partition_point(|m| *m <= index)
            .saturating_sub(1);
        let mut left = index - self.marks.get(block).copied().unwrap_or(0);
        let start = block * STEP;
        for (offset, byte) in self.text.as_bytes().iter().enumerate().skip(start) {
            if (byte & 0xC0) != 0x80 {
                if left == 0 {
                    return offset;
                }
                left -= 1;
            }
        }
        self.text.len()
    }
}
