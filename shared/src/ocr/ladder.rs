/*!
What is tried on a page, and what next when an answer is no good. The ladder is data: a first step
and rungs, each naming the faults after which it is worth its price. The first rung that names the
last fault and was not used yet is next; a page costs [`MAX_STEPS`] steps at most.
*/

use serde::Serialize;
use serde_json::Value;

use super::answer::MAX_COORDINATE;

/// A prompt the model was trained on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Prompt {
    /// Markdown with layout.
    #[serde(rename = "<|grounding|>Convert the document to markdown.")]
    Markdown,
    /// Text without layout.
    #[serde(rename = "Free OCR.")]
    FreeOcr,
}

impl Prompt {
    /// The prompt's words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "<|grounding|>Convert the document to markdown.",
            Self::FreeOcr => "Free OCR.",
        }
    }
}

/// Which image of the page is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// The page.
    Whole,
    /// Its upper and its lower half, one request each.
    Halves,
    /// The page turned clockwise by 90 degrees.
    TurnedRight,
    /// The page turned counterclockwise by 90 degrees.
    TurnedLeft,
}

/// One way of asking for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The prompt.
    pub prompt: Prompt,
    /// The image.
    pub view: View,
    /// Length of the token sequences that may not repeat.
    pub ngram_size: u32,
    /// Tokens within which they may not.
    pub window_size: u32,
    /// Most tokens of the answer; 7,200 is what every vLLM accepts beside a page's image.
    pub max_tokens: u32,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It repeats itself.
    Loop,
    /// It was cut at the most tokens allowed, in sound text.
    Length,
    /// It says that the page is one picture.
    WholePageImage,
    /// It is far too short for the ink on the page.
    TooShort,
    /// It holds no text.
    Empty,
    /// It cannot be understood.
    Garbage,
}

impl Fault {
    /// Why a page whose best answer has this fault is degraded, in words for everybody.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Loop => "The model repeated itself; the text before that was kept.",
            Self::Length => {
                "The page holds more text than the model can write; the end is missing."
            }
            Self::WholePageImage => "The model took the page for a picture.",
            Self::TooShort => "The model read much less text than the page seems to hold.",
            Self::Empty => "The model read no text on this page.",
            Self::Garbage => "The model's answer could not be understood.",
        }
    }
}

/// A step that is taken after certain faults.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Rung {
    /// The faults.
    pub after: &'static [Fault],
    /// The step.
    pub step: Step,
    /// Set if even a faultless answer is marked, because this way of asking loses something.
    pub loses: Option<&'static str>,
}

/// Most steps that one page may cost.
pub const MAX_STEPS: usize = 5;

/// The recipe's request. Few pages need more than 4,096 tokens, and a loop pays all it may have.
pub const FIRST_STEP: Step = Step {
    prompt: Prompt::Markdown,
    view: View::Whole,
    ngram_size: 30,
    window_size: 90,
    max_tokens: 4_096,
};

/// The rungs, cheapest and least lossy first.
pub const LADDER: [Rung; 7] = [
    Rung {
        after: &[Fault::Garbage],
        step: FIRST_STEP,
        loses: None,
    },
    Rung {
        after: &[Fault::Length],
        step: Step {
            max_tokens: 7_200,
            ..FIRST_STEP
        },
        loses: None,
    },
    // The usual guard is blind to periods longer than its window of 90 tokens.
    Rung {
        after: &[Fault::Loop],
        step: Step {
            ngram_size: 20,
            window_size: 1_000,
            ..FIRST_STEP
        },
        loses: None,
    },
    Rung {
        after: &[Fault::Loop, Fault::Length],
        step: Step {
            view: View::Halves,
            ..FIRST_STEP
        },
        loses: Some("The page was read in two halves; what crosses the middle may be torn."),
    },
    Rung {
        after: &[
            Fault::Loop,
            Fault::WholePageImage,
            Fault::TooShort,
            Fault::Empty,
            Fault::Garbage,
        ],
        step: Step {
            prompt: Prompt::FreeOcr,
            ..FIRST_STEP
        },
        loses: Some("The page was read without its layout; tables may be missing."),
    },
    Rung {
        after: &[Fault::WholePageImage, Fault::TooShort, Fault::Empty],
        step: Step {
            view: View::TurnedRight,
            ..FIRST_STEP
        },
        loses: Some("The page was only legible after it was turned."),
    },
    Rung {
        after: &[Fault::WholePageImage, Fault::TooShort, Fault::Empty],
        step: Step {
            view: View::TurnedLeft,
            ..FIRST_STEP
        },
        loses: Some("The page was only legible after it was turned."),
    },
];

/// A part of the page that one image shows, and how boxes on it lie on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// All of it.
    Whole,
    /// From one height to another, as shares of the page's height.
    Band(f64, f64),
    /// All of it, turned clockwise.
    TurnedRight,
    /// All of it, turned counterclockwise.
    TurnedLeft,
}

impl Part {
    /// A box on the part's image as a box on the page.
    pub fn to_page(self, [left, top, right, bottom]: [u16; 4]) -> [u16; 4] {
        let opposite = |coordinate: u16| MAX_COORDINATE.saturating_sub(coordinate);
        match self {
            Self::Whole => [left, top, right, bottom],
            Self::Band(from, to) => {
                let place = |coordinate: u16| {
                    let share = f64::from(coordinate) / f64::from(MAX_COORDINATE);
                    let height = (to - from).mul_add(share, from) * f64::from(MAX_COORDINATE);
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                    let coordinate = height.clamp(0.0, f64::from(MAX_COORDINATE)).round() as u16;
                    coordinate
                };
                [left, place(top), right, place(bottom)]
            }
            Self::TurnedRight => [top, opposite(right), bottom, opposite(left)],
            Self::TurnedLeft => [opposite(bottom), left, opposite(top), right],
        }
    }
}

/// The settings that a run's identity depends on, as canonical JSON: keys sorted, no blanks.
pub fn parameters(short_side: u16, long_side: u16) -> String {
    let value: Value = serde_json::json!({
        "temperature": 0,
        "image": {"short_side": short_side, "long_side": long_side},
        "first_step": FIRST_STEP,
        "ladder": LADDER,
        "max_steps": MAX_STEPS,
    });
    // `Value` keeps its keys sorted.
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_a_next_step() {
        for fault in [
            Fault::Loop,
            Fault::Length,
            Fault::WholePageImage,
            Fault::TooShort,
            Fault::Empty,
            Fault::Garbage,
        ] {
            assert!(
                LADDER.iter().any(|rung| rung.after.contains(&fault)),
                "{fault:?}"
            );
        }
    }

    #[test]
    fn no_step_asks_for_more_than_every_server_accepts() {
        assert!(LADDER.iter().all(|rung| rung.step.max_tokens <= 7_200));
    }

    #[test]
    fn boxes_of_parts_lie_on_the_page() {
        for (part, on_part, on_page) in [
            (Part::Whole, [1, 2, 3, 4], [1, 2, 3, 4]),
            (Part::Band(0.0, 0.5), [0, 0, 999, 999], [0, 0, 999, 500]),
            (Part::Band(0.5, 1.0), [10, 0, 20, 999], [10, 500, 20, 999]),
            // The upper left corner of a page turned right is its lower left one.
            (Part::TurnedRight, [0, 0, 100, 50], [0, 899, 50, 999]),
            (Part::TurnedLeft, [0, 0, 100, 50], [949, 0, 999, 100]),
        ] {
            assert_eq!(part.to_page(on_part), on_page, "{part:?}");
        }
    }
}
