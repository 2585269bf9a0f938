//! The ideas that words of captions and cues stand for, as a set of bits.
//!
//! A caption is not looked up as a whole: its words give concepts, and the concepts together give the label
//! (see `caption`). So `Nombre del armador` and `Armador (nombre)` need no entry of their own.

/// A set of concepts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Concepts(pub(crate) u64);

macro_rules! concepts {
    ($($name:ident),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[derive(Clone, Copy)]
        enum Index { $($name),* }
        #[allow(dead_code)]
        impl Concepts {
            $(pub(crate) const $name: Concepts = Concepts(1 << (Index::$name as u64));)*
        }
        /// Names of the concepts as the vocabulary writes them, in the order of their bits.
        #[allow(dead_code)]
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

concepts![
    SHIP,
    NAME,
    NUMBER,
    PREVIOUS,
    CURRENT,
    FLAG,
    STATE,
    COUNTRY,
    NATIONALITY,
    PORT,
    HOME,
    CALLPORT,
    IMO,
    MMSI,
    CALLSIGN,
    RADIO,
    MARKING,
    CFR,
    REGISTER,
    NATIONAL,
    WIN,
    RFMOWORD,
    RFMO,
    TYPE,
    GEAR,
    LENGTH,
    TONNAGE,
    NET,
    DEADWEIGHT,
    POWER,
    ENGINE,
    AUX,
    HOLD,
    FUEL,
    FREEZE,
    HULL,
    MATERIAL,
    BUILD,
    YEAR,
    PLACE,
    YARD,
    CREW,
    OWNER,
    OPERATOR,
    BENEFICIAL,
    CHARTERER,
    CHARTER,
    MASTER,
    PERSON,
    COMPANY,
    ADDRESS,
    LICENSE,
    START,
    END,
    VALID,
    DATE,
    BIRTH,
    UPDATE,
    SPECIES,
    AREA,
    POSITION,
    FOREIGN,
    UNIT_M,
];

#[allow(dead_code)]
impl Concepts {
    /// True if the sets share a concept.
    pub(crate) const fn any(self, other: Concepts) -> bool {
        self.0 & other.0 != 0
    }
    /// True if every concept of `other` is here.
    pub(crate) const fn all(self, other: Concepts) -> bool {
        self.0 & other.0 == other.0
    }
    /// Both sets together.
    pub(crate) const fn with(self, other: Concepts) -> Concepts {
        Concepts(self.0 | other.0)
    }
    /// This set without the concepts of `other`.
    pub(crate) const fn without(self, other: Concepts) -> Concepts {
        Concepts(self.0 & !other.0)
    }
    /// The names of the concepts in the set.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        let named = NAMES.iter().enumerate();
        named.filter_map(move |(bit, name)| (self.0 >> bit & 1 == 1).then_some(*name))
    }
    /// True if nothing is in the set.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A union of concepts usable in constants.
#[allow(dead_code)]
pub(crate) const fn one_of(sets: &[Concepts]) -> Concepts {
    let mut bits = 0;
    let mut rest = sets;
    while let [first, tail @ ..] = rest {
        bits |= first.0;
        rest = tail;
    }
    Concepts(bits)
}
