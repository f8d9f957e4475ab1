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
    /// URL of the model server, such as `http://127.0.0.1:8000`; its path is prepended to request paths
    #[arg(long, env = "TOKENWIRE_UPSTREAM", value_name = "URL", hide_env_values = true)]
    pub(crate) upstream: Option<String>,
    /// Address to listen on; port 0 selects a free port [default: 127.0.0.1:8790]
    #[arg(long, env = "TOKENWIRE_LISTEN", value_name = "ADDR")]
    pub(crate) listen: Option<String>,
    /// Minimum time between two writes of a stream, in milliseconds [default: 20]
    #[arg(long, env = "TOKENWIRE_FLUSH_MS", value_name = "MS")]
    pub(crate) flush_ms: Option<u64>,
    /// Write immediately when this many tokens are buffered; no such limit if omitted
    #[arg(long, env = "TOKENWIRE_FLUSH_TOKENS", value_name = "N")]
    pub(crate) flush_tokens: Option<u64>,
    /// Maximum time that the beginning of an event waits for the rest of its line, in milliseconds [default: 250]
    #[arg(long, env = "TOKENWIRE_FLUSH_PARTIAL", value_name = "MS")]
    pub(crate) flush_partial: Option<u64>,
    /// Pad each write to a multiple of this many bytes, so that sizes reveal less about the text [default: 1]
    #[arg(long, env = "TOKENWIRE_PAD", value_name = "BYTES")]
    pub(crate) pad: Option<usize>,
    /// Coder for tokens, if the client accepts it; varint is smaller for tokens sent one by one, prefix for several at
    /// once [default: varint]
    #[arg(long, env = "TOKENWIRE_CODER", value_parser = coder_parser())]
    pub(crate) coder: Option<StreamCoder>,
    /// Preserve the padding with which some servers hide text lengths, so that events round-trip byte for byte
    #[arg(long, env = "TOKENWIRE_KEEP_PADDING", value_name = "BOOL", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", hide_possible_values = true)]
    pub(crate) keep_padding: Option<bool>,
    /// Allow web pages of this origin, such as `https://chat.example`, to send requests; * allows all origins; may be
    /// repeated
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
    /// URL of `tokenwire serve`, such as `https://gateway.example`; its path is prepended to request paths
    #[arg(long, env = "TOKENWIRE_GATEWAY", value_name = "URL", hide_env_values = true)]
    pub(crate) gateway: Option<String>,
    /// Address to listen on; port 0 selects a free port [default: 127.0.0.1:8791]
    #[arg(long, env = "TOKENWIRE_LISTEN", value_name = "ADDR")]
    pub(crate) listen: Option<String>,
    /// Allow requests and the API keys in them to cross the network without TLS
    #[arg(long, env = "TOKENWIRE_INSECURE", value_name = "BOOL", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", hide_possible_values = true)]
    pub(crate) insecure: Option<bool>,
    /// Whether to send JSON request bodies as documents; auto does so if the gateway accepts documents [default: auto]
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

