//! What is said of a vessel beside its name: whose it is, whose flag it flies, under what number it is entered.
//!
//! `GREY HERON, owned by Reef Fish Ltd, Fiji-flagged`.

use super::super::overlaps;
use super::super::take::{self, NameKind};
use super::facts::Facts;
use super::{C, Item, Kind, Label, Passage, Source, Span, closed, identity, single_spaces, values};
use crate::entities::values::date::month;
use crate::entities::words::lexicon::{Sense, phrases};

impl Passage<'_> {
    /// The cue says from what flag a vessel went: `moved from the flag of Georgia to that of Togo`.
    pub(super) fn left_behind(&self, index: usize) -> bool {
        let Some(cue) = self.items.get(index) else {
            return false;
        };
        let head = self.lower(self.span.start, cue.span.start);
        let from = phrases::FROM_THE.end(head).is_some();
        let end = self.sentence_end(cue.span.end).max(cue.span.end);
        from && phrases::TO_THAT_OF.within(self.gap(cue.span.end, end))
    }

    /// `X, owner of the vessel`, `X, capitaine dudit navire`: the party stands before its cue.
    pub(super) fn appositions(&mut self) {
        for index in 0..self.items.len() {
            let Some((span, label)) = self.party_cue(index) else {
                continue;
            };
            let tail = self.gap(span.end, self.span.end);
            let of = phrases::OF_THE_VESSEL.begin(tail).is_some();
            // `Ask for Sr. Aurélio Rato, the master; he …`
            let alone = tail.starts_with([';', '.', ',', ')'])
                && phrases::THE_IN_APPOSITION
                    .end(self.gap(self.span.start, span.start))
                    .is_some();
            if !(of || alone) || belongs(self.slice(&span)) {
                continue;
            }
            let head = self.gap(self.span.start, span.start);
            let body = phrases::BEFORE_A_CUE
                .iter()
                .find_map(|w| head.strip_suffix(w))
                .unwrap_or(head);
            let Some(body) = body.strip_suffix(", ") else {
                continue;
            };
            // `John Rey, 45, skipper of`, `John Rey, of 12 High Street, Vigo, master of`: how old, where at home.
            let aside = body.rsplit_once(", of ").or_else(|| {
                let years = |age: &str| age.len() == 2 && age.bytes().all(|b| b.is_ascii_digit());
                body.rsplit_once(", ").filter(|(_, age)| years(age))
            });
            let (body, told) = aside.map_or((body, false), |(person, _)| (person, true));
            let Some(name) =
                ending_name(body).map(|at| self.span.start + at..self.span.start + body.len())
            else {
                continue;
            };
            // With its comma, which tells a company's dot from a sentence's.
            let Some(name) = take::name(self.text, name.start, name.end + 1, NameKind::Party)
                .filter(|n| n.end + 2 >= name.end && n.start == name.start)
                .map(|n| take::untitled(self.text, n))
            else {
                continue;
            };
            let name = self.without_don(name, self.slice(&span));
            let printed = single_spaces(self.slice(&name));
            let clash = overlaps(&self.hits, &name);
            let known = closed::has_sense(&printed, |_| true);
            if !clash && !known && printed.split(' ').count() > 1 {
                let evidence = self.slice(&span).to_string();
                let stop = name.end;
                self.push(label, name, printed, 0.87, "name", Source::Cue, &evidence);
                if told {
                    self.address_after(stop);
                }
            }
        }
    }

    /// `Type: longline`, `berjenis rawai tuna`: a gear after a cue for the kind of vessel is the kind.
    pub(super) fn kind(&mut self, index: usize, evidence: &str) {
        let Some(found) = self.next_value(index, 1, |k| matches!(k, Kind::Gear | Kind::VesselType))
        else {
            return;
        };
        let Some(place) = self.items.get(found).map(|p| p.span.clone()) else {
            return;
        };
        let printed = single_spaces(self.slice(&place));
        // `de type senne coulissante`: gear, which no ship is.
        let gear = self
            .items
            .get(found)
            .is_some_and(|p| matches!(p.item, Item::Value(Kind::Gear)));
        if gear && !closed::has_sense(&printed, |s| *s == Sense::VesselType) {
            return;
        }
        self.push(
            Label::VesselType,
            place,
            printed,
            0.9,
            "vessel type list",
            Source::Cue,
            evidence,
        );
    }

    /// `the master of ALBA, Juan Rey`, `o armador do VENTO NORTE é …`: the vessel and then the party; where to read on.
    pub(super) fn vessel_of(&mut self, span: &Span, evidence: &str) -> Option<usize> {
        if belongs(evidence) {
            return None;
        }
        let end = self.sentence_end(span.end).max(span.end);
        let tail = self.gap(span.end, end);
        let lead = phrases::OF_A_SHIP.begin(tail)?;
        let from = span.end + lead.len();
        // `of the trawler ALBA`, `du chalutier ALBA`
        let from = self
            .items
            .iter()
            .find(|p| {
                p.span.start == from
                    && matches!(p.item, Item::Value(Kind::VesselType | Kind::GenericVessel))
                    || p.span.start == from
                        && matches!(&p.item, Item::Cue { concepts, .. } if *concepts == C::SHIP)
            })
            .map_or(from, |p| p.span.end + 1);
        let name =
            take::name(self.text, from, end, NameKind::Ship).filter(|n| n.start <= from + 3)?;
        let printed = self.slice(&name).to_string();
        let shouts = printed.chars().filter(|c| c.is_uppercase()).count() >= 3
            && !printed.chars().any(char::is_lowercase)
            && self.facts.all(Facts::SMALL)
            && closed::countries_of(self.page, &name, closed::Codes::None).is_empty();
        if !shouts {
            return None;
        }
        let stop = name.end;
        let taken = overlaps(&self.hits, &name);
        if !taken {
            self.push(
                Label::VesselName,
                name,
                single_spaces(&printed.to_uppercase()),
                0.88,
                "name",
                Source::Cue,
                evidence,
            );
        }
        let tail = self.gap(stop, end);
        let quoted = tail.len() - tail.trim_start_matches(['"', '”', '»', '’']).len();
        let tail = tail.get(quoted..).unwrap_or("");
        [
            ", ", " is ", " was ", " es ", " est ", " é ", " è ", " ist ", " : ", ": ",
        ]
        .iter()
        .find(|w| tail.starts_with(**w))
        .map(|w| {
            let from = stop + quoted + w.len();
            let titled = phrases::BEFORE_A_PARTY.begin(self.gap(from, end));
            from + titled.map_or(0, str::len)
        })
    }

    /// `matriculé à Agadir sous le numéro 8-714`: a number whose cue stands further back in the sentence.
    pub(super) fn under_number(&mut self, index: usize, span: &Span, concepts: C, evidence: &str) {
        let worded = || phrases::UNDER.begin(&evidence.to_lowercase()).is_some();
        if !concepts.any(C::NUMBER) && !worded() {
            return;
        }
        let named = concepts.any(C::NUMBER) && self.is_behind_name(span);
        let announced = self.announced_before(index);
        let announced = announced.or(named.then_some(Label::NationalRegNo));
        let Some(label @ (Label::LicenseNo | Label::NationalRegNo)) = announced else {
            return;
        };
        let end = self.sentence_end(span.end).max(span.end);
        let from = span.end + super::super::fillers::skip_fillers(self.gap(span.end, end), 3);
        let Some(place) = take::code(self.text, from, end).filter(|p| p.start == from) else {
            return;
        };
        let printed = self.slice(&place);
        let proven = matches!(identity::imo(printed), identity::Reading::Valid(_));
        let figures = printed.bytes().filter(u8::is_ascii_digit).count();
        if named && proven
            || self.of_trade(place.end)
            || figures < 2
            || self.is_told_shortly_before(label, span)
        {
            return;
        }
        let (label, place) = self.on_an_organisations_register(index, label, place);
        let mut doubts = Vec::new();
        for value in values::read(&self.frame, &place, label, &mut doubts) {
            self.push_value(value, evidence);
        }
    }

    /// What the last caption of the sentence before an index asks for: a licence, a register, or something else.
    fn announced_before(&self, index: usize) -> Option<Label> {
        const NEAR: usize = 14;
        const OTHERS: [Label; 8] = [
            Label::Imo,
            Label::Mmsi,
            Label::Ircs,
            Label::RfmoId,
            Label::EuCfr,
            Label::ExternalMarking,
            Label::Owner,
            Label::Master,
        ];
        let before = self.items.iter().take(index).rev();
        let mut sentence = before.take_while(|p| p.item != Item::Stop).take(NEAR);
        sentence.find_map(|p| match &p.item {
            Item::Cue { concepts, .. } if concepts.any(C::LICENSE) => Some(Label::LicenseNo),
            Item::Cue { concepts, .. } if concepts.any(C::REGISTER.with(C::PORT)) => {
                Some(Label::NationalRegNo)
            }
            Item::Cue { labels, .. } => labels.iter().find(|l| OTHERS.contains(l)).copied(),
            _ => None,
        })
    }

    /// `Yu Long Xing, number CT7-3107, IMO 8505525`
    fn is_behind_name(&self, span: &Span) -> bool {
        self.hits.iter().any(|h| {
            h.value.label == Label::VesselName
                && matches!(
                    self.gap(h.value.span.end, span.start)
                        .trim_start_matches(['"', '”', '»']),
                    ", " | " (" | ", with " | ", con " | ", com "
                )
        })
    }

    /// A value of the label was found shortly before.
    fn is_told_shortly_before(&self, label: Label, span: &Span) -> bool {
        self.hits.iter().any(|h| {
            h.value.label == label
                && h.value.span.end <= span.start
                && span.start - h.value.span.end < 80
        })
    }
}

