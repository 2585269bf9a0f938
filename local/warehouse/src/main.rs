//! Command line of the local warehouse: the server, and the client for people and scripts.

use clap::{Parser, Subcommand};
use serde_json::json;
use std::{io::Write, net::SocketAddr, path::PathBuf, process::ExitCode};
use tokio::signal::unix::{SignalKind, signal};
use vessel_ner_warehouse::{
    Limits, Options, Server, WarehouseError, client, log, migrate, query, tls,
};

/// DuckDB behind the Postgres wire protocol, as MotherDuck offers it.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArguments,
}

#[derive(Debug, clap::Args)]
struct ServeArguments {
    /// The database file; made if it is missing.
    #[arg(long, required = true)]
    database: Option<PathBuf>,
    /// Address to listen on; port 0 lets the system choose.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Password asked of every client.
    #[arg(long, env = "WAREHOUSE_PASSWORD", hide_env_values = true)]
    password: Option<String>,
    /// Certificate chain (PEM); connections without TLS are then refused.
    #[arg(long, requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's key (PEM).
    #[arg(long, requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Folder of numbered SQL files to apply before serving.
    #[arg(long)]
    migrations: Option<PathBuf>,
    /// Folder whose files statements may read (`read_parquet`); may be given several times.
    #[arg(long)]
    allow_read: Vec<PathBuf>,
    /// Connections at a time.
    #[arg(long, default_value_t = Limits::default().connections)]
    max_connections: usize,
}

#[derive(Debug, clap::Args)]
struct Target {
    /// Where to connect: `postgres://user:password@host:port/vessel_intelligence`.
    #[arg(long, env = "WAREHOUSE_URL", hide_env_values = true)]
    url: String,
    /// Certificates (PEM) to trust instead of the public authorities.
    #[arg(long, env = "WAREHOUSE_CA")]
    ca: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run SQL and print the result.
    Query {
        #[command(flatten)]
        target: Target,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = query::Format::Table)]
        format: query::Format,
        /// Short for --format json.
        #[arg(long, conflicts_with_all = ["format", "csv"])]
        json: bool,
        /// Short for --format csv.
        #[arg(long, conflicts_with = "format")]
        csv: bool,
        /// The statement.
        sql: String,
    },
    /// Apply the numbered SQL files a database lacks.
    Migrate {
        #[command(flatten)]
        target: Target,
        /// The folder of the files.
        #[arg(long, default_value = "sql")]
        dir: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let serves = arguments.command.is_none();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(arguments)),
        Err(error) => Err(WarehouseError::internal(format!("no runtime: {error}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if serves => {
            let details = json!({ "sqlstate": error.sqlstate, "details": error.internal });
            log::event("error", &error.external, details);
            ExitCode::FAILURE
        }
        Err(error) => {
            // With standard error gone there is nowhere left to say so.
            let _ = writeln!(std::io::stderr(), "error: {}", error.external);
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), WarehouseError> {
    match arguments.command {
        None => serve(arguments.serve).await,
        Some(Command::Query {
            target,
            format,
            json,
            csv,
            sql,
        }) => {
            let format = match (json, csv) {
                (true, _) => query::Format::Json,
                (_, true) => query::Format::Csv,
                _ => format,
            };
            let connected = client::connect(&target.url, target.ca.as_deref()).await?;
            let printed = query::run(&connected, &sql, format).await?;
            print(&printed)
        }
        Some(Command::Migrate { target, dir }) => {
            let migrations = migrate::read_folder(&dir)?;
            let connected = client::connect(&target.url, target.ca.as_deref()).await?;
            for name in migrate::over_wire(&connected, &migrations).await? {
                print(&format!("{name}\n"))?;
            }
            Ok(())
        }
    }
}

async fn serve(arguments: ServeArguments) -> Result<(), WarehouseError> {
    let tls = match (&arguments.tls_cert, &arguments.tls_key) {
        (Some(certificates), Some(key)) => Some(tls::server_config(certificates, key)?),
        _ => None,
    };
    let options = Options {
        database: arguments.database.unwrap_or_default(),
        allow_read: arguments.allow_read,
        password: arguments.password,
        tls,
        limits: Limits {
            connections: arguments.max_connections,
            ..Limits::default()
        },
    };
    // Before the address is printed, so that a stop right after is clean too.
    let stop = stop_signal()?;
    let server = Server::bind(arguments.listen, options).await?;
    if let Some(folder) = &arguments.migrations {
        for name in server.migrate(&migrate::read_folder(folder)?).await? {
            log::event("info", "migration applied", json!({ "name": name }));
        }
    }
    print(&format!(
        "{}\n",
        json!({ "listening": server.address()?.to_string() })
    ))?;
    server.serve(stop).await?;
    log::event("info", "stopped", json!({}));
    Ok(())
}

fn stop_signal() -> Result<impl Future<Output = ()>, WarehouseError> {
    let listen = |kind| {
        signal(kind).map_err(|error| WarehouseError::internal(format!("no signals: {error}")))
    };
    let (mut terminate, mut interrupt) = (
        listen(SignalKind::terminate())?,
        listen(SignalKind::interrupt())?,
    );
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn print(text: &str) -> Result<(), WarehouseError> {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| WarehouseError::new("58030", format!("standard output: {error}")))
}
