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

/// The same words in ten blocks, on the boxes that `place` gives the copies.
fn copies(words: usize, count: usize, place: impl Fn(usize, usize) -> [usize; 4]) -> String {
    (0..count)
        .flat_map(|copy| (0..10).map(move |block| (copy, block)))
        .map(|(copy, block)| {
            let share = words / 10;
            let body: String = (block * share..(block + 1) * share)
                .map(|number| format!("field{number} "))
                .collect();
            let bounds = place(copy, block);
            format!("<|ref|>text<|/ref|><|det|>[{bounds:?}]<|/det|>\n{body}\n\n")
        })
        .collect()
}

#[test]
fn copy_on_boxes_that_cannot_be_is_seen_before_it_is_half_over() {
    type Place = fn(usize, usize) -> [usize; 4];
    let kinds: [(&str, Place); 3] = [
        ("over what is there", |copy, block| {
            let top = 90 * block + copy * 7;
            [50, top, 900 - copy, top + 80]
        }),
        ("off the page", |copy, block| {
            let top = 10 + 90 * (10 * copy + block);
            [50, top, 900, top + 80]
        }),
        ("smaller and smaller", |copy, block| {
            let top = 10 + 40 * block;
            [
                50 + 500 * copy,
                top,
                450 / (1 + 3 * copy) + 500 * copy,
                top + 30,
            ]
        }),
    ];
    for (kind, place) in kinds {
        for words in [200, 400, 800] {
            let text = copies(words, 3, place);
            let copy = copies(words, 1, place).len();
            let (stopped, found) = watch(&text).unwrap_or((usize::MAX, Repetition { start: 0 }));
            assert!(
                stopped < copy + copy / 2,
                "{kind}, {words}: {stopped} of {copy}"
            );
            assert!(
                found.start >= copy,
                "{kind}, {words}: kept to {}",
                found.start
            );
        }
    }
}

#[test]
fn two_equal_forms_are_no_loop_wherever_they_stand() {
    type Place = fn(usize, usize) -> [usize; 4];
    let kinds: [(&str, Place); 4] = [
        ("one below the other", |copy, block| {
            let top = 20 + 480 * copy + 45 * block;
            [50, top, 940, top + 40]
        }),
        ("beside each other", |copy, block| {
            let (left, top) = (20 + 490 * copy, 20 + 95 * block);
            [left, top, left + 470, top + 90]
        }),
        ("read a little differently", |copy, block| {
            let top = 20 + 480 * copy + 45 * block + copy * block % 3;
            [
                50 - copy * block % 4,
                top,
                900 + 9 * copy,
                top + 40 - copy * 6,
            ]
        }),
        // One box of ten stands on another, and one is of another size.
        ("read badly in two places", |copy, block| {
            let top = 20 + 480 * copy + 45 * block;
            match (copy, block) {
                (1, 3) => [50, 20, 940, 60],
                (1, 6) => [50, top, 200, top + 40],
                _ => [50, top, 940, top + 40],
            }
        }),
    ];
    for (kind, place) in kinds {
        for words in [60, 170, 400, 800] {
            assert_eq!(watch(&copies(words, 2, place)), None, "{kind}, {words}");
        }
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
