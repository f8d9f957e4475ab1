//! Clients that are slow, silent or loud.

use super::super::Listen;
use super::client::Client;
use super::server::{SHORT, Server, how, soon};

/// What a client hears that says this and then waits, where a request's headers have to be there soon.
async fn heard(said: &str) -> String {
    let server = Server::new(Listen { headers: SHORT, ..how() }).await;
    let mut client = Client::new(server.address).await;
    client.write(said).await;
    client.read_all().await
}

#[tokio::test]
async fn headers_that_do_not_end_are_not_waited_for() {
    assert_eq!(heard("GET / HTTP/1.1\r\nHost: x\r\nA: b").await, "");
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_dropped() {
    assert_eq!(heard("").await, "");
    // It may still become HTTP/1 or HTTP/2.
    assert_eq!(heard("PRI * HTTP/2.0\r\n").await, "");
}

#[tokio::test]
async fn a_connection_without_a_next_request_is_dropped() {
    let heard = heard("GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(heard.starts_with("HTTP/1.1 200 OK\r\n") && heard.ends_with("hello"), "{heard}");
}

/// The first line of the answer to a request with a header of so many bytes.
async fn status(bytes: usize) -> String {
    let server = Server::new(Listen { header_bytes: 16 << 10, ..how() }).await;
    let mut client = Client::new(server.address).await;
    let long = "a".repeat(bytes);
    client.write(&format!("GET / HTTP/1.1\r\nHost: x\r\nLong: {long}\r\n\r\n")).await;
    client.read_to("\r\n").await
}

#[tokio::test]
async fn headers_over_the_limit_are_431() {
    assert_eq!(status(15 << 10).await, "HTTP/1.1 200 OK\r\n");
    assert_eq!(status(17 << 10).await, "HTTP/1.1 431 Request Header Fields Too Large\r\n");
}

#[tokio::test]
async fn a_client_that_does_not_read_is_dropped() {
    let mut server = Server::new(Listen { idle: SHORT, ..how() }).await;
    let mut client = Client::new(server.address).await;
    client.get("/endless").await;
    soon(server.dropped.recv()).await.unwrap();
    drop(client);
}

#[tokio::test]
async fn a_client_that_leaves_ends_its_answer() {
    let mut server = Server::new(how()).await;
    let mut client = Client::new(server.address).await;
    client.get("/endless").await;
    client.read_to("....").await;
    drop(client);
    soon(server.dropped.recv()).await.unwrap();
}

#[tokio::test]
async fn http2_needs_no_upgrade() {
    let server = Server::new(how()).await;
    let response = Client::new(server.address).await.get_http2("/").await;
    assert_eq!((response.version(), &response.body()[..]), (http::Version::HTTP_2, &b"hello"[..]));
}

#[tokio::test]
async fn other_protocols_can_take_over() {
    let server = Server::new(how()).await;
    let mut client = Client::new(server.address).await;
    client.write("GET /upgrade HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n").await;
    assert!(client.read_to("\r\n\r\n").await.starts_with("HTTP/1.1 101 "));
    client.write("anything").await;
    assert_eq!(client.read_to("thing").await, "anything");
}
