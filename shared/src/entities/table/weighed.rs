//! What a column holds where its heading is not understood and no rule knows its values: weighed, as names of running
//! text are.
//!
//! `Chit` over `TL-D-0413`, beside two columns of days: a licence.

use super::columns::Column;
use super::evidence::Sampled;
use crate::entities::label::Label;
use crate::entities::looks::{self, OFTEN};
use crate::entities::page::{Page, Span};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::COLUMNS;
use crate::entities::words::weighed::{Context, Giver, Kind};

/// What a column's clues must say at least, in hundredths of the logarithm of the odds.
const ENOUGH: i32 = -50;

/// What must speak at least for days that begin or end a term.
const OF_DAYS: i32 = 50;

/// What must speak for another label than the heading's, and against the heading's.
const CLEAR: i32 = 200;

/// What must speak at least for the names of ships in a table of which no heading asks for them or their numbers.
const NAMES: i32 = 200;

/// The same under a heading that asks for nothing that is an entity: `Insured bottom`.
const NAMES_OF_OTHERS: i32 = 350;

/// What ships have, and how many of them make a table one that may be of ships.
const PARTICULARS: [Label; 18] = [
    Label::Flag,
    Label::PreviousFlag,
    Label::VesselType,
    Label::GearType,
    Label::Tonnage,
    Label::EnginePower,
    Label::HullMaterial,
    Label::HoldCapacity,
    Label::ExternalMarking,
    Label::Master,
    Label::Charterer,
    Label::Operator,
    Label::LicenseNo,
    Label::Owner,
    Label::BeneficialOwner,
    Label::BuildYear,
    Label::BuildPlace,
    Label::Port,
];
const FEW_PARTICULARS: usize = 3;

/// Fewest signs of a number of a register, a licence or an organisation, or of a mark.
const SHORTEST_NUMBER: usize = 4;

/// Fewest cells that speak against a heading.
const FEWEST: usize = 3;

/// Most columns that are weighed, and most that are given a label.
const MOST: usize = 40;
const ROUNDS: usize = 8;

/// The columns of a table with their cells.
struct Grid<'c> {
    page: &'c Page,
    columns: &'c [Column],
    samples: &'c [Vec<Sampled>],
}

/// Gives labels to the columns that are not understood, the surest first: a column that has one tells of the others.
pub(super) fn complete(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    for _ in 0..ROUNDS {
        let table = Grid {
            page,
            columns,
            samples,
        };
        let verdicts = (0..columns.len()).take(MOST).filter_map(|index| {
            let (label, odds) = table.verdict(index)?;
            Some((odds, index, label))
        });
        let Some((_, index, label)) = verdicts.max_by_key(|(odds, ..)| *odds) else {
            return;
        };
        give(columns, index, label);
    }
}

/// Gives ships' names to the open column that clearly has them, in a table whose headings tell of ships; false where
/// none has.
pub(super) fn named(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) -> bool {
    if !tell_of_ships(columns) {
        return false;
    }
    let grid = Grid {
        page,
        columns,
        samples,
    };
    let odds = |index: usize| {
        let meaning = &grid.columns.get(index)?.meaning;
        if !meaning.labels.is_empty() || grid.samples.get(index)?.len() < 2 {
            return None;
        }
        let mut odds = COLUMNS.weigh(|give| grid.clues(index, give));
        let (_, own) = odds.find(|(label, _)| *label == Label::VesselName)?;
        let least = if meaning.other {
            NAMES_OF_OTHERS
        } else {
            NAMES
        };
        (own >= least).then_some((own, index))
    };
    let best = (0..columns.len()).take(MOST).filter_map(odds).max();
    let Some((_, index)) = best else {
        return false;
    };
    give(columns, index, Label::VesselName);
    true
}

