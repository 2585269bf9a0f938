/*!
Notices that a streamed answer has begun to repeat itself, so that the request can be ended instead
of paying for thousands of tokens.

The server's n-gram guard does not see cell tags, nor periods longer than its window; this detector
looks for what slips through: the same words again and again with any period up to
[`MAX_PERIOD`], rows of empty cells, one character without end, and blocks on a box that was there
twice before.

Two equal forms on a page are no loop, and their words are the same in both; where they stand tells them
apart ([`places`]). A copy without places of its own, or with places where no print can be, is a loop
before it is half over.

```
use vessel_ner_shared::ocr::repetition::RepetitionDetector;

let mut detector = RepetitionDetector::default();
let looped = (0..200).any(|_| detector.push("HEADER of the page ").is_some());
assert!(looped);
```

# Limits

A page may rightly repeat itself: two copies of a form, columns of zeros. The thresholds leave room
for that; what is flagged is read again by other means before anything is lost. What a loop costs until
it is seen, by the tokens of its period and beside what was sound before it:

| the copies stand                                | cost                               | a tenth of 7,200 up to |
| ----------------------------------------------- | ---------------------------------- | ---------------------- |
| on the boxes before, or on none                 | period and 160 words               | 500 tokens             |
| on new boxes where no print can be              | period and 48 words, or 4 blocks   | 550 tokens             |
| on new boxes that another form could stand on   | two and a quarter periods          | 320 tokens             |

No detector sees a copy before the second one begins, so a period above 720 tokens always costs more than
a tenth. The cost of watching is a few comparisons a word.
*/

mod places;

use std::collections::HashMap;

use places::{Place, Places};

/// Longest period in words that is noticed.
pub const MAX_PERIOD: usize = 1_500;

/// Periods followed at the same time.
const MAX_CANDIDATES: usize = 24;

/// Empty cells in a row that no form has.
const MAX_EMPTY_CELLS: u32 = 200;

/// Equal characters in a row that no dotted line has.
const MAX_EQUAL_CHARACTERS: u32 = 400;

/// Times that blocks may stand on one box.
const MAX_EQUAL_BOXES: u32 = 2;

/// Blocks of a copy that have to stand where it cannot be, before that counts.
const MIN_MISPLACED: u32 = 3;

/// Longest tag that is taken for one.
const MAX_TAG_BYTES: usize = 40;

/// Where an answer began to repeat itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repetition {
    /// Byte of the answer up to which the text is worth keeping: the first copy is before it.
    pub start: usize,
}

/// Watches one answer.
#[derive(Debug, Default)]
pub struct RepetitionDetector {
    position: usize,
    words: Vec<Word>,
    last_seen: HashMap<u32, usize>,
    candidates: Vec<Candidate>,
    word: Option<Word>,
    tag: Option<Tag>,
    boxes: Option<BoxText>,
    seen_boxes: HashMap<u32, SeenBox>,
    places: Places,
    in_label: bool,
    cell_is_empty: bool,
    empty_cells: u32,
    empty_since: usize,
    equal_character: char,
    equal_characters: u32,
    found: Option<Repetition>,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    hash: u32,
    start: usize,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    period: usize,
    matched: usize,
    /// Blocks of the copy on boxes of their own.
    placed: u32,
    /// Those of them that stand where the copy cannot be printed.
    misplaced: u32,
}

#[derive(Debug)]
struct Tag {
    text: String,
    start: usize,
}

#[derive(Debug)]
struct BoxText {
    hash: u32,
    has_area: bool,
    start: usize,
    place: Place,
}

#[derive(Debug, Default)]
struct SeenBox {
    times: u32,
    second_start: usize,
}

const HASH_SEED: u32 = 0x811c_9dc5;

fn mix(hash: u32, letter: char) -> u32 {
    (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193)
}

/// Words that must match the words one period before. Short periods must go on for longer, because
/// a table may well hold the same value in many cells. Long ones are not waited for to the end of
/// the second copy: that alone would cost a tenth of what the server may write.
///
/// Where the second copy stands on boxes of its own, it is another form on the page and rightly
/// there: only a third copy is a loop then, unless most of those boxes cannot be.
fn needed_matches(candidate: &Candidate) -> usize {
    let third_copy = (candidate.period).saturating_add(candidate.period.div_ceil(4));
    let (placed, misplaced) = (candidate.placed, candidate.misplaced);
    let is_invented =
        misplaced >= MIN_MISPLACED && misplaced.saturating_mul(4) >= placed.saturating_mul(3);
    match candidate.period {
        0 | 1 => 150,
        2..8 => 100,
        8..48 => 60,
        _ if is_invented => 48,
        _ if placed > 0 => third_copy,
        _ => third_copy.min(160),
    }
}

impl RepetitionDetector {
    /// Takes the next piece of the answer. Once a repetition is found it stays found.
    pub fn push(&mut self, text: &str) -> Option<Repetition> {
        for letter in text.chars() {
            if self.found.is_some() {
                break;
            }
            self.push_character(letter);
            self.position = self.position.saturating_add(letter.len_utf8());
        }
        self.found
    }

