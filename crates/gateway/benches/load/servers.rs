//! The processes of a measure.

use crate::Plan;
use crate::child::Child;

/// A model server, a gateway before it, a local proxy before that.
pub(crate) struct Servers {
    pub(crate) upstream: Child,
    pub(crate) serve: Child,
    pub(crate) connect: Child,
}

/// The flush window that `tokenwire serve` has unless told otherwise, in milliseconds.
const WINDOW: &str = "20";

impl Servers {
    pub(crate) fn start(plan: &Plan) -> Self {
        let upstream = Child::start("upstream", &[plan.recordings.folder()]);
        let serve = Child::start("serve", &[&upstream.url, WINDOW, "varint"]);
        let connect = Child::start("connect", &[&serve.url]);
        Self { upstream, serve, connect }
    }
}