/// A heading has a word for a ship, or several ask for what ships have.
fn tell_of_ships(columns: &[Column]) -> bool {
    let ship = |column: &Column| column.is_open() && column.meaning.concepts.any(C::SHIP);
    let has = |label: &&Label| columns.iter().any(|c| c.meaning.labels == [**label]);
    columns.iter().any(ship) || PARTICULARS.iter().filter(has).count() >= FEW_PARTICULARS
}

/// Columns whose heading was understood and whose values speak clearly for another label, which no column has.
pub(super) fn contradicted(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    for index in 0..columns.len().min(MOST) {
        let grid = Grid {
            page,
            columns,
            samples,
        };
        if let Some(label) = grid.contradiction(index) {
            give(columns, index, label);
        }
    }
}

fn give(columns: &mut [Column], index: usize, label: Label) {
    super::evidence::assign(columns, index, Some(label));
    if let Some(column) = columns.get_mut(index) {
        column.weighed = true;
    }
}

/// Every column with its clues.
pub(super) fn contexts(page: &Page, columns: &[Column], samples: &[Vec<Sampled>]) -> Vec<Context> {
    let table = Grid {
        page,
        columns,
        samples,
    };
    let context = |(index, (column, sample)): (usize, (&Column, &Vec<Sampled>))| {
        let mut clues = Vec::new();
        table.clues(index, &mut |clue| clues.push(clue.to_string()));
        let cells: Vec<&str> = sample.iter().map(|(_, s)| page.slice(s)).collect();
        Context {
            kind: Kind::Column,
            text: cells.join("\n"),
            ruled: column.meaning.understood(),
            clues,
        }
    };
    let both = columns.iter().zip(samples).enumerate();
    both.filter(|(_, (_, sample))| !sample.is_empty())
        .map(context)
        .collect()
}

