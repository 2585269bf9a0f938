//! Ships that an article alone names, in languages other than English: `el Faro Nuevo naufragó`, `l'équipage du Vent
//! Clair`, `il tunisino Sidi Daoud, nominativo TSQD`. English: [`super::afloat`].
//!
//! A ship keeps the masculine article whatever her name is (`el Virgen del Mar`), as no person, town or firm does. What
//! goes with ships stands before the article or behind the name.

use super::super::name_edges::opens_with_particulars;
use super::super::names::PARTICULARS;
use super::super::other_names::plays_a_part;
use super::super::sound::{capitals, name_words, sound};
use super::super::take::{self, NameKind};
use super::super::{is_registered, overlaps, shouted};
use super::{C, Item, Kind, Passage, Placed, Source, Span, closed, identity, single_spaces};
use crate::entities::words::concept::one_of;
use crate::entities::words::lexicon::{Sense, lookup, phrases, with_folded};

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

/// Things looked at behind a name, and most bytes between.
const NEAR: usize = 4;
const REACH: usize = 24;

/// Longest bracket of marks, in bytes.
const BRACKET: usize = 40;

/// Signs around a quoted name.
const QUOTES: [char; 5] = ['"', '“', '”', '«', '»'];

impl Passage<'_> {
    /// Names behind an article, beside what goes with ships.
    pub(super) fn articled(&mut self) {
        let (mut last, mut named) = (0, 0);
        for index in 0..self.items.len() {
            let Some(start) = self.items.get(index).map(|p| p.span.start) else {
                return;
            };
            if start < last || !self.capital_at(start) {
                continue;
            }
            let from = self.sentence_begin(start).max(named);
            let Some((lead, article)) = self.article_of_a_ship(from, start) else {
                continue;
            };
            let name = self.name_at(start, NameKind::Ship);
            let Some(name) = name.filter(|n| self.may_be_afloat(n)) else {
                continue;
            };
            last = name.end;
            let joined = named > 0 && phrases::JOINED_SHIPS.holds(lead.trim());
            if joined
                || self.leads_to_a_ship(from, lead)
                || self.has_papers(lead, &name)
                || self.told_behind(article, &name)
            {
                named = name.end;
                self.take_articled(name);
            }
        }
    }

    fn capital_at(&self, at: usize) -> bool {
        self.gap(at, self.span.end).starts_with(char::is_uppercase)
    }

    /// The article before `start`, with what stands before it from byte `from`; none where it is a part of another name.
    fn article_of_a_ship(&self, from: usize, start: usize) -> Option<(&str, &'static str)> {
        let head = self.lower(from, start).trim_end_matches(QUOTES);
        let articles = &phrases::ARTICLES_OF_SHIPS;
        let head = match articles.end(head) {
            Some(_) => head,
            None => without_demonym(head)?,
        };
        articles
            .iter()
            .filter_map(|article| Some((head.strip_suffix(article)?, *article)))
            .find(|(lead, _)| !lead.ends_with(char::is_alphanumeric))
            .filter(|(lead, article)| !self.inside_another(from, lead, article))
    }

    /// `Viana do Castelo`, `M. Le Goff`: the article behind `lead`, which begins at byte `from`, is a part of a name.
    fn inside_another(&self, from: usize, lead: &str, article: &str) -> bool {
        let opens = |text: &str| !text.contains(char::is_alphanumeric);
        let word = lead.trim_end().rsplit([' ', '\n']).next().unwrap_or("");
        let before = from + lead.trim_end().len() - word.len();
        // `Lorient, le Vent Clair`, `no Porto Grande ao Faro Novo`: another name ends before the article.
        let joined =
            word.ends_with(char::is_alphanumeric) && phrases::ARTICLES_OF_TOWNS.holds(article);
        self.capital_at(from + lead.len()) && !opens(lead)
            || joined && self.capital_at(before) && !opens(self.gap(from, before))
    }

    /// The words before the article lead to a ship: `naufragio`, `a bordo`, `los inspectores abordaron`.
    fn leads_to_a_ship(&self, from: usize, lead: &str) -> bool {
        let lead = lead.trim_end();
        // `l'équipage de l'Étoile`, `chocó con el Faro`
        let joint = phrases::SHIPS_JOINTS.end(lead).map_or(0, str::len);
        let lead = lead.get(..lead.len() - joint).unwrap_or("");
        let end = from + lead.len();
        let of_a_ship = |p: &Placed| {
            p.span.end == end
                && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(OF_SHIPS))
        };
        let word = lead.rsplit([' ', '\n', '\'', '’']).next().unwrap_or("");
        // `transbordó su captura al Faro`
        let shipped = || {
            let mut words = lead.rsplit(' ').take(WORDS_OF_CATCH);
            words.any(|word| with_folded(word, |word| phrases::TRANSHIPS.begin(word).is_some()))
        };
        // `su capitán, el ruso Anatoli Grishin`: a comma parts them.
        word.ends_with(char::is_alphanumeric)
            && with_folded(word, |word| phrases::BEFORE_SHIPS.begin(word).is_some())
            || self.items.iter().any(of_a_ship)
            || shipped()
    }

    /// `la licencia del ALBA NOVA`: what ships have and much else has, too, before a name of some words in capitals.
    fn has_papers(&self, lead: &str, name: &Span) -> bool {
        let lead = lead.trim_end();
        let word = lead.rsplit([' ', '\n', '\'', '’']).next();
        // `Ce bateau, le PEN DUICK`
        let ship = || {
            let noun = lead
                .strip_suffix(',')
                .and_then(|head| head.rsplit(' ').next());
            noun.is_some_and(|noun| phrases::THE_VESSEL.holds(noun))
        };
        (word.is_some_and(|word| phrases::PAPERS_OF_SHIPS.begin(word).is_some()) || ship())
            && name_words(self.text, name) > 1
            && capitals(self.text, name)
            && shouted::mixed(self.text, &self.span)
    }

    /// What stands behind the name is said of ships: `naufragó`, `(matrícula VI-5-99)`, `, de 24 metros`.
    fn told_behind(&self, article: &str, name: &Span) -> bool {
        // `la Unión descargó`, `auf der Werft Nord, 1974 gebaut`: other articles go with much else.
        if !phrases::ARTICLES_OF_ANY_SHIP.holds(article) && self.may_be_another(name) {
            return false;
        }
        let tail = self.lower(name.end, self.span.end);
        let tail = tail.trim_start_matches(QUOTES);
        // `Le Gall Pêche, propriétaire du …`
        if plays_a_part(tail) {
            return false;
        }
        // `no pescaba`
        let denied = phrases::NEGATIONS.begin(tail).map_or(0, str::len);
        let verb = tail.get(denied..).unwrap_or("");
        phrases::SAID_OF_SHIPS.begin(verb).is_some()
            || self.marked_in_bracket(name)
            || (tail.starts_with(", ") || tail.starts_with(" (")) && self.described_behind(name)
    }

    /// One word, or words of which one means something.
    fn may_be_another(&self, name: &Span) -> bool {
        let means =
            |word| lookup(word).is_some_and(|t| !t.strong.is_empty() || !t.senses.is_empty());
        name_words(self.text, name) < 2 || self.slice(name).split([' ', '-']).any(means)
    }

    /// `(FRA000898113)`, `(LK 362)`, `(España)`: her marks or her State in the bracket right behind the name.
    fn marked_in_bracket(&self, name: &Span) -> bool {
        let tail = self.gap(name.end, self.span.end);
        let inner = tail.strip_prefix(" (").and_then(|t| t.split(')').next());
        inner.is_some_and(|inner| {
            inner.len() <= BRACKET
                && (opens_with_particulars(inner)
                    || identity::is_cfr(inner)
                    || is_registered(inner))
        })
    }

    /// `, de 24 metros`, `, palangrero`: what ships have or are stands close behind.
    pub(super) fn described_behind(&self, name: &Span) -> bool {
        let of_a_ship = |p: &Placed| match &p.item {
            Item::Cue { concepts, .. } => concepts.any(PARTICULARS.with(OF_SHIPS).with(C::BUILD)),
            Item::Value(
                Kind::Quantity(_)
                | Kind::VesselType
                | Kind::GenericVessel
                | Kind::Country { demonym: true, .. },
            ) => true,
            _ => false,
        };
        self.near(name).any(of_a_ship)
    }

    /// The things close behind a name, in its sentence.
    fn near(&self, name: &Span) -> impl Iterator<Item = &Placed> {
        let behind = self.items.iter().filter(|p| p.span.start > name.end);
        behind
            .take(NEAR)
            .take_while(|p| p.item != Item::Stop && p.span.start - name.end < REACH)
    }

    /// Capital words that nothing else was read as and that begin with no word for something else.
    fn may_be_afloat(&self, name: &Span) -> bool {
        let printed = self.slice(name);
        let first = printed.split(' ').next().unwrap_or("");
        let term = lookup(first);
        let other = term.is_some_and(|t| t.strong.any(OF_OTHERS))
            || with_folded(first, |word| {
                phrases::INSTITUTIONS.holds(word)
                    || phrases::OFFICE_HEADS.holds(word)
                    || phrases::HEADS_OF_INSTITUTIONS.holds(word)
            });
        let firm = self
            .gap(name.end, self.span.end)
            .strip_prefix([',', ' '])
            .is_some_and(|tail| take::begins_ending(tail.trim_start()));
        // `el OMI 9306615`: a caption in capitals.
        let shouted = || {
            name.len() > 3
                && sound(self.text, name)
                && term.is_none_or(|t| t.strong.is_empty())
                && !closed::has_sense(printed, |_| true)
        };
        let ships = || {
            if capitals(self.text, name) {
                shouted()
            } else {
                self.is_ship_name(name)
            }
        };
        !other && !firm && !printed.contains('/') && ships()
    }

    fn take_articled(&mut self, name: Span) {
        if overlaps(&self.hits, &name) {
            return;
        }
        let norm = single_spaces(&self.slice(&name).to_uppercase());
        let label = self.present_or_past(self.sentence_begin(name.start), &name);
        let said = "an article, and what goes with a ship";
        self.push(label, name, norm, 0.85, "name", Source::Cue, said);
    }
}

