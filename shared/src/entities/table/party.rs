//! Parties in a cell or field: one or several, with their shares, their country, their address.
//!
//! `Mar S.L. (60 %), Costa Ltd (40 %)`, `Reef Fish Ltd, 12 Bath Street, Suva`.

use crate::entities::caption::PARTY;
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose::address;
use crate::entities::values::list::{self, By};
use crate::entities::values::{self, closed, persons};
use crate::entities::words::lexicon::{Sense, phrases};
use crate::entities::words::seek;

/// True if a company's ending stands at the text's end, or `PT`, `CV`, `OOO` at its beginning.
pub(crate) fn is_firm(text: &str) -> bool {
    let plain = |word: &str| -> String {
        word.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mut words = text.split_whitespace();
    let first = plain(words.next().unwrap_or(""));
    let last = plain(words.next_back().unwrap_or(""));
    phrases::FIRM_ENDINGS.holds(&last) || matches!(first.as_str(), "pt" | "cv" | "ooo")
}

/// `Alba Shipping LLC; company number 5820114`, `Alba AS, INN 4100000530`: the party without a number of its own.
fn without_number(reader: &mut Reader<'_>, value: &Span) -> Span {
    let text = reader.page.slice(value);
    let parted = seek::parted(text, "; ").or_else(|| text.rsplit_once(", "));
    let Some((head, tail)) = parted.filter(|(head, _)| !seek::has_figure(head)) else {
        return value.clone();
    };
    let words = tail.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let key = value.end - tail.len()..value.end - tail.len() + words.len();
    let end = value.start + head.len();
    let meaning = reader.caption(&key);
    // `RUC 20123456789`
    let figures = tail.len() - words.len();
    let coded = figures > 8 && words.len() <= 4 && words.bytes().all(|b| b.is_ascii_uppercase());
    let numbered = coded || figures > 0 && meaning.understood() && meaning.coverage() >= 60;
    value.start..if numbered { end } else { value.end }
}

/// `Promarnic Atlántico, S.A` before a stop: the stop is the abbreviation's too.
fn with_stop(reader: &Reader<'_>, value: &Span) -> Span {
    let last = reader
        .page
        .slice(value)
        .rsplit([' ', ','])
        .next()
        .unwrap_or("");
    let short = phrases::STOPPED_FIRMS.holds(last)
        || last.contains('.') && last.len() <= 8 && last.starts_with(char::is_uppercase);
    let tail = reader.page.text.get(value.end..).unwrap_or("");
    let stop = tail.starts_with('.');
    // `YUH SHENG CO., LTD.; Gear: PS`
    let short =
        short || tail.starts_with(".;") && phrases::FIRM_ENDINGS.holds(&last.to_lowercase());
    if short && stop && !last.ends_with('.') {
        value.start..value.end + 1
    } else {
        value.clone()
    }
}

/// One party or several (`A Ltd (51 shares); B Ltd`), each without what stands in brackets after its name.
pub(crate) fn party(
    reader: &mut Reader<'_>,
    frame: &values::Frame<'_>,
    value: &Span,
    label: Label,
    told: Told<'_>,
) -> usize {
    let numbered = without_number(reader, value);
    let value = &with_stop(reader, &numbered);
    let several = firms(&reader.page.text, value)
        .unwrap_or_else(|| list::split(&reader.page.text, value, By::SIGNS));
    let named = several.len() > 1
        && several.iter().all(|piece| {
            let text = reader.page.slice(piece);
            text.starts_with(char::is_alphabetic)
                && bare_party(text).bytes().all(|b| !b.is_ascii_digit())
        });
    let pieces = if named { several } else { vec![value.clone()] };
    let mut found = 0;
    for piece in pieces {
        if let Some((own, name)) = led_by_role(reader, &piece) {
            found += reader.read(frame, &name, own, told);
            continue;
        }
        if let Some((name, own)) = in_role(reader, &piece) {
            found += reader.read(frame, &name, own, told);
            continue;
        }
        if let Some((name, own, other)) = with_role(reader, &piece) {
            found += reader.read(frame, &name, label, told);
            found += reader.read(frame, &other, own, told);
            continue;
        }
        if let Some((name, country)) = with_country(reader, &piece) {
            found += reader.read(frame, &name, label, told);
            found += reader.read(frame, &country, Label::Country, told);
            continue;
        }
        if let Some((name, address)) = placed_company(reader, &piece) {
            found += reader.read(frame, &name, label, told);
            found += reader.read(frame, &address, Label::Address, told);
            continue;
        }
        let end = bare_party(reader.page.slice(&piece)).len();
        found += reader.read(frame, &(piece.start..piece.start + end), label, told);
    }
    found
}

/// `Alba Shipping Corp., Bravo Co., Ltd`: companies between commas, each with its ending.
fn firms(text: &str, value: &Span) -> Option<Vec<Span>> {
    let mut firms: Vec<Span> = Vec::new();
    for piece in list::split(text, value, By::COMMAS) {
        let printed = text.get(piece.clone())?;
        match firms.last_mut() {
            // `Co., Ltd`
            Some(last) if !printed.contains(' ') && is_firm(printed) => last.end = piece.end,
            _ => firms.push(piece),
        }
    }
    let whole = |firm: &Span| {
        let printed = text.get(firm.clone()).unwrap_or("");
        printed.contains(' ') && is_firm(printed)
    };
    (firms.len() > 1 && firms.iter().all(whole)).then_some(firms)
}

/// `armateur Alba SA`, `bénéficiaire : Juan Rey`: the cell itself says which party it names.
fn led_by_role(reader: &mut Reader<'_>, value: &Span) -> Option<(Label, Span)> {
    let text = reader.page.slice(value);
    // One to three words in small letters, then the name.
    let (meaning, rest) = text
        .match_indices(' ')
        .take(3)
        .map(|(at, _)| at)
        .filter(|at| (4..=24).contains(at))
        .find_map(|at| {
            let words = text.get(..at)?;
            let rest = text.get(at..)?.trim_start_matches([' ', ':']);
            let small = !words.chars().any(char::is_uppercase);
            (small && rest.starts_with(char::is_uppercase)).then_some((words, rest))
        })
        .map(|(words, rest)| {
            let words = words.trim_end_matches([':', ' ']).len();
            (reader.caption(&(value.start..value.start + words)), rest)
        })?;
    let role = meaning.label().filter(|label| label.is_party())?;
    (meaning.coverage() == 100).then(|| (role, value.end - rest.len()..value.end))
}

/// `Alba Ltd (owner)`, `Alba AS (as Registered Owner)`: a party, and in brackets what it is.
pub(crate) fn in_role(reader: &mut Reader<'_>, value: &Span) -> Option<(Span, Label)> {
    let text = reader.page.slice(value);
    let (name, inner) = text.strip_suffix(')')?.rsplit_once(" (")?;
    let lead = inner.strip_prefix("as ").map_or(0, |_| "as ".len());
    let start = value.start + name.len() + " (".len() + lead;
    let meaning = reader.caption(&(start..value.end - 1));
    let role = meaning.label().filter(|label| label.is_party())?;
    // `(company)` says nothing.
    let told = meaning.coverage() == 100 && meaning.concepts.any(PARTY);
    told.then(|| (value.start..value.start + name.len(), role))
}

/// Reads parties each of which says in brackets what it is; false, and nothing read, where one does not.
pub(crate) fn in_roles(reader: &mut Reader<'_>, value: &Span, told: Told<'_>) -> bool {
    let text = reader.page.slice(value);
    if !text.ends_with(')') {
        return false;
    }
    let by = if seek::has(text, "), ") {
        By::COMMAS
    } else {
        By::SIGNS
    };
    let parts = list::split(&reader.page.text, value, by);
    let roles: Vec<_> = parts
        .iter()
        .filter_map(|part| in_role(reader, part))
        .collect();
    if roles.is_empty() || roles.len() < parts.len() {
        return false;
    }
    let frame = reader.frame(None, told.record);
    for (name, role) in roles {
        reader.read(&frame, &name, role, told);
    }
    true
}

/// `Alba Ltd (beneficial owner Juan Rey)`: a party and in brackets another with its role.
fn with_role(reader: &mut Reader<'_>, value: &Span) -> Option<(Span, Label, Span)> {
    let text = reader.page.slice(value);
    let (name, inner) = text.strip_suffix(')')?.rsplit_once(" (")?;
    let start = value.start + name.len() + " (".len();
    // `(company IMO 1594521)`
    if seek::has_figure(inner) {
        return None;
    }
    let (role, other) = led_by_role(reader, &(start..start + inner.len()))?;
    Some((value.start..value.start + name.len(), role, other))
}

/// `Southern Ice Holdings Ltd, New Zealand`, `Juan Rey (Spanish)`: a party and its country.
fn with_country(reader: &Reader<'_>, value: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(value);
    let cut = name_end(text);
    let behind = text.get(cut..)?;
    let bracketed = behind
        .strip_prefix(" (")
        .and_then(|inner| inner.strip_suffix(')'));
    let rest = bracketed.or_else(|| behind.strip_prefix(", "))?;
    let end = value.end - usize::from(bracketed.is_some());
    let named = closed::has_sense(rest, |s| {
        matches!(s, Sense::Country(_)) || bracketed.is_some() && matches!(s, Sense::Demonym(_))
    });
    named.then(|| (value.start..value.start + cut, end - rest.len()..end))
}

/// `Blue Fin Ventures Inc., Purok 5, Calumpang`: a company's ending, and a place of two parts or more behind it.
fn placed_company(reader: &Reader<'_>, value: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(value);
    if text.contains(['\n', '(']) || text.matches(';').count() > 1 {
        return None;
    }
    let cut = name_end(text);
    let (name, behind) = (text.get(..cut)?, text.get(cut..)?);
    // `Alba Ltd; Community 1, Site 7, Tema`
    let housed = |rest: &&str| seek::has_figure(rest);
    let rest = behind
        .strip_prefix(", ")
        .or_else(|| behind.strip_prefix("; ").filter(housed))?;
    if rest.contains(';') {
        return None;
    }
    let rest = without_seat(rest);
    let ending: String = name
        .rsplit([' ', ','])
        .next()?
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let company = |part: &str| {
        part.split([' ', '.'])
            .any(|w| phrases::FIRM_ENDINGS.holds(&w.to_lowercase()))
    };
    let placed = seek::has(rest, ", ") && rest.len() >= 10 && !rest.split(", ").any(company);
    // `PT Wahana Bahari, Jl. Ikan Tongkol No. 7, Tegal`, `Slamet Sitorus, Komp. PPS Blok K/25, Benoa`
    let numbered = seek::has_figure(rest)
        && !seek::has_figure(name)
        && rest.len() >= 10
        && address::looks_like_address(rest)
        && !rest.split(", ").any(company);
    (phrases::FIRM_ENDINGS.holds(&ending) && placed || numbered).then(|| {
        let address = value.end - rest.len();
        (value.start..value.start + cut, address..value.end)
    })
}

/// `com sede em Avenida Marginal 77, Mindelo`: the address alone.
pub(crate) fn without_seat(rest: &str) -> &str {
    let lead = phrases::SEAT_LEADS.begin(rest).map_or(0, str::len);
    rest.get(lead..).unwrap_or(rest)
}

/// A party's name without its shares or its company number: `A Ltd (51 parts)`, `B Co. (IMO company no. 5177418)`,
/// `C Ltd — 64 shares`.
fn bare_party(text: &str) -> &str {
    // Shares and numbers have figures.
    if !seek::has_figure(text) {
        return text.trim_end();
    }
    let cut = [" (", " — ", " – ", ", per ", " ["]
        .iter()
        .filter_map(|sign| text.find(sign))
        .filter(|at| *at > 2 && text.get(*at..).is_some_and(seek::has_figure))
        .min();
    text.get(..cut.unwrap_or(text.len()))
        .unwrap_or(text)
        .trim_end()
}

/// A party's name, then its address after a line break, a semicolon or a comma.
pub(super) fn party_and_address(
    reader: &mut Reader<'_>,
    party: Label,
    value: &Span,
    told: Told<'_>,
) {
    let text = reader.page.slice(value);
    // `12 Main Street, Suva`: a house number begins an address, no firm.
    let housed =
        text.starts_with(|c: char| c.is_ascii_digit()) && address::looks_like_address(text);
    let cut = if housed { 0 } else { name_end(text) };
    let name = value.start..value.start + cut;
    let frame = reader.frame(None, told.record);
    reader.read(&frame, &name, party, told);
    let rest = value.start + cut..value.end;
    let rest_text = reader.page.slice(&rest);
    let skip = rest_text.len()
        - rest_text
            .trim_start_matches([',', ';', ' ', '\n', '(', '–', '-', '/', '|', ':', '.'])
            .len();
    let skip = skip
        + rest_text
            .get(skip..)
            .map_or(0, |t| if t.starts_with("of ") { 3 } else { 0 });
    // `Alba Co. (2-14 Hama, Kochi)`: the bracket's end is no part of the address.
    let bracketed = rest_text.trim_start().starts_with('(') && rest_text.ends_with(')');
    let address = rest.start + skip..rest.end - usize::from(bracketed);
    if !address.is_empty() {
        reader.read(&frame, &address, Label::Address, told);
    }
}

/// True if a company's ending follows the bracket at the head of `tail`.
fn goes_on(tail: &str) -> bool {
    let after = tail
        .find(')')
        .and_then(|at| tail.get(at + 1..))
        .unwrap_or("");
    let word = next_word(after);
    phrases::FIRM_ENDINGS.holds(&word) || word == "pty"
}

/// The letters and figures of the first word, in small letters: `ltda` of ` Ltda., Vigo`.
fn next_word(text: &str) -> String {
    let signs = text.trim_start().chars();
    let word = signs.take_while(|c| !c.is_whitespace() && *c != ',');
    let word = word.filter(|c| c.is_alphanumeric());
    word.flat_map(char::to_lowercase).collect()
}

/// Where the name of a party ends that an address may follow.
pub(crate) fn name_end(text: &str) -> usize {
    // Most names are letters and blanks.
    let parted = text
        .bytes()
        .any(|b| matches!(b, b'\n' | b';' | b'/' | b'|' | b'-' | b'(') || !b.is_ascii());
    let signs = ["\n", ";", " / ", " | ", " – ", " — ", " - ", " ("];
    for sign in signs.into_iter().filter(|_| parted) {
        // `ALBA, S.A., RUA DA PRAIA, 7 – LOTE B`: a dash inside the address.
        let inside = |at: usize| {
            matches!(sign, " – " | " — " | " - ")
                && text.get(..at).is_some_and(|head| {
                    head.contains(", ")
                        && (sign == " — " || head.ends_with(|c: char| c.is_ascii_digit()))
                })
        };
        if let Some(at) = seek::find(text, sign).filter(|at| *at > 2 && !inside(*at)) {
            // `Mar Fishing (Fiji) Ltd`: the bracket is part of the name.
            let inside = sign == " (" && goes_on(text.get(at..).unwrap_or(""));
            // `Alba Ltd, 5 Quay Street, Suva (company IMO 1594521)`: the address stands before the bracket.
            let behind = sign == " ("
                && text.ends_with(')')
                && text.get(at..) == text.rfind(sign).and_then(|last| text.get(last..));
            // `Alba S.r.l., Via Roma 1, 91026 Mazara (TP), 24 carati`
            let head = text.get(..at).unwrap_or(text);
            let firm = || sign == " (" && head.get(..name_end(head)).is_some_and(is_firm);
            if behind || head.contains(',') && firm() {
                return name_end(head);
            }
            if !inside {
                return at;
            }
        }
    }
    // `Mar Fishing Ltd of 12 Wharf Road`.
    let of = seek::find(text, " of ").filter(|at| {
        *at > 2
            && text.get(at + 4..).is_some_and(|t| {
                t.starts_with(|c: char| c.is_ascii_digit()) || t.starts_with("P.O")
            })
    });
    if let Some(at) = of {
        return at;
    }
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|t| t.find(',')) {
        let at = from + found;
        let next: String = text
            .get(at + 1..)
            .unwrap_or("")
            .split(',')
            .next()
            .unwrap_or("")
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if !phrases::FIRM_ENDINGS.holds(&next) {
            let after = next_word(text.get(at + 1..).unwrap_or(""));
            if phrases::FIRM_ENDINGS.holds(&after) {
                // `ACE CO., LTD 12 Harbour Road`: the ending, then the address.
                let start = at + 1 + text.get(at + 1..).unwrap_or("").len()
                    - text.get(at + 1..).unwrap_or("").trim_start().len();
                let end = text
                    .get(start..)
                    .and_then(|t| t.find([' ', ',']))
                    .map_or(text.len(), |n| start + n);
                return end;
            }
            // `PAREDES LEMA, Rogelio, Calle 95`
            let (head, tail) = text.split_at(at);
            return at + persons::given_names(head, tail, false).unwrap_or(0);
        }
        from = at + 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn companies_between_commas_are_several_and_shed_what_leads_them() {
        for (value, wanted) in [
            (
                "Alba Shipping Corp., Bravo Rey SL",
                &["0 OWNER=Alba Shipping Corp.", "0 OWNER=Bravo Rey SL"][..],
            ),
            ("Alba Fishery Co., Ltd", &["0 OWNER=Alba Fishery Co., Ltd"]),
            ("5871234 Alba Reefer SA", &["0 OWNER=Alba Reefer SA"]),
            (
                "Alba Fishery Co., Ltd — 3F, 25 Harbour Road, Suva",
                &[
                    "0 OWNER=Alba Fishery Co., Ltd",
                    "0 ADDRESS=3F, 25 Harbour Road, Suva",
                ],
            ),
            (
                "Alba Ventures S.A. (beneficial owner Juan Rey)",
                &["0 OWNER=Alba Ventures S.A.", "0 BENEFICIAL_OWNER=Juan Rey"],
            ),
            ("Alba Ltd (company IMO 5600098)", &["0 OWNER=Alba Ltd"]),
            ("Alba Ltd (charterer)", &["0 CHARTERER=Alba Ltd"]),
            ("Alba AS, INN 4100000530", &["0 OWNER=Alba AS"]),
            ("Juan Rey (Spanish)", &["0 OWNER=Juan Rey", "0 COUNTRY=ESP"]),
            (
                "Alba Ltd; Community 1, Site 7, Tema",
                &["0 OWNER=Alba Ltd", "0 ADDRESS=Community 1, Site 7, Tema"],
            ),
            (
                "Alba, S.A., com sede em Avenida Marginal 77, Mindelo",
                &[
                    "0 OWNER=Alba, S.A.",
                    "0 ADDRESS=Avenida Marginal 77, Mindelo",
                ],
            ),
        ] {
            let found = found(&format!("Vessel: ALBA NOVA\nOwner: {value}"));
            assert_eq!(
                found.get(1..),
                Some(&wanted.iter().map(ToString::to_string).collect::<Vec<_>>()[..]),
                "{value}"
            );
        }
    }
}
