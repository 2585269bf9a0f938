//! Owners told as those for whom something is asked or written: `We act for Cape Fisheries Limited, of …`, `presentado
//! por Pesquera Alba S.A.`, `auf Antrag der Kutterfischerei Brockes GmbH`.

use super::super::other_names::speaks_of_ships;
use super::super::overlaps;
use super::super::take::{self, NameKind};
use super::{Label, Passage, Source, Span, closed, single_spaces};
use crate::entities::words::lexicon::phrases;

/// How far ahead the talk of ships is looked for, in bytes.
const AHEAD: usize = 900;

impl Passage<'_> {
    /// Companies right behind the words for whom a paper is written, where no other owner is told.
    pub(super) fn clients(&mut self) {
        let text = self.lower(self.span.start, self.span.end);
        let mut leads: Vec<usize> = phrases::CLIENTS
            .places_of_words(text)
            .into_iter()
            .map(|(at, lead)| at + lead.len())
            .collect();
        if leads.is_empty() || !self.of_ships() {
            return;
        }
        leads.sort_unstable();
        leads.dedup();
        for lead in leads {
            let told = self.hits.iter().any(|h| h.value.label == Label::Owner);
            let from = self.span.start + lead;
            let gap = self.gap(from, self.line_end(from));
            let from = from + gap.len() - gap.trim_start_matches([' ', '«', '“', '"', ':']).len();
            let line = self.line_end(from);
            let Some(name) = self
                .party_at(from, line)
                .or_else(|| self.person_at(from, line))
            else {
                continue;
            };
            let role = self.hits.iter().any(|h| {
                h.value.span.start < name.end
                    && name.start < h.value.span.end
                    && h.value.label != Label::Owner
            });
            let own = self.lower(name.start, name.end);
            let trades = phrases::OTHER_PARTS.within(own) || phrases::OTHER_TRADES.within(own);
            if told || role || trades || overlaps(&self.hits, &name) || self.agent(name.end) {
                continue;
            }
            let printed = single_spaces(self.slice(&name));
            let stop = name.end;
            self.push(
                Label::Owner,
                name,
                printed,
                0.8,
                "name",
                Source::Cue,
                "for whom is written",
            );
            self.address_after(stop);
        }
    }

    /// Firms in a text about a vessel that nothing else was read as: who owns her is told in more ways than can be listed,
    /// and other firms are told by what they do.
    pub(super) fn firms_left(&mut self) {
        let vessel = |h: &super::Hit| matches!(h.value.label, Label::VesselName | Label::Imo);
        if !self.hits.iter().any(vessel) && self.known.is_empty() {
            return;
        }
        let words = self.firm_words();
        let Some(last) = words.last().map(|word| word.end) else {
            return;
        };
        let capitals = self.items.iter().map(|p| p.span.start);
        let starts: Vec<usize> = capitals
            .take_while(|at| *at < last)
            .filter(|at| self.gap(*at, self.span.end).starts_with(char::is_uppercase))
            .collect();
        for start in starts {
            let end = self.sentence_end(start).max(start);
            let reach = end.min(start + take::LONGEST_COMPANY);
            if !words.iter().any(|w| start < w.end && w.start < reach) {
                continue;
            }
            // `No. 1 – ALBA NOVA – Vega A/S`: what reads lists reads it.
            let parted = [" – ", " | ", " · "]
                .iter()
                .any(|bar| self.gap(self.sentence_begin(start), end).contains(bar));
            if parted {
                continue;
            }
            let name = self.name_at(start, NameKind::Party);
            let Some(name) = name.filter(|n| self.is_owning_firm(n)) else {
                continue;
            };
            // `Albacora do Golfo S.A.`: its words are no fish and no country.
            self.hits
                .retain(|h| !overlaps(std::slice::from_ref(h), &name));
            let printed = single_spaces(self.slice(&name));
            let stop = name.end;
            let said = "a firm, beside a vessel";
            let label = self.part_left(name.start);
            self.push(label, name, printed, 0.74, "name", Source::Cue, said);
            self.address_after(stop);
        }
    }

    /// The words at which a firm's name may end, or begin as `PT Alba` does: no other words make one (`take::is_company`).
    fn firm_words(&self) -> Vec<Span> {
        let sign = |c: char| !c.is_alphanumeric();
        let of_firm = |word: &str| {
            // Most words are in small letters.
            let small = word.starts_with(take::begins_no_ending) && !word.contains('.');
            if small || !phrases::COMPANY_ENDINGS.may_lead(word) {
                return false;
            }
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (head, tail) = word.split_at(letters);
            if letters > 1 && tail.bytes().all(|b| b.is_ascii_punctuation()) {
                return take::is_company_word(head) || matches!(head, "PT" | "CV");
            }
            let bare = word.trim_matches(sign);
            // `S. A.`, `d.o.o.`, `S.A.;`
            bare.len() < 2 && word.contains('.')
                || bare.contains(sign)
                || take::is_company_word(bare)
                || matches!(bare, "PT" | "CV")
        };
        let text = self.slice(&self.span);
        let mut begin = 0;
        let ends = memchr::memchr2_iter(b' ', b'\n', text.as_bytes()).chain([text.len()]);
        ends.filter_map(|end| {
            let word = begin..end;
            begin = end + 1;
            let own = text.get(word.clone()).is_some_and(of_firm);
            own.then_some(self.span.start + word.start..self.span.start + word.end)
        })
        .collect()
    }

    /// In a text about a charter that names an owner and no charterer he is missing, else the owner.
    fn part_left(&self, at: usize) -> Label {
        let told = |label| self.hits.iter().any(|h| h.value.label == label);
        let of_charters = |text: &str| phrases::SPEAKS_OF_CHARTERS.within(text);
        let head = self.lower(self.sentence_begin(at), at);
        // `the charter to Atlantic Pride Ltd had ended`
        let hired = || phrases::CHARTERS_TO.end(head).is_some() && of_charters(head);
        let text = self.lower(self.span.start, self.span.end);
        let missing = || told(Label::Owner) && of_charters(text);
        if !told(Label::Charterer) && (hired() || missing()) {
            Label::Charterer
        } else {
            Label::Owner
        }
    }

    /// Something was read there for a reason of its own.
    fn told_there(&self, name: &Span) -> bool {
        let told =
            |h: &&super::Hit| h.source != Source::Shape && h.value.label != Label::PreviousName;
        let mut told = self.hits.iter().filter(told);
        told.any(|h| overlaps(std::slice::from_ref(h), name))
    }

    /// A firm by its ending, of which no other part is told.
    fn is_owning_firm(&self, name: &Span) -> bool {
        let printed = self.slice(name);
        // `Kincasslagh, Co. Donegal`: a county.
        let county = printed.ends_with(", Co.");
        let first = printed.split(' ').next().unwrap_or("");
        take::is_company(printed)
            && printed.contains(' ')
            && !county
            && !phrases::ARTICLES.holds(&first.to_lowercase())
            && !self.told_there(name)
            && !self.plays_another_part(name)
    }

    /// `classed by Bureau Vega SA`, `Vega SA, agents of the owners`: a firm that does something else with a vessel than to
    /// own or run her.
    pub(super) fn plays_another_part(&self, name: &Span) -> bool {
        const NEAR: usize = 32;
        let head = self.lower(self.sentence_begin(name.start), name.end);
        let from = head.ceil_char_boundary(head.len().saturating_sub(name.len() + NEAR));
        let near = head.get(from..).unwrap_or("");
        phrases::OTHER_PARTS.within(near)
            || phrases::OTHER_TRADES.within(near)
            || self.agent(name.end)
            || self.of_the_catch(name.start)
    }

    /// `au profit de Luc Morvan (12 rue du Port, Sète)`, `por el cual MORENO Ana, domiciliada en …, pide`: a person at byte
    /// `from` whose address follows.
    fn person_at(&self, from: usize, to: usize) -> Option<Span> {
        let name = take::name(self.text, from, to, NameKind::Party).filter(|n| n.start == from)?;
        let words = self.slice(&name).split(' ').count();
        let tail = self.gap(name.end, to);
        let housed = tail.strip_prefix(" (").is_some_and(|rest| {
            let inner = rest.split(')').next().unwrap_or("");
            super::super::address::looks_like_address(inner)
        }) || phrases::RESIDENT
            .begin(tail.trim_start_matches([',', ' ']))
            .is_some();
        let free = closed::countries_of(self.page, &name, closed::Codes::None).is_empty();
        ((2..=5).contains(&words) && housed && free).then_some(name)
    }

    /// A vessel is spoken of in the passage or soon after it.
    fn of_ships(&self) -> bool {
        let mut end = (self.span.end + AHEAD).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        speaks_of_ships(self.text, &(self.span.start..end))
            && phrases::SHIP_WORDS.within(self.lower(self.span.start, end))
    }

    /// `, agents of the owners`, `, buyer of the catch`: another part is told right behind the name.
    pub(super) fn agent(&self, at: usize) -> bool {
        let tail = self.gap(at, self.sentence_end(at).max(at));
        let Some(rest) = tail.strip_prefix(", ").or_else(|| tail.strip_prefix(" (")) else {
            return false;
        };
        let mut words = rest.split([' ', ',', ')', ';']).take(5).peekable();
        while let Some(word) = words.next() {
            // `, consignataire Diop & Fils, …`: another party's part.
            let named = words
                .peek()
                .is_some_and(|next| next.starts_with(char::is_uppercase));
            if phrases::OTHER_PARTS.begin(&word.to_lowercase()).is_some() {
                return !named;
            }
        }
        false
    }
}