/// `compra del islandés`: without the word behind the article that says of which State she is.
fn without_demonym(head: &str) -> Option<&str> {
    let body = head.trim_end();
    let word = body.rsplit([' ', '\n']).next()?;
    let national = || closed::has_sense(word, |s| matches!(s, Sense::Demonym(_)));
    let rest = body.strip_suffix(word)?;
    (phrases::ARTICLES_OF_SHIPS.end(rest).is_some() && national()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn an_article_and_what_goes_with_ships_tell_a_name() {
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
            (
                "El Hermanos Vilar Segundo, un palangrero de 21,3 metros de eslora, se fue a pique.",
                &["HERMANOS VILAR SEGUNDO"],
            ),
            (
                "Nous nous sommes rendus à bord du Jean-Marie Vianney II, fileyeur en bois de 14 mètres.",
                &["JEAN-MARIE VIANNEY II"],
            ),
            (
                "La demande du navire concernant le Ker Damien, numéro communautaire FRA000898113, est rejetée.",
                &["KER DAMIEN"],
            ),
            (
                "Due pescherecci sono stati fermati, mentre il tunisino Sidi Daoud, nominativo TSQD, è fuggito.",
                &["SIDI DAOUD"],
            ),
            (
                "Nach dem Untergang der Hannes Schröder wird ermittelt.",
                &["HANNES SCHRÖDER"],
            ),
            ("La barca El Faro Nuevo naufragó.", &["EL FARO NUEVO"]),
            ("La lancha La Golondrina pesca.", &["LA GOLONDRINA"]),
            ("L’Étoile Claire a coulé.", &["ÉTOILE CLAIRE"]),
            (
                "Su capitán, el ruso Anatoli Grishin, niega los hechos.",
                &[],
            ),
            ("A bandeira das Ilhas Fiji, de 24 m de comprimento.", &[]),
            (
                "Los inspectores del Ministerio subieron a bordo del buque.",
                &[],
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
