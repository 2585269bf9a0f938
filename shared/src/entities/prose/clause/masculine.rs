//! Ships that Romance languages name with a masculine article alone: `el Faro Nuevo naufragó`, `l'équipage du Vent
//! Clair`, `o mestre do Faro Nuevo`.
//!
//! A ship keeps the article whatever her name is (`el Virgen del Mar`), as no person, town or firm does. What goes with
//! ships stands before the article or behind the name.

use super::super::other_names::plays_a_part;
use super::super::sound::{capitals, sound};
use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Passage, Source, Span, closed, single_spaces};
use crate::entities::words::concept::one_of;
use crate::entities::words::lexicon::{lookup, phrases, with_folded};

/// Concepts that a ship has and that stand before `del`: `armador del Faro Nuevo`.
const OF_SHIPS: C = one_of(&[
    C::OWNER,
    C::BENEFICIAL,
    C::OPERATOR,
    C::MASTER,
    C::CHARTERER,
    C::CREW,
    C::CALLSIGN,
    C::IMO,
    C::MMSI,
]);

/// Concepts of words that begin the name of something else: `el Puerto de la Luz`.
const OF_OTHERS: C = one_of(&[C::PORT, C::COMPANY, C::PERSON, C::MASTER, C::OWNER]);

/// Most words between a transhipment and the ship that receives or gives.
const WORDS_OF_CATCH: usize = 8;

/// Signs around a quoted name.
const QUOTES: [char; 5] = ['"', '“', '”', '«', '»'];

