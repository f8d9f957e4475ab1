//! The command line of `tokenwire serve`.

use super::proxy::Proxy;
use super::stream::CoderName;
use clap::Args as ClapArgs;
use serde::{Deserialize, Serialize};

pub(crate) const EXAMPLES: &str = "Examples:
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
    #[arg(long, env = "TOKENWIRE_CODER", value_enum)]
    pub(crate) coder: Option<CoderName>,
    /// Keep the padding that hides how long a text is: all comes back to the byte
    #[arg(long, env = "TOKENWIRE_KEEP_PADDING", value_name = "BOOL", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", hide_possible_values = true)]
    pub(crate) keep_padding: Option<bool>,
    /// Let pages of this origin call, as `https://chat.example`, or * for all; may be repeated
    #[arg(long, env = "TOKENWIRE_ALLOW_ORIGIN", value_name = "ORIGIN", value_delimiter = ',')]
    pub(crate) allow_origin: Option<Vec<String>>,
    #[command(flatten)]
    #[serde(flatten)]
    pub(crate) proxy: Proxy,
}
