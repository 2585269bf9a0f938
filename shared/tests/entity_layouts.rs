//! The same facts are found however a paper sets them: forms, tables and lists in the layouts that registers use, in
//! four languages.
//!
//! The captions are plain ones, so that a failure here speaks of the structure and not of words.

#![expect(clippy::indexing_slicing, reason = "every vessel has as many facts")]

use vessel_ner_shared::entities::{Carried, extract_page};

/// A fact: its label, its caption and its value.
type Fact = (&'static str, &'static str, &'static str);

/// Labels, and below them their captions in English, Spanish, French and Portuguese, and the values of three vessels.
const LABELS: &str =
    "VESSEL_NAME|FLAG|IRCS|IMO|NATIONAL_REG_NO|PORT|LENGTH|OWNER|LICENSE_NO|END_DATE";

const CAPTIONS: [&str; 4] = [
    "Name of vessel|Flag State|Call sign|IMO number|Registration number|\
     Port of registry|Length overall|Owner|Licence number|Valid until",
    "Nombre del buque|Pabellón|Indicativo de llamada|Número OMI|Matrícula|\
     Puerto de registro|Eslora total|Armador|Licencia n.º|Válida hasta",
    "Nom du navire|État du pavillon|Indicatif|Numéro OMI|Numéro d'immatriculation|\
     Port d'attache|Longueur hors tout|Armateur|Licence n°|Valable jusqu'au",
    "Nome do navio|Bandeira|Indicativo de chamada|Número OMI|Número de registo|\
     Porto de registo|Comprimento fora a fora|Armador|Licença n.º|Válida até",
];

const VESSELS: [&str; 3] = [
    "ALBA NOVA|Togo|5VAB2|9281310|TG-00412|\
     Lomé|34.2 m|Alba Fishing Ltd|L-077/24|31/12/2025",
    "MAR BRAVO DOS|Panama|3FAB7|9100372|PA-11873|\
     Balboa|51.0 m|Mar Bravo S.A.|L-078/24|30/06/2025",
    "KIRI LADY|Fiji|3DXA|8814275|FJ-0931|\
     Suva|28.9 m|Kiri Lady Ltd|L-081/24|31/03/2025",
];

fn facts(language: usize, vessel: usize) -> Vec<Fact> {
    let captions = CAPTIONS[language].split('|');
    let values = VESSELS[vessel].split('|');
    let facts = LABELS.split('|').zip(captions).zip(values);
    facts
        .map(|((label, caption), value)| (label, caption, value))
        .collect()
}

/// Every vessel's facts are found and stand in one record of her own, and no other value is.
fn check(layout: &str, language: usize, page: &str, vessels: &[Vec<Fact>]) {
    let (read, _) = extract_page(page, &Carried::default());
    let mut records = Vec::new();
    for facts in vessels {
        let mut own = Vec::new();
        for (label, _, value) in facts {
            let found: Vec<_> = read
                .entities
                .iter()
                .filter(|e| e.label.to_string() == *label && e.text == *value)
                .map(|e| e.record)
                .collect();
            assert_eq!(
                found.len(),
                1,
                "{layout} {language}: {label} {value} in\n{page}"
            );
            own.extend(found);
        }
        own.dedup();
        assert_eq!(own.len(), 1, "{layout} {language}: one record in\n{page}");
        records.extend(own);
    }
    records.sort_unstable();
    records.dedup();
    assert_eq!(
        records.len(),
        vessels.len(),
        "{layout} {language}: a record each"
    );
    let told: usize = vessels.iter().map(Vec::len).sum();
    assert_eq!(
        read.entities.len(),
        told,
        "{layout} {language}: nothing else in\n{page}"
    );
}

fn table(rows: &[Vec<String>]) -> String {
    let rows: String = rows
        .iter()
        .map(|row| format!("<tr>{}</tr>", row.concat()))
        .collect();
    format!("<table>{rows}</table>")
}

fn cell(text: impl std::fmt::Display) -> String {
    format!("<td>{text}</td>")
}

fn wide(text: impl std::fmt::Display, columns: usize) -> String {
    format!("<td colspan=\"{columns}\">{text}</td>")
}

fn lines(facts: &[Fact], between: &str, line: impl Fn(usize, &str, &str) -> String) -> String {
    let lines = facts.iter().enumerate();
    let lines: Vec<String> = lines
        .map(|(at, (_, key, value))| line(at, key, value))
        .collect();
    lines.join(between)
}

/// Forms in tables by name.
fn forms_of_cells(facts: &[Fact]) -> Vec<(&'static str, String)> {
    let pair = |(_, key, value): &Fact| vec![cell(key), cell(value)];
    let pairs = || facts.iter().map(pair);
    let four = |facts: &[Fact]| -> Vec<Vec<String>> {
        facts
            .chunks(2)
            .map(|two| two.iter().flat_map(pair).collect())
            .collect()
    };
    let counted = facts.iter().enumerate();
    let counted: Vec<Vec<String>> = counted
        .map(|(at, fact)| [vec![cell(at + 1)], pair(fact)].concat())
        .collect();
    let reaching = facts
        .iter()
        .map(|(_, key, value)| vec![cell(key), wide(value, 2)]);
    let items = facts.iter().enumerate().map(|(at, (_, key, value))| {
        vec![cell(format!("1.{}", at + 1)), cell(key), wide(value, 2)]
    });
    let ticked = facts
        .iter()
        .map(|fact| [pair(fact), vec![cell("OK")]].concat());
    let boxes = facts.chunks(2).map(|two| {
        two.iter()
            .map(|(_, key, value)| cell(format!("{key}<br>{value}")))
            .collect()
    });
    let over: Vec<Vec<String>> = facts
        .chunks(5)
        .flat_map(|some| {
            [
                some.iter().map(|fact| cell(fact.1)).collect(),
                some.iter().map(|fact| cell(fact.2)).collect(),
            ]
        })
        .collect();
    let mut mixed = vec![vec![cell(facts[0].1), wide(facts[0].2, 3)]];
    mixed.extend(four(&facts[1..9]));
    mixed.push(vec![cell(facts[9].1), wide(facts[9].2, 3)]);
    let titled = std::iter::once(vec![wide("PARTICULARS", 2)]).chain(pairs());
    vec![
        ("two columns", table(&pairs().collect::<Vec<_>>())),
        (
            "two columns under a title",
            table(&titled.collect::<Vec<_>>()),
        ),
        ("four columns", table(&four(facts))),
        ("four columns, some merged", table(&mixed)),
        ("counted captions", table(&counted)),
        (
            "values merged to the edge",
            table(&reaching.collect::<Vec<_>>()),
        ),
        ("counted, values merged", table(&items.collect::<Vec<_>>())),
        ("entries ticked off", table(&ticked.collect::<Vec<_>>())),
        (
            "captions and values in boxes",
            table(&boxes.collect::<Vec<_>>()),
        ),
        ("rows of captions over rows of values", table(&over)),
    ]
}

/// Forms without a table by name.
fn forms_of_lines(facts: &[Fact]) -> Vec<(&'static str, String)> {
    vec![
        (
            "pipes",
            format!(
                "| | |\n|---|---|\n{}",
                lines(facts, "\n", |_, k, v| format!("| {k} | {v} |"))
            ),
        ),
        ("colons", lines(facts, "\n", |_, k, v| format!("{k}: {v}"))),
        (
            "bold captions",
            lines(facts, "\n", |_, k, v| format!("**{k}:** {v}")),
        ),
        (
            "dotted leaders",
            lines(facts, "\n", |_, k, v| {
                format!("{k} {} {v}", ".".repeat(30 - k.len()))
            }),
        ),
        (
            "blanks",
            lines(facts, "\n", |_, k, v| format!("{k:<32}{v}")),
        ),
        (
            "a caption over its value",
            lines(facts, "\n\n", |_, k, v| format!("{k}\n{v}")),
        ),
        (
            "paragraphs of their own",
            lines(facts, "\n\n", |_, k, v| format!("{k}\n\n{v}")),
        ),
        (
            "a value over its caption",
            lines(facts, "\n\n", |_, k, v| format!("{v}\n({k})")),
        ),
        (
            "numbers",
            lines(facts, "\n", |at, k, v| format!("{}. {k}: {v}", at + 1)),
        ),
        (
            "letters in brackets",
            lines(facts, "\n", |at, k, v| {
                format!(
                    "[{}] {k}: {v}",
                    char::from(b'a' + u8::try_from(at).unwrap_or(0))
                )
            }),
        ),
        (
            "bullets",
            lines(facts, "\n", |_, k, v| format!("- {k}: {v}")),
        ),
        ("dashes", lines(facts, "\n", |_, k, v| format!("{k} – {v}"))),
        ("equals", lines(facts, "\n", |_, k, v| format!("{k} = {v}"))),
        (
            "semicolons",
            lines(facts, "; ", |_, k, v| format!("{k}: {v}")),
        ),
    ]
}

/// A table whose third and fourth columns hold two values each, between a sign and a slash.
fn two(vessels: &[Vec<Fact>], sign: &str) -> String {
    let joined = |facts: &Vec<Fact>, text: fn(&Fact) -> &'static str, sign: &str| {
        let mut cells: Vec<String> = facts.iter().take(2).map(|fact| cell(text(fact))).collect();
        cells.push(cell(format!(
            "{}{sign}{}",
            text(&facts[2]),
            text(&facts[3])
        )));
        cells.push(cell(format!("{} / {}", text(&facts[5]), text(&facts[4]))));
        cells.extend(facts[6..].iter().map(|fact| cell(text(fact))));
        cells
    };
    let head = std::iter::once(joined(&vessels[0], |fact| fact.1, sign));
    table(
        &head
            .chain(
                vessels
                    .iter()
                    .map(|facts| joined(facts, |fact| fact.2, sign)),
            )
            .collect::<Vec<_>>(),
    )
}

