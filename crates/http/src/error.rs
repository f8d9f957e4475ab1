//! The error type of bodies.

/// An error of a body's source, or a [`tokenwire::Error`] of the token stream.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;
