/*!
Notices that a streamed answer has begun to repeat itself, so that the request can be ended instead
of paying for thousands of tokens.

The server's n-gram guard does not see cell tags, nor periods longer than its window; this detector
looks for what slips through: the same words again and again with any period up to
[`MAX_PERIOD`], rows of empty cells, one character without end, and blocks on a box that was there
twice before.

```
use vessel_ner_shared::ocr::repetition::RepetitionDetector;

let mut detector = RepetitionDetector::default();
let looped = (0..200).any(|_| detector.push("HEADER of the page ").is_some());
assert!(looped);
```

# Limits

A page may rightly repeat itself: two copies of a form, columns of zeros. The thresholds leave room
for that; what is flagged is read again by other means before anything is lost. So a loop whose boxes
are all new is seen in its third copy only, and costs two and a quarter of its periods: more than a
tenth of 7,200 tokens where a period is longer than some 320 of them. The cost of watching is a few
comparisons a word.
*/

use std::collections::HashMap;

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
    /// Words before the last box that was not there before.
    words_before_new_box: Option<usize>,
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
/// there: only a third copy is a loop then.
fn needed_matches(period: usize, has_own_boxes: bool) -> usize {
    let third_copy = period.saturating_add(period.div_ceil(4));
    match period {
        0 | 1 => 150,
        2..8 => 100,
        8..48 => 60,
        _ if has_own_boxes => third_copy,
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
            self.words_before_new_box = Some(self.words.len());
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
            self.candidates.push(Candidate { period, matched: 1 });
        }
        let new_box = self.words_before_new_box;
        let looped = self
            .candidates
            .iter()
            .filter(|candidate| {
                let first = index.saturating_add(1).saturating_sub(candidate.matched);
                let has_own_boxes = new_box.is_some_and(|before| before >= first);
                candidate.matched >= needed_matches(candidate.period, has_own_boxes)
            })
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
mod tests {
    use super::*;

    /// Pushes `text` three bytes at a time; where the detector stopped and what it found.
    fn watch(text: &str) -> Option<(usize, Repetition)> {
        let mut detector = RepetitionDetector::default();
        let letters: Vec<char> = text.chars().collect();
        for piece in letters.chunks(3) {
            let piece: String = piece.iter().collect();
            if let Some(found) = detector.push(&piece) {
                return Some((detector.position, found));
            }
        }
        None
    }

    fn numbered_words(count: usize) -> String {
        (0..count).map(|number| format!("word{number} ")).collect()
    }

    /// A form of `words` words in ten blocks that begin at `top`.
    fn form(words: usize, top: usize) -> String {
        let text: Vec<String> = (0..words).map(|number| format!("field{number}")).collect();
        text.chunks(words.div_ceil(10))
            .enumerate()
            .map(|(block, words)| {
                let y = top + block * 40;
                let bounds = format!("[[10, {y}, 900, {}]]", y + 30);
                let body = words.join(" ");
                format!("<|ref|>text<|/ref|><|det|>{bounds}<|/det|>\n{body}\n\n")
            })
            .collect()
    }

    #[test]
    fn two_equal_forms_on_a_page_are_no_loop_and_a_third_one_is() {
        for words in [60, 170, 400] {
            let two = form(words, 50) + &form(words, 500);
            assert_eq!(watch(&two), None, "{words} words twice");
            let three = two.clone() + &form(words, 900);
            assert!(watch(&three).is_some(), "{words} words three times");
            let unboxed = form(words, 50) + &numbered_fields(words) + &numbered_fields(words);
            assert!(watch(&unboxed).is_some(), "{words} words inside one block");
        }
    }

    fn numbered_fields(words: usize) -> String {
        (0..words).map(|number| format!("field{number} ")).collect()
    }

    #[test]
    fn loops_of_every_kind_are_found_soon() {
        let long = numbered_words(300);
        let tag = "<|ref|>text<|/ref|><|det|>[[10, 20, 30, 40]]<|/det|>\n";
        for (kind, unit, most_bytes) in [
            ("word", "8/", 700),
            ("empty cells", "<td></td>", 2_400),
            ("empty rows", "<tr><td></td><td> </td></tr>", 3_600),
            ("rows", "<tr><td>IND</td><td>Trawler</td></tr>", 2_500),
            ("character", ".", 500),
            ("newline", "\n", 500),
            (
                "sentence",
                "The vessel named above is authorised to fish. ",
                500,
            ),
            ("long period", &long, 7_000),
            ("equal boxes", &format!("{tag}{long}"), 7_500),
        ] {
            let prefix = "# REGISTER\n\nName of vessel: EXAMPLE\n\n";
            let text = format!("{prefix}{}", unit.repeat(30_000 / unit.len()));
            let (position, found) = watch(&text).unwrap_or((usize::MAX, Repetition { start: 0 }));
            assert!(
                position < prefix.len() + most_bytes,
                "{kind}: stopped at {position}"
            );
            assert!(
                found.start >= prefix.trim_end().len(),
                "{kind}: kept up to {}",
                found.start
            );
            let kept = prefix.len() + 2 * unit.len() + 20;
            assert!(found.start <= kept, "{kind}: kept up to {}", found.start);
        }
    }

    #[test]
    fn small_changes_between_copies_of_a_block_do_not_hide_it() {
        let mut text = String::new();
        for copy in 0..9 {
            text.push_str("<|ref|>text<|/ref|><|det|>[[10, 20, 30, 40]]<|/det|>\n");
            text.push_str(&format!(
                "Fig. {copy}.333 shows {copy} of them, see {copy}\n\n"
            ));
        }
        assert!(watch(&text).is_some());
    }

    #[test]
    fn sound_pages_are_left_alone() {
        let row = |number: usize| {
            format!("<tr><td>VESSEL {number}</td><td>IND</td><td>Trawler</td><td>-</td></tr>")
        };
        let register: String = (0..200).map(row).collect();
        let form: String = (0..20)
            .map(|number| format!("<tr><td>{number}</td>{}</tr>", "<td></td>".repeat(9)))
            .collect();
        let copies = numbered_words(150).repeat(2);
        let zeros = format!("<tr>{}</tr>", "<td>0</td>".repeat(12)).repeat(10);
        let contents: String = (0..40)
            .map(|number| format!("Chapter {number} {} {number}\n", ".".repeat(80)))
            .collect();
        let fields = "Name: ______________________\n".repeat(3);
        for text in [register, form, copies, zeros, contents, fields] {
            assert_eq!(watch(&text), None, "{text}");
        }
    }
}
