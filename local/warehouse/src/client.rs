//! A client's connection, for the subcommands: the local warehouse or MotherDuck alike.

use crate::{error::WarehouseError, tls};
use std::{net::IpAddr, path::Path};
use tokio::task::JoinHandle;
use tokio_postgres::{
    Client, Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

/// An open connection; closes when dropped.
#[derive(Debug)]
pub struct Connected {
    /// Where statements go.
    pub client: Client,
    driver: JoinHandle<()>,
}

impl Drop for Connected {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Connects to a `postgres://` address. TLS is demanded of every host that is not loopback, and
/// the certificate is always checked, against `authorities` if given.
///
/// # Errors
/// If the address is none, the server can not be reached, or refuses.
pub async fn connect(url: &str, authorities: Option<&Path>) -> Result<Connected, WarehouseError> {
    // rustls always verifies, so libpq's stricter words mean no more than `require`.
    let url = url.replace("sslmode=verify-full", "sslmode=require");
    let mut config: Config = url.parse().map_err(|error| {
        WarehouseError::new("08001", format!("not a postgres:// address: {error}"))
    })?;
    if !config.get_hosts().iter().all(is_loopback) {
        config.ssl_mode(SslMode::Require);
    }
    let connector = MakeRustlsConnect::new(tls::client_config(authorities)?);
    let (client, connection) = config.connect(connector).await.map_err(error_of)?;
    let driver = tokio::spawn(async move {
        // Its errors reach the caller through the client.
        let _ = connection.await;
    });
    Ok(Connected { client, driver })
}

/// The server's error where there is one, else the library's with its causes.
#[allow(clippy::needless_pass_by_value)] // For map_err.
pub fn error_of(error: tokio_postgres::Error) -> WarehouseError {
    let Some(reported) = error.as_db_error() else {
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(deeper) = cause {
            text = format!("{text}: {deeper}");
            cause = deeper.source();
        }
        return WarehouseError::new("08006", text);
    };
    let conflict = reported.code().code() == "40001"
        || reported
            .message()
            .starts_with("TransactionContext Error: Conflict");
    WarehouseError::new(if conflict { "40001" } else { "58000" }, reported.message())
}

fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|address: IpAddr| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}
