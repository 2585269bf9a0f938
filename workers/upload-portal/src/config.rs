//! Settings from the Worker's variables and secrets, with the defaults of a machine of one's own.

use worker::Env;

/// What can be set from outside.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Largest file in bytes.
    pub max_upload_bytes: u64,
    /// Turnstile's public key; without both keys nobody is asked.
    pub turnstile_site_key: Option<String>,
    /// Turnstile's secret key.
    pub turnstile_secret_key: Option<String>,
    /// Where Turnstile's answers are checked; tests point it at a server of their own.
    pub turnstile_verify_url: String,
}

const DEFAULT_MAX_UPLOAD_BYTES: u64 = 50 * 1024 * 1024;
const TURNSTILE_VERIFY_URL: &str = "https://challenges.cloudflare.com/turnstile/v0/siteverify";

fn text(env: &Env, name: &str) -> Option<String> {
    env.var(name)
        .ok()
        .map(|value| value.to_string())
        .filter(|value| !value.is_empty())
}

impl Config {
    pub(crate) fn read(env: &Env) -> Self {
        Self {
            max_upload_bytes: text(env, "MAX_UPLOAD_BYTES")
                .and_then(|value| value.parse().ok())
                .unwrap_or(DEFAULT_MAX_UPLOAD_BYTES),
            turnstile_site_key: text(env, "TURNSTILE_SITE_KEY"),
            turnstile_secret_key: text(env, "TURNSTILE_SECRET_KEY"),
            turnstile_verify_url: text(env, "TURNSTILE_VERIFY_URL")
                .unwrap_or_else(|| TURNSTILE_VERIFY_URL.to_owned()),
        }
    }

    /// Whether senders are asked by Turnstile. A site key alone is enough: a secret that is missing
    /// then refuses everybody, instead of letting everybody in.
    pub(crate) fn asks_turnstile(&self) -> bool {
        self.turnstile_site_key.is_some() || self.turnstile_secret_key.is_some()
    }
}
