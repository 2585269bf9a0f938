//! What the values under one heading share: numbers of one form, lengths with decimals. A value that only signs which are
//! taken for one another keep from it is mended where one reading is left, else it is doubted.
//!
//! Among `P9740A-01-04-I` and `P1771B-01-09-P` the number `P67758-01-01-A` is `P6775B-01-01-A`; among lengths of 19 to
//! 38 m with decimals `325` has lost its mark. An S for a figure is doubted: it is as often an 8 or a 9 as a 5.

use super::context::{Found, Reader, Source};
use super::label::Label;
use super::mend::{as_digit, as_letters};
use super::order;
use super::values::Doubt;
use crate::entities::words::hash::hash;

/// Values under one heading from which on they are compared.
const FEWEST: usize = 5;
/// Share of them, in percent, that must have one form.
const SHARE: usize = 60;
/// Trust in a number that was mended by the others' form.
const MENDED_TRUST: f64 = 0.86;
/// What is left of the trust in a value that was doubted.
const DOUBTED: f64 = 0.7;
/// How many times as long as the middle one a length without decimals must be for its mark to be missed.
const FAR: f64 = 4.0;

/// Compares the values under each heading of the page.
pub(super) fn settle(reader: &mut Reader<'_>) {
    let compared = |f: &Found| f.source <= Source::Field && wants(f.value.label).is_some();
    if reader.found.iter().filter(|f| compared(f)).count() < FEWEST {
        return;
    }
    let keys = reader.found.iter().enumerate().filter(|(_, f)| compared(f));
    let keys = keys.map(|(index, f)| [f.value.label as usize, key(&f.evidence), index, 0]);
    let sorted = order::sorted(keys.collect());
    let mut findings = Vec::new();
    let headed = |[a, b, ..]: &[usize; 4], [c, d, ..]: &[usize; 4]| a == c && b == d;
    for group in sorted.chunk_by(headed).filter(|g| g.len() >= FEWEST) {
        let members = group.iter().filter_map(|[_, _, index, _]| {
            let found = reader.found.get(*index)?;
            Some((*index, found))
        });
        let members: Vec<(usize, &Found)> = members.collect();
        let wanted = members.first().and_then(|(_, f)| wants(f.value.label));
        let values = members.iter().map(|(i, f)| (*i, f.value.norm.as_str()));
        let values: Vec<(usize, &str)> = values.collect();
        match wanted {
            Some(Wanted::Form) => findings.extend(by_form(&values)),
            Some(Wanted::NameOfForm) => findings.extend(by_form(&values).map(doubted)),
            Some(Wanted::Decimals) => {
                let printed = |index: usize| {
                    let found = reader.found.get(index);
                    found.map_or("", |f| reader.page.slice(&f.value.span))
                };
                findings.extend(by_decimals(&values, printed));
            }
            None => {}
        }
    }
    for (index, finding) in findings {
        apply(reader, index, finding);
    }
}

/// A text as a number, the same for the same text.
fn key(text: &str) -> usize {
    usize::try_from(hash(text) & u64::from(u32::MAX)).unwrap_or_default()
}

/// How the values of a label are compared.
enum Wanted {
    /// Numbers have a form.
    Form,
    /// Names may be numbers; they are given as printed.
    NameOfForm,
    /// Measures have decimals.
    Decimals,
}

fn wants(label: Label) -> Option<Wanted> {
    match label {
        Label::NationalRegNo | Label::RfmoId | Label::LicenseNo | Label::ExternalMarking => {
            Some(Wanted::Form)
        }
        Label::VesselName => Some(Wanted::NameOfForm),
        Label::Length => Some(Wanted::Decimals),
        _ => None,
    }
}

