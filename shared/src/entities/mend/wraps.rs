//! Sentences that a printer broke over lines: the breaks inside them are read as blanks.
//!
//! `the trawler GREY⏎HERON was met`. A line that may be a caption or a list's entry is no part of a sentence.

use super::apply::Edit;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// Shortest line that may be broken inside a sentence, in bytes.
const SHORTEST: usize = 55;

/// How sure it is that a line runs on in the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RunsOn {
    No,
    /// The next line begins as a sentence or a name does: believed beside a sure break.
    Maybe,
    Sure,
}

/// Adds the breaks inside sentences to `edits`.
pub(super) fn wraps(text: &str, edits: &mut Vec<Edit>) {
    let mut at = 0;
    let mut breaks: Vec<(usize, RunsOn, bool)> = Vec::new();
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let end = at + line.len();
        if let Some(next) = lines.peek() {
            // Entries that begin in small letters are no sentences that run on.
            let begins = !line.starts_with(char::is_lowercase);
            breaks.push((end, runs_on(line, next), begins));
        }
        at = end + 1;
    }
    let mut joined = false;
    for (index, (end, found, begins)) in breaks.iter().enumerate() {
        let sure = |i: Option<usize>| {
            i.and_then(|i| breaks.get(i))
                .is_some_and(|(_, f, _)| *f == RunsOn::Sure)
        };
        let believed =
            *found == RunsOn::Sure || *found == RunsOn::Maybe && (joined || sure(Some(index + 1)));
        joined = believed && (*begins || joined);
        if joined {
            edits.push(Edit {
                span: *end..end + 1,
                text: " ".to_string(),
            });
        }
    }
}

fn runs_on(line: &str, next: &str) -> RunsOn {
    let set = |l: &str| {
        l.contains(['|', '<', '\t', '#', '='])
            || seek::has(l, "  ")
            || seek::has(l, "..")
            || seek::has(l, "**")
    };
    let (Some(last), Some(first)) = (line.chars().next_back(), next.chars().next()) else {
        return RunsOn::No;
    };
    if line.len() < SHORTEST
        || !(last.is_alphanumeric() || matches!(last, ',' | '’' | '”' | '"' | ')'))
        || set(line)
        || set(next)
    {
        return RunsOn::No;
    }
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    let sentence = line.split(' ').filter(small).nth(3).is_some();
    // `a) …`, `name: …`: an entry or a field begins.
    let marked = next.chars().nth(1).is_some_and(|c| matches!(c, ')' | '.'))
        || next.chars().take(4).any(|c| c == ')')
        || next.chars().take(32).any(|c| c == ':');
    if !sentence || marked {
        return RunsOn::No;
    }
    let leads = line
        .rsplit(' ')
        .next()
        .is_some_and(|w| phrases::LEADING_WORDS.holds(w));
    if first.is_lowercase() || leads && first.is_alphanumeric() {
        RunsOn::Sure
    } else if first.is_uppercase() && next.split(' ').any(|w| w.starts_with(char::is_lowercase)) {
        RunsOn::Maybe
    } else {
        RunsOn::No
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::vessels;
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_sentence_over_lines_is_read_as_one() {
        let text = "On the morning of the inspection the inspectors met the longliner Grey\nHeron, IMO 9074729, which had been flying the flag of the Republic\nof Panama for as long as her present company had been owning her.";
        let (page, _) = extract_page(text, &Carried::default());
        let of = |label| {
            let found = page.entities.iter().find(|e| e.label == label);
            found.map(|e| (e.text.as_str(), e.norm_value.as_str(), e.corrected))
        };
        assert_eq!(
            of(Label::VesselName),
            Some(("Grey\nHeron", "GREY HERON", false))
        );
        assert_eq!(of(Label::Flag).map(|f| f.1), Some("PAN"));
    }

    #[test]
    fn lines_of_a_list_stay_apart() {
        let text = "ALBA, IMO 9074729, call sign EABC, flag Spain, last seen at anchor off the port\nBREMA, IMO 8315217, call sign EABD, flag Spain, last seen at anchor off the port";
        assert_eq!(vessels(text), 2);
    }
}
