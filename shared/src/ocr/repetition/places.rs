/*!
Where blocks stand, and whether a copy of one can stand where the model says.

The same words printed twice take the same room twice: beside each other or one below the other, on the
page, in one size. A model that copies itself invents boxes, and they run over what was there before, off
the page, or grow and shrink.
*/

/// Largest coordinate, and what rounding adds.
const EDGE: u32 = 1_000;

/// A copy may be so many times as large as its original, or as small.
const SIZES: u32 = 2;

/// A box as it is being read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Left, top, right, bottom.
    numbers: [u32; 4],
    /// Numbers that have begun; those of further boxes are not kept.
    count: usize,
    in_number: bool,
}

impl Place {
    /// Takes the next letter between the tags.
    pub(super) fn push(&mut self, letter: char) {
        let Some(digit) = letter.to_digit(10) else {
            self.in_number = false;
            return;
        };
        if !self.in_number {
            self.in_number = true;
            self.count = self.count.saturating_add(1);
        }
        let last = self.count.saturating_sub(1);
        if let Some(number) = self.numbers.get_mut(last) {
            *number = number.saturating_mul(10).saturating_add(digit);
        }
    }

    fn area(&self) -> u32 {
        let [left, top, right, bottom] = self.numbers;
        right
            .saturating_sub(left)
            .saturating_mul(bottom.saturating_sub(top))
    }

    fn is_on_page(&self) -> bool {
        self.numbers.iter().all(|number| *number <= EDGE)
    }

    /// Whether half of the smaller one lies on the other.
    fn covers(&self, other: &Self) -> bool {
        let [left, top, right, bottom] = self.numbers;
        let [other_left, other_top, other_right, other_bottom] = other.numbers;
        let common = Self {
            numbers: [
                left.max(other_left),
                top.max(other_top),
                right.min(other_right),
                bottom.min(other_bottom),
            ],
            ..Self::default()
        };
        common.area().saturating_mul(2) > self.area().min(other.area())
    }
}

/// The blocks so far, in their order.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(Place, usize)>);

impl Places {
    /// Adds a block whose first word is this one.
    pub(super) fn add(&mut self, place: Place, first: usize) {
        self.0.push((place, first));
    }

    /// Whether a copy of the block that begins with the word `original` cannot stand here.
    pub(super) fn are_against(&self, place: &Place, original: usize) -> bool {
        let at = self.0.partition_point(|(_, first)| *first < original);
        let copied = self.0.get(at).filter(|(_, first)| *first == original);
        let has_other_size = copied.is_some_and(|(copied, _)| {
            let (ours, theirs) = (place.area(), copied.area());
            ours > theirs.saturating_mul(SIZES) || theirs > ours.saturating_mul(SIZES)
        });
        !place.is_on_page()
            || has_other_size
            || self.0.iter().any(|(before, _)| place.covers(before))
    }
}
