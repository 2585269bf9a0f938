//! Classes of words: what sort of thing a word says, by the letters with which it begins (`data/classes.tsv`).
//!
//! `zarpó`, `appareillé` and `steamed` are of one class: weights that were learned beside one of them speak beside the
//! others.

use std::sync::OnceLock;

/// Classes with the beginnings of their words; `$` ends a word that is meant whole.
#[derive(Debug)]
pub(crate) struct Classes {
    listed: &'static [(&'static str, &'static str)],
    table: OnceLock<Table>,
}

#[derive(Debug)]
struct Table {
    begins: Vec<Beginning>,
    /// How many of them begin with a lesser byte.
    before: Vec<usize>,
}

#[derive(Debug)]
struct Beginning {
    letters: &'static str,
    /// They are the whole word.
    whole: bool,
    class: &'static str,
    /// The longest other beginning with which this one begins.
    shorter: Option<usize>,
}

impl Classes {
    pub(crate) const fn of(listed: &'static [(&'static str, &'static str)]) -> Classes {
        Classes {
            listed,
            table: OnceLock::new(),
        }
    }

    /// The class of a folded word, by the longest beginning that it has.
    pub(crate) fn class(&self, word: &str) -> Option<&'static str> {
        let first = usize::from(*word.as_bytes().first()?);
        let Table { begins, before } = self.table.get_or_init(|| self.table());
        let from = *before.get(first)?;
        let own = begins.get(from..*before.get(first + 1)?)?;
        let begun = |own: &Beginning| {
            word.starts_with(own.letters) && (!own.whole || word.len() == own.letters.len())
        };
        let next = from + own.partition_point(|own| own.letters <= word);
        let mut at = next.checked_sub(1);
        while let Some(own) = at.and_then(|at| begins.get(at)) {
            if begun(own) {
                return Some(own.class);
            }
            at = own.shorter;
        }
        None
    }

    fn table(&self) -> Table {
        let begins = self.sorted();
        let lesser = |byte: usize| {
            let first = |own: &Beginning| own.letters.bytes().next().map_or(0, usize::from);
            begins.partition_point(|own| first(own) < byte)
        };
        Table {
            before: (0..=256).map(lesser).collect(),
            begins,
        }
    }

    fn sorted(&self) -> Vec<Beginning> {
        let mut begins: Vec<Beginning> = Vec::new();
        let mut sorted: Vec<(&str, bool, &str)> = Vec::new();
        for (class, letters) in self.listed {
            sorted.extend(letters.split(' ').map(|letters| {
                let bare = letters.trim_end_matches('$');
                (bare, bare.len() < letters.len(), *class)
            }));
        }
        sorted.sort_unstable();
        for (letters, whole, class) in sorted {
            let mut shorter = begins.len().checked_sub(1);
            while let Some(own) = shorter.and_then(|at| begins.get(at)) {
                if letters.starts_with(own.letters) {
                    break;
                }
                shorter = own.shorter;
            }
            begins.push(Beginning {
                letters,
                whole,
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