/// What was found of a value.
enum Finding {
    /// It is this one.
    Mended(String),
    /// It may be another.
    Doubted(&'static str),
}

const TWO_READINGS: &str = "misread signs keep it from the form of the values under its heading";
const NO_MARK: &str = "a decimal mark may be lost";

fn doubted((index, _): (usize, Finding)) -> (usize, Finding) {
    (index, Finding::Doubted(TWO_READINGS))
}

fn apply(reader: &mut Reader<'_>, index: usize, finding: Finding) {
    let Some(Found { value, .. }) = reader.found.get_mut(index) else {
        return;
    };
    match finding {
        Finding::Mended(norm) => {
            value.norm = norm;
            value.trust = value.trust.min(MENDED_TRUST);
            value.mended = Some(
                "misread signs; one reading only has the form of the values under its heading",
            );
        }
        Finding::Doubted(why) => {
            value.trust *= DOUBTED;
            reader.doubts.push(Doubt {
                label: value.label,
                span: value.span.clone(),
                why,
            });
        }
    }
}

/// A sign's class in a form: a letter, a figure, itself.
const fn class(sign: char) -> char {
    match sign {
        'a'..='z' | 'A'..='Z' => 'A',
        '0'..='9' => '9',
        other => other,
    }
}

/// The form that most of the values have, and at each of its places the sign that all of these share.
struct Form {
    classes: Vec<char>,
    shared: Vec<Option<char>>,
}

impl Form {
    fn of(values: &[(usize, &str)]) -> Option<Form> {
        let form_of = |value: &str| value.chars().map(class).collect::<String>();
        let keys = values.iter().enumerate();
        let keys = keys.map(|(at, (_, value))| [key(&form_of(value)), at, 0, 0]);
        let sorted = order::sorted(keys.collect());
        let alike = sorted.chunk_by(|[one, ..], [other, ..]| one == other);
        // The first of two that are as many does not matter: neither has the share.
        let most = alike.max_by_key(|forms| forms.len())?;
        let ([[_, at, ..], ..], count) = (most, most.len()) else {
            return None;
        };
        let form = form_of(values.get(*at)?.1);
        let figures = form.matches('9').count();
        if count < FEWEST || count * 100 < values.len() * SHARE || figures < 3 {
            return None;
        }
        let classes: Vec<char> = form.chars().collect();
        let mut shared: Vec<Option<char>> = Vec::new();
        let own = |value: &&(usize, &str)| value.1.chars().map(class).eq(classes.iter().copied());
        for (_, value) in values.iter().filter(own) {
            if shared.is_empty() {
                shared = value.chars().map(Some).collect();
            }
            for (sign, place) in value.chars().zip(&mut shared) {
                if *place != Some(sign) {
                    *place = None;
                }
            }
        }
        Some(Form { classes, shared })
    }

    /// The sign that stands at a place of the form for one that was read, if one only looks like it.
    fn sign(&self, at: usize, read: char) -> Reading {
        let wanted = self.classes.get(at).copied();
        if wanted == Some(class(read)) {
            return Reading::One(read);
        }
        match wanted {
            Some('9') if matches!(read, 'S' | 's') => Reading::Several,
            Some('9') => as_digit(read).map_or(Reading::None, Reading::One),
            Some('A') => {
                let letters = match read {
                    '|' | '!' => &['I', 'L'],
                    figure => as_letters(figure),
                };
                let shared = self.shared.get(at).copied().flatten();
                match (shared, letters) {
                    (Some(one), letters) if letters.contains(&one) => Reading::One(one),
                    (_, []) => Reading::None,
                    (_, [one]) => Reading::One(*one),
                    _ if read == '|' => Reading::One('I'),
                    _ => Reading::Several,
                }
            }
            _ => Reading::None,
        }
    }

    /// A value of as many signs as the form.
    fn read(&self, signs: &[char]) -> Option<Finding> {
        let mut norm = String::with_capacity(signs.len());
        let mut several = false;
        for (at, sign) in signs.iter().enumerate() {
            match self.sign(at, *sign) {
                Reading::One(one) => norm.push(one),
                Reading::Several => several = true,
                Reading::None => return None,
            }
        }
        Some(if several {
            Finding::Doubted(TWO_READINGS)
        } else {
            Finding::Mended(norm)
        })
    }

