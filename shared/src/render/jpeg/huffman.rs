//! From entropy-coded data to blocks of coefficients (ITU-T T.81, annex F.2.2).

use memchr::memchr;

use super::transform::{Coefficients, FRACTION, SAMPLES};

/// Bits of a code that are looked up at once.
const LOOKUP_BITS: u32 = 10;

/// Longest code.
const MAX_LENGTH: usize = 16;

/// Bits that are held before a symbol is read: the longest code, and fifteen more for a value.
const HELD: u32 = 32;

/// Coefficients of an image of eight bits stay below: eight times its tones, and what rounding adds.
const MAX_COEFFICIENT: u32 = 2_048;

/// Stuffed bytes of ones behind the data, so that it can be taken eight bytes at a time. No code is all
/// ones (annex C).
const ONES: usize = 16;

/// Places of the coefficients in the order of the data, in columns one after another: the transform
/// begins with rows.
fn places() -> [u8; SAMPLES] {
    let mut places = [0; SAMPLES];
    let (mut row, mut column) = (0_u8, 0_u8);
    for place in &mut places {
        *place = column * 8 + row;
        // Along the diagonals, up and down in turns (figure A.6).
        if (row + column).is_multiple_of(2) {
            match (row, column) {
                (_, 7) => row += 1,
                (0, _) => column += 1,
                _ => (row, column) = (row - 1, column + 1),
            }
        } else {
            match (row, column) {
                (7, _) => column += 1,
                (_, 0) => row += 1,
                _ => (row, column) = (row + 1, column - 1),
            }
        }
    }
    places
}

/// What a scan is decoded with.
pub(super) struct Tables {
    /// Quantisation steps in the order of the data, and where the coefficients belong.
    steps: [(u16, u8); SAMPLES],
    dc: Code,
    ac: Code,
}

impl Tables {
    /// With these quantisation steps.
    pub(super) fn new(steps: [u16; SAMPLES], dc: Code, ac: Code) -> Self {
        let mut with_places = [(0, 0); SAMPLES];
        for (pair, known) in with_places.iter_mut().zip(steps.into_iter().zip(places())) {
            *pair = known;
        }
        Self {
            steps: with_places,
            dc,
            ac,
        }
    }
}

/// What is known of a code by its first bits.
#[derive(Clone, Copy, Default)]
struct Entry {
    /// The value, if it is among those bits.
    value: i16,
    /// Zeros before it, in the upper half; bits of the value, in the lower.
    symbol: u8,
    /// Bits of code and value; of the code alone where the value is not known; 0 for a longer code.
    used: u8,
}

/// A Huffman code.
pub(super) struct Code {
    entries: Box<[Entry; 1 << LOOKUP_BITS]>,
    symbols: Vec<u8>,
    /// For each length: the first code that is too large for it, and how far codes are from symbols.
    lengths: [(u32, u32); MAX_LENGTH],
}

impl Code {
    /// By how many codes there are of each length, and what they mean; `None` if that is no code.
    pub(super) fn new(counts: &[u8; MAX_LENGTH], symbols: &[u8]) -> Option<Self> {
        let mut entries = Box::new([Entry::default(); 1 << LOOKUP_BITS]);
        let mut lengths = [(0, 0); MAX_LENGTH];
        let (mut code, mut seen) = (0_u32, 0_u32);
        for (length, (count, known)) in (1..).zip(counts.iter().zip(&mut lengths)) {
            let end = code.checked_add(u32::from(*count))?;
            if end > 1 << length {
                return None;
            }
            *known = (end, seen.wrapping_sub(code));
            for code in code..end {
                let symbol = *symbols.get(usize::try_from(seen).ok()?)?;
                if let Some(free) = LOOKUP_BITS.checked_sub(length) {
                    let first = usize::try_from(code << free).ok()?;
                    let fitting = entries.get_mut(first..first.checked_add(1 << free)?)?;
                    for (rest, entry) in (0_u32..).zip(fitting) {
                        *entry = Entry::new(symbol, length, rest, free);
                    }
                }
                seen = seen.checked_add(1)?;
            }
            code = end << 1;
        }
        Some(Self {
            entries,
            symbols: symbols.to_vec(),
            lengths,
        })
    }
}

impl Entry {
    /// For a code of this length with `free` bits behind it.
    fn new(symbol: u8, length: u32, rest: u32, free: u32) -> Self {
        let size = u32::from(symbol & 15);
        let (value, used) = match free.checked_sub(size) {
            Some(behind) if size > 0 => (extended(rest >> behind, size), length + size),
            _ => (0, length),
        };
        Self {
            value: i16::try_from(value).unwrap_or_default(),
            symbol,
            used: u8::try_from(used).unwrap_or_default(),
        }
    }
}

/// A value of so many bits: those that begin with a zero are negative (table F.1).
fn extended(bits: u32, size: u32) -> i32 {
    let (bits, half) = (bits.cast_signed(), 1 << size >> 1);
    if bits < half {
        bits - (half << 1) + 1
    } else {
        bits
    }
}

/// Reads blocks.
pub(super) struct Reader {
    /// Without stuffed zeros, and with ones behind it.
    data: Vec<u8>,
    bits: Bits,
    /// The mean of the block before.
    dc: i32,
}

