//! Parties, persons and places: what is printed, up to where other things are said.

use super::dates;
use super::names::is_remark;
use super::value;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose::{
    abbreviation::abbreviation, address::is_firm_number, is_company_word,
};
use crate::entities::values::closed::{self, Codes, single_spaces};
use crate::entities::values::list::{self, By};
use crate::entities::values::{Frame, Value, date, text};
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// `5871234 Alba Shipping SA`, `– Main Street 2`: without the number of the company, or the dash, before it.
fn unled(text: &str, span: &Span, label: Label) -> Span {
    let printed = text.get(span.clone()).unwrap_or("");
    let bare = if label == Label::Address {
        let bare = printed.trim_start_matches(['–', '—', '-', ' ']);
        // `RUT 76.118.744-2, Av. Colón 3880`
        let word = bare.split([' ', ':']).next().unwrap_or("");
        match bare
            .split_once(", ")
            .filter(|_| phrases::TAX_NUMBERS.holds(word))
        {
            Some((_, place)) => place,
            None => housed(bare),
        }
    } else if label.is_party() {
        let number = printed.bytes().take_while(u8::is_ascii_digit).count();
        let rest = printed.get(number..).unwrap_or("");
        let named = rest
            .strip_prefix(' ')
            .is_some_and(|name| name.starts_with(char::is_uppercase));
        if number == 7 && named {
            rest.trim_start()
        } else {
            printed
        }
    } else {
        printed
    };
    span.end - bare.len()..span.end
}

/// `de nationalité malgache, demeurant Lot 14`: what stands behind the word for living there.
fn housed(text: &str) -> &str {
    if !text.starts_with(char::is_lowercase) {
        return text;
    }
    let places = phrases::RESIDENT.places(text).into_iter();
    let free = |at: usize| at == 0 || text.get(..at).is_some_and(|head| head.ends_with(", "));
    let ends = places
        .filter(|(at, _)| free(*at))
        .map(|(at, w)| at + w.len());
    let behind = ends.min().and_then(|end| text.get(end..));
    let place = behind.and_then(|rest| rest.strip_prefix(' '));
    let named = |place: &&str| place.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    place.filter(named).unwrap_or(text)
}

/// Where a party's name ends before a sentence (`Mahé Ltd. Continued on next sheet`) or the number of its taxes.
fn party_end(part: &str) -> usize {
    let sentence = part.match_indices(". ").find(|(at, stop)| {
        let mut words = part.get(at + stop.len()..).unwrap_or("").split(' ');
        let first = words.next().unwrap_or("");
        let second = words.next().unwrap_or("");
        // `Lda. Exportada`
        let firm = part.get(..*at).and_then(|head| head.rsplit(' ').next());
        let closed =
            second.is_empty() && firm.is_some_and(is_company_word) && !is_company_word(first);
        first.starts_with(char::is_uppercase)
            && first.chars().skip(1).all(char::is_lowercase)
            && first.chars().count() > 3
            && (closed || second.starts_with(char::is_lowercase))
            && !phrases::NAME_PARTICLES.holds(second)
    });
    let taxed = part.match_indices("; ").find(|(at, sign)| {
        let word = part
            .get(at + sign.len()..)
            .unwrap_or("")
            .split([' ', ':'])
            .next();
        word.is_some_and(|word| phrases::TAX_NUMBERS.holds(word))
    });
    // `Dakhla Frost SARL desde el 01/12/2024`
    let dated = date::scan(part, &(0..part.len()), date::Order::DayMonth);
    let dated = dated.first().and_then(|day| {
        let words = part.get(..day.span.start)?.split_inclusive(' ');
        let named = words
            .rev()
            .skip_while(|word| word.starts_with(char::is_lowercase));
        let named: usize = named.map(str::len).sum();
        let end = part
            .get(..named)?
            .trim_end_matches([' ', ',', ';', '('])
            .len();
        (end > 0 && named < day.span.start).then_some(end)
    });
    let ends = [
        sentence.map(|(at, _)| at + 1),
        taxed.map(|(at, _)| at),
        dated,
    ];
    ends.into_iter().flatten().min().unwrap_or(part.len())
}