/// Tables of the vessels by name.
fn tables(vessels: &[Vec<Fact>]) -> Vec<(&'static str, String)> {
    let head: Vec<String> = vessels[0].iter().map(|fact| cell(fact.1)).collect();
    let row =
        |facts: &Vec<Fact>| -> Vec<String> { facts.iter().map(|fact| cell(fact.2)).collect() };
    let rows = || vessels.iter().map(row);
    let all = head.len();
    let first = || std::iter::once(head.clone());
    let numbers = (1..=all).map(|at| cell(format!("({at})"))).collect();
    let counted = rows()
        .enumerate()
        .map(|(at, row)| [vec![cell(at + 1)], row].concat());
    let bands = vessels
        .iter()
        .flat_map(|facts| [vec![wide(facts[0].2, all - 1)], row(&facts[1..].to_vec())]);
    let flags = vessels.iter().flat_map(|facts| {
        let others: Vec<Fact> = facts
            .iter()
            .filter(|fact| fact.0 != "FLAG")
            .copied()
            .collect();
        [vec![wide(facts[1].2, all - 1)], row(&others)]
    });
    let unflagged = head.iter().enumerate().filter(|(at, _)| *at != 1);
    let unflagged: Vec<String> = unflagged.map(|(_, cell)| cell.clone()).collect();
    let columns: Vec<Vec<String>> = (0..all)
        .map(|at| {
            let values = vessels.iter().map(|facts| cell(facts[at].2));
            std::iter::once(cell(vessels[0][at].1))
                .chain(values)
                .collect()
        })
        .collect();
    let counted_columns = columns.iter().enumerate();
    let counted_columns =
        counted_columns.map(|(at, row)| [vec![cell(at + 1)], row.clone()].concat());
    let repeated = rows().flat_map(|row| [head.clone(), row]);
    vec![
        (
            "a vessel a row",
            table(&first().chain(rows()).collect::<Vec<_>>()),
        ),
        (
            "counted rows",
            table(
                &std::iter::once([vec![cell("No.")], head.clone()].concat())
                    .chain(counted)
                    .collect::<Vec<_>>(),
            ),
        ),
        (
            "columns with numbers",
            table(&first().chain([numbers]).chain(rows()).collect::<Vec<_>>()),
        ),
        (
            "names in bands",
            table(
                &std::iter::once(head[1..].to_vec())
                    .chain(bands)
                    .collect::<Vec<_>>(),
            ),
        ),
        (
            "flags in bands",
            table(&std::iter::once(unflagged).chain(flags).collect::<Vec<_>>()),
        ),
        ("a vessel a column", table(&columns)),
        (
            "a vessel a column, counted captions",
            table(&counted_columns.collect::<Vec<_>>()),
        ),
        ("two values with a slash", two(vessels, " / ")),
        ("two values with a dash", two(vessels, " – ")),
        (
            "the heading again over each row",
            table(&repeated.collect::<Vec<_>>()),
        ),
        (
            "two tables",
            format!(
                "{}\n\n{}",
                table(&first().chain(rows().take(1)).collect::<Vec<_>>()),
                table(&first().chain(rows().skip(1)).collect::<Vec<_>>())
            ),
        ),
    ]
}

