//! Draining: open answers, idle connections and the grace period.

use super::client::Client;
use super::server::{LONG, SHORT, Server, config, soon};
use crate::listen::ListenConfig;
use bytes::Bytes;
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpStream, time};

/// Returns a client that has read the start of an answer that is still open.
async fn client_of_open_answer(server: &Server) -> Client<TcpStream> {
    let mut client = Client::new(server.address).await;
    client.get("/fed").await;
    server.feed.send(Bytes::from_static(b"first")).await.unwrap();
    client.read_to("first\r\n").await;
    client
}

async fn until_refused(address: SocketAddr) {
    while TcpStream::connect(address).await.is_ok() {
        time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn open_answers_are_completed_and_new_connections_are_refused() {
    let server = Server::new(config()).await;
    let (address, mut client, mut idle) =
        (server.address, client_of_open_answer(&server).await, Client::new(server.address).await);
    idle.get("/").await;
    idle.read_to("hello").await;
    let (feed, ended) = server.stop();
    soon(until_refused(address)).await;
    assert_eq!(idle.read_all().await, "", "an idle connection must end at once");
    assert!(!ended.is_finished());
    feed.send(Bytes::from_static(b"last")).await.unwrap();
    drop(feed);
    assert_eq!(client.read_all().await, "4\r\nlast\r\n0\r\n\r\n");
    soon(ended).await.unwrap();
}

#[tokio::test]
async fn answers_are_cut_after_the_grace_period() {
    let server = Server::new(ListenConfig { grace: SHORT, ..config() }).await;
    let mut client = client_of_open_answer(&server).await;
    let (feed, ended) = server.stop();
    soon(ended).await.unwrap();
    assert_eq!(client.read_all().await, "", "a cut answer must not have an end");
    assert!(feed.is_closed() || feed.send(Bytes::new()).await.is_err());
}

#[tokio::test]
async fn draining_without_connections_ends_at_once() {
    let server = Server::new(ListenConfig { grace: LONG * 60, ..config() }).await;
    soon(server.stop().1).await.unwrap();
}
