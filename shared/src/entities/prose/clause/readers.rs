//! The readers of a passage, in the order in which they are asked, and what a passage must have for each. What a reader
//! finds may be what a later one needs.

use super::Passage;
use super::facts::Facts;

/// Reads a passage.
type Read = fn(&mut Passage<'_>);

/// A reader's name, the facts without which it has nothing to read, and the reader.
type Reader = (&'static str, Facts, Read);

const TEXT: Facts = Facts::TEXT;
const COUNTRY: Facts = Facts::COUNTRY;
const NAMED: Facts = Facts::NAMED;

/// Finds of a passage that stand first are surer than later ones.
static READERS: [Reader; 62] = [
    ("constructions", Facts::NONE, |p| p.construed()),
    ("hulls launched", Facts::HULLS, |p| p.hulls_launched()),
    ("names", Facts::NAMES, |p| p.names()),
    ("quoted names", TEXT.with(Facts::QUOTES), |p| {
        p.quoted_names();
    }),
    ("names of ships' doings", TEXT.with(Facts::SMALL), |p| {
        p.afloat();
    }),
    ("names in a row", NAMED, |p| {
        p.names_in_a_row();
    }),
    ("names behind el, le, o", TEXT.with(Facts::SMALL), |p| {
        p.articled();
    }),
    ("names joined before", NAMED, |p| p.names_joined_before()),
    ("boards", Facts::BOARDS, |p| p.boards()),
    ("markings", NAMED, |p| p.markings()),
    ("names taken later", TEXT.with(Facts::LATER), |p| {
        p.names_taken_later();
    }),
    ("renamed", NAMED, |p| p.renamed()),
    ("deeds", Facts::DEEDS, |p| p.deeds()),
    ("parts played", Facts::PARTIES, |p| p.parts_played()),
    ("typed names", Facts::TYPES, |p| p.typed_names()),
    ("flags", COUNTRY, |p| p.flags()),
    ("told flags", COUNTRY, |p| p.told_flags()),
    ("appositions", Facts::PARTIES, |p| p.appositions()),
    ("names after verbs", TEXT.with(Facts::TURNS_OR_BUILT), |p| {
        p.names_after_verbs();
    }),
    ("ships of", TEXT.with(Facts::SHIPS), |p| p.ships_of()),
    ("values before captions", TEXT.with(Facts::CUES), |p| {
        p.behind();
    }),
    ("led parties", TEXT, |p| p.led_parties()),
    ("numbers on registers", TEXT.with(Facts::CODES), |p| {
        p.numbers_on_registers();
    }),
    ("cues", Facts::CUES, |p| p.cues()),
    ("flags of former names", NAMED.with(COUNTRY), |p| {
        p.flags_of_former_names();
    }),
    ("flags in a row", TEXT.with(COUNTRY), |p| {
        p.flags_in_a_row();
    }),
    (
        "dated names",
        TEXT.with(Facts::BRACKETS).with(Facts::FIGURES),
        |p| p.dated_names(),
    ),
    ("marks alone", TEXT.with(Facts::FIGURES), |p| {
        p.marks_alone();
    }),
    ("names in capitals", TEXT.with(Facts::SMALL), |p| {
        p.shouted();
    }),
    ("markings again", TEXT.with(NAMED), |p| p.markings()),
    ("parts", TEXT, |p| p.parts()),
    (
        "codes before types",
        TEXT.with(NAMED).with(Facts::TYPES),
        |p| {
            p.codes_before_types();
        },
    ),
    ("flags behind names", TEXT.with(NAMED).with(COUNTRY), |p| {
        p.flags_behind_names();
    }),
    (
        "signs beside flags",
        TEXT.with(Facts::FLAGGED).with(Facts::FIGURES),
        |p| p.signs_beside_flags(),
    ),
    ("organisations' numbers", TEXT.with(Facts::CODES), |p| {
        p.organisation_numbers();
    }),
    ("bare identifiers", TEXT.with(Facts::CODES), |p| {
        p.bare_identifiers();
    }),
    (
        "signs behind names",
        TEXT.with(NAMED).with(Facts::CODES),
        |p| {
            p.signs_behind_names();
        },
    ),
    ("signs told by words", TEXT.with(Facts::CODES), |p| {
        p.signs_told_by_words();
    }),
    ("numbers of registers", TEXT.with(Facts::FIGURES), |p| {
        p.registered_under();
        p.register_shapes();
    }),
    (
        "licences beside their term",
        TEXT.with(Facts::FIGURES),
        |p| {
            p.licences_beside();
        },
    ),
    (
        "codes on hulls",
        TEXT.with(Facts::FIGURES).with(Facts::HULL_PARTS),
        |p| p.marked(),
    ),
    ("values", Facts::VALUES, |p| p.leftovers()),
    ("years", TEXT.with(NAMED).with(Facts::FIGURES), |p| {
        p.years_among_particulars();
    }),
    ("towns behind names", TEXT, |p| p.towns_behind_names()),
    ("towns before ships", TEXT.with(Facts::SHIPS), |p| {
        p.towns_before_ships();
    }),
    ("home ports", Facts::ENTRY, |p| p.home_ports()),
    ("registers", Facts::FIGURES, |p| p.registers()),
    ("crews", TEXT.with(Facts::PEOPLE), |p| p.crews()),
    ("clients", TEXT.with(Facts::CLIENTS), |p| p.clients()),
    ("firms left", TEXT.with(Facts::SMALL), |p| p.firms_left()),
    (
        "names taken later by those named since",
        TEXT.with(NAMED).with(Facts::LATER),
        |p| p.names_taken_later(),
    ),
    ("names of another time", TEXT.with(NAMED), |p| {
        p.described_of_another_time();
        p.names_of_another_time();
    }),
    ("names once", TEXT.with(Facts::ONCE), |p| p.names_once()),
    ("second names", TEXT, |p| p.second_names()),
    ("left for another", TEXT.with(COUNTRY), |p| {
        p.left_for_another();
    }),
    ("flags of another time", TEXT.with(Facts::FLAGGED), |p| {
        p.flags_of_another_time();
    }),
    ("flags left", TEXT.with(COUNTRY), |p| p.flags_left()),
    ("of finds that overlap the first", Facts::NONE, |p| {
        p.keep_first_finds();
    }),
    (
        "signs in brackets",
        TEXT.with(NAMED).with(Facts::BRACKETS),
        |p| p.signs_in_brackets(),
    ),
    ("signs between numbers", TEXT.with(Facts::CODES), |p| {
        p.signs_between_numbers();
    }),
    ("signs of the heading's flag", TEXT.with(NAMED), |p| {
        p.signs_of_group();
    }),
    ("flags by numbers", TEXT.with(COUNTRY), |p| {
        p.flags_by_numbers();
    }),
];

/// Asks each reader for which the passage has what it needs.
pub(super) fn ask(passage: &mut Passage<'_>) {
    for (name, needs, read) in &READERS {
        if passage.facts.all(*needs) {
            read(passage);
        } else if cfg!(test) && passage.facts.all(needs.of_kind()) {
            passed_over(passage, name, *read);
        }
    }
}

/// A reader that is not asked would have found nothing.
fn passed_over(passage: &mut Passage<'_>, name: &str, read: Read) {
    let told = |passage: &Passage<'_>| {
        let hits = passage.hits.iter().map(|h| &h.value);
        let hits = hits.map(|value| (value.label, value.span.clone()));
        hits.collect::<Vec<_>>()
    };
    let before = told(passage);
    read(passage);
    let text = passage.slice(&passage.span);
    assert_eq!(before, told(passage), "{name}: {text}");
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    /// `passed_over` looks after the promise in every test that reads a page; here it meets the invented pages.
    #[test]
    fn a_reader_that_is_not_asked_would_have_found_nothing() -> std::io::Result<()> {
        let pages = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/pages/pages");
        let mut read = 0;
        for page in std::fs::read_dir(pages)? {
            let text = std::fs::read_to_string(page?.path())?;
            extract_page(&text, &Carried::default());
            read += 1;
        }
        assert!(read > 100, "{read}");
        Ok(())
    }
}
