use proptest::prelude::*;

use super::super::markup::SPECIAL_TOKENS;
use super::*;

fn blocks(answer: &str) -> Vec<(String, Option<[u16; 4]>, String)> {
    parse(answer)
        .blocks
        .into_iter()
        .map(|block| (block.label, block.bounds, block.text))
        .collect()
}

fn block(label: &str, bounds: Option<[u16; 4]>, text: &str) -> (String, Option<[u16; 4]>, String) {
    (label.to_owned(), bounds, text.to_owned())
}

#[test]
fn documented_form_is_read() {
    let answer = "<|ref|>sub_title<|/ref|><|det|>[[114, 81, 360, 99]]<|/det|>\n## 3. Register \n\n\
        <|ref|>table<|/ref|><|det|>[[114, 140, 664, 196]]<|/det|>\n\n\
        <table><tr><td>i</td><td>a &gt; 0</td></tr></table>\n\n\
        <|ref|>image<|/ref|><|det|>[[124, 323, 400, 601]]<|/det|>\n \n\
        <|ref|>image_caption<|/ref|><|det|>[[63, 644, 920, 671]]<|/det|>\n\
        <center>Fig. 4 </center>  \n\n<｜end▁of▁sentence｜>";
    assert_eq!(
        blocks(answer),
        [
            block("sub_title", Some([114, 81, 360, 99]), "## 3. Register"),
            block(
                "table",
                Some([114, 140, 664, 196]),
                "<table><tr><td>i</td><td>a &gt; 0</td></tr></table>"
            ),
            block("image", Some([124, 323, 400, 601]), ""),
            block("image_caption", Some([63, 644, 920, 671]), "Fig. 4"),
        ]
    );
}

#[test]
fn boxes_are_clamped_joined_or_left_out() {
    for (boxes, expected) in [
        ("[[0, 0, 999, 1005]]", Some([0, 0, 999, 999])),
        ("[[-5, 10, 20, 30]]", Some([0, 10, 20, 30])),
        ("[[30, 40, 10, 20]]", Some([10, 20, 30, 40])),
        ("[[10, 10, 20, 20], [30, 5, 40, 15]]", Some([10, 5, 40, 20])),
        ("[[10, 10, 20], [30, 5, 40, 15]]", Some([30, 5, 40, 15])),
        ("[[1.9, 2, 3, 4]]", Some([1, 2, 3, 4])),
        ("[[0, 0, 0, 0]]", None),
        ("[[1, 2, 3]]", None),
        ("[]", None),
        ("None", None),
        ("[[a, b, c, d]]", None),
        ("[[nan, 1, 2, 3]]", None),
        ("", None),
    ] {
        let answer = format!("<|ref|>text<|/ref|><|det|>{boxes}<|/det|>\nbody");
        assert_eq!(
            blocks(&answer),
            [block("text", expected, "body")],
            "{boxes}"
        );
    }
}

#[test]
fn body_of_two_tags_goes_to_the_table_that_it_is() {
    let answer = "<|ref|>table<|/ref|><|det|>[[120, 210, 874, 725]]<|/det|>\n\
        <|ref|>table_caption<|/ref|><|det|>[[113, 99, 880, 201]]<|/det|>\n\
        Table 3 | Vessels   \n\n<table><tr><td>a</td></tr></table>";
    assert_eq!(
        blocks(answer),
        [
            block(
                "table_caption",
                Some([113, 99, 880, 201]),
                "Table 3 | Vessels"
            ),
            block(
                "table",
                Some([120, 210, 874, 725]),
                "<table><tr><td>a</td></tr></table>"
            ),
        ]
    );
}

#[test]
fn tags_without_special_tokens_are_read() {
    let answer = "title[[10, 10, 900, 40]]\nREGISTER\n\ntext[[10, 50, 900, 90]]\nName[[1]]: X\n";
    assert_eq!(
        blocks(answer),
        [
            block("title", Some([10, 10, 900, 40]), "REGISTER"),
            block("text", Some([10, 50, 900, 90]), "Name[[1]]: X"),
        ]
    );
}

#[test]
fn answer_without_tags_is_text() {
    assert_eq!(blocks("a\n\nb"), [block("text", None, "a\n\nb")]);
    assert_eq!(blocks(" \n"), []);
    assert_eq!(blocks(""), []);
}

