//! Where a place in the cleaned text stands in the page as stored.
//!
//! After `A&amp;B` became `A&B`, byte 2 of the cleaned text is byte 6 of the page.

use std::ops::Range;

/// A piece of cleaned text and the piece of the page it came from; lengths differ where a sign was decoded.
#[derive(Clone, Copy, Debug)]
struct Piece {
    clean: usize,
    raw: usize,
    clean_len: usize,
    raw_len: usize,
}

/// Maps byte offsets of the cleaned text to byte offsets of the page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Offsets {
    pieces: Vec<Piece>,
}

impl Offsets {
    /// Of a page of so many bytes.
    pub(crate) fn of(bytes: usize) -> Offsets {
        Offsets {
            pieces: Vec::with_capacity(bytes / 32 + 4),
        }
    }

    /// Notes that `clean_len` bytes at `clean` came from `raw_len` bytes at `raw`.
    pub(crate) fn push(&mut self, clean: usize, raw: usize, clean_len: usize, raw_len: usize) {
        if let Some(last) = self.pieces.last_mut()
            && last.clean_len == last.raw_len
            && clean_len == raw_len
            && last.clean + last.clean_len == clean
            && last.raw + last.raw_len == raw
        {
            last.clean_len += clean_len;
            last.raw_len += raw_len;
            return;
        }
        self.pieces.push(Piece {
            clean,
            raw,
            clean_len,
            raw_len,
        });
    }

    /// The same for spans in order.
    pub(crate) fn places(&self) -> Places<'_> {
        Places {
            offsets: self,
            at: 0,
        }
    }

    fn piece(&self, clean: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|p| p.clean <= clean);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// The page offset of the sign that begins at `clean`.
    pub(crate) fn start(&self, clean: usize) -> usize {
        self.piece(clean).map_or(0, |p| p.start(clean))
    }

    /// The page offset after the sign that ends at `clean`.
    pub(crate) fn end(&self, clean: usize) -> usize {
        let Some(before) = clean.checked_sub(1) else {
            return 0;
        };
        self.piece(before).map_or(0, |p| p.end(clean))
    }
}

impl Piece {
    /// The page offset of the sign that begins at `clean`.
    fn start(&self, clean: usize) -> usize {
        if self.clean_len == self.raw_len {
            self.raw + (clean - self.clean).min(self.raw_len)
        } else {
            self.raw
        }
    }

    /// The page offset after the sign that ends at `clean`.
    fn end(&self, clean: usize) -> usize {
        if self.clean_len == self.raw_len {
            self.raw + (clean - self.clean).min(self.raw_len)
        } else {
            self.raw + self.raw_len
        }
    }
}

/// Looks up one span after the other without a search.
pub(crate) struct Places<'o> {
    offsets: &'o Offsets,
    /// The piece of the span before.
    at: usize,
}

impl Places<'_> {
    /// The byte range of the page as stored; no span begins before the one before it.
    pub(crate) fn raw(&mut self, span: &Range<usize>) -> Range<usize> {
        let pieces = &self.offsets.pieces;
        let begins = |at: usize, byte: usize| pieces.get(at).is_some_and(|p| p.clean <= byte);
        while begins(self.at + 1, span.start) {
            self.at += 1;
        }
        let start = pieces.get(self.at).map_or(0, |p| p.start(span.start));
        let mut last = self.at;
        while begins(last + 1, span.end.saturating_sub(1)) {
            last += 1;
        }
        let end = pieces.get(last).map_or(0, |p| p.end(span.end));
        start..end.max(start)
    }
}