/// Where the data is read.
#[derive(Clone, Copy, Default)]
struct Bits {
    /// Bytes that were taken.
    taken: usize,
    /// The next bits, the first one highest.
    held: u64,
    count: u32,
}

impl Bits {
    /// Holds at least [`HELD`] bits.
    #[inline]
    fn fill(&mut self, data: &[u8]) -> Option<()> {
        if self.count < HELD {
            let bytes = data.get(self.taken..)?.first_chunk()?;
            self.held |= u64::from_be_bytes(*bytes) >> self.count;
            let more = (63 - self.count) / 8;
            self.taken = self.taken.saturating_add(more as usize);
            self.count = self.count.saturating_add(more * 8);
        }
        Some(())
    }

    /// The next bits, of which there are some.
    #[inline]
    fn peek(self, count: u32) -> u32 {
        let [a, b, c, d, ..] = self.held.to_be_bytes();
        u32::from_be_bytes([a, b, c, d]) >> (32 - count)
    }

    #[inline]
    fn skip(&mut self, count: u32) {
        self.held <<= count;
        self.count = self.count.saturating_sub(count);
    }

    /// The next symbol with its value.
    #[inline]
    fn symbol(&mut self, data: &[u8], code: &Code) -> Option<(u8, i32)> {
        self.fill(data)?;
        let entry = code.entries.get(self.peek(LOOKUP_BITS) as usize)?;
        if entry.value == 0 && (entry.used == 0 || entry.symbol & 15 != 0) {
            let (symbol, value, bits) = self.long_symbol(code, *entry)?;
            *self = bits;
            return Some((symbol, value));
        }
        self.skip(u32::from(entry.used));
        Some((entry.symbol, i32::from(entry.value)))
    }

    /// The same where code and value together are not looked up, and what is behind it.
    #[cold]
    #[inline(never)]
    fn long_symbol(mut self, code: &Code, entry: Entry) -> Option<(u8, i32, Self)> {
        let (symbol, length) = if entry.used > 0 {
            (entry.symbol, u32::from(entry.used))
        } else {
            let (length, distance) = (1..)
                .zip(&code.lengths)
                .skip(LOOKUP_BITS as usize)
                .find(|(length, (end, _))| self.peek(*length) < *end)
                .map(|(length, (_, distance))| (length, *distance))?;
            let index = self.peek(length).wrapping_add(distance);
            (*code.symbols.get(index as usize)?, length)
        };
        self.skip(length);
        let size = u32::from(symbol & 15);
        if size == 0 {
            return Some((symbol, 0, self));
        }
        let value = extended(self.peek(size), size);
        self.skip(size);
        Some((symbol, value, self))
    }
}

impl Reader {
    pub(super) fn new(stuffed: &[u8]) -> Self {
        let mut data = Vec::with_capacity(stuffed.len().saturating_add(ONES));
        let mut rest = stuffed;
        while let Some(at) = memchr(0xff, rest) {
            let (before, behind) = rest.split_at(at);
            data.extend_from_slice(before);
            data.push(0xff);
            rest = behind.get(2..).unwrap_or_default();
        }
        data.extend_from_slice(rest);
        data.extend_from_slice(&[0xff; ONES]);
        Self {
            data,
            bits: Bits::default(),
            dc: 0,
        }
    }

    /// The next block; true if it is of one tone. `None` for what no encoder writes.
    pub(super) fn block(&mut self, tables: &Tables, block: &mut Coefficients) -> Option<bool> {
        let mut bits = self.bits;
        let (size, difference) = bits.symbol(&self.data, &tables.dc)?;
        if size > 11 {
            return None;
        }
        self.dc = self.dc.checked_add(difference)?;
        let mut set = |index: usize, value: i32| {
            let (step, place) = tables.steps.get(index)?;
            // Of sixteen bits each, unless the step is zero.
            let coefficient = value.wrapping_mul(i32::from(*step));
            if coefficient.unsigned_abs() >= MAX_COEFFICIENT {
                return None;
            }
            let kept = i16::try_from(coefficient << FRACTION).ok()?;
            *block.0.get_mut(usize::from(*place))? = kept;
            Some(())
        };
        set(0, self.dc)?;
        let mut index = 1;
        while index < SAMPLES {
            let (symbol, value) = bits.symbol(&self.data, &tables.ac)?;
            index = index.saturating_add(usize::from(symbol >> 4));
            if value != 0 {
                set(index, value)?;
            } else if symbol == 0 {
                // The rest are zeros.
                self.bits = bits;
                return Some(index == 1);
            } else if symbol != 0xf0 {
                // Neither sixteen zeros: ends of several blocks, which only progressive files have.
                return None;
            }
            index = index.saturating_add(1);
        }
        self.bits = bits;
        (index == SAMPLES).then_some(false)
    }

    /// Whether the data ends with the block that was read last, but for the rest of its byte.
    pub(super) fn is_at_end(&self) -> bool {
        let whole = self.data.len().saturating_sub(ONES) as u64;
        let taken = (self.bits.taken as u64).saturating_mul(8);
        let read = taken.saturating_sub(u64::from(self.bits.count));
        let left = whole.saturating_mul(8).checked_sub(read);
        left.is_some_and(|bits| bits < 8)
    }
}
