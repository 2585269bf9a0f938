//! Companies and streets whose own first word is a cue, and the two parties of a charter.

use super::super::take::{self, NameKind};
use super::{C, Item, Label, Passage, Placed, Source, Span, single_spaces};

impl Passage<'_> {
    /// `con domicilio en Calle Real 12`: where the street's name begins inside the cue.
    pub(super) fn street(&self, cue: &Span) -> Option<usize> {
        const WORDS: [&str; 16] = [
            "Calle",
            "Rue",
            "Rua",
            "Via",
            "Avenida",
            "Avda",
            "Avenue",
            "Quai",
            "Jalan",
            "Jl",
            "Plaza",
            "Muelle",
            "Boulevard",
            "Place",
            "Largo",
            "Travessa",
        ];
        let last = self.slice(cue).rsplit(' ').next()?;
        let caption = self
            .gap(cue.end, self.span.end)
            .starts_with([':', ' ', '.'])
            && self
                .gap(cue.end, self.span.end)
                .trim_start()
                .starts_with(':');
        (WORDS.iter().any(|w| w.eq_ignore_ascii_case(last)) && !caption)
            .then(|| cue.end - last.len())
    }

    /// `gehört der Reederei Müller GmbH`, `la empresa Armadora Sur S.L.`: a capital word of the cue begins the name.
    pub(super) fn with_company_word(&self, cue: &Span, name: Span) -> Span {
        const WORDS: [&str; 22] = [
            "Reederei",
            "Rederij",
            "Rederi",
            "Partenreederei",
            "Armadora",
            "Armadores",
            "Armement",
            "Armamento",
            "Armatrice",
            "Naviera",
            "Pesquera",
            "Compañía",
            "Compañia",
            "Compagnie",
            "Companhia",
            "Compagnia",
            "Sociedad",
            "Société",
            "Sociedade",
            "Società",
            "Cooperativa",
            "Empresa",
        ];
        let between = self.gap(cue.start, name.start);
        let begun = WORDS
            .iter()
            .filter_map(|word| between.rfind(word))
            .filter(|at| {
                let before = self.gap(self.span.start, cue.start + at);
                // A caption of a list (`Armadora: …`) begins its line or follows a sign.
                before.ends_with(' ')
                    && before
                        .trim_end()
                        .ends_with(|c: char| c.is_lowercase() || c == '\'' || c == '’')
                    && !between.get(*at..).is_some_and(|t| t.contains(':'))
            })
            .max();
        match begun {
            Some(at) => cue.start + at..name.end,
            None => name,
        }
    }

    /// `A of B has taken on hire the ship C from D (address)`.
    pub(super) fn charter(&mut self) {
        for index in 0..self.items.len() {
            let Some(Placed {
                span,
                item: Item::Cue { concepts, .. },
            }) = self.items.get(index).cloned()
            else {
                continue;
            };
            let verb = crate::entities::fold::fold_phrase(self.slice(&span));
            if !concepts.any(C::CHARTERER)
                || !matches!(
                    verb.as_str(),
                    "has taken on hire"
                        | "taken on hire"
                        | "has chartered"
                        | "chartered"
                        | "has hired"
                )
            {
                continue;
            }
            let start = self.sentence_start(index);
            let head = self.gap(start, span.start).to_string();
            let lead = head.rfind(" that ").map_or(0, |i| i + 6);
            if let Some(name) = take::name(self.text, start + lead, span.start, NameKind::Party)
                .filter(|n| n.start <= start + lead + 2)
            {
                self.hirer_or_owner(name, Label::Charterer, &verb);
            }
            let end = self.sentence_end(span.end).max(span.end);
            let tail = self.gap(span.end, end).to_string();
            if let Some(at) = tail.find(" from ") {
                let from = span.end + at + 6;
                if let Some(name) =
                    take::name(self.text, from, self.line_end(from), NameKind::Party)
                        .filter(|n| n.start == from)
                {
                    self.hirer_or_owner(name, Label::Owner, &verb);
                }
            }
        }
    }

    /// One party of a charter, and the address after its name.
    fn hirer_or_owner(&mut self, name: Span, label: Label, verb: &str) {
        let printed = single_spaces(self.slice(&name));
        let stop = name.end;
        self.push(label, name, printed, 0.85, "name", Source::Cue, verb);
        self.address_after(stop);
    }
}
