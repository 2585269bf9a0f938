//! One word of a caption: as the vocabulary has it, cut short, joined, split or misread.

use super::caption::concepts_of;
use super::concept::{Concepts as C, one_of};
use super::lexicon::{self, Term};
use super::tokens::Tokens;

/// `Pav.`, `Immat.`: the words that begin so, where they agree.
fn abbreviated(tokens: &Tokens<'_>, at: usize) -> Option<C> {
    let folded = tokens.folded(at, at + 1);
    let dotted = tokens.dotted(at);
    if !dotted || folded.len() < 3 || folded.len() > 8 {
        return None;
    }
    super::fuzzy::beginning(folded).filter(|found| !found.any(C::FOREIGN.with(C::PERSON)))
}

/// `Maschinenleistung`, `Schiffseigner`: two words of the vocabulary written as one.
fn compound(word: &str) -> Option<C> {
    if word.len() < 9 || !word.is_ascii() {
        return None;
    }
    let known = |part: &str| {
        let own = lexicon::term(part).map_or_else(|| lexicon::stem(part), |t| t.concepts);
        (!own.is_empty() && part.len() >= 4).then_some(own)
    };
    (4..=word.len() - 4).find_map(|cut| {
        let (head, tail) = (word.get(..cut)?, word.get(cut..)?);
        let head = known(head)
            .or_else(|| known(head.strip_suffix('s')?))
            .or_else(|| known(head.strip_suffix('n')?))
            .or_else(|| known(head.strip_suffix("en")?))?;
        Some(head.with(known(tail)?))
    })
}

/// The spellings a misread word may have had: figures for letters, `l` for `i`, `rn` for `m`.
pub(crate) fn unblurred(word: &str) -> Vec<String> {
    let unclear = word
        .bytes()
        .any(|b| matches!(b, b'0' | b'1' | b'2' | b'5' | b'6' | b'8' | b'l'))
        || word.contains("rn");
    if !unclear {
        return Vec::new();
    }
    let letters: String = word
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'l',
            '2' => 'z',
            '5' => 's',
            '6' => 'g',
            '8' => 'b',
            other => other,
        })
        .collect();
    let mut spellings = vec![letters.replace("rn", "m"), letters.replace('l', "i")];
    for (at, _) in letters.match_indices('l').take(4) {
        let mut changed = letters.clone();
        changed.replace_range(at..=at, "i");
        spellings.push(changed);
    }
    spellings.insert(0, letters);
    spellings.retain(|spelling| spelling != word);
    spellings
}

/// The concepts of the words at `at`: words taken, concepts, and whether they are weak.
pub(super) fn word(
    tokens: &Tokens<'_>,
    at: usize,
    budget: &mut usize,
    mended: &mut bool,
) -> (usize, C, bool) {
    let useful = |t: &Term| !concepts_of(t).is_empty();
    if let Some((words, term)) = tokens.longest(at, useful) {
        let found = concepts_of(term);
        let dates = one_of(&[C::START, C::END]);
        let weak = found.without(dates).is_empty() && term.strong.is_empty();
        return (words, found, weak);
    }
    let folded = tokens.folded(at, at + 1);
    let stem = lexicon::stem(folded);
    if !stem.is_empty() {
        // `Schiffseigner` is no ship.
        return (1, compound(folded).unwrap_or(stem), false);
    }
    if tokens
        .term(at)
        .is_some_and(|t| t.small || !t.senses.is_empty())
    {
        return (1, C::default(), false);
    }
    // A blank inside a word, or a letter misread.
    if at + 1 < tokens.len() {
        let joined = tokens.folded(at, at + 2).replacen(' ', "", 1);
        if joined.len() >= 4
            && let Some(term) = lexicon::term(&joined)
            && !term.concepts.is_empty()
        {
            *mended = true;
            return (2, term.concepts, false);
        }
    }
    for candidate in unblurred(folded) {
        if candidate.len() >= 3
            && let Some(term) = lexicon::term(&candidate)
            && !term.concepts.is_empty()
        {
            *mended = true;
            return (1, term.concepts, false);
        }
    }
    if tokens.dotted(at) && *budget > 0 {
        *budget -= 1;
        if let Some(found) = abbreviated(tokens, at) {
            return (1, found, false);
        }
    }
    if let Some(found) = compound(folded) {
        return (1, found, false);
    }
    if folded.len() >= 5 && *budget > 0 {
        *budget -= 1;
        if let Some(found) = super::fuzzy::nearest(folded) {
            *mended = true;
            return (1, found, false);
        }
    }
    (1, C::default(), false)
}
