//! The error type of bodies.

/// Any error of a body: that of its source, or that of the token stream.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;
