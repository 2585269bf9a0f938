use super::*;
use crate::entities::words::tokens::Tokens;

#[test]
fn a_date_is_read_in_every_notation() {
    let cases = [
        ("21 FEB 2025", "2025-02-21"),
        ("01-Jan-2025", "2025-01-01"),
        ("January 1, 2025", "2025-01-01"),
        ("26th June 2025", "2025-06-26"),
        ("18 de febrero de 2024", "2024-02-18"),
        ("1er janvier 2025", "2025-01-01"),
        ("1º de janeiro de 2025", "2025-01-01"),
        ("31 Desember 2025", "2025-12-31"),
        ("12. März 2023", "2023-03-12"),
        ("the 12th day of March 2024", "2024-03-12"),
        ("02.12.2022", "2022-12-02"),
        ("2025/01/31", "2025-01-31"),
        ("2025-01-31T10:00Z", "2025-01-31"),
        ("16/02/2023", "2023-02-16"),
        ("2025年1月9日", "2025-01-09"),
        ("5 maggio 2021", "2021-05-05"),
        ("2021년 2월 24일", "2021-02-24"),
        ("2021. 3. 1.", "2021-03-01"),
        ("2025. 12. 31", "2025-12-31"),
        ("3-V-2024", "2024-05-03"),
    ];
    for (text, iso) in cases {
        let hits = scan(text, &(0..text.len()), Order::DayMonth);
        assert_eq!(hits.first().map(|h| h.iso.as_str()), Some(iso), "{text}");
    }
}

#[test]
fn a_day_of_another_month_is_no_year() {
    let cases = [
        ("15 May – 14 Nov 2024", "2024-11-14"),
        ("1 abr 30 set 2023", "2023-09-30"),
        ("15 May 24 may end", "2024-05-15"),
        ("15-May-24 12-Nov-25", "2024-05-15"),
    ];
    for (text, iso) in cases {
        let hits = scan(text, &(0..text.len()), Order::DayMonth);
        assert_eq!(hits.first().map(|h| h.iso.as_str()), Some(iso), "{text}");
    }
}

#[test]
fn the_order_of_slash_dates_is_the_caption_s_or_the_page_s() {
    let text = "03/01/2023";
    let month_first = scan(text, &(0..text.len()), Order::MonthDay);
    assert_eq!(
        month_first.first().map(|h| h.iso.as_str()),
        Some("2023-03-01")
    );
    assert_eq!(
        order_of_page("from 02/16/2023 to 03/01/2023"),
        Order::MonthDay
    );
    assert_eq!(
        order_of_page("from 16/02/2023 to 03/01/2023"),
        Order::DayMonth
    );
    for (caption, order) in [
        ("Authorised from – month/day/year", Some(Order::MonthDay)),
        ("En vigueur du – jour/mois/année", Some(Order::DayMonth)),
        ("Valid to (yyyy-mm-dd)", Some(Order::YearFirst)),
        ("Valid to", None),
    ] {
        let tokens = Tokens::read(caption, &(0..caption.len()));
        assert_eq!(order_of_caption(&tokens), order, "{caption}");
    }
}

#[test]
fn what_is_no_calendar_day_is_left_alone() {
    for text in [
        "05 Aug 06:30",
        "31/02/2023",
        "21.3.4",
        "CT-4-2-03",
        "tel 04 23 12",
        "2024",
        "Jan 2025",
        "32 May 2020",
        "1/2",
    ] {
        assert!(
            scan(text, &(0..text.len()), Order::DayMonth).is_empty(),
            "{text}"
        );
    }
}

#[test]
fn engines_and_ends_of_sentences_are_no_days() {
    for text in ["Wärtsilä 12V32", "since 2021. 3. Flag", "2021. 3. 12 hulls"] {
        assert!(
            scan(text, &(0..text.len()), Order::DayMonth).is_empty(),
            "{text}"
        );
    }
}

#[test]
fn days_joined_by_a_dash_are_two() {
    for text in [
        "24/05/2023–17/01/2025",
        "24/05/2023-17/01/2025",
        "24.05.2023—17.01.2025",
    ] {
        let hits = scan(text, &(0..text.len()), Order::DayMonth);
        let days: Vec<&str> = hits.iter().map(|hit| hit.iso.as_str()).collect();
        assert_eq!(days, ["2023-05-24", "2025-01-17"], "{text}");
    }
}
