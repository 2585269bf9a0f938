/*!
What each model wants to see: the largest image it makes use of. More pixels are thrown away by its
own preprocessing, fewer are scaled up there at the same price.
*/

/// How pages are prepared for a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelProfile {
    /// Shorter side of the largest useful image, in pixels.
    pub short_side: u16,
    /// Longer side of the largest useful image, in pixels.
    pub long_side: u16,
}

/// DeepSeek-OCR cuts a page into 2×3 tiles of 640 pixels.
const DEEPSEEK_OCR: ModelProfile = ModelProfile {
    short_side: 1280,
    long_side: 1920,
};

/// DeepSeek-OCR-2 cuts it into 2×3 tiles of 768 pixels.
const DEEPSEEK_OCR_2: ModelProfile = ModelProfile {
    short_side: 1536,
    long_side: 2304,
};

impl ModelProfile {
    /// The profile of a model, by its name on the server; unknown models get DeepSeek-OCR's.
    pub fn of(model: &str) -> Self {
        if model.to_ascii_lowercase().contains("ocr-2") {
            DEEPSEEK_OCR_2
        } else {
            DEEPSEEK_OCR
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_model_gets_the_larger_grid() {
        for (model, long_side) in [
            ("deepseek-ai/DeepSeek-OCR", 1920),
            ("deepseek-ai/DeepSeek-OCR-2", 2304),
            ("/models/deepseek-ocr-2-awq", 2304),
            ("something-else", 1920),
        ] {
            assert_eq!(ModelProfile::of(model).long_side, long_side, "{model}");
        }
    }
}
