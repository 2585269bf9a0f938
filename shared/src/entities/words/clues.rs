//! The weights of clues, found by the hash of a clue: the clues' texts would be the larger half of the table.

use std::sync::OnceLock;

use super::hash::hash_bytes;

/// Bits of a clue's hash that the table keeps: of a hundred thousand clues that were not learned, one or two meet the
/// mark of one that was.
const BITS: u32 = 28;

/// Bits by which a clue is looked for first.
const FIRST_BITS: u32 = 9;

/// What each clue weighs for each learned label; packed, since what an instance waits for is the program's size.
#[derive(Debug)]
pub(crate) struct Clues {
    /// How far the clues' marks, ascending, lie apart: three bytes each, the highest first.
    pub(crate) steps: &'static [[u8; 3]],
    /// How many weights each clue has.
    pub(crate) counts: &'static [u8],
    /// Of each weight the place of its label among the learned ones.
    pub(crate) labels: &'static [u8],
    /// Each weight, in tenths.
    pub(crate) tenths: &'static [i8],
    /// The table as it is asked, worked out when it is first asked.
    pub(crate) table: OnceLock<Table>,
}

/// Where each clue stands.
#[derive(Debug)]
pub(crate) struct Table {
    /// The clues' marks, ascending.
    marks: Vec<u32>,
    /// Where each clue's weights end; they begin where those of the clue before end.
    ends: Vec<u16>,
    /// How many clues have marks that begin with less than each number of `FIRST_BITS` bits.
    before: Vec<u16>,
}

impl Clues {
    /// How many clues were learned.
    pub(crate) fn len(&self) -> usize {
        self.steps.len()
    }

    /// What the clue of a place in the table weighs: places of labels, and tenths.
    pub(crate) fn weights(&self, place: usize) -> impl Iterator<Item = (usize, i8)> + use<> {
        let ends = &self.table().ends;
        let end = |place| ends.get(place).map(|end| usize::from(*end));
        let begin = place.checked_sub(1).map_or(Some(0), end);
        let own = begin.zip(end(place)).map(|(begin, end)| begin..end);
        let of = own.unwrap_or_default();
        let labels = self.labels.get(of.clone()).unwrap_or(&[]);
        let tenths = self.tenths.get(of).unwrap_or(&[]);
        labels
            .iter()
            .zip(tenths)
            .map(|(label, tenths)| (usize::from(*label), *tenths))
    }

    /// The place of a clue in the table.
    pub(crate) fn place(&self, clue: &str) -> Option<usize> {
        let table = self.table();
        let mark = mark(clue);
        let first = (mark >> (BITS - FIRST_BITS)) as usize;
        let from = usize::from(*table.before.get(first)?);
        let to = usize::from(*table.before.get(first + 1)?);
        let marks = table.marks.get(from..to)?;
        marks
            .iter()
            .position(|own| *own == mark)
            .map(|at| from + at)
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(|| {
            let mut mark = 0;
            let marks = self.steps.iter().map(|[high, middle, low]| {
                mark += u32::from_be_bytes([0, *high, *middle, *low]);
                mark
            });
            let marks: Vec<u32> = marks.collect();
            let mut end = 0;
            let ends = self.counts.iter().map(|count| {
                end += u16::from(*count);
                end
            });
            let below = |first: u32| {
                let least = first << (BITS - FIRST_BITS);
                u16::try_from(marks.partition_point(|mark| *mark < least)).unwrap_or(u16::MAX)
            };
            Table {
                ends: ends.collect(),
                before: (0..=1 << FIRST_BITS).map(below).collect(),
                marks,
            }
        })
    }
}

/// The part of a clue's hash by which it is found.
pub(crate) fn mark(clue: &str) -> u32 {
    (hash_bytes(clue.as_bytes()) >> (64 - BITS)) as u32
}
