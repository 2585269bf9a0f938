//! A client's session: one DuckDB connection on a thread of its own, since DuckDB's calls block.
//!
//! The session keeps PostgreSQL's transaction states. After any error inside a transaction only
//! ROLLBACK (or COMMIT, which then rolls back) is accepted. DuckDB itself would carry on after some
//! kinds of error; being stricter here means that what works here works on MotherDuck.
//! When the session is dropped its connection closes, and an open transaction is rolled back.

use crate::{
    database::Database,
    error::WarehouseError,
    execute::{self, Column, Event, Execution},
    sql::Statement,
};
use duckdb::{InterruptHandle, types::Value};
use pgwire::{api::portal::Format, messages::response::TransactionStatus};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
        mpsc as blocking,
    },
    thread,
};
use tokio::sync::{mpsc, oneshot};

/// Batches of rows on their way to the socket; the session waits when this many are unsent.
const BATCHES_IN_FLIGHT: usize = 4;

/// Where a session stands with regard to transactions.
#[derive(Debug, Default)]
pub(crate) struct TransactionState(AtomicU8);

impl TransactionState {
    const IDLE: u8 = 0;
    const OPEN: u8 = 1;
    const FAILED: u8 = 2;

    /// The state as the protocol names it.
    pub(crate) fn status(&self) -> TransactionStatus {
        match self.0.load(Ordering::SeqCst) {
            Self::IDLE => TransactionStatus::Idle,
            Self::OPEN => TransactionStatus::Transaction,
            _ => TransactionStatus::Error,
        }
    }

    /// A transaction began.
    pub(crate) fn begin(&self) {
        self.0.store(Self::OPEN, Ordering::SeqCst);
    }

    /// A transaction ended, either way.
    pub(crate) fn end(&self) {
        self.0.store(Self::IDLE, Ordering::SeqCst);
    }

    /// An error happened: an open transaction is failed from here on.
    pub(crate) fn fail(&self) {
        let _ =
            self.0
                .compare_exchange(Self::OPEN, Self::FAILED, Ordering::SeqCst, Ordering::SeqCst);
    }

    /// Whether nothing but ending the transaction is accepted.
    pub(crate) fn is_failed(&self) -> bool {
        self.0.load(Ordering::SeqCst) == Self::FAILED
    }
}

/// A statement to run, with its parameters and how its result is wanted.
#[derive(Debug)]
pub(crate) struct Run {
    /// What to run.
    pub statement: Statement,
    /// One value a parameter.
    pub parameters: Vec<Value>,
    /// Columns as they were described, if they were.
    pub described: Option<Arc<Vec<Column>>>,
    /// Text or binary, by column.
    pub formats: Format,
}

enum Command {
    Describe {
        statement: Statement,
        parameters: Vec<Option<pgwire::api::Type>>,
        reply: oneshot::Sender<Result<Vec<Column>, WarehouseError>>,
    },
    Run {
        run: Box<Run>,
        events: mpsc::Sender<Event>,
    },
}

/// The handle to a session's thread.
pub(crate) struct Session {
    commands: blocking::Sender<Command>,
    state: Arc<TransactionState>,
    interrupt: Arc<InterruptHandle>,
}

impl Session {
    /// Opens a connection and starts its thread. `alive` is held until the connection is closed.
    ///
    /// # Errors
    /// If there is no connection or no thread to be had.
    pub(crate) fn start(
        database: &Database,
        alive: mpsc::Sender<()>,
    ) -> Result<Self, WarehouseError> {
        let connection = database.connect()?;
        let interrupt = connection.interrupt_handle();
        let state = Arc::new(TransactionState::default());
        let (commands, received) = blocking::channel();
        let session_state = Arc::clone(&state);
        thread::Builder::new()
            .name("session".to_owned())
            .spawn(move || {
                for command in received {
                    match command {
                        Command::Describe {
                            statement,
                            parameters,
                            reply,
                        } => {
                            let columns = if session_state.is_failed() {
                                Err(WarehouseError::transaction_aborted())
                            } else {
                                execute::describe(&connection, &statement, &parameters)
                            };
                            // Nobody waits if the client is gone.
                            let _ = reply.send(columns);
                        }
                        Command::Run { run, events } => {
                            let execution = Execution {
                                connection: &connection,
                                state: &session_state,
                            };
                            execution.run(*run, &events);
                        }
                    }
                }
                drop(connection);
                drop(alive);
            })
            .map_err(|error| WarehouseError::internal(format!("no thread: {error}")))?;
        Ok(Self {
            commands,
            state,
            interrupt,
        })
    }

    /// The columns a statement will return.
    ///
    /// # Errors
    /// DuckDB's error for the statement, or an ambiguity of types.
    pub(crate) async fn describe(
        &self,
        statement: Statement,
        parameters: Vec<Option<pgwire::api::Type>>,
    ) -> Result<Vec<Column>, WarehouseError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Describe {
            statement,
            parameters,
            reply,
        })?;
        answer.await.map_err(|_| ended())?
    }

    /// Runs a statement; its events end with `Done` or `Failed`, or just end if the thread died.
    ///
    /// # Errors
    /// If the session's thread is gone.
    pub(crate) fn run(&self, run: Run) -> Result<mpsc::Receiver<Event>, WarehouseError> {
        let (events, received) = mpsc::channel(BATCHES_IN_FLIGHT);
        self.send(Command::Run {
            run: Box::new(run),
            events,
        })?;
        Ok(received)
    }

    /// The transaction state, shared with the session's thread.
    pub(crate) fn state(&self) -> &TransactionState {
        &self.state
    }

    /// What stops the statement that is running.
    pub(crate) fn interrupt_handle(&self) -> Arc<InterruptHandle> {
        Arc::clone(&self.interrupt)
    }

    fn send(&self, command: Command) -> Result<(), WarehouseError> {
        self.commands.send(command).map_err(|_| ended())
    }
}

impl Drop for Session {
    /// A client that went away has no use for a statement still running.
    fn drop(&mut self) {
        self.interrupt.interrupt();
    }
}

/// The session's thread is gone: a bug below, reported once and final.
pub(crate) fn ended() -> WarehouseError {
    WarehouseError {
        fatal: true,
        ..WarehouseError::internal("the session's thread ended unexpectedly")
    }
}