impl Grid<'_> {
    /// The label for which most speaks and enough, for a column that is open.
    fn verdict(&self, index: usize) -> Option<(Label, i32)> {
        let column = self.columns.get(index)?;
        // `Fr.` over days: they may begin or end a term.
        let days = column.by_value && column.meaning.labels == [Label::Date];
        let filled = self.samples.get(index).is_some_and(|s| s.len() >= 2);
        if column.meaning.understood() && !days || !filled {
            return None;
        }
        let odds = COLUMNS.weigh(|give| self.clues(index, give));
        let fits = |label: Label| match label {
            // `OMR 611`: money.
            Label::Ircs => self.most(index, |text| !text.contains(' ')),
            // A berth, a running number.
            Label::NationalRegNo | Label::LicenseNo | Label::RfmoId | Label::ExternalMarking => {
                self.most(index, |text| text.len() >= SHORTEST_NUMBER)
            }
            _ => true,
        };
        let free = odds.filter(|(label, _)| OFTEN.contains(label) || !self.has(*label));
        let free = free.filter(|(label, _)| fits(*label));
        let asked = |label: Label| !days || matches!(label, Label::StartDate | Label::EndDate);
        let best = free
            .filter(|(label, _)| asked(*label))
            .max_by_key(|(_, odds)| *odds);
        best.filter(|(_, odds)| *odds >= if days { OF_DAYS } else { ENOUGH })
    }

    /// Most cells of the column pass.
    fn most(&self, index: usize, passes: impl Fn(&str) -> bool) -> bool {
        let cells = self.samples.get(index).map_or(&[][..], Vec::as_slice);
        let passing = cells.iter().filter(|(_, s)| passes(self.page.slice(s)));
        passing.count() * 10 >= cells.len() * 7
    }

    /// The label that a column's values speak for clearly, where as much speaks against the one that its heading gives.
    fn contradiction(&self, index: usize) -> Option<Label> {
        let column = self.columns.get(index).filter(|c| !c.by_value)?;
        let told = column.meaning.labels.as_slice();
        // Ships are named after anything, and the rows of the table hang on their names.
        if told.is_empty()
            || told.len() > 2
            || told.contains(&Label::VesselName)
            || self.samples.get(index).is_none_or(|s| s.len() < FEWEST)
        {
            return None;
        }
        let (mut for_told, mut best) = (i32::MIN, None);
        for (label, odds) in
            COLUMNS.weigh(|give| self.clues_without_heading(index, &mut Giver::new(give)))
        {
            if told.contains(&label) {
                for_told = for_told.max(odds);
            } else if best.is_none_or(|(_, most)| odds > most) {
                best = Some((label, odds));
            }
        }
        let (label, odds) = best?;
        let free = OFTEN.contains(&label) || !self.has(label);
        let told_twice = || {
            let same = |c: &&Column| c.meaning.labels.as_slice() == told;
            self.columns.iter().filter(same).count() > 1
        };
        // An owner's values look like an operator's: there the heading knows better.
        let differs = told.iter().all(|told| family(*told) != family(label)) || told_twice();
        let against = for_told != i32::MIN && for_told <= -CLEAR;
        (free && differs && against && odds >= CLEAR).then_some(label)
    }

    fn has(&self, label: Label) -> bool {
        super::evidence::has(self.columns, label)
    }

    /// Gives each clue of a column.
    fn clues(&self, index: usize, give: &mut dyn FnMut(&str)) {
        let mut giver = Giver::new(give);
        if let Some(column) = self.columns.get(index) {
            looks::caption(&column.heading, column.meaning.unit.is_some(), &mut giver);
        }
        self.clues_without_heading(index, &mut giver);
    }

    /// What a column's values and the columns beside it say.
    fn clues_without_heading(&self, index: usize, giver: &mut Giver<'_>) {
        let Some(sample) = self.samples.get(index) else {
            return;
        };
        let cells: Vec<&Span> = sample.iter().map(|(_, span)| span).collect();
        looks::values(self.page, &cells, giver);
        giver.count("at", index.min(4));
        giver.fact("last", index + 1 == self.columns.len());
        let before = index.checked_sub(1);
        giver.clue("left", &[self.told(before)]);
        giver.clue("right", &[self.told(Some(index + 1))]);
        let others = self
            .columns
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != index);
        for (_, other) in others {
            if let Some(label) = other.meaning.label() {
                giver.clue("has", &[label.as_str()]);
            }
        }
    }

    /// What the column beside holds.
    fn told(&self, index: Option<usize>) -> &'static str {
        match index.and_then(|at| self.columns.get(at)) {
            None => "none",
            Some(column) => match column.meaning.label() {
                Some(label) => label.as_str(),
                None if column.meaning.other => "other",
                None => "open",
            },
        }
    }
}

/// Kinds of values that look alike, whatever they are of a ship.
#[derive(PartialEq, Eq)]
enum Family {
    Name,
    Code,
    State,
    Party,
    Place,
    Measure,
    Day,
    Year,
    Kind,
    Fish,
    Material,
    Position,
}

