//! What runs in a process of its own.

use crate::relay;
use http::Uri;
use std::path::Path;
use std::time::Duration;
use tokenwire::StreamCoder;
use tokenwire_gateway::replay::Replay;
use tokenwire_gateway::{ConnectConfig, Flush, ProxyConfig, ServeConfig, Writing};
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
            Replay::open(Path::new(&arguments[0])).unwrap().with_memory(0).serve(listener, ended).await;
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
    let writing = Writing { flush: Flush { window, ..Flush::default() }, coder, keep_padding: false };
    ServeConfig { upstream: uri(arguments), writing, origins: Vec::new(), proxy: ProxyConfig::default() }
}

fn connect(arguments: &[String]) -> ConnectConfig {
    ConnectConfig { gateway: uri(arguments), documents: false, proxy: ProxyConfig::default() }
}

fn uri(arguments: &[String]) -> Uri {
    arguments[0].parse().unwrap()
}
