//! Small words between a cue and its value.

/// Words between a cue and its value: bytes to skip at the head of `tail`.
pub(super) fn skip_fillers(tail: &str, words: usize) -> usize {
    const FILLERS: &[&str] = &[
        "is",
        "was",
        "are",
        "were",
        "as",
        "the",
        "a",
        "an",
        "of",
        "by",
        "at",
        "in",
        "to",
        "on",
        "no",
        "nos",
        "number",
        "numbers",
        "nr",
        "n",
        "nº",
        "n°",
        "num",
        "núm",
        "numero",
        "número",
        "numéro",
        "and",
        "it",
        "es",
        "está",
        "era",
        "el",
        "la",
        "los",
        "las",
        "lo",
        "en",
        "a",
        "por",
        "por:",
        "de",
        "del",
        "con",
        "que",
        "se",
        "su",
        "est",
        "le",
        "les",
        "du",
        "des",
        "à",
        "par",
        "au",
        "un",
        "une",
        "il",
        "son",
        "sa",
        "é",
        "o",
        "os",
        "as",
        "da",
        "do",
        "na",
        "em",
        "ao",
        "um",
        "uma",
        "oleh",
        "adalah",
        "di",
        "ref",
        "reference",
        "id",
        "code",
        "being",
        "currently",
        "now",
        "then",
        "had",
        "has",
        "been",
        "bears",
        "reads",
        "given",
        "showed",
        "shown",
        "stated",
        "mr",
        "mrs",
        "ms",
        "capt",
        "sr",
        "ref.",
        "named",
        "called",
        "si",
        "der",
        "die",
        "das",
        "ist",
        "said",
        "be",
        "known",
        "société",
        "societe",
        "sociedad",
        "sociedade",
        "empresa",
        "company",
        "firm",
        "firma",
        "compañía",
        "companhia",
        "to",
        "entered",
        "issued",
        "papers",
    ];
    let mut at = 0;
    let mut taken = 0;
    loop {
        let rest = tail.get(at..).unwrap_or("");
        let punct = rest.len()
            - rest
                .trim_start_matches([
                    ' ', ':', '(', '"', '“', '”', '«', '‘', '’', '\'', ',', '–', '—', '-', '=',
                    '#', '[', '\u{a0}', '.', '*', '·',
                ])
                .len();
        let rest = rest.get(punct..).unwrap_or("");
        let word: &str = rest
            .get(
                ..rest
                    .find(|c: char| !c.is_alphanumeric() && c != '°')
                    .unwrap_or(rest.len()),
            )
            .unwrap_or("");
        if word.is_empty() || taken >= words {
            return at + punct;
        }
        let lower = word.to_lowercase();
        let glued = rest.get(word.len()..).is_some_and(|t| {
            t.starts_with(['-', '/'])
                && t.get(1..)
                    .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
        });
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let number_word = matches!(
            lower.as_str(),
            "no" | "nº"
                | "n°"
                | "nr"
                | "n"
                | "ref"
                | "mr"
                | "mrs"
                | "ms"
                | "capt"
                | "sr"
                | "id"
                | "number"
                | "numero"
                | "número"
        );
        if glued || !FILLERS.contains(&lower.as_str()) || (capital && !number_word) {
            return at + punct;
        }
        taken += 1;
        at += punct + word.len();
    }
}
