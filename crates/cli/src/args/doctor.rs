//! The command line of `tokenwire doctor`.

use super::Seconds;
use clap::Args as ClapArgs;
use std::path::PathBuf;

pub(crate) const EXAMPLES: &str = "Examples:
  tokenwire doctor http://127.0.0.1:8790
  tokenwire doctor https://gateway.example --ca authority.pem --json";

#[derive(ClapArgs)]
pub(crate) struct Doctor {
    /// A gateway, a `tokenwire connect`, or any other server, as `http://127.0.0.1:8790`
    pub(crate) url: String,
    /// Look further though the certificate is not trusted
    #[arg(long)]
    pub(crate) insecure: bool,
    /// Certificates (PEM) to trust beside the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Longest wait for a connection, and for each next byte
    #[arg(long, value_name = "SECONDS", default_value = "10")]
    pub(crate) timeout: Seconds,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
