/*!
How sure the model was, from the probabilities of the tokens it chose. A low percentile says more
about a page than the mean: one misread number among hundreds of sure words hardly moves the mean.
*/

use std::ops::Range;

/// Share of tokens below the low mark.
const LOW_PERCENTILE: f64 = 0.05;

/// One token of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    /// Byte of the raw answer where the token begins.
    pub start: usize,
    /// Its probability, 0–1.
    pub probability: f64,
}

/// Mean and low mark of some tokens' probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence {
    /// Mean probability, 0–1.
    pub mean: f64,
    /// 5th percentile, 0–1.
    pub low: f64,
}

/// The tokens that begin inside `span`. `tokens` is in order of `start`.
pub fn tokens_in<'a>(tokens: &'a [Token], span: &Range<usize>) -> &'a [Token] {
    let from = tokens.partition_point(|token| token.start < span.start);
    let to = tokens.partition_point(|token| token.start < span.end);
    tokens.get(from..to.max(from)).unwrap_or_default()
}

/// Mean and 5th percentile; `None` for no tokens.
pub fn confidence<'a>(tokens: impl IntoIterator<Item = &'a Token>) -> Option<Confidence> {
    let mut probabilities: Vec<f64> = tokens.into_iter().map(|token| token.probability).collect();
    probabilities.sort_by(f64::total_cmp);
    let count = probabilities.len();
    let mean = probabilities.iter().sum::<f64>() / count as f64;
    // The nearest rank at or above the percentile.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let rank = (LOW_PERCENTILE * count as f64).ceil().max(1.0) as usize;
    let low = *probabilities.get(rank.saturating_sub(1))?;
    Some(Confidence { mean, low })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(probabilities: &[f64]) -> Vec<Token> {
        (0..)
            .zip(probabilities)
            .map(|(start, probability)| Token {
                start,
                probability: *probability,
            })
            .collect()
    }

    #[test]
    fn low_mark_is_the_fifth_percentile() {
        for (probabilities, mean, low) in [
            (vec![0.5], 0.5, 0.5),
            (vec![1.0, 0.5], 0.75, 0.5),
            ([vec![0.0; 2], vec![1.0; 18]].concat(), 0.9, 0.0),
            ([vec![0.0; 1], vec![1.0; 39]].concat(), 0.975, 1.0),
        ] {
            assert_eq!(
                confidence(&tokens(&probabilities)),
                Some(Confidence { mean, low })
            );
        }
    }

    #[test]
    fn nothing_known_is_no_number() {
        assert_eq!(confidence(&[]), None);
    }

    #[test]
    fn only_tokens_of_the_span_count() {
        let tokens = tokens(&[0.1, 0.2, 0.3, 0.4]);
        assert_eq!(tokens_in(&tokens, &(1..3)), &tokens[1..3]);
        assert_eq!(tokens_in(&tokens, &(9..12)), &[]);
    }
}
