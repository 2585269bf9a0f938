//! Logging in: TLS where it is demanded, the database's name, a free place, the password.

use crate::{database::DATABASE_NAME, error::WarehouseError, server::Shared, session::Session};
use async_trait::async_trait;
use futures::Sink;
use pgwire::{
    api::{
        ClientInfo, METADATA_DATABASE, METADATA_USER,
        auth::{
            AuthDriver, AuthOutcome, AuthSource, DefaultServerParameterProvider, LoginInfo,
            Password, StartupHandler,
            cleartext::CleartextPasswordAuth,
            mechanism::{AuthMechanism, AuthMechanismFactory, AuthState},
            protocol_negotiation,
            sasl::{
                SaslMechanisms,
                scram::{SCRAM_ITERATIONS, ScramAuth, gen_salted_password},
            },
            save_startup_parameters_to_metadata,
        },
    },
    error::{PgWireError, PgWireResult},
    messages::{PgWireBackendMessage, PgWireFrontendMessage, startup::PasswordMessageFamily},
};
use std::{fmt::Debug, sync::Arc};

/// How clients prove themselves, the same for all connections of a server.
pub(crate) struct Gate {
    driver: AuthDriver<DefaultServerParameterProvider>,
    mechanism: Box<dyn AuthMechanismFactory>,
    tls_required: bool,
}

impl Debug for Gate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Gate")
            .field("tls_required", &self.tls_required)
            .finish_non_exhaustive()
    }
}

impl Gate {
    /// With a password: SCRAM, or the password as it is inside TLS, as MotherDuck takes its token.
    ///
    /// # Errors
    /// If the system gives no random numbers for a salt.
    pub(crate) fn new(password: Option<&str>, tls_required: bool) -> Result<Self, WarehouseError> {
        let mut parameters = DefaultServerParameterProvider::default();
        "16.6 (DuckDB 1.5.6)".clone_into(&mut parameters.server_version);
        "UTC".clone_into(&mut parameters.time_zone);
        let mechanism: Box<dyn AuthMechanismFactory> = match password {
            None => Box::new(OpenDoor),
            Some(password) if tls_required => {
                let source = OnePassword {
                    salt: None,
                    password: password.as_bytes().to_vec(),
                };
                Box::new(CleartextPasswordAuth::new(Arc::new(source)))
            }
            Some(password) => {
                let mut salt = vec![0; 16];
                getrandom::fill(&mut salt)
                    .map_err(|error| WarehouseError::internal(format!("no salt: {error}")))?;
                let password = gen_salted_password(password, &salt, SCRAM_ITERATIONS);
                let source = OnePassword {
                    salt: Some(salt),
                    password,
                };
                let scram = ScramAuth::new(Arc::new(source));
                Box::new(SaslMechanisms::new(vec![Arc::new(scram)]))
            }
        };
        Ok(Self {
            driver: AuthDriver::new(parameters),
            mechanism,
            tls_required,
        })
    }
}

/// The login of one connection.
#[derive(Debug)]
pub(crate) struct Login {
    shared: Arc<Shared>,
    /// False where the server has as many clients as it takes.
    has_place: bool,
}

impl Login {
    /// A login; `has_place` is false if the server is full.
    pub(crate) fn new(shared: Arc<Shared>, has_place: bool) -> Self {
        Self { shared, has_place }
    }

    fn check<C: ClientInfo>(&self, client: &C) -> Result<(), WarehouseError> {
        if self.shared.gate.tls_required && !client.is_secure() {
            return Err(WarehouseError::fatal(
                "28000",
                "this server takes TLS connections only",
            ));
        }
        if !self.has_place {
            return Err(WarehouseError::fatal(
                "53300",
                format!(
                    "too many connections; at most {}",
                    self.shared.limits.connections
                ),
            ));
        }
        // Without a name libpq sends the user's.
        let user = client.metadata().get(METADATA_USER).map(String::as_str);
        match client.metadata().get(METADATA_DATABASE).map(String::as_str) {
            None | Some(DATABASE_NAME | "md:" | "") => Ok(()),
            name if name == user => Ok(()),
            Some(name) => Err(WarehouseError::fatal(
                "3D000",
                format!("database \"{name}\" does not exist; this server has {DATABASE_NAME}"),
            )),
        }
    }

    async fn advance<C>(&self, client: &mut C, outcome: AuthOutcome) -> PgWireResult<()>
    where
        C: ClientInfo + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let AuthOutcome::Authenticated { final_message, .. } = outcome else {
            return Ok(());
        };
        let session =
            Session::start(&self.shared.database, self.shared.alive.clone()).map_err(|error| {
                WarehouseError {
                    fatal: true,
                    ..error
                }
            })?;
        let interrupt = session.interrupt_handle();
        client.session_extensions().insert(session);
        self.shared
            .gate
            .driver
            .complete_authentication(client, final_message)
            .await?;
        let (process, secret) = client.pid_and_secret_key();
        let registration = self
            .shared
            .cancellations
            .register(process, &secret, interrupt);
        client.session_extensions().insert(registration);
        Ok(())
    }
}

#[async_trait]
impl StartupHandler for Login {
    async fn on_startup<C>(
        &self,
        client: &mut C,
        message: PgWireFrontendMessage,
    ) -> PgWireResult<()>
    where
        C: ClientInfo + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let driver = &self.shared.gate.driver;
        let outcome = match message {
            PgWireFrontendMessage::Startup(startup) => {
                protocol_negotiation(client, &startup).await?;
                save_startup_parameters_to_metadata(client, &startup);
                self.check(client)?;
                driver
                    .begin_authentication(client, self.shared.gate.mechanism.create())
                    .await?
            }
            PgWireFrontendMessage::PasswordMessageFamily(message) => {
                driver.advance_authentication(client, message).await?
            }
            _ => return Ok(()),
        };
        self.advance(client, outcome).await
    }
}

/// One password for every user.
struct OnePassword {
    /// With a salt, the password is salted for SCRAM.
    salt: Option<Vec<u8>>,
    password: Vec<u8>,
}

impl Debug for OnePassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OnePassword")
    }
}

#[async_trait]
impl AuthSource for OnePassword {
    async fn get_password(&self, _login: &LoginInfo) -> PgWireResult<Password> {
        Ok(Password::new(self.salt.clone(), self.password.clone()))
    }
}

/// No password asked.
struct OpenDoor;

impl AuthMechanismFactory for OpenDoor {
    fn create(&self) -> Box<dyn AuthMechanism> {
        Box::new(Self)
    }
}

#[async_trait]
impl AuthMechanism for OpenDoor {
    async fn begin(&mut self, _client: &(dyn ClientInfo + Send + Sync)) -> PgWireResult<AuthState> {
        Ok(AuthState::Ok {
            final_message: None,
            identity: None,
        })
    }

    async fn next(
        &mut self,
        _client: &(dyn ClientInfo + Send + Sync),
        _message: PasswordMessageFamily,
    ) -> PgWireResult<AuthState> {
        Ok(AuthState::Ok {
            final_message: None,
            identity: None,
        })
    }
}
