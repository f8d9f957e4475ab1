//! What runs in a process of its own.

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

/// Prints its address, and serves until its standard input ends: with the process that started it, at the latest.
pub(crate) async fn run(name: &str, arguments: &[String]) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let ended = async { drop(stdin().read_to_end(&mut Vec::new()).await) };
    match name {
        "upstream" => {
            let replay = Replay::from_folder(Path::new(&arguments[0])).unwrap();
            replay.with_log_capacity(0).serve(listener, ended).await;
        }
        "relay" => tokio::select! { () = relay::copy(listener, &arguments[0]) => {}, () = ended => {} },
        "serve" => tokenwire_gateway::serve(serve(arguments), listener, None, ended).await.unwrap(),
        _ => tokenwire_gateway::connect(connect(arguments), listener, None, ended).await.unwrap(),
    }
}

/// The upstream, the flush window in milliseconds, the coder.
fn serve(arguments: &[String]) -> ServeConfig {
    let window = Duration::from_millis(arguments[1].parse().unwrap());
    let coder = if arguments[2] == "prefix" { StreamCoder::Prefix } else { StreamCoder::Varint };
    let flush = FlushPolicy { window, ..FlushPolicy::default() };
    ServeConfig::new(base(arguments)).with_coder(coder).with_flush(flush)
}

fn connect(arguments: &[String]) -> ConnectConfig {
    ConnectConfig::new(base(arguments)).with_documents(false)
}

fn base(arguments: &[String]) -> BaseUrl {
    arguments[0].parse().unwrap()
}
