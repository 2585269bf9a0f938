//! Sections of a form: whom the fields under a title speak of.
//!
//! Under `OWNER`, `Name: Reef Fish Ltd` is the owner's. A title ends the section before it.

use std::rc::Rc;

use super::Form;
use crate::entities::caption::{self, Meaning, Verdict};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::words::concept::{Concepts as C, one_of};

/// Concepts of a section title that change what its fields mean.
const SECTIONS: C = one_of(&[
    C::OWNER,
    C::OPERATOR,
    C::BENEFICIAL,
    C::CHARTERER,
    C::MASTER,
    C::PERSON,
    C::PREVIOUS,
    C::BUILD,
    C::YARD,
    C::LICENSE,
    C::CHARTER,
    C::ENGINE,
    C::COMPANY,
]);

/// Words of the longest section title; longer lines are text.
const LONGEST_SECTION: usize = 14;

/// Most figures of a section title.
const SECTION_FIGURES: usize = 4;

/// The title that the fields of a form stand under; it is read when a field may need it.
#[derive(Clone, Debug, Default)]
pub(super) struct Section(Option<Span>);

impl Section {
    /// What the fields are about.
    fn concepts(&self, reader: &mut Reader<'_>) -> C {
        let Some(span) = &self.0 else {
            return C::default();
        };
        // `Berkas no. 9088/24`: a number of papers is no title, and a mended word none of a section.
        let figures = reader.page.slice(span).bytes().filter(u8::is_ascii_digit);
        if figures.count() > SECTION_FIGURES {
            return C::default();
        }
        let meaning = reader.caption(span);
        let mut own = C(meaning.concepts.0 & SECTIONS.0);
        // `Declaration prior to entry into port`
        let of_past = one_of(&[
            C::NAME,
            C::FLAG,
            C::SHIP,
            C::REGISTER,
            C::OWNER,
            C::OPERATOR,
        ]);
        if own.any(C::PREVIOUS) && meaning.words > 1 && !meaning.concepts.any(of_past) {
            own = own.without(C::PREVIOUS);
        }
        let mixed =
            meaning.concepts.any(C::SHIP) && !own.any(C::PREVIOUS) || own.0.count_ones() > 2;
        if meaning.mended || mixed || meaning.words > 6 {
            C::default()
        } else {
            own
        }
    }
}

impl Form {
    /// A section title.
    pub(crate) fn section(&mut self, reader: &Reader<'_>, span: &Span) {
        let mut words = reader.page.slice(span).split_whitespace();
        let title = words.nth(LONGEST_SECTION).is_none();
        self.section = Section(title.then(|| span.clone()));
    }

    /// Ends a part of the form that had a title of its own.
    pub(crate) fn leave(&mut self, outer: &Form) {
        self.section.clone_from(&outer.section);
    }

    /// What a caption means inside the section.
    pub(crate) fn meaning(&self, reader: &mut Reader<'_>, span: &Span) -> Rc<Meaning> {
        let mut meaning = reader.caption(span);
        // `Built: 1988` and beside it `Where: Vigo`
        let built = matches!(self.last, Some(Label::BuildYear | Label::HullMaterial));
        if meaning.concepts == C::PLACE && built {
            Rc::make_mut(&mut meaning).labels = vec![Label::BuildPlace];
        }
        self.within(reader, meaning)
    }

    /// What a caption that was read means inside the section.
    pub(crate) fn within(&self, reader: &mut Reader<'_>, meaning: Rc<Meaning>) -> Rc<Meaning> {
        let open = one_of(&[
            C::NAME,
            C::ADDRESS,
            C::NATIONALITY,
            C::COUNTRY,
            C::STATE,
            C::NUMBER,
            C::COMPANY,
            C::PLACE,
            C::YEAR,
            C::FLAG,
            C::DATE,
            C::LICENSE,
        ]);
        if meaning.concepts.is_empty() || !meaning.concepts.without(open).is_empty() {
            return meaning;
        }
        in_section(self.section.concepts(reader), meaning)
    }

    /// `Master: nationality: Spain`, `Owner: address: Main Street 1`: what of the party the value tells.
    pub(super) fn about(
        reader: &mut Reader<'_>,
        party: &Meaning,
        value: &Span,
    ) -> Option<(Rc<Meaning>, Span, Span)> {
        if !matches!(party.labels.as_slice(), [label] if label.is_party() || *label == Label::Master)
        {
            return None;
        }
        let (of, rest) = super::super::lines::split_field(reader, value)?;
        let meaning = reader.caption(&of);
        let own = meaning.concepts;
        let told = one_of(&[C::NATIONALITY, C::ADDRESS, C::NAME, C::COUNTRY]);
        if own.is_empty() || !own.without(told).is_empty() {
            return None;
        }
        let section = C(party.concepts.0 & SECTIONS.0);
        Some((in_section(section, meaning), of, rest))
    }
}

/// What an open caption means in a section about something.
fn in_section(section: C, mut meaning: Rc<Meaning>) -> Rc<Meaning> {
    let own = meaning.concepts;
    if section.is_empty() {
        return meaning;
    }
    let dated = own.any(C::YEAR.with(C::DATE));
    if dated && !section.any(C::BUILD.with(C::YARD).with(C::CHARTER))
        || own.any(C::YEAR) && !section.any(C::BUILD.with(C::YARD))
    {
        return meaning;
    }
    // `Licence number` among the particulars of her building is no place.
    if own.any(C::LICENSE) {
        return meaning;
    }
    let paper = one_of(&[C::LICENSE, C::CHARTER, C::ENGINE, C::COMPANY]);
    if section.without(paper).is_empty() && !own.any(C::NUMBER.with(C::DATE)) {
        return meaning;
    }
    if section.any(C::PERSON) {
        let own = Rc::make_mut(&mut meaning);
        own.labels.clear();
        own.other = true;
        return meaning;
    }
    let keep = own.any(C::FLAG) && !section.any(C::PREVIOUS);
    if keep {
        return meaning;
    }
    if let Verdict::Is(labels) = caption::resolve(own.with(section), (C::default(), C::default())) {
        let own = Rc::make_mut(&mut meaning);
        own.labels = labels.to_vec();
        own.other = false;
    }
    meaning
}