/// Tables in which a vessel takes several rows.
fn tables_of_fields(vessels: &[Vec<Fact>]) -> Vec<(&'static str, String)> {
    let pairs = |facts: &[Fact]| -> Vec<Vec<String>> {
        let rows = facts.iter().map(|fact| vec![cell(fact.1), cell(fact.2)]);
        rows.collect()
    };
    let bands = vessels
        .iter()
        .flat_map(|facts| [vec![vec![wide(facts[0].2, 2)]], pairs(&facts[1..])].concat());
    let beside = vessels.iter().flat_map(|facts| {
        let own = pairs(&facts[1..]);
        let mut rows: Vec<Vec<String>> = own.chunks(2).map(<[_]>::concat).collect();
        let name = format!("<td rowspan=\"{}\">{}</td>", rows.len(), facts[0].2);
        rows[0].insert(0, name);
        rows
    });
    let below = |tail: fn(&[Fact]) -> Vec<String>| {
        let head = vessels[0][..7].iter().map(|fact| cell(fact.1)).collect();
        let rows = vessels.iter().flat_map(|facts| {
            let own = facts[..7].iter().map(|fact| cell(fact.2)).collect();
            [own, tail(&facts[7..])]
        });
        table(&std::iter::once(head).chain(rows).collect::<Vec<_>>())
    };
    vec![
        ("names across the form", table(&bands.collect::<Vec<_>>())),
        ("names beside the form", table(&beside.collect::<Vec<_>>())),
        (
            "fields below each row",
            below(|own| {
                let told = own.iter().map(|fact| format!("{}: {}", fact.1, fact.2));
                vec![wide(told.collect::<Vec<_>>().join("; "), 7)]
            }),
        ),
        (
            "captions and values below each row",
            below(|own| {
                let wides = own.iter().zip([2, 1, 1]);
                let cells = wides.flat_map(|(fact, all)| [cell(fact.1), wide(fact.2, all)]);
                cells.collect()
            }),
        ),
    ]
}