#[test]
fn tag_cut_off_by_the_end_is_no_text() {
    let whole = "<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\nbody\n\n";
    let cut = "<|ref|>table<|/ref|><|det|>[[114, 140, 664, 196]]<|/det|>";
    for length in 1..cut.len() {
        let answer = format!("{whole}{}", &cut[..length]);
        let expected = [block("text", Some([1, 2, 3, 4]), "body")];
        // A single `<` may be text; everything longer is the beginning of a tag.
        if length > 1 {
            assert_eq!(blocks(&answer), expected, "{}", &cut[..length]);
        }
    }
}

#[test]
fn label_without_box_still_begins_a_block() {
    assert_eq!(
        blocks("<|ref|>title<|/ref|>\n# A\n<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\nb"),
        [
            block("title", None, "# A"),
            block("text", Some([1, 2, 3, 4]), "b")
        ]
    );
}

#[test]
fn text_inside_a_tag_is_kept() {
    assert_eq!(
        blocks("<|ref|>Port of Arbroath, 3<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n"),
        [block("text", Some([1, 2, 3, 4]), "Port of Arbroath, 3")]
    );
}

#[test]
fn ranges_of_blocks_count_code_points() {
    let answer = "<|ref|>title<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\nÆgir ⚓\n\n\
        <|ref|>image<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n\n\
        <|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\nPort";
    let page = parse(answer).into_text();
    assert_eq!(page.text, "Ægir ⚓\n\nPort");
    let ranges: Vec<_> = page
        .blocks
        .iter()
        .map(|block| (block.start, block.end))
        .collect();
    assert_eq!(ranges, [(0, 6), (6, 6), (8, 12)]);
}

/// Letters and digits: what no markup of ours consists of, once tags are taken out.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// Parts that answers are made of, and parts that break them.
fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z0-9 .,:|&;#*_æ漢-]{0,20}",
        prop::sample::select(SPECIAL_TOKENS.to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec![
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "</td>",
            "<td colspan=\"2\">",
            "<br>",
            "<center>",
            "</center>",
            "\n",
            "\n\n",
            " ",
            "<",
            ">",
            "[[",
            "]]",
            "<|",
            "|>",
            "<th>",
            "<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n",
            "table[[1, 2, 30, 40]]\n",
            "<|ref|>table<|/ref|><|det|>[[1, 2, 3, 4], [5, 6, 7, 8]]<|/det|>\n",
            "<|ref|>x",
        ])
        .prop_map(str::to_owned),
    ]
}

fn answer_strategy() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(part(), 0..24).prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
}

#[test]
fn what_is_left_of_a_caption_is_clean() {
    let answer = "<|ref|>table<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n\
                  <|ref|>text<|/ref|><|det|>[[1, 2, 3, 5]]<|/det|>\n<|<tr>";
    let first = parse(answer);
    let again = parse(&first.print());
    let texts = |answer: &Answer| -> Vec<String> {
        answer
            .blocks
            .iter()
            .map(|block| block.text.clone())
            .collect()
    };
    assert_eq!(texts(&first), texts(&again));
    assert_eq!(texts(&first).first().map(String::as_str), Some(""));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn printing_and_parsing_gives_the_same_blocks(answer in answer_strategy()) {
        let first = parse(&answer);
        let again = parse(&first.print());
        let plain = |answer: &Answer| -> Vec<_> {
            answer
                .blocks
                .iter()
                .map(|block| (block.label.clone(), block.bounds, block.text.clone()))
                .collect()
        };
        prop_assert_eq!(plain(&first), plain(&again));
    }

    #[test]
    fn text_between_tags_is_kept(parts in prop::collection::vec("[a-zA-Z0-9æ漢 ]{1,12}", 1..8)) {
        let separators = [
            "\n<|ref|>table<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n", "<table><tr><td>", "</td></tr>",
            "<｜end▁of▁sentence｜>", "\n\n", "<center>", "</table>",
        ];
        let mut answer = String::new();
        for (part, separator) in parts.iter().zip(separators.iter().cycle()) {
            answer.push_str(part);
            answer.push_str(separator);
        }
        let kept = letters(&parse(&answer).into_text().text.replace("<table>", "").replace("</table>", "")
            .replace("<tr>", "").replace("</tr>", "").replace("<td>", "").replace("</td>", ""));
        prop_assert_eq!(kept, letters(&parts.concat()));
    }

    #[test]
    fn blocks_tile_the_text(answer in answer_strategy()) {
        let page = parse(&answer).into_text();
        let characters: Vec<char> = page.text.chars().collect();
        let mut last_end = 0;
        for block in &page.blocks {
            prop_assert!(block.start >= last_end && block.start <= block.end);
            prop_assert!(block.end as usize <= characters.len());
            last_end = block.end;
        }
        prop_assert_eq!(last_end as usize, characters.len());
    }
}
