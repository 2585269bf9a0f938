//! The Postgres protocol's messages, carried out on a [`Session`].
//!
//! Both query protocols stream: a batch of rows is on the socket before the next is encoded.

use crate::{
    error::WarehouseError,
    execute::{self, Column, Event},
    policy,
    server::Shared,
    session::{Run, Session, ended},
    sql::{self, Kind, Statement},
    wire,
};
use async_trait::async_trait;
use futures::{Sink, SinkExt, stream};
use pgwire::{
    api::{
        ClientInfo, ClientPortalStore, DEFAULT_NAME, ErrorHandler, PgWireConnectionState, Type,
        portal::{Format, Portal, PortalExecutionState},
        query::{ExtendedQueryHandler, SimpleQueryHandler, send_ready_for_query},
        results::{
            DescribePortalResponse, DescribeStatementResponse, FieldInfo, QueryResponse, Response,
        },
        stmt::{QueryParser, StoredStatement},
        store::{Entry, PortalStore},
    },
    error::{PgWireError, PgWireResult},
    messages::{
        PgWireBackendMessage,
        data::{DataRow, RowDescription},
        extendedquery::Execute,
        response::{CommandComplete, EmptyQueryResponse},
        simplequery::Query,
    },
};
use std::{fmt::Debug, sync::Arc};
use tokio::sync::{OnceCell, mpsc};

/// A parsed statement, and its columns once someone asked.
#[derive(Debug)]
pub(crate) struct Prepared {
    statement: Statement,
    described: OnceCell<Arc<Vec<Column>>>,
}

/// Carries out the messages of one connection.
#[derive(Debug)]
pub(crate) struct Handler {
    shared: Arc<Shared>,
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

/// The extended protocol; separate from [`Handler`] because it hands that one out as its parser.
#[derive(Debug)]
pub(crate) struct ExtendedHandler {
    handler: Arc<Handler>,
}

impl ExtendedHandler {
    /// The extended protocol over the same handler.
    pub(crate) fn new(handler: Arc<Handler>) -> Self {
        Self { handler }
    }
}

#[async_trait]
impl ExtendedQueryHandler for ExtendedHandler {
    type Statement = Arc<Prepared>;
    type QueryParser = Handler;

    fn query_parser(&self) -> Arc<Self::QueryParser> {
        Arc::clone(&self.handler)
    }

    async fn on_execute<C>(&self, client: &mut C, message: Execute) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let name = message.name.as_deref().unwrap_or(DEFAULT_NAME);
        let Some(Entry::Value(portal)) = client.portal_store().get_portal(name) else {
            return self._on_execute(client, message).await;
        };
        let returns_rows = matches!(
            portal.statement.statement.statement.kind,
            Kind::Query | Kind::Report | Kind::Returning(_)
        );
        let state = portal.state();
        let is_new = matches!(*state.lock().await, PortalExecutionState::Initial);
        if !is_new || (message.max_rows > 0 && returns_rows) {
            // Rows in portions: kept by the portal between one Execute and the next.
            let outcome = self._on_execute(client, message).await;
            let session = session_of(client)?;
            client.set_transaction_status(session.state().status());
            return outcome;
        }
        let session = session_of(client)?;
        client.set_state(PgWireConnectionState::QueryInProgress);
        *state.lock().await = PortalExecutionState::Finished;
        let events = session.run(run_of(&portal)?)?;
        stream_result(client, events, false, &session).await?;
        client.set_transaction_status(session.state().status());
        client.set_state(PgWireConnectionState::ReadyForQuery);
        Ok(())
    }