    /// A value of one sign more than the form: of two neighbours that look alike one was read twice.
    fn without_doubled(&self, signs: &[char]) -> Option<Finding> {
        let fits = |left_out: usize| {
            let rest = signs.iter().enumerate().filter(|(at, _)| *at != left_out);
            let rest: Vec<char> = rest.map(|(_, sign)| *sign).collect();
            let exact = rest
                .iter()
                .map(|c| class(*c))
                .eq(self.classes.iter().copied());
            exact.then(|| rest.into_iter().collect::<String>())
        };
        let doubled = signs.windows(2).enumerate().filter(|(_, pair)| {
            matches!(pair, [a, b] if class(*a) != class(*b) && as_digit(*a).is_some() && as_digit(*a) == as_digit(*b))
        });
        let mut readings: Vec<String> = doubled
            .flat_map(|(at, _)| [fits(at), fits(at + 1)])
            .flatten()
            .collect();
        readings.dedup();
        match readings.as_slice() {
            [] => None,
            [_] => readings.pop().map(Finding::Mended),
            _ => Some(Finding::Doubted(TWO_READINGS)),
        }
    }
}

/// What a sign may stand for.
enum Reading {
    One(char),
    Several,
    None,
}

fn by_form<'v>(values: &'v [(usize, &'v str)]) -> impl Iterator<Item = (usize, Finding)> + 'v {
    let form = Form::of(values);
    values.iter().filter_map(move |(index, value)| {
        let form = form.as_ref()?;
        let signs: Vec<char> = value.chars().collect();
        let longer = signs.len().checked_sub(form.classes.len())?;
        let finding = match longer {
            0 if signs
                .iter()
                .map(|c| class(*c))
                .eq(form.classes.iter().copied()) =>
            {
                None
            }
            0 => form.read(&signs),
            1 => form.without_doubled(&signs),
            _ => None,
        };
        finding.map(|finding| (*index, finding))
    })
}

/// Lengths printed without decimals far from the others, which have them.
fn by_decimals<'p>(
    values: &[(usize, &str)],
    printed: impl Fn(usize) -> &'p str,
) -> Vec<(usize, Finding)> {
    let number = |value: &str| value.parse::<f64>().ok();
    let (with, without): (Vec<_>, Vec<_>) = values
        .iter()
        .partition(|(index, _)| printed(*index).contains(['.', ',']));
    let decimals = with.iter().filter_map(|(_, value)| number(value));
    // Centimetres are enough to sort by.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let keys = decimals.map(|metres| [(metres * 100.0) as usize, 0, 0, 0]);
    let sorted = order::sorted(keys.collect());
    let enough = sorted.len() >= FEWEST && sorted.len() * 100 >= values.len() * SHARE;
    let Some([middle, ..]) = sorted.get(sorted.len() / 2).filter(|_| enough) else {
        return Vec::new();
    };
    #[allow(clippy::cast_precision_loss)]
    let middle = *middle as f64 / 100.0;
    let far = |metres: f64| metres > middle * FAR || metres * FAR < middle;
    let lost = without
        .into_iter()
        .filter(|(_, v)| number(v).is_some_and(far));
    lost.map(|(index, _)| (index, Finding::Doubted(NO_MARK)))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, PageEntities, extract_page};

    /// A register with a column of these values.
    fn page(heading: &str, values: &[&str]) -> PageEntities {
        let rows = values.iter().enumerate().map(|(at, value)| {
            format!(
                "<tr><td>ALBA {}</td><td>{value}</td><td>ESP</td></tr>",
                at + 1
            )
        });
        let rows: String = rows.collect();
        let table = format!(
            "<table><tr><td>Vessel name</td><td>{heading}</td><td>Flag</td></tr>{rows}</table>"
        );
        extract_page(&table, &Carried::default()).0
    }

    #[test]
    fn a_number_that_misread_signs_keep_from_its_column_s_form_is_mended_or_doubted() {
        let rest = [
            "IMULA0416TLE",
            "IMULA0738KLT",
            "IMULA1022GLE",
            "IMULA0909CHW",
            "IMULA1553MTR",
        ];
        for (printed, read, corrected, doubts) in [
            ("IMULA0981TLE", "IMULA0981TLE", false, 0),
            ("IMULAO981TLE", "IMULA0981TLE", true, 0),
            ("IMULAL079TLE", "IMULA1079TLE", true, 0),
            ("IMULAL1079TLE", "IMULA1079TLE", true, 0),
            ("1MULA1079TLE", "IMULA1079TLE", true, 0),
            ("IMULA1079TL8", "IMULA1079TLB", true, 0),
            ("IMULA0S05MTR", "IMULA0S05MTR", false, 1),
            ("IMULA0981T1E", "IMULA0981T1E", false, 1),
            ("KLT-0981", "KLT-0981", false, 0),
        ] {
            let mut values = rest.to_vec();
            values.push(printed);
            let found = page("Registration number", &values);
            let mut numbers = found.entities.iter();
            let last = numbers.rfind(|e| e.label == Label::NationalRegNo);
            let told = last.map(|e| (e.norm_value.as_str(), e.corrected));
            assert_eq!(told, Some((read, corrected)), "{printed}");
            assert_eq!(found.diagnostics.len(), doubts, "{printed}");
            let sure = last.is_some_and(|e| e.confidence > 0.9);
            assert_eq!(sure, !corrected && doubts == 0, "{printed}");
        }
    }

    #[test]
    fn a_length_that_lost_its_decimal_mark_is_doubted() {
        let rest = ["27.30", "31.27", "19.12", "22.2", "33.25"];
        for (printed, doubts) in [("325", 1), ("2", 1), ("32", 0), ("32.5", 0), ("325.0", 0)] {
            let mut values = rest.to_vec();
            values.push(printed);
            let found = page("LOA (m)", &values);
            assert_eq!(found.diagnostics.len(), doubts, "{printed}");
        }
    }
}
