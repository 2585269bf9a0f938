//! The server: accepts connections, and ends cleanly with everything on disk.

use crate::{
    cancel::Cancellations,
    database::Database,
    error::WarehouseError,
    extended::ExtendedHandler,
    handler::Handler,
    log,
    login::{Gate, Login},
    migrate::{self, Migration},
};
use pgwire::{
    api::{
        ClientInfo, ErrorHandler, PgWireServerHandlers,
        auth::StartupHandler,
        cancel::CancelHandler,
        query::{ExtendedQueryHandler, SimpleQueryHandler},
    },
    error::PgWireError,
    tokio::{TlsAcceptor, process_socket},
};
use serde_json::json;
use std::{future::Future, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore, mpsc},
    task::JoinSet,
};

/// How long ending waits for statements that were told to stop.
const PATIENCE_AT_END: Duration = Duration::from_secs(10);
/// A pause after an accept error (out of file descriptors), so that the loop does not spin.
const PAUSE_AFTER_ACCEPT_ERROR: Duration = Duration::from_millis(100);

/// Bounds on what clients may ask of the server.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at a time.
    pub connections: usize,
    /// Bytes of one SQL text. (Parameters come on top.)
    pub query_bytes: usize,
    /// Bytes of all parameters of one statement. (A message may have 1 GiB before that is seen.)
    pub parameter_bytes: usize,
    /// Named prepared statements of one connection.
    pub statements: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 64,
            query_bytes: 16 * 1024 * 1024,
            parameter_bytes: 256 * 1024 * 1024,
            statements: 1_000,
        }
    }
}

/// What to serve and how.
#[derive(Debug, Default)]
pub struct Options {
    /// The database file; made if it is missing.
    pub database: PathBuf,
    /// Folders whose files statements may read.
    pub allow_read: Vec<PathBuf>,
    /// Asked of every client, if given.
    pub password: Option<String>,
    /// With it, connections without TLS are refused.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Bounds.
    pub limits: Limits,
}

/// What the connections of a server share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) database: Database,
    pub(crate) gate: Gate,
    pub(crate) limits: Limits,
    pub(crate) allows_reads: bool,
    pub(crate) cancellations: Arc<Cancellations>,
    /// Each session's thread holds a clone until its connection is closed.
    pub(crate) alive: mpsc::Sender<()>,
    /// Rung when DuckDB gives its database up.
    broken: Notify,
}

impl Shared {
    /// Logs an error a client is about to be told, except those that are its own business.
    pub(crate) fn log_error<C: ClientInfo>(&self, client: &C, error: &PgWireError) {
        let (code, message) = (error.code(), error.to_string());
        if matches!(code, "XX000" | "58030" | "53200") {
            log::event(
                "error",
                "statement failed",
                json!({
                    "client": client.socket_addr().to_string(), "sqlstate": code, "message": message,
                }),
            );
        }
        if WarehouseError::new("XX000", message_of(error)).invalidates_database() {
            self.broken.notify_one();
        }
    }
}

fn message_of(error: &PgWireError) -> String {
    match error {
        PgWireError::UserError(info) => info.message.clone(),
        other => other.to_string(),
    }
}

/// A server that has its database open and its port bound.
pub struct Server {
    listener: TcpListener,
    shared: Arc<Shared>,
    sessions_gone: mpsc::Receiver<()>,
    tls: Option<TlsAcceptor>,
}

impl Server {
    /// Opens the database and binds the address.
    ///
    /// # Errors
    /// If the file is in use or damaged, or the address is taken.
    pub async fn bind(address: SocketAddr, options: Options) -> Result<Self, WarehouseError> {
        let database = Database::open(&options.database, &options.allow_read)?;
        let listener = TcpListener::bind(address).await.map_err(|error| {
            WarehouseError::new("58000", format!("can not listen on {address}: {error}"))
        })?;
        let (alive, sessions_gone) = mpsc::channel(1);
        let shared = Arc::new(Shared {
            database,
            gate: Gate::new(options.password.as_deref(), options.tls.is_some())?,
            limits: options.limits,
            allows_reads: !options.allow_read.is_empty(),
            cancellations: Arc::new(Cancellations::default()),
            alive,
            broken: Notify::new(),
        });
        let tls = options.tls.map(TlsAcceptor::from);
        Ok(Self {
            listener,
            shared,
            sessions_gone,
            tls,
        })
    }

