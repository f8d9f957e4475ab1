//! A proxy from its addresses to its end.

use super::logging;
use crate::args::proxy::Proxy;
use crate::failure::Failure;
use crate::stop::Signals;
use std::{io, io::ErrorKind, pin::Pin, time::Duration};
use tokenwire_gateway::{BaseUrl, Error};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tracing::{info, warn};

/// Once it is told to stop.
pub(super) type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where a proxy is reached: by its clients, and by its operator.
pub(super) struct Doors {
    pub(super) listener: TcpListener,
    pub(super) admin: Option<TcpListener>,
}

/// How many threads a proxy has.
#[derive(Clone, Copy)]
pub(super) enum Threads {
    /// One, for one client's streams: what comes need not wait until another thread wakes.
    One,
    /// As many as there are cores, for everybody's.
    Cores,
}

impl Threads {
    fn start(self) -> io::Result<Runtime> {
        match self {
            Self::One => Builder::new_current_thread().enable_all().build(),
            Self::Cores => Runtime::new(),
        }
    }
}

/// What is known before it runs.
pub(super) struct Operation<'a> {
    pub(super) listen: &'a str,
    pub(super) far: BaseUrl,
    pub(super) grace: Duration,
    pub(super) threads: Threads,
    pub(super) args: &'a Proxy,
}

impl Operation<'_> {
    /// Until a signal says that it is over.
    pub(super) fn run(
        self,
        proxy: impl AsyncFnOnce(Doors, Stop) -> Result<(), Error>,
    ) -> Result<(), Failure> {
        logging::start(self.args)?;
        let runtime = self.threads.start()?;
        let ended = runtime.block_on(self.until_stopped(proxy));
        // A name that is being looked up would be waited for.
        runtime.shutdown_background();
        ended
    }

    async fn until_stopped(
        self,
        proxy: impl AsyncFnOnce(Doors, Stop) -> Result<(), Error>,
    ) -> Result<(), Failure> {
        let (mut once, mut twice) = (Signals::new()?, Signals::new()?);
        let doors = self.open().await?;
        self.announce(&doors)?;
        let stop = Box::pin(async move {
            once.next().await;
            info!("told to stop: open streams go on for at most {:?}", self.grace);
        });
        tokio::select! {
            ended = proxy(doors, stop) => ended.map_err(|error| Failure::Data(error.to_string())),
            () = async { twice.next().await; twice.next().await } => {
                Err(Failure::Data("told twice to stop: what was open is cut".into()))
            }
        }
    }

    async fn open(&self) -> Result<Doors, Failure> {
        let admin = match &self.args.admin {
            Some(address) => Some(bind("admin", address).await?),
            None => None,
        };
        Ok(Doors { listener: bind("listen", self.listen).await?, admin })
    }

    /// Where it really listens: a port 0 is a free one by now.
    fn announce(&self, doors: &Doors) -> io::Result<()> {
        let (address, tls) = (doors.listener.local_addr()?, self.args.tls_cert.is_some());
        let (scheme, far) = (if tls { "https" } else { "http" }, self.far.to_string());
        let version = if self.far.path().ends_with("/v1") { "" } else { "/v1" };
        info!("listening on {scheme}://{address}");
        info!("forwarding to {}", far.trim_end_matches('/'));
        info!("try it: OPENAI_BASE_URL={scheme}://{address}{version}");
        if let Some(admin) = &doors.admin {
            info!("health and metrics at http://{0}/healthz and http://{0}/metrics", admin.local_addr()?);
        }
        if !tls && !address.ip().is_loopback() {
            warn!("others can reach this address, and it is without TLS: API keys can be read on the way");
        }
        if self.far.is_exposed() {
            warn!("what is forwarded goes over the network without TLS: API keys can be read on the way");
        }
        Ok(())
    }
}

async fn bind(option: &str, address: &str) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Failure::Data(format!(
            "--{option} {address}: something listens there already; choose another port with --{option} ADDR, or stop it"
        )),
        ErrorKind::InvalidInput => {
            Failure::Usage(format!("--{option} {address}: not an address; it has to be as 127.0.0.1:8790"))
        }
        _ => Failure::Data(format!("--{option} {address}: {error}")),
    })
}