/// `property of X`, `owned by X`: what follows is the party, not the vessel.
fn belongs(evidence: &str) -> bool {
    let verb = crate::entities::words::fold::fold_phrase(evidence) + " ";
    phrases::OWNED.begin(&verb).is_some()
}

/// The same for a ship's name, which may end with a number: `Zhong Gang 12`.
pub(super) fn ending_ship(text: &str) -> Option<usize> {
    const DIGITS: usize = 3;
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = words.ends_with(' ') && (1..=DIGITS).contains(&(text.len() - words.len()));
    let body = if numbered { words.trim_end() } else { text };
    let word = body.rsplit(' ').next().unwrap_or("");
    // `on 3 May 12, a trawler`
    let dated = numbered && month(&word.to_lowercase()).is_some();
    (!dated).then(|| ending_name(body)).flatten()
}

/// Where the run of capital words that ends a text begins.
pub(super) fn ending_name(text: &str) -> Option<usize> {
    let mut start = None;
    let mut end = text.len();
    for word in text.rsplit(' ').take(8) {
        let at = end - word.len();
        let capital = word
            .trim_start_matches(['(', '"', '“'])
            .starts_with(char::is_uppercase);
        let small = phrases::PARTY_JOINTS.holds(word);
        // `I, Tomasi Vaka, master of …`
        let myself = phrases::FIRST_PERSONS.holds(word);
        // `Según Ramón Rey, patrón de …`
        let heads = start.is_some() && phrases::SENTENCE_HEADS.holds(word);
        // `Yamatoya Gyogyo Co., Ltd.`
        let firm = word.ends_with(',') && take::is_company_word(word.trim_end_matches([',', '.']));
        // `Mar Sur, S.A.`
        let ending = start
            .and_then(|at| text.get(at..))
            .is_some_and(take::is_company_word);
        let stops = start.is_some()
            && !firm
            && !ending
            && (word.ends_with([',', ';', ':', '.']) && !word.ends_with("Ltd.") && word.len() > 3
                || myself);
        if stops || heads || !(capital || small && start.is_some()) {
            break;
        }
        if capital {
            start = Some(at);
        }
        if at == 0 {
            break;
        }
        end = at - 1;
    }
    start
}
