//! The command lines of `tokenwire serve`, `connect`, `doctor` and `replay`.

use super::stream::coder_parser;
use clap::{Args as ClapArgs, ValueEnum};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::{str::FromStr, time::Duration};
use tokenwire::StreamCoder;

pub(crate) const SERVE_EXAMPLES: &str = "Examples:
  tokenwire serve --upstream http://127.0.0.1:8000
  tokenwire serve --upstream https://models.example --tls-cert cert.pem --tls-key key.pem
  tokenwire serve --config serve.toml --admin 127.0.0.1:8792";

#[derive(ClapArgs, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Serve {
    /// The model server that requests go on to, as `http://127.0.0.1:8000`; a path is put before theirs
    #[arg(long, env = "TOKENWIRE_UPSTREAM", value_name = "URL", hide_env_values = true)]
    pub(crate) upstream: Option<String>,
    /// Address to listen on; with port 0, a free one [default: 127.0.0.1:8790]
    #[arg(long, env = "TOKENWIRE_LISTEN", value_name = "ADDR")]
    pub(crate) listen: Option<String>,
    /// Least milliseconds between two writes of a stream [default: 20]
    #[arg(long, env = "TOKENWIRE_FLUSH_MS", value_name = "MS")]
    pub(crate) flush_ms: Option<u64>,
    /// Write at once when so many tokens wait
    #[arg(long, env = "TOKENWIRE_FLUSH_TOKENS", value_name = "N")]
    pub(crate) flush_tokens: Option<u64>,
    /// Pad writes to a multiple of so many bytes, as their sizes say something of the text [default: 1]
    #[arg(long, env = "TOKENWIRE_PAD", value_name = "BYTES")]
    pub(crate) pad: Option<usize>,
    /// How tokens are written, if the client takes it: varint is smaller where they are sent one by one, prefix where
    /// several go together [default: varint]
    #[arg(long, env = "TOKENWIRE_CODER", value_parser = coder_parser())]
    pub(crate) coder: Option<StreamCoder>,
    /// Keep the padding that hides how long a text is: all comes back to the byte
    #[arg(long, env = "TOKENWIRE_KEEP_PADDING", value_name = "BOOL", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", hide_possible_values = true)]
    pub(crate) keep_padding: Option<bool>,
    /// Let pages of this origin call, as `https://chat.example`, or * for all; may be repeated
    #[arg(long, env = "TOKENWIRE_ALLOW_ORIGIN", value_name = "ORIGIN", value_delimiter = ',')]
    pub(crate) allow_origin: Option<Vec<String>>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) proxy: ProxyArgs,
}

pub(crate) const CONNECT_EXAMPLES: &str = "Examples:
  tokenwire connect --gateway https://gateway.example
  OPENAI_BASE_URL=http://127.0.0.1:8791/v1 python chat.py";

#[derive(ClapArgs, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Connect {
    /// Where `tokenwire serve` is, as `https://gateway.example`; a path is put before those of requests
    #[arg(long, env = "TOKENWIRE_GATEWAY", value_name = "URL", hide_env_values = true)]
    pub(crate) gateway: Option<String>,
    /// Address to listen on; with port 0, a free one [default: 127.0.0.1:8791]
    #[arg(long, env = "TOKENWIRE_LISTEN", value_name = "ADDR")]
    pub(crate) listen: Option<String>,
    /// Let requests, and the API keys in them, go over the network without TLS
    #[arg(long, env = "TOKENWIRE_INSECURE", value_name = "BOOL", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", hide_possible_values = true)]
    pub(crate) insecure: Option<bool>,
    /// Send request bodies as documents: auto, to a gateway that takes them [default: auto]
    #[arg(long, env = "TOKENWIRE_DOCUMENTS", value_enum)]
    pub(crate) documents: Option<Documents>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) proxy: ProxyArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Documents {
    Auto,
    Never,
}

/// What `tokenwire serve` and `tokenwire connect` both take.
///
/// No option has a default here: one that is missing may be in the file of `--config`.
#[derive(ClapArgs, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ProxyArgs {
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

pub(crate) const DOCTOR_EXAMPLES: &str = "Examples:
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

pub(crate) const REPLAY_EXAMPLES: &str = "Examples:
  tokenwire replay
  curl -N http://127.0.0.1:8789/openai-chat/v1/chat/completions
  curl -N http://127.0.0.1:8789/v1/messages -H 'x-replay-fault: cut=20' -H 'x-replay-rate: 5'
  tokenwire replay captures --rate 20 --jitter 0.5 --per-write 4

The first segment of a request's path, its \"model\" or the end of its path says which file; with
\"stream\": true or without a body it gets the stream, otherwise FILE.json. The headers x-replay-rate,
x-replay-jitter, x-replay-per-write and x-replay-fault say for one request what the options say for all.";

#[derive(ClapArgs)]
pub(crate) struct Replay {
    /// Folder of *.sse, *.ndjson and *.json; without it the samples that are built in
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Where to listen; with port 0 on one that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8789")]
    pub(crate) listen: String,
    /// Events a second; 0 for as fast as it goes
    #[arg(long, value_name = "N", default_value_t = 50.0)]
    pub(crate) rate: f64,
    /// How late a write may be, by chance, as a fraction of the time between two: 0 to 1
    #[arg(long, value_name = "FRACTION", default_value_t = 0.0)]
    pub(crate) jitter: f64,
    /// Events a write
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) per_write: usize,
    /// What goes wrong: stall=N, cut=N, half-utf8=N, error-event=N (after N events), big=BYTES, status=CODE, wrong-type, redirect,
    /// slow-headers=MS, gzip, br, zstd, no-length-json; several with commas
    #[arg(long)]
    pub(crate) fault: Option<String>,
}

/// The longest duration, a year, can be added to any clock.
const MAX_SECONDS: f64 = 365.0 * 24.0 * 3600.0;

/// A duration, written as a number of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub(crate) struct Seconds(pub(crate) Duration);

impl TryFrom<f64> for Seconds {
    type Error = String;

    fn try_from(seconds: f64) -> Result<Self, String> {
        if (0.0..=MAX_SECONDS).contains(&seconds) {
            Ok(Self(Duration::from_secs_f64(seconds)))
        } else {
            Err(format!("{seconds} is not between 0 and {MAX_SECONDS} seconds"))
        }
    }
}

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_string())?;
        seconds.try_into()
    }
}

impl From<Seconds> for f64 {
    fn from(seconds: Seconds) -> Self {
        seconds.0.as_secs_f64()
    }
}