/// `1, rue Joris, Dakar – Tél. 33 823 01 37`: the address without the telephone.
fn without_telephone(part: &str) -> &str {
    let small = part.to_lowercase();
    let mut places = phrases::TELEPHONES.places(&small).into_iter();
    let begins = |at: usize| {
        !small
            .get(..at)
            .is_some_and(|h| h.ends_with(char::is_alphanumeric))
    };
    let end = places.find(|(at, _)| begins(*at)).map(|(at, _)| at);
    let end = end.filter(|at| small.len() == part.len() && part.is_char_boundary(*at));
    let own = part.get(..end.unwrap_or(part.len())).unwrap_or(part);
    match end {
        Some(_) => own.trim_end_matches([' ', '–', '-', ',', ';', '(', '\n', '·', '|']),
        None => own,
    }
}

pub(super) fn printed(frame: &Frame<'_>, span: &Span, label: Label) -> Option<Value> {
    // `Pesca Mar S.R.L..`: the stop of the line behind the name's own.
    let doubled = label.is_party() && frame.text.get(span.clone())?.ends_with("..");
    let span = &(span.start..span.end - usize::from(doubled));
    let span = &unled(frame.text, span, label);
    let part = frame.text.get(span.clone())?;
    // `Lamu Fisheries Ltd, same address`
    let part = if label.is_party() {
        let same = phrases::SAME_ADDRESS.places(part).into_iter();
        let end = same.map(|(at, _)| at).min().unwrap_or(part.len());
        let end = party_end(part.get(..end).unwrap_or(part));
        part.get(..end).unwrap_or(part)
    } else {
        part
    };
    let part = if label == Label::Address {
        // `CUIT 30-70881734-2`: a number of taxes alone.
        if is_firm_number(part) {
            return None;
        }
        let own = without_telephone(part);
        // `Lot 7, Kaohsiung.` at a line's end: the stop of the sentence, not that of `Rd.`, `Sin.`
        let line = frame.text.get(span.start + own.len()..).unwrap_or("");
        let bare = own.strip_suffix('.').filter(|bare| {
            let word = bare.rsplit([' ', ',']).next().unwrap_or("");
            (line.is_empty() || line.starts_with('\n'))
                && (word.len() > 4 && word.contains(char::is_lowercase)
                    || word.len() > 2 && word.bytes().all(|b| b.is_ascii_digit()))
                && !abbreviation(frame.text, span.start + bare.len())
        });
        bare.unwrap_or(own)
    } else {
        part
    };
    let span = &(span.start..span.start + part.len());
    if (label.is_party() || matches!(label, Label::Master | Label::Port)) && is_remark(frame, part)
    {
        return None;
    }
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    // `II/1` is the skipper's certificate.
    let needs = if matches!(label, Label::Address | Label::Master) {
        3
    } else {
        2
    };
    (letters >= needs || (label == Label::Owner && letters > 0))
        .then(|| value(label, span.clone(), single_spaces(part), 0.96, "text"))
}

/// `Juan Rey and José Mar`: two persons of a first and a last name each.
fn two_persons(text: &str, span: &Span) -> Option<[Span; 2]> {
    let named = |side: &str| {
        let words = side.split(' ');
        words.clone().count() >= 2 && words.into_iter().all(|w| w.starts_with(char::is_uppercase))
    };
    // `J. Adonis, M. van Wyk`: initials show that no family name stands before the comma.
    let initials = |side: &Span| {
        let mut signs = text.get(side.clone()).unwrap_or("").chars();
        signs.next().is_some_and(char::is_uppercase) && signs.next() == Some('.')
    };
    let parts = list::split(text, span, By::COMMAS);
    if let [first, second] = parts.as_slice()
        && initials(first)
        && initials(second)
    {
        return Some([first.clone(), second.clone()]);
    }
    let [first, second] = <[Span; 2]>::try_from(list::split(text, span, By::WORDS)).ok()?;
    let both = [&first, &second]
        .into_iter()
        .all(|side| text.get(side.clone()).is_some_and(named));
    both.then_some([first, second])
}

