//! The clock and waiting. Cloudflare's clock stands still while a Worker computes.

use std::time::Duration;

use worker::{Date, Delay};

/// Milliseconds since 1970.
#[expect(clippy::cast_possible_wrap)] // for the next 290 million years
pub(crate) fn now_ms() -> i64 {
    Date::now().as_millis() as i64
}

/// Waits.
pub(crate) async fn sleep_ms(milliseconds: i64) {
    let milliseconds = u64::try_from(milliseconds).unwrap_or(0);
    Delay::from(Duration::from_millis(milliseconds)).await;
}

/// A random share, 0–1, so that Workers that failed together do not come back together.
pub(crate) fn random_share() -> f64 {
    js_sys::Math::random()
}
