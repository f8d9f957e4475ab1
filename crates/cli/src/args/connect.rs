//! The command line of `tokenwire connect`.

use super::proxy::Proxy;
use clap::{Args as ClapArgs, ValueEnum};
use serde::{Deserialize, Serialize};

pub(crate) const EXAMPLES: &str = "Examples:
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
    pub(crate) proxy: Proxy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Documents {
    Auto,
    Never,
}
