//! The connection to the warehouse: one an invocation, opened when it is first needed.

use std::time::Duration;

use futures::channel::oneshot;
use serde_json::json;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::NoTls;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Config, Error as PostgresError};
use vessel_ner_shared::error::{PipelineError, Result};
use vessel_ner_shared::warehouse::{SqlFailure, Statement, WarehouseAddress, classify};
use vessel_ner_worker_support::log;
use wasm_bindgen_futures::spawn_local;
use worker::postgres_tls::PassthroughTls;
use worker::{Delay, Env, SecureTransport, Socket};

/// A transaction that keeps meeting others is given back to the queue after so many tries.
const MAX_TRIES: u32 = 8;

/// The name of the secret that holds the address.
const ADDRESS_VARIABLE: &str = "WAREHOUSE_URL";

/// The warehouse, connected or not.
pub(crate) struct Warehouse {
    address: Result<WarehouseAddress>,
    connection: Option<Connection>,
}

struct Connection {
    client: Client,
    closed: oneshot::Receiver<()>,
}

fn unavailable(error: impl std::fmt::Display) -> PipelineError {
    PipelineError::unavailable("warehouse", error)
}

/// The text that the server sent, or what the client noticed by itself.
fn message_of(error: &PostgresError) -> String {
    error.as_db_error().map_or_else(
        || format!("connection: {error}"),
        |error| error.message().to_owned(),
    )
}

impl Warehouse {
    /// Reads the address; a bad one is reported by the first use.
    pub(crate) fn new(env: &Env) -> Self {
        let address = env
            .secret(ADDRESS_VARIABLE)
            .map(|secret| secret.to_string())
            .or_else(|_| {
                env.var(ADDRESS_VARIABLE)
                    .map(|variable| variable.to_string())
            })
            .map_err(|error| PipelineError::internal(format!("{ADDRESS_VARIABLE}: {error}")))
            .and_then(|address| WarehouseAddress::parse(&address));
        Self {
            address,
            connection: None,
        }
    }

    /// Runs the statements as one transaction. One that met another transaction runs again, whole,
    /// after a short wait that is different for each.
    pub(crate) async fn transaction(&mut self, statements: &[Statement]) -> Result<()> {
        let mut tries = 1;
        loop {
            let failure = match self.try_transaction(statements).await {
                Ok(()) => return Ok(()),
                Err(failure) => failure,
            };
            // Whatever state the session is in, the next try begins with a new one.
            self.connection = None;
            let (failure, message) = failure;
            if failure != SqlFailure::Conflict || tries == MAX_TRIES {
                return Err(failure.into_error(&message));
            }
            log::info(
                "transaction_conflict",
                json!({ "tries": tries, "message": message }),
            );
            Delay::from(jitter(tries)).await;
            tries += 1;
        }
    }

    async fn try_transaction(
        &mut self,
        statements: &[Statement],
    ) -> std::result::Result<(), (SqlFailure, String)> {
        let client = match self.client().await {
            Ok(client) => client,
            Err(error) if error.is_retryable() => {
                return Err((SqlFailure::Unavailable, error.internal));
            }
            Err(error) => return Err((SqlFailure::Statement, error.internal)),
        };
        let outcome = run(client, statements).await;
        outcome.map_err(|error| {
            let message = message_of(&error);
            (classify(&message), message)
        })
    }

    async fn client(&mut self) -> Result<&Client> {
        if self
            .connection
            .as_ref()
            .is_none_or(|connection| connection.client.is_closed())
        {
            let address = self.address.clone()?;
            self.connection = Some(connect(&address).await?);
        }
        let connection = self.connection.as_ref();
        connection
            .map(|connection| &connection.client)
            .ok_or_else(|| unavailable("not connected"))
    }

    /// Says goodbye and waits until the socket is closed.
    pub(crate) async fn close(self) {
        if let Some(Connection { client, closed }) = self.connection {
            drop(client);
            // The sender is dropped with the connection either way.
            let _ = closed.await;
        }
    }
}

async fn run(client: &Client, statements: &[Statement]) -> std::result::Result<(), PostgresError> {
    client.batch_execute("BEGIN TRANSACTION").await?;
    for statement in statements {
        let parameters: Vec<(&(dyn ToSql + Sync), Type)> = statement
            .parameters
            .iter()
            .map(|parameter| (parameter as &(dyn ToSql + Sync), Type::TEXT))
            .collect();
        client.execute_typed(&statement.sql, &parameters).await?;
    }
    client.batch_execute("COMMIT").await
}

async fn connect(address: &WarehouseAddress) -> Result<Connection> {
    let mut config = Config::new();
    config
        .user(address.user())
        .password(address.password())
        .dbname(address.database());
    let transport = if address.requires_tls() {
        // Without `Require` the client would go on in clear, token and all, if the server said no.
        config.ssl_mode(SslMode::Require);
        SecureTransport::StartTls
    } else {
        config.ssl_mode(SslMode::Disable);
        SecureTransport::Off
    };
    let socket = Socket::builder()
        .secure_transport(transport)
        .connect(address.host(), address.port())
        .map_err(unavailable)?;
    let (close, closed) = oneshot::channel();
    let client = if address.requires_tls() {
        let (client, connection) = config
            .connect_raw(socket, PassthroughTls)
            .await
            .map_err(|error| unavailable(message_of(&error)))?;
        spawn_local(drive(connection, close));
        client
    } else {
        let (client, connection) = config
            .connect_raw(socket, NoTls)
            .await
            .map_err(|error| unavailable(message_of(&error)))?;
        spawn_local(drive(connection, close));
        client
    };
    Ok(Connection { client, closed })
}

async fn drive(
    connection: impl Future<Output = std::result::Result<(), PostgresError>>,
    close: oneshot::Sender<()>,
) {
    if let Err(error) = connection.await {
        log::warn(
            "warehouse_connection_ended",
            json!({ "cause": message_of(&error) }),
        );
    }
    // Nobody waits if the connection was given up.
    let _ = close.send(());
}

/// 20 ms doubled with every try, times a random factor between 0.5 and 1.5.
fn jitter(tries: u32) -> Duration {
    let base = 20_u64.saturating_mul(1 << tries.min(6));
    let random = getrandom::u32().unwrap_or_default();
    let share = u64::from(random % 1000);
    Duration::from_millis(base.saturating_mul(500 + share) / 1000)
}