    /// The result of a portal that is read in portions, held in memory until it is read.
    async fn do_query<C>(
        &self,
        client: &mut C,
        portal: &Portal<Self::Statement>,
        _max_rows: usize,
    ) -> PgWireResult<Response>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let session = session_of(client)?;
        let mut events = session.run(run_of(portal)?)?;
        let mut fields = Arc::new(Vec::new());
        let mut kept: Vec<DataRow> = Vec::new();
        loop {
            match events.recv().await.ok_or_else(ended)? {
                Event::Columns(columns) => fields = columns,
                Event::Rows(rows) => kept.extend(rows),
                Event::Done(tag) => {
                    let rows = stream::iter(kept.into_iter().map(Ok));
                    let mut response = QueryResponse::new(fields, rows);
                    // The number of rows is added to the tag when the last portion is sent.
                    response.set_command_tag(tag.trim_end_matches(|c: char| !c.is_alphabetic()));
                    return Ok(Response::Query(response));
                }
                Event::Failed(error) => {
                    client.set_transaction_status(session.state().status());
                    return Err(error.into());
                }
            }
        }
    }

    async fn do_describe_statement<C>(
        &self,
        client: &mut C,
        target: &StoredStatement<Self::Statement>,
    ) -> PgWireResult<DescribeStatementResponse>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let columns = describe(client, target).await?;
        let types = parameter_types(target)
            .into_iter()
            .map(|t| t.unwrap_or(Type::TEXT))
            .collect();
        let fields = execute::fields(&columns, &Format::UnifiedText)?;
        Ok(DescribeStatementResponse::new(types, fields))
    }

    async fn do_describe_portal<C>(
        &self,
        client: &mut C,
        target: &Portal<Self::Statement>,
    ) -> PgWireResult<DescribePortalResponse>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let columns = describe(client, &target.statement).await?;
        let fields = execute::fields(&columns, &target.result_column_format)?;
        Ok(DescribePortalResponse::new(fields))
    }
}

/// The session that was opened when the client logged in.
fn session_of<C: ClientInfo>(client: &C) -> Result<Arc<Session>, WarehouseError> {
    client
        .session_extensions()
        .get::<Session>()
        .ok_or_else(ended)
}

/// Sends a running statement's columns (if asked), rows and command tag as they come.
async fn stream_result<C>(
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

/// For each parameter its type: the client's word, else the cast in the text, else none.
fn parameter_types(target: &StoredStatement<Arc<Prepared>>) -> Vec<Option<Type>> {
    let casts = target.statement.statement.casts.iter();
    casts
        .enumerate()
        .map(|(index, cast)| {
            let declared = target.parameter_types.get(index).cloned().flatten();
            declared
                .filter(|declared| *declared != Type::UNKNOWN)
                .or_else(|| cast.clone())
        })
        .collect()
}

async fn describe<C: ClientInfo>(
    client: &C,
    target: &StoredStatement<Arc<Prepared>>,
) -> PgWireResult<Arc<Vec<Column>>> {
    let prepared = &target.statement;
    let session = session_of(client)?;
    let columns = prepared
        .described
        .get_or_try_init(|| async {
            let types = parameter_types(target);
            session
                .describe(prepared.statement.clone(), types)
                .await
                .map(Arc::new)
        })
        .await?;
    Ok(Arc::clone(columns))
}

/// Decodes a portal's parameters.
fn run_of(portal: &Portal<Arc<Prepared>>) -> Result<Run, WarehouseError> {
    let stored = &portal.statement;
    let prepared = &stored.statement;
    let types = parameter_types(stored);
    if types.len() != portal.parameters.len() {
        return Err(WarehouseError::new(
            "08P01",
            format!(
                "bind message supplies {} parameters, but the statement requires {}",
                portal.parameters.len(),
                types.len()
            ),
        ));
    }
    if let Format::Individual(codes) = &portal.parameter_format
        && codes.len() != types.len()
    {
        return Err(WarehouseError::new(
            "08P01",
            "as many format codes as parameters, please",
        ));
    }
    let parameters = portal
        .parameters
        .iter()
        .zip(&types)
        .enumerate()
        .map(|(index, (bytes, data_type))| {
            let data_type = data_type.as_ref().unwrap_or(&Type::TEXT);
            wire::decode(
                bytes.as_deref(),
                data_type,
                portal.parameter_format.format_for(index),
            )
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Run {
        statement: prepared.statement.clone(),
        parameters,
        described: prepared.described.get().cloned(),
        formats: portal.result_column_format.clone(),
    })
}
