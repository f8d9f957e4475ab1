//! When a server is asked to stop.

use std::io;
use tokio::signal;

/// Comes with the first Ctrl-C or SIGTERM after this call.
pub(crate) fn asked() -> io::Result<impl Future<Output = ()>> {
    let mut signals = Signals::new()?;
    Ok(async move { signals.next().await })
}

/// Ctrl-C and SIGTERM.
#[cfg(unix)]
pub(crate) struct Signals {
    interrupt: signal::unix::Signal,
    terminate: signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// From now on they are heard, and end nothing by themselves.
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

/// Ctrl-C.
#[cfg(windows)]
pub(crate) struct Signals(signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    /// From now on they are heard, and end nothing by themselves.
    pub(crate) fn new() -> io::Result<Self> {
        signal::windows::ctrl_c().map(Self)
    }

    pub(crate) async fn next(&mut self) {
        self.0.recv().await;
    }
}
