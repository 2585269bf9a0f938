//! From a block's coefficients to its samples (ITU-T T.81, annex A.3.3), eight numbers at a time.

use wide::{i16x8, u8x16, u16x8};

/// Rows and columns of a block.
pub(super) const BLOCK: usize = 8;

/// Samples of a block.
pub(super) const SAMPLES: usize = BLOCK * BLOCK;

/// Bits behind the point of a coefficient.
pub(super) const FRACTION: u32 = 4;

/// The sums are four times the samples; with the coefficients' fraction this is to be shifted away.
const SHIFT: u32 = FRACTION + 2;

/// Zero is the middle of the tones.
const MIDDLE: i16 = 128;

/// Coefficients of a block, as numbers with [`FRACTION`] bits behind the point, column by column.
pub(super) struct Coefficients(pub(super) [i16; SAMPLES]);

impl Default for Coefficients {
    fn default() -> Self {
        Self([0; SAMPLES])
    }
}

/// The tone of a block that has only the first of its coefficients.
pub(super) fn flat(block: &Coefficients) -> u8 {
    let [mean, ..] = block.0;
    let tone = (i32::from(mean) + (1 << (FRACTION + 2))) >> (FRACTION + 3);
    let tone = (tone + i32::from(MIDDLE)).clamp(0, 255);
    u8::try_from(tone).unwrap_or_default()
}

/// The samples, row by row.
pub(super) fn samples(block: &Coefficients) -> impl Iterator<Item = [u8; BLOCK]> {
    let columns = block.0.as_chunks::<BLOCK>().0;
    let mut vectors = [i16x8::ZERO; BLOCK];
    for (vector, column) in vectors.iter_mut().zip(columns) {
        *vector = i16x8::new(*column);
    }
    let rows = inverse(vectors).map(i16x8::cast_unsigned);
    let rows = u16x8::transpose(rows).map(u16x8::cast_signed);
    let offset = i16x8::splat((MIDDLE << SHIFT) + (1 << SHIFT >> 1));
    let tones = inverse(rows).map(|row| row.saturating_add(offset) >> SHIFT);
    tones.into_iter().map(|row| {
        let twice = u8x16::narrow_i16x8(row, row).to_array();
        let (bytes, _) = twice.as_chunks();
        bytes.first().copied().unwrap_or_default()
    })
}

/// Twice the inverse transform along one direction, in each lane: eight sums of cosines, of which the
/// even ones are the same from both ends and the odd ones the opposite.
#[inline]
fn inverse(input: [i16x8; BLOCK]) -> [i16x8; BLOCK] {
    /// `cos(n·π/16)`, as fractions of 2^15.
    const COSINES: [i16; BLOCK] = [
        i16::MAX,
        32_138,
        30_274,
        27_246,
        23_170,
        18_205,
        12_540,
        6_393,
    ];
    let [_, c1, c2, c3, c4, c5, c6, c7] = COSINES;
    let times = |vector: i16x8, cosine: i16| vector.mul_scale_round(i16x8::splat(cosine));
    let plus = i16x8::saturating_add;
    let minus = i16x8::saturating_sub;
    let [x0, x1, x2, x3, x4, x5, x6, x7] = input;

    let (sum, difference) = (times(plus(x0, x4), c4), times(minus(x0, x4), c4));
    let outer = plus(times(x2, c2), times(x6, c6));
    let inner = minus(times(x2, c6), times(x6, c2));
    let even = [
        plus(sum, outer),
        plus(difference, inner),
        minus(difference, inner),
        minus(sum, outer),
    ];
    let odd = [
        plus(
            plus(times(x1, c1), times(x3, c3)),
            plus(times(x5, c5), times(x7, c7)),
        ),
        minus(
            minus(times(x1, c3), times(x3, c7)),
            plus(times(x5, c1), times(x7, c5)),
        ),
        plus(
            minus(times(x1, c5), times(x3, c1)),
            plus(times(x5, c7), times(x7, c3)),
        ),
        plus(
            minus(times(x1, c7), times(x3, c5)),
            minus(times(x5, c3), times(x7, c1)),
        ),
    ];
    let [e0, e1, e2, e3] = even;
    let [o0, o1, o2, o3] = odd;
    [
        plus(e0, o0),
        plus(e1, o1),
        plus(e2, o2),
        plus(e3, o3),
        minus(e3, o3),
        minus(e2, o2),
        minus(e1, o1),
        minus(e0, o0),
    ]
}
