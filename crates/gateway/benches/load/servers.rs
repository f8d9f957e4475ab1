//! The child processes of a measure.

use crate::Options;
use crate::child::Child;

/// A model server, `serve` in front of it, and `connect` in front of `serve`.
pub(crate) struct Servers {
    pub(crate) upstream: Child,
    pub(crate) serve: Child,
    pub(crate) connect: Child,
}

/// The default flush window of `tokenwire serve`, in milliseconds.
const WINDOW: &str = "20";

impl Servers {
    pub(crate) fn start(options: &Options) -> Self {
        let upstream = Child::start("upstream", &[options.recordings.folder()]);
        let serve = Child::start("serve", &[&upstream.url, WINDOW, "varint"]);
        let connect = Child::start("connect", &[&serve.url]);
        Self { upstream, serve, connect }
    }
}
