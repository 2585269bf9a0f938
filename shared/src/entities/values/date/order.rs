//! In which order a page or a caption writes the parts of a date: `dd/mm/yyyy`, `month/day/year`.

use super::Order;
use crate::entities::words::tokens::Tokens;

/// The order a caption names: `dd/mm/yyyy`, `month/day/year`, `jour/mois/année`.
pub(crate) fn order_of_caption(tokens: &Tokens<'_>) -> Option<Order> {
    // The words for a month begin so, or the whole order is one word.
    let ordered = (0..tokens.len()).any(|index| {
        let word = tokens.folded(index, index + 1).as_bytes();
        word.len() == 8 || matches!(word.first(), Some(b'm' | b'b'))
    });
    if !ordered {
        return None;
    }
    let mut day = None;
    let mut month = None;
    let mut year = None;
    for index in 0..tokens.len() {
        match tokens.folded(index, index + 1) {
            "dd" | "jj" | "day" | "jour" | "dia" | "hari" | "tag" | "giorno" | "d" | "tt"
            | "gg" | "hh" | "tanggal" => day = day.or(Some(index)),
            "mm" | "month" | "mois" | "mes" | "bulan" | "monat" | "mese" | "m" | "mmm" | "bb" => {
                month = month.or(Some(index));
            }
            "yyyy" | "aaaa" | "yy" | "year" | "annee" | "an" | "ano" | "tahun" | "jahr"
            | "anno" | "aa" | "jjjj" | "thn" | "y" => year = year.or(Some(index)),
            "ddmmyyyy" | "ddmmaaaa" => return Some(Order::DayMonth),
            "mmddyyyy" => return Some(Order::MonthDay),
            "yyyymmdd" => return Some(Order::YearFirst),
            _ => {}
        }
    }
    let (day, month) = (day?, month?);
    match year {
        Some(year) if year < day && year < month => Some(Order::YearFirst),
        _ if day.abs_diff(month) > 1 => None,
        _ if month < day => Some(Order::MonthDay),
        _ => Some(Order::DayMonth),
    }
}

/// The order that the figures of a whole page show: a part above twelve can only be the day.
pub(crate) fn order_of_page(text: &str) -> Order {
    let bytes = text.as_bytes();
    let (mut day_first, mut month_first) = (0, 0);
    let two = |at: usize| -> Option<u32> {
        let a = bytes.get(at)?;
        let b = bytes.get(at + 1)?;
        (a.is_ascii_digit() && b.is_ascii_digit())
            .then(|| u32::from(a - b'0') * 10 + u32::from(b - b'0'))
    };
    for at in memchr::memchr_iter(b'/', bytes) {
        if bytes.get(at + 3) != Some(&b'/') || at < 2 {
            continue;
        }
        if let (Some(first), Some(second)) = (two(at - 2), two(at + 1)) {
            if first > 12 && first <= 31 && second <= 12 {
                day_first += 1;
            }
            if second > 12 && second <= 31 && first <= 12 {
                month_first += 1;
            }
        }
    }
    if month_first > day_first {
        Order::MonthDay
    } else {
        Order::DayMonth
    }
}
