//! What `tokenwire serve` and `tokenwire connect` both take.

use super::seconds::Seconds;
use clap::Args as ClapArgs;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Nothing here has a default: what is missing may be in the file, which may miss it too.
#[derive(ClapArgs, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Proxy {
    /// Address for /healthz and /metrics; without it there is none
    #[arg(long, env = "TOKENWIRE_ADMIN", value_name = "ADDR")]
    pub(crate) admin: Option<String>,
    /// Most requests at a time; what is more is answered with 503 [default: 4096]
    #[arg(long, env = "TOKENWIRE_MAX_STREAMS", value_name = "N")]
    pub(crate) max_streams: Option<usize>,
    /// Most bytes of a request's body, also once it is inflated [default: 67108864]
    #[arg(long, env = "TOKENWIRE_MAX_BODY", value_name = "BYTES")]
    pub(crate) max_body: Option<usize>,
    /// Most bytes of a request's line and headers, at least 8192 [default: 65536]
    #[arg(long, env = "TOKENWIRE_MAX_HEADER", value_name = "BYTES")]
    pub(crate) max_header: Option<usize>,
    /// Longest wait for a connection to the far side [default: 10]
    #[arg(long, env = "TOKENWIRE_CONNECT_TIMEOUT", value_name = "SECONDS")]
    pub(crate) connect_timeout: Option<Seconds>,
    /// Longest wait for a request's headers, also on a connection that is kept for the next [default: 30]
    #[arg(long, env = "TOKENWIRE_HEADER_TIMEOUT", value_name = "SECONDS")]
    pub(crate) header_timeout: Option<Seconds>,
    /// Longest wait for the far side's next byte, and for a client to take one [default: 600]
    #[arg(long, env = "TOKENWIRE_IDLE_TIMEOUT", value_name = "SECONDS")]
    pub(crate) idle_timeout: Option<Seconds>,
    /// Longest time of a whole answer [default: 3600]
    #[arg(long, env = "TOKENWIRE_TOTAL_TIMEOUT", value_name = "SECONDS")]
    pub(crate) total_timeout: Option<Seconds>,
    /// Longest time that open streams go on, once it was told to stop; told twice, it stops at once [default: 60]
    #[arg(long, env = "TOKENWIRE_GRACE", value_name = "SECONDS")]
    pub(crate) grace: Option<Seconds>,
    /// Serve clients by TLS, with this certificate and those that vouch for it (PEM)
    #[arg(long, env = "TOKENWIRE_TLS_CERT", value_name = "FILE")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Its private key (PEM)
    #[arg(long, env = "TOKENWIRE_TLS_KEY", value_name = "FILE")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Certificates (PEM) to trust beside the system's, on the way to the far side
    #[arg(long, env = "TOKENWIRE_CA", value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// What is logged, to standard error: off, error, warn, info, debug, trace, or those by module [default: info]
    #[arg(long, env = "TOKENWIRE_LOG", value_name = "FILTER")]
    pub(crate) log: Option<String>,
    /// Log lines of JSON
    #[arg(long, env = "TOKENWIRE_LOG_JSON", value_name = "BOOL", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", hide_possible_values = true)]
    pub(crate) log_json: Option<bool>,
    /// Take what is said neither here nor in the environment from this file (TOML): the long names, without --
    #[arg(long, env = "TOKENWIRE_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,
}
