//! Classes of words: what sort of thing a word says, by the letters with which it begins (`data/classes.tsv`).
//!
//! `zarpó`, `appareillé` and `steamed` are of one class: weights that were learned beside one of them speak beside the
//! others.

use std::sync::OnceLock;

/// Classes with the beginnings of their words; `$` ends a word that is meant whole.
#[derive(Debug)]
pub(crate) struct Classes {
    listed: &'static [(&'static str, &'static str)],
    begins: OnceLock<Vec<Beginning>>,
}

#[derive(Debug)]
struct Beginning {
    letters: &'static str,
    class: &'static str,
    /// The longest other beginning with which this one begins.
    shorter: Option<usize>,
}

impl Classes {
    pub(crate) const fn of(listed: &'static [(&'static str, &'static str)]) -> Classes {
        Classes {
            listed,
            begins: OnceLock::new(),
        }
    }

    /// The class of a folded word, by the longest beginning that it has.
    pub(crate) fn class(&self, word: &str) -> Option<&'static str> {
        let begins = self.begins.get_or_init(|| self.sorted());
        // The mark of a word's end sorts before every letter.
        let begun = |own: &Beginning| match own.letters.strip_suffix('$') {
            Some(whole) => word == whole,
            None => word.starts_with(own.letters),
        };
        let next = begins.partition_point(|own| own.letters.trim_end_matches('$') <= word);
        let mut at = next.checked_sub(1);
        while let Some(own) = at.and_then(|at| begins.get(at)) {
            if begun(own) {
                return Some(own.class);
            }
            at = own.shorter;
        }
        None
    }

    fn sorted(&self) -> Vec<Beginning> {
        let mut begins: Vec<Beginning> = Vec::new();
        let mut sorted: Vec<(&str, &str)> = Vec::new();
        for (class, letters) in self.listed {
            sorted.extend(letters.split(' ').map(|letters| (letters, *class)));
        }
        sorted.sort_unstable_by_key(|(letters, _)| {
            (letters.trim_end_matches('$'), letters.ends_with('$'))
        });
        for (letters, class) in sorted {
            let mut shorter = begins.len().checked_sub(1);
            while let Some(own) = shorter.and_then(|at| begins.get(at)) {
                if letters.starts_with(own.letters.trim_end_matches('$')) {
                    break;
                }
                shorter = own.shorter;
            }
            begins.push(Beginning {
                letters,
                class,
                shorter,
            });
        }
        begins
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::words::lexicon::CLASSES;

    #[test]
    fn a_word_has_the_class_of_its_longest_beginning() {
        for (word, class) in [
            ("zarpo", Some("sails")),
            ("appareillage", Some("sails")),
            ("inspected", Some("inspects")),
            ("inspectors", Some("others")),
            ("varada", Some("sails")),
            ("varado", Some("sinks")),
            ("said", Some("says")),
            ("saidan", None),
            ("dona", Some("owns")),
            ("donas", Some("born")),
            ("donaire", Some("born")),
            ("", None),
            ("zzz", None),
        ] {
            assert_eq!(CLASSES.class(word), class, "{word}");
        }
    }
}
