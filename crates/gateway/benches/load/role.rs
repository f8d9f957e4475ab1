//! The roles of a child process.

use crate::relay;
use std::path::Path;
use std::time::Duration;
use tokenwire::StreamCoder;
use tokenwire_gateway::{BaseUrl, ConnectConfig, ServeConfig};
use tokenwire_http::FlushPolicy;
use tokenwire_replay::Replay;
use tokio::io::{AsyncReadExt, stdin};
use tokio::net::TcpListener;

pub(crate) const NAMES: [&str; 4] = ["upstream", "serve", "connect", "relay"];

/// Prints the URL of a server in this role, and serves until standard input ends: at the latest when the parent
/// process ends.
pub(crate) async fn run(name: &str, arguments: &[String]) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let stop = async { drop(stdin().read_to_end(&mut Vec::new()).await) };
    match name {
        "upstream" => {
            let replay = Replay::from_folder(Path::new(&arguments[0])).unwrap();
            replay.with_log_capacity(0).serve(listener, stop).await;
        }
        "relay" => tokio::select! { () = relay::copy(listener, &arguments[0]) => {}, () = stop => {} },
        "serve" => tokenwire_gateway::serve(serve_config(arguments), listener, None, stop).await.unwrap(),
        _ => tokenwire_gateway::connect(connect_config(arguments), listener, None, stop).await.unwrap(),
    }
}

/// Parses the arguments of `serve`: the URL of the upstream, the flush window in milliseconds, the coder.
fn serve_config(arguments: &[String]) -> ServeConfig {
    let window = Duration::from_millis(arguments[1].parse().unwrap());
    let coder = if arguments[2] == "prefix" { StreamCoder::Prefix } else { StreamCoder::Varint };
    let flush = FlushPolicy { window, ..FlushPolicy::default() };
    ServeConfig::new(base_url(arguments)).with_coder(coder).with_flush(flush)
}

/// Parses the argument of `connect`: the URL of the gateway.
fn connect_config(arguments: &[String]) -> ConnectConfig {
    ConnectConfig::new(base_url(arguments)).with_documents(false)
}

fn base_url(arguments: &[String]) -> BaseUrl {
    arguments[0].parse().unwrap()
}