/// Persons; a nationality in brackets after the name is a country.
pub(super) fn master(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    if let Some(persons) = two_persons(frame.text, span) {
        return persons
            .iter()
            .flat_map(|person| master(frame, person))
            .collect();
    }
    let part = frame.text.get(span.clone()).unwrap_or("");
    // `Capt. Juan Rey`
    let title = phrases::CAPTAINS_TITLES.begin(part).map_or(0, str::len);
    let part = part.get(title..).unwrap_or("");
    // `Pedro Rey\nRUT 9.412.118-3`: the number of the person's papers in the line below.
    let named = part
        .split_once('\n')
        .filter(|(_, below)| seek::figures(below) >= 4)
        .map_or(part, |(name, _)| name.trim_end());
    // `P. H. Sunil / 741180442V`, `Kwabena Osei – signature and seal`
    let parted = [" / ", " – ", " - "]
        .iter()
        .filter_map(|sign| seek::parted(named, sign))
        .find(|(_, rest)| seek::figures(rest) >= 4 || rest.starts_with(char::is_lowercase));
    let named = parted.map_or(named, |(name, _)| name.trim_end());
    let span = &(span.start + title..span.start + title + named.len());
    let part = named;
    if let Some(open) = part
        .find([' ', ','])
        .and_then(|_| part.find(['(', ',', ';']))
    {
        let tail = span.start + open + 1..span.end;
        let hits = closed::countries(frame.text, &tail, Codes::Both);
        if let [hit] = hits.as_slice() {
            let name = text::clean_name(frame.text, &(span.start..span.start + open));
            let mut found: Vec<Value> = printed(frame, &name, Label::Master).into_iter().collect();
            found.push(value(
                Label::Country,
                hit.span.clone(),
                hit.code.to_string(),
                0.9,
                "country name",
            ));
            return found;
        }
    }
    // `Juan Rey, cert. 10466/2018`, `Juan Rey; ABK 24 orang`
    if let Some(comma) = part.find([',', ';'])
        && part.get(comma..).is_some_and(seek::has_figure)
    {
        let name = span.start..span.start + comma;
        let mut found: Vec<Value> = printed(frame, &name, Label::Master).into_iter().collect();
        // `Juan Rey, born 3 May 1979`
        found.extend(dates(frame, &(name.end..span.end), Label::Date));
        return found;
    }
    printed(frame, span, Label::Master).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn the_stop_of_a_sentence_is_no_part_of_an_address() {
        for (printed, wanted) in [
            (
                "Lot 7, Main Road, Kaohsiung.",
                "Lot 7, Main Road, Kaohsiung",
            ),
            ("Lot 7, Main Rd.", "Lot 7, Main Rd."),
            ("Calle 18, Guaymas, Son.", "Calle 18, Guaymas, Son."),
        ] {
            let page = format!("Vessel: SOL\nOwner: Alba Ltd\nAddress: {printed}\nFlag: Fiji");
            assert_eq!(values(&page, Label::Address), [wanted]);
        }
    }

    #[test]
    fn an_address_is_neither_a_nationality_nor_a_number_of_taxes() {
        for (behind, wanted) in [
            (
                ", de nationalité malgache, demeurant Lot 14, Mahajanga 401.",
                Some("Lot 14, Mahajanga 401"),
            ),
            ("\nCUIT 30-70881734-2", None),
        ] {
            let page =
                format!("Navire: SOL\n\nPropriétaire : Hery Rako{behind}\n\nPavillon : Fidji");
            let wanted: Vec<&str> = wanted.into_iter().collect();
            assert_eq!(values(&page, Label::Address), wanted, "{behind}");
        }
    }

    #[test]
    fn a_party_ends_where_other_things_are_said() {
        for owner in [
            "Alba Ltd",
            "Alba Ltd, same address",
            "Alba Ltd; NUIT 400117728",
            "Alba Ltd desde el 01/12/2024",
            "Alba Ltd since 3 May 2021",
        ] {
            let page = format!("Vessel: SOL\nOwner: {owner}");
            assert_eq!(values(&page, Label::Owner), ["Alba Ltd"], "{owner}");
        }
        for (owner, wanted) in [
            ("Alba Ltd. Exported", "Alba Ltd."),
            ("Alba Co. Limited", "Alba Co. Limited"),
        ] {
            let page = format!("Vessel: SOL\nOwner: {owner}");
            assert_eq!(values(&page, Label::Owner), [wanted], "{owner}");
        }
    }
}
