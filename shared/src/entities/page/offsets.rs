//! Where a place in the cleaned text stands in the page as stored.

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

    fn piece(&self, clean: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|p| p.clean <= clean);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// The page offset of the sign that begins at `clean`.
    pub(crate) fn start(&self, clean: usize) -> usize {
        self.piece(clean).map_or(0, |p| {
            let within = clean - p.clean;
            if p.clean_len == p.raw_len {
                p.raw + within.min(p.raw_len)
            } else {
                p.raw
            }
        })
    }

    /// The page offset after the sign that ends at `clean`.
    pub(crate) fn end(&self, clean: usize) -> usize {
        let Some(before) = clean.checked_sub(1) else {
            return 0;
        };
        self.piece(before).map_or(0, |p| {
            if p.clean_len == p.raw_len {
                p.raw + (clean - p.clean).min(p.raw_len)
            } else {
                p.raw + p.raw_len
            }
        })
    }
}
