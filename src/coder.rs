//! Ways of writing ranks. Coders see ranks, never ids.

pub(crate) mod gzip;
pub(crate) mod prefix;
pub(crate) mod thrift;