/// Lists of the vessels by name.
fn lists(vessels: &[Vec<Fact>]) -> Vec<(&'static str, String)> {
    let entries = |between: &str, entry: &dyn Fn(usize, &str, &[Fact]) -> String| {
        let entries = vessels.iter().enumerate();
        let entries: Vec<String> = entries
            .map(|(at, facts)| entry(at + 1, facts[0].2, &facts[1..]))
            .collect();
        entries.join(between)
    };
    let fields = |facts: &[Fact]| lines(facts, "\n", |_, k, v| format!("{k}: {v}"));
    let chained = |facts: &[Fact]| lines(facts, "; ", |_, k, v| format!("{k}: {v}"));
    vec![
        (
            "numbered names over fields",
            entries("\n\n", &|at, name, facts| {
                format!("{at}. {name}\n{}", fields(facts))
            }),
        ),
        (
            "headings over fields",
            entries("\n\n", &|_, name, facts| {
                format!("## {name}\n\n{}", fields(facts))
            }),
        ),
        (
            "bold names over fields",
            entries("\n\n", &|_, name, facts| {
                format!("**{name}**\n\n{}", fields(facts))
            }),
        ),
        (
            "bare names over fields",
            entries("\n\n", &|_, name, facts| {
                format!("{name}\n{}", fields(facts))
            }),
        ),
        (
            "fields with semicolons",
            entries("\n", &|at, name, facts| {
                format!("{at}. {name}; {}", chained(facts))
            }),
        ),
        (
            "bold names before fields",
            entries("\n\n", &|_, name, facts| {
                format!("**{name}** – {}", chained(facts))
            }),
        ),
        (
            "keys with bars",
            entries("\n\n", &|_, name, facts| {
                format!(
                    "{name}\n{}",
                    lines(facts, "\n", |_, k, v| format!("{k} | {v}"))
                )
            }),
        ),
    ]
}

#[test]
fn one_vessels_facts_are_found_however_a_form_sets_them() {
    for language in 0..CAPTIONS.len() {
        let facts = facts(language, 0);
        for (layout, page) in forms_of_cells(&facts)
            .into_iter()
            .chain(forms_of_lines(&facts))
        {
            check(layout, language, &page, std::slice::from_ref(&facts));
        }
    }
}

#[test]
fn each_vessels_facts_are_found_however_a_table_sets_them() {
    for language in 0..CAPTIONS.len() {
        let vessels: Vec<_> = (0..VESSELS.len()).map(|at| facts(language, at)).collect();
        for (layout, page) in tables(&vessels)
            .into_iter()
            .chain(tables_of_fields(&vessels))
        {
            check(layout, language, &page, &vessels);
        }
    }
}

#[test]
fn each_vessels_facts_are_found_however_a_list_sets_them() {
    for language in 0..CAPTIONS.len() {
        let vessels: Vec<_> = (0..VESSELS.len()).map(|at| facts(language, at)).collect();
        for (layout, page) in lists(&vessels) {
            check(layout, language, &page, &vessels);
        }
    }
}