const fn family(label: Label) -> Family {
    match label {
        Label::VesselName | Label::PreviousName => Family::Name,
        Label::Flag | Label::PreviousFlag | Label::Country => Family::State,
        Label::Owner
        | Label::Operator
        | Label::BeneficialOwner
        | Label::Charterer
        | Label::Master
        | Label::Address => Family::Party,
        Label::Port | Label::BuildPlace | Label::FishingArea => Family::Place,
        Label::Length
        | Label::Tonnage
        | Label::EnginePower
        | Label::HoldCapacity
        | Label::CrewCount => Family::Measure,
        Label::StartDate | Label::EndDate | Label::Date => Family::Day,
        Label::BuildYear => Family::Year,
        Label::VesselType | Label::GearType => Family::Kind,
        Label::Species => Family::Fish,
        Label::HullMaterial => Family::Material,
        Label::Coordinates => Family::Position,
        _ => Family::Code,
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    const HEAD: &str = "<table><tr><td>Styled</td><td>Nat'ty</td><td>Sig. letters</td><td>Chit</td><td>Fr.</td>\
                        <td>To</td><td>Wherefrom</td><td>L.o.a.</td><td>stz.</td></tr>";
    const ROWS: [&str; 3] = [
        "CORAL STAR 3|Fiji|3DXB|TL-D-0413|01/03/2024|28/02/2025|Suva|28.6|147",
        "LAGOON PRIDE|Fiji|3DYA|TL-D-0414|01/03/2024|28/02/2025|Lautoka|24.35|98",
        "REEF DANCER|Fiji|3DZC|TP-D-0061|15/01/2024|14/01/2025|Suva|30.12|176",
    ];

    fn table() -> String {
        let rows = ROWS.map(|row| format!("<tr><td>{}</td></tr>", row.replace('|', "</td><td>")));
        format!("{HEAD}{}</table>", rows.concat())
    }

    #[test]
    fn values_tell_what_a_heading_that_nobody_knows_stands_for() {
        for (label, first) in [
            (Label::VesselName, "CORAL STAR 3"),
            (Label::Tonnage, "147"),
            (Label::LicenseNo, "TL-D-0413"),
            (Label::Port, "Suva"),
        ] {
            let found = values(&table(), label);
            assert_eq!(found.len(), 3, "{label:?} {found:?}");
            assert_eq!(found.first().map(String::as_str), Some(first), "{label:?}");
        }
    }

    #[test]
    fn a_heading_that_values_clearly_speak_against_gives_way() {
        let rows = [
            "ALBA NOVA|Fiji|9281310|Trawler|28.6|147",
            "RIO SUL|Fiji|9100372|Longliner|24.3|98",
            "GREY HERON|Fiji|9074729|Trawler|30.1|176",
        ];
        let cells = ["Name|Flag|IMO|Build|LOA|GT"].into_iter().chain(rows);
        let lines = cells.map(|row| format!("<tr><td>{}</td></tr>", row.replace('|', "</td><td>")));
        let page = format!("<table>{}</table>", lines.collect::<String>());
        let kinds = values(&page, Label::VesselType);
        assert_eq!(kinds, ["Trawler", "Longliner", "Trawler"]);
        assert_eq!(values(&page, Label::BuildPlace), Vec::<String>::new());
    }

    #[test]
    fn a_table_whose_headings_tell_of_ships_names_them_though_none_asks_for_names() {
        let page = |craft: &str| {
            let rows = [
                &format!(
                    "{craft}|Berth|Billing party (owner)|Local agt.|G.T.|Came in|Went out|Owed"
                ),
                "Wave Dancer|4B|Mutrah Fishing LLC|Towell Barwil|214|2020/03/02|2020/03/18|OMR 611",
                "SHAHEEN-5|7|Gwadar Marine Foods|Bahwan|168|2020/03/09|-|OMR 270",
                "Fath Al Khair|7|Khalid bin Saif|none|88|2020/03/11|2020/03/12|OMR 35",
            ];
            let lines =
                rows.map(|row| format!("<tr><td>{}</td></tr>", row.replace('|', "</td><td>")));
            format!("<table>{}</table>", lines.concat())
        };
        let told = page("Debtor craft");
        assert_eq!(
            values(&told, Label::VesselName),
            ["WAVE DANCER", "SHAHEEN-5", "FATH AL KHAIR"]
        );
        assert_eq!(values(&told, Label::Tonnage), ["214", "168", "88"]);
        // Money is no call sign, a berth no number of a register.
        assert_eq!(values(&told, Label::Ircs), Vec::<String>::new());
        assert_eq!(values(&told, Label::NationalRegNo), Vec::<String>::new());
        // Nothing tells of ships.
        let other = page("Debtor").replace("G.T.", "Days");
        assert_eq!(values(&other, Label::VesselName), Vec::<String>::new());
    }

    #[test]
    fn values_of_nothing_that_a_ship_has_stay_untold() {
        let page = table()
            .replace("Wherefrom", "Remarks")
            .replace("Suva", "seen by air");
        assert_eq!(values(&page, Label::Port), Vec::<String>::new());
    }
}