    /// The address bound, with the port the system chose if 0 was asked for.
    ///
    /// # Errors
    /// If the system does not tell.
    pub fn address(&self) -> Result<SocketAddr, WarehouseError> {
        self.listener
            .local_addr()
            .map_err(|error| WarehouseError::internal(format!("no local address: {error}")))
    }

    /// Applies the migrations the database lacks; returns their names.
    ///
    /// # Errors
    /// As [`migrate::over_wire`].
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<Vec<String>, WarehouseError> {
        migrate::directly(&self.shared.database, migrations).await
    }

    /// Serves until `stop` resolves, then ends all sessions (rolling back what is open) and writes
    /// the log into the file.
    ///
    /// # Errors
    /// If DuckDB declared its database invalid, or the last checkpoint fails. Committed rows are
    /// safe in the write-ahead log in both cases.
    pub async fn serve(self, stop: impl Future<Output = ()>) -> Result<(), WarehouseError> {
        let Self {
            listener,
            shared,
            mut sessions_gone,
            tls,
        } = self;
        let places = Arc::new(Semaphore::new(shared.limits.connections));
        let mut connections = JoinSet::new();
        let mut outcome = Ok(());
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                () = shared.broken.notified() => {
                    outcome = Err(WarehouseError::new(
                        "XX001",
                        "FATAL Error: the database was invalidated; start the server again",
                    ));
                    break;
                }
                accepted = listener.accept() => match accepted {
                    // Full twice over: not even an error message can be afforded.
                    Ok(_) if connections.len() >= 2 * shared.limits.connections => {}
                    Ok((socket, _)) => {
                        let place = Arc::clone(&places).try_acquire_owned().ok();
                        let handlers = Handlers::new(&shared, place.is_some());
                        let tls = tls.clone();
                        connections.spawn(async move {
                            serve_connection(socket, tls, handlers).await;
                            drop(place);
                        });
                    }
                    Err(error) => {
                        log::event("error", "accept failed", json!({ "message": error.to_string() }));
                        tokio::time::sleep(PAUSE_AFTER_ACCEPT_ERROR).await;
                    }
                },
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
            }
        }
        drop(listener);
        shared.cancellations.interrupt_all();
        connections.shutdown().await;
        let Some(shared) = Arc::into_inner(shared) else {
            return Err(WarehouseError::internal("a connection outlived its task"));
        };
        let Shared {
            database, alive, ..
        } = shared;
        drop(alive);
        if tokio::time::timeout(PATIENCE_AT_END, sessions_gone.recv())
            .await
            .is_err()
        {
            log::event(
                "warning",
                "a statement did not stop; leaving without checkpoint",
                json!({}),
            );
            return outcome;
        }
        outcome.and_then(|()| database.checkpoint())
    }
}

async fn serve_connection(socket: TcpStream, tls: Option<TlsAcceptor>, handlers: Handlers) {
    if let Err(error) = process_socket(socket, tls, handlers).await {
        log::event(
            "info",
            "connection lost",
            json!({ "message": error.to_string() }),
        );
    }
}

/// The handlers of one connection.
struct Handlers {
    login: Arc<Login>,
    simple: Arc<Handler>,
    extended: Arc<ExtendedHandler>,
    cancellations: Arc<Cancellations>,
}

impl Handlers {
    fn new(shared: &Arc<Shared>, has_place: bool) -> Self {
        let simple = Arc::new(Handler::new(Arc::clone(shared)));
        Self {
            login: Arc::new(Login::new(Arc::clone(shared), has_place)),
            extended: Arc::new(ExtendedHandler::new(Arc::clone(&simple))),
            simple,
            cancellations: Arc::clone(&shared.cancellations),
        }
    }
}

impl PgWireServerHandlers for Handlers {
    fn simple_query_handler(&self) -> Arc<impl SimpleQueryHandler> {
        Arc::clone(&self.simple)
    }

    fn extended_query_handler(&self) -> Arc<impl ExtendedQueryHandler> {
        Arc::clone(&self.extended)
    }

    fn startup_handler(&self) -> Arc<impl StartupHandler> {
        Arc::clone(&self.login)
    }

    fn error_handler(&self) -> Arc<impl ErrorHandler> {
        Arc::clone(&self.simple)
    }

    fn cancel_handler(&self) -> Arc<impl CancelHandler> {
        Arc::clone(&self.cancellations)
    }
}