    fn push_character(&mut self, letter: char) {
        self.count_equal(letter);
        if let Some(mut tag) = self.tag.take() {
            let broken = matches!(letter, '<' | '\n') || tag.text.len() >= MAX_TAG_BYTES;
            if letter == '>' {
                self.end_tag(&tag);
                return;
            }
            if !broken {
                tag.text.push(letter);
                self.tag = Some(tag);
                return;
            }
            // Not a tag: its letters are text.
            let mut position = tag.start;
            for letter in std::iter::once('<').chain(tag.text.chars()) {
                self.push_text(letter, position);
                position = position.saturating_add(letter.len_utf8());
            }
        }
        if letter == '<' {
            self.end_word();
            self.tag = Some(Tag {
                text: String::new(),
                start: self.position,
            });
        } else {
            self.push_text(letter, self.position);
        }
    }

    fn push_text(&mut self, letter: char, position: usize) {
        if let Some(boxes) = &mut self.boxes {
            boxes.hash = mix(boxes.hash, letter);
            boxes.has_area |= matches!(letter, '1'..='9');
            boxes.place.push(letter);
            return;
        }
        if self.in_label {
            return;
        }
        if letter.is_whitespace() {
            self.end_word();
            return;
        }
        self.cell_is_empty = false;
        if letter.is_alphanumeric() {
            let word = self.word.get_or_insert(Word {
                hash: HASH_SEED,
                start: position,
            });
            word.hash = mix(word.hash, letter);
        } else {
            self.end_word();
            // A dotted line is one character many times, which is counted elsewhere.
            if self.equal_characters > 1 && self.equal_character == letter {
                return;
            }
            self.add_word(Word {
                hash: mix(HASH_SEED, letter),
                start: position,
            });
        }
    }

    fn end_tag(&mut self, tag: &Tag) {
        let name = tag.text.split_ascii_whitespace().next().unwrap_or_default();
        match name {
            "|ref|" => self.in_label = true,
            "|/ref|" => self.in_label = false,
            "|det|" => {
                self.boxes = Some(BoxText {
                    hash: HASH_SEED,
                    has_area: false,
                    start: tag.start,
                    place: Place::default(),
                });
            }
            "|/det|" => {
                if let Some(boxes) = self.boxes.take() {
                    self.count_box(&boxes);
                }
            }
            "td" | "th" => self.cell_is_empty = true,
            "/td" | "/th" => self.count_cell(tag.start),
            _ => {}
        }
    }

    fn count_box(&mut self, boxes: &BoxText) {
        if !boxes.has_area {
            return;
        }
        self.end_word();
        let seen = self.seen_boxes.entry(boxes.hash).or_default();
        if seen.times == 0 {
            let first = self.words.len();
            for candidate in &mut self.candidates {
                candidate.placed = candidate.placed.saturating_add(1);
                let copied = first.checked_sub(candidate.period);
                let is_misplaced =
                    copied.is_some_and(|original| self.places.are_against(&boxes.place, original));
                let more = u32::from(is_misplaced);
                candidate.misplaced = candidate.misplaced.saturating_add(more);
            }
            self.places.add(boxes.place, first);
        }
        seen.times = seen.times.saturating_add(1);
        if seen.times == 2 {
            seen.second_start = boxes.start;
        }
        if seen.times > MAX_EQUAL_BOXES {
            self.found = Some(Repetition {
                start: seen.second_start,
            });
        }
    }

    fn count_cell(&mut self, start: usize) {
        if !self.cell_is_empty {
            self.empty_cells = 0;
            return;
        }
        if self.empty_cells == 0 {
            self.empty_since = start;
        }
        self.empty_cells = self.empty_cells.saturating_add(1);
        if self.empty_cells > MAX_EMPTY_CELLS {
            self.found = Some(Repetition {
                start: self.empty_since,
            });
        }
    }

    fn count_equal(&mut self, letter: char) {
        if letter == self.equal_character {
            self.equal_characters = self.equal_characters.saturating_add(1);
        } else {
            self.equal_character = letter;
            self.equal_characters = 1;
        }
        if self.equal_characters > MAX_EQUAL_CHARACTERS {
            let run = letter
                .len_utf8()
                .saturating_mul(self.equal_characters as usize);
            self.found = Some(Repetition {
                start: self
                    .position
                    .saturating_add(letter.len_utf8())
                    .saturating_sub(run),
            });
        }
    }

    fn end_word(&mut self) {
        if let Some(word) = self.word.take() {
            self.add_word(word);
        }
    }

    fn add_word(&mut self, word: Word) {
        let index = self.words.len();
        let previous = self.last_seen.insert(word.hash, index);
        self.words.push(word);
        let words = &self.words;
        self.candidates.retain_mut(|candidate| {
            candidate.matched = candidate.matched.saturating_add(1);
            index
                .checked_sub(candidate.period)
                .and_then(|before| words.get(before))
                .is_some_and(|before| before.hash == word.hash)
        });
        if let Some(period) = previous.and_then(|previous| index.checked_sub(previous))
            && period <= MAX_PERIOD
            && self.candidates.len() < MAX_CANDIDATES
            && self.candidates.iter().all(|known| known.period != period)
        {
            self.candidates.push(Candidate {
                period,
                matched: 1,
                placed: 0,
                misplaced: 0,
            });
        }
        let looped = self
            .candidates
            .iter()
            .filter(|candidate| candidate.matched >= needed_matches(candidate))
            .map(|candidate| candidate.matched)
            .max();
        if let Some(matched) = looped {
            let first = index.saturating_add(1).saturating_sub(matched);
            let start = words.get(first).map_or(word.start, |first| first.start);
            self.found = Some(Repetition { start });
        }
    }
}

#[cfg(test)]
mod tests;
