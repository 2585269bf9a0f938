use std::fmt;
use std::net::IpAddr;

use crate::error::{PipelineError, Result};

/// A parsed `postgres://user:password@host:port/database` address. The password is a token with
/// write access to everything, so it leaves this type only through [`WarehouseAddress::password`].
#[derive(Clone, PartialEq, Eq)]
pub struct WarehouseAddress {
    user: String,
    password: String,
    host: String,
    port: u16,
    database: String,
}

const DEFAULT_PORT: u16 = 5432;

impl WarehouseAddress {
    /// Reads an address. User, password and database may be percent-encoded. Query parameters are
    /// ignored: whether TLS is used follows from the host alone.
    pub fn parse(address: &str) -> Result<Self> {
        let malformed = |what: &str| PipelineError::internal(format!("WAREHOUSE_URL: {what}"));
        let rest = address
            .strip_prefix("postgres://")
            .or_else(|| address.strip_prefix("postgresql://"))
            .ok_or_else(|| malformed("does not begin with postgres://"))?;
        let rest = rest.split_once('?').map_or(rest, |(before, _)| before);
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (credentials, endpoint) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
        let (host, port) = split_port(endpoint).ok_or_else(|| malformed("bad host or port"))?;
        if host.is_empty() {
            return Err(malformed("no host"));
        }
        let decode = |text: &str, what| percent_decode(text).ok_or_else(|| malformed(what));
        let non_empty = |text: String, default: &str| {
            if text.is_empty() {
                default.to_owned()
            } else {
                text
            }
        };
        Ok(Self {
            user: non_empty(decode(user, "bad user")?, "postgres"),
            password: decode(password, "bad password")?,
            host: host.to_owned(),
            port,
            database: non_empty(decode(database, "bad database")?, "vessel_intelligence"),
        })
    }

    /// The user; `postgres` if none is named.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The password or access token; empty if there is none.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Host name or IP address, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// TCP port.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Database; `vessel_intelligence` if none is named.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Whether the connection must be encrypted: always, except to this machine itself.
    pub fn requires_tls(&self) -> bool {
        let is_loopback = self.host.eq_ignore_ascii_case("localhost")
            || self
                .host
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback());
        !is_loopback
    }
}

impl fmt::Debug for WarehouseAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}/{}", self.host, self.port, self.database)
    }
}

fn split_port(endpoint: &str) -> Option<(&str, u16)> {
    if let Some(rest) = endpoint.strip_prefix('[') {
        let (host, port) = rest.split_once(']')?;
        return match port.strip_prefix(':') {
            Some(port) => Some((host, port.parse().ok()?)),
            None if port.is_empty() => Some((host, DEFAULT_PORT)),
            None => None,
        };
    }
    match endpoint.rsplit_once(':') {
        Some((host, port)) => Some((host, port.parse().ok()?)),
        None => Some((endpoint, DEFAULT_PORT)),
    }
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() -> Result<()> {
        let address = WarehouseAddress::parse(
            "postgres://postgres:a%3Ab%40c@pg.us-east-1-aws.motherduck.com:5432/md%3A?sslmode=require",
        )?;
        assert_eq!(address.password(), "a:b@c");
        assert_eq!(address.host(), "pg.us-east-1-aws.motherduck.com");
        assert_eq!(address.database(), "md:");
        let local = WarehouseAddress::parse("postgres://127.0.0.1:6000")?;
        assert_eq!((local.user(), local.port()), ("postgres", 6000));
        assert_eq!(local.database(), "vessel_intelligence");
        Ok(())
    }

    #[test]
    fn only_this_machine_goes_without_tls() -> Result<()> {
        for (host, expected) in [
            ("127.0.0.1", false),
            ("localhost", false),
            ("[::1]", false),
            ("10.0.0.1", true),
            ("localhost.example.com", true),
            ("pg.eu-west-1-aws.motherduck.com", true),
        ] {
            let address = WarehouseAddress::parse(&format!("postgres://u:p@{host}:1/db"))?;
            assert_eq!(address.requires_tls(), expected, "{host}");
        }
        Ok(())
    }

    #[test]
    fn password_is_not_printed() -> Result<()> {
        let address = WarehouseAddress::parse("postgres://u:secret@127.0.0.1:1/db")?;
        assert!(!format!("{address:?}").contains("secret"));
        let error =
            WarehouseAddress::parse("mysql://u:secret@h/db").map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| !text.contains("secret")));
        Ok(())
    }
}
