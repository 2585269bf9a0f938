//! What the recognisers share while a page is read: its style, the vessels met so far, what was found.
//!
//! The vessels `ALBA` and `NOVA` met above, decimals with commas, days before months.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::caption::{self, Meaning, Mender};
use super::label::Label;
use super::lines::kind::is_institution;
use super::page::{Page, Span};
use super::prose::NameHeads;
use super::table::Signs;
use super::table::legend::{self, Stated};
use super::values::{self, Doubt, Frame, Value, date::Order, measure::Style};
use super::words::weighed::Context;
use crate::entities::attribution::group::Group;
use crate::entities::entry::serial::Serials;
use crate::entities::words::concept::Concepts;
use crate::entities::words::fold::{fold_phrase, lowered};
use crate::entities::words::hash::{Texts, Whole};
use crate::entities::words::lexicon::{Country, phrases};

/// Misread caption words that are looked up by nearness on one page; more are left unmended.
const FUZZY_BUDGET: usize = 120;

/// `b. Flag`: a caption without the letter of its item; `n. Matricola` asks for a number, `C. sign` for a call.
fn unlettered(text: &str, span: &Span) -> Span {
    let lettered = matches!(text.as_bytes(), [letter, b'.', b' ', next, ..]
        if (letter.is_ascii_lowercase() && *letter != b'n' || matches!(letter, b'A' | b'B')) && next.is_ascii_uppercase());
    span.start + if lettered { 3 } else { 0 }..span.end
}

/// An entity before it is resolved.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) value: Value,
    pub(crate) record: Option<u32>,
    /// The recogniser that found it.
    pub(crate) source: Source,
    /// The heading or words that spoke for it.
    pub(crate) evidence: Rc<str>,
}

/// The recognisers, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Source {
    /// A cell under a heading.
    Column,
    /// A key and its value.
    Field,
    /// A cue in running text.
    Cue,
    /// The value's own shape.
    Shape,
    /// What stands around it, weighed, where no rule knows its caption.
    Weighed,
    /// A vessel's name met again.
    Mention,
}

impl Source {
    /// Its name in reasons.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Source::Column => "table column",
            Source::Field => "form field",
            Source::Cue => "text cue",
            Source::Shape => "value shape",
            Source::Weighed => "weighed evidence",
            Source::Mention => "known name",
        }
    }
}

/// Of which vessel a value is told, by which recogniser, and the heading or words that spoke for it.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) record: Option<u32>,
    pub(crate) source: Source,
    pub(crate) evidence: &'a str,
}

impl<'a> Told<'a> {
    /// A cell under a heading.
    pub(crate) const fn column(record: Option<u32>, evidence: &'a str) -> Self {
        Told::by(Source::Column, record, evidence)
    }

    /// A key's value.
    pub(crate) const fn field(record: Option<u32>, evidence: &'a str) -> Self {
        Told::by(Source::Field, record, evidence)
    }

    /// A cue in running text.
    pub(crate) const fn cue(record: Option<u32>, evidence: &'a str) -> Self {
        Told::by(Source::Cue, record, evidence)
    }

    /// The value's own shape.
    pub(crate) const fn shape(record: Option<u32>, evidence: &'a str) -> Self {
        Told::by(Source::Shape, record, evidence)
    }

    const fn by(source: Source, record: Option<u32>, evidence: &'a str) -> Self {
        Told {
            record,
            source,
            evidence,
        }
    }
}

/// The vessels of a page as far as they are known while it is read.
#[derive(Debug, Default)]
pub(crate) struct Vessel {
    pub(crate) names: Vec<String>,
    pub(crate) flag: Option<&'static Country>,
    pub(crate) labels: Vec<(Label, String)>,
}

