//! The segments before the entropy-coded data (ITU-T T.81, annex B).

use memchr::memchr_iter;

use super::huffman::{Code, Tables};
use super::transform::SAMPLES;

/// The only scan of a file.
pub(super) struct Scan<'a> {
    pub(super) tables: Tables,
    /// Entropy-coded, with its stuffed zeros.
    pub(super) data: &'a [u8],
}

/// What the segments have said so far. Each kind of table has four places.
#[derive(Default)]
struct Segments {
    steps: [Option<[u16; SAMPLES]>; 4],
    dc: [Option<Code>; 4],
    ac: [Option<Code>; 4],
    /// Number of the component's table of quantisation steps.
    frame: Option<u8>,
}

impl<'a> Scan<'a> {
    /// `None` unless this is a whole baseline file of one grey scan of this size.
    pub(super) fn of(file: &'a [u8], size: (u16, u16)) -> Option<Self> {
        let mut rest = file.strip_prefix(&[0xff, 0xd8])?;
        let mut segments = Segments::default();
        loop {
            let [0xff, marker, high, low, ..] = *rest else {
                return None;
            };
            let length = usize::from(u16::from_be_bytes([high, low]));
            let (segment, behind) = rest.split_at_checked(length.checked_add(2)?)?;
            let body = segment.get(4..)?;
            rest = behind;
            match marker {
                0xdb => segments.take_steps(body)?,
                0xc4 => segments.take_codes(body)?,
                0xc0 => segments.take_frame(body, size)?,
                0xda => {
                    return Some(Self {
                        tables: segments.scan(body)?,
                        data: scan_data(rest)?,
                    });
                }
                // What programs note about the image and themselves.
                0xe0..=0xef | 0xfe => {}
                _ => return None,
            }
        }
    }
}

impl Segments {
    /// Quantisation steps, of eight bits or of sixteen.
    fn take_steps(&mut self, mut body: &[u8]) -> Option<()> {
        while let [kind, rest @ ..] = body {
            let mut steps = [0; SAMPLES];
            let (table, behind) = rest.split_at_checked(match kind >> 4 {
                0 => SAMPLES,
                1 => 2 * SAMPLES,
                _ => return None,
            })?;
            if kind >> 4 == 0 {
                for (step, byte) in steps.iter_mut().zip(table) {
                    *step = u16::from(*byte);
                }
            } else {
                for (step, pair) in steps.iter_mut().zip(table.as_chunks().0) {
                    *step = u16::from_be_bytes(*pair);
                }
            }
            *self.steps.get_mut(usize::from(kind & 15))? = Some(steps);
            body = behind;
        }
        Some(())
    }

    /// Huffman codes.
    fn take_codes(&mut self, mut body: &[u8]) -> Option<()> {
        while let [kind, rest @ ..] = body {
            let (lengths, rest) = rest.split_first_chunk::<16>()?;
            let count = lengths.iter().map(|count| usize::from(*count)).sum();
            let (symbols, behind) = rest.split_at_checked(count)?;
            let place = usize::from(kind & 15);
            let code = Some(Code::new(lengths, symbols)?);
            match kind >> 4 {
                0 => *self.dc.get_mut(place)? = code,
                1 => *self.ac.get_mut(place)? = code,
                _ => return None,
            }
            body = behind;
        }
        Some(())
    }

    /// Eight bits, height, width, one component that is not subsampled.
    fn take_frame(&mut self, body: &[u8], (width, height): (u16, u16)) -> Option<()> {
        let [8, rest @ ..] = body else { return None };
        let size = [height.to_be_bytes(), width.to_be_bytes()];
        match rest.strip_prefix(size.as_flattened())? {
            [1, _, 0x11, steps] if self.frame.is_none() => self.frame = Some(*steps),
            _ => return None,
        }
        Some(())
    }

    /// One component, all coefficients, in full precision.
    fn scan(&mut self, body: &[u8]) -> Option<Tables> {
        let [1, _, codes, 0, 63, 0] = *body else {
            return None;
        };
        Some(Tables::new(
            self.steps.get(usize::from(self.frame?)).copied()??,
            self.dc.get_mut(usize::from(codes >> 4))?.take()?,
            self.ac.get_mut(usize::from(codes & 15))?.take()?,
        ))
    }
}

/// The entropy-coded data up to the end of the image, if nothing else comes in between.
fn scan_data(rest: &[u8]) -> Option<&[u8]> {
    for at in memchr_iter(0xff, rest) {
        match rest.get(at.saturating_add(1))? {
            0 => {}
            0xd9 => return rest.get(..at),
            _ => return None,
        }
    }
    None
}
