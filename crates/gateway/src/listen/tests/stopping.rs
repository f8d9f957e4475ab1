//! It is told to stop.

use super::super::Listen;
use super::client::Client;
use super::server::{LONG, SHORT, Server, how, soon};
use bytes::Bytes;
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpStream, time};

/// A client that has the first bytes of an answer that is not at its end.
async fn open(server: &Server) -> Client<TcpStream> {
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
async fn what_is_open_ends_well_and_no_more_is_taken() {
    let server = Server::new(how()).await;
    let (address, mut client, mut idle) =
        (server.address, open(&server).await, Client::new(server.address).await);
    idle.get("/").await;
    idle.read_to("hello").await;
    let (feed, ended) = server.stop();
    soon(until_refused(address)).await;
    assert_eq!(idle.read_all().await, "", "a connection without a request ends at once");
    assert!(!ended.is_finished());
    feed.send(Bytes::from_static(b"last")).await.unwrap();
    drop(feed);
    assert_eq!(client.read_all().await, "4\r\nlast\r\n0\r\n\r\n");
    soon(ended).await.unwrap().unwrap();
}

#[tokio::test]
async fn what_is_open_too_long_is_cut() {
    let server = Server::new(Listen { grace: SHORT, ..how() }).await;
    let mut client = open(&server).await;
    let (feed, ended) = server.stop();
    soon(ended).await.unwrap().unwrap();
    assert_eq!(client.read_all().await, "", "no end is made up");
    assert!(feed.is_closed() || feed.send(Bytes::new()).await.is_err());
}

#[tokio::test]
async fn nothing_open_is_nothing_to_wait_for() {
    let server = Server::new(Listen { grace: LONG * 60, ..how() }).await;
    soon(server.stop().1).await.unwrap().unwrap();
}
