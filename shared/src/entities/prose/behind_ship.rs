//! What stands between a word for a ship and her name: whose she is, where she is from, how long she is.
//!
//! `pesquero gallego ALBA`, `navire battant pavillon français ALBA`, `chalutier de 32 mètres ALBA`.

use super::items::{Item, Kind, Placed};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{self, phrases};

/// `gallego`, `lorientais`, `catarinense`: an adjective of a place, and no word of the trade.
fn of_a_region(word: &str) -> bool {
    let endings = &phrases::ENDINGS_OF_REGIONS;
    word.chars().count() > 4
        && endings.iter().any(|ending| word.ends_with(ending))
        && lexicon::lookup(word).is_none()
}

/// Most words between a ship and her flag: `de`, `battant`.
const FLYING: usize = 2;

/// Where a name may begin behind the word for a ship at `index`: `pesquero español ALBA`, `navire battant pavillon
/// français ALBA`.
pub(super) fn behind_adjectives(text: &str, items: &[Placed], index: usize) -> usize {
    let ship = items.get(index).map_or(0, |p| p.span.end);
    let printed = |p: &Placed| text.get(p.span.clone()).unwrap_or("");
    let mut end = ship;
    let (mut words, mut flag) = (0, false);
    for next in items.iter().skip(index + 1) {
        if text.get(end..next.span.start) != Some(" ") {
            break;
        }
        end = next.span.end;
        match &next.item {
            Item::Value(Kind::Country { .. })
                if flag || printed(next).starts_with(char::is_lowercase) =>
            {
                return end;
            }
            // `pesquero gallego ALBA`, `chalutier de 32 mètres ALBA`
            Item::Word { capital: false } if words == 0 && of_a_region(printed(next)) => {
                return end;
            }
            Item::Value(Kind::Quantity(_)) => return end,
            // `barco de cerco ALBA`
            Item::Value(Kind::Gear) if words > 0 => return end,
            Item::Cue { concepts, .. } if concepts.any(C::FLAG.with(C::NATIONALITY)) => flag = true,
            Item::Word { capital: false } if words < FLYING => words += 1,
            _ => break,
        }
    }
    ship
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_name_stands_behind_what_her_ship_is() {
        for (text, names) in [
            (
                "El pesquero gallego Nuevo Faro fue visto en el mar.",
                &["NUEVO FARO"][..],
            ),
            (
                "Le chalutier lorientais Vent Clair pêche au large.",
                &["VENT CLAIR"],
            ),
            (
                "Le chalutier sous pavillon des Comores VENT CLAIR a été vu.",
                &["VENT CLAIR"],
            ),
            (
                "Le chalutier de 32 mètres VENT CLAIR a coulé.",
                &["VENT CLAIR"],
            ),
            (
                "Los arrastreros Faro Nuevo y Mar Claro salieron juntos.",
                &["FARO NUEVO", "MAR CLARO"],
            ),
            (
                "The cutter Faro Nuevo stopped the trawler Areia Branca lI.",
                &["FARO NUEVO", "AREIA BRANCA LI"],
            ),
            (
                "El barco de cerco Faro Nuevo salió de puerto.",
                &["FARO NUEVO"],
            ),
            (
                "El mercante Vega Azul, de la marina mercante, salió.",
                &["VEGA AZUL"],
            ),
            (
                "El pesquero abordó Vigo por la tarde, dijo la autoridad.",
                &[],
            ),
            (
                "Pertenece a Atuneros Lamas, S.A., desde el año pasado.",
                &[],
            ),
            (
                "Yves Le Gall, patron et propriétaire du navire, jauge 12 GT.",
                &[],
            ),
        ] {
            assert_eq!(values(text, Label::VesselName), names, "{text}");
        }
    }

    #[test]
    fn a_fish_before_a_ship_says_what_she_is() {
        for text in [
            "The Spanish toothfish longliner Faro Nuevo (IMO 9074729) sank.",
            "Juan Rey, who skippered the Spanish toothfish longliner Faro Nuevo, was heard.",
        ] {
            assert_eq!(values(text, Label::VesselType), ["toothfish longliner"]);
            assert_eq!(values(text, Label::Flag), ["ESP"], "{text}");
        }
    }
}
