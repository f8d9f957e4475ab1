//! The asynchronous runtime, the signals that stop it, and the addresses on which it listens.

use crate::error::CliError;
use std::io;
use tokio::{net::TcpListener, runtime::Runtime, signal};

/// Runs a future to completion.
///
/// Unfinished background work is dropped: a name lookup, for example, can take much longer than its timeout.
pub(crate) fn block_on<T>(runtime: Runtime, future: impl Future<Output = T>) -> T {
    let output = runtime.block_on(future);
    runtime.shutdown_background();
    output
}

/// Runs a future to completion on a runtime with one thread per core.
pub(crate) fn run<T>(future: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    block_on(Runtime::new()?, future)
}

/// Listens on `address`, the value of the flag `--{option}`.
pub(crate) async fn bind(option: &str, address: &str) -> Result<TcpListener, CliError> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => CliError::Failed(format!(
            "--{option} {address}: the address is in use; choose another port with --{option} ADDR (port 0 selects a free \
             one), or stop the program that uses it"
        )),
        io::ErrorKind::InvalidInput => CliError::Usage(format!(
            "--{option} {address}: not an address; expected HOST:PORT, such as 127.0.0.1:8790"
        )),
        _ => CliError::Failed(format!("--{option} {address}: {error}")),
    })
}

/// Returns a future that completes at the first Ctrl-C or SIGTERM after this call.
pub(crate) fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut signals = Signals::new()?;
    Ok(async move { signals.next().await })
}

/// The signals that stop the command: Ctrl-C and SIGTERM.
#[cfg(unix)]
pub(crate) struct Signals {
    interrupt: signal::unix::Signal,
    terminate: signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Installs handlers for the signals, which from then on no longer end the process by themselves.
    pub(crate) fn new() -> io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// The signal that stops the command: Ctrl-C.
#[cfg(windows)]
pub(crate) struct Signals(signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    /// Installs a handler for the signal, which from then on no longer ends the process by itself.
    pub(crate) fn new() -> io::Result<Self> {
        signal::windows::ctrl_c().map(Self)
    }

    pub(crate) async fn next(&mut self) {
        self.0.recv().await;
    }
}