/// The options that `tokenwire serve` and `tokenwire connect` share.
///
/// No option has a default here, since the file of `--config` may set it.
#[derive(ClapArgs, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ProxyArgs {
    /// Address for /healthz and /metrics, which are not served if omitted
    #[arg(long, env = "TOKENWIRE_ADMIN", value_name = "ADDR")]
    pub(crate) admin: Option<String>,
    /// Maximum number of concurrent requests; further requests receive status 503 [default: 4096]
    #[arg(long, env = "TOKENWIRE_MAX_STREAMS", value_name = "N")]
    pub(crate) max_streams: Option<usize>,
    /// Maximum size of a request body in bytes, compressed and decompressed [default: 67108864]
    #[arg(long, env = "TOKENWIRE_MAX_BODY", value_name = "BYTES")]
    pub(crate) max_body: Option<usize>,
    /// Maximum size of a request line and its headers in bytes, at least 8192 [default: 65536]
    #[arg(long, env = "TOKENWIRE_MAX_HEADER", value_name = "BYTES")]
    pub(crate) max_header: Option<usize>,
    /// Maximum time to connect to the model server or gateway, in seconds [default: 10]
    #[arg(long, env = "TOKENWIRE_CONNECT_TIMEOUT", value_name = "SECONDS")]
    pub(crate) connect_timeout: Option<Seconds>,
    /// Maximum wait for the headers of a request, including the next one on a keep-alive connection, in seconds
    /// [default: 30]
    #[arg(long, env = "TOKENWIRE_HEADER_TIMEOUT", value_name = "SECONDS")]
    pub(crate) header_timeout: Option<Seconds>,
    /// Maximum wait for the next byte from the model server or gateway, or for the client to accept one, in seconds
    /// [default: 600]
    #[arg(long, env = "TOKENWIRE_IDLE_TIMEOUT", value_name = "SECONDS")]
    pub(crate) idle_timeout: Option<Seconds>,
    /// Maximum duration of a response, in seconds [default: 3600]
    #[arg(long, env = "TOKENWIRE_TOTAL_TIMEOUT", value_name = "SECONDS")]
    pub(crate) total_timeout: Option<Seconds>,
    /// Maximum time for open streams to finish after a signal to stop, in seconds; a second signal closes them
    /// immediately [default: 60]
    #[arg(long, env = "TOKENWIRE_GRACE", value_name = "SECONDS")]
    pub(crate) grace: Option<Seconds>,
    /// Certificate chain (PEM) to serve clients over TLS; without it, clients connect in plain HTTP
    #[arg(long, env = "TOKENWIRE_TLS_CERT", value_name = "FILE")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Private key (PEM) of --tls-cert
    #[arg(long, env = "TOKENWIRE_TLS_KEY", value_name = "FILE")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Certificates (PEM) to trust for the model server or gateway, in addition to the system's
    #[arg(long, env = "TOKENWIRE_CA", value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Level of the log on standard error: off, error, warn, info, debug or trace; or a level per module, such as
    /// tokenwire=debug [default: info]
    #[arg(long, env = "TOKENWIRE_LOG", value_name = "FILTER")]
    pub(crate) log: Option<String>,
    /// Log in JSON, one object per line
    #[arg(long, env = "TOKENWIRE_LOG_JSON", value_name = "BOOL", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", hide_possible_values = true)]
    pub(crate) log_json: Option<bool>,
    /// TOML file of options, named like the flags but without --; flags and environment variables override it
    #[arg(long, env = "TOKENWIRE_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,
}

pub(crate) const DOCTOR_EXAMPLES: &str = "Examples:
  tokenwire doctor http://127.0.0.1:8790
  tokenwire doctor https://gateway.example --ca authority.pem --json";

#[derive(ClapArgs)]
pub(crate) struct Doctor {
    /// URL of a gateway, of `tokenwire connect` or of any other server, such as `http://127.0.0.1:8790`
    pub(crate) url: String,
    /// Continue even if the certificate is not trusted
    #[arg(long)]
    pub(crate) insecure: bool,
    /// Certificates (PEM) to trust in addition to the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Maximum wait for a connection, and for each further byte, in seconds
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

The first segment of a request's path, its \"model\" or the end of its path selects the file.
A request with \"stream\": true or without a body receives the stream; any other request receives
FILE.json. The headers x-replay-rate, x-replay-jitter, x-replay-per-write and x-replay-fault
override the options for one request.";

#[derive(ClapArgs)]
pub(crate) struct Replay {
    /// Folder of *.sse, *.ndjson and *.json files; the built-in samples if omitted
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Address to listen on; port 0 selects a free port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8789")]
    pub(crate) listen: String,
    /// Number of events per second; 0 means no delay
    #[arg(long, value_name = "N", default_value_t = 50.0)]
    pub(crate) rate: f64,
    /// Maximum random delay of a write, as a fraction of the time between two writes, from 0 to 1
    #[arg(long, value_name = "FRACTION", default_value_t = 0.0)]
    pub(crate) jitter: f64,
    /// Number of events per write
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) per_write: usize,
    /// Faults to inject, separated by commas: stall=N, cut=N, half-utf8=N, error-event=N (each after N events),
    /// big=BYTES, status=CODE, wrong-type, redirect, slow-headers=MS, gzip, br, zstd, no-length-json
    #[arg(long)]
    pub(crate) fault: Option<String>,
}

/// The largest duration accepted: one year. Adding it to the time of any clock cannot overflow.
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
        let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds".to_string())?;
        seconds.try_into()
    }
}

impl From<Seconds> for f64 {
    fn from(seconds: Seconds) -> Self {
        seconds.0.as_secs_f64()
    }
}
