//! The extended query protocol: parse, bind, describe, execute, each a message of its own.

use crate::{
    error::WarehouseError,
    execute::{self, Column, Event},
    handler::{Handler, NamedStatements, Prepared, forget, session_of, stream_result},
    session::{Run, ended},
    sql::Kind,
    wire,
};
use async_trait::async_trait;
use bytes::Bytes;
use futures::{Sink, SinkExt, stream};
use pgwire::{
    api::{
        ClientInfo, ClientPortalStore, DEFAULT_NAME, PgWireConnectionState, Type,
        portal::{Format, Portal, PortalExecutionState},
        query::ExtendedQueryHandler,
        results::{DescribePortalResponse, DescribeStatementResponse, QueryResponse, Response},
        stmt::StoredStatement,
        store::{Entry, PortalStore},
    },
    error::{PgWireError, PgWireResult},
    messages::{
        PgWireBackendMessage,
        data::DataRow,
        extendedquery::{
            Close, CloseComplete, Execute, Parse, ParseComplete, TARGET_TYPE_BYTE_STATEMENT,
        },
    },
};
use std::{fmt::Debug, sync::Arc};

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

    async fn on_parse<C>(&self, client: &mut C, message: Parse) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let named = client
            .session_extensions()
            .get_or_insert_with(NamedStatements::default);
        if let Some(name) = &message.name {
            named.add(name, self.handler.shared.limits.statements)?;
        }
        let stored = match StoredStatement::parse(client, &message, self.query_parser()).await {
            Ok(stored) => stored,
            Err(error) => {
                named.remove(message.name.as_deref());
                return Err(error);
            }
        };
        let name = message.name.as_deref().unwrap_or(DEFAULT_NAME);
        match stored {
            Some(statement) => client.portal_store().put_statement(Arc::new(statement)),
            None => client.portal_store().put_empty_statement(name),
        }
        client
            .send(PgWireBackendMessage::ParseComplete(ParseComplete::new()))
            .await?;
        Ok(())
    }

    async fn on_close<C>(&self, client: &mut C, message: Close) -> PgWireResult<()>
    where
        C: ClientInfo + ClientPortalStore + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::PortalStore: PortalStore<Statement = Self::Statement>,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let name = message.name.as_deref().unwrap_or(DEFAULT_NAME);
        if message.target_type == TARGET_TYPE_BYTE_STATEMENT {
            let named = client
                .session_extensions()
                .get_or_insert_with(NamedStatements::default);
            named.remove(message.name.as_deref());
            client.portal_store().rm_statement(name);
        } else {
            client.portal_store().rm_portal(name);
        }
        client
            .send(PgWireBackendMessage::CloseComplete(CloseComplete::new()))
            .await?;
        Ok(())
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
            Kind::Query | Kind::Report | Kind::Explain | Kind::Returning(_)
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
        forget(client, &portal.statement.statement.statement);
        let events = session.run(run_of(&portal, self.handler.shared.limits.parameter_bytes)?)?;
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
        let mut events =
            session.run(run_of(portal, self.handler.shared.limits.parameter_bytes)?)?;
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
fn run_of(
    portal: &Portal<Arc<Prepared>>,
    parameter_bytes_max: usize,
) -> Result<Run, WarehouseError> {
    let bytes: usize = portal.parameters.iter().flatten().map(Bytes::len).sum();
    if bytes > parameter_bytes_max {
        return Err(WarehouseError::new(
            "54000",
            format!(
                "Out of Range Error: {bytes} bytes of parameters; at most {parameter_bytes_max}"
            ),
        ));
    }
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
