//! Clues of values by what they look like, and of a caption by its words: what is weighed where a caption is not
//! understood ([`super::table`], [`super::form`]).

use super::label::Label;
use super::page::{Page, Span};
use super::table::party::is_firm;
use super::table::{date_like, is_name};
use super::values::{call_sign, closed, date};
use super::words::concept::Concepts;
use super::words::fold::fold_phrase;
use super::words::lexicon::{CLASSES, Sense, lookup, phrases};
use super::words::seek;
use super::words::weighed::{Giver, shape, stem};

/// Labels that a vessel and a table may have twice.
pub(crate) const OFTEN: [Label; 6] = [
    Label::PreviousName,
    Label::Species,
    Label::GearType,
    Label::FishingArea,
    Label::Date,
    Label::Country,
];

/// Letters with which a word of a caption begins, whatever its ending: `matr`, `scad`.
const STEM: usize = 4;

/// Most words of a caption.
const WORDS: usize = 8;

/// Percents of the values from which some of them and most of them pass.
const SOME: usize = 15;
const MOST: usize = 70;

/// Sizes between which a median may stand.
const SIZES: [u32; 12] = [5, 10, 20, 40, 80, 150, 300, 600, 1200, 2500, 5000, 100_000];

/// The words of a caption: their beginnings, and what they may stand for. Each clue begins with `heading`.
pub(crate) fn caption(text: &str, has_unit: bool, giver: &mut Giver<'_>) {
    let folded = fold_phrase(text);
    for word in folded.split(' ').filter(|word| word.len() > 1).take(WORDS) {
        giver.clue("heading", &[stem(word, STEM)]);
        if let Some(class) = CLASSES.class(word) {
            giver.clue("heading class", &[class]);
        }
        let concepts = lookup(word).map(|term| term.concepts);
        for name in concepts.into_iter().flat_map(Concepts::names) {
            giver.clue("heading of", &[name]);
        }
    }
    giver.fact("heading empty", text.is_empty());
    giver.fact("heading unit", has_unit);
}

/// What values look like, and of which lists their words are.
pub(crate) fn values(page: &Page, values: &[&Span], giver: &mut Giver<'_>) {
    let texts: Vec<&str> = values.iter().map(|span| page.slice(span)).collect();
    let share = |count: usize| (count * 100).checked_div(texts.len()).unwrap_or(0);
    let of = |passes: &dyn Fn(&str) -> bool| share(texts.iter().filter(|t| passes(t)).count());
    // `listao; albacore`
    let sense = |wanted: fn(&Sense) -> bool| {
        of(&|text| {
            let mut parts = text.split([';', ',', '/']).map(str::trim);
            closed::has_sense(text, wanted) || parts.any(|part| closed::has_sense(part, wanted))
        })
    };
    let states = values.iter().filter(|span| closed::is_country(page, span));
    let shares = [
        ("country", share(states.count())),
        ("day", of(&date_like)),
        ("year", of(&date::is_build_year)),
        ("figures", of(&is_number)),
        ("figured", of(&seek::has_figure)),
        (
            "decimal",
            of(&|text| is_number(text) && text.contains(['.', ','])),
        ),
        (
            "code",
            of(&|text| seek::has_figure(text) && text.contains(char::is_alphabetic)),
        ),
        ("capitals", of(&is_shouted)),
        ("small", of(&|text| text.starts_with(char::is_lowercase))),
        ("words", of(&|text| text.contains(' '))),
        ("name", of(&is_name)),
        ("firm", of(&is_firm)),
        (
            "address",
            of(&|text| text.contains(',') && seek::has_figure(text) && text.len() > 14),
        ),
        ("comma", of(&|text| text.contains(", "))),
        ("list", of(&|text| text.contains(['/', ';']))),
        ("hyphen", of(&|text| text.contains('-'))),
        ("long", of(&|text| text.len() > 24)),
        ("short", of(&|text| text.len() <= 4)),
        ("sign", of(&is_sign)),
        (
            "town",
            of(&|text| phrases::FISHING_PORTS.holds(&fold_phrase(text))),
        ),
        (
            "gear",
            sense(|s| matches!(s, Sense::Gear(_) | Sense::GearCode(_))),
        ),
        (
            "species",
            sense(|s| matches!(s, Sense::Species(_) | Sense::SpeciesCode(_))),
        ),
        ("type", sense(|s| *s == Sense::VesselType)),
        ("hull", sense(|s| *s == Sense::Hull)),
        ("area", sense(|s| *s == Sense::Area)),
        ("known", of(&|text| lookup(text).is_some())),
    ];
    for (what, percent) in shares {
        if percent >= MOST {
            giver.clue("most", &[what]);
        } else if percent >= SOME {
            giver.clue("some", &[what]);
        }
    }
    let look = shape(texts.first().copied().unwrap_or(""));
    if look.len() <= 8 && of(&|text| shape(text) == look) >= 60 {
        giver.clue("shape", &[&look]);
    }
    sizes(&texts, giver);
    let all = texts.len();
    let mut distinct = texts;
    distinct.sort_unstable();
    distinct.dedup();
    giver.fact("each once", all > 1 && distinct.len() * 100 >= all * 95);
    giver.fact("again", all > 1 && distinct.len() * 100 <= all * 60);
}

fn is_number(text: &str) -> bool {
    let signs = |b: u8| b.is_ascii_digit() || b" .,".contains(&b);
    text.bytes().all(signs)
}

fn is_shouted(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// A call sign of somebody's series: `BERUWALA` has the shape, too.
fn is_sign(text: &str) -> bool {
    (seek::has_figure(text) || text.len() == 4)
        && call_sign::has_shape(text)
        && call_sign::countries(text).next().is_some()
}

/// How large the numbers are; a unit may stand behind them.
fn sizes(texts: &[&str], giver: &mut Giver<'_>) {
    let number = |text: &&str| {
        let printed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let figures = printed.bytes().take_while(u8::is_ascii_digit).count();
        printed.get(..figures)?.parse::<u32>().ok()
    };
    let mut numbers: Vec<u32> = texts.iter().filter_map(number).collect();
    if numbers.len() * 2 < texts.len() || numbers.is_empty() {
        return;
    }
    numbers.sort_unstable();
    let median = numbers.get(numbers.len() / 2).copied().unwrap_or(0);
    let passed = SIZES.iter().take_while(|size| median >= **size).count();
    giver.count("size", passed);
}
