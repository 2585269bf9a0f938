//! The Postgres protocol's simple queries, and what both query protocols have in common.
//!
//! Results stream: a batch of rows is on the socket before the next is encoded.

use crate::{
    error::WarehouseError,
    execute::{Column, Event},
    policy,
    server::Shared,
    session::{Run, Session, ended},
    sql::{self, Kind, Statement},
};
use async_trait::async_trait;
use futures::{Sink, SinkExt};
use pgwire::{
    api::{
        ClientInfo, ClientPortalStore, ErrorHandler, PgWireConnectionState, Type,
        portal::Format,
        query::{SimpleQueryHandler, send_ready_for_query},
        results::{FieldInfo, Response},
        stmt::QueryParser,
        store::PortalStore,
    },
    error::{PgWireError, PgWireResult},
    messages::{
        PgWireBackendMessage,
        data::RowDescription,
        response::{CommandComplete, EmptyQueryResponse},
        simplequery::Query,
    },
};
use std::{
    collections::HashSet,
    fmt::Debug,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{OnceCell, mpsc};

/// A parsed statement, and its columns once someone asked.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) statement: Statement,
    pub(crate) described: OnceCell<Arc<Vec<Column>>>,
}

/// Carries out the messages of one connection.
#[derive(Debug)]
pub(crate) struct Handler {
    pub(crate) shared: Arc<Shared>,
}

impl Handler {
    /// A handler over what all connections share.
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    fn parse(&self, text: &str) -> Result<Vec<Statement>, WarehouseError> {
        let limit = self.shared.limits.query_bytes;
        if text.len() > limit {
            return Err(WarehouseError::new(
                "54000",
                format!(
                    "Out of Range Error: SQL text of {} bytes; at most {limit}",
                    text.len()
                ),
            ));
        }
        Ok(sql::split(text))
    }
}

/// Tells an error to the session, so that an open transaction counts as failed.
impl ErrorHandler for Handler {
    fn on_error<C: ClientInfo>(&self, client: &C, error: &mut PgWireError) {
        if let Some(session) = client.session_extensions().get::<Session>() {
            session.state().fail();
        }
        self.shared.log_error(client, error);
    }
}

#[async_trait]
impl SimpleQueryHandler for Handler {
    async fn on_query<C>(&self, client: &mut C, query: Query) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let session = session_of(client)?;
        client.set_state(PgWireConnectionState::QueryInProgress);
        let statements = self.parse(&query.query)?;
        if statements.is_empty() {
            client
                .feed(PgWireBackendMessage::EmptyQueryResponse(
                    EmptyQueryResponse::new(),
                ))
                .await?;
        }
        for statement in statements {
            policy::check(&statement, self.shared.allows_reads)?;
            forget(client, &statement);
            let run = Run {
                statement,
                parameters: Vec::new(),
                described: None,
                formats: Format::UnifiedText,
            };
            stream_result(client, session.run(run)?, true, &session).await?;
        }
        let status = session.state().status();
        client.set_transaction_status(status);
        client.set_state(PgWireConnectionState::ReadyForQuery);
        send_ready_for_query(client, status).await
    }

    /// Never called: [`Self::on_query`] does not delegate.
    async fn do_query<C>(&self, _client: &mut C, _query: &str) -> PgWireResult<Vec<Response>>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        Err(WarehouseError::internal("the simple protocol took a way it should not").into())
    }
}

#[async_trait]
impl QueryParser for Handler {
    type Statement = Arc<Prepared>;

    async fn parse_sql<C>(
        &self,
        _client: &C,
        text: &str,
        _types: &[Option<Type>],
    ) -> PgWireResult<Option<Self::Statement>>
    where
        C: ClientInfo + Unpin + Send + Sync,
    {
        let mut statements = self.parse(text)?.into_iter();
        let Some(statement) = statements.next() else {
            return Ok(None);
        };
        if statements.next().is_some() {
            return Err(WarehouseError::new(
                "42601",
                "Parser Error: cannot insert multiple commands into a prepared statement",
            )
            .into());
        }
        policy::check(&statement, self.shared.allows_reads)?;
        Ok(Some(Arc::new(Prepared {
            statement,
            described: OnceCell::new(),
        })))
    }

    /// Never called: the describing methods are overridden, since they need the session.
    fn get_parameter_types(&self, _statement: &Self::Statement) -> PgWireResult<Vec<Type>> {
        Ok(Vec::new())
    }

    /// Never called, as above.
    fn get_result_schema(
        &self,
        _statement: &Self::Statement,
        _formats: Option<&Format>,
    ) -> PgWireResult<Vec<FieldInfo>> {
        Ok(Vec::new())
    }
}

/// The names of a connection's prepared statements, so that their number has a bound.
#[derive(Debug, Default)]
pub(crate) struct NamedStatements(Mutex<HashSet<String>>);

impl NamedStatements {
    pub(crate) fn add(&self, name: &str, limit: usize) -> Result<(), WarehouseError> {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if names.len() >= limit && !names.contains(name) {
            return Err(WarehouseError::new(
                "54000",
                format!("Out of Range Error: {limit} prepared statements on one connection"),
            ));
        }
        names.insert(name.to_owned());
        Ok(())
    }

    /// Takes out one name or all, and returns what was taken.
    fn take(&self, name: Option<&str>) -> Vec<String> {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match name {
            Some(name) => names.take(name).into_iter().collect(),
            None => names.drain().collect(),
        }
    }

    pub(crate) fn remove(&self, name: Option<&str>) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.remove(name.unwrap_or_default());
    }
}

/// Carries out DEALLOCATE, which speaks of the statements the protocol named.
pub(crate) fn forget<C>(client: &C, statement: &Statement)
where
    C: ClientInfo + ClientPortalStore,
    C::PortalStore: PortalStore,
{
    let Kind::Deallocate(name) = &statement.kind else {
        return;
    };
    let named = client
        .session_extensions()
        .get_or_insert_with(NamedStatements::default);
    for name in named.take(name.as_deref()) {
        client.portal_store().rm_statement(&name);
    }
}

/// The session that was opened when the client logged in.
pub(crate) fn session_of<C: ClientInfo>(client: &C) -> Result<Arc<Session>, WarehouseError> {
    client
        .session_extensions()
        .get::<Session>()
        .ok_or_else(ended)
}

/// Sends a running statement's columns (if asked), rows and command tag as they come.
pub(crate) async fn stream_result<C>(
    client: &mut C,
    mut events: mpsc::Receiver<Event>,
    with_columns: bool,
    session: &Session,
) -> PgWireResult<()>
where
    C: ClientInfo + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
    C::Error: Debug,
    PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
{
    loop {
        match events.recv().await.ok_or_else(ended)? {
            Event::Columns(fields) if with_columns => {
                let description = RowDescription::new(fields.iter().map(Into::into).collect());
                client
                    .feed(PgWireBackendMessage::RowDescription(description))
                    .await?;
            }
            Event::Columns(_) => {}
            Event::Rows(rows) => {
                for row in rows {
                    client.feed(PgWireBackendMessage::DataRow(row)).await?;
                }
            }
            Event::Done(tag) => {
                let complete = CommandComplete::new(tag);
                client
                    .feed(PgWireBackendMessage::CommandComplete(complete))
                    .await?;
                return Ok(());
            }
            Event::Failed(error) => {
                client.set_transaction_status(session.state().status());
                return Err(error.into());
            }
        }
    }
}
