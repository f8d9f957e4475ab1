//! Runs a proxy: starts its log, opens its listeners, and stops it at a signal.

use super::config::grace;
use crate::args::gateway::ProxyArgs;
use crate::error::CliError;
use crate::shared::runtime::{self, Signals};
use std::{io, pin::Pin};
use tokenwire_gateway::{BaseUrl, Error};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tracing::{info, warn};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::{EnvFilter, fmt};

/// A future that completes when the proxy has to stop.
pub(crate) type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The sockets on which a proxy accepts connections.
pub(crate) struct Listeners {
    pub(crate) clients: TcpListener,
    /// The listener for health and metrics, if `--admin` is set.
    pub(crate) admin: Option<TcpListener>,
}

/// The number of threads of a proxy.
#[derive(Clone, Copy)]
pub(crate) enum Threads {
    /// One thread, for the streams of one client. No event waits for another thread to wake.
    One,
    /// One thread per core, for the streams of many clients.
    Cores,
}

impl Threads {
    fn runtime(self) -> io::Result<Runtime> {
        match self {
            Self::One => Builder::new_current_thread().enable_all().build(),
            Self::Cores => Runtime::new(),
        }
    }
}

/// A configured proxy that has not started yet.
pub(crate) struct Operation<'a> {
    /// The address for clients.
    pub(crate) listen: &'a str,
    /// The server to which requests are forwarded.
    pub(crate) target: BaseUrl,
    pub(crate) threads: Threads,
    pub(crate) args: &'a ProxyArgs,
}

impl Operation<'_> {
    /// Runs the proxy until a signal stops it.
    pub(crate) fn run(
        self,
        proxy: impl AsyncFnOnce(Listeners, Stop) -> Result<(), Error>,
    ) -> Result<(), CliError> {
        start_logging(self.args)?;
        runtime::block_on(self.threads.runtime()?, self.run_until_stopped(proxy))
    }

    async fn run_until_stopped(
        self,
        proxy: impl AsyncFnOnce(Listeners, Stop) -> Result<(), Error>,
    ) -> Result<(), CliError> {
        let (mut first, mut second) = (Signals::new()?, Signals::new()?);
        let listeners = self.bind().await?;
        self.announce(&listeners)?;
        let grace = grace(self.args);
        let stop = Box::pin(async move {
            first.next().await;
            info!("stopping: open streams have {grace:?} to finish; a second signal closes them");
        });
        tokio::select! {
            ended = proxy(listeners, stop) => ended.map_err(|error| CliError::Failed(error.to_string())),
            () = async { second.next().await; second.next().await } => {
                Err(CliError::failed("stopped by a second signal: open streams were closed"))
            }
        }
    }

    async fn bind(&self) -> Result<Listeners, CliError> {
        let admin = match &self.args.admin {
            Some(address) => Some(runtime::bind("admin", address).await?),
            None => None,
        };
        Ok(Listeners { clients: runtime::bind("listen", self.listen).await?, admin })
    }

    /// Logs the actual addresses, since port 0 selects a free port.
    fn announce(&self, listeners: &Listeners) -> io::Result<()> {
        let (address, tls) = (listeners.clients.local_addr()?, self.args.tls_cert.is_some());
        let (scheme, target) = (if tls { "https" } else { "http" }, self.target.to_string());
        let version = if self.target.path().ends_with("/v1") { "" } else { "/v1" };
        info!("listening on {scheme}://{address}");
        info!("forwarding to {}", target.trim_end_matches('/'));
        info!("try it: OPENAI_BASE_URL={scheme}://{address}{version}");
        if let Some(admin) = &listeners.admin {
            info!("health and metrics at http://{0}/healthz and http://{0}/metrics", admin.local_addr()?);
        }
        if !tls && !address.ip().is_loopback() {
            warn!(
                "other machines can reach this address, which does not use TLS, so others on the network can read API keys; \
                 add --tls-cert and --tls-key"
            );
        }
        if self.target.is_exposed() {
            warn!(
                "requests are forwarded over the network without TLS, so others on the network can read API keys; \
                 use an https:// URL"
            );
        }
        Ok(())
    }
}

/// Starts logging to standard error.
fn start_logging(args: &ProxyArgs) -> Result<(), CliError> {
    let filter = log_filter(args.log.as_deref().unwrap_or("info"))?;
    let colors = console::colors_enabled_stderr();
    let lines = fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colors);
    let started = if args.log_json.unwrap_or(false) { lines.json().try_init() } else { lines.try_init() };
    started.map_err(|error| CliError::Failed(error.to_string()))
}

fn log_filter(text: &str) -> Result<EnvFilter, CliError> {
    // `EnvFilter` accepts an unknown word as the name of a module, so a mistyped level would silently log nothing.
    let is_unknown = |word: &&str| !word.contains(['=', '[']) && word.trim().parse::<LevelFilter>().is_err();
    if let Some(word) = text.split(',').find(is_unknown) {
        return Err(CliError::Usage(format!(
            "--log {word}: not a log level; expected one such as info, or tokenwire=debug"
        )));
    }
    let parsed = EnvFilter::builder().parse(text);
    parsed.map_err(|error| CliError::Usage(format!("--log {text}: {error}")))
}