/// State of reading one page.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) page: &'a Page,
    pub(crate) style: Style,
    pub(crate) order: Order,
    pub(crate) found: Vec<Found>,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) vessels: Vec<Vessel>,
    /// Short keys by which tables refer to vessels (`Ship A`), folded.
    pub(crate) keys: HashMap<String, u32>,
    /// Folded names of the vessels met, for mentions.
    pub(crate) names: HashMap<String, u32>,
    /// Their signs and numbers, for tables that name them by nothing else.
    pub(crate) signs: Signs,
    /// First words of those names.
    pub(crate) name_heads: NameHeads,
    /// The page is an organisation's: bare vessel numbers are its own.
    pub(crate) organised: bool,
    /// Signs that the page explains (`O = owner`), with the places of their explanations.
    pub(crate) legend: HashMap<String, Span>,
    /// Units that the page states for all its figures.
    stated: OnceCell<Stated>,
    /// Countries under captions that are not understood, with the vessel and the caption: a flag where the vessel's
    /// call sign or MMSI is of that country.
    pub(crate) open_flags: Vec<(Value, u32, String)>,
    /// Values that are the names of vessels whose forms give no other.
    pub(crate) open_names: Vec<(Span, u32)>,
    /// Headings that hold for the entries below them.
    pub(crate) groups: Vec<Group>,
    /// What the marks of lists stand for (`(a) Name (b) Flag`).
    pub(crate) lettered: Vec<(String, Span)>,
    /// Words that count the page's entries.
    pub(crate) serials: Serials,
    captions: HashMap<&'a str, Rc<Meaning>, Texts>,
    /// What the cells of tables are as captions, by their texts.
    pub(crate) headings: HashMap<&'a str, Option<Rc<Meaning>>, Texts>,
    /// Caption and value of the places that were read as fields, by where they begin and end.
    pub(crate) fields: HashMap<u64, Option<(Span, Span)>, Whole>,
    /// The lines whose list marks were asked for without them, by where they begin and end.
    pub(crate) unmarked: RefCell<HashMap<u64, Span, Whole>>,
    /// Places of running text with their clues, if they are asked for.
    pub(crate) contexts: Option<Vec<Context>>,
    mender: Mender,
    lower: OnceCell<String>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(page: &'a Page) -> Self {
        Reader {
            page,
            style: values::measure::style_of_page(&page.text),
            order: values::date::order_of_page(&page.text),
            found: Vec::with_capacity(page.text.len() / 64 + 8),
            doubts: Vec::new(),
            vessels: Vec::new(),
            keys: HashMap::new(),
            names: HashMap::new(),
            signs: Signs::default(),
            name_heads: NameHeads::default(),
            organised: organised(page),
            legend: legend::of_page(page),
            stated: OnceCell::new(),
            open_flags: Vec::new(),
            open_names: Vec::new(),
            groups: Vec::new(),
            lettered: Vec::new(),
            serials: Serials::of_page(page),
            captions: HashMap::with_capacity_and_hasher(64, Texts::default()),
            headings: HashMap::default(),
            fields: HashMap::default(),
            unmarked: RefCell::default(),
            contexts: None,
            mender: Mender::new(FUZZY_BUDGET),
            lower: OnceCell::new(),
        }
    }

    /// The page's text in small letters, each where it is in the text.
    pub(crate) fn lower(&self) -> &str {
        self.lower.get_or_init(|| lowered(&self.page.text))
    }

    /// What a caption asks for; equal captions are read once.
    pub(crate) fn caption(&mut self, span: &Span) -> Rc<Meaning> {
        let page: &'a Page = self.page;
        let text = page.slice(span);
        if text.len() <= 6
            && let Some(phrase) = self.legend.get(text)
        {
            let phrase = phrase.clone();
            return caption::read(self.page, &phrase, &mut self.mender).into();
        }
        if let Some(known) = self.captions.get(text) {
            return Rc::clone(known);
        }
        let meaning = caption::read(self.page, &unlettered(text, span), &mut self.mender);
        self.keep(text, meaning)
    }

    /// Keeps what a caption asks for, with the unit that the page states for it.
    fn keep(&mut self, text: &'a str, mut meaning: Meaning) -> Rc<Meaning> {
        let stated = || self.stated.get_or_init(|| legend::stated_units(self.page));
        meaning.unit = meaning.unit.or_else(|| match meaning.label() {
            Some(Label::EnginePower) => stated().power,
            Some(Label::HoldCapacity) => stated().hold,
            _ => None,
        });
        // The period of an insurance allows nothing.
        let papers = Concepts::LICENSE
            .with(Concepts::CHARTER)
            .with(Concepts::REGISTER);
        if meaning.labels == [Label::StartDate, Label::EndDate]
            && !meaning.concepts.any(papers)
            && insured(self.page)
        {
            meaning.labels = vec![Label::Date];
            meaning.slots.clear();
        }
        let meaning = Rc::new(meaning);
        if self.captions.len() < 4000 {
            self.captions.insert(text, Rc::clone(&meaning));
        }
        meaning
    }

    /// What a caption asks for; none where it is not understood.
    pub(crate) fn understood(&mut self, span: &Span) -> Option<Rc<Meaning>> {
        let page: &'a Page = self.page;
        let text = page.slice(span);
        let explained = text.len() <= 6 && self.legend.contains_key(text);
        if explained || self.captions.contains_key(text) {
            return Some(self.caption(span)).filter(|meaning| meaning.understood());
        }
        let meaning = caption::read_known(page, &unlettered(text, span), &mut self.mender)?;
        let meaning = self.keep(text, meaning);
        meaning.understood().then_some(meaning)
    }

    /// What a caption outside the page asks for (a heading of the page before).
    pub(crate) fn foreign_caption(&mut self, text: &str) -> Meaning {
        caption::read_text(text, &mut self.mender)
    }

    /// The frame for values whose caption is `meaning`.
    pub(crate) fn frame(&self, meaning: Option<&Meaning>, record: Option<u32>) -> Frame<'a> {
        Frame {
            text: &self.page.text,
            style: self.style,
            order: meaning.and_then(|m| m.order).unwrap_or(self.order),
            unit: meaning.and_then(|m| m.unit),
            flag: record
                .and_then(|r| self.vessels.get(r as usize))
                .and_then(|v| v.flag),
            short_codes: false,
        }
    }

    /// A new vessel.
    pub(crate) fn new_vessel(&mut self) -> u32 {
        let number = u32::try_from(self.vessels.len()).unwrap_or(u32::MAX);
        self.vessels.push(Vessel {
            labels: Vec::with_capacity(12),
            ..Vessel::default()
        });
        number
    }

    /// The vessel of the page, where it has one so far.
    pub(crate) fn only_vessel(&self) -> Option<u32> {
        (self.vessels.len() == 1).then_some(0)
    }

    /// The value a vessel already has for a label.
    pub(crate) fn known(&self, record: u32, label: Label) -> Option<&str> {
        let vessel = self.vessels.get(record as usize)?;
        vessel
            .labels
            .iter()
            .find(|(l, _)| *l == label)
            .map(|(_, v)| v.as_str())
    }

    /// Adds an entity.
    pub(crate) fn push(&mut self, mut value: Value, told: Told<'_>) {
        let record = told.record;
        let numbered = matches!(value.label, Label::NationalRegNo | Label::ExternalMarking);
        if numbered && self.organised && values::identity::is_flag_and_number(&value.norm) {
            value.label = Label::RfmoId;
        }
        with_bracket(&self.page.text, &mut value);
        if let Some(vessel) = record.and_then(|r| self.vessels.get_mut(r as usize)) {
            if value.label == Label::Flag && vessel.flag.is_none() {
                vessel.flag = values::identity::country(&value.norm);
            }
            if vessel.labels.len() < 64 {
                vessel.labels.push((value.label, value.norm.clone()));
            }
            if value.label == Label::VesselName {
                let folded = fold_phrase(&value.norm);
                if vessel.names.len() < 8 {
                    vessel.names.push(folded.clone());
                }
                if let Some(record) = record {
                    self.name_heads.add(&folded);
                    self.names.entry(folded).or_insert(record);
                }
            }
        }
        self.found.push(Found {
            value,
            record,
            source: told.source,
            evidence: first_words(told.evidence),
        });
    }

    /// Reads a value as a label and adds what it holds; the number of entities added.
    pub(crate) fn read(
        &mut self,
        frame: &Frame<'_>,
        span: &Span,
        label: Label,
        told: Told<'_>,
    ) -> usize {
        let values = values::read(frame, span, label, &mut self.doubts);
        let count = values.len();
        for value in values {
            self.push(value, told);
        }
        count
    }
}

