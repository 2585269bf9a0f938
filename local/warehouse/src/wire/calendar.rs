//! Dates and times: DuckDB counts from 1970, PostgreSQL from 2000.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use duckdb::types::TimeUnit;

/// Days from 1970-01-01 to 2000-01-01.
pub(crate) const DAYS_TO_2000: i32 = 10_957;
/// Microseconds from 1970-01-01 to 2000-01-01.
pub(crate) const MICROSECONDS_TO_2000: i64 = 946_684_800_000_000;

/// Microseconds, or `None` where the unit's value does not fit; infinity stays infinity.
pub(crate) fn to_microseconds(unit: TimeUnit, value: i64) -> Option<i64> {
    if value == i64::MAX || value == -i64::MAX {
        return Some(value);
    }
    match unit {
        TimeUnit::Second => value.checked_mul(1_000_000),
        TimeUnit::Millisecond => value.checked_mul(1_000),
        TimeUnit::Microsecond => Some(value),
        TimeUnit::Nanosecond => Some(value.div_euclid(1_000)),
    }
}

/// `2024-01-31 10:20:30.5`, or `None` outside of what the calendar library knows (±262,000 years).
pub(crate) fn timestamp_text(microseconds: i64) -> Option<String> {
    match microseconds {
        i64::MAX => Some("infinity".to_owned()),
        value if value == -i64::MAX => Some("-infinity".to_owned()),
        value => {
            let moment = DateTime::from_timestamp_micros(value)?.naive_utc();
            Some(format!(
                "{} {}",
                date_of(moment.date()),
                time_of(moment.time())
            ))
        }
    }
}

/// `2024-01-31`.
pub(crate) fn date_text(days: i32) -> Option<String> {
    match days {
        i32::MAX => Some("infinity".to_owned()),
        value if value == -i32::MAX => Some("-infinity".to_owned()),
        value => {
            let seconds = i64::from(value).checked_mul(86_400)?;
            Some(date_of(DateTime::from_timestamp(seconds, 0)?.date_naive()))
        }
    }
}

/// `10:20:30.5` for microseconds since midnight.
pub(crate) fn time_text(microseconds: i64) -> Option<String> {
    let seconds = u32::try_from(microseconds.div_euclid(1_000_000)).ok()?;
    let nanoseconds = u32::try_from(microseconds.rem_euclid(1_000_000))
        .ok()?
        .checked_mul(1_000)?;
    if seconds == 86_400 {
        return Some("24:00:00".to_owned());
    }
    Some(time_of(NaiveTime::from_num_seconds_from_midnight_opt(
        seconds,
        nanoseconds,
    )?))
}

/// DuckDB's and PostgreSQL's common notation, `1 year 2 months 3 days 04:05:06`.
pub(crate) fn interval_text(months: i32, days: i32, microseconds: i64) -> String {
    let mut parts = Vec::new();
    let mut part = |count: i32, unit: &str| {
        if count != 0 {
            let plural = if count.abs() == 1 { "" } else { "s" };
            parts.push(format!("{count} {unit}{plural}"));
        }
    };
    part(months / 12, "year");
    part(months % 12, "month");
    part(days, "day");
    if microseconds != 0 || parts.is_empty() {
        let sign = if microseconds < 0 { "-" } else { "" };
        let magnitude = microseconds.unsigned_abs();
        let (seconds, fraction) = (magnitude / 1_000_000, magnitude % 1_000_000);
        let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let fraction = fraction_text(fraction);
        parts.push(format!(
            "{sign}{hours:02}:{minutes:02}:{seconds:02}{fraction}"
        ));
    }
    parts.join(" ")
}

/// Microseconds since 1970 of a timestamp as text, with or without a zone; UTC where it has none.
pub(crate) fn parse_timestamp(text: &str) -> Option<i64> {
    const ZONED: [&str; 2] = ["%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M:%S%.f%#z"];
    const PLAIN: [&str; 2] = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.timestamp_micros());
    }
    let zoned = ZONED
        .iter()
        .find_map(|format| DateTime::parse_from_str(text, format).ok());
    let plain = || {
        PLAIN
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    };
    let midnight = || {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()?
            .and_hms_opt(0, 0, 0)
    };
    match zoned {
        Some(moment) => Some(moment.timestamp_micros()),
        None => Some(plain().or_else(midnight)?.and_utc().timestamp_micros()),
    }
}

/// Days since 1970 of a date as text.
pub(crate) fn parse_date(text: &str) -> Option<i32> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    let days = date.signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).ok()
}

/// Microseconds since midnight of a time as text.
pub(crate) fn parse_time(text: &str) -> Option<i64> {
    let time = NaiveTime::parse_from_str(text, "%H:%M:%S%.f").ok()?;
    let seconds = i64::from(time.num_seconds_from_midnight());
    Some(seconds * 1_000_000 + i64::from(time.nanosecond() / 1_000))
}

fn date_of(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

fn time_of(time: NaiveTime) -> String {
    let fraction = fraction_text(u64::from(time.nanosecond() / 1_000));
    format!("{}{fraction}", time.format("%H:%M:%S"))
}

/// `.5` for 500,000 microseconds, nothing for none.
fn fraction_text(microseconds: u64) -> String {
    if microseconds == 0 {
        return String::new();
    }
    format!(".{microseconds:06}")
        .trim_end_matches('0')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{date_text, interval_text, parse_date, parse_timestamp, timestamp_text};

    #[test]
    fn timestamps_round_trip_through_text_to_the_microsecond() {
        for value in [
            0,
            1,
            -1,
            1_704_067_200_123_450,
            -62_135_596_800_000_000,
            999_999,
        ] {
            let text = timestamp_text(value).unwrap_or_default();
            assert_eq!(parse_timestamp(&text), Some(value), "{text}");
        }
        assert_eq!(
            parse_timestamp("2024-01-01T02:00:00+02:00"),
            Some(1_704_067_200_000_000)
        );
        assert_eq!(
            parse_timestamp("2024-01-01 02:00:00+02"),
            Some(1_704_067_200_000_000)
        );
        assert_eq!(parse_timestamp("2024-01-01"), Some(1_704_067_200_000_000));
        assert_eq!(parse_timestamp("yesterday"), None);
    }

    #[test]
    fn what_no_calendar_holds_is_infinity_or_nothing() {
        assert_eq!(timestamp_text(i64::MAX).as_deref(), Some("infinity"));
        assert_eq!(timestamp_text(-i64::MAX).as_deref(), Some("-infinity"));
        assert_eq!(timestamp_text(i64::MAX - 1), None);
        assert_eq!(date_text(-i32::MAX).as_deref(), Some("-infinity"));
        assert_eq!(date_text(0).as_deref(), Some("1970-01-01"));
        assert_eq!(parse_date("1970-01-02"), Some(1));
    }

    #[test]
    fn intervals_read_as_duckdb_writes_them() {
        let cases = [
            ((14, 0, 0), "1 year 2 months"),
            ((1, 2, 11_045_600_000), "1 month 2 days 03:04:05.6"),
            ((0, 0, 0), "00:00:00"),
            ((0, 0, -1_000_000), "-00:00:01"),
        ];
        for ((months, days, microseconds), expected) in cases {
            assert_eq!(interval_text(months, days, microseconds), expected);
        }
    }
}
