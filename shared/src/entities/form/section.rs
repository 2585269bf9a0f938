//! Sections of a form: whom the fields under a title speak of.
//!
//! Under `OWNER`, `Name: Reef Fish Ltd` is the owner's. A title ends the section before it.

use crate::entities::words::seek;
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

impl Form {
    /// A section title.
    pub(crate) fn section(&mut self, reader: &mut Reader<'_>, span: &Span) {
        if seek::words(reader.page.slice(span)) > LONGEST_SECTION {
            self.section = C::default();
            return;
        }
        // `Berkas no. 9088/24`: a number of papers is no title, and a mended word none of a section.
        let figures = reader.page.slice(span).bytes();
        let meaning = reader.caption(span);
        if meaning.mended || figures.filter(u8::is_ascii_digit).count() > SECTION_FIGURES {
            self.section = C::default();
            return;
        }
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
        self.section = if mixed || meaning.words > 6 {
            C::default()
        } else {
            own
        };
    }

    /// Ends a part of the form that had a title of its own.
    pub(crate) fn leave(&mut self, outer: &Form) {
        self.section = outer.section;
    }

    /// What a caption means inside the section.
    pub(crate) fn meaning(&self, reader: &mut Reader<'_>, span: &Span) -> Rc<Meaning> {
        let meaning = reader.caption(span);
        self.in_section(meaning)
    }

    pub(super) fn in_section(&self, mut meaning: Rc<Meaning>) -> Rc<Meaning> {
        let own = meaning.concepts;
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
        if self.section.is_empty() || own.is_empty() || !own.without(open).is_empty() {
            return meaning;
        }
        let dated = own.any(C::YEAR.with(C::DATE));
        if dated && !self.section.any(C::BUILD.with(C::YARD).with(C::CHARTER))
            || own.any(C::YEAR) && !self.section.any(C::BUILD.with(C::YARD))
        {
            return meaning;
        }
        // `Licence number` among the particulars of her building is no place.
        if own.any(C::LICENSE) && self.section.any(one_of(&[C::BUILD, C::YARD, C::ENGINE])) {
            return meaning;
        }
        let paper = one_of(&[C::LICENSE, C::CHARTER, C::ENGINE, C::COMPANY]);
        if self.section.without(paper).is_empty() && !own.any(C::NUMBER.with(C::DATE)) {
            return meaning;
        }
        if self.section.any(C::PERSON) {
            let own = Rc::make_mut(&mut meaning);
            own.labels.clear();
            own.other = true;
            return meaning;
        }
        let keep = own.any(C::FLAG) && !self.section.any(C::PREVIOUS);
        if keep {
            return meaning;
        }
        if let Verdict::Is(labels) =
            caption::resolve(own.with(self.section), (C::default(), C::default()))
        {
            let own = Rc::make_mut(&mut meaning);
            own.labels = labels;
            own.other = false;
        }
        meaning
    }

    /// `Master: nationality: Spain`, `Owner: address: Main Street 1`: what of the party the value tells.
    pub(super) fn about(
        &self,
        reader: &mut Reader<'_>,
        party: &Meaning,
        value: &Span,
    ) -> Option<(Rc<Meaning>, Span, Span)> {
        if !matches!(party.labels.as_slice(), [label] if label.is_party() || *label == Label::Master)
        {
            return None;
        }
        let (of, rest) = super::super::lines::split_field(reader, value)?;
        let own = reader.caption(&of).concepts;
        let told = one_of(&[C::NATIONALITY, C::ADDRESS, C::NAME, C::COUNTRY]);
        if own.is_empty() || !own.without(told).is_empty() {
            return None;
        }
        let section = Form {
            section: C(party.concepts.0 & SECTIONS.0),
            ..self.clone()
        };
        Some((section.meaning(reader, &of), of, rest))
    }
}