impl Passage<'_> {
    /// Names behind an article, beside what goes with ships.
    pub(super) fn behind_masculine(&mut self) {
        let (mut last, mut before) = (0, 0);
        for index in 0..self.items.len() {
            let Some(start) = self.items.get(index).map(|p| p.span.start) else {
                return;
            };
            if start < last
                || !self
                    .gap(start, self.span.end)
                    .starts_with(char::is_uppercase)
            {
                continue;
            }
            let begin = self.sentence_begin(start).max(before);
            let head = self.lower(begin, start).trim_end_matches(QUOTES);
            let Some((lead, article)) = phrases::MASCULINE_ARTICLES
                .iter()
                .filter_map(|article| Some((head.strip_suffix(article)?, *article)))
                .find(|(lead, _)| !lead.ends_with(char::is_alphanumeric))
                .filter(|(lead, article)| !self.inside_another(begin, lead, article))
            else {
                continue;
            };
            let alone = phrases::ARTICLES_ALONE.holds(article);
            let joined = before > 0 && phrases::JOINED_SHIPS.holds(lead.trim());
            let end = self.sentence_end(start).max(start);
            let Some(name) = take::name(self.text, start, end, NameKind::Ship)
                .filter(|n| n.start == start && self.may_be_afloat(n))
            else {
                continue;
            };
            last = name.end;
            if joined || self.goes_with_ships(begin, lead) || alone && self.does_as_a_ship(&name) {
                before = name.end;
                self.take_masculine(name);
            }
        }
    }

    /// `Viana do Castelo`, `M. Le Goff`: the article is a part of another name.
    fn inside_another(&self, begin: usize, lead: &str, article: &str) -> bool {
        let capital = |at: usize| self.gap(at, self.span.end).starts_with(char::is_uppercase);
        let at = begin + lead.len();
        let word = lead.trim_end().rsplit([' ', '\n']).next().unwrap_or("");
        let before = begin + lead.trim_end().len() - word.len();
        let opens = |text: &str| !text.contains(char::is_alphanumeric);
        capital(at) && !opens(lead)
            || !word.is_empty() && capital(before) && !opens(self.gap(begin, before))
            || article.len() > 3 && opens(lead)
    }

    /// The words before the article lead to a ship: `naufragio`, `a bordo`, `los inspectores abordaron`.
    fn goes_with_ships(&self, begin: usize, lead: &str) -> bool {
        let lead = lead.trim_end();
        // `l'équipage de l'Étoile`, `chocó con el Faro`
        let lead = phrases::SHIPS_JOINTS
            .iter()
            .find_map(|joint| lead.strip_suffix(joint))
            .unwrap_or(lead);
        let end = begin + lead.len();
        let cue = || self.items.iter().find(|p| p.span.end == end);
        let word = lead.rsplit([' ', '\n', '\'', '’']).next().unwrap_or("");
        // `transbordó su captura al Faro`
        let shipped = lead
            .rsplit(' ')
            .take(WORDS_OF_CATCH)
            .any(|word| with_folded(word, |word| phrases::TRANSHIPS.begin(word).is_some()));
        shipped
            || with_folded(word, |word| phrases::BEFORE_SHIPS.begin(word).is_some())
            || matches!(cue().map(|p| &p.item), Some(Item::Cue { concepts, .. }) if concepts.any(OF_SHIPS))
    }

    /// What follows the name is said of ships: `naufragó`, `(matrícula VI-5-99)`, `, de 24 metros`.
    fn does_as_a_ship(&self, name: &Span) -> bool {
        const NEAR: usize = 4;
        let tail = self.lower(name.end, self.span.end);
        let tail = tail.trim_start_matches(QUOTES);
        // `Le Gall Pêche, propriétaire du …`
        if plays_a_part(tail) {
            return false;
        }
        // `no pescaba`
        let denied = phrases::NEGATIONS.begin(tail).map_or(0, str::len);
        let verb = tail.get(denied..).unwrap_or("");
        if phrases::SAID_OF_SHIPS.begin(verb).is_some() {
            return true;
        }
        let set_off = tail.starts_with(", ") || tail.starts_with(" (");
        let mut behind = self.items.iter().filter(|p| p.span.start > name.end);
        set_off
            && behind
                .by_ref()
                .take(NEAR)
                .take_while(|p| p.item != Item::Stop && self.gap(name.end, p.span.start).len() < 24)
                .any(|p| match &p.item {
                    Item::Cue { concepts, .. } => concepts.any(
                        super::super::names::PARTICULARS
                            .with(OF_SHIPS)
                            .with(C::BUILD),
                    ),
                    Item::Value(
                        Kind::Quantity(_) | Kind::VesselType | Kind::Country { demonym: true, .. },
                    ) => true,
                    _ => false,
                })
    }

    /// Capital words that nothing else was read as and that begin with no word for something else.
    fn may_be_afloat(&self, name: &Span) -> bool {
        let printed = self.slice(name);
        let first = printed.split(' ').next().unwrap_or("");
        let other = lookup(first).is_some_and(|t| t.strong.any(OF_OTHERS))
            || with_folded(first, |word| {
                phrases::INSTITUTIONS.holds(word) || phrases::OFFICE_HEADS.holds(word)
            });
        let firm = self
            .gap(name.end, self.span.end)
            .strip_prefix([',', ' '])
            .is_some_and(|tail| take::begins_ending(tail.trim_start()));
        // `el OMI 9306615`: a caption in capitals.
        let shouted = || {
            name.len() > 3
                && sound(self.text, name)
                && !lookup(first).is_some_and(|t| !t.strong.is_empty())
                && !closed::has_sense(printed, |_| true)
        };
        !other
            && !firm
            && if capitals(self.text, name) {
                shouted()
            } else {
                self.is_ship_name(name)
            }
    }

    fn take_masculine(&mut self, name: Span) {
        if super::super::overlaps(&self.hits, &name) {
            return;
        }
        let norm = single_spaces(&self.slice(&name).to_uppercase());
        let label = self.present_or_past(self.sentence_begin(name.start), &name);
        let said = "an article, and what goes with ships";
        self.push(label, name, norm, 0.85, "name", Source::Cue, said);
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_masculine_article_and_what_goes_with_ships_tell_a_name() {
        for (text, names) in [
            (
                "El Faro Nuevo naufragó frente a la costa.",
                &["FARO NUEVO"][..],
            ),
            (
                "La tripulación del Faro Nuevo está a salvo.",
                &["FARO NUEVO"],
            ),
            (
                "El Faro Nuevo chocó con el Mar Claro.",
                &["FARO NUEVO", "MAR CLARO"],
            ),
            (
                "El Faro Nuevo, de 24 metros, se quedó sin gobierno.",
                &["FARO NUEVO"],
            ),
            (
                "Le patron de l'Étoile Claire, Yves Le Gall, est sauf.",
                &["ÉTOILE CLAIRE"],
            ),
            ("Le Vent Clair a coulé au large.", &["VENT CLAIR"]),
            (
                "O Faro Nuevo naufragou ao largo de Aveiro.",
                &["FARO NUEVO"],
            ),
            ("El presidente del Faro Nuevo habló a la prensa.", &[]),
            ("El capitán del Puerto de Vigo informó a la prensa.", &[]),
            ("El Consejo de la Unión Europea adoptó la norma.", &[]),
            ("El Ministerio de Agricultura abrió un expediente.", &[]),
        ] {
            assert_eq!(values(text, Label::VesselName), names, "{text}");
        }
    }
}
