//! Values that are none of the vessel's, though their captions ask for it.
//!
//! `Category 4: Demersal fishing` is no kind of vessel, `Fisheries Act 1996` no licence.

use crate::entities::label::Label;
use crate::entities::lines::kind::is_institution;
use crate::entities::values::{self, date};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{self, phrases};
use crate::entities::words::seek;

/// Most figures of a port and its year.
const PORT_FIGURES: usize = 6;

/// True if the value is none of the vessel's, whatever its label.
pub(super) fn is_not_asked(
    labels: &[Label],
    last: Option<Label>,
    caption: &str,
    text: &str,
) -> bool {
    match labels {
        // `Catcher / Light boat / Carrier: Catcher`: a kind that the caption gives.
        [Label::VesselName] => caption.split('/').any(|kind| kind.trim() == text),
        // `Fisheries Act 1996` under the title of a permit
        [Label::LicenseNo] => {
            let rule = |word: &str| phrases::RULES_CITED.holds(&word.to_lowercase());
            is_season(text) || text.split(' ').any(rule)
        }
        // `Category 4: Demersal fishing`, `Catégorie: 2e`
        [Label::VesselType] => {
            caption.ends_with(|c: char| c.is_ascii_digit())
                || text.len() == 2 && seek::has_figure(text)
        }
        // `Fishery: tuna longline`, `Catch on entry – Protection Zone`
        [Label::Species] if is_other_term(text) => true,
        // `Directorate of Fisheries` under the title of a paper
        [Label::Species | Label::FishingArea] => is_institution(text),
        // `Base de licitação: 18.500.000$00`
        [Label::Port] => is_institution(text) || seek::figures(text) > PORT_FIGURES,
        // `Hull No.: 852` below the builder is the yard's.
        [Label::ExternalMarking] => {
            let head = caption.get(..4);
            let hull = head.is_some_and(|head| head.eq_ignore_ascii_case("hull"));
            hull && last == Some(Label::BuildPlace)
        }
        _ => false,
    }
}

/// `TEMPORADA 2024-2025`, `2.º trimestre`: when a licence holds, and no number.
fn is_season(text: &str) -> bool {
    let words = |word: &str| word.len() > 5 && word.chars().all(char::is_alphabetic);
    let years = |text: &str| text.split(['-', '/', '–']).all(date::is_build_year);
    seek::parted(text, " ").is_some_and(|(first, last)| {
        words(first) && years(last) || words(last) && seek::figures(first) == 1
    })
}

/// A gear or an area, and no species.
fn is_other_term(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or("");
    let area = phrases::NO_AREAS.holds(&last.to_lowercase())
        || lexicon::lookup(last).is_some_and(|term| term.concepts.any(C::AREA));
    !text.contains([',', ';', '(']) && (area || values::gear::code(text).is_some())
}