/// Words of what spoke for a value that are told.
const EVIDENCE: usize = 12;

/// Few words of ASCII with single blanks between them, as most captions are printed.
fn is_plain(text: &str) -> bool {
    let (mut blanks, mut before) = (0, b' ');
    for byte in text.bytes() {
        if byte == b' ' {
            blanks += 1;
        }
        if !(byte.is_ascii_graphic() || byte == b' ' && before != b' ') {
            return false;
        }
        before = byte;
    }
    blanks < EVIDENCE && (before != b' ' || text.is_empty())
}

/// The first words of a text, with single blanks.
fn first_words(text: &str) -> Rc<str> {
    if is_plain(text) {
        return text.into();
    }
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace().take(EVIDENCE) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words.into()
}

/// `(ZHE)CHUANDENG(JI)(2010)FT-200038`: the bracket that opens a number belongs to it.
fn with_bracket(text: &str, value: &mut Value) {
    let printed = text.get(value.span.clone()).unwrap_or("");
    let number = matches!(value.label, Label::NationalRegNo | Label::LicenseNo);
    if number
        && printed.contains(')')
        && printed.matches(')').count() > printed.matches('(').count()
        && text
            .get(..value.span.start)
            .is_some_and(|head| head.ends_with('('))
    {
        value.span.start -= 1;
        value.norm.insert(0, '(');
    }
}

/// Makes flags of the countries whose vessel has none and whose call sign or MMSI speaks for it.
pub(crate) fn settle_flags(reader: &mut Reader<'_>) {
    for (value, record, evidence) in std::mem::take(&mut reader.open_flags) {
        let spoken_for = |label: Label, number: &str| match label {
            Label::Mmsi => values::identity::mmsi_country(number)
                .is_some_and(|country| country.alpha3 == value.norm),
            Label::Ircs => {
                values::call_sign::countries(number).any(|country| country.alpha3 == value.norm)
            }
            _ => false,
        };
        let own = reader.vessels.get(record as usize);
        let agrees = own.is_some_and(|vessel| {
            vessel.flag.is_none()
                && vessel
                    .labels
                    .iter()
                    .any(|(label, number)| spoken_for(*label, number))
        });
        if agrees {
            reader.push(value, Told::shape(Some(record), &evidence));
        }
    }
}

/// `Registered under Japan in Makurazaki`, `matriculada en Keelung, Taipei Chino`: the state of the register is the flag of
/// a vessel that has no other.
pub(crate) fn registered_flags(reader: &mut Reader<'_>) {
    for index in 0..reader.found.len() {
        let Some(found) = reader.found.get(index) else {
            break;
        };
        let record = found.record.filter(|_| found.value.label == Label::Country);
        let Some(record) = record.filter(|r| reader.known(*r, Label::Flag).is_none()) else {
            continue;
        };
        let head = reader.page.text.get(..found.value.span.start).unwrap_or("");
        let clause = head.rsplit(['.', ';', '\n']).next().unwrap_or("");
        let words = clause.split_whitespace().next();
        let registered = clause.len() <= CLAUSE
            && words.is_some_and(|word| phrases::REGISTERED.holds(&word.to_lowercase()));
        if !registered {
            continue;
        }
        if let Some(found) = reader.found.get_mut(index) {
            found.value.label = Label::Flag;
            let norm = found.value.norm.clone();
            if let Some(vessel) = reader.vessels.get_mut(record as usize) {
                vessel.flag = vessel.flag.or_else(|| values::identity::country(&norm));
                vessel.labels.push((Label::Flag, norm));
            }
        }
    }
}

/// Longest clause of a registration before its state, in bytes.
const CLAUSE: usize = 60;

/// True if the head of the page speaks of insurance.
fn insured(page: &Page) -> bool {
    page.words.until(HEAD).any(|(word, _)| {
        word.len() >= 6
            && (phrases::INSURANCE.holds(word)
                || word.ends_with("verzekering")
                || word.ends_with("versicherung"))
    })
}

/// Bytes at the head of a page in which it says whose it is.
const HEAD: usize = 600;

/// True if the head of the page names an organisation by its acronym, or its title speaks of a regional register.
fn organised(page: &Page) -> bool {
    use crate::entities::words::lexicon::Sense;
    let shouted = |span: Span| {
        let printed = page.slice(&span);
        printed.len() >= 3 && printed.bytes().all(|b| b.is_ascii_uppercase())
    };
    let title = memchr::memchr(b'\n', page.text.as_bytes()).unwrap_or(page.text.len());
    // `SOUTHEAST REGIONAL OFFICE`
    let office = page.text.get(..title).is_some_and(is_institution);
    page.words.until(HEAD).any(|(_, token)| {
        token.term().is_some_and(|term| {
            let acronym = |s: &Sense| matches!(s, Sense::RfmoAcronym(_));
            term.senses.iter().any(acronym) && shouted(token.start..token.end)
                || token.end <= title && !office && term.concepts.any(Concepts::RFMOWORD)
        })
    })
}
